/* The answer: its members in order, the same bytes in any zone and language. */
#include "law_kit.h"

#include <locale.h>
#include <time.h>

#include "base/tr.h"

/* clang-format off */
static const char rules[] =
	KIT_RULE("493-9b", "unit", "'county.emergency'", "any",
		 "unit_head_told", "'within': {'hours': 1}") ","
	KIT_RULE("21-8", "county.emergency", "'province.emergency'",
		 "phone_then_written", "received",
		 "'within': 'immediately'") ","
	KIT_RULE("11c", "county.emergency", "'city.emergency'", "any",
		 "received",
		 "'repeat': {'times': ['24:00'], 'until': 'handling_ended'}");
/* clang-format on */

static const char input[] =
	"{'as_of': '2021-01-13T00:00:01+08:00', 'kind': 'accident.mine',"
	" 'chronicle': ["
	"{'at': '2021-01-10T14:00:00+08:00', 'what': 'occurred'},"
	"{'at': '2021-01-10T05:20:00Z', 'what': 'unit_head_told'},"
	"{'at': '2021-01-10T13:20:00+08:00', 'what': 'facts',"
	" 'facts': {'trapped': 22}},"
	"{'at': '2021-01-11T20:05:00+08:00', 'what': 'reported',"
	" 'by': 'unit', 'to': 'county.emergency', 'via': 'phone'},"
	"{'at': '2021-01-11T20:10:00+08:00', 'what': 'declined',"
	" 'by': 'county.emergency', 'to': 'province.emergency',"
	" 'ground': '\\u001b[31m \"x\"', 'person': '李强'},"
	"{'at': '2021-01-10T13:13:00+08:00', 'what': 'occurred',"
	" 'recorded_at': '2021-01-11T21:00:00+08:00'},"
	"{'at': '2021-01-12T01:00:00Z', 'what': 'facts',"
	" 'facts': {'deaths': 1}}]}";

static const char answer[] =
	"{\n"
	"  \"class\": {\n"
	"    \"code\": \"general\",\n"
	"    \"name\": \"一般事故\",\n"
	"    \"because\": \"deaths 1 >= 1\",\n"
	"    \"cite\": \"L493 art 3\",\n"
	"    \"standing\": \"text\"\n"
	"  },\n"
	"  \"duties\": [\n"
	"    {\n"
	"      \"rule\": \"493-9b\",\n"
	"      \"title\": \"T\",\n"
	"      \"by\": \"unit\",\n"
	"      \"to\": \"county.emergency\",\n"
	"      \"via\": \"any\",\n"
	"      \"clock\": \"unit_head_told\",\n"
	"      \"start\": \"2021-01-10T05:20:00Z\",\n"
	"      \"due\": \"2021-01-10T06:20:00Z\",\n"
	"      \"state\": \"late\",\n"
	"      \"done\": \"2021-01-11T20:05:00+08:00\",\n"
	"      \"late_minutes\": 1785,\n"
	"      \"cite\": \"L a\",\n"
	"      \"standing\": \"text\"\n"
	"    },\n"
	"    {\n"
	"      \"rule\": \"21-8\",\n"
	"      \"title\": \"T\",\n"
	"      \"by\": \"county.emergency\",\n"
	"      \"to\": \"province.emergency\",\n"
	"      \"via\": \"phone_then_written\",\n"
	"      \"leg\": \"phone\",\n"
	"      \"clock\": \"received\",\n"
	"      \"start\": \"2021-01-11T20:05:00+08:00\",\n"
	"      \"due\": \"2021-01-11T20:15:00+08:00\",\n"
	"      \"basis\": \"house\",\n"
	"      \"state\": \"void\",\n"
	"      \"because\": \"declined by 李强: \\u001b[31m \\\"x\\\"\",\n"
	"      \"cite\": \"L a\",\n"
	"      \"standing\": \"text\"\n"
	"    },\n"
	"    {\n"
	"      \"rule\": \"21-8\",\n"
	"      \"title\": \"T\",\n"
	"      \"by\": \"county.emergency\",\n"
	"      \"to\": \"province.emergency\",\n"
	"      \"via\": \"phone_then_written\",\n"
	"      \"leg\": \"written\",\n"
	"      \"clock\": \"received\",\n"
	"      \"start\": \"2021-01-11T20:05:00+08:00\",\n"
	"      \"due\": \"2021-01-11T21:15:00+08:00\",\n"
	"      \"basis\": \"house\",\n"
	"      \"state\": \"void\",\n"
	"      \"because\": \"declined by 李强: \\u001b[31m \\\"x\\\"\",\n"
	"      \"cite\": \"L a\",\n"
	"      \"standing\": \"text\"\n"
	"    },\n"
	"    {\n"
	"      \"rule\": \"11c\",\n"
	"      \"title\": \"T\",\n"
	"      \"by\": \"county.emergency\",\n"
	"      \"to\": \"city.emergency\",\n"
	"      \"via\": \"any\",\n"
	"      \"instance\": 1,\n"
	"      \"missed\": 1,\n"
	"      \"clock\": \"received\",\n"
	"      \"start\": \"2021-01-12T00:00:00+08:00\",\n"
	"      \"due\": \"2021-01-13T00:00:00+08:00\",\n"
	"      \"state\": \"overdue\",\n"
	"      \"cite\": \"L a\",\n"
	"      \"standing\": \"text\"\n"
	"    },\n"
	"    {\n"
	"      \"rule\": \"11c\",\n"
	"      \"title\": \"T\",\n"
	"      \"by\": \"county.emergency\",\n"
	"      \"to\": \"city.emergency\",\n"
	"      \"via\": \"any\",\n"
	"      \"instance\": 2,\n"
	"      \"clock\": \"received\",\n"
	"      \"start\": \"2021-01-13T00:00:00+08:00\",\n"
	"      \"due\": \"2021-01-14T00:00:00+08:00\",\n"
	"      \"state\": \"open\",\n"
	"      \"cite\": \"L a\",\n"
	"      \"standing\": \"text\"\n"
	"    }\n"
	"  ],\n"
	"  \"findings\": [\n"
	"    {\n"
	"      \"code\": \"unit_late\",\n"
	"      \"duty\": \"493-9b\",\n"
	"      \"minutes\": 1785\n"
	"    },\n"
	"    {\n"
	"      \"code\": \"overdue\",\n"
	"      \"duty\": \"11c\",\n"
	"      \"minutes\": 1\n"
	"    },\n"
	"    {\n"
	"      \"code\": \"count_changed\",\n"
	"      \"fact\": \"deaths\",\n"
	"      \"from\": null,\n"
	"      \"to\": 1,\n"
	"      \"at\": \"2021-01-12T01:00:00Z\"\n"
	"    },\n"
	"    {\n"
	"      \"code\": \"occurrence_revised\",\n"
	"      \"from\": \"2021-01-10T14:00:00+08:00\",\n"
	"      \"to\": \"2021-01-10T13:13:00+08:00\",\n"
	"      \"at\": \"2021-01-11T21:00:00+08:00\"\n"
	"    }\n"
	"  ]\n"
	"}\n";

