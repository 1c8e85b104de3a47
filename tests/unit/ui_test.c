/* The console: frame, strip, stack of screens, help, the `:` line. */
#include "headless.h"

#include "base/utf8.h"
#include "screens/kit/pager.h"
#include "screens/kit/prompt.h"

#define INCIDENT                                                               \
	"{'do':'incident.open','kind':'accident.coal','place':'梧桐镇',"    \
	"'facts':{'trapped':3}}"

/* Frame. */

static void
the_frame_says_who_where_and_when(void **state)
{
	struct seat *s = *state;

	assert_non_null(strstr(seat_row(s, 0), "演练"));
	assert_non_null(strstr(seat_row(s, 0), "wangfang"));
	assert_non_null(strstr(seat_row(s, 0), "2026-11-23 周一 16:00:00"));
	assert_non_null(strstr(seat_row(s, 1), "1态势"));
	assert_non_null(strstr(seat_row(s, 22), "没有待报时限"));
	assert_non_null(strstr(seat_row(s, 23), "n 新接报"));
}

static void
a_drill_says_so_on_every_screen(void **state)
{
	struct seat *s = *state;
	size_t i;

	for (i = 0; screen_registry[i]; i++) {
		ui_jump(s->ui, screen_registry[i], NULL);
		ui_changed(s->ui);
		assert_non_null(strstr(seat_row(s, 0), "演练"));
	}
}

static size_t
cells_changed(struct seat *s, int64_t ms)
{
	struct canvas *cv = &s->ui->canvas;
	size_t n = (size_t)cv->rows * (size_t)cv->cols, i, changed = 0;
	struct cell *before = malloc(n * sizeof(*before));

	ui_draw(s->ui);
	memcpy(before, cv->cells, n * sizeof(*before));
	seat_pass(s, ms);
	ui_draw(s->ui);
	for (i = 0; i < n; i++)
		changed +=
			memcmp(&before[i], &cv->cells[i], sizeof(*before)) != 0;
	free(before);
	return changed;
}

/* What a second costs on the line: a digit of the clock and of each slot. */
static void
a_second_changes_digits_only(void **state)
{
	struct seat *s = *state;

	room_do(s->room, INCIDENT);
	ui_changed(s->ui);
	seat_pass(s, 65 * CIVIL_SECOND); /* past a minute: not :59 to :00 */
	assert_in_range(cells_changed(s, CIVIL_SECOND), 1, 3);
	assert_in_range(cells_changed(s, CIVIL_SECOND), 1, 3);
}

static void
a_small_window_says_what_it_needs(void **state)
{
	struct seat *s = *state;
	static const int sizes[][2] = {
		{ 23, 80 }, { 24, 79 }, { 5, 30 }, { 1, 1 }
	};
	size_t i;

	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		ui_resize(s->ui, sizes[i][0], sizes[i][1]);
		assert_true(seat_whole(s));
		assert_unseen(s, "1态势");
		/* Unseen means untouched. */
		seat_keys(s, "4Qy");
		assert_false(s->ui->leaving);
	}
	ui_resize(s->ui, 23, 80);
	assert_seen(s, "窗口 80x23 太小，请放大到 80x24");
	ui_resize(s->ui, 24, 80);
	assert_seen(s, "1态势");
}

/* Every screen, both languages, resized there and back: nothing torn. */
static void
every_screen_draws_whole_at_any_size(void **state)
{
	struct seat *s = *state;
	char *first;
	size_t i;
	int round;

	room_do(s->room, INCIDENT);
	for (round = 0; round < 2; round++)
		for (i = 0; screen_registry[i]; i++) {
			ui_jump(s->ui, screen_registry[i], "2026-0001");
			ui_changed(s->ui);
			assert_true(seat_whole(s));
			first = strdup(seat_picture(s));
			ui_resize(s->ui, 60, 200);
			assert_true(seat_whole(s));
			ui_resize(s->ui, 37, 83);
			assert_true(seat_whole(s));
			s->ui->canvas.wide_ambiguous = true;
			assert_true(seat_whole(s));
			s->ui->canvas.wide_ambiguous = false;
			ui_resize(s->ui, 24, 80);
			assert_string_equal(seat_picture(s), first);
			free(first);
			tr_use(i % 2 ? TR_EN : TR_ZH);
		}
	tr_use(TR_ZH);
}

/* The strip. */

