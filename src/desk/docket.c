#include "desk/docket.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/json.h"
#include "desk/body.h"
#include "desk/settle.h"

#define SUBJECT_PREFIX "incident:"

SQL(docket_by_number, "SELECT id FROM incident WHERE year = ?1 AND n = ?2");
SQL(docket_row, "SELECT rulebook, counted_ms, coalesce(next_ms, 0), state, "
                "class, kind FROM incident WHERE id = ?1");
SQL(docket_events,
    "SELECT seq, what, at_ms, known_ms, by_party, to_party, from_party, via, "
    "name, ground, person, facts FROM event WHERE incident = ?1 "
    "AND known_ms <= ?2 ORDER BY seq, k");
SQL(docket_kind_then, "SELECT was FROM incident_kind WHERE incident = ?1 "
                      "AND known_ms > ?2 ORDER BY seq LIMIT 1");

/* ---- names ---- */

static int
docket_parse(const char *number, int64_t *year, int64_t *n, struct err *err)
{
	if (!number_valid(number))
		return err_set(err, ERR_INPUT,
		               "'%.20s': expected a number like 2026-0012",
		               number);
	*year = strtol(number, NULL, 10);
	*n = strtol(number + 5, NULL, 10);
	return 0;
}

int
docket_find(struct db *db, const char *number, int64_t *id, struct err *err)
{
	int64_t year, n;
	struct stmt *st;
	int rc;

	if (docket_parse(number, &year, &n, err))
		return -1;
	st = db_use(db, &docket_by_number);
	stmt_bind_int(st, 1, year);
	stmt_bind_int(st, 2, n);
	rc = stmt_step(st, err);
	if (rc == 1)
		*id = stmt_int(st, 0);
	stmt_done(st);
	if (rc == 0)
		return err_set(err, ERR_NOT_FOUND, "no incident %s", number);
	return rc == 1 ? 0 : -1;
}

int
docket_card(struct fold *f, const struct journal_entry *e, struct card **out,
            struct err *err)
{
	const size_t len = sizeof(SUBJECT_PREFIX) - 1;
	int64_t year, n;

	if (!e->subject || strncmp(e->subject, SUBJECT_PREFIX, len) != 0)
		return err_set(err, ERR_INPUT,
		               "expected a subject like incident:2026-0012");
	if (docket_parse(e->subject + len, &year, &n, err) ||
	    settle_card(f, year, n, out, err))
		return -1;
	(*out)->last_seq = e->seq;
	(*out)->last_ms = e->recorded_ms;
	(*out)->counted_ms = e->counted_ms;
	return 0;
}

int
docket_touch(struct fold *f, const struct journal_entry *e, int64_t *id,
             struct err *err)
{
	struct card *card;

	if (docket_card(f, e, &card, err))
		return -1;
	*id = card->id;
	return 0;
}

char *
docket_number(char out[INCIDENT_NUMBER], int64_t year, int64_t n)
{
	snprintf(out, INCIDENT_NUMBER, "%04u-%04u", (unsigned)(year % 10000),
	         (unsigned)(n % 100000000));
	return out;
}

char *
docket_subject(char out[32], const char *number)
{
	snprintf(out, 32, SUBJECT_PREFIX "%s", number);
	return out;
}

int
docket_get(struct db *db, int64_t id, struct docket *out, struct err *err)
{
	struct stmt *st = db_use(db, &docket_row);
	int rc;

	memset(out, 0, sizeof(*out));
	stmt_bind_int(st, 1, id);
	rc = stmt_step(st, err);
	if (rc == 1) {
		out->id = id;
		out->rulebook = stmt_int(st, 0);
		out->counted_ms = stmt_int(st, 1);
		out->next_ms = stmt_int(st, 2);
		out->state = (enum incident_state)stmt_int(st, 3);
		out->class = (enum law_class)stmt_int(st, 4);
		snprintf(out->kind, sizeof(out->kind), "%s", stmt_text(st, 5));
	}
	stmt_done(st);
	if (rc == 0)
		return err_set(err, ERR_NOT_FOUND, "no incident of entry %lld",
		               (long long)id);
	return rc == 1 ? 0 : -1;
}

bool
docket_ours(const char *by)
{
	return strcmp(by, DOCKET_OURS) == 0 ||
	       strcmp(by, "county.government") == 0;
}

/* ---- rules ---- */

int64_t
docket_rule_id(const struct rule *rule)
{
	const struct pack *p = rule->pack;

	return p->adopted * DOCKET_RULES + (rule - p->rules);
}

int
docket_target(const struct rule *rule, const char *to)
{
	for (size_t i = 0; i < rule->to_count; i++)
		if (strcmp(rule->to[i], to) == 0)
			return (int)i;
	return -1;
}

/* ---- facts ---- */

unsigned
facts_known(const struct facts *f)
{
	unsigned set = 0;

	for (unsigned i = 0; i < FACT_COUNT; i++)
		if (f->v[i] != FACT_UNKNOWN)
			set |= 1u << i;
	return set;
}

