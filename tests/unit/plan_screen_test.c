/* The plans: the list and what is due of them, one plan to read. */
#include "roster_kit.h"

#include "desk/plan.h"
#include "doc/text.h"

/* clang-format off */
/* 30 wide characters. */
#define LONG_TITLE \
	"孝义梧桐镇东风煤矿水害瓦斯顶板火灾及其他生产安全事故应急预案"

#define MINE_FRONT \
	"{\"title\":\"煤矿事故应急预案\",\"category\":\"special\"," \
	"\"issued\":\"2023-03-01\",\"drill_months\":12," \
	"\"kinds\":[\"accident.coal\"]," \
	"\"levels\":[{\"level\":3,\"lead\":\"分管副市长\"," \
	"\"when\":{\"fact\":\"trapped\",\"at_least\":3}}," \
	"{\"level\":4}]," \
	"\"steps\":[{\"id\":\"s1\",\"levels\":[3,4],\"minutes\":10," \
	"\"post\":\"city.emergency/值班长\",\"text\":\"电话核实\"}]}"

/* The first paragraph wraps in 80 columns. */
#define MINE_TEXT \
	"# 煤矿事故应急预案\n\n## 1 总则\n\n" \
	"为防范煤矿水害、瓦斯、顶板、火灾和运输事故，" \
	"及时抢救遇险人员，减少伤亡和财产损失，" \
	"发生透水立即撤人，依法制定本预案。\n\n" \
	"## 2 组织机构\n\n指挥部设在市应急管理局。\n\n" \
	"### 2.1 现场指挥\n\n现场指挥由到场的最高负责人担任。\n\n" \
	"## 3 应急响应\n\n发生透水，立即停电撤人，清点人数。\n\n" \
	"## 4 后期处置\n\n查明原因，恢复生产。\n"
/* clang-format on */

static int64_t
save(struct kit *k, const char *front, const char *text)
{
	struct plan_new p = { .category = -1, .source = "mine.md" };
	struct buf md = BUF_INIT;
	struct doc doc;
	int64_t id;

	buf_fmt(&md, "---\n%s\n---\n%s", front, text);
	doc_init(&doc);
	OK(k->room, doc_read_md(&doc, md.s, md.len, &k->room->err));
	p.doc = &doc;
	OK(k->room, plan_save(k->room->d, &p, &id, NULL, &k->room->err));
	doc_release(&doc);
	buf_release(&md);
	return id;
}

static int
plans_setup(void **state)
{
	int rc = kit_setup(state);
	struct kit *k = *state;

	save(k, MINE_FRONT, MINE_TEXT);
	save(k,
	     "{\"title\":\"地震应急预案\",\"category\":\"special\","
	     "\"issued\":\"2026-05-01\"}",
	     "# 地震应急预案\n\n自救互救。\n");
	save(k,
	     "{\"title\":\"总体应急预案\",\"category\":\"overall\","
	     "\"issued\":\"2023-11-23\"}",
	     "# 总体应急预案\n\n统一领导。\n");
	keys(&k->a, "8");
	assert_string_equal(screen_name(&k->a), "plans");
	return rc;
}

#define PLAN_TEST(f)                                                           \
	cmocka_unit_test_setup_teardown(f, plans_setup, kit_teardown)

static void
mine_opens(struct kit *k)
{
	keys(&k->a, "fmksg<Enter><Enter>");
	assert_string_equal(screen_name(&k->a), "plan");
}

/* The roles of the cells that show the text, all the same; or -1. */
static int
role_of(struct seat *s, const char *text)
{
	const struct canvas *cv = &s->ui->canvas;

	look(s);
	for (int row = 0; row < cv->rows; row++) {
		struct buf line = BUF_INIT;
		const struct cell *c = &cv->cells[row * cv->cols];
		const char *at;
		int col, cells, role;

		for (col = 0; col < cv->cols; col++)
			for (int i = 0; c[col].width && i < 3 && c[col].ch[i];
			     i++) {
				char bytes[4];

				buf_add(&line, bytes,
				        utf8_encode(c[col].ch[i], bytes));
			}
		at = strstr(line.s, text);
		col = at ? utf8_width(line.s, (size_t)(at - line.s)) : 0;
		buf_release(&line);
		if (!at)
			continue;
		cells = utf8_width(text, strlen(text));
		role = c[col].role;
		for (int i = 0; i < cells; i++)
			if (c[col + i].role != role)
				return -1;
		return role;
	}
	return -1;
}

/* Row n of the picture; borrowed until the next look. */
static const char *
row(struct seat *s, int n)
{
	char *line = (char *)look(s), *end;

	while (n-- > 0)
		line = strchr(line, '\n') + 1;
	end = strchr(line, '\n');
	if (end)
		*end = '\0';
	return line;
}

/* ---- the list ---- */

