#include "screens/sight.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/mem.h"
#include "base/tr.h"
#include "screens/warning_row.h"

enum {
	PICTURE_COLS = 60, /* beside the text */
	PICTURE_ROWS = 26, /* under it, at most */
	TEXT_ROWS = 5,     /* above the picture, at least */
	SPARK_COL = 12,
	/* Of the area; in fewer there is the text alone. */
	SPARKS_ROWS_MIN = 12
};

/* ---- reading: places ---- */

struct ranked {
	struct bearing_place place;
	double km; /* from the event, or from the seat */
};

/* Towns, then the nearest units. */
static int
by_rank(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	if (x->place.town != y->place.town)
		return x->place.town ? -1 : 1;
	return (x->km > y->km) - (x->km < y->km);
}

static struct bearing_place *
places_of(const struct unit_place *units, size_t count, struct geo round)
{
	struct bearing_place *places =
		mem_array(NULL, count + 1, sizeof(*places));
	struct ranked *rows = mem_array(NULL, count + 1, sizeof(*rows));

	for (size_t i = 0; i < count; i++) {
		struct geo at = { (double)units[i].lat / 1e6,
			          (double)units[i].lon / 1e6 };

		rows[i].place = (struct bearing_place){ at, units[i].name,
			                                units[i].town };
		rows[i].km = geo_km(round, at);
	}
	if (count)
		qsort(rows, count, sizeof(*rows), by_rank);
	for (size_t i = 0; i < count; i++)
		places[i] = rows[i].place;
	free(rows);
	return places;
}

/* ---- reading: numbers ---- */

static void
sparks_clear(struct sight *s)
{
	for (size_t i = 0; i < s->sparks_count; i++)
		free(s->values[i]);
	s->sparks_count = 0;
}

/* One number alone is no row.  The values become the sight's. */
static void
spark_take(struct sight *s, const char *label, int decimals, double *values,
           size_t count)
{
	size_t i = s->sparks_count;
	struct spark spark = { label, s->units_text[i], decimals, values,
		               count };

	if (spark_known(&spark) < 2) {
		free(values);
		return;
	}
	s->values[i] = values;
	s->sparks[i] = spark;
	s->sparks_count++;
}

/* What its sources said one after the other. */
static void
add_revisions(struct sight *s, const struct warning_message *m, size_t count)
{
	double *values = mem_array(NULL, count + 1, sizeof(*values));
	size_t n = 0;

	for (size_t i = count; i-- > 0;)
		if (m[i].magnitude != WARNING_NOWHERE &&
		    m[i].change != FEED_CANCEL)
			values[n++] = (double)m[i].magnitude / 100;
	s->units_text[s->sparks_count][0] = '\0';
	spark_take(s, tr("修订震级"), 1, values, n);
}

static int64_t
day_of(int64_t ms)
{
	return (ms + CIVIL_SHANGHAI * CIVIL_MINUTE) / CIVIL_DAY;
}

/* The greatest of each day up to today; a quiet day is a gap. */
static void
add_days(struct sight *s, const struct warning_number *rows, size_t count,
         int64_t now_ms)
{
	double *values = mem_array(NULL, WARNING_QUAKES_DAYS, sizeof(*values));
	int64_t first = day_of(now_ms) - WARNING_QUAKES_DAYS + 1;

	for (int i = 0; i < WARNING_QUAKES_DAYS; i++)
		values[i] = NAN;
	for (size_t i = 0; i < count; i++) {
		int64_t day = day_of(rows[i].at_ms) - first;

		if (day >= 0)
			values[day] = fmax(values[day], rows[i].value);
	}
	snprintf(s->units_text[s->sparks_count], SIGHT_UNIT,
	         tr("级，%d 公里内 %d 天"), WARNING_QUAKES_KM,
	         WARNING_QUAKES_DAYS);
	spark_take(s, tr("周边震级"), 1, values, WARNING_QUAKES_DAYS);
}

static void
add_power(struct sight *s, const struct warning_number *rows, size_t count)
{
	double *values = mem_array(NULL, count + 1, sizeof(*values));

	for (size_t i = 0; i < count; i++)
		values[i] = rows[i].value;
	snprintf(s->units_text[s->sparks_count], SIGHT_UNIT,
	         tr("MW，%d 公里内 %d 天"), WARNING_FIRES_KM,
	         WARNING_FIRES_DAYS);
	spark_take(s, tr("火点功率"), 1, values, count);
}

static void
numbers_read(struct sight *s, const struct warning *w,
             const struct warning_message *messages, size_t count,
             const struct warning_number *round, size_t round_count,
             int64_t now_ms)
{
	sparks_clear(s);
	if (w->magnitude != WARNING_NOWHERE)
		add_revisions(s, messages, count);
	if (warning_measure(w) == WARNING_MAGNITUDE)
		add_days(s, round, round_count, now_ms);
	else if (warning_measure(w) == WARNING_POWER)
		add_power(s, round, round_count);
}

