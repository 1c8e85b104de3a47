/* Call lists: kept by post, resolved when they are called. */
#include "people.h"

#include "desk/group.h"

/* A list of members, NULL-ended; its id. */
static int64_t
make(struct room *r, const char *name, const char *const members[])
{
	struct group g = { .name = mem_str(name), .note = mem_str("夜间") };
	int64_t id, seq;
	size_t n = 0;

	while (members[n])
		n++;
	g.members = mem_array(NULL, n + 1, sizeof(*g.members));
	while (g.members_count < n) {
		g.members[g.members_count] = mem_str(members[g.members_count]);
		g.members_count++;
	}
	OK(r, group_save(r->d, &g, 0, &seq, &r->err));
	id = g.id;
	group_release(&g);
	return id;
}

static struct group
get(struct room *r, int64_t id)
{
	struct group g;

	OK(r, group_get(r->d, id, &g, &r->err));
	return g;
}

static const char *const two[] = { "公安局/值班员", "county.water", NULL };

static void
test_add(void **state)
{
	struct room *r = *state;
	int64_t id = make(r, "矿难", two), seq;
	struct group g = get(r, id);

	assert_int_equal(id, room_head(r));
	assert_string_equal(g.name, "矿难");
	assert_string_equal(g.note, "夜间");
	assert_int_equal(g.members_count, 2);
	assert_string_equal(g.members[0], two[0]);
	assert_string_equal(g.members[1], two[1]);
	assert_int_equal(g.last_seq, id);
	assert_int_equal(g.saved_ms, ROOM_NOW);
	assert_string_equal(g.officer, "wangfang");
	OK(r, group_save(r->d, &g, id, &seq, &r->err));
	assert_int_equal(seq, 0);
	free(g.members[--g.members_count]);
	OK(r, group_save(r->d, &g, id, &seq, &r->err));
	group_release(&g);
	g = get(r, id);
	assert_int_equal(g.members_count, 1);
	group_release(&g);
	room_verify(r);
}

static void
test_refusals(void **state)
{
	struct room *r = *state;
	int64_t id = make(r, "矿难", two), other = make(r, "洪水", two), seq;
	struct group g = get(r, other);
	int64_t head = room_head(r);

	kit_text(&g.name, "");
	REFUSED(r, ERR_INPUT, group_save(r->d, &g, 0, &seq, &r->err));
	kit_text(&g.name, "矿难");
	REFUSED(r, ERR_REFUSED, group_save(r->d, &g, 0, &seq, &r->err));
	kit_text(&g.name, "洪水");
	while (g.members_count)
		free(g.members[--g.members_count]);
	REFUSED(r, ERR_INPUT, group_save(r->d, &g, 0, &seq, &r->err));
	group_release(&g);
	g = get(r, id);
	kit_text(&g.note, "先改的");
	OK(r, group_save(r->d, &g, id, &seq, &r->err));
	REFUSED(r, ERR_CONFLICT, group_save(r->d, &g, id, &seq, &r->err));
	g.id = 9999;
	REFUSED(r, ERR_NOT_FOUND, group_save(r->d, &g, 0, &seq, &r->err));
	group_release(&g);
	assert_int_equal(room_head(r), head + 1);
}

static void
test_remove(void **state)
{
	struct room *r = *state;
	int64_t id = make(r, "矿难", two), seq;
	struct group *rows, g;
	size_t n;

	REFUSED(r, ERR_INPUT, group_remove(r->d, id, "", &seq, &r->err));
	OK(r, group_remove(r->d, id, "不用了", &seq, &r->err));
	REFUSED(r, ERR_REFUSED, group_remove(r->d, id, "x", &seq, &r->err));
	REFUSED(r, ERR_NOT_FOUND, group_remove(r->d, 9999, "x", &seq, &r->err));
	g = get(r, id);
	assert_true(g.removed);
	group_release(&g);
	OK(r, group_list(r->d, &rows, &n, &r->err));
	assert_int_equal(n, 0);
	groups_free(rows, n);
	make(r, "矿难", two); /* the name is free again */
	room_verify(r);
}

