/*
 * gdacs: the Global Disaster Alert and Coordination System of the EU and the
 * UN: its lists in JSON (.../geteventlist/MAP, EVENTS4APP, SEARCH) and its RSS
 * (xml/rss*.xml), told apart by the first byte.
 *
 * condition is type and event, "TC1000641"; id adds the episode,
 * "TC1000641.29": each is a new message of the event.  Red is 1, orange 2.
 * Green is information and makes no row, so an event that goes down to green
 * ends by lacking; any other word is for a person to judge.  iscurrent "false"
 * is an end.  An episode or version past the first is an update; earthquakes'
 * episodes are numbered across the world and say nothing of that.
 *
 * MAP gives an event again as lines, cones and circles: only features of the
 * class Point_Centroid, or of none, are events.  bbox in the RSS is lonmin
 * lonmax latmin latmax, a frame for a map and not an area; its middle is the
 * place where no point is given.  Times without a zone are UTC.
 */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/tr.h"
#include "feeds/cap_parts.h"
#include "feeds/elem.h"
#include "feeds/geo.h"
#include "feeds/mail_time.h"
#include "feeds/readers.h"

#define EVENT_MAX 999999999999LL

static const struct {
	const char *type, *kind;
} kinds[] = {
	{ "EQ", "地震" },     { "TC", "台风" }, { "FL", "洪水" },
	{ "FF", "洪水" },     { "VO", "火山" }, { "DR", "干旱" },
	{ "WF", "森林火灾" }, { "TS", "海啸" },
};

/* What both forms say, as text; NULL: not said. */
struct event {
	const char *type, *id, *episode, *version;
	const char *level, *current;
	const char *name, *text, *severity, *country, *iso3, *link;
};

static bool
is_green(const struct event *e)
{
	return cap_is(e->level, "Green");
}

static void
set_level(struct feed_warning *w, const char *level)
{
	w->level = cap_is(level, "Red") ? 1 : cap_is(level, "Orange") ? 2 : 0;
	feed_set(&w->severity, level, FEED_LINE_MAX);
}

static void
set_kind(struct feed_warning *w, const char *type)
{
	const char *kind = type;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (cap_is(type, kinds[i].type))
			kind = kinds[i].kind;
	feed_set(&w->kind, kind, FEED_LINE_MAX);
	cap_any_kind(w);
}

static bool
past_first(const char *number)
{
	double n;

	return feed_number(&n, number, 0, (double)EVENT_MAX) && n > 1;
}

static void
set_change(struct feed_warning *w, const struct event *e)
{
	if (cap_is(e->current, "false"))
		w->change = FEED_CANCEL;
	else if (past_first(e->version) ||
	         (!cap_is(e->type, "EQ") && past_first(e->episode)))
		w->change = FEED_UPDATE;
}

static int
set_ids(struct feed_warning *w, const struct event *e, const char *name,
        struct err *err)
{
	struct buf s = BUF_INIT;
	int rc;

	buf_fmt(&s, "%s%s", e->type, e->id);
	feed_set(&w->condition, s.s, FEED_LINE_MAX);
	if (e->episode)
		buf_fmt(&s, ".%s", e->episode);
	rc = cap_id(w, s.s, name, err);
	buf_release(&s);
	return rc;
}

/* "Magnitude 5.5M, Depth:10km" */
static void
set_quake(struct feed_warning *w, const char *severity)
{
	static const struct {
		const char *label, *end;
		double min, max;
	} parts[] = {
		{ "Magnitude ", "M", -5, 10 },
		{ "Depth:", "k", -10, 1000 },
	};
	double *const out[] = { &w->magnitude, &w->depth_km };
	struct buf number = BUF_INIT;

	for (size_t i = 0; severity && i < 2; i++) {
		const char *at = strstr(severity, parts[i].label);

		if (!at)
			continue;
		at += strlen(parts[i].label);
		buf_clear(&number);
		buf_add(&number, at, strcspn(at, parts[i].end));
		(void)feed_number(out[i], number.s, parts[i].min, parts[i].max);
	}
	buf_release(&number);
}

static void
push_countries(struct feed_warning *w, const char *list)
{
	struct buf country = BUF_INIT;
	size_t len;

	for (; list && *list; list += len) {
		list += strspn(list, ", ");
		len = strcspn(list, ",");
		buf_clear(&country);
		buf_add(&country, list, len);
		feed_push(&w->areas, country.s);
	}
	buf_release(&country);
}

static void
push_iso3(struct feed_warning *w, const char *iso3)
{
	struct buf code = BUF_INIT;

	if (!iso3 || !*iso3)
		return;
	buf_fmt(&code, "ISO:%s", iso3);
	feed_push(&w->geocodes, code.s);
	buf_release(&code);
}

