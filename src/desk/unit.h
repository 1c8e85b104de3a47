/*
 * Unit (单位): agencies of the safety committee, towns, firms, mines,
 * hospitals, rescue teams, stores of supplies, shelters.  A unit knows its
 * town and its regulators, so an incident at it proposes whom to tell.
 *
 * Entries, subject "unit:ID", ID being the seq of the first of them
 *   unit.saved      the whole record, as below; the first one adds the unit
 *   unit.confirmed  {number?}: its numbers were tried and are right today
 *   unit.removed    {why}: kept in the journal, out of every list
 *   party.bound     {party, unit?}: the judge's party is that unit of ours; no
 *                   unit: bound no longer.  Subject "party:CODE"
 *
 * The record
 *   { "name": "...", "short"?, "kind": "mine", "parent"?: ID, "town"?: ID,
 *     "place"?, "lat"?, "lon"?, "regulators"?: [ID ...],
 *     "phones"?: [{"number", "label"?, "confirmed"?: TIME} ...],  in the order
 *     to be tried; confirmed: what the roster it came from says, and a later
 *     unit.confirmed counts more
 *     "licence"?, "capacity"?, "hazards"?, "note"?,
 *     "stock"?: [{"item", "quantity", "measure"?, "ready": true, "keeper"?}] }
 * lat, lon: millionths of a degree, WGS-84; a unit without has its town's.
 * stock: supplies of a store, people and machines of a rescue team.  A change
 * writes the whole record again: the history of a unit is its entries, and
 * unit_changes() tells what each changed.
 */
#ifndef DESK_UNIT_H
#define DESK_UNIT_H

#include "desk/desk.h"
#include "desk/phone.h"

enum unit_kind {
	UNIT_AGENCY,		/* 部门 */
	UNIT_TOWN,		/* 乡镇、街道、开发区 */
	UNIT_VILLAGE,		/* 村、社区 */
	UNIT_FIRM,		/* 企业 */
	UNIT_MINE,		/* 煤矿、非煤矿山 */
	UNIT_CHEMICAL,		/* 危险化学品单位 */
	UNIT_HOSPITAL,		/* 医疗机构 */
	UNIT_RESCUE,		/* 救援队伍 */
	UNIT_STORE,		/* 物资库 */
	UNIT_SHELTER,		/* 避难场所 */
	UNIT_OTHER,		/* 其他 */
	UNIT_KINDS
};

/* "mine" in entries and files; the label is N_(). */
const char *unit_kind_code(enum unit_kind kind);
const char *unit_kind_label(enum unit_kind kind);
int unit_kind_find(const char *code_or_label);	/* -1: none */

enum { REGULATORS_MAX = 8, STOCK_MAX = 200 };
#define UNIT_NOWHERE INT64_MIN		/* lat, lon: not known */

struct stock {
	char *item, *measure, *keeper;
	int64_t quantity;
	bool ready;
};

struct unit {
	int64_t id, last_seq, saved_ms;
	enum unit_kind kind;
	char *name, *short_name;	/* never NULL; "" none, all texts so */
	int64_t parent, town;		/* ids; 0: none */
	char *place;
	int64_t lat, lon;		/* millionths; UNIT_NOWHERE */
	int64_t regulators[REGULATORS_MAX];
	size_t regulators_count;
	struct phone phones[PHONES_MAX];
	size_t phones_count;
	char *licence, *capacity, *hazards, *note;
	struct stock *stock;
	size_t stock_count;
	bool removed;
	char officer[64];		/* of the last change */
};
void unit_init(struct unit *u);		/* texts "", else empty */
void unit_release(struct unit *u);
void units_free(struct unit *rows, size_t count);
/* By id, for unit_among(): NULL for one that is not there. */
void units_sort(struct unit *rows, size_t count);
const struct unit *unit_among(const struct unit *rows, size_t count,
			      int64_t id);

/*
 * Add (u->id 0; set on success) or save.  base: the last_seq that the change
 * was made on, 0: whatever it is; ERR_CONFLICT when another officer has saved
 * since (his name and when are in the text).  Names are unique among units
 * not removed; parent, town and regulators must be there, unless they were
 * before; a town is of kind UNIT_TOWN or UNIT_VILLAGE; nothing is above
 * itself; lat and lon go together.  Saving a unit that was
 * removed brings it back.  The same record again appends nothing (seq 0).
 * Numbers keep their confirmation when they stay; a phone's confirmed_ms that
 * is later than what is known goes into the record.
 */
