/* What ties units, people and lists together, and what holds when one goes. */
#include "people.h"

#include "desk/group.h"

static void
concerned_are(struct room *r, int64_t unit, const char *want)
{
	struct buf said = BUF_INIT;
	int64_t ids[16];
	struct unit u;
	size_t count;

	OK(r, unit_concerned(r->d, unit, ids, &count, &r->err));
	for (size_t i = 0; i < count; i++) {
		OK(r, unit_get(r->d, ids[i], &u, &r->err));
		buf_fmt(&said, "%s%s", i ? " " : "", u.name);
		unit_release(&u);
	}
	assert_string_equal(said.s, want);
	buf_release(&said);
}

/* A regulator that has gone is not told, and stops no other change. */
static void
test_regulator_gone(void **state)
{
	struct room *r = *state;
	int64_t energy = kit_unit(r, "能源局", UNIT_AGENCY, NULL), mine, seq;

	kit_unit(r, "应急局", UNIT_AGENCY, NULL);
	room_do(r, "{'do':'unit.save','name':'东沟煤矿','kind':'mine',"
	           "'regulators':['能源局','应急局']}");
	mine = r->res.seq;
	OK(r, unit_remove(r->d, energy, "并入", &seq, &r->err));
	concerned_are(r, mine, "东沟煤矿 应急局");
	room_do(r, "{'do':'unit.save','unit':'东沟煤矿','phones':['110']}");
	room_do(r, "{'do':'unit.save','name':'西沟煤矿'}");
	room_refuse(r, ERR_NOT_FOUND,
	            "{'do':'unit.save','unit':'西沟煤矿','regulators':"
	            "['能源局']}");
	room_verify(r);
}

static void
try_remove(struct room *r, int64_t id, const char *because)
{
	int64_t seq;

	REFUSED(r, ERR_REFUSED, unit_remove(r->d, id, "撤并", &seq, &r->err));
	assert_string_equal(r->err.text, because);
}

/* A town stays while anything is below it or lies in it. */
static void
test_town_is_needed(void **state)
{
	struct room *r = *state;
	int64_t town = kit_unit(r, "北关镇", UNIT_TOWN, NULL), seq;
	int64_t store = kit_unit(r, "物资库", UNIT_STORE, NULL);
	struct unit was;

	room_do(r, "{'do':'unit.save','unit':'物资库','parent':'北关镇'}");
	try_remove(r, town, "还有 1 个单位隶属于它");
	OK(r, unit_get(r->d, store, &was, &r->err));
	OK(r, unit_remove(r->d, store, "空了", &seq, &r->err));
	room_do(r, "{'do':'unit.save','name':'医院','town':'北关镇'}");
	try_remove(r, town, "还有 1 个单位在这里");
	room_do(r, "{'do':'unit.remove','unit':'医院','why':'并入'}");
	/* A town may lie in itself. */
	room_do(r, "{'do':'unit.save','unit':'北关镇','town':'北关镇'}");
	OK(r, unit_remove(r->d, town, "撤并", &seq, &r->err));
	/* Below what was removed nothing comes back. */
	REFUSED(r, ERR_REFUSED, unit_save(r->d, &was, 0, &seq, &r->err));
	was.parent = 0;
	OK(r, unit_save(r->d, &was, 0, &seq, &r->err));
	assert_int_equal(was.id, store);
	unit_release(&was);
	room_verify(r);
}

/* Nor do people to a post that is there no more. */
static void
test_person_comes_back(void **state)
{
	struct room *r = *state;
	int64_t unit = kit_unit(r, "应急局", UNIT_AGENCY, NULL), seq;
	int64_t id = kit_contact(r, "赵一", unit, "局长", 1, false, "110");
	struct contact was, *rows;
	size_t n;

	OK(r, contact_get(r->d, id, &was, &r->err));
	OK(r, contact_remove(r->d, id, "退休", &seq, &r->err));
	/* To remove is to change. */
	REFUSED(r, ERR_CONFLICT, contact_save(r->d, &was, id, &seq, &r->err));
	assert_non_null(strstr(r->err.text, "wangfang"));
	OK(r, contact_save(r->d, &was, seq, &seq, &r->err));
	assert_int_equal(was.id, id);
	OK(r, contact_list(r->d, unit, &rows, &n, &r->err));
	assert_int_equal(n, 1);
	contacts_free(rows, n);
	OK(r, contact_remove(r->d, id, "退休", &seq, &r->err));
	OK(r, unit_remove(r->d, unit, "撤并", &seq, &r->err));
	REFUSED(r, ERR_REFUSED, contact_save(r->d, &was, 0, &seq, &r->err));
	contact_clear_posts(&was);
	OK(r, contact_save(r->d, &was, 0, &seq, &r->err));
	contact_release(&was);
	room_verify(r);
}

