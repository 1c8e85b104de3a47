/*
 * The worker (哨兵): one process a desk, which keeps watch when every console
 * is closed.  In rounds of a second, and at once when somebody writes: it polls
 * the feeds, ends what has expired, raises what nobody has acted on by the
 * house rule, sends what waits, takes in answers, and beats
 * (desk/sentry.h) when a round was whole (watch/rounds.h).
 *
 * A drill desk polls nothing but feeds inside (replays) and sends nothing.
 */
#ifndef WATCH_WORKER_H
#define WATCH_WORKER_H

#include <stdbool.h>

#include "base/err.h"

struct worker_options {
	const char *dir;		/* the desk's folder */
	const char *ca_file;		/* PEM; NULL: the system's */
	bool once;		/* every feed and notice once, then end */
};

/* Until SIGTERM or SIGINT.  ERR_BUSY: another one runs.  ERR_IO, ERR_CORRUPT:
 * the disk or the desk failed it; another may be started. */
int worker_run(const struct worker_options *o, struct err *err);

#endif
