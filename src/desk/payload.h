/*
 * Payloads (原始报文): the answers of feeds as they came, so that one can show
 * what was received.  Kept outside the journal, which has their SHA-256:
 *
 *	DATA/payloads/2026-11-23/<64 hex digits>.gz	(RFC 1952)
 *
 * one folder a day of Asia/Shanghai, for PAYLOAD_DAYS days; and the newest
 * PAYLOAD_DAYS folders stay in any case, so that a clock that stands in the
 * future does not empty it.  An answer that is there already is not written
 * again on the same day.  The time is the desk's (desk_now).
 */
#ifndef DESK_PAYLOAD_H
#define DESK_PAYLOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

enum { PAYLOAD_DAYS = 90, PAYLOAD_HEX = 65, PAYLOAD_MAX = 32 << 20 };

/* The name of these bytes: 64 hex digits. */
char *payload_name(char out[PAYLOAD_HEX], const void *bytes, size_t len);

/* ERR_FULL or ERR_IO: it is not kept, and nothing half is left.  *fresh: it
 * was not there yet. */
int payload_keep(const char *dir, const char *name, const void *bytes,
		 size_t len, int64_t now_ms, bool *fresh, struct err *err);
/* Of the day of now_ms: what turned out to say nothing new. */
void payload_drop(const char *dir, const char *name, int64_t now_ms);
/* Unpacked, and its hash checked (ERR_CORRUPT).  ERR_NOT_FOUND when it was
 * never kept or is too old. */
int payload_read(const char *dir, const char *name, struct buf *out,
		 struct err *err);
/*
 * Remove the folders that are older than PAYLOAD_DAYS and not among the newest
 * so many, *count of them, and of the others what a writer that was killed
 * left half-written.  For the one process that writes them.
 */
int payload_prune(const char *dir, int64_t now_ms, int *count,
		  struct err *err);

#endif
