/*
 * The body of warning.received: made of what a reader read, and read back.
 * For the nouns of desk/ only.
 */
#ifndef DESK_WARNING_BODY_H
#define DESK_WARNING_BODY_H

#include "desk/quake.h"
#include "desk/warning.h"

/* Characters of a warning's headline and text in an entry. */
enum { WARNING_LINE = 300, WARNING_TEXT = 4000, WARNING_LIST = 50 };

/*
 * A new object.  Texts are cut at their limits, lists at WARNING_LIST.  A quake
 * without a level of its source's has the house's by these tables, marked so;
 * metres below 0 are an unknown distance, which gives none.
 */
json_t *warning_body(const struct feed *feed, const struct feed_warning *w,
		     enum warning_near near, int64_t metres,
		     const struct quake_levels *levels, const char *payload);

/* The tables as they are set. */
void warning_levels(struct desk *d, struct quake_levels *out);

/*
 * A digest of what a message says: two that say the same have the same,
 * whichever answer they came in, wherever the desk is and whatever the house
 * makes of it.
 */
#define WARNING_PRINT 33
char *warning_print(char out[WARNING_PRINT], const json_t *body);

/* enum warning_end of an entry's "how"; -1: none. */
int warning_end_find(const char *code);

#endif
