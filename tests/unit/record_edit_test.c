/* Records of the roster as forms: lines there and back, drafts, conflicts. */
#include "roster_kit.h"

#include "screens/roster_text.h"

/* ---- lines ---- */

static void
numbers_are_lines(void **state)
{
	static const struct {
		const char *line, *number, *label;
	} good[] = {
		{ "0358-7620005 调度", "0358-7620005", "调度" },
		{ "  110  ", "110", "" },
		{ "0358-7620005转8001（值班）", "0358-7620005转8001",
		  "（值班）" },
		{ "+86 358 7620005 #12 夜间", "+86 358 7620005 #12", "夜间" },
	};
	static const char *const bad[] = { "调度", "12", "1-1 值班", "转12" };
	struct phone p[PHONES_MAX];
	struct err err = ERR_INIT;
	struct buf out = BUF_INIT;
	size_t n;

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		assert_int_equal(phones_from_text(good[i].line, p, &n, &err),
		                 0);
		assert_int_equal(n, 1);
		assert_string_equal(p[0].number, good[i].number);
		assert_string_equal(p[0].label, good[i].label);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		err_clear(&err);
		assert_int_equal(phones_from_text(bad[i], p, &n, &err), -1);
		assert_int_equal(err.code, ERR_INPUT);
	}
	assert_int_equal(phones_from_text("110 甲\n\n119\n", p, &n, &err), 0);
	phones_to_text(&out, p, n);
	assert_string_equal(out.s, "110 甲\n119");
	buf_release(&out);
}

static void
eight_numbers_and_no_more(void **state)
{
	struct phone p[PHONES_MAX];
	struct err err = ERR_INIT;
	size_t n;

	(void)state;
	assert_int_equal(phones_from_text("110\n111\n112\n113\n114\n115\n116\n"
	                                  "117",
	                                  p, &n, &err),
	                 0);
	assert_int_equal(n, PHONES_MAX);
	assert_int_equal(phones_from_text("110\n111\n112\n113\n114\n115\n116\n"
	                                  "117\n118",
	                                  p, &n, &err),
	                 -1);
}

static void
supplies_are_lines(void **state)
{
	static const char *const lines[] = {
		"水泵，12台，就绪，王五",
		"沙袋，3000条，未就绪",
		"水带，阻燃，20盘，就绪",
		"照明车，0，未就绪，3号库",
	};
	static const char *const bad[] = { "水泵", "12台", "水泵，多少",
		                           "水泵，99999999999999999999" };
	struct err err = ERR_INIT;
	struct buf out = BUF_INIT;
	struct unit u = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		buf_clear(&out);
		assert_int_equal(stock_from_text(lines[i], &u, &err), 0);
		stock_to_text(&out, &u);
		assert_string_equal(out.s, lines[i]);
	}
	assert_int_equal(stock_from_text("水泵, 12 台", &u, &err), 0);
	assert_string_equal(u.stock[0].measure, "台");
	assert_int_equal(u.stock[0].quantity, 12);
	assert_true(u.stock[0].ready);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		err_clear(&err);
		assert_int_equal(stock_from_text(bad[i], &u, &err), -1);
		assert_int_equal(u.stock_count, 1); /* as it was */
	}
	unit_release(&u);
	buf_release(&out);
}

static void
a_place_is_two_numbers(void **state)
{
	static const char *const bad[] = { "37",     "37,",        "91, 0",
		                           "0, 181", "37, 111, 5", "abc, 111",
		                           "nan, 1" };
	struct err err = ERR_INIT;
	struct buf out = BUF_INIT;
	int64_t lat, lon;

	(void)state;
	assert_int_equal(place_from_text("37.144，111.7791", &lat, &lon, &err),
	                 0);
	assert_int_equal(lat, 37144000);
	assert_int_equal(lon, 111779100);
	place_to_text(&out, lat, lon);
	assert_string_equal(out.s, "37.144000, 111.779100");
	assert_int_equal(place_from_text("-90, 180", &lat, &lon, &err), 0);
	assert_int_equal(place_from_text("", &lat, &lon, &err), 0);
	assert_true(lat == UNIT_NOWHERE && lon == UNIT_NOWHERE);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		err_clear(&err);
		assert_int_equal(place_from_text(bad[i], &lat, &lon, &err), -1);
	}
	buf_release(&out);
}

