/* Counting by clocks: words, days, laws in force, repeats and changes. */
#include "law_kit.h"

/* "Immediately" has no number and cannot run before one knows. */
static void
test_words_without_number(void **state)
{
	/* clang-format off */
	struct rulebook rb = kit_book(
		KIT_RULE("yd-17", "county.government", "'city.government'",
			 "any", "occurred", "'within': 'immediately'") ","
		KIT_RULE("9a", "scene", "'unit'", "any", "occurred",
			 "'within': 'promptly'"));
	/* clang-format on */
	static const char unknown[] =
		"none: deaths, missing, trapped, serious_injuries, at_risk, "
		"direct_loss_yuan unknown\n";
	struct buf want = BUF_INIT;

	(void)state;
	buf_fmt(&want, "%s%s", unknown,
	        "9a>unit 10T13:00 10T14:00 house open\n");
	kit_expect(&rb, "10T13:30", "10T13:00 occurred\n", want.s);
	buf_clear(&want);
	buf_fmt(&want, "%s%s", unknown,
	        "9a>unit 10T13:00 10T14:00 house overdue\n"
	        "yd-17>city.government 10T18:00 10T18:10 house open\n"
	        "overdue 9a 250\n");
	kit_expect(&rb, "10T18:10",
	           "10T13:00 occurred\n"
	           "10T18:00 reported county.emergency county.government\n",
	           want.s);
	buf_release(&want);
	rulebook_release(&rb);
}

/* Days, months and the same day end at midnight; the first is not counted. */
static void
test_calendar(void **state)
{
	static const struct {
		const char *within, *due;
	} cases[] = {
		{ "{'days': 1}", "12T00:00" },
		{ "{'days': 15}", "26T00:00" },
		{ "{'days': 60}", "2021-03-12T00:00" },
		{ "{'months': 2}", "2021-03-11T00:00" },
		{ "{'years': 1}", "2022-01-11T00:00" },
		{ "'same_day'", "11T00:00" },
		{ "{'minutes': 1}", "11T00:00" },
	};
	struct buf rule = BUF_INIT, got = BUF_INIT, want = BUF_INIT;
	struct rulebook rb;
	struct chronicle c;
	struct verdict v;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_clear(&rule);
		buf_clear(&got);
		buf_clear(&want);
		buf_fmt(&rule,
		        "{'id': 'r', 'title': 'T', 'asks': 'A', 'law': 'L',"
		        " 'standing': 'text', 'by': 'x', 'to': ['y'],"
		        " 'via': 'any', 'clock': 'document:report',"
		        " 'within': %s}",
		        cases[i].within);
		rb = kit_book(rule.s);
		kit_chronicle(&c, "health", "10T23:59:30",
		              "10T23:59 document other\n"
		              "10T23:59 document report\n");
		judge(&rb, &c, &v);
		kit_text(&got, &v);
		buf_fmt(&want,
		        "none: no classifier in force for health\n"
		        "r>y 10T23:59 %s open\n",
		        cases[i].due);
		assert_string_equal(got.s, want.s);
		verdict_release(&v);
		chronicle_release(&c);
		rulebook_release(&rb);
	}
	buf_release(&rule);
	buf_release(&got);
	buf_release(&want);
}

/* Article 29: 60 days of the accident, whenever it proves to be one. */
static void
test_days_from_accident(void **state)
{
	struct rulebook rb =
		kit_book(KIT_RULE("493-29", "a", "'b'", "any", "occurred",
	                          "'within': {'days': 60}, 'when': "
	                          "{'class_at_least': 'general'}"));

	(void)state;
	kit_expect(&rb, "20T14:00",
	           "10T13:13 occurred\n"
	           "15T13:13 facts deaths=1\n",
	           "general: deaths 1 >= 1\n"
	           "493-29>b 10T13:13 2021-03-12T00:00 open\n");
	rulebook_release(&rb);
}

