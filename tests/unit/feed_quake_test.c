/* Earthquakes and fires come as their sources mean them, or not at all. */
#include "quake_kit.h"

#include "base/buf.h"

/* Whatever is cut off its end, an answer never gets shorter: it fails. */
static void
every_cut_fails(const char *format, const char *text)
{
	struct err err = ERR_INIT;
	char *bytes = quoted(text);
	struct feed_answer a;

	for (size_t len = strlen(bytes); len-- > 0;) {
		err_clear(&err);
		if (!feed_read(feed_format(format), "t", bytes, len, &a, &err))
			fail_msg("%s: cut to %.*s", format, (int)len, bytes);
	}
	free(bytes);
}

/* ---- USGS ---- */

#define USGS_LIST(count, features)                                             \
	"{'type':'FeatureCollection','metadata':{'generated':1789836420000,"   \
	"'status':200,'count':" count "},'features':[" features "]}"
#define USGS_ROW(properties, geometry)                                         \
	"{'type':'Feature','id':'us7','properties':{'time':1789835995747,"     \
	"'updated':1789836038283," properties "},'geometry':" geometry "}"
#define POINT "{'type':'Point','coordinates':[112.5,37.2,10]}"
#define USGS(properties) USGS_LIST("1", USGS_ROW(properties, POINT))
#define USGS_AT(coordinates)                                                   \
	USGS_LIST("1", USGS_ROW("'mag':1", "{'coordinates':" coordinates "}"))

static void
test_usgs_row(void **state)
{
	struct feed_answer a;
	struct feed_warning *w;

	(void)state;
	reads(&a, "usgs",
	      USGS("'mag':4.2,'place':'10 km E of X','status':'reviewed',"
	           "'alert':null,'type':'earthquake','tsunami':1,"
	           "'ids':',ci1,us7,,at2,ci1,','title':'M 4.2 - X',"
	           "'url':'https://example.org/us7'"),
	      1);
	same_time(&a.made, "2026-09-19T16:47:00Z");
	w = a.rows;
	assert_string_equal(w->id, "us7");
	assert_string_equal(w->condition, "us7");
	assert_string_equal(w->kind, "地震");
	assert_int_equal(w->level, 0);
	assert_string_equal(w->severity, "reviewed");
	assert_int_equal(w->status, FEED_ACTUAL);
	assert_int_equal(w->change, FEED_ALERT);
	same_time(&w->occurred, "2026-09-19T16:39:55.747Z");
	same_time(&w->sent, "2026-09-19T16:40:38.283Z");
	same_time(&w->expires, "none");
	assert_string_equal(w->headline, "M 4.2 - X");
	assert_string_equal(w->link, "https://example.org/us7");
	assert_int_equal(w->areas.count, 1);
	assert_string_equal(w->areas.s[0], "10 km E of X");
	assert_int_equal(w->also.count, 2);
	assert_string_equal(w->also.s[0], "ci1");
	assert_string_equal(w->also.s[1], "at2");
	same_number(w->lat, 37.2);
	same_number(w->lon, 112.5);
	same_number(w->magnitude, 4.2);
	same_number(w->depth_km, 10);
	feed_answer_release(&a);
}

static void
test_usgs_levels_and_kinds(void **state)
{
	static const struct {
		const char *text;
		int level;
		const char *kind;
		enum feed_change change;
	} cases[] = {
		{ USGS("'alert':'red'"), 1, "地震", FEED_ALERT },
		{ USGS("'alert':'orange'"), 2, "地震", FEED_ALERT },
		{ USGS("'alert':'yellow'"), 3, "地震", FEED_ALERT },
		{ USGS("'alert':'green'"), 4, "地震", FEED_ALERT },
		{ USGS("'alert':'purple'"), 0, "地震", FEED_ALERT },
		{ USGS("'type':'quarry blast'"), 0, "采石爆破", FEED_ALERT },
		{ USGS("'type':'Ice Quake'"), 0, "冰震", FEED_ALERT },
		{ USGS("'type':'mine collapse'"), 0, "矿井塌陷", FEED_ALERT },
		{ USGS("'type':'moon quake'"), 0, "moon quake", FEED_ALERT },
		{ USGS("'type':null"), 0, "地震", FEED_ALERT },
		{ USGS("'status':'DELETED'"), 0, "地震", FEED_CANCEL },
		{ USGS("'status':'AUTOMATIC'"), 0, "地震", FEED_ALERT },
	};
	struct feed_answer a;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		reads(&a, "usgs", cases[i].text, 1);
		assert_int_equal(a.rows->level, cases[i].level);
		assert_string_equal(a.rows->kind, cases[i].kind);
		assert_int_equal(a.rows->change, cases[i].change);
		feed_answer_release(&a);
	}
}

