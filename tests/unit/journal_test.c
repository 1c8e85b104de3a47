#include "store_kit.h"

#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/statfs.h>

static int
setup(void **state)
{
	struct kit *k = malloc(sizeof(*k));

	kit_make(k, "/tmp");
	kit_open(k);
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

/* ---- reading helpers ---- */

struct copy {
	struct journal_entry e;
	char kind[64], body[256], subject[64];
	int count;
	int64_t seqs[32];
};

static int
keep(void *arg, const struct journal_entry *e)
{
	struct copy *c = arg;

	c->e = *e;
	snprintf(c->kind, sizeof(c->kind), "%s", e->kind);
	snprintf(c->subject, sizeof(c->subject), "%s",
	         e->subject ? e->subject : "");
	snprintf(c->body, sizeof(c->body), "%.*s", (int)e->body_len,
	         e->body ? e->body : "");
	c->seqs[c->count++ % 32] = e->seq;
	return 0;
}

static struct copy
get(struct kit *k, int64_t seq)
{
	struct copy c = { .count = 0 };

	if (journal_get(k->j, seq, keep, &c, &k->err))
		fail_msg("%s", k->err.text);
	return c;
}

/* What the connection of its own sees: rows of a view, counted. */
static int64_t
count(struct kit *k, const char *text)
{
	struct stmt *st;
	int64_t n;

	if (db_prepare(journal_db(k->j), text, &st, &k->err))
		fail_msg("%s", k->err.text);
	assert_int_equal(stmt_step(st, &k->err), 1);
	n = stmt_int(st, 0);
	stmt_free(st);
	return n;
}

/* ---- the bytes ---- */

/* The literals were made with another program from the layout's text. */
static void
hashes_have_the_documented_bytes(void **state)
{
	static const char *const want[] = {
		"9272d0319bfde74a622cd0cf940a32e8"
		"c664aab2a645cda08551b001533711d3",
		"11fee0fb2b32006e6a351753b94546cf"
		"083bc1cc2e1c744fec7c1832a6a43fe3",
		"eb8cee23be3ff50ddb3631f87eb6a8ce"
		"582968a6767088ed6ed5fbac71ae3f2a",
		"673e8abbd207e367b26f49c0bc4dab0a"
		"0ef554c05f5122de7216c7cb442b6b64",
	};
	const char *body = "{\"text\":\"渗水\"}";
	struct journal_entry e = kit_entry("note.made", "case:1", body);
	struct hasher *h = hasher_new();
	unsigned char out[HASH_LEN];
	struct buf hex = BUF_INIT;
	int i;

	(void)state;
	for (i = 0; i < 16; i++)
		e.salt[i] = (unsigned char)i;
	journal_body_hash(h, e.salt, body, strlen(body), e.body_hash);
	hex_add(&hex, e.body_hash, HASH_LEN);
	assert_string_equal(hex.s, want[0]);
	journal_genesis(e.prev, (const unsigned char *)"desk of the test");
	buf_clear(&hex);
	hex_add(&hex, e.prev, HASH_LEN);
	assert_string_equal(hex.s, want[1]);
	e.seq = 1;
	e.recorded_ms = KIT_WALL;
	e.happened_ms = KIT_WALL - 100000;
	memset(e.boot_id, 0xB1, 16);
	e.boot_ms = 5000000;
	e.clock = 2;
	journal_entry_hash(h, &e, out);
	buf_clear(&hex);
	hex_add(&hex, out, HASH_LEN);
	assert_string_equal(hex.s, want[2]);
	e.happened_ms = JOURNAL_NO_TIME;
	e.subject = NULL;
	journal_entry_hash(h, &e, out);
	buf_clear(&hex);
	hex_add(&hex, out, HASH_LEN);
	assert_string_equal(hex.s, want[3]);
	buf_release(&hex);
	hasher_free(h);
}

static void
entry_reads_back_as_written(void **state)
{
	struct kit *k = *state;
	struct journal_entry e = kit_entry("note.made", "case:1",
	                                   "{\"text\":\"渗水\", \"n\" : 1.0}");
	struct copy c;

	e.happened_ms = KIT_WALL - 60000;
	assert_int_equal(journal_begin(k->j, &k->err), 0);
	assert_int_equal(journal_stamp(k->j), KIT_WALL);
	assert_int_equal(journal_append(k->j, &e, &k->err), 0);
	assert_int_equal(journal_commit(k->j, &k->err), 0);
	c = get(k, 1);
	assert_int_equal(c.e.recorded_ms, KIT_WALL);
	assert_int_equal(c.e.counted_ms, KIT_WALL);
	assert_int_equal(c.e.happened_ms, KIT_WALL - 60000);
	assert_int_equal(c.e.boot_ms, 5000000);
	assert_int_equal(c.e.clock, 0);
	assert_string_equal(c.subject, "case:1");
	/* Spaces and the form of the number are as they were given. */
	assert_string_equal(c.body, "{\"text\":\"渗水\", \"n\" : 1.0}");
	assert_memory_equal(c.e.hash, e.hash, HASH_LEN);
	assert_int_equal(journal_head(k->j, c.e.hash), 1);
	assert_memory_equal(c.e.hash, e.hash, HASH_LEN);
}

/* ---- refusals ---- */

static void
bad_entries_are_refused(void **state)
{
	static const struct {
		const char *kind;
		unsigned version;
		const char *body;
		enum err_code code;
	} rows[] = {
		{ "note.unknown", 1, "{\"text\":\"a\"}", ERR_INPUT },
		{ "note.made", 0, "{\"text\":\"a\"}", ERR_INPUT },
		{ "note.made", 3, "{\"text\":\"a\"}", ERR_INPUT },
		{ "note.made", 1, "{\"text\":1}", ERR_INPUT },
		{ "note.made", 1, "{}", ERR_INPUT },
		{ "note.made", 1, "[\"text\"]", ERR_INPUT },
		{ "note.made", 1, "{\"text\":\"a\"", ERR_INPUT },
		{ "note.made", 1, "{\"text\":\"a\",\"text\":\"b\"}",
		  ERR_INPUT },
		{ "note.made", 1, "{\"text\":\"\xff\"}", ERR_INPUT },
		{ "note.made", 1, "{\"text\":\"\xed\xa0\x80\"}", ERR_INPUT },
		{ "note.made", 1, "", ERR_INPUT },
		{ "clock.anomaly", 1, "{\"step_ms\":\"a\",\"wall_ms\":1}",
		  ERR_INPUT },
		{ "anchor.made", 1, "{\"line\":\"x\"}", ERR_INPUT },
		{ "body.withheld", 1, "{\"why\":\"x\"}", ERR_NOT_FOUND },
	};
	struct kit *k = *state;
	struct journal_entry e;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		e = kit_entry(rows[i].kind, NULL, rows[i].body);
		e.version = rows[i].version;
		err_clear(&k->err);
		assert_int_equal(journal_begin(k->j, &k->err), 0);
		if (journal_append(k->j, &e, &k->err) == 0)
			fail_msg("taken: %s", rows[i].body);
		assert_int_equal(k->err.code, rows[i].code);
		/* Once an append failed, the write cannot be committed. */
		err_clear(&k->err);
		assert_int_equal(journal_commit(k->j, &k->err), -1);
		journal_rollback(k->j);
	}
	assert_int_equal(journal_head(k->j, e.hash), 0);
}

