#include "feeds/feed.h"

#include <jansson.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/mem.h"
#include "base/tr.h"
#include "feeds/readers.h"

/* From so many strings on, a list is looked up by hash. */
enum { LIST_LONG = 64 };

static const struct feed_time no_time = { FEED_NO_TIME, 0 };

/* clang-format off */
const struct feed_format feed_formats[] = {
	{ "nmc", N_("中央气象台"), FEED_RUNS, nmc_read, false },
	{ "cma", N_("中国气象局"), FEED_RUNS, cma_read, false },
	{ "weathercn", N_("中国天气网"), FEED_RUNS, weathercn_read, false },
	{ "qweather", N_("和风天气"), FEED_RUNS, qweather_read, false },
	{ "p12379", N_("国家预警发布网"), FEED_STAYS, p12379_read, false },
	{ "cap", N_("CAP 预警"), FEED_STAYS, cap_read, false },
	{ "cap_atom", N_("CAP 预警目录"), FEED_RUNS, cap_atom_read, false },
	{ "rss", N_("世界气象组织中国预警"), FEED_STAYS, rss_read, true },
	{ "swic", N_("世界气象组织恶劣天气信息中心"), FEED_STAYS, swic_read,
	  false },
	{ "nws", N_("美国国家气象局"), FEED_RUNS, nws_read, false },
	{ "gdacs", N_("全球灾害预警与协调系统"), FEED_RUNS, gdacs_read, false },
	{ "usgs", N_("美国地质调查局地震"), FEED_RECENT, usgs_read, false },
	{ "cenc", N_("中国地震台网速报"), FEED_STAYS, cenc_read, false },
	{ "eew", N_("地震预警"), FEED_STAYS, eew_read, false },
	{ "ceic", N_("中国地震台网中心网站"), FEED_STAYS, ceic_read, false },
	{ "firms", N_("卫星火点"), FEED_STAYS, firms_read, false },
	{ NULL, NULL, FEED_STAYS, NULL, false },
};
/* clang-format on */

const struct feed_format *
feed_format(const char *code)
{
	for (const struct feed_format *f = feed_formats; f->code; f++)
		if (strcmp(f->code, code) == 0)
			return f;
	return NULL;
}

/* ---- the answer ---- */

void
feed_answer_init(struct feed_answer *a)
{
	memset(a, 0, sizeof(*a));
	a->page = a->pages = 1;
	a->made = no_time;
}

void
feed_strings_release(struct feed_strings *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->s[i]);
	free(list->s);
	strmap_release(&list->known);
}

static void
warning_release(struct feed_warning *w)
{
	free(w->id);
	free(w->condition);
	free(w->kind);
	free(w->severity);
	free(w->headline);
	free(w->text);
	free(w->sender);
	free(w->link);
	feed_strings_release(&w->areas);
	feed_strings_release(&w->adcodes);
	feed_strings_release(&w->geocodes);
	feed_strings_release(&w->references);
	feed_strings_release(&w->also);
	for (size_t i = 0; i < w->shapes_count; i++)
		free(w->shapes[i].at);
	free(w->shapes);
}

void
feed_answer_release(struct feed_answer *a)
{
	for (size_t i = 0; i < a->count; i++)
		warning_release(&a->rows[i]);
	free(a->rows);
	free(a->next);
	free(a->tag);
	feed_answer_init(a);
}

/*
 * What the text takes once it is parsed, at most: as values of JSON, "{}," is
 * a hundred times as large.  XML has a limit of its own (feeds/elem.h).
 */
static size_t
parsed_bytes(const char *s, size_t len)
{
	enum { OBJECT = 256, ARRAY = 144, VALUE = 48, STRING = 64 };
	bool in_string = false;
	size_t n = len;

	for (size_t i = 0; i < len; i++) {
		if (s[i] == '"') {
			n += in_string ? 0 : STRING;
			in_string = !in_string;
		} else if (in_string) {
			i += s[i] == '\\';
		} else if (s[i] == '{' || s[i] == '[') {
			n += s[i] == '{' ? OBJECT : ARRAY;
		} else if (s[i] == ',') {
			n += VALUE;
		}
	}
	return n;
}

static bool
is_too_much(const char *bytes, size_t len)
{
	size_t front = 0;

	while (front < len && memchr("\xEF\xBB\xBF \t\r\n", bytes[front], 7))
		front++;
	return front < len && bytes[front] != '<' &&
	       parsed_bytes(bytes, len) > FEED_PARSED_MAX;
}

/* Of rows with one id the first stays: a source may give a message twice. */
static void
drop_repeats(struct feed_answer *a)
{
	json_t *seen = json_object();
	size_t kept = 0;

	for (size_t i = 0; i < a->count; i++) {
		if (json_object_get(seen, a->rows[i].id)) {
			warning_release(&a->rows[i]);
			continue;
		}
		json_object_set_new(seen, a->rows[i].id, json_true());
		a->rows[kept++] = a->rows[i];
	}
	a->count = kept;
	json_decref(seen);
}

