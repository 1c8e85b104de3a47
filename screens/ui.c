#include "screens/ui.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/mem.h"
#include "base/tr.h"
#include "desk/desk.h"
#include "screens/reporting.h"
#include "screens/voices.h"

struct level *
ui_top(struct ui *ui)
{
	return ui->depth > 0 ? &ui->levels[ui->depth - 1] : NULL;
}

bool
ui_too_small(const struct ui *ui)
{
	return ui->canvas.rows < UI_MIN_ROWS || ui->canvas.cols < UI_MIN_COLS;
}

const struct screen_ops *
ui_find_screen(const struct ui *ui, const char *name)
{
	size_t i;

	for (i = 0; ui->screens[i]; i++)
		if (strcmp(ui->screens[i]->name, name) == 0)
			return ui->screens[i];
	return NULL;
}

const struct screen_ops *
ui_tab(const struct ui *ui, size_t n)
{
	size_t i;

	for (i = 0; ui->screens[i]; i++)
		if ((ui->screens[i]->uses & SCREEN_TAB) && n-- == 0)
			return ui->screens[i];
	return NULL;
}

/* Levels. */

static void
level_trouble(struct level *l, const struct err *err)
{
	free(l->trouble);
	l->trouble = err ? mem_str(err->text) : NULL;
}

static void
level_refresh(struct ui *ui, struct level *l)
{
	struct err err = ERR_INIT;

	desk_look(ui->desk);
	if (l->ops->refresh && l->ops->refresh(ui, l->state, &err))
		level_trouble(l, &err);
	else
		level_trouble(l, NULL);
	desk_looked(ui->desk);
}

static void
level_close(struct ui *ui, struct level *l)
{
	if (l->ops->close)
		l->ops->close(ui, l->state);
	free(l->state);
	free(l->arg);
	free(l->trouble);
	memset(l, 0, sizeof(*l));
}

static void
pop(struct ui *ui)
{
	struct level gone = *ui_top(ui);

	ui->depth--;
	level_close(ui, &gone);
}

static bool
push(struct ui *ui, const struct screen_ops *ops, const char *arg)
{
	struct err err = ERR_INIT;
	struct level l = { .ops = ops, .arg = mem_str(arg) };

	if (ui->depth == UI_DEPTH) {
		free(l.arg);
		ui_say(ui, ROLE_ERROR, tr("打开的页面太多，请先按 q 返回"));
		return false;
	}
	l.state = mem_alloc(ops->state_size ? ops->state_size : 1);
	if (ops->open && ops->open(ui, l.state, l.arg, &err)) {
		ui_fail(ui, &err);
		level_close(ui, &l);
		return false;
	}
	ui->levels[ui->depth++] = l;
	level_refresh(ui, ui_top(ui));
	return true;
}

static void
open_first(struct ui *ui)
{
	if (ui->depth == 0)
		push(ui, ui->screens[0], NULL);
}

static void
jump(struct ui *ui, const struct screen_ops *ops, const char *arg)
{
	while (ui->depth > 0)
		pop(ui);
	push(ui, ops, arg);
	open_first(ui);
}

/* From the bottom of another tab the way back leads to the first. */
static void
back(struct ui *ui)
{
	if (ui->depth > 1) {
		pop(ui);
		ui->reload = true;
	} else if (ui_top(ui)->ops != ui->screens[0]) {
		jump(ui, ui->screens[0], NULL);
	} else {
		ui_say(ui, ROLE_NOTICE, tr("已在首页；离开按 Q"));
	}
}

static void
settle_one(struct ui *ui, const struct pending *p)
{
	modal_close(ui);
	if (p->act == ACT_OPEN)
		push(ui, p->ops, p->arg);
	else if (p->act == ACT_JUMP)
		jump(ui, p->ops, p->arg);
	else
		back(ui);
}

static void
sound(struct ui *ui)
{
	if (siren_rings(&ui->siren, desk_now(ui->desk),
	                lookout_is_out(&ui->lookout)))
		ui->ring = true;
}

