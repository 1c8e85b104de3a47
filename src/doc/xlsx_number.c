#include "doc/xlsx_number.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/civil.h"

#define DIGITS_MAX 64
#define DIGITS_SHOWN 15 /* significant; what Excel keeps */
#define PLACES_MAX 40   /* zeros we would write out */

#define DAY_SECONDS 86400
#define DAYS_1904 1462
#define DAY_LAST 2958465   /* 9999-12-31 */
#define DAY_NEVER 60       /* "1900-02-29" */
#define DAYS_TO_1970 25569 /* from 1899-12-30, past that day */
#define FRACTION_DIGITS 9
#define FRACTION 1000000000LL

/* 0.DIGITS times ten to the power of point. */
struct decimal {
	bool negative;
	char digits[DIGITS_MAX];
	int n, point;
};

/* Formats */

enum xlsx_format
xlsx_format_builtin(unsigned long id)
{
	static const struct {
		unsigned long from, to;
		enum xlsx_format format;
	} table[] = {
		{ 14, 17, XLSX_DATE },     { 18, 21, XLSX_TIME },
		{ 22, 22, XLSX_DATETIME }, { 27, 31, XLSX_DATE },
		{ 32, 35, XLSX_TIME },     { 36, 36, XLSX_DATE },
		{ 45, 47, XLSX_TIME },     { 50, 54, XLSX_DATE },
		{ 55, 56, XLSX_TIME },     { 57, 58, XLSX_DATE },
	};
	size_t i;

	for (i = 0; i < sizeof(table) / sizeof(*table); i++)
		if (id >= table[i].from && id <= table[i].to)
			return table[i].format;
	return XLSX_PLAIN;
}

/*
 * The length of what is text within a format code at p: quoted, escaped, a
 * filler, or in brackets that hold no elapsed time.  0: it is a letter of
 * the format.
 */
static size_t
format_text_len(const char *p)
{
	const char *end;

	if (*p == '"') {
		end = strchr(p + 1, '"');
		return end ? (size_t)(end - p) + 1 : strlen(p);
	}
	if ((*p == '\\' || *p == '_' || *p == '*') && p[1])
		return 2;
	if (*p == '[' && !strchr("hHmMsS", p[1])) {
		end = strchr(p, ']');
		return end ? (size_t)(end - p) + 1 : strlen(p);
	}
	if (strncasecmp(p, "general", 7) == 0)
		return 7;
	return 0;
}

enum xlsx_format
xlsx_format_code(const char *code)
{
	bool day = false, month = false, clock = false;
	size_t text;

	while (*code && *code != ';') {
		text = format_text_len(code);
		if (text > 0) {
			code += text;
			continue;
		}
		day = day || strchr("yYdD", *code);
		month = month || strchr("mM", *code);
		clock = clock || strchr("hHsS", *code);
		code++;
	}
	/* m beside hours is minutes */
	if (day || (month && !clock))
		return clock ? XLSX_DATETIME : XLSX_DATE;
	return clock ? XLSX_TIME : XLSX_PLAIN;
}

/* Decimals */

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static void
decimal_trim(struct decimal *d)
{
	while (d->n > 0 && d->digits[d->n - 1] == '0')
		d->n--;
}

/* Digits with at most one point; leading zeros are no digits. */
static const char *
decimal_digits(struct decimal *d, const char *v)
{
	bool point = false;

	for (; is_digit(*v) || (*v == '.' && !point); v++) {
		if (*v == '.') {
			point = true;
			continue;
		}
		if (*v != '0' || d->n > 0) {
			if (d->n == DIGITS_MAX)
				return NULL;
			d->digits[d->n++] = *v;
			d->point += !point;
		} else {
			d->point -= point;
		}
	}
	return v;
}

static bool
decimal_parse(struct decimal *d, const char *v)
{
	long power = 0;
	char *end;

	*d = (struct decimal){ .negative = *v == '-' };
	v += *v == '-';
	if (!is_digit(*v) && !(*v == '.' && is_digit(v[1])))
		return false;
	v = decimal_digits(d, v);
	if (!v)
		return false;
	if (*v == 'e' || *v == 'E') {
		power = strtol(v + 1, &end, 10);
		if (end == v + 1 || power < -400 || power > 400)
			return false;
		v = end;
	}
	d->point += (int)power;
	decimal_trim(d);
	return *v == '\0';
}

