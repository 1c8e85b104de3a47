#include "doc/entity.h"

#include <string.h>

#include "base/utf8.h"

static const struct {
	const char *name;
	uint32_t cp;
} entities[] = {
	{ "amp", '&' },      { "lt", '<' },        { "gt", '>' },
	{ "quot", '"' },     { "apos", '\'' },     { "nbsp", 0xA0 },
	{ "ensp", ' ' },     { "emsp", 0x3000 },   { "thinsp", ' ' },
	{ "copy", 0xA9 },    { "reg", 0xAE },      { "trade", 0x2122 },
	{ "sect", 0xA7 },    { "para", 0xB6 },     { "middot", 0xB7 },
	{ "bull", 0x2022 },  { "hellip", 0x2026 }, { "mdash", 0x2014 },
	{ "ndash", 0x2013 }, { "ldquo", 0x201C },  { "rdquo", 0x201D },
	{ "lsquo", 0x2018 }, { "rsquo", 0x2019 },  { "laquo", 0xAB },
	{ "raquo", 0xBB },   { "deg", 0xB0 },      { "plusmn", 0xB1 },
	{ "times", 0xD7 },   { "divide", 0xF7 },   { "permil", 0x2030 },
	{ "yen", 0xA5 },     { "euro", 0x20AC },   { "le", 0x2264 },
	{ "ge", 0x2265 },    { "ne", 0x2260 },     { "asymp", 0x2248 },
	{ "sup2", 0xB2 },    { "sup3", 0xB3 },     { "frac12", 0xBD },
	{ "larr", 0x2190 },  { "uarr", 0x2191 },   { "rarr", 0x2192 },
	{ "darr", 0x2193 },  { "shy", 0xAD },      { "zwnj", 0x200C },
	{ "zwj", 0x200D },   { "micro", 0xB5 },    { "alpha", 0x3B1 },
	{ "beta", 0x3B2 },   { "Omega", 0x3A9 },   { "hearts", 0x2665 },
};

/* 128 to 159 of code page 1252; 0: nothing. */
static const uint16_t cp1252[32] = {
	0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
	0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
	0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
	0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

static int
digit_value(char c, int base)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return base == 16 && c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static uint32_t
numbered(uint32_t n)
{
	char s[4];

	if (n >= 0x80 && n < 0xA0)
		n = cp1252[n - 0x80];
	return n == 0 || utf8_encode(n, s) == 0 ? UTF8_BAD : n;
}

/* &#20540; and &#x503C;, the semicolon perhaps forgotten */
static size_t
decode_number(struct line text, uint32_t *cp)
{
	size_t at = 2, digits = 0;
	int base = 10, value;
	uint32_t n = 0;

	if (at < text.len && (text.s[at] | 0x20) == 'x') {
		base = 16;
		at++;
	}
	for (; at < text.len; at++, digits++) {
		value = digit_value(text.s[at], base);
		if (value < 0)
			break;
		if (n <= 0x10FFFF)
			n = n * (uint32_t)base + (uint32_t)value;
	}
	if (digits == 0)
		return 0;
	*cp = numbered(n);
	return at + (at < text.len && text.s[at] == ';');
}

size_t
entity_decode(struct line text, uint32_t *cp)
{
	size_t i, n;

	if (text.len < 3 || *text.s != '&')
		return 0;
	if (text.s[1] == '#')
		return decode_number(text, cp);
	for (i = 0; i < sizeof(entities) / sizeof(entities[0]); i++) {
		n = strlen(entities[i].name);
		if (text.len < n + 2 || text.s[n + 1] != ';' ||
		    memcmp(text.s + 1, entities[i].name, n) != 0)
			continue;
		*cp = entities[i].cp;
		return n + 2;
	}
	return 0;
}
