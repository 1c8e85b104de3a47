#include "desk/duty.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tr.h"
#include "desk/docket.h"
#include "desk/duty_view.h"
#include "desk/idset.h"

/* Incidents always judged afresh, so that totals are exact. */
#define STALE_ALL 128

SQL(duty_head, "SELECT year, n, title, class, rulebook, "
               "coalesce(next_ms, 0), state, kind FROM incident WHERE id = ?1");
#define DUTY_COLUMNS                                                           \
	"SELECT incident, rule, target, leg, instance, missed, start_ms, "     \
	"due_ms, done_ms, late_minutes, house, state, because FROM duty "
SQL(duty_pending_all, DUTY_COLUMNS "WHERE pending = 1 AND due_ms > ?1 "
                                   "ORDER BY due_ms, incident");
SQL(duty_pending_ours,
    DUTY_COLUMNS "WHERE pending = 1 AND ours = 1 AND due_ms > ?1 "
                 "ORDER BY due_ms, incident");
SQL(duty_rule, "SELECT name, title, cite, by_party, targets, via, immediate, "
               "standing, title_en FROM rule WHERE id = ?1");
SQL(duty_stale, "SELECT id, next_ms FROM incident WHERE next_ms <= ?1 "
                "ORDER BY next_ms");
SQL(duty_of_stored, "SELECT count(*), coalesce(sum(ours), 0) FROM duty "
                    "WHERE incident = ?1 AND pending = 1");
SQL(duty_tally, "SELECT pending, pending_ours FROM tally WHERE one = 1");
SQL(duty_ours_of, "SELECT due_ms FROM duty WHERE incident = ?1 "
                  "AND pending = 1 AND ours = 1");

/* ---- rows ---- */

struct head {
	struct docket k;
	char number[INCIDENT_NUMBER];
	char *title;
};

/* A row and its place in the order: due, incident, then rules as listed. */
struct item {
	struct duty_row row;
	int64_t id, rule, target;
};

struct gather {
	struct desk *desk;
	int64_t now;
	bool ours;
	size_t max; /* 0: no limit */
	bool cut;   /* there were more rows than the page needs */
	struct item *items;
	size_t count, cap;
	struct head head;   /* of the row in hand */
	struct idset fresh; /* incidents judged afresh */
	int64_t total;
};

static void
row_release(struct duty_row *r)
{
	free(r->incident_title);
	free(r->title);
	free(r->because);
}

void
duty_rows_free(struct duty_row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		row_release(&rows[i]);
	free(rows);
}

static void
head_release(struct head *h)
{
	free(h->title);
	memset(h, 0, sizeof(*h));
}

static int
head_load(struct gather *g, int64_t id, struct err *err)
{
	struct head *h = &g->head;
	struct stmt *st;
	int rc;

	if (h->k.id == id)
		return 0;
	head_release(h);
	st = db_use(desk_db(g->desk), &duty_head);
	stmt_bind_int(st, 1, id);
	rc = stmt_step(st, err);
	if (rc == 1) {
		docket_number(h->number, stmt_int(st, 0), stmt_int(st, 1));
		h->title = mem_str(stmt_text(st, 2));
		h->k.class = (enum law_class)stmt_int(st, 3);
		h->k.rulebook = stmt_int(st, 4);
		h->k.next_ms = stmt_int(st, 5);
		h->k.state = (enum incident_state)stmt_int(st, 6);
		snprintf(h->k.kind, sizeof(h->k.kind), "%s", stmt_text(st, 7));
		h->k.id = id;
	}
	stmt_done(st);
	if (rc != 1)
		return err_set(err, ERR_CORRUPT,
		               "desk.db: a duty of no incident (%lld); run "
		               "'zhiban rebuild'",
		               (long long)id);
	return 0;
}

/* Rules carry their own English. */
static const char *
rule_title(const char *title, const char *en)
{
	return tr_current() == TR_EN && en && *en ? en : title;
}

const char *
duty_title(const struct rule *rule)
{
	return rule_title(rule->title, rule->title_en);
}

