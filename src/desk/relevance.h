/*
 * Does a warning concern this county, and how?  A pure function of the
 * warning, of where the desk is and of what its feed is set to.
 *
 * By code first (GB/T 2260: the county's own, its city's, its province's, the
 * state's, those that share its first four digits), then by shape, then by
 * distance: an earthquake within the distance at which its magnitude is felt,
 * a fire within the fire distance, any other point within the feed's own.
 */
#ifndef DESK_RELEVANCE_H
#define DESK_RELEVANCE_H

#include <stdbool.h>
#include <stdint.h>

#include "feeds/feed.h"

/* In falling order of how much it concerns us. */
enum warning_near {
	WARNING_OWN,		/* names this county, or covers its seat */
	WARNING_WITHIN,		/* by distance */
	WARNING_ABOVE,		/* city, province or state: whether it covers
				 * us is for a person to confirm */
	WARNING_NEIGHBOUR,
	WARNING_FAR,		/* none of these: not kept */
	WARNING_NEARS
};
const char *warning_near_code(enum warning_near n);	/* "own" */
const char *warning_near_label(enum warning_near n);	/* N_("本县") */
int warning_near_find(const char *code);		/* -1: none */

struct place {
	char adcode[8];		/* "141181" */
	char name[64];		/* "孝义": what a text calls it */
	double lat, lon;	/* of the seat; NAN: not set */
};

bool place_same(const struct place *a, const struct place *b);

/* What of a feed is wanted. */
struct relevance {
	int level;		/* floor: 4 takes all, 2 red and orange; what
				 * has no level passes */
	double magnitude;	/* floor of earthquakes */
	int radius_percent;	/* of the distance at which it is felt */
	int km;			/* of fires and other points; 0: none */
	bool neighbours;
};

/* *metres: from the seat; -1 unknown.  What is on trial or private is far. */
enum warning_near relevance_of(const struct feed_warning *w,
			       const struct place *at,
			       const struct relevance *want, int64_t *metres);

#endif
