/* What pictures of a warning are made of: areas, numbers round it, places. */
#include "sweep.h"
#include "warning_kit.h"

#include "desk/geo.h"
#include "desk/payload.h"
#include "desk/unit.h"
#include "desk/warning_picture.h"

static const struct feed_format quake_format = { "usgs", "usgs", false, NULL,
	                                         false };
static const struct feed_format fire_format = { "firms", "firms", false, NULL,
	                                        false };
static const struct geo seat = { 37.144, 111.779 };

static void
seat_set(struct room *r)
{
	room_do(r, "{'do':'unit.save','name':'孝义市应急管理局',"
	           "'kind':'agency','lat':37144000,'lon':111779000}");
	room_do(r, "{'do':'party.bind','party':'county.emergency',"
	           "'unit':'孝义市应急管理局'}");
}

/* An item of its own; its id. */
static int64_t
quake(struct room *r, const char *id, struct geo at, double magnitude,
      int64_t occurred_s)
{
	struct feed usgs = kit_feed("usgs", &quake_format);
	struct warning_misses m = WARNING_MISSES_INIT;

	POLL(r, &usgs, &m,
	     { .id = id,
	       .lat = at.lat,
	       .lon = at.lon,
	       .magnitude = magnitude,
	       .occurred_s = occurred_s });
	warning_misses_release(&m);
	return room_head(r);
}

static int64_t
fire(struct room *r, const char *id, struct geo at, const char *text)
{
	struct feed firms = kit_feed("firms", &fire_format);
	struct warning_misses m = WARNING_MISSES_INIT;

	firms.want.km = 1000;
	POLL(r, &firms, &m,
	     { .id = id,
	       .kind = "火点",
	       .lat = at.lat,
	       .lon = at.lon,
	       .occurred_s = (desk_now(r->d) - ROOM_NOW) / CIVIL_SECOND,
	       .text = text });
	warning_misses_release(&m);
	return room_head(r);
}

/* "4.5 3.1": what is round the item, oldest first. */
static void
assert_round(struct room *r, int64_t id, const char *want)
{
	struct buf text = BUF_INIT;
	struct warning_number *rows;
	struct warning w;
	size_t n;

	OK(r, warning_get(r->d, id, &w, &r->err));
	OK(r, warning_round(r->d, &w, &rows, &n, &r->err));
	for (size_t i = 0; i < n; i++)
		buf_fmt(&text, "%s%.1f", i ? " " : "", rows[i].value);
	assert_string_equal(text.s, want);
	free(rows);
	buf_release(&text);
	warning_release(&w);
}

static void
quakes_round_a_quake(void **state)
{
	struct room *r = *state;
	const int64_t day = CIVIL_DAY / CIVIL_SECOND;
	int64_t id;

	seat_set(r);
	id = quake(r, "here", seat, 4.5, 0);
	assert_round(r, id, "4.5");
	quake(r, "near", geo_travel(seat, 90, WARNING_QUAKES_KM - 0.1), 5.1,
	      -10 * day);
	quake(r, "far", geo_travel(seat, 90, WARNING_QUAKES_KM + 0.1), 5.2,
	      -9 * day);
	quake(r, "first", seat, 3.1, -WARNING_QUAKES_DAYS * day);
	quake(r, "early", seat, 3.2, -WARNING_QUAKES_DAYS * day - 200);
	assert_round(r, id, "3.1 5.1 4.5");
	room_pass(r, CIVIL_SECOND);
	assert_round(r, id, "5.1 4.5");
	/* Not what has not happened, as the desk's clock has it. */
	quake(r, "later", seat, 3.3, 600);
	assert_round(r, id, "5.1 4.5");
}

static void
what_was_withdrawn_does_not_count(void **state)
{
	struct room *r = *state;
	struct feed usgs = kit_feed("usgs", &quake_format);
	struct warning_misses m = WARNING_MISSES_INIT;
	int64_t id;

	seat_set(r);
	id = quake(r, "here", seat, 4.5, 0);
	quake(r, "false", seat, 5.5, -3600);
	assert_round(r, id, "5.5 4.5");
	POLL(r, &usgs, &m,
	     { .id = "false",
	       .lat = seat.lat,
	       .lon = seat.lon,
	       .magnitude = 5.5,
	       .occurred_s = -3600,
	       .sent_s = 5,
	       .change = FEED_CANCEL });
	assert_round(r, id, "4.5");
	warning_misses_release(&m);
}

static void
fires_round_a_fire(void **state)
{
	struct room *r = *state;
	int64_t id;

	seat_set(r);
	fire(r, "early", seat, "latitude 37.1, frp 9.0, daynight D");
	room_pass(r, CIVIL_SECOND);
	fire(r, "first", seat, "latitude 37.1, frp 1.5, daynight D");
	room_pass(r, CIVIL_DAY * WARNING_FIRES_DAYS);
	fire(r, "silent", seat, "latitude 37.1, daynight D");
	fire(r, "far", geo_travel(seat, 0, WARNING_FIRES_KM + 0.1), "frp 7.0");
	id = fire(r, "near", geo_travel(seat, 0, WARNING_FIRES_KM - 0.1),
	          "frp 2.5");
	/* Round itself, not round the seat. */
	assert_round(r, id, "1.5 7.0 2.5");
	id = fire(r, "here", seat, "confidence n, frp 12.25, daynight N");
	assert_round(r, id, "1.5 2.5 12.2");
	room_pass(r, CIVIL_SECOND);
	assert_round(r, id, "2.5 12.2");
	/* A quake is no fire. */
	id = quake(r, "quake", seat, 4.5, 0);
	assert_round(r, id, "4.5");
}

