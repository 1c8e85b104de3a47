/*
 * The bytes of the chain: journal.h states the layout and declares the two
 * hashes; here is how a row of the database becomes an entry again.
 */
#ifndef STORE_CHAIN_H
#define STORE_CHAIN_H

#include "store/journal.h"

/* The columns chain_row() reads, from journal j LEFT JOIN body b. */
#define CHAIN_COLUMNS                                                        \
	"j.seq, j.recorded_ms, j.happened_ms, j.boot_id, j.boot_ms,"         \
	" j.clock, j.officer, j.seat, j.kind, j.version, j.subject,"         \
	" j.body_hash, j.prev, j.hash, b.salt, b.bytes"
#define CHAIN_TABLES " FROM journal j LEFT JOIN body b ON b.seq = j.seq "

/*
 * Read a row; its texts and body are borrowed until the next step.
 * counted_ms is set to recorded_ms.  False when a column has not the type or
 * length it must have, which only a file changed from outside can cause.
 */
bool chain_row(struct stmt *st, struct journal_entry *e);

#endif
