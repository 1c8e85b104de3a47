/* Counting by what people claim: reports, receipts, revisions, refusals. */
#include "law_kit.h"

static void
test_claimed_and_confirmed(void **state)
{
	struct rulebook rb = kit_book(KIT_COUNTY_RULE);
	static const char head[] = "none: deaths, missing, trapped, "
				   "serious_injuries, at_risk, "
				   "direct_loss_yuan unknown\n";
	static const struct {
		const char *lines, *want;
	} cases[] = {
		/* recorded in the due second */
		{ "10T14:00@10T15:00 reported county.emergency city.emergency",
		  "met 10T14:00" },
		/* and a second after it */
		{ "10T14:00@10T15:00:01 reported county.emergency "
		  "city.emergency",
		  "claimed 10T14:00 (recorded 2021-01-10T15:00:01+08:00, "
		  "after it was due)" },
		/* the receiver says so too */
		{ "10T14:00@10T16:00 reported county.emergency city.emergency\n"
		  "10T14:01@10T17:00 received city.emergency county.emergency",
		  "met 10T14:00" },
		/* but it says a later time */
		{ "10T14:00@10T16:00 reported county.emergency city.emergency\n"
		  "10T15:01@10T17:00 received city.emergency county.emergency",
		  "claimed 10T14:00 (recorded 2021-01-10T16:00:00+08:00, "
		  "after it was due)" },
		/* or heard it from someone else */
		{ "10T14:00@10T16:00 reported county.emergency city.emergency\n"
		  "10T14:01@10T17:00 received city.emergency county.police",
		  "claimed 10T14:00 (recorded 2021-01-10T16:00:00+08:00, "
		  "after it was due)" },
		/* a late report recorded first is not claimed away */
		{ "10T15:30 reported county.emergency city.emergency\n"
		  "10T14:00@10T16:00 reported county.emergency city.emergency",
		  "late 10T15:30 +30" },
		/* unless the receiver confirms it */
		{ "10T15:30 reported county.emergency city.emergency\n"
		  "10T14:00@10T16:00 reported county.emergency city.emergency\n"
		  "10T14:00@10T17:00 received city.emergency county.emergency",
		  "met 10T14:00" },
		/* a receipt alone is the receiver's word */
		{ "10T14:30 received city.emergency county.emergency",
		  "met 10T14:30" },
		{ "10T14:30 received city.emergency public", "overdue" },
	};
	struct buf lines = BUF_INIT, got = BUF_INIT, want = BUF_INIT;
	struct chronicle c;
	struct verdict v;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_clear(&lines);
		buf_clear(&got);
		buf_clear(&want);
		buf_fmt(&lines, "10T13:00 received county.emergency\n%s\n",
		        cases[i].lines);
		buf_fmt(&want, "%s493-10>city.emergency 10T13:00 10T15:00 %s\n",
		        head, cases[i].want);
		kit_chronicle(&c, "accident.mine", "10T20:00", lines.s);
		judge(&rb, &c, &v);
		v.findings_count = 0; /* asked of elsewhere */
		kit_text(&got, &v);
		assert_string_equal(got.s, want.s);
		verdict_release(&v);
		chronicle_release(&c);
	}
	buf_release(&lines);
	buf_release(&got);
	buf_release(&want);
	rulebook_release(&rb);
}

