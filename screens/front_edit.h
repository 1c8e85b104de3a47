/*
 * Writing the front of a plan (编辑响应): its head, its levels with their
 * conditions, its steps, one form at a time, saved as one entry.  What is
 * done so far, the form that is open included, is kept as a draft.
 *
 * arg: the plan's id.
 *
 * front_edit.c is the screen and its forms, front_acts.c what the keys of its
 * list do.  For these two only.
 */
#ifndef SCREENS_FRONT_EDIT_H
#define SCREENS_FRONT_EDIT_H

#include "screens/drafted.h"
#include "screens/front_forms.h"
#include "screens/front_rows.h"
#include "screens/kit/list.h"

enum {
	NEED_LIST = 1 << 3,
	NEED_PART = 1 << 4,	/* a level or step of mine */
	NEED_LEVELS = 1 << 5,	/* the plan has a level */
	NEED_SPARE = 1 << 9,	/* it has not all of them */
	NEED_OTHER = 1 << 10	/* another officer's is different */
};

struct front_edit {
	int64_t id;
	char *title;
	struct plan_edit mine;
	struct plan_edit theirs;	/* doc NULL: nobody saved in between */
	struct front_rows rows;
	struct list list;
	struct drafted drafted;
	const struct front_form *filling;	/* NULL: the list has keys */
	enum plan_part part;		/* that is filled in */
	size_t at;
	bool touched;		/* something was typed into the form */
	bool changed;		/* mine is not what was there */
	struct pager detail;
	char *saved;		/* FRONT as it was read */
};

/* The row in focus, or NULL. */
const struct front_row *front_selected(const struct front_edit *st);
/* Mine was changed: keep it, and show it with that part in focus. */
void front_changed(struct ui *ui, struct front_edit *st, enum plan_part part,
		   size_t at);
/* Open the form of a part; of a further one (at is the count) empty. */
void front_fill(struct ui *ui, struct front_edit *st, enum plan_part part,
		size_t at);

/* FRONT in force as text, and the entry it comes from. */
int front_read(struct desk *d, int64_t id, struct buf *text, int64_t *seq,
	       struct err *err);
/* What is saved was made from that entry's. */
void front_base(struct front_edit *st, int64_t seq);

extern const struct key_binding front_keys[];

#endif
