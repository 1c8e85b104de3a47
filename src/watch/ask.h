/*
 * Asking a feed: one request to the address of its source, as the desk's
 * record of it says, keys and headers filled in.
 */
#ifndef WATCH_ASK_H
#define WATCH_ASK_H

#include <stdbool.h>

#include "desk/feed.h"
#include "watch/fetch.h"
#include "watch/keys.h"

struct ask {
	const char *url;
	bool headers;			/* with those of the feed */
	/* Of the last good answer; NULL: whatever it says. */
	const char *etag, *last_modified;
};

/* As fetch_start(). */
struct fetch *ask_start(struct fetcher *f, const struct feed *feed,
			const struct keys *keys, const struct ask *ask,
			fetch_done_fn *done, void *arg, struct err *err);

/* Is b an address of the server of a?  Only there may an answer lead. */
bool ask_same_server(const char *a, const char *b);

/* Would a change from one to the other make another request? */
bool ask_differs(const struct feed *a, const struct feed *b);

#endif
