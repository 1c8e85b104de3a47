/* Indexes in Atom, and MeteoAlarm's list in JSON. */
#include "feed_cap_kit.h"

#include <stdio.h>

#include "feeds/elem.h"

#define FEED(entries)                                                          \
	"<feed xmlns='http://www.w3.org/2005/Atom'"                            \
	" xmlns:cap='urn:oasis:names:tc:emergency:cap:1.1'"                    \
	" xmlns:georss='http://www.georss.org/georss'"                         \
	" xmlns:geo='http://www.w3.org/2003/01/geo/wgs84_pos#'>"               \
	"<title> All warnings </title><updated>2026-05-01T00:00:00Z"           \
	"</updated><author><name>Office</name></author>" entries "</feed>"
#define ENTRY_OF(id, title, rest)                                              \
	"<entry><id>" id "</id><title>" title "</title>"                       \
	"<updated>2026-05-01T08:00:00-04:00</updated>" rest "</entry>"
#define ENTRY(rest) ENTRY_OF("e1", "A warning", rest)
#define CAP(name, value) "<cap:" name ">" value "</cap:" name ">"
#define PAIR(element, name, value)                                             \
	"<cap:" element "><valueName>" name "</valueName><value>" value        \
	"</value></cap:" element ">"

static void
test_empty_is_not_failed(void **state)
{
	struct feed_answer a;

	(void)state;
	read_text(&a, "cap_atom", FEED(""));
	assert_int_equal(a.count, 0);
	assert_time(&a.made, "2026-05-01T00:00:00Z");
	assert_null(a.next);
	feed_answer_release(&a);
	read_text(&a, "cap_atom",
	          FEED("<link rel='self' href='here'/>"
	               "<link rel='next' href='https://x/2'/>"));
	assert_string_equal(a.next, "https://x/2");
	feed_answer_release(&a);
	read_text(&a, "cap_atom", "{\"warnings\": []}");
	assert_int_equal(a.count, 0);
	feed_answer_release(&a);
}

