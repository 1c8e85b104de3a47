/*
 * How a feed looks: as a row of the list, and whole.
 */
#ifndef SCREENS_FEED_TEXT_H
#define SCREENS_FEED_TEXT_H

#include "base/buf.h"
#include "desk/feed.h"
#include "screens/kit/canvas.h"
#include "screens/kit/pager.h"

void feed_row_heads(const struct region *r);
void feed_row_draw(const struct feed *f, const struct region *r);
void feed_detail(const struct feed *f, struct pager *to);

#endif
