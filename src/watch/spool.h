/*
 * The spool: answers that a gate hands in as files, DATA/spool/NAME.json
 *
 *	{"id": "...", "timestamp": "1790000000", "signature": "v1,...",
 *	 "body": "{\"notice\": 20881, \"by\": \"赵建国\", \"words\": \"收到\"}"}
 *
 * signed like a webhook (watch/signature.h) with the key named "callback", or
 * "callback.old" while it is replaced.  A file counts once: it is removed when
 * its answer is an entry, and set aside as NAME.json.bad when it is not one of
 * ours, too old, or answers what is answered.  A half-written file is no
 * file: gates write NAME.part and rename it.
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

/* Read what is there.  No folder is nothing to read. */
int spool_read(struct desk *d, const struct keys *keys,
	       struct spool_read *out, struct err *err);

#endif