static void
test_failed(void **state)
{
	static const struct {
		const char *bytes, *why;
	} cases[] = {
		{ "<html><body/></html>", "不是 Atom" },
		{ "<feed><title>x</title><updated>2026-05-01T00:00:00Z"
		  "</updated></feed>",
		  "不是 Atom" },
		{ "<feed xmlns='http://www.w3.org/2005/Atom'/>",
		  "缺少“title”" },
		{ "<feed xmlns='http://www.w3.org/2005/Atom'><title>t</title>"
		  "</feed>",
		  "缺少“updated”" },
		{ "<feed xmlns='http://www.w3.org/2005/Atom'><title>t</title>"
		  "<updated>today</updated></feed>",
		  "today" },
		{ FEED("<entry><title>t</title></entry>"), "缺少“id”" },
		{ FEED("<entry><id>i</id></entry>"), "缺少“title”" },
		{ FEED("<entry><id>i</id><title>t</title></entry>"),
		  "缺少“updated”" },
		{ FEED(ENTRY(CAP("expires", "soon"))), "“expires”" },
		{ FEED(ENTRY(CAP("status", "Real"))), "“status”" },
		{ FEED(ENTRY(CAP("msgType", "Note"))), "“msgType”" },
		{ FEED(ENTRY("<content><alert xmlns='urn:oasis:names:tc:"
		             "emergency:cap:1.2'/></content>")),
		  "缺少“identifier”" },
		{ "{\"warnings\": {}}", "/warnings" },
		{ "{}", "/warnings: missing" },
		{ "{\"warnings\": [{\"uuid\": \"u\"}]}", "/warnings/0/alert" },
		{ "{\"warnings\": [1]}", "/warnings/0" },
		{ "{\"warnings\": [{\"alert\": {}}]}", "缺少“identifier”" },
		{ "{\"warnings\": [", "line 1" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		fails("cap_atom", cases[i].bytes, cases[i].why);
}

static void
test_only_a_link(void **state)
{
	struct feed_answer a;
	struct feed_warning *w;

	(void)state;
	read_text(&a, "cap_atom",
	          FEED(ENTRY("<link href='page'/>"
	                     "<link rel='alternate' type="
	                     "'application/cap+xml' href='https://x/1.cap'/>")
	                       ENTRY_OF("e2", "B", "<link href='page'/>")));
	assert_int_equal(a.count, 2);
	w = &a.rows[0];
	assert_string_equal(w->id, "e1");
	assert_string_equal(w->condition, "e1");
	assert_string_equal(w->headline, "A warning");
	assert_string_equal(w->sender, "Office");
	assert_string_equal(w->link, "https://x/1.cap");
	assert_int_equal(w->level, 0);
	assert_int_equal(w->status, FEED_ACTUAL);
	assert_int_equal(w->change, FEED_ALERT);
	assert_time(&w->sent, "2026-05-01T08:00:00-04:00");
	assert_string_equal(a.rows[1].link, "page");
	feed_answer_release(&a);
}

static void
test_cap_children(void **state)
{
	struct feed_answer a;
	struct feed_warning *w;

	(void)state;
	read_text(
		&a, "cap_atom",
		FEED(ENTRY_OF(
			"e1", "Flood Watch issued May 1 by NWS X",
			"<summary>RAIN</summary>" CAP(
				"effective", "2026-05-01T08:00:00-04:00")
				CAP("expires", "2026-05-02T08:00:00-04:00") CAP(
					"status",
					"Actual") CAP("msgType",
	                                              "Alert") CAP("severity",
	                                                           "Severe")
					CAP("areaDesc", "A; B") PAIR(
						"geocode", "FIPS6",
						"009007 009009") PAIR("paramete"
	                                                              "r",
	                                                              "VTEC",
	                                                              "")
						PAIR("parameter", "VTEC",
	                                             "/O.NEW.KMKX.FA.A.0004."
	                                             "260501T0000Z-"
	                                             "260502T0000Z/"))));
	w = &a.rows[0];
	assert_string_equal(w->kind, "Flood Watch");
	assert_string_equal(w->condition, "KMKX.FA.A.0004");
	assert_int_equal(w->change, FEED_ALERT);
	assert_int_equal(w->level, 2);
	assert_string_equal(w->text, "RAIN");
	assert_list(&w->areas, "A|B");
	assert_list(&w->geocodes, "FIPS6:009007|FIPS6:009009");
	assert_time(&w->effective, "2026-05-01T08:00:00-04:00");
	assert_time(&w->expires, "2026-05-02T08:00:00-04:00");
	feed_answer_release(&a);
}

static void
test_change(void **state)
{
	static const struct {
		const char *xml;
		size_t rows;
		enum feed_change change;
	} cases[] = {
		{ FEED(ENTRY(CAP("message_type", "Update"))), 1, FEED_UPDATE },
		{ FEED(ENTRY(CAP("msgType", "Cancel"))), 1, FEED_CANCEL },
		{ FEED(ENTRY(CAP("msgType", "Ack"))), 0, FEED_ALERT },
		{ FEED(ENTRY(CAP("msgType", "Error"))), 0, FEED_ALERT },
		{ FEED(ENTRY(CAP("msgType", "Update") CAP("urgency", "Past"))),
		  1, FEED_CANCEL },
		{ FEED(ENTRY(CAP("msgType", "Alert") CAP("urgency", "Past"))),
		  1, FEED_ALERT },
		{ FEED(ENTRY_OF("e", "yellow watch - tornado - ended", "")), 1,
		  FEED_CANCEL },
		{ FEED(ENTRY(PAIR("parameter", "VTEC",
		                  "/O.CAN.KMKX.FA.A.0004.x/"))),
		  1, FEED_CANCEL },
		{ FEED(ENTRY(PAIR("parameter", "awareness_level",
		                  "1; green; Minor"))),
		  0, FEED_ALERT },
		{ FEED(ENTRY(CAP("msgType", "Update") PAIR(
			  "parameter", "awareness_level", "1; green; Minor"))),
		  1, FEED_CANCEL },
	};
	struct feed_answer a;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		read_text(&a, "cap_atom", cases[i].xml);
		assert_int_equal(a.count, cases[i].rows);
		if (a.count > 0 && a.rows[0].change != cases[i].change)
			fail_msg("%s", cases[i].xml);
		feed_answer_release(&a);
	}
}

/* One entry an area and code, as MeteoAlarm has them. */
#define PIECE(entry, id, area, severity, expires)                              \
	ENTRY_OF(entry, "Yellow Wind Warning",                                 \
	         CAP("identifier", id) CAP("areaDesc", area) CAP("severity",   \
	                                                         severity)     \
	                 CAP("expires", "2026-05-0" expires "T00:00:00Z")      \
	                         PAIR("geocode", "EMMA_ID", area))

static void
test_entries_of_a_message_unite(void **state)
{
	struct feed_answer a;

	(void)state;
	read_text(&a, "cap_atom",
	          FEED(PIECE("1", "M1", "UK1", "Moderate",
	                     "2") PIECE("2", "M2", "UK1", "Minor", "2")
	                       PIECE("3", "M1", "UK2", "Severe", "3")
	                               PIECE("4", "M1", "UK3", "Minor", "1")));
	assert_int_equal(a.count, 2);
	assert_string_equal(a.rows[0].id, "M1");
	assert_string_equal(a.rows[0].condition, "M1");
	assert_list(&a.rows[0].areas, "UK1|UK2|UK3");
	assert_list(&a.rows[0].geocodes, "EMMA_ID:UK1|EMMA_ID:UK2|EMMA_ID:UK3");
	assert_list(&a.rows[0].also, "");
	assert_int_equal(a.rows[0].level, 2);
	assert_string_equal(a.rows[0].severity, "Severe");
	assert_time(&a.rows[0].expires, "2026-05-03T00:00:00Z");
	assert_int_equal(a.rows[1].level, 4);
	feed_answer_release(&a);
}

#define ALBERTA(title, references)                                             \
	FEED(ENTRY_OF(                                                         \
		"e=1", title,                                                  \
		CAP("sender", "cap@x") CAP("identifier", "urn:1") CAP(         \
			"sent", "2026-05-01T12:46:36-06:00")                   \
			CAP("references",                                      \
	                    references) "<georss:polygon>54 -111 55 -111 55 "  \
					"-110 54 -111"                         \
					"</georss:polygon><georss:polygon>54 " \
					"-111"                                 \
					"</georss:polygon>"))

static void
test_alberta(void **state)
{
	static const struct {
		const char *xml;
		int level;
		const char *severity, *kind;
		enum feed_change change;
	} cases[] = {
		{ ALBERTA("yellow watch - tornado - in effect", "e=1"), 3,
		  "yellow", "tornado", FEED_ALERT },
		{ ALBERTA("Orange warning - wind - in effect", "e=0"), 2,
		  "Orange", "wind", FEED_UPDATE },
		{ ALBERTA("red warning - fire - ended", "e=0"), 1, "red",
		  "fire", FEED_CANCEL },
		{ ALBERTA("Reddish sky", "e=1"), 0, NULL, "其他", FEED_ALERT },
		{ ALBERTA("Redcliff - a - b", "e=1"), 0, NULL, "a",
		  FEED_ALERT },
	};
	struct feed_answer a;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct feed_warning *w;

		read_text(&a, "cap_atom", cases[i].xml);
		w = &a.rows[0];
		assert_string_equal(w->id,
		                    "cap@x,urn:1,2026-05-01T12:46:36-06:00");
		assert_string_equal(w->condition, "cap@x,urn:1");
		assert_list(&w->also, "e=1");
		assert_int_equal(w->level, cases[i].level);
		assert_text(w->severity, cases[i].severity);
		assert_string_equal(w->kind, cases[i].kind);
		assert_int_equal(w->change, cases[i].change);
		assert_int_equal(w->shapes_count, 1);
		assert_true(w->shapes[0].at[1][0] == 55);
		feed_answer_release(&a);
	}
}

