/* The line editor and the question on the message line. */
#include "cm.h"

#include <stdio.h>
#include <string.h>

#include "base/tr.h"
#include "feed.h"
#include "screens/kit/edit.h"
#include "screens/kit/prompt.h"

static unsigned
send_edit(void *arg, const struct key_event *e)
{
	return edit_key(arg, e) != EDIT_PASS;
}

static void
editing_moves_by_characters(void **state)
{
	static const struct {
		const char *keys, *want;
	} cases[] = {
		{ "值班", "值班" },
		{ "值班<Left>x", "值x班" },
		{ "值班<BS>", "值" },
		{ "值班<Home><Del>", "班" },
		{ "<BS><Del>a", "a" },
		{ "ab<Home>c<End>d", "cabd" },
		{ "ab<C-a>c<C-e>d", "cabd" },
		{ "甲乙 丙丁<C-w>x", "甲乙 x" },
		{ "甲乙 <C-w>x", "x" },
		{ "abc<Left><C-u>", "c" },
		{ "abc<Left><C-k>", "ab" },
		{ "a<C-j>b", "ab" },
		/* A mark goes with its base. */
		{ "xe\xCC\x81<Left>y", "xye\xCC\x81" },
		{ "xe\xCC\x81<BS>", "x" },
		{ "xe\xCC\x81<Left><Del>", "x" },
	};
	struct edit e;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		edit_init(&e, 0, false);
		feed_keys(cases[i].keys, send_edit, &e);
		assert_string_equal(e.text.s, cases[i].want);
		edit_release(&e);
	}
}

static void
lines_have_their_own_home_and_end(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, 0, true);
	feed_keys("ab<C-j>cd<Home>x<C-u>y<End>z", send_edit, &e);
	assert_string_equal(e.text.s, "ab\nycdz");
	edit_release(&e);
}

static void
what_is_no_editing_passes(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, 3, false);
	assert_int_equal(feed_keys("<Up><Enter><F5><C-l>", send_edit, &e), 0);
	feed_keys("四个字符", send_edit, &e);
	assert_string_equal(e.text.s, "四个字");
	edit_release(&e);
}

/* Several rows: the cursor is drawn where it is, and kept in sight. */
static void
rows_wrap_and_follow_the_cursor(void **state)
{
	struct buf out = BUF_INIT;
	struct canvas cv;
	struct region r;
	struct edit e;

	(void)state;
	canvas_init(&cv);
	canvas_resize(&cv, 2, 4);
	r = canvas_region(&cv);
	edit_init(&e, 0, true);
	edit_set(&e, "一二三\n四");
	edit_draw(&e, &r, 0, 0, 2, 4, ROLE_INPUT, true);
	canvas_dump(&cv, &out);
	assert_string_equal(out.s, "三\n四\n");
	assert_int_equal(cv.cursor_row, 1);
	assert_int_equal(cv.cursor_col, 2);
	feed_keys("<Left><Left><Left><Left>", send_edit, &e);
	buf_clear(&out);
	edit_draw(&e, &r, 0, 0, 2, 4, ROLE_INPUT, true);
	canvas_dump(&cv, &out);
	assert_string_equal(out.s, "一二\n三\n");
	assert_int_equal(cv.cursor_row, 0);
	assert_int_equal(cv.cursor_col, 2);
	edit_release(&e);
	buf_release(&out);
	canvas_release(&cv);
}

/* The prompt: the last answer but "goes on". */
static unsigned
send_prompt(void *arg, const struct key_event *e)
{
	return 1u << prompt_key(arg, e);
}

static void
enter_answers_and_escape_cancels(void **state)
{
	struct prompt p;

	(void)state;
	prompt_line(&p, ":", "ab");
	assert_int_equal(feed_keys("c", send_prompt, &p), 1 << PROMPT_GOES_ON);
	assert_int_equal(feed_keys("<Enter>", send_prompt, &p),
	                 1 << PROMPT_DONE);
	assert_string_equal(prompt_text(&p), "abc");
	assert_int_equal(feed_keys("<Esc>", send_prompt, &p),
	                 1 << PROMPT_CANCEL);
	/* Nothing leaks through to the screen below. */
	assert_int_equal(feed_keys("<F5><C-l><PgDn>", send_prompt, &p),
	                 1 << PROMPT_GOES_ON);
	/* Backspace out of an empty line. */
	assert_int_equal(feed_keys("<C-u><BS>", send_prompt, &p) &
	                         (1 << PROMPT_CANCEL),
	                 1 << PROMPT_CANCEL);
	prompt_release(&p);
}

