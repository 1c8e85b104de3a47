#include "desk/incident.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "desk/docket.h"
#include "desk/duty_view.h"

/* The order is that of incident_row(). */
#define COLUMNS                                                                \
	"i.id, i.year, i.n, i.kind, i.title, i.place, i.unit, i.caller, "      \
	"i.phone, i.told, i.facts, i.state, coalesce(i.merged_into, ''), "     \
	"i.occurred_ms, i.received_ms, i.opened_ms, i.last_seq, i.last_ms, "   \
	"i.rulebook, i.officer, i.class, i.because, i.cite, "                  \
	"coalesce(i.next_ms, 0)"

#define SIMILAR_MAX 20

SQL(incident_one, "SELECT " COLUMNS ", w.words FROM incident i "
                  "LEFT JOIN incident_words w ON w.id = i.id WHERE i.id = ?1");
SQL(incident_page, "SELECT " COLUMNS ", NULL FROM incident i "
                   "WHERE i.id < ?1 ORDER BY i.id DESC LIMIT ?2");
SQL(incident_page_of, "SELECT " COLUMNS ", NULL FROM incident i "
                      "WHERE i.state = ?3 AND i.id < ?1 "
                      "ORDER BY i.id DESC LIMIT ?2");
SQL(incident_counts, "SELECT open, closed, merged FROM tally WHERE one = 1");
SQL(incident_near, "SELECT " COLUMNS ", NULL FROM incident i "
                   "WHERE i.received_ms BETWEEN ?1 AND ?2 "
                   "ORDER BY i.received_ms DESC");
SQL(incident_claimed, "SELECT seq, at_ms, recorded_ms, source, officer, facts "
                      "FROM event WHERE incident = ?1 AND what = ?2 "
                      "ORDER BY seq, k");

void
incident_release(struct incident *in)
{
	free(in->title);
	free(in->place);
	free(in->unit);
	free(in->words);
	free(in->from);
	free(in->phone);
	free(in->told);
	memset(in, 0, sizeof(*in));
}

void
incident_list_free(struct incident *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		incident_release(&rows[i]);
	free(rows);
}

/* ---- rows ---- */

static char *
text_dup(struct stmt *st, int col)
{
	const char *s = stmt_text(st, col);

	return mem_str(s ? s : "");
}

static void
text_copy(char *out, size_t size, struct stmt *st, int col)
{
	snprintf(out, size, "%s", stmt_text(st, col));
}

/* *id and *next are what incident_duties() needs. */
static int
incident_row(struct incident *in, struct docket *k, struct stmt *st,
             struct err *err)
{
	memset(in, 0, sizeof(*in));
	memset(k, 0, sizeof(*k));
	k->id = stmt_int(st, 0);
	docket_number(in->number, stmt_int(st, 1), stmt_int(st, 2));
	text_copy(in->kind, sizeof(in->kind), st, 3);
	in->title = text_dup(st, 4);
	in->place = text_dup(st, 5);
	in->unit = text_dup(st, 6);
	in->from = text_dup(st, 7);
	in->phone = text_dup(st, 8);
	in->told = text_dup(st, 9);
	facts_init(&in->facts);
	in->state = (enum incident_state)stmt_int(st, 11);
	text_copy(in->merged_into, sizeof(in->merged_into), st, 12);
	in->occurred_ms =
		stmt_is_null(st, 13) ? JOURNAL_NO_TIME : stmt_int(st, 13);
	in->received_ms = stmt_int(st, 14);
	in->opened_ms = stmt_int(st, 15);
	in->last_seq = stmt_int(st, 16);
	in->last_ms = stmt_int(st, 17);
	in->rulebook = k->rulebook = stmt_int(st, 18);
	text_copy(in->officer, sizeof(in->officer), st, 19);
	in->class = (enum law_class)stmt_int(st, 20);
	text_copy(in->because, sizeof(in->because), st, 21);
	text_copy(in->cite, sizeof(in->cite), st, 22);
	k->next_ms = stmt_int(st, 23);
	in->words = text_dup(st, 24);
	k->state = in->state;
	memcpy(k->kind, in->kind, sizeof(k->kind));
	return facts_from_text(&in->facts, NULL, stmt_text(st, 10), err);
}

/* How many of our duties are open and overdue now, and the soonest. */
static int
incident_duties(struct desk *d, struct incident *in, const struct docket *k,
                int64_t now, struct err *err)
{
	struct duty_counts counts;

	if (in->state != INCIDENT_OPEN)
		return 0;
	if (duty_count(d, k, now, &counts, err))
		return -1;
	in->open_duties = counts.open;
	in->overdue_duties = counts.overdue;
	in->next_due = counts.next_due;
	return 0;
}

struct page {
	struct incident *rows;
	struct docket *dockets;
	size_t count, cap, dockets_cap;
};