#define TSUNAMI(category)                                                      \
	FEED(ENTRY_OF(                                                         \
		"urn:uuid:1", "SOUTH OF X",                                    \
		"<geo:lat>18.75</geo:lat><geo:long>-155.25</geo:long>"         \
		"<summary type='xhtml'>"                                       \
		"<div xmlns='http://www.w3.org/1999/xhtml'>"                   \
		"<strong>Category:</strong> " category "<br/>"                 \
		"<strong>Preliminary Magnitude: </strong>5.1(Ml)<br/>"         \
		"<b>Note:</b><strong>Definition: </strong><a href='x'>y</a>"   \
		"</div></summary><link rel='related' type="                    \
		"'application/cap+xml' href="                                  \
		"'https://t/events/PHEB/2026/05/01/77/2/WEHW42/CAP.xml'/>"))

static void
test_tsunami(void **state)
{
	static const struct {
		const char *xml;
		int level;
		enum feed_change change;
	} cases[] = {
		{ TSUNAMI("Information"), 4, FEED_ALERT },
		{ TSUNAMI("Watch"), 3, FEED_ALERT },
		{ TSUNAMI("Advisory"), 2, FEED_ALERT },
		{ TSUNAMI("Warning"), 1, FEED_ALERT },
		{ TSUNAMI("Cancellation"), 0, FEED_CANCEL },
		{ TSUNAMI("Threat"), 0, FEED_ALERT },
	};
	struct feed_answer a;
	struct feed_warning *w;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		read_text(&a, "cap_atom", cases[i].xml);
		assert_int_equal(a.rows[0].level, cases[i].level);
		assert_int_equal(a.rows[0].change, cases[i].change);
		feed_answer_release(&a);
	}
	read_text(&a, "cap_atom", TSUNAMI("Watch"));
	w = &a.rows[0];
	assert_string_equal(w->kind, "海啸");
	assert_string_equal(w->headline, "All warnings");
	assert_list(&w->areas, "SOUTH OF X");
	assert_string_equal(w->condition,
	                    "https://t/events/PHEB/2026/05/01/77");
	assert_string_equal(w->text, "Category: Watch\n"
	                             "Preliminary Magnitude: 5.1(Ml)");
	assert_true(w->magnitude == 5.1);
	assert_true(w->lat == 18.75 && w->lon == -155.25);
	feed_answer_release(&a);
}

