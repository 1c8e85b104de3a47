/*
 * One term of what was typed, moved along the characters of a text; only
 * pinyin.c looks in here.
 *
 * A term is a row of positions, one for each typed character, and a set of
 * positions is a word: bit p says "what was typed before p is matched".  One
 * character of a text moves all of a set at once, along every reading and
 * every abbreviation, so nothing is ever tried twice.
 */
#ifndef BASE_PINYIN_TERM_H
#define BASE_PINYIN_TERM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/pinyin.h"

enum { PINYIN_POSITIONS = 63 };

struct pinyin_wide {
	uint32_t cp;
	uint64_t at;
};

struct pinyin_glance;

struct pinyin_term {
	uint64_t at[128];	/* where an ASCII character stands, any case */
	uint64_t breaks;	/* where a gap stands: it may be passed over */
	uint64_t end;		/* the bit after the last position */
	uint64_t begins;	/* pinyin_begin() of its first character */
	size_t len, wide_count;
	struct pinyin_wide wide[PINYIN_POSITIONS];
	struct pinyin_glance *glance;		/* by code */
	size_t number_from;	/* from here on only digits and gaps */
	char number[PINYIN_POSITIONS + 1];	/* those digits */
};

/* The next term of s, or all of it as one; returns what is behind it. */
const char *pinyin_term_read(struct pinyin_term *t, const char *s, bool all);
/* Ready to match; false, and nothing to release, if there is nothing in it. */
bool pinyin_term_close(struct pinyin_term *t);
void pinyin_term_release(struct pinyin_term *t);

/*
 * A term begun at any character of s, or gone on from a set that the text
 * before s has left (0: none): the set behind s, without position 0; with
 * t->end, and then no matter what else, if it is found.
 */
uint64_t pinyin_term_run(const struct pinyin_term *t, uint64_t set,
			 const char *s);
/* Where in a name, or in its spelling, it is. */
enum pinyin_rank pinyin_term_in_name(const struct pinyin_term *t,
				     const char *name);
enum pinyin_rank pinyin_term_in_spelling(const struct pinyin_term *t,
					 const char *spelling);

#endif
