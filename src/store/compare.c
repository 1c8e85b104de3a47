#include "store/compare.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/asset.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "store/fold.h"
#include "store/schema.h"
#include "store/search.h"

#define TABLE_FAULTS 20 /* shown of one table; the rest is counted */
#define VALUE_SHOWN 32  /* characters of a value in a fault's text */

SQL_SCAN(compare_objects,
         "SELECT type, name, coalesce(sql, '') FROM sqlite_schema"
         " WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
         " ORDER BY type, name");
SQL_SCAN(compare_columns, "SELECT name, pk FROM pragma_table_info(?1)"
                          " ORDER BY cid");
SQL(compare_views_digest, "SELECT views FROM meta WHERE one = 1");
SQL(compare_integrity, "PRAGMA integrity_check(20)");

/* ---- two sorted results side by side ---- */

struct pair {
	struct stmt *live, *fresh;
	int has_live, has_fresh; /* of the last step */
};

static int
pair_step(struct pair *p, bool live, bool fresh, struct err *err)
{
	if (live)
		p->has_live = stmt_step(p->live, err);
	if (fresh)
		p->has_fresh = stmt_step(p->fresh, err);
	return p->has_live == -1 || p->has_fresh == -1 ? -1 : 0;
}

/* Numbers, then text, then blobs, as ORDER BY has them. */
static int
value_rank(enum db_type type)
{
	return type == DB_NULL   ? 0
	       : type == DB_TEXT ? 2
	       : type == DB_BLOB ? 3
	                         : 1;
}

static int
value_compare(struct stmt *a, struct stmt *b, int col)
{
	int rank = value_rank(stmt_type(a, col));
	int other = value_rank(stmt_type(b, col)), cmp;
	const void *pa, *pb;
	size_t na, nb;

	if (rank != other || rank == 0)
		return (rank > other) - (rank < other);
	if (rank == 1)
		return (stmt_int(a, col) > stmt_int(b, col)) -
		       (stmt_int(a, col) < stmt_int(b, col));
	pa = stmt_blob(a, col, &na);
	pb = stmt_blob(b, col, &nb);
	cmp = na && nb ? memcmp(pa, pb, na < nb ? na : nb) : 0;
	return cmp ? cmp : (na > nb) - (na < nb);
}

/* < 0: only the live row is there; > 0: only the fresh one. */
static int
pair_compare(const struct pair *p, int columns)
{
	int i, cmp = 0;

	if (!p->has_live || !p->has_fresh)
		return p->has_live ? -1 : 1;
	for (i = 0; i < columns && cmp == 0; i++)
		cmp = value_compare(p->live, p->fresh, i);
	return cmp;
}

/* ---- the schema ---- */

static const char *
schema_code(struct stmt *st)
{
	return strcmp(stmt_text(st, 0), "trigger") == 0 ? "trigger" : "schema";
}

static void
schema_fault(struct verify_report *out, struct stmt *st, const char *what)
{
	verify_fault(out, 0, schema_code(st), "%s %s %s", stmt_text(st, 0),
	             stmt_text(st, 1), what);
}

static int
compare_objects_of(struct pair *p, struct verify_report *out, struct err *err)
{
	int cmp;

	if (pair_step(p, true, true, err))
		return -1;
	while (p->has_live || p->has_fresh) {
		cmp = pair_compare(p, 2);
		if (cmp < 0)
			schema_fault(out, p->live, "does not belong here");
		else if (cmp > 0)
			schema_fault(out, p->fresh, "is missing");
		else if (value_compare(p->live, p->fresh, 2) != 0)
			schema_fault(out, p->live, "was changed");
		if (pair_step(p, cmp <= 0, cmp >= 0, err))
			return -1;
	}
	return 0;
}

