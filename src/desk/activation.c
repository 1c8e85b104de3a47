#include "desk/activation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/mem.h"
#include "base/tr.h"
#include "desk/docket.h"

#define ACTIVATION_COLUMNS                                                     \
	"a.id, a.plan, a.version, a.level, i.year, i.n, a.title, a.at_ms, "    \
	"coalesce(a.ended_ms, 0), a.decided_by, a.word "                       \
	"FROM activation a JOIN incident i ON i.id = a.incident "
#define STEP_COLUMNS                                                           \
	"s.activation, i.year, i.n, i.title, a.title, s.id, s.text, s.post, "  \
	"a.level, s.state, s.start_ms, s.minutes, coalesce(s.done_ms, 0), "    \
	"s.done_by, s.words, coalesce(a.ended_ms, 0) "
#define ON_LIST "(s.levels & (1 << a.level) OR s.state = 1) "

SQL(activation_one, "SELECT " ACTIVATION_COLUMNS "WHERE a.id = ?1");
SQL(activation_all, "SELECT " ACTIVATION_COLUMNS "WHERE a.incident = ?1 "
                    "ORDER BY a.id DESC");
/* Of the index of those that run: a handful. */
SQL_SCAN(activation_run, "SELECT " ACTIVATION_COLUMNS
                         "WHERE a.ended_ms IS NULL ORDER BY a.id DESC");
SQL(activation_first_of, "SELECT title FROM activation WHERE incident = ?1 "
                         "AND ended_ms IS NULL ORDER BY id LIMIT 1");
SQL(step_all, "SELECT " STEP_COLUMNS "FROM activation_step s JOIN activation a "
              "ON a.id = s.activation JOIN incident i ON i.id = a.incident "
              "WHERE s.activation = ?1 AND " ON_LIST "ORDER BY s.k");
/* Of the index of what is pending, in its order. */
SQL_SCAN(step_pending,
         "SELECT " STEP_COLUMNS "FROM activation_step s JOIN activation a "
         "ON a.id = s.activation JOIN incident i ON i.id = a.incident "
         "WHERE s.pending_ms IS NOT NULL "
         "ORDER BY s.pending_ms, s.activation, s.k LIMIT ?1");
SQL_SCAN(step_pending_count, "SELECT count(*) FROM activation_step "
                             "WHERE pending_ms IS NOT NULL");

/* ---- states ---- */

static const struct {
	const char *code, *label;
} states[STEP_STATES] = {
	[STEP_OPEN] = { "open", N_("待办") },
	[STEP_DONE] = { "done", N_("已办") },
	[STEP_NA] = { "na", N_("不适用") },
};

const char *
step_state_code(enum step_state s)
{
	return states[s].code;
}

const char *
step_state_label(enum step_state s)
{
	return states[s].label;
}

int
step_state_find(const char *code)
{
	for (int i = 0; i < STEP_STATES; i++)
		if (strcmp(states[i].code, code) == 0)
			return i;
	return -1;
}

bool
step_late(enum step_state state, int64_t due, int64_t done, int64_t now)
{
	return state == STEP_OPEN ? now > due
	                          : state == STEP_DONE && done > due;
}

/* ---- steps ---- */

static void
step_row_release(struct step_row *r)
{
	free(r->incident_title);
	free(r->plan_title);
	free(r->text);
	free(r->post);
	free(r->by);
	free(r->words);
}

void
step_rows_free(struct step_row *rows, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		step_row_release(&rows[i]);
	free(rows);
}

static void
step_read(struct step_row *r, struct stmt *st, int64_t now)
{
	int64_t ended = stmt_int(st, 15);

	r->activation = stmt_int(st, 0);
	docket_number(r->number, stmt_int(st, 1), stmt_int(st, 2));
	r->incident_title = mem_str(stmt_text(st, 3));
	r->plan_title = mem_str(stmt_text(st, 4));
	snprintf(r->id, sizeof(r->id), "%s", stmt_text(st, 5));
	r->text = mem_str(stmt_text(st, 6));
	r->post = mem_str(stmt_text(st, 7));
	r->level = (int)stmt_int(st, 8);
	r->state = (enum step_state)stmt_int(st, 9);
	r->start = stmt_int(st, 10);
	r->due = r->start + stmt_int(st, 11) * CIVIL_MINUTE;
	r->done = stmt_int(st, 12);
	r->by = mem_str(stmt_text(st, 13));
	r->words = mem_str(stmt_text(st, 14));
	/* What was open when it was stood down is no later than that. */
	r->late = step_late(r->state, r->due, r->done, ended ? ended : now);
}

