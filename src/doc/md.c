/*
 * Markdown, as far as a plan needs it: line by line, the paragraph under way
 * ended or continued.  CommonMark's blocks, without nesting: quotes lose
 * their marks, items of all depths are paragraphs.
 */
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "doc/lines.h"
#include "doc/md_inline.h"
#include "doc/text.h"

#define ATX_LEVELS 6
#define FENCE_MIN 3
#define ITEM_DIGITS 9

struct md {
	struct doc *doc;
	struct buf para; /* under way, marks still in it; empty: none */
	char fence;      /* of the code we are in; 0: none */
	size_t fence_len;
	bool table; /* the line before was a row */
	struct err *err;
};

static int
add(struct md *md, int level, struct line text)
{
	struct buf plain = BUF_INIT;
	int rc;

	md->doc->notes.images += md_inline(&plain, text);
	rc = doc_add(md->doc, level, plain.s, plain.len, md->err);
	buf_release(&plain);
	return rc;
}

static int
flush(struct md *md, int level)
{
	int rc = add(md, level, (struct line){ md->para.s, md->para.len });

	buf_clear(&md->para);
	return rc;
}

/* How often the line begins with c. */
static size_t
count_first(struct line line, char c)
{
	size_t n = 0;

	while (n < line.len && line.s[n] == c)
		n++;
	return n;
}

/* Does the line hold nothing but these characters? */
static bool
only(struct line line, const char *set)
{
	size_t i;

	for (i = 0; i < line.len; i++)
		if (line.s[i] == '\0' || !strchr(set, line.s[i]))
			return false;
	return true;
}

/* Nothing but c, at least so often? */
static bool
is_run_of(struct line line, char c, size_t least)
{
	return line.len >= least && count_first(line, c) == line.len;
}

/* *** or - - - across the page */
static bool
is_rule(struct line line)
{
	return line.len >= 3 &&
	       (only(line, "- ") || only(line, "* ") || only(line, "_ "));
}

/* | --- | :-: | below the head of a table */
static bool
is_delimiter(struct line line)
{
	return line.len > 0 && only(line, "|-: \t") &&
	       memchr(line.s, '|', line.len) && memchr(line.s, '-', line.len);
}

/* The level of # heading; line becomes its text.  A Han character may follow
 * without a blank, as many write it. */
static int
take_atx(struct line *line)
{
	size_t n = count_first(*line, '#');
	struct line text = { line->s + n, line->len - n };

	if (n == 0 || n > ATX_LEVELS)
		return 0;
	if (text.len > 0 && (unsigned char)*text.s < 0xE2 &&
	    line_take_blanks(&text) == 0)
		return 0;
	text = line_trim(text);
	n = text.len;
	while (n > 0 && text.s[n - 1] == '#')
		n--;
	if (n == 0 || text.s[n - 1] == ' ')
		text.len = n;
	n = count_first(*line, '#');
	*line = line_trim(text);
	return (int)n;
}

/* - item, * item, + item, 1. item, 1) item */
static bool
is_item(struct line line)
{
	static const char *const bullets[] = { "- ", "* ", "+ ", NULL };
	static const char *const points[] = { ". ", ") ", "、", NULL };
	size_t digits = 0;

	if (line_take_one_of(&line, bullets))
		return true;
	while (line.len > 0 && *line.s >= '0' && *line.s <= '9') {
		line.s++;
		line.len--;
		digits++;
	}
	return digits > 0 && digits <= ITEM_DIGITS &&
	       line_take_one_of(&line, points);
}

/* Cells with tabs between them; a \| is part of a cell. */
static int
add_row(struct md *md, struct line line)
{
	struct buf row = BUF_INIT, cell = BUF_INIT;
	struct line trimmed;
	bool first = true;
	size_t i;
	int rc;

	line_take(&line, "|");
	for (i = 0; i <= line.len; i++) {
		if (i < line.len && line.s[i] != '|') {
			if (line.s[i] == '\\' && i + 1 < line.len)
				buf_byte(&cell, line.s[i++]);
			buf_byte(&cell, line.s[i] == '\t' ? ' ' : line.s[i]);
			continue;
		}
		if (!first)
			buf_byte(&row, '\t');
		first = false;
		trimmed = line_trim((struct line){ cell.s, cell.len });
		md->doc->notes.images += md_inline(&row, trimmed);
		buf_clear(&cell);
	}
	rc = doc_add(md->doc, 0, row.s, row.len, md->err);
	buf_release(&cell);
	buf_release(&row);
	return rc;
}

