/* What an address may tell people, and what not. */
#include <string.h>
#include <strings.h>

#include "base/tr.h"
#include "desk/feed.h"

/* Names of what a query must not tell, without "-" and "_". */
static const char *const secrets[] = {
	"key",       "apikey",    "appkey",    "token",     "accesstoken",
	"secret",    "appsecret", "password",  "passwd",    "appcode",
	"accesskey", "sign",      "signature", "secretkey",
};

static bool
is_secret(const char *name, size_t len)
{
	char plain[24];
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		if (name[i] == '-' || name[i] == '_')
			continue;
		if (n == sizeof(plain) - 1)
			return false;
		plain[n++] = name[i];
	}
	plain[n] = '\0';
	for (size_t i = 0; i < sizeof(secrets) / sizeof(*secrets); i++)
		if (strcasecmp(plain, secrets[i]) == 0)
			return true;
	return false;
}

/* A hook's own part of a path ("…/hook/0f7e…"): long, and no word. */
#define TOKEN_MIN 20
#define TOKEN_DIGITS 2

static bool
is_token(const char *part, size_t len)
{
	size_t digits = 0;

	for (size_t i = 0; i < len; i++) {
		bool digit = part[i] >= '0' && part[i] <= '9';
		char letter = (char)(part[i] | 0x20);

		if (!digit && (letter < 'a' || letter > 'z') &&
		    part[i] != '-' && part[i] != '_')
			return false;
		digits += digit;
	}
	return len >= TOKEN_MIN && digits >= TOKEN_DIGITS;
}

/* Behind "https://". */
static const char *
host_of(const char *address)
{
	const char *at = strstr(address, "://");

	return at ? at + 3 : address;
}

/* "duty:word@" before the host. */
static const char *
secret_user(const char *address, size_t *len)
{
	const char *host = host_of(address), *at = NULL;
	size_t all = strcspn(host, "/?#");

	for (size_t i = 0; i < all; i++)
		if (host[i] == '@')
			at = host + i;
	if (at)
		*len = (size_t)(at - host);
	return at ? host : NULL;
}

/* The first part of the path that is a token, from `from` on. */
static const char *
secret_part(const char *address, const char *from, size_t *len)
{
	const char *at = host_of(address);

	at += strcspn(at, "/?#");
	while (*at == '/') {
		*len = strcspn(++at, "/?#");
		if (at >= from && is_token(at, *len))
			return at;
		at += *len;
	}
	return NULL;
}

/* The value of a query's next part that is not to be told. */
static const char *
secret_value(const char *at, size_t *len)
{
	while ((at = strpbrk(at, "?&"))) {
		size_t name = strcspn(++at, "=&#");
		const char *value = at + name + 1;

		if (at[name] != '=' || !is_secret(at, name))
			continue;
		*len = strcspn(value, "&#");
		if (*len && strncmp(value, "{key:", 5) != 0)
			return value;
	}
	return NULL;
}

/*
 * What of an address is not to be told next, from `from` on: where it begins,
 * its length in *len; NULL when there is no more.
 */
static const char *
secret_next(const char *address, const char *from, size_t *len)
{
	const char *at = secret_user(address, len);

	if (at && at >= from)
		return at;
	at = secret_part(address, from, len);
	return at ? at : secret_value(from, len);
}

void
feed_address_text(struct buf *out, const char *address)
{
	const char *from = address, *at;
	size_t len;

	while ((at = secret_next(address, from, &len))) {
		buf_add(out, from, (size_t)(at - from));
		buf_str(out, "***");
		from = at + len;
	}
	buf_str(out, from);
}

bool
feed_address_tells(const char *address)
{
	size_t len;

	return secret_next(address, address, &len) != NULL;
}

int
feed_address_check(const char *address, struct err *err)
{
	if (!feed_address_tells(address))
		return 0;
	return err_set(err, ERR_INPUT, "%s",
	               tr("密钥不写在这里：写 {key:名称}，"
	                  "值放进数据目录的 keys 文件"));
}