static int
steps_total(struct desk *d, size_t *total, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &step_pending_count);
	int rc = stmt_step(st, err);

	*total = rc == 1 ? (size_t)stmt_int(st, 0) : 0;
	stmt_done(st);
	return rc < 0 ? -1 : 0;
}

int
step_list(struct desk *d, int64_t id, size_t max, struct step_row **rows,
          size_t *count, size_t *total, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), id ? &step_all : &step_pending);
	int64_t now = desk_now(d);
	struct step_row *list = NULL;
	size_t n = 0, cap = 0, all = 0;
	int rc;

	stmt_bind_int(st, 1, id ? id : max ? (int64_t)max : -1);
	while ((rc = stmt_step(st, err)) == 1) {
		all++;
		if (max && n == max)
			continue;
		list = mem_grow(list, n, &cap, sizeof(*list));
		step_read(&list[n++], st, now);
	}
	stmt_done(st);
	if (rc == 0 && total && !id)
		rc = steps_total(d, total, err);
	else if (total)
		*total = all;
	if (rc) {
		step_rows_free(list, n);
		return -1;
	}
	*rows = list;
	*count = n;
	return 0;
}

/* ---- activations ---- */

void
activation_release(struct activation *a)
{
	free(a->title);
	free(a->by);
	free(a->word);
	memset(a, 0, sizeof(*a));
}

void
activations_free(struct activation *rows, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		activation_release(&rows[i]);
	free(rows);
}

static void
activation_read(struct activation *a, struct stmt *st)
{
	memset(a, 0, sizeof(*a));
	a->id = stmt_int(st, 0);
	a->plan = stmt_int(st, 1);
	a->version = (int)stmt_int(st, 2);
	a->level = (int)stmt_int(st, 3);
	docket_number(a->number, stmt_int(st, 4), stmt_int(st, 5));
	a->title = mem_str(stmt_text(st, 6));
	a->at_ms = stmt_int(st, 7);
	a->ended_ms = stmt_int(st, 8);
	a->by = mem_str(stmt_text(st, 9));
	a->word = mem_str(stmt_text(st, 10));
}

static int
activation_count(struct desk *d, struct activation *a, struct err *err)
{
	struct step_row *rows;
	size_t n, i;

	if (step_list(d, a->id, 0, &rows, &n, NULL, err))
		return -1;
	a->steps = n;
	for (i = 0; i < n; i++) {
		a->open += rows[i].state == STEP_OPEN;
		a->late += rows[i].state == STEP_OPEN && rows[i].late;
	}
	step_rows_free(rows, n);
	return 0;
}

int
activation_get(struct desk *d, int64_t id, struct activation *out,
               struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &activation_one);
	int rc;

	memset(out, 0, sizeof(*out));
	stmt_bind_int(st, 1, id);
	rc = stmt_step(st, err);
	if (rc == 1)
		activation_read(out, st);
	stmt_done(st);
	if (rc == 0)
		return err_set(err, ERR_NOT_FOUND, tr("没有第 %lld 号响应"),
		               (long long)id);
	if (rc == 1 && activation_count(d, out, err) == 0)
		return 0;
	activation_release(out);
	return -1;
}

int
activation_list(struct desk *d, const char *number, struct activation **rows,
                size_t *count, struct err *err)
{
	struct activation *list = NULL;
	size_t n = 0, cap = 0, i;
	struct stmt *st;
	int64_t id = 0;
	int rc;

	if (number && docket_find(desk_db(d), number, &id, err))
		return -1;
	st = db_use(desk_db(d), number ? &activation_all : &activation_run);
	if (number)
		stmt_bind_int(st, 1, id);
	while ((rc = stmt_step(st, err)) == 1) {
		list = mem_grow(list, n, &cap, sizeof(*list));
		activation_read(&list[n++], st);
	}
	stmt_done(st);
	for (i = 0; i < n && rc == 0; i++)
		rc = activation_count(d, &list[i], err);
	if (rc) {
		activations_free(list, n);
		return -1;
	}
	*rows = list;
	*count = n;
	return 0;
}

int
activation_none_runs(struct desk *d, const char *number, struct err *err)
{
	struct stmt *st;
	int64_t id;
	int rc;

	if (docket_find(desk_db(d), number, &id, err))
		return -1;
	st = db_use(desk_db(d), &activation_first_of);
	stmt_bind_int(st, 1, id);
	rc = stmt_step(st, err);
	if (rc == 1)
		rc = err_set(err, ERR_REFUSED,
		             tr("%s：预案《%s》仍在运行，先终止响应"), number,
		             stmt_text(st, 0));
	stmt_done(st);
	return rc;
}
