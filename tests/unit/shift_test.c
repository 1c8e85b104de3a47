/* Times in recorded answers, moved: watch/shift.h. */
#include "cm.h"

#include <string.h>

#include "base/buf.h"
#include "watch/shift.h"

#define DAY (24 * 60)

static void
moved(const char *from, int64_t minutes, const char *to)
{
	struct buf out = BUF_INIT;

	shift_times(&out, from, strlen(from), minutes);
	assert_string_equal(out.s, to);
	buf_release(&out);
}

static void
stays(const char *text)
{
	moved(text, 1, text);
	moved(text, -400 * DAY, text);
}

/* Each form by a minute, out and back, alone and in its surroundings. */
static void
test_forms(void **state)
{
	static const struct {
		const char *from, *to;
	} cases[] = {
		{ "2026-09-20T23:59:58+08:00", "2026-09-21T00:00:58+08:00" },
		{ "2026-09-20T23:59:58.123Z", "2026-09-21T00:00:58.123Z" },
		{ "2026-09-20T23:59-05:00", "2026-09-21T00:00-05:00" },
		{ "2026-09-20 23:59:58", "2026-09-21 00:00:58" },
		{ "\"2026/09/20 23:59\"", "\"2026/09/21 00:00\"" },
		{ "2026/09/20 23:59:58", "2026/09/21 00:00:58" },
		{ "14118141600000_20260920235958",
		  "14118141600000_20260921000058" },
		{ "a/10101-20260920235958-0203.html",
		  "a/10101-20260921000058-0203.html" },
		{ "20260920T235958Z", "20260921T000058Z" },
		{ "/O.NEW.KBOX.SV.W.0001.260920T2359Z-260921T0030Z/",
		  "/O.NEW.KBOX.SV.W.0001.260921T0000Z-260921T0031Z/" },
		{ "1.0,2026-09-20,2359,N", "1.0,2026-09-21,0000,N" },
		{ "1.0,2026-09-20,959,N", "1.0,2026-09-20,1000,N" },
		{ "1.0,2026-09-20,5,N", "1.0,2026-09-20,6,N" },
		{ "<pubDate>Sun, 20 Sep 2026 23:59:58 +0800</pubDate>",
		  "<pubDate>Mon, 21 Sep 2026 00:00:58 +0800</pubDate>" },
		{ "Sat, 9 May 2026 23:59 GMT", "Sun, 10 May 2026 00:00 GMT" },
		{ "30 Sep 2026 23:59:00 GMT", "01 Oct 2026 00:00:00 GMT" },
		{ "气象台2026年9月30日23时59分发布",
		  "气象台2026年10月01日00时00分发布" },
		{ "2026年09月30日23时59分", "2026年10月01日00时00分" },
		{ "{\"time\":1790000000000,", "{\"time\":1790000060000," },
		{ "{\"time\": \n 1790000000123}",
		  "{\"time\": \n 1790000060123}" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		moved(cases[i].from, 1, cases[i].to);
		moved(cases[i].from, 0, cases[i].from);
	}
	moved("2026-09-21T00:00:58+08:00", -1, "2026-09-20T23:59:58+08:00");
	moved("2026年10月1日0时0分", -1, "2026年09月30日23时59分");
}

static void
test_edges(void **state)
{
	(void)state;
	moved("2026-12-31 23:59:00", 1, "2027-01-01 00:00:00");
	moved("2027-01-01 00:00:00", -1, "2026-12-31 23:59:00");
	moved("Thu, 31 Dec 2026 23:59:00 GMT", 1,
	      "Fri, 01 Jan 2027 00:00:00 GMT");
	moved("2028-02-28 23:59:00", 1, "2028-02-29 00:00:00");
	moved("2028-02-29 23:59:00", 1, "2028-03-01 00:00:00");
	moved("2028-03-01 00:00:00", -1, "2028-02-29 23:59:00");
	moved("2027-02-28 23:59:00", 1, "2027-03-01 00:00:00");
	moved("2027-03-01 00:00:00", -1, "2027-02-28 23:59:00");
	moved("2028-02-29 08:00:00", 366 * DAY, "2029-03-01 08:00:00");
	moved("20280229080000", -366 * DAY, "20270228080000");
	moved("1990-01-01 00:00", 1, "1990-01-01 00:01");
	moved("2099-12-31 23:59", 1, "2100-01-01 00:00");
	moved("{\"a\":1000000000000}", 1, "{\"a\":1000000060000}");
	moved("{\"a\":4102444800000}", 1, "{\"a\":4102444860000}");
}

static void
test_others(void **state)
{
	static const char *const same[] = {
		"",
		"2026-09-20",           /* a date alone */
		"2026年9月20日12时",    /* an hour alone */
		"2026-02-29 08:00:00",  /* no leap year */
		"2026-13-01T00:00:00Z", /* no month */
		"2026-09-20 24:00:00",  /* no hour */
		"1989-12-31 23:59:00",  /* outside */
		"2100-01-01 00:00:00",
		"000000T0000Z",           /* VTEC: until further notice */
		"120260920123000",        /* 15 digits */
		"2026092012300",          /* 13 */
		"20260920123",            /* 11 */
		"Sun, 20 Sex 2026 12:30", /* no month */
		"20 sep 2026 12:30:00",   /* not written so */
		"{\"a\":0790000000000}",  /* no number of JSON */
		"{\"a\":4102444800001}",  /* past 2100 */
		"{\"a\":17900000000000}", /* 14 digits */
		"{\"a\":1790000000000.5}",
		"{\"a\":[1790000000000]}",
		"{\"a\":\"1790000000000\"}",
		"{\"a\":\"\\\":1790000000000\"}",
		"13800000001 0358-7620001 141181000000",
		"111.78,37.14 3.2.1 10:30",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(same) / sizeof(*same); i++)
		stays(same[i]);
	/* what would leave the desk's times */
	moved("1990-01-01 00:00:00", -21 * 366 * DAY, "1990-01-01 00:00:00");
}

/* NULs, broken UTF-8, and a form cut at the end of the bytes. */
static void
test_bytes(void **state)
{
	static const char in[] = "\0\xe5\xb9 2026-09-20 12:30\0\xff"
				 "2026-09-20 12:3";
	static const char want[] = "\0\xe5\xb9 2026-09-20 12:31\0\xff"
				   "2026-09-20 12:3";
	struct buf out = BUF_INIT;

	(void)state;
	buf_str(&out, "kept ");
	shift_times(&out, in, sizeof(in) - 1, 1);
	assert_int_equal(out.len, 5 + sizeof(want) - 1);
	assert_memory_equal(out.s, "kept ", 5);
	assert_memory_equal(out.s + 5, want, sizeof(want) - 1);
	buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_edges),
		cmocka_unit_test(test_others),
		cmocka_unit_test(test_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
