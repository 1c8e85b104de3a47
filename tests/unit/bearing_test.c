/* The picture of where something happened, as text. */
#include "cm.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "screens/bearing.h"

static const struct geo seat = { 37.1448, 111.7787 };

static void
assert_picture(const struct bearing *b, int rows, int cols, bool ascii,
               const char *want)
{
	struct buf out = BUF_INIT;
	struct canvas cv;
	struct region r;

	canvas_init(&cv);
	canvas_resize(&cv, rows, cols);
	cv.ascii_lines = ascii;
	r = canvas_region(&cv);
	bearing_draw(b, &r);
	canvas_dump(&cv, &out);
	if (strcmp(out.s, want) != 0)
		fail_msg("\n%sinstead of\n%s", out.s, want);
	buf_release(&out);
	canvas_release(&cv);
}

static struct bearing
at_km(double bearing, double km)
{
	return (struct bearing){ .seat = seat,
		                 .event = geo_travel(seat, bearing, km),
		                 .seat_name = "县城",
		                 .role = ROLE_LATE };
}

/* Each ring holds what lies on it; a little more takes the next. */
static void
the_scale_is_the_next_ring(void **state)
{
	static const double rings[] = { 5,   10,   20,   50,   100,   200,
		                        500, 1000, 2000, 5000, 10000, 20000 };
	size_t n = sizeof(rings) / sizeof(*rings);

	(void)state;
	assert_true(bearing_scale(0) == 5);
	for (size_t i = 0; i < n; i++) {
		assert_true(bearing_scale(rings[i] - 0.001) == rings[i]);
		assert_true(bearing_scale(rings[i]) == rings[i]);
		assert_true(bearing_scale(rings[i] + 0.001) ==
		            rings[i + 1 < n ? i + 1 : i]);
	}
}

static void
an_event_with_its_direction_and_places(void **state)
{
	struct bearing_place places[] = {
		{ geo_travel(seat, 270, 25), "兑镇镇", true },
		{ geo_travel(seat, 200, 40), "很长的名字煤业有限公司", false },
		{ seat, "县城里的单位", false }, /* under the seat: not shown */
		{ { NAN, NAN }, "没有坐标的单位", false },
		{ geo_travel(seat, 90, 500), "太远的镇", true },
	};
	struct bearing b = at_km(45, 37);

	(void)state;
	b.places = places;
	b.places_count = sizeof(places) / sizeof(*places);
	assert_picture(&b, 20, 60, false,
	               "                        ····北·····\n"
	               "                   ·····           ·····\n"
	               "                 ···                   ···\n"
	               "               ··                         ··\n"
	               "              ··             ·        ✗东北 37 km\n"
	               "             ·          ···········          ·\n"
	               "            ·         ··           ··         ·\n"
	               "           ··        ·               ·        ··\n"
	               "           ·        ·                 ·        ·\n"
	               "           ·        ○兑镇镇  ◎县城    ·        ·\n"
	               "           ·        ·                 ·        ·\n"
	               "           ··        ·               ·        ··\n"
	               "            ·         ··           ··         ·\n"
	               "             ·          ···········          ·\n"
	               "             ···           25 km           ··\n"
	               "               ··                         ··\n"
	               "                 ···    •很长的名字…   ···\n"
	               "                   ·····           ·····\n"
	               "                        ···50 km···\n"
	               "• 单位  ○ 乡镇\n");
	assert_picture(&b, 20, 60, true,
	               "                        ....北.....\n"
	               "                   .....           .....\n"
	               "                 ...                   ...\n"
	               "               ..                         ..\n"
	               "              ..             .        X东北 37 km\n"
	               "             .          ...........          .\n"
	               "            .         ..           ..         .\n"
	               "           ..        .               .        ..\n"
	               "           .        .                 .        .\n"
	               "           .        o兑镇镇  @县城    .        .\n"
	               "           .        .                 .        .\n"
	               "           ..        .               .        ..\n"
	               "            .         ..           ..         .\n"
	               "             .          ...........          .\n"
	               "             ...           25 km           ..\n"
	               "               ..                         ..\n"
	               "                 ...    *很长的名字…   ...\n"
	               "                   .....           .....\n"
	               "                        ...50 km...\n"
	               "* 单位  o 乡镇\n");
	/* The names have less room. */
	assert_picture(&b, 20, 40, false,
	               "              ····北·····\n"
	               "         ·····           ·····\n"
	               "       ···                   ···\n"
	               "     ··                         ··\n"
	               "    ··             ·        ✗东北 37 km\n"
	               "   ·          ···········          ·\n"
	               "  ·         ··           ··         ·\n"
	               " ··        ·               ·        ··\n"
	               " ·        ·                 ·        ·\n"
	               " ·        ○兑镇镇  ◎县城    ·        ·\n"
	               " ·        ·                 ·        ·\n"
	               " ··        ·               ·        ··\n"
	               "  ·         ··           ··         ·\n"
	               "   ·          ···········          ·\n"
	               "   ···           25 km           ··\n"
	               "     ··                         ··\n"
	               "       ···    •很长的名字…   ···\n"
	               "         ·····           ·····\n"
	               "              ···50 km···\n"
	               "• 单位  ○ 乡镇\n");
}

