#include <inttypes.h>
#include <string.h>

#include "base/tr.h"
#include "law/node.h"

/* For the judge's answer: English keys, the same in every language. */

static const char *const signs[CMP_COUNT] = { ">=", "<=", ">", "<", "=" };
static const char *const unsigns[CMP_COUNT] = { "<", ">", "<=", ">=", "!=" };

static void
raw_value(struct buf *out, enum fact fact, int64_t value)
{
	const struct fact_info *info = fact_info(fact);
	json_t *v;

	switch (info->type) {
	case FACT_TYPE_BOOL:
		buf_str(out, value ? "true" : "false");
		break;
	case FACT_TYPE_ENUM:
		buf_str(out, info->names[value]);
		break;
	case FACT_TYPE_MILLI:
		v = fact_to_json(fact, value);
		json_write(out, v);
		json_decref(v);
		break;
	default:
		buf_fmt(out, "%" PRId64, value);
		break;
	}
}

static void
because_fact(struct buf *out, const struct node *n, const struct facts *f,
             enum truth t)
{
	const struct fact_info *info = fact_info(n->fact);
	const char *sign =
		t == TRUTH_TRUE ? signs[n->compare] : unsigns[n->compare];

	buf_str(out, info->key);
	if (t == TRUTH_UNKNOWN) {
		buf_str(out, " unknown");
		return;
	}
	buf_byte(out, ' ');
	raw_value(out, n->fact, f->v[n->fact]);
	if (n->compare == CMP_EQUALS && t == TRUTH_TRUE)
		return;
	buf_fmt(out, " %s ", sign);
	raw_value(out, n->fact, n->limit);
}

static void
because_sum(struct buf *out, const struct node *n, const struct facts *f,
            enum truth t)
{
	const char *sign =
		t == TRUTH_TRUE ? signs[n->compare] : unsigns[n->compare];
	const char *plus = "";
	bool complete;
	int64_t sum = node_sum(n, f, &complete);
	int i;

	for (i = 0; i < FACT_COUNT; i++) {
		if (!(n->facts & (1u << i)))
			continue;
		/* Of a settled sum, name only what settled it. */
		if (!complete && t != TRUTH_UNKNOWN && f->v[i] == FACT_UNKNOWN)
			continue;
		buf_fmt(out, "%s%s", plus, fact_info((enum fact)i)->key);
		plus = " + ";
	}
	if (t == TRUTH_UNKNOWN)
		buf_str(out, " unknown");
	else
		buf_fmt(out, " %" PRId64 " %s %" PRId64, sum, sign, n->limit);
}

static bool
is_comparison(enum op op)
{
	return op == OP_FACT || op == OP_SUM;
}

/*
 * The leaf that makes n what it is.  A comparison of facts explains more than
 * the kind or the class, so those are taken only when there is none.
 */
static const struct node *
because_leaf(const struct node *n, const struct circumstances *c, enum truth t)
{
	const struct node *child, *leaf, *plain = NULL, *end = n + n->size;

	if (n->op == OP_NOT || n->op == OP_MAYBE)
		return because_leaf(n + 1, c, node_eval(n + 1, c));
	if (n->op != OP_ALL && n->op != OP_ANY)
		return n;
	for (child = n + 1; child < end; child += child->size) {
		if (node_eval(child, c) != t)
			continue;
		leaf = because_leaf(child, c, t);
		if (is_comparison(leaf->op))
			return leaf;
		if (!plain)
			plain = leaf;
	}
	return plain;
}