/* A new row with what both forms have; NULL: it failed. */
static struct feed_warning *
add_event(const struct event *e, const char *name, struct feed_answer *out,
          struct err *err)
{
	struct feed_warning *w = feed_add(out, name, err);

	if (!w || set_ids(w, e, name, err))
		return NULL;
	set_kind(w, e->type);
	set_level(w, e->level);
	set_change(w, e);
	feed_set(&w->headline, e->name, FEED_LINE_MAX);
	feed_set(&w->text, e->text, FEED_TEXT_MAX);
	feed_set(&w->sender, "GDACS", FEED_LINE_MAX);
	feed_set(&w->link, e->link, FEED_LINE_MAX);
	push_countries(w, e->country);
	push_iso3(w, e->iso3);
	if (cap_is(e->type, "EQ"))
		set_quake(w, e->severity);
	return w;
}

/* When it began: a quake's origin, else what the alert is in force from. */
static struct feed_time *
begin_of(struct feed_warning *w, const struct event *e)
{
	return cap_is(e->type, "EQ") ? &w->occurred : &w->effective;
}

/* ---- JSON ---- */

static int
utc_time(struct feed_time *out, const char *s, const char *key,
         const struct jpath *at, struct err *err)
{
	const struct jpath here = { .up = at, .key = key };

	if (feed_time(out, s, "Y-M-DTh:m:sf", 0) ||
	    feed_time(out, s, "Y-M-DTh:m:sfz", 0))
		return 0;
	return json_fail(&here, err, tr("%s 不是“%s”的值"), s, key);
}

struct feature {
	struct event e;
	char id[24], episode[24];
	const char *modified, *from;
	const json_t *countries, *geometry;
};

static int
get_strings(struct feature *f, const json_t *p, const struct jpath *at,
            struct err *err)
{
	const json_t *url = NULL, *severity = NULL;
	const struct jpath in_url = { .up = at, .key = "url" };
	const struct jpath in_severity = { .up = at, .key = "severitydata" };

	if (json_need_string(p, "eventtype", &f->e.type, at, err) ||
	    json_need_string(p, "alertlevel", &f->e.level, at, err) ||
	    json_need_string(p, "iscurrent", &f->e.current, at, err) ||
	    json_get_string(p, "name", &f->e.name, at, err) ||
	    json_get_string(p, "description", &f->e.text, at, err) ||
	    json_get_string(p, "country", &f->e.country, at, err) ||
	    json_get_string(p, "iso3", &f->e.iso3, at, err) ||
	    json_get_string(p, "fromdate", &f->from, at, err) ||
	    json_need_string(p, "datemodified", &f->modified, at, err) ||
	    json_get_array(p, "affectedcountries", &f->countries, at, err) ||
	    json_get_object(p, "url", &url, at, err) ||
	    json_get_object(p, "severitydata", &severity, at, err))
		return -1;
	if (url && json_get_string(url, "report", &f->e.link, &in_url, err))
		return -1;
	return severity ? json_get_string(severity, "severitytext",
	                                  &f->e.severity, &in_severity, err)
	                : 0;
}

static int
get_event(struct feature *f, const json_t *p, const struct jpath *at,
          struct err *err)
{
	int64_t id, episode = 0;

	if (get_strings(f, p, at, err) ||
	    json_need_int(p, "eventid", 0, EVENT_MAX, &id, at, err) ||
	    json_get_int(p, "episodeid", 0, EVENT_MAX, &episode, at, err))
		return -1;
	snprintf(f->id, sizeof(f->id), "%lld", (long long)id);
	snprintf(f->episode, sizeof(f->episode), "%lld", (long long)episode);
	f->e.id = f->id;
	f->e.episode = episode ? f->episode : NULL;
	return 0;
}

static int
read_feature(const json_t *feature, const char *name, const struct jpath *at,
             struct feed_answer *out, struct err *err)
{
	const struct jpath here = { .up = at, .key = "properties" };
	struct feature f = { .modified = "", .from = "" };
	const char *class = "Point_Centroid";
	struct feed_warning *w;
	const json_t *p;
	json_t *country;
	size_t i;

	if (json_need_object(feature, "properties", &p, at, err) ||
	    json_get_string(p, "Class", &class, &here, err))
		return -1;
	if (strcmp(class, "Point_Centroid") != 0)
		return 0;
	if (get_event(&f, p, &here, err))
		return -1;
	if (is_green(&f.e))
		return 0;
	w = add_event(&f.e, name, out, err);
	if (!w)
		return -1;
	json_array_foreach(f.countries, i, country) push_iso3(
		w, json_string_value(json_object_get(country, "iso3")));
	geo_json(w, json_object_get(feature, "geometry"));
	if (utc_time(&w->sent, f.modified, "datemodified", &here, err))
		return -1;
	return !*f.from ? 0
	                : utc_time(begin_of(w, &f.e), f.from, "fromdate", &here,
	                           err);
}

