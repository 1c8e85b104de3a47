/*
 * Confined children.  One that hangs reads a pipe that nobody writes to, and
 * is ended by a short limit; the test itself waits only for what must come.
 */
#include "cm.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/child.h"
#include "base/loop.h"

struct fixture {
	struct loop *l;
	struct child_result r;
	struct err err;
	int done, ticks;
	int never[2]; /* a pipe nobody writes to */
};

static int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	f->l = loop_new(&f->err);
	f->r = (struct child_result)CHILD_RESULT_INIT;
	*state = f;
	return f->l ? pipe2(f->never, O_CLOEXEC) : -1;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	close(f->never[0]);
	close(f->never[1]);
	child_result_release(&f->r);
	loop_free(f->l);
	free(f);
	return 0;
}

/* Run argv with these limits; what came is in the fixture. */
static int
run(struct fixture *f, const char *const *argv, struct child_spec spec)
{
	child_result_release(&f->r);
	f->r = (struct child_result)CHILD_RESULT_INIT;
	err_clear(&f->err);
	spec.argv = argv;
	spec.package = "some-package";
	return child_run(&spec, &f->r, &f->err);
}

#define RUN(f, spec, ...)                                                      \
	run(f, (const char *const[]){ __VA_ARGS__, NULL },                     \
	    (struct child_spec)spec)
#define PLAIN                                                                  \
	{                                                                      \
		.in = -1                                                       \
	}

static void
said(const struct fixture *f, enum err_code code, const char *text)
{
	if (!strstr(f->err.text, text))
		fail_msg("'%s' does not say '%s'", f->err.text, text);
	assert_int_equal(f->err.code, code);
}

/* The last reader of the pipe is gone, within ten seconds. */
static void
wait_no_reader(struct fixture *f)
{
	struct pollfd p = { .fd = f->never[1] };

	close(f->never[0]);
	f->never[0] = -1;
	assert_int_equal(poll(&p, 1, 10000), 1);
	assert_true(p.revents & POLLERR);
}

static void
test_output_and_status(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(RUN(f, PLAIN, "/bin/sh", "-c",
	                     "echo out; echo bad >&2; exit 3"),
	                 0);
	assert_string_equal(f->r.out.s, "out\n");
	assert_string_equal(f->r.errors.s, "bad\n");
	assert_int_equal(f->r.status, 3);
	assert_int_equal(RUN(f, PLAIN, "/bin/true"), 0);
	assert_int_equal(f->r.status, 0);
	assert_int_equal(f->r.out.len, 0);
}

/* No shell between: an argument stays one, whatever is in it. */
static void
test_arguments(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(
		RUN(f, PLAIN, "/bin/echo", "a  b", "$(id)", "--", ";", "值班"),
		0);
	assert_string_equal(f->r.out.s, "a  b $(id) -- ; 值班\n");
}

static void
test_input(void **state)
{
	struct fixture *f = *state;
	FILE *file = tmpfile();

	fputs("from a file", file);
	rewind(file);
	assert_int_equal(run(f, (const char *const[]){ "/bin/cat", NULL },
	                     (struct child_spec){ .in = fileno(file) }),
	                 0);
	assert_string_equal(f->r.out.s, "from a file");
	/* by name, as programs need that seek: the same file, from its start */
	assert_int_equal(
		run(f, (const char *const[]){ "/bin/cat", "/dev/stdin", NULL },
	            (struct child_spec){ .in = fileno(file) }),
		0);
	assert_string_equal(f->r.out.s, "from a file");
	assert_int_equal(RUN(f, PLAIN, "/bin/cat"), 0);
	assert_int_equal(f->r.out.len, 0);
	fclose(file);
}

static void
test_what_it_inherits(void **state)
{
	struct fixture *f = *state;
	int pid, group, session;
	const char *line;

	assert_int_equal(setenv("SECRET", "1", 1), 0);
	assert_int_equal(RUN(f, PLAIN, "/usr/bin/env"), 0);
	assert_string_equal(f->r.out.s, "LANG=C.UTF-8\nHOME=/nonexistent\n");
	assert_int_equal(dup2(f->never[1], 100), 100);
	assert_int_equal(RUN(f, PLAIN, "/bin/sh", "-c",
	                     "[ -e /proc/$$/fd/1 ] && echo 1; "
	                     "[ -e /proc/$$/fd/100 ] && echo 100; pwd"),
	                 0);
	close(100);
	assert_string_equal(f->r.out.s, "1\n/\n");

	signal(SIGPIPE, SIG_IGN);
	assert_int_equal(RUN(f, PLAIN, "/bin/cat", "/proc/self/status"), 0);
	signal(SIGPIPE, SIG_DFL);
	/* but for the two the C library keeps for itself, 32 and 33 */
	line = strstr(f->r.out.s, "SigIgn:");
	assert_non_null(line);
	assert_int_equal(strtoul(line + 7, NULL, 16) & ~(3ul << 31), 0);
	assert_non_null(strstr(f->r.out.s, "SigBlk:\t0000000000000000"));
	assert_non_null(strstr(f->r.out.s, "NoNewPrivs:\t1"));

	assert_int_equal(RUN(f, PLAIN, "/bin/cat", "/proc/self/stat"), 0);
	assert_int_equal(sscanf(f->r.out.s, "%d (cat) %*c %*d %d %d", &pid,
	                        &group, &session),
	                 3);
	assert_int_equal(pid, group);
	assert_int_equal(pid, session);
}

