/*
 * cap_atom: indexes of warnings in Atom (RFC 4287), told apart by what their
 * entries hold:
 *
 *	an alert in <content>	read as CAP (feeds/cap_alert.h)
 *	cap: children		NWS, Alberta, MeteoAlarm's legacy-atom
 *	"Category:" in XHTML	the tsunami bulletins of tsunami.gov
 *	links only		a row to be judged, with its link
 *
 * and MeteoAlarm's list in JSON, by its first byte: CAP's names and values
 * under warnings[].alert.
 *
 * MeteoAlarm has one entry for each area and code of a message: entries with
 * one cap:identifier are one row.  id is the triple where sender and sent are
 * given, else the identifier, else the entry's id.  Alberta refers to messages
 * by their entries' ids, so that stands in `also`.
 *
 * Without a severity the title's first word counts where it is a colour:
 * "yellow watch - tornado - in effect".  The bulletins' categories have the
 * order of the centres: Warning 1, Advisory 2, Watch 3, Information 4.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/tr.h"
#include "feeds/cap_alert.h"
#include "feeds/cap_parts.h"
#include "feeds/geo.h"
#include "feeds/readers.h"
#include "feeds/vtec.h"

struct level_word {
	const char *word;
	int level;
};

static const struct level_word colours[] = {
	{ "red ", 1 },
	{ "orange ", 2 },
	{ "yellow ", 3 },
	{ NULL, 0 },
};

static const struct level_word categories[] = {
	{ "Warning", 1 },     { "Advisory", 2 }, { "Watch", 3 },
	{ "Information", 4 }, { NULL, 0 },
};

/* Of the table, what s begins with; or its end. */
static const struct level_word *
level_word(const struct level_word *table, const char *s)
{
	while (table->word &&
	       strncasecmp(s, table->word, strlen(table->word)) != 0)
		table++;
	return table;
}

/* ---- parts of an entry ---- */

static const char *
either(const struct elem *n, const char *a, const char *b)
{
	const char *s = elem_text(n, a);

	return s ? s : elem_text(n, b);
}

static const char *
author(const struct elem *n)
{
	const struct elem *a = elem_child(n, "atom:author");

	return a ? elem_text(a, "atom:name") : NULL;
}

/* The whole message if there is one, else the page. */
static const char *
link_of(const struct elem *entry)
{
	const struct elem *l = elem_child(entry, "atom:link");
	const char *page = NULL, *rel, *type, *href;

	for (; l; l = elem_again(l)) {
		href = elem_attr(l, "href");
		type = elem_attr(l, "type");
		rel = elem_attr(l, "rel");
		if (href && type &&
		    (strcmp(type, "application/cap+xml") == 0 ||
		     strcmp(type, "application/common-alerting-protocol+xml") ==
		             0))
			return href;
		if (!page && (!rel || strcmp(rel, "alternate") == 0))
			page = href;
	}
	return page;
}

static const char *
link_next(const struct elem *feed)
{
	const struct elem *l = elem_child(feed, "atom:link");
	const char *rel;

	for (; l; l = elem_again(l)) {
		rel = elem_attr(l, "rel");
		if (rel && strcmp(rel, "next") == 0)
			return elem_attr(l, "href");
	}
	return NULL;
}

/* "yellow watch - tornado - in effect", "Flood Watch issued May 1 at ..." */
static void
kind_from_title(struct feed_warning *w, const char *title)
{
	struct buf kind = BUF_INIT;
	const char *issued = strstr(title, " issued ");
	const char *dash = strstr(title, " - ");
	const char *end = dash ? strstr(dash + 3, " - ") : NULL;

	if (issued)
		buf_add(&kind, title, (size_t)(issued - title));
	else if (end)
		buf_add(&kind, dash + 3, (size_t)(end - dash - 3));
	feed_set(&w->kind, kind.s, FEED_LINE_MAX);
	buf_release(&kind);
}

static void
set_level(struct feed_warning *w, const struct elem *entry, const char *title)
{
	const struct level_word *colour = level_word(colours, title);

	cap_level(w, entry);
	if (w->severity || !colour->word)
		return;
	w->level = colour->level;
	feed_set(&w->severity, title, strlen(colour->word) - 1);
}

