#include <string.h>

#include "base/civil.h"
#include "law/court.h"

/* The span in which the change came, or NULL. */
static const struct span *
span_of(const struct court *ct, const struct change *c)
{
	const struct span *sp;
	int64_t index = (int64_t)c->index;
	size_t i;

	for (i = 0; i < ct->spans_count; i++) {
		sp = &ct->spans[i];
		if (ct->steps[sp->on].index > index)
			break;
		if (sp->off == ct->steps_count ||
		    ct->steps[sp->off].index > index)
			return sp;
	}
	return NULL;
}

/* Must `by` report this change, which it has heard of? */
static bool
counts(const struct court *ct, const struct rule *r, const struct change *c,
       int64_t knows)
{
	if (c->at <= knows || c->at < r->from_ms || c->at >= r->until_ms)
		return false;
	return r->window_days == 0 ||
	       c->at <= civil_day_start(ct->day, CIVIL_SHANGHAI,
	                                (int)r->window_days + 1);
}

/*
 * The duty that begins with a change; every change up to the returned moment
 * is told by it.
 */
static int64_t
judge_change(struct court *ct, const struct charge *ch, const struct change *c,
             const struct span *sp, int instance)
{
	struct claim start = { c->at, c->known, (int64_t)c->index, c->offset };
	const struct seen *decline = NULL;
	bool house = false;
	int64_t due = within_due(ct, &ch->rule->within, c->at, &house);
	struct outcome o;
	struct duty *d;

	court_meet(ct, ch, c->at, due, &o);
	d = court_add_duty(ct, ch, &start, due, house, &o);
	d->instance = instance;
	if (o.state == DUTY_OPEN || o.state == DUTY_OVERDUE)
		decline = court_declined(ct, ch, c->at);
	if (decline) {
		duty_void_declined(d, decline);
		return decline->known;
	}
	court_fall(ct, ch, sp, d);
	if (d->state == DUTY_VOID)
		return ct->steps[sp->off].known;
	return o.done ? o.done : INT64_MAX;
}

void
court_changes(struct court *ct, const struct charge *ch)
{
	struct charge whole = *ch;
	const struct change *c;
	const struct span *sp;
	int64_t knows, told = INT64_MIN;
	int instance = 0;
	size_t i;

	whole.leg = LEG_WHOLE;
	whole.via = ch->rule->via;
	if (!court_knows(ct, ch->by_id, &knows))
		return;
	for (i = 0; i < ct->changes_count; i++) {
		c = &ct->changes[i];
		if (c->at <= told || !counts(ct, ch->rule, c, knows))
			continue;
		sp = span_of(ct, c);
		if (sp)
			told = judge_change(ct, &whole, c, sp, ++instance);
	}
}
