/*
 * The `:` line: every command of the key tables by its stable name, and a few
 * that take words.  What a key can do, a script can do.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/mem.h"
#include "base/tr.h"
#include "desk/desk.h"
#include "screens/ui.h"

static void
run_screen(struct ui *ui, const char *arg)
{
	char *words = mem_str(arg), *rest = strchr(words, ' ');
	const struct screen_ops *ops;

	if (rest)
		*rest++ = '\0';
	ops = ui_find_screen(ui, words);
	if (!ops)
		ui_say(ui, ROLE_ERROR, tr("没有这个页面：%s"), words);
	else if (ops->uses & SCREEN_TAB)
		ui_jump(ui, ops, rest);
	else
		ui_open(ui, words, rest);
	free(words);
}

/* "31m", "45s", "2h", "1d": milliseconds, or -1. */
static int64_t
parse_span(const char *text)
{
	static const struct {
		char unit;
		int64_t ms;
	} units[] = { { 's', CIVIL_SECOND },
		      { 'm', CIVIL_MINUTE },
		      { 'h', CIVIL_HOUR },
		      { 'd', CIVIL_DAY } };
	int n = 0, used = 0;
	size_t i;

	if (sscanf(text, "%4d%n", &n, &used) != 1 || n < 0 || used == 0 ||
	    strlen(text) != (size_t)used + 1)
		return -1;
	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (units[i].unit == text[used])
			return n * units[i].ms;
	return -1;
}

static void
run_advance(struct ui *ui, const char *arg)
{
	int64_t span = parse_span(arg);
	struct err err = ERR_INIT;

	if (span < 0)
		ui_say(ui, ROLE_ERROR,
		       tr("写法：advance 31m（s 秒 m 分 h 时 d 天）"));
	else if (desk_set_clock(ui->desk, desk_now(ui->desk) + span,
	                        desk_clock_rate(ui->desk), &err))
		ui_fail(ui, &err);
	ui_reload(ui);
}

/* clang-format off */
const struct command_line command_lines[] = {
	{ "screen",  N_("打开页面：screen 名称 [编号]"),	run_screen },
	{ "advance", N_("演练台时钟前进：advance 31m"),		run_advance },
	{ NULL, NULL, NULL },
};
/* clang-format on */

/* Running. */

static const struct key_binding *
find_in(const struct key_binding *b, const char *name)
{
	for (; b && b->key; b++)
		if (strcmp(b->command, name) == 0)
			return b;
	return NULL;
}

static void
run_binding(struct ui *ui, const char *name)
{
	const unsigned conditions = ~(unsigned)KEY_QUIET;
	const struct key_binding *b = find_in(ui_top(ui)->ops->keys, name);

	if (!b)
		b = find_in(ui_keys, name);
	if (!b && ui_find_screen(ui, name))
		run_screen(ui, name);
	else if (!b)
		ui_say(ui, ROLE_ERROR, tr("没有这个命令：%s"), name);
	else if (b->needs & conditions & ~ui_have(ui))
		ui_say(ui, ROLE_ERROR, tr("现在不能用 %s：先选中一行"), name);
	else
		ui_run(ui, b);
}

void
command_do(struct ui *ui, const char *text)
{
	const struct command_line *c;
	size_t len;

	for (c = command_lines; c->name; c++) {
		len = strlen(c->name);
		if (strncmp(text, c->name, len) == 0 && text[len] == ' ') {
			c->run(ui, text + len + 1);
			return;
		}
	}
	ui->key = UIKEY_NONE;
	run_binding(ui, text);
}

static void
command_run(struct ui *ui, void *state, const char *text)
{
	(void)state;
	text += strspn(text, " ");
	if (*text == '\0')
		return;
	history_add(&ui->commands, text);
	command_do(ui, text);
}

/* Completion. */

/* The candidates that begin with `text`, counted down to the one wanted. */
struct candidates {
	const char *text;
	size_t left;
	const char *found;
};

static bool
candidate(struct candidates *c, const char *name)
{
	if (strncmp(name, c->text, strlen(c->text)) != 0)
		return false;
	if (c->left-- > 0)
		return false;
	c->found = name;
	return true;
}

static bool
candidates_table(struct candidates *c, const struct key_binding *table)
{
	const struct key_binding *b;

	for (b = table; b && b->key; b++)
		/* A command on several keys stands in several rows. */
		if (find_in(table, b->command) == b && candidate(c, b->command))
			return true;
	return false;
}

static const char *
command_complete(void *arg, const char *text, size_t i)
{
	struct ui *ui = arg;
	struct candidates c = { text, i, NULL };
	const struct command_line *line;
	size_t n;

	for (n = 0; ui->screens[n]; n++) {
		snprintf(ui->completion, sizeof(ui->completion), "screen %s",
		         ui->screens[n]->name);
		if (candidate(&c, ui->completion))
			return c.found;
	}
	for (line = command_lines + 1; line->name; line++) {
		snprintf(ui->completion, sizeof(ui->completion), "%s ",
		         line->name);
		if (candidate(&c, ui->completion))
			return c.found;
	}
	if (!candidates_table(&c, ui_top(ui)->ops->keys))
		candidates_table(&c, ui_keys);
	return c.found;
}

void
command_ask(struct ui *ui)
{
	ui_ask(ui, ":", "", command_run);
	ui->modal.prompt.history = &ui->commands;
	ui->modal.prompt.complete = command_complete;
	ui->modal.prompt.arg = ui;
}
