/*
 * Find (查找一切): one box over people, units, call lists, plans, incidents,
 * warnings, rules, calls and commands; results follow every key.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tr.h"
#include "desk/desk.h"
#include "desk/find.h"
#include "screens/kit/edit.h"
#include "screens/kit/list.h"
#include "screens/ui.h"

enum { FOUND = 100, EXTRAS = 64, KIND_CELLS = 6, TITLE_CELLS = 30 };

struct find_page {
	struct list list;
	struct edit words;
	struct finder *finder;
	struct find_extra extra[EXTRAS]; /* the console's own commands */
	char names[EXTRAS][64];
	size_t extras;
	struct found *rows;
	size_t count;
};

/* Where each kind is shown; a command is run. */
static const char *const screens[FIND_KINDS] = {
	[FIND_CONTACT] = "contact", [FIND_UNIT] = "unit",
	[FIND_GROUP] = "voices",    [FIND_PLAN] = "plan",
	[FIND_TEXT] = "plan",       [FIND_INCIDENT] = "incident",
	[FIND_WARNING] = "warning", [FIND_RULE] = "rules",
	[FIND_CALL] = "calls",      [FIND_COMMAND] = NULL,
};

static const struct found *
find_selected(const struct find_page *st)
{
	return list_has_row(&st->list) ? &st->rows[st->list.sel] : NULL;
}

static void
add_extra(struct find_page *st, const char *name, const char *title)
{
	if (st->extras == EXTRAS)
		return;
	for (size_t i = 0; i < st->extras; i++)
		if (strcmp(st->names[i], name) == 0)
			return;
	snprintf(st->names[st->extras], sizeof(st->names[0]), "%s", name);
	st->extra[st->extras].key = st->names[st->extras];
	st->extra[st->extras++].title = tr(title);
}

/* Tabs and other places, and what every screen can do. */
static void
collect_extras(struct ui *ui, struct find_page *st)
{
	const struct screen_ops *ops;
	const struct key_binding *b;
	char name[64];

	for (size_t i = 0; (ops = ui->screens[i]) != NULL; i++) {
		if (!(ops->uses & (SCREEN_TAB | SCREEN_PLACE)))
			continue;
		snprintf(name, sizeof(name), "screen %s", ops->name);
		add_extra(st, name, ops->title);
	}
	for (b = ui_keys; b->key; b++)
		if (strcmp(b->command, "tab") != 0 &&
		    strcmp(b->command, "find") != 0)
			add_extra(st, b->command, b->help);
}

static int
find_open(struct ui *ui, void *state, const char *arg, struct err *err)
{
	struct find_page *st = state;

	edit_init(&st->words, 80, false);
	if (arg)
		edit_set(&st->words, arg);
	collect_extras(ui, st);
	return finder_new(&st->finder, ui_desk(ui), st->extra, st->extras, err);
}

static int
find_again(struct find_page *st, struct err *err)
{
	struct found *rows;
	size_t count;

	if (finder_find(st->finder, st->words.text.s, 0, FOUND, &rows, &count,
	                err))
		return -1;
	found_free(st->rows, st->count);
	st->rows = rows;
	st->count = count;
	list_set_count(&st->list, count);
	return 0;
}

static int
find_refresh(struct ui *ui, void *state, struct err *err)
{
	struct find_page *st = state;

	(void)ui;
	if (finder_reload(st->finder, err))
		return -1;
	return find_again(st, err);
}

static void
draw_row(const void *arg, size_t i, const struct region *r)
{
	const struct find_page *st = arg;
	const struct found *row = &st->rows[i];
	int title = r->cols > 100 ? TITLE_CELLS + 10 : TITLE_CELLS;

	canvas_put(r, 0, 1, KIND_CELLS, ROLE_DIM,
	           tr(find_kind_label(row->kind)));
	canvas_put(r, 0, KIND_CELLS + 2, title, ROLE_TEXT, row->title);
	canvas_put(r, 0, KIND_CELLS + 3 + title, -1, ROLE_DIM, row->beside);
}

static void
find_draw(const void *state, const struct view *v)
{
	const struct find_page *st = state;
	struct region body =
		region_part(&v->area, 2, 0, v->area.rows - 2, v->area.cols);

	canvas_put(&v->area, 0, 0, 6, ROLE_LABEL, tr("查找"));
	edit_draw(&st->words, &v->area, 0, 7, 1, v->area.cols - 7, ROLE_INPUT,
	          v->focused);
	list_draw(&st->list, &body, v->focused, draw_row, st);
	if (!st->count)
		canvas_put(&body, 0, 1, -1, ROLE_DIM,
		           st->words.text.len ? tr("没有找到")
		                              : tr("人、单位、名单、事件、预警"
		                                   "、规则、命令：汉字"
		                                   "、拼音首字母或号码的一段"));
}

/* Up, Down and paging move in the rows; everything else is typing. */
static bool
find_key(struct ui *ui, void *state, const struct key_event *e)
{
	struct find_page *st = state;
	struct err err = ERR_INIT;

	switch (edit_key(&st->words, e)) {
	case EDIT_CHANGED:
		list_select(&st->list, 0);
		if (find_again(st, &err))
			ui_fail(ui, &err);
		return true;
	case EDIT_MOVED:
	case EDIT_FULL:
		return true;
	default:
		return !key_printable(e->key) &&
		       list_key(&st->list, e, ui_rows(ui) - 2);
	}
}

static unsigned
find_have(const void *state)
{
	return find_selected(state) ? IN_TEXT | NEED_ROW : IN_TEXT;
}

static void
find_close(struct ui *ui, void *state)
{
	struct find_page *st = state;

	(void)ui;
	edit_release(&st->words);
	finder_free(st->finder);
	found_free(st->rows, st->count);
}

static void
act_open(struct ui *ui, void *state)
{
	const struct found *row = find_selected(state);
	char arg[96];

	if (row->kind == FIND_COMMAND) {
		ui_back(ui);
		command_do(ui, row->key);
		return;
	}
	if (row->kind == FIND_GROUP)
		snprintf(arg, sizeof(arg), "group %lld", (long long)row->id);
	else if (row->kind == FIND_TEXT)
		snprintf(arg, sizeof(arg), "%lld/%s", (long long)row->id,
		         row->key);
	else if (row->id)
		snprintf(arg, sizeof(arg), "%lld", (long long)row->id);
	else
		snprintf(arg, sizeof(arg), "%s", row->key);
	ui_open(ui, screens[row->kind], arg);
}

static void
act_back(struct ui *ui, void *state)
{
	(void)state;
	ui_back(ui);
}

/* clang-format off */
static const struct key_binding find_keys[] = {
	{ "<Enter>", "find.open", N_("打开"), NEED_ROW, act_open },
	{ "<Esc>", "find.back", N_("返回"), 0, act_back },
	{ NULL, NULL, NULL, 0, NULL },
};
/* clang-format on */

const struct screen_ops find_screen = {
	.name = "find",
	.title = N_("查找"),
	.keys = find_keys,
	.uses = USES_LIST | USES_FORM,
	.state_size = sizeof(struct find_page),
	.open = find_open,
	.refresh = find_refresh,
	.draw = find_draw,
	.have = find_have,
	.key = find_key,
	.close = find_close,
};