/* The people of a unit whose record had to go can still be mended. */
static void
test_unit_withheld(void **state)
{
	struct room *r = *state;
	int64_t unit = kit_unit(r, "应急局", UNIT_AGENCY, "110"), seq;
	int64_t id = kit_contact(r, "赵一", unit, "局长", 1, false, NULL);
	int64_t other = kit_contact(r, "钱二", 0, NULL, 0, false, NULL);
	struct contact c;

	kit_withhold(r, unit);
	OK(r, contact_get(r->d, id, &c, &r->err));
	kit_phone(c.phones, &c.phones_count, "13900000001");
	OK(r, contact_save(r->d, &c, c.last_seq, &seq, &r->err));
	assert_true(seq > 0);
	contact_release(&c);
	OK(r, contact_get(r->d, other, &c, &r->err));
	kit_post(&c, unit, "科员", 1, false);
	REFUSED(r, ERR_REFUSED, contact_save(r->d, &c, 0, &seq, &r->err));
	contact_release(&c);
	room_verify(r);
}

/* What cannot be read binds to nobody: not to the unit before it. */
static void
test_binding_withheld(void **state)
{
	struct room *r = *state;
	int64_t old = kit_unit(r, "公安局", UNIT_AGENCY, NULL), seq, unit;
	int64_t new = kit_unit(r, "公安分局", UNIT_AGENCY, NULL);

	OK(r, party_bind(r->d, "county.police", old, &seq, &r->err));
	OK(r, party_bind(r->d, "county.police", new, &seq, &r->err));
	kit_withhold(r, seq);
	OK(r, party_unit(r->d, "county.police", &unit, &r->err));
	assert_int_equal(unit, 0);
	OK(r, party_bind(r->d, "county.police", new, &seq, &r->err));
	assert_true(seq > 0);
	room_verify(r);
}

/* "公安局/值班员: 周甲; ...", ! for : when it is vacant */
static void
called_are(struct room *r, int64_t id, const char *want)
{
	struct buf said = BUF_INIT;
	struct called *rows;
	size_t count;

	OK(r, group_resolve(r->d, id, &rows, &count, &r->err));
	for (size_t i = 0; i < count; i++) {
		buf_fmt(&said, "%s%s%s", i ? "; " : "", rows[i].member,
		        rows[i].vacant ? "!" : ":");
		for (size_t k = 0; k < rows[i].count; k++)
			buf_fmt(&said, " %s", rows[i].voices[k].who);
	}
	assert_string_equal(said.s, want);
	buf_release(&said);
	called_free(rows, count);
}

/* A list names posts: who moves is called where they are now. */
static void
test_list_after_a_move(void **state)
{
	struct room *r = *state;
	int64_t police = kit_unit(r, "公安局", UNIT_AGENCY, "110"), id, seq;
	int64_t water = kit_unit(r, "水利局", UNIT_AGENCY, NULL);
	int64_t who = kit_contact(r, "周甲", police, "值班员", 1, false, NULL);
	struct contact c;

	room_do(r, "{'do':'group.save','name':'防汛','members':"
	           "['公安局/值班员','county.police','水利局/值班员']}");
	id = r->res.seq;
	called_are(r, id,
	           "公安局/值班员: 周甲; county.police!; 水利局/值班员!");
	OK(r, contact_get(r->d, who, &c, &r->err));
	c.posts[0].unit = water;
	OK(r, contact_save(r->d, &c, who, &seq, &r->err));
	contact_release(&c);
	OK(r, party_bind(r->d, "county.police", police, &seq, &r->err));
	called_are(r, id,
	           "公安局/值班员! 公安局; county.police: 公安局; "
	           "水利局/值班员: 周甲");
	room_verify(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ROOM_TEST(test_regulator_gone),
		ROOM_TEST(test_town_is_needed),
		ROOM_TEST(test_person_comes_back),
		ROOM_TEST(test_unit_withheld),
		ROOM_TEST(test_binding_withheld),
		ROOM_TEST(test_list_after_a_move),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
