/* Units, their numbers, what is near them, and what was changed. */
#include "people.h"

static struct unit
get(struct room *r, int64_t id)
{
	struct unit u;

	OK(r, unit_get(r->d, id, &u, &r->err));
	return u;
}

/* ---- the record ---- */

static void
test_kinds(void **state)
{
	(void)state;
	for (int i = 0; i < UNIT_KINDS; i++) {
		enum unit_kind k = (enum unit_kind)i;

		assert_int_equal(unit_kind_find(unit_kind_code(k)), i);
		assert_int_equal(unit_kind_find(unit_kind_label(k)), i);
	}
	assert_int_equal(unit_kind_find(""), -1);
	assert_int_equal(unit_kind_find("Mine"), -1);
}

/* All that is given comes back, and again after a rebuild. */
static void
test_add(void **state)
{
	struct room *r = *state;
	int64_t bureau = kit_unit(r, "应急管理局", UNIT_AGENCY, NULL);
	int64_t town = kit_unit(r, "兑镇镇", UNIT_TOWN, NULL);
	struct unit u;
	int64_t seq, id;

	unit_init(&u);
	u.kind = UNIT_MINE;
	kit_text(&u.name, "水峪煤矿");
	kit_text(&u.short_name, "水峪矿");
	kit_text(&u.place, "兑镇镇水峪村");
	kit_text(&u.licence, "（晋）MK安许证字〔2024〕");
	kit_text(&u.capacity, "400 万吨/年");
	kit_text(&u.hazards, "高瓦斯");
	kit_text(&u.note, "24 小时值班");
	u.parent = bureau;
	u.town = town;
	u.lat = 37085000;
	u.lon = -111650000;
	u.regulators[u.regulators_count++] = bureau;
	kit_phone(u.phones, &u.phones_count, "0358-7620001");
	kit_phone(u.phones, &u.phones_count, "+86 (358) 762 0002转801");
	strcpy(u.phones[0].label, "调度");
	u.stock = mem_alloc(sizeof(*u.stock));
	u.stock_count = 1;
	u.stock[0] = (struct stock){ mem_str("水泵"), mem_str("台"),
		                     mem_str("张工"), 12, true };
	OK(r, unit_save(r->d, &u, 0, &seq, &r->err));
	assert_int_equal(u.id, seq);
	assert_int_equal(seq, room_head(r));
	id = u.id;
	unit_release(&u);
	room_verify(r);

	u = get(r, id);
	assert_int_equal(u.kind, UNIT_MINE);
	assert_string_equal(u.name, "水峪煤矿");
	assert_string_equal(u.short_name, "水峪矿");
	assert_string_equal(u.place, "兑镇镇水峪村");
	assert_string_equal(u.licence, "（晋）MK安许证字〔2024〕");
	assert_string_equal(u.capacity, "400 万吨/年");
	assert_string_equal(u.hazards, "高瓦斯");
	assert_string_equal(u.note, "24 小时值班");
	assert_int_equal(u.parent, bureau);
	assert_int_equal(u.town, town);
	assert_int_equal(u.lat, 37085000);
	assert_int_equal(u.lon, -111650000);
	assert_int_equal(u.regulators_count, 1);
	assert_int_equal(u.regulators[0], bureau);
	assert_int_equal(u.phones_count, 2);
	assert_string_equal(u.phones[0].number, "0358-7620001");
	assert_string_equal(u.phones[0].label, "调度");
	assert_string_equal(u.phones[1].number, "+86 (358) 762 0002转801");
	assert_int_equal(u.stock_count, 1);
	assert_string_equal(u.stock[0].item, "水泵");
	assert_string_equal(u.stock[0].measure, "台");
	assert_string_equal(u.stock[0].keeper, "张工");
	assert_int_equal(u.stock[0].quantity, 12);
	assert_true(u.stock[0].ready);
	assert_false(u.removed);
	assert_int_equal(u.last_seq, id);
	assert_int_equal(u.saved_ms, ROOM_NOW);
	assert_string_equal(u.officer, "wangfang");
	/* The same again is nothing new. */
	OK(r, unit_save(r->d, &u, u.last_seq, &seq, &r->err));
	assert_int_equal(seq, 0);
	assert_int_equal(room_head(r), id);
	unit_release(&u);
}

