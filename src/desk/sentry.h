/*
 * The sentry (哨兵): is the worker there, and how long ago was its last whole
 * round?  A file of the data folder, desk.watch: locked by the worker for its
 * life (the lock dies with it), with the line that it last wrote.  It is not
 * part of the journal: a heart that beats says nothing worth keeping.
 */
#ifndef DESK_SENTRY_H
#define DESK_SENTRY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct sentry {
	bool running;		/* somebody holds the lock */
	int64_t age_ms;		/* of the last round; -1: none yet */
	int pid;		/* 0 unknown */
	int feeds_ok, feeds_on;	/* of the last round */
};

/* For the worker: *fd is its lock.  ERR_BUSY: another one runs. */
int sentry_take(const char *dir, int *fd, struct err *err);
/* A whole round is done.  boot_ms: of CLOCK_BOOTTIME. */
int sentry_beat(int fd, int64_t boot_ms, int feeds_ok, int feeds_on,
		struct err *err);

/* For everybody else; cheap.  No file: not running, age -1. */
void sentry_look(const char *dir, int64_t boot_ms, struct sentry *out);

#endif
