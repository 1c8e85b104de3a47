#include "store/db.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/guard.h"
#include "store/search.h"

#define DB_BUSY_MS 5000
#define DB_APPLICATION 0x5A42414E /* "ZBAN", set by schema/journal.sql */
/*
 * Bytes kept when the WAL starts anew: the 2,000 frames after which it does
 * (journal.c), so that commits overwrite it and the disk's own journal has no
 * new length to note at each of them.
 */
#define DB_WAL_KEPT "8300000"

struct stmt {
	struct db *db;
	const struct sql *sql; /* NULL: of db_prepare() */
	sqlite3_stmt *st;      /* NULL: could not be prepared */
	int rc;                /* of preparing and binding */
};

struct db {
	sqlite3 *sql;
	enum db_mode mode;
	struct stmt **slots; /* open addressing, by address of the SQL row */
	size_t slots_count, slots_used;
	int wal_frames;
	struct guard guard;
	bool bulk;
	struct err broken; /* the first I/O error or corruption */
};

extern const struct sql __start_zb_sql[] __attribute__((weak));
extern const struct sql __stop_zb_sql[] __attribute__((weak));

SQL(db_sql_version, "PRAGMA data_version");

const struct sql *
db_sql_first(size_t *count)
{
	*count = (size_t)(__stop_zb_sql - __start_zb_sql);
	return __start_zb_sql;
}

/* ---- errors ---- */

static enum err_code
db_code(int rc)
{
	switch (rc & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_INTERRUPT:
		return ERR_BUSY;
	case SQLITE_FULL:
		return ERR_FULL;
	case SQLITE_AUTH:
		return ERR_REFUSED;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
	case SQLITE_CONSTRAINT:
	case SQLITE_MISMATCH:
		return ERR_CORRUPT;
	default:
		return ERR_IO;
	}
}

/* Remember what makes this connection unfit for writing.  Returns -1. */
static int
db_fail(struct db *db, int rc, const char *where, struct err *err)
{
	int low = rc & 0xff;

	if (low == SQLITE_IOERR || low == SQLITE_CORRUPT)
		err_set(&db->broken, db_code(rc),
		        "desk.db: %s (sqlite %d); close the program and run "
		        "'zhiban verify'",
		        sqlite3_errmsg(db->sql), rc);
	return err_set(err, db_code(rc), "desk.db: %s (sqlite %d, %s)",
	               sqlite3_errmsg(db->sql), rc, where);
}

int
db_sound(struct db *db, struct err *err)
{
	if (db->broken.code == ERR_NONE)
		return 0;
	return err_set(err, db->broken.code, "%s", db->broken.text);
}

/* ---- open and close ---- */

static int
db_exec(struct db *db, const char *text, struct err *err)
{
	int rc;

	rc = sqlite3_exec(db->sql, text, NULL, NULL, NULL);
	return rc == SQLITE_OK ? 0 : db_fail(db, rc, text, err);
}

/* A pragma of our own, past the authorizer. */
static int
db_own(struct db *db, const char *text, struct err *err)
{
	int rc;

	db->guard.own = true;
	rc = db_exec(db, text, err);
	db->guard.own = false;
	return rc;
}

static int
db_on_commit(void *arg, sqlite3 *sql, const char *name, int frames)
{
	struct db *db = arg;

	(void)sql;
	(void)name;
	db->wal_frames = frames;
	return SQLITE_OK;
}

