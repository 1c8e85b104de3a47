/*
 * Civil time.  An instant is int64_t milliseconds since 1970-01-01T00:00:00Z
 * (UTC, no leap seconds).  Zones are fixed offsets in minutes: the desk lives
 * in Asia/Shanghai, which has been UTC+08:00 without summer time since 1991;
 * every rule of ours is younger.  Nothing here reads a clock, the environment
 * or the process's zone, so the same instant prints the same everywhere.
 */
#ifndef BASE_CIVIL_H
#define BASE_CIVIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define CIVIL_SHANGHAI 480		/* minutes east of UTC */

#define CIVIL_SECOND 1000LL
#define CIVIL_MINUTE (60 * CIVIL_SECOND)
#define CIVIL_HOUR (60 * CIVIL_MINUTE)
#define CIVIL_DAY (24 * CIVIL_HOUR)

/* Instants kept by the desk: 1970-01-01 to 9999-12-31. */
#define CIVIL_MAX 253402300799999LL

struct civil {
	int year, month, day;		/* 1970.., 1-12, 1-31 */
	int hour, minute, second, ms;
	int weekday;			/* 0 Sunday .. 6 */
	int offset;			/* minutes east of UTC */
};

/* An instant further than CIVIL_MAX from 1970 is taken as that limit. */
void civil_from_ms(struct civil *c, int64_t ms, int offset);
/* Fields out of range are not normalised: they fail. */
int civil_to_ms(const struct civil *c, int64_t *ms, struct err *err);
bool civil_leap(int year);
int civil_month_days(int year, int month);

/* Start of the local day of ms, plus days. */
int64_t civil_day_start(int64_t ms, int offset, int days);
/* Same local time of day `months` later; day clipped to the month's last. */
int64_t civil_add_months(int64_t ms, int offset, int months);

#define CIVIL_TEXT 40

/*
 * RFC 3339: "2021-01-10T13:13:00+08:00", with ".123" only when ms is not 0;
 * offset 0 prints "Z".  Returns out.
 */
char *civil_rfc3339(char out[CIVIL_TEXT], int64_t ms, int offset);

/*
 * Parse RFC 3339 date-time, strictly: a zone is required, seconds are
 * required, fractions past a millisecond are cut, :60 is refused.  *offset
 * may be NULL.
 */
int civil_parse(const char *s, int64_t *ms, int *offset, struct err *err);

/* "2007-06-01", the start of that day in Asia/Shanghai. */
int civil_parse_date(const char *s, int64_t *ms, struct err *err);
char *civil_date(char out[CIVIL_TEXT], int64_t ms, int offset);

/*
 * What an officer types for a time, relative to now, in Asia/Shanghai:
 * "14:05" or "1405" (the latest such moment not more than 2 minutes ahead),
 * "14:05:30", "9-1 14:05", "09-01 1405", "2026-09-01 14:05", "-15" or "-15m"
 * (minutes ago), "-2h", "now" or "刚才" (now), RFC 3339.  Fails with one
 * line naming the forms.
 */
int civil_parse_human(const char *s, int64_t now_ms, int64_t *ms,
		      struct err *err);

/* Spans: "00:07:41", "1天 02:10:00", "-00:00:05".  Returns out. */
char *civil_span(char out[CIVIL_TEXT], int64_t ms);
/* Display clock: "2026-11-23 15:42:07", Asia/Shanghai. */
char *civil_local(char out[CIVIL_TEXT], int64_t ms);
/* "11-23 15:42", for lists. */
char *civil_short(char out[CIVIL_TEXT], int64_t ms);

#endif
