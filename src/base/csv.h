/*
 * CSV as RFC 4180 has it: commas, quotes doubled inside quotes, line ends
 * inside quotes; rows end with LF or CR LF, the last one perhaps with
 * nothing.  Text is UTF-8; convert first (base/encoding.h).
 *
 *	struct csv csv;
 *	struct csv_row row;
 *	csv_init(&csv, text, len);
 *	while ((step = csv_next(&csv, &row, &err)) != CSV_END) {
 *		if (step == CSV_BAD) {
 *			tell(err.text);
 *			err_clear(&err);
 *			continue;
 *		}
 *		use(row.line, row.fields, row.count);
 *	}
 *	csv_release(&csv);
 *
 * Blanks are part of a field.  An empty line is no row and is skipped.  A
 * byte order mark at the very start is skipped.
 */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

enum {
	CSV_FIELD_MAX = 65536,	/* bytes of one field, unquoted */
	CSV_FIELDS_MAX = 256	/* fields of one row */
};

enum csv_step { CSV_END, CSV_ROW, CSV_BAD };

struct csv_row {
	size_t line;			/* its first line; 1, 2, 3 ... */
	size_t count;			/* at least 1 */
	const char *const *fields;	/* until the next csv_next() */
};

struct csv {
	const char *s;			/* borrowed */
	size_t len, at;
	size_t line;			/* of what stands at `at` */
	size_t field_max, fields_max;	/* may be set after csv_init() */
	struct buf text;		/* the fields, each NUL-ended */
	size_t *starts;			/* of the fields in text */
	const char **fields;
	size_t count, starts_cap, fields_cap;
};

void csv_init(struct csv *csv, const char *text, size_t len);
void csv_release(struct csv *csv);

/*
 * The next row.  CSV_BAD is a row that cannot be read: err says in the
 * officer's language on which line what is wrong ("第 12 行: ..."), row->line
 * is the row's first line.  Wrong are text after a closing quote, a quote in
 * a field that does not begin with one, a quote never closed, a NUL byte, a
 * CR without LF outside quotes, and what is past the limits.
 *
 * The next call goes on behind the line on which the bad field begins, so
 * that a stray quote cannot swallow good rows unseen: a preview can list them
 * all.  Rows that follow a bad one may be bad for the same cause.
 */
enum csv_step csv_next(struct csv *csv, struct csv_row *row, struct err *err);

/*
 * Append one field to the row that out ends with; out holds nothing but CSV.
 * Quoted only when it must be: a comma, quote, CR, LF or byte order mark in
 * it, or empty and the first of its row (a row is never an empty line).
 *
 * Fields that begin with = + - @ stay as they are, so that reading gives back
 * exactly what was written.  A spreadsheet may take them for formulas: what
 * is meant to be opened in one must be checked before it gets here.
 */
void csv_put(struct buf *out, const char *field);
void csv_end_row(struct buf *out);	/* CR LF */

#endif
