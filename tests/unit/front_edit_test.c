/* The front of a plan, written in the console. */
#include "roster_kit.h"

#include "desk/activation.h"
#include "desk/plan.h"
#include "doc/doc.h"

/* clang-format off */
#define FRONT \
	"{\"category\":\"special\",\"issued\":\"2026-03-01\"," \
	"\"kinds\":[\"accident.coal\"]," \
	"\"levels\":[{\"level\":3,\"lead\":\"分管副市长\"," \
	"\"when\":{\"fact\":\"trapped\",\"at_least\":3}},{\"level\":4}]," \
	"\"steps\":[{\"id\":\"s1\",\"levels\":[3],\"minutes\":10," \
	"\"post\":\"city.emergency/值班长\",\"text\":\"电话核实\"}," \
	"{\"id\":\"s2\",\"levels\":[3,4],\"minutes\":30," \
	"\"post\":\"能源局/局长\",\"text\":\"调集水泵\"}]}"
/* clang-format on */

/* A plan as a docx or txt brings it: text, and no front. */
static int64_t
import(struct kit *k, const char *title)
{
	struct plan_new p = { .category = -1, .source = "mine.txt" };
	struct doc doc;
	int64_t id;

	doc_init(&doc);
	OK(k->room,
	   doc_add(&doc, 0, "立即撤人。", strlen("立即撤人。"), &k->room->err));
	p.title = title;
	p.doc = &doc;
	OK(k->room, plan_save(k->room->d, &p, &id, NULL, &k->room->err));
	doc_release(&doc);
	return id;
}

static int64_t
the_plan(struct kit *k)
{
	int64_t id;

	OK(k->room, plan_named(k->room->d, "煤矿预案", 0, &id, &k->room->err));
	return id;
}

/* FRONT in force; plan_front_release() it. */
static void
front_now(struct kit *k, struct plan_front *f)
{
	OK(k->room, plan_front(k->room->d, the_plan(k), f, &k->room->err));
}

static void
put_front(struct kit *k, const char *text)
{
	OK(k->room, plan_set_front(k->room->d, the_plan(k), 0, text, NULL,
	                           &k->room->err));
}

static int
front_setup(void **state)
{
	int rc = roster_setup(state);
	struct kit *k = *state;

	import(k, "煤矿预案");
	put_front(k, FRONT);
	return rc;
}

#define FRONT_TEST(f)                                                          \
	cmocka_unit_test_setup_teardown(f, front_setup, kit_teardown)

static void
edit(struct seat *s)
{
	keys(s, "8fmkya<Enter><Enter>e");
	assert_string_equal(screen_name(s), "front");
}

/* ---- from nothing to the deadlines ---- */

static void
a_plan_without_a_front_is_given_one_and_runs(void **state)
{
	struct kit *k = *state;
	struct plan_front f;
	struct buf text = BUF_INIT;
	int64_t head;

	import(k, "煤矿预案");
	roster_incident(k);
	edit(&k->a);
	see(&k->a, "编辑响应：煤矿预案");
	keys(&k->a, "a"); /* no level yet: no step */
	see(&k->a, "适用事件：未写明");
	keys(&k->a, "<Enter><Tab>zx<Tab>mksg<Down><Tab>2026-03-01<C-s>");
	see(&k->a, "适用事件：煤矿事故  专项预案  2026-03-01 印发");
	keys(&k->a, "l3<Tab><Tab>分管副市长<Tab>"
	            "{\"fact\":\"trapped\",\"at_least\":3}");
	see(&k->a, "条件：被困 ≥ 3人");
	keys(&k->a, "<Enter>");
	see(&k->a, "Ⅲ级      条件：被困 ≥ 3人");
	keys(&k->a, "a10<Tab>llsyjglj/zbz<Down><Tab>电话核实<Enter>");
	keys(&k->a, "a30<Tab><Tab>调集水泵<Enter>");
	see(&k->a, "步骤1    10分钟    Ⅲ        吕梁市应急管理局/值班长");
	see(&k->a, "步骤2    30分钟    Ⅲ        当班人员");
	head = room_head(k->room);
	keys(&k->a, "<C-s>");
	see(&k->a, "已保存，记入日志");
	assert_string_equal(screen_name(&k->a), "plan");
	see(&k->a, "30 分钟内  当班人员：调集水泵（Ⅲ 级）");
	/* One entry, and the draft gone. */
	assert_int_equal(room_head(k->room), head + 2);
	assert_int_equal(draft_count(k, NULL), 0);
	front_now(k, &f);
	plan_front_text(&f, &text);
	assert_string_equal(
		text.s,
		"{\n"
		"  \"category\": \"special\",\n"
		"  \"issued\": \"2026-03-01\",\n"
		"  \"kinds\": [\"accident.coal\"],\n"
		"  \"levels\": [\n"
		"    {\"level\":3,\"title\":\"Ⅲ级响应\",\"lead\":"
		"\"分管副市长\",\"when\":{\"fact\":\"trapped\","
		"\"at_least\":3}}\n"
		"  ],\n"
		"  \"steps\": [\n"
		"    {\"id\":\"s1\",\"levels\":[3],\"text\":\"电话核实\","
		"\"post\":\"吕梁市应急管理局/值班长\",\"minutes\":10},\n"
		"    {\"id\":\"s2\",\"levels\":[3],\"text\":\"调集水泵\","
		"\"minutes\":30}\n"
		"  ]\n"
		"}\n");
	plan_front_release(&f);
	buf_release(&text);
	/* It fits the incident, starts there, and is due. */
	keys(&k->a, ":screen response 1<Enter>");
	see(&k->a, "宜Ⅲ级响应");
	keys(&k->a, "<Enter>赵建国<C-s>");
	assert_string_equal(screen_name(&k->a), "steps");
	keys(&k->a, "4");
	see(&k->a, "另有预案步骤 2 项");
	see(&k->a, "电话核实");
	see(&k->a, "调集水泵");
	room_verify(k->room);
}

