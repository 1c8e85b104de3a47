/*
 * Each attack on the file is made with a connection of its own, triggers
 * dropped first and put back after, and must be named: which entry, what.
 */
#include "store_kit.h"

#include <sqlite3.h>

#include "store/chain.h"
#include "store/checkpoint.h"
#include "store/verify.h"

#define ENTRIES 20

struct desk {
	struct kit k;
	struct buf line[ENTRIES + 1]; /* checkpoint after each entry */
};

static int
setup(void **state)
{
	struct desk *d = calloc(1, sizeof(*d));
	char text[64];
	int i;

	kit_make(&d->k, "/tmp");
	kit_open(&d->k);
	for (i = 1; i <= ENTRIES; i++) {
		kit_pass(&d->k, 60000);
		snprintf(text, sizeof(text), "{\"text\":\"note %d 透水\"}", i);
		kit_must(&d->k, "note.made", i % 2 ? "case:1" : NULL, text);
		buf_init(&d->line[i]);
		if (checkpoint_make(d->k.j, d->k.dir, "141181", &d->line[i],
		                    &d->k.err))
			fail_msg("%s", d->k.err.text);
	}
	journal_close(d->k.j);
	d->k.j = NULL;
	*state = d;
	return 0;
}

static int
teardown(void **state)
{
	struct desk *d = *state;
	int i;

	for (i = 1; i <= ENTRIES; i++)
		buf_release(&d->line[i]);
	kit_remove(&d->k);
	free(d);
	return 0;
}

static void
sql_must(sqlite3 *sql, const char *text)
{
	char *msg = NULL;

	if (sqlite3_exec(sql, text, NULL, NULL, &msg) != SQLITE_OK)
		fail_msg("%s: %s", text, msg);
}

static sqlite3 *
raw_open(struct desk *d)
{
	char path[128];
	sqlite3 *sql;

	snprintf(path, sizeof(path), "%s/desk.db", d->k.dir);
	assert_int_equal(sqlite3_open(path, &sql), SQLITE_OK);
	return sql;
}

/* The text of every trigger, which is then dropped. */
static void
raw_drop_triggers(sqlite3 *sql, struct buf *made)
{
	struct buf drop = BUF_INIT;
	sqlite3_stmt *st;

	assert_int_equal(sqlite3_prepare_v2(sql,
	                                    "SELECT name, sql FROM"
	                                    " sqlite_schema WHERE type ="
	                                    " 'trigger'",
	                                    -1, &st, NULL),
	                 SQLITE_OK);
	while (sqlite3_step(st) == SQLITE_ROW) {
		buf_fmt(&drop, "DROP TRIGGER %s;",
		        (const char *)sqlite3_column_text(st, 0));
		buf_fmt(made, "%s;", (const char *)sqlite3_column_text(st, 1));
	}
	sqlite3_finalize(st);
	sql_must(sql, drop.s);
	buf_release(&drop);
}

static void
attack(struct desk *d, const char *text)
{
	struct buf made = BUF_INIT;
	sqlite3 *sql = raw_open(d);

	raw_drop_triggers(sql, &made);
	sql_must(sql, text);
	sql_must(sql, made.s);
	sqlite3_close(sql);
	buf_release(&made);
}

static void
verify(struct desk *d, const char *const *against, struct verify_report *r)
{
	struct err err = ERR_INIT;

	if (verify_desk(d->k.dir, &kit_kinds, against, true, r, &err))
		fail_msg("%s", err.text);
}

static bool
found(const struct verify_report *r, int64_t seq, const char *what)
{
	size_t i;

	for (i = 0; i < r->faults_count; i++)
		if (r->faults[i].seq == seq &&
		    strcmp(r->faults[i].what, what) == 0)
			return true;
	return false;
}

static void
must_find(struct desk *d, const char *const *against, int64_t seq,
          const char *what)
{
	struct verify_report r = VERIFY_REPORT_INIT;
	struct buf text = BUF_INIT;

	verify(d, against, &r);
	verify_text(&text, &r);
	if (!found(&r, seq, what))
		fail_msg("not named: #%lld %s\n%s", (long long)seq, what,
		         text.s);
	buf_release(&text);
	verify_report_release(&r);
}

static void
must_be_good(struct desk *d, const char *const *against)
{
	struct verify_report r = VERIFY_REPORT_INIT;
	struct buf text = BUF_INIT;

	verify(d, against, &r);
	verify_text(&text, &r);
	if (r.faults_total || !r.views_same)
		fail_msg("%s", text.s);
	assert_int_equal(r.entries, ENTRIES);
	buf_release(&text);
	verify_report_release(&r);
}

