/* Civil time: both edges of every limit, and no zone but the given one. */
#include "cm.h"

#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/tr.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static int64_t
at(const char *s)
{
	struct err err = ERR_INIT;
	int64_t ms = -1;

	assert_int_equal(civil_parse(s, &ms, NULL, &err), 0);
	return ms;
}

static void
test_leap_and_month(void **state)
{
	static const struct {
		int year, month, days;
	} cases[] = {
		{ 2023, 2, 28 }, { 2024, 2, 29 },  { 2000, 2, 29 },
		{ 2100, 2, 28 }, { 2400, 2, 29 },  { 2024, 1, 31 },
		{ 2024, 4, 30 }, { 2024, 12, 31 }, { 1970, 11, 30 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		assert_int_equal(
			civil_month_days(cases[i].year, cases[i].month),
			cases[i].days);
		if (cases[i].month == 2)
			assert_int_equal(civil_leap(cases[i].year),
			                 cases[i].days == 29);
	}
}

/* Instants computed elsewhere (date -u -d ... +%s). */
static void
test_known_instants(void **state)
{
	static const struct {
		int64_t ms;
		int offset;
		const char *text;
		int weekday;
	} cases[] = {
		{ 0, 0, "1970-01-01T00:00:00Z", 4 },
		{ 0, 480, "1970-01-01T08:00:00+08:00", 4 },
		{ 0, -300, "1969-12-31T19:00:00-05:00", 3 },
		{ 951782399000, 0, "2000-02-28T23:59:59Z", 1 },
		{ 951782400000, 0, "2000-02-29T00:00:00Z", 2 },
		{ 951868800000, 0, "2000-03-01T00:00:00Z", 3 },
		{ 1610255580000, 480, "2021-01-10T13:13:00+08:00", 0 },
		{ 1610255580120, 480, "2021-01-10T13:13:00.120+08:00", 0 },
		{ 1709164800000, 0, "2024-02-29T00:00:00Z", 4 },
		{ 1735660799999, 480, "2024-12-31T23:59:59.999+08:00", 2 },
		{ 1735660800000, 480, "2025-01-01T00:00:00+08:00", 3 },
		{ 4107542400000, 0, "2100-03-01T00:00:00Z", 1 },
		{ 4107542399001, 0, "2100-02-28T23:59:59.001Z", 0 },
		{ 1700000000000, 345, "2023-11-15T03:58:20+05:45", 3 },
		{ 1700000000000, -1439, "2023-11-13T22:14:20-23:59", 1 },
		{ CIVIL_MAX, 0, "9999-12-31T23:59:59.999Z", 5 },
	};
	char out[CIVIL_TEXT];
	struct civil c;
	int64_t back;
	int offset;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct err err = ERR_INIT;

		civil_from_ms(&c, cases[i].ms, cases[i].offset);
		assert_int_equal(c.weekday, cases[i].weekday);
		assert_string_equal(
			civil_rfc3339(out, cases[i].ms, cases[i].offset),
			cases[i].text);
		assert_int_equal(civil_parse(out, &back, &offset, &err), 0);
		assert_int_equal(back, cases[i].ms);
		assert_int_equal(offset, cases[i].offset);
	}
}

/* Far outside what is kept: some text, no overflow. */
static void
test_absurd_instants(void **state)
{
	char out[CIVIL_TEXT], low[CIVIL_TEXT];

	(void)state;
	assert_string_equal(civil_rfc3339(out, INT64_MAX, 0),
	                    "9999-12-31T23:59:59.999Z");
	civil_rfc3339(low, -CIVIL_MAX, 480);
	assert_string_equal(civil_rfc3339(out, INT64_MIN, 480), low);
	assert_non_null(civil_span(out, INT64_MIN));
	assert_string_equal(civil_local(out, CIVIL_MAX),
	                    "10000-01-01 07:59:59");
}

