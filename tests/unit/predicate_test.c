/* Predicates: three values, one reason, errors with their place. */
#include "cm.h"

#include <stdlib.h>
#include <string.h>

#include "base/tr.h"
#include "law/predicate.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static struct predicate *
load(const char *s, struct err *err)
{
	struct jpath root = { .key = "p" };
	char *text = strdup(s), *c;
	struct predicate *p;
	json_t *j;

	for (c = text; *c; c++)
		if (*c == '\'')
			*c = '"';
	j = json_parse(text, strlen(text), "p", err);
	assert_non_null(j);
	p = predicate_load(j, &root, err);
	json_decref(j);
	free(text);
	return p;
}

/* deaths 3, missing unknown, trapped 5, loss 0, key_site true, class large */
static struct facts
some_facts(void)
{
	struct facts f;

	facts_init(&f);
	f.v[FACT_DEATHS] = 3;
	f.v[FACT_TRAPPED] = 5;
	f.v[FACT_DIRECT_LOSS_YUAN] = 0;
	f.v[FACT_KEY_SITE] = 1;
	f.v[FACT_POLLUTION] = 1;
	f.v[FACT_HECTARES] = 1500;
	return f;
}

static const struct {
	const char *json;
	enum truth want;
	const char *because;
} cases[] = {
	{ "true", TRUTH_TRUE, "" },
	{ "{'fact': 'deaths', 'at_least': 3}", TRUTH_TRUE, "deaths 3 >= 3" },
	{ "{'fact': 'deaths', 'at_least': 4}", TRUTH_FALSE, "deaths 3 < 4" },
	{ "{'fact': 'deaths', 'at_most': 3}", TRUTH_TRUE, "deaths 3 <= 3" },
	{ "{'fact': 'deaths', 'at_most': 2}", TRUTH_FALSE, "deaths 3 > 2" },
	{ "{'fact': 'deaths', 'above': 2}", TRUTH_TRUE, "deaths 3 > 2" },
	{ "{'fact': 'deaths', 'above': 3}", TRUTH_FALSE, "deaths 3 <= 3" },
	{ "{'fact': 'deaths', 'below': 4}", TRUTH_TRUE, "deaths 3 < 4" },
	{ "{'fact': 'deaths', 'below': 3}", TRUTH_FALSE, "deaths 3 >= 3" },
	{ "{'fact': 'deaths', 'equals': 3}", TRUTH_TRUE, "deaths 3" },
	{ "{'fact': 'deaths', 'equals': 4}", TRUTH_FALSE, "deaths 3 != 4" },
	{ "{'fact': 'key_site', 'equals': true}", TRUTH_TRUE, "key_site true" },
	{ "{'fact': 'pollution', 'equals': 'minor'}", TRUTH_TRUE,
	  "pollution minor" },
	{ "{'fact': 'pollution', 'at_least': 'serious'}", TRUTH_FALSE,
	  "pollution minor < serious" },
	{ "{'fact': 'hectares', 'at_least': 1.5}", TRUTH_TRUE,
	  "hectares 1.5 >= 1.5" },
	/* unknown is neither */
	{ "{'fact': 'missing', 'at_least': 0}", TRUTH_UNKNOWN,
	  "missing unknown" },
	{ "{'not': {'fact': 'missing', 'at_least': 3}}", TRUTH_UNKNOWN,
	  "missing unknown" },
	{ "{'maybe': {'fact': 'missing', 'at_least': 3}}", TRUTH_TRUE,
	  "missing unknown" },
	{ "{'maybe': {'fact': 'deaths', 'at_least': 4}}", TRUTH_FALSE,
	  "deaths 3 < 4" },
	{ "{'known': 'missing'}", TRUTH_FALSE, "missing unknown" },
	{ "{'known': 'deaths'}", TRUTH_TRUE, "deaths known" },
	{ "{'not': {'known': 'missing'}}", TRUTH_TRUE, "missing unknown" },
	/* Kleene: false wins in all, true wins in any */
	{ "{'all': [{'fact': 'missing', 'at_least': 1},"
	  " {'fact': 'deaths', 'at_least': 4}]}",
	  TRUTH_FALSE, "deaths 3 < 4" },
	{ "{'all': [{'fact': 'missing', 'at_least': 1},"
	  " {'fact': 'deaths', 'at_least': 3}]}",
	  TRUTH_UNKNOWN, "missing unknown" },
	{ "{'any': [{'fact': 'missing', 'at_least': 1},"
	  " {'fact': 'deaths', 'at_least': 3}]}",
	  TRUTH_TRUE, "deaths 3 >= 3" },
	{ "{'any': [{'fact': 'missing', 'at_least': 1},"
	  " {'fact': 'deaths', 'at_least': 4}]}",
	  TRUTH_UNKNOWN, "missing unknown" },
	/* a sum: what is known may suffice */
	{ "{'sum': ['deaths', 'missing'], 'at_least': 3}", TRUTH_TRUE,
	  "deaths 3 >= 3" },
	{ "{'sum': ['deaths', 'missing'], 'at_least': 4}", TRUTH_UNKNOWN,
	  "deaths + missing unknown" },
	{ "{'sum': ['deaths', 'missing'], 'below': 3}", TRUTH_FALSE,
	  "deaths 3 >= 3" },
	{ "{'sum': ['deaths', 'missing'], 'below': 4}", TRUTH_UNKNOWN,
	  "deaths + missing unknown" },
	{ "{'sum': ['deaths', 'missing'], 'at_most': 2}", TRUTH_FALSE,
	  "deaths 3 > 2" },
	{ "{'sum': ['deaths', 'missing'], 'equals': 2}", TRUTH_FALSE,
	  "deaths 3 != 2" },
	{ "{'sum': ['deaths', 'trapped'], 'at_least': 8}", TRUTH_TRUE,
	  "deaths + trapped 8 >= 8" },
	{ "{'sum': ['deaths', 'trapped'], 'above': 8}", TRUTH_FALSE,
	  "deaths + trapped 8 <= 8" },
	/* kind and class; a comparison explains more than they do */
	{ "{'kind': ['accident']}", TRUTH_TRUE, "kind accident.coal" },
	{ "{'kind': ['accident.mine', 'disaster']}", TRUTH_FALSE,
	  "kind accident.coal" },
	{ "{'class_at_least': 'large'}", TRUTH_TRUE, "class large" },
	{ "{'class_at_least': 'major'}", TRUTH_FALSE, "class large" },
	{ "{'class_at_most': 'large'}", TRUTH_TRUE, "class large" },
	{ "{'class_at_most': 'general'}", TRUTH_FALSE, "class large" },
	{ "{'class_in': ['danger', 'large']}", TRUTH_TRUE, "class large" },
	{ "{'class_in': ['extra']}", TRUTH_FALSE, "class large" },
	{ "{'all': [{'kind': ['accident']}, {'class_at_least': 'large'},"
	  " {'fact': 'deaths', 'at_least': 1}]}",
	  TRUTH_TRUE, "deaths 3 >= 1" },
};

