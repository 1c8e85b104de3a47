/*
 * Places on the globe: how far, which way, inside or not.  Pure.
 *
 * A sphere of the mean earth radius: off by at most 0.5 % against WGS-84.
 * Degrees; a place with NAN in it is far from everything.
 */
#ifndef DESK_GEO_H
#define DESK_GEO_H

#include "feeds/feed.h"

struct geo {
	double lat, lon;
};

/* Along the great circle. */
double geo_km(struct geo a, struct geo b);

/* Degrees from north over east, 0 up to 360, in which `to` is seen; both places
 * are known, and not one. */
double geo_bearing(struct geo from, struct geo to);
/* One of sixteen, "东北偏东"; N_(). */
const char *geo_direction(double bearing);

/*
 * From a place to a warning's polygon or circle; 0 inside and on its edge.
 *
 * An edge goes the short way round, so a polygon may lie across longitude 180;
 * none holds a pole.  Its edges are straight on the map, not great circles.
 */
double geo_km_to_shape(struct geo p, const struct feed_shape *shape);

#endif
