/*
 * Alarms: only what needs an act now (EEMUA 191, ISA-18.2).
 *
 * Priorities: 1 紧急 (overdue, or due in under 10 minutes), 2 重要 (under 30
 * minutes; an instruction or a plan's step past its due), 3 提示 (a draft left
 * behind, the clock unsynchronised).  The two limits are settings.  Derived on
 * reading from duties, instructions, plans' steps, warnings, call-outs, feeds,
 * notices, drafts and the clock; nothing is stored but acts:
 *   alarm.acked    {key, threshold}
 *   alarm.shelved  {key, until, reason}
 * Subject "alarm".
 *
 * One situation, one alarm: recipients of one rule that are due together fold
 * into one with a count, so do steps of one plan that are due together, and
 * drafts of one form.  A key names what is to be done and when it is due, so
 * a deadline that moves is a new alarm.
 *
 * Thresholds are minutes before the due moment and fall: 30, 10, 0 (past
 * due), -60 (an hour past).  An acknowledgement is by name, for a key down to
 * a threshold; the alarm returns at the next one, and 12 hours after it was
 * acknowledged, the longest shift, so that no one inherits a silence.  There
 * is no "acknowledge all".  What the law asks is never shelved.
 */
#ifndef DESK_ALARM_H
#define DESK_ALARM_H

#include "desk/desk.h"
#include "desk/duty.h"
#include "desk/incident.h"

#define ALARM_KEY 128

enum alarm_priority { ALARM_URGENT = 1, ALARM_IMPORTANT = 2, ALARM_NOTICE = 3 };

struct alarm {
	char key[ALARM_KEY];	/* "duty:2026-0012/493-10n/0/0/1795420920" */
	enum alarm_priority priority;
	int threshold;		/* which limit brought it: 30, 10, 0 ... */
	char *text;			/* tr()ed sentence, safe */
	char number[INCIDENT_NUMBER];	/* "" */
	int64_t since_ms;	/* it stands open: since it rose, or again since
				 * an act on it ceased to hold */
	int64_t acted_ms;	/* the last act: acknowledged, or shelved until
				 * then; 0: none */
	int64_t due_ms;			/* 0: none */
	bool acked, shelved, legal;
	bool rises;		/* by the house rule, while unacknowledged */
	char acked_by[64];
	int64_t until_ms;		/* shelved: until then */
	int count;			/* folded repeats, 1 and more */
};

/*
 * Most urgent first: by priority, then due; unacknowledged before
 * acknowledged within a priority; shelved ones last.
 */
int alarm_list(struct desk *d, struct alarm **rows, size_t *count,
	       struct err *err);
void alarms_free(struct alarm *rows, size_t count);

/*
 * Acknowledge what is shown.  ERR_NOT_FOUND when it is no longer there,
 * ERR_CONFLICT when it has moved on to another threshold since.
 * Acknowledging twice appends nothing.
 */
int alarm_ack(struct desk *d, const char *key, int threshold,
	      struct err *err);
/* At most 12 hours ahead; a legal deadline is ERR_REFUSED. */
int alarm_shelve(struct desk *d, const char *key, int64_t until_ms,
		 const char *reason, struct err *err);

/*
 * Set alarm_unacked in rows of duty_list(): those of ours that raise an alarm
 * at `now` that nobody has acknowledged.
 */
int alarm_mark_duties(struct desk *d, struct duty_row *rows, size_t count,
		      int64_t now, struct err *err);

/* Is this the alarm of that duty, alone or folded with others? */
bool alarm_is_of(const struct alarm *a, const struct duty_row *duty);

/* ---- its entries, for desk/kinds.c ---- */

int alarm_acked_check(const json_t *body, struct err *err);
int alarm_acked_reduce(struct fold *f, const struct journal_entry *e,
		       const json_t *body, struct err *err);
int alarm_shelved_check(const json_t *body, struct err *err);
int alarm_shelved_reduce(struct fold *f, const struct journal_entry *e,
			 const json_t *body, struct err *err);

#endif
