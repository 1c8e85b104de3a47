/*
 * The clock ran ahead and was set right again: counted time comes back, and
 * what was entered in those hours would be unknown until they have passed.
 * It is known now, so it is brought back to the moment of the anomaly.
 */
#include "desk/kinds.h"
#include "desk/settle.h"

/* An anomaly is rare, and the open and the closed are all concerned. */
SQL_SCAN(anomaly_ahead, "SELECT id, year, n FROM incident "
                        "WHERE counted_ms > ?1");
SQL(anomaly_incident, "UPDATE incident SET counted_ms = ?2 "
                      "WHERE id = ?1 AND counted_ms > ?2");
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

/* The row, what was known of it when, and its card: it is judged again. */
static int
bring_back_incident(struct fold *f, struct stmt *row, int64_t now,
                    struct err *err)
{
	int64_t id = stmt_int(row, 0);
	struct card *card;

	if (bring_back(f, &anomaly_incident, id, now, err) ||
	    bring_back(f, &anomaly_events, id, now, err) ||
	    bring_back(f, &anomaly_kinds, id, now, err))
		return -1;
	return settle_card(f, stmt_int(row, 1), stmt_int(row, 2), &card, err);
}

int
clock_anomaly_reduce(struct fold *f, const struct journal_entry *e,
                     const json_t *body, struct err *err)
{
	struct stmt *st;
	int rc;

	(void)body;
	/* The rows must be those of their last entries. */
	if (settle_all(f, err))
		return -1;
	st = db_use(f->db, &anomaly_ahead);
	stmt_bind_int(st, 1, e->counted_ms);
	while ((rc = stmt_step(st, err)) == 1) {
		if (bring_back_incident(f, st, e->counted_ms, err)) {
			rc = -1;
			break;
		}
	}
	stmt_done(st);
	return rc;
}
