/*
 * The schema of a desk: schema/journal.sql holds what is recorded (journal,
 * body, meta and their triggers), every other schema/ asset holds views.
 */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

#include <stdbool.h>

#include "base/err.h"
#include "base/hash.h"
#include "store/db.h"

/* Digest of every asset that makes views, and of their names. */
void schema_digest(unsigned char out[HASH_LEN]);

/* Tables and triggers of the journal; those that are there stay. */
int schema_make_journal(struct db *db, struct err *err);
int schema_make_views(struct db *db, struct err *err);

/* Everything but the tables of the journal: views and all triggers. */
int schema_drop_views(struct db *db, struct err *err);
/* Every row of every view (not the search index, see search_fill()). */
int schema_clear_views(struct db *db, struct err *err);

/*
 * The ordinary tables that are views, in the order of their names, to fn
 * until it returns non-zero, which is returned.
 */
typedef int schema_table_fn(void *arg, const char *name, struct err *err);
int schema_each_view(struct db *db, schema_table_fn *fn, void *arg,
		     struct err *err);

#endif
