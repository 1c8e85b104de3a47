/* Commands on incidents that are open already; incident_open.c makes one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/mem.h"
#include "base/tr.h"
#include "desk/activation.h"
#include "desk/body.h"
#include "desk/conflict.h"
#include "desk/docket.h"
#include "desk/duty.h"
#include "desk/incident.h"

SQL(write_now, "SELECT i.kind, i.title, i.place, i.unit, w.words, i.facts, "
               "i.last_seq FROM incident i LEFT JOIN incident_words w "
               "ON w.id = i.id WHERE i.id = ?1");

#define WORKING (1u << INCIDENT_OPEN)
#define ENDED (1u << INCIDENT_CLOSED | 1u << INCIDENT_MERGED)

int
docket_enter(struct desk *d, const char *number, unsigned states,
             struct docket *k, struct err *err)
{
	int64_t id;

	if (docket_find(desk_db(d), number, &id, err) ||
	    docket_get(desk_db(d), id, k, err))
		return -1;
	if (states & 1u << k->state)
		return 0;
	if (k->state == INCIDENT_OPEN)
		return err_set(err, ERR_REFUSED, tr("%s 还在办理，没有结案"),
		               number);
	if (k->state == INCIDENT_MERGED)
		return err_set(err, ERR_REFUSED,
		               tr("%s 已并入另一事件；要改先重新打开"), number);
	return err_set(err, ERR_REFUSED, tr("%s 已结案；要改先重新打开"),
	               number);
}

int
docket_check_time(struct desk *d, int64_t ms, struct err *err)
{
	char text[CIVIL_TEXT];

	if (ms < 0 || ms > CIVIL_MAX)
		return err_set(err, ERR_INPUT, tr("时间超出范围"));
	if (ms > journal_stamp(desk_journal(d)) + 2 * CIVIL_MINUTE)
		return err_set(err, ERR_INPUT,
		               tr("%s 还没有到：时间不能晚于现在"),
		               civil_local(text, ms));
	return 0;
}

/* One entry on an incident; body is taken. */
static int
append(struct desk *d, const char *kind, const char *number,
       int64_t happened_ms, json_t *body, int64_t *seq, struct err *err)
{
	char subject[32];

	return desk_append(d, kind, docket_subject(subject, number),
	                   happened_ms, body, seq, err);
}

/* ---- revise ---- */

enum { FIELDS = 5 };

struct revision {
	const char *number;
	const struct incident_change *ch;
	struct conflict *conflict;
	int64_t *seq;
	const char *fresh[FIELDS]; /* what is asked for and differs */
	struct wanted wanted[FIELDS];
	size_t count;
};

static const char *const field_names[FIELDS] = { "kind", "title", "place",
	                                         "unit", "words" };
static const size_t field_max[FIELDS] = { BODY_NAME_MAX, INCIDENT_TITLE_MAX,
	                                  INCIDENT_PLACE_MAX,
	                                  INCIDENT_TITLE_MAX,
	                                  INCIDENT_WORDS_MAX };

/* A death by illness underground stays a production accident (item 13). */
static int
revision_kind(const struct revision *r, const char *facts, struct err *err)
{
	const char *kind = r->fresh[0];
	struct facts f;

	if (!kind)
		return 0;
	if (!kind_find(kind))
		return err_set(err, ERR_INPUT, "kind: no such kind '%.40s'",
		               kind);
	facts_init(&f);
	if (facts_from_text(&f, NULL, facts, err))
		return -1;
	if (f.v[FACT_UNDERGROUND_ILLNESS_DEATH] == 1 &&
	    (kind_under(kind, "health") || kind_under(kind, "nearmiss")))
		return err_set(err, ERR_REFUSED,
		               tr("井下因病死亡一律按生产安全事故处置"
		                  "（孝政发〔2024〕1号 第13条），不能改类别"));
	return 0;
}

