/* Whom an incident proposes to tell: the line, and the page it stands on. */
#include "roster_kit.h"

#include "base/utf8.h"
#include "screens/tell.h"

/* ---- the line ---- */

static void
line_is(const struct tell *t, int cols, const char *want)
{
	struct buf text = BUF_INIT;

	tell_text(&text, t, cols);
	assert_string_equal(text.s, want);
	buf_release(&text);
}

#define ALL "应告知 2 家（P 拨号）：甲矿 0358-1 · 乙镇 0358-2"
#define ONE "应告知 2 家（P 拨号）：甲矿 0358-1 · 乙镇"
#define NONE "应告知 2 家（P 拨号）：甲矿 · 乙镇"

static void
as_many_numbers_as_fit(void **state)
{
	struct tell_row rows[] = { { (char *)"甲矿", "0358-1", false },
		                   { (char *)"乙镇", "0358-2", false } };
	struct tell t = { rows, 2 };
	int all = utf8_width(ALL, strlen(ALL));
	int one = utf8_width(ONE, strlen(ONE));

	(void)state;
	line_is(&t, all, ALL);
	line_is(&t, all - 1, ONE);
	line_is(&t, one, ONE);
	line_is(&t, one - 1, NONE);
	line_is(&t, 10, NONE);
}

static void
who_answered_is_ticked_and_needs_no_number(void **state)
{
	struct tell_row rows[] = { { (char *)"甲矿", "0358-1", true },
		                   { (char *)"丙局", "", false },
		                   { (char *)"乙镇", "0358-2", false } };
	struct tell t = { rows, 3 };

	(void)state;
	line_is(&t, 80,
	        "应告知 3 家，已通话 1（P 拨号）：✓甲矿 · 丙局 · 乙镇 0358-2");
}

/* ---- the page ---- */

#define LINE 20 /* the last row of the page, above strip, message, keys */

static void
stands_at(struct kit *k, int row, const char *want)
{
	const char *at = look(&k->a);

	while (row-- > 0)
		at = strchr(at, '\n') + 1;
	if (strncmp(at, want, strlen(want)) != 0)
		fail_msg("not '%s' but\n%s", want, k->a.picture.s);
}

static void
the_page_says_it_below_the_deadlines(void **state)
{
	struct kit *k = *state;

	roster_incident(k);
	ui_changed(k->a.ui);
	keys(&k->a, "3<Enter>");
	see(&k->a, "[时限");
	stands_at(k, LINE,
	          "应告知 3 家（P 拨号）：东风煤矿 0358-7620005 · "
	          "梧桐镇 0358-7620004 · 能源局");
	ui_resize(k->a.ui, 24, 120);
	stands_at(k, LINE,
	          "应告知 3 家（P 拨号）：东风煤矿 0358-7620005 · "
	          "梧桐镇 0358-7620004 · 能源局 0358-7620003");
}

static void
a_call_that_was_answered_ticks_it(void **state)
{
	struct kit *k = *state;

	roster_incident(k);
	ui_changed(k->a.ui);
	keys(&k->a, "3<Enter>P<Enter>2");
	keys(&k->a, "q");
	stands_at(k, LINE, "应告知 3 家（P 拨号）：东风煤矿 0358-7620005");
	keys(&k->a, "P<Enter>1李矿长<Enter>三人被困<Enter>q");
	stands_at(k, LINE,
	          "应告知 3 家，已通话 1（P 拨号）：✓东风煤矿 · "
	          "梧桐镇 0358-7620004 · 能源局");
}

static void
it_is_there_as_soon_as_the_intake_is_saved(void **state)
{
	struct kit *k = *state;

	keys(&k->a, "n<Tab><Tab><Tab><Tab><Tab><Tab>dfmk<Down><Enter><C-s>");
	assert_string_equal(screen_name(&k->a), "incident");
	see(&k->a, "应告知 3 家");
}

