/*
 * Import of plans (导入预案): a file or a folder is read file by file while
 * the console goes on; each is told at once what would become of it, and
 * nothing is written but by `w` and a yes, all of it in one transaction.
 * Leaving, by Esc while it is read or later, ends the converter and writes
 * nothing.
 *
 * arg: the path.
 */
#include <stdlib.h>
#include <string.h>

#include "base/encoding.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/tr.h"
#include "desk/plan_import.h"
#include "screens/kit/list.h"
#include "screens/kit/pager.h"
#include "screens/screen.h"

#define HEAD_ROWS 3 /* counts, what is read, the columns */
#define DETAIL_ROWS 4

enum {
	NEED_CHANGES =
		1 << 3,    /* all is read, and there is something to write */
	NEED_GOOD = 1 << 4 /* ... though a file is refused */
};

/* Columns, in cells; file and title take what is left. */
enum {
	ACT_COL = 1,
	ACT_CELLS = 10,
	FILE_COL = ACT_COL + ACT_CELLS + 1,
	KIND_CELLS = 12,
	PARTS_CELLS = 9,
	RIGHT_CELLS = KIND_CELLS + 1 + PARTS_CELLS
};

enum look { LOOK_ALL, LOOK_CHANGES, LOOK_REFUSED, LOOKS };