/* Line of /proc/self/limits that begins with name: soft and hard limit. */
static void
limit_is(struct fixture *f, const char *name, long soft, long hard)
{
	const char *line = strstr(f->r.out.s, name);
	long got_soft, got_hard;

	assert_non_null(line);
	assert_int_equal(
		sscanf(line + strlen(name), "%ld %ld", &got_soft, &got_hard),
		2);
	assert_int_equal(got_soft, soft);
	assert_int_equal(got_hard, hard);
}

static void
test_limits_set(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(RUN(f, PLAIN, "/bin/cat", "/proc/self/limits"), 0);
	limit_is(f, "Max cpu time", 10, 11);
	limit_is(f, "Max file size", 64 << 20, 64 << 20);
	limit_is(f, "Max address space", 512 << 20, 512 << 20);
	limit_is(f, "Max core file size", 0, 0);
	assert_int_equal(run(f,
	                     (const char *const[]){ "/bin/cat",
	                                            "/proc/self/limits", NULL },
	                     (struct child_spec){ .in = -1,
	                                          .cpu_s = 3,
	                                          .memory = 32 << 20,
	                                          .file_max = 1000 }),
	                 0);
	limit_is(f, "Max cpu time", 3, 4);
	limit_is(f, "Max file size", 1000, 1000);
	limit_is(f, "Max address space", 32 << 20, 32 << 20);
}

static void
test_processor_time(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(
		run(f,
	            (const char *const[]){ "/bin/sh", "-c",
	                                   "while :; do :; done", NULL },
	            (struct child_spec){ .in = -1, .cpu_s = 1 }),
		-1);
	said(f, ERR_INPUT, "sh 占用处理器超过 1 秒");
}

static void
test_memory_and_files(void **state)
{
	struct fixture *f = *state;
	char path[] = "/tmp/child_test.XXXXXX", of[64];
	int fd = mkstemp(path);

	snprintf(of, sizeof(of), "of=%s", path);
	assert_int_equal(
		run(f,
	            (const char *const[]){ "/bin/dd", "bs=48M", "count=1",
	                                   "if=/dev/zero", "of=/dev/null",
	                                   NULL },
	            (struct child_spec){ .in = -1, .memory = 32 << 20 }),
		0);
	assert_int_equal(f->r.status, 1);
	assert_non_null(strstr(f->r.errors.s, "memory"));

	assert_int_equal(
		run(f,
	            (const char *const[]){ "/bin/dd", "bs=2000", "count=1",
	                                   "if=/dev/zero", of, NULL },
	            (struct child_spec){ .in = -1, .file_max = 2000 }),
		0);
	assert_int_equal(f->r.status, 0);
	assert_int_equal(
		run(f,
	            (const char *const[]){ "/bin/dd", "bs=2001", "count=2",
	                                   "if=/dev/zero", of, NULL },
	            (struct child_spec){ .in = -1, .file_max = 2000 }),
		-1);
	said(f, ERR_IO, "dd 异常退出：信号 25");
	close(fd);
	unlink(path);
}

static int
zeros(struct fixture *f, const char *count, size_t max)
{
	return run(f,
	           (const char *const[]){ "/usr/bin/head", "-c", count,
	                                  "/dev/zero", NULL },
	           (struct child_spec){ .in = -1, .output_max = max });
}

static void
test_output_limit(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(zeros(f, "2048", 2048), 0);
	assert_int_equal(f->r.out.len, 2048);
	assert_int_equal(zeros(f, "2049", 2048), -1);
	said(f, ERR_INPUT, "head 的输出超过 2 KB");
	assert_int_equal(zeros(f, "1048576", 1048576), 0);
	assert_int_equal(f->r.out.len, 1048576);
	assert_int_equal(zeros(f, "1048577", 1048576), -1);
	/* one that never stops */
	assert_int_equal(
		run(f, (const char *const[]){ "/usr/bin/yes", NULL },
	            (struct child_spec){ .in = -1, .output_max = 1 << 20 }),
		-1);
	said(f, ERR_INPUT, "yes 的输出超过 1024 KB");
	assert_true(f->r.out.len <= 1 << 20);
}

static void
test_errors_limit(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(RUN(f, PLAIN, "/bin/sh", "-c",
	                     "head -c 200000 /dev/zero >&2; echo ok"),
	                 0);
	assert_int_equal(f->r.errors.len, CHILD_ERRORS_MAX);
	assert_string_equal(f->r.out.s, "ok\n");
}

static void
test_hang(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(
		run(f, (const char *const[]){ "/bin/cat", NULL },
	            (struct child_spec){ .in = f->never[0], .wall_ms = 50 }),
		-1);
	said(f, ERR_INPUT, "cat 在 0 秒内没有完成");
	wait_no_reader(f);
}