static void
nobody_is_proposed_where_nobody_is_known(void **state)
{
	struct kit *k = *state;

	room_do(k->room, "{'do':'incident.open','kind':'accident.coal',"
	                 "'title':'甲','unit':'西风煤矿'}");
	ui_changed(k->a.ui);
	keys(&k->a, "3<Enter>");
	see_not(&k->a, "应告知");
	/* Corrected to one of the roster, and it is known whom. */
	keys(&k->a, "E<Tab><Tab><C-u>dfmk<Down><Enter><C-s>");
	see(&k->a, "东风煤矿");
	see(&k->a, "应告知 3 家");
}

/* What can no longer be told, and what was not known then. */
static void
neither_looking_back_nor_when_it_is_given_up(void **state)
{
	struct kit *k = *state;

	room_do(k->room, "{'do':'incident.open','kind':'nearmiss',"
	                 "'title':'甲','unit':'东风煤矿'}");
	ui_changed(k->a.ui);
	keys(&k->a, "3<Enter>");
	see(&k->a, "应告知 3 家");
	keys(&k->a, "[");
	see_not(&k->a, "应告知");
	keys(&k->a, ".");
	see(&k->a, "应告知 3 家");
	room_do(k->room, "{'do':'incident.open','kind':'nearmiss',"
	                 "'title':'乙'}");
	room_do(k->room, "{'do':'incident.merge','number':'1','into':'2',"
	                 "'why':'同一起'}");
	ui_changed(k->a.ui);
	see(&k->a, "已并入");
	see_not(&k->a, "应告知");
}

/* It covers none of them: the last one is above it. */
static void
the_deadlines_scroll_above_it(void **state)
{
	struct kit *k = *state;
	struct err err = ERR_INIT;
	struct duty_row *rows;
	size_t count;

	room_do(k->room, "{'do':'incident.open','kind':'accident.coal',"
	                 "'title':'甲','unit':'东风煤矿',"
	                 "'facts':{'deaths':31,'trapped':40}}");
	ui_changed(k->a.ui);
	ui_resize(k->a.ui, 24, 160);
	keys(&k->a, "3<Enter>");
	OK(k->room, duty_list_at(k->room->d, "2026-0001", ROOM_NOW, &rows,
	                         &count, &err));
	assert_true(count > 14);
	see(&k->a, rows[13].title);
	see_not(&k->a, rows[count - 1].title);
	keys(&k->a, "G");
	see(&k->a, rows[count - 1].title);
	see_not(&k->a, rows[0].title);
	see(&k->a, "应告知 3 家");
	duty_rows_free(rows, count);
}

static void
long_names_tear_nothing(void **state)
{
	struct kit *k = *state;

	room_do(k->room, "{'do':'unit.save','name':'" LONG_UNIT "',"
	                 "'kind':'mine','parent':'吕梁市应急管理局',"
	                 "'town':'梧桐镇','phones':['0358-7629999']}");
	room_do(k->room, "{'do':'incident.open','kind':'accident.coal',"
	                 "'title':'甲','unit':'" LONG_UNIT "'}");
	ui_changed(k->a.ui);
	keys(&k->a, "3<Enter>");
	see(&k->a, "应告知 3 家（P 拨号）：吕梁市孝义市");
	assert_true(seat_is_whole(&k->a));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(as_many_numbers_as_fit),
		cmocka_unit_test(who_answered_is_ticked_and_needs_no_number),
		ROSTER_TEST(the_page_says_it_below_the_deadlines),
		ROSTER_TEST(a_call_that_was_answered_ticks_it),
		ROSTER_TEST(it_is_there_as_soon_as_the_intake_is_saved),
		ROSTER_TEST(nobody_is_proposed_where_nobody_is_known),
		ROSTER_TEST(neither_looking_back_nor_when_it_is_given_up),
		ROSTER_TEST(the_deadlines_scroll_above_it),
		ROSTER_TEST(long_names_tear_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
