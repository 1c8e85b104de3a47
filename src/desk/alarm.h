/*
 * Alarms: only what needs an act now (security.md section 6).
 *
 * Priorities: 1 紧急 (overdue, or due in under 10 minutes), 2 重要 (under 30
 * minutes; an instruction past its due), 3 提示 (a draft left behind, the
 * clock unsynchronised).  Derived on reading from duties, instructions and
 * drafts; nothing is stored but acts: alarm.acked {key, threshold} and
 * alarm.shelved {key, until, reason}.  An acknowledged alarm returns at its
 * next threshold.  No "acknowledge all"; a legal deadline is never shelved.
 */
#ifndef DESK_ALARM_H
#define DESK_ALARM_H

#include "desk/desk.h"
#include "desk/incident.h"

enum alarm_priority { ALARM_URGENT = 1, ALARM_IMPORTANT = 2, ALARM_NOTICE = 3 };

struct alarm {
	char key[96];			/* "duty:2026-0012/493-10/city.emergency/0/0" */
	enum alarm_priority priority;
	int threshold;			/* which limit brought it: 30, 10, 0 ... */
	char *text;			/* tr()ed sentence, safe */
	char number[INCIDENT_NUMBER];	/* "" */
	int64_t since_ms, due_ms;
	bool acked, shelved, legal;
	char acked_by[64];
	int count;			/* folded repeats */
};

/* Most urgent first.  Shelved ones last. */
int alarm_list(struct desk *d, struct alarm **rows, size_t *count,
	       struct err *err);
void alarms_free(struct alarm *rows, size_t count);
int alarm_ack(struct desk *d, const char *key, int threshold,
	      struct err *err);
int alarm_shelve(struct desk *d, const char *key, int64_t until_ms,
		 const char *reason, struct err *err);

#endif
