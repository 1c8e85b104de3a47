/*
 * Bytes as text: base64, hex and the spoken code.  Declared in hash.h, beside
 * the digests and signatures they write down.
 */
#include "base/hash.h"

#include <stdbool.h>
#include <string.h>

static const char base64_digits[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char hex_digits[] = "0123456789abcdef";
/* Crockford's: no I, L, O, U. */
static const char spoken_digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

void
base64_add(struct buf *out, const void *p, size_t len)
{
	const unsigned char *s = p;
	unsigned v;
	char four[4];
	size_t i;

	for (i = 0; i < len; i += 3) {
		v = (unsigned)s[i] << 16;
		if (i + 1 < len)
			v |= (unsigned)s[i + 1] << 8;
		if (i + 2 < len)
			v |= s[i + 2];
		four[0] = base64_digits[v >> 18];
		four[1] = base64_digits[v >> 12 & 63];
		four[2] = i + 1 < len ? base64_digits[v >> 6 & 63] : '=';
		four[3] = i + 2 < len ? base64_digits[v & 63] : '=';
		buf_add(out, four, sizeof(four));
	}
}

static int
digit_value(const char *digits, char c)
{
	const char *at = c ? strchr(digits, c) : NULL;

	return at ? (int)(at - digits) : -1;
}

/* One group of four; gives 1 to 3 bytes, or -1.  Unused bits must be 0. */
static int
base64_group(const char *s, bool last, unsigned char three[3])
{
	unsigned v = 0;
	int i, d, pad = 0;

	if (last && s[3] == '=')
		pad = s[2] == '=' ? 2 : 1;
	for (i = 0; i < 4; i++) {
		d = i >= 4 - pad ? 0 : digit_value(base64_digits, s[i]);
		if (d < 0)
			return -1;
		v = v << 6 | (unsigned)d;
	}
	if ((pad == 1 && v & 0xFF) || (pad == 2 && v & 0xFFFF))
		return -1;
	three[0] = (unsigned char)(v >> 16);
	three[1] = (unsigned char)(v >> 8);
	three[2] = (unsigned char)v;
	return 3 - pad;
}

int
base64_read(const char *s, size_t len, unsigned char *out, size_t max)
{
	unsigned char three[3];
	size_t i, n = 0;
	int got;

	if (len % 4 != 0 || max > INT32_MAX)
		return -1;
	for (i = 0; i < len; i += 4) {
		got = base64_group(s + i, i + 4 == len, three);
		if (got < 0 || (size_t)got > max - n)
			return -1;
		memcpy(out + n, three, (size_t)got);
		n += (size_t)got;
	}
	return (int)n;
}

void
hex_add(struct buf *out, const void *p, size_t len)
{
	const unsigned char *s = p;
	size_t i;

	for (i = 0; i < len; i++) {
		buf_byte(out, hex_digits[s[i] >> 4]);
		buf_byte(out, hex_digits[s[i] & 15]);
	}
}

int
hex_read(const char *s, size_t len, unsigned char *out, size_t max)
{
	size_t i;
	int high, low;

	if (len % 2 != 0 || len / 2 > max || len / 2 > INT32_MAX)
		return -1;
	for (i = 0; i < len / 2; i++) {
		high = digit_value(hex_digits, s[2 * i]);
		low = digit_value(hex_digits, s[2 * i + 1]);
		if (high < 0 || low < 0)
			return -1;
		out[i] = (unsigned char)(high << 4 | low);
	}
	return (int)(len / 2);
}

char *
spoken_code(char out[SPOKEN_TEXT], const unsigned char head[HASH_LEN])
{
	unsigned bits = 0;
	int have = 0, i, n = 0, next = 0;

	for (i = 0; i < 16; i++) {
		if (have < 5) {
			bits = (bits & 0xFF) << 8 | head[next++];
			have += 8;
		}
		have -= 5;
		if (i > 0 && i % 4 == 0)
			out[n++] = '-';
		out[n++] = spoken_digits[bits >> have & 31];
	}
	out[n] = '\0';
	return out;
}