static int
read_json(const json_t *root, const char *name, struct feed_answer *out,
          struct err *err)
{
	const struct jpath at = { .key = name };
	const struct jpath list = { .up = &at, .key = "features" };
	const json_t *features;
	json_t *f;
	size_t i;

	if (json_need_array(root, "features", &features, &at, err))
		return -1;
	json_array_foreach(features, i, f)
	{
		const struct jpath here = { .up = &list, .index = i };

		if (read_feature(f, name, &here, out, err))
			return -1;
	}
	return 0;
}

/* ---- RSS ---- */

static int
item_time(struct feed_time *out, const struct elem *item, const char *member,
          const char *name, struct err *err)
{
	const char *s = elem_text(item, member);

	if (!s || mail_time(out, s))
		return 0;
	return feed_fail(name, err, tr("%s 不是“%s”的值"), s, member);
}

/* lonmin lonmax latmin latmax; the middle of a frame that goes across the
 * date line lies past 180. */
static void
place_from_bbox(struct feed_warning *w, const char *s)
{
	double v[4], lon;

	if (geo_numbers(v, 4, s) != 4)
		return;
	lon = (v[0] + v[1]) / 2;
	lon += lon > 180 ? -360 : lon < -180 ? 360 : 0;
	(void)feed_lat_lon(w, (v[2] + v[3]) / 2, lon);
}

static int
read_item(const struct elem *item, const char *name, struct feed_answer *out,
          struct err *err)
{
	static const char *const needed[] = {
		"gdacs:eventtype",
		"gdacs:eventid",
		"gdacs:alertlevel",
		"pubDate",
	};
	const struct event e = {
		.type = elem_text(item, "gdacs:eventtype"),
		.id = elem_text(item, "gdacs:eventid"),
		.episode = elem_text(item, "gdacs:episodeid"),
		.version = elem_text(item, "gdacs:version"),
		.level = elem_text(item, "gdacs:alertlevel"),
		.current = elem_text(item, "gdacs:iscurrent"),
		.name = elem_text(item, "title"),
		.text = elem_text(item, "description"),
		.severity = elem_text(item, "gdacs:severity"),
		.country = elem_text(item, "gdacs:country"),
		.iso3 = elem_text(item, "gdacs:iso3"),
		.link = elem_text(item, "link"),
	};
	const char *sent = elem_text(item, "gdacs:datemodified")
	                           ? "gdacs:datemodified"
	                           : "pubDate";
	struct feed_warning *w;

	for (size_t i = 0; i < sizeof(needed) / sizeof(*needed); i++)
		if (!elem_text(item, needed[i]))
			return feed_fail(name, err, tr("缺少“%s”"), needed[i]);
	if (is_green(&e))
		return 0;
	w = add_event(&e, name, out, err);
	if (!w)
		return -1;
	if (!geo_point(w, elem_text(item, "georss:point")))
		place_from_bbox(w, elem_text(item, "gdacs:bbox"));
	if (item_time(begin_of(w, &e), item, "gdacs:fromdate", name, err))
		return -1;
	return item_time(&w->sent, item, sent, name, err);
}

static int
read_channel(const struct elem *root, const char *name, struct feed_answer *out,
             struct err *err)
{
	const struct elem *channel = elem_child(root, "channel");
	const struct elem *item;

	if (strcmp(root->name, "rss") != 0)
		return feed_fail(name, err, tr("不是 RSS"));
	if (!channel || !elem_text(channel, "title"))
		return feed_fail(name, err, tr("缺少“%s”"),
		                 channel ? "title" : "channel");
	if (item_time(&out->made, channel, "pubDate", name, err))
		return -1;
	for (item = elem_child(channel, "item"); item; item = elem_again(item))
		if (read_item(item, name, out, err))
			return -1;
	return 0;
}

FEED_READER(gdacs)
{
	static const struct xml_namespace namespaces[] = {
		{ "http://www.gdacs.org", "gdacs" },
		{ "http://www.georss.org/georss", "georss" },
		{ NULL, NULL },
	};
	struct elem *root;
	json_t *list;
	int rc;

	if (len > 0 && *bytes == '{') {
		list = json_parse(bytes, len, name_, err);
		rc = list ? read_json(list, name_, out, err) : -1;
		json_decref(list);
		return rc;
	}
	root = elem_xml(name_, bytes, len, namespaces, err);
	rc = root ? read_channel(root, name_, out, err) : -1;
	elem_free(root);
	return rc;
}
