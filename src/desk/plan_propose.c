/* Which plans an incident asks for, and at which level. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tr.h"
#include "desk/incident.h"
#include "desk/plan.h"
#include "desk/warning.h"
#include "law/because.h"

static bool
covers(const struct plan_front *f, const char *kind)
{
	size_t i;

	for (i = 0; i < f->kinds_count; i++)
		if (kind_under(kind, f->kinds[i]))
			return true;
	return false;
}

/* The highest level of that truth; NULL: none. */
static const struct plan_level *
highest(const struct plan_front *f, const struct circumstances *c,
        enum truth truth)
{
	const struct plan_level *found = NULL, *l;

	for (l = f->levels; l < f->levels + f->levels_count; l++)
		if (l->when && (!found || l->level < found->level) &&
		    predicate_eval(l->when, c) == truth)
			found = l;
	return found;
}

/* Of levels whose condition is known not to hold, the lowest tells why. */
static const struct plan_level *
lowest(const struct plan_front *f)
{
	const struct plan_level *found = NULL, *l;

	for (l = f->levels; l < f->levels + f->levels_count; l++)
		if (l->when && (!found || l->level > found->level))
			found = l;
	return found;
}

static void
propose(struct proposal *p, const struct plan_front *f,
        const struct circumstances *c)
{
	const struct plan_level *l = highest(f, c, TRUTH_TRUE);
	struct buf raw = BUF_INIT, text = BUF_INIT;

	if (!l) {
		l = highest(f, c, TRUTH_UNKNOWN);
		p->maybe = l != NULL;
	}
	p->level = l ? l->level : 0;
	if (!l)
		l = lowest(f);
	if (l) {
		predicate_because(&raw, l->when, c);
		because_text(&text, raw.s);
	}
	p->because = mem_str(text.s);
	buf_release(&raw);
	buf_release(&text);
}

/*
 * A colour asks for the level of its number, or else the next milder that the
 * plan has; where a condition is known to hold, only for a higher one.
 */
static void
propose_colour(struct proposal *p, const struct plan_front *f, int colour)
{
	const struct plan_level *found = NULL, *l;
	struct buf text = BUF_INIT;

	for (l = f->levels; colour && l < f->levels + f->levels_count; l++)
		if (l->level >= colour && (!found || l->level < found->level))
			found = l;
	if (!found || (p->level && !p->maybe && p->level <= found->level))
		return;
	p->level = found->level;
	p->maybe = true;
	free(p->because);
	buf_fmt(&text, tr("%s预警"), tr(warning_level_label(colour)));
	p->because = buf_take(&text);
}

/* What holds, what may, the rest; of each the highest level first. */
static int
proposal_rank(const struct proposal *p)
{
	return p->level ? p->maybe * (PLAN_LEVELS + 1) + p->level : INT_MAX;
}

struct proposals {
	struct proposal *rows;
	size_t count, cap;
};

/* Before those of a lower rank, behind those of its own. */
static void
proposals_put(struct proposals *list, const struct proposal *p)
{
	size_t at = list->count;

	list->rows = mem_grow(list->rows, list->count, &list->cap,
	                      sizeof(*list->rows));
	while (at > 0 && proposal_rank(&list->rows[at - 1]) > proposal_rank(p))
		at--;
	memmove(&list->rows[at + 1], &list->rows[at],
	        (list->count - at) * sizeof(*list->rows));
	list->rows[at] = *p;
	list->count++;
}

static int
proposals_add(struct desk *d, struct proposals *list, const struct plan *plan,
              const struct circumstances *c, int colour, struct err *err)
{
	struct proposal p = { .plan = plan->id };
	struct plan_front front;

	if (plan->removed)
		return 0;
	if (plan_front(d, plan->id, &front, err))
		return -1;
	if (covers(&front, c->kind)) {
		p.title = mem_str(plan->title);
		propose(&p, &front, c);
		propose_colour(&p, &front, colour);
		proposals_put(list, &p);
	}
	plan_front_release(&front);
	return 0;
}

int
plan_propose_for(struct desk *d, const struct circumstances *c, int colour,
                 struct proposal **rows, size_t *count, struct err *err)
{
	struct proposals list = { NULL, 0, 0 };
	struct plan *plans = NULL;
	size_t n = 0, i;
	int rc;

	rc = plan_list(d, false, &plans, &n, err);
	for (i = 0; rc == 0 && i < n; i++)
		rc = proposals_add(d, &list, &plans[i], c, colour, err);
	plans_free(plans, n);
	if (rc) {
		proposals_free(list.rows, list.count);
		return -1;
	}
	*rows = list.rows;
	*count = list.count;
	return 0;
}

int
plan_propose(struct desk *d, const char *number, struct proposal **rows,
             size_t *count, struct err *err)
{
	struct circumstances c;
	struct incident in;
	int rc;

	if (incident_get(d, number, &in, err))
		return -1;
	c = (struct circumstances){ in.kind, &in.facts, in.class };
	rc = plan_propose_for(d, &c, 0, rows, count, err);
	incident_release(&in);
	return rc;
}

void
proposals_free(struct proposal *rows, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		free(rows[i].title);
		free(rows[i].because);
	}
	free(rows);
}
