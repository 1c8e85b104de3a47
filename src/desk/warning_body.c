#include "desk/warning_body.h"

#include <math.h>
#include <string.h>

#include "base/hash.h"
#include "base/json.h"
#include "base/utf8.h"
#include "desk/body.h"
#include "desk/setting.h"

static int
rank_of(const struct feed *feed, const struct feed_warning *w)
{
	struct quake q;

	if (isnan(w->magnitude))
		return 0;
	quake_of(&q, feed->format->code, w);
	return quake_rank(&q);
}

void
warning_levels(struct desk *d, struct quake_levels *out)
{
	static const char *const names[QUAKE_LEVELS] = {
		"quake.red", "quake.orange", "quake.yellow", "quake.blue"
	};
	struct err none = ERR_INIT;
	char text[SETTING_VALUE];

	/* A setting is checked before it is one. */
	memset(out, 0, sizeof(*out));
	for (int i = 0; i < QUAKE_LEVELS; i++)
		quake_radii_parse(setting_text(d, names[i], text),
		                  out->radii[i], &none);
}

/*
 * What the source says of it, or of a quake the house, whichever is worse: a
 * loss estimated for a country (PAGER) is no word on the people over it.
 */
static void
put_level(json_t *o, const struct feed_warning *w, int64_t metres,
          const struct quake_levels *levels)
{
	int house = metres < 0 ? 0 : quake_level(levels, w->magnitude, metres);

	if (w->level && w->level <= house)
		house = 0;
	body_put_int(o, "level", house ? house : w->level);
	if (house)
		json_object_set_new(o, "house", json_true());
}

/* The first characters; a source's text is never a reason to lose it. */
static void
put_text(json_t *o, const char *key, const char *s, size_t max)
{
	size_t len;

	if (!s || !*s || !utf8_valid(s, strlen(s)))
		return;
	len = utf8_prefix(s, strlen(s), max);
	json_object_set_new(o, key, json_stringn(s, len));
}

static void
put_time(json_t *o, const char *key, const struct feed_time *t)
{
	if (t->ms != FEED_NO_TIME)
		body_put_time(o, key, t->ms);
}

static void
put_list(json_t *o, const char *key, const struct feed_strings *list)
{
	json_t *a;

	if (!list->count)
		return;
	a = json_array();
	for (size_t i = 0; i < list->count && i < WARNING_LIST; i++)
		if (utf8_valid(list->s[i], strlen(list->s[i])))
			json_array_append_new(a, json_string(list->s[i]));
	json_object_set_new(o, key, a);
}

static void
put_scaled(json_t *o, const char *key, double v, double scale)
{
	if (!isnan(v))
		body_put_int(o, key, llround(v * scale));
}

json_t *
warning_body(const struct feed *feed, const struct feed_warning *w,
             enum warning_near near, int64_t metres,
             const struct quake_levels *levels, const char *payload)
{
	static const char *const changes[] = { "alert", "update", "cancel" };
	json_t *o = json_object();

	put_text(o, "feed", feed->name, FEED_NAME);
	put_text(o, "format", feed->format->code, FEED_NAME);
	put_text(o, "id", w->id, WARNING_LINE);
	put_text(o, "condition", w->condition, WARNING_LINE);
	put_text(o, "kind", w->kind, BODY_NAME_MAX);
	put_level(o, w, metres, levels);
	put_text(o, "severity", w->severity, BODY_NAME_MAX);
	put_text(o, "change", changes[w->change], BODY_NAME_MAX);
	if (w->status == FEED_EXERCISE)
		json_object_set_new(o, "drill", json_true());
	put_time(o, "sent", &w->sent);
	put_time(o, "effective", &w->effective);
	put_time(o, "expires", &w->expires);
	put_time(o, "occurred", &w->occurred);
	put_text(o, "headline", w->headline, WARNING_LINE);
	put_text(o, "text", w->text, WARNING_TEXT);
	put_text(o, "sender", w->sender, WARNING_LINE);
	put_text(o, "link", w->link, WARNING_LINE);
	put_list(o, "areas", &w->areas);
	put_list(o, "adcodes", &w->adcodes);
	put_list(o, "geocodes", &w->geocodes);
	put_list(o, "references", &w->references);
	put_list(o, "also", &w->also);
	put_scaled(o, "lat", w->lat, 1e6);
	put_scaled(o, "lon", w->lon, 1e6);
	put_scaled(o, "magnitude", w->magnitude, 100);
	put_scaled(o, "depth", w->depth_km, 1000);
	put_text(o, "near", warning_near_code(near), BODY_NAME_MAX);
	if (metres >= 0)
		body_put_int(o, "metres", metres);
	body_put_int(o, "rank", rank_of(feed, w));
	put_text(o, "payload", payload, 64);
	return o;
}

/* What is fetched apart may fail to come: it makes no other message. */
static void
drop_fetched(json_t *said, const char *format)
{
	static const char *const fetched[] = { "text", "sender", "headline" };
	const struct feed_format *f = format ? feed_format(format) : NULL;

	if (!f || !f->follows)
		return;
	for (size_t i = 0; i < sizeof(fetched) / sizeof(fetched[0]); i++)
		json_object_del(said, fetched[i]);
}

/* The house's level is no word of the message. */
static void
drop_house(json_t *said)
{
	if (json_object_del(said, "house") == 0)
		body_put_int(said, "level", 0);
}

char *
warning_print(char out[WARNING_PRINT], const json_t *body)
{
	static const char *const apart[] = { "feed",   "format",  "near",
		                             "metres", "payload", "rank" };
	json_t *said = json_copy((json_t *)body);
	struct buf text = BUF_INIT, hex = BUF_INIT;
	unsigned char digest[HASH_LEN];

	drop_fetched(said, body_get_text(body, "format"));
	drop_house(said);
	for (size_t i = 0; i < sizeof(apart) / sizeof(apart[0]); i++)
		json_object_del(said, apart[i]);
	json_write(&text, said);
	hash_bytes(digest, text.s, text.len);
	hex_add(&hex, digest, (WARNING_PRINT - 1) / 2);
	memcpy(out, hex.s, WARNING_PRINT);
	buf_release(&hex);
	buf_release(&text);
	json_decref(said);
	return out;
}
