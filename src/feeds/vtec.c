#include "feeds/vtec.h"

#include <string.h>

/* a: a letter, d: a digit; anything else itself. */
static bool
fits(const char *s, const char *pattern)
{
	for (; *pattern; pattern++, s++) {
		const bool upper = *s >= 'A' && *s <= 'Z';
		const bool digit = *s >= '0' && *s <= '9';

		if (*pattern == 'a'   ? !upper
		    : *pattern == 'd' ? !digit
		                      : *s != *pattern)
			return false;
	}
	return true;
}

bool
vtec_read(char key[VTEC_KEY], bool *over, const char *s)
{
	static const char *const ends[] = { "CAN", "EXP", "UPG" };

	if (!fits(s, "/a.aaa.aaaa.aa.a.dddd."))
		return false;
	memcpy(key, s + 7, VTEC_KEY - 1);
	key[VTEC_KEY - 1] = '\0';
	*over = false;
	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		*over |= memcmp(s + 3, ends[i], 3) == 0;
	return true;
}
