/*
 * The sentry (哨兵): is the worker there, and how long ago was its last whole
 * round?  A file of the data folder, desk.watch: locked by the worker for its
 * life (the lock dies with it), with the line that it last wrote: "PID START"
 * until its first round is done, "PID BEAT FEEDS_OK FEEDS_ON" from then on,
 * the moments in boot time.  It is not part of the journal: a heart that beats
 * says nothing worth keeping.
 *
 * A worker of a single round (a visit) has the lock as well, but is no watch:
 * it leaves the file as it was.  Where there is none it makes one that says
 * "PID" alone, which counts as no file, and takes it away at its end.
 */
#ifndef DESK_SENTRY_H
#define DESK_SENTRY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct sentry {
	bool known;		/* the file is there: one was, or should be */
	bool running;		/* somebody holds the lock */
	bool first;		/* no round is done yet: it began age_ms ago */
	int64_t age_ms;		/* of the last round; -1: not known */
	int pid;		/* 0 unknown */
	int feeds_ok, feeds_on;	/* of the last round */
};

/* For the worker: *fd is its lock.  ERR_BUSY: another one runs. */
int sentry_take(const char *dir, int64_t boot_ms, int *fd, struct err *err);
/*
 * The same for a visit; *made: the file is its own.  sentry_leave() ends it,
 * and fd -1 is nothing.
 */
int sentry_visit(const char *dir, int *fd, bool *made, struct err *err);
void sentry_leave(const char *dir, int fd, bool made);
/* A whole round is done.  boot_ms: of CLOCK_BOOTTIME. */
int sentry_beat(int fd, int64_t boot_ms, int feeds_ok, int feeds_on,
		struct err *err);

/* For everybody else; cheap.  No file: not running, first, age -1. */
void sentry_look(const char *dir, int64_t boot_ms, struct sentry *out);
/* The same, now, by the machine's clock. */
void sentry_see(const char *dir, struct sentry *out);

/* From now on there should be one: that there is none is an alarm. */
int sentry_expect(const char *dir, struct err *err);

enum { SENTRY_ROUND_MS = 60000 };	/* a round may take so long */

enum sentry_state {
	SENTRY_NONE,		/* never one on this desk */
	SENTRY_STARTING,	/* runs; its first round may take so long */
	SENTRY_WATCHING,
	SENTRY_STUCK,		/* runs; its last round, or its start without
				 * one, is too long ago */
	SENTRY_STOPPED
};
enum sentry_state sentry_state(const struct sentry *s);
/*
 * Has nobody watched for longer than a round may take?  One that was stopped
 * and started again meanwhile was not missed.
 */
bool sentry_dead(const struct sentry *s);

#endif
