/* What ends a warning, and what does not. */
#include "warning_list_kit.h"

/* ---- ends ---- */

static void
gone_twice_is_ended_and_listed_again_runs(void **state)
{
	struct room *r = *state;
	struct feed nmc = kit_feed("nmc", &list_format);
	struct warning_misses m = WARNING_MISSES_INIT;
	const struct row rain = { .id = "a",
		                  .condition = "141181/rainstorm",
		                  .adcode = "141181",
		                  .level = 3 };
	const struct row hail = { .id = "h",
		                  .condition = "141181/hail",
		                  .adcode = "141181",
		                  .level = 2 };
	struct warning_polled p;

	POLL(r, &nmc, &m, rain, hail);
	p = POLL(r, &nmc, &m, hail);
	assert_int_equal(p.ended, 0);
	POLL(r, &nmc, &m, rain, hail); /* back: the count begins anew */
	p = POLL(r, &nmc, &m, hail);
	assert_int_equal(p.ended, 0);
	p = POLL(r, &nmc, &m, hail);
	assert_int_equal(p.ended, 1);
	expect(r, WARNINGS_OPEN, "h 2 own active 1; a 3 own ended 1");
	p = POLL(r, &nmc, &m, hail);
	assert_int_equal(p.ended, 0);
	p = POLL(r, &nmc, &m, rain, hail);
	assert_int_equal(p.changed, 1);
	expect(r, WARNINGS_OPEN, "h 2 own active 1; a 3 own active 2");
	/* Truly empty, twice. */
	kit_poll(r, &nmc, &m, NULL, 0);
	p = kit_poll(r, &nmc, &m, NULL, 0);
	assert_int_equal(p.ended, 2);
	room_verify(r);
	warning_misses_release(&m);
}

/* A worker that starts anew counts anew: nothing is cleared too early. */
static void
misses_do_not_outlive_the_worker(void **state)
{
	struct room *r = *state;
	struct feed nmc = kit_feed("nmc", &list_format);
	struct warning_misses m = WARNING_MISSES_INIT;

	POLL(r, &nmc, &m, { .id = "a", .adcode = "141181", .level = 1 });
	kit_poll(r, &nmc, &m, NULL, 0);
	warning_misses_release(&m);
	assert_int_equal(kit_poll(r, &nmc, &m, NULL, 0).ended, 0);
	assert_int_equal(kit_poll(r, &nmc, &m, NULL, 0).ended, 1);
	warning_misses_release(&m);
}

/* Else an answer that says the same is read again for ever. */
static void
a_miss_of_what_is_over_is_forgotten(void **state)
{
	struct room *r = *state;
	struct feed nmc = kit_feed("nmc", &list_format);
	struct feed cma = kit_feed("cma-map", &list_format);
	struct warning_misses m = WARNING_MISSES_INIT;
	const struct row a = { .id = "a", .adcode = "141181", .level = 3 };
	const struct row b = { .id = "b", .adcode = "141181", .level = 3 };
	int64_t id;

	POLL(r, &nmc, &m, a, b);
	id = room_head(r) - 1;
	POLL(r, &cma, &m, b);
	kit_poll(r, &nmc, &m, NULL, 0);
	assert_int_equal(m.count, 2);
	OK(r, warning_close(r->d, id, 0, "x", NULL, &r->err));
	/* One that is still to be judged, and those of others, stay. */
	kit_poll(r, &cma, &m, NULL, 0);
	assert_int_equal(m.count, 3);
	kit_poll(r, &nmc, &m, NULL, 0);
	assert_int_equal(m.count, 1);
	assert_string_equal(m.rows[0].feed, "cma-map");
	warning_misses_release(&m);
}

static void
a_window_forgets_without_ending(void **state)
{
	struct room *r = *state;
	struct feed hour = kit_feed("usgs", &list_format);
	struct warning_misses m = WARNING_MISSES_INIT;

	hour.window = 50;
	POLL(r, &hour, &m,
	     { .id = "old",
	       .adcode = "141181",
	       .level = 2,
	       .sent_s = -50 * 60 - 1 },
	     { .id = "new",
	       .adcode = "141181",
	       .level = 2,
	       .sent_s = -50 * 60 });
	kit_poll(r, &hour, &m, NULL, 0);
	assert_int_equal(kit_poll(r, &hour, &m, NULL, 0).ended, 1);
	expect(r, WARNINGS_OPEN, "old 2 own active 1; new 2 own ended 1");
	warning_misses_release(&m);
}