static int
fresh_open(struct db **fresh, struct err *err)
{
	if (db_open(fresh, "", DB_MEMORY, err))
		return -1;
	if (schema_make_journal(*fresh, err) == 0 &&
	    schema_make_views(*fresh, err) == 0)
		return 0;
	db_close(*fresh);
	*fresh = NULL;
	return -1;
}

/* Were the views made by this program's schema? */
static int
compare_version(struct db *live, bool *same, struct err *err)
{
	struct stmt *st = db_use(live, &compare_views_digest);
	unsigned char want[HASH_LEN];
	const void *p;
	size_t len;
	int rc;

	schema_digest(want);
	rc = stmt_step(st, err);
	p = rc == 1 ? stmt_blob(st, 0, &len) : NULL;
	*same = p && len == HASH_LEN && memcmp(p, want, HASH_LEN) == 0;
	stmt_done(st);
	return rc == -1 ? -1 : 0;
}

int
compare_schema(struct db *live, struct verify_report *out, struct err *err)
{
	struct pair p = { NULL, NULL, 0, 0 };
	struct db *fresh;
	bool same;
	int rc;

	if (compare_version(live, &same, err))
		return -1;
	if (!same) {
		verify_fault(out, 0, "schema",
		             "the views were made by another version; run "
		             "'zhiban rebuild'");
		return 0;
	}
	if (fresh_open(&fresh, err))
		return -1;
	p.live = db_use(live, &compare_objects);
	p.fresh = db_use(fresh, &compare_objects);
	rc = compare_objects_of(&p, out, err);
	stmt_done(p.live);
	db_close(fresh);
	return rc;
}

/* ---- one view ---- */

struct view {
	const char *name;
	struct buf select;
	int columns, keys; /* key columns come first */
	int64_t faults;
	struct pair rows;
	struct verify_report *out;
};

static void
view_list(struct buf *out, const char *name)
{
	char quoted[256];

	snprintf(quoted, sizeof(quoted), "%s\"%s\"", out->len ? ", " : "",
	         name);
	buf_str(out, quoted);
}

/*
 * SELECT with the primary key first, sorted by it; without one, by all
 * columns.  The names are our own schema's: they need no escaping.
 */
static int
view_select(struct view *v, struct db *fresh, struct err *err)
{
	struct buf keys = BUF_INIT, rest = BUF_INIT;
	struct stmt *st = db_use(fresh, &compare_columns);
	int i, rc;

	stmt_bind_text(st, 1, v->name);
	while ((rc = stmt_step(st, err)) == 1) {
		v->columns++;
		v->keys += stmt_int(st, 1) > 0;
		view_list(stmt_int(st, 1) > 0 ? &keys : &rest,
		          stmt_text(st, 0));
	}
	stmt_done(st);
	if (v->keys == 0)
		v->keys = v->columns;
	buf_fmt(&v->select, "SELECT %s%s%s FROM \"%s\" ORDER BY ", keys.s,
	        keys.len && rest.len ? ", " : "", rest.s, v->name);
	for (i = 1; i <= v->keys; i++)
		buf_fmt(&v->select, "%s%d COLLATE BINARY", i > 1 ? ", " : "",
		        i);
	buf_release(&keys);
	buf_release(&rest);
	return rc;
}

static void
value_text(struct buf *out, struct stmt *st, int col)
{
	struct buf safe = BUF_INIT;
	size_t len;

	switch (stmt_type(st, col)) {
	case DB_NULL:
		buf_str(out, "null");
		return;
	case DB_BLOB:
		stmt_blob(st, col, &len);
		buf_fmt(out, "%zu bytes", len);
		return;
	default:
		text_safe(&safe, stmt_text(st, col), stmt_text_len(st, col),
		          TEXT_LINE);
		len = utf8_prefix(safe.s, safe.len, VALUE_SHOWN);
		buf_add(out, safe.s, len);
		buf_str(out, len < safe.len ? "..." : "");
		buf_release(&safe);
	}
}

