/* The house rule: who is told of an alarm, when, and when again. */
#include "warning_kit.h"

#include "desk/alarm.h"
#include "desk/body.h"
#include "desk/notice.h"

#define MINE                                                                   \
	"{'do':'incident.open','kind':'accident.coal',"                        \
	"'place':'一号井','facts':{'deaths':3}}"
#define CITY "duty:2026-0001/493-10/" /* due two hours after ROOM_NOW */
#define LEADER "应急局/带班领导"
#define DEPUTY "应急局/副局长"
#define HEAD "应急局/局长"

static const struct feed_format list_format = { "nmc", "nmc", true, NULL,
	                                        false };

/* Steps by one channel; more than one at a post's only with its own list. */
struct step {
	int after;
	const char *post;
};

static void
rule(struct room *r, const struct step *rows, size_t count)
{
	struct escalation_step steps[ESCALATION_STEPS];
	char *hook[] = { "hook" };

	for (size_t i = 0; i < count; i++)
		steps[i] = (struct escalation_step){ rows[i].after,
			                             (char *)rows[i].post, hook,
			                             1 };
	OK(r, escalation_save(r->d, steps, count, NULL, &r->err));
}

#define RULE(r, ...)                                                           \
	rule(r, (const struct step[]){ __VA_ARGS__ },                          \
	     sizeof((const struct step[]){ __VA_ARGS__ }) /                    \
	             sizeof(struct step))

/* How many have been raised of the alarms that begin so, to a post or to all,
 * once the rule has been looked at. */
static int
told(struct room *r, const char *alarm, const char *post)
{
	struct notice *rows;
	int count = 0;
	size_t n;

	OK(r, notice_escalate(r->d, &n, &r->err));
	OK(r, notice_list(r->d, 0, &rows, &n, &r->err));
	for (size_t i = 0; i < n; i++)
		count += !strncmp(rows[i].key, alarm, strlen(alarm)) &&
		         (!post || !strcmp(rows[i].post, post));
	notices_free(rows, n);
	return count;
}

/* It changes at this minute after ROOM_NOW, not before. */
static void
at_minute(struct room *r, int minute, const char *alarm, int before, int then)
{
	int64_t left = ROOM_NOW + minute * CIVIL_MINUTE - desk_now(r->d);

	assert_true(left > 0);
	room_pass(r, left - 1);
	assert_int_equal(told(r, alarm, NULL), before);
	/* The alarm itself rises after its limit, not at it. */
	room_pass(r, 2);
	assert_int_equal(told(r, alarm, NULL), then);
}

static void
ack(struct room *r, const char *prefix)
{
	struct alarm *rows;
	size_t n, acked = 0;

	OK(r, alarm_list(r->d, &rows, &n, &r->err));
	for (size_t i = 0; i < n; i++)
		if (!strncmp(rows[i].key, prefix, strlen(prefix))) {
			OK(r, alarm_ack(r->d, rows[i].key, rows[i].threshold,
			                &r->err));
			acked++;
		}
	alarms_free(rows, n);
	assert_int_equal(acked, 1);
}

static void
red_warning(struct room *r)
{
	struct feed nmc = kit_feed("nmc", &list_format);
	struct warning_misses m = WARNING_MISSES_INIT;

	POLL(r, &nmc, &m,
	     { .id = "a",
	       .condition = "141181/rainstorm",
	       .adcode = "141181",
	       .level = 1,
	       .headline = "孝义市暴雨红色预警" });
	warning_misses_release(&m);
}

static void
other_red(struct room *r)
{
	struct feed nmc = kit_feed("nmc", &list_format);
	struct warning_misses m = WARNING_MISSES_INIT;

	POLL(r, &nmc, &m,
	     { .id = "b",
	       .condition = "141181/gale",
	       .adcode = "141181",
	       .level = 1,
	       .headline = "孝义市大风红色预警" });
	warning_misses_release(&m);
}

/* ---- when ---- */

