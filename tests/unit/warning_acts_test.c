/* From a warning to an incident, to a plan; the board and the box find it. */
#include "answer_kit.h"
#include "roster_kit.h"

#include "desk/activation.h"

static size_t
pressed(const struct seat *s)
{
	return s->content + s->moves + s->others;
}

static void
count_from_here(struct seat *s)
{
	s->content = s->moves = s->others = 0;
}

static void
incident_is_the_rain(struct kit *k, const char *number)
{
	struct incident in;

	OK(k->room, incident_get(k->room->d, number, &in, &k->room->err));
	assert_string_equal(in.kind, "disaster.weather");
	assert_string_equal(in.place, "孝义市");
	assert_string_equal(in.from, "孝义市气象台");
	assert_string_equal(in.words, RAIN_HEAD "\n" RAIN_TEXT);
	assert_int_equal(in.received_ms, ROOM_NOW);
	incident_release(&in);
}

/* ---- an incident ---- */

static void
two_keys_from_the_page_to_the_incident(void **state)
{
	struct kit *k = *state;
	int64_t id = answer_rain(k->room);

	room_pass(k->room, CIVIL_MINUTE);
	keys(&k->a, "5<Enter>");
	see(&k->a, "e 立事件");
	count_from_here(&k->a);
	keys(&k->a, "e");
	assert_string_equal(screen_name(&k->a), "intake");
	see(&k->a, "孝义市气象台");
	see(&k->a, "气象灾害");
	see(&k->a, RAIN_HEAD);
	see(&k->a, "2026-11-23 16:00:00");
	see(&k->a, "预警就记为已处置");
	assert_true(seat_is_whole(&k->a));
	keys(&k->a, "<Enter>");
	assert_int_equal(pressed(&k->a), 2);
	assert_string_equal(screen_name(&k->a), "incident");
	see(&k->a, "已保存为事件 2026-0001");
	incident_is_the_rain(k, "2026-0001");
	answer_is(k->room, id, WARNING_INCIDENT, "2026-0001");
	assert_int_equal(draft_count(k, "intake"), 0);
	/* Back is the warning; it has become that one, and no second. */
	keys(&k->a, "q");
	assert_string_equal(screen_name(&k->a), "warning");
	see_not(&k->a, "e 立事件");
	keys(&k->a, "<Enter>");
	assert_string_equal(screen_name(&k->a), "incident");
	room_verify(k->room);
}

static void
two_keys_from_the_list(void **state)
{
	struct kit *k = *state;
	int64_t id = answer_rain(k->room);

	keys(&k->a, "5");
	count_from_here(&k->a);
	keys(&k->a, "e<Enter>");
	assert_int_equal(pressed(&k->a), 2);
	assert_string_equal(screen_name(&k->a), "incident");
	answer_is(k->room, id, WARNING_INCIDENT, "2026-0001");
	keys(&k->a, "q");
	see(&k->a, "已立事件");
	see_not(&k->a, "e 立事件");
}

/* The draft, however it was left, still knows the warning; the warning has one
 * draft. */
static void
a_draft_knows_its_warning(void **state)
{
	struct kit *k = *state;
	int64_t id = answer_rain(k->room);

	keys(&k->a, "5e<Esc>");
	see(&k->a, "草稿留着");
	assert_int_equal(draft_count(k, "intake"), 1);
	keys(&k->a, "e<S-Tab><S-Tab>城区内涝<Esc>");
	assert_int_equal(draft_count(k, "intake"), 1);
	answer_is(k->room, id, WARNING_UNHANDLED, "");
	/* The next officer is offered it with the rest. */
	ui_changed(k->b.ui);
	keys(&k->b, "n");
	see(&k->b, RAIN_HEAD);
	keys(&k->b, "<Enter><C-s>");
	see(&k->b, "已保存为事件 2026-0001");
	answer_is(k->room, id, WARNING_INCIDENT, "2026-0001");
	assert_int_equal(draft_count(k, "intake"), 0);
	room_verify(k->room);
}