static void
view_key(const struct view *v, struct buf *out, struct stmt *st)
{
	int i;

	buf_fmt(out, "%s[", v->name);
	for (i = 0; i < v->keys; i++) {
		buf_str(out, i ? "," : "");
		value_text(out, st, i);
	}
	buf_byte(out, ']');
}

static void
view_fault(struct view *v, struct stmt *st, const char *text)
{
	struct buf key = BUF_INIT;

	v->out->views_same = false;
	if (v->faults++ < TABLE_FAULTS) {
		view_key(v, &key, st);
		verify_fault(v->out, 0, "view", "%s %s", key.s, text);
	} else
		v->out->faults_total++;
	buf_release(&key);
}

static void
view_compare_row(struct view *v)
{
	struct stmt *live = v->rows.live, *fresh = v->rows.fresh;
	struct buf text = BUF_INIT;
	int i;

	for (i = v->keys; i < v->columns; i++) {
		if (stmt_type(live, i) == stmt_type(fresh, i) &&
		    value_compare(live, fresh, i) == 0)
			continue;
		buf_clear(&text);
		buf_fmt(&text, "%s is ", stmt_column_name(fresh, i));
		value_text(&text, live, i);
		buf_str(&text, ", the journal says ");
		value_text(&text, fresh, i);
		view_fault(v, live, text.s);
	}
	buf_release(&text);
}

static int
view_compare_rows(struct view *v, struct err *err)
{
	struct pair *p = &v->rows;
	int cmp;

	if (pair_step(p, true, true, err))
		return -1;
	while (p->has_live || p->has_fresh) {
		cmp = pair_compare(p, v->keys);
		if (cmp < 0)
			view_fault(v, p->live, "is not in the journal");
		else if (cmp > 0)
			view_fault(v, p->fresh, "is missing");
		else
			view_compare_row(v);
		if (pair_step(p, cmp <= 0, cmp >= 0, err))
			return -1;
	}
	return 0;
}

struct views {
	struct db *live, *fresh;
	struct verify_report *out;
};

static int
compare_view(void *arg, const char *name, struct err *err)
{
	struct views *all = arg;
	struct view v = { .name = name, .select = BUF_INIT, .out = all->out };
	struct err e = ERR_INIT;
	int rc = -1;

	if (view_select(&v, all->fresh, err) ||
	    db_prepare(all->fresh, v.select.s, &v.rows.fresh, err))
		goto out;
	if (db_prepare(all->live, v.select.s, &v.rows.live, &e)) {
		all->out->views_same = false;
		verify_fault(all->out, 0, "view", "%s: %s", name, e.text);
		rc = 0;
	} else
		rc = view_compare_rows(&v, err);
out:
	stmt_free(v.rows.live);
	stmt_free(v.rows.fresh);
	buf_release(&v.select);
	return rc;
}

/* ---- the search indexes ---- */

static int
copy_row(struct stmt *from, struct stmt *to, struct err *err)
{
	const void *p;
	size_t len;
	int i;

	stmt_done(to);
	for (i = 0; i < stmt_columns(from); i++) {
		switch (stmt_type(from, i)) {
		case DB_NULL:
			stmt_bind_null(to, i + 1);
			break;
		case DB_BLOB:
			p = stmt_blob(from, i, &len);
			stmt_bind_blob(to, i + 1, p, len);
			break;
		case DB_TEXT:
			stmt_bind_textn(to, i + 1, stmt_text(from, i),
			                stmt_text_len(from, i));
			break;
		default:
			stmt_bind_int(to, i + 1, stmt_int(from, i));
		}
	}
	return stmt_run(to, err);
}

