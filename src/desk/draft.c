#include "desk/draft.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/tr.h"
#include "base/utf8.h"
#include "desk/body.h"

enum {
	DRAFT_FIELDS_MAX = 64,
	DRAFT_WORD_MAX = 31,
	DRAFT_WHY_MAX = 200,
	DRAFT_TEXT_MAX = 1 << 18 /* characters; a plan's front fits */
};

#define DRAFT_COLUMNS "id, form, target, fields, officer, seat, saved_ms"

SQL(draft_put,
    "INSERT INTO draft (id, form, target, fields, officer, seat, saved_seq, "
    "saved_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) "
    "ON CONFLICT (id) DO UPDATE SET form = ?2, target = ?3, fields = ?4, "
    "officer = ?5, seat = ?6, saved_seq = ?7, saved_ms = ?8");
SQL(draft_delete, "DELETE FROM draft WHERE id = ?1");
SQL(draft_by_id, "SELECT " DRAFT_COLUMNS " FROM draft WHERE id = ?1");
/* Few: a draft is what somebody is typing now or left behind. */
SQL_SCAN(draft_all, "SELECT " DRAFT_COLUMNS " FROM draft "
                    "WHERE ?1 IS NULL OR form = ?1 ORDER BY saved_seq DESC");

/* "draft:17" -> 17, 0 when the subject is none of ours. */
static int64_t
draft_subject_id(const char *subject)
{
	if (!subject || strncmp(subject, "draft:", 6) != 0)
		return 0;
	return strtoll(subject + 6, NULL, 10);
}

/* Names of forms and fields, and a target (an incident's number). */
static bool
draft_name_valid(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_.-");

	return n > 0 && n <= DRAFT_WORD_MAX && !s[n];
}

static int
draft_fields_check(const json_t *fields, struct err *err)
{
	const char *name;
	json_t *v;

	if (!json_is_object(fields))
		return err_set(err, ERR_INPUT,
		               "body: /fields: expected an object");
	if (json_object_size(fields) > DRAFT_FIELDS_MAX)
		return err_set(err, ERR_INPUT,
		               "body: /fields: more than %d fields",
		               DRAFT_FIELDS_MAX);
	json_object_foreach((json_t *)fields, name, v)
	{
		if (!draft_name_valid(name))
			return err_set(err, ERR_INPUT,
			               "body: /fields: a name is 1 to %d of "
			               "a-z, 0-9, '_', '.' and '-'",
			               DRAFT_WORD_MAX);
		if (!json_is_string(v) ||
		    utf8_count(json_string_value(v), json_string_length(v)) >
		            DRAFT_TEXT_MAX)
			return err_set(err, ERR_INPUT,
			               "body: /fields/%s: expected text of at "
			               "most %d characters",
			               name, DRAFT_TEXT_MAX);
	}
	return 0;
}

int
draft_saved_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "form", "target", "fields", NULL };
	const char *target;

	if (body_only(body, keys, err) ||
	    body_text(body, "form", true, DRAFT_WORD_MAX, err) ||
	    body_text(body, "target", false, DRAFT_WORD_MAX, err))
		return -1;
	if (!draft_name_valid(body_get_text(body, "form")))
		return err_set(err, ERR_INPUT, "body: /form: no name");
	target = body_get_text(body, "target");
	if (target && !draft_name_valid(target))
		return err_set(err, ERR_INPUT, "body: /target: no name");
	return draft_fields_check(json_object_get(body, "fields"), err);
}

int
draft_saved_reduce(struct fold *f, const struct journal_entry *e,
                   const json_t *body, struct err *err)
{
	int64_t id = draft_subject_id(e->subject);
	const char *target = body_get_text(body, "target");
	struct buf fields = BUF_INIT;
	struct stmt *st;
	int rc;

	if (id < 1 || id > e->seq)
		return err_set(err, ERR_CORRUPT,
		               "draft.saved %lld: no draft in its subject",
		               (long long)e->seq);
	if (!body)
		return draft_consume(f, id, err);
	json_write(&fields, json_object_get(body, "fields"));
	st = db_use(f->db, &draft_put);
	stmt_bind_int(st, 1, id);
	stmt_bind_text(st, 2, body_get_text(body, "form"));
	stmt_bind_text(st, 3, target ? target : "");
	stmt_bind_textn(st, 4, fields.s, fields.len);
	stmt_bind_text(st, 5, e->officer);
	stmt_bind_text(st, 6, e->seat);
	stmt_bind_int(st, 7, e->seq);
	stmt_bind_int(st, 8, e->counted_ms);
	rc = stmt_run(st, err);
	buf_release(&fields);
	return rc;
}

int
draft_dropped_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "why", NULL };

	if (body_only(body, keys, err))
		return -1;
	return body_text(body, "why", true, DRAFT_WHY_MAX, err);
}

int
draft_dropped_reduce(struct fold *f, const struct journal_entry *e,
                     const json_t *body, struct err *err)
{
	(void)body;
	return draft_consume(f, draft_subject_id(e->subject), err);
}

int
draft_consume(struct fold *f, int64_t id, struct err *err)
{
	struct stmt *st;

	if (id < 1)
		return 0;
	st = db_use(f->db, &draft_delete);
	stmt_bind_int(st, 1, id);
	return stmt_run(st, err);
}

/* Queries. */

