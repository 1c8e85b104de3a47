#include "store_kit.h"

static int
setup(void **state)
{
	struct kit *k = malloc(sizeof(*k));

	kit_make(k, "/tmp");
	kit_open(k);
	*state = k;
	return 0;
}

static int
teardown(void **state)
{
	kit_remove(*state);
	free(*state);
	return 0;
}

static int
keep(void *arg, const struct journal_entry *e)
{
	*(struct journal_entry *)arg = *e;
	return 1;
}

static void
appended_entry_reads_back(void **state)
{
	struct kit *k = *state;
	struct journal_entry e;

	assert_int_equal(kit_must(k, "note.made", NULL,
	                          "{\"text\":\"\xE6\xB8\x97\xE6\xB0\xB4\"}"),
	                 1);
	assert_int_equal(journal_get(k->j, 1, keep, &e, &k->err), 1);
	assert_int_equal(e.seq, 1);
	assert_int_equal(e.recorded_ms, KIT_WALL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(appended_entry_reads_back,
		                                setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
