#include "store/gate.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"

#define GATE_NUDGE_US 20000 /* a signal that came before flock() slept */

struct gate {
	int fd;
	char *path;
};

struct gate *
gate_open(const char *path, struct err *err)
{
	struct gate *g;
	int fd;

	fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	if (fd == -1) {
		err_set(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, "%s: %s",
		        path, strerror(errno));
		return NULL;
	}
	g = mem_alloc(sizeof(*g));
	g->fd = fd;
	g->path = mem_str(path);
	return g;
}

void
gate_close(struct gate *g)
{
	if (!g)
		return;
	close(g->fd);
	free(g->path);
	free(g);
}

static void
gate_alarm(int signo)
{
	(void)signo; /* only there to interrupt flock() */
}

/* flock() that a timer interrupts again and again until the limit. */
static int
gate_wait(int fd, int64_t limit_ms)
{
	struct itimerval nudge = { { 0, GATE_NUDGE_US }, { 0, GATE_NUDGE_US } };
	struct itimerval old_timer;
	struct sigaction act = { .sa_handler = gate_alarm }, old_act;
	int64_t end = clock_mono_ms() + limit_ms;
	int rc, saved;

	sigemptyset(&act.sa_mask);
	sigaction(SIGALRM, &act, &old_act);
	setitimer(ITIMER_REAL, &nudge, &old_timer);
	do
		rc = flock(fd, LOCK_EX);
	while (rc == -1 && errno == EINTR && clock_mono_ms() < end);
	saved = errno;
	setitimer(ITIMER_REAL, &old_timer, NULL);
	sigaction(SIGALRM, &old_act, NULL);
	errno = saved;
	return rc;
}

/* A gate file that was removed or replaced no longer keeps anyone out. */
static int
gate_still_there(struct gate *g, struct err *err)
{
	struct stat st;

	if (fstat(g->fd, &st) == 0 && st.st_nlink > 0)
		return 0;
	flock(g->fd, LOCK_UN);
	return err_set(err, ERR_IO,
	               "desk.gate was removed while in use; close "
	               "every zhiban of this desk and start again");
}

int
gate_enter(struct gate *g, int64_t limit_ms, struct err *err)
{
	int rc;

	rc = flock(g->fd, LOCK_EX | LOCK_NB);
	if (rc == -1 && (errno == EWOULDBLOCK || errno == EINTR))
		rc = gate_wait(g->fd, limit_ms);
	if (rc == 0)
		return gate_still_there(g, err);
	if (errno == EINTR)
		return err_set(err, ERR_BUSY,
		               "another process has kept the "
		               "desk's write gate for %lld ms; try again",
		               (long long)limit_ms);
	return err_set(err, ERR_IO, "desk.gate: flock: %s", strerror(errno));
}

void
gate_ring(struct gate *g)
{
	int fd = open(g->path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);

	if (fd != -1)
		close(fd);
}

void
gate_leave(struct gate *g)
{
	flock(g->fd, LOCK_UN);
	/* Whoever waits is awake now; do not take it from under his hand. */
	sched_yield();
}

int
bell_open(const char *gate_path, struct err *err)
{
	int fd;

	fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (fd == -1)
		return err_set(err, ERR_IO, "inotify: %s", strerror(errno));
	if (inotify_add_watch(fd, gate_path, IN_CLOSE_WRITE) != -1)
		return fd;
	err_set(err, ERR_IO, "%s: inotify: %s", gate_path, strerror(errno));
	close(fd);
	return -1;
}

void
bell_drain(int fd)
{
	char events[4096];
	ssize_t n;

	do
		n = read(fd, events, sizeof(events));
	while (n > 0 || (n == -1 && errno == EINTR));
}