/* ---- parts ---- */

static void
a_front_is_shown_with_whom_its_steps_fall_to(void **state)
{
	struct kit *k = *state;

	edit(&k->a);
	see(&k->a, "概要     适用事件：煤矿事故  专项预案  2026-03-01 印发");
	see(&k->a, "Ⅲ级      条件：被困 ≥ 3人");
	see(&k->a, "Ⅳ级      条件：未写明，由指挥部决定");
	see(&k->a, "✗能源局/局长");
	keys(&k->a, "jjj");
	see(&k->a, "赵建国 13800000001");
	keys(&k->a, "j");
	see(&k->a, "✗ 该职务无人  孝义市能源局 0358-7620003");
	assert_true(seat_is_whole(&k->a));
}

static void
a_step_is_changed_and_a_vacant_post_is_marked(void **state)
{
	struct kit *k = *state;
	struct plan_front f;

	edit(&k->a);
	keys(&k->a, "jjj<Enter>");
	see(&k->a, "步骤：填完收下");
	see(&k->a, "赵建国 13800000001");
	keys(&k->a, "34<Tab>0<C-s>");
	see(&k->a, "1 到 43200 的整数");
	keys(&k->a, "<Tab><C-u>西风煤矿/矿长");
	see(&k->a, "✗ 该职务无人");
	keys(&k->a, "<C-u>dfmk/kz");
	see(&k->a, "东风煤矿/矿长");
	keys(&k->a, "<Down><C-s>");
	see(&k->a, "1 到 43200 的整数");
	keys(&k->a, "<C-u>43200<C-s>");
	see(&k->a, "步骤1    43200分钟 ⅢⅣ       东风煤矿/矿长");
	keys(&k->a, "<C-s>");
	front_now(k, &f);
	assert_string_equal(f.steps[0].id, "s1");
	assert_string_equal(f.steps[0].post, "东风煤矿/矿长");
	assert_int_equal(f.steps[0].minutes, 43200);
	assert_int_equal(f.steps[0].levels, 1u << 3 | 1u << 4);
	assert_string_equal(f.steps[0].text, "电话核实");
	plan_front_release(&f);
}

static void
parts_move_and_go(void **state)
{
	struct kit *k = *state;
	struct plan_front f;

	edit(&k->a);
	keys(&k->a, "<C-s>");
	see(&k->a, "没有改动");
	keys(&k->a, "xK"); /* the head stays */
	see(&k->a, "适用事件：煤矿事故");
	keys(&k->a, "jK");
	see(&k->a, "已在最前");
	keys(&k->a, "jjjK");
	see(&k->a, "改了还没有存入日志");
	keys(&k->a, "<C-s>");
	front_now(k, &f);
	assert_string_equal(f.steps[0].id, "s2");
	assert_string_equal(f.steps[1].id, "s1");
	plan_front_release(&f);
	keys(&k->a, "ejx");
	see(&k->a, "删去Ⅲ级和只属于它的 1 个步骤？");
	keys(&k->a, "x"); /* no is the default */
	see(&k->a, "Ⅲ级      条件");
	keys(&k->a, "xy<C-s>");
	front_now(k, &f);
	assert_int_equal(f.levels_count, 1);
	assert_int_equal(f.steps_count, 1);
	assert_string_equal(f.steps[0].id, "s2");
	plan_front_release(&f);
}