static void
test_list(void **state)
{
	static const char *const want[] = { "洪水", "矿难", "森林火灾" };
	struct room *r = *state;
	struct group *rows;
	size_t n;

	make(r, "森林火灾", two);
	make(r, "矿难", two);
	make(r, "洪水", two);
	OK(r, group_list(r->d, &rows, &n, &r->err));
	assert_int_equal(n, 3);
	for (size_t i = 0; i < n; i++)
		assert_string_equal(rows[i].name, want[i]);
	assert_int_equal(rows[0].members_count, 2);
	groups_free(rows, n);
}

/* Who is called is who holds the post now. */
static void
test_resolve(void **state)
{
	static const char *const members[] = { "公安局/值班员", "county.water",
		                               "公安局/政委", "消防队", NULL };
	struct room *r = *state;
	int64_t police = kit_unit(r, "公安局", UNIT_AGENCY, "110"), seq;
	int64_t water = kit_unit(r, "水利局", UNIT_AGENCY, "7620009");
	int64_t old = kit_contact(r, "赵一", police, "值班员", 1, false, "101");
	int64_t id = make(r, "洪水", members);
	struct called *rows;
	size_t n;

	OK(r, party_bind(r->d, "county.water", water, &seq, &r->err));
	OK(r, group_resolve(r->d, id, &rows, &n, &r->err));
	assert_int_equal(n, 4);
	assert_string_equal(rows[0].member, "公安局/值班员");
	assert_false(rows[0].vacant);
	assert_int_equal(rows[0].count, 1);
	assert_int_equal(rows[0].voices[0].contact, old);
	assert_false(rows[1].vacant);
	assert_string_equal(rows[1].voices[0].who, "水利局");
	assert_true(rows[2].vacant);
	assert_int_equal(rows[2].count, 1);
	assert_string_equal(rows[2].voices[0].who, "公安局");
	assert_string_equal(rows[3].member, "消防队");
	assert_true(rows[3].vacant);
	assert_int_equal(rows[3].count, 0);
	called_free(rows, n);

	OK(r, contact_remove(r->d, old, "调离", &seq, &r->err));
	kit_contact(r, "钱二", police, "值班员", 1, false, "102");
	OK(r, group_resolve(r->d, id, &rows, &n, &r->err));
	assert_string_equal(rows[0].voices[0].who, "钱二");
	called_free(rows, n);
	REFUSED(r, ERR_NOT_FOUND,
	        group_resolve(r->d, 9999, &rows, &n, &r->err));
}

/* A member is words of a unit and a title, 241 characters at most. */
static void
test_members(void **state)
{
	struct room *r = *state;
	struct group g = get(r, make(r, "矿难", two));
	struct buf member = BUF_INIT;
	int64_t seq;

	for (int i = 0; i < 241; i++)
		buf_str(&member, i == 120 ? "/" : "局");
	kit_text(&g.members[0], member.s);
	OK(r, group_save(r->d, &g, 0, &seq, &r->err));
	buf_str(&member, "局");
	kit_text(&g.members[0], member.s);
	REFUSED(r, ERR_INPUT, group_save(r->d, &g, 0, &seq, &r->err));
	kit_text(&g.members[0], "");
	REFUSED(r, ERR_INPUT, group_save(r->d, &g, 0, &seq, &r->err));
	kit_text(&g.members[0], "\xE5\xB1");
	REFUSED(r, ERR_INPUT, group_save(r->d, &g, 0, &seq, &r->err));
	buf_release(&member);
	group_release(&g);
	room_verify(r);
}

/* Saving brings back what was removed, the same record too. */
static void
test_restore(void **state)
{
	struct room *r = *state;
	int64_t id = make(r, "矿难", two), seq;
	struct group g = get(r, id);

	OK(r, group_remove(r->d, id, "不用了", &seq, &r->err));
	REFUSED(r, ERR_CONFLICT, group_save(r->d, &g, id, &seq, &r->err));
	OK(r, group_save(r->d, &g, seq, &seq, &r->err));
	assert_int_equal(seq, room_head(r));
	group_release(&g);
	g = get(r, id);
	assert_false(g.removed);
	group_release(&g);
	room_verify(r);
}

