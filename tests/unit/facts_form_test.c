/* Claims on an incident (`f`), and the facts a form is made of. */
#include "intake_kit.h"
#include "law/because.h"
#include "screens/drafted.h"
#include "screens/facts_form.h"

/* An incident, opened by a third seat. */
static void
opened(struct kit *k)
{
	struct incident_new in = {
		.kind = "accident.coal",
		.place = "孝义市甲矿",
		.occurred_ms = JOURNAL_NO_TIME,
		.unit_head_told_ms = JOURNAL_NO_TIME,
	};
	char number[INCIDENT_NUMBER];
	int64_t seq;

	facts_init(&in.facts);
	OK(k->room,
	   incident_open(k->room->d, &in, number, &seq, &k->room->err));
	assert_string_equal(number, "2026-0001");
}

static int64_t
fact_now(struct kit *k, enum fact fact)
{
	struct incident in;
	int64_t v;

	OK(k->room, incident_get(k->room->d, "2026-0001", &in, &k->room->err));
	v = in.facts.v[fact];
	incident_release(&in);
	return v;
}

static void
open_form(struct seat *s)
{
	keys(s, ":screen incident 2026-0001<Enter>");
	assert_string_equal(screen_name(s), "incident");
	keys(s, "f");
	assert_string_equal(screen_name(s), "facts");
}

/* Every fact has a field, and every choice of a field can be read. */
static void
the_fields_are_the_facts(void **state)
{
	struct form_field fields[FACTS_FIELDS_MAX] = { { .key = NULL } };
	bool seen[FACT_COUNT] = { false };
	struct err err = ERR_INIT;
	int64_t v;

	(void)state;
	facts_fields_add(fields, facts_main_fields);
	facts_fields_add(fields, facts_rare_fields);
	for (const struct form_field *f = fields; f->key; f++) {
		int fact = fact_find(f->key);

		assert_true(fact >= 0);
		seen[fact] = true;
		for (const struct form_choice *c = f->choices; c && c->code;
		     c++)
			if (fact_parse((enum fact)fact, c->code, &v, &err))
				fail_msg("%s", err.text);
	}
	for (int i = 0; i < FACT_COUNT; i++)
		assert_true(seen[i]);
}

static void
only_what_is_filled_in_is_claimed(void **state)
{
	struct kit *k = *state;
	struct claim *rows;
	size_t count;

	opened(k);
	open_form(&k->a);
	see(&k->a, "还没有数字");
	/* source, at, dead, missing, trapped, ... save */
	keys(&k->a, "矿调度<Enter><Enter>2<Enter><Enter>?<Enter>");
	see(&k->a, "一般事故");
	keys(&k->a, "<Enter><Enter><Enter><Enter>");
	assert_string_equal(screen_name(&k->a), "incident");
	see(&k->a, "已记入事件 2026-0001");
	OK(k->room, incident_claims(k->room->d, "2026-0001", &rows, &count,
	                            &k->room->err));
	assert_int_equal(count, 2);
	assert_int_equal(rows[0].fact, FACT_DEATHS);
	assert_int_equal(rows[0].value, 2);
	assert_string_equal(rows[0].source, "矿调度");
	assert_int_equal(rows[1].fact, FACT_TRAPPED);
	assert_true(rows[1].value == FACT_UNKNOWN);
	claims_free(rows, count);
	assert_int_equal(draft_count(k, NULL), 0);
}

static void
nothing_filled_in_is_nothing_claimed(void **state)
{
	struct kit *k = *state;

	opened(k);
	open_form(&k->a);
	keys(&k->a, "矿调度<C-s>");
	assert_string_equal(screen_name(&k->a), "facts");
	see(&k->a, "还没有填任何一项事实");
}

