/* Sparklines: heights, gaps, what does not fit, blocks and plain. */
#include "cm.h"

#include <math.h>
#include <string.h>

#include "screens/spark.h"

static void
assert_spark(const struct spark *s, int cols, bool ascii, const char *want)
{
	struct buf out = BUF_INIT;
	struct canvas cv;
	struct region r;

	canvas_init(&cv);
	canvas_resize(&cv, 1, cols);
	cv.ascii_lines = ascii;
	r = canvas_region(&cv);
	spark_draw(s, &r, 0, 6);
	canvas_dump(&cv, &out);
	assert_string_equal(out.s, want);
	buf_release(&out);
	canvas_release(&cv);
}

/* Eight heights of equal size; each begins with its own lowest value. */
static void
heights_have_both_edges(void **state)
{
	(void)state;
	for (int i = 0; i < SPARK_HEIGHTS; i++) {
		assert_int_equal(spark_height(i, 0, 8), i);
		assert_int_equal(spark_height(i + 0.99, 0, 8), i);
	}
	assert_int_equal(spark_height(8, 0, 8), 7);
	assert_int_equal(spark_height(-3, -3, 5), 0);
	/* All alike: neither low nor high. */
	assert_int_equal(spark_height(4.5, 4.5, 4.5), 3);
}

static void
a_row_of_numbers(void **state)
{
	static const double rising[] = { 0, 1, 2, 3, 4, 5, 6, 7 };
	struct spark s = { "震级", "级", 1, rising, 8 };

	(void)state;
	assert_int_equal(spark_known(&s), 8);
	assert_spark(&s, 40, false, "震级  [▁▂▃▄▅▆▇█] 0.0~7.0 级\n");
	assert_spark(&s, 40, true, "震级  [.:-=+*#@] 0.0~7.0 级\n");
}

static void
missing_values_are_gaps(void **state)
{
	static const double some[] = { NAN, 3.1, NAN, NAN, 4.7, NAN };
	static const double none[] = { NAN, NAN };
	struct spark s = { "震级", "级", 1, some, 6 };

	(void)state;
	assert_int_equal(spark_known(&s), 2);
	assert_spark(&s, 40, false, "震级  [ ▁  █ ] 3.1~4.7 级\n");
	s.values = none;
	s.count = 2;
	assert_int_equal(spark_known(&s), 0);
	assert_spark(&s, 40, false, "震级  [  ]\n");
	s.count = 0;
	assert_spark(&s, 40, false, "震级\n");
}

static void
all_alike(void **state)
{
	static const double same[] = { 4.4, 4.4, 4.4 };
	struct spark s = { "震级", "级", 1, same, 3 };

	(void)state;
	assert_spark(&s, 40, false, "震级  [▄▄▄] 4.4 级\n");
	s.unit = "";
	assert_spark(&s, 40, false, "震级  [▄▄▄] 4.4\n");
}

/* Behind 6 cells: brackets, a blank, "1~100 x" and what there is room for. */
static void
the_oldest_give_way(void **state)
{
	static const double values[] = { 100, 1, 9, 5 };
	struct spark s = { "abc", "x", 0, values, 4 };

	(void)state;
	assert_spark(&s, 20, true, "abc   [@...] 1~100 x\n");
	assert_spark(&s, 19, true, "abc   [.@+] 1~9 x\n");
	assert_spark(&s, 17, true, "abc   [.@+] 1~9 x\n");
	assert_spark(&s, 16, true, "abc   [@.] 5~9 x\n");
	assert_spark(&s, 13, true, "abc   [=] 5 x\n");
	assert_spark(&s, 12, true, "abc\n");
	assert_spark(&s, 3, true, "abc\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(heights_have_both_edges),
		cmocka_unit_test(a_row_of_numbers),
		cmocka_unit_test(missing_values_are_gaps),
		cmocka_unit_test(all_alike),
		cmocka_unit_test(the_oldest_give_way),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
