/* CAP 1.1 and 1.2: which infos make rows, what ends, what fails. */
#include "feed_cap_kit.h"

#include "feeds/cap_alert.h"
#include "feeds/elem.h"

#define NS12 "urn:oasis:names:tc:emergency:cap:1.2"
#define NS11 "urn:oasis:names:tc:emergency:cap:1.1"
#define HEAD_OF(id, sent, status, type, scope)                                 \
	"<identifier>" id "</identifier><sender>s@x</sender><sent>" sent       \
	"</sent><status>" status "</status><msgType>" type                     \
	"</msgType><scope>" scope "</scope>"
#define HEAD(type)                                                             \
	HEAD_OF("A1", "2026-05-01T08:00:00+08:00", "Actual", type, "Public")
#define ALERT_OF(head, rest) "<alert xmlns='" NS12 "'>" head rest "</alert>"
#define ALERT(rest) ALERT_OF(HEAD("Alert"), rest)
#define UPDATE(rest) ALERT_OF(HEAD("Update"), rest)
#define INFO(rest) "<info><event>Wind</event>" rest "</info>"
#define SEVERITY(s) "<severity>" s "</severity>"
#define AWARENESS(s)                                                           \
	"<parameter><valueName>awareness_level</valueName><value>" s           \
	"</value></parameter>"
#define AREA(rest) "<area>" rest "</area>"
#define GEOCODE(name, value)                                                   \
	"<geocode><valueName>" name "</valueName><value>" value                \
	"</value></geocode>"
#define CHINA "13013241600000_20260826160913"

static void
test_needs_its_head(void **state)
{
	static const char *const members[] = {
		"identifier", "sender", "sent", "status", "msgType", "scope",
	};
	static const char whole[] = ALERT("");
	struct buf s = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(members); i++) {
		char open[32], why[64];
		const char *at, *end;

		snprintf(open, sizeof(open), "<%s>", members[i]);
		snprintf(why, sizeof(why), "缺少“%s”", members[i]);
		at = strstr(whole, open) + strlen(open);
		end = strchr(at, '<');
		buf_clear(&s);
		buf_fmt(&s, "%.*s \n %s", (int)(at - whole), whole, end);
		fails("cap", s.s, why);
		buf_clear(&s);
		buf_fmt(&s, "%.*s%s", (int)(at - whole) - (int)strlen(open),
		        whole, strchr(end, '>') + 1);
		fails("cap", s.s, why);
	}
	buf_release(&s);
}

static void
test_an_alert_alone(void **state)
{
	struct feed_answer a;
	struct feed_warning *w;

	(void)state;
	read_text(&a, "cap", ALERT(""));
	assert_int_equal(a.count, 1);
	w = &a.rows[0];
	assert_string_equal(w->id, "s@x,A1,2026-05-01T08:00:00+08:00");
	assert_string_equal(w->condition, "s@x,A1");
	assert_string_equal(w->sender, "s@x");
	assert_string_equal(w->kind, "其他");
	assert_null(w->headline);
	assert_int_equal(w->level, 0);
	assert_time(&w->sent, "2026-05-01T08:00:00+08:00");
	assert_time(&w->expires, NULL);
	assert_int_equal(w->also.count, 0);
	feed_answer_release(&a);
}

static void
test_status_and_scope(void **state)
{
	static const struct {
		const char *xml;
		enum feed_status status;
	} cases[] = {
#define CASE(status, scope)                                                    \
	ALERT_OF(HEAD_OF("A", "2026-05-01T08:00:00Z", status, "Alert", scope), \
	         "")
		{ CASE("Actual", "Public"), FEED_ACTUAL },
		{ CASE("actual", "public"), FEED_ACTUAL },
		{ CASE("Exercise", "Public"), FEED_EXERCISE },
		{ CASE("System", "Public"), FEED_TEST },
		{ CASE("Test", "Public"), FEED_TEST },
		{ CASE("Draft", "Public"), FEED_TEST },
		{ CASE("Actual", "Restricted"), FEED_PRIVATE },
		{ CASE("Actual", "Private"), FEED_PRIVATE },
		{ CASE("Exercise", "Private"), FEED_PRIVATE },
		{ CASE("Actual", "Neighbours"), FEED_PRIVATE },
	};
	struct feed_answer a;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		read_text(&a, "cap", cases[i].xml);
		assert_int_equal(a.rows[0].status, cases[i].status);
		feed_answer_release(&a);
	}
	fails("cap", CASE("Real", "Public"), "Real 不是“status”的值");
