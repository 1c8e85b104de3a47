/* What nobody has acknowledged is heard and seen on every screen. */
#include "headless.h"
#include "warning_kit.h"

#include "base/clock.h"
#include "desk/alarm.h"
#include "desk/callout.h"
#include "desk/sentry.h"

#define MESSAGE_ROW 21
#define AGAIN (30 * CIVIL_SECOND)

static const struct feed_format list_format = { "nmc", "nmc", true, NULL,
	                                        false };

/* A warning of that level comes: another process has written it. */
static void
warn_of(struct seat *s, const char *id, int level)
{
	struct feed nmc = kit_feed("nmc", &list_format);
	struct warning_misses m = WARNING_MISSES_INIT;

	POLL(s->room, &nmc, &m,
	     { .id = id,
	       .adcode = "141181",
	       .level = level,
	       .headline = "孝义市暴雨预警" });
	warning_misses_release(&m);
	ui_changed(s->ui);
}

static bool
rang(struct seat *s)
{
	bool yes = s->ui->ring;

	s->ui->ring = false;
	return yes;
}

static void
ack(struct seat *s, const char *prefix)
{
	struct room *r = s->room;
	struct alarm *rows;
	size_t n;

	OK(r, alarm_list(r->d, &rows, &n, &r->err));
	for (size_t i = 0; i < n; i++)
		if (strncmp(rows[i].key, prefix, strlen(prefix)) == 0)
			OK(r, alarm_ack(r->d, rows[i].key, rows[i].threshold,
			                &r->err));
	alarms_free(rows, n);
	ui_changed(s->ui);
}

static bool
line_says(struct seat *s, const char *text)
{
	return strstr(seat_row(s, MESSAGE_ROW), text) != NULL;
}

static void
a_red_warning_rings_until_acknowledged(void **state)
{
	struct seat *s = *state;

	seat_keys(s, "3");
	rang(s);
	warn_of(s, "a", 1);
	assert_true(rang(s));
	assert_true(line_says(s, "紧急 1"));
	seat_pass(s, AGAIN - 1);
	assert_false(rang(s));
	seat_pass(s, 1);
	assert_true(rang(s));
	seat_keys(s, "4");
	seat_pass(s, AGAIN);
	assert_true(rang(s));
	ack(s, "warning:");
	seat_pass(s, AGAIN);
	assert_false(rang(s));
	assert_false(line_says(s, "紧急"));
	/* Back after the longest shift. */
	seat_pass(s, 12 * CIVIL_HOUR);
	assert_true(rang(s));
}

/* The second one does not wait for the first one's turn. */
static void
another_one_rings_at_once(void **state)
{
	struct seat *s = *state;

	warn_of(s, "a", 1);
	rang(s);
	seat_pass(s, CIVIL_SECOND);
	assert_false(rang(s));
	warn_of(s, "b", 1);
	assert_true(rang(s));
	/* As many as before, but not the same. */
	ack(s, "warning:");
	rang(s);
	warn_of(s, "c", 1);
	assert_true(rang(s));
	assert_true(line_says(s, "紧急 1"));
}

static void
an_orange_one_is_seen_and_not_heard(void **state)
{
	struct seat *s = *state;

	seat_keys(s, "3");
	rang(s);
	warn_of(s, "a", 2);
	seat_pass(s, CIVIL_MINUTE);
	assert_false(rang(s));
	assert_true(line_says(s, "重要 1（1）"));
	warn_of(s, "b", 1);
	assert_true(line_says(s, "紧急 1 · 重要 1（1）"));
	/* A yellow one is a notice: on the board alone. */
	ack(s, "warning:");
	warn_of(s, "c", 3);
	assert_false(line_says(s, "（1）"));
}

static void
a_shelved_one_is_silent_till_its_end(void **state)
{
	struct seat *s = *state;
	struct room *r = s->room;
	struct alarm *rows;
	size_t n;

	warn_of(s, "a", 1);
	rang(s);
	OK(r, alarm_list(r->d, &rows, &n, &r->err));
	OK(r, alarm_shelve(r->d, rows[0].key, desk_now(r->d) + CIVIL_HOUR,
	                   "已知", &r->err));
	alarms_free(rows, n);
	ui_changed(s->ui);
	assert_false(line_says(s, "紧急"));
	seat_pass(s, CIVIL_HOUR - 1);
	assert_false(rang(s));
	seat_pass(s, 1);
	assert_true(rang(s));
	assert_true(line_says(s, "紧急 1"));
}

static void
a_call_out_past_its_limit_rings(void **state)
{
	struct seat *s = *state;
	struct room *r = s->room;
	struct callout_new in = { .title = "查岗", .why = CALLOUT_SPOT };
	int64_t group, id;

	room_do(r, "{'do':'unit.save','name':'应急局','kind':'agency',"
	           "'phones':['0358-7620001']}");
	room_do(r, "{'do':'group.save','name':'名单','members':['应急局']}");
	group = room_head(r);
	in.groups = &group;
	in.groups_count = 1;
	OK(r, callout_start(r->d, &in, &id, &r->err));
	seat_keys(s, "3");
	seat_pass(s, 30 * CIVIL_MINUTE);
	assert_false(rang(s));
	/* Time alone: within a minute. */
	seat_pass(s, CIVIL_MINUTE);
	assert_true(rang(s));
	for (int i = 0; i < 180; i++) {
		seat_pass(s, AGAIN);
		assert_true(rang(s));
	}
	assert_true(line_says(s, "紧急 1"));
}

