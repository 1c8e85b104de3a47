/* Call-outs on screen: how they begin, and the rules of who is called. */
#include "callout_kit.h"
#include "warning_kit.h"

/* ---- starting one ---- */

static int64_t
warn(struct kit *k, int level)
{
	struct feed feed = kit_feed("nmc", feed_format("nmc"));
	struct warning_misses misses = WARNING_MISSES_INIT;
	struct warning *rows;
	size_t n;
	int64_t id;

	POLL(k->room, &feed, &misses,
	     { .id = "w1",
	       .adcode = "141181",
	       .level = level,
	       .headline = "孝义市气象台发布暴雨预警信号" });
	warning_misses_release(&misses);
	OK(k->room, warning_list(k->room->d, WARNINGS_OPEN, 1, &rows, &n, NULL,
	                         &k->room->err));
	assert_int_equal(n, 1);
	id = rows[0].id;
	warnings_free(rows, n);
	return id;
}

static void
a_warning_brings_its_lists(void **state)
{
	struct kit *k = *state;
	int64_t id = warn(k, 2);
	struct callout c;
	struct warning w;
	char line[64];

	towns_fill(k, 3);
	room_do(k->room, "{'do':'callout.rules','rules':[{'kind':'暴雨',"
	                 "'level':2,'lists':['乡镇']}]}");
	snprintf(line, sizeof(line),
	         ":screen callout_start warning:%lld"
	         "<Enter>",
	         (long long)id);
	keys(&k->a, line);
	see(&k->a, "开始预警叫应");
	see(&k->a, "孝义市气象台发布暴雨预警信号");
	see(&k->a, "[x] 按规定 乡镇");
	see(&k->a, "已选 1 份名单，3 人");
	keys(&k->a, "<Enter>");
	assert_string_equal(screen_name(&k->a), "callout");
	held_by(k, newest(k), 1, "li");
	OK(k->room, callout_get(k->room->d, newest(k), &c, &k->room->err));
	assert_int_equal(c.why, CALLOUT_WARNING);
	snprintf(line, sizeof(line), "warning:%lld", (long long)id);
	assert_string_equal(c.of, line);
	OK(k->room, warning_get(k->room->d, id, &w, &k->room->err));
	assert_int_equal(w.act, WARNING_CALLOUT);
	snprintf(line, sizeof(line), "callout %lld", (long long)c.id);
	assert_string_equal(w.act_note, line);
	warning_release(&w);
	callout_release(&c);
	/* Back from the page is where one came from. */
	keys(&k->a, "q");
	assert_string_not_equal(screen_name(&k->a), "callout_start");
}

static void
a_milder_warning_brings_none(void **state)
{
	struct kit *k = *state;
	int64_t id = warn(k, 3);
	char line[64];

	towns_fill(k, 3);
	room_do(k->room, "{'do':'callout.rules','rules':[{'kind':'暴雨',"
	                 "'level':2,'lists':['乡镇']}]}");
	snprintf(line, sizeof(line),
	         ":screen callout_start warning:%lld"
	         "<Enter>",
	         (long long)id);
	keys(&k->a, line);
	see(&k->a, "已选 0 份名单，0 人");
	see_not(&k->a, "按规定");
	keys(&k->a, "<Enter>");
	see(&k->a, "没有选呼叫名单");
	assert_string_equal(screen_name(&k->a), "callout_start");
}

static void
an_incident_is_called_out_for(void **state)
{
	struct kit *k = *state;
	struct callout c;

	roster_incident(k);
	keys(&k->a, "3<Enter>t");
	assert_string_equal(screen_name(&k->a), "callout_start");
	see(&k->a, "开始事件叫应  2026-0001");
	see(&k->a, "东风煤矿透水");
	see(&k->a, "矿难");
	keys(&k->a, "<Space><Enter>");
	assert_string_equal(screen_name(&k->a), "callout");
	OK(k->room, callout_get(k->room->d, newest(k), &c, &k->room->err));
	assert_int_equal(c.why, CALLOUT_INCIDENT);
	assert_string_equal(c.of, "2026-0001");
	callout_release(&c);
	keys(&k->a, "q");
	assert_string_equal(screen_name(&k->a), "incident");
	keys(&k->a, "at");
	see(&k->a, "开始事件叫应  2026-0001");
}

static void
a_spot_check_draws_lots(void **state)
{
	struct kit *k = *state;
	struct callout c;

	towns_fill(k, 6);
	keys(&k->a, "6s");
	see(&k->a, "开始查岗点名");
	keys(&k->a, "<Space>");
	if (!strstr(look(&k->a), "[x]        乡镇"))
		keys(&k->a, "<Space>j<Space>");
	see(&k->a, "已选 1 份名单，6 人，全部都叫");
	keys(&k->a, "cx<Enter>");
	see(&k->a, "要写抽几人");
	keys(&k->a, "c2<Enter>");
	see(&k->a, "抽签叫 2 人");
	keys(&k->a, "<Enter>");
	see(&k->a, "由 6 人抽取 2 人");
	OK(k->room, callout_get(k->room->d, newest(k), &c, &k->room->err));
	assert_int_equal(c.targets, 2);
	assert_int_equal(c.why, CALLOUT_SPOT);
	callout_release(&c);
}

