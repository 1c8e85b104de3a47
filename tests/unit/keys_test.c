/* Key names, and the reader that makes keys of a terminal's bytes. */
#include "cm.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "screens/kit/keys.h"
#include "screens/kit/reader.h"

static void
names_go_both_ways(void **state)
{
	static const struct {
		const char *name;
		uint32_t key;
		const char *label;
	} cases[] = {
		{ "<Enter>", UIKEY_ENTER, "Enter" },
		{ "<S-Tab>", UIKEY_BACKTAB, "S-Tab" },
		{ "<F12>", UIKEY_F12, "F12" },
		{ "<C-p>", 16, "^P" },
		{ "<Space>", ' ', "Space" },
		{ "<lt>", '<', "<" },
		{ "j", 'j', "j" },
		{ "?", '?', "?" },
		{ "值", 0x503C, "值" },
	};
	char text[KEY_NAME_MAX];
	uint32_t key;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_true(key_parse(cases[i].name, &key));
		assert_int_equal(key, cases[i].key);
		assert_string_equal(key_text(text, key), cases[i].name);
		assert_string_equal(key_label(text, key), cases[i].label);
	}
}

static void
what_is_no_key_is_refused(void **state)
{
	static const char *const bad[] = { "",     "ab",    "<Entr>", "<",
		                           "<C->", "<C-1>", "\033",   "\xE5" };
	uint32_t key;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(key_parse(bad[i], &key));
}

static void
nothing(struct ui *ui, void *state)
{
	(void)ui;
	(void)state;
}

static void
a_row_is_live_when_its_needs_are_met(void **state)
{
	static const struct key_binding keys[] = {
		{ "a", "x.duty", "", NEED_ROW | NEED_DUTY, nothing },
		{ "a", "x.plain", "", KEY_QUIET, nothing },
		{ "c", "x.own", "", KEY_QUIET << 1, nothing },
		{ NULL, NULL, NULL, 0, NULL },
	};

	(void)state;
	assert_string_equal(key_find(keys, 'a', NEED_ROW | NEED_DUTY)->command,
	                    "x.duty");
	assert_string_equal(key_find(keys, 'a', NEED_ROW)->command, "x.plain");
	assert_null(key_find(keys, 'b', ~0u));
	/* A screen's own conditions go on above KEY_QUIET. */
	assert_null(key_find(keys, 'c', NEED_ROW));
	assert_non_null(key_find(keys, 'c', KEY_QUIET << 1));
	assert_null(key_find(NULL, 'a', ~0u));
}

/* Reader. */

/* The keys of bytes, as their names; a paste as "{text}". */
static void
read_all(struct reader *r, struct buf *out)
{
	char name[KEY_NAME_MAX];
	struct key_event e;

	while (reader_next(r, &e)) {
		if (e.key == UIKEY_PASTE)
			buf_fmt(out, "{%.*s}", (int)e.paste_len, e.paste);
		else
			buf_str(out, key_text(name, e.key));
	}
}

static void
assert_keys(const char *bytes, size_t piece, const char *want)
{
	struct buf out = BUF_INIT;
	struct reader r;
	size_t len = strlen(bytes), i, n;

	reader_init(&r);
	for (i = 0; i < len; i += n) {
		n = piece && piece < len - i ? piece : len - i;
		reader_feed(&r, bytes + i, n);
		read_all(&r, &out);
	}
	assert_string_equal(out.s, want);
	reader_release(&r);
	buf_release(&out);
}

static const struct {
	const char *bytes, *want;
} streams[] = {
	{ "jk", "jk" },
	{ "\r\t\b\177\n\001", "<Enter><Tab><BS><BS><C-j><C-a>" },
	{ "\033[A\033OA\033[1;5D", "<Up><Up><Left>" },
	{ "\033[Z\033[3~\033[6~", "<S-Tab><Del><PgDn>" },
	{ "\033[H\033[1~\033[7~\033OF", "<Home><Home><Home><End>" },
	{ "\033OP\033[11~\033[[A\033[15~\033[1;2P", "<F1><F1><F1><F5><F1>" },
	{ "\033OM\033Oq\033Om", "<Enter>1-" },
	{ "值班", "值班" },
	{ "\033[200~a\r\n值\033[31m\033[201~x", "{a\r\n值\033[31m}x" },
	/* Unknown sequences go whole; nothing of them is typing. */
	{ "\033[99~\033[<0;1;1Ma\033[?1;2c\033[>0;1cb", "ab" },
	{ "\033[I\033[27;5;9~x", "x" },
	/* Bad bytes are no keys and take none along. */
	{ "a\xFF\xC3(\xE4\xB8z", "a(z" },
	/* Alt-x, or Esc and x in one read. */
	{ "\033x", "<Esc>x" },
	{ "\033\033[A", "<Esc><Up>" },
};