static void
test_truth_and_reason(void **state)
{
	struct facts f = some_facts();
	struct circumstances c = { "accident.coal", &f, CLASS_LARGE };
	struct buf b = BUF_INIT;
	struct err err = ERR_INIT;
	struct predicate *p;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		p = load(cases[i].json, &err);
		assert_string_equal(err.text, "");
		if (predicate_eval(p, &c) != cases[i].want)
			fail_msg("%s: %d", cases[i].json,
			         (int)predicate_eval(p, &c));
		buf_clear(&b);
		predicate_because(&b, p, &c);
		assert_string_equal(b.s, cases[i].because);
		predicate_free(p);
	}
	assert_int_equal(predicate_eval(NULL, &c), TRUTH_TRUE);
	buf_release(&b);
}

static void
test_refused(void **state)
{
	static const struct {
		const char *json, *want;
	} bad[] = {
		{ "false", "p: expected a predicate" },
		{ "{}", "p: expected a predicate" },
		{ "[]", "p: expected a predicate" },
		{ "'x'", "p: expected a predicate" },
		{ "{'code': 'x'}", "p: unknown predicate 'code'" },
		{ "{'all': []}", "p: /all: expected a list that is not empty" },
		{ "{'any': {'fact': 'deaths', 'at_least': 1}}",
		  "p: /any: expected a list" },
		{ "{'all': [true, {'fact': 'dead', 'at_least': 1}]}",
		  "p: /all/1/fact: unknown fact 'dead'" },
		{ "{'fact': 'deaths'}", "p: 'fact' needs at_least" },
		{ "{'fact': 3, 'at_least': 1}",
		  "p: /fact: expected the name of a fact" },
		{ "{'fact': 'deaths', 'at_least': 1, 'below': 3}",
		  "p: more than one comparison" },
		{ "{'fact': 'deaths', 'at_least': 1, 'note': 'x'}",
		  "p: 'fact' takes one comparison and nothing else" },
		{ "{'fact': 'deaths', 'at_least': '1'}",
		  "p: /at_least: expected a whole number" },
		{ "{'fact': 'deaths', 'equals': null}",
		  "p: /equals: expected a value" },
		{ "{'fact': 'key_site', 'at_least': true}",
		  "p: /at_least: only equals fits" },
		{ "{'fact': 'pollution', 'equals': 'bad'}",
		  "p: /equals: expected one of: none, minor, serious" },
		{ "{'sum': ['deaths'], 'at_least': 1}",
		  "p: /sum: expected two facts or more" },
		{ "{'sum': ['deaths', 'deaths'], 'at_least': 1}",
		  "p: /sum/1: twice in one sum" },
		{ "{'sum': ['deaths', 'direct_loss_yuan'], 'at_least': 1}",
		  "p: /sum/1: only counts of people add up" },
		{ "{'known': 'dead'}", "p: /known: unknown fact 'dead'" },
		{ "{'kind': 'accident'}", "p: /kind: expected a list" },
		{ "{'kind': ['accident.boat']}",
		  "p: /kind/0: unknown kind 'accident.boat'" },
		{ "{'kind': ['accident', 7]}", "p: /kind/1: expected a kind" },
		{ "{'class_at_least': 'huge'}",
		  "p: /class_at_least: expected a class" },
		{ "{'class_in': ['large', 'huge']}",
		  "p: /class_in/1: expected a class" },
		{ "{'class_in': []}", "p: /class_in: expected a list" },
		{ "{'not': true, 'maybe': true}",
		  "p: a predicate has one member" },
	};
	struct err err;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(bad); i++) {
		err_clear(&err);
		assert_null(load(bad[i].json, &err));
		assert_int_equal(err.code, ERR_INPUT);
		if (strncmp(err.text, bad[i].want, strlen(bad[i].want)) != 0)
			assert_string_equal(err.text, bad[i].want);
	}
}

