#include "cli/cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/mem.h"
#include "base/tr.h"
#include "base/utf8.h"
#include "desk/desk.h"

const struct cli_option cli_globals[] = {
	{ "--data", "DIR", N_("数据目录（也可用环境变量 ZHIBAN_DATA）") },
	{ "--as", "NAME", N_("以另一人名义操作（只限演练席）") },
	{ "--lang", "zh|en", N_("界面语言") },
	{ "--help", NULL, N_("显示用法") },
	{ NULL, NULL, NULL },
};

static const struct subcommand *
subcommand_find(const struct subcommand *table, const char *name)
{
	for (; table->name; table++)
		if (strcmp(table->name, name) == 0)
			return table;
	return NULL;
}

/* Index of the option that word names, -1 when there is none. */
static int
option_find(const struct cli_option *options, const char *word, size_t len)
{
	for (int i = 0; options && options[i].name; i++)
		if (strlen(options[i].name) == len &&
		    memcmp(options[i].name, word, len) == 0)
			return i;
	return -1;
}

const char *
cli_value(const struct cli *cli, const char *name)
{
	int i = option_find(cli->sub->options, name, strlen(name));

	return i < 0 ? NULL : cli->values[i];
}

bool
cli_has(const struct cli *cli, const char *name)
{
	return cli_value(cli, name) != NULL;
}

int
cli_int(const struct cli *cli, const char *name, int64_t min, int64_t max,
        int64_t *out, struct err *err)
{
	const char *s = cli_value(cli, name);
	char *end;
	long long v;

	if (!s)
		return 0;
	errno = 0;
	v = strtoll(s, &end, 10);
	if (errno || end == s || *end || v < min || v > max)
		return err_set(err, ERR_INPUT,
		               "%s '%s': expected a whole number from %lld to "
		               "%lld",
		               name, s, (long long)min, (long long)max);
	*out = v;
	return 0;
}

int
cli_time(const struct cli *cli, const char *name, int64_t now_ms, int64_t *out,
         struct err *err)
{
	const char *s = cli_value(cli, name);

	if (!s)
		return 0;
	if (civil_parse_human(s, now_ms, out, err))
		return err_prefix(err, "%s", name);
	return 0;
}

int
cli_data_dir(const struct cli *cli, struct buf *out, struct err *err)
{
	if (cli->data)
		return buf_str(out, cli->data);
	return desk_default_dir(out, err);
}

int
cli_open_desk(const struct cli *cli, struct desk **out, struct err *err)
{
	struct buf dir = BUF_INIT;
	struct identity who;
	int rc = cli_data_dir(cli, &dir, err);

	identity_system(&who);
	if (!rc)
		rc = desk_open(out, dir.s, &who, cli->as, err);
	buf_release(&dir);
	return rc;
}

int
cli_fail(const struct cli *cli, const struct err *err)
{
	struct buf line = BUF_INIT;

	text_safe(&line, err->text, strlen(err->text), TEXT_LINE);
	fprintf(stderr, "zhiban %s: %s\n", cli->sub->name, line.s);
	buf_release(&line);
	return err_exit_status(err->code);
}

int
cli_out(const struct cli *cli, const struct buf *out, int status)
{
	struct err err = ERR_INIT;

	if (fwrite(out->s, 1, out->len, stdout) == out->len &&
	    fflush(stdout) == 0)
		return status;
	err_set(&err, ERR_IO, "standard output: %s", strerror(errno));
	return cli_fail(cli, &err);
}

/* A value for an option: "--at=T" or the next word. */
static int
option_value(const struct cli_option *o, const char *eq, int argc, char **argv,
             int *i, const char **out, struct err *err)
{
	if (!o->arg) {
		if (eq)
			return err_set(err, ERR_INPUT, "%s takes no value",
			               o->name);
		*out = "";
		return 0;
	}
	if (eq) {
		*out = eq + 1;
		return 0;
	}
	if (*i + 1 >= argc)
		return err_set(err, ERR_INPUT, "%s needs a value (%s)", o->name,
		               o->arg);
	*out = argv[++*i];
	return 0;
}

