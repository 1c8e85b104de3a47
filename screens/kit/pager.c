#include "screens/kit/pager.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tr.h"
#include "base/utf8.h"
#include "screens/kit/wrap.h"

enum pager_verb {
	VERB_DOWN,
	VERB_UP,
	VERB_PAGE_DOWN,
	VERB_PAGE_UP,
	VERB_FIRST,
	VERB_LAST
};

/* clang-format off */
const struct key_verb pager_keys[] = {
	{ "j",	     "page.down",      N_("下移一行"), KEY_QUIET, VERB_DOWN },
	{ "<Down>",  "page.down",      N_("下移一行"), KEY_QUIET, VERB_DOWN },
	{ "k",	     "page.up",	       N_("上移一行"), KEY_QUIET, VERB_UP },
	{ "<Up>",    "page.up",	       N_("上移一行"), KEY_QUIET, VERB_UP },
	{ "<PgDn>",  "page.page-down", N_("下一页"),   KEY_QUIET,
	  VERB_PAGE_DOWN },
	{ "<Space>", "page.page-down", N_("下一页"),   KEY_QUIET,
	  VERB_PAGE_DOWN },
	{ "<PgUp>",  "page.page-up",   N_("上一页"),   KEY_QUIET,
	  VERB_PAGE_UP },
	{ "g",	     "page.first",     N_("到开头"),   KEY_QUIET, VERB_FIRST },
	{ "<Home>",  "page.first",     N_("到开头"),   KEY_QUIET, VERB_FIRST },
	{ "G",	     "page.last",      N_("到末尾"),   KEY_QUIET, VERB_LAST },
	{ "<End>",   "page.last",      N_("到末尾"),   KEY_QUIET, VERB_LAST },
	{ NULL, NULL, NULL, 0, 0 },
};
/* clang-format on */

#define FMT_MAX 4096

void
pager_init(struct pager *p)
{
	memset(p, 0, sizeof(*p));
	buf_init(&p->text);
	buf_init(&p->find);
}

void
pager_release(struct pager *p)
{
	if (!p->text.s)
		return; /* zeroed, never initialised */
	buf_release(&p->text);
	buf_release(&p->find);
	free(p->lines);
	pager_init(p);
}

void
pager_clear(struct pager *p)
{
	buf_clear(&p->text);
	p->count = 0;
}

static void
pager_add_line(struct pager *p, enum role role, int indent, const char *s,
               size_t len)
{
	p->lines = mem_grow(p->lines, p->count, &p->cap, sizeof(*p->lines));
	p->lines[p->count++] =
		(struct pager_line){ p->text.len, len, role, indent };
	buf_add(&p->text, s, len);
}

void
pager_add(struct pager *p, enum role role, int indent, const char *text)
{
	const char *end;

	for (;; text = end + 1) {
		end = strchr(text, '\n');
		if (!end)
			break;
		pager_add_line(p, role, indent, text, (size_t)(end - text));
	}
	pager_add_line(p, role, indent, text, strlen(text));
}

void
pager_fmt(struct pager *p, enum role role, int indent, const char *fmt, ...)
{
	char text[FMT_MAX];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	pager_add(p, role, indent, text);
}

/* Places: a paragraph and one of its rows. */

struct place {
	size_t line, row;
};

static int
line_cells(const struct pager_line *l, int cols)
{
	return cols - l->indent > 1 ? cols - l->indent : 1;
}

static size_t
line_rows(const struct pager *p, size_t line, int cols)
{
	const struct pager_line *l = &p->lines[line];

	return wrap_rows(p->text.s + l->start, l->len, line_cells(l, cols));
}

/* Where drawing begins: the stored place may be of another width or text. */
static struct place
pager_place(const struct pager *p, int cols)
{
	struct place at = { p->top, p->top_row };
	size_t rows;

	if (p->count == 0)
		return (struct place){ 0, 0 };
	if (at.line >= p->count)
		at = (struct place){ p->count - 1, 0 };
	rows = line_rows(p, at.line, cols);
	if (at.row >= rows)
		at.row = rows - 1;
	return at;
}

static bool
place_down(const struct pager *p, struct place *at, int cols)
{
	if (at->row + 1 < line_rows(p, at->line, cols)) {
		at->row++;
		return true;
	}
	if (at->line + 1 >= p->count)
		return false;
	at->line++;
	at->row = 0;
	return true;
}

static bool
place_up(const struct pager *p, struct place *at, int cols)
{
	if (at->row > 0) {
		at->row--;
		return true;
	}
	if (at->line == 0)
		return false;
	at->line--;
	at->row = line_rows(p, at->line, cols) - 1;
	return true;
}

/* The lowest place that still fills `rows` rows. */
static struct place
pager_bottom(const struct pager *p, int rows, int cols)
{
	struct place at = { p->count - 1, 0 };

	at.row = line_rows(p, at.line, cols) - 1;
	while (--rows > 0 && place_up(p, &at, cols))
		;
	return at;
}

static bool
place_past(struct place a, struct place b)
{
	return a.line > b.line || (a.line == b.line && a.row > b.row);
}

static struct place
pager_target(const struct pager *p, int verb, int rows, int cols)
{
	struct place at = pager_place(p, cols);
	int n = 1;

	if (verb == VERB_FIRST)
		return (struct place){ 0, 0 };
	if (verb == VERB_LAST)
		return pager_bottom(p, rows, cols);
	if (verb == VERB_PAGE_DOWN || verb == VERB_PAGE_UP)
		n = rows > 2 ? rows - 1 : 1;
	while (n-- > 0)
		if (!(verb == VERB_UP || verb == VERB_PAGE_UP
		              ? place_up(p, &at, cols)
		              : place_down(p, &at, cols)))
			break;
	return at;
}

