#include "store/search.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

#define TERMS_MAX 16

SQL(search_old, "SELECT id, title, body FROM search_doc"
                " WHERE kind = ?1 AND key = ?2");
SQL(search_insert, "INSERT INTO search_doc (kind, key, title, body)"
                   " VALUES (?1, ?2, ?3, ?4)"
                   " ON CONFLICT (kind, key) DO NOTHING");
SQL(search_update, "UPDATE search_doc SET title = ?2, body = ?3 WHERE id = ?1");
SQL(search_index_add, "INSERT INTO search_fts (rowid, title, body)"
                      " VALUES (?1, ?2, ?3)");
SQL(search_index_drop, "INSERT INTO search_fts (search_fts, rowid, title,"
                       " body) VALUES ('delete', ?1, ?2, ?3)");
SQL(search_index_fill,
    "INSERT INTO search_fts (search_fts) VALUES ('rebuild')");
SQL(search_index_clear,
    "INSERT INTO search_fts (search_fts) VALUES ('delete-all')");
SQL(search_index_check, "INSERT INTO search_fts (search_fts, rank)"
                        " VALUES ('integrity-check', 1)");
SQL(search_paras_add_range,
    "INSERT INTO plan_fts (rowid, text) SELECT id, text FROM plan_para"
    " WHERE id BETWEEN ?1 AND ?2 ORDER BY id");
SQL(search_paras_drop_range,
    "INSERT INTO plan_fts (plan_fts, rowid, text) SELECT 'delete', id, text"
    " FROM plan_para WHERE id BETWEEN ?1 AND ?2 ORDER BY id");
SQL(search_paras_fill, "INSERT INTO plan_fts (plan_fts) VALUES ('rebuild')");
SQL(search_paras_clear,
    "INSERT INTO plan_fts (plan_fts) VALUES ('delete-all')");
SQL(search_paras_check, "INSERT INTO plan_fts (plan_fts, rank)"
                        " VALUES ('integrity-check', 1)");
SQL(search_match, "SELECT d.kind, d.key, d.title FROM search_fts f"
                  " JOIN search_doc d ON d.id = f.rowid"
                  " WHERE f.search_fts MATCH ?1"
                  " AND (?2 IS NULL OR d.kind = ?2)"
                  " ORDER BY f.rowid DESC LIMIT ?3");

/* ---- the tokenizer, as FTS5 wants it ---- */

struct bridge {
	void *ctx;
	int (*token)(void *, int, const char *, int, int, int);
};

static int
bridge_token(void *arg, const char *token, int len, int start, int end)
{
	struct bridge *b = arg;

	return b->token(b->ctx, 0, token, len, start, end);
}

static int
fts_create(void *arg, const char **argv, int argc, Fts5Tokenizer **out)
{
	(void)argv;
	(void)argc;
	*out = arg; /* it has no state, but must not be NULL */
	return SQLITE_OK;
}

static void
fts_delete(Fts5Tokenizer *t)
{
	(void)t;
}

static int
fts_tokenize(Fts5Tokenizer *t, void *ctx, int flags, const char *text, int len,
             int (*token)(void *, int, const char *, int, int, int))
{
	struct bridge b = { .ctx = ctx, .token = token };

	(void)t;
	(void)flags;
	return search_tokens(text, len, bridge_token, &b);
}

static int
bridge_pair(void *arg, bool same_place, const char *token, int len, int start,
            int end)
{
	struct bridge *b = arg;

	return b->token(b->ctx, same_place ? FTS5_TOKEN_COLOCATED : 0, token,
	                len, start, end);
}

static int
fts_tokenize_pairs(Fts5Tokenizer *t, void *ctx, int flags, const char *text,
                   int len,
                   int (*token)(void *, int, const char *, int, int, int))
{
	struct bridge b = { .ctx = ctx, .token = token };

	(void)t;
	return search_pairs(text, len, flags & FTS5_TOKENIZE_QUERY, bridge_pair,
	                    &b);
}

