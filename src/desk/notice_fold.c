/* Entries of notices: their checks, and how they fold into the views. */
#include <string.h>

#include "base/civil.h"
#include "base/json.h"
#include "desk/body.h"
#include "desk/notice.h"
#include "desk/record.h"

enum { TITLE_MAX = 100, TEXT_MAX = 600, STATUS_MAX = 999, STEP_MAX = 99 };
enum { WAIT_MAX = 86400 }; /* seconds */

/* Half a minute after the first attempt, then twice as long each time. */
#define RETRY_MS (30 * CIVIL_SECOND)

static const struct jpath body_at = { .key = "body" };

SQL(fold_notice,
    "INSERT INTO notice (id, key, step, channel, post, recipient, phone, "
    "title, text, level, state, raised_ms, next_ms, last_seq) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?12, ?1)");
SQL(fold_begun, "UPDATE notice SET attempts = ?2, last_seq = ?3 WHERE id = ?1");
SQL(fold_attempted, "UPDATE notice SET state = CASE WHEN state <> 0 THEN state "
                    "WHEN ?2 THEN 1 WHEN ?8 OR attempts >= ?3 THEN 2 "
                    "ELSE 0 END, "
                    "sent_ms = CASE WHEN ?2 THEN ?4 ELSE sent_ms END, "
                    "next_ms = ?4 + max(?5 << min(attempts - 1, 16), ?9), "
                    "words = ?6, last_seq = ?7 WHERE id = ?1");
SQL(fold_dropped, "UPDATE notice SET state = ?4, words = ?2, last_seq = ?3 "
                  "WHERE id = ?1");
SQL(fold_answered,
    "UPDATE notice SET state = 4, answered_ms = ?2, answered_by = ?3, "
    "words = ?4, last_seq = ?5 WHERE id = ?1");

/* ---- checks ---- */

int
notice_raised_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "key",  "step",  "channel", "post",
		                            "to",   "phone", "level",   "title",
		                            "text", "drill", NULL };
	bool drill;

	if (body_only(body, keys, err) ||
	    body_text(body, "key", true, NOTICE_KEY - 1, err) ||
	    body_int(body, "step", true, 0, STEP_MAX, err) ||
	    body_text(body, "channel", true, CHANNEL_NAME - 1, err) ||
	    body_text(body, "post", true, NOTICE_POST, err) ||
	    body_text(body, "to", false, BODY_NAME_MAX, err) ||
	    body_text(body, "phone", false, BODY_NAME_MAX, err) ||
	    body_int(body, "level", true, ALARM_URGENT, ALARM_NOTICE, err) ||
	    body_text(body, "title", true, TITLE_MAX, err) ||
	    body_text(body, "text", true, TEXT_MAX, err))
		return -1;
	return json_get_bool(body, "drill", &drill, &body_at, err);
}

static int
check_n(const json_t *body, struct err *err)
{
	return body_int(body, "n", true, 1, 100, err);
}

int
notice_begun_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "n", NULL };

	return body_only(body, keys, err) ? -1 : check_n(body, err);
}

int
notice_attempted_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "n",     "ok",   "status", "words",
		                            "final", "wait", NULL };
	const struct jpath at = { .up = &body_at, .key = "ok" };
	bool final;

	if (body_only(body, keys, err) || check_n(body, err) ||
	    body_int(body, "status", false, 1, STATUS_MAX, err) ||
	    body_int(body, "wait", false, 1, WAIT_MAX, err) ||
	    json_get_bool(body, "final", &final, &body_at, err))
		return -1;
	if (!json_is_boolean(json_object_get(body, "ok")))
		return json_fail(&at, err, "expected true or false");
	return body_text(body, "words", false, BODY_WORDS_MAX, err);
}

int
notice_dropped_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "why", "over", NULL };
	bool over;

	if (body_only(body, keys, err) ||
	    json_get_bool(body, "over", &over, &body_at, err))
		return -1;
	return body_text(body, "why", true, BODY_WORDS_MAX, err);
}

int
notice_answered_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "by", "words", "how", NULL };
	const struct jpath at = { .up = &body_at, .key = "how" };
	const char *how;

	if (body_only(body, keys, err) ||
	    body_text(body, "by", true, BODY_NAME_MAX, err) ||
	    body_text(body, "words", false, BODY_WORDS_MAX, err) ||
	    body_text(body, "how", true, BODY_NAME_MAX, err))
		return -1;
	how = body_get_text(body, "how");
	if (strcmp(how, "person") != 0 && strcmp(how, "gateway") != 0)
		return json_fail(&at, err, "expected person or gateway");
	return 0;
}

