#include "base/clock.h"

#include <fcntl.h>
#include <string.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

static int64_t
clock_ms(clockid_t id)
{
	struct timespec ts;

	clock_gettime(id, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

/*
 * The kernel's identity of this boot, all zero when it is not to be had.  It
 * is read anew each time: a cached one would survive a restored VM snapshot.
 */
static void
clock_boot_id(unsigned char id[16])
{
	char text[64];
	ssize_t i, n;
	int fd, v, half = 0;

	memset(id, 0, 16);
	fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
	if (fd == -1)
		return;
	n = read(fd, text, sizeof(text));
	close(fd);
	for (i = 0; i < n && half < 32; i++) {
		v = hex_value(text[i]);
		if (v < 0)
			continue;
		id[half / 2] = (unsigned char)(id[half / 2] << 4 | v);
		half++;
	}
}

static unsigned
clock_flags(void)
{
	struct timex tx = { .modes = 0 };
	unsigned flags = 0;
	int state;

	state = adjtimex(&tx);
	if (state == -1)
		return CLOCK_UNSYNC;
	if (state == TIME_ERROR)
		flags |= CLOCK_ERROR;
	if (tx.status & STA_UNSYNC)
		flags |= CLOCK_UNSYNC;
	return flags;
}

static void
clock_system_read(void *arg, struct clock_reading *r)
{
	(void)arg;
	r->wall_ms = clock_ms(CLOCK_REALTIME);
	r->boot_ms = clock_ms(CLOCK_BOOTTIME);
	clock_boot_id(r->boot_id);
	r->flags = clock_flags();
}

const struct clock clock_system = { .read = clock_system_read };

void
clock_read(const struct clock *c, struct clock_reading *r)
{
	c->read(c->arg, r);
}

int64_t
clock_mono_ms(void)
{
	return clock_ms(CLOCK_MONOTONIC);
}