/* Trap 12: a changed claim never moves a deadline already met or missed. */
static void
test_revised_claims(void **state)
{
	struct rulebook rb = kit_book(KIT_UNIT_RULE);
	struct rulebook occ =
		kit_book(KIT_RULE("zr", "county.emergency", "'city.emergency'",
	                          "any", "occurred", "'within': {'hours': 2}"));
	static const char unknown[] =
		"none: deaths, missing, trapped, serious_injuries, at_risk, "
		"direct_loss_yuan unknown\n";
	struct buf want = BUF_INIT;

	(void)state;
	/* while it runs, it moves: later and earlier */
	buf_fmt(&want, "%s%s", unknown,
	        "493-9b>county.emergency 10T13:30 10T14:30 open\n"
	        "receipt_disputed unit 10T13:20 10T13:30\n");
	kit_expect(&rb, "10T14:00",
	           "10T13:20 unit_head_told\n"
	           "10T13:30@10T13:40 unit_head_told\n",
	           want.s);
	/* known in the due second: moved; a second after: not */
	buf_clear(&want);
	buf_fmt(&want, "%s%s", unknown,
	        "493-9b>county.emergency 10T13:50 10T14:50 open\n"
	        "receipt_disputed unit 10T13:20 10T13:50\n");
	kit_expect(&rb, "10T14:30",
	           "10T13:20 unit_head_told\n"
	           "10T13:50@10T14:20 unit_head_told\n",
	           want.s);
	buf_clear(&want);
	buf_fmt(&want, "%s%s", unknown,
	        "493-9b>county.emergency 10T13:20 10T14:20 overdue\n"
	        "overdue 493-9b 10\n"
	        "receipt_disputed unit 10T13:20 10T13:50\n");
	kit_expect(&rb, "10T14:30",
	           "10T13:20 unit_head_told\n"
	           "10T13:50@10T14:20:01 unit_head_told\n",
	           want.s);
	/* met by then: it stays, however early the new claim */
	buf_clear(&want);
	buf_fmt(&want, "%s%s", unknown,
	        "zr>city.emergency 10T14:00 10T16:00 met 10T15:30\n"
	        "occurrence_revised 10T14:00 10T13:13\n");
	kit_expect(&occ, "12T00:00",
	           "10T14:00 occurred\n"
	           "10T15:30 reported county.emergency city.emergency\n"
	           "10T13:13@10T15:40 occurred\n",
	           want.s);
	/* not met by then: two hours from the new time are over */
	buf_clear(&want);
	buf_fmt(&want, "%s%s", unknown,
	        "zr>city.emergency 10T13:13 10T15:13 late 10T15:45 +32\n"
	        "late zr 32\n"
	        "occurrence_revised 10T14:00 10T13:13\n");
	kit_expect(&occ, "12T00:00",
	           "10T14:00 occurred\n"
	           "10T13:13@10T15:40 occurred\n"
	           "10T15:45 reported county.emergency city.emergency\n",
	           want.s);
	/* without recorded_at, the array is the order of knowledge */
	kit_expect(&occ, "12T00:00",
	           "10T14:00 occurred\n"
	           "10T15:40 received county.emergency\n"
	           "10T13:13 occurred\n"
	           "10T15:45 reported county.emergency city.emergency\n",
	           want.s);
	buf_release(&want);
	rulebook_release(&rb);
	rulebook_release(&occ);
}

