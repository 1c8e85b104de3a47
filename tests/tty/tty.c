/*
 * tty: play a script on real pseudo-terminals and check what they show.
 *
 *	tty [FILE]		run a script (default: standard input)
 *	tty --steps		answer each command on standard output with
 *				"ok", the first failure with "failed": what
 *				lib.sh talks to
 *
 * Exit status: 0 every check held; 1 one did not (file, line, reason and the
 * screen are on stderr); 2 the script itself is wrong.
 *
 * A script is one command a line; '#' begins a comment line, leading blanks
 * are layout.  TEXT is the rest of the line as it stands, trailing blanks
 * cut.  Before the program is run:
 *
 *	term NAME		TERM, xterm-256color at first
 *	size COLSxROWS		80x24 at first
 *	env NAME=VALUE		for programs run from now on; LANG is C.UTF-8
 *	unset NAME		and LC_* are unset at first
 *	limit SECONDS		how long a check may wait, 10 at first
 *	session NAME		go on with another terminal, made when new
 *	run COMMAND		start a shell command line on it, exec'ed
 *
 * Acting:
 *
 *	keys KEYS		as keys.h has them: <Down>*3<Enter>abc; Escape
 *				is given time to be read by itself
 *	type TEXT		at once, <> meaning nothing special
 *	bytes TEXT		raw bytes: \a \e \n \r \t \\ \xNN
 *	paste TEXT		bracketed when the program asked for that
 *	resize COLSxROWS
 *	signal NAME		HUP INT TERM KILL STOP CONT WINCH USR1
 *	hangup			drop the line
 *	sh COMMAND		a shell command that must succeed, meanwhile
 *				every terminal goes on; PID is the program's
 *
 * Checking.  Nothing sleeps: a check waits for its condition until the limit.
 * `reject` and the checks below it first wait until output pauses, which a
 * program that has not even read its key also does: put an `expect` for what
 * the key brings before them.
 *
 *	expect TEXT		TEXT is in one row of the screen
 *	expect-line N TEXT	TEXT is in row N (1 is the top, -1 the bottom)
 *	expect-attr ATTR TEXT	TEXT is there in bold, underline, blink,
 *				reverse or colour
 *	snapshot [FIRST LAST]	the screen (or these rows) is exactly the
 *				lines up to END; a line "*" fits any row
 *	cursor ROW COL		the cursor stands there
 *	raw-expect BYTES	the program has written these bytes
 *	exit STATUS		the program has ended so (128+N: by signal N)
 *	alive			the program is still running
 *	taken			the program has read every key sent to it
 *	settle			output pauses
 *	reject TEXT		TEXT is in no row
 *	reject-line N TEXT
 *	reject-attr ATTR [TEXT]	nothing (or not TEXT) wears ATTR
 *	raw-reject BYTES	the program has never written these bytes
 *	intact			no torn wide character, all output UTF-8
 *	termios-sane		terminal modes as before the run
 *	restored		and normal screen, cursor shown, mouse off
 *	save FILE		write the screen's text to FILE
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/tty/look.h"
#include "tests/tty/player.h"

static const struct command *
find(const char *name)
{
	const struct command *tables[] = { act_commands, check_commands };

	for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
		for (const struct command *c = tables[i]; c->name; c++)
			if (strcmp(c->name, name) == 0)
				return c;
	return NULL;
}

static int
play_command(struct player *p, const char *name, char *arg, struct err *err)
{
	const struct command *c = find(name);

	if (!c)
		return err_set(err, ERR_INPUT, "no such command");
	if ((c->needs & NEED_ARG) && !*arg)
		return err_set(err, ERR_INPUT, "argument missing");
	if ((c->needs & NEED_RUN) && !p->now->vt)
		return err_set(err, ERR_INPUT, "nothing was run in session %s",
		               p->now->name);
	return c->run(p, arg, err);
}

static void
report(const struct player *p, const char *command, const struct err *err)
{
	struct buf out = BUF_INIT;

	buf_fmt(&out, "%s:%d: %s: %s\n", p->name, p->line, command, err->text);
	if (p->now->vt && err->code != ERR_INPUT)
		look_picture(p->now, &out);
	fputs(out.s, stderr);
	buf_release(&out);
}

/* Cut a line into command and argument; NULL when there is none. */
static char *
split_line(char *line, char **arg)
{
	char *name = line + strspn(line, " \t");
	size_t len = strlen(name);

	while (len > 0 && (name[len - 1] == ' ' || name[len - 1] == '\t'))
		name[--len] = '\0';
	if (!*name || *name == '#')
		return NULL;
	*arg = name + strcspn(name, " \t");
	if (**arg)
		*(*arg)++ = '\0';
	return name;
}

static int
play(struct player *p, bool steps)
{
	struct buf line = BUF_INIT, shown = BUF_INIT;
	struct err err = ERR_INIT;
	char *name, *arg;
	int status = 0;

	while (status == 0 && player_line(p, &line)) {
		buf_clear(&shown);
		buf_str(&shown, line.s + strspn(line.s, " \t"));
		name = split_line(line.s, &arg);
		if (name && play_command(p, name, arg, &err)) {
			report(p, shown.s, &err);
			status = err.code == ERR_INPUT ? 2 : 1;
		}
		if (steps) {
			puts(status ? "failed" : "ok");
			fflush(stdout);
		}
	}
	buf_release(&shown);
	buf_release(&line);
	return status;
}

/*
 * The script from standard input must be out of the programs' reach, and so
 * must the answers be.
 */
static int
script_from_stdin(void)
{
	int in = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);

	dup2(null, STDIN_FILENO);
	close(null);
	return in;
}

int
main(int argc, char **argv)
{
	bool steps = argc == 2 && strcmp(argv[1], "--steps") == 0;
	const char *name = argc == 2 && !steps ? argv[1] : "script";
	struct player p;
	int status, in;

	if (argc > 2 || (argc == 2 && argv[1][0] == '-' && !steps)) {
		fputs("usage: tty [FILE | --steps]\n", stderr);
		return 2;
	}
	in = argc == 2 && !steps ? open(name, O_RDONLY | O_CLOEXEC)
	                         : script_from_stdin();
	if (in == -1) {
		perror(name);
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	setenv("LANG", "C.UTF-8", 1);
	unsetenv("LC_ALL");
	unsetenv("LC_CTYPE");
	unsetenv("LANGUAGE");
	player_init(&p, in, name);
	status = play(&p, steps);
	player_release(&p);
	close(in);
	return status;
}
