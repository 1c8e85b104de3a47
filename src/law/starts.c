#include <string.h>

#include "base/civil.h"
#include "law/court.h"

/* Due times. */

static int64_t
clamp(int64_t ms)
{
	return ms > CIVIL_MAX ? CIVIL_MAX : ms;
}

int64_t
within_due(const struct court *ct, const struct within *w, int64_t start,
           bool *house)
{
	const int zone = CIVIL_SHANGHAI;

	switch (w->unit) {
	case WITHIN_MINUTES:
		return clamp(start + w->n * CIVIL_MINUTE);
	case WITHIN_DAYS:
		return clamp(civil_day_start(start, zone, (int)w->n + 1));
	case WITHIN_MONTHS:
		start = civil_add_months(start, zone, (int)w->n);
		return clamp(civil_day_start(start, zone, 1));
	case WITHIN_SAME_DAY:
		return civil_day_start(start, zone, 1);
	case WITHIN_IMMEDIATELY:
		*house = true;
		return start + ct->rb->house.immediately_minutes * CIVIL_MINUTE;
	case WITHIN_PROMPTLY:
		*house = true;
		return start + ct->rb->house.promptly_minutes * CIVIL_MINUTE;
	default:
		return CIVIL_MAX;
	}
}

int64_t
rule_due(const struct court *ct, const struct rule *r, int64_t start,
         bool *house)
{
	if (r->times_count > 0)
		return civil_day_start(start, CIVIL_SHANGHAI, 1) +
		       r->times[0] * CIVIL_MINUTE;
	return within_due(ct, &r->within, start, house);
}

/* Clocks. */

/* Does what `named` did start a clock for `party`: unnamed, or of its level? */
static bool
concerns(const char *named, const char *party)
{
	size_t len;

	if (!named)
		return true;
	len = strcspn(named, ".");
	return strncmp(named, party, len) == 0 &&
	       (party[len] == '\0' || party[len] == '.');
}

static bool
starts_clock(const struct seen *s, const struct rule_slot *slot)
{
	const struct rule *r = slot->rule;
	const struct event *e = s->e;

	switch (r->clock) {
	case CLOCK_OCCURRED:
		return e->what == EVENT_OCCURRED;
	case CLOCK_UNIT_HEAD_TOLD:
		return e->what == EVENT_UNIT_HEAD_TOLD;
	case CLOCK_RECEIVED:
		return (e->what == EVENT_RECEIVED && s->by == slot->by) ||
		       (e->what == EVENT_REPORTED && s->to == slot->by);
	case CLOCK_VERIFIED:
		return e->what == EVENT_VERIFIED && concerns(e->by, r->by);
	case CLOCK_ORDERED:
		return e->what == EVENT_ORDERED && concerns(e->to, r->by);
	case CLOCK_TIPPED:
		return e->what == EVENT_TIPPED && concerns(e->by, r->by);
	case CLOCK_HANDLING_ENDED:
		return e->what == EVENT_HANDLING_ENDED;
	case CLOCK_DOCUMENT:
		return e->what == EVENT_DOCUMENT &&
		       strcmp(e->name, r->document) == 0;
	default:
		return false;
	}
}

/*
 * Of an occurrence and of what the unit's head was told, the newest claim
 * counts; of all else the earliest, lest a receipt be claimed away.
 */
static bool
newest_counts(enum rule_clock clock)
{
	return clock == CLOCK_OCCURRED || clock == CLOCK_UNIT_HEAD_TOLD;
}

/* Does the entry show that the party `by` knows of the accident? */
static bool
shows_knowledge(const struct court *ct, const struct seen *s, int by)
{
	switch (s->e->what) {
	case EVENT_RECEIVED:
	case EVENT_TIPPED:
		return s->by == by;
	case EVENT_REPORTED:
		return s->by == by || s->to == by;
	case EVENT_UNIT_HEAD_TOLD:
		return by == ct->unit;
	case EVENT_OCCURRED:
		return by == ct->scene;
	default:
		return false;
	}
}

bool
court_knows(const struct court *ct, int by, int64_t *at)
{
	const struct seen *s;
	bool found = false;

	for (s = ct->seen; s < ct->seen + ct->seen_count; s++) {
		if (!shows_knowledge(ct, s, by) || (found && s->e->at >= *at))
			continue;
		*at = s->e->at;
		found = true;
	}
	return found;
}

