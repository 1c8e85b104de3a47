#include "desk/sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/encoding.h"
#include "base/mem.h"
#include "base/tr.h"
#include "doc/xlsx.h"

enum { COLUMNS_MAX = 64, CELL_MAX = 4000, SHEET_BYTES_MAX = 64 << 20 };

/* clang-format off */
static const struct {
	const char *label, *key;
} fields[FIELDS] = {
	[FIELD_UNIT] =		{ "单位", "unit" },
	[FIELD_SHORT] =		{ "简称", "short" },
	[FIELD_KIND] =		{ "类别", "kind" },
	[FIELD_PARENT] =	{ "上级", "parent" },
	[FIELD_TOWN] =		{ "乡镇", "town" },
	[FIELD_PLACE] =		{ "地址", "place" },
	[FIELD_LAT] =		{ "纬度", "lat" },
	[FIELD_LON] =		{ "经度", "lon" },
	[FIELD_REGULATORS] =	{ "监管部门", "regulators" },
	[FIELD_LICENCE] =	{ "许可证", "licence" },
	[FIELD_CAPACITY] =	{ "能力", "capacity" },
	[FIELD_HAZARDS] =	{ "危险源", "hazards" },
	[FIELD_PARTY] =		{ "机构代码", "party" },
	[FIELD_NAME] =		{ "姓名", "name" },
	[FIELD_SPELLING] =	{ "拼音", "spelling" },
	[FIELD_TITLE] =		{ "职务", "title" },
	[FIELD_ORDER] =		{ "顺序", "order" },
	[FIELD_DEPUTY] =	{ "副职", "deputy" },
	[FIELD_ITEM] =		{ "物资", "item" },
	[FIELD_QUANTITY] =	{ "数量", "quantity" },
	[FIELD_MEASURE] =	{ "计量", "measure" },
	[FIELD_READY] =		{ "就绪", "ready" },
	[FIELD_KEEPER] =	{ "保管人", "keeper" },
	[FIELD_GROUP] =		{ "名单", "group" },
	[FIELD_MEMBER] =	{ "成员", "member" },
	[FIELD_CONFIRMED] =	{ "核实日期", "confirmed" },
	[FIELD_NOTE] =		{ "备注", "note" },
};

/* Headers of offices' own sheets that mean a telephone, and what kind. */
static const struct {
	const char *header, *label;
} phone_headers[] = {
	{ "电话", "" },		{ "联系电话", "" },	{ "phone", "" },
	{ "手机", "手机" },	{ "手机号", "手机" },	{ "手机号码", "手机" },
	{ "mobile", "手机" },	{ "办公电话", "办公" },	{ "座机", "办公" },
	{ "office", "办公" },	{ "值班电话", "值班" },	{ "传真", "传真" },
	{ "fax", "传真" },
};

#define PHONE_FIELDS                                                           \
	FIELD_PHONE, FIELD_PHONE + 1, FIELD_PHONE + 2, FIELD_PHONE + 3,        \
	FIELD_PHONE + 4, FIELD_PHONE + 5, FIELD_PHONE + 6, FIELD_PHONE + 7

static const enum field unit_fields[] = {
	FIELD_UNIT, FIELD_SHORT, FIELD_KIND, FIELD_PARENT, FIELD_TOWN,
	FIELD_PLACE, FIELD_LAT, FIELD_LON, FIELD_REGULATORS, PHONE_FIELDS,
	FIELD_LICENCE, FIELD_CAPACITY, FIELD_HAZARDS, FIELD_PARTY,
	FIELD_CONFIRMED, FIELD_NOTE, FIELDS
};
static const enum field contact_fields[] = {
	FIELD_NAME, FIELD_SPELLING, FIELD_UNIT, FIELD_TITLE, FIELD_ORDER,
	FIELD_DEPUTY, PHONE_FIELDS, FIELD_CONFIRMED, FIELD_NOTE, FIELDS
};
static const enum field stock_fields[] = {
	FIELD_UNIT, FIELD_ITEM, FIELD_QUANTITY, FIELD_MEASURE, FIELD_READY,
	FIELD_KEEPER, FIELDS
};
static const enum field group_fields[] = {
	FIELD_GROUP, FIELD_MEMBER, FIELD_NOTE, FIELDS
};

/* A sheet is the table whose own column it has. */
static const struct {
	const char *code;
	enum field own;
	const enum field *fields;
} tables[ROSTER_TABLES] = {
	[ROSTER_UNITS] =	{ "units", FIELD_UNIT, unit_fields },
	[ROSTER_CONTACTS] =	{ "contacts", FIELD_NAME, contact_fields },
	[ROSTER_STOCK] =	{ "stock", FIELD_ITEM, stock_fields },
	[ROSTER_GROUPS] =	{ "groups", FIELD_GROUP, group_fields },
};
/* clang-format on */

const char *
roster_table_code(enum roster_table t)
{
	return tables[t].code;
}

int
roster_table_find(const char *code)
{
	for (int t = 0; t < ROSTER_TABLES; t++)
		if (strcmp(tables[t].code, code) == 0)
			return t;
	return -1;
}