static void
what_is_wrong_is_said_at_its_field_and_kept(void **state)
{
	struct kit *k = *state;

	edit(&k->a);
	/* A condition that cannot be read, with the place. */
	keys(&k->a, "j<Enter><Tab><Tab><Tab><C-u>{\"fact\":\"trapped\","
	            "\"at_least\":\"x\"}");
	see(&k->a, "✗ 条件还读不懂：when: /at_least:");
	keys(&k->a, "<C-s>");
	see(&k->a, "✗ when: /at_least:");
	see(&k->a, "{\"fact\":\"trapped\",\"at_least\":\"x\"}");
	keys(&k->a, "<BS><BS><BS><BS>4}<C-s>");
	see(&k->a, "Ⅲ级      条件：被困 ≥ 4人");
	/* A level twice, a level that is not there, a kind that is none. */
	keys(&k->a, "l4<C-s>");
	see(&k->a, "✗ 这一级已经有了");
	keys(&k->a, "<Esc><Esc>y");
	keys(&k->a, "G<Enter><C-u>1<C-s>");
	see(&k->a, "✗ 这部预案没有Ⅰ级响应");
	keys(&k->a, "<Esc>yg<Enter><Tab><Tab>、战争<Tab>");
	keys(&k->a, "<S-Tab>");
	see(&k->a, "✗ 没有这类事件：战争");
	keys(&k->a, "<C-u>自然灾害、煤矿事故<Tab><C-u>2026-13-01<C-s>");
	see(&k->a, "✗ 日期请写");
	keys(&k->a, "<C-u>2026-03-01<Tab>2026-03-01<C-s>");
	see(&k->a, "front: /revise_by: not after issued");
	keys(&k->a, "<C-u><C-s>");
	see(&k->a, "适用事件：自然灾害、煤矿事故");
}

/* Esc in a form asks when something was typed, else not. */
static void
a_form_is_given_up_by_another_key(void **state)
{
	struct kit *k = *state;

	edit(&k->a);
	keys(&k->a, "G<Enter><Esc>");
	see(&k->a, "步骤2");
	keys(&k->a, "<Enter><Tab><Tab><Tab>再<Esc>n");
	see(&k->a, "调集水泵再");
	keys(&k->a, "<Esc>y");
	see(&k->a, "步骤2");
	see_not(&k->a, "调集水泵再");
	keys(&k->a, "q");
	assert_string_equal(screen_name(&k->a), "plan");
	assert_int_equal(draft_count(k, NULL), 0);
}

/* ---- drafts and conflicts ---- */

static void
a_dropped_line_loses_nothing(void **state)
{
	struct kit *k = *state;
	int64_t head = room_head(k->room);

	/* Looking leaves no trace. */
	edit(&k->b);
	keys(&k->b, "j<Enter><Tab><Esc>q");
	assert_int_equal(room_head(k->room), head);
	edit(&k->a);
	keys(&k->a, "jjjK");
	keys(&k->a, "Jjxya15<Tab>能源局<Tab>查看现");
	seat_close(&k->a);
	assert_int_equal(draft_count(k, "plan_front"), 1);
	edit(&k->b);
	see(&k->b, "留下的草稿");
	see(&k->b, "查看现");
	keys(&k->b, "<Tab><Tab><Tab>场<C-s>");
	see(&k->b, "步骤2    15分钟    ⅢⅣ       能源局");
	see_not(&k->b, "电话核实");
	keys(&k->b, "<C-s>");
	assert_int_equal(draft_count(k, NULL), 0);
	edit(&k->b);
	see(&k->b, "查看现场");
	keys(&k->b, "G<Enter><Tab>1<Tab><C-s><C-x>y");
	assert_string_equal(screen_name(&k->b), "plan");
	assert_int_equal(draft_count(k, NULL), 0);
	see(&k->b, "15 分钟内");
}

static void
two_who_write_one_front_see_both(void **state)
{
	struct kit *k = *state;
	struct plan_front f;

	edit(&k->a);
	edit(&k->b);
	keys(&k->b, "jjj<Enter><Tab>20<C-s>a45<Tab><Tab>报告市政府<C-s><C-s>");
	see(&k->b, "已保存");
	keys(&k->a, "jjj<Enter><Tab>5<C-s><C-s>");
	assert_string_equal(screen_name(&k->a), "front");
	see(&k->a, "wang 在");
	see(&k->a, "≠ 步骤1    5分钟");
	see(&k->a, "+ 步骤3    45分钟");
	see(&k->a, "≠ 他存的是：");
	see(&k->a, "20 分钟内");
	assert_true(seat_is_whole(&k->a));
	front_now(k, &f);
	assert_int_equal(f.steps[0].minutes, 20);
	plan_front_release(&f);
	/* Theirs of one, mine of the other. */
	keys(&k->a, "Gt");
	see_not(&k->a, "+ 步骤3");
	keys(&k->a, "<C-s>");
	see(&k->a, "已保存");
	front_now(k, &f);
	assert_int_equal(f.steps_count, 3);
	assert_int_equal(f.steps[0].minutes, 5);
	assert_string_equal(f.steps[2].text, "报告市政府");
	plan_front_release(&f);
}

