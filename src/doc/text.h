/*
 * Readers of the text formats.  Each takes the bytes of a whole file in any
 * encoding base/encoding.h knows; doc->hint overrides the detector.
 */
#ifndef DOC_TEXT_H
#define DOC_TEXT_H

#include "doc/doc.h"

enum { DOC_CELL_PARAS = 8 };

/* Plain text: doc_add_lines() with DOC_LINES_GUESS. */
int doc_read_txt(struct doc *doc, const void *bytes, size_t len,
		 struct err *err);

/*
 * Markdown: # and underlined headings are levels; *, _, ` and ~ marks and the
 * addresses of links and pictures go, their words stay; list items are
 * paragraphs with their bullets; a table row is one with tabs between the
 * cells; fenced code is kept, a paragraph a line; other lines are joined up to
 * the end of a sentence.  What stands between --- lines at the very top is
 * handed back in doc->front as it is.  Numbers make no headings here.
 */
int doc_read_md(struct doc *doc, const void *bytes, size_t len,
		struct err *err);

/*
 * HTML of any age, with any errors: h1-h6 are levels 1 to 6, block elements
 * and br end a paragraph, a table row is one with tabs between the cells.  A
 * row of one cell, or with more than DOC_CELL_PARAS paragraphs in it, is
 * there for the layout and gives its paragraphs one by one.  Scripts, styles
 * and comments go; entities are decoded; title is the title.  The encoding is
 * that of the byte order mark, else of the hint, else of a meta in the first
 * 4096 bytes, else of the detector.
 */
int doc_read_html(struct doc *doc, const void *bytes, size_t len,
		  struct err *err);

#endif
