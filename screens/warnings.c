/*
 * Warnings (预警): what the feeds say about this county, the most severe that
 * run first, a page at a time; the selected one in words below the list.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/tr.h"
#include "screens/kit/list.h"
#include "screens/kit/pager.h"
#include "screens/screen.h"
#include "screens/warning_row.h"

#define PAGE 200
#define HEAD_ROWS 2 /* how many, the columns */
#define DETAIL_ROWS 4

struct warnings {
	struct list list;
	struct warning *rows;
	size_t count, total;
	size_t max; /* fetched; grows as one goes down */
	enum warning_set set;
	struct geo seat;
	struct pager detail;
	int64_t now_ms; /* of the picture being drawn */
};

static const struct warning *
warnings_selected(const struct warnings *st)
{
	return list_has_row(&st->list) ? &st->rows[st->list.sel] : NULL;
}

static unsigned
warnings_have(const void *state)
{
	return warnings_selected(state) ? NEED_ROW : 0;
}

static const char *
warnings_incident(const void *state)
{
	const struct warning *w = warnings_selected(state);

	return w && w->act == WARNING_INCIDENT ? w->act_note : NULL;
}

/* ---- reading ---- */

static void
add_handling(struct pager *p, const struct warning *w)
{
	char at[CIVIL_TEXT];

	if (w->state != WARNING_ACTIVE)
		pager_fmt(p, ROLE_DIM, 0, "%s  %s", warning_state_word(w),
		          civil_local(at, w->ended_ms));
	if (w->act == WARNING_UNHANDLED)
		pager_fmt(p, ROLE_WARN, 0, "%s", tr("还没有人处置"));
	else
		pager_fmt(p, ROLE_OK, 0, "%s  %s  %s  %s",
		          tr(warning_act_label(w->act)),
		          civil_local(at, w->acted_ms), w->acted_by,
		          w->act_note);
}

static void
detail_fill(struct warnings *st, int64_t now)
{
	const struct warning *w = warnings_selected(st);
	struct pager *p = &st->detail;
	char at[CIVIL_TEXT], age[WARNING_AGE];
	struct buf near = BUF_INIT;
	int64_t sent;

	pager_clear(p);
	p->top = p->top_row = 0;
	if (!w)
		return;
	sent = w->sent_ms ? w->sent_ms : w->received_ms;
	warning_near_words(&near, w, st->seat);
	pager_fmt(p, ROLE_TITLE, 0, "%s", w->headline);
	pager_fmt(p, ROLE_TEXT, 0, "%s  %s（%s）  %s", near.s,
	          civil_local(at, sent), warning_age(age, sent, now),
	          w->sources);
	add_handling(p, w);
	buf_release(&near);
}

static void
row_name(const void *data, size_t i, struct buf *out)
{
	const struct warnings *st = data;

	buf_fmt(out, "%lld", (long long)st->rows[i].id);
}

static int
warnings_refresh(struct ui *ui, void *state, struct err *err)
{
	struct warnings *st = state, new = *st;

	if (warning_list(ui_desk(ui), st->set, st->max, &new.rows, &new.count,
	                 &new.total, err))
		return -1;
	list_follow(&new.list, st, &new, new.count, row_name);
	warnings_free(st->rows, st->count);
	*st = new;
	st->seat = warning_seat(ui_desk(ui));
	detail_fill(st, ui_now(ui));
	return 0;
}

static int
warnings_open(struct ui *ui, void *state, const char *arg, struct err *err)
{
	struct warnings *st = state;

	(void)ui;
	(void)arg;
	(void)err;
	pager_init(&st->detail);
	st->max = PAGE;
	return 0;
}

static void
warnings_close(struct ui *ui, void *state)
{
	struct warnings *st = state;

	(void)ui;
	warnings_free(st->rows, st->count);
	pager_release(&st->detail);
}

/* ---- drawing ---- */

static int
list_rows(int rows)
{
	return rows - HEAD_ROWS - 1 - DETAIL_ROWS;
}

