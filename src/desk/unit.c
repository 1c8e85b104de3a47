/* Units: queries, confirming and removing.  unit_save.c saves them, unit_fold.c
 * has their entries. */
#include "desk/unit.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/tr.h"
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
SQL(unit_within, "SELECT count(*) FROM unit WHERE town = ?1 AND id <> ?1 "
                 "AND removed = 0");

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

static int
by_id(const void *a, const void *b)
{
	const struct unit *x = a, *y = b;

	return (x->id > y->id) - (x->id < y->id);
}

void
units_sort(struct unit *rows, size_t count)
{
	if (count)
		qsort(rows, count, sizeof(*rows), by_id);
}

const struct unit *
unit_among(const struct unit *rows, size_t count, int64_t id)
{
	struct unit want = { .id = id };

	return count ? bsearch(&want, rows, count, sizeof(*rows), by_id) : NULL;
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

/* ---- confirming and removing ---- */

static int
may_confirm(struct desk *d, int64_t id, const char *number, struct err *err)
{
	struct unit u;
	int rc;

	if (unit_stands(d, id, NULL, err) || unit_get(d, id, &u, err))
		return -1;
	rc = phones_need(u.phones, u.phones_count, number, err);
	unit_release(&u);
	return rc;
}

int
unit_confirm(struct desk *d, int64_t id, const char *number, int64_t *seq,
             struct err *err)
{
	return record_confirm(d, "unit", id, number, may_confirm, seq, err);
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
	int64_t within = unit_count(d, &unit_within, id, err);

	if (people < 0 || parties < 0 || below < 0 || within < 0)
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
	if (within)
		return err_set(err, ERR_REFUSED, tr("还有 %lld 个单位在这里"),
		               (long long)within);
	return 0;
}

static int
may_remove(struct desk *d, int64_t id, const char *why, struct err *err)
{
	(void)why;
	return unit_stands(d, id, NULL, err) || unit_ties(d, id, err) ? -1 : 0;
}

int
unit_remove(struct desk *d, int64_t id, const char *why, int64_t *seq,
            struct err *err)
{
	return record_remove(d, "unit", id, why, may_remove, seq, err);
}
