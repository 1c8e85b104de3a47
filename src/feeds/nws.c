/*
 * nws: alerts of the US National Weather Service, api.weather.gov/alerts and
 * /alerts/active, GeoJSON.  Long lists come in pages: next is the address of
 * the following one.
 *
 * id is the alert's; condition the event of its first VTEC that goes on (else
 * of the first), "KMKX.BH.S.0022", and without VTEC the id.  One event can
 * lose its areas one by one: a Cancel or an Update tells of the areas it
 * names, in the codes "UGC:WIZ052", and says nothing of the event's others.
 *
 * `expires` there is the end of the message and `ends` that of the hazard:
 * ours is ends, else expires.  An Update is an end when all its VTEC actions
 * are (CAN, EXP, UPG), or when it is AllClear or Past.  Its references reach
 * back to what has not expired; parameters.expiredReferences has the rest.
 * Keep-alive messages are tests, whatever they say.
 */
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/tr.h"
#include "feeds/cap_parts.h"
#include "feeds/geo.h"
#include "feeds/readers.h"
#include "feeds/vtec.h"

/* Members that are strings or null, for cap_*(). */
struct words {
	const char *status, *scope, *type, *severity, *urgency, *response;
	const char *event, *headline, *description, *instruction, *sender;
	const char *areas, *address;
	const char *sent, *effective, *expires, *ends;
};

static int
read_words(struct words *w, const json_t *p, const struct jpath *at,
           struct err *err)
{
	struct {
		const char *key;
		const char **out;
		bool needed;
	} const members[] = {
		{ "status", &w->status, true },
		{ "messageType", &w->type, true },
		{ "sent", &w->sent, true },
		{ "event", &w->event, true },
		{ "scope", &w->scope, false },
		{ "severity", &w->severity, false },
		{ "urgency", &w->urgency, false },
		{ "response", &w->response, false },
		{ "headline", &w->headline, false },
		{ "description", &w->description, false },
		{ "instruction", &w->instruction, false },
		{ "senderName", &w->sender, false },
		{ "areaDesc", &w->areas, false },
		{ "@id", &w->address, false },
		{ "effective", &w->effective, false },
		{ "expires", &w->expires, false },
		{ "ends", &w->ends, false },
	};

	*w = (struct words){ .status = NULL };
	for (size_t i = 0; i < sizeof(members) / sizeof(*members); i++)
		if ((members[i].needed ? json_need_string : json_get_string)(
			    p, members[i].key, members[i].out, at, err))
			return -1;
	return 0;
}

/* parameters.NAME, geocode.NAME: a list of strings, or nothing. */
static const json_t *
list_of(const json_t *p, const char *member, const char *name)
{
	return json_object_get(json_object_get(p, member), name);
}

static void
set_geocodes(struct feed_warning *w, const json_t *p)
{
	static const char *const names[] = { "UGC", "SAME" };
	struct buf code = BUF_INIT;
	json_t *v;
	size_t i;

	for (size_t n = 0; n < sizeof(names) / sizeof(*names); n++)
		json_array_foreach(list_of(p, "geocode", names[n]), i, v)
		{
			if (!json_is_string(v))
				continue;
			buf_clear(&code);
			buf_fmt(&code, "%s:%s", names[n], json_string_value(v));
			feed_push(&w->geocodes, code.s);
		}
	buf_release(&code);
}

/* "sender,identifier,sent" of a list of them; the identifiers are our ids. */
static void
push_identifiers(struct feed_warning *w, const char *triples)
{
	struct buf id = BUF_INIT;
	const char *first;
	size_t len;

	for (; triples && *triples; triples += len) {
		triples += strspn(triples, " ");
		len = strcspn(triples, " ");
		first = memchr(triples, ',', len);
		if (!first)
			continue;
		buf_clear(&id);
		buf_add(&id, first + 1, strcspn(first + 1, ", "));
		feed_push(&w->references, id.s);
	}
	buf_release(&id);
}

static void
set_references(struct feed_warning *w, const json_t *p)
{
	json_t *v;
	size_t i;

	json_array_foreach(json_object_get(p, "references"), i, v)
		feed_push(&w->references,
	                  json_string_value(json_object_get(v, "identifier")));
	json_array_foreach(list_of(p, "parameters", "expiredReferences"), i, v)
		push_identifiers(w, json_string_value(v));
}

