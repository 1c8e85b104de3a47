/* The ids, titles and codes of Chinese weather warnings. */
#include "feed_kit.h"

#include "feeds/weather.h"

#define ID "53010241600000_20240501081500"

/* clang-format off */
static const struct {
	const char *title;
	enum feed_change change;
	int level, bracket;
	const char *kind, *sender;
} titles[] = {
	{ "五华区气象台发布暴雨橙色预警信号",
	  FEED_ALERT, 2, 0, "暴雨", "五华区气象台" },
	{ "云南省气象台发布大风蓝色预警", FEED_ALERT, 4, 0, "大风",
	  "云南省气象台" },
	{ "五华区气象台更新暴雨红色预警信号", FEED_UPDATE, 1, 0, "暴雨",
	  "五华区气象台" },
	{ "五华区气象台继续发布高温黄色预警信号", FEED_UPDATE, 3, 0, "高温",
	  "五华区气象台" },
	{ "五华区气象台变更大雾黄色预警信号", FEED_UPDATE, 3, 0, "大雾",
	  "五华区气象台" },
	{ "五华区气象台变更发布大雾黄色预警信号", FEED_UPDATE, 3, 0, "大雾",
	  "五华区气象台" },
	{ "五华区气象台升级暴雨红色预警信号", FEED_UPDATE, 1, 0, "暴雨",
	  "五华区气象台" },
	{ "五华区气象台降级发布暴雨蓝色预警信号", FEED_UPDATE, 4, 0, "暴雨",
	  "五华区气象台" },
	{ "五华区气象台解除暴雨黄色预警信号", FEED_CANCEL, 3, 0, "暴雨",
	  "五华区气象台" },
	/* What is behind the last verb counts. */
	{ "五华区气象台将暴雨黄色预警升级为橙色预警信号",
	  FEED_UPDATE, 2, 0, "暴雨", NULL },
	{ "五华区气象台将暴雨黄色预警升级为暴雨红色预警信号",
	  FEED_UPDATE, 1, 0, "暴雨", NULL },
	{ "五华区气象台解除暴雨蓝色预警，发布雷电黄色预警",
	  FEED_ALERT, 3, 0, "雷电", NULL },
	{ "五华区气象台暴雨黄色预警信号解除", FEED_CANCEL, 0, 0, "暴雨",
	  NULL },
	/* Places with the names of colours. */
	{ "红山区气象台发布雷电黄色预警信号", FEED_ALERT, 3, 0, "雷电",
	  "红山区气象台" },
	{ "黄平县气象台发布大风蓝色预警信号", FEED_ALERT, 4, 0, "大风",
	  "黄平县气象台" },
	{ "蓝田县气象台发布大雾黄色预警信号", FEED_ALERT, 3, 0, "大雾",
	  "蓝田县气象台" },
	{ "红河州气象台发布森林火险预警", FEED_ALERT, 0, 0, "森林火险",
	  "红河州气象台" },
	{ "发布红山区霜冻蓝色预警", FEED_ALERT, 4, 0, "霜冻", NULL },
	{ "红色预警", FEED_ALERT, 0, 0, NULL, NULL },
	{ "黄平县暴雨红色预警", FEED_ALERT, 0, 0, "暴雨", NULL },
	/* The longest kind, and kinds we do not know. */
	{ "发布中心城区大风蓝色预警", FEED_ALERT, 4, 0, "大风", NULL },
	{ "广东省发布海上雷雨大风黄色预警", FEED_ALERT, 3, 0,
	  "海上雷雨大风", NULL },
	{ "某市气象台发布雷雨大风黄色预警", FEED_ALERT, 3, 0, "雷雨大风",
	  "某市气象台" },
	{ "某市发布火山灰橙色预警", FEED_ALERT, 2, 0, "火山灰", NULL },
	/* Colours that are none of the four. */
	{ "某市气象台发布高温白色预警信号", FEED_ALERT, 0, 0, "高温",
	  "某市气象台" },
	{ "某市气象台发布高温紫色预警信号", FEED_ALERT, 0, 0, "高温",
	  "某市气象台" },
	{ "某市气象台发布色预警", FEED_ALERT, 0, 0, "色", "某市气象台" },
	/* Brackets in all spellings, and what is none. */
	{ "某市发布暴雨黄色预警[Ⅲ级/较重]", FEED_ALERT, 3, 3, "暴雨", NULL },
	{ "某市发布暴雨黄色预警[III级/较重]", FEED_ALERT, 3, 3, "暴雨", NULL },
	{ "某市发布暴雨黄色预警[III/较重]", FEED_ALERT, 3, 3, "暴雨", NULL },
	{ "某市发布暴雨黄色预警/III/较重", FEED_ALERT, 3, 3, "暴雨", NULL },
	{ "某市发布暴雨橙色预警信号[II级/严重]", FEED_ALERT, 2, 2, "暴雨",
	  NULL },
	{ "某市发布暴雨红色预警信号【Ⅰ级/特别严重】", FEED_ALERT, 1, 1, "暴雨",
	  NULL },
	{ "某市发布暴雨红色预警[I/特别严重]", FEED_ALERT, 1, 1, "暴雨", NULL },
	{ "某市发布暴雨蓝色预警/IV/一般", FEED_ALERT, 4, 4, "暴雨", NULL },
	{ "某市发布暴雨蓝色预警[试行]", FEED_ALERT, 4, 0, "暴雨", NULL },
	{ "某市发布暴雨蓝色预警[IVX]", FEED_ALERT, 4, 0, "暴雨", NULL },
	/* A date between office and verb. */
	{ "某市气象台2024年5月1日08时15分发布暴雨蓝色预警信号",
	  FEED_ALERT, 4, 0, "暴雨", "某市气象台" },
	{ "某市气象台于2024年05月01日08时15分发布暴雨蓝色预警信号",
	  FEED_ALERT, 4, 0, "暴雨", "某市气象台" },
	{ "某省某市发布暴雨蓝色预警", FEED_ALERT, 4, 0, "暴雨", NULL },
	{ "某州防灭火指挥部办公室发布森林火险橙色预警/II/严重",
	  FEED_ALERT, 2, 2, "森林火险", "某州防灭火指挥部办公室" },
	{ "发布", FEED_ALERT, 0, 0, NULL, NULL },
	{ "Strong Wind Warning - Orange", FEED_ALERT, 0, 0, NULL, NULL },
	{ "", FEED_ALERT, 0, 0, NULL, NULL },
	{ NULL, FEED_ALERT, 0, 0, NULL, NULL },
};
/* clang-format on */

