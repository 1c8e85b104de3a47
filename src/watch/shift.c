#include "watch/shift.h"

#include <ctype.h>
#include <string.h>

#include "base/civil.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* Other numbers of 14 digits are rarely a moment of these years. */
enum { YEAR_MIN = 1990, YEAR_MAX = 2099 };
#define EPOCH_DIGITS 13
#define EPOCH_MAX 4102444800000LL /* 2100 */

/* Letters are the fields below, all else is itself. */
static const char *const forms[] = {
	"Y-M-DTh:m",    "Y-M-D h:m", "Y/M/D h:m",       "YMDhms",
	"YMDThms",      "YMDThm",    "yMDThmZ",         "Y-M-D,x",
	"W, d N Y h:m", "d N Y h:m", "Y年o月d日H时i分",
};
#define FORM_FIELDS 8 /* of one, at most */

static const char weekdays[] = "SunMonTueWedThuFriSat";
static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

struct moment {
	struct civil at; /* in the zone of its spelling, whichever it is */
	int clock;       /* hhmm as one number */
	int year2;       /* 26 */
};

#define AT(member) offsetof(struct moment, member)

static const struct field {
	char letter;
	int min, max;      /* digits */
	size_t at;         /* an int of struct moment */
	const char *words; /* of three letters each, instead of digits */
	int first;         /* the number of the first word */
} fields[] = {
	{ 'Y', 4, 4, AT(at.year), NULL, 0 },
	{ 'y', 2, 2, AT(year2), NULL, 0 },
	{ 'M', 2, 2, AT(at.month), NULL, 0 },
	{ 'o', 1, 2, AT(at.month), NULL, 0 },
	{ 'N', 3, 3, AT(at.month), months, 1 },
	{ 'D', 2, 2, AT(at.day), NULL, 0 },
	{ 'd', 1, 2, AT(at.day), NULL, 0 },
	{ 'W', 3, 3, AT(at.weekday), weekdays, 0 },
	{ 'h', 2, 2, AT(at.hour), NULL, 0 },
	{ 'H', 1, 2, AT(at.hour), NULL, 0 },
	{ 'm', 2, 2, AT(at.minute), NULL, 0 },
	{ 'i', 1, 2, AT(at.minute), NULL, 0 },
	{ 's', 2, 2, AT(at.second), NULL, 0 },
	{ 'x', 1, 4, AT(clock), NULL, 0 },
};

