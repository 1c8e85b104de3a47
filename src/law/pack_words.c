#include "law/pack_load.h"

#include <inttypes.h>
#include <string.h>

const char *const level_words[] = { "national", "province", "local",
	                            "field",    "house",    NULL };
const char *const standing_words[] = { "text", "quoted", "unconfirmed", "house",
	                               NULL };
const char *const via_words[] = { "any",     "phone",
	                          "written", "phone_then_written",
	                          "system",  "in_person",
	                          NULL };
const char *const clock_words[] = {
	"occurred", "unit_head_told", "received",       "verified", "changed",
	"ordered",  "tipped",         "handling_ended", NULL,
};
const char *const within_words[] = {
	"none", "", "", "", "immediately", "promptly", "same_day", NULL,
};

const struct house house_default = { 10, 60, 60 };

int
words_find(const char *const *words, const char *text)
{
	int i;

	for (i = 0; *text && words[i]; i++)
		if (strcmp(words[i], text) == 0)
			return i;
	return -1;
}

bool
party_valid(const char *name)
{
	bool dot = true; /* one stands before: a letter must come */

	for (; *name; name++) {
		if (*name == '.' && dot)
			return false;
		dot = *name == '.';
		if (!dot && *name != '_' && (*name < 'a' || *name > 'z'))
			return false;
	}
	return !dot;
}

const char *
standing_code(enum standing s)
{
	return standing_words[s];
}

const char *
via_code(enum rule_via v)
{
	return via_words[v];
}

int
via_find(const char *code)
{
	return words_find(via_words, code);
}

void
clock_code(struct buf *out, const struct rule *r)
{
	if (r->clock == CLOCK_DOCUMENT)
		buf_fmt(out, "document:%s", r->document);
	else
		buf_str(out, clock_words[r->clock]);
}

void
within_text(struct buf *out, const struct within *w)
{
	switch (w->unit) {
	case WITHIN_NONE:
		buf_str(out, "无时限");
		break;
	case WITHIN_MINUTES:
		if (w->n % 60 == 0)
			buf_fmt(out, "%" PRId64 " 小时", w->n / 60);
		else
			buf_fmt(out, "%" PRId64 " 分钟", w->n);
		break;
	case WITHIN_DAYS:
		buf_fmt(out, "%" PRId64 " 日", w->n);
		break;
	case WITHIN_MONTHS:
		if (w->n % 12 == 0)
			buf_fmt(out, "%" PRId64 " 年", w->n / 12);
		else
			buf_fmt(out, "%" PRId64 " 个月", w->n);
		break;
	case WITHIN_IMMEDIATELY:
		buf_str(out, "立即");
		break;
	case WITHIN_PROMPTLY:
		buf_str(out, "及时");
		break;
	case WITHIN_SAME_DAY:
		buf_str(out, "当日");
		break;
	}
}
