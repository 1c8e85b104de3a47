/*
 * The readers, one file each, for the table in feeds/feed.c: feed_read()
 * calls them.  Each takes an answer without its byte order mark and fails as
 * feeds/feed.h says.
 */
#ifndef FEEDS_READERS_H
#define FEEDS_READERS_H

#include "feeds/feed.h"

#define FEED_READER(name)                                                      \
	int name##_read(const char *name_, const char *bytes, size_t len,      \
			struct feed_answer *out, struct err *err)

/* Chinese weather warnings. */
FEED_READER(nmc);
FEED_READER(cma);
FEED_READER(weathercn);
FEED_READER(qweather);
FEED_READER(p12379);
FEED_READER(cap);
FEED_READER(cap_atom);
FEED_READER(rss);
FEED_READER(swic);
FEED_READER(nws);
FEED_READER(gdacs);
/* Earthquakes and fires. */
FEED_READER(usgs);
FEED_READER(cenc);
FEED_READER(eew);
FEED_READER(ceic);
FEED_READER(firms);

#endif
