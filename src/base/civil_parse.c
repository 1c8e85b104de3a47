/*
 * Reading times: RFC 3339 for machines, short forms for officers.  Declared
 * in civil.h.
 */
#include "base/civil.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

#define AHEAD_MAX (2 * CIVIL_MINUTE) /* a watch may be a little fast */
#define HUMAN_MAX 64

/* A cursor over the text; every reader leaves it alone when it fails. */
struct scan {
	const char *s;
};

static bool
scan_char(struct scan *sc, char c)
{
	if (*sc->s != c || c == '\0')
		return false;
	sc->s++;
	return true;
}

static bool
scan_one_of(struct scan *sc, const char *set)
{
	if (*sc->s == '\0' || !strchr(set, *sc->s))
		return false;
	sc->s++;
	return true;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Between min and max digits, and no digit after them. */
static bool
scan_number(struct scan *sc, int min, int max, int *out)
{
	int n = 0, v = 0;

	while (is_digit(sc->s[n])) {
		if (n == max)
			return false;
		v = v * 10 + (sc->s[n] - '0');
		n++;
	}
	if (n < min)
		return false;
	sc->s += n;
	*out = v;
	return true;
}

static bool
scan_date(struct scan *sc, struct civil *c)
{
	return scan_number(sc, 4, 4, &c->year) && scan_char(sc, '-') &&
	       scan_number(sc, 2, 2, &c->month) && scan_char(sc, '-') &&
	       scan_number(sc, 2, 2, &c->day);
}

static bool
scan_fraction(struct scan *sc, int *ms)
{
	int i;

	*ms = 0;
	if (!scan_char(sc, '.'))
		return true;
	if (!is_digit(*sc->s))
		return false;
	for (i = 0; is_digit(*sc->s); i++, sc->s++)
		if (i < 3)
			*ms = *ms * 10 + (*sc->s - '0');
	for (; i < 3; i++)
		*ms *= 10;
	return true;
}

static bool
scan_zone(struct scan *sc, int *offset)
{
	bool west;
	int hours, minutes;

	*offset = 0;
	if (scan_one_of(sc, "Zz"))
		return true;
	west = *sc->s == '-';
	if (!scan_one_of(sc, "+-"))
		return false;
	if (!scan_number(sc, 2, 2, &hours) || !scan_char(sc, ':') ||
	    !scan_number(sc, 2, 2, &minutes) || hours > 23 || minutes > 59)
		return false;
	*offset = hours * 60 + minutes;
	if (west)
		*offset = -*offset;
	return true;
}

static bool
scan_rfc3339(struct scan *sc, struct civil *c)
{
	return scan_date(sc, c) && scan_one_of(sc, "Tt") &&
	       scan_number(sc, 2, 2, &c->hour) && scan_char(sc, ':') &&
	       scan_number(sc, 2, 2, &c->minute) && scan_char(sc, ':') &&
	       scan_number(sc, 2, 2, &c->second) && scan_fraction(sc, &c->ms) &&
	       scan_zone(sc, &c->offset) && *sc->s == '\0';
}

int
civil_parse(const char *s, int64_t *ms, int *offset, struct err *err)
{
	struct scan sc = { s };
	struct civil c = { 0 };

	if (!scan_rfc3339(&sc, &c))
		return err_set(err, ERR_INPUT,
		               "'%s' is not a time like "
		               "2021-01-10T13:13:00+08:00",
		               s);
	if (civil_to_ms(&c, ms, err))
		return err_prefix(err, "'%s'", s);
	if (offset)
		*offset = c.offset;
	return 0;
}

int
civil_parse_date(const char *s, int64_t *ms, struct err *err)
{
	struct scan sc = { s };
	struct civil c = { .offset = CIVIL_SHANGHAI };

	if (!scan_date(&sc, &c) || *sc.s != '\0')
		return err_set(err, ERR_INPUT,
		               "'%s' is not a date like 2007-06-01", s);
	if (civil_to_ms(&c, ms, err))
		return err_prefix(err, "'%s'", s);
	return 0;
}

/* What an officer types. */

/*
 * Chinese input methods type full-width digits, colons and blanks.  Fold them
 * to ASCII, and trim.  False when it does not fit.
 */
static bool
human_fold(char out[HUMAN_MAX], const char *s)
{
	size_t len = strlen(s), i, n = 0;
	uint32_t cp;
	char c[4];
	size_t bytes;

	for (i = 0; i < len;) {
		i += utf8_decode(s + i, len - i, &cp);
		if (cp >= 0xFF01 && cp <= 0xFF5E)
			cp -= 0xFEE0;
		if (cp == 0x3000 || cp == '\t')
			cp = ' ';
		if (cp == ' ' && (n == 0 || out[n - 1] == ' '))
			continue;
		bytes = utf8_encode(cp, c);
		if (bytes == 0 || n + bytes >= HUMAN_MAX)
			return false;
		memcpy(out + n, c, bytes);
		n += bytes;
	}
	if (n > 0 && out[n - 1] == ' ')
		n--;
	out[n] = '\0';
	return true;
}

/* "14:05", "14:05:30", "1405", "905" is refused: it may be 9:05 or 90:5. */
static bool
scan_clock(struct scan *sc, struct civil *c)
{
	struct scan four = *sc;
	int hhmm;

	c->second = 0;
	if (scan_number(&four, 4, 4, &hhmm)) {
		*sc = four;
		c->hour = hhmm / 100;
		c->minute = hhmm % 100;
		return *sc->s == '\0';
	}
	return scan_number(sc, 1, 2, &c->hour) && scan_char(sc, ':') &&
	       scan_number(sc, 2, 2, &c->minute) &&
	       (!scan_char(sc, ':') || scan_number(sc, 2, 2, &c->second)) &&
	       *sc->s == '\0';
}

static bool
civil_try(const struct civil *c, int64_t *ms)
{
	struct err err = ERR_INIT;

	return civil_to_ms(c, ms, &err) == 0;
}

/* "-15", "-15m", "-2h" */
static bool
human_ago(const char *s, int64_t now_ms, int64_t *ms)
{
	struct scan sc = { s };
	int64_t unit = CIVIL_MINUTE;
	int n;

	if (!scan_char(&sc, '-') || !scan_number(&sc, 1, 5, &n))
		return false;
	if (scan_char(&sc, 'h'))
		unit = CIVIL_HOUR;
	else
		scan_char(&sc, 'm');
	if (*sc.s != '\0' || n * unit > now_ms)
		return false;
	*ms = now_ms - n * unit;
	return true;
}

/* "14:05": tomorrow's if that is within the grace, today's, yesterday's. */
static bool
human_clock(const char *s, int64_t now_ms, int64_t *ms)
{
	struct civil c = { 0 }, day;
	struct scan sc = { s };
	int days;

	if (!scan_clock(&sc, &c))
		return false;
	for (days = 1; days >= -1; days--) {
		civil_from_ms(&day,
		              civil_day_start(now_ms, CIVIL_SHANGHAI, days),
		              CIVIL_SHANGHAI);
		day.hour = c.hour;
		day.minute = c.minute;
		day.second = c.second;
		if (!civil_try(&day, ms))
			return false;
		if (*ms <= now_ms + AHEAD_MAX)
			return true;
	}
	return false;
}

/* "9-1 14:05": of the latest year that does not put it ahead of now. */
static bool
human_month_day(const char *s, int64_t now_ms, int64_t *ms)
{
	struct civil c = { .offset = CIVIL_SHANGHAI }, now;
	struct scan sc = { s };
	int back;

	if (!scan_number(&sc, 1, 2, &c.month) || !scan_char(&sc, '-') ||
	    !scan_number(&sc, 1, 2, &c.day) || !scan_char(&sc, ' ') ||
	    !scan_clock(&sc, &c))
		return false;
	civil_from_ms(&now, now_ms, CIVIL_SHANGHAI);
	/* Eight years back lies a 29 February even across 2100. */
	for (back = -1; back <= 8; back++) {
		c.year = now.year - back;
		if (civil_try(&c, ms) && *ms <= now_ms + AHEAD_MAX)
			return true;
	}
	return false;
}

static bool
human_full(const char *s, int64_t now_ms, int64_t *ms)
{
	struct civil c = { .offset = CIVIL_SHANGHAI };
	struct scan sc = { s };

	(void)now_ms;
	return scan_number(&sc, 4, 4, &c.year) && scan_char(&sc, '-') &&
	       scan_number(&sc, 1, 2, &c.month) && scan_char(&sc, '-') &&
	       scan_number(&sc, 1, 2, &c.day) && scan_char(&sc, ' ') &&
	       scan_clock(&sc, &c) && civil_try(&c, ms);
}

static bool
human_now(const char *s, int64_t now_ms, int64_t *ms)
{
	*ms = now_ms;
	return strcmp(s, "now") == 0 || strcmp(s, "刚才") == 0;
}

static bool
human_rfc3339(const char *s, int64_t now_ms, int64_t *ms)
{
	struct scan sc = { s };
	struct civil c = { 0 };

	(void)now_ms;
	return scan_rfc3339(&sc, &c) && civil_try(&c, ms);
}

typedef bool human_form_fn(const char *s, int64_t now_ms, int64_t *ms);

static human_form_fn *const human_forms[] = {
	human_now,       human_ago,  human_clock,
	human_month_day, human_full, human_rfc3339,
};

int
civil_parse_human(const char *s, int64_t now_ms, int64_t *ms, struct err *err)
{
	char text[HUMAN_MAX];
	int64_t v;
	size_t i;

	if (human_fold(text, s))
		for (i = 0; i < sizeof(human_forms) / sizeof(*human_forms); i++)
			if (human_forms[i](text, now_ms, &v)) {
				*ms = v;
				return 0;
			}
	return err_set(err, ERR_INPUT,
	               "'%s' is no time: write 14:05, 1405, 14:05:30, "
	               "9-1 14:05, 2026-09-01 14:05, -15 (minutes ago), -2h, "
	               "now or RFC 3339",
	               s);
}
