#include "room.h"

#include "desk/instruction.h"

static int64_t
give(struct room *r, const char *words, int64_t due_ms, const char *incident)
{
	struct instruction_new in = { .leader = "赵市长",
		                      .to = "应急管理局",
		                      .words = words,
		                      .due_ms = due_ms,
		                      .incident = incident };
	int64_t seq;

	OK(r, instruction_give(r->d, &in, &seq, &r->err));
	return seq;
}

/* Given, received once, fed back: the last feedback stands. */
static void
test_life(void **state)
{
	struct room *r = *state;
	struct instruction *rows;
	int64_t seq;
	size_t n;

	seq = give(r, "全力搜救", ROOM_NOW + CIVIL_HOUR, NULL);
	REFUSED(r, ERR_NOT_FOUND,
	        instruction_received(r->d, seq + 9, "李强", NULL, &r->err));
	OK(r, instruction_received(r->d, seq, "李强", NULL, &r->err));
	REFUSED(r, ERR_REFUSED,
	        instruction_received(r->d, seq, "王芳", NULL, &r->err));
	OK(r, instruction_list(r->d, NULL, true, &rows, &n, &r->err));
	assert_int_equal(n, 1);
	assert_string_equal(rows[0].received_by, "李强");
	assert_int_equal(rows[0].received_ms, ROOM_NOW);
	assert_int_equal(rows[0].due_ms, ROOM_NOW + CIVIL_HOUR);
	assert_null(rows[0].feedback);
	instructions_free(rows, n);
	OK(r, instruction_feedback(r->d, seq, "已派 3 队", NULL, &r->err));
	room_pass(r, CIVIL_MINUTE);
	OK(r, instruction_feedback(r->d, seq, "已派 5 队", NULL, &r->err));
	OK(r, instruction_list(r->d, NULL, true, &rows, &n, &r->err));
	assert_int_equal(n, 0);
	instructions_free(rows, n);
	OK(r, instruction_list(r->d, NULL, false, &rows, &n, &r->err));
	assert_int_equal(n, 1);
	assert_string_equal(rows[0].feedback, "已派 5 队");
	assert_int_equal(rows[0].feedback_ms, ROOM_NOW + CIVIL_MINUTE);
	instructions_free(rows, n);
	room_verify(r);
}

/* Due soonest first, those without a due time last. */
static void
test_order(void **state)
{
	struct room *r = *state;
	struct instruction *rows;
	int64_t none, late, soon;
	size_t n;

	room_do(r, "{'do':'incident.open','kind':'accident.coal',"
	           "'place':'一号井'}");
	none = give(r, "一", 0, "2026-0001");
	late = give(r, "二", ROOM_NOW + 2 * CIVIL_HOUR, NULL);
	soon = give(r, "三", ROOM_NOW + CIVIL_HOUR, "1");
	OK(r, instruction_list(r->d, NULL, true, &rows, &n, &r->err));
	assert_int_equal(n, 3);
	assert_int_equal(rows[0].seq, soon);
	assert_int_equal(rows[1].seq, late);
	assert_int_equal(rows[2].seq, none);
	assert_int_equal(rows[2].due_ms, 0);
	instructions_free(rows, n);
	OK(r, instruction_list(r->d, "2026-0001", false, &rows, &n, &r->err));
	assert_int_equal(n, 2);
	assert_string_equal(rows[0].incident, "2026-0001");
	instructions_free(rows, n);
}

static void
test_refused(void **state)
{
	struct room *r = *state;
	struct instruction_new in = { .leader = "赵市长",
		                      .to = "应急管理局",
		                      .words = "速报" };
	int64_t head = room_head(r);

	in.due_ms = ROOM_NOW - 1;
	REFUSED(r, ERR_INPUT, instruction_give(r->d, &in, NULL, &r->err));
	in.due_ms = 0;
	in.words = "";
	REFUSED(r, ERR_INPUT, instruction_give(r->d, &in, NULL, &r->err));
	in.words = "速报";
	in.leader = NULL;
	REFUSED(r, ERR_INPUT, instruction_give(r->d, &in, NULL, &r->err));
	in.leader = "赵市长";
	in.incident = "2026-0404";
	REFUSED(r, ERR_NOT_FOUND, instruction_give(r->d, &in, NULL, &r->err));
	assert_int_equal(room_head(r), head);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ROOM_TEST(test_life),
		ROOM_TEST(test_order),
		ROOM_TEST(test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