static void
the_strip_counts_down_and_turns_late(void **state)
{
	struct seat *s = *state;

	room_do(s->room, INCIDENT);
	ui_changed(s->ui);
	assert_non_null(strstr(seat_row(s, 22), "0001"));
	assert_null(strstr(seat_row(s, 22), "超时"));
	assert_non_null(strstr(seat_row(s, 1), "超时 0"));
	seat_pass(s, 3 * CIVIL_HOUR);
	assert_non_null(strstr(seat_row(s, 22), "超时"));
	assert_non_null(strstr(seat_row(s, 22), "✗ +02:"));
	assert_null(strstr(seat_row(s, 1), "超时 0"));
}

static void
what_is_urgent_rings_until_acknowledged(void **state)
{
	struct seat *s = *state;

	s->ui->ring = false;
	room_do(s->room, INCIDENT);
	ui_changed(s->ui);
	assert_false(s->ui->ring); /* 立即: ten minutes, urgent in a second */
	seat_pass(s, CIVIL_SECOND);
	assert_true(s->ui->ring);
	s->ui->ring = false;
	seat_pass(s, CIVIL_SECOND);
	assert_false(s->ui->ring);
	seat_pass(s, CIVIL_MINUTE);
	assert_true(s->ui->ring);
	room_do(s->room,
	        "{'do':'setting.set','name':'alarm.bell','value':'false'}");
	s->ui->ring = false;
	seat_pass(s, CIVIL_MINUTE);
	seat_pass(s, CIVIL_MINUTE);
	assert_false(s->ui->ring);
}

/* Keys. */

static void
digits_jump_and_q_comes_back(void **state)
{
	struct seat *s = *state;

	seat_keys(s, "4");
	assert_string_equal(ui_top(s->ui)->ops->name, "deadlines");
	seat_keys(s, "?");
	assert_string_equal(ui_top(s->ui)->ops->name, "help");
	seat_keys(s, "q");
	assert_string_equal(ui_top(s->ui)->ops->name, "deadlines");
	seat_keys(s, "q");
	assert_string_equal(ui_top(s->ui)->ops->name, "board");
	seat_keys(s, "9");
	assert_string_equal(ui_top(s->ui)->ops->name, "calls");
	seat_keys(s, "1q<Esc><Esc>");
	assert_string_equal(ui_top(s->ui)->ops->name, "board");
	assert_false(s->ui->leaving);
}

/* In the order in which one wants them: the tabs of design and README. */
static void
every_digit_has_its_tab(void **state)
{
	static const char *const tabs[] = {
		"board",    "intake", "incidents", "deadlines", "warnings",
		"callouts", "roster", "plans",     "calls"
	};
	struct seat *s = *state;
	char key[2] = "1";

	for (size_t i = 0; i < sizeof(tabs) / sizeof(*tabs); i++) {
		key[0] = (char)('1' + i);
		seat_keys(s, key);
		assert_string_equal(ui_top(s->ui)->ops->name, tabs[i]);
		seat_keys(s, "<Esc>");
	}
	seat_keys(s, "1");
	assert_non_null(strstr(seat_row(s, 1), "7通讯录"));
	assert_non_null(strstr(seat_row(s, 1), "9电话"));
}

/* What has no digit has a key, a command and a name to be found by. */
static void
rules_and_settings_are_reached_without_a_digit(void **state)
{
	static const struct {
		const char *keys, *screen;
	} ways[] = {
		{ ";", "rules" },
		{ ",", "settings" },
		{ ":rules<Enter>", "rules" },
		{ ":settings<Enter>", "settings" },
		{ ":screen settings<Enter>", "settings" },
		{ "<C-p>guize<Enter>", "rules" },
		{ "<C-p>shezhi<Enter>", "settings" },
	};
	struct seat *s = *state;

	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++) {
		seat_keys(s, "4");
		seat_keys(s, ways[i].keys);
		assert_string_equal(ui_top(s->ui)->ops->name, ways[i].screen);
	}
	/* Where one is stands behind the tabs, and the key opens no second. */
	assert_non_null(strstr(seat_row(s, 1), "> 设置"));
	seat_keys(s, ",,");
	assert_int_equal(s->ui->depth, 2);
	seat_keys(s, ";");
	assert_non_null(strstr(seat_row(s, 1), "> 规则"));
}

