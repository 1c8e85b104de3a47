#include "room.h"

#include "desk/setting.h"

/* The table itself: standards are legal values of their own rows. */
static void
test_table(void **state)
{
	struct room *r = *state;
	const struct setting_info *s;
	char value[SETTING_VALUE];
	int64_t head = room_head(r), seq;

	for (s = setting_table; s->name; s++) {
		/* What is in force already appends nothing. */
		setting_text(r->d, s->name, value);
		OK(r, setting_set(r->d, s->name, value, &seq, &r->err));
		assert_int_equal(seq, 0);
		if (strncmp(s->name, "house.", 6) != 0)
			assert_string_equal(value, s->standard);
	}
	assert_int_equal(room_head(r), head);
}

static void
test_set(void **state)
{
	struct room *r = *state;
	struct setting_row *rows;
	int64_t seq;
	size_t n, i;

	OK(r, setting_set(r->d, "alarm.minutes_urgent", "15", &seq, &r->err));
	assert_int_equal(seq, room_head(r));
	assert_int_equal(setting_int(r->d, "alarm.minutes_urgent"), 15);
	OK(r, setting_set(r->d, "alarm.bell", "false", NULL, &r->err));
	assert_false(setting_bool(r->d, "alarm.bell"));
	OK(r, setting_list(r->d, &rows, &n, &r->err));
	for (i = 0; i < n; i++) {
		if (strcmp(rows[i].info->name, "alarm.minutes_urgent") != 0)
			continue;
		assert_string_equal(rows[i].value, "15");
		assert_string_equal(rows[i].officer, "wangfang");
		assert_int_equal(rows[i].changed_ms, ROOM_NOW);
	}
	setting_rows_free(rows, n);
	room_verify(r);
}

static void
test_refused(void **state)
{
	static const struct {
		const char *name, *value;
	} bad[] = {
		{ "no.such", "1" },
		{ "alarm.bell", "yes" },
		{ "alarm.minutes_urgent", "0" },
		{ "alarm.minutes_urgent", "1440" },
		{ "alarm.minutes_urgent", "010" },
		{ "alarm.minutes_urgent", "9 " },
		{ "alarm.minutes_urgent", "" },
		{ "alarm.minutes_urgent", "99999999999999999999" },
		/* Urgent must stay below important (30). */
		{ "alarm.minutes_urgent", "30" },
		{ "alarm.minutes_important", "10" },
		{ "language", "fr" },
		{ "quake.red", "" },
		{ "quake.red", "7" },
		{ "quake.red", "7:200 6:300" },
	};
	struct room *r = *state;
	int64_t head = room_head(r);
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		err_clear(&r->err);
		if (setting_set(r->d, bad[i].name, bad[i].value, NULL,
		                &r->err) == 0)
			fail_msg("%s = '%s' was taken", bad[i].name,
			         bad[i].value);
		assert_int_equal(r->err.code, ERR_INPUT);
	}
	assert_int_equal(room_head(r), head);
	OK(r, setting_set(r->d, "alarm.minutes_urgent", "29", NULL, &r->err));
}

/* House minutes rule incidents opened later, never those of before. */
static void
test_house(void **state)
{
	struct room *r = *state;
	struct incident before, after;

	room_do(r, "{'do':'incident.open','kind':'accident.coal',"
	           "'place':'一号井','facts':{'deaths':3}}");
	OK(r,
	   setting_set(r->d, "house.immediately_minutes", "25", NULL, &r->err));
	assert_int_equal(setting_int(r->d, "house.immediately_minutes"), 25);
	assert_int_equal(desk_rulebook(r->d)->house.immediately_minutes, 25);
	room_do(r, "{'do':'incident.open','kind':'accident.coal',"
	           "'place':'二号井','facts':{'deaths':3}}");
	OK(r, incident_get(r->d, "2026-0001", &before, &r->err));
	OK(r, incident_get(r->d, "2026-0002", &after, &r->err));
	assert_int_equal(desk_rulebook_at(r->d, before.rulebook, &r->err)
	                         ->house.immediately_minutes,
	                 10);
	assert_int_equal(desk_rulebook_at(r->d, after.rulebook, &r->err)
	                         ->house.immediately_minutes,
	                 25);
	assert_int_equal(before.next_due, ROOM_NOW + 10 * CIVIL_MINUTE);
	assert_int_equal(after.next_due, ROOM_NOW + 25 * CIVIL_MINUTE);
	incident_release(&before);
	incident_release(&after);
	room_verify(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ROOM_TEST(test_table),
		ROOM_TEST(test_set),
		ROOM_TEST(test_refused),
		ROOM_TEST(test_house),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
