/*
 * The journal: the only source of truth.  Rows are only appended, each with
 * the hash of the one before; every other table is a view folded from it.
 *
 * Bytes, big-endian, no text formatting in any hash (security.md 1.3):
 *
 *   opt(i64)  = 00 | 01 i64
 *   lp(bytes) = 00 (NULL) | 01 u32 length, bytes
 *   body_hash = SHA-256("zhiban.body.v1\0" salt[16] body)
 *   hash      = SHA-256("zhiban.journal.v1\0" prev[32] u64 seq
 *               i64 recorded_ms opt(happened_ms) boot_id[16] u64 boot_ms
 *               u32 clock lp(officer) lp(seat) lp(kind) u32 version
 *               lp(subject) body_hash[32])
 *   prev of entry 1 = SHA-256("zhiban.genesis.v1\0" desk_uuid[16])
 *
 * The stored bytes are hashed, never re-serialised.  The salt keeps the hash
 * of a withheld short body from being guessed; it lies beside the body and
 * goes with it.
 *
 * Time.  recorded_ms never runs backwards.  When wall and boot clock disagree
 * by more than a second since the last entry of this boot, a clock.anomaly
 * entry {"step_ms": n, "wall_ms": w} goes first.  `counted_ms` is the time
 * that counts for deadlines: it follows the boot clock across a step, so
 * winding the clock back gains nothing, and a forward blunder that was set
 * right again costs nothing:
 *     within a boot, counted = base + lag + (boot_ms - base.boot_ms), where
 *     base is the wall time at the boot's first entry or its last anomaly;
 *     an anomaly with step s > 0 adds s to `ahead`; s < 0 first uses up
 *     `ahead`, and what is left of -s is added to `lag`.
 *     Without an anomaly in this boot, counted = recorded_ms.
 * counted_ms is derived on append and on replay alike; it is not stored in
 * the journal.
 *
 * Clock flags (adjtimex) and boot id are in the hash: the evidence of a step
 * survives the step.
 *
 * Kinds are a closed table handed in by desk/.  A body is a JSON object, at
 * most JOURNAL_BODY_MAX bytes of strict UTF-8, checked by its kind on append
 * and again on read.
 */
#ifndef STORE_JOURNAL_H
#define STORE_JOURNAL_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/hash.h"
#include "store/db.h"

#define JOURNAL_BODY_MAX (4 * 1024 * 1024)
#define JOURNAL_NO_TIME INT64_MIN	/* happened_ms not claimed */

struct journal_entry {
	int64_t seq;			/* 1, 2, 3 ...: no gaps */
	int64_t recorded_ms;		/* machine's, UTC */
	int64_t happened_ms;		/* claimed, or JOURNAL_NO_TIME */
	int64_t counted_ms;		/* derived; see above */
	unsigned char boot_id[16];
	int64_t boot_ms;
	unsigned clock;			/* enum clock_flag */
	const char *officer, *seat;	/* borrowed, not NULL */
	const char *kind;
	unsigned version;
	const char *subject;		/* "incident:2026-0012" or NULL */
	const char *body;		/* exact bytes; NULL: withheld */
	size_t body_len;
	unsigned char salt[16], body_hash[HASH_LEN], prev[HASH_LEN],
		hash[HASH_LEN];
};

/* What a reducer may touch: the views of db, and its own fold state. */
struct fold {
	struct db *db;
	void *state;			/* of journal_kinds.open */
};

struct journal_kind {
	const char *kind;
	unsigned version;		/* the newest; older ones are accepted */
	/* Is this body well-formed for this kind?  Pure. */
	int (*check)(const json_t *body, struct err *err);
	/* Fold one entry into the views.  body is NULL when withheld. */
	int (*reduce)(struct fold *f, const struct journal_entry *e,
		      const json_t *body, struct err *err);
};

