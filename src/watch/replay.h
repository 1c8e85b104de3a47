/*
 * Replay: a recording (watch/recording.h) served to a drill desk as its feeds,
 * for demos and drills, with its times moved to now (watch/shift.h).
 *
 * The moment of a recording is the newest that its feeds' first files tell of
 * (feed_newest()).  From the start on it is the present minute of the desk's
 * clock: every time is put off by the same whole minutes, those of all feeds,
 * so what was ten minutes before the other stays so.  Offsets of files count
 * on the desk's clock too: a drill that is stepped or runs faster steps its
 * recording.
 *
 * While it runs the desk's feeds are those of the recording, polled every few
 * seconds, never stale, and all others are off (desk/feed_loan.h); its end,
 * by SIGINT, SIGTERM or SIGHUP, puts them back, and so does the next replay or
 * `--mend` when it was killed.  Each is at
 *
 *	http://127.0.0.1:PORT/replay/NAME[?page=N]
 *
 * A known feed answers always: 500, with the reason, when its folder cannot be
 * read any more.  One replay a desk: DATA/desk.replay is its lock.
 */
#ifndef WATCH_REPLAY_H
#define WATCH_REPLAY_H

#include <stdbool.h>

#include "base/err.h"

#define REPLAY_INTERVAL_S 5	/* between polls */

struct replay_options {
	const char *dir;		/* of the recording; NULL to mend */
	const char *data;		/* the desk's folder */
	int port;			/* 0: any that is free */
	bool mend;		/* put back what a killed one left, and end */
};

/*
 * Until it is told to stop; says on stdout what it serves.  ERR_REFUSED: no
 * drill desk; ERR_BUSY: another replay runs; ERR_INPUT: no recording.
 */
int replay_run(const struct replay_options *o, struct err *err);

#endif
