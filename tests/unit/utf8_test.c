/* Text from outside is made harmless, whatever it is. */
#include "cm.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include "base/utf8.h"

static void
check_safe(const char *in, size_t len, unsigned flags, const char *want,
           size_t changed)
{
	struct buf b = BUF_INIT;

	assert_int_equal(text_safe(&b, in, len, flags), changed);
	assert_string_equal(b.s, want);
	buf_release(&b);
}

static void
test_decode(void **state)
{
	/* bytes, their number, what is decoded, bytes used */
	static const struct {
		const char *s;
		size_t len;
		uint32_t cp;
		size_t used;
	} cases[] = {
		{ "A", 1, 'A', 1 },
		{ "\0", 1, 0, 1 },
		{ "\x7F", 1, 0x7F, 1 },
		{ "\xC2\x80", 2, 0x80, 2 },
		{ "\xDF\xBF", 2, 0x7FF, 2 },
		{ "\xE0\xA0\x80", 3, 0x800, 3 },
		{ "\xED\x9F\xBF", 3, 0xD7FF, 3 },
		{ "\xEE\x80\x80", 3, 0xE000, 3 },
		{ "\xEF\xBF\xBF", 3, 0xFFFF, 3 },
		{ "\xF0\x90\x80\x80", 4, 0x10000, 4 },
		{ "\xF4\x8F\xBF\xBF", 4, 0x10FFFF, 4 },
		/* a continuation alone, leads that never occur */
		{ "\x80", 1, UTF8_BAD, 1 },
		{ "\xC0\x80", 2, UTF8_BAD, 1 },
		{ "\xC1\xBF", 2, UTF8_BAD, 1 },
		{ "\xF5\x80\x80\x80", 4, UTF8_BAD, 1 },
		{ "\xFF", 1, UTF8_BAD, 1 },
		/* overlong, surrogate, too high */
		{ "\xE0\x9F\xBF", 3, UTF8_BAD, 1 },
		{ "\xF0\x8F\xBF\xBF", 4, UTF8_BAD, 1 },
		{ "\xED\xA0\x80", 3, UTF8_BAD, 1 },
		{ "\xF4\x90\x80\x80", 4, UTF8_BAD, 1 },
		/* cut short by the end or by another character */
		{ "\xE5", 1, UTF8_BAD, 1 },
		{ "\xE5\x80", 2, UTF8_BAD, 2 },
		{ "\xE5\x80\x41", 3, UTF8_BAD, 2 },
		{ "\xF0\x9F\x98", 3, UTF8_BAD, 3 },
		{ "\xF0\x9F\x98\xC3", 4, UTF8_BAD, 3 },
	};
	size_t i;
	uint32_t cp;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(utf8_decode(cases[i].s, cases[i].len, &cp),
		                 cases[i].used);
		assert_int_equal(cp, cases[i].cp);
		assert_int_equal(utf8_valid(cases[i].s, cases[i].len),
		                 cp != UTF8_BAD && cp != 0);
	}
}

static void
test_encode_is_the_inverse(void **state)
{
	uint32_t cp, back;
	size_t n;
	char s[4];

	(void)state;
	for (cp = 0; cp <= 0x110000; cp++) {
		n = utf8_encode(cp, s);
		if (cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF)) {
			assert_int_equal(n, 0);
			continue;
		}
		assert_true(n > 0);
		assert_int_equal(utf8_decode(s, n, &back), n);
		assert_int_equal(back, cp);
	}
}

static void
test_count_and_prefix(void **state)
{
	const char *s = "a值\xFF班";
	size_t len = strlen(s);

	(void)state;
	assert_int_equal(utf8_count(s, len), 4);
	assert_int_equal(utf8_prefix(s, len, 0), 0);
	assert_int_equal(utf8_prefix(s, len, 2), 4);
	assert_int_equal(utf8_prefix(s, len, 3), 5);
	assert_int_equal(utf8_prefix(s, len, 4), len);
	assert_int_equal(utf8_prefix(s, len, 99), len);
}