/* Marks and blanks in front: no format means anything by them, and an XML
 * declaration must not come after any. */
static void
skip_front(const char **bytes, size_t *len)
{
	size_t n;

	do {
		n = 0;
		if (*len >= 3 && memcmp(*bytes, "\xEF\xBB\xBF", 3) == 0)
			n = 3;
		while (n < *len && memchr(" \t\r\n", (*bytes)[n], 4))
			n++;
		*bytes += n;
		*len -= n;
	} while (n);
}

int
feed_read(const struct feed_format *f, const char *name, const char *bytes,
          size_t len, struct feed_answer *out, struct err *err)
{
	feed_answer_init(out);
	if (len <= FEED_BYTES_MAX && is_too_much(bytes, len))
		return feed_fail(name, err, tr("值过多，读入后超过 %u MB"),
		                 FEED_PARSED_MAX >> 20);
	if (len > FEED_BYTES_MAX)
		return feed_fail(name, err, tr("超过 %u 字节"), FEED_BYTES_MAX);
	skip_front(&bytes, &len);
	if (f->read(name, bytes, len, out, err) == 0) {
		drop_repeats(out);
		return 0;
	}
	feed_answer_release(out);
	return -1;
}

static int64_t
later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

int64_t
feed_newest(const struct feed_answer *a)
{
	int64_t newest = a->made.ms;

	for (size_t i = 0; i < a->count; i++) {
		newest = later(newest, a->rows[i].sent.ms);
		newest = later(newest, a->rows[i].occurred.ms);
	}
	return newest;
}

struct feed_warning *
feed_add(struct feed_answer *a, const char *name, struct err *err)
{
	struct feed_warning *w;

	if (a->count == FEED_ROWS_MAX) {
		feed_fail(name, err, tr("超过 %d 条"), FEED_ROWS_MAX);
		return NULL;
	}
	a->rows = mem_grow(a->rows, a->count, &a->cap, sizeof(*a->rows));
	w = &a->rows[a->count++];
	memset(w, 0, sizeof(*w));
	w->sent = w->effective = w->expires = w->occurred = no_time;
	w->lat = w->lon = w->magnitude = w->depth_km = NAN;
	return w;
}

int
feed_fail(const char *name, struct err *err, const char *fmt, ...)
{
	char text[400];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	return err_set(err, ERR_INPUT, "%s: %s", name, text);
}

/* ---- fields ---- */

void
feed_set(char **field, const char *s, size_t max)
{
	size_t len = s ? strlen(s) : 0;
	char *copy = NULL;

	if (len > max)
		for (len = max; len > 0 && (s[len] & 0xC0) == 0x80; len--)
			;
	if (len > 0)
		copy = mem_strn(s, len);
	free(*field);
	*field = copy;
}

bool
feed_has(const struct feed_strings *list, const char *s)
{
	if (list->known.count)
		return strmap_get(&list->known, s) != 0;
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->s[i], s) == 0)
			return true;
	return false;
}

void
feed_push(struct feed_strings *list, const char *s)
{
	char *copy = NULL;

	if (!s || !*s || list->count == FEED_LIST_MAX || feed_has(list, s))
		return;
	feed_set(&copy, s, FEED_LINE_MAX);
	list->s = mem_grow(list->s, list->count, &list->cap, sizeof(*list->s));
	list->s[list->count++] = copy;
	if (list->count < LIST_LONG)
		return;
	for (size_t i = list->known.count ? list->count - 1 : 0;
	     i < list->count; i++)
		*strmap_at(&list->known, list->s[i]) = i + 1;
}

/* ---- numbers and places ---- */

bool
feed_number(double *out, const char *s, double min, double max)
{
	char *end;
	double v;

	if (!s || !(*s == '-' || (*s >= '0' && *s <= '9')))
		return false;
	for (const char *c = s; *c; c++)
		if (!strchr("-+.0123456789eE", *c))
			return false;
	v = strtod(s, &end);
	if (*end || !(v >= min && v <= max))
		return false;
	*out = v;
	return true;
}

bool
feed_lat_lon(struct feed_warning *w, double lat, double lon)
{
	if (!(lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180))
		return false;
	w->lat = lat;
	w->lon = lon;
	return true;
}

static size_t
points_of(const struct feed_warning *w)
{
	size_t n = 0;

	for (size_t i = 0; i < w->shapes_count; i++)
		n += w->shapes[i].count;
	return n;
}

