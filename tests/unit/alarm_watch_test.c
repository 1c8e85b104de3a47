/* Alarms of the watch: what folds, and what is a new alarm. */
#include "warning_kit.h"

#include "desk/alarm.h"
#include "desk/body.h"
#include "desk/callout.h"
#include "desk/notice.h"

#define OWN "141181"
#define NEIGHBOUR "141182"

static const struct feed_format list_format = { "nmc", "nmc", true, NULL,
	                                        false };

/* A source whose list grows. */
struct source {
	struct feed feed;
	struct feed_answer answer;
	struct warning_misses misses;
};

static void
source_init(struct source *s)
{
	s->feed = kit_feed("nmc", &list_format);
	feed_answer_init(&s->answer);
	memset(&s->misses, 0, sizeof(s->misses));
}

static void
source_release(struct source *s)
{
	feed_answer_release(&s->answer);
	warning_misses_release(&s->misses);
}

/* `count` more of that level, named PREFIX0, PREFIX1 ... */
static void
listed(struct source *s, const char *prefix, const char *adcode, int level,
       int count)
{
	for (int i = 0; i < count; i++) {
		char id[32];
		struct row row = { .id = id, .adcode = adcode, .level = level };

		snprintf(id, sizeof(id), "%s%d", prefix, i);
		kit_row(&s->answer, &row);
	}
}

static void
poll(struct room *r, struct source *s)
{
	struct warning_polled polled;

	OK(r, warning_poll(r->d, &s->feed, &s->answer, PAYLOAD, &s->misses,
	                   &polled, &r->err));
}

/* One of them has another level now. */
static void
turns(struct room *r, struct source *s, const char *id, int level)
{
	for (size_t i = 0; i < s->answer.count; i++) {
		struct feed_warning *w = &s->answer.rows[i];

		if (strcmp(w->id, id) != 0)
			continue;
		w->level = level;
		kit_time(&w->sent, (desk_now(r->d) - ROOM_NOW) / CIVIL_SECOND);
	}
	poll(r, s);
}

/* Of those whose key begins so: how many, how many open, and the first. */
struct seen {
	size_t all, open;
	struct alarm first;
	char text[512];
};

static struct seen
look(struct room *r, const char *prefix)
{
	struct seen seen = { .all = 0 };
	struct alarm *rows;
	size_t n;

	OK(r, alarm_list(r->d, &rows, &n, &r->err));
	for (size_t i = 0; i < n; i++) {
		if (strncmp(rows[i].key, prefix, strlen(prefix)) != 0)
			continue;
		seen.open += !rows[i].acked;
		if (seen.all++)
			continue;
		seen.first = rows[i];
		snprintf(seen.text, sizeof(seen.text), "%s", rows[i].text);
	}
	alarms_free(rows, n);
	return seen;
}

static void
ack_all(struct room *r, const char *prefix)
{
	struct alarm *rows;
	size_t n;

	OK(r, alarm_list(r->d, &rows, &n, &r->err));
	for (size_t i = 0; i < n; i++)
		if (strncmp(rows[i].key, prefix, strlen(prefix)) == 0)
			OK(r, alarm_ack(r->d, rows[i].key, rows[i].threshold,
			                &r->err));
	alarms_free(rows, n);
}

/* Nobody acts for five minutes: the leader is told. */
static void
rule(struct room *r)
{
	char *hook[] = { "hook" };
	char leader[] = "应急局/带班领导";
	struct escalation_step step = { 5, leader, hook, 1 };

	OK(r, escalation_save(r->d, &step, 1, NULL, &r->err));
}

static size_t
escalate(struct room *r)
{
	size_t n;

	OK(r, notice_escalate(r->d, &n, &r->err));
	return n;
}

/* ---- one warning ---- */

/* Acknowledged red, lowered, red again: that is another red. */
static void
red_again_is_another_alarm(void **state)
{
	struct room *r = *state;
	struct source s;

	source_init(&s);
	listed(&s, "w", OWN, 1, 1);
	poll(r, &s);
	ack_all(r, "warning:");
	assert_int_equal(look(r, "warning:").open, 0);
	room_pass(r, CIVIL_MINUTE);
	turns(r, &s, "w0", 3);
	room_pass(r, CIVIL_MINUTE);
	turns(r, &s, "w0", 1);
	assert_int_equal(look(r, "warning:").all, 1);
	assert_int_equal(look(r, "warning:").open, 1);
	source_release(&s);
}