static struct duty_row *
row_add(struct gather *g, int64_t rule, int64_t target)
{
	struct item *item;
	struct duty_row *r;

	g->items = mem_grow(g->items, g->count, &g->cap, sizeof(*g->items));
	item = &g->items[g->count++];
	memset(item, 0, sizeof(*item));
	item->id = g->head.k.id;
	item->rule = rule;
	item->target = target;
	r = &item->row;
	memcpy(r->number, g->head.number, sizeof(r->number));
	r->incident_title = mem_str(g->head.title);
	r->incident_class = g->head.k.class;
	return r;
}

/* The n-th of the words in s; false when there is none. */
static bool
word_copy(char *out, size_t size, const char *s, int64_t n)
{
	while (n-- > 0 && s)
		s = strchr(s, ' ') ? strchr(s, ' ') + 1 : NULL;
	if (!s || !*s)
		return false;
	snprintf(out, size, "%.*s", (int)strcspn(s, " "), s);
	return true;
}

/* From the view, without the packs: a console starts so. */
static int
row_rule(struct gather *g, struct duty_row *r, int64_t rule, int64_t target,
         struct err *err)
{
	struct stmt *st = db_use(desk_db(g->desk), &duty_rule);
	int rc;

	stmt_bind_int(st, 1, rule);
	rc = stmt_step(st, err);
	if (rc == 1 &&
	    word_copy(r->to, sizeof(r->to), stmt_text(st, 4), target)) {
		snprintf(r->rule, sizeof(r->rule), "%s", stmt_text(st, 0));
		r->title =
			mem_str(rule_title(stmt_text(st, 1), stmt_text(st, 8)));
		snprintf(r->cite, sizeof(r->cite), "%s", stmt_text(st, 2));
		snprintf(r->by, sizeof(r->by), "%s", stmt_text(st, 3));
		r->via = (enum rule_via)stmt_int(st, 5);
		r->immediate = stmt_int(st, 6) != 0;
		r->standing = (enum standing)stmt_int(st, 7);
		r->ours = docket_ours(r->by);
	} else if (rc >= 0) {
		rc = err_set(err, ERR_CORRUPT,
		             "desk.db: a duty of no rule; run "
		             "'zhiban rebuild'");
	}
	stmt_done(st);
	return rc < 0 ? -1 : 0;
}

static int
row_stored(struct gather *g, struct stmt *st, struct err *err)
{
	int64_t rule = stmt_int(st, 1), target = stmt_int(st, 2);
	struct duty_row *r = row_add(g, rule, target);

	r->leg = (enum duty_leg)stmt_int(st, 3);
	r->instance = (int)stmt_int(st, 4);
	r->missed = (int)stmt_int(st, 5);
	r->start = stmt_int(st, 6);
	r->due = stmt_int(st, 7);
	r->done = stmt_int(st, 8);
	r->late_minutes = stmt_int(st, 9);
	r->house_due = stmt_int(st, 10) != 0;
	r->state = duty_state_at((enum duty_state)stmt_int(st, 11), r->due,
	                         g->now);
	r->because = mem_str(stmt_text(st, 12));
	return row_rule(g, r, rule, target, err);
}

static void
row_judged(struct gather *g, const struct duty *d)
{
	const struct rule *rule = d->rule;
	struct duty_row *r =
		row_add(g, docket_rule_id(rule), docket_target(rule, d->to));

	snprintf(r->rule, sizeof(r->rule), "%s", rule->id);
	snprintf(r->by, sizeof(r->by), "%s", rule->by);
	snprintf(r->to, sizeof(r->to), "%s", d->to);
	r->title = mem_str(rule_title(rule->title, rule->title_en));
	snprintf(r->cite, sizeof(r->cite), "%s", rule->cite);
	r->via = rule->via;
	r->immediate = rule->within.unit == WITHIN_IMMEDIATELY;
	r->standing = rule->standing;
	r->ours = docket_ours(rule->by);
	r->leg = d->leg;
	r->instance = d->instance;
	r->missed = d->missed;
	r->start = d->start;
	r->due = d->due;
	r->done = d->done;
	r->late_minutes = d->late_minutes;
	r->house_due = d->house_due;
	r->state = d->state;
	r->because = mem_str(d->because);
}

