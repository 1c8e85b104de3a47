/* Commands on activations. */
#include <string.h>

#include "base/civil.h"
#include "base/tr.h"
#include "desk/activation.h"
#include "desk/body.h"
#include "desk/docket.h"

SQL(write_runs, "SELECT id FROM activation WHERE incident = ?1 "
                "AND plan = ?2 AND ended_ms IS NULL");
SQL(write_levels, "SELECT levels FROM activation WHERE id = ?1");
SQL(write_step, "SELECT s.text, s.state, s.done_by, s.levels & (1 << a.level) "
                "OR s.state = 1 FROM activation_step s JOIN activation a "
                "ON a.id = s.activation WHERE s.activation = ?1 AND s.id = ?2");

/* One number; *out 0 when there is no row. */
static int
read_number(struct stmt *st, int64_t *out, struct err *err)
{
	int rc = stmt_step(st, err);

	*out = rc == 1 ? stmt_int(st, 0) : 0;
	stmt_done(st);
	return rc < 0 ? -1 : 0;
}

static int
say_who(const char *by, struct err *err)
{
	return by && *by ? 0 : err_set(err, ERR_INPUT, tr("要写明由谁决定"));
}

static int
no_level(const char *title, int level, struct err *err)
{
	return err_set(err, ERR_REFUSED, tr("预案《%s》没有%s"), title,
	               level >= 1 && level <= PLAN_LEVELS
	                       ? tr(plan_level_label(level))
	                       : tr("这一级响应"));
}

/* ---- start ---- */

struct starting {
	const struct activation_new *a;
	int64_t *id, *seq;
	struct plan plan;
	struct plan_front front;
};

static int
start_check(struct desk *d, const struct starting *s, int64_t incident,
            struct err *err)
{
	const struct plan *p = &s->plan;
	struct stmt *st;
	int64_t runs;

	if (p->removed)
		return err_set(err, ERR_REFUSED, tr("预案《%s》已废止"),
		               p->title);
	if (!plan_front_level(&s->front, s->a->level))
		return no_level(p->title, s->a->level, err);
	st = db_use(desk_db(d), &write_runs);
	stmt_bind_int(st, 1, incident);
	stmt_bind_int(st, 2, p->id);
	if (read_number(st, &runs, err))
		return -1;
	if (runs)
		return err_set(err, ERR_REFUSED,
		               tr("%s：预案《%s》已在运行（第 %lld 号响应）"),
		               s->a->number, p->title, (long long)runs);
	return say_who(s->a->by, err);
}

static int
start_body(const struct starting *s, json_t *body, struct err *err)
{
	json_t *front = plan_front_json(&s->front), *levels = json_array();
	json_t *steps = json_object_get(front, "steps");

	for (int n = 1; n <= PLAN_LEVELS; n++)
		if (plan_front_level(&s->front, n))
			json_array_append_new(levels, json_integer(n));
	body_put_int(body, "plan", s->plan.id);
	body_put_int(body, "version", s->plan.version);
	body_put_int(body, "level", s->a->level);
	json_object_set_new(body, "levels", levels);
	if (steps)
		json_object_set(body, "steps", steps);
	else
		json_object_set_new(body, "steps", json_array());
	json_decref(front);
	if (body_put_text(body, "title", s->plan.title, PLAN_TITLE_MAX, err) ||
	    body_put_text(body, "by", s->a->by, BODY_NAME_MAX, err))
		return -1;
	return body_put_text(body, "word", s->a->word, BODY_WORDS_MAX, err);
}

static int
start_write(struct desk *d, void *arg, struct err *err)
{
	struct starting *s = arg;
	char subject[32];
	struct docket k;
	json_t *body;

	if (docket_enter(d, s->a->number, 1u << INCIDENT_OPEN, &k, err) ||
	    plan_get(d, s->a->plan, &s->plan, err) ||
	    plan_front(d, s->a->plan, &s->front, err) ||
	    start_check(d, s, k.id, err))
		return -1;
	body = json_object();
	if (start_body(s, body, err)) {
		json_decref(body);
		return -1;
	}
	return desk_append(d, "plan.activated",
	                   docket_subject(subject, s->a->number),
	                   JOURNAL_NO_TIME, body, s->id, err);
}

int
activation_start(struct desk *d, const struct activation_new *a, int64_t *id,
                 int64_t *seq, struct err *err)
{
	int64_t made = 0;
	struct starting s = { .a = a, .id = &made };
	int rc;

	plan_front_init(&s.front);
	rc = desk_write(d, start_write, &s, err);
	plan_release(&s.plan);
	plan_front_release(&s.front);
	if (rc == 0 && id)
		*id = made;
	if (rc == 0 && seq)
		*seq = made;
	return rc;
}

/* ---- what is done on one that runs ---- */

struct acting {
	int64_t id, *seq;
	int level;
	const char *step, *by, *words;
	enum step_state state;
	struct activation now;
};

/* body has what is said of it besides; it is taken. */
static int
act_append(struct desk *d, const struct acting *a, const char *kind,
           json_t *body, struct err *err)
{
	char subject[32];

	body_put_int(body, "activation", a->id);
	if (body_put_text(body, "title", a->now.title, PLAN_TITLE_MAX, err) ||
	    body_put_text(body, "by", a->by, BODY_NAME_MAX, err)) {
		json_decref(body);
		return -1;
	}
	return desk_append(d, kind, docket_subject(subject, a->now.number),
	                   JOURNAL_NO_TIME, body, a->seq, err);
}

