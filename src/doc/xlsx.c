#include "doc/xlsx.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/tr.h"
#include "doc/opc.h"
#include "doc/xlsx_number.h"

#define FORMAT_IDS 65536
#define ROWS_MAX 1048576 /* Excel's own */
#define LETTERS_MAX 3    /* of a column */

/* Strings cells refer to, one after the other, each NUL-terminated. */
struct strings {
	struct buf text;
	size_t *starts;
	size_t n, cap;
};

struct cell {
	bool filled;
	const char *shared; /* one of the strings; NULL: own text */
	size_t start;       /* of its own text in the row's */
};

/* The cell being read. */
struct reading {
	char type[12]; /* "n", "s", "inlineStr" ... */
	unsigned long style;
	size_t column;
	struct buf value;
};

struct xlsx {
	struct zip *zip;
	const char *wanted; /* name of the sheet; NULL: the first */
	char *sheet_id;     /* relationship of the one chosen */
	bool since_1904;
	struct strings strings;
	unsigned char *formats; /* enum xlsx_format by id */
	unsigned char *styles;  /* the same by a cell's style */
	size_t nstyle, style_cap;
	bool in_styles;         /* within cellXfs */
	bool in_text, in_value; /* text that counts */
	int phonetic;           /* depth in phonetic guides */
	struct reading now;
	struct cell cells[XLSX_COLUMNS_MAX];
	size_t count; /* of the row: up to the last that is filled */
	struct buf row;
	size_t line, next_column;
	size_t told; /* bytes given to fn */
	table_row_fn *fn;
	void *arg;
	struct err *err;
};

/* A number an attribute or value holds; false when it is none or too large. */
static bool
parse_number(const char *s, unsigned long max, unsigned long *n)
{
	char *end;

	if (!s || *s < '0' || *s > '9')
		return false;
	errno = 0;
	*n = strtoul(s, &end, 10);
	return *end == '\0' && errno == 0 && *n <= max;
}

static bool
is(const char *name, const char *wanted)
{
	return strcmp(name, wanted) == 0;
}

/* The workbook: which sheet, and how days are counted. */

static int
workbook_start(void *arg, const char *name, const char *const *attrs)
{
	struct xlsx *x = arg;
	const char *sheet, *state, *id, *since;

	since = is(name, "s:workbookPr") ? xml_attr(attrs, "date1904") : NULL;
	if (since)
		x->since_1904 = is(since, "1") || is(since, "true");
	if (!is(name, "s:sheet") || x->sheet_id)
		return 0;
	sheet = xml_attr(attrs, "name");
	state = xml_attr(attrs, "state");
	id = xml_attr(attrs, "r:id");
	if (!sheet || !id)
		return 0;
	if (x->wanted ? is(sheet, x->wanted) : !state || is(state, "visible"))
		x->sheet_id = mem_str(id);
	return 0;
}

static const struct xml_handler workbook_handler = {
	.start = workbook_start,
};

/* Styles: only which of them are dates. */

static int
styles_start(void *arg, const char *name, const char *const *attrs)
{
	struct xlsx *x = arg;
	unsigned long id = 0;
	const char *code;

	if (is(name, "s:cellXfs"))
		x->in_styles = true;
	if (!is(name, "s:numFmt") && !is(name, "s:xf"))
		return 0;
	if (!parse_number(xml_attr(attrs, "numFmtId"), FORMAT_IDS - 1, &id))
		id = 0;
	if (is(name, "s:xf") && x->in_styles) {
		x->styles = mem_grow(x->styles, x->nstyle, &x->style_cap, 1);
		x->styles[x->nstyle++] = x->formats[id];
	}
	code = is(name, "s:numFmt") ? xml_attr(attrs, "formatCode") : NULL;
	if (code)
		x->formats[id] = (unsigned char)xlsx_format_code(code);
	return 0;
}

static int
styles_end(void *arg, const char *name)
{
	struct xlsx *x = arg;

	if (is(name, "s:cellXfs"))
		x->in_styles = false;
	return 0;
}

static const struct xml_handler styles_handler = {
	.start = styles_start,
	.end = styles_end,
};

static enum xlsx_format
style_format(const struct xlsx *x, unsigned long style)
{
	return style < x->nstyle ? (enum xlsx_format)x->styles[style]
	                         : XLSX_PLAIN;
}

/* Text, in strings of their own and within cells. */

static void
text_start(struct xlsx *x, const char *name)
{
	if (is(name, "s:rPh"))
		x->phonetic++;
	if (is(name, "s:t") && x->phonetic == 0)
		x->in_text = true;
}

static void
text_end(struct xlsx *x, const char *name)
{
	if (is(name, "s:rPh"))
		x->phonetic--;
	if (is(name, "s:t"))
		x->in_text = false;
}

