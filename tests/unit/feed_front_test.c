/* What stands before an answer: marks and blanks mean nothing, the encoding
 * that its XML declares does. */
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

/* ---- the encoding of XML ---- */

#define UTF8_WORDS "\xE6\x9A\xB4\xE9\x9B\xA8" /* two characters, rain */
#define GB_WORDS "\xB1\xA9\xD3\xEA"           /* the same */
#define GB_LONG "\x81\x39\xEE\x39"            /* U+3400, GB18030 alone */
#define UTF8_LONG "\xE3\x90\x80"
#define LATIN1_WORD "v\xE9nt"

/* The encoding stands behind the first part, the words behind the second. */
static const struct worded {
	const char *code, *parts[3];
} worded[] = {
	{ "cap",
	  { "<?xml version='1.0' encoding='",
	    "'?><alert xmlns='" NS12 "'><identifier>A1</identifier>"
	    "<sender>s@x</sender><sent>2026-05-01T08:00:00+08:00</sent>"
	    "<status>Actual</status><msgType>Alert</msgType>"
	    "<scope>Public</scope><info><event>Wind</event><headline>",
	    "</headline></info></alert>" } },
	{ "cap_atom",
	  { "<?xml version=\"1.0\" encoding = \"",
	    "\" ?><feed xmlns='http://www.w3.org/2005/Atom'><title>All"
	    "</title><updated>2026-05-01T00:00:00Z</updated><entry>"
	    "<id>e1</id><updated>2026-05-01T00:00:00Z</updated><title>",
	    "</title></entry></feed>" } },
	{ "rss",
	  { "<?xml version='1.0' encoding='",
	    "' standalone='yes'?>\n<rss version='2.0'><channel><title>t"
	    "</title><item><guid>g1</guid><pubDate>Fri, 01 May 2026 "
	    "00:00:00 GMT</pubDate><title>",
	    "</title></item></channel></rss>" } },
};

static void
put_worded(struct buf *out, const struct worded *w, const char *encoding,
           const char *words)
{
	buf_clear(out);
	buf_fmt(out, "%s%s%s%s%s", w->parts[0], encoding, w->parts[1], words,
	        w->parts[2]);
}

static void
test_the_declared_encoding_is_read(void **state)
{
	static const struct {
		const char *encoding, *words, *headline;
	} cases[] = {
		{ "UTF-8", UTF8_WORDS, UTF8_WORDS },
		{ "GBK", GB_WORDS, UTF8_WORDS },
		{ "gb2312", GB_WORDS, UTF8_WORDS },
		{ "GB18030", GB_WORDS GB_LONG, UTF8_WORDS UTF8_LONG },
		/* Many say GBK and mean all of it. */
		{ "gbk", GB_LONG, UTF8_LONG },
		{ "GBK", "Wind", "Wind" },
		{ "ISO-8859-1", LATIN1_WORD, "v\xC3\xA9nt" },
		/* Converted on the way, the declaration left as it was. */
		{ "GBK", UTF8_WORDS, UTF8_WORDS },
		{ "GB2312", UTF8_LONG, UTF8_LONG },
		{ "UTF-16", UTF8_WORDS, UTF8_WORDS },
	};
	struct buf s = BUF_INIT;
	struct feed_answer a;

	(void)state;
	for (size_t i = 0; i < COUNT(worded); i++)
		for (size_t k = 0; k < COUNT(cases); k++) {
			put_worded(&s, &worded[i], cases[k].encoding,
			           cases[k].words);
			read_bytes(&a, worded[i].code, s.s, s.len);
			assert_int_equal(a.count, 1);
			assert_string_equal(a.rows[0].headline,
			                    cases[k].headline);
			feed_answer_release(&a);
		}
	buf_release(&s);
}

static void
test_a_wrong_declaration_is_failed(void **state)
{
	static const struct {
		const char *encoding, *words, *why;
	} cases[] = {
		{ "UTF-8", GB_WORDS, "第" },
		{ "GBK", GB_WORDS "\xFF", "声明的编码是 GBK，内容不是" },
		{ "GB18030", "\x81\x39\xEE", "声明的编码是 GB18030，内容不是" },
		{ "Big5", "Wind", "不认识的编码 Big5" },
		{ "x", "Wind", "不认识的编码 x" },
		{ "", "Wind", "声明的编码看不懂" },
		{ "G B K", "Wind", "声明的编码看不懂" },
		{ "GBK\x1B[2J", "Wind", "声明的编码看不懂" },
	};
	struct buf s = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(worded); i++)
		for (size_t k = 0; k < COUNT(cases); k++) {
			put_worded(&s, &worded[i], cases[k].encoding,
			           cases[k].words);
			fails_bytes(worded[i].code, s.s, s.len, cases[k].why);
		}
	buf_release(&s);
}

/* 63 letters are a name, 64 are none; 256 bytes are looked through. */
static void
test_edges_of_a_declaration(void **state)
{
	char name[65];
	struct buf s = BUF_INIT;
	struct feed_answer a;

	(void)state;
	memset(name, 'x', sizeof(name));
	name[64] = '\0';
	put_worded(&s, &worded[0], name + 1, "Wind");
	fails_bytes("cap", s.s, s.len, name + 1);
	put_worded(&s, &worded[0], name, "Wind");
	fails_bytes("cap", s.s, s.len, "声明的编码看不懂");
	/* Cut within it: expat knows UTF-8 by itself. */
	buf_clear(&s);
	buf_fmt(&s, "<?xml version='1.0'%250s encoding='utf-8'?>%s", "", ALERT);
	read_bytes(&a, "cap", s.s, s.len);
	assert_int_equal(a.count, 1);
	feed_answer_release(&a);
	buf_release(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_marks_and_blanks_are_skipped),
		cmocka_unit_test(test_nothing_but_a_front_is_failed),
		cmocka_unit_test(test_the_declared_encoding_is_read),
		cmocka_unit_test(test_a_wrong_declaration_is_failed),
		cmocka_unit_test(test_edges_of_a_declaration),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
