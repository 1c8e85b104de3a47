/*
 * 国家突发事件预警信息发布网, http://www.12379.cn/data/alarm_list_all.html
 *
 * JSON in spite of its name.  Warnings of all departments, the newest first,
 * and liftings (解除) as rows of their own, which end the newest open warning
 * of their condition: nothing ends by leaving the list.  The level stands in
 * the headline alone.
 */
#include "feeds/readers.h"
#include "feeds/weather.h"

static int
read_row(struct weather *x, const json_t *row, const struct jpath *at)
{
	struct feed_time sent = { FEED_NO_TIME, 0 };
	struct weather_row r = WEATHER_ROW;
	const char *text = NULL;
	struct feed_warning *w;

	if (weather_need_text(x, row, "identifier", &r.id, at) ||
	    weather_need_text(x, row, "headline", &r.headline, at) ||
	    json_get_string(row, "description", &text, at, x->err) ||
	    weather_time(x, row, "sendTime", &sent, at) ||
	    weather_add(x, &r, at, &w))
		return -1;
	if (!w)
		return 0;
	feed_set(&w->text, text, FEED_TEXT_MAX);
	if (sent.ms != FEED_NO_TIME)
		w->sent = sent;
	return weather_need_sent(x, w, at);
}

static int
read_root(struct weather *x, const json_t *root, const struct jpath *at)
{
	const struct jpath list_at = { .up = at, .key = "alertData" };
	const json_t *list;

	if (json_need_array(root, "alertData", &list, at, x->err))
		return -1;
	return weather_each(x, list, &list_at, read_row);
}

int
p12379_read(const char *name, const char *bytes, size_t len,
            struct feed_answer *out, struct err *err)
{
	return weather_answer(name, bytes, len, out, err, read_root);
}
