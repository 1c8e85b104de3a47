/*
 * HTML cut into text and tags, as browsers cut it (the HTML standard's
 * tokenization), and what each tag means to a reader of documents.
 */
#ifndef DOC_HTML_TAG_H
#define DOC_HTML_TAG_H

#include "doc/line.h"

enum html_kind {
	HTML_TEXT,	/* no tag: text up to the next one */
	HTML_INLINE,	/* nothing happens: b, span, unknown ones, comments */
	HTML_BLOCK,	/* ends a paragraph: p, div, li ... */
	HTML_BREAK,	/* br */
	HTML_HEADING,	/* h1 ... h6; level */
	HTML_TABLE,
	HTML_ROW,
	HTML_CELL,
	HTML_PRE,
	HTML_IMAGE,
	HTML_TITLE,	/* its text is the token's */
	HTML_END	/* of the page */
};

struct html_token {
	enum html_kind kind;
	bool closing;
	int level;
	struct line text;	/* of HTML_TEXT and HTML_TITLE; raw */
};

struct html_scan {
	struct line rest;
	bool unquoted[2];	/* no more " and ' in what is left */
};

/* Zero the struct, set rest.  What is in script, style and the like is
 * skipped.  Linear in the length, whatever the text. */
struct html_token html_next(struct html_scan *scan);

#endif