static void
the_power_of_a_fire(void **state)
{
	static const struct {
		const char *text;
		double power;
	} cases[] = {
		{ "frp 12.25", 12.25 },
		{ "latitude 1, frp 0, daynight D", 0 },
		{ "latitude 1, frp -1, daynight D", NAN },
		{ "latitude 1, frp , daynight D", NAN },
		{ "latitude 1, frp 1e5x", NAN },
		{ "latitude 1, frp 00000000000000000000000000000000", NAN },
		{ "latitude 1, xfrp 3", NAN },
		{ "frp", NAN },
		{ "", NAN },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		double power = feed_fire_power(cases[i].text);

		assert_true(isnan(cases[i].power) ? isnan(power)
		                                  : power == cases[i].power);
	}
}

static void
what_a_warning_measures(void **state)
{
	struct warning w = { .kind = (char[]){ "火点" },
		             .lat = 37000000,
		             .lon = 111000000,
		             .magnitude = WARNING_NOWHERE };

	(void)state;
	assert_int_equal(warning_measure(&w), WARNING_POWER);
	w.magnitude = 450;
	assert_int_equal(warning_measure(&w), WARNING_MAGNITUDE);
	w.lon = WARNING_NOWHERE;
	assert_int_equal(warning_measure(&w), WARNING_NO_MEASURE);
	w = (struct warning){ .kind = (char[]){ "暴雨" },
		              .magnitude = WARNING_NOWHERE };
	assert_int_equal(warning_measure(&w), WARNING_NO_MEASURE);
}

#define ALERT                                                                  \
	"<alert xmlns='urn:oasis:names:tc:emergency:cap:1.2'>"                 \
	"<identifier>one</identifier><sender>s</sender>"                       \
	"<sent>2026-11-23T16:00:00+08:00</sent><status>Actual</status>"        \
	"<msgType>Alert</msgType><scope>Public</scope><info>"                  \
	"<language>zh-CN</language><category>Met</category><event>暴雨</"    \
	"event>"                                                               \
	"<urgency>Immediate</urgency><severity>Severe</severity>"              \
	"<certainty>Likely</certainty><area><areaDesc>孝义</areaDesc>"       \
	"<polygon>37,111.5 37.3,111.5 37.3,112 37,111.5</polygon>"             \
	"<circle>37.1,111.8 12.5</circle></area></info></alert>"

static void
areas_come_from_the_payload(void **state)
{
	struct room *r = *state;
	struct warning_message m = { .feed = (char[]){ "cap" },
		                     .format = (char[]){ "cap" } };
	struct feed_shape *shapes;
	struct feed_answer a;
	char path[128];
	size_t n;
	bool fresh;

	OK(r, feed_read(feed_format("cap"), "cap", ALERT, strlen(ALERT), &a,
	                &r->err));
	m.id = a.rows[0].id;
	payload_name(m.payload, ALERT, strlen(ALERT));
	warning_shapes(r->d, &m, &shapes, &n);
	assert_int_equal(n, 0);
	OK(r, payload_keep(r->dir, m.payload, ALERT, strlen(ALERT), ROOM_NOW,
	                   &fresh, &r->err));
	warning_shapes(r->d, &m, &shapes, &n);
	assert_int_equal(n, 2);
	assert_int_equal(shapes[0].count, 4);
	assert_true(shapes[0].at[2][1] == 112);
	assert_true(shapes[1].radius_km == 12.5);
	warning_shapes_free(shapes, n);
	/* Of this message alone, and read as what it is. */
	m.id = (char[]){ "another" };
	warning_shapes(r->d, &m, &shapes, &n);
	assert_int_equal(n, 0);
	m.id = a.rows[0].id;
	m.format = (char[]){ "nmc" };
	warning_shapes(r->d, &m, &shapes, &n);
	assert_int_equal(n, 0);
	m.format = (char[]){ "no such" };
	warning_shapes(r->d, &m, &shapes, &n);
	assert_int_equal(n, 0);
	feed_answer_release(&a);
	snprintf(path, sizeof(path), "%s/payloads", r->dir);
	sweep(path);
}

static void
places_of_units_towns_first(void **state)
{
	struct room *r = *state;
	struct unit_place *rows;
	size_t n;

	OK(r, unit_places(r->d, &rows, &n, &r->err));
	assert_int_equal(n, 0);
	unit_places_free(rows, n);
	seat_set(r);
	room_do(r, "{'do':'unit.save','name':'没有坐标的镇','kind':'town'}");
	room_do(r, "{'do':'unit.save','name':'梧桐镇人民政府','short':'梧桐镇',"
	           "'kind':'town','lat':37000000,'lon':-111700000}");
	OK(r, unit_places(r->d, &rows, &n, &r->err));
	assert_int_equal(n, 2);
	assert_string_equal(rows[0].name, "梧桐镇");
	assert_true(rows[0].town);
	assert_int_equal(rows[0].lat, 37000000);
	assert_int_equal(rows[0].lon, -111700000);
	assert_string_equal(rows[1].name, "孝义市应急管理局");
	assert_false(rows[1].town);
	unit_places_free(rows, n);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ROOM_TEST(quakes_round_a_quake),
		ROOM_TEST(what_was_withdrawn_does_not_count),
		ROOM_TEST(fires_round_a_fire),
		cmocka_unit_test(the_power_of_a_fire),
		cmocka_unit_test(what_a_warning_measures),
		ROOM_TEST(areas_come_from_the_payload),
		ROOM_TEST(places_of_units_towns_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