/* A draft that another seat dropped keeps nobody from saving. */
static void
a_draft_dropped_elsewhere_is_saved_all_the_same(void **state)
{
	struct kit *k = *state;
	struct draft *rows;
	struct plan_front f;
	size_t count;

	edit(&k->a);
	keys(&k->a, "jjjJ");
	OK(k->room,
	   draft_list(k->room->d, "plan_front", &rows, &count, &k->room->err));
	assert_int_equal(count, 1);
	OK(k->room, draft_drop(k->room->d, rows[0].id, "x", &k->room->err));
	drafts_free(rows, count);
	keys(&k->a, "<C-s>");
	see(&k->a, "已保存");
	front_now(k, &f);
	assert_string_equal(f.steps[0].id, "s2");
	plan_front_release(&f);
}

static void
a_plan_withdrawn_is_not_written(void **state)
{
	struct kit *k = *state;
	char line[64];

	snprintf(line, sizeof(line), ":screen front %lld<Enter>",
	         (long long)the_plan(k));
	OK(k->room,
	   plan_remove(k->room->d, the_plan(k), "并入", NULL, &k->room->err));
	keys(&k->a, "8fmkya<Enter><Enter>e");
	assert_string_equal(screen_name(&k->a), "plan");
	keys(&k->a, line);
	see(&k->a, "已废止");
	keys(&k->a, ":screen front 99999<Enter>");
	see(&k->a, "没有第 99999 号预案");
}

/* ---- on the screen ---- */

static void
long_names_tear_nothing(void **state)
{
	struct kit *k = *state;
	struct buf front = BUF_INIT;

	buf_fmt(&front,
	        "{\"title\":\"煤矿预案%s\",\"kinds\":[\"accident\","
	        "\"disaster\",\"environment\",\"health\",\"nearmiss\"],"
	        "\"levels\":[{\"level\":1,\"title\":\"%s\",\"lead\":\"%s\","
	        "\"when\":{\"any\":[{\"fact\":\"deaths\",\"at_least\":30},"
	        "{\"fact\":\"direct_loss_yuan\",\"at_least\":100000000},"
	        "{\"fact\":\"serious_injuries\",\"at_least\":100}]}}],"
	        "\"steps\":[{\"id\":\"s1\",\"levels\":[1],\"minutes\":43200,"
	        "\"post\":\"%s/%s\",\"text\":\"%s%s\"}]}",
	        LONG_NAME, LONG_UNIT, LONG_NAME, LONG_UNIT, LONG_NAME,
	        LONG_NAME, LONG_UNIT);
	put_front(k, front.s);
	buf_release(&front);
	for (int language = 0; language < 2; language++) {
		tr_use(language ? TR_EN : TR_ZH);
		edit(&k->a);
		for (int row = 0; row < 3; row++) {
			assert_true(seat_is_whole(&k->a));
			keys(&k->a, "<Enter>");
			assert_true(seat_is_whole(&k->a));
			keys(&k->a, "<Tab><Tab>");
			assert_true(seat_is_whole(&k->a));
			keys(&k->a, "<Esc>j");
		}
		keys(&k->a, "q");
	}
	tr_use(TR_ZH);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ROSTER_TEST(a_plan_without_a_front_is_given_one_and_runs),
		FRONT_TEST(a_front_is_shown_with_whom_its_steps_fall_to),
		FRONT_TEST(a_step_is_changed_and_a_vacant_post_is_marked),
		FRONT_TEST(parts_move_and_go),
		FRONT_TEST(what_is_wrong_is_said_at_its_field_and_kept),
		FRONT_TEST(a_form_is_given_up_by_another_key),
		FRONT_TEST(a_dropped_line_loses_nothing),
		FRONT_TEST(two_who_write_one_front_see_both),
		FRONT_TEST(a_draft_dropped_elsewhere_is_saved_all_the_same),
		FRONT_TEST(a_plan_withdrawn_is_not_written),
		FRONT_TEST(long_names_tear_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