static void
body_has_a_largest_size(void **state)
{
	struct kit *k = *state;
	char *body = calloc(1, JOURNAL_BODY_MAX + 2);
	struct journal_entry e;

	memset(body, ' ', JOURNAL_BODY_MAX + 1);
	memcpy(body, "{\"text\":\"", 9);
	memcpy(body + JOURNAL_BODY_MAX - 2, "\"}", 2);
	body[JOURNAL_BODY_MAX] = '\0';
	kit_must(k, "note.made", NULL, body);
	memcpy(body + JOURNAL_BODY_MAX - 2, " \"}", 3);
	e = kit_entry("note.made", NULL, body);
	e.body_len = JOURNAL_BODY_MAX + 1;
	assert_int_equal(journal_begin(k->j, &k->err), 0);
	assert_int_equal(journal_append(k->j, &e, &k->err), -1);
	assert_int_equal(k->err.code, ERR_INPUT);
	journal_rollback(k->j);
	free(body);
}

static void
claimed_time_is_at_most_two_minutes_ahead(void **state)
{
	struct kit *k = *state;
	struct journal_entry e =
		kit_entry("note.made", NULL, "{\"text\":\"a\"}");

	assert_int_equal(journal_begin(k->j, &k->err), 0);
	e.happened_ms = KIT_WALL + 120000;
	assert_int_equal(journal_append(k->j, &e, &k->err), 0);
	e.happened_ms = KIT_WALL + 120001;
	assert_int_equal(journal_append(k->j, &e, &k->err), -1);
	assert_int_equal(k->err.code, ERR_INPUT);
	journal_rollback(k->j);
}

