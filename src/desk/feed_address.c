/* What an address may tell people, and what not. */
#include <string.h>
#include <strings.h>

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

/*
 * The value of a query's next part that is not to be told, from `at` on: where
 * it begins, its length in *len; NULL when there is no more.
 */
static const char *
secret_next(const char *at, size_t *len)
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

void
feed_address_text(struct buf *out, const char *address)
{
	const char *value;
	size_t len;

	while ((value = secret_next(address, &len))) {
		buf_add(out, address, (size_t)(value - address));
		buf_str(out, "***");
		address = value + len;
	}
	buf_str(out, address);
}

bool
feed_address_tells(const char *address)
{
	size_t len;

	return secret_next(address, &len) != NULL;
}
