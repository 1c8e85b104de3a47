/* People, their posts and numbers. */
#include "people.h"

static struct contact
get(struct room *r, int64_t id)
{
	struct contact c;

	OK(r, contact_get(r->d, id, &c, &r->err));
	return c;
}

static void
test_add(void **state)
{
	struct room *r = *state;
	int64_t bureau = kit_unit(r, "应急管理局", UNIT_AGENCY, NULL);
	int64_t flood = kit_unit(r, "防汛办", UNIT_AGENCY, NULL), seq, id;
	struct contact c;

	contact_init(&c);
	kit_text(&c.name, "曾建国");
	kit_text(&c.spelling, "zeng jianguo");
	kit_text(&c.note, "晚上打家里");
	kit_post(&c, bureau, "副局长", 2, false);
	kit_post(&c, flood, "主任", 1, true);
	kit_phone(c.phones, &c.phones_count, "13900000001");
	strcpy(c.phones[0].label, "手机");
	c.phones[0].confirmed_ms = ROOM_NOW - CIVIL_DAY;
	OK(r, contact_save(r->d, &c, 0, &seq, &r->err));
	assert_int_equal(c.id, seq);
	assert_int_equal(seq, room_head(r));
	id = c.id;
	contact_release(&c);
	room_verify(r);

	c = get(r, id);
	assert_string_equal(c.name, "曾建国");
	assert_string_equal(c.spelling, "zeng jianguo");
	assert_string_equal(c.note, "晚上打家里");
	assert_int_equal(c.posts_count, 2);
	assert_int_equal(c.posts[0].unit, bureau);
	assert_string_equal(c.posts[0].title, "副局长");
	assert_int_equal(c.posts[0].order, 2);
	assert_false(c.posts[0].deputy);
	assert_int_equal(c.posts[1].unit, flood);
	assert_true(c.posts[1].deputy);
	assert_int_equal(c.phones_count, 1);
	assert_string_equal(c.phones[0].label, "手机");
	assert_int_equal(c.phones[0].confirmed_ms, ROOM_NOW - CIVIL_DAY);
	assert_false(c.removed);
	assert_int_equal(c.last_seq, id);
	assert_string_equal(c.officer, "wangfang");
	/* The same again is nothing new; fewer posts are. */
	OK(r, contact_save(r->d, &c, id, &seq, &r->err));
	assert_int_equal(seq, 0);
	free(c.posts[--c.posts_count].title);
	OK(r, contact_save(r->d, &c, id, &seq, &r->err));
	assert_int_equal(seq, room_head(r));
	assert_int_equal(c.id, id);
	contact_release(&c);
	room_verify(r);
	c = get(r, id);
	assert_int_equal(c.posts_count, 1);
	assert_int_equal(c.phones[0].confirmed_ms, ROOM_NOW - CIVIL_DAY);
	contact_release(&c);
}

