/*
 * Rounds: what the worker does again and again, part by part, each in its
 * turn.  A part that fails does not keep the others from theirs.  It counts as
 * failing until its turn comes again and it succeeds: rounds between are not
 * whole, so that nobody takes the worker for well.  It is told when it begins
 * to fail and then once in ROUNDS_TOLD rounds at most, so that a log of years
 * stays small.  No clock.
 */
#ifndef WATCH_ROUNDS_H
#define WATCH_ROUNDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

enum { ROUNDS_PARTS = 8, ROUNDS_TOLD = 600 };

struct rounds_part {
	const char *name;		/* for the log */
	unsigned every;			/* its turn: 1 in each round */
	int (*run)(void *arg, struct err *err);
};

struct rounds {
	const struct rounds_part *parts;	/* borrowed */
	size_t count;				/* at most ROUNDS_PARTS */
	unsigned done;				/* rounds */
	bool failing[ROUNDS_PARTS];
	unsigned tell[ROUNDS_PARTS];		/* not before this round */
};

typedef void rounds_tell_fn(const char *part, const struct err *why);

/*
 * One round; arg goes to the parts, each of which has its turn in the first.
 * Returns 0 when it is whole: no part is failing.  -1: err is the failure of
 * this round, one of ERR_CORRUPT before others; ERR_NONE when what fails had
 * no turn.  tell may be NULL.
 */
int rounds_run(struct rounds *r, void *arg, rounds_tell_fn *tell,
	       struct err *err);

#endif
