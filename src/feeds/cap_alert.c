#include "feeds/cap_alert.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/tr.h"
#include "feeds/cap_parts.h"
#include "feeds/china.h"

struct alert {
	const struct elem *root;
	const char *name;
	const char *identifier, *sender, *sent;
	enum feed_change change;
	const struct elem *infos[CAP_INFOS_MAX]; /* that are read */
	size_t count;
	bool several; /* events */
};

static const char *
event_of(const struct elem *info)
{
	const char *event = elem_text(info, "cap:event");

	return event ? event : "";
}

static const char *
language_of(const struct elem *info)
{
	const char *language = elem_text(info, "cap:language");

	return language ? language : "en-US";
}

static const char *
preferred_language(const struct elem *root)
{
	static const char *const prefixes[] = { "zh", "en", "" };

	for (size_t i = 0; i < 3; i++) {
		const struct elem *info = elem_child(root, "cap:info");

		for (; info; info = elem_again(info))
			if (strncasecmp(language_of(info), prefixes[i],
			                strlen(prefixes[i])) == 0)
				return language_of(info);
	}
	return NULL;
}

/* A green Alert says that there is nothing, and is not read. */
static int
choose_infos(struct alert *a, struct err *err)
{
	const char *language = preferred_language(a->root);
	const struct elem *info = elem_child(a->root, "cap:info");

	for (; info; info = elem_again(info)) {
		if (!cap_is(language, language_of(info)) ||
		    (a->change == FEED_ALERT && cap_awareness(info) == 1))
			continue;
		if (a->count == CAP_INFOS_MAX)
			return feed_fail(a->name, err, tr("超过 %d 个 info"),
			                 CAP_INFOS_MAX);
		a->infos[a->count++] = info;
		a->several |=
			strcmp(event_of(info), event_of(a->infos[0])) != 0;
	}
	return 0;
}

/* Does an Update's info say that it is over? */
static bool
info_is_over(const struct elem *info)
{
	const struct elem *r = elem_child(info, "cap:responseType");

	for (; r; r = elem_again(r))
		if (cap_is(r->text, "AllClear"))
			return true;
	return cap_is(elem_text(info, "cap:urgency"), "Past") ||
	       cap_awareness(info) == 1;
}

/* The number a text begins with: "38.7 km (24.0 miles)"; none leaves *out. */
static void
leading_number(double *out, const char *s, double min, double max)
{
	char text[24] = { 0 };
	size_t len = s ? strcspn(s, " ") : 0;

	if (len == 0 || len >= sizeof(text))
		return;
	memcpy(text, s, len);
	(void)feed_number(out, text, min, max);
}

static const char *
either(const struct elem *info, const char *a, const char *b)
{
	const char *s = cap_parameter(info, a);

	return s ? s : cap_parameter(info, b);
}

/* What earthquake and tsunami centres tell in parameters of their own. */
static void
quake_of(struct feed_warning *w, const struct elem *info)
{
	const char *time = either(info, "EventOriginTime", "EventTime");

	if (cap_is(w->kind, "Earthquake"))
		feed_set(&w->kind, "地震", FEED_LINE_MAX);
	leading_number(&w->magnitude,
	               either(info, "EventPreliminaryMagnitude", "Magnitude"),
	               -5, 10);
	leading_number(&w->depth_km, either(info, "EventDepth", "Depth"), -10,
	               1000);
	(void)feed_time(&w->occurred, time, "Y-M-DTh:m:sfz", 0);
	if (w->shapes_count == 1 && w->shapes[0].count == 1)
		(void)feed_lat_lon(w, w->shapes[0].at[0][0],
		                   w->shapes[0].at[0][1]);
}

static int
set_ids(struct feed_warning *w, const struct alert *a, const char *event,
        struct err *err)
{
	const char *mark = a->several ? "#" : "";
	const char *which = a->several ? event : "";
	struct buf s = BUF_INIT;
	int rc;

	buf_fmt(&s, "%s,%s%s%s", a->sender, a->identifier, mark, which);
	feed_set(&w->condition, s.s, FEED_LINE_MAX);
	buf_clear(&s);
	buf_fmt(&s, "%s,%s,%s%s%s", a->sender, a->identifier, a->sent, mark,
	        which);
	rc = cap_id(w, s.s, a->name, err);
	buf_release(&s);
	if (china_id(a->identifier)) {
		china_finish(w, a->identifier);
		if (!a->several)
			feed_push(&w->also, a->identifier);
	}
	return rc;
}

