/* Judging an incident, and bringing its class and duties up to date. */
#include "desk/docket.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "desk/settle.h"

/* One row of the view `duty`, but for its incident. */
struct entry {
	int64_t rule, target, leg, instance; /* the key */
	int64_t missed, start, due, done, late, house, state, ours, pending;
	char because[160];
};

struct entries {
	struct entry *v;
	size_t count, cap;
};

SQL(judge_stored,
    "SELECT rule, target, leg, instance, missed, start_ms, due_ms, done_ms, "
    "late_minutes, house, state, ours, pending, because FROM duty "
    "WHERE incident = ?1 ORDER BY rule, target, leg, instance");
SQL(judge_add,
    "INSERT INTO duty (incident, rule, target, leg, instance, "
    "missed, start_ms, due_ms, done_ms, late_minutes, house, state, ours, "
    "pending, because) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, "
    "?12, ?13, ?14, ?15)");
SQL(judge_change,
    "UPDATE duty SET missed = ?6, start_ms = ?7, due_ms = ?8, done_ms = ?9, "
    "late_minutes = ?10, house = ?11, state = ?12, ours = ?13, pending = ?14, "
    "because = ?15 WHERE incident = ?1 AND rule = ?2 AND target = ?3 "
    "AND leg = ?4 AND instance = ?5");
SQL(judge_drop, "DELETE FROM duty WHERE incident = ?1 AND rule = ?2 "
                "AND target = ?3 AND leg = ?4 AND instance = ?5");
SQL(judge_tally, "UPDATE tally SET pending = pending + ?1, "
                 "pending_ours = pending_ours + ?2 WHERE one = 1");
SQL(judge_row,
    "UPDATE incident SET class = ?2, because = ?3, cite = ?4, "
    "next_ms = nullif(?5, 0), last_seq = ?6, last_ms = ?7, counted_ms = ?8, "
    "facts = coalesce(?9, facts) WHERE id = ?1");

static int
entry_order(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int64_t left[] = { x->rule, x->target, x->leg, x->instance };
	int64_t right[] = { y->rule, y->target, y->leg, y->instance };

	for (size_t i = 0; i < 4; i++)
		if (left[i] != right[i])
			return left[i] < right[i] ? -1 : 1;
	return 0;
}

static bool
entry_same(const struct entry *a, const struct entry *b)
{
	return a->missed == b->missed && a->start == b->start &&
	       a->due == b->due && a->done == b->done && a->late == b->late &&
	       a->house == b->house && a->state == b->state &&
	       a->ours == b->ours && a->pending == b->pending &&
	       strcmp(a->because, b->because) == 0;
}

static struct entry *
entries_add(struct entries *e)
{
	e->v = mem_grow(e->v, e->count, &e->cap, sizeof(*e->v));
	memset(&e->v[e->count], 0, sizeof(*e->v));
	return &e->v[e->count++];
}

static int
entries_stored(struct entries *out, struct db *db, int64_t id, struct err *err)
{
	struct stmt *st = db_use(db, &judge_stored);
	struct entry *e;
	int rc;

	stmt_bind_int(st, 1, id);
	while ((rc = stmt_step(st, err)) == 1) {
		e = entries_add(out);
		e->rule = stmt_int(st, 0);
		e->target = stmt_int(st, 1);
		e->leg = stmt_int(st, 2);
		e->instance = stmt_int(st, 3);
		e->missed = stmt_int(st, 4);
		e->start = stmt_int(st, 5);
		e->due = stmt_int(st, 6);
		e->done = stmt_int(st, 7);
		e->late = stmt_int(st, 8);
		e->house = stmt_int(st, 9);
		e->state = stmt_int(st, 10);
		e->ours = stmt_int(st, 11);
		e->pending = stmt_int(st, 12);
		strncpy(e->because, stmt_text(st, 13), sizeof(e->because) - 1);
	}
	stmt_done(st);
	return rc;
}

static void
entries_judged(struct entries *out, const struct verdict *v,
               enum incident_state state)
{
	for (size_t i = 0; i < v->duties_count; i++) {
		const struct duty *d = &v->duties[i];
		struct entry *e = entries_add(out);

		e->rule = docket_rule_id(d->rule);
		e->target = docket_target(d->rule, d->to);
		e->leg = d->leg;
		e->instance = d->instance;
		e->missed = d->missed;
		e->start = d->start;
		e->due = d->due;
		e->done = d->done;
		e->late = d->late_minutes;
		e->house = d->house_due;
		e->state = d->state;
		e->ours = docket_ours(d->rule->by);
		e->pending =
			state == INCIDENT_OPEN &&
			(d->state == DUTY_OPEN || d->state == DUTY_OVERDUE);
		memcpy(e->because, d->because, sizeof(e->because));
	}
	if (out->count)
		qsort(out->v, out->count, sizeof(*out->v), entry_order);
}

