/* The roster: its panes, narrowing, bindings, pages and forms. */
#include "roster_kit.h"

static void
roster_opens(struct kit *k)
{
	keys(&k->a, "7");
	assert_string_equal(screen_name(&k->a), "roster");
}

static void
units_stand_by_kind_with_people_and_first_number(void **state)
{
	struct kit *k = *state;
	const char *agency, *town, *mine;

	roster_opens(k);
	agency = strstr(look(&k->a), "部门     吕梁市应急管理局");
	town = strstr(k->a.picture.s, "乡镇街道 梧桐镇");
	mine = strstr(k->a.picture.s, "矿山     东风煤矿");
	assert_true(agency && agency < town && town < mine);
	see(&k->a, "2人   0358-8220001      !从未核实");
	see(&k->a, "[单位 5]");
}

static void
slash_narrows_by_characters_pinyin_and_numbers(void **state)
{
	struct kit *k = *state;

	roster_opens(k);
	keys(&k->a, "/dfmk");
	see(&k->a, "东风煤矿");
	see_not(&k->a, "梧桐镇 ");
	see(&k->a, "[单位 1]");
	keys(&k->a, "<Esc>");
	see(&k->a, "[单位 5]");
	keys(&k->a, "/7620006<Enter>");
	see(&k->a, "矿山救护队");
	see(&k->a, "[单位 1]");
	keys(&k->a, "p");
	assert_string_equal(screen_name(&k->a), "voices");
	keys(&k->a, "q<Tab>");
	see(&k->a, "[人员 3]");
	keys(&k->a, "/sxx");
	see(&k->a, "单雄信"); /* the surname is shan */
	see(&k->a, "[人员 1]");
	keys(&k->a, "<BS><BS><BS>nosuch");
	see(&k->a, "没有找到");
}

static void
letters_are_text_while_it_is_narrowed(void **state)
{
	struct kit *k = *state;

	roster_opens(k);
	keys(&k->a, "/pxcrnq?");
	assert_string_equal(screen_name(&k->a), "roster");
	see(&k->a, "pxcrnq?");
	assert_int_equal(k->a.ui->depth, 1);
}

static void
unbound_parties_are_counted_and_bound(void **state)
{
	struct kit *k = *state;
	int64_t unit;

	roster_opens(k);
	see(&k->a, "个机构未绑定");
	keys(&k->a, "<S-Tab>/本级公安<Enter>");
	see(&k->a, "✗ 未绑定单位：打不通电话");
	keys(&k->a, "b西风煤矿<Enter>");
	see(&k->a, "通讯录里没有单位“西风煤矿”");
	keys(&k->a, "<C-u>nyj<Down><Enter>");
	see(&k->a, "本级公安机关 已绑定到 孝义市能源局");
	OK(k->room,
	   party_unit(k->room->d, "county.police", &unit, &k->room->err));
	assert_int_equal(unit, unit_id(k, "能源局"));
	keys(&k->a, "b<C-u><Enter>");
	see(&k->a, "不再绑定任何单位");
	OK(k->room,
	   party_unit(k->room->d, "county.police", &unit, &k->room->err));
	assert_int_equal(unit, 0);
}

static void
b_on_an_unbound_party_leads_to_its_row(void **state)
{
	struct kit *k = *state;

	keys(&k->a, ":screen voices party county.health<Enter>");
	see(&k->a, "✗ 本级卫生健康部门 未绑定单位：按 b 绑定");
	keys(&k->a, "b");
	assert_string_equal(screen_name(&k->a), "roster");
	keys(&k->a, "b梧桐镇<Enter>q");
	assert_string_equal(screen_name(&k->a), "voices");
	see(&k->a, "0358-7620004");
}

static void
confirming_from_the_list_is_one_key(void **state)
{
	struct kit *k = *state;

	roster_opens(k);
	keys(&k->a, "/能源<Enter>c");
	see(&k->a, "0天前核实");
	keys(&k->a, "<Tab>/赵<Enter>c");
	see(&k->a, "0天前核实");
}

