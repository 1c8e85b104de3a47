#include "store_kit.h"

/* ---- the tokenizer ---- */

struct list {
	struct buf text;
	const char *from;
	int len, last_start, last_end;
	bool bad;
};

static int
join(void *arg, const char *token, int len, int start, int end)
{
	struct list *l = arg;

	if (start < l->last_start || end < start || end > l->len || len < 1)
		l->bad = true;
	l->last_start = start;
	l->last_end = end;
	buf_str(&l->text, l->text.len ? " " : "");
	if (*token == 1)
		buf_str(&l->text, "|");
	else
		buf_add(&l->text, token, (size_t)len);
	return 0;
}

static void
tokens_are_as_documented(void **state)
{
	static const struct {
		const char *text, *tokens;
	} rows[] = {
		{ "", "" },
		{ "防汛", "防 汛" },
		{ "防\xE3\x80\x80汛", "防 汛" },
		{ "防\n  汛", "防 汛" },
		{ "甲乙，丙丁", "甲 乙 | 丙 丁" },
		{ "，甲。。 ！乙。", "甲 | 乙" },
		{ "150ppm", "150 ppm" },
		{ "0358-76123", "0358 | 76123" },
		{ "ＡＢｃ１２", "abc 12" },
		{ "CO₂ Gas", "co ₂ gas" },
		{ "Ⅱ级①℃", "Ⅱ 级 ① ℃" },
		{ "人民\xE2\x80\x8B币", "人 民 币" },
		{ "\xF0\xAC\xB1\x96洲", "\xF0\xAC\xB1\x96 洲" },
		{ "a\xFF"
		  "b",
		  "a | b" },
		{ "\xE9\x98", "" },
		{ "a"
		  "\xEF\xBC\x8C"
		  "b",
		  "a | b" },
	};
	struct list l;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		l = (struct list){ .text = BUF_INIT,
			           .len = (int)strlen(rows[i].text) };
		search_tokens(rows[i].text, l.len, join, &l);
		assert_string_equal(l.text.s, rows[i].tokens);
		assert_false(l.bad);
		buf_release(&l.text);
	}
}

static void
hostile_bytes_keep_offsets_rising(void **state)
{
	unsigned char text[64];
	struct list l;
	int round, i;

	(void)state;
	srand(7);
	for (round = 0; round < 20000; round++) {
		l = (struct list){ .text = BUF_INIT, .len = rand() % 64 };
		for (i = 0; i < l.len; i++)
			text[i] =
				(unsigned char)(rand() % 4 ? rand()
			                                   : 0xE4 + rand() % 8);
		search_tokens((char *)text, l.len, join, &l);
		assert_false(l.bad);
		buf_release(&l.text);
	}
}

static void
long_runs_are_cut(void **state)
{
	char text[200];
	struct list l = { .text = BUF_INIT, .len = 200 };

	(void)state;
	memset(text, 'a', sizeof(text));
	search_tokens(text, l.len, join, &l);
	assert_int_equal(l.text.len, 200 + 3);
	buf_release(&l.text);
}

/* ---- pairs ---- */

static int
join_pair(void *arg, bool same_place, const char *token, int len, int start,
          int end)
{
	struct buf *out = arg;

	(void)start;
	(void)end;
	buf_str(out, same_place ? "+" : out->len ? " " : "");
	if (*token == 1)
		buf_str(out, "|");
	else
		buf_add(out, token, (size_t)len);
	return 0;
}

static void
pairs_stand_beside_their_first(void **state)
{
	static const struct {
		const char *text, *tokens, *query;
	} rows[] = {
		{ "", "", "" },
		{ "水", "水", "水" },
		{ "透水", "透+透水 水", "透水" },
		{ "透水事", "透+透水 水+水事 事", "透水 水事" },
		{ "透 水", "透+透水 水", "透水" },
		{ "透，水", "透 | 水", "透 | 水" },
		{ "透水，事", "透+透水 水 | 事", "透水 水 | 事" },
		{ "12", "12", "12" },
		{ "3号井", "3 号+号井 井", "3 号井" },
		{ "号井3", "号+号井 井 3", "号井 井 3" },
		{ "Ⅱ级a", "Ⅱ+Ⅱ级 级 a", "Ⅱ级 级 a" },
	};
	struct buf out = BUF_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		buf_clear(&out);
		search_pairs(rows[i].text, (int)strlen(rows[i].text), false,
		             join_pair, &out);
		assert_string_equal(out.s, rows[i].tokens);
		buf_clear(&out);
		search_pairs(rows[i].text, (int)strlen(rows[i].text), true,
		             join_pair, &out);
		assert_string_equal(out.s, rows[i].query);
	}
	buf_release(&out);
}

/* ---- the query ---- */

static void
queries_are_quoted(void **state)
{
	static const struct {
		const char *words, *query;
	} rows[] = {
		{ "防汛", "\"防汛\"" },
		{ "防汛 预案", "\"防汛\" \"预案\"" },
		{ "防汛\xE3\x80\x80预案", "\"防汛\" \"预案\"" },
		{ "0358-76", "\"0358-76\"*" },
		{ "gas", "\"gas\"*" },
		{ "ＧＡＳ", "\"ＧＡＳ\"*" },
		{ "76号", "\"76号\"" },
		{ "a\"b", "\"a\"\"b\"*" },
		{ "\"", "" },
		{ "  ，。 ", "" },
		{ "", "" },
		{ "甲 ， 乙", "\"甲\" \"乙\"" },
		{ "NOT", "\"NOT\"*" },
	};
	struct buf out = BUF_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(search_query(&out, rows[i].words),
		                 rows[i].query[0] != '\0');
		assert_string_equal(out.s, rows[i].query);
	}
	buf_release(&out);
}

