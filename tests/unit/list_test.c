/* The list: where the bar stands, what is in sight. */
#include "cm.h"

#include <stdio.h>

#include "feed.h"
#include "screens/kit/list.h"

struct shown {
	struct list list;
	int rows;
};

static unsigned
send(void *arg, const struct key_event *e)
{
	struct shown *s = arg;

	return list_key(&s->list, e, s->rows);
}

static void
keys_move_and_stop_at_the_ends(void **state)
{
	/* keys, then the row and the top, of 30 rows seen 10 at a time */
	static const struct {
		const char *keys;
		size_t sel, top;
	} cases[] = {
		{ "j", 1, 0 },
		{ "k", 0, 0 },
		{ "<Down><Down><Up>", 1, 0 },
		{ "<PgDn>", 9, 0 },
		{ "<PgDn>j", 10, 1 },
		{ "<PgDn><PgDn>", 18, 9 },
		{ "G", 29, 20 },
		{ "Gj", 29, 20 },
		{ "Gk", 28, 20 },
		{ "G<PgUp>", 20, 20 },
		{ "G<PgUp>k", 19, 19 },
		{ "Gg", 0, 0 },
		{ "<End><Home>", 0, 0 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct shown s = { { 30, 0, 0 }, 10 };

		feed_keys(cases[i].keys, send, &s);
		assert_int_equal(s.list.sel, cases[i].sel);
		assert_int_equal(list_top(&s.list, 10), cases[i].top);
	}
}

static void
other_keys_are_not_taken(void **state)
{
	struct shown s = { { 3, 0, 0 }, 10 };

	(void)state;
	assert_int_equal(feed_keys("x", send, &s), 0);
	assert_int_equal(feed_keys("j", send, &s), 1);
}

static void
an_empty_list_has_no_row(void **state)
{
	struct shown s = { { 0, 0, 0 }, 10 };

	(void)state;
	assert_false(list_has_row(&s.list));
	feed_keys("jG<PgDn>", send, &s);
	assert_false(list_has_row(&s.list));
	assert_int_equal(list_top(&s.list, 10), 0);
}

static void
fewer_rows_keep_the_bar_in_range(void **state)
{
	struct list l = { 30, 29, 20 };

	(void)state;
	list_set_count(&l, 5);
	assert_int_equal(l.sel, 4);
	assert_int_equal(list_top(&l, 10), 0);
	list_set_count(&l, 0);
	assert_false(list_has_row(&l));
	list_set_count(&l, 2);
	assert_int_equal(l.sel, 0);
}

/* A taller window shows more rows above instead of blank ones below. */
static void
a_taller_window_is_filled(void **state)
{
	struct list l = { 30, 29, 20 };

	(void)state;
	assert_int_equal(list_top(&l, 20), 10);
	assert_int_equal(list_top(&l, 5), 25);
}

static void
draw_number(const void *arg, size_t i, const struct region *r)
{
	(void)arg;
	canvas_fmt(r, 0, 0, -1, ROLE_TEXT, "row %zu", i);
}

static void
the_bar_is_laid_over_the_row(void **state)
{
	struct list l = { 9, 2, 1 };
	struct buf out = BUF_INIT;
	struct canvas cv;
	struct region r;
	int col;

	(void)state;
	canvas_init(&cv);
	canvas_resize(&cv, 3, 8);
	r = canvas_region(&cv);
	list_draw(&l, &r, true, draw_number, NULL);
	canvas_dump(&cv, &out);
	assert_string_equal(out.s, "row 1\nrow 2\nrow 3\n");
	for (col = 0; col < 8; col++) {
		assert_int_equal(cv.cells[col].role, ROLE_TEXT);
		assert_int_equal(cv.cells[8 + col].role, ROLE_SELECTED);
	}
	list_draw(&l, &r, false, draw_number, NULL);
	assert_int_equal(cv.cells[8].role, ROLE_TEXT);
	buf_release(&out);
	canvas_release(&cv);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_move_and_stop_at_the_ends),
		cmocka_unit_test(other_keys_are_not_taken),
		cmocka_unit_test(an_empty_list_has_no_row),
		cmocka_unit_test(fewer_rows_keep_the_bar_in_range),
		cmocka_unit_test(a_taller_window_is_filled),
		cmocka_unit_test(the_bar_is_laid_over_the_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
