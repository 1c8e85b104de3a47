/*
 * A checkpoint of the journal's head, to be held outside, in the signed-note
 * shape of C2SP tlog-checkpoint.
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
#ifndef STORE_CHECKPOINT_H
#define STORE_CHECKPOINT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/hash.h"
#include "store/journal.h"

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

/*
 * desk.key (0400) in dir signs; made by journal_create().  code is the desk's
 * ("141181").  ERR_REFUSED when the journal is empty.
 */
int checkpoint_make(struct journal *j, const char *dir, const char *code,
		    struct buf *out, struct err *err);
int checkpoint_parse(struct checkpoint *c, const char *text,
		     struct err *err);
void checkpoint_write(struct buf *out, const struct checkpoint *c);
/* Is the signature this key's?  ERR_CORRUPT: no. */
int checkpoint_check(const struct checkpoint *c,
		     const unsigned char pub[SIGN_KEY_LEN], struct err *err);

#endif
