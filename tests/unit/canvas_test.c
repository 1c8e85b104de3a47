/* The canvas: cells, cuts, torn characters, what may not reach a terminal. */
#include "cm.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "screens/kit/canvas.h"

static void
open_canvas(struct canvas *cv, int rows, int cols)
{
	canvas_init(cv);
	canvas_resize(cv, rows, cols);
}

static void
assert_dump(const struct canvas *cv, const char *want)
{
	struct buf out = BUF_INIT;

	canvas_dump(cv, &out);
	assert_string_equal(out.s, want);
	buf_release(&out);
}

/*
 * Nothing torn: a wide cell is followed by its right half, and a right half
 * follows a wide cell; the last column starts none.
 */
static void
assert_whole(const struct canvas *cv)
{
	const struct cell *c = cv->cells;
	int row, col;

	for (row = 0; row < cv->rows; row++)
		for (col = 0; col < cv->cols; col++, c++) {
			assert_true(c->spare == 0);
			if (c->width == 2) {
				assert_true(col + 1 < cv->cols);
				assert_int_equal(c[1].width, 0);
			} else if (c->width == 0) {
				assert_true(col > 0);
				assert_int_equal(c[-1].width, 2);
				continue;
			}
			assert_int_equal(utf8_cell_width(c->ch[0]), c->width);
			assert_false(utf8_unsafe(c->ch[0]));
		}
}

static void
put_pads_and_cuts(void **state)
{
	static const struct {
		const char *text;
		int width, taken;
		const char *want;
	} cases[] = {
		{ "ab", 4, 2, "ab  |\n" },
		{ "abcd", 4, 4, "abcd|\n" },
		{ "abcde", 4, 4, "abc…|\n" },
		{ "值班", 4, 4, "值班|\n" },
		{ "值班", 3, 3, "值…|\n" },
		{ "值班室", 4, 3, "值… |\n" },
		{ "值", 1, 1, "…|\n" },
		{ "", 2, 0, "  |\n" },
		{ "e\xCC\x81x", 3, 2, "e\xCC\x81x |\n" },
	};
	struct canvas cv;
	struct region r;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		open_canvas(&cv, 1, 10);
		r = canvas_region(&cv);
		canvas_text(&r, 0, 0, ROLE_TEXT, "##########");
		canvas_text(&r, 0, cases[i].width, ROLE_TEXT, "|         ");
		assert_int_equal(canvas_put(&r, 0, 0, cases[i].width, ROLE_TEXT,
		                            cases[i].text),
		                 cases[i].taken);
		assert_dump(&cv, cases[i].want);
		canvas_release(&cv);
	}
}

static void
put_right_ends_at_the_edge(void **state)
{
	struct canvas cv;
	struct region r;

	(void)state;
	open_canvas(&cv, 2, 6);
	r = canvas_region(&cv);
	assert_int_equal(canvas_put_right(&r, 0, 1, 5, ROLE_TEXT, "12"), 2);
	assert_int_equal(canvas_put_right(&r, 1, 1, 3, ROLE_TEXT, "12345"), 3);
	assert_dump(&cv, "    12\n 12…\n");
	canvas_release(&cv);
}

static void
writing_over_half_blanks_the_other(void **state)
{
	struct canvas cv;
	struct region r, right;

	(void)state;
	open_canvas(&cv, 1, 6);
	r = canvas_region(&cv);
	canvas_text(&r, 0, 0, ROLE_TEXT, "值班室");
	canvas_text(&r, 0, 1, ROLE_TEXT, "x");
	assert_dump(&cv, " x班室\n");
	canvas_text(&r, 0, 2, ROLE_TEXT, "y");
	assert_dump(&cv, " xy 室\n");
	/* Through another region too: its left edge cuts the character. */
	right = region_part(&r, 0, 5, 1, 1);
	canvas_put(&right, 0, 0, -1, ROLE_TEXT, "z");
	assert_dump(&cv, " xy  z\n");
	assert_whole(&cv);
	canvas_release(&cv);
}

static void
a_wide_character_keeps_off_the_edge(void **state)
{
	struct canvas cv;
	struct region r, part;

	(void)state;
	open_canvas(&cv, 1, 6);
	r = canvas_region(&cv);
	part = region_part(&r, 0, 0, 1, 3);
	assert_int_equal(canvas_text(&part, 0, 0, ROLE_TEXT, "值班"), 2);
	assert_dump(&cv, "值\n");
	canvas_release(&cv);
}

static void
text_from_outside_is_shown_harmlessly(void **state)
{
	struct canvas cv;
	struct region r;

	(void)state;
	open_canvas(&cv, 1, 20);
	r = canvas_region(&cv);
	canvas_put(&r, 0, 0, -1, ROLE_TEXT,
	           "a\033[2Jb\xC2\x9B"
	           "c\xE2\x80\xAE"
	           "d\xFF"
	           "e\nf\tg");
	assert_dump(&cv, "a␛[2Jb\xEF\xBF\xBD"
	                 "c\xEF\xBF\xBD"
	                 "d\xEF\xBF\xBD"
	                 "e f g\n");
	assert_whole(&cv);
	canvas_release(&cv);
}

static void
ambiguous_characters_get_stand_ins(void **state)
{
	struct canvas cv;
	struct region r;

	(void)state;
	open_canvas(&cv, 3, 18);
	cv.wide_ambiguous = true;
	r = canvas_region(&cv);
	canvas_put(&r, 0, 0, -1, ROLE_TEXT, "“甲”→①…·α×");
	canvas_put(&r, 1, 0, 4, ROLE_TEXT, "abcdef");
	canvas_hline(&r, 2, 0, 3);
	assert_dump(&cv, "「甲」->(1)... ?x\nabc~\n---\n");
	assert_int_equal(canvas_width(&cv, "→…"), 5);
	canvas_release(&cv);
}