static void
test_checks(void **state)
{
	static const char *const saved[] = {
		"{'name':'甲'}",
		"{'members':['乙']}",
		"{'name':'','members':['乙']}",
		"{'name':'甲','members':[]}",
		"{'name':'甲','members':['']}",
		"{'name':'甲','members':[1]}",
		"{'name':'甲','members':['乙'],'more':1}",
		NULL,
	};
	static const char *const removed[] = { "{}", "{'why':''}", NULL };

	(void)state;
	kit_all_bad(group_saved_check, saved);
	kit_all_bad(group_removed_check, removed);
}

static void
test_most_members(void **state)
{
	json_t *list = json_array(), *body = json_object();
	struct err err = ERR_INIT;

	(void)state;
	json_object_set_new(body, "name", json_string("大名单"));
	json_object_set_new(body, "members", list);
	for (int i = 0; i < GROUP_MEMBERS; i++)
		json_array_append_new(list, json_string("公安局"));
	assert_int_equal(group_saved_check(body, &err), 0);
	json_array_append_new(list, json_string("公安局"));
	assert_int_equal(group_saved_check(body, &err), -1);
	json_decref(body);
}

static void
test_withheld(void **state)
{
	struct room *r = *state;
	int64_t id = make(r, "矿难", two);
	struct group *rows, g;
	size_t n;

	kit_withhold(r, id);
	room_verify(r);
	g = get(r, id);
	assert_true(g.removed);
	assert_int_equal(g.members_count, 0);
	group_release(&g);
	OK(r, group_list(r->d, &rows, &n, &r->err));
	assert_int_equal(n, 0);
	groups_free(rows, n);
}

/* Of the members only what came and what went. */
static void
test_changes(void **state)
{
	struct room *r = *state;
	int64_t id = make(r, "矿难", two), seq;
	struct group g = get(r, id);
	struct change *rows;
	char *first;
	size_t n;

	kit_text(&g.note, "");
	kit_text(&g.members[0], "能源局");
	OK(r, group_save(r->d, &g, 0, &seq, &r->err));
	first = g.members[0];
	g.members[0] = g.members[1];
	g.members[1] = first;
	OK(r, group_save(r->d, &g, 0, &seq, &r->err));
	free(g.members[--g.members_count]);
	OK(r, group_save(r->d, &g, 0, &seq, &r->err));
	g.members[g.members_count++] = mem_str("气象局");
	kit_text(&g.name, "透水");
	OK(r, group_save(r->d, &g, 0, &seq, &r->err));
	group_release(&g);
	OK(r, group_remove(r->d, id, "并入", &seq, &r->err));
	OK(r, group_changes(r->d, id, &rows, &n, &r->err));
	assert_int_equal(n, 6);
	assert_string_equal(rows[0].text, "移除：并入");
	assert_int_equal(rows[0].seq, seq);
	assert_string_equal(rows[1].text, "名称：矿难→透水，成员：加 气象局");
	assert_string_equal(rows[2].text, "成员：去 能源局");
	assert_string_equal(rows[3].text, "成员：换了次序");
	assert_string_equal(rows[4].text,
	                    "成员：加 能源局，去 公安局/值班员，备注：夜间→空");
	assert_string_equal(rows[5].text, "新增：矿难");
	assert_string_equal(rows[5].officer, "wangfang");
	changes_free(rows, n);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ROOM_TEST(test_changes),
		ROOM_TEST(test_add),
		ROOM_TEST(test_refusals),
		ROOM_TEST(test_remove),
		ROOM_TEST(test_list),
		ROOM_TEST(test_resolve),
		ROOM_TEST(test_members),
		ROOM_TEST(test_restore),
		cmocka_unit_test(test_checks),
		cmocka_unit_test(test_most_members),
		ROOM_TEST(test_withheld),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
