#include "base/utf8.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#define REPLACEMENT 0xFFFDu
#define MARKS_MAX 2

/*
 * What the second byte may be depends on the first: that is how RFC 3629
 * shuts out overlong forms, surrogates and what lies past U+10FFFF.
 */
struct lead {
	unsigned char first, last; /* of the lead byte */
	unsigned char need;        /* bytes that follow */
	unsigned char low, high;   /* of the second byte */
};

static const struct lead leads[] = {
	{ 0xC2, 0xDF, 1, 0x80, 0xBF }, { 0xE0, 0xE0, 2, 0xA0, 0xBF },
	{ 0xE1, 0xEC, 2, 0x80, 0xBF }, { 0xED, 0xED, 2, 0x80, 0x9F },
	{ 0xEE, 0xEF, 2, 0x80, 0xBF }, { 0xF0, 0xF0, 3, 0x90, 0xBF },
	{ 0xF1, 0xF3, 3, 0x80, 0xBF }, { 0xF4, 0xF4, 3, 0x80, 0x8F },
};

struct range {
	uint32_t first, last;
};

/* Sorted.  The noncharacters at the ends of planes are computed. */
static const struct range unsafe_ranges[] = {
	{ 0x0000, 0x001F },    /* C0 */
	{ 0x007F, 0x009F },    /* DEL, C1 */
	{ 0x00AD, 0x00AD },    /* soft hyphen */
	{ 0x061C, 0x061C },    /* Arabic letter mark */
	{ 0x180E, 0x180E },    /* Mongolian vowel separator */
	{ 0x200B, 0x200F },    /* zero width, joiners, LRM, RLM */
	{ 0x2028, 0x202E },    /* separators, bidi embedding */
	{ 0x2060, 0x206F },    /* word joiner, invisible, bidi isolates */
	{ 0xD800, 0xF8FF },    /* surrogates, private use */
	{ 0xFDD0, 0xFDEF },    /* noncharacters */
	{ 0xFEFF, 0xFEFF },    /* byte order mark */
	{ 0xFFF9, 0xFFFB },    /* interlinear annotation */
	{ 0xE0000, 0xE007F },  /* tags */
	{ 0xF0000, 0x10FFFF }, /* private use planes */
};

static const struct range selector_ranges[] = {
	{ 0x180B, 0x180D }, /* Mongolian */
	{ 0x180F, 0x180F },
	{ 0xFE00, 0xFE0F },
	{ 0xE0100, 0xE01EF },
};