/* As the index of pending duties has them. */
static int
item_order(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	const int64_t left[] = { x->row.due, x->id,      x->rule,
		                 x->target,  x->row.leg, x->row.instance };
	const int64_t right[] = { y->row.due, y->id,      y->rule,
		                  y->target,  y->row.leg, y->row.instance };

	for (size_t i = 0; i < sizeof(left) / sizeof(left[0]); i++)
		if (left[i] != right[i])
			return left[i] < right[i] ? -1 : 1;
	return 0;
}

static bool
is_pending(enum duty_state s)
{
	return s == DUTY_OPEN || s == DUTY_OVERDUE;
}

/* ---- incidents whose repeated duties have moved on by time alone ---- */

/* What the view counts for it goes; what it owes now comes. */
static int
stale_uncount(struct gather *g, int64_t id, struct err *err)
{
	struct stmt *st = db_use(desk_db(g->desk), &duty_of_stored);
	int rc;

	stmt_bind_int(st, 1, id);
	rc = stmt_step(st, err);
	if (rc == 1)
		g->total -= stmt_int(st, g->ours ? 1 : 0);
	stmt_done(st);
	return rc < 0 ? -1 : 0;
}

static int
stale_judge(struct gather *g, int64_t id, struct err *err)
{
	struct verdict v;

	if (!idset_add(&g->fresh, id))
		return 0;
	if (head_load(g, id, err) || stale_uncount(g, id, err) ||
	    docket_verdict(journal_fold(desk_journal(g->desk)), &g->head.k,
	                   g->now, &v, err))
		return -1;
	for (size_t i = 0; i < v.duties_count; i++) {
		const struct duty *d = &v.duties[i];

		if (!is_pending(d->state) ||
		    (g->ours && !docket_ours(d->rule->by)))
			continue;
		row_judged(g, d);
		g->total++;
	}
	verdict_release(&v);
	return 0;
}

/* Are there rows enough that nothing from (due, id) on can be among them? */
static bool
gather_full(struct gather *g, int64_t due, int64_t id)
{
	size_t sooner = 0;

	if (!g->max || g->count < g->max)
		return false;
	for (size_t i = 0; i < g->count; i++) {
		const struct item *x = &g->items[i];

		sooner += x->row.due < due || (x->row.due == due && x->id < id);
	}
	if (sooner < g->max)
		return false;
	g->cut = true;
	return true;
}

/*
 * A duty that time alone brings is never due before its incident's next_ms,
 * so incidents are judged in that order until the page is full.
 */
static int
gather_stale(struct gather *g, struct err *err)
{
	struct stmt *st = db_use(desk_db(g->desk), &duty_stale);
	size_t n = 0;
	int rc;

	stmt_bind_int(st, 1, g->now);
	while ((rc = stmt_step(st, err)) == 1) {
		if (n++ >= STALE_ALL && gather_full(g, stmt_int(st, 1), 0)) {
			rc = 0;
			break;
		}
		if (stale_judge(g, stmt_int(st, 0), err)) {
			rc = -1;
			break;
		}
	}
	stmt_done(st);
	return rc;
}

/* The stored row that st stands on; stale incidents have given theirs. */
static int
gather_row(struct gather *g, struct stmt *st, struct err *err)
{
	int64_t id = stmt_int(st, 0);

	if (head_load(g, id, err))
		return -1;
	if (g->head.k.next_ms && g->head.k.next_ms <= g->now)
		return stale_judge(g, id, err);
	return row_stored(g, st, err);
}

static int
gather_total(struct gather *g, struct err *err)
{
	struct stmt *st = db_use(desk_db(g->desk), &duty_tally);
	int rc = stmt_step(st, err);

	if (rc == 1)
		g->total += stmt_int(st, g->ours ? 1 : 0);
	stmt_done(st);
	return rc < 0 ? -1 : 0;
}

/*
 * The cursor is opened first and kept open, so that everything is read from
 * one snapshot.
 */
static int
gather_pending(struct gather *g, struct err *err)
{
	struct stmt *st = db_use(desk_db(g->desk), g->ours ? &duty_pending_ours
	                                                   : &duty_pending_all);
	int rc;

	stmt_bind_int(st, 1, INT64_MIN);
	rc = stmt_step(st, err);
	if (rc >= 0 && (gather_total(g, err) || gather_stale(g, err)))
		rc = -1;
	while (rc == 1 && !gather_full(g, stmt_int(st, 7), stmt_int(st, 0))) {
		rc = gather_row(g, st, err);
		if (rc == 0)
			rc = stmt_step(st, err);
	}
	stmt_done(st);
	return rc < 0 ? -1 : 0;
}

