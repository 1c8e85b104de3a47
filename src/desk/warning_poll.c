/* From a feed's whole answer to entries: what is new, what has ended. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/mem.h"
#include "desk/body.h"
#include "desk/quake.h"
#include "desk/setting.h"
#include "desk/warning.h"
#include "desk/warning_body.h"

/* An item ends at the second complete answer in a row that lacks it. */
enum { MISSES_TO_END = 2 };

SQL(poll_seen, "SELECT print FROM warning_seen s WHERE feed = ?1 AND id = ?2 "
               "AND NOT EXISTS (SELECT 1 FROM warning_source x WHERE x.gone "
               "AND x.warning = s.warning AND x.feed = s.feed)");
SQL(poll_named, "SELECT warning FROM warning_name WHERE name = ?1");
SQL(poll_condition, "SELECT id FROM warning WHERE condition = ?1 "
                    "AND state = 0 ORDER BY id DESC LIMIT 1");
SQL(poll_quakes, "SELECT id FROM warning "
                 "WHERE magnitude IS NOT NULL AND occurred_ms BETWEEN ?1 "
                 "AND ?2 ORDER BY occurred_ms, id");
SQL(poll_listed, "SELECT s.warning, w.occurred_ms, w.sent_ms "
                 "FROM warning_source s JOIN warning w ON w.id = s.warning "
                 "WHERE s.feed = ?1 AND s.gone = 0 AND w.state = 0 "
                 "ORDER BY s.warning");
SQL(poll_messages, "SELECT id FROM warning_seen WHERE warning = ?1 "
                   "AND feed = ?2");
SQL(poll_others, "SELECT feed FROM warning_source WHERE warning = ?1 "
                 "AND feed <> ?2 AND gone = 0");
SQL(poll_expired, "SELECT id FROM warning WHERE state = 0 "
                  "AND expires_ms > 0 AND expires_ms <= ?1 "
                  "ORDER BY expires_ms, id");

void
warning_misses_release(struct warning_misses *m)
{
	free(m->rows);
	memset(m, 0, sizeof(*m));
}

struct poll {
	const struct feed *feed;
	const struct feed_answer *answer;
	const char *payload;
	struct warning_misses *misses;
	struct warning_polled *out;
	struct place place;
	bool exercises;
	const char **ids; /* of the answer, sorted */
	size_t ids_count;
};

/* ---- which item a message belongs to ---- */

static int
named(struct desk *d, const char *name, int64_t *id, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &poll_named);
	int rc;

	stmt_bind_text(st, 1, name);
	rc = stmt_step(st, err);
	if (rc == 1)
		*id = stmt_int(st, 0);
	stmt_done(st);
	return rc < 0 ? -1 : 0;
}

static int
named_in(struct desk *d, const struct feed_strings *list, int64_t *id,
         struct err *err)
{
	for (size_t i = 0; !*id && i < list->count; i++)
		if (named(d, list->s[i], id, err))
			return -1;
	return 0;
}

/* What is known of the quakes of about that moment, message by message. */
struct reports {
	struct quake *rows;
	size_t count, cap;
	struct warning_message **messages; /* borrowed by the rows */
	size_t *messages_counts, messages_count, messages_cap, counts_cap;
};

static void
reports_release(struct reports *r)
{
	for (size_t i = 0; i < r->messages_count; i++)
		warning_messages_free(r->messages[i], r->messages_counts[i]);
	free(r->messages);
	free(r->messages_counts);
	free(r->rows);
}

static double
scaled(int64_t v, double scale)
{
	return v == WARNING_NOWHERE ? NAN : (double)v / scale;
}

static void
reports_add(struct reports *r, int64_t item, const struct warning_message *m)
{
	r->rows = mem_grow(r->rows, r->count, &r->cap, sizeof(*r->rows));
	r->rows[r->count++] = (struct quake){
		.item = item,
		.format = m->format,
		.id = m->id,
		.condition = m->condition,
		.also = &m->also,
		.occurred_ms = m->occurred_ms ? m->occurred_ms : FEED_NO_TIME,
		.sent_ms = m->sent_ms ? m->sent_ms : FEED_NO_TIME,
		.lat = scaled(m->lat, 1e6),
		.lon = scaled(m->lon, 1e6),
		.magnitude = scaled(m->magnitude, 100),
		.reviewed = m->rank & 1,
		.withdrawn = m->change == FEED_CANCEL,
	};
}

