#include "base/encoding.h"

#include <ctype.h>
#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <string.h>

#include "base/tr.h"
#include "base/utf8.h"

#define REPLACEMENT 0xFFFDu
#define EURO 0x20ACu
#define UTF16_MIN 8   /* bytes: less says nothing */
#define UTF16_SURE 64 /* bytes */
#define CHUNK 4096
#define NAME_MAX_LEN 16

static const struct {
	const char *mark;
	size_t len;
	enum encoding encoding;
} marks[] = {
	{ "\xEF\xBB\xBF", 3, ENCODING_UTF8 },
	{ "\xFF\xFE", 2, ENCODING_UTF16LE },
	{ "\xFE\xFF", 2, ENCODING_UTF16BE },
	{ "\x84\x31\x95\x33", 4, ENCODING_GB18030 },
};

/* Length of the byte order mark, 0 if there is none. */
static size_t
mark_at(const unsigned char *s, size_t len, enum encoding *encoding)
{
	size_t i;

	for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		if (len < marks[i].len ||
		    memcmp(s, marks[i].mark, marks[i].len) != 0)
			continue;
		*encoding = marks[i].encoding;
		return marks[i].len;
	}
	return 0;
}

/* Is it UTF-8 but for a cut end?  Pure ASCII is, and surely. */
static bool
looks_like_utf8(const char *s, size_t len, bool *sure)
{
	size_t i, n, two = 0, more = 0;
	unsigned char lead;
	uint32_t cp;

	for (i = 0; i < len; i += n) {
		n = utf8_decode(s + i, len - i, &cp);
		lead = (unsigned char)s[i];
		if (cp == UTF8_BAD && (i + n < len || lead < 0xC2 ||
		                       lead > 0xF4 || two + more == 0))
			return false;
		two += n == 2;
		more += n > 2;
	}
	*sure = two == 0 || more > 0;
	return true;
}

static bool
may_be_high(unsigned char c)
{
	return c == 0 || c == 0x30 || (c >= 0x4E && c <= 0x9F) || c == 0xFF;
}

/* Which bytes of the pairs look like high ones; a tie goes by the zeros. */
static enum encoding
looks_like_utf16(const unsigned char *s, size_t len, bool *sure)
{
	size_t pairs = len / 2, i, high[2] = { 0 }, zeros[2] = { 0 };
	int which;

	if (len < UTF16_MIN)
		return ENCODING_ANY;
	for (i = 0; i < pairs * 2; i++) {
		high[i % 2] += may_be_high(s[i]);
		zeros[i % 2] += s[i] == 0;
	}
	which = high[1] > high[0] ||
	        (high[1] == high[0] && zeros[1] >= zeros[0]);
	if (high[which] * 100 < pairs * 97)
		return ENCODING_ANY;
	*sure = len >= UTF16_SURE;
	return which ? ENCODING_UTF16LE : ENCODING_UTF16BE;
}

static bool
is_gb_lead(unsigned char c)
{
	return c >= 0x81 && c <= 0xFE;
}

static bool
is_gb_digit(unsigned char c)
{
	return c >= '0' && c <= '9';
}

/* Bytes of a well-formed GB18030 character at s; 0: ill-formed or cut. */
static size_t
gb_length(const unsigned char *s, size_t len)
{
	if (s[0] < 0x80)
		return 1;
	if (!is_gb_lead(s[0]) || len < 2)
		return 0;
	if (s[1] >= 0x40 && s[1] <= 0xFE && s[1] != 0x7F)
		return 2;
	if (len < 4 || !is_gb_digit(s[1]) || !is_gb_lead(s[2]) ||
	    !is_gb_digit(s[3]))
		return 0;
	return 4;
}

static bool
is_surely_gb(const unsigned char *s, size_t len)
{
	size_t i, n, common = 0, other = 0;

	for (i = 0; i < len; i += n) {
		n = gb_length(s + i, len - i);
		if (n == 0 || s[i] == 0)
			return false;
		if (n == 1)
			continue;
		if (n == 2 && s[i] >= 0xA1 && s[i] <= 0xF7 && s[i + 1] >= 0xA1)
			common++;
		else
			other++;
	}
	return common >= other * 3;
}

enum encoding
encoding_detect(const void *bytes, size_t len, bool *sure)
{
	bool nul = len > 0 && memchr(bytes, 0, len), utf8;
	enum encoding e;

	*sure = true;
	if (mark_at(bytes, len, &e) > 0)
		return e;
	utf8 = looks_like_utf8(bytes, len, sure);
	if (utf8 && !nul)
		return ENCODING_UTF8;
	e = looks_like_utf16(bytes, len, sure);
	if (e != ENCODING_ANY)
		return e;
	*sure = !utf8 && is_surely_gb(bytes, len);
	return utf8 ? ENCODING_UTF8 : ENCODING_GB18030;
}

/* Where the text goes. */
struct sink {
	struct buf *out;
	struct encoding_found *found;
};

/* One character; NUL and what is none are replaced and counted. */
static int
put(struct sink *to, uint32_t cp)
{
	char s[4];
	size_t n = cp == 0 ? 0 : utf8_encode(cp, s);

	if (n == 0) {
		to->found->nuls += cp == 0;
		to->found->replaced++;
		n = utf8_encode(REPLACEMENT, s);
	}
	return buf_add(to->out, s, n);
}

