/*
 * Recorded answers of the sources, in $FEED_SAMPLES or else ../shared/feeds:
 * each is read as its manifest says, or fails.  Skipped where there are none.
 */
#include "quake_kit.h"

#include <unistd.h>

static int
sample_read(struct feed_answer *out, const char *format, const char *path,
            struct err *err)
{
	const char *folder = getenv("FEED_SAMPLES");
	struct buf bytes = BUF_INIT, full = BUF_INIT;
	int rc;

	folder = folder ? folder : "../shared/feeds";
	if (access(folder, R_OK)) {
		print_message("%s is not there\n", folder);
		skip();
	}
	buf_fmt(&full, "%s/%s", folder, path);
	rc = buf_read_file(&bytes, full.s, FEED_BYTES_MAX, err);
	if (!rc)
		rc = feed_read(feed_format(format), path, bytes.s, bytes.len,
		               out, err);
	buf_release(&full);
	buf_release(&bytes);
	return rc;
}

static void
sample(struct feed_answer *out, const char *format, const char *path)
{
	struct err err = ERR_INIT;

	if (sample_read(out, format, path, &err))
		fail_msg("%s", err.text);
}

/* Rows in all, and how many have what is named. */
struct count {
	const char *format, *path;
	size_t rows, also, level, reviewed, no_depth, above, no_text, updates;
};

/* clang-format off */
static const struct count counts[] = {
	{ "usgs", "usgs/all_hour_2026-09-20.geojson", .rows = 4,
	  .no_text = 4 },
	{ "usgs", "usgs/all_hour_2026-07-20.geojson", .rows = 4,
	  .no_text = 4 },
	{ "usgs", "usgs/all_day_2026-07-20.geojson", .rows = 191, .also = 10,
	  .level = 2, .reviewed = 83, .above = 2, .no_text = 191 },
	{ "usgs", "usgs/2.5_day_2026-07-21.geojson", .rows = 52, .also = 3,
	  .level = 3, .reviewed = 44, .no_text = 52 },
	{ "cenc", "wolfx/cenc_eqlist_2026-08-29.fragment.json", .rows = 2,
	  .reviewed = 2 },
	{ "cenc", "wolfx/cenc_eqlist_poll1.constructed.json", .rows = 6,
	  .reviewed = 5, .no_depth = 1, .no_text = 1 },
	{ "cenc", "wolfx/ws_heartbeat.json", .rows = 0 },
	{ "eew", "wolfx/ws_heartbeat.json", .rows = 0 },
	{ "eew", "wolfx/cenc_eew_2026-08-29.json", .rows = 1, .also = 1,
	  .no_depth = 1, .updates = 1 },
	{ "eew", "wolfx/sc_eew_2024-12-04.json", .rows = 1, .no_depth = 1 },
	{ "eew", "icl/earlywarnings_2026-09-20.json", .rows = 20,
	  .no_depth = 2, .no_text = 8, .updates = 14 },
	{ "ceic", "ceic/speedsearch_num2_2019-12-12.json", .rows = 10,
	  .also = 10, .no_text = 10 },
	{ "ceic", "ceic/speedsearch_num2_2019-12-12.callback.txt", .rows = 10,
	  .also = 10, .no_text = 10 },
	{ "firms", "firms/MODIS_C6_1_Global_24h_2022-02-26.head.csv",
	  .rows = 3000, .no_depth = 3000 },
	{ "firms", "firms/VIIRS_NRT_area.constructed.csv", .rows = 6,
	  .no_depth = 6 },
};
/* clang-format on */

static struct count
count_of(const struct feed_answer *a)
{
	struct count n = { .rows = a->count };

	for (size_t i = 0; i < a->count; i++) {
		const struct feed_warning *w = &a->rows[i];

		n.also += w->also.count > 0;
		n.level += w->level > 0;
		n.reviewed += w->severity && !strcmp(w->severity, "reviewed");
		n.no_depth += isnan(w->depth_km) ? 1 : 0;
		n.above += w->depth_km < 0;
		n.no_text += !w->text;
		n.updates += w->change == FEED_UPDATE;
	}
	return n;
}

static void
test_counts(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(counts) / sizeof(*counts); i++) {
		const struct count *want = &counts[i];
		struct feed_answer a;
		struct count n;

		sample(&a, want->format, want->path);
		n = count_of(&a);
		feed_answer_release(&a);
		if (n.rows != want->rows || n.also != want->also ||
		    n.level != want->level || n.reviewed != want->reviewed ||
		    n.no_depth != want->no_depth || n.above != want->above ||
		    n.no_text != want->no_text || n.updates != want->updates)
			fail_msg("%s: %zu rows, %zu also, %zu level, %zu "
			         "reviewed, %zu without depth, %zu above the "
			         "sea, %zu without text, %zu updates",
			         want->path, n.rows, n.also, n.level,
			         n.reviewed, n.no_depth, n.above, n.no_text,
			         n.updates);
	}
}

