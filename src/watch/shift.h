/*
 * A recorded answer of a feed, moved to another time: every moment that is
 * spelled in its bytes is put off by the same number of minutes and written in
 * the form and the zone in which it stood.  All else stays byte for byte.
 * Pure; the formats' readers need not know.
 *
 * Whole minutes, so that seconds and fractions stay as they are, and a form
 * that has none (the minute of nmc) agrees with one that has them.  The forms
 * (shift.c has the table):
 *
 *	2026-09-20T12:30[:00[.000][Z|+08:00]]	RFC 3339, CAP, and with a blank
 *	2026/09/20 12:30[:00]			nmc, CENC
 *	20260920123000, 20260920T123000Z	inside ids
 *	/O.NEW.KBOX.SV.W.0001.260920T1230Z-...	VTEC of NWS
 *	2026-09-20,0430				date and time of FIRMS
 *	Sun, 20 Sep 2026 12:30[:00] +0800	RFC 822; the weekday goes along
 *	2026年9月20日12时30分			in texts
 *	"time": 1790000000000			milliseconds, members of JSON
 *
 * A number is written no narrower than it stood, so 9月 may become 10月.  A
 * date or an hour alone, what is no date (02-30), and what would leave 1970 to
 * 9999 stay as they are.
 */
#ifndef WATCH_SHIFT_H
#define WATCH_SHIFT_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* Append the bytes to out, moved. */
void shift_times(struct buf *out, const char *bytes, size_t len,
		 int64_t minutes);

#endif
