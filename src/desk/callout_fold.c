/* Entries of call-outs: their checks, and how they fold into the views. */
#include <string.h>

#include "base/json.h"
#include "desk/body.h"
#include "desk/callout.h"
#include "desk/phone.h"
#include "desk/record.h"

enum { MINUTES_MAX = 1440, RULES_MAX = 100 };

static const struct jpath body_at = { .key = "body" };

SQL(fold_callout,
    "INSERT INTO callout (id, title, why, of, lists, wake, reach, drawn, "
    "at_ms, officer, last_seq) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?1)");
SQL(fold_touched, "UPDATE callout SET last_seq = ?2 WHERE id = ?1");
SQL(fold_target, "INSERT INTO callout_target (callout, k, name, vacant, line, "
                 "numbers) VALUES (?1, 1 + (SELECT count(*) "
                 "FROM callout_target WHERE callout = ?1), ?2, ?3, ?4, ?5)");
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

/* ---- checks ---- */

static int
check_number(const json_t *number, const struct jpath *at, struct err *err)
{
	static const char *const keys[] = { "who",   "post",   "number",
		                            "label", "deputy", NULL };
	const char *text, *unused = NULL;
	bool deputy;

	if (json_only(number, keys, at, err) ||
	    json_need_string(number, "who", &text, at, err) ||
	    json_get_string(number, "post", &unused, at, err) ||
	    json_need_string(number, "number", &text, at, err) ||
	    json_get_string(number, "label", &unused, at, err) ||
	    json_get_bool(number, "deputy", &deputy, at, err))
		return -1;
	return phone_valid(text) ? 0 : json_fail(at, err, "expected a number");
}

static int
check_target(const json_t *target, const struct jpath *at, struct err *err)
{
	static const char *const keys[] = { "name", "vacant", "line", NULL };
	const struct jpath line_at = { .up = at, .key = "line" };
	const json_t *line;
	const char *name;
	json_t *number;
	bool vacant;
	size_t i;

	if (json_only(target, keys, at, err) ||
	    json_need_string(target, "name", &name, at, err) ||
	    json_get_bool(target, "vacant", &vacant, at, err) ||
	    json_need_array(target, "line", &line, at, err))
		return -1;
	if (json_array_size(line) > CALLOUT_LINE)
		return json_fail(&line_at, err, "more than %d", CALLOUT_LINE);
	json_array_foreach((json_t *)line, i, number)
	{
		const struct jpath in = { .up = &line_at, .index = i };

		if (check_number(number, &in, err))
			return -1;
	}
	return 0;
}

static int
check_targets(const json_t *body, struct err *err)
{
	const struct jpath at = { .up = &body_at, .key = "targets" };
	const json_t *list;
	json_t *target;
	size_t i;

	if (json_need_array(body, "targets", &list, &body_at, err))
		return -1;
	if (!json_array_size(list) || json_array_size(list) > CALLOUT_TARGETS)
		return json_fail(&at, err, "expected 1 to %d", CALLOUT_TARGETS);
	json_array_foreach((json_t *)list, i, target)
	{
		const struct jpath in = { .up = &at, .index = i };

		if (check_target(target, &in, err))
			return -1;
	}
	return 0;
}

static int
check_names(const json_t *o, const char *key, const struct jpath *up,
            struct err *err)
{
	const struct jpath at = { .up = up, .key = key };
	const json_t *list;
	json_t *name;
	size_t i;

	if (json_need_array(o, key, &list, up, err))
		return -1;
	json_array_foreach((json_t *)list, i, name)
	{
		const struct jpath in = { .up = &at, .index = i };

		if (!json_string_length(name))
			return json_fail(&in, err, "expected a name");
	}
	return 0;
}

int
callout_started_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "title", "why",     "of",
		                            "lists", "wake",    "reach",
		                            "drawn", "targets", NULL };

	if (body_only(body, keys, err) ||
	    body_text(body, "title", true, BODY_NAME_MAX, err) ||
	    body_choice(body, "why", callout_why_find, err) ||
	    body_text(body, "of", false, BODY_NAME_MAX, err) ||
	    check_names(body, "lists", &body_at, err) ||
	    body_int(body, "wake", true, 1, MINUTES_MAX, err) ||
	    body_int(body, "reach", true, 1, MINUTES_MAX, err) ||
	    body_int(body, "drawn", false, 1, CALLOUT_TARGETS, err))
		return -1;
	return check_targets(body, err);
}

int
callout_joined_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "list", "targets", NULL };

	if (body_only(body, keys, err) ||
	    body_text(body, "list", true, BODY_NAME_MAX, err))
		return -1;
	return check_targets(body, err);
}

static int
check_k(const json_t *body, struct err *err)
{
	return body_int(body, "k", true, 1, CALLOUT_TARGETS, err);
}

int
callout_held_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "k", NULL };

	return body_only(body, keys, err) ? -1 : check_k(body, err);
}

int
callout_freed_check(const json_t *body, struct err *err)
{
	return callout_held_check(body, err);
}

int
callout_tried_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "k",  "how",   "number", "result",
		                            "by", "words", "after",  NULL };
	bool after;

	if (body_only(body, keys, err) || check_k(body, err) ||
	    json_get_bool(body, "after", &after, &body_at, err) ||
	    body_choice(body, "how", callout_how_find, err) ||
	    body_choice(body, "result", callout_result_find, err) ||
	    body_text(body, "number", false, BODY_NAME_MAX, err) ||
	    body_text(body, "by", false, BODY_NAME_MAX, err))
		return -1;
	return body_text(body, "words", false, BODY_WORDS_MAX, err);
}

int
callout_acted_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "k", "words", NULL };

	if (body_only(body, keys, err) || check_k(body, err))
		return -1;
	return body_text(body, "words", true, BODY_WORDS_MAX, err);
}

int
callout_ended_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "words", NULL };

	if (body_only(body, keys, err))
		return -1;
	return body_text(body, "words", true, BODY_WORDS_MAX, err);
}

int
callout_rules_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "rules", NULL };
	static const char *const members[] = { "kind", "level", "lists", NULL };
	const struct jpath at = { .up = &body_at, .key = "rules" };
	const json_t *rules;
	json_t *rule;
	size_t i;

	if (body_only(body, keys, err) ||
	    json_need_array(body, "rules", &rules, &body_at, err))
		return -1;
	if (json_array_size(rules) > RULES_MAX)
		return json_fail(&at, err, "more than %d", RULES_MAX);
	json_array_foreach((json_t *)rules, i, rule)
	{
		const struct jpath in = { .up = &at, .index = i };
		const char *kind = NULL;
		int64_t level;

		if (json_only(rule, members, &in, err) ||
		    json_get_string(rule, "kind", &kind, &in, err) ||
		    json_need_int(rule, "level", 1, 4, &level, &in, err) ||
		    check_names(rule, "lists", &in, err))
			return -1;
	}
	return 0;
}

/* ---- reducers ---- */

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
		rc = stmt_run(st, err);
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
	int64_t id;

	if (put_touched(f, e, &id, err))
		return -1;
	return body ? put_targets(f, id, body, err) : 0;
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
