/* Entries of activations: their checks, and how they fold into the views. */
#include <string.h>

#include "base/civil.h"
#include "base/json.h"
#include "desk/activation.h"
#include "desk/body.h"
#include "desk/docket.h"

SQL(fold_activation,
    "INSERT INTO activation (id, incident, plan, version, title, levels, "
    "level, decided_by, word, at_ms) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
SQL(fold_step, "INSERT INTO activation_step (activation, k, id, levels, text, "
               "post, minutes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
SQL(fold_level, "UPDATE activation SET level = ?2 WHERE id = ?1");
SQL(fold_ended, "UPDATE activation SET ended_ms = ?2 WHERE id = ?1");
SQL(fold_step_state,
    "UPDATE activation_step SET state = ?3, done_ms = ?4, done_by = ?5, "
    "words = ?6 WHERE activation = ?1 AND id = ?2");
SQL(fold_start, "UPDATE activation_step SET start_ms = ?2 "
                "WHERE activation = ?1 AND start_ms IS NULL AND "
                "levels & (SELECT 1 << level FROM activation WHERE id = ?1)");
SQL(fold_pending,
    "UPDATE activation_step SET pending_ms = (SELECT start_ms + minutes * ?2 "
    "FROM activation a WHERE a.id = ?1 AND a.ended_ms IS NULL AND "
    "activation_step.state = 0 AND activation_step.levels & (1 << a.level)) "
    "WHERE activation = ?1");

/* ---- checks ---- */

static const struct jpath body_at = { .key = "body" };

/* FRONT's own words for levels and steps are its own check. */
static int
check_steps(const json_t *body, struct err *err)
{
	const json_t *levels, *steps;
	json_t *front = json_object(), *list = json_array(), *value, *level;
	struct plan_front f;
	size_t i;
	int rc = -1;

	if (json_need_array(body, "levels", &levels, &body_at, err) ||
	    json_need_array(body, "steps", &steps, &body_at, err))
		goto out;
	json_array_foreach(levels, i, value)
	{
		level = json_object();
		json_object_set(level, "level", value);
		json_array_append_new(list, level);
	}
	json_object_set(front, "levels", list);
	json_object_set(front, "steps", (json_t *)steps);
	rc = plan_front_read(&f, front, &body_at, err);
	if (rc == 0) {
		if (!plan_front_level(&f, (int)body_get_int(body, "level", 0)))
			rc = err_set(err, ERR_INPUT,
			             "body: /level: none of its levels");
		plan_front_release(&f);
	}
out:
	json_decref(list);
	json_decref(front);
	return rc;
}

int
plan_activated_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "plan",  "version", "title",
		                            "level", "levels",  "by",
		                            "word",  "steps",   NULL };

	if (body_only(body, keys, err) ||
	    body_int(body, "plan", true, 1, INT64_MAX, err) ||
	    body_int(body, "version", true, 1, INT32_MAX, err) ||
	    body_text(body, "title", true, PLAN_TITLE_MAX, err) ||
	    body_int(body, "level", true, 1, PLAN_LEVELS, err) ||
	    body_text(body, "by", true, BODY_NAME_MAX, err) ||
	    body_text(body, "word", false, BODY_WORDS_MAX, err))
		return -1;
	return check_steps(body, err);
}

static int
check_act(const json_t *body, const char *const keys[], struct err *err)
{
	if (body_only(body, keys, err) ||
	    body_int(body, "activation", true, 1, INT64_MAX, err))
		return -1;
	return body_text(body, "title", true, PLAN_TITLE_MAX, err);
}

int
activation_level_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "activation", "title", "level",
		                            "by",         "why",   NULL };

	if (check_act(body, keys, err) ||
	    body_int(body, "level", true, 1, PLAN_LEVELS, err) ||
	    body_text(body, "by", true, BODY_NAME_MAX, err))
		return -1;
	return body_text(body, "why", true, BODY_WORDS_MAX, err);
}

int
activation_step_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "activation", "title", "step",
		                            "text",       "state", "by",
		                            "words",      NULL };
	const struct jpath at = { .up = &body_at, .key = "state" };
	int state;

	if (check_act(body, keys, err) ||
	    body_text(body, "step", true, PLAN_ID_MAX, err) ||
	    body_text(body, "text", true, PLAN_STEP_MAX, err) ||
	    body_text(body, "state", true, BODY_NAME_MAX, err) ||
	    body_text(body, "by", false, BODY_NAME_MAX, err))
		return -1;
	state = step_state_find(body_get_text(body, "state"));
	if (state < 0)
		return json_fail(&at, err, "expected done, na or open");
	return body_text(body, "words", state == STEP_NA, BODY_WORDS_MAX, err);
}

int
activation_ended_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "activation", "title", "by",
		                            "words", NULL };

	if (check_act(body, keys, err) ||
	    body_text(body, "by", true, BODY_NAME_MAX, err))
		return -1;
	return body_text(body, "words", true, BODY_WORDS_MAX, err);
}

/* ---- reducers ---- */

