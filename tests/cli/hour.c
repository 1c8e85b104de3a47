/*
 * LD_PRELOAD: the program's wall and boot clocks are HOUR_SHIFT seconds on, so
 * that a real desk, whose clock nobody sets, can be tried at any hour.  The
 * monotonic clock is as it is.
 */
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int
clock_gettime(clockid_t id, struct timespec *ts)
{
	const char *shift = getenv("HOUR_SHIFT");
	int rc = (int)syscall(SYS_clock_gettime, id, ts);

	if (rc == 0 && shift && (id == CLOCK_REALTIME || id == CLOCK_BOOTTIME))
		ts->tv_sec += strtol(shift, NULL, 10);
	return rc;
}
