#include "cli/cli.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tr.h"
#include "desk/desk.h"
#include "store/verify.h"

const struct cli_option verify_options[] = {
	{ "--against", "LINE", N_("一份留存在外的签出行（- 从标准输入读）") },
	{ "--json", NULL, N_("输出 JSON") },
	{ NULL, NULL, NULL },
};

#define AGAINST_MAX (64 * 1024)

/* The text of --against: the words themselves, or standard input for "-". */
static int
against_read(const struct cli *cli, struct buf *text, struct err *err)
{
	const char *s = cli_value(cli, "--against");

	if (!s)
		return 0;
	if (strcmp(s, "-") == 0)
		return buf_read_file(text, "-", AGAINST_MAX, err);
	return buf_str(text, s);
}

int
cli_verify(struct cli *cli)
{
	struct buf dir = BUF_INIT, out = BUF_INIT, text = BUF_INIT;
	struct verify_report report = { 0 };
	struct err err = ERR_INIT;
	const char *against[2] = { NULL, NULL };
	int status;

	if (cli_data_dir(cli, &dir, &err) || against_read(cli, &text, &err))
		goto fail;
	if (text.len)
		against[0] = text.s;
	if (verify_desk(dir.s, &desk_kinds, against[0] ? against : NULL, true,
	                &report, &err))
		goto fail;
	if (cli_has(cli, "--json"))
		verify_json(&out, &report);
	else
		verify_text(&out, &report);
	status = cli_out(cli, &out,
	                 report.faults_count ? EXIT_WANTING : EXIT_DONE);
	goto out;
fail:
	status = cli_fail(cli, &err);
out:
	verify_report_release(&report);
	buf_release(&text);
	buf_release(&out);
	buf_release(&dir);
	return status;
}

int
cli_checkpoint(struct cli *cli)
{
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;
	struct desk *d = NULL;
	int status;

	if (cli_open_desk(cli, &d, &err) ||
	    checkpoint_make(desk_journal(d), desk_dir(d), desk_code(d), &out,
	                    &err))
		status = cli_fail(cli, &err);
	else
		status = cli_out(cli, &out, EXIT_DONE);
	desk_close(d);
	buf_release(&out);
	return status;
}

int
cli_rebuild(struct cli *cli)
{
	struct buf dir = BUF_INIT, out = BUF_INIT;
	struct err err = ERR_INIT;
	int64_t entries = 0;
	int status;

	if (cli_data_dir(cli, &dir, &err) ||
	    journal_rebuild(dir.s, &desk_kinds, &entries, &err)) {
		status = cli_fail(cli, &err);
	} else {
		buf_fmt(&out, tr("已由 %lld 条日志重建全部视图\n"),
		        (long long)entries);
		status = cli_out(cli, &out, EXIT_DONE);
	}
	buf_release(&out);
	buf_release(&dir);
	return status;
}
