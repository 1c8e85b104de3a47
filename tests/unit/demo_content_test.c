/*
 * The roster and the plans of the demo desk hang together: who is named is
 * there, once, and nobody's real telephone rings.
 */
#include "cm.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/asset.h"
#include "base/civil.h"
#include "base/csv.h"
#include "base/json.h"
#include "base/mem.h"
#include "desk/duty.h"
#include "doc/text.h"
#include "law/predicate.h"

enum { ROWS_MAX = 300, COLUMNS_MAX = 24, PLANS = 12, PHONES = 3 };

/* A table of db/demo; cells are held, and released with it. */
struct table {
	char *head[COLUMNS_MAX], *cells[ROWS_MAX][COLUMNS_MAX];
	size_t columns, rows;
};

static struct table *
table_load(const char *name)
{
	const struct asset *a = asset_find(name);
	struct table *t = mem_alloc(sizeof(*t));
	struct err err = ERR_INIT;
	struct csv_row row;
	struct csv csv;

	assert_non_null(a);
	csv_init(&csv, (const char *)a->bytes, a->len);
	assert_int_equal(csv_next(&csv, &row, &err), CSV_ROW);
	assert_in_range(row.count, 1, COLUMNS_MAX);
	t->columns = row.count;
	for (size_t i = 0; i < row.count; i++)
		t->head[i] = mem_str(row.fields[i]);
	while (csv_next(&csv, &row, &err) == CSV_ROW) {
		assert_int_equal(row.count, t->columns);
		assert_true(t->rows < ROWS_MAX);
		for (size_t i = 0; i < row.count; i++)
			t->cells[t->rows][i] = mem_str(row.fields[i]);
		t->rows++;
	}
	assert_string_equal(err.text, "");
	csv_release(&csv);
	return t;
}

static void
table_free(struct table *t)
{
	for (size_t i = 0; i < t->columns; i++) {
		free(t->head[i]);
		for (size_t r = 0; r < t->rows; r++)
			free(t->cells[r][i]);
	}
	free(t);
}

static const char *
cell(const struct table *t, size_t row, const char *head)
{
	for (size_t i = 0; i < t->columns; i++)
		if (strcmp(t->head[i], head) == 0)
			return t->cells[row][i];
	fail_msg("no column %s", head);
	return NULL;
}

/* The next part of a list, copied to out; false at its end. */
static bool
next_part(const char **list, const char *mark, char *out, size_t size)
{
	const char *end = strstr(*list, mark);
	size_t len = end ? (size_t)(end - *list) : strlen(*list);

	if (!len)
		return false;
	assert_true(len < size);
	memcpy(out, *list, len);
	out[len] = '\0';
	*list += len + (end ? strlen(mark) : 0);
	return true;
}

/* The row of a unit by its name or short name; -1. */
static int
unit_row(const struct table *units, const char *name)
{
	for (size_t i = 0; i < units->rows; i++)
		if (strcmp(cell(units, i, "单位"), name) == 0 ||
		    strcmp(cell(units, i, "简称"), name) == 0)
			return (int)i;
	return -1;
}

/* The row of the unit that a party of the judge is bound to; -1. */
static int
party_row(const struct table *units, const char *party)
{
	char part[64];

	for (size_t i = 0; i < units->rows; i++) {
		const char *list = cell(units, i, "机构代码");

		while (next_part(&list, "；", part, sizeof(part)))
			if (strcmp(part, party) == 0)
				return (int)i;
	}
	return -1;
}

static void
need_unit(const struct table *units, const char *name, const char *where)
{
	if (*name && unit_row(units, name) < 0)
		fail_msg("%s: no unit %s", where, name);
}

static void
need_units(const struct table *units, const char *list, const char *where)
{
	char part[128];

	while (next_part(&list, "、", part, sizeof(part)))
		need_unit(units, part, where);
}

static void
need_once(const struct table *t, const char *a, const char *b, const char *c)
{
	for (size_t i = 0; i < t->rows; i++)
		for (size_t k = 0; k < i; k++)
			if (strcmp(cell(t, i, a), cell(t, k, a)) == 0 &&
			    strcmp(cell(t, i, b), cell(t, k, b)) == 0 &&
			    strcmp(cell(t, i, c), cell(t, k, c)) == 0)
				fail_msg("%s %s: twice", cell(t, i, a),
				         cell(t, i, b));
}

