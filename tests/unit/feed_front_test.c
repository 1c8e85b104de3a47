/* What stands before an answer means nothing: marks of order and blanks. */
#include "feed_cap_kit.h"

#define NS12 "urn:oasis:names:tc:emergency:cap:1.2"
#define ALERT                                                                  \
	"<alert xmlns='" NS12 "'><identifier>A1</identifier>"                  \
	"<sender>s@x</sender><sent>2026-05-01T08:00:00+08:00</sent>"           \
	"<status>Actual</status><msgType>Alert</msgType>"                      \
	"<scope>Public</scope><info><event>Wind</event></info></alert>"
#define ATOM                                                                   \
	"<feed xmlns='http://www.w3.org/2005/Atom'><title>All</title>"         \
	"<updated>2026-05-01T00:00:00Z</updated><author><name>O</name>"        \
	"</author><entry><id>e1</id><title>Wind warning</title>"               \
	"<updated>2026-05-01T00:00:00Z</updated></entry></feed>"
#define METEOALARM                                                             \
	"{\"warnings\": [{\"uuid\": \"u1\", \"alert\": {\"identifier\": "      \
	"\"M1\", \"sender\": \"s\", \"sent\": \"2026-04-20T23:16:00+02:00\", " \
	"\"status\": \"Actual\", \"msgType\": \"Alert\", \"scope\": "          \
	"\"Public\", \"info\": [{\"event\": \"gale\"}]}}]}"
#define RSS                                                                    \
	"<rss version='2.0'><channel><title>t</title><item><guid>g1</guid>"    \
	"<title>Wind warning</title><pubDate>Fri, 01 May 2026 00:00:00 GMT"    \
	"</pubDate></item></channel></rss>"
#define GDACS_ROW                                                              \
	"<item><title>Orange flood</title><gdacs:eventtype>FL"                 \
	"</gdacs:eventtype><gdacs:eventid>7</gdacs:eventid>"                   \
	"<pubDate>Fri, 01 May 2026 00:00:00 GMT</pubDate>"                     \
	"<gdacs:alertlevel>Orange</gdacs:alertlevel></item>"
#define GDACS_RSS                                                              \
	"<rss xmlns:gdacs='http://www.gdacs.org'><channel><title>t</title>"    \
	"<pubDate>Fri, 01 May 2026 00:00:00 GMT</pubDate>" GDACS_ROW           \
	"</channel></rss>"
#define GDACS_JSON                                                             \
	"{\"features\": [{\"geometry\": {\"type\": \"Point\", "                \
	"\"coordinates\": [117.2, 30]}, \"properties\": {\"eventtype\": "      \
	"\"FL\", \"eventid\": 7, \"alertlevel\": \"Orange\", \"iscurrent\": "  \
	"\"true\", \"name\": \"N\", \"datemodified\": "                        \
	"\"2026-07-20T14:02:43\"}}]}"
#define DECLARED "<?xml version='1.0' encoding='UTF-8'?>"

static const struct {
	const char *code, *bytes;
} answers[] = {
	{ "cap", DECLARED ALERT },       { "cap_atom", DECLARED ATOM },
	{ "cap_atom", METEOALARM },      { "rss", DECLARED RSS },
	{ "gdacs", DECLARED GDACS_RSS }, { "gdacs", GDACS_JSON },
};

static void
test_marks_and_blanks_are_skipped(void **state)
{
	static const char *const fronts[] = {
		"",
		" ",
		"\r\n\t ",
		"\xEF\xBB\xBF",
		"\xEF\xBB\xBF \n",
		" \n\xEF\xBB\xBF",
		"\xEF\xBB\xBF\xEF\xBB\xBF\n",
	};
	struct buf s = BUF_INIT;
	struct feed_answer a;

	(void)state;
	for (size_t i = 0; i < COUNT(answers); i++)
		for (size_t k = 0; k < COUNT(fronts); k++) {
			buf_clear(&s);
			buf_fmt(&s, "%s%s", fronts[k], answers[i].bytes);
			read_bytes(&a, answers[i].code, s.s, s.len);
			assert_int_equal(a.count, 1);
			feed_answer_release(&a);
		}
	buf_release(&s);
}

static void
test_nothing_but_a_front_is_failed(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(answers); i++) {
		fails(answers[i].code, " \r\n", "fixture");
		fails(answers[i].code, "\xEF\xBB\xBF", "fixture");
		/* Half a mark is none. */
		fails(answers[i].code, "\xEF\xBB{}", "fixture");
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_marks_and_blanks_are_skipped),
		cmocka_unit_test(test_nothing_but_a_front_is_failed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
