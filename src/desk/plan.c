#include "desk/plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/tr.h"
#include "desk/plan_write.h"

#define PLAN_COLUMNS                                                           \
	"id, version, seq, title, category, source, issued_ms, revise_ms, "    \
	"drilled_ms, drill_months, paras, steps, removed, officer, saved_ms, " \
	"first_ms, front_seq"

SQL(plan_one, "SELECT " PLAN_COLUMNS " FROM plan WHERE id = ?1");
SQL(plan_front_of, "SELECT front FROM plan WHERE id = ?1");
/* A city has a few hundred. */
SQL_SCAN(plan_all, "SELECT " PLAN_COLUMNS " FROM plan "
                   "ORDER BY removed, category, title, id");
SQL(plan_by_title, "SELECT id FROM plan WHERE title = ?1 AND removed = 0 "
                   "ORDER BY id LIMIT 1");
SQL(plan_by_seq, "SELECT plan FROM plan_version WHERE seq = ?1");
SQL(plan_seq_of, "SELECT seq FROM plan_version WHERE plan = ?1 "
                 "AND version = ?2");

/* ---- rows ---- */

void
plan_release(struct plan *p)
{
	free(p->title);
	free(p->source);
	memset(p, 0, sizeof(*p));
}

void
plans_free(struct plan *rows, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		plan_release(&rows[i]);
	free(rows);
}

/* A plan never drilled counts from its issue, or from when it came here. */
static int64_t
drill_due(const struct plan *p, int64_t months, int64_t first_ms)
{
	int64_t from = p->drilled_ms  ? p->drilled_ms
	               : p->issued_ms ? p->issued_ms
	                              : first_ms;

	from = civil_day_start(from, CIVIL_SHANGHAI, 0);
	return months ? civil_add_months(from, CIVIL_SHANGHAI, (int)months) : 0;
}

static void
plan_read(struct plan *p, struct stmt *st)
{
	memset(p, 0, sizeof(*p));
	p->id = stmt_int(st, 0);
	p->version = (int)stmt_int(st, 1);
	p->version_seq = stmt_int(st, 2);
	p->title = mem_str(stmt_text(st, 3));
	p->category = (enum plan_category)stmt_int(st, 4);
	p->source = mem_str(stmt_text(st, 5));
	p->issued_ms = stmt_int(st, 6);
	p->revise_ms = stmt_int(st, 7);
	p->drilled_ms = stmt_int(st, 8);
	p->paras = (size_t)stmt_int(st, 10);
	p->steps = (size_t)stmt_int(st, 11);
	p->removed = stmt_int(st, 12) != 0;
	snprintf(p->officer, sizeof(p->officer), "%s", stmt_text(st, 13));
	p->saved_ms = stmt_int(st, 14);
	p->drill_due_ms = drill_due(p, stmt_int(st, 9), stmt_int(st, 15));
	p->front_seq = stmt_int(st, 16);
}

/* ---- queries ---- */

static int
plan_missing(int64_t id, struct err *err)
{
	return err_set(err, ERR_NOT_FOUND, tr("没有第 %lld 号预案"),
	               (long long)id);
}

int
plan_get(struct desk *d, int64_t id, struct plan *out, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &plan_one);
	int rc;

	memset(out, 0, sizeof(*out));
	stmt_bind_int(st, 1, id);
	rc = stmt_step(st, err);
	if (rc == 1)
		plan_read(out, st);
	stmt_done(st);
	if (rc == 0)
		return plan_missing(id, err);
	return rc == 1 ? 0 : -1;
}

/* The one number that st gives; *out 0: none. */
static int
plan_number(struct stmt *st, int64_t *out, struct err *err)
{
	int rc = stmt_step(st, err);

	*out = rc == 1 ? stmt_int(st, 0) : 0;
	stmt_done(st);
	return rc < 0 ? -1 : 0;
}

int
plan_titled(struct desk *d, const char *title, int64_t *id, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &plan_by_title);

	stmt_bind_text(st, 1, title);
	return plan_number(st, id, err);
}

int
plan_named(struct desk *d, const char *title, int64_t seq, int64_t *id,
           struct err *err)
{
	struct stmt *st;

