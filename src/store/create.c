/* Making a desk, and making its views anew. */
#include "store/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "store/fold.h"
#include "store/folder.h"
#include "store/gate.h"
#include "store/schema.h"

#define NEW_NAME "desk.db.new"
#define REBUILD_WAIT_MS 10000

SQL(create_meta, "INSERT INTO meta (one, uuid, genesis, public_key, views)"
                 " VALUES (1, ?1, ?2, ?3, ?4)");
SQL(create_meta_views, "UPDATE meta SET views = ?1 WHERE one = 1");

static int
create_put_meta(struct db *db, const unsigned char uuid[16],
                const unsigned char pub[SIGN_KEY_LEN], struct err *err)
{
	unsigned char genesis[HASH_LEN], views[HASH_LEN];
	struct stmt *st = db_use(db, &create_meta);

	journal_genesis(genesis, uuid);
	schema_digest(views);
	stmt_bind_blob(st, 1, uuid, 16);
	stmt_bind_blob(st, 2, genesis, sizeof(genesis));
	stmt_bind_blob(st, 3, pub, SIGN_KEY_LEN);
	stmt_bind_blob(st, 4, views, sizeof(views));
	return stmt_run(st, err);
}

static int
create_fill(const char *path, const unsigned char uuid[16],
            const unsigned char pub[SIGN_KEY_LEN], struct err *err)
{
	struct db *db;
	int rc = -1;

	if (db_open(&db, path, DB_SETUP, err))
		return -1;
	if (db_begin(db, err) == 0 && schema_make_journal(db, err) == 0 &&
	    schema_make_views(db, err) == 0 &&
	    create_put_meta(db, uuid, pub, err) == 0 && db_commit(db, err) == 0)
		rc = db_checkpoint(db, err);
	db_rollback(db);
	db_close(db);
	return rc;
}

static int
create_sync_folder(const char *dir, struct err *err)
{
	int fd, rc;

	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	rc = fd == -1 ? -1 : fsync(fd);
	if (rc)
		err_set(err, ERR_IO, "%s: %s", dir, strerror(errno));
	if (fd != -1)
		close(fd);
	return rc;
}

/* The database and SQLite's two files beside it, from an earlier attempt. */
static void
create_clean(const char *path)
{
	static const char *const ends[] = { "", "-wal", "-shm", "-journal" };
	struct buf name = BUF_INIT;
	size_t i;

	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		buf_clear(&name);
		buf_fmt(&name, "%s%s", path, ends[i]);
		unlink(name.s);
	}
	buf_release(&name);
}

static int
create_database(const char *dir, const char *path, const char *new,
                const unsigned char uuid[16], struct err *err)
{
	unsigned char pub[SIGN_KEY_LEN];

	if (access(path, F_OK) == 0)
		return err_set(err, ERR_REFUSED, "%s: there is a desk already",
		               dir);
	create_clean(new);
	if (folder_make_key(dir, pub, err) ||
	    folder_touch(dir, "desk.gate", 0640, true, err) ||
	    folder_touch(dir, "desk.keeper", 0640, true, err) ||
	    folder_touch(dir, NEW_NAME, 0640, false, err) ||
	    create_fill(new, uuid, pub, err))
		return -1;
	/* What is checkpointed needs no -wal, and a rename would orphan it. */
	if (rename(new, path) == -1)
		return err_set(err, ERR_IO, "%s: %s", path, strerror(errno));
	create_clean(new);
	return create_sync_folder(dir, err);
}

int
journal_create(const char *dir, const unsigned char uuid[16], unsigned flags,
               struct err *err)
{
	char *path, *new = NULL;
	int rc = -1;

	if (folder_prepare(dir, flags & JOURNAL_DRILL, err))
		return -1;
	path = folder_path(dir, "desk.db", err);
	if (path)
		new = folder_path(dir, NEW_NAME, err);
	if (path && new)
		rc = create_database(dir, path, new, uuid, err);
	if (rc == 0 && !(flags & JOURNAL_DRILL))
		folder_make_ballast(dir);
	free(new);
	free(path);
	return rc;
}

static int
rebuild_views(struct db *db, const struct journal_kinds *kinds,
              int64_t *entries, struct err *err)
{
	unsigned char views[HASH_LEN];
	struct folding f;
	struct stmt *st;
	int rc;

	if (schema_drop_views(db, err) || schema_make_journal(db, err) ||
	    schema_make_views(db, err))
		return -1;
	folding_init(&f, kinds, db);
	rc = folding_all(&f, db, entries, err);
	folding_release(&f);
	if (rc)
		return -1;
	schema_digest(views);
	st = db_use(db, &create_meta_views);
	stmt_bind_blob(st, 1, views, sizeof(views));
	return stmt_run(st, err);
}

int
journal_rebuild(const char *dir, const struct journal_kinds *kinds,
                int64_t *entries, struct err *err)
{
	char *path = folder_path(dir, "desk.db", err);
	char *bell = folder_path(dir, "desk.gate", err);
	struct gate *gate = NULL;
	struct db *db = NULL;
	int rc = -1;

	if (path && bell)
		gate = gate_open(bell, err);
	if (!gate || gate_enter(gate, REBUILD_WAIT_MS, err))
		goto out;
	if (access(path, F_OK) == -1)
		err_set(err, ERR_NOT_FOUND, "%s: no desk here", dir);
	else if (db_open(&db, path, DB_SETUP, err) == 0 &&
	         db_begin(db, err) == 0 &&
	         rebuild_views(db, kinds, entries, err) == 0 &&
	         db_commit(db, err) == 0)
		rc = db_truncate_wal(db, err);
	if (db)
		db_rollback(db);
	gate_ring(gate);
	db_close(db);
	gate_leave(gate);
out:
	gate_close(gate);
	free(bell);
	free(path);
	return rc;
}
