/*
 * rss: warnings in RSS 2.0 that may have children of CAP, as the WMO gives
 * those of China:
 * severeweather.wmo.int/v2/cap-alerts/cn-cma-xx/rss.xml, the last 500 or so
 * with their lifts.
 *
 * id is the guid, else the link.  Of China it is the id that other sources
 * give too, AAAAAA41600000_YYYYMMDDhhmmss: it begins with the code of the
 * place, and the condition is that code and the kind, so that the title "lifts
 * orange warning for rainstorm" ends what "issues ..." began.  There the level
 * is the title's colour; elsewhere cap:severity, or a person judges.
 *
 * An item needs an id, a title and a pubDate.  A list of the last items shows
 * no end by lacking one.
 */
#include <string.h>

#include "base/tr.h"
#include "feeds/cap_parts.h"
#include "feeds/china.h"
#include "feeds/geo.h"
#include "feeds/mail_time.h"
#include "feeds/readers.h"

/* RFC 822 as RSS has it, or CAP's form; nothing is no time. */
static int
item_time(struct feed_time *out, const struct elem *n, const char *member,
          const char *name, struct err *err)
{
	const char *s = elem_text(n, member);

	if (!s || mail_time(out, s))
		return 0;
	return cap_time(out, s, member, name, err);
}

static int
fill(struct feed_warning *w, const struct elem *item, const char *name,
     struct err *err)
{
	const char *title = elem_text(item, "title");

	feed_set(&w->headline, title, FEED_LINE_MAX);
	feed_set(&w->text, elem_text(item, "description"), FEED_TEXT_MAX);
	feed_set(&w->link, elem_text(item, "link"), FEED_LINE_MAX);
	feed_set(&w->kind, elem_text(item, "cap:event"), FEED_LINE_MAX);
	feed_set(&w->sender, elem_text(item, "author"), FEED_LINE_MAX);
	cap_references(w, elem_text(item, "cap:references"));
	cap_level(w, item);
	if (cap_status(w, elem_text(item, "cap:status"),
	               elem_text(item, "cap:scope"), name, err) ||
	    cap_change(&w->change, elem_text(item, "cap:msgType"), name, err) ||
	    item_time(&w->sent, item, "pubDate", name, err) ||
	    item_time(&w->effective, item, "cap:effective", name, err) ||
	    item_time(&w->expires, item, "cap:expires", name, err))
		return -1;
	if (!china_title(w, title) && cap_says_over(title))
		w->change = FEED_CANCEL;
	cap_area(w, item);
	(void)geo_point(w, elem_text(item, "georss:point"));
	if (china_id(w->id))
		china_finish(w, w->id);
	else
		feed_set(&w->condition, w->id, FEED_LINE_MAX);
	cap_any_kind(w);
	return 0;
}

static int
read_item(const struct elem *item, const char *name, struct feed_answer *out,
          struct err *err)
{
	static const char *const needed[] = { "title", "pubDate" };
	const char *id = elem_text(item, "guid");
	struct feed_warning *w;

	id = id ? id : elem_text(item, "link");
	if (!id)
		return feed_fail(name, err, tr("缺少“%s”"), "guid");
	for (size_t i = 0; i < sizeof(needed) / sizeof(*needed); i++)
		if (!elem_text(item, needed[i]))
			return feed_fail(name, err, tr("缺少“%s”"), needed[i]);
	w = feed_add(out, name, err);
	if (!w || cap_id(w, id, name, err))
		return -1;
	return fill(w, item, name, err);
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
	if (item_time(&out->made, channel, "pubDate", name, err) ||
	    item_time(&out->made, channel, "lastBuildDate", name, err))
		return -1;
	for (item = elem_child(channel, "item"); item; item = elem_again(item))
		if (read_item(item, name, out, err))
			return -1;
	return 0;
}

FEED_READER(rss)
{
	static const struct xml_namespace namespaces[] = {
		CAP_NAMESPACES,
		{ "http://www.georss.org/georss", "georss" },
		{ NULL, NULL },
	};
	struct elem *root = elem_xml(name_, bytes, len, namespaces, err);
	int rc;

	if (!root)
		return -1;
	rc = read_channel(root, name_, out, err);
	elem_free(root);
	return rc;
}
