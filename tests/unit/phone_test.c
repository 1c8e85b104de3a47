/* Numbers: what is one, and when it was last known to be right. */
#include "people.h"

static void
test_valid(void **state)
{
	static const struct {
		const char *number;
		bool valid;
	} cases[] = {
		{ "110", true },
		{ "12", false },
		{ "", false },
		{ "1-2", false },
		{ "1 2 0", true },
		{ "+86 (0358) 762-0000#12", true },
		{ "0358-7620000转801", true },
		{ "转", false },
		{ "110或119", false },
		{ "110,119", false },
		{ "110\n", false },
		{ "１１０", false },
		{ "110\xE8\xBD", false },
		{ "1234567890123456789012345678901234567890", true },
		{ "12345678901234567890123456789012345678901", false },
		{ "1234567890123456789012345678901234567转", true },
		{ "12345678901234567890123456789012345678转", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (phone_valid(cases[i].number) != cases[i].valid)
			fail_msg("case %zu: %s", i, cases[i].number);
}

/* "110@60 120@-": minutes after ROOM_NOW, - never. */
static void
numbers_are(struct room *r, int64_t id, const char *want)
{
	struct buf said = BUF_INIT;
	struct unit u;

	OK(r, unit_get(r->d, id, &u, &r->err));
	for (size_t i = 0; i < u.phones_count; i++) {
		const struct phone *p = &u.phones[i];
		int64_t after = p->confirmed_ms - ROOM_NOW;

		buf_fmt(&said, "%s%s@", i ? " " : "", p->number);
		if (p->confirmed_ms)
			buf_fmt(&said, "%lld",
			        (long long)(after / CIVIL_MINUTE));
		else
			buf_str(&said, "-");
	}
	assert_string_equal(said.s, want);
	buf_release(&said);
	unit_release(&u);
}

static void
test_kept_while_it_stays(void **state)
{
	struct room *r = *state;
	int64_t id, seq;

	room_do(r, "{'do':'unit.save','name':'医院','phones':['110','120']}");
	id = r->res.seq;
	room_pass(r, CIVIL_HOUR);
	OK(r, unit_confirm(r->d, id, NULL, &seq, &r->err));
	room_do(r, "{'do':'unit.save','unit':'医院','phones':['999','120',"
	           "{'number':'110','label':'值班'}]}");
	numbers_are(r, id, "999@- 120@60 110@60");
	/* One that went and came back was not tried since. */
	room_do(r, "{'do':'unit.save','unit':'医院','phones':['999']}");
	room_do(r, "{'do':'unit.save','unit':'医院','phones':['110']}");
	numbers_are(r, id, "110@-");
	room_do(r, "{'do':'unit.save','unit':'医院','phones':[]}");
	REFUSED(r, ERR_NOT_FOUND, unit_confirm(r->d, id, NULL, &seq, &r->err));
	room_verify(r);
}

static int64_t
save_confirmed(struct room *r, struct unit *u, int64_t ms)
{
	int64_t seq;

	u->phones[0].confirmed_ms = ms;
	OK(r, unit_save(r->d, u, 0, &seq, &r->err));
	return seq;
}

/* A roster brings its own date: a later one counts, to the millisecond. */
static void
test_date_of_a_roster(void **state)
{
	struct room *r = *state;
	int64_t id = kit_unit(r, "医院", UNIT_HOSPITAL, "120"), seq;
	int64_t last = ROOM_NOW - CIVIL_HOUR;
	struct unit u;

	OK(r, unit_get(r->d, id, &u, &r->err));
	assert_true(save_confirmed(r, &u, last) > 0);
	assert_int_equal(save_confirmed(r, &u, last), 0);
	assert_int_equal(save_confirmed(r, &u, last - 1), 0);
	assert_true(save_confirmed(r, &u, last + 1) > 0);
	/* One that is still to come is a slip: trying the number mends it. */
	assert_true(save_confirmed(r, &u, ROOM_NOW + 400 * CIVIL_DAY) > 0);
	numbers_are(r, id, "120@576000");
	OK(r, unit_confirm(r->d, id, "120", &seq, &r->err));
	numbers_are(r, id, "120@0");
	unit_release(&u);
	room_verify(r);
}

/* A confirmation without its words is of no number. */
static void
test_withheld(void **state)
{
	struct room *r = *state;
	int64_t id = kit_unit(r, "医院", UNIT_HOSPITAL, "120"), seq;

	OK(r, unit_confirm(r->d, id, "120", &seq, &r->err));
	kit_withhold(r, seq);
	numbers_are(r, id, "120@-");
	room_verify(r);
}

static void
test_most(void **state)
{
	struct room *r = *state;
	int64_t id = kit_unit(r, "医院", UNIT_HOSPITAL, NULL), seq;
	char number[16];
	struct unit u;

	OK(r, unit_get(r->d, id, &u, &r->err));
	for (int i = 0; i < PHONES_MAX; i++) {
		snprintf(number, sizeof(number), "0358-%d", i);
		kit_phone(u.phones, &u.phones_count, number);
	}
	OK(r, unit_save(r->d, &u, 0, &seq, &r->err));
	unit_release(&u);
	OK(r, unit_get(r->d, id, &u, &r->err));
	assert_int_equal(u.phones_count, PHONES_MAX);
	assert_string_equal(u.phones[PHONES_MAX - 1].number, "0358-7");
	unit_release(&u);
	room_refuse(r, ERR_INPUT,
	            "{'do':'unit.save','unit':'医院','phones':['111','112',"
	            "'113','114','115','116','117','118','119']}");
	room_verify(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_valid),
		ROOM_TEST(test_kept_while_it_stays),
		ROOM_TEST(test_date_of_a_roster),
		ROOM_TEST(test_withheld),
		ROOM_TEST(test_most),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