static fts5_api *
search_api(sqlite3 *sql)
{
	sqlite3_stmt *st = NULL;
	fts5_api *api = NULL;

	if (sqlite3_prepare_v2(sql, "SELECT fts5(?1)", -1, &st, NULL) ==
	    SQLITE_OK) {
		sqlite3_bind_pointer(st, 1, &api, "fts5_api_ptr", NULL);
		sqlite3_step(st);
	}
	sqlite3_finalize(st);
	return api;
}

int
search_register(struct sqlite3 *sql, struct err *err)
{
	fts5_tokenizer tokenizer = { fts_create, fts_delete, fts_tokenize };
	fts5_tokenizer pairs = { fts_create, fts_delete, fts_tokenize_pairs };
	fts5_api *api = search_api(sql);

	if (!api)
		return err_set(err, ERR_IO,
		               "this SQLite was built without "
		               "FTS5; install libsqlite3-0 from Debian");
	if (api->xCreateTokenizer(api, "zhiban", api, &tokenizer, NULL) !=
	            SQLITE_OK ||
	    api->xCreateTokenizer(api, "zhiban_pairs", api, &pairs, NULL) !=
	            SQLITE_OK)
		return err_set(err, ERR_IO, "FTS5 refuses the tokenizer");
	return 0;
}

/* ---- documents ---- */

static int
search_index(struct db *db, const struct sql *sql, int64_t id,
             const char *title, const char *body, struct err *err)
{
	struct stmt *st = db_use(db, sql);

	stmt_bind_int(st, 1, id);
	stmt_lend_text(st, 2, title);
	stmt_lend_text(st, 3, body);
	return stmt_run(st, err);
}

/* 1: inserted; 0: there is a document of (kind, key) already. */
static int
search_put_new(struct db *db, const char *kind, const char *key,
               const char *title, const char *body, struct err *err)
{
	struct stmt *st = db_use(db, &search_insert);

	stmt_lend_text(st, 1, kind);
	stmt_lend_text(st, 2, key);
	stmt_lend_text(st, 3, title);
	stmt_lend_text(st, 4, body);
	if (stmt_run(st, err))
		return -1;
	if (db_changes(db) == 0)
		return 0;
	if (!db_is_bulk(db) && search_index(db, &search_index_add,
	                                    db_last_id(db), title, body, err))
		return -1;
	return 1;
}

/* The index must be told the exact old text, or it rots silently. */
static int
search_replace(struct db *db, struct stmt *old, const char *title,
               const char *body, struct err *err)
{
	int64_t id = stmt_int(old, 0);
	char *old_title = mem_str(stmt_text(old, 1));
	char *old_body = mem_str(stmt_text(old, 2));
	bool bulk = db_is_bulk(db);
	int rc = 0;

	stmt_done(old);
	if (strcmp(old_title, title) == 0 && strcmp(old_body, body) == 0)
		goto out;
	if (!bulk)
		rc = search_index(db, &search_index_drop, id, old_title,
		                  old_body, err);
	if (rc == 0)
		rc = search_index(db, &search_update, id, title, body, err);
	if (rc == 0 && !bulk)
		rc = search_index(db, &search_index_add, id, title, body, err);
out:
	free(old_title);
	free(old_body);
	return rc;
}

int
search_put(struct db *db, const char *kind, const char *key, const char *title,
           const char *body, struct err *err)
{
	int rc = search_put_new(db, kind, key, title, body, err);
	struct stmt *st;

	if (rc != 0)
		return rc == 1 ? 0 : -1;
	st = db_use(db, &search_old);
	stmt_bind_text(st, 1, kind);
	stmt_bind_text(st, 2, key);
	rc = stmt_step(st, err);
	if (rc == 1)
		return search_replace(db, st, title, body, err);
	stmt_done(st);
	return -1;
}

/* ---- paragraphs of plans ---- */

static int
search_paras(struct db *db, const struct sql *sql, int64_t first, int64_t last,
             struct err *err)
{
	struct stmt *st;

