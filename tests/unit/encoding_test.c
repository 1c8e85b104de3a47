/* A file of unknown encoding becomes UTF-8, and what was lost is counted. */
#include "cm.h"

#include <stdbool.h>
#include <string.h>

#include "base/encoding.h"
#include "base/tr.h"
#include "base/utf8.h"

struct want {
	enum encoding encoding;
	bool sure, bom;
	size_t replaced, nuls;
	const char *text;
};

static void
check_hinted(const char *bytes, size_t len, enum encoding hint,
             struct want want)
{
	struct encoding_found found;
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;

	buf_str(&out, "|");
	assert_int_equal(encoding_to_utf8(bytes, len, hint, &out, &found, &err),
	                 0);
	assert_string_equal(out.s + 1, want.text);
	assert_int_equal(out.len, 1 + strlen(want.text));
	assert_int_equal(found.encoding, want.encoding);
	assert_int_equal(found.sure, want.sure);
	assert_int_equal(found.bom, want.bom);
	assert_int_equal(found.replaced, want.replaced);
	assert_int_equal(found.nuls, want.nuls);
	buf_release(&out);
}

/* Bytes in a string literal, NULs too. */
#define CHECK(bytes, ...)                                                      \
	check_hinted(bytes, sizeof(bytes) - 1, ENCODING_ANY,                   \
	             (struct want){ __VA_ARGS__ })
#define CHECK_AS(hint, bytes, ...)                                             \
	check_hinted(bytes, sizeof(bytes) - 1, hint,                           \
	             (struct want){ __VA_ARGS__ })

static void
test_utf8(void **state)
{
	(void)state;
	CHECK("", ENCODING_UTF8, true, false, 0, 0, "");
	CHECK("duty\n", ENCODING_UTF8, true, false, 0, 0, "duty\n");
	CHECK("值班室𬱖", ENCODING_UTF8, true, false, 0, 0,
	      "值班室𬱖");
	CHECK("\xEF\xBB\xBF值", ENCODING_UTF8, true, true, 0, 0, "值");
	CHECK("\xEF\xBB\xBF", ENCODING_UTF8, true, true, 0, 0, "");
	/* after a mark it is UTF-8, whatever follows */
	CHECK("\xEF\xBB\xBF\xD6\xB5", ENCODING_UTF8, true, true, 0, 0,
	      "\u05B5");
	CHECK("\xEF\xBB\xBF\xFF\xE5\x80z", ENCODING_UTF8, true, true, 2, 0,
	      "\uFFFD\uFFFDz");
}

static void
test_utf8_cut(void **state)
{
	(void)state;
	CHECK("值\xE7", ENCODING_UTF8, true, false, 1, 0, "值\uFFFD");
	CHECK("值\xE7\x8F", ENCODING_UTF8, true, false, 1, 0, "值\uFFFD");
	CHECK("值\xF0\xAC\xB1", ENCODING_UTF8, true, false, 1, 0, "值\uFFFD");
	/* with no whole one before it, it is a whole one of GB18030 */
	CHECK("a\xE4\xB8", ENCODING_GB18030, true, false, 0, 0, "a涓");
	/* cut in the midst, or an impossible end, is no UTF-8 */
	CHECK_AS(ENCODING_UTF8, "值\xE7z", ENCODING_UTF8, true, false, 1, 0,
	         "值\uFFFDz");
	CHECK("值\xFF", ENCODING_GB18030, false, false, 2, 0, "鍊\uFFFD\uFFFD");
}

/* 联通 and its like: GB18030 that could be UTF-8. */
static void
test_two_bytes_are_not_sure(void **state)
{
	(void)state;
	CHECK("25\xC2\xB0", ENCODING_UTF8, false, false, 0, 0, "25°");
	CHECK("25\xC2\xB0值", ENCODING_UTF8, true, false, 0, 0, "25°值");
	/* its first two bytes are an overlong form */
	CHECK("\xC1\xAA\xCD\xA8", ENCODING_GB18030, true, false, 0, 0, "联通");
}

