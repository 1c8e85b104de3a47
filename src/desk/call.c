#include "desk/call.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tr.h"
#include "desk/body.h"
#include "store/search.h"

enum { PHONE_MAX = 40 };

/* Index is enum call_direction. */
static const char *const direction_codes[] = { "in", "out" };

#define CALL_COLUMNS                                                           \
	"seq, at_ms, recorded_ms, direction, caller, unit, phone, words, "     \
	"told, result, incident, officer"

SQL(call_insert,
    "INSERT INTO call (seq, n, at_ms, recorded_ms, direction, caller, unit, "
    "phone, words, told, result, incident, officer) VALUES (?1, "
    "coalesce((SELECT n FROM call ORDER BY seq DESC LIMIT 1), 0) + 1, "
    "?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)");
SQL(call_set_incident, "UPDATE call SET incident = ?2 WHERE seq = ?1");
SQL(call_incident_of, "SELECT incident FROM call WHERE seq = ?1");
/* The count comes with the rows, so that the two cannot disagree. */
#define CALL_ALL "(SELECT n FROM call ORDER BY seq DESC LIMIT 1)"
#define CALL_ALL_OF "(SELECT count(*) FROM call WHERE incident = ?3)"
SQL(call_page, "SELECT " CALL_COLUMNS ", " CALL_ALL " FROM call "
               "WHERE seq < ?1 ORDER BY seq DESC LIMIT ?2");
SQL(call_page_of, "SELECT " CALL_COLUMNS ", " CALL_ALL_OF " FROM call "
                  "WHERE incident = ?3 AND seq < ?1 "
                  "ORDER BY seq DESC LIMIT ?2");
/* For a page past the end. */
SQL(call_count, "SELECT coalesce(" CALL_ALL ", 0)");
SQL(call_count_of, "SELECT " CALL_ALL_OF);

int
call_logged_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "direction", "caller",   "unit",
		                            "phone",     "words",    "told",
		                            "result",    "incident", NULL };
	const char *direction;

	if (body_only(body, keys, err) ||
	    body_text(body, "direction", true, 3, err) ||
	    body_text(body, "caller", true, BODY_NAME_MAX, err) ||
	    body_text(body, "unit", false, BODY_NAME_MAX, err) ||
	    body_text(body, "phone", false, PHONE_MAX, err) ||
	    body_text(body, "words", false, BODY_WORDS_MAX, err) ||
	    body_text(body, "told", false, BODY_WORDS_MAX, err) ||
	    body_text(body, "result", false, BODY_WORDS_MAX, err) ||
	    body_number(body, "incident", false, err))
		return -1;
	direction = body_get_text(body, "direction");
	if (strcmp(direction, "in") != 0 && strcmp(direction, "out") != 0)
		return err_set(err, ERR_INPUT,
		               "body: /direction: expected in or out");
	if (!json_object_get(body, "words") && !json_object_get(body, "result"))
		return err_set(err, ERR_INPUT,
		               "body: a call needs words or a result");
	return 0;
}

/* What was said on the telephone is found like an incident. */
static int
call_index(struct fold *f, int64_t seq, const json_t *body, struct err *err)
{
	const char *unit = body_get_text(body, "unit");
	const char *phone = body_get_text(body, "phone");
	const char *words = body_get_text(body, "words");
	struct buf title = BUF_INIT, text = BUF_INIT;
	char key[24];
	int rc;

	snprintf(key, sizeof(key), "%lld", (long long)seq);
	buf_fmt(&title, "%s %s", body_get_text(body, "caller"),
	        unit ? unit : "");
	buf_fmt(&text, "%s\n%s", phone ? phone : "", words ? words : "");
	rc = search_put(f->db, "call", key, title.s, text.s, err);
	buf_release(&text);
	buf_release(&title);
	return rc;
}