static void
test_usgs_limits(void **state)
{
	static const struct {
		const char *text;
		double lat, lon, magnitude, depth;
	} cases[] = {
		{ USGS("'mag':null"), 37.2, 112.5, NAN, 10 },
		{ USGS("'place':null"), 37.2, 112.5, NAN, 10 },
		{ USGS("'mag':-5"), 37.2, 112.5, -5, 10 },
		{ USGS("'mag':11"), 37.2, 112.5, 11, 10 },
		{ USGS_AT("[-180,-90,-20]"), -90, -180, 1, -20 },
		{ USGS_AT("[180,90,1000]"), 90, 180, 1, 1000 },
		{ USGS_AT("[1,2,null]"), 2, 1, 1, NAN },
		{ USGS_AT("[1,2]"), 2, 1, 1, NAN },
		{ USGS_AT("[1,-0.140000000596046,-0.14]"), -0.140000000596046,
		  1, 1, -0.14 },
	};
	struct feed_answer a;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		reads(&a, "usgs", cases[i].text, 1);
		same_number(a.rows->lat, cases[i].lat);
		same_number(a.rows->lon, cases[i].lon);
		same_number(a.rows->magnitude, cases[i].magnitude);
		same_number(a.rows->depth_km, cases[i].depth);
		feed_answer_release(&a);
	}
	fails("usgs", USGS("'mag':-5.01"), "/features/0/properties/mag");
	fails("usgs", USGS("'mag':11.01"), "from -5 to 11");
	fails("usgs", USGS("'mag':true"), "expected a number");
	fails("usgs", USGS_AT("[-180.01,0,0]"),
	      "/features/0/geometry/coordinates/0");
	fails("usgs", USGS_AT("[180.01,0,0]"), "coordinates/0");
	fails("usgs", USGS_AT("[0,-90.01,0]"), "coordinates/1");
	fails("usgs", USGS_AT("[0,90.01,0]"), "coordinates/1");
	fails("usgs", USGS_AT("[0,0,-20.01]"), "coordinates/2");
	fails("usgs", USGS_AT("[0,0,1000.01]"), "coordinates/2");
	fails("usgs", USGS_AT("[null,0,0]"), "no place");
	fails("usgs", USGS_AT("[1]"), "no place");
	fails("usgs", USGS_AT("{}"), "expected an array");
}

static void
test_usgs_answers(void **state)
{
	static const char deleted[] =
		USGS_LIST("1", USGS_ROW("'status':'deleted'", "null"));
	struct feed_answer a;

	(void)state;
	reads(&a, "usgs", USGS_LIST("0", ""), 0);
	feed_answer_release(&a);
	reads(&a, "usgs", "\xEF\xBB\xBF" USGS_LIST("0", ""), 0);
	feed_answer_release(&a);
	reads(&a, "usgs", "eqfeed_callback(" USGS("'mag':1") ");\n", 1);
	feed_answer_release(&a);
	reads(&a, "usgs", deleted, 1);
	same_number(a.rows->lat, NAN);
	assert_int_equal(a.rows->change, FEED_CANCEL);
	feed_answer_release(&a);

	fails("usgs", "", "");
	fails("usgs", "<html><body>busy</body></html>", "line 1");
	fails("usgs", "[]", "expected an object");
	fails("usgs", "{'type':'Feature'}", "FeatureCollection");
	fails("usgs", "{'features':[]}", "/type: missing");
	fails("usgs", "{'type':'FeatureCollection','metadata':{'count':0}}",
	      "/features: missing");
	fails("usgs", "{'type':'FeatureCollection','features':[]}",
	      "/metadata: missing");
	fails("usgs",
	      "{'type':'FeatureCollection','metadata':{},'features':[]}",
	      "/metadata/count: missing");
	fails("usgs",
	      "{'type':'FeatureCollection','metadata':{'count':0,"
	      "'status':503},'features':[]}",
	      "/metadata/status");
	fails("usgs", USGS_LIST("1", ""), "count 1 beside 0");
	fails("usgs", USGS_LIST("2", USGS_ROW("'mag':1", POINT)),
	      "count 2 beside 1");
	fails("usgs", USGS_LIST("1", "7"), "/features/0: expected an object");
	fails("usgs", USGS_LIST("1", "{'id':''}"), "/features/0/id: empty");
	fails("usgs", USGS_LIST("1", "{'id':'a'}"), "properties: missing");
	fails("usgs", USGS_LIST("1", USGS_ROW("'mag':1", "null")), "geometry");
	fails("usgs", USGS_LIST("1", "{'id':'a','properties':{'time':-1}}"),
	      "/time");
	fails("usgs", USGS_LIST("1", "{'id':'a','properties':{'time':1}}"),
	      "/updated: missing");
	fails("usgs", "eqfeed_callback(" USGS_LIST("0", ""), "line 1");
	fails("usgs", "eqfeed callback(" USGS_LIST("0", "") ");", "line 1");
	fails("usgs", USGS_LIST("0", "") "x", "line 1");
	every_cut_fails("usgs", USGS("'mag':1"));
}

