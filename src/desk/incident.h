/*
 * Incident (事件): what happened, as claimed, and how it is called.
 *
 * Entries
 *   incident.opened     {number, kind, title, place, unit, words, occurred,
 *                        occurred_source, received, from, phone, told,
 *                        unit_head_told, facts, source, rulebook, draft}
 *   incident.revised    {kind?, title?, place?, unit?, words?, base}
 *   incident.facts      {facts, source, base}: claims; every one is kept
 *   incident.event      {what, by?, to?, from?, name?, source?}: the other
 *                       chronicle events; the entry's happened_at is `at`
 *   incident.linked     {to, why}       incident.merged {into, why}
 *   incident.closed     {words}         incident.reopened {why}
 * Subject "incident:2026-0012".  Numbers run per year of the desk's clock.
 *
 * Times are RFC 3339 in +08:00; draft is the draft that became it.
 *
 * An incident can be closed only when every duty of the county's own is met,
 * claimed, late (done), or void with a reason; otherwise ERR_REFUSED names the
 * first that is not.  Nor is one closed or merged while a plan runs on it
 * (activation.h).  Closed and merged incidents take no changes but a
 * receiver's confirmation, a brief, a link, until they are reopened.  A merged
 * one is kept whole; its duties leave the lists of pending ones and stay on
 * its own page.
 *
 * Two officers: a change carries `base`, the last entry its author had seen.
 * When somebody else has since changed one of the same fields, the command
 * answers ERR_CONFLICT and fills struct conflict; saving again with the newer
 * base appends on top.  Nothing is ever overwritten: all claims stay.  A base
 * of INT64_MAX has seen whatever is there; the entry says what that was.
 */
#ifndef DESK_INCIDENT_H
#define DESK_INCIDENT_H

#include "desk/desk.h"
#include "law/facts.h"
#include "law/judge.h"

#define INCIDENT_NUMBER 16		/* "2026-0012" */

enum incident_state { INCIDENT_OPEN, INCIDENT_CLOSED, INCIDENT_MERGED };

/* Text limits, characters; longer input is refused, never cut. */
enum { INCIDENT_TITLE_MAX = 120, INCIDENT_PLACE_MAX = 200,
       INCIDENT_WORDS_MAX = 4000, SOURCE_MAX = 120 };

struct incident_new {
	const char *kind;		/* required: a code of kind_table */
	const char *title;		/* NULL: made from place and kind */
	const char *place, *unit, *words;
	int64_t occurred_ms;		/* JOURNAL_NO_TIME: unknown */
	const char *occurred_source;
	int64_t received_ms;		/* the desk's own receipt; 0: now */
	const char *from, *phone;	/* caller, number */
	const char *told;	/* whom the caller has already told, when */
	int64_t unit_head_told_ms;	/* JOURNAL_NO_TIME: unknown */
	struct facts facts;
	unsigned asked;			/* bits 1 << enum fact: asked and not
					 * known, which is a claim, too */
	const char *source;		/* of the facts: "来电人" ... */
	int64_t draft;			/* draft this came from, consumed; 0 */
	int64_t warning;		/* handled by it, in the same write;
					 * ERR_CONFLICT: it became another
					 * incident, was closed or got worse
					 * since seen; 0 */
	int64_t warning_seen;		/* as of warning_handle() */
};

struct incident_change {		/* NULL members stay as they are */
	const char *kind, *title, *place, *unit, *words;
	int64_t base;
};

struct conflict {
	char field[32];
	char *theirs;			/* their value; free with release */
	char *mine;
	char officer[64];
	int64_t seq, recorded_ms;
};
void conflict_release(struct conflict *c);

int incident_open(struct desk *d, const struct incident_new *in,
		  char number[INCIDENT_NUMBER], int64_t *seq,
		  struct err *err);
int incident_revise(struct desk *d, const char *number,
		    const struct incident_change *ch, struct conflict *c,
		    int64_t *seq, struct err *err);
/* Claims for the facts in `set` (bits 1 << enum fact). */
int incident_claim(struct desk *d, const char *number, unsigned set,
		   const struct facts *facts, const char *source,
		   int64_t at_ms, int64_t base, struct conflict *c,
		   int64_t *seq, struct err *err);

