#include "store_kit.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>

static int
setup(void **state)
{
	struct kit *k = malloc(sizeof(*k));

	kit_make(k, "/tmp");
	kit_open(k);
	kit_must(k, "note.made", "case:1", "{\"text\":\"a\"}");
	kit_must(k, "note.made", "case:1", "{\"text\":\"b\"}");
	*state = k;
	return 0;
}

static int
teardown(void **state)
{
	kit_remove(*state);
	free(*state);
	return 0;
}

/* Prepare and run on the live connection; the error's code. */
static enum err_code
run(struct kit *k, const char *text)
{
	struct err err = ERR_INIT;
	struct stmt *st;

	if (db_prepare(journal_db(k->j), text, &st, &err) == 0) {
		stmt_run(st, &err);
		stmt_free(st);
	}
	return err.code;
}

static void
live_connection_refuses_to_rewrite(void **state)
{
	static const char *const texts[] = {
		"UPDATE journal SET officer = 'x'",
		"UPDATE journal SET officer = 'x' WHERE seq = 99",
		"DELETE FROM journal",
		"DELETE FROM journal WHERE seq = 2",
		"UPDATE body SET bytes = x'7b7d'",
		"DELETE FROM body WHERE seq = 1",
		"UPDATE meta SET views = zeroblob(32)",
		"DELETE FROM meta",
		"INSERT INTO meta SELECT * FROM meta",
		"DROP TRIGGER journal_update",
		"DROP TABLE journal",
		"DROP TABLE search_doc",
		"DROP INDEX journal_subject",
		"ALTER TABLE journal RENAME TO old",
		"ALTER TABLE search_doc ADD COLUMN x",
		"CREATE TABLE x (a)",
		"CREATE TEMP TABLE x (a)",
		"CREATE TRIGGER x AFTER INSERT ON journal BEGIN SELECT 1; END",
		"CREATE VIEW x AS SELECT 1",
		"CREATE INDEX x ON journal (kind)",
		"ATTACH '/tmp/zhiban-attached.db' AS other",
		"DETACH main",
		"REINDEX",
		"PRAGMA writable_schema = ON",
		"PRAGMA synchronous = OFF",
		"PRAGMA journal_mode = DELETE",
		"PRAGMA wal_checkpoint(TRUNCATE)",
		"PRAGMA trusted_schema = ON",
		"PRAGMA recursive_triggers = OFF",
		"PRAGMA foreign_keys = OFF",
		"PRAGMA secure_delete = OFF",
		"PRAGMA user_version = 9",
	};
	struct kit *k = *state;
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (run(k, texts[i]) != ERR_REFUSED)
			fail_msg("not refused: %s", texts[i]);
}

/* What the authorizer lets through, triggers and checks refuse. */
static void
triggers_keep_the_chain(void **state)
{
#define ROW(seq, prev, hash)                                                   \
	"INTO journal SELECT " seq ", recorded_ms, happened_ms, boot_id,"      \
	" boot_ms, clock, officer, seat, kind, version, subject, "             \
	"body_hash, " prev ", " hash " FROM journal WHERE seq = 2"
	static const char *const texts[] = {
		"INSERT " ROW("9", "hash", "randomblob(32)"),
		"INSERT " ROW("2", "hash", "randomblob(32)"),
		"INSERT " ROW("3", "prev", "randomblob(32)"),
		"INSERT " ROW("3", "randomblob(32)", "randomblob(32)"),
		"INSERT " ROW("3", "hash", "hash"),
		"INSERT OR REPLACE " ROW("2", "prev", "randomblob(32)"),
		"INSERT OR REPLACE " ROW("3", "hash", "hash"),
		"REPLACE " ROW("1", "prev", "hash"),
		"INSERT " ROW("3", "hash", "randomblob(31)"),
		"INSERT " ROW("3", "hash", "'text'"),
		"INSERT INTO body VALUES (1, randomblob(16), x'7b7d')",
		"REPLACE INTO body VALUES (2, randomblob(16), x'7b7d')",
		"INSERT INTO body VALUES (3, randomblob(16), x'7b7d')",
		"INSERT INTO sqlite_schema VALUES ('a', 'b', 'c', 0, '')",
		"UPDATE sqlite_schema SET sql = ''",
		"DELETE FROM sqlite_schema",
		"SELECT load_extension('x')",
	};
#undef ROW
	struct kit *k = *state;
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (run(k, texts[i]) == ERR_NONE)
			fail_msg("not refused: %s", texts[i]);
	assert_int_equal(kit_must(k, "note.made", NULL, "{\"text\":\"c\"}"), 3);
}

static void
views_can_be_written(void **state)
{
	static const char *const texts[] = {
		"INSERT INTO search_doc VALUES (50, 'a', 'b', 'c', 'd')",
		"UPDATE search_doc SET title = 'x' WHERE id = 50",
		"DELETE FROM search_doc WHERE id = 50",
		"PRAGMA data_version",
		"PRAGMA quick_check",
		"PRAGMA journal_mode",
	};
	struct kit *k = *state;
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (run(k, texts[i]) != ERR_NONE)
			fail_msg("refused: %s", texts[i]);
}

