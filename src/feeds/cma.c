/*
 * 中国气象局.  Three answers, told apart by their form:
 *
 *	the map		weather.cma.cn/api/map/alarm: "data" is an array
 *	a station	weather.cma.cn/api/now/54511: "data" has "alarm"
 *	data.cma.cn	getEffectiveAlert: an array
 *
 * The first two say nothing of the end of validity; the last has "expires" and
 * a colour as a word.  Coordinates may be numbers, text or null.
 */
#include <string.h>

#include "feeds/readers.h"
#include "feeds/weather.h"

static int
status_of(struct weather *x, const json_t *row, enum feed_status *out,
          const struct jpath *at)
{
	static const struct {
		const char *word;
		enum feed_status status;
	} words[] = { { "Exercise", FEED_EXERCISE },
		      { "Test", FEED_TEST },
		      { "System", FEED_TEST },
		      { "Draft", FEED_TEST } };
	const char *word = "";

	if (json_get_string(row, "status", &word, at, x->err))
		return -1;
	*out = FEED_ACTUAL;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i].word, word) == 0)
			*out = words[i].status;
	return 0;
}

/* Times and texts of the same names in all three; w may be NULL (seen). */
static int
read_common(struct weather *x, struct feed_warning *w, const json_t *row,
            const char *lat, const char *lon, const struct jpath *at)
{
	struct feed_time effective = { FEED_NO_TIME, 0 }, expires = effective;
	const char *text = NULL;

	if (weather_time(x, row, "effective", &effective, at) ||
	    weather_time(x, row, "expires", &expires, at) ||
	    json_get_string(row, "description", &text, at, x->err))
		return -1;
	if (!w)
		return 0;
	w->effective = effective;
	w->expires = expires;
	if (w->sent.ms == FEED_NO_TIME)
		w->sent = effective;
	feed_set(&w->text, text, FEED_TEXT_MAX);
	weather_point(w, json_object_get(row, lat), json_object_get(row, lon));
	return weather_need_sent(x, w, at);
}

/* The colour as a word, which stands before a title's. */
static void
set_word(struct weather_row *r, const char *word)
{
	if (!word || !*word)
		return;
	r->has_level = true;
	r->level = weather_colour(word);
	r->severity = word;
}

/* The title may tell more of the verb than the headline: 继续发布. */
static void
set_change(struct feed_warning *w, const char *title)
{
	struct weather_title words;

	weather_title(&words, title);
	if (w && w->change == FEED_ALERT)
		w->change = words.change;
	weather_title_release(&words);
}

static int
read_map_row(struct weather *x, const json_t *row, const struct jpath *at)
{
	struct weather_row r = WEATHER_ROW;
	const char *type = NULL, *title = NULL;
	struct feed_warning *w;

	if (weather_need_text(x, row, "id", &r.id, at) ||
	    weather_need_text(x, row, "headline", &r.headline, at) ||
	    json_get_string(row, "title", &title, at, x->err) ||
	    json_get_string(row, "type", &type, at, x->err))
		return -1;
	weather_type(&r, type);
	if (weather_add(x, &r, at, &w))
		return -1;
	set_change(w, title);
	return read_common(x, w, row, "latitude", "longitude", at);
}

static int
read_station_row(struct weather *x, const json_t *row, const struct jpath *at)
{
	const char *type = NULL, *word = NULL, *event = "";
	struct weather_row r = WEATHER_ROW;
	struct feed_warning *w;

	if (weather_need_text(x, row, "id", &r.id, at) ||
	    weather_need_text(x, row, "title", &r.headline, at) ||
	    json_get_string(row, "signaltype", &r.kind, at, x->err) ||
	    json_get_string(row, "eventType", &event, at, x->err) ||
	    json_get_string(row, "severity", &word, at, x->err) ||
	    json_get_string(row, "type", &type, at, x->err))
		return -1;
	weather_type(&r, type);
	set_word(&r, word);
	if (!r.coded)
		r.coded = WEATHER_KIND(event, strlen(event), event);
	if (weather_add(x, &r, at, &w))
		return -1;
	return read_common(x, w, row, "latitude", "longitude", at);
}

static int
read_effective_row(struct weather *x, const json_t *row, const struct jpath *at)
{
	const char *word = NULL, *sender = NULL, *area = NULL;
	struct weather_row r = WEATHER_ROW;
	enum feed_status status;
	struct feed_warning *w;

	if (weather_need_text(x, row, "identifier", &r.id, at) ||
	    weather_need_text(x, row, "headline", &r.headline, at) ||
	    json_get_string(row, "eventTypeCN", &r.kind, at, x->err) ||
	    json_get_string(row, "severity", &word, at, x->err) ||
	    json_get_string(row, "senderName", &sender, at, x->err) ||
	    json_get_string(row, "areaName", &area, at, x->err) ||
	    status_of(x, row, &status, at))
		return -1;
	set_word(&r, word);
	if (weather_add(x, &r, at, &w))
		return -1;
	if (w) {
		w->status = status;
		feed_push(&w->areas, area);
		if (sender && *sender)
			feed_set(&w->sender, sender, FEED_LINE_MAX);
	}
	return read_common(x, w, row, "lat", "lon", at);
}

static int
read_root(struct weather *x, const json_t *root, const struct jpath *at)
{
	const struct jpath data_at = { .up = at, .key = "data" };
	const struct jpath alarm_at = { .up = &data_at, .key = "alarm" };
	const json_t *data, *list;

	if (json_is_array(root))
		return weather_each(x, root, at, read_effective_row);
	if (weather_code_zero(x, root, at))
		return -1;
	data = json_object_get(root, "data");
	if (json_is_object(data)) {
		if (json_need_array(data, "alarm", &list, &data_at, x->err))
			return -1;
		return weather_each(x, list, &alarm_at, read_station_row);
	}
	if (json_need_array(root, "data", &list, at, x->err))
		return -1;
	return weather_each(x, list, &data_at, read_map_row);
}

int
cma_read(const char *name, const char *bytes, size_t len,
         struct feed_answer *out, struct err *err)
{
	return weather_answer(name, bytes, len, out, err, read_root);
}