/* ---- CENC ---- */

#define CENC_ROW(more)                                                         \
	"{'type':'automatic','EventID':'AU.1','time':'2026-08-29 08:13:20',"   \
	"'ReportTime':'2026-08-29 08:15:02'," more "}"
#define CENC_AT "'latitude':'28.53','longitude':'104.67'"
#define CENC(more) "{'No1':" CENC_ROW(more) "}"

static void
test_cenc(void **state)
{
	struct feed_answer a;
	struct feed_warning *w;

	(void)state;
	reads(&a, "cenc",
	      "{'type':'cenc_eqlist','No1':" CENC_ROW(
		      CENC_AT
		      ",'placeName':'四川宜宾市高县附近','location':"
		      "'四川宜宾市高县','magnitude':'4.7','depth':'0',"
		      "'intensity':'6'") ",'No2':{'type':'reviewed',"
	                                 "'EventID':'CD.2','time':'2026-08-11 "
	                                 "22:48:10','ReportTime':'2026-08-11 "
	                                 "23:12:20','placeName':'汤加',"
	                                 "'magnitude':'-0.5','depth':'120',"
	                                 "'latitude':'-18.35','longitude':"
	                                 "'-174.60','intensity':''},"
	                                 "'md5':'f1ff','count':2}",
	      2);
	assert_string_equal(a.tag, "f1ff");
	w = a.rows;
	assert_string_equal(w->id, "AU.1");
	assert_string_equal(w->condition, "AU.1");
	assert_string_equal(w->severity, "automatic");
	same_time(&w->occurred, "2026-08-29T08:13:20+08:00");
	same_time(&w->sent, "2026-08-29T08:15:02+08:00");
	assert_string_equal(w->headline, "四川宜宾市高县附近");
	assert_string_equal(w->areas.s[0], "四川宜宾市高县");
	assert_string_equal(w->text, "最大烈度 6");
	same_number(w->magnitude, 4.7);
	same_number(w->depth_km, NAN);
	same_number(w->lat, 28.53);
	w = &a.rows[1];
	assert_string_equal(w->id, "CD.2");
	assert_string_equal(w->severity, "reviewed");
	assert_string_equal(w->areas.s[0], "汤加");
	assert_null(w->text);
	same_number(w->lon, -174.6);
	same_number(w->magnitude, -0.5);
	same_number(w->depth_km, 120);
	feed_answer_release(&a);

	reads(&a, "cenc", "{'type':'heartbeat','id':'1'}", 0);
	feed_answer_release(&a);
	reads(&a, "cenc", CENC(CENC_AT ",'magnitude':3.1"), 1);
	same_number(a.rows->magnitude, 3.1);
	feed_answer_release(&a);
	every_cut_fails("cenc", CENC(CENC_AT));
}

static void
test_cenc_fails(void **state)
{
	(void)state;
	fails("cenc", "{}", "no rows");
	fails("cenc", "{'md5':'f1ff'}", "no rows");
	fails("cenc", "{'md5':7}", "/md5");
	fails("cenc", "[]", "expected an object");
	fails("cenc", "<!DOCTYPE html>", "line 1");
	fails("cenc", "{'No1':{}}", "/No1/EventID: missing");
	fails("cenc", CENC("'magnitude':'4'"), "/No1: no place");
	fails("cenc", CENC("'latitude':'28.53','longitude':''"), "no place");
	fails("cenc", CENC("'latitude':'90.1','longitude':'1'"), "latitude");
	fails("cenc", CENC("'latitude':'9','longitude':'180.1'"), "longitude");
	fails("cenc", CENC(CENC_AT ",'magnitude':'4.7 '"), "/No1/magnitude");
	fails("cenc", CENC(CENC_AT ",'magnitude':'nan'"), "magnitude");
	fails("cenc", CENC(CENC_AT ",'magnitude':'11.1'"), "magnitude");
	fails("cenc", CENC(CENC_AT ",'depth':'1001'"), "/No1/depth");
	fails("cenc",
	      "{'No1':{'type':'reviewed','EventID':'x'," CENC_AT
	      ",'time':'2026/08/29 08:13:20'}}",
	      "/No1/time: expected a time");
	fails("cenc",
	      "{'No1':{'type':'reviewed','EventID':'x'," CENC_AT
	      ",'time':'2026-02-29 08:13:20'}}",
	      "/No1/time: expected a time");
	fails("cenc", "{'No1':" CENC_ROW(CENC_AT) ",'No2':{'type':''}}",
	      "/No2");
}

