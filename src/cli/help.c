#include "cli/cli.h"

#include <string.h>

#include "base/tr.h"
#include "base/utf8.h"

#define NAME_CELLS 22

/* text, then blanks up to `cells` cells. */
static void
pad(struct buf *out, const char *text, int cells)
{
	int used = utf8_width(text, strlen(text));

	buf_str(out, text);
	for (; used < cells; used++)
		buf_byte(out, ' ');
}

static void
options_text(struct buf *out, const struct cli_option *o)
{
	struct buf name = BUF_INIT;

	for (; o && o->name; o++) {
		buf_clear(&name);
		buf_fmt(&name, "%s%s%s", o->name, o->arg ? " " : "",
		        o->arg ? o->arg : "");
		buf_str(out, "  ");
		pad(out, name.s, NAME_CELLS);
		buf_fmt(out, " %s\n", tr(o->help));
	}
	buf_release(&name);
}

static void
subcommand_text(struct buf *out, const struct subcommand *s)
{
	buf_fmt(out, "zhiban %s%s%s\n", s->name, *s->args ? " " : "", s->args);
	buf_fmt(out, "  %s\n", tr(s->help));
	if (s->options) {
		buf_str(out, "\n");
		options_text(out, s->options);
	}
}

static void
overview(struct buf *out, const struct cli *cli)
{
	struct buf name = BUF_INIT;

	buf_fmt(out, "zhiban %s  %s\n\n", ZHIBAN_VERSION,
	        tr("值班：应急值守台"));
	for (const struct subcommand *s = cli->table; s->name; s++) {
		buf_clear(&name);
		buf_fmt(&name, "%s%s%s", s->name, *s->args ? " " : "", s->args);
		buf_str(out, "  ");
		pad(out, name.s, NAME_CELLS);
		buf_fmt(out, " %s\n", tr(s->help));
	}
	buf_str(out, "\n");
	options_text(out, cli_globals);
	buf_release(&name);
}

int
cli_help(struct cli *cli)
{
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;
	const struct subcommand *s = cli->table;
	int status;

	if (cli->args_count) {
		while (s->name && strcmp(s->name, cli->args[0]) != 0)
			s++;
		if (!s->name) {
			err_set(&err, ERR_INPUT, "unknown subcommand '%s'",
			        cli->args[0]);
			return cli_fail(cli, &err);
		}
		subcommand_text(&out, s);
	} else {
		overview(&out, cli);
	}
	status = cli_out(cli, &out, EXIT_DONE);
	buf_release(&out);
	return status;
}

int
cli_version(struct cli *cli)
{
	struct buf out = BUF_INIT;
	int status;

	buf_fmt(&out, "zhiban %s\n", ZHIBAN_VERSION);
	status = cli_out(cli, &out, EXIT_DONE);
	buf_release(&out);
	return status;
}

/*
 * Completion for bash, made from the table: subcommands, then the options of
 * the one that stands on the line, then files.
 */
int
cli_completion(struct cli *cli)
{
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;
	int status;

	if (strcmp(cli->args[0], "bash") != 0) {
		err_set(&err, ERR_INPUT, "shell '%s': only bash is known",
		        cli->args[0]);
		return cli_fail(cli, &err);
	}
	buf_str(&out, "# bash completion for zhiban; made by "
	              "`zhiban completion bash`\n"
	              "_zhiban()\n{\n"
	              "\tlocal cur=${COMP_WORDS[COMP_CWORD]} sub= word words\n"
	              "\tfor word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
	              "\t\tcase $word in\n\t\t-*) ;;\n"
	              "\t\t*) sub=$word; break ;;\n\t\tesac\n\tdone\n"
	              "\tcase $sub in\n\t'') words='");
	for (const struct subcommand *s = cli->table; s->name; s++)
		buf_fmt(&out, "%s ", s->name);
	buf_str(&out, "' ;;\n");
	for (const struct subcommand *s = cli->table; s->name; s++) {
		buf_fmt(&out, "\t%s) words='", s->name);
		for (const struct cli_option *o = s->options; o && o->name; o++)
			buf_fmt(&out, "%s ", o->name);
		buf_str(&out, "' ;;\n");
	}
	buf_str(&out, "\tesac\n\twords=\"$words");
	for (const struct cli_option *o = cli_globals; o->name; o++)
		buf_fmt(&out, " %s", o->name);
	buf_str(&out, "\"\n\tCOMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
	              "}\ncomplete -o default -F _zhiban zhiban\n");
	status = cli_out(cli, &out, EXIT_DONE);
	buf_release(&out);
	return status;
}
