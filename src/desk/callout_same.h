/*
 * One number in the lines of two targets of a call-out (同号): a household's,
 * an office's, a card kept twice.  Whoever dials it must know that it rings
 * where it rang before.  For the nouns of desk/ only.
 */
#ifndef DESK_CALLOUT_SAME_H
#define DESK_CALLOUT_SAME_H

#include "desk/callout.h"

/*
 * Sets same and same_ms of each target, about the next number of its line.  A
 * unit's own number that ends many lines is the same only when it has been
 * dialled for another target: a person's at once.
 */
int callout_mark_same(struct desk *d, int64_t id, struct callout_target *rows,
		      size_t count, struct err *err);

#endif
