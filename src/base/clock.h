/*
 * The only reader of clocks.  Wall time is for records, boot time (which
 * counts suspend and cannot be set) for elapsed time and as the evidence of a
 * wall-clock step.  A struct clock is a seam: tests and drills hand in their
 * own.  store/journal.h says how the two are held together.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

enum clock_flag {	/* what adjtimex(2) says: journal column `clock` */
	CLOCK_ERROR = 1 << 0,	/* TIME_ERROR */
	CLOCK_UNSYNC = 1 << 1	/* STA_UNSYNC */
};

struct clock_reading {
	int64_t wall_ms;		/* CLOCK_REALTIME, UTC */
	int64_t boot_ms;		/* CLOCK_BOOTTIME */
	unsigned char boot_id[16];	/* /proc/sys/kernel/random/boot_id */
	unsigned flags;			/* enum clock_flag */
};

struct clock {
	void (*read)(void *arg, struct clock_reading *r);
	void *arg;
};

extern const struct clock clock_system;

void clock_read(const struct clock *c, struct clock_reading *r);
/* CLOCK_MONOTONIC milliseconds: for timers of the poll loop only. */
int64_t clock_mono_ms(void);

#endif
