#include "room.h"

#include "desk/alarm.h"
#include "desk/draft.h"
#include "desk/duty.h"

#define MINE                                                                   \
	"{'do':'incident.open','kind':'accident.coal',"                        \
	"'place':'一号井','facts':{'deaths':3}}"
#define CITY "duty:2026-0001/493-10/"    /* 2 h, to the city's desk */
#define NOTIFY "duty:2026-0001/493-10n/" /* 2 h, to four bodies */
#define LEADER "duty:2026-0001/ZB-12/"   /* house, 立即 */

/* The alarm whose key begins so; false when there is none. */
static bool
find(struct room *r, const char *prefix, struct alarm *out, char *text)
{
	struct alarm *rows;
	bool found = false;
	size_t n, i;

	OK(r, alarm_list(r->d, &rows, &n, &r->err));
	for (i = 0; i < n && !found; i++) {
		if (strncmp(rows[i].key, prefix, strlen(prefix)) != 0)
			continue;
		found = true;
		*out = rows[i];
		if (text)
			snprintf(text, 512, "%s", rows[i].text);
	}
	alarms_free(rows, n);
	return found;
}

static void
expect(struct room *r, const char *prefix, int threshold,
       enum alarm_priority priority)
{
	struct alarm a;

	if (!find(r, prefix, &a, NULL))
		fail_msg("no alarm %s", prefix);
	assert_int_equal(a.threshold, threshold);
	assert_int_equal(a.priority, priority);
}

/* Both edges of 30 and 10 minutes, of the due second, of an hour past it. */
static void
test_thresholds(void **state)
{
	struct room *r = *state;
	struct alarm a;

	room_do(r, MINE);
	room_pass(r, 90 * CIVIL_MINUTE);
	assert_false(find(r, CITY, &a, NULL));
	room_pass(r, 1);
	expect(r, CITY, 30, ALARM_IMPORTANT);
	room_pass(r, 20 * CIVIL_MINUTE - 1);
	expect(r, CITY, 30, ALARM_IMPORTANT);
	room_pass(r, 1);
	expect(r, CITY, 10, ALARM_URGENT);
	room_pass(r, 10 * CIVIL_MINUTE - 1);
	assert_int_equal(desk_now(r->d), ROOM_NOW + 2 * CIVIL_HOUR);
	expect(r, CITY, 10, ALARM_URGENT);
	room_pass(r, 1);
	expect(r, CITY, 0, ALARM_URGENT);
	room_pass(r, CIVIL_HOUR - 2);
	expect(r, CITY, 0, ALARM_URGENT);
	room_pass(r, 1);
	expect(r, CITY, -60, ALARM_URGENT);
	assert_true(find(r, CITY, &a, NULL));
	assert_true(a.legal);
	assert_int_equal(a.due_ms, ROOM_NOW + 2 * CIVIL_HOUR);
	assert_int_equal(a.since_ms, ROOM_NOW + 110 * CIVIL_MINUTE);
	assert_string_equal(a.number, "2026-0001");
}

static void
test_limits_are_settings(void **state)
{
	struct room *r = *state;
	struct alarm a;

	room_do(r, MINE);
	room_do(r, "{'do':'setting.set','name':'alarm.minutes_important',"
	           "'value':'45'}");
	room_pass(r, 75 * CIVIL_MINUTE);
	assert_false(find(r, CITY, &a, NULL));
	room_pass(r, 1);
	expect(r, CITY, 45, ALARM_IMPORTANT);
}

/* Four recipients of one rule are one alarm, until each has been told. */
static void
test_fold(void **state)
{
	struct room *r = *state;
	struct alarm a;
	char text[512];

	room_do(r, MINE);
	room_pass(r, 100 * CIVIL_MINUTE);
	assert_true(find(r, NOTIFY, &a, text));
	assert_int_equal(a.count, 4);
	assert_non_null(strstr(text, "4家"));
	room_do(r, "{'do':'report.make','number':'@last',"
	           "'to':'county.police','via':'phone','taker':'赵敏'}");
	assert_true(find(r, NOTIFY, &a, text));
	assert_int_equal(a.count, 3);
	room_do(r, "{'do':'report.make','number':'@last',"
	           "'to':'city.emergency','via':'phone','taker':'周洁'}");
	assert_false(find(r, CITY, &a, NULL));
}