static void
answer_into(struct buf *out, const char *text)
{
	struct rulebook rb;
	struct chronicle c;
	struct verdict v;
	struct err err = ERR_INIT;
	char *json = kit_quotes(text);

	rulebook_init(&rb);
	kit_add_rules(&rb, KIT_CLASSES, rules);
	chronicle_init(&c);
	chronicle_parse(&c, json, strlen(json), "c", &err);
	assert_string_equal(err.text, "");
	judge(&rb, &c, &v);
	verdict_json(out, &v, &c);
	verdict_release(&v);
	chronicle_release(&c);
	rulebook_release(&rb);
	free(json);
}

/* The input; quotation marks inside its strings get their backslashes. */
static void
judge_input(struct buf *out)
{
	struct buf text = BUF_INIT;
	const char *p;

	for (p = input; *p; p++)
		buf_fmt(&text, *p == '"' ? "\\%c" : "%c", *p);
	answer_into(out, text.s);
	buf_release(&text);
}

static void
test_whole_answer(void **state)
{
	struct buf got = BUF_INIT;

	(void)state;
	judge_input(&got);
	assert_string_equal(got.s, answer);
	buf_release(&got);
}

static void
test_nothing_known(void **state)
{
	struct buf got = BUF_INIT;

	(void)state;
	answer_into(&got, "{'as_of': '2021-01-13T00:00:00Z', 'kind': "
	                  "'nearmiss', 'chronicle': []}");
	assert_string_equal(got.s,
	                    "{\n"
	                    "  \"class\": {\n"
	                    "    \"code\": \"none\",\n"
	                    "    \"name\": \"未定级\",\n"
	                    "    \"because\": \"no classifier in force for "
	                    "nearmiss\",\n"
	                    "    \"cite\": \"\",\n"
	                    "    \"standing\": \"text\"\n"
	                    "  },\n"
	                    "  \"duties\": [],\n"
	                    "  \"findings\": []\n"
	                    "}\n");
	buf_release(&got);
}

static void
test_same_bytes_anywhere(void **state)
{
	static const char *const zones[] = { "UTC", "America/New_York",
		                             "Asia/Kathmandu", "", NULL };
	static const char *const locales[] = { "C", "C.UTF-8", "de_DE.UTF-8",
		                               "zh_CN.UTF-8", NULL };
	struct buf got = BUF_INIT;
	int z, l, lang;

	(void)state;
	for (z = 0; zones[z]; z++) {
		setenv("TZ", zones[z], 1);
		tzset();
		for (l = 0; locales[l]; l++) {
			setlocale(LC_ALL, locales[l]);
			for (lang = TR_ZH; lang <= TR_EN; lang++) {
				tr_use((enum tr_lang)lang);
				buf_clear(&got);
				judge_input(&got);
				assert_string_equal(got.s, answer);
			}
		}
	}
	unsetenv("TZ");
	tzset();
	setlocale(LC_ALL, "C");
	tr_use(TR_ZH);
	buf_release(&got);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole_answer),
		cmocka_unit_test(test_nothing_known),
		cmocka_unit_test(test_same_bytes_anywhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
