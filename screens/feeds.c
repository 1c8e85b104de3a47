/*
 * Feeds (预警源): what the watch polls, in what state each is and since when;
 * the one in focus whole below, or with Enter on the whole screen.
 */
#include <stdlib.h>
#include <string.h>

#include "base/tr.h"
#include "desk/desk.h"
#include "desk/feed.h"
#include "desk/sentry.h"
#include "screens/feed_form.h"
#include "screens/feed_text.h"
#include "screens/kit/list.h"
#include "screens/kit/pager.h"
#include "screens/screen.h"

#define HEAD_ROWS 2
#define DETAIL_ROWS 6
#define NEED_LISTING (1 << 3)

struct feeds {
	struct feed *rows;
	size_t count;
	size_t on, well;
	bool watched; /* what is said of them is of now */
	struct list list;
	struct pager detail;
	bool whole;             /* the detail has the screen */
	char acting[FEED_NAME]; /* what a form or question is about */
	int64_t told;           /* entry of others that was told of */
};

static const struct feed *
feeds_selected(const struct feeds *st)
{
	return list_has_row(&st->list) ? &st->rows[st->list.sel] : NULL;
}

/* ---- reading ---- */

static void
row_name(const void *data, size_t i, struct buf *out)
{
	const struct feed *rows = data;

	buf_str(out, rows[i].name);
}

static void
detail_fill(struct feeds *st)
{
	const struct feed *f = feeds_selected(st);

	pager_clear(&st->detail);
	if (f)
		feed_detail(f, &st->detail);
}

static int
feeds_refresh(struct ui *ui, void *state, struct err *err)
{
	struct feeds *st = state;
	struct sentry sentry;
	struct feed *rows;
	size_t count;

	if (feed_list(ui_desk(ui), &rows, &count, err))
		return -1;
	list_follow(&st->list, st->rows, rows, count, row_name);
	feeds_free(st->rows, st->count);
	st->rows = rows;
	st->count = count;
	sentry_see(desk_dir(ui_desk(ui)), &sentry);
	st->watched = sentry_state(&sentry) == SENTRY_WATCHING;
	st->on = st->well = 0;
	for (size_t i = 0; i < count; i++) {
		st->on += rows[i].on;
		st->well += rows[i].on && rows[i].state == FEED_OK;
	}
	detail_fill(st);
	return 0;
}

static int
feeds_open(struct ui *ui, void *state, const char *arg, struct err *err)
{
	struct feeds *st = state;

	(void)ui;
	(void)arg;
	(void)err;
	pager_init(&st->detail);
	return 0;
}

static void
feeds_close(struct ui *ui, void *state)
{
	struct feeds *st = state;

	(void)ui;
	feeds_free(st->rows, st->count);
	pager_release(&st->detail);
}

/* ---- drawing ---- */

static int
list_rows(int rows)
{
	return rows - HEAD_ROWS - DETAIL_ROWS - 1;
}

static void
draw_row(const void *arg, size_t i, const struct region *r)
{
	const struct feeds *st = arg;

	feed_row_draw(&st->rows[i], r);
}

static void
feeds_draw(const void *state, const struct view *v)
{
	const struct feeds *st = state;
	const struct region *a = &v->area;
	int rows = list_rows(a->rows);
	struct region heads = region_part(a, 1, 0, 1, a->cols);
	struct region body = region_part(a, HEAD_ROWS, 0, rows, a->cols);
	struct region detail = region_part(a, HEAD_ROWS + rows + 1, 1,
	                                   DETAIL_ROWS, a->cols - 2);

	if (st->whole) {
		detail = region_part(a, 0, 1, a->rows, a->cols - 2);
		pager_draw(&st->detail, &detail);
		return;
	}
	canvas_fmt(a, 0, 0, 38, ROLE_HEAD, tr("源 %zu/%zu 正常，共 %zu 个"),
	           st->well, st->on, st->count);
	if (!st->watched)
		canvas_put(a, 0, 39, -1, ROLE_ERROR,
		           tr("✗ 哨兵没有在看，以下是它上次所说"));
	feed_row_heads(&heads);
	list_draw(&st->list, &body, v->focused, draw_row, st);
	canvas_hline(a, HEAD_ROWS + rows, 0, a->cols);
	pager_draw(&st->detail, &detail);
}

/* ---- keys ---- */

static void
show_whole(struct feeds *st, bool whole)
{
	st->whole = whole;
	st->detail.top = st->detail.top_row = 0;
}

static bool
feeds_key(struct ui *ui, void *state, const struct key_event *e)
{
	struct feeds *st = state;

	if (st->whole) {
		if (e->key != 'q' && e->key != UIKEY_ESC &&
		    e->key != UIKEY_ENTER)
			return pager_key(&st->detail, e, ui_rows(ui),
			                 ui_cols(ui) - 2);
		show_whole(st, false);
		return true;
	}
	if (!list_key(&st->list, e, list_rows(ui_rows(ui))))
		return false;
	detail_fill(st);
	show_whole(st, false);
	return true;
}

static unsigned
feeds_have(const void *state)
{
	const struct feeds *st = state;

	if (st->whole)
		return NEED_ROW;
	return NEED_LISTING | (feeds_selected(st) ? NEED_ROW : 0);
}

static void
act_whole(struct ui *ui, void *state)
{
	show_whole(state, true);
	ui_dirty(ui);
}

