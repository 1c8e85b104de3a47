/* How citations are shortened. */
#include "cm.h"

#include "law/cite.h"

static void
orders_go_by_number_and_first_article(void **state)
{
	static const struct {
		const char *cite, *want;
	} cases[] = {
		{ "国务院令第493号 第十条、第十一条", "493号令第十条" },
		{ "安监总局令第21号 第二十六条", "21号令第二十六条" },
		{ "国务院令第774号 第六十一条至第六十四条",
		  "774号令第六十一条至第六十四条" },
		{ "国务院令第号 第一条", "国务院令第号第一条" },
		{ "某令第12 第一条", "某令第12第一条" },
		{ "防汛条例 第二十七条", "防汛条例第二十七条" },
		{ "突发事件应对法（2024年修订） 第六十条",
		  "突发事件应对法第六十条" },
		{ "孝政发〔2024〕1号 第38项", "孝政发〔2024〕1号第38项" },
		{ "本值班室规定 接报传跟", "本值班室规定接报传跟" },
		{ "国务院令第493号", "493号令" },
		{ "", "" },
	};
	struct buf out = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		buf_clear(&out);
		cite_short(&out, cases[i].cite);
		assert_string_equal(out.s, cases[i].want);
	}
	buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(orders_go_by_number_and_first_article),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
