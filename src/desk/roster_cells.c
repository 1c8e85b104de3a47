/* Cells of the roster's tables: how values stand in them. */
#include "desk/roster_table.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/civil.h"
#include "base/mem.h"
#include "base/tr.h"

#define LABEL_OPEN "（"
#define LABEL_CLOSE "）"

void
cells_release(struct cells *c)
{
	for (int f = 0; f < FIELDS; f++)
		free(c->v[f]);
	memset(c, 0, sizeof(*c));
}

void
cells_put(struct cells *c, enum field f, const char *text)
{
	free(c->v[f]);
	c->v[f] = mem_str(text);
}

void
cells_fmt(struct cells *c, enum field f, const char *fmt, ...)
{
	struct buf text = BUF_INIT;
	char line[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	buf_str(&text, line);
	free(c->v[f]);
	c->v[f] = buf_take(&text);
}

static const char *
cell_of(const struct cells *c, int f)
{
	return c->v[f] ? c->v[f] : "";
}

void
cells_diff(struct buf *out, const struct sheet *s, const struct cells *old,
           const struct cells *new)
{
	char label[32];

	for (int f = 0; f < FIELDS; f++) {
		if (!sheet_has(s, (enum field)f) ||
		    strcmp(cell_of(old, f), cell_of(new, f)) == 0)
			continue;
		buf_fmt(out, tr("%s%s：%s→%s"), out->len ? tr("，") : "",
		        field_label((enum field)f, label),
		        *cell_of(old, f) ? cell_of(old, f) : tr("空"),
		        *cell_of(new, f) ? cell_of(new, f) : tr("空"));
	}
}

/* ---- telephones ---- */

/* The day that all numbers were confirmed by: the oldest; "" when one never
 * was. */
static void
cells_confirmed(struct cells *c, const struct phone *phones, size_t count)
{
	int64_t oldest = INT64_MAX;
	char day[CIVIL_TEXT];

	for (size_t i = 0; i < count; i++)
		if (phones[i].confirmed_ms < oldest)
			oldest = phones[i].confirmed_ms;
	if (count && oldest > 0)
		cells_put(c, FIELD_CONFIRMED,
		          civil_date(day, oldest, CIVIL_SHANGHAI));
}

void
cells_phones(struct cells *c, const struct phone *phones, size_t count)
{
	for (size_t i = 0; i < count && i < PHONES_MAX; i++) {
		enum field f = (enum field)(FIELD_PHONE + i);

		if (*phones[i].label)
			cells_fmt(c, f, "%s" LABEL_OPEN "%s" LABEL_CLOSE,
			          phones[i].number, phones[i].label);
		else
			cells_put(c, f, phones[i].number);
	}
	cells_confirmed(c, phones, count);
}

/* "0358-0000001（值班）" */
static int
phone_fill(struct phone *p, const char *cell, const char *label,
           struct err *err)
{
	const char *open = strstr(cell, LABEL_OPEN);
	size_t len = open ? (size_t)(open - cell) : strlen(cell);
	const char *text = open ? open + strlen(LABEL_OPEN) : label;
	size_t text_len = strlen(text), close = strlen(LABEL_CLOSE);

	memset(p, 0, sizeof(*p));
	if (open) {
		if (text_len < close ||
		    strcmp(text + text_len - close, LABEL_CLOSE) != 0)
			return err_set(err, ERR_INPUT, tr("电话“%s”缺“）”"),
			               cell);
		text_len -= close;
	}
	if (len >= sizeof(p->number) || text_len >= sizeof(p->label))
		return err_set(err, ERR_INPUT, tr("电话“%s”太长"), cell);
	memcpy(p->number, cell, len);
	memcpy(p->label, text, text_len);
	if (!phone_valid(p->number))
		return err_set(err, ERR_INPUT, tr("“%s”不是电话号码"), cell);
	return 0;
}

static int
confirmed_fill(struct phone *phones, size_t count, const struct sheet *s,
               const struct sheet_row *r, struct err *err)
{
	const char *cell = sheet_cell(s, r, FIELD_CONFIRMED);
	struct err why = ERR_INIT;
	char day[CIVIL_TEXT];
	int64_t ms;

	if (!*cell)
		return 0;
	if (civil_parse_date(cell, &ms, &why))
		return err_set(err, ERR_INPUT,
		               tr("核实日期“%s”：写成 2026-09-01"), cell);
	/* A number confirmed at some hour of that very day stays as it is. */
	for (size_t i = 0; i < count; i++)
		if (!phones[i].confirmed_ms ||
		    strcmp(civil_date(day, phones[i].confirmed_ms,
		                      CIVIL_SHANGHAI),
		           cell) < 0)
			phones[i].confirmed_ms = ms;
	return 0;
}

/* What was known of a number stays known. */
static void
phone_known(struct phone *p, const struct phone *old, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(p->number, old[i].number) == 0)
			p->confirmed_ms = old[i].confirmed_ms;
}

