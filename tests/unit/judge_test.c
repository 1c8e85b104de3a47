/* Counting: what is due when, met or late, by order 493 and its kin. */
#include "law_kit.h"

/* Articles 9 and 11: within 1 hour, within 2; the last second counts. */
static void
test_example_of_design(void **state)
{
	struct rulebook rb = kit_book(KIT_UNIT_RULE "," KIT_COUNTY_RULE);

	(void)state;
	kit_expect(&rb, "12T00:00",
	           "10T13:13 occurred\n"
	           "10T13:20 unit_head_told\n"
	           "10T13:20 facts trapped=22\n"
	           "11T20:05 reported unit county.emergency phone\n"
	           "11T20:48 reported county.emergency city.emergency phone\n",
	           "danger: trapped 22 >= 3\n"
	           "493-9b>county.emergency 10T13:20 10T14:20 late 11T20:05 "
	           "+1785\n"
	           "493-10>city.emergency 11T20:05 11T22:05 met 11T20:48\n"
	           "unit_late 493-9b 1785\n");
	rulebook_release(&rb);
}

static void
test_edges_of_a_limit(void **state)
{
	static const struct {
		const char *as_of, *report, *want;
	} cases[] = {
		{ "10T14:20", "", "open" },
		{ "10T14:20:01", "", "overdue" },
		{ "10T15:00", "10T13:20", "met 10T13:20" },
		{ "10T15:00", "10T14:20", "met 10T14:20" },
		{ "10T15:00", "10T14:20:01", "late 10T14:20:01 +1" },
		{ "10T15:00", "10T14:21", "late 10T14:21 +1" },
		{ "10T15:00", "10T14:21:01", "late 10T14:21:01 +2" },
		/* before the start there was nothing to report on */
		{ "10T14:00", "10T13:19:59", "open" },
		/* not yet known then */
		{ "10T14:00", "10T14:00:01", "open" },
	};
	struct rulebook rb = kit_book(KIT_UNIT_RULE);
	struct buf lines = BUF_INIT, want = BUF_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_clear(&lines);
		buf_clear(&want);
		buf_str(&lines, "10T13:20 unit_head_told\n");
		if (cases[i].report[0])
			buf_fmt(&lines, "%s reported unit county.emergency\n",
			        cases[i].report);
		buf_fmt(&want,
		        "none: deaths, missing, trapped, serious_injuries, "
		        "at_risk, direct_loss_yuan unknown\n"
		        "493-9b>county.emergency 10T13:20 10T14:20 %s\n",
		        cases[i].want);
		if (strncmp(cases[i].want, "late", 4) == 0)
			buf_fmt(&want, "unit_late 493-9b %s\n",
			        strchr(cases[i].want, '+') + 1);
		if (strcmp(cases[i].want, "overdue") == 0)
			buf_str(&want, "overdue 493-9b 1\n");
		kit_expect(&rb, cases[i].as_of, lines.s, want.s);
	}
	buf_release(&lines);
	buf_release(&want);
	rulebook_release(&rb);
}

/* Article 3: three measures joined by "or"; the highest decides. */
static void
test_class_edges(void **state)
{
	static const struct {
		const char *facts, *want;
	} cases[] = {
		{ "deaths=0 serious_injuries=0 direct_loss_yuan=0 trapped=0 "
		  "missing=0 at_risk=0",
		  "none: no limit is reached" },
		{ "deaths=1", "general: deaths 1 >= 1" },
		{ "deaths=2", "general: deaths 2 >= 1" },
		{ "deaths=3", "large: deaths 3 >= 3" },
		{ "deaths=9", "large: deaths 9 >= 3" },
		{ "deaths=10", "major: deaths 10 >= 10" },
		{ "deaths=29", "major: deaths 29 >= 10" },
		{ "deaths=30", "extra: deaths 30 >= 30" },
		{ "serious_injuries=9", "general: serious_injuries 9 >= 1" },
		{ "serious_injuries=10", "large: serious_injuries 10 >= 10" },
		{ "serious_injuries=49", "large: serious_injuries 49 >= 10" },
		{ "serious_injuries=50", "major: serious_injuries 50 >= 50" },
		{ "serious_injuries=99", "major: serious_injuries 99 >= 50" },
		{ "serious_injuries=100",
		  "extra: serious_injuries 100 >= 100" },
		{ "direct_loss_yuan=9999999",
		  "general: direct_loss_yuan 9999999 > 0" },
		{ "direct_loss_yuan=10000000",
		  "large: direct_loss_yuan 10000000 >= 10000000" },
		{ "direct_loss_yuan=49999999",
		  "large: direct_loss_yuan 49999999 >= 10000000" },
		{ "direct_loss_yuan=50000000",
		  "major: direct_loss_yuan 50000000 >= 50000000" },
		{ "direct_loss_yuan=99999999",
		  "major: direct_loss_yuan 99999999 >= 50000000" },
		{ "direct_loss_yuan=100000000",
		  "extra: direct_loss_yuan 100000000 >= 100000000" },
		{ "deaths=10 direct_loss_yuan=10000000",
		  "major: deaths 10 >= 10" },
		{ "trapped=2",
		  "none: deaths, missing, serious_injuries, at_risk, "
		  "direct_loss_yuan unknown" },
		{ "trapped=2 missing=1", "danger: missing + trapped 3 >= 3" },
		{ "missing=3", "danger: missing 3 >= 3" },
		{ "at_risk=9 trapped=0 missing=0",
		  "none: deaths, serious_injuries, direct_loss_yuan unknown" },
		{ "at_risk=10", "danger: at_risk 10 >= 10" },
		/* killed outranks trapped */
		{ "trapped=22 deaths=1", "general: deaths 1 >= 1" },
		/* unknown is nowhere zero */
		{ "deaths=?",
		  "none: deaths, missing, trapped, serious_injuries, at_risk, "
		  "direct_loss_yuan unknown" },
	};
	struct rulebook rb = kit_book("");
	struct buf lines = BUF_INIT, want = BUF_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_clear(&lines);
		buf_clear(&want);
		buf_fmt(&lines, "10T13:20 facts %s\n", cases[i].facts);
		buf_fmt(&want, "%s\n", cases[i].want);
		kit_expect(&rb, "10T14:00", lines.s, want.s);
	}
	kit_expect_kind(&rb, "health", "10T14:00", "10T13:20 facts deaths=3\n",
	                "none: no classifier in force for health\n");
	buf_release(&lines);
	buf_release(&want);
	rulebook_release(&rb);
}

