#include "warning_kit.h"

#include "desk/relevance.h"

static const struct feed_format list_format = { "nmc", "nmc", FEED_RUNS, NULL,
	                                        false };
static const struct feed_format quake_format = { "usgs", "usgs", FEED_RECENT,
	                                         NULL, false };
static const struct feed_format cenc_format = { "cenc", "cenc", FEED_STAYS,
	                                        NULL, false };

/* The room's desk is 141181; its bureau stands here. */
#define SEAT                                                                   \
	"{'do':'unit.save','name':'孝义市应急管理局','kind':'agency'," \
	"'lat':37144000,'lon':111779000}"
#define BIND                                                                   \
	"{'do':'party.bind','party':'county.emergency',"                       \
	"'unit':'孝义市应急管理局'}"

/* "暴雨2 own active 1; ...": what is open, in the order of the list. */
static void
expect(struct room *r, enum warning_set set, const char *want)
{
	static const char *const states[] = { "active", "ended", "closed" };
	struct buf text = BUF_INIT;
	struct warning *rows;
	size_t n, total;

	OK(r, warning_list(r->d, set, 0, &rows, &n, &total, &r->err));
	for (size_t i = 0; i < n; i++)
		buf_fmt(&text, "%s%s %d %s %s %d", i ? "; " : "",
		        rows[i].headline, rows[i].level,
		        warning_near_code(rows[i].near), states[rows[i].state],
		        rows[i].messages);
	warnings_free(rows, n);
	assert_string_equal(text.s, want);
	buf_release(&text);
}

/* ---- one item a condition ---- */

static void
a_warning_comes_once(void **state)
{
	struct room *r = *state;
	struct feed nmc = kit_feed("nmc", &list_format);
	struct warning_misses m = WARNING_MISSES_INIT;
	const struct row rain = { .id = "a",
		                  .condition = "141181/rainstorm",
		                  .adcode = "141181",
		                  .level = 3 };
	struct warning_polled p;
	int64_t head;

	p = POLL(r, &nmc, &m, rain);
	assert_int_equal(p.added, 1);
	expect(r, WARNINGS_OPEN, "a 3 own active 1");
	head = room_head(r);
	p = POLL(r, &nmc, &m, rain);
	assert_int_equal(p.relevant, 1);
	assert_int_equal(p.added + p.changed + p.ended, 0);
	assert_int_equal(room_head(r), head);
	room_verify(r);
	warning_misses_release(&m);
}

/* An upgrade is a new id for the same condition; the older row stays. */
static void
an_upgrade_is_the_same_item(void **state)
{
	struct room *r = *state;
	struct feed nmc = kit_feed("nmc", &list_format);
	struct warning_misses m = WARNING_MISSES_INIT;
	const struct row blue = { .id = "b",
		                  .condition = "141181/rainstorm",
		                  .adcode = "141181",
		                  .level = 4,
		                  .sent_s = -600 };
	const struct row orange = { .id = "o",
		                    .condition = "141181/rainstorm",
		                    .adcode = "141181",
		                    .level = 2,
		                    .sent_s = -60 };
	struct warning w;

	POLL(r, &nmc, &m, orange, blue);
	expect(r, WARNINGS_OPEN, "o 2 own active 2");
	POLL(r, &nmc, &m, blue, orange);
	expect(r, WARNINGS_OPEN, "o 2 own active 2");
	/* Down again: the worst it was is kept. */
	POLL(r, &nmc, &m, orange,
	     { .id = "y",
	       .condition = "141181/rainstorm",
	       .adcode = "141181",
	       .level = 3 });
	expect(r, WARNINGS_OPEN, "y 3 own active 3");
	OK(r, warning_get(r->d, room_head(r) - 2, &w, &r->err));
	assert_int_equal(w.worst, 2);
	assert_string_equal(w.sources, "nmc");
	warning_release(&w);
	room_verify(r);
	warning_misses_release(&m);
}

/* The newer row goes, the older stays for hours as they do: no absence lowers
 * what was said, and when both have gone it is over. */