static void
test_refusals(void **state)
{
	static const char *const numbers[] = {
		"12", "", "abc", "0358;7620001", "0358-7620001x1", NULL
	};
	struct room *r = *state;
	int64_t town = kit_unit(r, "兑镇镇", UNIT_TOWN, NULL);
	int64_t firm = kit_unit(r, "甲公司", UNIT_FIRM, NULL);
	int64_t head = room_head(r), seq;
	struct unit u = get(r, firm);

	kit_text(&u.name, "");
	REFUSED(r, ERR_INPUT, unit_save(r->d, &u, 0, &seq, &r->err));
	kit_text(&u.name, "兑镇镇");
	REFUSED(r, ERR_REFUSED, unit_save(r->d, &u, 0, &seq, &r->err));
	kit_text(&u.name, "bad \xff");
	REFUSED(r, ERR_INPUT, unit_save(r->d, &u, 0, &seq, &r->err));
	kit_text(&u.name, "甲公司");
	u.town = firm;
	REFUSED(r, ERR_INPUT, unit_save(r->d, &u, 0, &seq, &r->err));
	u.town = 9999;
	REFUSED(r, ERR_NOT_FOUND, unit_save(r->d, &u, 0, &seq, &r->err));
	u.town = town;
	u.regulators[u.regulators_count++] = 9999;
	REFUSED(r, ERR_NOT_FOUND, unit_save(r->d, &u, 0, &seq, &r->err));
	u.regulators_count = 0;
	for (size_t i = 0; numbers[i]; i++) {
		u.phones_count = 0;
		kit_phone(u.phones, &u.phones_count, numbers[i]);
		REFUSED(r, ERR_INPUT, unit_save(r->d, &u, 0, &seq, &r->err));
	}
	u.phones_count = 0;
	kit_phone(u.phones, &u.phones_count, "119");
	kit_phone(u.phones, &u.phones_count, "119");
	REFUSED(r, ERR_INPUT, unit_save(r->d, &u, 0, &seq, &r->err));
	u.phones_count = 1;
	u.lat = 90000001;
	u.lon = 0;
	REFUSED(r, ERR_INPUT, unit_save(r->d, &u, 0, &seq, &r->err));
	assert_int_equal(room_head(r), head);
	u.lat = 90000000;
	OK(r, unit_save(r->d, &u, 0, &seq, &r->err));
	u.id = 9999;
	REFUSED(r, ERR_NOT_FOUND, unit_save(r->d, &u, 0, &seq, &r->err));
	/* A failed addition leaves it without an id. */
	u.id = 0;
	REFUSED(r, ERR_REFUSED, unit_save(r->d, &u, 0, &seq, &r->err));
	assert_int_equal(u.id, 0);
	unit_release(&u);
}

/* Nothing is above itself, next to it or further up. */
static void
test_parents(void **state)
{
	struct room *r = *state;
	int64_t id[3], seq;
	struct unit u;

	id[0] = kit_unit(r, "集团", UNIT_FIRM, NULL);
	id[1] = kit_unit(r, "公司", UNIT_FIRM, NULL);
	id[2] = kit_unit(r, "车间", UNIT_FIRM, NULL);
	for (int i = 1; i < 3; i++) {
		u = get(r, id[i]);
		u.parent = id[i - 1];
		OK(r, unit_save(r->d, &u, 0, &seq, &r->err));
		unit_release(&u);
	}
	for (int i = 0; i < 3; i++) {
		u = get(r, id[0]);
		u.parent = id[i];
		REFUSED(r, ERR_INPUT, unit_save(r->d, &u, 0, &seq, &r->err));
		unit_release(&u);
	}
	REFUSED(r, ERR_REFUSED,
	        unit_remove(r->d, id[1], "停产", &seq, &r->err));
}