static void
a_dropped_line_leaves_the_draft(void **state)
{
	struct kit *k = *state;
	int64_t id = answer_rain(k->room);
	char text[512];

	keys(&k->a, "5e<S-Tab><S-Tab>城区积水");
	seat_close(&k->a);
	assert_int_equal(draft_count(k, "intake"), 1);
	draft_says(k, "intake", "told", text);
	assert_string_equal(text, "城区积水");
	draft_says(k, "intake", "caller", text);
	assert_string_equal(text, "孝义市气象台");
	ui_changed(k->b.ui);
	/* On the same warning it is taken up. */
	keys(&k->b, "5e");
	see(&k->b, "城区积水");
	keys(&k->b, "<C-s>");
	answer_is(k->room, id, WARNING_INCIDENT, "2026-0001");
	assert_int_equal(draft_count(k, "intake"), 0);
}

static void
the_second_officer_is_told_of_the_first(void **state)
{
	struct kit *k = *state;
	int64_t id = answer_rain(k->room);

	keys(&k->a, "5e");
	ui_changed(k->b.ui);
	keys(&k->b, "5e<Enter>");
	see(&k->b, "已保存为事件 2026-0001");
	ui_changed(k->a.ui);
	/* What the other made is offered as the same one ... */
	see(&k->a, "可能是同一起");
	keys(&k->a, "<C-s>");
	assert_string_equal(screen_name(&k->a), "intake");
	see(&k->a, "wang 已把第");
	see(&k->a, "2026-0001");
	see(&k->a, "再按 ^S 就另立一起");
	assert_int_equal(incident_count(k), 1);
	/* ... and another is made only when that is asked for. */
	keys(&k->a, "<C-s>");
	see(&k->a, "已保存为事件 2026-0002");
	answer_is(k->room, id, WARNING_INCIDENT, "2026-0001");
	assert_int_equal(draft_count(k, "intake"), 0);
}

/* It is the one we have already: the figures go there, the warning too, and no
 * telephone call is made up. */
static void
it_joins_a_similar_incident(void **state)
{
	struct kit *k = *state;
	int64_t id = answer_rain(k->room);
	struct call *calls;
	size_t n;

	room_do(k->room, "{'do':'incident.open','kind':'disaster.weather',"
	                 "'place':'孝义市'}");
	ui_changed(k->a.ui);
	keys(&k->a, "5e");
	see(&k->a, "可能是同一起");
	keys(&k->a, "<C-o><Enter>");
	assert_string_equal(screen_name(&k->a), "facts");
	keys(&k->a, "<C-s>");
	assert_string_equal(screen_name(&k->a), "incident");
	assert_int_equal(incident_count(k), 1);
	answer_is(k->room, id, WARNING_INCIDENT, "2026-0001");
	assert_int_equal(draft_count(k, "intake"), 0);
	OK(k->room,
	   call_list(k->room->d, NULL, 0, 10, &calls, &n, NULL, &k->room->err));
	assert_int_equal(n, 0);
	calls_free(calls, n);
}

/* A kind that suggests none is asked for, and the rest is there. */
static void
an_unknown_kind_is_chosen_by_hand(void **state)
{
	struct kit *k = *state;
	struct feed nmc = kit_feed("nmc", &answer_format);
	struct warning_misses m = WARNING_MISSES_INIT;

	POLL(k->room, &nmc, &m,
	     { .id = "x",
	       .adcode = "141181",
	       .kind = "Tsunami",
	       .headline = "Tsunami Watch" });
	warning_misses_release(&m);
	keys(&k->a, "5e<C-s>");
	assert_string_equal(screen_name(&k->a), "intake");
	see(&k->a, "这一栏必须填写");
	keys(&k->a, "hl<C-s>");
	assert_string_equal(screen_name(&k->a), "incident");
	assert_int_equal(incident_count(k), 1);
}

static void
an_existing_incident_is_still_joined_by_number(void **state)
{
	struct kit *k = *state;
	int64_t id = answer_rain(k->room);

	roster_incident(k);
	keys(&k->a, "5<Enter>i1<Enter>");
	answer_is(k->room, id, WARNING_INCIDENT, "2026-0001");
	assert_int_equal(incident_count(k), 1);
}

/* ---- a plan ---- */

static size_t
running(struct kit *k)
{
	struct activation *rows;
	size_t n;

	OK(k->room,
	   activation_list(k->room->d, NULL, &rows, &n, &k->room->err));
	activations_free(rows, n);
	return n;
}

