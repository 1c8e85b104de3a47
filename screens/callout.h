/*
 * The page of one call-out (叫应): whom it calls, in order, and how far it
 * has come; below, the one in focus with the line of numbers, the next to
 * dial marked.
 *
 * Officers dial by hand; one key records the result and shows the next number
 * of that person, or takes up the next person whom nobody is calling, so that
 * a call costs one key, an answer two and what was said.  Keys act on the row
 * in focus, which is the one that the lower pane shows; whom this officer has
 * in hand is marked in the list, and so are those whom others are calling.
 *
 * arg: "ID"; "ID take" takes up the first one at once.  Nobody is in hand any
 * more when the page is left.
 *
 * screens/callout.c has the state and the frame, callout_draw.c the picture,
 * callout_acts.c the keys; callout_start.c begins one, callout_rules.c says
 * which lists a warning asks for, callouts.c lists them all.
 */
#ifndef SCREENS_CALLOUT_H
#define SCREENS_CALLOUT_H

#include "desk/callout.h"
#include "screens/kit/list.h"
#include "screens/screen.h"

struct callout_page {
	int64_t id;
	struct callout c;		/* title NULL: nothing has been read */
	struct callout_target *targets;
	size_t count, vacant;
	struct list list;
	struct identity self;
	int k;				/* in hand; 0: nobody */
	int about;			/* whom the question asked is about */
	enum callout_how how;		/* in which an answer came */
	int64_t *groups;		/* the list to join is one of these */
	char **labels;			/* their names, NULL-ended */
	size_t groups_count;
	char *export;			/* file that was named */
	unsigned have;			/* of the keys, for drawing them */
};

enum {
	NEED_RUNNING = 1 << 3,
	NEED_HELD = 1 << 4,
	NEED_OPEN = 1 << 5	/* it runs, or somebody has not answered */
};

/* callout.c */
const struct callout_target *callout_selected(const struct callout_page *st);
/* Read it anew; what is shown stays when that fails. */
int callout_page_read(struct ui *ui, struct callout_page *st,
		      struct err *err);
/* Put the focus on number k. */
void callout_page_focus(struct callout_page *st, int k);
int callout_list_rows(int rows);	/* of an area so high */

/* callout_draw.c */
void callout_page_draw(const struct callout_page *st, const struct view *v);
/* "应叫 40 · 已拨 18 · 已应答 12 · 已行动 3 · 叫到剩余 18:32 · ..." */
void callout_progress(const struct callout *c, const struct region *r,
		      int row, int col, int64_t now);
/* What it is for, to be read: "预警 12", "2026-0012"; "" when for nothing.
 * Returns out. */
#define CALLOUT_OF 64
char *callout_of_text(char out[CALLOUT_OF], const char *of);

/* callout_acts.c */
extern const struct key_binding callout_page_keys[];
/* Take up number k, or with 0 the next one. */
void callout_page_take(struct ui *ui, struct callout_page *st, int k);

/* callout_files.c: the record to read, and into a file. */
void callout_read_record(struct ui *ui, void *state);
void callout_export_record(struct ui *ui, void *state);

#endif