/* The law of the day of the start; the classifier of the accident's day. */
static void
test_in_force(void **state)
{
	struct rulebook rb;

	(void)state;
	rulebook_init(&rb);
	kit_add_rules(
		&rb,
		"{'id': 'old', 'kinds': ['accident'], 'law': 'O',"
		" 'standing': 'text', 'effective_until': '2021-01-10',"
		" 'rows': [{'class': 'general', 'when': true}]},"
		"{'id': 'new', 'kinds': ['accident'], 'law': 'N',"
		" 'standing': 'text', 'effective_from': '2021-01-10',"
		" 'rows': [{'class': 'large', 'when': {'kind': "
		"['accident.mine']}}]}",
		/* clang-format off */
		KIT_RULE("old", "a", "'b'", "any", "received",
			 "'within': {'hours': 1}, "
			 "'effective_until': '2021-01-11'") ","
		KIT_RULE("new", "a", "'b'", "any", "received",
			 "'within': {'hours': 2}, "
			 "'effective_from': '2021-01-11'"));
	/* clang-format on */
	kit_expect(&rb, "11T00:00",
	           "09T23:59:59 occurred\n10T23:59:59 received a\n",
	           "general: \nold>b 10T23:59:59 11T00:59:59 open\n");
	kit_expect(&rb, "11T00:00", "10T00:00 occurred\n11T00:00 received a\n",
	           "large: kind accident.mine\n"
	           "new>b 11T00:00 11T02:00 open\n");
	/* the occurrence revised over the limit changes the classifier */
	kit_expect(&rb, "11T00:00",
	           "10T00:00 occurred\n"
	           "09T23:00 occurred\n"
	           "11T00:00 received a\n",
	           "general: \n"
	           "new>b 11T00:00 11T02:00 open\n"
	           "occurrence_revised 10T00:00 09T23:00\n");
	rulebook_release(&rb);
}

