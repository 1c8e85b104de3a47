/*
 * Text to read: paragraphs with a role and an indent, wrapped to whatever
 * width there is, scrolled, searched.  Filled in refresh, drawn without
 * allocating.
 */
#ifndef KIT_PAGER_H
#define KIT_PAGER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "screens/kit/canvas.h"
#include "screens/kit/keys.h"

struct pager_line {
	size_t start, len;	/* in text */
	enum role role;
	int indent;		/* cells, of every row of the paragraph */
};

struct pager {
	struct buf text;
	struct pager_line *lines;
	size_t count, cap;
	size_t top;	/* paragraph at the top, and which of its rows */
	size_t top_row;
	struct buf find;	/* words looked for; hits are marked */
};

extern const struct key_verb pager_keys[];

void pager_init(struct pager *p);
void pager_release(struct pager *p);
void pager_clear(struct pager *p);		/* keeps the place */
/* Add paragraphs: newlines in text begin new ones. */
void pager_add(struct pager *p, enum role role, int indent, const char *text);
void pager_fmt(struct pager *p, enum role role, int indent, const char *fmt,
	       ...) __attribute__((format(printf, 4, 5)));

/* rows, cols: the pager's place on screen.  True: taken. */
bool pager_key(struct pager *p, const struct key_event *e, int rows,
	       int cols);
/* Look for words from the top on, or after it; false: none. */
bool pager_find(struct pager *p, const char *words, bool next);
/*
 * The next (step > 0) or previous (step < 0) row of the page with the words
 * looked for, round the ends, or with step 0 the first from the top row on:
 * it becomes the top row.  NULL words: those of before.  cols: the pager's
 * width.  False: there is none, and the place stays.
 */
bool pager_seek(struct pager *p, const char *words, int step, int cols);
size_t pager_hits(const struct pager *p);	/* how often they stand there */
void pager_draw(const struct pager *p, const struct region *r);

#endif