static int
reports_item(struct desk *d, struct reports *r, int64_t item, struct err *err)
{
	struct warning_message *rows;
	size_t n;

	if (warning_messages(d, item, &rows, &n, err))
		return -1;
	r->messages = mem_grow(r->messages, r->messages_count, &r->messages_cap,
	                       sizeof(*r->messages));
	r->messages_counts =
		mem_grow(r->messages_counts, r->messages_count, &r->counts_cap,
	                 sizeof(*r->messages_counts));
	r->messages[r->messages_count] = rows;
	r->messages_counts[r->messages_count++] = n;
	for (size_t i = 0; i < n; i++)
		reports_add(r, item, &rows[i]);
	return 0;
}

static int
quakes_of_moment(struct desk *d, int64_t ms, int64_t **ids, size_t *count,
                 struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &poll_quakes);
	size_t cap = 0;
	int rc;

	*ids = NULL;
	*count = 0;
	stmt_bind_int(st, 1, ms - 2 * QUAKE_SAME_MS);
	stmt_bind_int(st, 2, ms + 2 * QUAKE_SAME_MS);
	while ((rc = stmt_step(st, err)) == 1) {
		*ids = mem_grow(*ids, *count, &cap, sizeof(**ids));
		(*ids)[(*count)++] = stmt_int(st, 0);
	}
	stmt_done(st);
	return rc;
}

static int
same_quake(struct desk *d, const struct poll *p, const struct feed_warning *w,
           int64_t *id, struct err *err)
{
	struct reports known = { .rows = NULL };
	struct quake q;
	int64_t *ids;
	size_t n;
	int rc = quakes_of_moment(d, w->occurred.ms, &ids, &n, err);

	for (size_t i = 0; !rc && i < n; i++)
		rc = reports_item(d, &known, ids[i], err);
	quake_of(&q, p->feed->format->code, w);
	if (!rc)
		*id = quake_match(known.rows, known.count, &q);
	reports_release(&known);
	free(ids);
	return rc;
}

static int
same_condition(struct desk *d, const struct feed_warning *w, int64_t *id,
               struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &poll_condition);
	int rc;

	stmt_bind_text(st, 1, w->condition);
	rc = stmt_step(st, err);
	if (rc == 1)
		*id = stmt_int(st, 0);
	stmt_done(st);
	return rc < 0 ? -1 : 0;
}

/* *id 0: none yet. */
static int
item_of(struct desk *d, const struct poll *p, const struct feed_warning *w,
        int64_t *id, struct err *err)
{
	*id = 0;
	if (named(d, w->id, id, err) || named_in(d, &w->also, id, err) ||
	    named_in(d, &w->references, id, err))
		return -1;
	if (!*id && !isnan(w->magnitude) && w->occurred.ms != FEED_NO_TIME)
		return same_quake(d, p, w, id, err);
	return *id ? 0 : same_condition(d, w, id, err);
}

/* ---- what is new ---- */

/* By this feed, of a message that is still on its list. */
static int
already_said(struct desk *d, const struct poll *p, const struct feed_warning *w,
             const json_t *body, bool *same, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &poll_seen);
	char print[WARNING_PRINT];
	int rc;

	stmt_bind_text(st, 1, p->feed->name);
	stmt_bind_text(st, 2, w->id);
	rc = stmt_step(st, err);
	*same = rc == 1 &&
	        strcmp(stmt_text(st, 0), warning_print(print, body)) == 0;
	stmt_done(st);
	return rc < 0 ? -1 : 0;
}

/* Archives list for days what was over before we first saw it. */
static bool
is_over(struct desk *d, const struct feed_warning *w)
{
	return w->change != FEED_CANCEL && w->expires.ms != FEED_NO_TIME &&
	       w->expires.ms <= desk_now(d);
}

