/*
 * Finding and sorting Chinese names by their sound, as one types it.
 *
 * What is typed is cut at blanks into terms; a row is found when each term is
 * in its name, its spelling or its text.  A term is matched along the
 * characters, beginning at any of them:
 *
 * - a Han character answers to itself and to each of its readings: by the
 *   initial, by the beginning of the syllable or by all of it, in any mix, so
 *   that zs, zhs, zhangs and zsan all find 张三.  No reading is chosen: 曾 is
 *   found by ceng and by zeng.
 * - letters and digits answer to themselves, capital or small, full-width or
 *   not: lngz finds LNG站, 3号k finds 3号矿, 0358-76 and 3587 find 0358-7620.
 * - ü is v, lü is also lu and lyu, nü likewise; ju may be typed jv.
 * - an apostrophe ends a syllable: xi'an finds 西安, not 先.
 * - blanks, hyphens, apostrophes and the dot of foreign names may be there or
 *   not, on either side: alzhm finds 阿里·哲合曼.
 *
 * The spelling, where a contact has its own ("zhao jianguo"), answers to the
 * same abbreviations: zjg, zhaojg.  It may have tones and capitals.
 *
 * Readings are those of the Unicode Han Database, its fields kMandarin,
 * kHanyuPinlu, kTGHZ2013, kXHC1983 and, for characters that have neither of
 * the last two, kHanyuPinyin; scripts/pinyin-table has the rules.
 *
 * Any bytes may be given: ill-formed UTF-8 is found by nothing.
 */
#ifndef BASE_PINYIN_H
#define BASE_PINYIN_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/*
 * What was typed, compiled once a keystroke.  Of a term the first 63
 * characters count.
 */
struct pinyin_term;
struct pinyin_index;
struct pinyin_prepared;

struct pinyin_query {
	struct pinyin_term *terms;	/* and all as one, if they are many */
	size_t count;			/* 0: every row is found */
	const struct pinyin_index *index;
	uint64_t *recalled;		/* for each term, by words */
};

void pinyin_query_init(struct pinyin_query *q, const char *typed);
/* Before rows that were prepared there (base/pinyin_index.h) are matched; it
 * is borrowed, and not to be added to, until the query is released. */
void pinyin_query_recall(struct pinyin_query *q, const struct pinyin_index *x);
void pinyin_query_release(struct pinyin_query *q);

/* Borrowed while matching; NULL where there is none. */
struct pinyin_row {
	const char *name;
	const char *spelling;		/* of the name, in letters */
	const char *text;		/* unit, post, numbers */
	const struct pinyin_prepared *prepared;	/* then text is not read */
};

/*
 * How well a row answers, the best of its terms; PINYIN_NONE is 0, so that it
 * reads as a question.  Rows are best listed by falling rank.
 */
enum pinyin_rank {
	PINYIN_NONE,
	PINYIN_TEXT,		/* only in the text; or nothing was typed */
	PINYIN_PART,		/* inside the name or its spelling */
	PINYIN_START,		/* from its first character on */
	PINYIN_WHOLE		/* from the first to the last */
};

/*
 * No allocation, and time linear in the row: made to scan all contacts at a
 * keystroke, straight from their UTF-8 (tests/bench/pinyin.c, find.c).
 */
enum pinyin_rank pinyin_match(const struct pinyin_query *q,
			      const struct pinyin_row *row);

/*
 * Append the sort key of a person's name: in the order of strcmp() over keys
 * names are sorted by the syllable of the first character, then by that
 * character, then by the second, and so on; ü comes after u, digits before
 * letters, letters among the syllables, what has no sound last.  The surname
 * is read as surnames are (单 shan, 尉迟 yu chi), the rest by the usual
 * reading.  A key has no NUL.  Names that differ only in case, width and gaps
 * have the same key.
 */
void pinyin_sort_key(struct buf *out, const char *name);

/* The same for what is no person: 单 is dan in 单县. */
void pinyin_unit_key(struct buf *out, const char *name);

#endif