static void
untouched_desk_is_good(void **state)
{
	must_be_good(*state, NULL);
}

/* ---- one row changed ---- */

static void
each_column_is_covered(void **state)
{
	static const struct {
		const char *set, *what;
	} rows[] = {
		{ "recorded_ms = recorded_ms - 1", "hash" },
		{ "recorded_ms = recorded_ms + 3600000", "hash" },
		{ "happened_ms = recorded_ms", "hash" },
		{ "happened_ms = -9223372036854775808", "hash" },
		{ "boot_id = randomblob(16)", "hash" },
		{ "boot_ms = boot_ms + 1", "hash" },
		{ "clock = clock | 1", "hash" },
		{ "officer = 'wang'", "hash" },
		{ "officer = officer || char(0) || 'x'", "hash" },
		{ "seat = 'tty2'", "hash" },
		{ "kind = 'tag.set'", "hash" },
		{ "version = 2", "hash" },
		{ "subject = 'case:2'", "hash" },
		{ "subject = NULL", "hash" },
		{ "body_hash = randomblob(32)", "hash" },
		{ "prev = randomblob(32)", "hash" },
		{ "prev = randomblob(32)", "prev" },
		{ "hash = randomblob(32)", "hash" },
	};
	struct desk *d = *state;
	char text[256];
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		attack(d, "CREATE TABLE keep AS SELECT * FROM journal"
		          " WHERE seq = 7");
		snprintf(text, sizeof(text),
		         "UPDATE journal SET %s WHERE seq = 7; ALTER TABLE"
		         " keep RENAME TO sqlitekeep",
		         rows[i].set);
		attack(d, text);
		must_find(d, NULL, 7, rows[i].what);
		attack(d, "DELETE FROM journal WHERE seq = 7; INSERT INTO"
		          " journal SELECT * FROM sqlitekeep;"
		          " DROP TABLE sqlitekeep");
	}
	must_be_good(d, NULL);
}

static void
edited_body_is_named(void **state)
{
	attack(*state, "UPDATE body SET bytes = CAST('{\"text\":\"no\"}' AS"
	               " BLOB) WHERE seq = 4");
	must_find(*state, NULL, 4, "body");
}

static void
edited_salt_is_named(void **state)
{
	attack(*state, "UPDATE body SET salt = randomblob(16) WHERE seq = 4");
	must_find(*state, NULL, 4, "body");
}

static void
deleted_body_is_named(void **state)
{
	attack(*state, "DELETE FROM body WHERE seq = 4");
	must_find(*state, NULL, 4, "body");
}

static void
lone_body_is_named(void **state)
{
	attack(*state, "INSERT INTO body VALUES (99, randomblob(16),"
	               " CAST('{}' AS BLOB))");
	must_find(*state, NULL, 99, "body");
}

/* ---- rows moved, cut, added ---- */

static void
deleted_entry_is_a_gap(void **state)
{
	attack(*state, "PRAGMA foreign_keys = OFF;"
	               "DELETE FROM body WHERE seq = 9;"
	               "DELETE FROM journal WHERE seq = 9");
	must_find(*state, NULL, 10, "gap");
}

static void
first_entry_deleted_is_a_gap(void **state)
{
	attack(*state, "DELETE FROM body WHERE seq = 1;"
	               "DELETE FROM journal WHERE seq = 1");
	must_find(*state, NULL, 2, "gap");
}

static void
swapped_entries_are_named(void **state)
{
	attack(*state, "UPDATE journal SET seq = 1000 WHERE seq = 5;"
	               "UPDATE journal SET seq = 5 WHERE seq = 6;"
	               "UPDATE journal SET seq = 6 WHERE seq = 1000;"
	               "UPDATE body SET seq = 1000 WHERE seq = 5;"
	               "UPDATE body SET seq = 5 WHERE seq = 6;"
	               "UPDATE body SET seq = 6 WHERE seq = 1000");
	must_find(*state, NULL, 5, "order");
	must_find(*state, NULL, 6, "order");
}

static void
inserted_entry_is_named(void **state)
{
	attack(*state, "INSERT INTO journal SELECT 21, recorded_ms, NULL,"
	               " boot_id, boot_ms, clock, officer, seat, kind,"
	               " version, subject, body_hash, hash, randomblob(32)"
	               " FROM journal WHERE seq = 20;"
	               "INSERT INTO body SELECT 21, salt, bytes FROM body"
	               " WHERE seq = 20");
	must_find(*state, NULL, 21, "hash");
}

