/* Is the watch there: what its file says, when that is an alarm, and what the
 * top line makes of it. */
#include "headless.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "base/clock.h"
#include "desk/alarm.h"
#include "desk/notice.h"
#include "desk/sentry.h"
#include "desk/watchman.h"

static int64_t
boot_now(void)
{
	struct clock_reading now;

	clock_read(&clock_system, &now);
	return now.boot_ms;
}

static enum sentry_state
state_of(bool known, bool running, int64_t age)
{
	struct sentry s = { .known = known, .running = running, .age_ms = age };

	return sentry_state(&s);
}

static bool
dead(bool known, bool running, int64_t age)
{
	struct sentry s = { .known = known, .running = running, .age_ms = age };

	return sentry_dead(&s);
}

static void
a_round_may_take_a_minute(void **state)
{
	(void)state;
	assert_int_equal(state_of(false, false, -1), SENTRY_NONE);
	assert_int_equal(state_of(true, true, -1), SENTRY_STARTING);
	assert_int_equal(state_of(true, true, 60000), SENTRY_WATCHING);
	assert_int_equal(state_of(true, true, 60001), SENTRY_STUCK);
	assert_int_equal(state_of(true, false, 0), SENTRY_STOPPED);
	/* Never one: no alarm.  Just stopped: it may be on its way back. */
	assert_false(dead(false, false, -1));
	assert_false(dead(true, true, -1));
	assert_false(dead(true, true, 60000));
	assert_true(dead(true, true, 60001));
	assert_false(dead(true, false, 60000));
	assert_true(dead(true, false, 60001));
	/* Before the machine was started again, or never a round. */
	assert_true(dead(true, false, -1));
}

static void
the_lock_tells_that_it_runs(void **state)
{
	struct room *r = *state;
	struct sentry s;
	int fd, other;

	sentry_look(r->dir, 5000, &s);
	assert_false(s.known);
	OK(r, sentry_take(r->dir, 900, &fd, &r->err));
	sentry_look(r->dir, 5000, &s);
	assert_int_equal(sentry_state(&s), SENTRY_STARTING);
	assert_int_equal(s.pid, getpid());
	OK(r, sentry_beat(fd, 1000, 5, 6, &r->err));
	REFUSED(r, ERR_BUSY, sentry_take(r->dir, boot_now(), &other, &r->err));
	sentry_look(r->dir, 5000, &s);
	assert_true(s.running);
	assert_int_equal(s.age_ms, 4000);
	assert_int_equal(s.pid, getpid());
	assert_int_equal(s.feeds_ok, 5);
	assert_int_equal(s.feeds_on, 6);
	close(fd);
	sentry_look(r->dir, 5000, &s);
	assert_int_equal(sentry_state(&s), SENTRY_STOPPED);
	/* The boot clock began anew: of when it is, nobody knows. */
	sentry_look(r->dir, 999, &s);
	assert_int_equal(s.age_ms, -1);
}

/* The key of the alarm that there is no watch; "" when there is none. */
static const char *
alarm_key(struct room *r, char key[ALARM_KEY])
{
	struct alarm *rows;
	size_t n;

	*key = '\0';
	OK(r, alarm_list(r->d, &rows, &n, &r->err));
	for (size_t i = 0; i < n; i++)
		if (strncmp(rows[i].key, "watch:dead", 10) == 0) {
			assert_int_equal(rows[i].priority, ALARM_URGENT);
			assert_false(rows[i].rises);
			memcpy(key, rows[i].key, ALARM_KEY);
		}
	alarms_free(rows, n);
	return key;
}

/* Consoles look each second; that must not keep a worker from starting. */
static void
who_looks_is_not_in_the_way(void **state)
{
	struct room *r = *state;
	struct sentry s;
	int fd, status;
	pid_t looker;

	OK(r, sentry_expect(r->dir, &r->err));
	looker = fork();
	if (looker == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		for (;;)
			sentry_see(r->dir, &s);
	}
	for (int i = 0; i < 2000; i++) {
		OK(r, sentry_take(r->dir, boot_now(), &fd, &r->err));
		close(fd);
	}
	kill(looker, SIGKILL);
	assert_int_equal(waitpid(looker, &status, 0), looker);
}