/* ---- lists ---- */

static int
gather_finish(struct gather *g, int rc, struct duty_row **rows, size_t *count,
              size_t *total)
{
	size_t n = g->max && g->count > g->max ? g->max : g->count;

	head_release(&g->head);
	idset_release(&g->fresh);
	if (rc)
		n = 0;
	else if (g->count)
		qsort(g->items, g->count, sizeof(*g->items), item_order);
	*rows = n ? mem_array(NULL, n, sizeof(**rows)) : NULL;
	for (size_t i = 0; i < g->count; i++) {
		if (i < n)
			(*rows)[i] = g->items[i].row;
		else
			row_release(&g->items[i].row);
	}
	free(g->items);
	*count = n;
	if (total)
		*total = g->cut ? (size_t)g->total : g->count;
	return rc;
}

/* One incident, judged at g->now. */
static int
gather_incident(struct gather *g, const char *number, bool pending,
                struct err *err)
{
	struct docket k;
	struct verdict v;
	int64_t id;

	if (docket_find(desk_db(g->desk), number, &id, err) ||
	    docket_get(desk_db(g->desk), id, &k, err) ||
	    head_load(g, id, err) ||
	    docket_verdict(journal_fold(desk_journal(g->desk)), &k, g->now, &v,
	                   err))
		return -1;
	g->head.k.class = v.class;
	for (size_t i = 0; i < v.duties_count; i++) {
		const struct duty *d = &v.duties[i];

		if (g->ours && !docket_ours(d->rule->by))
			continue;
		if (pending &&
		    (k.state != INCIDENT_OPEN || !is_pending(d->state)))
			continue;
		row_judged(g, d);
		g->total++;
	}
	verdict_release(&v);
	return 0;
}

int
duty_list(struct desk *d, enum duty_filter filter, const char *number,
          bool ours_only, size_t max, struct duty_row **rows, size_t *count,
          size_t *total, struct err *err)
{
	struct gather g = {
		.desk = d, .now = desk_now(d), .ours = ours_only, .max = max
	};
	int rc;

	assert(number || filter == DUTIES_PENDING);
	if (number)
		rc = gather_incident(&g, number, filter == DUTIES_PENDING, err);
	else
		rc = gather_pending(&g, err);
	return gather_finish(&g, rc, rows, count, total);
}

int
duty_list_at(struct desk *d, const char *number, int64_t as_of,
             struct duty_row **rows, size_t *count, struct err *err)
{
	struct gather g = { .desk = d, .now = as_of };
	int rc = gather_incident(&g, number, false, err);

	return gather_finish(&g, rc, rows, count, NULL);
}

/* ---- counts of one incident ---- */

static void
count_one(struct duty_counts *out, int64_t due, int64_t now)
{
	if (due < now)
		out->overdue++;
	else
		out->open++;
	if (!out->next_due || due < out->next_due)
		out->next_due = due;
}

static int
count_judged(struct desk *d, const struct docket *k, int64_t now,
             struct duty_counts *out, struct err *err)
{
	struct verdict v;

	if (docket_verdict(journal_fold(desk_journal(d)), k, now, &v, err))
		return -1;
	for (size_t i = 0; i < v.duties_count; i++)
		if (is_pending(v.duties[i].state) &&
		    docket_ours(v.duties[i].rule->by))
			count_one(out, v.duties[i].due, now);
	verdict_release(&v);
	return 0;
}

int
duty_count(struct desk *d, const struct docket *k, int64_t now,
           struct duty_counts *out, struct err *err)
{
	struct stmt *st;
	int rc;

	memset(out, 0, sizeof(*out));
	if (k->next_ms && k->next_ms <= now)
		return count_judged(d, k, now, out, err);
	st = db_use(desk_db(d), &duty_ours_of);
	stmt_bind_int(st, 1, k->id);
	while ((rc = stmt_step(st, err)) == 1)
		count_one(out, stmt_int(st, 0), now);
	stmt_done(st);
	return rc;
}