/* Urgent from ten minutes before it is due, over each later limit. */
static void
a_duty_rises_from_its_first_urgent_minute(void **state)
{
	struct room *r = *state;

	RULE(r, { 3, LEADER }, { 12, DEPUTY }, { 65, HEAD });
	room_do(r, MINE);
	at_minute(r, 110 + 3, CITY, 0, 1);
	at_minute(r, 110 + 12, CITY, 1, 2);
	at_minute(r, 110 + 65, CITY, 2, 3);
	room_pass(r, 10 * CIVIL_HOUR);
	assert_int_equal(told(r, CITY, NULL), 3);
	room_verify(r);
}

/* Told and acknowledged, then past due: that nobody has acknowledged. */
static void
what_stands_open_again_is_told_again(void **state)
{
	struct room *r = *state;

	RULE(r, { 3, LEADER }, { 12, DEPUTY });
	room_do(r, MINE);
	at_minute(r, 113, CITY, 0, 1);
	ack(r, CITY);
	at_minute(r, 120 + 3, CITY, 1, 2); /* past due */
	ack(r, CITY);
	at_minute(r, 180 + 3, CITY, 2, 3); /* an hour past it */
	at_minute(r, 180 + 12, CITY, 3, 4);
	assert_int_equal(told(r, CITY, LEADER), 3);
	room_verify(r);
}

/* After the longest shift, by the rule's minutes; and after the next. */
static void
a_silence_that_lapsed_is_told_step_by_step(void **state)
{
	struct room *r = *state;

	RULE(r, { 0, LEADER }, { 5, DEPUTY }, { 15, HEAD });
	red_warning(r);
	ack(r, "warning:");
	assert_int_equal(told(r, "warning:", NULL), 0);
	at_minute(r, 720, "warning:", 0, 1);
	at_minute(r, 725, "warning:", 1, 2);
	ack(r, "warning:");
	room_pass(r, 12 * CIVIL_HOUR - 1);
	assert_int_equal(told(r, "warning:", NULL), 2);
	room_pass(r, 1);
	assert_int_equal(told(r, "warning:", LEADER), 2);
	room_pass(r, 15 * CIVIL_MINUTE);
	assert_int_equal(told(r, "warning:", NULL), 5);
	assert_int_equal(told(r, "warning:", HEAD), 1);
	room_verify(r);
}

static void
what_was_shelved_is_told_from_the_end_of_it(void **state)
{
	struct room *r = *state;
	struct alarm *rows;
	char key[ALARM_KEY];
	size_t n;

	RULE(r, { 0, LEADER }, { 5, DEPUTY });
	red_warning(r);
	assert_int_equal(told(r, "warning:", NULL), 1);
	OK(r, alarm_list(r->d, &rows, &n, &r->err));
	snprintf(key, sizeof(key), "%s", rows[0].key);
	alarms_free(rows, n);
	OK(r, alarm_shelve(r->d, key, desk_now(r->d) + CIVIL_HOUR, "候雨停",
	                   &r->err));
	at_minute(r, 60, "warning:", 1, 2);
	at_minute(r, 65, "warning:", 2, 3);
	assert_int_equal(told(r, "warning:", LEADER), 2);
}

/* ---- whom ---- */

static void
a_step_put_in_before_is_told_and_the_others_not_again(void **state)
{
	struct room *r = *state;

	RULE(r, { 0, LEADER }, { 5, HEAD });
	red_warning(r);
	assert_int_equal(told(r, "warning:", LEADER), 1);
	RULE(r, { 0, DEPUTY }, { 0, LEADER }, { 5, HEAD });
	assert_int_equal(told(r, "warning:", DEPUTY), 1);
	assert_int_equal(told(r, "warning:", LEADER), 1);
	RULE(r, { 0, LEADER });
	assert_int_equal(told(r, "warning:", NULL), 2);
	RULE(r, { 1, LEADER }, { 5, HEAD });
	room_pass(r, 5 * CIVIL_MINUTE);
	assert_int_equal(told(r, "warning:", NULL), 3);
	assert_int_equal(told(r, "warning:", HEAD), 1);
	room_verify(r);
}

