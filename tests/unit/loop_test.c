/* The loop: nothing here waits longer than for what it is waiting for. */
#include "cm.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/loop.h"

struct fixture {
	struct loop *l;
	int pipes[4][2];
	char log[256]; /* what was called, in order */
	int timer, rounds;
	struct err err;
};

/* What a callback is told: the fixture and its own name. */
struct note {
	struct fixture *f;
	char name;
	int victim; /* descriptor or timer to remove, -1: none */
};

static int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	int i;

	f->l = loop_new(&f->err);
	for (i = 0; i < 4; i++)
		if (pipe(f->pipes[i]))
			return -1;
	*state = f;
	return f->l ? 0 : -1;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;
	int i;

	loop_free(f->l);
	for (i = 0; i < 4; i++) {
		close(f->pipes[i][0]);
		close(f->pipes[i][1]);
	}
	free(f);
	return 0;
}

static void
log_char(struct fixture *f, char c)
{
	size_t n = strlen(f->log);

	if (n + 1 < sizeof(f->log))
		f->log[n] = c;
}

static void
take_log(struct fixture *f, const char *want)
{
	assert_string_equal(f->log, want);
	memset(f->log, 0, sizeof(f->log));
}

static void
once(struct fixture *f)
{
	assert_int_equal(loop_once(f->l, 0, &f->err), 0);
}

static void
on_read(void *arg, int fd, short revents)
{
	struct note *n = arg;
	char c;

	assert_true(revents & (POLLIN | POLLHUP));
	if (read(fd, &c, 1) == 1)
		log_char(n->f, n->name);
	else
		log_char(n->f, '.');
	if (n->victim >= 0)
		loop_unwatch(n->f->l, n->victim);
}

static void
watch(struct fixture *f, int i, struct note *n)
{
	assert_int_equal(
		loop_watch(f->l, f->pipes[i][0], POLLIN, on_read, n, &f->err),
		0);
}

static void
feed(struct fixture *f, int i)
{
	assert_int_equal(write(f->pipes[i][1], "x", 1), 1);
}

static void
test_descriptors(void **state)
{
	struct fixture *f = *state;
	struct note a = { f, 'a', -1 }, b = { f, 'b', -1 };

	watch(f, 0, &a);
	watch(f, 1, &b);
	once(f);
	take_log(f, "");
	feed(f, 1);
	once(f);
	take_log(f, "b");
	feed(f, 0);
	feed(f, 1);
	once(f);
	take_log(f, "ab");
	loop_unwatch(f->l, f->pipes[0][0]);
	loop_unwatch(f->l, f->pipes[0][0]);
	feed(f, 0);
	once(f);
	take_log(f, "");
	/* watched again it is a new watch; a second watch replaces it */
	watch(f, 0, &a);
	watch(f, 0, &b);
	once(f);
	take_log(f, "b");
	assert_int_equal(loop_watch(f->l, -1, POLLIN, on_read, &a, &f->err),
	                 -1);
}

/* The end of a pipe is told, and not only once. */
static void
test_hang_up(void **state)
{
	struct fixture *f = *state;
	struct note a = { f, 'a', -1 };

	watch(f, 0, &a);
	close(f->pipes[0][1]);
	once(f);
	once(f);
	take_log(f, "..");
	f->pipes[0][1] = dup(f->pipes[1][1]);
}

/* Whoever is called first removes the other, or itself, or both are fed. */
static void
test_removal_in_callback(void **state)
{
	struct fixture *f = *state;
	struct note a = { f, 'a', f->pipes[1][0] };
	struct note b = { f, 'b', f->pipes[0][0] };
	struct note self = { f, 's', f->pipes[2][0] };

	watch(f, 0, &a);
	watch(f, 1, &b);
	watch(f, 2, &self);
	feed(f, 0);
	feed(f, 1);
	feed(f, 2);
	feed(f, 2);
	once(f);
	take_log(f, "as");
	once(f);
	take_log(f, "");
}

static void
on_swap(void *arg, int fd, short revents)
{
	struct note *n = arg;

	(void)fd;
	(void)revents;
	log_char(n->f, n->name);
	loop_unwatch(n->f->l, n->f->pipes[0][0]);
	loop_unwatch(n->f->l, n->f->pipes[1][0]);
	watch(n->f, 1, n);
}

