/*
 * The words of a brief (首报, 续报, 终报): official Chinese, a pure function of
 * what the desk knows.  For desk/brief.c and tests.
 *
 * Fields are those of order 493 article 12 and of the duty room's first
 * report; what is not known says 待核.  A follow-up does not
 * repeat the beginning but says what has changed; the last one sums up.
 */
#ifndef DESK_BRIEF_TEXT_H
#define DESK_BRIEF_TEXT_H

#include "base/buf.h"
#include "desk/report.h"

struct brief_source {
	const char *desk_name;
	bool drill;
	int64_t now;
	enum brief_kind kind;
	int n;
	const struct incident *incident;
	const struct report *reports;
	size_t reports_count;
	const struct brief *last;	/* the one before; NULL: none */
	int64_t ended_ms;		/* handling ended; 0: not yet */
	const char *occurred_source;	/* of the claimed time, or "" */
	int64_t head_seq;		/* of the journal */
	const char *spoken;		/* its spoken code */
};

void brief_write(struct buf *out, const struct brief_source *s);

#endif