/* ---- EEW ---- */

#define EEW_TIMES                                                              \
	"'ReportTime':'2026-08-29 06:07:40','OriginTime':'2026-08-29 "         \
	"06:07:28'"
#define EEW_AT "'Latitude':42.2,'Longitude':80.502"
#define JMA                                                                    \
	"'EventID':'20240101161010','Serial':12,'AnnouncedTime':"              \
	"'2024/01/01 16:10:40','OriginTime':'2024/01/01 16:10:09',"            \
	"'Hypocenter':'能登半島沖','Latitude':37.5,'Longitude':137.2,"    \
	"'Magunitude':7.4,'Depth':10,'MaxIntensity':'7'"

struct eew_case {
	const char *text, *id, *condition;
	enum feed_change change;
	const char *sender, *intensity, *occurred, *sent;
	double magnitude, depth;
};

/* clang-format off */
static const struct eew_case eew_cases[] = {
	/* cenc: ID is text. */
	{ "{'ID':'b4dm','EventID':'202608290607.0001','ReportNum':3," EEW_TIMES
	  "," EEW_AT ",'HypoCenter':'温宿县','Magnitude':4.0,'Depth':null,"
	  "'MaxIntensity':5.1}",
	  "202608290607.0001_3", "202608290607.0001", FEED_UPDATE, NULL,
	  "最大烈度 5.1", "2026-08-29T06:07:28+08:00",
	  "2026-08-29T06:07:40+08:00", 4, NAN },
	/* sc: a number, and the report behind the event. */
	{ "{'type':'sc_eew','ID':7827,'EventID':'20241204235427.0001_1',"
	  "'ReportNum':1," EEW_TIMES "," EEW_AT ",'Magunitude':3.2,"
	  "'Depth':null,'MaxIntensity':5}",
	  "20241204235427.0001_1", "20241204235427.0001", FEED_ALERT,
	  "四川省地震局", "最大烈度 5", "2026-08-29T06:07:28+08:00",
	  "2026-08-29T06:07:40+08:00", 3.2, NAN },
	/* fj: neither depth nor intensity. */
	{ "{'type':'fj_eew','ID':12,'EventID':'F_x','ReportNum':2," EEW_TIMES
	  "," EEW_AT ",'Magunitude':4.1,'isFinal':true}",
	  "F_x_2", "F_x", FEED_UPDATE, "福建省地震局", NULL,
	  "2026-08-29T06:07:28+08:00", "2026-08-29T06:07:40+08:00", 4.1, NAN },
	/* cq: as cenc. */
	{ "{'type':'cq_eew','ID':'q','EventID':'202608290607.0002',"
	  "'ReportNum':1," EEW_TIMES "," EEW_AT ",'Magnitude':3.6,'Depth':8,"
	  "'MaxIntensity':4}",
	  "202608290607.0002_1", "202608290607.0002", FEED_ALERT,
	  "重庆市地震局", "最大烈度 4", "2026-08-29T06:07:28+08:00",
	  "2026-08-29T06:07:40+08:00", 3.6, 8 },
	/* cwa: no EventID. */
	{ "{'ID':1150042,'ReportNum':1," EEW_TIMES "," EEW_AT ",'HypoCenter':"
	  "'花蓮縣','Magunitude':6.1,'Depth':20,'MaxIntensity':'5弱',"
	  "'isCancel':false}",
	  "1150042_1", "1150042", FEED_ALERT, "台湾气象部门",
	  "最大震度 5弱", "2026-08-29T06:07:28+08:00",
	  "2026-08-29T06:07:40+08:00", 6.1, 20 },
	/* jma: UTC+9. */
	{ "{" JMA ",'isTraining':false,'isCancel':false,'isFinal':true}",
	  "20240101161010_12", "20240101161010", FEED_UPDATE, "日本气象厅",
	  "最大震度 7", "2024-01-01T16:10:09+09:00",
	  "2024-01-01T16:10:40+09:00", 7.4, 10 },
	/* A cancel keeps what it has. */
	{ "{'EventID':'20240101161010','Serial':2,'AnnouncedTime':"
	  "'2024/01/01 16:10:40','OriginTime':'','Hypocenter':null,"
	  "'Latitude':null,'Longitude':null,'Magunitude':null,'Depth':null,"
	  "'MaxIntensity':'','isCancel':true}",
	  "20240101161010_2", "20240101161010", FEED_CANCEL, "日本气象厅",
	  NULL, "none", "2024-01-01T16:10:40+09:00", NAN, NAN },
	{ "{" JMA ",'isCancel':true}", "20240101161010_12", "20240101161010",
	  FEED_CANCEL, "日本气象厅", "最大震度 7",
	  "2024-01-01T16:10:09+09:00", "2024-01-01T16:10:40+09:00", 7.4, 10 },
};
/* clang-format on */