static int64_t
level_bits(const json_t *list)
{
	const json_t *v;
	int64_t bits = 0;
	size_t i;

	json_array_foreach((json_t *)list, i, v) bits |=
		(int64_t)1 << json_integer_value(v);
	return bits;
}

/* What the level in force has starts now, and what is due when. */
static int
put_due(struct fold *f, int64_t id, int64_t now, struct err *err)
{
	struct stmt *st = db_use(f->db, &fold_start);

	stmt_bind_int(st, 1, id);
	stmt_bind_int(st, 2, now);
	if (stmt_run(st, err))
		return -1;
	st = db_use(f->db, &fold_pending);
	stmt_bind_int(st, 1, id);
	stmt_bind_int(st, 2, CIVIL_MINUTE);
	return stmt_run(st, err);
}

static int
put_steps(struct fold *f, int64_t id, const json_t *list, struct err *err)
{
	struct stmt *st;
	json_t *step;
	size_t k;

	json_array_foreach((json_t *)list, k, step)
	{
		st = db_use(f->db, &fold_step);
		stmt_bind_int(st, 1, id);
		stmt_bind_int(st, 2, (int64_t)k);
		stmt_bind_text(st, 3, body_get_text(step, "id"));
		stmt_bind_int(st, 4,
		              level_bits(json_object_get(step, "levels")));
		stmt_bind_text(st, 5, body_get_text(step, "text"));
		stmt_bind_text(st, 6, body_words(step, "post"));
		stmt_bind_int(st, 7, body_get_int(step, "minutes", 0));
		if (stmt_run(st, err))
			return -1;
	}
	return 0;
}

int
plan_activated_reduce(struct fold *f, const struct journal_entry *e,
                      const json_t *body, struct err *err)
{
	struct stmt *st;
	int64_t incident;

	if (docket_touch(f, e, &incident, err))
		return -1;
	if (!body)
		return 0;
	st = db_use(f->db, &fold_activation);
	stmt_bind_int(st, 1, e->seq);
	stmt_bind_int(st, 2, incident);
	stmt_bind_int(st, 3, body_get_int(body, "plan", 0));
	stmt_bind_int(st, 4, body_get_int(body, "version", 0));
	stmt_bind_text(st, 5, body_get_text(body, "title"));
	stmt_bind_int(st, 6, level_bits(json_object_get(body, "levels")));
	stmt_bind_int(st, 7, body_get_int(body, "level", 0));
	stmt_bind_text(st, 8, body_get_text(body, "by"));
	stmt_bind_text(st, 9, body_words(body, "word"));
	stmt_bind_int(st, 10, e->counted_ms);
	if (stmt_run(st, err) ||
	    put_steps(f, e->seq, json_object_get(body, "steps"), err))
		return -1;
	return put_due(f, e->seq, e->counted_ms, err);
}

/* One number of the activation that the body names. */
static int
put_number(struct fold *f, const struct sql *sql, const json_t *body,
           int64_t value, struct err *err)
{
	struct stmt *st = db_use(f->db, sql);

	stmt_bind_int(st, 1, body_get_int(body, "activation", 0));
	stmt_bind_int(st, 2, value);
	return stmt_run(st, err);
}

int
activation_level_reduce(struct fold *f, const struct journal_entry *e,
                        const json_t *body, struct err *err)
{
	int64_t incident;

	if (docket_touch(f, e, &incident, err))
		return -1;
	if (!body)
		return 0;
	if (put_number(f, &fold_level, body, body_get_int(body, "level", 0),
	               err))
		return -1;
	return put_due(f, body_get_int(body, "activation", 0), e->counted_ms,
	               err);
}

int
activation_step_reduce(struct fold *f, const struct journal_entry *e,
                       const json_t *body, struct err *err)
{
	const char *by = body_get_text(body, "by");
	struct stmt *st;
	int64_t incident, id;
	int state;

	if (docket_touch(f, e, &incident, err))
		return -1;
	if (!body)
		return 0;
	id = body_get_int(body, "activation", 0);
	state = step_state_find(body_get_text(body, "state"));
	st = db_use(f->db, &fold_step_state);
	stmt_bind_int(st, 1, id);
	stmt_bind_text(st, 2, body_get_text(body, "step"));
	stmt_bind_int(st, 3, state);
	if (state == STEP_DONE)
		stmt_bind_int(st, 4, e->counted_ms);
	else
		stmt_bind_null(st, 4);
	stmt_bind_text(st, 5, by ? by : e->officer);
	stmt_bind_text(st, 6, body_words(body, "words"));
	if (stmt_run(st, err))
		return -1;
	return put_due(f, id, e->counted_ms, err);
}

int
activation_ended_reduce(struct fold *f, const struct journal_entry *e,
                        const json_t *body, struct err *err)
{
	int64_t incident;

	if (docket_touch(f, e, &incident, err))
		return -1;
	if (!body)
		return 0;
	if (put_number(f, &fold_ended, body, e->counted_ms, err))
		return -1;
	return put_due(f, body_get_int(body, "activation", 0), e->counted_ms,
	               err);
}