static int
entry_put(struct db *db, const struct sql *sql, int64_t id,
          const struct entry *e, struct err *err)
{
	struct stmt *st = db_use(db, sql);
	const int64_t values[] = { id,          e->rule,   e->target, e->leg,
		                   e->instance, e->missed, e->start,  e->due,
		                   e->done,     e->late,   e->house,  e->state,
		                   e->ours,     e->pending };

	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		stmt_bind_int(st, (int)i + 1, values[i]);
	stmt_lend_text(st, 15, e->because);
	return stmt_run(st, err);
}

static int
entry_drop(struct db *db, int64_t id, const struct entry *e, struct err *err)
{
	struct stmt *st = db_use(db, &judge_drop);

	stmt_bind_int(st, 1, id);
	stmt_bind_int(st, 2, e->rule);
	stmt_bind_int(st, 3, e->target);
	stmt_bind_int(st, 4, e->leg);
	stmt_bind_int(st, 5, e->instance);
	return stmt_run(st, err);
}

/* Write only what differs: most entries change few duties. */
static int
entries_replace(struct db *db, int64_t id, const struct entries *old,
                const struct entries *new, struct err *err)
{
	size_t i = 0, k = 0;
	int cmp, rc = 0;

	while (rc == 0 && (i < old->count || k < new->count)) {
		cmp = i == old->count   ? 1
		      : k == new->count ? -1
		                        : entry_order(&old->v[i], &new->v[k]);
		if (cmp < 0)
			rc = entry_drop(db, id, &old->v[i], err);
		else if (cmp > 0)
			rc = entry_put(db, &judge_add, id, &new->v[k], err);
		else if (!entry_same(&old->v[i], &new->v[k]))
			rc = entry_put(db, &judge_change, id, &new->v[k], err);
		i += cmp <= 0;
		k += cmp >= 0;
	}
	return rc;
}

static void
entries_pending(const struct entries *e, int64_t sign, int64_t *all,
                int64_t *ours)
{
	for (size_t i = 0; i < e->count; i++) {
		*all += sign * e->v[i].pending;
		*ours += sign * (e->v[i].pending && e->v[i].ours);
	}
}

static int
entries_tally(struct db *db, const struct entries *old,
              const struct entries *new, struct err *err)
{
	struct stmt *st;
	int64_t all = 0, ours = 0;

	entries_pending(old, -1, &all, &ours);
	entries_pending(new, 1, &all, &ours);
	if (!all && !ours)
		return 0;
	st = db_use(db, &judge_tally);
	stmt_bind_int(st, 1, all);
	stmt_bind_int(st, 2, ours);
	return stmt_run(st, err);
}

static int
judge_row_put(struct db *db, const struct docket *k, const struct card *card,
              const struct verdict *v, struct err *err)
{
	struct stmt *st = db_use(db, &judge_row);
	struct buf facts = BUF_INIT;
	json_t *known;
	int rc;

	if (card->facts_changed) {
		known = facts_object(&card->facts, facts_known(&card->facts));
		json_write(&facts, known);
		json_decref(known);
		stmt_lend_text(st, 9, facts.s);
	}
	stmt_bind_int(st, 1, k->id);
	stmt_bind_int(st, 2, v->class);
	stmt_lend_text(st, 3, v->because);
	stmt_lend_text(st, 4, v->cite ? v->cite : "");
	stmt_bind_int(st, 5, k->state == INCIDENT_OPEN ? v->next : 0);
	stmt_bind_int(st, 6, card->last_seq);
	stmt_bind_int(st, 7, card->last_ms);
	stmt_bind_int(st, 8, card->counted_ms);
	rc = stmt_run(st, err);
	buf_release(&facts);
	return rc;
}

static int
judge_write(struct fold *f, const struct docket *k, const struct card *card,
            const struct verdict *v, struct err *err)
{
	struct entries old = { 0 }, new = { 0 };
	int rc = -1;

	if (!card->opened && entries_stored(&old, f->db, k->id, err))
		goto out;
	entries_judged(&new, v, k->state);
	if (entries_replace(f->db, k->id, &old, &new, err) == 0 &&
	    entries_tally(f->db, &old, &new, err) == 0)
		rc = judge_row_put(f->db, k, card, v, err);
out:
	free(old.v);
	free(new.v);
	return rc;
}

int
docket_judge(struct fold *f, const struct card *card, struct err *err)
{
	struct docket k;
	struct verdict v;
	int rc;

	if (docket_get(f->db, card->id, &k, err))
		return -1;
	k.counted_ms = card->counted_ms;
	/* Nothing is due where the first entry has been withheld. */
	if (docket_verdict(f, &k, k.counted_ms, &v, err))
		return -1;
	rc = judge_write(f, &k, card, &v, err);
	verdict_release(&v);
	return rc;
}
