/* Entries of plans: their checks, and how they fold into the views. */
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "desk/body.h"
#include "desk/plan.h"
#include "store/search.h"

#define SUBJECT_PREFIX "plan:"

/*
 * The id of a paragraph: category, then the newest version first, then its
 * place.  Hits are read in that order and stop at the first page.
 */
enum { PARA_BITS = 18, SEQ_BITS = 40 };

_Static_assert(DOC_PARAS_MAX < 1 << PARA_BITS, "a paragraph's place fits");

SQL(fold_new, "INSERT INTO plan (id, version, seq, title, category, source, "
              "issued_ms, revise_ms, drill_months, front, paras, steps, "
              "officer, first_ms, saved_ms, front_seq) VALUES (?1, 1, ?2, "
              "?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?13, ?2)");
SQL(fold_again,
    "UPDATE plan SET version = version + 1, seq = ?2, title = ?3, "
    "category = ?4, source = ?5, issued_ms = ?6, revise_ms = ?7, "
    "drill_months = ?8, front_seq = iif(front = ?9, front_seq, ?2), "
    "front = ?9, paras = ?10, steps = ?11, officer = ?12, saved_ms = ?13 "
    "WHERE id = ?1");
SQL(fold_withheld_new,
    "INSERT INTO plan (id, version, seq, title, category, source, issued_ms, "
    "revise_ms, drill_months, front, paras, steps, officer, first_ms, "
    "saved_ms, front_seq) VALUES (?1, 1, ?1, '', ?2, '', 0, 0, 0, '', 0, 0, "
    "?3, ?4, ?4, ?1)");
SQL(fold_withheld, "UPDATE plan SET version = version + 1, seq = ?2, "
                   "paras = 0, officer = ?3, saved_ms = ?4 WHERE id = ?1");
SQL(fold_version, "INSERT INTO plan_version (plan, version, seq) "
                  "SELECT id, version, seq FROM plan WHERE id = ?1");
SQL(fold_state, "SELECT seq, category, issued_ms FROM plan WHERE id = ?1");
SQL(fold_front, "UPDATE plan SET title = coalesce(?2, title), category = ?3, "
                "issued_ms = ?4, revise_ms = ?5, drill_months = ?6, "
                "front = ?7, steps = ?8, front_seq = ?9 WHERE id = ?1");
SQL(fold_drilled, "UPDATE plan SET drilled_ms = max(drilled_ms, ?2) "
                  "WHERE id = ?1");
