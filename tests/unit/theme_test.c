/* What roles look like, and how time left is said. */
#include "cm.h"

#include <string.h>

#include "base/civil.h"
#include "base/tr.h"
#include "base/utf8.h"
#include "screens/kit/countdown.h"
#include "screens/kit/theme.h"

/*
 * The xterm palette: red and white of the first sixteen, then a cube of 6
 * steps, then greys.
 */
static void
palette(int n, int rgb[3])
{
	static const int step[] = { 0, 95, 135, 175, 215, 255 };

	if (n == 1 || n == 15) {
		rgb[0] = n == 1 ? 205 : 255;
		rgb[1] = rgb[2] = n == 1 ? 0 : 255;
		return;
	}
	assert_in_range(n, 16, 255);
	if (n >= 232) {
		rgb[0] = rgb[1] = rgb[2] = 8 + 10 * (n - 232);
		return;
	}
	n -= 16;
	rgb[0] = step[n / 36];
	rgb[1] = step[n / 6 % 6];
	rgb[2] = step[n % 6];
}

/* x^2.4, for x of 0 to 1: x^2 times the fifth root of x^2, by Newton. */
static double
power_24(double x)
{
	double square = x * x, root = 1;
	int i;

	if (x <= 0)
		return 0;
	for (i = 0; i < 60; i++)
		root -= (root - square / (root * root * root * root)) / 5;
	return square * root;
}

/* WCAG 2.1, relative luminance. */
static double
luminance(int n)
{
	static const double weight[] = { 0.2126, 0.7152, 0.0722 };
	double sum = 0, v;
	int rgb[3], i;

	palette(n, rgb);
	for (i = 0; i < 3; i++) {
		v = rgb[i] / 255.0;
		v = v <= 0.03928 ? v / 12.92 : power_24((v + 0.055) / 1.055);
		sum += weight[i] * v;
	}
	return sum;
}

static void
text_has_contrast(void **state)
{
	struct style s;
	double fg, bg, ratio;
	int role;

	(void)state;
	for (role = 0; role < ROLE_COUNT; role++) {
		s = theme_style(THEME_256, (enum role)role);
		if (s.fg < 0)
			continue;
		fg = luminance(s.fg);
		bg = luminance(s.bg < 0 ? 16 : s.bg);
		ratio = fg > bg ? (fg + 0.05) / (bg + 0.05)
		                : (bg + 0.05) / (fg + 0.05);
		assert_true(ratio >= 4.5);
	}
}

static void
blue_is_never_text(void **state)
{
	int depth, role;

	(void)state;
	for (depth = THEME_MONO; depth <= THEME_256; depth++)
		for (role = 0; role < ROLE_COUNT; role++)
			assert_int_not_equal(
				theme_style((enum theme_depth)depth,
			                    (enum role)role)
					.fg,
				4);
}

static bool
same_style(struct style a, struct style b)
{
	return a.fg == b.fg && a.bg == b.bg && a.bold == b.bold &&
	       a.dim == b.dim && a.underline == b.underline &&
	       a.reverse == b.reverse;
}

/* What must be seen at a glance is told from text at every depth. */
static void
loud_roles_stand_out(void **state)
{
	static const enum role loud[] = { ROLE_SELECTED, ROLE_HIT,   ROLE_WARN,
		                          ROLE_LATE,     ROLE_DRILL, ROLE_ERROR,
		                          ROLE_INPUT };
	int depth;
	size_t i;

	(void)state;
	for (depth = THEME_MONO; depth <= THEME_256; depth++)
		for (i = 0; i < sizeof(loud) / sizeof(loud[0]); i++)
			assert_false(same_style(
				theme_style((enum theme_depth)depth, loud[i]),
				theme_style((enum theme_depth)depth,
			                    ROLE_TEXT)));
}

static void
mono_uses_no_colour(void **state)
{
	struct style s;
	int role;

	(void)state;
	for (role = 0; role < ROLE_COUNT; role++) {
		s = theme_style(THEME_MONO, (enum role)role);
		assert_int_equal(s.fg, -1);
		assert_int_equal(s.bg, -1);
	}
}

static void
depth_follows_the_terminal_and_no_color(void **state)
{
	(void)state;
	assert_int_equal(theme_depth(256, NULL), THEME_256);
	assert_int_equal(theme_depth(256, ""), THEME_256);
	assert_int_equal(theme_depth(256, "0"), THEME_MONO);
	assert_int_equal(theme_depth(255, NULL), THEME_16);
	assert_int_equal(theme_depth(8, NULL), THEME_16);
	assert_int_equal(theme_depth(7, NULL), THEME_MONO);
	assert_int_equal(theme_depth(-1, NULL), THEME_MONO);
}

static void
urgency_changes_at_its_edges(void **state)
{
	(void)state;
	assert_int_equal(urgency_of(30 * CIVIL_MINUTE), URGENCY_CALM);
	assert_int_equal(urgency_of(30 * CIVIL_MINUTE - 1), URGENCY_SOON);
	assert_int_equal(urgency_of(10 * CIVIL_MINUTE), URGENCY_SOON);
	assert_int_equal(urgency_of(10 * CIVIL_MINUTE - 1), URGENCY_URGENT);
	/* The due second itself is on time. */
	assert_int_equal(urgency_of(0), URGENCY_URGENT);
	assert_int_equal(urgency_of(-1), URGENCY_LATE);
}

/* Colour is never the only sign. */
static void
every_urgency_has_glyph_and_word(void **state)
{
	int u, v;

	(void)state;
	for (u = URGENCY_CALM; u <= URGENCY_LATE; u++) {
		const char *glyph = urgency_glyph((enum urgency)u);

		assert_int_equal(utf8_width(glyph, strlen(glyph)), 1);
		for (v = u + 1; v <= URGENCY_LATE; v++) {
			assert_string_not_equal(glyph,
			                        urgency_glyph((enum urgency)v));
			assert_string_not_equal(urgency_word((enum urgency)u),
			                        urgency_word((enum urgency)v));
		}
	}
}

static void
countdowns_are_exact(void **state)
{
	static const struct {
		int64_t left_ms;
		const char *seconds, *minutes;
	} cases[] = {
		{ 461000, "00:07:41", "0:07" },
		{ 460001, "00:07:41", "0:07" },
		{ 59999, "00:01:00", "0:01" },
		{ 1, "00:00:01", "0:00" },
		{ 0, "00:00:00", "0:00" },
		{ -1, "+00:00:01", "+0:00" },
		{ -192000, "+00:03:12", "+0:03" },
		{ 86400000, "1天 00:00:00", "1天 0:00" },
		{ -(2 * 86400000LL + 11400000), "+2天 03:10:00", "+2天 3:10" },
	};
	char out[COUNTDOWN_TEXT];
	size_t i;

	(void)state;
	tr_use(TR_ZH);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_string_equal(countdown_seconds(out, cases[i].left_ms),
		                    cases[i].seconds);
		assert_string_equal(countdown_minutes(out, cases[i].left_ms),
		                    cases[i].minutes);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_has_contrast),
		cmocka_unit_test(blue_is_never_text),
		cmocka_unit_test(loud_roles_stand_out),
		cmocka_unit_test(mono_uses_no_colour),
		cmocka_unit_test(depth_follows_the_terminal_and_no_color),
		cmocka_unit_test(urgency_changes_at_its_edges),
		cmocka_unit_test(every_urgency_has_glyph_and_word),
		cmocka_unit_test(countdowns_are_exact),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
