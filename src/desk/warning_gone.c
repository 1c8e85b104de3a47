#include "desk/warning_gone.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/mem.h"
#include "desk/body.h"

/* An item ends at the second complete answer in a row that lacks it. */
enum { MISSES_TO_END = 2 };

SQL(gone_listed, "SELECT s.warning, w.occurred_ms, w.sent_ms "
                 "FROM warning_source s JOIN warning w ON w.id = s.warning "
                 "WHERE s.feed = ?1 AND s.gone = 0 AND w.state = 0 "
                 "ORDER BY s.warning");
SQL(gone_messages, "SELECT id FROM warning_seen WHERE warning = ?1 "
                   "AND feed = ?2");
SQL(gone_others, "SELECT feed FROM warning_source WHERE warning = ?1 "
                 "AND feed <> ?2 AND gone = 0");
SQL(gone_until, "SELECT max(expires_ms) FROM warning_source "
                "WHERE warning = ?1 AND feed <> ?2 AND gone = 0");

/* One answer, looked through for what it lacks. */
struct gone {
	const struct feed *feed;
	const struct feed_answer *answer;
	struct warning_misses *misses;
	size_t *ended;
	const char **ids; /* of the answer, sorted */
	size_t ids_count;
};

void
warning_misses_release(struct warning_misses *m)
{
	free(m->rows);
	memset(m, 0, sizeof(*m));
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void
ids_sort(struct gone *p)
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
is_listed(const struct gone *p, const char *id)
{
	return p->ids_count &&
	       bsearch(&id, p->ids, p->ids_count, sizeof(*p->ids), by_text);
}

/* Is any of the item's messages of this feed in the answer? */
static int
item_listed(struct desk *d, const struct gone *p, int64_t id, bool *listed,
            struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &gone_messages);
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

void
warning_misses_copy(struct warning_misses *to,
                    const struct warning_misses *from)
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
 * lacks it is outweighed by another such list alone, or by an end that lies
 * ahead; that it was withdrawn, by whoever told of it and did not lose it.
 */
static bool
still_holds(struct desk *d, const struct gone *p, const struct feed *other,
            const struct listed *w)
{
	if (p->feed->format->vanishes == FEED_RUNS && !p->feed->window)
		return other->on && other->format->vanishes == FEED_RUNS;
	return other->format->vanishes != FEED_RECENT ||
	       !left_window(d, other, w);
}

/* Did another say that it runs on? */
static int
runs_on(struct desk *d, const struct gone *p, int64_t id, bool *on,
        struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &gone_until);
	int rc;

	stmt_bind_int(st, 1, id);
	stmt_bind_text(st, 2, p->feed->name);
	rc = stmt_step(st, err);
	*on = rc == 1 && stmt_int(st, 0) > desk_now(d);
	stmt_done(st);
	return rc < 0 ? -1 : 0;
}

static int
listed_elsewhere(struct desk *d, const struct gone *p, const struct listed *w,
                 bool *elsewhere, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &gone_others);
	struct buf names = BUF_INIT;
	struct feed feed;
	int rc;

	stmt_bind_int(st, 1, w->id);
	stmt_bind_text(st, 2, p->feed->name);
	while ((rc = stmt_step(st, err)) == 1)
		buf_add(&names, stmt_text(st, 0), stmt_text_len(st, 0) + 1);
	stmt_done(st);
	*elsewhere = false;
	if (!rc)
		rc = runs_on(d, p, w->id, elsewhere, err);
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
end_item(struct desk *d, struct gone *p, const struct listed *w,
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
		++*p->ended;
	}
	return desk_append(d, elsewhere ? "warning.lost" : "warning.ended",
	                   body_subject(subject, "warning", w->id),
	                   JOURNAL_NO_TIME, body, NULL, err);
}

static int
listed_before(struct desk *d, const struct gone *p, struct listed **out,
              size_t *count, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &gone_listed);
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
by_id(const void *a, const void *b)
{
	const struct listed *x = a, *y = b;

	return (x->id > y->id) - (x->id < y->id);
}

/* Misses of what has ended otherwise: nothing is waited for any more. */
static void
drop_over(struct gone *p, const struct listed *before, size_t count)
{
	struct warning_misses *m = p->misses;

	for (size_t i = m->count; i-- > 0;) {
		const struct listed key = { .id = m->rows[i].warning };

		if (strcmp(m->rows[i].feed, p->feed->name) == 0 &&
		    !(count &&
		      bsearch(&key, before, count, sizeof(key), by_id)))
			miss_drop(m, &m->rows[i]);
	}
}

static int
end_missing(struct desk *d, struct gone *p, const struct listed *before,
            size_t count, struct err *err)
{
	bool listed = false;
	int rc = 0;

	for (size_t i = 0; !rc && i < count; i++) {
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
	return rc;
}

int
warning_end_missing(struct desk *d, const struct feed *feed,
                    const struct feed_answer *answer,
                    struct warning_misses *misses, size_t *ended,
                    struct err *err)
{
	struct gone p = {
		.feed = feed, .answer = answer, .misses = misses, .ended = ended
	};
	struct listed *before;
	size_t n;
	int rc = listed_before(d, &p, &before, &n, err);

	ids_sort(&p);
	if (!rc)
		drop_over(&p, before, n);
	if (!rc)
		rc = end_missing(d, &p, before, n, err);
	free(before);
	free(p.ids);
	return rc;
}