SQL(fold_removed, "UPDATE plan SET removed = 1 WHERE id = ?1");
SQL(fold_para, "INSERT INTO plan_para (id, plan, n, level, head, text) "
               "VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
SQL(fold_paras_move,
    "UPDATE plan_para SET id = id + ?3 WHERE id BETWEEN ?1 AND ?2");
SQL(fold_paras_gone, "DELETE FROM plan_para WHERE id BETWEEN ?1 AND ?2");

/* ---- checks ---- */

static const struct jpath body_at = { .key = "body" };

static int
check_category(const json_t *body, struct err *err)
{
	const struct jpath at = { .up = &body_at, .key = "category" };

	if (body_text(body, "category", true, BODY_NAME_MAX, err))
		return -1;
	if (plan_category_find(body_get_text(body, "category")) < 0)
		return json_fail(&at, err, "no such category");
	return 0;
}

static int
check_date(const json_t *body, const char *key, struct err *err)
{
	const struct jpath at = { .up = &body_at, .key = key };
	struct err why = ERR_INIT;
	int64_t ms;

	if (body_text(body, key, false, BODY_NAME_MAX, err))
		return -1;
	if (body_get_text(body, key) &&
	    civil_parse_date(body_get_text(body, key), &ms, &why))
		return json_fail(&at, err, "%s", why.text);
	return 0;
}

static int
check_paras(const json_t *body, struct err *err)
{
	const struct jpath list_at = { .up = &body_at, .key = "paras" };
	struct jpath at = { .up = &list_at };
	const json_t *list, *v, *level;
	const char *text;

	if (json_need_array(body, "paras", &list, &body_at, err))
		return -1;
	if (json_array_size(list) > DOC_PARAS_MAX)
		return json_fail(&list_at, err, "more than %d", DOC_PARAS_MAX);
	for (; at.index < json_array_size(list); at.index++) {
		v = json_array_get(list, at.index);
		level = json_array_get(v, 0);
		text = json_string_value(json_array_get(v, 1));
		if (json_array_size(v) != 2 || !json_is_integer(level) ||
		    json_integer_value(level) < 0 ||
		    json_integer_value(level) > DOC_LEVELS || !text || !*text ||
		    strlen(text) > DOC_PARA_MAX)
			return json_fail(&at, err,
			                 "expected [level, text], 0 to %d and "
			                 "at most %d bytes",
			                 DOC_LEVELS, DOC_PARA_MAX);
	}
	return 0;
}

static int
check_front(const json_t *body, bool need, struct err *err)
{
	const struct jpath front_at = { .up = &body_at, .key = "front" };
	const json_t *front = NULL;
	struct plan_front f;

	if (need ? json_need_object(body, "front", &front, &body_at, err)
	         : json_get_object(body, "front", &front, &body_at, err))
		return -1;
	if (!front)
		return 0;
	if (plan_front_read(&f, front, &front_at, err))
		return -1;
	plan_front_release(&f);
	return 0;
}

int
plan_saved_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = {
		"title",  "category", "issued", "revise_by", "drill_months",
		"source", "sha256",   "front",  "paras",     NULL
	};

	if (body_only(body, keys, err) ||
	    body_text(body, "title", true, PLAN_TITLE_MAX, err) ||
	    check_category(body, err) || check_date(body, "issued", err) ||
	    check_date(body, "revise_by", err) ||
	    body_int(body, "drill_months", false, 1, PLAN_DRILL_MONTHS, err) ||
	    body_text(body, "source", false, PLAN_TITLE_MAX, err) ||
	    body_text(body, "sha256", false, 2 * HASH_LEN, err) ||
	    check_front(body, false, err))
		return -1;
	return check_paras(body, err);
}

int
plan_front_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "front", NULL };

	return body_only(body, keys, err) ? -1 : check_front(body, true, err);
}

int
plan_drilled_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "at", "words", NULL };

	if (body_only(body, keys, err) || body_time(body, "at", true, err))
		return -1;
	return body_text(body, "words", true, BODY_WORDS_MAX, err);
}

int
plan_removed_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "why", NULL };

	if (body_only(body, keys, err))
		return -1;
	return body_text(body, "why", true, BODY_WORDS_MAX, err);
}

/* ---- paragraphs and their index ---- */

struct state {
	int64_t seq, issued_ms;
	int category;
};

/* Ids of a version's paragraphs lie from here on, PARAS of them. */
#define PARAS ((int64_t)1 << PARA_BITS)

static int64_t
paras_first(const struct state *s)
{
	int64_t newest_first = ((int64_t)1 << SEQ_BITS) - 1 - s->seq;

	return ((int64_t)s->category << SEQ_BITS | newest_first) << PARA_BITS;
}

/*
 * The heading above a paragraph at place n: for text the nearest, for a
 * heading the nearest of a higher rank.  open[] is the last of each level
 * that is still open.
 */
static int
paras_head(int open[DOC_LEVELS + 1], int level, int n)
{
	int head = 0, i;

	for (i = 1; i <= DOC_LEVELS && (!level || i < level); i++)
		head = open[i] ? open[i] : head;
	for (i = level; level && i <= DOC_LEVELS; i++)
		open[i] = i == level ? n : 0;
	return head;
}

static int
paras_put(struct fold *f, int64_t plan, const struct state *s,
          const json_t *list, struct err *err)
{
	int64_t first = paras_first(s);
	int open[DOC_LEVELS + 1] = { 0 };
	struct stmt *st;
	json_t *para;
	int level;
	size_t i;

	json_array_foreach(list, i, para)
	{
		level = (int)json_integer_value(json_array_get(para, 0));
		st = db_use(f->db, &fold_para);
		stmt_bind_int(st, 1, first + (int64_t)i);
		stmt_bind_int(st, 2, plan);
		stmt_bind_int(st, 3, (int64_t)i + 1);
		stmt_bind_int(st, 4, level);
		stmt_bind_int(st, 5, paras_head(open, level, (int)i + 1));
		stmt_lend_text(st, 6,
		               json_string_value(json_array_get(para, 1)));
		if (stmt_run(st, err))
			return -1;
	}
	return search_paras_add(f->db, first, first + PARAS - 1, err);
}

