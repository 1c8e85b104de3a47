/*
 * Verification: walk the chain, compare with every anchor known, fold the
 * views beside the live ones and compare.  Nothing is written.
 *
 * A fault names the seq, what was expected, what was found, and what it
 * means.  A chain alone does not see a cut tail or a history rewritten with
 * new hashes; only a head held outside shows them, so what
 * lies after the last outside anchor is reported as such.
 */
#ifndef STORE_VERIFY_H
#define STORE_VERIFY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/civil.h"
#include "base/err.h"
#include "store/checkpoint.h"
#include "store/journal.h"

/*
 * Stable codes of `what`:
 *   hash       the entry is not what was hashed: it was edited
 *   order      the entry is another one's, moved here
 *   gap        entries are missing before this one
 *   prev       the entry does not follow the one before it
 *   body       the body is not what was hashed, or gone without a
 *              body.withheld entry, or there without an entry
 *   clock      recorded_ms does not fit the clocks' evidence
 *   truncated  an anchor names an entry after the last one
 *   rewritten  an anchor names another hash for this entry
 *   anchor     an anchor or its signature cannot be read or trusted
 *   trigger    a trigger of the schema is missing or another one
 *   schema     so is a table, index or view
 *   view       a view's row is not what the journal folds to
 *   index      the search index does not hold what the documents say
 *   database   SQLite's own integrity check
 */
struct verify_fault {
	int64_t seq;			/* 0: not about one entry */
	const char *what;
	char text[256];			/* one line for people, English */
};

struct verify_report {
	int64_t entries, first_recorded, last_recorded;
	int64_t anchors, anchors_match;
	int64_t last_outside_seq;	/* 0: nothing is held outside */
	int64_t anomalies, unsynchronised_ms;
	int64_t late;		/* recorded > 10 min after it happened */
	int64_t withheld;		/* bodies, each with its entry */
	bool views_checked, views_same;
	struct verify_fault *faults;	/* at most VERIFY_FAULTS_MAX */
	size_t faults_count, faults_cap;
	int64_t faults_total;		/* all of them */
};

#define VERIFY_REPORT_INIT { .entries = 0 }
#define VERIFY_FAULTS_MAX 1000

/* For verify's own parts. */
void verify_fault(struct verify_report *r, int64_t seq, const char *what,
		  const char *fmt, ...) __attribute__((format(printf, 4, 5)));

void verify_report_release(struct verify_report *r);

/*
 * against: checkpoints held outside (store/checkpoint.h), NULL-ended, or
 * NULL.  Anchors known to the desk itself are the lines of its anchor.made
 * entries and of anchors.log in the folder, one checkpoint a line.  views
 * false skips the fold, the index and SQLite's integrity check.
 *
 * Reads one snapshot; writers are not kept waiting.  -1 only when the store
 * cannot be read or a line of `against` cannot; faults are no error.  *out is
 * to be initialised and released by the caller.
 */
int verify_desk(const char *dir, const struct journal_kinds *kinds,
		const char *const *against, bool views,
		struct verify_report *out, struct err *err);

/* The report as text, and as the JSON documented in verify_text.c. */
void verify_text(struct buf *out, const struct verify_report *r);
void verify_json(struct buf *out, const struct verify_report *r);

#endif
