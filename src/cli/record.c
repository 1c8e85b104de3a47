/*
 * record: commands as JSON lines, one answer line each (zhiban-record(5)).
 *
 * Lines are read as they come, so a program may write one, wait for its
 * answer and write the next.  With --batch, lines are held until there are
 * that many and then committed together; when one of them fails, the batch is
 * rolled back and its lines are run one by one, so that the good ones before
 * it are kept and the answers are the same as without --batch.
 */
#include "cli/cli.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/tr.h"
#include "desk/command.h"

#define LINE_MAX_BYTES ((size_t)JOURNAL_BODY_MAX)
enum { BATCH_MAX = 10000 };

const struct cli_option record_options[] = {
	{ "--keep-going", NULL, N_("某行有错时继续往下做") },
	{ "--batch", "N", N_("每 N 行一次提交（成批导入时快得多）") },
	{ NULL, NULL, NULL },
};

/* Lines of a file, none longer than the cap. */

struct line_reader {
	FILE *f;
	const char *name;
	struct buf line;
	size_t number; /* of the line read last */
};

/* 1: a line, without its end; 0: no more; -1: err set, at the next line. */
static int
line_next(struct line_reader *r, struct err *err)
{
	int c = getc_unlocked(r->f);

	buf_clear(&r->line);
	r->number++;
	if (c == EOF && !ferror(r->f))
		return 0;
	for (; c != EOF && c != '\n'; c = getc_unlocked(r->f))
		if (r->line.len <= LINE_MAX_BYTES)
			buf_byte(&r->line, (char)c);
	if (ferror(r->f))
		return err_set(err, ERR_IO, "%s: %s", r->name, strerror(errno));
	if (r->line.len > LINE_MAX_BYTES)
		return err_set(err, ERR_INPUT,
		               "line %zu: longer than %zu bytes", r->number,
		               LINE_MAX_BYTES);
	return 1;
}

/* Blank lines and those that begin with '#' are for people. */
static bool
line_is_command(const struct buf *line)
{
	const char *s = line->s + strspn(line->s, " \t\r");

	return line->len > 0 && *s != '#' && (size_t)(s - line->s) < line->len;
}

/* Running and answering. */

struct held {
	json_t *line;
	size_t number;
};

struct recorder {
	struct command_session session;
	struct desk *desk;
	bool keep_going, stopped;
	struct held *held;
	size_t held_count, batch;
	struct err first; /* of the lines that failed */
	size_t failed;
};

/* Index is enum err_code. */
static const char *const error_codes[] = {
	"none", "input",   "not_found", "refused", "conflict",
	"busy", "corrupt", "full",      "io",
};

static void
answer_write(json_t *o)
{
	struct buf out = BUF_INIT;

	json_write(&out, o);
	buf_byte(&out, '\n');
	fwrite(out.s, 1, out.len, stdout);
	buf_release(&out);
	json_decref(o);
}

static void
answer_done(size_t number, const struct command_result *res)
{
	json_t *o = json_object();

	json_object_set_new(o, "line", json_integer((json_int_t)number));
	json_object_set_new(o, "ok", json_true());
	if (res->seq)
		json_object_set_new(o, "seq", json_integer(res->seq));
	if (*res->number)
		json_object_set_new(o, "number", json_string(res->number));
	if (res->draft)
		json_object_set_new(o, "draft", json_integer(res->draft));
	if (res->plan)
		json_object_set_new(o, "plan", json_integer(res->plan));
	answer_write(o);
}

static void
answer_failed(struct recorder *r, size_t number, const struct err *err)
{
	json_t *o = json_object();

	json_object_set_new(o, "line", json_integer((json_int_t)number));
	json_object_set_new(o, "ok", json_false());
	json_object_set_new(o, "error", json_string(err->text));
	json_object_set_new(o, "code", json_string(error_codes[err->code]));
	answer_write(o);
	if (r->failed++ == 0)
		r->first = *err;
	/* What the store refuses, it refuses to the next line too. */
	r->stopped = !r->keep_going || err_exit_status(err->code) == 4;
}

static void
record_one(struct recorder *r, const struct held *h)
{
	struct command_result res;
	struct err err = ERR_INIT;
	char name[32];

	snprintf(name, sizeof(name), "line %zu", h->number);
	command_mark(&r->session);
	if (command_run(&r->session, h->line, name, &res, &err))
		answer_failed(r, h->number, &err);
	else
		answer_done(h->number, &res);
}

