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
 * Where `to` is as one sees it from `from`: km to the east and to the north,
 * as far and in the direction that geo_km() and geo_bearing() say.  0, 0 when
 * they are one place; NAN when either is not known.
 */
struct geo_offset {
	double east, north;
};
struct geo_offset geo_offset(struct geo from, struct geo to);

/* Where one comes to along the great circle that sets out at that bearing. */
struct geo geo_travel(struct geo from, double bearing, double km);

/*
 * The point `part` (0 to 1) of the way along an edge of a shape, edge being
 * below shape->count: from that corner of a polygon to the next, straight on
 * the map as below.  A circle has one edge, its rim from the north over east.
 */
struct geo geo_on_edge(const struct feed_shape *shape, size_t edge,
		       double part);

/*
 * From a place to a warning's polygon or circle; 0 inside and on its edge.
 *
 * An edge goes the short way round, so a polygon may lie across longitude 180;
 * none holds a pole.  Its edges are straight on the map, not great circles.
 */
double geo_km_to_shape(struct geo p, const struct feed_shape *shape);

#endif