static void
a_plan_and_its_incident_in_three_keys_and_a_name(void **state)
{
	struct kit *k = *state;
	int64_t id = answer_rain(k->room);
	struct warning w;

	answer_plan(k->room);
	keys(&k->a, "5<Enter>");
	see(&k->a, "a 预案响应");
	count_from_here(&k->a);
	keys(&k->a, "a");
	assert_string_equal(screen_name(&k->a), "response");
	see(&k->a, "‼ 红色");
	see(&k->a, "还没有事件：启动预案就同时立为气象灾害；适用 1");
	see(&k->a, "或Ⅱ级响应");
	see(&k->a, "红色预警");
	assert_true(seat_is_whole(&k->a));
	keys(&k->a, "<Enter>赵<Enter>");
	assert_int_equal(pressed(&k->a), 4);
	assert_string_equal(screen_name(&k->a), "steps");
	see(&k->a, "事件 2026-0001 已启动预案");
	see(&k->a, "巡查危房");
	assert_int_equal(running(k), 1);
	incident_is_the_rain(k, "2026-0001");
	w = answer_get(k->room, id);
	assert_int_equal(w.act, WARNING_PLAN);
	warning_release(&w);
	/* Its list shows what runs, on the incident of the warning. */
	keys(&k->a, "q");
	see(&k->a, "2026-0001 预案响应：已启动 1");
	keys(&k->a, "q");
	see(&k->a, "已启动响应");
	see(&k->a, "li  事件 2026-0001，第 ");
	see_not(&k->a, "e 立事件");
	room_verify(k->room);
}

/* One write: what cannot be begun leaves no incident behind. */
static void
a_plan_that_is_refused_makes_no_incident(void **state)
{
	struct kit *k = *state;
	int64_t id = answer_rain(k->room);

	answer_plan(k->room);
	keys(&k->a, "5a<Enter><S-Tab><S-Tab>1<Tab><Tab>赵<Enter>");
	see(&k->a, "没有Ⅰ级响应");
	assert_int_equal(incident_count(k), 0);
	assert_int_equal(running(k), 0);
	answer_is(k->room, id, WARNING_UNHANDLED, "");
}

static void
without_a_kind_it_says_what_is_missing(void **state)
{
	struct kit *k = *state;
	struct feed nmc = kit_feed("nmc", &answer_format);
	struct warning_misses m = WARNING_MISSES_INIT;

	POLL(k->room, &nmc, &m,
	     { .id = "x",
	       .adcode = "141181",
	       .kind = "Tsunami",
	       .headline = "Tsunami Watch" });
	warning_misses_release(&m);
	answer_plan(k->room);
	keys(&k->a, "5a");
	see(&k->a, "“Tsunami”看不出是哪类事件");
	keys(&k->a, "<Enter>");
	assert_string_equal(screen_name(&k->a), "response");
}

/* ---- worse than what stood there ---- */

static int64_t
gale(struct kit *k, const char *id, int level, const char *head)
{
	struct feed nmc = kit_feed("nmc", &answer_format);
	struct warning_misses m = WARNING_MISSES_INIT;
	int64_t before = room_head(k->room);

	POLL(k->room, &nmc, &m,
	     { .id = id,
	       .condition = "141181/gale",
	       .adcode = "141181",
	       .kind = "大风",
	       .level = level,
	       .sent_s = 5 - level,
	       .headline = head });
	warning_misses_release(&m);
	ui_changed(k->a.ui);
	return before + 1;
}

/* The reason was for the blue; the page shows the yellow before Enter. */
static void
a_reason_for_the_blue_is_none_for_the_red(void **state)
{
	static const char *const asked[] = { "x", "z" };
	struct kit *k = *state;
	int64_t id = gale(k, "b", 4, "大风蓝色");

	keys(&k->a, "5<Enter>");
	for (int i = 0; i < 2; i++) {
		keys(&k->a, asked[i]);
		gale(k, i ? "o" : "y", 3 - i, "大风更强");
		see(&k->a, "大风更强");
		keys(&k->a, "风不大<Enter>");
		see(&k->a, i ? "已升为橙色" : "已升为黄色");
		answer_is(k->room, id, WARNING_UNHANDLED, "");
	}
	keys(&k->a, "x风不大<Enter>");
	answer_is(k->room, id, WARNING_DISMISSED, "风不大");
	gale(k, "r", 1, "大风红色");
	see(&k->a, "升级后还没有人处置；升级前：已研判不处置");
	room_verify(k->room);
}