/* Trap 10: a receipt is by any channel; a forged one shows. */
static void
test_receipts(void **state)
{
	struct rulebook rb = kit_book(KIT_COUNTY_RULE);
	static const char unknown[] =
		"none: deaths, missing, trapped, serious_injuries, at_risk, "
		"direct_loss_yuan unknown\n";
	struct buf want = BUF_INIT;

	(void)state;
	/* an earlier receipt found later, the duty met: both times show */
	buf_fmt(&want, "%s%s", unknown,
	        "493-10>city.emergency 11T20:05 11T22:05 met 11T20:48\n"
	        "receipt_disputed county.emergency 11T20:05 11T18:46\n");
	kit_expect(&rb, "20T00:00",
	           "11T20:05 reported unit county.emergency phone\n"
	           "11T20:48 reported county.emergency city.emergency\n"
	           "11T18:46@19T10:00 received county.emergency city.police\n",
	           want.s);
	/* found while it runs: the hours run from it */
	buf_clear(&want);
	buf_fmt(&want, "%s%s", unknown,
	        "493-10>city.emergency 11T18:46 11T20:46 late 11T20:48 +2\n"
	        "late 493-10 2\n"
	        "receipt_disputed county.emergency 11T20:05 11T18:46\n");
	kit_expect(&rb, "20T00:00",
	           "11T20:05 reported unit county.emergency phone\n"
	           "11T18:46@11T20:30 received county.emergency city.police\n"
	           "11T20:48 reported county.emergency city.emergency\n",
	           want.s);
	/* another claim of the same receipt does not gain time */
	buf_clear(&want);
	buf_fmt(&want, "%s%s", unknown,
	        "493-10>city.emergency 11T18:46 11T20:46 late 11T20:48 +2\n"
	        "late 493-10 2\n"
	        "receipt_disputed county.emergency 11T18:46 11T20:05\n");
	kit_expect(&rb, "20T00:00",
	           "11T18:46 received county.emergency city.emergency\n"
	           "11T20:05 received county.emergency city.emergency\n"
	           "11T20:48 reported county.emergency city.emergency\n",
	           want.s);
	/* a second caller, a second report: nothing is disputed */
	buf_clear(&want);
	buf_fmt(&want, "%s%s", unknown,
	        "493-10>city.emergency 11T18:46 11T20:46 met 11T19:48\n");
	kit_expect(&rb, "20T00:00",
	           "11T18:46 received county.emergency public\n"
	           "11T19:05 received county.emergency county.police\n"
	           "11T19:20 reported unit county.emergency\n"
	           "11T19:40 reported unit county.emergency\n"
	           "11T19:48 reported county.emergency city.emergency\n",
	           want.s);
	buf_release(&want);
	rulebook_release(&rb);
}

/* Trap 23: a phone report does not end the duty. */
static void
test_phone_then_written(void **state)
{
	struct rulebook rb = kit_book(KIT_LARGE_RULE);
	static const struct {
		const char *report, *phone, *written;
	} cases[] = {
		{ "10T13:30 reported county.emergency province.emergency phone",
		  "10T14:00 met 10T13:30", "10T14:30 house open" },
		{ "10T13:30 reported county.emergency province.emergency "
		  "in_person",
		  "10T14:00 met 10T13:30", "10T14:30 house open" },
		{ "10T13:30 reported county.emergency province.emergency "
		  "written",
		  "10T14:00 open", "10T15:00 house met 10T13:30" },
		{ "10T13:30 reported county.emergency province.emergency "
		  "system",
		  "10T14:00 open", "10T15:00 house met 10T13:30" },
		{ "10T13:30 reported county.emergency province.emergency "
		  "phone\n"
		  "10T13:50 reported county.emergency province.emergency "
		  "written",
		  "10T14:00 met 10T13:30", "10T14:30 house met 10T13:50" },
	};
	struct buf lines = BUF_INIT, want = BUF_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_clear(&lines);
		buf_clear(&want);
		buf_fmt(&lines,
		        "10T13:00 received county.emergency unit\n"
		        "10T13:00 facts deaths=3\n%s\n",
		        cases[i].report);
		buf_fmt(&want,
		        "large: deaths 3 >= 3\n"
		        "21-8>province.emergency phone 10T13:00 %s\n"
		        "21-8>province.emergency written 10T13:00 %s\n",
		        cases[i].phone, cases[i].written);
		kit_expect(&rb, "10T13:55", lines.s, want.s);
	}
	buf_release(&lines);
	buf_release(&want);
	rulebook_release(&rb);
}

