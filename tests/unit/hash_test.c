/* Digests, signatures and codes against published vectors. */
#include "cm.h"

#include <string.h>

#include "base/hash.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void
check_hex(const void *p, size_t len, const char *want)
{
	struct buf b = BUF_INIT;

	hex_add(&b, p, len);
	assert_string_equal(b.s, want);
	buf_release(&b);
}

/* FIPS 180-2, appendix B. */
static void
test_sha256(void **state)
{
	static const struct {
		const char *text, *hex;
	} cases[] = {
		{ "", "e3b0c44298fc1c149afbf4c8996fb924"
		      "27ae41e4649b934ca495991b7852b855" },
		{ "abc", "ba7816bf8f01cfea414140de5dae2223"
		         "b00361a396177a9cb410ff61f20015ad" },
		{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		  "248d6a61d20638b8e5c026930c3e6039"
		  "a33ce45964ff2167f6ecedd419db06c1" },
	};
	struct hasher *h = hasher_new();
	unsigned char out[HASH_LEN];
	size_t i, half;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		hash_bytes(out, cases[i].text, strlen(cases[i].text));
		check_hex(out, HASH_LEN, cases[i].hex);
		half = strlen(cases[i].text) / 2;
		hasher_begin(h);
		hasher_add(h, cases[i].text, half);
		hasher_add(h, cases[i].text + half,
		           strlen(cases[i].text) - half);
		hasher_end(h, out);
		check_hex(out, HASH_LEN, cases[i].hex);
	}
	/* begun again without an end: nothing of before is left */
	hasher_begin(h);
	hasher_add(h, "garbage", 7);
	hasher_begin(h);
	hasher_add(h, "abc", 3);
	hasher_end(h, out);
	check_hex(out, HASH_LEN, cases[1].hex);
	hasher_free(h);
	hasher_free(NULL);
}

/* RFC 8032, 7.1, tests 1 to 3. */
static void
test_ed25519(void **state)
{
	static const struct {
		const char *priv, *pub, *msg, *sig;
	} cases[] = {
		{ "9d61b19deffd5a60ba844af492ec2cc4"
		  "4449c5697b326919703bac031cae7f60",
		  "d75a980182b10ab7d54bfed3c964073a"
		  "0ee172f3daa62325af021a68f707511a",
		  "",
		  "e5564300c360ac729086e2cc806e828a"
		  "84877f1eb8e5d974d873e06522490155"
		  "5fb8821590a33bacc61e39701cf9b46b"
		  "d25bf5f0595bbe24655141438e7a100b" },
		{ "4ccd089b28ff96da9db6c346ec114e0f"
		  "5b8a319f35aba624da8cf6ed4fb8a6fb",
		  "3d4017c3e843895a92b70aa74d1b7ebc"
		  "9c982ccf2ec4968cc0cd55f12af4660c",
		  "72",
		  "92a009a9f0d4cab8720e820b5f642540"
		  "a2b27b5416503f8fb3762223ebdb69da"
		  "085ac1e43e15996e458f3613d0f11d8c"
		  "387b2eaeb4302aeeb00d291612bb0c00" },
		{ "c5aa8df43f9f837bedb7442f31dcb7b1"
		  "66d38535076f094b85ce3a2e0b4458f7",
		  "fc51cd8e6218a1a38da47ed00230f058"
		  "0816ed13ba3303ac5deb911548908025",
		  "af82",
		  "6291d657deec24024827e69c3abe01a3"
		  "0ce548a284743a445e3680d7db5ac3ac"
		  "18ff9b538d16f290ae67f760984dc659"
		  "4a7c15e9716ed28dc027beceea1ec40a" },
	};
	unsigned char priv[SIGN_KEY_LEN], pub[SIGN_KEY_LEN];
	unsigned char sig[SIGN_LEN], msg[2];
	struct err err = ERR_INIT;
	size_t i, n;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		n = strlen(cases[i].msg) / 2;
		assert_int_equal(hex_read(cases[i].priv, 64, priv, 32), 32);
		assert_int_equal(hex_read(cases[i].msg, n * 2, msg, 2), (int)n);
		assert_int_equal(sign_public(priv, pub, &err), 0);
		check_hex(pub, sizeof(pub), cases[i].pub);
		assert_int_equal(sign_make(priv, msg, n, sig, &err), 0);
		check_hex(sig, sizeof(sig), cases[i].sig);
		assert_int_equal(sign_check(pub, msg, n, sig, &err), 0);
	}
}

/* A changed bit anywhere, or another key, and it does not fit. */
static void
test_signature_can_fail(void **state)
{
	unsigned char priv[SIGN_KEY_LEN], pub[SIGN_KEY_LEN];
	unsigned char priv2[SIGN_KEY_LEN], pub2[SIGN_KEY_LEN];
	unsigned char sig[SIGN_LEN], msg[] = "zhiban/141181 20852";
	struct err err = ERR_INIT;
	size_t i;

	(void)state;
	assert_int_equal(sign_keypair(priv, pub, &err), 0);
	assert_int_equal(sign_keypair(priv2, pub2, &err), 0);
	assert_memory_not_equal(priv, priv2, sizeof(priv));
	assert_int_equal(sign_make(priv, msg, sizeof(msg), sig, &err), 0);
	assert_int_equal(sign_check(pub, msg, sizeof(msg), sig, &err), 0);
	for (i = 0; i < sizeof(sig); i++) {
		sig[i] ^= 1;
		err_clear(&err);
		assert_int_equal(sign_check(pub, msg, sizeof(msg), sig, &err),
		                 -1);
		assert_int_equal(err.code, ERR_CORRUPT);
		sig[i] ^= 1;
	}
	for (i = 0; i < sizeof(msg); i++) {
		msg[i] ^= 1;
		assert_int_equal(sign_check(pub, msg, sizeof(msg), sig, &err),
		                 -1);
		msg[i] ^= 1;
	}
	assert_int_equal(sign_check(pub2, msg, sizeof(msg), sig, &err), -1);
	assert_int_equal(sign_check(pub, msg, sizeof(msg) - 1, sig, &err), -1);
	err_clear(&err);
	assert_int_equal(sign_check(pub, msg, sizeof(msg), sig, &err), 0);
}

