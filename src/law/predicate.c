#include "law/predicate.h"

#include <string.h>

#include "base/mem.h"
#include "law/node.h"

/* The three-valued results of `not`. */
static const enum truth negated[] = { TRUTH_TRUE, TRUTH_UNKNOWN, TRUTH_FALSE };

static bool
compare(enum compare how, int64_t a, int64_t b)
{
	switch (how) {
	case CMP_AT_LEAST:
		return a >= b;
	case CMP_AT_MOST:
		return a <= b;
	case CMP_ABOVE:
		return a > b;
	case CMP_BELOW:
		return a < b;
	default:
		return a == b;
	}
}

/*
 * Counts are never negative, so what is known of a sum can settle it although
 * the rest is unknown.
 */
static enum truth
compare_part(enum compare how, int64_t known, int64_t limit)
{
	bool settled;

	if (how == CMP_AT_LEAST || how == CMP_ABOVE)
		return compare(how, known, limit) ? TRUTH_TRUE : TRUTH_UNKNOWN;
	settled = how == CMP_BELOW ? known >= limit : known > limit;
	return settled ? TRUTH_FALSE : TRUTH_UNKNOWN;
}

int64_t
node_sum(const struct node *n, const struct facts *f, bool *complete)
{
	int64_t sum = 0;
	int i;

	*complete = true;
	for (i = 0; i < FACT_COUNT; i++) {
		if (!(n->facts & (1u << i)))
			continue;
		if (f->v[i] == FACT_UNKNOWN)
			*complete = false;
		else
			sum += f->v[i];
	}
	return sum;
}

static enum truth
eval_fact(const struct node *n, const struct facts *f)
{
	int64_t v = f->v[n->fact];

	if (v == FACT_UNKNOWN)
		return TRUTH_UNKNOWN;
	return compare(n->compare, v, n->limit) ? TRUTH_TRUE : TRUTH_FALSE;
}

static enum truth
eval_sum(const struct node *n, const struct facts *f)
{
	bool complete;
	int64_t sum = node_sum(n, f, &complete);

	if (!complete)
		return compare_part(n->compare, sum, n->limit);
	return compare(n->compare, sum, n->limit) ? TRUTH_TRUE : TRUTH_FALSE;
}

enum truth
node_eval(const struct node *n, const struct circumstances *c)
{
	const struct node *child, *end = n + n->size;
	enum truth t, best;

	switch (n->op) {
	case OP_TRUE:
		return TRUTH_TRUE;
	case OP_FACT:
		return c->facts ? eval_fact(n, c->facts) : TRUTH_UNKNOWN;
	case OP_SUM:
		return c->facts ? eval_sum(n, c->facts) : TRUTH_UNKNOWN;
	case OP_KNOWN:
		if (!c->facts)
			return TRUTH_UNKNOWN;
		return c->facts->v[n->fact] != FACT_UNKNOWN ? TRUTH_TRUE
		                                            : TRUTH_FALSE;
	case OP_KIND:
		return n->kinds & kind_bit(c->kind) ? TRUTH_TRUE : TRUTH_FALSE;
	case OP_CLASS:
		if (!c->facts)
			return TRUTH_UNKNOWN;
		return n->classes & (1u << c->class) ? TRUTH_TRUE : TRUTH_FALSE;
	case OP_NOT:
		return negated[node_eval(n + 1, c)];
	case OP_MAYBE:
		/* Without facts only the kind is known: nothing is settled. */
		t = node_eval(n + 1, c);
		return t == TRUTH_UNKNOWN && c->facts ? TRUTH_TRUE : t;
	default:
		break;
	}
	best = n->op == OP_ALL ? TRUTH_TRUE : TRUTH_FALSE;
	for (child = n + 1; child < end; child += child->size) {
		t = node_eval(child, c);
		if (n->op == OP_ALL ? t < best : t > best)
			best = t;
		if (best == (n->op == OP_ALL ? TRUTH_FALSE : TRUTH_TRUE))
			break;
	}
	return best;
}

enum truth
predicate_eval(const struct predicate *p, const struct circumstances *c)
{
	return p ? node_eval(p->nodes, c) : TRUTH_TRUE;
}

bool
predicate_possible(const struct predicate *p, const char *kind)
{
	struct circumstances c = { kind, NULL, CLASS_NONE };

	return predicate_eval(p, &c) != TRUTH_FALSE;
}

unsigned
predicate_facts(const struct predicate *p)
{
	return p ? p->uses : 0;
}

void
predicate_free(struct predicate *p)
{
	if (!p)
		return;
	free(p->nodes);
	free(p);
}
