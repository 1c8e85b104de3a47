/*
 * A poller: one feed, polled in its time.  A poll is all pages of an answer
 * (nmc, nws) read to the end; one page that fails fails it, and a failed poll
 * ends nothing.  What a whole answer says goes into the desk at once, its
 * bytes are kept when they said something new (desk/payload.h).
 *
 * Rows of a list whose words stand elsewhere (feed_format.follows) are fetched
 * there, those that are new and concern the desk, from the feed's own server
 * and at most POLLER_FOLLOWS a poll; what does not come is told without them.
 *
 * An answer that is the same as the last (304, or the same bytes) is not read
 * again, unless something was missing from the last one (the second answer
 * that lacks it must be seen) or the desk takes other rows now
 * (warning_scope()).
 */
#ifndef WATCH_POLLER_H
#define WATCH_POLLER_H

#include "desk/feed.h"
#include "desk/warning.h"
#include "watch/fetch.h"
#include "watch/keys.h"
#include "watch/schedule.h"

#define POLLER_PAGES 20		/* of one poll; more is a failed one */
#define POLLER_FOLLOWS 20

/* What all pollers share; borrowed. */
struct poller_room {
	struct desk *desk;
	struct fetcher *fetcher;
	const struct keys *keys;
	struct warning_misses misses;
};

struct poller;

/* The feed is taken over.  boot_ms, here and below, is the boot clock's: what
 * somebody does to the wall clock makes no poll later. */
struct poller *poller_new(struct poller_room *room, struct feed *feed,
			  int64_t boot_ms);
void poller_free(struct poller *p);		/* ends a fetch that runs */

const char *poller_name(const struct poller *p);
/* Its settings changed: taken over, and polled at once if what is asked has
 * changed; nothing happens when they are as before. */
void poller_change(struct poller *p, struct feed *feed, int64_t boot_ms);

/* Begin a poll when it is time; else say how the feed is when that is another
 * thing by now: one that fails is silent before it is asked again. */
void poller_tick(struct poller *p, int64_t boot_ms);
bool poller_busy(const struct poller *p);
/* Its last poll was good and its content is fresh. */
bool poller_well(const struct poller *p);
/* How often it has ended a poll, good or failed. */
int poller_polls(const struct poller *p);

#endif