static bool
unacked(struct room *r, const char *rule)
{
	struct duty_row *rows;
	bool out = false;
	size_t n, i;

	OK(r, duty_list(r->d, DUTIES_PENDING, NULL, true, 0, &rows, &n, NULL,
	                &r->err));
	OK(r, alarm_mark_duties(r->d, rows, n, desk_now(r->d), &r->err));
	for (i = 0; i < n; i++)
		if (!strcmp(rows[i].rule, rule))
			out = rows[i].alarm_unacked;
	duty_rows_free(rows, n);
	return out;
}

/* By name, one by one, and back at the next threshold. */
static void
test_ack(void **state)
{
	struct room *r = *state;
	struct alarm a;
	int64_t head;

	room_do(r, MINE);
	room_pass(r, 91 * CIVIL_MINUTE);
	assert_true(find(r, CITY, &a, NULL));
	assert_false(a.acked);
	assert_true(unacked(r, "493-10"));
	OK(r, alarm_ack(r->d, a.key, 30, &r->err));
	head = room_head(r);
	OK(r, alarm_ack(r->d, a.key, 30, &r->err));
	assert_int_equal(room_head(r), head);
	assert_true(find(r, CITY, &a, NULL));
	assert_true(a.acked);
	assert_string_equal(a.acked_by, "wangfang");
	assert_false(unacked(r, "493-10"));
	/* The others were not. */
	assert_true(find(r, NOTIFY, &a, NULL));
	assert_false(a.acked);
	room_pass(r, 20 * CIVIL_MINUTE);
	assert_true(find(r, CITY, &a, NULL));
	assert_int_equal(a.threshold, 10);
	assert_false(a.acked);
	assert_true(unacked(r, "493-10"));
	/* What was on the screen has moved on. */
	REFUSED(r, ERR_CONFLICT, alarm_ack(r->d, a.key, 30, &r->err));
	REFUSED(r, ERR_NOT_FOUND, alarm_ack(r->d, "duty:none", 30, &r->err));
	room_verify(r);
}

/* Nobody inherits a silence: 12 hours, to the millisecond. */
static void
test_ack_lapses(void **state)
{
	struct room *r = *state;
	struct alarm a;

	room_do(r, "{'do':'instruction.give','leader':'赵','to':'局',"
	           "'words':'速报','due':'2026-11-23T16:01:00+08:00'}");
	room_pass(r, CIVIL_MINUTE);
	assert_false(find(r, "instruction:", &a, NULL));
	room_pass(r, 1);
	expect(r, "instruction:", 0, ALARM_IMPORTANT);
	assert_true(find(r, "instruction:", &a, NULL));
	assert_false(a.legal);
	OK(r, alarm_ack(r->d, a.key, 0, &r->err));
	room_pass(r, 12 * CIVIL_HOUR - 1);
	assert_true(find(r, "instruction:", &a, NULL));
	assert_true(a.acked);
	room_pass(r, 1);
	assert_true(find(r, "instruction:", &a, NULL));
	assert_false(a.acked);
}

static void
test_shelve(void **state)
{
	struct room *r = *state;
	struct alarm a, *rows;
	int64_t until;
	size_t n;

	room_do(r, MINE);
	room_pass(r, 100 * CIVIL_MINUTE);
	until = desk_now(r->d) + CIVIL_HOUR;
	assert_true(find(r, CITY, &a, NULL));
	REFUSED(r, ERR_REFUSED,
	        alarm_shelve(r->d, a.key, until, "忙", &r->err));
	assert_true(find(r, LEADER, &a, NULL));
	assert_false(a.legal);
	REFUSED(r, ERR_INPUT, alarm_shelve(r->d, a.key, until, "", &r->err));
	REFUSED(r, ERR_INPUT,
	        alarm_shelve(r->d, a.key, desk_now(r->d), "到场", &r->err));
	REFUSED(r, ERR_INPUT,
	        alarm_shelve(r->d, a.key, desk_now(r->d) + 12 * CIVIL_HOUR + 1,
	                     "到场", &r->err));
	OK(r, alarm_shelve(r->d, a.key, until, "领导已在现场", &r->err));
	/* Still in the list, at its end. */
	OK(r, alarm_list(r->d, &rows, &n, &r->err));
	assert_string_equal(rows[n - 1].key, a.key);
	assert_true(rows[n - 1].shelved);
	assert_int_equal(rows[n - 1].until_ms, until);
	alarms_free(rows, n);
	room_pass(r, CIVIL_HOUR);
	assert_true(find(r, LEADER, &a, NULL));
	assert_false(a.shelved);
	room_verify(r);
}