static int
from_utf8(struct sink *to, const unsigned char *bytes, size_t len)
{
	const char *s = (const char *)bytes;
	size_t at, n, run = 0;
	uint32_t cp;

	for (at = 0; at < len; at += n) {
		n = utf8_decode(s + at, len - at, &cp);
		if (cp != 0 && cp != UTF8_BAD)
			continue;
		if (buf_add(to->out, s + run, at - run) || put(to, cp))
			return -1;
		run = at + n;
	}
	return buf_add(to->out, s + run, len - run);
}

static uint32_t
unit_at(const unsigned char *s, bool big)
{
	return big ? (uint32_t)(s[0] << 8 | s[1])
	           : (uint32_t)(s[1] << 8 | s[0]);
}

static int
from_utf16(struct sink *to, const unsigned char *s, size_t len, bool big)
{
	uint32_t cp, low;
	size_t i = 0;

	while (i + 1 < len) {
		cp = unit_at(s + i, big);
		i += 2;
		if (cp >= 0xD800 && cp < 0xDC00 && i + 1 < len) {
			low = unit_at(s + i, big);
			if (low >= 0xDC00 && low < 0xE000) {
				cp = 0x10000 + ((cp & 0x3FF) << 10) +
				     (low & 0x3FF);
				i += 2;
			}
		}
		if (put(to, cp))
			return -1;
	}
	return i < len ? put(to, UTF8_BAD) : 0;
}

/* Well-formed characters without NUL; some may still stand for nothing. */
static int
gb_run(struct sink *to, iconv_t cd, const unsigned char *s, size_t len)
{
	char *in = (char *)(uintptr_t)s, out[CHUNK], *end;
	size_t room, rc, n;

	while (len > 0) {
		end = out;
		room = sizeof(out);
		rc = iconv(cd, &in, &len, &end, &room);
		if (buf_add(to->out, out, (size_t)(end - out)))
			return -1;
		if (rc != (size_t)-1 || errno == E2BIG)
			continue;
		n = gb_length((const unsigned char *)in, len);
		in += n;
		len -= n;
		if (put(to, UTF8_BAD))
			return -1;
	}
	return 0;
}

static int
from_gb18030(struct sink *to, iconv_t cd, const unsigned char *s, size_t len)
{
	size_t at = 0, run = 0, n;
	uint32_t cp;

	while (at < len) {
		n = gb_length(s + at, len - at);
		if (n > 0 && s[at] != 0) {
			at += n;
			continue;
		}
		cp = s[at] == 0 ? 0 : s[at] == 0x80 ? EURO : UTF8_BAD;
		if (gb_run(to, cd, s + run, at - run) || put(to, cp))
			return -1;
		at++;
		run = at;
	}
	return gb_run(to, cd, s + run, len - run);
}

static int
convert(struct sink *to, const unsigned char *s, size_t len, struct err *err)
{
	iconv_t cd;
	int rc;

	switch (to->found->encoding) {
	case ENCODING_UTF16LE:
		return from_utf16(to, s, len, false);
	case ENCODING_UTF16BE:
		return from_utf16(to, s, len, true);
	case ENCODING_GB18030:
		cd = iconv_open("UTF-8", "GB18030");
		if (cd == (iconv_t)-1)
			return err_set(err, ERR_IO,
			               tr("本机不能转换 GB18030（缺少 libc6 的 "
			                  "gconv 模块）"));
		rc = from_gb18030(to, cd, s, len);
		iconv_close(cd);
		return rc;
	default:
		return from_utf8(to, s, len);
	}
}

int
encoding_to_utf8(const void *bytes, size_t len, enum encoding hint,
                 struct buf *out, struct encoding_found *found, struct err *err)
{
	struct sink to = { out, found };
	size_t start = out->len, mark;

	*found = (struct encoding_found){ .encoding = hint, .sure = true };
	mark = mark_at(bytes, len, &found->encoding);
	found->bom = mark > 0;
	if (found->encoding == ENCODING_ANY)
		found->encoding = encoding_detect(bytes, len, &found->sure);
	if (convert(&to, (const unsigned char *)bytes + mark, len - mark,
	            err) == 0)
		return 0;
	buf_cut(out, start);
	return err_set(err, ERR_INPUT, tr("文字超过 %zu 字节"),
	               out->max - start);
}

/* Index is enum encoding. */
static const char *const names[] = {
	"", "UTF-8", "UTF-16LE", "UTF-16BE", "GB18030",
};

const char *
encoding_name(enum encoding encoding)
{
	return names[encoding];
}

enum encoding
encoding_parse(const char *name, size_t len)
{
	static const struct {
		const char *name;
		enum encoding encoding;
	} known[] = {
		{ "utf8", ENCODING_UTF8 },
		{ "utf16", ENCODING_UTF16LE },
		{ "utf16le", ENCODING_UTF16LE },
		{ "utf16be", ENCODING_UTF16BE },
		{ "unicode", ENCODING_UTF16LE },
		{ "gb18030", ENCODING_GB18030 },
		{ "gbk", ENCODING_GB18030 },
		{ "xgbk", ENCODING_GB18030 },
		{ "gb2312", ENCODING_GB18030 },
		{ "cp936", ENCODING_GB18030 },
		{ "ansi", ENCODING_GB18030 },
	};
	char plain[NAME_MAX_LEN];
	size_t i, n = 0;

	for (i = 0; i < len && n + 1 < sizeof(plain); i++)
		if (name[i] != '-' && name[i] != '_')
			plain[n++] = (char)tolower((unsigned char)name[i]);
	plain[n] = '\0';
	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (!strcmp(plain, known[i].name))
			return known[i].encoding;
	return ENCODING_ANY;
}
