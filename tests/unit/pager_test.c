/* Text to read: wrapping, scrolling at any width, finding. */
#include "cm.h"

#include <string.h>

#include "feed.h"
#include "screens/kit/pager.h"
#include "screens/kit/wrap.h"

static void
rows_break_where_they_may(void **state)
{
	/* text, cells, the first row, what is left */
	static const struct {
		const char *text;
		int cells;
		const char *row, *rest;
	} cases[] = {
		{ "一二三", 6, "一二三", "" },
		{ "一二三四", 6, "一二三", "四" },
		{ "一二三", 5, "一二", "三" },
		{ "一二三，四", 6, "一二", "三，四" }, /* no comma in front */
		{ "，，", 2, "，", "，" },
		{ "hello world", 8, "hello", "world" },
		{ "hello   world", 5, "hello", "world" },
		{ "13:05接报", 3,
		  "13:", "05接报" }, /* too long to stay whole */
		{ "共1200人", 4, "共", "1200人" },
		{ "值", 1, "值", "" }, /* one character at least */
		{ "", 4, "", "" },
	};
	size_t i, len, next;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		len = wrap_row(cases[i].text, strlen(cases[i].text),
		               cases[i].cells, &next);
		assert_int_equal(len, strlen(cases[i].row));
		assert_memory_equal(cases[i].text, cases[i].row, len);
		assert_string_equal(cases[i].text + next, cases[i].rest);
	}
	assert_int_equal(wrap_rows("", 0, 4), 1);
	assert_int_equal(wrap_rows("一二三四五", 15, 4), 3);
	assert_int_equal(wrap_start("一二三四五", 15, 4, 2), 12);
}

struct shown {
	struct pager pager;
	int rows, cols;
};

static unsigned
send(void *arg, const struct key_event *e)
{
	struct shown *s = arg;

	return pager_key(&s->pager, e, s->rows, s->cols);
}

static void
assert_shown(const struct shown *s, const char *want)
{
	struct buf out = BUF_INIT;
	struct canvas cv;
	struct region r;

	canvas_init(&cv);
	canvas_resize(&cv, s->rows, s->cols);
	r = canvas_region(&cv);
	pager_draw(&s->pager, &r);
	canvas_dump(&cv, &out);
	assert_string_equal(out.s, want);
	buf_release(&out);
	canvas_release(&cv);
}

static void
open_pager(struct shown *s, int rows, int cols)
{
	pager_init(&s->pager);
	s->rows = rows;
	s->cols = cols;
	pager_add(&s->pager, ROLE_TITLE, 0, "标题");
	pager_add(&s->pager, ROLE_TEXT, 2, "一二三四五六\n七");
	pager_add(&s->pager, ROLE_TEXT, 0, "末");
}

static void
it_wraps_indents_and_scrolls(void **state)
{
	struct shown s;

	(void)state;
	open_pager(&s, 3, 8);
	assert_shown(&s, "标题\n  一二三\n  四五六\n");
	feed_keys("j", send, &s);
	assert_shown(&s, "  一二三\n  四五六\n  七\n");
	feed_keys("jjjj", send, &s); /* not past the end */
	assert_shown(&s, "  四五六\n  七\n末\n");
	feed_keys("k", send, &s);
	assert_shown(&s, "  一二三\n  四五六\n  七\n");
	feed_keys("G", send, &s);
	assert_shown(&s, "  四五六\n  七\n末\n");
	feed_keys("g<PgDn>", send, &s);
	assert_shown(&s, "  四五六\n  七\n末\n");
	feed_keys("<PgUp>", send, &s);
	assert_shown(&s, "标题\n  一二三\n  四五六\n");
	pager_release(&s.pager);
}

/* A place kept from a narrow window or an older text is still a place. */
static void
a_place_survives_resize_and_refill(void **state)
{
	struct shown s;

	(void)state;
	open_pager(&s, 2, 4);
	feed_keys("G", send, &s);
	s.cols = 20;
	assert_shown(&s, "  七\n末\n");
	pager_clear(&s.pager);
	pager_add(&s.pager, ROLE_TEXT, 0, "新");
	assert_shown(&s, "新\n\n");
	pager_clear(&s.pager);
	assert_shown(&s, "\n\n");
	assert_int_equal(feed_keys("jG", send, &s), 1);
	pager_release(&s.pager);
}

