/*
 * The law itself: the packs built into the program, against the cases of
 * tests/data/law_classes.txt and law_rules.txt.
 */
#include "law_case.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define COLUMNS 5

/* To be read, never a deadline. */
static const char *const standing_rules[] = {
	"493-10x", "493-18",  "493-20",  "21-3",     "21-5",    "21-13",
	"21-20",   "14-late", "14-omit", "14-false", "14-hide", "708-24",
	"YD-72",   "YD-78",   "YD-92",   "KM-35",    "KM-60",   "HJ-6",
	"TZ-7",    "SL-2",    "WH-94",   "SX-4",     "SX-5",    "XY-12",
	"XY-13",   "XY-14",   "XY-16",   "XY-38",    "XY-43",
};

struct table {
	struct buf text;
	char *rest;
	int line, failures;
};

static void
table_open(struct table *t, const char *path)
{
	struct err err = ERR_INIT;

	memset(t, 0, sizeof(*t));
	t->text = (struct buf)BUF_INIT;
	if (buf_read_file(&t->text, path, 1 << 20, &err))
		fail_msg("%s", err.text);
	t->rest = t->text.s;
}

static char *
trim(char *s)
{
	char *end;

	s += strspn(s, " ");
	for (end = s + strlen(s); end > s && end[-1] == ' ';)
		*--end = '\0';
	return s;
}

/* The next row, cut at its bars; false at the end. */
static bool
table_row(struct table *t, char *columns[COLUMNS], int count)
{
	char *line;
	int n;

	while ((line = strsep(&t->rest, "\n"))) {
		t->line++;
		if (*line == '#' || *trim(line) == '\0')
			continue;
		for (n = 0; n < count && line; n++)
			columns[n] = trim(strsep(&line, "|"));
		if (n < count || line)
			fail_msg("line %d: not %d columns", t->line, count);
		return true;
	}
	return false;
}

static void
table_close(struct table *t)
{
	buf_release(&t->text);
	if (t->failures > 0)
		fail_msg("%d rows failed", t->failures);
}

/* "[@AS_OF] [on DAY]"; returns AS_OF or NULL. */
static const char *
take_when(struct law_case *lc, char *when)
{
	const char *as_of = NULL;
	char *word;

	strcpy(lc->day, CASE_DAY);
	while ((word = strsep(&when, " "))) {
		if (*word == '@')
			as_of = word + 1;
		else if (strcmp(word, "on") == 0 && when)
			snprintf(lc->day, sizeof(lc->day), "%s",
			         strsep(&when, " "));
	}
	return as_of;
}

static void
test_classes(void **state)
{
	char *col[COLUMNS], events[300];
	struct law_case lc;
	struct table t;

	(void)state;
	case_init(&lc);
	table_open(&t, "tests/data/law_classes.txt");
	while (table_row(&t, col, 4)) {
		take_when(&lc, col[2]);
		snprintf(events, sizeof(events), "9:00 occurred%s%s",
		         *col[1] ? "; 9:01 " : "", col[1]);
		case_judge(&lc, col[0], events, "10:00");
		if (strcmp(class_code(lc.v.class), col[3]) == 0)
			continue;
		print_error("law_classes.txt:%d: %s %s: %s, not %s\n", t.line,
		            col[0], col[1], class_code(lc.v.class), col[3]);
		t.failures++;
	}
	case_release(&lc);
	table_close(&t);
}

/* "21-8/written": the rule's id and which leg of it. */
static enum duty_leg
take_leg(char *rule)
{
	char *leg = strchr(rule, '/');

	if (!leg)
		return LEG_WHOLE;
	*leg = '\0';
	return strcmp(leg + 1, "phone") == 0 ? LEG_PHONE : LEG_WRITTEN;
}

/* What became of it, in the words of the table; due only when asked for. */
static void
describe(char *out, size_t size, const struct duty *d, bool due)
{
	char late[24] = "", when[CIVIL_TEXT] = "";

	if (!d) {
		snprintf(out, size, "none");
		return;
	}
	if (d->state == DUTY_LATE)
		snprintf(late, sizeof(late), " %d", (int)d->late_minutes);
	if (due)
		civil_rfc3339(when, d->due, CIVIL_SHANGHAI);
	snprintf(out, size, "%s%s%s%s", duty_state_code(d->state), late,
	         due ? " due " : "", when);
}

static void
expect(char *out, size_t size, const struct law_case *lc, const char *column)
{
	const char *due = strstr(column, " due ");
	char when[CIVIL_TEXT];

	if (!due) {
		snprintf(out, size, "%s", column);
		return;
	}
	civil_rfc3339(when, case_time(lc->day, due + 5), CIVIL_SHANGHAI);
	snprintf(out, size, "%.*s due %s", (int)(due - column), column, when);
}

static void
check_rule(struct law_case *lc, struct table *t, char *col[COLUMNS])
{
	char *to = col[0], *rule = strsep(&to, " "), is[80], want[80];
	enum duty_leg leg = take_leg(rule);
	const char *as_of = take_when(lc, col[3]);
	const struct duty *d;

	case_judge(lc, col[1], col[2], as_of);
	d = case_duty(lc, rule, to, leg);
	describe(is, sizeof(is), d, strstr(col[4], " due ") != NULL);
	expect(want, sizeof(want), lc, col[4]);
	if (strcmp(is, want) == 0)
		return;
	print_error("law_rules.txt:%d: %s to %s: %s, not %s\n", t->line, rule,
	            to, is, want);
	t->failures++;
}

