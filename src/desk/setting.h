/*
 * Settings: a closed table, kept as entries (who changed what, and when).
 * Entry setting.changed {name, value, was}.  House minutes override
 * the house pack's: they make another rulebook, which judges the incidents
 * opened later, so an incident keeps the house of its day.  Setting the present
 * value appends nothing (seq 0).  Subject "setting:NAME".
 */
#ifndef DESK_SETTING_H
#define DESK_SETTING_H

#include "desk/desk.h"

#define SETTING_VALUE 64		/* bytes of a value, with its NUL */

enum setting_type {
	SETTING_TEXT,
	SETTING_INT,
	SETTING_BOOL,
	SETTING_CHOICE,
	SETTING_RADII			/* "3:100 4:200", desk/quake.h */
};

struct setting_info {
	const char *name;		/* "alarm.bell" */
	const char *label, *help;	/* N_() */
	enum setting_type type;
	const char *standard;		/* default, as text */
	int64_t min, max;
	const char *const *choices;	/* CHOICE: NULL-ended */
};

extern const struct setting_info setting_table[]; /* ends with name NULL */

int setting_set(struct desk *d, const char *name, const char *value,
		int64_t *seq, struct err *err);
/*
 * The present value, or the standard one when it was never set or cannot be
 * read.  The name is one of the table's.  setting_text() returns out.
 */
char *setting_text(struct desk *d, const char *name, char out[SETTING_VALUE]);
int64_t setting_int(struct desk *d, const char *name);
bool setting_bool(struct desk *d, const char *name);

struct setting_row {
	const struct setting_info *info;
	char value[SETTING_VALUE];
	char officer[64];		/* "" when never changed */
	int64_t changed_ms;
};
int setting_list(struct desk *d, struct setting_row **rows, size_t *count,
		 struct err *err);
void setting_rows_free(struct setting_row *rows, size_t count);

/* ---- its entries, for desk/kinds.c ---- */

int setting_changed_check(const json_t *body, struct err *err);
int setting_changed_reduce(struct fold *f, const struct journal_entry *e,
			   const json_t *body, struct err *err);

#endif
