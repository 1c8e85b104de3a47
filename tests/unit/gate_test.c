#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "store/gate.h"

struct two {
	char path[32];
	struct gate *a, *b;
	struct err err;
};

static int
setup(void **state)
{
	struct two *t = calloc(1, sizeof(*t));

	snprintf(t->path, sizeof(t->path), "/tmp/zhiban-gate-XXXXXX");
	close(mkstemp(t->path));
	t->a = gate_open(t->path, &t->err);
	t->b = gate_open(t->path, &t->err);
	*state = t;
	return t->a && t->b ? 0 : -1;
}

static int
teardown(void **state)
{
	struct two *t = *state;

	gate_close(t->a);
	gate_close(t->b);
	unlink(t->path);
	free(t);
	return 0;
}

static void
one_at_a_time(void **state)
{
	struct two *t = *state;
	int64_t start = clock_mono_ms();

	assert_int_equal(gate_enter(t->a, 1000, &t->err), 0);
	assert_int_equal(gate_enter(t->b, 30, &t->err), -1);
	assert_int_equal(t->err.code, ERR_BUSY);
	assert_true(clock_mono_ms() - start >= 30);
	gate_leave(t->a);
	assert_int_equal(gate_enter(t->b, 0, &t->err), 0);
	gate_leave(t->b);
}

static void
own_handler(int signo)
{
	(void)signo;
}

static void
waiting_leaves_the_alarm_as_it_was(void **state)
{
	struct two *t = *state;
	struct sigaction act = { .sa_handler = own_handler }, after;
	struct itimerval timer;

	sigaction(SIGALRM, &act, NULL);
	assert_int_equal(gate_enter(t->a, 1000, &t->err), 0);
	assert_int_equal(gate_enter(t->b, 25, &t->err), -1);
	sigaction(SIGALRM, NULL, &after);
	assert_ptr_equal(after.sa_handler, own_handler);
	getitimer(ITIMER_REAL, &timer);
	assert_int_equal(timer.it_value.tv_sec, 0);
	assert_int_equal(timer.it_value.tv_usec, 0);
	gate_leave(t->a);
}

/* The kernel opens the gate that a killed process held. */
static void
killed_holder_lets_go(void **state)
{
	struct two *t = *state;
	int ready[2];
	char c;
	pid_t pid;

	assert_int_equal(pipe(ready), 0);
	pid = fork();
	if (pid == 0) {
		struct gate *own = gate_open(t->path, &t->err);

		if (!own || gate_enter(own, 1000, &t->err))
			_exit(1);
		if (write(ready[1], "x", 1) == 1)
			pause();
		_exit(1);
	}
	assert_int_equal(read(ready[0], &c, 1), 1);
	assert_int_equal(gate_enter(t->b, 20, &t->err), -1);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	t->err = (struct err)ERR_INIT;
	assert_int_equal(gate_enter(t->b, 20, &t->err), 0);
	gate_leave(t->b);
	close(ready[0]);
	close(ready[1]);
}

static void
removed_gate_keeps_nobody_out_and_says_so(void **state)
{
	struct two *t = *state;

	unlink(t->path);
	assert_int_equal(gate_enter(t->a, 100, &t->err), -1);
	assert_int_equal(t->err.code, ERR_IO);
}

static void
missing_gate_is_not_made(void **state)
{
	struct err err = ERR_INIT;

	(void)state;
	assert_null(gate_open("/tmp/zhiban no such gate", &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
}

static bool
rings(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	return poll(&p, 1, 0) == 1;
}

static void
bell_rings_until_drained(void **state)
{
	struct two *t = *state;
	int fd = bell_open(t->path, &t->err);

	assert_true(fd >= 0);
	assert_false(rings(fd));
	assert_int_equal(gate_enter(t->a, 100, &t->err), 0);
	assert_false(rings(fd));
	gate_ring(t->a);
	assert_true(rings(fd));
	gate_ring(t->a);
	gate_leave(t->a);
	bell_drain(fd);
	assert_false(rings(fd));
	bell_drain(fd);
	close(fd);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(one_at_a_time),
		T(waiting_leaves_the_alarm_as_it_was),
		T(killed_holder_lets_go),
		T(removed_gate_keeps_nobody_out_and_says_so),
		T(missing_gate_is_not_made),
		T(bell_rings_until_drained),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