static void
a_callout_for_the_blue_is_begun_once_the_red_is_seen(void **state)
{
	struct kit *k = *state;
	int64_t id = gale(k, "b", 4, "大风蓝色");
	struct warning w;

	keys(&k->a, "5<Enter>c<Space>");
	gale(k, "r", 1, "大风红色");
	keys(&k->a, "<Enter>");
	see(&k->a, "已升为红色");
	see(&k->a, "大风红色");
	answer_is(k->room, id, WARNING_UNHANDLED, "");
	keys(&k->a, "<Enter>");
	w = answer_get(k->room, id);
	assert_int_equal(w.act, WARNING_CALLOUT);
	warning_release(&w);
	room_verify(k->room);
}

static void
an_incident_of_the_blue_is_saved_once_the_red_is_told(void **state)
{
	struct kit *k = *state;
	int64_t id = gale(k, "b", 4, "大风蓝色");

	keys(&k->a, "5e");
	gale(k, "r", 1, "大风红色");
	keys(&k->a, "<C-s>");
	see(&k->a, "已升为红色");
	assert_int_equal(incident_count(k), 0);
	keys(&k->a, "<C-s>");
	assert_int_equal(incident_count(k), 1);
	answer_is(k->room, id, WARNING_INCIDENT, "2026-0001");
}

static void
a_plan_for_the_blue_is_not_begun_for_the_red(void **state)
{
	struct kit *k = *state;
	int64_t id = gale(k, "b", 4, "大风蓝色");
	struct warning w;

	answer_plan(k->room);
	keys(&k->a, "5a<Enter>");
	gale(k, "r", 1, "大风红色");
	keys(&k->a, "赵<Enter>");
	see(&k->a, "已升为红色");
	assert_int_equal(incident_count(k), 0);
	keys(&k->a, "<Esc><Enter>赵<Enter>");
	assert_int_equal(running(k), 1);
	w = answer_get(k->room, id);
	assert_int_equal(w.act, WARNING_PLAN);
	warning_release(&w);
}

/* An incident of the yellow stays the warning's when that turns red. */
static void
the_incident_of_the_milder_one_is_offered(void **state)
{
	struct kit *k = *state;
	int64_t id = gale(k, "y", 3, "大风黄色");

	keys(&k->a, "5<Enter>e<C-s>q");
	answer_is(k->room, id, WARNING_INCIDENT, "2026-0001");
	gale(k, "r", 1, "大风红色");
	see(&k->a, "升级后还没有人处置；升级前：已立事件");
	see_not(&k->a, "e 立事件");
	answer_is(k->room, id, WARNING_UNHANDLED, "2026-0001");
	keys(&k->a, "i<Enter>");
	answer_is(k->room, id, WARNING_INCIDENT, "2026-0001");
	assert_int_equal(incident_count(k), 1);
}

/* ---- the board ---- */

static void
the_board_leads_to_the_warning(void **state)
{
	struct kit *k = *state;
	int64_t id = answer_rain(k->room);

	answer_many(k->room, 2);
	ui_changed(k->a.ui);
	keys(&k->a, "1g");
	see(&k->a, "预警未处置 3 条");
	see(&k->a, "红色预警未处置：" RAIN_HEAD);
	see(&k->a, "2 条预警未处置");
	/* Whatever else is urgent, red stands above blue. */
	assert_true(strstr(look(&k->a), "红色预警未处置") <
	            strstr(k->a.picture.s, "2 条预警未处置"));
	while (strcmp(screen_name(&k->a), "warning") != 0)
		keys(&k->a, strcmp(screen_name(&k->a), "board") == 0 ? "<Enter>"
		                                                     : "qj");
	see(&k->a, RAIN_HEAD);
	keys(&k->a, "e<Enter>");
	answer_is(k->room, id, WARNING_INCIDENT, "2026-0001");
	keys(&k->a, "1");
	see(&k->a, "预警未处置 2 条");
	see_not(&k->a, "红色预警未处置");
}

static void
mild_ones_are_one_row_beside_the_red(void **state)
{
	struct kit *k = *state;
	const char *at;
	int rows = 0;

	answer_rain(k->room);
	answer_many(k->room, 300);
	roster_incident(k);
	ui_changed(k->a.ui);
	keys(&k->a, "1g");
	see(&k->a, "预警未处置 301 条");
	see(&k->a, "红色预警未处置：" RAIN_HEAD);
	see(&k->a, "300 条预警未处置（黄色、蓝色或待判）");
	see(&k->a, "2026-0001");
	for (at = look(&k->a); (at = strstr(at, "条预警未处置")); at++)
		rows++;
	assert_int_equal(rows, 1);
	for (int i = 0; i < 20; i++) {
		keys(&k->a, "<Enter>");
		if (strcmp(screen_name(&k->a), "warnings") == 0)
			break;
		keys(&k->a,
		     strcmp(screen_name(&k->a), "board") == 0 ? "j" : "qj");
	}
	see(&k->a, "未处置的预警，共 301 条");
}

