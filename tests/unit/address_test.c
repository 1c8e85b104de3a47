/* Which addresses a feed may lead to: both edges of every range. */
#include "cm.h"

#include <arpa/inet.h>
#include <stdbool.h>
#include <string.h>
#include <sys/un.h>

#include "watch/address.h"

static const struct {
	const char *text;
	bool open;
} cases[] = {
	{ "0.0.0.0", false },
	{ "0.255.255.255", false },
	{ "1.0.0.0", true },
	{ "9.255.255.255", true },
	{ "10.0.0.0", false },
	{ "10.255.255.255", false },
	{ "11.0.0.0", true },
	{ "100.63.255.255", true },
	{ "100.64.0.0", false },
	{ "100.127.255.255", false },
	{ "100.128.0.0", true },
	{ "126.255.255.255", true },
	{ "127.0.0.0", false },
	{ "127.255.255.255", false },
	{ "128.0.0.0", true },
	{ "169.253.255.255", true },
	{ "169.254.0.0", false },
	{ "169.254.169.254", false },
	{ "169.254.255.255", false },
	{ "169.255.0.0", true },
	{ "172.15.255.255", true },
	{ "172.16.0.0", false },
	{ "172.31.255.255", false },
	{ "172.32.0.0", true },
	{ "191.255.255.255", true },
	{ "192.0.0.0", false },
	{ "192.0.0.255", false },
	{ "192.0.1.0", true },
	{ "192.0.1.255", true },
	{ "192.0.2.0", false },
	{ "192.0.2.255", false },
	{ "192.0.3.0", true },
	{ "192.88.98.255", true },
	{ "192.88.99.0", false },
	{ "192.88.100.0", true },
	{ "192.167.255.255", true },
	{ "192.168.0.0", false },
	{ "192.168.255.255", false },
	{ "192.169.0.0", true },
	{ "198.17.255.255", true },
	{ "198.18.0.0", false },
	{ "198.19.255.255", false },
	{ "198.20.0.0", true },
	{ "198.51.99.255", true },
	{ "198.51.100.0", false },
	{ "198.51.101.0", true },
	{ "203.0.112.255", true },
	{ "203.0.113.0", false },
	{ "203.0.114.0", true },
	{ "223.255.255.255", true },
	{ "224.0.0.0", false },
	{ "239.255.255.255", false },
	{ "240.0.0.0", false },
	{ "255.255.255.255", false },

	{ "::", false },
	{ "::1", false },
	{ "::8.8.8.8", false },
	{ "::ffff:8.8.8.8", false },
	{ "::ffff:127.0.0.1", false },
	{ "64:ff9b::808:808", false },
	{ "1fff:ffff::", false },
	{ "2001::", false },
	{ "2001:1ff:ffff::", false },
	{ "2001:200::", true },
	{ "2001:db7:ffff::", true },
	{ "2001:db8::1", false },
	{ "2001:db8:ffff::", false },
	{ "2001:db9::", true },
	{ "2001:ffff::", true },
	{ "2002:7f00:1::", false },
	{ "2002:ffff::", false },
	{ "2003::", true },
	{ "2408:4000::1", true },
	{ "2000::", true },
	{ "3ffe:ffff::", true },
	{ "3fff::", false },
	{ "3fff:fff::", false },
	{ "3fff:1000::", true },
	{ "4000::", false },
	{ "fc00::1", false },
	{ "fdff::1", false },
	{ "fe80::1", false },
	{ "febf::1", false },
	{ "fec0::1", false },
	{ "ff02::1", false },
};

static void
test_ranges(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct sockaddr_in v4 = { .sin_family = AF_INET };
		struct sockaddr_in6 v6 = { .sin6_family = AF_INET6 };
		const struct sockaddr *sa = (const void *)&v4;

		if (strchr(cases[i].text, ':')) {
			assert_int_equal(inet_pton(AF_INET6, cases[i].text,
			                           &v6.sin6_addr),
			                 1);
			sa = (const void *)&v6;
		} else {
			assert_int_equal(
				inet_pton(AF_INET, cases[i].text, &v4.sin_addr),
				1);
		}
		if (address_public(sa) != cases[i].open)
			fail_msg("%s", cases[i].text);
	}
}

static void
test_other_families(void **state)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX, .sun_path = "/x" };

	(void)state;
	assert_false(address_public((const void *)&un));
	un.sun_family = AF_UNSPEC;
	assert_false(address_public((const void *)&un));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ranges),
		cmocka_unit_test(test_other_families),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