static void
test_bad_ends(void **state)
{
	struct fixture *f = *state;
	char path[] = "/tmp/child_test.XXXXXX";
	int fd = mkstemp(path);

	assert_int_equal(RUN(f, PLAIN, "/bin/sh", "-c", "kill -SEGV $$"), -1);
	said(f, ERR_IO, "sh 异常退出：信号 11");
	assert_int_equal(RUN(f, PLAIN, "/nonexistent/tool"), -1);
	said(f, ERR_NOT_FOUND, "some-package");
	/* there, but not to be run: a script without its interpreter */
	dprintf(fd, "#!/nonexistent/shell\n");
	fchmod(fd, 0755);
	close(fd);
	assert_int_equal(RUN(f, PLAIN, path), -1);
	said(f, ERR_IO, "无法运行");
	unlink(path);
}

/* What it started and left behind goes with it. */
static void
test_kin(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(
		run(f,
	            (const char *const[]){ "/bin/sh", "-c",
	                                   "cat <&0 & echo left", NULL },
	            (struct child_spec){ .in = f->never[0] }),
		0);
	assert_string_equal(f->r.out.s, "left\n");
	wait_no_reader(f);
}

/* On a loop. */

static void
on_done(void *arg, struct child_result *r, const struct err *err)
{
	struct fixture *f = arg;

	buf_add(&f->r.out, r->out.s, r->out.len);
	f->err = *err;
	f->done++;
	loop_stop(f->l);
}

static void
on_tick(void *arg)
{
	struct fixture *f = arg;

	if (++f->ticks < 5)
		loop_after(f->l, 0, on_tick, f);
	else
		assert_int_equal(write(f->never[1], "late", 4), 4);
}

/* The loop turns while the child runs. */
static void
test_loop_goes_on(void **state)
{
	struct fixture *f = *state;
	const char *const argv[] = { "/usr/bin/head", "-c", "4", NULL };
	struct child_spec spec = { .argv = argv, .in = f->never[0] };

	assert_non_null(child_start(f->l, &spec, on_done, f, &f->err));
	loop_after(f->l, 0, on_tick, f);
	assert_int_equal(loop_run(f->l, &f->err), 0);
	assert_int_equal(f->done, 1);
	assert_int_equal(f->ticks, 5);
	assert_int_equal(f->err.code, ERR_NONE);
	assert_string_equal(f->r.out.s, "late");
}

static void
test_several(void **state)
{
	struct fixture *f = *state;
	const char *const argv[] = { "/bin/echo", "-n", "x", NULL };
	struct child_spec spec = { .argv = argv, .in = -1 };
	int i;

	for (i = 0; i < 3; i++)
		assert_non_null(child_start(f->l, &spec, on_done, f, &f->err));
	while (f->done < 3)
		assert_int_equal(loop_run(f->l, &f->err), 0);
	assert_string_equal(f->r.out.s, "xxx");
}

static void
test_stop(void **state)
{
	struct fixture *f = *state;
	const char *const argv[] = { "/bin/cat", NULL };
	struct child_spec spec = { .argv = argv, .in = f->never[0] };
	struct child *c = child_start(f->l, &spec, on_done, f, &f->err);

	assert_non_null(c);
	child_stop(c);
	child_stop(NULL);
	assert_int_equal(loop_once(f->l, 0, &f->err), 0);
	assert_int_equal(f->done, 0);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* no zombie */
	wait_no_reader(f);
}

/* When the console dies, so does what it started. */
static void
test_orphan(void **state)
{
	struct fixture *f = *state;
	char dir[] = "/tmp/child_test.XXXXXX", fifo[64], script[128], c;
	const char *const argv[] = { "/bin/sh", "-c", script, NULL };
	struct child_spec spec = { .argv = argv, .in = f->never[0] };
	struct pollfd up = { .events = POLLIN };
	int die[2];
	pid_t pid;

	assert_non_null(mkdtemp(dir));
	snprintf(fifo, sizeof(fifo), "%s/up", dir);
	snprintf(script, sizeof(script), "echo >%s; exec cat", fifo);
	assert_int_equal(mkfifo(fifo, 0600), 0);
	up.fd = open(fifo, O_RDONLY | O_NONBLOCK);
	assert_int_equal(pipe(die), 0);
	pid = fork();
	if (pid == 0) {
		close(f->never[1]);
		if (!child_start(f->l, &spec, on_done, f, &f->err))
			_exit(1);
		_exit(read(die[0], &c, 1) != 1);
	}
	assert_int_equal(poll(&up, 1, 10000), 1);
	assert_int_equal(write(die[1], "x", 1), 1);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	wait_no_reader(f);
	close(up.fd);
	close(die[0]);
	close(die[1]);
	unlink(fifo);
	rmdir(dir);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(test_output_and_status),
		T(test_arguments),
		T(test_input),
		T(test_what_it_inherits),
		T(test_limits_set),
		T(test_processor_time),
		T(test_memory_and_files),
		T(test_output_limit),
		T(test_errors_limit),
		T(test_hang),
		T(test_bad_ends),
		T(test_kin),
		T(test_loop_goes_on),
		T(test_several),
		T(test_stop),
		T(test_orphan),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
