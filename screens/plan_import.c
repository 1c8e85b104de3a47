/*
 * Import of plans (导入预案): a file or a folder is read file by file while
 * the console goes on; each is told at once what would become of it, and
 * nothing is written but by `w` and a yes, all of it in one transaction.
 * Leaving, by Esc while it is read or later, ends the converter and writes
 * nothing.
 *
 * arg: the path.
 */
#include "screens/plan_import.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/path.h"
#include "base/tr.h"

enum {
	NEED_CHANGES = 1 << 3, /* all is read and something is to be written */
	NEED_GOOD = 1 << 4     /* ... though a file is refused */
};

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

/* ---- keys ---- */

static bool
importing_key(struct ui *ui, void *state, const struct key_event *e)
{
	struct importing *st = state;

	if (!list_key(&st->list, e, importing_list_rows(ui_rows(ui))))
		return false;
	importing_detail(st);
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

	st->look = (enum plan_look)((st->look + 1) % PLAN_LOOKS);
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
