/*
 * What an entry of the journal says, in words for people: one sentence, and
 * lines below it for what was told at length.  Used by the timeline.
 *
 * The words of others are in it as they came: whoever shows the text passes
 * it through text_safe() or a canvas.
 */
#ifndef DESK_ENTRY_H
#define DESK_ENTRY_H

#include <jansson.h>

#include "base/buf.h"

/*
 * Append the text of an entry of `kind`; lines are separated by '\n', without
 * a last one.  body NULL: withheld.  A kind that has no sentence gives its
 * code.
 */
void entry_text(struct buf *out, const char *kind, const json_t *body);

#endif
