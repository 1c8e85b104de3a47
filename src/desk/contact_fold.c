/* Entries of contacts: checked, and folded into the views. */
#include "desk/contact.h"

#include <string.h>

#include "base/json.h"
#include "base/pinyin.h"
#include "desk/body.h"
#include "desk/record.h"

SQL(contact_put,
    "INSERT OR REPLACE INTO contact (id, name, spelling, note, sort, removed, "
    "last_seq, saved_ms, officer) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
SQL(contact_take,
    "UPDATE contact SET removed = 1, last_seq = ?2, saved_ms = ?3, "
    "officer = ?4 WHERE id = ?1");
SQL(post_clear, "DELETE FROM post WHERE contact = ?1");
SQL(post_insert,
    "INSERT INTO post (contact, k, unit, title, place, deputy, name) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");

/* ---- checks ---- */

static int
post_check(const json_t *row, const struct jpath *at, struct err *err)
{
	static const char *const keys[] = { "unit", "title", "order", "deputy",
		                            NULL };
	const char *title = NULL;
	int64_t n;
	bool deputy;

	if (!json_is_object(row))
		return json_fail(at, err, "expected an object");
	if (json_only(row, keys, at, err) ||
	    json_need_int(row, "unit", 1, INT64_MAX, &n, at, err) ||
	    json_get_string(row, "title", &title, at, err) ||
	    json_need_int(row, "order", 1, POST_ORDER_MAX, &n, at, err) ||
	    json_get_bool(row, "deputy", &deputy, at, err))
		return -1;
	if (title && (!*title || strlen(title) >= POST_TITLE))
		return json_fail(at, err, "title: empty or too long");
	return 0;
}

int
contact_saved_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "name",   "spelling", "posts",
		                            "phones", "note",     NULL };
	struct jpath root = { .key = "body" };
	struct jpath list_at = { .up = &root, .key = "posts" };
	const json_t *list = NULL;
	json_t *row;
	size_t i;

	if (body_only(body, keys, err) ||
	    body_text(body, "name", true, BODY_NAME_MAX, err) ||
	    body_text(body, "spelling", false, BODY_NAME_MAX, err) ||
	    body_text(body, "note", false, BODY_WORDS_MAX, err) ||
	    phones_check(body, err) ||
	    json_get_array(body, "posts", &list, &root, err))
		return -1;
	if (json_array_size(list) > POSTS_MAX)
		return json_fail(&list_at, err, "more than %d", POSTS_MAX);
	json_array_foreach((json_t *)list, i, row)
	{
		struct jpath at = { .up = &list_at, .index = i };

		if (post_check(row, &at, err))
			return -1;
	}
	return 0;
}

int
contact_confirmed_check(const json_t *body, struct err *err)
{
	return phones_confirmed_check(body, err);
}

int
contact_removed_check(const json_t *body, struct err *err)
{
	return record_removed_check(body, err);
}

/* ---- reducers ---- */

/* A withheld record leaves a row without words that no list shows. */
static int
contact_row_put(struct fold *f, int64_t id, const struct journal_entry *e,
                const json_t *body, struct err *err)
{
	struct stmt *st = db_use(f->db, &contact_put);
	struct buf sort = BUF_INIT;
	int rc;

	pinyin_sort_key(&sort, body_words(body, "name"));
	stmt_bind_int(st, 1, id);
	stmt_lend_text(st, 2, body_words(body, "name"));
	stmt_lend_text(st, 3, body_words(body, "spelling"));
	stmt_lend_text(st, 4, body_words(body, "note"));
	stmt_bind_blob(st, 5, sort.s, sort.len);
	stmt_bind_int(st, 6, body == NULL);
	stmt_bind_int(st, 7, e->seq);
	stmt_bind_int(st, 8, e->counted_ms);
	stmt_lend_text(st, 9, e->officer);
	rc = stmt_run(st, err);
	buf_release(&sort);
	return rc;
}

static int
posts_clear(struct fold *f, int64_t id, struct err *err)
{
	struct stmt *st = db_use(f->db, &post_clear);

	stmt_bind_int(st, 1, id);
	return stmt_run(st, err);
}

static int
posts_fold(struct fold *f, int64_t id, const json_t *body, struct err *err)
{
	struct stmt *st;
	json_t *row;
	size_t i;

	json_array_foreach(json_object_get(body, "posts"), i, row)
	{
		st = db_use(f->db, &post_insert);
		stmt_bind_int(st, 1, id);
		stmt_bind_int(st, 2, (int64_t)i);
		stmt_bind_int(st, 3, body_get_int(row, "unit", 0));
		stmt_lend_text(st, 4, body_words(row, "title"));
		stmt_bind_int(st, 5, body_get_int(row, "order", 0));
		stmt_bind_int(st, 6,
		              json_is_true(json_object_get(row, "deputy")));
		stmt_lend_text(st, 7, body_words(body, "name"));
		if (stmt_run(st, err))
			return -1;
	}
	return 0;
}

int
contact_saved_reduce(struct fold *f, const struct journal_entry *e,
                     const json_t *body, struct err *err)
{
	int64_t id;

	if (record_id(e, "contact", &id, err) ||
	    contact_row_put(f, id, e, body, err) ||
	    phones_fold(f, id, id == e->seq, body, err) ||
	    (id != e->seq && posts_clear(f, id, err)))
		return -1;
	return posts_fold(f, id, body, err);
}

int
contact_confirmed_reduce(struct fold *f, const struct journal_entry *e,
                         const json_t *body, struct err *err)
{
	int64_t id;

	if (record_id(e, "contact", &id, err))
		return -1;
	return phones_confirmed_fold(f, id, e, body, err);
}

int
contact_removed_reduce(struct fold *f, const struct journal_entry *e,
                       const json_t *body, struct err *err)
{
	struct stmt *st;
	int64_t id;

	(void)body;
	if (record_id(e, "contact", &id, err))
		return -1;
	st = db_use(f->db, &contact_take);
	stmt_bind_int(st, 1, id);
	stmt_bind_int(st, 2, e->seq);
	stmt_bind_int(st, 3, e->counted_ms);
	stmt_lend_text(st, 4, e->officer);
	return stmt_run(st, err) || posts_clear(f, id, err) ? -1 : 0;
}
