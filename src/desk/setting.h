/*
 * Settings: a closed table, kept as entries (who changed what, and when).
 * Entry setting.changed {name, value, was}.  House times override the house
 * pack's defaults for duties that start later.
 */
#ifndef DESK_SETTING_H
#define DESK_SETTING_H

#include "desk/desk.h"

enum setting_type { SETTING_TEXT, SETTING_INT, SETTING_BOOL, SETTING_CHOICE };

struct setting_info {
	const char *name;		/* "alarm.bell" */
	const char *label, *help;	/* N_() */
	enum setting_type type;
	const char *standard;		/* default, as text */
	int64_t min, max;
	const char *const *choices;	/* CHOICE: NULL-ended */
};

extern const struct setting_info setting_table[];	/* ends with name NULL */

int setting_set(struct desk *d, const char *name, const char *value,
		int64_t *seq, struct err *err);
/* The present value as text, borrowed until the next call that writes. */
const char *setting_text(struct desk *d, const char *name);
int64_t setting_int(struct desk *d, const char *name);
bool setting_bool(struct desk *d, const char *name);

struct setting_row {
	const struct setting_info *info;
	char *value;
	char officer[64];		/* "" when never changed */
	int64_t changed_ms;
};
int setting_list(struct desk *d, struct setting_row **rows, size_t *count,
		 struct err *err);
void setting_rows_free(struct setting_row *rows, size_t count);

#endif
