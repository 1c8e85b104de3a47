#include "room.h"

#include "base/mem.h"
#include "base/utf8.h"
#include "desk/plan.h"

enum { PLANS = 6, PARAS = 120, QUERIES = 1000, ALL = PLANS * PARAS };

/* ---- what must be found, by looking at every paragraph ---- */

enum { BREAK = 1, APART = 2 };

static int
class_of(char c)
{
	return c >= '0' && c <= '9' ? 1 : c >= 'a' && c <= 'z' ? 2 : 0;
}

/*
 * Text without white space and in small letters; punctuation between two
 * characters is one BREAK; where white space parts two runs of digits or of
 * letters there is APART.
 */
static void
fold(struct buf *out, const char *s)
{
	static const char *const marks[] = { "，", "。", "-" };
	bool mark = false, blank = false;
	char c;

	buf_clear(out);
	while (*s) {
		size_t n = utf8_prefix(s, strlen(s), 1), i;

		for (i = 0; i < 3 && strncmp(s, marks[i], n) != 0; i++)
			;
		if (i < 3) {
			mark = true;
		} else if (*s == ' ' || !strncmp(s, "\u3000", n)) {
			blank = true;
		} else {
			c = *s >= 'A' && *s <= 'Z' ? (char)(*s - 'A' + 'a')
			                           : *s;
			if (mark && out->len > 0)
				buf_byte(out, BREAK);
			else if (blank && out->len > 0 && class_of(c) &&
			         class_of(out->s[out->len - 1]) == class_of(c))
				buf_byte(out, APART);
			mark = blank = false;
			if (n == 1)
				buf_byte(out, c);
			else
				buf_add(out, s, n);
		}
		s += n;
	}
}

/* A substring that does not begin inside of a number or a word. */
static bool
holds(const char *text, const char *query)
{
	const char *at = text;

	for (at = strstr(at, query); at; at = strstr(at + 1, query))
		if (at == text || !class_of(*query) ||
		    class_of(at[-1]) != class_of(*query))
			return true;
	return false;
}

/* ---- a small library of plans ---- */

static const char *const alphabet[] = {
	"应", "急", "预", "案", "矿",     "透", "水", "人", "防", "汛",
	"，", "。", "-",  " ",  "\u3000", "1",  "2",  "a",  "B",  "应急",
};
enum { LETTERS = sizeof(alphabet) / sizeof(alphabet[0]) };

struct place {
	int64_t plan;
	int para;
};

struct library {
	char *text[ALL]; /* folded, in the order in which hits come */
	struct place at[ALL];
};

static void
random_text(struct buf *out, int least, int most)
{
	int n = least + rand() % (most - least + 1);

	buf_clear(out);
	while (n-- > 0)
		buf_str(out, alphabet[rand() % LETTERS]);
}

/* Category of the plans, and their order among the hits. */
static const int category_of[PLANS] = { 3, 0, 3, 1, 0, 1 };
static const int order_of[PLANS] = { 5, 1, 4, 3, 0, 2 };

static void
library_make(struct library *l, struct room *r)
{
	struct buf text = BUF_INIT, folded = BUF_INIT;

	for (int i = 0; i < PLANS; i++) {
		struct plan_new p = { .category = category_of[i] };
		int first = order_of[i] * PARAS;
		char title[16];
		struct doc doc;
		int64_t id;

		doc_init(&doc);
		while (doc.count < PARAS) {
			random_text(&text, 1, 30);
			OK(r, doc_add(&doc, rand() % 9 == 0, text.s, text.len,
			              &r->err));
		}
		snprintf(title, sizeof(title), "%d", i);
		p.title = title;
		p.doc = &doc;
		OK(r, plan_save(r->d, &p, &id, NULL, &r->err));
		for (int n = 0; n < PARAS; n++) {
			fold(&folded, doc.paras[n].text);
			l->text[first + n] = mem_str(folded.s);
			l->at[first + n] = (struct place){ id, n + 1 };
		}
		doc_release(&doc);
	}
	buf_release(&text);
	buf_release(&folded);
}

static void
library_compare(const struct library *l, struct room *r, const char *typed,
                size_t max)
{
	struct buf query = BUF_INIT;
	struct plan_hit *rows;
	size_t n, found = 0;

	OK(r, plan_find(r->d, typed, max, &rows, &n, &r->err));
	fold(&query, typed);
	for (int i = 0; i < ALL && query.len > 0 && found < max; i++) {
		if (!holds(l->text[i], query.s))
			continue;
		if (found >= n || rows[found].plan != l->at[i].plan ||
		    rows[found].para != l->at[i].para)
			fail_msg("'%s': hit %zu is not %lld/%d", typed, found,
			         (long long)l->at[i].plan, l->at[i].para);
		found++;
	}
	if (found != n)
		fail_msg("'%s': %zu hits, not %zu", typed, n, found);
	plan_hits_free(rows, n);
	buf_release(&query);
}

/* 1 to 4 characters without a blank inside, which would part words. */
static void
random_query(struct buf *out)
{
	do {
		random_text(out, 1, 4);
	} while (strchr(out->s, ' ') || strstr(out->s, "\u3000") ||
	         utf8_count(out->s, out->len) > 4);
}