/* Two cells each in every C library we know; spares the look-up. */
static const struct range wide_ranges[] = {
	{ 0x3001, 0x3029 }, /* CJK punctuation */
	{ 0x3400, 0x4DBF }, /* ideographs, extension A */
	{ 0x4E00, 0x9FFF }, /* ideographs */
	{ 0xAC00, 0xD7A3 }, /* Hangul syllables */
	{ 0xFF01, 0xFF60 }, /* full-width forms */
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static bool
range_has(const struct range *ranges, size_t n, uint32_t cp)
{
	size_t i;

	for (i = 0; i < n && cp >= ranges[i].first; i++)
		if (cp <= ranges[i].last)
			return true;
	return false;
}

static const struct lead *
lead_of(unsigned char c)
{
	size_t i;

	for (i = 0; i < COUNT(leads); i++)
		if (c >= leads[i].first && c <= leads[i].last)
			return &leads[i];
	return NULL;
}

size_t
utf8_decode(const char *s, size_t len, uint32_t *cp)
{
	const unsigned char *u = (const unsigned char *)s;
	const struct lead *lead;
	uint32_t v;
	size_t i;

	*cp = u[0];
	if (u[0] < 0x80)
		return 1;
	*cp = UTF8_BAD;
	lead = lead_of(u[0]);
	if (!lead || len < 2 || u[1] < lead->low || u[1] > lead->high)
		return 1;
	v = (u[0] & (0x3Fu >> lead->need)) << 6 | (u[1] & 0x3F);
	for (i = 2; i <= lead->need; i++) {
		if (i >= len || (u[i] & 0xC0) != 0x80)
			return i;
		v = v << 6 | (u[i] & 0x3F);
	}
	*cp = v;
	return i;
}

size_t
utf8_encode(uint32_t cp, char out[4])
{
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		out[0] = (char)(0xC0 | cp >> 6);
		out[1] = (char)(0x80 | (cp & 0x3F));
		return 2;
	}
	if (cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
		return 0;
	if (cp < 0x10000) {
		out[0] = (char)(0xE0 | cp >> 12);
		out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
		out[2] = (char)(0x80 | (cp & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | cp >> 18);
	out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
	out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
	out[3] = (char)(0x80 | (cp & 0x3F));
	return 4;
}

bool
utf8_valid(const char *s, size_t len)
{
	uint32_t cp;
	size_t i;

	for (i = 0; i < len; i += utf8_decode(s + i, len - i, &cp)) {
		if (s[i] == '\0')
			return false;
		utf8_decode(s + i, len - i, &cp);
		if (cp == UTF8_BAD)
			return false;
	}
	return true;
}

size_t
utf8_prefix(const char *s, size_t len, size_t n)
{
	uint32_t cp;
	size_t i = 0;

	while (i < len && n > 0) {
		i += utf8_decode(s + i, len - i, &cp);
		n--;
	}
	return i;
}

size_t
utf8_count(const char *s, size_t len)
{
	uint32_t cp;
	size_t i, n = 0;

	for (i = 0; i < len; n++)
		i += utf8_decode(s + i, len - i, &cp);
	return n;
}

/* Made on first use, then constant: a locale that is always UTF-8. */
static locale_t
utf8_locale(void)
{
	static locale_t loc;

	if (loc)
		return loc;
	loc = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	if (!loc) {
		fputs("zhiban: the C library lacks the locale C.UTF-8\n",
		      stderr);
		abort();
	}
	return loc;
}

int
utf8_cell_width(uint32_t cp)
{
	locale_t before;
	int width;

	if (cp >= 0x20 && cp < 0x7F)
		return 1;
	if (range_has(wide_ranges, COUNT(wide_ranges), cp))
		return 2;
	if (cp == 0 || cp > 0x10FFFF)
		return -1;
	before = uselocale(utf8_locale());
	width = wcwidth((wchar_t)cp);
	uselocale(before);
	return width;
}

bool
utf8_unsafe(uint32_t cp)
{
	return cp > 0x10FFFF || (cp & 0xFFFE) == 0xFFFE ||
	       range_has(unsafe_ranges, COUNT(unsafe_ranges), cp);
}

static bool
filter_line_end(struct text_scan *f, uint32_t cp, struct text_glyph *g)
{
	if (cp != '\n' && cp != '\r')
		return false;
	if (cp == '\r' && f->at < f->len && f->s[f->at] == '\n')
		f->at++;
	g->cp = f->flags & TEXT_LINES ? '\n' : ' ';
	g->width = g->cp == ' ';
	return true;
}

/* What an unsafe or ill-formed character is shown as. */
static uint32_t
filter_stand_in(uint32_t cp)
{
	if (cp < 0x20)
		return 0x2400 + cp;
	if (cp == 0x7F)
		return 0x2421;
	return REPLACEMENT;
}

/* A mark needs a base, and a base takes so many: a tower hides its rows. */
static void
filter_mark(struct text_scan *f, struct text_glyph *g)
{
	if (!f->based) {
		*g = (struct text_glyph){ REPLACEMENT, 1, true, true };
		f->based = true;
		f->marks = 0;
	} else if (f->marks == MARKS_MAX) {
		g->shown = false;
		g->changed = true;
	} else {
		f->marks++;
	}
}

bool
text_scan(struct text_scan *f, struct text_glyph *g)
{
	uint32_t cp;

	if (f->at >= f->len)
		return false;
	f->at += utf8_decode(f->s + f->at, f->len - f->at, &cp);
	*g = (struct text_glyph){ cp, 1, true, false };
	if (filter_line_end(f, cp, g)) {
		f->based = g->cp == ' ';
		f->marks = 0;
		return true;
	}
	if (cp == '\t') {
		g->cp = ' ';
	} else if (range_has(selector_ranges, COUNT(selector_ranges), cp)) {
		g->shown = false;
		g->changed = true;
		g->width = 0;
		return true;
	} else if (utf8_unsafe(cp)) {
		g->cp = filter_stand_in(cp);
		g->changed = true;
	} else {
		g->width = utf8_cell_width(cp);
	}
	if (g->width < 0)
		*g = (struct text_glyph){ REPLACEMENT, 1, true, true };
	if (g->width == 0) {
		filter_mark(f, g);
		return true;
	}
	f->based = true;
	f->marks = 0;
	return true;
}

int
utf8_width(const char *s, size_t len)
{
	struct text_scan f = { .s = s, .len = len };
	struct text_glyph g;
	int width = 0;

	while (text_scan(&f, &g))
		width += g.width;
	return width;
}

size_t
utf8_fit(const char *s, size_t len, int cells, int *used)
{
	struct text_scan f = { .s = s, .len = len };
	struct text_glyph g;
	size_t end = 0;

	*used = 0;
	while (text_scan(&f, &g)) {
		if (g.width > cells - *used)
			break;
		*used += g.width;
		end = f.at;
	}
	return end;
}

size_t
text_safe(struct buf *out, const char *s, size_t len, unsigned flags)
{
	struct text_scan f = { .s = s, .len = len, .flags = flags };
	struct text_glyph g;
	size_t n, changed = 0;
	char bytes[4];

	while (text_scan(&f, &g)) {
		changed += g.changed;
		if (!g.shown)
			continue;
		n = utf8_encode(g.cp, bytes);
		buf_add(out, bytes, n);
	}
	return changed;
}