/* ---- which files open ---- */

static enum err_code
open_code(const char *path)
{
	struct err err = ERR_INIT;
	struct db *db;

	if (db_open(&db, path, DB_LIVE, &err) == 0)
		db_close(db);
	return err.code;
}

static void
path_in(char path[128], struct kit *k, const char *name)
{
	snprintf(path, 128, "%s/%s", k->dir, name);
}

static void
only_desks_open(void **state)
{
	struct kit *k = *state;
	char path[128], real[128], noise[8192];
	sqlite3 *sql;
	int fd;

	path_in(path, k, "nothing");
	assert_int_equal(open_code(path), ERR_NOT_FOUND);
	assert_int_equal(access(path, F_OK), -1);
	path_in(path, k, "other");
	assert_int_equal(sqlite3_open(path, &sql), SQLITE_OK);
	sqlite3_exec(sql, "CREATE TABLE a (b)", NULL, NULL, NULL);
	sqlite3_close(sql);
	assert_int_equal(open_code(path), ERR_NOT_FOUND);
	path_in(path, k, "noise");
	memset(noise, 'x', sizeof(noise));
	fd = open(path, O_WRONLY | O_CREAT, 0600);
	assert_int_equal(write(fd, noise, sizeof(noise)), sizeof(noise));
	close(fd);
	assert_int_equal(open_code(path), ERR_CORRUPT);
	path_in(real, k, "desk.db");
	assert_int_equal(open_code(real), ERR_NONE);
	path_in(path, k, "link");
	assert_int_equal(symlink(real, path), 0);
	assert_int_not_equal(open_code(path), ERR_NONE);
}

static int64_t
pragma(struct db *db, const char *text, const char **word)
{
	static char answer[64];
	struct err err = ERR_INIT;
	struct stmt *st;
	int64_t n;

	if (db_prepare(db, text, &st, &err))
		fail_msg("%s", err.text);
	assert_int_equal(stmt_step(st, &err), 1);
	n = stmt_int(st, 0);
	snprintf(answer, sizeof(answer), "%s", stmt_text(st, 0));
	stmt_free(st);
	*word = answer;
	return n;
}

static void
wal_and_full_are_in_force(void **state)
{
	struct kit *k = *state;
	struct db *db = journal_db(k->j);
	const char *word;

	pragma(db, "PRAGMA journal_mode", &word);
	assert_string_equal(word, "wal");
	assert_int_equal(pragma(db, "PRAGMA synchronous", &word), 2);
}

/* ---- statements ---- */

SQL(sum_of, "SELECT ?1 + ?2, ?3, ?4, length(?4)");
SQL(wrong, "SELECT * FROM no_such_table");

static void
values_come_back(void **state)
{
	struct kit *k = *state;
	struct db *db = journal_db(k->j);
	struct stmt *st = db_use(db, &sum_of);
	char text[] = "渗水";
	size_t len;

	stmt_bind_int(st, 1, INT64_MAX - 1);
	stmt_bind_int(st, 2, 1);
	stmt_bind_text(st, 3, text);
	stmt_bind_blob(st, 4, "\0\1", 2);
	text[0] = 'x'; /* bound values are copies */
	assert_int_equal(stmt_step(st, &k->err), 1);
	assert_int_equal(stmt_int(st, 0), INT64_MAX);
	assert_string_equal(stmt_text(st, 1), "渗水");
	assert_int_equal(stmt_text_len(st, 1), 6);
	assert_memory_equal(stmt_blob(st, 2, &len), "\0\1", 2);
	assert_int_equal(len, 2);
	assert_int_equal(stmt_step(st, &k->err), 0);
	/* The same statement again is unbound. */
	assert_ptr_equal(db_use(db, &sum_of), st);
	assert_int_equal(stmt_step(st, &k->err), 1);
	assert_true(stmt_is_null(st, 0));
	assert_true(stmt_is_null(st, 1));
	assert_null(stmt_text(st, 1));
	stmt_done(st);
}

static void
wrong_statement_fails_at_its_step(void **state)
{
	struct kit *k = *state;
	struct stmt *st = db_use(journal_db(k->j), &wrong);

	stmt_bind_int(st, 1, 1);
	assert_int_equal(stmt_step(st, &k->err), -1);
	assert_non_null(strstr(k->err.text, "no_such_table"));
	assert_non_null(strstr(k->err.text, "db_test.c"));
	stmt_done(st);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(live_connection_refuses_to_rewrite),
		T(triggers_keep_the_chain),
		T(views_can_be_written),
		T(only_desks_open),
		T(wal_and_full_are_in_force),
		T(values_come_back),
		T(wrong_statement_fails_at_its_step),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
