/*
 * A sheet: a table as a file holds it, before anybody asks what it means.
 * For desk/roster*.c only.
 *
 * Columns are known by their header, in Chinese or English, in any order; a
 * row's cells are then found by field.  "手机", "办公电话" and the like are the
 * next telephone column that is not taken, and name the label of its numbers.
 */
#ifndef DESK_SHEET_H
#define DESK_SHEET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "desk/roster.h"
#include "desk/unit.h"

enum field {
	FIELD_UNIT, FIELD_SHORT, FIELD_KIND, FIELD_PARENT, FIELD_TOWN,
	FIELD_PLACE, FIELD_LAT, FIELD_LON, FIELD_REGULATORS, FIELD_LICENCE,
	FIELD_CAPACITY, FIELD_HAZARDS, FIELD_PARTY, FIELD_NAME,
	FIELD_SPELLING, FIELD_TITLE, FIELD_ORDER, FIELD_DEPUTY, FIELD_ITEM,
	FIELD_QUANTITY, FIELD_MEASURE, FIELD_READY, FIELD_KEEPER,
	FIELD_GROUP, FIELD_MEMBER,
	FIELD_PHONE,			/* the first of PHONES_MAX */
	FIELD_CONFIRMED = FIELD_PHONE + PHONES_MAX,
	FIELD_NOTE,
	FIELDS
};

/* Header of a field, as it is written: "单位", "电话1". */
char *field_label(enum field f, char out[32]);

struct sheet_row {
	size_t line;
	char **cells;			/* by column */
	size_t count;
	char *bad;		/* why the row could not be read; NULL */
};

struct sheet {
	struct sheet_row *rows;		/* without the header */
	size_t count, cap;
	const char *encoding;		/* "GB18030", "xlsx" */
	enum roster_table table;
	int column[FIELDS];		/* of a field; -1: the sheet has none */
	const char *phone_label[PHONES_MAX];	/* of such a column; or "" */
};

/* name is for errors.  A sheet that failed may be released. */
int sheet_read(struct sheet *s, const void *bytes, size_t len,
	       const char *name, struct err *err);
void sheet_release(struct sheet *s);

bool sheet_has(const struct sheet *s, enum field f);
/* The cell without blanks around it; "" when it or its column is not there. */
const char *sheet_cell(const struct sheet *s, const struct sheet_row *r,
		       enum field f);

/* The fields of a table in the order in which they are written; ends with
 * FIELDS. */
const enum field *table_fields(enum roster_table t);

#endif
