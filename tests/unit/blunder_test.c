/*
 * The wall clock jumps ahead by ten hours, entries are made, and it is set
 * right again: what was entered then is known now, and work goes on at once.
 */
#include "room.h"

#include "desk/alarm.h"
#include "desk/incident.h"

#define JUMP (10 * CIVIL_HOUR)

struct blunder {
	struct room *room;
	struct clock_reading now;
	struct clock clock;
};

static void
read_clock(void *arg, struct clock_reading *r)
{
	*r = *(struct clock_reading *)arg;
}

static void
pass(struct blunder *b, int64_t ms)
{
	b->now.wall_ms += ms;
	b->now.boot_ms += ms;
}

static int
setup(void **state)
{
	struct blunder *b = calloc(1, sizeof(*b));

	b->room = room_make();
	b->now.wall_ms = desk_now(b->room->d);
	b->now.boot_ms = 5000000;
	memset(b->now.boot_id, 0xB1, sizeof(b->now.boot_id));
	b->clock = (struct clock){ .read = read_clock, .arg = &b->now };
	journal_use_clock(desk_journal(b->room->d), &b->clock, false);
	/* The first entry of this boot is the base of both lines. */
	room_do(b->room, "{'do': 'incident.open', 'kind': 'accident.coal',"
	                 " 'place': '胜利煤矿', 'facts': {'trapped': 12}}");
	pass(b, CIVIL_MINUTE);
	*state = b;
	return 0;
}

static int
teardown(void **state)
{
	struct blunder *b = *state;

	room_free(b->room);
	free(b);
	return 0;
}

static size_t
duties(struct room *r, enum duty_filter filter, const char *number)
{
	struct duty_row *rows;
	size_t count;

	OK(r, duty_list(r->d, filter, number, true, 0, &rows, &count, NULL,
	                &r->err));
	duty_rows_free(rows, count);
	return count;
}

/* Ahead: a second incident and a fact of the first; then right again. */
static void
blunder(struct blunder *b)
{
	b->now.wall_ms += JUMP;
	room_do(b->room, "{'do': 'incident.open', 'kind': 'accident.fire',"
	                 " 'place': '城关镇', 'facts': {'deaths': 3}}");
	room_do(b->room, "{'do': 'incident.facts', 'number': '1',"
	                 " 'facts': {'deaths': 1}}");
	pass(b, CIVIL_MINUTE);
	b->now.wall_ms -= JUMP;
}

static void
what_was_entered_is_still_owed(void **state)
{
	struct blunder *b = *state;
	struct room *r = b->room;
	size_t first = duties(r, DUTIES_PENDING, "2026-0001"), second;

	assert_true(first > 0);
	blunder(b);
	room_do(r, "{'do': 'call.log', 'direction': 'in', 'caller': '李', "
	           "'words': '问情况'}");
	second = duties(r, DUTIES_PENDING, "2026-0002");
	assert_true(second > 0);
	assert_true(duties(r, DUTIES_PENDING, "2026-0001") >= first);
	assert_int_equal(duties(r, DUTIES_PENDING, NULL),
	                 duties(r, DUTIES_PENDING, "2026-0001") + second);
	room_refuse(r, ERR_REFUSED,
	            "{'do': 'incident.close', 'number': '2', 'words': '办结'}");
	/* And with another entry, which has it judged anew. */
	room_do(r, "{'do': 'incident.facts', 'number': '2',"
	           " 'facts': {'minor_injuries': 2}}");
	assert_int_equal(duties(r, DUTIES_PENDING, "2026-0002"), second);
	assert_int_equal(duties(r, DUTIES_PENDING, NULL),
	                 duties(r, DUTIES_PENDING, "2026-0001") + second);
	room_verify(r);
}

/* Duties not yet due were stored as overdue while the clock was ahead. */
static void
nothing_is_overdue_that_is_not(void **state)
{
	struct blunder *b = *state;
	struct room *r = b->room;
	struct duty_row *rows;
	size_t count;

	blunder(b);
	room_do(r, "{'do': 'call.log', 'direction': 'in', 'caller': '李', "
	           "'words': '问情况'}");
	OK(r, duty_list(r->d, DUTIES_PENDING, NULL, true, 0, &rows, &count,
	                NULL, &r->err));
	for (size_t i = 0; i < count; i++)
		assert_true((rows[i].state == DUTY_OVERDUE) ==
		            (rows[i].due < desk_now(r->d)));
	duty_rows_free(rows, count);
}

static void
work_goes_on_without_a_time_given(void **state)
{
	struct blunder *b = *state;
	struct room *r = b->room;

	blunder(b);
	room_do(r, "{'do': 'incident.open', 'kind': 'accident.gas',"
	           " 'place': '开发区'}");
	room_do(r, "{'do': 'report.make', 'number': '1',"
	           " 'to': 'city.emergency', 'via': 'phone',"
	           " 'taker': '王'}");
	room_do(r, "{'do': 'call.log', 'direction': 'in', 'caller': '李', "
	           "'words': '问情况'}");
	room_refuse(r, ERR_INPUT,
	            "{'do': 'incident.note', 'number': '1',"
	            " 'what': 'handling_ended',"
	            " 'at': '2026-11-24T01:00:00+08:00'}");
	room_verify(r);
}

/* An acknowledgement of the hours to come silences nothing. */
static void
no_acknowledgement_from_the_future(void **state)
{
	struct blunder *b = *state;
	struct room *r = b->room;
	struct alarm *rows;
	size_t count;

	pass(b, 50 * CIVIL_MINUTE);
	b->now.wall_ms += JUMP;
	OK(r, alarm_list(r->d, &rows, &count, &r->err));
	assert_true(count > 0);
	for (size_t i = 0; i < count; i++)
		OK(r, alarm_ack(r->d, rows[i].key, rows[i].threshold, &r->err));
	alarms_free(rows, count);
	b->now.wall_ms -= JUMP;
	OK(r, alarm_list(r->d, &rows, &count, &r->err));
	assert_true(count > 0);
	for (size_t i = 0; i < count; i++)
		assert_false(rows[i].acked);
	alarms_free(rows, count);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_was_entered_is_still_owed,
		                                setup, teardown),
		cmocka_unit_test_setup_teardown(nothing_is_overdue_that_is_not,
		                                setup, teardown),
		cmocka_unit_test_setup_teardown(
			work_goes_on_without_a_time_given, setup, teardown),
		cmocka_unit_test_setup_teardown(
			no_acknowledgement_from_the_future, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