/* A carriage return that XML could not hold, as cells pasted in have it. */
static void
text_clean(struct buf *b, size_t start)
{
	char *from = b->s + start, *mark, *to = from;

	while ((mark = strstr(from, "_x000D_")) != NULL) {
		memmove(to, from, (size_t)(mark - from));
		to += mark - from;
		from = mark + strlen("_x000D_");
	}
	if (to == from)
		return;
	memmove(to, from, strlen(from));
	to += strlen(from);
	buf_cut(b, (size_t)(to - b->s));
}

static int
strings_start(void *arg, const char *name, const char *const *attrs)
{
	struct xlsx *x = arg;
	struct strings *s = &x->strings;

	(void)attrs;
	if (is(name, "s:si")) {
		s->starts =
			mem_grow(s->starts, s->n, &s->cap, sizeof(*s->starts));
		s->starts[s->n++] = s->text.len;
	}
	text_start(x, name);
	return 0;
}

static int
strings_end(void *arg, const char *name)
{
	struct xlsx *x = arg;
	struct strings *s = &x->strings;

	text_end(x, name);
	if (is(name, "s:si") && s->n > 0) {
		text_clean(&s->text, s->starts[s->n - 1]);
		buf_byte(&s->text, '\0');
	}
	return 0;
}

static int
strings_text(void *arg, const char *text, size_t len)
{
	struct xlsx *x = arg;

	if (x->in_text && x->strings.n > 0)
		buf_add(&x->strings.text, text, len);
	return 0;
}

static const struct xml_handler strings_handler = {
	.start = strings_start,
	.end = strings_end,
	.text = strings_text,
};

/* The sheet. */

static int
cell_bad(struct xlsx *x)
{
	return err_set(x->err, ERR_INPUT, tr("第 %zu 行第 %zu 列读不出：%s"),
	               x->line, x->now.column + 1, x->now.value.s);
}

/* "AB12": the column, from 0; past any when it is malformed. */
static size_t
column_of(const char *ref)
{
	size_t column = 0, i;

	for (i = 0; i < LETTERS_MAX && ref[i] >= 'A' && ref[i] <= 'Z'; i++)
		column = column * 26 + (size_t)(ref[i] - 'A') + 1;
	if (i == 0 || ref[i] < '1' || ref[i] > '9')
		return SIZE_MAX;
	return column - 1;
}

static int
row_start(struct xlsx *x, const char *const *attrs)
{
	const char *r = xml_attr(attrs, "r");
	unsigned long line = x->line + 1;

	if (r && (!parse_number(r, ROWS_MAX, &line) || line == 0))
		return err_set(x->err, ERR_INPUT, tr("工作表的行号有误：%s"),
		               r);
	x->line = line;
	x->next_column = x->count = 0;
	buf_clear(&x->row);
	memset(x->cells, 0, sizeof(x->cells));
	return 0;
}

static int
cell_start(struct xlsx *x, const char *const *attrs)
{
	const char *r = xml_attr(attrs, "r"), *type = xml_attr(attrs, "t");
	struct reading *now = &x->now;

	now->column = r ? column_of(r) : x->next_column;
	buf_clear(&now->value);
	if (now->column == SIZE_MAX)
		return err_set(x->err, ERR_INPUT,
		               tr("第 %zu 行的单元格编号有误：%s"), x->line, r);
	x->next_column = now->column + 1;
	if (!parse_number(xml_attr(attrs, "s"), ULONG_MAX, &now->style))
		now->style = 0;
	now->type[0] = '\0';
	strncat(now->type, type ? type : "n", sizeof(now->type) - 1);
	return 0;
}

static int
cell_shared(struct xlsx *x, struct cell *cell)
{
	const struct strings *s = &x->strings;
	unsigned long i;

	if (!parse_number(x->now.value.s, ULONG_MAX, &i) || i >= s->n)
		return cell_bad(x);
	cell->shared = s->text.s + s->starts[i];
	return 0;
}

/* What the cell holds, as text: in the row's, or as a shared string. */
static int
cell_convert(struct xlsx *x, struct cell *cell)
{
	const struct reading *now = &x->now;

	cell->start = x->row.len;
	if (is(now->type, "s"))
		return cell_shared(x, cell);
	if (is(now->type, "b"))
		buf_str(&x->row, is(now->value.s, "0") ? "FALSE" : "TRUE");
	else if (is(now->type, "n"))
		xlsx_number(&x->row, now->value.s, style_format(x, now->style),
		            x->since_1904);
	else
		buf_str(&x->row, now->value.s);
	text_clean(&x->row, cell->start);
	buf_byte(&x->row, '\0');
	return 0;
}

static int
cell_end(struct xlsx *x)
{
	struct cell cell = { .filled = true };
	size_t len;

	if (x->now.value.len == 0)
		return 0;
	if (cell_convert(x, &cell))
		return -1;
	len = strlen(cell.shared ? cell.shared : x->row.s + cell.start);
	if (len == 0)
		return 0;
	if (x->now.column >= XLSX_COLUMNS_MAX)
		return err_set(x->err, ERR_INPUT, tr("第 %zu 行超过 %d 列"),
		               x->line, XLSX_COLUMNS_MAX);
	x->told += len;
	if (x->told > XLSX_TEXT_MAX)
		return err_set(x->err, ERR_INPUT, tr("工作表的文字超过 %u MB"),
		               XLSX_TEXT_MAX >> 20);
	x->cells[x->now.column] = cell;
	if (x->count <= x->now.column)
		x->count = x->now.column + 1;
	return 0;
}