static void
set_condition(struct feed_warning *w, const struct elem *entry)
{
	const struct elem *p = elem_child(entry, "cap:parameter");
	const char *sender = elem_text(entry, "cap:sender");
	const char *identifier = elem_text(entry, "cap:identifier");
	struct buf s = BUF_INIT;
	char key[VTEC_KEY];
	bool over;

	for (; p && s.len == 0; p = elem_again(p)) {
		const char *v = either(p, "cap:value", "atom:value");

		if (!v || !vtec_read(key, &over, v))
			continue;
		buf_str(&s, key);
		if (over)
			w->change = FEED_CANCEL;
	}
	if (s.len == 0 && sender && identifier)
		buf_fmt(&s, "%s,%s", sender, identifier);
	feed_set(&w->condition, s.len ? s.s : w->id, FEED_LINE_MAX);
	buf_release(&s);
}

static int
set_change(struct feed_warning *w, const struct elem *entry, const char *name,
           struct err *err)
{
	const char *type = either(entry, "cap:msgType", "cap:message_type");
	const char *urgency = elem_text(entry, "cap:urgency");

	if (cap_change(&w->change, type, name, err))
		return -1;
	for (size_t i = 0; !type && i < w->references.count; i++)
		if (!feed_has(&w->also, w->references.s[i]))
			w->change = FEED_UPDATE;
	if (cap_says_over(w->headline) ||
	    (w->change == FEED_UPDATE && cap_is(urgency, "Past")) ||
	    (w->change == FEED_UPDATE && cap_awareness(entry) == 1))
		w->change = FEED_CANCEL;
	return 0;
}

/* "lat lon" (GeoRSS), or geo:lat and geo:long. */
static void
set_place(struct feed_warning *w, const struct elem *entry)
{
	double lat, lon;

	if (geo_point(w, elem_text(entry, "georss:point")) ||
	    !feed_number(&lat, elem_text(entry, "geo:lat"), -90, 90) ||
	    !feed_number(&lon, elem_text(entry, "geo:long"), -180, 180))
		return;
	(void)feed_lat_lon(w, lat, lon);
}

/* ---- tsunami.gov ---- */

static const struct elem *
first_label(const struct elem *entry)
{
	const struct elem *summary = elem_child(entry, "atom:summary");
	const struct elem *div = summary ? elem_child(summary, "h:div") : NULL;

	return div ? elem_child(div, "h:strong") : NULL;
}

/* What stands behind <strong>label</strong>, or NULL. */
static const char *
labelled(const struct elem *entry, const char *label)
{
	const struct elem *b = first_label(entry);

	while (b && !(b->text && strcmp(b->text, label) == 0))
		b = elem_again(b);
	return b ? b->tail : NULL;
}

/* A line for each label that says something. */
static void
text_from_labels(struct feed_warning *w, const struct elem *entry)
{
	struct buf text = BUF_INIT;

	for (const struct elem *b = first_label(entry); b; b = elem_again(b))
		if (b->text && b->tail)
			buf_fmt(&text, "%s%s %s", text.len ? "\n" : "", b->text,
			        b->tail);
	feed_set(&w->text, text.s, FEED_TEXT_MAX);
	buf_release(&text);
}

/* ".../PHEB/2026/08/12/26224050/1/WEHW42/PHEBCAP.xml": all bulletins of an
 * earthquake lie in one folder, below it number, product and file. */
static void
condition_from_link(struct feed_warning *w)
{
	size_t len =
		w->link && strstr(w->link, "/events/") ? strlen(w->link) : 0;

	for (int cut = 0; len > 0 && cut < 3; cut++)
		while (len > 0 && w->link[--len] != '/')
			;
	if (len > 0)
		feed_set(&w->condition, w->link, len);
}

static void
set_tsunami(struct feed_warning *w, const char *headline, const char *category,
            const struct elem *entry)
{
	const char *magnitude = labelled(entry, "Preliminary Magnitude:");
	struct buf number = BUF_INIT;

	feed_set(&w->kind, "海啸", FEED_LINE_MAX);
	w->level = level_word(categories, category)->level;
	feed_set(&w->severity, category, FEED_LINE_MAX);
	if (strncasecmp(category, "Cancel", 6) == 0)
		w->change = FEED_CANCEL;
	feed_push(&w->areas, w->headline);
	feed_set(&w->headline, headline, FEED_LINE_MAX);
	if (magnitude)
		buf_add(&number, magnitude, strcspn(magnitude, "("));
	(void)feed_number(&w->magnitude, number.s, -5, 10);
	buf_release(&number);
	text_from_labels(w, entry);
	condition_from_link(w);
}

