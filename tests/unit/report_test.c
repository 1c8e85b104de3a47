#include "room.h"

#include "desk/incident.h"
#include "desk/report.h"

static void
open_one(struct room *r)
{
	room_do(r, "{'do':'incident.open','kind':'accident.coal',"
	           "'place':'兑镇镇','facts':{'trapped':3}}");
}

static struct report_new
by_phone(void)
{
	return (struct report_new){ .to = "city.emergency",
		                    .via = VIA_PHONE,
		                    .taker = "市局李四",
		                    .reference = "8号",
		                    .words = "兑镇镇一煤矿3人被困" };
}

static void
test_make_and_list(void **state)
{
	struct room *r = *state;
	struct report_new rep = by_phone();
	struct report *rows;
	int64_t phone, written;
	size_t n;

	open_one(r);
	OK(r, report_make(r->d, "2026-0001", &rep, &phone, &r->err));
	room_pass(r, 20 * CIVIL_MINUTE);
	rep = (struct report_new){ .to = "city.emergency",
		                   .via = VIA_WRITTEN,
		                   .at_ms = ROOM_NOW + 15 * CIVIL_MINUTE };
	OK(r, report_make(r->d, "2026-0001", &rep, &written, &r->err));
	OK(r, report_confirm(r->d, "2026-0001", written, 0, "市局王五", NULL,
	                     NULL, &r->err));
	OK(r, report_list(r->d, "2026-0001", &rows, &n, &r->err));
	assert_int_equal(n, 2);
	assert_int_equal(rows[0].seq, phone);
	assert_string_equal(rows[0].by, "county.emergency");
	assert_string_equal(rows[0].to, "city.emergency");
	assert_string_equal(rows[0].taker, "市局李四");
	assert_string_equal(rows[0].reference, "8号");
	assert_string_equal(rows[0].words, "兑镇镇一煤矿3人被困");
	assert_int_equal(rows[0].at_ms, ROOM_NOW);
	assert_int_equal(rows[0].confirmed_ms, 0);
	assert_string_equal(rows[0].confirmed_by, "");
	assert_int_equal(rows[1].via, VIA_WRITTEN);
	assert_int_equal(rows[1].at_ms, ROOM_NOW + 15 * CIVIL_MINUTE);
	assert_int_equal(rows[1].recorded_ms, ROOM_NOW + 20 * CIVIL_MINUTE);
	assert_int_equal(rows[1].confirmed_ms, ROOM_NOW + 20 * CIVIL_MINUTE);
	assert_string_equal(rows[1].confirmed_by, "市局王五");
	reports_free(rows, n);
	room_verify(r);
}

static void
test_refusals(void **state)
{
	struct room *r = *state;
	struct report_new rep = by_phone();
	int64_t head;

	open_one(r);
	head = room_head(r);
	rep.taker = NULL;
	REFUSED(r, ERR_REFUSED,
	        report_make(r->d, "2026-0001", &rep, NULL, &r->err));
	rep = by_phone();
	rep.via = VIA_ANY;
	REFUSED(r, ERR_INPUT,
	        report_make(r->d, "2026-0001", &rep, NULL, &r->err));
	rep.via = VIA_PHONE_THEN_WRITTEN;
	REFUSED(r, ERR_INPUT,
	        report_make(r->d, "2026-0001", &rep, NULL, &r->err));
	rep = by_phone();
	rep.to = "City Emergency";
	REFUSED(r, ERR_INPUT,
	        report_make(r->d, "2026-0001", &rep, NULL, &r->err));
	rep.to = "county.emergency";
	REFUSED(r, ERR_INPUT,
	        report_make(r->d, "2026-0001", &rep, NULL, &r->err));
	rep = by_phone();
	rep.rule = "999-1";
	REFUSED(r, ERR_INPUT,
	        report_make(r->d, "2026-0001", &rep, NULL, &r->err));
	rep = by_phone();
	rep.at_ms = ROOM_NOW + 2 * CIVIL_MINUTE + 1;
	REFUSED(r, ERR_INPUT,
	        report_make(r->d, "2026-0001", &rep, NULL, &r->err));
	rep = by_phone();
	REFUSED(r, ERR_NOT_FOUND,
	        report_make(r->d, "2026-0002", &rep, NULL, &r->err));
	REFUSED(r, ERR_NOT_FOUND,
	        report_confirm(r->d, "2026-0001", head, 0, "王五", NULL, NULL,
	                       &r->err));
	REFUSED(r, ERR_REFUSED,
	        report_confirm(r->d, "2026-0001", head, 0, "", NULL, NULL,
	                       &r->err));
	assert_int_equal(room_head(r), head);
	/* Two minutes ahead is still taken. */
	rep.at_ms = ROOM_NOW + 2 * CIVIL_MINUTE;
	rep.rule = "493-10";
	OK(r, report_make(r->d, "2026-0001", &rep, NULL, &r->err));
}

/* A report of another incident is none of this one. */
static void
test_confirm_is_of_its_incident(void **state)
{
	struct room *r = *state;
	struct report_new rep = by_phone();
	int64_t seq;

	open_one(r);
	open_one(r);
	OK(r, report_make(r->d, "2026-0001", &rep, &seq, &r->err));
	REFUSED(r, ERR_NOT_FOUND,
	        report_confirm(r->d, "2026-0002", seq, 0, "王五", NULL, NULL,
	                       &r->err));
	OK(r, report_confirm(r->d, "2026-0001", seq, 0, "王五", NULL, NULL,
	                     &r->err));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ROOM_TEST(test_make_and_list),
		ROOM_TEST(test_refusals),
		ROOM_TEST(test_confirm_is_of_its_incident),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
