/*
 * The outbox: notices that wait (desk/notice.h) are sent by their channels, at
 * most OUTBOX_AT_ONCE at a time.  An attempt is an entry before anything is
 * sent and again after it, so that a worker that is killed in between makes it
 * again, with the same webhook-id (or Message-ID): whoever receives it can tell
 * it from a new one.  What could not be written at its end is kept and written
 * by a later tick; until then nothing is sent.
 *
 * A channel that is gone or off drops its notices, saying so; so does one that
 * needs a number, of a notice without.  Before each attempt it is asked whether
 * there is still need of it (notice_wanted()).  On a drill desk
 * there is nothing to send: its notices never wait.
 */
#ifndef WATCH_OUTBOX_H
#define WATCH_OUTBOX_H

#include "desk/desk.h"
#include "watch/fetch.h"
#include "watch/keys.h"

enum { OUTBOX_AT_ONCE = 4 };

struct outbox;

/* All borrowed. */
struct outbox *outbox_new(struct desk *d, struct fetcher *f,
			  const struct keys *keys);
void outbox_free(struct outbox *o);		/* ends what is on its way */

/* Write what is not written yet, and begin what is due. */
int outbox_tick(struct outbox *o, struct err *err);
/* Is anything on its way, or not written yet? */
bool outbox_busy(const struct outbox *o);

#endif
