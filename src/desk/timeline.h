/*
 * Timeline: what happened at this desk about one incident, entry by entry,
 * with both times, and what the desk knew at any moment.
 */
#ifndef DESK_TIMELINE_H
#define DESK_TIMELINE_H

#include "desk/desk.h"
#include "desk/incident.h"

struct timeline_row {
	int64_t seq, at_ms, recorded_ms;	/* at: JOURNAL_NO_TIME if none */
	char kind[48];
	char officer[64], seat[64];
	char *text;			/* one or more lines, tr()ed, unsafe */
	bool late_entry;		/* recorded > 10 min after it happened */
};

/* Entries recorded at or before as_of (0: all), oldest first. */
int timeline_list(struct desk *d, const char *number, int64_t as_of,
		  struct timeline_row **rows, size_t *count,
		  struct err *err);
void timeline_free(struct timeline_row *rows, size_t count);

/* `zhiban timeline NUMBER [--at TIME]`: entries, class and duties then. */
int timeline_text(struct desk *d, const char *number, int64_t as_of,
		  struct buf *out, struct err *err);
int timeline_json(struct desk *d, const char *number, int64_t as_of,
		  struct buf *out, struct err *err);

#endif
