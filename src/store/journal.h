/*
 * The journal: the only source of truth.  Rows are only appended, each with
 * the hash of the one before; every other table is a view folded from it.
 *
 * Bytes, big-endian, no text formatting in any hash:
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
 * by more than a second since the boot's first entry or its last anomaly, or a
 * new boot's wall clock is behind the last entry, a clock.anomaly entry
 * {"step_ms": n, "wall_ms": w} goes first.  `counted_ms` is the time that
 * counts for deadlines: the later of the wall clock and of the boot clock's
 * straight line, so winding the clock back gains nothing, and a forward
 * blunder that was set right again costs nothing (store/reckon.h).
 * counted_ms is derived on append and on replay alike; it is not stored in
 * the journal.
 *
 * Clock flags (adjtimex) and boot id are in the hash: the evidence of a step
 * survives the step.
 *
 * Kinds are a closed table handed in by desk/.  Three are the journal's own
 * (a desk may list them too, to check more or to fold them):
 *   clock.anomaly  {"step_ms": n, "wall_ms": w}
 *   anchor.made    {"line": checkpoint text, "outside": bool, ...}
 *   body.withheld  {"why": text, ...}, subject "entry:SEQ": the body of that
 *                  entry is deleted and overwritten in the same write, and
 *                  the views are folded anew without it (old pages of the
 *                  WAL are overwritten when it next starts anew)
 * A body is a JSON object, at
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
#include "store/reckon.h"

#define JOURNAL_BODY_MAX (4 * 1024 * 1024)
#define JOURNAL_SETTLE 4096	/* entries between settles of a rebuild */
#define JOURNAL_NO_TIME INT64_MIN	/* happened_ms not claimed */

struct journal_entry {
	int64_t seq;			/* 1, 2, 3 ...: no gaps */
	int64_t recorded_ms;		/* machine's, UTC */
	int64_t happened_ms;		/* claimed, or JOURNAL_NO_TIME */
	int64_t counted_ms;		/* derived; see above */
	unsigned char boot_id[16];
	int64_t boot_ms;
	unsigned clock;			/* enum clock_flag, RECKON_SYNTHETIC */
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
	unsigned version;	/* the newest; older ones are accepted */
	/* Is this body well-formed for this kind?  Pure. */
	int (*check)(const json_t *body, struct err *err);
	/* Fold one entry into the views.  body is NULL when withheld. */
	int (*reduce)(struct fold *f, const struct journal_entry *e,
		      const json_t *body, struct err *err);
};

struct journal_kinds {
	const struct journal_kind *table;	/* ends with kind NULL */
	void *(*open)(void);			/* each of these may be NULL */
	void (*close)(void *state);
	/*
	 * Called once before each commit, and on a rebuild after every
	 * JOURNAL_SETTLE entries and at the end: derived rows that are a
	 * function of an object's whole state (duties) are written here, so
	 * a rebuild settles each object rarely and an append at once, with
	 * the same result.
	 */
	int (*settle)(struct fold *f, struct err *err);
	/* Forget fold state: after a rollback, and when others have written. */
	void (*reset)(void *state);
};

/*
 * Every table of the schema but journal, body and meta is a view: dropped,
 * made and folded anew by a rebuild, compared by verify.
 */

struct journal;

enum journal_flag {
	/* A drill desk: no ballast, and it may lie on a RAM disk. */
	JOURNAL_DRILL = 1 << 0
};

/*
 * Make a desk's database in dir, which is made (0750) if it is not there and
 * closed to others if it is: desk.db (0640) with the schema of the assets
 * schema/, desk.gate, desk.keeper, desk.key (Ed25519, raw private, 0400) and
 * 64 MB of ballast where the disk has room.  Refuses a folder that has a desk
 * and network and FUSE file systems, where locks cannot be relied on.
 * desk.db appears whole or not at all.
 */
int journal_create(const char *dir, const unsigned char uuid[16],
		   unsigned flags, struct err *err);
