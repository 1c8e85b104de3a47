/*
 * Cards: the columns of `incident` that every entry changes.
 *
 * Between an entry and the settling (settle.h) they are held in memory, and
 * the row is written once, together with its class, however many entries
 * there were.  Until then the row in the database is that of the last
 * settling: reducers read these columns from the card, never from the row.
 * For the fold state only.
 */
#ifndef DESK_CARD_H
#define DESK_CARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "law/facts.h"
#include "store/db.h"

struct card {
	int64_t id, year, n;
	int64_t last_seq, last_ms, counted_ms;	/* of its last entry */
	bool opened;			/* not settled yet: it has no duties */
	bool facts_read, facts_changed;
	struct facts facts;		/* once facts_read: as last claimed */
};

struct cards {
	struct card *v;
	size_t count, cap;
	size_t *slots;			/* open addressing; place in v + 1 */
	size_t slots_count;		/* a power of two, or 0 */
};

void cards_release(struct cards *c);
void cards_clear(struct cards *c);	/* keeps the memory */
/*
 * The incident's card, read from its row when it is not there yet: 0 and
 * *out, which holds until the next call; ERR_NOT_FOUND.
 */
int cards_get(struct cards *c, struct db *db, int64_t year, int64_t n,
	      struct card **out, struct err *err);
/* The card of an incident that is being opened. */
struct card *cards_add(struct cards *c, int64_t year, int64_t n);
/* Card facts, read when they are first asked for. */
int card_facts(struct card *k, struct db *db, struct err *err);

#endif