static void
test_units(void **state)
{
	struct table *u = table_load("demo/units.csv");

	(void)state;
	assert_in_range(u->rows, 60, ROWS_MAX);
	for (size_t i = 0; i < u->rows; i++) {
		const char *name = cell(u, i, "单位");
		const char *brief = cell(u, i, "简称");
		const char *town = cell(u, i, "乡镇");

		assert_int_equal(unit_row(u, name), i);
		if (*brief)
			assert_int_equal(unit_row(u, brief), i);
		need_unit(u, cell(u, i, "上级"), name);
		need_unit(u, town, name);
		need_units(u, cell(u, i, "监管部门"), name);
		if (*town)
			assert_string_equal(
				cell(u, (size_t)unit_row(u, town), "类别"),
				"town");
	}
	table_free(u);
}

/* Somewhere in or around the city, not in the sea for a turned pair. */
static void
test_places(void **state)
{
	struct table *u = table_load("demo/units.csv");

	(void)state;
	for (size_t i = 0; i < u->rows; i++) {
		const char *lat = cell(u, i, "纬度");
		const char *lon = cell(u, i, "经度");

		assert_int_equal(!*lat, !*lon);
		if (!*lat)
			continue;
		assert_in_range(strtod(lat, NULL) * 100, 3690, 3730);
		assert_in_range(strtod(lon, NULL) * 100, 11140, 11190);
	}
	table_free(u);
}

/* All of this county, city and province but the procuratorate, on purpose. */
static void
test_parties(void **state)
{
	struct table *u = table_load("demo/units.csv");
	const char *const *codes = party_codes();
	char part[64];

	(void)state;
	for (size_t i = 0; i < u->rows; i++) {
		const char *list = cell(u, i, "机构代码");

		while (next_part(&list, "；", part, sizeof(part))) {
			assert_true(party_known(part));
			assert_int_equal(party_row(u, part), i);
		}
	}
	for (; *codes; codes++) {
		bool near = strncmp(*codes, "county.", 7) == 0 ||
		            strncmp(*codes, "city.", 5) == 0 ||
		            strncmp(*codes, "province.", 9) == 0;
		bool left = strcmp(*codes, "county.procuratorate") == 0;

		if (near && (party_row(u, *codes) < 0) != left)
			fail_msg("%s: bound %d", *codes, !left);
	}
	assert_true(party_row(u, "county.emergency") >= 0);
	assert_true(party_row(u, "duty.leader") >= 0);
	table_free(u);
}

/*
 * No local number begins with 0, nor does an area code or a mobile number
 * with 013 and seven or eight digits more: these ring nowhere.
 */
static bool
rings_nowhere(const char *number)
{
	const char *fixed = "0358-0000", *mobile = "0130000";
	size_t digits;

	if (strncmp(number, fixed, strlen(fixed)) == 0) {
		number += strlen(fixed);
		digits = 3;
	} else if (strncmp(number, mobile, strlen(mobile)) == 0) {
		number += strlen(mobile);
		digits = 4;
	} else {
		return false;
	}
	return strspn(number, "0123456789") == digits &&
	       (!number[digits] ||
	        strncmp(number + digits, "（", strlen("（")) == 0);
}

static void
check_numbers(const struct table *t, const char *who)
{
	static const char *const columns[PHONES] = { "电话1", "电话2",
		                                     "电话3" };
	const char *seen[ROWS_MAX * PHONES], *owner[ROWS_MAX * PHONES];
	size_t count = 0;

	for (size_t i = 0; i < t->rows; i++)
		for (size_t c = 0; c < PHONES; c++) {
			const char *number, *name = cell(t, i, who);

			if (c == 2 && strcmp(who, "单位") != 0)
				continue;
			number = cell(t, i, columns[c]);
			if (!*number)
				continue;
			if (!rings_nowhere(number))
				fail_msg("%s: %s may ring", name, number);
			for (size_t k = 0; k < count; k++)
				if (strcmp(seen[k], number) == 0)
					assert_string_equal(owner[k], name);
			seen[count] = number;
			owner[count++] = name;
		}
	assert_true(count > 60);
}

