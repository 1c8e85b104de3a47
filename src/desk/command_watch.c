#include "desk/command_watch.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/tr.h"
#include "desk/callout.h"
#include "desk/channel.h"
#include "desk/feed.h"
#include "desk/notice.h"
#include "desk/warning.h"

/* ---- warnings ---- */

int
run_warning_handle(struct command_session *s, const json_t *line,
                   struct command_result *res, struct err *err)
{
	int how = warning_act_find(command_text(line, "how"));
	int64_t id;

	if (command_entry(s, line, "warning", &id, err))
		return -1;
	return warning_handle(s->desk, id, 0, (enum warning_act)how,
	                      command_text(line, "note"), &res->seq, err);
}

int
run_warning_close(struct command_session *s, const json_t *line,
                  struct command_result *res, struct err *err)
{
	int64_t id;

	if (command_entry(s, line, "warning", &id, err))
		return -1;
	return warning_close(s->desk, id, 0, command_text(line, "why"),
	                     &res->seq, err);
}

/* ---- call-outs ---- */

static int
list_named(struct command_session *s, const char *name, int64_t *group,
           struct err *err)
{
	if (callout_list_find(s->desk, name, group, err))
		return -1;
	return *group ? 0
	              : err_set(err, ERR_NOT_FOUND, tr("没有名为“%s”的名单"),
	                        name);
}

/* The lists at "lists", by their names. */
static int
take_lists(struct command_session *s, const json_t *line, int64_t **groups,
           size_t *count, struct err *err)
{
	const struct jpath root = { .key = NULL };
	const struct jpath at = { .up = &root, .key = "lists" };
	const json_t *list = json_object_get(line, "lists");
	json_t *name;
	size_t i;

	*groups = mem_array(NULL, json_array_size(list) + 1, sizeof(**groups));
	*count = 0;
	json_array_foreach((json_t *)list, i, name)
	{
		const struct jpath in = { .up = &at, .index = i };

		if (!json_string_length(name)) {
			json_fail(&in, err, "expected a name");
			break;
		}
		if (list_named(s, json_string_value(name),
		               &(*groups)[(*count)++], err))
			break;
	}
	if (!err->code)
		return 0;
	free(*groups);
	return -1;
}

int
run_callout_start(struct command_session *s, const json_t *line,
                  struct command_result *res, struct err *err)
{
	const char *why = command_text(line, "why");
	struct callout_new in = {
		.title = command_text(line, "title"),
		.why = why ? (enum callout_why)callout_why_find(why)
		           : CALLOUT_BY_HAND,
		.of = command_text(line, "of"),
		.draw = (int)command_int(line, "draw", 0),
	};
	int64_t *groups;
	int rc;

	if (take_lists(s, line, &groups, &in.groups_count, err))
		return -1;
	in.groups = groups;
	rc = callout_start(s->desk, &in, &res->seq, err);
	free(groups);
	return rc;
}

int
run_callout_join(struct command_session *s, const json_t *line,
                 struct command_result *res, struct err *err)
{
	int64_t id, group;

	if (command_entry(s, line, "callout", &id, err) ||
	    list_named(s, command_text(line, "list"), &group, err) ||
	    callout_join(s->desk, id, group, err))
		return -1;
	res->seq = desk_appended(s->desk);
	return 0;
}

int
run_callout_try(struct command_session *s, const json_t *line,
                struct command_result *res, struct err *err)
{
	const char *how = command_text(line, "how");
	struct callout_attempt a = {
		.k = (int)command_int(line, "k", 0),
		.how = how ? (enum callout_how)callout_how_find(how)
		           : CALLOUT_PHONE,
		.result = (enum callout_result)callout_result_find(
			command_text(line, "result")),
		.number = command_text(line, "number"),
		.by = command_text(line, "by"),
		.words = command_text(line, "words"),
	};
	int64_t id;

	if (command_entry(s, line, "callout", &id, err))
		return -1;
	return callout_try(s->desk, id, &a, &res->seq, err);
}

int
run_callout_acted(struct command_session *s, const json_t *line,
                  struct command_result *res, struct err *err)
{
	int64_t id;

	if (command_entry(s, line, "callout", &id, err))
		return -1;
	return callout_acted(s->desk, id, (int)command_int(line, "k", 0),
	                     command_text(line, "words"), &res->seq, err);
}

int
run_callout_end(struct command_session *s, const json_t *line,
                struct command_result *res, struct err *err)
{
	int64_t id;

	if (command_entry(s, line, "callout", &id, err))
		return -1;
	return callout_end(s->desk, id, command_text(line, "words"), &res->seq,
	                   err);
}

int
run_callout_rules(struct command_session *s, const json_t *line,
                  struct command_result *res, struct err *err)
{
	const json_t *list = json_object_get(line, "rules");
	json_t *body = json_pack("{s:O}", "rules", list);
	struct callout_rule *rules;
	size_t n;
	int rc = callout_rules_check(body, err);

	json_decref(body);
	if (rc)
		return -1;
	callout_rules_from_json(list, &rules, &n);
	rc = callout_rules_save(s->desk, rules, n, &res->seq, err);
	callout_rules_free(rules, n);
	return rc;
}

/* ---- feeds, channels, escalation ---- */

int
run_feed_save(struct command_session *s, const json_t *line,
              struct command_result *res, struct err *err)
{
	const struct jpath root = { .key = NULL };
	const struct jpath at = { .up = &root, .key = "feed" };
	struct feed f = { .name = "" };
	int rc = feed_from_json(&f, json_object_get(line, "feed"), &at, err);

	if (!rc)
		rc = feed_address_check(f.address, err);
	if (!rc)
		rc = feed_save(s->desk, &f, &res->seq, err);
	feed_release(&f);
	return rc;
}

int
run_channel_save(struct command_session *s, const json_t *line,
                 struct command_result *res, struct err *err)
{
	const struct jpath root = { .key = NULL };
	const struct jpath at = { .up = &root, .key = "channel" };
	struct channel c = { .name = "" };
	int rc = channel_from_json(&c, json_object_get(line, "channel"), &at,
	                           err);

	if (!rc)
		rc = channel_save(s->desk, &c, &res->seq, err);
	channel_release(&c);
	return rc;
}

int
run_escalation_save(struct command_session *s, const json_t *line,
                    struct command_result *res, struct err *err)
{
	const struct jpath root = { .key = NULL };
	const struct jpath at = { .up = &root, .key = "steps" };
	struct escalation_step *steps;
	size_t n;
	int rc;

	if (escalation_from_json(json_object_get(line, "steps"), &at, &steps,
	                         &n, err))
		return -1;
	rc = escalation_save(s->desk, steps, n, &res->seq, err);
	escalation_free(steps, n);
	return rc;
}

int
run_notice_answer(struct command_session *s, const json_t *line,
                  struct command_result *res, struct err *err)
{
	int64_t id;

	if (command_entry(s, line, "notice", &id, err))
		return -1;
	return notice_answer(s->desk, id, command_text(line, "by"),
	                     command_text(line, "words"), false, &res->seq,
	                     err);
}