/* True: there is VTEC, and all of it is an end. */
static bool
set_condition(struct feed_warning *w, const json_t *p)
{
	char key[VTEC_KEY];
	bool over, all_over = true;
	json_t *v;
	size_t i;

	json_array_foreach(list_of(p, "parameters", "VTEC"), i, v)
	{
		const char *s = json_string_value(v);

		if (!s || !vtec_read(key, &over, s))
			continue;
		if (!w->condition || (all_over && !over))
			feed_set(&w->condition, key, FEED_LINE_MAX);
		all_over = all_over && over;
	}
	if (w->condition)
		return all_over;
	feed_set(&w->condition, w->id, FEED_LINE_MAX);
	return false;
}

static int
set_head(struct feed_warning *w, const json_t *p, const struct words *s,
         const char *name, struct err *err)
{
	const char *end = s->ends ? s->ends : s->expires;
	bool over = set_condition(w, p);

	if (cap_status(w, s->status, s->scope, name, err) ||
	    cap_change(&w->change, s->type, name, err) ||
	    cap_time(&w->sent, s->sent, "sent", name, err) ||
	    cap_time(&w->effective, s->effective, "effective", name, err) ||
	    cap_time(&w->expires, end, "ends", name, err))
		return -1;
	if (w->change == FEED_UPDATE &&
	    (over || cap_is(s->response, "AllClear") ||
	     cap_is(s->urgency, "Past")))
		w->change = FEED_CANCEL;
	if (strstr(w->id, "KEEPALIVE") && w->status != FEED_PRIVATE)
		w->status = FEED_TEST;
	return 0;
}

static int
read_alert(const json_t *feature, const char *name, const struct jpath *at,
           struct feed_answer *out, struct err *err)
{
	const struct jpath here = { .up = at, .key = "properties" };
	struct feed_warning *w;
	struct words s;
	const json_t *p;
	const char *id;

	if (json_need_object(feature, "properties", &p, at, err) ||
	    json_need_string(p, "id", &id, &here, err) ||
	    read_words(&s, p, &here, err))
		return -1;
	if (!*id)
		return json_fail(&here, err, tr("缺少“%s”"), "id");
	if (cap_is(s.type, "Ack") || cap_is(s.type, "Error"))
		return 0;
	w = feed_add(out, name, err);
	if (!w || cap_id(w, id, name, err) || set_head(w, p, &s, name, err))
		return -1;
	feed_set(&w->kind, s.event, FEED_LINE_MAX);
	cap_any_kind(w);
	feed_set(&w->headline, s.headline, FEED_LINE_MAX);
	feed_set(&w->sender, s.sender, FEED_LINE_MAX);
	feed_set(&w->severity, s.severity, FEED_LINE_MAX);
	feed_set(&w->link, s.address, FEED_LINE_MAX);
	w->level = cap_severity_level(s.severity);
	cap_words(w, s.description, s.instruction);
	if (s.areas)
		cap_push_areas(w, s.areas);
	set_geocodes(w, p);
	set_references(w, p);
	geo_json(w, json_object_get(feature, "geometry"));
	return 0;
}

/* A problem (RFC 7807) says itself what is wrong. */
static int
fail_problem(const json_t *root, const struct jpath *at, struct err *err)
{
	const char *title = json_string_value(json_object_get(root, "title"));
	const char *detail = json_string_value(json_object_get(root, "detail"));

	if (title && detail)
		return json_fail(at, err, "%s: %s", title, detail);
	return json_fail(at, err, tr("缺少“%s”"), "features");
}

static int
read_collection(const json_t *root, const char *name, struct feed_answer *out,
                struct err *err)
{
	const struct jpath at = { .key = name };
	const struct jpath list = { .up = &at, .key = "features" };
	const struct jpath pages = { .up = &at, .key = "pagination" };
	const json_t *features, *pagination = NULL;
	const char *next = NULL, *updated = NULL;
	json_t *f;
	size_t i;

	if (!json_object_get(root, "features"))
		return fail_problem(root, &at, err);
	if (json_need_array(root, "features", &features, &at, err) ||
	    json_get_string(root, "updated", &updated, &at, err) ||
	    cap_time(&out->made, updated, "updated", name, err) ||
	    json_get_object(root, "pagination", &pagination, &at, err) ||
	    (pagination &&
	     json_get_string(pagination, "next", &next, &pages, err)))
		return -1;
	feed_set(&out->next, next, FEED_LINE_MAX);
	json_array_foreach(features, i, f)
	{
		const struct jpath here = { .up = &list, .index = i };

		if (read_alert(f, name, &here, out, err))
			return -1;
	}
	return 0;
}

FEED_READER(nws)
{
	json_t *root = json_parse(bytes, len, name_, err);
	int rc;

	if (!root)
		return -1;
	rc = read_collection(root, name_, out, err);
	json_decref(root);
	return rc;
}