static void
rollback_leaves_nothing(void **state)
{
	struct kit *k = *state;
	struct journal_entry e =
		kit_entry("note.made", NULL, "{\"text\":\"a\"}");
	unsigned char before[HASH_LEN], after[HASH_LEN];

	journal_head(k->j, before);
	assert_int_equal(journal_begin(k->j, &k->err), 0);
	assert_int_equal(journal_append(k->j, &e, &k->err), 0);
	assert_int_equal(journal_append(k->j, &e, &k->err), 0);
	journal_rollback(k->j);
	journal_rollback(k->j); /* and once more does nothing */
	assert_int_equal(journal_head(k->j, after), 0);
	assert_memory_equal(before, after, HASH_LEN);
	assert_int_equal(count(k, "SELECT count(*) FROM search_doc"), 0);
	assert_int_equal(kit_must(k, "note.made", NULL, "{\"text\":\"b\"}"), 1);
}

/* ---- several processes, as several handles ---- */

static void
two_handles_make_one_chain(void **state)
{
	struct kit *k = *state, other = *k;
	int i;

	kit_open(&other);
	assert_false(journal_changed(k->j));
	for (i = 0; i < 10; i++) {
		assert_int_equal(
			kit_must(k, "note.made", NULL, "{\"text\":\"a\"}"),
			2 * i + 1);
		assert_int_equal(
			kit_must(&other, "note.made", NULL, "{\"text\":\"b\"}"),
			2 * i + 2);
	}
	assert_true(journal_changed(k->j));
	assert_false(journal_changed(k->j));
	journal_close(other.j);
}

/* What is looked at together is of one moment, also where looks nest. */
static void
looking_sees_one_moment(void **state)
{
	struct kit *k = *state, other = *k;
	const char *notes = "SELECT count(*) FROM search_doc";

	kit_open(&other);
	journal_look(k->j);
	assert_int_equal(count(k, notes), 0);
	kit_must(&other, "note.made", NULL, "{\"text\":\"a\"}");
	journal_look(k->j);
	assert_int_equal(count(k, notes), 0);
	journal_looked(k->j);
	assert_int_equal(count(k, notes), 0);
	journal_looked(k->j);
	assert_int_equal(count(k, notes), 1);
	/* And it can write again; a look inside a write is the write's own. */
	assert_int_equal(journal_begin(k->j, &k->err), 0);
	journal_look(k->j);
	assert_int_equal(count(k, notes), 1);
	journal_looked(k->j);
	assert_int_equal(journal_commit(k->j, &k->err), 0);
	assert_int_equal(kit_must(k, "note.made", NULL, "{\"text\":\"b\"}"), 2);
	journal_close(other.j);
}

/* Fold state is forgotten when another process has written. */

static int resets;

static void
count_reset(void *state)
{
	(void)state;
	resets++;
}

static void
fold_state_is_reset_when_others_wrote(void **state)
{
	static const struct journal_kinds kinds = { .table = kit_table,
		                                    .reset = count_reset };
	struct kit *k = *state, other = *k;

	if (journal_open(&other.j, k->dir, &kinds, &k->clock, &k->err))
		fail_msg("%s", k->err.text);
	kit_must(&other, "note.made", NULL, "{\"text\":\"a\"}");
	resets = 0;
	kit_must(&other, "note.made", NULL, "{\"text\":\"a\"}");
	assert_int_equal(resets, 0);
	kit_must(k, "note.made", NULL, "{\"text\":\"a\"}");
	kit_must(&other, "note.made", NULL, "{\"text\":\"a\"}");
	assert_int_equal(resets, 1);
	journal_close(other.j);
}

/* ---- the clock ---- */

