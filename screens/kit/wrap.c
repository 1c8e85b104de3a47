#include "screens/kit/wrap.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

static bool
word_byte(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	       (c >= 'a' && c <= 'z') || c == '.' || c == '-' || c == '_' ||
	       c == ':' || c == '/';
}

static bool
closing_mark(const char *s, size_t len)
{
	static const char marks[] = "，。、；：！？）》」』”’…";
	uint32_t cp, mark;
	size_t i;

	utf8_decode(s, len, &cp);
	for (i = 0; i < sizeof(marks) - 1;) {
		i += utf8_decode(marks + i, sizeof(marks) - 1 - i, &mark);
		if (mark == cp)
			return true;
	}
	return false;
}

static size_t
step_back(const char *s, size_t at)
{
	do
		at--;
	while (at > 0 && ((unsigned char)s[at] & 0xC0) == 0x80);
	return at;
}

/* A better place to break than `fit`, at or before it. */
static size_t
break_before(const char *s, size_t len, size_t fit)
{
	size_t at = fit;

	if (word_byte(s[fit])) {
		while (at > 0 && word_byte(s[at - 1]))
			at--;
		return at > 0 ? at : fit;
	}
	if (!closing_mark(s + fit, len - fit))
		return fit;
	at = step_back(s, fit);
	return at > 0 ? at : fit;
}

size_t
wrap_row(const char *s, size_t len, int cells, size_t *next)
{
	size_t fit, end;
	int used;

	fit = utf8_fit(s, len, cells, &used);
	if (fit < len && fit == 0)
		fit = utf8_prefix(s, len, 1);
	if (fit < len && s[fit] != ' ')
		fit = break_before(s, len, fit);
	end = fit;
	while (fit < len && s[fit] == ' ')
		fit++;
	while (fit < len && end > 0 && s[end - 1] == ' ')
		end--;
	*next = fit;
	return end;
}

size_t
wrap_rows(const char *s, size_t len, int cells)
{
	size_t n = 0, next;

	do {
		wrap_row(s, len, cells, &next);
		s += next;
		len -= next;
		n++;
	} while (len > 0);
	return n;
}

size_t
wrap_start(const char *s, size_t len, int cells, size_t n)
{
	size_t at = 0, next;

	while (n-- > 0 && at < len) {
		wrap_row(s + at, len - at, cells, &next);
		at += next;
	}
	return at;
}