static void
test_channels(void **state)
{
	static const char *const asked[] = { "any", "phone", "written",
		                             "system", "in_person" };
	static const char *const used[] = { "any", "phone", "written", "system",
		                            "in_person" };
	/* rows: asked; columns: used */
	static const bool meets[5][5] = {
		{ true, true, true, true, true },
		{ false, true, false, false, true },
		{ false, false, true, true, false },
		{ true, true, true, true, true },
		{ false, false, false, false, true },
	};
	struct buf rule = BUF_INIT, lines = BUF_INIT;
	struct rulebook rb;
	struct chronicle c;
	struct verdict v;
	int i, j;

	(void)state;
	for (i = 0; i < 5; i++) {
		buf_clear(&rule);
		buf_fmt(&rule,
		        "{'id': 'r', 'title': 'T', 'asks': 'A', 'law': 'L',"
		        " 'standing': 'text', 'by': 'unit', 'to': ['x'],"
		        " 'via': '%s', 'clock': 'occurred',"
		        " 'within': {'hours': 1}}",
		        asked[i]);
		rb = kit_book(rule.s);
		for (j = 0; j < 5; j++) {
			buf_clear(&lines);
			buf_fmt(&lines,
			        "10T13:00 occurred\n"
			        "10T13:10 reported unit x %s\n",
			        used[j]);
			kit_chronicle(&c, "accident.mine", "10T13:30", lines.s);
			judge(&rb, &c, &v);
			assert_int_equal(v.duties_count, 1);
			assert_int_equal(v.duties[0].state,
			                 meets[i][j] ? DUTY_MET : DUTY_OPEN);
			verdict_release(&v);
			chronicle_release(&c);
		}
		rulebook_release(&rb);
	}
	buf_release(&rule);
	buf_release(&lines);
}

/* "Decided not to report" has a ground and a name; silence has neither. */
static void
test_declined(void **state)
{
	struct rulebook rb = kit_book(KIT_UNIT_RULE "," KIT_COUNTY_RULE);
	static const struct {
		const char *lines, *want;
	} cases[] = {
		{ "10T14:00 declined county.emergency city.emergency Li drill",
		  "void (declined by Li: drill)\n" },
		{ "10T14:00 declined county.emergency city.emergency Li drill "
		  "493-10",
		  "void (declined by Li: drill)\n" },
		{ "10T14:00 declined county.emergency city.emergency Li drill "
		  "493-9b",
		  "overdue\noverdue 493-10 60\n" },
		{ "10T12:59 declined county.emergency city.emergency Li drill",
		  "overdue\noverdue 493-10 60\n" },
		/* decided when it was overdue already: both are so */
		{ "10T15:30 declined county.emergency city.emergency Li drill",
		  "void (declined by Li: drill)\noverdue 493-10 30\n" },
		/* reported all the same */
		{ "10T14:00 declined county.emergency city.emergency Li drill\n"
		  "10T14:30 reported county.emergency city.emergency",
		  "met 10T14:30\n" },
	};
	struct buf lines = BUF_INIT, want = BUF_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_clear(&lines);
		buf_clear(&want);
		buf_fmt(&lines, "10T13:00 received county.emergency\n%s\n",
		        cases[i].lines);
		buf_fmt(&want,
		        "none: deaths, missing, trapped, serious_injuries, "
		        "at_risk, direct_loss_yuan unknown\n"
		        "493-10>city.emergency 10T13:00 10T15:00 %s",
		        cases[i].want);
		kit_expect(&rb, "10T16:00", lines.s, want.s);
	}
	buf_release(&lines);
	buf_release(&want);
	rulebook_release(&rb);
}

/* Article 9: that the unit's head was told is the scene's report. */
static void
test_scene_tells_head(void **state)
{
	struct rulebook rb =
		kit_book(KIT_RULE("9a", "scene", "'unit.head'", "any",
	                          "occurred", "'within': 'immediately'"));

	(void)state;
	kit_expect_kind(&rb, "health", "10T14:00",
	                "10T13:13 occurred\n10T13:23 unit_head_told\n",
	                "none: no classifier in force for health\n"
	                "9a>unit.head 10T13:13 10T13:23 house met 10T13:23\n");
	kit_expect_kind(&rb, "health", "10T14:00",
	                "10T13:13 occurred\n10T13:23:01 unit_head_told\n",
	                "none: no classifier in force for health\n"
	                "9a>unit.head 10T13:13 10T13:23 house late 10T13:23:01 "
	                "+1\nunit_late 9a 1\n");
	rulebook_release(&rb);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_claimed_and_confirmed),
		cmocka_unit_test(test_revised_claims),
		cmocka_unit_test(test_receipts),
		cmocka_unit_test(test_phone_then_written),
		cmocka_unit_test(test_channels),
		cmocka_unit_test(test_declined),
		cmocka_unit_test(test_scene_tells_head),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