/* The short cuts give what the C library gives, in whatever locale we are. */
static void
test_width_is_wcwidth(void **state)
{
	locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	locale_t before;
	uint32_t cp;
	int want;

	(void)state;
	assert_true(utf8 != (locale_t)0);
	setlocale(LC_ALL, "C");
	for (cp = 1; cp <= 0x10FFFF; cp++) {
		before = uselocale(utf8);
		want = wcwidth((wchar_t)cp);
		uselocale(before);
		assert_int_equal(utf8_cell_width(cp), want);
	}
	assert_int_equal(utf8_cell_width(0), -1);
	freelocale(utf8);
}

static void
test_width(void **state)
{
	/* The ambiguous ones are one cell wide. */
	static const struct {
		const char *s;
		int width;
	} cases[] = {
		{ "", 0 },         { "duty", 4 },     { "值班室", 6 },
		{ "，。《》", 8 }, { "·—…“”", 5 },    { "●○■★▲", 5 },
		{ "│─┌→①Ⅱ℃", 7 },  { "‼✓✗⚠☑░", 6 },   { "e\u0301x", 2 },
		{ "\t\n\033", 3 }, { "\xFF\xFE", 2 }, { "\u202E", 1 },
		{ "⚠\uFE0F", 1 },  { "\r\n", 1 },     { "\u0301", 1 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(utf8_width(cases[i].s, strlen(cases[i].s)),
		                 cases[i].width);
}

static void
test_fit(void **state)
{
	static const struct {
		const char *s;
		int cells;
		size_t bytes;
		int used;
	} cases[] = {
		{ "值班", 0, 0, 0 },
		{ "值班", 1, 0, 0 },
		{ "值班", 2, 3, 2 },
		{ "值班", 3, 3, 2 },
		{ "值班", 4, 6, 4 },
		{ "值班", 9, 6, 4 },
		{ "ae\u0301\u0302b", 2, 6, 2 },
		{ "ae\u0301\u0302b", 1, 1, 1 },
		{ "a\r\nb", 2, 3, 2 },
		{ "a\xE5\x80z", 2, 3, 2 },
		{ "值班", -1, 0, 0 },
	};
	size_t i;
	int used;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(utf8_fit(cases[i].s, strlen(cases[i].s),
		                          cases[i].cells, &used),
		                 cases[i].bytes);
		assert_int_equal(used, cases[i].used);
	}
}

static void
test_safe_cases(void **state)
{
	(void)state;
	check_safe("值班室 24h", 13, TEXT_LINE, "值班室 24h", 0);
	check_safe("\033[31m", 5, TEXT_LINE, "␛[31m", 1);
	check_safe("a\0b", 3, TEXT_LINE, "a␀b", 1);
	check_safe("\x7F\x01", 2, TEXT_LINE, "␡␁", 2);
	check_safe("\xC2\x9B"
	           "2J",
	           4, TEXT_LINE, "\uFFFD2J", 1);
	check_safe("a\tb", 3, TEXT_LINE, "a b", 0);
	check_safe("a\nb\r\nc\rd", 8, TEXT_LINE, "a b c d", 0);
	check_safe("a\nb\r\nc\rd", 8, TEXT_LINES, "a\nb\nc\nd", 0);
	check_safe("\r\r\n\n", 4, TEXT_LINES, "\n\n\n", 0);
	check_safe("⚠\uFE0F!", 7, TEXT_LINE, "⚠!", 1);
	check_safe("\xE5\x80", 2, TEXT_LINE, "\uFFFD", 1);
	check_safe("\xED\xA0\x80", 3, TEXT_LINE, "\uFFFD\uFFFD\uFFFD", 3);
	/* two marks stay, the third goes; one without a base gets one */
	check_safe("e\u0301\u0302\u0303x", 8, TEXT_LINE, "e\u0301\u0302x", 1);
	check_safe("\u0301a", 3, TEXT_LINE, "\uFFFDa", 1);
	check_safe("a\n\u0301", 4, TEXT_LINES, "a\n\uFFFD", 1);
	check_safe("a\n\u0301", 4, TEXT_LINE, "a \u0301", 0);
	/* what was replaced once is not counted again */
	check_safe("\uFFFD␛", 6, TEXT_LINE, "\uFFFD␛", 0);
}

/* One sample of each class that has to go. */
static void
test_safe_classes(void **state)
{
	static const uint32_t cps[] = {
		0x80,   0x85,   0x9F,    0xAD,    0x61C,   0x180E,  0x200B,
		0x200C, 0x200D, 0x200E,  0x200F,  0x2028,  0x2029,  0x202A,
		0x202E, 0x2060, 0x2064,  0x2066,  0x2069,  0x206A,  0x206F,
		0xE000, 0xF8FF, 0xFDD0,  0xFDEF,  0xFEFF,  0xFFF9,  0xFFFB,
		0xFFFE, 0xFFFF, 0x1FFFE, 0xE0001, 0xE007F, 0xF0000, 0x10FFFF,
		0x378 /* not assigned */
	};
	static const uint32_t selectors[] = { 0x180B, 0x180F,  0xFE00,
		                              0xFE0F, 0xE0100, 0xE01EF };
	char s[8] = "a";
	size_t i, n;

	(void)state;
	for (i = 0; i < sizeof(cps) / sizeof(cps[0]); i++) {
		n = 1 + utf8_encode(cps[i], s + 1);
		check_safe(s, n, TEXT_LINES, "a\uFFFD", 1);
		assert_int_equal(utf8_unsafe(cps[i]), cps[i] != 0x378);
	}
	for (i = 0; i < sizeof(selectors) / sizeof(selectors[0]); i++) {
		n = 1 + utf8_encode(selectors[i], s + 1);
		check_safe(s, n, TEXT_LINES, "a", 1);
	}
}

/* Properties over many inputs. */

static uint32_t
rnd(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return (uint32_t)(*seed >> 32);
}

static bool
may_be_shown(wchar_t w, unsigned flags)
{
	uint32_t c = (uint32_t)w;

	if (c == '\n')
		return flags & TEXT_LINES;
	return c >= 0x20 && c != 0x7F && !(c >= 0x80 && c <= 0x9F) &&
	       c != 0xAD && c != 0x61C && c != 0x180E &&
	       !(c >= 0x200B && c <= 0x200F) && !(c >= 0x2028 && c <= 0x202E) &&
	       !(c >= 0x2060 && c <= 0x206F) && !(c >= 0xE000 && c <= 0xF8FF) &&
	       !(c >= 0xFE00 && c <= 0xFE0F) && !(c >= 0xFDD0 && c <= 0xFDEF) &&
	       c != 0xFEFF && !(c >= 0xFFF9 && c <= 0xFFFB) &&
	       (c & 0xFFFE) != 0xFFFE && !(c >= 0xE0000 && c <= 0xE0FFF) &&
	       c < 0xF0000;
}

/*
 * The C library's decoder is the judge of "valid"; what it decodes must all be
 * harmless, known to it, with no more than two marks in a row.
 */
static void
check_harmless(const struct buf *out, unsigned flags)
{
	mbstate_t mb;
	size_t at, n;
	int marks = 2; /* none may come first */
	wchar_t w;

	memset(&mb, 0, sizeof(mb));
	for (at = 0; at < out->len; at += n) {
		n = mbrtowc(&w, out->s + at, out->len - at, &mb);
		assert_true(n >= 1 && n <= 4);
		assert_true(may_be_shown(w, flags));
		if (w == L'\n') {
			marks = 2;
			continue;
		}
		assert_true(wcwidth(w) >= 0);
		marks = wcwidth(w) == 0 ? marks + 1 : 0;
		assert_true(marks <= 2);
	}
}

static void
check_properties(const char *s, size_t len, unsigned flags, int cells)
{
	struct buf once = BUF_INIT, twice = BUF_INIT, cut = BUF_INIT;
	size_t fit;
	int used;

	text_safe(&once, s, len, flags);
	check_harmless(&once, flags);
	assert_true(utf8_valid(once.s, once.len));
	assert_int_equal(text_safe(&twice, once.s, once.len, flags), 0);
	assert_int_equal(twice.len, once.len);
	assert_memory_equal(twice.s, once.s, once.len);
	if (flags == TEXT_LINE) {
		assert_int_equal(utf8_width(s, len),
		                 utf8_width(once.s, once.len));
		fit = utf8_fit(s, len, cells, &used);
		assert_true(fit <= len && used <= cells);
		assert_int_equal(utf8_width(s, fit), used);
		assert_true(fit == len || used >= cells - 1);
		text_safe(&cut, s, fit, flags);
		assert_memory_equal(cut.s, once.s, cut.len);
	}
	buf_release(&once);
	buf_release(&twice);
	buf_release(&cut);
}

#define ROUNDS 300000

static size_t
random_bytes_input(uint64_t *seed, char *s, size_t max)
{
	size_t len = rnd(seed) % max, i;

	for (i = 0; i < len; i++)
		s[i] = (char)rnd(seed);
	return len;
}

static const uint32_t nasty[] = {
	0,      '\n',   '\r',   '\t',   0x1B,    0x7F,    0x9B,    0x301,
	0x302,  0x303,  0x200D, 0x202E, 0x2028,  0xFE0F,  0xFEFF,  0xFFFD,
	0xFFFE, 0xE001, 0x4E00, 0xFF0C, 0x1F600, 0xE0041, 0xE0100, 0x378,
	0x1160, 0x3099, 0xAC00, 0x600,  0x180B,  0x180E,  0x34F,   'a',
};

static size_t
random_characters_input(uint64_t *seed, char *s, size_t max)
{
	size_t len = 0, n;
	uint32_t cp;

	for (n = rnd(seed) % (max / 4); n > 0; n--) {
		cp = nasty[rnd(seed) % (sizeof(nasty) / sizeof(nasty[0]))];
		if (rnd(seed) % 4 == 0)
			cp = rnd(seed) % 0x110000;
		len += utf8_encode(cp, s + len);
	}
	return len;
}

static size_t
mutated_chinese_input(uint64_t *seed, char *s, size_t max)
{
	static const char text[] =
		"9月20日12时30分，孝义市下堡镇某煤矿井下发生透水事故，"
		"当班 22 人被困；矿长13时20分得知，“未按规定报告”。";
	size_t len = sizeof(text) - 1, n, at;

	(void)max;
	memcpy(s, text, len);
	for (n = rnd(seed) % 6; n > 0; n--) {
		at = rnd(seed) % len;
		if (rnd(seed) % 2) {
			s[at] = (char)rnd(seed);
			continue;
		}
		memmove(s + at, s + at + 1, len - at - 1);
		len--;
	}
	return rnd(seed) % (len + 1);
}

static void
test_safe_properties(void **state)
{
	size_t (*const inputs[])(uint64_t *, char *, size_t) = {
		random_bytes_input,
		random_characters_input,
		mutated_chinese_input,
	};
	locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	uint64_t seed = 0x9E3779B97F4A7C15ull;
	locale_t before;
	char s[256];
	size_t len;
	int i;

	(void)state;
	assert_true(utf8 != (locale_t)0);
	before = uselocale(utf8);
	for (i = 0; i < ROUNDS; i++) {
		len = inputs[i % 3](&seed, s, 160);
		check_properties(s, len, i / 3 % 2 ? TEXT_LINES : TEXT_LINE,
		                 (int)(rnd(&seed) % 40));
	}
	uselocale(before);
	freelocale(utf8);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_decode),
		cmocka_unit_test(test_encode_is_the_inverse),
		cmocka_unit_test(test_count_and_prefix),
		cmocka_unit_test(test_width_is_wcwidth),
		cmocka_unit_test(test_width),
		cmocka_unit_test(test_fit),
		cmocka_unit_test(test_safe_cases),
		cmocka_unit_test(test_safe_classes),
		cmocka_unit_test(test_safe_properties),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
