/* The WMO's RSS and SWIC, the US weather service, GDACS. */
#include "feed_cap_kit.h"

#include "feeds/mail_time.h"
#include "feeds/vtec.h"

/* ---- parts ---- */

static void
test_mail_time(void **state)
{
	static const struct {
		const char *s, *rfc3339; /* NULL: refused */
	} cases[] = {
		{ "Wed, 26 Aug 2026 08:09:13 +0000", "2026-08-26T08:09:13Z" },
		{ "Wed, 26 Aug 2026 08:09:13 GMT", "2026-08-26T08:09:13Z" },
		{ "Wed, 26 Aug 2026 08:09:13 ut", "2026-08-26T08:09:13Z" },
		{ "26 Aug 2026 08:09 UTC", "2026-08-26T08:09:00Z" },
		{ "1 jan 2026 16:09:13 +0800", "2026-01-01T16:09:13+08:00" },
		{ "Tue, 01 Dec 2026 00:00:00 -0330",
		  "2026-12-01T00:00:00-03:30" },
		{ "Wed, 26 Aug 2026 08:09:13", NULL },
		{ "Wed, 26 Aug 2026 08:09:13 EST", NULL },
		{ "Wed, 26 Aug 26 08:09:13 GMT", NULL },
		{ "Wed, 26 Ago 2026 08:09:13 GMT", NULL },
		{ "Wed, 31 Jun 2026 08:09:13 GMT", NULL },
		{ "Wed, 26 Aug 2026 24:09:13 GMT", NULL },
		{ "Wed, 26 Aug 2026 8:09:13 GMT", NULL },
		{ "Wed, Aug 26 2026 08:09:13 GMT", NULL },
		{ "Wed, 260 Aug 2026 08:09:13 GMT", NULL },
		{ "Wed, 26 Aug 2026 08:09:13 GMT and a long tail of words "
		  "that is no zone",
		  NULL },
		{ "Wed, 26 Aug", NULL },
		{ "Wed,", NULL },
		{ "", NULL },
	};
	struct feed_time t;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_int_equal(mail_time(&t, cases[i].s),
		                 cases[i].rfc3339 != NULL);
		assert_time(&t, cases[i].rfc3339);
	}
}

static void
test_vtec(void **state)
{
	static const struct {
		const char *s, *key; /* NULL: none */
		bool over;
	} cases[] = {
		{ "/O.CON.KMKX.BH.S.0022.000000T0000Z-260923T0000Z/",
		  "KMKX.BH.S.0022", false },
		{ "/O.CAN.PAAQ.TS.W.0021.", "PAAQ.TS.W.0021", true },
		{ "/O.EXP.PAAQ.TS.W.0021.", "PAAQ.TS.W.0021", true },
		{ "/O.UPG.PAAQ.TS.W.0021.", "PAAQ.TS.W.0021", true },
		{ "/O.EXT.PAAQ.TS.W.0021.", "PAAQ.TS.W.0021", false },
		{ "/O.CON.KMKX.BH.S.0022", NULL, false },
		{ "/O.CON.KMKX.BH.S.22.0000", NULL, false },
		{ "/o.CON.KMKX.BH.S.0022.", NULL, false },
		{ "O.CON.KMKX.BH.S.0022.", NULL, false },
		{ "/", NULL, false },
		{ "", NULL, false },
	};
	char key[VTEC_KEY];
	bool over;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		if (!vtec_read(key, &over, cases[i].s)) {
			assert_null(cases[i].key);
			continue;
		}
		assert_string_equal(key, cases[i].key);
		assert_int_equal(over, cases[i].over);
	}
}

/* ---- rss ---- */

#define RSS(items)                                                             \
	"<rss version='2.0' xmlns:cap='urn:oasis:names:tc:emergency:cap:1.1'"  \
	" xmlns:georss='http://www.georss.org/georss'><channel>"               \
	"<title>Warnings</title>" items "</channel></rss>"
#define AT "<pubDate>Sun, 23 Aug 2026 09:08:00 +0000</pubDate>"
#define ITEM(guid, title, rest)                                                \
	"<item><title>" title "</title><guid>" guid                            \
	"</guid><pubDate>Sun, 23 Aug 2026 09:08:00 +0000</pubDate>" rest       \
	"</item>"
#define CN "51152741600000_20260823170800"
#define OFFICE "Junlian Observatory"

