#include "screens/kit/edit.h"

#include <string.h>

#include "base/tr.h"
#include "base/utf8.h"
#include "screens/kit/wrap.h"

enum edit_verb {
	VERB_LEFT,
	VERB_RIGHT,
	VERB_HOME,
	VERB_END,
	VERB_BACKSPACE,
	VERB_DELETE,
	VERB_WORD,
	VERB_START,
	VERB_REST,
	VERB_NEWLINE
};

/* clang-format off */
const struct key_verb edit_keys[] = {
	{ "<Left>",  "edit.left",      N_("光标左移"),	   0, VERB_LEFT },
	{ "<Right>", "edit.right",     N_("光标右移"),	   0, VERB_RIGHT },
	{ "<Home>",  "edit.home",      N_("到行首"),	   0, VERB_HOME },
	{ "<C-a>",   "edit.home",      N_("到行首"),	   0, VERB_HOME },
	{ "<End>",   "edit.end",       N_("到行尾"),	   0, VERB_END },
	{ "<C-e>",   "edit.end",       N_("到行尾"),	   0, VERB_END },
	{ "<BS>",    "edit.backspace", N_("删前一字"),	   0, VERB_BACKSPACE },
	{ "<Del>",   "edit.delete",    N_("删后一字"),	   0, VERB_DELETE },
	{ "<C-w>",   "edit.word",      N_("删前一词"),	   0, VERB_WORD },
	{ "<C-u>",   "edit.start",     N_("删到行首"),	   0, VERB_START },
	{ "<C-k>",   "edit.rest",      N_("删到行尾"),	   0, VERB_REST },
	{ "<C-j>",   "edit.newline",   N_("多行栏内换行"), 0, VERB_NEWLINE },
	{ NULL, NULL, NULL, 0, 0 },
};
/* clang-format on */

void
edit_init(struct edit *e, size_t max_chars, bool lines)
{
	memset(e, 0, sizeof(*e));
	buf_init(&e->text);
	e->max_chars = max_chars;
	e->lines = lines;
}

void
edit_release(struct edit *e)
{
	if (e->text.s)
		buf_release(&e->text);
}

void
edit_set(struct edit *e, const char *text)
{
	buf_clear(&e->text);
	buf_str(&e->text, text);
	e->cursor = e->text.len;
}

/* Character edges. */

static size_t
char_after(const struct edit *e, size_t at)
{
	const char *s = e->text.s;
	size_t len = e->text.len, n;
	uint32_t cp;

	if (at >= len)
		return len;
	at += utf8_decode(s + at, len - at, &cp);
	while (at < len) {
		n = utf8_decode(s + at, len - at, &cp);
		if (cp == UTF8_BAD || utf8_cell_width(cp) != 0)
			break;
		at += n;
	}
	return at;
}

static size_t
char_before(const struct edit *e, size_t at)
{
	const char *s = e->text.s;
	uint32_t cp;

	while (at > 0) {
		do
			at--;
		while (at > 0 && ((unsigned char)s[at] & 0xC0) == 0x80);
		utf8_decode(s + at, e->text.len - at, &cp);
		if (cp == UTF8_BAD || utf8_cell_width(cp) != 0)
			break;
	}
	return at;
}

static size_t
line_start(const struct edit *e, size_t at)
{
	while (at > 0 && e->text.s[at - 1] != '\n')
		at--;
	return at;
}

static size_t
line_end(const struct edit *e, size_t at)
{
	while (at < e->text.len && e->text.s[at] != '\n')
		at++;
	return at;
}

/* Blanks, then what is not blank: a run of Han characters is one word. */
static size_t
word_before(const struct edit *e, size_t at)
{
	while (at > 0 && e->text.s[at - 1] == ' ')
		at--;
	while (at > 0 && e->text.s[at - 1] != ' ' && e->text.s[at - 1] != '\n')
		at--;
	return at;
}

/* Changes. */

static enum edit_result
edit_cut(struct edit *e, size_t from, size_t to)
{
	struct buf *b = &e->text;

	if (from >= to)
		return EDIT_MOVED;
	memmove(b->s + from, b->s + to, b->len - to);
	e->cursor = from;
	buf_cut(b, b->len - (to - from));
	return EDIT_CHANGED;
}

static enum edit_result
edit_insert(struct edit *e, const char *s, size_t len)
{
	struct buf *b = &e->text;
	size_t tail = b->len - e->cursor, i;

	if (len == 0)
		return EDIT_MOVED;
	if (e->max_chars &&
	    utf8_count(b->s, b->len) + utf8_count(s, len) > e->max_chars)
		return EDIT_FULL;
	buf_add(b, s, len);
	memmove(b->s + e->cursor + len, b->s + e->cursor, tail);
	memcpy(b->s + e->cursor, s, len);
	for (i = e->cursor; !e->lines && i < e->cursor + len; i++)
		if (b->s[i] == '\n' || b->s[i] == '\r')
			b->s[i] = ' ';
	e->cursor += len;
	return EDIT_CHANGED;
}

