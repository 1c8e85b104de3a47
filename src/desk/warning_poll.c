/* From a feed's whole answer to entries: what is new, what has ended. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "desk/body.h"
#include "desk/setting.h"
#include "desk/warning.h"
#include "desk/warning_body.h"
#include "desk/warning_gone.h"
#include "desk/warning_item.h"

SQL(poll_seen, "SELECT print FROM warning_seen s WHERE feed = ?1 AND id = ?2 "
               "AND NOT EXISTS (SELECT 1 FROM warning_source x WHERE x.gone "
               "AND x.warning = s.warning AND x.feed = s.feed)");
SQL(poll_running, "SELECT 1 FROM warning_seen s JOIN warning w "
                  "ON w.id = s.warning WHERE s.feed = ?1 AND s.id = ?2 "
                  "AND NOT (w.state = 1 AND w.ended <> 1)");

struct poll {
	const struct feed *feed;
	const struct feed_answer *answer;
	const char *payload;
	struct warning_misses *misses;
	struct warning_polled *out;
	struct place place;
	struct quake_levels levels;
	bool exercises;
};

/* ---- what is new ---- */

/* What a list of running ones has is news when it was taken for over here. */
static int
still_runs(struct desk *d, const struct poll *p, const struct feed_warning *w,
           bool *runs, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &poll_running);
	int rc;

	stmt_bind_text(st, 1, p->feed->name);
	stmt_bind_text(st, 2, w->id);
	rc = stmt_step(st, err);
	stmt_done(st);
	*runs = rc == 1;
	return rc < 0 ? -1 : 0;
}

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
	if (rc < 0)
		return -1;
	if (!*same || w->change == FEED_CANCEL ||
	    p->feed->format->vanishes != FEED_RUNS)
		return 0;
	return still_runs(d, p, w, same, err);
}

/* Archives list for days what was over before we first saw it. */
static bool
is_over(struct desk *d, const struct feed_warning *w)
{
	return w->change != FEED_CANCEL && w->expires.ms != FEED_NO_TIME &&
	       w->expires.ms <= desk_now(d);
}

/*
 * The item of a row that is far: what has begun goes on below the feed's
 * floors, and a quake also where it would not be felt; *id 0: none.  Only such
 * rows are looked up: of a list of the whole country most are another's.
 */
static int
known_item(struct desk *d, struct poll *p, const struct feed_warning *w,
           enum warning_near *near, int64_t *metres, int64_t *id,
           struct err *err)
{
	struct relevance any = p->feed->want;

	*id = 0;
	any.level = 4;
	any.magnitude = -HUGE_VAL;
	*near = relevance_of(w, &p->place, &any, metres);
	if (w->status == FEED_TEST || w->status == FEED_PRIVATE ||
	    (*near == WARNING_FAR && isnan(w->magnitude)))
		return 0;
	return warning_item_of(d, p->feed->format->code, w, id, err);
}

static int
take(struct desk *d, struct poll *p, const struct feed_warning *w,
     struct err *err)
{
	enum warning_near near;
	int64_t metres, id;
	char subject[SUBJECT_MAX];
	bool same;
	json_t *body;

	if (is_over(d, w) || !w->id || !w->condition || !w->kind ||
	    (w->status == FEED_EXERCISE && !p->exercises))
		return 0;
	near = relevance_of(w, &p->place, &p->feed->want, &metres);
	if (near == WARNING_FAR) {
		if (known_item(d, p, w, &near, &metres, &id, err))
			return -1;
		if (!id)
			return 0;
	}
	p->out->relevant++;
	body = warning_body(p->feed, w, near, metres, &p->levels, p->payload);
	if (already_said(d, p, w, body, &same, err) ||
	    (!same && warning_item_of(d, p->feed->format->code, w, &id, err))) {
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

/* ---- a poll ---- */

static int
poll_write(struct desk *d, void *arg, struct err *err)
{
	struct poll *p = arg;

	if (take_all(d, p, err))
		return -1;
	if (!p->feed->format->vanishes)
		return 0;
	return warning_end_missing(d, p->feed, p->answer, p->misses,
	                           &p->out->ended, err);
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
	warning_levels(d, &p.levels);
	warning_misses_copy(&before, misses);
	rc = desk_write(d, poll_write, &p, err);
	if (rc)
		warning_misses_copy(misses, &before);
	warning_misses_release(&before);
	return rc;
}

char *
warning_scope(struct desk *d, char out[WARNING_SCOPE])
{
	struct place at;

	feed_place(d, &at);
	snprintf(out, WARNING_SCOPE, "%s %s %.6f %.6f %d", at.adcode, at.name,
	         at.lat, at.lon, setting_bool(d, "feeds.exercises"));
	return out;
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
