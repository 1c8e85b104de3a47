#include "base/civil.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/tr.h"

#define OFFSET_MAX (23 * 60 + 59)

bool
civil_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int
civil_month_days(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30,
		                    31, 31, 30, 31, 30, 31 };

	return month == 2 && civil_leap(year) ? 29 : days[month - 1];
}

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* Leap days before the first of January of year, from year 0. */
static int64_t
leap_days_before(int64_t year)
{
	int64_t y = year - 1;

	return floor_div(y, 4) - floor_div(y, 100) + floor_div(y, 400);
}

/* Days from 1970-01-01 to the first of January of year. */
static int64_t
year_start_day(int64_t year)
{
	return 365 * (year - 1970) + leap_days_before(year) -
	       leap_days_before(1970);
}

static int64_t
day_number(int year, int month, int day)
{
	int64_t days = year_start_day(year) + day - 1;
	int m;

	for (m = 1; m < month; m++)
		days += civil_month_days(year, m);
	return days;
}

static int64_t
offset_ms(int offset)
{
	return offset * CIVIL_MINUTE;
}

static int64_t
civil_clamp(int64_t ms)
{
	if (ms > CIVIL_MAX)
		return CIVIL_MAX;
	return ms < -CIVIL_MAX ? -CIVIL_MAX : ms;
}

void
civil_from_ms(struct civil *c, int64_t ms, int offset)
{
	int64_t local = civil_clamp(ms) + offset_ms(offset);
	int64_t day = floor_div(local, CIVIL_DAY);
	int64_t rest = local - day * CIVIL_DAY;
	int64_t year = 1970 + floor_div(day, 366);

	while (year_start_day(year + 1) <= day)
		year++;
	c->weekday = (int)(((day + 4) % 7 + 7) % 7);
	c->year = (int)year;
	day -= year_start_day(year);
	for (c->month = 1; day >= civil_month_days(c->year, c->month);
	     c->month++)
		day -= civil_month_days(c->year, c->month);
	c->day = (int)day + 1;
	c->hour = (int)(rest / CIVIL_HOUR);
	c->minute = (int)(rest / CIVIL_MINUTE % 60);
	c->second = (int)(rest / CIVIL_SECOND % 60);
	c->ms = (int)(rest % CIVIL_SECOND);
	c->offset = offset;
}

static bool
civil_fields_ok(const struct civil *c)
{
	return c->year >= 1 && c->year <= 9999 && c->month >= 1 &&
	       c->month <= 12 && c->day >= 1 &&
	       c->day <= civil_month_days(c->year, c->month) && c->hour >= 0 &&
	       c->hour <= 23 && c->minute >= 0 && c->minute <= 59 &&
	       c->second >= 0 && c->second <= 59 && c->ms >= 0 &&
	       c->ms <= 999 && c->offset >= -OFFSET_MAX &&
	       c->offset <= OFFSET_MAX;
}

int
civil_to_ms(const struct civil *c, int64_t *ms, struct err *err)
{
	int64_t v;

	if (!civil_fields_ok(c))
		return err_set(err, ERR_INPUT, "no such date or time");
	v = day_number(c->year, c->month, c->day) * CIVIL_DAY +
	    c->hour * CIVIL_HOUR + c->minute * CIVIL_MINUTE +
	    c->second * CIVIL_SECOND + c->ms - offset_ms(c->offset);
	if (v < 0 || v > CIVIL_MAX)
		return err_set(err, ERR_INPUT, "not between 1970 and 9999");
	*ms = v;
	return 0;
}

int64_t
civil_day_start(int64_t ms, int offset, int days)
{
	int64_t day = floor_div(ms + offset_ms(offset), CIVIL_DAY);

	return (day + days) * CIVIL_DAY - offset_ms(offset);
}

int64_t
civil_add_months(int64_t ms, int offset, int months)
{
	int64_t start = civil_day_start(ms, offset, 0);
	int64_t month, year;
	struct civil c;
	int last;

	civil_from_ms(&c, ms, offset);
	month = (int64_t)c.year * 12 + c.month - 1 + months;
	year = floor_div(month, 12);
	c.year = (int)year;
	c.month = (int)(month - year * 12) + 1;
	last = civil_month_days(c.year, c.month);
	if (c.day > last)
		c.day = last;
	return day_number(c.year, c.month, c.day) * CIVIL_DAY -
	       offset_ms(offset) + (ms - start);
}

/* Writing. */

/* Years an int can hold make no text longer than CIVIL_TEXT. */
__attribute__((format(printf, 2, 3))) static char *
civil_text(char out[CIVIL_TEXT], const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(out, CIVIL_TEXT, fmt, ap);
	va_end(ap);
	return out;
}

char *
civil_rfc3339(char out[CIVIL_TEXT], int64_t ms, int offset)
{
	char fraction[CIVIL_TEXT] = "", zone[CIVIL_TEXT] = "Z";
	int east = offset < 0 ? -offset : offset;
	struct civil c;

	civil_from_ms(&c, ms, offset);
	if (c.ms != 0)
		civil_text(fraction, ".%03d", c.ms);
	if (offset != 0)
		civil_text(zone, "%c%02d:%02d", offset < 0 ? '-' : '+',
		           east / 60, east % 60);
	return civil_text(out, "%04d-%02d-%02dT%02d:%02d:%02d%s%s", c.year,
	                  c.month, c.day, c.hour, c.minute, c.second, fraction,
	                  zone);
}

char *
civil_date(char out[CIVIL_TEXT], int64_t ms, int offset)
{
	struct civil c;

	civil_from_ms(&c, ms, offset);
	return civil_text(out, "%04d-%02d-%02d", c.year, c.month, c.day);
}

char *
civil_local(char out[CIVIL_TEXT], int64_t ms)
{
	struct civil c;

	civil_from_ms(&c, ms, CIVIL_SHANGHAI);
	return civil_text(out, "%04d-%02d-%02d %02d:%02d:%02d", c.year, c.month,
	                  c.day, c.hour, c.minute, c.second);
}

char *
civil_short(char out[CIVIL_TEXT], int64_t ms)
{
	struct civil c;

	civil_from_ms(&c, ms, CIVIL_SHANGHAI);
	return civil_text(out, "%02d-%02d %02d:%02d", c.month, c.day, c.hour,
	                  c.minute);
}

char *
civil_span(char out[CIVIL_TEXT], int64_t ms)
{
	int64_t total = ms / CIVIL_SECOND;
	const char *sign = total < 0 ? "-" : "";
	int64_t s = total < 0 ? -total : total;
	long long days = s / 86400;
	int h = (int)(s / 3600 % 24), m = (int)(s / 60 % 60);
	char hms[CIVIL_TEXT];

	civil_text(hms, "%02d:%02d:%02d", h, m, (int)(s % 60));
	if (days == 0)
		return civil_text(out, "%s%s", sign, hms);
	return civil_text(out, tr("%s%lld天 %s"), sign, days, hms);
}
