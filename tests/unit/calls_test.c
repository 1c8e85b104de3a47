/* The register of calls. */
#include "intake_kit.h"

static size_t
read_calls(struct kit *k, struct call **rows)
{
	size_t count;

	OK(k->room, call_list(k->room->d, NULL, 0, 50, rows, &count, NULL,
	                      &k->room->err));
	return count;
}

static void
log_in(struct kit *k, const char *caller, const char *words)
{
	struct call_new c = { .direction = CALL_IN,
		              .caller = caller,
		              .words = words };
	int64_t seq;

	OK(k->room, call_log(k->room->d, &c, &seq, &k->room->err));
}

static void
register_opens(struct seat *s)
{
	keys(s, "9");
	assert_string_equal(screen_name(s), "calls");
}

static void
a_call_is_registered_with_content_tab_and_enter(void **state)
{
	struct kit *k = *state;
	struct call *rows;

	register_opens(&k->a);
	see(&k->a, "还没有登记过电话");
	keys(&k->a, "c");
	k->a.content = k->a.moves = k->a.others = 0;
	keys(&k->a, "王五<Enter>120<Enter><Enter>县医院<Enter><Enter>"
	            "收治两人<Enter><Enter><Enter><Enter>");
	assert_int_equal(k->a.others, 0);
	assert_int_equal(k->a.moves, 9);
	assert_string_equal(screen_name(&k->a), "calls");
	see(&k->a, "来电去电 1 次");
	see(&k->a, "收治两人");
	assert_int_equal(read_calls(k, &rows), 1);
	assert_int_equal(rows[0].direction, CALL_IN);
	assert_string_equal(rows[0].caller, "王五");
	assert_string_equal(rows[0].phone, "120");
	assert_string_equal(rows[0].unit, "县医院");
	assert_int_equal(rows[0].at_ms, ROOM_NOW);
	calls_free(rows, 1);
	assert_int_equal(draft_count(k, NULL), 0);
}

static void
a_call_without_content_is_refused(void **state)
{
	struct kit *k = *state;

	register_opens(&k->a);
	keys(&k->a, "c王五<C-s>");
	assert_string_equal(screen_name(&k->a), "call");
	see(&k->a, "✗");
	see(&k->a, "王五");
	assert_int_equal(draft_count(k, "call"), 1);
}

static void
a_half_typed_call_is_offered_again(void **state)
{
	struct kit *k = *state;

	register_opens(&k->a);
	keys(&k->a, "c王五<Tab><Tab><Tab><Tab><Tab>收治");
	seat_close(&k->a);
	register_opens(&k->b);
	keys(&k->b, "c");
	see(&k->b, "王五");
	see(&k->b, "收治");
}

static void
a_call_is_linked_to_an_incident(void **state)
{
	struct kit *k = *state;
	struct call *rows;

	log_in(k, "甲", "一");
	log_in(k, "乙", "二");
	keys(&k->a, "n<Tab><Tab><Tab><Tab>mk<C-s>");
	register_opens(&k->a);
	keys(&k->a, "jl9<Enter>");
	see(&k->a, "✗");
	keys(&k->a, "l");
	log_in(k, "丙", "三"); /* a new one comes in above while it is asked */
	ui_changed(k->a.ui);
	keys(&k->a, "1<Enter>");
	see(&k->a, "已归入事件 2026-0001");
	assert_int_equal(read_calls(k, &rows), 3);
	assert_string_equal(rows[2].caller, "甲");
	assert_string_equal(rows[2].incident, "2026-0001");
	assert_string_equal(rows[1].incident, "");
	assert_string_equal(rows[0].incident, "");
	calls_free(rows, 3);
}

static void
intake_begins_from_a_call(void **state)
{
	struct kit *k = *state;
	struct err err = ERR_INIT;
	struct incident in;
	struct call *rows;

	log_in(k, "赵六", "山上着火了");
	room_pass(k->room, 10 * CIVIL_MINUTE);
	register_opens(&k->a);
	keys(&k->a, "i");
	assert_string_equal(screen_name(&k->a), "intake");
	see(&k->a, "赵六");
	see(&k->a, "山上着火了");
	keys(&k->a, "山火<C-s>");
	assert_string_equal(screen_name(&k->a), "incident");
	OK(k->room, incident_get(k->room->d, "2026-0001", &in, &err));
	assert_string_equal(in.kind, "disaster.forest_fire");
	assert_int_equal(in.received_ms, ROOM_NOW);
	incident_release(&in);
	assert_int_equal(read_calls(k, &rows), 1);
	assert_string_equal(rows[0].incident, "2026-0001");
	calls_free(rows, 1);
}

static void
search_leads_to_the_call(void **state)
{
	struct kit *k = *state;
	struct call *rows;
	char line[64];

	log_in(k, "甲", "第一句");
	log_in(k, "乙", "第二句");
	assert_int_equal(read_calls(k, &rows), 2);
	snprintf(line, sizeof(line), ":screen calls %lld<Enter>",
	         (long long)rows[1].seq);
	calls_free(rows, 2);
	keys(&k->a, line);
	assert_string_equal(screen_name(&k->a), "calls");
	see(&k->a, "内容：第一句");
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, kit_setup, kit_teardown)
	const struct CMUnitTest tests[] = {
		T(a_call_is_registered_with_content_tab_and_enter),
		T(a_call_without_content_is_refused),
		T(a_half_typed_call_is_offered_again),
		T(a_call_is_linked_to_an_incident),
		T(intake_begins_from_a_call),
		T(search_leads_to_the_call),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