static void
plans_stand_by_category_with_what_is_due(void **state)
{
	struct kit *k = *state;
	const char *overall, *mine;

	overall = strstr(look(&k->a), "总体预案     总体应急预案");
	mine = strstr(k->a.picture.s, "专项预案     煤矿事故应急");
	assert_true(overall && mine && overall < mine);
	see(&k->a, "预案 3 部，其中逾期 1 部");
	see(&k->a, "2029-05-01");
	/* Issued 2023-03-01: to revise within three years, drill within one. */
	see(&k->a, "✗逾期267天");
	see(&k->a, "✗逾期997天");
	assert_int_equal(role_of(&k->a, "✗逾期267天"), ROLE_LATE);
	/* Due today is not overdue; tomorrow it is. */
	see(&k->a, "2026-11-23");
	OK(k->room,
	   desk_set_clock(k->a.desk, ROOM_NOW + CIVIL_DAY, 0, &k->room->err));
	ui_changed(k->a.ui);
	see(&k->a, "其中逾期 2 部");
	see(&k->a, "✗逾期1天");
	see(&k->a, "✗ 修订已逾期，应在 2026-11-23 前修订");
}

static void
v_shows_only_what_is_due(void **state)
{
	struct kit *k = *state;

	keys(&k->a, "v");
	see(&k->a, "逾期的预案 1 部");
	see(&k->a, "煤矿事故");
	see_not(&k->a, "地震");
	keys(&k->a, "v");
	see(&k->a, "地震");
}

static void
f_narrows_by_characters_and_pinyin(void **state)
{
	struct kit *k = *state;

	keys(&k->a, "fdizhen");
	see(&k->a, "预案 1 部");
	see(&k->a, "地震应急预案");
	see_not(&k->a, "煤矿");
	keys(&k->a, "<Esc>f煤矿<Enter>");
	see(&k->a, "煤矿事故应急");
	see_not(&k->a, "地震");
	keys(&k->a, "<Esc>");
	see(&k->a, "预案 3 部");
	keys(&k->a, "fdxvn");
	see(&k->a, "没有找到");
	assert_int_equal(k->a.ui->depth, 1);
}

static void
a_drill_is_recorded(void **state)
{
	struct kit *k = *state;

	keys(&k->a, "fmksg<Enter>d<Tab><Enter>");
	see(&k->a, "记录演练");
	keys(&k->a, "透水桌面推演<C-s>");
	see(&k->a, "演练已记录");
	see(&k->a, "应在 2027-11-23 前演练");
	see_not(&k->a, "✗逾期997天");
}

static void
withdrawing_takes_another_key_and_a_reason(void **state)
{
	struct kit *k = *state;

	keys(&k->a, "fmksg<Enter>xx");
	see_not(&k->a, "废止的理由");
	keys(&k->a, "xy<Enter>");
	see(&k->a, "废止预案要写明原因");
	keys(&k->a, "xy已并入总体预案<Enter>");
	see(&k->a, "煤矿事故应急预案（已废止）");
	see_not(&k->a, "✗逾期");
	keys(&k->a, "xd");
	see_not(&k->a, "记录演练");
	keys(&k->a, "<Enter>");
	see(&k->a, "✗ 本预案已废止");
	assert_non_null(strstr(row(&k->a, 2), "✗ 已废止"));
}

/* ---- one plan ---- */

static void
levels_and_steps_come_first_in_words(void **state)
{
	struct kit *k = *state;

	mine_opens(k);
	see(&k->a, "响应级别与任务");
	see(&k->a, "预案规定，不是法定时限");
	see(&k->a, "Ⅲ级响应  指挥：分管副市长");
	see(&k->a, "条件：被困 ≥ 3");
	see(&k->a, "条件：未写明，由指挥部决定");
	see(&k->a, "10 分钟内  市应急管理局/值班长：电话核实（ⅢⅣ 级）");
	assert_int_equal(role_of(&k->a, "响应级别与任务"), ROLE_TITLE);
}

static void
brackets_go_from_chapter_to_chapter(void **state)
{
	struct kit *k = *state;

	mine_opens(k);
	keys(&k->a, "]]");
	assert_string_equal(row(&k->a, 4), "煤矿事故应急预案");
	keys(&k->a, "]");
	assert_string_equal(row(&k->a, 4), "  1 总则");
	keys(&k->a, "]");
	assert_string_equal(row(&k->a, 4), "  2 组织机构");
	keys(&k->a, "]");
	assert_string_equal(row(&k->a, 4), "  3 应急响应");
	keys(&k->a, "]]");
	see(&k->a, "已是最后一章");
	keys(&k->a, "[[[");
	assert_string_equal(row(&k->a, 4), "  1 总则");
}

static void
the_contents_lead_to_a_heading(void **state)
{
	struct kit *k = *state;

	mine_opens(k);
	keys(&k->a, "t");
	see(&k->a, "目录");
	see(&k->a, "2.1 现场指挥");
	see_not(&k->a, "由到场的最高负责人担任");
	keys(&k->a, "G<Up><Up><Enter>");
	assert_string_equal(row(&k->a, 4), "    2.1 现场指挥");
	see(&k->a, "由到场的最高负责人担任");
	keys(&k->a, "tg<Esc>");
	assert_string_equal(row(&k->a, 4), "    2.1 现场指挥");
}

