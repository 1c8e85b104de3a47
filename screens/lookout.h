/*
 * The lookout (哨兵): what the top line says of the watch, on every screen:
 * whether it runs, and how many of its feeds answer.  Looked at with the clock,
 * once a second, from a file and without a query; between its changes the line
 * stays the same.
 */
#ifndef SCREENS_LOOKOUT_H
#define SCREENS_LOOKOUT_H

#include "desk/sentry.h"
#include "screens/kit/canvas.h"

struct desk;

/* So long it is dead before it counts as out: one that is being started, or is
 * started again, has come by then. */
enum { LOOKOUT_GRACE_MS = 5000 };

struct lookout {
	struct sentry sentry;
	const char *trouble;	/* N_(): why none was started; NULL */
	int64_t seen_ms;	/* boot time of the last look */
	int64_t dead_ms;	/* since when it is seen dead; 0 */
};

/*
 * Look at it: true when it began or ceased to watch, or died.  lookout_see()
 * is the same with what was seen at boot_ms, and pure.
 */
bool lookout_look(struct lookout *l, struct desk *d);
bool lookout_see(struct lookout *l, const struct sentry *seen,
		 int64_t boot_ms);
/* Dead for so long that nobody is starting it. */
bool lookout_is_out(const struct lookout *l);

/* "哨兵● 源 5/6", at the region's right edge; the cells it took. */
int lookout_draw(const struct lookout *l, const struct region *r);

#endif
