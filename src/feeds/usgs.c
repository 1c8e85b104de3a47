/*
 * USGS earthquakes, GeoJSON summary and query, .geojsonp too (API 1.14 and 2).
 * https://earthquake.usgs.gov/earthquakes/feed/v1.0/geojson.php
 *
 * - Coordinates are lon, lat, depth; depth may be null or negative, magnitude
 *   null or negative.  Digits past a 32-bit float are noise and are kept.
 * - The preferred id may change, and need not be first in "ids": the others
 *   are in `also`.
 * - "tsunami" 1 points at a site and is no tsunami warning: not read.
 * - Status was upper case once.  A deleted event may have lost its place.
 * - Events leave the list by age: one that does so before its time was deleted
 *   (FEED_RECENT).  The time is the feed's window (desk/feed.h).
 */
#include <math.h>
#include <string.h>
#include <strings.h>

#include "feeds/quake_row.h"
#include "feeds/readers.h"

struct word {
	const char *theirs, *ours;
};

/* Types of ComCat; others stay in their own word. */
static const struct word kinds[] = {
	{ "earthquake", QUAKE_KIND },
	{ "quarry blast", "采石爆破" },
	{ "quarry", "采石爆破" },
	{ "mining explosion", "采矿爆破" },
	{ "explosion", "爆炸" },
	{ "chemical explosion", "化学爆炸" },
	{ "accidental explosion", "意外爆炸" },
	{ "industrial explosion", "工业爆炸" },
	{ "experimental explosion", "试验爆炸" },
	{ "nuclear explosion", "核爆炸" },
	{ "mine collapse", "矿井塌陷" },
	{ "collapse", "塌陷" },
	{ "rock burst", "岩爆" },
	{ "induced or triggered event", "诱发地震" },
	{ "ice quake", "冰震" },
	{ "landslide", "滑坡" },
	{ "rockslide", "岩崩" },
	{ "rock slide", "岩崩" },
	{ "snow avalanche", "雪崩" },
	{ "volcanic eruption", "火山喷发" },
	{ "sonic boom", "音爆" },
	{ "meteorite", "陨石" },
	{ "acoustic noise", "声波干扰" },
	{ "other event", "其他震动" },
	{ "not reported", "未定震动" },
	{ NULL, NULL },
};

/* The loss PAGER estimates. */
static const char *const colours[] = { "red", "orange", "yellow", "green" };
enum { COLOURS = sizeof(colours) / sizeof(*colours) };

static const char *
kind_of(const char *type)
{
	for (const struct word *k = kinds; k->theirs; k++)
		if (strcasecmp(k->theirs, type) == 0)
			return k->ours;
	return type;
}

/* An unknown colour is for a person to judge. */
static int
level_of(const char *alert)
{
	for (int i = 0; i < COLOURS; i++)
		if (strcasecmp(colours[i], alert) == 0)
			return i + 1;
	return 0;
}

/* ",us7000abcd,ci4012,": all but the row's own id. */
static void
ids_read(struct feed_warning *w, const char *ids)
{
	char *id = NULL;
	size_t len;

	for (; *ids; ids += len) {
		ids += strspn(ids, ",");
		len = strcspn(ids, ",");
		feed_set(&id, ids, len < FEED_LINE_MAX ? len : FEED_LINE_MAX);
		if (id && strcmp(id, w->id) != 0)
			feed_push(&w->also, id);
	}
	feed_set(&id, NULL, 0);
}

/* lon, lat and perhaps a depth. */
static int
point_read(struct feed_warning *w, const json_t *feature,
           const struct jpath *at, struct err *err)
{
	struct jpath geometry_at = { .up = at, .key = "geometry" };
	struct jpath points_at = { .up = &geometry_at, .key = "coordinates" };
	struct jpath here = { .up = &points_at };
	const struct {
		double *value, min, max;
	} axes[] = {
		{ &w->lon, -180, 180 },
		{ &w->lat, -90, 90 },
		{ &w->depth_km, QUAKE_DEPTH_MIN, QUAKE_DEPTH_MAX },
	};
	const json_t *geometry = NULL, *points = NULL;

	if (json_get_object(feature, "geometry", &geometry, at, err))
		return -1;
	if (!geometry && w->change == FEED_CANCEL)
		return 0;
	if (json_need_array(geometry, "coordinates", &points, &geometry_at,
	                    err))
		return -1;
	for (; here.index < 3; here.index++)
		if (quake_value(json_array_get(points, here.index),
		                axes[here.index].min, axes[here.index].max,
		                axes[here.index].value, &here, err))
			return -1;
	if (isnan(w->lat) || isnan(w->lon))
		return json_fail(&points_at, err, "no place");
	return 0;
}