/* However lately it was revised, and exactly at the window still in it. */
static void
a_quake_that_leaves_before_its_time_was_withdrawn(void **state)
{
	struct room *r = *state;
	struct feed hour = kit_feed("usgs", &quake_format);
	struct warning_misses m = WARNING_MISSES_INIT;
	const struct row old = { .id = "old",
		                 .adcode = "141181",
		                 .level = 2,
		                 .magnitude = 4,
		                 .occurred_s = -50 * 60 - 1,
		                 .sent_s = -1 };
	const struct row young = { .id = "young",
		                   .adcode = "141181",
		                   .level = 1,
		                   .magnitude = 4,
		                   .occurred_s = -50 * 60 + 200,
		                   .sent_s = -1 };
	struct row edge = young;

	hour.window = 50;
	edge.id = "edge";
	edge.level = 3;
	edge.occurred_s = -50 * 60;
	POLL(r, &hour, &m, old, edge, young);
	assert_int_equal(POLL(r, &hour, &m, young).ended, 0);
	assert_int_equal(POLL(r, &hour, &m, young).ended, 1);
	expect(r, WARNINGS_OPEN,
	       "young 1 own active 1; old 2 own active 1; "
	       "edge 3 own ended 1");
	/* Back, and gone but once: nothing. */
	POLL(r, &hour, &m, edge, young);
	assert_int_equal(POLL(r, &hour, &m, young).ended, 0);
	room_verify(r);
	warning_misses_release(&m);
}

static void
without_a_window_no_quake_is_withdrawn(void **state)
{
	struct room *r = *state;
	struct feed day = kit_feed("usgs", &quake_format);
	struct warning_misses m = WARNING_MISSES_INIT;

	POLL(r, &day, &m,
	     { .id = "q",
	       .adcode = "141181",
	       .level = 2,
	       .magnitude = 4,
	       .occurred_s = -60 });
	for (int i = 0; i < 3; i++)
		assert_int_equal(kit_poll(r, &day, &m, NULL, 0).ended, 0);
	expect(r, WARNINGS_OPEN, "q 2 own active 1");
	warning_misses_release(&m);
}

static void
a_quake_that_another_still_has_is_not_withdrawn(void **state)
{
	struct room *r = *state;
	struct feed hour = kit_feed("usgs", &quake_format);
	struct feed day = kit_feed("day", &quake_format);
	struct feed centre = kit_feed("cenc", &cenc_format);
	struct warning_misses m = WARNING_MISSES_INIT;
	struct row quake = { .id = "both",
		             .adcode = "141181",
		             .level = 2,
		             .magnitude = 4,
		             .occurred_s = -1800 };

	room_do(r, "{'do':'feed.save','feed':{'name':'day','label':'x',"
	           "'format':'usgs','address':'https://a.test/','on':true,"
	           "'interval':60,'window':1400}}");
	hour.window = 50;
	day.window = 1400;
	POLL(r, &hour, &m, quake);
	POLL(r, &day, &m, quake);
	assert_int_equal(lose(r, &hour, &m), 0);
	assert_int_equal(lose(r, &day, &m), 1);
	/* It left the hour by age: the day alone had it. */
	quake.id = "aged";
	quake.occurred_s = -7200;
	POLL(r, &hour, &m, quake);
	POLL(r, &day, &m, quake);
	assert_int_equal(lose(r, &hour, &m), 0);
	assert_int_equal(lose(r, &day, &m), 1);
	/* A list that says nothing by what it lacks has it as long as it is. */
	quake.id = "held";
	POLL(r, &centre, &m, quake);
	POLL(r, &day, &m, quake);
	assert_int_equal(lose(r, &day, &m), 0);
	expect(r, WARNINGS_OPEN,
	       "held 2 own active 2; aged 2 own ended 2; "
	       "both 2 own ended 2");
	room_verify(r);
	warning_misses_release(&m);
}

static void
a_cancel_ends_what_it_refers_to(void **state)
{
	struct room *r = *state;
	struct feed cap = kit_feed("cap", &cenc_format);
	struct warning_misses m = WARNING_MISSES_INIT;
	struct warning_polled p;

	POLL(r, &cap, &m,
	     { .id = "s,1,t", .adcode = "141181", .level = 2, .sent_s = -90 });
	p = POLL(r, &cap, &m,
	         { .id = "s,2,u",
	           .adcode = "141181",
	           .level = 2,
	           .change = FEED_CANCEL,
	           .references = "s,1,t" });
	assert_int_equal(p.changed, 1);
	expect(r, WARNINGS_OPEN, "s,1,t 2 own ended 2");
	/* The alert once more, from an old cache, does not bring it back. */
	POLL(r, &cap, &m,
	     { .id = "s,1,t", .adcode = "141181", .level = 2, .sent_s = -80 });
	expect(r, WARNINGS_OPEN, "s,1,t 2 own ended 3");
	room_verify(r);
	warning_misses_release(&m);
}

