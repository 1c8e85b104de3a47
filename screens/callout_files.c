/*
 * The record of a call-out: to read, and into a file that the officer names.
 * Its ending says what is written, and nothing else ever is: no profile of a
 * shell, no desk.db.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/path.h"
#include "base/tr.h"
#include "screens/callout.h"

void
callout_read_record(struct ui *ui, void *state)
{
	const struct callout_page *st = state;
	char arg[48];

	snprintf(arg, sizeof(arg), "callout record %lld", (long long)st->id);
	ui_open(ui, "text", arg);
}

typedef int
record_fn(struct desk *d, int64_t id, struct buf *out, struct err *err);

static record_fn *
writer_of(const char *path)
{
	static const struct {
		const char *ending;
		record_fn *write;
	} writers[] = {
		{ ".txt", callout_text },
		{ ".html", callout_html },
		{ ".json", callout_json },
	};
	const char *dot = strrchr(path_name(path), '.');

	for (size_t i = 0; i < sizeof(writers) / sizeof(*writers); i++)
		if (dot && dot > path_name(path) &&
		    strcasecmp(dot, writers[i].ending) == 0)
			return writers[i].write;
	return NULL;
}

static void
export_write(struct ui *ui, const struct callout_page *st, bool replace)
{
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;

	if (writer_of(st->export)(ui_desk(ui), st->id, &out, &err) ||
	    path_write(st->export, out.s, out.len, replace, &err))
		ui_fail(ui, &err);
	else
		ui_say(ui, ROLE_OK, tr("已导出，只有本账号能读：%s"),
		       st->export);
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
	struct callout_page *st = state;
	struct buf question = BUF_INIT;

	free(st->export);
	st->export = mem_str(path);
	if (!writer_of(path)) {
		ui_say(ui, ROLE_ERROR, "✗ %s",
		       tr("文件名要以 .txt、.html 或 .json 结尾"));
	} else if (path_taken(path)) {
		buf_fmt(&question, tr("已有 %s，覆盖？"), path_name(path));
		ui_confirm(ui, question.s, 'y', replace_yes);
	} else {
		export_write(ui, st, false);
	}
	buf_release(&question);
}

void
callout_export_record(struct ui *ui, void *state)
{
	const struct callout_page *st = state;
	struct buf initial = BUF_INIT;

	buf_fmt(&initial, "~/callout-%lld.txt", (long long)st->id);
	ui_ask_path(ui, tr("导出叫应记录到（.txt、.html、.json）："), initial.s,
	            export_path);
	buf_release(&initial);
}
