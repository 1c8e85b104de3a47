/*
 * Every SQL() row of the program, prepared against the whole schema: no
 * statement fails, and none scans a table unless it says so (SQL_SCAN) or
 * walks it in its own order and stops at a LIMIT.  The whole library is
 * linked in, so that no row is missing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "store/db.h"
#include "store/schema.h"

static struct db *
open_schema(void)
{
	struct err err = ERR_INIT;
	struct db *db;

	if (db_open(&db, "", DB_MEMORY, &err) ||
	    schema_make_journal(db, &err) || schema_make_views(db, &err))
		fail_msg("%s", err.text);
	return db;
}

static void
every_statement_can_be_prepared(void **state)
{
	struct db *db = open_schema();
	const struct sql *row;
	struct stmt *st;
	struct err err = ERR_INIT;
	size_t i, count;
	int bad = 0;

	(void)state;
	row = db_sql_first(&count);
	assert_true(count > 20);
	for (i = 0; i < count; i++, row++) {
		err_clear(&err);
		if (db_prepare(db, row->text, &st, &err)) {
			print_error("%s:%d: %s\n", row->file, row->line,
			            err.text);
			bad++;
		} else
			stmt_free(st);
	}
	db_close(db);
	assert_int_equal(bad, 0);
}

/* "SCAN x" of a table, not of a virtual one or of a subquery's result. */
static bool
plan_scans(const char *detail)
{
	const char *name;

	if (strncmp(detail, "SCAN ", 5) != 0)
		return false;
	name = detail + 5;
	return !strstr(detail, "VIRTUAL TABLE") && *name != '(' &&
	       strncmp(name, "CONSTANT ROW", 12) != 0 &&
	       strncmp(name, "json_", 5) != 0;
}

static int
statement_scans(struct db *db, const struct sql *row)
{
	bool limited = strstr(row->text, " LIMIT ") != NULL, sorts = false;
	char text[16384], found[256] = "";
	struct err err = ERR_INIT;
	struct stmt *st;

	snprintf(text, sizeof(text), "EXPLAIN QUERY PLAN %s", row->text);
	if (db_prepare(db, text, &st, &err))
		return 0; /* not a statement that has a plan */
	while (stmt_step(st, &err) == 1) {
		sorts = sorts || strstr(stmt_text(st, 3), "TEMP B-TREE");
		if (plan_scans(stmt_text(st, 3)))
			snprintf(found, sizeof(found), "%s", stmt_text(st, 3));
	}
	stmt_free(st);
	if (!*found || (limited && !sorts))
		return 0;
	print_error("%s:%d: %s\n", row->file, row->line, found);
	return 1;
}

static void
no_statement_scans_unless_it_says_so(void **state)
{
	struct db *db = open_schema();
	const struct sql *row;
	size_t i, count;
	int bad = 0;

	(void)state;
	row = db_sql_first(&count);
	for (i = 0; i < count; i++, row++)
		if (!row->may_scan)
			bad += statement_scans(db, row);
	db_close(db);
	assert_int_equal(bad, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_statement_can_be_prepared),
		cmocka_unit_test(no_statement_scans_unless_it_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
