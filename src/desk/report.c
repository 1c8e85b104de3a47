#include "desk/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/tr.h"
#include "desk/body.h"
#include "desk/docket.h"
#include "desk/kinds.h"

#define RULE_MAX 32

SQL(report_insert,
    "INSERT INTO report (incident, seq, at_ms, recorded_ms, by_party, "
    "to_party, via, taker, reference, words, officer) VALUES (?1, ?2, ?3, ?4, "
    "?5, ?6, ?7, ?8, ?9, ?10, ?11)");
SQL(report_set_confirmed, "UPDATE report SET confirmed_ms = ?3, "
                          "confirmed_by = ?4 WHERE incident = ?1 AND seq = ?2");
SQL(report_parties, "SELECT by_party, to_party, via FROM report "
                    "WHERE incident = ?1 AND seq = ?2");
SQL(report_rows,
    "SELECT seq, at_ms, recorded_ms, coalesce(confirmed_ms, 0), by_party, "
    "to_party, via, taker, reference, words, confirmed_by, officer "
    "FROM report WHERE incident = ?1 ORDER BY seq");

static const struct jpath body_at = { .key = "body" };

/* ---- report.made ---- */

static int
check_party(const json_t *body, const char *key, struct err *err)
{
	if (body_text(body, key, true, PARTY_MAX, err))
		return -1;
	if (!party_valid(body_get_text(body, key)))
		return json_fail(&body_at, err,
		                 "%s: expected a party like city.emergency",
		                 key);
	return 0;
}

/* The channels of an act; a duty's "any" is none. */
static bool
via_is_act(int via)
{
	return via == VIA_PHONE || via == VIA_WRITTEN || via == VIA_SYSTEM ||
	       via == VIA_IN_PERSON;
}

int
report_made_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "by",    "to",        "via",
		                            "taker", "reference", "words",
		                            "rule",  NULL };
	int via;

	if (body_only(body, keys, err) || check_party(body, "by", err) ||
	    check_party(body, "to", err) ||
	    body_text(body, "via", true, BODY_NAME_MAX, err) ||
	    body_text(body, "taker", false, BODY_NAME_MAX, err) ||
	    body_text(body, "reference", false, BODY_NAME_MAX, err) ||
	    body_text(body, "words", false, INCIDENT_WORDS_MAX, err) ||
	    body_text(body, "rule", false, RULE_MAX, err))
		return -1;
	via = via_find(body_get_text(body, "via"));
	if (!via_is_act(via))
		return json_fail(&body_at, err,
		                 "via: phone, written, system or in_person");
	if (via == VIA_PHONE && !body_get_text(body, "taker"))
		return json_fail(&body_at, err,
		                 "taker: who took the call is missing");
	if (strcmp(body_get_text(body, "by"), body_get_text(body, "to")) == 0)
		return json_fail(&body_at, err, "to: the same as by");
	return 0;
}

int
report_made_reduce(struct fold *f, const struct journal_entry *e,
                   const json_t *body, struct err *err)
{
	struct docket_event v = { .what = EVENT_REPORTED,
		                  .at_ms = docket_happened(e),
		                  .by = body_get_text(body, "by"),
		                  .to = body_get_text(body, "to") };
	struct stmt *st;
	int64_t id;

	if (docket_touch(f, e, &id, err))
		return -1;
	if (!body)
		return 0;
	v.via = (enum rule_via)via_find(body_get_text(body, "via"));
	if (docket_put_event(f, id, e, &v, err))
		return -1;
	st = db_use(f->db, &report_insert);
	stmt_bind_int(st, 1, id);
	stmt_bind_int(st, 2, e->seq);
	stmt_bind_int(st, 3, v.at_ms);
	stmt_bind_int(st, 4, e->recorded_ms);
	stmt_lend_text(st, 5, v.by);
	stmt_lend_text(st, 6, v.to);
	stmt_bind_int(st, 7, v.via);
	stmt_lend_text(st, 8, body_get_text(body, "taker"));
	stmt_lend_text(st, 9, body_get_text(body, "reference"));
	stmt_lend_text(st, 10, body_get_text(body, "words"));
	stmt_lend_text(st, 11, e->officer);
	return stmt_run(st, err);
}

struct making {
	const char *number;
	const struct report_new *r;
	int64_t *seq;
};

