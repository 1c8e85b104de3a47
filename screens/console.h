/*
 * The console on a real terminal: loop, signals, second ticks, bell.  Returns
 * 0 after Q, SIGTERM or a dropped line (drafts saved by then), -1 when there
 * is no usable terminal (ERR_INPUT, exit 2).
 */
#ifndef SCREENS_CONSOLE_H
#define SCREENS_CONSOLE_H

#include "base/err.h"

struct desk;

int console_run(struct desk *desk, struct err *err);

#endif
