/*
 * UTF-8, terminal width, and the one filter for text from outside.
 *
 * Stored text stays as it was received (it is evidence).  Every sink (screen,
 * stdout, paper) shows it through text_safe().  RFC 3629; widths are those of
 * wcwidth() in C.UTF-8 with ambiguous characters one cell wide.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

#define UTF8_BAD 0xFFFFFFFFu	/* no character: the bytes are ill-formed */

/*
 * Decode one character at s (len > 0 bytes left).  Returns the bytes used,
 * never 0.  A malformed, overlong, surrogate or cut sequence gives UTF8_BAD
 * and uses the longest ill-formed prefix (at least one byte).
 */
size_t utf8_decode(const char *s, size_t len, uint32_t *cp);

/* Encode cp into out[4]; returns the length, 0 if cp is not a character. */
size_t utf8_encode(uint32_t cp, char out[4]);

/* Strictly valid, and without NUL? */
bool utf8_valid(const char *s, size_t len);

/* Bytes of s that form at most n characters. */
size_t utf8_prefix(const char *s, size_t len, size_t n);
size_t utf8_count(const char *s, size_t len);

/*
 * Cells of one character: 0, 1 or 2; -1 for a control character or one
 * unknown to the C library.  Independent of the process's locale: the table
 * is asked through a C.UTF-8 locale object made once.
 */
int utf8_cell_width(uint32_t cp);

/*
 * Is the character one that may drive or deceive a terminal: control, bidi,
 * zero-width, format, private use, noncharacter?  True for UTF8_BAD.
 */
bool utf8_unsafe(uint32_t cp);

/* Cells of a string as text_safe() would show it on one line. */
int utf8_width(const char *s, size_t len);

/*
 * Bytes of s that fit into `cells` cells without cutting a character; a
 * combining mark stays with its base.  *used is set to the cells taken.
 */
size_t utf8_fit(const char *s, size_t len, int cells, int *used);

enum text_flag {
	TEXT_LINE = 0,		/* newline becomes a space */
	TEXT_LINES = 1 << 0	/* newline is kept (CR LF and CR become LF) */
};

/*
 * Append s to out, harmless: C0 and DEL as their Unicode pictures (U+2400),
 * C1, bidi controls, zero-width and format characters, line and paragraph
 * separators, tags, private use, noncharacters, characters unknown to the C
 * library and ill-formed bytes as U+FFFD, variation selectors dropped, at most
 * two combining marks a base (U+FFFD is the base of one that has none), tab as
 * a space.  Returns the number of characters replaced or dropped, tabs and
 * line ends not counted.  Valid, safe and idempotent for any input.
 */
size_t text_safe(struct buf *out, const char *s, size_t len, unsigned flags);

/*
 * The same filter one character at a time, for sinks that draw cells instead
 * of writing bytes: zero the struct, set s, len and flags.  A mark has width
 * 0 and belongs to the glyph before it.  False at the end.
 */
struct text_scan {
	const char *s;
	size_t len, at;
	unsigned flags;
	bool based;		/* there is a base a mark can sit on */
	int marks;		/* marks the base has */
};

struct text_glyph {
	uint32_t cp;
	int width;
	bool shown, changed;
};

bool text_scan(struct text_scan *f, struct text_glyph *g);

#endif
