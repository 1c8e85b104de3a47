/*
 * Citations: "国务院令第493号 第十条、第十一条", the law's name, a blank, and
 * the articles.
 */
#ifndef LAW_CITE_H
#define LAW_CITE_H

#include "base/buf.h"

/*
 * Append it as people say it: an order by its number with its first article,
 * "493号令第十条"; another law by its name, without the year of a revision.
 */
void cite_short(struct buf *out, const char *cite);

#endif
