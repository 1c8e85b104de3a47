#include "doc/doc.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/tr.h"
#include "base/utf8.h"
#include "doc/line.h"

#define REPLACEMENT 0xFFFDu
#define TITLE_CHARS 60 /* a longer first paragraph is no title */
#define TITLE_PARAS 5  /* how far down a title may stand */

void
doc_init(struct doc *doc)
{
	*doc = (struct doc){ 0 };
}

void
doc_release(struct doc *doc)
{
	size_t i;

	for (i = 0; i < doc->count; i++)
		free(doc->paras[i].text);
	free(doc->paras);
	free(doc->title);
	free(doc->front);
	doc_init(doc);
}

int
doc_decode(struct doc *doc, const void *bytes, size_t len,
           enum encoding declared, struct buf *out, struct err *err)
{
	enum encoding hint = doc->hint ? doc->hint : declared;

	if (len > DOC_FILE_MAX)
		return err_set(err, ERR_INPUT, tr("文件超过 %d MB"),
		               DOC_FILE_MAX >> 20);
	if (encoding_to_utf8(bytes, len, hint, out, &doc->notes.encoding, err))
		return -1;
	doc->notes.replaced += doc->notes.encoding.replaced;
	return 0;
}

/* What stands for the character in a paragraph; 0: nothing does. */
static uint32_t
fit_character(uint32_t cp)
{
	if (cp == '\t')
		return cp;
	if ((cp >= '\n' && cp <= '\r') || cp == 0x85 || cp == 0x2028 ||
	    cp == 0x2029)
		return ' ';
	if (cp == 0xAD || cp == 0x200B || cp == 0x2060 || cp == 0xFEFF)
		return 0;
	if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || cp == UTF8_BAD)
		return REPLACEMENT;
	return cp;
}

/* Without blanks at both ends; tabs at the front, empty cells, stay. */
static struct line
without_margins(const struct buf *b)
{
	static const char *const margins[] = { " ", "\u3000", "\u00A0", NULL };
	struct line line = { b->s, b->len };

	while (line_take_one_of(&line, margins))
		continue;
	return line_trim_end(line);
}

/* Returns the number of characters replaced. */
static size_t
make_fit(struct buf *out, const char *text, size_t len)
{
	size_t i, n, replaced = 0;
	uint32_t cp, fit;
	char bytes[4];

	for (i = 0; i < len; i += n) {
		n = utf8_decode(text + i, len - i, &cp);
		fit = fit_character(cp);
		if (fit == 0)
			continue;
		replaced += fit == REPLACEMENT && cp != REPLACEMENT;
		buf_add(out, bytes, utf8_encode(fit, bytes));
	}
	return replaced;
}

/* Bytes of valid s, at most max, that end with a whole character. */
static size_t
whole_characters(const char *s, size_t len, size_t max)
{
	if (len <= max)
		return len;
	while (((unsigned char)s[max] & 0xC0) == 0x80)
		max--;
	return max;
}

static int
append(struct doc *doc, int level, const char *text, size_t len,
       struct err *err)
{
	if (doc->count >= DOC_PARAS_MAX)
		return err_set(err, ERR_INPUT, tr("文档太大：超过 %d 段"),
		               DOC_PARAS_MAX);
	if (len > DOC_TEXT_MAX - doc->bytes)
		return err_set(err, ERR_INPUT, tr("文档太大：文字超过 %d MB"),
		               DOC_TEXT_MAX >> 20);
	doc->paras = mem_grow(doc->paras, doc->count, &doc->cap,
	                      sizeof(*doc->paras));
	doc->paras[doc->count++] =
		(struct doc_para){ level, len, mem_strn(text, len) };
	doc->bytes += len;
	return 0;
}

static int
level_within(int level)
{
	if (level < 0)
		return 0;
	return level > DOC_LEVELS ? DOC_LEVELS : level;
}

int
doc_add(struct doc *doc, int level, const char *text, size_t len,
        struct err *err)
{
	struct buf fit = BUF_INIT;
	struct line rest;
	size_t n;
	int rc = 0;

	doc->notes.replaced += make_fit(&fit, text, len);
	rest = without_margins(&fit);
	level = level_within(level);
	while (rest.len > 0 && rc == 0) {
		n = whole_characters(rest.s, rest.len, DOC_PARA_MAX);
		rc = append(doc, level, rest.s, n, err);
		level = 0;
		rest = (struct line){ rest.s + n, rest.len - n };
	}
	buf_release(&fit);
	return rc;
}

void
doc_set_title(struct doc *doc, const char *text, size_t len)
{
	struct buf fit = BUF_INIT;
	struct line line;

	make_fit(&fit, text, len);
	line = line_trim((struct line){ fit.s, fit.len });
	if (line.len > 0) {
		free(doc->title);
		doc->title = mem_strn(line.s, whole_characters(line.s, line.len,
		                                               DOC_TITLE_MAX));
	}
	buf_release(&fit);
}

static bool
may_be_title(const struct doc_para *para)
{
	return utf8_count(para->text, para->len) <= TITLE_CHARS &&
	       !strchr(para->text, '\t') &&
	       !line_ends_prose((struct line){ para->text, para->len }) &&
	       strncmp(para->text, "附件", strlen("附件")) != 0 &&
	       doc_heading_level(para->text, para->len) == 0;
}

void
doc_find_title(struct doc *doc)
{
	const struct doc_para *para, *found = NULL;
	size_t i;

	if (doc->title)
		return;
	for (i = 0; i < doc->count && i < TITLE_PARAS; i++) {
		para = &doc->paras[i];
		if (!may_be_title(para))
			continue;
		if (para->level == 1 || !found)
			found = para;
		if (para->level == 1)
			break;
	}
	if (found)
		doc_set_title(doc, found->text, found->len);
}
