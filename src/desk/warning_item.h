/*
 * Which item of the desk a message of a feed belongs to: by the names that it
 * and its references are known by, an earthquake by what is known of those of
 * about that moment that were not withdrawn (desk/quake.h), anything else by
 * its condition while that runs.  An exercise belongs to exercises alone.  For
 * the nouns of desk/ only.
 */
#ifndef DESK_WARNING_ITEM_H
#define DESK_WARNING_ITEM_H

#include "desk/warning.h"

/* *id 0: none yet.  format: the code of the feed's. */
int warning_item_of(struct desk *d, const char *format,
		    const struct feed_warning *w, int64_t *id,
		    struct err *err);

#endif