/* ---- floods ---- */

static void
more_than_ten_of_the_neighbours_are_one(void **state)
{
	struct room *r = *state;
	struct source s;
	struct seen seen;

	source_init(&s);
	listed(&s, "w", NEIGHBOUR, 2, 10);
	poll(r, &s);
	assert_int_equal(look(r, "warning:").all, 10);
	listed(&s, "x", NEIGHBOUR, 2, 1);
	poll(r, &s);
	seen = look(r, "warning:");
	assert_int_equal(seen.all, 1);
	assert_int_equal(seen.first.count, 11);
	assert_int_equal(seen.first.priority, ALARM_IMPORTANT);
	assert_non_null(strstr(seen.text, "11 条橙色预警"));
	source_release(&s);
}

/* However many there are about: ours are named, and told, one by one. */
/* More than a county ever has: a fault of the source, or a test of us. */
static void
ours_fold_past_thirty(void **state)
{
	struct room *r = *state;
	struct source s;
	struct seen seen;

	source_init(&s);
	listed(&s, "own", OWN, 1, 30);
	poll(r, &s);
	assert_int_equal(look(r, "warning:").all, 30);
	listed(&s, "more", OWN, 1, 1);
	poll(r, &s);
	seen = look(r, "warning:");
	assert_int_equal(seen.all, 1);
	assert_int_equal(seen.first.count, 31);
	assert_int_equal(seen.first.priority, ALARM_URGENT);
	ack_all(r, "warning:");
	assert_int_equal(look(r, "warning:").open, 0);
	room_pass(r, CIVIL_MINUTE);
	listed(&s, "last", OWN, 1, 1);
	poll(r, &s);
	assert_int_equal(look(r, "warning:").open, 1);
	source_release(&s);
}

static void
ours_do_not_fold_with_others(void **state)
{
	struct room *r = *state;
	struct source s;
	struct seen seen;

	source_init(&s);
	listed(&s, "n", NEIGHBOUR, 1, 11);
	listed(&s, "blue", OWN, 4, 20);
	listed(&s, "own", OWN, 1, 11);
	poll(r, &s);
	/* Eleven, the neighbours, the blue ones. */
	assert_int_equal(look(r, "warning:").all, 13);
	seen = look(r, "warning:flood:");
	assert_int_equal(seen.all, 1);
	assert_int_equal(seen.first.count, 11);
	assert_int_equal(look(r, "warning:mild:").first.count, 20);
	source_release(&s);
}

static void
one_that_turns_red_in_a_flood_is_heard(void **state)
{
	struct room *r = *state;
	struct source s;
	struct seen seen;

	source_init(&s);
	rule(r);
	listed(&s, "w", NEIGHBOUR, 2, 12);
	poll(r, &s);
	ack_all(r, "warning:");
	assert_int_equal(look(r, "warning:").open, 0);
	room_pass(r, CIVIL_HOUR);
	turns(r, &s, "w5", 1);
	seen = look(r, "warning:");
	assert_int_equal(seen.open, 1);
	assert_int_equal(seen.first.priority, ALARM_URGENT);
	assert_int_equal(seen.first.since_ms, desk_now(r->d));
	assert_int_equal(look(r, "warning:flood:").open, 0);
	assert_int_equal(escalate(r), 0);
	room_pass(r, 5 * CIVIL_MINUTE);
	assert_int_equal(escalate(r), 1);
	source_release(&s);
}

static void
among_red_ones_too(void **state)
{
	struct room *r = *state;
	struct source s;

	source_init(&s);
	listed(&s, "o", NEIGHBOUR, 2, 12);
	listed(&s, "w", NEIGHBOUR, 1, 11);
	poll(r, &s);
	ack_all(r, "warning:");
	room_pass(r, CIVIL_HOUR);
	/* An older one that becomes as bad as the newest. */
	turns(r, &s, "o0", 1);
	assert_int_equal(look(r, "warning:flood:1/").open, 1);
	assert_int_equal(look(r, "warning:flood:1/").first.since_ms,
	                 desk_now(r->d));
	assert_int_equal(look(r, "warning:flood:2/").open, 0);
	source_release(&s);
}

