/*
 * Verification: walk the chain, compare with every anchor known, fold the
 * views beside the live ones and compare.  Nothing is written.
 *
 * A fault names the seq, what was expected, what was found, and what it
 * means.  A chain alone does not see a cut tail or a history rewritten with
 * new hashes; only a head held outside shows them (security.md 1.2), so what
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
#include "store/journal.h"

struct verify_fault {
	int64_t seq;			/* 0: not about one entry */
	const char *what;		/* stable code: "hash", "gap", "prev",
					 * "body", "order", "trigger", "view",
					 * "anchor", "truncated", "rewritten" */
	char text[256];			/* one line for people, English */
};

struct verify_report {
	int64_t entries, first_recorded, last_recorded;
	int64_t anchors, anchors_match, last_outside_seq;
	int64_t anomalies, unsynchronised_ms, late;
	bool views_same;
	struct verify_fault *faults;
	size_t faults_count;
};

#define VERIFY_FAULTS_MAX 1000		/* then counting goes on, text stops */

void verify_report_release(struct verify_report *r);

/*
 * against: checkpoint lines (below), NULL-ended, or NULL.  views false skips
 * the fold.  -1 only when the store cannot be read; faults are no error.
 */
int verify_desk(const char *dir, const struct journal_kinds *kinds,
		const char *const *against, bool views,
		struct verify_report *out, struct err *err);

/* The text of security.md 1.3, and the documented JSON. */
void verify_text(struct buf *out, const struct verify_report *r);
void verify_json(struct buf *out, const struct verify_report *r);

/*
 * A checkpoint: the signed-note shape of C2SP tlog-checkpoint.
 *
 *   zhiban/CODE            origin: desk code
 *   SEQ
 *   BASE64(head)
 *   RECORDED_AT            RFC 3339, UTC
 *   (empty line)
 *   — zhiban/CODE BASE64(key id[4] || Ed25519 signature[64])
 *   spoken: SEQ  K7QM-2XRD-9WHN-4TPE
 *
 * key id = first 4 bytes of SHA-256(origin "\n" 0x01 public key).  For
 * --against the text may also stand on one line with the newlines written as
 * spaces, or be "SEQ SPOKEN-CODE" alone.
 */
struct checkpoint {
	char origin[64];
	int64_t seq;
	unsigned char head[HASH_LEN];
	int64_t recorded_ms;
	bool has_head;			/* false: only the spoken 80 bits */
	char spoken[SPOKEN_TEXT];
	bool has_signature;
	unsigned char signature[SIGN_LEN], key_id[4];
};

/* desk.key (0400) in dir signs; made by journal_create(). */
int checkpoint_make(struct journal *j, const char *dir, const char *code,
		    struct buf *out, struct err *err);
int checkpoint_parse(struct checkpoint *c, const char *text,
		     struct err *err);

#endif
