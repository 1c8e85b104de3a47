#include "screens/roster_text.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tr.h"
#include "screens/unit_field.h"

#define WIDE_COMMA "，"
#define DEGREE 1e6

/* ---- lines and fields ---- */

static char *
trimmed(const char *s, size_t len)
{
	while (len && isspace((unsigned char)*s))
		s++, len--;
	while (len && isspace((unsigned char)s[len - 1]))
		len--;
	return mem_strn(s, len);
}

/* The next line that is not blank, or NULL; the caller frees it. */
static char *
next_line(const char **text)
{
	while (**text) {
		size_t len = strcspn(*text, "\n");
		char *line = trimmed(*text, len);

		*text += len + ((*text)[len] == '\n');
		if (*line)
			return line;
		free(line);
	}
	return NULL;
}

/* The next field of a line; NULL when there is none left. */
static char *
next_field(const char **line)
{
	const char *at = *line, *wide, *narrow, *end;
	size_t comma = 1;

	if (!*at)
		return NULL;
	wide = strstr(at, WIDE_COMMA);
	narrow = strchr(at, ',');
	end = narrow;
	if (wide && (!narrow || wide < narrow)) {
		end = wide;
		comma = strlen(WIDE_COMMA);
	}
	*line = end ? end + comma : at + strlen(at);
	return trimmed(at, end ? (size_t)(end - at) : strlen(at));
}

/* Is the word the one of the source, or its translation? */
static bool
is_word(const char *s, const char *zh, const char *translated)
{
	return strcmp(s, zh) == 0 || strcmp(s, translated) == 0;
}

static void
new_line(struct buf *out)
{
	if (out->len)
		buf_byte(out, '\n');
}

/* ---- numbers ---- */

void
phones_to_text(struct buf *out, const struct phone *phones, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		new_line(out);
		buf_fmt(out, "%s%s%s", phones[i].number,
		        *phones[i].label ? " " : "", phones[i].label);
	}
}

/* Bytes of the number at the line's beginning. */
static size_t
number_len(const char *line)
{
	static const char *const extension = "转"; /* stored */
	size_t n = 0, ext = strlen(extension);

	for (;;) {
		size_t more = strspn(line + n, "0123456789 +-()#");

		if (!more && n && strncmp(line + n, extension, ext) == 0 &&
		    isdigit((unsigned char)line[n + ext]))
			more = ext;
		if (!more)
			return n;
		n += more;
	}
}

static int
phone_from_line(const char *line, struct phone *p, struct err *err)
{
	size_t n = number_len(line);
	char *number = trimmed(line, n);
	char *label = trimmed(line + n, strlen(line + n));
	int rc = 0;

	memset(p, 0, sizeof(*p));
	if (strlen(number) >= sizeof(p->number) || !phone_valid(number))
		rc = err_set(err, ERR_INPUT, tr("“%s”不是电话号码"), line);
	else if (strlen(label) >= sizeof(p->label))
		rc = err_set(err, ERR_INPUT, tr("号码后的说明太长：%s"), label);
	if (!rc) {
		memcpy(p->number, number, strlen(number) + 1);
		memcpy(p->label, label, strlen(label) + 1);
	}
	free(number);
	free(label);
	return rc;
}

int
phones_from_text(const char *text, struct phone phones[PHONES_MAX],
                 size_t *count, struct err *err)
{
	char *line;
	int rc = 0;

	for (*count = 0; !rc && (line = next_line(&text)); free(line)) {
		if (*count == PHONES_MAX)
			rc = err_set(err, ERR_INPUT, tr("最多 %d 个号码"),
			             PHONES_MAX);
		else
			rc = phone_from_line(line, &phones[(*count)++], err);
	}
	return rc;
}

/* ---- posts ---- */

