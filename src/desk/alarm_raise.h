/*
 * What raises an alarm: duties, instructions, plans' steps, the watch, drafts
 * and the clock, as they are at one moment.  For desk/alarm.c, which adds what
 * was done about them.
 */
#ifndef DESK_ALARM_RAISE_H
#define DESK_ALARM_RAISE_H

#include <limits.h>

#include "desk/alarm.h"

#define NO_THRESHOLD INT_MAX

enum { THRESHOLD_DUE = 0, THRESHOLD_HOUR_PAST = -60 };

struct alarm_limits {
	int important, urgent;		/* minutes before the due moment */
};

struct alarms {
	struct alarm *rows;
	size_t count, cap;
};

struct alarm_limits alarm_limits(struct desk *d);
/* The lowest threshold passed at `now`, or NO_THRESHOLD. */
int alarm_threshold(const struct alarm_limits *l, int64_t due, int64_t now);
/* The next one below it; the last has itself. */
int alarm_threshold_below(const struct alarm_limits *l, int threshold);
void alarm_duty_key(char out[ALARM_KEY], const struct duty_row *r);

/* Append one; the pointer holds until the next. */
struct alarm *alarm_add(struct alarms *list, const char *key, int threshold,
			enum alarm_priority priority);
/* Its sentence: made harmless, since an alarm is shown as it is.  text is
 * released. */
void alarm_say(struct alarm *a, struct buf *text);

/* Append what is raised at `now`, in no order; free with alarms_free(). */
int alarm_raise(struct desk *d, struct alarms *list, int64_t now,
		struct err *err);
/* The part of it that the watch raises (alarm_watch.c). */
int alarm_raise_watch(struct desk *d, struct alarms *list, int64_t now,
		      struct err *err);

#endif