static int
take(struct desk *d, struct poll *p, const struct feed_warning *w,
     struct err *err)
{
	int64_t metres, id;
	enum warning_near near =
		relevance_of(w, &p->place, &p->feed->want, &metres);
	char subject[SUBJECT_MAX];
	bool same;
	json_t *body;

	if (near == WARNING_FAR || is_over(d, w) || !w->id || !w->condition ||
	    !w->kind || (w->status == FEED_EXERCISE && !p->exercises))
		return 0;
	p->out->relevant++;
	body = warning_body(p->feed, w, near, metres, p->payload);
	if (already_said(d, p, w, body, &same, err) ||
	    (!same && item_of(d, p, w, &id, err))) {
		json_decref(body);
		return -1;
	}
	if (same) {
		json_decref(body);
		return 0;
	}
	if (id)
		p->out->changed++;
	else
		p->out->added++;
	return desk_append(
		d, "warning.received",
		body_subject(subject, "warning", id ? id : body_next_seq(d)),
		JOURNAL_NO_TIME, body, NULL, err);
}

/* In the order in which they were sent, those without a time first. */
static int
by_sent(const void *a, const void *b)
{
	const struct feed_warning *x = *(const struct feed_warning *const *)a;
	const struct feed_warning *y = *(const struct feed_warning *const *)b;

	if (x->sent.ms != y->sent.ms)
		return x->sent.ms < y->sent.ms ? -1 : 1;
	return (x > y) - (x < y);
}

static int
take_all(struct desk *d, struct poll *p, struct err *err)
{
	const struct feed_answer *a = p->answer;
	const struct feed_warning **rows =
		mem_array(NULL, a->count + 1, sizeof(*rows));
	int rc = 0;

	for (size_t i = 0; i < a->count; i++)
		rows[i] = &a->rows[i];
	qsort(rows, a->count, sizeof(*rows), by_sent);
	for (size_t i = 0; !rc && i < a->count; i++)
		rc = take(d, p, rows[i], err);
	free(rows);
	return rc;
}

/* ---- what has vanished ---- */

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void
ids_sort(struct poll *p)
{
	size_t cap = 0;

	for (size_t i = 0; i < p->answer->count; i++) {
		const struct feed_warning *w = &p->answer->rows[i];

		for (size_t k = 0; k <= w->also.count; k++) {
			p->ids = mem_grow(p->ids, p->ids_count, &cap,
			                  sizeof(*p->ids));
			p->ids[p->ids_count++] = k       ? w->also.s[k - 1]
			                         : w->id ? w->id
			                                 : "";
		}
	}
	if (p->ids_count)
		qsort(p->ids, p->ids_count, sizeof(*p->ids), by_text);
}

static bool
is_listed(const struct poll *p, const char *id)
{
	return p->ids_count &&
	       bsearch(&id, p->ids, p->ids_count, sizeof(*p->ids), by_text);
}

/* Is any of the item's messages of this feed in the answer? */
static int
item_listed(struct desk *d, const struct poll *p, int64_t id, bool *listed,
            struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &poll_messages);
	int rc;

	*listed = false;
	stmt_bind_int(st, 1, id);
	stmt_bind_text(st, 2, p->feed->name);
	while (!*listed && (rc = stmt_step(st, err)) == 1)
		*listed = is_listed(p, stmt_text(st, 0));
	stmt_done(st);
	return *listed || rc == 0 ? 0 : -1;
}

static struct warning_miss *
miss_find(struct warning_misses *m, int64_t warning, const char *feed)
{
	for (size_t i = 0; i < m->count; i++)
		if (m->rows[i].warning == warning &&
		    strcmp(m->rows[i].feed, feed) == 0)
			return &m->rows[i];
	return NULL;
}

static void
miss_drop(struct warning_misses *m, struct warning_miss *row)
{
	if (row)
		*row = m->rows[--m->count];
}