static int
make_body(json_t *body, const struct report_new *r, struct err *err)
{
	json_object_set_new(body, "via", json_string(via_code(r->via)));
	if (body_put_text(body, "by", r->by && *r->by ? r->by : DOCKET_OURS,
	                  PARTY_MAX, err) ||
	    body_put_text(body, "to", r->to, PARTY_MAX, err) ||
	    body_put_text(body, "taker", r->taker, BODY_NAME_MAX, err) ||
	    body_put_text(body, "reference", r->reference, BODY_NAME_MAX,
	                  err) ||
	    body_put_text(body, "words", r->words, INCIDENT_WORDS_MAX, err))
		return -1;
	return body_put_text(body, "rule", r->rule, RULE_MAX, err);
}

static int
make_write(struct desk *d, void *arg, struct err *err)
{
	const struct making *m = arg;
	int64_t at = m->r->at_ms && m->r->at_ms != JOURNAL_NO_TIME
	                     ? m->r->at_ms
	                     : journal_stamp(desk_journal(d));
	const struct rulebook *rules;
	struct docket k;
	char subject[32];
	json_t *body;

	if (docket_enter(d, m->number, 1u << INCIDENT_OPEN, &k, err) ||
	    docket_check_time(d, at, err))
		return -1;
	rules = desk_rulebook_at(d, k.rulebook, err);
	if (!rules)
		return -1;
	if (m->r->rule && *m->r->rule && !rulebook_rule(rules, m->r->rule))
		return err_set(err, ERR_INPUT, "rule: no rule '%.31s'",
		               m->r->rule);
	body = json_object();
	if (make_body(body, m->r, err)) {
		json_decref(body);
		return -1;
	}
	return desk_append(d, "report.made", docket_subject(subject, m->number),
	                   at, body, m->seq, err);
}

int
report_make(struct desk *d, const char *number, const struct report_new *r,
            int64_t *seq, struct err *err)
{
	struct making m = { .number = number, .r = r, .seq = seq };

	if (!r->to || !party_valid(r->to) ||
	    (r->by && *r->by && !party_valid(r->by)))
		return err_set(err, ERR_INPUT,
		               "to, by: expected a party like city.emergency");
	if (!via_is_act((int)r->via))
		return err_set(err, ERR_INPUT,
		               "via: phone, written, system or in_person");
	if (r->via == VIA_PHONE && (!r->taker || !*r->taker))
		return err_set(err, ERR_REFUSED, tr("电话报告要写明接听人"));
	return desk_write(d, make_write, &m, err);
}

/* ---- report.confirmed ---- */

int
report_confirmed_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "seq", "by", "name", "reference",
		                            NULL };

	if (body_only(body, keys, err) ||
	    body_int(body, "seq", true, 1, INT64_MAX, err) ||
	    check_party(body, "by", err) ||
	    body_text(body, "name", true, BODY_NAME_MAX, err))
		return -1;
	return body_text(body, "reference", false, BODY_NAME_MAX, err);
}

struct parties {
	char by[48], to[48];
	enum rule_via via;
};

/* 1 and *p; 0 when the incident has no such report. */
static int
parties_of(struct db *db, int64_t id, int64_t seq, struct parties *p,
           struct err *err)
{
	struct stmt *st = db_use(db, &report_parties);
	int rc;

	stmt_bind_int(st, 1, id);
	stmt_bind_int(st, 2, seq);
	rc = stmt_step(st, err);
	if (rc == 1) {
		snprintf(p->by, sizeof(p->by), "%s", stmt_text(st, 0));
		snprintf(p->to, sizeof(p->to), "%s", stmt_text(st, 1));
		p->via = (enum rule_via)stmt_int(st, 2);
	}
	stmt_done(st);
	return rc;
}

/* To the judge it is the receiver's own receipt. */
int
report_confirmed_reduce(struct fold *f, const struct journal_entry *e,
                        const json_t *body, struct err *err)
{
	struct docket_event v = { .what = EVENT_RECEIVED,
		                  .at_ms = docket_happened(e),
		                  .person = body_get_text(body, "name") };
	struct parties p;
	struct stmt *st;
	int64_t id;
	int rc;

	if (docket_touch(f, e, &id, err))
		return -1;
	if (!body)
		return 0;
	rc = parties_of(f->db, id, body_get_int(body, "seq", 0), &p, err);
	if (rc <= 0)
		return rc; /* what it confirms has been withheld */
	v.by = p.to;
	v.from = p.by;
	v.via = p.via;
	if (docket_put_event(f, id, e, &v, err))
		return -1;
	st = db_use(f->db, &report_set_confirmed);
	stmt_bind_int(st, 1, id);
	stmt_bind_int(st, 2, body_get_int(body, "seq", 0));
	stmt_bind_int(st, 3, v.at_ms);
	stmt_bind_text(st, 4, v.person);
	return stmt_run(st, err);
}