/* The next number of a list; *s moves behind it. */
static bool
next_number(const char **s, double *out)
{
	char *end;

	*s += strspn(*s, " ,\t\r\n");
	if (!strchr("-.0123456789", **s) || !**s)
		return false;
	*out = strtod(*s, &end);
	if (end == *s || (*end && !strchr(" ,\t\r\n", *end)))
		return false;
	*s = end;
	return true;
}

static void
shape_add(struct feed_warning *w, struct feed_shape shape)
{
	w->shapes = mem_grow(w->shapes, w->shapes_count, &w->shapes_cap,
	                     sizeof(*w->shapes));
	w->shapes[w->shapes_count++] = shape;
}

int
feed_polygon(struct feed_warning *w, const char *points)
{
	struct feed_shape shape = { 0 };
	size_t cap = 0, room = FEED_POINTS_MAX - points_of(w);
	double lat, lon;

	while (shape.count < room && next_number(&points, &lat) &&
	       next_number(&points, &lon)) {
		if (!(fabs(lat) <= 90 && fabs(lon) <= 180))
			break;
		shape.at = mem_grow(shape.at, shape.count, &cap,
		                    sizeof(*shape.at));
		shape.at[shape.count][0] = lat;
		shape.at[shape.count++][1] = lon;
	}
	points += strspn(points, " ,\t\r\n");
	if (*points || shape.count < 3) {
		free(shape.at);
		return -1;
	}
	shape_add(w, shape);
	return 0;
}

int
feed_circle(struct feed_warning *w, const char *text)
{
	struct feed_shape shape = { 0 };
	double lat, lon, radius;

	if (!next_number(&text, &lat) || !next_number(&text, &lon) ||
	    !next_number(&text, &radius) || text[strspn(text, " \t\r\n")] ||
	    !(fabs(lat) <= 90 && fabs(lon) <= 180) ||
	    !(radius >= 0 && radius <= 20040) ||
	    points_of(w) == FEED_POINTS_MAX)
		return -1;
	shape.at = mem_array(NULL, 1, sizeof(*shape.at));
	shape.at[0][0] = lat;
	shape.at[0][1] = lon;
	shape.count = 1;
	shape.radius_km = radius;
	shape_add(w, shape);
	return 0;
}

/* ---- times ---- */

/* `min` to `max` digits; *s moves behind them. */
static bool
digits(const char **s, int min, int max, int *out)
{
	int n = 0, v = 0;

	for (; n < max && (*s)[n] >= '0' && (*s)[n] <= '9'; n++)
		v = v * 10 + ((*s)[n] - '0');
	*s += n;
	*out = v;
	return n >= min;
}

/* ".25" as milliseconds; nothing is 0. */
static bool
fraction(const char **s, int *ms)
{
	int scale = 100;

	*ms = 0;
	if (**s != '.')
		return true;
	for (++*s; **s >= '0' && **s <= '9'; ++*s, scale /= 10)
		*ms += (**s - '0') * scale;
	return true;
}

static bool
zone(const char **s, int *offset)
{
	int h, m, sign;

	if (**s == 'Z' || **s == 'z') {
		*offset = 0;
		++*s;
		return true;
	}
	if (**s != '+' && **s != '-')
		return false;
	sign = *(*s)++ == '-' ? -1 : 1;
	if (!digits(s, 2, 2, &h))
		return false;
	*s += **s == ':';
	if (!digits(s, 2, 2, &m) || h > 23 || m > 59)
		return false;
	*offset = sign * (h * 60 + m);
	return true;
}

bool
feed_time(struct feed_time *out, const char *s, const char *pattern, int offset)
{
	struct civil c = { .offset = offset };
	struct err err = ERR_INIT;
	bool ok = s != NULL;

	*out = no_time;
	for (; ok && *pattern; pattern++) {
		switch (*pattern) {
		case 'Y':
			ok = digits(&s, 4, 4, &c.year);
			break;
		case 'M':
			ok = digits(&s, 2, 2, &c.month);
			break;
		case 'D':
			ok = digits(&s, 2, 2, &c.day);
			break;
		case 'h':
			ok = digits(&s, 2, 2, &c.hour);
			break;
		case 'H':
			ok = digits(&s, 1, 2, &c.hour);
			break;
		case 'm':
			ok = digits(&s, 2, 2, &c.minute);
			break;
		case 's':
			ok = digits(&s, 2, 2, &c.second);
			break;
		case 'f':
			ok = fraction(&s, &c.ms);
			break;
		case 'z':
			ok = zone(&s, &c.offset);
			break;
		default:
			ok = *s++ == *pattern;
		}
	}
	if (!ok || *s || civil_to_ms(&c, &out->ms, &err)) {
		*out = no_time;
		return false;
	}
	out->offset = c.offset;
	return true;
}

bool
feed_time_ms(struct feed_time *out, int64_t ms)
{
	*out = no_time;
	if (ms < 0 || ms > CIVIL_MAX)
		return false;
	out->ms = ms;
	return true;
}
