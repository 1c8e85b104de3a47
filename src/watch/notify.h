/*
 * What systemd is told (sd_notify(3)): one datagram to the socket that
 * NOTIFY_SOCKET names.  Without it, nothing.
 */
#ifndef WATCH_NOTIFY_H
#define WATCH_NOTIFY_H

#include <stdbool.h>

struct notify;

/* Reads NOTIFY_SOCKET.  NULL when there is none. */
struct notify *notify_new(void);
void notify_free(struct notify *n);		/* NULL is nothing */

/* "READY=1", "WATCHDOG=1", "STATUS=...".  A lost datagram is no error. */
void notify_say(struct notify *n, const char *words);

#endif