static void
test_refusals(void **state)
{
	struct room *r = *state;
	int64_t bureau = kit_unit(r, "应急管理局", UNIT_AGENCY, NULL);
	int64_t gone = kit_unit(r, "安监局", UNIT_AGENCY, NULL), seq, head;
	struct contact c;

	OK(r, unit_remove(r->d, gone, "并入应急管理局", &seq, &r->err));
	kit_contact(r, "李娜", bureau, "科员", 5, false, NULL);
	head = room_head(r);
	contact_init(&c);
	kit_post(&c, bureau, "科员", 1, false);
	REFUSED(r, ERR_INPUT, contact_save(r->d, &c, 0, &seq, &r->err));
	/* A name and a post, both the same. */
	kit_text(&c.name, "李娜");
	REFUSED(r, ERR_REFUSED, contact_save(r->d, &c, 0, &seq, &r->err));
	assert_int_equal(c.id, 0);
	kit_text(&c.name, "李娜娜");
	c.posts[0].order = 0;
	REFUSED(r, ERR_INPUT, contact_save(r->d, &c, 0, &seq, &r->err));
	c.posts[0].order = POST_ORDER_MAX + 1;
	REFUSED(r, ERR_INPUT, contact_save(r->d, &c, 0, &seq, &r->err));
	c.posts[0].order = POST_ORDER_MAX;
	c.posts[0].unit = 9999;
	REFUSED(r, ERR_NOT_FOUND, contact_save(r->d, &c, 0, &seq, &r->err));
	c.posts[0].unit = gone;
	REFUSED(r, ERR_REFUSED, contact_save(r->d, &c, 0, &seq, &r->err));
	c.posts[0].unit = bureau;
	kit_phone(c.phones, &c.phones_count, "11");
	REFUSED(r, ERR_INPUT, contact_save(r->d, &c, 0, &seq, &r->err));
	c.phones_count = 0;
	assert_int_equal(room_head(r), head);
	OK(r, contact_save(r->d, &c, 0, &seq, &r->err));
	contact_release(&c);
	/* The name alone may be shared: another post, or none. */
	kit_contact(r, "李娜", bureau, "科长", 1, false, NULL);
	kit_contact(r, "李娜", 0, NULL, 0, false, NULL);
}

static void
test_conflict(void **state)
{
	struct room *r = *state;
	int64_t id = kit_contact(r, "李娜", 0, NULL, 0, false, "110"), seq;
	struct contact c = get(r, id);

	OK(r, desk_act_as(r->d, "zhaolei", &r->err));
	kit_text(&c.note, "换了岗位");
	OK(r, contact_save(r->d, &c, id, &seq, &r->err));
	OK(r, desk_act_as(r->d, NULL, &r->err));
	kit_text(&c.note, "休假");
	REFUSED(r, ERR_CONFLICT, contact_save(r->d, &c, id, &seq, &r->err));
	assert_non_null(strstr(r->err.text, "zhaolei"));
	OK(r, contact_save(r->d, &c, 0, &seq, &r->err));
	contact_release(&c);
}

static void
test_confirm(void **state)
{
	struct room *r = *state;
	int64_t id = kit_contact(r, "李娜", 0, NULL, 0, false, "110"), seq;
	int64_t none = kit_contact(r, "张三", 0, NULL, 0, false, NULL);
	struct contact c;

	room_pass(r, CIVIL_DAY);
	REFUSED(r, ERR_NOT_FOUND,
	        contact_confirm(r->d, id, "119", &seq, &r->err));
	REFUSED(r, ERR_NOT_FOUND,
	        contact_confirm(r->d, none, NULL, &seq, &r->err));
	OK(r, contact_confirm(r->d, id, "110", &seq, &r->err));
	c = get(r, id);
	assert_int_equal(c.phones[0].confirmed_ms, ROOM_NOW + CIVIL_DAY);
	assert_int_equal(c.last_seq, id); /* no change of the record */
	contact_release(&c);
	room_verify(r);
}

static void
test_remove(void **state)
{
	struct room *r = *state;
	int64_t bureau = kit_unit(r, "应急管理局", UNIT_AGENCY, NULL), seq;
	int64_t id = kit_contact(r, "李娜", bureau, "局长", 1, false, "110");
	struct contact c, *rows;
	size_t n;

	REFUSED(r, ERR_INPUT, contact_remove(r->d, id, NULL, &seq, &r->err));
	OK(r, contact_remove(r->d, id, "退休", &seq, &r->err));
	c = get(r, id);
	assert_true(c.removed);
	assert_string_equal(c.name, "李娜");
	assert_int_equal(c.posts_count, 0);
	contact_release(&c);
	for (int i = 0; i < 2; i++) {
		OK(r, contact_list(r->d, i ? bureau : 0, &rows, &n, &r->err));
		assert_int_equal(n, 0);
		contacts_free(rows, n);
	}
	REFUSED(r, ERR_REFUSED, contact_remove(r->d, id, "x", &seq, &r->err));
	REFUSED(r, ERR_REFUSED, contact_confirm(r->d, id, NULL, &seq, &r->err));
	room_verify(r);
}

