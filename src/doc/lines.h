/*
 * Splitting and joining lines, for the readers of this room.
 */
#ifndef DOC_LINES_H
#define DOC_LINES_H

#include "base/buf.h"
#include "doc/line.h"

/* Split one line off the text (LF, CR LF, CR); false at the end. */
bool lines_next(struct line *text, struct line *line);

/* Append a line to a paragraph, with a blank only between words. */
void lines_join(struct buf *para, struct line line);

#endif