static void
test_conflict(void **state)
{
	struct room *r = *state;
	int64_t id = kit_unit(r, "甲公司", UNIT_FIRM, NULL), seq, base;
	struct unit u = get(r, id);

	base = u.last_seq;
	OK(r, desk_act_as(r->d, "lina", &r->err));
	kit_text(&u.note, "李娜写的");
	OK(r, unit_save(r->d, &u, base, &seq, &r->err));
	OK(r, desk_act_as(r->d, NULL, &r->err));
	kit_text(&u.note, "王芳写的");
	REFUSED(r, ERR_CONFLICT, unit_save(r->d, &u, base, &seq, &r->err));
	assert_non_null(strstr(r->err.text, "lina"));
	/* Having seen it, on top of it; or without looking at all. */
	OK(r, unit_save(r->d, &u, seq, &seq, &r->err));
	kit_text(&u.note, "再写");
	OK(r, unit_save(r->d, &u, 0, &seq, &r->err));
	unit_release(&u);
	/* Confirming a number is no change of the record. */
	u = get(r, id);
	kit_phone(u.phones, &u.phones_count, "110");
	OK(r, unit_save(r->d, &u, u.last_seq, &base, &r->err));
	OK(r, unit_confirm(r->d, id, NULL, &seq, &r->err));
	kit_text(&u.note, "又写");
	OK(r, unit_save(r->d, &u, base, &seq, &r->err));
	unit_release(&u);
}

/* ---- numbers ---- */

static void
test_stale(void **state)
{
	const int64_t day = 180 * CIVIL_DAY;
	struct phone p = { .number = "110" };

	(void)state;
	assert_true(phone_stale(&p, ROOM_NOW)); /* never */
	p.confirmed_ms = ROOM_NOW;
	assert_false(phone_stale(&p, ROOM_NOW));
	assert_false(phone_stale(&p, ROOM_NOW + day));
	assert_true(phone_stale(&p, ROOM_NOW + day + 1));
	assert_true(phone_stale(&p, ROOM_NOW - 1)); /* a slip */
}

static void
test_confirm(void **state)
{
	struct room *r = *state;
	int64_t id = kit_unit(r, "甲公司", UNIT_FIRM, "110"), seq;
	struct unit u = get(r, id);

	assert_int_equal(u.phones[0].confirmed_ms, 0);
	kit_phone(u.phones, &u.phones_count, "119");
	OK(r, unit_save(r->d, &u, 0, &seq, &r->err));
	unit_release(&u);
	room_pass(r, CIVIL_DAY);
	OK(r, unit_confirm(r->d, id, "119", &seq, &r->err));
	u = get(r, id);
	assert_int_equal(u.phones[0].confirmed_ms, 0);
	assert_int_equal(u.phones[1].confirmed_ms, ROOM_NOW + CIVIL_DAY);
	/* It stays with its number, wherever that goes, also when the record
	 * says an earlier day; a later day is taken. */
	u.phones[0] = u.phones[1];
	u.phones[0].confirmed_ms = ROOM_NOW - CIVIL_DAY;
	kit_phone(u.phones, &u.phones_count, "120");
	u.phones[1] = u.phones[2];
	u.phones[1].confirmed_ms = ROOM_NOW;
	u.phones_count = 2;
	OK(r, unit_save(r->d, &u, 0, &seq, &r->err));
	unit_release(&u);
	u = get(r, id);
	assert_int_equal(u.phones[0].confirmed_ms, ROOM_NOW + CIVIL_DAY);
	assert_int_equal(u.phones[1].confirmed_ms, ROOM_NOW);
	unit_release(&u);
	room_pass(r, CIVIL_DAY);
	OK(r, unit_confirm(r->d, id, NULL, &seq, &r->err));
	u = get(r, id);
	assert_int_equal(u.phones[0].confirmed_ms, ROOM_NOW + 2 * CIVIL_DAY);
	assert_int_equal(u.phones[1].confirmed_ms, ROOM_NOW + 2 * CIVIL_DAY);
	unit_release(&u);
	REFUSED(r, ERR_NOT_FOUND, unit_confirm(r->d, id, "110", &seq, &r->err));
	REFUSED(r, ERR_NOT_FOUND,
	        unit_confirm(r->d, 9999, NULL, &seq, &r->err));
	room_verify(r);
}

