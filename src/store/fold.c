#include "store/fold.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/json.h"
#include "base/mem.h"
#include "store/chain.h"
#include "store/search.h"

#define ENTRY_SUBJECT "entry:"

SQL(fold_entries,
    "SELECT " CHAIN_COLUMNS CHAIN_TABLES "WHERE j.seq > ?1 ORDER BY j.seq");
SQL(fold_put_base, "INSERT INTO clock_base (seq, boot_id, boot_ms, wall_ms,"
                   " line_ms, stepped) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");

/* ---- the kinds that are the journal's own ---- */

static int
own_check_anomaly(const json_t *body, struct err *err)
{
	const struct jpath at = { .key = "body" };
	int64_t n;

	if (json_need_int(body, "step_ms", INT64_MIN, INT64_MAX, &n, &at, err))
		return -1;
	return json_need_int(body, "wall_ms", 0, CIVIL_MAX, &n, &at, err);
}

static int
own_check_anchor(const json_t *body, struct err *err)
{
	const struct jpath at = { .key = "body" };
	const char *line;

	if (json_need_string(body, "line", &line, &at, err))
		return -1;
	if (json_is_boolean(json_object_get(body, "outside")))
		return 0;
	return json_fail(&at, err, "outside: expected true or false");
}

static int
own_check_withheld(const json_t *body, struct err *err)
{
	const struct jpath at = { .key = "body" };
	const char *why;

	return json_need_string(body, "why", &why, &at, err);
}

static const struct journal_kind own_kinds[] = {
	{ "anchor.made", 1, own_check_anchor, NULL },
	{ "body.withheld", 1, own_check_withheld, NULL },
	{ "clock.anomaly", 1, own_check_anomaly, NULL },
};

static const struct journal_kind *
own_kind(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(own_kinds) / sizeof(own_kinds[0]); i++)
		if (strcmp(own_kinds[i].kind, name) == 0)
			return &own_kinds[i];
	return NULL;
}

int64_t
withheld_seq(const char *subject)
{
	const size_t len = sizeof(ENTRY_SUBJECT) - 1;
	char *end;
	long long seq;

	if (!subject || strncmp(subject, ENTRY_SUBJECT, len) != 0 ||
	    subject[len] < '1' || subject[len] > '9')
		return 0;
	errno = 0;
	seq = strtoll(subject + len, &end, 10);
	return *end || errno ? 0 : seq;
}

/* ---- life ---- */

static int
kind_order(const void *a, const void *b)
{
	const struct journal_kind *const *ka = a, *const *kb = b;

	return strcmp((*ka)->kind, (*kb)->kind);
}

void
folding_init(struct folding *f, const struct journal_kinds *kinds,
             struct db *db)
{
	const struct journal_kind *k;

	*f = (struct folding){ .kinds = kinds, .fold = { .db = db } };
	for (k = kinds->table; k->kind; k++)
		f->count++;
	f->sorted = mem_alloc(f->count * sizeof(*f->sorted));
	for (f->count = 0, k = kinds->table; k->kind; k++)
		f->sorted[f->count++] = k;
	qsort(f->sorted, f->count, sizeof(*f->sorted), kind_order);
	if (kinds->open)
		f->fold.state = kinds->open();
}

void
folding_release(struct folding *f)
{
	if (f->kinds && f->kinds->close)
		f->kinds->close(f->fold.state);
	free(f->sorted);
	*f = (struct folding)FOLDING_INIT;
}

void
folding_reset(struct folding *f)
{
	if (f->kinds->reset)
		f->kinds->reset(f->fold.state);
}

int
folding_settle(struct folding *f, struct err *err)
{
	return f->kinds->settle ? f->kinds->settle(&f->fold, err) : 0;
}

/* ---- one entry ---- */

