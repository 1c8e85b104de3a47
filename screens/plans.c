/*
 * Plans (预案): all of them by category, with their version, issue and what
 * is due of each, a revision or a drill; the one in focus whole below.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/pinyin.h"
#include "base/tr.h"
#include "desk/plan.h"
#include "screens/kit/edit.h"
#include "screens/kit/list.h"
#include "screens/kit/pager.h"
#include "screens/plan_row.h"
#include "screens/screen.h"

#define HEAD_ROWS 3 /* what is listed, what narrows it, the columns */
#define DETAIL_ROWS 4
#define NEED_LISTING (1 << 3)
#define NEED_VALID (1 << 4) /* the plan is not withdrawn */

struct plans_data {
	struct plan *rows;
	size_t count, overdue;
	size_t *shown; /* which of rows are in sight */
	size_t shown_count;
};

struct plans {
	struct plans_data data;
	struct list list;
	struct pager detail;
	struct edit words; /* narrows the list */
	bool finding;      /* keys go to words */
	bool due_only;
	int64_t acting; /* the plan a form or question is about */
	int64_t now_ms; /* of the picture being drawn */
};

static const struct plan *
plans_selected(const struct plans *st)
{
	return list_has_row(&st->list)
	               ? &st->data.rows[st->data.shown[st->list.sel]]
	               : NULL;
}

/* ---- reading ---- */

static void
data_release(struct plans_data *d)
{
	plans_free(d->rows, d->count);
	free(d->shown);
	memset(d, 0, sizeof(*d));
}

static void
data_narrow(struct plans_data *d, const char *words)
{
	struct pinyin_query q;

	pinyin_query_init(&q, words);
	d->shown_count = 0;
	for (size_t i = 0; i < d->count; i++) {
		const struct pinyin_row row = {
			.name = d->rows[i].title,
			.text = tr(plan_category_label(d->rows[i].category)),
		};

		if (pinyin_match(&q, &row))
			d->shown[d->shown_count++] = i;
	}
	pinyin_query_release(&q);
}

static void
row_name(const void *data, size_t i, struct buf *out)
{
	const struct plans_data *d = data;

	buf_fmt(out, "%lld", (long long)d->rows[d->shown[i]].id);
}

static void
detail_fill(struct plans *st, int64_t now)
{
	const struct plan *p = plans_selected(st);

	pager_clear(&st->detail);
	st->detail.top = st->detail.top_row = 0;
	if (p)
		plan_row_detail(p, &st->detail, now);
}

static int
plans_read(struct ui *ui, const struct plans *st, struct plans_data *out,
           struct err *err)
{
	memset(out, 0, sizeof(*out));
	if (plan_list(ui_desk(ui), st->due_only, &out->rows, &out->count, err))
		return -1;
	out->shown = mem_array(NULL, out->count + 1, sizeof(*out->shown));
	for (size_t i = 0; i < out->count; i++)
		out->overdue += plan_overdue(&out->rows[i], ui_now(ui));
	data_narrow(out, st->words.text.s);
	return 0;
}

static int
plans_refresh(struct ui *ui, void *state, struct err *err)
{
	struct plans *st = state;
	struct plans_data new;

	if (plans_read(ui, st, &new, err))
		return -1;
	list_follow(&st->list, &st->data, &new, new.shown_count, row_name);
	data_release(&st->data);
	st->data = new;
	detail_fill(st, ui_now(ui));
	return 0;
}

static int
plans_open(struct ui *ui, void *state, const char *arg, struct err *err)
{
	struct plans *st = state;

	(void)ui;
	(void)arg;
	(void)err;
	edit_init(&st->words, 40, false);
	pager_init(&st->detail);
	return 0;
}

static void
plans_close(struct ui *ui, void *state)
{
	struct plans *st = state;

	(void)ui;
	data_release(&st->data);
	edit_release(&st->words);
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
	const struct plans *st = arg;

	plan_row_draw(&st->data.rows[st->data.shown[i]], r, st->now_ms);
}