	if (title) {
		if (plan_titled(d, title, id, err))
			return -1;
		return *id ? 0
		           : err_set(err, ERR_NOT_FOUND, tr("没有预案《%s》"),
		                     title);
	}
	st = db_use(desk_db(d), &plan_by_seq);
	stmt_bind_int(st, 1, seq);
	if (plan_number(st, id, err))
		return -1;
	return *id ? 0 : plan_missing(seq, err);
}

bool
plan_day_over(int64_t day_ms, int64_t now_ms)
{
	return day_ms && now_ms >= civil_day_start(day_ms, CIVIL_SHANGHAI, 1);
}

bool
plan_overdue(const struct plan *p, int64_t now_ms)
{
	return !p->removed && (plan_day_over(p->revise_ms, now_ms) ||
	                       plan_day_over(p->drill_due_ms, now_ms));
}

int
plan_list(struct desk *d, bool due_only, struct plan **rows, size_t *count,
          struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &plan_all);
	int64_t now = desk_now(d);
	struct plan *list = NULL;
	size_t n = 0, cap = 0;
	int rc;

	while ((rc = stmt_step(st, err)) == 1) {
		list = mem_grow(list, n, &cap, sizeof(*list));
		plan_read(&list[n++], st);
		if (due_only && !plan_overdue(&list[n - 1], now))
			plan_release(&list[--n]);
	}
	stmt_done(st);
	if (rc) {
		plans_free(list, n);
		return -1;
	}
	*rows = list;
	*count = n;
	return 0;
}

int
plan_front(struct desk *d, int64_t id, struct plan_front *out, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &plan_front_of);
	int rc;

	plan_front_init(out);
	stmt_bind_int(st, 1, id);
	rc = stmt_step(st, err);
	if (rc == 1 && *stmt_text(st, 0))
		rc = plan_front_parse(out, stmt_text(st, 0),
		                      stmt_text_len(st, 0), "front", err)
		             ? -1
		             : 1;
	stmt_done(st);
	if (rc == 0)
		return plan_missing(id, err);
	return rc == 1 ? 0 : -1;
}

/* ---- text of a version, from the journal ---- */

static int
take_body(void *arg, const struct journal_entry *e)
{
	json_t **body = arg;
	struct err err = ERR_INIT;

	if (e->body)
		*body = json_parse(e->body, e->body_len, "body", &err);
	return 0;
}

/* The body of the entry; NULL when it was withheld. */
int
plan_body(struct desk *d, int64_t seq, json_t **body, struct err *err)
{
	*body = NULL;
	return journal_get(desk_journal(d), seq, take_body, body, err);
}

static void
paras_read(const json_t *list, struct plan_para **rows, size_t *count)
{
	json_t *para;
	size_t i;

	*count = json_array_size(list);
	*rows = mem_array(NULL, *count ? *count : 1, sizeof(**rows));
	json_array_foreach(list, i, para)
	{
		(*rows)[i].n = (int)i + 1;
		(*rows)[i].level =
			(int)json_integer_value(json_array_get(para, 0));
		(*rows)[i].text =
			mem_str(json_string_value(json_array_get(para, 1)));
	}
}

int
plan_paras(struct desk *d, int64_t id, int version, struct plan_para **rows,
           size_t *count, struct err *err)
{
	struct plan p;
	struct stmt *st;
	int64_t seq;
	json_t *body;

	*rows = NULL;
	*count = 0;
	if (plan_get(d, id, &p, err))
		return -1;
	st = db_use(desk_db(d), &plan_seq_of);
	stmt_bind_int(st, 1, id);
	stmt_bind_int(st, 2, version ? version : p.version);
	plan_release(&p);
	if (plan_number(st, &seq, err))
		return -1;
	if (!seq)
		return err_set(err, ERR_NOT_FOUND,
		               tr("第 %lld 号预案没有第 %d 版"), (long long)id,
		               version);
	if (plan_body(d, seq, &body, err))
		return -1;
	if (!body)
		return err_set(err, ERR_NOT_FOUND,
		               tr("第 %lld 号预案这一版的内容已依法撤下"),
		               (long long)id);
	paras_read(json_object_get(body, "paras"), rows, count);
	json_decref(body);
	return 0;
}

void
plan_paras_free(struct plan_para *rows, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		free(rows[i].text);
	free(rows);
}