/* The clock of the machine was set back: what waits does not wait longer. */
static void
a_clock_set_back_does_not_silence(void **state)
{
	struct siren s = { .loud = true, .bell = true };

	(void)state;
	assert_true(siren_rings(&s, ROOM_NOW, false));
	assert_false(siren_rings(&s, ROOM_NOW + AGAIN - 1, false));
	assert_true(siren_rings(&s, ROOM_NOW - CIVIL_HOUR, false));
	assert_false(siren_rings(&s, ROOM_NOW - CIVIL_HOUR, false));
}

static void
where_it_may_not_ring_it_is_seen(void **state)
{
	struct seat *s = *state;

	room_do(s->room,
	        "{'do':'setting.set','name':'alarm.bell','value':'false'}");
	rang(s);
	warn_of(s, "a", 1);
	seat_pass(s, CIVIL_MINUTE);
	assert_false(rang(s));
	assert_true(line_says(s, "紧急 1"));
}

/* ---- the watch ---- */

static void
a_dead_watch_rings_again_and_again(void **state)
{
	struct seat *s = *state;
	struct clock_reading now;
	int fd;

	clock_read(&clock_system, &now);
	OK(s->room,
	   sentry_take(s->room->dir, now.boot_ms - 120000, &fd, &s->room->err));
	rang(s);
	seat_pass(s, CIVIL_SECOND);
	assert_true(line_says(s, "紧急 1"));
	assert_false(rang(s)); /* one that is started again has come by then */
	s->ui->lookout.dead_ms -= LOOKOUT_GRACE_MS;
	seat_pass(s, CIVIL_SECOND);
	assert_true(rang(s));
	seat_pass(s, AGAIN - 1);
	assert_false(rang(s));
	seat_pass(s, 1);
	assert_true(rang(s));
	ack(s, "watch:");
	seat_pass(s, AGAIN);
	assert_false(rang(s));
	close(fd);
}

/* ---- where it stands ---- */

/* Screens that need to be opened with something show what has no number. */
static void
it_stands_on_every_screen(void **state)
{
	struct seat *s = *state;
	size_t i;

	room_do(s->room, "{'do':'incident.open','kind':'accident.coal',"
	                 "'place':'梧桐镇','facts':{'trapped':3}}");
	warn_of(s, "a", 1);
	for (int round = 0; round < 2; round++) {
		tr_use(round ? TR_EN : TR_ZH);
		for (i = 0; screen_registry[i]; i++) {
			ui_jump(s->ui, screen_registry[i], "2026-0001");
			ui_changed(s->ui);
			ui_key(s->ui, &(struct key_event){ .key = UIKEY_LEFT });
			if (!line_says(s, round ? "urgent 1" : "紧急 1"))
				fail_msg("%s\n%s", screen_registry[i]->name,
				         seat_picture(s));
			assert_true(seat_whole(s));
		}
	}
	tr_use(TR_ZH);
}

static void
its_key_is_told_where_it_works(void **state)
{
	struct seat *s = *state;

	warn_of(s, "a", 1);
	assert_false(line_says(s, "（1）")); /* one is there */
	seat_keys(s, "5");
	assert_true(line_says(s, "‼ 紧急 1（1）"));
	seat_keys(s, "1");
	assert_string_equal(ui_top(s->ui)->ops->name, "board");
	seat_keys(s, "n");
	assert_true(line_says(s, "紧急 1"));
	assert_false(line_says(s, "（1）"));
	seat_keys(s, "<Esc>3:");
	assert_true(line_says(s, "紧急 1"));
	assert_false(line_says(s, "（1）"));
}

static void
only_its_mark_blinks(void **state)
{
	struct seat *s = *state;
	const struct cell *line;
	int blinking = 0;

	warn_of(s, "a", 1);
	seat_keys(s, "4");
	ui_draw(s->ui);
	line = s->ui->canvas.cells + MESSAGE_ROW * s->ui->canvas.cols;
	for (int i = 0; i < s->ui->canvas.cols; i++)
		blinking += line[i].blink;
	assert_int_equal(blinking, 1);
}

/* A message has the room; what is left has the worst. */
static void
a_long_message_leaves_the_worst(void **state)
{
	struct seat *s = *state;
	char text[200] = "";

	warn_of(s, "a", 1);
	warn_of(s, "b", 2);
	seat_keys(s, "4");
	ui_say(s->ui, ROLE_OK, "好");
	assert_true(line_says(s, " 好 "));
	assert_true(line_says(s, "紧急 1 · 重要 1（1）"));
	for (int i = 0; i < 60; i++)
		strcat(text, "长");
	ui_say(s->ui, ROLE_ERROR, "%s", text);
	assert_true(line_says(s, "长… ‼ 紧急 1"));
	assert_false(line_says(s, "重要"));
	assert_true(seat_whole(s));
	ack(s, "warning:");
	warn_of(s, "c", 2);
	ui_say(s->ui, ROLE_ERROR, "%s", text);
	assert_false(line_says(s, "重要"));
	/* A question is shown whole. */
	warn_of(s, "d", 1);
	seat_keys(s, "Q");
	assert_true(line_says(s, "离开值班台？"));
	assert_false(line_says(s, "紧急"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SEAT_TEST(a_red_warning_rings_until_acknowledged),
		SEAT_TEST(another_one_rings_at_once),
		SEAT_TEST(an_orange_one_is_seen_and_not_heard),
		SEAT_TEST(a_shelved_one_is_silent_till_its_end),
		SEAT_TEST(a_call_out_past_its_limit_rings),
		cmocka_unit_test(a_clock_set_back_does_not_silence),
		SEAT_TEST(where_it_may_not_ring_it_is_seen),
		SEAT_TEST(a_dead_watch_rings_again_and_again),
		SEAT_TEST(it_stands_on_every_screen),
		SEAT_TEST(its_key_is_told_where_it_works),
		SEAT_TEST(only_its_mark_blinks),
		SEAT_TEST(a_long_message_leaves_the_worst),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
