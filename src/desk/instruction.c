#include "desk/instruction.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/mem.h"
#include "base/tr.h"
#include "desk/body.h"

#define INSTRUCTION_COLUMNS                                                    \
	"seq, at_ms, recorded_ms, due_ms, leader, recipient, words, "          \
	"incident, officer, received_by, received_ms, feedback, feedback_ms"

SQL(instruction_insert,
    "INSERT INTO instruction (seq, at_ms, recorded_ms, due_ms, leader, "
    "recipient, words, incident, officer) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
SQL(instruction_set_received, "UPDATE instruction SET received_by = ?2, "
                              "received_ms = ?3 WHERE seq = ?1");
SQL(instruction_set_feedback, "UPDATE instruction SET feedback = ?2, "
                              "feedback_ms = ?3 WHERE seq = ?1");
SQL(instruction_received_by,
    "SELECT received_by FROM instruction WHERE seq = ?1");
SQL(instruction_pending, "SELECT " INSTRUCTION_COLUMNS " FROM instruction "
                         "WHERE feedback_ms IS NULL AND due_ms > 0 "
                         "ORDER BY due_ms, seq");
SQL(instruction_of, "SELECT " INSTRUCTION_COLUMNS " FROM instruction "
                    "WHERE incident = ?1 ORDER BY due_ms, seq");
/* A leader gives a few a day: read whole by the list of all of them. */
SQL_SCAN(instruction_all, "SELECT " INSTRUCTION_COLUMNS " FROM instruction "
                          "ORDER BY due_ms, seq");

int
instruction_given_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "leader", "to",       "words",
		                            "due",    "incident", NULL };

	if (body_only(body, keys, err) ||
	    body_text(body, "leader", true, BODY_NAME_MAX, err) ||
	    body_text(body, "to", true, BODY_NAME_MAX, err) ||
	    body_text(body, "words", true, BODY_WORDS_MAX, err) ||
	    body_time(body, "due", false, err))
		return -1;
	return body_number(body, "incident", false, err);
}

int
instruction_given_reduce(struct fold *f, const struct journal_entry *e,
                         const json_t *body, struct err *err)
{
	struct stmt *st;

	if (!body)
		return 0;
	st = db_use(f->db, &instruction_insert);
	stmt_bind_int(st, 1, e->seq);
	stmt_bind_int(st, 2,
	              e->happened_ms == JOURNAL_NO_TIME ? e->counted_ms
	                                                : e->happened_ms);
	stmt_bind_int(st, 3, e->recorded_ms);
	stmt_bind_int(st, 4, body_get_time(body, "due", CIVIL_MAX));
	stmt_bind_text(st, 5, body_get_text(body, "leader"));
	stmt_bind_text(st, 6, body_get_text(body, "to"));
	stmt_bind_text(st, 7, body_get_text(body, "words"));
	stmt_bind_text(st, 8, body_get_text(body, "incident"));
	stmt_bind_text(st, 9, e->officer);
	return stmt_run(st, err);
}

int
instruction_received_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "seq", "by", NULL };

	if (body_only(body, keys, err) ||
	    body_int(body, "seq", true, 1, INT64_MAX, err))
		return -1;
	return body_text(body, "by", true, BODY_NAME_MAX, err);
}

int
instruction_fedback_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "seq", "words", NULL };

	if (body_only(body, keys, err) ||
	    body_int(body, "seq", true, 1, INT64_MAX, err))
		return -1;
	return body_text(body, "words", true, BODY_WORDS_MAX, err);
}

/* Set one text and the entry's recorded time in an instruction's row. */
static int
instruction_set(struct fold *f, const struct sql *sql,
                const struct journal_entry *e, const json_t *body,
                const char *key, struct err *err)
{
	struct stmt *st;

	if (!body)
		return 0;
	st = db_use(f->db, sql);
	stmt_bind_int(st, 1, body_get_int(body, "seq", 0));
	stmt_bind_text(st, 2, body_get_text(body, key));
	stmt_bind_int(st, 3, e->recorded_ms);
	return stmt_run(st, err);
}

int
instruction_received_reduce(struct fold *f, const struct journal_entry *e,
                            const json_t *body, struct err *err)
{
	return instruction_set(f, &instruction_set_received, e, body, "by",
	                       err);
}

int
instruction_fedback_reduce(struct fold *f, const struct journal_entry *e,
                           const json_t *body, struct err *err)
{
	return instruction_set(f, &instruction_set_feedback, e, body, "words",
	                       err);
}

/* Commands. */

struct instruction_giving {
	const struct instruction_new *in;
	int64_t *seq;
};

static int
instruction_body(json_t *body, const struct instruction_new *in,
                 const char *incident, struct err *err)
{
	if (body_put_text(body, "leader", in->leader, BODY_NAME_MAX, err) ||
	    body_put_text(body, "to", in->to, BODY_NAME_MAX, err) ||
	    body_put_text(body, "words", in->words, BODY_WORDS_MAX, err))
		return -1;
	if (in->due_ms)
		body_put_time(body, "due", in->due_ms);
	return body_put_text(body, "incident", incident, INCIDENT_NUMBER, err);
}

