#include <string.h>

#include "base/mem.h"
#include "law/court.h"

static struct finding *
add_finding(struct court *ct, enum finding_code code, int64_t at, int offset)
{
	struct verdict *out = ct->out;
	struct finding *f;

	out->findings = mem_grow(out->findings, out->findings_count,
	                         &ct->findings_cap, sizeof(*out->findings));
	f = &out->findings[out->findings_count++];
	memset(f, 0, sizeof(*f));
	f->code = code;
	f->duty = -1;
	f->fact = -1;
	f->at = at;
	f->offset = f->from_offset = offset;
	return f;
}

static bool
same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static void
find_late(struct court *ct, int i)
{
	const struct duty *d = &ct->out->duties[i];
	const struct chronicle *c = ct->c;
	struct finding *f;

	if (d->state == DUTY_LATE) {
		f = add_finding(ct, FINDING_LATE, d->done, d->done_offset);
		if (same(d->rule->by, "unit") || same(d->rule->by, "scene"))
			f->code = FINDING_UNIT_LATE;
		f->minutes = d->late_minutes;
	} else if (d->state == DUTY_OVERDUE) {
		f = add_finding(ct, FINDING_OVERDUE, c->as_of, c->as_of_offset);
		f->minutes = minutes_up(c->as_of - d->due);
	} else if (d->state == DUTY_VOID && d->late_minutes > 0) {
		f = add_finding(ct, FINDING_OVERDUE, c->as_of, c->as_of_offset);
		f->minutes = d->late_minutes;
	} else {
		return;
	}
	f->duty = i;
}

static void
find_changes(struct court *ct)
{
	const struct change *c;
	struct finding *f;
	size_t i;

	for (i = 0; i < ct->changes_count; i++) {
		c = &ct->changes[i];
		f = add_finding(ct, FINDING_COUNT_CHANGED, c->at, c->offset);
		f->fact = (int)c->fact;
		f->from = c->from;
		f->to = c->to;
	}
}

/* Two claims of one moment. */
static void
add_revision(struct court *ct, enum finding_code code, const char *party,
             const struct seen *first, const struct seen *second)
{
	struct finding *f =
		add_finding(ct, code, second->known, second->e->offset);

	f->party = party;
	f->from = first->e->at;
	f->from_offset = first->e->offset;
	f->to = second->e->at;
}

/* Of the occurrence, or of what the unit's head was told: each against the
 * one before it. */
static void
find_revised(struct court *ct, enum event_what what, enum finding_code code,
             const char *party)
{
	const struct seen *s, *last = NULL;

	for (s = ct->seen; s < ct->seen + ct->seen_count; s++) {
		if (s->e->what != what)
			continue;
		if (last && last->e->at != s->e->at)
			add_revision(ct, code, party, last, s);
		last = s;
	}
}

static const char *
receiver(const struct seen *s)
{
	if (s->e->what == EVENT_RECEIVED)
		return s->e->by;
	return s->e->what == EVENT_REPORTED ? s->e->to : NULL;
}

/*
 * A receipt is disputed by one that is said to have been earlier but became
 * known later, and by another claim of the same receipt: the same two parties
 * learn of one accident from each other once.
 */
static void
find_disputed(struct court *ct, const struct seen *s)
{
	const struct seen *before, *earliest = NULL, *twin = NULL;
	const char *party = receiver(s);

	for (before = ct->seen; before < s; before++) {
		if (!same(receiver(before), party))
			continue;
		if (!earliest || before->e->at < earliest->e->at)
			earliest = before;
		if (s->e->what == EVENT_RECEIVED &&
		    before->e->what == EVENT_RECEIVED &&
		    same(before->e->from, s->e->from))
			twin = before;
	}
	if (earliest && s->e->at < earliest->e->at)
		add_revision(ct, FINDING_RECEIPT_DISPUTED, party, earliest, s);
	else if (twin && twin->e->at != s->e->at)
		add_revision(ct, FINDING_RECEIPT_DISPUTED, party, twin, s);
}

void
court_find(struct court *ct)
{
	const struct seen *s;
	size_t i;

	for (i = 0; i < ct->out->duties_count; i++)
		find_late(ct, (int)i);
	find_changes(ct);
	find_revised(ct, EVENT_OCCURRED, FINDING_OCCURRENCE_REVISED, NULL);
	find_revised(ct, EVENT_UNIT_HEAD_TOLD, FINDING_RECEIPT_DISPUTED,
	             "unit");
	for (s = ct->seen; s < ct->seen + ct->seen_count; s++)
		if (receiver(s))
			find_disputed(ct, s);
}
