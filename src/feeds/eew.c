/*
 * Earthquake early warnings (地震预警) relayed by Wolfx, one event an answer:
 * https://api.wolfx.jp/{cenc,sc,fj,cq,cwa,jma}_eew.json and WebSocket frames;
 * and the list of the institute in Chengdu (ICL):
 * https://mobile-new.chinaeew.cn/v1/earlywarnings
 *
 * - The address answers the last event for ever: a row expires ten minutes
 *   after its origin.  A heartbeat frame is the empty answer.
 * - The magnitude is "Magunitude" in most; jma has names of its own for the
 *   place, the report's number and its time.
 * - Times are UTC+8; jma writes slashes and means UTC+9.
 * - ID is text or a number, of the message or of the event; EventID is the
 *   event's, in sc with "_n" of report n behind.  The row's id is the event's
 *   with the report's number, its condition the event's.
 * - A cancel may have lost everything but its ids and its time.
 * - ICL's ids are numbers of two series, so they get its name before them; it
 *   is no official source and never shown as one.
 */
#include <inttypes.h>
#include <string.h>

#include "base/civil.h"
#include "feeds/quake_row.h"
#include "feeds/readers.h"

#define LASTS (10 * CIVIL_MINUTE)
#define REPORTS_MAX 1000000
#define JAPAN (9 * 60)

struct agency {
	const char *type, *sender, *intensity;
};

static const struct agency agencies[] = {
	{ "cenc_eew", "中国地震台网", "最大烈度" },
	{ "sc_eew", "四川省地震局", "最大烈度" },
	{ "fj_eew", "福建省地震局", "最大烈度" },
	{ "cq_eew", "重庆市地震局", "最大烈度" },
	{ "cwa_eew", "台湾气象部门", "最大震度" },
	{ "jma_eew", "日本气象厅", "最大震度" },
	{ NULL, NULL, "最大烈度" },
};

/* The spelling that is there. */
static const char *
either(const json_t *o, const char *one, const char *other)
{
	return json_object_get(o, one) ? one : other;
}

static bool
has_slashes(const json_t *o)
{
	const char *key = either(o, "ReportTime", "AnnouncedTime");
	const char *time = json_string_value(json_object_get(o, key));

	return time && strchr(time, '/');
}

/* Frames name it; else two of them are known by their form. */
static const struct agency *
agency_of(const json_t *o)
{
	const char *type = json_string_value(json_object_get(o, "type"));
	const struct agency *a = agencies;

	if (!type && has_slashes(o))
		type = "jma_eew";
	else if (!type && !json_object_get(o, "EventID"))
		type = "cwa_eew";
	while (a->type && (!type || strcmp(a->type, type) != 0))
		a++;
	return a;
}

/* The event's id without "_n"; the message's own is in `also` if it is text. */
static int
event_id(struct buf *out, const char **message, const json_t *o,
         const struct jpath *at, struct err *err)
{
	const json_t *number = json_object_get(o, "ID");
	const char *event = "", *mark;

	*message = json_string_value(number);
	if (json_get_string(o, "EventID", &event, at, err))
		return -1;
	mark = strrchr(event, '_');
	if (mark && mark > event && mark[1] &&
	    !mark[1 + strspn(mark + 1, "0123456789")])
		buf_add(out, event, (size_t)(mark - event));
	else if (*event)
		buf_str(out, event);
	else if (*message)
		buf_str(out, *message);
	else if (json_is_integer(number))
		buf_fmt(out, "%" JSON_INTEGER_FORMAT,
		        json_integer_value(number));
	return out->len ? 0 : json_fail(at, err, "no id");
}

static struct feed_warning *
report_add(struct feed_answer *out, const char *name, const char *event,
           int64_t report, struct err *err)
{
	struct buf id = BUF_INIT;
	struct feed_warning *w;

	buf_fmt(&id, "%s_%" PRId64, event, report);
	w = quake_add(out, id.s, name, err);
	buf_release(&id);
	if (!w)
		return NULL;
	feed_set(&w->condition, event, FEED_LINE_MAX);
	w->change = report > 1 ? FEED_UPDATE : FEED_ALERT;
	return w;
}

static int
times_read(struct feed_warning *w, const json_t *o, const struct jpath *at,
           struct err *err)
{
	const char *pattern = has_slashes(o) ? "Y/M/D h:m:s" : "Y-M-D h:m:s";
	int offset = has_slashes(o) ? JAPAN : CIVIL_SHANGHAI;

	if (quake_time(o, either(o, "ReportTime", "AnnouncedTime"), pattern,
	               offset, &w->sent, at, err))
		return -1;
	if ((w->change != FEED_CANCEL ||
	     json_string_length(json_object_get(o, "OriginTime"))) &&
	    quake_time(o, "OriginTime", pattern, offset, &w->occurred, at, err))
		return -1;
	w->expires = w->occurred.ms == FEED_NO_TIME ? w->sent : w->occurred;
	w->expires.ms += LASTS;
	return 0;
}

