#include "watch/address.h"

#include <netinet/in.h>
#include <stddef.h>
#include <string.h>

struct range {
	unsigned char at[4];
	int bits;
};

/* clang-format off */
static const struct range closed4[] = {
	{ { 0 }, 8 },			/* this network */
	{ { 10 }, 8 },			/* private */
	{ { 100, 64 }, 10 },		/* carrier's NAT */
	{ { 127 }, 8 },			/* loopback */
	{ { 169, 254 }, 16 },		/* link-local */
	{ { 172, 16 }, 12 },		/* private */
	{ { 192, 0, 0 }, 24 },		/* protocol assignments */
	{ { 192, 0, 2 }, 24 },		/* documentation */
	{ { 192, 88, 99 }, 24 },	/* 6to4 relays */
	{ { 192, 168 }, 16 },		/* private */
	{ { 198, 18 }, 15 },		/* benchmarks */
	{ { 198, 51, 100 }, 24 },	/* documentation */
	{ { 203, 0, 113 }, 24 },	/* documentation */
	{ { 224 }, 4 },			/* multicast */
	{ { 240 }, 4 },			/* reserved, broadcast */
};

/* Of 2000::/3, which is open; the rest is closed. */
static const struct range closed6[] = {
	{ { 0x20, 0x01, 0x00, 0x00 }, 23 },	/* assignments, Teredo */
	{ { 0x20, 0x01, 0x0d, 0xb8 }, 32 },	/* documentation */
	{ { 0x20, 0x02 }, 16 },			/* 6to4 */
	{ { 0x3f, 0xff, 0x00 }, 20 },		/* documentation */
};
/* clang-format on */

static bool
inside(const unsigned char *at, const struct range *r)
{
	int whole = r->bits / 8, rest = r->bits % 8;

	if (memcmp(at, r->at, (size_t)whole) != 0)
		return false;
	return rest == 0 || (at[whole] ^ r->at[whole]) >> (8 - rest) == 0;
}

static bool
inside_any(const unsigned char *at, const struct range *r, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (inside(at, &r[i]))
			return true;
	return false;
}

bool
address_public(const struct sockaddr *sa)
{
	static const struct range open6 = { { 0x20 }, 3 };
	const struct sockaddr_in6 *v6 = (const void *)sa;
	const struct sockaddr_in *v4 = (const void *)sa;
	const unsigned char *at;

	switch (sa->sa_family) {
	case AF_INET:
		at = (const unsigned char *)&v4->sin_addr;
		return !inside_any(at, closed4,
		                   sizeof(closed4) / sizeof(*closed4));
	case AF_INET6:
		at = v6->sin6_addr.s6_addr;
		return inside(at, &open6) &&
		       !inside_any(at, closed6,
		                   sizeof(closed6) / sizeof(*closed6));
	default:
		return false;
	}
}
