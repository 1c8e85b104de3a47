/*
 * Where something happened, as a small picture: our own seat in the middle,
 * north above, two rings of distance with their kilometres, the event with its
 * direction and distance, the outline of what it covers, and the places round
 * it by name.
 *
 *	       ...北....
 *	     ...       ...
 *	    .   .......   .
 *	   .   ..     ..   X东北偏东 9 km
 *	   .   .   @县城   .
 *	   .   ..     ..   .
 *	    .   .5 km..   .
 *	     ...       ...
 *	       ..10 km..
 *
 * Everything is as far and in the direction in which it lies from the seat
 * along the great circle (an azimuthal equidistant map), so it is right at any
 * latitude and across longitude 180.  A cell is twice as high as wide.
 *
 * Pure; draws without allocating.  Where the terminal has no such characters,
 * or not in one cell each, they are ASCII.
 */
#ifndef SCREENS_BEARING_H
#define SCREENS_BEARING_H

#include <stdbool.h>
#include <stddef.h>

#include "desk/geo.h"
#include "screens/kit/canvas.h"

struct bearing_place {
	struct geo at;
	const char *name;	/* borrowed */
	bool town;		/* another mark than other units */
};

struct bearing {
	struct geo seat, event;		/* NAN: not known */
	const char *seat_name;		/* borrowed; tr()ed */
	enum role role;			/* of the event */
	const struct feed_shape *shapes;
	size_t shapes_count;
	const struct bearing_place *places;	/* first ones first */
	size_t places_count;
};

/* Is there a seat, and something to show in its direction? */
bool bearing_known(const struct bearing *b);

/* The outer ring, km: the first of 5, 10, 20, 50 ... 20000 that is not less
 * than km; the last of them for what is further. */
double bearing_scale(double km);

/* The outer ring of this picture. */
double bearing_reach(const struct bearing *b);

enum { BEARING_ROWS = 8, BEARING_COLS = 20 };	/* less shows nothing */

/* Over the whole region; nothing when bearing_known() says no, or where the
 * region is too small. */
void bearing_draw(const struct bearing *b, const struct region *r);

#endif