static void
draw_row(const void *arg, size_t i, const struct region *r)
{
	const struct warnings *st = arg;

	warning_row_draw(&st->rows[i], r, st->seat, st->now_ms);
}

static void
warnings_draw(const void *state, const struct view *v)
{
	static const struct {
		const char *title, *none;
	} sets[] = {
		[WARNINGS_OPEN] = { N_("未关闭的预警"), N_("没有预警") },
		[WARNINGS_UNHANDLED] = { N_("未处置的预警"),
		                         N_("没有未处置的预警") },
		[WARNINGS_ALL] = { N_("全部预警"), N_("还没有收到过预警") },
	};
	struct warnings st = *(const struct warnings *)state;
	const struct region *a = &v->area;
	int rows = list_rows(a->rows);
	struct region columns = region_part(a, 1, 0, 1, a->cols);
	struct region body = region_part(a, HEAD_ROWS, 0, rows, a->cols);
	struct region detail =
		region_part(a, HEAD_ROWS + rows + 1, 0, DETAIL_ROWS, a->cols);

	st.now_ms = v->now_ms;
	canvas_fmt(a, 0, 0, -1, ROLE_HEAD, tr("%s，共 %zu 条"),
	           tr(sets[st.set].title), st.total);
	warning_row_heads(&columns);
	list_draw(&st.list, &body, v->focused, draw_row, &st);
	if (!st.count)
		canvas_put(&body, 0, 2, -1, ROLE_DIM, tr(sets[st.set].none));
	canvas_hline(a, HEAD_ROWS + rows, 0, a->cols);
	pager_draw(&st.detail, &detail);
}

/* ---- keys ---- */

/* Fetch further rows before the selection comes to the end of those held. */
static void
fetch_ahead(struct ui *ui, struct warnings *st, int rows)
{
	struct err err = ERR_INIT;

	if (st->count == st->total || st->list.sel + (size_t)rows < st->count)
		return;
	st->max *= 2;
	if (warnings_refresh(ui, st, &err))
		ui_fail(ui, &err);
}

static bool
warnings_key(struct ui *ui, void *state, const struct key_event *e)
{
	struct warnings *st = state;
	int rows = list_rows(ui_rows(ui));

	if (!list_key(&st->list, e, rows))
		return false;
	fetch_ahead(ui, st, rows);
	detail_fill(st, ui_now(ui));
	return true;
}

static void
act_set(struct ui *ui, void *state)
{
	struct warnings *st = state;

	st->set = (enum warning_set)((st->set + 1) % (WARNINGS_ALL + 1));
	st->max = PAGE;
	list_select(&st->list, 0);
	ui_reload(ui);
}

static void
act_feeds(struct ui *ui, void *state)
{
	(void)state;
	ui_open(ui, "feeds", NULL);
}

static void
act_open(struct ui *ui, void *state)
{
	char arg[24];

	snprintf(arg, sizeof(arg), "%lld",
	         (long long)warnings_selected(state)->id);
	ui_open(ui, "warning", arg);
}

/* clang-format off */
static const struct key_binding warnings_keys[] = {
	{ "<Enter>", "warnings.open", N_("打开"), NEED_ROW, act_open },
	{ "v", "warnings.set", N_("未关闭/未处置/全部"), 0, act_set },
	{ "f", "warnings.feeds", N_("预警源"), 0, act_feeds },
	{ NULL, NULL, NULL, 0, NULL },
};
/* clang-format on */

const struct screen_ops warnings_screen = {
	.name = "warnings",
	.title = N_("预警"),
	.keys = warnings_keys,
	.uses = USES_LIST | SCREEN_TAB,
	.state_size = sizeof(struct warnings),
	.open = warnings_open,
	.refresh = warnings_refresh,
	.draw = warnings_draw,
	.have = warnings_have,
	.key = warnings_key,
	.incident = warnings_incident,
	.close = warnings_close,
};
