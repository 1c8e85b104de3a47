/* Entries of incidents: how they fold into the views. */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "desk/body.h"
#include "desk/docket.h"
#include "desk/draft.h"
#include "desk/kinds.h"
#include "desk/settle.h"
#include "store/search.h"

SQL(fold_open,
    "INSERT INTO incident (id, year, n, kind, title, place, unit, caller, "
    "phone, told, facts, state, occurred_ms, received_ms, opened_ms, last_seq, "
    "last_ms, counted_ms, rulebook, officer) VALUES (?1, ?2, ?3, ?4, ?5, ?6, "
    "?7, ?8, ?9, ?10, ?11, 0, ?12, ?13, ?14, ?1, ?14, ?15, ?16, ?17)");
SQL(fold_words, "INSERT OR REPLACE INTO incident_words (id, words) "
                "VALUES (?1, ?2)");
SQL(fold_count_open, "UPDATE tally SET open = open + 1 WHERE one = 1");
SQL(fold_event,
    "INSERT INTO event (incident, seq, k, what, at_ms, known_ms, recorded_ms, "
    "officer, by_party, to_party, from_party, via, name, ground, person, "
    "source, facts) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, "
    "?12, ?13, ?14, ?15, ?16, ?17)");
SQL(fold_revise,
    "UPDATE incident SET kind = coalesce(?2, kind), title = coalesce(?3, "
    "title), place = coalesce(?4, place), unit = coalesce(?5, unit) "
    "WHERE id = ?1");
SQL(fold_kind_was, "INSERT INTO incident_kind (incident, seq, known_ms, was) "
                   "SELECT id, ?2, ?3, kind FROM incident WHERE id = ?1");
SQL(fold_occurred, "UPDATE incident SET occurred_ms = ?2 WHERE id = ?1");
SQL(fold_texts, "SELECT i.title, i.place, i.unit, i.caller, i.told, w.words "
                "FROM incident i LEFT JOIN incident_words w ON w.id = i.id "
                "WHERE i.id = ?1");
SQL(fold_state, "UPDATE incident SET state = ?2, merged_into = ?3 "
                "WHERE id = ?1");
SQL(fold_state_get, "SELECT state FROM incident WHERE id = ?1");
SQL(fold_tally, "UPDATE tally SET open = open + (?2 = 0) - (?1 = 0), "
                "closed = closed + (?2 = 1) - (?1 = 1), "
                "merged = merged + (?2 = 2) - (?1 = 2) WHERE one = 1");

static const struct jpath body_at = { .key = "body" };

/* ---- rows ---- */

int
docket_put_event(struct fold *f, int64_t id, const struct journal_entry *e,
                 const struct docket_event *v, struct err *err)
{
	struct stmt *st = db_use(f->db, &fold_event);

	stmt_bind_int(st, 1, id);
	stmt_bind_int(st, 2, e->seq);
	stmt_bind_int(st, 3, v->k);
	stmt_bind_int(st, 4, v->what);
	stmt_bind_int(st, 5, v->at_ms);
	stmt_bind_int(st, 6, e->counted_ms);
	stmt_bind_int(st, 7, e->recorded_ms);
	stmt_lend_text(st, 8, e->officer);
	stmt_lend_text(st, 9, v->by);
	stmt_lend_text(st, 10, v->to);
	stmt_lend_text(st, 11, v->from);
	stmt_bind_int(st, 12, v->via);
	stmt_lend_text(st, 13, v->name);
	stmt_lend_text(st, 14, v->ground);
	stmt_lend_text(st, 15, v->person);
	stmt_lend_text(st, 16, v->source);
	stmt_lend_text(st, 17, v->facts);
	return stmt_run(st, err);
}

int64_t
docket_happened(const struct journal_entry *e)
{
	return e->happened_ms == JOURNAL_NO_TIME ? e->counted_ms
	                                         : e->happened_ms;
}

/* What a search finds an incident by: its title first, its words last. */
enum { TEXT_COUNT = 6 };

static int
put_search(struct fold *f, const char *number,
           const char *const texts[TEXT_COUNT], struct err *err)
{
	struct buf words = BUF_INIT;
	int rc;

	buf_str(&words, number);
	for (int i = 1; i < TEXT_COUNT; i++)
		if (texts[i]) {
			buf_byte(&words, '\n');
			buf_str(&words, texts[i]);
		}
	rc = search_put(f->db, "incident", number, texts[0], words.s, err);
	buf_release(&words);
	return rc;
}

static int
put_search_again(struct fold *f, int64_t id, const char *number,
                 struct err *err)
{
	struct stmt *st = db_use(f->db, &fold_texts);
	const char *texts[TEXT_COUNT];
	int rc;

	stmt_bind_int(st, 1, id);
	rc = stmt_step(st, err);
	if (rc == 1) {
		for (int i = 0; i < TEXT_COUNT; i++)
			texts[i] = stmt_text(st, i);
		rc = put_search(f, number, texts, err);
	}
	stmt_done(st);
	return rc;
}

