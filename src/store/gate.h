/*
 * The write gate and the doorbell: one file, desk.gate.
 *
 * flock(LOCK_EX) on it surrounds every write transaction and every
 * checkpoint.  Debian 12's SQLite 3.40.1 can corrupt a WAL database without
 * (the WAL-reset race, sqlite.org/wal.html), and eight saturating writers
 * wait at most a seventh as long.  After COMMIT and before unlocking, the
 * writer opens the file for writing and closes it: the other processes watch
 * for that with inotify and then ask the database for data_version.  (A new
 * mtime would wake them as well, but it goes through the disk's own journal
 * and makes every commit a quarter slower.)  A process that ends rings too.
 * A watch on the -wal file would wake before the commit can be seen.
 *
 * The descriptor is O_CLOEXEC and nobody forks while holding it: flock
 * belongs to the open file description.  Nothing is drawn, fetched or waited
 * for under the gate.
 */
#ifndef STORE_GATE_H
#define STORE_GATE_H

#include <stdint.h>

#include "base/err.h"

struct gate;

struct gate *gate_open(const char *path, struct err *err);
void gate_close(struct gate *g);

/* ERR_BUSY after limit_ms (setitimer and EINTR; no thread). */
int gate_enter(struct gate *g, int64_t limit_ms, struct err *err);
void gate_ring(struct gate *g);		/* after COMMIT, while inside */
void gate_leave(struct gate *g);

/*
 * The listening end: a descriptor for poll(), readable after a ring.
 * bell_drain() empties it; then compare data_version.
 */
int bell_open(const char *gate_path, struct err *err);	/* fd, or -1 */
void bell_drain(int fd);

#endif