/* Every day of nine centuries follows the one before. */
static void
test_days_follow(void **state)
{
	struct civil c, before;
	struct err err = ERR_INIT;
	int64_t ms, back;
	int days;

	(void)state;
	civil_from_ms(&before, 0, CIVIL_SHANGHAI);
	for (days = 1; days < 365 * 900; days++) {
		ms = days * CIVIL_DAY;
		civil_from_ms(&c, ms, CIVIL_SHANGHAI);
		assert_int_equal(c.weekday, (before.weekday + 1) % 7);
		if (c.day != 1) {
			assert_int_equal(c.day, before.day + 1);
			assert_int_equal(c.month, before.month);
		} else {
			assert_int_equal(
				before.day,
				civil_month_days(before.year, before.month));
			assert_int_equal(c.month, before.month % 12 + 1);
		}
		assert_int_equal(c.year,
		                 before.year + (c.day == 1 && c.month == 1));
		assert_int_equal(civil_to_ms(&c, &back, &err), 0);
		assert_int_equal(back, ms);
		before = c;
	}
}

static void
test_to_ms_refuses(void **state)
{
	const struct civil good = { 2024, 2, 29, 23, 59, 59, 999, 0, 480 };
	struct civil c;
	struct err err = ERR_INIT;
	int64_t ms;
	/* field, the values just outside its range */
	static const struct {
		size_t field;
		int low, high;
	} cases[] = {
		{ offsetof(struct civil, year), 1969, 10000 },
		{ offsetof(struct civil, month), 0, 13 },
		{ offsetof(struct civil, day), 0, 30 },
		{ offsetof(struct civil, hour), -1, 24 },
		{ offsetof(struct civil, minute), -1, 60 },
		{ offsetof(struct civil, second), -1, 60 },
		{ offsetof(struct civil, ms), -1, 1000 },
		{ offsetof(struct civil, offset), -1440, 1440 },
	};
	size_t i;

	(void)state;
	assert_int_equal(civil_to_ms(&good, &ms, &err), 0);
	for (i = 0; i < COUNT(cases); i++) {
		c = good;
		memcpy((char *)&c + cases[i].field, &cases[i].low, sizeof(int));
		err_clear(&err);
		assert_int_equal(civil_to_ms(&c, &ms, &err), -1);
		c = good;
		memcpy((char *)&c + cases[i].field, &cases[i].high,
		       sizeof(int));
		err_clear(&err);
		assert_int_equal(civil_to_ms(&c, &ms, &err), -1);
		assert_int_equal(err.code, ERR_INPUT);
	}
}

static void
test_parse_strict(void **state)
{
	static const char *const bad[] = {
		"",
		"now",
		"2021-01-10",
		"2021-01-10T13:13:00",
		"2021-01-10T13:13+08:00",
		"2021-01-10 13:13:00+08:00",
		"2021-01-10T13:13:00+0800",
		"2021-01-10T13:13:00+08",
		"2021-01-10T13:13:00+8:00",
		"2021-01-10T13:13:00+24:00",
		"2021-01-10T13:13:00+08:60",
		"2021-01-10T13:13:00.+08:00",
		"2021-01-10T13:13:00,5+08:00",
		"2021-01-10T13:13:60Z",
		"2021-01-10T13:60:00Z",
		"2021-01-10T24:00:00Z",
		"2021-02-29T00:00:00Z",
		"2100-02-29T00:00:00Z",
		"2021-04-31T00:00:00Z",
		"2021-13-01T00:00:00Z",
		"2021-00-01T00:00:00Z",
		"2021-01-00T00:00:00Z",
		"21-01-10T13:13:00Z",
		"02021-01-10T13:13:00Z",
		"2021-1-10T13:13:00Z",
		"2021-01-10T13:13:00Z ",
		" 2021-01-10T13:13:00Z",
		"2021-01-10T13:13:00ZZ",
		"2021-01-10T1३:13:00Z",
		"+021-01-10T13:13:00Z",
		"2021-01-10T-1:13:00Z",
		"1969-12-31T23:59:59.999Z",
		"1970-01-01T00:00:00+00:01",
		"9999-12-31T23:59:59-00:01",
		"0000-01-01T00:00:00Z",
	};
	struct err err;
	int64_t ms = 42;
	int offset = 7;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(bad); i++) {
		err_clear(&err);
		assert_int_equal(civil_parse(bad[i], &ms, &offset, &err), -1);
		assert_int_equal(err.code, ERR_INPUT);
		assert_true(*bad[i] == '\0' || strstr(err.text, bad[i]));
		assert_int_equal(ms, 42);
		assert_int_equal(offset, 7);
	}
	assert_int_equal(at("2021-01-10t05:13:00z"), 1610255580000);
	assert_int_equal(at("2021-01-10T05:13:00.1Z"), 1610255580100);
	assert_int_equal(at("2021-01-10T05:13:00.0019999Z"), 1610255580001);
	assert_int_equal(at("2021-01-10T05:13:00-00:00"), 1610255580000);
	assert_int_equal(at("1970-01-01T00:00:00Z"), 0);
	assert_int_equal(at("1969-12-31T19:00:00-05:00"), 0);
}

