#include "base/pinyin_table.h"

#include <string.h>

#include "base/utf8.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* Letters of pinyin beyond ASCII, small and capital. */
static const struct {
	uint16_t small, capital;
	char letter;
} toned[] = {
	{ 0x101, 0x100, 'a' }, { 0xE1, 0xC1, 'a' },   { 0x1CE, 0x1CD, 'a' },
	{ 0xE0, 0xC0, 'a' },   { 0x113, 0x112, 'e' }, { 0xE9, 0xC9, 'e' },
	{ 0x11B, 0x11A, 'e' }, { 0xE8, 0xC8, 'e' },   { 0x12B, 0x12A, 'i' },
	{ 0xED, 0xCD, 'i' },   { 0x1D0, 0x1CF, 'i' }, { 0xEC, 0xCC, 'i' },
	{ 0x14D, 0x14C, 'o' }, { 0xF3, 0xD3, 'o' },   { 0x1D2, 0x1D1, 'o' },
	{ 0xF2, 0xD2, 'o' },   { 0x16B, 0x16A, 'u' }, { 0xFA, 0xDA, 'u' },
	{ 0x1D4, 0x1D3, 'u' }, { 0xF9, 0xD9, 'u' },   { 0x1D6, 0x1D5, 'v' },
	{ 0x1D8, 0x1D7, 'v' }, { 0x1DA, 0x1D9, 'v' }, { 0x1DC, 0x1DB, 'v' },
	{ 0xFC, 0xDC, 'v' },
};

/* Pages are sorted: halve until one is left. */
static unsigned
rare_code(uint32_t cp)
{
	const struct pinyin_page *p = pinyin_pages;
	unsigned n = pinyin_page_count, half;
	uint64_t bit = 1ull << (cp % 64);

	while (n > 1) {
		half = n / 2;
		if (p[half].page <= cp / 64)
			p += half;
		n -= half;
	}
	if (p->page != cp / 64 || !(p->has & bit))
		return 0;
	return pinyin_rare[p->first + __builtin_popcountll(p->has & (bit - 1))];
}

unsigned
pinyin_code(uint32_t cp)
{
	uint32_t at = cp - PINYIN_COMMON_FIRST;

	return at < PINYIN_COMMON_COUNT ? pinyin_common[at] : rare_code(cp);
}

unsigned
pinyin_syllable(unsigned *code)
{
	unsigned syllable = *code;

	if (syllable < pinyin_syllable_count) {
		*code = 0;
		return syllable;
	}
	syllable = pinyin_sets[*code - pinyin_syllable_count];
	*code = syllable & PINYIN_LAST ? 0 : *code + 1;
	return syllable & ~PINYIN_LAST;
}

static uint32_t
fold_letter(uint32_t cp)
{
	size_t i;

	for (i = 0; i < COUNT(toned); i++)
		if (cp == toned[i].small || cp == toned[i].capital)
			return (unsigned char)toned[i].letter;
	return cp;
}

size_t
pinyin_fold(const char *s, uint32_t *cp)
{
	size_t used = 1;

	*cp = (unsigned char)*s;
	if (*cp >= 0x80)
		used = utf8_decode(s, strnlen(s, 4), cp);
	if (*cp >= 0xFF01 && *cp <= 0xFF5E)
		*cp -= 0xFEE0;
	if (*cp >= 'A' && *cp <= 'Z')
		*cp += 'a' - 'A';
	else if (*cp == 0x3000 || *cp == 0xA0)
		*cp = ' ';
	else if (*cp >= 0xC0 && *cp <= 0x1DC)
		*cp = fold_letter(*cp);
	return used;
}

bool
pinyin_gap(uint32_t cp)
{
	static const uint16_t gaps[] = {
		' ',    '\t',   '\'',   '-',    0xB7,
		0x2010, 0x2018, 0x2019, 0x2022, 0x30FB,
	};
	size_t i;

	for (i = 0; i < COUNT(gaps); i++)
		if (cp == gaps[i])
			return true;
	return false;
}
