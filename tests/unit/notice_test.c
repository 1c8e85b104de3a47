#include "warning_kit.h"

#include "desk/alarm.h"
#include "desk/body.h"
#include "desk/callout.h"
#include "desk/notice.h"

static const struct feed_format list_format = { "nmc", "nmc", true, NULL,
	                                        false };

static const char *const people[] = {
	"{'do':'unit.save','name':'应急局','kind':'agency',"
	"'phones':['0358-7620001']}",
	"{'do':'contact.save','name':'赵局','posts':[{'unit':'应急局',"
	"'title':'带班领导','order':1}],'phones':['13800000001']}",
};

/* After 5 minutes the leader, after 15 a post that nobody holds. */
static void
rule(struct room *r)
{
	char *hook[] = { "hook" }, *both[] = { "hook", "mail" };
	char leader[] = "应急局/带班领导", head[] = "应急局/局长";
	struct escalation_step steps[] = { { 15, head, both, 2 },
		                           { 5, leader, hook, 1 } };

	for (size_t i = 0; i < sizeof(people) / sizeof(people[0]); i++)
		room_do(r, people[i]);
	OK(r, escalation_save(r->d, steps, 2, NULL, &r->err));
}

static size_t
escalate(struct room *r)
{
	size_t n;

	OK(r, notice_escalate(r->d, &n, &r->err));
	return n;
}

/* But for what this machine's clock says of itself. */
static size_t
alarms(struct room *r, struct alarm **rows, size_t *count)
{
	size_t said = 0;

	OK(r, alarm_list(r->d, rows, count, &r->err));
	for (size_t i = 0; i < *count; i++)
		said += strncmp((*rows)[i].key, "clock:", 6) != 0;
	return said;
}

static void
red_warning(struct room *r, int level)
{
	struct feed nmc = kit_feed("nmc", &list_format);
	struct warning_misses m = WARNING_MISSES_INIT;

	POLL(r, &nmc, &m,
	     { .id = "a",
	       .condition = "141181/rainstorm",
	       .adcode = "141181",
	       .level = level,
	       .headline = "孝义市暴雨红色预警" });
	warning_misses_release(&m);
}

static void
it_rises_step_by_step(void **state)
{
	struct room *r = *state;
	struct notice *rows;
	size_t n;

	rule(r);
	red_warning(r, 1);
	assert_int_equal(escalate(r), 0);
	room_pass(r, 5 * CIVIL_MINUTE - 1);
	assert_int_equal(escalate(r), 0);
	room_pass(r, 1);
	assert_int_equal(escalate(r), 1);
	assert_int_equal(escalate(r), 0); /* once */
	room_pass(r, 10 * CIVIL_MINUTE);
	assert_int_equal(escalate(r), 2);
	OK(r, notice_list(r->d, 0, &rows, &n, &r->err));
	assert_int_equal(n, 3);
	assert_string_equal(rows[2].to, "赵局");
	assert_string_equal(rows[2].phone, "13800000001");
	assert_string_equal(rows[2].channel, "hook");
	assert_int_equal(rows[2].step, 1);
	assert_non_null(strstr(rows[2].text, "孝义市暴雨红色预警"));
	/* Nobody holds it: the unit's own number is not its. */
	assert_string_equal(rows[1].to, "");
	assert_string_equal(rows[1].phone, "");
	assert_int_equal(rows[0].state, NOTICE_DRILL);
	notices_free(rows, n);
	room_verify(r);
}

static void
what_is_acknowledged_does_not_rise(void **state)
{
	struct room *r = *state;
	struct alarm *rows;
	size_t n;

	rule(r);
	red_warning(r, 1);
	assert_int_equal(alarms(r, &rows, &n), 1);
	assert_int_equal(rows[0].priority, ALARM_URGENT);
	OK(r, alarm_ack(r->d, rows[0].key, rows[0].threshold, &r->err));
	alarms_free(rows, n);
	room_pass(r, 20 * CIVIL_MINUTE);
	assert_int_equal(escalate(r), 0);
	/* A worse or a better level is another matter. */
	red_warning(r, 2);
	room_pass(r, 5 * CIVIL_MINUTE);
	assert_int_equal(escalate(r), 1);
}

