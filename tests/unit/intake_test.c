/* Intake: keys in, screen and desk out. */
#include "intake_kit.h"

#define CALL "张三<Enter>13900000000<Enter><Enter>"

/* ---- from n to a saved incident ---- */

static void
five_facts_take_only_content_tab_and_enter(void **state)
{
	struct kit *k = *state;
	struct err err = ERR_INIT;
	struct incident in;

	k->a.content = k->a.moves = k->a.others = 0;
	keys(&k->a, "n");
	keys(&k->a, CALL "井下透水<Enter>透水<Enter>孝义市甲矿<Enter>"
	                 "甲煤业公司<Enter>15:40<Enter><Enter>");
	/* dead, missing, trapped, serious, minor */
	keys(&k->a, "1<Enter>0<Enter>22<Enter>?<Enter>4<Enter><Enter>");
	keys(&k->a, "<Enter><Enter><Enter>"); /* told, head told, save */
	assert_int_equal(k->a.others, 0);
	assert_int_equal(k->a.moves, 18);

	assert_string_equal(screen_name(&k->a), "incident");
	see(&k->a, "已保存为事件 2026-0001");
	OK(k->room, incident_get(k->room->d, "2026-0001", &in, &err));
	assert_string_equal(in.kind, "accident.coal");
	assert_string_equal(in.place, "孝义市甲矿");
	assert_string_equal(in.unit, "甲煤业公司");
	assert_string_equal(in.words, "井下透水");
	assert_string_equal(in.from, "张三");
	assert_string_equal(in.phone, "13900000000");
	assert_int_equal(in.occurred_ms, ROOM_NOW - 20 * CIVIL_MINUTE);
	assert_int_equal(in.received_ms, ROOM_NOW);
	assert_int_equal(in.facts.v[FACT_DEATHS], 1);
	assert_int_equal(in.facts.v[FACT_MISSING], 0);
	assert_int_equal(in.facts.v[FACT_TRAPPED], 22);
	assert_int_equal(in.facts.v[FACT_MINOR_INJURIES], 4);
	assert_true(in.facts.v[FACT_SERIOUS_INJURIES] == FACT_UNKNOWN);
	assert_true(in.facts.v[FACT_AT_RISK] == FACT_UNKNOWN);
	incident_release(&in);
	assert_int_equal(draft_count(k, "intake"), 0);
}

/* "?" is a claim of unknown, 0 is zero, an empty field claims nothing. */
static void
asked_and_unknown_is_a_claim(void **state)
{
	struct kit *k = *state;
	bool missing = false, serious = false, at_risk = false;
	struct err err = ERR_INIT;
	struct claim *rows;
	size_t count;

	keys(&k->a, "n<Tab><Tab><Tab><Tab>mk<Tab>甲矿<Tab><Tab><Tab><Tab>"
	            "<Tab>0<Tab><Tab>?<C-s>");
	assert_string_equal(screen_name(&k->a), "incident");
	OK(k->room,
	   incident_claims(k->room->d, "2026-0001", &rows, &count, &err));
	for (size_t i = 0; i < count; i++) {
		missing |= rows[i].fact == FACT_MISSING && rows[i].value == 0;
		serious |= rows[i].fact == FACT_SERIOUS_INJURIES &&
		           rows[i].value == FACT_UNKNOWN;
		at_risk |= rows[i].fact == FACT_AT_RISK;
	}
	claims_free(rows, count);
	assert_true(missing);
	assert_true(serious);
	assert_false(at_risk);
}

static void
the_kind_is_required_and_nothing_is_lost(void **state)
{
	struct kit *k = *state;

	keys(&k->a, "n张三<C-s>");
	assert_string_equal(screen_name(&k->a), "intake");
	see(&k->a, "这一栏必须填写");
	see(&k->a, "张三");
	assert_int_equal(incident_count(k), 0);
}

static void
a_number_that_is_none_is_refused_in_place(void **state)
{
	struct kit *k = *state;

	keys(&k->a, "n<Tab><Tab><Tab><Tab>mk<Tab><Tab><Tab><Tab><Tab>"
	            "约20<C-s>");
	assert_string_equal(screen_name(&k->a), "intake");
	see(&k->a, "写整数，如 3");
	see(&k->a, "有一栏读不懂");
	assert_int_equal(incident_count(k), 0);
	keys(&k->a, "<C-u>20<C-s>");
	assert_string_equal(screen_name(&k->a), "incident");
}