static int
properties_read(struct feed_warning *w, const json_t *p, const struct jpath *at,
                struct err *err)
{
	const char *status = "", *alert = "", *type = "earthquake", *ids = "";
	const char *place = NULL, *title = NULL, *url = NULL;

	if (quake_number(p, "mag", QUAKE_MAGNITUDE_MIN, QUAKE_MAGNITUDE_MAX,
	                 &w->magnitude, at, err) ||
	    quake_time_ms(p, "time", &w->occurred, at, err) ||
	    quake_time_ms(p, "updated", &w->sent, at, err) ||
	    json_get_string(p, "status", &status, at, err) ||
	    json_get_string(p, "alert", &alert, at, err) ||
	    json_get_string(p, "type", &type, at, err) ||
	    json_get_string(p, "ids", &ids, at, err) ||
	    json_get_string(p, "place", &place, at, err) ||
	    json_get_string(p, "title", &title, at, err) ||
	    json_get_string(p, "url", &url, at, err))
		return -1;
	feed_set(&w->kind, kind_of(type), FEED_LINE_MAX);
	feed_set(&w->severity, status, FEED_LINE_MAX);
	feed_set(&w->sender, "USGS", FEED_LINE_MAX);
	feed_set(&w->link, url, FEED_LINE_MAX);
	quake_named(w, title, place);
	ids_read(w, ids);
	w->level = level_of(alert);
	if (strcasecmp(status, "deleted") == 0)
		w->change = FEED_CANCEL;
	return 0;
}

static int
feature_read(struct feed_answer *out, const char *name, const json_t *feature,
             const struct jpath *at, struct err *err)
{
	struct jpath properties_at = { .up = at, .key = "properties" };
	const json_t *properties;
	struct feed_warning *w;
	const char *id;

	if (quake_word(feature, "id", &id, at, err) ||
	    json_need_object(feature, "properties", &properties, at, err))
		return -1;
	w = quake_add(out, id, name, err);
	if (!w || properties_read(w, properties, &properties_at, err))
		return -1;
	return point_read(w, feature, at, err);
}

/* The list is whole when it is as long as its head says. */
static int
head_read(struct feed_answer *out, const json_t *doc, size_t features,
          const struct jpath *root, struct err *err)
{
	struct jpath at = { .up = root, .key = "metadata" };
	int64_t count, status = 200, made = FEED_NO_TIME;
	const json_t *metadata;

	if (json_need_object(doc, "metadata", &metadata, root, err) ||
	    json_get_int(metadata, "status", 200, 200, &status, &at, err) ||
	    json_get_int(metadata, "generated", 0, INT64_MAX, &made, &at,
	                 err) ||
	    json_need_int(metadata, "count", 0, FEED_ROWS_MAX, &count, &at,
	                  err))
		return -1;
	feed_time_ms(&out->made, made);
	if ((size_t)count != features)
		return json_fail(&at, err, "count %zu beside %zu features",
		                 (size_t)count, features);
	return 0;
}

static int
collection_read(struct feed_answer *out, const char *name, const json_t *doc,
                struct err *err)
{
	struct jpath root = { .key = name };
	struct jpath type_at = { .up = &root, .key = "type" };
	struct jpath list_at = { .up = &root, .key = "features" };
	struct jpath at = { .up = &list_at };
	const json_t *features;
	const char *type;

	if (json_need_string(doc, "type", &type, &root, err))
		return -1;
	if (strcmp(type, "FeatureCollection") != 0)
		return json_fail(&type_at, err, "expected FeatureCollection");
	if (json_need_array(doc, "features", &features, &root, err) ||
	    head_read(out, doc, json_array_size(features), &root, err))
		return -1;
	for (; at.index < json_array_size(features); at.index++)
		if (feature_read(out, name, json_array_get(features, at.index),
		                 &at, err))
			return -1;
	return 0;
}

int
usgs_read(const char *name, const char *bytes, size_t len,
          struct feed_answer *out, struct err *err)
{
	json_t *doc = quake_parse(name, bytes, len, err);
	int rc;

	if (!doc)
		return -1;
	rc = collection_read(out, name, doc, err);
	json_decref(doc);
	return rc;
}
