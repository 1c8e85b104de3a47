/* Forms: filled with content, Tab and Enter alone. */
#include "cm.h"

#include <string.h>

#include "base/tr.h"
#include "feed.h"
#include "screens/kit/form.h"

#define NOON 1795406400000LL /* 2026-11-23 12:00:00 +08:00 */

static const struct form_choice kinds[] = {
	{ "accident.coal", N_("煤矿事故"), "mk wasi" },
	{ "accident.road", N_("道路交通事故"), "jt" },
	{ "disaster.flood", N_("洪涝灾害"), "hl" },
	{ NULL, NULL, NULL },
};

static void
offer_places(void *arg, const struct form_field *field, const char *text,
             struct form_list *out)
{
	static const char *const places[] = { "梧桐镇", "梧桐新区", "兑镇镇" };
	size_t i;

	(void)arg;
	(void)field;
	for (i = 0; i < 3; i++)
		if (strncmp(places[i], text, strlen(text)) == 0)
			form_offer(out, places[i]);
}

static int
refuse_seven(void *arg, const struct form_field *field, const char *value,
             struct err *err)
{
	(void)arg;
	(void)field;
	if (strcmp(value, "7") == 0)
		return err_set(err, ERR_INPUT, "七不行");
	return 0;
}

/* clang-format off */
static const struct form_field fields[] = {
	{ .key = "number", .label = "编号", .flags = FORM_READONLY,
	  .initial = "0012" },
	{ .key = "from", .label = "报告人" },
	{ .key = "kind", .label = "类型", .kind = FORM_CHOICE,
	  .flags = FORM_REQUIRED, .choices = kinds },
	{ .key = "place", .label = "地点", .complete = offer_places },
	{ .key = "at", .label = "时间", .kind = FORM_TIME,
	  .hint = "几点几分" },
	{ .key = "deaths", .label = "死亡", .kind = FORM_FACT, .width = 6,
	  .unit = "人", .check = refuse_seven },
	{ .key = "trapped", .label = "被困", .kind = FORM_FACT,
	  .flags = FORM_BESIDE, .width = 6, .unit = "人" },
	{ .key = "words", .label = "原话", .kind = FORM_LINES, .rows = 2,
	  .max_chars = 20 },
	{ .key = NULL },
};
/* clang-format on */

static unsigned
send(void *arg, const struct key_event *e)
{
	return form_key(arg, e);
}

/* The events of all keys together. */
static unsigned
type(struct form *f, const char *keys)
{
	return feed_keys(keys, send, f);
}

static void
open_form(struct form *f)
{
	tr_use(TR_ZH);
	form_init(f, fields, NULL);
	f->now_ms = NOON;
}

static void
a_form_is_filled_with_content_and_enter(void **state)
{
	struct form f;
	unsigned ev;
	int64_t ms;

	(void)state;
	open_form(&f);
	assert_string_equal(form_focus(&f), "from");
	ev = type(&f, "张三<Enter>mk<Enter>梧桐镇<Tab>11:40<Enter>2<Enter>?<"
	              "Enter>瓦斯爆炸");
	assert_false(ev & FORM_SUBMIT);
	assert_string_equal(form_focus(&f), "words");
	ev = type(&f, "<Enter>");
	assert_true(ev & FORM_SUBMIT);
	assert_string_equal(form_text(&f, "from"), "张三");
	assert_string_equal(form_text(&f, "kind"), "accident.coal");
	assert_string_equal(form_text(&f, "place"), "梧桐镇");
	assert_string_equal(form_text(&f, "deaths"), "2");
	assert_string_equal(form_text(&f, "trapped"), "?");
	assert_true(form_time(&f, "at", &ms));
	assert_true(ms == NOON - 20 * 60000);
	form_release(&f);
}

static void
typing_replaces_a_time_or_number_that_stands(void **state)
{
	struct form f;
	int64_t ms;

	(void)state;
	open_form(&f);
	form_set(&f, "at", "2026-11-23 11:59:30");
	form_go(&f, "at");
	type(&f, "-5<Enter>");
	assert_true(form_time(&f, "at", &ms));
	assert_true(ms == NOON - 5 * 60000);
	type(&f, "3<Enter><S-Tab>12");
	assert_string_equal(form_text(&f, "deaths"), "12");
	type(&f, "<Enter><S-Tab><Left>0");
	assert_string_equal(form_text(&f, "deaths"), "102");
	form_set(&f, "from", "张");
	form_go(&f, "from");
	type(&f, "三");
	assert_string_equal(form_text(&f, "from"), "张三");
	form_release(&f);
}

