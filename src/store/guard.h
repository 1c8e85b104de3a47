/*
 * What SQL may do on a live connection: the authorizer of every DB_LIVE
 * connection.  Appending to the journal and writing the views is allowed;
 * changing or deleting what was recorded, changing the schema, attaching
 * files and every pragma but a list of harmless ones is not.  Triggers and
 * defensive mode refuse much of that too, but DROP TRIGGER passes them.
 */
#ifndef STORE_GUARD_H
#define STORE_GUARD_H

#include <stdbool.h>

struct guard {
	bool withholding;	/* rows of body may go; their trigger checks */
	bool own;		/* a pragma of our own is running */
};

/* For sqlite3_set_authorizer(); arg is the connection's struct guard. */
int guard_authorize(void *arg, int action, const char *a, const char *b,
		    const char *schema, const char *trigger);

#endif
