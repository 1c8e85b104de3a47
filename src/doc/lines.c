/*
 * Lines of text to paragraphs.  Declared in doc.h.
 *
 * Page by page and line by line: each line is judged on its own, then joined
 * to the paragraph under way or made to start the next.
 */
#include "doc/doc.h"

#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "doc/line.h"
#include "doc/lines.h"

#define WRAPPED_CHARS 100 /* no margin lets a longer line pass */
#define FULL_CELLS 50     /* a narrower line is never a full one */
#define SCAN_CHARS 20     /* fewer a page: a picture of a page */
#define PAGE_DIGITS 4
#define WIDTHS 256 /* wider lines count as this wide */

/* The paragraph under way, and how the whole text looks. */
struct joiner {
	struct doc *doc;
	bool wrapped;
	int margin;      /* cells of a full line */
	struct buf para; /* empty: none under way */
	size_t chars;    /* of all lines */
};

bool
lines_next(struct line *text, struct line *line)
{
	const char *s = text->s;
	size_t n = 0;

	if (text->len == 0)
		return false;
	while (n < text->len && s[n] != '\n' && s[n] != '\r')
		n++;
	*line = (struct line){ s, n };
	if (n + 1 < text->len && s[n] == '\r' && s[n + 1] == '\n')
		n++;
	if (n < text->len)
		n++;
	text->s += n;
	text->len -= n;
	return true;
}

/* Two blanks, or one as wide as two, begin a paragraph. */
static bool
is_indented(struct line line)
{
	static const char *const indents[] = { "  ", "\t", "\u3000", NULL };

	return line_take_one_of(&line, indents);
}

static bool
take_page_digits(struct line *line)
{
	int n = 0;

	line_take_blanks(line);
	while (line->len > 0 && *line->s >= '0' && *line->s <= '9') {
		line->s++;
		line->len--;
		n++;
	}
	line_take_blanks(line);
	return n > 0 && n <= PAGE_DIGITS;
}

/* 12, - 12 -, 12/30, 第12页, 第 12 页 共 30 页 */
static bool
is_page_number(struct line line)
{
	static const char *const dashes[] = { "-", "—", "–", "－", "·", NULL };
	bool counted;

	line_take_blanks(&line);
	while (line_take_one_of(&line, dashes))
		continue;
	counted = line_take(&line, "第");
	if (!take_page_digits(&line))
		return false;
	if (counted && !line_take(&line, "页"))
		return false;
	if (line_take(&line, "/") && !take_page_digits(&line))
		return false;
	line_take_blanks(&line);
	if (line_take(&line, "共") &&
	    !(take_page_digits(&line) && line_take(&line, "页")))
		return false;
	while (line_take_one_of(&line, dashes))
		continue;
	return line_trim(line).len == 0;
}

/* The text without its last line, if that is blank or, once, a number. */
static bool
drop_last_line(struct line *text, bool *numbered)
{
	struct line line;
	size_t end = text->len, start;

	while (end > 0 &&
	       (text->s[end - 1] == '\n' || text->s[end - 1] == '\r'))
		end--;
	text->len = end;
	start = end;
	while (start > 0 && text->s[start - 1] != '\n' &&
	       text->s[start - 1] != '\r')
		start--;
	line = line_trim((struct line){ text->s + start, end - start });
	if (text->len == 0 ||
	    (line.len > 0 && (*numbered || !is_page_number(line))))
		return false;
	*numbered = *numbered || line.len > 0;
	text->len = start;
	return true;
}

static bool
drop_first_line(struct line *text, bool *numbered)
{
	struct line rest = *text, line;

	if (!lines_next(&rest, &line))
		return false;
	line = line_trim(line);
	if (line.len > 0 && (*numbered || !is_page_number(line)))
		return false;
	*numbered = *numbered || line.len > 0;
	*text = rest;
	return true;
}

/* A page has its number at the head or at the foot. */
static struct line
without_page_number(struct line page)
{
	bool numbered = false;

	while (drop_last_line(&page, &numbered))
		continue;
	while (drop_first_line(&page, &numbered))
		continue;
	return page;
}

/* Split one page off the text; false at the end. */
static bool
next_page(struct line *text, struct line *page)
{
	const char *end;

	if (text->len == 0)
		return false;
	end = memchr(text->s, '\f', text->len);
	*page = *text;
	if (!end) {
		text->len = 0;
		return true;
	}
	page->len = (size_t)(end - text->s);
	text->s += page->len + 1;
	text->len -= page->len + 1;
	return true;
}