static int
put_words(struct fold *f, int64_t id, const char *words, struct err *err)
{
	struct stmt *st;

	if (!words)
		return 0;
	st = db_use(f->db, &fold_words);
	stmt_bind_int(st, 1, id);
	stmt_bind_text(st, 2, words);
	return stmt_run(st, err);
}

/* ---- incident.opened ---- */

static void
bind_time(struct stmt *st, int i, int64_t ms)
{
	if (ms == JOURNAL_NO_TIME)
		stmt_bind_null(st, i);
	else
		stmt_bind_int(st, i, ms);
}

/* A withheld first entry leaves a row without words that is not judged. */
static int
opened_row(struct fold *f, const struct journal_entry *e,
           const struct card *card, const json_t *body, const char *facts,
           struct err *err)
{
	struct stmt *st = db_use(f->db, &fold_open);
	const char *const texts[] = { "kind", "title", "place", "unit",
		                      "from", "phone", "told" };

	stmt_bind_int(st, 1, e->seq);
	stmt_bind_int(st, 2, card->year);
	stmt_bind_int(st, 3, card->n);
	for (int i = 0; i < 7; i++)
		stmt_lend_text(st, 4 + i, body_words(body, texts[i]));
	stmt_lend_text(st, 11, facts);
	bind_time(st, 12, body_get_time(body, "occurred", JOURNAL_NO_TIME));
	stmt_bind_int(st, 13, body_get_time(body, "received", e->counted_ms));
	stmt_bind_int(st, 14, e->recorded_ms);
	stmt_bind_int(st, 15, e->counted_ms);
	stmt_bind_int(st, 16, body_get_int(body, "rulebook", 0));
	stmt_lend_text(st, 17, e->officer);
	return stmt_run(st, err);
}

/* What an intake says happened, in the order of the events themselves. */
static int
opened_events(struct fold *f, const struct journal_entry *e, const json_t *body,
              const char *facts, struct err *err)
{
	const char *source = body_get_text(body, "source");
	const char *when = body_get_text(body, "occurred_source");
	const struct docket_event events[] = {
		{ .what = EVENT_OCCURRED,
		  .at_ms = body_get_time(body, "occurred", JOURNAL_NO_TIME),
		  .source = when ? when : source },
		{ .what = EVENT_UNIT_HEAD_TOLD,
		  .at_ms = body_get_time(body, "unit_head_told",
		                         JOURNAL_NO_TIME),
		  .source = source },
		{ .what = EVENT_RECEIVED,
		  .at_ms = body_get_time(body, "received", e->counted_ms),
		  .by = DOCKET_OURS,
		  .source = body_get_text(body, "from") },
		{ .what = EVENT_FACTS,
		  .at_ms = strcmp(facts, "{}") == 0
		                   ? JOURNAL_NO_TIME
		                   : body_get_time(body, "received",
		                                   e->counted_ms),
		  .facts = facts,
		  .source = source },
	};
	int k = 0;

	for (size_t i = 0; i < sizeof(events) / sizeof(events[0]); i++) {
		struct docket_event v = events[i];

		if (v.at_ms == JOURNAL_NO_TIME)
			continue;
		v.k = k++;
		if (docket_put_event(f, e->seq, e, &v, err))
			return -1;
	}
	return 0;
}

static int
opened_search(struct fold *f, const char *number, const json_t *body,
              struct err *err)
{
	const char *const texts[TEXT_COUNT] = {
		body_words(body, "title"), body_words(body, "place"),
		body_words(body, "unit"),  body_words(body, "from"),
		body_words(body, "told"),  body_get_text(body, "words"),
	};

	return put_search(f, number, texts, err);
}

static struct card *
opened_card(struct fold *f, const struct journal_entry *e, const char *number)
{
	struct card *card = settle_opened(f, strtol(number, NULL, 10),
	                                  strtol(number + 5, NULL, 10));

	card->id = card->last_seq = e->seq;
	card->last_ms = e->recorded_ms;
	card->counted_ms = e->counted_ms;
	return card;
}

int
incident_opened_reduce(struct fold *f, const struct journal_entry *e,
                       const json_t *body, struct err *err)
{
	const json_t *o = json_object_get(body, "facts");
	const char *number = e->subject ? strchr(e->subject, ':') : NULL;
	struct buf facts = BUF_INIT;
	struct card *card;
	int rc = -1;

	if (!number || !number_valid(number + 1) ||
	    (body && strcmp(number + 1, body_get_text(body, "number")) != 0))
		return err_set(err, ERR_INPUT,
		               "expected the subject incident:NUMBER");
	number++;
	card = opened_card(f, e, number);
	if (o)
		json_write(&facts, o);
	else
		buf_str(&facts, "{}");
	if (opened_row(f, e, card, body, facts.s, err) == 0 &&
	    put_words(f, e->seq, body_get_text(body, "words"), err) == 0 &&
	    db_run(f->db, &fold_count_open, err) == 0)
		rc = 0;
	if (rc == 0 && body &&
	    (opened_events(f, e, body, facts.s, err) ||
	     opened_search(f, number, body, err) ||
	     draft_consume(f, body_get_int(body, "draft", 0), err)))
		rc = -1;
	buf_release(&facts);
	return rc;
}