static int
row_end(struct xlsx *x)
{
	const char *fields[XLSX_COLUMNS_MAX];
	size_t i;

	if (x->count == 0)
		return 0;
	for (i = 0; i < x->count; i++) {
		const struct cell *c = &x->cells[i];

		fields[i] = !c->filled  ? ""
		            : c->shared ? c->shared
		                        : x->row.s + c->start;
	}
	return x->fn(x->arg, x->line, fields, x->count, x->err);
}

static int
sheet_start(void *arg, const char *name, const char *const *attrs)
{
	struct xlsx *x = arg;

	text_start(x, name);
	if (is(name, "s:v"))
		x->in_value = true;
	if (is(name, "s:row"))
		return row_start(x, attrs);
	return is(name, "s:c") ? cell_start(x, attrs) : 0;
}

static int
sheet_end(void *arg, const char *name)
{
	struct xlsx *x = arg;

	text_end(x, name);
	if (is(name, "s:v"))
		x->in_value = false;
	if (is(name, "s:row"))
		return row_end(x);
	return is(name, "s:c") ? cell_end(x) : 0;
}

static int
sheet_text(void *arg, const char *text, size_t len)
{
	struct xlsx *x = arg;

	if (x->in_text || x->in_value)
		buf_add(&x->now.value, text, len);
	return 0;
}

static const struct xml_handler sheet_handler = {
	.start = sheet_start,
	.end = sheet_end,
	.text = sheet_text,
};

/* The parts, in the order they are needed. */

static int
xlsx_walk(struct xlsx *x, const char *part, const struct xml_handler *handler)
{
	return opc_walk(x->zip, part, handler, x, x->err);
}

/* A part the workbook need not have. */
static int
xlsx_walk_kind(struct xlsx *x, const char *workbook, const char *kind,
               const struct xml_handler *handler)
{
	struct buf part = BUF_INIT;
	int rc = opc_target(x->zip, workbook, NULL, kind, &part, x->err);

	if (!rc && part.len > 0 && zip_has(x->zip, part.s))
		rc = xlsx_walk(x, part.s, handler);
	buf_release(&part);
	return rc;
}

static int
xlsx_no_sheet(const struct xlsx *x)
{
	if (x->wanted)
		return err_set(x->err, ERR_NOT_FOUND,
		               tr("文件里没有工作表“%s”"), x->wanted);
	return err_set(x->err, ERR_INPUT, tr("文件里没有可见的工作表"));
}

static int
xlsx_walk_all(struct xlsx *x)
{
	struct buf workbook = BUF_INIT, sheet = BUF_INIT;
	int rc = -1;

	if (opc_target(x->zip, "", NULL, "officeDocument", &workbook, x->err))
		goto out;
	if (workbook.len == 0)
		buf_str(&workbook, "xl/workbook.xml");
	if (xlsx_walk(x, workbook.s, &workbook_handler))
		goto out;
	if (!x->sheet_id) {
		xlsx_no_sheet(x);
		goto out;
	}
	if (xlsx_walk_kind(x, workbook.s, "styles", &styles_handler) ||
	    xlsx_walk_kind(x, workbook.s, "sharedStrings", &strings_handler) ||
	    opc_target(x->zip, workbook.s, x->sheet_id, NULL, &sheet, x->err))
		goto out;
	rc = sheet.len > 0 ? xlsx_walk(x, sheet.s, &sheet_handler)
	                   : xlsx_no_sheet(x);
out:
	buf_release(&workbook);
	buf_release(&sheet);
	return rc;
}

static struct xlsx *
xlsx_new(void)
{
	struct xlsx *x = mem_alloc(sizeof(*x));
	unsigned long id;

	buf_init(&x->strings.text);
	buf_init(&x->now.value);
	buf_init(&x->row);
	x->formats = mem_alloc(FORMAT_IDS);
	for (id = 0; id < FORMAT_IDS; id++)
		x->formats[id] = (unsigned char)xlsx_format_builtin(id);
	return x;
}

static void
xlsx_free(struct xlsx *x)
{
	zip_free(x->zip);
	free(x->sheet_id);
	buf_release(&x->strings.text);
	free(x->strings.starts);
	free(x->formats);
	free(x->styles);
	buf_release(&x->now.value);
	buf_release(&x->row);
	free(x);
}

int
xlsx_read(const void *bytes, size_t len, const char *sheet, table_row_fn *fn,
          void *arg, struct err *err)
{
	struct xlsx *x = xlsx_new();
	int rc = -1;

	x->wanted = sheet;
	x->fn = fn;
	x->arg = arg;
	x->err = err;
	x->zip = zip_open(bytes, len, err);
	if (x->zip)
		rc = xlsx_walk_all(x);
	xlsx_free(x);
	return rc;
}