static int
paras_drop(struct fold *f, const struct state *s, struct err *err)
{
	int64_t first = paras_first(s), last = first + PARAS - 1;
	struct stmt *st;

	if (search_paras_drop(f->db, first, last, err))
		return -1;
	st = db_use(f->db, &fold_paras_gone);
	stmt_bind_int(st, 1, first);
	stmt_bind_int(st, 2, last);
	return stmt_run(st, err);
}

/* The same paragraphs, under another category. */
static int
paras_move(struct fold *f, const struct state *from, const struct state *to,
           struct err *err)
{
	int64_t first = paras_first(from), last = first + PARAS - 1;
	int64_t then = paras_first(to);
	struct stmt *st;

	if (search_paras_drop(f->db, first, last, err))
		return -1;
	st = db_use(f->db, &fold_paras_move);
	stmt_bind_int(st, 1, first);
	stmt_bind_int(st, 2, last);
	stmt_bind_int(st, 3, then - first);
	if (stmt_run(st, err))
		return -1;
	return search_paras_add(f->db, then, then + PARAS - 1, err);
}

/* ---- versions ---- */

static int64_t
plan_of(const struct journal_entry *e)
{
	const size_t len = sizeof(SUBJECT_PREFIX) - 1;

	if (!e->subject || strncmp(e->subject, SUBJECT_PREFIX, len) != 0)
		return 0;
	return strtoll(e->subject + len, NULL, 10);
}

static int
read_state(struct fold *f, int64_t id, struct state *s, struct err *err)
{
	struct stmt *st = db_use(f->db, &fold_state);
	int rc;

	stmt_bind_int(st, 1, id);
	rc = stmt_step(st, err);
	if (rc == 1) {
		s->seq = stmt_int(st, 0);
		s->category = (int)stmt_int(st, 1);
		s->issued_ms = stmt_int(st, 2);
	}
	stmt_done(st);
	if (rc == 0)
		return err_set(err, ERR_INPUT, "no plan %lld", (long long)id);
	return rc == 1 ? 0 : -1;
}

static int64_t
date_of(const json_t *body, const char *key)
{
	struct err err = ERR_INIT;
	const char *s = body_get_text(body, key);
	int64_t ms;

	return s && civil_parse_date(s, &ms, &err) == 0 ? ms : 0;
}

static int64_t
revise_of(int64_t revise, int64_t issued)
{
	if (revise || !issued)
		return revise;
	return civil_add_months(issued, CIVIL_SHANGHAI, 12 * PLAN_REVISE_YEARS);
}

static int
put_version(struct fold *f, int64_t id, const struct journal_entry *e,
            const json_t *body, struct err *err)
{
	struct stmt *st = db_use(f->db, id == e->seq ? &fold_new : &fold_again);
	const json_t *front = json_object_get(body, "front");
	const char *source = body_get_text(body, "source");
	int64_t issued = date_of(body, "issued");
	struct buf text = BUF_INIT;

	if (front)
		json_write(&text, front);
	stmt_bind_int(st, 1, id);
	stmt_bind_int(st, 2, e->seq);
	stmt_bind_text(st, 3, body_get_text(body, "title"));
	stmt_bind_int(st, 4,
	              plan_category_find(body_get_text(body, "category")));
	stmt_bind_text(st, 5, source ? source : "");
	stmt_bind_int(st, 6, issued);
	stmt_bind_int(st, 7, revise_of(date_of(body, "revise_by"), issued));
	stmt_bind_int(st, 8, body_get_int(body, "drill_months", 0));
	stmt_bind_text(st, 9, text.s);
	stmt_bind_int(st, 10,
	              (int64_t)json_array_size(json_object_get(body, "paras")));
	stmt_bind_int(
		st, 11,
		(int64_t)json_array_size(json_object_get(front, "steps")));
	stmt_bind_text(st, 12, e->officer);
	stmt_bind_int(st, 13, e->recorded_ms);
	buf_release(&text);
	return stmt_run(st, err);
}