static void
by_hand_it_asks_what_for(void **state)
{
	struct kit *k = *state;

	keys(&k->a, "6a");
	assert_string_equal(screen_name(&k->a), "callout_start");
	see(&k->a, "还没有写：t 写事由");
	keys(&k->a, "<Space><Enter>");
	see(&k->a, "事由：");
	keys(&k->a, "水库巡查<Enter>");
	assert_string_equal(screen_name(&k->a), "callout");
	see(&k->a, "水库巡查");
	keys(&k->a, "q");
	assert_string_equal(screen_name(&k->a), "callouts");
	see(&k->a, "水库巡查");
	keys(&k->a, "<Enter>");
	assert_string_equal(screen_name(&k->a), "callout");
}

/* ---- rules ---- */

static void
rules_are_edited(void **state)
{
	struct kit *k = *state;
	struct callout_rule *rows;
	size_t n;

	towns_fill(k, 1);
	keys(&k->a, "6e");
	assert_string_equal(screen_name(&k->a), "callout_rules");
	see(&k->a, "还没有规定");
	keys(&k->a, "a暴雨<Enter>2<Enter>没有的<C-s>");
	see(&k->a, "没有名为“没有的”的名单");
	keys(&k->a, "<C-u>乡镇、矿难<C-s>");
	see(&k->a, "已保存");
	see(&k->a, "橙色及以上");
	see(&k->a, "乡镇、矿难");
	keys(&k->a, "a<Tab>1<Tab>矿难<C-s>");
	see(&k->a, "任何灾种");
	see(&k->a, "只限红色");
	OK(k->room, callout_rules(k->room->d, &rows, &n, &k->room->err));
	assert_int_equal(n, 2);
	assert_string_equal(rows[0].kind, "暴雨");
	assert_int_equal(rows[0].level, 2);
	assert_int_equal(rows[0].lists_count, 2);
	assert_string_equal(rows[1].kind, "");
	callout_rules_free(rows, n);
	keys(&k->a, "<Home><Enter><C-u>大风<C-s>");
	see(&k->a, "大风");
	see_not(&k->a, "暴雨");
	keys(&k->a, "x<Esc>");
	see(&k->a, "大风");
	keys(&k->a, "xy");
	see_not(&k->a, "大风");
	see(&k->a, "任何灾种");
	room_verify(k->room);
}

static void
two_editors_overwrite_nothing(void **state)
{
	struct kit *k = *state;
	struct callout_rule *rows;
	size_t n;

	towns_fill(k, 1);
	room_do(k->room, "{'do':'callout.rules','rules':[{'kind':'暴雨',"
	                 "'level':2,'lists':['乡镇']}]}");
	keys(&k->a, "6e<Enter><C-u>大风");
	keys(&k->b, "6ea暴雪<Tab>1<Tab>矿难<C-s>");
	keys(&k->a, "<C-s>");
	OK(k->room, callout_rules(k->room->d, &rows, &n, &k->room->err));
	assert_int_equal(n, 2);
	assert_string_equal(rows[0].kind, "大风");
	assert_string_equal(rows[1].kind, "暴雪");
	callout_rules_free(rows, n);
	/* The row itself was changed: told, not overwritten. */
	keys(&k->a, "<Home><Enter><C-u>台风");
	keys(&k->b, "R<Home>xy");
	keys(&k->a, "<C-s>");
	see(&k->a, "这一条已被别人改动");
	OK(k->room, callout_rules(k->room->d, &rows, &n, &k->room->err));
	assert_int_equal(n, 1);
	callout_rules_free(rows, n);
}

static void
a_list_that_is_gone_is_loud(void **state)
{
	struct kit *k = *state;

	room_do(k->room, "{'do':'callout.rules','rules':["
	                 "{'level':4,'lists':['没有的']}]}");
	keys(&k->a, "6e");
	see(&k->a, "! 缺名单 没有的");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ROSTER_TEST(a_warning_brings_its_lists),
		ROSTER_TEST(a_milder_warning_brings_none),
		ROSTER_TEST(an_incident_is_called_out_for),
		ROSTER_TEST(a_spot_check_draws_lots),
		ROSTER_TEST(by_hand_it_asks_what_for),
		ROSTER_TEST(rules_are_edited),
		ROSTER_TEST(two_editors_overwrite_nothing),
		ROSTER_TEST(a_list_that_is_gone_is_loud),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