static void
the_newer_row_gone_lowers_nothing(void **state)
{
	struct room *r = *state;
	struct feed nmc = kit_feed("nmc", &list_format);
	struct warning_misses m = WARNING_MISSES_INIT;
	const struct row blue = { .id = "b",
		                  .condition = "141181/rainstorm",
		                  .adcode = "141181",
		                  .level = 4,
		                  .sent_s = -600 };
	const struct row orange = { .id = "o",
		                    .condition = "141181/rainstorm",
		                    .adcode = "141181",
		                    .level = 2,
		                    .sent_s = -60 };

	POLL(r, &nmc, &m, orange, blue);
	for (int i = 0; i < 3; i++)
		assert_int_equal(POLL(r, &nmc, &m, blue).ended, 0);
	expect(r, WARNINGS_UNHANDLED, "o 2 own active 2");
	kit_poll(r, &nmc, &m, NULL, 0);
	assert_int_equal(kit_poll(r, &nmc, &m, NULL, 0).ended, 1);
	expect(r, WARNINGS_OPEN, "o 2 own ended 2");
	room_verify(r);
	warning_misses_release(&m);
}

static void
two_sources_are_one_item(void **state)
{
	struct room *r = *state;
	struct feed nmc = kit_feed("nmc", &list_format);
	struct feed cma = kit_feed("cma-map", &list_format);
	struct warning_misses m = WARNING_MISSES_INIT;
	const struct row one = { .id = "14118141600000_20261123160000",
		                 .condition = "141181/rainstorm",
		                 .adcode = "141181",
		                 .level = 3 };
	struct warning *rows;
	size_t n;

	POLL(r, &nmc, &m, one);
	POLL(r, &cma, &m, one);
	OK(r, warning_list(r->d, WARNINGS_OPEN, 0, &rows, &n, NULL, &r->err));
	assert_int_equal(n, 1);
	assert_string_equal(rows[0].sources, "cma-map nmc");
	assert_int_equal(rows[0].messages, 2);
	warnings_free(rows, n);
	room_verify(r);
	warning_misses_release(&m);
}

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

