/*
 * Nearest (就近): rescue teams, stores and whoever has some supply, by their
 * distance from a unit or town.
 *
 * arg: "UNIT kind CODE" or "UNIT item WORDS", UNIT being the id of a unit.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tr.h"
#include "desk/unit.h"
#include "screens/kit/list.h"
#include "screens/page.h"
#include "screens/screen.h"

#define NEAREST_MAX 50
#define DETAIL_ROWS 3

struct nearest {
	struct list list;
	struct nearby *rows;
	size_t count;
	long long from;
	int kind;   /* -1: by item */
	char *item; /* NULL: by kind */
	char *title;
};

static const struct nearby *
nearest_row(const struct nearest *st)
{
	return list_has_row(&st->list) ? &st->rows[st->list.sel] : NULL;
}

static void
row_name(const void *data, size_t i, struct buf *out)
{
	const struct nearby *rows = data;

	buf_fmt(out, "%lld", (long long)rows[i].id);
}

static int
nearest_refresh(struct ui *ui, void *state, struct err *err)
{
	struct nearest *st = state;
	struct buf title = BUF_INIT;
	struct nearby *rows;
	struct unit from;
	size_t count;

	if (unit_get(ui_desk(ui), st->from, &from, err))
		return -1;
	buf_fmt(&title, tr("离%s最近的：%s"), from.name,
	        st->item ? st->item
	                 : tr(unit_kind_label((enum unit_kind)st->kind)));
	unit_release(&from);
	if (unit_nearest(ui_desk(ui), st->from, st->kind, st->item, NEAREST_MAX,
	                 &rows, &count, err)) {
		buf_release(&title);
		return -1;
	}
	list_follow(&st->list, st->rows, rows, count, row_name);
	nearby_free(st->rows, st->count);
	st->rows = rows;
	st->count = count;
	free(st->title);
	st->title = buf_take(&title);
	return 0;
}

static int
nearest_open(struct ui *ui, void *state, const char *arg, struct err *err)
{
	struct nearest *st = state;
	char how[8], what[121];

	st->kind = -1;
	if (!arg ||
	    sscanf(arg, "%lld %7s %120[^\n]", &st->from, how, what) != 3)
		return err_set(err, ERR_INPUT, "%s", tr("离哪里最近的什么？"));
	if (strcmp(how, "kind") == 0) {
		st->kind = unit_kind_find(what);
		if (st->kind < 0)
			return err_set(err, ERR_INPUT, "%s",
			               tr("离哪里最近的什么？"));
	} else {
		st->item = mem_str(what);
	}
	return nearest_refresh(ui, st, err);
}

static void
nearest_close(struct ui *ui, void *state)
{
	struct nearest *st = state;

	(void)ui;
	nearby_free(st->rows, st->count);
	free(st->item);
	free(st->title);
}

static void
draw_row(const void *arg, size_t i, const struct region *r)
{
	const struct nearest *st = arg;
	const struct nearby *n = &st->rows[i];
	int extra = r->cols > 80 ? (r->cols - 80) / 2 : 0, col = 10;
	char far[32];

	snprintf(far, sizeof(far), "%.1f km", (double)n->metres / 1000);
	canvas_put_right(r, 0, 0, 9, ROLE_HEAD,
	                 n->metres < 0 ? tr("无坐标") : far);
	canvas_put(r, 0, col, 22 + extra, ROLE_TEXT, n->name);
	col += 23 + extra;
	canvas_put(r, 0, col, 10, ROLE_DIM, n->town ? n->town : "");
	canvas_put(r, 0, col + 11, 16, ROLE_TEXT, n->phone.number);
	canvas_put(r, 0, col + 28, -1, ROLE_DIM, n->stock);
}

static void
nearest_draw(const void *state, const struct view *v)
{
	const struct nearest *st = state;
	const struct nearby *n = nearest_row(st);
	const struct region *a = &v->area;
	struct region body =
		region_part(a, 1, 0, a->rows - 1 - DETAIL_ROWS, a->cols);

	canvas_put(a, 0, 0, -1, ROLE_HEAD, st->title ? st->title : "");
	list_draw(&st->list, &body, v->focused, draw_row, st);
	if (!st->count)
		canvas_put(&body, 0, 1, -1, ROLE_DIM, tr("通讯录里没有"));
	canvas_hline(a, a->rows - DETAIL_ROWS, 0, a->cols);
	if (!n)
		return;
	canvas_fmt(a, a->rows - 2, 1, -1, ROLE_TEXT, "%s  %s", n->name,
	           n->phone.number);
	canvas_put(a, a->rows - 1, 1, -1, ROLE_DIM, n->stock);
}

static bool
nearest_key(struct ui *ui, void *state, const struct key_event *e)
{
	struct nearest *st = state;

	return list_key(&st->list, e, ui_rows(ui) - 1 - DETAIL_ROWS);
}

static unsigned
nearest_have(const void *state)
{
	return nearest_row(state) ? NEED_ROW : 0;
}

static void
nearest_whom(const void *state, struct buf *out)
{
	const struct nearby *n = nearest_row(state);

	if (n)
		buf_fmt(out, "unit %lld", (long long)n->id);
}

static void
act_open(struct ui *ui, void *state)
{
	page_go(ui, "unit", "", nearest_row(state)->id);
}

/* clang-format off */
static const struct key_binding nearest_keys[] = {
	{ "<Enter>", "nearest.open", N_("打开"), NEED_ROW, act_open },
	{ NULL, NULL, NULL, 0, NULL },
};
/* clang-format on */

const struct screen_ops nearest_screen = {
	.name = "nearest",
	.title = N_("就近"),
	.keys = nearest_keys,
	.uses = USES_LIST,
	.state_size = sizeof(struct nearest),
	.open = nearest_open,
	.refresh = nearest_refresh,
	.draw = nearest_draw,
	.have = nearest_have,
	.key = nearest_key,
	.whom = nearest_whom,
	.close = nearest_close,
};
