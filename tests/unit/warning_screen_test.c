/* Warnings on screen: the list, one of them, and what is done about it. */
#include "roster_kit.h"
#include "warning_kit.h"

static const struct feed_format format = { "nmc", "nmc", true, NULL, false };

#define HOSTILE "孝义市暴雨\x1b[2J\xe2\x80\xae红色预警"

/* Red with a hostile headline of many columns, and a blue one. */
static int64_t
two_warnings(struct kit *k)
{
	struct feed nmc = kit_feed("nmc", &format);
	struct warning_misses m = WARNING_MISSES_INIT;

	POLL(k->room, &nmc, &m,
	     { .id = "red",
	       .condition = "141181/rainstorm",
	       .adcode = "141181",
	       .level = 1,
	       .headline = HOSTILE
	       "，三十个字的标题三十个字的标题三十个字的标题三十个字的标题" },
	     { .id = "blue",
	       .condition = "141182/gale",
	       .adcode = "141182",
	       .level = 4,
	       .headline = "汾阳市大风蓝色预警" });
	warning_misses_release(&m);
	return room_head(k->room) - 1;
}

static struct warning
got(struct kit *k, int64_t id)
{
	struct warning w;

	OK(k->room, warning_get(k->room->d, id, &w, &k->room->err));
	return w;
}

static void
the_list_has_the_worst_first(void **state)
{
	struct kit *k = *state;

	two_warnings(k);
	keys(&k->a, "5");
	assert_string_equal(screen_name(&k->a), "warnings");
	see(&k->a, "共 2 条");
	see(&k->a, "‼");
	see(&k->a, "汾阳市大风蓝色预警");
	assert_true(seat_is_whole(&k->a));
}

static void
one_of_them_as_its_source_wrote_it(void **state)
{
	struct kit *k = *state;

	two_warnings(k);
	keys(&k->a, "5<Enter>");
	assert_string_equal(screen_name(&k->a), "warning");
	see(&k->a, "还没有人处置");
	see(&k->a, "孝义市暴雨");
	assert_true(seat_is_whole(&k->a));
	/* It was never kept here, and that is said. */
	keys(&k->a, "v");
	see(&k->a, "原始报文未保存");
}

static void
it_is_dismissed_with_a_reason(void **state)
{
	struct kit *k = *state;
	int64_t id = two_warnings(k);
	struct warning w;

	keys(&k->a, "5<Enter>x<Enter>");
	see(&k->a, "要写不处置的理由");
	keys(&k->a, "x<Esc>");
	w = got(k, id);
	assert_int_equal(w.act, WARNING_UNHANDLED);
	warning_release(&w);
	keys(&k->a, "x只影响北部<Enter>");
	see(&k->a, "只影响北部");
	w = got(k, id);
	assert_int_equal(w.act, WARNING_DISMISSED);
	warning_release(&w);
	keys(&k->a, "z已过境<Enter>");
	w = got(k, id);
	assert_int_equal(w.state, WARNING_CLOSED);
	warning_release(&w);
}

static void
it_belongs_to_an_incident(void **state)
{
	struct kit *k = *state;
	int64_t id = two_warnings(k);
	struct warning w;

	keys(&k->a, "5<Enter>i99<Enter>");
	w = got(k, id);
	assert_int_equal(w.act, WARNING_UNHANDLED);
	warning_release(&w);
	roster_incident(k);
	keys(&k->a, "i1<Enter>");
	w = got(k, id);
	assert_int_equal(w.act, WARNING_INCIDENT);
	assert_string_equal(w.act_note, "2026-0001");
	warning_release(&w);
}

static void
it_starts_a_call_out(void **state)
{
	struct kit *k = *state;
	int64_t id = two_warnings(k);
	struct warning w;

	keys(&k->a, "5<Enter>c<Space><Enter>");
	assert_string_equal(screen_name(&k->a), "callout");
	w = got(k, id);
	assert_int_equal(w.act, WARNING_CALLOUT);
	warning_release(&w);
	keys(&k->a, "5<Enter>");
	see(&k->a, "li  第 ");
	see(&k->a, "号叫应");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ROSTER_TEST(the_list_has_the_worst_first),
		ROSTER_TEST(one_of_them_as_its_source_wrote_it),
		ROSTER_TEST(it_is_dismissed_with_a_reason),
		ROSTER_TEST(it_belongs_to_an_incident),
		ROSTER_TEST(it_starts_a_call_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
