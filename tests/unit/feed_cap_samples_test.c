/* Recorded answers of the world's sources, where they lie beside the tree. */
#include "feed_cap_kit.h"

#include <stdio.h>
#include <unistd.h>

#define FOLDER "../shared/feeds/"

struct sample {
	const char *code, *path;
	const char *why; /* failed, and says so; NULL: read */
	size_t levels[5], statuses[4], changes[3];
	size_t areas, geocodes, references, shapes, points;
};

/* clang-format off */
static const struct sample samples[] = {
	{ "cap", "cap/canada.cap", NULL,
	  { 0, 0, 0, 0, 1 }, { 1 }, { 0, 0, 1 }, 2, 13, 2, 2, 55 },
	{ "cap", "cap/dwd-update.xml", NULL,
	  { 0, 0, 0, 1, 0 }, { 1 }, { 0, 1, 0 }, 2, 1, 1, 1, 3 },
	{ "cap", "cap/earthquake.cap", NULL,
	  { 1, 0, 0, 0, 0 }, { 1 }, { 1, 0, 0 }, 4, 0, 0, 1, 1 },
	{ "cap", "cap/invalid.cap", "缺少“scope”",
	  { 0 }, { 0 }, { 0 }, 0, 0, 0, 0, 0 },
	{ "cap", "cap/multi-area.xml", NULL,
	  { 0, 0, 0, 1, 0 }, { 1 }, { 1, 0, 0 }, 4, 4, 0, 0, 0 },
	{ "cap", "cap/no_optional_fields.cap", NULL,
	  { 1, 0, 0, 0, 0 }, { 1 }, { 1, 0, 0 }, 0, 0, 0, 0, 0 },
	{ "cap", "cap/polygon-trailing-space.xml", NULL,
	  { 0, 0, 0, 1, 0 }, { 1 }, { 1, 0, 0 }, 1, 0, 0, 1, 10 },
	{ "cap", "cap/rs-2.49.0.0.688.0.20250817210003.457535.xml", NULL,
	  { 0, 0, 0, 1, 0 }, { 1 }, { 0, 1, 0 }, 1, 1, 1, 1, 76 },
	{ "cap", "cap/tsunami.xml", NULL,
	  { 0, 0, 0, 0, 1 }, { 1 }, { 1, 0, 0 }, 1, 0, 0, 1, 1 },
	{ "cap", "cap/wcatwc-warning.cap", NULL,
	  { 0, 1, 0, 0, 0 }, { 1 }, { 0, 1, 0 }, 1, 2, 1, 0, 0 },
	{ "cap", "meteoalarm/cap_uk_2022-12-07.xml", NULL,
	  { 0, 0, 0, 1, 0 }, { 1 }, { 1, 0, 0 }, 10, 10, 0, 0, 0 },
	/* Its author cut out what CAP cannot do without. */
	{ "cap", "swic/cn-cma-xx_yuanshi_2026-08-26.trimmed.xml",
	  "缺少“status”", { 0 }, { 0 }, { 0 }, 0, 0, 0, 0, 0 },
	{ "cap", "cap/weather_index.atom", "缺少“alert”",
	  { 0 }, { 0 }, { 0 }, 0, 0, 0, 0, 0 },
	{ "cap_atom", "cap/alberta-emergency-alert.atom", NULL,
	  { 0, 0, 0, 1, 0 }, { 1 }, { 1, 0, 0 }, 0, 0, 1, 18, 471 },
	{ "cap_atom", "cap/empty_weather_index.atom", NULL,
	  { 0 }, { 0 }, { 0 }, 0, 0, 0, 0, 0 },
	{ "cap_atom", "cap/weather_index.atom", NULL,
	  { 2, 0, 0, 0, 0 }, { 2 }, { 2, 0, 0 }, 11, 9, 0, 0, 0 },
	{ "cap_atom", "cap/canada.cap", "不是 Atom",
	  { 0 }, { 0 }, { 0 }, 0, 0, 0, 0, 0 },
	{ "cap_atom", "meteoalarm/legacy-atom-france_2022-12-08.xml", NULL,
	  { 0, 0, 0, 2, 0 }, { 2 }, { 1, 1, 0 }, 12, 12, 0, 0, 0 },
	{ "cap_atom", "meteoalarm/legacy-atom-united-kingdom_2022-12-08.xml",
	  NULL, { 0, 0, 0, 4, 0 }, { 4 }, { 1, 3, 0 }, 25, 25, 0, 0, 0 },
	{ "cap_atom", "meteoalarm/warnings_feeds-germany_2026-04.json", NULL,
	  { 0, 0, 2, 2, 0 }, { 3, 0, 1 }, { 3, 0, 1 }, 5, 10, 1, 0, 0 },
	/* Three green ones: there is no warning. */
	{ "cap_atom", "meteoalarm/warnings_feeds-netherlands_2026-03.json",
	  NULL, { 0 }, { 0 }, { 0 }, 0, 0, 0, 0, 0 },
	{ "cap_atom", "tsunami/ptwc_atom_2026-08-12.xml", NULL,
	  { 0, 0, 0, 0, 1 }, { 1 }, { 1, 0, 0 }, 1, 0, 0, 0, 0 },
	{ "rss", "swic/cn-cma-xx_rss.constructed.xml", NULL,
	  { 0, 0, 2, 1, 1 }, { 4 }, { 2, 1, 1 }, 4, 0, 0, 0, 0 },
	{ "swic", "swic/effective_warning_view_2026-08-17.json", NULL,
	  { 0, 1, 2, 0, 0 }, { 3 }, { 3, 0, 0 }, 3, 3, 0, 0, 0 },
	{ "swic", "swic/wmo_all_2026-08-26.excerpt.json", NULL,
	  { 0, 2, 0, 0, 1 }, { 3 }, { 2, 1, 0 }, 3, 3, 0, 0, 0 },
	{ "nws", "nws/alerts_active_zone.json", NULL,
	  { 0, 0, 1, 0, 0 }, { 1 }, { 0, 1, 0 }, 11, 27, 4, 0, 0 },
	{ "nws", "nws/alerts_active_zone_second.json", NULL,
	  { 0, 0, 2, 0, 0 }, { 2 }, { 0, 2, 0 }, 22, 54, 8, 0, 0 },
	{ "nws", "nws/alerts_limit2_2026-09-19.json", NULL,
	  { 1, 0, 0, 1, 0 }, { 1, 0, 1 }, { 1, 1, 0 }, 6, 12, 5, 0, 0 },
	{ "nws", "nws/problem_403.constructed.json", "User-Agent",
	  { 0 }, { 0 }, { 0 }, 0, 0, 0, 0, 0 },
	{ "gdacs", "gdacs/eventlist_MAP_2026-07-20.json", NULL,
	  { 0, 0, 4, 0, 0 }, { 4 }, { 1, 1, 2 }, 31, 31, 0, 0, 0 },
	{ "gdacs", "gdacs/rss_2019-12-30.xml", NULL,
	  { 0, 0, 8, 0, 0 }, { 8 }, { 0, 1, 7 }, 28, 8, 0, 0, 0 },
	{ "gdacs", "gdacs/rss_24h_2019-12-30.xml", NULL,
	  { 0, 0, 7, 0, 0 }, { 7 }, { 0, 0, 7 }, 27, 7, 0, 0, 0 },
};
/* clang-format on */

