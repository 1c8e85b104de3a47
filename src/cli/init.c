#include "cli/cli.h"

#include <inttypes.h>
#include <string.h>

#include "base/civil.h"
#include "base/clock.h"
#include "base/tr.h"
#include "desk/demo.h"
#include "desk/desk.h"

const struct cli_option init_options[] = {
	{ "--name", "NAME", N_("值班席名称") },
	{ "--code", "CODE", N_("行政区划代码") },
	{ "--drill", NULL, N_("演练席：处处标明演练，可拨时钟") },
	{ "--demo", NULL, N_("演练席，重放一个真实夜晚") },
	{ "--clock", "TIME", N_("演练席时钟的起点") },
	{ "--rate", "N", N_("演练席时钟快慢：1 真实，0 停，60 一秒一分钟") },
	{ "--rules", "DIR", N_("从文件夹取规则包") },
	{ NULL, NULL, NULL },
};

static int
options_read(const struct cli *cli, struct desk_options *o, struct err *err)
{
	struct clock_reading now;
	int64_t rate = 1;

	clock_read(&clock_system, &now);
	o->name = cli_value(cli, "--name");
	o->code = cli_value(cli, "--code");
	o->drill = cli_has(cli, "--drill") || cli_has(cli, "--demo");
	o->rules_dir = cli_value(cli, "--rules");
	if (cli_time(cli, "--clock", now.wall_ms, &o->clock_ms, err) ||
	    cli_int(cli, "--rate", 0, 3600, &rate, err))
		return -1;
	o->clock_rate = rate * 1000;
	if (cli_has(cli, "--demo"))
		return demo_options(o, err);
	if (!o->drill && (o->clock_ms || cli_has(cli, "--rate")))
		return err_set(err, ERR_REFUSED,
		               "--clock and --rate: only a drill desk may set "
		               "its clock (add --drill)");
	return 0;
}

int
cli_init(struct cli *cli)
{
	struct desk_options o = { .clock_rate = 1000 };
	struct buf dir = BUF_INIT, out = BUF_INIT;
	struct err err = ERR_INIT;
	struct identity who;
	int status;

	identity_system(&who);
	if (options_read(cli, &o, &err) || cli_data_dir(cli, &dir, &err) ||
	    desk_create(dir.s, &o, &who, &err) ||
	    (cli_has(cli, "--demo") && demo_replay(dir.s, &who, &err))) {
		status = cli_fail(cli, &err);
	} else {
		buf_fmt(&out, tr("已建立%s：%s\n"),
		        o.drill ? tr("演练席") : tr("值班席"), dir.s);
		status = cli_out(cli, &out, EXIT_DONE);
	}
	buf_release(&out);
	buf_release(&dir);
	return status;
}
