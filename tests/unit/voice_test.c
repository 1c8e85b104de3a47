/* Whom to call: units, people, parties, posts, and whom an incident touches. */
#include "people.h"

/* "who|post|number|deputy ..." of some voices, which are freed. */
static void
say(struct buf *out, struct voice *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_fmt(out, "%s|%s|%s%s\n", rows[i].who, rows[i].post,
		        rows[i].phones_count ? rows[i].phones[0].number : "",
		        rows[i].deputy ? "|d" : "");
	voices_free(rows, n);
}

static void
expect(struct voice *rows, size_t n, const char *want)
{
	struct buf out = BUF_INIT;

	say(&out, rows, n);
	assert_string_equal(out.s, want);
	buf_release(&out);
}

static void
posts(struct room *r, const char *words, bool vacant, const char *want)
{
	struct voice *rows;
	bool is;
	size_t n;

	OK(r, voices_of_post(r->d, words, &is, &rows, &n, &r->err));
	if (is != vacant)
		fail_msg("%s: %s", words, is ? "vacant" : "held");
	expect(rows, n, want);
}

static void
test_of_unit(void **state)
{
	struct room *r = *state;
	int64_t id = kit_unit(r, "公安局", UNIT_AGENCY, "110"), seq;
	int64_t bare = kit_unit(r, "水利局", UNIT_AGENCY, NULL);
	struct voice *rows;
	struct unit u;
	size_t n;

	kit_contact(r, "孙三", id, "值班员", 3, false, "13900000003");
	kit_contact(r, "钱二", id, "副局长", 2, true, NULL);
	kit_contact(r, "赵一", id, "局长", 1, false, "13900000001");
	OK(r, voices_of_unit(r->d, id, &rows, &n, &r->err));
	assert_int_equal(rows[0].contact, 0);
	assert_int_equal(rows[0].unit, id);
	assert_int_equal(rows[1].unit, id);
	expect(rows, n,
	       "公安局||110\n"
	       "赵一|公安局 局长|13900000001\n"
	       "钱二|公安局 副局长||d\n"
	       "孙三|公安局 值班员|13900000003\n");
	/* Posts are told by the short name. */
	OK(r, unit_get(r->d, id, &u, &r->err));
	kit_text(&u.short_name, "公安");
	u.phones_count = 0;
	OK(r, unit_save(r->d, &u, 0, &seq, &r->err));
	unit_release(&u);
	OK(r, voices_of_unit(r->d, id, &rows, &n, &r->err));
	expect(rows, n,
	       "赵一|公安 局长|13900000001\n"
	       "钱二|公安 副局长||d\n"
	       "孙三|公安 值班员|13900000003\n");
	OK(r, voices_of_unit(r->d, bare, &rows, &n, &r->err));
	expect(rows, n, "");
	REFUSED(r, ERR_NOT_FOUND,
	        voices_of_unit(r->d, 9999, &rows, &n, &r->err));
}

static void
test_of_contact(void **state)
{
	struct room *r = *state;
	int64_t id = kit_unit(r, "公安局", UNIT_AGENCY, "110");
	int64_t zhao = kit_contact(r, "赵一", id, "局长", 1, true, "119");
	int64_t free_one = kit_contact(r, "吴五", 0, NULL, 0, false, NULL);
	struct voice *rows;
	size_t n;

	OK(r, voices_of_contact(r->d, zhao, &rows, &n, &r->err));
	assert_int_equal(rows[0].contact, zhao);
	assert_int_equal(rows[0].unit, id);
	expect(rows, n, "赵一|公安局 局长|119|d\n");
	OK(r, voices_of_contact(r->d, free_one, &rows, &n, &r->err));
	assert_int_equal(rows[0].unit, 0);
	expect(rows, n, "吴五||\n");
	REFUSED(r, ERR_NOT_FOUND,
	        voices_of_contact(r->d, 9999, &rows, &n, &r->err));
}

/* Holders by the order of that very post, deputies behind. */
static void
test_of_post(void **state)
{
	struct room *r = *state;
	int64_t id = kit_unit(r, "公安局", UNIT_AGENCY, "110"), seq;
	struct contact c;

	kit_contact(r, "钱二", id, "值班员", 2, true, "102");
	contact_init(&c);
	kit_text(&c.name, "李四");
	kit_post(&c, id, "主任", 1, false);
	kit_post(&c, id, "值班员", 9, false);
	kit_phone(c.phones, &c.phones_count, "104");
	OK(r, contact_save(r->d, &c, 0, &seq, &r->err));
	contact_release(&c);
	kit_contact(r, "孙三", id, "值班员", 3, false, "103");
	kit_contact(r, "周六", id, "值班", 1, false, "106");

	posts(r, "公安局/值班员", false,
	      "孙三|公安局 值班员|103\n"
	      "李四|公安局 值班员|104\n"
	      "钱二|公安局 值班员|102|d\n");
	posts(r, "公安局/主任", false, "李四|公安局 主任|104\n");
	posts(r, "公安局", false,
	      "公安局||110\n"
	      "李四|公安局 主任|104\n"
	      "周六|公安局 值班|106\n"
	      "钱二|公安局 值班员|102|d\n"
	      "孙三|公安局 值班员|103\n");
	/* Nobody there: the unit itself. */
	posts(r, "公安局/政委", true, "公安局||110\n");
	posts(r, "消防队/值班员", true, "");
	posts(r, "消防队", true, "");
	posts(r, "", true, "");
	/* By the party, once a unit is bound to it. */
	posts(r, "county.police/主任", true, "");
	OK(r, party_bind(r->d, "county.police", id, &seq, &r->err));
	posts(r, "county.police/主任", false, "李四|公安局 主任|104\n");
	kit_unit(r, "空单位", UNIT_OTHER, NULL);
	posts(r, "空单位", true, "");
	posts(r, "空单位/主任", true, "");
}

