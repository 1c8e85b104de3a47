/* Calling whoever is in focus, and what that leaves in the register. */
#include "roster_kit.h"

/* On the deadlines, with the duty to that party in focus. */
static void
focus_duty(struct kit *k, const char *party)
{
	const struct duty_row *d;

	keys(&k->a, "4g");
	for (int i = 0; i < 40; i++) {
		d = ui_top(k->a.ui)->ops->duty(ui_top(k->a.ui)->state);
		if (strcmp(d->to, party) == 0)
			return;
		keys(&k->a, "j");
	}
	fail_msg("no duty to %s", party);
}

static void
a_duty_leads_to_numbers_in_order(void **state)
{
	struct kit *k = *state;
	const char *first, *second, *person, *deputy;

	roster_incident(k);
	focus_duty(k, "city.emergency");
	keys(&k->a, "p");
	assert_string_equal(screen_name(&k->a), "voices");
	first = strstr(look(&k->a), "0358-8220001");
	second = strstr(k->a.picture.s, "0358-8220002");
	person = strstr(k->a.picture.s, "13800000001");
	deputy = strstr(k->a.picture.s, "13800000002");
	assert_true(first && first < second && second < person &&
	            person < deputy);
	see(&k->a, "副 市应急局 值班员");
	see(&k->a, "!从未核实");
}

static void
p_enter_1_and_words_is_a_call_in_the_register(void **state)
{
	struct kit *k = *state;
	struct call *rows;
	size_t count;

	roster_incident(k);
	focus_duty(k, "city.emergency");
	keys(&k->a, "pjj<Enter>1");
	keys(&k->a, "已报三人被困<Enter>");
	see(&k->a, "已登记去电 13800000001；r 记录已报");
	calls_now(k, &rows, &count);
	assert_int_equal(count, 1);
	assert_int_equal(rows[0].direction, CALL_OUT);
	assert_string_equal(rows[0].caller, "赵建国 市应急局 值班长");
	assert_string_equal(rows[0].unit, "吕梁市应急管理局");
	assert_string_equal(rows[0].phone, "13800000001");
	assert_string_equal(rows[0].result, "接通");
	assert_string_equal(rows[0].words, "已报三人被困");
	assert_string_equal(rows[0].incident, "2026-0001");
	calls_free(rows, count);
}

static void
who_answered_is_who_took_the_report(void **state)
{
	struct kit *k = *state;

	roster_incident(k);
	focus_duty(k, "city.emergency");
	keys(&k->a, "p<Enter>1值班员李梅<Enter><Enter>r");
	see(&k->a, "记录已报 ·");
	see(&k->a, "值班员李梅");
	keys(&k->a, "<Enter>");
	see(&k->a, "已报 市应急管理局，接报人 值班员李梅");
}

static void
nobody_there_is_recorded_and_the_next_is_in_focus(void **state)
{
	struct kit *k = *state;
	struct call *rows;
	size_t count;

	roster_incident(k);
	focus_duty(k, "city.emergency");
	keys(&k->a, "p<Enter>2");
	see(&k->a, "已登记去电 0358-8220001：无人接听");
	keys(&k->a, "<Enter>3");
	see(&k->a, "已登记去电 0358-8220002：占线");
	keys(&k->a, "g");
	see(&k->a, "上次去电 11-23 16:00 无人接听");
	calls_now(k, &rows, &count);
	assert_int_equal(count, 2);
	assert_string_equal(rows[0].result, "占线");
	assert_null(rows[0].words);
	assert_string_equal(rows[1].caller, "吕梁市应急管理局");
	calls_free(rows, count);
}

/* Escape from either box: no call. */
static void
a_call_that_is_given_up_is_not_recorded(void **state)
{
	struct kit *k = *state;
	struct call *rows;
	size_t count;

	roster_incident(k);
	focus_duty(k, "city.emergency");
	keys(&k->a, "p<Enter><Esc><Enter>1<Esc><Enter>9");
	keys(&k->a, "<Esc>");
	calls_now(k, &rows, &count);
	assert_int_equal(count, 0);
	calls_free(rows, count);
}

/* ---- the words of a call that was answered are a draft ---- */

static void
answered_words_are_typed(struct kit *k)
{
	roster_incident(k);
	focus_duty(k, "city.emergency");
	keys(&k->a, "p<Down><Down><Enter>1");
	see(&k->a, "13800000001");
	keys(&k->a, "三人被困，正在");
}

static void
words_outlive_escape_and_become_the_call(void **state)
{
	struct kit *k = *state;
	struct call *rows;
	size_t count;

	answered_words_are_typed(k);
	keys(&k->a, "<Esc>");
	see(&k->a, "没有登记；草稿留着");
	assert_int_equal(draft_count(k, "answered"), 1);
	keys(&k->a, "<Enter>1");
	see(&k->a, "接着填 li");
	keys(&k->a, "核实<Enter>");
	calls_now(k, &rows, &count);
	assert_int_equal(count, 1);
	assert_string_equal(rows[0].words, "三人被困，正在核实");
	assert_string_equal(rows[0].phone, "13800000001");
	calls_free(rows, count);
	assert_int_equal(draft_count(k, "answered"), 0);
}

