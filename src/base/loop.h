/*
 * The one poll() of a program.  Watches, timers and signals register here;
 * everything is a callback that is fed and returns.  No threads, no fixed
 * ticks: the time-out comes from the nearest timer.  A callback may remove
 * any watch or timer, its own included.  Signal handlers write one byte to a
 * pipe; callbacks run in the loop, never in the handler.
 */
#ifndef BASE_LOOP_H
#define BASE_LOOP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct loop;

typedef void loop_fd_fn(void *arg, int fd, short revents);
typedef void loop_timer_fn(void *arg);
typedef void loop_signal_fn(void *arg, int signo);
typedef void loop_wait_fn(void *arg);

struct loop *loop_new(struct err *err);
void loop_free(struct loop *l);

/* Called before each wait: draw what is dirty, once. */
void loop_before_wait(struct loop *l, loop_wait_fn *fn, void *arg);

/* Watch fd for events (POLLIN, POLLOUT).  One watch a descriptor. */
int loop_watch(struct loop *l, int fd, short events, loop_fd_fn *fn,
	       void *arg, struct err *err);
void loop_unwatch(struct loop *l, int fd);

/*
 * One-shot timer after_ms from now (monotonic).  Returns an id > 0.  Setting
 * again from its own callback makes it periodic.
 */
int loop_after(struct loop *l, int64_t after_ms, loop_timer_fn *fn,
	       void *arg);
void loop_cancel(struct loop *l, int timer_id);	/* 0 and gone ids: nothing */

int loop_signal(struct loop *l, int signo, loop_signal_fn *fn, void *arg,
		struct err *err);

/* Runs until loop_stop().  Fails only when poll itself does. */
int loop_run(struct loop *l, struct err *err);
/* One round: wait at most timeout_ms (-1: until something happens). */
int loop_once(struct loop *l, int timeout_ms, struct err *err);
void loop_stop(struct loop *l);

#endif
