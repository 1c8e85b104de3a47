/*
 * What the commands on plans (plan_write.c) need of its queries (plan.c).  For
 * these two only.
 */
#ifndef DESK_PLAN_WRITE_H
#define DESK_PLAN_WRITE_H

#include "desk/plan.h"

/* The plan in force of that title; *id 0: none. */
int plan_titled(struct desk *d, const char *title, int64_t *id,
		struct err *err);
/* The body of an entry, to be decrefed; NULL: withheld. */
int plan_body(struct desk *d, int64_t seq, json_t **body, struct err *err);

#endif