static void
test_point(void **state)
{
	static const struct {
		const char *xml;
		bool there;
	} cases[] = {
		{ FEED(ENTRY("<georss:point>45.5 -120</georss:point>")), true },
		{ FEED(ENTRY("<georss:point>45.5,-120</georss:point>")), true },
		{ FEED(ENTRY("<georss:point>45.5</georss:point>")), false },
		{ FEED(ENTRY("<georss:point>45.5 -120 7</georss:point>")),
		  false },
		{ FEED(ENTRY("<georss:point>91 0</georss:point>")), false },
		{ FEED(ENTRY("<georss:point>90 181</georss:point>")), false },
		{ FEED(ENTRY("<georss:point>x y</georss:point>")), false },
		{ FEED(ENTRY("<geo:lat>45.5</geo:lat>")), false },
		{ FEED(ENTRY("<geo:lat>45.5</geo:lat>"
		             "<geo:long>-120</geo:long>")),
		  true },
	};
	struct feed_answer a;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		read_text(&a, "cap_atom", cases[i].xml);
		assert_int_equal(isnan(a.rows[0].lat), !cases[i].there);
		if (cases[i].there)
			assert_true(a.rows[0].lat == 45.5 &&
			            a.rows[0].lon == -120);
		feed_answer_release(&a);
	}
}

