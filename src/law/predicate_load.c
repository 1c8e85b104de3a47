#include <string.h>

#include "base/mem.h"
#include "law/node.h"

static const char *const compare_keys[CMP_COUNT] = {
	"at_least", "at_most", "above", "below", "equals",
};

static int load_node(struct predicate *p, const json_t *value,
                     const struct jpath *at, struct err *err);

static struct node *
add_node(struct predicate *p, enum op op)
{
	struct node *n;

	p->nodes = mem_grow(p->nodes, p->count, &p->cap, sizeof(*p->nodes));
	n = &p->nodes[p->count++];
	memset(n, 0, sizeof(*n));
	n->op = op;
	n->size = 1;
	return n;
}

static int
load_children(struct predicate *p, enum op op, const json_t *list,
              const struct jpath *at, struct err *err)
{
	struct jpath here = { .up = at };
	size_t self = p->count;

	add_node(p, op);
	if (!json_is_array(list) || json_array_size(list) == 0)
		return json_fail(at, err, "expected a list that is not empty");
	for (; here.index < json_array_size(list); here.index++)
		if (load_node(p, json_array_get(list, here.index), &here, err))
			return -1;
	p->nodes[self].size = p->count - self;
	return 0;
}

static int
load_child(struct predicate *p, enum op op, const json_t *value,
           const struct jpath *at, struct err *err)
{
	size_t self = p->count;

	add_node(p, op);
	if (load_node(p, value, at, err))
		return -1;
	p->nodes[self].size = p->count - self;
	return 0;
}

static int
load_fact_name(const json_t *value, enum fact *out, const struct jpath *at,
               struct err *err)
{
	int id;

	if (!json_is_string(value))
		return json_fail(at, err, "expected the name of a fact");
	id = fact_find(json_string_value(value));
	if (id < 0)
		return json_fail(at, err, "unknown fact '%s'",
		                 json_string_value(value));
	*out = (enum fact)id;
	return 0;
}

/* The one comparison of {"fact": ...} or {"sum": ...}, whose limit it reads. */
static int
load_compare(struct node *n, const json_t *value, const char *subject,
             const struct jpath *at, struct err *err)
{
	struct jpath here = { .up = at };
	const json_t *limit = NULL;
	int i;

	for (i = 0; i < CMP_COUNT; i++) {
		if (!json_object_get(value, compare_keys[i]))
			continue;
		if (limit)
			return json_fail(at, err, "more than one comparison");
		limit = json_object_get(value, compare_keys[i]);
		n->compare = (enum compare)i;
		here.key = compare_keys[i];
	}
	if (!limit)
		return json_fail(at, err,
		                 "'%s' needs at_least, at_most, above, below "
		                 "or equals",
		                 subject);
	if (fact_from_json(n->fact, limit, &n->limit, &here, err))
		return -1;
	if (n->limit == FACT_UNKNOWN)
		return json_fail(&here, err, "expected a value");
	if (fact_info(n->fact)->type == FACT_TYPE_BOOL &&
	    n->compare != CMP_EQUALS)
		return json_fail(&here, err, "only equals fits true or false");
	if (json_object_size(value) != 2)
		return json_fail(at, err,
		                 "'%s' takes one comparison and nothing else",
		                 subject);
	return 0;
}

static int
load_fact(struct predicate *p, const json_t *value, const struct jpath *at,
          struct err *err)
{
	struct jpath here = { .up = at, .key = "fact" };
	struct node *n = add_node(p, OP_FACT);

	if (load_fact_name(json_object_get(value, "fact"), &n->fact, &here,
	                   err))
		return -1;
	p->uses |= 1u << n->fact;
	return load_compare(n, value, "fact", at, err);
}

static int
load_sum(struct predicate *p, const json_t *value, const struct jpath *at,
         struct err *err)
{
	struct jpath list_at = { .up = at, .key = "sum" };
	struct jpath here = { .up = &list_at };
	const json_t *list = json_object_get(value, "sum");
	struct node *n = add_node(p, OP_SUM);
	enum fact fact = FACT_COUNT;

	if (!json_is_array(list) || json_array_size(list) < 2)
		return json_fail(&list_at, err, "expected two facts or more");
	for (; here.index < json_array_size(list); here.index++) {
		if (load_fact_name(json_array_get(list, here.index), &fact,
		                   &here, err))
			return -1;
		if (fact_info(fact)->type != FACT_TYPE_COUNT)
			return json_fail(&here, err,
			                 "only counts of people add up");
		if (n->facts & (1u << fact))
			return json_fail(&here, err, "twice in one sum");
		n->facts |= 1u << fact;
	}
	n->fact = fact;
	p->uses |= n->facts;
	return load_compare(n, value, "sum", at, err);
}

