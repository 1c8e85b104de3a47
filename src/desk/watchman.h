/*
 * Starting the watch: the program zhiban-watch, which lies beside the one that
 * runs.
 */
#ifndef DESK_WATCHMAN_H
#define DESK_WATCHMAN_H

#include "base/buf.h"
#include "base/err.h"

struct desk;

/* The path of zhiban-watch; ZHIBAN_WATCH in the environment names another. */
int watchman_path(struct buf *out, struct err *err);

/*
 * For the console: start it when none runs and the desk wants one (setting
 * watch.start, and ZHIBAN_WATCH is not ""): a session of its own, which
 * outlives the console; its words go to DATA/watch.log.  Does not wait.  From
 * then on that none runs is an alarm.  Not being able to is no error to stop
 * for: the console shows that there is no watch.  ERR_NOT_FOUND: there is no
 * such program.
 */
int watchman_start(struct desk *d, struct err *err);

#endif
