#include "store/schema.h"

#include <stdlib.h>
#include <string.h>

#include "base/asset.h"
#include "base/buf.h"
#include "base/mem.h"
#include "store/search.h"

#define SCHEMA_DIR "schema/"
#define SCHEMA_JOURNAL "schema/journal.sql"

SQL_SCAN(schema_tables, "SELECT name FROM pragma_table_list"
                        " WHERE schema = 'main' AND type = 'table'"
                        " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
                        " AND name NOT IN ('journal', 'body', 'meta')"
                        " ORDER BY name");
/* Virtual tables before their shadows, triggers before their tables. */
SQL_SCAN(schema_objects,
         "SELECT type, name FROM sqlite_schema"
         " WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
         " AND name NOT IN ('journal', 'body', 'meta')"
         " AND (type = 'trigger' OR type = 'view' OR type = 'table'"
         "  AND name NOT IN (SELECT name FROM pragma_table_list"
         "   WHERE type = 'shadow'))"
         " ORDER BY type DESC, sql LIKE 'CREATE VIRTUAL%' DESC, name");

void
schema_digest(unsigned char out[HASH_LEN])
{
	struct hasher *h = hasher_new();
	const struct asset *a;
	size_t i = 0;

	hasher_begin(h);
	for (a = asset_next(SCHEMA_DIR, &i); a;
	     a = asset_next(SCHEMA_DIR, &i)) {
		if (strcmp(a->name, SCHEMA_JOURNAL) == 0)
			continue;
		hasher_add(h, a->name, strlen(a->name) + 1);
		hasher_add(h, a->bytes, a->len + 1);
	}
	hasher_end(h, out);
	hasher_free(h);
}

static int
schema_run(struct db *db, const struct asset *a, struct err *err)
{
	if (db_script(db, (const char *)a->bytes, err))
		return err_prefix(err, "%s", a->name);
	return 0;
}

int
schema_make_journal(struct db *db, struct err *err)
{
	return schema_run(db, asset_find(SCHEMA_JOURNAL), err);
}

int
schema_make_views(struct db *db, struct err *err)
{
	const struct asset *a;
	size_t i = 0;

	for (a = asset_next(SCHEMA_DIR, &i); a; a = asset_next(SCHEMA_DIR, &i))
		if (strcmp(a->name, SCHEMA_JOURNAL) != 0 &&
		    schema_run(db, a, err))
			return -1;
	return 0;
}

/* Append a name as an SQL identifier. */
static void
schema_name(struct buf *out, const char *name)
{
	buf_byte(out, '"');
	for (; *name; name++) {
		if (*name == '"')
			buf_byte(out, '"');
		buf_byte(out, *name);
	}
	buf_byte(out, '"');
}

int
schema_drop_views(struct db *db, struct err *err)
{
	struct stmt *st = db_use(db, &schema_objects);
	struct buf script = BUF_INIT;
	int rc;

	while ((rc = stmt_step(st, err)) == 1) {
		buf_fmt(&script, "DROP %s ", stmt_text(st, 0));
		schema_name(&script, stmt_text(st, 1));
		buf_str(&script, ";\n");
	}
	stmt_done(st);
	if (rc == 0)
		rc = db_script(db, script.s, err);
	buf_release(&script);
	return rc;
}

int
schema_each_view(struct db *db, schema_table_fn *fn, void *arg, struct err *err)
{
	struct stmt *st = db_use(db, &schema_tables);
	char **names = NULL;
	size_t i, n = 0, cap = 0;
	int rc;

	while ((rc = stmt_step(st, err)) == 1) {
		names = mem_grow(names, n, &cap, sizeof(*names));
		names[n++] = mem_str(stmt_text(st, 0));
	}
	stmt_done(st);
	for (i = 0; i < n; i++) {
		if (rc == 0)
			rc = fn(arg, names[i], err);
		free(names[i]);
	}
	free(names);
	return rc;
}

static int
schema_clear(void *arg, const char *name, struct err *err)
{
	struct buf text = BUF_INIT;
	struct stmt *st;
	int rc;

	buf_str(&text, "DELETE FROM ");
	schema_name(&text, name);
	rc = db_prepare(arg, text.s, &st, err);
	if (rc == 0)
		rc = stmt_run(st, err);
	stmt_free(st);
	buf_release(&text);
	return rc;
}

int
schema_clear_views(struct db *db, struct err *err)
{
	return schema_each_view(db, schema_clear, db, err);
}