static void
bytes_become_keys(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(streams) / sizeof(streams[0]); i++)
		assert_keys(streams[i].bytes, 0, streams[i].want);
}

/* However the line cuts them, the same keys. */
static void
pieces_make_no_difference(void **state)
{
	size_t i, piece;

	(void)state;
	for (i = 0; i < sizeof(streams) / sizeof(streams[0]); i++)
		for (piece = 1; piece < 6; piece++)
			assert_keys(streams[i].bytes, piece, streams[i].want);
}

static void
a_lone_escape_waits_for_its_time(void **state)
{
	struct buf out = BUF_INIT;
	struct reader r;

	(void)state;
	reader_init(&r);
	reader_feed(&r, "\033", 1);
	read_all(&r, &out);
	assert_string_equal(out.s, "");
	assert_true(reader_waiting(&r));
	reader_expire(&r);
	read_all(&r, &out);
	assert_string_equal(out.s, "<Esc>");
	assert_false(reader_waiting(&r));

	/* A torso of a sequence is noise, not Esc and letters. */
	buf_clear(&out);
	reader_feed(&r, "\033[1;", 4);
	read_all(&r, &out);
	reader_expire(&r);
	read_all(&r, &out);
	assert_string_equal(out.s, "");
	reader_feed(&r, "q", 1);
	read_all(&r, &out);
	assert_string_equal(out.s, "q");
	reader_release(&r);
	buf_release(&out);
}

static void
a_cursor_report_is_no_key(void **state)
{
	struct buf out = BUF_INIT;
	struct reader r;

	(void)state;
	reader_init(&r);
	reader_feed(&r, "a\033[3;2Rb", 8);
	read_all(&r, &out);
	assert_string_equal(out.s, "ab");
	assert_int_equal(r.report_col, 2);
	/* Shift-F3 looks like a report from the first row. */
	buf_clear(&out);
	reader_feed(&r, "\033[1;2R", 6);
	read_all(&r, &out);
	assert_string_equal(out.s, "<F3>");
	assert_int_equal(r.report_col, 2);
	reader_release(&r);
	buf_release(&out);
}

static void
a_paste_has_an_end(void **state)
{
	struct reader r;
	struct key_event e;
	char *much = malloc(READER_PASTE_MAX + 5000);

	(void)state;
	memset(much, 'x', READER_PASTE_MAX + 5000);
	reader_init(&r);
	reader_feed(&r, "\033[200~", 6);
	assert_false(reader_next(&r, &e));
	assert_false(reader_waiting(&r));
	reader_feed(&r, much, READER_PASTE_MAX + 5000);
	assert_false(reader_next(&r, &e));
	reader_feed(&r, "\033[201~y", 7);
	assert_true(reader_next(&r, &e));
	assert_int_equal(e.key, UIKEY_PASTE);
	assert_int_equal(e.paste_len, READER_PASTE_MAX);
	assert_true(reader_next(&r, &e));
	assert_int_equal(e.key, 'y');
	reader_release(&r);
	free(much);
}

/* Any bytes: it ends, and what comes out is a key. */
static void
random_bytes_do_no_harm(void **state)
{
	static const char often[] = "\033[O;0123456789~RA<?200~201~\xE5\x80";
	uint32_t seed = 7, round, i;
	struct key_event e;
	struct reader r;
	char bytes[16];

	(void)state;
	reader_init(&r);
	for (round = 0; round < 50000; round++) {
		for (i = 0; i < sizeof(bytes); i++) {
			seed = seed * 1664525u + 1013904223u;
			bytes[i] = seed >> 31 ? (char)(seed >> 16)
			                      : often[(seed >> 8) %
			                              (sizeof(often) - 1)];
		}
		reader_feed(&r, bytes, 1 + seed % sizeof(bytes));
		if (round % 3 == 0)
			reader_expire(&r);
		while (reader_next(&r, &e))
			assert_true(e.key != UIKEY_NONE && e.key != 0);
	}
	reader_release(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_go_both_ways),
		cmocka_unit_test(what_is_no_key_is_refused),
		cmocka_unit_test(a_row_is_live_when_its_needs_are_met),
		cmocka_unit_test(bytes_become_keys),
		cmocka_unit_test(pieces_make_no_difference),
		cmocka_unit_test(a_lone_escape_waits_for_its_time),
		cmocka_unit_test(a_cursor_report_is_no_key),
		cmocka_unit_test(a_paste_has_an_end),
		cmocka_unit_test(random_bytes_do_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
