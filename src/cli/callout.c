/*
 * callout: the call-outs, and the record of one as evidence.
 *
 * JSON members are stable and documented in zhiban(1).
 */
#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/json.h"
#include "base/tr.h"
#include "base/utf8.h"
#include "desk/callout.h"
#include "desk/desk.h"

const struct cli_option callout_options[] = {
	{ "--format", "text|json|html", N_("输出格式；list 没有 html") },
	{ NULL, NULL, NULL },
};

static void
callout_line(struct buf *out, const struct callout *c)
{
	char at[CIVIL_TEXT];

	buf_fmt(out, "%s %lld  %s  %s  ", c->ended_ms ? " " : ">",
	        (long long)c->id, civil_local(at, c->at_ms),
	        tr(callout_why_label(c->why)));
	text_safe(out, c->title, strlen(c->title), TEXT_LINE);
	buf_fmt(out, tr("  应叫 %d，已拨 %d，已应答 %d，已行动 %d"), c->targets,
	        c->called, c->answered, c->acted);
	buf_fmt(out, "%s\n", c->ended_ms ? tr("，已结束") : "");
}

static int
list_text(struct desk *d, struct buf *out, struct err *err)
{
	struct callout *rows;
	size_t n;

	if (callout_list(d, 0, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		callout_line(out, &rows[i]);
	callouts_free(rows, n);
	return 0;
}

static int
list_json(struct desk *d, struct buf *out, struct err *err)
{
	struct callout *rows;
	size_t n;
	json_t *o;

	if (callout_list(d, 0, &rows, &n, err))
		return -1;
	buf_str(out, "[");
	for (size_t i = 0; i < n; i++) {
		o = callout_to_json(&rows[i]);
		buf_str(out, i ? ",\n " : "");
		json_write(out, o);
		json_decref(o);
	}
	buf_str(out, "]\n");
	callouts_free(rows, n);
	return 0;
}

static const struct format {
	const char *name;
	int (*list)(struct desk *d, struct buf *out, struct err *err);
	int (*record)(struct desk *d, int64_t id, struct buf *out,
	              struct err *err);
} formats[] = {
	{ "text", list_text, callout_text },
	{ "json", list_json, callout_json },
	{ "html", NULL, callout_html },
};

static const struct format *
format_find(const char *name)
{
	for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++)
		if (!name || strcmp(formats[i].name, name) == 0)
			return &formats[i];
	return NULL;
}

static int
callout_write(const struct cli *cli, struct desk *d, struct buf *out,
              struct err *err)
{
	const char *what = cli->args[0], *name = cli_value(cli, "--format");
	const struct format *f = format_find(name);

	if (!f)
		return err_set(err, ERR_INPUT,
		               "--format '%s': text, json or html", name);
	if (strcmp(what, "list") == 0)
		return f->list ? f->list(d, out, err)
		               : err_set(err, ERR_INPUT,
		                         "--format html: not with list");
	if (!*what || what[strspn(what, "0123456789")] || strlen(what) > 17)
		return err_set(err, ERR_INPUT, "'%s': list or a number", what);
	return f->record(d, strtoll(what, NULL, 10), out, err);
}

int
cli_callout(struct cli *cli)
{
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;
	struct desk *d = NULL;
	int status;

	if (cli_open_desk(cli, &d, &err) || callout_write(cli, d, &out, &err))
		status = cli_fail(cli, &err);
	else
		status = cli_out(cli, &out, EXIT_DONE);
	desk_close(d);
	buf_release(&out);
	return status;
}
