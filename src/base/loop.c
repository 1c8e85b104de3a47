#include "base/loop.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"

struct watch {
	unsigned long id; /* tells a watch from its successor on an fd */
	int fd;
	short events;
	loop_fd_fn *fn;
	void *arg;
};

struct timer {
	int64_t due_ms;
	int id;
	unsigned long round; /* the round that set it */
	loop_timer_fn *fn;
	void *arg;
};

struct sig {
	int signo;
	loop_signal_fn *fn;
	void *arg;
	struct sigaction before;
};

struct loop {
	struct watch *watches;
	size_t nwatch, watch_cap;
	struct timer *timers; /* sorted, the soonest first */
	size_t ntimer, timer_cap;
	struct sig *sigs;
	size_t nsig, sig_cap;
	struct pollfd *pfd; /* of the present round */
	unsigned long *pfd_id;
	size_t pfd_cap, id_cap;
	unsigned long last_watch, round;
	int last_timer;
	bool stopping, waiting;
	loop_wait_fn *before_wait;
	void *before_wait_arg;
};

/*
 * All that a signal handler can reach must be static: the pipe that wakes the
 * poll, and which signals came.  The flags hold what a full pipe would lose.
 * The pipe is made by the first loop of the process and stays.
 */
static int wake_pipe[2] = { -1, -1 };
static volatile sig_atomic_t signal_came[NSIG];

static void
loop_on_signal(int signo)
{
	int saved = errno;
	ssize_t n;

	signal_came[signo] = 1;
	n = write(wake_pipe[1], "", 1);
	(void)n;
	errno = saved;
}

struct loop *
loop_new(struct err *err)
{
	if (wake_pipe[0] == -1 && pipe2(wake_pipe, O_CLOEXEC | O_NONBLOCK)) {
		err_set(err, ERR_IO, "pipe: %s", strerrordesc_np(errno));
		return NULL;
	}
	return mem_alloc(sizeof(struct loop));
}

void
loop_free(struct loop *l)
{
	size_t i;

	if (!l)
		return;
	for (i = 0; i < l->nsig; i++)
		sigaction(l->sigs[i].signo, &l->sigs[i].before, NULL);
	free(l->watches);
	free(l->timers);
	free(l->sigs);
	free(l->pfd);
	free(l->pfd_id);
	free(l);
}

void
loop_before_wait(struct loop *l, loop_wait_fn *fn, void *arg)
{
	l->before_wait = fn;
	l->before_wait_arg = arg;
}

/* Descriptors. */

static struct watch *
loop_find_watch(struct loop *l, int fd)
{
	size_t i;

	for (i = 0; i < l->nwatch; i++)
		if (l->watches[i].fd == fd)
			return &l->watches[i];
	return NULL;
}

int
loop_watch(struct loop *l, int fd, short events, loop_fd_fn *fn, void *arg,
           struct err *err)
{
	struct watch *w;

	if (fd < 0)
		return err_set(err, ERR_IO, "no descriptor to watch");
	w = loop_find_watch(l, fd);
	if (!w) {
		l->watches = mem_grow(l->watches, l->nwatch, &l->watch_cap,
		                      sizeof(*w));
		w = &l->watches[l->nwatch++];
	}
	*w = (struct watch){ ++l->last_watch, fd, events, fn, arg };
	return 0;
}

void
loop_unwatch(struct loop *l, int fd)
{
	struct watch *w = loop_find_watch(l, fd);

	if (w)
		*w = l->watches[--l->nwatch];
}

/* Timers. */

static bool
loop_has_timer(const struct loop *l, int id)
{
	size_t i;

	for (i = 0; i < l->ntimer; i++)
		if (l->timers[i].id == id)
			return true;
	return false;
}

/* Ids come round after 2^31 timers; one still running is skipped. */
static int
loop_next_timer_id(struct loop *l)
{
	do
		l->last_timer =
			l->last_timer == INT_MAX ? 1 : l->last_timer + 1;
	while (loop_has_timer(l, l->last_timer));
	return l->last_timer;
}

int
loop_after(struct loop *l, int64_t after_ms, loop_timer_fn *fn, void *arg)
{
	int64_t now = clock_mono_ms();
	struct timer t = { .round = l->round, .fn = fn, .arg = arg };
	size_t i;

	if (after_ms < 0)
		after_ms = 0;
	t.due_ms = after_ms > INT64_MAX - now ? INT64_MAX : now + after_ms;
	t.id = loop_next_timer_id(l);
	l->timers = mem_grow(l->timers, l->ntimer, &l->timer_cap, sizeof(t));
	for (i = l->ntimer; i > 0 && l->timers[i - 1].due_ms > t.due_ms; i--)
		l->timers[i] = l->timers[i - 1];
	l->timers[i] = t;
	l->ntimer++;
	return t.id;
}

static void
loop_drop_timer(struct loop *l, size_t i)
{
	l->ntimer--;
	memmove(&l->timers[i], &l->timers[i + 1],
	        (l->ntimer - i) * sizeof(*l->timers));
}