/* The same hits in the same order as a look at every paragraph gives. */
static void
test_as_by_hand(void **state)
{
	struct room *r = *state;
	struct library l;
	struct buf query = BUF_INIT;

	srand(11);
	library_make(&l, r);
	for (int i = 0; i < QUERIES; i++) {
		random_query(&query);
		library_compare(&l, r, query.s, i % 2 ? ALL : 20);
	}
	room_verify(r);
	for (int i = 0; i < ALL; i++)
		free(l.text[i]);
	buf_release(&query);
}

/* ---- what an officer types ---- */

static int64_t
save(struct room *r, const char *title, const char *const *paras)
{
	struct plan_new p = { .category = -1, .title = title };
	struct doc doc;
	int64_t id;

	doc_init(&doc);
	for (; *paras; paras++) {
		int level = (int)strspn(*paras, "#");

		OK(r, doc_add(&doc, level, *paras + level,
		              strlen(*paras + level), &r->err));
	}
	p.doc = &doc;
	OK(r, plan_save(r->d, &p, &id, NULL, &r->err));
	doc_release(&doc);
	return id;
}

/* "2: 一、总则; 4: 二、响应": places and chapters. */
static void
expect_hits(struct room *r, const char *words, const char *want)
{
	struct buf text = BUF_INIT;
	struct plan_hit *rows;
	size_t n, i;

	OK(r, plan_find(r->d, words, 20, &rows, &n, &r->err));
	for (i = 0; i < n; i++)
		buf_fmt(&text, "%s%d: %s", i ? "; " : "", rows[i].para,
		        rows[i].chapter);
	plan_hits_free(rows, n);
	assert_string_equal(text.s, want);
	buf_release(&text);
}

static const char *const chapters[] = {
	"发生透水事故的前言",
	"#一、总则",
	"##（一）目的：透水",
	"透水时立即撤人",
	"##（二）值班电话",
	"0358-7620119，透水也打 LNG 站",
	"#二、响应",
	"透水，事故",
	NULL,
};

static void
test_chapters(void **state)
{
	struct room *r = *state;

	save(r, "甲", chapters);
	expect_hits(r, "透水",
	            "1: ; 3: 一、总则; 4: （一）目的：透水; "
	            "6: （二）值班电话; 8: 二、响应");
	expect_hits(r, "响应", "7: ");
	expect_hits(r, "值班", "5: 一、总则");
}

static void
test_words(void **state)
{
	struct room *r = *state;

	save(r, "甲", chapters);
	expect_hits(r, "透水 撤人", "4: （一）目的：透水");
	expect_hits(r, "透水\u3000撤人", "4: （一）目的：透水");
	expect_hits(r, "透水事故", "1: ");
	expect_hits(r, "透水，事故", "8: 二、响应");
	expect_hits(r, "0358-76", "6: （二）值班电话");
	expect_hits(r, "lng", "6: （二）值班电话");
	expect_hits(r, "ＬＮ", "6: （二）值班电话");
	expect_hits(r, "打LNG站", "6: （二）值班电话");
	expect_hits(r, "7620", "6: （二）值班电话");
	expect_hits(r, "20119", "");
	expect_hits(r, "没有", "");
	expect_hits(r, "", "");
	expect_hits(r, " ，\" ", "");
	expect_hits(r, "\"", "");
	expect_hits(r, "NEAR(透 水) *:^", "");
	expect_hits(r, "\xFF", "");
}

/* What a version no longer says is not found. */
static void
test_replaced(void **state)
{
	static const char *const other[] = { "改为突水", NULL };
	struct room *r = *state;
	int64_t id = save(r, "甲", chapters);

	assert_int_equal(save(r, "甲", other), id);
	expect_hits(r, "透水", "");
	expect_hits(r, "突水", "1: ");
	assert_int_equal(save(r, "甲", chapters), id);
	expect_hits(r, "突水", "");
	expect_hits(r, "响应", "7: ");
	OK(r, plan_remove(r->d, id, "废止", NULL, &r->err));
	expect_hits(r, "响应", "");
	room_verify(r);
}

/* A rebuild makes the same index, and verify sees one that is not. */
static void
test_rebuilt(void **state)
{
	struct room *r = *state;
	struct verify_report report = VERIFY_REPORT_INIT;
	struct identity who = { "wangfang", "tty1" };
	int64_t entries;

	save(r, "甲", chapters);
	command_session_release(&r->session);
	desk_close(r->d);
	OK(r, journal_rebuild(r->dir, &desk_kinds, &entries, &r->err));
	OK(r, desk_open(&r->d, r->dir, &who, NULL, &r->err));
	command_session_init(&r->session, r->d);
	expect_hits(r, "响应", "7: ");
	room_verify(r);
	OK(r, db_begin(desk_db(r->d), &r->err));
	OK(r, db_script(desk_db(r->d),
	                "INSERT INTO plan_fts (plan_fts) VALUES "
	                "('delete-all')",
	                &r->err));
	OK(r, db_commit(desk_db(r->d), &r->err));
	OK(r, verify_desk(r->dir, &desk_kinds, NULL, true, &report, &r->err));
	assert_false(report.views_same);
	assert_int_equal(report.faults_count, 1);
	assert_non_null(strstr(report.faults[0].text, "search index"));
	verify_report_release(&report);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ROOM_TEST(test_as_by_hand), ROOM_TEST(test_chapters),
		ROOM_TEST(test_words),      ROOM_TEST(test_replaced),
		ROOM_TEST(test_rebuilt),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