#undef CASE
}

static void
test_msg_type(void **state)
{
	static const struct {
		const char *xml;
		size_t rows;
		enum feed_change change;
	} cases[] = {
		{ ALERT_OF(HEAD("Alert"), ""), 1, FEED_ALERT },
		{ ALERT_OF(HEAD("Update"), ""), 1, FEED_UPDATE },
		{ ALERT_OF(HEAD("Cancel"), ""), 1, FEED_CANCEL },
		{ ALERT_OF(HEAD("Cancel"), INFO(AWARENESS("1; green; Minor"))),
		  1, FEED_CANCEL },
		{ ALERT_OF(HEAD("Ack"), ""), 0, FEED_ALERT },
		{ ALERT_OF(HEAD("Error"), INFO("")), 0, FEED_ALERT },
	};
	struct feed_answer a;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		read_text(&a, "cap", cases[i].xml);
		assert_int_equal(a.count, cases[i].rows);
		if (a.count > 0)
			assert_int_equal(a.rows[0].change, cases[i].change);
		feed_answer_release(&a);
	}
	fails("cap", ALERT_OF(HEAD("Notice"), ""), "“msgType”");
}

static void
test_level(void **state)
{
	static const struct {
		const char *xml;
		int level;
		const char *severity;
	} cases[] = {
		{ INFO(SEVERITY("Extreme")), 1, "Extreme" },
		{ INFO(SEVERITY("severe")), 2, "severe" },
		{ INFO(SEVERITY("Moderate")), 3, "Moderate" },
		{ INFO(SEVERITY("Minor")), 4, "Minor" },
		{ INFO(SEVERITY("Red")), 1, "Red" },
		{ INFO(SEVERITY("Orange")), 2, "Orange" },
		{ INFO(SEVERITY("Yellow")), 3, "Yellow" },
		{ INFO(SEVERITY("Blue")), 4, "Blue" },
		{ INFO(SEVERITY("Unknown")), 0, "Unknown" },
		{ INFO(SEVERITY("Terrible")), 0, "Terrible" },
		{ INFO(""), 0, NULL },
		{ INFO(SEVERITY("Minor") AWARENESS("4; red; Extreme")), 1,
		  "4; red; Extreme" },
		{ INFO(SEVERITY("Minor") AWARENESS("3; orange; Severe")), 2,
		  "3; orange; Severe" },
		{ INFO(SEVERITY("Minor") AWARENESS("2; yellow; Moderate")), 3,
		  "2; yellow; Moderate" },
		{ INFO(SEVERITY("Minor") AWARENESS("5; purple")), 4, "Minor" },
		{ INFO(SEVERITY("Severe") AWARENESS("")), 2, "Severe" },
	};
	struct buf s = BUF_INIT;
	struct feed_answer a;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		buf_clear(&s);
		buf_fmt(&s,
		        "<alert xmlns='" NS12 "'>" HEAD("Alert") "%s</alert>",
		        cases[i].xml);
		read_text(&a, "cap", s.s);
		assert_int_equal(a.rows[0].level, cases[i].level);
		assert_text(a.rows[0].severity, cases[i].severity);
		feed_answer_release(&a);
	}
	buf_release(&s);
}

static void
test_green_is_no_warning(void **state)
{
	struct feed_answer a;

	(void)state;
	read_text(&a, "cap", ALERT(INFO(AWARENESS("1; green; Minor"))));
	assert_int_equal(a.count, 0);
	feed_answer_release(&a);
	/* Beside a yellow one it is left out, with its areas. */
	read_text(
		&a, "cap",
		ALERT(INFO(AWARENESS("1; green") AREA("<areaDesc>g</areaDesc>"))
	                      INFO(AWARENESS("2; yellow")
	                                   AREA("<areaDesc>y</areaDesc>"))));
	assert_int_equal(a.count, 1);
	assert_list(&a.rows[0].areas, "y");
	feed_answer_release(&a);
	/* An Update that is all green ends what it refers to. */
	read_text(&a, "cap",
	          UPDATE(INFO(AWARENESS("1; green") SEVERITY("Minor"))));
	assert_int_equal(a.count, 1);
	assert_int_equal(a.rows[0].change, FEED_CANCEL);
	assert_int_equal(a.rows[0].level, 4);
	feed_answer_release(&a);
	read_text(&a, "cap",
	          UPDATE(INFO(AWARENESS("1; green"))
	                         INFO(AWARENESS("2; yellow"))));
	assert_int_equal(a.rows[0].change, FEED_UPDATE);
	feed_answer_release(&a);
}

