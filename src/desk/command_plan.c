#include "desk/command_plan.h"

#include <string.h>

#include "base/json.h"
#include "desk/activation.h"
#include "desk/plan.h"

/* A paragraph is [level, text], or a text of level 0. */
static int
take_paras(const json_t *line, struct doc *doc, struct err *err)
{
	const struct jpath root = { .key = NULL };
	const struct jpath list_at = { .up = &root, .key = "paras" };
	const json_t *list = json_object_get(line, "paras"), *v, *level;
	struct jpath at = { .up = &list_at };
	const char *text;

	for (; at.index < json_array_size(list); at.index++) {
		v = json_array_get(list, at.index);
		level = json_array_get(v, 0);
		text = json_string_value(json_is_array(v) ? json_array_get(v, 1)
		                                          : v);
		if (!text ||
		    (level &&
		     (json_array_size(v) != 2 || !json_is_integer(level) ||
		      json_integer_value(level) < 0 ||
		      json_integer_value(level) > DOC_LEVELS)))
			return json_fail(&at, err,
			                 "expected a text, or [level, text] "
			                 "with a level of 0 to %d",
			                 DOC_LEVELS);
		if (doc_add(doc, (int)json_integer_value(level), text,
		            strlen(text), err))
			return -1;
	}
	return 0;
}

int
run_plan_save(struct command_session *s, const json_t *line,
              struct command_result *res, struct err *err)
{
	const char *category = command_text(line, "category");
	const json_t *front = json_object_get(line, "front");
	struct buf text = BUF_INIT;
	struct doc doc;
	struct plan_new p = {
		.title = command_text(line, "title"),
		.category = category ? plan_category_find(category) : -1,
		.issued_ms = command_date(line, "issued", 0),
		.doc = &doc,
	};
	int rc = -1;

	doc_init(&doc);
	if (front) {
		json_write(&text, front);
		doc.front = buf_take(&text);
	}
	if (take_paras(line, &doc, err) == 0 &&
	    command_plan(s, line, "plan", &p.id, err) == 0)
		rc = plan_save(s->desk, &p, &res->plan, &res->seq, err);
	doc_release(&doc);
	return rc;
}

int
run_plan_front(struct command_session *s, const json_t *line,
               struct command_result *res, struct err *err)
{
	struct buf text = BUF_INIT;
	int64_t id;
	int rc = command_plan(s, line, "plan", &id, err);

	json_write(&text, json_object_get(line, "front"));
	if (rc == 0)
		rc = plan_set_front(s->desk, id, 0, text.s, &res->seq, err);
	buf_release(&text);
	return rc;
}

int
run_plan_drill(struct command_session *s, const json_t *line,
               struct command_result *res, struct err *err)
{
	int64_t id;

	if (command_plan(s, line, "plan", &id, err))
		return -1;
	return plan_drilled(s->desk, id, command_time(line, "at", 0),
	                    command_text(line, "words"), &res->seq, err);
}

int
run_plan_remove(struct command_session *s, const json_t *line,
                struct command_result *res, struct err *err)
{
	int64_t id;

	if (command_plan(s, line, "plan", &id, err))
		return -1;
	return plan_remove(s->desk, id, command_text(line, "why"), &res->seq,
	                   err);
}

int
run_plan_activate(struct command_session *s, const json_t *line,
                  struct command_result *res, struct err *err)
{
	struct activation_new a = {
		.number = res->number,
		.level = (int)command_int(line, "level", 0),
		.by = command_text(line, "by"),
		.word = command_text(line, "word"),
	};

	if (command_number(s, line, "number", res->number, err) ||
	    command_plan(s, line, "plan", &a.plan, err))
		return -1;
	return activation_start(s->desk, &a, NULL, &res->seq, err);
}

/* The activation, and the incident it is of for the answer. */
static int
take_activation(struct command_session *s, const json_t *line,
                struct command_result *res, int64_t *id, struct err *err)
{
	struct activation a;

	if (command_entry(s, line, "activation", id, err) ||
	    activation_get(s->desk, *id, &a, err))
		return -1;
	memcpy(res->number, a.number, sizeof(res->number));
	activation_release(&a);
	return 0;
}

int
run_activation_level(struct command_session *s, const json_t *line,
                     struct command_result *res, struct err *err)
{
	int64_t id;

	if (take_activation(s, line, res, &id, err))
		return -1;
	return activation_level(s->desk, id, (int)command_int(line, "level", 0),
	                        command_text(line, "by"),
	                        command_text(line, "why"), &res->seq, err);
}

int
run_activation_step(struct command_session *s, const json_t *line,
                    struct command_result *res, struct err *err)
{
	int state = step_state_find(command_text(line, "state"));
	int64_t id;

	if (take_activation(s, line, res, &id, err))
		return -1;
	return activation_step(s->desk, id, command_text(line, "step"),
	                       (enum step_state)state, command_text(line, "by"),
	                       command_text(line, "words"), &res->seq, err);
}

int
run_activation_end(struct command_session *s, const json_t *line,
                   struct command_result *res, struct err *err)
{
	int64_t id;

	if (take_activation(s, line, res, &id, err))
		return -1;
	return activation_end(s->desk, id, command_text(line, "by"),
	                      command_text(line, "words"), &res->seq, err);
}
