/*
 * The record of a feed, as in db/feeds.json and in feed.saved: what it may
 * hold, read and written (feed_from_json() is in feed.h).  For the nouns of
 * desk/ only.
 */
#ifndef DESK_FEED_RECORD_H
#define DESK_FEED_RECORD_H

#include "desk/feed.h"

/* ERR_INPUT names the member. */
int feed_record_check(const json_t *o, const struct jpath *at,
		      struct err *err);
/* A new object, in the order of the table; standard values are left out. */
json_t *feed_record_json(const struct feed *f);

#endif
