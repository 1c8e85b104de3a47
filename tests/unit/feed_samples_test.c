/* The recorded answers of the Chinese weather feeds, counted. */
#include "feed_kit.h"

/* clang-format off */
static const struct feed_sample samples[] = {
	{ "nmc", "nmc/findAlarm_2023-06-05.json", NULL,
	  1, { 0, 0, 0, 0, 1 }, { 1, 0, 0 }, { 1 } },
	{ "nmc", "nmc/findAlarm_2026-03-07.partly_synthetic.json", NULL,
	  7, { 0, 1, 1, 5, 0 }, { 7, 0, 0 }, { 7 } },
	{ "nmc", "nmc/findAlarm_p1_2026-09-20.json", NULL,
	  300, { 0, 0, 8, 183, 109 }, { 300, 0, 0 }, { 300 } },
	{ "cma", "cma/map_alarm.constructed.json", NULL,
	  8, { 0, 1, 2, 4, 1 }, { 7, 1, 0 }, { 8 } },
	{ "cma", "cma/now_54511_2025-06-14.json", NULL,
	  2, { 0, 0, 0, 0, 2 }, { 2, 0, 0 }, { 2 } },
	{ "cma", "cma/datacma_getEffectiveAlert.constructed.json", NULL,
	  1, { 0, 0, 0, 0, 1 }, { 1, 0, 0 }, { 1 } },
	{ "weathercn", "weathercn/grepalarm_cn.constructed.js", NULL,
	  5, { 0, 0, 2, 2, 1 }, { 4, 1, 0 }, { 5 } },
	{ "weathercn", "weathercn/alarmMap_row.excerpt.json", NULL,
	  1, { 0, 0, 0, 1, 0 }, { 1, 0, 0 }, { 1 } },
	{ "weathercn", "weathercn/webdata_2013-12-04_jiangsu_fog.js", NULL,
	  1, { 0, 0, 1, 0, 0 }, { 1, 0, 0 }, { 1 } },
	{ "qweather", "qweather/weatheralert_v1_current-zh.json", NULL,
	  1, { 0, 0, 0, 0, 1 }, { 0, 1, 0 }, { 1 } },
	{ "qweather", "qweather/weatheralert_v1_current-en.json", NULL,
	  1, { 0, 0, 1, 0, 0 }, { 0, 1, 0 }, { 1 } },
	{ "qweather", "qweather/weatheralert_v1_zero.constructed.json", NULL,
	  0, { 0 }, { 0 }, { 0 } },
	{ "qweather", "qweather/error_400.json",
	  "对方报错 400：Invalid parameters, please check your request.",
	  0, { 0 }, { 0 }, { 0 } },
	{ "qweather", "qweather/v7_warning_now-zh.deprecated.json",
	  "是已停用的 v7 接口（2026-09-01 停），请改用 weatheralert/v1",
	  0, { 0 }, { 0 }, { 0 } },
	{ "qweather", "qweather/airquality_v1_current.json",
	  "/alerts: missing", 0, { 0 }, { 0 }, { 0 } },
	{ "p12379", "p12379/alarm_list_all.constructed.json", NULL,
	  4, { 0, 0, 1, 3, 0 }, { 3, 0, 1 }, { 4 } },
	/* One source's answer is a failed answer of any other. */
	{ "nmc", "cma/map_alarm.constructed.json",
	  "/data: expected an object", 0, { 0 }, { 0 }, { 0 } },
	{ "cma", "nmc/findAlarm_2023-06-05.json",
	  "/data/alarm: missing", 0, { 0 }, { 0 }, { 0 } },
	{ "p12379", "qweather/error_400.json",
	  "/alertData: missing", 0, { 0 }, { 0 }, { 0 } },
	{ "qweather", "p12379/alarm_list_all.constructed.json",
	  "/metadata: missing", 0, { 0 }, { 0 }, { 0 } },
	{ "weathercn", "qweather/weatheralert_v1_zero.constructed.json",
	  "/data: missing", 0, { 0 }, { 0 }, { 0 } },
};