/* Count it; true at the one that ends it. */
static bool
miss_again(struct warning_misses *m, int64_t warning, const char *feed)
{
	struct warning_miss *row = miss_find(m, warning, feed);

	if (!row) {
		m->rows =
			mem_grow(m->rows, m->count, &m->cap, sizeof(*m->rows));
		row = &m->rows[m->count++];
		memset(row, 0, sizeof(*row));
		row->warning = warning;
		snprintf(row->feed, sizeof(row->feed), "%s", feed);
	}
	if (++row->count < MISSES_TO_END)
		return false;
	miss_drop(m, row);
	return true;
}

static void
misses_copy(struct warning_misses *to, const struct warning_misses *from)
{
	to->rows = mem_array(to->rows, from->count + 1, sizeof(*to->rows));
	to->cap = from->count + 1;
	to->count = from->count;
	if (from->count)
		memcpy(to->rows, from->rows, from->count * sizeof(*to->rows));
}

/* An item that the feed still had. */
struct listed {
	int64_t id, occurred_ms, sent_ms; /* the moments 0: not known */
};

/* What is older than a feed's window leaves its list without a meaning.  An
 * earthquake grows no younger by being revised. */
static bool
left_window(struct desk *d, const struct feed *f, const struct listed *w)
{
	int64_t moment = w->occurred_ms;

	if (f->format->vanishes == FEED_RECENT && (!f->window || !moment))
		return true;
	if (!moment)
		moment = w->sent_ms;
	return f->window > 0 && moment < desk_now(d) - f->window * CIVIL_MINUTE;
}

/*
 * Does the other feed still have what this one lost?  That a list of what runs
 * lacks it is outweighed by another such list alone; that it was withdrawn, by
 * whoever told of it and did not lose it.
 */
static bool
still_holds(struct desk *d, const struct poll *p, const struct feed *other,
            const struct listed *w)
{
	if (p->feed->format->vanishes == FEED_RUNS && !p->feed->window)
		return other->on && other->format->vanishes == FEED_RUNS;
	return other->format->vanishes != FEED_RECENT ||
	       !left_window(d, other, w);
}

static int
listed_elsewhere(struct desk *d, const struct poll *p, const struct listed *w,
                 bool *elsewhere, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &poll_others);
	struct buf names = BUF_INIT;
	struct feed feed;
	int rc;

	stmt_bind_int(st, 1, w->id);
	stmt_bind_text(st, 2, p->feed->name);
	while ((rc = stmt_step(st, err)) == 1)
		buf_add(&names, stmt_text(st, 0), stmt_text_len(st, 0) + 1);
	stmt_done(st);
	*elsewhere = false;
	for (size_t i = 0; !rc && i < names.len; i += strlen(names.s + i) + 1) {
		struct err none = ERR_INIT;

		if (feed_get(d, names.s + i, &feed, &none))
			continue;
		*elsewhere |= still_holds(d, p, &feed, w);
		feed_release(&feed);
	}
	buf_release(&names);
	return rc;
}

static int
end_item(struct desk *d, struct poll *p, const struct listed *w,
         struct err *err)
{
	char subject[SUBJECT_MAX];
	json_t *body = json_object();
	bool elsewhere;

	if (listed_elsewhere(d, p, w, &elsewhere, err)) {
		json_decref(body);
		return -1;
	}
	json_object_set_new(body, "feed", json_string(p->feed->name));
	if (!elsewhere) {
		json_object_set_new(body, "how", json_string("vanished"));
		p->out->ended++;
	}
	return desk_append(d, elsewhere ? "warning.lost" : "warning.ended",
	                   body_subject(subject, "warning", w->id),
	                   JOURNAL_NO_TIME, body, NULL, err);
}

static int
listed_before(struct desk *d, const struct poll *p, struct listed **out,
              size_t *count, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &poll_listed);
	size_t cap = 0;
	int rc;

	*out = NULL;
	*count = 0;
	stmt_bind_text(st, 1, p->feed->name);
	while ((rc = stmt_step(st, err)) == 1) {
		*out = mem_grow(*out, *count, &cap, sizeof(**out));
		(*out)[(*count)++] =
			(struct listed){ stmt_int(st, 0), stmt_int(st, 1),
			                 stmt_int(st, 2) };
	}
	stmt_done(st);
	return rc;
}

