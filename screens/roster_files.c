/*
 * The roster and files: `I` leads to the preview of an import, `E` writes the
 * rows in view.
 *
 * An officer who has no shell here names the file, so its ending says what it
 * is, .csv or .vcf, and nothing else is ever written: no key file, no profile
 * of a shell, no desk.db.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/path.h"
#include "base/tr.h"
#include "desk/roster.h"
#include "screens/roster.h"

static void
import_path(struct ui *ui, void *state, const char *path)
{
	(void)state;
	ui_open(ui, "import", path);
}

void
roster_import(struct ui *ui, void *state)
{
	(void)state;
	ui_ask_path(ui, tr("导入通讯录，CSV 或 xlsx 文件："), "~/",
	            import_path);
}

/* ---- export ---- */

static bool
path_ends(const char *path, const char *ending)
{
	const char *dot = strrchr(path_name(path), '.');

	return dot && dot > path_name(path) && strcasecmp(dot, ending) == 0;
}

static int
shown_rows(struct ui *ui, const struct roster_page *st, struct buf *out,
           struct err *err)
{
	static const enum roster_table tables[] = {
		[PANE_UNITS] = ROSTER_UNITS,
		[PANE_PEOPLE] = ROSTER_CONTACTS,
		[PANE_LISTS] = ROSTER_GROUPS,
	};
	const struct roster_data *d = &st->data;
	size_t n = d->shown_count[st->pane];
	int64_t *ids = mem_array(NULL, n + 1, sizeof(*ids));
	int rc;

	for (size_t i = 0; i < n; i++)
		ids[i] = roster_row_id(d, st->pane, d->shown[st->pane][i]);
	rc = path_ends(st->export, ".vcf")
	             ? roster_vcard(ui_desk(ui), ids, n, out, err)
	             : roster_export_some(ui_desk(ui), tables[st->pane], ids, n,
	                                  out, err);
	free(ids);
	return rc;
}

static void
export_write(struct ui *ui, const struct roster_page *st, bool replace)
{
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;

	if (shown_rows(ui, st, &out, &err) ||
	    path_write(st->export, out.s, out.len, replace, &err))
		ui_fail(ui, &err);
	else
		ui_say(ui, ROLE_OK, tr("已导出 %zu 项，只有本账号能读：%s"),
		       st->data.shown_count[st->pane], st->export);
	buf_release(&out);
}

static void
replace_yes(struct ui *ui, void *state)
{
	export_write(ui, state, true);
}

static void
export_path(struct ui *ui, void *state, const char *path)
{
	struct roster_page *st = state;
	bool card = path_ends(path, ".vcf");
	struct buf question = BUF_INIT;

	free(st->export);
	st->export = mem_str(path);
	if (!card && !path_ends(path, ".csv")) {
		ui_say(ui, ROLE_ERROR, "✗ %s",
		       tr("文件名要以 .csv（表格）或 .vcf（名片）结尾"));
	} else if (card && st->pane != PANE_PEOPLE) {
		ui_say(ui, ROLE_ERROR, "✗ %s",
		       tr("只有人员能导出为名片（.vcf）"));
	} else if (path_taken(path)) {
		buf_fmt(&question, tr("已有 %s，覆盖？"), path_name(path));
		ui_confirm(ui, question.s, 'y', replace_yes);
	} else {
		export_write(ui, st, false);
	}
	buf_release(&question);
}

void
roster_export_shown(struct ui *ui, void *state)
{
	const struct roster_page *st = state;
	struct buf label = BUF_INIT;

	buf_fmt(&label, tr("导出所见 %zu 项到（.csv，人员也可 .vcf）："),
	        st->data.shown_count[st->pane]);
	ui_ask_path(ui, label.s, "~/", export_path);
	buf_release(&label);
}