static void
lists(struct room *r, int64_t unit, const char *want)
{
	struct buf names = BUF_INIT;
	struct contact *rows;
	size_t n;

	OK(r, contact_list(r->d, unit, &rows, &n, &r->err));
	for (size_t i = 0; i < n; i++)
		buf_fmt(&names, "%s/%zu/%zu ", rows[i].name,
		        rows[i].posts_count, rows[i].phones_count);
	assert_string_equal(names.s, want);
	buf_release(&names);
	contacts_free(rows, n);
}

/* By order within a unit, by sound among all: 单 is shan, 曾 is zeng. */
static void
test_list(void **state)
{
	struct room *r = *state;
	int64_t bureau = kit_unit(r, "应急管理局", UNIT_AGENCY, NULL), seq;
	int64_t zeng = kit_contact(r, "曾刚", bureau, "局长", 2, false, "110");
	struct contact c = get(r, zeng);

	/* Who holds two posts comes once, at the first of them. */
	kit_post(&c, bureau, "党委委员", 9, false);
	kit_phone(c.phones, &c.phones_count, "119");
	OK(r, contact_save(r->d, &c, 0, &seq, &r->err));
	contact_release(&c);
	kit_contact(r, "单雄", bureau, "书记", 1, false, NULL);
	kit_contact(r, "安然", bureau, "科员", 9, true, "120");
	kit_contact(r, "陈东", bureau, "科员", 9, false, NULL);
	kit_contact(r, "崔莺", 0, NULL, 0, false, NULL);
	lists(r, bureau, "单雄/1/0 曾刚/2/2 安然/1/1 陈东/1/0 ");
	lists(r, 0, "安然/1/1 陈东/1/0 崔莺/0/0 单雄/1/0 曾刚/2/2 ");
	room_verify(r);
}

/* Under the reading of the surname, not the one a dictionary has first. */
static void
test_surnames(void **state)
{
	static const char *const added[] = {
		"朱一", "单雄", "曾强",   "解珍", "仇和", "区伯",
		"查良", "尉迟", "万俟卨", "朴正", "缪荃", "盖文",
		"覃塘", "翟让", "乐毅",   "安一", "李二", "万里",
	};
	struct room *r = *state;

	for (size_t i = 0; i < sizeof(added) / sizeof(added[0]); i++)
		kit_contact(r, added[i], 0, NULL, 0, false, NULL);
	/* an ge li miao mo ou piao qin qiu shan wan xie yu yue zeng zha
	 * zhai zhu */
	lists(r, 0,
	      "安一/0/0 盖文/0/0 李二/0/0 缪荃/0/0 万俟卨/0/0 区伯/0/0 "
	      "朴正/0/0 覃塘/0/0 仇和/0/0 单雄/0/0 万里/0/0 解珍/0/0 "
	      "尉迟/0/0 乐毅/0/0 曾强/0/0 查良/0/0 翟让/0/0 朱一/0/0 ");
	room_verify(r);
}

/* One post twice is a slip; at two units it is two posts. */
static void
test_post_twice(void **state)
{
	struct room *r = *state;
	int64_t bureau = kit_unit(r, "应急管理局", UNIT_AGENCY, NULL), seq;
	int64_t id = kit_contact(r, "李娜", bureau, "科长", 3, false, NULL);
	struct contact c = get(r, id);

	kit_post(&c, bureau, "科长", 4, true);
	REFUSED(r, ERR_INPUT, contact_save(r->d, &c, 0, &seq, &r->err));
	assert_string_equal(r->err.text, "职务 科长 写了两次");
	c.posts[1].unit = kit_unit(r, "防汛办", UNIT_AGENCY, NULL);
	OK(r, contact_save(r->d, &c, 0, &seq, &r->err));
	/* By a change a namesake's post cannot be had either. */
	contact_release(&c);
	c = get(r, kit_contact(r, "李娜", bureau, "科员", 9, false, NULL));
	kit_text(&c.posts[0].title, "科长");
	REFUSED(r, ERR_REFUSED, contact_save(r->d, &c, 0, &seq, &r->err));
	OK(r, contact_remove(r->d, id, "调离", &seq, &r->err));
	OK(r, contact_save(r->d, &c, 0, &seq, &r->err));
	contact_release(&c);
	room_verify(r);
}

