/* When a feed is polled next, and what the age of its content means. */
#include "cm.h"

#include <stdbool.h>

#include "watch/schedule.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define S 1000LL
#define MIN (60 * S)
#define HOUR (60 * MIN)
#define DAY (24 * HOUR)

/* 2026-09-01T00:00:00Z */
#define NOW 1788220800000LL

/* Seeds whose jitter is a tenth less, none, and a tenth more. */
#define LESS 0u
#define NONE 100u
#define MORE 200u

static const struct schedule_poll good = { .good = true,
	                                   .status = 200,
	                                   .newest_ms = SCHEDULE_NO_TIME };

/* The boot clock is BOOT when the wall clock is NOW. */
#define BOOT (5 * HOUR)

/* A poll that ended when the boot clock was now_ms and the wall clock right. */
static void
after(struct schedule *s, const struct schedule_rule *r,
      const struct schedule_poll *p, int64_t now_ms, uint32_t seed)
{
	struct schedule_poll ended = *p;

	ended.wall_ms = now_ms - BOOT + NOW;
	schedule_after(s, r, &ended, now_ms, seed);
}

/* The wait after n failures in a row that end with this poll. */
static int64_t
wait_after(const struct schedule_rule *r, int failures,
           const struct schedule_poll *p, uint32_t seed)
{
	struct schedule s;

	schedule_begin(&s, BOOT);
	assert_int_equal(s.next_ms, BOOT);
	s.failures = failures - 1;
	after(&s, r, p, BOOT, seed);
	return s.next_ms - BOOT;
}

static void
test_interval(void **state)
{
	static const struct {
		int64_t interval_ms, floor_ms;
		uint32_t seed;
		int64_t wait_ms;
	} cases[] = {
		{ 300 * S, 180 * S, NONE, 300 * S },
		{ 300 * S, 180 * S, LESS, 270 * S },
		{ 300 * S, 180 * S, MORE, 330 * S },
		{ 300 * S, 180 * S, 201 + MORE, 330 * S }, /* it comes round */
		/* never sooner than the floor */
		{ 60 * S, 60 * S, LESS, 60 * S },
		{ 60 * S, 60 * S, MORE, 66 * S },
		{ 190 * S, 180 * S, LESS, 180 * S },
		{ 30 * S, 60 * S, NONE, 60 * S },
		{ 30 * S, 60 * S, LESS, 60 * S },
		{ 60 * S, 0, LESS, 54 * S },
		{ HOUR, 900 * S, MORE, 66 * MIN },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct schedule_rule r = { .interval_ms = cases[i].interval_ms,
			                   .floor_ms = cases[i].floor_ms };
		int64_t got = wait_after(&r, 1, &good, cases[i].seed);

		if (got != cases[i].wait_ms)
			fail_msg("case %zu: %lld", i, (long long)got);
	}
}

static void
test_backoff(void **state)
{
	static const struct {
		int64_t interval_ms;
		int failures;
		uint32_t seed;
		int64_t wait_ms;
	} cases[] = {
		{ 240 * S, 1, NONE, 240 * S },
		{ 240 * S, 2, NONE, 480 * S },
		{ 240 * S, 2, LESS, 432 * S },
		{ 240 * S, 2, MORE, 528 * S },
		{ 240 * S, 3, NONE, 900 * S },
		{ 240 * S, 3, MORE, 900 * S }, /* the cap is one */
		{ 240 * S, 3, LESS, 810 * S },
		{ 240 * S, 1000000, NONE, 900 * S },
		{ 60 * S, 4, NONE, 480 * S },
		{ 60 * S, 5, NONE, 900 * S },
		/* slower than the cap by itself: it stays so */
		{ 1800 * S, 1, NONE, 1800 * S },
		{ 1800 * S, 9, NONE, 1800 * S },
		{ 1800 * S, 9, LESS, 1620 * S },
	};
	const struct schedule_poll bad = { .newest_ms = SCHEDULE_NO_TIME };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct schedule_rule r = { .interval_ms = cases[i].interval_ms,
			                   .floor_ms = 60 * S };
		int64_t got =
			wait_after(&r, cases[i].failures, &bad, cases[i].seed);

		if (got != cases[i].wait_ms)
			fail_msg("case %zu: %lld", i, (long long)got);
	}
}

static void
test_good_ends_backoff(void **state)
{
	const struct schedule_rule r = { .interval_ms = 240 * S };
	const struct schedule_poll bad = { .status = 500,
		                           .newest_ms = SCHEDULE_NO_TIME };
	struct schedule s;

	(void)state;
	schedule_begin(&s, BOOT);
	for (int i = 0; i < 5; i++)
		after(&s, &r, &bad, BOOT, NONE);
	assert_int_equal(s.failures, 5);
	assert_int_equal(s.good_ms, SCHEDULE_NO_TIME);
	after(&s, &r, &good, BOOT + MIN, NONE);
	assert_int_equal(s.failures, 0);
	assert_int_equal(s.good_ms, BOOT + MIN);
	after(&s, &r, &bad, BOOT + 2 * MIN, NONE);
	assert_int_equal(s.next_ms, BOOT + 2 * MIN + 240 * S);
}