static void
test_possible_and_used(void **state)
{
	struct err err = ERR_INIT;
	struct predicate *p;

	(void)state;
	p = load("{'all': [{'kind': ['accident']}, {'not': {'kind': "
	         "['accident.road', 'accident.fire']}}, {'any': [{'fact': "
	         "'deaths', 'at_least': 1}, {'class_at_least': 'danger'}]}]}",
	         &err);
	assert_true(predicate_possible(p, "accident.coal"));
	assert_false(predicate_possible(p, "accident.road"));
	assert_false(predicate_possible(p, "health"));
	assert_int_equal(predicate_facts(p),
	                 PREDICATE_CLASS | 1u << FACT_DEATHS);
	predicate_free(p);
	assert_true(predicate_possible(NULL, "health"));
	assert_int_equal(predicate_facts(NULL), 0);
}

static void
test_text_for_people(void **state)
{
	static const struct {
		const char *json, *want;
	} texts[] = {
		{ "true", "一律适用" },
		{ "{'any': [{'fact': 'deaths', 'at_least': 3}, {'fact': "
		  "'direct_loss_yuan', 'at_least': 10000000}]}",
		  "死亡 ≥ 3人 或 直接经济损失 ≥ 1000万元" },
		{ "{'all': [{'kind': ['accident']}, {'any': [{'class_in': "
		  "['major', 'extra']}, {'known': 'missing'}]}]}",
		  "生产安全事故 且 (等级 重大、特别重大 或 已知 下落不明)" },
		{ "{'not': {'kind': ['accident.road', 'accident.fire', "
		  "'disaster']}}",
		  "非 自然灾害、道路交通事故、火灾事故" },
		{ "{'maybe': {'sum': ['deaths', 'missing'], 'above': 9}}",
		  "可能 死亡 + 下落不明 > 9人" },
	};
	struct buf b = BUF_INIT;
	struct err err = ERR_INIT;
	struct predicate *p;
	size_t i;

	(void)state;
	tr_use(TR_ZH);
	for (i = 0; i < COUNT(texts); i++) {
		p = load(texts[i].json, &err);
		buf_clear(&b);
		predicate_text(&b, p);
		assert_string_equal(b.s, texts[i].want);
		predicate_free(p);
	}
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_truth_and_reason),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_possible_and_used),
		cmocka_unit_test(test_text_for_people),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