static void
a_time_still_to_come_is_refused_in_place(void **state)
{
	struct kit *k = *state;

	keys(&k->a, "n<Tab><Tab><Tab><Tab>mk<Tab>甲矿<Tab><Tab>"
	            "2026-11-24 09:00<C-s>");
	assert_string_equal(screen_name(&k->a), "intake");
	see(&k->a, "时间不能晚于现在");
	see(&k->a, "甲矿");
	assert_int_equal(incident_count(k), 0);
}

/* ---- the judgement while typing ---- */

static void
class_and_duties_follow_every_key(void **state)
{
	struct kit *k = *state;

	keys(&k->a, "n");
	see(&k->a, "选了类别，就给出等级和应报时限");
	keys(&k->a, "<Tab><Tab><Tab><Tab>透水");
	see(&k->a, "应报");
	see(&k->a, "未定级");
	keys(&k->a, "<Tab><Tab><Tab><Tab><Tab>");
	keys(&k->a, "3");
	see(&k->a, "较大事故");
	keys(&k->a, "0");
	see(&k->a, "特别重大事故");
	see(&k->a, "死亡 30人 ≥ 30人");
	keys(&k->a, "<BS><BS>2");
	see(&k->a, "一般事故");
	assert_int_equal(incident_count(k), 0);
}

static void
a_wide_screen_shows_more_duties(void **state)
{
	struct kit *k = *state;

	ui_resize(k->a.ui, 50, 160);
	keys(&k->a, "n<Tab><Tab><Tab><Tab>mk<Tab><Tab><Tab><Tab><Tab>3");
	see(&k->a, "较大事故");
	see(&k->a, "省应急管理厅");
	see(&k->a, "井下病亡");
}

/* All of the form can be reached at 80x24, the last field included. */
static void
eighty_by_24_is_complete(void **state)
{
	struct kit *k = *state;
	static const char *const labels[] = { "来电人", "讲述",       "类别",
		                              "地点",   "负责人知悉", "死亡",
		                              "涉险",   "保存" };

	keys(&k->a, "n");
	for (size_t i = 0; i < sizeof(labels) / sizeof(*labels); i++)
		see(&k->a, labels[i]);
	keys(&k->a, "<S-Tab>");
	see(&k->a, "认定");
	see(&k->a, "井下病亡");
	see(&k->a, "判定");
}

/* ---- drafts ---- */

static void
a_draft_is_kept_at_every_field(void **state)
{
	static const struct {
		const char *keys, *key, *text;
	} steps[] = {
		{ "张三<Enter>", "caller", "张三" },
		{ "139<Tab>", "phone", "139" },
		{ "<Tab>井下透水<Enter>", "words", "井下透水" },
		{ "mk<Enter>", "kind", "accident.coal" },
		{ "甲矿<Enter>", "place", "甲矿" },
		{ "甲公司<Down>", "unit", "甲公司" },
		{ "-20<Enter>", "occurred", "2026-11-23 15:40" },
		{ "<Tab>1<Tab>", "deaths", "1" },
		{ "?<Tab>", "missing", "?" },
	};
	struct kit *k = *state;
	char text[512];

	keys(&k->a, "n");
	assert_int_equal(draft_count(k, "intake"), 0);
	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++) {
		keys(&k->a, steps[i].keys);
		assert_int_equal(draft_count(k, "intake"), 1);
		assert_string_equal(draft_says(k, "intake", steps[i].key, text),
		                    steps[i].text);
	}
}

static void
nothing_typed_leaves_no_draft(void **state)
{
	struct kit *k = *state;

	keys(&k->a, "n<Tab><Tab><Tab><Esc>");
	assert_string_equal(screen_name(&k->a), "board");
	assert_int_equal(draft_count(k, "intake"), 0);
	/* Typed and taken back: the draft goes, too. */
	keys(&k->a, "n张<Tab><S-Tab><BS><Esc>");
	assert_int_equal(draft_count(k, "intake"), 0);
}

/* A dropped line keeps the field in hand; the next officer is offered it. */
static void
a_dropped_line_loses_nothing(void **state)
{
	struct kit *k = *state;
	struct err err = ERR_INIT;
	struct incident in;
	char text[512];

	keys(&k->a, "n张三<Tab>139<Tab><Tab>井下透");
	seat_close(&k->a);
	assert_string_equal(draft_says(k, "intake", "words", text), "井下透");

	keys(&k->b, "n");
	see(&k->b, "有 1 份接报草稿");
	see(&k->b, "li");
	see(&k->b, "井下透");
	see_not(&k->b, "填写中"); /* closed with the line */
	keys(&k->b, "<Enter>");
	see(&k->b, "张三");
	keys(&k->b, "<Tab><Tab><Tab>水<Tab>mk<C-s>");
	assert_string_equal(screen_name(&k->b), "incident");
	OK(k->room, incident_get(k->room->d, "2026-0001", &in, &err));
	assert_string_equal(in.words, "井下透水");
	assert_string_equal(in.from, "张三");
	incident_release(&in);
	assert_int_equal(draft_count(k, "intake"), 0);
}

