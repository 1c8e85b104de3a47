/*
 * Standard Webhooks (standardwebhooks.com, specification 1.0): what we send is
 * signed, and what we receive is checked, by HMAC-SHA256 over
 *
 *	id "." timestamp "." body
 *
 * with a secret that both sides hold, written "whsec_" and the base64 of 24 to
 * 64 bytes.  Three headers carry it: webhook-id, webhook-timestamp (seconds
 * since 1970) and webhook-signature, "v1," and the base64 of the digest; while
 * a secret is being replaced there are two signatures, a blank between them.
 *
 * Pure: the time is an argument.  No error holds a secret or a digest.  Whoever
 * receives must also remember the ids of the last day and refuse repeats.
 */
#ifndef WATCH_SIGNATURE_H
#define WATCH_SIGNATURE_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

#define SIGNATURE_SECRETS 2		/* the new one and the old one */
#define SIGNATURE_TOLERANCE_S 300	/* of the timestamp, either way */
#define SIGNATURE_ID_MAX 100		/* bytes */

struct signature_secrets {
	const char *text[SIGNATURE_SECRETS];	/* "whsec_..."; borrowed */
	size_t count;
};

/* A message as it travels; all borrowed. */
struct signature_message {
	const char *id;		/* without "."; the same when sent again */
	const char *timestamp;	/* "1790000000" */
	const void *body;
	size_t len;
};

/* 0, or -1 with ERR_INPUT when this is no secret. */
int signature_secret_check(const char *text, struct err *err);

/* Append the value of webhook-signature, one signature a secret. */
int signature_make(struct buf *out, const struct signature_secrets *secrets,
		   const struct signature_message *m, struct err *err);

/*
 * Is one of the signatures in the header ours by any of the secrets, and the
 * timestamp no further than the tolerance from now_s?  Versions other than v1
 * are passed over.  ERR_REFUSED when not, ERR_INPUT for a bad secret.
 */
int signature_verify(const struct signature_secrets *secrets,
		     const struct signature_message *m, const char *header,
		     int64_t now_s, struct err *err);

#endif
