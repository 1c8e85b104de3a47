/*
 * The WAL-reset race of SQLite 3.7.0 to 3.51.2, forced.
 *
 *   race without   a commit slips into a PASSIVE checkpoint between its
 *                  reading of the wal-index header and of nBackfill; the
 *                  database must be corrupt after it (77: this library is
 *                  not affected)
 *   race gate      the same at the same place, with the desk's own gate
 *
 * The place is the VFS's xUnfetch, which SQLite calls there when the header
 * has changed since this connection last read it.
 */
#include "tests/fault/fault_kit.h"

#include <sqlite3.h>

static void (*intruder)(void); /* runs once, in the next xUnfetch */
static int intrusions;

static const sqlite3_io_methods *real_methods;
static sqlite3_vfs *real_vfs;

static int
shim_unfetch(sqlite3_file *f, sqlite3_int64 off, void *p)
{
	void (*now)(void) = intruder;

	intruder = NULL;
	if (now) {
		intrusions++;
		now();
	}
	return real_methods->xUnfetch(f, off, p);
}

/* The file stays the real VFS's; only its table of methods is another. */
static int
shim_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags,
          int *out)
{
	static sqlite3_io_methods shim;
	int rc = real_vfs->xOpen(real_vfs, name, f, flags, out);

	(void)vfs;
	if (rc == SQLITE_OK && flags & SQLITE_OPEN_MAIN_DB) {
		real_methods = f->pMethods;
		shim = *real_methods;
		shim.xUnfetch = shim_unfetch;
		f->pMethods = &shim;
	}
	return rc;
}

static void
shim_register(void)
{
	static sqlite3_vfs shim;

	real_vfs = sqlite3_vfs_find(NULL);
	shim = *real_vfs;
	shim.zName = "race";
	shim.xOpen = shim_open;
	shim.pNext = NULL;
	sqlite3_vfs_register(&shim, 1);
}

/* ---- without the gate: two bare connections ---- */

static sqlite3 *bare_a, *bare_b;

static int
bare(sqlite3 *sql, const char *text)
{
	return sqlite3_exec(sql, text, NULL, NULL, NULL);
}

static void
bare_commit(void)
{
	if (bare(bare_b, "INSERT INTO t VALUES (NULL, randomblob(1500))"))
		die("the intruder's commit: %s", sqlite3_errmsg(bare_b));
}

static bool
bare_is_sound(const char *path)
{
	sqlite3_stmt *st = NULL;
	sqlite3 *sql;
	bool sound = false;

	if (sqlite3_open(path, &sql) == SQLITE_OK &&
	    sqlite3_prepare_v2(sql, "PRAGMA integrity_check", -1, &st, NULL) ==
	            SQLITE_OK &&
	    sqlite3_step(st) == SQLITE_ROW) {
		printf("# integrity_check: %.200s\n",
		       (const char *)sqlite3_column_text(st, 0));
		sound = strcmp((const char *)sqlite3_column_text(st, 0),
		               "ok") == 0;
	}
	sqlite3_finalize(st);
	sqlite3_close(sql);
	return sound;
}

static int
race_without(const char *path)
{
	int i;

	if (sqlite3_open(path, &bare_a) || sqlite3_open(path, &bare_b) ||
	    bare(bare_a, "PRAGMA journal_mode=WAL") ||
	    bare(bare_a, "PRAGMA wal_autocheckpoint=0") ||
	    bare(bare_b, "PRAGMA wal_autocheckpoint=0") ||
	    bare(bare_a, "CREATE TABLE t (a INTEGER PRIMARY KEY, b BLOB)"))
		die("setting up: %s", sqlite3_errmsg(bare_a));
	/* A short WAL, all of it copied back: the next writer starts anew. */
	for (i = 0; i < 20; i++)
		bare_commit();
	sqlite3_wal_checkpoint_v2(bare_b, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL,
	                          NULL);
	intruder = bare_commit;
	sqlite3_wal_checkpoint_v2(bare_a, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL,
	                          NULL);
	/* The checkpoint now claims frames that are yet to be written. */
	for (i = 0; i < 200; i++)
		bare_commit();
	sqlite3_wal_checkpoint_v2(bare_b, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL,
	                          NULL);
	sqlite3_close(bare_a);
	sqlite3_close(bare_b);
	if (!intrusions)
		die("xUnfetch was not called: the race was not forced");
	if (!bare_is_sound(path)) {
		printf("ok - corrupt without the gate, SQLite %s\n",
		       sqlite3_libversion());
		return 0;
	}
	printf("ok - # SKIP SQLite %s does not have the race\n",
	       sqlite3_libversion());
	return 0;
}

/* ---- with the gate: two journals, as two processes have them ---- */

static struct journal *desk_a, *desk_b;
static struct gate *desk_gate;
static int64_t desk_n;
static bool kept_out;

static void
desk_commit(void)
{
	struct err err = ERR_INIT;

	must(fault_append(desk_b, "a", ++desk_n, 1, NULL, &err), &err);
}

/* What a commit's first step meets.  It would wait; we only ask. */
static void
desk_intrude(void)
{
	struct err err = ERR_INIT;

	kept_out = gate_enter(desk_gate, 0, &err) != 0;
	if (kept_out)
		return;
	gate_leave(desk_gate);
	desk_commit();
}

static int
race_gate(const char *dir)
{
	struct err err = ERR_INIT;
	char path[128];
	int i;

	snprintf(path, sizeof(path), "%s/desk.gate", dir);
	desk_gate = gate_open(path, &err);
	desk_a = fault_open(dir);
	desk_b = fault_open(dir);
	must(desk_gate ? 0 : -1, &err);
	/* The keeper copies the whole WAL back, then others write on. */
	must(journal_checkpoint_wal(desk_a, &err), &err);
	for (i = 0; i < 180; i++)
		desk_commit();
	intruder = desk_intrude;
	must(journal_checkpoint_wal(desk_a, &err), &err);
	for (i = 0; i < 60; i++)
		desk_commit();
	must(journal_checkpoint_wal(desk_a, &err), &err);
	journal_close(desk_a);
	journal_close(desk_b);
	gate_close(desk_gate);
	if (!intrusions)
		die("xUnfetch was not called: the race was not forced");
	if (!kept_out)
		die("the checkpoint did not hold the gate");
	fault_verify(dir, "after the race");
	if (fault_read(dir).last[0] != desk_n)
		die("entries are missing after the race");
	printf("ok - clean with the gate, SQLite %s\n", sqlite3_libversion());
	return 0;
}

int
main(int argc, char **argv)
{
	char dir[64], path[128];

	if (argc != 2)
		return 2;
	fault_desk(dir);
	shim_register();
	snprintf(path, sizeof(path), "%s/bare.db", dir);
	if (strcmp(argv[1], "without") == 0)
		race_without(path);
	else
		race_gate(dir);
	fault_remove(dir);
	return 0;
}
