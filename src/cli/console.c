#include "cli/cli.h"

#include "base/tr.h"
#include "desk/desk.h"
#include "desk/setting.h"
#include "screens/console.h"

int
cli_console(struct cli *cli)
{
	struct err err = ERR_INIT;
	struct desk *d = NULL;
	char value[SETTING_VALUE];
	enum tr_lang lang;
	int status = EXIT_DONE;

	if (cli_open_desk(cli, &d, &err)) {
		if (err.code == ERR_NOT_FOUND)
			err_prefix(&err, "no desk here (zhiban init makes "
			                 "one)");
		return cli_fail(cli, &err);
	}
	if (!cli->lang && tr_parse(setting_text(d, "language", value), &lang))
		tr_use(lang);
	if (console_run(d, &err))
		status = cli_fail(cli, &err);
	desk_close(d);
	return status;
}
