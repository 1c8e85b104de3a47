/* Which unit a party of the rules is. */
#include "people.h"

#include "desk/duty.h"

static int64_t
bound(struct room *r, const char *party)
{
	int64_t unit;

	OK(r, party_unit(r->d, party, &unit, &r->err));
	return unit;
}

static void
test_bindings(void **state)
{
	struct room *r = *state;
	int64_t police = kit_unit(r, "公安局", UNIT_AGENCY, NULL), seq;
	size_t n, bound_count = 0, all = 0;
	struct binding *rows;

	assert_int_equal(bound(r, "county.police"), 0);
	OK(r, party_bind(r->d, "county.police", police, &seq, &r->err));
	assert_int_equal(bound(r, "county.police"), police);
	OK(r, party_bind(r->d, "county.police", police, &seq, &r->err));
	assert_int_equal(seq, 0);
	REFUSED(r, ERR_INPUT,
	        party_bind(r->d, "county.nobody", police, &seq, &r->err));
	REFUSED(r, ERR_REFUSED,
	        party_bind(r->d, "unit.head", police, &seq, &r->err));
	REFUSED(r, ERR_NOT_FOUND,
	        party_bind(r->d, "county.water", 9999, &seq, &r->err));
	room_verify(r);

	/* Every party is listed but the incident's own, with a unit or not. */
	OK(r, binding_list(r->d, &rows, &n, &r->err));
	for (size_t i = 0; i < n; i++) {
		assert_string_not_equal(rows[i].party, "unit");
		assert_true(party_known(rows[i].party));
		if (!rows[i].unit) {
			assert_null(rows[i].name);
			continue;
		}
		bound_count++;
		assert_string_equal(rows[i].party, "county.police");
		assert_string_equal(rows[i].name, "公安局");
	}
	while (party_code(all))
		all++;
	assert_int_equal(n, all - 4);
	assert_int_equal(bound_count, 1);
	bindings_free(rows, n);

	OK(r, party_bind(r->d, "county.police", 0, &seq, &r->err));
	assert_int_equal(bound(r, "county.police"), 0);
	room_verify(r);
}

static void
test_checks(void **state)
{
	static const char *const bound_bad[] = {
		"{}",
		"{'party':'nobody'}",
		"{'party':'scene','unit':0}",
		"{'party':'scene','unit':1,'more':1}",
		NULL,
	};

	(void)state;
	kit_all_bad(party_bound_check, bound_bad);
}

/* An entry that had to go binds nothing. */
static void
test_withheld(void **state)
{
	struct room *r = *state;
	int64_t police = kit_unit(r, "公安局", UNIT_AGENCY, NULL), seq;

	OK(r, party_bind(r->d, "county.police", police, &seq, &r->err));
	kit_withhold(r, seq);
	assert_int_equal(bound(r, "county.police"), 0);
	room_verify(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ROOM_TEST(test_bindings),
		cmocka_unit_test(test_checks),
		ROOM_TEST(test_withheld),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
