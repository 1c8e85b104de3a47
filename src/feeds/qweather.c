/*
 * 和风天气, /weatheralert/v1/current/LAT/LON
 *
 * For one point.  Ids are QWeather's own, so the condition is that of the
 * issuing office.  An update names the ids it replaces; a cancellation is an
 * alert of its own that expires in an hour.  "zeroResult" tells an empty answer
 * from one that went wrong.  Times have no seconds and carry a zone.
 *
 * The old v7/warning ended on 2026-09-01.  Its body parses, but says nothing
 * any more; it has its own error.
 */
#include <string.h>

#include "base/tr.h"
#include "feeds/readers.h"
#include "feeds/weather.h"

static int
read_colour(struct weather *x, const json_t *row, struct weather_row *r,
            const struct jpath *at)
{
	const struct jpath here = { .up = at, .key = "color" };
	const char *code = NULL, *severity = NULL;
	const json_t *colour = NULL;

	if (json_get_string(row, "severity", &severity, at, x->err) ||
	    json_get_object(row, "color", &colour, at, x->err) ||
	    (colour && json_get_string(colour, "code", &code, &here, x->err)))
		return -1;
	r->severity = code ? code : severity;
	r->has_level = code != NULL;
	r->level = code ? weather_colour(code) : 0;
	return 0;
}

static int
read_event(struct weather *x, const json_t *row, struct weather_row *r,
           const struct jpath *at)
{
	const struct jpath here = { .up = at, .key = "eventType" };
	const json_t *event = NULL;
	const char *code = "";

	if (json_get_object(row, "eventType", &event, at, x->err))
		return -1;
	if (event && (json_get_string(event, "name", &r->kind, &here, x->err) ||
	              json_get_string(event, "code", &code, &here, x->err)))
		return -1;
	r->coded = WEATHER_KIND(code, strlen(code), qweather);
	return 0;
}

static int
read_change(struct weather *x, struct feed_warning *w, const json_t *row,
            const struct jpath *at)
{
	const struct jpath here = { .up = at, .key = "messageType" };
	const struct jpath list_at = { .up = &here, .key = "supersedes" };
	const json_t *type = NULL, *list = NULL;
	const char *code = "";

	if (json_get_object(row, "messageType", &type, at, x->err))
		return -1;
	if (!type)
		return 0;
	if (json_get_string(type, "code", &code, &here, x->err) ||
	    json_get_array(type, "supersedes", &list, &here, x->err))
		return -1;
	w->change = strcmp(code, "cancel") == 0   ? FEED_CANCEL
	            : strcmp(code, "update") == 0 ? FEED_UPDATE
	                                          : FEED_ALERT;
	for (size_t i = 0; i < json_array_size(list); i++) {
		const struct jpath id_at = { .up = &list_at, .index = i };
		const json_t *id = json_array_get(list, i);

		if (!json_is_string(id))
			return json_fail(&id_at, x->err, "expected a string");
		feed_push(&w->references, json_string_value(id));
	}
	return 0;
}

static int
read_row(struct weather *x, const json_t *row, const struct jpath *at)
{
	const char *text = NULL, *sender = NULL;
	struct weather_row r = WEATHER_ROW;
	struct feed_warning *w;

	if (weather_need_text(x, row, "id", &r.id, at) ||
	    weather_need_text(x, row, "headline", &r.headline, at) ||
	    json_get_string(row, "senderName", &sender, at, x->err) ||
	    json_get_string(row, "description", &text, at, x->err) ||
	    read_colour(x, row, &r, at) || read_event(x, row, &r, at))
		return -1;
	r.place = sender;
	if (weather_add(x, &r, at, &w))
		return -1;
	if (!w)
		return 0;
	if (sender && *sender)
		feed_set(&w->sender, sender, FEED_LINE_MAX);
	feed_set(&w->text, text, FEED_TEXT_MAX);
	if (read_change(x, w, row, at) ||
	    weather_time(x, row, "issuedTime", &w->sent, at) ||
	    weather_time(x, row, "effectiveTime", &w->effective, at) ||
	    weather_time(x, row, "expireTime", &w->expires, at))
		return -1;
	return weather_need_sent(x, w, at);
}

/* Another answer than alerts: an error, or the old interface. */
static int
refuse(struct weather *x, const json_t *root, const struct jpath *at)
{
	const struct jpath here = { .up = at, .key = "error" };
	const json_t *error = NULL;
	const char *title, *detail = "";
	int64_t status = 0;

	if (json_is_string(json_object_get(root, "code")))
		return feed_fail(x->name, x->err,
		                 tr("是已停用的 v7 接口（2026-09-01 停），"
		                    "请改用 weatheralert/v1"));
	if (json_get_object(root, "error", &error, at, x->err))
		return -1;
	if (!error)
		return 0;
	if (json_get_int(error, "status", 0, 999, &status, &here, x->err) ||
	    json_need_string(error, "title", &title, &here, x->err) ||
	    json_get_string(error, "detail", &detail, &here, x->err))
		return -1;
	return feed_fail(x->name, x->err, tr("对方报错 %d：%s"), (int)status,
	                 *detail ? detail : title);
}

static int
read_root(struct weather *x, const json_t *root, const struct jpath *at)
{
	const struct jpath meta_at = { .up = at, .key = "metadata" };
	const struct jpath list_at = { .up = at, .key = "alerts" };
	const json_t *meta, *list;
	const char *tag = NULL;
	bool zero = false;

	if (refuse(x, root, at) ||
	    json_need_object(root, "metadata", &meta, at, x->err) ||
	    json_get_string(meta, "tag", &tag, &meta_at, x->err) ||
	    json_get_bool(meta, "zeroResult", &zero, &meta_at, x->err) ||
	    json_need_array(root, "alerts", &list, at, x->err))
		return -1;
	if (zero != (json_array_size(list) == 0))
		return json_fail(&list_at, x->err,
		                 tr("与 zeroResult 不符，共 %d 条"),
		                 (int)json_array_size(list));
	feed_set(&x->out->tag, tag, FEED_LINE_MAX);
	return weather_each(x, list, &list_at, read_row);
}

int
qweather_read(const char *name, const char *bytes, size_t len,
              struct feed_answer *out, struct err *err)
{
	return weather_answer(name, bytes, len, out, err, read_root);
}