static void
clock_step_is_recorded_first(void **state)
{
	struct kit *k = *state;
	struct copy c;

	kit_must(k, "note.made", NULL, "{\"text\":\"a\"}");
	kit_pass(k, 60000);
	k->now.wall_ms -= 3600000;
	assert_int_equal(journal_now(k->j), KIT_WALL + 60000);
	assert_int_equal(kit_must(k, "note.made", NULL, "{\"text\":\"b\"}"), 3);
	c = get(k, 2);
	assert_string_equal(c.kind, "clock.anomaly");
	assert_string_equal(c.body, "{\"step_ms\":-3600000,\"wall_ms\":"
	                            "1795417260000}");
	c = get(k, 3);
	assert_int_equal(c.e.counted_ms, KIT_WALL + 60000);
	assert_int_equal(c.e.recorded_ms, KIT_WALL + 60000);
	kit_pass(k, 60000);
	assert_int_equal(journal_now(k->j), KIT_WALL + 120000);
	assert_int_equal(kit_must(k, "note.made", NULL, "{\"text\":\"c\"}"), 4);
	assert_int_equal(get(k, 4).e.counted_ms, KIT_WALL + 120000);
}

static void
counted_time_survives_reopening(void **state)
{
	struct kit *k = *state;

	kit_must(k, "note.made", NULL, "{\"text\":\"a\"}");
	k->now.wall_ms -= 3600000;
	kit_must(k, "note.made", NULL, "{\"text\":\"b\"}");
	journal_close(k->j);
	kit_open(k);
	kit_pass(k, 5000);
	assert_int_equal(journal_now(k->j), KIT_WALL + 5000);
	assert_int_equal(kit_must(k, "note.made", NULL, "{\"text\":\"c\"}"), 4);
	assert_int_equal(get(k, 4).e.counted_ms, KIT_WALL + 5000);
}

static void
another_boot_behind_is_flagged(void **state)
{
	struct kit *k = *state;
	struct copy c;

	kit_must(k, "note.made", NULL, "{\"text\":\"a\"}");
	k->now.boot_id[0]++;
	k->now.boot_ms = 1000;
	k->now.wall_ms -= 86400000;
	assert_int_equal(kit_must(k, "note.made", NULL, "{\"text\":\"b\"}"), 3);
	assert_string_equal(get(k, 2).kind, "clock.anomaly");
	c = get(k, 3);
	assert_int_equal(c.e.recorded_ms, KIT_WALL + 1);
	assert_int_equal(c.e.counted_ms, KIT_WALL + 1);
}

static void
flags_are_in_the_entry(void **state)
{
	struct kit *k = *state;

	k->now.flags = CLOCK_ERROR | CLOCK_UNSYNC;
	kit_must(k, "note.made", NULL, "{\"text\":\"a\"}");
	assert_int_equal(get(k, 1).e.clock, CLOCK_ERROR | CLOCK_UNSYNC);
	journal_use_clock(k->j, &k->clock, true);
	k->now.wall_ms += 86400000;
	kit_must(k, "note.made", NULL, "{\"text\":\"a\"}");
	assert_int_equal(get(k, 2).e.clock,
	                 CLOCK_ERROR | CLOCK_UNSYNC | RECKON_SYNTHETIC);
	assert_int_equal(get(k, 2).e.counted_ms, KIT_WALL + 86400000);
}

/* A process stopped between reading the two clocks saw no step. */

static int bad_readings;

static void
shaky_read(void *arg, struct clock_reading *r)
{
	kit_clock_read(arg, r);
	if (bad_readings-- > 0)
		r->boot_ms += 5000;
}

static void
one_bad_reading_is_read_again(void **state)
{
	struct kit *k = *state;
	struct clock shaky = { .read = shaky_read, .arg = &k->now };

	kit_must(k, "note.made", NULL, "{\"text\":\"a\"}");
	journal_use_clock(k->j, &shaky, false);
	bad_readings = 1;
	assert_int_equal(kit_must(k, "note.made", NULL, "{\"text\":\"b\"}"), 2);
}

/* ---- readers ---- */

