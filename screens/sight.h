/*
 * What a page of one warning shows beside its text: the picture of where it is
 * (screens/bearing.h), and rows of numbers (screens/spark.h).  Of an earthquake
 * the magnitudes that sources gave it one after the other, and the greatest of
 * each day round it; of a fire the power of those round it.
 *
 * From SIGHT_WIDE columns on the picture stands to the right of the text; below
 * that it takes the rows under the first few of the text, once asked for.
 */
#ifndef SCREENS_SIGHT_H
#define SCREENS_SIGHT_H

#include <stdbool.h>
#include <stddef.h>

#include "desk/unit.h"
#include "desk/warning_picture.h"
#include "screens/bearing.h"
#include "screens/spark.h"

enum sight_asked {
	SIGHT_BY_WIDTH,		/* nothing yet */
	SIGHT_SHOWN,
	SIGHT_HIDDEN
};

enum { SIGHT_WIDE = 120, SIGHT_SPARKS = 2, SIGHT_UNIT = 64 };

/* All zero: nothing to show. */
struct sight {
	struct bearing picture;
	struct unit_place *units;
	size_t units_count;
	struct bearing_place *places;	/* names borrowed from units */
	struct feed_shape *shapes;
	size_t shapes_count;
	int64_t shapes_seq;		/* of the message they are from */
	struct spark sparks[SIGHT_SPARKS];
	double *values[SIGHT_SPARKS];
	char units_text[SIGHT_SPARKS][SIGHT_UNIT];
	size_t sparks_count;
	enum sight_asked asked;		/* of the picture */
};

/* Of a warning and its messages, newest first.  What it held is kept when it
 * fails. */
int sight_read(struct sight *s, struct desk *d, const struct warning *w,
	       const struct warning_message *messages, size_t count,
	       struct err *err);
void sight_release(struct sight *s);

/* Show the picture where it is not, and the other way round; cols: of the area
 * it is drawn on. */
void sight_turn(struct sight *s, int cols);

/* What is left of the area for the text; only its size counts, so the canvas
 * may be NULL. */
struct region sight_text(const struct sight *s, const struct region *area);
/* All but the text. */
void sight_draw(const struct sight *s, const struct region *area);

#endif