/* Who is called otherwise now leaves the post to others of the old name. */
static void
test_post_of_a_renamed_person(void **state)
{
	struct room *r = *state;
	int64_t bureau = kit_unit(r, "应急管理局", UNIT_AGENCY, NULL), seq;
	int64_t id = kit_contact(r, "李娜", bureau, "科长", 3, false, NULL);
	struct contact c = get(r, id), other;

	kit_text(&c.name, "李丽");
	OK(r, contact_save(r->d, &c, 0, &seq, &r->err));
	contact_release(&c);
	kit_contact(r, "李娜", bureau, "科长", 4, false, NULL);
	contact_init(&other);
	kit_text(&other.name, "李丽");
	kit_post(&other, bureau, "科长", 5, false);
	REFUSED(r, ERR_REFUSED, contact_save(r->d, &other, 0, &seq, &r->err));
	contact_release(&other);
	room_verify(r);
}

/* So many characters of three bytes; the caller frees. */
static char *
han(size_t n)
{
	char *s = mem_alloc(3 * n + 1);

	for (size_t i = 0; i < n; i++)
		memcpy(s + 3 * i, "局", 3);
	return s;
}

static void
test_limits(void **state)
{
	struct room *r = *state;
	int64_t bureau = kit_unit(r, "应急管理局", UNIT_AGENCY, NULL), seq;
	char *most = han(120), *more = han(121), title[16];
	struct contact c;

	contact_init(&c);
	kit_text(&c.name, most);
	kit_post(&c, bureau, most, POST_ORDER_MAX, false);
	while (c.posts_count < POSTS_MAX) {
		snprintf(title, sizeof(title), "职%zu", c.posts_count);
		kit_post(&c, bureau, title, 1, false);
	}
	OK(r, contact_save(r->d, &c, 0, &seq, &r->err));
	contact_release(&c);
	c = get(r, seq);
	assert_int_equal(c.posts_count, POSTS_MAX);
	assert_string_equal(c.posts[0].title, most);
	assert_string_equal(c.posts[POSTS_MAX - 1].title, "职7");
	kit_text(&c.name, more);
	REFUSED(r, ERR_INPUT, contact_save(r->d, &c, 0, &seq, &r->err));
	kit_text(&c.name, "\xE5\xB1");
	REFUSED(r, ERR_INPUT, contact_save(r->d, &c, 0, &seq, &r->err));
	contact_release(&c);
	room_refuse(r, ERR_INPUT,
	            "{'do':'contact.save','name':'甲','posts':["
	            "{'unit':'应急管理局','title':'1'},"
	            "{'unit':'应急管理局','title':'2'},"
	            "{'unit':'应急管理局','title':'3'},"
	            "{'unit':'应急管理局','title':'4'},"
	            "{'unit':'应急管理局','title':'5'},"
	            "{'unit':'应急管理局','title':'6'},"
	            "{'unit':'应急管理局','title':'7'},"
	            "{'unit':'应急管理局','title':'8'},"
	            "{'unit':'应急管理局','title':'9'}]}");
	free(most);
	free(more);
	room_verify(r);
}

