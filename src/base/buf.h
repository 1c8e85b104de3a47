/*
 * A growing byte buffer, always NUL-terminated past its length.  A buffer that
 * is filled from outside has a maximum; growing past it fails.  A buffer made
 * with BUF_INIT has no maximum but memory.
 *
 *	struct buf b = BUF_INIT;
 *	buf_fmt(&b, "%d", 42);
 *	buf_release(&b);
 *
 * s is never NULL.  Releasing an initialised, empty buffer is legal.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stddef.h>

#include "base/err.h"

struct buf {
	char *s;
	size_t len, cap;
	size_t max;		/* 0: no maximum */
};

extern char buf_empty[];	/* what s points at before the first byte */

#define BUF_INIT { buf_empty, 0, 0, 0 }
#define BUF_INIT_MAX(n) { buf_empty, 0, 0, (n) }

void buf_init(struct buf *b);
void buf_release(struct buf *b);		/* leaves it initialised */
void buf_clear(struct buf *b);			/* keeps the memory */
char *buf_take(struct buf *b);		/* the caller frees; b is empty */

/*
 * Appending.  Each returns 0, or -1 when the maximum would be passed; the
 * buffer is then unchanged.  Callers of unlimited buffers may ignore it.
 */
int buf_add(struct buf *b, const void *p, size_t len);
int buf_str(struct buf *b, const char *s);
int buf_byte(struct buf *b, char c);
int buf_fmt(struct buf *b, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void buf_cut(struct buf *b, size_t len);	/* shorten to len */

/* Big-endian integers, for what is hashed. */
void buf_u32(struct buf *b, unsigned v);
void buf_u64(struct buf *b, unsigned long long v);

/* Read a whole file ("-" is standard input), at most max bytes. */
int buf_read_file(struct buf *b, const char *path, size_t max,
		  struct err *err);

#endif