/* Code goes in as it is, but for the fence that ends it. */
static int
add_code(struct md *md, struct line raw)
{
	struct line line = line_trim(raw);

	if (is_run_of(line, md->fence, md->fence_len)) {
		md->fence = '\0';
		return 0;
	}
	return doc_add(md->doc, 0, raw.s, raw.len, md->err);
}

static bool
open_fence(struct md *md, struct line line)
{
	char c = *line.s;
	size_t n = count_first(line, c);

	if ((c != '`' && c != '~') || n < FENCE_MIN)
		return false;
	/* ```code``` in one line opens nothing */
	if (c == '`' && memchr(line.s + n, '`', line.len - n))
		return false;
	md->fence = c;
	md->fence_len = n;
	return true;
}

/* A line of a paragraph or an item. */
static int
add_text(struct md *md, struct line raw, struct line line)
{
	bool broken;

	if (is_item(line) && flush(md, 0))
		return -1;
	broken = raw.len >= 2 && !memcmp(raw.s + raw.len - 2, "  ", 2);
	if (line.len > 1 && line.s[line.len - 1] == '\\') {
		line.len--;
		broken = true;
	}
	lines_join(&md->para, line);
	return broken || line_ends_sentence(line) ? flush(md, 0) : 0;
}

/* Does a row of a table begin here?  Its delimiter line comes next. */
static bool
is_row(const struct md *md, struct line line, struct line rest)
{
	struct line next;

	if (line.len == 0 || !memchr(line.s, '|', line.len))
		return false;
	return *line.s == '|' || md->table ||
	       (lines_next(&rest, &next) && is_delimiter(line_trim(next)));
}

static int
add_line(struct md *md, struct line raw, struct line rest)
{
	struct line line = line_trim(raw);
	bool row;
	int level;

	if (md->fence)
		return add_code(md, raw);
	while (line_take(&line, ">"))
		line = line_trim(line);
	if (md->table && is_delimiter(line))
		return 0;
	row = is_row(md, line, rest);
	md->table = row;
	if (line.len == 0)
		return flush(md, 0);
	if (row)
		return flush(md, 0) || add_row(md, line) ? -1 : 0;
	if (md->para.len > 0 && is_run_of(line, '=', 1))
		return flush(md, 1);
	if (md->para.len > 0 && is_run_of(line, '-', 2))
		return flush(md, 2);
	if (is_rule(line))
		return flush(md, 0);
	if (open_fence(md, line))
		return flush(md, 0);
	level = take_atx(&line);
	if (level > 0)
		return flush(md, 0) || add(md, level, line) ? -1 : 0;
	return add_text(md, raw, line);
}

/*
 * Split what stands between --- lines off the top of the text.  With a blank
 * line below the first it is a rule across the page.
 */
static struct line
take_front(struct line *text)
{
	struct line rest = *text, line, front = { NULL, 0 };

	if (!lines_next(&rest, &line) ||
	    !is_run_of(line_trim_end(line), '-', 3))
		return front;
	front.s = rest.s;
	while (lines_next(&rest, &line)) {
		line = line_trim_end(line);
		if (line.len == 0 && line.s == front.s)
			break;
		if (!is_run_of(line, '-', 3))
			continue;
		front.len = (size_t)(line.s - front.s);
		*text = rest;
		return front;
	}
	return (struct line){ NULL, 0 };
}

static int
read_text(struct doc *doc, struct line text, struct err *err)
{
	struct md md = { .doc = doc, .para = BUF_INIT, .err = err };
	struct line front = take_front(&text), line;
	int rc = 0;

	if (front.s)
		doc->front = mem_strn(front.s, front.len);
	while (rc == 0 && lines_next(&text, &line))
		rc = add_line(&md, line, text);
	if (rc == 0)
		rc = flush(&md, 0);
	buf_release(&md.para);
	return rc;
}

int
doc_read_md(struct doc *doc, const void *bytes, size_t len, struct err *err)
{
	struct buf text = BUF_INIT;
	int rc;

	rc = doc_decode(doc, bytes, len, ENCODING_ANY, &text, err);
	if (rc == 0)
		rc = read_text(doc, (struct line){ text.s, text.len }, err);
	if (rc == 0)
		doc_find_title(doc);
	buf_release(&text);
	return rc;
}
