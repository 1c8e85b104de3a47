/*
 * HTML to paragraphs.  The text of a paragraph, or of a row of a table with
 * its cells, gathers in a buffer until a tag ends it.
 */
#include <ctype.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "doc/entity.h"
#include "doc/html_tag.h"
#include "doc/text.h"

#define META_BYTES 4096
#define WIDE 0x2E80u /* Han and what stands among it are from here on */

/* In a row, until it is known whether it is one or is there for the layout. */
#define PARA_END '\n'

struct html {
	struct doc *doc;
	struct err *err;
	struct buf text; /* under way; cells with tabs between them */
	int level;
	bool pre;
	bool row;            /* in a row of a table */
	size_t cells;        /* of the row */
	size_t breaks;       /* ends of paragraphs within the row */
	bool blank, newline; /* blanks passed, not yet written */
	uint32_t last;       /* character written; 0: none in this piece */
};

static void
put(struct html *h, uint32_t cp)
{
	char s[4];

	/* A source line broken between Han characters is no blank. */
	if (h->blank && h->last != 0 &&
	    !(h->newline && h->last >= WIDE && cp >= WIDE))
		buf_byte(&h->text, ' ');
	h->blank = false;
	h->newline = false;
	if (cp == UTF8_BAD) {
		h->doc->notes.replaced++;
		cp = 0xFFFD;
	}
	buf_add(&h->text, s, utf8_encode(cp, s));
	h->last = cp;
}

/* Paragraphs one by one: the row was for the layout. */
static int
add_pieces(struct html *h)
{
	const char *s = h->text.s, *end = s + h->text.len;
	size_t n;

	for (; s < end; s += n + 1) {
		n = strcspn(s, "\t\n");
		if (doc_add(h->doc, 0, s, n, h->err))
			return -1;
	}
	return 0;
}

/* End what is under way. */
static int
flush(struct html *h)
{
	int rc;

	if (h->row && h->breaks > 0 &&
	    (h->cells < 2 || h->breaks > DOC_CELL_PARAS))
		rc = add_pieces(h);
	else
		rc = doc_add(h->doc, h->level, h->text.s, h->text.len, h->err);
	if (h->text.len > 0)
		h->level = 0; /* a heading nobody closed ends all the same */
	buf_clear(&h->text);
	h->cells = 0;
	h->breaks = 0;
	h->blank = false;
	h->newline = false;
	h->last = 0;
	return rc;
}

/* A paragraph ends; within a row the row goes on. */
static int
end_paragraph(struct html *h)
{
	if (!h->row)
		return flush(h);
	if (h->last != 0) {
		buf_byte(&h->text, PARA_END);
		h->breaks++;
	}
	h->last = 0;
	return 0;
}

/* In a heading a break is where the line was full. */
static int
add_break(struct html *h)
{
	if (h->level == 0)
		return end_paragraph(h);
	h->blank = true;
	h->newline = true;
	return 0;
}

static int
add_blank(struct html *h, char c)
{
	if (h->pre && (c == '\n' || c == '\r'))
		return end_paragraph(h);
	if (h->pre) {
		put(h, ' ');
		return 0;
	}
	h->blank = true;
	h->newline = h->newline || c == '\n' || c == '\r';
	return 0;
}

static int
add_text(struct html *h, struct line text)
{
	uint32_t cp;
	size_t n;

	for (; text.len > 0; text.s += n, text.len -= n) {
		n = 1;
		if (isspace((unsigned char)*text.s)) {
			if (add_blank(h, *text.s))
				return -1;
			continue;
		}
		n = entity_decode(text, &cp);
		if (n == 0)
			n = utf8_decode(text.s, text.len, &cp);
		put(h, cp);
	}
	return 0;
}