static void
removing_takes_another_key_and_a_reason(void **state)
{
	struct kit *k = *state;

	roster_opens(k);
	keys(&k->a, "/jhd<Enter>xx");
	see_not(&k->a, "移除的理由");
	keys(&k->a, "xy撤销建制<Enter>");
	see(&k->a, "已移除，记录仍在日志里");
	keys(&k->a, "<Esc>");
	see(&k->a, "[单位 4]");
	keys(&k->a, "/dfmk<Enter>xy关闭<Enter>");
	see(&k->a, "还有 1 人在这个单位任职");
	keys(&k->a, "<Tab>/sxx<Enter>xy离职<Enter><Tab>");
	keys(&k->a, "xy不用了<Enter>");
	see(&k->a, "[名单 0]");
	see(&k->a, "还没有呼叫名单。a 登记，I");
}

static void
a_page_shows_all_and_leads_on(void **state)
{
	struct kit *k = *state;

	roster_opens(k);
	keys(&k->a, "/dfmk<Enter><Enter>");
	assert_string_equal(screen_name(&k->a), "unit");
	see(&k->a, "0358-7620005       调度  !从未核实");
	see(&k->a, "单雄信  矿长");
	see(&k->a, "乡镇         梧桐镇");
	see(&k->a, "监管部门     孝义市能源局");
	keys(&k->a, "c");
	see(&k->a, "调度  0天前核实");
	keys(&k->a, "j<Enter>");
	assert_string_equal(screen_name(&k->a), "contact");
	see(&k->a, "没有登记号码");
	see(&k->a, "东风煤矿 矿长");
	keys(&k->a, "j<Enter>");
	assert_string_equal(screen_name(&k->a), "unit");
	keys(&k->a, "qqjj<Enter>");
	see(&k->a, "部门  ");
	see(&k->a, "孝义市能源局");
	keys(&k->a, "q:screen unit 9999<Enter>");
	see(&k->a, "没有第 9999 号单位");
	keys(&k->a, ":screen contact<Enter>");
	keys(&k->a, ":screen contact 9999<Enter>");
	see(&k->a, "没有第 9999 号联系人");
}

static void
a_party_and_stock_are_on_the_page(void **state)
{
	struct kit *k = *state;

	roster_opens(k);
	keys(&k->a, "<Enter>");
	see(&k->a, "规则所称     市应急管理局");
	keys(&k->a, "qG<Enter>");
	see(&k->a, "水泵 12 台  就绪");
}

static void
every_change_is_in_the_history(void **state)
{
	struct kit *k = *state;

	room_do(k->room, "{'do':'unit.save','unit':'能源局',"
	                 "'phones':['0358-7629000']}");
	roster_opens(k);
	keys(&k->a, "/nyj<Enter>h");
	assert_string_equal(screen_name(&k->a), "text");
	see(&k->a, "0358-7620003→0358-7629000");
	assert_null(ui_top(k->a.ui)->ops->incident(ui_top(k->a.ui)->state));
	keys(&k->a, "q<Tab><Enter>h");
	see(&k->a, "人员的更改经过");
	keys(&k->a, "qq<Tab>h");
	see(&k->a, "名单的更改经过");
	see(&k->a, "新增：矿难");
	keys(&k->a, ":screen text plan changes 1<Enter>");
	see(&k->a, "要看哪一条？");
}

/* A list's own page is that which calls it. */
static void
a_call_list_has_its_history_on_its_page(void **state)
{
	struct kit *k = *state;

	room_do(k->room, "{'do':'group.save','name':'夜间','members':"
	                 "['能源局']}");
	roster_opens(k);
	keys(&k->a, "<Tab><Tab>/kn<Enter><Enter>");
	assert_string_equal(screen_name(&k->a), "voices");
	keys(&k->a, "h");
	see(&k->a, "名单的更改经过");
	see(&k->a, "新增：矿难");
	keys(&k->a, "q,<Esc>7<Enter>p");
	assert_string_equal(screen_name(&k->a), "voices");
	keys(&k->a, "h");
	assert_string_equal(screen_name(&k->a), "voices");
}