static void
finding_goes_on_and_round(void **state)
{
	struct shown s;

	(void)state;
	open_pager(&s, 2, 20);
	pager_add(&s.pager, ROLE_TEXT, 0, "又七");
	assert_true(pager_find(&s.pager, "七", false));
	assert_shown(&s, "  七\n末\n");
	assert_true(pager_find(&s.pager, "七", true));
	assert_int_equal(s.pager.top, 4);
	assert_true(pager_find(&s.pager, s.pager.find.s, true));
	assert_int_equal(s.pager.top, 2);
	assert_false(pager_find(&s.pager, "没有", false));
	assert_false(pager_find(&s.pager, "", false));
	pager_release(&s.pager);
}

/* The roles of a row's cells, as letters: '.' is text, 'H' a hit. */
static const char *
roles(const struct pager *p, int row, int cols, char out[64])
{
	struct canvas cv;
	struct region r;

	canvas_init(&cv);
	canvas_resize(&cv, row + 1, cols);
	r = canvas_region(&cv);
	pager_draw(p, &r);
	for (int i = 0; i < cols; i++)
		out[i] = cv.cells[row * cols + i].role == ROLE_HIT ? 'H' : '.';
	out[cols] = '\0';
	canvas_release(&cv);
	return out;
}

static void
hits_are_marked_to_the_character_over_rows(void **state)
{
	char text[64];
	struct pager p;

	(void)state;
	pager_init(&p);
	pager_add(&p, ROLE_TEXT, 2, "一二三四五六");
	pager_add(&p, ROLE_TEXT, 0, "三四");
	assert_int_equal(pager_hits(&p), 0);
	assert_true(pager_seek(&p, "三四", 0, 8));
	assert_int_equal(pager_hits(&p), 2);
	assert_string_equal(roles(&p, 0, 8, text), "......HH");
	assert_string_equal(roles(&p, 1, 8, text), "..HH....");
	assert_string_equal(roles(&p, 2, 8, text), "HHHH....");
	assert_true(pager_seek(&p, "六", 0, 8));
	assert_string_equal(roles(&p, 0, 8, text), "......HH");
	pager_release(&p);
}

/* Rows of three characters: the hits stand in rows 0, 1 (two) and below. */
static void
seeking_goes_by_rows_and_round(void **state)
{
	/* what is sought next, and the place that is then at the top */
	static const struct {
		int step;
		size_t line, row;
	} steps[] = {
		{ 0, 0, 0 },  { 1, 0, 1 },  { 1, 2, 1 },
		{ 1, 0, 0 },  { -1, 2, 1 }, { -1, 0, 1 },
		{ -1, 0, 0 }, { -1, 2, 1 }, { 0, 2, 1 },
	};
	struct pager p;

	(void)state;
	pager_init(&p);
	pager_add(&p, ROLE_TEXT, 0, "七二三七七六");
	pager_add(&p, ROLE_TEXT, 0, "无");
	pager_add(&p, ROLE_TEXT, 0, "一二三四七");
	assert_true(pager_seek(&p, "七", 0, 6));
	assert_int_equal(pager_hits(&p), 4);
	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++) {
		assert_true(pager_seek(&p, NULL, steps[i].step, 6));
		assert_int_equal(p.top, steps[i].line);
		assert_int_equal(p.top_row, steps[i].row);
	}
	assert_false(pager_seek(&p, "没有", 1, 6));
	assert_false(pager_seek(&p, "", 0, 6));
	assert_int_equal(p.top, 2);
	pager_clear(&p);
	assert_false(pager_seek(&p, "七", 1, 6));
	pager_release(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_break_where_they_may),
		cmocka_unit_test(it_wraps_indents_and_scrolls),
		cmocka_unit_test(a_place_survives_resize_and_refill),
		cmocka_unit_test(finding_goes_on_and_round),
		cmocka_unit_test(hits_are_marked_to_the_character_over_rows),
		cmocka_unit_test(seeking_goes_by_rows_and_round),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