static void
a_cancel_may_come_before_its_alert(void **state)
{
	struct room *r = *state;
	struct feed cap = kit_feed("cap", &cenc_format);
	struct warning_misses m = WARNING_MISSES_INIT;

	POLL(r, &cap, &m,
	     { .id = "s,2,u",
	       .adcode = "141181",
	       .level = 2,
	       .change = FEED_CANCEL,
	       .references = "s,1,t" });
	POLL(r, &cap, &m,
	     { .id = "s,1,t", .adcode = "141181", .level = 2, .sent_s = -60 });
	expect(r, WARNINGS_UNHANDLED, "");
	expect(r, WARNINGS_OPEN, "s,2,u 2 own ended 2");
	room_verify(r);
	warning_misses_release(&m);
}

/* 发布黄色, 发布橙色, then 解除 of either: the yellow one's leaves the orange,
 * unless it names it. */
static void
a_cancel_of_a_milder_one_does_not_lift_the_worse(void **state)
{
	static const struct {
		int level;
		const char *references, *want;
	} cases[] = {
		{ 3, "y", "o 2 own active 3" },
		{ 4, NULL, "o 2 own active 3" },
		{ 3, "y o", "o 2 own ended 3" },
		{ 2, NULL, "o 2 own ended 3" },
		{ 1, "y", "o 2 own ended 3" },
		{ 0, "y", "o 2 own ended 3" },
	};
	struct room *r = *state;
	struct feed cap = kit_feed("cap", &cenc_format);
	struct warning_misses m = WARNING_MISSES_INIT;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char ids[3][16], condition[16], references[32] = "";
		struct row row = { .id = ids[0],
			           .condition = condition,
			           .adcode = "141181",
			           .level = 3,
			           .headline = "y",
			           .sent_s = -20 };
		const char *names = cases[i].references;
		int64_t id;

		snprintf(condition, sizeof(condition), "c%zu", i);
		for (int k = 0; k < 3; k++)
			snprintf(ids[k], sizeof(ids[k]), "%c%zu", "yoc"[k], i);
		POLL(r, &cap, &m, row);
		id = room_head(r);
		row.id = ids[1];
		row.level = 2;
		row.headline = "o";
		row.sent_s = -10;
		POLL(r, &cap, &m, row);
		for (; names && *names;
		     names += strcspn(names, " "), names += strspn(names, " "))
			snprintf(references + strlen(references), 12, "%c%zu ",
			         *names, i);
		row.id = ids[2];
		row.level = cases[i].level;
		row.change = FEED_CANCEL;
		row.references = references;
		row.sent_s = 0;
		POLL(r, &cap, &m, row);
		expect(r, WARNINGS_OPEN, cases[i].want);
		OK(r, warning_close(r->d, id, 0, "x", NULL, &r->err));
	}
	room_verify(r);
	warning_misses_release(&m);
}

/* Withdrawn under its own id, and given no level any more. */
static void
a_quake_is_withdrawn_by_its_own_id(void **state)
{
	struct room *r = *state;
	struct feed usgs = kit_feed("usgs", &quake_format);
	struct warning_misses m = WARNING_MISSES_INIT;
	struct row quake = { .id = "us1",
		             .also = "ci1",
		             .adcode = "141181",
		             .level = 2,
		             .magnitude = 6,
		             .occurred_s = -60,
		             .sent_s = -50 };

	POLL(r, &usgs, &m, quake);
	quake.id = "ci1";
	quake.also = "us1";
	quake.level = 4;
	quake.change = FEED_CANCEL;
	quake.sent_s = -40;
	POLL(r, &usgs, &m, quake);
	expect(r, WARNINGS_OPEN, "us1 2 own ended 2");
	room_verify(r);
	warning_misses_release(&m);
}

/* NWS: an alert of three zones, cancelled for one, then for the rest. */
static void
a_cancel_may_cover_a_part(void **state)
{
	struct room *r = *state;
	struct feed nws = kit_feed("nws", &cenc_format);
	struct warning_misses m = WARNING_MISSES_INIT;

	POLL(r, &nws, &m,
	     { .id = "1",
	       .condition = "KX.TO.A.1",
	       .adcode = "141181",
	       .level = 2,
	       .sent_s = -90,
	       .geocodes = "UGC:1 UGC:2 UGC:3" });
	POLL(r, &nws, &m,
	     { .id = "2",
	       .condition = "KX.TO.A.1",
	       .adcode = "141181",
	       .level = 2,
	       .sent_s = -80,
	       .geocodes = "UGC:2",
	       .change = FEED_CANCEL });
	expect(r, WARNINGS_OPEN, "1 2 own active 2");
	POLL(r, &nws, &m,
	     { .id = "3",
	       .condition = "KX.TO.A.1",
	       .adcode = "141181",
	       .level = 2,
	       .sent_s = -70,
	       .geocodes = "UGC:1 UGC:3",
	       .change = FEED_CANCEL });
	expect(r, WARNINGS_OPEN, "1 2 own ended 3");
	room_verify(r);
	warning_misses_release(&m);
}

