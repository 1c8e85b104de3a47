#include "screens/plan_row.h"

#include <stdio.h>

#include "base/civil.h"
#include "base/tr.h"

/* Columns, in cells; the title takes what is left. */
enum {
	CATEGORY_COL = 1,
	CATEGORY_CELLS = 12,
	TITLE_COL = 14,
	VERSION_CELLS = 5,
	DATE_CELLS = 10,
	DUE_CELLS = 11,
	RIGHT_CELLS = VERSION_CELLS + 1 + DATE_CELLS + 1 + 2 * (DUE_CELLS + 1)
};

/* "2027-03-01", "✗逾期12天", or "-". */
static enum role
due_text(char out[CIVIL_TEXT], const struct plan *p, int64_t day_ms,
         int64_t now_ms)
{
	if (!day_ms || p->removed) {
		snprintf(out, CIVIL_TEXT, "-");
		return ROLE_DIM;
	}
	if (!plan_day_over(day_ms, now_ms)) {
		civil_date(out, day_ms, CIVIL_SHANGHAI);
		return ROLE_TEXT;
	}
	snprintf(out, CIVIL_TEXT, tr("✗逾期%lld天"),
	         (long long)((now_ms - day_ms) / CIVIL_DAY));
	return ROLE_LATE;
}

static int
title_cells(const struct region *r)
{
	return r->cols - TITLE_COL - 1 - RIGHT_CELLS;
}

void
plan_row_draw(const struct plan *p, const struct region *r, int64_t now_ms)
{
	enum role role = p->removed ? ROLE_DIM : ROLE_TEXT;
	int col = TITLE_COL + title_cells(r) + 1;
	char text[CIVIL_TEXT];
	enum role due;

	canvas_put(r, 0, CATEGORY_COL, CATEGORY_CELLS,
	           p->removed ? ROLE_DIM : ROLE_LABEL,
	           p->removed ? tr("已废止")
	                      : tr(plan_category_label(p->category)));
	canvas_put(r, 0, TITLE_COL, title_cells(r), role, p->title);
	canvas_fmt(r, 0, col, VERSION_CELLS, role, "%d", p->version);
	col += VERSION_CELLS + 1;
	canvas_put(r, 0, col, DATE_CELLS, role,
	           p->issued_ms ? civil_date(text, p->issued_ms, CIVIL_SHANGHAI)
	                        : "-");
	col += DATE_CELLS + 1;
	due = due_text(text, p, p->revise_ms, now_ms);
	canvas_put(r, 0, col, DUE_CELLS, due, text);
	col += DUE_CELLS + 1;
	due = due_text(text, p, p->drill_due_ms, now_ms);
	canvas_put(r, 0, col, DUE_CELLS, due, text);
}

void
plan_row_heads(const struct region *r)
{
	int col = TITLE_COL + title_cells(r) + 1;

	canvas_put(r, 0, CATEGORY_COL, CATEGORY_CELLS, ROLE_DIM, tr("类别"));
	canvas_put(r, 0, TITLE_COL, title_cells(r), ROLE_DIM, tr("预案"));
	canvas_put(r, 0, col, VERSION_CELLS, ROLE_DIM, tr("版次"));
	col += VERSION_CELLS + 1;
	canvas_put(r, 0, col, DATE_CELLS, ROLE_DIM, tr("印发"));
	col += DATE_CELLS + 1;
	canvas_put(r, 0, col, DUE_CELLS, ROLE_DIM, tr("修订期限"));
	col += DUE_CELLS + 1;
	canvas_put(r, 0, col, DUE_CELLS, ROLE_DIM, tr("演练期限"));
}

static void
detail_due(struct pager *p, const struct plan *plan, int64_t now)
{
	char at[CIVIL_TEXT];

	if (plan->removed)
		return;
	if (plan->revise_ms)
		pager_fmt(p,
		          plan_day_over(plan->revise_ms, now) ? ROLE_WARN
		                                              : ROLE_TEXT,
		          0,
		          plan_day_over(plan->revise_ms, now)
		                  ? tr("✗ 修订已逾期，应在 %s 前修订")
		                  : tr("应在 %s 前修订"),
		          civil_date(at, plan->revise_ms, CIVIL_SHANGHAI));
	if (plan->drill_due_ms)
		pager_fmt(p,
		          plan_day_over(plan->drill_due_ms, now) ? ROLE_WARN
		                                                 : ROLE_TEXT,
		          0,
		          plan_day_over(plan->drill_due_ms, now)
		                  ? tr("✗ 演练已逾期，应在 %s 前演练")
		                  : tr("应在 %s 前演练"),
		          civil_date(at, plan->drill_due_ms, CIVIL_SHANGHAI));
}

void
plan_row_detail(const struct plan *p, struct pager *to, int64_t now_ms)
{
	char at[CIVIL_TEXT];

	pager_fmt(to, ROLE_TITLE, 0, "%s%s", p->title,
	          p->removed ? tr("（已废止）") : "");
	pager_fmt(to, ROLE_DIM, 0,
	          tr("第 %d 版，%s 由 %s 存入；%zu 段，%zu 项任务"), p->version,
	          civil_local(at, p->saved_ms), p->officer, p->paras, p->steps);
	detail_due(to, p, now_ms);
}