static void
test_retry_after(void **state)
{
	static const struct {
		const char *value;
		int64_t wait_ms;
	} cases[] = {
		{ "0", 0 },
		{ "120", 120 * S },
		{ "86399", DAY - S },
		{ "86400", DAY },
		{ "86401", DAY },
		{ "99999999999999999999999999", DAY },
		{ "Tue, 01 Sep 2026 00:00:01 GMT", S },
		{ "Tue, 01 Sep 2026 00:00:00 GMT", 0 },
		{ "Mon, 31 Aug 2026 23:59:59 GMT", 0 },
		{ "Wed, 02 Sep 2026 00:00:00 GMT", DAY },
		{ "Wed, 02 Sep 2026 00:00:01 GMT", DAY },
		{ "Fri, 31 Dec 9999 23:59:59 GMT", DAY },
		{ "Tue, 01 Sep 2026 00:00:60 GMT", 0 },
		{ "Tue, 31 Sep 2026 00:00:01 GMT", 0 },
		{ "Tue, 01 epJ 2026 00:00:01 GMT", 0 },
		{ "Tue, 01 Sep 2026 00:00:01 CST", 0 },
		{ "Tue, 01 Sep 2026 00:00:01 GMT.", 0 },
		{ "Tuesday, 01-Sep-26 00:00:01 GMT", 0 },
		{ "", 0 },
		{ "-5", 0 },
		{ "1.5", 0 },
		{ "soon", 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t got = schedule_retry_after(cases[i].value, NOW);

		if (got != cases[i].wait_ms)
			fail_msg("'%s': %lld", cases[i].value, (long long)got);
	}
}

static void
test_retry_obeyed(void **state)
{
	static const struct {
		long status;
		const char *retry;
		int failures;
		int64_t wait_ms;
	} cases[] = {
		{ 429, "3600", 1, HOUR },
		{ 503, "Tue, 01 Sep 2026 02:00:00 GMT", 1, 2 * HOUR },
		{ 429, "999999999", 1, DAY },
		/* never sooner than our own manners */
		{ 429, "1", 1, 240 * S },
		{ 429, "241", 1, 241 * S },
		{ 429, "1", 3, 900 * S },
		{ 429, NULL, 1, 240 * S },
		/* of others it means nothing */
		{ 500, "3600", 1, 240 * S },
		{ 0, "3600", 1, 240 * S },
	};
	const struct schedule_rule r = { .interval_ms = 240 * S,
		                         .floor_ms = 180 * S };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct schedule_poll p = { .status = cases[i].status,
			                   .retry_after = cases[i].retry,
			                   .newest_ms = SCHEDULE_NO_TIME };
		int64_t got = wait_after(&r, cases[i].failures, &p, NONE);

		if (got != cases[i].wait_ms)
			fail_msg("case %zu: %lld", i, (long long)got);
	}
}

static void
test_stop(void **state)
{
	static const struct {
		long status;
		bool stops;
	} cases[] = {
		{ 0, false },   { 400, false }, { 401, true },  { 402, false },
		{ 403, true },  { 404, true },  { 405, false }, { 410, false },
		{ 429, false }, { 500, false }, { 503, false },
	};
	const struct schedule_rule r = { .interval_ms = 240 * S,
		                         .silent_ms = HOUR };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct schedule_poll p = { .status = cases[i].status,
			                   .newest_ms = SCHEDULE_NO_TIME };
		struct schedule s;

		schedule_begin(&s, BOOT);
		after(&s, &r, &p, BOOT, NONE);
		assert_int_equal(s.next_ms == SCHEDULE_NEVER, cases[i].stops);
		assert_int_equal(schedule_stop_text(cases[i].status) != NULL,
		                 cases[i].stops);
		assert_int_equal(schedule_health(&s, &r, BOOT),
		                 cases[i].stops ? SCHEDULE_STOPPED
		                                : SCHEDULE_FRESH);
		schedule_resume(&s, BOOT + DAY);
		assert_int_equal(s.next_ms, BOOT + DAY);
		assert_int_equal(s.failures, 0);
		assert_int_equal(schedule_health(&s, &r, BOOT), SCHEDULE_FRESH);
	}
}

/* Silent: since the last good answer, or since we began to ask. */
static void
test_silent(void **state)
{
	const struct schedule_rule r = { .interval_ms = 60 * S,
		                         .silent_ms = 10 * MIN };
	const struct schedule_rule never = { .interval_ms = 60 * S };
	struct schedule s;

	(void)state;
	schedule_begin(&s, BOOT);
	assert_int_equal(schedule_health(&s, &r, BOOT + 10 * MIN),
	                 SCHEDULE_FRESH);
	assert_int_equal(schedule_health(&s, &r, BOOT + 10 * MIN + 1),
	                 SCHEDULE_SILENT);
	assert_int_equal(schedule_health(&s, &never, BOOT + 365 * DAY),
	                 SCHEDULE_FRESH);
	after(&s, &r, &good, BOOT + 9 * MIN, NONE);
	assert_int_equal(schedule_health(&s, &r, BOOT + 19 * MIN),
	                 SCHEDULE_FRESH);
	assert_int_equal(schedule_health(&s, &r, BOOT + 19 * MIN + 1),
	                 SCHEDULE_SILENT);
}