static const struct feed_sample_row rows[] = {
	/* An upgrade beside the older warning of its condition. */
	{ "nmc", "nmc/findAlarm_p1_2026-09-20.json",
	  "51178141600000_20260920002955",
	  "511781/rainstorm 暴雨 3 alert 2026-09-20T00:29:55+08:00 - - -" },
	{ "nmc", "nmc/findAlarm_2026-03-07.partly_synthetic.json",
	  "14000041600000_20260307155812",
	  "140000/fog 大雾 3 alert 2026-03-07T15:58:12+08:00 - - -" },
	/* The title's kind, where the picture's code is another. */
	{ "nmc", "nmc/findAlarm_2026-03-07.partly_synthetic.json",
	  "330200416000_20260307100000",
	  "330200/rainstorm 暴雨 2 alert 2026-03-07T10:00:00+08:00 - - -" },
	{ "cma", "cma/map_alarm.constructed.json",
	  "31019941600000_20260823100000",
	  "310199/gale 大风 4 alert 2026-08-23T10:00:00+08:00 "
	  "2026-08-23T10:00:00+08:00 - 31.2304,121.4737" },
	{ "cma", "cma/map_alarm.constructed.json",
	  "14080041600000_20260823163512",
	  "140800/heat 高温 3 update 2026-08-23T16:35:12+08:00 "
	  "2026-08-23T16:35:00+08:00 - -" },
	{ "cma", "cma/map_alarm.constructed.json",
	  "61012241600000_20260823060540",
	  "610122/fog 大雾 3 alert 2026-08-23T06:05:40+08:00 "
	  "2026-08-23T06:03:00+08:00 - 34.1512,109.3235" },
	{ "cma", "cma/now_54511_2025-06-14.json",
	  "11000041600000_20250614074851",
	  "110000/lightning 雷电 4 alert 2025-06-14T07:48:51+08:00 "
	  "2025-06-14T07:35:00+08:00 - -" },
	{ "cma", "cma/datacma_getEffectiveAlert.constructed.json",
	  "11011741600000_20260825145657",
	  "110117/gale 大风 4 alert 2026-08-25T14:56:57+08:00 "
	  "2026-08-25T15:00:00+08:00 2026-08-28T15:00:00+08:00 "
	  "40.147,117.128" },
	{ "weathercn", "weathercn/grepalarm_cn.constructed.js",
	  "51152741600000_20260823170800",
	  "511527/rainstorm 暴雨 2 update 2026-08-23T17:08:00+08:00 - - "
	  "28.16,104.51" },
	{ "weathercn", "weathercn/grepalarm_cn.constructed.js",
	  "44030041600000_20260823101500",
	  "440300/thunder-gale 雷雨大风 3 alert "
	  "2026-08-23T10:15:00+08:00 - - -" },
	{ "weathercn", "weathercn/webdata_2013-12-04_jiangsu_fog.js",
	  "201312042208582381大雾橙色",
	  "201312042208582381大雾橙色 大雾 2 alert "
	  "2013-12-04T22:07:06+08:00 - 2013-12-05T22:07:06+08:00 -" },
	{ "qweather", "qweather/weatheralert_v1_current-zh.json",
	  "202510241119105837988676",
	  "临桂区气象台/gale 大风 4 update 2025-10-24T11:19:00+08:00 "
	  "2025-10-24T11:19:00+08:00 2025-10-25T11:19:00+08:00 -" },
	{ "p12379", "p12379/alarm_list_all.constructed.json",
	  "34112541600000_20180122061203",
	  "341125/snowstorm 暴雪 3 cancel 2018-01-22T06:14:20+08:00 - - -" },
	{ "p12379", "p12379/alarm_list_all.constructed.json",
	  "51330000004900_20180121170000",
	  "513300/forest-fire/00004900 森林火险 2 alert "
	  "2018-01-21T17:03:12+08:00 - - -" },
};
/* clang-format on */

static void
test_samples(void **state)
{
	(void)state;
	FEED_SAMPLES_CHECK(samples);
}

static void
test_rows(void **state)
{
	(void)state;
	FEED_SAMPLE_ROWS_CHECK(rows);
}

/* Six districts have an upgraded rainstorm beside the one before. */
static void
test_upgrades(void **state)
{
	struct err err = ERR_INIT;
	struct feed_answer a;
	size_t pairs = 0;

	(void)state;
	if (feed_sample_read("nmc", "nmc/findAlarm_p1_2026-09-20.json", &a,
	                     &err))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < a.count; i++)
		for (size_t k = i + 1; k < a.count; k++)
			pairs += strcmp(a.rows[i].condition,
			                a.rows[k].condition) == 0;
	assert_int_equal(pairs, 6);
	assert_int_equal(a.page, 1);
	assert_int_equal(a.pages, 2);
	feed_answer_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_samples),
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_upgrades),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
