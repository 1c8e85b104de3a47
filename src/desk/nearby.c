/* What is nearest: units of a kind, or ready supplies, by distance. */
#include "desk/unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tr.h"

#define METRES_PER_DEGREE 111195.0 /* of a great circle, mean earth radius */
#define RADIANS (3.14159265358979323846 / 180)

struct place {
	int64_t lat, lon;
};

static const struct unit *
unit_of(const struct unit *units, size_t count, int64_t id)
{
	for (size_t i = 0; id && i < count; i++)
		if (units[i].id == id)
			return &units[i];
	return NULL;
}

/* Its own, else its town's. */
static struct place
place_of(const struct unit *units, size_t count, const struct unit *u)
{
	if (u && u->lat == UNIT_NOWHERE)
		u = unit_of(units, count, u->town);
	return u ? (struct place){ u->lat, u->lon }
	         : (struct place){ UNIT_NOWHERE, UNIT_NOWHERE };
}

/* Flat within a county: the error is under a thousandth at 100 km. */
static int64_t
metres_between(struct place a, struct place b)
{
	double y, x;

	if (a.lat == UNIT_NOWHERE || b.lat == UNIT_NOWHERE)
		return -1;
	y = (double)(a.lat - b.lat) / 1e6;
	x = (double)(a.lon - b.lon) / 1e6 *
	    cos((double)(a.lat + b.lat) / 2e6 * RADIANS);
	return (int64_t)(sqrt(x * x + y * y) * METRES_PER_DEGREE);
}

/* "水泵 12 台，沙袋 3000 条"; item NULL: everything that is ready. */
static void
stock_text(struct buf *out, const struct unit *u, const char *item)
{
	for (size_t i = 0; i < u->stock_count; i++) {
		const struct stock *s = &u->stock[i];

		if (s->ready && (!item || strstr(s->item, item)))
			buf_fmt(out, "%s%s %lld %s", out->len ? tr("，") : "",
			        s->item, (long long)s->quantity, s->measure);
	}
}

static int
by_distance(const void *a, const void *b)
{
	const struct nearby *x = a, *y = b;
	uint64_t left = (uint64_t)x->metres, right = (uint64_t)y->metres;

	if (left != right)
		return left < right ? -1 : 1; /* -1 as the furthest */
	return (x->id > y->id) - (x->id < y->id);
}

static int
nearby_add(struct desk *d, const struct unit *units, size_t count, size_t i,
           struct place from, const char *item, struct nearby *out,
           struct err *err)
{
	const struct unit *town = unit_of(units, count, units[i].town);
	struct buf stock = BUF_INIT;
	struct unit whole;

	if (unit_get(d, units[i].id, &whole, err))
		return -1;
	stock_text(&stock, &whole, item);
	unit_release(&whole);
	if (item && !stock.len) {
		buf_release(&stock);
		return 0;
	}
	*out = (struct nearby){ .id = units[i].id, .kind = units[i].kind };
	out->metres = metres_between(from, place_of(units, count, &units[i]));
	out->name = mem_str(units[i].name);
	out->town = mem_str(town ? town->name : "");
	out->stock = mem_str(stock.s);
	if (units[i].phones_count)
		out->phone = units[i].phones[0];
	buf_release(&stock);
	return 1;
}

int
unit_nearest(struct desk *d, int64_t from, int kind, const char *item,
             size_t max, struct nearby **rows, size_t *count, struct err *err)
{
	struct nearby *list;
	struct unit *units;
	struct place here;
	size_t all, n = 0;
	int rc = 0;

	if (unit_list(d, -1, 0, &units, &all, err))
		return -1;
	list = mem_alloc((all + 1) * sizeof(*list));
	here = place_of(units, all, unit_of(units, all, from));
	for (size_t i = 0; rc >= 0 && i < all; i++) {
		if ((kind >= 0 && (int)units[i].kind != kind) ||
		    units[i].id == from)
			continue;
		rc = nearby_add(d, units, all, i, here, item, &list[n], err);
		n += rc == 1;
	}
	units_free(units, all);
	if (rc < 0) {
		nearby_free(list, n);
		return -1;
	}
	qsort(list, n, sizeof(*list), by_distance);
	for (*count = n; *count > max;)
		nearby_free(&list[--*count], 0);
	*rows = list;
	return 0;
}

void
nearby_free(struct nearby *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(rows[i].name);
		free(rows[i].town);
		free(rows[i].stock);
	}
	free(rows);
}