/* Neither undone nor told again by what is milder. */
static void
blue_ones_in_a_flood_are_no_news(void **state)
{
	struct room *r = *state;
	struct source s;

	source_init(&s);
	rule(r);
	listed(&s, "w", NEIGHBOUR, 2, 11);
	poll(r, &s);
	room_pass(r, 5 * CIVIL_MINUTE);
	assert_int_equal(escalate(r), 1);
	for (int i = 0; i < 3; i++) {
		char prefix[8];

		snprintf(prefix, sizeof(prefix), "blue%d", i);
		listed(&s, prefix, OWN, 4, 1);
		poll(r, &s);
		room_pass(r, 5 * CIVIL_MINUTE);
		assert_int_equal(escalate(r), 0);
	}
	ack_all(r, "warning:flood:");
	listed(&s, "last", OWN, 4, 1);
	poll(r, &s);
	assert_int_equal(look(r, "warning:flood:").open, 0);
	source_release(&s);
}

/* An older one that becomes yellow is as new as the newest. */
static void
a_blue_one_that_turns_yellow_is_news(void **state)
{
	struct room *r = *state;
	struct source s;

	source_init(&s);
	listed(&s, "w", OWN, 4, 3);
	poll(r, &s);
	ack_all(r, "warning:mild:");
	room_pass(r, CIVIL_HOUR);
	assert_int_equal(look(r, "warning:mild:").open, 0);
	turns(r, &s, "w0", 3);
	assert_int_equal(look(r, "warning:mild:").all, 1);
	assert_int_equal(look(r, "warning:mild:").open, 1);
	assert_int_equal(look(r, "warning:mild:").first.since_ms,
	                 desk_now(r->d));
	source_release(&s);
}

/* ---- call-outs ---- */

#define WAKE (5 * CIVIL_MINUTE)
#define REACH (30 * CIVIL_MINUTE)

/* A list of so many towns, beginning with that one. */
static int64_t
towns(struct room *r, int from, int count)
{
	struct buf save = BUF_INIT;
	char line[256];

	buf_fmt(&save, "{'do':'group.save','name':'名单%d','members':[", from);
	for (int i = from; i < from + count; i++) {
		snprintf(line, sizeof(line),
		         "{'do':'unit.save','name':'%02d镇','kind':'town',"
		         "'phones':['0358-76200%02d']}",
		         i, i);
		room_do(r, line);
		buf_fmt(&save, "%s'%02d镇'", i > from ? "," : "", i);
	}
	buf_str(&save, "]}");
	room_do(r, save.s);
	buf_release(&save);
	return room_head(r);
}

static int64_t
called_out(struct room *r, int64_t group)
{
	struct callout_new in = { .title = "查岗",
		                  .why = CALLOUT_SPOT,
		                  .groups = &group,
		                  .groups_count = 1 };
	int64_t id;

	OK(r, callout_start(r->d, &in, &id, &r->err));
	return id;
}

static void
tried(struct room *r, int64_t id, int k, enum callout_result result)
{
	struct callout_attempt a = { .k = k, .result = result };

	OK(r, callout_try(r->d, id, &a, NULL, &r->err));
}

/* Each who does not wake is one more reason; who wakes is none. */
static void
one_more_asleep_is_news(void **state)
{
	struct room *r = *state;
	int64_t id = called_out(r, towns(r, 1, 4));
	struct seen seen;

	tried(r, id, 1, CALLOUT_NO_ANSWER);
	room_pass(r, CIVIL_MINUTE);
	tried(r, id, 2, CALLOUT_NO_ANSWER);
	room_pass(r, WAKE - CIVIL_MINUTE + 1);
	assert_int_equal(look(r, "callout:").first.count, 1);
	ack_all(r, "callout:");
	room_pass(r, CIVIL_MINUTE - 1);
	assert_int_equal(look(r, "callout:").open, 0);
	room_pass(r, 1);
	seen = look(r, "callout:");
	assert_int_equal(seen.open, 1);
	assert_int_equal(seen.first.count, 2);
	assert_int_equal(seen.first.since_ms, ROOM_NOW + WAKE + CIVIL_MINUTE);
	assert_int_equal(seen.first.due_ms, ROOM_NOW + WAKE);
	ack_all(r, "callout:");
	/* The later of the two wakes: still one, acknowledged. */
	tried(r, id, 2, CALLOUT_ANSWERED);
	seen = look(r, "callout:");
	assert_int_equal(seen.all, 1);
	assert_int_equal(seen.open, 0);
	assert_int_equal(seen.first.count, 1);
}

