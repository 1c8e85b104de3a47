/*
 * A FRONT (plan.h) in hand: changed part by part, whole and valid after each.
 * Pure; plan_set_front() saves its text.
 *
 * doc is what is there as JSON, front the same as read.  A change that would
 * leave something invalid changes nothing, and its error has the JSON pointer
 * of what is wrong.
 */
#ifndef DESK_PLAN_EDIT_H
#define DESK_PLAN_EDIT_H

#include "desk/plan.h"

enum plan_part {
	PLAN_HEAD,		/* title, category, dates, kinds: one, i 0 */
	PLAN_LEVEL,
	PLAN_STEP
};

struct plan_edit {
	json_t *doc;
	struct plan_front front;
};

/* From FRONT as text.  A zeroed one may be released. */
int plan_edit_open(struct plan_edit *e, const char *text, struct err *err);
void plan_edit_release(struct plan_edit *e);

/* How many there are of a kind of part. */
size_t plan_edit_count(const struct plan_edit *e, enum plan_part part);
/* The part as JSON, borrowed; of PLAN_HEAD the whole.  NULL: none. */
const json_t *plan_edit_part(const struct plan_edit *e, enum plan_part part,
			     size_t i);
/*
 * Part i is o from now on, or (i is the count) o is a further one, at the end;
 * o is taken.  A head is the members that o has, the other head members go.  A
 * level that has another number takes its steps with it; a step without an id
 * is given one.
 */
int plan_edit_put(struct plan_edit *e, enum plan_part part, size_t i,
		  json_t *o, struct err *err);
/* A level goes with the steps that are on no other. */
int plan_edit_drop(struct plan_edit *e, enum plan_part part, size_t i,
		   struct err *err);
size_t plan_edit_steps_only(const struct plan_edit *e, int level);
/* Up (-1) or down (1) among its kind; false: it is at that end. */
bool plan_edit_move(struct plan_edit *e, enum plan_part part, size_t i,
		    int step);

#endif
