/* Answers of feeds made by hand, polled into a room's desk. */
#ifndef UNIT_WARNING_KIT_H
#define UNIT_WARNING_KIT_H

#include "room.h"

#include <math.h>

#include "desk/warning.h"

#define PAYLOAD                                                                \
	"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

/* One row as a test states it; 0 and NULL: not given. */
struct row {
	const char *id, *condition, *adcode;
	int level;
	int64_t sent_s;			/* seconds after ROOM_NOW */
	enum feed_change change;
	const char *references, *also, *geocodes;	/* "a b" */
	double lat, lon, magnitude;
	int64_t occurred_s, expires_s;
	const char *severity, *headline;
	enum feed_status status;
	const char *kind, *text;	/* kind NULL: 地震 or 暴雨 */
	double depth_km;
	const char *sender, *areas;
};

static inline struct feed
kit_feed(const char *name, const struct feed_format *format)
{
	struct feed f = { .format = format, .on = true };

	snprintf(f.name, sizeof(f.name), "%s", name);
	f.want.level = 4;
	f.want.magnitude = -HUGE_VAL;
	f.want.radius_percent = 100;
	f.want.neighbours = true;
	return f;
}

static inline void
kit_words(struct feed_strings *list, const char *words)
{
	char copy[400], *save = NULL, *w;

	snprintf(copy, sizeof(copy), "%s", words ? words : "");
	for (w = strtok_r(copy, " ", &save); w; w = strtok_r(NULL, " ", &save))
		feed_push(list, w);
}

static inline void
kit_time(struct feed_time *t, int64_t s)
{
	t->ms = ROOM_NOW + s * CIVIL_SECOND;
	t->offset = CIVIL_SHANGHAI;
}

static inline void
kit_row(struct feed_answer *a, const struct row *r)
{
	struct err err = ERR_INIT;
	struct feed_warning *w = feed_add(a, "test", &err);
	bool quake = r->magnitude != 0;

	assert_non_null(w);
	feed_set(&w->id, r->id, FEED_LINE_MAX);
	feed_set(&w->condition, r->condition ? r->condition : r->id,
	         FEED_LINE_MAX);
	feed_set(&w->kind, r->kind ? r->kind : quake ? "地震" : "暴雨",
	         FEED_LINE_MAX);
	feed_set(&w->sender, r->sender, FEED_LINE_MAX);
	feed_set(&w->text, r->text, FEED_TEXT_MAX);
	kit_words(&w->areas, r->areas);
	feed_set(&w->severity, r->severity, FEED_LINE_MAX);
	feed_set(&w->headline, r->headline ? r->headline : r->id,
	         FEED_LINE_MAX);
	w->level = r->level;
	w->change = r->change;
	w->status = r->status;
	kit_time(&w->sent, r->sent_s);
	if (r->expires_s)
		kit_time(&w->expires, r->expires_s);
	feed_push(&w->adcodes, r->adcode);
	kit_words(&w->references, r->references);
	kit_words(&w->also, r->also);
	kit_words(&w->geocodes, r->geocodes);
	if (r->lat != 0)
		feed_lat_lon(w, r->lat, r->lon);
	if (quake)
		w->magnitude = r->magnitude;
	if (quake || r->occurred_s)
		kit_time(&w->occurred, r->occurred_s);
	if (r->depth_km != 0)
		w->depth_km = r->depth_km;
}

static inline struct warning_polled
kit_poll(struct room *r, const struct feed *feed, struct warning_misses *misses,
         const struct row *rows, size_t count)
{
	struct warning_polled polled;
	struct feed_answer a;

	feed_answer_init(&a);
	for (size_t i = 0; i < count; i++)
		kit_row(&a, &rows[i]);
	OK(r, warning_poll(r->d, feed, &a, PAYLOAD, misses, &polled, &r->err));
	feed_answer_release(&a);
	return polled;
}

#define POLL(room, feed, misses, ...)                                          \
	kit_poll(room, feed, misses, (const struct row[]){ __VA_ARGS__ },      \
	         sizeof((const struct row[]){ __VA_ARGS__ }) /                 \
	                 sizeof(struct row))

#endif
