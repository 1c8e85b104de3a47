#include "cm.h"

#include <string.h>

#include "base/buf.h"
#include "base/civil.h"
#include "base/err.h"
#include "base/tr.h"
#include "desk/plan.h"

/* ' for ". */
static void
quoted(struct buf *out, const char *s)
{
	buf_clear(out);
	for (; *s; s++)
		buf_byte(out, *s == '\'' ? '"' : *s);
}

static int
parse(struct plan_front *f, const char *text, struct err *err)
{
	struct buf json = BUF_INIT;
	int rc;

	quoted(&json, text);
	err_clear(err);
	rc = plan_front_parse(f, json.s, json.len, "mine.md", err);
	buf_release(&json);
	return rc;
}

static void
good(const char *text)
{
	struct err err = ERR_INIT;
	struct plan_front f;

	if (parse(&f, text, &err))
		fail_msg("%.200s: %s", text, err.text);
	plan_front_release(&f);
}

/* The error, whole; and nothing is left to release. */
static void
bad(const char *text, const char *want)
{
	struct err err = ERR_INIT;
	struct plan_front f;

	if (parse(&f, text, &err) == 0)
		fail_msg("%.200s: was taken", text);
	if (strcmp(err.text, want) != 0)
		fail_msg("%.200s: %s", text, err.text);
	assert_int_equal(err.code, ERR_INPUT);
	assert_null(f.steps);
	assert_int_equal(f.levels_count, 0);
	assert_int_equal(f.category, -1);
}

static const char whole[] =
	"{'title':'矿山事故预案','category':'special','issued':'2024-03-01',"
	"'revise_by':'2026-03-01','drill_months':6,"
	"'kinds':['accident.coal','disaster'],'levels':["
	"{'level':2,'title':'二级','lead':'常务副市长',"
	"'when':{'fact':'hectares','at_least':1.5}},{'level':3}],"
	"'steps':[{'id':'s-1.A_','levels':[3,2],'text':'通知救护队',"
	"'post':'county.emergency/值班长','minutes':10},"
	"{'id':'2','levels':[2],'text':'报市长','minutes':1}]}";

static void
test_whole(void **state)
{
	struct err err = ERR_INIT;
	struct plan_front f;
	int64_t ms;

	(void)state;
	assert_int_equal(parse(&f, whole, &err), 0);
	assert_string_equal(f.title, "矿山事故预案");
	assert_int_equal(f.category, PLAN_SPECIAL);
	civil_parse_date("2024-03-01", &ms, &err);
	assert_int_equal(f.issued_ms, ms);
	civil_parse_date("2026-03-01", &ms, &err);
	assert_int_equal(f.revise_ms, ms);
	assert_int_equal(f.drill_months, 6);
	assert_int_equal(f.kinds_count, 2);
	assert_string_equal(f.kinds[1], "disaster");
	assert_int_equal(f.levels_count, 2);
	assert_string_equal(f.levels[0].lead, "常务副市长");
	assert_non_null(f.levels[0].when);
	assert_null(f.levels[1].when);
	assert_string_equal(f.levels[1].title, "Ⅲ级响应");
	assert_string_equal(f.levels[1].lead, "");
	assert_ptr_equal(plan_front_level(&f, 3), &f.levels[1]);
	assert_null(plan_front_level(&f, 1));
	assert_int_equal(f.steps_count, 2);
	assert_string_equal(f.steps[0].id, "s-1.A_");
	assert_int_equal(f.steps[0].levels, 1 << 2 | 1 << 3);
	assert_string_equal(f.steps[0].post, "county.emergency/值班长");
	assert_int_equal(f.steps[0].minutes, 10);
	assert_string_equal(f.steps[1].post, "");
	plan_front_release(&f);
}

/* Printed and read again it is the same; a level and a step a line. */
static void
test_text(void **state)
{
	struct buf once = BUF_INIT, twice = BUF_INIT;
	struct err err = ERR_INIT;
	struct plan_front f;

	(void)state;
	assert_int_equal(parse(&f, whole, &err), 0);
	plan_front_text(&f, &once);
	plan_front_release(&f);
	assert_non_null(strstr(once.s, "\n    {\"level\":2,\"title\":\"二级\","
	                               "\"lead\":\"常务副市长\",\"when\":"
	                               "{\"fact\":\"hectares\","
	                               "\"at_least\":1.5}},\n"));
	assert_non_null(strstr(once.s, "\n  \"drill_months\": 6,\n"));
	assert_int_equal(plan_front_parse(&f, once.s, once.len, "again", &err),
	                 0);
	plan_front_text(&f, &twice);
	plan_front_release(&f);
	assert_string_equal(once.s, twice.s);
	buf_clear(&once);
	plan_front_init(&f);
	plan_front_text(&f, &once);
	assert_string_equal(once.s, "{}\n");
	buf_release(&once);
	buf_release(&twice);
}

