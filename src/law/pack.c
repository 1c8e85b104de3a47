#include "law/pack.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "law/pack_load.h"

/* clang-format off */
static const char *const pack_keys[] = {
	"id", "title", "en", "version", "level", "effective_from",
	"effective_until", "house", "classifiers", "rules", "note", NULL,
};
static const char *const house_keys[] = {
	"immediately_minutes", "promptly_minutes", "written_minutes", NULL,
};
/* clang-format on */

static int
load_rules(struct pack *p, const struct jpath *at, struct err *err)
{
	struct jpath list_at = { .up = at, .key = "rules" };
	struct jpath here = { .up = &list_at };
	const json_t *list = NULL;

	if (json_get_array(p->json, "rules", &list, at, err))
		return -1;
	p->rules = mem_alloc((json_array_size(list) + 1) * sizeof(*p->rules));
	for (; here.index < json_array_size(list); here.index++) {
		p->rules_count++;
		if (pack_load_rule(p, &p->rules[here.index],
		                   json_array_get(list, here.index), &here,
		                   err))
			return -1;
	}
	return 0;
}

static int
load_house(struct pack *p, const struct jpath *at, struct err *err)
{
	struct jpath here = { .up = at, .key = "house" };
	const json_t *o = NULL;
	struct house *h = &p->house;

	*h = house_default;
	if (json_get_object(p->json, "house", &o, at, err))
		return -1;
	if (!o)
		return 0;
	if (p->level != LEVEL_HOUSE)
		return json_fail(&here, err, "only in a pack of level house");
	p->has_house = true;
	if (json_only(o, house_keys, &here, err) ||
	    json_get_int(o, "immediately_minutes", 1, 1440,
	                 &h->immediately_minutes, &here, err) ||
	    json_get_int(o, "promptly_minutes", 1, 1440, &h->promptly_minutes,
	                 &here, err) ||
	    json_get_int(o, "written_minutes", 1, 1440, &h->written_minutes,
	                 &here, err))
		return -1;
	return 0;
}

static int
load_pack(struct pack *p, const struct jpath *at, struct err *err)
{
	struct jpath from_at = { .up = at, .key = "effective_from" };
	int level;

	if (json_only(p->json, pack_keys, at, err) ||
	    member_text(p->json, "id", &p->id, at, err) ||
	    member_text(p->json, "title", &p->title, at, err) ||
	    json_need_int(p->json, "version", 1, 1000000, &p->version, at,
	                  err) ||
	    member_word(p->json, "level", level_words, "level", &level, at,
	                err))
		return -1;
	p->level = (enum pack_level)level;
	p->title_en = p->title;
	p->until_ms = INT64_MAX;
	if (!member_get(p->json, "effective_from"))
		return json_fail(&from_at, err, "missing");
	if (json_get_string(p->json, "en", &p->title_en, at, err) ||
	    member_force(p->json, &p->from_ms, &p->until_ms, at, err) ||
	    load_house(p, at, err) || pack_load_classifiers(p, at, err))
		return -1;
	return load_rules(p, at, err);
}

struct pack *
pack_load(const char *name, const char *s, size_t len, struct err *err)
{
	struct jpath root = { .key = name };
	struct pack *p = mem_alloc(sizeof(*p));

	p->bytes = mem_strn(s, len);
	p->bytes_len = len;
	p->json = json_parse(s, len, name, err);
	if (!p->json || load_pack(p, &root, err)) {
		pack_free(p);
		return NULL;
	}
	return p;
}

void *
pack_own(struct pack *p, void *memory)
{
	p->owned = mem_grow(p->owned, p->owned_count, &p->owned_cap,
	                    sizeof(*p->owned));
	p->owned[p->owned_count++] = memory;
	return memory;
}

void
pack_free(struct pack *p)
{
	size_t i, j;

	if (!p)
		return;
	for (i = 0; i < p->rules_count; i++)
		predicate_free(p->rules[i].when);
	for (i = 0; i < p->classifiers_count; i++) {
		for (j = 0; j < p->classifiers[i].rows_count; j++)
			predicate_free(p->classifiers[i].rows[j].when);
		free(p->classifiers[i].rows);
	}
	for (i = 0; i < p->owned_count; i++)
		free(p->owned[i]);
	free(p->owned);
	free(p->rules);
	free(p->classifiers);
	free(p->bytes);
	json_decref(p->json);
	free(p);
}