static void
what_is_handled_does_not_rise(void **state)
{
	struct room *r = *state;

	rule(r);
	red_warning(r, 1);
	OK(r, warning_handle(r->d, room_head(r), 0, WARNING_DISMISSED, "误报",
	                     NULL, &r->err));
	room_pass(r, 20 * CIVIL_MINUTE);
	assert_int_equal(escalate(r), 0);
}

/* Yellow ones are listed; they do not wake the leader. */
static void
a_mild_one_does_not_rise(void **state)
{
	struct room *r = *state;
	struct alarm *rows;
	size_t n;

	rule(r);
	red_warning(r, 3);
	assert_int_equal(alarms(r, &rows, &n), 1);
	assert_int_equal(rows[0].priority, ALARM_NOTICE);
	alarms_free(rows, n);
	room_pass(r, CIVIL_HOUR);
	assert_int_equal(escalate(r), 0);
}

/* ---- call-outs ---- */

static void
expect_alarm(struct room *r, const char *key, enum alarm_priority priority)
{
	struct alarm *rows;
	size_t n;

	assert_int_equal(alarms(r, &rows, &n), key ? 1 : 0);
	if (key) {
		assert_non_null(strstr(rows[0].key, key));
		assert_int_equal(rows[0].priority, priority);
		assert_true(rows[0].rises);
	}
	alarms_free(rows, n);
}

/* One red among ten yellow ones; what comes next is as severe as told. */
static size_t
risen_with(struct room *r, int level)
{
	struct feed nmc = kit_feed("nmc", &list_format);
	struct warning_misses m = WARNING_MISSES_INIT;
	struct warning_polled polled;
	struct feed_answer a;
	size_t raised = 0;

	feed_answer_init(&a);
	for (int i = 0; i < 12; i++) {
		char id[32];
		struct row row = { .id = id, .adcode = "141181", .level = 3 };

		snprintf(id, sizeof(id), "w%d", i);
		row.level = i == 0 ? 1 : i == 11 ? level : 3;
		kit_row(&a, &row);
		if (i < 10)
			continue;
		OK(r,
		   warning_poll(r->d, &nmc, &a, PAYLOAD, &m, &polled, &r->err));
		room_pass(r, 5 * CIVIL_MINUTE);
		raised = escalate(r);
		if (i == 10)
			assert_int_equal(raised, 1);
	}
	feed_answer_release(&a);
	warning_misses_release(&m);
	return raised;
}

static void
a_mild_one_in_a_severe_flood_is_no_news(void **state)
{
	struct room *r = *state;

	rule(r);
	assert_int_equal(risen_with(r, 3), 0);
}

static void
a_red_one_in_a_severe_flood_is_news(void **state)
{
	struct room *r = *state;

	rule(r);
	assert_int_equal(risen_with(r, 1), 1);
}

static void
a_call_out_past_its_limits(void **state)
{
	struct room *r = *state;
	struct callout_attempt a = { .k = 1, .result = CALLOUT_NO_ANSWER };
	struct callout_new in = { .title = "查岗", .why = CALLOUT_SPOT };
	int64_t group, id;

	rule(r);
	room_do(r, "{'do':'group.save','name':'名单','members':["
	           "'应急局/带班领导','应急局']}");
	group = room_head(r);
	in.groups = &group;
	in.groups_count = 1;
	OK(r, callout_start(r->d, &in, &id, &r->err));
	OK(r, callout_try(r->d, id, &a, NULL, &r->err));
	room_pass(r, 5 * CIVIL_MINUTE);
	expect_alarm(r, NULL, 0);
	room_pass(r, 1);
	expect_alarm(r, "/wake", ALARM_IMPORTANT);
	room_pass(r, 25 * CIVIL_MINUTE - 1);
	expect_alarm(r, "/wake", ALARM_IMPORTANT);
	room_pass(r, 1);
	expect_alarm(r, "/reach", ALARM_URGENT);
	a.result = CALLOUT_ANSWERED;
	OK(r, callout_try(r->d, id, &a, NULL, &r->err));
	a.k = 2;
	OK(r, callout_try(r->d, id, &a, NULL, &r->err));
	expect_alarm(r, NULL, 0);
}

