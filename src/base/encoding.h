/*
 * Which encoding a file of unknown origin is in, and its text as UTF-8.
 *
 * Officers' files are UTF-8, GB18030 ("GBK", "ANSI" on Chinese Windows) or
 * what Windows calls Unicode, UTF-16.  The detector looks, in this order, for
 *
 *	1. a byte order mark;
 *	2. strict UTF-8 (RFC 3629) without NUL; the last character may be cut
 *	   when there is a whole one before it;
 *	3. UTF-16 by the bytes: at least 97 % of the even (BE) or of the odd
 *	   ones (LE) are 00, 30, 4E-9F or FF, high bytes of Chinese and ASCII;
 *	4. UTF-8 with NUL;
 *	5. else GB18030, which takes almost anything.
 *
 * Not sure are: UTF-8 whose only long characters have two bytes, as Chinese
 * in GB18030 may look; less than 32 characters of unmarked UTF-16; GB18030
 * with ill-formed bytes, or most of it outside GB 2312's rows.
 *
 * GB18030 goes through iconv by that name, never as "GBK", whose table in
 * glibc lacks the four-byte characters; byte 80 is the euro sign of code page
 * 936.  The converter is in libc6 on Debian 12.
 */
#ifndef BASE_ENCODING_H
#define BASE_ENCODING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

enum encoding {
	ENCODING_ANY,		/* as a hint: detect it */
	ENCODING_UTF8,
	ENCODING_UTF16LE,
	ENCODING_UTF16BE,
	ENCODING_GB18030
};

struct encoding_found {
	enum encoding encoding;	/* never ENCODING_ANY after a conversion */
	bool sure;		/* else show a preview and offer the others */
	bool bom;		/* there was a mark; it is not in the text */
	size_t replaced;	/* characters that became U+FFFD */
	size_t nuls;		/* of them, those that were NUL */
};

/* The encoding of the bytes; *sure as in struct encoding_found. */
enum encoding encoding_detect(const void *bytes, size_t len, bool *sure);

/*
 * Append the bytes to out as valid UTF-8 without NUL.  A hint other than
 * ENCODING_ANY overrides the detector, but not a byte order mark.  What cannot
 * be decoded becomes U+FFFD and is counted in found.  -1 with err set when
 * out's maximum is passed or the system lacks the converter; out is then as it
 * was.
 */
int encoding_to_utf8(const void *bytes, size_t len, enum encoding hint,
		     struct buf *out, struct encoding_found *found,
		     struct err *err);

/* "UTF-8", "GB18030" ...: for people and for the command line. */
const char *encoding_name(enum encoding encoding);

/*
 * The encoding that a name in a file or from a person means: utf-8, utf8,
 * gb2312, gbk, cp936, ansi (on Chinese Windows), gb18030, utf-16, utf-16le,
 * utf-16be, unicode; any case, - and _ alike.  ENCODING_ANY for others.
 */
enum encoding encoding_parse(const char *name, size_t len);

#endif
