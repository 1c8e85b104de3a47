/*
 * Rows prepared, when they are read, so that a keystroke looks at little of
 * them.
 *
 * - What a row's name and spelling can begin to answer with is a set of bits,
 *   and so is what a term begins with: most rows are passed over at one look.
 * - Units and posts repeat, numbers do not.  So a text is cut into its words,
 *   each kept once however many rows have it, and the digits that it ends
 *   with, gaps left out.  A query that was told of the index runs over a word
 *   once and remembers where that leaves it; the digits it looks at only when
 *   digits were typed.
 *
 * A prepared row is found as the row itself would be, no less and no more.
 */
#ifndef BASE_PINYIN_INDEX_H
#define BASE_PINYIN_INDEX_H

#include <stdint.h>

#include "base/buf.h"
#include "base/pinyin.h"
#include "base/strmap.h"

struct pinyin_index {
	struct strmap numbers;		/* of words, from 1 on */
	size_t *words;			/* offsets in bytes, by number */
	size_t words_cap;
	uint32_t *lists;		/* of numbers, each up to a 0 */
	size_t lists_count, lists_cap;
	struct buf bytes;		/* texts, each up to its NUL */
};

/* One row; copy it freely.  It goes with the row's name and spelling. */
struct pinyin_prepared {
	uint64_t begins;		/* of name and spelling */
	size_t list, digits;		/* offsets in lists, in bytes */
};

void pinyin_index_init(struct pinyin_index *x);
void pinyin_index_release(struct pinyin_index *x);
/* Borrows nothing of the row. */
struct pinyin_prepared pinyin_prepare(struct pinyin_index *x,
				      const struct pinyin_row *row);

/* The bit of a folded character that is no gap: a letter, a digit or, shared
 * with others, anything else. */
uint64_t pinyin_begin(uint32_t cp);

#endif