/* ---- removing ---- */

static void
test_remove(void **state)
{
	struct room *r = *state;
	int64_t id = kit_unit(r, "甲公司", UNIT_FIRM, "110"), seq, found;
	int64_t who = kit_contact(r, "赵建国", id, "经理", 1, false, NULL);
	struct unit u;

	REFUSED(r, ERR_INPUT, unit_remove(r->d, id, "", &seq, &r->err));
	REFUSED(r, ERR_REFUSED, unit_remove(r->d, id, "停产", &seq, &r->err));
	OK(r, contact_remove(r->d, who, "退休", &seq, &r->err));
	OK(r, party_bind(r->d, "county.water", id, &seq, &r->err));
	REFUSED(r, ERR_REFUSED, unit_remove(r->d, id, "停产", &seq, &r->err));
	OK(r, party_bind(r->d, "county.water", 0, &seq, &r->err));
	OK(r, unit_remove(r->d, id, "停产", &seq, &r->err));
	room_verify(r);
	OK(r, unit_by_name(r->d, "甲公司", &found, &r->err));
	assert_int_equal(found, 0);
	u = get(r, id);
	assert_true(u.removed);
	REFUSED(r, ERR_REFUSED, unit_remove(r->d, id, "停产", &seq, &r->err));
	REFUSED(r, ERR_REFUSED, unit_confirm(r->d, id, NULL, &seq, &r->err));
	REFUSED(r, ERR_REFUSED,
	        party_bind(r->d, "county.water", id, &seq, &r->err));
	/* Its name is free; when that is taken it cannot come back. */
	found = kit_unit(r, "甲公司", UNIT_FIRM, NULL);
	REFUSED(r, ERR_REFUSED, unit_save(r->d, &u, 0, &seq, &r->err));
	OK(r, unit_remove(r->d, found, "重复", &seq, &r->err));
	OK(r, unit_save(r->d, &u, 0, &seq, &r->err));
	assert_int_equal(u.id, id);
	unit_release(&u);
	u = get(r, id);
	assert_false(u.removed);
	unit_release(&u);
	room_verify(r);
}

/* ---- lists ---- */

static void
lists(struct room *r, int kind, int64_t town, const char *want)
{
	struct buf names = BUF_INIT;
	struct unit *rows;
	size_t n;

	OK(r, unit_list(r->d, kind, town, &rows, &n, &r->err));
	for (size_t i = 0; i < n; i++)
		buf_fmt(&names, "%s ", rows[i].name);
	assert_string_equal(names.s, want);
	buf_release(&names);
	units_free(rows, n);
}

