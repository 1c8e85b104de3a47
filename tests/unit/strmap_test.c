/* A table of numbers by text keeps each through its growing. */
#include "cm.h"

#include <stdio.h>

#include "base/strmap.h"

enum { MANY = 10000 };

static void
test_empty(void **state)
{
	struct strmap m = { 0 };

	(void)state;
	assert_int_equal(strmap_get(&m, "a"), 0);
	strmap_release(&m);
	assert_int_equal(strmap_get(&m, ""), 0);
	*strmap_at(&m, "") = 7;
	assert_int_equal(strmap_get(&m, ""), 7);
	assert_int_equal(strmap_get(&m, "a"), 0);
	strmap_release(&m);
	assert_int_equal(m.count, 0);
	assert_int_equal(strmap_get(&m, ""), 0);
}

static void
test_many(void **state)
{
	struct strmap m = { 0 };
	char key[16];

	(void)state;
	for (size_t i = 0; i < MANY; i++) {
		snprintf(key, sizeof(key), "%zu", i);
		assert_int_equal(*strmap_at(&m, key), 0);
		*strmap_at(&m, key) = i + 1;
		assert_int_equal(m.count, i + 1);
	}
	for (size_t i = 0; i < MANY; i++) {
		snprintf(key, sizeof(key), "%zu", i);
		assert_int_equal(strmap_get(&m, key), i + 1);
		assert_int_equal(*strmap_at(&m, key), i + 1);
	}
	assert_int_equal(m.count, MANY);
	assert_int_equal(strmap_get(&m, "10000"), 0);
	strmap_release(&m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