static int
db_configure(struct db *db, struct err *err)
{
	const struct {
		int option, value;
	} options[] = {
		{ SQLITE_DBCONFIG_DEFENSIVE, db->mode != DB_MEMORY },
		{ SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
		{ SQLITE_DBCONFIG_DQS_DDL, 0 },
		{ SQLITE_DBCONFIG_DQS_DML, 0 },
		{ SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
		{ SQLITE_DBCONFIG_ENABLE_FKEY, db->mode != DB_SETUP },
		{ SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1 },
	};
	size_t i;
	int rc;

	for (i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
		rc = sqlite3_db_config(db->sql, options[i].option,
		                       options[i].value, NULL);
		if (rc != SQLITE_OK)
			return db_fail(db, rc, "db_config", err);
	}
	sqlite3_extended_result_codes(db->sql, 1);
	sqlite3_busy_timeout(db->sql, DB_BUSY_MS);
	if (db_exec(db,
	            "PRAGMA cell_size_check=ON; PRAGMA mmap_size=0;"
	            "PRAGMA recursive_triggers=ON; PRAGMA temp_store=MEMORY",
	            err))
		return -1;
	/* A whole journal is folded in one transaction: room for its pages. */
	return db_exec(db,
	               db->mode == DB_LIVE ? "PRAGMA cache_size=-8000"
	                                   : "PRAGMA cache_size=-131072",
	               err);
}

/* The answer of a pragma must be `want`. */
static int
db_expect(struct db *db, const char *pragma, const char *want, struct err *err)
{
	sqlite3_stmt *st = NULL;
	const char *got = NULL;
	int rc, same;

	rc = sqlite3_prepare_v2(db->sql, pragma, -1, &st, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(st);
	if (rc == SQLITE_ROW)
		got = (const char *)sqlite3_column_text(st, 0);
	same = got && strcmp(got, want) == 0;
	if (rc != SQLITE_ROW)
		db_fail(db, rc, pragma, err);
	else if (!same)
		err_set(err, ERR_IO, "desk.db: %s answers '%s', not '%s'",
		        pragma, got ? got : "", want);
	sqlite3_finalize(st);
	return same ? 0 : -1;
}

static int
db_check_desk(struct db *db, const char *path, struct err *err)
{
	struct err e = ERR_INIT;
	char want[16];

	sqlite3_snprintf((int)sizeof(want), want, "%d", DB_APPLICATION);
	if (!db_expect(db, "PRAGMA application_id", want, &e))
		return 0;
	if (sqlite3_errcode(db->sql) == SQLITE_OK ||
	    sqlite3_errcode(db->sql) == SQLITE_ROW ||
	    sqlite3_errcode(db->sql) == SQLITE_DONE)
		return err_set(err, ERR_NOT_FOUND, "%s: not a desk", path);
	return err_set(err, e.code, "%s: %s", path, e.text);
}

static int
db_setup_file(struct db *db, const char *path, struct err *err)
{
	if (db->mode == DB_LIVE && db_check_desk(db, path, err))
		return -1;
	if (db_exec(db,
	            "PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0;"
	            "PRAGMA journal_size_limit=" DB_WAL_KEPT,
	            err) ||
	    db_expect(db, "PRAGMA journal_mode=WAL", "wal", err) ||
	    db_expect(db, "PRAGMA synchronous", "2", err))
		return -1;
	sqlite3_wal_hook(db->sql, db_on_commit, db);
	if (db->mode == DB_LIVE)
		sqlite3_set_authorizer(db->sql, guard_authorize, &db->guard);
	return 0;
}

static int
db_open_handle(struct db *db, const char *path, struct err *err)
{
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
	            SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_PRIVATECACHE;
	int rc;

	/*
	 * There are no threads, and nobody asks how much memory SQLite has:
	 * its mutexes cost 4 % of a rebuild.  Too late when it has begun.
	 */
	sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	if (db->mode == DB_LIVE && access(path, F_OK) != 0)
		return err_set(err, ERR_NOT_FOUND,
		               "%s: no desk here; 'zhiban init' makes one",
		               path);
	if (db->mode != DB_LIVE)
		flags |= SQLITE_OPEN_CREATE;
	if (db->mode == DB_MEMORY)
		path = ":memory:";
	rc = sqlite3_open_v2(path, &db->sql, flags, NULL);
	if (rc == SQLITE_OK)
		return 0;
	return err_set(err, db_code(rc), "%s: %s (sqlite %d)", path,
	               db->sql ? sqlite3_errmsg(db->sql) : "no memory",
	               db->sql ? sqlite3_extended_errcode(db->sql) : rc);
}

int
db_open(struct db **out, const char *path, enum db_mode mode, struct err *err)
{
	struct db *db = mem_alloc(sizeof(*db));

	*out = NULL;
	db->mode = mode;
	if (db_open_handle(db, path, err) || db_configure(db, err) ||
	    search_register(db->sql, err) ||
	    (mode != DB_MEMORY && db_setup_file(db, path, err))) {
		db_close(db);
		return -1;
	}
	*out = db;
	return 0;
}

void
stmt_free(struct stmt *st)
{
	if (!st)
		return;
	sqlite3_finalize(st->st);
	free(st);
}

void
db_close(struct db *db)
{
	size_t i;

	if (!db)
		return;
	for (i = 0; i < db->slots_count; i++)
		stmt_free(db->slots[i]);
	free(db->slots);
	sqlite3_close(db->sql);
	free(db);
}

struct sqlite3 *
db_handle(struct db *db)
{
	return db->sql;
}

/* ---- statements ---- */

static struct stmt **
db_slot(struct stmt **slots, size_t count, const struct sql *sql)
{
	size_t i = ((size_t)sql / sizeof(*sql)) & (count - 1);

	while (slots[i] && slots[i]->sql != sql)
		i = (i + 1) & (count - 1);
	return &slots[i];
}

static void
db_grow(struct db *db)
{
	size_t i, count = db->slots_count ? db->slots_count * 2 : 256;
	struct stmt **slots;

	slots = mem_alloc(count * sizeof(struct stmt *));
	for (i = 0; i < db->slots_count; i++)
		if (db->slots[i])
			*db_slot(slots, count, db->slots[i]->sql) =
				db->slots[i];
	free(db->slots);
	db->slots = slots;
	db->slots_count = count;
}

static struct stmt *
stmt_new(struct db *db, const struct sql *sql, const char *text)
{
	struct stmt *st = mem_alloc(sizeof(*st));

	st->db = db;
	st->sql = sql;
	st->rc = sqlite3_prepare_v3(db->sql, text, -1,
	                            sql ? SQLITE_PREPARE_PERSISTENT : 0,
	                            &st->st, NULL);
	return st;
}

static int
stmt_fail(struct stmt *st, int rc, struct err *err)
{
	char where[128] = "schema statement";

	if (st->sql)
		sqlite3_snprintf((int)sizeof(where), where, "%s:%d",
		                 st->sql->file, st->sql->line);
	db_fail(st->db, rc, where, err);
	stmt_done(st);
	return -1;
}

struct stmt *
db_use(struct db *db, const struct sql *sql)
{
	struct stmt **slot;

	if (db->slots_used * 2 >= db->slots_count)
		db_grow(db);
	slot = db_slot(db->slots, db->slots_count, sql);
	if (*slot && (*slot)->st) {
		sqlite3_reset((*slot)->st);
		sqlite3_clear_bindings((*slot)->st);
		(*slot)->rc = SQLITE_OK;
		return *slot;
	}
	if (!*slot)
		db->slots_used++;
	stmt_free(*slot);
	*slot = stmt_new(db, sql, sql->text);
	return *slot;
}

int
db_prepare(struct db *db, const char *text, struct stmt **out, struct err *err)
{
	*out = stmt_new(db, NULL, text);
	if ((*out)->rc == SQLITE_OK)
		return 0;
	stmt_fail(*out, (*out)->rc, err);
	stmt_free(*out);
	*out = NULL;
	return -1;
}

static void
stmt_bound(struct stmt *st, int rc)
{
	if (st->rc == SQLITE_OK)
		st->rc = rc;
}

void
stmt_bind_int(struct stmt *st, int i, int64_t v)
{
	if (st->st)
		stmt_bound(st, sqlite3_bind_int64(st->st, i, v));
}

void
stmt_bind_textn(struct stmt *st, int i, const char *s, size_t len)
{
	if (st->st)
		stmt_bound(st,
		           sqlite3_bind_text64(st->st, i, s, len,
		                               SQLITE_TRANSIENT, SQLITE_UTF8));
}

void
stmt_bind_text(struct stmt *st, int i, const char *s)
{
	if (s)
		stmt_bind_textn(st, i, s, strlen(s));
	else
		stmt_bind_null(st, i);
}

void
stmt_lend_text(struct stmt *st, int i, const char *s)
{
	if (st->st)
		stmt_bound(st,
		           sqlite3_bind_text64(st->st, i, s, s ? strlen(s) : 0,
		                               SQLITE_STATIC, SQLITE_UTF8));
}

void
stmt_bind_blob(struct stmt *st, int i, const void *p, size_t len)
{
	if (st->st)
		stmt_bound(st, sqlite3_bind_blob64(st->st, i, len ? p : "", len,
		                                   SQLITE_TRANSIENT));
}

void
stmt_bind_null(struct stmt *st, int i)
{
	if (st->st)
		stmt_bound(st, sqlite3_bind_null(st->st, i));
}

int
stmt_step(struct stmt *st, struct err *err)
{
	int rc = st->rc;

	if (rc == SQLITE_OK)
		rc = sqlite3_step(st->st);
	if (rc == SQLITE_ROW)
		return 1;
	if (rc != SQLITE_DONE)
		return stmt_fail(st, rc, err);
	sqlite3_reset(st->st);
	return 0;
}

int
stmt_run(struct stmt *st, struct err *err)
{
	int rc;

	do
		rc = stmt_step(st, err);
	while (rc == 1);
	return rc;
}

void
stmt_done(struct stmt *st)
{
	if (st->st)
		sqlite3_reset(st->st);
}

int64_t
stmt_int(struct stmt *st, int col)
{
	return sqlite3_column_int64(st->st, col);
}

bool
stmt_is_null(struct stmt *st, int col)
{
	return sqlite3_column_type(st->st, col) == SQLITE_NULL;
}

const char *
stmt_text(struct stmt *st, int col)
{
	return (const char *)sqlite3_column_text(st->st, col);
}

size_t
stmt_text_len(struct stmt *st, int col)
{
	return (size_t)sqlite3_column_bytes(st->st, col);
}

const void *
stmt_blob(struct stmt *st, int col, size_t *len)
{
	const void *p = sqlite3_column_blob(st->st, col);

	*len = (size_t)sqlite3_column_bytes(st->st, col);
	return p;
}

struct sqlite3_stmt *
stmt_handle(struct stmt *st)
{
	return st->st;
}

int
stmt_columns(struct stmt *st)
{
	return sqlite3_column_count(st->st);
}

const char *
stmt_column_name(struct stmt *st, int col)
{
	return sqlite3_column_name(st->st, col);
}

enum db_type
stmt_type(struct stmt *st, int col)
{
	return (enum db_type)sqlite3_column_type(st->st, col);
}

/* ---- transactions and small things ---- */

int
db_run(struct db *db, const struct sql *sql, struct err *err)
{
	return stmt_run(db_use(db, sql), err);
}

int
db_script(struct db *db, const char *text, struct err *err)
{
	int rc;

	rc = sqlite3_exec(db->sql, text, NULL, NULL, NULL);
	return rc == SQLITE_OK ? 0 : db_fail(db, rc, "script", err);
}

SQL(db_sql_begin, "BEGIN IMMEDIATE");
SQL(db_sql_begin_read, "BEGIN");
SQL(db_sql_commit, "COMMIT");
SQL(db_sql_rollback, "ROLLBACK");

int
db_begin(struct db *db, struct err *err)
{
	if (db_sound(db, err))
		return -1;
	return db_run(db, &db_sql_begin, err);
}

int
db_begin_read(struct db *db, struct err *err)
{
	return db_run(db, &db_sql_begin_read, err);
}

int
db_commit(struct db *db, struct err *err)
{
	return db_run(db, &db_sql_commit, err);
}

void
db_rollback(struct db *db)
{
	struct err ignored = ERR_INIT;
	size_t i;

	for (i = 0; i < db->slots_count; i++)
		if (db->slots[i])
			stmt_done(db->slots[i]);
	if (!sqlite3_get_autocommit(db->sql))
		db_run(db, &db_sql_rollback, &ignored);
}

int
db_withholding(struct db *db, bool on, struct err *err)
{
	db->guard.withholding = on;
	return db_own(
		db, on ? "PRAGMA secure_delete=ON" : "PRAGMA secure_delete=OFF",
		err);
}

int
db_defer_keys(struct db *db, struct err *err)
{
	return db_own(db, "PRAGMA defer_foreign_keys=ON", err);
}

void
db_set_bulk(struct db *db, bool on)
{
	db->bulk = on;
}

bool
db_is_bulk(const struct db *db)
{
	return db->bulk;
}

int64_t
db_changes(struct db *db)
{
	return sqlite3_changes64(db->sql);
}

int64_t
db_last_id(struct db *db)
{
	return sqlite3_last_insert_rowid(db->sql);
}

int64_t
db_data_version(struct db *db)
{
	struct stmt *st = db_use(db, &db_sql_version);
	struct err ignored = ERR_INIT;
	int64_t version = -1;

	if (stmt_step(st, &ignored) == 1)
		version = stmt_int(st, 0);
	stmt_done(st);
	return version;
}

int
db_wal_frames(const struct db *db)
{
	return db->wal_frames;
}

static int
db_checkpoint_as(struct db *db, int mode, struct err *err)
{
	int rc;

	if (db_sound(db, err))
		return -1;
	rc = sqlite3_wal_checkpoint_v2(db->sql, "main", mode, NULL, NULL);
	if (rc == SQLITE_OK || rc == SQLITE_BUSY)
		return 0;
	return db_fail(db, rc, "checkpoint", err);
}

int
db_checkpoint(struct db *db, struct err *err)
{
	return db_checkpoint_as(db, SQLITE_CHECKPOINT_PASSIVE, err);
}

int
db_truncate_wal(struct db *db, struct err *err)
{
	int rc;

	sqlite3_busy_timeout(db->sql, 0);
	rc = db_checkpoint_as(db, SQLITE_CHECKPOINT_TRUNCATE, err);
	sqlite3_busy_timeout(db->sql, DB_BUSY_MS);
	return rc;
}