static void
every_key_tells_what_happened(void **state)
{
	struct form f;

	(void)state;
	open_form(&f);
	assert_int_equal(type(&f, "甲"), FORM_TAKEN | FORM_CHANGED);
	assert_int_equal(type(&f, "<Left>"), FORM_TAKEN);
	assert_int_equal(type(&f, "<F5>"), 0);
	assert_int_equal(type(&f, "<Tab>"), FORM_TAKEN | FORM_LEFT);
	assert_string_equal(form_left(&f), "from");
	assert_int_equal(type(&f, "<S-Tab>"), FORM_TAKEN | FORM_LEFT);
	assert_string_equal(form_left(&f), "kind");
	assert_int_equal(type(&f, "<Esc>"), FORM_TAKEN | FORM_CANCEL);
	form_release(&f);
}

static void
a_choice_narrows_and_takes_effect_at_once(void **state)
{
	struct form f;

	(void)state;
	open_form(&f);
	form_go(&f, "kind");
	assert_true(form_empty(&f, "kind"));
	assert_true(type(&f, "洪") & FORM_CHANGED);
	assert_string_equal(form_text(&f, "kind"), "disaster.flood");
	assert_true(type(&f, "<BS>") & FORM_CHANGED);
	assert_true(form_empty(&f, "kind"));
	assert_true(type(&f, "<Down><Down>") & FORM_CHANGED);
	assert_string_equal(form_text(&f, "kind"), "accident.road");
	type(&f, "<Up>");
	assert_string_equal(form_text(&f, "kind"), "accident.coal");
	/* Leaving keeps it, and coming back shows it. */
	type(&f, "<Tab><S-Tab>");
	assert_string_equal(form_text(&f, "kind"), "accident.coal");
	/* Backspace with nothing typed takes it away. */
	assert_true(type(&f, "<BS>") & FORM_CHANGED);
	assert_true(form_empty(&f, "kind"));
	form_release(&f);
}

static void
tab_through_a_choice_leaves_it_alone(void **state)
{
	struct form f;

	(void)state;
	open_form(&f);
	form_set(&f, "kind", "accident.road");
	form_go(&f, "from");
	assert_false(type(&f, "<Tab><Tab>") & FORM_CHANGED);
	assert_string_equal(form_text(&f, "kind"), "accident.road");
	form_set(&f, "kind", "no.such");
	assert_true(form_empty(&f, "kind"));
	form_release(&f);
}

static void
a_choice_not_in_the_list_is_said(void **state)
{
	struct form f;

	(void)state;
	open_form(&f);
	form_go(&f, "kind");
	type(&f, "飞碟<Tab>");
	form_go(&f, "words");
	assert_false(type(&f, "<Enter>") & FORM_SUBMIT);
	assert_string_equal(form_focus(&f), "kind");
	form_release(&f);
}

static void
completion_offers_and_is_not_forced(void **state)
{
	struct form f;

	(void)state;
	open_form(&f);
	form_go(&f, "place");
	/* Typed and left: what was typed stays. */
	type(&f, "梧桐<Tab>");
	assert_string_equal(form_text(&f, "place"), "梧桐");
	/* The bar on the second line: that is taken on leaving. */
	form_go(&f, "place");
	assert_true(type(&f, "<BS><Down><Down>") & FORM_CHANGED);
	assert_string_equal(form_text(&f, "place"), "梧");
	assert_true(type(&f, "<Enter>") & FORM_CHANGED);
	assert_string_equal(form_text(&f, "place"), "梧桐新区");
	assert_string_equal(form_focus(&f), "at");
	form_release(&f);
}

static void
escape_closes_the_list_first(void **state)
{
	struct form f;

	(void)state;
	open_form(&f);
	form_go(&f, "place");
	type(&f, "梧");
	assert_int_equal(type(&f, "<Esc>"), FORM_TAKEN);
	/* Closed: Down goes on to the next field. */
	type(&f, "<Down>");
	assert_string_equal(form_focus(&f), "at");
	assert_true(type(&f, "<Esc>") & FORM_CANCEL);
	form_release(&f);
}

static void
a_time_is_settled_when_left(void **state)
{
	struct form f;
	int64_t ms;

	(void)state;
	open_form(&f);
	form_go(&f, "at");
	type(&f, "-15<Tab>");
	assert_string_equal(form_text(&f, "at"), "2026-11-23 11:45");
	f.now_ms += 3600000;
	assert_true(form_time(&f, "at", &ms));
	assert_true(ms == NOON - 15 * 60000);
	form_go(&f, "at");
	type(&f, "<C-u>昨天下午<Tab>");
	assert_string_equal(form_text(&f, "at"), "昨天下午");
	assert_false(form_time(&f, "at", &ms));
	form_release(&f);
}

static void
submit_stops_at_the_first_bad_field(void **state)
{
	struct form f;

	(void)state;
	open_form(&f);
	assert_false(type(&f, "<C-s>") & FORM_SUBMIT);
	assert_string_equal(form_focus(&f), "kind"); /* required */
	form_set(&f, "kind", "accident.coal");
	form_set(&f, "deaths", "7"); /* its own check */
	form_set(&f, "trapped", "很多");
	assert_false(type(&f, "<C-s>") & FORM_SUBMIT);
	assert_string_equal(form_focus(&f), "deaths");
	type(&f, "<BS>1");
	assert_false(type(&f, "<C-s>") & FORM_SUBMIT);
	assert_string_equal(form_focus(&f), "trapped");
	type(&f, "<C-u>１２");
	assert_true(type(&f, "<C-s>") & FORM_SUBMIT);
	form_release(&f);
}