static int
place_read(struct feed_warning *w, const json_t *o, const struct jpath *at,
           struct err *err)
{
	const char *lat = "Latitude", *lon = "Longitude";

	if (w->change == FEED_CANCEL &&
	    !json_is_number(json_object_get(o, lat)))
		return 0;
	return quake_place(w, o, lat, lon, at, err);
}

static int
event_read(struct feed_warning *w, const json_t *o, const struct jpath *at,
           struct err *err)
{
	const struct agency *agency = agency_of(o);
	bool cancel = false, training = false;
	const char *place = NULL;

	if (json_get_bool(o, "isCancel", &cancel, at, err) ||
	    json_get_bool(o, "isTraining", &training, at, err) ||
	    json_get_string(o, either(o, "HypoCenter", "Hypocenter"), &place,
	                    at, err))
		return -1;
	if (cancel)
		w->change = FEED_CANCEL;
	if (training)
		w->status = FEED_EXERCISE;
	if (times_read(w, o, at, err) || place_read(w, o, at, err) ||
	    quake_size(w, o, either(o, "Magnitude", "Magunitude"), "Depth", at,
	               err))
		return -1;
	feed_set(&w->sender, agency->sender, FEED_LINE_MAX);
	quake_named(w, NULL, place);
	quake_intensity(w, agency->intensity,
	                json_object_get(o, "MaxIntensity"));
	return 0;
}

static int
message_read(struct feed_answer *out, const char *name, const json_t *o,
             struct err *err)
{
	struct jpath root = { .key = name };
	struct buf event = BUF_INIT;
	struct feed_warning *w;
	const char *message;
	double report = 1;
	int rc = -1;

	if (event_id(&event, &message, o, &root, err) ||
	    quake_number(o, either(o, "ReportNum", "Serial"), 0, REPORTS_MAX,
	                 &report, &root, err))
		goto out;
	w = report_add(out, name, event.s, (int64_t)report, err);
	if (!w)
		goto out;
	feed_push(&w->also, message);
	rc = event_read(w, o, &root, err);
out:
	buf_release(&event);
	return rc;
}

/* ---- ICL ---- */

static int
icl_row(struct feed_answer *out, const char *name, const json_t *o,
        const struct jpath *at, struct err *err)
{
	struct buf event = BUF_INIT;
	const char *place = NULL;
	struct feed_warning *w;
	int64_t id, report;

	if (json_need_int(o, "eventId", 0, INT64_MAX, &id, at, err) ||
	    json_need_int(o, "updates", 0, REPORTS_MAX, &report, at, err) ||
	    json_get_string(o, "epicenter", &place, at, err))
		return -1;
	buf_fmt(&event, "ICL%" PRId64, id);
	w = report_add(out, name, event.s, report, err);
	buf_release(&event);
	if (!w || quake_place(w, o, "latitude", "longitude", at, err) ||
	    quake_size(w, o, "magnitude", "depth", at, err) ||
	    quake_time_ms(o, "startAt", &w->occurred, at, err) ||
	    quake_time_ms(o, "updateAt", &w->sent, at, err))
		return -1;
	w->expires = w->occurred;
	w->expires.ms += LASTS;
	feed_set(&w->sender, "成都高新减灾研究所", FEED_LINE_MAX);
	quake_named(w, NULL, place);
	quake_intensity(w, "最大烈度", json_object_get(o, "epiIntensity"));
	return 0;
}

static int
icl_list(struct feed_answer *out, const char *name, const json_t *doc,
         struct err *err)
{
	struct jpath root = { .key = name };
	struct jpath list_at = { .up = &root, .key = "data" };
	struct jpath at = { .up = &list_at };
	const json_t *rows;
	int64_t code;

	if (json_need_int(doc, "code", 0, 0, &code, &root, err) ||
	    json_need_array(doc, "data", &rows, &root, err))
		return -1;
	for (; at.index < json_array_size(rows); at.index++)
		if (icl_row(out, name, json_array_get(rows, at.index), &at,
		            err))
			return -1;
	return 0;
}

static int
answer_read(struct feed_answer *out, const char *name, const json_t *doc,
            struct err *err)
{
	const char *type = json_string_value(json_object_get(doc, "type"));

	if (type && strcmp(type, "heartbeat") == 0)
		return 0;
	if (json_object_get(doc, "code"))
		return icl_list(out, name, doc, err);
	return message_read(out, name, doc, err);
}

int
eew_read(const char *name, const char *bytes, size_t len,
         struct feed_answer *out, struct err *err)
{
	json_t *doc = quake_parse(name, bytes, len, err);
	int rc;

	if (!doc)
		return -1;
	rc = answer_read(out, name, doc, err);
	json_decref(doc);
	return rc;
}