static void
test_numbers(void **state)
{
	struct table *u = table_load("demo/units.csv");
	struct table *c = table_load("demo/contacts.csv");

	(void)state;
	check_numbers(u, "单位");
	check_numbers(c, "姓名");
	assert_true(rings_nowhere("0358-0000110（指挥中心）"));
	assert_false(rings_nowhere("0358-7620119"));
	assert_false(rings_nowhere("0358-00001100"));
	assert_false(rings_nowhere("13000000001"));
	table_free(u);
	table_free(c);
}

static void
test_contacts(void **state)
{
	struct table *u = table_load("demo/units.csv");
	struct table *c = table_load("demo/contacts.csv");

	(void)state;
	assert_in_range(c->rows, 120, ROWS_MAX);
	need_once(c, "姓名", "单位", "职务");
	need_once(c, "单位", "顺序", "单位");
	for (size_t i = 0; i < c->rows; i++) {
		need_unit(u, cell(c, i, "单位"), cell(c, i, "姓名"));
		assert_true(*cell(c, i, "姓名") && *cell(c, i, "职务"));
		assert_in_range(atol(cell(c, i, "顺序")), 1, 20);
	}
	table_free(u);
	table_free(c);
}

static void
test_stock(void **state)
{
	struct table *u = table_load("demo/units.csv");
	struct table *s = table_load("demo/stock.csv");
	size_t broken = 0;

	(void)state;
	need_once(s, "单位", "物资", "物资");
	for (size_t i = 0; i < s->rows; i++) {
		need_unit(u, cell(s, i, "单位"), cell(s, i, "物资"));
		assert_in_range(atol(cell(s, i, "数量")), 1, 100000);
		broken += strcmp(cell(s, i, "就绪"), "否") == 0;
	}
	assert_in_range(broken, 1, s->rows / 4);
	table_free(u);
	table_free(s);
}

/*
 * "公安局/值班员", "county.police", "示范客运公司": a unit there is, or a party
 * that is known.  Whether nobody holds the post.
 */
static bool
check_post(const struct table *u, const struct table *c, const char *post,
           const char *where)
{
	const char *slash = strchr(post, '/');
	char *words =
		mem_strn(post, slash ? (size_t)(slash - post) : strlen(post));
	int row = party_known(words) ? party_row(u, words) : unit_row(u, words);
	bool held = !slash && row >= 0;

	if (row < 0 && !party_known(words))
		fail_msg("%s: no unit %s", where, words);
	for (size_t i = 0; row >= 0 && slash && i < c->rows; i++)
		if (strcmp(cell(c, i, "职务"), slash + 1) == 0 &&
		    strcmp(cell(c, i, "单位"), cell(u, (size_t)row, "单位")) ==
		            0)
			held = true;
	free(words);
	return !held;
}

static void
test_groups(void **state)
{
	struct table *u = table_load("demo/units.csv");
	struct table *c = table_load("demo/contacts.csv");
	struct table *g = table_load("demo/groups.csv");
	size_t vacant = 0;

	(void)state;
	need_once(g, "名单", "成员", "成员");
	for (size_t i = 0; i < g->rows; i++)
		vacant += check_post(u, c, cell(g, i, "成员"),
		                     cell(g, i, "名单"));
	assert_in_range(vacant, 1, g->rows / 10);
	table_free(u);
	table_free(c);
	table_free(g);
}

/* ---- plans ---- */

struct seen {
	size_t plans, steps, vacant, revise_over, drill_over;
};

static const char *
text_of(const json_t *o, const char *key, const char *where)
{
	const char *s = json_string_value(json_object_get(o, key));

	if (!s || !*s)
		fail_msg("%s: no %s", where, key);
	return s;
}

