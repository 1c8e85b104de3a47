/* A FRONT in hand, changed part by part. */
#include "cm.h"

#include <string.h>

#include "base/json.h"
#include "desk/plan_edit.h"

static const char front[] =
	"{\"category\":\"special\",\"kinds\":[\"accident.coal\"],"
	"\"levels\":[{\"level\":3},{\"level\":4}],"
	"\"steps\":["
	"{\"id\":\"s1\",\"levels\":[3],\"text\":\"甲\",\"minutes\":10},"
	"{\"id\":\"s3\",\"levels\":[3,4],\"text\":\"乙\",\"minutes\":20}]}";

static json_t *
json(const char *text)
{
	struct err err = ERR_INIT;
	json_t *o = json_parse(text, strlen(text), "test", &err);

	if (!o)
		fail_msg("%s", err.text);
	return o;
}

static int
edit_setup(void **state)
{
	struct plan_edit *e = calloc(1, sizeof(*e));
	struct err err = ERR_INIT;

	assert_int_equal(plan_edit_open(e, front, &err), 0);
	*state = e;
	return 0;
}

static int
edit_teardown(void **state)
{
	plan_edit_release(*state);
	free(*state);
	return 0;
}

static void
put(struct plan_edit *e, enum plan_part part, size_t i, const char *text)
{
	struct err err = ERR_INIT;

	if (plan_edit_put(e, part, i, json(text), &err))
		fail_msg("%s", err.text);
}

static void
a_front_can_begin_from_nothing(void **state)
{
	struct plan_edit e;
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(plan_edit_open(&e, "{}", &err), 0);
	put(&e, PLAN_LEVEL, 0, "{\"level\":2}");
	put(&e, PLAN_STEP, 0, "{\"levels\":[2],\"text\":\"甲\",\"minutes\":1}");
	put(&e, PLAN_STEP, 1, "{\"levels\":[2],\"text\":\"乙\",\"minutes\":1}");
	assert_int_equal(plan_edit_count(&e, PLAN_STEP), 2);
	assert_string_equal(e.front.steps[0].id, "s1");
	assert_string_equal(e.front.steps[1].id, "s2");
	plan_edit_release(&e);
	plan_edit_release(&e);
}

static void
a_new_step_has_an_id_of_its_own(void **state)
{
	struct plan_edit *e = *state;

	put(e, PLAN_STEP, 2, "{\"levels\":[4],\"text\":\"丙\",\"minutes\":1}");
	assert_string_equal(e->front.steps[2].id, "s2");
	put(e, PLAN_STEP, 3, "{\"levels\":[4],\"text\":\"丁\",\"minutes\":1}");
	assert_string_equal(e->front.steps[3].id, "s4");
	/* One that is changed keeps its own. */
	put(e, PLAN_STEP, 1,
	    "{\"id\":\"s3\",\"levels\":[4],\"text\":\"戊\",\"minutes\":1}");
	assert_string_equal(e->front.steps[1].text, "戊");
	assert_int_equal(plan_edit_count(e, PLAN_STEP), 4);
}

static void
a_head_leaves_levels_and_steps(void **state)
{
	struct plan_edit *e = *state;

	put(e, PLAN_HEAD, 0, "{\"drill_months\":6}");
	assert_int_equal(e->front.drill_months, 6);
	assert_int_equal(e->front.category, -1);
	assert_int_equal(e->front.kinds_count, 0);
	assert_int_equal(e->front.levels_count, 2);
	assert_int_equal(e->front.steps_count, 2);
}

static void
a_level_takes_its_steps_along(void **state)
{
	struct plan_edit *e = *state;

	put(e, PLAN_LEVEL, 0, "{\"level\":1}");
	assert_int_equal(e->front.steps[0].levels, 1u << 1);
	assert_int_equal(e->front.steps[1].levels, 1u << 1 | 1u << 4);
	assert_int_equal(plan_edit_steps_only(e, 1), 1);
	assert_int_equal(plan_edit_steps_only(e, 4), 0);
}

static void
a_level_goes_with_what_is_only_its_own(void **state)
{
	struct plan_edit *e = *state;
	struct err err = ERR_INIT;

	assert_int_equal(plan_edit_drop(e, PLAN_LEVEL, 0, &err), 0);
	assert_int_equal(e->front.levels_count, 1);
	assert_int_equal(e->front.steps_count, 1);
	assert_string_equal(e->front.steps[0].id, "s3");
	assert_int_equal(e->front.steps[0].levels, 1u << 4);
	assert_int_equal(plan_edit_drop(e, PLAN_STEP, 0, &err), 0);
	assert_int_equal(e->front.steps_count, 0);
}

static void
parts_move_to_the_ends_and_no_further(void **state)
{
	struct plan_edit *e = *state;

	assert_false(plan_edit_move(e, PLAN_STEP, 0, -1));
	assert_false(plan_edit_move(e, PLAN_STEP, 1, 1));
	assert_false(plan_edit_move(e, PLAN_HEAD, 0, 1));
	assert_true(plan_edit_move(e, PLAN_STEP, 0, 1));
	assert_string_equal(e->front.steps[0].id, "s3");
	assert_true(plan_edit_move(e, PLAN_LEVEL, 1, -1));
	assert_int_equal(e->front.levels[0].level, 4);
}

static void
what_is_wrong_changes_nothing_and_says_where(void **state)
{
	static const struct {
		enum plan_part part;
		size_t i;
		const char *text, *where;
	} bad[] = {
		{ PLAN_LEVEL, 1, "{\"level\":3}", "/levels/1/level" },
		{ PLAN_LEVEL, 2, "{\"level\":5}", "/levels/2/level" },
		{ PLAN_LEVEL, 0,
		  "{\"level\":3,\"when\":{\"fact\":\"deaths\",\"at_least\":"
		  "\"x\"}}",
		  "/levels/0/when" },
		{ PLAN_STEP, 0, "{\"levels\":[1],\"text\":\"a\",\"minutes\":1}",
		  "/steps/0/levels/0" },
		{ PLAN_STEP, 2, "{\"levels\":[3],\"text\":\"a\",\"minutes\":0}",
		  "/steps/2/minutes" },
		{ PLAN_HEAD, 0, "{\"kinds\":[\"war\"]}", "/kinds/0" },
	};
	struct plan_edit *e = *state;
	json_t *was = json_deep_copy(e->doc);

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct err err = ERR_INIT;

		assert_int_equal(plan_edit_put(e, bad[i].part, bad[i].i,
		                               json(bad[i].text), &err),
		                 -1);
		if (!strstr(err.text, bad[i].where))
			fail_msg("%s", err.text);
		assert_true(json_equal(was, e->doc));
	}
	json_decref(was);
}

#define EDIT_TEST(f)                                                           \
	cmocka_unit_test_setup_teardown(f, edit_setup, edit_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_front_can_begin_from_nothing),
		EDIT_TEST(a_new_step_has_an_id_of_its_own),
		EDIT_TEST(a_head_leaves_levels_and_steps),
		EDIT_TEST(a_level_takes_its_steps_along),
		EDIT_TEST(a_level_goes_with_what_is_only_its_own),
		EDIT_TEST(parts_move_to_the_ends_and_no_further),
		EDIT_TEST(what_is_wrong_changes_nothing_and_says_where),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