/* What the frame shows and the bell tells, on whatever screen. */
static void
refresh_frame(struct ui *ui)
{
	desk_look(ui->desk);
	strip_refresh(&ui->strip, ui->desk);
	siren_refresh(&ui->siren, ui->desk);
	desk_looked(ui->desk);
	sound(ui);
}

/*
 * Carry out what handlers asked for.  Opening a screen may ask for more; the
 * bound keeps two screens that open each other from going on for ever.
 */
static void
settle(struct ui *ui)
{
	struct pending p;
	size_t i, rounds = 0;

	while (ui->pending_count > 0 && rounds++ < UI_DEPTH) {
		p = ui->pending[0];
		ui->pending_count--;
		for (i = 0; i < ui->pending_count; i++)
			ui->pending[i] = ui->pending[i + 1];
		settle_one(ui, &p);
		free(p.arg);
		ui->dirty = true;
	}
	if (!ui->reload)
		return;
	ui->reload = false;
	desk_look(ui->desk);
	if (ui->depth > 0)
		level_refresh(ui, ui_top(ui));
	refresh_frame(ui);
	desk_looked(ui->desk);
	ui->dirty = true;
}

static void
note(struct ui *ui, enum act act, const struct screen_ops *ops, const char *arg)
{
	if (ui->pending_count < UI_DEPTH)
		ui->pending[ui->pending_count++] =
			(struct pending){ act, ops, mem_str(arg) };
}

void
ui_jump(struct ui *ui, const struct screen_ops *ops, const char *arg)
{
	note(ui, ACT_JUMP, ops, arg);
}

/* What screens ask for. */

struct desk *
ui_desk(struct ui *ui)
{
	return ui->desk;
}

int64_t
ui_now(struct ui *ui)
{
	return desk_now(ui->desk);
}

struct loop *
ui_loop(struct ui *ui)
{
	return ui->loop;
}

int
ui_rows(const struct ui *ui)
{
	struct region area;

	frame_area(ui, &area);
	return area.rows;
}

int
ui_cols(const struct ui *ui)
{
	return ui->canvas.cols;
}

void
ui_open(struct ui *ui, const char *screen, const char *arg)
{
	const struct screen_ops *ops = ui_find_screen(ui, screen);

	if (ops)
		note(ui, ACT_OPEN, ops, arg);
	else
		ui_say(ui, ROLE_ERROR, tr("没有这个页面：%s"), screen);
}

void
ui_back(struct ui *ui)
{
	note(ui, ACT_BACK, NULL, NULL);
}

void
ui_dirty(struct ui *ui)
{
	ui->dirty = true;
}

void
ui_reload(struct ui *ui)
{
	ui->reload = true;
}

void
ui_say(struct ui *ui, enum role role, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(ui->message, sizeof(ui->message), fmt, ap);
	va_end(ap);
	ui->message_role = role;
	ui->dirty = true;
}

const char *
ui_error_words(enum err_code code)
{
	/* clang-format off */
	static const char *const words[] = {
		[ERR_NONE]	= "",
		[ERR_INPUT]	= N_("填写有误"),
		[ERR_NOT_FOUND] = N_("没有找到"),
		[ERR_REFUSED]	= N_("不能这样做"),
		[ERR_CONFLICT]	= N_("别人已先改动"),
		[ERR_BUSY]	= N_("正忙，请再试一次"),
		[ERR_CORRUPT]	= N_("数据自相矛盾，请运行 zhiban verify"),
		[ERR_FULL]	= N_("磁盘已满"),
		[ERR_IO]	= N_("读写失败"),
	};
	/* clang-format on */

	return tr(words[code]);
}

void
ui_fail(struct ui *ui, const struct err *err)
{
	ui_say(ui, ROLE_ERROR, "✗ %s：%s", ui_error_words(err->code),
	       err->text);
}

/* The keys that are live on every screen. */

static void
act_tab(struct ui *ui, void *state)
{
	const struct screen_ops *ops = ui_tab(ui, ui->key - '1');

	(void)state;
	if (ops)
		ui_jump(ui, ops, NULL);
	else
		ui_say(ui, ROLE_NOTICE, tr("没有这个标签页"));
}

