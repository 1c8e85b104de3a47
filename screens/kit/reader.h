/*
 * From the terminal's bytes to keys.  Pure: bytes in, events out, so it can
 * be fuzzed and tested; kit/terminal.c only reads.
 *
 * Knows the sequences of the xterm family, tmux, screen, PuTTY, rxvt, vt100
 * and the Linux console; modifiers are dropped (Ctrl-Left is Left).  Text
 * comes as UTF-8, perhaps in pieces.  What is between the paste brackets is
 * one event.  An unknown sequence is swallowed whole: its tail must never be
 * taken for typing.
 */
#ifndef KIT_READER_H
#define KIT_READER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "screens/kit/keys.h"

#define READER_PASTE_MAX (256 * 1024)	/* the rest of a paste is dropped */

struct reader {
	struct buf in;		/* not yet understood */
	size_t at;
	struct buf paste;
	bool pasting;
	bool final;		/* no more is coming for a lone Esc */
	/* The column a cursor report named: 0 none yet (kit/terminal.c). */
	int report_col;
};

void reader_init(struct reader *r);
void reader_release(struct reader *r);

void reader_feed(struct reader *r, const void *bytes, size_t len);
/* The next key, or false; e->paste is borrowed until the next call. */
bool reader_next(struct reader *r, struct key_event *e);
/*
 * Is the beginning of an escape sequence held back?  When nothing follows it
 * for the escape delay, call reader_expire(): it was the Esc key.
 */
bool reader_waiting(const struct reader *r);
void reader_expire(struct reader *r);

#endif
