#include "base/pinyin_term.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/pinyin_index.h"
#include "base/pinyin_table.h"
#include "base/utf8.h"

/*
 * What a scan needs to pass over nearly all characters at a look: for a code,
 * the initials one of which the next character must have when this one matches
 * from position 0, and the initials it has itself.  JUDGE: look closer.  It
 * may say too much, never too little.
 */
#define JUDGE (1u << 31)

struct pinyin_glance {
	uint32_t wants_next, initials;
};

static bool
is_letter(uint32_t cp)
{
	return cp >= 'a' && cp <= 'z';
}

static bool
is_digit(uint32_t cp)
{
	return cp >= '0' && cp <= '9';
}

/* Some letters, as bits. */
#define LETTER(c) (1u << ((c) - 'a'))
#define VOWELS                                                                 \
	(LETTER('a') | LETTER('e') | LETTER('i') | LETTER('o') | LETTER('u') | \
	 LETTER('v'))
#define BEFORE_H (LETTER('z') | LETTER('c') | LETTER('s'))
#define BEFORE_V (LETTER('l') | LETTER('n'))
/* After these u is ü. */
#define UMLAUTS (LETTER('j') | LETTER('q') | LETTER('x') | LETTER('y'))

static bool
is_one_of(unsigned letters, uint32_t cp)
{
	return is_letter(cp) && letters >> (cp - 'a') & 1;
}

/* Compiling. */

static void
term_add_wide(struct pinyin_term *t, uint32_t cp, uint64_t bit)
{
	size_t i;

	for (i = 0; i < t->wide_count && t->wide[i].cp != cp; i++)
		;
	if (i == t->wide_count)
		t->wide[t->wide_count++].cp = cp;
	t->wide[i].at |= bit;
}

/* The digits at the end of what was typed so far. */
static void
term_count(struct pinyin_term *t, uint32_t cp)
{
	size_t n = strlen(t->number);

	if (is_digit(cp)) {
		t->number[n] = (char)cp;
	} else if (!pinyin_gap(cp)) {
		memset(t->number, 0, n);
		t->number_from = t->len;
	}
}

/* Gaps at the begin, and after another one, say nothing. */
static void
term_add(struct pinyin_term *t, uint32_t cp)
{
	uint64_t bit = 1ull << t->len;

	if (t->len == PINYIN_POSITIONS)
		return;
	if (pinyin_gap(cp)) {
		if (t->len == 0 || t->breaks & bit >> 1)
			return;
		t->breaks |= bit;
	}
	if (is_letter(cp))
		t->at[cp - 'a' + 'A'] |= bit;
	if (cp < 128)
		t->at[cp] |= bit;
	else if (cp != UTF8_BAD)
		term_add_wide(t, cp, bit);
	if (t->len++ == 0)
		t->begins = pinyin_begin(cp);
	term_count(t, cp);
}

/* Moving a set of positions. */

static uint64_t
past_breaks(const struct pinyin_term *t, uint64_t set)
{
	return set | (set & t->breaks) << 1;
}

static uint64_t
typed_as(const struct pinyin_term *t, uint64_t set, uint32_t cp)
{
	size_t i;

	if (cp < 128)
		return (set & t->at[cp]) << 1;
	for (i = 0; i < t->wide_count; i++)
		if (t->wide[i].cp == cp)
			return (set & t->wide[i].at) << 1;
	return 0;
}

/* ü: v, u or yu.  Of the last, *seen gets the y alone, too. */
static uint64_t
typed_as_v(const struct pinyin_term *t, uint64_t set, uint64_t *seen)
{
	uint64_t y = typed_as(t, set, 'y');

	*seen |= y;
	return typed_as(t, set | y, 'u') | typed_as(t, set, 'v');
}

/* Every beginning of a syllable, of one letter and more. */
static uint64_t
typed_as_syllable(const struct pinyin_term *t, uint64_t set,
                  const char *spelling)
{
	uint64_t seen = 0, next;
	const char *s;

	for (s = spelling; *s && set; s++) {
		next = (set & t->at[(unsigned char)*s]) << 1;
		if (*s == 'v')
			next = typed_as_v(t, set, &seen);
		else if (*s == 'u' && t->at['v'] &&
		         is_one_of(UMLAUTS, (unsigned char)spelling[0]))
			next |= (set & t->at['v']) << 1;
		set = next;
		seen |= set;
	}
	return seen;
}

/* Compiling what a glance tells. */