static void
test_list(void **state)
{
	struct room *r = *state;
	int64_t town = kit_unit(r, "兑镇镇", UNIT_TOWN, NULL), seq, id;
	int64_t mine = kit_unit(r, "水峪煤矿", UNIT_MINE, "110");
	struct unit u = get(r, mine), *rows;
	size_t n;

	u.town = town;
	kit_text(&u.short_name, "水峪");
	OK(r, unit_save(r->d, &u, 0, &seq, &r->err));
	unit_release(&u);
	kit_unit(r, "高阳煤矿", UNIT_MINE, NULL);
	kit_unit(r, "应急管理局", UNIT_AGENCY, NULL);
	kit_unit(r, "公安局", UNIT_AGENCY, NULL);
	lists(r, -1, 0, "公安局 应急管理局 兑镇镇 高阳煤矿 水峪煤矿 ");
	lists(r, UNIT_MINE, 0, "高阳煤矿 水峪煤矿 ");
	lists(r, -1, town, "水峪煤矿 ");
	lists(r, UNIT_AGENCY, town, "");
	OK(r, unit_list(r->d, UNIT_MINE, town, &rows, &n, &r->err));
	assert_string_equal(rows[0].phones[0].number, "110");
	units_free(rows, n);
	OK(r, unit_by_name(r->d, "水峪", &id, &r->err));
	assert_int_equal(id, mine);
	OK(r, unit_by_name(r->d, "水峪煤", &id, &r->err));
	assert_int_equal(id, 0);
	OK(r, unit_by_name(r->d, "", &id, &r->err));
	assert_int_equal(id, 0);
	/* A whole name goes before somebody's short one. */
	kit_unit(r, "水峪", UNIT_VILLAGE, NULL);
	OK(r, unit_by_name(r->d, "水峪", &id, &r->err));
	assert_int_equal(id, room_head(r));
}

/* ---- limits ---- */

static void
test_most_stock(void **state)
{
	struct room *r = *state;
	int64_t id = kit_unit(r, "物资库", UNIT_STORE, NULL), seq;
	struct unit u = get(r, id);

	u.stock = mem_alloc((STOCK_MAX + 1) * sizeof(*u.stock));
	for (u.stock_count = 0; u.stock_count <= STOCK_MAX; u.stock_count++)
		u.stock[u.stock_count] =
			(struct stock){ mem_str("沙袋"), mem_str(""),
			                mem_str(""), (int64_t)u.stock_count,
			                true };
	REFUSED(r, ERR_INPUT, unit_save(r->d, &u, 0, &seq, &r->err));
	u.stock_count--;
	free(u.stock[STOCK_MAX].item);
	free(u.stock[STOCK_MAX].measure);
	free(u.stock[STOCK_MAX].keeper);
	u.stock[0].quantity = 1000000000000;
	OK(r, unit_save(r->d, &u, 0, &seq, &r->err));
	u.stock[0].quantity++;
	REFUSED(r, ERR_INPUT, unit_save(r->d, &u, 0, &seq, &r->err));
	unit_release(&u);
	u = get(r, id);
	assert_int_equal(u.stock_count, STOCK_MAX);
	assert_int_equal(u.stock[0].quantity, 1000000000000);
	assert_int_equal(u.stock[199].quantity, 199);
	unit_release(&u);
	room_verify(r);
}

/* One half of a place is none, and is not dropped in silence. */
static void
test_half_a_place(void **state)
{
	struct room *r = *state;
	int64_t id = kit_unit(r, "甲公司", UNIT_FIRM, NULL), seq;
	struct unit u = get(r, id);

	u.lat = 90000000;
	REFUSED(r, ERR_INPUT, unit_save(r->d, &u, 0, &seq, &r->err));
	assert_string_equal(r->err.text, "纬度和经度要一起写");
	u.lon = -180000000;
	OK(r, unit_save(r->d, &u, 0, &seq, &r->err));
	u.lon--;
	REFUSED(r, ERR_INPUT, unit_save(r->d, &u, 0, &seq, &r->err));
	u.lat = UNIT_NOWHERE;
	REFUSED(r, ERR_INPUT, unit_save(r->d, &u, 0, &seq, &r->err));
	unit_release(&u);
	room_verify(r);
}

/* ---- nearness ---- */

static void
place(struct room *r, int64_t id, int64_t town, int64_t lat, int64_t lon)
{
	struct unit u = get(r, id);
	int64_t seq;

	u.town = town;
	u.lat = lat;
	u.lon = lon;
	OK(r, unit_save(r->d, &u, 0, &seq, &r->err));
	unit_release(&u);
}