/* A version that was withheld still counts, and what it had is not found. */
static int
put_withheld(struct fold *f, int64_t id, const struct journal_entry *e,
             struct err *err)
{
	bool fresh = id == e->seq;
	struct stmt *st =
		db_use(f->db, fresh ? &fold_withheld_new : &fold_withheld);

	stmt_bind_int(st, 1, id);
	stmt_bind_int(st, 2, fresh ? PLAN_OTHER : e->seq);
	stmt_bind_text(st, 3, e->officer);
	stmt_bind_int(st, 4, e->recorded_ms);
	return stmt_run(st, err);
}

int
plan_saved_reduce(struct fold *f, const struct journal_entry *e,
                  const json_t *body, struct err *err)
{
	int64_t id = plan_of(e);
	struct state s = { .seq = 0 };
	struct stmt *st;

	if (id != e->seq &&
	    (read_state(f, id, &s, err) || paras_drop(f, &s, err)))
		return -1;
	if (body ? put_version(f, id, e, body, err)
	         : put_withheld(f, id, e, err))
		return -1;
	st = db_use(f->db, &fold_version);
	stmt_bind_int(st, 1, id);
	if (stmt_run(st, err) || read_state(f, id, &s, err))
		return -1;
	return paras_put(f, id, &s, json_object_get(body, "paras"), err);
}

/* ---- the other entries ---- */

static int
put_front(struct fold *f, int64_t seq, int64_t id,
          const struct plan_front *front, const struct state *s,
          const json_t *body, struct err *err)
{
	struct stmt *st = db_use(f->db, &fold_front);
	struct buf text = BUF_INIT;

	json_write(&text, json_object_get(body, "front"));
	stmt_bind_int(st, 1, id);
	stmt_bind_text(st, 2, front->title);
	stmt_bind_int(st, 3, s->category);
	stmt_bind_int(st, 4, s->issued_ms);
	stmt_bind_int(st, 5, revise_of(front->revise_ms, s->issued_ms));
	stmt_bind_int(st, 6, front->drill_months);
	stmt_bind_text(st, 7, text.s);
	stmt_bind_int(st, 8, (int64_t)front->steps_count);
	stmt_bind_int(st, 9, seq);
	buf_release(&text);
	return stmt_run(st, err);
}

int
plan_front_reduce(struct fold *f, const struct journal_entry *e,
                  const json_t *body, struct err *err)
{
	int64_t id = plan_of(e);
	struct plan_front front;
	struct state was = { .seq = 0 }, s;
	int rc;

	if (!body)
		return 0;
	if (read_state(f, id, &was, err) ||
	    plan_front_read(&front, json_object_get(body, "front"), &body_at,
	                    err))
		return -1;
	s = was;
	if (front.category >= 0)
		s.category = front.category;
	if (front.issued_ms)
		s.issued_ms = front.issued_ms;
	rc = put_front(f, e->seq, id, &front, &s, body, err);
	plan_front_release(&front);
	if (rc == 0 && s.category != was.category)
		rc = paras_move(f, &was, &s, err);
	return rc;
}

int
plan_drilled_reduce(struct fold *f, const struct journal_entry *e,
                    const json_t *body, struct err *err)
{
	struct stmt *st;

	if (!body)
		return 0;
	st = db_use(f->db, &fold_drilled);
	stmt_bind_int(st, 1, plan_of(e));
	stmt_bind_int(st, 2, body_get_time(body, "at", 0));
	return stmt_run(st, err);
}

int
plan_removed_reduce(struct fold *f, const struct journal_entry *e,
                    const json_t *body, struct err *err)
{
	struct state s = { .seq = 0 };
	struct stmt *st;

	(void)body; /* withheld or not */
	if (read_state(f, plan_of(e), &s, err) || paras_drop(f, &s, err))
		return -1;
	st = db_use(f->db, &fold_removed);
	stmt_bind_int(st, 1, plan_of(e));
	return stmt_run(st, err);
}
