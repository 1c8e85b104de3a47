#include "screens/kit/canvas.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "screens/kit/ambiguous.h"

#define FMT_MAX 2048

_Static_assert(sizeof(struct cell) == 16, "cells are compared as bytes");

void
canvas_init(struct canvas *cv)
{
	memset(cv, 0, sizeof(*cv));
	cv->cursor_row = cv->cursor_col = -1;
}

void
canvas_release(struct canvas *cv)
{
	free(cv->cells);
	cv->cells = NULL;
	cv->rows = cv->cols = 0;
}

void
canvas_resize(struct canvas *cv, int rows, int cols)
{
	assert(rows > 0 && cols > 0);
	cv->cells = mem_array(cv->cells, (size_t)rows * (size_t)cols,
	                      sizeof(*cv->cells));
	cv->rows = rows;
	cv->cols = cols;
	canvas_clear(cv);
}

void
canvas_clear(struct canvas *cv)
{
	const struct cell blank = { .ch = { ' ' }, .width = 1 };
	size_t i, n = (size_t)cv->rows * (size_t)cv->cols;

	for (i = 0; i < n; i++)
		cv->cells[i] = blank;
	cv->cursor_row = cv->cursor_col = -1;
}

struct region
canvas_region(struct canvas *cv)
{
	return (struct region){ cv, 0, 0, cv->rows, cv->cols };
}

static int
clamp(int v, int low, int high)
{
	if (v > high)
		v = high;
	return v < low ? low : v;
}

struct region
region_part(const struct region *r, int row, int col, int rows, int cols)
{
	struct region part = { .cv = r->cv };
	int end_row = clamp(row + rows, 0, r->rows);
	int end_col = clamp(col + cols, 0, r->cols);

	row = clamp(row, 0, r->rows);
	col = clamp(col, 0, r->cols);
	part.row = r->row + row;
	part.col = r->col + col;
	part.rows = end_row > row ? end_row - row : 0;
	part.cols = end_col > col ? end_col - col : 0;
	return part;
}

/* Cells. */

static struct cell *
cell_at(const struct region *r, int row, int col)
{
	return &r->cv->cells[(size_t)(r->row + row) * (size_t)r->cv->cols +
	                     (size_t)(r->col + col)];
}

/*
 * About to write over one cell: the other half of a wide character there
 * becomes a blank, be it outside the region.
 */
static void
cell_untie(struct cell *c)
{
	struct cell *other = c;

	if (c->width == 2)
		other = c + 1;
	else if (c->width == 0)
		other = c - 1;
	if (other == c)
		return;
	other->ch[0] = ' ';
	other->ch[1] = other->ch[2] = 0;
	other->width = 1;
	c->width = 1;
}

static void
cell_set(struct cell *c, uint32_t cp, int width, enum role role)
{
	cell_untie(c);
	*c = (struct cell){ .ch = { cp },
		            .width = (uint8_t)width,
		            .role = (uint8_t)role };
	if (width != 2)
		return;
	cell_untie(c + 1);
	c[1] = (struct cell){ .role = (uint8_t)role };
}

static void
cell_add_mark(struct cell *c, uint32_t cp)
{
	int i;

	for (i = 1; i < 3; i++)
		if (c->ch[i] == 0) {
			c->ch[i] = cp;
			return;
		}
}

/* Text. */

/*
 * A text laid out in cells from col, stopping before end.  With stand-ins for
 * ambiguous characters one glyph may take several cells.
 */
struct run {
	const struct region *r; /* NULL: only measure */
	int row, col, end;
	enum role role;
	struct cell *last; /* what a mark joins */
};

static bool
run_glyph(struct run *run, uint32_t cp, int width)
{
	if (width == 0) {
		if (run->last)
			cell_add_mark(run->last, cp);
		return true;
	}
	if (run->col + width > run->end)
		return false;
	if (run->r && run->col >= 0) {
		run->last = cell_at(run->r, run->row, run->col);
		cell_set(run->last, cp, width, run->role);
	}
	run->col += width;
	return true;
}