static void
readers_give_the_right_entries(void **state)
{
	struct kit *k = *state;
	struct copy c = { .count = 0 };
	int i;

	for (i = 0; i < 6; i++)
		kit_must(k, "note.made", i % 2 ? "case:1" : "case:2",
		         "{\"text\":\"a\"}");
	assert_int_equal(journal_read(k->j, 4, keep, &c, &k->err), 0);
	assert_int_equal(c.count, 2);
	assert_int_equal(c.seqs[0], 5);
	c.count = 0;
	assert_int_equal(
		journal_read_subject(k->j, "case:1", keep, &c, &k->err), 0);
	assert_int_equal(c.count, 3);
	assert_int_equal(c.seqs[2], 6);
	assert_int_equal(journal_get(k->j, 7, keep, &c, &k->err), -1);
	assert_int_equal(k->err.code, ERR_NOT_FOUND);
}

/* ---- withheld bodies ---- */

static void
withheld_body_is_gone_and_views_forget_it(void **state)
{
	struct kit *k = *state;
	struct buf file = BUF_INIT;
	char path[128];
	struct copy c;

	kit_must(k, "note.made", NULL, "{\"text\":\"13800000000\"}");
	kit_must(k, "note.made", NULL, "{\"text\":\"b\"}");
	kit_must(k, "body.withheld", "entry:1", "{\"why\":\"asked to\"}");
	c = get(k, 1);
	assert_null(c.e.body);
	assert_int_equal(count(k, "SELECT count(*) FROM search_doc WHERE"
	                          " title = '13800000000'"),
	                 0);
	assert_int_equal(count(k, "SELECT count(*) FROM search_doc"), 2);
	assert_int_equal(kit_must(k, "note.made", NULL, "{\"text\":\"c\"}"), 4);
	/* Not even in a free page of the file. */
	journal_close(k->j);
	k->j = NULL;
	snprintf(path, sizeof(path), "%s/desk.db", k->dir);
	assert_int_equal(buf_read_file(&file, path, 1 << 30, &k->err), 0);
	assert_non_null(memmem(file.s, file.len, "asked to", 8));
	assert_null(memmem(file.s, file.len, "13800000000", 11));
	buf_release(&file);
}

static void
evidence_is_not_withheld(void **state)
{
	struct kit *k = *state;

	kit_must(k, "note.made", NULL, "{\"text\":\"a\"}");
	k->now.wall_ms += 3600000;
	kit_must(k, "note.made", NULL, "{\"text\":\"b\"}");
	assert_int_equal(
		kit_append(k, "body.withheld", "entry:2", "{\"why\":\"x\"}"),
		0);
	assert_int_equal(k->err.code, ERR_REFUSED);
	assert_int_equal(
		kit_append(k, "body.withheld", "entry:99", "{\"why\":\"x\"}"),
		0);
	assert_int_equal(k->err.code, ERR_NOT_FOUND);
}

/* ---- rebuild ---- */

/* Every row of every view as text. */
static void
dump(struct kit *k, struct buf *out)
{
	static const char *const texts[] = {
		"SELECT id || kind || key || title || body FROM search_doc"
		" ORDER BY id",
		"SELECT seq || hex(boot_id) || boot_ms || ',' || wall_ms ||"
		" ',' || line_ms || stepped FROM clock_base ORDER BY seq",
	};
	struct stmt *st;
	size_t i;

	for (i = 0; i < 2; i++) {
		if (db_prepare(journal_db(k->j), texts[i], &st, &k->err))
			fail_msg("%s", k->err.text);
		while (stmt_step(st, &k->err) == 1)
			buf_fmt(out, "%s\n", stmt_text(st, 0));
		stmt_free(st);
	}
}

static void
rebuild_gives_the_same_views(void **state)
{
	struct kit *k = *state;
	struct buf before = BUF_INIT, after = BUF_INIT;
	char text[64];
	int64_t entries;
	int i;

	for (i = 0; i < 50; i++) {
		kit_pass(k, 1000);
		if (i % 10 == 5)
			k->now.wall_ms -= 7000;
		snprintf(text, sizeof(text), "{\"text\":\"n %d\"}", i);
		kit_must(k, i % 3 ? "note.made" : "tag.set", "case:1", text);
	}
	dump(k, &before);
	if (journal_rebuild(k->dir, &kit_kinds, &entries, &k->err))
		fail_msg("%s", k->err.text);
	assert_int_equal(entries, 55);
	dump(k, &after);
	assert_string_equal(before.s, after.s);
	/* The handle that was open goes on. */
	assert_int_equal(kit_must(k, "note.made", NULL, "{\"text\":\"z\"}"),
	                 56);
	buf_release(&before);
	buf_release(&after);
}