/* Newlines in their one form; NUL ends a C string, so it goes. */
static enum edit_result
edit_paste(struct edit *e, const char *s, size_t len)
{
	struct buf clean = BUF_INIT;
	enum edit_result result;
	size_t i;

	for (i = 0; i < len; i++) {
		if (s[i] == '\r' && i + 1 < len && s[i + 1] == '\n')
			continue;
		if (s[i] != '\0')
			buf_byte(&clean, s[i] == '\r' ? '\n' : s[i]);
	}
	/* A copied line brings its end along, which is not meant. */
	if (!e->lines && clean.len > 0 && clean.s[clean.len - 1] == '\n')
		buf_cut(&clean, clean.len - 1);
	result = edit_insert(e, clean.s, clean.len);
	buf_release(&clean);
	return result;
}

static enum edit_result
edit_move(struct edit *e, size_t to)
{
	e->cursor = to;
	return EDIT_MOVED;
}

static enum edit_result
edit_verb(struct edit *e, int verb)
{
	size_t at = e->cursor;

	switch (verb) {
	case VERB_LEFT:
		return edit_move(e, char_before(e, at));
	case VERB_RIGHT:
		return edit_move(e, char_after(e, at));
	case VERB_HOME:
		return edit_move(e, line_start(e, at));
	case VERB_END:
		return edit_move(e, line_end(e, at));
	case VERB_BACKSPACE:
		return edit_cut(e, char_before(e, at), at);
	case VERB_DELETE:
		return edit_cut(e, at, char_after(e, at));
	case VERB_WORD:
		return edit_cut(e, word_before(e, at), at);
	case VERB_START:
		return edit_cut(e, line_start(e, at), at);
	case VERB_REST:
		return edit_cut(e, at, line_end(e, at));
	case VERB_NEWLINE:
		return e->lines ? edit_insert(e, "\n", 1) : EDIT_PASS;
	default:
		return EDIT_PASS;
	}
}

enum edit_result
edit_key(struct edit *e, const struct key_event *k)
{
	char bytes[4];

	if (k->key == UIKEY_PASTE)
		return edit_paste(e, k->paste, k->paste_len);
	if (key_printable(k->key))
		return edit_insert(e, bytes, utf8_encode(k->key, bytes));
	return edit_verb(e, key_verb(edit_keys, k->key));
}

/* Drawing. */

#define SLICE_MAX 2048

static int
slice_width(const struct canvas *cv, const char *s, size_t len)
{
	char text[SLICE_MAX];

	if (len >= sizeof(text))
		return utf8_width(s, len);
	memcpy(text, s, len);
	text[len] = '\0';
	return canvas_width(cv, text);
}

static void
edit_draw_line(const struct edit *e, const struct region *r, int row, int col,
               int width, enum role role, bool focused)
{
	int at = slice_width(r->cv, e->text.s, e->cursor);
	int page = width > 2 ? width / 2 : 1, skip = 0, used;
	size_t from;

	if (focused && at >= width)
		skip = ((at - width) / page + 1) * page;
	from = utf8_fit(e->text.s, e->text.len, skip, &used);
	if (from > e->cursor)
		from = e->cursor;
	if (focused)
		canvas_fmt(r, row, col, width, role, "%.*s",
		           (int)utf8_fit(e->text.s + from, e->text.len - from,
		                         width, &used),
		           e->text.s + from);
	else
		canvas_put(r, row, col, width, role, e->text.s);
	if (focused)
		canvas_cursor(r, row,
		              col + slice_width(r->cv, e->text.s + from,
		                                e->cursor - from));
}

/* One row of the wrapped text: where it starts and ends. */
struct wrapped {
	size_t at, len, next;
};

static bool
next_wrapped(const struct edit *e, struct wrapped *w, int width)
{
	const char *s = e->text.s + w->next;
	size_t line = line_end(e, w->next) - w->next, skip;

	if (w->next > e->text.len)
		return false;
	w->at = w->next;
	w->len = wrap_row(s, line, width, &skip);
	w->next += skip;
	if (skip == line)
		w->next++; /* over the newline, or past the end */
	return true;
}

static void
edit_draw_rows(const struct edit *e, const struct region *r, int row, int col,
               int rows, int width, enum role role, bool focused)
{
	struct wrapped w = { 0, 0, 0 };
	int n = 0, cursor_row = 0, top;

	while (next_wrapped(e, &w, width)) {
		if (w.at <= e->cursor && e->cursor < w.next)
			cursor_row = n;
		n++;
	}
	top = focused && cursor_row >= rows ? cursor_row - rows + 1 : 0;
	w = (struct wrapped){ 0, 0, 0 };
	for (n = 0; next_wrapped(e, &w, width); n++) {
		if (n < top || n >= top + rows)
			continue;
		canvas_fmt(r, row + n - top, col, width, role, "%.*s",
		           (int)w.len, e->text.s + w.at);
		if (focused && n == cursor_row)
			canvas_cursor(r, row + n - top,
			              col + slice_width(r->cv, e->text.s + w.at,
			                                e->cursor - w.at));
	}
	for (n -= top; n < rows; n++)
		canvas_put(r, row + n, col, width, role, "");
}

void
edit_draw(const struct edit *e, const struct region *r, int row, int col,
          int rows, int width, enum role role, bool focused)
{
	if (width < 0 || width > r->cols - col)
		width = r->cols - col;
	if (width <= 0)
		return;
	if (rows > 1)
		edit_draw_rows(e, r, row, col, rows, width, role, focused);
	else
		edit_draw_line(e, r, row, col, width, role, focused);
}
