/* The page of a warning with its picture and its rows of numbers. */
#include "roster_kit.h"
#include "sweep.h"
#include "warning_kit.h"

#include "desk/payload.h"
#include "screens/sight.h"

static const struct feed_format usgs_format = { "usgs", "usgs", false, NULL,
	                                        false };

static const struct feed_format nmc_format = { "nmc", "nmc", true, NULL,
	                                       false };
static const struct feed_format firms_format = { "firms", "firms", false, NULL,
	                                         false };

static void
seat_set(struct kit *k)
{
	room_do(k->room, "{'do':'unit.save','name':'孝义市应急管理局',"
	                 "'kind':'agency','lat':37144000,'lon':111779000}");
	room_do(k->room, "{'do':'party.bind','party':'county.emergency',"
	                 "'unit':'孝义市应急管理局'}");
}

static void
quake(struct kit *k, const char *id, double magnitude, int64_t occurred_s,
      int64_t sent_s)
{
	struct feed usgs = kit_feed("usgs", &usgs_format);
	struct warning_misses m = WARNING_MISSES_INIT;

	POLL(k->room, &usgs, &m,
	     { .id = id,
	       .lat = 37.4,
	       .lon = 112.1,
	       .magnitude = magnitude,
	       .depth_km = 10,
	       .occurred_s = occurred_s,
	       .sent_s = sent_s,
	       .headline = "孝义附近地震",
	       .text = "震源文字一行" });
	warning_misses_release(&m);
}

/* Row `first` of the screen to row `last`, exactly. */
static void
see_rows(struct seat *s, int first, int last, const char *want)
{
	const char *from = look(s), *to;
	char *have;

	for (int i = 0; i < first; i++)
		from = strchr(from, '\n') + 1;
	to = from;
	for (int i = first; i <= last; i++)
		to = strchr(to, '\n') + 1;
	have = strndup(from, (size_t)(to - from));
	if (strcmp(have, want) != 0) {
		print_error("\n%sinstead of\n%s", have, want);
		fail();
	}
	free(have);
}

static void
the_text_comes_first_and_m_shows_the_picture(void **state)
{
	struct kit *k = *state;

	seat_set(k);
	quake(k, "one", 4.5, 0, 0);
	keys(&k->a, "5<Enter>");
	see(&k->a, "距县城 东北 40 公里  震级 4.5  深度 10 千米");
	see(&k->a, "震源文字一行");
	see_not(&k->a, "◎");
	see(&k->a, "m 方位图");
	keys(&k->a, "m");
	see_rows(&k->a, 2, 21,
	         "孝义附近地震\n"
	         "  蓝色  地震\n"
	         "在影响距离内  2026-11-23 16:00:00（刚刚）  usgs\n"
	         "距县城 东北 40 公里  震级 4.5  深度 10 千米\n"
	         "还没有人处置\n"
	         "\n"
	         "─────────────────────────────────────────────────────────────"
	         "───────────────────\n"
	         "                                   ···北····\n"
	         "                                ···         ···\n"
	         "                              ··       ·     ✗东北 40 km\n"
	         "                             ··    ·········    ··\n"
	         "                             ·    ··       ··    ·\n"
	         "                             ·    ·    ◎县城·    ·\n"
	         "                             ·    ··       ··    ·\n"
	         "                             ··    ···○梧桐镇   ··\n"
	         "                              ··     25 km     ··\n"
	         "                                ···         ···\n"
	         "                                   ··50 km··\n"
	         "○ 乡镇\n"
	         "\n");
	/* The text above it still moves. */
	keys(&k->a, "<Down><Down><Down><Down><Down><Down>");
	see(&k->a, "震源文字一行");
	see(&k->a, "◎");
	keys(&k->a, "m");
	see_not(&k->a, "◎");
	keys(&k->a, "?");
	see(&k->a, "方位图");
}