#define SPEAK(language, words)                                                 \
	"<info><language>" language "</language><headline>" words              \
	"</headline></info>"
#define MUTE(words) "<info><headline>" words "</headline></info>"

static void
test_language(void **state)
{
	static const struct {
		const char *xml, *headline;
	} cases[] = {
		{ ALERT(SPEAK("en-US", "a") SPEAK("zh-CN", "甲")), "甲" },
		{ ALERT(SPEAK("fr", "b") SPEAK("EN-gb", "a")), "a" },
		{ ALERT(SPEAK("fr", "b") MUTE("a")), "a" },
		{ ALERT(MUTE("a") SPEAK("ZH", "甲")), "甲" },
		{ ALERT(SPEAK("fr", "b") SPEAK("de", "c")), "b" },
		{ ALERT(SPEAK("zh-HK", "乙") SPEAK("zh-CN", "甲")), "乙" },
	};
	struct feed_answer a;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		read_text(&a, "cap", cases[i].xml);
		assert_int_equal(a.count, 1);
		assert_string_equal(a.rows[0].headline, cases[i].headline);
		feed_answer_release(&a);
	}
}

#define PART(severity, headline, expires, area)                                \
	INFO(SEVERITY(severity) "<headline>" headline                          \
	                        "</headline>" expires AREA("<areaDesc>" area   \
	                                                   "</areaDesc>"))
#define EXPIRES(t) "<expires>2026-05-0" t "T00:00:00Z</expires>"

static void
test_infos_of_one_event_unite(void **state)
{
	struct feed_answer a;

	(void)state;
	read_text(&a, "cap",
	          ALERT(PART("Minor", "first", EXPIRES("3"),
	                     "a") PART("Severe", "worst", EXPIRES("2"), "b; c")
	                        PART("Unknown", "last", EXPIRES("1"), "a")));
	assert_int_equal(a.count, 1);
	assert_string_equal(a.rows[0].headline, "worst");
	assert_string_equal(a.rows[0].id, "s@x,A1,2026-05-01T08:00:00+08:00");
	assert_int_equal(a.rows[0].level, 2);
	assert_string_equal(a.rows[0].severity, "Severe");
	assert_list(&a.rows[0].areas, "a|b|c");
	assert_time(&a.rows[0].expires, "2026-05-03T00:00:00Z");
	feed_answer_release(&a);
	/* One without an end: there is none. */
	read_text(&a, "cap",
	          ALERT(PART("Minor", "", EXPIRES("3"), "a")
	                        PART("Minor", "", "", "b")
	                                PART("Minor", "", EXPIRES("4"), "c")));
	assert_time(&a.rows[0].expires, NULL);
	feed_answer_release(&a);
}

static void
test_each_event_is_a_row(void **state)
{
	struct feed_answer a;

	(void)state;
	read_text(&a, "cap",
	          ALERT(INFO(
			  SEVERITY("Minor")) "<info><event>Rain</event></info>"
	                                     "<info><language>fr</language>"
	                                     "<event>Pluie</event></info>" INFO(
						     SEVERITY("Extreme"))));
	assert_int_equal(a.count, 2);
	assert_string_equal(a.rows[0].kind, "Wind");
	assert_int_equal(a.rows[0].level, 1);
	assert_string_equal(a.rows[0].id,
	                    "s@x,A1,2026-05-01T08:00:00+08:00#Wind");
	assert_string_equal(a.rows[0].condition, "s@x,A1#Wind");
	assert_string_equal(a.rows[1].id,
	                    "s@x,A1,2026-05-01T08:00:00+08:00#Rain");
	feed_answer_release(&a);
}

#define CLEAR                                                                  \
	"<responseType>Monitor</responseType>"                                 \
	"<responseType>AllClear</responseType>"
#define PAST "<urgency>Past</urgency>"
#define SAYS(words) "<headline>" words "</headline>"

