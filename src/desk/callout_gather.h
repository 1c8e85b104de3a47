/*
 * Whom a call-out calls: the members of call lists as they are now, each with
 * the line of numbers to be tried, from the person's own up to the unit's, its
 * parent's and its town's.  As in the entries callout.started and
 * callout.joined.  For the nouns of desk/ only.
 */
#ifndef DESK_CALLOUT_GATHER_H
#define DESK_CALLOUT_GATHER_H

#include <jansson.h>

#include "desk/callout.h"

struct callout_gathering {
	json_t *targets;		/* an array */
	json_t *also;	/* an array of {k, name}: posts of those there are */
	json_t *names;	/* an object: of those that are there already */
	json_t *people;	/* an object: contact to its target, or to its k */
};
void callout_gathering_init(struct callout_gathering *g);
void callout_gathering_release(struct callout_gathering *g);

/* The members of one more list, those who are not there yet. */
int callout_gather(struct desk *d, struct callout_gathering *g, int64_t group,
		   struct err *err);
/* One member, as one of a list. */
int callout_gather_member(struct desk *d, struct callout_gathering *g,
			  const char *member, struct err *err);
/* A target that is there already. */
void callout_gather_known(struct callout_gathering *g,
			  const struct callout_target *t);
/* Leave `draw` of the targets, by lot, in their order. */
void callout_draw_lots(json_t *targets, size_t draw);

#endif