/* ---- entries ---- */

/* An index that is read; seen has the place of each id in out. */
struct index {
	const char *name;
	const struct elem *feed;
	const char *title, *author; /* of the feed; looked up once */
	struct feed_answer *out;
	json_t *seen;
	struct err *err;
};

static int
missing(const struct index *x, const char *member)
{
	return feed_fail(x->name, x->err, tr("缺少“%s”"), member);
}

static int
entry_time(const struct index *x, struct feed_time *out, const char *s,
           const char *what)
{
	return cap_time(out, s, what, x->name, x->err);
}

static void
entry_id(struct buf *id, const struct elem *entry)
{
	const char *sender = elem_text(entry, "cap:sender");
	const char *identifier = elem_text(entry, "cap:identifier");
	const char *sent = elem_text(entry, "cap:sent");

	if (sender && identifier && sent)
		buf_fmt(id, "%s,%s,%s", sender, identifier, sent);
	else
		buf_str(id,
		        identifier ? identifier : elem_text(entry, "atom:id"));
}

/* The areas together; the most severe level and the latest end count. */
static int
unite(const struct index *x, struct feed_warning *w, const struct elem *entry)
{
	struct feed_warning of = { .level = 0 };
	struct feed_time end = { FEED_NO_TIME, 0 };

	if (entry_time(x, &end, elem_text(entry, "cap:expires"), "expires"))
		return -1;
	if (end.ms == FEED_NO_TIME ||
	    (w->expires.ms != FEED_NO_TIME && end.ms > w->expires.ms))
		w->expires = end;
	cap_area(w, entry);
	cap_level(&of, entry);
	if (cap_graver(of.level, w->level)) {
		w->level = of.level;
		feed_set(&w->severity, of.severity, FEED_LINE_MAX);
	}
	free(of.severity);
	return 0;
}

static void
set_sender(const struct index *x, struct feed_warning *w,
           const struct elem *entry)
{
	const char *sender = either(entry, "cap:senderName", "cap:sender");

	sender = sender ? sender : author(entry);
	feed_set(&w->sender, sender ? sender : x->author, FEED_LINE_MAX);
}

static int
fill(const struct index *x, struct feed_warning *w, const struct elem *entry)
{
	const char *title = elem_text(entry, "atom:title");
	const char *category = labelled(entry, "Category:");

	feed_set(&w->headline, title, FEED_LINE_MAX);
	if (elem_text(entry, "cap:sender"))
		feed_push(&w->also, elem_text(entry, "atom:id"));
	cap_references(w, elem_text(entry, "cap:references"));
	if (cap_status(w, elem_text(entry, "cap:status"),
	               elem_text(entry, "cap:scope"), x->name, x->err) ||
	    set_change(w, entry, x->name, x->err))
		return -1;
	set_sender(x, w, entry);
	feed_set(&w->kind, elem_text(entry, "cap:event"), FEED_LINE_MAX);
	if (!w->kind)
		kind_from_title(w, title);
	cap_words(w, elem_text(entry, "atom:summary"),
	          elem_text(entry, "cap:instruction"));
	feed_set(&w->link, link_of(entry), FEED_LINE_MAX);
	set_level(w, entry, title);
	set_condition(w, entry);
	cap_area(w, entry);
	set_place(w, entry);
	if (category)
		set_tsunami(w, x->title, category, entry);
	cap_any_kind(w);
	return 0;
}

static int
add_entry(const struct index *x, const char *id, const struct elem *entry)
{
	const char *sent = either(entry, "cap:sent", "atom:updated");
	struct feed_warning *w = feed_add(x->out, x->name, x->err);

	if (!w || cap_id(w, id, x->name, x->err))
		return -1;
	if (!sent)
		return missing(x, "updated");
	if (entry_time(x, &w->sent, sent, "sent") ||
	    entry_time(x, &w->effective, elem_text(entry, "cap:effective"),
	               "effective") ||
	    entry_time(x, &w->expires, elem_text(entry, "cap:expires"),
	               "expires"))
		return -1;
	json_object_set_new(x->seen, id,
	                    json_integer((json_int_t)x->out->count - 1));
	return fill(x, w, entry);
}