const enum field *
table_fields(enum roster_table t)
{
	return tables[t].fields;
}

static bool
is_phone(enum field f)
{
	return f >= FIELD_PHONE && f < FIELD_PHONE + PHONES_MAX;
}

char *
field_label(enum field f, char out[32])
{
	if (is_phone(f))
		snprintf(out, 32, "电话%d", (int)(f - FIELD_PHONE) + 1);
	else
		snprintf(out, 32, "%s", fields[f].label);
	return out;
}

/* ---- rows, from either kind of file ---- */

/* Blanks of either width around a cell are nobody's data. */
static char *
trimmed(const char *s)
{
	const char wide[] = "\xE3\x80\x80";
	size_t len;

	for (;; s += *s == ' ' || *s == '\t' ? 1 : 3)
		if (*s != ' ' && *s != '\t' && strncmp(s, wide, 3) != 0)
			break;
	for (len = strlen(s); len > 0;) {
		if (s[len - 1] == ' ' || s[len - 1] == '\t')
			len--;
		else if (len >= 3 && strncmp(s + len - 3, wide, 3) == 0)
			len -= 3;
		else
			break;
	}
	return mem_strn(s, len);
}

static int
take_row(void *arg, size_t line, const char *const *cells, size_t count,
         struct err *err)
{
	struct sheet *s = arg;
	struct sheet_row *r;

	(void)err;
	s->rows = mem_grow(s->rows, s->count, &s->cap, sizeof(*s->rows));
	r = &s->rows[s->count++];
	*r = (struct sheet_row){ .line = line, .count = count };
	r->cells = mem_array(NULL, count ? count : 1, sizeof(*r->cells));
	for (size_t i = 0; i < count; i++)
		r->cells[i] = trimmed(cells[i]);
	return 0;
}

/* A row that is no CSV stays in the sheet with the reason. */
static void
take_bad(struct sheet *s, size_t line, const char *why)
{
	take_row(s, line, NULL, 0, NULL);
	s->rows[s->count - 1].bad = mem_str(why);
}

static int
read_csv(struct sheet *s, const void *bytes, size_t len, struct err *err)
{
	struct buf text = BUF_INIT_MAX(SHEET_BYTES_MAX);
	struct encoding_found found;
	struct err why = ERR_INIT;
	struct csv_row row;
	enum csv_step step;
	struct csv csv;

	if (encoding_to_utf8(bytes, len, ENCODING_ANY, &text, &found, err)) {
		buf_release(&text);
		return -1;
	}
	s->encoding = encoding_name(found.encoding);
	csv_init(&csv, text.s, text.len);
	while ((step = csv_next(&csv, &row, &why)) != CSV_END) {
		if (step == CSV_ROW)
			take_row(s, row.line, row.fields, row.count, err);
		else
			take_bad(s, row.line, why.text);
		err_clear(&why);
	}
	csv_release(&csv);
	buf_release(&text);
	return 0;
}

static bool
is_zip(const void *bytes, size_t len)
{
	return len > 4 && memcmp(bytes, "PK\3\4", 4) == 0;
}

/* ---- the header ---- */

static int
header_phone(const char *text)
{
	int n = 0, used = 0;

	if ((sscanf(text, "电话%1d%n", &n, &used) == 1 ||
	     sscanf(text, "phone%1d%n", &n, &used) == 1) &&
	    !text[used] && n >= 1 && n <= PHONES_MAX)
		return FIELD_PHONE + n - 1;
	return -1;
}

static int
header_field(const char *text)
{
	for (int f = 0; f < FIELDS; f++)
		if (fields[f].label && (strcmp(fields[f].label, text) == 0 ||
		                        strcasecmp(fields[f].key, text) == 0))
			return f;
	return header_phone(text);
}

/* The next free telephone, with the label of its header. */
static int
header_other_phone(struct sheet *s, const char *text)
{
	size_t i, k;

	for (i = 0; i < sizeof(phone_headers) / sizeof(phone_headers[0]); i++) {
		if (strcasecmp(phone_headers[i].header, text) != 0)
			continue;
		for (k = 0; k < PHONES_MAX; k++)
			if (s->column[FIELD_PHONE + k] < 0) {
				s->phone_label[k] = phone_headers[i].label;
				return FIELD_PHONE + (int)k;
			}
	}
	return -1;
}

static int
header_column(struct sheet *s, const char *text, int column, bool others,
              struct err *err)
{
	int f = header_field(text);

	if (f < 0 && !others)
		return 0;
	if (f >= 0 && others)
		return 0;
	if (f < 0)
		f = header_other_phone(s, text);
	if (f < 0)
		return err_set(err, ERR_INPUT, tr("不认识的列“%s”"), text);
	if (s->column[f] >= 0)
		return err_set(err, ERR_INPUT, tr("有两列“%s”"), text);
	s->column[f] = column;
	return 0;
}

static bool
table_allows(enum roster_table t, enum field f)
{
	const enum field *p;

	for (p = tables[t].fields; *p != FIELDS; p++)
		if (*p == f)
			return true;
	return false;
}

