#include "feeds/mail_time.h"

#include <stdio.h>
#include <string.h>

/* 1 to 12 of "Jan" to "Dec"; 0: none. */
static int
month_of(const char *s)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

	for (int m = 0; m < 12; m++)
		if (strncasecmp(s, months + 3 * m, 3) == 0)
			return m + 1;
	return 0;
}

static bool
digit(char c)
{
	return c >= '0' && c <= '9';
}

static const char *
zone_of(const char *s)
{
	static const char *const utc[] = { "GMT", "UT", "UTC", "Z" };

	for (size_t i = 0; i < sizeof(utc) / sizeof(*utc); i++)
		if (strcasecmp(s, utc[i]) == 0)
			return "Z";
	return s;
}

/* Put anew in the order of ISO 8601, which feed_time() reads. */
bool
mail_time(struct feed_time *out, const char *s)
{
	const char *comma = strchr(s, ',');
	char iso[64];
	int day = 0, month, n;
	size_t hms;

	*out = (struct feed_time){ FEED_NO_TIME, 0 };
	s = comma ? comma + 1 : s;
	s += strspn(s, " ");
	for (n = 0; n < 2 && digit(*s); n++)
		day = day * 10 + (*s++ - '0');
	if (n == 0 || *s++ != ' ')
		return false;
	month = month_of(s);
	if (month == 0 || s[3] != ' ' || strspn(s + 4, "0123456789") != 4 ||
	    s[8] != ' ')
		return false;
	hms = strcspn(s + 9, " ");
	if ((hms != 5 && hms != 8) || s[9 + hms] != ' ')
		return false;
	n = snprintf(iso, sizeof(iso), "%.4s-%02d-%02dT%.*s%s%s", s + 4, month,
	             day, (int)hms, s + 9, hms == 5 ? ":00" : "",
	             zone_of(s + 9 + hms + 1));
	return n > 0 && (size_t)n < sizeof(iso) &&
	       feed_time(out, iso, "Y-M-DTh:m:sz", 0);
}
