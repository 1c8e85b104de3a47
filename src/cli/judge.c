#include "base/tr.h"
#include "cli/cli.h"
#include "law/judge.h"

#define CHRONICLE_MAX_BYTES (1u << 20)

const struct cli_option judge_options[] = {
	{ "--rules", "DIR", N_("用这个文件夹里的规则包，不用自带的") },
	{ NULL, NULL, NULL },
};

static int
judge_file(const char *file, const char *rules, struct buf *answer,
           struct err *err)
{
	struct buf text = BUF_INIT;
	struct rulebook rb;
	struct chronicle c;
	struct verdict v;
	int rc;

	rulebook_init(&rb);
	chronicle_init(&c);
	rc = rules ? rulebook_folder(&rb, rules, err)
	           : rulebook_builtin(&rb, err);
	if (rc == 0)
		rc = buf_read_file(&text, file, CHRONICLE_MAX_BYTES, err);
	if (rc == 0)
		rc = chronicle_parse(&c, text.s, text.len, file, err);
	if (rc == 0) {
		judge(&rb, &c, &v);
		verdict_json(answer, &v, &c);
		verdict_release(&v);
	}
	chronicle_release(&c);
	rulebook_release(&rb);
	buf_release(&text);
	return rc;
}

int
cli_judge(struct cli *cli)
{
	struct buf answer = BUF_INIT;
	struct err err = ERR_INIT;
	int status;

	if (judge_file(cli->args[0], cli_value(cli, "--rules"), &answer, &err))
		status = cli_fail(cli, &err);
	else
		status = cli_out(cli, &answer, EXIT_DONE);
	buf_release(&answer);
	return status;
}