static void
cut_tail_needs_an_anchor(void **state)
{
	struct desk *d = *state;
	const char *after[] = { d->line[19].s, NULL };
	const char *before[] = { d->line[15].s, NULL };
	struct verify_report r = VERIFY_REPORT_INIT;

	attack(d, "DELETE FROM body WHERE seq > 17;"
	          "DELETE FROM journal WHERE seq > 17");
	verify(d, NULL, &r);
	assert_false(found(&r, 18, "gap"));
	verify_report_release(&r);
	must_find(d, after, 19, "truncated");
	verify(d, before, &r);
	assert_int_equal(r.anchors_match, 1);
	assert_int_equal(r.last_outside_seq, 15);
	verify_report_release(&r);
}

/* Everything from `from` on is hashed anew, as an attacker with our code. */
static void
rewrite(struct desk *d, int64_t from)
{
	struct hasher *h = hasher_new();
	unsigned char prev[HASH_LEN];
	struct journal_entry e;
	sqlite3_stmt *st;
	sqlite3 *sql;
	struct db *db;
	char path[128];
	int64_t seq;
	size_t len;
	SQL(entry, "SELECT " CHAIN_COLUMNS CHAIN_TABLES "WHERE j.seq = ?1");

	snprintf(path, sizeof(path), "%s/desk.db", d->k.dir);
	for (seq = from; seq <= ENTRIES; seq++) {
		assert_int_equal(db_open(&db, path, DB_LIVE, &d->k.err), 0);
		if (seq > 1) {
			struct stmt *one = db_use(db, &entry);

			stmt_bind_int(one, 1, seq - 1);
			assert_int_equal(stmt_step(one, &d->k.err), 1);
			memcpy(prev, stmt_blob(one, 13, &len), HASH_LEN);
			stmt_done(one);
		}
		struct stmt *one = db_use(db, &entry);

		stmt_bind_int(one, 1, seq);
		assert_int_equal(stmt_step(one, &d->k.err), 1);
		assert_true(chain_row(one, &e));
		memcpy(e.prev, prev, HASH_LEN);
		journal_entry_hash(h, &e, e.hash);
		stmt_done(one);
		db_close(db);
		sql = raw_open(d);
		sqlite3_prepare_v2(sql,
		                   "UPDATE journal SET prev = ?1, hash ="
		                   " ?2 WHERE seq = ?3",
		                   -1, &st, NULL);
		sqlite3_bind_blob(st, 1, e.prev, HASH_LEN, SQLITE_STATIC);
		sqlite3_bind_blob(st, 2, e.hash, HASH_LEN, SQLITE_STATIC);
		sqlite3_bind_int64(st, 3, seq);
		assert_int_equal(sqlite3_step(st), SQLITE_DONE);
		sqlite3_finalize(st);
		sqlite3_close(sql);
	}
	hasher_free(h);
}

static void
rewritten_history_needs_an_anchor(void **state)
{
	struct desk *d = *state;
	const char *after[] = { d->line[15].s, NULL };
	const char *before[] = { d->line[9].s, NULL };
	struct verify_report r = VERIFY_REPORT_INIT;
	struct buf made = BUF_INIT;
	sqlite3 *sql = raw_open(d);

	raw_drop_triggers(sql, &made);
	sql_must(sql, "UPDATE journal SET officer = 'wang' WHERE seq = 10");
	rewrite(d, 10);
	sql_must(sql, made.s);
	sqlite3_close(sql);
	buf_release(&made);
	verify(d, before, &r);
	assert_false(found(&r, 10, "hash"));
	assert_false(found(&r, 10, "prev"));
	assert_int_equal(r.anchors_match, 1);
	verify_report_release(&r);
	must_find(d, after, 15, "rewritten");
}

static void
rewritten_time_still_contradicts_the_boot_clock(void **state)
{
	struct desk *d = *state;
	struct buf made = BUF_INIT;
	sqlite3 *sql = raw_open(d);

	raw_drop_triggers(sql, &made);
	sql_must(sql, "UPDATE journal SET recorded_ms = recorded_ms - 50000"
	              " WHERE seq = 10");
	rewrite(d, 10);
	sql_must(sql, made.s);
	sqlite3_close(sql);
	buf_release(&made);
	must_find(d, NULL, 10, "clock");
}

/* ---- anchors ---- */