static void
typing_has_a_limit_and_paste_too(void **state)
{
	struct form f;
	struct key_event paste = { UIKEY_PASTE, "一\r\n二\n三\0四", 16 };

	(void)state;
	open_form(&f);
	form_key(&f, &paste); /* a line: newlines become blanks */
	assert_string_equal(form_text(&f, "from"), "一 二 三四");
	form_go(&f, "words");
	form_key(&f, &paste);
	assert_string_equal(form_text(&f, "words"), "一\n二\n三四");
	type(&f, "<C-j>五");
	assert_string_equal(form_text(&f, "words"), "一\n二\n三四\n五");
	form_set(&f, "words", "12345678901234567890");
	type(&f, "x");
	assert_string_equal(form_text(&f, "words"), "12345678901234567890");
	form_release(&f);
}

static void
assert_picture(const struct form *f, int rows, int cols, const char *want)
{
	struct buf out = BUF_INIT;
	struct canvas cv;
	struct region r;

	canvas_init(&cv);
	canvas_resize(&cv, rows, cols);
	r = canvas_region(&cv);
	form_draw(f, &r, true);
	canvas_dump(&cv, &out);
	assert_string_equal(out.s, want);
	buf_release(&out);
	canvas_release(&cv);
}

static void
the_picture_has_labels_units_and_a_hint(void **state)
{
	struct form f;

	(void)state;
	open_form(&f);
	assert_int_equal(form_rows(&f, 40), 9);
	form_set(&f, "deaths", "2");
	form_go(&f, "at");
	assert_picture(&f, 9, 40,
	               "编号    0012\n"
	               "报告人\n"
	               "类型  *\n"
	               "地点\n"
	               "时间\n"
	               "死亡    2      人  被困         人\n"
	               "原话\n"
	               "\n"
	               "几点几分\n");
	type(&f, "11:00");
	assert_picture(&f, 4, 40,
	               "地点\n"
	               "时间    11:00\n"
	               "死亡    2      人  被困         人\n"
	               "= 2026-11-23 11:00:00\n");
	type(&f, "x<Tab><S-Tab>");
	assert_picture(&f, 4, 60,
	               "地点\n"
	               "时间  ✗ 11:00x\n"
	               "死亡    2      人  被困         人\n"
	               "✗ 时间请写 14:05、9-1 14:05、-15（15分钟前）或 刚才\n");
	form_release(&f);
}

static void
an_open_list_stands_by_its_field(void **state)
{
	struct form f;

	(void)state;
	open_form(&f);
	form_go(&f, "kind");
	type(&f, "jt");
	assert_picture(&f, 9, 40,
	               "编号    0012\n"
	               "报告人\n"
	               "类型  * jt\n"
	               "地点     道路交通事故\n"
	               "时间\n"
	               "死亡           人  被困         人\n"
	               "原话\n"
	               "\n"
	               "\n");
	form_release(&f);
}

static void
long_text_scrolls_with_the_cursor(void **state)
{
	struct form f;

	(void)state;
	open_form(&f);
	form_set(&f, "from", "零一二三四五六七八九十");
	form_go(&f, "from");
	assert_picture(&f, 3, 20,
	               "报告人  六七八九十\n"
	               "类型  *\n"
	               "\n");
	type(&f, "<Home>");
	assert_picture(&f, 3, 20,
	               "报告人  零一二三四五\n"
	               "类型  *\n"
	               "\n");
	form_release(&f);
}

static void
a_released_form_may_be_released(void **state)
{
	struct form f = { 0 };

	(void)state;
	form_release(&f);
	open_form(&f);
	form_release(&f);
	form_release(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_form_is_filled_with_content_and_enter),
		cmocka_unit_test(typing_replaces_a_time_or_number_that_stands),
		cmocka_unit_test(every_key_tells_what_happened),
		cmocka_unit_test(a_choice_narrows_and_takes_effect_at_once),
		cmocka_unit_test(tab_through_a_choice_leaves_it_alone),
		cmocka_unit_test(a_choice_not_in_the_list_is_said),
		cmocka_unit_test(completion_offers_and_is_not_forced),
		cmocka_unit_test(escape_closes_the_list_first),
		cmocka_unit_test(a_time_is_settled_when_left),
		cmocka_unit_test(submit_stops_at_the_first_bad_field),
		cmocka_unit_test(typing_has_a_limit_and_paste_too),
		cmocka_unit_test(the_picture_has_labels_units_and_a_hint),
		cmocka_unit_test(an_open_list_stands_by_its_field),
		cmocka_unit_test(long_text_scrolls_with_the_cursor),
		cmocka_unit_test(a_released_form_may_be_released),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