int
call_logged_reduce(struct fold *f, const struct journal_entry *e,
                   const json_t *body, struct err *err)
{
	struct stmt *st = db_use(f->db, &call_insert);

	stmt_bind_int(st, 1, e->seq);
	stmt_bind_int(st, 2,
	              e->happened_ms == JOURNAL_NO_TIME ? e->counted_ms
	                                                : e->happened_ms);
	stmt_bind_int(st, 3, e->recorded_ms);
	stmt_bind_int(st, 4,
	              body && !strcmp(body_get_text(body, "direction"), "out")
	                      ? CALL_OUT
	                      : CALL_IN);
	/* A withheld call stays in the register, without its words. */
	stmt_lend_text(st, 5, body ? body_get_text(body, "caller") : "");
	stmt_lend_text(st, 6, body_get_text(body, "unit"));
	stmt_lend_text(st, 7, body_get_text(body, "phone"));
	stmt_lend_text(st, 8, body_get_text(body, "words"));
	stmt_lend_text(st, 9, body_get_text(body, "told"));
	stmt_lend_text(st, 10, body_get_text(body, "result"));
	stmt_lend_text(st, 11, body_get_text(body, "incident"));
	stmt_lend_text(st, 12, e->officer);
	if (stmt_run(st, err))
		return -1;
	return body ? call_index(f, e->seq, body, err) : 0;
}

int
call_linked_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "seq", "incident", NULL };

	if (body_only(body, keys, err) ||
	    body_int(body, "seq", true, 1, INT64_MAX, err))
		return -1;
	return body_number(body, "incident", true, err);
}

int
call_linked_reduce(struct fold *f, const struct journal_entry *e,
                   const json_t *body, struct err *err)
{
	struct stmt *st;

	(void)e;
	if (!body)
		return 0;
	st = db_use(f->db, &call_set_incident);
	stmt_bind_int(st, 1, body_get_int(body, "seq", 0));
	stmt_bind_text(st, 2, body_get_text(body, "incident"));
	return stmt_run(st, err);
}

/* Commands. */

struct call_logging {
	const struct call_new *call;
	int64_t *seq;
};

static int
call_body(json_t *body, const struct call_new *c, const char *incident,
          struct err *err)
{
	body_put_text(body, "direction", direction_codes[c->direction], 3, err);
	if (body_put_text(body, "caller", c->caller, BODY_NAME_MAX, err) ||
	    body_put_text(body, "unit", c->unit, BODY_NAME_MAX, err) ||
	    body_put_text(body, "phone", c->phone, PHONE_MAX, err) ||
	    body_put_text(body, "words", c->words, BODY_WORDS_MAX, err) ||
	    body_put_text(body, "told", c->told, BODY_WORDS_MAX, err) ||
	    body_put_text(body, "result", c->result, BODY_WORDS_MAX, err))
		return -1;
	return body_put_text(body, "incident", incident, INCIDENT_NUMBER, err);
}

static int
call_log_write(struct desk *d, void *arg, struct err *err)
{
	const struct call_logging *l = arg;
	char number[INCIDENT_NUMBER] = "", subject[SUBJECT_MAX];
	int64_t at = l->call->at_ms;
	json_t *body;

	if (l->call->incident && *l->call->incident &&
	    incident_number(d, l->call->incident, number, err))
		return -1;
	body = json_object();
	if (call_body(body, l->call, number, err)) {
		json_decref(body);
		return -1;
	}
	if (at == 0)
		at = journal_stamp(desk_journal(d));
	body_subject(subject, "call", body_next_seq(d));
	return desk_append(d, "call.logged", subject, at, body, l->seq, err);
}

int
call_log(struct desk *d, const struct call_new *c, int64_t *seq,
         struct err *err)
{
	struct call_logging l = { c, seq };

	return desk_write(d, call_log_write, &l, err);
}

struct call_linking {
	int64_t call;
	const char *incident;
	int64_t *seq;
};

/* The incident a call belongs to, "" for none. */
static int
call_incident(struct desk *d, int64_t seq, char number[INCIDENT_NUMBER],
              struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &call_incident_of);
	const char *text;
	int rc;

	stmt_bind_int(st, 1, seq);
	rc = stmt_step(st, err);
	if (rc == 1) {
		text = stmt_text(st, 0);
		snprintf(number, INCIDENT_NUMBER, "%s", text ? text : "");
	}
	stmt_done(st);
	if (rc == 0)
		return err_set(err, ERR_NOT_FOUND, tr("没有第 %lld 号电话记录"),
		               (long long)seq);
	return rc == 1 ? 0 : -1;
}

