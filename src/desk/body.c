#include "desk/body.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/json.h"
#include "base/utf8.h"
#include "desk/desk.h"

/* Every body is named so in errors: "body: /words: missing". */
static const struct jpath body_root = { .key = "body" };

int
body_put_text(json_t *o, const char *key, const char *s, size_t max,
              struct err *err)
{
	size_t len;

	if (!s || !*s)
		return 0;
	len = strlen(s);
	if (!utf8_valid(s, len))
		return err_set(err, ERR_INPUT, "%s: not valid UTF-8", key);
	if (utf8_count(s, len) > max)
		return err_set(err, ERR_INPUT,
		               "%s: %zu characters, at most %zu", key,
		               utf8_count(s, len), max);
	json_object_set_new(o, key, json_stringn(s, len));
	return 0;
}

void
body_put_int(json_t *o, const char *key, int64_t v)
{
	json_object_set_new(o, key, json_integer(v));
}

void
body_put_time(json_t *o, const char *key, int64_t ms)
{
	char text[CIVIL_TEXT];

	json_object_set_new(
		o, key, json_string(civil_rfc3339(text, ms, CIVIL_SHANGHAI)));
}

int
body_only(const json_t *o, const char *const keys[], struct err *err)
{
	return json_only(o, keys, &body_root, err);
}

static int
body_missing(const char *key, struct err *err)
{
	struct jpath here = { .up = &body_root, .key = key };

	return json_fail(&here, err, "missing");
}

int
body_text(const json_t *o, const char *key, bool need, size_t max,
          struct err *err)
{
	struct jpath here = { .up = &body_root, .key = key };
	const char *s = NULL;

	if (json_get_string(o, key, &s, &body_root, err))
		return -1;
	if (!s)
		return need ? body_missing(key, err) : 0;
	if (!*s)
		return json_fail(&here, err, "empty");
	if (utf8_count(s, strlen(s)) > max)
		return json_fail(&here, err, "longer than %zu characters", max);
	return 0;
}

int
body_int(const json_t *o, const char *key, bool need, int64_t min, int64_t max,
         struct err *err)
{
	int64_t v;

	return need ? json_need_int(o, key, min, max, &v, &body_root, err)
	            : json_get_int(o, key, min, max, &v, &body_root, err);
}

int
body_time(const json_t *o, const char *key, bool need, struct err *err)
{
	int64_t ms;

	return need ? json_need_time(o, key, &ms, NULL, &body_root, err)
	            : json_get_time(o, key, &ms, NULL, &body_root, err);
}

int
body_choice(const json_t *o, const char *key, int (*find)(const char *),
            struct err *err)
{
	const struct jpath root = { .key = "body" };
	const struct jpath at = { .up = &root, .key = key };

	if (body_text(o, key, true, BODY_NAME_MAX, err))
		return -1;
	if (find(body_get_text(o, key)) < 0)
		return json_fail(&at, err, "not one of its words");
	return 0;
}

int
body_number(const json_t *o, const char *key, bool need, struct err *err)
{
	struct jpath here = { .up = &body_root, .key = key };
	const char *s = NULL;

	if (json_get_string(o, key, &s, &body_root, err))
		return -1;
	if (!s)
		return need ? body_missing(key, err) : 0;
	if (!number_valid(s))
		return json_fail(&here, err,
		                 "expected a number like 2026-0012");
	return 0;
}

const char *
body_get_text(const json_t *o, const char *key)
{
	return json_string_value(json_object_get(o, key));
}

const char *
body_words(const json_t *o, const char *key)
{
	const char *s = body_get_text(o, key);

	return s ? s : "";
}

int64_t
body_get_int(const json_t *o, const char *key, int64_t absent)
{
	const json_t *v = json_object_get(o, key);

	return json_is_integer(v) ? json_integer_value(v) : absent;
}

int64_t
body_get_time(const json_t *o, const char *key, int64_t absent)
{
	struct err err = ERR_INIT;
	const char *s = body_get_text(o, key);
	int64_t ms;

	if (!s || civil_parse(s, &ms, NULL, &err))
		return absent;
	return ms;
}

char *
body_subject(char out[SUBJECT_MAX], const char *noun, int64_t seq)
{
	snprintf(out, SUBJECT_MAX, "%s:%lld", noun, (long long)seq);
	return out;
}

int64_t
body_next_seq(struct desk *d)
{
	unsigned char hash[HASH_LEN];

	return journal_head(desk_journal(d), hash) + 1;
}

bool
number_valid(const char *s)
{
	size_t year = strspn(s, "0123456789");
	size_t n;

	if (year != 4 || s[4] != '-')
		return false;
	n = strspn(s + 5, "0123456789");
	/* Four digits and more: the ten thousandth of a year has five. */
	return n >= 4 && n <= 8 && !s[5 + n] && (n == 4 || s[5] != '0') &&
	       strtol(s + 5, NULL, 10) > 0;
}