static int
load_known(struct predicate *p, const json_t *value, const struct jpath *at,
           struct err *err)
{
	struct node *n = add_node(p, OP_KNOWN);

	if (load_fact_name(value, &n->fact, at, err))
		return -1;
	p->uses |= 1u << n->fact;
	return 0;
}

static int
load_kind(struct predicate *p, const json_t *list, const struct jpath *at,
          struct err *err)
{
	struct jpath here = { .up = at };
	struct node *n = add_node(p, OP_KIND);
	const json_t *item;
	unsigned kinds;

	if (!json_is_array(list) || json_array_size(list) == 0)
		return json_fail(at, err, "expected a list of kinds");
	for (; here.index < json_array_size(list); here.index++) {
		item = json_array_get(list, here.index);
		if (!json_is_string(item))
			return json_fail(&here, err, "expected a kind");
		kinds = kinds_under(json_string_value(item));
		if (kinds == 0)
			return json_fail(&here, err, "unknown kind '%s'",
			                 json_string_value(item));
		n->kinds |= kinds;
	}
	return 0;
}

static int
load_class_name(const json_t *value, int *out, const struct jpath *at,
                struct err *err)
{
	*out = json_is_string(value) ? class_find(json_string_value(value))
	                             : -1;
	if (*out < 0)
		return json_fail(at, err,
		                 "expected a class: none, danger, general, "
		                 "large, major or extra");
	return 0;
}

static int
load_class(struct predicate *p, const char *how, const json_t *value,
           const struct jpath *at, struct err *err)
{
	struct jpath here = { .up = at };
	struct node *n = add_node(p, OP_CLASS);
	int c;

	p->uses |= PREDICATE_CLASS;
	if (strcmp(how, "class_in") != 0) {
		if (load_class_name(value, &c, at, err))
			return -1;
		n->classes = strcmp(how, "class_at_least") == 0
		                     ? (1u << CLASS_COUNT) - (1u << c)
		                     : (2u << c) - 1;
		return 0;
	}
	if (!json_is_array(value) || json_array_size(value) == 0)
		return json_fail(at, err, "expected a list of classes");
	for (; here.index < json_array_size(value); here.index++) {
		if (load_class_name(json_array_get(value, here.index), &c,
		                    &here, err))
			return -1;
		n->classes |= 1u << c;
	}
	return 0;
}

/* Nodes with one member, whose name says what they are. */
static int
load_single(struct predicate *p, const char *key, const json_t *value,
            const struct jpath *at, struct err *err)
{
	struct jpath here = { .up = at, .key = key };

	if (strcmp(key, "all") == 0)
		return load_children(p, OP_ALL, value, &here, err);
	if (strcmp(key, "any") == 0)
		return load_children(p, OP_ANY, value, &here, err);
	if (strcmp(key, "not") == 0)
		return load_child(p, OP_NOT, value, &here, err);
	if (strcmp(key, "maybe") == 0)
		return load_child(p, OP_MAYBE, value, &here, err);
	if (strcmp(key, "known") == 0)
		return load_known(p, value, &here, err);
	if (strcmp(key, "kind") == 0)
		return load_kind(p, value, &here, err);
	if (strcmp(key, "class_at_least") == 0 ||
	    strcmp(key, "class_at_most") == 0 || strcmp(key, "class_in") == 0)
		return load_class(p, key, value, &here, err);
	return json_fail(at, err, "unknown predicate '%s'", key);
}

static int
load_node(struct predicate *p, const json_t *value, const struct jpath *at,
          struct err *err)
{
	const char *key;

	if (json_is_true(value)) {
		add_node(p, OP_TRUE);
		return 0;
	}
	if (!json_is_object(value) || json_object_size(value) == 0)
		return json_fail(at, err, "expected a predicate");
	if (json_object_get(value, "fact"))
		return load_fact(p, value, at, err);
	if (json_object_get(value, "sum"))
		return load_sum(p, value, at, err);
	if (json_object_size(value) != 1)
		return json_fail(at, err,
		                 "a predicate has one member, or a fact or "
		                 "sum with its comparison");
	key = json_object_iter_key(json_object_iter((json_t *)value));
	return load_single(p, key, json_object_get(value, key), at, err);
}

struct predicate *
predicate_load(const json_t *value, const struct jpath *at, struct err *err)
{
	struct predicate *p = mem_alloc(sizeof(*p));

	if (load_node(p, value, at, err)) {
		predicate_free(p);
		return NULL;
	}
	return p;
}
