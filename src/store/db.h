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
 * WAL grow without end (security.md 2.4).  db_use() resets and unbinds.
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
	DB_LIVE,	/* the open sequence of security.md 1.3, authorizer on */
	DB_SETUP,	/* unlocked: init, upgrade, rebuild of views only */
	DB_MEMORY	/* private, in memory: views beside the live ones */
};

/*
 * Open path (absolute; NOFOLLOW).  Checks that WAL and FULL are in force and
 * registers our tokenizer.  A file that is no desk: ERR_NOT_FOUND.
 */
int db_open(struct db **out, const char *path, enum db_mode mode,
	    struct err *err);
void db_close(struct db *db);

struct stmt *db_use(struct db *db, const struct sql *sql);
/* Runs a statement that gives no row; for schema text use db_script(). */
int db_run(struct db *db, const struct sql *sql, struct err *err);
int db_script(struct db *db, const char *text, struct err *err);

void stmt_bind_int(struct stmt *st, int i, int64_t v);
void stmt_bind_text(struct stmt *st, int i, const char *s);	/* NULL: null */
void stmt_bind_textn(struct stmt *st, int i, const char *s, size_t len);
void stmt_bind_blob(struct stmt *st, int i, const void *p, size_t len);
void stmt_bind_null(struct stmt *st, int i);

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
/* PRAGMA data_version: changes when another connection has committed. */
int64_t db_data_version(struct db *db);

#endif
