/* Entries of incidents: is this body well-formed?  Pure. */
#include <string.h>

#include "base/json.h"
#include "desk/body.h"
#include "desk/docket.h"
#include "desk/kinds.h"

static const struct jpath body_at = { .key = "body" };

struct member {
	const char *key;
	bool need;
	size_t max; /* characters */
};

static int
check_texts(const json_t *body, const struct member *m, struct err *err)
{
	for (; m->key; m++)
		if (body_text(body, m->key, m->need, m->max, err))
			return -1;
	return 0;
}

static int
check_kind(const json_t *body, bool need, struct err *err)
{
	const struct jpath at = { .up = &body_at, .key = "kind" };
	const char *kind;

	if (body_text(body, "kind", need, BODY_NAME_MAX, err))
		return -1;
	kind = body_get_text(body, "kind");
	if (kind && !kind_find(kind))
		return json_fail(&at, err, "no such kind");
	return 0;
}

static int
check_facts(const json_t *body, bool need, struct err *err)
{
	const struct jpath at = { .up = &body_at, .key = "facts" };
	const json_t *o = NULL;
	struct facts facts;
	unsigned set;

	if (need ? json_need_object(body, "facts", &o, &body_at, err)
	         : json_get_object(body, "facts", &o, &body_at, err))
		return -1;
	return o ? facts_read(o, &facts, &set, &at, err) : 0;
}

static int
check_party(const json_t *body, const char *key, struct err *err)
{
	const struct jpath at = { .up = &body_at, .key = key };
	const char *party;

	if (body_text(body, key, false, PARTY_MAX, err))
		return -1;
	party = body_get_text(body, key);
	if (party && !party_valid(party))
		return json_fail(&at, err,
		                 "expected a party like city.emergency");
	return 0;
}

int
incident_opened_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = {
		"number",         "kind",  "title",    "place",
		"unit",           "words", "occurred", "occurred_source",
		"received",       "from",  "phone",    "told",
		"unit_head_told", "facts", "source",   "rulebook",
		"draft",          NULL
	};
	static const struct member texts[] = {
		{ "title", true, INCIDENT_TITLE_MAX },
		{ "place", false, INCIDENT_PLACE_MAX },
		{ "unit", false, INCIDENT_TITLE_MAX },
		{ "words", false, INCIDENT_WORDS_MAX },
		{ "occurred_source", false, SOURCE_MAX },
		{ "from", false, SOURCE_MAX },
		{ "phone", false, SOURCE_MAX },
		{ "told", false, INCIDENT_WORDS_MAX },
		{ "source", false, SOURCE_MAX },
		{ NULL, false, 0 },
	};

	if (body_only(body, keys, err) ||
	    body_number(body, "number", true, err) ||
	    check_kind(body, true, err) || check_texts(body, texts, err) ||
	    body_time(body, "occurred", false, err) ||
	    body_time(body, "received", true, err) ||
	    body_time(body, "unit_head_told", false, err) ||
	    body_int(body, "rulebook", true, 0, INT64_MAX, err) ||
	    body_int(body, "draft", false, 1, INT64_MAX, err))
		return -1;
	return check_facts(body, false, err);
}

int
incident_revised_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "kind",  "title", "place", "unit",
		                            "words", "base",  NULL };
	static const struct member texts[] = {
		{ "title", false, INCIDENT_TITLE_MAX },
		{ "place", false, INCIDENT_PLACE_MAX },
		{ "unit", false, INCIDENT_TITLE_MAX },
		{ "words", false, INCIDENT_WORDS_MAX },
		{ NULL, false, 0 },
	};

	if (body_only(body, keys, err) || check_kind(body, false, err) ||
	    check_texts(body, texts, err) ||
	    body_int(body, "base", true, 0, INT64_MAX, err))
		return -1;
	if (json_object_size(body) < 2)
		return json_fail(&body_at, err, "nothing is revised");
	return 0;
}

int
incident_facts_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "facts", "source", "base", NULL };

	if (body_only(body, keys, err) || check_facts(body, true, err) ||
	    body_text(body, "source", false, SOURCE_MAX, err) ||
	    body_int(body, "base", true, 0, INT64_MAX, err))
		return -1;
	if (json_object_size(json_object_get(body, "facts")) == 0)
		return json_fail(&body_at, err, "facts: no fact is claimed");
	return 0;
}

/* The events an officer notes; the others have entries of their own. */
static bool
event_is_noted(int what)
{
	return what == EVENT_OCCURRED || what == EVENT_UNIT_HEAD_TOLD ||
	       what == EVENT_RECEIVED || what == EVENT_VERIFIED ||
	       what == EVENT_ORDERED || what == EVENT_TIPPED ||
	       what == EVENT_HANDLING_ENDED || what == EVENT_DOCUMENT;
}

int
incident_event_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "what", "by",     "to", "from",
		                            "name", "source", NULL };
	const char *name;
	int what;

	if (body_only(body, keys, err) ||
	    body_text(body, "what", true, BODY_NAME_MAX, err) ||
	    check_party(body, "by", err) || check_party(body, "to", err) ||
	    check_party(body, "from", err) ||
	    body_text(body, "name", false, BODY_NAME_MAX, err) ||
	    body_text(body, "source", false, SOURCE_MAX, err))
		return -1;
	what = event_find(body_get_text(body, "what"));
	name = body_get_text(body, "name");
	if (!event_is_noted(what))
		return json_fail(&body_at, err, "what: no such event");
	if (what == EVENT_RECEIVED && !body_get_text(body, "by"))
		return json_fail(&body_at, err, "by: missing");
	if ((what == EVENT_DOCUMENT) != (name != NULL) ||
	    (name && !party_valid(name)))
		return json_fail(&body_at, err,
		                 "name: a document has a name like "
		                 "investigation_report, other events none");
	return 0;
}

static int
check_link(const json_t *body, const char *key, struct err *err)
{
	const char *const keys[] = { key, "why", NULL };

	if (body_only(body, keys, err) || body_number(body, key, true, err))
		return -1;
	return body_text(body, "why", false, INCIDENT_WORDS_MAX, err);
}

static int
check_words(const json_t *body, const char *key, bool need, struct err *err)
{
	const char *const keys[] = { key, NULL };

	if (body_only(body, keys, err))
		return -1;
	return body_text(body, key, need, INCIDENT_WORDS_MAX, err);
}

int
incident_linked_check(const json_t *body, struct err *err)
{
	return check_link(body, "to", err);
}

int
incident_merged_check(const json_t *body, struct err *err)
{
	return check_link(body, "into", err);
}

int
incident_closed_check(const json_t *body, struct err *err)
{
	return check_words(body, "words", false, err);
}

int
incident_reopened_check(const json_t *body, struct err *err)
{
	return check_words(body, "why", true, err);
}
