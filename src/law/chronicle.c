#include "law/chronicle.h"

#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/mem.h"

#define AHEAD_MS (2 * CIVIL_MINUTE) /* clocks of two people may differ */

/* Members of an entry besides what, at, recorded_at, note and source. */
enum member {
	HAS_BY = 1 << 0,
	HAS_TO = 1 << 1,
	HAS_FROM = 1 << 2,
	HAS_VIA = 1 << 3,
	HAS_FACTS = 1 << 4,
	HAS_NAME = 1 << 5,
	HAS_RULE = 1 << 6,
	HAS_GROUND = 1 << 7,
	HAS_PERSON = 1 << 8
};

struct what_info {
	const char *code;
	unsigned may, must; /* enum member; must is part of may */
};

/* clang-format off */
static const struct what_info what_table[EVENT_WHAT_COUNT] = {
	[EVENT_OCCURRED] = { "occurred", HAS_BY | HAS_FROM, 0 },
	[EVENT_UNIT_HEAD_TOLD] = { "unit_head_told",
		HAS_BY | HAS_FROM | HAS_VIA, 0 },
	[EVENT_RECEIVED] = { "received", HAS_BY | HAS_FROM | HAS_VIA, HAS_BY },
	[EVENT_FACTS] = { "facts", HAS_BY | HAS_FROM | HAS_FACTS, HAS_FACTS },
	[EVENT_REPORTED] = { "reported", HAS_BY | HAS_TO | HAS_VIA,
		HAS_BY | HAS_TO },
	[EVENT_VERIFIED] = { "verified", HAS_BY, 0 },
	[EVENT_ORDERED] = { "ordered", HAS_BY | HAS_TO | HAS_VIA, 0 },
	[EVENT_TIPPED] = { "tipped", HAS_BY | HAS_FROM | HAS_VIA, 0 },
	[EVENT_HANDLING_ENDED] = { "handling_ended", HAS_BY, 0 },
	[EVENT_DOCUMENT] = { "document",
		HAS_BY | HAS_TO | HAS_FROM | HAS_VIA | HAS_NAME, HAS_NAME },
	[EVENT_DECLINED] = { "declined",
		HAS_BY | HAS_TO | HAS_RULE | HAS_GROUND | HAS_PERSON,
		HAS_BY | HAS_TO | HAS_GROUND | HAS_PERSON },
};

struct member_info {
	const char *key;
	unsigned bit;			/* 0: every entry may have it */
};

static const struct member_info member_table[] = {
	{ "what", 0 }, { "at", 0 }, { "recorded_at", 0 }, { "note", 0 },
	{ "source", 0 }, { "by", HAS_BY }, { "to", HAS_TO },
	{ "from", HAS_FROM }, { "via", HAS_VIA }, { "facts", HAS_FACTS },
	{ "name", HAS_NAME }, { "rule", HAS_RULE }, { "ground", HAS_GROUND },
	{ "person", HAS_PERSON }, { NULL, 0 },
};

static const char *const chronicle_keys[] = {
	"desk", "as_of", "kind", "chronicle", "title", "place", "note",
	"source", NULL,
};
/* clang-format on */

void
chronicle_init(struct chronicle *c)
{
	memset(c, 0, sizeof(*c));
	c->desk = "county";
	c->as_of_offset = CIVIL_SHANGHAI;
}

void
chronicle_release(struct chronicle *c)
{
	free(c->events);
	json_decref(c->json);
	json_decref(c->kept);
	chronicle_init(c);
}

struct event *
chronicle_add(struct chronicle *c, enum event_what what, int64_t at)
{
	struct event *e;

	c->events = mem_grow(c->events, c->count, &c->cap, sizeof(*c->events));
	e = &c->events[c->count++];
	memset(e, 0, sizeof(*e));
	e->what = what;
	e->at = at;
	e->recorded = at;
	e->offset = CIVIL_SHANGHAI;
	facts_init(&e->facts);
	return e;
}

const char *
chronicle_keep(struct chronicle *c, const char *s)
{
	json_t *copy;

	if (!s)
		return NULL;
	if (!c->kept)
		c->kept = json_array();
	copy = json_string_nocheck(s);
	json_array_append_new(c->kept, copy);
	return json_string_value(copy);
}

const char *
event_code(enum event_what what)
{
	return what_table[what].code;
}

int
event_find(const char *code)
{
	int i;

	for (i = 0; i < EVENT_WHAT_COUNT; i++)
		if (strcmp(what_table[i].code, code) == 0)
			return i;
	return -1;
}

/* Reading. */

static int
check_members(const json_t *o, const struct what_info *info,
              const struct jpath *at, struct err *err)
{
	struct jpath here = { .up = at };
	const struct member_info *m;
	json_t *v;

	json_object_foreach((json_t *)o, here.key, v)
	{
		for (m = member_table; m->key; m++)
			if (strcmp(m->key, here.key) == 0)
				break;
		if (!m->key)
			return json_fail(&here, err, "unknown member");
		if (m->bit && !(m->bit & info->may))
			return json_fail(&here, err, "not with what '%s'",
			                 info->code);
	}
	for (m = member_table; m->key; m++) {
		here.key = m->key;
		if (!(m->bit & info->must))
			continue;
		v = json_object_get(o, m->key);
		if (!v || json_is_null(v))
			return json_fail(&here, err, "missing");
	}
	return 0;
}

