/*
 * Comparing a live desk with what its journal says it must be: the schema
 * with the program's own, the views with a fold in memory, the search index
 * with its documents.  Differences go into verify's report.
 */
#ifndef STORE_COMPARE_H
#define STORE_COMPARE_H

#include "store/verify.h"

int compare_schema(struct db *live, struct verify_report *out,
		   struct err *err);
/* Needs a schema without faults; sets views_checked and views_same. */
int compare_views(struct db *live, const struct journal_kinds *kinds,
		  struct verify_report *out, struct err *err);

#endif
