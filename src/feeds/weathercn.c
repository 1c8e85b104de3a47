/*
 * 中国天气网, product.weather.com.cn.  Three answers:
 *
 *	grepalarm_cn.php	var alarminfo={"count":"N","data":[row…]};
 *	alarmMap		{"status":"success","result":{count,data}}
 *	webdata/FILE		var alarminfo={one warning, all of it text};
 *
 * A row is an array: place, file, longitude, latitude, id, the id before (or
 * its own), title, and on the map a polygon of [lon, lat].  The file's name
 * ends in TTLL: kind, and a level counted from below, 01 blue to 04 red, the
 * reverse of nmc.
 *
 * RELIEVETIME is the end of validity, no lifting.  Old details lack the shared
 * id, the title and the kind of message; ALERTID is then all there is.
 */
#include <string.h>

#include "base/tr.h"
#include "feeds/readers.h"
#include "feeds/weather.h"

#define DETAIL "https://product.weather.com.cn/alarm/webdata/"

/* ---- codes ---- */

static void
set_codes(struct weather_row *r, const char *kind, const char *level)
{
	r->coded = WEATHER_KIND(kind, 2, cn);
	r->has_level = true;
	if (level[0] == '0' && level[1] >= '1' && level[1] <= '4')
		r->level = '5' - level[1];
	else
		weather_odd_level(r, level, 2);
}

static bool
four_digits(const char *s)
{
	return strspn(s, "0123456789") == 4;
}

/* "101131007-20261006212927-0902.html" */
static void
set_file_codes(struct weather_row *r, const char *file)
{
	const char *codes = strrchr(file, '-');

	if (codes && four_digits(codes + 1) && (codes[5] == '.' || !codes[5]))
		set_codes(r, codes + 1, codes + 3);
}

static void
set_link(struct feed_warning *w, const char *file)
{
	struct buf link = BUF_INIT;

	if (!*file || file[strspn(file, "0123456789abcdefghijklmnopqrstuvwxyz"
	                                ".-_")])
		return;
	buf_fmt(&link, DETAIL "%s", file);
	feed_set(&w->link, link.s, FEED_LINE_MAX);
	buf_release(&link);
}

/* ---- the list ---- */

/* Points of a ring; what is no point ends it. */
static void
put_ring(struct buf *out, const json_t *ring)
{
	const json_t *lon, *lat;

	for (size_t i = 0; i < json_array_size(ring); i++) {
		lon = json_array_get(json_array_get(ring, i), 0);
		lat = json_array_get(json_array_get(ring, i), 1);
		if (!json_is_number(lon) || !json_is_number(lat))
			return;
		buf_fmt(out, "%.10g,%.10g ", json_number_value(lat),
		        json_number_value(lon));
	}
}

/* The outer ring.  It is for drawing only: what is no polygon is left out. */
static void
set_polygon(struct feed_warning *w, const json_t *area)
{
	const json_t *rings = json_object_get(area, "coordinates");
	struct buf points = BUF_INIT;

	put_ring(&points, json_array_get(rings, 0));
	feed_polygon(w, points.s);
	buf_release(&points);
}

static int
cell(struct weather *x, const json_t *row, size_t i, const char **out,
     const struct jpath *at)
{
	const struct jpath here = { .up = at, .index = i };

	*out = json_string_value(json_array_get(row, i));
	return *out ? 0 : json_fail(&here, x->err, "expected a string");
}

static int
read_row(struct weather *x, const json_t *row, const struct jpath *at)
{
	struct weather_row r = WEATHER_ROW;
	const char *place, *file, *before;
	struct feed_warning *w;

	if (!json_is_array(row))
		return json_fail(at, x->err, "expected an array");
	if (cell(x, row, 0, &place, at) || cell(x, row, 1, &file, at) ||
	    cell(x, row, 4, &r.id, at) || cell(x, row, 5, &before, at) ||
	    cell(x, row, 6, &r.headline, at))
		return -1;
	if (!*r.id)
		return json_fail(at, x->err, "no id");
	set_file_codes(&r, file);
	if (weather_add(x, &r, at, &w))
		return -1;
	if (!w)
		return 0;
	feed_push(&w->areas, place);
	set_link(w, file);
	weather_point(w, json_array_get(row, 3), json_array_get(row, 2));
	set_polygon(w, json_array_get(row, 7));
	if (strcmp(before, r.id) != 0) {
		feed_push(&w->references, before);
		if (*before && w->change == FEED_ALERT)
			w->change = FEED_UPDATE;
	}
	return weather_need_sent(x, w, at);
}

/* "137" */
static int
read_count(struct weather *x, const json_t *o, int64_t *out,
           const struct jpath *at)
{
	const struct jpath here = { .up = at, .key = "count" };
	const char *text;
	double count;

	if (json_is_integer(json_object_get(o, "count")))
		return json_need_int(o, "count", 0, 1000000, out, at, x->err);
	if (json_need_string(o, "count", &text, at, x->err))
		return -1;
	if (text[strspn(text, "0123456789")] ||
	    !feed_number(&count, text, 0, 1000000))
		return json_fail(&here, x->err, "expected a number");
	*out = (int64_t)count;
	return 0;
}