static void
assert_alarm_says(struct room *r, const char *words)
{
	struct alarm *rows;
	bool said = false;
	size_t n;

	OK(r, alarm_list(r->d, &rows, &n, &r->err));
	for (size_t i = 0; i < n; i++)
		said |= strstr(rows[i].text, words) != NULL;
	alarms_free(rows, n);
	assert_true(said);
}

static void
a_dead_watch_is_an_alarm_of_its_own(void **state)
{
	struct room *r = *state;
	char first[ALARM_KEY], again[ALARM_KEY];
	int fd;

	assert_string_equal(alarm_key(r, first), "");
	OK(r, sentry_take(r->dir, boot_now(), &fd, &r->err));
	assert_string_equal(alarm_key(r, first), "");
	OK(r, sentry_beat(fd, boot_now() - 3600000, 5, 6, &r->err));
	assert_string_not_equal(alarm_key(r, first), "");
	assert_string_equal(alarm_key(r, again), first);
	OK(r, alarm_ack(r->d, first, 0, &r->err));
	OK(r, sentry_beat(fd, boot_now(), 5, 6, &r->err));
	assert_string_equal(alarm_key(r, again), "");
	/* It dies once more: nobody has acknowledged that. */
	OK(r, sentry_beat(fd, boot_now() - 3500000, 5, 6, &r->err));
	assert_string_not_equal(alarm_key(r, again), "");
	assert_string_not_equal(again, first);
	close(fd);
}

/* It gets as long as any other round, and then it is one that hangs. */
static void
a_first_round_that_hangs_is_an_alarm(void **state)
{
	struct room *r = *state;
	char first[ALARM_KEY], again[ALARM_KEY];
	struct sentry s;
	int fd;

	OK(r, sentry_take(r->dir, 1000, &fd, &r->err));
	sentry_look(r->dir, 1000 + SENTRY_ROUND_MS, &s);
	assert_int_equal(sentry_state(&s), SENTRY_STARTING);
	assert_false(sentry_dead(&s));
	sentry_look(r->dir, 1001 + SENTRY_ROUND_MS, &s);
	assert_int_equal(sentry_state(&s), SENTRY_STUCK);
	assert_true(sentry_dead(&s));
	assert_int_equal(s.age_ms, 1 + SENTRY_ROUND_MS);
	close(fd);
	/* Gone in its first round: nobody has watched at all. */
	sentry_look(r->dir, 1000, &s);
	assert_int_equal(sentry_state(&s), SENTRY_STOPPED);
	assert_true(sentry_dead(&s));

	OK(r, sentry_take(r->dir, boot_now(), &fd, &r->err));
	close(fd);
	assert_string_not_equal(alarm_key(r, first), "");
	assert_alarm_says(r, "哨兵没有运行");
	OK(r, sentry_take(r->dir, boot_now() - 3600000, &fd, &r->err));
	assert_string_not_equal(alarm_key(r, first), "");
	assert_string_equal(alarm_key(r, again), first);
	OK(r, sentry_beat(fd, boot_now(), 5, 6, &r->err));
	assert_string_equal(alarm_key(r, again), "");
	close(fd);
}

static void
one_that_should_be_there_is_missed(void **state)
{
	struct room *r = *state;
	char key[ALARM_KEY];

	OK(r, sentry_expect(r->dir, &r->err));
	assert_string_equal(alarm_key(r, key), "watch:dead/0");
}

/* ---- a single round ---- */

static void
what_stands(struct room *r, struct buf *out)
{
	struct buf path = BUF_INIT;
	struct err none = ERR_INIT;

	buf_fmt(&path, "%s/desk.watch", r->dir);
	buf_clear(out);
	if (buf_read_file(out, path.s, 1000, &none))
		buf_str(out, "none");
	buf_release(&path);
}

