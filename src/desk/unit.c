/* Units: commands and queries; unit_fold.c has their entries. */
#include "desk/unit.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/tr.h"
#include "desk/body.h"
#include "desk/record.h"

/* clang-format off */
static const struct {
	const char *code, *label;
} kinds[UNIT_KINDS] = {
	[UNIT_AGENCY] =		{ "agency", N_("部门") },
	[UNIT_TOWN] =		{ "town", N_("乡镇街道") },
	[UNIT_VILLAGE] =	{ "village", N_("村社区") },
	[UNIT_FIRM] =		{ "firm", N_("企业") },
	[UNIT_MINE] =		{ "mine", N_("矿山") },
	[UNIT_CHEMICAL] =	{ "chemical", N_("危化单位") },
	[UNIT_HOSPITAL] =	{ "hospital", N_("医疗机构") },
	[UNIT_RESCUE] =		{ "rescue", N_("救援队伍") },
	[UNIT_STORE] =		{ "store", N_("物资库") },
	[UNIT_SHELTER] =	{ "shelter", N_("避难场所") },
	[UNIT_OTHER] =		{ "other", N_("其他单位") },
};
/* clang-format on */

#define UNIT_COLUMNS                                                           \
	"id, kind, name, short_name, parent, town, place, lat, lon, "          \
	"regulators, licence, capacity, hazards, note, removed, last_seq, "    \
	"saved_ms, officer"

SQL(unit_row, "SELECT " UNIT_COLUMNS " FROM unit WHERE id = ?1");
SQL(unit_standing, "SELECT name, kind, removed FROM unit WHERE id = ?1");
SQL(unit_named, "SELECT id FROM unit WHERE name = ?1 AND removed = 0");
SQL(unit_short_named,
    "SELECT id FROM unit WHERE short_name = ?1 AND short_name <> '' "
    "AND removed = 0 LIMIT 1");
SQL_SCAN(unit_all, "SELECT " UNIT_COLUMNS " FROM unit WHERE removed = 0 "
                   "ORDER BY kind, sort, id");
SQL(unit_all_of, "SELECT " UNIT_COLUMNS " FROM unit WHERE town = ?1 "
                 "AND removed = 0 ORDER BY kind, sort, id");
SQL(unit_stock, "SELECT item, quantity, measure, ready, keeper FROM stock "
                "WHERE unit = ?1 ORDER BY k");
SQL(unit_people, "SELECT count(*) FROM post WHERE unit = ?1");
SQL(unit_parties, "SELECT count(*) FROM party WHERE unit = ?1");
SQL(unit_below, "SELECT count(*) FROM unit WHERE parent = ?1 "
                "AND parent <> 0 AND removed = 0");
/* Is ?2 the unit ?1 or above it? */
SQL_SCAN(unit_above,
         "WITH RECURSIVE up (id) AS (SELECT ?1 UNION SELECT u.parent FROM up "
         "JOIN unit u ON u.id = up.id WHERE u.parent <> 0) "
         "SELECT 1 FROM up WHERE id = ?2");

const char *
unit_kind_code(enum unit_kind kind)
{
	return kinds[kind].code;
}

const char *
unit_kind_label(enum unit_kind kind)
{
	return kinds[kind].label;
}

int
unit_kind_find(const char *code_or_label)
{
	for (int i = 0; i < UNIT_KINDS; i++)
		if (strcmp(kinds[i].code, code_or_label) == 0 ||
		    strcmp(kinds[i].label, code_or_label) == 0)
			return i;
	return -1;
}

/* ---- the record in memory ---- */

void
unit_init(struct unit *u)
{
	memset(u, 0, sizeof(*u));
	u->lat = u->lon = UNIT_NOWHERE;
	u->name = mem_str("");
	u->short_name = mem_str("");
	u->place = mem_str("");
	u->licence = mem_str("");
	u->capacity = mem_str("");
	u->hazards = mem_str("");
	u->note = mem_str("");
}

void
unit_release(struct unit *u)
{
	for (size_t i = 0; i < u->stock_count; i++) {
		free(u->stock[i].item);
		free(u->stock[i].measure);
		free(u->stock[i].keeper);
	}
	free(u->stock);
	free(u->name);
	free(u->short_name);
	free(u->place);
	free(u->licence);
	free(u->capacity);
	free(u->hazards);
	free(u->note);
	memset(u, 0, sizeof(*u));
}

void
units_free(struct unit *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		unit_release(&rows[i]);
	free(rows);
}

/* ---- queries ---- */

