/*
 * Excel workbooks (.xlsx; ECMA-376 part 1, 18): one sheet as rows of text, as
 * an office would have typed them.  Pure: the bytes of the file in.
 *
 *	- An integer is written in full, however large: 13835800001 stays a
 *	  telephone number.  Other numbers have the 15 digits Excel shows, and
 *	  never an exponent.
 *	- What a cell's format shows as a date is YYYY-MM-DD, a time HH:MM (or
 *	  HH:MM:SS), both together with a blank between; xlsx_number.h.
 *	- Text in several fonts is joined, its phonetic guide left out.  A
 *	  formula gives its last value; true and false are TRUE and FALSE, and
 *	  errors stay as they are (#N/A).
 *	- A cell keeps its column even when those before it are not in the
 *	  file: they are "".  Empty cells at the end of a row are left out, and
 *	  so are rows with nothing.
 */
#ifndef DOC_XLSX_H
#define DOC_XLSX_H

#include <stddef.h>

#include "base/err.h"

#define XLSX_COLUMNS_MAX 256		/* a cell with text beyond: error */
#define XLSX_TEXT_MAX (64u << 20)	/* bytes of all fields together */

/*
 * One row of a table, from whatever file.  line is where people find it (the
 * row's number in the sheet); fields are borrowed for the call.  Returns 0, or
 * -1 with err set to stop.
 */
typedef int table_row_fn(void *arg, size_t line, const char *const *fields,
			 size_t count, struct err *err);

/*
 * Read the sheet of that name, or (NULL) the first that is not hidden.  -1
 * with err set: what fn said, or ERR_INPUT with row and column where they are
 * known; ERR_NOT_FOUND when no sheet has the name.  Limits: zip.h, xml.h.
 */
int xlsx_read(const void *bytes, size_t len, const char *sheet,
	      table_row_fn *fn, void *arg, struct err *err);

#endif
