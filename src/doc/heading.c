/*
 * Headings of plain text, by their numbers.  Declared in doc.h.
 */
#include "doc/doc.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "doc/line.h"

#define HEADING_CHARS 40
#define NUMBERED_CHARS 20 /* after bare digits, which prose has too */
#define DECIMAL_PARTS 4   /* 1.1.1.1 */
#define DECIMAL_DIGITS 2  /* of each; 2024.5.1 is a date */

/* How many digits were taken, full-width ones too. */
static size_t
take_digits(struct line *c)
{
	uint32_t cp;
	size_t n = 0, used;

	for (; c->len > 0; n++) {
		used = utf8_decode(c->s, c->len, &cp);
		if (!(cp >= '0' && cp <= '9') &&
		    !(cp >= 0xFF10 && cp <= 0xFF19))
			break;
		c->s += used;
		c->len -= used;
	}
	return n;
}

static size_t
take_numerals(struct line *c)
{
	static const char *const numerals[] = { "一", "二", "三", "四",
		                                "五", "六", "七", "八",
		                                "九", "十", "百", "千",
		                                "两", "零", "〇", NULL };
	size_t n = 0;

	while (line_take_one_of(c, numerals))
		n++;
	return n;
}

static bool
take_number(struct line *c)
{
	return take_digits(c) > 0 || take_numerals(c) > 0;
}

/* 第n章 and its like; an article's number needs a blank after it. */
static int
level_of_division(struct line c)
{
	static const struct {
		const char *unit;
		int level;
		bool parted;
	} units[] = {
		{ "编", 1, false },
		{ "章", 1, false },
		{ "节", 2, false },
		{ "条", 3, true },
	};
	size_t i;

	if (!line_take(&c, "第") || !take_number(&c))
		return 0;
	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (line_take(&c, units[i].unit))
			return !units[i].parted || c.len == 0 ||
			                       line_take_blanks(&c) > 0
			               ? units[i].level
			               : 0;
	return 0;
}

/* 附件1, 附录二：and 附件 alone. */
static int
level_of_annex(struct line c)
{
	if (!line_take(&c, "附件") && !line_take(&c, "附录"))
		return 0;
	line_take_blanks(&c);
	return c.len == 0 || take_number(&c);
}

/* 一、 but not the list 一、二、三级响应 */
static int
level_of_count(struct line c)
{
	if (take_numerals(&c) == 0 || !line_take(&c, "、"))
		return 0;
	return take_numerals(&c) > 0 && line_take(&c, "、") ? 0 : 2;
}

/* （一） and （1）, with ASCII brackets too */
static int
level_of_brackets(struct line c)
{
	static const char *const open[] = { "（", "(", NULL };
	static const char *const close[] = { "）", ")", NULL };
	int level;

	if (!line_take_one_of(&c, open))
		return 0;
	level = take_numerals(&c) > 0 ? 3 : take_digits(&c) > 0 ? 5 : 0;
	return level > 0 && line_take_one_of(&c, close) ? level : 0;
}

/* A Han character or punctuation of its width comes next. */
static bool
begins_wide(struct line c)
{
	uint32_t cp = 0;

	if (c.len > 0)
		utf8_decode(c.s, c.len, &cp);
	return cp >= 0x2E80 && cp != UTF8_BAD;
}

/* 1. 1、 1.1 1.1.1 and 1 总则 */
static int
level_of_digits(struct line c)
{
	static const char *const points[] = { ".", "．", NULL };
	size_t digits = take_digits(&c);
	bool point = false;
	int parts = 0;

	while (digits > 0 && digits <= DECIMAL_DIGITS) {
		parts++;
		point = line_take_one_of(&c, points);
		digits = point ? take_digits(&c) : 0;
	}
	if (parts == 0 || parts > DECIMAL_PARTS || digits > 0)
		return 0;
	if (utf8_count(c.s, c.len) > NUMBERED_CHARS)
		return 0;
	if (parts == 1 && (point || line_take(&c, "、")))
		return 4;
	if (line_take_blanks(&c) == 0 && parts == 1)
		return 0;
	return begins_wide(c) ? parts : 0;
}

/* A sentence ended before the line did: it is the start of a paragraph. */
static bool
holds_a_stop(struct line line)
{
	static const char *const stops[] = { "。", "；", "！", "？" };
	size_t i;

	for (i = 0; i < sizeof(stops) / sizeof(stops[0]); i++)
		if (memmem(line.s, line.len, stops[i], strlen(stops[i])))
			return true;
	return false;
}

int
doc_heading_level(const char *text, size_t len)
{
	static int (*const kinds[])(struct line) = {
		level_of_division, level_of_annex,  level_of_count,
		level_of_brackets, level_of_digits,
	};
	struct line line = line_trim((struct line){ text, len });
	size_t i;
	int level = 0;

	if (utf8_prefix(line.s, line.len, HEADING_CHARS) < line.len ||
	    line_ends_prose(line) || holds_a_stop(line))
		return 0;
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]) && level == 0; i++)
		level = kinds[i](line);
	return level;
}
