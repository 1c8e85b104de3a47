#include "law/judge.h"

#include <stdlib.h>
#include <string.h>

#include "law/court.h"

static const char *const state_codes[DUTY_STATE_COUNT] = {
	"open", "met", "claimed", "late", "overdue", "void",
};
static const char *const finding_codes[FINDING_CODE_COUNT] = {
	"late",
	"overdue",
	"unit_late",
	"count_changed",
	"occurrence_revised",
	"receipt_disputed",
};

const char *
duty_state_code(enum duty_state s)
{
	return state_codes[s];
}

const char *
finding_code_name(enum finding_code c)
{
	return finding_codes[c];
}

enum duty_state
duty_state_at(enum duty_state stored, int64_t due, int64_t now)
{
	if (stored == DUTY_OPEN && now > due)
		return DUTY_OVERDUE;
	return stored;
}

static int
duty_order(const void *a, const void *b)
{
	const struct duty *x = a, *y = b;

	if (x->due != y->due)
		return x->due < y->due ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

static void
pronounce_class(struct court *ct)
{
	const struct step *last = &ct->steps[ct->steps_count - 1];
	struct verdict *out = ct->out;

	out->class = last->class;
	out->facts = last->facts;
	out->cite = last->classifier ? last->classifier->cite : "";
	out->standing =
		last->classifier ? last->classifier->standing : STANDING_TEXT;
	court_grade_because(ct, last, ct->day, out->because);
}

void
judge(const struct rulebook *rb, const struct chronicle *c, struct verdict *out)
{
	struct court ct;
	size_t i;

	memset(out, 0, sizeof(*out));
	court_open(&ct, rb, c, out);
	pronounce_class(&ct);
	for (i = 0; i < rb->slots_count; i++)
		court_rule(&ct, &rb->slots[i]);
	if (out->duties_count > 1)
		qsort(out->duties, out->duties_count, sizeof(*out->duties),
		      duty_order);
	court_find(&ct);
	court_close(&ct);
}

void
verdict_release(struct verdict *v)
{
	free(v->classes);
	free(v->duties);
	free(v->findings);
	memset(v, 0, sizeof(*v));
}
