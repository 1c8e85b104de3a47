/* How the entries of call-outs fold into the views. */
#include <string.h>

#include "base/json.h"
#include "desk/body.h"
#include "desk/callout.h"
#include "desk/record.h"

SQL(fold_callout,
    "INSERT INTO callout (id, title, why, of, lists, wake, reach, drawn, "
    "at_ms, officer, last_seq) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?1)");
SQL(fold_touched, "UPDATE callout SET last_seq = ?2 WHERE id = ?1");
SQL(fold_target, "INSERT INTO callout_target (callout, k, name, vacant, line, "
                 "numbers, contact, person) VALUES (?1, 1 + (SELECT "
                 "count(*) FROM callout_target WHERE callout = ?1), ?2, ?3, "
                 "?4, ?5, ?6, ?7)");
/* k 0: the target that was put last. */
SQL(fold_also,
    "INSERT INTO callout_also (callout, k, name) VALUES (?1, CASE ?2 "
    "WHEN 0 THEN (SELECT count(*) FROM callout_target WHERE callout = ?1) "
    "ELSE ?2 END, ?3)");
SQL(fold_apart, "DELETE FROM callout_also WHERE callout = ?1 AND k = ?2");
SQL(fold_held, "UPDATE callout_target SET held_by = ?3, held_seat = ?4, "
               "held_ms = ?5 WHERE callout = ?1 AND k = ?2");