/* All held lines in one transaction: 0, or -1 and nothing has happened. */
static int
record_together(struct recorder *r)
{
	struct command_result *res =
		mem_array(NULL, r->held_count, sizeof(*res));
	struct err err = ERR_INIT;
	size_t i;
	int rc;

	command_mark(&r->session);
	rc = desk_batch_begin(r->desk, &err);
	if (rc) {
		free(res);
		return -1;
	}
	for (i = 0; i < r->held_count && rc == 0; i++)
		rc = command_run(&r->session, r->held[i].line, "batch", &res[i],
		                 &err);
	if (rc)
		desk_batch_rollback(r->desk);
	else
		rc = desk_batch_commit(r->desk, &err);
	if (rc)
		command_forget(&r->session);
	for (i = 0; i < r->held_count && rc == 0; i++)
		answer_done(r->held[i].number, &res[i]);
	free(res);
	return rc;
}

/* Run what is held; afterwards nothing is. */
static void
record_flush(struct recorder *r)
{
	size_t i;

	if (r->held_count < 2 || record_together(r))
		for (i = 0; i < r->held_count && !r->stopped; i++)
			record_one(r, &r->held[i]);
	for (i = 0; i < r->held_count; i++)
		json_decref(r->held[i].line);
	r->held_count = 0;
	fflush(stdout);
}

/* A transaction has one recorded time, so a line that moves the clock is
 * alone in its own. */
static bool
record_moves_clock(const json_t *line)
{
	const char *name = command_text(line, "do");

	return json_object_get(line, "clock") ||
	       (name && !strcmp(name, "clock.set"));
}

static void
record_line(struct recorder *r, const struct line_reader *in)
{
	struct err err = ERR_INIT;
	char name[32];
	json_t *line;
	bool alone;

	snprintf(name, sizeof(name), "line %zu", in->number);
	line = json_parse(in->line.s, in->line.len, name, &err);
	alone = !line || record_moves_clock(line);
	if (alone)
		record_flush(r);
	if (r->stopped) {
		json_decref(line);
		return;
	}
	if (!line) {
		answer_failed(r, in->number, &err);
		return;
	}
	r->held[r->held_count].line = line;
	r->held[r->held_count++].number = in->number;
	if (alone || r->held_count == r->batch)
		record_flush(r);
}

static int
record_all(struct recorder *r, struct line_reader *in, struct err *err)
{
	struct err bad = ERR_INIT;
	int rc = 1;

	while (!r->stopped && rc != 0) {
		rc = line_next(in, &bad);
		if (rc < 0) {
			record_flush(r);
			if (r->stopped)
				break;
			answer_failed(r, in->number, &bad);
			err_clear(&bad);
		} else if (rc == 1 && line_is_command(&in->line)) {
			record_line(r, in);
		}
	}
	record_flush(r);
	if (ferror(stdout))
		return err_set(err, ERR_IO, "standard output: %s",
		               strerror(errno));
	return 0;
}

static int
record_open(struct line_reader *in, const char *name, struct err *err)
{
	memset(in, 0, sizeof(*in));
	buf_init(&in->line);
	in->name = name;
	in->f = strcmp(name, "-") != 0 ? fopen(name, "rbe") : stdin;
	if (!in->f)
		return err_set(err, ERR_INPUT, "%s: %s", name, strerror(errno));
	return 0;
}

static void
record_close(struct line_reader *in)
{
	if (in->f && in->f != stdin)
		fclose(in->f);
	buf_release(&in->line);
}

/* The exit status of the first line that failed, said on stderr. */
static int
record_status(const struct cli *cli, struct recorder *r)
{
	if (r->failed == 0)
		return EXIT_DONE;
	if (r->failed > 1)
		err_prefix(&r->first, "%zu lines failed; the first is",
		           r->failed);
	return cli_fail(cli, &r->first);
}

int
cli_record(struct cli *cli)
{
	struct recorder r = { .keep_going = cli_has(cli, "--keep-going") };
	struct line_reader in = { .f = NULL };
	struct err err = ERR_INIT;
	int64_t batch = 1;
	int status;

	if (cli_int(cli, "--batch", 1, BATCH_MAX, &batch, &err) ||
	    record_open(&in, cli->args[0], &err) ||
	    cli_open_desk(cli, &r.desk, &err)) {
		record_close(&in);
		return cli_fail(cli, &err);
	}
	r.batch = (size_t)batch;
	r.held = mem_array(NULL, r.batch, sizeof(*r.held));
	command_session_init(&r.session, r.desk);
	if (record_all(&r, &in, &err))
		status = cli_fail(cli, &err);
	else
		status = record_status(cli, &r);
	command_session_release(&r.session);
	free(r.held);
	desk_close(r.desk);
	record_close(&in);
	return status;
}