static void
regulators_read(struct unit *u, const char *text)
{
	struct err err = ERR_INIT;
	json_t *list = json_parse(text, strlen(text), "regulators", &err);
	json_t *id;
	size_t i;

	json_array_foreach(list, i, id)
	{
		if (i < REGULATORS_MAX)
			u->regulators[u->regulators_count++] =
				json_integer_value(id);
	}
	json_decref(list);
}

static void
unit_read(struct unit *u, struct stmt *st)
{
	memset(u, 0, sizeof(*u));
	u->id = stmt_int(st, 0);
	u->kind = (enum unit_kind)stmt_int(st, 1);
	u->name = mem_str(stmt_text(st, 2));
	u->short_name = mem_str(stmt_text(st, 3));
	u->parent = stmt_int(st, 4);
	u->town = stmt_int(st, 5);
	u->place = mem_str(stmt_text(st, 6));
	u->lat = stmt_is_null(st, 7) ? UNIT_NOWHERE : stmt_int(st, 7);
	u->lon = stmt_is_null(st, 8) ? UNIT_NOWHERE : stmt_int(st, 8);
	regulators_read(u, stmt_text(st, 9));
	u->licence = mem_str(stmt_text(st, 10));
	u->capacity = mem_str(stmt_text(st, 11));
	u->hazards = mem_str(stmt_text(st, 12));
	u->note = mem_str(stmt_text(st, 13));
	u->removed = stmt_int(st, 14);
	u->last_seq = stmt_int(st, 15);
	u->saved_ms = stmt_int(st, 16);
	strncpy(u->officer, stmt_text(st, 17), sizeof(u->officer) - 1);
}

static int
stock_read(struct desk *d, struct unit *u, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &unit_stock);
	size_t cap = 0;
	struct stock *s;
	int rc;

	stmt_bind_int(st, 1, u->id);
	while ((rc = stmt_step(st, err)) == 1) {
		u->stock = mem_grow(u->stock, u->stock_count, &cap,
		                    sizeof(*u->stock));
		s = &u->stock[u->stock_count++];
		s->item = mem_str(stmt_text(st, 0));
		s->quantity = stmt_int(st, 1);
		s->measure = mem_str(stmt_text(st, 2));
		s->ready = stmt_int(st, 3);
		s->keeper = mem_str(stmt_text(st, 4));
	}
	stmt_done(st);
	return rc;
}

int
unit_get(struct desk *d, int64_t id, struct unit *out, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &unit_row);
	int rc;

	memset(out, 0, sizeof(*out));
	stmt_bind_int(st, 1, id);
	rc = stmt_step(st, err);
	if (rc == 1)
		unit_read(out, st);
	stmt_done(st);
	if (rc == 0)
		return err_set(err, ERR_NOT_FOUND, tr("没有第 %lld 号单位"),
		               (long long)id);
	if (rc < 0)
		return -1;
	if (phones_read(desk_db(d), id, out->phones, &out->phones_count, err) ||
	    stock_read(d, out, err)) {
		unit_release(out);
		return -1;
	}
	return 0;
}

static int
id_named(struct desk *d, const struct sql *sql, const char *name, int64_t *id,
         struct err *err)
{
	struct stmt *st = db_use(desk_db(d), sql);
	int rc;

	stmt_bind_text(st, 1, name);
	rc = stmt_step(st, err);
	if (rc == 1)
		*id = stmt_int(st, 0);
	stmt_done(st);
	return rc < 0 ? -1 : 0;
}

int
unit_by_name(struct desk *d, const char *name, int64_t *id, struct err *err)
{
	*id = 0;
	if (id_named(d, &unit_named, name, id, err))
		return -1;
	return *id ? 0 : id_named(d, &unit_short_named, name, id, err);
}

static int
list_phones(struct desk *d, struct unit *rows, size_t count, struct err *err)
{
	for (size_t i = 0; i < count; i++)
		if (phones_read(desk_db(d), rows[i].id, rows[i].phones,
		                &rows[i].phones_count, err))
			return -1;
	return 0;
}

int
unit_list(struct desk *d, int kind, int64_t town, struct unit **rows,
          size_t *count, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), town ? &unit_all_of : &unit_all);
	struct unit *list = NULL;
	size_t n = 0, cap = 0;
	int rc;

	*rows = NULL;
	*count = 0;
	if (town)
		stmt_bind_int(st, 1, town);
	while ((rc = stmt_step(st, err)) == 1) {
		if (kind >= 0 && stmt_int(st, 1) != kind)
			continue;
		list = mem_grow(list, n, &cap, sizeof(*list));
		unit_read(&list[n++], st);
	}
	stmt_done(st);
	if (rc || list_phones(d, list, n, err)) {
		units_free(list, n);
		return -1;
	}
	*rows = list;
	*count = n;
	return 0;
}

