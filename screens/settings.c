/*
 * Settings (设置): the closed table, who changed what and when.
 */
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/tr.h"
#include "desk/setting.h"
#include "screens/kit/list.h"
#include "screens/screen.h"

struct settings {
	struct list list;
	struct setting_row *rows;
	size_t count;
};

static const struct setting_row *
settings_selected(const struct settings *st)
{
	return list_has_row(&st->list) ? &st->rows[st->list.sel] : NULL;
}

static int
settings_refresh(struct ui *ui, void *state, struct err *err)
{
	struct settings *st = state;
	struct setting_row *rows;
	size_t count;

	if (setting_list(ui_desk(ui), &rows, &count, err))
		return -1;
	setting_rows_free(st->rows, st->count);
	st->rows = rows;
	st->count = count;
	list_set_count(&st->list, count);
	return 0;
}

static const char *
value_text(const struct setting_row *row)
{
	if (row->info->type != SETTING_BOOL)
		return row->value;
	return strcmp(row->value, "true") == 0 ? tr("是") : tr("否");
}

static void
draw_row(const void *arg, size_t i, const struct region *r)
{
	const struct settings *st = arg;
	const struct setting_row *row = &st->rows[i];
	char when[CIVIL_TEXT];

	canvas_put(r, 0, 1, 34, ROLE_LABEL, tr(row->info->label));
	canvas_put(r, 0, 36, 16, ROLE_TEXT, value_text(row));
	if (*row->officer)
		canvas_fmt(r, 0, 53, -1, ROLE_DIM, "%s %s", row->officer,
		           civil_short(when, row->changed_ms));
	else
		canvas_put(r, 0, 53, -1, ROLE_DIM, tr("默认"));
}

static void
settings_draw(const void *state, const struct view *v)
{
	const struct settings *st = state;
	const struct setting_row *row = settings_selected(st);
	struct region body =
		region_part(&v->area, 1, 0, v->area.rows - 3, v->area.cols);

	canvas_put(&v->area, 0, 0, -1, ROLE_HEAD,
	           tr("设置：每次改动都记入日志"));
	list_draw(&st->list, &body, v->focused, draw_row, st);
	if (row)
		canvas_put(&v->area, v->area.rows - 1, 1, -1, ROLE_NOTICE,
		           tr(row->info->help));
}

static bool
settings_key(struct ui *ui, void *state, const struct key_event *e)
{
	struct settings *st = state;

	return list_key(&st->list, e, ui_rows(ui) - 3);
}

static unsigned
settings_have(const void *state)
{
	return settings_selected(state) ? NEED_ROW : 0;
}

static void
settings_close(struct ui *ui, void *state)
{
	struct settings *st = state;

	(void)ui;
	setting_rows_free(st->rows, st->count);
}

static void
change(struct ui *ui, void *state, const char *value)
{
	const struct setting_row *row = settings_selected(state);
	struct err err = ERR_INIT;
	int64_t seq;

	if (row && setting_set(ui_desk(ui), row->info->name, value, &seq, &err))
		ui_fail(ui, &err);
	else
		ui_say(ui, ROLE_OK, tr("已改，记入日志"));
	ui_reload(ui);
}

static void
choose(struct ui *ui, void *state, int choice)
{
	change(ui, state, settings_selected(state)->info->choices[choice]);
}

static void
act_change(struct ui *ui, void *state)
{
	const struct setting_row *row = settings_selected(state);

	switch (row->info->type) {
	case SETTING_BOOL:
		change(ui, state,
		       strcmp(row->value, "true") == 0 ? "false" : "true");
		break;
	case SETTING_CHOICE:
		ui_choose(ui, tr(row->info->label), row->info->choices, choose);
		break;
	default:
		ui_ask(ui, tr(row->info->label), row->value, change);
	}
}

static void
act_feeds(struct ui *ui, void *state)
{
	(void)state;
	ui_open(ui, "feeds", NULL);
}

static void
act_escalation(struct ui *ui, void *state)
{
	(void)state;
	ui_open(ui, "escalation", NULL);
}

static void
act_channels(struct ui *ui, void *state)
{
	(void)state;
	ui_open(ui, "channels", NULL);
}

/* clang-format off */
static const struct key_binding settings_keys[] = {
	{ "<Enter>", "settings.change", N_("更改"), NEED_ROW, act_change },
	{ "f", "settings.feeds", N_("预警源"), 0, act_feeds },
	{ "w", "settings.escalation", N_("逐级报告"), 0, act_escalation },
	{ "c", "settings.channels", N_("通知通道"), 0, act_channels },
	{ NULL, NULL, NULL, 0, NULL },
};
/* clang-format on */

const struct screen_ops settings_screen = {
	.name = "settings",
	.title = N_("设置"),
	.keys = settings_keys,
	.uses = USES_LIST | SCREEN_PLACE,
	.state_size = sizeof(struct settings),
	.refresh = settings_refresh,
	.draw = settings_draw,
	.have = settings_have,
	.key = settings_key,
	.close = settings_close,
};