static void
test_ends_without_a_cancel(void **state)
{
	static const struct {
		const char *xml;
		enum feed_change change;
	} cases[] = {
		{ UPDATE(INFO(CLEAR)), FEED_CANCEL },
		{ UPDATE(INFO(PAST)), FEED_CANCEL },
		{ UPDATE(INFO("")), FEED_UPDATE },
		/* Not while a part goes on. */
		{ UPDATE(INFO(CLEAR) INFO("")), FEED_UPDATE },
		/* An earthquake is past when it is told of. */
		{ ALERT(INFO(PAST)), FEED_ALERT },
		{ ALERT(INFO(CLEAR)), FEED_ALERT },
		{ UPDATE(INFO(SAYS("The warning has ended."))), FEED_CANCEL },
		{ UPDATE(INFO(SAYS("Ended: wind"))), FEED_CANCEL },
		{ UPDATE(INFO(SAYS("Warning extended"))), FEED_UPDATE },
		{ UPDATE(INFO(SAYS("Evacuation recommended"))), FEED_UPDATE },
		{ UPDATE(INFO(SAYS("open-ended warning"))), FEED_UPDATE },
		{ ALERT(INFO(SAYS("某县气象台解除暴雨橙色预警"))),
		  FEED_CANCEL },
		{ ALERT(INFO(SAYS("X lifts blue warning for gale"))),
		  FEED_CANCEL },
		{ ALERT(INFO(SAYS("Storm lifts roofs"))), FEED_ALERT },
		{ ALERT(INFO(SAYS("A warning of lifts"))), FEED_ALERT },
	};
	struct feed_answer a;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		read_text(&a, "cap", cases[i].xml);
		if (a.rows[0].change != cases[i].change)
			fail_msg("%s", cases[i].xml);
		feed_answer_release(&a);
	}
}

#define REFS(s) UPDATE("<references>" s "</references>")

static void
test_references(void **state)
{
	static const struct {
		const char *xml, *list;
	} cases[] = {
		{ REFS("s,A,2026-05-01T00:00:00-00:00"),
		  "s,A,2026-05-01T00:00:00-00:00" },
		{ REFS(" s,A,2026-05-01T00:00:00Z\n\ts,B,2026-05-01T00:00:"
		       "00Z "),
		  "s,A,2026-05-01T00:00:00Z|s,B,2026-05-01T00:00:00Z" },
		{ REFS("Met Office of X,A,2026-05-01T00:00:00Z "
		       "Met Office of X,B,2026-05-01T00:00:00Z"),
		  "Met Office of X,A,2026-05-01T00:00:00Z|"
		  "Met Office of X,B,2026-05-01T00:00:00Z" },
		{ REFS("Office, of X,A,2026-05-01T00:00:00Z"),
		  "Office, of X,A,2026-05-01T00:00:00Z" },
		{ REFS("s,A,2026-05-01T00:00:00Z id1 id2"),
		  "s,A,2026-05-01T00:00:00Z|id1|id2" },
		{ REFS("id1"), "id1" },
		{ REFS("A,2026-05-01T00:00:00Z"), "A,2026-05-01T00:00:00Z" },
		{ REFS(" "), "" },
	};
	struct feed_answer a;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		read_text(&a, "cap", cases[i].xml);
		assert_list(&a.rows[0].references, cases[i].list);
		feed_answer_release(&a);
	}
}

/* A triple is as long as an id may be; past that its parts stand alone. */
static void
test_a_long_reference(void **state)
{
	static const char rest[] = " X,A,2026-05-01T00:00:00Z";
	const size_t most = FEED_LINE_MAX - strlen(rest);
	struct buf s = BUF_INIT;
	struct feed_answer a;

	(void)state;
	for (size_t n = most; n <= most + 1; n++) {
		buf_clear(&s);
		buf_str(&s, "<alert xmlns='" NS12
		            "'>" HEAD("Update") "<references>");
		for (size_t i = 0; i < n; i++)
			buf_byte(&s, 's');
		buf_fmt(&s, "%s s,B,2026-05-01T00:00:00Z</references></alert>",
		        rest);
		read_text(&a, "cap", s.s);
		assert_int_equal(a.rows[0].references.count, n > most ? 3 : 2);
		assert_int_equal(strlen(a.rows[0].references.s[0]),
		                 n > most ? n : FEED_LINE_MAX);
		feed_answer_release(&a);
	}
	buf_release(&s);
}

