/* The unit of an intake out of the roster: keys in, screen and desk out. */
#include "roster_kit.h"

#define TO_KIND "n<Tab><Tab><Tab><Tab>"
#define TO_UNIT TO_KIND "<Tab><Tab>"

static void
saved_as(struct kit *k, const char *kind, const char *place, const char *unit)
{
	char number[INCIDENT_NUMBER];
	struct err err = ERR_INIT;
	struct incident in;

	keys(&k->a, "<C-s>");
	assert_string_equal(screen_name(&k->a), "incident");
	OK(k->room, incident_number(k->room->d, "1", number, &err));
	OK(k->room, incident_get(k->room->d, number, &in, &err));
	assert_string_equal(in.kind, kind);
	assert_string_equal(in.place ? in.place : "", place);
	assert_string_equal(in.unit ? in.unit : "", unit);
	incident_release(&in);
}

/* ---- what is offered ---- */

static void
characters_initials_and_syllables_find_it(void **state)
{
	static const char *const typed[] = { "东风",  "煤矿", "dfmk",
		                             "dongf", "DFm",  "fmk" };
	struct kit *k = *state;

	keys(&k->a, TO_UNIT);
	see_not(&k->a, "东风煤矿");
	for (size_t i = 0; i < sizeof(typed) / sizeof(*typed); i++) {
		keys(&k->a, typed[i]);
		see(&k->a, "东风煤矿");
		see_not(&k->a, "矿山救护队");
		keys(&k->a, "<C-u>");
		see_not(&k->a, "东风煤矿");
	}
	keys(&k->a, "xyz");
	see_not(&k->a, "东风煤矿");
}

static void
a_short_name_finds_the_whole_one(void **state)
{
	struct kit *k = *state;

	keys(&k->a, TO_KIND "车祸<Tab><Tab>syjj<Down><Enter>");
	saved_as(k, "accident.road", "", "吕梁市应急管理局");
}

/* The roster first, then what was said before; neither twice. */
static void
what_was_said_before_comes_after_the_roster(void **state)
{
	struct kit *k = *state;
	const char *first, *second;

	roster_incident(k);
	room_do(k->room, "{'do':'incident.open','kind':'accident.fire',"
	                 "'title':'火','unit':'甲煤矿'}");
	keys(&k->a, TO_UNIT "煤矿");
	first = strstr(look(&k->a), "东风煤矿");
	assert_non_null(first);
	second = strstr(first, "甲煤矿");
	assert_non_null(second);
	assert_null(strstr(first + 1, "东风煤矿"));
}

static void
a_removed_unit_is_not_offered(void **state)
{
	struct kit *k = *state;

	room_do(k->room, "{'do':'unit.remove','unit':'矿山救护队','why':'x'}");
	keys(&k->a, TO_UNIT "jhd");
	see_not(&k->a, "矿山救护队");
}

/* ---- what choosing fills ---- */

static void
choosing_fills_place_and_kind_and_says_so(void **state)
{
	struct kit *k = *state;

	keys(&k->a, TO_UNIT "dfmk<Down><Enter>");
	see(&k->a, "类别按“东风煤矿”暂填 煤矿事故，不对就改");
	see(&k->a, "梧桐镇");
	see(&k->a, "应报");
	saved_as(k, "accident.coal", "梧桐镇", "东风煤矿");
}

static void
what_was_typed_stands(void **state)
{
	struct kit *k = *state;

	keys(&k->a, TO_KIND "车祸<Tab>矿门口<Tab>dfmk<Down><Tab>");
	see(&k->a, "“东风煤矿”是矿山，类别现为 道路交通事故，请核对");
	saved_as(k, "accident.road", "矿门口", "东风煤矿");
}

/* The whole name, Enter: what was typed and nothing else. */
static void
enter_without_a_choice_takes_what_was_typed(void **state)
{
	struct kit *k = *state;

	keys(&k->a, TO_KIND "车祸<Tab><Tab>东风煤矿<Enter>");
	saved_as(k, "accident.road", "", "东风煤矿");
}

static void
a_part_and_enter_stays_a_part(void **state)
{
	struct kit *k = *state;

	keys(&k->a, TO_KIND "车祸<Tab><Tab>东风<Enter>");
	saved_as(k, "accident.road", "", "东风");
}

/* The bar left the list again: nothing is chosen. */
static void
up_out_of_the_list_chooses_nothing(void **state)
{
	struct kit *k = *state;

	keys(&k->a, TO_KIND "车祸<Tab><Tab>东风<Down><Up><Enter>");
	saved_as(k, "accident.road", "", "东风");
}

/* Another unit takes what the first had filled with it. */
static void
another_choice_replaces_what_the_first_filled(void **state)
{
	struct kit *k = *state;

	room_do(k->room,
	        "{'do':'unit.save','name':'金达化工','kind':'chemical',"
	        "'town':'梧桐镇','place':'开发区3号'}");
	keys(&k->a, TO_UNIT "dfmk<Down><Enter><S-Tab><C-u>jdhg<Down><Enter>");
	saved_as(k, "accident.chemical", "梧桐镇开发区3号", "金达化工");
}

