#include "desk/sentry.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/tr.h"

#define SENTRY_FILE "desk.watch"
#define SENTRY_LINE 128

enum { TAKE_TRIES = 10000 };

static int
sentry_open(const char *dir, int flags)
{
	struct buf path = BUF_INIT;
	int fd;

	buf_fmt(&path, "%s/" SENTRY_FILE, dir);
	fd = open(path.s, flags | O_CLOEXEC | O_NOFOLLOW, 0640);
	buf_release(&path);
	return fd;
}

static void
line_read(int fd, int64_t boot_ms, struct sentry *out)
{
	char line[SENTRY_LINE + 1];
	ssize_t n = pread(fd, line, SENTRY_LINE, 0);
	long long moment;
	int numbers;

	if (n <= 0)
		return;
	line[n] = '\0';
	numbers = sscanf(line, "%d %lld %d %d", &out->pid, &moment,
	                 &out->feeds_ok, &out->feeds_on);
	if (numbers == 1)
		out->known = false;
	out->first = numbers < 4;
	if (numbers > 1 && moment <= boot_ms)
		out->age_ms = boot_ms - moment;
}

/* One line instead of what is there. */
static int
line_write(int fd, const char *line, struct err *err)
{
	size_t len = strlen(line);

	if (pwrite(fd, line, len, 0) == (ssize_t)len &&
	    ftruncate(fd, (off_t)len) == 0)
		return 0;
	return err_set(err, ERR_IO, SENTRY_FILE ": %s", strerror(errno));
}

/* Is the file that is open still the one of that name? */
static bool
is_there(const char *dir, int fd)
{
	struct buf path = BUF_INIT;
	struct stat ours, named;
	bool there;

	buf_fmt(&path, "%s/" SENTRY_FILE, dir);
	there = fstat(fd, &ours) == 0 && lstat(path.s, &named) == 0 &&
	        ours.st_dev == named.st_dev && ours.st_ino == named.st_ino;
	buf_release(&path);
	return there;
}

/*
 * Who looks has the lock for the blink of an eye, shared: then a shared one is
 * given to us too, and the next try may be better.  A worker's is not.
 */
static bool
lock_take(int fd)
{
	for (int i = 0; i < TAKE_TRIES; i++) {
		if (flock(fd, LOCK_EX | LOCK_NB) == 0)
			return true;
		if (flock(fd, LOCK_SH | LOCK_NB) != 0)
			return false;
		sched_yield();
	}
	return false;
}

/* Open it and lock it; a visit that ends meanwhile takes its file along. */
static int
lock(const char *dir, int *fd, struct err *err)
{
	struct sentry other = { .age_ms = -1 };

	for (;;) {
		*fd = sentry_open(dir, O_RDWR | O_CREAT);
		if (*fd < 0)
			return err_set(err, ERR_IO, "%s/" SENTRY_FILE ": %s",
			               dir, strerror(errno));
		if (!lock_take(*fd))
			break;
		if (is_there(dir, *fd))
			return 0;
		close(*fd);
	}
	line_read(*fd, INT64_MAX, &other);
	close(*fd);
	*fd = -1;
	return err_set(err, ERR_BUSY, tr("已有哨兵在运行（进程 %d）"),
	               other.pid);
}

int
sentry_take(const char *dir, int64_t boot_ms, int *fd, struct err *err)
{
	char line[SENTRY_LINE];

	if (lock(dir, fd, err))
		return -1;
	snprintf(line, sizeof(line), "%d %lld\n", (int)getpid(),
	         (long long)boot_ms);
	if (line_write(*fd, line, err) == 0)
		return 0;
	close(*fd);
	*fd = -1;
	err_prefix(err, "%s", dir);
	return -1;
}

/* A file that only a visit made: its line is a number alone. */
static bool
is_visit(int fd)
{
	struct sentry s = { .known = true };

	line_read(fd, INT64_MAX, &s);
	return !s.known;
}

int
sentry_visit(const char *dir, int *fd, bool *made, struct err *err)
{
	char line[SENTRY_LINE];
	int there = sentry_open(dir, O_RDONLY);

	/* What one left that was killed is nobody's. */
	*made = there < 0 || is_visit(there);
	if (there >= 0)
		close(there);
	if (lock(dir, fd, err))
		return -1;
	snprintf(line, sizeof(line), "%d\n", (int)getpid());
	if (!*made || line_write(*fd, line, err) == 0)
		return 0;
	sentry_leave(dir, *fd, true);
	*fd = -1;
	err_prefix(err, "%s", dir);
	return -1;
}

void
sentry_leave(const char *dir, int fd, bool made)
{
	struct buf path = BUF_INIT;

	if (fd < 0)
		return;
	buf_fmt(&path, "%s/" SENTRY_FILE, dir);
	/* Somebody may expect a watch by now. */
	if (made && is_visit(fd))
		unlink(path.s);
	buf_release(&path);
	close(fd);
}

int
sentry_beat(int fd, int64_t boot_ms, int feeds_ok, int feeds_on,
            struct err *err)
{
	char line[SENTRY_LINE];

	snprintf(line, sizeof(line), "%d %lld %d %d\n", (int)getpid(),
	         (long long)boot_ms, feeds_ok, feeds_on);
	return line_write(fd, line, err);
}

void
sentry_look(const char *dir, int64_t boot_ms, struct sentry *out)
{
	int fd = sentry_open(dir, O_RDONLY);

	memset(out, 0, sizeof(*out));
	out->first = true;
	out->age_ms = -1;
	if (fd < 0)
		return;
	out->known = true;
	/* A shared lock that is refused: the worker has it. */
	out->running = flock(fd, LOCK_SH | LOCK_NB) != 0;
	line_read(fd, boot_ms, out);
	close(fd);
}

void
sentry_see(const char *dir, struct sentry *out)
{
	struct clock_reading now;

	clock_read(&clock_system, &now);
	sentry_look(dir, now.boot_ms, out);
}

int
sentry_expect(const char *dir, struct err *err)
{
	int fd = sentry_open(dir, O_RDWR | O_CREAT);
	bool ok = fd >= 0 && (!is_visit(fd) || ftruncate(fd, 0) == 0);

	if (!ok)
		err_set(err, ERR_IO, "%s/" SENTRY_FILE ": %s", dir,
		        strerror(errno));
	if (fd >= 0)
		close(fd);
	return ok ? 0 : -1;
}

enum sentry_state
sentry_state(const struct sentry *s)
{
	if (!s->known)
		return SENTRY_NONE;
	if (!s->running)
		return SENTRY_STOPPED;
	if (s->age_ms > SENTRY_ROUND_MS)
		return SENTRY_STUCK;
	return s->first || s->age_ms < 0 ? SENTRY_STARTING : SENTRY_WATCHING;
}

bool
sentry_dead(const struct sentry *s)
{
	switch (sentry_state(s)) {
	case SENTRY_STUCK:
		return true;
	case SENTRY_STOPPED:
		return s->first || s->age_ms < 0 || s->age_ms > SENTRY_ROUND_MS;
	default:
		return false;
	}
}