static void
test_areas(void **state)
{
	struct feed_answer a;
	struct feed_warning *w;

	(void)state;
	read_text(
		&a, "cap",
		ALERT(INFO(
			AREA("<areaDesc>Tom &amp; Jerry</areaDesc>"
	                     "<polygon>30,110 31.5,110\n30,111 30,110 "
	                     "</polygon>"
	                     "<circle>30.25,-110.5 12.5</circle>")
				AREA(GEOCODE("EMMA_ID", "UK105")
	                                     GEOCODE("FIPS6", "009007 009009"))
					AREA("<polygon>30,110 31,110</polygon>"
	                                     "<polygon>a,b c,d e,f</polygon>"
	                                     "<polygon/>"
	                                     "<circle>30,110</circle>"
	                                     "<altitude>x</altitude>"))));
	w = &a.rows[0];
	assert_list(&w->areas, "Tom & Jerry");
	assert_list(&w->geocodes, "EMMA_ID:UK105|FIPS6:009007|FIPS6:009009");
	assert_int_equal(w->shapes_count, 2);
	assert_int_equal(w->shapes[0].count, 4);
	assert_true(w->shapes[0].at[1][0] == 31.5);
	assert_true(w->shapes[0].at[2][1] == 111);
	assert_true(w->shapes[0].radius_km == 0);
	assert_int_equal(w->shapes[1].count, 1);
	assert_true(w->shapes[1].at[0][1] == -110.5);
	assert_true(w->shapes[1].radius_km == 12.5);
	assert_true(isnan(w->lat));
	feed_answer_release(&a);
}

static void
test_times(void **state)
{
	struct feed_answer a;

	(void)state;
	read_text(&a, "cap",
	          ALERT_OF(HEAD_OF("A", "2026-05-01T08:00:00-00:00", "Actual",
	                           "Alert", "Public"),
	                   INFO("<effective>2026-05-01T23:30:00.25-05:30"
	                        "</effective><onset>never</onset>"
	                        "<expires></expires>")));
	assert_time(&a.rows[0].sent, "2026-05-01T08:00:00Z");
	assert_time(&a.rows[0].effective, "2026-05-01T23:30:00.250-05:30");
	assert_time(&a.rows[0].expires, NULL);
	feed_answer_release(&a);
	fails("cap",
	      ALERT_OF(HEAD_OF("A", "2026-05-01T08:00:00", "Actual", "Alert",
	                       "Public"),
	               ""),
	      "“sent”");
	fails("cap", ALERT(INFO("<effective>now</effective>")),
	      "now 不是“effective”的值");
	fails("cap", ALERT(INFO("<expires>2026-02-30T00:00:00Z</expires>")),
	      "“expires”");
}

static void
test_words(void **state)
{
	struct feed_answer a;

	(void)state;
	read_text(&a, "cap",
	          ALERT(INFO("<senderName>Office</senderName>"
	                     "<description>Rain &lt;60 mm\n<![CDATA[& wind]]>"
	                     "</description><instruction>Stay in</instruction>"
	                     "<web>https://x/1</web>")));
	assert_string_equal(a.rows[0].text, "Rain <60 mm\n& wind\n\nStay in");
	assert_string_equal(a.rows[0].sender, "Office");
	assert_string_equal(a.rows[0].link, "https://x/1");
	feed_answer_release(&a);
	read_text(&a, "cap",
	          ALERT(INFO("<description>Same</description>"
	                     "<instruction>Same</instruction>")));
	assert_string_equal(a.rows[0].text, "Same");
	feed_answer_release(&a);
	read_text(&a, "cap", ALERT(INFO("<instruction>Go</instruction>")));
	assert_string_equal(a.rows[0].text, "Go");
	feed_answer_release(&a);
}

#define CHINA_ALERT(infos)                                                     \
	ALERT_OF(HEAD_OF(CHINA, "2026-08-26T16:09:13+08:00", "Actual",         \
	                 "Alert", "Public"),                                   \
	         infos)
#define CPEAS(code) AREA(GEOCODE("CPEAS Geographic Code", code))

