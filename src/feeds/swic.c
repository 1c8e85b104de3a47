/*
 * swic: the WMO's Severe Weather Information Centre, its list
 * (severeweather.wmo.int/v2/json/wmo_all.json, items[]) and its WFS view
 * (GeoJSON, features[]).
 *
 * id is the path of the message's CAP, which link gives whole; the list's own
 * id, where it has one, stands in `also`.  The path begins with the country,
 * told as the code "ISO:IN".  Of China the list's id begins with the code of
 * the place, and condition is that and the kind; else condition is id: nothing
 * else tells two messages of one warning.
 *
 * Times without a zone are UTC.  The list is a rolling archive with what has
 * expired: its rows are all given, and lacking one is no end.
 */
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/tr.h"
#include "feeds/cap_parts.h"
#include "feeds/china.h"
#include "feeds/geo.h"
#include "feeds/readers.h"

#define CAP_FOLDER "https://severeweather.wmo.int/v2/cap-alerts/"

/* "2026-08-26 06:57:28" (UTC) or with its zone; "" is none. */
static int
row_time(struct feed_time *out, const json_t *row, const char *key,
         const struct jpath *at, struct err *err)
{
	const struct jpath here = { .up = at, .key = key };
	const char *s = "";

	if (json_get_string(row, key, &s, at, err))
		return -1;
	if (!*s || feed_time(out, s, "Y-M-D h:m:s", 0) ||
	    feed_time(out, s, "Y-M-DTh:m:sfz", 0))
		return 0;
	return json_fail(&here, err, tr("%s 不是“%s”的值"), s, key);
}

/* The rank s; one that is unknown is left to a person. */
static int
set_level(struct feed_warning *w, const json_t *row, const struct jpath *at,
          struct err *err)
{
	static const char *const words[] = { "Unknown", "Minor", "Moderate",
		                             "Severe", "Extreme" };
	const int64_t known = sizeof(words) / sizeof(*words);
	int64_t s;

	if (json_need_int(row, "s", 0, 99, &s, at, err))
		return -1;
	if (s < known) {
		feed_set(&w->severity, words[s], FEED_LINE_MAX);
		w->level = cap_severity_level(words[s]);
	}
	return 0;
}

static int
set_path(struct feed_warning *w, const json_t *row, const char *name,
         const struct jpath *at, struct err *err)
{
	static const char *const keys[] = { "url", "capURL", "capurl" };
	struct buf s = BUF_INIT;
	const char *path = NULL;

	for (size_t i = 0; !path && i < sizeof(keys) / sizeof(*keys); i++)
		if (json_get_string(row, keys[i], &path, at, err))
			return -1;
	if (!path || !*path)
		return json_fail(at, err, tr("缺少“%s”"), "url");
	if (cap_id(w, path, name, err))
		return -1;
	if (strlen(path) > 3 && path[2] == '-') {
		buf_fmt(&s, "ISO:%c%c", path[0] & ~0x20, path[1] & ~0x20);
		feed_push(&w->geocodes, s.s);
		buf_clear(&s);
	}
	buf_fmt(&s, "%s%s", strstr(path, "://") ? "" : CAP_FOLDER, path);
	feed_set(&w->link, s.s, FEED_LINE_MAX);
	buf_release(&s);
	return 0;
}

static int
need_text(const json_t *row, const char *key, const char **out,
          const struct jpath *at, struct err *err)
{
	if (json_need_string(row, key, out, at, err))
		return -1;
	return **out ? 0 : json_fail(at, err, tr("缺少“%s”"), key);
}

/* The members have one name in both, but for areaDesc and areadesc. */
static int
read_row(const json_t *row, const json_t *geometry, const char *name,
         const struct jpath *at, struct feed_answer *out, struct err *err)
{
	const char *event, *sent, *headline = NULL, *areas = NULL, *id = "";
	struct feed_warning *w = feed_add(out, name, err);

	if (!w || set_path(w, row, name, at, err) ||
	    set_level(w, row, at, err) ||
	    need_text(row, "event", &event, at, err) ||
	    need_text(row, "sent", &sent, at, err) ||
	    json_get_string(row, "headline", &headline, at, err) ||
	    json_get_string(row, "areaDesc", &areas, at, err) ||
	    json_get_string(row, "areadesc", &areas, at, err) ||
	    json_get_string(row, "id", &id, at, err) ||
	    row_time(&w->sent, row, "sent", at, err) ||
	    row_time(&w->effective, row, "effective", at, err) ||
	    row_time(&w->expires, row, "expires", at, err))
		return -1;
	feed_set(&w->kind, event, FEED_LINE_MAX);
	feed_set(&w->headline, headline && *headline ? headline : event,
	         FEED_LINE_MAX);
	if (areas)
		cap_push_areas(w, areas);
	feed_push(&w->also, id);
	if (cap_says_over(w->headline))
		w->change = FEED_CANCEL;
	geo_json(w, geometry);
	if (china_id(id)) {
		china_title(w, w->headline);
		china_finish(w, id);
	} else {
		feed_set(&w->condition, w->id, FEED_LINE_MAX);
	}
	cap_any_kind(w); /* a Chinese title may name none */
	return 0;
}

/* A count beside a list of another length: what came is not all. */
static int
check_count(const json_t *root, const json_t *features, const struct jpath *at,
            struct err *err)
{
	int64_t n = (int64_t)json_array_size(features);
	int64_t told = n;

	if (json_get_int(root, "numberReturned", 0, INT32_MAX, &told, at, err))
		return -1;
	if (told != n)
		return json_fail(at, err, tr("应有 %d 条，实有 %d 条"),
		                 (int)told, (int)n);
	return 0;
}

static int
read_features(const json_t *root, const struct jpath *at,
              struct feed_answer *out, struct err *err)
{
	const json_t *features, *properties;
	json_t *f;
	size_t i;

	if (json_need_array(root, "features", &features, at, err) ||
	    check_count(root, features, at, err) ||
	    row_time(&out->made, root, "timeStamp", at, err))
		return -1;
	json_array_foreach(features, i, f)
	{
		const struct jpath list = { .up = at, .key = "features" };
		const struct jpath here = { .up = &list, .index = i };

		if (json_need_object(f, "properties", &properties, &here,
		                     err) ||
		    read_row(properties, json_object_get(f, "geometry"),
		             at->key, &here, out, err))
			return -1;
	}
	return 0;
}

static int
read_items(const json_t *root, const struct jpath *at, struct feed_answer *out,
           struct err *err)
{
	const json_t *items;
	json_t *item;
	size_t i;

	if (json_need_array(root, "items", &items, at, err))
		return -1;
	json_array_foreach(items, i, item)
	{
		const struct jpath list = { .up = at, .key = "items" };
		const struct jpath here = { .up = &list, .index = i };

		if (read_row(item, NULL, at->key, &here, out, err))
			return -1;
	}
	return 0;
}

FEED_READER(swic)
{
	const struct jpath at = { .key = name_ };
	json_t *root = json_parse(bytes, len, name_, err);
	int rc;

	if (!root)
		return -1;
	rc = json_object_get(root, "features")
	             ? read_features(root, &at, out, err)
	             : read_items(root, &at, out, err);
	json_decref(root);
	return rc;
}
