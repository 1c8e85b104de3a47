/* Distances, directions and shapes, on their edges too. */
#include "cm.h"

#include <math.h>
#include <stdlib.h>

#include "base/err.h"
#include "desk/geo.h"

#define DEGREE_KM 111.19508 /* of a great circle */

static void
near(double have, double want, double by)
{
	if (!(fabs(have - want) <= by))
		fail_msg("%.9g instead of %.9g", have, want);
}

static void
test_distance(void **state)
{
	static const struct {
		struct geo a, b;
		double km;
	} cases[] = {
		{ { 37, 112 }, { 37, 112 }, 0 },
		{ { 0, 0 }, { 0, 1 }, DEGREE_KM },
		{ { 37, 112 }, { 38, 112 }, DEGREE_KM },
		{ { 60, 0 }, { 60, 1 }, 55.5950 },
		{ { 0, 179.5 }, { 0, -179.5 }, DEGREE_KM },
		{ { 0, 180 }, { 0, -180 }, 0 },
		{ { 90, 0 }, { 90, 123 }, 0 },
		{ { 90, 0 }, { -90, 0 }, 180 * DEGREE_KM },
		{ { 10, 20 }, { -10, -160 }, 180 * DEGREE_KM },
		/* Beijing to Taiyuan, by the law of cosines. */
		{ { 39.9042, 116.4074 }, { 37.8706, 112.5489 }, 403.252 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		near(geo_km(cases[i].a, cases[i].b), cases[i].km, 0.05);
		near(geo_km(cases[i].b, cases[i].a), cases[i].km, 0.05);
	}
	assert_true(isnan(geo_km((struct geo){ NAN, 0 }, (struct geo){ 0 })));
}

static void
test_bearing(void **state)
{
	static const struct {
		struct geo from, to;
		double bearing;
		const char *direction;
	} cases[] = {
		{ { 0, 0 }, { 1, 0 }, 0, "北" },
		{ { 0, 0 }, { 0, 1 }, 90, "东" },
		{ { 0, 0 }, { -1, 0 }, 180, "南" },
		{ { 0, 0 }, { 0, -1 }, 270, "西" },
		{ { 0, 179.9 }, { 0, -179.9 }, 90, "东" },
		{ { 0, 0 }, { 0.001, 0.001 }, 45, "东北" },
		{ { 0, 0 }, { 0.001, -0.001 }, 315, "西北" },
		{ { 39.9042, 116.4074 },
		  { 37.8706, 112.5489 },
		  237.1,
		  "西南偏西" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		double b = geo_bearing(cases[i].from, cases[i].to);

		near(b, cases[i].bearing, 0.1);
		assert_string_equal(geo_direction(b), cases[i].direction);
	}
}

/* Each of the sixteen from half a step before to half a step behind. */
static void
test_directions(void **state)
{
	static const char *const names[] = {
		"北",   "东北偏北", "东北", "东北偏东", "东",   "东南偏东",
		"东南", "东南偏南", "南",   "西南偏南", "西南", "西南偏西",
		"西",   "西北偏西", "西北", "西北偏北",
	};

	(void)state;
	for (int i = 0; i < 16; i++) {
		double middle = i * 22.5;

		assert_string_equal(geo_direction(middle), names[i]);
		assert_string_equal(geo_direction(middle + 11.24), names[i]);
		assert_string_equal(geo_direction(middle + 11.25),
		                    names[(i + 1) % 16]);
	}
	assert_string_equal(geo_direction(359.99), "北");
}

/* By what is east and what is north; on both sides of longitude 180 too. */
static void
test_offset(void **state)
{
	static const struct {
		struct geo from, to;
		double east, north;
	} cases[] = {
		{ { 37, 112 }, { 37, 112 }, 0, 0 },
		{ { 0, 0 }, { 1, 0 }, 0, DEGREE_KM },
		{ { 0, 0 }, { 0, -1 }, -DEGREE_KM, 0 },
		{ { 0, 179.5 }, { 0, -179.5 }, DEGREE_KM, 0 },
		{ { 0, -179.5 }, { 0, 179.5 }, -DEGREE_KM, 0 },
		/* Over the pole it is northward all the way. */
		{ { 89, 10 }, { 89, -170 }, 0, 2 * DEGREE_KM },
		{ { 80, 0 }, { 80, 0.01 }, 0.193091, 0.0000166 },
	};
	struct geo_offset at;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		at = geo_offset(cases[i].from, cases[i].to);
		near(at.east, cases[i].east, 0.0001 * fabs(at.east) + 1e-6);
		near(at.north, cases[i].north, 0.0001 * fabs(at.north) + 1e-6);
	}
	at = geo_offset((struct geo){ NAN, 0 }, (struct geo){ 0 });
	assert_true(isnan(at.east) && isnan(at.north));
}

/* Wherever one goes, that far and in that direction one is seen. */
static void
test_travel(void **state)
{
	static const struct geo starts[] = {
		{ 37, 112 },
		{ 0, 179.9 },
		{ -45, -179.9 },
		{ 89.5, 30 },
	};
	static const double far[] = { 0.5, 37, 500, 9000 };
	struct geo to;

	(void)state;
	for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++)
		for (size_t k = 0; k < sizeof(far) / sizeof(*far); k++)
			for (double way = 0; way < 360; way += 30) {
				to = geo_travel(starts[i], way, far[k]);
				assert_true(fabs(to.lat) <= 90);
				assert_true(fabs(to.lon) <= 180);
				near(geo_km(starts[i], to), far[k], 1e-6);
				near(remainder(geo_bearing(starts[i], to) - way,
				               360),
				     0, 1e-6);
			}
	to = geo_travel(starts[0], 123, 0);
	near(to.lat, 37, 1e-9);
	near(to.lon, 112, 1e-9);
}