static void
act_intake(struct ui *ui, void *state)
{
	(void)state;
	ui_open(ui, "intake", NULL);
}

static void
act_report(struct ui *ui, void *state)
{
	const struct screen_ops *ops = ui_top(ui)->ops;

	reporting_next(ui, ops->duty ? ops->duty(state) : NULL,
	               ops->incident ? ops->incident(state) : NULL);
}

static void
act_dial(struct ui *ui, void *state)
{
	const struct screen_ops *ops = ui_top(ui)->ops;

	if (strcmp(ops->name, "voices") != 0)
		voices_dial(ui, ops, state);
}

static void
open_once(struct ui *ui, const char *screen)
{
	if (strcmp(ui_top(ui)->ops->name, screen) != 0)
		ui_open(ui, screen, NULL);
}

static void
act_find(struct ui *ui, void *state)
{
	(void)state;
	open_once(ui, "find");
}

static void
act_command(struct ui *ui, void *state)
{
	(void)state;
	command_ask(ui);
}

static void
act_help(struct ui *ui, void *state)
{
	const struct screen_ops *ops = ui_top(ui)->ops;

	(void)state;
	if (strcmp(ops->name, "help") != 0)
		ui_open(ui, "help", ops->name);
}

static void
act_rules(struct ui *ui, void *state)
{
	(void)state;
	open_once(ui, "rules");
}

static void
act_settings(struct ui *ui, void *state)
{
	(void)state;
	open_once(ui, "settings");
}

static void
act_back(struct ui *ui, void *state)
{
	(void)state;
	ui_back(ui);
}

static void
leave(struct ui *ui, void *state)
{
	(void)state;
	ui->leaving = true;
}

static void
act_leave(struct ui *ui, void *state)
{
	(void)state;
	ui_confirm(ui, tr("离开值班台？"), 'y', leave);
}

static void
act_cancel(struct ui *ui, void *state)
{
	(void)state;
	ui->message[0] = '\0';
}

static void
act_reload(struct ui *ui, void *state)
{
	(void)state;
	ui_reload(ui);
	ui_say(ui, ROLE_NOTICE, tr("已重新读取"));
}

static void
act_redraw(struct ui *ui, void *state)
{
	(void)state;
	ui->redraw = ui->dirty = true;
}

static void
act_language(struct ui *ui, void *state)
{
	(void)state;
	tr_use(tr_current() == TR_ZH ? TR_EN : TR_ZH);
	ui_reload(ui);
}

/* clang-format off */
const struct key_binding ui_keys[] = {
	{ "n",	    "intake",	N_("新接报"),	  0, act_intake },
	{ "r",	    "report",	N_("记录已报"),	  0, act_report },
	{ "p",	    "dial",	N_("拨号"),	  0, act_dial },
	{ "/",	    "find",	N_("查找"),	  0, act_find },
	{ "<C-p>",  "find",	N_("查找"),	  KEY_QUIET, act_find },
	{ "?",	    "help",	N_("帮助"),	  0, act_help },
	{ "<F1>",   "help",	N_("帮助"),	  KEY_QUIET, act_help },
	{ ":",	    "command",	N_("命令行"),	  0, act_command },
	{ "q",	    "back",	N_("返回"),	  0, act_back },
	{ "Q",	    "leave",	N_("离开"),	  0, act_leave },
	{ ";",	    "rules",	N_("规则"),	  0, act_rules },
	{ ",",	    "settings",	N_("设置"),	  0, act_settings },
	{ "<F10>",  "leave",	N_("离开"),	  KEY_QUIET, act_leave },
	{ "<Esc>",  "cancel",	N_("取消"),	  KEY_QUIET, act_cancel },
	{ "R",	    "reload",	N_("重新读取"),	  KEY_QUIET, act_reload },
	{ "<F5>",   "reload",	N_("重新读取"),	  KEY_QUIET, act_reload },
	{ "<C-l>",  "redraw",	N_("重画屏幕"),	  KEY_QUIET, act_redraw },
	{ "L",	    "language",	N_("中文 / English"), KEY_QUIET, act_language },
	{ "1",	    "tab",	N_("到该号标签"), KEY_QUIET, act_tab },
	{ "2",	    "tab",	N_("到该号标签"), KEY_QUIET, act_tab },
	{ "3",	    "tab",	N_("到该号标签"), KEY_QUIET, act_tab },
	{ "4",	    "tab",	N_("到该号标签"), KEY_QUIET, act_tab },
	{ "5",	    "tab",	N_("到该号标签"), KEY_QUIET, act_tab },
	{ "6",	    "tab",	N_("到该号标签"), KEY_QUIET, act_tab },
	{ "7",	    "tab",	N_("到该号标签"), KEY_QUIET, act_tab },
	{ "8",	    "tab",	N_("到该号标签"), KEY_QUIET, act_tab },
	{ "9",	    "tab",	N_("到该号标签"), KEY_QUIET, act_tab },
	{ NULL, NULL, NULL, 0, NULL },
};
/* clang-format on */