static void
two_seats_on_one_draft_are_told(void **state)
{
	struct kit *k = *state;

	keys(&k->a, "n张三<Tab>");
	keys(&k->b, "n");
	see(&k->b, "tty1 填写中");
	keys(&k->b, "<Enter>");
	see(&k->b, "li 在 tty1 也开着这份草稿");
	ui_changed(k->a.ui);
	see(&k->a, "wang 在 tty2 也在填这份草稿");
	/* The one who saves first takes it; the other keeps what he typed. */
	keys(&k->b, "<Tab><Tab><Tab><Tab>mk<C-s>");
	assert_int_equal(incident_count(k), 1);
	ui_changed(k->a.ui);
	see(&k->a, "这份草稿已在别处保存或丢弃");
	keys(&k->a, "139<Tab>");
	see(&k->a, "139");
	assert_int_equal(draft_count(k, "intake"), 1);
}

static void
a_draft_is_dropped_by_another_key(void **state)
{
	struct kit *k = *state;

	keys(&k->a, "n张三<Esc>");
	see(&k->a, "草稿留着");
	assert_int_equal(draft_count(k, "intake"), 1);
	keys(&k->a, "n");
	see(&k->a, "Enter 接着填");
	see_not(&k->a, "下一栏"); /* the form's keys are not live here */
	keys(&k->a, "d");
	see(&k->a, "丢弃这份草稿？");
	keys(&k->a, "d");
	assert_int_equal(draft_count(k, "intake"), 1);
	keys(&k->a, "dy");
	assert_int_equal(draft_count(k, "intake"), 0);
	see(&k->a, "内容仍留在日志里");
	keys(&k->a, "n");
	see(&k->a, "来电人");
}

static void
a_new_one_beside_a_draft(void **state)
{
	struct kit *k = *state;

	keys(&k->a, "n张三<Esc>nn");
	see_not(&k->a, "张三");
	keys(&k->a, "李四<Tab>");
	assert_int_equal(draft_count(k, "intake"), 2);
}

static void
thrown_away_on_purpose(void **state)
{
	struct kit *k = *state;

	keys(&k->a, "n张三<Tab><C-x>n");
	assert_string_equal(screen_name(&k->a), "intake");
	see(&k->a, "张三");
	keys(&k->a, "<C-x>y");
	assert_string_equal(screen_name(&k->a), "board");
	assert_int_equal(draft_count(k, "intake"), 0);
}

/* ---- likely duplicates ---- */

static void
open_first(struct kit *k, struct seat *s)
{
	keys(s, "n张三<Tab><Tab><Tab>井下透水<Tab>mk<Tab>孝义市甲矿<Tab><C-s>");
	assert_string_equal(screen_name(s), "incident");
	assert_int_equal(incident_count(k), 1);
	keys(s, "q");
}

static void
likely_duplicates_show_while_typing(void **state)
{
	struct kit *k = *state;

	open_first(k, &k->a);
	keys(&k->b, "n李四<Tab><Tab><Tab><Tab>mk<Tab>乙矿");
	see_not(&k->b, "可能是同一起");
	keys(&k->b, "<C-u>甲矿");
	see(&k->b, "可能是同一起");
	see(&k->b, "2026-0001");
	assert_int_equal(incident_count(k), 1);
}

static void
places_are_completed_from_earlier_ones(void **state)
{
	struct kit *k = *state;
	char text[512];

	open_first(k, &k->a);
	keys(&k->b, "n<Tab><Tab><Tab><Tab><Tab>甲");
	see(&k->b, "孝义市甲矿");
	keys(&k->b, "<Down><Tab>");
	assert_string_equal(draft_says(k, "intake", "place", text),
	                    "孝义市甲矿");
}

