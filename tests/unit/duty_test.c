#include "room.h"

#include "desk/duty.h"
#include "desk/incident.h"
#include "desk/report.h"

/* A mine accident with 22 trapped: 较大涉险, reported on within two hours. */
static void
open_at(struct room *r, int64_t received, char number[INCIDENT_NUMBER])
{
	struct incident_new in = { .kind = "accident.coal",
		                   .place = "兑镇镇",
		                   .received_ms = received };

	facts_init(&in.facts);
	in.facts.v[FACT_TRAPPED] = 22;
	OK(r, incident_open(r->d, &in, number, NULL, &r->err));
}

static struct duty_row
duty_of(struct room *r, const char *number, const char *rule, const char *to)
{
	struct duty_row *rows, found = { .start = -1 };
	size_t n;

	OK(r, duty_list(r->d, DUTIES_ALL, number, false, 0, &rows, &n, NULL,
	                &r->err));
	for (size_t i = 0; i < n; i++)
		if (strcmp(rows[i].rule, rule) == 0 &&
		    strcmp(rows[i].to, to) == 0)
			found = rows[i];
	duty_rows_free(rows, n);
	found.title = found.because = found.incident_title = NULL;
	if (found.start == -1)
		fail_msg("%s has no duty %s to %s", number, rule, to);
	return found;
}

static void
report_at(struct room *r, const char *number, int64_t at)
{
	struct report_new rep = { .to = "city.emergency",
		                  .via = VIA_PHONE,
		                  .taker = "市局李四",
		                  .at_ms = at };

	OK(r, report_make(r->d, number, &rep, NULL, &r->err));
}

/* ---- states ---- */

/* Order 493 art 10: two hours from receipt; the due second is on time. */
static void
test_on_the_due_second(void **state)
{
	struct room *r = *state;
	char number[INCIDENT_NUMBER];
	struct duty_row y;

	open_at(r, 0, number);
	y = duty_of(r, number, "493-10", "city.emergency");
	assert_int_equal(y.due, ROOM_NOW + 2 * CIVIL_HOUR);
	assert_int_equal(y.state, DUTY_OPEN);
	assert_true(y.ours);
	assert_false(y.immediate);
	assert_string_equal(y.by, "county.emergency");
	assert_int_equal(y.incident_class, CLASS_DANGER);
	room_pass(r, 2 * CIVIL_HOUR);
	assert_int_equal(duty_of(r, number, "493-10", "city.emergency").state,
	                 DUTY_OPEN);
	report_at(r, number, 0);
	assert_int_equal(duty_of(r, number, "493-10", "city.emergency").state,
	                 DUTY_MET);
	room_verify(r);
}

static void
test_one_millisecond_late(void **state)
{
	struct room *r = *state;
	char number[INCIDENT_NUMBER];
	struct duty_row y;

	open_at(r, 0, number);
	room_pass(r, 2 * CIVIL_HOUR + 1);
	assert_int_equal(duty_of(r, number, "493-10", "city.emergency").state,
	                 DUTY_OVERDUE);
	report_at(r, number, 0);
	y = duty_of(r, number, "493-10", "city.emergency");
	assert_int_equal(y.state, DUTY_LATE);
	assert_int_equal(y.late_minutes, 1);
	room_verify(r);
}

/* Said to be in time, written down late: claimed, until confirmed. */
static void
test_claimed_until_confirmed(void **state)
{
	struct room *r = *state;
	char number[INCIDENT_NUMBER];
	struct report *reports;
	size_t n;

	open_at(r, 0, number);
	room_pass(r, 3 * CIVIL_HOUR);
	report_at(r, number, ROOM_NOW + CIVIL_HOUR);
	assert_int_equal(duty_of(r, number, "493-10", "city.emergency").state,
	                 DUTY_CLAIMED);
	OK(r, report_list(r->d, number, &reports, &n, &r->err));
	assert_int_equal(n, 1);
	/* A receipt after the due time does not make it timely. */
	OK(r, report_confirm(r->d, number, reports[0].seq,
	                     ROOM_NOW + 2 * CIVIL_HOUR + 1, "市局王五", NULL,
	                     NULL, &r->err));
	assert_int_equal(duty_of(r, number, "493-10", "city.emergency").state,
	                 DUTY_CLAIMED);
	OK(r,
	   report_confirm(r->d, number, reports[0].seq, ROOM_NOW + CIVIL_HOUR,
	                  "市局王五", "晋应急值〔2026〕8号", NULL, &r->err));
	assert_int_equal(duty_of(r, number, "493-10", "city.emergency").state,
	                 DUTY_MET);
	reports_free(reports, n);
	room_verify(r);
}