/*
 * Does no line pass a margin?  Finds that margin too: one line in twenty may
 * be wider, for a table or an address is not cut where prose is.
 */
static bool
lines_are_wrapped(struct line text, int *margin)
{
	size_t count[WIDTHS] = { 0 }, lines = 0, wider = 0;
	struct line line;
	bool wrapped = true;
	int width;

	while (lines_next(&text, &line)) {
		line = line_trim(line);
		if (line.len == 0)
			continue;
		if (utf8_prefix(line.s, line.len, WRAPPED_CHARS) < line.len)
			wrapped = false;
		width = utf8_width(line.s, line.len);
		count[width < WIDTHS ? width : WIDTHS - 1]++;
		lines++;
	}
	for (width = WIDTHS - 1; width > 0; width--) {
		wider += count[width];
		if (wider > lines / 20)
			break;
	}
	*margin = width;
	return wrapped;
}

static uint32_t
last_character(const struct buf *b)
{
	size_t at = b->len - 1;
	uint32_t cp;

	while (at > 0 && ((unsigned char)b->s[at] & 0xC0) == 0x80)
		at--;
	utf8_decode(b->s + at, b->len - at, &cp);
	return cp;
}

/* Words of an alphabet are parted by a blank, Han characters are not. */
static bool
wants_blank(uint32_t left, uint32_t right)
{
	return left < 0x250 && right < 0x250 && left != '-';
}

void
lines_join(struct buf *para, struct line line)
{
	uint32_t first;

	if (line.len == 0)
		return;
	utf8_decode(line.s, line.len, &first);
	if (para->len > 0 && wants_blank(last_character(para), first))
		buf_byte(para, ' ');
	buf_add(para, line.s, line.len);
}

static int
flush(struct joiner *j, struct err *err)
{
	int rc = doc_add(j->doc, 0, j->para.s, j->para.len, err);

	buf_clear(&j->para);
	return rc;
}

/* Add the line to the paragraph under way, and end it if it ends here. */
static int
join(struct joiner *j, struct line line, int width, struct err *err)
{
	lines_join(&j->para, line);
	if (line_ends_sentence(line) || width * 2 < j->margin)
		return flush(j, err);
	return 0;
}

/* What looks like a heading but fills its line and goes on is a paragraph. */
static int
level_of(const struct joiner *j, struct line line, int width, bool followed)
{
	bool full = width >= FULL_CELLS && width * 8 >= j->margin * 7;

	if (j->wrapped && full && followed)
		return 0;
	return doc_heading_level(line.s, line.len);
}

static int
add_line(struct joiner *j, struct line raw, bool followed, struct err *err)
{
	struct line line = line_trim(raw);
	bool row = memchr(line.s, '\t', line.len) != NULL;
	int width = utf8_width(line.s, line.len), level;

	if (line.len == 0)
		return flush(j, err);
	j->chars += utf8_count(line.s, line.len);
	level = level_of(j, line, width, followed);
	if (!j->wrapped || level > 0 || row) {
		if (flush(j, err))
			return -1;
		return doc_add(j->doc, level, line.s, line.len, err);
	}
	if (is_indented(raw) && flush(j, err))
		return -1;
	return join(j, line, width, err);
}

static int
add_page(struct joiner *j, struct line page, struct err *err)
{
	struct line line, ahead, next;
	bool followed;

	while (lines_next(&page, &line)) {
		ahead = page;
		followed = lines_next(&ahead, &next) && line_trim(next).len > 0;
		if (add_line(j, line, followed, err))
			return -1;
	}
	return 0;
}

int
doc_add_lines(struct doc *doc, const char *text, size_t len, enum doc_lines how,
              struct err *err)
{
	struct joiner j = { .doc = doc, .para = BUF_INIT };
	struct line rest = { text, len }, page;
	bool paged = len > 0 && memchr(text, '\f', len), guess;
	size_t pages = 0;
	int rc = 0;

	guess = lines_are_wrapped(rest, &j.margin);
	j.wrapped = how == DOC_LINES_GUESS ? guess : how == DOC_LINES_WRAPPED;
	while (rc == 0 && next_page(&rest, &page)) {
		pages++;
		rc = add_page(&j, paged ? without_page_number(page) : page,
		              err);
	}
	if (rc == 0)
		rc = flush(&j, err);
	if (paged) {
		doc->notes.pages += pages;
		doc->notes.scan = j.chars < SCAN_CHARS * pages;
	}
	buf_release(&j.para);
	return rc;
}
