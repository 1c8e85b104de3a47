/*
 * How a warning is answered (处置) with an incident or a plan: what it says of
 * the incident it would be, the plans that fit it, and both begun at once.
 *
 * A warning becomes one incident.  What becomes of it is written together with
 * the note that it is handled, in one transaction: an incident without that
 * note, or the note without the incident, cannot be left behind.
 *
 * The note of a warning (struct warning) that became an incident is its
 * number, "2026-0012"; of one that a plan was started for, "2026-0012
 * activation 317".
 */
#ifndef DESK_WARNING_ANSWER_H
#define DESK_WARNING_ANSWER_H

#include "desk/activation.h"
#include "desk/incident.h"
#include "desk/plan.h"
#include "desk/warning.h"

enum { WARNING_FROM_MAX = 60 };	/* characters; what the intake's field takes */

/*
 * The incident that it would be.  Texts are the source's own, made harmless
 * (text_safe()) and cut to what an incident takes; "" when it does not say.
 */
struct warning_case {
	const char *kind;	/* code of kind_table; NULL: none suggests
				 * itself */
	char *from;		/* the office; else the feeds */
	char *place;		/* areas, or the county's name when it is for
				 * that, and the point */
	char *words;		/* headline and text of its newest message */
	int64_t received_ms;	/* when the desk had it as bad as it is */
	int64_t occurred_ms;	/* JOURNAL_NO_TIME: not said */
};
/* ERR_NOT_FOUND.  A released or failed one is zeroed. */
int warning_case_read(struct desk *d, int64_t id, struct warning_case *out,
		      struct err *err);
void warning_case_release(struct warning_case *c);

/* The kind of incident that a warning's kind suggests; NULL: none. */
const char *warning_incident_kind(const char *kind);
/* The incident it became or was joined to, also before it got worse; ""
 * none. */
const char *warning_incident(const struct warning *w,
			     char out[INCIDENT_NUMBER]);

/*
 * Plans for it, as plan_propose(): of its incident, if it has one, else of the
 * kind it suggests.  Its colour asks for a level, too (red for the first), as
 * one that may hold: the plan's milder one next to it, where it has not that.
 */
int warning_plans(struct desk *d, const struct warning *w,
		  struct proposal **rows, size_t *count, struct err *err);

/*
 * Start a plan for it: on its incident, or on one that is opened from it here
 * (ERR_REFUSED when it suggests no kind).  a->number is not read; the number
 * and the activation's id are given back.  seen as warning_handle().
 */
int warning_respond(struct desk *d, int64_t id, int64_t seen,
		    const struct activation_new *a,
		    char number[INCIDENT_NUMBER], int64_t *activation,
		    struct err *err);

/*
 * For incident_open(): it became that incident.  ERR_CONFLICT, and by whom,
 * when it has become one already or was closed, or got worse since it was seen
 * (warning_handle()).
 */
int warning_opened_within(struct desk *d, int64_t id, int64_t seen,
			  const char *number, struct err *err);

#endif