/* ---- reducers ---- */

int
notice_raised_reduce(struct fold *f, const struct journal_entry *e,
                     const json_t *body, struct err *err)
{
	bool drill = json_is_true(json_object_get(body, "drill"));
	struct stmt *st;

	if (!body)
		return 0;
	st = db_use(f->db, &fold_notice);
	stmt_bind_int(st, 1, e->seq);
	stmt_bind_text(st, 2, body_get_text(body, "key"));
	stmt_bind_int(st, 3, body_get_int(body, "step", 0));
	stmt_bind_text(st, 4, body_get_text(body, "channel"));
	stmt_bind_text(st, 5, body_get_text(body, "post"));
	stmt_bind_text(st, 6, body_words(body, "to"));
	stmt_bind_text(st, 7, body_words(body, "phone"));
	stmt_bind_text(st, 8, body_get_text(body, "title"));
	stmt_bind_text(st, 9, body_get_text(body, "text"));
	stmt_bind_int(st, 10, body_get_int(body, "level", 0));
	stmt_bind_int(st, 11, drill ? NOTICE_DRILL : NOTICE_WAITING);
	stmt_bind_int(st, 12, e->counted_ms);
	return stmt_run(st, err);
}

int
notice_begun_reduce(struct fold *f, const struct journal_entry *e,
                    const json_t *body, struct err *err)
{
	struct stmt *st;
	int64_t id;

	if (record_id(e, "notice", &id, err))
		return -1;
	if (!body)
		return 0;
	st = db_use(f->db, &fold_begun);
	stmt_bind_int(st, 1, id);
	stmt_bind_int(st, 2, body_get_int(body, "n", 0));
	stmt_bind_int(st, 3, e->seq);
	return stmt_run(st, err);
}

int
notice_attempted_reduce(struct fold *f, const struct journal_entry *e,
                        const json_t *body, struct err *err)
{
	struct stmt *st;
	int64_t id;

	if (record_id(e, "notice", &id, err))
		return -1;
	if (!body)
		return 0;
	st = db_use(f->db, &fold_attempted);
	stmt_bind_int(st, 1, id);
	stmt_bind_int(st, 2, json_is_true(json_object_get(body, "ok")));
	stmt_bind_int(st, 3, NOTICE_ATTEMPTS);
	stmt_bind_int(st, 4, e->counted_ms);
	stmt_bind_int(st, 5, RETRY_MS);
	stmt_bind_text(st, 6, body_words(body, "words"));
	stmt_bind_int(st, 7, e->seq);
	stmt_bind_int(st, 8, json_is_true(json_object_get(body, "final")));
	stmt_bind_int(st, 9, body_get_int(body, "wait", 0) * CIVIL_SECOND);
	return stmt_run(st, err);
}

int
notice_dropped_reduce(struct fold *f, const struct journal_entry *e,
                      const json_t *body, struct err *err)
{
	bool over = body && json_is_true(json_object_get(body, "over"));
	struct stmt *st = db_use(f->db, &fold_dropped);
	int64_t id;

	if (record_id(e, "notice", &id, err))
		return -1;
	stmt_bind_int(st, 1, id);
	stmt_bind_text(st, 2, body ? body_words(body, "why") : "");
	stmt_bind_int(st, 3, e->seq);
	stmt_bind_int(st, 4, over ? NOTICE_OVER : NOTICE_FAILED);
	return stmt_run(st, err);
}

int
notice_answered_reduce(struct fold *f, const struct journal_entry *e,
                       const json_t *body, struct err *err)
{
	struct stmt *st;
	int64_t id;

	if (record_id(e, "notice", &id, err))
		return -1;
	if (!body)
		return 0;
	st = db_use(f->db, &fold_answered);
	stmt_bind_int(st, 1, id);
	stmt_bind_int(st, 2, e->counted_ms);
	stmt_bind_text(st, 3, body_get_text(body, "by"));
	stmt_bind_text(st, 4, body_words(body, "words"));
	stmt_bind_int(st, 5, e->seq);
	return stmt_run(st, err);
}