static void
test_gb18030(void **state)
{
	(void)state;
	CHECK("\xD6\xB5\xB0\xE0\xCA\xD2 24h", ENCODING_GB18030, true, false, 0,
	      0, "值班室 24h");
	/* four bytes: 㐀, U+20000, 𬱖 */
	CHECK("\xD6\xB5\xB0\xE0\xCA\xD2\x81\x39\xEE\x39", ENCODING_GB18030,
	      true, false, 0, 0, "值班室㐀");
	CHECK_AS(ENCODING_GB18030, "\x95\x32\x82\x36\x99\x33\xC3\x36",
	         ENCODING_GB18030, true, false, 0, 0, "\U00020000𬱖");
	/* GBK beyond GB 2312: 镕, 堃; too much of it is not sure */
	CHECK("\xE9\x46", ENCODING_GB18030, false, false, 0, 0, "镕");
	CHECK("\x84\x31\x95\x33\xD6\xB5", ENCODING_GB18030, true, true, 0, 0,
	      "值");
}

static void
test_gb18030_bad_bytes(void **state)
{
	(void)state;
	CHECK("\xD6\xB5\x80\xB0\xE0", ENCODING_GB18030, false, false, 0, 0,
	      "值€班");
	CHECK("\xD6\xB5\xFF\xB0\xE0", ENCODING_GB18030, false, false, 1, 0,
	      "值\uFFFD班");
	/* a lead without its trail does not take the next character along */
	CHECK("\xD6\n\xD6\xB5", ENCODING_GB18030, false, false, 1, 0,
	      "\uFFFD\n值");
	CHECK("\xD6\xB5\xB0", ENCODING_GB18030, false, false, 1, 0, "值\uFFFD");
	CHECK("\xD6\x7F\xD6\xB5", ENCODING_GB18030, false, false, 1, 0,
	      "\uFFFD\x7F值");
	/* four bytes cut, or past the last character there is */
	CHECK("\xD6\xB5\x81\x39\xEE", ENCODING_GB18030, false, false, 2, 0,
	      "值\uFFFD9\uFFFD");
	CHECK_AS(ENCODING_GB18030, "\xE3\x32\x9A\x35", ENCODING_GB18030, true,
	         false, 0, 0, "\U0010FFFF");
	CHECK_AS(ENCODING_GB18030, "\xE3\x32\x9A\x36z", ENCODING_GB18030, true,
	         false, 1, 0, "\uFFFDz");
	CHECK("\xD6\xB5\0\xB0\xE0", ENCODING_GB18030, false, false, 1, 1,
	      "值\uFFFD班");
}

/* Longer than the converter's own buffer, with a bad byte in the midst. */
static void
test_gb18030_long(void **state)
{
	struct buf in = BUF_INIT, want = BUF_INIT;
	int i;

	(void)state;
	for (i = 0; i < 20000; i++) {
		buf_str(&in, i == 9999 ? "\xFF" : "\xD6\xB5");
		buf_str(&want, i == 9999 ? "\uFFFD" : "值");
	}
	check_hinted(
		in.s, in.len, ENCODING_ANY,
		(struct want){ ENCODING_GB18030, false, false, 1, 0, want.s });
	buf_release(&in);
	buf_release(&want);
}

