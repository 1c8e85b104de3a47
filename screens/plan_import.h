/*
 * The page of an import of plans (导入预案): screens/plan_import.c is the
 * screen, plan_import_rows.c narrows and draws its rows.
 */
#ifndef SCREENS_PLAN_IMPORT_H
#define SCREENS_PLAN_IMPORT_H

#include "desk/plan_import.h"
#include "screens/kit/list.h"
#include "screens/kit/pager.h"
#include "screens/screen.h"

enum plan_look { PLAN_LOOK_ALL, PLAN_LOOK_CHANGES, PLAN_LOOK_REFUSED,
		 PLAN_LOOKS };

struct importing {
	struct ui *ui;		/* to draw again when a file has been read */
	struct plan_import *im;
	char *path;
	size_t *shown, shown_count;	/* which of its rows are in sight */
	enum plan_look look;
	struct list list;
	struct pager detail;
	bool asked;		/* the question is of what the rows still say */
};

/* Which rows are in sight; the one in focus stays the same file. */
void importing_narrow(struct importing *st);
/* The row in focus, whole. */
void importing_detail(struct importing *st);
void importing_draw(const void *state, const struct view *v);
/* Rows of the list in an area of that many. */
int importing_list_rows(int rows);

#endif
