/*
 * What has gone from a feed's list, and what that means: an item of a list of
 * what runs has ended, one of a list of what happened lately was withdrawn
 * while it was young enough to be there still (feeds/feed.h).  For the nouns
 * of desk/ only.
 */
#ifndef DESK_WARNING_GONE_H
#define DESK_WARNING_GONE_H

#include "desk/warning.h"

/*
 * Count what a whole answer lacks, and end what it lacks for the second time
 * in a row; *ended grows.  Within the caller's transaction; when that is rolled
 * back, so must be the misses.
 */
int warning_end_missing(struct desk *d, const struct feed *feed,
			const struct feed_answer *answer,
			struct warning_misses *misses, size_t *ended,
			struct err *err);

/* `to` as `from`; what it held is gone. */
void warning_misses_copy(struct warning_misses *to,
			 const struct warning_misses *from);

#endif