static bool
run_stand_in(struct run *run, const char *text)
{
	size_t len = strlen(text), i = 0;
	uint32_t cp;

	while (i < len) {
		i += utf8_decode(text + i, len - i, &cp);
		if (!run_glyph(run, cp, utf8_cell_width(cp)))
			return false;
	}
	return true;
}

/* False when the text did not fit. */
static bool
run_text(struct run *run, bool wide_ambiguous, const char *text)
{
	struct text_scan scan = { .s = text, .len = strlen(text) };
	const char *instead;
	struct text_glyph g;

	while (text_scan(&scan, &g)) {
		if (!g.shown)
			continue;
		instead = wide_ambiguous && g.width == 1 && g.cp >= 0x80
		                  ? ambiguous_stand_in(g.cp)
		                  : NULL;
		if (instead ? !run_stand_in(run, instead)
		            : !run_glyph(run, g.cp, g.width))
			return false;
	}
	return true;
}

static int
text_cells(const struct canvas *cv, const char *text, int limit)
{
	struct run run = { .end = limit };

	if (!run_text(&run, cv->wide_ambiguous, text))
		return limit + 1;
	return run.col;
}

/* Clip a field to the region; false when nothing of it is left. */
static bool
field_clip(const struct region *r, int row, int col, int *width)
{
	if (row < 0 || row >= r->rows || col < 0 || col >= r->cols)
		return false;
	if (*width < 0 || *width > r->cols - col)
		*width = r->cols - col;
	return *width > 0;
}

static void
field_blank(const struct region *r, int row, int col, int end, enum role role)
{
	for (; col < end; col++)
		cell_set(cell_at(r, row, col), ' ', 1, role);
}

int
canvas_put(const struct region *r, int row, int col, int width, enum role role,
           const char *text)
{
	struct run run = { r, row, col, 0, role, NULL };
	int taken;

	if (!field_clip(r, row, col, &width))
		return 0;
	run.end = col + width;
	if (text_cells(r->cv, text, width) > width) {
		run.end--;
		run_text(&run, r->cv->wide_ambiguous, text);
		run.end++;
		run_glyph(&run, r->cv->wide_ambiguous ? '~' : 0x2026, 1);
	} else {
		run_text(&run, r->cv->wide_ambiguous, text);
	}
	taken = run.col - col;
	field_blank(r, row, run.col, col + width, role);
	return taken;
}

int
canvas_put_right(const struct region *r, int row, int col, int width,
                 enum role role, const char *text)
{
	int taken;

	if (!field_clip(r, row, col, &width))
		return 0;
	taken = text_cells(r->cv, text, width);
	if (taken >= width)
		return canvas_put(r, row, col, width, role, text);
	field_blank(r, row, col, col + width - taken, role);
	return canvas_put(r, row, col + width - taken, taken, role, text);
}

int
canvas_text(const struct region *r, int row, int col, enum role role,
            const char *text)
{
	struct run run = { r, row, col, r->cols, role, NULL };

	if (row < 0 || row >= r->rows || col < 0 || col >= r->cols)
		return 0;
	run_text(&run, r->cv->wide_ambiguous, text);
	return run.col - col;
}

int
canvas_fmt(const struct region *r, int row, int col, int width, enum role role,
           const char *fmt, ...)
{
	char text[FMT_MAX];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	return canvas_put(r, row, col, width, role, text);
}

int
canvas_width(const struct canvas *cv, const char *text)
{
	return text_cells(cv, text, FMT_MAX);
}

void
canvas_fill(const struct region *r, int row, int rows, enum role role)
{
	int end = clamp(row + rows, 0, r->rows);

	for (row = clamp(row, 0, r->rows); row < end; row++)
		field_blank(r, row, 0, r->cols, role);
}

static bool
plain_lines(const struct canvas *cv)
{
	return cv->ascii_lines || cv->wide_ambiguous;
}