/* Both values show; saving again goes on top; one field after the other. */
static void
two_officers_see_each_other(void **state)
{
	struct kit *k = *state;

	opened(k);
	open_form(&k->a);
	keys(&k->a, "医院<Tab><Tab>3<Tab>5<Tab>");

	open_form(&k->b);
	keys(&k->b, "矿上<Tab><Tab><Tab>7<C-s>"); /* missing 7 */
	keys(&k->b, "f矿上<Tab><Tab>2<C-s>");     /* then dead 2 */
	assert_int_equal(fact_now(k, FACT_DEATHS), 2);

	ui_changed(k->a.ui);
	see(&k->a, "死亡 2人");
	keys(&k->a, "<C-s>");
	assert_string_equal(screen_name(&k->a), "facts");
	see(&k->a, "wang");
	see(&k->a, "下落不明 为 7人，你填的是 5人");
	keys(&k->a, "<C-s>");
	assert_string_equal(screen_name(&k->a), "facts");
	see(&k->a, "死亡 为 2人，你填的是 3人");
	assert_int_equal(fact_now(k, FACT_DEATHS), 2);
	keys(&k->a, "<C-s>");
	assert_string_equal(screen_name(&k->a), "incident");
	assert_int_equal(fact_now(k, FACT_DEATHS), 3);
	assert_int_equal(fact_now(k, FACT_MISSING), 5);
}

/* What was known when the form was first opened counts, not when taken up. */
static void
a_draft_of_claims_is_taken_up_with_its_base(void **state)
{
	struct kit *k = *state;

	opened(k);
	open_form(&k->a);
	keys(&k->a, "医院<Tab><Tab>3");
	seat_close(&k->a);
	assert_int_equal(draft_count(k, "facts"), 1);

	open_form(&k->b);
	see(&k->b, "li");
	see(&k->b, "医院");
	keys(&k->b, "<Esc>");
	/* A third seat claims the same fact before it is saved. */
	seat_open(k, &k->a, "zhao", "tty3");
	{
		struct facts f;
		int64_t seq;

		facts_init(&f);
		f.v[FACT_DEATHS] = 1;
		OK(k->room,
		   incident_claim(k->room->d, "2026-0001", 1u << FACT_DEATHS,
		                  &f, "119", 0, INT64_MAX, NULL, &seq,
		                  &k->room->err));
	}
	open_form(&k->a);
	keys(&k->a, "<C-s>");
	see(&k->a, "死亡 为 1人，你填的是 3人");
	keys(&k->a, "<C-s>");
	assert_int_equal(fact_now(k, FACT_DEATHS), 3);
	assert_int_equal(draft_count(k, NULL), 0);
}

static void
reasons_read_in_the_officers_words(void **state)
{
	static const struct {
		const char *because, *text;
	} cases[] = {
		{ "", "" },
		{ "trapped 22 >= 3", "被困 22人 ≥ 3人" },
		{ "deaths + missing 12 >= 10", "死亡 + 下落不明 12人 ≥ 10人" },
		{ "direct_loss_yuan 12000000 >= 10000000",
		  "直接经济损失 1200万元 ≥ 1000万元" },
		{ "impact severe", "社会影响 影响恶劣" },
		{ "deaths, missing unknown", "不明：死亡、下落不明" },
		{ "kind accident.coal", "类别 煤矿事故" },
		{ "class large", "等级 较大" },
		{ "no limit is reached", "未达到任何等级的标准" },
		{ "no classifier in force for health",
		  "突发公共卫生事件没有现行的分级规定" },
		{ "no longer: deaths 2 < 3", "不再要求：死亡 2人 < 3人" },
		{ "no longer: class general (deaths 2 >= 1)",
		  "不再要求：等级 一般（死亡 2人 ≥ 1人）" },
		{ "kept: deaths unknown", "情况有变，但仍须报：不明：死亡" },
		{ "recorded 2021-12-15T22:01:00+08:00, after it was due",
		  "到 2021-12-15 22:01:00 才登记，已过时限" },
		{ "declined by 李强: 经核实: deaths 3 系误报",
		  "李强 决定不报：经核实: deaths 3 系误报" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct buf out = BUF_INIT;

		because_text(&out, cases[i].because);
		assert_string_equal(out.s, cases[i].text);
		buf_release(&out);
	}
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, kit_setup, kit_teardown)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_fields_are_the_facts),
		T(only_what_is_filled_in_is_claimed),
		T(nothing_filled_in_is_nothing_claimed),
		T(two_officers_see_each_other),
		T(a_draft_of_claims_is_taken_up_with_its_base),
		cmocka_unit_test(reasons_read_in_the_officers_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
