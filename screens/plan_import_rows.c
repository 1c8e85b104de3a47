#include "screens/plan_import.h"

#include "base/encoding.h"
#include "base/path.h"
#include "base/tr.h"

#define HEAD_ROWS 3 /* counts, what is read, the columns */
#define DETAIL_ROWS 4

/* Columns, in cells; file and title take what is left. */
enum {
	ACT_COL = 1,
	ACT_CELLS = 10,
	FILE_COL = ACT_COL + ACT_CELLS + 1,
	KIND_CELLS = 12,
	PARTS_CELLS = 9,
	RIGHT_CELLS = KIND_CELLS + 1 + PARTS_CELLS
};

/* clang-format off */
static const struct {
	const char *label;
	enum role role;
} acts[] = {
	[PLAN_WAITS] = { N_("  未读"), ROLE_DIM },
	[PLAN_ADD] = { N_("+ 新预案"), ROLE_OK },
	[PLAN_CHANGE] = { N_("~ 新版"), ROLE_NOTICE },
	[PLAN_LEAVE] = { N_("= 不变"), ROLE_DIM },
	[PLAN_REFUSE] = { N_("✗ 不收"), ROLE_WARN },
};
/* clang-format on */

/* ---- rows ---- */

static const struct plan_import_row *
importing_selected(const struct importing *st)
{
	return list_has_row(&st->list)
	               ? plan_import_row(st->im, st->shown[st->list.sel])
	               : NULL;
}

static void
detail_notes(struct pager *p, const struct doc_notes *n)
{
	if (n->encoding.encoding && !n->encoding.sure)
		pager_fmt(p, ROLE_WARN, 0, tr("按 %s 读，请核对"),
		          encoding_name(n->encoding.encoding));
	if (n->replaced)
		pager_fmt(p, ROLE_WARN, 0, tr("%zu 个字读不出"), n->replaced);
	if (n->images)
		pager_fmt(p, ROLE_DIM, 0, tr("%zu 幅图未收"), n->images);
}

void
importing_detail(struct importing *st)
{
	const struct plan_import_row *r = importing_selected(st);

	pager_clear(&st->detail);
	st->detail.top = st->detail.top_row = 0;
	if (!r)
		return;
	if (r->act == PLAN_REFUSE)
		pager_add(&st->detail, ROLE_WARN, 0, r->why);
	else if (r->act != PLAN_WAITS)
		pager_fmt(&st->detail, ROLE_TITLE, 0,
		          tr("《%s》第 %d 版，%s，%s"), r->title, r->version,
		          tr(plan_category_label(r->category)),
		          doc_format_name(r->format));
	detail_notes(&st->detail, &r->notes);
	pager_add(&st->detail, ROLE_DIM, 0, r->path);
}

void
importing_narrow(struct importing *st)
{
	static const unsigned seen[] = {
		[PLAN_LOOK_ALL] = (1 << PLAN_ACTS) - 1,
		[PLAN_LOOK_CHANGES] = 1 << PLAN_ADD | 1 << PLAN_CHANGE,
		[PLAN_LOOK_REFUSED] = 1 << PLAN_REFUSE,
	};
	size_t count = plan_import_count(st->im), n = 0, sel = st->list.sel;
	size_t focus = list_has_row(&st->list) ? st->shown[sel] : 0;

	for (size_t i = 0; i < count; i++) {
		if (!(seen[st->look] & 1 << plan_import_row(st->im, i)->act))
			continue;
		if (i == focus)
			sel = n;
		st->shown[n++] = i;
	}
	st->shown_count = n;
	list_set_count(&st->list, n);
	list_select(&st->list, sel < n ? sel : n ? n - 1 : 0);
	importing_detail(st);
}

/* ---- drawing ---- */

int
importing_list_rows(int rows)
{
	return rows - HEAD_ROWS - DETAIL_ROWS - 1;
}

static int
file_cells(const struct region *r)
{
	return (r->cols - FILE_COL - RIGHT_CELLS) / 2;
}

