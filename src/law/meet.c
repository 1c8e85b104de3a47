#include <string.h>

#include "base/civil.h"
#include "law/court.h"

int64_t
minutes_up(int64_t ms)
{
	return (ms + CIVIL_MINUTE - 1) / CIVIL_MINUTE;
}

/* Is the channel `used` one that `asked` takes? */
static bool
via_meets(enum rule_via asked, enum rule_via used)
{
	switch (asked) {
	case VIA_PHONE:
		return used == VIA_PHONE || used == VIA_IN_PERSON;
	case VIA_WRITTEN:
		return used == VIA_WRITTEN || used == VIA_SYSTEM;
	case VIA_IN_PERSON:
		return used == VIA_IN_PERSON;
	default:
		return true;
	}
}

/* The receiver's own word that it heard from the one who had to report. */
static bool
is_receipt(const struct seen *s, const struct charge *ch)
{
	return s->e->what == EVENT_RECEIVED && s->by == ch->to_id &&
	       s->from == ch->by_id;
}

bool
report_meets(const struct seen *s, const struct charge *ch)
{
	if (s->e->what == EVENT_REPORTED)
		return s->by == ch->by_id && s->to == ch->to_id &&
		       via_meets(ch->via, s->e->via);
	if (s->e->what == EVENT_UNIT_HEAD_TOLD)
		return ch->to_head && via_meets(ch->via, s->e->via);
	return is_receipt(s, ch) && via_meets(ch->via, s->e->via);
}

/* A receipt confirms by whatever channel, when it does not name one. */
static bool
receipt_confirms(const struct seen *s, const struct charge *ch, int64_t start,
                 int64_t due)
{
	return is_receipt(s, ch) && s->e->at >= start && s->e->at <= due &&
	       (s->e->via == VIA_ANY || via_meets(ch->via, s->e->via));
}

static void
outcome_set(struct outcome *o, enum duty_state state, const struct seen *s)
{
	o->state = state;
	o->done = s->e->at;
	o->recorded = s->known;
	o->seq = s->e->seq;
	o->offset = s->e->offset;
}

/*
 * Reported in time and recorded in time is met.  What only claims to have been
 * in time is believed when the receiver says so too; else it counts as
 * claimed, but not once a late report had been recorded before it.
 */
void
court_meet(const struct court *ct, const struct charge *ch, int64_t start,
           int64_t due, struct outcome *out)
{
	const struct seen *s, *met = NULL, *claimed = NULL, *late = NULL;
	bool confirmed = false;

	memset(out, 0, sizeof(*out));
	for (s = ct->seen; s < ct->seen + ct->seen_count; s++) {
		if (receipt_confirms(s, ch, start, due))
			confirmed = true;
		if (s->e->at < start || !report_meets(s, ch))
			continue;
		if (s->e->at <= due && s->known <= due) {
			if (!met || s->e->at < met->e->at)
				met = s;
		} else if (s->e->at <= due) {
			claimed = claimed ? claimed : s;
		} else {
			late = late ? late : s;
		}
	}
	if (met) {
		outcome_set(out, DUTY_MET, met);
	} else if (claimed && confirmed) {
		outcome_set(out, DUTY_MET, claimed);
	} else if (claimed && (!late || claimed < late)) {
		outcome_set(out, DUTY_CLAIMED, claimed);
	} else if (late) {
		outcome_set(out, DUTY_LATE, late);
		out->late_minutes = minutes_up(late->e->at - due);
	} else {
		out->state = ct->c->as_of > due ? DUTY_OVERDUE : DUTY_OPEN;
	}
}

bool
court_settled(const struct court *ct, const struct charge *ch, int64_t start,
              int64_t due, const struct claim *next)
{
	const struct seen *s;

	if (next->known > due)
		return true;
	for (s = ct->seen; s < ct->seen + next->index; s++)
		if (s->e->at >= start && report_meets(s, ch))
			return true;
	return false;
}

const struct seen *
court_declined(const struct court *ct, const struct charge *ch, int64_t raised)
{
	const struct seen *s, *found = NULL;

	for (s = ct->seen; s < ct->seen + ct->seen_count; s++) {
		if (s->e->what != EVENT_DECLINED || s->by != ch->by_id ||
		    s->to != ch->to_id || s->known < raised)
			continue;
		if (!s->e->rule || strcmp(s->e->rule, ch->rule->id) == 0)
			found = s;
	}
	return found;
}

/* What was overdue when it was declined had been overdue all the same. */
void
duty_void_declined(struct duty *d, const struct seen *decline)
{
	struct buf text = BUF_INIT;

	buf_fmt(&text, "declined by %s: %s", decline->e->person,
	        decline->e->ground);
	because_set(d->because, text.s);
	buf_release(&text);
	d->state = DUTY_VOID;
	if (decline->known > d->due)
		d->late_minutes = minutes_up(decline->known - d->due);
}
