/*
 * The list of the China Earthquake Networks Center (中国地震台网) as relayed by
 * Wolfx: https://api.wolfx.jp/cenc_eqlist.json and the frames of its WebSocket.
 *
 * - One object of members "No1" .. "No50", beside members that are no objects
 *   ("md5", which changes with the content, "type"): those are no rows.
 * - Every number is text; intensity may be "", an unknown depth is "0".
 * - Times are UTC+8.  The time in an EventID may be minutes off: never read.
 * - A reviewed row comes with another EventID than the automatic one.
 * - The list is never empty: only a heartbeat frame says nothing.
 */
#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "feeds/quake_row.h"
#include "feeds/readers.h"

#define WHEN "Y-M-D h:m:s"

static int
row_read(struct feed_answer *out, const char *name, const json_t *o,
         const struct jpath *at, struct err *err)
{
	const char *id, *type, *place = NULL, *location = NULL;
	struct feed_warning *w;

	if (quake_word(o, "EventID", &id, at, err) ||
	    quake_word(o, "type", &type, at, err) ||
	    json_get_string(o, "placeName", &place, at, err) ||
	    json_get_string(o, "location", &location, at, err))
		return -1;
	w = quake_add(out, id, name, err);
	if (!w || quake_place(w, o, "latitude", "longitude", at, err) ||
	    quake_size(w, o, "magnitude", "depth", at, err) ||
	    quake_time(o, "time", WHEN, CIVIL_SHANGHAI, &w->occurred, at,
	               err) ||
	    quake_time(o, "ReportTime", WHEN, CIVIL_SHANGHAI, &w->sent, at,
	               err))
		return -1;
	if (w->depth_km == 0)
		w->depth_km = NAN;
	feed_set(&w->severity, type, FEED_LINE_MAX);
	feed_set(&w->sender, "中国地震台网", FEED_LINE_MAX);
	quake_named(w, place, location ? location : place);
	quake_intensity(w, "最大烈度", json_object_get(o, "intensity"));
	return 0;
}

static int
list_read(struct feed_answer *out, const char *name, json_t *doc,
          struct err *err)
{
	struct jpath root = { .key = name };
	const char *key, *text = NULL;
	json_t *value;

	if (json_get_string(doc, "md5", &text, &root, err))
		return -1;
	feed_set(&out->tag, text, FEED_LINE_MAX);
	json_object_foreach(doc, key, value)
	{
		struct jpath at = { .up = &root, .key = key };

		if (json_is_object(value) &&
		    row_read(out, name, value, &at, err))
			return -1;
	}
	text = json_string_value(json_object_get(doc, "type"));
	if (out->count == 0 && !(text && strcmp(text, "heartbeat") == 0))
		return json_fail(&root, err, "no rows");
	return 0;
}

int
cenc_read(const char *name, const char *bytes, size_t len,
          struct feed_answer *out, struct err *err)
{
	json_t *doc = quake_parse(name, bytes, len, err);
	int rc;

	if (!doc)
		return -1;
	rc = list_read(out, name, doc, err);
	json_decref(doc);
	return rc;
}