/* Beside the text from 120 columns on; what was asked for stays. */
static void
it_stands_beside_the_text_where_there_is_room(void **state)
{
	struct kit *k = *state;

	seat_set(k);
	quake(k, "one", 4.5, 0, 0);
	ui_resize(k->a.ui, 24, SIGHT_WIDE - 1);
	keys(&k->a, "5<Enter>");
	see_not(&k->a, "◎");
	ui_resize(k->a.ui, 24, SIGHT_WIDE);
	see_rows(&k->a, 2, 20,
	         "孝义附近地震                                              │  "
	         "                       ····北·····\n"
	         "  蓝色  地震                                              │  "
	         "                   ····           ····\n"
	         "在影响距离内  2026-11-23 16:00:00（刚刚）  usgs           │  "
	         "                 ··                   ··\n"
	         "距县城 东北 40 公里  震级 4.5  深度 10 千米               │  "
	         "               ··                    ✗东北 40 km\n"
	         "还没有人处置                                              │  "
	         "              ··        ·········        ··\n"
	         "                                                          │  "
	         "             ··       ···       ···       ··\n"
	         "#30  2026-11-23 16:00:00  usgs  发布  蓝色                │  "
	         "            ··       ··           ··       ··\n"
	         "孝义附近地震                                              │  "
	         "            ·       ·               ·       ·\n"
	         "震源文字一行                                              │  "
	         "            ·       ·       ◎县城   ·       ·\n"
	         "震级 4.5                                                  │  "
	         "            ·       ·               ·       ·\n"
	         "深度 10 千米                                              │  "
	         "            ··       ··           ··       ··\n"
	         "颜色为本室按震级和距离所定，来源未给                      │  "
	         "             ··       ··· ○梧桐镇··       ··\n"
	         "发布  2026-11-23 16:00:00                                 │  "
	         "              ··        ··25 km··        ··\n"
	         "发震  2026-11-23 16:00:00                                 │  "
	         "               ··                       ··\n"
	         "编号  one                                                 │  "
	         "                 ··                   ··\n"
	         "                                                          │  "
	         "                   ····           ····\n"
	         "                                                          │  "
	         "                       ···50 km···\n"
	         "                                                          │\n"
	         "                                                          │ "
	         "○ 乡镇\n");
	assert_true(seat_is_whole(&k->a));
	keys(&k->a, "m");
	see_not(&k->a, "◎");
	ui_resize(k->a.ui, 50, 160);
	see_not(&k->a, "◎");
	keys(&k->a, "m");
	see(&k->a, "◎");
	ui_resize(k->a.ui, 24, 80);
	see(&k->a, "◎");
	see(&k->a, "在影响距离内");
	see_not(&k->a, "震源文字一行");
	/* Higher than the picture needs: the text has the rest. */
	ui_resize(k->a.ui, 50, 80);
	see(&k->a, "◎");
	see(&k->a, "震源文字一行");
	assert_true(seat_is_whole(&k->a));
}

static void
magnitudes_in_the_order_they_came(void **state)
{
	struct kit *k = *state;

	seat_set(k);
	quake(k, "one", 4.5, 0, 0);
	keys(&k->a, "5<Enter>");
	see_not(&k->a, "修订震级");
	quake(k, "one", 4.7, 0, 60);
	quake(k, "one", 4.4, 0, 120);
	ui_changed(k->a.ui);
	see(&k->a, "修订震级    [▃█▁] 4.4~4.7\n");
	see_not(&k->a, "周边震级");
	quake(k, "two", 3.5, -3 * 86400, 0);
	quake(k, "three", 3.1, -3 * 86400 - 600, 0);
	quake(k, "four", 3.2, -29 * 86400, 0);
	ui_changed(k->a.ui);
	see_rows(&k->a, 18, 20,
	         "─────────────────────────────────────────────────────────────"
	         "───────────────────\n"
	         "修订震级    [▃█▁] 4.4~4.7\n"
	         "周边震级    [▁                         ▂  █] 3.2~4.4 级，200 "
	         "公里内 30 天\n");
	/* Without such blocks, and where they are two cells wide. */
	k->a.ui->canvas.ascii_lines = true;
	see(&k->a, "修订震级    [-@.] 4.4~4.7\n");
	k->a.ui->canvas.ascii_lines = false;
	k->a.ui->canvas.wide_ambiguous = true;
	see(&k->a, "修订震级    [-@.] 4.4~4.7\n");
	keys(&k->a, "m");
	see(&k->a, "@县城");
	see(&k->a, "X东北 40 km");
	k->a.ui->canvas.wide_ambiguous = false;
}

static void
fires_have_their_power(void **state)
{
	struct kit *k = *state;
	struct feed firms = kit_feed("firms", &firms_format);
	struct warning_misses m = WARNING_MISSES_INIT;

	seat_set(k);
	firms.want.km = 100;
	POLL(k->room, &firms, &m,
	     { .id = "f1",
	       .kind = "火点",
	       .lat = 37.2,
	       .lon = 111.8,
	       .occurred_s = -60,
	       .text = "latitude 37.2, frp 3.5, daynight D" });
	keys(&k->a, "5<Enter>");
	see(&k->a, "距县城 东北偏北");
	see_not(&k->a, "火点功率");
	POLL(k->room, &firms, &m,
	     { .id = "f2",
	       .kind = "火点",
	       .lat = 37.21,
	       .lon = 111.8,
	       .occurred_s = -30,
	       .text = "latitude 37.21, frp 12, daynight D" });
	ui_changed(k->a.ui);
	see(&k->a, "火点功率    [▁█] 3.5~12.0 MW，20 公里内 7 天");
	warning_misses_release(&m);
}

