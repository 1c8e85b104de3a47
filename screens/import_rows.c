#include "screens/import.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "base/tr.h"

#define HEAD_ROWS 3 /* counts, the file, the columns */
#define DETAIL_ROWS 4

/* Columns, in cells; what changes takes what is left. */
enum {
	LINE_CELLS = 6,
	ACT_COL = LINE_CELLS + 2,
	ACT_CELLS = 10,
	NAME_COL = ACT_COL + ACT_CELLS + 1
};

/* clang-format off */
static const struct {
	const char *label;
	enum role role;
} acts[] = {
	[ROSTER_ADD] = { N_("+ 新增"), ROLE_OK },
	[ROSTER_CHANGE] = { N_("~ 更改"), ROLE_NOTICE },
	[ROSTER_LEAVE] = { N_("= 不变"), ROLE_DIM },
	[ROSTER_REFUSE] = { N_("✗ 不合格"), ROLE_WARN },
};
/* clang-format on */

/* ---- rows ---- */

static const struct roster_row *
row_at(const struct import_rows *r, size_t i)
{
	size_t count;

	return &roster_preview_rows(r->preview, &count)[r->shown[i]];
}

static const struct roster_row *
import_selected(const struct import *st)
{
	return list_has_row(&st->list) ? row_at(&st->rows, st->list.sel) : NULL;
}

void
import_rows_release(struct import_rows *r)
{
	roster_preview_free(r->preview);
	free(r->shown);
	memset(r, 0, sizeof(*r));
}

static void
rows_narrow(struct import_rows *r, enum import_look look)
{
	static const unsigned acts_seen[] = {
		[LOOK_ALL] = 1 << ROSTER_ADD | 1 << ROSTER_CHANGE |
		             1 << ROSTER_LEAVE | 1 << ROSTER_REFUSE,
		[LOOK_CHANGES] = 1 << ROSTER_ADD | 1 << ROSTER_CHANGE,
		[LOOK_REFUSED] = 1 << ROSTER_REFUSE,
	};
	const struct roster_row *rows;
	size_t count;

	rows = roster_preview_rows(r->preview, &count);
	r->shown = mem_array(r->shown, count + 1, sizeof(*r->shown));
	r->shown_count = 0;
	for (size_t i = 0; i < count; i++)
		if (acts_seen[look] & 1 << rows[i].act)
			r->shown[r->shown_count++] = i;
}

static void
row_name(const void *data, size_t i, struct buf *out)
{
	buf_fmt(out, "%zu", row_at(data, i)->line);
}

void
import_detail(struct import *st)
{
	const struct roster_row *r = import_selected(st);

	pager_clear(&st->detail);
	st->detail.top = st->detail.top_row = 0;
	if (!r)
		return;
	pager_fmt(&st->detail, ROLE_TITLE, 0, tr("第 %zu 行 %s %s"), r->line,
	          tr(acts[r->act].label), r->name);
	pager_add(&st->detail, r->act == ROSTER_REFUSE ? ROLE_WARN : ROLE_TEXT,
	          0, r->why);
}

void
import_narrow(struct import *st)
{
	rows_narrow(&st->rows, st->look);
	st->list = (struct list){ .count = st->rows.shown_count };
	import_detail(st);
}

int
import_make(struct ui *ui, struct import *st, struct err *err)
{
	struct import_rows new = { NULL, NULL, 0 };

	if (roster_preview(ui_desk(ui), st->bytes.s, st->bytes.len,
	                   path_name(st->path), &new.preview, err))
		return -1;
	rows_narrow(&new, st->look);
	list_follow(&st->list, &st->rows, &new, new.shown_count, row_name);
	import_rows_release(&st->rows);
	st->rows = new;
	st->asked = false;
	import_detail(st);
	return 0;
}

/* ---- drawing ---- */

int
import_list_rows(int rows)
{
	return rows - HEAD_ROWS - DETAIL_ROWS - 1;
}

static int
name_cells(const struct region *r)
{
	return (r->cols - NAME_COL) / 3;
}

static void
draw_row(const void *arg, size_t i, const struct region *r)
{
	const struct roster_row *row = row_at(arg, i);
	int why = NAME_COL + name_cells(r) + 1;

	canvas_fmt(r, 0, 0, LINE_CELLS + 1, ROLE_DIM, "%*zu", LINE_CELLS,
	           row->line);
	canvas_put(r, 0, ACT_COL, ACT_CELLS, acts[row->act].role,
	           tr(acts[row->act].label));
	canvas_put(r, 0, NAME_COL, name_cells(r), ROLE_TEXT, row->name);
	canvas_put(r, 0, why, -1,
	           row->act == ROSTER_REFUSE ? ROLE_WARN : ROLE_TEXT, row->why);
}

static void
draw_head(const struct import *st, const struct region *a)
{
	static const char *const looks[] = {
		[LOOK_ALL] = N_("全部"),
		[LOOK_CHANGES] = N_("只看会写入的"),
		[LOOK_REFUSED] = N_("只看不合格的"),
	};
	static const char *const tables[] = {
		[ROSTER_UNITS] = N_("单位"),
		[ROSTER_CONTACTS] = N_("人员"),
		[ROSTER_STOCK] = N_("物资"),
		[ROSTER_GROUPS] = N_("名单"),
	};
	const struct roster_preview *p = st->rows.preview;
	int why = NAME_COL + name_cells(a) + 1, col;
	size_t n[4];

	roster_preview_counts(p, n);
	col = canvas_fmt(a, 0, 0, -1, ROLE_HEAD,
	                 tr("%s：新增 %zu，更改 %zu，不变 %zu"),
	                 tr(tables[roster_preview_table(p)]), n[ROSTER_ADD],
	                 n[ROSTER_CHANGE], n[ROSTER_LEAVE]);
	if (n[ROSTER_REFUSE])
		canvas_fmt(a, 0, col + 2, -1, ROLE_WARN, tr("✗ 不合格 %zu"),
		           n[ROSTER_REFUSE]);
	col = canvas_fmt(a, 1, 1, a->cols / 2, ROLE_DIM, "%s  %s",
	                 roster_preview_encoding(p), path_name(st->path));
	canvas_fmt(a, 1, a->cols / 2 + 2, -1, ROLE_LABEL, tr("v %s（%zu 行）"),
	           tr(looks[st->look]), st->rows.shown_count);
	canvas_put_right(a, 2, 0, LINE_CELLS, ROLE_DIM, tr("行"));
	canvas_put(a, 2, ACT_COL, ACT_CELLS, ROLE_DIM, tr("结果"));
	canvas_put(a, 2, NAME_COL, name_cells(a), ROLE_DIM, tr("哪一项"));
	canvas_put(a, 2, why, -1, ROLE_DIM, tr("改什么，或错在哪里"));
}

void
import_draw(const void *state, const struct view *v)
{
	const struct import *st = state;
	const struct region *a = &v->area;
	int rows = import_list_rows(a->rows);
	struct region body = region_part(a, HEAD_ROWS, 0, rows, a->cols);
	struct region detail =
		region_part(a, HEAD_ROWS + rows + 1, 0, DETAIL_ROWS, a->cols);

	if (st->whole) {
		pager_draw(&st->detail, a);
		return;
	}
	draw_head(st, a);
	list_draw(&st->list, &body, v->focused, draw_row, &st->rows);
	if (!st->rows.shown_count)
		canvas_put(&body, 0, 1, -1, ROLE_DIM, tr("没有这样的行"));
	canvas_hline(a, HEAD_ROWS + rows, 0, a->cols);
	pager_draw(&st->detail, &detail);
}
