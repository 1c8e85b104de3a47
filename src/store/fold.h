/*
 * Folding: entries in, view rows out.  The same code runs on an append, on a
 * rebuild and in verify's copy in memory, so the three cannot disagree.
 */
#ifndef STORE_FOLD_H
#define STORE_FOLD_H

#include "store/journal.h"
#include "store/reckon.h"

struct folding {
	const struct journal_kinds *kinds;
	const struct journal_kind **sorted;	/* by name */
	size_t count;
	struct fold fold;
	struct reckon reckon;			/* after the last entry */
};

#define FOLDING_INIT { .kinds = NULL }

void folding_init(struct folding *f, const struct journal_kinds *kinds,
		  struct db *db);
void folding_release(struct folding *f);

/*
 * Check kind, version and body of an entry and parse the body, which the
 * caller decrefs.  *body is NULL when it is withheld.
 */
int folding_parse(struct folding *f, const struct journal_entry *e,
		  json_t **body, struct err *err);
/* Set e->counted_ms and run the reducer. */
int folding_apply(struct folding *f, struct journal_entry *e,
		  const json_t *body, struct err *err);
int folding_settle(struct folding *f, struct err *err);
void folding_reset(struct folding *f);

/*
 * Fold the whole journal of `from` (which may be the connection of f itself)
 * into the empty views of f, and fill the search index.
 */
int folding_all(struct folding *f, struct db *from, int64_t *entries,
		struct err *err);

/* The entry that a body.withheld entry's subject names, or 0. */
int64_t withheld_seq(const char *subject);

#endif