	if (db_is_bulk(db))
		return 0;
	st = db_use(db, sql);
	stmt_bind_int(st, 1, first);
	stmt_bind_int(st, 2, last);
	return stmt_run(st, err);
}

int
search_paras_add(struct db *db, int64_t first, int64_t last, struct err *err)
{
	return search_paras(db, &search_paras_add_range, first, last, err);
}

int
search_paras_drop(struct db *db, int64_t first, int64_t last, struct err *err)
{
	return search_paras(db, &search_paras_drop_range, first, last, err);
}

/* ---- whole indexes ---- */

int
search_fill(struct db *db, struct err *err)
{
	return db_run(db, &search_index_fill, err)
	               ? -1
	               : db_run(db, &search_paras_fill, err);
}

int
search_clear(struct db *db, struct err *err)
{
	return db_run(db, &search_index_clear, err)
	               ? -1
	               : db_run(db, &search_paras_clear, err);
}

int
search_check(struct db *db, struct err *err)
{
	return db_run(db, &search_index_check, err)
	               ? -1
	               : db_run(db, &search_paras_check, err);
}

/* ---- queries ---- */

struct term {
	bool any;  /* a token */
	bool open; /* the last one is a run, which may go on */
};

static int
term_token(void *arg, const char *token, int len, int start, int end)
{
	struct term *t = arg;

	(void)len;
	(void)start;
	(void)end;
	t->any = true;
	t->open = (*token >= 'a' && *token <= 'z') ||
	          (*token >= '0' && *token <= '9');
	return 0;
}

static void
query_term(struct buf *out, const char *word, size_t len)
{
	size_t i;
	struct term term = { false, false };

	search_tokens(word, (int)len, term_token, &term);
	if (!term.any)
		return;
	buf_str(out, out->len > 0 ? " \"" : "\"");
	for (i = 0; i < len; i++) {
		if (word[i] == '"')
			buf_byte(out, '"');
		buf_byte(out, word[i]);
	}
	buf_str(out, term.open ? "\"*" : "\"");
}

/* Blanks between terms: ASCII white space and U+3000. */
static size_t
query_blank(const char *s)
{
	if (*s && strchr(" \t\r\n\v\f", *s))
		return 1;
	return strncmp(s, "\xE3\x80\x80", 3) == 0 ? 3 : 0;
}

bool
search_query(struct buf *out, const char *words)
{
	const char *end;
	int terms = 0;

	buf_clear(out);
	while (*words && terms++ < TERMS_MAX) {
		while (query_blank(words) > 0)
			words += query_blank(words);
		for (end = words; *end && query_blank(end) == 0; end++)
			;
		query_term(out, words, (size_t)(end - words));
		words = end;
	}
	return out->len > 0;
}

static void
search_hit_read(struct search_hit *hit, struct stmt *st)
{
	snprintf(hit->kind, sizeof(hit->kind), "%s", stmt_text(st, 0));
	snprintf(hit->key, sizeof(hit->key), "%s", stmt_text(st, 1));
	hit->title = mem_str(stmt_text(st, 2));
}

int
search_find(struct db *db, const char *kind, const char *words, size_t max,
            struct search_hit **hits, size_t *count, struct err *err)
{
	struct buf query = BUF_INIT;
	struct stmt *st;
	size_t cap = 0;
	int rc = 0;

	*hits = NULL;
	*count = 0;
	if (!search_query(&query, words))
		goto out;
	st = db_use(db, &search_match);
	stmt_bind_text(st, 1, query.s);
	stmt_bind_text(st, 2, kind);
	stmt_bind_int(st, 3, (int64_t)max);
	while ((rc = stmt_step(st, err)) == 1) {
		*hits = mem_grow(*hits, *count, &cap, sizeof(**hits));
		search_hit_read(&(*hits)[(*count)++], st);
	}
	stmt_done(st);
	if (rc) {
		search_hits_free(*hits, *count);
		*hits = NULL;
		*count = 0;
	}
out:
	buf_release(&query);
	return rc;
}

void
search_hits_free(struct search_hit *hits, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		free(hits[i].title);
	free(hits);
}