static void
drawing_outside_does_nothing(void **state)
{
	struct canvas cv;
	struct region r, none;

	(void)state;
	open_canvas(&cv, 2, 4);
	r = canvas_region(&cv);
	none = region_part(&r, 5, 5, 3, 3);
	assert_int_equal(none.rows, 0);
	canvas_put(&none, 0, 0, -1, ROLE_TEXT, "x");
	canvas_put(&r, -1, 0, -1, ROLE_TEXT, "x");
	canvas_put(&r, 2, 0, -1, ROLE_TEXT, "x");
	canvas_put(&r, 0, 4, 3, ROLE_TEXT, "x");
	canvas_put(&r, 0, -1, 3, ROLE_TEXT, "x");
	canvas_mark(&r, 7, 0, 3, ROLE_HIT);
	canvas_fill(&r, -3, 20, ROLE_TEXT);
	canvas_hline(&r, 9, 0, -1);
	canvas_vline(&r, 0, 9, 9);
	canvas_cursor(&r, 9, 9);
	assert_int_equal(cv.cursor_row, -1);
	assert_dump(&cv, "\n\n");
	canvas_release(&cv);
}

static void
a_mark_takes_whole_characters(void **state)
{
	struct canvas cv;
	struct region r;

	(void)state;
	open_canvas(&cv, 1, 6);
	r = canvas_region(&cv);
	canvas_text(&r, 0, 0, ROLE_TEXT, "值班室");
	canvas_mark(&r, 0, 1, 2, ROLE_HIT); /* half of 值, half of 班 */
	assert_int_equal(cv.cells[0].role, ROLE_TEXT);
	assert_int_equal(cv.cells[1].role, ROLE_TEXT);
	assert_int_equal(cv.cells[2].role, ROLE_HIT);
	assert_int_equal(cv.cells[3].role, ROLE_HIT);
	assert_int_equal(cv.cells[4].role, ROLE_TEXT);
	canvas_release(&cv);
}

static void
a_box_keeps_its_inside_blank(void **state)
{
	struct canvas cv;
	struct region r;

	(void)state;
	open_canvas(&cv, 3, 12);
	r = canvas_region(&cv);
	canvas_text(&r, 1, 0, ROLE_TEXT, "############");
	canvas_box(&r, "标题");
	assert_dump(&cv, "┌─ 标题 ───┐\n│          │\n└──────────┘\n");
	canvas_release(&cv);
}

/* A small generator of our own: the same rounds on every machine. */
static uint32_t
next_random(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

static void
random_text(uint32_t *seed, char out[64])
{
	static const char *const pieces[] = {
		"a",
		"值",
		"\xCC\x81",
		"·",
		"…",
		"\033[",
		"\xFF",
		"\xE4",
		"\xE2\x80\xAE",
		"→",
		"、",
		"\xF0\x9F\x98\x80",
		" ",
		"“",
		"\t",
		"ᄀ",
		"\xEF\xB8\x8F",
		"\n",
	};
	uint32_t n = next_random(seed) % 12;

	out[0] = '\0';
	while (n-- > 0)
		strcat(out, pieces[next_random(seed) %
		                   (sizeof(pieces) / sizeof(pieces[0]))]);
}

static void
draw_something(uint32_t *seed, const struct region *r)
{
	int row = (int)(next_random(seed) % 8) - 1;
	int col = (int)(next_random(seed) % 24) - 1;
	int width = (int)(next_random(seed) % 24) - 2;
	enum role role = (enum role)(next_random(seed) % ROLE_COUNT);
	char text[64];

	random_text(seed, text);
	switch (next_random(seed) % 8) {
	case 0:
		canvas_text(r, row, col, role, text);
		break;
	case 1:
		canvas_put_right(r, row, col, width, role, text);
		break;
	case 2:
		canvas_mark(r, row, col, width, role);
		break;
	case 3:
		canvas_hline(r, row, col, width);
		break;
	case 4:
		canvas_blink(r, row, col, width);
		break;
	case 5:
		canvas_box(r, text);
		break;
	default:
		canvas_put(r, row, col, width, role, text);
	}
}

/* Whatever is drawn wherever: no torn cell, nothing that drives a terminal. */
static void
random_drawing_tears_nothing(void **state)
{
	struct canvas cv;
	struct region all, part;
	uint32_t seed = 20261123, round;
	int row, col;

	(void)state;
	open_canvas(&cv, 6, 22);
	all = canvas_region(&cv);
	for (round = 0; round < 20000; round++) {
		cv.wide_ambiguous = round % 3 == 0;
		cv.ascii_lines = round % 5 == 0;
		row = (int)(next_random(&seed) % 4);
		col = (int)(next_random(&seed) % 16);
		part = region_part(&all, row, col,
		                   1 + (int)(next_random(&seed) % 6),
		                   1 + (int)(next_random(&seed) % 20));
		draw_something(&seed, round % 2 ? &part : &all);
		assert_whole(&cv);
	}
	canvas_release(&cv);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(put_pads_and_cuts),
		cmocka_unit_test(put_right_ends_at_the_edge),
		cmocka_unit_test(writing_over_half_blanks_the_other),
		cmocka_unit_test(a_wide_character_keeps_off_the_edge),
		cmocka_unit_test(text_from_outside_is_shown_harmlessly),
		cmocka_unit_test(ambiguous_characters_get_stand_ins),
		cmocka_unit_test(drawing_outside_does_nothing),
		cmocka_unit_test(a_mark_takes_whole_characters),
		cmocka_unit_test(a_box_keeps_its_inside_blank),
		cmocka_unit_test(random_drawing_tears_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