static int
page_read(struct page *p, struct stmt *st, struct err *err)
{
	int rc;

	while ((rc = stmt_step(st, err)) == 1) {
		p->rows =
			mem_grow(p->rows, p->count, &p->cap, sizeof(*p->rows));
		p->dockets = mem_grow(p->dockets, p->count, &p->dockets_cap,
		                      sizeof(*p->dockets));
		rc = incident_row(&p->rows[p->count], &p->dockets[p->count], st,
		                  err);
		p->count++;
		if (rc)
			break;
	}
	stmt_done(st);
	return rc;
}

/* Hand the rows over with their duties, or free them. */
static int
page_finish(struct desk *d, struct page *p, int rc, struct incident **rows,
            size_t *count, struct err *err)
{
	int64_t now = desk_now(d);

	for (size_t i = 0; rc == 0 && i < p->count; i++)
		rc = incident_duties(d, &p->rows[i], &p->dockets[i], now, err);
	free(p->dockets);
	if (rc) {
		incident_list_free(p->rows, p->count);
		*rows = NULL;
		*count = 0;
		return -1;
	}
	*rows = p->rows;
	*count = p->count;
	return 0;
}

/* ---- one ---- */

int
incident_get(struct desk *d, const char *number, struct incident *out,
             struct err *err)
{
	struct docket k;
	struct stmt *st;
	int64_t id;
	int rc;

	memset(out, 0, sizeof(*out));
	if (docket_find(desk_db(d), number, &id, err))
		return -1;
	st = db_use(desk_db(d), &incident_one);
	stmt_bind_int(st, 1, id);
	rc = stmt_step(st, err);
	if (rc == 1)
		rc = incident_row(out, &k, st, err);
	stmt_done(st);
	if (rc == 0)
		rc = incident_duties(d, out, &k, desk_now(d), err);
	if (rc)
		incident_release(out);
	return rc;
}

int
incident_number(struct desk *d, const char *typed, char out[INCIDENT_NUMBER],
                struct err *err)
{
	size_t digits = strspn(typed, "0123456789");
	struct civil now;
	int64_t id;

	if (typed[digits] || digits == 0 || digits > 8) {
		if (docket_find(desk_db(d), typed, &id, err))
			return -1;
		snprintf(out, INCIDENT_NUMBER, "%s", typed);
		return 0;
	}
	civil_from_ms(&now, desk_now(d), CIVIL_SHANGHAI);
	/* In January, "312" is still last year's. */
	for (int year = now.year; year >= now.year - 1; year--) {
		struct err inner = ERR_INIT;

		docket_number(out, year, strtol(typed, NULL, 10));
		if (docket_find(desk_db(d), out, &id, &inner) == 0)
			return 0;
		if (inner.code != ERR_NOT_FOUND && inner.code != ERR_INPUT)
			return err_set(err, inner.code, "%s", inner.text);
	}
	return err_set(err, ERR_NOT_FOUND, "no incident %s this year or last",
	               typed);
}

/* ---- lists ---- */

static int
list_total(struct desk *d, enum incident_filter filter, size_t *total,
           struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &incident_counts);
	int64_t n = 0;
	int rc = stmt_step(st, err);

	if (rc == 1)
		n = filter == INCIDENTS_OPEN ? stmt_int(st, 0)
		    : filter == INCIDENTS_CLOSED
		            ? stmt_int(st, 1)
		            : stmt_int(st, 0) + stmt_int(st, 1) +
		                      stmt_int(st, 2);
	stmt_done(st);
	*total = (size_t)n;
	return rc < 0 ? -1 : 0;
}

int
incident_list(struct desk *d, enum incident_filter filter, const char *before,
              size_t max, struct incident **rows, size_t *count, size_t *total,
              struct err *err)
{
	struct page p = { 0 };
	struct stmt *st;
	int64_t id = INT64_MAX;

	*rows = NULL;
	*count = 0;
	if (before && docket_find(desk_db(d), before, &id, err))
		return -1;
	if (total && list_total(d, filter, total, err))
		return -1;
	st = db_use(desk_db(d), filter == INCIDENTS_ALL ? &incident_page
	                                                : &incident_page_of);
	stmt_bind_int(st, 1, id);
	stmt_bind_int(st, 2, (int64_t)max);
	if (filter != INCIDENTS_ALL)
		stmt_bind_int(st, 3,
		              filter == INCIDENTS_OPEN ? INCIDENT_OPEN
		                                       : INCIDENT_CLOSED);
	return page_finish(d, &p, page_read(&p, st, err), rows, count, err);
}

/* ---- the same event? ---- */

static bool
is_han(uint32_t cp)
{
	return (cp >= 0x4E00 && cp <= 0x9FFF) ||
	       (cp >= 0x3400 && cp <= 0x4DBF) ||
	       (cp >= 0x20000 && cp <= 0x3134F);
}

/* Do two texts share two Han characters in a row? */
static bool
share_han_pair(const char *a, const char *b)
{
	size_t len = strlen(a), first, second;
	uint32_t cp;

	for (size_t i = 0; i < len; i += first) {
		char pair[9];

		first = utf8_decode(a + i, len - i, &cp);
		if (!is_han(cp) || i + first >= len)
			continue;
		second = utf8_decode(a + i + first, len - i - first, &cp);
		if (!is_han(cp))
			continue;
		memcpy(pair, a + i, first + second);
		pair[first + second] = '\0';
		if (strstr(b, pair))
			return true;
	}
	return false;
}

