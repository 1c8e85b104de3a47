/* Commands that set something or act on a program. */
#include "tests/tty/player.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "tests/tty/keys.h"

static int
parse_size(const char *arg, int *cols, int *rows, struct err *err)
{
	char more;

	if (sscanf(arg, "%dx%d%c", cols, rows, &more) != 2 || *cols < 1 ||
	    *rows < 1 || *cols > 1000 || *rows > 1000)
		return err_set(err, ERR_INPUT, "no size COLSxROWS: %s", arg);
	return 0;
}

/* Settings. */

static int
do_term(struct player *p, char *arg, struct err *err)
{
	(void)err;
	free(p->term);
	p->term = mem_str(arg);
	return 0;
}

static int
do_size(struct player *p, char *arg, struct err *err)
{
	return parse_size(arg, &p->cols, &p->rows, err);
}

static int
do_env(struct player *p, char *arg, struct err *err)
{
	char *eq = strchr(arg, '=');

	(void)p;
	if (!eq)
		return err_set(err, ERR_INPUT, "no NAME=VALUE: %s", arg);
	*eq = '\0';
	setenv(arg, eq + 1, 1);
	return 0;
}

static int
do_unset(struct player *p, char *arg, struct err *err)
{
	(void)p;
	(void)err;
	unsetenv(arg);
	return 0;
}

static int
do_limit(struct player *p, char *arg, struct err *err)
{
	double seconds = atof(arg);

	if (!(seconds >= 0.1 && seconds <= 3600))
		return err_set(err, ERR_INPUT, "limit: 0.1 to 3600 seconds");
	p->limit_ms = (int)(seconds * 1000);
	return 0;
}

static int
do_session(struct player *p, char *arg, struct err *err)
{
	return player_session(p, arg, err);
}

static int
do_run(struct player *p, char *arg, struct err *err)
{
	return session_start(p->now, arg, p->term, p->rows, p->cols, err);
}

/* Acting. */

/*
 * Keys go one by one, and after each the program gets a moment in which it
 * may answer: an Escape glued to the next key would be another key.
 */
static int
do_keys(struct player *p, char *arg, struct err *err)
{
	struct buf out = BUF_INIT;
	const char *at = arg;
	int rc = 0;

	while (*at && rc == 0) {
		buf_clear(&out);
		rc = keys_next(&at, p->now->term, &out, err);
		if (rc || out.len == 0)
			continue;
		session_send(p->now, out.s, out.len);
		if (out.s[out.len - 1] == '\033')
			rc = player_settle(p, err);
		else
			player_attend(p, -1, clock_mono_ms());
	}
	buf_release(&out);
	return rc;
}

static int
do_type(struct player *p, char *arg, struct err *err)
{
	(void)err;
	session_send(p->now, arg, strlen(arg));
	return 0;
}

static int
do_bytes(struct player *p, char *arg, struct err *err)
{
	struct buf out = BUF_INIT;
	int rc = keys_bytes(arg, &out, err);

	if (rc == 0)
		session_send(p->now, out.s, out.len);
	buf_release(&out);
	return rc;
}

static int
do_paste(struct player *p, char *arg, struct err *err)
{
	(void)err;
	session_paste(p->now, arg);
	return 0;
}

static int
do_resize(struct player *p, char *arg, struct err *err)
{
	int cols, rows;

	if (parse_size(arg, &cols, &rows, err))
		return -1;
	session_resize(p->now, rows, cols);
	return 0;
}

static int
do_signal(struct player *p, char *arg, struct err *err)
{
	static const struct {
		const char *name;
		int number;
	} signals[] = {
		{ "HUP", SIGHUP },     { "INT", SIGINT },   { "TERM", SIGTERM },
		{ "KILL", SIGKILL },   { "STOP", SIGSTOP }, { "CONT", SIGCONT },
		{ "WINCH", SIGWINCH }, { "USR1", SIGUSR1 },
	};

	for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++)
		if (strcmp(signals[i].name, arg) == 0) {
			kill(p->now->pid, signals[i].number);
			return 0;
		}
	return err_set(err, ERR_INPUT, "no signal of ours: %s", arg);
}

static int
do_hangup(struct player *p, char *arg, struct err *err)
{
	(void)arg;
	(void)err;
	session_hangup(p->now);
	return 0;
}

static int
do_sh(struct player *p, char *arg, struct err *err)
{
	char pid_text[16];
	int64_t until = clock_mono_ms() + p->limit_ms;
	int status = 0, fd;
	pid_t pid;

	snprintf(pid_text, sizeof pid_text, "%d", (int)p->now->pid);
	pid = fork();
	if (pid == 0) {
		setenv("PID", pid_text, 1);
		dup2(STDERR_FILENO, STDOUT_FILENO);
		execl("/bin/sh", "sh", "-c", arg, (char *)NULL);
		_exit(127);
	}
	fd = pidfd_open(pid, 0);
	while (!player_attend(p, fd, until))
		if (clock_mono_ms() >= until) {
			kill(pid, SIGKILL);
			break;
		}
	close(fd);
	waitpid(pid, &status, 0);
	if (status != 0)
		return err_set(err, ERR_NOT_FOUND, "the command failed: %s",
		               arg);
	return 0;
}

/* clang-format off */
const struct command act_commands[] = {
	{ "term",         do_term,         NEED_ARG },
	{ "size",         do_size,         NEED_ARG },
	{ "env",          do_env,          NEED_ARG },
	{ "unset",        do_unset,        NEED_ARG },
	{ "limit",        do_limit,        NEED_ARG },
	{ "session",      do_session,      NEED_ARG },
	{ "run",          do_run,          NEED_ARG },
	{ "keys",         do_keys,         NEED_ARG | NEED_RUN },
	{ "type",         do_type,         NEED_ARG | NEED_RUN },
	{ "bytes",        do_bytes,        NEED_ARG | NEED_RUN },
	{ "paste",        do_paste,        NEED_ARG | NEED_RUN },
	{ "resize",       do_resize,       NEED_ARG | NEED_RUN },
	{ "signal",       do_signal,       NEED_ARG | NEED_RUN },
	{ "hangup",       do_hangup,       NEED_RUN },
	{ "sh",           do_sh,           NEED_ARG },
	{ NULL, NULL, 0 },
};
/* clang-format on */
