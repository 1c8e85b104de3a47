#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/mem.h"
#include "law/court.h"

struct duty *
court_add_duty(struct court *ct, const struct charge *ch,
               const struct claim *start, int64_t due, bool house,
               const struct outcome *o)
{
	struct verdict *out = ct->out;
	struct duty *d;
	char when[CIVIL_TEXT];
	struct buf text = BUF_INIT;

	out->duties = mem_grow(out->duties, out->duties_count, &ct->duties_cap,
	                       sizeof(*out->duties));
	d = &out->duties[out->duties_count];
	memset(d, 0, sizeof(*d));
	d->order = out->duties_count++;
	d->rule = ch->rule;
	d->to = ch->to;
	d->leg = ch->leg;
	d->start = start->at;
	d->offset = start->offset;
	d->due = due;
	d->house_due = house;
	d->state = o->state;
	d->done = o->done;
	d->done_recorded = o->recorded;
	d->done_seq = o->seq;
	d->done_offset = o->offset;
	d->late_minutes = o->late_minutes;
	if (d->state == DUTY_CLAIMED) {
		civil_rfc3339(when, o->recorded, o->offset);
		buf_fmt(&text, "recorded %s, after it was due", when);
		because_set(d->because, text.s);
		buf_release(&text);
	}
	return d;
}

static void
explain_fall(const struct court *ct, const struct charge *ch,
             const struct step *s, const char *word, char out[160])
{
	struct circumstances cs = court_circumstances(ct, s);
	struct buf text = BUF_INIT;
	char why[160];

	buf_fmt(&text, "%s: ", word);
	predicate_because(&text, ch->rule->when, &cs);
	if (s->changed & PREDICATE_CLASS) {
		court_grade_because(ct, s, ct->day, why);
		buf_fmt(&text, " (%s)", why);
	}
	because_set(out, text.s);
	buf_release(&text);
}

void
court_fall(const struct court *ct, const struct charge *ch,
           const struct span *sp, struct duty *d)
{
	const struct step *fall;

	if (sp->off == ct->steps_count)
		return;
	fall = &ct->steps[sp->off];
	if (fall->known > d->due || d->state == DUTY_MET ||
	    d->state == DUTY_CLAIMED) {
		if (d->because[0] == '\0')
			explain_fall(ct, ch, fall, "kept", d->because);
		return;
	}
	d->state = DUTY_VOID;
	d->done = d->done_recorded = d->done_seq = 0;
	d->late_minutes = 0;
	explain_fall(ct, ch, fall, "no longer", d->because);
}

static bool
is_unmet(const struct duty *d)
{
	return d->state == DUTY_OPEN || d->state == DUTY_OVERDUE;
}

/* Judge one leg from its start; returns the duty, still as it stands now. */
static struct duty *
judge_leg(struct court *ct, const struct charge *ch, const struct span *sp,
          const struct claim *start, int64_t due, bool house)
{
	const struct seen *decline;
	struct outcome o;
	struct duty *d;

	court_meet(ct, ch, start->at, due, &o);
	d = court_add_duty(ct, ch, start, due, house, &o);
	decline = is_unmet(d) ? court_declined(ct, ch, d->start) : NULL;
	if (decline)
		duty_void_declined(d, decline);
	else
		court_fall(ct, ch, sp, d);
	return d;
}

/* "Text after": the written leg runs from the phone report, once made. */
static int64_t
written_due(const struct court *ct, const struct charge *ch,
            const struct claim *start, const struct duty *phone, bool *house)
{
	const struct within *w = &ch->rule->written_within;
	int64_t from = phone->done ? phone->done : phone->due;

	*house = false;
	if (w->unit != WITHIN_NONE)
		return within_due(ct, w, start->at, house);
	*house = true;
	return from + ct->rb->house.written_minutes * CIVIL_MINUTE;
}

/* Both legs of one report, or the only one.  How many are void by the fall? */
static bool
judge_span(struct court *ct, struct charge *ch, const struct span *sp,
           const struct claim *start)
{
	bool both = ch->rule->via == VIA_PHONE_THEN_WRITTEN, house = false;
	struct duty *d, *written;
	struct duty phone;
	int64_t due;

	ch->leg = both ? LEG_PHONE : LEG_WHOLE;
	ch->via = both ? VIA_PHONE : ch->rule->via;
	due = rule_due(ct, ch->rule, start->at, &house);
	d = judge_leg(ct, ch, sp, start, due, house);
	if (!both)
		return d->state == DUTY_VOID;
	phone = *d;
	ch->leg = LEG_WRITTEN;
	ch->via = VIA_WRITTEN;
	due = written_due(ct, ch, start, &phone, &house);
	written = judge_leg(ct, ch, sp, start, due, house);
	return phone.state == DUTY_VOID && written->state == DUTY_VOID;
}

/*
 * A rule owes one recipient one report (or one of two legs).  When the facts
 * make the rule apply, cease to and do so again before anything was due, the
 * last time counts; otherwise the first that was due or done.
 */
static void
judge_spans(struct court *ct, struct charge *ch)
{
	size_t i, kept = ct->out->duties_count;
	struct claim start;
	bool is_void;

	for (i = 0; i < ct->spans_count; i++) {
		ch->leg = LEG_WHOLE;
		ch->via = ch->rule->via == VIA_PHONE_THEN_WRITTEN
		                  ? VIA_PHONE
		                  : ch->rule->via;
		if (!court_start(ct, ch, &ct->spans[i], &start))
			continue;
		ct->out->duties_count = kept;
		is_void = judge_span(ct, ch, &ct->spans[i], &start);
		if (!is_void)
			break;
	}
}

void
court_rule(struct court *ct, const struct rule_slot *slot)
{
	const struct rule *r = slot->rule;
	struct charge ch = { .slot = slot, .rule = r, .by_id = slot->by };
	size_t i;

	if (!(slot->kinds & ct->kind) ||
	    (r->within.unit == WITHIN_NONE && r->times_count == 0))
		return;
	if (r->clock != CLOCK_CHANGED) {
		court_claims(ct, slot);
		if (ct->claims_count == 0)
			return;
	} else if (ct->changes_count == 0) {
		return;
	}
	court_spans(ct, slot);
	for (i = 0; i < r->to_count; i++) {
		ch.to = r->to[i];
		ch.to_id = slot->to[i];
		if (r->clock == CLOCK_CHANGED)
			court_changes(ct, &ch);
		else if (r->times_count > 0)
			court_repeat(ct, &ch);
		else
			judge_spans(ct, &ch);
	}
}