static void
posts_are_lines(void **state)
{
	struct kit *k = *state;
	struct contact c = { 0 };
	struct err err = ERR_INIT;
	struct buf out = BUF_INIT;
	static const char *const bad[] = { "无此单位/矿长", "/矿长",
		                           "东风煤矿/矿长，0",
		                           "东风煤矿/矿长，1000",
		                           "东风煤矿/矿长，正" };

	assert_int_equal(posts_from_text(k->room->d,
	                                 "东风煤矿/矿长\n能源局/局长,999,副",
	                                 &c, &err),
	                 0);
	assert_int_equal(posts_to_text(k->room->d, &out, &c, &err), 0);
	assert_string_equal(out.s, "东风煤矿/矿长，1\n"
	                           "孝义市能源局/局长，999，副");
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		err_clear(&err);
		assert_int_equal(posts_from_text(k->room->d, bad[i], &c, &err),
		                 -1);
	}
	contact_release(&c);
	buf_release(&out);
}

/* ---- the screens ---- */

static void
a_unit_is_added(void **state)
{
	struct kit *k = *state;
	struct unit u;

	keys(&k->a, "7a西风煤矿<Tab>西风<Tab>mk<Tab>0358-7621111 调度<C-j>"
	            "0358-7621112<Tab><Tab>梧桐镇<Tab>孝义市能源局<C-s>");
	assert_string_equal(screen_name(&k->a), "roster");
	see(&k->a, "已保存，记入日志");
	see(&k->a, "西风煤矿");
	OK(k->room,
	   unit_get(k->room->d, unit_id(k, "西风"), &u, &k->room->err));
	assert_int_equal(u.kind, UNIT_MINE);
	assert_int_equal(u.phones_count, 2);
	assert_string_equal(u.phones[0].label, "调度");
	assert_int_equal(u.town, unit_id(k, "梧桐镇"));
	assert_int_equal(u.regulators_count, 1);
	unit_release(&u);
	assert_int_equal(draft_count(k, NULL), 0);
}

/* Saving without a change appends nothing; confirmations stay. */
static void
an_edit_changes_what_was_typed_and_nothing_else(void **state)
{
	struct kit *k = *state;
	int64_t head;
	struct unit u;

	room_do(k->room, "{'do':'unit.confirm','unit':'矿山救护队'}");
	head = room_head(k->room);
	keys(&k->a, "7/jhd<Enter>e<C-s>");
	see(&k->a, "已保存，记入日志");
	assert_int_equal(room_head(k->room), head);
	keys(&k->a, "e<Tab>救护队<C-s>");
	OK(k->room,
	   unit_get(k->room->d, unit_id(k, "救护队"), &u, &k->room->err));
	assert_string_equal(u.name, "矿山救护队");
	assert_int_equal(u.phones[0].confirmed_ms, ROOM_NOW);
	assert_int_equal(u.stock_count, 1);
	assert_int_equal(u.stock[0].quantity, 12);
	unit_release(&u);
}

static void
a_half_typed_unit_is_offered_again(void **state)
{
	struct kit *k = *state;

	keys(&k->a, "7a西风煤矿<Tab>西");
	seat_close(&k->a);
	assert_int_equal(draft_count(k, "unit"), 1);
	keys(&k->b, "7a");
	see(&k->b, "西风煤矿");
	see(&k->b, "留下的草稿");
	keys(&k->b, "<C-x>y");
	assert_int_equal(draft_count(k, "unit"), 0);
}

static void
a_wrong_line_is_said_under_its_field(void **state)
{
	struct kit *k = *state;

	keys(&k->a, "7a西风煤矿<Tab><Tab>mk<Tab>调度台<C-s>");
	assert_string_equal(screen_name(&k->a), "unit_edit");
	see(&k->a, "“调度台”不是电话号码");
}

static void
two_who_change_the_same_are_told(void **state)
{
	struct kit *k = *state;
	struct unit u;

	keys(&k->a, "7/nyj<Enter>e<Tab><Tab><Tab><C-u>0358-7620009");
	room_do(k->room, "{'do':'unit.save','unit':'能源局',"
	                 "'phones':['0358-7629000']}");
	keys(&k->a, "<C-s>");
	assert_string_equal(screen_name(&k->a), "unit_edit");
	see(&k->a, "wangfang 在");
	see(&k->a, "再存一次则记在其后");
	keys(&k->a, "<C-s>");
	see(&k->a, "已保存，记入日志");
	OK(k->room,
	   unit_get(k->room->d, unit_id(k, "能源局"), &u, &k->room->err));
	assert_string_equal(u.phones[0].number, "0358-7620009");
	unit_release(&u);
}