/* ---- the index ---- */

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

static void
put(struct kit *k, const char *kind, const char *key, const char *title,
    const char *body)
{
	if (search_put(journal_db(k->j), kind, key, title, body, &k->err))
		fail_msg("%s", k->err.text);
}

/* Keys of the hits, joined. */
static const char *
find(struct kit *k, const char *kind, const char *words)
{
	static char keys[1024];
	struct search_hit *hits;
	size_t i, n;

	keys[0] = '\0';
	if (search_find(journal_db(k->j), kind, words, 100, &hits, &n, &k->err))
		fail_msg("%s: %s", words, k->err.text);
	for (i = 0; i < n; i++) {
		strcat(keys, i ? " " : "");
		strcat(keys, hits[i].key);
	}
	search_hits_free(hits, n);
	return keys;
}

static void
documents_are_found_newest_first(void **state)
{
	struct kit *k = *state;

	put(k, "incident", "1", "新安煤业透水", "井下渗水，被困3人");
	put(k, "incident", "2", "透水铺装", "0358-7612345");
	put(k, "call", "3", "来电", "说井下透 水了");
	assert_string_equal(find(k, NULL, "透水"), "3 2 1");
	assert_string_equal(find(k, "incident", "透水"), "2 1");
	assert_string_equal(find(k, NULL, "透水 井下"), "3 1");
	assert_string_equal(find(k, NULL, "水被"), "");
	assert_string_equal(find(k, NULL, "水，被"), "1");
	assert_string_equal(find(k, NULL, "0358-76"), "2");
	assert_string_equal(find(k, NULL, "3"), "1");
	assert_string_equal(find(k, NULL, "\""), "");
	assert_string_equal(find(k, NULL, "NEAR(a b) *:^"), "");
}

static void
replaced_document_forgets_its_old_words(void **state)
{
	struct kit *k = *state;

	put(k, "incident", "1", "甲", "旧的正文");
	put(k, "incident", "2", "甲", "别的");
	put(k, "incident", "1", "甲", "新的正文");
	put(k, "incident", "1", "甲", "新的正文");
	assert_string_equal(find(k, NULL, "旧的"), "");
	assert_string_equal(find(k, NULL, "新的"), "1");
	assert_string_equal(find(k, NULL, "甲"), "2 1");
	assert_int_equal(search_check(journal_db(k->j), &k->err), 0);
}

/* The oracle of a substring search is memmem over every text. */
static void
two_characters_are_found_as_memmem_finds_them(void **state)
{
	static const char *const chars[] = {
		"甲", "乙", "丙", "丁", "，", "水"
	};
	struct kit *k = *state;
	char text[200][64], key[16], word[16], want[1024];
	int i, n, a, b;

	srand(3);
	for (i = 0; i < 200; i++) {
		text[i][0] = '\0';
		for (n = rand() % 12 + 1; n > 0; n--)
			strcat(text[i], chars[rand() % 6]);
		snprintf(key, sizeof(key), "%d", i);
		put(k, "t", key, text[i], "");
	}
	for (a = 0; a < 6; a++)
		for (b = 0; b < 6; b++) {
			if (a == 4 || b == 4)
				continue; /* the comma is not a word */
			snprintf(word, sizeof(word), "%s%s", chars[a],
			         chars[b]);
			want[0] = '\0';
			for (n = 0, i = 199; i >= 0 && n < 100; i--) {
				if (!strstr(text[i], word))
					continue;
				snprintf(key, sizeof(key), n++ ? " %d" : "%d",
				         i);
				strcat(want, key);
			}
			assert_string_equal(find(k, NULL, word), want);
		}
}

static void
filling_anew_gives_the_same_hits(void **state)
{
	struct kit *k = *state;
	struct db *db = journal_db(k->j);

	put(k, "t", "1", "透水", "甲");
	db_set_bulk(db, true);
	put(k, "t", "2", "透水", "乙");
	put(k, "t", "1", "渗水", "甲");
	db_set_bulk(db, false);
	assert_int_equal(search_check(db, &k->err), -1);
	assert_int_equal(search_fill(db, &k->err), 0);
	assert_int_equal(search_check(db, &k->err), 0);
	assert_string_equal(find(k, NULL, "透水"), "2");
	assert_string_equal(find(k, NULL, "渗水"), "1");
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tokens_are_as_documented),
		cmocka_unit_test(hostile_bytes_keep_offsets_rising),
		cmocka_unit_test(long_runs_are_cut),
		cmocka_unit_test(pairs_stand_beside_their_first),
		cmocka_unit_test(queries_are_quoted),
		T(documents_are_found_newest_first),
		T(replaced_document_forgets_its_old_words),
		T(two_characters_are_found_as_memmem_finds_them),
		T(filling_anew_gives_the_same_hits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