/* Every row of every sample is a whole one, and its id is its own. */
static void
test_rows_are_whole(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(counts) / sizeof(*counts); i++) {
		struct feed_strings ids = { 0 };
		struct feed_answer a;

		sample(&a, counts[i].format, counts[i].path);
		for (size_t k = 0; k < a.count; k++) {
			const struct feed_warning *w = &a.rows[k];

			assert_false(feed_has(&ids, w->id));
			feed_push(&ids, w->id);
			assert_non_null(w->condition);
			assert_non_null(w->headline);
			assert_true(w->occurred.ms > 0 && w->sent.ms > 0);
			assert_false(isnan(w->lat) || isnan(w->lon));
			assert_string_equal(w->kind,
			                    strcmp(counts[i].format, "firms")
			                            ? "地震"
			                            : "火点");
			assert_int_equal(w->status, FEED_ACTUAL);
		}
		feed_strings_release(&ids);
		feed_answer_release(&a);
	}
}

/* Single rows, as they stand in the recordings. */
struct row {
	const char *format, *path, *id, *headline, *occurred, *sent;
	double lat, lon, magnitude, depth;
	int level;
	const char *also;
};

/* clang-format off */
static const struct row rows[] = {
	{ "usgs", "usgs/all_hour_2026-09-20.geojson", "aka2026spjbip",
	  "M 0.6 - 78 km NNW of Karluk, Alaska", "2026-09-19T16:39:55.747Z",
	  "2026-09-19T16:40:38.283Z", 58.249, -154.793, 0.6, 5, 0, NULL },
	{ "usgs", "usgs/all_hour_2026-07-20.geojson", "hv75004902",
	  "M 1.8 - 3 km SSW of Pāhala, Hawaii", "2026-07-20T14:04:01.810Z",
	  "2026-07-20T14:07:29.550Z", 19.1761665344238, -155.495330810547,
	  1.76, 28.5799999237061, 0, NULL },
	{ "usgs", "usgs/all_day_2026-07-20.geojson", "hv75004812",
	  "M 1.7 - 19 km W of Volcano, Hawaii", "2026-07-20T11:21:31.780Z",
	  "2026-07-20T11:25:41.130Z", 19.4678325653076, -155.41633605957, 1.7,
	  -0.140000000596046, 0, NULL },
	{ "usgs", "usgs/all_day_2026-07-20.geojson", "tx2026odwext",
	  "M 2.8 - 45 km NW of Toyah, Texas", "2026-07-20T09:32:23.951Z",
	  "2026-07-20T12:40:14.040Z", 31.615, -104.114, 2.8, 6.087, 0,
	  "us7000t1wk" },
	{ "usgs", "usgs/2.5_day_2026-07-21.geojson", "tx2026odwext",
	  "M 2.8 - 45 km NW of Toyah, Texas", "2026-07-20T09:32:24.045Z",
	  "2026-07-20T14:53:03.216Z", 31.616, -104.115, 2.8, 6.0999, 0,
	  "us7000t1wk" },
	{ "usgs", "usgs/2.5_day_2026-07-21.geojson", "us7000t1w2",
	  "M 5.6 - 208 km SW of Port McNeill, Canada",
	  "2026-07-20T06:41:30.614Z", "2026-07-21T00:01:38.987Z", 49.4076,
	  -129.342, 5.6, 10, 4, NULL },
	{ "cenc", "wolfx/cenc_eqlist_2026-08-29.fragment.json",
	  "CD.20260828132430.7", "四川内江市隆昌市",
	  "2026-08-28T13:13:34+08:00", "2026-08-28T13:24:42+08:00", 29.23,
	  105.22, 5.1, 6, 0, NULL },
	{ "cenc", "wolfx/cenc_eqlist_poll1.constructed.json",
	  "AU.20260829081502.9", "四川宜宾市高县附近（自动）",
	  "2026-08-29T08:13:20+08:00", "2026-08-29T08:15:02+08:00", 28.53,
	  104.67, 4.7, NAN, 0, NULL },
	{ "cenc", "wolfx/cenc_eqlist_poll1.constructed.json",
	  "CC.20260811231205.31", "汤加群岛", "2026-08-11T22:48:10+08:00",
	  "2026-08-11T23:12:20+08:00", -18.35, -174.6, 6, 120, 0, NULL },
	{ "eew", "wolfx/cenc_eew_2026-08-29.json", "202608290607.0001_3",
	  "新疆阿克苏地区温宿县", "2026-08-29T06:07:28+08:00",
	  "2026-08-29T06:07:28+08:00", 42.2, 80.502, 4, NAN, 0,
	  "b4dmzcqoricyy" },
	{ "eew", "wolfx/sc_eew_2024-12-04.json", "20241204235427.0001_1",
	  "四川凉山州木里县", "2024-12-04T23:54:27+08:00",
	  "2024-12-04T23:54:41+08:00", 28.594, 100.65, 3.2, NAN, 0, NULL },
	{ "eew", "icl/earlywarnings_2026-09-20.json", "ICL98395394_5",
	  "四川长宁", "2026-08-24T00:26:21.614Z", "2026-08-24T00:26:26.850Z",
	  28.303818, 104.98669, 3.900001, 8.156873, 0, NULL },
	{ "ceic", "ceic/speedsearch_num2_2019-12-12.callback.txt",
	  "CC20191211010460", "日本本州东南海域",
	  "2019-12-11T01:04:59+08:00", "2019-12-11T01:32:19+08:00", 30.71,
	  141.8, 5.9, 10, 0, "CC20191211010460.00" },
	{ "firms", "firms/MODIS_C6_1_Global_24h_2022-02-26.head.csv",
	  "T -4.99722 -37.427 2022-02-26 0020", "T", "2022-02-26T00:20:00Z",
	  "2022-02-26T00:20:00Z", -4.99722, -37.427, NAN, NAN, 0, NULL },
	{ "firms", "firms/VIIRS_NRT_area.constructed.csv",
	  "N 36.73 4.05 2023-07-20 0046", "N", "2023-07-20T00:46:00Z",
	  "2023-07-20T00:46:00Z", 36.73, 4.05, NAN, NAN, 0, NULL },
};
/* clang-format on */