/* Ⅰ to Ⅳ, each with a condition. */
static void
check_levels(const json_t *front, const char *where)
{
	struct jpath at = { .key = where };
	struct err err = ERR_INIT;
	struct predicate *p;
	json_t *level;
	size_t i;

	assert_int_equal(json_array_size(json_object_get(front, "levels")), 4);
	json_array_foreach(json_object_get(front, "levels"), i, level)
	{
		assert_int_equal(
			json_integer_value(json_object_get(level, "level")),
			i + 1);
		text_of(level, "title", where);
		text_of(level, "lead", where);
		p = predicate_load(json_object_get(level, "when"), &at, &err);
		if (!p)
			fail_msg("%s", err.text);
		predicate_free(p);
	}
}

static void
check_steps(const json_t *front, const char *where, const struct table *u,
            const struct table *c, struct seen *seen)
{
	json_t *step, *other;
	size_t i, k;

	json_array_foreach(json_object_get(front, "steps"), i, step)
	{
		const char *id = text_of(step, "id", where);
		const char *post = text_of(step, "post", where);

		for (k = 0; k < i; k++) {
			other = json_array_get(json_object_get(front, "steps"),
			                       k);
			assert_string_not_equal(text_of(other, "id", where),
			                        id);
		}
		text_of(step, "text", where);
		assert_in_range(
			json_integer_value(json_object_get(step, "minutes")), 1,
			720);
		seen->vacant += check_post(u, c, post, where);
		seen->steps++;
	}
}

/* What is over on the night of the demo. */
static void
check_dates(const json_t *front, const char *where, struct seen *seen)
{
	json_t *months = json_object_get(front, "drill_months");
	int64_t issued, revise, night;
	struct err err = ERR_INIT;

	assert_int_equal(civil_parse_date("2021-12-16", &night, &err), 0);
	assert_int_equal(civil_parse_date(text_of(front, "issued", where),
	                                  &issued, &err),
	                 0);
	assert_int_equal(civil_parse_date(text_of(front, "revise_by", where),
	                                  &revise, &err),
	                 0);
	assert_true(issued < revise && issued < night);
	seen->revise_over += revise < night;
	seen->drill_over +=
		months && issued + json_integer_value(months) * 30 * CIVIL_DAY <
				  night - 7 * CIVIL_DAY;
}

static void
check_plan(const struct asset *a, const struct table *u, const struct table *c,
           struct seen *seen)
{
	struct err err = ERR_INIT;
	struct doc doc;
	json_t *front, *kind;
	size_t i;

	doc_init(&doc);
	assert_int_equal(doc_read_md(&doc, a->bytes, a->len, &err), 0);
	assert_non_null(doc.front);
	front = json_parse(doc.front, strlen(doc.front), a->name, &err);
	if (!front)
		fail_msg("%s", err.text);
	assert_string_equal(text_of(front, "title", a->name), doc.title);
	assert_in_range(doc.count, 40, 120);
	for (i = 0; i < doc.count; i++)
		assert_in_range(doc.paras[i].level, 0, 3);
	assert_true(json_array_size(json_object_get(front, "kinds")) > 0);
	json_array_foreach(json_object_get(front, "kinds"), i, kind)
	{
		assert_true(kinds_under(json_string_value(kind)) != 0);
	}
	check_levels(front, a->name);
	check_steps(front, a->name, u, c, seen);
	check_dates(front, a->name, seen);
	seen->plans++;
	json_decref(front);
	doc_release(&doc);
}

static void
test_plans(void **state)
{
	struct table *u = table_load("demo/units.csv");
	struct table *c = table_load("demo/contacts.csv");
	struct seen seen = { 0 };
	const struct asset *a;

	(void)state;
	for (size_t i = 0; (a = asset_next("demo/plans/", &i)) != NULL;)
		check_plan(a, u, c, &seen);
	assert_int_equal(seen.plans, PLANS);
	assert_in_range(seen.vacant, 1, seen.steps / 10);
	assert_int_equal(seen.revise_over, 1);
	assert_int_equal(seen.drill_over, 1);
	table_free(u);
	table_free(c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_units),    cmocka_unit_test(test_places),
		cmocka_unit_test(test_parties),  cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_contacts), cmocka_unit_test(test_stock),
		cmocka_unit_test(test_groups),   cmocka_unit_test(test_plans),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
