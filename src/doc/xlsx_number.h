/*
 * Numbers of a spreadsheet as text.  All is done on the decimal digits the
 * file holds: no binary rounding, no locale.
 */
#ifndef DOC_XLSX_NUMBER_H
#define DOC_XLSX_NUMBER_H

#include <stdbool.h>

#include "base/buf.h"

enum xlsx_format { XLSX_PLAIN, XLSX_DATE, XLSX_TIME, XLSX_DATETIME };

/* Of a built-in number format, those of a Chinese Excel with them. */
enum xlsx_format xlsx_format_builtin(unsigned long id);

/* Of a format code, by its first section: yyyy"年"m"月"d"日";@ */
enum xlsx_format xlsx_format_code(const char *code);

/*
 * Append the number v as text.  A date counts days from 1899-12-31 (and a
 * 29 February 1900 that never was), or from 1904-01-01; one that is none, or
 * past 9999-12-31, is given as the number.  What is no number is appended as
 * it is.
 */
void xlsx_number(struct buf *out, const char *v, enum xlsx_format format,
		 bool since_1904);

#endif
