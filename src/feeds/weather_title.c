/* The titles of Chinese warnings. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "feeds/weather.h"

/* A part of a title. */
struct span {
	const char *s;
	size_t len;
};

static const struct {
	const char *word;
	enum feed_change change;
} verbs[] = {
	{ "发布", FEED_ALERT },  { "更新", FEED_UPDATE },
	{ "变更", FEED_UPDATE }, { "升级", FEED_UPDATE },
	{ "降级", FEED_UPDATE }, { "解除", FEED_CANCEL },
};

/* Before 发布 these make it an update. */
static const char *const again[] = { "继续", "更新", "变更", "升级", "降级" };

/* An office's name ends so; a place's does not. */
static const char *const offices[] = { "台", "局", "室", "部",  "厅",
	                               "站", "委", "办", "中心" };

/* What may stand between a verb and a kind: 升级为… */
static const char *const links[] = { "为", "至", "成", "到" };

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static bool
ends_with(const struct span *text, const char *end)
{
	size_t n = strlen(end);

	return text->len >= n && memcmp(text->s + text->len - n, end, n) == 0;
}

static bool
cut_end(struct span *text, const char *end)
{
	if (!ends_with(text, end))
		return false;
	text->len -= strlen(end);
	return true;
}

static bool
skip_word(const char **s, const char *word)
{
	size_t n = strlen(word);

	if (strncmp(*s, word, n) != 0)
		return false;
	*s += n;
	return true;
}

static const char *
last(const char *s, const char *word)
{
	const char *found = NULL;

	for (s = strstr(s, word); s; s = strstr(s + 1, word))
		found = s;
	return found;
}

/*
 * The last verb: what stands before it, and what behind.  Without one all
 * stands before.
 */
static enum feed_change
split(const char *title, struct span *before, const char **rest)
{
	enum feed_change change = FEED_ALERT;
	const char *at = NULL;

	for (size_t i = 0; i < COUNT(verbs); i++) {
		const char *found = last(title, verbs[i].word);

		if (!found || (at && found < at))
			continue;
		at = found;
		change = verbs[i].change;
		*rest = found + strlen(verbs[i].word);
	}
	before->s = title;
	before->len = at ? (size_t)(at - title) : strlen(title);
	if (!at) {
		*rest = title + before->len;
		return FEED_ALERT;
	}
	for (size_t i = 0; change == FEED_ALERT && i < COUNT(again); i++)
		if (cut_end(before, again[i]))
			change = FEED_UPDATE;
	return change;
}

/* The last character of text, all of its bytes; empty when there is none. */
static struct span
last_char(const struct span *text)
{
	struct span c = { text->s + text->len, 0 };

	while (c.s > text->s) {
		c.s--;
		c.len++;
		if ((*c.s & 0xC0) != 0x80)
			break;
	}
	return c;
}

/* "[Ⅱ级/严重]", "/III/较重" and the like: its level, or 0. */
static int
bracket(const char *s)
{
	/* Longer ones first: I begins them all. */
	static const struct {
		const char *numeral;
		int level;
	} numerals[] = { { "Ⅰ", 1 },   { "Ⅱ", 2 },  { "Ⅲ", 3 },  { "Ⅳ", 4 },
		         { "III", 3 }, { "II", 2 }, { "IV", 4 }, { "I", 1 } };

	skip_word(&s, "信号");
	if (!skip_word(&s, "[") && !skip_word(&s, "/") &&
	    !skip_word(&s, "［") && !skip_word(&s, "【"))
		return 0;
	for (size_t i = 0; i < COUNT(numerals); i++)
		if (skip_word(&s, numerals[i].numeral))
			return *s == '/' || strncmp(s, "级", 3) == 0
			               ? numerals[i].level
			               : 0;
	return 0;
}

static char *
copy_kind(const char *s, size_t len)
{
	const struct weather_kind *kind = weather_kind_named(s, len);

	if (kind)
		return mem_str(kind->name);
	return len ? mem_strn(s, len) : NULL;
}

/* "大风蓝色预警信号[Ⅳ级/一般]" */
static void
read_rest(struct weather_title *out, const char *rest)
{
	const char *end = strstr(rest, "色预警");
	struct span text, colour;

	for (size_t i = 0; i < COUNT(links); i++)
		if (skip_word(&rest, links[i]))
			break;
	text.s = rest;
	if (end && end > rest) {
		text.len = (size_t)(end - rest);
		colour = last_char(&text);
		text.len -= colour.len;
		out->colour = mem_strn(colour.s, colour.len + strlen("色"));
		out->level = weather_colour(out->colour);
		out->bracket = bracket(end + strlen("色预警"));
	} else {
		end = strstr(rest, "预警");
		text.len = end ? (size_t)(end - rest) : 0;
	}
	out->kind = copy_kind(text.s, text.len);
}

/* "…暴雨黄色预警" before the verb: a kind we know. */
static char *
kind_before(const struct span *before)
{
	char *text = mem_strn(before->s, before->len);
	const char *end = last(text, "色预警");
	const struct weather_kind *kind = NULL;
	struct span head = { text, end ? (size_t)(end - text) : 0 };

	if (end) {
		head.len -= last_char(&head).len;
		kind = weather_kind_named(head.s, head.len);
	}
	free(text);
	return kind ? mem_str(kind->name) : NULL;
}

/* "天津市气象台于2018年01月21日22时28分": the office alone. */
static void
cut_date(struct span *text)
{
	static const char *const units[] = { "年", "月", "日", "时", "分" };
	size_t before;

	do {
		before = text->len;
		for (size_t i = 0; i < COUNT(units); i++)
			cut_end(text, units[i]);
		while (text->len &&
		       strchr("0123456789 ", text->s[text->len - 1]))
			text->len--;
	} while (text->len < before);
	cut_end(text, "于");
}

void
weather_title(struct weather_title *out, const char *title)
{
	struct span before;
	const char *rest;

	memset(out, 0, sizeof(*out));
	if (!title)
		return;
	out->change = split(title, &before, &rest);
	read_rest(out, rest);
	if (!out->kind)
		out->kind = kind_before(&before);
	if (rest == before.s + before.len)
		return;
	cut_date(&before);
	for (size_t i = 0; i < COUNT(offices) && !out->sender; i++)
		if (ends_with(&before, offices[i]))
			out->sender = mem_strn(before.s, before.len);
}

void
weather_title_release(struct weather_title *t)
{
	free(t->colour);
	free(t->kind);
	free(t->sender);
	memset(t, 0, sizeof(*t));
}