struct journal_kinds {
	const struct journal_kind *table;	/* ends with kind NULL */
	void *(*open)(void);			/* fold state; may be NULL */
	void (*close)(void *state);
	/*
	 * Called once before each commit, and on a rebuild after every
	 * `settle_every` entries and at the end: derived rows that are a
	 * function of an object's whole state (duties) are written here, so
	 * a rebuild settles each object rarely and an append at once, with
	 * the same result.
	 */
	int (*settle)(struct fold *f, struct err *err);
	/* Forget fold state after a rollback. */
	void (*reset)(void *state);
	const char *const *views;		/* view tables, NULL-ended */
};

struct journal;

/*
 * Make a desk's database in an existing folder: schema (from the assets
 * schema/journal.sql first, then every other schema/), gate file.  Refuses a
 * folder that has one.
 */
int journal_create(const char *dir, const unsigned char uuid[16],
		   struct err *err);
/*
 * Open.  `kinds` and `clock` are borrowed for the journal's life.  Officer
 * and seat of what is appended are set per entry.
 */
int journal_open(struct journal **out, const char *dir,
		 const struct journal_kinds *kinds, const struct clock *clock,
		 struct err *err);
void journal_close(struct journal *j);

struct db *journal_db(struct journal *j);
struct fold *journal_fold(struct journal *j);
const unsigned char *journal_uuid(const struct journal *j);
/* A drill desk replaces its clock when its settings are known. */
void journal_use_clock(struct journal *j, const struct clock *clock,
		       bool synthetic);	/* synthetic: no anomaly check */

/*
 * One write: gate, BEGIN IMMEDIATE ... COMMIT, ring, leave.  Between begin
 * and commit the caller checks the present state through journal_db() and
 * appends; on any error it must call journal_rollback().  begin reads the
 * head and appends clock.anomaly first when the clocks disagree.
 * journal_now() is the counted time of this instant.
 */
int journal_begin(struct journal *j, struct err *err);
int64_t journal_stamp(const struct journal *j);	/* recorded_ms entries get */
int journal_commit(struct journal *j, struct err *err);
void journal_rollback(struct journal *j);

/*
 * Append inside a begun write.  e needs officer, seat, kind, version, subject,
 * happened_ms and body; the rest is set.  Checks kind and body, inserts, runs
 * the reducer.  happened_ms more than two minutes after the stamp is refused.
 */
int journal_append(struct journal *j, struct journal_entry *e,
		   struct err *err);

/* The time that counts for deadlines, now. */
int64_t journal_now(struct journal *j);

/* Entries after `since`, in order, to fn until it returns non-zero. */
typedef int journal_entry_fn(void *arg, const struct journal_entry *e);
int journal_read(struct journal *j, int64_t since, journal_entry_fn *fn,
		 void *arg, struct err *err);
/* One subject's entries. */
int journal_read_subject(struct journal *j, const char *subject,
			 journal_entry_fn *fn, void *arg, struct err *err);
int journal_get(struct journal *j, int64_t seq, journal_entry_fn *fn,
		void *arg, struct err *err);
int64_t journal_head(struct journal *j, unsigned char hash[HASH_LEN]);

/* Has anyone committed since the last call?  Cheap; after bell_drain(). */
bool journal_changed(struct journal *j);

/* The two hashes, over the exact layout above. */
void journal_body_hash(struct hasher *h, const unsigned char salt[16],
		       const char *body, size_t len,
		       unsigned char out[HASH_LEN]);
void journal_entry_hash(struct hasher *h, const struct journal_entry *e,
			unsigned char out[HASH_LEN]);
void journal_genesis(unsigned char out[HASH_LEN],
		     const unsigned char uuid[16]);

/*
 * WAL housekeeping, under the gate: PASSIVE when the WAL is over 1,000
 * frames.  Called by the worker; until a desk runs one, by the console that
 * holds the checkpoint lock (desk.keeper, flock, dies with the process).
 */
int journal_checkpoint_wal(struct journal *j, struct err *err);

/* Delete every view row and fold the journal again, in one transaction. */
int journal_rebuild(const char *dir, const struct journal_kinds *kinds,
		    int64_t *entries, struct err *err);

#endif
