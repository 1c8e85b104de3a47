/*
 * Every recording of the manifest, under every reader: the one it was made for
 * reads so many rows of it, and no other reads it at all.  What they say is
 * told by feed_samples_test, feed_quake_samples_test, feed_cap_samples_test.
 */
#include "feed_kit.h"

#include <stdio.h>

#include "base/hash.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define MANIFEST_MAX (1u << 20)

/* Who reads it, and how many rows; format NULL: nobody. */
static const struct recording {
	const char *file;
	struct {
		const char *format;
		size_t rows;
	} read[2];
} recordings[] = {
	/* clang-format off */
	{ "usgs/all_hour_2026-09-20.geojson", { { "usgs", 4 } } },
	{ "usgs/all_day_2026-07-20.geojson", { { "usgs", 191 } } },
	{ "usgs/2.5_day_2026-07-21.geojson", { { "usgs", 52 } } },
	{ "usgs/all_hour_2026-07-20.geojson", { { "usgs", 4 } } },
	{ "wolfx/cenc_eqlist_2026-08-29.fragment.json", { { "cenc", 2 } } },
	{ "wolfx/cenc_eqlist_poll1.constructed.json", { { "cenc", 6 } } },
	{ "wolfx/cenc_eew_2026-08-29.json", { { "eew", 1 } } },
	{ "wolfx/sc_eew_2024-12-04.json", { { "eew", 1 } } },
	{ "wolfx/ws_heartbeat.json", { { "cenc", 0 }, { "eew", 0 } } },
	{ "ceic/speedsearch_num2_2019-12-12.json", { { "ceic", 10 } } },
	{ "ceic/speedsearch_num2_2019-12-12.callback.txt", { { "ceic", 10 } } },
	{ "icl/earlywarnings_2026-09-20.json", { { "eew", 20 } } },
	{ "nmc/findAlarm_p1_2026-09-20.json", { { "nmc", 300 } } },
	{ "nmc/findAlarm_2026-03-07.partly_synthetic.json", { { "nmc", 7 } } },
	{ "nmc/findAlarm_2023-06-05.json", { { "nmc", 1 } } },
	{ "cma/map_alarm.constructed.json", { { "cma", 8 } } },
	{ "cma/now_54511_2025-06-14.json", { { "cma", 2 } } },
	{ "cma/datacma_getEffectiveAlert.constructed.json", { { "cma", 1 } } },
	{ "weathercn/grepalarm_cn.constructed.js", { { "weathercn", 5 } } },
	{ "weathercn/webdata_2013-12-04_jiangsu_fog.js",
	  { { "weathercn", 1 } } },
	{ "weathercn/alarmMap_row.excerpt.json", { { "weathercn", 1 } } },
	{ "qweather/weatheralert_v1_current-zh.json", { { "qweather", 1 } } },
	{ "qweather/v7_warning_now-zh.deprecated.json", { { NULL, 0 } } },
	{ "qweather/airquality_v1_current.json", { { NULL, 0 } } },
	{ "qweather/error_400.json", { { NULL, 0 } } },
	{ "qweather/weatheralert_v1_current-en.json", { { "qweather", 1 } } },
	{ "qweather/weatheralert_v1_zero.constructed.json",
	  { { "qweather", 0 } } },
	{ "p12379/alarm_list_all.constructed.json", { { "p12379", 4 } } },
	{ "swic/wmo_all_2026-08-26.excerpt.json", { { "swic", 3 } } },
	{ "swic/effective_warning_view_2026-08-17.json", { { "swic", 3 } } },
	{ "swic/cn-cma-xx_rss.constructed.xml", { { "rss", 4 } } },
	{ "swic/cn-cma-xx_yuanshi_2026-08-26.trimmed.xml", { { NULL, 0 } } },
	{ "cap/earthquake.cap", { { "cap", 1 } } },
	{ "cap/canada.cap", { { "cap", 1 } } },
	{ "cap/weather_index.atom", { { "cap_atom", 2 } } },
	{ "cap/empty_weather_index.atom", { { "cap", 0 }, { "cap_atom", 0 } } },
	{ "cap/wcatwc-warning.cap", { { "cap", 1 } } },
	{ "cap/no_optional_fields.cap", { { "cap", 1 } } },
	{ "cap/invalid.cap", { { NULL, 0 } } },
	{ "cap/dwd-update.xml", { { "cap", 1 } } },
	{ "cap/multi-area.xml", { { "cap", 1 } } },
	{ "cap/tsunami.xml", { { "cap", 1 } } },
	{ "cap/polygon-trailing-space.xml", { { "cap", 1 } } },
	{ "cap/rs-2.49.0.0.688.0.20250817210003.457535.xml", { { "cap", 1 } } },
	{ "cap/alberta-emergency-alert.atom", { { "cap_atom", 1 } } },
	{ "nws/alerts_limit2_2026-09-19.json", { { "nws", 2 } } },
	{ "nws/alerts_active_zone.json", { { "nws", 1 } } },
	{ "nws/problem_403.constructed.json", { { NULL, 0 } } },
	{ "nws/alerts_active_zone_second.json", { { "nws", 2 } } },
	{ "meteoalarm/legacy-atom-united-kingdom_2022-12-08.xml",
	  { { "cap_atom", 4 } } },
	{ "meteoalarm/legacy-atom-france_2022-12-08.xml",
	  { { "cap_atom", 2 } } },
	{ "meteoalarm/cap_uk_2022-12-07.xml", { { "cap", 1 } } },
	{ "meteoalarm/warnings_feeds-germany_2026-04.json",
	  { { "cap_atom", 4 } } },
	{ "meteoalarm/warnings_feeds-netherlands_2026-03.json",
	  { { "cap_atom", 0 } } },
	{ "gdacs/rss_2019-12-30.xml", { { "rss", 16 }, { "gdacs", 8 } } },
	{ "gdacs/eventlist_MAP_2026-07-20.json", { { "gdacs", 4 } } },
	{ "gdacs/rss_24h_2019-12-30.xml", { { "rss", 21 }, { "gdacs", 7 } } },
	{ "firms/MODIS_C6_1_Global_24h_2022-02-26.head.csv",
	  { { "firms", 3000 } } },
	{ "firms/VIIRS_NRT_area.constructed.csv", { { "firms", 6 } } },
	{ "firms/invalid_map_key.constructed.txt", { { NULL, 0 } } },
	{ "jma/warning_r8_130000_2026-09-20.json", { { NULL, 0 } } },
	{ "tsunami/ptwc_atom_2026-08-12.xml", { { "cap_atom", 1 } } },
	{ "nwis/iv_2020-02-20.json", { { NULL, 0 } } },
	{ "nwis/waterdata_ogc_fixtures_2026.json", { { NULL, 0 } } },
	{ "nwis/iv_empty.json", { { NULL, 0 } } },
	{ "openmeteo/forecast_2026-03-05.json", { { NULL, 0 } } },
	/* clang-format on */
};