struct incident_event {
	enum event_what what;		/* OCCURRED, UNIT_HEAD_TOLD, RECEIVED,
					 * VERIFIED, ORDERED, TIPPED,
					 * HANDLING_ENDED, DOCUMENT */
	int64_t at_ms;
	const char *by, *from, *name, *source;
};
int incident_note(struct desk *d, const char *number,
		  const struct incident_event *e, int64_t *seq,
		  struct err *err);
int incident_link(struct desk *d, const char *number, const char *to,
		  const char *why, int64_t *seq, struct err *err);
int incident_merge(struct desk *d, const char *number, const char *into,
		   const char *why, int64_t *seq, struct err *err);
int incident_close(struct desk *d, const char *number, const char *words,
		   int64_t *seq, struct err *err);
int incident_reopen(struct desk *d, const char *number, const char *why,
		    int64_t *seq, struct err *err);

/* ---- queries ---- */

struct incident {
	char number[INCIDENT_NUMBER];
	char kind[32];
	char *title, *place, *unit, *from, *phone, *told;
	char *words;			/* of incident_get(); "" in lists */
	enum incident_state state;
	char merged_into[INCIDENT_NUMBER];
	enum law_class class;
	char because[160];
	char cite[96];
	int64_t occurred_ms, received_ms, opened_ms, last_ms;
	int64_t last_seq, rulebook;
	char officer[64];
	struct facts facts;		/* as last claimed */
	int64_t next_due;		/* soonest of both; 0: none */
	int open_duties;		/* of ours: not yet due */
	int overdue_duties;		/* of ours: past due */
};

void incident_release(struct incident *in);
int incident_get(struct desk *d, const char *number, struct incident *out,
		 struct err *err);	/* ERR_NOT_FOUND */
/* "12", "0012" and "2026-0012" all name one; out is the full number. */
int incident_number(struct desk *d, const char *typed,
		    char out[INCIDENT_NUMBER], struct err *err);

enum incident_filter { INCIDENTS_OPEN, INCIDENTS_ALL, INCIDENTS_CLOSED };
/*
 * One page, newest first: those older than `before` (NULL: from the newest),
 * at most max.  total, may be NULL, counts the same filter in the same read.
 */
int incident_list(struct desk *d, enum incident_filter filter,
		  const char *before, size_t max, struct incident **rows,
		  size_t *count, size_t *total, struct err *err);
void incident_list_free(struct incident *rows, size_t count);

/*
 * Likely the same event: kind under the same first word, opened within an
 * hour before or after, and a place that shares two Han characters in a row
 * (or the same unit).  Open and closed ones; the newest 20.
 */
int incident_similar(struct desk *d, const char *kind, const char *place,
		     const char *unit, int64_t at_ms, struct incident **rows,
		     size_t *count, struct err *err);

/* Every claim of one incident, oldest first. */
struct claim {
	int64_t seq, at_ms, recorded_ms;
	enum fact fact;
	int64_t value;
	char *source;
	char officer[64];
};
int incident_claims(struct desk *d, const char *number, struct claim **rows,
		    size_t *count, struct err *err);
void claims_free(struct claim *rows, size_t count);

/*
 * The chronicle of an incident as known at `as_of` (desk time), for the
 * judge.  Release with chronicle_release().  Strings live in the chronicle.
 */
int incident_chronicle(struct desk *d, const char *number, int64_t as_of,
		       struct chronicle *out, struct err *err);
/* That, judged by the rules of its day. */
int incident_verdict(struct desk *d, const char *number, int64_t as_of,
		     struct verdict *out, struct err *err);
/* Class and first duties of what is being typed; nothing is written. */
int incident_preview(struct desk *d, const struct incident_new *in,
		     struct verdict *out, struct err *err);
/* The incident as it would be judged now with these claims besides. */
int incident_preview_claim(struct desk *d, const char *number, unsigned set,
			   const struct facts *facts, int64_t at_ms,
			   struct verdict *out, struct err *err);

#endif
