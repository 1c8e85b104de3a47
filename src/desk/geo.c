#include "desk/geo.h"

#include <math.h>

#include "base/tr.h"

#define EARTH_KM 6371.0088
#define RADIANS (3.14159265358979323846 / 180)

/* Closer to an edge than this is on it. */
#define ON_EDGE_KM 1e-6

/* clang-format off */
static const char *const directions[] = {
	N_("北"), N_("东北偏北"), N_("东北"), N_("东北偏东"),
	N_("东"), N_("东南偏东"), N_("东南"), N_("东南偏南"),
	N_("南"), N_("西南偏南"), N_("西南"), N_("西南偏西"),
	N_("西"), N_("西北偏西"), N_("西北"), N_("西北偏北"),
};
/* clang-format on */

enum { DIRECTIONS = sizeof(directions) / sizeof(*directions) };

double
geo_km(struct geo a, struct geo b)
{
	double y = sin((b.lat - a.lat) / 2 * RADIANS);
	double x = sin((b.lon - a.lon) / 2 * RADIANS);
	double h = y * y + cos(a.lat * RADIANS) * cos(b.lat * RADIANS) * x * x;

	return 2 * EARTH_KM * asin(sqrt(h > 1 ? 1 : h));
}

double
geo_bearing(struct geo from, struct geo to)
{
	double lon = (to.lon - from.lon) * RADIANS;
	double y = sin(lon) * cos(to.lat * RADIANS);
	double x = cos(from.lat * RADIANS) * sin(to.lat * RADIANS) -
	           sin(from.lat * RADIANS) * cos(to.lat * RADIANS) * cos(lon);

	return fmod(atan2(y, x) / RADIANS + 360, 360);
}

struct geo_offset
geo_offset(struct geo from, struct geo to)
{
	double km = geo_km(from, to);
	double bearing = geo_bearing(from, to) * RADIANS;

	return (struct geo_offset){ km * sin(bearing), km * cos(bearing) };
}

struct geo
geo_travel(struct geo from, double bearing, double km)
{
	double lat = from.lat * RADIANS, way = bearing * RADIANS;
	double arc = km / EARTH_KM;
	double up = sin(lat) * cos(arc) + cos(lat) * sin(arc) * cos(way);
	double y = sin(way) * sin(arc) * cos(lat);
	double x = cos(arc) - sin(lat) * up;
	double lon = from.lon + atan2(y, x) / RADIANS;

	return (struct geo){ asin(fmin(fmax(up, -1), 1)) / RADIANS,
		             remainder(lon, 360) };
}

const char *
geo_direction(double bearing)
{
	double step = floor(bearing * DIRECTIONS / 360 + 0.5);

	return directions[(int)step % DIRECTIONS];
}

/* ---- shapes ---- */

/* The map as the place sees it: degrees east and north of it. */
struct point {
	double x, y;
};

/* The short way round, in degrees. */
static double
short_way(double lon)
{
	return remainder(lon, 360);
}

struct geo
geo_on_edge(const struct feed_shape *shape, size_t edge, double part)
{
	const double *a = shape->at[edge];
	const double *b = shape->at[(edge + 1) % shape->count];
	struct geo corner = { a[0], a[1] };

	if (shape->count == 1)
		return geo_travel(corner, 360 * part, shape->radius_km);
	return (struct geo){ a[0] + part * (b[0] - a[0]),
		             a[1] + part * short_way(b[1] - a[1]) };
}

static double
km_to_point(struct geo p, struct point at)
{
	return geo_km(p, (struct geo){ p.lat + at.y, p.lon + at.x });
}

/* Of the edge from a to b the point next to the place. */
static struct point
edge_nearest(struct geo p, struct point a, struct point b)
{
	double wide = cos(p.lat * RADIANS);
	double dx = (b.x - a.x) * wide, dy = b.y - a.y;
	double square = dx * dx + dy * dy;
	double t = square > 0 ? -(a.x * wide * dx + a.y * dy) / square : 0;

	t = fmin(fmax(t, 0), 1);
	return (struct point){ a.x + t * (b.x - a.x), a.y + t * (b.y - a.y) };
}

/* Does the ray to the east of the place cross the edge? */
static bool
edge_crossed(struct point a, struct point b)
{
	if ((a.y > 0) == (b.y > 0))
		return false;
	return a.x - a.y * (b.x - a.x) / (b.y - a.y) > 0;
}

/*
 * The outline is unrolled from its first corner, so it is met once as it lies
 * and once each a turn of the globe to the east and to the west.
 */
static double
km_to_polygon(struct geo p, const struct feed_shape *shape)
{
	const double *first = shape->at[0], *last = first;
	bool inside[3] = { false, false, false };
	double best = INFINITY;
	struct point a = { short_way(first[1] - p.lon), first[0] - p.lat };

	for (size_t i = 1; i <= shape->count; i++) {
		const double *at = i < shape->count ? shape->at[i] : first;
		struct point b = { a.x + short_way(at[1] - last[1]),
			           at[0] - p.lat };

		for (int turn = 0; turn < 3; turn++) {
			struct point from = { a.x + 360 * (turn - 1), a.y };
			struct point to = { b.x + 360 * (turn - 1), b.y };
			double km = km_to_point(p, edge_nearest(p, from, to));

			if (km < best)
				best = km;
			if (edge_crossed(from, to))
				inside[turn] = !inside[turn];
		}
		a = b;
		last = at;
	}
	if (inside[0] || inside[1] || inside[2] || best < ON_EDGE_KM)
		return 0;
	return best;
}

double
geo_km_to_shape(struct geo p, const struct feed_shape *shape)
{
	struct geo centre = { shape->at[0][0], shape->at[0][1] };
	double km;

	if (shape->count > 1)
		return km_to_polygon(p, shape);
	km = geo_km(p, centre) - shape->radius_km;
	return km > ON_EDGE_KM ? km : isnan(km) ? INFINITY : 0;
}
