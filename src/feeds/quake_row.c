#include "feeds/quake_row.h"

#include <math.h>
#include <string.h>

#include "base/civil.h"

/* ---- the answer ---- */

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool
is_name(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z') || c == '_' || c == '$' || c == '.';
}

/* What is no whole call stays as it is, for the parser to refuse. */
static void
call_strip(const char **bytes, size_t *len)
{
	const char *s = *bytes, *end = s + *len;

	while (s < end && is_blank(*s))
		s++;
	while (s < end && is_name(*s))
		s++;
	while (s < end && is_blank(*s))
		s++;
	while (end > s && is_blank(end[-1]))
		end--;
	if (end > s && end[-1] == ';')
		end--;
	while (end > s && is_blank(end[-1]))
		end--;
	if (end - s < 2 || *s != '(' || end[-1] != ')')
		return;
	*bytes = s + 1;
	*len = (size_t)(end - s) - 2;
}

json_t *
quake_parse(const char *name, const char *bytes, size_t len, struct err *err)
{
	struct jpath root = { .key = name };
	json_t *doc;

	call_strip(&bytes, &len);
	doc = json_parse(bytes, len, name, err);
	if (doc && !json_is_object(doc)) {
		json_decref(doc);
		json_fail(&root, err, "expected an object");
		return NULL;
	}
	return doc;
}

/* ---- members ---- */

int
quake_value(const json_t *v, double min, double max, double *out,
            const struct jpath *at, struct err *err)
{
	const char *text = json_string_value(v);

	if (!v || json_is_null(v) || (text && !*text))
		return 0;
	if (json_is_number(v)) {
		double number = json_number_value(v);

		if (number >= min && number <= max) {
			*out = number;
			return 0;
		}
	} else if (text && feed_number(out, text, min, max)) {
		return 0;
	}
	return json_fail(at, err, "expected a number from %g to %g", min, max);
}

int
quake_number(const json_t *o, const char *key, double min, double max,
             double *out, const struct jpath *at, struct err *err)
{
	struct jpath here = { .up = at, .key = key };

	return quake_value(json_object_get(o, key), min, max, out, &here, err);
}

int
quake_word(const json_t *o, const char *key, const char **out,
           const struct jpath *at, struct err *err)
{
	struct jpath here = { .up = at, .key = key };

	if (json_need_string(o, key, out, at, err))
		return -1;
	return **out ? 0 : json_fail(&here, err, "empty");
}

int
quake_time(const json_t *o, const char *key, const char *pattern, int offset,
           struct feed_time *out, const struct jpath *at, struct err *err)
{
	struct jpath here = { .up = at, .key = key };
	const char *text;

	if (quake_word(o, key, &text, at, err))
		return -1;
	if (!feed_time(out, text, pattern, offset))
		return json_fail(&here, err, "expected a time");
	return 0;
}

int
quake_time_ms(const json_t *o, const char *key, struct feed_time *out,
              const struct jpath *at, struct err *err)
{
	int64_t ms;

	if (json_need_int(o, key, 0, CIVIL_MAX, &ms, at, err))
		return -1;
	feed_time_ms(out, ms);
	return 0;
}

/* ---- the row ---- */

int
quake_place(struct feed_warning *w, const json_t *o, const char *lat,
            const char *lon, const struct jpath *at, struct err *err)
{
	if (quake_number(o, lat, -90, 90, &w->lat, at, err) ||
	    quake_number(o, lon, -180, 180, &w->lon, at, err))
		return -1;
	if (isnan(w->lat) || isnan(w->lon))
		return json_fail(at, err, "no place");
	return 0;
}

int
quake_size(struct feed_warning *w, const json_t *o, const char *magnitude,
           const char *depth, const struct jpath *at, struct err *err)
{
	if (quake_number(o, magnitude, QUAKE_MAGNITUDE_MIN, QUAKE_MAGNITUDE_MAX,
	                 &w->magnitude, at, err))
		return -1;
	return quake_number(o, depth, QUAKE_DEPTH_MIN, QUAKE_DEPTH_MAX,
	                    &w->depth_km, at, err);
}

void
quake_intensity(struct feed_warning *w, const char *label, const json_t *value)
{
	struct buf text = BUF_INIT;

	buf_fmt(&text, "%s ", label);
	if (json_is_number(value))
		json_write(&text, value);
	else if (json_string_length(value))
		buf_str(&text, json_string_value(value));
	else
		buf_clear(&text);
	feed_set(&w->text, text.s, FEED_TEXT_MAX);
	buf_release(&text);
}

struct feed_warning *
quake_add(struct feed_answer *a, const char *id, const char *name,
          struct err *err)
{
	struct feed_warning *w = feed_add(a, name, err);

	if (!w)
		return NULL;
	feed_set(&w->id, id, FEED_LINE_MAX);
	feed_set(&w->condition, id, FEED_LINE_MAX);
	feed_set(&w->kind, QUAKE_KIND, FEED_LINE_MAX);
	return w;
}

void
quake_named(struct feed_warning *w, const char *title, const char *place)
{
	feed_push(&w->areas, place);
	feed_set(&w->headline, title && *title ? title : place, FEED_LINE_MAX);
}