static void
test_rss_of_china(void **state)
{
	static const struct {
		const char *xml;
		enum feed_change change;
		int level;
		const char *kind, *condition;
	} cases[] = {
		{ RSS(ITEM(CN,
		           OFFICE " issues orange warning for rainstorm"
		                  " [Level II/Serious]",
		           "")),
		  FEED_ALERT, 2, "暴雨", "511527/rainstorm" },
		{ RSS(ITEM(CN,
		           OFFICE " lifts orange warning for rainstorm"
		                  " [Level II/Serious]",
		           "")),
		  FEED_CANCEL, 2, "暴雨", "511527/rainstorm" },
		{ RSS(ITEM(CN,
		           OFFICE " updates Blue warning for flash flood"
		                  " disasters",
		           "<cap:event>Flash flood events</cap:event>")),
		  FEED_UPDATE, 4, "山洪", "511527/flash-flood" },
		{ RSS(ITEM(CN, OFFICE " issues red warning for typhoon", "")),
		  FEED_ALERT, 1, "台风", "511527/typhoon" },
		{ RSS(ITEM(CN, OFFICE " issues yellow warning for locusts",
		           "")),
		  FEED_ALERT, 3, "locusts", "511527/locusts" },
		{ RSS(ITEM(CN, OFFICE " issues blue warning for hailing", "")),
		  FEED_ALERT, 4, "hailing", "511527/hailing" },
		{ RSS(ITEM(CN, OFFICE " issues white warning for hail", "")),
		  FEED_ALERT, 0, "其他", CN },
		/* A title of another form: the event, for a person to judge. */
		{ RSS(ITEM(CN, OFFICE " reports blue sky",
		           "<cap:event>Hail</cap:event>")),
		  FEED_ALERT, 0, "冰雹", "511527/hail" },
		{ RSS(ITEM(CN, "Nothing known", "")), FEED_ALERT, 0, "其他",
		  CN },
		/* Another department has a condition of its own. */
		{ RSS(ITEM("51152700004900_20260823170800",
		           "X issues blue warning for fog", "")),
		  FEED_ALERT, 4, "大雾", "511527/fog/00004900" },
	};
	struct feed_answer a;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		read_text(&a, "rss", cases[i].xml);
		assert_int_equal(a.count, 1);
		assert_int_equal(a.rows[0].change, cases[i].change);
		assert_int_equal(a.rows[0].level, cases[i].level);
		assert_string_equal(a.rows[0].kind, cases[i].kind);
		assert_string_equal(a.rows[0].condition, cases[i].condition);
		assert_list(&a.rows[0].adcodes, "511527");
		feed_answer_release(&a);
	}
}

static void
test_rss_elsewhere(void **state)
{
	struct feed_answer a;
	struct feed_warning *w;

	(void)state;
	read_text(&a, "rss",
	          "<rss><channel><title>t</title><pubDate>"
	          "Sun, 23 Aug 2026 09:08:00 GMT</pubDate></channel></rss>");
	assert_int_equal(a.count, 0);
	assert_time(&a.made, "2026-08-23T09:08:00Z");
	feed_answer_release(&a);
	read_text(&a, "rss",
	          RSS("<item><title>Wind has ended</title>" AT
	              "<link>https://x/1"
	              "</link><description>d</description><cap:severity>Severe"
	              "</cap:severity><cap:expires>2026-08-24T00:00:00+02:00"
	              "</cap:expires><cap:areaDesc>A; B</cap:areaDesc>"
	              "<georss:point>1 2</georss:point></item>"));
	w = &a.rows[0];
	assert_string_equal(w->id, "https://x/1");
	assert_string_equal(w->condition, "https://x/1");
	assert_int_equal(w->change, FEED_CANCEL);
	assert_int_equal(w->level, 2);
	assert_time(&w->sent, "2026-08-23T09:08:00Z");
	assert_time(&w->expires, "2026-08-24T00:00:00+02:00");
	assert_list(&w->areas, "A|B");
	assert_list(&w->adcodes, "");
	assert_true(w->lat == 1 && w->lon == 2);
	feed_answer_release(&a);
}

/* A message that comes twice is one; what came first stays. */
static void
test_repeats(void **state)
{
	struct feed_answer a;

	(void)state;
	read_text(&a, "rss",
	          RSS(ITEM("g1", "first", "") ITEM("g2", "other", "")
	                      ITEM("g1", "again", "") ITEM("g3", "last", "")));
	assert_int_equal(a.count, 3);
	assert_string_equal(a.rows[0].headline, "first");
	assert_string_equal(a.rows[1].headline, "other");
	assert_string_equal(a.rows[2].headline, "last");
	feed_answer_release(&a);
}