static int
instruction_give_write(struct desk *d, void *arg, struct err *err)
{
	const struct instruction_giving *g = arg;
	const struct instruction_new *in = g->in;
	char number[INCIDENT_NUMBER] = "", subject[SUBJECT_MAX];
	int64_t at = in->at_ms ? in->at_ms : journal_stamp(desk_journal(d));
	json_t *body;

	if (in->incident && *in->incident &&
	    incident_number(d, in->incident, number, err))
		return -1;
	if (in->due_ms && (in->due_ms < at || in->due_ms > CIVIL_MAX))
		return err_set(err, ERR_INPUT,
		               "due: earlier than the instruction itself");
	body = json_object();
	if (instruction_body(body, in, number, err)) {
		json_decref(body);
		return -1;
	}
	body_subject(subject, "instruction", body_next_seq(d));
	return desk_append(d, "instruction.given", subject, at, body, g->seq,
	                   err);
}

int
instruction_give(struct desk *d, const struct instruction_new *in, int64_t *seq,
                 struct err *err)
{
	struct instruction_giving g = { in, seq };

	return desk_write(d, instruction_give_write, &g, err);
}

struct instruction_step {
	int64_t of;
	const char *key, *text, *kind;
	size_t max;
	bool once; /* a second receipt is refused */
	int64_t *seq;
};

/* Is it there, and if `once`, has nobody received it yet? */
static int
instruction_stands(struct desk *d, int64_t of, bool once, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &instruction_received_by);
	int rc;

	stmt_bind_int(st, 1, of);
	rc = stmt_step(st, err);
	if (rc == 1 && once && !stmt_is_null(st, 0))
		rc = err_set(err, ERR_REFUSED, tr("第 %lld 号批示已由 %s 签收"),
		             (long long)of, stmt_text(st, 0));
	stmt_done(st);
	if (rc == 0)
		return err_set(err, ERR_NOT_FOUND, tr("没有第 %lld 号批示"),
		               (long long)of);
	return rc == 1 ? 0 : -1;
}

static int
instruction_step_write(struct desk *d, void *arg, struct err *err)
{
	const struct instruction_step *s = arg;
	char subject[SUBJECT_MAX];
	json_t *body;

	if (instruction_stands(d, s->of, s->once, err))
		return -1;
	body = json_object();
	body_put_int(body, "seq", s->of);
	if (body_put_text(body, s->key, s->text, s->max, err)) {
		json_decref(body);
		return -1;
	}
	body_subject(subject, "instruction", s->of);
	return desk_append(d, s->kind, subject, JOURNAL_NO_TIME, body, s->seq,
	                   err);
}

int
instruction_received(struct desk *d, int64_t of, const char *by, int64_t *seq,
                     struct err *err)
{
	struct instruction_step s = {
		of, "by", by, "instruction.received", BODY_NAME_MAX, true, seq
	};

	return desk_write(d, instruction_step_write, &s, err);
}

int
instruction_feedback(struct desk *d, int64_t of, const char *words,
                     int64_t *seq, struct err *err)
{
	struct instruction_step s = {
		of,    "words", words, "instruction.fedback", BODY_WORDS_MAX,
		false, seq
	};

	return desk_write(d, instruction_step_write, &s, err);
}

/* Queries. */

static void
instruction_read(struct instruction *in, struct stmt *st)
{
	const char *incident = stmt_text(st, 7);

	memset(in, 0, sizeof(*in));
	in->seq = stmt_int(st, 0);
	in->at_ms = stmt_int(st, 1);
	in->recorded_ms = stmt_int(st, 2);
	in->due_ms = stmt_int(st, 3);
	if (in->due_ms == CIVIL_MAX)
		in->due_ms = 0;
	in->leader = mem_str(stmt_text(st, 4));
	in->to = mem_str(stmt_text(st, 5));
	in->words = mem_str(stmt_text(st, 6));
	snprintf(in->incident, sizeof(in->incident), "%s",
	         incident ? incident : "");
	snprintf(in->officer, sizeof(in->officer), "%s", stmt_text(st, 8));
	in->received_by = mem_str(stmt_text(st, 9));
	in->received_ms = stmt_int(st, 10);
	in->feedback = mem_str(stmt_text(st, 11));
	in->feedback_ms = stmt_int(st, 12);
}

int
instruction_list(struct desk *d, const char *incident, bool open_only,
                 struct instruction **rows, size_t *count, struct err *err)
{
	struct instruction *list = NULL;
	size_t n = 0, cap = 0;
	struct stmt *st;
	int rc;

	if (incident) {
		st = db_use(desk_db(d), &instruction_of);
		stmt_bind_text(st, 1, incident);
	} else {
		st = db_use(desk_db(d), open_only ? &instruction_pending
		                                  : &instruction_all);
	}
	for (rc = stmt_step(st, err); rc == 1; rc = stmt_step(st, err)) {
		if (open_only && !stmt_is_null(st, 12))
			continue;
		list = mem_grow(list, n, &cap, sizeof(*list));
		instruction_read(&list[n++], st);
	}
	stmt_done(st);
	if (rc) {
		instructions_free(list, n);
		return -1;
	}
	*rows = list;
	*count = n;
	return 0;
}

void
instructions_free(struct instruction *rows, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		free(rows[i].leader);
		free(rows[i].to);
		free(rows[i].words);
		free(rows[i].received_by);
		free(rows[i].feedback);
	}
	free(rows);
}
