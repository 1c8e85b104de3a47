/* The system clock answers, and a clock of our own is asked instead. */
#include "cm.h"

#include <string.h>

#include "base/clock.h"

static void
fixed_read(void *arg, struct clock_reading *r)
{
	const int64_t *wall_ms = arg;

	memset(r, 0, sizeof(*r));
	r->wall_ms = *wall_ms;
}

static void
test_seam(void **state)
{
	int64_t wall_ms = 1610255580000;
	const struct clock fixed = { fixed_read, &wall_ms };
	struct clock_reading r;

	(void)state;
	clock_read(&fixed, &r);
	assert_int_equal(r.wall_ms, 1610255580000);
}

static void
test_system(void **state)
{
	static const unsigned char zero[16];
	struct clock_reading a, b;
	int64_t mono = clock_mono_ms();

	(void)state;
	clock_read(&clock_system, &a);
	clock_read(&clock_system, &b);
	assert_true(a.wall_ms > 0);
	assert_true(b.boot_ms >= a.boot_ms);
	assert_true(a.boot_ms >= mono);
	assert_true(clock_mono_ms() >= mono);
	assert_memory_equal(a.boot_id, b.boot_id, sizeof(a.boot_id));
	assert_memory_not_equal(a.boot_id, zero, sizeof(zero));
	assert_int_equal(a.flags & ~(unsigned)(CLOCK_ERROR | CLOCK_UNSYNC), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_seam),
		cmocka_unit_test(test_system),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
