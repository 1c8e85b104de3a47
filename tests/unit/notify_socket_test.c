/* What systemd hears: watch/notify.h, and of a worker. */
#include "cm.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "desk/desk.h"
#include "watch/notify.h"
#include "watch/worker.h"

enum { PATIENCE_MS = 30000 };

struct room {
	char dir[32];
	int fd;
};

/* A bound datagram socket, as systemd's; its name is in NOTIFY_SOCKET. */
static void
listen_at(struct room *r, const char *path)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	size_t len = strlen(path);

	memcpy(at.sun_path, path, len);
	if (*path == '@')
		at.sun_path[0] = '\0';
	r->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	assert_true(r->fd >= 0);
	assert_int_equal(
		bind(r->fd, (struct sockaddr *)&at,
	             (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len)),
		0);
	setenv("NOTIFY_SOCKET", path, 1);
}

/* The next datagram must be these words; NULL: there is none. */
static void
hears(const struct room *r, const char *words)
{
	char got[200];
	ssize_t n = recv(r->fd, got, sizeof(got) - 1, 0);

	if (!words) {
		assert_int_equal(n, -1);
		return;
	}
	assert_true(n >= 0);
	got[n] = '\0';
	assert_string_equal(got, words);
}

static int
setup(void **state)
{
	struct room *r = calloc(1, sizeof(*r));

	strcpy(r->dir, "/tmp/notify-XXXXXX");
	assert_non_null(mkdtemp(r->dir));
	r->fd = -1;
	*state = r;
	return 0;
}

static int
teardown(void **state)
{
	struct room *r = *state;
	char line[64];

	unsetenv("NOTIFY_SOCKET");
	if (r->fd >= 0)
		close(r->fd);
	snprintf(line, sizeof(line), "rm -rf %s", r->dir);
	assert_int_equal(system(line), 0);
	free(r);
	return 0;
}

static void
test_path(void **state)
{
	struct room *r = *state;
	char path[64];
	struct notify *n;

	snprintf(path, sizeof(path), "%s/socket", r->dir);
	listen_at(r, path);
	n = notify_new();
	assert_non_null(n);
	notify_say(n, "STATUS=a");
	notify_say(n, "WATCHDOG=1");
	notify_free(n);
	hears(r, "STATUS=a");
	hears(r, "WATCHDOG=1");
	hears(r, NULL);
}

static void
test_abstract(void **state)
{
	struct room *r = *state;
	char path[64];
	struct notify *n;

	snprintf(path, sizeof(path), "@%s", r->dir);
	listen_at(r, path);
	n = notify_new();
	assert_non_null(n);
	notify_say(n, "READY=1");
	notify_free(n);
	hears(r, "READY=1");
	hears(r, NULL);
}

/* Without a socket nothing is said, and nobody there is no error. */
static void
test_none(void **state)
{
	static const char *const names[] = { "", "/", "@", "relative" };
	char name[sizeof(((struct sockaddr_un *)NULL)->sun_path) + 1];
	struct notify *n;

	(void)state;
	unsetenv("NOTIFY_SOCKET");
	assert_null(notify_new());
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		setenv("NOTIFY_SOCKET", names[i], 1);
		assert_null(notify_new());
	}
	memset(name, 'a', sizeof(name));
	name[0] = '/';
	name[sizeof(name) - 1] = '\0'; /* as long as sun_path: no NUL fits */
	setenv("NOTIFY_SOCKET", name, 1);
	assert_null(notify_new());
	name[sizeof(name) - 2] = '\0';
	setenv("NOTIFY_SOCKET", name, 1);
	n = notify_new();
	assert_non_null(n);
	notify_say(n, "READY=1");
	notify_free(n);
	notify_say(NULL, "READY=1");
	notify_free(NULL);
}

/*
 * systemd of the worker: READY first, a WATCHDOG for each whole round, after
 * the first of which it is told to stop, STOPPING last.  0: heard so.
 */
static int
listen_and_stop(const struct room *r, pid_t worker)
{
	struct pollfd p = { .fd = r->fd, .events = POLLIN };
	bool ready = false, beaten = false;
	char got[200];
	ssize_t n;

	while (poll(&p, 1, PATIENCE_MS) == 1) {
		n = recv(r->fd, got, sizeof(got) - 1, 0);
		if (n < 0)
			return 1;
		got[n] = '\0';
		if (strcmp(got, "STOPPING=1") == 0)
			return beaten ? 0 : 2;
		if (strcmp(got, ready ? "WATCHDOG=1" : "READY=1") != 0)
			return 3;
		if (ready && !beaten) {
			beaten = true;
			kill(worker, SIGTERM);
		}
		ready = true;
	}
	kill(worker, SIGTERM);
	return 4;
}

static void
test_worker(void **state)
{
	struct room *r = *state;
	const struct desk_options drill = { .drill = true, .clock_rate = 1000 };
	const struct identity who = { "test", "test" };
	char path[64], desk[64];
	struct worker_options o = { .dir = desk };
	struct err err = ERR_INIT;
	int status;
	pid_t pid;

	snprintf(path, sizeof(path), "%s/socket", r->dir);
	snprintf(desk, sizeof(desk), "%s/desk", r->dir);
	assert_int_equal(desk_create(desk, &drill, &who, &err), 0);
	listen_at(r, path);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		_exit(listen_and_stop(r, getppid()));
	assert_int_equal(worker_run(&o, &err), 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	hears(r, NULL);
}

/* Of a single round nobody waits for the next. */
static void
test_visit(void **state)
{
	struct room *r = *state;
	const struct desk_options drill = { .drill = true, .clock_rate = 1000 };
	const struct identity who = { "test", "test" };
	char path[64], desk[64];
	struct worker_options o = { .dir = desk, .once = true };
	struct err err = ERR_INIT;

	snprintf(path, sizeof(path), "%s/socket", r->dir);
	snprintf(desk, sizeof(desk), "%s/desk", r->dir);
	assert_int_equal(desk_create(desk, &drill, &who, &err), 0);
	listen_at(r, path);
	assert_int_equal(worker_run(&o, &err), 0);
	hears(r, "READY=1");
	hears(r, "STOPPING=1");
	hears(r, NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_path, setup, teardown),
		cmocka_unit_test_setup_teardown(test_abstract, setup, teardown),
		cmocka_unit_test_setup_teardown(test_none, setup, teardown),
		cmocka_unit_test_setup_teardown(test_worker, setup, teardown),
		cmocka_unit_test_setup_teardown(test_visit, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