static void
draw_row(const void *arg, size_t i, const struct region *r)
{
	const struct importing *st = arg;
	const struct plan_import_row *row =
		plan_import_row(st->im, st->shown[i]);
	int title = FILE_COL + file_cells(r) + 1;
	int kind = r->cols - RIGHT_CELLS;
	bool refused = row->act == PLAN_REFUSE;

	canvas_put(r, 0, ACT_COL, ACT_CELLS, acts[row->act].role,
	           tr(acts[row->act].label));
	canvas_put(r, 0, FILE_COL, file_cells(r), ROLE_TEXT,
	           path_name(row->path));
	canvas_put(r, 0, title, refused ? -1 : kind - title - 1,
	           refused ? ROLE_WARN : ROLE_TEXT,
	           refused ? row->why : row->title);
	if (refused || row->act == PLAN_WAITS)
		return;
	canvas_put(r, 0, kind, KIND_CELLS, ROLE_DIM,
	           tr(plan_category_label(row->category)));
	canvas_fmt(r, 0, kind + KIND_CELLS + 1, -1, ROLE_DIM, "%zu/%zu",
	           row->chapters, row->paras);
}

static void
draw_progress(const struct importing *st, const struct region *a)
{
	size_t at = plan_import_at(st->im);

	canvas_fmt(a, 1, 1, -1, ROLE_NOTICE,
	           tr("正在读 %zu/%zu（Esc 取消）：%s …"), at + 1,
	           plan_import_count(st->im),
	           path_name(plan_import_row(st->im, at)->path));
}

static void
draw_counts(const struct importing *st, const struct region *a)
{
	size_t n[PLAN_ACTS];
	int col;

	plan_import_counts(st->im, n);
	col = canvas_fmt(a, 0, 0, -1, ROLE_HEAD,
	                 tr("预案：新 %zu，新版 %zu，不变 %zu"), n[PLAN_ADD],
	                 n[PLAN_CHANGE], n[PLAN_LEAVE]);
	if (n[PLAN_REFUSE])
		canvas_fmt(a, 0, col + 2, -1, ROLE_WARN, tr("✗ 不收 %zu"),
		           n[PLAN_REFUSE]);
}

static void
draw_head(const struct importing *st, const struct region *a)
{
	static const char *const looks[] = {
		[PLAN_LOOK_ALL] = N_("全部"),
		[PLAN_LOOK_CHANGES] = N_("只看会写入的"),
		[PLAN_LOOK_REFUSED] = N_("只看不收的"),
	};
	int title = FILE_COL + file_cells(a) + 1, kind = a->cols - RIGHT_CELLS;

	draw_counts(st, a);
	if (plan_import_reading(st->im)) {
		draw_progress(st, a);
	} else {
		canvas_put(a, 1, 1, a->cols / 2, ROLE_DIM, st->path);
		canvas_fmt(a, 1, a->cols / 2 + 2, -1, ROLE_LABEL,
		           tr("v %s（%zu 个）"), tr(looks[st->look]),
		           st->shown_count);
	}
	canvas_put(a, 2, ACT_COL, ACT_CELLS, ROLE_DIM, tr("结果"));
	canvas_put(a, 2, FILE_COL, file_cells(a), ROLE_DIM, tr("文件"));
	canvas_put(a, 2, title, kind - title - 1, ROLE_DIM,
	           tr("预案名称，或为何不收"));
	canvas_put(a, 2, kind, KIND_CELLS, ROLE_DIM, tr("类别"));
	canvas_put(a, 2, kind + KIND_CELLS + 1, -1, ROLE_DIM, tr("章/段"));
}

void
importing_draw(const void *state, const struct view *v)
{
	const struct importing *st = state;
	const struct region *a = &v->area;
	int rows = importing_list_rows(a->rows);
	struct region body = region_part(a, HEAD_ROWS, 0, rows, a->cols);
	struct region detail =
		region_part(a, HEAD_ROWS + rows + 1, 0, DETAIL_ROWS, a->cols);

	draw_head(st, a);
	list_draw(&st->list, &body, v->focused, draw_row, st);
	if (!st->shown_count)
		canvas_put(&body, 0, 1, -1, ROLE_DIM, tr("没有这样的文件"));
	canvas_hline(a, HEAD_ROWS + rows, 0, a->cols);
	pager_draw(&st->detail, &detail);
}