static bool
similar(const struct incident *in, const char *kind, const char *place,
        const char *unit)
{
	size_t word = strcspn(kind, ".");

	if (strncmp(in->kind, kind, word) != 0 ||
	    (in->kind[word] != '.' && in->kind[word] != '\0'))
		return false;
	if (unit && *unit && strcmp(unit, in->unit) == 0)
		return true;
	return place && share_han_pair(place, in->place);
}

int
incident_similar(struct desk *d, const char *kind, const char *place,
                 const char *unit, int64_t at_ms, struct incident **rows,
                 size_t *count, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &incident_near);
	struct page p = { 0 };
	size_t kept = 0;
	int rc;

	stmt_bind_int(st, 1, at_ms - CIVIL_HOUR);
	stmt_bind_int(st, 2, at_ms + CIVIL_HOUR);
	rc = page_read(&p, st, err);
	for (size_t i = 0; i < p.count; i++) {
		if (kept == SIMILAR_MAX ||
		    !similar(&p.rows[i], kind, place, unit)) {
			incident_release(&p.rows[i]);
			continue;
		}
		p.rows[kept] = p.rows[i];
		p.dockets[kept++] = p.dockets[i];
	}
	p.count = kept;
	return page_finish(d, &p, rc, rows, count, err);
}

/* ---- claims ---- */

static int
claims_add(struct claim **rows, size_t *count, size_t *cap, struct stmt *st,
           struct err *err)
{
	struct facts facts;
	unsigned set;

	if (facts_from_text(&facts, &set, stmt_text(st, 5), err))
		return -1;
	for (unsigned i = 0; i < FACT_COUNT; i++) {
		struct claim *c;

		if (!(set & 1u << i))
			continue;
		*rows = mem_grow(*rows, *count, cap, sizeof(**rows));
		c = &(*rows)[(*count)++];
		memset(c, 0, sizeof(*c));
		c->seq = stmt_int(st, 0);
		c->at_ms = stmt_int(st, 1);
		c->recorded_ms = stmt_int(st, 2);
		c->fact = (enum fact)i;
		c->value = facts.v[i];
		c->source = text_dup(st, 3);
		text_copy(c->officer, sizeof(c->officer), st, 4);
	}
	return 0;
}

int
incident_claims(struct desk *d, const char *number, struct claim **rows,
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
	st = db_use(desk_db(d), &incident_claimed);
	stmt_bind_int(st, 1, id);
	stmt_bind_int(st, 2, EVENT_FACTS);
	while ((rc = stmt_step(st, err)) == 1) {
		rc = claims_add(rows, count, &cap, st, err);
		if (rc)
			break;
	}
	stmt_done(st);
	if (rc == 0)
		return 0;
	claims_free(*rows, *count);
	*rows = NULL;
	*count = 0;
	return -1;
}

void
claims_free(struct claim *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(rows[i].source);
	free(rows);
}

/* ---- chronicle and verdict ---- */

int
incident_chronicle(struct desk *d, const char *number, int64_t as_of,
                   struct chronicle *out, struct err *err)
{
	struct docket k;
	int64_t id;

	chronicle_init(out);
	if (docket_find(desk_db(d), number, &id, err) ||
	    docket_get(desk_db(d), id, &k, err))
		return -1;
	return docket_chronicle(desk_db(d), &k, as_of, out, err);
}

int
incident_verdict(struct desk *d, const char *number, int64_t as_of,
                 struct verdict *out, struct err *err)
{
	struct docket k;
	int64_t id;

	if (docket_find(desk_db(d), number, &id, err) ||
	    docket_get(desk_db(d), id, &k, err))
		return -1;
	return docket_verdict(journal_fold(desk_journal(d)), &k, as_of, out,
	                      err);
}

int
incident_preview_claim(struct desk *d, const char *number, unsigned set,
                       const struct facts *facts, int64_t at_ms,
                       struct verdict *out, struct err *err)
{
	const struct rulebook *rules;
	struct chronicle c;
	struct docket k;
	struct event *e;
	int64_t id;

	if (docket_find(desk_db(d), number, &id, err) ||
	    docket_get(desk_db(d), id, &k, err))
		return -1;
	rules = desk_rulebook_at(d, k.rulebook, err);
	if (!rules)
		return -1;
	if (docket_chronicle(desk_db(d), &k, desk_now(d), &c, err)) {
		chronicle_release(&c);
		return -1;
	}
	e = chronicle_add(&c, EVENT_FACTS, at_ms);
	e->recorded = desk_now(d);
	e->set = set;
	e->facts = *facts;
	judge(rules, &c, out);
	docket_keep_parties(out, rules);
	chronicle_release(&c);
	return 0;
}