static int
read_party(const json_t *o, const char *key, const char **out,
           const struct jpath *at, struct err *err)
{
	struct jpath here = { .up = at, .key = key };

	if (json_get_string(o, key, out, at, err))
		return -1;
	if (*out && !party_valid(*out))
		return json_fail(&here, err,
		                 "expected a party such as county.emergency");
	return 0;
}

/* A string that is there is not empty. */
static int
read_words(const json_t *o, const char *key, const char **out,
           const struct jpath *at, struct err *err)
{
	struct jpath here = { .up = at, .key = key };

	if (json_get_string(o, key, out, at, err))
		return -1;
	return *out && !**out ? json_fail(&here, err, "is empty") : 0;
}

static int
read_via(const json_t *o, enum rule_via *out, const struct jpath *at,
         struct err *err)
{
	struct jpath here = { .up = at, .key = "via" };
	const char *code = NULL;
	int via;

	if (json_get_string(o, "via", &code, at, err))
		return -1;
	if (!code)
		return 0;
	via = via_find(code);
	if (via < 0 || via == VIA_PHONE_THEN_WRITTEN)
		return json_fail(&here, err,
		                 "expected any, phone, written, system or "
		                 "in_person");
	*out = (enum rule_via)via;
	return 0;
}

static int
read_facts(const json_t *o, struct event *e, const struct jpath *at,
           struct err *err)
{
	struct jpath facts_at = { .up = at, .key = "facts" };
	struct jpath here = { .up = &facts_at };
	const json_t *facts = NULL;
	json_t *v;
	int id;

	if (json_get_object(o, "facts", &facts, at, err))
		return -1;
	if (!facts)
		return 0;
	if (json_object_size(facts) == 0)
		return json_fail(&facts_at, err, "is empty");
	json_object_foreach((json_t *)facts, here.key, v)
	{
		id = fact_find(here.key);
		if (id < 0)
			return json_fail(&here, err, "unknown fact");
		if (fact_from_json((enum fact)id, v, &e->facts.v[id], &here,
		                   err))
			return -1;
		e->set |= 1u << id;
	}
	return 0;
}

static int
read_times(const json_t *o, struct event *e, const struct jpath *at,
           struct err *err)
{
	struct jpath here = { .up = at, .key = "at" };

	if (json_need_time(o, "at", &e->at, &e->offset, at, err))
		return -1;
	e->recorded = e->at;
	if (json_get_time(o, "recorded_at", &e->recorded, NULL, at, err))
		return -1;
	if (e->at > e->recorded + AHEAD_MS)
		return json_fail(&here, err, "later than recorded_at");
	return 0;
}

static int
read_event(struct chronicle *c, const json_t *o, const struct jpath *at,
           struct err *err)
{
	struct jpath what_at = { .up = at, .key = "what" };
	const char *code, *unread = NULL;
	struct event *e;
	int what;

	if (json_need_string(o, "what", &code, at, err))
		return -1;
	what = event_find(code);
	if (what < 0)
		return json_fail(&what_at, err, "unknown entry '%s'", code);
	if (check_members(o, &what_table[what], at, err))
		return -1;
	e = chronicle_add(c, (enum event_what)what, 0);
	if (read_times(o, e, at, err) || read_party(o, "by", &e->by, at, err) ||
	    read_party(o, "to", &e->to, at, err) ||
	    read_party(o, "from", &e->from, at, err) ||
	    read_via(o, &e->via, at, err) || read_facts(o, e, at, err) ||
	    read_party(o, "name", &e->name, at, err) ||
	    read_words(o, "rule", &e->rule, at, err) ||
	    read_words(o, "ground", &e->ground, at, err) ||
	    read_words(o, "person", &e->person, at, err))
		return -1;
	if (json_get_string(o, "note", &unread, at, err))
		return -1;
	return json_get_string(o, "source", &unread, at, err);
}

static int
read_head(struct chronicle *c, const struct jpath *at, struct err *err)
{
	struct jpath kind_at = { .up = at, .key = "kind" };
	static const char *const unread[] = { "title", "place", "note",
		                              "source", NULL };
	const struct kind_info *kind;
	const char *text = NULL;
	int i;

	if (json_only(c->json, chronicle_keys, at, err) ||
	    read_party(c->json, "desk", &c->desk, at, err) ||
	    json_need_time(c->json, "as_of", &c->as_of, &c->as_of_offset, at,
	                   err) ||
	    json_need_string(c->json, "kind", &text, at, err))
		return -1;
	kind = kind_find(text);
	if (!kind)
		return json_fail(&kind_at, err, "unknown kind '%s'", text);
	c->kind = kind->code;
	for (i = 0; unread[i]; i++)
		if (json_get_string(c->json, unread[i], &text, at, err))
			return -1;
	return 0;
}

int
chronicle_parse(struct chronicle *c, const char *s, size_t len,
                const char *name, struct err *err)
{
	struct jpath root = { .key = name };
	struct jpath list_at = { .up = &root, .key = "chronicle" };
	struct jpath here = { .up = &list_at };
	const json_t *list;

	c->json = json_parse(s, len, name, err);
	if (!c->json || read_head(c, &root, err) ||
	    json_need_array(c->json, "chronicle", &list, &root, err))
		return -1;
	for (; here.index < json_array_size(list); here.index++)
		if (read_event(c, json_array_get(list, here.index), &here, err))
			return -1;
	return 0;
}
