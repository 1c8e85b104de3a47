/*
 * When a feed is polled next, and whether what it says is still fresh.
 *
 * Pure: the time and a random number are arguments.  Its times are of the
 * machine's boot clock, in milliseconds, which nobody can set: a wall clock
 * that is put back must not leave a desk blind until it has caught up.  The
 * wall clock serves only to tell how old a content is, and how far away the
 * date of a Retry-After, at the moment they are read.  The manners (README of
 * the feeds, 0.5 and 7.2):
 *
 *	good		after the interval, 10 % sooner or later
 *	failed		after the interval, then twice, four times ... it, up to
 *			15 minutes (or the interval, if that is longer)
 *	429, 503	not before the time that Retry-After asks for, which is
 *			obeyed up to a day
 *	401, 403, 404	never again until schedule_resume(): a service may lock
 *			an account that goes on asking
 *
 * and never sooner than the source's floor.  A feed that still answers, but
 * has had nothing new for longer than it should, is as dead as one that does
 * not: the alarm looks at the age of the content, never at HTTP alone.
 */
#ifndef WATCH_SCHEDULE_H
#define WATCH_SCHEDULE_H

#include <stdbool.h>
#include <stdint.h>

#define SCHEDULE_NEVER INT64_MAX
#define SCHEDULE_NO_TIME INT64_MIN
#define SCHEDULE_BACKOFF_MS (15 * 60 * 1000LL)
#define SCHEDULE_RETRY_MAX_MS (24 * 3600 * 1000LL)

struct schedule_rule {
	int64_t interval_ms;	/* > 0 */
	int64_t floor_ms;	/* of the source; the interval is no less */
	int64_t silent_ms;	/* no good answer for longer: alarm; 0 never */
	int64_t stale_ms;	/* nothing newer for longer: alarm; 0 never */
};

/* One poll, as it ended. */
struct schedule_poll {
	bool good;		/* rows, truly empty, or unchanged (304) */
	long status;		/* of HTTP; 0: none came */
	const char *retry_after;/* the header; NULL: none */
	int64_t wall_ms;	/* UTC, as it ended */
	/* The latest time that the content tells of, UTC: its newest row's, or
	 * when the source says it was made.  SCHEDULE_NO_TIME: of none. */
	int64_t newest_ms;
};

struct schedule {
	int64_t next_ms;	/* poll then; SCHEDULE_NEVER: stopped */
	int64_t begun_ms, good_ms;	/* good_ms SCHEDULE_NO_TIME: none yet */
	int64_t newest_ms;	/* of the content, by this clock; NO_TIME */
	int failures;		/* in a row */
	long stopped;		/* the status that stopped it, or 0 */
};

enum schedule_health {
	SCHEDULE_FRESH,
	SCHEDULE_STALE,		/* it answers, but nothing newer */
	SCHEDULE_SILENT,	/* it does not answer as it should */
	SCHEDULE_STOPPED	/* we ask no more */
};

/* A feed new to us, or the worker started: poll at once. */
void schedule_begin(struct schedule *s, int64_t now_ms);
/* Its settings changed: poll at once, from the start. */
void schedule_resume(struct schedule *s, int64_t now_ms);

/* A poll ended now.  seed is any random number. */
void schedule_after(struct schedule *s, const struct schedule_rule *r,
		    const struct schedule_poll *p, int64_t now_ms,
		    uint32_t seed);

/* Exactly at a limit is still well. */
enum schedule_health schedule_health(const struct schedule *s,
				     const struct schedule_rule *r,
				     int64_t now_ms);

/* What a stop by this status means and what mends it; for people. */
const char *schedule_stop_text(long status);

/*
 * How long Retry-After asks to wait: seconds, or a date ("Sun, 06 Nov 1994
 * 08:49:37 GMT", RFC 9110's preferred form), capped at a day.  0 for a time
 * that has passed and for anything else.
 */
int64_t schedule_retry_after(const char *value, int64_t now_ms);

#endif