static void
same_text(const char *have, const char *want)
{
	assert_string_equal(have ? have : "(none)", want ? want : "(none)");
}

static void
test_eew(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(eew_cases) / sizeof(*eew_cases); i++) {
		const struct eew_case *c = &eew_cases[i];
		struct feed_answer a;
		struct feed_warning *w;

		reads(&a, "eew", c->text, 1);
		w = a.rows;
		assert_string_equal(w->id, c->id);
		assert_string_equal(w->condition, c->condition);
		assert_int_equal(w->change, c->change);
		assert_int_equal(w->status, FEED_ACTUAL);
		same_text(w->sender, c->sender);
		same_text(w->text, c->intensity);
		same_time(&w->occurred, c->occurred);
		same_time(&w->sent, c->sent);
		same_number(w->magnitude, c->magnitude);
		same_number(w->depth_km, c->depth);
		assert_int_equal(w->expires.ms, (w->occurred.ms == FEED_NO_TIME
		                                         ? w->sent.ms
		                                         : w->occurred.ms) +
		                                        10 * CIVIL_MINUTE);
		feed_answer_release(&a);
	}
}

static void
test_eew_ids(void **state)
{
	struct feed_answer a;

	(void)state;
	/* Text is a further id; a bare number could be anybody's. */
	reads(&a, "eew", eew_cases[0].text, 1);
	assert_int_equal(a.rows->also.count, 1);
	assert_string_equal(a.rows->also.s[0], "b4dm");
	feed_answer_release(&a);
	reads(&a, "eew", eew_cases[1].text, 1);
	assert_int_equal(a.rows->also.count, 0);
	feed_answer_release(&a);
	/* Only digits behind the last _ are a report. */
	reads(&a, "eew", "{'EventID':'_1'," EEW_TIMES "," EEW_AT "}", 1);
	assert_string_equal(a.rows->id, "_1_1");
	feed_answer_release(&a);
	reads(&a, "eew", "{'EventID':'a_1_'," EEW_TIMES "," EEW_AT "}", 1);
	assert_string_equal(a.rows->id, "a_1__1");
	feed_answer_release(&a);
	reads(&a, "eew", "{'EventID':'a_'," EEW_TIMES "," EEW_AT "}", 1);
	assert_string_equal(a.rows->condition, "a_");
	feed_answer_release(&a);
}

static void
test_eew_answers(void **state)
{
	struct feed_answer a;

	(void)state;
	reads(&a, "eew", "{'type':'heartbeat','ver':22,'timestamp':1}", 0);
	feed_answer_release(&a);
	reads(&a, "eew", "{" JMA ",'isTraining':true}", 1);
	assert_int_equal(a.rows->status, FEED_EXERCISE);
	feed_answer_release(&a);

	fails("eew", "{}", "no id");
	fails("eew", "{'type':'pong'}", "no id");
	fails("eew", "{'ID':''}", "no id");
	fails("eew", "{'ID':1.5}", "no id");
	fails("eew", "{'EventID':7}", "/EventID");
	fails("eew", "{'ID':1}", "Time: missing");
	fails("eew", "{'ID':1," EEW_TIMES "}", "no place");
	fails("eew", "{'ID':1," EEW_TIMES "," EEW_AT ",'Magnitude':99}",
	      "/Magnitude");
	fails("eew", "{'ID':1," EEW_TIMES "," EEW_AT ",'isCancel':1}",
	      "/isCancel");
	fails("eew", "{'ID':1," EEW_TIMES "," EEW_AT ",'ReportNum':-1}",
	      "/ReportNum");
	fails("eew",
	      "{'ID':1,'ReportTime':'2026-08-29 "
	      "06:07:40','OriginTime':''," EEW_AT "}",
	      "/OriginTime");
	fails("eew",
	      "{'ID':1,'ReportTime':'2026-08-29 06:07:40','OriginTime':"
	      "'2026/08/29 06:07:40'," EEW_AT "}",
	      "/OriginTime");
	fails("eew", "<html>", "line 1");
	every_cut_fails("eew", "{" JMA "}");
}

#define ICL_ROW                                                                \
	"{'eventId':98395394,'updates':5,'latitude':28.3,'longitude':104.9,"   \
	"'epicenter':'四川长宁','startAt':1787531181614,'updateAt':"       \
	"1787531186850,'magnitude':3.900001,'sations':6}"

