#include "screens/kit/countdown.h"

#include <stdio.h>

#include "base/civil.h"
#include "base/tr.h"

#define SOON_MS (30 * CIVIL_MINUTE)
#define URGENT_MS (10 * CIVIL_MINUTE)

struct urgency_look {
	const char *glyph, *word;
	enum role role;
};

/* clang-format off */
static const struct urgency_look looks[] = {
	[URGENCY_CALM]	 = { " ", "", ROLE_TEXT },
	[URGENCY_SOON]	 = { "!", N_("将到"), ROLE_WARN },
	[URGENCY_URGENT] = { "‼", N_("紧急"), ROLE_LATE },
	[URGENCY_LATE]	 = { "✗", N_("超时"), ROLE_LATE },
};
/* clang-format on */

enum urgency
urgency_of(int64_t left_ms)
{
	if (left_ms < 0)
		return URGENCY_LATE;
	if (left_ms < URGENT_MS)
		return URGENCY_URGENT;
	return left_ms < SOON_MS ? URGENCY_SOON : URGENCY_CALM;
}

const char *
urgency_glyph(enum urgency u)
{
	return looks[u].glyph;
}

const char *
urgency_word(enum urgency u)
{
	return looks[u].word;
}

enum role
urgency_role(enum urgency u)
{
	return looks[u].role;
}

/* Whole seconds: what is left is rounded up, what has passed too. */
static int64_t
whole_seconds(int64_t left_ms)
{
	if (left_ms < 0)
		left_ms = -left_ms;
	return (left_ms + CIVIL_SECOND - 1) / CIVIL_SECOND;
}

static int
put_days(char out[COUNTDOWN_TEXT], int64_t left_ms, int64_t days)
{
	const char *sign = left_ms < 0 ? "+" : "";

	if (days == 0)
		return snprintf(out, COUNTDOWN_TEXT, "%s", sign);
	return snprintf(out, COUNTDOWN_TEXT, tr("%s%lld天 "), sign,
	                (long long)days);
}

char *
countdown_seconds(char out[COUNTDOWN_TEXT], int64_t left_ms)
{
	int64_t s = whole_seconds(left_ms);
	int at = put_days(out, left_ms, s / 86400);

	s %= 86400;
	snprintf(out + at, (size_t)(COUNTDOWN_TEXT - at), "%02d:%02d:%02d",
	         (int)(s / 3600), (int)(s / 60 % 60), (int)(s % 60));
	return out;
}

char *
countdown_minutes(char out[COUNTDOWN_TEXT], int64_t left_ms)
{
	int64_t m = whole_seconds(left_ms) / 60;
	int at = put_days(out, left_ms, m / 1440);

	m %= 1440;
	snprintf(out + at, (size_t)(COUNTDOWN_TEXT - at), "%d:%02d",
	         (int)(m / 60), (int)(m % 60));
	return out;
}