static int
add_or_unite(const struct index *x, const struct elem *entry)
{
	struct buf id = BUF_INIT;
	json_t *at;
	int rc;

	entry_id(&id, entry);
	at = json_object_get(x->seen, id.s);
	rc = at ? unite(x, &x->out->rows[json_integer_value(at)], entry)
	        : add_entry(x, id.s, entry);
	buf_release(&id);
	return rc;
}

/* Answers to messages and a green Alert make no row. */
static bool
is_no_warning(const struct elem *entry)
{
	const char *type = either(entry, "cap:msgType", "cap:message_type");

	return cap_is(type, "Ack") || cap_is(type, "Error") ||
	       (cap_awareness(entry) == 1 && (!type || cap_is(type, "Alert")));
}

static int
read_entry(const struct index *x, const struct elem *entry)
{
	const struct elem *content = elem_child(entry, "atom:content");
	const struct elem *alert =
		content ? elem_child(content, "cap:alert") : NULL;

	if (alert)
		return cap_rows(alert, x->name, x->out, x->err);
	if (!elem_text(entry, "atom:id"))
		return missing(x, "id");
	if (!elem_text(entry, "atom:title"))
		return missing(x, "title");
	return is_no_warning(entry) ? 0 : add_or_unite(x, entry);
}

static int
read_feed(const struct index *x)
{
	const char *updated = elem_text(x->feed, "atom:updated");
	const struct elem *entry = elem_child(x->feed, "atom:entry");

	if (strcmp(x->feed->name, "atom:feed") != 0)
		return feed_fail(x->name, x->err, tr("不是 Atom"));
	if (!x->title)
		return missing(x, "title");
	if (!updated)
		return missing(x, "updated");
	feed_set(&x->out->next, link_next(x->feed), FEED_LINE_MAX);
	if (entry_time(x, &x->out->made, updated, "updated"))
		return -1;
	for (; entry; entry = elem_again(entry))
		if (read_entry(x, entry))
			return -1;
	return 0;
}

/* ---- MeteoAlarm in JSON ---- */

static int
read_warnings(const json_t *root, const char *name, struct feed_answer *out,
              struct err *err)
{
	const struct jpath at = { .key = name };
	const json_t *warnings, *alert;
	struct elem *tree;
	json_t *warning;
	size_t i;
	int rc = json_need_array(root, "warnings", &warnings, &at, err);

	if (rc)
		return rc;
	json_array_foreach(warnings, i, warning)
	{
		const struct jpath list = { .up = &at, .key = "warnings" };
		const struct jpath here = { .up = &list, .index = i };

		if (json_need_object(warning, "alert", &alert, &here, err))
			return -1;
		tree = elem_json(alert, "cap", "cap:alert", name, err);
		if (!tree)
			return -1;
		rc = cap_rows(tree, name, out, err);
		elem_free(tree);
		if (rc)
			return rc;
	}
	return 0;
}

static int
read_atom(const char *name, const char *bytes, size_t len,
          struct feed_answer *out, struct err *err)
{
	static const struct xml_namespace namespaces[] = {
		CAP_NAMESPACES,
		{ "http://www.w3.org/2005/Atom", "atom" },
		{ "http://www.w3.org/1999/xhtml", "h" },
		{ "http://www.w3.org/2003/01/geo/wgs84_pos#", "geo" },
		{ "http://www.georss.org/georss", "georss" },
		{ NULL, NULL },
	};
	struct elem *feed = elem_xml(name, bytes, len, namespaces, err);
	struct index x = { .name = name, .feed = feed, .out = out, .err = err };
	int rc;

	if (!feed)
		return -1;
	x.title = elem_text(feed, "atom:title");
	x.author = author(feed);
	x.seen = json_object();
	rc = read_feed(&x);
	json_decref(x.seen);
	elem_free(feed);
	return rc;
}

FEED_READER(cap_atom)
{
	json_t *root;
	int rc;

	if (len == 0 || *bytes != '{')
		return read_atom(name_, bytes, len, out, err);
	root = json_parse(bytes, len, name_, err);
	rc = root ? read_warnings(root, name_, out, err) : -1;
	json_decref(root);
	return rc;
}