/* 书记/主任 is one title; a unit, too, may be written with a slash. */
static void
test_of_post_with_slashes(void **state)
{
	struct room *r = *state;
	int64_t village = kit_unit(r, "东村委会", UNIT_VILLAGE, "100"), seq;
	int64_t rescue = kit_unit(r, "矿山/消防队", UNIT_RESCUE, "119");

	kit_contact(r, "赵一", village, "书记/主任", 1, false, "101");
	kit_contact(r, "钱二", village, "主任", 2, false, "102");
	kit_contact(r, "孙三", rescue, "队长", 1, false, "103");
	kit_contact(r, "李四", rescue, "队长/书记", 2, false, "104");
	posts(r, "东村委会/书记/主任", false, "赵一|东村委会 书记/主任|101\n");
	posts(r, "东村委会/主任", false, "钱二|东村委会 主任|102\n");
	posts(r, "东村委会/主任/书记", true, "东村委会||100\n");
	posts(r, "矿山/消防队/队长", false, "孙三|矿山/消防队 队长|103\n");
	posts(r, "矿山/消防队/队长/书记", false,
	      "李四|矿山/消防队 队长/书记|104\n");
	posts(r, "矿山/消防队", false,
	      "矿山/消防队||119\n"
	      "孙三|矿山/消防队 队长|103\n"
	      "李四|矿山/消防队 队长/书记|104\n");
	posts(r, "矿山/队长", true, "");
	posts(r, "/", true, "");
	OK(r, party_bind(r->d, "county.police", village, &seq, &r->err));
	posts(r, "county.police/书记/主任", false,
	      "赵一|东村委会 书记/主任|101\n");
	/* The shortest beginning, once it is a unit. */
	kit_unit(r, "矿山", UNIT_MINE, NULL);
	posts(r, "矿山/消防队/队长", true, "");
}

/* A deputy alone holds it; when they go it is vacant. */
static void
test_vacancy(void **state)
{
	struct room *r = *state;
	int64_t id = kit_unit(r, "公安局", UNIT_AGENCY, NULL), seq;
	int64_t who = kit_contact(r, "钱二", id, "局长", 1, true, "102");

	posts(r, "公安局/局长", false, "钱二|公安局 局长|102|d\n");
	OK(r, contact_remove(r->d, who, "调离", &seq, &r->err));
	posts(r, "公安局/局长", true, "");
}

static void
parties(struct room *r, const char *party, const char *number,
        int64_t want_unit, const char *want)
{
	struct voice *rows;
	int64_t unit;
	size_t n;

	OK(r, voices_of_party(r->d, party, number, &unit, &rows, &n, &r->err));
	assert_int_equal(unit, want_unit);
	expect(rows, n, want);
}

static void
test_of_party(void **state)
{
	struct room *r = *state;
	int64_t mine, police = kit_unit(r, "公安局", UNIT_AGENCY, "110"), seq;

	parties(r, "county.police", NULL, 0, "");
	OK(r, party_bind(r->d, "county.police", police, &seq, &r->err));
	parties(r, "county.police", NULL, police, "公安局||110\n");
	/* The incident's own unit, when the roster knows it. */
	room_do(r, "{'do':'incident.open','kind':'accident.coal',"
	           "'place':'一号井','unit':'水峪煤矿'}");
	room_do(r, "{'do':'incident.open','kind':'accident.fire',"
	           "'place':'仓库'}");
	parties(r, "unit", "2026-0001", 0, "");
	mine = kit_unit(r, "水峪煤矿", UNIT_MINE, "0358-7620001");
	parties(r, "unit", "2026-0001", mine, "水峪煤矿||0358-7620001\n");
	parties(r, "unit.head", "2026-0001", mine, "水峪煤矿||0358-7620001\n");
	parties(r, "unit", "2026-0002", 0, "");
	parties(r, "unit", NULL, 0, "");
}

static void
test_concerned(void **state)
{
	struct room *r = *state;
	int64_t id[4], ids[16], mine, seq;
	struct unit u;
	size_t n;

	id[0] = kit_unit(r, "集团", UNIT_FIRM, NULL);
	id[1] = kit_unit(r, "兑镇镇", UNIT_TOWN, NULL);
	id[2] = kit_unit(r, "能源局", UNIT_AGENCY, NULL);
	id[3] = kit_unit(r, "应急管理局", UNIT_AGENCY, NULL);
	mine = kit_unit(r, "水峪煤矿", UNIT_MINE, NULL);
	OK(r, unit_concerned(r->d, mine, ids, &n, &r->err));
	assert_int_equal(n, 1);
	OK(r, unit_get(r->d, mine, &u, &r->err));
	u.parent = id[0];
	u.town = id[1];
	u.regulators[0] = id[2];
	u.regulators[1] = id[0]; /* told once */
	u.regulators[2] = id[3];
	u.regulators_count = 3;
	OK(r, unit_save(r->d, &u, 0, &seq, &r->err));
	unit_release(&u);
	OK(r, unit_concerned(r->d, mine, ids, &n, &r->err));
	assert_int_equal(n, 5);
	assert_int_equal(ids[0], mine);
	for (int i = 0; i < 4; i++)
		assert_int_equal(ids[1 + i], id[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ROOM_TEST(test_of_unit),   ROOM_TEST(test_of_contact),
		ROOM_TEST(test_of_post),   ROOM_TEST(test_of_post_with_slashes),
		ROOM_TEST(test_vacancy),   ROOM_TEST(test_of_party),
		ROOM_TEST(test_concerned),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