static void
test_rows_limit(void **state)
{
	struct buf s = BUF_INIT;
	struct feed_answer a;

	(void)state;
	buf_str(&s, "<rss><channel><title>t</title>");
	for (size_t i = 0; i < FEED_ROWS_MAX; i++)
		buf_fmt(&s,
		        "<item><title>t</title><guid>%zu</guid>" AT "</item>",
		        i);
	buf_str(&s, "</channel></rss>");
	read_text(&a, "rss", s.s);
	assert_int_equal(a.count, FEED_ROWS_MAX);
	feed_answer_release(&a);
	buf_cut(&s, s.len - strlen("</channel></rss>"));
	buf_str(&s, "<item><title>t</title><guid>g</guid>" AT "</item>"
	            "</channel></rss>");
	fails("rss", s.s, "超过 20000 条");
	buf_release(&s);
}

static void
test_rss_failed(void **state)
{
	static const struct {
		const char *bytes, *why;
	} cases[] = {
		{ "<html/>", "不是 RSS" },
		{ "<rss/>", "缺少“channel”" },
		{ "<rss><channel/></rss>", "缺少“title”" },
		{ RSS("<item><title>t</title></item>"), "缺少“guid”" },
		{ RSS("<item><guid>g</guid></item>"), "缺少“title”" },
		{ RSS("<item><guid>g</guid><title>t</title></item>"),
		  "缺少“pubDate”" },
		{ RSS("<item><guid>g</guid><title>t</title>"
		      "<pubDate>today</pubDate></item>"),
		  "today" },
		{ RSS(ITEM("g", "t", "<cap:expires>x</cap:expires>")), "x" },
		{ "<rss><channel><title>t</title>", "第 1 行" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		fails("rss", cases[i].bytes, cases[i].why);
}

/* ---- swic ---- */

#define ITEMS(rows) "{\"items\": [" rows "]}"
#define SENT "\"2026-08-26 06:57:28\""
#define ROW(path, s, rest)                                                     \
	"{\"url\": \"" path "\", \"event\": \"Rain\", \"sent\": " SENT         \
	", \"s\": " s rest "}"

static void
test_swic_list(void **state)
{
	struct feed_answer a;
	struct feed_warning *w;

	(void)state;
	read_text(&a, "swic", ITEMS(""));
	assert_int_equal(a.count, 0);
	feed_answer_release(&a);
	read_text(&a, "swic",
	          ITEMS(ROW("in-ndma-xx/1.xml", "4",
	                    ", \"id\": \"IN-1\", \"headline\": \"Rain ended\","
	                    " \"expires\":"
	                    " \"2026-08-26 12:56:00\", \"effective\": \"\","
	                    " \"areaDesc\": \"A, B; C\", \"mid\": \"066\"")));
	w = &a.rows[0];
	assert_string_equal(w->id, "in-ndma-xx/1.xml");
	assert_string_equal(w->condition, "in-ndma-xx/1.xml");
	assert_list(&w->also, "IN-1");
	assert_list(&w->geocodes, "ISO:IN");
	assert_list(&w->areas, "A, B|C");
	assert_list(&w->adcodes, "");
	assert_string_equal(w->link, "https://severeweather.wmo.int/v2/"
	                             "cap-alerts/in-ndma-xx/1.xml");
	assert_int_equal(w->level, 1);
	assert_int_equal(w->change, FEED_CANCEL);
	assert_time(&w->sent, "2026-08-26T06:57:28Z");
	assert_time(&w->expires, "2026-08-26T12:56:00Z");
	assert_time(&w->effective, NULL);
	feed_answer_release(&a);
}

static void
test_swic_ranks(void **state)
{
	static const struct {
		const char *json;
		int level;
		const char *severity;
	} cases[] = {
		{ ITEMS(ROW("p", "0", "")), 0, "Unknown" },
		{ ITEMS(ROW("p", "1", "")), 4, "Minor" },
		{ ITEMS(ROW("p", "2", "")), 3, "Moderate" },
		{ ITEMS(ROW("p", "3", "")), 2, "Severe" },
		{ ITEMS(ROW("p", "4", "")), 1, "Extreme" },
		{ ITEMS(ROW("p", "5", "")), 0, NULL },
	};
	struct feed_answer a;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		read_text(&a, "swic", cases[i].json);
		assert_int_equal(a.rows[0].level, cases[i].level);
		assert_text(a.rows[0].severity, cases[i].severity);
		assert_string_equal(a.rows[0].headline, "Rain");
		feed_answer_release(&a);
	}
}

static void
test_swic_china_and_view(void **state)
{
	struct feed_answer a;
	struct feed_warning *w;

	(void)state;
	read_text(&a, "swic",
	          ITEMS("{\"capURL\": \"https://x/cn.xml\", \"event\":"
	                " \"Rainstorm\", \"sent\": " SENT
	                ", \"s\": 0, \"id\": \"" CN "\","
	                " \"headline\": \"" OFFICE " lifts orange warning for"
	                " rainstorm\"}"));
	w = &a.rows[0];
	assert_string_equal(w->condition, "511527/rainstorm");
	assert_string_equal(w->kind, "暴雨");
	assert_string_equal(w->sender, OFFICE);
	assert_string_equal(w->link, "https://x/cn.xml");
	assert_list(&w->also, CN);
	assert_list(&w->adcodes, "511527");
	assert_int_equal(w->change, FEED_CANCEL);
	assert_int_equal(w->level, 2);
	feed_answer_release(&a);
	read_text(&a, "swic",
	          "{\"features\": [{\"geometry\": {\"type\": \"Point\","
	          " \"coordinates\": [5, 6]}, \"properties\": {\"capurl\":"
	          " \"ng-x/1\", \"event\": \"Rain\", \"s\": 3, \"sent\":"
	          " \"2026-08-17T06:50:16Z\", \"areadesc\": \"A\"}}],"
	          " \"numberReturned\": 1, \"timeStamp\":"
	          " \"2026-08-17T23:39:03.506Z\"}");
	w = &a.rows[0];
	assert_string_equal(w->id, "ng-x/1");
	assert_int_equal(w->level, 2);
	assert_true(w->lat == 6 && w->lon == 5);
	assert_time(&w->sent, "2026-08-17T06:50:16Z");
	assert_time(&a.made, "2026-08-17T23:39:03.506Z");
	feed_answer_release(&a);
}

static void
test_swic_failed(void **state)
{
	static const struct {
		const char *bytes, *why;
	} cases[] = {
		{ "<html></html>", "line 1" },
		{ "[]", "expected an object" },
		{ "{}", "/items: missing" },
		{ "{\"items\": {}}", "/items" },
		{ "{\"items\": [{}]}", "缺少“url”" },
		{ "{\"items\": [7]}", "/items/0" },
		{ ITEMS(ROW("", "1", "")), "缺少“url”" },
		{ ITEMS(ROW("p", "\"1\"", "")), "/items/0/s" },
		{ ITEMS("{\"url\": \"p\", \"s\": 1, \"event\": \"e\","
		        " \"sent\": \"now\"}"),
		  "/items/0/sent: now" },
		{ ITEMS("{\"url\": \"p\", \"s\": 1, \"event\": \"e\"}"),
		  "/items/0/sent: missing" },
		{ ITEMS("{\"url\": \"p\", \"s\": 1, \"event\": \"e\","
		        " \"sent\": \"\"}"),
		  "缺少“sent”" },
		{ ITEMS("{\"url\": \"p\", \"s\": 1, \"event\": \"\"}"),
		  "缺少“event”" },
		{ "{\"features\": [], \"numberReturned\": 3}",
		  "应有 3 条，实有 0 条" },
		{ "{\"features\": [{}]}", "/features/0/properties" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		fails("swic", cases[i].bytes, cases[i].why);
}

/* ---- nws ---- */

#define ALERTS(rows)                                                           \
	"{\"type\": \"FeatureCollection\", \"features\": [" rows               \
	"], \"updated\": \"2026-09-19T16:48:16+00:00\"}"
#define PROPERTIES(id, type, rest)                                             \
	"\"properties\": {\"id\": \"" id                                       \
	"\", \"sent\": \"2026-09-19T11:47:00-05:00\", \"status\": \"Actual\"," \
	" \"event\": \"Flood\", \"messageType\": \"" type "\"" rest "}"
#define NWS(type, rest) ALERTS("{" PROPERTIES("n1", type, rest) "}")
#define VTEC_LIST(list) ", \"parameters\": {\"VTEC\": [" list "]}"
#define CON "\"/O.CON.KMKX.FA.W.0001.x/\""
#define CAN "\"/O.CAN.KMKX.FA.A.0002.x/\""

static void
test_nws_change_and_condition(void **state)
{
	static const struct {
		const char *json;
		enum feed_change change;
		const char *condition;
	} cases[] = {
		{ NWS("Alert", ""), FEED_ALERT, "n1" },
		{ NWS("Update", VTEC_LIST(CON)), FEED_UPDATE,
		  "KMKX.FA.W.0001" },
		{ NWS("Update", VTEC_LIST(CAN)), FEED_CANCEL,
		  "KMKX.FA.A.0002" },
		/* A watch gives way to a warning: the warning goes on. */
		{ NWS("Update", VTEC_LIST(CAN ", " CON)), FEED_UPDATE,
		  "KMKX.FA.W.0001" },
		{ NWS("Update", VTEC_LIST(CON ", " CAN)), FEED_UPDATE,
		  "KMKX.FA.W.0001" },
		{ NWS("Update", VTEC_LIST("7, \"no\"")), FEED_UPDATE, "n1" },
		{ NWS("Cancel", VTEC_LIST(CON)), FEED_CANCEL,
		  "KMKX.FA.W.0001" },
		{ NWS("Alert", VTEC_LIST(CAN)), FEED_ALERT, "KMKX.FA.A.0002" },
		{ NWS("Update", ", \"response\": \"AllClear\""), FEED_CANCEL,
		  "n1" },
		{ NWS("Update", ", \"urgency\": \"Past\""), FEED_CANCEL, "n1" },
		{ NWS("Alert", ", \"urgency\": \"Past\""), FEED_ALERT, "n1" },
	};
	struct feed_answer a;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		read_text(&a, "nws", cases[i].json);
		assert_int_equal(a.rows[0].change, cases[i].change);
		assert_string_equal(a.rows[0].condition, cases[i].condition);
		feed_answer_release(&a);
	}
	read_text(&a, "nws", NWS("Ack", ""));
	assert_int_equal(a.count, 0);
	feed_answer_release(&a);
}

static void
test_nws_row(void **state)
{
	struct feed_answer a;
	struct feed_warning *w;

	(void)state;
	read_text(
		&a, "nws",
		ALERTS("{\"geometry\": {\"type\": \"Polygon\", \"coordinates\":"
	               " [[[-90, 30], [-89, 30], [-89, 31.5], [-90, "
	               "30]]]}, " PROPERTIES(
			       "n1", "Update",
			       ", \"@id\": \"https://x/n1\", \"severity\":"
			       " \"Severe\", \"expires\":"
			       " \"2026-09-19T20:00:00-05:00\", \"ends\":"
			       " \"2026-09-22T19:00:00-05:00\", \"effective\":"
			       " null, \"areaDesc\": \"A; B\", \"geocode\":"
			       " {\"SAME\": [\"055117\"], \"UGC\": [\"WIZ052\","
			       " \"WIZ060\", 3]}, \"references\":"
			       " [{\"identifier\": \"n0\"}, {}], "
			       "\"parameters\":"
			       " {\"expiredReferences\": [\"s,m1,"
			       "2026-09-18T21:53:00-05:00 s,m2,t nothing\"]},"
			       " \"description\": \"d\", \"instruction\": "
			       "\"i\","
			       " \"scope\": \"Public\"") "}"));
	w = &a.rows[0];
	assert_string_equal(w->id, "n1");
	assert_int_equal(w->level, 2);
	assert_int_equal(w->status, FEED_ACTUAL);
	assert_time(&w->expires, "2026-09-22T19:00:00-05:00");
	assert_time(&w->effective, NULL);
	assert_list(&w->areas, "A|B");
	assert_list(&w->geocodes, "UGC:WIZ052|UGC:WIZ060|SAME:055117");
	assert_list(&w->references, "n0|m1|m2");
	assert_string_equal(w->text, "d\n\ni");
	assert_string_equal(w->link, "https://x/n1");
	assert_int_equal(w->shapes_count, 1);
	assert_true(w->shapes[0].at[2][0] == 31.5 &&
	            w->shapes[0].at[2][1] == -89);
	assert_time(&a.made, "2026-09-19T16:48:16Z");
	assert_null(a.next);
	feed_answer_release(&a);
	/* ends is null: expires. */
	read_text(&a, "nws",
	          NWS("Alert", ", \"ends\": null, \"expires\":"
	                       " \"2026-09-19T20:00:00-05:00\""));
	assert_time(&a.rows[0].expires, "2026-09-19T20:00:00-05:00");
	feed_answer_release(&a);
}

static void
test_nws_shapes(void **state)
{
#define SHAPE(g)                                                               \
	ALERTS("{\"geometry\": " g ", " PROPERTIES("n", "Alert", "") "}")
#define RING "[[0, 0], [1, 0], [1, 1]]"
	static const struct {
		const char *json;
		size_t shapes;
	} cases[] = {
		{ SHAPE("{\"type\": \"MultiPolygon\", \"coordinates\": [[" RING
		        "], [" RING ", " RING "]]}"),
		  2 },
		{ SHAPE("{\"type\": \"Polygon\", \"coordinates\": [[[0, 0],"
		        " [1, 0], [181, 1]]]}"),
		  0 },
		{ SHAPE("{\"type\": \"Polygon\", \"coordinates\": [[[0, 0],"
		        " [1, 0]]]}"),
		  0 },
		{ SHAPE("{\"type\": \"Polygon\", \"coordinates\": \"x\"}"), 0 },
		{ SHAPE("{\"type\": \"Line\"}"), 0 },
		{ SHAPE("{}"), 0 },
		{ SHAPE("null"), 0 },
	};
	struct feed_answer a;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		read_text(&a, "nws", cases[i].json);
		assert_int_equal(a.rows[0].shapes_count, cases[i].shapes);
		feed_answer_release(&a);
	}
}

static void
test_nws_status_and_pages(void **state)
{
	struct feed_answer a;

	(void)state;
	read_text(
		&a, "nws",
		ALERTS("{" PROPERTIES(
			"urn-KEEPALIVE-1", "Alert",
			"") "}, {" PROPERTIES("n2", "Alert",
	                                      ", \"scope\": \"Private\"") "}"));
	assert_int_equal(a.rows[0].status, FEED_TEST);
	assert_int_equal(a.rows[1].status, FEED_PRIVATE);
	feed_answer_release(&a);
	read_text(&a, "nws",
	          "{\"features\": [], \"pagination\": {\"next\": "
	          "\"https://n\"}}");
	assert_int_equal(a.count, 0);
	assert_string_equal(a.next, "https://n");
	feed_answer_release(&a);
}

static void
test_nws_failed(void **state)
{
	static const struct {
		const char *bytes, *why;
	} cases[] = {
		{ "<html></html>", "line 1" },
		{ "{\"title\": \"Forbidden\", \"detail\": \"No User-Agent\"}",
		  "Forbidden: No User-Agent" },
		{ "{\"@graph\": []}", "缺少“features”" },
		{ "{\"features\": null}", "features" },
		{ "{\"features\": [{}]}", "/features/0/properties" },
		{ "{\"features\": [{\"properties\": {}}]}",
		  "/features/0/properties/id" },
		{ ALERTS("{" PROPERTIES("", "Alert", "") "}"), "缺少“id”" },
		{ ALERTS("{\"properties\": {\"id\": \"n\"}}"), "/status" },
		{ NWS("Note", ""), "“msgType”" },
		{ NWS("Alert", ", \"ends\": \"never\""), "never" },
		{ NWS("Alert", ", \"headline\": 7"), "/headline" },
		{ "{\"features\": []", "line 1" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		fails("nws", cases[i].bytes, cases[i].why);
}

/* ---- gdacs ---- */

#define EVENTS(rows)                                                           \
	"{\"type\": \"FeatureCollection\", \"features\": [" rows "]}"
#define EVENT(type, level, current, rest)                                      \
	"{\"geometry\": {\"type\": \"Point\", \"coordinates\": [117.2, 30]},"  \
	" \"properties\": {\"eventtype\": \"" type                             \
	"\", \"eventid\": 1552752, \"alertlevel\": \"" level                   \
	"\", \"iscurrent\": \"" current "\", \"name\": \"N\", "                \
	"\"datemodified\": \"2026-07-20T14:02:43\"" rest "}}"

static void
test_gdacs_json(void **state)
{
	static const struct {
		const char *json;
		size_t rows;
		int level;
		enum feed_change change;
		const char *kind, *id;
	} cases[] = {
		{ EVENTS(""), 0, 0, FEED_ALERT, NULL, NULL },
		{ EVENTS(EVENT("EQ", "Green", "true", "")), 0, 0, FEED_ALERT,
		  NULL, NULL },
		{ EVENTS(EVENT("EQ", "Red", "true", ", \"episodeid\": 17")), 1,
		  1, FEED_ALERT, "地震", "EQ1552752.17" },
		{ EVENTS(EVENT("TC", "Orange", "true", ", \"episodeid\": 1")),
		  1, 2, FEED_ALERT, "台风", "TC1552752.1" },
		{ EVENTS(EVENT("TC", "Orange", "true", ", \"episodeid\": 2")),
		  1, 2, FEED_UPDATE, "台风", "TC1552752.2" },
		{ EVENTS(EVENT("DR", "orange", "false", "")), 1, 2, FEED_CANCEL,
		  "干旱", "DR1552752" },
		{ EVENTS(EVENT("XX", "Purple", "true", "")), 1, 0, FEED_ALERT,
		  "XX", "XX1552752" },
		{ EVENTS(EVENT("WF", "Red", "true",
		               ", \"Class\": \"Point_Centroid\"")),
		  1, 1, FEED_ALERT, "森林火灾", "WF1552752" },
		/* A line or a cone of an event is not one more. */
		{ EVENTS("{\"properties\": {\"Class\": \"Poly_Cones\"}}"), 0, 0,
		  FEED_ALERT, NULL, NULL },
	};
	struct feed_answer a;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		read_text(&a, "gdacs", cases[i].json);
		assert_int_equal(a.count, cases[i].rows);
		if (a.count > 0) {
			assert_int_equal(a.rows[0].level, cases[i].level);
			assert_int_equal(a.rows[0].change, cases[i].change);
			assert_string_equal(a.rows[0].kind, cases[i].kind);
			assert_string_equal(a.rows[0].id, cases[i].id);
			assert_true(a.rows[0].lat == 30);
		}
		feed_answer_release(&a);
	}
}

static void
test_gdacs_row(void **state)
{
	struct feed_answer a;
	struct feed_warning *w;

	(void)state;
	read_text(
		&a, "gdacs",
		"\xEF\xBB\xBF" EVENTS(EVENT(
			"EQ", "Orange", "true",
			", \"fromdate\": \"2026-07-19T02:24:36\", \"country\":"
			" \"Peru, , Chile\", \"iso3\": \"PER\","
			" \"affectedcountries\": [{\"iso3\": \"PER\"},"
			" {\"iso3\": \"CHL\"}, {}], \"severitydata\":"
			" {\"severitytext\": \"Magnitude 5.5M, Depth:10.5km\"},"
			" \"url\": {\"report\": \"https://r\"},"
			" \"description\": \"D\"")));
	w = &a.rows[0];
	assert_string_equal(w->condition, "EQ1552752");
	assert_time(&w->sent, "2026-07-20T14:02:43Z");
	assert_time(&w->occurred, "2026-07-19T02:24:36Z");
	assert_time(&w->effective, NULL);
	assert_list(&w->areas, "Peru|Chile");
	assert_list(&w->geocodes, "ISO:PER|ISO:CHL");
	assert_true(w->magnitude == 5.5 && w->depth_km == 10.5);
	assert_true(w->lon == 117.2);
	assert_string_equal(w->link, "https://r");
	assert_string_equal(w->headline, "N");
	assert_string_equal(w->text, "D");
	feed_answer_release(&a);
	read_text(&a, "gdacs",
	          EVENTS(EVENT("TC", "Orange", "true",
	                       ", \"fromdate\": \"2026-07-19T02:24:36\"")));
	assert_time(&a.rows[0].effective, "2026-07-19T02:24:36Z");
	assert_time(&a.rows[0].occurred, NULL);
	assert_true(isnan(a.rows[0].magnitude));
	feed_answer_release(&a);
}

#define GDACS(items)                                                           \
	"<rss xmlns:gdacs='http://www.gdacs.org'"                              \
	" xmlns:georss='http://www.georss.org/georss'><channel>"               \
	"<title>t</title>" items "</channel></rss>"
#define G(name, value) "<gdacs:" name ">" value "</gdacs:" name ">"
#define STORM(level, rest)                                                     \
	"<item><title>T</title><pubDate>Sat, 28 Dec 2019 18:00:00 GMT"         \
	"</pubDate>" G("eventtype", "TC") G("eventid", "1000641")              \
		G("alertlevel", level) rest "</item>"

static void
test_gdacs_rss(void **state)
{
	static const struct {
		const char *xml;
		size_t rows;
		enum feed_change change;
		double lat, lon;
	} cases[] = {
		{ GDACS(""), 0, FEED_ALERT, NAN, NAN },
		{ GDACS(STORM("Green", "")), 0, FEED_ALERT, NAN, NAN },
		{ GDACS(STORM("Orange", G("version", "1"))), 1, FEED_ALERT, NAN,
		  NAN },
		{ GDACS(STORM("Orange", G("version", "2"))), 1, FEED_UPDATE,
		  NAN, NAN },
		{ GDACS(STORM("Orange", G("iscurrent", "false"))), 1,
		  FEED_CANCEL, NAN, NAN },
		{ GDACS(STORM("Orange",
		              "<georss:point>14.5 112</georss:point>" G(
				      "bbox", "0 2 0 2"))),
		  1, FEED_ALERT, 14.5, 112 },
		/* lonmin lonmax latmin latmax, across the date line too. */
		{ GDACS(STORM("Orange", G("bbox", "110 120 -10 20"))), 1,
		  FEED_ALERT, 5, 115 },
		{ GDACS(STORM("Orange", G("bbox", "170 200 0 10"))), 1,
		  FEED_ALERT, 5, -175 },
		{ GDACS(STORM("Orange", G("bbox", "-200 -170 0 10"))), 1,
		  FEED_ALERT, 5, 175 },
		{ GDACS(STORM("Orange", G("bbox", "110 120 -10"))), 1,
		  FEED_ALERT, NAN, NAN },
	};
	struct feed_answer a;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		read_text(&a, "gdacs", cases[i].xml);
		assert_int_equal(a.count, cases[i].rows);
		if (a.count > 0) {
			const struct feed_warning *w = &a.rows[0];

			assert_int_equal(w->change, cases[i].change);
			assert_string_equal(w->condition, "TC1000641");
			assert_int_equal(isnan(w->lat), isnan(cases[i].lat));
			assert_true(isnan(w->lat) || (w->lat == cases[i].lat &&
			                              w->lon == cases[i].lon));
			assert_time(&w->sent, "2019-12-28T18:00:00Z");
		}
		feed_answer_release(&a);
	}
	read_text(&a, "gdacs",
	          GDACS(STORM("Red",
	                      G("datemodified", "Sun, 29 Dec 2019 01:00:00 GMT")
	                              G("episodeid", "29")
	                                      G("fromdate",
	                                        "Sat, 21 Dec 2019 18:00:00 "
	                                        "GMT"))));
	assert_string_equal(a.rows[0].id, "TC1000641.29");
	assert_time(&a.rows[0].sent, "2019-12-29T01:00:00Z");
	assert_time(&a.rows[0].effective, "2019-12-21T18:00:00Z");
	feed_answer_release(&a);
}

static void
test_gdacs_failed(void **state)
{
	static const struct {
		const char *bytes, *why;
	} cases[] = {
		{ "<html/>", "不是 RSS" },
		{ "<rss><channel/></rss>", "缺少“title”" },
		{ GDACS("<item/>"), "缺少“gdacs:eventtype”" },
		{ GDACS("<item>" G("eventtype", "EQ") "</item>"),
		  "缺少“gdacs:eventid”" },
		{ GDACS("<item>" G("eventtype", "EQ")
		                G("eventid", "1") "</item>"),
		  "缺少“gdacs:alertlevel”" },
		{ GDACS("<item>" G("eventtype", "EQ") G("eventid", "1")
		                G("alertlevel", "Red") "</item>"),
		  "缺少“pubDate”" },
		{ "{\"features\": [{\"properties\": {\"eventtype\": \"EQ\","
		  " \"alertlevel\": \"Red\", \"iscurrent\": \"true\"}}]}",
		  "/datemodified: missing" },
		{ GDACS(STORM("Red", G("fromdate", "noon"))), "noon" },
		{ "{}", "/features: missing" },
		{ "{\"features\": [{}]}", "/features/0/properties" },
		{ "{\"features\": [{\"properties\": {}}]}", "/eventtype" },
		{ EVENTS(EVENT("EQ", "Red", "true", ", \"episodeid\": \"1\"")),
		  "/episodeid" },
		{ EVENTS(EVENT("EQ", "Red", "true", ", \"fromdate\": \"x\"")),
		  "/features/0/properties/fromdate" },
		{ "{\"features\": [", "line 1" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		fails("gdacs", cases[i].bytes, cases[i].why);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mail_time),
		cmocka_unit_test(test_vtec),
		cmocka_unit_test(test_rss_of_china),
		cmocka_unit_test(test_rss_elsewhere),
		cmocka_unit_test(test_repeats),
		cmocka_unit_test(test_rows_limit),
		cmocka_unit_test(test_rss_failed),
		cmocka_unit_test(test_swic_list),
		cmocka_unit_test(test_swic_ranks),
		cmocka_unit_test(test_swic_china_and_view),
		cmocka_unit_test(test_swic_failed),
		cmocka_unit_test(test_nws_change_and_condition),
		cmocka_unit_test(test_nws_row),
		cmocka_unit_test(test_nws_shapes),
		cmocka_unit_test(test_nws_status_and_pages),
		cmocka_unit_test(test_nws_failed),
		cmocka_unit_test(test_gdacs_json),
		cmocka_unit_test(test_gdacs_row),
		cmocka_unit_test(test_gdacs_rss),
		cmocka_unit_test(test_gdacs_failed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