static void
decimal_round(struct decimal *d)
{
	bool up;
	int i;

	if (d->n <= DIGITS_SHOWN)
		return;
	up = d->digits[DIGITS_SHOWN] >= '5';
	d->n = DIGITS_SHOWN;
	for (i = d->n - 1; up && i >= 0; i--) {
		up = d->digits[i] == '9';
		d->digits[i] = up ? '0' : (char)(d->digits[i] + 1);
	}
	if (up) {
		d->digits[0] = '1';
		d->n = 1;
		d->point++;
	}
	decimal_trim(d);
}

/* The digit at a place after (or, below 0, before) the point's left edge. */
static char
decimal_digit(const struct decimal *d, int i)
{
	return i >= 0 && i < d->n ? d->digits[i] : '0';
}

static void
decimal_put(struct buf *out, const struct decimal *d)
{
	int i, from = d->point > 0 ? 0 : d->point - 1;

	if (d->n == 0) {
		buf_byte(out, '0');
		return;
	}
	if (d->negative)
		buf_byte(out, '-');
	for (i = from; i < d->point || i < d->n; i++) {
		if (i == d->point)
			buf_byte(out, '.');
		buf_byte(out, decimal_digit(d, i));
	}
}

/* Dates */

/* Days and seconds of the day; false when it can be no date. */
static bool
decimal_moment(const struct decimal *d, int64_t *days, int64_t *seconds)
{
	int64_t fraction = 0;
	int i;

	*days = 0;
	if (d->negative || d->point > 7)
		return false;
	for (i = 0; i < d->point; i++)
		*days = *days * 10 + (decimal_digit(d, i) - '0');
	for (i = d->point; i < d->point + FRACTION_DIGITS; i++)
		fraction = fraction * 10 + (decimal_digit(d, i) - '0');
	*seconds = (fraction * DAY_SECONDS + FRACTION / 2) / FRACTION;
	*days += *seconds / DAY_SECONDS;
	*seconds %= DAY_SECONDS;
	return true;
}

static void
put_date(struct buf *out, int64_t days)
{
	struct civil c;

	days += days < DAY_NEVER; /* the first two months of 1900 */
	civil_from_ms(&c, (days - DAYS_TO_1970) * CIVIL_DAY, 0);
	buf_fmt(out, "%04d-%02d-%02d", c.year, c.month, c.day);
}

static void
put_time(struct buf *out, int64_t seconds)
{
	buf_fmt(out, "%02d:%02d", (int)(seconds / 3600),
	        (int)(seconds / 60 % 60));
	if (seconds % 60)
		buf_fmt(out, ":%02d", (int)(seconds % 60));
}

static bool
put_moment(struct buf *out, const struct decimal *d, enum xlsx_format format,
           bool since_1904)
{
	int64_t days, seconds;

	if (!decimal_moment(d, &days, &seconds))
		return false;
	if (format == XLSX_TIME) {
		put_time(out, seconds);
		return true;
	}
	days += since_1904 ? DAYS_1904 : 0;
	if (days < 1 || days == DAY_NEVER || days > DAY_LAST)
		return false;
	put_date(out, days);
	if (format == XLSX_DATETIME) {
		buf_byte(out, ' ');
		put_time(out, seconds);
	}
	return true;
}

static bool
plain_integer(const char *v)
{
	v += *v == '-';
	return *v && v[strspn(v, "0123456789")] == '\0';
}

void
xlsx_number(struct buf *out, const char *v, enum xlsx_format format,
            bool since_1904)
{
	struct decimal d;

	if (!decimal_parse(&d, v) || abs(d.point) > PLACES_MAX) {
		buf_str(out, v);
		return;
	}
	if (format != XLSX_PLAIN && put_moment(out, &d, format, since_1904))
		return;
	if (plain_integer(v)) {
		buf_str(out, v); /* all its digits, past the fifteenth too */
		return;
	}
	decimal_round(&d);
	decimal_put(out, &d);
}