static void
a_person_and_a_list_are_added(void **state)
{
	struct kit *k = *state;
	struct group *groups;
	size_t count;

	keys(&k->a, "7/dfmk<Enter><Enter>a钱进<Tab><Tab>");
	see(&k->a, "东风煤矿/");
	keys(&k->a, "总工，2<Tab>13700000007<C-s>");
	assert_string_equal(screen_name(&k->a), "unit");
	see(&k->a, "钱进  总工  13700000007");
	keys(&k->a, "7<S-Tab><S-Tab>a夜班<Tab>能源局/局长<C-j>东风煤矿<C-s>");
	see(&k->a, "2 个职务：能源局/局长、东风煤矿");
	OK(k->room, group_list(k->room->d, &groups, &count, &k->room->err));
	assert_int_equal(count, 2);
	groups_free(groups, count);
	keys(&k->a, "e<Tab><Tab>记<C-s>");
	see(&k->a, "已保存，记入日志");
}

static void
a_missing_unit_is_added_from_its_incident(void **state)
{
	struct kit *k = *state;

	room_do(k->room, "{'do':'incident.open','kind':'accident.coal',"
	                 "'place':'梧桐镇','unit':'西风煤矿'}");
	keys(&k->a, "3pga");
	assert_string_equal(screen_name(&k->a), "unit_edit");
	see(&k->a, "西风煤矿");
	keys(&k->a, "<Tab><Tab>mk<Tab>0358-7621111<C-s>");
	assert_string_equal(screen_name(&k->a), "voices");
	see(&k->a, "事发单位：西风煤矿");
	see(&k->a, "0358-7621111");
}

static void
long_records_tear_nothing(void **state)
{
	struct kit *k = *state;
	char line[1024];

	snprintf(line, sizeof(line),
	         "{'do':'unit.save','name':'%s','short':'%s','place':'%s',"
	         "'phones':['0358-7629999']}",
	         LONG_UNIT, LONG_NAME, LONG_NAME);
	room_do(k->room, line);
	snprintf(line, sizeof(line),
	         "{'do':'contact.save','name':'%s','posts':[{'unit':'%s',"
	         "'title':'站长'}],'phones':['13800000030']}",
	         LONG_NAME, LONG_UNIT);
	room_do(k->room, line);
	ui_changed(k->a.ui);
	for (int language = 0; language < 2; language++) {
		tr_use(language ? TR_EN : TR_ZH);
		keys(&k->a, "7/7629999<Enter><Enter>");
		assert_string_equal(screen_name(&k->a), "unit");
		assert_true(seat_is_whole(&k->a));
		keys(&k->a, "e");
		assert_true(seat_is_whole(&k->a));
		keys(&k->a, "<Esc>j<Enter>");
		assert_string_equal(screen_name(&k->a), "contact");
		assert_true(seat_is_whole(&k->a));
		keys(&k->a, "e");
		assert_string_equal(screen_name(&k->a), "contact_edit");
		assert_true(seat_is_whole(&k->a));
		keys(&k->a, "<Esc>");
	}
	tr_use(TR_ZH);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_lines),
		cmocka_unit_test(eight_numbers_and_no_more),
		cmocka_unit_test(supplies_are_lines),
		cmocka_unit_test(a_place_is_two_numbers),
		ROSTER_TEST(posts_are_lines),
		ROSTER_TEST(a_unit_is_added),
		ROSTER_TEST(an_edit_changes_what_was_typed_and_nothing_else),
		ROSTER_TEST(a_half_typed_unit_is_offered_again),
		ROSTER_TEST(a_wrong_line_is_said_under_its_field),
		ROSTER_TEST(two_who_change_the_same_are_told),
		ROSTER_TEST(a_person_and_a_list_are_added),
		ROSTER_TEST(a_missing_unit_is_added_from_its_incident),
		ROSTER_TEST(long_records_tear_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