int unit_save(struct desk *d, struct unit *u, int64_t base, int64_t *seq,
	      struct err *err);
/* number NULL: all of them.  ERR_NOT_FOUND when it is none of theirs. */
int unit_confirm(struct desk *d, int64_t id, const char *number, int64_t *seq,
		 struct err *err);
/* ERR_REFUSED while people hold posts there, a party is bound to it, units are
 * below it or lie in it; and, like confirming, when it was removed already. */
int unit_remove(struct desk *d, int64_t id, const char *why, int64_t *seq,
		struct err *err);

int unit_get(struct desk *d, int64_t id, struct unit *out, struct err *err);
/* By name or short name, exactly; *id 0: none. */
int unit_by_name(struct desk *d, const char *name, int64_t *id,
		 struct err *err);
/*
 * In the order of unit_kind, then of the name's pinyin.  kind -1: all; town 0:
 * all.  Names, kind, town and numbers are filled; stock is not.
 */
int unit_list(struct desk *d, int kind, int64_t town, struct unit **rows,
	      size_t *count, struct err *err);

/*
 * Nearest first from a place (a town's or a unit's): units of that kind (-1:
 * all); with item only those whose stock has it ready (a substring of its
 * name).  Units that have no coordinates come last, their metres -1; so do
 * all when from has none or is 0.
 */
struct nearby {
	int64_t id, metres;
	char *name, *town;
	enum unit_kind kind;
	char *stock;			/* "水泵 12 台，沙袋 3000 条"; "" */
	struct phone phone;		/* the first one; number "" none */
};
int unit_nearest(struct desk *d, int64_t from, int kind, const char *item,
		 size_t max, struct nearby **rows, size_t *count,
		 struct err *err);
void nearby_free(struct nearby *rows, size_t count);

/* All that have coordinates of their own, for a picture: towns first. */
struct unit_place {
	char *name;			/* the short one where it has one */
	bool town;
	int64_t lat, lon;		/* millionths */
};
int unit_places(struct desk *d, struct unit_place **rows, size_t *count,
		struct err *err);
void unit_places_free(struct unit_place *rows, size_t count);

/* What each entry about a unit or contact changed, newest first, in words. */
struct change {
	int64_t seq, recorded_ms;
	char officer[64];
	char *text;			/* "电话：…→…"; tr()ed labels */
};
int unit_changes(struct desk *d, int64_t id, struct change **rows,
		 size_t *count, struct err *err);
void changes_free(struct change *rows, size_t count);

/* ---- parties ---- */

/* unit 0: not bound.  "unit" and "unit.head" are the incident's own. */
int party_bind(struct desk *d, const char *party, int64_t unit, int64_t *seq,
	       struct err *err);
int party_unit(struct desk *d, const char *party, int64_t *unit,
	       struct err *err);

struct binding {
	const char *party;		/* every one that can be bound */
	int64_t unit;			/* 0: missing */
	char *name;			/* of the unit, or NULL */
};
int binding_list(struct desk *d, struct binding **rows, size_t *count,
		 struct err *err);
void bindings_free(struct binding *rows, size_t count);

/* ---- for the nouns of desk/ only ---- */

/* ERR_NOT_FOUND, or ERR_REFUSED when it was removed.  kind may be NULL. */
int unit_stands(struct desk *d, int64_t id, enum unit_kind *kind,
		struct err *err);

/* ---- its entries, for desk/kinds.c ---- */

int unit_saved_check(const json_t *body, struct err *err);
int unit_saved_reduce(struct fold *f, const struct journal_entry *e,
		      const json_t *body, struct err *err);
int unit_confirmed_check(const json_t *body, struct err *err);
int unit_confirmed_reduce(struct fold *f, const struct journal_entry *e,
			  const json_t *body, struct err *err);
int unit_removed_check(const json_t *body, struct err *err);
int unit_removed_reduce(struct fold *f, const struct journal_entry *e,
			const json_t *body, struct err *err);
int party_bound_check(const json_t *body, struct err *err);
int party_bound_reduce(struct fold *f, const struct journal_entry *e,
		       const json_t *body, struct err *err);

#endif
