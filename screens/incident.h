/*
 * The incident page (事件): one incident under one header, in five panes that
 * Tab goes through: 事实 facts and their claims, 时限 duties, 经过 timeline,
 * 报告 reports and briefs, 批示 instructions.
 *
 * Below the pane stands whom an incident at that unit proposes to tell, while
 * it is open.
 *
 * The page can be moved back to any moment ([ and ] step from entry to entry,
 * \ asks for a time, . returns to now): facts, class and duties are then those
 * the desk knew at that moment, and a banner says so.
 *
 * screens/incident.c has the state and the frame; incident_panes.c draws the
 * panes; incident_acts.c holds the keys, incident_forms.c the boxes they open.
 */
#ifndef SCREENS_INCIDENT_H
#define SCREENS_INCIDENT_H

#include "desk/duty.h"
#include "desk/incident.h"
#include "desk/instruction.h"
#include "desk/report.h"
#include "desk/timeline.h"
#include "screens/kit/list.h"
#include "screens/kit/pager.h"
#include "screens/screen.h"
#include "screens/tell.h"

enum pane { PANE_DUTIES, PANE_FACTS, PANE_TIMELINE, PANE_REPORTS,
	    PANE_INSTRUCTIONS, PANE_COUNT };

struct incident_page {
	char number[INCIDENT_NUMBER];
	struct incident in;		/* as it is now */
	int64_t as_of;			/* 0: now; else looking back */
	struct verdict then;		/* judged at as_of, or now */
	struct duty_row *duties;
	size_t duties_count;
	struct claim *claims;		/* known at as_of */
	size_t claims_count;
	struct timeline_row *events;	/* known at as_of */
	size_t events_count;
	int64_t *moments;		/* recorded times of every entry */
	size_t moments_count;
	struct report *reports;
	size_t reports_count;
	struct brief *briefs;
	size_t briefs_count;
	struct instruction *orders;
	size_t orders_count;
	struct tell tell;		/* empty when looking back or closed */
	enum pane pane;
	struct list lists[PANE_COUNT];
	int64_t base;			/* last entry seen by the form open */
	int64_t now_ms;			/* for row callbacks */
};

/* incident_panes.c: the rows of the pane in front. */
size_t incident_pane_rows(const struct incident_page *st, enum pane pane);
void incident_pane_draw(const struct incident_page *st,
			const struct region *r, bool focused);

/* incident_acts.c */
extern const struct key_binding incident_keys[];
const struct duty_row *incident_duty(const void *state);
/* Go to the moment ms (0: now) and read everything again. */
void incident_look(struct ui *ui, struct incident_page *st, int64_t ms);

/* incident_forms.c: the boxes that ask for content; each is a key's act. */
void incident_ask_note(struct ui *ui, void *state);
void incident_ask_revise(struct ui *ui, void *state);
void incident_ask_confirm(struct ui *ui, void *state);
void incident_ask_brief(struct ui *ui, void *state);
void incident_ask_order(struct ui *ui, void *state);
void incident_ask_link(struct ui *ui, void *state);
void incident_ask_merge(struct ui *ui, void *state);

/* Needs of this page's keys, beyond those of every screen. */
enum { NEED_NOW = 1 << 3, NEED_PAST = 1 << 4, NEED_CLOSED = 1 << 5,
       NEED_REPORT = 1 << 6, NEED_ORDER = 1 << 7, NEED_OPEN = 1 << 9 };

#endif
