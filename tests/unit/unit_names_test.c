/* Names of units, held while one of them is typed. */
#include "people.h"

#include "desk/unit_names.h"

/* What is found, joined by blanks. */
static void
found_are(struct room *r, const char *words, const char *want)
{
	const char *found[UNIT_NAMES_FOUND];
	struct buf text = BUF_INIT;
	struct unit_names names;
	size_t n;

	OK(r, unit_names_read(r->d, &names, &r->err));
	n = unit_names_find(&names, words, found);
	for (size_t i = 0; i < n; i++)
		buf_fmt(&text, "%s%s", i ? " " : "", found[i]);
	assert_string_equal(text.s, want);
	buf_release(&text);
	unit_names_release(&names);
}

/* Whole names first, then beginnings, then parts, then short names; among
 * equals by kind, then by sound. */
static void
test_order(void **state)
{
	struct room *r = *state;

	kit_unit(r, "小东矿", UNIT_AGENCY, NULL);
	kit_unit(r, "东矿二号", UNIT_MINE, NULL);
	kit_unit(r, "东矿", UNIT_OTHER, NULL);
	kit_unit(r, "东矿宾馆", UNIT_FIRM, NULL);
	room_do(r, "{'do':'unit.save','name':'第九煤业','short':'东矿',"
	           "'kind':'agency'}");
	kit_unit(r, "西矿", UNIT_AGENCY, NULL);
	found_are(r, "dk", "东矿 东矿宾馆 东矿二号 小东矿 第九煤业");
	found_are(r, "东矿", "东矿 东矿宾馆 东矿二号 小东矿 第九煤业");
	found_are(r, "xiko", "");
	found_are(r, "xik", "西矿");
}

static void
test_removed(void **state)
{
	struct room *r = *state;
	int64_t id = kit_unit(r, "东矿", UNIT_MINE, NULL), seq;

	found_are(r, "dk", "东矿");
	OK(r, unit_remove(r->d, id, "关闭", &seq, &r->err));
	found_are(r, "dk", "");
	found_are(r, "", "");
}

/* The best of many, not the first of them. */
static void
test_most(void **state)
{
	const char *found[UNIT_NAMES_FOUND];
	struct room *r = *state;
	struct unit_names names;
	char name[32];

	OK(r, desk_batch_begin(r->d, &r->err));
	for (int i = 1; i < UNIT_NAMES_FOUND; i++) {
		snprintf(name, sizeof(name), "甲矿%d", i);
		kit_unit(r, name, UNIT_AGENCY, NULL);
	}
	OK(r, desk_batch_commit(r->d, &r->err));
	OK(r, unit_names_read(r->d, &names, &r->err));
	assert_int_equal(unit_names_find(&names, "jk", found),
	                 UNIT_NAMES_FOUND - 1);
	assert_int_equal(unit_names_find(&names, "", found),
	                 UNIT_NAMES_FOUND - 1);
	unit_names_release(&names);
	kit_unit(r, "乙甲矿", UNIT_OTHER, NULL);
	kit_unit(r, "甲矿", UNIT_OTHER, NULL);
	OK(r, unit_names_read(r->d, &names, &r->err));
	assert_int_equal(unit_names_find(&names, "jk", found),
	                 UNIT_NAMES_FOUND);
	assert_string_equal(found[0], "甲矿");
	assert_string_equal(found[1], "甲矿1");
	unit_names_release(&names);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ROOM_TEST(test_order),
		ROOM_TEST(test_removed),
		ROOM_TEST(test_most),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