int
phones_fill(struct phone *phones, size_t *count, const struct sheet *s,
            const struct sheet_row *r, struct err *err)
{
	struct phone found[PHONES_MAX];
	bool any = false;
	size_t n = 0;

	for (size_t i = 0; i < PHONES_MAX; i++) {
		enum field f = (enum field)(FIELD_PHONE + i);
		const char *cell = sheet_cell(s, r, f);

		any = any || sheet_has(s, f);
		if (!*cell)
			continue;
		if (phone_fill(&found[n], cell, s->phone_label[i], err))
			return -1;
		phone_known(&found[n++], phones, *count);
	}
	if (any) {
		memcpy(phones, found, n * sizeof(*phones));
		*count = n;
	}
	return confirmed_fill(phones, *count, s, r, err);
}

/* ---- words ---- */

int
cell_int(const struct sheet *s, const struct sheet_row *r, enum field f,
         int64_t min, int64_t max, int64_t absent, int64_t *out,
         struct err *err)
{
	const char *cell = sheet_cell(s, r, f);
	char label[32], *end;
	long long v;

	*out = absent;
	if (!*cell)
		return 0;
	errno = 0;
	v = strtoll(cell, &end, 10);
	if (*end || errno || v < min || v > max)
		return err_set(err, ERR_INPUT,
		               tr("%s“%s”：要 %lld 到 %lld 的整数"),
		               field_label(f, label), cell, (long long)min,
		               (long long)max);
	*out = v;
	return 0;
}

int
cell_bool(const struct sheet *s, const struct sheet_row *r, enum field f,
          bool absent, bool *out, struct err *err)
{
	static const struct {
		const char *word;
		bool value;
	} words[] = {
		{ "是", true },   { "yes", true }, { "1", true },
		{ "true", true }, { "副", true },  { "否", false },
		{ "no", false },  { "0", false },  { "false", false },
	};
	const char *cell = sheet_cell(s, r, f);
	char label[32];

	*out = absent;
	if (!*cell)
		return 0;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcasecmp(words[i].word, cell) == 0) {
			*out = words[i].value;
			return 0;
		}
	return err_set(err, ERR_INPUT, tr("%s“%s”：写是或否"),
	               field_label(f, label), cell);
}

void
cell_text(const struct sheet *s, const struct sheet_row *r, enum field f,
          char **text)
{
	if (!sheet_has(s, f))
		return;
	free(*text);
	*text = mem_str(sheet_cell(s, r, f));
}

/* 、 ； and ; part a list. */
static size_t
parting(const char *s)
{
	static const char *const marks[] = { "、", "；", ";" };

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (strncmp(s, marks[i], strlen(marks[i])) == 0)
			return strlen(marks[i]);
	return 0;
}

int
cell_parts(const char *cell, int (*fn)(void *arg, const char *part), void *arg)
{
	const char *end;
	char *part;
	int rc = 0;

	while (*cell && !rc) {
		for (end = cell; *end && !parting(end); end++)
			;
		part = mem_strn(cell, (size_t)(end - cell));
		part[strcspn(part, " ")] = *part == ' ' ? *part : '\0';
		if (*part)
			rc = fn(arg, part);
		free(part);
		cell = end + parting(end);
	}
	return rc;
}