int
posts_to_text(struct desk *d, struct buf *out, const struct contact *c,
              struct err *err)
{
	for (size_t i = 0; i < c->posts_count; i++) {
		const struct post *p = &c->posts[i];

		new_line(out);
		if (unit_field_name(d, p->unit, out, err))
			return -1;
		buf_fmt(out, "/%s%s%d%s%s", p->title, WIDE_COMMA, p->order,
		        p->deputy ? WIDE_COMMA : "", p->deputy ? tr("副") : "");
	}
	return 0;
}

/* "1" or "副" behind a post. */
static int
post_detail(const char *field, struct post *p, struct err *err)
{
	char *end;
	long n = strtol(field, &end, 10);

	if (is_word(field, "副" /* stored */, tr("副"))) {
		p->deputy = true;
		return 0;
	}
	if (*end || n < 1 || n > POST_ORDER_MAX)
		return err_set(err, ERR_INPUT,
		               tr("“%s”不是顺序（1 到 %d），也不是“副”"), field,
		               POST_ORDER_MAX);
	p->order = (int)n;
	return 0;
}

static int
post_unit(struct desk *d, const char *words, struct post *p, struct err *err)
{
	const char *slash = strchr(words, '/');
	char *unit =
		trimmed(words, slash ? (size_t)(slash - words) : strlen(words));
	char *title =
		slash ? trimmed(slash + 1, strlen(slash + 1)) : mem_str("");
	int rc = unit_field_read(d, unit, &p->unit, err);

	if (!rc && !p->unit)
		rc = err_set(err, ERR_INPUT, "%s",
		             tr("写法：单位/职务，顺序，副"));
	if (!rc && strlen(title) >= POST_TITLE)
		rc = err_set(err, ERR_INPUT, tr("职务太长：%s"), title);
	free(unit);
	p->title = title;
	return rc;
}

static int
add_post_of_line(struct desk *d, const char *line, struct contact *c,
                 struct err *err)
{
	char *field = next_field(&line);
	struct post p = { .order = 1 };
	int rc = post_unit(d, field, &p, err);

	free(field);
	while (!rc && (field = next_field(&line)) != NULL) {
		rc = post_detail(field, &p, err);
		free(field);
	}
	if (rc)
		free(p.title);
	else
		c->posts[c->posts_count++] = p;
	return rc;
}

int
posts_from_text(struct desk *d, const char *text, struct contact *c,
                struct err *err)
{
	char *line;
	int rc = 0;

	contact_clear_posts(c);
	for (; !rc && (line = next_line(&text)); free(line)) {
		if (c->posts_count == POSTS_MAX)
			rc = err_set(err, ERR_INPUT, tr("最多 %d 个职务"),
			             POSTS_MAX);
		else
			rc = add_post_of_line(d, line, c, err);
	}
	return rc;
}

/* ---- stock ---- */

void
stock_to_text(struct buf *out, const struct unit *u)
{
	for (size_t i = 0; i < u->stock_count; i++) {
		const struct stock *s = &u->stock[i];

		new_line(out);
		buf_fmt(out, "%s%s%lld%s%s%s%s%s", s->item, WIDE_COMMA,
		        (long long)s->quantity, s->measure, WIDE_COMMA,
		        s->ready ? tr("就绪") : tr("未就绪"),
		        *s->keeper ? WIDE_COMMA : "", s->keeper);
	}
}

static void
stock_release(struct stock *s)
{
	free(s->item);
	free(s->measure);
	free(s->keeper);
}

/* What stands behind the quantity. */
static void
stock_detail(struct stock *s, char *field)
{
	if (is_word(field, "就绪" /* stored */, tr("就绪"))) {
		s->ready = true;
	} else if (is_word(field, "未就绪" /* stored */, tr("未就绪"))) {
		s->ready = false;
	} else {
		free(s->keeper);
		s->keeper = field;
		return;
	}
	free(field);
}

/* An item may hold commas: the quantity is the first that begins with a
 * digit. */
