/*
 * Timeline: what happened at this desk about one incident, entry by entry,
 * with both times, and what the desk knew at any moment.
 *
 * It holds the incident's own entries (reports and briefs among them) and
 * those of the calls and instructions that belong to it; a call that was
 * linked later is there from the moment of the link.  Order is that of the
 * journal: what was recorded first comes first, whatever it claims.
 */
#ifndef DESK_TIMELINE_H
#define DESK_TIMELINE_H

#include "desk/desk.h"
#include "desk/incident.h"

#define TIMELINE_LATE_MS (10 * CIVIL_MINUTE)

struct timeline_row {
	int64_t seq, at_ms, recorded_ms; /* at: JOURNAL_NO_TIME if none */
	char kind[48];
	char officer[64], seat[64];
	char *text;			/* one or more lines, tr()ed, unsafe */
	char *body;			/* as stored; NULL: withheld */
	bool late_entry;	/* recorded > 10 min after it happened */
};

/* Entries recorded at or before as_of (0: all), oldest first. */
int timeline_list(struct desk *d, const char *number, int64_t as_of,
		  struct timeline_row **rows, size_t *count,
		  struct err *err);
void timeline_free(struct timeline_row *rows, size_t count);

/* Whole minutes from the claimed time to the recorded one; 0 without one. */
int64_t timeline_delay_minutes(const struct timeline_row *r);

/*
 * `zhiban timeline NUMBER [--at TIME]`: title and class as known then, the
 * entries, the duties then.  as_of 0: now.  Everything that came from outside
 * has passed text_safe(): the text may be printed.
 */
int timeline_text(struct desk *d, const char *number, int64_t as_of,
		  struct buf *out, struct err *err);

/*
 * The same as one JSON object with a last newline, for programs.  Members are
 * only ever added.
 *
 *  { "number": "2026-0012", "as_of": TIME, "kind": "accident.coal",
 *    "title": "...",
 *    "class": { "code", "name", "because", "cite" },
 *    "entries": [ { "seq", "kind", "at": TIME or null, "recorded_at": TIME,
 *                   "delay_minutes", "late_entry": bool, "officer", "seat",
 *                   "text": in the language in use,
 *                   "body": the entry's own object, null when withheld } ],
 *    "duties": [ { "rule", "title", "by", "to", "via", "leg": "whole" |
 *                  "phone" | "written", "instance", "start": TIME,
 *                  "due": TIME, "basis": "law" | "house", "state",
 *                  "done": TIME or null, "late_minutes", "because", "cite",
 *                  "standing" } ] }
 *
 * TIME is RFC 3339 in +08:00.  kind and title are null before it was opened.
 */
int timeline_json(struct desk *d, const char *number, int64_t as_of,
		  struct buf *out, struct err *err);

#endif
