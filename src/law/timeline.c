#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/mem.h"
#include "law/court.h"

/* Facts that count people hurt or in danger: figures of an accident. */
#define FIGURES                                                                \
	(1u << FACT_DEATHS | 1u << FACT_MISSING | 1u << FACT_TRAPPED |         \
	 1u << FACT_SERIOUS_INJURIES | 1u << FACT_MINOR_INJURIES |             \
	 1u << FACT_AT_RISK)
/* Those of them whose change has to be reported (493 art 13). */
#define CASUALTIES                                                             \
	(1u << FACT_DEATHS | 1u << FACT_MISSING | 1u << FACT_SERIOUS_INJURIES)

struct circumstances
court_circumstances(const struct court *ct, const struct step *s)
{
	struct circumstances c = { ct->c->kind, &s->facts, s->class };

	return c;
}

/* Order of knowledge. */

static bool
same_party(const char *a, const char *b)
{
	return a && b && (a == b || strcmp(a, b) == 0);
}

/* Whose receipt is it?  NULL when it is none. */
static const char *
receipt_of(const struct event *e)
{
	if (e->what == EVENT_RECEIVED)
		return e->by;
	return e->what == EVENT_REPORTED ? e->to : NULL;
}

/* Does the entry claim anew what one before it in the array has claimed? */
static bool
claims_again(const struct chronicle *c, size_t i)
{
	const struct event *e = &c->events[i];
	size_t j;

	for (j = 0; j < i; j++) {
		if (e->what == EVENT_RECEIVED
		            ? same_party(receipt_of(&c->events[j]), e->by)
		            : c->events[j].what == e->what)
			return true;
	}
	return false;
}

static bool
is_claim(enum event_what what)
{
	return what == EVENT_OCCURRED || what == EVENT_UNIT_HEAD_TOLD ||
	       what == EVENT_RECEIVED;
}

static int
seen_order(const void *a, const void *b)
{
	const struct seen *x = a, *y = b;

	if (x->known != y->known)
		return x->known < y->known ? -1 : 1;
	return x->index < y->index ? -1 : x->index > y->index;
}

static void
lay_out_events(struct court *ct)
{
	const struct chronicle *c = ct->c;
	const struct event *e;
	int64_t latest = INT64_MIN, known;
	bool sorted = true;
	struct seen *s;
	size_t i;

	ct->seen = mem_array(NULL, c->count + 1, sizeof(*ct->seen));
	for (i = 0; i < c->count; i++) {
		e = &c->events[i];
		known = e->recorded;
		if (known < latest && known == e->at && is_claim(e->what) &&
		    claims_again(c, i))
			known = latest;
		if (known > latest)
			latest = known;
		if (known > c->as_of)
			continue;
		s = &ct->seen[ct->seen_count++];
		s->e = e;
		s->known = known;
		s->index = i;
		s->by = rulebook_party(ct->rb, e->by);
		s->to = rulebook_party(ct->rb, e->to);
		s->from = rulebook_party(ct->rb, e->from);
		if (ct->seen_count > 1 && s->known < s[-1].known)
			sorted = false;
	}
	if (!sorted)
		qsort(ct->seen, ct->seen_count, sizeof(*ct->seen), seen_order);
}

/* Steps and changes. */

/*
 * The day by whose law the class is found: that of the accident, as first
 * claimed; that unknown, of its first receipt, of the first entry at all.
 */
static int64_t
first_day(const struct court *ct)
{
	const struct seen *s, *receipt = NULL;
	size_t i;

	for (i = 0; i < ct->seen_count; i++) {
		s = &ct->seen[i];
		if (s->e->what == EVENT_OCCURRED)
			return s->e->at;
		if (!receipt && receipt_of(s->e))
			receipt = s;
	}
	if (receipt)
		return receipt->e->at;
	return ct->seen_count > 0 ? ct->seen[0].e->at : ct->c->as_of;
}

static struct step *
add_step(struct court *ct, const struct seen *s)
{
	struct step *prev = &ct->steps[ct->steps_count - 1];
	struct step *step = &ct->steps[ct->steps_count++];

	*step = *prev;
	step->known = s->known;
	step->index = s - ct->seen;
	step->offset = s->e->offset;
	step->changed = 0;
	if (s->e->at > step->at)
		step->at = s->e->at;
	return step;
}

static void
add_change(struct court *ct, const struct step *step, enum fact fact,
           int64_t from)
{
	struct change *ch;

	ct->changes = mem_grow(ct->changes, ct->changes_count, &ct->changes_cap,
	                       sizeof(*ct->changes));
	ch = &ct->changes[ct->changes_count++];
	ch->at = step->at;
	ch->known = step->known;
	ch->index = (size_t)step->index;
	ch->offset = step->offset;
	ch->fact = fact;
	ch->from = from;
	ch->to = step->facts.v[fact];
}

