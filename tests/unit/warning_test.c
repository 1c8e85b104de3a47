#include "warning_list_kit.h"

#include "desk/alarm.h"

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

/* ---- earthquakes ---- */

#define QUAKE_KM 111.195 /* a degree of latitude */

/* The item's level, of a quake so far north of the seat. */
static int
level_of_quake(struct room *r, const struct feed *f, const char *id,
               double magnitude, double km, int own)
{
	struct warning_misses m = WARNING_MISSES_INIT;
	struct warning w;
	int level;

	POLL(r, f, &m,
	     { .id = id,
	       .lat = 37.144 + km / QUAKE_KM,
	       .lon = 111.779,
	       .magnitude = magnitude,
	       .level = own,
	       .occurred_s = (int)room_head(r) * 1000 });
	OK(r, warning_get(r->d, room_head(r), &w, &r->err));
	level = w.level;
	warning_release(&w);
	warning_misses_release(&m);
	return level;
}

static void
a_quake_has_the_house_level_unless_its_source_is_worse(void **state)
{
	struct room *r = *state;
	struct feed cenc = kit_feed("cenc", &cenc_format);
	struct feed usgs = kit_feed("usgs", &quake_format);
	struct warning_message *said;
	size_t n;

	room_do(r, SEAT);
	room_do(r, BIND);
	assert_int_equal(level_of_quake(r, &cenc, "a", 6.1, 5, 0), 2);
	assert_int_equal(level_of_quake(r, &cenc, "b", 7.0, 150, 0), 1);
	assert_int_equal(level_of_quake(r, &cenc, "c", 5.0, 99, 0), 3);
	assert_int_equal(level_of_quake(r, &cenc, "d", 5.0, 101, 0), 4);
	assert_int_equal(level_of_quake(r, &cenc, "e", 3.9, 5, 0), 0);
	OK(r, warning_messages(r->d, room_head(r), &said, &n, &r->err));
	assert_false(said[0].house);
	warning_messages_free(said, n);
	/* PAGER: the worse of the two. */
	assert_int_equal(level_of_quake(r, &usgs, "f", 6.1, 5, 4), 2);
	OK(r, warning_messages(r->d, room_head(r), &said, &n, &r->err));
	assert_true(said[0].house);
	warning_messages_free(said, n);
	assert_int_equal(level_of_quake(r, &usgs, "p", 6.1, 5, 2), 2);
	OK(r, warning_messages(r->d, room_head(r), &said, &n, &r->err));
	assert_false(said[0].house);
	warning_messages_free(said, n);
	assert_int_equal(level_of_quake(r, &usgs, "r", 6.1, 5, 1), 1);
	OK(r, warning_messages(r->d, room_head(r), &said, &n, &r->err));
	assert_false(said[0].house);
	warning_messages_free(said, n);
	/* The house changes its mind: of what comes from here on. */
	room_do(r, "{'do':'setting.set','name':'quake.red','value':'6:50'}");
	assert_int_equal(level_of_quake(r, &cenc, "g", 6.1, 5, 0), 1);
	OK(r, warning_messages(r->d, room_head(r), &said, &n, &r->err));
	assert_true(said[0].house);
	warning_messages_free(said, n);
	room_verify(r);
}

/* What the house makes of it is no news from the source. */
static void
another_table_says_no_quake_again(void **state)
{
	const struct row row = { .id = "q",
		                 .lat = 37.1,
		                 .lon = 111.8,
		                 .magnitude = 6.1,
		                 .occurred_s = -60 };
	struct room *r = *state;
	struct feed cenc = kit_feed("cenc", &cenc_format);
	struct warning_misses m = WARNING_MISSES_INIT;

	room_do(r, SEAT);
	room_do(r, BIND);
	assert_int_equal(POLL(r, &cenc, &m, row).added, 1);
	room_do(r, "{'do':'setting.set','name':'quake.red','value':'6:50'}");
	assert_int_equal(POLL(r, &cenc, &m, row).changed, 0);
	expect(r, WARNINGS_OPEN, "q 2 within active 1");
	warning_misses_release(&m);
}

static void
an_alarm_sees_a_quake_near_by(void **state)
{
	struct room *r = *state;
	struct feed cenc = kit_feed("cenc", &cenc_format);
	struct alarm *rows;
	char key[64];
	bool found = false;
	size_t n;

	room_do(r, SEAT);
	room_do(r, BIND);
	assert_int_equal(level_of_quake(r, &cenc, "q", 7.2, 30, 0), 1);
	snprintf(key, sizeof(key), "warning:%lld", (long long)room_head(r));
	OK(r, alarm_list(r->d, &rows, &n, &r->err));
	for (size_t i = 0; i < n; i++)
		found |= strncmp(rows[i].key, key, strlen(key)) == 0 &&
		         rows[i].priority == ALARM_URGENT;
	alarms_free(rows, n);
	assert_true(found);
}

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
	expect(r, WARNINGS_OPEN, "CD.1 4 within active 2");
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
	expect(r, WARNINGS_OPEN, "CD.2 4 within active 4");
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
	       "CD.3 4 within active 1; CD.2 4 within active 4");
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
	expect(r, WARNINGS_UNHANDLED, "us1 4 within active 1");
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
		ROOM_TEST(
			a_quake_has_the_house_level_unless_its_source_is_worse),
		ROOM_TEST(another_table_says_no_quake_again),
		ROOM_TEST(an_alarm_sees_a_quake_near_by),
		ROOM_TEST(one_quake_of_three_catalogues),
		ROOM_TEST(a_withdrawn_quake_takes_no_other),
		ROOM_TEST(what_is_sent_after_its_cancel_runs_again),
		cmocka_unit_test(relevance_by_code_shape_and_distance),
		ROOM_TEST(a_floor_hides_no_end),
		ROOM_TEST(exercises_only_when_they_are_wanted),
		ROOM_TEST(an_exercise_and_the_real_one_are_two),
		ROOM_TEST(a_person_handles_and_closes),
		ROOM_TEST(ten_thousand_in_one_poll),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
