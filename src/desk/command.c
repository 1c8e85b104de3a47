#include "desk/command.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/civil.h"
#include "base/json.h"
#include "base/mem.h"
#include "desk/body.h"
#include "desk/duty.h"
#include "desk/plan.h"

enum { REF_MAX = 64 };

/* Members that every line may have. */
static const struct command_arg common_args[] = {
	{ "do", ARG_TEXT, ARG_NEED, NULL },
	{ "ref", ARG_TEXT, ARG_MAY, NULL },
	{ "clock", ARG_TIME, ARG_MAY, NULL },
	{ "as", ARG_TEXT, ARG_MAY, NULL },
	{ NULL, ARG_TEXT, ARG_MAY, NULL },
};

/* Index is enum command_type. */
static const char *const type_names[] = {
	"text",  "time",    "integer", "incident", "entry", "kind",
	"party", "channel", "event",   "word",     "list",  "object",
	"date",  "plan",    "facts",   "fields",
};

const char *
command_type_name(enum command_type type)
{
	return type_names[type];
}

/* Reading arguments. */

const char *
command_text(const json_t *line, const char *key)
{
	return body_get_text(line, key);
}

int64_t
command_date(const json_t *line, const char *key, int64_t absent)
{
	const char *s = command_text(line, key);
	struct err ignored = ERR_INIT;
	int64_t ms;

	return s && civil_parse_date(s, &ms, &ignored) == 0 ? ms : absent;
}

int64_t
command_time(const json_t *line, const char *key, int64_t absent)
{
	return body_get_time(line, key, absent);
}

int64_t
command_int(const json_t *line, const char *key, int64_t absent)
{
	return body_get_int(line, key, absent);
}

/* What "@name" stands for; NULL with err set when nothing does. */
static const json_t *
command_ref(struct command_session *s, const char *key, const char *text,
            struct err *err)
{
	const json_t *o = json_object_get(s->refs, text + 1);

	if (!o)
		err_set(err, ERR_INPUT, "/%s: no line before made %s", key,
		        text);
	return o;
}

int
command_number(struct command_session *s, const json_t *line, const char *key,
               char out[INCIDENT_NUMBER], struct err *err)
{
	const char *text = command_text(line, key);
	const json_t *ref;

	*out = '\0';
	if (!text)
		return 0;
	if (*text != '@')
		return incident_number(s->desk, text, out, err);
	if (!strcmp(text, "@last")) {
		if (!*s->last)
			return err_set(err, ERR_INPUT,
			               "/%s: no incident was opened just "
			               "before for @last",
			               key);
		memcpy(out, s->last, INCIDENT_NUMBER);
		return 0;
	}
	ref = command_ref(s, key, text, err);
	if (!ref)
		return -1;
	text = body_get_text(ref, "number");
	if (!text)
		return err_set(err, ERR_INPUT, "/%s: %s is no incident", key,
		               command_text(line, key));
	snprintf(out, INCIDENT_NUMBER, "%s", text);
	return 0;
}

int
command_entry(struct command_session *s, const json_t *line, const char *key,
              int64_t *seq, struct err *err)
{
	const char *text = command_text(line, key);
	const json_t *ref;

	if (!text) {
		*seq = command_int(line, key, 0);
		return 0;
	}
	ref = command_ref(s, key, text, err);
	if (!ref)
		return -1;
	*seq = body_get_int(ref, "seq", 0);
	return 0;
}

int
command_plan(struct command_session *s, const json_t *line, const char *key,
             int64_t *id, struct err *err)
{
	const char *text = command_text(line, key);
	const json_t *ref;

	*id = command_int(line, key, 0);
	if (!text)
		return 0;
	if (*text != '@')
		return plan_named(s->desk, text, 0, id, err);
	ref = command_ref(s, key, text, err);
	if (!ref)
		return -1;
	*id = body_get_int(ref, "plan", 0);
	return *id ? 0
	           : err_set(err, ERR_INPUT, "/%s: %s is no plan", key, text);
}

int
command_facts(const json_t *line, const char *key, struct facts *facts,
              unsigned *set, struct err *err)
{
	struct jpath root = { .key = NULL };
	struct jpath here = { .up = &root, .key = key };
	struct jpath at = { .up = &here };
	const json_t *o = json_object_get(line, key);
	const char *name;
	json_t *v;
	int id;

	facts_init(facts);
	*set = 0;
	json_object_foreach((json_t *)o, name, v)
	{
		at.key = name;
		id = fact_find(name);
		if (id < 0)
			return json_fail(&at, err, "there is no such fact");
		if (fact_from_json((enum fact)id, v, &facts->v[id], &at, err))
			return -1;
		*set |= 1u << id;
	}
	return 0;
}

