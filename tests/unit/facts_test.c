/* Facts: unknown is a value of its own, and nothing typed is guessed at. */
#include "cm.h"

#include <string.h>

#include "base/tr.h"
#include "law/facts.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void
test_every_fact_has_a_row(void **state)
{
	struct facts f;
	int i;

	(void)state;
	facts_init(&f);
	for (i = 0; i < FACT_COUNT; i++) {
		assert_int_equal(fact_info((enum fact)i)->id, i);
		assert_int_equal(fact_find(fact_info((enum fact)i)->key), i);
		assert_true(f.v[i] == FACT_UNKNOWN);
	}
	assert_int_equal(fact_find("death"), -1);
}

static void
test_typed(void **state)
{
	static const struct {
		enum fact id;
		const char *text;
		int64_t want;
	} good[] = {
		{ FACT_DEATHS, "3", 3 },
		{ FACT_DEATHS, " 3 人 ", 3 },
		{ FACT_DEATHS, "３名", 3 },
		{ FACT_DEATHS, "0", 0 },
		{ FACT_DEATHS, "?", FACT_UNKNOWN },
		{ FACT_DEATHS, "？", FACT_UNKNOWN },
		{ FACT_DEATHS, "不明", FACT_UNKNOWN },
		{ FACT_DEATHS, "", FACT_UNKNOWN },
		{ FACT_EVACUATED, "1,200", 1200 },
		{ FACT_EVACUATED, "1.2万人", 12000 },
		{ FACT_EVACUATED, "10000000", 10000000 },
		{ FACT_DIRECT_LOSS_YUAN, "500000", 500000 },
		{ FACT_DIRECT_LOSS_YUAN, "3000万", 30000000 },
		{ FACT_DIRECT_LOSS_YUAN, "1.2亿", 120000000 },
		{ FACT_DIRECT_LOSS_YUAN, "6847.33万元", 68473300 },
		{ FACT_DIRECT_LOSS_YUAN, "12 元", 12 },
		{ FACT_HECTARES, "12.5", 12500 },
		{ FACT_HECTARES, "0.001公顷", 1 },
		{ FACT_STRANDED_MINUTES, "2小时", 120 },
		{ FACT_STRANDED_MINUTES, "3.5 h", 210 },
		{ FACT_STRANDED_MINUTES, "90分", 90 },
		{ FACT_KEY_SITE, "是", 1 },
		{ FACT_KEY_SITE, "N", 0 },
		{ FACT_KEY_SITE, "?", FACT_UNKNOWN },
		{ FACT_IMPACT, "severe", 2 },
		{ FACT_IMPACT, "影响恶劣", 2 },
		{ FACT_DECLARED_CLASS, "较大", CLASS_LARGE },
	};
	static const struct {
		enum fact id;
		const char *text, *want;
	} bad[] = {
		{ FACT_DEATHS, "约20", "deaths: give the number known so far" },
		{ FACT_DEATHS, "20多人", "deaths: give the number known" },
		{ FACT_DEATHS, "-1", "deaths: expected a whole number" },
		{ FACT_DEATHS, "1.5", "deaths: expected a whole number" },
		{ FACT_DEATHS, "3 4x", "deaths: expected a whole number" },
		{ FACT_DEATHS, "三", "deaths: expected a whole number" },
		{ FACT_DEATHS, "10000001", "deaths: expected" },
		{ FACT_DEATHS, "99999999999999999999999", "deaths: expected" },
		{ FACT_DEATHS, "3万元", "deaths: expected" },
		{ FACT_DEATHS, "\xff", "deaths: too long or not UTF-8" },
		{ FACT_DIRECT_LOSS_YUAN, "0.5", "direct_loss_yuan: expected" },
		{ FACT_DIRECT_LOSS_YUAN, "1.", "direct_loss_yuan: expected" },
		{ FACT_DIRECT_LOSS_YUAN, "2000000亿", "direct_loss_yuan: exp" },
		{ FACT_HECTARES, "0.0001", "hectares: expected hectares" },
		{ FACT_KEY_SITE, "2", "key_site: expected 是 or 否" },
		{ FACT_IMPACT, "大",
		  "impact: expected one of 影响不大 (none)" },
	};
	struct err err;
	int64_t v;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(good); i++) {
		err_clear(&err);
		v = -7;
		fact_parse(good[i].id, good[i].text, &v, &err);
		assert_string_equal(err.text, "");
		assert_true(v == good[i].want);
	}
	for (i = 0; i < COUNT(bad); i++) {
		err_clear(&err);
		v = -7;
		assert_int_equal(fact_parse(bad[i].id, bad[i].text, &v, &err),
		                 -1);
		assert_int_equal(err.code, ERR_INPUT);
		assert_memory_equal(err.text, bad[i].want, strlen(bad[i].want));
		assert_true(v == -7);
	}
}