static void
test_parse_date(void **state)
{
	static const char *const bad[] = { "",           "2007-6-1",
		                           "2007-06-31", "2007-06-01 ",
		                           "20070601",   "2007-06-01T",
		                           "1970-01-01" };
	struct err err = ERR_INIT;
	char out[CIVIL_TEXT];
	int64_t ms;
	size_t i;

	(void)state;
	assert_int_equal(civil_parse_date("2007-06-01", &ms, &err), 0);
	assert_int_equal(ms, at("2007-06-01T00:00:00+08:00"));
	assert_string_equal(civil_date(out, ms, CIVIL_SHANGHAI), "2007-06-01");
	assert_string_equal(civil_date(out, ms - 1, CIVIL_SHANGHAI),
	                    "2007-05-31");
	assert_string_equal(civil_date(out, ms, 0), "2007-05-31");
	for (i = 0; i < COUNT(bad); i++) {
		err_clear(&err);
		assert_int_equal(civil_parse_date(bad[i], &ms, &err), -1);
	}
}

static void
test_day_start(void **state)
{
	int64_t noon = at("2024-03-01T12:00:00+08:00");
	int64_t midnight = at("2024-03-01T00:00:00+08:00");

	(void)state;
	assert_int_equal(civil_day_start(noon, 480, 0), midnight);
	assert_int_equal(civil_day_start(midnight, 480, 0), midnight);
	assert_int_equal(civil_day_start(midnight - 1, 480, 0),
	                 midnight - CIVIL_DAY);
	assert_int_equal(civil_day_start(noon, 480, -1),
	                 at("2024-02-29T00:00:00+08:00"));
	assert_int_equal(civil_day_start(noon, 480, 31),
	                 at("2024-04-01T00:00:00+08:00"));
	assert_int_equal(civil_day_start(noon, 0, 0),
	                 at("2024-03-01T00:00:00Z"));
}