struct importing {
	struct ui *ui; /* to draw again when the loop has read a file */
	struct plan_import *im;
	char *path;
	size_t *shown; /* which of its rows are in sight */
	size_t shown_count;
	enum look look;
	struct list list;
	struct pager detail;
	bool asked; /* the question is about what the rows still say */
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

static void
detail_fill(struct importing *st)
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

/* The row in focus stays the same file, wherever it now stands. */
static void
importing_narrow(struct importing *st)
{
	static const unsigned seen[] = {
		[LOOK_ALL] = (1 << PLAN_ACTS) - 1,
		[LOOK_CHANGES] = 1 << PLAN_ADD | 1 << PLAN_CHANGE,
		[LOOK_REFUSED] = 1 << PLAN_REFUSE,
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
	detail_fill(st);
}

/* From the loop: one more file was read, or is being read. */
static void
on_read(void *arg)
{
	struct importing *st = arg;

	importing_narrow(st);
	ui_dirty(st->ui);
}

static int
importing_open(struct ui *ui, void *state, const char *arg, struct err *err)
{
	struct importing *st = state;

	st->ui = ui;
	pager_init(&st->detail);
	if (!arg)
		return err_set(err, ERR_INPUT, "%s",
		               tr("要导入哪个文件或文件夹？"));
	if (!path_taken(arg))
		return err_set(err, ERR_NOT_FOUND, "%s", tr("没有这个文件"));
	st->path = mem_str(arg);
	st->im = plan_import_new(ui_desk(ui), -1);
	plan_import_add(st->im, arg);
	if (!plan_import_count(st->im))
		return err_set(err, ERR_NOT_FOUND, "%s",
		               tr("文件夹里没有可读的文件"));
	st->shown =
		mem_array(NULL, plan_import_count(st->im), sizeof(*st->shown));
	importing_narrow(st);
	plan_import_start(st->im, ui_loop(ui), NULL, on_read, st);
	return 0;
}

static int
importing_refresh(struct ui *ui, void *state, struct err *err)
{
	struct importing *st = state;

	(void)ui;
	(void)err;
	if (plan_import_compare(st->im))
		st->asked = false;
	importing_narrow(st);
	return 0;
}

static void
importing_close(struct ui *ui, void *state)
{
	struct importing *st = state;

	if (st->im && plan_import_reading(st->im))
		ui_say(ui, ROLE_WARN, "%s",
		       tr("导入没有读完就取消了，什么也没有写入"));
	plan_import_free(st->im);
	free(st->path);
	free(st->shown);
	pager_release(&st->detail);
}

/* ---- drawing ---- */

static int
list_rows(int rows)
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
		[LOOK_ALL] = N_("全部"),
		[LOOK_CHANGES] = N_("只看会写入的"),
		[LOOK_REFUSED] = N_("只看不收的"),
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

static void
importing_draw(const void *state, const struct view *v)
{
	const struct importing *st = state;
	const struct region *a = &v->area;
	int rows = list_rows(a->rows);
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

/* ---- keys ---- */

static bool
importing_key(struct ui *ui, void *state, const struct key_event *e)
{
	struct importing *st = state;

	if (!list_key(&st->list, e, list_rows(ui_rows(ui))))
		return false;
	detail_fill(st);
	return true;
}

static unsigned
importing_have(const void *state)
{
	const struct importing *st = state;
	size_t n[PLAN_ACTS];
	bool changes;

	plan_import_counts(st->im, n);
	changes = !plan_import_reading(st->im) &&
	          n[PLAN_ADD] + n[PLAN_CHANGE] > 0;
	return (list_has_row(&st->list) ? NEED_ROW : 0) |
	       (changes ? NEED_CHANGES : 0) |
	       (changes && n[PLAN_REFUSE] ? NEED_GOOD : 0);
}

static void
act_look(struct ui *ui, void *state)
{
	struct importing *st = state;

	st->look = (enum look)((st->look + 1) % LOOKS);
	importing_narrow(st);
	ui_dirty(ui);
}

static void
write_yes(struct ui *ui, void *state)
{
	const struct importing *st = state;
	struct err err = ERR_INIT;
	size_t n[PLAN_ACTS];

	plan_import_counts(st->im, n);
	if (!st->asked)
		err_set(&err, ERR_CONFLICT, tr("预案刚有改动，请再看一遍"));
	if (err.code || plan_import_apply(st->im, &err)) {
		ui_fail(ui, &err);
		ui_reload(ui);
		return;
	}
	if (n[PLAN_REFUSE])
		ui_say(ui, ROLE_WARN,
		       tr("已写入：新预案 %zu，新版 %zu；不收的 %zu "
		          "个没有写入"),
		       n[PLAN_ADD], n[PLAN_CHANGE], n[PLAN_REFUSE]);
	else
		ui_say(ui, ROLE_OK, tr("已写入：新预案 %zu，新版 %zu"),
		       n[PLAN_ADD], n[PLAN_CHANGE]);
	ui_back(ui);
}

static void
ask_write(struct ui *ui, struct importing *st, const size_t n[PLAN_ACTS])
{
	struct buf question = BUF_INIT;

	st->asked = true;
	if (n[PLAN_REFUSE])
		buf_fmt(&question,
		        tr("写入新预案 %zu，新版 %zu，舍去不收的 %zu 个？"),
		        n[PLAN_ADD], n[PLAN_CHANGE], n[PLAN_REFUSE]);
	else
		buf_fmt(&question, tr("写入新预案 %zu，新版 %zu？"),
		        n[PLAN_ADD], n[PLAN_CHANGE]);
	ui_confirm(ui, question.s, 'y', write_yes);
	buf_release(&question);
}

static void
act_write(struct ui *ui, void *state)
{
	struct importing *st = state;
	size_t n[PLAN_ACTS];

	plan_import_counts(st->im, n);
	if (n[PLAN_REFUSE])
		ui_say(ui, ROLE_WARN,
		       tr("有 %zu 个文件不收，一个也不写；按 W 只写能收的"),
		       n[PLAN_REFUSE]);
	else
		ask_write(ui, st, n);
}

static void
act_good(struct ui *ui, void *state)
{
	struct importing *st = state;
	size_t n[PLAN_ACTS];

	plan_import_counts(st->im, n);
	ask_write(ui, st, n);
}

static void
act_back(struct ui *ui, void *state)
{
	(void)state;
	ui_back(ui);
}

/* clang-format off */
static const struct key_binding plan_import_keys[] = {
	{ "w", "plan_import.write", N_("写入"), NEED_CHANGES, act_write },
	{ "W", "plan_import.good", N_("只写能收的"), NEED_GOOD, act_good },
	{ "v", "plan_import.look", N_("全部 / 会写入 / 不收"), 0, act_look },
	{ "<Esc>", "plan_import.back", N_("不写入，返回"), 0, act_back },
	{ NULL, NULL, NULL, 0, NULL },
};
/* clang-format on */

const struct screen_ops plan_import_screen = {
	.name = "plan_import",
	.title = N_("导入预案"),
	.keys = plan_import_keys,
	.uses = USES_LIST,
	.state_size = sizeof(struct importing),
	.open = importing_open,
	.refresh = importing_refresh,
	.draw = importing_draw,
	.have = importing_have,
	.key = importing_key,
	.close = importing_close,
};
