/* Entries of units and parties: checked, and folded into the views. */
#include "desk/unit.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/pinyin.h"
#include "desk/body.h"
#include "desk/duty.h"
#include "desk/record.h"

enum { DEGREES = 1000000 };
#define QUANTITY_MAX 1000000000000LL

SQL(unit_put,
    "INSERT OR REPLACE INTO unit (id, kind, name, short_name, parent, town, "
    "place, lat, lon, regulators, licence, capacity, hazards, note, sort, "
    "removed, last_seq, saved_ms, officer) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, "
    "?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)");
SQL(unit_take, "UPDATE unit SET removed = 1, last_seq = ?2, saved_ms = ?3, "
               "officer = ?4 WHERE id = ?1");
SQL(stock_clear, "DELETE FROM stock WHERE unit = ?1");
SQL(stock_insert,
    "INSERT INTO stock (unit, k, item, quantity, measure, ready, keeper) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
SQL(party_put, "INSERT OR REPLACE INTO party (code, unit) VALUES (?1, ?2)");
SQL(party_drop, "DELETE FROM party WHERE code = ?1");

static const struct jpath root = { .key = "body" };

/* ---- checks ---- */

static int
ids_check(const json_t *body, struct err *err)
{
	struct jpath list_at = { .up = &root, .key = "regulators" };
	const json_t *list = NULL;
	size_t i;
	json_t *id;

	if (body_int(body, "parent", false, 1, INT64_MAX, err) ||
	    body_int(body, "town", false, 1, INT64_MAX, err) ||
	    body_int(body, "lat", false, -90 * DEGREES, 90 * DEGREES, err) ||
	    body_int(body, "lon", false, -180 * DEGREES, 180 * DEGREES, err) ||
	    json_get_array(body, "regulators", &list, &root, err))
		return -1;
	if (json_array_size(list) > REGULATORS_MAX)
		return json_fail(&list_at, err, "more than %d", REGULATORS_MAX);
	json_array_foreach((json_t *)list, i, id)
	{
		struct jpath at = { .up = &list_at, .index = i };

		if (!json_is_integer(id) || json_integer_value(id) < 1)
			return json_fail(&at, err, "expected a unit's id");
	}
	return 0;
}

static int
stock_row_check(const json_t *row, const struct jpath *at, struct err *err)
{
	static const char *const keys[] = { "item",  "quantity", "measure",
		                            "ready", "keeper",   NULL };
	const char *text = NULL;
	bool ready;
	int64_t n;

	if (!json_is_object(row))
		return json_fail(at, err, "expected an object");
	if (json_only(row, keys, at, err) ||
	    json_need_string(row, "item", &text, at, err) ||
	    json_need_int(row, "quantity", 0, QUANTITY_MAX, &n, at, err) ||
	    json_get_string(row, "measure", &text, at, err) ||
	    json_get_bool(row, "ready", &ready, at, err))
		return -1;
	return json_get_string(row, "keeper", &text, at, err);
}

static int
stock_check(const json_t *body, struct err *err)
{
	struct jpath list_at = { .up = &root, .key = "stock" };
	const json_t *list = NULL;
	size_t i;
	json_t *row;

	if (json_get_array(body, "stock", &list, &root, err))
		return -1;
	if (json_array_size(list) > STOCK_MAX)
		return json_fail(&list_at, err, "more than %d", STOCK_MAX);
	json_array_foreach((json_t *)list, i, row)
	{
		struct jpath at = { .up = &list_at, .index = i };

		if (stock_row_check(row, &at, err))
			return -1;
	}
	return 0;
}

int
unit_saved_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "name",    "short",   "kind",
		                            "parent",  "town",    "place",
		                            "lat",     "lon",     "regulators",
		                            "phones",  "licence", "capacity",
		                            "hazards", "note",    "stock",
		                            NULL };
	struct jpath kind_at = { .up = &root, .key = "kind" };
	struct jpath lat_at = { .up = &root, .key = "lat" };

	if (body_only(body, keys, err) ||
	    body_text(body, "name", true, BODY_NAME_MAX, err) ||
	    body_text(body, "short", false, BODY_NAME_MAX, err) ||
	    body_text(body, "kind", true, 16, err) ||
	    body_text(body, "place", false, BODY_NAME_MAX, err) ||
	    body_text(body, "licence", false, BODY_WORDS_MAX, err) ||
	    body_text(body, "capacity", false, BODY_WORDS_MAX, err) ||
	    body_text(body, "hazards", false, BODY_WORDS_MAX, err) ||
	    body_text(body, "note", false, BODY_WORDS_MAX, err))
		return -1;
	if (unit_kind_find(body_get_text(body, "kind")) < 0)
		return json_fail(&kind_at, err, "no kind of unit");
	if (!json_object_get(body, "lat") != !json_object_get(body, "lon"))
		return json_fail(&lat_at, err, "lat and lon go together");
	if (ids_check(body, err) || phones_check(body, err))
		return -1;
	return stock_check(body, err);
}

int
unit_confirmed_check(const json_t *body, struct err *err)
{
	return phones_confirmed_check(body, err);
}

int
unit_removed_check(const json_t *body, struct err *err)
{
	return record_removed_check(body, err);
}