static void
test_icl(void **state)
{
	struct feed_answer a;
	struct feed_warning *w;

	(void)state;
	reads(&a, "eew",
	      "{'code':0,'message':'','data':[" ICL_ROW
	      ",{'eventId':1785810007,'updates':1,'latitude':42,'longitude':"
	      "84,'depth':19,'startAt':1000,'updateAt':2000,'magnitude':4,"
	      "'sourceType':2,'epiIntensity':5.6}]}",
	      2);
	w = a.rows;
	assert_string_equal(w->id, "ICL98395394_5");
	assert_string_equal(w->condition, "ICL98395394");
	assert_string_equal(w->sender, "成都高新减灾研究所");
	assert_int_equal(w->change, FEED_UPDATE);
	assert_null(w->text);
	same_number(w->magnitude, 3.900001);
	same_number(w->depth_km, NAN);
	same_time(&w->occurred, "2026-08-24T00:26:21.614Z");
	same_time(&w->sent, "2026-08-24T00:26:26.850Z");
	same_time(&w->expires, "2026-08-24T00:36:21.614Z");
	w = &a.rows[1];
	assert_int_equal(w->change, FEED_ALERT);
	assert_string_equal(w->text, "最大烈度 5.6");
	same_number(w->depth_km, 19);
	feed_answer_release(&a);
	reads(&a, "eew", "{'code':0,'message':'','data':[]}", 0);
	feed_answer_release(&a);

	fails("eew", "{'code':1,'message':'busy','data':[]}", "/code");
	fails("eew", "{'code':0,'message':''}", "/data: missing");
	fails("eew", "{'code':0,'data':[{}]}", "/data/0/eventId: missing");
	fails("eew", "{'code':0,'data':[{'eventId':1.5}]}", "/data/0/eventId");
	every_cut_fails("eew", "{'code':0,'data':[" ICL_ROW "]}");
}

/* ---- CEIC ---- */

#define CEIC_ROW(more)                                                         \
	"{'CATA_ID':'CC20191211010460.00','SAVE_TIME':'2019-12-11 01:27:25',"  \
	"'O_TIME':'2019-12-11 01:04:59','EPI_LAT':'30.71','EPI_LON':"          \
	"'141.80','EPI_DEPTH':10,'M':'5.9','LOCATION_C':"                      \
	"'\\u65e5\\u672c'" more "}"
#define CEIC(rows) "{'shuju':[" rows "],'jieguo':'','page':'','num':1}"

static void
test_ceic(void **state)
{
	struct feed_answer a;
	struct feed_warning *w;

	(void)state;
	reads(&a, "ceic",
	      "(" CEIC(CEIC_ROW(",'NEW_DID':'CC20191211010460','AUTO_FLAG':"
	                        "'M','SYNC_TIME':'2019-12-11 01:32:19',"
	                        "'IS_DEL':''")) ")",
	      1);
	w = a.rows;
	assert_string_equal(w->id, "CC20191211010460");
	assert_string_equal(w->also.s[0], "CC20191211010460.00");
	assert_string_equal(w->severity, "M");
	assert_string_equal(w->headline, "日本");
	assert_int_equal(w->change, FEED_ALERT);
	same_time(&w->occurred, "2019-12-11T01:04:59+08:00");
	same_time(&w->sent, "2019-12-11T01:32:19+08:00");
	same_number(w->lon, 141.8);
	same_number(w->magnitude, 5.9);
	same_number(w->depth_km, 10);
	feed_answer_release(&a);

	/* The older forms: no NEW_DID, not yet passed on. */
	reads(&a, "ceic",
	      "jQuery18_$1.x ( " CEIC(CEIC_ROW(",'NEW_DID':''")) " ) ;\n", 1);
	w = a.rows;
	assert_string_equal(w->id, "CC20191211010460.00");
	assert_int_equal(w->also.count, 0);
	same_time(&w->sent, "2019-12-11T01:27:25+08:00");
	feed_answer_release(&a);
}