/* A word without a number cannot start before the party knows. */
static bool
needs_knowledge(const struct rule *r)
{
	return r->times_count == 0 && (r->within.unit == WITHIN_IMMEDIATELY ||
	                               r->within.unit == WITHIN_PROMPTLY);
}

/* Take a claim over the one that stands, as newest or as earliest. */
static bool
overtake(struct claim *cl, const struct court *ct, const struct seen *s,
         bool newest)
{
	if (cl->index >= 0 &&
	    (newest ? s->e->at == cl->at : s->e->at >= cl->at))
		return false;
	cl->at = s->e->at;
	cl->known = s->known;
	cl->index = s - ct->seen;
	cl->offset = s->e->offset;
	return true;
}

/* It has happened by the time when somebody is told of it. */
static bool
implies_occurred(const struct seen *s)
{
	return s->e->what == EVENT_RECEIVED || s->e->what == EVENT_REPORTED ||
	       s->e->what == EVENT_UNIT_HEAD_TOLD;
}

/* Does the entry move the rule's clock? */
static bool
moves_clock(const struct court *ct, const struct rule_slot *slot,
            const struct seen *s, struct claim *clock, bool *said)
{
	if (starts_clock(s, slot)) {
		*said = true;
		return overtake(clock, ct, s, newest_counts(slot->rule->clock));
	}
	return slot->rule->clock == CLOCK_OCCURRED && !*said &&
	       implies_occurred(s) && overtake(clock, ct, s, false);
}

void
court_claims(struct court *ct, const struct rule_slot *slot)
{
	struct claim clock = { .index = -1 }, knows = { .index = -1 };
	bool needs = needs_knowledge(slot->rule), said = false, moved;
	const struct seen *s;
	struct claim *cl;

	ct->claims_count = 0;
	for (s = ct->seen; s < ct->seen + ct->seen_count; s++) {
		moved = moves_clock(ct, slot, s, &clock, &said);
		if (needs && shows_knowledge(ct, s, slot->by))
			moved |= overtake(&knows, ct, s, false);
		if (!moved || clock.index < 0 || (needs && knows.index < 0))
			continue;
		cl = &ct->claims[ct->claims_count++];
		*cl = needs && knows.at > clock.at ? knows : clock;
		cl->known = s->known;
		cl->index = s - ct->seen;
	}
}

void
court_spans(struct court *ct, const struct rule_slot *slot)
{
	struct circumstances cs;
	const struct step *s;
	bool now, before = false;
	size_t i;

	ct->spans_count = 0;
	for (i = 0; i < ct->steps_count; i++) {
		s = &ct->steps[i];
		if (i > 0 && !(s->changed & slot->uses))
			continue;
		cs = court_circumstances(ct, s);
		now = predicate_eval(slot->rule->when, &cs) == TRUTH_TRUE;
		if (now && !before) {
			ct->spans[ct->spans_count].on = i;
			ct->spans[ct->spans_count++].off = ct->steps_count;
		} else if (before && !now) {
			ct->spans[ct->spans_count - 1].off = i;
		}
		before = now;
	}
}

/*
 * The claim, not before the facts that make the rule apply.  But "within 60
 * days of the day of the accident" counts from that day, whenever it was
 * found that there is something to investigate.
 */
static struct claim
claim_in_span(const struct court *ct, const struct rule *r,
              const struct claim *cl, const struct span *sp)
{
	const struct step *on = &ct->steps[sp->on];
	struct claim out = *cl;

	if (r->within.unit == WITHIN_DAYS || r->within.unit == WITHIN_MONTHS)
		return out;
	if (on->at > out.at) {
		out.at = on->at;
		out.offset = on->offset;
	}
	return out;
}

bool
court_start(const struct court *ct, const struct charge *ch,
            const struct span *sp, struct claim *out)
{
	int64_t on = ct->steps[sp->on].index, off = INT64_MAX, due;
	const struct claim *cl;
	bool found = false, house;
	size_t i;

	if (sp->off < ct->steps_count)
		off = ct->steps[sp->off].index;
	for (i = 0; i < ct->claims_count; i++) {
		cl = &ct->claims[i];
		if (cl->index >= off)
			break;
		if (found && cl->index > on) {
			due = rule_due(ct, ch->rule, out->at, &house);
			if (court_settled(ct, ch, out->at, due, cl))
				break;
		}
		*out = claim_in_span(ct, ch->rule, cl, sp);
		found = true;
	}
	return found && out->at >= ch->rule->from_ms &&
	       out->at < ch->rule->until_ms;
}
