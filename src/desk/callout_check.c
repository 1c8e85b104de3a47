/* What the entries of call-outs may hold. */
#include "base/json.h"
#include "desk/body.h"
#include "desk/callout.h"
#include "desk/phone.h"

enum { MINUTES_MAX = 1440, RULES_MAX = 100 };

static const struct jpath body_at = { .key = "body" };

static int
check_names(const json_t *o, const char *key, const struct jpath *up,
            struct err *err)
{
	const struct jpath at = { .up = up, .key = key };
	const json_t *list;
	json_t *name;
	size_t i;

	if (json_need_array(o, key, &list, up, err))
		return -1;
	json_array_foreach((json_t *)list, i, name)
	{
		const struct jpath in = { .up = &at, .index = i };

		if (!json_string_length(name))
			return json_fail(&in, err, "expected a name");
	}
	return 0;
}

static int
check_number(const json_t *number, const struct jpath *at, struct err *err)
{
	static const char *const keys[] = { "who",   "post",   "number",
		                            "label", "deputy", NULL };
	const char *text, *unused = NULL;
	bool deputy;

	if (json_only(number, keys, at, err) ||
	    json_need_string(number, "who", &text, at, err) ||
	    json_get_string(number, "post", &unused, at, err) ||
	    json_need_string(number, "number", &text, at, err) ||
	    json_get_string(number, "label", &unused, at, err) ||
	    json_get_bool(number, "deputy", &deputy, at, err))
		return -1;
	return phone_valid(text) ? 0 : json_fail(at, err, "expected a number");
}

static int
check_target(const json_t *target, const struct jpath *at, struct err *err)
{
	static const char *const keys[] = { "name",   "vacant", "contact",
		                            "person", "also",   "line",
		                            NULL };
	const struct jpath line_at = { .up = at, .key = "line" };
	const json_t *line;
	const char *name, *person = NULL;
	int64_t contact = 0;
	json_t *number;
	bool vacant;
	size_t i;

	if (json_only(target, keys, at, err) ||
	    json_need_string(target, "name", &name, at, err) ||
	    json_get_bool(target, "vacant", &vacant, at, err) ||
	    json_get_int(target, "contact", 1, INT64_MAX, &contact, at, err) ||
	    json_get_string(target, "person", &person, at, err) ||
	    (json_object_get(target, "also") &&
	     check_names(target, "also", at, err)) ||
	    json_need_array(target, "line", &line, at, err))
		return -1;
	if (json_array_size(line) > CALLOUT_LINE)
		return json_fail(&line_at, err, "more than %d", CALLOUT_LINE);
	json_array_foreach((json_t *)line, i, number)
	{
		const struct jpath in = { .up = &line_at, .index = i };

		if (check_number(number, &in, err))
			return -1;
	}
	return 0;
}

static int
check_targets(const json_t *body, size_t least, struct err *err)
{
	const struct jpath at = { .up = &body_at, .key = "targets" };
	const json_t *list;
	json_t *target;
	size_t i;

	if (json_need_array(body, "targets", &list, &body_at, err))
		return -1;
	if (json_array_size(list) < least ||
	    json_array_size(list) > CALLOUT_TARGETS)
		return json_fail(&at, err, "expected %zu to %d", least,
		                 CALLOUT_TARGETS);
	json_array_foreach((json_t *)list, i, target)
	{
		const struct jpath in = { .up = &at, .index = i };

		if (check_target(target, &in, err))
			return -1;
	}
	return 0;
}

int
callout_started_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "title", "why",     "of",
		                            "lists", "wake",    "reach",
		                            "drawn", "targets", NULL };

	if (body_only(body, keys, err) ||
	    body_text(body, "title", true, BODY_NAME_MAX, err) ||
	    body_choice(body, "why", callout_why_find, err) ||
	    body_text(body, "of", false, BODY_NAME_MAX, err) ||
	    check_names(body, "lists", &body_at, err) ||
	    body_int(body, "wake", true, 1, MINUTES_MAX, err) ||
	    body_int(body, "reach", true, 1, MINUTES_MAX, err) ||
	    body_int(body, "drawn", false, 1, CALLOUT_TARGETS, err))
		return -1;
	return check_targets(body, 1, err);
}

static int
check_also(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "k", "name", NULL };
	const struct jpath at = { .up = &body_at, .key = "also" };
	const json_t *list;
	json_t *post;
	size_t i;

	if (json_need_array(body, "also", &list, &body_at, err))
		return -1;
	json_array_foreach((json_t *)list, i, post)
	{
		const struct jpath in = { .up = &at, .index = i };
		const char *name;
		int64_t k;

		if (json_only(post, keys, &in, err) ||
		    json_need_int(post, "k", 1, CALLOUT_TARGETS, &k, &in,
		                  err) ||
		    json_need_string(post, "name", &name, &in, err))
			return -1;
	}
	return 0;
}

int
callout_joined_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "list", "of", "targets", "also",
		                            NULL };
	const json_t *also = json_object_get(body, "also");
	bool apart = json_object_get(body, "of") != NULL;

	if (body_only(body, keys, err) ||
	    body_text(body, "list", !apart, BODY_NAME_MAX, err) ||
	    body_int(body, "of", false, 1, CALLOUT_TARGETS, err) ||
	    (also && check_also(body, err)))
		return -1;
	return check_targets(body, json_array_size(also) ? 0 : 1, err);
}

static int
check_k(const json_t *body, struct err *err)
{
	return body_int(body, "k", true, 1, CALLOUT_TARGETS, err);
}

int
callout_held_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "k", NULL };

	return body_only(body, keys, err) ? -1 : check_k(body, err);
}

int
callout_freed_check(const json_t *body, struct err *err)
{
	return callout_held_check(body, err);
}

int
callout_tried_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "k",  "how",   "number", "result",
		                            "by", "words", "after",  NULL };
	bool after;

	if (body_only(body, keys, err) || check_k(body, err) ||
	    json_get_bool(body, "after", &after, &body_at, err) ||
	    body_choice(body, "how", callout_how_find, err) ||
	    body_choice(body, "result", callout_result_find, err) ||
	    body_text(body, "number", false, BODY_NAME_MAX, err) ||
	    body_text(body, "by", false, BODY_NAME_MAX, err))
		return -1;
	return body_text(body, "words", false, BODY_WORDS_MAX, err);
}

int
callout_acted_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "k", "words", NULL };

	if (body_only(body, keys, err) || check_k(body, err))
		return -1;
	return body_text(body, "words", true, BODY_WORDS_MAX, err);
}

int
callout_ended_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "words", NULL };

	if (body_only(body, keys, err))
		return -1;
	return body_text(body, "words", true, BODY_WORDS_MAX, err);
}

int
callout_rules_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "rules", NULL };
	static const char *const members[] = { "kind", "level", "lists", NULL };
	const struct jpath at = { .up = &body_at, .key = "rules" };
	const json_t *rules;
	json_t *rule;
	size_t i;

	if (body_only(body, keys, err) ||
	    json_need_array(body, "rules", &rules, &body_at, err))
		return -1;
	if (json_array_size(rules) > RULES_MAX)
		return json_fail(&at, err, "more than %d", RULES_MAX);
	json_array_foreach((json_t *)rules, i, rule)
	{
		const struct jpath in = { .up = &at, .index = i };
		const char *kind = NULL;
		int64_t level;

		if (json_only(rule, members, &in, err) ||
		    json_get_string(rule, "kind", &kind, &in, err) ||
		    json_need_int(rule, "level", 1, 4, &level, &in, err) ||
		    check_names(rule, "lists", &in, err))
			return -1;
	}
	return 0;
}
