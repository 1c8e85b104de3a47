/* Saving a unit: what must hold, and the record that is written. */
#include "desk/unit.h"

#include <string.h>

#include "base/tr.h"
#include "desk/body.h"
#include "desk/record.h"

SQL(unit_same_name, "SELECT id FROM unit WHERE name = ?1 AND removed = 0");
/* Is ?2 the unit ?1 or above it? */
SQL_SCAN(unit_above,
         "WITH RECURSIVE up (id) AS (SELECT ?1 UNION SELECT u.parent FROM up "
         "JOIN unit u ON u.id = up.id WHERE u.parent <> 0) "
         "SELECT 1 FROM up WHERE id = ?2");

/* ---- the record ---- */

static int
stock_put(json_t *o, const struct unit *u, struct err *err)
{
	json_t *list, *row;

	if (!u->stock_count)
		return 0;
	list = json_array();
	json_object_set_new(o, "stock", list);
	for (size_t i = 0; i < u->stock_count; i++) {
		const struct stock *s = &u->stock[i];

		row = json_object();
		json_array_append_new(list, row);
		if (body_put_text(row, "item", s->item, BODY_NAME_MAX, err))
			return -1;
		body_put_int(row, "quantity", s->quantity);
		if (body_put_text(row, "measure", s->measure, BODY_NAME_MAX,
		                  err))
			return -1;
		json_object_set_new(row, "ready", json_boolean(s->ready));
		if (body_put_text(row, "keeper", s->keeper, BODY_NAME_MAX, err))
			return -1;
	}
	return 0;
}

static void
ids_put(json_t *o, const struct unit *u)
{
	json_t *list = json_array();

	if (u->parent)
		body_put_int(o, "parent", u->parent);
	if (u->town)
		body_put_int(o, "town", u->town);
	if (u->lat != UNIT_NOWHERE && u->lon != UNIT_NOWHERE) {
		body_put_int(o, "lat", u->lat);
		body_put_int(o, "lon", u->lon);
	}
	for (size_t i = 0; i < u->regulators_count; i++)
		json_array_append_new(list, json_integer(u->regulators[i]));
	if (u->regulators_count)
		json_object_set(o, "regulators", list);
	json_decref(list);
}

/* The record; NULL with err set. */
static json_t *
unit_body(const struct unit *u, const struct unit *known, struct err *err)
{
	json_t *o = json_object();
	const struct {
		const char *key, *text;
	} texts[] = {
		{ "name", u->name },         { "short", u->short_name },
		{ "place", u->place },       { "licence", u->licence },
		{ "capacity", u->capacity }, { "hazards", u->hazards },
		{ "note", u->note },
	};
	int rc = 0;

	for (size_t i = 0; !rc && i < sizeof(texts) / sizeof(texts[0]); i++)
		rc = body_put_text(o, texts[i].key, texts[i].text,
		                   i < 3 ? BODY_NAME_MAX : BODY_WORDS_MAX, err);
	body_put_text(o, "kind", unit_kind_code(u->kind), 16, err);
	ids_put(o, u);
	if (!rc && (phones_put(o, u->phones, u->phones_count, known->phones,
	                       known->phones_count, err) ||
	            stock_put(o, u, err)))
		rc = -1;
	if (rc) {
		json_decref(o);
		return NULL;
	}
	return o;
}

/* ---- what must hold ---- */

/* A town is a unit of one of two kinds. */
static int
town_check(struct desk *d, int64_t town, struct err *err)
{
	enum unit_kind kind;
	struct unit u;

	if (!town)
		return 0;
	if (unit_stands(d, town, &kind, err))
		return -1;
	if (kind == UNIT_TOWN || kind == UNIT_VILLAGE)
		return 0;
	if (unit_get(d, town, &u, err))
		return -1;
	err_set(err, ERR_INPUT, tr("“%s”不是乡镇、街道或村"), u.name);
	unit_release(&u);
	return -1;
}