/* Which of the fields asked for differ from what is there. */
static int
revision_differ(struct desk *d, struct revision *r, int64_t id, int64_t *last,
                struct err *err)
{
	const char *const asked[FIELDS] = { r->ch->kind, r->ch->title,
		                            r->ch->place, r->ch->unit,
		                            r->ch->words };
	struct stmt *st = db_use(desk_db(d), &write_now);
	const char *now;
	int rc;

	stmt_bind_int(st, 1, id);
	rc = stmt_step(st, err) == 1 ? 0 : -1;
	for (int i = 0; rc == 0 && i < FIELDS; i++) {
		now = stmt_text(st, i);
		if (!asked[i] || !*asked[i] ||
		    strcmp(asked[i], now ? now : "") == 0)
			continue;
		r->fresh[i] = asked[i];
		r->wanted[r->count].field = field_names[i];
		r->wanted[r->count++].mine = mem_str(asked[i]);
	}
	if (rc == 0) {
		*last = stmt_int(st, 6);
		rc = revision_kind(r, stmt_text(st, 5), err);
	}
	stmt_done(st);
	return rc;
}

static int
revise_write(struct desk *d, void *arg, struct err *err)
{
	struct revision *r = arg;
	struct docket k;
	json_t *body;
	int64_t last;

	if (docket_enter(d, r->number, WORKING, &k, err) ||
	    revision_differ(d, r, k.id, &last, err))
		return -1;
	if (last > r->ch->base &&
	    conflict_check(d, r->number, r->ch->base, r->wanted, r->count,
	                   r->conflict, err))
		return -1;
	if (r->count == 0)
		return err_set(err, ERR_REFUSED, tr("没有改动"));
	body = json_object();
	for (int i = 0; i < FIELDS; i++) {
		if (body_put_text(body, field_names[i], r->fresh[i],
		                  field_max[i], err)) {
			json_decref(body);
			return -1;
		}
	}
	body_put_int(body, "base", r->ch->base < last ? r->ch->base : last);
	return append(d, "incident.revised", r->number, JOURNAL_NO_TIME, body,
	              r->seq, err);
}

int
incident_revise(struct desk *d, const char *number,
                const struct incident_change *ch, struct conflict *c,
                int64_t *seq, struct err *err)
{
	struct revision r = {
		.number = number, .ch = ch, .conflict = c, .seq = seq
	};
	int rc = desk_write(d, revise_write, &r, err);

	wanted_release(r.wanted, r.count);
	return rc;
}

/* ---- claim ---- */

struct claiming {
	const char *number, *source;
	unsigned set;
	const struct facts *facts;
	int64_t at_ms, base;
	struct conflict *conflict;
	int64_t *seq;
};

static int
claim_conflict(struct desk *d, const struct claiming *c, struct err *err)
{
	struct wanted wanted[FACT_COUNT];
	size_t count = 0;
	int rc;

	memset(wanted, 0, sizeof(wanted));
	for (unsigned i = 0; i < FACT_COUNT; i++) {
		struct buf text = BUF_INIT;

		if (!(c->set & 1u << i))
			continue;
		fact_text(&text, (enum fact)i, c->facts->v[i]);
		wanted[count].field = fact_info((enum fact)i)->key;
		wanted[count++].mine = buf_take(&text);
	}
	rc = conflict_check(d, c->number, c->base, wanted, count, c->conflict,
	                    err);
	wanted_release(wanted, count);
	return rc;
}

static int
claim_last(struct desk *d, int64_t id, int64_t *last, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &write_now);
	int rc;

	stmt_bind_int(st, 1, id);
	rc = stmt_step(st, err);
	*last = rc == 1 ? stmt_int(st, 6) : 0;
	stmt_done(st);
	return rc == 1 ? 0 : -1;
}

