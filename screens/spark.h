/*
 * A sparkline: numbers as one row of blocks between brackets, what they lie
 * between, and their unit; a number that is missing is a gap.
 *
 *	修订震级 [▁▄ █] 4.4~4.7 级
 *
 * Where the terminal cannot show blocks in one cell each, the eight heights
 * are ". : - = + * # @".  Pure; draws without allocating.
 */
#ifndef SCREENS_SPARK_H
#define SCREENS_SPARK_H

#include <stddef.h>

#include "screens/kit/canvas.h"

struct spark {
	const char *label, *unit;	/* tr()ed, borrowed; "" none */
	int decimals;			/* of what they lie between */
	const double *values;		/* oldest first; NAN: missing */
	size_t count;
};

enum { SPARK_HEIGHTS = 8 };

/* How many are not missing: below two there is nothing to see. */
size_t spark_known(const struct spark *s);

/*
 * The height of a value, 0 to SPARK_HEIGHTS - 1, where `low` is the lowest and
 * `high` the highest; in the middle when all are alike.
 */
int spark_height(double value, double low, double high);

/*
 * On one row of the region, from its left edge; the blocks start at column
 * `at`, so that several stand below each other.  When they do not fit, the
 * oldest are left out, and out of low and high too.
 */
void spark_draw(const struct spark *s, const struct region *r, int row,
		int at);

#endif
