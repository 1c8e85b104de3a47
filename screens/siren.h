/*
 * The siren (警铃): how many alarms nobody has acknowledged, said on every
 * screen, and when the bell rings for the urgent ones.  Filled by one query
 * when something changed and each minute; between those it is only asked
 * whether it is time to ring again.
 *
 * Counted are urgent and important alarms that are neither acknowledged nor
 * shelved; notices (提示) stand on the board alone.  Urgent ones ring at once
 * and every SIREN_AGAIN_MS until somebody has acknowledged or shelved each
 * (MSC.302(87) 7.3: what was only silenced returns after 30 seconds).
 */
#ifndef SCREENS_SIREN_H
#define SCREENS_SIREN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "screens/kit/canvas.h"

struct alarm;
struct desk;

enum { SIREN_AGAIN_MS = 30000 };

struct siren {
	struct alarm *rows;	/* as of the query */
	size_t count;
	size_t urgent, important;	/* open: those that are shown */
	bool loud;		/* an urgent one is open, but for the watch */
	bool watch;		/* ... that nobody watches is open */
	bool watch_heard;	/* it has rung for that */
	bool fresh;		/* an urgent one came since it was asked */
	bool bell;		/* setting: may ring */
	int64_t rang_ms;	/* the desk's clock; 0: never */
	char trouble[160];	/* why it is old, or "" */
};

void siren_release(struct siren *s);
/* A failure keeps what was known, says so, and rings on. */
void siren_refresh(struct siren *s, struct desk *d);
/*
 * Is the bell to ring now?  watch_out: the watch has been gone for longer than
 * a start takes (lookout_is_out()).  Pure but for what it remembers.
 */
bool siren_rings(struct siren *s, int64_t now_ms, bool watch_out);

/*
 * "‼ 紧急 2 · 重要 3（1）" at the right of a line whose first `taken` cells
 * are in use: as much of it as there is room for; the urgent ones, "‼ 紧急 2",
 * where there is none too.
 * way: the key that leads to them is live.  Returns the cells it took, with
 * the blank before; 0: nothing.
 */
int siren_draw(const struct siren *s, const struct region *r, int taken,
	       bool way);

#endif