static void
draw_head(const struct plans *st, const struct view *v)
{
	const struct region *a = &v->area;

	if (st->due_only)
		canvas_fmt(a, 0, 0, -1, ROLE_HEAD,
		           tr("逾期的预案 %zu 部；v 看全部"),
		           st->data.shown_count);
	else
		canvas_fmt(a, 0, 0, -1, ROLE_HEAD,
		           tr("预案 %zu 部，其中逾期 %zu 部"),
		           st->data.shown_count, st->data.overdue);
	if (!st->finding && !st->words.text.len)
		return;
	canvas_put(a, 1, 1, 6, ROLE_LABEL, tr("查找"));
	edit_draw(&st->words, a, 1, 8, 1, 30, ROLE_INPUT,
	          v->focused && st->finding);
	canvas_put(a, 1, 40, -1, ROLE_DIM,
	           st->finding ? tr("汉字或拼音；Enter 到列表，Esc 取消")
	                       : tr("f 改，Esc 取消"));
}

static void
plans_draw(const void *state, const struct view *v)
{
	struct plans st = *(const struct plans *)state;
	const struct region *a = &v->area;
	int rows = list_rows(a->rows);
	struct region columns = region_part(a, HEAD_ROWS - 1, 0, 1, a->cols);
	struct region body = region_part(a, HEAD_ROWS, 0, rows, a->cols);
	struct region detail =
		region_part(a, HEAD_ROWS + rows + 1, 0, DETAIL_ROWS, a->cols);

	st.now_ms = v->now_ms;
	draw_head(&st, v);
	plan_row_heads(&columns);
	list_draw(&st.list, &body, v->focused, draw_row, &st);
	if (!st.data.shown_count)
		canvas_put(&body, 0, 1, -1, ROLE_DIM,
		           st.words.text.len ? tr("没有找到")
		           : st.due_only     ? tr("没有逾期的预案")
		                         : tr("还没有预案。I 导入"));
	canvas_hline(a, HEAD_ROWS + rows, 0, a->cols);
	pager_draw(&st.detail, &detail);
}

/* ---- keys ---- */

static void
words_changed(struct ui *ui, struct plans *st)
{
	data_narrow(&st->data, st->words.text.s);
	st->list = (struct list){ .count = st->data.shown_count };
	detail_fill(st, ui_now(ui));
}

static bool
move_key(struct ui *ui, struct plans *st, const struct key_event *e)
{
	if (!list_key(&st->list, e, list_rows(ui_rows(ui))))
		return false;
	detail_fill(st, ui_now(ui));
	return true;
}

static bool
finding_key(struct ui *ui, struct plans *st, const struct key_event *e)
{
	switch (edit_key(&st->words, e)) {
	case EDIT_CHANGED:
		words_changed(ui, st);
		return true;
	case EDIT_MOVED:
	case EDIT_FULL:
		return true;
	default:
		break;
	}
	if (e->key == UIKEY_ENTER || e->key == UIKEY_TAB) {
		st->finding = false;
		return true;
	}
	return !key_printable(e->key) && move_key(ui, st, e);
}

static bool
plans_key(struct ui *ui, void *state, const struct key_event *e)
{
	struct plans *st = state;

	if (e->key == UIKEY_ESC && (st->finding || st->words.text.len)) {
		st->finding = false;
		edit_set(&st->words, "");
		words_changed(ui, st);
		return true;
	}
	return st->finding ? finding_key(ui, st, e) : move_key(ui, st, e);
}

static unsigned
plans_have(const void *state)
{
	const struct plans *st = state;
	const struct plan *p = plans_selected(st);

	if (st->finding)
		return IN_TEXT;
	if (!p)
		return NEED_LISTING;
	return NEED_LISTING | NEED_ROW | (p->removed ? 0 : NEED_VALID);
}

static void
act_open(struct ui *ui, void *state)
{
	char arg[32];

	snprintf(arg, sizeof(arg), "%lld",
	         (long long)plans_selected(state)->id);
	ui_open(ui, "plan", arg);
}

static void
act_find(struct ui *ui, void *state)
{
	struct plans *st = state;

	st->finding = true;
	ui_dirty(ui);
}

