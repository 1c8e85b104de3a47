/*
 * A plan as a row: its category, version, issue and what is due of it, a
 * revision or a drill, and the same in words.  For the list of plans.
 */
#ifndef SCREENS_PLAN_ROW_H
#define SCREENS_PLAN_ROW_H

#include "desk/plan.h"
#include "screens/kit/canvas.h"
#include "screens/kit/pager.h"

void plan_row_heads(const struct region *r);	/* of the columns */
void plan_row_draw(const struct plan *p, const struct region *r,
		   int64_t now_ms);
void plan_row_detail(const struct plan *p, struct pager *to, int64_t now_ms);

#endif