static void
a_list_that_joins_past_the_limit_is_news(void **state)
{
	struct room *r = *state;
	int64_t id = called_out(r, towns(r, 1, 2));

	room_pass(r, REACH + 1);
	ack_all(r, "callout:");
	assert_int_equal(look(r, "callout:").open, 0);
	OK(r, callout_join(r->d, id, towns(r, 3, 9), &r->err));
	assert_int_equal(look(r, "callout:").open, 1);
	assert_int_equal(look(r, "callout:").first.count, 11);
	ack_all(r, "callout:");
	tried(r, id, 1, CALLOUT_ANSWERED);
	assert_int_equal(look(r, "callout:").open, 0);
}

/* ---- notices ---- */

static int
raise(struct desk *d, void *arg, struct err *err)
{
	char subject[SUBJECT_MAX];
	json_t *body =
		json_pack("{s:s, s:i, s:s, s:s, s:i, s:s, s:s}", "key",
	                  (char *)arg, "step", 1, "channel", "hook", "post",
	                  "x", "level", 1, "title", "t", "text", "u");

	return desk_append(d, "notice.raised",
	                   body_subject(subject, "notice", body_next_seq(d)),
	                   JOURNAL_NO_TIME, body, NULL, err);
}

/* As on a desk that is no drill; its id. */
static int64_t
raised(struct room *r, char *key)
{
	OK(r, desk_write(r->d, raise, key, &r->err));
	return room_head(r);
}

static void
attempted(struct room *r, int64_t id, bool ok)
{
	struct notice_attempt a = { .ok = ok, .words = ok ? "" : "稍后" };

	OK(r, notice_begin(r->d, id, &r->err));
	OK(r, notice_attempted(r->d, id, &a, &r->err));
}

static void
a_gateway_that_fails_twice_is_told(void **state)
{
	struct room *r = *state;
	int64_t id = raised(r, "k");

	attempted(r, id, false);
	assert_int_equal(look(r, "notice:").all, 0);
	attempted(r, id, false);
	assert_int_equal(look(r, "notice:").open, 1);
	assert_int_equal(look(r, "notice:").first.count, 1);
	/* Acknowledged, it stays so while it is tried ... */
	ack_all(r, "notice:");
	for (int i = 3; i < NOTICE_ATTEMPTS; i++)
		attempted(r, id, false);
	assert_int_equal(look(r, "notice:").open, 0);
	/* ... until it is given up. */
	attempted(r, id, false);
	assert_int_equal(look(r, "notice:").open, 1);
}

static void
each_that_fails_is_news(void **state)
{
	struct room *r = *state;
	int64_t first = raised(r, "a"), second;

	attempted(r, first, false);
	attempted(r, first, false);
	ack_all(r, "notice:");
	second = raised(r, "b");
	attempted(r, second, false);
	assert_int_equal(look(r, "notice:").open, 0);
	attempted(r, second, false);
	assert_int_equal(look(r, "notice:").open, 1);
	assert_int_equal(look(r, "notice:").first.count, 2);
	attempted(r, second, true);
	assert_int_equal(look(r, "notice:").first.count, 1);
	assert_int_equal(look(r, "notice:").open, 0);
	attempted(r, first, true);
	assert_int_equal(look(r, "notice:").all, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ROOM_TEST(red_again_is_another_alarm),
		ROOM_TEST(more_than_ten_of_the_neighbours_are_one),
		ROOM_TEST(ours_do_not_fold_with_others),
		ROOM_TEST(ours_fold_past_thirty),
		ROOM_TEST(one_that_turns_red_in_a_flood_is_heard),
		ROOM_TEST(among_red_ones_too),
		ROOM_TEST(blue_ones_in_a_flood_are_no_news),
		ROOM_TEST(a_blue_one_that_turns_yellow_is_news),
		ROOM_TEST(one_more_asleep_is_news),
		ROOM_TEST(a_list_that_joins_past_the_limit_is_news),
		ROOM_TEST(a_gateway_that_fails_twice_is_told),
		ROOM_TEST(each_that_fails_is_news),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
