/*
 * Two officers on one incident: did somebody else change one of my fields
 * since I last looked?  For the nouns of desk/ only.
 *
 * Read from the journal itself, and only when the incident has entries later
 * than the author's base.  The same officer at the same seat is no one else;
 * the same value is no conflict.
 */
#ifndef DESK_CONFLICT_H
#define DESK_CONFLICT_H

#include "desk/incident.h"

struct wanted {
	const char *field;		/* "title", or a fact's key */
	char *mine;			/* owned; what I want, as text */
	struct conflict last;		/* filled by conflict_check() */
};

/*
 * ERR_CONFLICT and *c (may be NULL) filled, for the field that was changed
 * longest ago: who sees that one and goes on from c->seq is told of the
 * others next.
 */
int conflict_check(struct desk *d, const char *number, int64_t base,
		   struct wanted *wanted, size_t count, struct conflict *c,
		   struct err *err);
void wanted_release(struct wanted *w, size_t count);

#endif
