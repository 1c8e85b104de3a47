/*
 * A connection to a desk's database, and statements on it.
 *
 * Only src/store includes sqlite3.h.  A statement is written beside the noun
 * that uses it, with SQL(), and is prepared once a connection:
 *
 *	SQL(incident_by_number,
 *	    "SELECT id, title FROM incident WHERE number = ?1");
 *
 *	struct stmt *st = db_use(db, &incident_by_number);
 *	stmt_bind_text(st, 1, number);
 *	while ((rc = stmt_step(st, err)) == 1)
 *		copy(stmt_text(st, 1));
 *	stmt_done(st);
 *
 * SQL() puts its row into a linker section, so that a test prepares every
 * statement of the program and reads its query plan: no full scan of a table
 * that grows (mark one that may scan a small table with SQL_SCAN()).
 *
 * No statement stays un-reset across the poll loop: an open reader lets the
 * WAL grow without end.  db_use() resets and unbinds.
 */
#ifndef STORE_DB_H
#define STORE_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct db;
struct stmt;

struct sql {
	const char *text, *file;
	int line;
	bool may_scan;
};

#define SQL_ROW(name, scan, ...)                                             \
	static const struct sql name                                         \
	    __attribute__((section("zb_sql"), used, aligned(8))) = {         \
		    __VA_ARGS__, __FILE__, __LINE__, scan                    \
	    }
#define SQL(name, ...) SQL_ROW(name, false, __VA_ARGS__)
#define SQL_SCAN(name, ...) SQL_ROW(name, true, __VA_ARGS__)

/* Every SQL() row of the program. */
const struct sql *db_sql_first(size_t *count);

enum db_mode {
	DB_LIVE,	/* every setting below, authorizer on */
	DB_SETUP,	/* may change the schema: create and rebuild only */
	DB_MEMORY	/* private, in memory, not defensive: views beside the
			 * live ones */
};

/*
 * Open path: absolute, without symbolic links in it (realpath() the folder).
 * Defensive mode on, trusted_schema, double-quoted strings and extensions
 * off, foreign keys and cell checks on, no mmap, no automatic checkpoint (not
 * on close either); WAL and synchronous=FULL are asked back, not assumed.
 * In DB_LIVE an authorizer refuses UPDATE and DELETE on the journal and every
 * change of the schema, since DROP TRIGGER passes defensive mode.
 * A missing file, or one that is no desk: ERR_NOT_FOUND.
 *
 * After an I/O error or SQLITE_CORRUPT the connection is broken: a repeated
 * fsync may succeed falsely, so nothing is written on it again.
 */
int db_open(struct db **out, const char *path, enum db_mode mode,
	    struct err *err);
void db_close(struct db *db);

/*
 * The prepared statement of this row, reset and unbound.  Never NULL: a
 * statement that cannot be prepared fails at its first step.
 */
struct stmt *db_use(struct db *db, const struct sql *sql);
/* Runs a statement that gives no row; for schema text use db_script(). */
int db_run(struct db *db, const struct sql *sql, struct err *err);
int db_script(struct db *db, const char *text, struct err *err);

/* Text and blobs are copied. */
void stmt_bind_int(struct stmt *st, int i, int64_t v);
void stmt_bind_text(struct stmt *st, int i, const char *s);	/* NULL: null */
void stmt_bind_textn(struct stmt *st, int i, const char *s, size_t len);
void stmt_bind_blob(struct stmt *st, int i, const void *p, size_t len);
void stmt_bind_null(struct stmt *st, int i);
/* Text that stays as it is until the statement is done: no copy. */
void stmt_lend_text(struct stmt *st, int i, const char *s);	/* NULL: null */

/* 1: a row; 0: done; -1: err set (BUSY, FULL, CORRUPT, IO told apart). */
int stmt_step(struct stmt *st, struct err *err);
/* Bind nothing more, run to the end, reset.  0 or -1. */
int stmt_run(struct stmt *st, struct err *err);
void stmt_done(struct stmt *st);

/* Columns, borrowed until the next step.  A NULL text is NULL. */
int64_t stmt_int(struct stmt *st, int col);
bool stmt_is_null(struct stmt *st, int col);
const char *stmt_text(struct stmt *st, int col);
const void *stmt_blob(struct stmt *st, int col, size_t *len);
size_t stmt_text_len(struct stmt *st, int col);

int64_t db_changes(struct db *db);		/* rows of the last write */
int64_t db_last_id(struct db *db);		/* rowid of the last INSERT */
/* PRAGMA data_version: changes when another connection has committed. */
int64_t db_data_version(struct db *db);

/* ---- for store/ only: the journal is the one that writes ---- */

struct sqlite3;
struct sqlite3_stmt;

int db_begin(struct db *db, struct err *err);		/* IMMEDIATE */
int db_begin_read(struct db *db, struct err *err);	/* one snapshot */
int db_commit(struct db *db, struct err *err);
void db_rollback(struct db *db);		/* nothing when none is open */
/* Refuses with the first failure's text once the connection is broken. */
int db_sound(struct db *db, struct err *err);
/*
 * While `on`, rows of body may be deleted (their trigger still asks for the
 * entry that says so) and what is deleted is overwritten.
 */
int db_withholding(struct db *db, bool on, struct err *err);
/* Foreign keys are checked at COMMIT: for clearing and refolding views. */
int db_defer_keys(struct db *db, struct err *err);
/*
 * While a whole journal is folded, the search index is left alone and filled
 * once at the end (store/search.h).
 */
void db_set_bulk(struct db *db, bool on);
bool db_is_bulk(const struct db *db);
/* A statement made at run time, for names that come from the schema. */
int db_prepare(struct db *db, const char *text, struct stmt **out,
	       struct err *err);
void stmt_free(struct stmt *st);		/* of db_prepare() */
int stmt_columns(struct stmt *st);
const char *stmt_column_name(struct stmt *st, int col);
enum db_type { DB_INT = 1, DB_REAL, DB_TEXT, DB_BLOB, DB_NULL };
enum db_type stmt_type(struct stmt *st, int col);
/* Frames in the WAL after this connection's last commit. */
int db_wal_frames(const struct db *db);
/* PASSIVE; only under the gate. */
int db_checkpoint(struct db *db, struct err *err);
/* Checkpoint and empty the WAL, unless a reader is in the way: without
 * waiting.  Only under the gate. */
int db_truncate_wal(struct db *db, struct err *err);
struct sqlite3 *db_handle(struct db *db);
struct sqlite3_stmt *stmt_handle(struct stmt *st);

#endif