static void
load(struct buf *bytes, const char *path)
{
	struct err err = ERR_INIT;
	char whole[300];

	if (access(FOLDER, R_OK) != 0)
		skip();
	snprintf(whole, sizeof(whole), FOLDER "%s", path);
	buf_clear(bytes);
	if (buf_read_file(bytes, whole, FEED_BYTES_MAX, &err))
		fail_msg("%s", err.text);
}

/* Into the same counts as the table's. */
static void
count(struct sample *s, const struct feed_answer *a)
{
	for (size_t i = 0; i < a->count; i++) {
		const struct feed_warning *w = &a->rows[i];

		s->levels[w->level]++;
		s->statuses[w->status]++;
		s->changes[w->change]++;
		s->areas += w->areas.count;
		s->geocodes += w->geocodes.count;
		s->references += w->references.count;
		s->shapes += w->shapes_count;
		for (size_t k = 0; k < w->shapes_count; k++)
			s->points += w->shapes[k].count;
	}
}

static void
test_all(void **state)
{
	struct buf bytes = BUF_INIT;
	struct feed_answer a;

	(void)state;
	for (size_t i = 0; i < COUNT(samples); i++) {
		struct sample got = samples[i];

		load(&bytes, samples[i].path);
		if (samples[i].why) {
			fails_bytes(samples[i].code, bytes.s, bytes.len,
			            samples[i].why);
			continue;
		}
		memset(got.levels, 0, sizeof(got.levels));
		memset(got.statuses, 0, sizeof(got.statuses));
		memset(got.changes, 0, sizeof(got.changes));
		got.areas = got.geocodes = got.references = 0;
		got.shapes = got.points = 0;
		read_bytes(&a, got.code, bytes.s, bytes.len);
		count(&got, &a);
		if (memcmp(&got, &samples[i], sizeof(got)) != 0)
			fail_msg("%s counts otherwise", got.path);
		feed_answer_release(&a);
	}
	buf_release(&bytes);
}