SQL(fold_try, "INSERT INTO callout_try (seq, callout, k, at_ms, how, result, "
              "number, by, words, officer, after) "
              "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
/* The next number of the line, or the first one in the next round. */
SQL(fold_tried,
    "UPDATE callout_target SET tries = tries + 1, last = ?4, "
    "called_ms = CASE WHEN called_ms = 0 THEN ?3 ELSE called_ms END, "
    "round = round + (?5 AND next + 1 >= numbers), "
    "next = CASE WHEN NOT ?5 THEN next WHEN next + 1 >= numbers THEN 0 "
    "ELSE next + 1 END WHERE callout = ?1 AND k = ?2");
SQL(fold_answered,
    "UPDATE callout_target SET answered_ms = ?3, answered_by = ?4, "
    "words = ?5, after = ?6 WHERE callout = ?1 AND k = ?2 AND answered_ms = 0");
SQL(fold_next, "SELECT next FROM callout_target WHERE callout = ?1 "
               "AND k = ?2 AND answered_ms = 0");
SQL(fold_acted, "UPDATE callout_target SET acted_ms = ?3, acted = ?4 "
                "WHERE callout = ?1 AND k = ?2");
SQL(fold_ended, "UPDATE callout SET ended_ms = ?2, ended_words = ?3 "
                "WHERE id = ?1");
SQL(fold_rules, "INSERT OR REPLACE INTO callout_rule (one, rules) "
                "VALUES (1, ?1)");

static bool
is_after(const json_t *body)
{
	return json_is_true(json_object_get(body, "after"));
}

/* The call-out that an entry is of. */
static int
put_touched(struct fold *f, const struct journal_entry *e, int64_t *id,
            struct err *err)
{
	struct stmt *st = db_use(f->db, &fold_touched);

	if (record_id(e, "callout", id, err))
		return -1;
	stmt_bind_int(st, 1, *id);
	stmt_bind_int(st, 2, e->seq);
	return stmt_run(st, err);
}

static int
put_also(struct fold *f, int64_t id, int64_t k, const char *name,
         struct err *err)
{
	struct stmt *st = db_use(f->db, &fold_also);

	stmt_bind_int(st, 1, id);
	stmt_bind_int(st, 2, k);
	stmt_bind_text(st, 3, name);
	return stmt_run(st, err);
}

/* The other posts that an entry names with its target. */
static int
put_posts(struct fold *f, int64_t id, const json_t *target, struct err *err)
{
	json_t *name;
	size_t i;

	json_array_foreach(json_object_get(target, "also"), i,
	                   name) if (put_also(f, id, 0, json_string_value(name),
	                                      err)) return -1;
	return 0;
}

static int
put_targets(struct fold *f, int64_t id, const json_t *body, struct err *err)
{
	struct buf line = BUF_INIT;
	json_t *target;
	size_t i;
	int rc = 0;

	json_array_foreach(json_object_get(body, "targets"), i, target)
	{
		const json_t *numbers = json_object_get(target, "line");
		struct stmt *st = db_use(f->db, &fold_target);

		buf_clear(&line);
		json_write(&line, numbers);
		stmt_bind_int(st, 1, id);
		stmt_bind_text(st, 2, body_get_text(target, "name"));
		stmt_bind_int(st, 3,
		              json_is_true(json_object_get(target, "vacant")));
		stmt_bind_text(st, 4, line.s);
		stmt_bind_int(st, 5, (int64_t)json_array_size(numbers));
		stmt_bind_int(st, 6, body_get_int(target, "contact", 0));
		stmt_bind_text(st, 7, body_words(target, "person"));
		rc = stmt_run(st, err) || put_posts(f, id, target, err) ? -1
		                                                        : 0;
		if (rc)
			break;
	}
	buf_release(&line);
	return rc;
}

int
callout_started_reduce(struct fold *f, const struct journal_entry *e,
                       const json_t *body, struct err *err)
{
	struct buf lists = BUF_INIT;
	struct stmt *st;
	json_t *name;
	size_t i;
	int rc;

	if (!body)
		return 0;
	json_array_foreach(json_object_get(body, "lists"), i, name)
		buf_fmt(&lists, "%s%s", i ? " " : "", json_string_value(name));
	st = db_use(f->db, &fold_callout);
	stmt_bind_int(st, 1, e->seq);
	stmt_bind_text(st, 2, body_get_text(body, "title"));
	stmt_bind_int(st, 3, callout_why_find(body_get_text(body, "why")));
	stmt_bind_text(st, 4, body_words(body, "of"));
	stmt_bind_text(st, 5, lists.s);
	stmt_bind_int(st, 6, body_get_int(body, "wake", 0));
	stmt_bind_int(st, 7, body_get_int(body, "reach", 0));
	stmt_bind_int(st, 8, body_get_int(body, "drawn", 0));
	stmt_bind_int(st, 9, e->counted_ms);
	stmt_bind_text(st, 10, e->officer);
	rc = stmt_run(st, err);
	buf_release(&lists);
	return rc ? rc : put_targets(f, e->seq, body, err);
}

int
callout_joined_reduce(struct fold *f, const struct journal_entry *e,
                      const json_t *body, struct err *err)
{
	struct stmt *st;
	json_t *post;
	int64_t id;
	size_t i;

	if (put_touched(f, e, &id, err))
		return -1;
	if (!body)
		return 0;
	st = db_use(f->db, &fold_apart);
	stmt_bind_int(st, 1, id);
	stmt_bind_int(st, 2, body_get_int(body, "of", 0));
	if (stmt_run(st, err))
		return -1;
	json_array_foreach(json_object_get(body, "also"), i,
	                   post) if (put_also(f, id, body_get_int(post, "k", 0),
	                                      body_get_text(post, "name"),
	                                      err)) return -1;
	return put_targets(f, id, body, err);
}

static int
put_held(struct fold *f, const struct journal_entry *e, int64_t id, int64_t k,
         bool held, struct err *err)
{
	struct stmt *st = db_use(f->db, &fold_held);

	stmt_bind_int(st, 1, id);
	stmt_bind_int(st, 2, k);
	stmt_bind_text(st, 3, held ? e->officer : "");
	stmt_bind_text(st, 4, held ? e->seat : "");
	stmt_bind_int(st, 5, held ? e->counted_ms : 0);
	return stmt_run(st, err);
}

int
callout_held_reduce(struct fold *f, const struct journal_entry *e,
                    const json_t *body, struct err *err)
{
	int64_t id;

	if (put_touched(f, e, &id, err))
		return -1;
	return body ? put_held(f, e, id, body_get_int(body, "k", 0), true, err)
	            : 0;
}

int
callout_freed_reduce(struct fold *f, const struct journal_entry *e,
                     const json_t *body, struct err *err)
{
	int64_t id;

	if (put_touched(f, e, &id, err))
		return -1;
	return body ? put_held(f, e, id, body_get_int(body, "k", 0), false, err)
	            : 0;
}

static int64_t
happened(const struct journal_entry *e)
{
	return e->happened_ms == JOURNAL_NO_TIME ? e->counted_ms
	                                         : e->happened_ms;
}

static int
put_try(struct fold *f, const struct journal_entry *e, int64_t id,
        const json_t *body, struct err *err)
{
	struct stmt *st = db_use(f->db, &fold_try);

	stmt_bind_int(st, 1, e->seq);
	stmt_bind_int(st, 2, id);
	stmt_bind_int(st, 3, body_get_int(body, "k", 0));
	stmt_bind_int(st, 4, happened(e));
	stmt_bind_int(st, 5, callout_how_find(body_get_text(body, "how")));
	stmt_bind_int(st, 6,
	              callout_result_find(body_get_text(body, "result")));
	stmt_bind_text(st, 7, body_words(body, "number"));
	stmt_bind_text(st, 8, body_words(body, "by"));
	stmt_bind_text(st, 9, body_words(body, "words"));
	stmt_bind_text(st, 10, e->officer);
	stmt_bind_int(st, 11, is_after(body));
	return stmt_run(st, err);
}

static int
put_answered(struct fold *f, const struct journal_entry *e, int64_t id,
             const json_t *body, struct err *err)
{
	struct stmt *st = db_use(f->db, &fold_answered);

	stmt_bind_int(st, 1, id);
	stmt_bind_int(st, 2, body_get_int(body, "k", 0));
	stmt_bind_int(st, 3, e->counted_ms);
	stmt_bind_text(st, 4, body_words(body, "by"));
	stmt_bind_text(st, 5, body_words(body, "words"));
	stmt_bind_int(st, 6, is_after(body));
	return stmt_run(st, err);
}

/* Another number of this round is there to be tried at once. */
static int
goes_on(struct fold *f, int64_t id, int64_t k, bool *on, struct err *err)
{
	struct stmt *st = db_use(f->db, &fold_next);
	int rc;

	stmt_bind_int(st, 1, id);
	stmt_bind_int(st, 2, k);
	rc = stmt_step(st, err);
	*on = rc == 1 && stmt_int(st, 0) > 0;
	stmt_done(st);
	return rc < 0 ? -1 : 0;
}

int
callout_tried_reduce(struct fold *f, const struct journal_entry *e,
                     const json_t *body, struct err *err)
{
	int64_t id, k;
	int result;
	struct stmt *st;
	bool on;

	if (put_touched(f, e, &id, err))
		return -1;
	if (!body)
		return 0;
	k = body_get_int(body, "k", 0);
	result = callout_result_find(body_get_text(body, "result"));
	st = db_use(f->db, &fold_tried);
	stmt_bind_int(st, 1, id);
	stmt_bind_int(st, 2, k);
	stmt_bind_int(st, 3, e->counted_ms);
	stmt_bind_int(st, 4, result);
	/* A door or a gong is no number of the line. */
	stmt_bind_int(st, 5, body_get_text(body, "number") != NULL);
	if (put_try(f, e, id, body, err) || stmt_run(st, err) ||
	    (result == CALLOUT_ANSWERED && put_answered(f, e, id, body, err)) ||
	    goes_on(f, id, k, &on, err))
		return -1;
	return put_held(f, e, id, k, on && !is_after(body), err);
}

int
callout_acted_reduce(struct fold *f, const struct journal_entry *e,
                     const json_t *body, struct err *err)
{
	struct stmt *st;
	int64_t id;

	if (put_touched(f, e, &id, err))
		return -1;
	if (!body)
		return 0;
	st = db_use(f->db, &fold_acted);
	stmt_bind_int(st, 1, id);
	stmt_bind_int(st, 2, body_get_int(body, "k", 0));
	stmt_bind_int(st, 3, e->counted_ms);
	stmt_bind_text(st, 4, body_get_text(body, "words"));
	return stmt_run(st, err);
}

int
callout_ended_reduce(struct fold *f, const struct journal_entry *e,
                     const json_t *body, struct err *err)
{
	struct stmt *st;
	int64_t id;

	if (put_touched(f, e, &id, err))
		return -1;
	st = db_use(f->db, &fold_ended);
	stmt_bind_int(st, 1, id);
	stmt_bind_int(st, 2, e->counted_ms);
	stmt_bind_text(st, 3, body ? body_words(body, "words") : "");
	return stmt_run(st, err);
}

int
callout_rules_reduce(struct fold *f, const struct journal_entry *e,
                     const json_t *body, struct err *err)
{
	struct buf rules = BUF_INIT;
	struct stmt *st;
	int rc;

	(void)e;
	if (!body)
		return 0;
	json_write(&rules, json_object_get(body, "rules"));
	st = db_use(f->db, &fold_rules);
	stmt_bind_text(st, 1, rules.s);
	rc = stmt_run(st, err);
	buf_release(&rules);
	return rc;
}
