/*
 * The clock ran ahead and was set right again: counted time comes back, and
 * what was entered in those hours would be unknown until they have passed.
 * It is known now, so it is brought back to the moment of the anomaly.
 */
#include "desk/kinds.h"
#include "desk/settle.h"

/* An anomaly is rare, and the open and the closed are all concerned. */
SQL_SCAN(anomaly_ahead, "SELECT id FROM incident WHERE counted_ms > ?1");
SQL_SCAN(anomaly_incidents,
         "UPDATE incident SET counted_ms = ?1 WHERE counted_ms > ?1");
SQL(anomaly_events, "UPDATE event SET known_ms = ?2, at_ms = min(at_ms, ?2) "
                    "WHERE incident = ?1 AND known_ms > ?2");
SQL(anomaly_kinds, "UPDATE incident_kind SET known_ms = ?2 "
                   "WHERE incident = ?1 AND known_ms > ?2");

static int
bring_back(struct fold *f, const struct sql *sql, int64_t id, int64_t now,
           struct err *err)
{
	struct stmt *st = db_use(f->db, sql);

	stmt_bind_int(st, 1, id);
	stmt_bind_int(st, 2, now);
	return stmt_run(st, err);
}

int
clock_anomaly_reduce(struct fold *f, const struct journal_entry *e,
                     const json_t *body, struct err *err)
{
	struct stmt *st = db_use(f->db, &anomaly_ahead);
	int64_t id;
	int rc;

	(void)body;
	stmt_bind_int(st, 1, e->counted_ms);
	while ((rc = stmt_step(st, err)) == 1) {
		id = stmt_int(st, 0);
		settle_touch(f, id);
		if (bring_back(f, &anomaly_events, id, e->counted_ms, err) ||
		    bring_back(f, &anomaly_kinds, id, e->counted_ms, err)) {
			rc = -1;
			break;
		}
	}
	stmt_done(st);
	if (rc)
		return -1;
	st = db_use(f->db, &anomaly_incidents);
	stmt_bind_int(st, 1, e->counted_ms);
	return stmt_run(st, err);
}