static void
test_utf16_marked(void **state)
{
	(void)state;
	CHECK("\xFF\xFE\x3C\x50\xED\x73", ENCODING_UTF16LE, true, true, 0, 0,
	      "值班");
	CHECK("\xFE\xFF\x50\x3C\x73\xED", ENCODING_UTF16BE, true, true, 0, 0,
	      "值班");
	CHECK("\xFF\xFE", ENCODING_UTF16LE, true, true, 0, 0, "");
	/* pairs, and halves of pairs */
	CHECK("\xFE\xFF\xD8\x40\xDC\x00", ENCODING_UTF16BE, true, true, 0, 0,
	      "\U00020000");
	CHECK("\xFE\xFF\xDB\xFF\xDF\xFF", ENCODING_UTF16BE, true, true, 0, 0,
	      "\U0010FFFF");
	CHECK("\xFE\xFF\xD8\x40\0a\xDC\x00\0b\xD8\x40", ENCODING_UTF16BE, true,
	      true, 3, 0, "\uFFFDa\uFFFDb\uFFFD");
	/* an odd byte, a NUL */
	CHECK("\xFF\xFE\x3C\x50\xED", ENCODING_UTF16LE, true, true, 1, 0,
	      "值\uFFFD");
	CHECK("\xFF\xFE"
	      "a\0\0\0b\0",
	      ENCODING_UTF16LE, true, true, 1, 1, "a\uFFFDb");
}

/* "预案：A级" four times over, by its bytes. */
static void
test_utf16_unmarked(void **state)
{
	static const char le[] = "\x84\x98\x48\x68\x1A\xFF\x41\x00\xA7\x7E";
	static const char be[] = "\x98\x84\x68\x48\xFF\x1A\x00\x41\x7E\xA7";
	struct buf in = BUF_INIT;
	int i;

	(void)state;
	check_hinted(le, 10, ENCODING_ANY,
	             (struct want){ ENCODING_UTF16LE, false, false, 0, 0,
	                            "预案：A级" });
	check_hinted(be, 10, ENCODING_ANY,
	             (struct want){ ENCODING_UTF16BE, false, false, 0, 0,
	                            "预案：A级" });
	for (i = 0; i < 8; i++)
		buf_add(&in, be, 8);
	check_hinted(in.s, 64, ENCODING_ANY,
	             (struct want){ ENCODING_UTF16BE, true, false, 0, 0,
	                            "预案：A预案：A预案：A预案：A"
	                            "预案：A预案：A预案：A预案：A" });
	buf_release(&in);
	/* ASCII as Windows' Unicode is valid UTF-8 full of NULs */
	CHECK("d\0u\0t\0y\0", ENCODING_UTF16LE, false, false, 0, 0, "duty");
	CHECK("\0d\0u\0t\0y", ENCODING_UTF16BE, false, false, 0, 0, "duty");
	/* too short to tell */
	CHECK("d\0u\0t\0", ENCODING_UTF8, false, false, 3, 3,
	      "d\uFFFDu\uFFFDt\uFFFD");
}

/* 97 of 100 pairs are enough, 96 are not. */
static void
test_utf16_share(void **state)
{
	char s[200];
	bool sure;
	int i;

	(void)state;
	for (i = 0; i < 100; i++)
		memcpy(s + 2 * i, i < 97 ? "\xA1\x4E" : "\xA1\xA1", 2);
	assert_int_equal(encoding_detect(s, 200, &sure), ENCODING_UTF16LE);
	assert_true(sure);
	s[2 * 96 + 1] = '\xA1';
	assert_int_equal(encoding_detect(s, 200, &sure), ENCODING_GB18030);
	assert_false(sure);
}

static void
test_hint(void **state)
{
	(void)state;
	CHECK_AS(ENCODING_GB18030, "\xC2\xB0", ENCODING_GB18030, true, false, 0,
	         0, "掳");
	CHECK_AS(ENCODING_UTF16BE, "\x50\x3C", ENCODING_UTF16BE, true, false, 0,
	         0, "值");
	/* a mark is no matter of taste */
	CHECK_AS(ENCODING_GB18030, "\xFE\xFF\x50\x3C", ENCODING_UTF16BE, true,
	         true, 0, 0, "值");
	CHECK_AS(ENCODING_UTF8, "a\0b", ENCODING_UTF8, true, false, 1, 1,
	         "a\uFFFDb");
}