/*
 * last holds the newest known value of each fact: taking a figure back to
 * unknown and giving it again is no change.  A first figure is one only when
 * others were there before it, and when it is not zero.
 */
static void
note_change(struct court *ct, const struct step *step, enum fact fact,
            struct facts *last, bool figures)
{
	int64_t from = last->v[fact], to = step->facts.v[fact];

	if (to == FACT_UNKNOWN)
		return;
	last->v[fact] = to;
	if (from == to || (from == FACT_UNKNOWN && (!figures || to == 0)))
		return;
	add_change(ct, step, fact, from);
}

static void
take_facts(struct court *ct, const struct seen *s, struct facts *last,
           unsigned *given)
{
	struct step *step = add_step(ct, s);
	bool figures = (*given & FIGURES) != 0;
	int i;

	for (i = 0; i < FACT_COUNT; i++) {
		if (!(s->e->set & (1u << i)))
			continue;
		if (s->e->facts.v[i] != FACT_UNKNOWN)
			*given |= 1u << i;
		if (step->facts.v[i] == s->e->facts.v[i])
			continue;
		step->facts.v[i] = s->e->facts.v[i];
		step->changed |= 1u << i;
		if (CASUALTIES & (1u << i))
			note_change(ct, step, (enum fact)i, last, figures);
	}
}

static void
add_class(struct court *ct, const struct step *s)
{
	struct verdict *out = ct->out;
	struct class_change *cc;
	char because[160];

	court_grade_because(ct, s, ct->day, because);
	if (out->classes_count > 0) {
		cc = &out->classes[out->classes_count - 1];
		if (cc->class == s->class && strcmp(cc->because, because) == 0)
			return;
	}
	out->classes = mem_grow(out->classes, out->classes_count,
	                        &ct->classes_cap, sizeof(*out->classes));
	cc = &out->classes[out->classes_count++];
	cc->at = s->known;
	cc->seq = ct->seen[s->index].e->seq;
	cc->class = s->class;
	cc->cite = s->classifier ? s->classifier->cite : "";
	memcpy(cc->because, because, sizeof(because));
}

/* Grade the newest step; a class that changed is a change of its own. */
static void
grade_step(struct court *ct)
{
	struct step *s = &ct->steps[ct->steps_count - 1];
	enum law_class before = s->class;

	court_grade(ct, s, ct->day);
	if (s->class != before)
		s->changed |= PREDICATE_CLASS;
	add_class(ct, s);
}

static size_t
count_steps(const struct court *ct)
{
	size_t i, n = 1;

	for (i = 0; i < ct->seen_count; i++)
		if (ct->seen[i].e->what == EVENT_FACTS ||
		    ct->seen[i].e->what == EVENT_OCCURRED)
			n++;
	return n;
}

static void
lay_out_steps(struct court *ct)
{
	const struct seen *s;
	struct step *first;
	struct facts last;
	unsigned given = 0;
	size_t i, n = count_steps(ct);

	facts_init(&last);
	ct->steps = mem_array(NULL, n, sizeof(*ct->steps));
	ct->spans = mem_array(NULL, n, sizeof(*ct->spans));
	first = &ct->steps[0];
	memset(first, 0, sizeof(*first));
	facts_init(&first->facts);
	first->at = first->known = INT64_MIN;
	first->index = -1;
	first->changed = ~0u;
	first->offset = CIVIL_SHANGHAI;
	ct->steps_count = 1;
	ct->day = first_day(ct);
	court_grade(ct, first, ct->day);
	for (i = 0; i < ct->seen_count; i++) {
		s = &ct->seen[i];
		if (s->e->what == EVENT_FACTS) {
			take_facts(ct, s, &last, &given);
			grade_step(ct);
		} else if (s->e->what == EVENT_OCCURRED &&
		           s->e->at != ct->day) {
			ct->day = s->e->at;
			add_step(ct, s);
			grade_step(ct);
		}
	}
}

void
court_open(struct court *ct, const struct rulebook *rb,
           const struct chronicle *c, struct verdict *out)
{
	size_t i;

	memset(ct, 0, sizeof(*ct));
	ct->rb = rb;
	ct->c = c;
	ct->out = out;
	ct->kind = kind_bit(c->kind);
	ct->unit = rulebook_party(rb, "unit");
	ct->unit_head = rulebook_party(rb, "unit.head");
	ct->scene = rulebook_party(rb, "scene");
	lay_out_events(ct);
	lay_out_steps(ct);
	ct->claims = mem_array(NULL, ct->seen_count + 1, sizeof(*ct->claims));
	ct->ended = INT64_MAX;
	for (i = 0; i < ct->seen_count && ct->ended == INT64_MAX; i++)
		if (ct->seen[i].e->what == EVENT_HANDLING_ENDED)
			ct->ended = ct->seen[i].e->at;
}

void
court_close(struct court *ct)
{
	free(ct->seen);
	free(ct->steps);
	free(ct->changes);
	free(ct->claims);
	free(ct->spans);
}