/*
 * Open, and check the hashes of the last entries.  `kinds` and `clock` are
 * borrowed for the journal's life.  Officer and seat of what is appended are
 * set per entry.  ERR_REFUSED when the views were made with another schema
 * (`zhiban rebuild` makes them anew).
 */
int journal_open(struct journal **out, const char *dir,
		 const struct journal_kinds *kinds, const struct clock *clock,
		 struct err *err);
void journal_close(struct journal *j);

struct db *journal_db(struct journal *j);
struct fold *journal_fold(struct journal *j);
const unsigned char *journal_uuid(const struct journal *j);
/*
 * A drill desk replaces its clock when its settings are known.  A synthetic
 * clock may jump: no anomaly check, and each entry carries RECKON_SYNTHETIC.
 */
void journal_use_clock(struct journal *j, const struct clock *clock,
		       bool synthetic);

/*
 * One write: gate, BEGIN IMMEDIATE ... COMMIT, ring, leave.  Between begin
 * and commit the caller checks the present state through journal_db() and
 * appends; on any error it must call journal_rollback().  begin reads the
 * head and appends clock.anomaly first when the clocks disagree.  All entries
 * of one write carry the same reading of the clocks.
 *
 * After an I/O error the journal refuses every further write until it is
 * opened anew.  When the disk is full the ballast is given up: ERR_FULL says
 * so, and the next write goes on.
 */
int journal_begin(struct journal *j, struct err *err);
int64_t journal_stamp(const struct journal *j);	/* counted_ms entries get */
int journal_commit(struct journal *j, struct err *err);
void journal_rollback(struct journal *j);

/*
 * Append inside a begun write.  e needs officer, seat, kind, version, subject,
 * happened_ms and body; the rest is set.  Checks kind and body, inserts, runs
 * the reducer.  happened_ms more than two minutes after the stamp is refused.
 */
int journal_append(struct journal *j, struct journal_entry *e,
		   struct err *err);

/*
 * Many queries of one moment: between look and looked no other process's
 * commit shows, and SQLite takes its locks once instead of once a query.
 * Looks nest; nothing is begun or waited for inside.
 */
void journal_look(struct journal *j);
void journal_looked(struct journal *j);

/* The time that counts for deadlines, now. */
int64_t journal_now(struct journal *j);

/*
 * Readers.  The entry is borrowed for the call; the callback neither writes
 * nor starts the same kind of reading.  They return 0 when all was read, or
 * what fn returned (positive), or -1.
 */

/* Entries after `since`, in order, to fn until it returns non-zero. */
typedef int journal_entry_fn(void *arg, const struct journal_entry *e);
int journal_read(struct journal *j, int64_t since, journal_entry_fn *fn,
		 void *arg, struct err *err);
/* One subject's entries. */
int journal_read_subject(struct journal *j, const char *subject,
			 journal_entry_fn *fn, void *arg, struct err *err);
/* ERR_NOT_FOUND when there is no such entry. */
int journal_get(struct journal *j, int64_t seq, journal_entry_fn *fn,
		void *arg, struct err *err);
/* seq and hash of the last entry; 0 and the genesis of an empty journal. */
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
 * frames and this process holds the keeper's lock (desk.keeper, flock, dies
 * with the process; taken here if nobody has it).  Called every few seconds
 * by the worker; until a desk runs one, by the console.  A commit that finds
 * 2,000 frames does the same, and one that finds 8,000 does not ask for the
 * lock, so a keeper that hangs cannot let the WAL grow without end.  Closing
 * a journal with more than 100 frames empties the WAL if nobody is in the way.
 */
int journal_checkpoint_wal(struct journal *j, struct err *err);

/*
 * Make every view anew and fold the whole journal, in one transaction under
 * the gate.  Also restores the journal's triggers.
 */
int journal_rebuild(const char *dir, const struct journal_kinds *kinds,
		    int64_t *entries, struct err *err);

#endif
