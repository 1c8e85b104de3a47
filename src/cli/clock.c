#include "cli/cli.h"

#include "base/civil.h"
#include "base/tr.h"
#include "desk/desk.h"

const struct cli_option clock_options[] = {
	{ "--set", "TIME", N_("拨到这一刻（只限演练席）") },
	{ "--step", "MINUTES", N_("拨快这么多分钟（只限演练席）") },
	{ "--rate", "N", N_("快慢：1 真实，0 停，60 一秒一分钟") },
	{ NULL, NULL, NULL },
};

static int
clock_change(const struct cli *cli, struct desk *d, struct err *err)
{
	int64_t step = 0, rate = -1, now = desk_now(d), ms = now;

	if (cli_time(cli, "--set", now, &ms, err) ||
	    cli_int(cli, "--step", 0, 525600, &step, err) ||
	    cli_int(cli, "--rate", 0, 3600, &rate, err))
		return -1;
	if (ms == now && !step && rate < 0)
		return 0;
	/* The time runs on while we ask: a rate alone leaves it as it is. */
	ms = ms == now && !step ? 0 : ms + step * CIVIL_MINUTE;
	return desk_set_clock(d, ms, rate < 0 ? -1 : rate * 1000, err);
}

int
cli_clock(struct cli *cli)
{
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;
	struct desk *d = NULL;
	char text[CIVIL_TEXT];
	int status;

	if (cli_open_desk(cli, &d, &err) || clock_change(cli, d, &err)) {
		status = cli_fail(cli, &err);
	} else {
		buf_fmt(&out, "%s%s\n", civil_local(text, desk_now(d)),
		        desk_clock_unsynchronised(d) ? tr("  时钟未同步") : "");
		status = cli_out(cli, &out, EXIT_DONE);
	}
	desk_close(d);
	buf_release(&out);
	return status;
}