static int
stock_from_line(const char *line, struct stock *s, struct err *err)
{
	const char *whole = line;
	struct buf item = BUF_INIT;
	char *field, *end = NULL;

	*s = (struct stock){ .ready = true, .quantity = -1 };
	s->keeper = mem_str("");
	errno = 0;
	while ((field = next_field(&line)) != NULL) {
		if (s->quantity >= 0) {
			stock_detail(s, field);
			continue;
		}
		if (item.len && isdigit((unsigned char)*field)) {
			s->quantity = strtoll(field, &end, 10);
			s->measure = trimmed(end, strlen(end));
		} else {
			buf_fmt(&item, "%s%s", item.len ? WIDE_COMMA : "",
			        field);
		}
		free(field);
	}
	s->item = buf_take(&item);
	if (s->quantity < 0 || errno == ERANGE)
		return err_set(err, ERR_INPUT,
		               tr("写法：物资，数量，就绪，保管人；有误：%s"),
		               whole);
	return 0;
}

int
stock_from_text(const char *text, struct unit *u, struct err *err)
{
	struct unit old = { .stock = u->stock, .stock_count = u->stock_count };
	struct unit new = { 0 };
	size_t cap = 0;
	char *line;
	int rc = 0;

	for (; !rc && (line = next_line(&text)); free(line)) {
		if (new.stock_count == STOCK_MAX) {
			rc = err_set(err, ERR_INPUT, tr("最多 %d 行物资"),
			             STOCK_MAX);
			continue;
		}
		new.stock = mem_grow(new.stock, new.stock_count, &cap,
		                     sizeof(*new.stock));
		rc = stock_from_line(line, &new.stock[new.stock_count], err);
		if (rc)
			stock_release(&new.stock[new.stock_count]);
		else
			new.stock_count++;
	}
	if (rc) {
		unit_release(&new);
		return -1;
	}
	unit_release(&old);
	u->stock = new.stock;
	u->stock_count = new.stock_count;
	return 0;
}

/* ---- place ---- */

void
place_to_text(struct buf *out, int64_t lat, int64_t lon)
{
	if (lat != UNIT_NOWHERE && lon != UNIT_NOWHERE)
		buf_fmt(out, "%.6f, %.6f", (double)lat / DEGREE,
		        (double)lon / DEGREE);
}

static bool
degrees(const char *field, double most, int64_t *out)
{
	char *end;
	double v = field ? strtod(field, &end) : NAN;

	if (!field || end == field || *end || !(fabs(v) <= most))
		return false;
	*out = llround(v * DEGREE);
	return true;
}

int
place_from_text(const char *text, int64_t *lat, int64_t *lon, struct err *err)
{
	const char *rest = text;
	char *first, *second;
	bool good;

	*lat = *lon = UNIT_NOWHERE;
	if (!*text)
		return 0;
	first = next_field(&rest);
	second = next_field(&rest);
	good = degrees(first, 90, lat) && degrees(second, 180, lon) && !*rest;
	free(first);
	free(second);
	return good ? 0
	            : err_set(err, ERR_INPUT, "%s",
	                      tr("写法：纬度, 经度，如 37.144, 111.779"));
}

/* ---- members ---- */

void
members_to_text(struct buf *out, const struct group *g)
{
	for (size_t i = 0; i < g->members_count; i++) {
		new_line(out);
		buf_str(out, g->members[i]);
	}
}

int
members_from_text(const char *text, struct group *g, struct err *err)
{
	char *line;

	while (g->members_count)
		free(g->members[--g->members_count]);
	g->members = mem_array(g->members, GROUP_MEMBERS, sizeof(*g->members));
	while ((line = next_line(&text)) != NULL) {
		if (g->members_count == GROUP_MEMBERS) {
			free(line);
			return err_set(err, ERR_INPUT, tr("最多 %d 个成员"),
			               GROUP_MEMBERS);
		}
		g->members[g->members_count++] = line;
	}
	return 0;
}
