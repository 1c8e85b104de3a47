/*
 * zhiban: one table, subcommand, help line, function.  Run without a
 * subcommand it is the console.
 */
#include "base/tr.h"
#include "cli/cli.h"

/* clang-format off */
static const struct subcommand subcommands[] = {
	{ "console", "",
	  N_("打开值守台（默认）"),
	  NULL, 0, 0, cli_console },
	{ "init", "",
	  N_("在数据目录建立一个值班席"),
	  init_options, 0, 0, cli_init },
	{ "worker", "",
	  N_("值守预警源、逐级报告、对外通知（哨兵）"),
	  worker_options, 0, 0, cli_worker },
	{ "judge", "FILE|-",
	  N_("由经过判定等级、应报事项和时限（JSON）"),
	  judge_options, 1, 1, cli_judge },
	{ "record", "FILE|-",
	  N_("逐行执行命令（JSON 行），与值守台同样校验"),
	  record_options, 1, 1, cli_record },
	{ "deadlines", "",
	  N_("未完成的报告事项，最近的在前"),
	  deadlines_options, 0, 0, cli_deadlines },
	{ "incidents", "",
	  N_("事件列表"),
	  incidents_options, 0, 0, cli_incidents },
	{ "timeline", "NUMBER",
	  N_("一起事件的全过程"),
	  timeline_options, 1, 1, cli_timeline },
	{ "rules", "[WORDS]",
	  N_("查找规则，或采用一份规则包"),
	  rules_options, 0, -1, cli_rules },
	{ "roster", "import|export|vcard FILE|- [WORDS]",
	  N_("通讯录表格：读入、写出、名片"),
	  roster_options, 2, 3, cli_roster },
	{ "plans", "import PATH...|list|show ID|export-front ID",
	  N_("预案：导入、列出、查看"),
	  plans_options, 1, -1, cli_plans },
	{ "callout", "list|ID",
	  N_("叫应：列出，或一次叫应的记录"),
	  callout_options, 1, 1, cli_callout },
	{ "find", "WORDS",
	  N_("查人、单位、名单、事件、规则，可用拼音首字母"),
	  find_options, 1, -1, cli_find },
	{ "feed", "read FORMAT FILE|-",
	  N_("把一份预警源数据读成预警（JSON 行）"),
	  NULL, 3, 3, cli_feed },
	{ "verify", "",
	  N_("核验日志、锚点与各视图"),
	  verify_options, 0, 0, cli_verify },
	{ "checkpoint", "",
	  N_("签出日志当前头部，供外部留存"),
	  NULL, 0, 0, cli_checkpoint },
	{ "rebuild", "",
	  N_("由日志重建全部视图"),
	  NULL, 0, 0, cli_rebuild },
	{ "clock", "",
	  N_("看时钟；演练席可以拨动"),
	  clock_options, 0, 0, cli_clock },
	{ "doctor", "",
	  N_("检查安装与数据，指出问题与办法"),
	  NULL, 0, 0, cli_doctor },
	{ "completion", "bash",
	  N_("输出 bash 补全脚本"),
	  NULL, 1, 1, cli_completion },
	{ "help", "[SUBCOMMAND]",
	  N_("用法"),
	  NULL, 0, 1, cli_help },
	{ "version", "",
	  N_("版本"),
	  NULL, 0, 0, cli_version },
	{ NULL, NULL, NULL, NULL, 0, 0, NULL },
};
/* clang-format on */

int
main(int argc, char **argv)
{
	return cli_main(subcommands, argc, argv);
}