static const struct recording *
recording_find(const char *file)
{
	for (size_t i = 0; i < COUNT(recordings); i++)
		if (strcmp(recordings[i].file, file) == 0)
			return &recordings[i];
	return NULL;
}

static void
load(struct buf *bytes, const char *file)
{
	struct buf path = BUF_INIT;
	struct err err = ERR_INIT;

	buf_fmt(&path, "%s/%s", feed_sample_folder(), file);
	buf_clear(bytes);
	if (buf_read_file(bytes, path.s, FEED_BYTES_MAX, &err))
		fail_msg("%s", err.text);
	buf_release(&path);
}

/* Its size and the beginning of its SHA-256 are those of the manifest. */
static void
check_bytes(const char *file, size_t size, const char *digits)
{
	struct buf bytes = BUF_INIT, hex = BUF_INIT;
	unsigned char digest[HASH_LEN];

	load(&bytes, file);
	hash_bytes(digest, bytes.s, bytes.len);
	hex_add(&hex, digest, HASH_LEN);
	if (bytes.len != size || strncmp(hex.s, digits, 16) != 0)
		fail_msg("%s: %zu bytes, %s", file, bytes.len, hex.s);
	buf_release(&bytes);
	buf_release(&hex);
}

static void
every_line_of_the_manifest_is_tested(void **state)
{
	char section[40] = "", name[100], digits[17], file[150], *save = NULL;
	struct buf text = BUF_INIT;
	size_t size, lines = 0;

	(void)state;
	load(&text, "MANIFEST.md");
	for (char *line = strtok_r(text.s, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save)) {
		if (sscanf(line, "## %39s", section) == 1 ||
		    sscanf(line, "| `%99[^`]` | %zu | `%16[0-9a-f]`", name,
		           &size, digits) != 3)
			continue;
		snprintf(file, sizeof(file), "%s/%s", section, name);
		if (!recording_find(file))
			fail_msg("%s is not in the table", file);
		check_bytes(file, size, digits);
		lines++;
	}
	assert_int_equal(lines, COUNT(recordings));
	buf_release(&text);
}

/* How many rows a reader should find; -1: it should fail. */
static long
wanted(const struct recording *r, const char *format)
{
	for (size_t i = 0; i < COUNT(r->read); i++)
		if (r->read[i].format && strcmp(r->read[i].format, format) == 0)
			return (long)r->read[i].rows;
	return -1;
}

static void
no_reader_takes_what_is_not_its_own(void **state)
{
	struct buf bytes = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(recordings); i++) {
		load(&bytes, recordings[i].file);
		for (const struct feed_format *f = feed_formats; f->code; f++) {
			struct err err = ERR_INIT;
			struct feed_answer a;
			long rows = -1;

			if (feed_read(f, "x", bytes.s, bytes.len, &a, &err) ==
			    0) {
				rows = (long)a.count;
				feed_answer_release(&a);
			}
			if (rows != wanted(&recordings[i], f->code))
				fail_msg("%s as %s: %ld rows, %s",
				         recordings[i].file, f->code, rows,
				         err.text);
		}
	}
	buf_release(&bytes);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_line_of_the_manifest_is_tested),
		cmocka_unit_test(no_reader_takes_what_is_not_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