void
canvas_hline(const struct region *r, int row, int col, int width)
{
	uint32_t cp = plain_lines(r->cv) ? '-' : 0x2500;
	int end;

	if (!field_clip(r, row, col, &width))
		return;
	for (end = col + width; col < end; col++)
		cell_set(cell_at(r, row, col), cp, 1, ROLE_BORDER);
}

void
canvas_vline(const struct region *r, int row, int col, int rows)
{
	uint32_t cp = plain_lines(r->cv) ? '|' : 0x2502;
	int end = clamp(row + rows, 0, r->rows);

	if (col < 0 || col >= r->cols)
		return;
	for (row = clamp(row, 0, r->rows); row < end; row++)
		cell_set(cell_at(r, row, col), cp, 1, ROLE_BORDER);
}

void
canvas_box(const struct region *r, const char *title)
{
	static const uint32_t unicode[] = { 0x250C, 0x2510, 0x2514, 0x2518 };
	bool plain = plain_lines(r->cv);
	int i, row, col;

	if (r->rows < 2 || r->cols < 2)
		return;
	canvas_fill(r, 0, r->rows, ROLE_TEXT);
	canvas_hline(r, 0, 0, -1);
	canvas_hline(r, r->rows - 1, 0, -1);
	canvas_vline(r, 0, 0, r->rows);
	canvas_vline(r, 0, r->cols - 1, r->rows);
	for (i = 0; i < 4; i++) {
		row = i < 2 ? 0 : r->rows - 1;
		col = i % 2 ? r->cols - 1 : 0;
		cell_set(cell_at(r, row, col), plain ? '+' : unicode[i], 1,
		         ROLE_BORDER);
	}
	if (title && *title && r->cols > 6) {
		col = canvas_width(r->cv, title);
		col = clamp(col, 0, r->cols - 6);
		field_blank(r, 0, 2, col + 4, ROLE_TITLE);
		canvas_put(r, 0, 3, col, ROLE_TITLE, title);
	}
}

/*
 * Over a range of existing cells: both halves of a wide character are in it,
 * or neither.
 */
static bool
range_whole(const struct region *r, int row, int *col, int *end)
{
	int width = *end < 0 ? -1 : *end - *col;

	if (!field_clip(r, row, *col, &width))
		return false;
	*end = *col + width;
	if (cell_at(r, row, *col)->width == 0)
		++*col;
	if (*col < *end && cell_at(r, row, *end - 1)->width == 2)
		++*end;
	return true;
}

void
canvas_mark(const struct region *r, int row, int col, int width, enum role role)
{
	int end = width < 0 ? -1 : col + width;

	if (!range_whole(r, row, &col, &end))
		return;
	for (; col < end; col++)
		cell_at(r, row, col)->role = (uint8_t)role;
}

void
canvas_blink(const struct region *r, int row, int col, int width)
{
	int end = width < 0 ? -1 : col + width;

	if (!range_whole(r, row, &col, &end))
		return;
	for (; col < end; col++)
		cell_at(r, row, col)->blink = true;
}

void
canvas_cursor(const struct region *r, int row, int col)
{
	if (row < 0 || row >= r->rows || col < 0 || col >= r->cols)
		return;
	r->cv->cursor_row = r->row + row;
	r->cv->cursor_col = r->col + col;
}

void
canvas_dump(const struct canvas *cv, struct buf *out)
{
	const struct cell *c = cv->cells;
	int row, col, i;
	char bytes[4];
	size_t keep;

	for (row = 0; row < cv->rows; row++) {
		keep = out->len;
		for (col = 0; col < cv->cols; col++, c++) {
			if (c->width == 0)
				continue;
			for (i = 0; i < 3 && c->ch[i]; i++)
				buf_add(out, bytes,
				        utf8_encode(c->ch[i], bytes));
			if (c->ch[0] != ' ' || c->ch[1])
				keep = out->len;
		}
		buf_cut(out, keep);
		buf_byte(out, '\n');
	}
}