static void
a_digit_without_a_tab_says_so(void **state)
{
	const struct screen_ops *const one[] = { screen_find("board"), NULL };
	struct seat *s = seat_make(one);

	(void)state;
	seat_keys(s, "9");
	assert_string_equal(ui_top(s->ui)->ops->name, "board");
	assert_seen(s, "没有这个标签页");
	seat_free(s);
}

static void
leaving_takes_another_key(void **state)
{
	struct seat *s = *state;

	seat_keys(s, "Q");
	assert_seen(s, "离开值班台？");
	seat_keys(s, "Q");
	assert_false(s->ui->leaving);
	seat_keys(s, "Q<Enter>");
	assert_false(s->ui->leaving);
	seat_keys(s, "Qy");
	assert_true(s->ui->leaving);
}

static void
a_key_switches_the_language(void **state)
{
	struct seat *s = *state;

	seat_keys(s, "L");
	assert_seen(s, "DRILL");
	assert_unseen(s, "演练");
	seat_keys(s, "L");
	assert_seen(s, "演练");
}

static void
r_reports_the_next_duty(void **state)
{
	struct seat *s = *state;

	room_do(s->room, INCIDENT);
	ui_changed(s->ui);
	seat_keys(s, "r");
	assert_int_equal(s->ui->modal.kind, MODAL_FORM);
	assert_string_equal(form_text(&s->ui->modal.drafted.form, "number"),
	                    "2026-0001");
	/* Nothing leaks to the screen below; Esc gives the box up. */
	seat_keys(s, "4Qn<Esc>");
	assert_int_equal(s->ui->modal.kind, MODAL_NONE);
	assert_string_equal(ui_top(s->ui)->ops->name, "board");
}

static void
search_takes_letters_as_text(void **state)
{
	struct seat *s = *state;

	seat_keys(s, "/nrQ4?");
	assert_string_equal(ui_top(s->ui)->ops->name, "find");
	assert_seen(s, "nrQ4?");
	seat_keys(s, "<Esc>");
	assert_string_equal(ui_top(s->ui)->ops->name, "board");
}

/* The `:` line. */

static void
the_command_line_runs_what_keys_run(void **state)
{
	struct seat *s = *state;
	int64_t before = desk_now(s->room->d);

	seat_keys(s, ":screen rules<Enter>");
	assert_string_equal(ui_top(s->ui)->ops->name, "rules");
	seat_keys(s, ":advance 31m<Enter>");
	assert_true(desk_now(s->room->d) == before + 31 * CIVIL_MINUTE);
	seat_keys(s, ":help<Enter>");
	assert_string_equal(ui_top(s->ui)->ops->name, "help");
	seat_keys(s, ":back<Enter>");
	assert_string_equal(ui_top(s->ui)->ops->name, "rules");
	seat_keys(s, ":nonsense<Enter>");
	assert_seen(s, "没有这个命令：nonsense");
	seat_keys(s, ":screen nowhere<Enter>");
	assert_seen(s, "没有这个页面：nowhere");
	seat_keys(s, ":advance tomorrow<Enter>");
	assert_seen(s, "写法：advance 31m");
	seat_keys(s, ":<Up><Up><Up>");
	assert_seen(s, ":nonsense");
	seat_keys(s, "<Esc>");
}

static void
a_command_says_what_it_lacks(void **state)
{
	struct seat *s = *state;

	seat_keys(s, "3:incidents.open<Enter>");
	assert_seen(s, "现在不能用 incidents.open");
}

static void
tab_completes_commands_and_screens(void **state)
{
	struct seat *s = *state;

	seat_keys(s, ":screen d<Tab>");
	assert_seen(s, ":screen deadlines");
	seat_keys(s, "<Enter>");
	assert_string_equal(ui_top(s->ui)->ops->name, "deadlines");
	seat_keys(s, ":rel<Tab><Enter>");
	assert_seen(s, "已重新读取");
}

/* Help. */

static size_t
lines_with(const struct pager *p, const char *keys, const char *command)
{
	char line[512], end[128];
	size_t i, n = 0, len;

	snprintf(end, sizeof(end), " :%s", command);
	for (i = 0; i < p->count; i++) {
		snprintf(line, sizeof(line), " %.*s", (int)p->lines[i].len,
		         p->text.s + p->lines[i].start);
		len = strlen(line);
		if (len > strlen(end) &&
		    strcmp(line + len - strlen(end), end) == 0)
			n += strstr(line, keys) != NULL;
	}
	return n;
}