static int
claim_write(struct desk *d, void *arg, struct err *err)
{
	const struct claiming *c = arg;
	int64_t at = c->at_ms ? c->at_ms : journal_stamp(desk_journal(d));
	struct docket k;
	json_t *body;
	int64_t last;

	if (docket_enter(d, c->number, WORKING, &k, err) ||
	    docket_check_time(d, at, err) || claim_last(d, k.id, &last, err))
		return -1;
	if (last > c->base && claim_conflict(d, c, err))
		return -1;
	body = json_object();
	json_object_set_new(body, "facts", facts_object(c->facts, c->set));
	if (body_put_text(body, "source", c->source, SOURCE_MAX, err)) {
		json_decref(body);
		return -1;
	}
	body_put_int(body, "base", c->base < last ? c->base : last);
	return append(d, "incident.facts", c->number, at, body, c->seq, err);
}

int
incident_claim(struct desk *d, const char *number, unsigned set,
               const struct facts *facts, const char *source, int64_t at_ms,
               int64_t base, struct conflict *conflict, int64_t *seq,
               struct err *err)
{
	struct claiming c = { .number = number,
		              .source = source,
		              .set = set & ((1u << FACT_COUNT) - 1),
		              .facts = facts,
		              .at_ms = at_ms == JOURNAL_NO_TIME ? 0 : at_ms,
		              .base = base,
		              .conflict = conflict,
		              .seq = seq };

	if (!c.set)
		return err_set(err, ERR_REFUSED, tr("没有改动"));
	return desk_write(d, claim_write, &c, err);
}

/* ---- note ---- */

struct noting {
	const char *number;
	const struct incident_event *e;
	int64_t *seq;
};

static int
note_write(struct desk *d, void *arg, struct err *err)
{
	const struct noting *n = arg;
	const struct incident_event *e = n->e;
	bool ordered = e->what == EVENT_ORDERED;
	const char *by = e->by;
	struct docket k;
	json_t *body;

	if (docket_enter(d, n->number, WORKING, &k, err) ||
	    docket_check_time(d, e->at_ms, err))
		return -1;
	if (!by && ordered)
		by = e->from;
	if (!by && (e->what == EVENT_RECEIVED || e->what == EVENT_VERIFIED ||
	            e->what == EVENT_TIPPED))
		by = DOCKET_OURS;
	body = json_object();
	json_object_set_new(body, "what", json_string(event_code(e->what)));
	if (body_put_text(body, "by", by, BODY_NAME_MAX, err) ||
	    body_put_text(body, "to", ordered ? DOCKET_OURS : NULL,
	                  BODY_NAME_MAX, err) ||
	    body_put_text(body, "from", ordered ? NULL : e->from, BODY_NAME_MAX,
	                  err) ||
	    body_put_text(body, "name", e->name, BODY_NAME_MAX, err) ||
	    body_put_text(body, "source", e->source, SOURCE_MAX, err)) {
		json_decref(body);
		return -1;
	}
	return append(d, "incident.event", n->number, e->at_ms, body, n->seq,
	              err);
}

int
incident_note(struct desk *d, const char *number,
              const struct incident_event *e, int64_t *seq, struct err *err)
{
	struct noting n = { .number = number, .e = e, .seq = seq };

	return desk_write(d, note_write, &n, err);
}

/* ---- link, merge, close, reopen ---- */

struct stating {
	const char *number, *other, *words;
	int64_t *seq;
};

static int
link_body(json_t **body, const char *key, const struct stating *s,
          struct err *err)
{
	*body = json_object();
	json_object_set_new(*body, key, json_string(s->other));
	if (body_put_text(*body, "why", s->words, INCIDENT_WORDS_MAX, err) == 0)
		return 0;
	json_decref(*body);
	return -1;
}

static int
link_other(struct desk *d, const struct stating *s, unsigned states,
           struct err *err)
{
	struct docket other;

	if (strcmp(s->number, s->other) == 0)
		return err_set(err, ERR_REFUSED, tr("不能把事件和它自己相连"));
	return docket_enter(d, s->other, states, &other, err);
}

