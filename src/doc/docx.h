/*
 * Word documents (.docx; ECMA-376 part 1, 17; transitional or strict), also
 * those WPS and LibreOffice write.  Pure: the bytes of the file in, paragraphs
 * out.
 *
 *	- A table row is one paragraph, its cells parted by tabs, the paragraphs
 *	  of a cell by blanks; but a row of one cell is a frame around text,
 *	  and its paragraphs stay such.  Tables within a cell are its text.
 *	- The text of a text box comes after the paragraph it hangs on.
 *	- A note is marked ［注1］ where it is referred to, counted through the
 *	  document, footnotes and endnotes alike; its text follows the
 *	  paragraph (or table row) as one of its own: ［注1］ and the text.
 *	- Tracked changes are taken as accepted: what was inserted is there,
 *	  what was deleted or moved away is not.
 *	- The heading level is the paragraph's own outline level, else that of
 *	  its style: by the name "heading N" (a Chinese Word's id for it is
 *	  "1"), its outline level, or the style it is based on.  When the whole
 *	  document has no such heading, doc_heading_level() finds them by their
 *	  numbers.  A paragraph of the style "Title" is the title, else
 *	  doc_find_title().
 *	- Numbers that Word counts by itself (第一条) are not in the file's
 *	  text, and so not here.  Pictures are counted in notes.images.
 */
#ifndef DOC_DOCX_H
#define DOC_DOCX_H

#include <stddef.h>

#include "base/err.h"
#include "doc/doc.h"

/* Errors and limits: doc.h, zip.h, xml.h. */
int doc_read_docx(struct doc *doc, const void *bytes, size_t len,
		  struct err *err);

#endif
