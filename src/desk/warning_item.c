#include "desk/warning_item.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "desk/quake.h"

SQL(item_named, "SELECT warning FROM warning_name WHERE name = ?1 "
                "AND drill = ?2");
SQL(item_condition, "SELECT id FROM warning WHERE condition = ?1 "
                    "AND drill = ?2 AND state = 0 ORDER BY id DESC LIMIT 1");
/* Not what was withdrawn: cancelled, or gone and then closed. */
SQL(item_quakes,
    "SELECT id FROM warning "
    "WHERE magnitude IS NOT NULL AND occurred_ms BETWEEN ?1 "
    "AND ?2 AND drill = ?3 AND ended <> 1 AND NOT (state = 2 AND ended = 3) "
    "ORDER BY occurred_ms, id");

static bool
is_drill(const struct feed_warning *w)
{
	return w->status == FEED_EXERCISE;
}

static int
named(struct desk *d, const char *name, bool drill, int64_t *id,
      struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &item_named);
	int rc;

	stmt_bind_text(st, 1, name);
	stmt_bind_int(st, 2, drill);
	rc = stmt_step(st, err);
	if (rc == 1)
		*id = stmt_int(st, 0);
	stmt_done(st);
	return rc < 0 ? -1 : 0;
}

static int
named_in(struct desk *d, const struct feed_strings *list, bool drill,
         int64_t *id, struct err *err)
{
	for (size_t i = 0; !*id && i < list->count; i++)
		if (named(d, list->s[i], drill, id, err))
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
quakes_of_moment(struct desk *d, const struct feed_warning *w, int64_t **ids,
                 size_t *count, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &item_quakes);
	size_t cap = 0;
	int rc;

	*ids = NULL;
	*count = 0;
	stmt_bind_int(st, 1, w->occurred.ms - 2 * QUAKE_SAME_MS);
	stmt_bind_int(st, 2, w->occurred.ms + 2 * QUAKE_SAME_MS);
	stmt_bind_int(st, 3, is_drill(w));
	while ((rc = stmt_step(st, err)) == 1) {
		*ids = mem_grow(*ids, *count, &cap, sizeof(**ids));
		(*ids)[(*count)++] = stmt_int(st, 0);
	}
	stmt_done(st);
	return rc;
}

static int
same_quake(struct desk *d, const char *format, const struct feed_warning *w,
           int64_t *id, struct err *err)
{
	struct reports known = { .rows = NULL };
	struct quake q;
	int64_t *ids;
	size_t n;
	int rc = quakes_of_moment(d, w, &ids, &n, err);

	for (size_t i = 0; !rc && i < n; i++)
		rc = reports_item(d, &known, ids[i], err);
	quake_of(&q, format, w);
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
	struct stmt *st = db_use(desk_db(d), &item_condition);
	int rc;

	stmt_bind_text(st, 1, w->condition);
	stmt_bind_int(st, 2, is_drill(w));
	rc = stmt_step(st, err);
	if (rc == 1)
		*id = stmt_int(st, 0);
	stmt_done(st);
	return rc < 0 ? -1 : 0;
}

int
warning_item_of(struct desk *d, const char *format,
                const struct feed_warning *w, int64_t *id, struct err *err)
{
	bool drill = is_drill(w);

	*id = 0;
	if (named(d, w->id, drill, id, err) ||
	    named_in(d, &w->also, drill, id, err) ||
	    named_in(d, &w->references, drill, id, err))
		return -1;
	if (!*id && !isnan(w->magnitude) && w->occurred.ms != FEED_NO_TIME)
		return same_quake(d, format, w, id, err);
	return *id ? 0 : same_condition(d, w, id, err);
}