/* The help screen's state begins with its pager. */
static const struct pager *
help_pager(struct seat *s)
{
	seat_keys(s, "1?");
	assert_string_equal(ui_top(s->ui)->ops->name, "help");
	return ui_top(s->ui)->state;
}

static void
assert_listed_once(const struct pager *p, const char *key, const char *command,
                   const char *help)
{
	char label[KEY_NAME_MAX], keys[KEY_NAME_MAX + 2];
	uint32_t parsed;

	if (!key_parse(key, &parsed))
		fail_msg("%s: %s is no key", command, key);
	snprintf(keys, sizeof(keys), " %s ", key_label(label, parsed));
	if (lines_with(p, keys, command) != 1)
		fail_msg("%s on %s: %zu lines of help", command, label,
		         lines_with(p, keys, command));
	if (!strstr(p->text.s, tr(help)))
		fail_msg("%s: '%s' is not in help", command, tr(help));
	if (tr_current() == TR_EN && tr(help) == help &&
	    utf8_count(help, strlen(help)) != strlen(help) &&
	    !strstr(help, "English"))
		fail_msg("%s: '%s' has no English", command, help);
}

static void
assert_verbs_listed(const struct pager *p, const struct key_verb *v)
{
	for (; v->key; v++)
		assert_listed_once(p, v->key, v->command, v->help);
}

static void
assert_bindings_listed(const struct pager *p, const struct key_binding *b)
{
	for (; b && b->key; b++)
		assert_listed_once(p, b->key, b->command, b->help);
}

static void
help_lists_every_binding_once(void **state)
{
	struct seat *s = *state;
	const struct pager *p;
	int round;
	size_t i;

	for (round = 0; round < 2; round++) {
		p = help_pager(s);
		assert_bindings_listed(p, ui_keys);
		for (i = 0; screen_registry[i]; i++)
			assert_bindings_listed(p, screen_registry[i]->keys);
		assert_verbs_listed(p, list_keys);
		assert_verbs_listed(p, pager_keys);
		assert_verbs_listed(p, form_keys);
		assert_verbs_listed(p, edit_keys);
		assert_verbs_listed(p, prompt_keys);
		assert_verbs_listed(p, choice_keys);
		tr_use(TR_EN);
	}
	tr_use(TR_ZH);
}

/* No key means two things on one screen, and every command has one name. */
static void
tables_do_not_contradict_themselves(void **state)
{
	const struct key_binding *a, *b;
	uint32_t key;
	size_t i;

	(void)state;
	for (i = 0; screen_registry[i]; i++)
		for (a = screen_registry[i]->keys; a && a->key; a++) {
			assert_true(key_parse(a->key, &key));
			assert_non_null(a->act);
			for (b = a + 1; b->key; b++)
				if (strcmp(a->key, b->key) == 0 &&
				    (a->needs | KEY_QUIET) ==
				            (b->needs | KEY_QUIET))
					fail_msg("%s: %s is bound twice",
					         screen_registry[i]->name,
					         a->key);
		}
}

/* Screens of our own, to see what the console does with them. */

struct probe {
	int rows;
	bool failing;
};

static int probes_open, probes_closed;
static bool probe_fails;

static int
probe_open(struct ui *ui, void *state, const char *arg, struct err *err)
{
	struct probe *p = state;

	(void)ui;
	probes_open++;
	p->rows = 7;
	if (arg && strcmp(arg, "bad") == 0)
		return err_set(err, ERR_NOT_FOUND, "no such thing");
	return 0;
}

static int
probe_refresh(struct ui *ui, void *state, struct err *err)
{
	struct probe *p = state;

	(void)ui;
	if (probe_fails)
		return err_set(err, ERR_IO, "disk gone");
	p->rows++;
	return 0;
}

static void
probe_draw(const void *state, const struct view *v)
{
	const struct probe *p = state;

	canvas_fmt(&v->area, 0, 0, -1, ROLE_TEXT, "rows=%d", p->rows);
}

static void
probe_close(struct ui *ui, void *state)
{
	(void)ui;
	(void)state;
	probes_closed++;
}

/* Gone and reopened in one key, and its state still its own until the end. */
static void
act_reopen(struct ui *ui, void *state)
{
	struct probe *p = state;

	ui_back(ui);
	ui_open(ui, "probe", NULL);
	p->rows = 100;
}

static void
act_bad(struct ui *ui, void *state)
{
	(void)state;
	ui_open(ui, "probe", "bad");
}

static void
act_deeper(struct ui *ui, void *state)
{
	(void)state;
	ui_open(ui, "probe", NULL);
}