static void
test_add_months(void **state)
{
	static const struct {
		const char *from;
		int months;
		const char *to;
	} cases[] = {
		{ "2024-01-31T10:00:00.5+08:00", 1,
		  "2024-02-29T10:00:00.5+08:00" },
		{ "2023-01-31T23:59:59+08:00", 1, "2023-02-28T23:59:59+08:00" },
		{ "2023-12-15T00:00:00+08:00", 1, "2024-01-15T00:00:00+08:00" },
		{ "2024-02-29T08:00:00+08:00", 12,
		  "2025-02-28T08:00:00+08:00" },
		{ "2024-02-29T08:00:00+08:00", 48,
		  "2028-02-29T08:00:00+08:00" },
		{ "2024-01-15T08:00:00+08:00", -1,
		  "2023-12-15T08:00:00+08:00" },
		{ "2024-03-31T08:00:00+08:00", -1,
		  "2024-02-29T08:00:00+08:00" },
		{ "2024-03-31T00:30:00+08:00", 0, "2024-03-31T00:30:00+08:00" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		assert_int_equal(civil_add_months(at(cases[i].from), 480,
		                                  cases[i].months),
		                 at(cases[i].to));
}

static void
test_human(void **state)
{
	/* now, what is typed, what is meant: local times */
	static const struct {
		const char *now, *typed, *want;
	} cases[] = {
		{ "2026-11-23T15:42:07", "14:05", "2026-11-23T14:05:00" },
		{ "2026-11-23T15:42:07", "1405", "2026-11-23T14:05:00" },
		{ "2026-11-23T15:42:07", "9:05", "2026-11-23T09:05:00" },
		{ "2026-11-23T15:42:07", "14:05:30", "2026-11-23T14:05:30" },
		{ "2026-11-23T15:42:07", " 14：05 ", "2026-11-23T14:05:00" },
		{ "2026-11-23T15:42:07", "１４０５", "2026-11-23T14:05:00" },
		{ "2026-11-23T15:42:07", "　14:05", "2026-11-23T14:05:00" },
		/* two minutes ahead is today, a second more is yesterday */
		{ "2026-11-23T15:42:00", "15:44", "2026-11-23T15:44:00" },
		{ "2026-11-23T15:41:59", "15:44", "2026-11-22T15:44:00" },
		{ "2026-11-23T23:58:30", "00:00", "2026-11-24T00:00:00" },
		{ "2026-11-23T23:57:59", "00:00", "2026-11-23T00:00:00" },
		{ "2026-11-23T00:10:00", "23:50", "2026-11-22T23:50:00" },
		{ "2026-03-01T00:10:00", "23:50", "2026-02-28T23:50:00" },
		{ "2026-11-23T15:42:07", "9-1 14:05", "2026-09-01T14:05:00" },
		{ "2026-11-23T15:42:07", "09-01 1405", "2026-09-01T14:05:00" },
		{ "2026-11-23T15:42:07", "11-24 00:00", "2025-11-24T00:00:00" },
		{ "2026-12-31T23:59:00", "1-1 00:00", "2027-01-01T00:00:00" },
		{ "2026-01-01T00:10:00", "12-31 23:50", "2025-12-31T23:50:00" },
		{ "2026-11-23T15:42:07", "2-29 08:00", "2024-02-29T08:00:00" },
		{ "2104-01-15T15:42:07", "2-29 08:00", "2096-02-29T08:00:00" },
		{ "2026-11-23T15:42:07", "2026-09-01 14:05",
		  "2026-09-01T14:05:00" },
		{ "2026-11-23T15:42:07", "2026-9-1 1405",
		  "2026-09-01T14:05:00" },
		{ "2026-11-23T15:42:07", "2027-09-01 14:05:06",
		  "2027-09-01T14:05:06" },
		{ "2026-11-23T15:42:07", "-15", "2026-11-23T15:27:07" },
		{ "2026-11-23T15:42:07", "-15m", "2026-11-23T15:27:07" },
		{ "2026-11-23T15:42:07", "-2h", "2026-11-23T13:42:07" },
		{ "2026-11-23T15:42:07", "－２h", "2026-11-23T13:42:07" },
		{ "2026-11-23T15:42:07", "-0", "2026-11-23T15:42:07" },
		{ "2026-11-23T15:42:07", "now", "2026-11-23T15:42:07" },
		{ "2026-11-23T15:42:07", "刚才", "2026-11-23T15:42:07" },
		{ "2026-11-23T15:42:07", "2021-01-10T05:13:00Z",
		  "2021-01-10T13:13:00" },
	};
	static const char *const bad[] = {
		"",
		"x",
		"14",
		"905",
		"14:5",
		"24:00",
		"2400",
		"1460",
		"14:05:60",
		"14:05x",
		"14:05 ago",
		"13-1 14:05",
		"9-31 8:00",
		"2-30 8:00",
		"9-1",
		"2025-02-29 08:00",
		"--15",
		"-15s",
		"-",
		"-123456",
		"+15",
		"14::05",
		"2026-09-01",
		"2026-09-01T14:05:00",
		"刚",
		("14:05                                                "
		 "1234567890123456789012345678901234567890123456789012345"),
	};
	struct err err = ERR_INIT;
	char text[CIVIL_TEXT], out[CIVIL_TEXT];
	int64_t ms, now;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		strcpy(text, cases[i].now);
		now = at(strcat(text, "+08:00"));
		assert_int_equal(
			civil_parse_human(cases[i].typed, now, &ms, &err), 0);
		strcpy(text, cases[i].want);
		strcat(text, "+08:00");
		assert_string_equal(civil_rfc3339(out, ms, 480), text);
	}
	now = at("2026-11-23T15:42:07+08:00");
	for (i = 0; i < COUNT(bad); i++) {
		err_clear(&err);
		ms = 42;
		assert_int_equal(civil_parse_human(bad[i], now, &ms, &err), -1);
		assert_int_equal(ms, 42);
		assert_int_equal(err.code, ERR_INPUT);
	}
	/* not to before 1970, but to its first moment */
	err_clear(&err);
	assert_int_equal(civil_parse_human("-1", 60000, &ms, &err), 0);
	assert_int_equal(ms, 0);
	assert_int_equal(civil_parse_human("-1", 59999, &ms, &err), -1);
	assert_null(strchr(err.text, '\n'));
	err_clear(&err);
	civil_parse_human("x", now, &ms, &err);
	assert_string_equal(err.text,
	                    "'x' is no time: write 14:05, 1405, 14:05:30, "
	                    "9-1 14:05, 2026-09-01 14:05, -15 (minutes ago), "
	                    "-2h, now or RFC 3339");
}

static void
test_display(void **state)
{
	static const struct {
		int64_t ms;
		const char *zh, *en;
	} cases[] = {
		{ 0, "00:00:00", "00:00:00" },
		{ 999, "00:00:00", "00:00:00" },
		{ -999, "00:00:00", "00:00:00" },
		{ 461000, "00:07:41", "00:07:41" },
		{ -5000, "-00:00:05", "-00:00:05" },
		{ 86399999, "23:59:59", "23:59:59" },
		{ 86400000, "1天 00:00:00", "1d 00:00:00" },
		{ 94200000, "1天 02:10:00", "1d 02:10:00" },
		{ -94200000, "-1天 02:10:00", "-1d 02:10:00" },
		{ 100 * CIVIL_DAY, "100天 00:00:00", "100d 00:00:00" },
	};
	int64_t ms = at("2026-11-23T07:42:07.999Z");
	char out[CIVIL_TEXT];
	size_t i;

	(void)state;
	assert_string_equal(civil_local(out, ms), "2026-11-23 15:42:07");
	assert_string_equal(civil_short(out, ms), "11-23 15:42");
	for (i = 0; i < COUNT(cases); i++) {
		tr_use(TR_ZH);
		assert_string_equal(civil_span(out, cases[i].ms), cases[i].zh);
		tr_use(TR_EN);
		assert_string_equal(civil_span(out, cases[i].ms), cases[i].en);
	}
	tr_use(TR_ZH);
}

/* Nothing of the environment matters. */
static void
test_zone_of_the_process_is_ignored(void **state)
{
	char out[CIVIL_TEXT];

	(void)state;
	setenv("TZ", "America/New_York", 1);
	assert_string_equal(civil_local(out, 0), "1970-01-01 08:00:00");
	unsetenv("TZ");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_leap_and_month),
		cmocka_unit_test(test_known_instants),
		cmocka_unit_test(test_absurd_instants),
		cmocka_unit_test(test_days_follow),
		cmocka_unit_test(test_to_ms_refuses),
		cmocka_unit_test(test_parse_strict),
		cmocka_unit_test(test_parse_date),
		cmocka_unit_test(test_day_start),
		cmocka_unit_test(test_add_months),
		cmocka_unit_test(test_human),
		cmocka_unit_test(test_display),
		cmocka_unit_test(test_zone_of_the_process_is_ignored),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