/* One with a code, whose point is its office's; one without a point; a desk
 * without a place. */
static void
without_a_place_there_is_the_text(void **state)
{
	struct kit *k = *state;
	struct feed nmc = kit_feed("nmc", &nmc_format);
	struct warning_misses m = WARNING_MISSES_INIT;

	quake(k, "one", 4.5, 0, 0);
	POLL(k->room, &nmc, &m,
	     { .id = "rain",
	       .adcode = "141181",
	       .lat = 37.2,
	       .lon = 111.8,
	       .headline = "孝义市暴雨预警" });
	seat_set(k);
	POLL(k->room, &nmc, &m,
	     { .id = "wind",
	       .condition = "wind",
	       .adcode = "141181",
	       .headline = "孝义市大风预警" });
	ui_resize(k->a.ui, 50, 160);
	keys(&k->a, "5<Enter>");
	for (int i = 0; i < 2; i++) {
		assert_string_equal(screen_name(&k->a), "warning");
		see_not(&k->a, "方位图");
		see_not(&k->a, "◎");
		see_not(&k->a, "│");
		see_not(&k->a, "距县城");
		keys(&k->a, "m"); /* is no key here */
		see_not(&k->a, "◎");
		keys(&k->a, "q<Down><Enter>");
	}
	warning_misses_release(&m);
}

static const char alert[] =
	"<alert xmlns='urn:oasis:names:tc:emergency:cap:1.2'>"
	"<identifier>one</identifier><sender>s</sender>"
	"<sent>2026-11-23T16:00:00+08:00</sent><status>Actual</status>"
	"<msgType>Alert</msgType><scope>Public</scope><info>"
	"<language>zh-CN</language><category>Met</category>"
	"<event>暴雨</event><urgency>Immediate</urgency>"
	"<severity>Severe</severity><certainty>Likely</certainty>"
	"<headline>暴雨</headline><area><areaDesc>孝义</areaDesc><polygon>"
	"37,111.5 37.3,111.5 37.3,112 37,112 "
	"37,111.5</polygon></area></info></alert>";

static void
an_area_has_its_outline(void **state)
{
	static const char want[] =
		"                                   ···北····\n"
		"                                ···         ···\n"
		"                              ··       ·       ··\n"
		"                             ··   ░░░░░░░░░░    ··\n"
		"                             ·    ░·       ░·    ·\n"
		"                             ·    ░县城◎   ░·    ·\n"
		"                             ·    ░·       ░·    ·\n"
		"                             ··   ░░░░░░░░░░    ··\n"
		"                              ··     25 km     ··\n"
		"                                ···         ···\n"
		"                                   ··50 km··\n"
		"░ 范围\n"
		"\n";
	struct kit *k = *state;
	struct feed cap = kit_feed("cap", feed_format("cap"));
	struct warning_misses m = WARNING_MISSES_INIT;
	struct warning_polled polled;
	struct feed_answer answer;
	char payload[PAYLOAD_HEX], path[128];
	struct room *r = k->room;
	bool fresh;

	seat_set(k);
	payload_name(payload, alert, strlen(alert));
	OK(r, payload_keep(r->dir, payload, alert, strlen(alert), ROOM_NOW,
	                   &fresh, &r->err));
	OK(r, feed_read(cap.format, "cap", alert, strlen(alert), &answer,
	                &r->err));
	OK(r, warning_poll(r->d, &cap, &answer, payload, &m, &polled, &r->err));
	assert_int_equal(polled.added, 1);
	feed_answer_release(&answer);
	warning_misses_release(&m);
	keys(&k->a, "5<Enter>m");
	see_rows(&k->a, 9, 21, want);
	snprintf(path, sizeof(path), "%s/payloads", r->dir);
	sweep(path);
}

static void
in_english(void **state)
{
	struct kit *k = *state;

	seat_set(k);
	quake(k, "one", 4.5, 0, 0);
	quake(k, "one", 4.7, 0, 60);
	quake(k, "two", 3.5, -3 * 86400, 0);
	tr_use(TR_EN);
	keys(&k->a, "5<Enter>m");
	see(&k->a, "40 km northeast of the county seat");
	see(&k->a, "northeast 40 km");
	see(&k->a, "○ Town");
	tr_use(TR_ZH);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ROSTER_TEST(the_text_comes_first_and_m_shows_the_picture),
		ROSTER_TEST(it_stands_beside_the_text_where_there_is_room),
		ROSTER_TEST(magnitudes_in_the_order_they_came),
		ROSTER_TEST(fires_have_their_power),
		ROSTER_TEST(without_a_place_there_is_the_text),
		ROSTER_TEST(an_area_has_its_outline),
		ROSTER_TEST(in_english),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