static const struct key_binding probe_keys[] = {
	{ "x", "probe.reopen", "x", 0, act_reopen },
	{ "b", "probe.bad", "b", 0, act_bad },
	{ "d", "probe.deeper", "d", 0, act_deeper },
	{ NULL, NULL, NULL, 0, NULL },
};

static const struct screen_ops probe_screen = {
	.name = "probe",
	.title = "probe",
	.keys = probe_keys,
	.uses = SCREEN_TAB,
	.state_size = sizeof(struct probe),
	.open = probe_open,
	.refresh = probe_refresh,
	.draw = probe_draw,
	.close = probe_close,
};

static const struct screen_ops *const probe_registry[] = { &probe_screen,
	                                                   NULL };

static int
probe_setup(void **state)
{
	probes_open = probes_closed = 0;
	probe_fails = false;
	*state = seat_make(probe_registry);
	return 0;
}

static int
probe_teardown(void **state)
{
	seat_free(*state);
	return probes_open == probes_closed ? 0 : -1;
}

static void
a_failed_refresh_keeps_the_old_rows(void **state)
{
	struct seat *s = *state;

	assert_seen(s, "rows=8");
	probe_fails = true;
	seat_keys(s, "R");
	seat_keys(s, "<Esc>");
	assert_seen(s, "rows=8");
	assert_seen(s, "未能更新，所见为旧：disk gone");
	probe_fails = false;
	seat_keys(s, "R<Esc>");
	assert_seen(s, "rows=9");
	assert_unseen(s, "disk gone");
}

static void
a_screen_outlives_its_own_handler(void **state)
{
	struct seat *s = *state;

	seat_keys(s, "d");
	assert_int_equal(s->ui->depth, 2);
	seat_keys(s, "x");
	assert_int_equal(s->ui->depth, 2);
	assert_int_equal(probes_closed, 1);
}

static void
a_screen_that_cannot_open_is_not_there(void **state)
{
	struct seat *s = *state;

	seat_keys(s, "b");
	assert_int_equal(s->ui->depth, 1);
	assert_seen(s, "没有找到：no such thing");
	assert_int_equal(probes_open - probes_closed, 1);
}

static void
the_stack_has_a_bottom_and_a_top(void **state)
{
	struct seat *s = *state;
	int i;

	for (i = 0; i < 3 * UI_DEPTH; i++)
		seat_keys(s, "d");
	assert_int_equal(s->ui->depth, UI_DEPTH);
	assert_seen(s, "打开的页面太多");
	for (i = 0; i < 3 * UI_DEPTH; i++)
		seat_keys(s, "q");
	assert_int_equal(s->ui->depth, 1);
}

#define PROBE_TEST(f)                                                          \
	cmocka_unit_test_setup_teardown(f, probe_setup, probe_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SEAT_TEST(the_frame_says_who_where_and_when),
		SEAT_TEST(a_drill_says_so_on_every_screen),
		SEAT_TEST(a_second_changes_digits_only),
		SEAT_TEST(a_small_window_says_what_it_needs),
		SEAT_TEST(every_screen_draws_whole_at_any_size),
		SEAT_TEST(the_strip_counts_down_and_turns_late),
		SEAT_TEST(what_is_urgent_rings_until_acknowledged),
		SEAT_TEST(digits_jump_and_q_comes_back),
		SEAT_TEST(every_digit_has_its_tab),
		SEAT_TEST(rules_and_settings_are_reached_without_a_digit),
		cmocka_unit_test(a_digit_without_a_tab_says_so),
		SEAT_TEST(leaving_takes_another_key),
		SEAT_TEST(a_key_switches_the_language),
		SEAT_TEST(r_reports_the_next_duty),
		SEAT_TEST(search_takes_letters_as_text),
		SEAT_TEST(the_command_line_runs_what_keys_run),
		SEAT_TEST(a_command_says_what_it_lacks),
		SEAT_TEST(tab_completes_commands_and_screens),
		SEAT_TEST(help_lists_every_binding_once),
		cmocka_unit_test(tables_do_not_contradict_themselves),
		PROBE_TEST(a_failed_refresh_keeps_the_old_rows),
		PROBE_TEST(a_screen_outlives_its_own_handler),
		PROBE_TEST(a_screen_that_cannot_open_is_not_there),
		PROBE_TEST(the_stack_has_a_bottom_and_a_top),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