/* ---- making and opening ---- */

static void
raw(struct kit *k, const char *text)
{
	char path[128], *msg = NULL;
	sqlite3 *sql;

	snprintf(path, sizeof(path), "%s/desk.db", k->dir);
	assert_int_equal(sqlite3_open(path, &sql), SQLITE_OK);
	if (sqlite3_exec(sql, text, NULL, NULL, &msg))
		fail_msg("%s", msg);
	sqlite3_close(sql);
}

static int
reopen(struct kit *k)
{
	journal_close(k->j);
	k->j = NULL;
	err_clear(&k->err);
	return journal_open(&k->j, k->dir, &kit_kinds, &k->clock, &k->err);
}

static void
views_of_another_schema_ask_for_a_rebuild(void **state)
{
	struct kit *k = *state;

	kit_must(k, "note.made", NULL, "{\"text\":\"a\"}");
	raw(k, "UPDATE meta SET views = zeroblob(32)");
	assert_int_equal(reopen(k), -1);
	assert_int_equal(k->err.code, ERR_REFUSED);
	assert_non_null(strstr(k->err.text, "zhiban rebuild"));
	err_clear(&k->err);
	assert_int_equal(journal_rebuild(k->dir, &kit_kinds, NULL, &k->err), 0);
	assert_int_equal(reopen(k), 0);
}

static void
damaged_tail_is_not_opened(void **state)
{
	struct kit *k = *state;

	kit_must(k, "note.made", NULL, "{\"text\":\"a\"}");
	raw(k, "DROP TRIGGER journal_update;"
	       "UPDATE journal SET officer = 'x'");
	assert_int_equal(reopen(k), -1);
	assert_int_equal(k->err.code, ERR_CORRUPT);
}

static int
mode_of(struct kit *k, const char *name)
{
	char path[128];
	struct stat st;

	snprintf(path, sizeof(path), "%s/%s", k->dir, name);
	return stat(path, &st) ? -1 : (int)(st.st_mode & 07777);
}

static void
desk_is_made_once_and_closed_to_others(void **state)
{
	struct kit *k = *state;

	kit_must(k, "note.made", NULL, "{\"text\":\"a\"}");
	assert_int_equal(journal_create(k->dir, journal_uuid(k->j),
	                                JOURNAL_DRILL, &k->err),
	                 -1);
	assert_int_equal(k->err.code, ERR_REFUSED);
	assert_int_equal(mode_of(k, "desk.db"), 0640);
	assert_int_equal(mode_of(k, "desk.db-wal"), 0640);
	assert_int_equal(mode_of(k, "desk.gate"), 0640);
	assert_int_equal(mode_of(k, "desk.key"), 0400);
	assert_int_equal(mode_of(k, "desk.db.new"), -1);
	assert_int_equal(mode_of(k, "ballast"), -1);
	assert_int_equal(kit_must(k, "note.made", NULL, "{\"text\":\"b\"}"), 2);
}

/* ---- the disk ---- */