/* ---- the box ---- */

static void
finds(struct kit *k, const char *typed)
{
	keys(&k->a, "<C-p>");
	keys(&k->a, typed);
	see(&k->a, "孝义市气象台发布暴雨红色预警…");
	see(&k->a, "红色暴雨 本县 孝义市气象台 未处置");
	keys(&k->a, "<Enter>");
	assert_string_equal(screen_name(&k->a), "warning");
	see(&k->a, RAIN_TEXT);
	keys(&k->a, "q<Esc>");
}

static void
the_box_finds_it(void **state)
{
	struct kit *k = *state;

	answer_rain(k->room);
	answer_many(k->room, 3);
	ui_changed(k->a.ui);
	finds(k, "暴雨红");
	finds(k, "bayuhs");
	finds(k, "byhs");
	finds(k, "xysqxt by");
	finds(k, "红色暴雨");
}

/* ---- ten thousand ---- */

static void
the_last_of_many_is_as_near_as_the_first(void **state)
{
	struct kit *k = *state;
	int64_t first;

	answer_many(k->room, 1500);
	first = answer_rain(k->room);
	ui_changed(k->a.ui);
	keys(&k->a, "5");
	see(&k->a, "共 1501 条");
	see(&k->a, RAIN_HEAD);
	keys(&k->a, "G");
	see(&k->a, "第00000号");
	keys(&k->a, "k");
	see(&k->a, "第00001号");
	for (int i = 0; i < 40; i++)
		keys(&k->a, "<PgUp>");
	see_not(&k->a, "第00000号");
	assert_true(seat_is_whole(&k->a));
	/* A new one above moves no selection: Enter opens what was read. */
	keys(&k->a, "G");
	OK(k->room, warning_handle(k->room->d, first, 0, WARNING_DISMISSED, "x",
	                           NULL, &k->room->err));
	OK(k->room,
	   warning_close(k->room->d, first, 0, "x", NULL, &k->room->err));
	ui_changed(k->a.ui);
	see(&k->a, "共 1500 条");
	keys(&k->a, "<Enter>");
	see(&k->a, "第00000号");
	keys(&k->a, "qg");
	see(&k->a, "第01499号");
	/* Shorter than where the window stood. */
	keys(&k->a, "Gvv");
	see(&k->a, "全部预警，共 1501 条");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ROSTER_TEST(two_keys_from_the_page_to_the_incident),
		ROSTER_TEST(two_keys_from_the_list),
		ROSTER_TEST(a_draft_knows_its_warning),
		ROSTER_TEST(a_dropped_line_leaves_the_draft),
		ROSTER_TEST(the_second_officer_is_told_of_the_first),
		ROSTER_TEST(it_joins_a_similar_incident),
		ROSTER_TEST(an_unknown_kind_is_chosen_by_hand),
		ROSTER_TEST(an_existing_incident_is_still_joined_by_number),
		ROSTER_TEST(a_plan_and_its_incident_in_three_keys_and_a_name),
		ROSTER_TEST(a_plan_that_is_refused_makes_no_incident),
		ROSTER_TEST(without_a_kind_it_says_what_is_missing),
		ROSTER_TEST(a_reason_for_the_blue_is_none_for_the_red),
		ROSTER_TEST(
			a_callout_for_the_blue_is_begun_once_the_red_is_seen),
		ROSTER_TEST(
			an_incident_of_the_blue_is_saved_once_the_red_is_told),
		ROSTER_TEST(a_plan_for_the_blue_is_not_begun_for_the_red),
		ROSTER_TEST(the_incident_of_the_milder_one_is_offered),
		ROSTER_TEST(the_board_leads_to_the_warning),
		ROSTER_TEST(mild_ones_are_one_row_beside_the_red),
		ROSTER_TEST(the_box_finds_it),
		ROSTER_TEST(the_last_of_many_is_as_near_as_the_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
