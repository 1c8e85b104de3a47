/*
 * Call-outs (叫应): those that run first, how far each has come and how long
 * it has left; then those that ended.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/civil.h"
#include "base/tr.h"
#include "desk/callout.h"
#include "screens/kit/countdown.h"
#include "screens/kit/list.h"
#include "screens/screen.h"

#define MOST 500 /* listed, the newest */
#define HEAD_ROWS 2

/* Columns, in cells; the title takes what is left. */
enum {
	LEFT_COL = 2,
	LEFT_CELLS = 10,
	WHY_COL = LEFT_COL + LEFT_CELLS + 1,
	WHY_CELLS = 8,
	TITLE_COL = WHY_COL + WHY_CELLS + 1,
	COUNT_CELLS = 4,
	AT_CELLS = 11,
	RIGHT_CELLS = 3 * (COUNT_CELLS + 1) + AT_CELLS
};

struct callouts {
	struct list list;
	struct callout *rows;
	size_t count, running;
	int64_t now_ms; /* of the picture being drawn */
};

static const struct callout *
callouts_selected(const struct callouts *st)
{
	return list_has_row(&st->list) ? &st->rows[st->list.sel] : NULL;
}

static unsigned
callouts_have(const void *state)
{
	return callouts_selected(state) ? NEED_ROW : 0;
}

/* ---- reading ---- */

static void
row_name(const void *data, size_t i, struct buf *out)
{
	const struct callouts *st = data;

	buf_fmt(out, "%lld", (long long)st->rows[i].id);
}

static int
callouts_refresh(struct ui *ui, void *state, struct err *err)
{
	struct callouts *st = state, new = { .list = st->list };

	if (callout_list(ui_desk(ui), MOST, &new.rows, &new.count, err))
		return -1;
	for (size_t i = 0; i < new.count; i++)
		new.running += !new.rows[i].ended_ms;
	list_follow(&new.list, st, &new, new.count, row_name);
	callouts_free(st->rows, st->count);
	*st = new;
	return 0;
}

static void
callouts_close(struct ui *ui, void *state)
{
	struct callouts *st = state;

	(void)ui;
	callouts_free(st->rows, st->count);
}

/* ---- drawing ---- */

static int
title_cells(const struct region *r)
{
	return r->cols - TITLE_COL - 1 - RIGHT_CELLS;
}

static void
draw_heads(const struct region *r)
{
	int col = TITLE_COL + title_cells(r) + 1;

	canvas_put_right(r, 0, LEFT_COL, LEFT_CELLS, ROLE_DIM, tr("还剩"));
	canvas_put(r, 0, WHY_COL, WHY_CELLS, ROLE_DIM, tr("缘由"));
	canvas_put(r, 0, TITLE_COL, title_cells(r), ROLE_DIM, tr("叫应"));
	canvas_put_right(r, 0, col, COUNT_CELLS, ROLE_DIM, tr("已叫"));
	col += COUNT_CELLS + 1;
	canvas_put_right(r, 0, col, COUNT_CELLS, ROLE_DIM, tr("应答"));
	col += COUNT_CELLS + 1;
	canvas_put_right(r, 0, col, COUNT_CELLS, ROLE_DIM, tr("应叫"));
	canvas_put(r, 0, col + COUNT_CELLS + 1, -1, ROLE_DIM, tr("开始"));
}

/* How long until everybody is to have been reached; late counts up. */
static void
draw_left(const struct callout *c, const struct region *r, int64_t now)
{
	int64_t left = c->at_ms + c->reach * CIVIL_MINUTE - now;
	enum urgency u = urgency_of(left);
	char text[COUNTDOWN_TEXT];

	if (c->ended_ms || c->answered == c->targets) {
		canvas_put_right(r, 0, LEFT_COL, LEFT_CELLS,
		                 c->ended_ms ? ROLE_DIM : ROLE_OK,
		                 c->ended_ms ? tr("已结束") : tr("都已应答"));
		return;
	}
	canvas_put(r, 0, 0, 1, urgency_role(u), urgency_glyph(u));
	canvas_put_right(r, 0, LEFT_COL, LEFT_CELLS, ROLE_TEXT,
	                 countdown_minutes(text, left));
}