static int
copy_table(struct db *live, struct db *copy, const char *name, struct err *err)
{
	struct buf text = BUF_INIT;
	struct stmt *from = NULL, *to = NULL;
	int i, rc = -1;

	buf_fmt(&text, "DELETE FROM %s", name);
	if (db_script(copy, text.s, err))
		goto out;
	buf_clear(&text);
	buf_fmt(&text, "SELECT * FROM %s", name);
	if (db_prepare(live, text.s, &from, err))
		goto out;
	buf_clear(&text);
	buf_fmt(&text, "INSERT INTO %s VALUES (?", name);
	for (i = 1; i < stmt_columns(from); i++)
		buf_str(&text, ", ?");
	buf_byte(&text, ')');
	if (db_prepare(copy, text.s, &to, err))
		goto out;
	while ((rc = stmt_step(from, err)) == 1)
		if (copy_row(from, to, err)) {
			rc = -1;
			break;
		}
out:
	stmt_free(from);
	stmt_free(to);
	buf_release(&text);
	return rc;
}

/*
 * FTS5 checks an index against its documents by an INSERT, which would take
 * the write lock: so a copy is checked.
 */
static int
compare_index(struct db *live, struct verify_report *out, struct err *err)
{
	static const char *const schemas[] = { "schema/search.sql",
		                               "schema/plan.sql", NULL };
	static const char *const tables[] = {
		"search_doc",         "search_fts_data",
		"search_fts_idx",     "search_fts_config",
		"search_fts_docsize", "plan_para",
		"plan_fts_data",      "plan_fts_idx",
		"plan_fts_config",    NULL,
	};
	const struct asset *a;
	struct err e = ERR_INIT;
	struct db *copy;
	size_t i;
	int rc = 0;

	if (db_open(&copy, "", DB_MEMORY, err))
		return -1;
	for (i = 0; rc == 0 && schemas[i]; i++) {
		a = asset_find(schemas[i]);
		rc = db_script(copy, (const char *)a->bytes, err);
	}
	for (i = 0; rc == 0 && tables[i]; i++)
		rc = copy_table(live, copy, tables[i], err);
	if (rc == 0 && search_check(copy, &e)) {
		out->views_same = false;
		verify_fault(out, 0, "index",
		             "a search index does not hold what its "
		             "documents say; run 'zhiban rebuild'");
	}
	db_close(copy);
	return rc;
}

/* ---- all views ---- */

static int
compare_integrity_of(struct db *live, struct verify_report *out,
                     struct err *err)
{
	struct stmt *st = db_use(live, &compare_integrity);
	int rc;

	while ((rc = stmt_step(st, err)) == 1)
		if (strcmp(stmt_text(st, 0), "ok") != 0)
			verify_fault(out, 0, "database", "%s",
			             stmt_text(st, 0));
	stmt_done(st);
	return rc;
}

static int
compare_fold(struct views *all, const struct journal_kinds *kinds,
             struct err *err)
{
	struct folding f;
	struct err e = ERR_INIT;
	int rc;

	if (db_begin(all->fresh, err))
		return -1;
	folding_init(&f, kinds, all->fresh);
	rc = folding_all(&f, all->live, NULL, &e);
	folding_release(&f);
	if (rc == 0)
		return db_commit(all->fresh, err);
	if (e.code == ERR_IO || e.code == ERR_BUSY)
		return err_set(err, e.code, "%s", e.text);
	all->out->views_same = false;
	verify_fault(all->out, 0, "view", "the journal cannot be folded: %s",
	             e.text);
	return 1;
}

int
compare_views(struct db *live, const struct journal_kinds *kinds,
              struct verify_report *out, struct err *err)
{
	struct views all = { .live = live, .out = out };
	int rc;

	if (fresh_open(&all.fresh, err))
		return -1;
	out->views_checked = out->views_same = true;
	rc = compare_fold(&all, kinds, err);
	if (rc == 0)
		rc = schema_each_view(all.fresh, compare_view, &all, err);
	if (rc == 0)
		rc = compare_index(live, out, err);
	if (rc >= 0)
		rc = compare_integrity_of(live, out, err);
	db_close(all.fresh);
	return rc;
}
