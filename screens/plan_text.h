/*
 * The text of a plan to read: what is known of it, the levels and steps that
 * it sets, then its paragraphs, with its headings to go to.  For plan.c.
 */
#ifndef SCREENS_PLAN_TEXT_H
#define SCREENS_PLAN_TEXT_H

#include "desk/plan.h"
#include "screens/kit/pager.h"

struct plan_heading {
	size_t line;		/* of the pager */
	int level;		/* 1 .. 9 */
	char *text;
};

struct plan_text {
	struct pager pager;
	struct plan plan;
	int version;		/* that is shown */
	struct plan_heading *headings;
	size_t headings_count, headings_cap;
	int chapter;		/* headings up to this level are chapters */
	size_t body;		/* line of the first paragraph */
	size_t paras;
};

void plan_text_init(struct plan_text *t);
void plan_text_release(struct plan_text *t);

/*
 * Read it, version 0: the newest.  The paragraph at the top, by its number,
 * stays there, in another version too.  On failure nothing of t has changed.
 */
int plan_text_read(struct desk *d, int64_t id, int version,
		   struct plan_text *t, struct err *err);

/* Go to paragraph n (1 the first), to a heading; false: there is none. */
bool plan_text_para(struct plan_text *t, long n);
bool plan_text_heading(struct plan_text *t, size_t i);
/* To the next (1) or previous (-1) chapter; false: there is none. */
bool plan_text_step(struct plan_text *t, int step);
/* The heading at or above the top line, or NULL. */
const struct plan_heading *plan_text_here(const struct plan_text *t);

#endif