/* A unit's own report late in its own eyes shows as late, not as unknown. */
static void
test_a_report_of_the_unit(void **state)
{
	struct room *r = *state;
	struct incident_new in = { .kind = "accident.coal",
		                   .unit_head_told_ms =
		                           ROOM_NOW - 3 * CIVIL_HOUR };
	struct report_new rep = { .by = "unit",
		                  .to = "county.emergency",
		                  .via = VIA_PHONE,
		                  .taker = "王芳" };
	char number[INCIDENT_NUMBER];
	struct duty_row y;

	facts_init(&in.facts);
	in.facts.v[FACT_TRAPPED] = 3;
	OK(r, incident_open(r->d, &in, number, NULL, &r->err));
	OK(r, report_make(r->d, number, &rep, NULL, &r->err));
	y = duty_of(r, number, "493-9b", "county.emergency");
	assert_int_equal(y.state, DUTY_LATE);
	assert_int_equal(y.late_minutes, 120);
	assert_false(y.ours);
}

/* ---- deciding not to ---- */

static void
test_decline(void **state)
{
	struct room *r = *state;
	char number[INCIDENT_NUMBER];
	struct duty_row *rows;
	size_t n;
	bool shown = false;

	open_at(r, 0, number);
	REFUSED(r, ERR_REFUSED,
	        duty_decline(r->d, number, "493-10", "city.emergency", "",
	                     "赵建国", NULL, &r->err));
	REFUSED(r, ERR_REFUSED,
	        duty_decline(r->d, number, "493-10", "city.emergency", "误报",
	                     NULL, NULL, &r->err));
	/* Not a duty of this incident, not to this one, not ours. */
	REFUSED(r, ERR_REFUSED,
	        duty_decline(r->d, number, "21-9a", "province.emergency",
	                     "误报", "赵建国", NULL, &r->err));
	REFUSED(r, ERR_REFUSED,
	        duty_decline(r->d, number, "493-10", "city.government", "误报",
	                     "赵建国", NULL, &r->err));
	REFUSED(r, ERR_REFUSED,
	        duty_decline(r->d, number, "493-9b", "county.emergency", "误报",
	                     "赵建国", NULL, &r->err));
	OK(r, duty_decline(r->d, number, "493-10", "city.emergency",
	                   "经核实为误报", "赵建国", NULL, &r->err));
	REFUSED(r, ERR_REFUSED,
	        duty_decline(r->d, number, "493-10", "city.emergency", "误报",
	                     "赵建国", NULL, &r->err));
	OK(r, duty_list(r->d, DUTIES_ALL, number, true, 0, &rows, &n, NULL,
	                &r->err));
	for (size_t i = 0; i < n; i++)
		if (strcmp(rows[i].rule, "493-10") == 0) {
			assert_int_equal(rows[i].state, DUTY_VOID);
			shown = strstr(rows[i].because, "赵建国") &&
			        strstr(rows[i].because, "经核实为误报");
		}
	duty_rows_free(rows, n);
	assert_true(shown);
	room_verify(r);
}

/* ---- lists ---- */

/* The list, its order, its count and its page come from one reading. */
static void
check_list(struct room *r, bool ours)
{
	struct duty_row *all, *page;
	size_t n, total, some, again;

	OK(r, duty_list(r->d, DUTIES_PENDING, NULL, ours, 0, &all, &n, &total,
	                &r->err));
	assert_int_equal(n, total);
	for (size_t i = 1; i < n; i++)
		assert_true(all[i - 1].due <= all[i].due);
	for (size_t max = 1; max < n + 3; max += 3) {
		OK(r, duty_list(r->d, DUTIES_PENDING, NULL, ours, max, &page,
		                &some, &again, &r->err));
		assert_int_equal(again, total);
		assert_int_equal(some, max < n ? max : n);
		for (size_t i = 0; i < some; i++) {
			assert_string_equal(page[i].number, all[i].number);
			assert_string_equal(page[i].rule, all[i].rule);
			assert_string_equal(page[i].to, all[i].to);
			assert_int_equal(page[i].due, all[i].due);
			assert_int_equal(page[i].state, all[i].state);
			assert_true(!ours || page[i].ours);
		}
		duty_rows_free(page, some);
	}
	duty_rows_free(all, n);
}