static void
test_ceic_withdrawn(void **state)
{
	static const struct {
		const char *text;
		enum feed_change change;
	} cases[] = {
		{ CEIC(CEIC_ROW("")), FEED_ALERT },
		{ CEIC(CEIC_ROW(",'IS_DEL':null")), FEED_ALERT },
		{ CEIC(CEIC_ROW(",'IS_DEL':''")), FEED_ALERT },
		{ CEIC(CEIC_ROW(",'IS_DEL':'0'")), FEED_ALERT },
		{ CEIC(CEIC_ROW(",'IS_DEL':0")), FEED_ALERT },
		{ CEIC(CEIC_ROW(",'IS_DEL':false")), FEED_ALERT },
		{ CEIC(CEIC_ROW(",'IS_DEL':'1'")), FEED_CANCEL },
		{ CEIC(CEIC_ROW(",'IS_DEL':1")), FEED_CANCEL },
		{ CEIC(CEIC_ROW(",'IS_DEL':true")), FEED_CANCEL },
		{ CEIC(CEIC_ROW(",'IS_DEL':'Y'")), FEED_CANCEL },
	};
	struct feed_answer a;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		reads(&a, "ceic", cases[i].text, 1);
		assert_int_equal(a.rows->change, cases[i].change);
		feed_answer_release(&a);
	}
}

static void
test_ceic_answers(void **state)
{
	struct feed_answer a;

	(void)state;
	reads(&a, "ceic", "({'shuju':[],'jieguo':'','page':'','num':0})", 0);
	feed_answer_release(&a);
	/* Quotes that are not escaped, in the member nobody reads. */
	reads(&a, "ceic",
	      "cb({'shuju':[" CEIC_ROW("") "],'jieguo':'',"
	                                   "'page':'<a href='?p=2' "
	                                   "class='x','num':3>2</a>','num':2})",
	      1);
	feed_answer_release(&a);

	fails("ceic", "({'jieguo':'','num':0})", "/shuju: missing");
	fails("ceic", "({'shuju':'','num':0})", "/shuju: expected an array");
	fails("ceic", CEIC(""), "/shuju: empty beside num 1");
	fails("ceic", CEIC("{}"), "/shuju/0: no id");
	fails("ceic", CEIC("{'NEW_DID':'x'}"), "/shuju/0: no place");
	fails("ceic", CEIC("7"), "/shuju/0");
	fails("ceic", "<script>({'shuju':[],'num':0})</script>", "line 1");
	fails("ceic", "({'shuju':[],'num':0}", "line 1");
	fails("ceic", "()", "");
	fails("ceic", "(", "");
	fails("ceic", ")", "");
	every_cut_fails("ceic", "cb(" CEIC(CEIC_ROW("")) ")");
}

/* ---- FIRMS ---- */

#define VIIRS_HEAD                                                             \
	"latitude,longitude,bright_ti4,acq_date,acq_time,satellite,"           \
	"instrument,confidence,frp,daynight\n"
#define MODIS_HEAD                                                             \
	"country_id,longitude,latitude,acq_time,acq_date,confidence,satellite" \
	"\r\n"

static void
test_firms(void **state)
{
	struct feed_answer a;
	struct feed_warning *w;

	(void)state;
	reads(&a, "firms",
	      VIIRS_HEAD "36.73,4.05,305.0,2023-07-20,46,N,VIIRS,n,1.9,N\n"
	                 "-35.1,-119.9,330.5,2026-04-22,0915,N21,VIIRS,h,12,D",
	      2);
	w = a.rows;
	assert_string_equal(w->id, "N 36.73 4.05 2023-07-20 0046");
	assert_string_equal(w->condition, w->id);
	assert_string_equal(w->kind, "火点");
	assert_string_equal(w->severity, "n");
	assert_string_equal(w->headline, "N");
	assert_string_equal(w->text,
	                    "latitude 36.73, longitude 4.05, bright_ti4 305.0, "
	                    "acq_date 2023-07-20, acq_time 46, satellite N, "
	                    "instrument VIIRS, confidence n, frp 1.9, "
	                    "daynight N");
	same_time(&w->occurred, "2023-07-20T00:46:00Z");
	same_time(&w->sent, "2023-07-20T00:46:00Z");
	same_number(w->lat, 36.73);
	same_number(w->lon, 4.05);
	same_number(w->magnitude, NAN);
	w = &a.rows[1];
	assert_string_equal(w->id, "N21 -35.1 -119.9 2026-04-22 0915");
	assert_string_equal(w->severity, "h");
	feed_answer_release(&a);

	/* Another order, as numbers, and without day or night. */
	reads(&a, "firms", MODIS_HEAD "CHN,112.1,37.9,1859,2026-04-02,70,T\r\n",
	      1);
	same_number(a.rows->lat, 37.9);
	same_number(a.rows->lon, 112.1);
	assert_string_equal(a.rows->severity, "70");
	same_time(&a.rows->occurred, "2026-04-02T18:59:00Z");
	feed_answer_release(&a);
}

