#include "store/guard.h"

#include <sqlite3.h>
#include <string.h>

static bool
guard_has(const char *name, const char *const list[])
{
	for (; name && *list; list++)
		if (strcmp(name, *list) == 0)
			return true;
	return false;
}

static int
guard_pragma(const char *name, const char *value)
{
	static const char *const any[] = {
		"data_version",      "quick_check", "integrity_check",
		"foreign_key_check", "table_info",  "table_xinfo",
		"table_list",        "index_list",  "index_info",
		"index_xinfo",       "page_count",  "page_size",
		"freelist_count",    NULL
	};
	static const char *const asked[] = {
		"journal_mode",   "synchronous",     "user_version",
		"application_id", "compile_options", NULL
	};

	if (guard_has(name, any) || (!value && guard_has(name, asked)))
		return SQLITE_OK;
	return SQLITE_DENY;
}

int
guard_authorize(void *arg, int action, const char *a, const char *b,
                const char *schema, const char *trigger)
{
	static const char *const append_only[] = { "journal", "body", "meta",
		                                   NULL };
	/*
	 * sqlite_schema is not in these lists: defensive mode refuses every
	 * write to it, and connecting the search index compiles, without
	 * running it, an UPDATE of it.
	 */
	static const char *const fixed[] = { "meta", NULL };
	const struct guard *guard = arg;

	(void)schema;
	(void)trigger;
	switch (action) {
	case SQLITE_READ:
	case SQLITE_SELECT:
	case SQLITE_TRANSACTION:
	case SQLITE_SAVEPOINT:
	case SQLITE_RECURSIVE:
		return SQLITE_OK;
	case SQLITE_FUNCTION:
		return b && strcmp(b, "load_extension") == 0 ? SQLITE_DENY
		                                             : SQLITE_OK;
	case SQLITE_INSERT:
		return guard_has(a, fixed) ? SQLITE_DENY : SQLITE_OK;
	case SQLITE_UPDATE:
		return guard_has(a, append_only) ? SQLITE_DENY : SQLITE_OK;
	case SQLITE_DELETE:
		if (guard->withholding && strcmp(a, "body") == 0)
			return SQLITE_OK;
		return guard_has(a, append_only) ? SQLITE_DENY : SQLITE_OK;
	case SQLITE_PRAGMA:
		return guard->own ? SQLITE_OK : guard_pragma(a, b);
	default:
		return SQLITE_DENY;
	}
}