/* ---- saving ---- */

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

int
unit_stands(struct desk *d, int64_t id, enum unit_kind *kind, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &unit_standing);
	int rc;

	stmt_bind_int(st, 1, id);
	rc = stmt_step(st, err);
	if (rc == 1 && stmt_int(st, 2))
		rc = err_set(err, ERR_REFUSED, tr("“%s”已移除"),
		             stmt_text(st, 0));
	if (rc == 1 && kind)
		*kind = (enum unit_kind)stmt_int(st, 1);
	stmt_done(st);
	if (rc == 0)
		return err_set(err, ERR_NOT_FOUND, tr("没有第 %lld 号单位"),
		               (long long)id);
	return rc == 1 ? 0 : -1;
}

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

static int
unit_fits(struct desk *d, const struct unit *u, struct err *err)
{
	int64_t same = 0;

	if (!*u->name)
		return err_set(err, ERR_INPUT, "%s", tr("没有单位名称"));
	if (id_named(d, &unit_named, u->name, &same, err))
		return -1;
	if (same && same != u->id)
		return err_set(err, ERR_REFUSED, tr("已有名为“%s”的单位"),
		               u->name);
	if ((u->parent && unit_stands(d, u->parent, NULL, err)) ||
	    parents_check(d, u->id, u->parent, err) ||
	    town_check(d, u->town, err))
		return -1;
	for (size_t i = 0; i < u->regulators_count; i++)
		if (unit_stands(d, u->regulators[i], NULL, err))
			return -1;
	return 0;
}

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

	if ((id && unit_get(d, id, &known, err)) || unit_fits(d, s->unit, err))
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

/* ---- confirming and removing ---- */

struct unit_act {
	int64_t id;
	const char *text;
	int64_t *seq;
};

static int
unit_confirm_write(struct desk *d, void *arg, struct err *err)
{
	const struct unit_act *a = arg;
	struct unit u;
	int rc;

	if (unit_stands(d, a->id, NULL, err) || unit_get(d, a->id, &u, err))
		return -1;
	rc = phones_need(u.phones, u.phones_count, a->text, err);
	unit_release(&u);
	if (rc)
		return -1;
	return record_append(d, "unit", a->id, "unit.confirmed", "number",
	                     a->text, PHONE_TEXT - 1, a->seq, err);
}

int
unit_confirm(struct desk *d, int64_t id, const char *number, int64_t *seq,
             struct err *err)
{
	struct unit_act a = { id, number, seq };

	return desk_write(d, unit_confirm_write, &a, err);
}

/* How many rows a counting statement about the unit gives; -1. */
static int64_t
unit_count(struct desk *d, const struct sql *sql, int64_t id, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), sql);
	int64_t n = -1;

	stmt_bind_int(st, 1, id);
	if (stmt_step(st, err) == 1)
		n = stmt_int(st, 0);
	stmt_done(st);
	return n;
}

/* Why it must stay: who is still tied to it. */
static int
unit_ties(struct desk *d, int64_t id, struct err *err)
{
	int64_t people = unit_count(d, &unit_people, id, err);
	int64_t parties = unit_count(d, &unit_parties, id, err);
	int64_t below = unit_count(d, &unit_below, id, err);

	if (people < 0 || parties < 0 || below < 0)
		return -1;
	if (people)
		return err_set(err, ERR_REFUSED,
		               tr("还有 %lld 人在这个单位任职"),
		               (long long)people);
	if (parties)
		return err_set(err, ERR_REFUSED,
		               tr("还有 %lld 个机构代码指向这个单位"),
		               (long long)parties);
	if (below)
		return err_set(err, ERR_REFUSED, tr("还有 %lld 个单位隶属于它"),
		               (long long)below);
	return 0;
}

static int
unit_remove_write(struct desk *d, void *arg, struct err *err)
{
	const struct unit_act *a = arg;

	if (unit_stands(d, a->id, NULL, err) || unit_ties(d, a->id, err))
		return -1;
	return record_append(d, "unit", a->id, "unit.removed", "why", a->text,
	                     BODY_WORDS_MAX, a->seq, err);
}

int
unit_remove(struct desk *d, int64_t id, const char *why, int64_t *seq,
            struct err *err)
{
	struct unit_act a = { id, why, seq };

	if (!why || !*why)
		return err_set(err, ERR_INPUT, "%s", tr("要写移除的理由"));
	return desk_write(d, unit_remove_write, &a, err);
}