static const struct field *
field_of(char letter)
{
	for (size_t i = 0; i < COUNT(fields); i++)
		if (fields[i].letter == letter)
			return &fields[i];
	return NULL;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Bytes of the field, 0 when it is not there. */
static size_t
field_read(const struct field *f, const char *s, size_t len, int *v)
{
	size_t n = 0;

	if (f->words) {
		for (size_t i = 0; len >= 3 && f->words[3 * i]; i++)
			if (memcmp(s, f->words + 3 * i, 3) == 0) {
				*v = (int)i + f->first;
				return 3;
			}
		return 0;
	}
	for (*v = 0; n < len && n < (size_t)f->max && is_digit(s[n]); n++)
		*v = *v * 10 + (s[n] - '0');
	return n >= (size_t)f->min ? n : 0;
}

/* What the form says at s: its bytes, 0 when it is not there. */
static size_t
form_read(const char *form, const char *s, size_t len, struct moment *m,
          size_t widths[FORM_FIELDS])
{
	size_t at = 0;
	const struct field *f;

	for (; *form; form++) {
		f = field_of(*form);
		if (f) {
			*widths = field_read(f, s + at, len - at,
			                     (int *)((char *)m + f->at));
			if (!*widths)
				return 0;
			at += *widths++;
		} else if (at == len || s[at++] != *form) {
			return 0;
		}
	}
	return at < len && is_digit(s[at]) && is_digit(s[at - 1]) ? 0 : at;
}

static void
form_write(struct buf *out, const char *form, const struct moment *m,
           const size_t *widths)
{
	const struct field *f;
	int v;

	for (; *form; form++) {
		f = field_of(*form);
		if (!f) {
			buf_byte(out, *form);
			continue;
		}
		v = *(const int *)((const char *)m + f->at);
		if (f->words)
			buf_add(out, f->words + 3 * (v - f->first), 3);
		else
			buf_fmt(out, "%0*d", (int)*widths, v);
		widths++;
	}
}

/* The moment put off; false: it is none, or would be out of bounds. */
static bool
moment_move(struct moment *m, const char *form, int64_t minutes)
{
	struct err none = ERR_INIT;
	int64_t ms;

	if (strchr(form, 'y'))
		m->at.year = 2000 + m->year2;
	if (strchr(form, 'x')) {
		m->at.hour = m->clock / 100;
		m->at.minute = m->clock % 100;
	}
	if (m->at.year < YEAR_MIN || m->at.year > YEAR_MAX ||
	    civil_to_ms(&m->at, &ms, &none))
		return false;
	ms += minutes * CIVIL_MINUTE;
	if (ms < 0 || ms > CIVIL_MAX)
		return false;
	civil_from_ms(&m->at, ms, 0);
	m->year2 = m->at.year % 100;
	m->clock = m->at.hour * 100 + m->at.minute;
	return true;
}

/* Bytes of s that were taken and written anew; 0: no moment begins here. */
static size_t
civil_move(struct buf *out, const char *s, size_t len, int64_t minutes)
{
	size_t widths[FORM_FIELDS], n;
	struct moment m;

	for (size_t i = 0; i < COUNT(forms); i++) {
		m = (struct moment){ .clock = 0 };
		n = form_read(forms[i], s, len, &m, widths);
		if (n && moment_move(&m, forms[i], minutes)) {
			form_write(out, forms[i], &m, widths);
			return n;
		}
	}
	return 0;
}

/* Does what follows before[len] stand behind `"member":`? */
static bool
is_member(const char *before, size_t len)
{
	while (len && strchr(" \t\r\n", before[len - 1]))
		len--;
	return len > 2 && before[len - 1] == ':' && before[len - 2] == '"' &&
	       before[len - 3] != '\\';
}

/* The same for milliseconds since 1970, at bytes[at]. */
static size_t
epoch_move(struct buf *out, const char *bytes, size_t at, size_t len,
           int64_t minutes)
{
	const char *s = bytes + at;
	int64_t ms = 0;
	size_t n = 0;

	for (; at + n < len && n < EPOCH_DIGITS && is_digit(s[n]); n++)
		ms = ms * 10 + (s[n] - '0');
	if (n < EPOCH_DIGITS || *s == '0' || ms > EPOCH_MAX ||
	    (at + n < len && strchr("0123456789.eE", s[n])) ||
	    !is_member(bytes, at))
		return 0;
	ms += minutes * CIVIL_MINUTE;
	if (ms < 0 || ms > CIVIL_MAX)
		return 0;
	buf_fmt(out, "%lld", (long long)ms);
	return n;
}

/* Can a moment begin at bytes[at]?  Not within a number or a word. */
static bool
is_start(const char *bytes, size_t at)
{
	unsigned char c = (unsigned char)bytes[at];
	unsigned char before = at ? (unsigned char)bytes[at - 1] : ' ';

	return isdigit(c) ? !isdigit(before) : isupper(c) && !isalpha(before);
}

void
shift_times(struct buf *out, const char *bytes, size_t len, int64_t minutes)
{
	size_t done = 0, at = 0, n;

	while (at < len) {
		n = 0;
		if (is_start(bytes, at)) {
			buf_add(out, bytes + done, at - done);
			done = at;
			n = civil_move(out, bytes + at, len - at, minutes);
			if (!n)
				n = epoch_move(out, bytes, at, len, minutes);
			done += n;
		}
		at += n ? n : 1;
	}
	buf_add(out, bytes + done, len - done);
}
