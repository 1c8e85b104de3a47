/*
 * Whom an incident at a unit of the roster proposes to tell, on one line: the
 * unit, its parent, its town and its regulators, those who have answered a
 * call about it ticked.  `P` dials them (screens/voices.h).
 */
#ifndef SCREENS_TELL_H
#define SCREENS_TELL_H

#include "desk/contact.h"
#include "screens/kit/canvas.h"

struct incident;

struct tell_row {
	char *name;			/* the short one, where there is one */
	char number[PHONE_TEXT];	/* the first to try; "" none */
	bool answered;
};

struct tell {
	struct tell_row *rows;
	size_t count;			/* 0: the unit is in no roster */
};

/* out may be released after a failure, too, and a zeroed one. */
int tell_read(struct desk *d, const struct incident *in, struct tell *out,
	      struct err *err);
void tell_release(struct tell *t);
/* The line: the numbers of as many as fit into so many columns, from the
 * first on, not of those that answered.  Names that do not fit are cut by who
 * draws it. */
void tell_text(struct buf *out, const struct tell *t, int cols);
void tell_draw(const struct tell *t, const struct region *r, int row);

#endif
