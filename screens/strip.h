/*
 * The deadline strip (时限条): the next duties with their countdown, on every
 * screen.  Filled by a query when something changed and each minute; between
 * those the seconds run without one.
 */
#ifndef SCREENS_STRIP_H
#define SCREENS_STRIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "screens/kit/canvas.h"

struct desk;
struct duty_row;

struct strip {
	struct duty_row *rows;	/* soonest due first */
	size_t count, total;
	int64_t asked_ms;	/* time of the query */
	int64_t limits_ms[2];	/* settings: important, urgent */
	char trouble[160];	/* why it is old, or "" */
};

void strip_release(struct strip *s);
/* A failure keeps the old rows and says so in the strip. */
void strip_refresh(struct strip *s, struct desk *d);
/* Has a duty passed one of its limits since the query? */
bool strip_crossed(const struct strip *s, int64_t now_ms);
/* "待报 13  超时 2", one cell from the right edge; the cells it took there. */
int strip_draw_total(const struct strip *s, const struct region *r,
		     int64_t now_ms);
void strip_draw(const struct strip *s, const struct region *r, int64_t now_ms);

#endif
