/* The first error wins, prefixes go before it, the line stays harmless. */
#include "cm.h"

#include <string.h>

#include "base/err.h"
#include "base/utf8.h"

static void
test_first_error_wins(void **state)
{
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(err_prefix(&err, "nothing"), -1);
	assert_string_equal(err.text, "");
	assert_int_equal(err_set(&err, ERR_INPUT, "bad %s %d", "key", 7), -1);
	assert_int_equal(err_set(&err, ERR_IO, "later"), -1);
	assert_int_equal(err.code, ERR_INPUT);
	assert_string_equal(err.text, "bad key 7");
	err_prefix(&err, "line %d", 12);
	err_prefix(&err, "a.json");
	assert_string_equal(err.text, "a.json: line 12: bad key 7");
	err_clear(&err);
	assert_int_equal(err.code, ERR_NONE);
	assert_string_equal(err.text, "");
}

static void
test_text_is_one_harmless_line(void **state)
{
	struct err err = ERR_INIT;

	(void)state;
	err_set(&err, ERR_INPUT, "no '%s'", "\033]0;x\a\n\xE2\x80\xAE\xFF");
	assert_string_equal(err.text, "no '␛]0;x␇ \uFFFD\uFFFD'");
}

/* Every length around the end of the text, one to four bytes a character. */
static void
test_cut_at_a_character(void **state)
{
	static const char *const units[] = { "a", "é", "值", "😀" };
	char long_text[1024];
	struct err err;
	size_t u, lead, n;

	(void)state;
	for (u = 0; u < 4; u++) {
		for (lead = 0; lead < 8; lead++) {
			memset(long_text, 'x', lead);
			long_text[lead] = '\0';
			for (n = 0; n < 200 || strlen(long_text) < 600; n++)
				strcat(long_text, units[u]);
			err_clear(&err);
			err_set(&err, ERR_IO, "%s", long_text);
			n = strlen(err.text);
			assert_true(n < sizeof(err.text));
			assert_true(n + 4 >= sizeof(err.text));
			assert_true(utf8_valid(err.text, n));
			assert_memory_equal(err.text, long_text, n);
			err_prefix(&err, "值");
			assert_true(utf8_valid(err.text, strlen(err.text)));
		}
	}
}

static void
test_exit_status(void **state)
{
	static const int want[] = {
		[ERR_NONE] = 0,    [ERR_INPUT] = 2,    [ERR_NOT_FOUND] = 2,
		[ERR_REFUSED] = 3, [ERR_CONFLICT] = 3, [ERR_BUSY] = 4,
		[ERR_CORRUPT] = 4, [ERR_FULL] = 4,     [ERR_IO] = 4,
	};
	int code;

	(void)state;
	for (code = ERR_NONE; code <= ERR_IO; code++)
		assert_int_equal(err_exit_status((enum err_code)code),
		                 want[code]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_first_error_wins),
		cmocka_unit_test(test_text_is_one_harmless_line),
		cmocka_unit_test(test_cut_at_a_character),
		cmocka_unit_test(test_exit_status),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