/* What was ready for the old watch is not told to its successor. */
static void
test_successor_on_the_same_descriptor(void **state)
{
	struct fixture *f = *state;
	struct note a = { f, 'a', -1 }, b = { f, 'b', -1 };

	assert_int_equal(
		loop_watch(f->l, f->pipes[0][0], POLLIN, on_swap, &a, &f->err),
		0);
	watch(f, 1, &b);
	feed(f, 0);
	feed(f, 1);
	once(f);
	take_log(f, "a");
	once(f);
	take_log(f, "a");
}

static void
on_closed(void *arg, int fd, short revents)
{
	struct note *n = arg;

	(void)fd;
	assert_int_equal(revents, POLLNVAL);
	log_char(n->f, n->name);
}

static void
test_closed_descriptor_is_told_once(void **state)
{
	struct fixture *f = *state;
	struct note a = { f, 'a', -1 };
	int fd = dup(f->pipes[0][0]);

	assert_int_equal(loop_watch(f->l, fd, POLLIN, on_closed, &a, &f->err),
	                 0);
	close(fd);
	once(f);
	once(f);
	take_log(f, "a");
}

/* Timers. */

static void
on_timer(void *arg)
{
	struct note *n = arg;

	log_char(n->f, n->name);
	if (n->victim > 0)
		loop_cancel(n->f->l, n->victim);
}

static void
on_stop(void *arg)
{
	struct note *n = arg;

	log_char(n->f, n->name);
	loop_stop(n->f->l);
}

static void
test_timers_in_order(void **state)
{
	struct fixture *f = *state;
	struct note n[5] = { { f, '0', -1 },
		             { f, '1', -1 },
		             { f, '2', -1 },
		             { f, '3', -1 },
		             { f, 'E', -1 } };

	loop_after(f->l, 4, on_timer, &n[3]);
	loop_after(f->l, 1, on_timer, &n[1]);
	loop_after(f->l, 6, on_stop, &n[4]);
	loop_after(f->l, -5, on_timer, &n[0]);
	loop_after(f->l, 1, on_timer, &n[2]);
	assert_int_equal(loop_run(f->l, &f->err), 0);
	take_log(f, "0123E");
	once(f);
	take_log(f, "");
}

static void
test_never_early(void **state)
{
	struct fixture *f = *state;
	struct note n = { f, 't', -1 };
	int64_t start = clock_mono_ms();

	loop_after(f->l, 7, on_stop, &n);
	assert_int_equal(loop_run(f->l, &f->err), 0);
	assert_true(clock_mono_ms() - start >= 7);
	take_log(f, "t");
}

static void
test_far_timer_does_not_overflow(void **state)
{
	struct fixture *f = *state;
	struct note n = { f, 't', -1 };

	loop_after(f->l, INT64_MAX, on_timer, &n);
	feed(f, 0);
	once(f);
	take_log(f, "");
}

static void
test_cancel(void **state)
{
	struct fixture *f = *state;
	struct note a = { f, 'a', -1 }, b = { f, 'b', -1 };
	int id;

	loop_after(f->l, 0, on_timer, &a);
	id = loop_after(f->l, 0, on_timer, &b);
	assert_true(id > 0);
	a.victim = id; /* the first cancels the second */
	once(f);
	take_log(f, "a");
	loop_cancel(f->l, id);
	loop_cancel(f->l, 0);
	loop_cancel(f->l, -1);
	id = loop_after(f->l, 0, on_timer, &b);
	loop_cancel(f->l, id);
	once(f);
	take_log(f, "");
}

static void
on_again(void *arg)
{
	struct note *n = arg;

	log_char(n->f, n->name);
	n->f->timer = loop_after(n->f->l, 0, on_again, n);
}