void
loop_cancel(struct loop *l, int timer_id)
{
	size_t i;

	for (i = 0; i < l->ntimer; i++)
		if (l->timers[i].id == timer_id) {
			loop_drop_timer(l, i);
			return;
		}
}

/*
 * Those due now, but none that was set in this round: a timer of 0 ms that
 * sets itself again must let the descriptors have their turn.
 */
static void
loop_run_timers(struct loop *l)
{
	int64_t now = clock_mono_ms();
	struct timer t;

	while (l->ntimer > 0 && !l->stopping) {
		t = l->timers[0];
		if (t.due_ms > now || t.round == l->round)
			break;
		loop_drop_timer(l, 0);
		t.fn(t.arg);
	}
}

/* Signals. */

int
loop_signal(struct loop *l, int signo, loop_signal_fn *fn, void *arg,
            struct err *err)
{
	struct sigaction sa = { .sa_handler = loop_on_signal,
		                .sa_flags = SA_RESTART };
	struct sig s = { .signo = signo, .fn = fn, .arg = arg };
	size_t i;

	for (i = 0; i < l->nsig; i++)
		if (l->sigs[i].signo == signo) {
			l->sigs[i].fn = fn;
			l->sigs[i].arg = arg;
			return 0;
		}
	sigemptyset(&sa.sa_mask);
	if (sigaction(signo, &sa, &s.before))
		return err_set(err, ERR_IO, "signal %d: %s", signo,
		               strerrordesc_np(errno));
	l->sigs = mem_grow(l->sigs, l->nsig, &l->sig_cap, sizeof(s));
	l->sigs[l->nsig++] = s;
	return 0;
}

/* Empty the pipe first: a signal after that wakes the next round. */
static void
loop_run_signals(struct loop *l)
{
	char drain[64];
	size_t i;

	while (read(wake_pipe[0], drain, sizeof(drain)) > 0)
		;
	for (i = 0; i < l->nsig; i++) {
		if (!signal_came[l->sigs[i].signo])
			continue;
		signal_came[l->sigs[i].signo] = 0;
		l->sigs[i].fn(l->sigs[i].arg, l->sigs[i].signo);
	}
}

/* Rounds. */

/* The wake pipe comes first, then the watches of this moment. */
static size_t
loop_fill_pollfd(struct loop *l)
{
	size_t i, n = l->nwatch + 1;

	while (l->pfd_cap < n)
		l->pfd = mem_grow(l->pfd, l->pfd_cap, &l->pfd_cap,
		                  sizeof(*l->pfd));
	while (l->id_cap < n)
		l->pfd_id = mem_grow(l->pfd_id, l->id_cap, &l->id_cap,
		                     sizeof(*l->pfd_id));
	l->pfd[0] = (struct pollfd){ .fd = wake_pipe[0], .events = POLLIN };
	for (i = 1; i < n; i++) {
		l->pfd[i] =
			(struct pollfd){ .fd = l->watches[i - 1].fd,
			                 .events = l->watches[i - 1].events };
		l->pfd_id[i] = l->watches[i - 1].id;
	}
	return n;
}

static void
loop_run_fds(struct loop *l, size_t n)
{
	const struct watch *w;
	struct watch copy;
	size_t i;

	for (i = 1; i < n && !l->stopping; i++) {
		if (l->pfd[i].revents == 0)
			continue;
		w = loop_find_watch(l, l->pfd[i].fd);
		if (!w || w->id != l->pfd_id[i])
			continue;
		copy = *w;
		/* A closed descriptor would wake every round for ever. */
		if (l->pfd[i].revents & POLLNVAL)
			loop_unwatch(l, copy.fd);
		copy.fn(copy.arg, copy.fd, l->pfd[i].revents);
	}
}

static int
loop_timeout_ms(const struct loop *l, int limit_ms)
{
	int64_t left;

	if (l->ntimer == 0)
		return limit_ms;
	left = l->timers[0].due_ms - clock_mono_ms();
	if (left < 0)
		left = 0;
	if (limit_ms >= 0 && left > limit_ms)
		return limit_ms;
	return left > INT_MAX ? INT_MAX : (int)left;
}

int
loop_once(struct loop *l, int timeout_ms, struct err *err)
{
	size_t n;
	int ready;

	assert(!l->waiting); /* no loop inside a loop */
	l->waiting = true;
	l->stopping = false;
	if (l->before_wait)
		l->before_wait(l->before_wait_arg);
	if (l->stopping)
		goto out;
	n = loop_fill_pollfd(l);
	ready = poll(l->pfd, (nfds_t)n, loop_timeout_ms(l, timeout_ms));
	if (ready == -1 && errno != EINTR) {
		l->waiting = false;
		return err_set(err, ERR_IO, "poll: %s", strerrordesc_np(errno));
	}
	l->round++;
	loop_run_signals(l);
	loop_run_timers(l);
	if (ready > 0)
		loop_run_fds(l, n);
out:
	l->waiting = false;
	return 0;
}

int
loop_run(struct loop *l, struct err *err)
{
	do {
		if (loop_once(l, -1, err))
			return -1;
	} while (!l->stopping);
	return 0;
}

void
loop_stop(struct loop *l)
{
	l->stopping = true;
}