/* Nothing is below itself, however far up: id is not among to's parents. */
static int
parents_check(struct desk *d, int64_t id, int64_t to, struct err *err)
{
	struct stmt *st;
	int rc;

	if (!id || !to)
		return 0;
	st = db_use(desk_db(d), &unit_above);
	stmt_bind_int(st, 1, to);
	stmt_bind_int(st, 2, id);
	rc = stmt_step(st, err);
	stmt_done(st);
	if (rc == 1)
		return err_set(err, ERR_INPUT, "%s", tr("单位不能隶属于自己"));
	return rc;
}

/* Whether the unit has that one among its regulators. */
static bool
unit_has_regulator(const struct unit *u, int64_t id)
{
	for (size_t i = 0; i < u->regulators_count; i++)
		if (u->regulators[i] == id)
			return true;
	return false;
}

/*
 * The units it refers to are there.  Those that the record as known refers to
 * need not be any more, or nothing else of it could be changed.
 */
static int
refers_check(struct desk *d, const struct unit *u, const struct unit *known,
             struct err *err)
{
	if (u->parent && u->parent != known->parent &&
	    unit_stands(d, u->parent, NULL, err))
		return -1;
	if (parents_check(d, u->id, u->parent, err))
		return -1;
	if (u->town != known->town && town_check(d, u->town, err))
		return -1;
	for (size_t i = 0; i < u->regulators_count; i++)
		if (!unit_has_regulator(known, u->regulators[i]) &&
		    unit_stands(d, u->regulators[i], NULL, err))
			return -1;
	return 0;
}

static int
unit_of_name(struct desk *d, const char *name, int64_t *id, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &unit_same_name);
	int rc;

	stmt_bind_text(st, 1, name);
	rc = stmt_step(st, err);
	if (rc == 1)
		*id = stmt_int(st, 0);
	stmt_done(st);
	return rc < 0 ? -1 : 0;
}

static int
unit_fits(struct desk *d, const struct unit *u, const struct unit *known,
          struct err *err)
{
	static const struct unit none;
	int64_t same = 0;

	if (!*u->name)
		return err_set(err, ERR_INPUT, "%s", tr("没有单位名称"));
	if ((u->lat == UNIT_NOWHERE) != (u->lon == UNIT_NOWHERE))
		return err_set(err, ERR_INPUT, "%s", tr("纬度和经度要一起写"));
	if (unit_of_name(d, u->name, &same, err))
		return -1;
	if (same && same != u->id)
		return err_set(err, ERR_REFUSED, tr("已有名为“%s”的单位"),
		               u->name);
	return refers_check(d, u, known->removed ? &none : known, err);
}

/* ---- the command ---- */

struct unit_saving {
	struct unit *unit;
	int64_t base, *seq;
};

static int
unit_save_write(struct desk *d, void *arg, struct err *err)
{
	const struct unit_saving *s = arg;
	struct record r = { .noun = "unit",
		            .id = s->unit->id,
		            .base = s->base };
	struct unit known = { 0 };
	json_t *old = NULL, *body = NULL;
	int64_t id = s->unit->id;
	int rc = -1;

	if ((id && unit_get(d, id, &known, err)) ||
	    unit_fits(d, s->unit, &known, err))
		goto out;
	r.last_seq = known.last_seq;
	r.saved_ms = known.saved_ms;
	r.officer = known.officer;
	if (record_conflict(&r, err))
		goto out;
	body = unit_body(s->unit, &known, err);
	if (body && id && !known.removed)
		old = unit_body(&known, &known, err);
	if (body)
		rc = record_save(d, &r, old, body, &s->unit->id, s->seq, err);
out:
	if (id)
		unit_release(&known);
	return rc;
}

int
unit_save(struct desk *d, struct unit *u, int64_t base, int64_t *seq,
          struct err *err)
{
	struct unit_saving s = { u, base, seq };
	int64_t id = u->id;

	if (desk_write(d, unit_save_write, &s, err)) {
		u->id = id;
		return -1;
	}
	return 0;
}