static void
a_post_may_be_told_twice_by_the_rule(void **state)
{
	struct room *r = *state;

	RULE(r, { 0, LEADER }, { 5, DEPUTY }, { 10, LEADER });
	red_warning(r);
	at_minute(r, 5, "warning:", 1, 2);
	at_minute(r, 10, "warning:", 2, 3);
	assert_int_equal(told(r, "warning:", LEADER), 2);
	RULE(r, { 5, DEPUTY }, { 10, LEADER });
	assert_int_equal(told(r, "warning:", NULL), 3);
}

static const char *const people[] = {
	"{'do':'unit.save','name':'应急局','kind':'agency',"
	"'phones':['0358-7620001']}",
	"{'do':'contact.save','name':'赵局','posts':[{'unit':'应急局',"
	"'title':'带班领导','order':1}]}",
	"{'do':'contact.save','name':'钱副局','posts':[{'unit':'应急局',"
	"'title':'带班领导','order':2,'deputy':true}],"
	"'phones':['13800000002']}",
	"{'do':'contact.save','name':'孙副局','posts':[{'unit':'应急局',"
	"'title':'副局长','order':3}]}",
	"{'do':'channel.save','channel':{'name':'sms','label':'短信',"
	"'type':'webhook','on':true,'address':'https://example.invalid/',"
	"'body':'{\\'to\\': \\'{phone}\\'}'}}",
};

static void
to(struct room *r, const char *post, const char *who, const char *number)
{
	char *name, *phone;

	notice_recipient(r->d, post, &name, &phone);
	assert_string_equal(name ? name : "", who);
	assert_string_equal(phone ? phone : "", number);
	free(name);
	free(phone);
}

static void
move_in(struct room *r)
{
	for (size_t i = 0; i < sizeof(people) / sizeof(*people); i++)
		room_do(r, people[i]);
}

/* The holder without a number, his deputy with one; the unit's own number is
 * nobody's in a post. */
static void
the_first_with_a_number_is_told(void **state)
{
	struct room *r = *state;

	move_in(r);
	to(r, LEADER, "钱副局", "13800000002");
	to(r, DEPUTY, "孙副局", "");
	to(r, HEAD, "", "");
	to(r, "应急局", "应急局", "0358-7620001");
	to(r, "带班领导", "", "");
}

static int
save(struct room *r, const char *first, const char *second, const char *name)
{
	char *channel = (char *)name;
	struct escalation_step steps[] = {
		{ 0, (char *)first, &channel, 1 },
		{ 5, (char *)second, &channel, 1 },
	};

	err_clear(&r->err);
	return escalation_save(r->d, steps, second ? 2 : 1, NULL, &r->err);
}

static void
a_step_that_reaches_nobody_is_refused(void **state)
{
	char sms[] = "sms", hook[] = "hook",
	     longest[] = "abcdefghijklmnopqrst"
			 "uvwxyz01234";
	struct room *r = *state;

	move_in(r);
	REFUSED(r, ERR_REFUSED, save(r, HEAD, NULL, sms));
	REFUSED(r, ERR_REFUSED, save(r, LEADER, DEPUTY, sms));
	REFUSED(r, ERR_REFUSED, save(r, "带班领导", NULL, sms));
	/* A group reads along, whoever holds the post. */
	OK(r, save(r, HEAD, DEPUTY, hook));
	OK(r, save(r, LEADER, NULL, sms));
	assert_int_equal(strlen(longest), CHANNEL_NAME - 1);
	OK(r, save(r, LEADER, NULL, longest));
}

/* A post that fell vacant does not keep the rest of the rule from changing. */
static void
a_vacancy_does_not_lock_the_rule(void **state)
{
	char sms[] = "sms";
	struct room *r = *state;

	OK(r, save(r, HEAD, NULL, sms));
	move_in(r);
	OK(r, save(r, HEAD, LEADER, sms));
	OK(r, save(r, LEADER, HEAD, sms));
	OK(r, save(r, LEADER, NULL, sms));
	REFUSED(r, ERR_REFUSED, save(r, LEADER, HEAD, sms));
}

