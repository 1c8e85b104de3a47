#include "base/csv.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tr.h"

#define BOM "\xEF\xBB\xBF"

enum fault {
	FAULT_NONE,
	FAULT_AFTER_QUOTE,
	FAULT_INNER_QUOTE,
	FAULT_OPEN_QUOTE,
	FAULT_NUL,
	FAULT_CR,
	FAULT_LONG,
	FAULT_MANY
};

/* Index is enum fault. */
static const char *const faults[] = {
	"",
	N_("引号之后还有文字"),
	N_("不以引号开头的栏里有引号"),
	N_("引号没有结束"),
	N_("有空字符（NUL）"),
	N_("有不带换行的回车（CR）"),
	NULL, /* these two have a number in them */
	NULL,
};

void
csv_init(struct csv *csv, const char *text, size_t len)
{
	*csv = (struct csv){ .s = text,
		             .len = len,
		             .line = 1,
		             .field_max = CSV_FIELD_MAX,
		             .fields_max = CSV_FIELDS_MAX,
		             .text = BUF_INIT };
	if (len >= strlen(BOM) && !memcmp(text, BOM, strlen(BOM)))
		csv->at = strlen(BOM);
}

void
csv_release(struct csv *csv)
{
	buf_release(&csv->text);
	free(csv->starts);
	free(csv->fields);
	csv_init(csv, NULL, 0);
}

/* Bytes of the line end at `at`, 0 if there is none. */
static size_t
line_end(const struct csv *csv, size_t at)
{
	if (at < csv->len && csv->s[at] == '\n')
		return 1;
	return at + 1 < csv->len && csv->s[at] == '\r' && csv->s[at + 1] == '\n'
	               ? 2
	               : 0;
}

/* The field as far as it is known grows by a span of the text. */
static bool
grow(struct csv *csv, size_t from, size_t to)
{
	size_t has = csv->text.len - csv->starts[csv->count - 1];

	if (to - from > csv->field_max - has)
		return false;
	buf_add(&csv->text, csv->s + from, to - from);
	return true;
}

static enum fault
read_plain(struct csv *csv)
{
	size_t from = csv->at, at = from;
	enum fault fault = FAULT_NONE;
	char c;

	for (; at < csv->len; at++) {
		c = csv->s[at];
		if (c == ',' || line_end(csv, at))
			break;
		if (c == '"')
			fault = FAULT_INNER_QUOTE;
		else if (c == '\0')
			fault = FAULT_NUL;
		else if (c == '\r')
			fault = FAULT_CR;
		if (fault)
			return fault;
	}
	csv->at = at;
	return grow(csv, from, at) ? FAULT_NONE : FAULT_LONG;
}

/* What stands between quotes; the opening one is passed. */
static enum fault
read_quoted(struct csv *csv)
{
	size_t from = csv->at, at = from;

	for (; at < csv->len; at++) {
		if (csv->s[at] == '\0')
			return FAULT_NUL;
		if (at - from > csv->field_max)
			return FAULT_LONG;
		if (csv->s[at] == '\n')
			csv->line++;
		if (csv->s[at] != '"')
			continue;
		if (!grow(csv, from, at))
			return FAULT_LONG;
		if (at + 1 == csv->len || csv->s[at + 1] != '"') {
			csv->at = at + 1;
			return FAULT_NONE;
		}
		from = ++at; /* the second of two stands for itself */
	}
	return FAULT_OPEN_QUOTE;
}

static enum fault
read_field(struct csv *csv)
{
	enum fault fault;
	char c;

	if (csv->count == csv->fields_max)
		return FAULT_MANY;
	csv->starts = mem_grow(csv->starts, csv->count, &csv->starts_cap,
	                       sizeof(*csv->starts));
	csv->starts[csv->count++] = csv->text.len;
	if (csv->at == csv->len || csv->s[csv->at] != '"') {
		fault = read_plain(csv);
	} else {
		csv->at++;
		fault = read_quoted(csv);
	}
	buf_byte(&csv->text, '\0');
	if (fault || csv->at == csv->len || line_end(csv, csv->at))
		return fault;
	c = csv->s[csv->at];
	if (c == ',')
		return FAULT_NONE;
	return c == '\r' ? FAULT_CR : FAULT_AFTER_QUOTE;
}

/* To the start of the line after the one at `at`. */
static void
skip_line(struct csv *csv, size_t at, size_t line)
{
	const char *end = memchr(csv->s + at, '\n', csv->len - at);

	csv->at = end ? (size_t)(end - csv->s) + 1 : csv->len;
	csv->line = line + 1;
}

static enum csv_step
say(const struct csv *csv, enum fault fault, size_t line, struct err *err)
{
	if (fault == FAULT_LONG)
		err_set(err, ERR_INPUT, tr("一栏超过 %zu 字节"),
		        csv->field_max);
	else if (fault == FAULT_MANY)
		err_set(err, ERR_INPUT, tr("超过 %zu 栏"), csv->fields_max);
	else
		err_set(err, ERR_INPUT, "%s", tr(faults[fault]));
	err_prefix(err, tr("第 %zu 行"), line);
	return CSV_BAD;
}

static void
hand_over(struct csv *csv, struct csv_row *row)
{
	size_t i;

	if (csv->fields_cap < csv->starts_cap) {
		csv->fields_cap = csv->starts_cap;
		csv->fields = mem_array(csv->fields, csv->fields_cap,
		                        sizeof(*csv->fields));
	}
	for (i = 0; i < csv->count; i++)
		csv->fields[i] = csv->text.s + csv->starts[i];
	row->count = csv->count;
	row->fields = csv->fields;
}

enum csv_step
csv_next(struct csv *csv, struct csv_row *row, struct err *err)
{
	size_t at, line, end;
	enum fault fault;

	for (; (end = line_end(csv, csv->at)) > 0; csv->line++)
		csv->at += end;
	if (csv->at == csv->len)
		return CSV_END;
	*row = (struct csv_row){ .line = csv->line };
	buf_clear(&csv->text);
	csv->count = 0;
	for (;;) {
		at = csv->at;
		line = csv->line;
		fault = read_field(csv);
		if (fault) {
			skip_line(csv, at, line);
			return say(csv, fault, line, err);
		}
		if (csv->at == csv->len || csv->s[csv->at] != ',')
			break;
		csv->at++;
	}
	end = line_end(csv, csv->at);
	csv->at += end;
	csv->line += end > 0;
	hand_over(csv, row);
	return CSV_ROW;
}

void
csv_put(struct buf *out, const char *field)
{
	bool first = out->len == 0 || out->s[out->len - 1] == '\n';
	const char *quote;

	if (!first)
		buf_byte(out, ',');
	if (!strpbrk(field, ",\"\r\n") && !strstr(field, BOM) &&
	    !(first && *field == '\0')) {
		buf_str(out, field);
		return;
	}
	buf_byte(out, '"');
	while ((quote = strchr(field, '"'))) {
		buf_add(out, field, (size_t)(quote - field) + 1);
		buf_byte(out, '"');
		field = quote + 1;
	}
	buf_str(out, field);
	buf_byte(out, '"');
}

void
csv_end_row(struct buf *out)
{
	buf_str(out, "\r\n");
}
