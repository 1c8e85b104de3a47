/*
 * The page of an import (导入通讯录): screens/import.c is the screen,
 * import_rows.c makes, narrows and draws its rows.
 */
#ifndef SCREENS_IMPORT_H
#define SCREENS_IMPORT_H

#include "desk/roster.h"
#include "screens/kit/list.h"
#include "screens/kit/pager.h"
#include "screens/screen.h"

enum import_look { LOOK_ALL, LOOK_CHANGES, LOOK_REFUSED, LOOKS };

struct import_rows {
	struct roster_preview *preview;
	size_t *shown;			/* which of its rows are in sight */
	size_t shown_count;
};

struct import {
	char *path;
	struct buf bytes;		/* of the file */
	struct import_rows rows;
	enum import_look look;
	struct list list;
	struct pager detail;
	bool whole;			/* the row in focus fills the screen */
	bool good_only;			/* what the question is about ... */
	bool asked;			/* ... and the rows still say so */
};

/* The rows, from bytes; those that there were stay when it fails. */
int import_make(struct ui *ui, struct import *st, struct err *err);
/* The look was changed: which rows are in sight, the first one in focus. */
void import_narrow(struct import *st);
void import_rows_release(struct import_rows *rows);
/* The row in focus, whole. */
void import_detail(struct import *st);
void import_draw(const void *state, const struct view *v);
/* Rows of the list in an area of that many. */
int import_list_rows(int rows);

#endif