static void
test_china(void **state)
{
	static const struct {
		const char *xml, *adcodes, *condition, *kind, *also;
	} cases[] = {
		{ CHINA_ALERT("<info><event>Flash flood events</event>" CPEAS(
			  "130132000000") "</info>"),
		  "130132", "130132/flash-flood", "山洪", CHINA },
		/* The area's code counts, not that of the office. */
		{ CHINA_ALERT("<info><event>Rainstorm</event>" CPEAS(
			  "520102") "</info>"),
		  "520102", "130132/rainstorm", "暴雨", CHINA },
		{ CHINA_ALERT("<info><event>Rainstorm</event></info>"
		              "<info><language>zh-CN</language>"
		              "<event>大风</event></info>"),
		  "130132", "130132/gale", "大风", CHINA },
		{ CHINA_ALERT("<info><event>Locusts</event></info>"), "130132",
		  "130132/Locusts", "Locusts", CHINA },
		{ CHINA_ALERT(""), "130132", CHINA, "其他", CHINA },
		{ CHINA_ALERT("<info><event>Fog</event></info>"
		              "<info><event>Hail</event></info>"),
		  "130132", "130132/fog", "大雾", "" },
		/* Elsewhere words stay. */
		{ ALERT("<info><event>Rainstorm</event>" CPEAS(
			  "1301") "</info>"),
		  "", "s@x,A1", "Rainstorm", "" },
	};
	struct feed_answer a;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		read_text(&a, "cap", cases[i].xml);
		assert_list(&a.rows[0].adcodes, cases[i].adcodes);
		assert_string_equal(a.rows[0].condition, cases[i].condition);
		assert_string_equal(a.rows[0].kind, cases[i].kind);
		assert_list(&a.rows[0].also, cases[i].also);
		feed_answer_release(&a);
	}
}

#define PARAMETER(name, value)                                                 \
	"<parameter><valueName>" name "</valueName><value>" value              \
	"</value></parameter>"

static void
test_earthquake(void **state)
{
	struct feed_answer a;
	struct feed_warning *w;

	(void)state;
	read_text(&a, "cap",
	          ALERT("<info><event>Earthquake</event>" PARAMETER(
			  "Magnitude", "6.3") PARAMETER("Depth", "38.7 km (24)")
	                        PARAMETER("EventTime", "2026-05-01T00:00:00Z")
	                                AREA("<circle>-16.05,-173.2 "
	                                     "0</circle>") "</info>"));
	w = &a.rows[0];
	assert_string_equal(w->kind, "地震");
	assert_true(w->magnitude == 6.3);
	assert_true(w->depth_km == 38.7);
	assert_true(w->lat == -16.05 && w->lon == -173.2);
	assert_time(&w->occurred, "2026-05-01T00:00:00Z");
	feed_answer_release(&a);
	/* What cannot be read is not known. */
	read_text(&a, "cap",
	          ALERT(INFO(PARAMETER("Magnitude", "big")
	                             PARAMETER("EventDepth", "4000 km")
	                                     PARAMETER("EventTime", "noon"))));
	assert_true(isnan(a.rows[0].magnitude));
	assert_true(isnan(a.rows[0].depth_km));
	assert_time(&a.rows[0].occurred, NULL);
	feed_answer_release(&a);
}

static void
test_forms(void **state)
{
	static const char *const same[] = {
		"<alert xmlns='" NS11 "'>" HEAD("Alert") "</alert>",
		"\xEF\xBB\xBF<c:alert xmlns:c='" NS12 "'><c:identifier>A1"
		"</c:identifier><c:sender>s@x</c:sender><c:sent>2026-05-01T08:"
		"00:00+08:00</c:sent><c:status>Actual</c:status><c:msgType>"
		"Alert</c:msgType><c:scope>Public</c:scope></c:alert>",
		ALERT("<Signature xmlns='http://www.w3.org/2000/09/xmldsig#'>"
		      "<scope>Private</scope></Signature>"),
		"<entry xmlns='http://www.w3.org/2005/Atom'><content "
		"type='text/xml'>" ALERT("") "</content></entry>",
		"<feed "
		"xmlns='http://www.w3.org/2005/Atom'><entry><content>" ALERT(
			"") "</content></entry></feed>",
	};
	struct feed_answer a;

	(void)state;
	for (size_t i = 0; i < COUNT(same); i++) {
		read_text(&a, "cap", same[i]);
		assert_int_equal(a.count, 1);
		assert_string_equal(a.rows[0].id,
		                    "s@x,A1,2026-05-01T08:00:00+08:00");
		assert_int_equal(a.rows[0].status, FEED_ACTUAL);
		feed_answer_release(&a);
	}
	read_text(&a, "cap",
	          "<?xml version='1.0' encoding='ISO-8859-1'?>" ALERT(
			  INFO(SAYS("For\xEAt"))));
	assert_string_equal(a.rows[0].headline, "Forêt");
	feed_answer_release(&a);
}