/* A timer that sets itself again at 0 ms starves nobody. */
static void
test_periodic(void **state)
{
	struct fixture *f = *state;
	struct note t = { f, 't', -1 }, a = { f, 'a', -1 };

	watch(f, 0, &a);
	loop_after(f->l, 0, on_again, &t);
	feed(f, 0);
	feed(f, 0);
	once(f);
	once(f);
	once(f);
	take_log(f, "tatat");
	loop_cancel(f->l, f->timer);
	once(f);
	take_log(f, "");
}

/* Signals. */

static void
on_signal(void *arg, int signo)
{
	struct note *n = arg;

	assert_true(signo == SIGUSR1 || signo == SIGUSR2);
	log_char(n->f, signo == SIGUSR1 ? '1' : '2');
}

static void
on_plain_signal(int signo)
{
	(void)signo;
}

static void
test_signals(void **state)
{
	struct sigaction plain = { .sa_handler = on_plain_signal }, now;
	struct fixture *f = *state;
	struct note n = { f, 's', -1 };
	int i;

	assert_int_equal(sigaction(SIGUSR1, &plain, NULL), 0);
	assert_int_equal(loop_signal(f->l, SIGUSR1, on_signal, &n, &f->err), 0);
	assert_int_equal(loop_signal(f->l, SIGUSR2, on_signal, &n, &f->err), 0);
	assert_int_equal(loop_signal(f->l, SIGKILL, on_signal, &n, &f->err),
	                 -1);
	raise(SIGUSR2);
	take_log(f, ""); /* not in the handler */
	once(f);
	take_log(f, "2");
	raise(SIGUSR1);
	raise(SIGUSR2);
	raise(SIGUSR1);
	assert_int_equal(loop_once(f->l, -1, &f->err), 0);
	take_log(f, "12");
	/* more than any pipe holds, and none is lost */
	for (i = 0; i < 100000; i++)
		raise(SIGUSR1);
	raise(SIGUSR2);
	once(f);
	take_log(f, "12");
	once(f);
	take_log(f, "");

	loop_free(f->l);
	assert_int_equal(sigaction(SIGUSR1, NULL, &now), 0);
	assert_ptr_equal(now.sa_handler, on_plain_signal);
	assert_int_equal(sigaction(SIGUSR2, NULL, &now), 0);
	assert_ptr_equal(now.sa_handler, SIG_DFL);
	f->l = loop_new(&f->err);
	assert_non_null(f->l);
}

/* Rounds. */

static void
before_wait(void *arg)
{
	struct fixture *f = arg;

	log_char(f, 'w');
	f->rounds++;
	if (f->rounds == 3)
		loop_stop(f->l);
}

static void
test_before_wait(void **state)
{
	struct fixture *f = *state;
	struct note a = { f, 'a', -1 };

	loop_before_wait(f->l, before_wait, f);
	watch(f, 0, &a);
	feed(f, 0);
	feed(f, 0);
	feed(f, 0);
	/* stopped in the third round before it waited */
	assert_int_equal(loop_run(f->l, &f->err), 0);
	take_log(f, "wawaw");
	assert_int_equal(f->err.code, ERR_NONE);
}

/* Many watches at once: the tables grow. */
static void
test_many(void **state)
{
	struct fixture *f = *state;
	struct note n = { f, 'x', -1 };
	int fds[100], i;

	for (i = 0; i < 100; i++) {
		fds[i] = dup(f->pipes[0][0]);
		assert_int_equal(
			loop_watch(f->l, fds[i], POLLIN, on_read, &n, &f->err),
			0);
		loop_after(f->l, 1000000 - i, on_timer, &n);
	}
	for (i = 0; i < 100; i++)
		feed(f, 0);
	once(f);
	assert_int_equal(strlen(f->log), 100);
	for (i = 0; i < 100; i++) {
		loop_unwatch(f->l, fds[i]);
		close(fds[i]);
	}
	once(f);
	assert_int_equal(strlen(f->log), 100);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(test_descriptors),
		T(test_hang_up),
		T(test_removal_in_callback),
		T(test_successor_on_the_same_descriptor),
		T(test_closed_descriptor_is_told_once),
		T(test_timers_in_order),
		T(test_never_early),
		T(test_far_timer_does_not_overflow),
		T(test_cancel),
		T(test_periodic),
		T(test_signals),
		T(test_before_wait),
		T(test_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