static const struct feed_warning *
row_find(const struct feed_answer *a, const char *id)
{
	for (size_t i = 0; i < a->count; i++)
		if (strcmp(a->rows[i].id, id) == 0)
			return &a->rows[i];
	fail_msg("no %s", id);
	return NULL;
}

static void
test_single_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct row *want = &rows[i];
		const struct feed_warning *w;
		struct feed_answer a;

		sample(&a, want->format, want->path);
		w = row_find(&a, want->id);
		assert_string_equal(w->headline, want->headline);
		same_time(&w->occurred, want->occurred);
		same_time(&w->sent, want->sent);
		same_number(w->lat, want->lat);
		same_number(w->lon, want->lon);
		same_number(w->magnitude, want->magnitude);
		same_number(w->depth_km, want->depth);
		assert_int_equal(w->level, want->level);
		assert_int_equal(w->also.count, want->also ? 1 : 0);
		if (want->also)
			assert_string_equal(w->also.s[0], want->also);
		feed_answer_release(&a);
	}
}

static void
test_marks(void **state)
{
	struct feed_answer a;

	(void)state;
	sample(&a, "cenc", "wolfx/cenc_eqlist_poll1.constructed.json");
	assert_string_equal(a.tag, "f1fffa85f7a2edb17d5fc1a298ce0467");
	feed_answer_release(&a);
	sample(&a, "usgs", "usgs/all_hour_2026-07-20.geojson");
	same_time(&a.made, "2026-07-20T14:18:18Z");
	feed_answer_release(&a);
}

/* Answers of other sources, and refusals: no reader takes them. */
static const struct {
	const char *format, *path, *why;
} refused[] = {
	{ "firms", "firms/invalid_map_key.constructed.txt", "Invalid MAP_KEY" },
	{ "firms", "usgs/all_hour_2026-07-20.geojson", "第 1 行" },
	{ "usgs", "firms/invalid_map_key.constructed.txt", "line 1" },
	{ "usgs", "wolfx/ws_heartbeat.json", "FeatureCollection" },
	{ "usgs", "swic/effective_warning_view_2026-08-17.json", "metadata" },
	{ "usgs", "nws/problem_403.constructed.json", "type" },
	{ "cenc", "usgs/all_hour_2026-07-20.geojson", "/metadata" },
	{ "cenc", "wolfx/cenc_eew_2026-08-29.json", "no rows" },
	{ "cenc", "ceic/speedsearch_num2_2019-12-12.json", "no rows" },
	{ "cenc", "qweather/error_400.json", "EventID" },
	{ "eew", "wolfx/cenc_eqlist_poll1.constructed.json", "no id" },
	{ "eew", "usgs/all_hour_2026-07-20.geojson", "no id" },
	{ "eew", "qweather/v7_warning_now-zh.deprecated.json", "/code" },
	{ "ceic", "usgs/all_hour_2026-07-20.geojson", "shuju" },
	{ "ceic", "icl/earlywarnings_2026-09-20.json", "shuju" },
};

static void
test_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		struct err err = ERR_INIT;
		struct feed_answer a;

		if (!sample_read(&a, refused[i].format, refused[i].path, &err))
			fail_msg("%s was read as %s", refused[i].path,
			         refused[i].format);
		assert_int_equal(err.code, ERR_INPUT);
		if (!strstr(err.text, refused[i].why))
			fail_msg("%s", err.text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_rows_are_whole),
		cmocka_unit_test(test_single_rows),
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