/* Poll lists without a row so often that it would be over, were it theirs. */
static size_t
lose(struct room *r, const struct feed *f, struct warning_misses *m)
{
	size_t ended = 0;

	for (int i = 0; i < 3; i++)
		ended += (size_t)kit_poll(r, f, m, NULL, 0).ended;
	return ended;
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

/* 发布黄色, 发布橙色, then 解除 of the one or the other: the yellow one's leaves
 * the orange, unless it names it. */
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

/* ---- earthquakes ---- */

static void
one_quake_of_three_catalogues(void **state)
{
	struct room *r = *state;
	struct feed cenc = kit_feed("cenc", &cenc_format);
	struct feed usgs = kit_feed("usgs", &quake_format);
	struct warning_misses m = WARNING_MISSES_INIT;
	struct warning w;
	int64_t id;

	room_do(r, SEAT);
	room_do(r, BIND);
	POLL(r, &cenc, &m,
	     { .id = "CD.1",
	       .lat = 37.3,
	       .lon = 111.9,
	       .magnitude = 4.7,
	       .occurred_s = -300,
	       .severity = "automatic" });
	id = room_head(r);
	POLL(r, &usgs, &m,
	     { .id = "us1",
	       .also = "ci9",
	       .lat = 37.2,
	       .lon = 111.8,
	       .magnitude = 5.1,
	       .occurred_s = -295 });
	expect(r, WARNINGS_OPEN, "CD.1 0 within active 2");
	/* Reviewed under another id: its words and size are the better. */
	POLL(r, &cenc, &m,
	     { .id = "CD.2",
	       .lat = 37.31,
	       .lon = 111.9,
	       .magnitude = 4.4,
	       .occurred_s = -299,
	       .severity = "reviewed",
	       .sent_s = -200 });
	/* USGS gives it another preferred id and revises. */
	POLL(r, &usgs, &m,
	     { .id = "ci9",
	       .also = "us1",
	       .lat = 37.2,
	       .lon = 111.8,
	       .magnitude = 5.0,
	       .occurred_s = -295,
	       .sent_s = 5 });
	expect(r, WARNINGS_OPEN, "CD.2 0 within active 4");
	OK(r, warning_get(r->d, id, &w, &r->err));
	assert_int_equal(w.magnitude, 440);
	assert_string_equal(w.sources, "cenc usgs");
	assert_true(w.metres > 20000 && w.metres < 22000);
	warning_release(&w);
	/* Another, two minutes later at the same place. */
	POLL(r, &cenc, &m,
	     { .id = "CD.3",
	       .lat = 37.3,
	       .lon = 111.9,
	       .magnitude = 4.4,
	       .occurred_s = -180,
	       .severity = "reviewed" });
	expect(r, WARNINGS_OPEN,
	       "CD.3 0 within active 1; CD.2 0 within active 4");
	room_verify(r);
	warning_misses_release(&m);
}

/* A false one was withdrawn; the real one seconds later is another item. */
static void
a_withdrawn_quake_takes_no_other(void **state)
{
	struct room *r = *state;
	struct feed cenc = kit_feed("cenc", &cenc_format);
	struct feed usgs = kit_feed("usgs", &quake_format);
	struct warning_misses m = WARNING_MISSES_INIT;
	struct row false_one = { .id = "us1",
		                 .adcode = "141181",
		                 .lat = 37.2,
		                 .lon = 111.8,
		                 .level = 3,
		                 .magnitude = 5.0,
		                 .occurred_s = -300,
		                 .sent_s = -200 };
	struct row real = { .id = "CD.1",
		            .adcode = "141181",
		            .lat = 37.2,
		            .lon = 111.8,
		            .level = 3,
		            .magnitude = 5.2,
		            .occurred_s = -297,
		            .severity = "reviewed",
		            .sent_s = -150 };
	int64_t id;

	usgs.window = 50;
	POLL(r, &usgs, &m, false_one);
	false_one.change = FEED_CANCEL;
	false_one.sent_s = -100;
	POLL(r, &usgs, &m, false_one);
	assert_int_equal(POLL(r, &cenc, &m, real).added, 1);
	expect(r, WARNINGS_OPEN, "CD.1 3 own active 1; us1 3 own ended 2");
	/* So with one that left the list, once a person has closed it ... */
	false_one = (struct row){ .id = "us2",
		                  .adcode = "141181",
		                  .lat = 35.2,
		                  .lon = 111.8,
		                  .level = 4,
		                  .magnitude = 4.0,
		                  .occurred_s = -300 };
	POLL(r, &usgs, &m, false_one);
	id = room_head(r);
	assert_int_equal(lose(r, &usgs, &m), 1);
	OK(r, warning_close(r->d, id, 0, "误报", NULL, &r->err));
	real.id = "CD.2";
	real.lat = 35.2;
	real.level = 4;
	real.magnitude = 4.2;
	assert_int_equal(POLL(r, &cenc, &m, real).added, 1);
	/* ... not with a real one that was closed: it is no other. */
	OK(r, warning_close(r->d, room_head(r), 0, "已核", NULL, &r->err));
	real.id = "us3";
	real.severity = NULL;
	assert_int_equal(POLL(r, &usgs, &m, real).added, 0);
	expect(r, WARNINGS_UNHANDLED, "CD.1 3 own active 1");
	room_verify(r);
	warning_misses_release(&m);
}

/* Deleted by mistake and published again, closed meanwhile or not. */
static void
what_is_sent_after_its_cancel_runs_again(void **state)
{
	struct room *r = *state;
	struct feed usgs = kit_feed("usgs", &quake_format);
	struct warning_misses m = WARNING_MISSES_INIT;
	struct row quake = { .id = "us1",
		             .adcode = "141181",
		             .level = 3,
		             .magnitude = 5.0,
		             .occurred_s = -300,
		             .sent_s = -200 };
	int64_t id;

	POLL(r, &usgs, &m, quake);
	id = room_head(r);
	for (int closed = 0; closed < 2; closed++) {
		quake.change = FEED_CANCEL;
		quake.sent_s = -100 + 10 * closed;
		POLL(r, &usgs, &m, quake);
		expect(r, WARNINGS_UNHANDLED, "");
		if (closed)
			OK(r,
			   warning_close(r->d, id, 0, "误报", NULL, &r->err));
		/* Of that very moment: as old as its cancel. */
		quake.change = FEED_ALERT;
		POLL(r, &usgs, &m, quake);
		expect(r, WARNINGS_UNHANDLED, "");
		quake.sent_s += 1;
		POLL(r, &usgs, &m, quake);
		expect(r, WARNINGS_UNHANDLED,
		       closed ? "us1 3 own active 7" : "us1 3 own active 4");
	}
	room_verify(r);
	warning_misses_release(&m);
}

/* ---- what concerns us ---- */

static void
relevance_by_code_shape_and_distance(void **state)
{
	static const struct {
		const char *adcode, *headline, *polygon, *circle;
		double lat, lon, magnitude;
		int level, floor;
		enum feed_status status;
		enum warning_near near;
	} cases[] = {
		{ .adcode = "141181", .near = WARNING_OWN },
		{ .adcode = "141182", .near = WARNING_NEIGHBOUR },
		{ .adcode = "140702", .near = WARNING_FAR },
		{ .adcode = "141100", .near = WARNING_ABOVE },
		{ .adcode = "140100", .near = WARNING_FAR },
		{ .adcode = "140000", .near = WARNING_ABOVE },
		{ .adcode = "140000",
		  .headline = "山西省气象台：孝义将有暴雨",
		  .near = WARNING_OWN },
		{ .adcode = "141100", .headline = "全市", .near = WARNING_OWN },
		{ .adcode = "140000",
		  .headline = "全市",
		  .near = WARNING_ABOVE },
		{ .adcode = "410000", .near = WARNING_FAR },
		/* Of the state: for a person to see whether it covers us. */
		{ .adcode = "000000", .near = WARNING_ABOVE },
		{ .adcode = "000000",
		  .headline = "孝义等地有暴雨",
		  .near = WARNING_OWN },
		{ .adcode = "000000", .headline = "全国", .near = WARNING_OWN },
		{ .adcode = "000000",
		  .headline = "全省",
		  .near = WARNING_ABOVE },
		{ .adcode = "000001", .near = WARNING_FAR },
		{ .adcode = "14118", .near = WARNING_FAR },
		/* The office's point says nothing beside a code. */
		{ .adcode = "410000",
		  .lat = 37.144,
		  .lon = 111.779,
		  .near = WARNING_FAR },
		{ .polygon = "37,111 37,112 38,112 38,111",
		  .near = WARNING_OWN },
		{ .polygon = "38,111 38,112 39,112 39,111",
		  .near = WARNING_FAR },
		{ .circle = "37.144,111.779 1", .near = WARNING_OWN },
		{ .circle = "38,111.779 50", .near = WARNING_FAR },
		/* 100 km for magnitude 3: 0.89 and 0.91 degrees of arc */
		{ .lat = 38.033,
		  .lon = 111.779,
		  .magnitude = 3,
		  .near = WARNING_WITHIN },
		{ .lat = 38.055,
		  .lon = 111.779,
		  .magnitude = 3,
		  .near = WARNING_FAR },
		/* Another point: within the feed's 30 km or not at all. */
		{ .lat = 37.4, .lon = 111.779, .near = WARNING_WITHIN },
		{ .lat = 37.42, .lon = 111.779, .near = WARNING_FAR },
		{ .adcode = "141181",
		  .level = 2,
		  .floor = 2,
		  .near = WARNING_OWN },
		{ .adcode = "141181",
		  .level = 3,
		  .floor = 2,
		  .near = WARNING_FAR },
		{ .adcode = "141181",
		  .level = 0,
		  .floor = 2,
		  .near = WARNING_OWN },
		{ .adcode = "141181",
		  .status = FEED_TEST,
		  .near = WARNING_FAR },
		{ .adcode = "141181",
		  .status = FEED_PRIVATE,
		  .near = WARNING_FAR },
	};
	struct place at = { .adcode = "141181",
		            .name = "孝义",
		            .lat = 37.144,
		            .lon = 111.779 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct relevance want = { .level = cases[i].floor
			                                   ? cases[i].floor
			                                   : 4,
			                  .magnitude = 3,
			                  .radius_percent = 100,
			                  .km = 30,
			                  .neighbours = true };
		struct feed_answer a;
		struct row row = { .id = "x",
			           .adcode = cases[i].adcode,
			           .level = cases[i].level,
			           .headline = cases[i].headline,
			           .lat = cases[i].lat,
			           .lon = cases[i].lon,
			           .magnitude = cases[i].magnitude,
			           .status = cases[i].status };
		enum warning_near near;
		int64_t metres;

		feed_answer_init(&a);
		kit_row(&a, &row);
		if (cases[i].polygon)
			assert_int_equal(
				feed_polygon(&a.rows[0], cases[i].polygon), 0);
		if (cases[i].circle)
			assert_int_equal(
				feed_circle(&a.rows[0], cases[i].circle), 0);
		near = relevance_of(&a.rows[0], &at, &want, &metres);
		if (near != cases[i].near)
			fail_msg("case %zu: %s", i, warning_near_code(near));
		feed_answer_release(&a);
	}
}

/* Below the floors of a feed nothing begins, but what has begun goes on. */
static void
a_floor_hides_no_end(void **state)
{
	struct room *r = *state;
	struct feed nmc = kit_feed("nmc", &list_format);
	struct feed usgs = kit_feed("usgs", &quake_format);
	struct warning_misses m = WARNING_MISSES_INIT;
	struct row rain = { .id = "o",
		            .condition = "141181/rainstorm",
		            .adcode = "141181",
		            .level = 2 };
	struct row other = { .id = "x", .adcode = "141181", .level = 3 };
	struct row quake = { .id = "us1",
		             .level = 0,
		             .lat = 38.9,
		             .lon = 111.78,
		             .magnitude = 4.0,
		             .occurred_s = -60 };
	struct warning_polled p;
	struct warning *rows;
	size_t n;

	room_do(r, SEAT);
	room_do(r, BIND);
	nmc.want.level = 2;
	usgs.want.magnitude = 3;
	POLL(r, &nmc, &m, rain);
	rain.id = "y";
	rain.level = 3;
	rain.sent_s = 1;
	p = POLL(r, &nmc, &m, rain, other);
	assert_int_equal(p.added, 0);
	assert_int_equal(p.changed, 1);
	expect(r, WARNINGS_OPEN, "y 3 own active 2");
	rain.change = FEED_CANCEL;
	rain.sent_s = 2;
	p = POLL(r, &nmc, &m, rain, other);
	assert_int_equal(p.changed, 1);
	assert_int_equal(POLL(r, &nmc, &m, rain, other).changed, 0);
	expect(r, WARNINGS_OPEN, "y 3 own ended 3");
	/* Revised so that it would not be felt here; another is not taken. */
	POLL(r, &usgs, &m, quake);
	expect(r, WARNINGS_UNHANDLED, "us1 0 within active 1");
	quake.magnitude = 2.9;
	quake.sent_s = 1;
	assert_int_equal(POLL(r, &usgs, &m, quake).changed, 1);
	expect(r, WARNINGS_UNHANDLED, "us1 0 within active 2");
	OK(r,
	   warning_list(r->d, WARNINGS_UNHANDLED, 1, &rows, &n, NULL, &r->err));
	assert_true(rows[0].metres > 190000);
	warnings_free(rows, n);
	quake.id = "us2";
	quake.occurred_s = -3600;
	assert_int_equal(POLL(r, &usgs, &m, quake).relevant, 0);
	/* A trial message is never one of its item's. */
	quake.id = "us1";
	quake.status = FEED_TEST;
	quake.sent_s = 2;
	assert_int_equal(POLL(r, &usgs, &m, quake).relevant, 0);
	room_verify(r);
	warning_misses_release(&m);
}

static void
exercises_only_when_they_are_wanted(void **state)
{
	struct room *r = *state;
	struct feed cap = kit_feed("cap", &cenc_format);
	struct warning_misses m = WARNING_MISSES_INIT;
	const struct row drill = { .id = "1",
		                   .adcode = "141181",
		                   .level = 1,
		                   .status = FEED_EXERCISE };
	struct warning w;

	assert_int_equal(POLL(r, &cap, &m, drill).added, 0);
	room_do(r, "{'do':'setting.set','name':'feeds.exercises',"
	           "'value':'true'}");
	assert_int_equal(POLL(r, &cap, &m, drill).added, 1);
	OK(r, warning_get(r->d, room_head(r), &w, &r->err));
	assert_true(w.drill);
	warning_release(&w);
	warning_misses_release(&m);
}

/* Neither ends, raises or renames the other, by condition, id or moment. */
static void
an_exercise_and_the_real_one_are_two(void **state)
{
	struct room *r = *state;
	struct feed cap = kit_feed("cap", &cenc_format);
	struct feed usgs = kit_feed("usgs", &quake_format);
	struct warning_misses m = WARNING_MISSES_INIT;
	struct row real = { .id = "r1",
		            .condition = "141181/rainstorm",
		            .adcode = "141181",
		            .level = 2,
		            .headline = "real" };
	struct row drill = { .id = "d1",
		             .condition = "141181/rainstorm",
		             .adcode = "141181",
		             .level = 1,
		             .headline = "drill",
		             .status = FEED_EXERCISE };
	struct row quake = { .id = "us1",
		             .adcode = "141181",
		             .level = 3,
		             .lat = 37.2,
		             .lon = 111.8,
		             .magnitude = 5,
		             .headline = "felt",
		             .occurred_s = -60 };
	struct warning *rows;
	size_t n;

	room_do(r, "{'do':'setting.set','name':'feeds.exercises',"
	           "'value':'true'}");
	POLL(r, &cap, &m, drill);
	POLL(r, &cap, &m, real);
	expect(r, WARNINGS_OPEN, "drill 1 own active 1; real 2 own active 1");
	/* Its cancel names the real one, and is still the exercise's. */
	drill.id = "d2";
	drill.references = "r1 d1";
	drill.change = FEED_CANCEL;
	drill.sent_s = 1;
	POLL(r, &cap, &m, drill);
	expect(r, WARNINGS_OPEN, "real 2 own active 1; drill 1 own ended 2");
	/* What only the exercise has named, the real one may be called. */
	real.id = "d1";
	real.sent_s = 2;
	POLL(r, &cap, &m, real);
	real.id = "r3";
	real.condition = "another";
	real.references = "d1";
	real.sent_s = 3;
	POLL(r, &cap, &m, real);
	expect(r, WARNINGS_OPEN, "real 2 own active 3; drill 1 own ended 2");
	POLL(r, &usgs, &m, quake);
	quake.id = "x1";
	quake.status = FEED_EXERCISE;
	POLL(r, &cap, &m, quake);
	OK(r,
	   warning_list(r->d, WARNINGS_UNHANDLED, 0, &rows, &n, NULL, &r->err));
	assert_int_equal(n, 3);
	assert_true(rows[1].drill != rows[2].drill);
	warnings_free(rows, n);
	room_verify(r);
	warning_misses_release(&m);
}

/* ---- people ---- */

static void
a_person_handles_and_closes(void **state)
{
	struct room *r = *state;
	struct feed nmc = kit_feed("nmc", &list_format);
	struct warning_misses m = WARNING_MISSES_INIT;
	int64_t id;
	struct warning w;

	POLL(r, &nmc, &m, { .id = "a", .adcode = "141181", .level = 2 });
	id = room_head(r);
	expect(r, WARNINGS_UNHANDLED, "a 2 own active 1");
	REFUSED(r, ERR_INPUT,
	        warning_handle(r->d, id, 0, WARNING_DISMISSED, "", NULL,
	                       &r->err));
	OK(r, warning_handle(r->d, id, 0, WARNING_DISMISSED, "只影响北部山区",
	                     NULL, &r->err));
	expect(r, WARNINGS_UNHANDLED, "");
	OK(r, warning_get(r->d, id, &w, &r->err));
	assert_int_equal(w.act, WARNING_DISMISSED);
	assert_string_equal(w.acted_by, "wangfang");
	assert_string_equal(w.act_note, "只影响北部山区");
	warning_release(&w);
	REFUSED(r, ERR_INPUT, warning_close(r->d, id, 0, NULL, NULL, &r->err));
	OK(r, warning_close(r->d, id, 0, "已过境", NULL, &r->err));
	expect(r, WARNINGS_OPEN, "");
	REFUSED(r, ERR_REFUSED, warning_close(r->d, id, 0, "x", NULL, &r->err));
	REFUSED(r, ERR_REFUSED,
	        warning_handle(r->d, id, 0, WARNING_INCIDENT, "2026-0001", NULL,
	                       &r->err));
	REFUSED(r, ERR_NOT_FOUND,
	        warning_close(r->d, 9999, 0, "x", NULL, &r->err));
	room_verify(r);
	warning_misses_release(&m);
}

/* ---- worse than what a person saw ---- */

static struct row
storm(const char *id, int level, int64_t sent_s)
{
	return (struct row){ .id = id,
		             .condition = "141181/rainstorm",
		             .adcode = "141181",
		             .level = level,
		             .sent_s = sent_s };
}

static void
dismiss(struct room *r, int64_t id, int64_t seen)
{
	OK(r, warning_handle(r->d, id, seen, WARNING_DISMISSED, "已研判", NULL,
	                     &r->err));
}

/* Dismissed as yellow: yellow again changes nothing, nor one without a colour;
 * orange is a new matter: a person is asked anew. */
static void
a_worse_one_is_unhandled_again(void **state)
{
	static const struct {
		int level;
		const char *unhandled;
	} then[] = {
		{ 3, "" },
		{ 0, "" },
		{ 2, "2 2 own active 4" },
	};
	struct room *r = *state;
	struct feed nmc = kit_feed("nmc", &list_format);
	struct warning_misses m = WARNING_MISSES_INIT;
	char ids[][2] = { "0", "1", "2" };
	struct warning w;
	int64_t id;

	POLL(r, &nmc, &m, storm("y", 3, 0));
	id = room_head(r);
	dismiss(r, id, id);
	for (int i = 0; i < 3; i++) {
		room_pass(r, CIVIL_MINUTE);
		POLL(r, &nmc, &m, storm(ids[i], then[i].level, i + 1));
		expect(r, WARNINGS_UNHANDLED, then[i].unhandled);
	}
	OK(r, warning_get(r->d, id, &w, &r->err));
	assert_int_equal(w.level_ms, ROOM_NOW + 3 * CIVIL_MINUTE);
	assert_int_equal(w.past_act, WARNING_DISMISSED);
	assert_string_equal(w.act_note, "已研判");
	warning_release(&w);
	room_verify(r);
	warning_misses_release(&m);
}

static void
lowered_since_it_was_handled_it_can_get_worse(void **state)
{
	struct room *r = *state;
	struct feed nmc = kit_feed("nmc", &list_format);
	struct warning_misses m = WARNING_MISSES_INIT;
	int64_t id;

	POLL(r, &nmc, &m, storm("r", 1, 0));
	id = room_head(r);
	dismiss(r, id, id);
	POLL(r, &nmc, &m, storm("b", 4, 1));
	expect(r, WARNINGS_UNHANDLED, "");
	POLL(r, &nmc, &m, storm("r2", 1, 2));
	expect(r, WARNINGS_UNHANDLED, "r2 1 own active 3");
	/* An older message that comes late gives it no level. */
	dismiss(r, id, 0);
	POLL(r, &nmc, &m, storm("b2", 4, 3));
	POLL(r, &nmc, &m, storm("r0", 1, -9));
	expect(r, WARNINGS_UNHANDLED, "");
	room_verify(r);
	warning_misses_release(&m);
}

static void
a_worse_one_opens_what_was_closed(void **state)
{
	struct room *r = *state;
	struct feed usgs = kit_feed("usgs", &quake_format);
	struct warning_misses m = WARNING_MISSES_INIT;
	struct row quake = { .id = "q",
		             .adcode = "141181",
		             .level = 4,
		             .magnitude = 4.4,
		             .occurred_s = -60 };
	struct warning w;
	int64_t id;

	POLL(r, &usgs, &m, quake);
	id = room_head(r);
	OK(r, warning_close(r->d, id, id, "小震", NULL, &r->err));
	/* Revised, and no worse: it stays closed. */
	quake.magnitude = 4.6;
	quake.sent_s = 1;
	POLL(r, &usgs, &m, quake);
	expect(r, WARNINGS_OPEN, "");
	quake.magnitude = 6.1;
	quake.level = 2;
	quake.sent_s = 2;
	POLL(r, &usgs, &m, quake);
	expect(r, WARNINGS_UNHANDLED, "q 2 own active 3");
	OK(r, warning_get(r->d, id, &w, &r->err));
	assert_int_equal(w.ended_ms, 0);
	assert_string_equal(w.act_note, "");
	warning_release(&w);
	room_verify(r);
	warning_misses_release(&m);
}

static void
what_was_seen_before_it_got_worse_handles_nothing(void **state)
{
	struct room *r = *state;
	struct feed nmc = kit_feed("nmc", &list_format);
	struct warning_misses m = WARNING_MISSES_INIT;
	int64_t id, seen, head;

	POLL(r, &nmc, &m, storm("b", 4, 0));
	id = room_head(r);
	/* Worse than what was seen, handled or not. */
	POLL(r, &nmc, &m, storm("r", 1, 1));
	head = room_head(r);
	REFUSED(r, ERR_CONFLICT,
	        warning_handle(r->d, id, head - 1, WARNING_DISMISSED, "蓝色",
	                       NULL, &r->err));
	REFUSED(r, ERR_CONFLICT,
	        warning_close(r->d, id, head - 1, "蓝色", NULL, &r->err));
	assert_int_equal(room_head(r), head);
	expect(r, WARNINGS_UNHANDLED, "r 1 own active 2");
	/* The red itself was seen: it is lowered meanwhile, and that is all. */
	seen = head;
	POLL(r, &nmc, &m, storm("y", 3, 2));
	dismiss(r, id, seen);
	expect(r, WARNINGS_UNHANDLED, "");
	OK(r, warning_close(r->d, id, seen, "过境", NULL, &r->err));
	room_verify(r);
	warning_misses_release(&m);
}

/* ---- many ---- */

static void
ten_thousand_in_one_poll(void **state)
{
	struct room *r = *state;
	struct feed nmc = kit_feed("nmc", &list_format);
	struct warning_misses m = WARNING_MISSES_INIT;
	struct warning_polled polled;
	struct feed_answer a;
	struct warning *rows;
	size_t n, total;
	char id[32];

	feed_answer_init(&a);
	for (int i = 0; i < 10000; i++) {
		struct row row = { .id = id,
			           .adcode = "141181",
			           .level = i % 4 + 1 };

		snprintf(id, sizeof(id), "w%d", i);
		kit_row(&a, &row);
	}
	OK(r, warning_poll(r->d, &nmc, &a, PAYLOAD, &m, &polled, &r->err));
	assert_int_equal(polled.added, 10000);
	OK(r, warning_poll(r->d, &nmc, &a, PAYLOAD, &m, &polled, &r->err));
	assert_int_equal(polled.added + polled.changed + polled.ended, 0);
	feed_answer_release(&a);
	OK(r,
	   warning_list(r->d, WARNINGS_OPEN, 30, &rows, &n, &total, &r->err));
	assert_int_equal(n, 30);
	assert_int_equal(total, 10000);
	assert_int_equal(rows[29].level, 1);
	warnings_free(rows, n);
	warning_misses_release(&m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ROOM_TEST(a_warning_comes_once),
		ROOM_TEST(an_upgrade_is_the_same_item),
		ROOM_TEST(the_newer_row_gone_lowers_nothing),
		ROOM_TEST(two_sources_are_one_item),
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
		ROOM_TEST(one_quake_of_three_catalogues),
		ROOM_TEST(a_withdrawn_quake_takes_no_other),
		ROOM_TEST(what_is_sent_after_its_cancel_runs_again),
		cmocka_unit_test(relevance_by_code_shape_and_distance),
		ROOM_TEST(a_floor_hides_no_end),
		ROOM_TEST(exercises_only_when_they_are_wanted),
		ROOM_TEST(an_exercise_and_the_real_one_are_two),
		ROOM_TEST(a_person_handles_and_closes),
		ROOM_TEST(a_worse_one_is_unhandled_again),
		ROOM_TEST(lowered_since_it_was_handled_it_can_get_worse),
		ROOM_TEST(a_worse_one_opens_what_was_closed),
		ROOM_TEST(what_was_seen_before_it_got_worse_handles_nothing),
		ROOM_TEST(ten_thousand_in_one_poll),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
