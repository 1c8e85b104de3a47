#include "feeds/feed.h"

#include <math.h>

#include "base/civil.h"
#include "base/json.h"

static const char *const statuses[] = { "actual", "exercise", "test",
	                                "private" };
static const char *const changes[] = { "alert", "update", "cancel" };

static void
put_string(struct buf *out, const char *key, const char *s)
{
	buf_fmt(out, ", \"%s\": ", key);
	if (s)
		json_write_string(out, s);
	else
		buf_str(out, "null");
}

static void
put_time(struct buf *out, const char *key, const struct feed_time *t)
{
	char text[CIVIL_TEXT];

	put_string(out, key,
	           t->ms == FEED_NO_TIME
	                   ? NULL
	                   : civil_rfc3339(text, t->ms, t->offset));
}

/* A number as short as it reads back: 28.59, not 28.590000000000000. */
static void
put_double(struct buf *out, double v)
{
	buf_fmt(out, "%.10g", v);
}

static void
put_number(struct buf *out, const char *key, double v)
{
	buf_fmt(out, ", \"%s\": ", key);
	if (isnan(v))
		buf_str(out, "null");
	else
		put_double(out, v);
}

static void
put_strings(struct buf *out, const char *key, const struct feed_strings *list)
{
	buf_fmt(out, ", \"%s\": [", key);
	for (size_t i = 0; i < list->count; i++) {
		buf_str(out, i ? ", " : "");
		json_write_string(out, list->s[i]);
	}
	buf_byte(out, ']');
}

static void
put_point(struct buf *out, const double at[2])
{
	put_double(out, at[0]);
	buf_str(out, ", ");
	put_double(out, at[1]);
}

static void
put_polygons(struct buf *out, const struct feed_warning *w)
{
	const char *before = ", \"polygons\": [[";

	for (size_t i = 0; i < w->shapes_count; i++) {
		const struct feed_shape *shape = &w->shapes[i];

		if (shape->count == 1)
			continue;
		buf_str(out, before);
		for (size_t k = 0; k < shape->count; k++) {
			buf_str(out, k ? ", [" : "[");
			put_point(out, shape->at[k]);
			buf_byte(out, ']');
		}
		buf_byte(out, ']');
		before = ", [";
	}
	if (before[2] == '[')
		buf_byte(out, ']');
}

/* Each as [lat, lon, km]. */
static void
put_circles(struct buf *out, const struct feed_warning *w)
{
	const char *before = ", \"circles\": [[";

	for (size_t i = 0; i < w->shapes_count; i++) {
		const struct feed_shape *shape = &w->shapes[i];

		if (shape->count > 1)
			continue;
		buf_str(out, before);
		put_point(out, shape->at[0]);
		buf_str(out, ", ");
		put_double(out, shape->radius_km);
		buf_byte(out, ']');
		before = ", [";
	}
	if (before[2] == '[')
		buf_byte(out, ']');
}

void
feed_warning_json(struct buf *out, const struct feed_format *f,
                  const struct feed_warning *w)
{
	buf_fmt(out, "{\"format\": \"%s\"", f->code);
	put_string(out, "id", w->id);
	put_string(out, "condition", w->condition);
	put_string(out, "kind", w->kind);
	buf_fmt(out, ", \"level\": %d", w->level);
	put_string(out, "status", statuses[w->status]);
	put_string(out, "change", changes[w->change]);
	put_time(out, "sent", &w->sent);
	put_time(out, "effective", &w->effective);
	put_time(out, "expires", &w->expires);
	put_string(out, "headline", w->headline);
	put_string(out, "text", w->text);
	put_string(out, "sender", w->sender);
	put_strings(out, "areas", &w->areas);
	put_strings(out, "adcodes", &w->adcodes);
	put_number(out, "lat", w->lat);
	put_number(out, "lon", w->lon);
	put_number(out, "magnitude", w->magnitude);
	put_number(out, "depth_km", w->depth_km);
	put_strings(out, "references", &w->references);
	if (w->also.count)
		put_strings(out, "also", &w->also);
	if (w->geocodes.count)
		put_strings(out, "geocodes", &w->geocodes);
	put_polygons(out, w);
	put_circles(out, w);
	if (w->occurred.ms != FEED_NO_TIME)
		put_time(out, "occurred", &w->occurred);
	if (w->severity)
		put_string(out, "severity", w->severity);
	if (w->link)
		put_string(out, "link", w->link);
	buf_byte(out, '}');
}