static void
it_expires_at_its_moment(void **state)
{
	struct room *r = *state;
	struct feed cap = kit_feed("cap", &cenc_format);
	struct warning_misses m = WARNING_MISSES_INIT;
	size_t n;

	POLL(r, &cap, &m,
	     { .id = "1", .adcode = "141181", .level = 2, .expires_s = 600 });
	room_pass(r, 599 * CIVIL_SECOND);
	OK(r, warning_expire(r->d, &n, &r->err));
	assert_int_equal(n, 0);
	room_pass(r, CIVIL_SECOND);
	OK(r, warning_expire(r->d, &n, &r->err));
	assert_int_equal(n, 1);
	OK(r, warning_expire(r->d, &n, &r->err));
	assert_int_equal(n, 0);
	expect(r, WARNINGS_OPEN, "1 2 own ended 1");
	room_verify(r);
	warning_misses_release(&m);
}

static void
what_was_over_before_is_not_taken(void **state)
{
	struct room *r = *state;
	struct feed swic = kit_feed("swic", &cenc_format);
	struct warning_misses m = WARNING_MISSES_INIT;

	assert_int_equal(POLL(r, &swic, &m,
	                      { .id = "1",
	                        .adcode = "141181",
	                        .level = 2,
	                        .sent_s = -900,
	                        .expires_s = -1 })
	                         .added,
	                 0);
	room_pass(r, CIVIL_MINUTE);
	assert_int_equal(POLL(r, &swic, &m,
	                      { .id = "2",
	                        .adcode = "141181",
	                        .level = 2,
	                        .expires_s = 60 },
	                      { .id = "3",
	                        .adcode = "141181",
	                        .level = 2,
	                        .expires_s = 61 })
	                         .added,
	                 1);
	warning_misses_release(&m);
}

/* ---- two sources, two ends ---- */

static const struct row shower = { .id = "rain",
	                           .condition = "141181/rainstorm",
	                           .adcode = "141181",
	                           .level = 3 };

static size_t
expired(struct room *r)
{
	size_t n;

	OK(r, warning_expire(r->d, &n, &r->err));
	return n;
}

static void
nmc_is(struct room *r, bool on)
{
	char line[256];

	snprintf(line, sizeof(line),
	         "{'do':'feed.save','feed':{'name':'nmc','label':'x',"
	         "'format':'nmc','address':'https://a.test/','on':%s,"
	         "'interval':60}}",
	         on ? "true" : "false");
	room_do(r, line);
}

/* One channel says when it ends, the list still has it. */
static void
it_does_not_expire_while_a_list_has_it(void **state)
{
	struct room *r = *state;
	struct feed nmc = kit_feed("nmc", &list_format);
	struct feed wmo = kit_feed("cn-cma", &cenc_format);
	struct warning_misses m = WARNING_MISSES_INIT;
	struct row till = shower;

	till.expires_s = 600;
	POLL(r, &nmc, &m, shower);
	POLL(r, &wmo, &m, till);
	room_pass(r, 601 * CIVIL_SECOND);
	assert_int_equal(expired(r), 0);
	expect(r, WARNINGS_OPEN, "rain 3 own active 2");
	assert_int_equal(lose(r, &nmc, &m), 1);
	expect(r, WARNINGS_OPEN, "rain 3 own ended 2");
	room_verify(r);
	warning_misses_release(&m);
}

/* Nobody reads it any more, so it holds nothing; read again, what it lists
 * runs, once. */