static void
draw_count(const struct region *r, int *col, enum role role, int n)
{
	char text[16];

	snprintf(text, sizeof(text), "%d", n);
	canvas_put_right(r, 0, *col, COUNT_CELLS, role, text);
	*col += COUNT_CELLS + 1;
}

static void
draw_row(const void *arg, size_t i, const struct region *r)
{
	const struct callouts *st = arg;
	const struct callout *c = &st->rows[i];
	enum role role = c->ended_ms ? ROLE_DIM : ROLE_TEXT;
	int col = TITLE_COL + title_cells(r) + 1;
	char at[CIVIL_TEXT];

	draw_left(c, r, st->now_ms);
	canvas_put(r, 0, WHY_COL, WHY_CELLS, ROLE_LABEL,
	           tr(callout_why_label(c->why)));
	canvas_put(r, 0, TITLE_COL, title_cells(r), role, c->title);
	draw_count(r, &col, role, c->called);
	draw_count(r, &col, role, c->answered);
	draw_count(r, &col, role, c->targets);
	canvas_put(r, 0, col, AT_CELLS, role, civil_short(at, c->at_ms));
}

static void
callouts_draw(const void *state, const struct view *v)
{
	struct callouts st = *(const struct callouts *)state;
	const struct region *a = &v->area;
	struct region columns = region_part(a, 1, 0, 1, a->cols);
	struct region body =
		region_part(a, HEAD_ROWS, 0, a->rows - HEAD_ROWS, a->cols);

	st.now_ms = v->now_ms;
	canvas_fmt(a, 0, 0, -1, ROLE_HEAD,
	           st.count < MOST ? tr("叫应 %zu 次，进行中 %zu 次")
	                           : tr("最近的叫应 %zu 次，进行中 %zu 次"),
	           st.count, st.running);
	draw_heads(&columns);
	list_draw(&st.list, &body, v->focused, draw_row, &st);
	if (!st.count)
		canvas_put(&body, 0, 2, -1, ROLE_DIM, tr("还没有叫应过"));
}

/* ---- keys ---- */

static bool
callouts_key(struct ui *ui, void *state, const struct key_event *e)
{
	struct callouts *st = state;

	return list_key(&st->list, e, ui_rows(ui) - HEAD_ROWS);
}

static void
act_open(struct ui *ui, void *state)
{
	char arg[24];

	snprintf(arg, sizeof(arg), "%lld",
	         (long long)callouts_selected(state)->id);
	ui_open(ui, "callout", arg);
}

static void
act_new(struct ui *ui, void *state)
{
	(void)state;
	ui_open(ui, "callout_start", NULL);
}

static void
act_spot(struct ui *ui, void *state)
{
	(void)state;
	ui_open(ui, "callout_start", "spot");
}

static void
act_rules(struct ui *ui, void *state)
{
	(void)state;
	ui_open(ui, "callout_rules", NULL);
}

/* clang-format off */
static const struct key_binding callouts_keys[] = {
	{ "<Enter>", "callouts.open", N_("打开"), NEED_ROW, act_open },
	{ "a", "callouts.new", N_("开始叫应"), 0, act_new },
	{ "s", "callouts.spot", N_("查岗点名"), 0, act_spot },
	{ "e", "callouts.rules", N_("叫应规定"), 0, act_rules },
	{ NULL, NULL, NULL, 0, NULL },
};
/* clang-format on */

const struct screen_ops callouts_screen = {
	.name = "callouts",
	.title = N_("叫应"),
	.keys = callouts_keys,
	.uses = USES_LIST | SCREEN_TAB,
	.state_size = sizeof(struct callouts),
	.refresh = callouts_refresh,
	.draw = callouts_draw,
	.have = callouts_have,
	.key = callouts_key,
	.close = callouts_close,
};
