/*
 * What is inside a paragraph of Markdown.
 */
#ifndef DOC_MD_INLINE_H
#define DOC_MD_INLINE_H

#include "base/buf.h"
#include "doc/line.h"

/*
 * Append the text without its marks: *, _ and ~~ in pairs, ` around code,
 * \ before punctuation, the addresses of links and pictures.  Returns the
 * number of pictures.  Linear in the length, whatever the text.
 */
size_t md_inline(struct buf *out, struct line text);

#endif
