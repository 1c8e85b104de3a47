#include "desk/sentry.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/tr.h"

#define SENTRY_FILE "desk.watch"
#define SENTRY_LINE 128

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
	long long beat;

	if (n <= 0)
		return;
	line[n] = '\0';
	if (sscanf(line, "%d %lld %d %d", &out->pid, &beat, &out->feeds_ok,
	           &out->feeds_on) == 4 &&
	    beat <= boot_ms)
		out->age_ms = boot_ms - beat;
}

int
sentry_take(const char *dir, int *fd, struct err *err)
{
	struct sentry other = { .age_ms = -1 };

	*fd = sentry_open(dir, O_RDWR | O_CREAT);
	if (*fd < 0)
		return err_set(err, ERR_IO, "%s/" SENTRY_FILE ": %s", dir,
		               strerror(errno));
	if (flock(*fd, LOCK_EX | LOCK_NB) == 0) {
		if (ftruncate(*fd, 0) == 0)
			return 0;
		err_set(err, ERR_IO, "%s/" SENTRY_FILE ": %s", dir,
		        strerror(errno));
	} else {
		line_read(*fd, INT64_MAX, &other);
		err_set(err, ERR_BUSY, tr("已有哨兵在运行（进程 %d）"),
		        other.pid);
	}
	close(*fd);
	*fd = -1;
	return -1;
}

int
sentry_beat(int fd, int64_t boot_ms, int feeds_ok, int feeds_on,
            struct err *err)
{
	char line[SENTRY_LINE];
	int len = snprintf(line, sizeof(line), "%d %lld %d %d\n", (int)getpid(),
	                   (long long)boot_ms, feeds_ok, feeds_on);

	if (pwrite(fd, line, (size_t)len, 0) == len && ftruncate(fd, len) == 0)
		return 0;
	return err_set(err, ERR_IO, SENTRY_FILE ": %s", strerror(errno));
}

void
sentry_look(const char *dir, int64_t boot_ms, struct sentry *out)
{
	int fd = sentry_open(dir, O_RDONLY);

	memset(out, 0, sizeof(*out));
	out->age_ms = -1;
	if (fd < 0)
		return;
	out->known = true;
	/* A shared lock that is refused: the worker has it.  Taken, it would
	 * be in the way of one that starts now for the blink of an eye. */
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
	int fd = sentry_open(dir, O_RDONLY | O_CREAT);

	if (fd < 0)
		return err_set(err, ERR_IO, "%s/" SENTRY_FILE ": %s", dir,
		               strerror(errno));
	close(fd);
	return 0;
}

enum sentry_state
sentry_state(const struct sentry *s)
{
	if (!s->known)
		return SENTRY_NONE;
	if (!s->running)
		return SENTRY_STOPPED;
	if (s->age_ms < 0)
		return SENTRY_STARTING;
	return s->age_ms > SENTRY_ROUND_MS ? SENTRY_STUCK : SENTRY_WATCHING;
}

bool
sentry_dead(const struct sentry *s)
{
	switch (sentry_state(s)) {
	case SENTRY_STUCK:
		return true;
	case SENTRY_STOPPED:
		return s->age_ms < 0 || s->age_ms > SENTRY_ROUND_MS;
	default:
		return false;
	}
}