static void
act_due(struct ui *ui, void *state)
{
	struct plans *st = state;

	st->due_only = !st->due_only;
	ui_reload(ui);
}

/* clang-format off */
static const struct form_field drill_fields[] = {
	{ .key = "plan", .label = N_("预案"), .flags = FORM_READONLY },
	{ .key = "at", .label = N_("时间"), .kind = FORM_TIME, .width = 20,
	  .hint = N_("空着是现在；14:05、-15（十五分钟前）") },
	{ .key = "words", .label = N_("演练内容"), .kind = FORM_LINES,
	  .flags = FORM_REQUIRED, .rows = 3, .max_chars = 2000 },
	{ .key = NULL },
};
/* clang-format on */

static int
drill_save(struct ui *ui, void *state, const struct form *f, struct err *err)
{
	const struct plans *st = state;
	int64_t at, seq;

	if (!form_time(f, "at", &at))
		at = ui_now(ui);
	if (plan_drilled(ui_desk(ui), st->acting, at, form_text(f, "words"),
	                 &seq, err))
		return -1;
	ui_say(ui, ROLE_OK, tr("演练已记录，日志第 %lld 条"), (long long)seq);
	ui_reload(ui);
	return 0;
}

/* The rows may move while it is asked; what it is about stays the same. */
static void
act_drill(struct ui *ui, void *state)
{
	struct plans *st = state;
	struct form *f = ui_form(ui, tr("记录演练"), drill_fields, drill_save);

	st->acting = plans_selected(st)->id;
	form_set(f, "plan", plans_selected(st)->title);
	form_go(f, "at");
}

static void
remove_why(struct ui *ui, void *state, const char *why)
{
	const struct plans *st = state;
	struct err err = ERR_INIT;
	int64_t seq;

	if (plan_remove(ui_desk(ui), st->acting, why, &seq, &err))
		ui_fail(ui, &err);
	else
		ui_say(ui, ROLE_OK, "%s", tr("已废止，仍可查阅"));
	ui_reload(ui);
}

static void
remove_yes(struct ui *ui, void *state)
{
	(void)state;
	ui_ask(ui, tr("废止的理由："), "", remove_why);
}

static void
act_remove(struct ui *ui, void *state)
{
	struct plans *st = state;
	struct buf question = BUF_INIT;

	st->acting = plans_selected(st)->id;
	buf_fmt(&question, tr("废止《%s》？按 y 继续，别的键取消"),
	        plans_selected(st)->title);
	ui_confirm(ui, question.s, 'y', remove_yes);
	buf_release(&question);
}

static void
import_path(struct ui *ui, void *state, const char *path)
{
	(void)state;
	ui_open(ui, "plan_import", path);
}

static void
act_import(struct ui *ui, void *state)
{
	(void)state;
	ui_ask_path(ui, tr("导入预案，文件或文件夹："), "~/", import_path);
}

/* clang-format off */
static const struct key_binding plans_keys[] = {
	{ "<Enter>", "plans.open", N_("打开"), NEED_ROW, act_open },
	{ "f", "plans.find", N_("按名称或拼音找"), NEED_LISTING, act_find },
	{ "v", "plans.due", N_("只看逾期 / 全部"), NEED_LISTING, act_due },
	{ "I", "plans.import", N_("导入"), NEED_LISTING, act_import },
	{ "d", "plans.drill", N_("记录演练"), NEED_VALID, act_drill },
	{ "x", "plans.remove", N_("废止"), NEED_VALID, act_remove },
	{ NULL, NULL, NULL, 0, NULL },
};
/* clang-format on */

const struct screen_ops plans_screen = {
	.name = "plans",
	.title = N_("预案"),
	.keys = plans_keys,
	.uses = USES_LIST | USES_FORM | SCREEN_TAB,
	.state_size = sizeof(struct plans),
	.open = plans_open,
	.refresh = plans_refresh,
	.draw = plans_draw,
	.have = plans_have,
	.key = plans_key,
	.close = plans_close,
};
