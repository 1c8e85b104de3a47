#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "law/court.h"

/*
 * Daily reports: an instance is due at each time of day, for what was
 * reported since the time before.  It comes into being when the one before it
 * falls due, the first when the clock starts.
 */

struct series {
	struct court *ct;
	const struct charge *ch;
	const struct span *span;
	struct claim start;
	int64_t off;                /* the predicate fell then */
	int64_t report;             /* no report lies from the last asked
					 * time to this one */
	const struct seen *decline; /* the last one, or NULL */
	int instance;               /* number of the last one raised */
	struct duty run;            /* instances missed in a row, folded */
	bool running;
	int64_t run_last; /* due time of the last of them */
};

/* The first time of day after ms. */
static int64_t
next_point(const struct rule *r, int64_t ms)
{
	int64_t day = civil_day_start(ms, CIVIL_SHANGHAI, 0), point;
	size_t i;

	for (i = 0; i < r->times_count; i++) {
		point = day + r->times[i] * CIVIL_MINUTE;
		if (point > ms)
			return point;
	}
	return day + CIVIL_DAY + r->times[0] * CIVIL_MINUTE;
}

/* The one before a due time. */
static int64_t
point_before(const struct rule *r, int64_t due)
{
	int64_t day = civil_day_start(due - 1, CIVIL_SHANGHAI, 0), point;
	size_t i = r->times_count;

	while (i-- > 0) {
		point = day + r->times[i] * CIVIL_MINUTE;
		if (point < due)
			return point;
	}
	return day - CIVIL_DAY + r->times[r->times_count - 1] * CIVIL_MINUTE;
}

/* Write down the run; a report after it makes it late, not overdue. */
static void
end_run(struct series *se)
{
	struct court *ct = se->ct;
	struct outcome o = { .state = se->run.state };
	const struct seen *s;
	struct claim start = se->start;
	struct duty *d;

	if (!se->running)
		return;
	se->running = false;
	for (s = ct->seen; s < ct->seen + ct->seen_count; s++) {
		if (o.state != DUTY_OVERDUE || s->e->at <= se->run_last ||
		    !report_meets(s, se->ch))
			continue;
		if (o.done && o.done <= s->e->at)
			continue;
		o.done = s->e->at;
		o.recorded = s->known;
		o.seq = s->e->seq;
		o.offset = s->e->offset;
	}
	if (o.done) {
		o.state = DUTY_LATE;
		o.late_minutes = minutes_up(o.done - se->run.due);
	} else {
		o.late_minutes = se->run.late_minutes;
	}
	start.at = se->run.start;
	d = court_add_duty(ct, se->ch, &start, se->run.due, false, &o);
	d->instance = se->run.instance;
	d->missed = se->run.missed;
	memcpy(d->because, se->run.because, sizeof(d->because));
}

/* Add an instance that nobody met to the run, or begin one. */
static void
miss(struct series *se, int64_t start, int64_t due, const struct seen *decline)
{
	enum duty_state state = decline ? DUTY_VOID : DUTY_OVERDUE;

	if (se->running && se->run.state != state)
		end_run(se);
	if (!se->running) {
		memset(&se->run, 0, sizeof(se->run));
		se->running = true;
		se->run.start = start;
		se->run.due = due;
		se->run.instance = se->instance;
		se->run.state = state;
		if (decline)
			duty_void_declined(&se->run, decline);
	}
	se->run.missed++;
	se->run_last = due;
}

/* The first report at or after ms. */
static int64_t
report_after(const struct series *se, int64_t ms)
{
	const struct court *ct = se->ct;
	int64_t found = INT64_MAX;
	const struct seen *s;

	for (s = ct->seen; s < ct->seen + ct->seen_count; s++)
		if (s->e->at >= ms && s->e->at < found &&
		    report_meets(s, se->ch))
			found = s->e->at;
	return found;
}

/* Was it reported from start on, by due?  A late report is the next one's. */
static bool
instance_met(struct series *se, int64_t start, int64_t due, struct outcome *o)
{
	if (se->report < start)
		se->report = report_after(se, start);
	if (se->report <= due) {
		court_meet(se->ct, se->ch, start, due, o);
		if (o->state == DUTY_MET || o->state == DUTY_CLAIMED)
			return true;
	}
	memset(o, 0, sizeof(*o));
	o->state = DUTY_OPEN;
	return false;
}

static void
judge_instance(struct series *se, int64_t raised, int64_t start, int64_t due)
{
	struct court *ct = se->ct;
	/* The very moment between two belongs to the one that falls due. */
	int64_t after = se->instance > 1 ? start + 1 : start;
	const struct seen *decline = se->decline;
	struct claim from = se->start;
	struct outcome o;
	struct duty *d;
	bool met = instance_met(se, after, due, &o);

	if (!met && due > ct->ended)
		return;
	if (met || (decline && decline->known < raised))
		decline = NULL;
	if (!met && due < ct->c->as_of &&
	    (se->off > due ||
	     court_outgrown(ct, se->ch->rule, se->span, start))) {
		miss(se, start, due, decline);
		return;
	}
	end_run(se);
	from.at = start;
	d = court_add_duty(ct, se->ch, &from, due, false, &o);
	d->instance = se->instance;
	if (decline)
		duty_void_declined(d, decline);
	else if (se->off <= due)
		court_fall(ct, se->ch, se->span, d);
}

static void
judge_series(struct series *se)
{
	const struct rule *r = se->ch->rule;
	int64_t raised = se->start.at, as_of = se->ct->c->as_of, start, due;
	struct verdict *out = se->ct->out;
	bool house = false;

	due = rule_due(se->ct, r, raised, &house);
	start = point_before(r, due);
	if (start < raised)
		start = raised;
	while (raised <= as_of && raised < se->off) {
		se->instance++;
		judge_instance(se, raised, start, due);
		if (due > se->ct->ended)
			break;
		raised = start = due;
		due = next_point(r, due);
	}
	end_run(se);
	if (raised > as_of && se->off == INT64_MAX &&
	    se->ct->ended == INT64_MAX &&
	    (out->next == 0 || raised < out->next))
		out->next = raised;
}

void
court_repeat(struct court *ct, const struct charge *ch)
{
	struct charge whole = *ch;
	struct series se = { .ct = ct, .ch = &whole };
	size_t i;

	whole.leg = LEG_WHOLE;
	whole.via = ch->rule->via;
	se.report = INT64_MIN;
	se.decline = court_declined(ct, &whole, INT64_MIN);
	for (i = 0; i < ct->spans_count; i++) {
		se.span = &ct->spans[i];
		se.off = INT64_MAX;
		if (se.span->off < ct->steps_count)
			se.off = ct->steps[se.span->off].known;
		if (court_start(ct, &whole, se.span, &se.start))
			judge_series(&se);
	}
}
