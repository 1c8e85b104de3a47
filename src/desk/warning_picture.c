#include "desk/warning_picture.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/json.h"
#include "base/mem.h"
#include "desk/body.h"
#include "desk/geo.h"
#include "desk/payload.h"

enum { FIRES_MAX = 1000 }; /* read for one picture */

#define DEGREE 1e6 /* in millionths */

/* Not those that a message withdrew (ended 1). */
SQL(picture_quakes,
    "SELECT id, occurred_ms, received_ms, lat, lon, magnitude FROM warning "
    "WHERE magnitude IS NOT NULL AND occurred_ms BETWEEN ?1 AND ?2 "
    "AND drill = ?3 AND ended <> 1 ORDER BY occurred_ms, id");
/* The newest that came; the message that opened each. */
SQL(picture_fires,
    "SELECT w.id, w.occurred_ms, w.received_ms, w.lat, w.lon, m.body "
    "FROM warning w JOIN warning_message m ON m.seq = w.id "
    "WHERE w.kind = ?1 AND w.drill = ?2 AND w.ended <> 1 "
    "ORDER BY w.id DESC LIMIT ?3");

/* ---- the area ---- */

void
warning_shapes_free(struct feed_shape *shapes, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(shapes[i].at);
	free(shapes);
}

/* The row's shapes become the caller's. */
static void
shapes_take(struct feed_answer *a, const char *id, struct feed_shape **shapes,
            size_t *count)
{
	for (size_t i = 0; i < a->count; i++) {
		struct feed_warning *w = &a->rows[i];

		if (!w->id || strcmp(w->id, id) != 0)
			continue;
		*shapes = w->shapes;
		*count = w->shapes_count;
		w->shapes = NULL;
		w->shapes_count = w->shapes_cap = 0;
		return;
	}
}

void
warning_shapes(struct desk *d, const struct warning_message *m,
               struct feed_shape **shapes, size_t *count)
{
	const struct feed_format *format = feed_format(m->format);
	struct buf bytes = BUF_INIT;
	struct err none = ERR_INIT;
	struct feed_answer answer;

	*shapes = NULL;
	*count = 0;
	if (format && !payload_read(desk_dir(d), m->payload, &bytes, &none)) {
		feed_answer_init(&answer);
		if (!feed_read(format, m->feed, bytes.s, bytes.len, &answer,
		               &none))
			shapes_take(&answer, m->id, shapes, count);
		feed_answer_release(&answer);
	}
	buf_release(&bytes);
}

/* ---- numbers ---- */

enum warning_measure
warning_measure(const struct warning *w)
{
	if (w->lat == WARNING_NOWHERE || w->lon == WARNING_NOWHERE)
		return WARNING_NO_MEASURE;
	if (w->magnitude != WARNING_NOWHERE)
		return WARNING_MAGNITUDE;
	return strcmp(w->kind, "火点") == 0 ? WARNING_POWER
	                                    : WARNING_NO_MEASURE;
}

struct numbers {
	struct geo round;
	int64_t since_ms, until_ms;
	double km;
	struct warning_number *rows;
	size_t count, cap;
};

/* Of the row that a statement is on: id, when, when received, where. */
static void
add(struct numbers *to, struct stmt *st, double value)
{
	int64_t at = stmt_int(st, stmt_int(st, 1) ? 1 : 2);
	struct geo where = { (double)stmt_int(st, 3) / DEGREE,
		             (double)stmt_int(st, 4) / DEGREE };

	if (stmt_is_null(st, 3) || stmt_is_null(st, 4) || isnan(value) ||
	    at < to->since_ms || at > to->until_ms ||
	    geo_km(to->round, where) > to->km)
		return;
	to->rows = mem_grow(to->rows, to->count, &to->cap, sizeof(*to->rows));
	to->rows[to->count++] =
		(struct warning_number){ stmt_int(st, 0), at, value };
}

static int
add_quakes(struct desk *d, struct numbers *to, bool drill, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &picture_quakes);
	int rc;

	stmt_bind_int(st, 1, to->since_ms);
	stmt_bind_int(st, 2, to->until_ms);
	stmt_bind_int(st, 3, drill);
	while ((rc = stmt_step(st, err)) == 1)
		add(to, st, (double)stmt_int(st, 5) / 100);
	stmt_done(st);
	return rc;
}

static int
add_fires(struct desk *d, struct numbers *to, bool drill, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &picture_fires);
	json_t *body;
	int rc;

	stmt_bind_text(st, 1, "火点");
	stmt_bind_int(st, 2, drill);
	stmt_bind_int(st, 3, FIRES_MAX);
	while ((rc = stmt_step(st, err)) == 1) {
		if (stmt_int(st, 2) < to->since_ms)
			break; /* and all that came before it */
		body = json_parse(stmt_text(st, 5), stmt_text_len(st, 5),
		                  "warning", err);
		if (!body) {
			rc = -1;
			break;
		}
		add(to, st, feed_fire_power(body_words(body, "text")));
		json_decref(body);
	}
	stmt_done(st);
	return rc < 0 ? -1 : 0;
}

static int
by_time(const void *a, const void *b)
{
	const struct warning_number *x = a, *y = b;

	if (x->at_ms != y->at_ms)
		return x->at_ms < y->at_ms ? -1 : 1;
	return (x->id > y->id) - (x->id < y->id);
}

int
warning_round(struct desk *d, const struct warning *w,
              struct warning_number **rows, size_t *count, struct err *err)
{
	bool quake = warning_measure(w) == WARNING_MAGNITUDE;
	struct numbers to = {
		.round = { (double)w->lat / DEGREE, (double)w->lon / DEGREE },
		.until_ms = desk_now(d),
		.km = quake ? WARNING_QUAKES_KM : WARNING_FIRES_KM
	};
	int rc = 0;

	*rows = NULL;
	*count = 0;
	to.since_ms = to.until_ms - CIVIL_DAY * (quake ? WARNING_QUAKES_DAYS
	                                               : WARNING_FIRES_DAYS);
	if (quake)
		rc = add_quakes(d, &to, w->drill, err);
	else if (warning_measure(w) == WARNING_POWER)
		rc = add_fires(d, &to, w->drill, err);
	if (rc) {
		free(to.rows);
		return -1;
	}
	if (to.count)
		qsort(to.rows, to.count, sizeof(*to.rows), by_time);
	*rows = to.rows;
	*count = to.count;
	return 0;
}
