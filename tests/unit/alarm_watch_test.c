/* Alarms of the watch: what folds, and what is a new alarm. */
#include "warning_kit.h"

#include "desk/alarm.h"
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
static void
ours_never_fold(void **state)
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ROOM_TEST(more_than_ten_of_the_neighbours_are_one),
		ROOM_TEST(ours_never_fold),
		ROOM_TEST(one_that_turns_red_in_a_flood_is_heard),
		ROOM_TEST(among_red_ones_too),
		ROOM_TEST(blue_ones_in_a_flood_are_no_news),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
