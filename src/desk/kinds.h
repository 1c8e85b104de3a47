/*
 * Checks and reducers of the desk's own entries, incidents, duties and
 * reports, for the table in kinds.c; those of the other nouns stand at the
 * end of their headers.  store/journal.h says what they do; a reducer's body
 * is NULL when it has been withheld.
 */
#ifndef DESK_KINDS_H
#define DESK_KINDS_H

#include "store/journal.h"

#define KIND_DECLARE(name)                                                   \
	int name##_check(const json_t *body, struct err *err);               \
	int name##_reduce(struct fold *f, const struct journal_entry *e,     \
			  const json_t *body, struct err *err)

KIND_DECLARE(desk_created);
KIND_DECLARE(pack_adopted);
KIND_DECLARE(clock_set);
/* The journal checks it; the desk folds it. */
int clock_anomaly_reduce(struct fold *f, const struct journal_entry *e,
			 const json_t *body, struct err *err);
KIND_DECLARE(incident_opened);
KIND_DECLARE(incident_revised);
KIND_DECLARE(incident_facts);
KIND_DECLARE(incident_event);
KIND_DECLARE(incident_linked);
KIND_DECLARE(incident_merged);
KIND_DECLARE(incident_closed);
KIND_DECLARE(incident_reopened);
KIND_DECLARE(duty_declined);
KIND_DECLARE(report_made);
KIND_DECLARE(report_confirmed);
KIND_DECLARE(brief_frozen);

#endif