/* As it is now, not as it was when it was asked. */
static void
toggle_yes(struct ui *ui, void *state)
{
	const struct feeds *st = state;
	struct err err = ERR_INIT;
	struct feed f;
	int rc = feed_get(ui_desk(ui), st->acting, &f, &err);

	if (!rc) {
		f.on = !f.on;
		rc = feed_save(ui_desk(ui), &f, NULL, &err);
	}
	if (rc)
		ui_fail(ui, &err);
	else
		ui_say(ui, ROLE_OK,
		       f.on ? tr("已打开 %s，记入日志")
		            : tr("已关闭 %s，记入日志"),
		       st->acting);
	feed_release(&f);
	ui_reload(ui);
}

static void
act_toggle(struct ui *ui, void *state)
{
	struct feeds *st = state;
	const struct feed *f = feeds_selected(st);
	struct buf question = BUF_INIT;

	memcpy(st->acting, f->name, sizeof(st->acting));
	buf_fmt(&question,
	        f->on ? tr("不再读取“%s”？按 y 关闭，别的键取消")
	              : tr("读取“%s”？按 y 打开，别的键取消"),
	        f->label);
	ui_confirm(ui, question.s, 'y', toggle_yes);
	buf_release(&question);
}

static int
saved(struct ui *ui, int64_t seq)
{
	if (seq)
		ui_say(ui, ROLE_OK, tr("已保存，日志第 %lld 条"),
		       (long long)seq);
	else
		ui_say(ui, ROLE_NOTICE, "%s", tr("没有改动"));
	ui_reload(ui);
	return 0;
}

/* Others saved it since the form was filled: told once, then it goes on top. */
static int
check_base(struct feeds *st, const struct form *form, const struct feed *f,
           struct err *err)
{
	int64_t base = strtoll(form_text(form, "base"), NULL, 10);

	if (f->last_seq == base || f->last_seq == st->told)
		return 0;
	st->told = f->last_seq;
	return err_set(err, ERR_CONFLICT,
	               tr("%s 刚改过（日志第 %lld 条）；再存一次则记在其后"),
	               f->officer, (long long)f->last_seq);
}

static int
save_edited(struct ui *ui, void *state, const struct form *form,
            struct err *err)
{
	struct feeds *st = state;
	struct feed f;
	int64_t seq = 0;
	int rc = feed_get(ui_desk(ui), st->acting, &f, err);

	if (!rc)
		rc = check_base(st, form, &f, err);
	if (!rc)
		rc = feed_form_take(form, &f, err);
	if (!rc)
		rc = feed_save(ui_desk(ui), &f, &seq, err);
	feed_release(&f);
	return rc ? -1 : saved(ui, seq);
}

static void
act_edit(struct ui *ui, void *state)
{
	struct feeds *st = state;
	const struct feed *f = feeds_selected(st);
	struct form *form =
		ui_form(ui, tr("更改预警源"), feed_fields, save_edited);

	memcpy(st->acting, f->name, sizeof(st->acting));
	st->told = 0;
	feed_form_fill(form, f);
	form_go(form, "label");
	ui_form_keep(ui, "feed", st->acting);
}

static int
save_new(struct ui *ui, void *state, const struct form *form, struct err *err)
{
	const char *name = form_text(form, "name");
	struct err none = ERR_INIT;
	struct feed f;
	int64_t seq = 0;
	int rc;

	(void)state;
	if (feed_get(ui_desk(ui), name, &f, &none) == 0) {
		feed_release(&f);
		return err_set(err, ERR_REFUSED, tr("已有预警源 %s"), name);
	}
	rc = feed_form_blank(&f, err);
	if (!rc)
		rc = feed_form_take(form, &f, err);
	if (!rc)
		rc = feed_save(ui_desk(ui), &f, &seq, err);
	feed_release(&f);
	return rc ? -1 : saved(ui, seq);
}

static void
act_new(struct ui *ui, void *state)
{
	struct err err = ERR_INIT;
	struct form *form;
	struct feed f;

	(void)state;
	if (feed_form_blank(&f, &err)) {
		ui_fail(ui, &err);
	} else {
		form = ui_form(ui, tr("新预警源"), feed_new_fields, save_new);
		feed_form_fill(form, &f);
		ui_form_keep(ui, "feed", "");
	}
	feed_release(&f);
}

/* clang-format off */
static const struct key_binding feeds_keys[] = {
	{ "<Enter>", "feeds.whole", N_("全部内容"), NEED_LISTING | NEED_ROW,
	  act_whole },
	{ "<Space>", "feeds.toggle", N_("开 / 关"), NEED_ROW, act_toggle },
	{ "e", "feeds.edit", N_("更改"), NEED_ROW, act_edit },
	{ "n", "feeds.new", N_("新预警源"), NEED_LISTING, act_new },
	{ NULL, NULL, NULL, 0, NULL },
};
/* clang-format on */

const struct screen_ops feeds_screen = {
	.name = "feeds",
	.title = N_("预警源"),
	.keys = feeds_keys,
	.uses = USES_LIST | USES_PAGER | USES_FORM | SCREEN_PLACE,
	.state_size = sizeof(struct feeds),
	.open = feeds_open,
	.refresh = feeds_refresh,
	.draw = feeds_draw,
	.have = feeds_have,
	.key = feeds_key,
	.close = feeds_close,
};