/* None of them reads when it was cut, wherever that was. */
static void
test_cut(void **state)
{
	struct buf bytes = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(samples); i++) {
		size_t len;

		load(&bytes, samples[i].path);
		if (samples[i].why)
			continue;
		while (strchr(" \r\n", bytes.s[bytes.len - 1]))
			buf_cut(&bytes, bytes.len - 1);
		for (int part = 1; part < 8; part++) {
			len = bytes.len * (size_t)part / 8;
			fails_bytes(samples[i].code, bytes.s, len, "");
		}
		fails_bytes(samples[i].code, bytes.s, bytes.len - 1, "");
	}
	buf_release(&bytes);
}

/* ---- single rows, to the letter ---- */

struct row {
	const char *code, *path;
	size_t at;
	const char *id, *condition, *kind;
	const char *sent, *effective, *expires, *occurred;
	const char *references, *also, *adcodes;
	const char *link;
	double lat, lon, magnitude, depth_km;
};

/* clang-format off */
static const struct row rows[] = {
	{ "cap", "cap/canada.cap", 0,
	  "cap@ec.gc.ca,2.49.0.1.124.6bddbc91.2012,2012-05-02T23:21:04-00:00",
	  "cap@ec.gc.ca,2.49.0.1.124.6bddbc91.2012", "thunderstorm",
	  "2012-05-02T23:21:04Z", "2012-05-02T23:20:00Z",
	  "2012-05-03T00:20:00Z", NULL,
	  "cap@ec.gc.ca,2.49.0.1.124.a3f342a4.2012,2012-05-02T21:45:05-00:00|"
	  "cap@ec.gc.ca,2.49.0.1.124.60f31a3a.2012,2012-05-02T21:55:21-00:00",
	  "", "", "http://www.weatheroffice.gc.ca/warnings/warnings_e.html",
	  NAN, NAN, NAN, NAN },
	{ "cap", "cap/earthquake.cap", 0,
	  "http://earthquake.usgs.gov/research/monitoring/anss/neic/,"
	  "USGS-earthquakes-us2010apcd.6.20100831T000925.496Z,"
	  "2010-08-31T00:09:25-05:00",
	  "http://earthquake.usgs.gov/research/monitoring/anss/neic/,"
	  "USGS-earthquakes-us2010apcd.6.20100831T000925.496Z", "地震",
	  "2010-08-31T00:09:25-05:00", NULL, "2010-09-02T00:09:25-05:00",
	  "2010-08-30T23:25:40Z", "", "", "",
	  "http://earthquake.usgs.gov/eqcenter/recenteqsww/Quakes/"
	  "us2010apcd.php",
	  -16.053, -173.274, 6.3, 38.7 },
	/* Its reference names another sender than the message it means. */
	{ "cap", "cap/wcatwc-warning.cap", 0,
	  "http://newwcatwc.arh.noaa.gov/tsuPortal/,PAAQ-2-lqw6d6,"
	  "2011-09-02T11:36:50-00:00",
	  "http://newwcatwc.arh.noaa.gov/tsuPortal/,PAAQ-2-lqw6d6",
	  "Tsunami Warning", "2011-09-02T11:36:50Z", NULL,
	  "2011-09-02T12:36:50Z", "2011-09-02T10:55:55Z",
	  "PAAQ,PAAQ-1-lqw6d6,2011-09-02T10:55:55-00:00", "", "",
	  "http://newwcatwc.arh.noaa.gov/tsuPortal/events/PAAQ/2011/09/02/"
	  "lqw6d6/2/WEPA41/WEPA41.txt",
	  NAN, NAN, 7.1, 39 },
	{ "cap_atom", "cap/alberta-emergency-alert.atom", 0,
	  "cap-pac@canada.ca,urn:oid:2.49.0.1.124.0957859356.2026,"
	  "2026-08-13T12:46:36-06:00",
	  "cap-pac@canada.ca,urn:oid:2.49.0.1.124.0957859356.2026", "tornado",
	  "2026-08-13T12:46:36-06:00", NULL, "2026-08-13T22:10:36-06:00", NULL,
	  "2026-08-13T12_46_36-06_00=cap-pac@canada.ca="
	  "urn_oid_2.49.0.1.124.0957859356.2026",
	  "2026-08-13T12_46_36-06_00=cap-pac@canada.ca="
	  "urn_oid_2.49.0.1.124.0957859356.2026", "",
	  "https://www.alberta.ca/data/aea/cap/2026/08/13/"
	  "2026-08-13T12_46_36-06_00=cap-pac@canada.ca="
	  "urn_oid_2.49.0.1.124.0957859356.2026.xml",
	  NAN, NAN, NAN, NAN },
	{ "cap_atom", "meteoalarm/legacy-atom-united-kingdom_2022-12-08.xml", 1,
	  "2.49.0.0.826.0.GB_221207102835_a705d176.v1.0.SI",
	  "2.49.0.0.826.0.GB_221207102835_a705d176.v1.0.SI",
	  "Yellow ice warning", "2022-12-07T10:28:35Z", "2022-12-07T10:28:35Z",
	  "2022-12-09T12:00:00Z", NULL, "", "", "",
	  "https://feeds.meteoalarm.org/api/v1/warnings/feeds-united-kingdom/"
	  "a4647d38-40ea-4c01-b874-4e2b3df383b9",
	  NAN, NAN, NAN, NAN },
	{ "cap_atom", "tsunami/ptwc_atom_2026-08-12.xml", 0,
	  "urn:uuid:b3ad61bd-2bc5-4a1c-ad6b-53a2dd052cbf",
	  "https://www.tsunami.gov/events/PHEB/2026/08/12/26224050", "海啸",
	  "2026-08-12T03:51:02Z", NULL, NULL, NULL, "", "", "",
	  "https://www.tsunami.gov/events/PHEB/2026/08/12/26224050/1/WEHW42/"
	  "PHEBCAP.xml",
	  18.753, -155.189, 5.1, NAN },
	{ "rss", "swic/cn-cma-xx_rss.constructed.xml", 1,
	  "51152741600000_20260823190112", "511527/rainstorm", "暴雨",
	  "2026-08-23T11:01:12Z", NULL, "2026-08-23T11:01:12Z", NULL, "", "",
	  "511527",
	  "https://severeweather.wmo.int/v2/cap-alerts/cn-cma-xx/2026/08/23/11/"
	  "01/12-0c9a2d4e.xml",
	  NAN, NAN, NAN, NAN },
	{ "swic", "swic/wmo_all_2026-08-26.excerpt.json", 1,
	  "cn-cma-xx/2026/08/26/08/09/13-53fc51b1ff8ae9a952e60bcf476e803.xml",
	  "130132/flash-flood", "山洪", "2026-08-26T08:09:13Z",
	  "2026-08-26T08:09:13Z", "2026-08-27T08:09:13Z", NULL, "",
	  "13013241600000_20260826160913", "130132",
	  "https://severeweather.wmo.int/v2/cap-alerts/cn-cma-xx/2026/08/26/08/"
	  "09/13-53fc51b1ff8ae9a952e60bcf476e803.xml",
	  NAN, NAN, NAN, NAN },
	{ "nws", "nws/alerts_limit2_2026-09-19.json", 1,
	  "urn:oid:2.49.0.1.840.0-KEEPALIVE-55571",
	  "urn:oid:2.49.0.1.840.0-KEEPALIVE-55571", "Test Message",
	  "2026-09-19T16:43:09Z", "2026-09-19T16:43:09Z",
	  "2026-09-19T16:53:09Z", NULL, "", "", "",
	  "https://api.weather.gov/alerts/"
	  "urn:oid:2.49.0.1.840.0-KEEPALIVE-55571",
	  NAN, NAN, NAN, NAN },
	{ "nws", "nws/alerts_active_zone.json", 0,
	  "NWS-IDP-PROD-3965873-3369046", "KPQR.FA.A.0004", "Flood Watch",
	  "2019-12-20T13:34:00-08:00", "2019-12-20T13:34:00-08:00",
	  "2019-12-22T10:00:00-08:00", NULL,
	  "NWS-IDP-PROD-3964821-3368352|NWS-IDP-PROD-3965324-3368680|"
	  "NWS-IDP-PROD-3965155-3368578|NWS-IDP-PROD-3963421-3367361",
	  "", "",
	  "https://api.weather.gov/alerts/NWS-IDP-PROD-3965873-3369046",
	  NAN, NAN, NAN, NAN },
	{ "gdacs", "gdacs/eventlist_MAP_2026-07-20.json", 0,
	  "EQ1552752.1719206", "EQ1552752", "地震", "2026-07-20T14:02:43Z",
	  NULL, NULL, "2026-07-19T02:24:36Z", "", "", "",
	  "https://www.gdacs.org/report.aspx?eventid=1552752&"
	  "episodeid=1719206&eventtype=EQ",
	  -12.0429, -75.3013, 5.5, 10 },
	{ "gdacs", "gdacs/rss_2019-12-30.xml", 0, "TC1000641.29", "TC1000641",
	  "台风", "2019-12-28T18:00:00Z", "2019-12-21T18:00:00Z", NULL, NULL,
	  "", "", "",
	  "http://www.gdacs.org/report.aspx?eventtype=TC&eventid=1000641",
	  14.6, 112.1, NAN, NAN },
};
/* clang-format on */