static void
test_edges(void **state)
{
	double corners[][2] = { { 10, 179 }, { 10, -179 }, { 12, -179 } };
	struct feed_shape polygon = { .at = corners, .count = 3 };
	double centre[][2] = { { 37, 112 } };
	struct feed_shape circle = { centre, 1, 25 };
	struct geo at;

	(void)state;
	at = geo_on_edge(&polygon, 0, 0.25);
	near(at.lat, 10, 1e-9);
	near(at.lon, 179.5, 1e-9);
	at = geo_on_edge(&polygon, 0, 0.75); /* 180.5 is -179.5 */
	near(remainder(at.lon + 179.5, 360), 0, 1e-9);
	at = geo_on_edge(&polygon, 1, 1);
	near(at.lat, 12, 1e-9);
	at = geo_on_edge(&polygon, 2, 1); /* back at the first corner */
	near(at.lat, 10, 1e-9);
	near(remainder(at.lon - 179, 360), 0, 1e-9);
	for (double part = 0; part <= 1; part += 0.125) {
		at = geo_on_edge(&circle, 0, part);
		near(geo_km((struct geo){ 37, 112 }, at), 25, 1e-6);
	}
}

/* From lat, lon to the shape of `points` as CAP writes it. */
static double
from(double lat, double lon, const char *points)
{
	struct feed_answer a;
	struct err err = ERR_INIT;
	struct feed_warning *w;
	double km;

	feed_answer_init(&a);
	w = feed_add(&a, "t", &err);
	if (feed_polygon(w, points))
		assert_int_equal(feed_circle(w, points), 0);
	km = geo_km_to_shape((struct geo){ lat, lon }, w->shapes);
	feed_answer_release(&a);
	return km;
}