static void
words_outlive_a_dropped_line(void **state)
{
	struct kit *k = *state;
	char text[512];

	answered_words_are_typed(k);
	seat_close(&k->a);
	draft_says(k, "answered", "words", text);
	assert_string_equal(text, "三人被困，正在");
}

/* Neither the next number nor the next incident gets them. */
static void
words_are_of_one_number_and_incident(void **state)
{
	struct kit *k = *state;

	answered_words_are_typed(k);
	keys(&k->a, "<Esc><Up><Enter>1");
	see(&k->a, "说了什么");
	see_not(&k->a, "三人被困");
	keys(&k->a, "<Esc>q");
	keys(&k->a, ":screen voices party city.emergency<Enter>"
	            "<Down><Down><Enter>1");
	see(&k->a, "13800000001");
	see_not(&k->a, "三人被困");
}

static void
words_are_thrown_away_by_a_key(void **state)
{
	struct kit *k = *state;
	struct call *rows;
	size_t count;

	answered_words_are_typed(k);
	see(&k->a, "^X 不要了");
	keys(&k->a, "<C-x>");
	see(&k->a, "草稿已丢弃；内容仍留在日志里");
	see_not(&k->a, "说了什么");
	assert_int_equal(draft_count(k, "answered"), 0);
	calls_now(k, &rows, &count);
	assert_int_equal(count, 0);
	calls_free(rows, count);
}

/* Nothing was typed: nothing is kept. */
static void
an_empty_box_leaves_no_draft(void **state)
{
	struct kit *k = *state;
	int64_t head;

	roster_incident(k);
	focus_duty(k, "city.emergency");
	head = room_head(k->room);
	keys(&k->a, "p<Down><Down><Enter>1<Tab><Tab><Esc>");
	see_not(&k->a, "草稿");
	assert_int_equal(room_head(k->room), head);
}

/* A box that keeps nothing has no such key. */
static void
other_boxes_keep_nothing(void **state)
{
	struct kit *k = *state;
	int64_t head;

	roster_incident(k);
	ui_changed(k->a.ui);
	keys(&k->a, "3<Enter>");
	head = room_head(k->room);
	keys(&k->a, "i王县长<Tab>应急局");
	see_not(&k->a, "^X 不要了");
	keys(&k->a, "<Tab><C-x><Esc>");
	see_not(&k->a, "草稿");
	assert_int_equal(room_head(k->room), head);
}

static void
an_unbound_party_is_loud_and_cannot_be_dialled(void **state)
{
	struct kit *k = *state;

	roster_incident(k);
	focus_duty(k, "county.government");
	keys(&k->a, "p");
	see(&k->a, "✗ 本级政府 未绑定单位：按 b 绑定");
	keys(&k->a, "<Enter>");
	see_not(&k->a, "接通");
}

static void
an_incident_proposes_unit_town_regulators_and_pending(void **state)
{
	struct kit *k = *state;
	const char *unit, *town, *regulator, *pending;

	roster_incident(k);
	ui_resize(k->a.ui, 60, 100);
	keys(&k->a, "3<Enter>P");
	assert_string_equal(screen_name(&k->a), "voices");
	unit = strstr(look(&k->a), "事发单位：东风煤矿");
	town = strstr(k->a.picture.s, "属地：梧桐镇");
	regulator = strstr(k->a.picture.s, "监管部门：孝义市能源局");
	pending = strstr(k->a.picture.s, "待报给：");
	assert_true(unit && unit < town && town < regulator &&
	            regulator < pending);
	see(&k->a, "没有登记号码"); /* 单雄信 */
	keys(&k->a, "<Enter>2");
	see(&k->a, "0358-7620005：无人接听");
}

static void
a_unit_that_is_not_in_the_roster_is_loud(void **state)
{
	struct kit *k = *state;

	room_do(k->room, "{'do':'incident.open','kind':'accident.coal',"
	                 "'place':'梧桐镇','unit':'西风煤矿'}");
	keys(&k->a, "3p");
	see(&k->a, "✗ 事发单位“西风煤矿”不在通讯录里");
}

static void
the_callers_of_an_incident_can_be_called_back(void **state)
{
	struct kit *k = *state;

	roster_incident(k);
	room_do(k->room, "{'do':'call.log','direction':'in','caller':'王五',"
	                 "'phone':'13900000009','words':'井下透水',"
	                 "'number':'1'}");
	keys(&k->a, "9p");
	see(&k->a, "王五");
	see(&k->a, "13900000009");
	keys(&k->a, "<Enter>5");
	see(&k->a, "已登记去电 13900000009：空号");
	keys(&k->a, "c");
	see(&k->a, "这个号码不在通讯录里");
	keys(&k->a, "q3pG");
	see(&k->a, "来电人");
}