static int
draft_read(struct draft *dr, struct stmt *st, struct err *err)
{
	memset(dr, 0, sizeof(*dr));
	dr->id = stmt_int(st, 0);
	snprintf(dr->form, sizeof(dr->form), "%s", stmt_text(st, 1));
	snprintf(dr->target, sizeof(dr->target), "%s", stmt_text(st, 2));
	snprintf(dr->officer, sizeof(dr->officer), "%s", stmt_text(st, 4));
	snprintf(dr->seat, sizeof(dr->seat), "%s", stmt_text(st, 5));
	dr->saved_ms = stmt_int(st, 6);
	dr->fields = json_parse(stmt_text(st, 3), stmt_text_len(st, 3),
	                        "draft fields", err);
	return dr->fields ? 0 : -1;
}

/* 1: found; 0: there is none; -1. */
static int
draft_find(struct desk *d, int64_t id, struct draft *out, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &draft_by_id);
	int rc;

	stmt_bind_int(st, 1, id);
	rc = stmt_step(st, err);
	if (rc == 1 && draft_read(out, st, err))
		rc = -1;
	stmt_done(st);
	return rc;
}

int
draft_get(struct desk *d, int64_t id, struct draft *out, struct err *err)
{
	int rc = draft_find(d, id, out, err);

	if (rc == 0)
		return err_set(err, ERR_NOT_FOUND, tr("没有第 %lld 号草稿"),
		               (long long)id);
	return rc == 1 ? 0 : -1;
}

int
draft_list(struct desk *d, const char *form, struct draft **rows, size_t *count,
           struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &draft_all);
	struct draft *list = NULL;
	size_t n = 0, cap = 0;
	int rc;

	stmt_bind_text(st, 1, form);
	for (rc = stmt_step(st, err); rc == 1; rc = stmt_step(st, err)) {
		list = mem_grow(list, n, &cap, sizeof(*list));
		if (draft_read(&list[n++], st, err)) {
			rc = -1;
			break;
		}
	}
	stmt_done(st);
	if (rc) {
		drafts_free(list, n);
		return -1;
	}
	*rows = list;
	*count = n;
	return 0;
}

void
draft_release(struct draft *dr)
{
	json_decref(dr->fields);
	dr->fields = NULL;
}

void
drafts_free(struct draft *rows, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		draft_release(&rows[i]);
	free(rows);
}

/* Commands. */

struct draft_saving {
	int64_t id;
	const char *form, *target;
	const json_t *fields;
	bool fresh; /* made here: the caller learns its id */
};

/* 1: the draft is there and says the same; 0: it says something else. */
static int
draft_unchanged(struct desk *d, const struct draft_saving *s, struct err *err)
{
	struct draft old;
	int rc = draft_find(d, s->id, &old, err);

	if (rc < 0)
		return -1;
	if (rc == 0)
		return err_set(err, ERR_CONFLICT,
		               tr("第 %lld 号草稿已被使用或丢弃"),
		               (long long)s->id);
	if (strcmp(old.form, s->form) != 0)
		rc = err_set(err, ERR_INPUT, "draft %lld is of form %s",
		             (long long)s->id, old.form);
	else
		rc = !strcmp(old.target, s->target) &&
		     json_equal(old.fields, s->fields);
	draft_release(&old);
	return rc;
}

static int
draft_save_write(struct desk *d, void *arg, struct err *err)
{
	struct draft_saving *s = arg;
	char subject[SUBJECT_MAX];
	json_t *body;
	int rc;

	if (s->fresh) {
		s->id = body_next_seq(d);
	} else {
		rc = draft_unchanged(d, s, err);
		if (rc)
			return rc < 0 ? -1 : 0;
	}
	body = json_object();
	if (body_put_text(body, "form", s->form, DRAFT_WORD_MAX, err) ||
	    body_put_text(body, "target", s->target, DRAFT_WORD_MAX, err)) {
		json_decref(body);
		return -1;
	}
	json_object_set_new(body, "fields", json_deep_copy(s->fields));
	body_subject(subject, "draft", s->id);
	return desk_append(d, "draft.saved", subject, JOURNAL_NO_TIME, body,
	                   NULL, err);
}

int
draft_save(struct desk *d, int64_t *id, const char *form, const char *target,
           const json_t *fields, struct err *err)
{
	struct draft_saving s = { *id, form, target ? target : "", fields,
		                  *id == 0 };

	if (desk_write(d, draft_save_write, &s, err))
		return -1;
	*id = s.id;
	return 0;
}

struct draft_dropping {
	int64_t id;
	const char *why;
};

static int
draft_drop_write(struct desk *d, void *arg, struct err *err)
{
	const struct draft_dropping *x = arg;
	char subject[SUBJECT_MAX];
	struct draft old;
	json_t *body;

	if (draft_get(d, x->id, &old, err))
		return -1;
	draft_release(&old);
	body = json_object();
	if (body_put_text(body, "why", x->why, DRAFT_WHY_MAX, err)) {
		json_decref(body);
		return -1;
	}
	body_subject(subject, "draft", x->id);
	return desk_append(d, "draft.dropped", subject, JOURNAL_NO_TIME, body,
	                   NULL, err);
}

int
draft_drop(struct desk *d, int64_t id, const char *why, struct err *err)
{
	struct draft_dropping x = { id, why };

	return desk_write(d, draft_drop_write, &x, err);
}
