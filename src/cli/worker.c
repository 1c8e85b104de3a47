/*
 * zhiban worker [--once]: the watch.  It is another program, zhiban-watch,
 * beside this one, so that no officer's process holds network code.
 */
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/tr.h"
#include "cli/cli.h"
#include "desk/watchman.h"

const struct cli_option worker_options[] = {
	{ "--once", NULL, N_("每个源读一次、待发的发一次，然后结束") },
	{ NULL, NULL, NULL },
};

int
cli_worker(struct cli *cli)
{
	struct err err = ERR_INIT;
	struct buf dir = BUF_INIT, program = BUF_INIT;
	const char *argv[7] = { "zhiban-watch" };
	int n = 1;

	if (cli_data_dir(cli, &dir, &err) || watchman_path(&program, &err))
		return cli_fail(cli, &err);
	if (cli->lang) {
		argv[n++] = "--lang";
		argv[n++] = cli->lang;
	}
	argv[n++] = "run";
	argv[n++] = "--data";
	argv[n++] = dir.s;
	if (cli_has(cli, "--once"))
		argv[n++] = "--once";
	execv(program.s, (char *const *)argv);
	err_set(&err, ERR_NOT_FOUND, tr("不能运行 %s：%s"), program.s,
	        strerror(errno));
	return cli_fail(cli, &err);
}
