#include "feeds/geo.h"

#include <math.h>
#include <string.h>

#include "base/buf.h"

int
geo_numbers(double *out, int n, const char *s)
{
	static const char separators[] = " ,\t\r\n";
	char text[32];
	int count = 0;

	if (!s)
		return 0;
	for (s += strspn(s, separators); *s; s += strspn(s, separators)) {
		const size_t len = strcspn(s, separators);

		if (count == n || len >= sizeof(text))
			return -1;
		memcpy(text, s, len);
		text[len] = '\0';
		if (!feed_number(&out[count++], text, -360, 360))
			return -1;
		s += len;
	}
	return count;
}

bool
geo_point(struct feed_warning *w, const char *s)
{
	double at[2];

	return geo_numbers(at, 2, s) == 2 && feed_lat_lon(w, at[0], at[1]);
}

static bool
position(const json_t *v, double *lat, double *lon)
{
	const json_t *x = json_array_get(v, 0), *y = json_array_get(v, 1);

	if (!json_is_number(x) || !json_is_number(y))
		return false;
	*lon = json_number_value(x);
	*lat = json_number_value(y);
	return fabs(*lat) <= 90 && fabs(*lon) <= 180;
}

static void
ring(struct feed_warning *w, const json_t *points)
{
	struct buf text = BUF_INIT;
	double lat, lon;
	json_t *p;
	size_t i;

	json_array_foreach(points, i, p)
	{
		if (!position(p, &lat, &lon))
			break;
		buf_fmt(&text, "%.10f,%.10f ", lat, lon);
	}
	if (i == json_array_size(points))
		(void)feed_polygon(w, text.s);
	buf_release(&text);
}

void
geo_json(struct feed_warning *w, const json_t *geometry)
{
	const char *type = json_string_value(json_object_get(geometry, "type"));
	const json_t *c = json_object_get(geometry, "coordinates");
	double lat, lon;
	json_t *polygon;
	size_t i;

	if (!type)
		return;
	if (strcmp(type, "Point") == 0 && position(c, &lat, &lon)) {
		(void)feed_lat_lon(w, lat, lon);
	} else if (strcmp(type, "Polygon") == 0) {
		ring(w, json_array_get(c, 0));
	} else if (strcmp(type, "MultiPolygon") == 0) {
		json_array_foreach(c, i, polygon)
			ring(w, json_array_get(polygon, 0));
	}
}
