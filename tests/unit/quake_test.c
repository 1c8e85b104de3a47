/* Reports of one quake come together, and no others. */
#include "quake_kit.h"

#include "base/buf.h"
#include "base/mem.h"
#include "desk/quake.h"

#define ORIGIN 1787962400000LL /* 2026-08-29 in the morning */

/* A report of the county's neighbourhood; what a case changes it changes. */
static struct quake
report(const char *format, const char *id)
{
	return (struct quake){ .item = 1,
		               .format = format,
		               .id = id,
		               .condition = id,
		               .occurred_ms = ORIGIN,
		               .sent_ms = ORIGIN + 60000,
		               .lat = 37,
		               .lon = 112,
		               .magnitude = 4 };
}

static void
test_limits(void **state)
{
	static const struct {
		int64_t ms;
		double lat, magnitude;
		bool same;
	} cases[] = {
		{ 0, 0, 0, true },
		{ 90000, 0, 0, true },
		{ -90000, 0, 0, true },
		{ 90001, 0, 0, false },
		{ -90001, 0, 0, false },
		{ 0, 0.8993, 0, true }, /* 99.998 km */
		{ 0, -0.8993, 0, true },
		{ 0, 0.8994, 0, false }, /* 100.009 km */
		{ 0, -0.8994, 0, false },
		{ 0, 0, 1.0, true },
		{ 0, 0, -1.0, true },
		{ 0, 0, 1.000001, true }, /* a 32-bit 1.0 */
		{ 0, 0, 1.01, false },
		{ 0, 0, -1.01, false },
		{ 0, 0, NAN, true },
		{ 0, NAN, 0, false },
		{ 90000, 0.8993, -1.0, true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct quake a = report("cenc", "a"), b = report("usgs", "b");

		b.occurred_ms += cases[i].ms;
		b.lat += cases[i].lat;
		b.magnitude += cases[i].magnitude;
		if (quake_match(&a, 1, &b) != (cases[i].same ? 1 : 0))
			fail_msg("case %zu", i);
		if (quake_match(&b, 1, &a) != (cases[i].same ? 1 : 0))
			fail_msg("case %zu, the other way", i);
	}
}

/* Magnitudes to one decimal are 1.0 apart however they are stored. */
static void
test_tenths(void **state)
{
	(void)state;
	for (int tenths = -10; tenths < 90; tenths++) {
		struct quake a = report("cenc", "a"), b = report("usgs", "b");

		a.magnitude = tenths / 10.0;
		b.magnitude = (tenths + 10) / 10.0;
		assert_int_equal(quake_match(&a, 1, &b), 1);
		b.magnitude = (tenths + 11) / 10.0;
		assert_int_equal(quake_match(&a, 1, &b), 0);
	}
}

static void
test_ids(void **state)
{
	char *other[] = { "us1", "ci2" };
	struct feed_strings also = { .s = other, .count = 2, .cap = 2 };
	struct quake a = report("usgs", "us1"), b = report("usgs", "ci2");

	(void)state;
	/* Whatever else it says, an id that is known is the quake's. */
	b.occurred_ms += 3600000;
	assert_int_equal(quake_match(&a, 1, &b), 0);
	b.also = &also;
	assert_int_equal(quake_match(&a, 1, &b), 1);
	assert_int_equal(quake_match(&b, 1, &a), 1);
	a = report("usgs", "at3");
	a.also = &also;
	assert_int_equal(quake_match(&a, 1, &b), 1);
	/* Reports of one early warning share their event. */
	a = report("eew", "2026.1_1");
	b = report("eew", "2026.1_2");
	a.condition = b.condition = "2026.1";
	b.occurred_ms = FEED_NO_TIME;
	b.lat = b.lon = b.magnitude = NAN;
	assert_int_equal(quake_match(&a, 1, &b), 1);
	b.condition = b.id;
	assert_int_equal(quake_match(&a, 1, &b), 0);
	assert_int_equal(quake_match(&b, 1, &a), 0);
	assert_int_equal(quake_match(NULL, 0, &a), 0);
}

/* Two reports of one format at one place and time. */
static void
test_a_source_tells_its_quakes_apart(void **state)
{
	static const struct {
		const char *format;
		bool first_reviewed, second_reviewed;
		int64_t item;
	} cases[] = {
		{ "usgs", false, false, 0 }, { "usgs", false, true, 0 },
		{ "usgs", true, true, 0 },   { "gdacs", false, false, 0 },
		{ "cenc", false, false, 0 }, { "cenc", false, true, 1 },
		{ "cenc", true, false, 1 },  { "cenc", true, true, 0 },
		{ "ceic", false, true, 1 },  { "ceic", true, true, 0 },
		{ "eew", false, false, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct quake a = report(cases[i].format, "a");
		struct quake b = report(cases[i].format, "b");

		a.reviewed = cases[i].first_reviewed;
		b.reviewed = cases[i].second_reviewed;
		assert_int_equal(quake_match(&a, 1, &b), cases[i].item);
	}
}

/* A main shock, and another a minute later at the same place. */
static void
test_an_aftershock_is_its_own(void **state)
{
	struct quake known[6] = {
		report("cenc", "AU.1"), report("cenc", "CD.1"),
		report("cenc", "AU.2"), report("cenc", "CD.2"),
		report("usgs", "us1"),  report("usgs", "us2"),
	};
	static const int64_t items[] = { 1, 1, 2, 2, 1, 2 };

	(void)state;
	for (size_t i = 0; i < 6; i++) {
		int64_t item;

		known[i].reviewed = known[i].id[0] == 'C';
		if (items[i] == 2)
			known[i].occurred_ms += 60000;
		if (known[i].format[0] == 'u')
			known[i].occurred_ms += 20000;
		item = quake_match(known, i, &known[i]);
		known[i].item = item ? item : (int64_t)i / 2 + 1;
		assert_int_equal(known[i].item, items[i]);
	}
}

static void
test_the_closest_is_taken(void **state)
{
	struct quake known[2] = { report("cenc", "a"), report("cenc", "b") };
	struct quake q = report("usgs", "c");

	(void)state;
	known[1].item = 2;
	known[1].occurred_ms += 50000;
	q.occurred_ms += 24999;
	assert_int_equal(quake_match(known, 2, &q), 1);
	q.occurred_ms += 2;
	assert_int_equal(quake_match(known, 2, &q), 2);
	/* At the same time, the nearer. */
	known[1].occurred_ms = known[0].occurred_ms;
	assert_int_equal(quake_match(known, 2, &q), 1);
	known[1].lat = 37.1;
	q.lat = 37.06;
	assert_int_equal(quake_match(known, 2, &q), 2);
	q.lat = 37.04;
	assert_int_equal(quake_match(known, 2, &q), 1);
}

static void
test_which_is_shown(void **state)
{
	/* Each stands before all below it. */
	struct quake order[] = {
		report("ceic", "a"), report("cenc", "b"), report("cenc", "c"),
		report("usgs", "d"), report("usgs", "e"), report("gdacs", "f"),
		report("eew", "g"),  report("cenc", "h"),
	};
	enum { ORDER = sizeof(order) / sizeof(*order) };

	(void)state;
	order[0].reviewed = order[1].reviewed = order[3].reviewed = true;
	order[0].sent_ms++;
	order[2].sent_ms += 9;
	order[4].sent_ms += 9;
	order[7].reviewed = order[7].withdrawn = true;
	for (size_t i = 0; i < ORDER; i++)
		for (size_t k = 0; k < ORDER; k++)
			assert_int_equal(quake_leads(&order[i], &order[k]),
			                 i < k);
}

static void
chain_is(const struct quake *reports, size_t count, const char *want)
{
	struct buf text = BUF_INIT;

	quake_chain(&text, reports, count);
	assert_string_equal(text.s, want);
	buf_release(&text);
}

static void
test_chain(void **state)
{
	struct quake r[] = {
		report("eew", "e"),   report("cenc", "AU"),
		report("usgs", "us"), report("cenc", "AU"),
		report("cenc", "CD"), report("cenc", "CD"),
	};

	(void)state;
	chain_is(r, 0, "");
	r[0].magnitude = 5.1;
	r[1].magnitude = 4.7;
	r[2].magnitude = 4.9;
	r[3].magnitude = 4.7;
	r[3].sent_ms++;
	r[4].magnitude = 4.4;
	r[4].reviewed = r[5].reviewed = true;
	r[5].magnitude = NAN;
	r[5].sent_ms += 2;
	chain_is(r, 1, "M5.1");
	chain_is(r, 2, "M5.1 → M4.7");
	chain_is(r, 3, "M5.1 → M4.7");
	chain_is(r, 4, "M5.1 → M4.7");
	chain_is(r, 6, "M5.1 → M4.7 → M4.4");
	chain_is(r + 1, 4, "M4.7 → M4.4");
	chain_is(r + 5, 1, "");
	r[0].magnitude = -0.5;
	chain_is(r, 1, "M-0.5");
}

static void
test_radius(void **state)
{
	static const struct {
		double magnitude, km;
	} cases[] = {
		{ -1, 0 },     { 0, 0 },      { 2.9, 0 },   { 2.94, 0 },
		{ 2.95, 100 }, { 3, 100 },    { 3.9, 100 }, { 3.900001, 100 },
		{ 3.94, 100 }, { 3.96, 200 }, { 4, 200 },   { 4.9, 200 },
		{ 5, 300 },    { 5.9, 300 },  { 6, 600 },   { 6.9, 600 },
		{ 7, 1000 },   { 9.5, 1000 }, { NAN, 100 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		same_number(quake_radius_km(quake_radii, cases[i].magnitude),
		            cases[i].km);
}

/* As db's settings have them: both edges of each step, in both directions. */
static void
test_levels(void **state)
{
	static const char *const tables[QUAKE_LEVELS] = {
		"7:200", "6:100 7:400", "5:100 6:250 7:700",
		"4:200 5:300 6:600 7:1000"
	};
	static const struct {
		double magnitude;
		int64_t km;
		int level, beyond; /* to the metre, and one metre further */
	} cases[] = {
		{ 9.5, 200, 1, 2 },  { 7, 200, 1, 2 },    { 6.95, 200, 1, 2 },
		{ 7, 400, 2, 3 },    { 7, 700, 3, 4 },    { 7, 1000, 4, 0 },
		{ 6.94, 100, 2, 3 }, { 6.94, 250, 3, 4 }, { 6.94, 600, 4, 0 },
		{ 6, 100, 2, 3 },    { 5.95, 100, 2, 3 }, { 6, 250, 3, 4 },
		{ 6, 600, 4, 0 },    { 5.94, 100, 3, 4 }, { 5.94, 300, 4, 0 },
		{ 5, 100, 3, 4 },    { 4.95, 100, 3, 4 }, { 5, 300, 4, 0 },
		{ 4.94, 200, 4, 0 }, { 4, 200, 4, 0 },    { 3.95, 200, 4, 0 },
		{ 3.94, 0, 0, 0 },   { -1, 0, 0, 0 },     { NAN, 0, 0, 0 },
	};
	struct quake_levels levels;
	struct err err = ERR_INIT;

	(void)state;
	for (int i = 0; i < QUAKE_LEVELS; i++)
		assert_int_equal(
			quake_radii_parse(tables[i], levels.radii[i], &err), 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		int64_t at = cases[i].km * 1000;
		int here = quake_level(&levels, cases[i].magnitude, at);
		int beyond = quake_level(&levels, cases[i].magnitude, at + 1);

		if (here != cases[i].level || beyond != cases[i].beyond)
			fail_msg("case %zu: %d, %d", i, here, beyond);
	}
}

static void
test_radii_of_a_bureau(void **state)
{
	static const char *const bad[] = {
		"",
		" ",
		"3",
		"3:",
		":100",
		"3:100,4",
		"3:x",
		"x:100",
		"3:100 3:200",
		"4:1 3:2",
		"3:100 4:100",
		"3:0.9",
		"3:20001",
		"-1:5",
		"10.1:5",
		"3:100 ;",
		"3::100",
		"0:1 1:2 2:3 3:4 4:5 5:6 6:7 7:8 8:9 9:10 10:11",
	};
	struct quake_radius radii[QUAKE_RADII_MAX + 1];
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(quake_radii_parse(" 3.5:80  5:20000 ", radii, &err),
	                 0);
	same_number(quake_radius_km(radii, 3.4), 0);
	same_number(quake_radius_km(radii, 3.5), 80);
	same_number(quake_radius_km(radii, 4.9), 80);
	same_number(quake_radius_km(radii, 5), 20000);
	same_number(quake_radius_km(radii, NAN), 80);
	assert_int_equal(quake_radii_parse("0:1 1:2 2:3 3:4 4:5 5:6 6:7 7:8 "
	                                   "8:9 10:10",
	                                   radii, &err),
	                 0);
	same_number(quake_radius_km(radii, 0), 1);
	same_number(quake_radius_km(radii, 10), 10);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		if (quake_radii_parse(bad[i], radii, &err) == 0)
			fail_msg("\"%s\" was read", bad[i]);
		assert_int_equal(err.code, ERR_INPUT);
		err_clear(&err);
	}
}

static void
test_from_a_row(void **state)
{
	static const struct {
		const char *text;
		bool reviewed, withdrawn;
	} cases[] = {
		{ "'status':'reviewed'", true, false },
		{ "'status':'REVIEWED'", true, false },
		{ "'status':'automatic'", false, false },
		{ "'status':'deleted'", false, true },
		{ "'status':null", false, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct buf text = BUF_INIT;
		struct feed_answer a;
		struct quake q;

		buf_fmt(&text,
		        "{'type':'FeatureCollection','metadata':{'count':1},"
		        "'features':[{'id':'us1','properties':{'time':1000,"
		        "'updated':2000,'mag':3.5,'ids':',us1,ci2,',%s},"
		        "'geometry':{'coordinates':[112,37,10]}}]}",
		        cases[i].text);
		reads(&a, "usgs", text.s, 1);
		quake_of(&q, "usgs", a.rows);
		assert_int_equal(q.item, 0);
		assert_string_equal(q.format, "usgs");
		assert_string_equal(q.id, "us1");
		assert_true(feed_has(q.also, "ci2"));
		assert_int_equal(q.occurred_ms, 1000);
		assert_int_equal(q.sent_ms, 2000);
		same_number(q.lat, 37);
		same_number(q.lon, 112);
		same_number(q.magnitude, 3.5);
		assert_int_equal(q.reviewed, cases[i].reviewed);
		assert_int_equal(q.withdrawn, cases[i].withdrawn);
		feed_answer_release(&a);
		buf_release(&text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_tenths),
		cmocka_unit_test(test_ids),
		cmocka_unit_test(test_a_source_tells_its_quakes_apart),
		cmocka_unit_test(test_an_aftershock_is_its_own),
		cmocka_unit_test(test_the_closest_is_taken),
		cmocka_unit_test(test_which_is_shown),
		cmocka_unit_test(test_chain),
		cmocka_unit_test(test_radius),
		cmocka_unit_test(test_levels),
		cmocka_unit_test(test_radii_of_a_bureau),
		cmocka_unit_test(test_from_a_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