static const char **
global_slot(struct cli *cli, const char *name)
{
	if (strcmp(name, "--data") == 0)
		return &cli->data;
	if (strcmp(name, "--as") == 0)
		return &cli->as;
	return &cli->lang;
}

static int
parse_word(struct cli *cli, int argc, char **argv, int *i, bool *help,
           struct err *err)
{
	const char *word = argv[*i], *eq = strchr(word, '=');
	size_t len = eq ? (size_t)(eq - word) : strlen(word);
	int at = option_find(cli_globals, word, len);

	if (at >= 0 && !cli_globals[at].arg) {
		*help = true;
		return 0;
	}
	if (at >= 0)
		return option_value(&cli_globals[at], eq, argc, argv, i,
		                    global_slot(cli, cli_globals[at].name),
		                    err);
	at = option_find(cli->sub->options, word, len);
	if (at < 0)
		return err_set(err, ERR_INPUT,
		               "unknown option '%s'; see zhiban help %s", word,
		               cli->sub->name);
	return option_value(&cli->sub->options[at], eq, argc, argv, i,
	                    &cli->values[at], err);
}

/* Fill cli from argv; the first plain word names the subcommand. */
static int
parse(struct cli *cli, int argc, char **argv, bool *help, struct err *err)
{
	bool named = false;

	/* The subcommand first: its options decide how the rest is read. */
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--data") == 0 ||
		    strcmp(argv[i], "--as") == 0 ||
		    strcmp(argv[i], "--lang") == 0) {
			i++;
			continue;
		}
		if (argv[i][0] == '-')
			continue;
		cli->sub = subcommand_find(cli->table, argv[i]);
		if (!cli->sub) {
			cli->sub = cli->table;
			return err_set(err, ERR_INPUT,
			               "unknown subcommand '%s'; see zhiban "
			               "help",
			               argv[i]);
		}
		break;
	}
	for (int i = 1; i < argc; i++) {
		const char *word = argv[i];

		if (word[0] == '-' && word[1] && strcmp(word, "--") != 0) {
			if (strcmp(word, "-h") == 0)
				*help = true;
			else if (parse_word(cli, argc, argv, &i, help, err))
				return -1;
		} else if (!named && strcmp(word, cli->sub->name) == 0) {
			named = true;
		} else if (strcmp(word, "--") != 0) {
			cli->args[cli->args_count++] = word;
		}
	}
	return 0;
}

static int
check_args(const struct cli *cli, struct err *err)
{
	const struct subcommand *s = cli->sub;

	if (cli->args_count < s->min_args)
		return err_set(err, ERR_INPUT, "usage: zhiban %s %s", s->name,
		               s->args);
	if (s->max_args >= 0 && cli->args_count > s->max_args)
		return err_set(err, ERR_INPUT,
		               "unexpected '%s'; usage: zhiban %s %s",
		               cli->args[s->max_args], s->name, s->args);
	return 0;
}

int
cli_main(const struct subcommand *table, int argc, char **argv)
{
	struct cli cli = { .table = table, .sub = table };
	struct err err = ERR_INIT;
	enum tr_lang lang = TR_ZH;
	bool help = false;
	int status;

	cli.args = mem_array(NULL, (size_t)argc + 1, sizeof(*cli.args));
	if (parse(&cli, argc, argv, &help, &err)) {
		status = cli_fail(&cli, &err);
	} else if (cli.lang && !tr_parse(cli.lang, &lang)) {
		err_set(&err, ERR_INPUT, "--lang '%s': zh or en", cli.lang);
		status = cli_fail(&cli, &err);
	} else {
		tr_use(lang);
		if (help) {
			const struct subcommand *of = cli.sub;

			cli.sub = subcommand_find(table, "help");
			cli.args_count = 0;
			if (of != table)
				cli.args[cli.args_count++] = of->name;
			status = cli.sub->run(&cli);
		} else if (check_args(&cli, &err)) {
			status = cli_fail(&cli, &err);
		} else {
			status = cli.sub->run(&cli);
		}
	}
	free(cli.args);
	return status;
}