static void
assert_number(double v, double expected)
{
	assert_true(isnan(expected) ? isnan(v) : v == expected);
}

static void
test_rows(void **state)
{
	struct buf bytes = BUF_INIT;
	struct feed_answer a;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct row *r = &rows[i];
		const struct feed_warning *w;

		load(&bytes, r->path);
		read_bytes(&a, r->code, bytes.s, bytes.len);
		assert_true(a.count > r->at);
		w = &a.rows[r->at];
		assert_string_equal(w->id, r->id);
		assert_string_equal(w->condition, r->condition);
		assert_string_equal(w->kind, r->kind);
		assert_time(&w->sent, r->sent);
		assert_time(&w->effective, r->effective);
		assert_time(&w->expires, r->expires);
		assert_time(&w->occurred, r->occurred);
		assert_list(&w->references, r->references);
		assert_list(&w->also, r->also);
		assert_list(&w->adcodes, r->adcodes);
		assert_string_equal(w->link, r->link);
		assert_number(w->lat, r->lat);
		assert_number(w->lon, r->lon);
		assert_number(w->magnitude, r->magnitude);
		assert_number(w->depth_km, r->depth_km);
		feed_answer_release(&a);
	}
	buf_release(&bytes);
}

static void
test_answers(void **state)
{
	struct buf bytes = BUF_INIT;
	struct feed_answer a;

	(void)state;
	load(&bytes, "nws/alerts_limit2_2026-09-19.json");
	read_bytes(&a, "nws", bytes.s, bytes.len);
	assert_string_equal(a.rows[0].condition, "KMKX.BH.S.0022");
	assert_time(&a.rows[0].expires, "2026-09-22T19:00:00-05:00");
	assert_time(&a.made, "2026-09-19T16:48:16Z");
	assert_string_equal(
		a.next, "https://api.weather.gov/alerts?limit=2&cursor="
			"eyJ0IjoxNzg5ODM2MTg5LCJpIjoidXJuOm9pZDoyLjQ5LjAuMS44"
			"NDAuMC1LRUVQQUxJVkUtNTU1NzEifQ%3D%3D");
	feed_answer_release(&a);
	load(&bytes, "cap/rs-2.49.0.0.688.0.20250817210003.457535.xml");
	read_bytes(&a, "cap", bytes.s, bytes.len);
	assert_string_equal(a.rows[0].headline, "Thunderstorm Sumadija yellow");
	assert_string_equal(a.rows[0].severity, "2; yellow; Moderate");
	assert_true(a.rows[0].shapes[0].at[0][0] == 44.6639);
	assert_true(a.rows[0].shapes[0].at[75][1] == 20.2844);
	feed_answer_release(&a);
	load(&bytes, "meteoalarm/legacy-atom-united-kingdom_2022-12-08.xml");
	read_bytes(&a, "cap_atom", bytes.s, bytes.len);
	assert_list(&a.rows[0].areas,
	            "Strathclyde|Orkney & Shetland|Highlands & Eilean Siar|"
	            "Grampian|Central Tayside & Fife");
	assert_time(&a.made, "2022-12-08T00:15:57.684Z");
	feed_answer_release(&a);
	buf_release(&bytes);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_answers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