static void
test_failed(void **state)
{
	static const struct {
		const char *bytes, *why;
	} cases[] = {
		{ "", "" },
		{ "<!DOCTYPE html><html/>", "DOCTYPE" },
		{ "<html><body>502</body></html>", "不是 CAP 预警" },
		{ "<alert>" HEAD("Alert") "</alert>", "不是 CAP 预警" },
		{ "<info xmlns='" NS12 "'/>", "不是 CAP 预警" },
		{ "<!DOCTYPE alert [<!ENTITY a 'b'>]>" ALERT(""), "DOCTYPE" },
		{ "<alert xmlns='" NS12 "'>" HEAD("Alert"), "第 1 行" },
		{ ALERT("&nbsp;"), "第 1 行" },
		{ "{\"error\": 1}", "第 1 行" },
		{ "<?xml version='1.0' encoding='x-none'?>" ALERT(""), "" },
		{ ALERT(INFO(SAYS("\xFF"))), "第 1 行" },
		{ "<feed xmlns='http://www.w3.org/2005/Atom'><entry>"
		  "<link href='x'/></entry></feed>",
		  "缺少“alert”" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		fails("cap", cases[i].bytes, cases[i].why);
}

static void
put_times(struct buf *s, const char *text, size_t n)
{
	while (n-- > 0)
		buf_str(s, text);
}

/* An alert with n times `what` before its end. */
static void
alert_with(struct buf *s, const char *what, size_t n)
{
	buf_clear(s);
	buf_str(s, "<alert xmlns='" NS12 "'>" HEAD("Alert"));
	put_times(s, what, n);
	buf_str(s, "</alert>");
}

static void
test_limits(void **state)
{
	struct buf s = BUF_INIT;
	struct feed_answer a;
	char why[32];

	(void)state;
	alert_with(&s, INFO(""), CAP_INFOS_MAX);
	read_text(&a, "cap", s.s);
	assert_int_equal(a.count, 1);
	feed_answer_release(&a);
	alert_with(&s, INFO(""), CAP_INFOS_MAX + 1);
	fails("cap", s.s, "超过 1000 个 info");
	/* alert and the six of its head are elements too. */
	alert_with(&s, "<a/>", ELEM_MAX - 7);
	read_text(&a, "cap", s.s);
	feed_answer_release(&a);
	alert_with(&s, "<a/>", ELEM_MAX - 6);
	snprintf(why, sizeof(why), "超过 %d 个元素", ELEM_MAX);
	fails("cap", s.s, why);
	alert_with(&s, "<a>", XML_DEPTH_MAX);
	fails("cap", s.s, "嵌套");
	buf_release(&s);
}

static void
test_a_long_id(void **state)
{
	/* "s@x," and ",2026-05-01T08:00:00Z" stand around it. */
	const size_t most = FEED_LINE_MAX - 4 - 21;
	struct buf s = BUF_INIT;
	struct feed_answer a;

	(void)state;
	for (size_t n = most; n <= most + 1; n++) {
		buf_clear(&s);
		buf_str(&s, "<alert xmlns='" NS12 "'><identifier>");
		put_times(&s, "i", n);
		buf_str(&s, "</identifier><sender>s@x</sender><sent>2026-05-01"
		            "T08:00:00Z</sent><status>Actual</status><msgType>"
		            "Alert</msgType><scope>Public</scope></alert>");
		if (n > most) {
			fails("cap", s.s, "标识超过 1000 字节");
			continue;
		}
		read_text(&a, "cap", s.s);
		assert_int_equal(strlen(a.rows[0].id), FEED_LINE_MAX);
		feed_answer_release(&a);
	}
	buf_release(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_needs_its_head),
		cmocka_unit_test(test_an_alert_alone),
		cmocka_unit_test(test_status_and_scope),
		cmocka_unit_test(test_msg_type),
		cmocka_unit_test(test_level),
		cmocka_unit_test(test_green_is_no_warning),
		cmocka_unit_test(test_language),
		cmocka_unit_test(test_infos_of_one_event_unite),
		cmocka_unit_test(test_each_event_is_a_row),
		cmocka_unit_test(test_ends_without_a_cancel),
		cmocka_unit_test(test_references),
		cmocka_unit_test(test_a_long_reference),
		cmocka_unit_test(test_areas),
		cmocka_unit_test(test_times),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_china),
		cmocka_unit_test(test_earthquake),
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_failed),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_a_long_id),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