static void
stock(struct room *r, int64_t id, const char *item, int64_t n, bool ready)
{
	struct unit u = get(r, id);
	size_t cap = u.stock_count;
	int64_t seq;

	u.stock = mem_grow(u.stock, u.stock_count, &cap, sizeof(*u.stock));
	u.stock[u.stock_count++] = (struct stock){ mem_str(item), mem_str("台"),
		                                   mem_str(""), n, ready };
	OK(r, unit_save(r->d, &u, 0, &seq, &r->err));
	unit_release(&u);
}

static void
test_nearest(void **state)
{
	struct room *r = *state;
	int64_t town = kit_unit(r, "兑镇镇", UNIT_TOWN, NULL);
	int64_t mine = kit_unit(r, "水峪煤矿", UNIT_MINE, NULL);
	int64_t far = kit_unit(r, "远库", UNIT_STORE, NULL);
	int64_t near = kit_unit(r, "近库", UNIT_STORE, "0358-7620001");
	int64_t lost = kit_unit(r, "不知何处", UNIT_STORE, NULL);
	struct nearby *rows;
	size_t n;

	place(r, town, 0, 37100000, 111700000);
	place(r, mine, town, UNIT_NOWHERE, UNIT_NOWHERE);
	place(r, far, 0, 37300000, 111700000);
	place(r, near, town, 37100000, 111800000);
	stock(r, far, "潜水泵", 12, true);
	stock(r, far, "冲锋舟", 2, true);
	stock(r, near, "潜水泵", 3, false);
	stock(r, lost, "水泵", 1, true);
	room_verify(r);

	/* The mine has no place of its own: its town's. */
	OK(r,
	   unit_nearest(r->d, mine, UNIT_STORE, NULL, 9, &rows, &n, &r->err));
	assert_int_equal(n, 3);
	assert_int_equal(rows[0].id, near);
	assert_int_equal(rows[0].kind, UNIT_STORE);
	assert_string_equal(rows[0].name, "近库");
	assert_string_equal(rows[0].town, "兑镇镇");
	assert_string_equal(rows[0].stock, "");
	assert_string_equal(rows[0].phone.number, "0358-7620001");
	assert_in_range(rows[0].metres, 8800, 8900); /* 0.1 degree, 37 N */
	assert_int_equal(rows[1].id, far);
	assert_in_range(rows[1].metres, 22200, 22300);
	assert_string_equal(rows[1].stock, "潜水泵 12 台，冲锋舟 2 台");
	assert_string_equal(rows[1].phone.number, "");
	assert_int_equal(rows[2].id, lost);
	assert_int_equal(rows[2].metres, -1);
	nearby_free(rows, n);
	/* What is ready, by a part of its name. */
	OK(r, unit_nearest(r->d, mine, -1, "水泵", 9, &rows, &n, &r->err));
	assert_int_equal(n, 2);
	assert_int_equal(rows[0].id, far);
	assert_string_equal(rows[0].stock, "潜水泵 12 台");
	assert_int_equal(rows[1].id, lost);
	nearby_free(rows, n);
	OK(r, unit_nearest(r->d, mine, -1, "无人机", 9, &rows, &n, &r->err));
	assert_int_equal(n, 0);
	nearby_free(rows, n);
	/* At most so many; the unit itself is none; from nowhere in order. */
	OK(r,
	   unit_nearest(r->d, near, UNIT_STORE, NULL, 1, &rows, &n, &r->err));
	assert_int_equal(n, 1);
	assert_int_equal(rows[0].id, far);
	nearby_free(rows, n);
	OK(r, unit_nearest(r->d, 0, UNIT_STORE, NULL, 9, &rows, &n, &r->err));
	assert_int_equal(n, 3);
	assert_int_equal(rows[0].id, far);
	assert_int_equal(rows[0].metres, -1);
	nearby_free(rows, n);
	REFUSED(r, ERR_NOT_FOUND,
	        unit_nearest(r->d, 9999, -1, NULL, 9, &rows, &n, &r->err));
}

