#include <string.h>

#include "base/mem.h"
#include "law/pack_load.h"

/* clang-format off */
static const char *const classifier_keys[] = {
	"id", "title", "kinds", "except", "law", "article", "standing",
	"source", "note", "rows", "effective_from", "effective_until", NULL,
};
/* clang-format on */
static const char *const row_keys[] = { "class", "when", NULL };

static int
load_kinds(struct pack *p, const json_t *o, const char *key,
           const char *const **out, unsigned *kinds, const struct jpath *at,
           struct err *err)
{
	struct jpath list_at = { .up = at, .key = key };
	struct jpath here = { .up = &list_at };
	unsigned under;

	if (member_strings(p, o, key, out, at, err))
		return -1;
	for (; (*out)[here.index]; here.index++) {
		under = kinds_under((*out)[here.index]);
		if (under == 0)
			return json_fail(&here, err, "unknown kind '%s'",
			                 (*out)[here.index]);
		*kinds |= under;
	}
	return 0;
}

static int
load_row(struct class_row *row, const json_t *o, const struct jpath *at,
         struct err *err)
{
	struct jpath class_at = { .up = at, .key = "class" };
	struct jpath when_at = { .up = at, .key = "when" };
	const char *code;
	int class;

	if (json_only(o, row_keys, at, err) ||
	    json_need_string(o, "class", &code, at, err))
		return -1;
	class = class_find(code);
	if (class <= CLASS_NONE)
		return json_fail(&class_at, err, "unknown class '%s'", code);
	row->class = (enum law_class) class;
	if (!member_get(o, "when"))
		return json_fail(&when_at, err, "missing");
	row->when = predicate_load(member_get(o, "when"), &when_at, err);
	if (!row->when)
		return -1;
	if (predicate_facts(row->when) & PREDICATE_CLASS)
		return json_fail(&when_at, err,
		                 "a class cannot depend on the class");
	return 0;
}

static int
load_rows(struct classifier *c, const json_t *o, const struct jpath *at,
          struct err *err)
{
	struct jpath list_at = { .up = at, .key = "rows" };
	struct jpath here = { .up = &list_at };
	const json_t *list;

	if (json_need_array(o, "rows", &list, at, err))
		return -1;
	if (json_array_size(list) == 0)
		return json_fail(&list_at, err, "is empty");
	c->rows = mem_alloc(json_array_size(list) * sizeof(*c->rows));
	for (; here.index < json_array_size(list); here.index++) {
		c->rows_count++;
		if (load_row(&c->rows[here.index],
		             json_array_get(list, here.index), &here, err))
			return -1;
	}
	return 0;
}

static int
load_classifier(struct pack *p, struct classifier *c, const json_t *o,
                const struct jpath *at, struct err *err)
{
	struct jpath kinds_at = { .up = at, .key = "kinds" };
	const char *unused = NULL;
	unsigned except = 0;
	int standing;

	c->article = c->source = "";
	c->from_ms = p->from_ms;
	c->until_ms = p->until_ms;
	if (json_only(o, classifier_keys, at, err) ||
	    member_text(o, "id", &c->id, at, err) ||
	    member_text(o, "law", &c->law, at, err) ||
	    json_get_string(o, "article", &c->article, at, err) ||
	    json_get_string(o, "source", &c->source, at, err) ||
	    json_get_string(o, "title", &unused, at, err) ||
	    json_get_string(o, "note", &unused, at, err) ||
	    member_word(o, "standing", standing_words, "standing", &standing,
	                at, err) ||
	    member_force(o, &c->from_ms, &c->until_ms, at, err) ||
	    load_kinds(p, o, "kinds", &c->kinds, &c->covers, at, err) ||
	    load_kinds(p, o, "except", &c->except, &except, at, err))
		return -1;
	if (!c->kinds[0])
		return json_fail(&kinds_at, err, "expected a list of kinds");
	c->covers &= ~except;
	c->standing = (enum standing)standing;
	c->cite = member_cite(p, c->law, c->article);
	return load_rows(c, o, at, err);
}

int
pack_load_classifiers(struct pack *p, const struct jpath *at, struct err *err)
{
	struct jpath list_at = { .up = at, .key = "classifiers" };
	struct jpath here = { .up = &list_at };
	const json_t *list = NULL;

	if (json_get_array(p->json, "classifiers", &list, at, err))
		return -1;
	p->classifiers = mem_alloc((json_array_size(list) + 1) *
	                           sizeof(*p->classifiers));
	for (; here.index < json_array_size(list); here.index++) {
		p->classifiers_count++;
		if (load_classifier(p, &p->classifiers[here.index],
		                    json_array_get(list, here.index), &here,
		                    err))
			return -1;
	}
	return 0;
}
