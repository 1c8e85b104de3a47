/*
 * Call (来电去电登记): every call in or out, also those that become nothing.
 *
 * Entries
 *   call.logged  {direction: in|out, caller, unit?, phone?, words?, told?,
 *                 result?, incident?}; its happened_at is the call
 *   call.linked  {seq, incident}: it belongs to an incident after all
 * Subject "call:SEQ", SEQ being the entry that logged it.
 */
#ifndef DESK_CALL_H
#define DESK_CALL_H

#include "desk/desk.h"
#include "desk/incident.h"

enum call_direction { CALL_IN, CALL_OUT };

#define CALL_ANSWERED "接通"	/* the result of a call that reached somebody */

struct call_new {
	enum call_direction direction;
	int64_t at_ms;			/* 0: now */
	const char *caller;		/* who: name, post */
	const char *unit;
	const char *phone;
	const char *words;
	const char *told;	/* whom the caller has already told, when */
	const char *incident;		/* NULL: none */
	const char *result;		/* out: CALL_ANSWERED, "无人接听" ... */
};

struct call {
	int64_t seq, at_ms, recorded_ms;
	enum call_direction direction;
	char *caller, *unit, *phone, *words, *told, *result;
	char incident[INCIDENT_NUMBER];	/* "" none */
	char officer[64];
};

/* A call has words (in) or a result (out), or both; else ERR_INPUT. */
int call_log(struct desk *d, const struct call_new *c, int64_t *seq,
	     struct err *err);
/* ERR_REFUSED when it already belongs to one. */
int call_link(struct desk *d, int64_t call_seq, const char *incident,
	      int64_t *seq, struct err *err);
/*
 * Newest first, older than `before` (0: newest), at most max.  incident NULL:
 * all.  total, may be NULL, counts all of them whatever `before` and max.
 */
int call_list(struct desk *d, const char *incident, int64_t before,
	      size_t max, struct call **rows, size_t *count, size_t *total,
	      struct err *err);
void calls_free(struct call *rows, size_t count);

/* ---- its entries, for desk/kinds.c ---- */

int call_logged_check(const json_t *body, struct err *err);
int call_logged_reduce(struct fold *f, const struct journal_entry *e,
		       const json_t *body, struct err *err);
int call_linked_check(const json_t *body, struct err *err);
int call_linked_reduce(struct fold *f, const struct journal_entry *e,
		       const json_t *body, struct err *err);

#endif
