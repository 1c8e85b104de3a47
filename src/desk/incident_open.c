/* Opening an incident, and what it would be judged while it is typed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/tr.h"
#include "base/utf8.h"
#include "desk/body.h"
#include "desk/docket.h"
#include "desk/incident.h"
#include "desk/settle.h"
#include "desk/warning_answer.h"

SQL(open_newest, "SELECT max(n) FROM incident WHERE year = ?1");

static bool
time_known(int64_t ms)
{
	return ms != JOURNAL_NO_TIME && ms != 0;
}

/* "某矿 煤矿事故": from the place, else the unit, and the kind. */
static void
title_make(struct buf *out, const struct incident_new *in)
{
	const char *label = kind_find(in->kind)->label;
	const char *where = in->place && *in->place ? in->place : in->unit;
	size_t room = INCIDENT_TITLE_MAX - utf8_count(label, strlen(label));

	if (in->title && *in->title) {
		buf_str(out, in->title);
		return;
	}
	if (where)
		buf_add(out, where, utf8_prefix(where, strlen(where), room));
	buf_str(out, label);
}

static int
open_number(struct desk *d, char number[INCIDENT_NUMBER], struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &open_newest);
	struct civil now;
	int64_t n = 0;
	int rc;

	civil_from_ms(&now, journal_stamp(desk_journal(d)), CIVIL_SHANGHAI);
	stmt_bind_int(st, 1, now.year);
	rc = stmt_step(st, err);
	if (rc == 1)
		n = stmt_int(st, 0);
	stmt_done(st);
	docket_number(number, now.year, n + 1);
	return rc < 0 ? -1 : 0;
}

struct opening {
	const struct incident_new *in;
	char *number;
	int64_t received;
	int64_t *seq;
};

static int
open_times(struct desk *d, struct opening *o, struct err *err)
{
	const struct incident_new *in = o->in;

	o->received = time_known(in->received_ms)
	                      ? in->received_ms
	                      : journal_stamp(desk_journal(d));
	if (docket_check_time(d, o->received, err))
		return -1;
	if (time_known(in->occurred_ms) &&
	    docket_check_time(d, in->occurred_ms, err))
		return -1;
	return time_known(in->unit_head_told_ms)
	               ? docket_check_time(d, in->unit_head_told_ms, err)
	               : 0;
}

static int
open_texts(json_t *body, const struct incident_new *in, struct err *err)
{
	struct buf title = BUF_INIT;
	int rc;

	title_make(&title, in);
	rc = body_put_text(body, "title", title.s, INCIDENT_TITLE_MAX, err);
	buf_release(&title);
	if (rc ||
	    body_put_text(body, "place", in->place, INCIDENT_PLACE_MAX, err) ||
	    body_put_text(body, "unit", in->unit, INCIDENT_TITLE_MAX, err) ||
	    body_put_text(body, "words", in->words, INCIDENT_WORDS_MAX, err) ||
	    body_put_text(body, "occurred_source", in->occurred_source,
	                  SOURCE_MAX, err) ||
	    body_put_text(body, "from", in->from, SOURCE_MAX, err) ||
	    body_put_text(body, "phone", in->phone, SOURCE_MAX, err) ||
	    body_put_text(body, "told", in->told, INCIDENT_WORDS_MAX, err))
		return -1;
	return body_put_text(body, "source", in->source, SOURCE_MAX, err);
}

static json_t *
open_body(struct desk *d, const struct opening *o, struct err *err)
{
	const struct incident_new *in = o->in;
	unsigned set = facts_known(&in->facts) | in->asked;
	json_t *body = json_object();

	json_object_set_new(body, "number", json_string(o->number));
	json_object_set_new(body, "kind", json_string(in->kind));
	if (open_texts(body, in, err)) {
		json_decref(body);
		return NULL;
	}
	if (time_known(in->occurred_ms))
		body_put_time(body, "occurred", in->occurred_ms);
	body_put_time(body, "received", o->received);
	if (time_known(in->unit_head_told_ms))
		body_put_time(body, "unit_head_told", in->unit_head_told_ms);
	if (set)
		json_object_set_new(body, "facts",
		                    facts_object(&in->facts, set));
	body_put_int(body, "rulebook", desk_rulebook_id(d));
	if (in->draft > 0)
		body_put_int(body, "draft", in->draft);
	return body;
}

static int
open_write(struct desk *d, void *arg, struct err *err)
{
	struct opening *o = arg;
	char subject[32];
	json_t *body;

	if (open_times(d, o, err) || open_number(d, o->number, err))
		return -1;
	body = open_body(d, o, err);
	if (!body)
		return -1;
	if (desk_append(d, "incident.opened",
	                docket_subject(subject, o->number), o->received, body,
	                o->seq, err))
		return -1;
	return o->in->warning ? warning_opened_within(d, o->in->warning,
	                                              o->in->warning_seen,
	                                              o->number, err)
	                      : 0;
}

int
incident_open(struct desk *d, const struct incident_new *in,
              char number[INCIDENT_NUMBER], int64_t *seq, struct err *err)
{
	struct opening o = { .in = in, .number = number, .seq = seq };

	if (!in->kind || !kind_find(in->kind))
		return err_set(err, ERR_INPUT, "kind: no such kind '%.40s'",
		               in->kind ? in->kind : "");
	return desk_write(d, open_write, &o, err);
}

/* The chronicle that opening it now would give. */
static void
preview_chronicle(struct chronicle *c, const struct incident_new *in,
                  int64_t now)
{
	int64_t received = time_known(in->received_ms) ? in->received_ms : now;
	struct event *e;

	chronicle_init(c);
	c->desk = "county";
	c->kind = in->kind;
	c->as_of = now;
	c->as_of_offset = CIVIL_SHANGHAI;
	if (time_known(in->occurred_ms))
		chronicle_add(c, EVENT_OCCURRED, in->occurred_ms)->recorded =
			now;
	if (time_known(in->unit_head_told_ms))
		chronicle_add(c, EVENT_UNIT_HEAD_TOLD, in->unit_head_told_ms)
			->recorded = now;
	e = chronicle_add(c, EVENT_RECEIVED, received);
	e->by = DOCKET_OURS;
	e->recorded = now;
	if (facts_known(&in->facts)) {
		e = chronicle_add(c, EVENT_FACTS, received);
		e->set = facts_known(&in->facts);
		e->facts = in->facts;
		e->recorded = now;
	}
}

int
incident_preview(struct desk *d, const struct incident_new *in,
                 struct verdict *out, struct err *err)
{
	const struct rulebook *rules;
	struct chronicle c;

	if (!in->kind || !kind_find(in->kind))
		return err_set(err, ERR_INPUT, "kind: no such kind '%.40s'",
		               in->kind ? in->kind : "");
	rules = desk_rulebook_at(d, desk_rulebook_id(d), err);
	if (!rules)
		return -1;
	preview_chronicle(&c, in, desk_now(d));
	judge(rules, &c, out);
	docket_keep_parties(out, rules);
	chronicle_release(&c);
	return 0;
}
