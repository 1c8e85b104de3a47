/*
 * zhiban feed read FORMAT FILE|-: one answer of a feed as its reader sees it,
 * a line of JSON a warning.  Needs no data folder.
 */
#include <string.h>

#include "base/tr.h"
#include "cli/cli.h"
#include "feeds/feed.h"

static int
unknown_format(const char *code, struct err *err)
{
	struct buf known = BUF_INIT;

	for (const struct feed_format *f = feed_formats; f->code; f++)
		buf_fmt(&known, " %s", f->code);
	err_set(err, ERR_INPUT, tr("没有格式 %s；已有：%s"), code, known.s);
	buf_release(&known);
	return -1;
}

static int
read_answer(const struct cli *cli, struct buf *out, struct err *err)
{
	const struct feed_format *f = feed_format(cli->args[1]);
	const char *path = cli->args[2];
	struct buf bytes = BUF_INIT;
	struct feed_answer answer;
	int rc;

	if (strcmp(cli->args[0], "read") != 0)
		return err_set(err, ERR_INPUT, tr("feed 之后应为 read"));
	if (!f)
		return unknown_format(cli->args[1], err);
	rc = buf_read_file(&bytes, path, FEED_BYTES_MAX, err);
	if (!rc)
		rc = feed_read(f, path, bytes.s, bytes.len, &answer, err);
	buf_release(&bytes);
	if (rc)
		return rc;
	for (size_t i = 0; i < answer.count; i++) {
		feed_warning_json(out, f, &answer.rows[i]);
		buf_byte(out, '\n');
	}
	feed_answer_release(&answer);
	return 0;
}

int
cli_feed(struct cli *cli)
{
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;
	int status;

	status = read_answer(cli, &out, &err) ? cli_fail(cli, &err)
	                                      : cli_out(cli, &out, EXIT_DONE);
	buf_release(&out);
	return status;
}