/* Contacts and stock name a unit, too: their own columns tell. */
static int
header_table(struct sheet *s, struct err *err)
{
	static const enum roster_table order[] = { ROSTER_CONTACTS,
		                                   ROSTER_STOCK, ROSTER_GROUPS,
		                                   ROSTER_UNITS };
	char label[32];
	size_t i;

	for (i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		if (s->column[tables[order[i]].own] >= 0)
			break;
	if (i == sizeof(order) / sizeof(order[0]))
		return err_set(err, ERR_INPUT, "%s",
		               tr("第一行不是表头：要有姓名、单位、物资或名"
		                  "单一列"));
	s->table = order[i];
	for (int f = 0; f < FIELDS; f++)
		if (s->column[f] >= 0 && !table_allows(s->table, (enum field)f))
			return err_set(err, ERR_INPUT,
			               tr("这种表里没有“%s”一列"),
			               field_label((enum field)f, label));
	return 0;
}

static int
read_header(struct sheet *s, struct err *err)
{
	struct sheet_row head;
	int rc = 0;

	for (int f = 0; f < FIELDS; f++)
		s->column[f] = -1;
	for (size_t i = 0; i < PHONES_MAX; i++)
		s->phone_label[i] = "";
	if (s->count == 0)
		return err_set(err, ERR_INPUT, "%s", tr("文件是空的"));
	head = s->rows[0];
	if (head.bad)
		return err_set(err, ERR_INPUT, "%s", head.bad);
	if (head.count > COLUMNS_MAX)
		return err_set(err, ERR_INPUT, tr("列太多，最多 %d 列"),
		               COLUMNS_MAX);
	/* Fields by name first; what is left are telephones. */
	for (int others = 0; others < 2; others++)
		for (size_t i = 0; i < head.count && !rc; i++) {
			char *text = head.cells[i];

			if (*text)
				rc = header_column(s, text, (int)i, others,
				                   err);
		}
	return rc ? -1 : header_table(s, err);
}

/* ---- the sheet ---- */

static void
row_release(struct sheet_row *r)
{
	for (size_t i = 0; i < r->count; i++)
		free(r->cells[i]);
	free(r->cells);
	free(r->bad);
}

/* What the encoding could not read, NUL among it: nobody's name or number. */
static bool
has_unread(const struct sheet_row *r)
{
	for (size_t i = 0; i < r->count; i++)
		if (strstr(r->cells[i], "\xEF\xBF\xBD"))
			return true;
	return false;
}

/* A row longer than its header, or a cell that no record holds. */
static void
check_row(struct sheet_row *r, size_t columns)
{
	char why[200];

	if (r->bad)
		return;
	if (has_unread(r)) {
		r->bad = mem_str(tr("有无法识别的字符"));
		return;
	}
	for (size_t i = columns; i < r->count; i++)
		if (*r->cells[i]) {
			snprintf(why, sizeof(why),
			         tr("有 %zu 列，表头只有 %zu 列"), r->count,
			         columns);
			r->bad = mem_str(why);
			return;
		}
	for (size_t i = 0; i < r->count; i++)
		if (strlen(r->cells[i]) > CELL_MAX) {
			snprintf(why, sizeof(why), tr("第 %zu 列太长"), i + 1);
			r->bad = mem_str(why);
			return;
		}
}

static bool
row_empty(const struct sheet_row *r)
{
	for (size_t i = 0; i < r->count; i++)
		if (*r->cells[i])
			return false;
	return !r->bad;
}

/* The header goes, and with it the rows that say nothing. */
static void
keep_rows(struct sheet *s)
{
	size_t columns = s->rows[0].count, kept = 0;

	for (size_t i = 0; i < s->count; i++) {
		struct sheet_row *r = &s->rows[i];

		if (i == 0 || row_empty(r)) {
			row_release(r);
			continue;
		}
		check_row(r, columns);
		s->rows[kept++] = *r;
	}
	s->count = kept;
}

int
sheet_read(struct sheet *s, const void *bytes, size_t len, const char *name,
           struct err *err)
{
	int rc;

	memset(s, 0, sizeof(*s));
	if (is_zip(bytes, len)) {
		s->encoding = "xlsx";
		rc = xlsx_read(bytes, len, NULL, take_row, s, err);
	} else {
		rc = read_csv(s, bytes, len, err);
	}
	if (rc || read_header(s, err))
		return err_prefix(err, "%s", name);
	keep_rows(s);
	return 0;
}

void
sheet_release(struct sheet *s)
{
	for (size_t i = 0; i < s->count; i++)
		row_release(&s->rows[i]);
	free(s->rows);
	memset(s, 0, sizeof(*s));
}

bool
sheet_has(const struct sheet *s, enum field f)
{
	return s->column[f] >= 0;
}

const char *
sheet_cell(const struct sheet *s, const struct sheet_row *r, enum field f)
{
	int column = s->column[f];

	return column >= 0 && (size_t)column < r->count ? r->cells[column] : "";
}