json_t *
facts_object(const struct facts *f, unsigned set)
{
	json_t *o = json_object();

	for (unsigned i = 0; i < FACT_COUNT; i++)
		if (set & 1u << i)
			json_object_set_new(
				o, fact_info((enum fact)i)->key,
				fact_to_json((enum fact)i, f->v[i]));
	return o;
}

int
facts_read(const json_t *o, struct facts *f, unsigned *set,
           const struct jpath *at, struct err *err)
{
	const char *key;
	json_t *value;
	int id;

	facts_init(f);
	*set = 0;
	json_object_foreach((json_t *)o, key, value)
	{
		struct jpath here = { .up = at, .key = key };

		id = fact_find(key);
		if (id < 0)
			return json_fail(&here, err, "no such fact");
		if (fact_from_json((enum fact)id, value, &f->v[id], &here, err))
			return -1;
		*set |= 1u << id;
	}
	return 0;
}

int
facts_from_text(struct facts *f, unsigned *set, const char *s, struct err *err)
{
	const struct jpath at = { .key = "facts" };
	struct err inner = ERR_INIT;
	unsigned given;
	json_t *o = json_parse(s, strlen(s), "facts", &inner);
	int rc = -1;

	if (json_is_object(o))
		rc = facts_read(o, f, set ? set : &given, &at, &inner);
	json_decref(o);
	if (rc)
		err_set(err, ERR_CORRUPT, "desk.db: a view holds bad facts: %s",
		        inner.text);
	return rc;
}

/* ---- the chronicle ---- */

static const char *
keep(struct chronicle *c, struct stmt *st, int col)
{
	return chronicle_keep(c, stmt_text(st, col));
}

static int
docket_event(struct chronicle *c, struct stmt *st, struct err *err)
{
	enum event_what what = (enum event_what)stmt_int(st, 1);
	struct event *e = chronicle_add(c, what, stmt_int(st, 2));
	const char *facts = stmt_text(st, 11);

	e->seq = stmt_int(st, 0);
	e->recorded = stmt_int(st, 3);
	e->offset = CIVIL_SHANGHAI;
	e->by = keep(c, st, 4);
	e->to = keep(c, st, 5);
	e->from = keep(c, st, 6);
	e->via = (enum rule_via)stmt_int(st, 7);
	if (what == EVENT_DECLINED)
		e->rule = keep(c, st, 8);
	else
		e->name = keep(c, st, 8);
	e->ground = keep(c, st, 9);
	e->person = keep(c, st, 10);
	return facts ? facts_from_text(&e->facts, &e->set, facts, err) : 0;
}

/* A kind that was changed later was not known yet. */
static int
docket_kind(struct db *db, const struct docket *k, struct chronicle *c,
            struct err *err)
{
	struct stmt *st;
	int rc;

	c->kind = chronicle_keep(c, k->kind);
	if (c->as_of >= k->counted_ms)
		return 0;
	st = db_use(db, &docket_kind_then);
	stmt_bind_int(st, 1, k->id);
	stmt_bind_int(st, 2, c->as_of);
	rc = stmt_step(st, err);
	if (rc == 1)
		c->kind = keep(c, st, 0);
	stmt_done(st);
	return rc < 0 ? -1 : 0;
}

int
docket_chronicle(struct db *db, const struct docket *k, int64_t as_of,
                 struct chronicle *out, struct err *err)
{
	struct stmt *st;
	int rc;

	chronicle_init(out);
	out->desk = "county";
	out->as_of = as_of;
	out->as_of_offset = CIVIL_SHANGHAI;
	if (docket_kind(db, k, out, err))
		return -1;
	st = db_use(db, &docket_events);
	stmt_bind_int(st, 1, k->id);
	stmt_bind_int(st, 2, as_of);
	while ((rc = stmt_step(st, err)) == 1) {
		if (docket_event(out, st, err)) {
			rc = -1;
			break;
		}
	}
	stmt_done(st);
	return rc;
}

/* What a finding names must outlive the chronicle. */
void
docket_keep_parties(struct verdict *v, const struct rulebook *rules)
{
	for (size_t i = 0; i < v->findings_count; i++) {
		struct finding *f = &v->findings[i];
		const char *kept = NULL;

		for (size_t k = 0; f->party && k < rules->parties_count; k++)
			if (strcmp(f->party, rules->parties[k].name) == 0)
				kept = rules->parties[k].name;
		f->party = kept;
	}
}

int
docket_verdict(struct fold *f, const struct docket *k, int64_t as_of,
               struct verdict *out, struct err *err)
{
	const struct rulebook *rules;
	struct chronicle c;
	int rc = -1;

	memset(out, 0, sizeof(*out));
	facts_init(&out->facts);
	if (!kind_find(k->kind))
		return 0; /* its first entry has been withheld */
	rules = settle_rulebook(f, k->rulebook, err);
	if (!rules)
		return -1;
	if (docket_chronicle(f->db, k, as_of, &c, err) == 0) {
		judge(rules, &c, out);
		docket_keep_parties(out, rules);
		rc = 0;
	}
	chronicle_release(&c);
	return rc;
}