static void
an_agency_suggests_no_kind(void **state)
{
	struct kit *k = *state;

	keys(&k->a, TO_UNIT "nyj<Down><Enter>");
	see_not(&k->a, "类别按");
	keys(&k->a, "<C-s>");
	assert_string_equal(screen_name(&k->a), "intake");
	see(&k->a, "这一栏必须填写");
}

static void
kinds_follow_the_unit_s_kind_and_name(void **state)
{
	static const struct {
		const char *name, *kind, *want;
	} cases[] = {
		{ "西山煤业", "mine", "煤矿事故" },
		{ "西山铝土矿", "mine", "非煤矿山事故" },
		{ "华通化工", "chemical", "危险化学品事故" },
		{ "华通燃气", "chemical", "燃气事故" },
		{ "华通加气站", "chemical", "燃气事故" },
		{ "华通商场", "firm", NULL },
	};
	struct kit *k = *state;
	char line[200];

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		snprintf(line, sizeof(line),
		         "{'do':'unit.save','name':'%s','kind':'%s'}",
		         cases[i].name, cases[i].kind);
		room_do(k->room, line);
		snprintf(line, sizeof(line), TO_UNIT "%.*s<Down><Enter>",
		         (int)(strlen(cases[i].name) - strlen("业")),
		         cases[i].name);
		keys(&k->a, line);
		snprintf(line, sizeof(line), "暂填 %s，", cases[i].want);
		if (cases[i].want)
			see(&k->a, line);
		else
			see_not(&k->a, "暂填");
		keys(&k->a, "<C-x>y");
	}
}

/* A draft of what a choice filled survives the line. */
static void
what_a_choice_filled_is_in_the_draft(void **state)
{
	struct kit *k = *state;
	char text[512];

	keys(&k->a, TO_UNIT "dfmk<Down><Enter>");
	draft_says(k, "intake", "place", text);
	assert_string_equal(text, "梧桐镇");
	draft_says(k, "intake", "kind", text);
	assert_string_equal(text, "accident.coal");
}

static void
a_long_name_tears_nothing(void **state)
{
	struct kit *k = *state;

	room_do(k->room, "{'do':'unit.save','name':'" LONG_UNIT "',"
	                 "'kind':'mine','place':'" LONG_UNIT "'}");
	keys(&k->a, TO_UNIT "llsxys");
	assert_true(seat_is_whole(&k->a));
	keys(&k->a, "<Down>");
	assert_true(seat_is_whole(&k->a));
	keys(&k->a, "<Enter>");
	assert_true(seat_is_whole(&k->a));
	saved_as(k, "accident.mine", LONG_UNIT, LONG_UNIT);
	assert_true(seat_is_whole(&k->a));
}

/* ---- other forms ---- */

static void
the_unit_of_a_call_is_completed(void **state)
{
	struct kit *k = *state;
	struct call *rows;
	size_t count;

	keys(&k->a, "9c李矿长<Tab><Tab><Tab>dfmk<Down><Enter>"
	            "<Tab>停电<C-s>");
	calls_now(k, &rows, &count);
	assert_int_equal(count, 1);
	assert_string_equal(rows[0].unit, "东风煤矿");
	calls_free(rows, count);
}

/* Several, the last one completed. */
static void
whom_an_order_goes_to_is_completed(void **state)
{
	struct kit *k = *state;

	roster_incident(k);
	ui_changed(k->a.ui);
	keys(&k->a, "3<Enter>i王县长<Enter>县长办、nyj<Down><Enter>"
	            "<Tab>速报<C-s>");
	see(&k->a, "批示已登记");
	keys(&k->a, "<S-Tab>");
	see(&k->a, "县长办、孝义市能源局");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ROSTER_TEST(characters_initials_and_syllables_find_it),
		ROSTER_TEST(a_short_name_finds_the_whole_one),
		ROSTER_TEST(what_was_said_before_comes_after_the_roster),
		ROSTER_TEST(a_removed_unit_is_not_offered),
		ROSTER_TEST(choosing_fills_place_and_kind_and_says_so),
		ROSTER_TEST(what_was_typed_stands),
		ROSTER_TEST(enter_without_a_choice_takes_what_was_typed),
		ROSTER_TEST(a_part_and_enter_stays_a_part),
		ROSTER_TEST(up_out_of_the_list_chooses_nothing),
		ROSTER_TEST(another_choice_replaces_what_the_first_filled),
		ROSTER_TEST(an_agency_suggests_no_kind),
		ROSTER_TEST(kinds_follow_the_unit_s_kind_and_name),
		ROSTER_TEST(what_a_choice_filled_is_in_the_draft),
		ROSTER_TEST(a_long_name_tears_nothing),
		ROSTER_TEST(the_unit_of_a_call_is_completed),
		ROSTER_TEST(whom_an_order_goes_to_is_completed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