static void
words_are_found_and_marked_to_the_character(void **state)
{
	struct kit *k = *state;

	mine_opens(k);
	keys(&k->a, "f发生透水<Enter>");
	see(&k->a, "“发生透水” 2 处");
	assert_non_null(strstr(row(&k->a, 4), "发生透水"));
	assert_non_null(strstr(row(&k->a, 4), "立即撤人"));
	assert_int_equal(role_of(&k->a, "立即停电撤人"), ROLE_TEXT);
	keys(&k->a, ">");
	assert_non_null(strstr(row(&k->a, 4), "立即停电撤人"));
	keys(&k->a, ">");
	assert_non_null(strstr(row(&k->a, 4), "立即撤人"));
	keys(&k->a, "<lt>");
	assert_non_null(strstr(row(&k->a, 4), "立即停电撤人"));
	keys(&k->a, "f<C-u>没有这话<Enter>");
	see(&k->a, "没有找到：没有这话");
}

static void
an_older_version_is_readable_and_marked(void **state)
{
	struct kit *k = *state;

	save(k, MINE_FRONT, "# 煤矿事故应急预案\n\n修订后的全文。\n");
	mine_opens(k);
	see(&k->a, "修订后的全文");
	keys(&k->a, "V");
	see(&k->a, "第 2 版（现行）");
	keys(&k->a, "2");
	see(&k->a, "✗ 这是旧版：第 1 版；现行的是第 2 版");
	see_not(&k->a, "修订后的全文");
	see_not(&k->a, "响应级别与任务");
	keys(&k->a, "]]]");
	assert_non_null(strstr(row(&k->a, 2), "✗ 旧版，第 1 版"));
	keys(&k->a, "V1");
	see(&k->a, "修订后的全文");
	see_not(&k->a, "这是旧版");
}

static void
screen_plan(struct kit *k, const char *where)
{
	char line[64];
	int64_t id;

	OK(k->room,
	   plan_named(k->room->d, "煤矿事故应急预案", 0, &id, &k->room->err));
	snprintf(line, sizeof(line), ":screen plan %lld%s<Enter>",
	         (long long)id, where);
	keys(&k->a, line);
}

static void
a_paragraph_is_opened_and_stays_in_place(void **state)
{
	struct kit *k = *state;

	screen_plan(k, "/9");
	assert_non_null(strstr(row(&k->a, 4), "立即停电撤人"));
	screen_plan(k, "/12");
	see(&k->a, "现行版没有第 12 段，从头看");
	see(&k->a, "响应级别与任务");
	keys(&k->a, ":screen plan nothing<Enter>");
	see(&k->a, "要看哪部预案？");
	keys(&k->a, ":screen plan 99999<Enter>");
	see(&k->a, "没有第 99999 号预案");
	screen_plan(k, "/3");
	assert_non_null(strstr(row(&k->a, 4), "为防范煤矿"));
	save(k, MINE_FRONT,
	     "# 煤矿事故应急预案\n\n## 1 总则\n\n第二版的目的。\n");
	ui_changed(k->a.ui);
	assert_string_equal(row(&k->a, 4), "    第二版的目的。");
}

static void
titles_of_thirty_characters_tear_nothing(void **state)
{
	struct kit *k = *state;

	save(k, "{\"title\":\"" LONG_TITLE "\",\"drill_months\":1}",
	     "# " LONG_TITLE "\n\n正文。\n");
	ui_changed(k->a.ui);
	for (int language = 0; language < 2; language++) {
		keys(&k->a, "8G");
		assert_true(seat_is_whole(&k->a));
		see(&k->a, LONG_TITLE);
		keys(&k->a, "<Enter>");
		assert_true(seat_is_whole(&k->a));
		see(&k->a, LONG_TITLE);
		keys(&k->a, "t");
		assert_true(seat_is_whole(&k->a));
		keys(&k->a, "L");
	}
	tr_use(TR_ZH);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PLAN_TEST(plans_stand_by_category_with_what_is_due),
		PLAN_TEST(v_shows_only_what_is_due),
		PLAN_TEST(f_narrows_by_characters_and_pinyin),
		PLAN_TEST(a_drill_is_recorded),
		PLAN_TEST(withdrawing_takes_another_key_and_a_reason),
		PLAN_TEST(levels_and_steps_come_first_in_words),
		PLAN_TEST(brackets_go_from_chapter_to_chapter),
		PLAN_TEST(the_contents_lead_to_a_heading),
		PLAN_TEST(words_are_found_and_marked_to_the_character),
		PLAN_TEST(an_older_version_is_readable_and_marked),
		PLAN_TEST(a_paragraph_is_opened_and_stays_in_place),
		PLAN_TEST(titles_of_thirty_characters_tear_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
