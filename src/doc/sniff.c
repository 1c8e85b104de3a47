#include "doc/sniff.h"

#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/encoding.h"
#include "base/utf8.h"
#include "doc/line.h"
#include "doc/lines.h"

#define HEAD_BYTES 65536
#define PDF_BYTES 1024
#define XML_BYTES 1024
#define ATX_LEVELS 6
#define GARBAGE_SHARE 20

/* Index is enum doc_format. */
static const char *const names[] = {
	"", "txt", "md", "html", "pdf", "docx", "xlsx", "doc",
};

const char *
doc_format_name(enum doc_format format)
{
	return names[format];
}

static bool
holds(struct line text, const char *word)
{
	return text.len > 0 && memmem(text.s, text.len, word, strlen(word));
}

static struct line
head_of(struct line text, size_t max)
{
	if (text.len > max)
		text.len = max;
	return text;
}

/* The names of a zip's members are not compressed. */
static enum doc_format
sniff_zip(struct line text)
{
	if (holds(text, "word/document.xml"))
		return DOC_DOCX;
	return holds(text, "xl/workbook") ? DOC_XLSX : DOC_UNKNOWN;
}

/* Too many characters that no text has? */
static bool
is_garbage(struct line text)
{
	size_t chars = 0, bad = 0, n;
	uint32_t cp;

	for (; text.len > 0; text.s += n, text.len -= n, chars++) {
		n = utf8_decode(text.s, text.len, &cp);
		bad += cp == 0xFFFD || cp == 0x7F ||
		       (cp < 0x20 && !(cp >= '\t' && cp <= '\r'));
	}
	return bad * GARBAGE_SHARE > chars;
}

static bool
begins(struct line text, const char *word)
{
	return text.len >= strlen(word) &&
	       !strncasecmp(text.s, word, strlen(word));
}

static bool
is_html(struct line text)
{
	static const char *const openings[] = { "<!doctype html", "<html",
		                                "<head", "<body", "<meta" };
	size_t i;

	while (line_take_blanks(&text) > 0 || line_take(&text, "\n") ||
	       line_take(&text, "\r"))
		continue;
	for (i = 0; i < sizeof(openings) / sizeof(openings[0]); i++)
		if (begins(text, openings[i]))
			return true;
	return (begins(text, "<?xml") || begins(text, "<!--")) &&
	       holds(head_of(text, XML_BYTES), "<html");
}

static bool
has_md_name(const char *name)
{
	const char *dot = name ? strrchr(name, '.') : NULL;

	return dot &&
	       (!strcasecmp(dot, ".md") || !strcasecmp(dot, ".markdown"));
}

static bool
is_atx(struct line line)
{
	size_t n = 0;

	while (line_take(&line, "#"))
		n++;
	return n > 0 && n <= ATX_LEVELS && line_take(&line, " ") &&
	       line_trim(line).len > 0;
}

/* A front part, closed, or a heading. */
static bool
is_md(struct line text)
{
	struct line line;
	size_t n = 0, rules = 0;

	for (; lines_next(&text, &line); n++) {
		line = line_trim_end(line);
		if (is_atx(line))
			return true;
		if (line.len == 3 && !memcmp(line.s, "---", 3) &&
		    (n == 0 || rules > 0))
			rules++;
	}
	return rules > 1;
}

static enum doc_format
sniff_text(struct line bytes, const char *name)
{
	struct buf text = BUF_INIT;
	struct encoding_found found;
	struct err err = ERR_INIT;
	enum doc_format format = DOC_UNKNOWN;
	struct line head;

	bytes = head_of(bytes, HEAD_BYTES);
	if (encoding_to_utf8(bytes.s, bytes.len, ENCODING_ANY, &text, &found,
	                     &err) == 0) {
		head = (struct line){ text.s, text.len };
		if (is_html(head))
			format = DOC_HTML;
		else if (!is_garbage(head))
			format = has_md_name(name) || is_md(head) ? DOC_MD
			                                          : DOC_TXT;
	}
	buf_release(&text);
	return format;
}

enum doc_format
doc_sniff(const void *bytes, size_t len, const char *name)
{
	struct line text = { bytes, len }, rest = text;

	if (holds(head_of(text, PDF_BYTES), "%PDF-"))
		return DOC_PDF;
	if (line_take(&rest, "PK\003\004"))
		return sniff_zip(rest);
	if (line_take(&rest, "\xD0\xCF\x11\xE0"))
		return DOC_DOC;
	return sniff_text(text, name);
}