static void
spoken_code_and_one_line_anchor_too(void **state)
{
	struct desk *d = *state;
	struct checkpoint c;
	struct buf spoken = BUF_INIT;
	char line[512], *p;
	const char *against[] = { line, NULL, NULL };

	snprintf(line, sizeof(line), "%s", d->line[12].s);
	for (p = line; *p; p++)
		if (*p == '\n')
			*p = ' ';
	must_be_good(d, against);
	assert_int_equal(checkpoint_parse(&c, line, &d->k.err), 0);
	buf_fmt(&spoken, "12 %s", c.spoken);
	against[0] = spoken.s;
	must_be_good(d, against);
	buf_clear(&spoken);
	buf_fmt(&spoken, "13 %s", c.spoken);
	against[0] = spoken.s;
	must_find(d, against, 13, "rewritten");
	buf_release(&spoken);
}

static void
journalled_anchor_is_compared(void **state)
{
	struct desk *d = *state;
	struct buf body = BUF_INIT;
	struct verify_report r = VERIFY_REPORT_INIT;

	buf_str(&body, "{\"outside\":true,\"line\":");
	json_write_string(&body, d->line[11].s);
	buf_byte(&body, '}');
	kit_open(&d->k);
	kit_must(&d->k, "anchor.made", NULL, body.s);
	journal_close(d->k.j);
	d->k.j = NULL;
	verify(d, NULL, &r);
	assert_int_equal(r.faults_total, 0);
	assert_int_equal(r.anchors, 1);
	assert_int_equal(r.last_outside_seq, 11);
	verify_report_release(&r);
	buf_release(&body);
}

static void
anchors_log_is_compared(void **state)
{
	struct desk *d = *state;
	char path[128], *p;
	FILE *f;

	snprintf(path, sizeof(path), "%s/anchors.log", d->k.dir);
	f = fopen(path, "w");
	for (p = d->line[14].s; *p; p++)
		fputc(*p == '\n' ? ' ' : *p, f);
	fputs("\n", f);
	fclose(f);
	attack(d, "DELETE FROM body WHERE seq > 13;"
	          "DELETE FROM journal WHERE seq > 13");
	must_find(d, NULL, 14, "truncated");
}

static void
forged_checkpoint_is_named(void **state)
{
	struct desk *d = *state;
	const char *against[] = { NULL, NULL };
	char *line = strdup(d->line[12].s), *at;

	at = strstr(line, "zhiban/141181 ") + 40; /* inside the signature */
	*at = *at == 'A' ? 'B' : 'A';
	against[0] = line;
	must_find(d, against, 12, "anchor");
	free(line);
}

static void
bad_checkpoint_is_refused(void **state)
{
	static const char *const bad[] = {
		"",
		"12",
		"12 K7QM",
		"x",
		"0 0000-0000-0000-0000",
		"zhiban/1 12",
		"zhiban/1 12 abcd 2026-01-01T00:00:00Z",
		"12 0000-0000-0000-0000 more",
		"12 0000-0000-0000-000U",
	};
	struct checkpoint c;
	struct err err = ERR_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		err_clear(&err);
		assert_int_equal(checkpoint_parse(&c, bad[i], &err), -1);
		assert_int_equal(err.code, ERR_INPUT);
	}
}

static void
spoken_code_is_read_as_people_write_it(void **state)
{
	struct desk *d = *state;
	struct checkpoint c, again;
	char text[64], *p;
	size_t n = 0;

	assert_int_equal(checkpoint_parse(&c, d->line[20].s, &d->k.err), 0);
	n = (size_t)sprintf(text, "20 ");
	for (p = c.spoken; *p; p++) {
		if (*p == '-')
			continue;
		text[n++] = *p == '0'   ? 'o'
		            : *p == '1' ? 'l'
		            : *p >= 'A' ? (char)(*p - 'A' + 'a')
		                        : *p;
	}
	text[n] = '\0';
	assert_int_equal(checkpoint_parse(&again, text, &d->k.err), 0);
	assert_string_equal(again.spoken, c.spoken);
	assert_false(again.has_head);
}

/* ---- the schema and the views ---- */

static void
dropped_trigger_is_named(void **state)
{
	sqlite3 *sql = raw_open(*state);

	sql_must(sql, "DROP TRIGGER journal_update");
	sqlite3_close(sql);
	must_find(*state, NULL, 0, "trigger");
}

static void
softened_trigger_is_named(void **state)
{
	sqlite3 *sql = raw_open(*state);

	sql_must(sql, "DROP TRIGGER journal_update; CREATE TRIGGER"
	              " journal_update BEFORE UPDATE ON journal BEGIN"
	              " SELECT 1; END");
	sqlite3_close(sql);
	must_find(*state, NULL, 0, "trigger");
}