static void
names_are_as_a_notice_can_have_them(void **state)
{
	char longer[] = "abcdefghijklmnopqrstuvwxyz012345";
	struct buf post = BUF_INIT;
	struct room *r = *state;

	assert_int_equal(strlen(longer), CHANNEL_NAME);
	REFUSED(r, ERR_INPUT, save(r, LEADER, NULL, longer));
	for (int i = 0; i < NOTICE_POST; i++)
		buf_str(&post, "局");
	OK(r, save(r, post.s, NULL, "hook"));
	red_warning(r);
	assert_int_equal(told(r, "warning:", NULL), 1);
	buf_str(&post, "长");
	REFUSED(r, ERR_INPUT, save(r, post.s, NULL, "hook"));
	buf_release(&post);
}

/* ---- a journal of before ---- */

struct old {
	int step;
	const char *alarm, *post;
};

static int
old_write(struct desk *d, void *arg, struct err *err)
{
	const struct old *o = arg;
	char subject[SUBJECT_MAX], key[NOTICE_KEY];

	snprintf(key, sizeof(key), "%s/%d/hook", o->alarm, o->step);
	return desk_append(d, "notice.raised",
	                   body_subject(subject, "notice", body_next_seq(d)),
	                   JOURNAL_NO_TIME,
	                   json_pack("{s:s, s:i, s:s, s:s, s:i, s:s, s:s, s:b}",
	                             "key", key, "step", o->step, "channel",
	                             "hook", "post", o->post, "level", 1,
	                             "title", "t", "text", "u", "drill", 1),
	                   NULL, err);
}

static void
old_raise(struct room *r, int step, const char *post)
{
	char alarm[ALARM_KEY];
	struct alarm *rows;
	struct old o = { step, alarm, post };
	size_t n;

	OK(r, alarm_list(r->d, &rows, &n, &r->err));
	snprintf(alarm, sizeof(alarm), "%s", rows[0].key);
	alarms_free(rows, n);
	OK(r, desk_write(r->d, old_write, &o, &r->err));
}

/* Keys had the number of the step. */
static void
what_was_told_before_is_not_told_again(void **state)
{
	struct room *r = *state;

	RULE(r, { 0, LEADER }, { 5, HEAD }, { 10, LEADER });
	red_warning(r);
	room_pass(r, 5 * CIVIL_MINUTE);
	old_raise(r, 1, LEADER);
	assert_int_equal(told(r, "warning:", NULL), 2);
	assert_int_equal(told(r, "warning:", HEAD), 1);
	room_pass(r, 5 * CIVIL_MINUTE);
	old_raise(r, 3, LEADER);
	assert_int_equal(told(r, "warning:", NULL), 3);
	ack(r, "warning:");
	room_pass(r, 12 * CIVIL_HOUR);
	assert_int_equal(told(r, "warning:", LEADER), 3);
	room_verify(r);
}

/* ---- is it still wanted? ---- */

static bool
wanted(struct room *r)
{
	struct notice *rows;
	bool out;
	size_t n;

	OK(r, notice_list(r->d, 0, &rows, &n, &r->err));
	assert_true(n > 0);
	OK(r, notice_wanted(r->d, &rows[n - 1], &out, &r->err));
	notices_free(rows, n);
	return out;
}

static void
what_was_acknowledged_is_not_wanted(void **state)
{
	struct room *r = *state;

	RULE(r, { 0, LEADER });
	red_warning(r);
	assert_int_equal(told(r, "warning:", NULL), 1);
	assert_true(wanted(r));
	room_pass(r, 5 * CIVIL_MINUTE);
	assert_true(wanted(r));
	ack(r, "warning:");
	assert_false(wanted(r));
	/* Open again: another notice is about that. */
	room_pass(r, 12 * CIVIL_HOUR);
	assert_int_equal(told(r, "warning:", NULL), 2);
	assert_false(wanted(r));
}

