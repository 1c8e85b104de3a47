/* Steps of a plan that runs: on the deadlines, and on their own page. */
#include "roster_kit.h"

#include "desk/activation.h"

static int
steps_setup(void **state)
{
	struct activation_new start = { .number = "2026-0001",
		                        .level = 3,
		                        .by = "赵建国" };
	int rc = roster_setup(state);
	struct kit *k = *state;
	int64_t id, seq;

	roster_incident(k);
	room_do(k->room,
	        "{'do':'plan.save','title':'煤矿预案','front':{"
	        "'kinds':['accident.coal'],'levels':[{'level':3}],'steps':["
	        "{'id':'s1','levels':[3],'minutes':1,'text':'电话核实',"
	        "'post':'city.emergency/值班长'},"
	        "{'id':'s2','levels':[3],'minutes':2,'text':'调集水泵'}]},"
	        "'paras':['立即撤人。']}");
	OK(k->room,
	   plan_named(k->room->d, "煤矿预案", 0, &start.plan, &k->room->err));
	OK(k->room,
	   activation_start(k->room->d, &start, &id, &seq, &k->room->err));
	ui_changed(k->a.ui);
	return rc;
}

#define STEPS_TEST(f)                                                          \
	cmocka_unit_test_setup_teardown(f, steps_setup, kit_teardown)

static enum step_state
state_of(struct kit *k, const char *id)
{
	enum step_state found = STEP_STATES;
	struct activation *acts;
	struct step_row *rows;
	size_t count, n;

	OK(k->room,
	   activation_list(k->room->d, NULL, &acts, &count, &k->room->err));
	assert_int_equal(count, 1);
	OK(k->room, step_list(k->room->d, acts[0].id, 0, &rows, &n, NULL,
	                      &k->room->err));
	activations_free(acts, count);
	for (size_t i = 0; i < n; i++)
		if (strcmp(rows[i].id, id) == 0)
			found = rows[i].state;
	step_rows_free(rows, n);
	return found;
}

/* However long the holder's name is, what is dialled stands on the row. */
static void
the_number_is_read_beside_a_long_name(void **state)
{
	struct kit *k = *state;
	struct contact *rows;
	int64_t id = 0;
	size_t n;

	OK(k->room, contact_list(k->room->d, 0, &rows, &n, &k->room->err));
	for (size_t i = 0; i < n; i++)
		if (strcmp(rows[i].name, "赵建国") == 0)
			id = rows[i].id;
	contacts_free(rows, n);
	OK(k->room,
	   contact_remove(k->room->d, id, "调离", NULL, &k->room->err));
	room_do(k->room, "{'do':'contact.save','name':'" LONG_NAME "','posts':["
	                 "{'unit':'吕梁市应急管理局','title':'值班长',"
	                 "'order':1}],'phones':['13800000009']}");
	keys(&k->a, "4g");
	see(&k->a, "13800000009");
	see(&k->a, "阿卜杜热合曼");
	assert_true(seat_is_whole(&k->a));
}

/* r on a step is about the step, not about the next duty. */
static void
r_on_a_step_of_the_deadlines_settles_it(void **state)
{
	struct kit *k = *state;
	int64_t head = room_head(k->room);

	keys(&k->a, "4g");
	see(&k->a, "另有预案步骤 2 项");
	see(&k->a, "r 已办  x 不适用");
	see_not(&k->a, "r 记录已报");
	keys(&k->a, "r");
	see(&k->a, "这一步已办");
	see(&k->a, "电话核实");
	keys(&k->a, "赵建国<C-s>");
	see(&k->a, "已记录");
	assert_int_equal(state_of(k, "s1"), STEP_DONE);
	assert_int_equal(state_of(k, "s2"), STEP_OPEN);
	assert_int_equal(room_head(k->room), head + 1);
	see(&k->a, "另有预案步骤 1 项");
	keys(&k->a, "gx");
	see(&k->a, "这一步不适用");
	keys(&k->a, "没有水<Tab>赵建国<C-s>");
	assert_int_equal(state_of(k, "s2"), STEP_NA);
	/* A duty's keys are a duty's again. */
	see(&k->a, "r 记录已报");
	keys(&k->a, "gr");
	see(&k->a, "报给");
}

/* The rows move while the box is open; what it is about stays. */
static void
the_box_is_about_the_step_it_was_opened_on(void **state)
{
	struct kit *k = *state;
	struct activation *acts;
	size_t count;
	int64_t seq;

	keys(&k->a, "4gjr");
	see(&k->a, "调集水泵");
	OK(k->room,
	   activation_list(k->room->d, NULL, &acts, &count, &k->room->err));
	OK(k->room, activation_step(k->room->d, acts[0].id, "s1", STEP_DONE,
	                            "王", "", &seq, &k->room->err));
	activations_free(acts, count);
	ui_changed(k->a.ui);
	keys(&k->a, "赵建国<C-s>");
	assert_int_equal(state_of(k, "s2"), STEP_DONE);
}

static void
r_on_the_page_of_a_response_does_the_same(void **state)
{
	struct kit *k = *state;
	int64_t head;

	keys(&k->a, "4g<Enter>");
	assert_string_equal(screen_name(&k->a), "steps");
	keys(&k->a, "r赵建国<C-s>");
	assert_int_equal(state_of(k, "s1"), STEP_DONE);
	head = room_head(k->room);
	keys(&k->a, "gr");
	see(&k->a, "这一步已办，不用再记");
	keys(&k->a, "jr");
	see(&k->a, "这一步已办");
	keys(&k->a, "<Esc>Ey停<Tab>赵建国<C-s>");
	see(&k->a, "终止响应");
	keys(&k->a, "Gr");
	see(&k->a, "响应已终止");
	see_not(&k->a, "报给");
	assert_int_equal(room_head(k->room), head + 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		STEPS_TEST(the_number_is_read_beside_a_long_name),
		STEPS_TEST(r_on_a_step_of_the_deadlines_settles_it),
		STEPS_TEST(the_box_is_about_the_step_it_was_opened_on),
		STEPS_TEST(r_on_the_page_of_a_response_does_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
