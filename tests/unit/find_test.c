/* One box finds people by name, post and number, best first. */
#include "people.h"

#include "desk/find.h"

struct kit {
	struct room *room;
	struct finder *finder;
};

static void
people(struct room *r)
{
	int64_t bureau = kit_unit(r, "应急管理局", UNIT_AGENCY, "0358-7620119");
	int64_t mine = kit_unit(r, "3号煤矿", UNIT_MINE, NULL);

	kit_contact(r, "赵建国", bureau, "局长", 1, false, "139-1111 2222");
	kit_contact(r, "赵建", mine, "书记/主任", 1, false, "13811112222");
	kit_contact(r, "郭兆建", mine, "局长助理", 2, true, "(0358)7620120");
	kit_contact(r, "菊长江", 0, "", 1, false, "7620转8001");
}

static int
setup(void **state)
{
	struct kit *k = calloc(1, sizeof(*k));

	k->room = room_make();
	people(k->room);
	OK(k->room, finder_new(&k->finder, k->room->d, NULL, 0, &k->room->err));
	*state = k;
	return 0;
}

static int
teardown(void **state)
{
	struct kit *k = *state;

	finder_free(k->finder);
	room_free(k->room);
	free(k);
	return 0;
}

/* "赵建国|应急管理局", as they are listed. */
static char *
listed(struct kit *k, struct finder *f, const char *words, unsigned kinds,
       size_t max)
{
	struct buf out = BUF_INIT;
	struct found *rows;
	size_t n;

	OK(k->room,
	   finder_find(f, words, kinds, max, &rows, &n, &k->room->err));
	assert_true(n <= max);
	for (size_t i = 0; i < n; i++)
		buf_fmt(&out, "%s%s", i ? "|" : "", rows[i].title);
	found_free(rows, n);
	return buf_take(&out);
}

static void
finds(struct kit *k, const char *words, const char *expected)
{
	unsigned kinds = 1u << FIND_CONTACT | 1u << FIND_UNIT;
	char *got = listed(k, k->finder, words, kinds, 10);

	if (strcmp(got, expected) != 0)
		fail_msg("%s: “%s”, not “%s”", words, got, expected);
	free(got);
}

static void
best_first_and_by_name_post_and_number(void **state)
{
	struct kit *k = *state;

	finds(k, "zhaojian", "赵建|赵建国|郭兆建");
	finds(k, "jz", "菊长江|郭兆建|赵建国");
	finds(k, "yjgljjz", "赵建国");
	finds(k, "3hmk", "3号煤矿|郭兆建|赵建");
	finds(k, "书记/主任", "赵建");
	finds(k, "zj ju", "菊长江|赵建国|郭兆建");
	finds(k, "1391111-2222", "赵建国");
	finds(k, "11112222", "赵建|赵建国");
	finds(k, "zj 138", "赵建");
	finds(k, "局长139", "赵建国");
	finds(k, "0358-762", "应急管理局");
	finds(k, "0358)762", "郭兆建");
	finds(k, "转8", "菊长江");
	finds(k, "9999", "");
	finds(k, "qqq", "");
	finds(k, "", "");
	finds(k, "  ", "");
}

static void
kinds_and_how_many(void **state)
{
	struct kit *k = *state;
	char *got = listed(k, k->finder, "3hmk", 1u << FIND_UNIT, 10);

	assert_string_equal(got, "3号煤矿");
	free(got);
	got = listed(k, k->finder, "zhaojian", 0, 2);
	assert_string_equal(got, "赵建|赵建国");
	free(got);
	got = listed(k, k->finder, "zhaojian", 0, 0);
	assert_string_equal(got, "");
	free(got);
}

/* Whatever was typed before: on, back, something else. */
static void
a_keystroke_answers_as_if_it_were_the_first(void **state)
{
	static const char *const typed[] = {
		"z",        "zh",    "zhao", "zhao ", "zhao 1", "zhao 13",
		"zhao 139", "zhao ", "j",    "ju",    "juz",    "q",
		"qq",       "7",     "76",   "762",   "7620",   "7620z",
		"",         "3",     "3h",   "z",
	};
	struct kit *k = *state;

	for (size_t i = 0; i < sizeof(typed) / sizeof(typed[0]); i++) {
		struct finder *f;
		char *got, *first;

		OK(k->room, finder_new(&f, k->room->d, NULL, 0, &k->room->err));
		got = listed(k, k->finder, typed[i], 0, i % 3 ? 10 : 1);
		first = listed(k, f, typed[i], 0, i % 3 ? 10 : 1);
		assert_string_equal(got, first);
		free(got);
		free(first);
		finder_free(f);
	}
}

static void
what_is_written_is_found_after_a_reload(void **state)
{
	static const struct find_extra extra = { "board", "在办事件" };
	struct kit *k = *state;
	struct finder *f;
	char *got;

	finds(k, "qqiang", "");
	kit_contact(k->room, "钱强", 0, "", 1, false, NULL);
	finds(k, "qqiang", "");
	OK(k->room, finder_reload(k->finder, &k->room->err));
	finds(k, "qqiang", "钱强");
	OK(k->room, finder_new(&f, k->room->d, &extra, 1, &k->room->err));
	got = listed(k, f, "boar", 0, 10);
	assert_string_equal(got, "在办事件");
	free(got);
	finder_free(f);
}

int
main(void)
{
#define CASE(t) cmocka_unit_test_setup_teardown(t, setup, teardown)
	const struct CMUnitTest tests[] = {
		CASE(best_first_and_by_name_post_and_number),
		CASE(kinds_and_how_many),
		CASE(a_keystroke_answers_as_if_it_were_the_first),
		CASE(what_is_written_is_found_after_a_reload),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