/* Stale: it answers for ever, but with nothing newer. */
static void
test_stale(void **state)
{
	const struct schedule_rule r = { .interval_ms = 60 * S,
		                         .silent_ms = 10 * MIN,
		                         .stale_ms = 6 * HOUR };
	const struct schedule_rule never = { .interval_ms = 60 * S };
	struct schedule_poll p = good;
	struct schedule s;

	(void)state;
	schedule_begin(&s, BOOT);
	/* it has told no time yet: nothing can be said */
	after(&s, &r, &good, BOOT + DAY, NONE);
	assert_int_equal(schedule_health(&s, &r, BOOT + DAY), SCHEDULE_FRESH);

	p.newest_ms = NOW;
	after(&s, &r, &p, BOOT + 6 * HOUR, NONE);
	assert_int_equal(schedule_health(&s, &r, BOOT + 6 * HOUR),
	                 SCHEDULE_FRESH);
	assert_int_equal(schedule_health(&s, &r, BOOT + 6 * HOUR + 1),
	                 SCHEDULE_STALE);
	assert_int_equal(schedule_health(&s, &never, BOOT + 6 * HOUR + 1),
	                 SCHEDULE_FRESH);
	/* older rows, an unchanged answer: no younger for that */
	p.newest_ms = NOW - DAY;
	after(&s, &r, &p, BOOT + 6 * HOUR + 1, NONE);
	after(&s, &r, &good, BOOT + 6 * HOUR + 1, NONE);
	assert_int_equal(schedule_health(&s, &r, BOOT + 6 * HOUR + 1),
	                 SCHEDULE_STALE);
	/* a time to come does not keep it fresh for ever */
	p.newest_ms = NOW + 400 * DAY;
	after(&s, &r, &p, BOOT + 7 * HOUR, NONE);
	assert_int_equal(s.newest_ms, BOOT + 7 * HOUR);
	after(&s, &r, &good, BOOT + 14 * HOUR, NONE);
	assert_int_equal(schedule_health(&s, &r, BOOT + 14 * HOUR),
	                 SCHEDULE_STALE);
	/* both: silence is told first */
	assert_int_equal(schedule_health(&s, &r, BOOT + 15 * HOUR),
	                 SCHEDULE_SILENT);
}

/* What the wall clock says is asked once, for the age of what was read. */
static void
test_wall_clock_is_off(void **state)
{
	static const struct {
		int64_t wall_ms, age_ms;
	} cases[] = {
		{ NOW, HOUR },
		{ NOW + 1, HOUR + 1 },
		{ NOW + DAY, DAY + HOUR },
		{ NOW - HOUR + 1, 1 },
		{ NOW - HOUR, 0 },
		{ NOW - HOUR - 1, 0 },
		{ NOW - 365 * DAY, 0 },
	};
	const struct schedule_rule r = { .interval_ms = 60 * S,
		                         .stale_ms = 6 * HOUR };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct schedule_poll p = good;
		struct schedule s;

		schedule_begin(&s, BOOT);
		p.wall_ms = cases[i].wall_ms;
		p.newest_ms = NOW - HOUR;
		schedule_after(&s, &r, &p, BOOT, NONE);
		assert_int_equal(s.next_ms, BOOT + 60 * S);
		assert_int_equal(s.newest_ms, BOOT - cases[i].age_ms);
		/* Read again by a clock that is right. */
		after(&s, &r, &p, BOOT + HOUR, NONE);
		assert_true(s.newest_ms >= BOOT - HOUR);
	}
}

/* A failed answer tells nothing of the content. */
static void
test_failed_tells_nothing(void **state)
{
	const struct schedule_rule r = { .interval_ms = 60 * S };
	const struct schedule_poll bad = { .status = 500,
		                           .newest_ms = NOW + MIN };
	struct schedule s;

	(void)state;
	schedule_begin(&s, BOOT);
	after(&s, &r, &bad, BOOT + MIN, NONE);
	assert_int_equal(s.newest_ms, SCHEDULE_NO_TIME);
	assert_int_equal(s.good_ms, SCHEDULE_NO_TIME);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_interval),
		cmocka_unit_test(test_backoff),
		cmocka_unit_test(test_good_ends_backoff),
		cmocka_unit_test(test_retry_after),
		cmocka_unit_test(test_retry_obeyed),
		cmocka_unit_test(test_stop),
		cmocka_unit_test(test_silent),
		cmocka_unit_test(test_stale),
		cmocka_unit_test(test_wall_clock_is_off),
		cmocka_unit_test(test_failed_tells_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