static void
test_errors(void **state)
{
	static const struct {
		const char *text, *error;
	} rows[] = {
		{ "", "mine.md: line 1 column 0: unexpected token near end "
		      "of file" },
		{ "[]", "mine.md: expected an object" },
		{ "{'titel':'a'}", "mine.md: /titel: unknown member" },
		{ "{'title':''}", "mine.md: /title: empty" },
		{ "{'title':3}", "mine.md: /title: expected a string" },
		{ "{'category':'city'}",
		  "mine.md: /category: expected overall, special, department, "
		  "site or other" },
		{ "{'issued':'2024-02-30'}",
		  "mine.md: /issued: '2024-02-30': no such date or time" },
		{ "{'revise_by':'soon'}",
		  "mine.md: /revise_by: 'soon' is not a date like "
		  "2007-06-01" },
		{ "{'issued':'2024-03-01','revise_by':'2024-03-01'}",
		  "mine.md: /revise_by: not after issued" },
		{ "{'kinds':'accident'}",
		  "mine.md: /kinds: expected an array" },
		{ "{'kinds':['accident.coal','ufo']}",
		  "mine.md: /kinds/1: expected a kind such as accident.coal" },
		{ "{'kinds':['health','health']}",
		  "mine.md: /kinds/1: named twice" },
		{ "{'levels':[1]}", "mine.md: /levels/0: expected an object" },
		{ "{'levels':[{}]}", "mine.md: /levels/0/level: missing" },
		{ "{'levels':[{'level':1,'x':1}]}",
		  "mine.md: /levels/0/x: unknown member" },
		{ "{'levels':[{'level':1},{'level':1}]}",
		  "mine.md: /levels/1/level: named twice" },
		{ "{'levels':[{'level':1,'title':''}]}",
		  "mine.md: /levels/0/title: empty" },
		{ "{'levels':[{'level':1,'lead':1}]}",
		  "mine.md: /levels/0/lead: expected a string" },
		{ "{'levels':[{'level':1,'when':{'fact':'dead','above':1}}]}",
		  "mine.md: /levels/0/when/fact: unknown fact 'dead'" },
		{ "{'steps':[{}]}", "mine.md: /steps/0/id: missing" },
		{ "{'steps':[{'id':''}]}",
		  "mine.md: /steps/0/id: expected 1 to 31 letters, digits, . "
		  "_ or -" },
		{ "{'steps':[{'id':'一'}]}",
		  "mine.md: /steps/0/id: expected 1 to 31 letters, digits, . "
		  "_ or -" },
		{ "{'steps':[{'id':'a'}]}",
		  "mine.md: /steps/0/levels: missing" },
		{ "{'steps':[{'id':'a','levels':[]}]}",
		  "mine.md: /steps/0/levels: empty" },
		{ "{'steps':[{'id':'a','levels':[1]}]}",
		  "mine.md: /steps/0/levels/0: expected one of the plan's "
		  "levels" },
		{ "{'levels':[{'level':1}],"
		  "'steps':[{'id':'a','levels':[1,'1']}]}",
		  "mine.md: /steps/0/levels/1: expected one of the plan's "
		  "levels" },
		{ "{'levels':[{'level':1}],"
		  "'steps':[{'id':'a','levels':[1,1]}]}",
		  "mine.md: /steps/0/levels/1: named twice" },
		{ "{'levels':[{'level':1}],"
		  "'steps':[{'id':'a','levels':[1],'minutes':5}]}",
		  "mine.md: /steps/0/text: missing" },
		{ "{'levels':[{'level':1}],"
		  "'steps':[{'id':'a','levels':[1],'text':'a','post':''}]}",
		  "mine.md: /steps/0/post: empty" },
		{ "{'levels':[{'level':1}],"
		  "'steps':[{'id':'a','levels':[1],'text':'a'}]}",
		  "mine.md: /steps/0/minutes: missing" },
		{ "{'levels':[{'level':1}],'steps':["
		  "{'id':'a','levels':[1],'text':'a','minutes':5},"
		  "{'id':'a','levels':[1],'text':'b','minutes':5}]}",
		  "mine.md: /steps/1/id: named twice" },
		{ "{'levels':[{'level':1}],'steps':[{'id':'a','levels':[1],"
		  "'text':'a','minutes':5,'by':'b'}]}",
		  "mine.md: /steps/0/by: unknown member" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		bad(rows[i].text, rows[i].error);
}

/* ---- both edges of every limit ---- */

static void
number_edges(const char *form, int min, int max, const char *where)
{
	struct buf text = BUF_INIT, error = BUF_INIT;
	const int tries[] = { min - 1, min, max, max + 1 };
	const char *at = strchr(form, '#');

	buf_fmt(&error, "mine.md: %s: expected a whole number from %d to %d",
	        where, min, max);
	for (int i = 0; i < 4; i++) {
		buf_clear(&text);
		buf_fmt(&text, "%.*s%d%s", (int)(at - form), form, tries[i],
		        at + 1);
		if (i == 1 || i == 2)
			good(text.s);
		else
			bad(text.s, error.s);
	}
	buf_release(&text);
	buf_release(&error);
}

/* Characters, not bytes, are counted. */
static void
text_edges(const char *form, const char *unit, int max, const char *error)
{
	const char *at = strchr(form, '#');
	struct buf text = BUF_INIT;

	for (int len = max; len <= max + 1; len++) {
		buf_clear(&text);
		buf_add(&text, form, (size_t)(at - form));
		for (int i = 0; i < len; i++)
			buf_str(&text, unit);
		buf_str(&text, at + 1);
		if (len == max)
			good(text.s);
		else
			bad(text.s, error);
	}
	buf_release(&text);
}

/* max items of a list, then one more. */
static void
list_edges(const char *start, const char *item, int max, const char *error)
{
	struct buf text = BUF_INIT;

	for (int len = max; len <= max + 1; len++) {
		buf_clear(&text);
		buf_str(&text, start);
		for (int i = 0; i < len; i++)
			buf_fmt(&text, "%s{'id':'%d',%s}", i ? "," : "", i,
			        item);
		buf_str(&text, "]}");
		if (len == max)
			good(text.s);
		else
			bad(text.s, error);
	}
	buf_release(&text);
}

static void
kinds_edges(void)
{
	struct buf text = BUF_INIT;
	size_t n;

	for (n = PLAN_KINDS; n <= PLAN_KINDS + 1; n++) {
		buf_clear(&text);
		for (size_t i = 0; i < n; i++) {
			assert_non_null(kind_table[i].code);
			buf_fmt(&text, "%s'%s'", i ? "," : "{'kinds':[",
			        kind_table[i].code);
		}
		buf_str(&text, "]}");
		if (n == PLAN_KINDS)
			good(text.s);
		else
			bad(text.s, "mine.md: /kinds: more than 16");
	}
	buf_release(&text);
}

static void
test_limits(void **state)
{
	(void)state;
	number_edges("{'drill_months':#}", 1, PLAN_DRILL_MONTHS,
	             "/drill_months");
	number_edges("{'levels':[{'level':#}]}", 1, PLAN_LEVELS,
	             "/levels/0/level");
	number_edges("{'levels':[{'level':1}],'steps':[{'id':'a',"
	             "'levels':[1],'text':'a','minutes':#}]}",
	             1, PLAN_MINUTES, "/steps/0/minutes");
	text_edges("{'title':'#'}", "矿", PLAN_TITLE_MAX,
	           "mine.md: /title: longer than 300 characters");
	text_edges("{'levels':[{'level':1,'title':'#'}]}", "级", PLAN_TITLE_MAX,
	           "mine.md: /levels/0/title: longer than 300 characters");
	text_edges("{'levels':[{'level':1,'lead':'#'}]}", "长", PLAN_POST_MAX,
	           "mine.md: /levels/0/lead: longer than 200 characters");
	text_edges("{'levels':[{'level':1}],'steps':[{'id':'#',"
	           "'levels':[1],'text':'a','minutes':1}]}",
	           "a", PLAN_ID_MAX,
	           "mine.md: /steps/0/id: expected 1 to 31 letters, digits, . "
	           "_ or -");
	text_edges("{'levels':[{'level':1}],'steps':[{'id':'a',"
	           "'levels':[1],'text':'#','minutes':1}]}",
	           "报", PLAN_STEP_MAX,
	           "mine.md: /steps/0/text: longer than 500 characters");
	text_edges("{'levels':[{'level':1}],'steps':[{'id':'a',"
	           "'levels':[1],'text':'a','post':'#','minutes':1}]}",
	           "岗", PLAN_POST_MAX,
	           "mine.md: /steps/0/post: longer than 200 characters");
	list_edges("{'levels':[{'level':1}],'steps':[",
	           "'levels':[1],'text':'a','minutes':1", PLAN_STEPS,
	           "mine.md: /steps: more than 200");
	good("{'levels':[{'level':4},{'level':3},{'level':2},{'level':1}]}");
	bad("{'levels':[{'level':4},{'level':3},{'level':2},{'level':1},"
	    "{'level':1}]}",
	    "mine.md: /levels: more than 4");
	kinds_edges();
}

static void
test_categories(void **state)
{
	(void)state;
	for (int i = 0; i < PLAN_CATEGORIES; i++) {
		enum plan_category c = (enum plan_category)i;

		assert_int_equal(plan_category_find(plan_category_code(c)), i);
		assert_true(*plan_category_label(c));
	}
	assert_int_equal(plan_category_find("总体"), -1);
	assert_string_equal(plan_level_label(1), "Ⅰ级响应");
	assert_string_equal(plan_level_label(4), "Ⅳ级响应");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_errors),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_categories),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