static void
the_nearest_are_found_from_a_page(void **state)
{
	struct kit *k = *state;

	room_do(k->room, "{'do':'unit.save','name':'远处救护队','kind':'rescue'"
	                 ",'lat':38000000,'lon':111700000}");
	roster_opens(k);
	keys(&k->a, "/dfmk<Enter><Enter>N1");
	assert_string_equal(screen_name(&k->a), "nearest");
	see(&k->a, "离东风煤矿最近的：救援队伍");
	see(&k->a, "  0.0 km 矿山救护队");
	see(&k->a, "111.2 km 远处救护队");
	keys(&k->a, "p");
	see(&k->a, "0358-7620006");
	keys(&k->a, "q<Enter>");
	assert_string_equal(screen_name(&k->a), "unit");
	keys(&k->a, "qqN5水泵<Enter>");
	see(&k->a, "离东风煤矿最近的：水泵");
	see(&k->a, "矿山救护队");
	see_not(&k->a, "远处救护队");
	keys(&k->a, "q:screen nearest 1 kind nothing<Enter>");
	see(&k->a, "离哪里最近的什么？");
}

static void
names_of_thirty_characters_tear_nothing(void **state)
{
	struct kit *k = *state;
	char line[1024];

	snprintf(line, sizeof(line),
	         "{'do':'unit.save','name':'%s','phones':['0358-7629999']}",
	         LONG_UNIT);
	room_do(k->room, line);
	snprintf(line, sizeof(line),
	         "{'do':'contact.save','name':'%s','posts':[{'unit':'%s',"
	         "'title':'站长'}],'phones':['13800000030']}",
	         LONG_NAME, LONG_UNIT);
	room_do(k->room, line);
	snprintf(line, sizeof(line),
	         "{'do':'group.save','name':'%s','members':['%s/站长']}",
	         LONG_NAME, LONG_UNIT);
	room_do(k->room, line);
	snprintf(line, sizeof(line),
	         "{'do':'party.bind','party':'city.health','unit':'%s'}",
	         LONG_UNIT);
	room_do(k->room, line);
	ui_changed(k->a.ui);
	roster_opens(k);
	for (int language = 0; language < 2; language++) {
		for (int pane = 0; pane < 4; pane++) {
			assert_true(seat_is_whole(&k->a));
			if (pane == 0)
				see(&k->a, "0358-7629999");
			if (pane == 1)
				see(&k->a, "13800000030");
			keys(&k->a, "<Tab>");
		}
		keys(&k->a, "L");
	}
	tr_use(TR_ZH);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ROSTER_TEST(units_stand_by_kind_with_people_and_first_number),
		ROSTER_TEST(slash_narrows_by_characters_pinyin_and_numbers),
		ROSTER_TEST(letters_are_text_while_it_is_narrowed),
		ROSTER_TEST(unbound_parties_are_counted_and_bound),
		ROSTER_TEST(b_on_an_unbound_party_leads_to_its_row),
		ROSTER_TEST(confirming_from_the_list_is_one_key),
		ROSTER_TEST(removing_takes_another_key_and_a_reason),
		ROSTER_TEST(a_page_shows_all_and_leads_on),
		ROSTER_TEST(a_party_and_stock_are_on_the_page),
		ROSTER_TEST(every_change_is_in_the_history),
		ROSTER_TEST(a_call_list_has_its_history_on_its_page),
		ROSTER_TEST(the_nearest_are_found_from_a_page),
		ROSTER_TEST(names_of_thirty_characters_tear_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