void
predicate_because(struct buf *out, const struct predicate *p,
                  const struct circumstances *c)
{
	const struct node *leaf;
	enum truth t;

	if (!p)
		return;
	leaf = because_leaf(p->nodes, c, node_eval(p->nodes, c));
	t = node_eval(leaf, c);
	switch (leaf->op) {
	case OP_FACT:
		because_fact(out, leaf, c->facts, t);
		break;
	case OP_SUM:
		because_sum(out, leaf, c->facts, t);
		break;
	case OP_KNOWN:
		buf_fmt(out, "%s %s", fact_info(leaf->fact)->key,
		        t == TRUTH_TRUE ? "known" : "unknown");
		break;
	case OP_KIND:
		buf_fmt(out, "kind %s", c->kind);
		break;
	case OP_CLASS:
		buf_fmt(out, "class %s", class_code(c->class));
		break;
	default:
		break;
	}
}

/* For people. */

static const char *const people_signs[CMP_COUNT] = { "≥", "≤", ">", "<", "=" };

static void node_text(struct buf *out, const struct node *n, bool nested);

static void
kind_text(struct buf *out, const char *label, bool first)
{
	buf_fmt(out, "%s%s", first ? "" : tr("、"), tr(label));
}

/* A whole group is named by its own word. */
static void
kinds_text(struct buf *out, unsigned kinds)
{
	size_t start = out->len, i;
	unsigned group;

	for (i = 0; kind_groups[i].prefix; i++) {
		group = kinds_under(kind_groups[i].prefix);
		if ((kinds & group) != group)
			continue;
		kind_text(out, kind_groups[i].label, out->len == start);
		kinds &= ~group;
	}
	for (i = 0; kind_table[i].code; i++)
		if (kinds & (1u << i))
			kind_text(out, kind_table[i].label, out->len == start);
}

static void
classes_text(struct buf *out, unsigned classes)
{
	const struct fact_info *info = fact_info(FACT_DECLARED_CLASS);
	const char *comma = "";
	int i;

	buf_fmt(out, "%s ", tr("等级"));
	for (i = 0; i < CLASS_COUNT; i++) {
		if (!(classes & (1u << i)))
			continue;
		buf_fmt(out, "%s%s", comma, tr(info->labels[i]));
		comma = tr("、");
	}
}

static void
comparison_text(struct buf *out, const struct node *n)
{
	const char *plus = "";
	int i;

	for (i = 0; i < FACT_COUNT; i++) {
		if (n->op == OP_SUM ? !(n->facts & (1u << i))
		                    : n->fact != (enum fact)i)
			continue;
		buf_fmt(out, "%s%s", plus, tr(fact_info((enum fact)i)->label));
		plus = " + ";
	}
	buf_fmt(out, " %s ", people_signs[n->compare]);
	fact_text(out, n->fact, n->limit);
}

static void
list_text(struct buf *out, const struct node *n, bool nested)
{
	const struct node *child, *end = n + n->size;
	const char *word = n->op == OP_ALL ? tr("且") : tr("或");

	if (nested)
		buf_byte(out, '(');
	for (child = n + 1; child < end; child += child->size) {
		if (child > n + 1)
			buf_fmt(out, " %s ", word);
		node_text(out, child, true);
	}
	if (nested)
		buf_byte(out, ')');
}

static void
node_text(struct buf *out, const struct node *n, bool nested)
{
	switch (n->op) {
	case OP_TRUE:
		buf_str(out, tr("一律适用"));
		break;
	case OP_ALL:
	case OP_ANY:
		list_text(out, n, nested);
		break;
	case OP_NOT:
		buf_fmt(out, "%s ", tr("非"));
		node_text(out, n + 1, true);
		break;
	case OP_MAYBE:
		buf_fmt(out, "%s ", tr("可能"));
		node_text(out, n + 1, true);
		break;
	case OP_KNOWN:
		buf_fmt(out, "%s %s", tr("已知"),
		        tr(fact_info(n->fact)->label));
		break;
	case OP_KIND:
		kinds_text(out, n->kinds);
		break;
	case OP_CLASS:
		classes_text(out, n->classes);
		break;
	default:
		comparison_text(out, n);
		break;
	}
}

void
predicate_text(struct buf *out, const struct predicate *p)
{
	if (p)
		node_text(out, p->nodes, false);
	else
		buf_str(out, tr("一律适用"));
}