static void
test_firms_times(void **state)
{
	static const struct {
		const char *time, *occurred;
	} cases[] = {
		{ "0", "2026-04-02T00:00:00Z" },
		{ "9", "2026-04-02T00:09:00Z" },
		{ "46", "2026-04-02T00:46:00Z" },
		{ "915", "2026-04-02T09:15:00Z" },
		{ "0915", "2026-04-02T09:15:00Z" },
		{ "2359", "2026-04-02T23:59:00Z" },
		{ "60", NULL },
		{ "2400", NULL },
		{ "", NULL },
		{ "00915", NULL },
		{ "9:15", NULL },
		{ "-1", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct buf text = BUF_INIT;
		struct feed_answer a;

		buf_fmt(&text, MODIS_HEAD "CHN,112.1,37.9,%s,2026-04-02,70,T\n",
		        cases[i].time);
		if (cases[i].occurred) {
			reads(&a, "firms", text.s, 1);
			same_time(&a.rows->occurred, cases[i].occurred);
			feed_answer_release(&a);
		} else {
			fails("firms", text.s, "第 2 行");
		}
		buf_release(&text);
	}
}

static void
test_firms_answers(void **state)
{
	struct feed_answer a;

	(void)state;
	reads(&a, "firms", VIIRS_HEAD, 0);
	feed_answer_release(&a);
	reads(&a, "firms", "\xEF\xBB\xBF" MODIS_HEAD, 0);
	feed_answer_release(&a);

	fails("firms", "Invalid MAP_KEY.", "表头：Invalid MAP_KEY.");
	fails("firms", "", "表头");
	fails("firms", "<html>\n<body>\n", "表头：<html>");
	fails("firms", "latitude,longitude,acq_date,acq_time,satellite\n",
	      "表头");
	fails("firms", "\xFF\xFE", "UTF-8");
	fails("firms", VIIRS_HEAD "1,2,3\n", "第 2 行");
	fails("firms", VIIRS_HEAD "1,2,3,2026-04-02,1,N,VIIRS,n,1,\n",
	      "第 2 行");
	fails("firms", VIIRS_HEAD "1,2,3,2026-04-02,1,N,VIIRS,n,1,N,9\n",
	      "第 2 行");
	fails("firms", VIIRS_HEAD "1,2,3,2026-04-02,1,,VIIRS,n,1,N\n",
	      "第 2 行");
	fails("firms", VIIRS_HEAD "1,2,3,2026-04-31,1,N,VIIRS,n,1,N\n",
	      "第 2 行");
	fails("firms", VIIRS_HEAD "1,\"2,3\n", "第 2 行");
	fails("firms", MODIS_HEAD "CHN,180.1,37.9,1,2026-04-02,70,T\n", "第 2");
	fails("firms", MODIS_HEAD "CHN,1,-90.1,1,2026-04-02,70,T\n", "第 2");
	fails("firms",
	      MODIS_HEAD "CHN,1,-90,1,2026-04-02,70,T\n"
	                 "CHN,x,-90,1,2026-04-02,70,T\n",
	      "第 3 行");
}

/* A row that is cut, anywhere, is never a shorter list. */
static void
test_firms_cut(void **state)
{
	static const char text[] =
		VIIRS_HEAD "36.73,4.05,305.0,2023-07-20,46,N,VIIRS,n,1.9,N";
	struct err err = ERR_INIT;
	struct feed_answer a;

	(void)state;
	for (size_t len = sizeof(VIIRS_HEAD); len < sizeof(text) - 1; len++) {
		err_clear(&err);
		assert_int_equal(feed_read(feed_format("firms"), "t", text, len,
		                           &a, &err),
		                 -1);
	}
}

static void
test_what_a_missing_row_means(void **state)
{
	static const char *const codes[] = { "cenc", "eew", "ceic", "firms" };

	(void)state;
	for (size_t i = 0; i < sizeof(codes) / sizeof(*codes); i++)
		assert_int_equal(feed_format(codes[i])->vanishes, FEED_STAYS);
	assert_int_equal(feed_format("usgs")->vanishes, FEED_RECENT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_usgs_row),
		cmocka_unit_test(test_usgs_levels_and_kinds),
		cmocka_unit_test(test_usgs_limits),
		cmocka_unit_test(test_usgs_answers),
		cmocka_unit_test(test_cenc),
		cmocka_unit_test(test_cenc_fails),
		cmocka_unit_test(test_eew),
		cmocka_unit_test(test_eew_ids),
		cmocka_unit_test(test_eew_answers),
		cmocka_unit_test(test_icl),
		cmocka_unit_test(test_ceic),
		cmocka_unit_test(test_ceic_withdrawn),
		cmocka_unit_test(test_ceic_answers),
		cmocka_unit_test(test_firms),
		cmocka_unit_test(test_firms_times),
		cmocka_unit_test(test_firms_answers),
		cmocka_unit_test(test_firms_cut),
		cmocka_unit_test(test_what_a_missing_row_means),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
