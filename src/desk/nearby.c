/* What is nearest: units of a kind, or ready supplies, by distance; and where
 * all of them are. */
#include "desk/unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tr.h"
#include "desk/geo.h"

#define DEGREE 1e6 /* in millionths */

/* ?1: its own place, else its town's. */
SQL(nearby_from, "SELECT coalesce(u.lat, t.lat), coalesce(u.lon, t.lon) "
                 "FROM unit u LEFT JOIN unit t ON t.id = u.town "
                 "WHERE u.id = ?1");
/* All but ?1 of the kind ?2 (below 0: any) that have ?3 (NULL: whatever). */
SQL_SCAN(nearby_units,
         "SELECT u.id, coalesce(u.lat, t.lat), coalesce(u.lon, t.lon), "
         "coalesce(t.name, '') FROM unit u LEFT JOIN unit t ON t.id = u.town "
         "WHERE u.removed = 0 AND u.id <> ?1 AND (?2 < 0 OR u.kind = ?2) "
         "AND (?3 IS NULL OR EXISTS (SELECT 1 FROM stock s "
         "WHERE s.unit = u.id AND s.ready AND instr(s.item, ?3))) "
         "ORDER BY u.id");

SQL_SCAN(nearby_places,
         "SELECT CASE short_name WHEN '' THEN name ELSE short_name END, "
         "kind = ?1, lat, lon FROM unit WHERE removed = 0 "
         "AND lat IS NOT NULL AND lon IS NOT NULL "
         "ORDER BY kind = ?1 DESC, kind, sort, id");

static const struct geo nowhere = { NAN, NAN };

/* From two columns, the first of which is `col`. */
static struct geo
place_read(struct stmt *st, int col)
{
	if (stmt_is_null(st, col) || stmt_is_null(st, col + 1))
		return nowhere;
	return (struct geo){ (double)stmt_int(st, col) / DEGREE,
		             (double)stmt_int(st, col + 1) / DEGREE };
}

static int64_t
metres_between(struct geo a, struct geo b)
{
	double km = geo_km(a, b);

	return isnan(km) ? -1 : llround(km * 1000);
}

/* "水泵 12 台，沙袋 3000 条"; item NULL: everything that is ready. */
static void
stock_text(struct buf *out, const struct unit *u, const char *item)
{
	for (size_t i = 0; i < u->stock_count; i++) {
		const struct stock *s = &u->stock[i];

		if (s->ready && (!item || strstr(s->item, item)))
			buf_fmt(out, "%s%s %lld%s%s", out->len ? tr("，") : "",
			        s->item, (long long)s->quantity,
			        *s->measure ? " " : "", s->measure);
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
from_read(struct desk *d, int64_t from, struct geo *out, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &nearby_from);
	int rc;

	stmt_bind_int(st, 1, from);
	rc = stmt_step(st, err);
	if (rc == 1)
		*out = place_read(st, 0);
	stmt_done(st);
	if (rc == 0)
		return err_set(err, ERR_NOT_FOUND, tr("没有第 %lld 号单位"),
		               (long long)from);
	return rc == 1 ? 0 : -1;
}

/* What is shown of one that is near enough. */
static int
nearby_fill(struct desk *d, struct nearby *n, const char *item, struct err *err)
{
	struct buf stock = BUF_INIT;
	struct unit u;

	if (unit_get(d, n->id, &u, err))
		return -1;
	n->kind = u.kind;
	n->name = mem_str(u.name);
	stock_text(&stock, &u, item);
	n->stock = buf_take(&stock);
	if (u.phones_count)
		n->phone = u.phones[0];
	unit_release(&u);
	return 0;
}

int
unit_nearest(struct desk *d, int64_t from, int kind, const char *item,
             size_t max, struct nearby **rows, size_t *count, struct err *err)
{
	struct geo here = nowhere;
	struct nearby *list = NULL;
	size_t n = 0, cap = 0;
	struct stmt *st;
	int rc;

	if (from && from_read(d, from, &here, err))
		return -1;
	st = db_use(desk_db(d), &nearby_units);
	stmt_bind_int(st, 1, from);
	stmt_bind_int(st, 2, kind);
	stmt_bind_text(st, 3, item);
	while ((rc = stmt_step(st, err)) == 1) {
		list = mem_grow(list, n, &cap, sizeof(*list));
		list[n] = (struct nearby){ .id = stmt_int(st, 0) };
		list[n].metres = metres_between(here, place_read(st, 1));
		list[n++].town = mem_str(stmt_text(st, 3));
	}
	stmt_done(st);
	if (n)
		qsort(list, n, sizeof(*list), by_distance);
	for (size_t i = 0; !rc && i < n && i < max; i++)
		rc = nearby_fill(d, &list[i], item, err);
	if (rc) {
		nearby_free(list, n);
		return -1;
	}
	*rows = list;
	*count = n < max ? n : max;
	for (size_t i = max; i < n; i++)
		free(list[i].town);
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

int
unit_places(struct desk *d, struct unit_place **rows, size_t *count,
            struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &nearby_places);
	struct unit_place *list = NULL;
	size_t n = 0, cap = 0;
	int rc;

	stmt_bind_int(st, 1, UNIT_TOWN);
	while ((rc = stmt_step(st, err)) == 1) {
		list = mem_grow(list, n, &cap, sizeof(*list));
		list[n++] =
			(struct unit_place){ mem_str(stmt_text(st, 0)),
			                     stmt_int(st, 1), stmt_int(st, 2),
			                     stmt_int(st, 3) };
	}
	stmt_done(st);
	if (rc) {
		unit_places_free(list, n);
		return -1;
	}
	*rows = list;
	*count = n;
	return 0;
}

void
unit_places_free(struct unit_place *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(rows[i].name);
	free(rows);
}