/* Checking a line against its row. */

static int
check_text(const struct command_arg *a, const json_t *v, const struct jpath *at,
           struct err *err)
{
	const char *s = json_string_value(v);
	const char *const *w;
	int via;

	if (!s)
		return json_fail(at, err, "expected a string");
	if (!*s)
		return json_fail(at, err, "empty");
	switch (a->type) {
	case ARG_KIND:
		if (!kind_find(s))
			return json_fail(at, err, "no kind of incident");
		break;
	case ARG_PARTY:
		if (!party_known(s))
			return json_fail(at, err, "no party");
		break;
	case ARG_VIA:
		via = via_find(s);
		if (via < 0 || via == VIA_ANY || via == VIA_PHONE_THEN_WRITTEN)
			return json_fail(at, err,
			                 "expected phone, written, "
			                 "system or in_person");
		break;
	case ARG_WHAT:
		if (event_find(s) < 0)
			return json_fail(at, err, "no event");
		break;
	case ARG_WORD:
		for (w = a->words; *w && strcmp(*w, s) != 0; w++)
			;
		if (!*w)
			return json_fail(at, err, "not a word of this member");
		break;
	default:
		break;
	}
	return 0;
}

static int
check_time(const json_t *v, const struct jpath *at, struct err *err)
{
	struct err why = ERR_INIT;
	int64_t ms;

	if (!json_is_string(v))
		return json_fail(at, err, "expected a time, RFC 3339");
	if (civil_parse(json_string_value(v), &ms, NULL, &why))
		return json_fail(at, err, "%s", why.text);
	return 0;
}

static int
check_date(const json_t *v, const struct jpath *at, struct err *err)
{
	struct err why = ERR_INIT;
	int64_t ms;

	if (!json_is_string(v))
		return json_fail(at, err, "expected a date like 2024-03-01");
	if (civil_parse_date(json_string_value(v), &ms, &why))
		return json_fail(at, err, "%s", why.text);
	return 0;
}

static int
check_fields(const json_t *v, const struct jpath *at, struct err *err)
{
	struct jpath here = { .up = at };
	json_t *text;

	if (!json_is_object(v))
		return json_fail(at, err, "expected an object");
	json_object_foreach((json_t *)v, here.key, text)
	{
		if (!json_is_string(text))
			return json_fail(&here, err, "expected a string");
	}
	return 0;
}

static int
check_arg(const struct command_arg *a, const json_t *v, const struct jpath *at,
          struct err *err)
{
	switch (a->type) {
	case ARG_TIME:
		return check_time(v, at, err);
	case ARG_INT:
		if (!json_is_integer(v))
			return json_fail(at, err, "expected a whole number");
		return 0;
	case ARG_ENTRY:
		if (json_is_string(v) && *json_string_value(v) == '@')
			return 0;
		if (!json_is_integer(v) || json_integer_value(v) < 1)
			return json_fail(at, err,
			                 "expected the seq of an entry, or "
			                 "@name");
		return 0;
	case ARG_LIST:
		if (!json_is_array(v))
			return json_fail(at, err, "expected a list");
		return 0;
	case ARG_PLAN:
		if (json_is_integer(v) && json_integer_value(v) >= 1)
			return 0;
		return check_text(a, v, at, err);
	case ARG_DATE:
		return check_date(v, at, err);
	case ARG_OBJECT:
	case ARG_FACTS:
		if (!json_is_object(v))
			return json_fail(at, err, "expected an object");
		return 0;
	case ARG_FIELDS:
		return check_fields(v, at, err);
	default:
		return check_text(a, v, at, err);
	}
}

static const struct command_arg *
arg_find(const struct command_arg *args, const char *name)
{
	for (; args->name; args++)
		if (!strcmp(args->name, name))
			return args;
	return NULL;
}

static const struct command *
command_find(const char *name)
{
	const struct command *c;

	for (c = command_table; c->name; c++)
		if (!strcmp(c->name, name))
			return c;
	return NULL;
}

static int
command_check(const struct command *c, const json_t *line,
              const struct jpath *root, struct err *err)
{
	struct jpath at = { .up = root };
	const struct command_arg *a;
	json_t *v;

	json_object_foreach((json_t *)line, at.key, v)
	{
		a = arg_find(common_args, at.key);
		if (!a)
			a = arg_find(c->args, at.key);
		if (!a)
			return json_fail(&at, err, "no member of %s", c->name);
		if (json_is_null(v) && a->presence == ARG_CLEAR)
			continue;
		if (check_arg(a, v, &at, err))
			return -1;
	}
	for (a = c->args; a->name; a++) {
		at.key = a->name;
		if (a->presence == ARG_NEED && !json_object_get(line, a->name))
			return json_fail(&at, err, "%s needs it", c->name);
	}
	return 0;
}