static void
test_pending(void **state)
{
	struct room *r = *state;
	char number[INCIDENT_NUMBER];

	check_list(r, true);
	for (int i = 0; i < 4; i++) {
		open_at(r, 0, number);
		room_pass(r, 7 * CIVIL_MINUTE);
	}
	report_at(r, "2026-0002", 0);
	check_list(r, true);
	check_list(r, false);
	/* Midnights pass: daily reports come up without any entry. */
	room_pass(r, CIVIL_DAY);
	report_at(r, "2026-0003", 0);
	room_pass(r, 2 * CIVIL_DAY);
	check_list(r, true);
	check_list(r, false);
	room_verify(r);
}

/* Time alone brings the next daily report, and the counts agree with it. */
static void
test_time_alone(void **state)
{
	struct room *r = *state;
	struct duty_row *rows;
	char number[INCIDENT_NUMBER];
	struct incident in, *list;
	size_t n, count, overdue = 0, daily = 0;

	open_at(r, 0, number);
	room_pass(r, 3 * CIVIL_DAY);
	OK(r, duty_list(r->d, DUTIES_PENDING, NULL, true, 0, &rows, &n, NULL,
	                &r->err));
	for (size_t i = 0; i < n; i++) {
		overdue += rows[i].state == DUTY_OVERDUE;
		if (strcmp(rows[i].rule, "21-11c") != 0)
			continue;
		daily++;
		/* The missed ones are one row that counts them. */
		assert_int_equal(rows[i].state == DUTY_OVERDUE,
		                 rows[i].missed > 0);
	}
	assert_int_equal(daily, 2);
	OK(r, incident_get(r->d, number, &in, &r->err));
	assert_int_equal(in.overdue_duties, overdue);
	assert_int_equal(in.open_duties + in.overdue_duties, n);
	assert_int_equal(in.next_due, rows[0].due);
	OK(r, incident_list(r->d, INCIDENTS_OPEN, NULL, 9, &list, &count, NULL,
	                    &r->err));
	assert_int_equal(list[0].overdue_duties, overdue);
	incident_list_free(list, count);
	incident_release(&in);
	duty_rows_free(rows, n);
	room_verify(r);
}

/* What was running then, whatever has been done since. */
static void
test_duties_then(void **state)
{
	struct room *r = *state;
	struct duty_row *rows;
	char number[INCIDENT_NUMBER];
	size_t n;
	bool seen = false;

	open_at(r, 0, number);
	room_pass(r, CIVIL_HOUR);
	report_at(r, number, 0);
	OK(r, duty_list_at(r->d, number, ROOM_NOW + CIVIL_MINUTE, &rows, &n,
	                   &r->err));
	for (size_t i = 0; i < n; i++)
		if (strcmp(rows[i].rule, "493-10") == 0) {
			assert_int_equal(rows[i].state, DUTY_OPEN);
			seen = true;
		}
	assert_true(seen);
	duty_rows_free(rows, n);
	assert_int_equal(duty_of(r, number, "493-10", "city.emergency").state,
	                 DUTY_MET);
	REFUSED(r, ERR_NOT_FOUND,
	        duty_list_at(r->d, "2026-0404", ROOM_NOW, &rows, &n, &r->err));
}

/* ---- parties ---- */

static void
test_parties(void **state)
{
	struct room *r = *state;
	const struct rulebook *rules = desk_rulebook(r->d);
	const char *const *codes = party_codes();

	/* Whoever the built-in packs name has a name for people. */
	for (size_t i = 0; i < rules->count; i++)
		for (size_t k = 0; k < rules->packs[i]->rules_count; k++) {
			const struct rule *rule = &rules->packs[i]->rules[k];

			assert_true(party_known(rule->by));
			for (size_t t = 0; t < rule->to_count; t++)
				if (!party_known(rule->to[t]))
					fail_msg("%s: %s", rule->id,
					         rule->to[t]);
		}
	for (size_t i = 0; codes[i]; i++) {
		assert_true(party_known(codes[i]));
		assert_string_not_equal(party_name(codes[i]), codes[i]);
	}
	assert_string_equal(party_name("moon.emergency"), "moon.emergency");
	assert_false(party_known("moon.emergency"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ROOM_TEST(test_on_the_due_second),
		ROOM_TEST(test_one_millisecond_late),
		ROOM_TEST(test_claimed_until_confirmed),
		ROOM_TEST(test_a_report_of_the_unit),
		ROOM_TEST(test_decline),
		ROOM_TEST(test_pending),
		ROOM_TEST(test_time_alone),
		ROOM_TEST(test_duties_then),
		ROOM_TEST(test_parties),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
