#include <string.h>

#include "base/civil.h"
#include "base/mem.h"
#include "law/pack_load.h"

json_t *
member_get(const json_t *o, const char *key)
{
	json_t *v = json_object_get(o, key);

	return json_is_null(v) ? NULL : v;
}

int
member_text(const json_t *o, const char *key, const char **out,
            const struct jpath *at, struct err *err)
{
	struct jpath here = { .up = at, .key = key };

	if (json_need_string(o, key, out, at, err))
		return -1;
	return **out ? 0 : json_fail(&here, err, "is empty");
}

static int
member_date(const json_t *o, const char *key, int64_t *ms,
            const struct jpath *at, struct err *err)
{
	struct jpath here = { .up = at, .key = key };
	struct err why = ERR_INIT;
	const char *text = NULL;

	if (json_get_string(o, key, &text, at, err))
		return -1;
	if (text && civil_parse_date(text, ms, &why))
		return json_fail(&here, err, "%s", why.text);
	return 0;
}

/* [from, until) of o; what is absent stays as it was. */
int
member_force(const json_t *o, int64_t *from, int64_t *until,
             const struct jpath *at, struct err *err)
{
	struct jpath here = { .up = at, .key = "effective_until" };

	if (member_date(o, "effective_from", from, at, err))
		return -1;
	if (member_date(o, "effective_until", until, at, err))
		return -1;
	if (*until <= *from)
		return json_fail(&here, err, "not after effective_from");
	return 0;
}

int
member_word(const json_t *o, const char *key, const char *const *words,
            const char *what, int *out, const struct jpath *at, struct err *err)
{
	struct jpath here = { .up = at, .key = key };
	const char *text;

	if (json_need_string(o, key, &text, at, err))
		return -1;
	*out = words_find(words, text);
	if (*out < 0)
		return json_fail(&here, err, "unknown %s '%s'", what, text);
	return 0;
}

int
member_party(const json_t *value, const char **out, const struct jpath *at,
             struct err *err)
{
	*out = json_string_value(value);
	if (!*out || !party_valid(*out))
		return json_fail(at, err,
		                 "expected a party such as county.emergency");
	return 0;
}

/* A list of strings as a NULL-ended array that the pack owns. */
int
member_strings(struct pack *p, const json_t *o, const char *key,
               const char *const **out, const struct jpath *at, struct err *err)
{
	struct jpath list_at = { .up = at, .key = key };
	struct jpath here = { .up = &list_at };
	const json_t *list = NULL;
	const char **strings;
	size_t n;

	if (json_get_array(o, key, &list, at, err))
		return -1;
	n = json_array_size(list);
	strings = mem_alloc((n + 1) * sizeof(*strings));
	pack_own(p, strings);
	for (; here.index < n; here.index++) {
		strings[here.index] =
			json_string_value(json_array_get(list, here.index));
		if (!strings[here.index] || !*strings[here.index])
			return json_fail(&here, err, "expected a string");
	}
	*out = strings;
	return 0;
}

const char *
member_cite(struct pack *p, const char *law, const char *article)
{
	struct buf cite = BUF_INIT;

	buf_fmt(&cite, *article ? "%s %s" : "%s", law, article);
	return pack_own(p, buf_take(&cite));
}