static int
link_write(struct desk *d, void *arg, struct err *err)
{
	const struct stating *s = arg;
	struct docket k;
	json_t *body;

	if (docket_enter(d, s->number, WORKING | ENDED, &k, err) ||
	    link_other(d, s, WORKING | ENDED, err) ||
	    link_body(&body, "to", s, err))
		return -1;
	return append(d, "incident.linked", s->number, JOURNAL_NO_TIME, body,
	              s->seq, err);
}

int
incident_link(struct desk *d, const char *number, const char *to,
              const char *why, int64_t *seq, struct err *err)
{
	struct stating s = { number, to, why, seq };

	return desk_write(d, link_write, &s, err);
}

static int
merge_write(struct desk *d, void *arg, struct err *err)
{
	const struct stating *s = arg;
	struct docket k;
	json_t *body;

	if (docket_enter(d, s->number, WORKING, &k, err) ||
	    link_other(d, s, WORKING, err) ||
	    activation_none_runs(d, s->number, err) ||
	    link_body(&body, "into", s, err))
		return -1;
	return append(d, "incident.merged", s->number, JOURNAL_NO_TIME, body,
	              s->seq, err);
}

int
incident_merge(struct desk *d, const char *number, const char *into,
               const char *why, int64_t *seq, struct err *err)
{
	struct stating s = { number, into, why, seq };

	return desk_write(d, merge_write, &s, err);
}

/* Every duty of ours is met, late, claimed or void; else names the first. */
static int
close_duties(struct desk *d, const struct docket *k, const char *number,
             struct err *err)
{
	struct verdict v;
	char due[CIVIL_TEXT];
	int rc = 0;

	if (docket_verdict(journal_fold(desk_journal(d)), k, desk_now(d), &v,
	                   err))
		return -1;
	for (size_t i = 0; rc == 0 && i < v.duties_count; i++) {
		const struct duty *y = &v.duties[i];

		if (!docket_ours(y->rule->by) ||
		    (y->state != DUTY_OPEN && y->state != DUTY_OVERDUE))
			continue;
		rc = err_set(err, ERR_REFUSED,
		             tr("%s 不能结案：“%s”（报%s，%s 前）还没有办"),
		             number, y->rule->title, tr(party_name(y->to)),
		             civil_short(due, y->due));
	}
	verdict_release(&v);
	return rc;
}

static int
close_write(struct desk *d, void *arg, struct err *err)
{
	const struct stating *s = arg;
	struct docket k;
	json_t *body;

	if (docket_enter(d, s->number, WORKING, &k, err) ||
	    close_duties(d, &k, s->number, err) ||
	    activation_none_runs(d, s->number, err))
		return -1;
	body = json_object();
	if (body_put_text(body, "words", s->words, INCIDENT_WORDS_MAX, err)) {
		json_decref(body);
		return -1;
	}
	return append(d, "incident.closed", s->number, JOURNAL_NO_TIME, body,
	              s->seq, err);
}

int
incident_close(struct desk *d, const char *number, const char *words,
               int64_t *seq, struct err *err)
{
	struct stating s = { number, NULL, words, seq };

	return desk_write(d, close_write, &s, err);
}

static int
reopen_write(struct desk *d, void *arg, struct err *err)
{
	const struct stating *s = arg;
	struct docket k;
	json_t *body;

	if (docket_enter(d, s->number, ENDED, &k, err))
		return -1;
	if (!s->words || !*s->words)
		return err_set(err, ERR_REFUSED, tr("重新打开要写明原因"));
	body = json_object();
	if (body_put_text(body, "why", s->words, INCIDENT_WORDS_MAX, err)) {
		json_decref(body);
		return -1;
	}
	return append(d, "incident.reopened", s->number, JOURNAL_NO_TIME, body,
	              s->seq, err);
}

int
incident_reopen(struct desk *d, const char *number, const char *why,
                int64_t *seq, struct err *err)
{
	struct stating s = { number, NULL, why, seq };

	return desk_write(d, reopen_write, &s, err);
}