static void
a_list_that_is_off_holds_nothing(void **state)
{
	struct room *r = *state;
	struct feed nmc = kit_feed("nmc", &list_format);
	struct feed wmo = kit_feed("cn-cma", &cenc_format);
	struct warning_misses m = WARNING_MISSES_INIT;
	struct row till = shower;
	int64_t head;

	till.expires_s = 600;
	POLL(r, &nmc, &m, shower);
	POLL(r, &wmo, &m, till);
	nmc_is(r, false);
	room_pass(r, 600 * CIVIL_SECOND);
	assert_int_equal(expired(r), 1);
	nmc_is(r, true);
	assert_int_equal(POLL(r, &nmc, &m, shower).changed, 1);
	expect(r, WARNINGS_OPEN, "rain 3 own active 3");
	head = room_head(r);
	assert_int_equal(POLL(r, &nmc, &m, shower).changed, 0);
	assert_int_equal(expired(r), 0);
	assert_int_equal(POLL(r, &wmo, &m, till).changed, 0);
	assert_int_equal(room_head(r), head);
	room_verify(r);
	warning_misses_release(&m);
}

static void
a_list_that_lost_it_does_not_end_what_runs_on(void **state)
{
	struct room *r = *state;
	struct feed nmc = kit_feed("nmc", &list_format);
	struct feed wmo = kit_feed("cn-cma", &cenc_format);
	struct warning_misses m = WARNING_MISSES_INIT;
	struct row till = shower;

	till.expires_s = 36000;
	POLL(r, &wmo, &m, till);
	POLL(r, &nmc, &m, shower);
	assert_int_equal(lose(r, &nmc, &m), 0);
	expect(r, WARNINGS_OPEN, "rain 3 own active 2");
	room_pass(r, 35999 * CIVIL_SECOND);
	assert_int_equal(expired(r), 0);
	room_pass(r, CIVIL_SECOND);
	assert_int_equal(expired(r), 1);
	expect(r, WARNINGS_OPEN, "rain 3 own ended 2");
	room_verify(r);
	warning_misses_release(&m);
}

/* Its end had come when the list lost it: nothing holds it. */
static void
an_end_that_has_come_holds_nothing(void **state)
{
	struct room *r = *state;
	struct feed nmc = kit_feed("nmc", &list_format);
	struct feed wmo = kit_feed("cn-cma", &cenc_format);
	struct warning_misses m = WARNING_MISSES_INIT;
	struct row till = shower;

	till.expires_s = 600;
	POLL(r, &wmo, &m, till);
	POLL(r, &nmc, &m, shower);
	room_pass(r, 600 * CIVIL_SECOND);
	assert_int_equal(lose(r, &nmc, &m), 1);
	warning_misses_release(&m);
}

/* Of two ends the later one counts. */
static void
it_expires_when_the_last_says_so(void **state)
{
	struct room *r = *state;
	struct feed wmo = kit_feed("cn-cma", &cenc_format);
	struct feed cap = kit_feed("cap", &cenc_format);
	struct feed state_site = kit_feed("p12379", &cenc_format);
	struct warning_misses m = WARNING_MISSES_INIT;
	struct row till = shower;

	POLL(r, &state_site, &m, shower);
	till.expires_s = 1200;
	POLL(r, &cap, &m, till);
	till.expires_s = 600;
	POLL(r, &wmo, &m, till);
	room_pass(r, 1199 * CIVIL_SECOND);
	assert_int_equal(expired(r), 0);
	room_pass(r, CIVIL_SECOND);
	assert_int_equal(expired(r), 1);
	/* One that is no list of what runs does not bring it back. */
	assert_int_equal(POLL(r, &state_site, &m, shower).changed, 0);
	room_verify(r);
	warning_misses_release(&m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ROOM_TEST(gone_twice_is_ended_and_listed_again_runs),
		ROOM_TEST(misses_do_not_outlive_the_worker),
		ROOM_TEST(a_miss_of_what_is_over_is_forgotten),
		ROOM_TEST(a_window_forgets_without_ending),
		ROOM_TEST(a_quake_that_leaves_before_its_time_was_withdrawn),
		ROOM_TEST(without_a_window_no_quake_is_withdrawn),
		ROOM_TEST(a_quake_that_another_still_has_is_not_withdrawn),
		ROOM_TEST(a_cancel_ends_what_it_refers_to),
		ROOM_TEST(a_cancel_may_come_before_its_alert),
		ROOM_TEST(a_cancel_of_a_milder_one_does_not_lift_the_worse),
		ROOM_TEST(a_quake_is_withdrawn_by_its_own_id),
		ROOM_TEST(a_cancel_may_cover_a_part),
		ROOM_TEST(it_expires_at_its_moment),
		ROOM_TEST(what_was_over_before_is_not_taken),
		ROOM_TEST(it_does_not_expire_while_a_list_has_it),
		ROOM_TEST(a_list_that_is_off_holds_nothing),
		ROOM_TEST(a_list_that_lost_it_does_not_end_what_runs_on),
		ROOM_TEST(an_end_that_has_come_holds_nothing),
		ROOM_TEST(it_expires_when_the_last_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
