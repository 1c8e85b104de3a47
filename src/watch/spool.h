/*
 * The spool: answers that a gate hands in as files, DATA/spool/NAME.json
 *
 *	{"id": "...", "timestamp": "1790000000", "signature": "v1,...",
 *	 "body": "{\"notice\": 20881, \"by\": \"赵建国\", \"words\": \"收到\"}"}
 *
 * signed like a webhook (watch/signature.h) with the key named "callback", or
 * "callback.old" while it is replaced.  The timestamp is held against the time
 * at which the file was written, not at which it is read: an answer that came
 * in while nobody watched is an answer in time.  That an old one is handed in
 * again does no harm, since a notice is answered once.
 *
 * A file counts once: it is removed when its answer is an entry, and set aside
 * as NAME.json.bad (desk/spool_bad.h) when it is not one of ours, was too old
 * as it came, or answers what is answered; `said` is told why.  A half-written
 * file is no file: gates write NAME.part and rename it.
 */
#ifndef WATCH_SPOOL_H
#define WATCH_SPOOL_H

#include <stddef.h>

#include "desk/desk.h"
#include "watch/keys.h"

enum { SPOOL_BYTES_MAX = 65536, SPOOL_AT_ONCE = 100 };

struct spool_read {
	size_t answers, bad;
};

/* One that was set aside, by its name, and why. */
typedef void spool_said_fn(const char *name, const char *why);

/* Read what is there.  No folder is nothing to read. */
int spool_read(struct desk *d, const struct keys *keys, spool_said_fn *said,
	       struct spool_read *out, struct err *err);

#endif