/* Order 21 article 11: at least once a day, twice when it is grave. */
static void
test_daily(void **state)
{
	struct rulebook rb = kit_book(
		KIT_RULE("11c", "a", "'b'", "any", "received",
	                 "'repeat': {'times': ['12:00', '24:00'], "
	                 "'until': 'handling_ended'}, "
	                 "'when': {'maybe': {'class_at_most': 'large'}}"));
	static const char start[] = "10T13:00 received a\n"
				    "10T14:00 reported a b\n";
	static const char head[] = "none: deaths, missing, trapped, "
				   "serious_injuries, at_risk, "
				   "direct_loss_yuan unknown\n";
	static const struct {
		const char *as_of, *lines, *want;
		const char *next;
	} cases[] = {
		/* raised with the clock; the first day is not counted */
		{ "10T15:00", "", "11c>b #1 11T00:00 11T12:00 open\n",
		  "11T12:00" },
		{ "11T12:00", "",
		  "11c>b #1 11T00:00 11T12:00 open\n"
		  "11c>b #2 11T12:00 12T00:00 open\n",
		  "12T00:00" },
		{ "11T12:00:01", "",
		  "11c>b #1 x1 11T00:00 11T12:00 overdue\n"
		  "11c>b #2 11T12:00 12T00:00 open\n"
		  "overdue 11c 1\n",
		  "12T00:00" },
		{ "11T13:00", "11T12:00 reported a b\n",
		  "11c>b #1 11T00:00 11T12:00 met 11T12:00\n"
		  "11c>b #2 11T12:00 12T00:00 open\n",
		  "12T00:00" },
		/* three missed in a row are one, late when told at last */
		{ "12T13:00", "",
		  "11c>b #1 x3 11T00:00 11T12:00 overdue\n"
		  "11c>b #4 12T12:00 13T00:00 open\n"
		  "overdue 11c 1500\n",
		  "13T00:00" },
		{ "12T14:00", "12T13:00 reported a b\n",
		  "11c>b #1 x3 11T00:00 11T12:00 late 12T13:00 +1500\n"
		  "11c>b #4 12T12:00 13T00:00 met 12T13:00\n"
		  "late 11c 1500\n",
		  "13T00:00" },
		/* claimed instances stay claimed */
		{ "12T13:00",
		  "11T09:00@11T18:00 reported a b\n11T19:00 reported a b\n"
		  "12T01:00 reported a b\n",
		  "11c>b #1 11T00:00 11T12:00 claimed 11T09:00 (recorded "
		  "2021-01-11T18:00:00+08:00, after it was due)\n"
		  "11c>b #2 11T12:00 12T00:00 met 11T19:00\n"
		  "11c>b #3 12T00:00 12T12:00 met 12T01:00\n"
		  "11c>b #4 12T12:00 13T00:00 open\n",
		  "13T00:00" },
		/* none after the end of handling, but what was missed stays */
		{ "15T00:00",
		  "11T13:00 reported a b\n11T18:00 handling_ended\n",
		  "11c>b #1 x1 11T00:00 11T12:00 late 11T13:00 +60\n"
		  "11c>b #2 11T12:00 12T00:00 met 11T13:00\n"
		  "late 11c 60\n",
		  NULL },
		{ "15T00:00",
		  "11T11:00 reported a b\n11T18:00 handling_ended\n",
		  "11c>b #1 11T00:00 11T12:00 met 11T11:00\n", NULL },
		{ "15T00:00", "12T00:00 handling_ended\n",
		  "11c>b #1 x2 11T00:00 11T12:00 overdue\n"
		  "overdue 11c 5040\n",
		  NULL },
	};
	struct buf lines = BUF_INIT, want = BUF_INIT;
	struct chronicle c;
	struct verdict v;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_clear(&lines);
		buf_clear(&want);
		buf_fmt(&lines, "%s%s", start, cases[i].lines);
		buf_fmt(&want, "%s%s", head, cases[i].want);
		kit_expect(&rb, cases[i].as_of, lines.s, want.s);
		kit_chronicle(&c, "accident.mine", cases[i].as_of, lines.s);
		judge(&rb, &c, &v);
		assert_int_equal(v.next,
		                 cases[i].next ? kit_time(cases[i].next) : 0);
		verdict_release(&v);
		chronicle_release(&c);
	}
	/* the class outgrows the rule: what runs is owed still, none follows */
	kit_expect(&rb, "12T13:00",
	           "10T13:00 received a\n"
	           "11T13:00 facts deaths=10\n",
	           "major: deaths 10 >= 10\n"
	           "11c>b #1 x2 11T00:00 11T12:00 overdue\n"
	           "overdue 11c 1500\n");
	buf_release(&lines);
	buf_release(&want);
	rulebook_release(&rb);
}