static void
a_visit_leaves_no_watch_behind(void **state)
{
	struct room *r = *state;
	struct buf before = BUF_INIT, after = BUF_INIT;
	struct sentry s;
	bool made, theirs;
	int fd, other;

	/* On a desk without a watch. */
	OK(r, sentry_visit(r->dir, &fd, &made, &r->err));
	sentry_look(r->dir, 5000, &s);
	assert_int_equal(sentry_state(&s), SENTRY_NONE);
	assert_false(sentry_dead(&s));
	REFUSED(r, ERR_BUSY, sentry_take(r->dir, 1000, &other, &r->err));
	REFUSED(r, ERR_BUSY, sentry_visit(r->dir, &other, &theirs, &r->err));
	sentry_leave(r->dir, fd, made);
	what_stands(r, &after);
	assert_string_equal(after.s, "none");
	/* On one whose watch has stopped: it is as dead as it was. */
	OK(r, sentry_take(r->dir, 900, &fd, &r->err));
	OK(r, sentry_beat(fd, 1000, 5, 6, &r->err));
	close(fd);
	what_stands(r, &before);
	OK(r, sentry_visit(r->dir, &fd, &made, &r->err));
	assert_false(made);
	sentry_look(r->dir, 1001 + SENTRY_ROUND_MS, &s);
	assert_true(sentry_dead(&s));
	sentry_leave(r->dir, fd, made);
	what_stands(r, &after);
	assert_string_equal(after.s, before.s);
	sentry_leave(r->dir, -1, true);
	what_stands(r, &after);
	assert_string_equal(after.s, before.s);
	buf_release(&before);
	buf_release(&after);
}

static void
a_visit_that_was_killed_is_no_watch(void **state)
{
	struct room *r = *state;
	struct buf after = BUF_INIT;
	struct sentry s;
	bool made;
	int fd;

	OK(r, sentry_visit(r->dir, &fd, &made, &r->err));
	close(fd);
	sentry_look(r->dir, 5000, &s);
	assert_int_equal(sentry_state(&s), SENTRY_NONE);
	assert_false(sentry_dead(&s));
	/* The next one clears up. */
	OK(r, sentry_visit(r->dir, &fd, &made, &r->err));
	sentry_leave(r->dir, fd, made);
	what_stands(r, &after);
	assert_string_equal(after.s, "none");
	buf_release(&after);
}

/* A console is opened during the visit, and wants a watch from then on. */
static void
a_visit_leaves_what_is_expected_meanwhile(void **state)
{
	struct room *r = *state;
	char key[ALARM_KEY];
	bool made;
	int fd;

	OK(r, sentry_visit(r->dir, &fd, &made, &r->err));
	OK(r, sentry_expect(r->dir, &r->err));
	sentry_leave(r->dir, fd, made);
	assert_string_equal(alarm_key(r, key), "watch:dead/0");
	OK(r, sentry_visit(r->dir, &fd, &made, &r->err));
	sentry_leave(r->dir, fd, made);
	assert_string_equal(alarm_key(r, key), "watch:dead/0");
}

/* ---- starting it ---- */

static void
starting_takes_a_program_and_the_setting(void **state)
{
	struct room *r = *state;
	struct sentry s;

	setenv("ZHIBAN_WATCH", "", 1);
	OK(r, watchman_start(r->d, &r->err));
	setenv("ZHIBAN_WATCH", "/nowhere/zhiban-watch", 1);
	REFUSED(r, ERR_NOT_FOUND, watchman_start(r->d, &r->err));
	sentry_look(r->dir, 0, &s);
	assert_false(s.known);
	setenv("ZHIBAN_WATCH", "/bin/true", 1);
	room_do(r, "{'do':'setting.set','name':'watch.start',"
	           "'value':'false'}");
	OK(r, watchman_start(r->d, &r->err));
	sentry_look(r->dir, 0, &s);
	assert_false(s.known);
	/* From here on there should be one. */
	room_do(r, "{'do':'setting.set','name':'watch.start',"
	           "'value':'true'}");
	OK(r, watchman_start(r->d, &r->err));
	sentry_look(r->dir, 0, &s);
	assert_true(s.known);
	unsetenv("ZHIBAN_WATCH");
}

/* ---- the top line ---- */