/* Facts that raise the class add duties from when they are known. */
static void
test_upgrade(void **state)
{
	struct rulebook rb = kit_book(KIT_COUNTY_RULE "," KIT_LARGE_RULE);
	static const char lines[] =
		"10T13:00 received county.emergency unit\n"
		"10T13:00 facts deaths=2\n"
		"10T13:30 reported county.emergency city.emergency phone\n"
		"10T15:00 facts deaths=3\n";

	(void)state;
	kit_expect(&rb, "10T14:59:59", lines,
	           "general: deaths 2 >= 1\n"
	           "493-10>city.emergency 10T13:00 10T15:00 met 10T13:30\n");
	kit_expect(&rb, "10T15:00", lines,
	           "large: deaths 3 >= 3\n"
	           "493-10>city.emergency 10T13:00 10T15:00 met 10T13:30\n"
	           "21-8>province.emergency phone 10T15:00 10T16:00 open\n"
	           "21-8>province.emergency written 10T15:00 10T17:00 house "
	           "open\n"
	           "count_changed deaths 2 3\n");
	/* written down late, known in time: the hour runs from 15:00 */
	kit_expect(&rb, "10T16:30",
	           "10T13:00 received county.emergency unit\n"
	           "10T15:00@10T15:50 facts deaths=3\n"
	           "10T16:01 reported county.emergency province.emergency "
	           "phone\n",
	           "large: deaths 3 >= 3\n"
	           "493-10>city.emergency 10T13:00 10T15:00 overdue\n"
	           "21-8>province.emergency phone 10T15:00 10T16:00 late "
	           "10T16:01 +1\n"
	           "21-8>province.emergency written 10T15:00 10T17:01 house "
	           "open\n"
	           "overdue 493-10 90\n"
	           "late 21-8 1\n");
	rulebook_release(&rb);
}

/* Facts that lower it void what is not due yet, and nothing else. */
static void
test_downgrade(void **state)
{
	struct rulebook rb = kit_book(KIT_LARGE_RULE);
	static const char start[] = "10T13:00 received county.emergency unit\n"
				    "10T13:00 facts deaths=3\n";
	struct buf lines = BUF_INIT;

	(void)state;
	buf_fmt(&lines, "%s%s", start, "10T13:59 facts deaths=2\n");
	kit_expect(&rb, "10T20:00", lines.s,
	           "general: deaths 2 >= 1\n"
	           "21-8>province.emergency phone 10T13:00 10T14:00 void "
	           "(no longer: class general (deaths 2 >= 1))\n"
	           "21-8>province.emergency written 10T13:00 10T15:00 house "
	           "void (no longer: class general (deaths 2 >= 1))\n"
	           "count_changed deaths 3 2\n");
	/* one second after it was due: overdue, and it stays so */
	buf_clear(&lines);
	buf_fmt(&lines, "%s%s", start, "10T14:00:01 facts deaths=2\n");
	kit_expect(&rb, "10T14:30", lines.s,
	           "general: deaths 2 >= 1\n"
	           "21-8>province.emergency phone 10T13:00 10T14:00 overdue "
	           "(kept: class general (deaths 2 >= 1))\n"
	           "21-8>province.emergency written 10T13:00 10T15:00 house "
	           "void (no longer: class general (deaths 2 >= 1))\n"
	           "overdue 21-8 30\n"
	           "count_changed deaths 3 2\n");
	/* said to be so earlier, but written down after it was due */
	buf_clear(&lines);
	buf_fmt(&lines, "%s%s", start, "10T13:30@10T14:10 facts deaths=2\n");
	kit_expect(&rb, "10T14:30", lines.s,
	           "general: deaths 2 >= 1\n"
	           "21-8>province.emergency phone 10T13:00 10T14:00 overdue "
	           "(kept: class general (deaths 2 >= 1))\n"
	           "21-8>province.emergency written 10T13:00 10T15:00 house "
	           "void (no longer: class general (deaths 2 >= 1))\n"
	           "overdue 21-8 30\n"
	           "count_changed deaths 3 2\n");
	/* met before it fell; and up again: the void leg starts anew */
	buf_clear(&lines);
	buf_fmt(&lines, "%s%s", start,
	        "10T13:10 reported county.emergency province.emergency phone\n"
	        "10T13:30 facts deaths=2\n");
	kit_expect(&rb, "10T14:30", lines.s,
	           "general: deaths 2 >= 1\n"
	           "21-8>province.emergency phone 10T13:00 10T14:00 met "
	           "10T13:10 (kept: class general (deaths 2 >= 1))\n"
	           "21-8>province.emergency written 10T13:00 10T14:10 house "
	           "void (no longer: class general (deaths 2 >= 1))\n"
	           "count_changed deaths 3 2\n");
	buf_release(&lines);
	rulebook_release(&rb);
}