static int
begin_cell(struct html *h)
{
	if (!h->row)
		return flush(h);
	while (h->text.len > 0 && h->text.s[h->text.len - 1] == PARA_END) {
		buf_cut(&h->text, h->text.len - 1);
		h->breaks--;
	}
	if (h->cells++ > 0)
		buf_byte(&h->text, '\t');
	h->last = 0;
	h->blank = false;
	return 0;
}

static int
set_row(struct html *h, bool row)
{
	int rc = flush(h);

	h->row = row;
	return rc;
}

static int
set_level(struct html *h, int level)
{
	int rc = flush(h);

	h->level = level;
	return rc;
}

static int
set_title(struct html *h, struct line raw)
{
	struct html title = { .doc = h->doc, .err = h->err, .text = BUF_INIT };

	add_text(&title, raw);
	doc_set_title(h->doc, title.text.s, title.text.len);
	buf_release(&title.text);
	return 0;
}

static int
add_token(struct html *h, const struct html_token *token)
{
	switch (token->kind) {
	case HTML_TEXT:
		return add_text(h, token->text);
	case HTML_BLOCK:
		return end_paragraph(h);
	case HTML_BREAK:
		return add_break(h);
	case HTML_HEADING:
		return set_level(h, token->closing ? 0 : token->level);
	case HTML_TABLE:
		return set_row(h, false);
	case HTML_ROW:
		return set_row(h, !token->closing);
	case HTML_CELL:
		return token->closing ? 0 : begin_cell(h);
	case HTML_PRE:
		h->pre = !token->closing;
		return end_paragraph(h);
	case HTML_IMAGE:
		h->doc->notes.images += !token->closing;
		return 0;
	case HTML_TITLE:
		return set_title(h, token->text);
	case HTML_INLINE:
	case HTML_END:
		break;
	}
	return 0;
}

static int
read_text(struct doc *doc, struct line text, struct err *err)
{
	struct html h = { .doc = doc, .err = err, .text = BUF_INIT };
	struct html_scan scan = { .rest = text };
	struct html_token token;
	int rc = 0;

	do {
		token = html_next(&scan);
		rc = add_token(&h, &token);
	} while (rc == 0 && token.kind != HTML_END);
	if (rc == 0)
		rc = flush(&h);
	buf_release(&h.text);
	return rc;
}

/* Where the word stands in the text, of any case; what follows it. */
static bool
find_after(struct line *text, const char *word)
{
	size_t n = strlen(word), i;

	for (i = 0; i + n <= text->len; i++) {
		if (strncasecmp(text->s + i, word, n) != 0)
			continue;
		*text = (struct line){ text->s + i + n, text->len - i - n };
		return true;
	}
	return false;
}

/*
 * The charset of a meta element.  It was read as ASCII, so a page that says
 * UTF-16 is wrong.
 */
static enum encoding
declared_encoding(const void *bytes, size_t len)
{
	struct line rest = { bytes, len < META_BYTES ? len : META_BYTES };
	enum encoding encoding;
	size_t n = 0;

	if (!find_after(&rest, "<meta") || !find_after(&rest, "charset"))
		return ENCODING_ANY;
	while (rest.len > 0 && strchr(" \t\r\n='\"", *rest.s) && *rest.s) {
		rest.s++;
		rest.len--;
	}
	while (n < rest.len && (isalnum((unsigned char)rest.s[n]) ||
	                        rest.s[n] == '-' || rest.s[n] == '_'))
		n++;
	encoding = encoding_parse(rest.s, n);
	if (encoding == ENCODING_UTF16LE || encoding == ENCODING_UTF16BE)
		return ENCODING_ANY;
	return encoding;
}

int
doc_read_html(struct doc *doc, const void *bytes, size_t len, struct err *err)
{
	struct buf text = BUF_INIT;
	int rc;

	rc = doc_decode(doc, bytes, len, declared_encoding(bytes, len), &text,
	                err);
	if (rc == 0)
		rc = read_text(doc, (struct line){ text.s, text.len }, err);
	if (rc == 0)
		doc_find_title(doc);
	buf_release(&text);
	return rc;
}
