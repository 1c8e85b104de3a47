/*
 * zhiban-watch [--lang zh|en] SUBCOMMAND: one table, subcommand, arguments,
 * help line, function.
 */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/tr.h"
#include "base/utf8.h"
#include "watch/watch.h"

/* clang-format off */
static const struct watch_command commands[] = {
	{ "run", "[--data DIR] [--once] [--ca FILE]",
	  N_("值守：读预警源、逐级报告、对外通知"),
	  watch_run },
	{ "fetch", "URL [OPTION...]",
	  N_("取一次网址，说明取到什么或为何取不到"),
	  watch_fetch },
	{ "replay", "DIR|--mend [--data DIR] [--port N]",
	  N_("把录下的预警源重放给演练席，时刻移到现在"),
	  watch_replay },
	{ NULL, NULL, NULL, NULL },
};
/* clang-format on */

int
watch_fail(const char *name, const struct err *err, int status)
{
	struct buf line = BUF_INIT;

	text_safe(&line, err->text, strlen(err->text), TEXT_LINE);
	fprintf(stderr, "zhiban-watch %s: %s\n", name, line.s);
	buf_release(&line);
	return status;
}

static int
usage(FILE *to, int status)
{
	for (const struct watch_command *c = commands; c->name; c++)
		fprintf(to, "zhiban-watch %s %s\n  %s\n", c->name, c->args,
		        tr(c->help));
	return status;
}

int
main(int argc, char **argv)
{
	enum tr_lang lang;

	if (argc > 2 && strcmp(argv[1], "--lang") == 0 &&
	    tr_parse(argv[2], &lang)) {
		tr_use(lang);
		argc -= 2;
		argv += 2;
	}
	if (argc < 2)
		return usage(stderr, err_exit_status(ERR_INPUT));
	if (strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0)
		return usage(stdout, 0);
	for (const struct watch_command *c = commands; c->name; c++)
		if (strcmp(argv[1], c->name) == 0)
			return c->run(argc - 1, argv + 1);
	return usage(stderr, err_exit_status(ERR_INPUT));
}