static int
command_check_ref(struct command_session *s, const char *ref,
                  const struct jpath *root, struct err *err)
{
	struct jpath at = { .up = root, .key = "ref" };

	if (!ref)
		return 0;
	if (strlen(ref) > REF_MAX || *ref == '@' || !strcmp(ref, "last"))
		return json_fail(&at, err, "no name for a reference");
	if (json_object_get(s->refs, ref))
		return json_fail(&at, err, "%s was given before", ref);
	return 0;
}

static const struct command *
command_of(struct command_session *s, const json_t *line,
           const struct jpath *root, struct err *err)
{
	struct jpath at = { .up = root, .key = "do" };
	const struct command *c;
	const char *name;

	if (json_need_string(line, "do", &name, root, err))
		return NULL;
	c = command_find(name);
	if (!c) {
		json_fail(&at, err, "there is no such command");
		return NULL;
	}
	if (command_check(c, line, root, err) ||
	    command_check_ref(s, command_text(line, "ref"), root, err))
		return NULL;
	return c;
}

/* Running. */

static void
command_name(struct command_session *s, const char *ref,
             const struct command_result *res)
{
	json_t *o;

	if (!ref)
		return;
	o = json_object();
	if (*res->number)
		json_object_set_new(o, "number", json_string(res->number));
	if (res->plan)
		json_object_set_new(o, "plan", json_integer(res->plan));
	json_object_set_new(o, "seq", json_integer(res->seq));
	json_object_set_new(s->refs, ref, o);
	json_array_append_new(s->fresh, json_string(ref));
}

/* The drill's clock and officer, before the command itself. */
static int
command_prepare(struct command_session *s, const json_t *line, struct err *err)
{
	int64_t clock = command_time(line, "clock", -1);
	const char *as = command_text(line, "as");

	if (as && desk_act_as(s->desk, as, err))
		return -1;
	if (clock < 0)
		return 0;
	return desk_set_clock(s->desk, clock, desk_clock_rate(s->desk), err);
}

int
command_run(struct command_session *s, const json_t *line, const char *name,
            struct command_result *res, struct err *err)
{
	struct jpath root = { .key = name };
	const struct command *c = command_of(s, line, &root, err);
	struct identity who = *desk_identity(s->desk);
	bool opens = c && !strcmp(c->name, "incident.open");
	struct err ignored = ERR_INIT;
	int64_t before;
	int rc;

	memset(res, 0, sizeof(*res));
	if (!c)
		return -1;
	rc = command_prepare(s, line, err);
	before = desk_appended(s->desk);
	if (rc == 0)
		rc = c->run(s, line, res, err);
	if (command_text(line, "as"))
		desk_act_as(s->desk, who.officer, &ignored);
	/* "@last" after a failure must not mean the incident before it. */
	if (opens)
		snprintf(s->last, sizeof(s->last), "%s", rc ? "" : res->number);
	if (rc)
		return err_prefix(err, "%s", name);
	if (desk_appended(s->desk) != before)
		res->seq = desk_appended(s->desk);
	command_name(s, command_text(line, "ref"), res);
	return 0;
}

int
command_run_text(struct command_session *s, const char *text, size_t len,
                 const char *name, struct command_result *res, struct err *err)
{
	json_t *line = json_parse(text, len, name, err);
	int rc;

	memset(res, 0, sizeof(*res));
	if (!line)
		return -1;
	rc = command_run(s, line, name, res, err);
	json_decref(line);
	return rc;
}

/* Sessions. */

void
command_session_init(struct command_session *s, struct desk *d)
{
	memset(s, 0, sizeof(*s));
	s->desk = d;
	s->refs = json_object();
	s->fresh = json_array();
}

void
command_session_release(struct command_session *s)
{
	json_decref(s->refs);
	json_decref(s->fresh);
}

void
command_mark(struct command_session *s)
{
	json_array_clear(s->fresh);
	memcpy(s->marked_last, s->last, sizeof(s->last));
}

void
command_forget(struct command_session *s)
{
	size_t i;
	json_t *v;

	json_array_foreach(s->fresh, i, v)
		json_object_del(s->refs, json_string_value(v));
	json_array_clear(s->fresh);
	memcpy(s->last, s->marked_last, sizeof(s->last));
}