struct confirming {
	const char *number, *name, *reference;
	int64_t of, at_ms;
	int64_t *seq;
};

static int
confirm_write(struct desk *d, void *arg, struct err *err)
{
	const struct confirming *c = arg;
	int64_t at = c->at_ms ? c->at_ms : journal_stamp(desk_journal(d));
	struct docket k;
	struct parties p;
	char subject[32];
	json_t *body;
	int rc;

	if (docket_enter(d, c->number, ~0u, &k, err) ||
	    docket_check_time(d, at, err))
		return -1;
	rc = parties_of(desk_db(d), k.id, c->of, &p, err);
	if (rc < 0)
		return -1;
	if (rc == 0)
		return err_set(err, ERR_NOT_FOUND,
		               "%s has no report of entry %lld", c->number,
		               (long long)c->of);
	body = json_object();
	body_put_int(body, "seq", c->of);
	if (body_put_text(body, "by", p.to, BODY_NAME_MAX, err) ||
	    body_put_text(body, "name", c->name, BODY_NAME_MAX, err) ||
	    body_put_text(body, "reference", c->reference, BODY_NAME_MAX,
	                  err)) {
		json_decref(body);
		return -1;
	}
	return desk_append(d, "report.confirmed",
	                   docket_subject(subject, c->number), at, body, c->seq,
	                   err);
}

int
report_confirm(struct desk *d, const char *number, int64_t report_seq,
               int64_t at_ms, const char *name, const char *reference,
               int64_t *seq, struct err *err)
{
	struct confirming c = { .number = number,
		                .name = name,
		                .reference = reference,
		                .of = report_seq,
		                .at_ms = at_ms == JOURNAL_NO_TIME ? 0 : at_ms,
		                .seq = seq };

	if (!name || !*name)
		return err_set(err, ERR_REFUSED, tr("要写明对方确认人"));
	return desk_write(d, confirm_write, &c, err);
}

/* ---- list ---- */

static char *
text_dup(struct stmt *st, int col)
{
	const char *s = stmt_text(st, col);

	return mem_str(s ? s : "");
}

static void
report_row(struct report *r, struct stmt *st)
{
	memset(r, 0, sizeof(*r));
	r->seq = stmt_int(st, 0);
	r->at_ms = stmt_int(st, 1);
	r->recorded_ms = stmt_int(st, 2);
	r->confirmed_ms = stmt_int(st, 3);
	snprintf(r->by, sizeof(r->by), "%s", stmt_text(st, 4));
	snprintf(r->to, sizeof(r->to), "%s", stmt_text(st, 5));
	r->via = (enum rule_via)stmt_int(st, 6);
	r->taker = text_dup(st, 7);
	r->reference = text_dup(st, 8);
	r->words = text_dup(st, 9);
	r->confirmed_by = text_dup(st, 10);
	snprintf(r->officer, sizeof(r->officer), "%s", stmt_text(st, 11));
}

int
report_list(struct desk *d, const char *number, struct report **rows,
            size_t *count, struct err *err)
{
	struct stmt *st;
	size_t cap = 0;
	int64_t id;
	int rc;

	*rows = NULL;
	*count = 0;
	if (docket_find(desk_db(d), number, &id, err))
		return -1;
	st = db_use(desk_db(d), &report_rows);
	stmt_bind_int(st, 1, id);
	while ((rc = stmt_step(st, err)) == 1) {
		*rows = mem_grow(*rows, *count, &cap, sizeof(**rows));
		report_row(&(*rows)[(*count)++], st);
	}
	stmt_done(st);
	if (rc == 0)
		return 0;
	reports_free(*rows, *count);
	*rows = NULL;
	*count = 0;
	return -1;
}

void
reports_free(struct report *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(rows[i].taker);
		free(rows[i].reference);
		free(rows[i].words);
		free(rows[i].confirmed_by);
	}
	free(rows);
}