/* ---- the others ---- */

int
incident_revised_reduce(struct fold *f, const struct journal_entry *e,
                        const json_t *body, struct err *err)
{
	const char *const keys[] = { "kind", "title", "place", "unit" };
	struct stmt *st;
	int64_t id;

	if (docket_touch(f, e, &id, err))
		return -1;
	if (!body)
		return 0;
	if (body_get_text(body, "kind")) {
		st = db_use(f->db, &fold_kind_was);
		stmt_bind_int(st, 1, id);
		stmt_bind_int(st, 2, e->seq);
		stmt_bind_int(st, 3, e->counted_ms);
		if (stmt_run(st, err))
			return -1;
	}
	st = db_use(f->db, &fold_revise);
	stmt_bind_int(st, 1, id);
	for (int i = 0; i < 4; i++)
		stmt_bind_text(st, 2 + i, body_get_text(body, keys[i]));
	if (stmt_run(st, err) ||
	    put_words(f, id, body_get_text(body, "words"), err))
		return -1;
	return put_search_again(f, id, strchr(e->subject, ':') + 1, err);
}

static int
merge_facts(struct fold *f, struct card *card, const json_t *claimed,
            struct err *err)
{
	struct facts claim;
	unsigned set;

	if (card_facts(card, f->db, err) ||
	    facts_read(claimed, &claim, &set, &body_at, err))
		return -1;
	for (unsigned i = 0; i < FACT_COUNT; i++)
		if (set & 1u << i)
			card->facts.v[i] = claim.v[i];
	card->facts_changed = true;
	return 0;
}

int
incident_facts_reduce(struct fold *f, const struct journal_entry *e,
                      const json_t *body, struct err *err)
{
	const json_t *claimed = json_object_get(body, "facts");
	struct docket_event v = { .what = EVENT_FACTS,
		                  .at_ms = docket_happened(e),
		                  .source = body_get_text(body, "source") };
	struct buf text = BUF_INIT;
	struct card *card;
	int rc;

	if (docket_card(f, e, &card, err))
		return -1;
	if (!body)
		return 0;
	json_write(&text, claimed);
	v.facts = text.s;
	rc = docket_put_event(f, card->id, e, &v, err);
	buf_release(&text);
	return rc ? -1 : merge_facts(f, card, claimed, err);
}

int
incident_event_reduce(struct fold *f, const struct journal_entry *e,
                      const json_t *body, struct err *err)
{
	struct docket_event v = { .at_ms = docket_happened(e),
		                  .by = body_get_text(body, "by"),
		                  .to = body_get_text(body, "to"),
		                  .from = body_get_text(body, "from"),
		                  .name = body_get_text(body, "name"),
		                  .source = body_get_text(body, "source") };
	struct stmt *st;
	int64_t id;

	if (docket_touch(f, e, &id, err))
		return -1;
	if (!body)
		return 0;
	v.what = (enum event_what)event_find(body_get_text(body, "what"));
	if (docket_put_event(f, id, e, &v, err))
		return -1;
	if (v.what != EVENT_OCCURRED)
		return 0;
	st = db_use(f->db, &fold_occurred);
	stmt_bind_int(st, 1, id);
	stmt_bind_int(st, 2, v.at_ms);
	return stmt_run(st, err);
}

/* An incident changes its state, and the counts follow. */
static int
put_state(struct fold *f, const struct journal_entry *e,
          enum incident_state state, const char *into, struct err *err)
{
	struct stmt *st;
	int64_t id, was;
	int rc;

	if (docket_touch(f, e, &id, err))
		return -1;
	st = db_use(f->db, &fold_state_get);
	stmt_bind_int(st, 1, id);
	rc = stmt_step(st, err);
	was = rc == 1 ? stmt_int(st, 0) : 0;
	stmt_done(st);
	if (rc < 0)
		return -1;
	st = db_use(f->db, &fold_state);
	stmt_bind_int(st, 1, id);
	stmt_bind_int(st, 2, state);
	stmt_bind_text(st, 3, into);
	if (stmt_run(st, err))
		return -1;
	st = db_use(f->db, &fold_tally);
	stmt_bind_int(st, 1, was);
	stmt_bind_int(st, 2, state);
	return stmt_run(st, err);
}

int
incident_linked_reduce(struct fold *f, const struct journal_entry *e,
                       const json_t *body, struct err *err)
{
	int64_t id;

	(void)body;
	return docket_touch(f, e, &id, err);
}

int
incident_merged_reduce(struct fold *f, const struct journal_entry *e,
                       const json_t *body, struct err *err)
{
	return put_state(f, e, INCIDENT_MERGED, body_get_text(body, "into"),
	                 err);
}

int
incident_closed_reduce(struct fold *f, const struct journal_entry *e,
                       const json_t *body, struct err *err)
{
	(void)body;
	return put_state(f, e, INCIDENT_CLOSED, NULL, err);
}

int
incident_reopened_reduce(struct fold *f, const struct journal_entry *e,
                         const json_t *body, struct err *err)
{
	(void)body;
	return put_state(f, e, INCIDENT_OPEN, NULL, err);
}
