/*
 * What the four tables of the roster do each in their own way: one noun's
 * records read from a sheet, compared with the desk's, saved and written.
 * For desk/roster*.c only.
 *
 * A record is compared as it would be written: the cells it has now and the
 * cells it would have, field by field.  So a table that was exported and is
 * read again changes nothing, and what would change can be said in words.
 */
#ifndef DESK_ROSTER_TABLE_H
#define DESK_ROSTER_TABLE_H

#include "desk/contact.h"
#include "desk/group.h"
#include "desk/roster.h"
#include "desk/sheet.h"
#include "desk/unit.h"

/* The cells of one row, by field; NULL as "". */
struct cells {
	char *v[FIELDS];
};
void cells_release(struct cells *c);
void cells_put(struct cells *c, enum field f, const char *text);
void cells_fmt(struct cells *c, enum field f, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* "电话1：a→b，备注：…": of the fields that the sheet has; "" when the same. */
void cells_diff(struct buf *out, const struct sheet *s, const struct cells *old,
		const struct cells *new);

/* Numbers, the day of confirmation, yes and no, as every table has them. */
void cells_phones(struct cells *c, const struct phone *phones, size_t count);
int phones_fill(struct phone *phones, size_t *count, const struct sheet *s,
		const struct sheet_row *r, struct err *err);
int cell_int(const struct sheet *s, const struct sheet_row *r, enum field f,
	     int64_t min, int64_t max, int64_t absent, int64_t *out,
	     struct err *err);
int cell_bool(const struct sheet *s, const struct sheet_row *r, enum field f,
	      bool absent, bool *out, struct err *err);
/* Replace *text by the cell when the sheet has that column. */
void cell_text(const struct sheet *s, const struct sheet_row *r, enum field f,
	       char **text);
/* Each part of a cell: "a、b；c".  fn returns non-zero to stop. */
int cell_parts(const char *cell, int (*fn)(void *arg, const char *part),
	       void *arg);

/* One record of the sheet, made of one row or several. */
struct job {
	size_t row;		/* its first row: there the act stands */
	enum roster_act act;
	void *record;			/* the table's own */
};

struct roster_preview {
	struct desk *desk;
	struct sheet sheet;
	int64_t head;			/* of the journal, when it was made */
	struct roster_row *rows;	/* one for each of the sheet's */
	struct job *jobs;
	size_t jobs_count, jobs_cap;
	size_t counts[4];
	void *state;			/* the table's own */
	const struct table_ops *ops;
};

typedef void table_row_fn(void *arg, int64_t id, const struct cells *c);

struct table_ops {
	/* Make jobs of all rows; bad ones are refused with roster_refuse(). */
	int (*plan)(struct roster_preview *p, struct err *err);
	/* Save the jobs to be added or changed; inside one transaction. */
	int (*save)(struct roster_preview *p, size_t *written, struct err *err);
	/* Every record of the desk: row() for each line, with the id of the
	 * unit, contact or list that it is of. */
	int (*export)(struct desk *d, table_row_fn *row, void *arg,
		      struct err *err);
	void (*release)(struct roster_preview *p);
};
extern const struct table_ops unit_table, contact_table, stock_table,
	group_table;

struct job *roster_job(struct roster_preview *p, size_t row, void *record);
/* The row's name, as the list shows it. */
void roster_name(struct roster_preview *p, size_t row, const char *name);
void roster_refuse(struct roster_preview *p, size_t row, const char *why);
/* Added when the desk has no such record, else changed or left by the diff. */
void roster_decide(struct roster_preview *p, struct job *j, bool known,
		   const char *diff);

#endif