/* Handled: as long as another of its kind is open it might be that one. */
static void
what_is_over_is_not_wanted(void **state)
{
	struct room *r = *state;
	int64_t item;

	RULE(r, { 0, LEADER });
	red_warning(r);
	item = room_head(r);
	assert_int_equal(told(r, "warning:", NULL), 1);
	OK(r, warning_handle(r->d, item, 0, WARNING_DISMISSED, "误报", NULL,
	                     &r->err));
	assert_false(wanted(r));
	other_red(r);
	assert_true(wanted(r));
	ack(r, "warning:");
	assert_false(wanted(r));
	room_verify(r);
}

static int
bad_rule_write(struct desk *d, void *arg, struct err *err)
{
	(void)arg;
	return desk_append(
		d, "escalation.saved", "escalation", JOURNAL_NO_TIME,
		json_pack("{s:[{s:i, s:s, s:[s]}, {s:i, s:s, s:[s]}]}", "steps",
	                  "after", 0, "post", LEADER, "channels",
	                  "a-name-of-more-than-thirty-one-bytes", "after", 0,
	                  "post", HEAD, "channels", "hook"),
		NULL, err);
}

/* It could be saved: what no notice can hold keeps no other back. */
static void
a_step_that_cannot_be_raised_is_alone(void **state)
{
	struct room *r = *state;
	struct notice *rows;
	size_t n;

	OK(r, desk_write(r->d, bad_rule_write, NULL, &r->err));
	red_warning(r);
	REFUSED(r, ERR_INPUT, notice_escalate(r->d, &n, &r->err));
	assert_int_equal(n, 1);
	REFUSED(r, ERR_INPUT, notice_escalate(r->d, &n, &r->err));
	assert_int_equal(n, 0);
	OK(r, notice_list(r->d, 0, &rows, &n, &r->err));
	assert_int_equal(n, 1);
	assert_string_equal(rows[0].post, HEAD);
	notices_free(rows, n);
	room_verify(r);
}

/* A number among other words is for who reads them. */
static void
a_number_alone_is_who_it_goes_to(void **state)
{
	static const struct {
		char address[40], body[60];
		bool needs;
	} cases[] = {
		{ "https://a.example/", "{\"to\": \"{phone}\"}", true },
		{ "https://a.example/", "{\"to\": [\"+86{phone}\"]}", true },
		{ "https://a.example/", "{\"to\": \"{name} {phone}\"}", false },
		{ "https://a.example/", "{\"text\": \"{phone}找人\"}", false },
		{ "https://a.example/", "{\"text\": \"{title}\"}", false },
		{ "https://a.example/", "to={phone}&text={title}", true },
		{ "https://a.example/", "text={title}&to={phone}", true },
		{ "https://a.example/", "text={title} {phone}", false },
		{ "https://a.example/{phone}", "{}", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct channel c = { .type = CHANNEL_WEBHOOK,
			             .address = (char *)cases[i].address,
			             .body = (char *)cases[i].body };

		if (channel_needs_phone(&c) != cases[i].needs)
			fail_msg("%s", cases[i].body);
		c.type = CHANNEL_MAIL;
		assert_false(channel_needs_phone(&c));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_number_alone_is_who_it_goes_to),
		ROOM_TEST(a_duty_rises_from_its_first_urgent_minute),
		ROOM_TEST(what_stands_open_again_is_told_again),
		ROOM_TEST(a_silence_that_lapsed_is_told_step_by_step),
		ROOM_TEST(what_was_shelved_is_told_from_the_end_of_it),
		ROOM_TEST(
			a_step_put_in_before_is_told_and_the_others_not_again),
		ROOM_TEST(a_post_may_be_told_twice_by_the_rule),
		ROOM_TEST(the_first_with_a_number_is_told),
		ROOM_TEST(a_step_that_reaches_nobody_is_refused),
		ROOM_TEST(a_vacancy_does_not_lock_the_rule),
		ROOM_TEST(what_was_acknowledged_is_not_wanted),
		ROOM_TEST(what_is_over_is_not_wanted),
		ROOM_TEST(names_are_as_a_notice_can_have_them),
		ROOM_TEST(a_step_that_cannot_be_raised_is_alone),
		ROOM_TEST(what_was_told_before_is_not_told_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