static void
real_desk_has_its_ballast_and_a_real_disk(void **state)
{
	struct kit *k = *state, real = *k;
	struct err err = ERR_INIT;
	struct stat st;
	char path[128];

	snprintf(real.dir, sizeof(real.dir), "%.40s/real", k->dir);
	assert_int_equal(journal_create(real.dir, journal_uuid(k->j), 0, &err),
	                 0);
	snprintf(path, sizeof(path), "%s/ballast", real.dir);
	/* None where there is no room for it. */
	if (stat(path, &st) == 0)
		assert_int_equal(st.st_size, 64 * 1024 * 1024);
	assert_int_equal(stat(real.dir, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0750);
	real.j = NULL;
	kit_remove(&real);
}

static void
ram_disk_is_for_drills(void **state)
{
	struct kit *k = *state, ram = *k;
	struct err err = ERR_INIT;
	struct statfs fs;

	if (statfs("/dev/shm", &fs) || fs.f_type != 0x01021994)
		skip();
	snprintf(ram.dir, sizeof(ram.dir), "/dev/shm/zhiban-%d", getpid());
	assert_int_equal(journal_create(ram.dir, journal_uuid(k->j), 0, &err),
	                 -1);
	assert_int_equal(err.code, ERR_REFUSED);
	err_clear(&err);
	assert_int_equal(journal_create(ram.dir, journal_uuid(k->j),
	                                JOURNAL_DRILL, &err),
	                 0);
	ram.j = NULL;
	kit_remove(&ram);
}

/* One write of a thousand pages: blanks around a small body. */
static void
write_large(struct kit *k, const char *body)
{
	struct journal_entry e = kit_entry("note.made", NULL, body);

	assert_int_equal(journal_begin(k->j, &k->err), 0);
	assert_int_equal(journal_append(k->j, &e, &k->err), 0);
	assert_int_equal(journal_commit(k->j, &k->err), 0);
}

static long long
wal_bytes(struct kit *k)
{
	char path[128];
	struct stat st;

	snprintf(path, sizeof(path), "%s/desk.db-wal", k->dir);
	return stat(path, &st) ? 0 : (long long)st.st_size;
}

static void
wal_stays_small_even_when_its_keeper_hangs(void **state)
{
	struct kit *k = *state, other = *k;
	char *body = malloc(JOURNAL_BODY_MAX + 1);
	long long most = 0;
	int i;

	memset(body, ' ', JOURNAL_BODY_MAX);
	memcpy(body, "{\"text\":\"a\"}", 12);
	body[JOURNAL_BODY_MAX] = '\0';
	kit_open(&other);
	for (i = 0; i < 12; i++) {
		write_large(&other, body);
		if (wal_bytes(k) > most)
			most = wal_bytes(k);
	}
	/* The writer took the keeper's part: 2,000 frames and one write. */
	assert_true(most < 16 * 1024 * 1024);
	journal_close(other.j);
	/* Now one who keeps the lock, and does nothing. */
	assert_int_equal(journal_checkpoint_wal(k->j, &k->err), 0);
	kit_open(&other);
	for (most = 0, i = 0; i < 20; i++) {
		write_large(&other, body);
		if (wal_bytes(k) > most)
			most = wal_bytes(k);
	}
	assert_true(most > 20 * 1024 * 1024);
	assert_true(most < 48 * 1024 * 1024);
	journal_close(other.j);
	/* And when it wakes, it copies the rest. */
	assert_int_equal(journal_checkpoint_wal(k->j, &k->err), 0);
	kit_must(k, "note.made", NULL, "{\"text\":\"b\"}");
	assert_true(wal_bytes(k) < 8 * 1024 * 1024);
	free(body);
}

static void
missing_desk_is_said(void **state)
{
	struct kit *k = *state;
	struct err err = ERR_INIT;
	struct journal *j;

	assert_int_equal(journal_open(&j, "/tmp/no such desk", &kit_kinds,
	                              &k->clock, &err),
	                 -1);
	assert_int_equal(err.code, ERR_NOT_FOUND);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hashes_have_the_documented_bytes),
		T(entry_reads_back_as_written),
		T(bad_entries_are_refused),
		T(body_has_a_largest_size),
		T(claimed_time_is_at_most_two_minutes_ahead),
		T(rollback_leaves_nothing),
		T(two_handles_make_one_chain),
		T(looking_sees_one_moment),
		T(fold_state_is_reset_when_others_wrote),
		T(clock_step_is_recorded_first),
		T(counted_time_survives_reopening),
		T(another_boot_behind_is_flagged),
		T(flags_are_in_the_entry),
		T(one_bad_reading_is_read_again),
		T(readers_give_the_right_entries),
		T(withheld_body_is_gone_and_views_forget_it),
		T(evidence_is_not_withheld),
		T(rebuild_gives_the_same_views),
		T(views_of_another_schema_ask_for_a_rebuild),
		T(damaged_tail_is_not_opened),
		T(desk_is_made_once_and_closed_to_others),
		T(real_desk_has_its_ballast_and_a_real_disk),
		T(ram_disk_is_for_drills),
		T(wal_stays_small_even_when_its_keeper_hangs),
		T(missing_desk_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