bool
pager_key(struct pager *p, const struct key_event *e, int rows, int cols)
{
	int verb = key_verb(pager_keys, e->key);
	struct place at, bottom;

	if (verb < 0)
		return false;
	if (p->count == 0)
		return true;
	at = pager_target(p, verb, rows, cols);
	bottom = pager_bottom(p, rows, cols);
	if (place_past(at, bottom))
		at = bottom;
	p->top = at.line;
	p->top_row = at.row;
	return true;
}

bool
pager_find(struct pager *p, const char *words, bool next)
{
	size_t i, n;
	const struct pager_line *l;
	size_t from = p->top + (next ? 1 : 0);

	if (words != p->find.s) {
		buf_clear(&p->find);
		buf_str(&p->find, words);
	}
	if (p->find.len == 0)
		return false;
	for (n = 0; n < p->count; n++) {
		i = (from + n) % p->count;
		l = &p->lines[i];
		if (memmem(p->text.s + l->start, l->len, p->find.s,
		           p->find.len)) {
			p->top = i;
			p->top_row = 0;
			return true;
		}
	}
	return false;
}

/* The next hit in the paragraph at or after byte `from`, or NULL. */
static const char *
line_hit(const struct pager *p, const struct pager_line *l, size_t from)
{
	if (p->find.len == 0)
		return NULL;
	return memmem(p->text.s + l->start + from, l->len - from, p->find.s,
	              p->find.len);
}

/* Which row of a paragraph that wide holds the byte at offset `at`? */
static size_t
row_of(const char *s, size_t len, int cells, size_t at)
{
	size_t row = 0, from = 0, next;

	for (;; row++, from += next) {
		wrap_row(s + from, len - from, cells, &next);
		if (at < from + next || from + next >= len)
			return row;
	}
}

struct seek {
	struct place here;
	int step;
	struct place first, last; /* of all */
	struct place after, before;
	bool any, has_after, has_before;
};

static void
seek_hit(struct seek *s, struct place hit)
{
	bool past = place_past(hit, s->here);

	if (!s->any)
		s->first = hit;
	s->any = true;
	s->last = hit;
	if (place_past(s->here, hit)) {
		s->before = hit;
		s->has_before = true;
	} else if (!s->has_after && (past || s->step == 0)) {
		s->after = hit;
		s->has_after = true;
	}
}

bool
pager_seek(struct pager *p, const char *words, int step, int cols)
{
	struct seek s = { .here = pager_place(p, cols), .step = step };
	struct place to;

	if (words) {
		buf_clear(&p->find);
		buf_str(&p->find, words);
	}
	for (size_t i = 0; i < p->count; i++) {
		const struct pager_line *l = &p->lines[i];
		const char *text = p->text.s + l->start, *hit;
		size_t at = 0;

		while ((hit = line_hit(p, l, at)) != NULL) {
			at = (size_t)(hit - text);
			seek_hit(&s,
			         (struct place){ i, row_of(text, l->len,
			                                   line_cells(l, cols),
			                                   at) });
			at += p->find.len;
		}
	}
	if (!s.any)
		return false;
	to = step < 0 ? (s.has_before ? s.before : s.last)
	              : (s.has_after ? s.after : s.first);
	p->top = to.line;
	p->top_row = to.row;
	return true;
}

size_t
pager_hits(const struct pager *p)
{
	size_t n = 0;

	for (size_t i = 0; i < p->count; i++) {
		const struct pager_line *l = &p->lines[i];
		const char *text = p->text.s + l->start, *hit;
		size_t at = 0;

		for (; (hit = line_hit(p, l, at)) != NULL; n++)
			at = (size_t)(hit - text) + p->find.len;
	}
	return n;
}

/* What of the paragraph's hits stands in its bytes from, len: one row. */
static void
mark_hits(const struct pager *p, const struct region *r, int row,
          const struct pager_line *l, size_t from, size_t len)
{
	const char *text = p->text.s + l->start, *hit;
	size_t at = 0;

	while ((hit = line_hit(p, l, at)) != NULL) {
		size_t start = (size_t)(hit - text);
		size_t end = start + p->find.len;

		at = end;
		if (start >= from + len)
			return;
		if (end <= from)
			continue;
		start = start > from ? start : from;
		end = end < from + len ? end : from + len;
		canvas_mark(r, row,
		            l->indent + utf8_width(text + from, start - from),
		            utf8_width(text + start, end - start), ROLE_HIT);
	}
}

void
pager_draw(const struct pager *p, const struct region *r)
{
	struct place at = pager_place(p, r->cols);
	const struct pager_line *l;
	size_t from, len, next;
	const char *s;
	int row;

	for (row = 0; row < r->rows && p->count > 0; row++) {
		l = &p->lines[at.line];
		s = p->text.s + l->start;
		from = wrap_start(s, l->len, line_cells(l, r->cols), at.row);
		len = wrap_row(s + from, l->len - from, line_cells(l, r->cols),
		               &next);
		canvas_fmt(r, row, l->indent, -1, l->role, "%.*s", (int)len,
		           s + from);
		mark_hits(p, r, row, l, from, len);
		if (!place_down(p, &at, r->cols))
			break;
	}
}
