/*
 * zhiban-watch, the worker's program: one table of subcommands (main.c).  It
 * alone is linked with libcurl; no officer's process holds network code.
 *
 * Exit: 0 done, 1 found wanting, 2 usage or bad input, 3 refused, 4 storage.
 */
#ifndef WATCH_WATCH_H
#define WATCH_WATCH_H

#include "base/err.h"

struct watch_command {
	const char *name;
	const char *args;		/* "URL [OPTION...]" */
	const char *help;		/* N_() */
	/* argv[0] is the subcommand's name; returns the exit status. */
	int (*run)(int argc, char **argv);
};

/* "zhiban-watch fetch: text" on stderr, one line; returns status. */
int watch_fail(const char *name, const struct err *err, int status);

int watch_fetch(int argc, char **argv);
int watch_replay(int argc, char **argv);
int watch_run(int argc, char **argv);

#endif
