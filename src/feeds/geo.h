/*
 * Places as feeds write them: GeoRSS "lat lon", GeoJSON (RFC 7946) [lon, lat].
 */
#ifndef FEEDS_GEO_H
#define FEEDS_GEO_H

#include <jansson.h>
#include <stdbool.h>

#include "feeds/feed.h"

/* At most n numbers between blanks and commas, each from -360 to 360; how many
 * there were, -1 when there is anything else.  NULL has none. */
int geo_numbers(double *out, int n, const char *s);

/* "lat lon" or "lat,lon" to the row's place; false when it is none. */
bool geo_point(struct feed_warning *w, const char *s);

/*
 * A GeoJSON geometry: a Point to the row's place, the outer rings of a Polygon
 * or a MultiPolygon to its shapes.  What is none of these, or broken, is left
 * out: the row stands without it.
 */
void geo_json(struct feed_warning *w, const json_t *geometry);

#endif
