/* Counting: what is due when, met or late, by order 493 and its kin. */
#include "law_kit.h"

#define UNIT_RULE                                                              \
	KIT_RULE("493-9b", "unit", "'county.emergency'", "any",                \
	         "unit_head_told", "'within': {'hours': 1}")
#define COUNTY_RULE                                                            \
	KIT_RULE("493-10", "county.emergency", "'city.emergency'", "any",      \
	         "received", "'within': {'hours': 2}")
#define LARGE_RULE                                                             \
	KIT_RULE("21-8", "county.emergency", "'province.emergency'",           \
	         "phone_then_written", "received",                             \
	         "'within': {'hours': 1}, 'when': {'class_at_least': "         \
	         "'large'}")

static struct rulebook
book(const char *rules)
{
	struct rulebook rb;

	rulebook_init(&rb);
	kit_add_rules(&rb, KIT_CLASSES, rules);
	return rb;
}

/* Articles 9 and 11: within 1 hour, within 2; the last second counts. */
static void
test_example_of_design(void **state)
{
	struct rulebook rb = book(UNIT_RULE "," COUNTY_RULE);

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
	struct rulebook rb = book(UNIT_RULE);
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
	struct rulebook rb = book("");
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
	struct rulebook rb = book(COUNTY_RULE "," LARGE_RULE);
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
	struct rulebook rb = book(LARGE_RULE);
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
	struct rulebook rb = book(LARGE_RULE);

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
test_claimed_and_confirmed(void **state)
{
	struct rulebook rb = book(COUNTY_RULE);
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
	struct rulebook rb = book(UNIT_RULE);
	struct rulebook occ =
		book(KIT_RULE("zr", "county.emergency", "'city.emergency'",
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
	struct rulebook rb = book(COUNTY_RULE);
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
	struct rulebook rb = book(LARGE_RULE);
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
		rb = book(rule.s);
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

/* "Immediately" has no number and cannot run before one knows. */
static void
test_words_without_number(void **state)
{
	struct rulebook rb = book(KIT_RULE(
		"yd-17", "county.government", "'city.government'", "any",
		"occurred",
		"'within': 'immediately'") "," KIT_RULE("9a", "scene", "'unit'",
	                                                "any", "occurred",
	                                                "'within': "
	                                                "'promptly'"));
	static const char unknown[] =
		"none: deaths, missing, trapped, serious_injuries, at_risk, "
		"direct_loss_yuan unknown\n";
	struct buf want = BUF_INIT;

	(void)state;
	buf_fmt(&want, "%s%s", unknown,
	        "9a>unit 10T13:00 10T14:00 house open\n");
	kit_expect(&rb, "10T13:30", "10T13:00 occurred\n", want.s);
	buf_str(&want, "yd-17>city.government 10T18:00 10T18:10 house open\n");
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
		rb = book(rule.s);
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
	        book(KIT_RULE("493-29", "a", "'b'", "any", "occurred",
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
		KIT_RULE(
			"old", "a", "'b'", "any", "received",
			"'within': {'hours': 1}, "
			"'effective_until': '2021-01-11'") "," KIT_RULE("new",
	                                                                "a",
	                                                                "'b'",
	                                                                "any",
	                                                                "receiv"
	                                                                "ed",
	                                                                "'withi"
	                                                                "n': "
	                                                                "{'"
	                                                                "hours'"
	                                                                ": 2}, "
	                                                                "'effec"
	                                                                "tive_"
	                                                                "from':"
	                                                                " '"
	                                                                "2021-"
	                                                                "01-"
	                                                                "11'"));
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
	struct rulebook rb =
		book(KIT_RULE("11c", "a", "'b'", "any", "received",
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
	struct rulebook rb =
		book(KIT_RULE("13b", "a", "'b'", "any", "changed",
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

/* "Decided not to report" has a ground and a name; silence has neither. */
static void
test_declined(void **state)
{
	struct rulebook rb = book(UNIT_RULE "," COUNTY_RULE);
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

/* A tip, an order, a verification start clocks of their own level. */
static void
test_other_clocks(void **state)
{
	/* clang-format off */
	struct rulebook rb = book(
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

/* Article 9: that the unit's head was told is the scene's report. */
static void
test_scene_tells_head(void **state)
{
	struct rulebook rb =
		book(KIT_RULE("9a", "scene", "'unit.head'", "any", "occurred",
	                      "'within': 'immediately'"));

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

static void
test_class_over_time(void **state)
{
	struct rulebook rb = book("");
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
		cmocka_unit_test(test_claimed_and_confirmed),
		cmocka_unit_test(test_revised_claims),
		cmocka_unit_test(test_receipts),
		cmocka_unit_test(test_phone_then_written),
		cmocka_unit_test(test_channels),
		cmocka_unit_test(test_words_without_number),
		cmocka_unit_test(test_calendar),
		cmocka_unit_test(test_days_from_accident),
		cmocka_unit_test(test_in_force),
		cmocka_unit_test(test_daily),
		cmocka_unit_test(test_changes),
		cmocka_unit_test(test_declined),
		cmocka_unit_test(test_other_clocks),
		cmocka_unit_test(test_scene_tells_head),
		cmocka_unit_test(test_class_over_time),
		cmocka_unit_test(test_state_at),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