static void
test_titles(void **state)
{
	struct weather_title t;

	(void)state;
	for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++) {
		weather_title(&t, titles[i].title);
		if (t.change != titles[i].change ||
		    t.level != titles[i].level ||
		    t.bracket != titles[i].bracket)
			fail_msg("%s: %d %d %d", titles[i].title, t.change,
			         t.level, t.bracket);
		feed_kit_same(t.kind, titles[i].kind);
		feed_kit_same(t.sender, titles[i].sender);
		weather_title_release(&t);
	}
}

static void
test_ids(void **state)
{
	static const char *const none[] = {
		"",
		"530102",
		"53010_20240501081500",
		"530102416_2024050108150",
		"530102416_202405010815000",
		"53010a416_20240501081500",
		"530102416-20240501081500",
		"530102 16_20240501081500",
		"202404011119105837988676",
	};
	struct weather_id id;
	char text[CIVIL_TEXT];

	(void)state;
	assert_true(weather_id(&id, ID));
	assert_string_equal(id.adcode, "530102");
	assert_int_equal(id.department_len, 8);
	assert_string_equal(feed_kit_time(text, &id.at),
	                    "2024-05-01T08:15:00+08:00");
	assert_true(weather_id(&id, "5301024900_20240229000000"));
	assert_int_equal(id.department_len, 4);
	assert_true(weather_id(&id, "530102_20240229235959"));
	assert_int_equal(id.department_len, 0);
	assert_true(weather_id(&id, "53010241600000_20230229000000"));
	assert_true(id.at.ms == FEED_NO_TIME);
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		assert_false(weather_id(&id, none[i]));
}

static void
test_kinds(void **state)
{
	const struct weather_kind *kind;

	(void)state;
	kind = weather_kind_named("中心城区大风", strlen("中心城区大风"));
	assert_string_equal(kind->code, "gale");
	kind = weather_kind_named("山洪灾害", strlen("山洪灾害"));
	assert_string_equal(kind->code, "flash-flood");
	assert_null(weather_kind_named("", 0));
	assert_null(weather_kind_named("大风天", strlen("大风天")));
	assert_string_equal(WEATHER_KIND("0042", 4, type)->name, "雷暴大风");
	assert_string_equal(WEATHER_KIND("93", 2, cn)->name, "雷雨大风");
	assert_string_equal(WEATHER_KIND("11B22", 5, event)->name, "干旱");
	assert_string_equal(WEATHER_KIND("1037", 4, qweather)->code,
	                    "geohazard");
	assert_null(WEATHER_KIND("0000", 4, type));
	assert_null(WEATHER_KIND("93", 1, cn));
	assert_null(WEATHER_KIND("", 0, event));
}

static void
test_colours(void **state)
{
	static const char *const words[4][3] = { { "红", "红色", "RED" },
		                                 { "橙", "橙色", "Orange" },
		                                 { "黄", "黄色", "yellow" },
		                                 { "蓝", "蓝色", "Blue" } };

	(void)state;
	for (int level = 1; level <= 4; level++)
		for (size_t i = 0; i < 3; i++)
			assert_int_equal(weather_colour(words[level - 1][i]),
			                 level);
	assert_int_equal(weather_colour("白色"), 0);
	assert_int_equal(weather_colour("purple"), 0);
	assert_int_equal(weather_colour("reddish"), 0);
	assert_int_equal(weather_colour(""), 0);
}

/* Each once, looked up in a row or by hash, and no more than there may be. */
static void
test_lists_hold_each_once(void **state)
{
	struct feed_strings list = { 0 };
	char code[16];

	(void)state;
	for (size_t i = 0; i <= FEED_LIST_MAX; i++) {
		snprintf(code, sizeof(code), "c%zu", i);
		assert_false(feed_has(&list, code));
		feed_push(&list, code);
		feed_push(&list, "c0");
		feed_push(&list, code);
		assert_int_equal(list.count,
		                 i < FEED_LIST_MAX ? i + 1 : FEED_LIST_MAX);
		assert_int_equal(feed_has(&list, code), i < FEED_LIST_MAX);
	}
	assert_string_equal(list.s[FEED_LIST_MAX - 1], "c4999");
	feed_strings_release(&list);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lists_hold_each_once),
		cmocka_unit_test(test_titles),
		cmocka_unit_test(test_ids),
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_colours),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