static void
test_json(void **state)
{
	static const struct {
		enum fact id;
		const char *json;
		int64_t want;
	} good[] = {
		{ FACT_DEATHS, "null", FACT_UNKNOWN },
		{ FACT_DEATHS, "10000000", 10000000 },
		{ FACT_DIRECT_LOSS_YUAN, "100000000000000", 100000000000000 },
		{ FACT_HECTARES, "99.999", 99999 },
		{ FACT_HECTARES, "0.1", 100 },
		{ FACT_HECTARES, "100", 100000 },
		{ FACT_KEY_SITE, "false", 0 },
		{ FACT_POLLUTION, "\"serious\"", 2 },
		{ FACT_DECLARED_CLASS, "\"extra\"", CLASS_EXTRA },
	};
	static const struct {
		enum fact id;
		const char *json;
	} bad[] = {
		{ FACT_DEATHS, "-1" },
		{ FACT_DEATHS, "1.0" },
		{ FACT_DEATHS, "\"3\"" },
		{ FACT_DEATHS, "10000001" },
		{ FACT_DEATHS, "true" },
		{ FACT_DIRECT_LOSS_YUAN, "100000000000001" },
		{ FACT_HECTARES, "0.0001" },
		{ FACT_HECTARES, "-0.5" },
		{ FACT_HECTARES, "1e300" },
		{ FACT_HECTARES, "10000001" },
		{ FACT_KEY_SITE, "1" },
		{ FACT_POLLUTION, "\"bad\"" },
		{ FACT_POLLUTION, "2" },
	};
	struct jpath root = { .key = "f" }, at = { .up = &root, .key = "x" };
	struct err err = ERR_INIT;
	json_t *j, *back;
	int64_t v;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(good); i++) {
		j = json_parse(good[i].json, strlen(good[i].json), "t", &err);
		fact_from_json(good[i].id, j, &v, &at, &err);
		assert_string_equal(err.text, "");
		assert_true(v == good[i].want);
		back = fact_to_json(good[i].id, v);
		assert_true(json_is_number(j) ? json_number_value(j) ==
		                                        json_number_value(back)
		                              : json_equal(j, back));
		json_decref(back);
		json_decref(j);
	}
	for (i = 0; i < COUNT(bad); i++) {
		err_clear(&err);
		j = json_parse(bad[i].json, strlen(bad[i].json), "t", &err);
		assert_int_equal(fact_from_json(bad[i].id, j, &v, &at, &err),
		                 -1);
		assert_memory_equal(err.text, "f: /x: expected ", 16);
		json_decref(j);
	}
}

