/*
 * Reckoning: the time that counts, from what two clocks said.  Pure.
 *
 * The wall clock can be set by people; the boot clock cannot.  Each boot has
 * a base: the readings of its first entry, or of its last clock.anomaly.
 * Two lines run from the base with the boot clock:
 *
 *   wall   the wall clock as it stood at the base
 *   line   the wall clock of the boot's first entry, never moved by a step
 *
 * and counted time is the later of the two.  So winding the clock back gains
 * nothing (line goes on), a forward blunder that is set right again costs
 * nothing (wall comes back to line), and a clock that was wound back and set
 * right ends where it would have been.  In a boot without an anomaly counted
 * time is recorded_ms itself.
 *
 * An anomaly is a difference of more than RECKON_STEP_MS between the clocks
 * since the base (not since the last entry: a clock that creeps back by less
 * each time is caught as well), or a new boot whose wall clock is behind the
 * last entry; its line then starts just after what counted last.  What cannot
 * be known is how long the machine was off: a new boot's wall clock is
 * believed if it is not behind.
 *
 * recorded_ms never runs backwards.  In a boot with an anomaly it follows
 * counted time, else the wall clock; where that would go back it stays at the
 * last entry's (one more at an anomaly).
 *
 * A drill's clock is synthetic: no anomaly, no base, counted = recorded.
 */
#ifndef STORE_RECKON_H
#define STORE_RECKON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"

#define RECKON_STEP_MS 1000
/* In an entry's clock column, beside enum clock_flag: a drill's clock. */
#define RECKON_SYNTHETIC (1u << 2)

struct reckon_base {
	int64_t seq;			/* the entry it stands at; 0: none */
	unsigned char boot_id[16];
	int64_t boot_ms, wall_ms, line_ms;
	bool stepped;			/* the entry is a clock.anomaly */
};

/* After the last entry. */
struct reckon {
	bool any;			/* is there an entry? */
	int64_t recorded_ms, counted_ms;
	struct reckon_base base;
};

#define RECKON_INIT { .any = false }

/* The clock part of an entry. */
struct reckon_entry {
	int64_t seq, recorded_ms, boot_ms;
	const unsigned char *boot_id;
	unsigned clock;
	bool anomaly;
	int64_t wall_ms;		/* of the anomaly's body */
};

/* What an entry written at this reading gets. */
struct reckon_stamp {
	bool anomaly;			/* goes first, with step_ms */
	int64_t step_ms;
	int64_t recorded_ms, counted_ms;
};

void reckon_stamp(const struct reckon *r, const struct clock_reading *now,
		  bool synthetic, struct reckon_stamp *out);
/* Take in the next entry.  Returns true when it set a new base. */
bool reckon_take(struct reckon *r, const struct reckon_entry *e);
/* Counted time of an entry whose base is known. */
int64_t reckon_counted(const struct reckon_base *base, int64_t recorded_ms,
		       int64_t boot_ms, unsigned clock);
/*
 * How far recorded_ms is from where the clocks' evidence puts it, given the
 * state after the entry; 0 within tolerance.  For verify: a rewritten history
 * with new hashes must also forge its clocks in step.
 */
int64_t reckon_doubt(const struct reckon *before, const struct reckon *after,
		     const struct reckon_entry *e);

#endif