static void
foreign_table_is_named(void **state)
{
	attack(*state, "CREATE TABLE extra (a)");
	must_find(*state, NULL, 0, "schema");
}

static void
touched_views_are_named(void **state)
{
	static const struct {
		const char *sql, *what, *text;
	} rows[] = {
		{ "UPDATE search_doc SET title = 'other' WHERE id = 3", "view",
		  "title is other, the journal says note 3 透水" },
		{ "DELETE FROM search_doc WHERE id = 20", "view",
		  "search_doc[20] is missing" },
		{ "INSERT INTO search_doc VALUES (77, 'a', 'b', 'c', 'd')",
		  "view", "search_doc[77] is not in the journal" },
		{ "UPDATE clock_base SET line_ms = 1", "view", "line_ms is 1" },
		{ "UPDATE search_fts_docsize SET sz = x'0101' WHERE id = 5",
		  "index", "run 'zhiban rebuild'" },
		{ "DELETE FROM search_fts_data WHERE id > 1000", "index",
		  "run 'zhiban rebuild'" },
	};
	struct desk *d = *state;
	struct verify_report r = VERIFY_REPORT_INIT;
	size_t i, n;
	bool seen;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		attack(d, rows[i].sql);
		verify(d, NULL, &r);
		for (seen = false, n = 0; n < r.faults_count; n++)
			if (strcmp(r.faults[n].what, rows[i].what) == 0 &&
			    strstr(r.faults[n].text, rows[i].text))
				seen = true;
		if (!seen)
			fail_msg("not named: %s", rows[i].sql);
		assert_false(r.views_same);
		verify_report_release(&r);
		assert_int_equal(
			journal_rebuild(d->k.dir, &kit_kinds, NULL, &d->k.err),
			0);
		must_be_good(d, NULL);
	}
}

static void
rebuild_restores_a_dropped_trigger(void **state)
{
	struct desk *d = *state;
	sqlite3 *sql = raw_open(d);

	sql_must(sql, "DROP TRIGGER body_delete");
	sqlite3_close(sql);
	assert_int_equal(journal_rebuild(d->k.dir, &kit_kinds, NULL, &d->k.err),
	                 0);
	must_be_good(d, NULL);
}

static void
withheld_body_is_no_fault(void **state)
{
	struct desk *d = *state;
	struct verify_report r = VERIFY_REPORT_INIT;

	kit_open(&d->k);
	kit_must(&d->k, "body.withheld", "entry:4", "{\"why\":\"law\"}");
	journal_close(d->k.j);
	d->k.j = NULL;
	verify(d, NULL, &r);
	assert_int_equal(r.faults_total, 0);
	assert_int_equal(r.withheld, 1);
	assert_true(r.views_same);
	verify_report_release(&r);
}

/* Text from a changed file reaches the terminal harmless. */
static void
fault_text_is_safe(void **state)
{
	struct desk *d = *state;
	struct verify_report r = VERIFY_REPORT_INIT;
	size_t i;

	attack(d, "UPDATE journal SET officer = char(27) || '[2J' WHERE seq"
	          " = 3");
	verify(d, NULL, &r);
	assert_true(found(&r, 3, "hash"));
	for (i = 0; i < r.faults_count; i++)
		assert_null(strchr(r.faults[i].text, 27));
	verify_report_release(&r);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(untouched_desk_is_good),
		T(each_column_is_covered),
		T(edited_body_is_named),
		T(edited_salt_is_named),
		T(deleted_body_is_named),
		T(lone_body_is_named),
		T(deleted_entry_is_a_gap),
		T(first_entry_deleted_is_a_gap),
		T(swapped_entries_are_named),
		T(inserted_entry_is_named),
		T(cut_tail_needs_an_anchor),
		T(rewritten_history_needs_an_anchor),
		T(rewritten_time_still_contradicts_the_boot_clock),
		T(spoken_code_and_one_line_anchor_too),
		T(journalled_anchor_is_compared),
		T(anchors_log_is_compared),
		T(forged_checkpoint_is_named),
		T(bad_checkpoint_is_refused),
		T(spoken_code_is_read_as_people_write_it),
		T(dropped_trigger_is_named),
		T(softened_trigger_is_named),
		T(foreign_table_is_named),
		T(touched_views_are_named),
		T(rebuild_restores_a_dropped_trigger),
		T(withheld_body_is_no_fault),
		T(fault_text_is_safe),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
