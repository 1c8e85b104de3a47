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

/* Hits within one row; one that is broken over two rows is not marked. */
static void
mark_hits(const struct pager *p, const struct region *r, int row, int col,
          const char *s, size_t len)
{
	const char *at = s, *hit;

	if (p->find.len == 0)
		return;
	for (;;) {
		hit = memmem(at, len - (size_t)(at - s), p->find.s,
		             p->find.len);
		if (!hit)
			return;
		canvas_mark(r, row, col + utf8_width(s, (size_t)(hit - s)),
		            utf8_width(hit, p->find.len), ROLE_HIT);
		at = hit + p->find.len;
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
		mark_hits(p, r, row, l->indent, s + from, len);
		if (!place_down(p, &at, r->cols))
			break;
	}
}