/* ---- sending ---- */

/* As on a desk that is no drill. */
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

static int64_t
raised(struct room *r)
{
	OK(r, desk_write(r->d, raise, "k", &r->err));
	return room_head(r);
}

static size_t
due(struct room *r, int64_t *in_ms)
{
	struct notice *rows;
	int64_t next;
	size_t n;

	OK(r, notice_due(r->d, 10, &rows, &n, &next, &r->err));
	notices_free(rows, n);
	*in_ms = next ? next - desk_now(r->d) : -1;
	return n;
}

static const struct notice_attempt busy = { .status = 503, .words = "稍后" };
static const struct notice_attempt taken = { .ok = true,
	                                     .status = 200,
	                                     .words = "ok" };

static void
attempts_back_off_and_end(void **state)
{
	static const int64_t waits[] = { 30, 60, 120, 240, 480, 960, 1920 };
	struct room *r = *state;
	int64_t id = raised(r), in;
	struct notice n;
	struct notice_failures failures;

	for (size_t i = 0; i < 7; i++) {
		assert_int_equal(due(r, &in), 1);
		OK(r, notice_begin(r->d, id, &r->err));
		OK(r, notice_attempted(r->d, id, &busy, &r->err));
		assert_int_equal(due(r, &in), 0);
		assert_int_equal(in, waits[i] * CIVIL_SECOND);
		room_pass(r, in);
	}
	OK(r, notice_begin(r->d, id, &r->err));
	OK(r, notice_attempted(r->d, id, &busy, &r->err));
	OK(r, notice_get(r->d, id, &n, &r->err));
	assert_int_equal(n.state, NOTICE_FAILED);
	assert_int_equal(n.attempts, NOTICE_ATTEMPTS);
	notice_release(&n);
	OK(r, notice_failures(r->d, 0, &failures, &r->err));
	assert_int_equal(failures.given_up, 1);
	REFUSED(r, ERR_REFUSED, notice_begin(r->d, id, &r->err));
	room_verify(r);
}

/* Not sooner than asked for, nor than it would be anyhow. */
static void
a_gate_may_ask_to_wait(void **state)
{
	static const struct {
		int64_t asks_ms, waits_s;
	} cases[] = {
		{ 30000, 30 },       { 60001, 61 }, { 119000, 120 },
		{ 86400000, 86400 }, { 0, 480 },
	};
	struct room *r = *state;
	int64_t id = raised(r), in;
	struct notice_attempt later = busy;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		later.wait_ms = cases[i].asks_ms;
		OK(r, notice_begin(r->d, id, &r->err));
		OK(r, notice_attempted(r->d, id, &later, &r->err));
		assert_int_equal(due(r, &in), 0);
		assert_int_equal(in, cases[i].waits_s * CIVIL_SECOND);
		room_pass(r, in);
	}
	later.wait_ms = 86400001;
	OK(r, notice_begin(r->d, id, &r->err));
	REFUSED(r, ERR_INPUT, notice_attempted(r->d, id, &later, &r->err));
	room_verify(r);
}

static void
what_is_refused_for_good_is_not_sent_again(void **state)
{
	struct room *r = *state;
	int64_t id = raised(r), in;
	const struct notice_attempt refused = {
		.final = true, .status = 550, .wait_ms = 1000, .words = "拒收"
	};
	struct notice_event *events;
	struct notice n;
	size_t count;
	struct notice_failures failures;

	OK(r, notice_begin(r->d, id, &r->err));
	OK(r, notice_attempted(r->d, id, &refused, &r->err));
	assert_int_equal(due(r, &in), 0);
	assert_int_equal(in, -1);
	OK(r, notice_get(r->d, id, &n, &r->err));
	assert_int_equal(n.state, NOTICE_FAILED);
	assert_int_equal(n.attempts, 1);
	assert_string_equal(n.words, "拒收");
	notice_release(&n);
	OK(r, notice_failures(r->d, 0, &failures, &r->err));
	assert_int_equal(failures.given_up, 1);
	OK(r, notice_story(r->d, id, &events, &count, &r->err));
	assert_string_equal(events[count - 1].text,
	                    "第 1 次失败 550，不再发送：拒收");
	notice_story_free(events, count);
	REFUSED(r, ERR_REFUSED, notice_begin(r->d, id, &r->err));
	room_verify(r);
}