static void
a_second_call_is_added_to_the_first_incident(void **state)
{
	struct kit *k = *state;
	struct err err = ERR_INIT;
	struct incident in;
	struct call *calls;
	size_t count;

	open_first(k, &k->a);
	keys(&k->b, "n李四<Tab>138<Tab><Tab>又困了两个<Tab>mk<Tab>甲矿"
	            "<Tab><Tab><Tab><Tab><Tab><Tab>5<Tab><C-o>");
	see(&k->b, "补到 2026-0001");
	keys(&k->b, "<Enter>");
	assert_string_equal(screen_name(&k->b), "facts");
	see(&k->b, "李四");
	keys(&k->b, "<Enter>");
	assert_string_equal(screen_name(&k->b), "incident");
	assert_int_equal(incident_count(k), 1);
	assert_int_equal(draft_count(k, NULL), 0);
	OK(k->room, incident_get(k->room->d, "2026-0001", &in, &err));
	assert_int_equal(in.facts.v[FACT_TRAPPED], 5);
	incident_release(&in);
	OK(k->room, call_list(k->room->d, "2026-0001", 0, 10, &calls, &count,
	                      NULL, &err));
	assert_int_equal(count, 1);
	assert_string_equal(calls[0].caller, "李四");
	assert_string_equal(calls[0].phone, "138");
	assert_string_equal(calls[0].words, "又困了两个");
	calls_free(calls, count);
}

/* ---- what callers' texts may do ---- */

static void
hostile_text_is_harmless_and_stored_as_typed(void **state)
{
	static const char hostile[] =
		"甲\x1b[31m红\x1b]0;x\x07 \xc2\x9b"
		"2J"
		"\xe2\x80\xae倒 e\xcc\x81 \xf0\x9f\x9a\x92"
		"<END>";
	struct kit *k = *state;
	struct err err = ERR_INIT;
	struct incident in;
	const char *picture;

	keys(&k->a, "n<Tab><Tab><Tab>");
	paste(&k->a, hostile);
	picture = look(&k->a);
	assert_null(strchr(picture, '\x1b'));
	assert_null(strchr(picture, '\x07'));
	assert_null(strstr(picture, "\xc2\x9b"));
	assert_null(strstr(picture, "\xe2\x80\xae"));
	keys(&k->a, "<Tab>mk<C-s>");
	picture = look(&k->a);
	assert_null(strchr(picture, '\x1b'));
	OK(k->room, incident_get(k->room->d, "2026-0001", &in, &err));
	assert_string_equal(in.words, hostile);
	incident_release(&in);
}

static void
pasted_lines_stay_lines(void **state)
{
	struct kit *k = *state;
	struct err err = ERR_INIT;
	struct incident in;

	keys(&k->a, "n<Tab><Tab><Tab>");
	paste(&k->a, "第一行\r\n第二行\n");
	keys(&k->a, "第三行<Tab>mk<C-s>");
	OK(k->room, incident_get(k->room->d, "2026-0001", &in, &err));
	assert_string_equal(in.words, "第一行\n第二行\n第三行");
	incident_release(&in);
}

static void
a_limit_is_said_and_nothing_is_lost(void **state)
{
	struct kit *k = *state;
	struct buf long_text = BUF_INIT;
	char text[512];

	for (int i = 0; i < INCIDENT_WORDS_MAX; i++)
		buf_str(&long_text, "字");
	keys(&k->a, "n<Tab><Tab><Tab>一");
	paste(&k->a, long_text.s);
	see(&k->a, "这一栏最多 4000 字");
	keys(&k->a, "二<Tab>");
	assert_string_equal(draft_says(k, "intake", "words", text), "一二");
	buf_release(&long_text);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, kit_setup, kit_teardown)
	const struct CMUnitTest tests[] = {
		T(five_facts_take_only_content_tab_and_enter),
		T(asked_and_unknown_is_a_claim),
		T(the_kind_is_required_and_nothing_is_lost),
		T(a_number_that_is_none_is_refused_in_place),
		T(a_time_still_to_come_is_refused_in_place),
		T(class_and_duties_follow_every_key),
		T(a_wide_screen_shows_more_duties),
		T(eighty_by_24_is_complete),
		T(a_draft_is_kept_at_every_field),
		T(nothing_typed_leaves_no_draft),
		T(a_dropped_line_loses_nothing),
		T(two_seats_on_one_draft_are_told),
		T(a_draft_is_dropped_by_another_key),
		T(a_new_one_beside_a_draft),
		T(thrown_away_on_purpose),
		T(likely_duplicates_show_while_typing),
		T(places_are_completed_from_earlier_ones),
		T(a_second_call_is_added_to_the_first_incident),
		T(hostile_text_is_harmless_and_stored_as_typed),
		T(pasted_lines_stay_lines),
		T(a_limit_is_said_and_nothing_is_lost),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
