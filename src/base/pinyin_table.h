/*
 * The readings of Chinese characters: the form of pinyin_table.c, which
 * scripts/pinyin-table makes from the Unicode Han Database.  pinyin.h has the
 * functions to use; only those look in here.
 *
 * A syllable is a number below pinyin_syllable_count, alphabetical by its
 * spelling: a to z, no tone, ü as v; number 0 is no syllable.  A code stands
 * for all readings of a character, the usual one first:
 *
 *	0			none
 *	a syllable		this one only
 *	pinyin_syllable_count + i	those at pinyin_sets[i] and after it,
 *				up to the one marked PINYIN_LAST
 */
#ifndef BASE_PINYIN_TABLE_H
#define BASE_PINYIN_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PINYIN_SPELLING 7		/* "zhuang" and its NUL */
#define PINYIN_LAST 0x8000u

extern const char pinyin_syllables[][PINYIN_SPELLING];
extern const unsigned pinyin_syllable_count;

extern const uint16_t pinyin_sets[];
extern const unsigned pinyin_set_count;

/* The codes of the characters from U+3400 to U+9FFF. */
#define PINYIN_COMMON_FIRST 0x3400u
#define PINYIN_COMMON_COUNT (0x9FFFu - PINYIN_COMMON_FIRST + 1)

extern const uint16_t pinyin_common[PINYIN_COMMON_COUNT];

/*
 * The others, mostly of the supplementary planes: pages of 64, sorted, those
 * without any reading left out.  The code of bit b of `has` is at pinyin_rare
 * [first + the number of bits below b].
 */
struct pinyin_page {
	uint64_t has;
	uint16_t page;			/* the character divided by 64 */
	uint16_t first;
};

extern const struct pinyin_page pinyin_pages[];
extern const unsigned pinyin_page_count;

extern const uint16_t pinyin_rare[];

/* The code of a character. */
unsigned pinyin_code(uint32_t cp);

/*
 * The first syllable of a code, which becomes the code of the rest; 0 when
 * there is none left.
 */
unsigned pinyin_syllable(unsigned *code);

/*
 * One character of s, which is not at its NUL, as finding and sorting see it:
 * full-width ASCII as ASCII, capitals small, a vowel with a tone without it,
 * ü as v, U+3000 and U+00A0 as a blank; UTF8_BAD where there is none.  Returns
 * the bytes used.
 */
size_t pinyin_fold(const char *s, uint32_t *cp);

/*
 * A character that may stand between those of a name or number, or not: blank,
 * hyphen, apostrophe, the dots of foreign names.
 */
bool pinyin_gap(uint32_t cp);

#endif