static const struct journal_kind *
folding_kind(const struct folding *f, const char *name)
{
	size_t low = 0, high = f->count, mid;
	int cmp;

	while (low < high) {
		mid = low + (high - low) / 2;
		cmp = strcmp(name, f->sorted[mid]->kind);
		if (cmp == 0)
			return f->sorted[mid];
		if (cmp < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return NULL;
}

static int
folding_version(const struct journal_entry *e, const struct journal_kind *k,
                struct err *err)
{
	if (e->version >= 1 && e->version <= k->version)
		return 0;
	return err_set(err, ERR_INPUT,
	               "%s: version %u; this program knows 1 to %u", e->kind,
	               e->version, k->version);
}

int
folding_parse(struct folding *f, const struct journal_entry *e, json_t **body,
              struct err *err)
{
	const struct journal_kind *own = own_kind(e->kind);
	const struct journal_kind *kind = folding_kind(f, e->kind);

	*body = NULL;
	if (!own && !kind)
		return err_set(err, ERR_INPUT, "unknown entry kind '%s'",
		               e->kind);
	if (folding_version(e, kind ? kind : own, err))
		return -1;
	if (!e->body)
		return 0;
	/* Refuses ill-formed UTF-8, NUL and duplicate keys as well. */
	*body = json_parse(e->body, e->body_len, e->kind, err);
	if (!*body)
		return -1;
	if (!json_is_object(*body))
		err_set(err, ERR_INPUT, "%s: body is not an object", e->kind);
	else if (!(own && own->check(*body, err)) &&
	         !(kind && kind->check && kind->check(*body, err)))
		return 0;
	json_decref(*body);
	*body = NULL;
	return err_prefix(err, "%s", e->kind);
}

static int
folding_put_base(struct folding *f, struct err *err)
{
	const struct reckon_base *b = &f->reckon.base;
	struct stmt *st = db_use(f->fold.db, &fold_put_base);

	stmt_bind_int(st, 1, b->seq);
	stmt_bind_blob(st, 2, b->boot_id, sizeof(b->boot_id));
	stmt_bind_int(st, 3, b->boot_ms);
	stmt_bind_int(st, 4, b->wall_ms);
	stmt_bind_int(st, 5, b->line_ms);
	stmt_bind_int(st, 6, b->stepped);
	return stmt_run(st, err);
}

int
folding_apply(struct folding *f, struct journal_entry *e, const json_t *body,
              struct err *err)
{
	const struct journal_kind *kind = folding_kind(f, e->kind);
	struct reckon_entry r = { .seq = e->seq,
		                  .recorded_ms = e->recorded_ms,
		                  .boot_ms = e->boot_ms,
		                  .boot_id = e->boot_id,
		                  .clock = e->clock };

	r.anomaly = body && strcmp(e->kind, "clock.anomaly") == 0;
	if (r.anomaly)
		r.wall_ms =
			json_integer_value(json_object_get(body, "wall_ms"));
	if (reckon_take(&f->reckon, &r) && folding_put_base(f, err))
		return -1;
	e->counted_ms = f->reckon.counted_ms;
	if (kind && kind->reduce && kind->reduce(&f->fold, e, body, err))
		return err_prefix(err, "%s", e->kind);
	return 0;
}

/* ---- all entries ---- */

static int
folding_row(struct folding *f, struct stmt *st, struct err *err)
{
	struct journal_entry e;
	json_t *body;
	int rc;

	if (!chain_row(st, &e))
		return err_set(err, ERR_CORRUPT,
		               "entry %lld: a column has a wrong type or "
		               "length",
		               (long long)e.seq);
	rc = folding_parse(f, &e, &body, err);
	if (rc == 0)
		rc = folding_apply(f, &e, body, err);
	json_decref(body);
	if (rc && err->code == ERR_INPUT)
		err->code = ERR_CORRUPT;
	if (rc)
		err_prefix(err, "entry %lld", (long long)e.seq);
	return rc;
}

int
folding_all(struct folding *f, struct db *from, int64_t *entries,
            struct err *err)
{
	struct stmt *st = db_use(from, &fold_entries);
	int64_t n = 0;
	int rc;

	f->reckon = (struct reckon)RECKON_INIT;
	db_set_bulk(f->fold.db, true);
	stmt_bind_int(st, 1, 0);
	while ((rc = stmt_step(st, err)) == 1) {
		if (folding_row(f, st, err) ||
		    (++n % JOURNAL_SETTLE == 0 && folding_settle(f, err))) {
			rc = -1;
			break;
		}
	}
	stmt_done(st);
	if (rc == 0)
		rc = folding_settle(f, err);
	db_set_bulk(f->fold.db, false);
	if (entries)
		*entries = n;
	return rc ? -1 : search_fill(f->fold.db, err);
}
