/* Reading the journal. */
#include "store/journal.h"

#include <string.h>

#include "store/chain.h"
#include "store/reckon.h"

#define READ_COLUMNS                                                           \
	"SELECT " CHAIN_COLUMNS                                                \
	", c.seq, c.boot_ms, c.wall_ms, c.line_ms, c.stepped" CHAIN_TABLES     \
	"LEFT JOIN clock_base c ON c.seq ="                                    \
	" (SELECT max(seq) FROM clock_base WHERE seq <= j.seq) "

SQL(read_since, READ_COLUMNS "WHERE j.seq > ?1 ORDER BY j.seq");
SQL(read_subject, READ_COLUMNS "WHERE j.subject = ?1 ORDER BY j.seq");
SQL(read_one, READ_COLUMNS "WHERE j.seq = ?1");
SQL(read_head, "SELECT seq, hash FROM journal"
               " WHERE seq = (SELECT max(seq) FROM journal)");

static int
read_row(struct stmt *st, journal_entry_fn *fn, void *arg, struct err *err)
{
	struct journal_entry e;
	struct reckon_base base;

	if (!chain_row(st, &e))
		return err_set(err, ERR_CORRUPT,
		               "entry %lld: a column has a wrong type or "
		               "length",
		               (long long)e.seq);
	base.seq = stmt_int(st, 16);
	base.boot_ms = stmt_int(st, 17);
	base.wall_ms = stmt_int(st, 18);
	base.line_ms = stmt_int(st, 19);
	base.stepped = stmt_int(st, 20);
	e.counted_ms = reckon_counted(&base, e.recorded_ms, e.boot_ms, e.clock);
	return fn(arg, &e);
}

/* Steps to the end, or until fn says something else than 0. */
static int
read_rows(struct stmt *st, journal_entry_fn *fn, void *arg, bool *any,
          struct err *err)
{
	int rc;

	while ((rc = stmt_step(st, err)) == 1) {
		*any = true;
		rc = read_row(st, fn, arg, err);
		if (rc)
			break;
	}
	stmt_done(st);
	return rc;
}

int
journal_read(struct journal *j, int64_t since, journal_entry_fn *fn, void *arg,
             struct err *err)
{
	struct stmt *st = db_use(journal_db(j), &read_since);
	bool any;

	stmt_bind_int(st, 1, since);
	return read_rows(st, fn, arg, &any, err);
}

int
journal_read_subject(struct journal *j, const char *subject,
                     journal_entry_fn *fn, void *arg, struct err *err)
{
	struct stmt *st = db_use(journal_db(j), &read_subject);
	bool any;

	stmt_bind_text(st, 1, subject);
	return read_rows(st, fn, arg, &any, err);
}

int
journal_get(struct journal *j, int64_t seq, journal_entry_fn *fn, void *arg,
            struct err *err)
{
	struct stmt *st = db_use(journal_db(j), &read_one);
	bool any = false;
	int rc;

	stmt_bind_int(st, 1, seq);
	rc = read_rows(st, fn, arg, &any, err);
	if (rc == 0 && !any)
		return err_set(err, ERR_NOT_FOUND, "no entry %lld",
		               (long long)seq);
	return rc;
}

int64_t
journal_head(struct journal *j, unsigned char hash[HASH_LEN])
{
	struct stmt *st = db_use(journal_db(j), &read_head);
	struct err ignored = ERR_INIT;
	const void *p;
	int64_t seq = 0;
	size_t len;

	journal_genesis(hash, journal_uuid(j));
	if (stmt_step(st, &ignored) == 1) {
		seq = stmt_int(st, 0);
		p = stmt_blob(st, 1, &len);
		if (p && len == HASH_LEN)
			memcpy(hash, p, HASH_LEN);
	}
	stmt_done(st);
	return seq;
}