unsigned
ui_have(struct ui *ui)
{
	const struct level *l = ui_top(ui);

	return l->ops->have ? l->ops->have(l->state) : 0;
}

void
ui_run(struct ui *ui, const struct key_binding *b)
{
	b->act(ui, ui_top(ui)->state);
}

static void
dispatch(struct ui *ui, const struct key_event *e)
{
	struct level *l = ui_top(ui);
	const struct key_binding *b;

	if (modal_key(ui, e))
		return;
	ui->message[0] = '\0';
	if (l->ops->key && l->ops->key(ui, l->state, e))
		return;
	b = key_find(l->ops->keys, e->key, ui_have(ui));
	if (!b)
		b = key_find(ui_keys, e->key, 0);
	if (b)
		ui_run(ui, b);
}

/* The console. */

struct ui *
ui_new(struct desk *desk, const struct screen_ops *const *screens, int rows,
       int cols)
{
	struct ui *ui = mem_alloc(sizeof(*ui));

	ui->desk = desk;
	ui->screens = screens;
	ui->minute = desk_now(desk) / CIVIL_MINUTE;
	buf_init(&ui->offered);
	canvas_init(&ui->canvas);
	canvas_resize(&ui->canvas, rows, cols);
	lookout_look(&ui->lookout, desk);
	refresh_frame(ui);
	open_first(ui);
	settle(ui);
	ui->dirty = true;
	return ui;
}

void
ui_free(struct ui *ui)
{
	size_t i;

	if (!ui)
		return;
	modal_close(ui);
	while (ui->depth > 0)
		pop(ui);
	for (i = 0; i < ui->pending_count; i++)
		free(ui->pending[i].arg);
	history_release(&ui->commands);
	buf_release(&ui->offered);
	strip_release(&ui->strip);
	siren_release(&ui->siren);
	canvas_release(&ui->canvas);
	free(ui);
}

void
ui_resize(struct ui *ui, int rows, int cols)
{
	canvas_resize(&ui->canvas, rows, cols);
	ui->dirty = true;
}

/* Too small a window shows nothing, so nothing may be typed into it. */
void
ui_key(struct ui *ui, const struct key_event *e)
{
	if (ui_too_small(ui))
		return;
	ui->key = e->key;
	ui->dirty = true;
	dispatch(ui, e);
	settle(ui);
}

void
ui_tick(struct ui *ui)
{
	int64_t now = desk_now(ui->desk);
	bool turned = lookout_look(&ui->lookout, ui->desk);

	if (now / CIVIL_MINUTE != ui->minute ||
	    strip_crossed(&ui->strip, now) || turned) {
		ui->minute = now / CIVIL_MINUTE;
		ui_reload(ui);
		settle(ui);
	}
	sound(ui);
	ui->dirty = true;
}

void
ui_changed(struct ui *ui)
{
	ui_reload(ui);
	settle(ui);
}

void
ui_draw(struct ui *ui)
{
	canvas_clear(&ui->canvas);
	frame_draw(ui);
	ui->dirty = false;
}