static void
test_changes(void **state)
{
	struct room *r = *state;
	int64_t bureau = kit_unit(r, "应急管理局", UNIT_AGENCY, NULL), seq;
	int64_t id = kit_contact(r, "李娜", bureau, "科长", 3, false, "110");
	struct contact c = get(r, id);
	struct change *rows;
	size_t n;

	kit_text(&c.posts[0].title, "副局长");
	c.posts[0].deputy = true;
	kit_text(&c.note, "分管矿山");
	OK(r, contact_save(r->d, &c, 0, &seq, &r->err));
	contact_release(&c);
	OK(r, contact_changes(r->d, id, &rows, &n, &r->err));
	assert_int_equal(n, 2);
	assert_string_equal(rows[0].text,
	                    "职务：应急管理局 科长 3→"
	                    "应急管理局 副局长 3（副），备注：空→分管矿山");
	assert_string_equal(rows[1].text, "新增：李娜");
	changes_free(rows, n);
}

static void
test_checks(void **state)
{
	static const char *const saved[] = {
		"{}",
		"{'name':''}",
		"{'name':3}",
		"{'name':'李娜','age':30}",
		"{'name':'李娜','phones':{}}",
		"{'name':'李娜','posts':['局长']}",
		"{'name':'李娜','posts':[{'unit':1}]}",
		"{'name':'李娜','posts':[{'unit':0,'order':1}]}",
		"{'name':'李娜','posts':[{'unit':1,'order':0}]}",
		"{'name':'李娜','posts':[{'unit':1,'order':1000}]}",
		"{'name':'李娜','posts':[{'unit':1,'order':1,'title':''}]}",
		"{'name':'李娜','posts':[{'unit':1,'order':1,'deputy':1}]}",
		"{'name':'李娜','posts':[1,1,1,1,1,1,1,1,1]}",
		NULL,
	};
	static const char *const none[] = { "{'why':''}", "{'number':1}",
		                            NULL };

	(void)state;
	kit_all_bad(contact_saved_check, saved);
	kit_all_bad(contact_confirmed_check, none);
	kit_all_bad(contact_removed_check, none);
}

/* Nine numbers are one too many. */
static void
test_most_phones(void **state)
{
	struct buf text = BUF_INIT;
	struct err err = ERR_INIT;
	json_t *body = NULL;

	(void)state;
	for (int n = PHONES_MAX; n <= PHONES_MAX + 1; n++) {
		buf_str(&text, "{\"name\":\"x\",\"phones\":[");
		for (int i = 0; i < n; i++)
			buf_fmt(&text, "%s{\"number\":\"11%d\"}", i ? "," : "",
			        i);
		buf_str(&text, "]}");
		body = json_loads(text.s, 0, NULL);
		assert_int_equal(contact_saved_check(body, &err),
		                 n > PHONES_MAX ? -1 : 0);
		json_decref(body);
		buf_release(&text);
	}
}

static void
test_withheld(void **state)
{
	struct room *r = *state;
	int64_t bureau = kit_unit(r, "应急管理局", UNIT_AGENCY, NULL), seq;
	int64_t id = kit_contact(r, "李娜", bureau, "局长", 1, false, "110");
	struct contact c;

	OK(r, contact_confirm(r->d, id, NULL, &seq, &r->err));
	kit_withhold(r, id);
	kit_withhold(r, seq);
	room_verify(r);
	c = get(r, id);
	assert_true(c.removed);
	assert_string_equal(c.name, "");
	assert_int_equal(c.posts_count, 0);
	assert_int_equal(c.phones_count, 0);
	contact_release(&c);
	lists(r, bureau, "");
	lists(r, 0, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ROOM_TEST(test_add),
		ROOM_TEST(test_refusals),
		ROOM_TEST(test_conflict),
		ROOM_TEST(test_confirm),
		ROOM_TEST(test_remove),
		ROOM_TEST(test_list),
		ROOM_TEST(test_surnames),
		ROOM_TEST(test_post_twice),
		ROOM_TEST(test_post_of_a_renamed_person),
		ROOM_TEST(test_limits),
		ROOM_TEST(test_changes),
		cmocka_unit_test(test_checks),
		cmocka_unit_test(test_most_phones),
		ROOM_TEST(test_withheld),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
