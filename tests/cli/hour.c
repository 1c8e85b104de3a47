/*
 * LD_PRELOAD: the program's wall and boot clocks are HOUR_SHIFT seconds on, so
 * that a real desk, whose clock nobody sets, can be tried at any hour.  The
 * monotonic clock is as it is.  The wall clock alone is off besides by the
 * seconds that the file HOUR_WALL says, read at each question: somebody sets
 * it while the program runs.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static long
wall_step(void)
{
	const char *path = getenv("HOUR_WALL");
	char text[32] = "";
	ssize_t n = 0;
	int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;

	if (fd >= 0) {
		n = read(fd, text, sizeof(text) - 1);
		close(fd);
	}
	return n > 0 ? strtol(text, NULL, 10) : 0;
}

int
clock_gettime(clockid_t id, struct timespec *ts)
{
	const char *shift = getenv("HOUR_SHIFT");
	int rc = (int)syscall(SYS_clock_gettime, id, ts);

	if (rc == 0 && shift && (id == CLOCK_REALTIME || id == CLOCK_BOOTTIME))
		ts->tv_sec += strtol(shift, NULL, 10);
	if (rc == 0 && id == CLOCK_REALTIME)
		ts->tv_sec += wall_step();
	return rc;
}