/* The initials that the positions of a set ask for. */
static uint32_t
wanted_initials(const struct pinyin_term *t, uint64_t set)
{
	uint32_t wants = 0;
	unsigned c;

	for (c = 'a'; c <= 'z'; c++)
		if (set & t->at[c]) {
			wants |= LETTER(c);
			set &= ~t->at[c];
		}
	return set & ~t->breaks ? wants | JUDGE : wants;
}

static struct pinyin_glance
syllable_glance(const struct pinyin_term *t, const char *spelling)
{
	uint64_t set = typed_as_syllable(t, 1, spelling);

	return (struct pinyin_glance){
		wanted_initials(t, past_breaks(t, set)),
		LETTER(spelling[0]),
	};
}

/* Sets of readings are gathered from their end. */
static void
term_glance(struct pinyin_term *t)
{
	unsigned codes = pinyin_syllable_count + pinyin_set_count, i, syllable;
	struct pinyin_glance *g = mem_alloc(codes * sizeof(*g));

	for (i = 1; i < pinyin_syllable_count; i++)
		g[i] = syllable_glance(t, pinyin_syllables[i]);
	for (i = pinyin_set_count; i-- > 0;) {
		syllable = pinyin_sets[i];
		struct pinyin_glance *set = &g[pinyin_syllable_count + i];

		*set = g[syllable & ~PINYIN_LAST];
		if (!(syllable & PINYIN_LAST)) {
			set->wants_next |= set[1].wants_next;
			set->initials |= set[1].initials;
		}
	}
	for (i = 0; i < t->wide_count; i++) {
		struct pinyin_glance *wide = &g[pinyin_code(t->wide[i].cp)];

		if (t->wide[i].at & 1)
			wide->wants_next |= JUDGE;
	}
	t->glance = g;
}

bool
pinyin_term_close(struct pinyin_term *t)
{
	if (t->len > 0 && t->breaks & 1ull << (t->len - 1))
		t->len--;
	t->end = 1ull << t->len;
	t->breaks &= t->end - 1;
	if (t->len == 0)
		return false;
	term_glance(t);
	return true;
}

void
pinyin_term_release(struct pinyin_term *t)
{
	free(t->glance);
}

const char *
pinyin_term_read(struct pinyin_term *t, const char *s, bool all)
{
	uint32_t cp;
	size_t used;

	memset(t, 0, sizeof(*t));
	while (*s) {
		used = pinyin_fold(s, &cp);
		if (!all && (cp == ' ' || cp == '\t'))
			return s + used;
		term_add(t, cp);
		s += used;
	}
	return s;
}

/* Scanning. */

static bool
is_common(uint32_t cp)
{
	return cp - PINYIN_COMMON_FIRST < PINYIN_COMMON_COUNT;
}

static uint64_t
term_step(const struct pinyin_term *t, uint64_t set, uint32_t cp)
{
	uint64_t next = typed_as(t, set, cp);
	unsigned code = 0;

	if (is_common(cp))
		code = pinyin_common[cp - PINYIN_COMMON_FIRST];
	else if (pinyin_gap(cp))
		next |= set;
	else if (cp >= 128)
		code = pinyin_code(cp);
	while (code)
		next |= typed_as_syllable(
			t, set, pinyin_syllables[pinyin_syllable(&code)]);
	return past_breaks(t, next);
}

/*
 * A character of the common ones at s, or 0: what nearly all of a name is made
 * of, so its three bytes are judged in one load.  With three left, the fourth
 * is at worst the NUL.
 */
static inline uint32_t
common_at(const char *s, const char *end)
{
	uint32_t word, cp;

	if (end - s < 3)
		return 0;
	memcpy(&word, s, sizeof(word));
	word = le32toh(word);
	if ((word & 0xC0C0F0) != 0x8080E0)
		return 0;
	cp = (word & 0xF) << 12 | (word >> 2 & 0xFC0) | (word >> 16 & 0x3F);
	return is_common(cp) ? cp : 0;
}

static const char *
next_character(const char *s, const char *end, uint32_t *cp)
{
	*cp = common_at(s, end);
	return s + (*cp ? 3 : pinyin_fold(s, cp));
}

static inline bool
term_starts(const struct pinyin_term *t, uint32_t cp, const char *next,
            const char *end)
{
	uint32_t wants =
		t->glance[pinyin_common[cp - PINYIN_COMMON_FIRST]].wants_next;

	if (!wants || wants & JUDGE)
		return wants;
	cp = common_at(next, end);
	return cp == 0 ||
	       wants & t->glance[pinyin_common[cp - PINYIN_COMMON_FIRST]]
	                       .initials;
}

/*
 * The first character from s on that may match position 0, or one that is for
 * term_step() to judge.  Nearly all characters of a scan end here.
 */