static void
days_pass(struct kit *k, int days)
{
	room_pass(k->room, days * CIVIL_DAY);
	assert_true(desk_changed(k->a.desk));
	ui_changed(k->a.ui);
}

static void
confirmed_today_is_one_key(void **state)
{
	struct kit *k = *state;
	char arg[64];

	snprintf(arg, sizeof(arg), ":screen voices unit %lld<Enter>",
	         (long long)unit_id(k, "能源局"));
	keys(&k->a, arg);
	see(&k->a, "!从未核实");
	keys(&k->a, "c");
	see(&k->a, "0358-7620003 今日核实无误");
	see(&k->a, "0天前核实");
	days_pass(k, 180);
	see_not(&k->a, "天未核实");
	days_pass(k, 1);
	see(&k->a, "!181天未核实");
}

static void
a_call_list_is_resolved_when_it_is_opened(void **state)
{
	struct kit *k = *state;
	struct group *groups;
	char arg[64];
	size_t count;

	OK(k->room, group_list(k->room->d, &groups, &count, &k->room->err));
	assert_int_equal(count, 1);
	snprintf(arg, sizeof(arg), ":screen voices group %lld<Enter>",
	         (long long)groups[0].id);
	groups_free(groups, count);
	keys(&k->a, arg);
	see(&k->a, "赵建国");
	see(&k->a, "该职务无人");
	room_do(k->room, "{'do':'contact.save','name':'钱进','posts':[{'unit':"
	                 "'能源局','title':'局长'}],'phones':['13700000007']}");
	ui_changed(k->a.ui);
	see(&k->a, "13700000007");
	see_not(&k->a, "该职务无人");
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
	         "'title':'站长','deputy':true}],'phones':[{'number':"
	         "'13800000030','label':'手机'}]}",
	         LONG_NAME, LONG_UNIT);
	room_do(k->room, line);
	snprintf(line, sizeof(line), ":screen voices unit %lld<Enter>G",
	         (long long)unit_id(k, LONG_UNIT));
	keys(&k->a, line);
	assert_true(seat_is_whole(&k->a));
	see(&k->a, "13800000030");
	see(&k->a, "手机");
	see(&k->a, "!从未核实");
	see(&k->a, LONG_NAME);
	tr_use(TR_EN);
	ui_changed(k->a.ui);
	assert_true(seat_is_whole(&k->a));
	tr_use(TR_ZH);
}

static void
what_cannot_be_called_is_said(void **state)
{
	struct kit *k = *state;

	keys(&k->a, "p");
	see(&k->a, "没有待报时限，也没有选中单位、人员或事件");
	keys(&k->a, ":screen voices unit 9999<Enter>");
	see(&k->a, "没有第 9999 号单位");
	keys(&k->a, ":screen voices party nobody<Enter>");
	see(&k->a, "没有机构代码 nobody");
	keys(&k->a, ":screen voices<Enter>");
	keys(&k->a, ":screen voices call 1<Enter>");
	see(&k->a, "没有这次通话");
	keys(&k->a, ":screen voices post 能源局/局长<Enter>");
	see(&k->a, "该职务无人");
	see(&k->a, "0358-7620003");
	keys(&k->a, "p");
	assert_int_equal(k->a.ui->depth, 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ROSTER_TEST(a_duty_leads_to_numbers_in_order),
		ROSTER_TEST(p_enter_1_and_words_is_a_call_in_the_register),
		ROSTER_TEST(who_answered_is_who_took_the_report),
		ROSTER_TEST(nobody_there_is_recorded_and_the_next_is_in_focus),
		ROSTER_TEST(a_call_that_is_given_up_is_not_recorded),
		ROSTER_TEST(words_outlive_escape_and_become_the_call),
		ROSTER_TEST(words_outlive_a_dropped_line),
		ROSTER_TEST(words_are_of_one_number_and_incident),
		ROSTER_TEST(words_are_thrown_away_by_a_key),
		ROSTER_TEST(an_empty_box_leaves_no_draft),
		ROSTER_TEST(other_boxes_keep_nothing),
		ROSTER_TEST(an_unbound_party_is_loud_and_cannot_be_dialled),
		ROSTER_TEST(
			an_incident_proposes_unit_town_regulators_and_pending),
		ROSTER_TEST(a_unit_that_is_not_in_the_roster_is_loud),
		ROSTER_TEST(the_callers_of_an_incident_can_be_called_back),
		ROSTER_TEST(confirmed_today_is_one_key),
		ROSTER_TEST(a_call_list_is_resolved_when_it_is_opened),
		ROSTER_TEST(names_of_thirty_characters_tear_nothing),
		ROSTER_TEST(what_cannot_be_called_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
