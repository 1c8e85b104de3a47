/*
 * Import (导入通讯录): what a table of the roster would change, row by row
 * with its line of the file, before any of it is written; the row in focus
 * whole below.  Nothing is written but by `w` and a yes, and when a row is
 * bad only by `W`, which leaves the bad ones out.
 *
 * When the roster changes meanwhile the rows are made anew.
 *
 * arg: the file's path.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "base/tr.h"
#include "desk/roster.h"
#include "screens/kit/list.h"
#include "screens/kit/pager.h"
#include "screens/screen.h"

#define HEAD_ROWS 3 /* counts, the file, the columns */
#define DETAIL_ROWS 4

enum {
	NEED_CHANGES = 1 << 3, /* there is something to write */
	NEED_GOOD = 1 << 4     /* ... though a row is refused */
};

/* Columns, in cells; what changes takes what is left. */
enum {
	LINE_CELLS = 6,
	ACT_COL = LINE_CELLS + 2,
	ACT_CELLS = 10,
	NAME_COL = ACT_COL + ACT_CELLS + 1
};

enum look { LOOK_ALL, LOOK_CHANGES, LOOK_REFUSED, LOOKS };

struct rows {
	struct roster_preview *preview;
	size_t *shown; /* which of its rows are in sight */
	size_t shown_count;
};

