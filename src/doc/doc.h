/*
 * A document as every reader of src/doc hands it back: paragraphs of UTF-8
 * text with their heading levels, and notes of what did not come through.
 * Pure: bytes in, paragraphs out; no clock, no files, no network.
 *
 *	struct doc doc;
 *	doc_init(&doc);
 *	if (doc_read_txt(&doc, bytes, len, &err) == 0)
 *		for (i = 0; i < doc.count; i++)
 *			show(doc.paras[i].level, doc.paras[i].text);
 *	doc_release(&doc);
 *
 * A reader that fails (-1, err set, ERR_INPUT, in the officer's language)
 * leaves the paragraphs it had so far; the caller releases the document all
 * the same.  Each limit is an error and never a silent cut.
 */
#ifndef DOC_DOC_H
#define DOC_DOC_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/encoding.h"
#include "base/err.h"

enum {
	DOC_LEVELS = 9,			/* headings are levels 1 to 9 */
	DOC_FILE_MAX = 64 << 20,	/* bytes that doc_decode() takes */
	DOC_TEXT_MAX = 16 << 20,	/* bytes of all paragraphs together */
	DOC_PARAS_MAX = 200000,
	DOC_PARA_MAX = 32768,		/* bytes; longer ones are cut in two */
	DOC_TITLE_MAX = 300		/* bytes; longer ones are shortened */
};

struct doc_para {
	int level;		/* 0: body text; 1 (chapter) to 9 */
	size_t len;		/* bytes of text */
	char *text;		/* one line of valid UTF-8, never empty */
};

struct doc_notes {
	struct encoding_found encoding;	/* of txt, md and html */
	size_t replaced;	/* characters that became U+FFFD, all told */
	size_t images;		/* pictures left out */
	size_t pages;		/* where the format has pages; else 0 */
	bool scan;		/* almost no text on its pages: a scan */
};

struct doc {
	char *title;		/* NULL: none found; name it by its file */
	char *front;		/* md: between the --- lines; NULL: none */
	struct doc_para *paras;
	size_t count, cap;
	size_t bytes;		/* of all paragraphs */
	struct doc_notes notes;
	/*
	 * Set between doc_init() and the reader, it overrides the detector
	 * when an officer who saw the preview knows better.
	 */
	enum encoding hint;
};

void doc_init(struct doc *doc);
void doc_release(struct doc *doc);	/* leaves it initialised */

/*
 * For readers of text: append the bytes to out as UTF-8, and fill in
 * notes.encoding and notes.replaced.  An encoding that the document's hint
 * overrides may be known from the text itself; ENCODING_ANY: it is not.
 */
int doc_decode(struct doc *doc, const void *bytes, size_t len,
	       enum encoding declared, struct buf *out, struct err *err);

/*
 * Append one paragraph.  The text is made fit first: line ends, form feeds
 * and Unicode line separators become one blank each; other control characters
 * and ill-formed bytes become U+FFFD, counted in notes.replaced; what is
 * invisible and only breaks words (U+00AD, U+200B, U+2060, U+FEFF) is
 * dropped; blanks at both ends go (U+3000 and U+00A0 too).  A tab parts the
 * cells of a table row, so tabs at the front stay: an empty first cell.
 * Nothing left: nothing is appended, and that is no error.  What is longer
 * than DOC_PARA_MAX goes on in further paragraphs of level 0.  A level past 9
 * counts as 9, one below 0 as 0.  -1 with err set past a limit.
 */
int doc_add(struct doc *doc, int level, const char *text, size_t len,
	    struct err *err);

/* The title, made fit likewise; an empty one is none.  The last one counts. */
void doc_set_title(struct doc *doc, const char *text, size_t len);

/*
 * For the end of a reader whose format names no title, or whose file does
 * not: the first unnumbered heading of level 1, else the first paragraph if
 * it is short and no sentence; never one that begins with 附件.
 */
void doc_find_title(struct doc *doc);

/*
 * The level a line of plain text has by its number, 0 for body text; n is a
 * number in Chinese numerals or digits:
 *
 *	1	第n编  第n章  附件n  附录n  附件	n 总则 (digits, blank)
 *	2	第n节  一、			1.1 编制目的
 *	3	（一）  第n条			1.1.1
 *	4	1.  1、			1.1.1.1
 *	5	（1）
 *
 * Only a short line (40 characters) is a heading, without 。；！？ inside and
 * not ending like a sentence or a part of one (：，、… . ; : , too); after
 * 第n条 and bare digits a blank must follow.  Not every level need occur.
 */
int doc_heading_level(const char *line, size_t len);

/* How lines of text make paragraphs. */
enum doc_lines {
	DOC_LINES_WHOLE,	/* each line is one (antiword -w 0) */
	DOC_LINES_WRAPPED,	/* cut at a margin (pdftotext) */
	DOC_LINES_GUESS		/* wrapped unless one has > 100 characters */
};

/*
 * Append text of many lines (LF, CR LF or CR; UTF-8).  Headings are found by
 * doc_heading_level().  Wrapped lines are joined: a line that does not end in
 * 。；：！？… goes on in the next, over a page's end too, but never
 *
 *	- across an empty line or a heading,
 *	- into a line that is indented (two blanks, a U+3000, a tab),
 *	- into or out of a line with a tab inside (a table row),
 *	- out of one less than half as wide as the widest: no margin cut it.
 *
 * No blank comes between Han characters at the joint, one between words.
 *
 * A form feed ends a page; a line at the foot or head of a page that holds
 * only its number (12, - 12 -, 第12页) is dropped.  notes.pages is raised by
 * the form feeds, and notes.scan set when there are fewer than 20 characters
 * a page.
 */
int doc_add_lines(struct doc *doc, const char *text, size_t len,
		  enum doc_lines how, struct err *err);

#endif