/* Article 13: changes within 30 days (7 for road and fire) are told. */
static void
test_changes(void **state)
{
	struct rulebook rb = kit_book(
		KIT_RULE("13b", "a", "'b'", "any", "changed",
	                 "'within': 'same_day', 'window': {'days': 7}, "
	                 "'when': {'kind': ['accident']}"));
	static const char start[] = "10T13:00 occurred\n"
				    "10T13:10 received a\n"
				    "10T13:10 facts trapped=5 deaths=1\n"
				    "10T13:20 reported a b\n";
	static const struct {
		const char *as_of, *lines, *want;
	} cases[] = {
		{ "10T20:00", "", "" },
		/* two changes, one report; then a third */
		{ "10T20:00",
		  "10T14:00 facts deaths=2\n"
		  "10T14:30 facts deaths=3 missing=1\n"
		  "10T15:00 reported a b\n"
		  "10T16:00 facts missing=0 deaths=4\n",
		  "13b>b #1 10T14:00 11T00:00 met 10T15:00\n"
		  "13b>b #2 10T16:00 11T00:00 open\n"
		  "count_changed deaths 1 2\n"
		  "count_changed deaths 2 3\n"
		  "count_changed missing ? 1\n"
		  "count_changed deaths 3 4\n"
		  "count_changed missing 1 0\n" },
		/* reported between two changes, written down after both */
		{ "10T20:00",
		  "10T14:00 facts deaths=2\n"
		  "10T14:30 facts deaths=3\n"
		  "10T14:15@10T15:00 reported a b\n",
		  "13b>b #1 10T14:00 11T00:00 met 10T14:15\n"
		  "13b>b #2 10T14:30 11T00:00 open\n"
		  "count_changed deaths 1 2\n"
		  "count_changed deaths 2 3\n" },
		/* unknown and back is no change; nor is a first zero */
		{ "10T20:00",
		  "10T14:00 facts deaths=?\n"
		  "10T14:30 facts deaths=1 missing=0\n",
		  "" },
		/* the last second of day 7, and after it */
		{ "18T01:00", "18T00:00 facts deaths=2\n",
		  "13b>b #1 18T00:00 19T00:00 open\n"
		  "count_changed deaths 1 2\n" },
		{ "18T01:00", "18T00:00:01 facts deaths=2\n",
		  "count_changed deaths 1 2\n" },
		/* late, and what came meanwhile is told by it too */
		{ "12T20:00",
		  "10T14:00 facts deaths=2\n"
		  "11T08:00 facts deaths=3\n"
		  "11T09:00 reported a b\n",
		  "13b>b #1 10T14:00 11T00:00 late 11T09:00 +540\n"
		  "late 13b 540\n"
		  "count_changed deaths 1 2\n"
		  "count_changed deaths 2 3\n" },
	};
	struct buf lines = BUF_INIT, got = BUF_INIT;
	struct chronicle c;
	struct verdict v;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_clear(&lines);
		buf_clear(&got);
		buf_fmt(&lines, "%s%s", start, cases[i].lines);
		kit_chronicle(&c, "accident.road", cases[i].as_of, lines.s);
		judge(&rb, &c, &v);
		kit_text(&got, &v);
		assert_string_equal(strchr(got.s, '\n') + 1, cases[i].want);
		verdict_release(&v);
		chronicle_release(&c);
	}
	buf_release(&lines);
	buf_release(&got);
	rulebook_release(&rb);
}

/* A tip, an order, a verification start clocks of their own level. */
static void
test_other_clocks(void **state)
{
	/* clang-format off */
	struct rulebook rb = kit_book(
		KIT_RULE("12a", "county.emergency", "'city.emergency'", "any",
			 "tipped", "'within': {'days': 5}") ","
		KIT_RULE("12c", "county.emergency", "'city.emergency'", "any",
			 "ordered", "'within': {'months': 2}") ","
		KIT_RULE("13", "county.government", "'city.government'", "any",
			 "verified", "'within': {'hours': 1}"));
	/* clang-format on */

	(void)state;
	kit_expect_kind(&rb, "health", "10T13:00",
	                "10T12:00 tipped city.police\n"
	                "10T12:00 verified city.emergency\n",
	                "none: no classifier in force for health\n");
	kit_expect_kind(&rb, "health", "10T13:00",
	                "10T12:00 tipped county.police\n"
	                "10T12:10 ordered city.emergency\n"
	                "10T12:20 verified county.emergency\n"
	                "10T12:30 verified county.emergency\n",
	                "none: no classifier in force for health\n"
	                "13>city.government 10T12:20 10T13:20 open\n"
	                "12a>city.emergency 10T12:00 16T00:00 open\n"
	                "12c>city.emergency 10T12:10 2021-03-11T00:00 open\n");
	rulebook_release(&rb);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words_without_number),
		cmocka_unit_test(test_calendar),
		cmocka_unit_test(test_days_from_accident),
		cmocka_unit_test(test_in_force),
		cmocka_unit_test(test_daily),
		cmocka_unit_test(test_changes),
		cmocka_unit_test(test_other_clocks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
