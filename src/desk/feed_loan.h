/*
 * Feeds on loan: on a drill desk a replay (watch/replay.h) puts its own
 * addresses in the place of the feeds' and puts all back when it ends.
 *
 * The journal remembers: what the replay saves is by the officer FEED_REPLAY,
 * and the settings of before are the last entry of the feed that is neither
 * by that officer nor has an address of a replay, or the built-in record.  So
 * a replay that was killed leaves nothing that cannot be put back, by the next
 * one or by `zhiban-watch replay --mend`; on the feeds screen the officer and
 * the address say what it is.  A feed that only a replay brought is put off.
 */
#ifndef DESK_FEED_LOAN_H
#define DESK_FEED_LOAN_H

#include "desk/feed.h"

#define FEED_REPLAY "replay"		/* the officer, and the path */

/* Append "http://127.0.0.1:PORT/replay/NAME". */
void feed_loan_address(struct buf *out, int port, const char *name);
/* Has it settings of a replay's: by that officer, or with such an address? */
bool feed_lent(const struct feed *f);

/*
 * Save these in place of the feeds of their names, and put off all others, in
 * one transaction.  This and the next are ERR_REFUSED on a real desk.
 */
int feed_lend(struct desk *d, const struct feed *rows, size_t count,
	      struct err *err);
/* Put back all that are lent, in one transaction, by who opened the desk;
 * *count of them were changed. */
int feed_reclaim(struct desk *d, size_t *count, struct err *err);

#endif