static void
the_top_line_tells_of_the_watch(void **state)
{
	struct seat *s = *state;
	const char *dir = s->room->dir;
	int fd;

	assert_non_null(strstr(seat_row(s, 0), "哨兵—"));
	s->ui->lookout.trouble = N_("未装");
	assert_non_null(strstr(seat_row(s, 0), "哨兵— 未装"));
	OK(s->room, sentry_take(dir, boot_now() - 120000, &fd, &s->room->err));
	seat_pass(s, 1000);
	assert_non_null(strstr(seat_row(s, 0), "✗ 哨兵停"));
	close(fd);
	OK(s->room, sentry_take(dir, boot_now(), &fd, &s->room->err));
	seat_pass(s, 1000);
	assert_non_null(strstr(seat_row(s, 0), "哨兵● 启动中"));
	OK(s->room, sentry_beat(fd, boot_now(), 5, 6, &s->room->err));
	seat_pass(s, 1000);
	assert_non_null(strstr(seat_row(s, 0), "哨兵● 源 5/6"));
	assert_non_null(strstr(seat_row(s, 0), "16:00:03"));
	/* Stuck: the board shows it at once, without a minute's wait. */
	OK(s->room, sentry_beat(fd, boot_now() - 120000, 5, 6, &s->room->err));
	seat_pass(s, 1000);
	assert_non_null(strstr(seat_row(s, 0), "✗ 哨兵停"));
	assert_seen(s, "哨兵停了 2 分钟");
	seat_keys(s, "g<Enter>");
	assert_seen(s, "哨兵没有在看");
	close(fd);
}

static void
a_long_name_leaves_room_for_who_is_on_duty(void **state)
{
	struct desk_options o = {
		.name = "吕梁市孝义市梧桐镇东风街道办事处"
			"应急管理与安全生产监督管理站点",
		.drill = true,
		.clock_ms = ROOM_NOW,
	};
	struct identity who = { "阿卜杜热合曼", "tty1" };
	struct err err = ERR_INIT;
	struct seat s = { .room = NULL };
	char dir[] = "/tmp/zhiban-name-XXXXXX";
	struct desk *d;

	(void)state;
	tr_use(TR_ZH);
	buf_init(&s.picture);
	assert_non_null(mkdtemp(dir));
	rmdir(dir);
	assert_int_equal(desk_create(dir, &o, &who, &err), 0);
	assert_int_equal(desk_open(&d, dir, &who, NULL, &err), 0);
	s.ui = ui_new(d, screen_registry, 24, 80);
	assert_non_null(strstr(seat_row(&s, 0), "值班 阿卜杜热合曼"));
	assert_non_null(strstr(seat_row(&s, 0), "哨兵—"));
	assert_true(seat_whole(&s));
	ui_free(s.ui);
	buf_release(&s.picture);
	s.room = calloc(1, sizeof(*s.room));
	memcpy(s.room->dir, dir, sizeof(dir));
	s.room->d = d;
	command_session_init(&s.room->session, d);
	room_free(s.room);
}

static void
one_that_is_started_again_is_not_out(void **state)
{
	struct lookout l = { .dead_ms = 0 };
	struct sentry gone = { .known = true, .age_ms = 70000 };
	struct sentry well = { .known = true, .running = true, .age_ms = 0 };

	(void)state;
	assert_true(lookout_see(&l, &gone, 100000));
	assert_false(lookout_is_out(&l)); /* just now */
	assert_false(lookout_see(&l, &gone, 100000 + LOOKOUT_GRACE_MS - 1));
	assert_false(lookout_is_out(&l));
	assert_false(lookout_see(&l, &gone, 100000 + LOOKOUT_GRACE_MS));
	assert_true(lookout_is_out(&l));
	assert_true(lookout_see(&l, &well, 110000));
	assert_false(lookout_is_out(&l));
	assert_true(lookout_see(&l, &gone, 200000));
	assert_false(lookout_is_out(&l));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_round_may_take_a_minute),
		ROOM_TEST(the_lock_tells_that_it_runs),
		ROOM_TEST(who_looks_is_not_in_the_way),
		ROOM_TEST(a_dead_watch_is_an_alarm_of_its_own),
		ROOM_TEST(a_first_round_that_hangs_is_an_alarm),
		ROOM_TEST(one_that_should_be_there_is_missed),
		ROOM_TEST(a_visit_leaves_no_watch_behind),
		ROOM_TEST(a_visit_that_was_killed_is_no_watch),
		ROOM_TEST(a_visit_leaves_what_is_expected_meanwhile),
		ROOM_TEST(starting_takes_a_program_and_the_setting),
		SEAT_TEST(the_top_line_tells_of_the_watch),
		cmocka_unit_test(a_long_name_leaves_room_for_who_is_on_duty),
		cmocka_unit_test(one_that_is_started_again_is_not_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
