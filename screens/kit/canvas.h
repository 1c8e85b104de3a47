/*
 * The canvas: a grid of cells that screens draw on, and the only way to the
 * terminal.  It knows nothing of curses; kit/term.c carries it there, and a
 * test reads it as text.
 *
 * Text is UTF-8 from anywhere.  canvas_put() counts cells, cuts at a character
 * edge, pads with blanks, and shows what would drive the terminal harmlessly
 * (the rules of text_safe()).  A wide character is never torn: writing over
 * one half blanks the other; none starts in a region's last column.
 */
#ifndef KIT_CANVAS_H
#define KIT_CANVAS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

/* Roles: what a piece of text means.  Only kit/theme.c knows colours. */
enum role {
	ROLE_TEXT, ROLE_DIM, ROLE_TITLE, ROLE_HEAD, ROLE_LABEL, ROLE_KEY,
	ROLE_SELECTED, ROLE_INPUT, ROLE_HIT, ROLE_OK, ROLE_NOTICE, ROLE_WARN,
	ROLE_LATE, ROLE_DRILL, ROLE_BORDER, ROLE_ERROR, ROLE_COUNT
};

struct cell {
	uint32_t ch[3];		/* base and at most two combining marks */
	uint8_t width;		/* 1, 2; 0: right half of the cell before */
	uint8_t role;
	bool blink;		/* only a small mark, only unacknowledged */
	uint8_t spare;		/* 0: cells are compared as bytes */
};

struct canvas {
	int rows, cols;
	struct cell *cells;		/* rows * cols */
	int cursor_row, cursor_col;	/* -1: hidden */
	bool wide_ambiguous;		/* terminal shows them two cells wide */
	bool ascii_lines;
};

/* A rectangle of a canvas; drawing is clipped to it. */
struct region {
	struct canvas *cv;
	int row, col, rows, cols;
};

void canvas_init(struct canvas *cv);
void canvas_release(struct canvas *cv);
void canvas_resize(struct canvas *cv, int rows, int cols);
void canvas_clear(struct canvas *cv);
struct region canvas_region(struct canvas *cv);
struct region region_part(const struct region *r, int row, int col, int rows,
			  int cols);		/* clipped; may be empty */

/*
 * Write at (row, col) of the region into exactly `width` cells (negative:
 * to the region's right edge).  Returns the cells the text took, at most
 * width.  Longer text ends in "…" (one cell; "~" where that is ambiguous).
 */
int canvas_put(const struct region *r, int row, int col, int width,
	       enum role role, const char *text);
/* The same from the right: the text ends at the field's last cell. */
int canvas_put_right(const struct region *r, int row, int col, int width,
		     enum role role, const char *text);
/* As put, without padding and without the ellipsis. */
int canvas_text(const struct region *r, int row, int col, enum role role,
		const char *text);
int canvas_fmt(const struct region *r, int row, int col, int width,
	       enum role role, const char *fmt, ...)
	__attribute__((format(printf, 6, 7)));
/* Cells the text takes on this canvas (stand-ins included). */
int canvas_width(const struct canvas *cv, const char *text);
void canvas_fill(const struct region *r, int row, int rows, enum role role);
void canvas_hline(const struct region *r, int row, int col, int width);
void canvas_vline(const struct region *r, int row, int col, int rows);
/* A frame along the region's edge, its inside blank, a title in its top. */
void canvas_box(const struct region *r, const char *title);
/* Give existing cells another role (a selection bar, a search hit). */
void canvas_mark(const struct region *r, int row, int col, int width,
		 enum role role);
void canvas_blink(const struct region *r, int row, int col, int width);
void canvas_cursor(const struct region *r, int row, int col);

/* The picture as text, a line a row, trailing blanks cut: for tests. */
void canvas_dump(const struct canvas *cv, struct buf *out);

#endif