/* ---- changes ---- */

static void
test_changes(void **state)
{
	struct room *r = *state;
	int64_t town = kit_unit(r, "兑镇镇", UNIT_TOWN, NULL);
	int64_t id = kit_unit(r, "甲公司", UNIT_FIRM, "0358-7620001"), seq;
	struct unit u = get(r, id);
	struct change *rows;
	size_t n;

	u.phones_count = 0;
	kit_phone(u.phones, &u.phones_count, "0358-7620002");
	strcpy(u.phones[0].label, "值班");
	u.town = town;
	u.kind = UNIT_CHEMICAL;
	u.regulators[u.regulators_count++] = town;
	OK(r, desk_act_as(r->d, "lina", &r->err));
	OK(r, unit_save(r->d, &u, 0, &seq, &r->err));
	OK(r, desk_act_as(r->d, NULL, &r->err));
	unit_release(&u);
	stock(r, id, "泡沫", 5, false);
	OK(r, unit_confirm(r->d, id, "0358-7620002", &seq, &r->err));
	OK(r, unit_confirm(r->d, id, NULL, &seq, &r->err));
	OK(r, unit_remove(r->d, id, "停产", &seq, &r->err));
	OK(r, unit_changes(r->d, id, &rows, &n, &r->err));
	assert_int_equal(n, 6);
	assert_string_equal(rows[0].text, "移除：停产");
	assert_int_equal(rows[0].seq, seq);
	assert_int_equal(rows[0].recorded_ms, ROOM_NOW);
	assert_string_equal(rows[1].text, "核实电话：全部");
	assert_string_equal(rows[2].text, "核实电话：0358-7620002");
	assert_string_equal(rows[3].text, "物资：空→泡沫 5 台（未就绪）");
	assert_string_equal(rows[4].text,
	                    "类别：企业→危化单位，乡镇：空→兑镇镇，"
	                    "监管部门：加 兑镇镇，"
	                    "电话：0358-7620001→0358-7620002（值班）");
	assert_string_equal(rows[4].officer, "lina");
	assert_string_equal(rows[5].text, "新增：甲公司");
	assert_string_equal(rows[5].officer, "wangfang");
	changes_free(rows, n);
}

/* What a roster that was read again says of numbers is in the history, alone
 * or beside another change, and not again when it is no news. */
static void
test_confirmed_in_changes(void **state)
{
	struct room *r = *state;
	int64_t id = kit_unit(r, "甲公司", UNIT_FIRM, "110"), seq;
	struct unit u = get(r, id);
	struct change *rows;
	size_t n;

	kit_phone(u.phones, &u.phones_count, "119");
	OK(r, unit_save(r->d, &u, 0, &seq, &r->err));
	u.phones[0].confirmed_ms = u.phones[1].confirmed_ms = ROOM_NOW;
	OK(r, unit_save(r->d, &u, 0, &seq, &r->err));
	kit_text(&u.note, "停电");
	OK(r, unit_save(r->d, &u, 0, &seq, &r->err));
	kit_text(&u.note, "");
	u.phones[1].confirmed_ms = ROOM_NOW + CIVIL_DAY;
	OK(r, unit_save(r->d, &u, 0, &seq, &r->err));
	unit_release(&u);
	OK(r, unit_changes(r->d, id, &rows, &n, &r->err));
	assert_int_equal(n, 5);
	assert_string_equal(rows[0].text, "备注：停电→空，号码已确认：119");
	assert_string_equal(rows[1].text, "备注：空→停电");
	assert_string_equal(rows[2].text, "号码已确认：110、119");
	assert_string_equal(rows[3].text, "电话：110→110 119");
	changes_free(rows, n);
}