static void
test_drafts(void **state)
{
	struct room *r = *state;
	struct alarm a;
	char text[512];

	room_do(r, "{'do':'draft.save','form':'intake',"
	           "'fields':{'place':'一号井'}}");
	room_pass(r, 10 * CIVIL_MINUTE);
	assert_false(find(r, "draft:", &a, NULL));
	room_pass(r, 1);
	expect(r, "draft:intake:", 0, ALARM_NOTICE);
	assert_true(find(r, "draft:", &a, text));
	assert_int_equal(a.count, 1);
	assert_non_null(strstr(text, "wangfang"));
	OK(r, alarm_ack(r->d, a.key, 0, &r->err));
	/* A second one of the form: one alarm, heard again. */
	room_do(r, "{'do':'draft.save','form':'intake',"
	           "'fields':{'place':'二号井'}}");
	room_pass(r, 11 * CIVIL_MINUTE);
	assert_true(find(r, "draft:", &a, text));
	assert_int_equal(a.count, 2);
	assert_false(a.acked);
	assert_non_null(strstr(text, "2 份"));
}

/* Urgent before important before notice; earlier due first. */
static void
test_order(void **state)
{
	struct room *r = *state;
	struct alarm *rows;
	size_t n, i;

	room_do(r, "{'do':'draft.save','form':'call',"
	           "'fields':{'caller':'某'}}");
	room_do(r, MINE);
	room_pass(r, 100 * CIVIL_MINUTE);
	OK(r, alarm_list(r->d, &rows, &n, &r->err));
	assert_true(n > 3);
	for (i = 1; i < n; i++) {
		assert_true(rows[i - 1].priority <= rows[i].priority);
		if (rows[i - 1].priority == rows[i].priority)
			assert_true(rows[i - 1].due_ms <= rows[i].due_ms);
	}
	assert_int_equal(rows[0].priority, ALARM_URGENT);
	alarms_free(rows, n);
}

/* In a flood nothing is left out: what is not listed is counted. */
static void
test_flood(void **state)
{
	struct room *r = *state;
	struct duty_row *duties;
	struct alarm *rows, more;
	size_t n, total, i, counted = 0;

	OK(r, desk_batch_begin(r->d, &r->err));
	for (i = 0; i < 80; i++)
		room_do(r, MINE);
	OK(r, desk_batch_commit(r->d, &r->err));
	room_pass(r, 3 * CIVIL_HOUR);
	OK(r, duty_list(r->d, DUTIES_PENDING, NULL, true, 1, &duties, &n,
	                &total, &r->err));
	duty_rows_free(duties, n);
	assert_true(total > 600);
	assert_true(find(r, "duty:more", &more, NULL));
	assert_true(more.legal);
	assert_int_equal(more.priority, ALARM_URGENT);
	OK(r, alarm_list(r->d, &rows, &n, &r->err));
	for (i = 0; i < n; i++)
		if (!strncmp(rows[i].key, "duty:", 5))
			counted += (size_t)rows[i].count;
	alarms_free(rows, n);
	assert_int_equal(counted, total);
}

static void
test_clock(void **state)
{
	struct room *r = *state;
	struct alarm a;

	assert_int_equal(find(r, "clock:unsynchronised", &a, NULL),
	                 desk_clock_unsynchronised(r->d));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ROOM_TEST(test_thresholds), ROOM_TEST(test_limits_are_settings),
		ROOM_TEST(test_fold),       ROOM_TEST(test_ack),
		ROOM_TEST(test_ack_lapses), ROOM_TEST(test_shelve),
		ROOM_TEST(test_drafts),     ROOM_TEST(test_order),
		ROOM_TEST(test_flood),      ROOM_TEST(test_clock),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