static void
test_rules(void **state)
{
	char *col[COLUMNS];
	struct law_case lc;
	struct table t;

	(void)state;
	case_init(&lc);
	table_open(&t, "tests/data/law_rules.txt");
	while (table_row(&t, col, 5))
		check_rule(&lc, &t, col);
	case_release(&lc);
	table_close(&t);
}

static bool
is_standing(const char *id)
{
	size_t i;

	for (i = 0; i < COUNT(standing_rules); i++)
		if (strcmp(standing_rules[i], id) == 0)
			return true;
	return false;
}

/* Does a row expect this rule to raise a duty? */
static bool
is_tested(const char *id)
{
	char *col[COLUMNS], *rule;
	bool found = false;
	struct table t;

	table_open(&t, "tests/data/law_rules.txt");
	while (!found && table_row(&t, col, 5)) {
		rule = strsep(&col[0], " ");
		take_leg(rule);
		found = strcmp(rule, id) == 0 && strcmp(col[4], "none") != 0;
	}
	table_close(&t);
	return found;
}

/* Every rule has a row, or is known to be none that runs out. */
static void
check_coverage(const struct rule *r)
{
	bool none = r->within.unit == WITHIN_NONE && r->times_count == 0;

	if (none != is_standing(r->id))
		case_fail("deadline or none?", r->id);
	if (!none && !is_tested(r->id))
		case_fail("no row", r->id);
}

/* What an officer reads: both languages, a source, nothing too long. */
static void
check_texts(const struct rule *r)
{
	if (r->asks_en == r->asks || r->title_en == r->title)
		case_fail("no English", r->id);
	if (!strstr(r->asks, "。"))
		case_fail("no sentence", r->id);
	if (!*r->source || !*r->article)
		case_fail("no source", r->id);
	if (strlen(r->id) > 31 || strlen(r->cite) > 127)
		case_fail("too long", r->id);
}

static void
test_every_rule(void **state)
{
	struct law_case lc;
	size_t p, i;

	(void)state;
	case_init(&lc);
	for (p = 0; p < lc.rb.count; p++) {
		for (i = 0; i < lc.rb.packs[p]->rules_count; i++) {
			check_coverage(&lc.rb.packs[p]->rules[i]);
			check_texts(&lc.rb.packs[p]->rules[i]);
		}
	}
	for (i = 0; i < COUNT(standing_rules); i++)
		if (!rulebook_rule(&lc.rb, standing_rules[i]))
			case_fail("no such rule", standing_rules[i]);
	case_release(&lc);
}

/* What is only recalled, or second hand, is never shown as text. */
static void
test_standing(void **state)
{
	static const struct {
		const char *rule;
		enum standing standing;
	} cases[] = {
		{ "493-9b", STANDING_TEXT },
		{ "493-10", STANDING_TEXT },
		{ "KM-59", STANDING_TEXT },
		{ "YD-17", STANDING_TEXT },
		{ "HJ-1", STANDING_TEXT },
		{ "WS-1", STANDING_TEXT },
		{ "21-6b", STANDING_QUOTED },
		{ "21-12a", STANDING_QUOTED },
		{ "ZR-1", STANDING_QUOTED },
		{ "14-hide", STANDING_QUOTED },
		{ "21-7", STANDING_UNCONFIRMED },
		{ "21-8", STANDING_UNCONFIRMED },
		{ "21-9a", STANDING_UNCONFIRMED },
		{ "21-11c", STANDING_UNCONFIRMED },
		{ "21-11d", STANDING_UNCONFIRMED },
		{ "21-11e", STANDING_UNCONFIRMED },
		{ "KJ-3", STANDING_UNCONFIRMED },
		{ "SX-3", STANDING_UNCONFIRMED },
		{ "HJ-5", STANDING_UNCONFIRMED },
		{ "TZ-1", STANDING_UNCONFIRMED },
		{ "TZ-2", STANDING_UNCONFIRMED },
		{ "DZ-1", STANDING_UNCONFIRMED },
		{ "ZR-4", STANDING_UNCONFIRMED },
		{ "ZB-12", STANDING_HOUSE },
		{ "SX-10", STANDING_HOUSE },
	};
	struct law_case lc;
	const struct rule *r;
	size_t i;

	(void)state;
	case_init(&lc);
	for (i = 0; i < COUNT(cases); i++) {
		r = rulebook_rule(&lc.rb, cases[i].rule);
		if (!r || r->standing != cases[i].standing)
			case_fail("standing", cases[i].rule);
	}
	case_release(&lc);
}

/* A class says on what it rests, and how far that text was seen. */
static void
test_reason(void **state)
{
	struct law_case lc;

	(void)state;
	case_init(&lc);
	case_judge(&lc, "mine", "9:00 occurred;9:01 trapped=22", "10:00");
	assert_string_equal(lc.v.because, "trapped 22 >= 3");
	assert_string_equal(lc.v.cite, "安监总局令第21号 第二十六条");
	assert_int_equal(lc.v.standing, STANDING_QUOTED);
	case_judge(&lc, "coal",
	           "9:00 occurred;9:01 underground_illness_death=true",
	           "10:00");
	assert_string_equal(lc.v.cite, "孝政发〔2024〕1号 第13项");
	case_judge(&lc, "disaster.geology", "9:00 occurred;9:01 threatened=500",
	           "10:00");
	assert_int_equal(lc.v.standing, STANDING_UNCONFIRMED);
	case_judge(&lc, "environment",
	           "9:00 occurred;9:01 declared_class=major", "10:00");
	assert_int_equal(lc.v.standing, STANDING_HOUSE);
	case_release(&lc);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_classes),
		cmocka_unit_test(test_rules),
		cmocka_unit_test(test_every_rule),
		cmocka_unit_test(test_standing),
		cmocka_unit_test(test_reason),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