static void
test_up_again(void **state)
{
	struct rulebook rb = kit_book(KIT_LARGE_RULE);

	(void)state;
	kit_expect(&rb, "10T14:00",
	           "10T13:00 received county.emergency unit\n"
	           "10T13:00 facts deaths=3\n"
	           "10T13:20 facts deaths=2\n"
	           "10T13:40 facts deaths=4\n",
	           "large: deaths 4 >= 3\n"
	           "21-8>province.emergency phone 10T13:40 10T14:40 open\n"
	           "21-8>province.emergency written 10T13:40 10T15:40 house "
	           "open\n"
	           "count_changed deaths 3 2\n"
	           "count_changed deaths 2 4\n");
	/* the phone call was made: only the other leg starts anew */
	kit_expect(&rb, "10T14:00",
	           "10T13:00 received county.emergency unit\n"
	           "10T13:00 facts deaths=3\n"
	           "10T13:10 reported county.emergency province.emergency "
	           "phone\n"
	           "10T13:20 facts deaths=2\n"
	           "10T13:40 facts deaths=4\n",
	           "large: deaths 4 >= 3\n"
	           "21-8>province.emergency phone 10T13:00 10T14:00 met "
	           "10T13:10\n"
	           "21-8>province.emergency written 10T13:40 10T14:40 house "
	           "open\n"
	           "count_changed deaths 3 2\n"
	           "count_changed deaths 2 4\n");
	rulebook_release(&rb);
}

/* Claims: what only says it was in time (two times, always). */

static void
test_class_over_time(void **state)
{
	struct rulebook rb = kit_book("");
	struct chronicle c;
	struct verdict v;

	(void)state;
	kit_chronicle(&c, "accident.mine", "12T00:00",
	              "10T13:00 occurred\n"
	              "10T13:10@10T13:15 facts trapped=22\n"
	              "10T13:20 facts trapped=22\n"
	              "11T09:00 facts deaths=10\n");
	judge(&rb, &c, &v);
	assert_int_equal(v.classes_count, 2);
	assert_int_equal(v.classes[0].class, CLASS_DANGER);
	assert_int_equal(v.classes[0].at, kit_time("10T13:15"));
	assert_string_equal(v.classes[0].because, "trapped 22 >= 3");
	assert_string_equal(v.classes[0].cite, "L21 art 26");
	assert_int_equal(v.classes[1].class, CLASS_MAJOR);
	assert_string_equal(v.cite, "L493 art 3");
	assert_int_equal(v.facts.v[FACT_TRAPPED], 22);
	assert_true(v.facts.v[FACT_MISSING] == FACT_UNKNOWN);
	verdict_release(&v);
	chronicle_release(&c);
	rulebook_release(&rb);
}

static void
test_state_at(void **state)
{
	(void)state;
	assert_int_equal(duty_state_at(DUTY_OPEN, 1000, 1000), DUTY_OPEN);
	assert_int_equal(duty_state_at(DUTY_OPEN, 1000, 1001), DUTY_OVERDUE);
	assert_int_equal(duty_state_at(DUTY_MET, 1000, 1001), DUTY_MET);
	assert_int_equal(duty_state_at(DUTY_VOID, 1000, 1001), DUTY_VOID);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_example_of_design),
		cmocka_unit_test(test_edges_of_a_limit),
		cmocka_unit_test(test_class_edges),
		cmocka_unit_test(test_upgrade),
		cmocka_unit_test(test_downgrade),
		cmocka_unit_test(test_up_again),
		cmocka_unit_test(test_class_over_time),
		cmocka_unit_test(test_state_at),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