static int
end_missing(struct desk *d, struct poll *p, struct err *err)
{
	struct listed *before;
	bool listed = false;
	size_t n;
	int rc = listed_before(d, p, &before, &n, err);

	ids_sort(p);
	for (size_t i = 0; !rc && i < n; i++) {
		const struct listed *w = &before[i];

		rc = item_listed(d, p, w->id, &listed, err);
		if (rc)
			break;
		if (listed || left_window(d, p->feed, w))
			miss_drop(p->misses,
			          miss_find(p->misses, w->id, p->feed->name));
		else if (miss_again(p->misses, w->id, p->feed->name))
			rc = end_item(d, p, w, err);
	}
	free(before);
	free(p->ids);
	return rc;
}

/* ---- a poll ---- */

static int
poll_write(struct desk *d, void *arg, struct err *err)
{
	struct poll *p = arg;

	if (take_all(d, p, err))
		return -1;
	return p->feed->format->vanishes ? end_missing(d, p, err) : 0;
}

int
warning_poll(struct desk *d, const struct feed *feed,
             const struct feed_answer *answer, const char *payload,
             struct warning_misses *misses, struct warning_polled *out,
             struct err *err)
{
	struct poll p = { .feed = feed,
		          .answer = answer,
		          .payload = payload,
		          .misses = misses,
		          .out = out,
		          .exercises = setting_bool(d, "feeds.exercises") };

	struct warning_misses before = WARNING_MISSES_INIT;
	int rc;

	memset(out, 0, sizeof(*out));
	feed_place(d, &p.place);
	misses_copy(&before, misses);
	rc = desk_write(d, poll_write, &p, err);
	if (rc)
		misses_copy(misses, &before);
	warning_misses_release(&before);
	return rc;
}

int
warning_wanted(struct desk *d, const struct feed *feed,
               const struct feed_warning *w, bool *wanted, struct err *err)
{
	struct stmt *st;
	struct place place;
	int64_t metres;
	int rc;

	*wanted = false;
	feed_place(d, &place);
	if (relevance_of(w, &place, &feed->want, &metres) == WARNING_FAR)
		return 0;
	st = db_use(desk_db(d), &poll_seen);
	stmt_bind_text(st, 1, feed->name);
	stmt_bind_text(st, 2, w->id);
	rc = stmt_step(st, err);
	stmt_done(st);
	*wanted = rc == 0;
	return rc < 0 ? -1 : 0;
}

struct expiry {
	size_t count;
};

static int
expire_write(struct desk *d, void *arg, struct err *err)
{
	struct expiry *x = arg;
	struct stmt *st = db_use(desk_db(d), &poll_expired);
	int64_t *ids = NULL;
	char subject[SUBJECT_MAX];
	size_t n = 0, cap = 0;
	int rc;

	stmt_bind_int(st, 1, desk_now(d));
	while ((rc = stmt_step(st, err)) == 1) {
		ids = mem_grow(ids, n, &cap, sizeof(*ids));
		ids[n++] = stmt_int(st, 0);
	}
	stmt_done(st);
	for (size_t i = 0; !rc && i < n; i++) {
		json_t *body = json_object();

		json_object_set_new(body, "how", json_string("expired"));
		rc = desk_append(d, "warning.ended",
		                 body_subject(subject, "warning", ids[i]),
		                 JOURNAL_NO_TIME, body, NULL, err);
	}
	free(ids);
	x->count = n;
	return rc;
}

/* Nothing is written, and the gate not asked for, when nothing has. */
static int
any_expired(struct desk *d, bool *any, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &poll_expired);
	int rc;

	stmt_bind_int(st, 1, desk_now(d));
	rc = stmt_step(st, err);
	stmt_done(st);
	*any = rc == 1;
	return rc < 0 ? -1 : 0;
}

int
warning_expire(struct desk *d, size_t *count, struct err *err)
{
	struct expiry x = { 0 };
	bool any;

	*count = 0;
	if (any_expired(d, &any, err))
		return -1;
	if (!any)
		return 0;
	if (desk_write(d, expire_write, &x, err))
		return -1;
	*count = x.count;
	return 0;
}