/* The worker was killed between begin and its end: due again at once. */
static void
what_was_begun_is_made_again(void **state)
{
	struct room *r = *state;
	int64_t id = raised(r), in;
	struct notice n;

	OK(r, notice_begin(r->d, id, &r->err));
	assert_int_equal(due(r, &in), 1);
	OK(r, notice_begin(r->d, id, &r->err));
	OK(r, notice_attempted(r->d, id, &taken, &r->err));
	assert_int_equal(due(r, &in), 0);
	assert_int_equal(in, -1);
	OK(r, notice_get(r->d, id, &n, &r->err));
	assert_int_equal(n.state, NOTICE_SENT);
	assert_int_equal(n.attempts, 2);
	notice_release(&n);
}

static void
an_answer_is_a_persons(void **state)
{
	struct room *r = *state;
	int64_t id = raised(r), in;
	struct notice n;

	REFUSED(r, ERR_INPUT,
	        notice_answer(r->d, id, "", NULL, false, NULL, &r->err));
	OK(r, notice_answer(r->d, id, "赵局", "马上到", true, NULL, &r->err));
	assert_int_equal(due(r, &in), 0);
	REFUSED(r, ERR_REFUSED,
	        notice_answer(r->d, id, "赵局", NULL, false, NULL, &r->err));
	OK(r, notice_get(r->d, id, &n, &r->err));
	assert_int_equal(n.state, NOTICE_ANSWERED);
	assert_string_equal(n.answered_by, "赵局");
	assert_string_equal(n.words, "马上到");
	notice_release(&n);
	room_verify(r);
}

/* ---- channels ---- */

static void
a_channel_is_kept_without_its_secrets(void **state)
{
	struct room *r = *state;
	char label[] = "值班群",
	     address[] = "https://example.invalid/h/{key:k}",
	     body[] = "{\"t\": \"{title}\"}", bad[] = "ftp://x", key[] = "hook";
	struct channel c = { .name = "hook",
		             .label = label,
		             .address = address,
		             .body = body,
		             .secret = key,
		             .on = true },
		       got;
	int64_t seq;

	OK(r, channel_save(r->d, &c, &seq, &r->err));
	assert_true(seq > 0);
	OK(r, channel_save(r->d, &c, &seq, &r->err));
	assert_int_equal(seq, 0);
	OK(r, channel_get(r->d, "hook", &got, &r->err));
	assert_string_equal(got.secret, "hook");
	assert_string_equal(got.address, address);
	assert_true(got.on);
	channel_release(&got);
	c.address = bad;
	REFUSED(r, ERR_INPUT, channel_save(r->d, &c, &seq, &r->err));
	room_verify(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ROOM_TEST(it_rises_step_by_step),
		ROOM_TEST(what_is_acknowledged_does_not_rise),
		ROOM_TEST(what_is_handled_does_not_rise),
		ROOM_TEST(a_mild_one_does_not_rise),
		ROOM_TEST(a_mild_one_in_a_severe_flood_is_no_news),
		ROOM_TEST(a_red_one_in_a_severe_flood_is_news),
		ROOM_TEST(a_call_out_past_its_limits),
		ROOM_TEST(attempts_back_off_and_end),
		ROOM_TEST(a_gate_may_ask_to_wait),
		ROOM_TEST(what_is_refused_for_good_is_not_sent_again),
		ROOM_TEST(what_was_begun_is_made_again),
		ROOM_TEST(an_answer_is_a_persons),
		ROOM_TEST(a_channel_is_kept_without_its_secrets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