static void
test_polygon(void **state)
{
	static const char square[] = "37,112 37,113 38,113 38,112 37,112";
	static const char open[] = "37,112 38,112 38,113 37,113";
	/* A U whose arms point north. */
	static const char hollow[] = "0,0 0,3 3,3 3,2 1,2 1,1 3,1 3,0";

	(void)state;
	near(from(37.5, 112.5, square), 0, 0);
	near(from(37.5, 112.5, open), 0, 0);
	/* The edges and the corners are in. */
	near(from(37.5, 112, square), 0, 0);
	near(from(37.5, 113, square), 0, 0);
	near(from(37, 112.5, square), 0, 0);
	near(from(38, 112.5, square), 0, 0);
	near(from(37, 112, square), 0, 0);
	near(from(38, 113, square), 0, 0);
	near(from(37, 113, open), 0, 0);
	near(from(38, 112, open), 0, 0);
	/* Rays through corners and along edges. */
	near(from(38, 111, square), DEGREE_KM * cos(38 * M_PI / 180), 0.01);
	near(from(37, 111, square), DEGREE_KM * cos(37 * M_PI / 180), 0.01);
	near(from(37, 114, square), DEGREE_KM * cos(37 * M_PI / 180), 0.01);
	near(from(39, 112.5, square), DEGREE_KM, 0.01);
	near(from(36, 112.5, square), DEGREE_KM, 0.01);
	near(from(39, 111, square),
	     geo_km((struct geo){ 39, 111 }, (struct geo){ 38, 112 }), 0.01);
	near(from(37.5, 112 - 1e-5, square), 0.000882, 1e-5);

	near(from(2, 0.5, hollow), 0, 0);
	near(from(2, 2.5, hollow), 0, 0);
	near(from(0.5, 1.5, hollow), 0, 0);
	near(from(1, 1.5, hollow), 0, 0);
	near(from(1.1, 1.5, hollow), 0.1 * DEGREE_KM, 0.01);
	near(from(1, 0.5, hollow), 0, 0);
	near(from(1, -1, hollow), DEGREE_KM, 0.1);
	assert_true(isinf(from(NAN, NAN, square)));
}

static void
test_polygon_across_180(void **state)
{
	static const char east[] = "10,179 10,-179 12,-179 12,179";
	static const char west[] = "10,-179 12,-179 12,179 10,179 10,-179";
	static const char *const both[] = { east, west };

	(void)state;
	for (int i = 0; i < 2; i++) {
		near(from(11, 179.5, both[i]), 0, 0);
		near(from(11, -179.5, both[i]), 0, 0);
		near(from(11, 180, both[i]), 0, 0);
		near(from(11, -180, both[i]), 0, 0);
		near(from(11, 179, both[i]), 0, 0);
		near(from(11, -179, both[i]), 0, 0);
		near(from(11, -178, both[i]), DEGREE_KM * cos(11 * M_PI / 180),
		     0.01);
		near(from(11, 178, both[i]), DEGREE_KM * cos(11 * M_PI / 180),
		     0.01);
		assert_true(from(11, 0, both[i]) > 15000);
	}
	/* Split at 180 by its source, with the meridian in both spellings. */
	near(from(11, -179.9, "10,179 10,180 12,180 12,179"),
	     0.1 * DEGREE_KM * cos(11 * M_PI / 180), 0.01);
	near(from(11, 180, "10,-179 10,-180 12,-180 12,-179"), 0, 0);
	/* More than half way round. */
	near(from(5, 0, "0,-170 0,-60 0,60 0,170 10,170 10,60 10,-60 10,-170"),
	     0, 0);
	near(from(5, 160,
	          "0,-170 0,-60 0,60 0,170 10,170 10,60 10,-60 10,-170"),
	     0, 0);
	near(from(5, 175,
	          "0,-170 0,-60 0,60 0,170 10,170 10,60 10,-60 10,-170"),
	     5 * DEGREE_KM * cos(5 * M_PI / 180), 1);
}

static void
test_circle(void **state)
{
	(void)state;
	near(from(37, 112, "37,112 10"), 0, 0);
	near(from(38, 112, "37,112 111.2"), 0, 0);
	near(from(38, 112, "37,112 111.1"), DEGREE_KM - 111.1, 1e-4);
	near(from(38, 112, "37,112 100"), DEGREE_KM - 100, 1e-4);
	near(from(37, 112, "37,112 0"), 0, 0);
	near(from(37.001, 112, "37,112 0"), DEGREE_KM / 1000, 1e-6);
	near(from(0, -179.5, "0,179.5 112"), 0, 0);
	assert_true(isinf(from(NAN, 112, "37,112 10")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_distance),
		cmocka_unit_test(test_bearing),
		cmocka_unit_test(test_directions),
		cmocka_unit_test(test_offset),
		cmocka_unit_test(test_travel),
		cmocka_unit_test(test_edges),
		cmocka_unit_test(test_polygon),
		cmocka_unit_test(test_polygon_across_180),
		cmocka_unit_test(test_circle),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