static int
read_list(struct weather *x, const json_t *o, const struct jpath *at)
{
	const struct jpath list_at = { .up = at, .key = "data" };
	const json_t *list;
	int64_t count;

	if (json_need_array(o, "data", &list, at, x->err) ||
	    read_count(x, o, &count, at) ||
	    weather_count(x, count, list, &list_at))
		return -1;
	return weather_each(x, list, &list_at, read_row);
}

static int
read_map(struct weather *x, const json_t *root, const struct jpath *at)
{
	const struct jpath here = { .up = at, .key = "result" };
	const char *status, *why = "";
	const json_t *result;

	if (json_need_string(root, "status", &status, at, x->err) ||
	    json_get_string(root, "errMsg", &why, at, x->err))
		return -1;
	if (strcmp(status, "success") != 0)
		return feed_fail(x->name, x->err, tr("对方报错 %s：%s"), status,
		                 why);
	if (json_need_object(root, "result", &result, at, x->err))
		return -1;
	return read_list(x, result, &here);
}

/* ---- one warning ---- */

static int
change_of(struct weather *x, const json_t *root, enum feed_change *change,
          const struct jpath *at)
{
	static const struct {
		const char *word;
		enum feed_change change;
	} words[] = { { "Alert", FEED_ALERT },
		      { "Update", FEED_UPDATE },
		      { "Cancel", FEED_CANCEL } };
	const char *word = "";

	if (json_get_string(root, "msgType", &word, at, x->err))
		return -1;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i].word, word) == 0)
			*change = words[i].change;
	return 0;
}

/* Province, city, station: one after the other, as a title names them. */
static int
read_area(struct weather *x, struct feed_warning *w, const json_t *root,
          const struct jpath *at)
{
	static const char *const keys[] = { "PROVINCE", "CITY", "STATIONNAME" };
	struct buf area = BUF_INIT;
	const char *part;
	int rc = 0;

	for (size_t i = 0; i < 3 && !rc; i++) {
		part = "";
		rc = json_get_string(root, keys[i], &part, at, x->err);
		buf_str(&area, part);
	}
	feed_push(&w->areas, area.s);
	buf_release(&area);
	return rc;
}

static int
detail_row(struct weather *x, const json_t *root, struct weather_row *r,
           const struct jpath *at)
{
	const char *id = NULL, *kind = "", *level = "", *word = "";

	if (json_get_string(root, "identifier", &id, at, x->err) ||
	    json_get_string(root, "head", &r->headline, at, x->err) ||
	    json_get_string(root, "SIGNALTYPE", &r->kind, at, x->err) ||
	    json_get_string(root, "SIGNALLEVEL", &word, at, x->err) ||
	    json_get_string(root, "TYPECODE", &kind, at, x->err) ||
	    json_get_string(root, "LEVELCODE", &level, at, x->err))
		return -1;
	r->id = id;
	if ((!id || !*id) && weather_need_text(x, root, "ALERTID", &r->id, at))
		return -1;
	if (strlen(level) == 2)
		set_codes(r, strlen(kind) == 2 ? kind : "--", level);
	if (!*word)
		return 0;
	if (!r->has_level)
		r->level = weather_colour(word);
	r->has_level = true;
	r->severity = word;
	return 0;
}

static int
read_detail(struct weather *x, const json_t *root, const struct jpath *at)
{
	struct weather_row r = WEATHER_ROW;
	const char *text, *before = NULL;
	struct feed_warning *w;
	struct feed_time issued = { FEED_NO_TIME, 0 };

	if (detail_row(x, root, &r, at) ||
	    json_need_string(root, "ISSUECONTENT", &text, at, x->err) ||
	    json_get_string(root, "references", &before, at, x->err) ||
	    weather_time(x, root, "ISSUETIME", &issued, at) ||
	    weather_add(x, &r, at, &w) ||
	    weather_time(x, root, "RELIEVETIME", &w->expires, at) ||
	    change_of(x, root, &w->change, at) || read_area(x, w, root, at))
		return -1;
	feed_set(&w->text, text, FEED_TEXT_MAX);
	if (before && strcmp(before, r.id) != 0)
		feed_push(&w->references, before);
	if (w->sent.ms == FEED_NO_TIME)
		w->sent = issued;
	return weather_need_sent(x, w, at);
}

static int
read_root(struct weather *x, const json_t *root, const struct jpath *at)
{
	if (json_object_get(root, "status"))
		return read_map(x, root, at);
	if (json_object_get(root, "ISSUECONTENT"))
		return read_detail(x, root, at);
	return read_list(x, root, at);
}

/* ---- the wrapping ---- */

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void
trim(const char **s, size_t *len)
{
	while (*len > 0 && is_blank(**s)) {
		++*s;
		--*len;
	}
	while (*len > 0 && is_blank((*s)[*len - 1]))
		--*len;
}

/* "var alarminfo=…;": what is assigned.  Other text stays as it is. */
static void
unwrap(const char **s, size_t *len)
{
	const char *equals;

	trim(s, len);
	if (*len < 4 || memcmp(*s, "var ", 4) != 0)
		return;
	equals = memchr(*s, '=', *len);
	if (!equals)
		return;
	*len -= (size_t)(equals + 1 - *s);
	*s = equals + 1;
	trim(s, len);
	if (*len > 0 && (*s)[*len - 1] == ';')
		--*len;
}

int
weathercn_read(const char *name, const char *bytes, size_t len,
               struct feed_answer *out, struct err *err)
{
	unwrap(&bytes, &len);
	return weather_answer(name, bytes, len, out, err, read_root);
}