/* ---- entries ---- */

static void
test_checks(void **state)
{
	static const char *const saved[] = {
		"{}",
		"{'name':'甲'}",
		"{'name':'','kind':'firm'}",
		"{'name':'甲','kind':'factory'}",
		"{'name':'甲','kind':'firm','more':1}",
		"{'name':'甲','kind':'firm','note':''}",
		"{'name':'甲','kind':'firm','town':0}",
		"{'name':'甲','kind':'firm','lat':1}",
		"{'name':'甲','kind':'firm','lon':1}",
		"{'name':'甲','kind':'firm','lat':1,'lon':180000001}",
		"{'name':'甲','kind':'firm','regulators':[0]}",
		"{'name':'甲','kind':'firm','regulators':['1']}",
		"{'name':'甲','kind':'firm','regulators':[1,1,1,1,1,1,1,1,1]}",
		"{'name':'甲','kind':'firm','phones':['110']}",
		"{'name':'甲','kind':'firm','phones':[{'number':'11'}]}",
		"{'name':'甲','kind':'firm','phones':[{'number':'110','x':1}]}",
		"{'name':'甲','kind':'firm','phones':[{'number':'110',"
		"'label':''}]}",
		"{'name':'甲','kind':'firm','phones':[{'number':'110',"
		"'confirmed':'昨天'}]}",
		"{'name':'甲','kind':'firm','stock':[1]}",
		"{'name':'甲','kind':'firm','stock':[{'item':'泵'}]}",
		"{'name':'甲','kind':'firm','stock':[{'item':'泵',"
		"'quantity':-1}]}",
		NULL,
	};
	static const char *const confirmed[] = { "{'number':''}",
		                                 "{'numbers':[]}", NULL };
	static const char *const removed[] = { "{}", "{'why':''}",
		                               "{'why':'x','more':1}", NULL };

	(void)state;
	kit_all_bad(unit_saved_check, saved);
	kit_all_bad(unit_confirmed_check, confirmed);
	kit_all_bad(unit_removed_check, removed);
}

/* A record that had to go leaves no words, and the views agree. */
static void
test_withheld(void **state)
{
	struct room *r = *state;
	int64_t id = kit_unit(r, "甲公司", UNIT_FIRM, "110"), seq, found;
	struct change *rows;
	struct unit u;
	size_t n;

	OK(r, unit_confirm(r->d, id, NULL, &seq, &r->err));
	kit_withhold(r, id);
	room_verify(r);
	OK(r, unit_by_name(r->d, "甲公司", &found, &r->err));
	assert_int_equal(found, 0);
	u = get(r, id);
	assert_true(u.removed);
	assert_string_equal(u.name, "");
	assert_int_equal(u.phones_count, 0);
	/* It can be written again. */
	kit_text(&u.name, "乙公司");
	OK(r, unit_save(r->d, &u, 0, &seq, &r->err));
	unit_release(&u);
	kit_withhold(r, id + 1);
	OK(r, unit_changes(r->d, id, &rows, &n, &r->err));
	assert_int_equal(n, 3);
	assert_string_equal(rows[0].text, "新增：乙公司");
	assert_string_equal(rows[2].text, "（内容已依法撤下）");
	changes_free(rows, n);
	room_verify(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kinds),
		ROOM_TEST(test_add),
		ROOM_TEST(test_refusals),
		ROOM_TEST(test_parents),
		ROOM_TEST(test_conflict),
		cmocka_unit_test(test_stale),
		ROOM_TEST(test_confirm),
		ROOM_TEST(test_remove),
		ROOM_TEST(test_list),
		ROOM_TEST(test_nearest),
		ROOM_TEST(test_changes),
		cmocka_unit_test(test_checks),
		ROOM_TEST(test_most_stock),
		ROOM_TEST(test_half_a_place),
		ROOM_TEST(test_withheld),
		ROOM_TEST(test_confirmed_in_changes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
