/*
 * Help (帮助): every key, read from the tables that dispatch them, so that
 * the two cannot disagree.  What was in focus comes first.
 */
#include <stdio.h>
#include <string.h>

#include "base/tr.h"
#include "base/utf8.h"
#include "screens/kit/pager.h"
#include "screens/screen.h"
#include "screens/ui.h"

#define KEYS_CELLS 26

struct help {
	struct pager pager;
	const char *from; /* name of the screen it was asked on, or NULL */
};

static void
add_title(struct pager *p, const char *title)
{
	if (p->count > 0)
		pager_add(p, ROLE_TEXT, 0, "");
	pager_add(p, ROLE_HEAD, 0, title);
}

static void
add_key(struct buf *keys, const char *name)
{
	char label[KEY_NAME_MAX];
	uint32_t key;

	if (!key_parse(name, &key))
		return;
	buf_fmt(keys, "%s%s", keys->len > 0 ? " " : "", key_label(label, key));
}

static void
add_row(struct pager *p, const struct buf *keys, const char *help,
        const char *command)
{
	struct buf line = BUF_INIT;
	int pad = KEYS_CELLS - utf8_width(keys->s, keys->len);
	int words = 32 - utf8_width(tr(help), strlen(tr(help)));

	buf_fmt(&line, "%s%*s%s%*s:%s", keys->s, pad > 1 ? pad : 1, "",
	        tr(help), words > 1 ? words : 1, "", command);
	pager_add(p, ROLE_TEXT, 2, line.s);
	buf_release(&line);
}

/*
 * The two kinds of tables differ in what stands behind the third column; this
 * is one row of either.
 */
struct row {
	const char *key, *command, *help;
};

typedef struct row help_row_fn(const void *table, size_t i);

static struct row
binding_row(const void *table, size_t i)
{
	const struct key_binding *b = (const struct key_binding *)table + i;

	return (struct row){ b->key, b->command, b->help };
}

static struct row
verb_row(const void *table, size_t i)
{
	const struct key_verb *v = (const struct key_verb *)table + i;

	return (struct row){ v->key, v->command, v->help };
}

/* One line a command, with all its keys, where its first row stands. */
static void
add_table(struct pager *p, const void *table, help_row_fn *row)
{
	struct buf keys = BUF_INIT;
	struct row at, other;
	size_t i, n;

	for (i = 0; (at = row(table, i)).key; i++) {
		buf_clear(&keys);
		for (n = 0; (other = row(table, n)).key; n++) {
			if (strcmp(other.command, at.command) != 0)
				continue;
			if (n < i)
				break; /* said already */
			add_key(&keys, other.key);
		}
		if (keys.len > 0)
			add_row(p, &keys, at.help, at.command);
	}
	buf_release(&keys);
}

static void
add_screen(struct pager *p, const struct screen_ops *ops)
{
	if (!ops->keys || !ops->keys->key)
		return;
	add_title(p, tr(ops->title));
	add_table(p, ops->keys, binding_row);
}

static void
add_widgets(struct pager *p)
{
	static const struct {
		const char *title;
		const struct key_verb *keys;
	} widgets[] = {
		{ N_("在列表中"), list_keys },
		{ N_("在长文中"), pager_keys },
		{ N_("填表时"), form_keys },
		{ N_("框里的内容留作草稿时"), kept_keys },
		{ N_("输入文字时"), edit_keys },
		{ N_("在命令行和提问中"), prompt_keys },
		{ N_("选一项时"), choice_keys },
	};
	size_t i;

	for (i = 0; i < sizeof(widgets) / sizeof(widgets[0]); i++) {
		add_title(p, tr(widgets[i].title));
		add_table(p, widgets[i].keys, verb_row);
	}
}

static void
add_lines(struct pager *p)
{
	const struct command_line *c;

	add_title(p, tr("命令行另有"));
	for (c = command_lines; c->name; c++)
		pager_fmt(p, ROLE_TEXT, 2, ":%-12s %s", c->name, tr(c->help));
}

static int
help_open(struct ui *ui, void *state, const char *arg, struct err *err)
{
	struct help *st = state;
	const struct screen_ops *ops = arg ? ui_find_screen(ui, arg) : NULL;

	(void)err;
	pager_init(&st->pager);
	st->from = ops ? ops->name : NULL;
	return 0;
}

static int
help_refresh(struct ui *ui, void *state, struct err *err)
{
	struct help *st = state;
	struct pager *p = &st->pager;
	size_t i;

	(void)err;
	pager_clear(p);
	for (i = 0; st->from && ui->screens[i]; i++)
		if (strcmp(ui->screens[i]->name, st->from) == 0)
			add_screen(p, ui->screens[i]);
	add_title(p, tr("各页通用"));
	add_table(p, ui_keys, binding_row);
	add_widgets(p);
	for (i = 0; ui->screens[i]; i++)
		if (!st->from || strcmp(ui->screens[i]->name, st->from) != 0)
			add_screen(p, ui->screens[i]);
	add_lines(p);
	return 0;
}

static void
help_draw(const void *state, const struct view *v)
{
	const struct help *st = state;
	struct region inside =
		region_part(&v->area, 0, 1, v->area.rows, v->area.cols - 2);

	pager_draw(&st->pager, &inside);
}

static bool
help_key(struct ui *ui, void *state, const struct key_event *e)
{
	struct help *st = state;

	return pager_key(&st->pager, e, ui_rows(ui), ui_cols(ui) - 2);
}

static void
help_find(struct ui *ui, void *state, const char *text)
{
	struct help *st = state;

	if (!pager_find(&st->pager, text, false))
		ui_say(ui, ROLE_NOTICE, tr("没有找到：%s"), text);
}

static void
act_find(struct ui *ui, void *state)
{
	(void)state;
	ui_ask(ui, tr("在帮助中查找："), "", help_find);
}

static void
act_next(struct ui *ui, void *state)
{
	struct help *st = state;

	if (!pager_find(&st->pager, st->pager.find.s, true))
		ui_say(ui, ROLE_NOTICE, tr("没有下一处"));
}

static void
help_close(struct ui *ui, void *state)
{
	struct help *st = state;

	(void)ui;
	pager_release(&st->pager);
}

/* clang-format off */
static const struct key_binding help_keys[] = {
	{ "/", "help.find", N_("在帮助中查找"), 0, act_find },
	{ "n", "help.next", N_("下一处"), 0, act_next },
	{ NULL, NULL, NULL, 0, NULL },
};
/* clang-format on */

const struct screen_ops help_screen = {
	.name = "help",
	.title = N_("帮助"),
	.keys = help_keys,
	.uses = USES_PAGER,
	.state_size = sizeof(struct help),
	.open = help_open,
	.refresh = help_refresh,
	.draw = help_draw,
	.key = help_key,
	.close = help_close,
};
