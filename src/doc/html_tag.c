#include "doc/html_tag.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static const struct {
	const char *name;
	enum html_kind kind;
	int level;
} tags[] = {
	{ "h1", HTML_HEADING, 1 },       { "h2", HTML_HEADING, 2 },
	{ "h3", HTML_HEADING, 3 },       { "h4", HTML_HEADING, 4 },
	{ "h5", HTML_HEADING, 5 },       { "h6", HTML_HEADING, 6 },
	{ "table", HTML_TABLE, 0 },      { "tr", HTML_ROW, 0 },
	{ "td", HTML_CELL, 0 },          { "th", HTML_CELL, 0 },
	{ "pre", HTML_PRE, 0 },          { "img", HTML_IMAGE, 0 },
	{ "p", HTML_BLOCK, 0 },          { "div", HTML_BLOCK, 0 },
	{ "br", HTML_BREAK, 0 },         { "hr", HTML_BLOCK, 0 },
	{ "li", HTML_BLOCK, 0 },         { "ul", HTML_BLOCK, 0 },
	{ "ol", HTML_BLOCK, 0 },         { "dl", HTML_BLOCK, 0 },
	{ "dt", HTML_BLOCK, 0 },         { "dd", HTML_BLOCK, 0 },
	{ "body", HTML_BLOCK, 0 },       { "head", HTML_BLOCK, 0 },
	{ "html", HTML_BLOCK, 0 },       { "form", HTML_BLOCK, 0 },
	{ "main", HTML_BLOCK, 0 },       { "nav", HTML_BLOCK, 0 },
	{ "header", HTML_BLOCK, 0 },     { "footer", HTML_BLOCK, 0 },
	{ "section", HTML_BLOCK, 0 },    { "article", HTML_BLOCK, 0 },
	{ "aside", HTML_BLOCK, 0 },      { "address", HTML_BLOCK, 0 },
	{ "blockquote", HTML_BLOCK, 0 }, { "center", HTML_BLOCK, 0 },
	{ "figure", HTML_BLOCK, 0 },     { "figcaption", HTML_BLOCK, 0 },
	{ "fieldset", HTML_BLOCK, 0 },   { "legend", HTML_BLOCK, 0 },
	{ "caption", HTML_BLOCK, 0 },    { "option", HTML_BLOCK, 0 },
	{ "details", HTML_BLOCK, 0 },    { "summary", HTML_BLOCK, 0 },
};

/* Their content is no text of the page, or no markup. */
static const char *const skipped[] = {
	"script", "style", "svg", "template", "noframes", "iframe", "textarea",
};

static bool
is_name(struct line name, const char *word)
{
	return name.len == strlen(word) && !strncasecmp(name.s, word, name.len);
}

static struct line
take(struct html_scan *scan, size_t n)
{
	struct line part = { scan->rest.s, n };

	scan->rest.s += n;
	scan->rest.len -= n;
	return part;
}

static void
skip_past(struct html_scan *scan, const char *word)
{
	const char *end =
		memmem(scan->rest.s, scan->rest.len, word, strlen(word));

	take(scan, end ? (size_t)(end - scan->rest.s) + strlen(word)
	               : scan->rest.len);
}

/* Past a quoted value; a quote that is never closed is a character. */
static void
skip_quoted(struct html_scan *scan)
{
	char quote = *take(scan, 1).s;
	bool *none = &scan->unquoted[quote == '\''];
	const char *end = NULL;

	if (!*none)
		end = memchr(scan->rest.s, quote, scan->rest.len);
	*none = !end;
	if (end)
		take(scan, (size_t)(end - scan->rest.s) + 1);
}

/* Past the > of a tag; one between quotes that follow a = is not it.  Did the
 * tag end in />? */
static bool
skip_attributes(struct html_scan *scan)
{
	bool value = false, slash = false;
	char c;

	while (scan->rest.len > 0) {
		c = *scan->rest.s;
		if (value && (c == '"' || c == '\'')) {
			skip_quoted(scan);
			value = false;
			continue;
		}
		take(scan, 1);
		if (c == '>')
			return slash;
		slash = c == '/';
		if (c == '=')
			value = true;
		else if (!isspace((unsigned char)c))
			value = false;
	}
	return false;
}

/* What stands before the element's end tag, which is passed too. */
static struct line
take_content(struct html_scan *scan, struct line name)
{
	struct line rest = scan->rest, content = rest;
	const char *end;

	while ((end = memmem(rest.s, rest.len, "</", 2))) {
		rest.len -= (size_t)(end + 2 - rest.s);
		rest.s = end + 2;
		if (rest.len < name.len ||
		    strncasecmp(rest.s, name.s, name.len))
			continue;
		content.len = (size_t)(end - content.s);
		take(scan, (size_t)(rest.s - scan->rest.s));
		skip_attributes(scan);
		return content;
	}
	return take(scan, scan->rest.len);
}

static bool
begins_markup(struct line text)
{
	unsigned char next = text.len > 1 ? (unsigned char)text.s[1] : ' ';

	return *text.s == '<' &&
	       (isalpha(next) || next == '/' || next == '!' || next == '?');
}

static size_t
text_length(struct line text)
{
	const char *open;
	size_t n = 0;

	while (n < text.len) {
		open = memchr(text.s + n, '<', text.len - n);
		if (!open)
			return text.len;
		n = (size_t)(open - text.s);
		if (begins_markup((struct line){ open, text.len - n }))
			return n;
		n++;
	}
	return n;
}

static struct line
take_name(struct html_scan *scan)
{
	size_t n = 0;

	while (n < scan->rest.len && scan->rest.s[n] != '>' &&
	       scan->rest.s[n] != '/' &&
	       !isspace((unsigned char)scan->rest.s[n]))
		n++;
	return take(scan, n);
}

static void
find_kind(struct html_token *token, struct line name)
{
	size_t i;

	for (i = 0; i < sizeof(tags) / sizeof(tags[0]); i++)
		if (is_name(name, tags[i].name)) {
			token->kind = tags[i].kind;
			token->level = tags[i].level;
		}
}

static struct html_token
next_tag(struct html_scan *scan)
{
	struct html_token token = { .kind = HTML_INLINE };
	struct line name;
	bool empty;
	size_t i;

	take(scan, 1);
	if (line_take(&scan->rest, "!--")) {
		skip_past(scan, "-->");
		return token;
	}
	token.closing = line_take(&scan->rest, "/");
	name = take_name(scan);
	empty = skip_attributes(scan) && is_name(name, "svg");
	find_kind(&token, name);
	if (token.closing || empty)
		return token;
	if (is_name(name, "title")) {
		token.kind = HTML_TITLE;
		token.text = take_content(scan, name);
	}
	for (i = 0; i < sizeof(skipped) / sizeof(skipped[0]); i++)
		if (is_name(name, skipped[i]))
			take_content(scan, name);
	return token;
}

struct html_token
html_next(struct html_scan *scan)
{
	struct html_token token = { .kind = HTML_TEXT };

	if (scan->rest.len == 0)
		return (struct html_token){ .kind = HTML_END };
	if (begins_markup(scan->rest))
		return next_tag(scan);
	token.text = take(scan, text_length(scan->rest));
	return token;
}
