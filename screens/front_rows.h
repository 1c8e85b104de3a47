/*
 * A plan's front as rows, for front_edit.c: its head, its levels, its steps,
 * each with whom it falls to; and beside them what another officer saved.
 */
#ifndef SCREENS_FRONT_ROWS_H
#define SCREENS_FRONT_ROWS_H

#include "desk/plan_edit.h"
#include "screens/kit/canvas.h"
#include "screens/kit/pager.h"

struct front_row {
	enum plan_part part;
	bool mine;		/* else only they have it */
	size_t at;		/* of mine; its count: mine has none */
	size_t theirs;		/* of theirs; its count: they have none */
	bool differs;		/* from theirs, if there are theirs */
	bool vacant;
	char *voice;		/* of a step: post_voice() */
	char *label, *text;
	char *minutes, *levels, *post;	/* of a step, else NULL */
};

struct front_rows {
	struct front_row *rows;
	size_t count, cap;
};

/* theirs->doc NULL: nobody else's.  out: zeroed; to be released. */
int front_rows_read(struct desk *d, const struct plan_edit *mine,
		    const struct plan_edit *theirs, struct front_rows *out,
		    struct err *err);
void front_rows_release(struct front_rows *r);
/* The row of a part, or its last of that kind. */
size_t front_rows_find(const struct front_rows *r, enum plan_part part,
		       size_t at);

void front_row_draw(const struct front_row *row, const struct region *r);
/* All of it, and theirs where that differs. */
void front_row_detail(const struct front_row *row,
		      const struct plan_edit *mine,
		      const struct plan_edit *theirs, struct pager *p);

#endif