/* ---- reading ---- */

/* Reading them is dear, and a message never changes. */
static void
shapes_read(struct sight *s, struct desk *d, const struct warning_message *m)
{
	if (s->shapes_seq == m->seq)
		return;
	warning_shapes_free(s->shapes, s->shapes_count);
	warning_shapes(d, m, &s->shapes, &s->shapes_count);
	s->shapes_seq = m->seq;
}

/* The point of a warning that no distance was taken to is its office's. */
static struct geo
event_of(const struct warning *w)
{
	return w->metres >= 0 ? warning_point(w) : (struct geo){ NAN, NAN };
}

int
sight_read(struct sight *s, struct desk *d, const struct warning *w,
           const struct warning_message *messages, size_t count,
           struct err *err)
{
	struct geo seat = warning_seat(d), event = event_of(w);
	struct warning_number *numbers;
	struct unit_place *units;
	size_t n, numbers_count;

	if (warning_round(d, w, &numbers, &numbers_count, err))
		return -1;
	if (unit_places(d, &units, &n, err)) {
		free(numbers);
		return -1;
	}
	numbers_read(s, w, messages, count, numbers, numbers_count,
	             desk_now(d));
	free(numbers);
	unit_places_free(s->units, s->units_count);
	free(s->places);
	s->units = units;
	s->units_count = n;
	s->places = places_of(units, n, isnan(event.lat) ? seat : event);
	if (count)
		shapes_read(s, d, &messages[0]);
	s->picture = (struct bearing){ .seat = seat,
		                       .event = event,
		                       .seat_name = tr("县城"),
		                       .role = warning_level_role(w->level),
		                       .shapes = s->shapes,
		                       .shapes_count = s->shapes_count,
		                       .places = s->places,
		                       .places_count = n };
	return 0;
}

void
sight_release(struct sight *s)
{
	sparks_clear(s);
	unit_places_free(s->units, s->units_count);
	free(s->places);
	warning_shapes_free(s->shapes, s->shapes_count);
	memset(s, 0, sizeof(*s));
}

/* ---- drawing ---- */

static bool
is_asked(const struct sight *s, int cols)
{
	if (s->asked == SIGHT_BY_WIDTH)
		return cols >= SIGHT_WIDE;
	return s->asked == SIGHT_SHOWN;
}

void
sight_turn(struct sight *s, int cols)
{
	s->asked = is_asked(s, cols) ? SIGHT_HIDDEN : SIGHT_SHOWN;
}

struct parts {
	struct region text, picture, sparks;
};

static void
parts_beside(struct parts *p, const struct region *top)
{
	int cols = top->cols - PICTURE_COLS;

	p->text = region_part(top, 0, 0, top->rows, cols - 2);
	p->picture = region_part(top, 0, cols, top->rows, PICTURE_COLS);
}

/* A picture has no use for an odd row: the text gets it. */
static void
parts_below(struct parts *p, const struct region *top)
{
	int rows = TEXT_ROWS + (top->rows - TEXT_ROWS - 1) % 2;

	if (top->rows - rows - 1 > PICTURE_ROWS)
		rows = top->rows - 1 - PICTURE_ROWS;
	p->text = region_part(top, 0, 0, rows, top->cols);
	p->picture =
		region_part(top, rows + 1, 0, top->rows - rows - 1, top->cols);
}

static struct parts
parts_of(const struct sight *s, const struct region *a)
{
	int rows = s->sparks_count && a->rows >= SPARKS_ROWS_MIN
	                   ? (int)s->sparks_count + 1
	                   : 0;
	struct region top = region_part(a, 0, 0, a->rows - rows, a->cols);
	struct parts p = { .text = top };

	if (rows)
		p.sparks = region_part(a, a->rows - rows + 1, 0, rows - 1,
		                       a->cols);
	if (!bearing_known(&s->picture) || !is_asked(s, a->cols))
		return p;
	if (a->cols >= SIGHT_WIDE)
		parts_beside(&p, &top);
	else if (top.rows >= TEXT_ROWS + 1 + BEARING_ROWS)
		parts_below(&p, &top);
	return p;
}

struct region
sight_text(const struct sight *s, const struct region *area)
{
	return parts_of(s, area).text;
}

void
sight_draw(const struct sight *s, const struct region *area)
{
	struct parts p = parts_of(s, area);

	if (p.picture.rows) {
		if (p.picture.col > area->col)
			canvas_vline(area, 0, p.text.cols, p.picture.rows);
		else
			canvas_hline(area, p.text.rows, 0, area->cols);
		bearing_draw(&s->picture, &p.picture);
	}
	if (p.sparks.rows)
		canvas_hline(area, area->rows - p.sparks.rows - 1, 0,
		             area->cols);
	for (int i = 0; i < p.sparks.rows; i++)
		spark_draw(&s->sparks[i], &p.sparks, i, SPARK_COL);
}
