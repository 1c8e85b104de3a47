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
#include "screens/import.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "base/tr.h"

enum {
	NEED_CHANGES = 1 << 3, /* there is something to write */
	NEED_GOOD = 1 << 4     /* ... though a row is refused */
};

/* What was there stays when the file cannot be read. */
static int
file_read(struct ui *ui, struct import *st, struct err *err)
{
	struct buf bytes = BUF_INIT_MAX(ROSTER_FILE_MAX), old = st->bytes;

	if (path_read(&bytes, st->path, err)) {
		buf_release(&bytes);
		return err_prefix(err, "%s", path_name(st->path));
	}
	st->bytes = bytes;
	if (import_make(ui, st, err)) {
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

	return roster_preview_old(st->rows.preview) ? import_make(ui, st, err)
	                                            : 0;
}

static void
import_close(struct ui *ui, void *state)
{
	struct import *st = state;

	(void)ui;
	import_rows_release(&st->rows);
	buf_release(&st->bytes);
	pager_release(&st->detail);
	free(st->path);
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
	if (!list_key(&st->list, e, import_list_rows(ui_rows(ui))))
		return false;
	import_detail(st);
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

	st->look = (enum import_look)((st->look + 1) % LOOKS);
	import_narrow(st);
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