/* On the edge of a step the mark stands on the outer ring, beyond it not. */
static void
the_mark_lies_on_the_ring_of_its_scale(void **state)
{
	struct bearing on = at_km(90, 9.9999), beyond = at_km(90, 10.0001);

	(void)state;
	assert_picture(&on, 10, 50, true,
	               "                    ...北....\n"
	               "                  ...       ...\n"
	               "                 .   .......   .\n"
	               "                .   ..     ..   .\n"
	               "                .   .   @县城   X东 10 km\n"
	               "                .   ..     ..   .\n"
	               "                 .   .5 km..   .\n"
	               "                  ...       ...\n"
	               "                    ..10 km..\n"
	               "\n");
	assert_picture(&beyond, 10, 50, true,
	               "                    ...北....\n"
	               "                  ...       ...\n"
	               "                 .   .......   .\n"
	               "                .   ..     ..   .\n"
	               "                .   县城@   X东 10 km\n"
	               "                .   ..     ..   .\n"
	               "                 .   .10 km.   .\n"
	               "                  ...       ...\n"
	               "                    ..20 km..\n"
	               "\n");
}

static void
an_event_at_the_seat_itself(void **state)
{
	struct bearing b = at_km(0, 0);

	(void)state;
	assert_picture(&b, BEARING_ROWS, BEARING_COLS, true,
	               "      ..北...\n"
	               "    ..   .   ..\n"
	               "   .  .......  .\n"
	               "   .  .  X县城 .\n"
	               "   .  ....... ..\n"
	               "    ..2.5 km ..\n"
	               "      .5 km..\n"
	               "\n");
}

/* East over longitude 180, and north past the pole. */
static void
it_is_right_across_180_and_near_the_pole(void **state)
{
	struct bearing b = { .seat = { -16.5, 179.9 },
		             .event = { -16.5, -179.8 },
		             .seat_name = "S" };
	struct bearing pole = { .seat = { 89, 10 },
		                .event = { 89, -170 },
		                .seat_name = "S" };

	(void)state;
	assert_picture(&b, 10, 50, true,
	               "                    ...北....\n"
	               "                  ...       ...\n"
	               "                 .   .......   .\n"
	               "                .   ..     ..   .\n"
	               "                .   .   @S  .X东 32 km\n"
	               "                .   ..     ..   .\n"
	               "                 .   .25 km.   .\n"
	               "                  ...       ...\n"
	               "                    ..50 km..\n"
	               "\n");
	assert_picture(&pole, 10, 50, true,
	               "                    ...北....\n"
	               "                  ...       ...\n"
	               "                 .   ...X北 222 km\n"
	               "                .   ..     ..   .\n"
	               "                .   .   @S  .   .\n"
	               "                .   ..     ..   .\n"
	               "                 .   250 km.   .\n"
	               "                  ...       ...\n"
	               "                    .500 km..\n"
	               "\n");
}

static void
a_polygon_and_a_circle_have_outlines(void **state)
{
	double corners[][2] = { { 37.0, 111.7 },
		                { 37.0, 111.9 },
		                { 37.3, 111.9 } };
	double centre[][2] = { { 37.1448, 111.7787 } };
	struct feed_shape polygon = { .at = corners, .count = 3 };
	struct feed_shape circle = { centre, 1, 40 };
	struct bearing b = { .seat = seat,
		             .event = { NAN, NAN },
		             .seat_name = "县城",
		             .shapes = &polygon,
		             .shapes_count = 1 };

	(void)state;
	/* The furthest corner is at 20.3 km. */
	assert_true(bearing_reach(&b) == 50);
	assert_picture(&b, 12, 40, true,
	               "               ...北....\n"
	               "            ...         ...\n"
	               "          ..       .       ..\n"
	               "         ..    ......#..    ..\n"
	               "         .    ..    ## ..    .\n"
	               "         .    .县城@##  .    .\n"
	               "         .    ..  ## # ..    .\n"
	               "         ..    ...####..    ..\n"
	               "          ..     25 km     ..\n"
	               "            ...         ...\n"
	               "               ..50 km..\n"
	               "# 范围\n");
	b.shapes = &circle;
	assert_picture(&b, 12, 40, false,
	               "               ···北····\n"
	               "            ···░░░░░░░░░···\n"
	               "          ·· ░░░   ·   ░░░ ··\n"
	               "         ·· ░░ ········· ░░ ··\n"
	               "         · ░  ··       ··  ░ ·\n"
	               "         · ░  ·    ◎县城·  ░ ·\n"
	               "         · ░  ··       ··  ░ ·\n"
	               "         ·· ░░ ········· ░░ ··\n"
	               "          ·· ░░░ 25 km ░░░ ··\n"
	               "            ···░░░░░░░░░···\n"
	               "               ··50 km··\n"
	               "░ 范围\n");
}

static void
nothing_without_a_seat_or_an_event_or_room(void **state)
{
	struct bearing b = at_km(45, 37), lost = b, nobody = b;

	(void)state;
	lost.event.lon = NAN;
	nobody.seat.lat = NAN;
	assert_true(bearing_known(&b));
	assert_false(bearing_known(&lost));
	assert_false(bearing_known(&nobody));
	assert_picture(&lost, 9, 20, true, "\n\n\n\n\n\n\n\n\n");
	assert_picture(&nobody, 9, 20, true, "\n\n\n\n\n\n\n\n\n");
	assert_picture(&b, BEARING_ROWS - 1, 20, true, "\n\n\n\n\n\n\n");
	assert_picture(&b, 9, BEARING_COLS - 1, true, "\n\n\n\n\n\n\n\n\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_scale_is_the_next_ring),
		cmocka_unit_test(an_event_with_its_direction_and_places),
		cmocka_unit_test(the_mark_lies_on_the_ring_of_its_scale),
		cmocka_unit_test(an_event_at_the_seat_itself),
		cmocka_unit_test(it_is_right_across_180_and_near_the_pole),
		cmocka_unit_test(a_polygon_and_a_circle_have_outlines),
		cmocka_unit_test(nothing_without_a_seat_or_an_event_or_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