static void
test_maximum(void **state)
{
	struct encoding_found found;
	struct buf out = BUF_INIT_MAX(7);
	struct err err = ERR_INIT;

	(void)state;
	buf_str(&out, "|");
	assert_int_equal(encoding_to_utf8("\xD6\xB5\xB0\xE0", 4, ENCODING_ANY,
	                                  &out, &found, &err),
	                 0);
	assert_string_equal(out.s, "|值班");
	buf_cut(&out, 1);
	assert_int_equal(encoding_to_utf8("\xD6\xB5\xB0\xE0!", 5, ENCODING_ANY,
	                                  &out, &found, &err),
	                 -1);
	assert_string_equal(out.s, "|");
	assert_int_equal(err.code, ERR_INPUT);
	assert_string_equal(err.text, "more than 6 bytes of text");
	buf_release(&out);
}

static void
test_names(void **state)
{
	static const struct {
		const char *name;
		enum encoding encoding;
	} cases[] = {
		{ "utf-8", ENCODING_UTF8 },
		{ "UTF8", ENCODING_UTF8 },
		{ "gb2312", ENCODING_GB18030 },
		{ "GBK", ENCODING_GB18030 },
		{ "gb18030", ENCODING_GB18030 },
		{ "GB_18030", ENCODING_GB18030 },
		{ "utf-16le", ENCODING_UTF16LE },
		{ "UTF-16BE", ENCODING_UTF16BE },
		{ "ansi", ENCODING_GB18030 },
		{ "", ENCODING_ANY },
		{ "big5", ENCODING_ANY },
		{ "utf-8-or-something-like-it", ENCODING_ANY },
	};
	enum encoding e;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(
			encoding_parse(cases[i].name, strlen(cases[i].name)),
			cases[i].encoding);
	assert_int_equal(encoding_parse("utf-8xx", 5), ENCODING_UTF8);
	for (e = ENCODING_UTF8; e <= ENCODING_GB18030; e++)
		assert_int_equal(encoding_parse(encoding_name(e),
		                                strlen(encoding_name(e))),
		                 e);
}

static uint32_t
rnd(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return (uint32_t)(*seed >> 32);
}

/* Whatever the bytes and the hint: valid, and every loss counted. */
static void
test_any_bytes(void **state)
{
	static const char nasty[] = "\0\n0a\x80\x81\xFE\xFF\xEF\xBB\xBF\xD8\xDC"
				    "\xE5\x84\x31\x95\x33";
	uint64_t seed = 0x9E3779B97F4A7C15ull;
	struct encoding_found found;
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;
	const char *at;
	size_t len, i, marks;
	char s[64];
	int round;

	(void)state;
	for (round = 0; round < 200000; round++) {
		len = rnd(&seed) % sizeof(s);
		for (i = 0; i < len; i++)
			s[i] = rnd(&seed) % 2 ? (char)rnd(&seed)
			                      : nasty[rnd(&seed) %
			                              (sizeof(nasty) - 1)];
		buf_clear(&out);
		assert_int_equal(encoding_to_utf8(s, len,
		                                  (enum encoding)(round % 5),
		                                  &out, &found, &err),
		                 0);
		assert_true(utf8_valid(out.s, out.len));
		assert_true(found.encoding != ENCODING_ANY);
		assert_true(found.nuls <= found.replaced);
		marks = 0;
		for (at = out.s; (at = strstr(at, "\uFFFD")); at++)
			marks++;
		assert_true(marks >= found.replaced);
	}
	buf_release(&out);
}

static int
in_english(void **state)
{
	(void)state;
	tr_use(TR_EN);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_utf8),
		cmocka_unit_test(test_utf8_cut),
		cmocka_unit_test(test_two_bytes_are_not_sure),
		cmocka_unit_test(test_gb18030),
		cmocka_unit_test(test_gb18030_bad_bytes),
		cmocka_unit_test(test_gb18030_long),
		cmocka_unit_test(test_utf16_marked),
		cmocka_unit_test(test_utf16_unmarked),
		cmocka_unit_test(test_utf16_share),
		cmocka_unit_test(test_hint),
		cmocka_unit_test(test_maximum),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_any_bytes),
	};

	return cmocka_run_group_tests(tests, in_english, NULL);
}
