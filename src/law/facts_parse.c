#include "law/facts.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

/*
 * What an officer types.  Full-width forms become ASCII, spaces and grouping
 * commas go; the rest must be a number with at most one unit.
 */

#define TYPED_MAX 96

struct word {
	const char *text;
	int64_t value;
};

static const struct word unknown_words[] = {
	{ "?", 0 },    { "不明", 0 },    { "未知", 0 },
	{ "不详", 0 }, { "unknown", 0 }, { NULL, 0 },
};

static const struct word bool_words[] = {
	{ "是", 1 }, { "有", 1 }, { "y", 1 },     { "yes", 1 },  { "true", 1 },
	{ "1", 1 },  { "否", 0 }, { "无", 0 },    { "没有", 0 }, { "不是", 0 },
	{ "n", 0 },  { "no", 0 }, { "false", 0 }, { "0", 0 },    { NULL, 0 },
};

static const struct word about_words[] = {
	{ "约", 0 }, { "大约", 0 }, { "近", 0 }, { "至少", 0 },  { "超过", 0 },
	{ "多", 0 }, { "余", 0 },   { "~", 0 },  { "about", 0 }, { NULL, 0 },
};

/* Units and how many of the fact's own unit one of them is. */
static const struct word people_units[] = {
	{ "", 1 },     { "人", 1 },     { "名", 1 },       { "个", 1 },
	{ "个人", 1 }, { "万", 10000 }, { "万人", 10000 }, { NULL, 0 },
};
static const struct word yuan_units[] = {
	{ "", 1 },
	{ "元", 1 },
	{ "千元", 1000 },
	{ "万", 10000 },
	{ "万元", 10000 },
	{ "百万", 1000000 },
	{ "百万元", 1000000 },
	{ "千万", 10000000 },
	{ "千万元", 10000000 },
	{ "亿", 100000000 },
	{ "亿元", 100000000 },
	{ NULL, 0 },
};
static const struct word hectare_units[] = {
	{ "", 1000 },
	{ "公顷", 1000 },
	{ "ha", 1000 },
	{ NULL, 0 },
};
static const struct word minute_units[] = {
	{ "", 1 },    { "分", 1 }, { "分钟", 1 },  { "min", 1 }, { "小时", 60 },
	{ "时", 60 }, { "h", 60 }, { "天", 1440 }, { NULL, 0 },
};

static const struct word *
word_find(const struct word *words, const char *text)
{
	for (; words->text; words++)
		if (strcmp(words->text, text) == 0)
			return words;
	return NULL;
}

/* Normal form of what was typed; -1 when it does not fit. */
static int
typed_fold(char out[TYPED_MAX], const char *text)
{
	size_t len = strlen(text), i, n, used = 0;
	uint32_t cp;
	char utf8[4];

	for (i = 0; i < len; i += n) {
		n = utf8_decode(text + i, len - i, &cp);
		if (cp == UTF8_BAD)
			return -1;
		if (cp >= 0xFF01 && cp <= 0xFF5E)
			cp -= 0xFF01 - '!';
		if (cp == ' ' || cp == '\t' || cp == 0x3000 || cp == ',')
			continue;
		if (cp >= 'A' && cp <= 'Z')
			cp += 'a' - 'A';
		if (used + utf8_encode(cp, utf8) >= TYPED_MAX)
			return -1;
		memcpy(out + used, utf8, utf8_encode(cp, utf8));
		used += utf8_encode(cp, utf8);
	}
	out[used] = '\0';
	return 0;
}

static bool
typed_is_about(const char *typed)
{
	const struct word *w;

	for (w = about_words; w->text; w++)
		if (strstr(typed, w->text))
			return true;
	return false;
}

/*
 * A decimal with `scale` applied must come out whole: "1.2" of 10^8 is
 * 120,000,000.  Returns where the number ended, NULL when there is none.
 */