int
party_bound_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "party", "unit", NULL };
	struct jpath at = { .up = &root, .key = "party" };

	if (body_only(body, keys, err) ||
	    body_text(body, "party", true, 48, err) ||
	    body_int(body, "unit", false, 1, INT64_MAX, err))
		return -1;
	if (!party_known(body_get_text(body, "party")))
		return json_fail(&at, err, "no party");
	return 0;
}

/* ---- reducers ---- */

static void
bind_degrees(struct stmt *st, int i, const json_t *body, const char *key)
{
	const json_t *v = json_object_get(body, key);

	if (v)
		stmt_bind_int(st, i, json_integer_value(v));
	else
		stmt_bind_null(st, i);
}

/* A withheld record leaves a row without words that no list shows. */
static int
unit_row_put(struct fold *f, int64_t id, const struct journal_entry *e,
             const json_t *body, struct err *err)
{
	const json_t *regulators = json_object_get(body, "regulators");
	struct stmt *st = db_use(f->db, &unit_put);
	struct buf sort = BUF_INIT, list = BUF_INIT;
	int rc;

	pinyin_unit_key(&sort, body_words(body, "name"));
	if (regulators)
		json_write(&list, regulators);
	stmt_bind_int(st, 1, id);
	stmt_bind_int(st, 2,
	              body ? unit_kind_find(body_words(body, "kind"))
	                   : UNIT_OTHER);
	stmt_bind_text(st, 3, body_words(body, "name"));
	stmt_bind_text(st, 4, body_words(body, "short"));
	stmt_bind_int(st, 5, body_get_int(body, "parent", 0));
	stmt_bind_int(st, 6, body_get_int(body, "town", 0));
	stmt_bind_text(st, 7, body_words(body, "place"));
	bind_degrees(st, 8, body, "lat");
	bind_degrees(st, 9, body, "lon");
	stmt_bind_text(st, 10, regulators ? list.s : "[]");
	stmt_bind_text(st, 11, body_words(body, "licence"));
	stmt_bind_text(st, 12, body_words(body, "capacity"));
	stmt_bind_text(st, 13, body_words(body, "hazards"));
	stmt_bind_text(st, 14, body_words(body, "note"));
	stmt_bind_blob(st, 15, sort.s, sort.len);
	stmt_bind_int(st, 16, body == NULL);
	stmt_bind_int(st, 17, e->seq);
	stmt_bind_int(st, 18, e->counted_ms);
	stmt_bind_text(st, 19, e->officer);
	rc = stmt_run(st, err);
	buf_release(&sort);
	buf_release(&list);
	return rc;
}

static int
stock_fold(struct fold *f, int64_t id, bool first, const json_t *body,
           struct err *err)
{
	struct stmt *st;
	json_t *row;
	size_t i;

	if (!first) {
		st = db_use(f->db, &stock_clear);
		stmt_bind_int(st, 1, id);
		if (stmt_run(st, err))
			return -1;
	}
	json_array_foreach(json_object_get(body, "stock"), i, row)
	{
		st = db_use(f->db, &stock_insert);
		stmt_bind_int(st, 1, id);
		stmt_bind_int(st, 2, (int64_t)i);
		stmt_bind_text(st, 3, body_words(row, "item"));
		stmt_bind_int(st, 4, body_get_int(row, "quantity", 0));
		stmt_bind_text(st, 5, body_words(row, "measure"));
		stmt_bind_int(st, 6,
		              !json_is_false(json_object_get(row, "ready")));
		stmt_bind_text(st, 7, body_words(row, "keeper"));
		if (stmt_run(st, err))
			return -1;
	}
	return 0;
}

int
unit_saved_reduce(struct fold *f, const struct journal_entry *e,
                  const json_t *body, struct err *err)
{
	int64_t id;

	if (record_id(e, "unit", &id, err) ||
	    unit_row_put(f, id, e, body, err) ||
	    phones_fold(f, id, id == e->seq, body, err))
		return -1;
	return stock_fold(f, id, id == e->seq, body, err);
}

int
unit_confirmed_reduce(struct fold *f, const struct journal_entry *e,
                      const json_t *body, struct err *err)
{
	int64_t id;

	if (record_id(e, "unit", &id, err))
		return -1;
	return phones_confirmed_fold(f, id, e, body, err);
}

int
unit_removed_reduce(struct fold *f, const struct journal_entry *e,
                    const json_t *body, struct err *err)
{
	struct stmt *st;
	int64_t id;

	(void)body;
	if (record_id(e, "unit", &id, err))
		return -1;
	st = db_use(f->db, &unit_take);
	stmt_bind_int(st, 1, id);
	stmt_bind_int(st, 2, e->seq);
	stmt_bind_int(st, 3, e->counted_ms);
	stmt_bind_text(st, 4, e->officer);
	return stmt_run(st, err);
}

/* Withheld: bound no longer, for it is not known to whom. */
int
party_bound_reduce(struct fold *f, const struct journal_entry *e,
                   const json_t *body, struct err *err)
{
	static const char noun[] = "party:";
	const size_t len = sizeof(noun) - 1;
	int64_t unit = body_get_int(body, "unit", 0);
	struct stmt *st;

	if (!e->subject || strncmp(e->subject, noun, len) != 0)
		return err_set(err, ERR_INPUT,
		               "expected the subject party:CODE");
	st = db_use(f->db, unit ? &party_put : &party_drop);
	stmt_bind_text(st, 1, e->subject + len);
	if (unit)
		stmt_bind_int(st, 2, unit);
	return stmt_run(st, err);
}