/* RFC 4648, 10. */
static void
test_base64(void **state)
{
	static const char *const cases[][2] = {
		{ "", "" },
		{ "f", "Zg==" },
		{ "fo", "Zm8=" },
		{ "foo", "Zm9v" },
		{ "foob", "Zm9vYg==" },
		{ "fooba", "Zm9vYmE=" },
		{ "foobar", "Zm9vYmFy" },
		{ "\xFB\xEF\xFF", "++//" },
	};
	static const char *const bad[] = {
		"Z",     "Zg",     "Zg=",  "Zg===",    "Zh==", "Zm9=",
		"Zm8",   "====",   "Z===", "Zg==Zg==", "Z=g=", "Zm8= ",
		" Zg==", "Zm9v\n", "Zm-v", "Zm_v",     "=Zg=", "Zm9v=",
	};
	unsigned char out[16];
	struct buf b = BUF_INIT;
	size_t i, n;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		n = strlen(cases[i][0]);
		buf_clear(&b);
		base64_add(&b, cases[i][0], n);
		assert_string_equal(b.s, cases[i][1]);
		assert_int_equal(base64_read(b.s, b.len, out, n), (int)n);
		assert_memory_equal(out, cases[i][0], n);
		if (n > 0)
			assert_int_equal(base64_read(b.s, b.len, out, n - 1),
			                 -1);
	}
	for (i = 0; i < COUNT(bad); i++)
		assert_int_equal(
			base64_read(bad[i], strlen(bad[i]), out, sizeof(out)),
			-1);
	assert_int_equal(base64_read("Zm\0v", 4, out, sizeof(out)), -1);
	buf_release(&b);
}

static void
test_hex(void **state)
{
	unsigned char out[4];

	(void)state;
	assert_int_equal(hex_read("00ff7a", 6, out, 3), 3);
	check_hex(out, 3, "00ff7a");
	assert_int_equal(hex_read("", 0, out, 0), 0);
	assert_int_equal(hex_read("00ff7a", 6, out, 2), -1);
	assert_int_equal(hex_read("00f", 3, out, 4), -1);
	assert_int_equal(hex_read("0g", 2, out, 4), -1);
	assert_int_equal(hex_read("0F", 2, out, 4), -1);
	assert_int_equal(hex_read("0\0", 2, out, 4), -1);
}

/*
 * 80 bits of 0x00443214C74254B635CF: the digits 0 to 15 in order; and with
 * every bit set.
 */
static void
test_spoken_code(void **state)
{
	unsigned char head[HASH_LEN] = { 0x00, 0x44, 0x32, 0x14, 0xC7,
		                         0x42, 0x54, 0xB6, 0x35, 0xCF };
	char out[SPOKEN_TEXT];

	(void)state;
	assert_string_equal(spoken_code(out, head), "0123-4567-89AB-CDEF");
	head[10] = 0xFF; /* the 81st bit is not spoken */
	assert_string_equal(spoken_code(out, head), "0123-4567-89AB-CDEF");
	memset(head, 0xFF, sizeof(head));
	assert_string_equal(spoken_code(out, head), "ZZZZ-ZZZZ-ZZZZ-ZZZZ");
	memset(head, 0, sizeof(head));
	head[9] = 1;
	assert_string_equal(spoken_code(out, head), "0000-0000-0000-0001");
}

/* RFC 4231, 4.3 and 4.7 (a key longer than a block). */
static void
test_mac(void **state)
{
	static const char hex2[] = "5bdcc146bf60754e6a042426089575c7"
				   "5a003f089d2739839dec58b964ec3843";
	static const char hex6[] = "60e431591ee0b67f0d8a26aacbf5b77f"
				   "8e0bc6213728c5140546040f0ee37f54";
	static const char data2[] = "what do ya want for nothing?";
	static const char data6[] =
		"Test Using Larger Than Block-Size Key - Hash Key First";
	unsigned char out[HASH_LEN], key[131];

	(void)state;
	hash_mac(out, "Jefe", 4, data2, strlen(data2));
	check_hex(out, HASH_LEN, hex2);
	memset(key, 0xaa, sizeof(key));
	hash_mac(out, key, sizeof(key), data6, strlen(data6));
	check_hex(out, HASH_LEN, hex6);
}

static void
test_equal(void **state)
{
	(void)state;
	assert_true(hash_equal("abcd", "abcd", 4));
	assert_true(hash_equal("abcd", "abcx", 3));
	assert_false(hash_equal("abcd", "abcx", 4));
	assert_false(hash_equal("xbcd", "abcd", 4));
	assert_true(hash_equal("a", "b", 0));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sha256),
		cmocka_unit_test(test_mac),
		cmocka_unit_test(test_equal),
		cmocka_unit_test(test_ed25519),
		cmocka_unit_test(test_signature_can_fail),
		cmocka_unit_test(test_base64),
		cmocka_unit_test(test_hex),
		cmocka_unit_test(test_spoken_code),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
