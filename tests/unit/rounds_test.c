/* The worker's rounds: one part that fails stops no other, and shows. */
#include "cm.h"

#include <stdio.h>
#include <string.h>

#include "watch/rounds.h"

/* What each part does in its turns: '.' succeeds, 'x' fails, '!' corrupt. */
struct plan {
	const char *turns[3];
	size_t taken[3];
};

static struct {
	int count;
	char last[64];
} told;

static void
tell(const char *part, const struct err *why)
{
	told.count++;
	snprintf(told.last, sizeof(told.last), "%s: %.40s", part, why->text);
}

static int
take(void *arg, int i, struct err *err)
{
	struct plan *p = arg;
	char c = p->turns[i][p->taken[i]++ % strlen(p->turns[i])];

	if (c == '.')
		return 0;
	return err_set(err, c == '!' ? ERR_CORRUPT : ERR_IO, "%d %c", i, c);
}

static int
first(void *arg, struct err *err)
{
	return take(arg, 0, err);
}

static int
second(void *arg, struct err *err)
{
	return take(arg, 1, err);
}

static int
third(void *arg, struct err *err)
{
	return take(arg, 2, err);
}

static const struct rounds_part parts[] = {
	{ "first", 1, first },
	{ "second", 2, second },
	{ "third", 5, third },
};

/* Run them; "+" for each whole one, "-" for each other. */
static void
expect(struct rounds *r, struct plan *p, const char *whole)
{
	for (size_t i = 0; whole[i]; i++) {
		struct err err = ERR_INIT;
		int rc = rounds_run(r, p, tell, &err);

		if (rc != (whole[i] == '+' ? 0 : -1))
			fail_msg("round %zu of %s", i, whole);
	}
}

static int
setup(void **state)
{
	(void)state;
	memset(&told, 0, sizeof(told));
	return 0;
}

static void
each_has_its_turn(void **state)
{
	struct rounds r = { .parts = parts, .count = 3 };
	struct plan p = { .turns = { ".", ".", "." } };

	(void)state;
	expect(&r, &p, "+++++++++++");
	assert_int_equal(p.taken[0], 11);
	assert_int_equal(p.taken[1], 6);
	assert_int_equal(p.taken[2], 3);
	assert_int_equal(told.count, 0);
}

/* Whatever the others do. */
static void
one_that_fails_stops_no_other(void **state)
{
	struct rounds r = { .parts = parts, .count = 3 };
	struct plan p = { .turns = { "x", ".", "." } };

	(void)state;
	expect(&r, &p, "-----------");
	assert_int_equal(p.taken[1], 6);
	assert_int_equal(p.taken[2], 3);
}

/* Failing lasts over the rounds that are not its turn. */
static void
what_fails_on_its_turn_is_not_hidden_between(void **state)
{
	struct rounds r = { .parts = parts, .count = 3 };
	struct plan p = { .turns = { ".", ".xx.", "." } };

	(void)state;
	expect(&r, &p, "++----++");
	p = (struct plan){ .turns = { ".", ".", "." } };
	r = (struct rounds){ .parts = parts, .count = 3 };
	p.turns[2] = ".x.";
	expect(&r, &p, "+++++-----++");
}

static void
a_failure_is_told_at_first_and_seldom_again(void **state)
{
	struct rounds r = { .parts = parts, .count = 3 };
	struct plan p = { .turns = { ".x", "x", "." } };
	struct err err = ERR_INIT;

	(void)state;
	expect(&r, &p, "-");
	assert_int_equal(told.count, 1);
	assert_string_equal(told.last, "second: 1 x");
	expect(&r, &p, "-");
	assert_int_equal(told.count, 2);
	assert_string_equal(told.last, "first: 0 x");
	while (r.done < ROUNDS_TOLD)
		rounds_run(&r, &p, tell, &err);
	assert_int_equal(told.count, 2);
	rounds_run(&r, &p, tell, &err);
	assert_int_equal(told.count, 3);
	assert_string_equal(told.last, "second: 1 x");
	rounds_run(&r, &p, tell, &err);
	assert_int_equal(told.count, 4);
	rounds_run(&r, &p, NULL, &err);
	assert_int_equal(told.count, 4);
}

static void
the_worst_is_what_the_round_failed_of(void **state)
{
	struct rounds r = { .parts = parts, .count = 3 };
	struct plan p = { .turns = { "x", "!", "x." } };
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(rounds_run(&r, &p, tell, &err), -1);
	assert_int_equal(err.code, ERR_CORRUPT);
	assert_string_equal(err.text, "1 !");
	err_clear(&err);
	p.turns[0] = ".";
	assert_int_equal(rounds_run(&r, &p, tell, &err), -1);
	assert_int_equal(err.code, ERR_NONE);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup(f, setup)
	const struct CMUnitTest tests[] = {
		T(each_has_its_turn),
		T(one_that_fails_stops_no_other),
		T(what_fails_on_its_turn_is_not_hidden_between),
		T(a_failure_is_told_at_first_and_seldom_again),
		T(the_worst_is_what_the_round_failed_of),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