static void
test_meteoalarm_json(void **state)
{
	static const char list[] =
		"{\"warnings\": [{\"uuid\": \"u1\", \"alert\": {"
		"\"identifier\": \"M1\", \"sender\": \"s\", \"sent\": "
		"\"2026-04-20T23:16:00+02:00\", \"status\": \"Actual\", "
		"\"msgType\": \"Update\", \"scope\": \"Public\", \"code\": "
		"[\"x\", \"y\"], \"references\": "
		"\"s,M0,2026-04-20T10:27:00+02:00 \", \"info\": [{\"language\":"
		" \"de\", \"event\": \"B\"}, {\"language\": \"en\", "
		"\"event\": \"gale\", \"severity\": \"Minor\", \"certainty\": "
		"null, \"onset\": \"\", \"parameter\": [{\"valueName\": "
		"\"impacts\", \"value\": \"a\"}, {\"valueName\": "
		"\"awareness_level\", \"value\": \"3; orange; Severe\"}], "
		"\"area\": [{\"areaDesc\": \"Kiel\", \"altitude\": 3280.8, "
		"\"geocode\": [{\"valueName\": \"EMMA_ID\", \"value\": "
		"\"DE808 \"}], \"polygon\": [\"1,2 3,4 5,6\"]}]}]}}]}";
	struct feed_answer a;
	struct feed_warning *w;

	(void)state;
	read_text(&a, "cap_atom", list);
	assert_int_equal(a.count, 1);
	w = &a.rows[0];
	assert_string_equal(w->id, "s,M1,2026-04-20T23:16:00+02:00");
	assert_string_equal(w->kind, "gale");
	assert_int_equal(w->level, 2);
	assert_int_equal(w->change, FEED_UPDATE);
	assert_list(&w->references, "s,M0,2026-04-20T10:27:00+02:00");
	assert_list(&w->areas, "Kiel");
	assert_list(&w->geocodes, "EMMA_ID:DE808");
	assert_int_equal(w->shapes_count, 1);
	feed_answer_release(&a);
}

static void
test_an_alert_in_content(void **state)
{
	struct feed_answer a;

	(void)state;
	read_text(&a, "cap_atom",
	          FEED("<entry><content type='text/xml'>"
	               "<alert xmlns='urn:oasis:names:tc:emergency:cap:1.2'>"
	               "<identifier>A1</identifier><sender>s</sender>"
	               "<sent>2026-05-01T08:00:00Z</sent>"
	               "<status>Exercise</status><msgType>Cancel</msgType>"
	               "<scope>Public</scope></alert></content></entry>" ENTRY(
			       "")));
	assert_int_equal(a.count, 2);
	assert_string_equal(a.rows[0].id, "s,A1,2026-05-01T08:00:00Z");
	assert_int_equal(a.rows[0].status, FEED_EXERCISE);
	assert_int_equal(a.rows[0].change, FEED_CANCEL);
	assert_string_equal(a.rows[1].id, "e1");
	feed_answer_release(&a);
}

/* An alert is an element, and so is each of its codes. */
static void
test_json_limit(void **state)
{
	struct buf s = BUF_INIT;
	char why[32];

	(void)state;
	for (size_t more = 0; more < 2; more++) {
		buf_clear(&s);
		buf_str(&s, "{\"warnings\": [{\"alert\": {\"code\": [");
		for (size_t i = 1; i < ELEM_MAX + more; i++)
			buf_fmt(&s, "%s1", i > 1 ? "," : "");
		buf_str(&s, "]}}]}");
		snprintf(why, sizeof(why), "超过 %d 个元素", ELEM_MAX);
		fails("cap_atom", s.s, more ? why : "缺少“identifier”");
	}
	buf_release(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_empty_is_not_failed),
		cmocka_unit_test(test_failed),
		cmocka_unit_test(test_only_a_link),
		cmocka_unit_test(test_cap_children),
		cmocka_unit_test(test_change),
		cmocka_unit_test(test_entries_of_a_message_unite),
		cmocka_unit_test(test_alberta),
		cmocka_unit_test(test_tsunami),
		cmocka_unit_test(test_point),
		cmocka_unit_test(test_meteoalarm_json),
		cmocka_unit_test(test_an_alert_in_content),
		cmocka_unit_test(test_json_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
