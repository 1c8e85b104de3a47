/*
 * Where rows of wrapped text end.  Chinese may break anywhere but before a
 * closing mark; a Latin word or a number stays whole when it can.
 */
#ifndef KIT_WRAP_H
#define KIT_WRAP_H

#include <stddef.h>

/*
 * The first row of s in `cells` cells: returns its bytes, blanks at a break
 * left out, and sets *next to where the next row begins, at least one
 * character on when len > 0.  s holds no newline.
 */
size_t wrap_row(const char *s, size_t len, int cells, size_t *next);

/* Rows s takes; an empty s takes one. */
size_t wrap_rows(const char *s, size_t len, int cells);

/* Where row n begins (n < wrap_rows()). */
size_t wrap_start(const char *s, size_t len, int cells, size_t n);

#endif
