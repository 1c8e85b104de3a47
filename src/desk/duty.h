/*
 * Duty (报告义务): what the judge says is due, across incidents.
 *
 * The view `duty` holds the verdict's duties as of each incident's last
 * entry; time alone changes only open into overdue (duty_state_at()), and
 * brings the next daily report into being: incidents whose next_ms has passed
 * are judged again on reading, in memory.  So a list is always as of now and
 * the view is a function of the journal alone.
 *
 * Entry duty.declined {rule, by, to, ground, name}: decided not to report, by
 * whom and why (决定不报).  Never silence.
 */
#ifndef DESK_DUTY_H
#define DESK_DUTY_H

#include "desk/desk.h"
#include "desk/incident.h"
#include "law/judge.h"

struct duty_row {
	char number[INCIDENT_NUMBER];
	char *incident_title;
	enum law_class incident_class;
	char rule[32], by[48], to[48];
	char *title;			/* duty_title() */
	char cite[128];
	enum rule_via via;
	enum duty_leg leg;
	int instance, missed;
	int64_t start, due, done, late_minutes;
	bool house_due, immediate;	/* immediate: 立即, no number in law */
	enum standing standing;
	enum duty_state state;		/* at the time of the query */
	char *because;
	bool ours;			/* by a party of this desk's county */
	bool alarm_unacked;		/* alarm_mark_duties() sets it */
};

void duty_rows_free(struct duty_row *rows, size_t count);

enum duty_filter {
	DUTIES_PENDING,		/* open and overdue, of open incidents */
	DUTIES_ALL			/* of one incident: everything */
};
/*
 * Soonest due first.  number NULL: all incidents.  ours_only leaves out what
 * units and upper levels owe.  max 0: no limit.  total may be NULL; it and the
 * rows are of one reading (a page cut short of more than 512 incidents whose
 * daily report has come up since their last entry counts those as they were).
 */
int duty_list(struct desk *d, enum duty_filter filter, const char *number,
	      bool ours_only, size_t max, struct duty_row **rows,
	      size_t *count, size_t *total, struct err *err);

/*
 * One incident's duties as the desk knew them at as_of, judged afresh: what
 * was running then.  Everything else as DUTIES_ALL.
 */
int duty_list_at(struct desk *d, const char *number, int64_t as_of,
		 struct duty_row **rows, size_t *count, struct err *err);

int duty_decline(struct desk *d, const char *number, const char *rule,
		 const char *to, const char *ground, const char *name,
		 int64_t *seq, struct err *err);

/* "（电话）" or "（书面）", tr()ed: tells two legs of a rule apart; else "" */
const char *duty_leg_text(enum duty_leg leg);

/* What a rule is called, in the language in use. */
const char *duty_title(const struct rule *rule);
/* "市应急管理局" for "city.emergency"; the code itself when unknown. */
const char *party_name(const char *code);	/* N_(): tr() it */
bool party_known(const char *code);
/* Every party there is, our own desk too; NULL past the last. */
const char *party_code(size_t i);
/* All parties a report may go to, NULL-ended codes, for completion. */
const char *const *party_codes(void);

#endif