struct import {
	char *path;
	struct buf bytes; /* of the file */
	struct rows rows;
	enum look look;
	struct list list;
	struct pager detail;
	bool whole;     /* the row in focus fills the screen */
	bool good_only; /* what the question is about ... */
	bool asked;     /* ... and the rows still say the same */
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
row_at(const struct rows *r, size_t i)
{
	size_t count;

	return &roster_preview_rows(r->preview, &count)[r->shown[i]];
}

static const struct roster_row *
import_selected(const struct import *st)
{
	return list_has_row(&st->list) ? row_at(&st->rows, st->list.sel) : NULL;
}

static void
rows_release(struct rows *r)
{
	roster_preview_free(r->preview);
	free(r->shown);
	memset(r, 0, sizeof(*r));
}

static void
rows_narrow(struct rows *r, enum look look)
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

static void
detail_fill(struct import *st)
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

static int
rows_make(struct ui *ui, struct import *st, struct err *err)
{
	struct rows new = { NULL, NULL, 0 };

	if (roster_preview(ui_desk(ui), st->bytes.s, st->bytes.len,
	                   path_name(st->path), &new.preview, err))
		return -1;
	rows_narrow(&new, st->look);
	list_follow(&st->list, &st->rows, &new, new.shown_count, row_name);
	rows_release(&st->rows);
	st->rows = new;
	st->asked = false;
	detail_fill(st);
	return 0;
}

/* What was there stays when the file cannot be read. */
static int
file_read(struct ui *ui, struct import *st, struct err *err)
{
	struct buf bytes = BUF_INIT_MAX(ROSTER_FILE_MAX), old = st->bytes;

	if (path_read(&bytes, st->path, err)) {
		buf_release(&bytes);
		return -1;
	}
	st->bytes = bytes;
	if (rows_make(ui, st, err)) {
		st->bytes = old;
		buf_release(&bytes);
		return -1;
	}
	buf_release(&old);
	return 0;
}

static int
import_open(struct ui *ui, void *state, const char *arg, struct err *err)
{
	struct import *st = state;

	buf_init(&st->bytes);
	pager_init(&st->detail);
	if (!arg)
		return err_set(err, ERR_INPUT, "%s", tr("要导入哪个文件？"));
	st->path = mem_str(arg);
	return file_read(ui, st, err);
}

static int
import_refresh(struct ui *ui, void *state, struct err *err)
{
	struct import *st = state;

	return roster_preview_old(st->rows.preview) ? rows_make(ui, st, err)
	                                            : 0;
}

static void
import_close(struct ui *ui, void *state)
{
	struct import *st = state;

	(void)ui;
	rows_release(&st->rows);
	buf_release(&st->bytes);
	pager_release(&st->detail);
	free(st->path);
}

/* ---- drawing ---- */

static int
list_rows(int rows)
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

static void
import_draw(const void *state, const struct view *v)
{
	const struct import *st = state;
	const struct region *a = &v->area;
	int rows = list_rows(a->rows);
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

/* ---- keys ---- */

static bool
import_key(struct ui *ui, void *state, const struct key_event *e)
{
	struct import *st = state;

	if (st->whole && e->key == UIKEY_ESC) {
		st->whole = false;
		return true;
	}
	if (st->whole)
		return pager_key(&st->detail, e, ui_rows(ui), ui_cols(ui));
	if (!list_key(&st->list, e, list_rows(ui_rows(ui))))
		return false;
	detail_fill(st);
	return true;
}

static unsigned
import_have(const void *state)
{
	const struct import *st = state;
	size_t n[4];
	bool changes;

	roster_preview_counts(st->rows.preview, n);
	changes = n[ROSTER_ADD] + n[ROSTER_CHANGE] > 0;
	return (list_has_row(&st->list) ? NEED_ROW : 0) |
	       (changes ? NEED_CHANGES : 0) |
	       (changes && n[ROSTER_REFUSE] ? NEED_GOOD : 0);
}

static void
act_row(struct ui *ui, void *state)
{
	struct import *st = state;

	st->whole = !st->whole;
	st->detail.top = st->detail.top_row = 0;
	ui_dirty(ui);
}

static void
act_look(struct ui *ui, void *state)
{
	struct import *st = state;

	st->look = (enum look)((st->look + 1) % LOOKS);
	rows_narrow(&st->rows, st->look);
	st->list = (struct list){ .count = st->rows.shown_count };
	detail_fill(st);
	ui_dirty(ui);
}

static void
act_read(struct ui *ui, void *state)
{
	struct err err = ERR_INIT;

	if (file_read(ui, state, &err))
		ui_fail(ui, &err);
	else
		ui_say(ui, ROLE_NOTICE, "%s", tr("已重新读文件"));
}

static void
write_yes(struct ui *ui, void *state)
{
	const struct import *st = state;
	struct err err = ERR_INIT;
	size_t n[4], written;

	roster_preview_counts(st->rows.preview, n);
	if (!st->asked)
		err_set(&err, ERR_CONFLICT,
		        tr("通讯录刚有改动，请再看一遍，什么也没有写入"));
	if (err.code || roster_apply(ui_desk(ui), st->rows.preview,
	                             st->good_only, &written, &err)) {
		ui_fail(ui, &err);
		ui_reload(ui);
		return;
	}
	if (st->good_only)
		ui_say(ui, ROLE_WARN,
		       tr("已写入 %zu 项；不合格的 %zu 行没有写入"), written,
		       n[ROSTER_REFUSE]);
	else
		ui_say(ui, ROLE_OK, tr("已写入 %zu 项"), written);
	ui_back(ui);
}

static void
ask_write(struct ui *ui, struct import *st, bool good_only)
{
	struct buf question = BUF_INIT;
	size_t n[4];

	roster_preview_counts(st->rows.preview, n);
	st->good_only = good_only;
	st->asked = true;
	if (good_only)
		buf_fmt(&question,
		        tr("新增 %zu，更改 %zu，舍去不合格的 %zu 行？"),
		        n[ROSTER_ADD], n[ROSTER_CHANGE], n[ROSTER_REFUSE]);
	else
		buf_fmt(&question, tr("写入通讯录：新增 %zu，更改 %zu？"),
		        n[ROSTER_ADD], n[ROSTER_CHANGE]);
	ui_confirm(ui, question.s, 'y', write_yes);
	buf_release(&question);
}

static void
act_write(struct ui *ui, void *state)
{
	struct import *st = state;
	size_t n[4];

	roster_preview_counts(st->rows.preview, n);
	if (n[ROSTER_REFUSE])
		ui_say(ui, ROLE_WARN,
		       tr("有 %zu 行不合格，一行也不写；改好按 R，或按 W "
		          "只写合格的"),
		       n[ROSTER_REFUSE]);
	else
		ask_write(ui, st, false);
}

static void
act_good(struct ui *ui, void *state)
{
	ask_write(ui, state, true);
}

static void
act_back(struct ui *ui, void *state)
{
	(void)state;
	ui_back(ui);
}

/* clang-format off */
static const struct key_binding import_keys[] = {
	{ "w", "import.write", N_("写入"), NEED_CHANGES, act_write },
	{ "W", "import.good", N_("只写合格的行"), NEED_GOOD, act_good },
	{ "v", "import.look", N_("全部 / 会写入 / 不合格"), 0, act_look },
	{ "<Enter>", "import.row", N_("看整行"), NEED_ROW, act_row },
	{ "R", "import.read", N_("重新读文件"), 0, act_read },
	{ "<Esc>", "import.back", N_("不写入，返回"), 0, act_back },
	{ NULL, NULL, NULL, 0, NULL },
};
/* clang-format on */

const struct screen_ops import_screen = {
	.name = "import",
	.title = N_("导入通讯录"),
	.keys = import_keys,
	.uses = USES_LIST | USES_PAGER,
	.state_size = sizeof(struct import),
	.open = import_open,
	.refresh = import_refresh,
	.draw = import_draw,
	.have = import_have,
	.key = import_key,
	.close = import_close,
};