static int
call_link_write(struct desk *d, void *arg, struct err *err)
{
	const struct call_linking *l = arg;
	char number[INCIDENT_NUMBER], has[INCIDENT_NUMBER];
	char subject[SUBJECT_MAX];
	json_t *body;

	if (incident_number(d, l->incident, number, err) ||
	    call_incident(d, l->call, has, err))
		return -1;
	if (*has)
		return err_set(err, ERR_REFUSED, tr("第 %lld 号电话已归入 %s"),
		               (long long)l->call, has);
	body = json_object();
	body_put_int(body, "seq", l->call);
	body_put_text(body, "incident", number, INCIDENT_NUMBER, err);
	body_subject(subject, "call", l->call);
	return desk_append(d, "call.linked", subject, JOURNAL_NO_TIME, body,
	                   l->seq, err);
}

int
call_link(struct desk *d, int64_t call_seq, const char *incident, int64_t *seq,
          struct err *err)
{
	struct call_linking l = { call_seq, incident, seq };

	return desk_write(d, call_link_write, &l, err);
}

/* Queries. */

static void
call_read(struct call *c, struct stmt *st)
{
	const char *incident = stmt_text(st, 10);

	memset(c, 0, sizeof(*c));
	c->seq = stmt_int(st, 0);
	c->at_ms = stmt_int(st, 1);
	c->recorded_ms = stmt_int(st, 2);
	c->direction = stmt_int(st, 3) == CALL_OUT ? CALL_OUT : CALL_IN;
	c->caller = mem_str(stmt_text(st, 4));
	c->unit = mem_str(stmt_text(st, 5));
	c->phone = mem_str(stmt_text(st, 6));
	c->words = mem_str(stmt_text(st, 7));
	c->told = mem_str(stmt_text(st, 8));
	c->result = mem_str(stmt_text(st, 9));
	snprintf(c->incident, sizeof(c->incident), "%s",
	         incident ? incident : "");
	snprintf(c->officer, sizeof(c->officer), "%s", stmt_text(st, 11));
}

static int
call_total(struct desk *d, const char *incident, size_t *total, struct err *err)
{
	struct stmt *st;
	int rc;

	st = db_use(desk_db(d), incident ? &call_count_of : &call_count);
	if (incident)
		stmt_bind_text(st, 3, incident);
	rc = stmt_step(st, err);
	if (rc == 1)
		*total = (size_t)stmt_int(st, 0);
	stmt_done(st);
	return rc == 1 ? 0 : -1;
}

int
call_list(struct desk *d, const char *incident, int64_t before, size_t max,
          struct call **rows, size_t *count, size_t *total, struct err *err)
{
	struct call *list = NULL;
	size_t n = 0, cap = 0;
	struct stmt *st;
	int rc;

	st = db_use(desk_db(d), incident ? &call_page_of : &call_page);
	stmt_bind_int(st, 1, before > 0 ? before : INT64_MAX);
	stmt_bind_int(st, 2, (int64_t)max);
	if (incident)
		stmt_bind_text(st, 3, incident);
	for (rc = stmt_step(st, err); rc == 1; rc = stmt_step(st, err)) {
		list = mem_grow(list, n, &cap, sizeof(*list));
		call_read(&list[n++], st);
		if (total)
			*total = (size_t)stmt_int(st, 12);
	}
	stmt_done(st);
	if (rc == 0 && n == 0 && total)
		rc = call_total(d, incident, total, err);
	if (rc) {
		calls_free(list, n);
		return -1;
	}
	*rows = list;
	*count = n;
	return 0;
}

void
calls_free(struct call *rows, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		free(rows[i].caller);
		free(rows[i].unit);
		free(rows[i].phone);
		free(rows[i].words);
		free(rows[i].told);
		free(rows[i].result);
	}
	free(rows);
}