static int
act_enter(struct desk *d, struct acting *a, struct err *err)
{
	char at[CIVIL_TEXT];

	if (activation_get(d, a->id, &a->now, err))
		return -1;
	if (a->now.ended_ms)
		return err_set(err, ERR_REFUSED,
		               tr("预案《%s》的响应已于 %s 终止"), a->now.title,
		               civil_short(at, a->now.ended_ms));
	return 0;
}

static int
act_run(struct desk *d, struct acting *a, desk_write_fn *fn, struct err *err)
{
	int rc = desk_write(d, fn, a, err);

	activation_release(&a->now);
	return rc;
}

static int
level_write(struct desk *d, void *arg, struct err *err)
{
	struct acting *a = arg;
	struct stmt *st;
	int64_t levels;
	json_t *body;

	if (act_enter(d, a, err))
		return -1;
	st = db_use(desk_db(d), &write_levels);
	stmt_bind_int(st, 1, a->id);
	if (read_number(st, &levels, err))
		return -1;
	if (a->level < 1 || a->level > PLAN_LEVELS || !(levels >> a->level & 1))
		return no_level(a->now.title, a->level, err);
	if (a->level == a->now.level)
		return err_set(err, ERR_REFUSED, tr("预案《%s》已是%s"),
		               a->now.title, tr(plan_level_label(a->level)));
	if (say_who(a->by, err))
		return -1;
	if (!a->words || !*a->words)
		return err_set(err, ERR_INPUT, tr("调整响应级别要写明理由"));
	body = json_object();
	body_put_int(body, "level", a->level);
	if (body_put_text(body, "why", a->words, BODY_WORDS_MAX, err)) {
		json_decref(body);
		return -1;
	}
	return act_append(d, a, "activation.level", body, err);
}

int
activation_level(struct desk *d, int64_t id, int level, const char *by,
                 const char *why, int64_t *seq, struct err *err)
{
	struct acting a = {
		.id = id, .seq = seq, .level = level, .by = by, .words = why
	};

	return act_run(d, &a, level_write, err);
}

/* Is the step there, on the list, and not so already?  Its text to body. */
static int
step_check(struct desk *d, const struct acting *a, json_t *body,
           struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &write_step);
	int rc;

	stmt_bind_int(st, 1, a->id);
	stmt_bind_text(st, 2, a->step);
	rc = stmt_step(st, err);
	if (rc == 0)
		rc = err_set(err, ERR_NOT_FOUND, tr("预案《%s》没有步骤 %s"),
		             a->now.title, a->step);
	else if (rc == 1 && !stmt_int(st, 3))
		rc = err_set(err, ERR_REFUSED, tr("%s没有步骤 %s"),
		             tr(plan_level_label(a->now.level)), a->step);
	else if (rc == 1 && stmt_int(st, 1) == (int64_t)a->state)
		rc = err_set(err, ERR_REFUSED, tr("步骤 %s 已是“%s” %s"),
		             a->step, tr(step_state_label(a->state)),
		             stmt_text(st, 2));
	else if (rc == 1)
		rc = body_put_text(body, "text", stmt_text(st, 0),
		                   PLAN_STEP_MAX, err);
	stmt_done(st);
	return rc;
}

static int
step_write(struct desk *d, void *arg, struct err *err)
{
	struct acting *a = arg;
	json_t *body;

	if (act_enter(d, a, err))
		return -1;
	if (a->state == STEP_NA && (!a->words || !*a->words))
		return err_set(err, ERR_INPUT, tr("标为不适用要写明理由"));
	body = json_object();
	json_object_set_new(body, "state",
	                    json_string(step_state_code(a->state)));
	if (step_check(d, a, body, err) ||
	    body_put_text(body, "step", a->step, PLAN_ID_MAX, err) ||
	    body_put_text(body, "words", a->words, BODY_WORDS_MAX, err)) {
		json_decref(body);
		return -1;
	}
	return act_append(d, a, "activation.step", body, err);
}

int
activation_step(struct desk *d, int64_t id, const char *step,
                enum step_state state, const char *by, const char *words,
                int64_t *seq, struct err *err)
{
	struct acting a = { .id = id,
		            .seq = seq,
		            .step = step,
		            .state = state,
		            .by = by,
		            .words = words };

	return act_run(d, &a, step_write, err);
}

static int
end_write(struct desk *d, void *arg, struct err *err)
{
	struct acting *a = arg;
	json_t *body;

	if (act_enter(d, a, err) || say_who(a->by, err))
		return -1;
	if (!a->words || !*a->words)
		return err_set(err, ERR_INPUT, tr("终止响应要写明理由"));
	body = json_object();
	if (body_put_text(body, "words", a->words, BODY_WORDS_MAX, err)) {
		json_decref(body);
		return -1;
	}
	return act_append(d, a, "activation.ended", body, err);
}

int
activation_end(struct desk *d, int64_t id, const char *by, const char *words,
               int64_t *seq, struct err *err)
{
	struct acting a = { .id = id, .seq = seq, .by = by, .words = words };

	return act_run(d, &a, end_write, err);
}