static void
only_the_named_key_says_yes(void **state)
{
	static const char *const no[] = { "n", "Y", "<Enter>", "<Esc>", "Q" };
	struct prompt p;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(no) / sizeof(no[0]); i++) {
		prompt_question(&p, "离开？", 'y');
		assert_int_equal(feed_keys(no[i], send_prompt, &p),
		                 1 << PROMPT_CANCEL);
		prompt_release(&p);
	}
	prompt_question(&p, "离开？", 'y');
	assert_int_equal(feed_keys("y", send_prompt, &p), 1 << PROMPT_DONE);
	prompt_release(&p);
}

static void
history_comes_back(void **state)
{
	struct history h = { 0 };
	struct prompt p;

	(void)state;
	history_add(&h, "one");
	history_add(&h, "two");
	history_add(&h, "one"); /* said before: moves to the end */
	assert_int_equal(h.count, 2);
	prompt_line(&p, ":", NULL);
	p.history = &h;
	feed_keys("<Up>", send_prompt, &p);
	assert_string_equal(prompt_text(&p), "one");
	feed_keys("<Up><Up><Up>", send_prompt, &p);
	assert_string_equal(prompt_text(&p), "two");
	feed_keys("<Down>", send_prompt, &p);
	assert_string_equal(prompt_text(&p), "one");
	feed_keys("<Down><Down>", send_prompt, &p);
	assert_string_equal(prompt_text(&p), "");
	prompt_release(&p);
	history_release(&h);
}

static void
history_has_an_end(void **state)
{
	struct history h = { 0 };
	char line[16];
	int i;

	(void)state;
	for (i = 0; i < 1000; i++) {
		snprintf(line, sizeof(line), "line %d", i);
		history_add(&h, line);
	}
	assert_int_equal(h.count, 200);
	assert_string_equal(h.lines[199], "line 999");
	assert_string_equal(h.lines[0], "line 800");
	history_release(&h);
}

static const char *
complete(void *arg, const char *text, size_t i)
{
	static const char *const all[] = { "board", "back", "rules" };
	size_t n;

	(void)arg;
	for (n = 0; n < 3; n++)
		if (strncmp(all[n], text, strlen(text)) == 0 && i-- == 0)
			return all[n];
	return NULL;
}

static void
tab_goes_through_the_completions(void **state)
{
	struct prompt p;

	(void)state;
	prompt_line(&p, ":", NULL);
	p.complete = complete;
	feed_keys("b<Tab>", send_prompt, &p);
	assert_string_equal(prompt_text(&p), "board");
	feed_keys("<Tab>", send_prompt, &p);
	assert_string_equal(prompt_text(&p), "back");
	feed_keys("<Tab>", send_prompt, &p);
	assert_string_equal(prompt_text(&p), "board");
	/* Typing on makes what is there the new beginning. */
	feed_keys("x<Tab>", send_prompt, &p);
	assert_string_equal(prompt_text(&p), "boardx");
	feed_keys("<C-u>r<Tab>", send_prompt, &p);
	assert_string_equal(prompt_text(&p), "rules");
	prompt_release(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(editing_moves_by_characters),
		cmocka_unit_test(lines_have_their_own_home_and_end),
		cmocka_unit_test(what_is_no_editing_passes),
		cmocka_unit_test(rows_wrap_and_follow_the_cursor),
		cmocka_unit_test(enter_answers_and_escape_cancels),
		cmocka_unit_test(only_the_named_key_says_yes),
		cmocka_unit_test(history_comes_back),
		cmocka_unit_test(history_has_an_end),
		cmocka_unit_test(tab_goes_through_the_completions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
