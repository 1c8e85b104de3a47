/*
 * Signatures of webhooks against literals that `openssl dgst -sha256 -hmac`
 * made, and one that the specification publishes.
 */
#include "cm.h"

#include <stdbool.h>
#include <string.h>

#include "watch/signature.h"

/* "a-secret-of-twenty-four!" and "another-secret-of-32-bytes-long!" */
#define NEW "whsec_YS1zZWNyZXQtb2YtdHdlbnR5LWZvdXIh"
#define OLD "whsec_YW5vdGhlci1zZWNyZXQtb2YtMzItYnl0ZXMtbG9uZyE="
#define AT "1790000000"
#define BODY "{\"text\": \"值班\"}"

/* printf 'msg_1.1790000000.{"text": "值班"}' | openssl dgst -sha256
 * -hmac 'a-secret-of-twenty-four!' -binary | base64, and so on */
#define NEW_1 "v1,Y05RrCpJgSMSSKfL7BZSrkSeAb7gdqmFUHfEJrngkPs="
#define OLD_1 "v1,+zsOuwSPvSIojkt4+UFWW1vzzxsp6e0JwDGJfHQzJJM="
#define NEW_EMPTY "v1,oJjSBWMsPFUXwAimYay8JhZX5pcG3AEluIR0YtoF8/Q="

static const struct signature_secrets one = { { NEW }, 1 };
static const struct signature_secrets both = { { NEW, OLD }, 2 };

static struct signature_message
message(void)
{
	return (struct signature_message){ "msg_1", AT, BODY, strlen(BODY) };
}

static void
makes(const struct signature_secrets *s, const struct signature_message *m,
      const char *want)
{
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;

	assert_int_equal(signature_make(&out, s, m, &err), 0);
	assert_string_equal(out.s, want);
	buf_release(&out);
}

static void
test_make(void **state)
{
	static const struct signature_secrets published = {
		{ "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" }, 1
	};
	static const char body[] = "{\"test\": 2432232314}";
	struct signature_message m = message();

	(void)state;
	makes(&one, &m, NEW_1);
	makes(&both, &m, NEW_1 " " OLD_1);
	m = (struct signature_message){ "msg_2", AT, "", 0 };
	makes(&one, &m, NEW_EMPTY);
	m = (struct signature_message){ "msg_p5jXN8AQM9LWM0D4loKWxJek",
		                        "1614265330", body, strlen(body) };
	makes(&published, &m,
	      "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

static void
test_secrets(void **state)
{
	static const struct {
		const char *text;
		bool good;
	} cases[] = {
		{ NEW, true }, /* 24 bytes */
		{ OLD, true },
		{ "whsec_YS1zZWNyZXQtb2YtdHdlbnR5LWZvdXI=", false }, /* 23 */
		/* 64 and 65 */
		{ "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDEyMzQ1Njc4"
		  "OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDEyMw==",
		  true },
		{ "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDEyMzQ1Njc4"
		  "OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDEyMzQ=",
		  false },
		{ "YS1zZWNyZXQtb2YtdHdlbnR5LWZvdXIh", false },
		{ "WHSEC_YS1zZWNyZXQtb2YtdHdlbnR5LWZvdXIh", false },
		{ "whsec_YS1zZWNyZXQtb2YtdHdlbnR5LWZvdXI!", false },
		{ "whsec_", false },
		{ "", false },
	};
	struct buf out = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct signature_secrets s = { { NEW, cases[i].text },
			                             2 };
		struct signature_message m = message();
		struct err err = ERR_INIT;
		int want = cases[i].good ? 0 : -1;

		assert_int_equal(signature_secret_check(cases[i].text, &err),
		                 want);
		assert_null(strstr(err.text, "YS1z"));
		err_clear(&err);
		buf_clear(&out);
		assert_int_equal(signature_make(&out, &s, &m, &err), want);
		assert_int_equal(out.len > 0, cases[i].good);
	}
	buf_release(&out);
}

static void
test_messages_not_signed(void **state)
{
	static const char long_id[] =
		"0123456789012345678901234567890123456789012345678901234567890"
		"123456789012345678901234567890123456789x";
	static const struct {
		const char *id, *at;
		bool good;
	} cases[] = {
		{ "msg.1", AT, false },    { "", AT, false },
		{ "msg 1", AT, false },    { "msg_1", "", false },
		{ "msg_1", "-1", false },  { "msg_1", "1.5", false },
		{ "msg_1", " 1", false },  { "msg_1", "123456789012", true },
		{ long_id + 1, AT, true }, { long_id, AT, false },
		{ "msg_1", "0", true },    { "m", "1234567890123", false },
	};
	struct buf out = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct signature_message m = { cases[i].id, cases[i].at, "",
			                       0 };
		struct err err = ERR_INIT;

		if (signature_make(&out, &one, &m, &err) !=
		    (cases[i].good ? 0 : -1))
			fail_msg("case %zu", i);
	}
	buf_release(&out);
}

static void
test_verify(void **state)
{
	static const struct {
		const char *header;
		int64_t now_s;
		bool good;
	} cases[] = {
		{ NEW_1, 1790000000, true },
		{ OLD_1, 1790000000, true },
		{ "v1,AAAA v2,x " OLD_1, 1790000000, true },
		{ "  " NEW_1 "  ", 1790000000, true },
		{ NEW_1, 1790000000 + 300, true },
		{ NEW_1, 1790000000 + 301, false },
		{ NEW_1, 1790000000 - 300, true },
		{ NEW_1, 1790000000 - 301, false },
		{ NEW_EMPTY, 1790000000, false },
		{ "", 1790000000, false },
		{ "v1,", 1790000000, false },
		{ "v1a,Y05RrCpJgSMSSKfL7BZSrkSeAb7gdqmFUHfEJrngkPs=",
		  1790000000, false },
		/* a byte less, a bit else */
		{ "v1,Y05RrCpJgSMSSKfL7BZSrkSeAb7gdqmFUHfEJrngkA==", 1790000000,
		  false },
		{ "v1,Y05RrCpJgSMSSKfL7BZSrkSeAb7gdqmFUHfEJrngkPo=", 1790000000,
		  false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct signature_message m = message();
		struct err err = ERR_INIT;
		int rc = signature_verify(&both, &m, cases[i].header,
		                          cases[i].now_s, &err);

		if (rc != (cases[i].good ? 0 : -1))
			fail_msg("case %zu: %s", i, err.text);
		assert_int_equal(err.code,
		                 cases[i].good ? ERR_NONE : ERR_REFUSED);
	}
}

/* What is signed is all three parts, by a secret that is in use. */
static void
test_verify_parts(void **state)
{
	struct signature_message good = message(), m;
	struct err err = ERR_INIT;

	(void)state;
	m = good;
	m.id = "msg_2";
	assert_int_equal(signature_verify(&one, &m, NEW_1, 1790000000, &err),
	                 -1);
	m = good;
	m.timestamp = "1790000001";
	assert_int_equal(signature_verify(&one, &m, NEW_1, 1790000000, &err),
	                 -1);
	m = good;
	m.len--;
	assert_int_equal(signature_verify(&one, &m, NEW_1, 1790000000, &err),
	                 -1);
	assert_int_equal(signature_verify(&one, &good, OLD_1, 1790000000, &err),
	                 -1);
	err_clear(&err);
	assert_int_equal(signature_verify(&one, &good, NEW_1, 1790000000, &err),
	                 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_make),
		cmocka_unit_test(test_secrets),
		cmocka_unit_test(test_messages_not_signed),
		cmocka_unit_test(test_verify),
		cmocka_unit_test(test_verify_parts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