static void
test_text(void **state)
{
	static const struct {
		enum fact id;
		int64_t value;
		const char *zh;
	} cases[] = {
		{ FACT_DEATHS, FACT_UNKNOWN, "不明" },
		{ FACT_DEATHS, 0, "0人" },
		{ FACT_DIRECT_LOSS_YUAN, 9999, "9999元" },
		{ FACT_DIRECT_LOSS_YUAN, 10000, "1万元" },
		{ FACT_DIRECT_LOSS_YUAN, 1200000, "120万元" },
		{ FACT_DIRECT_LOSS_YUAN, 68473300, "6847.33万元" },
		{ FACT_DIRECT_LOSS_YUAN, 100000000, "1亿元" },
		{ FACT_DIRECT_LOSS_YUAN, 120000001, "1.20000001亿元" },
		{ FACT_HECTARES, 12500, "12.5公顷" },
		{ FACT_KEY_SITE, 1, "是" },
		{ FACT_POLLUTION, 2, "严重污染" },
		{ FACT_STRANDED_MINUTES, 210, "210分钟" },
	};
	struct buf b = BUF_INIT;
	size_t i;

	(void)state;
	tr_use(TR_ZH);
	for (i = 0; i < COUNT(cases); i++) {
		buf_clear(&b);
		fact_text(&b, cases[i].id, cases[i].value);
		assert_string_equal(b.s, cases[i].zh);
	}
	buf_release(&b);
}

static void
test_kinds_and_classes(void **state)
{
	static const struct {
		enum law_class class;
		const char *kind, *want;
	} names[] = {
		{ CLASS_NONE, "accident.coal", "未定级" },
		{ CLASS_DANGER, "accident.coal", "较大涉险事故" },
		{ CLASS_GENERAL, "accident.road", "一般事故" },
		{ CLASS_LARGE, "accident.gas", "较大事故" },
		{ CLASS_MAJOR, "accident.coal", "重大事故" },
		{ CLASS_EXTRA, "accident.fire", "特别重大火灾" },
		{ CLASS_EXTRA, "disaster.geology", "特大型地质灾害" },
		{ CLASS_GENERAL, "disaster.forest_fire", "一般森林火灾" },
		{ CLASS_LARGE, "environment", "较大突发环境事件" },
	};
	struct buf b = BUF_INIT;
	size_t i;
	int c;

	(void)state;
	for (i = 0; i < COUNT(names); i++) {
		buf_clear(&b);
		class_name(&b, names[i].class, names[i].kind);
		assert_string_equal(b.s, names[i].want);
	}
	for (c = 0; c < CLASS_COUNT; c++)
		assert_int_equal(class_find(class_code((enum law_class)c)), c);
	assert_int_equal(class_find("huge"), -1);
	for (i = 0; kind_table[i].code; i++)
		assert_int_equal(kind_bit(kind_table[i].code), 1u << i);
	assert_null(kind_find("accident"));
	assert_int_equal(kind_bit("accident"), 0);
	assert_true(kind_under("accident.coal", "accident"));
	assert_true(kind_under("accident.coal", "accident.coal"));
	assert_false(kind_under("accident.coal", "accident.co"));
	assert_false(kind_under("accident", "accident.coal"));
	assert_int_equal(kinds_under("accid"), 0);
	buf_release(&b);
}

static void
assert_english(const char *zh)
{
	if (*zh && strcmp(tr(zh), zh) == 0)
		fail_msg("no English for %s", zh);
}

static void
test_english_labels(void **state)
{
	struct buf b = BUF_INIT;
	int i, j;

	(void)state;
	tr_use(TR_EN);
	for (i = 0; i < FACT_COUNT; i++) {
		assert_english(fact_info((enum fact)i)->label);
		assert_english(fact_info((enum fact)i)->unit);
		for (j = 0; fact_info((enum fact)i)->labels &&
		            fact_info((enum fact)i)->labels[j];
		     j++)
			assert_english(fact_info((enum fact)i)->labels[j]);
	}
	for (i = 0; kind_table[i].code; i++) {
		assert_english(kind_table[i].label);
		assert_english(kind_table[i].noun);
	}
	fact_text(&b, FACT_DIRECT_LOSS_YUAN, 68473300);
	assert_string_equal(b.s, "68,473,300 yuan");
	buf_clear(&b);
	fact_text(&b, FACT_HECTARES, 12500);
	assert_string_equal(b.s, "12.5 ha");
	buf_release(&b);
	tr_use(TR_ZH);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_fact_has_a_row),
		cmocka_unit_test(test_typed),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_english_labels),
		cmocka_unit_test(test_kinds_and_classes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
