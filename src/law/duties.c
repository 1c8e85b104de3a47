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

/* Does the predicate hold, as far as is known now? */
static bool
holds_now(const struct court *ct)
{
	return ct->spans_count > 0 &&
	       ct->spans[ct->spans_count - 1].off == ct->steps_count;
}

bool
court_outgrown(const struct court *ct, const struct rule *r,
               const struct span *sp, int64_t start)
{
	const struct step *fall = &ct->steps[sp->off];

	return sp->off < ct->steps_count && fall->class > fall[-1].class &&
	       fall->at > start && r->within.unit != WITHIN_DAYS &&
	       r->within.unit != WITHIN_MONTHS;
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
	    d->state == DUTY_CLAIMED ||
	    court_outgrown(ct, d->rule, sp, d->start)) {
		if (d->because[0] == '\0' && !holds_now(ct))
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
written_due(const struct court *ct, const struct rule *r, int64_t start,
            const struct duty *phone, bool *house)
{
	int64_t from = phone->done ? phone->done : phone->due;

	if (r->written_within.unit != WITHIN_NONE)
		return within_due(ct, &r->written_within, start, house);
	*house = true;
	return (from > start ? from : start) +
	       ct->rb->house.written_minutes * CIVIL_MINUTE;
}

/*
 * A rule owes one recipient one report, of one leg or two.  When the facts
 * make the rule apply, cease to and do so again before it was due or done, it
 * starts anew; otherwise the first time counts.  Returns the duty, if any.
 */
static const struct duty *
judge_spans(struct court *ct, struct charge *ch, const struct duty *phone)
{
	struct charge first = *ch; /* both legs start as the first does */
	size_t i, kept = ct->out->duties_count;
	struct duty *d = NULL;
	struct claim start;
	int64_t due;
	bool house;

	if (phone)
		first.via = VIA_PHONE;
	for (i = 0; i < ct->spans_count; i++) {
		if (!court_start(ct, &first, &ct->spans[i], &start))
			continue;
		house = false;
		due = phone ? written_due(ct, ch->rule, start.at, phone, &house)
		            : rule_due(ct, ch->rule, start.at, &house);
		ct->out->duties_count = kept;
		d = judge_leg(ct, ch, &ct->spans[i], &start, due, house);
		if (d->state != DUTY_VOID)
			break;
	}
	return d;
}

/*
 * Nobody tells a desk that the scene has not yet told the unit's head, or
 * that the unit has none: silence is no ground to call that overdue.
 */
static bool
unheard_of(const struct court *ct, const struct charge *ch,
           const struct duty *d)
{
	return ch->to_head && ch->to_id == ct->unit_head && is_unmet(d);
}

static void
judge_once(struct court *ct, struct charge *ch)
{
	const struct duty *d;
	struct duty phone;

	ch->leg = LEG_WHOLE;
	ch->via = ch->rule->via;
	if (ch->via != VIA_PHONE_THEN_WRITTEN) {
		d = judge_spans(ct, ch, NULL);
		if (d && unheard_of(ct, ch, d))
			ct->out->duties_count--;
		return;
	}
	ch->leg = LEG_PHONE;
	ch->via = VIA_PHONE;
	d = judge_spans(ct, ch, NULL);
	if (!d)
		return;
	phone = *d;
	ch->leg = LEG_WRITTEN;
	ch->via = VIA_WRITTEN;
	judge_spans(ct, ch, &phone);
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
		ch.to_head =
			slot->by == ct->scene &&
			(ch.to_id == ct->unit || ch.to_id == ct->unit_head);
		if (r->clock == CLOCK_CHANGED)
			court_changes(ct, &ch);
		else if (r->times_count > 0)
			court_repeat(ct, &ch);
		else
			judge_once(ct, &ch);
	}
}
