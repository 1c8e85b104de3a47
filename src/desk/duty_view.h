/* Duties as the incident lists need them.  For the nouns of desk/ only. */
#ifndef DESK_DUTY_VIEW_H
#define DESK_DUTY_VIEW_H

#include "desk/docket.h"

struct duty_counts {
	int open, overdue;		/* ours: not yet and past due */
	int64_t next_due;		/* the soonest of both; 0: none */
};

/* Of one open incident at `now`: from the view, or judged when time alone
 * has brought a new duty (k->next_ms has passed). */
int duty_count(struct desk *d, const struct docket *k, int64_t now,
	       struct duty_counts *out, struct err *err);

#endif
