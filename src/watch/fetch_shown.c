#include <curl/curl.h>
#include <stdbool.h>
#include <string.h>

#include "watch/fetch.h"

#define HIDDEN "***"

static int
hex_value(char c)
{
	static const char digits[] = "0123456789abcdef0123456789ABCDEF";
	const char *at = c ? strchr(digits, c) : NULL;

	return at ? (int)(at - digits) % 16 : -1;
}

/* Does "%XX" at s stand for the byte? */
static bool
percent_is(const char *s, unsigned char byte)
{
	return s[0] == '%' && hex_value(s[1]) == byte >> 4 &&
	       hex_value(s[2]) == (byte & 15);
}

/* Bytes of s that are the secret, as it is or percent-encoded; 0: none. */
static size_t
secret_at(const char *s, const char *secret)
{
	const char *at = s;

	for (; *secret; secret++) {
		if (*at == *secret) {
			at++;
		} else if (percent_is(at, (unsigned char)*secret)) {
			at += 3;
		} else {
			return 0;
		}
	}
	return (size_t)(at - s);
}

/* The longest, for one secret may begin another. */
static size_t
any_secret_at(const char *s, const char *const *secrets)
{
	size_t longest = 0, len;

	for (; secrets && *secrets; secrets++) {
		len = secret_at(s, *secrets);
		if (len > longest)
			longest = len;
	}
	return longest;
}

void
fetch_hide(struct buf *out, const char *text, const char *const *secrets)
{
	size_t len;

	while (*text) {
		len = any_secret_at(text, secrets);
		if (len)
			buf_str(out, HIDDEN);
		else
			buf_byte(out, *text);
		text += len ? len : 1;
	}
}

/* scheme://host[:port]/path of an address. */
static int
plain_parts(CURLU *u, const char *url, struct buf *out)
{
	char *part[4] = { NULL, NULL, NULL, NULL };
	int rc;

	rc = curl_url_set(u, CURLUPART_URL, url, CURLU_NON_SUPPORT_SCHEME) ||
	     curl_url_get(u, CURLUPART_SCHEME, &part[0], 0) ||
	     curl_url_get(u, CURLUPART_HOST, &part[1], 0);
	if (!rc) {
		curl_url_get(u, CURLUPART_PORT, &part[2], 0);
		curl_url_get(u, CURLUPART_PATH, &part[3], 0);
		buf_fmt(out, "%s://%s%s%s%s", part[0], part[1],
		        part[2] ? ":" : "", part[2] ? part[2] : "",
		        part[3] ? part[3] : "");
	}
	for (size_t i = 0; i < sizeof(part) / sizeof(*part); i++)
		curl_free(part[i]);
	return rc ? -1 : 0;
}

void
fetch_shown(struct buf *out, const char *url, const char *const *secrets)
{
	struct buf parts = BUF_INIT, shown = BUF_INIT;
	CURLU *u = curl_url();

	if (u && plain_parts(u, url, &parts) == 0)
		fetch_hide(&shown, parts.s, secrets);
	else
		buf_str(&shown, HIDDEN);
	for (size_t i = 0; i < shown.len; i++)
		if (shown.s[i] <= 0x20 || shown.s[i] >= 0x7f)
			shown.s[i] = '?';
	if (shown.len > FETCH_SHOWN_MAX) {
		buf_cut(&shown, FETCH_SHOWN_MAX - 3);
		buf_str(&shown, "...");
	}
	buf_add(out, shown.s, shown.len);
	curl_url_cleanup(u);
	buf_release(&parts);
	buf_release(&shown);
}