static inline const char *
term_skip(const struct pinyin_term *t, const char *s, const char *end)
{
	uint32_t cp;

	while (s < end) {
		cp = common_at(s, end);
		if (cp) {
			if (term_starts(t, cp, s + 3, end))
				break;
			s += 3;
			continue;
		}
		if ((unsigned char)*s >= 0x80 || t->at[(unsigned char)*s] & 1)
			break;
		s++;
	}
	return s;
}

uint64_t
pinyin_term_run(const struct pinyin_term *t, uint64_t set, const char *s)
{
	const char *end = s + strlen(s);
	uint32_t cp;

	for (;;) {
		if (!set)
			s = term_skip(t, s, end);
		if (s == end)
			return set;
		s = next_character(s, end, &cp);
		set = term_step(t, set | 1, cp) & ~1ull;
		if (set & t->end)
			return set;
	}
}

/* Where in a name that has it. */
static enum pinyin_rank
term_place(const struct pinyin_term *t, const char *s)
{
	const char *end = s + strlen(s);
	enum pinyin_rank rank = PINYIN_PART;
	uint64_t set = 1;
	uint32_t cp;

	while (s < end && set) {
		s = next_character(s, end, &cp);
		set = term_step(t, set, cp);
		if (set & t->end)
			rank = PINYIN_START;
	}
	return set & t->end ? PINYIN_WHOLE : rank;
}

/*
 * Spellings.  A syllable begins at the consonant before a vowel, at zh, ch, sh
 * and after a gap: that is how pinyin is written, or there is an apostrophe.
 */
static bool
begins_syllable(uint32_t before, uint32_t cp, uint32_t after)
{
	if (!is_letter(before))
		return true;
	if (!is_letter(cp) || is_one_of(VOWELS, cp) ||
	    (cp == 'h' && is_one_of(BEFORE_H, before)))
		return false;
	return is_one_of(VOWELS, after) ||
	       (after == 'h' && is_one_of(BEFORE_H, cp));
}

struct spelled {
	uint32_t before, cp;
	bool begins; /* cp begins a syllable */
	const char *rest;
};

/* The next letter; the yu of lyu and nyu is one, v. */
static void
spelled_next(struct spelled *l)
{
	bool after_initial = l->begins && is_one_of(BEFORE_V, l->cp);
	uint32_t after = 0;
	size_t used = 0;

	l->before = l->cp;
	l->rest += pinyin_fold(l->rest, &l->cp);
	if (*l->rest)
		used = pinyin_fold(l->rest, &after);
	if (after_initial && l->cp == 'y' && after == 'u') {
		l->cp = 'v';
		l->rest += used;
	}
	l->begins = !(after_initial && l->cp == 'v') &&
	            begins_syllable(l->before, l->cp, after);
}

static uint64_t
spelled_step(const struct pinyin_term *t, uint64_t set, const struct spelled *l,
             uint64_t *seen)
{
	uint64_t next = typed_as(t, set, l->cp);

	if (pinyin_gap(l->cp))
		next |= set;
	else if (l->cp == 'v')
		next |= typed_as_v(t, set, seen);
	else if (l->cp == 'u' && is_one_of(UMLAUTS | BEFORE_V, l->before))
		next |= typed_as(t, set, 'v');
	return past_breaks(t, next);
}

/* `waiting` has begun the present syllable and goes on at the next one. */
static enum pinyin_rank
term_spelled(const struct pinyin_term *t, const char *s, uint64_t start)
{
	struct spelled l = { .rest = s };
	uint64_t set = 1, waiting = 0;
	bool found = false;

	while (*l.rest) {
		spelled_next(&l);
		if (l.begins) {
			set |= past_breaks(t, waiting) | start;
			waiting = 0;
		}
		set = spelled_step(t, set, &l, &waiting);
		waiting |= set;
		found = found || waiting & t->end;
	}
	if (!found)
		return PINYIN_NONE;
	if (start)
		return PINYIN_PART;
	return waiting & t->end ? PINYIN_WHOLE : PINYIN_START;
}

enum pinyin_rank
pinyin_term_in_name(const struct pinyin_term *t, const char *name)
{
	if (!(pinyin_term_run(t, 0, name) & t->end))
		return PINYIN_NONE;
	return term_place(t, name);
}

enum pinyin_rank
pinyin_term_in_spelling(const struct pinyin_term *t, const char *spelling)
{
	enum pinyin_rank rank;

	if (!term_spelled(t, spelling, 1))
		return PINYIN_NONE;
	rank = term_spelled(t, spelling, 0);
	return rank ? rank : PINYIN_PART;
}