/* All the infos of an event into the row; *lead is the most severe. */
static int
unite(struct feed_warning *w, const struct alert *a, const char *event,
      const struct elem **lead, bool *over, struct err *err)
{
	struct feed_time end;

	*lead = NULL;
	*over = true;
	for (size_t i = 0; i < a->count; i++) {
		const struct elem *info = a->infos[i];
		const struct elem *area = elem_child(info, "cap:area");
		struct feed_warning of = { .level = 0 };

		if (strcmp(event_of(info), event) != 0)
			continue;
		for (; area; area = elem_again(area))
			cap_area(w, area);
		*over = *over && info_is_over(info);
		end = (struct feed_time){ FEED_NO_TIME, 0 };
		if (cap_time(&end, elem_text(info, "cap:expires"), "expires",
		             a->name, err))
			return -1;
		if (!*lead || end.ms == FEED_NO_TIME ||
		    (w->expires.ms != FEED_NO_TIME && end.ms > w->expires.ms))
			w->expires = end;
		cap_level(&of, info);
		if (!*lead || cap_graver(of.level, w->level)) {
			*lead = info;
			w->level = of.level;
			feed_set(&w->severity, of.severity, FEED_LINE_MAX);
		}
		free(of.severity);
	}
	return 0;
}

static int
fill_from_infos(struct feed_warning *w, const struct alert *a,
                const char *event, struct err *err)
{
	const struct elem *lead;
	const char *sender;
	bool over;

	if (unite(w, a, event, &lead, &over, err) ||
	    cap_time(&w->effective, elem_text(lead, "cap:effective"),
	             "effective", a->name, err))
		return -1;
	feed_set(&w->kind, event, FEED_LINE_MAX);
	feed_set(&w->headline, elem_text(lead, "cap:headline"), FEED_LINE_MAX);
	cap_words(w, elem_text(lead, "cap:description"),
	          elem_text(lead, "cap:instruction"));
	sender = elem_text(lead, "cap:senderName");
	if (sender)
		feed_set(&w->sender, sender, FEED_LINE_MAX);
	feed_set(&w->link, elem_text(lead, "cap:web"), FEED_LINE_MAX);
	quake_of(w, lead);
	if ((a->change == FEED_UPDATE && over) || cap_says_over(w->headline))
		w->change = FEED_CANCEL;
	return 0;
}

/* A row of the infos of one event; NULL: there are none. */
static int
add_row(const struct alert *a, const char *event, struct feed_answer *out,
        struct err *err)
{
	const struct elem *root = a->root;
	struct feed_warning *w = feed_add(out, a->name, err);

	if (!w)
		return -1;
	w->change = a->change;
	feed_set(&w->sender, a->sender, FEED_LINE_MAX);
	cap_references(w, elem_text(root, "cap:references"));
	if (cap_status(w, elem_text(root, "cap:status"),
	               elem_text(root, "cap:scope"), a->name, err) ||
	    cap_time(&w->sent, a->sent, "sent", a->name, err) ||
	    (event && fill_from_infos(w, a, event, err)))
		return -1;
	if (set_ids(w, a, event, err))
		return -1;
	cap_any_kind(w);
	return 0;
}

static bool
is_first_of_its_event(const struct alert *a, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (strcmp(event_of(a->infos[i]), event_of(a->infos[at])) == 0)
			return false;
	return true;
}

/* The members without which it is no alert. */
static int
check(const struct elem *root, const char *name, struct err *err)
{
	static const char *const required[] = {
		"cap:identifier", "cap:sender",  "cap:sent",
		"cap:status",     "cap:msgType", "cap:scope",
	};

	for (size_t i = 0; i < sizeof(required) / sizeof(*required); i++)
		if (!elem_text(root, required[i]))
			return feed_fail(name, err, tr("缺少“%s”"),
			                 required[i] + 4);
	return 0;
}

int
cap_rows(const struct elem *root, const char *name, struct feed_answer *out,
         struct err *err)
{
	struct alert a = { .root = root, .name = name };
	const char *type = elem_text(root, "cap:msgType");

	if (check(root, name, err))
		return -1;
	if (cap_is(type, "Ack") || cap_is(type, "Error"))
		return 0;
	a.identifier = elem_text(root, "cap:identifier");
	a.sender = elem_text(root, "cap:sender");
	a.sent = elem_text(root, "cap:sent");
	if (cap_change(&a.change, type, name, err) || choose_infos(&a, err))
		return -1;
	if (!elem_child(root, "cap:info"))
		return add_row(&a, NULL, out, err);
	for (size_t i = 0; i < a.count; i++)
		if (is_first_of_its_event(&a, i) &&
		    add_row(&a, event_of(a.infos[i]), out, err))
			return -1;
	return 0;
}