static const char *
decimal_split(const char *s, int64_t *whole, int64_t *fraction, int64_t *places)
{
	const char *start = s;

	*whole = 0;
	*fraction = 0;
	*places = 1;
	for (; *s >= '0' && *s <= '9'; s++) {
		if (*whole > INT64_MAX / 100)
			return NULL;
		*whole = *whole * 10 + (*s - '0');
	}
	if (s == start)
		return NULL;
	if (*s != '.')
		return s;
	for (s++; *s >= '0' && *s <= '9'; s++) {
		if (*places >= 1000000000)
			return NULL;
		*fraction = *fraction * 10 + (*s - '0');
		*places *= 10;
	}
	return *places > 1 ? s : NULL;
}

static int
quantity_parse(const char *typed, const struct word *units, int64_t max,
               int64_t *out)
{
	int64_t whole, fraction, places, value;
	const char *end = decimal_split(typed, &whole, &fraction, &places);
	const struct word *unit;

	unit = end ? word_find(units, end) : NULL;
	if (!unit || fraction * unit->value % places != 0)
		return -1;
	if (__builtin_mul_overflow(whole, unit->value, &value) || value > max)
		return -1;
	value += fraction * unit->value / places;
	if (value > max)
		return -1;
	*out = value;
	return 0;
}

static const struct word *
fact_units(enum fact_type type)
{
	switch (type) {
	case FACT_TYPE_YUAN:
		return yuan_units;
	case FACT_TYPE_MILLI:
		return hectare_units;
	case FACT_TYPE_MINUTES:
		return minute_units;
	default:
		return people_units;
	}
}

static const char *
fact_forms(enum fact_type type)
{
	switch (type) {
	case FACT_TYPE_YUAN:
		return "a whole sum such as 500000, 3000万 or 1.2亿";
	case FACT_TYPE_MILLI:
		return "hectares such as 12.5";
	case FACT_TYPE_MINUTES:
		return "a time such as 90, 90分 or 2小时";
	case FACT_TYPE_BOOL:
		return "是 or 否";
	default:
		return "a whole number such as 3 or 3人";
	}
}

static int
enum_parse(const struct fact_info *info, const char *typed, int64_t *out)
{
	int i;

	for (i = 0; info->names[i]; i++) {
		if (strcmp(info->names[i], typed) != 0 &&
		    strcmp(info->labels[i], typed) != 0)
			continue;
		*out = i;
		return 0;
	}
	return -1;
}

static int
enum_fail(const struct fact_info *info, struct err *err)
{
	struct buf forms = BUF_INIT;
	int i;

	for (i = 0; info->labels[i]; i++)
		buf_fmt(&forms, "%s%s (%s)", i > 0 ? ", " : "", info->labels[i],
		        info->names[i]);
	err_set(err, ERR_INPUT, "%s: expected one of %s, or ? for unknown",
	        info->key, forms.s);
	buf_release(&forms);
	return -1;
}

int
fact_parse(enum fact id, const char *text, int64_t *out, struct err *err)
{
	const struct fact_info *info = fact_info(id);
	const struct word *word;
	char typed[TYPED_MAX];

	if (typed_fold(typed, text))
		return err_set(err, ERR_INPUT, "%s: too long or not UTF-8",
		               info->key);
	if (typed[0] == '\0' || word_find(unknown_words, typed)) {
		*out = FACT_UNKNOWN;
		return 0;
	}
	if (info->type == FACT_TYPE_ENUM) {
		if (enum_parse(info, typed, out))
			return enum_fail(info, err);
		return 0;
	}
	if (info->type == FACT_TYPE_BOOL) {
		word = word_find(bool_words, typed);
		if (word) {
			*out = word->value;
			return 0;
		}
	} else if (quantity_parse(typed, fact_units(info->type), info->max,
	                          out) == 0) {
		return 0;
	}
	if (info->type != FACT_TYPE_BOOL && typed_is_about(typed))
		return err_set(
			err, ERR_INPUT,
			"%s: give the number known so far, and \"about\" "
			"in the words; ? for unknown",
			info->key);
	return err_set(err, ERR_INPUT, "%s: expected %s, or ? for unknown",
	               info->key, fact_forms(info->type));
}
