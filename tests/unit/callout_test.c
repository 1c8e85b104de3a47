#include "warning_kit.h"

#include "desk/callout.h"
#include "desk/group.h"

/* Two towns with heads and deputies, a post that nobody holds. */
static const char *const roster[] = {
	"{'do':'unit.save','ref':'x','name':'西镇','kind':'town',"
	"'phones':['0358-7620001']}",
	"{'do':'unit.save','ref':'y','name':'东镇','kind':'town',"
	"'phones':['0358-7620002']}",
	"{'do':'contact.save','name':'甲','posts':[{'unit':'西镇',"
	"'title':'镇长','order':1}],'phones':['13800000001',"
	"'13800000002']}",
	"{'do':'contact.save','name':'乙','posts':[{'unit':'西镇',"
	"'title':'镇长','order':2,'deputy':true}],"
	"'phones':['13800000003']}",
	"{'do':'contact.save','name':'丙','posts':[{'unit':'东镇',"
	"'title':'镇长','order':1}],'phones':['13800000004']}",
	"{'do':'group.save','name':'乡镇','members':['西镇/镇长',"
	"'东镇/镇长']}",
	"{'do':'group.save','name':'书记','members':['东镇/书记',"
	"'西镇/镇长']}",
};

static int64_t
group_of(struct room *r, const char *name)
{
	struct group *rows;
	int64_t id = 0;
	size_t n;

	OK(r, group_list(r->d, &rows, &n, &r->err));
	for (size_t i = 0; i < n; i++)
		if (strcmp(rows[i].name, name) == 0)
			id = rows[i].id;
	groups_free(rows, n);
	assert_true(id > 0);
	return id;
}

static int64_t
start(struct room *r, int draw)
{
	struct callout_new in = { .title = "红色暴雨", .draw = draw };
	int64_t groups[2], id;

	for (size_t i = 0; i < sizeof(roster) / sizeof(roster[0]); i++)
		room_do(r, roster[i]);
	groups[0] = group_of(r, "乡镇");
	groups[1] = group_of(r, "书记");
	in.groups = groups;
	in.groups_count = 2;
	OK(r, callout_start(r->d, &in, &id, &r->err));
	return id;
}

static void
as(struct room *r, const char *officer)
{
	OK(r, desk_act_as(r->d, officer, &r->err));
}

static int
take(struct room *r, int64_t id)
{
	int k = 0;

	OK(r, callout_take(r->d, id, &k, &r->err));
	return k;
}

static void
attempt(struct room *r, int64_t id, int k, enum callout_result result)
{
	struct callout_attempt a = { .k = k, .result = result };

	OK(r, callout_try(r->d, id, &a, NULL, &r->err));
}

static struct callout_target
target(struct room *r, int64_t id, int k)
{
	struct callout_target *rows, t;
	size_t n;

	OK(r, callout_targets(r->d, id, &rows, &n, &r->err));
	assert_true(k >= 1 && (size_t)k <= n);
	t = rows[k - 1];
	memset(&rows[k - 1], 0, sizeof(rows[0]));
	callout_targets_free(rows, n);
	return t;
}

static void
lists_become_lines_of_numbers(void **state)
{
	struct room *r = *state;
	int64_t id = start(r, 0);
	struct callout_target t;
	struct callout c;

	OK(r, callout_get(r->d, id, &c, &r->err));
	assert_int_equal(c.targets, 3); /* 西镇/镇长 is in both lists */
	assert_int_equal(c.wake, 5);
	assert_int_equal(c.reach, 30);
	assert_string_equal(c.lists, "乡镇 书记");
	callout_release(&c);
	t = target(r, id, 1);
	assert_string_equal(t.name, "西镇/镇长");
	assert_int_equal(t.line_count, 4);
	assert_string_equal(t.line[0].who, "甲");
	assert_string_equal(t.line[1].number, "13800000002");
	assert_string_equal(t.line[2].who, "乙");
	assert_true(t.line[2].deputy);
	assert_string_equal(t.line[3].number, "0358-7620001");
	callout_target_release(&t);
	t = target(r, id, 3);
	assert_true(t.vacant);
	assert_string_equal(t.line[0].number, "0358-7620002");
	callout_target_release(&t);
	room_verify(r);
}

static void
a_lot_is_drawn(void **state)
{
	struct room *r = *state;
	int64_t id = start(r, 2);
	struct callout c;

	OK(r, callout_get(r->d, id, &c, &r->err));
	assert_int_equal(c.targets, 2);
	assert_int_equal(c.drawn, 3);
	callout_release(&c);
}

static void
no_answer_goes_to_the_next_number(void **state)
{
	struct room *r = *state;
	int64_t id = start(r, 0);
	struct callout_target t;
	int k = take(r, id);

	assert_int_equal(k, 1);
	attempt(r, id, 1, CALLOUT_NO_ANSWER);
	t = target(r, id, 1);
	assert_int_equal(t.next, 1);
	assert_string_equal(t.held_by, "wangfang"); /* still ours */
	callout_target_release(&t);
	attempt(r, id, 1, CALLOUT_BUSY);
	attempt(r, id, 1, CALLOUT_OFF);
	attempt(r, id, 1, CALLOUT_NO_ANSWER);
	/* The whole line was tried: laid down, and last in the next round. */
	t = target(r, id, 1);
	assert_int_equal(t.next, 0);
	assert_int_equal(t.round, 1);
	assert_int_equal(t.tries, 4);
	assert_string_equal(t.held_by, "");
	callout_target_release(&t);
	assert_int_equal(take(r, id), 2);
	attempt(r, id, 2, CALLOUT_ANSWERED);
	assert_int_equal(take(r, id), 3);
	attempt(r, id, 3, CALLOUT_ANSWERED);
	assert_int_equal(take(r, id), 1);
	attempt(r, id, 1, CALLOUT_ANSWERED);
	assert_int_equal(take(r, id), 0);
	t = target(r, id, 2);
	assert_string_equal(t.answered_by, "丙");
	callout_target_release(&t);
	room_verify(r);
}

static void
two_officers_never_call_the_same(void **state)
{
	struct room *r = *state;
	int64_t id = start(r, 0);
	int k = 1;

	assert_int_equal(take(r, id), 1);
	as(r, "liqiang");
	assert_int_equal(take(r, id), 2);
	REFUSED(r, ERR_CONFLICT, callout_take(r->d, id, &k, &r->err));
	assert_non_null(strstr(r->err.text, "wangfang"));
	REFUSED(r, ERR_CONFLICT,
	        callout_try(r->d, id, &(struct callout_attempt){ .k = 1 }, NULL,
	                    &r->err));
	/* Ours are laid down when we take another up. */
	k = 3;
	OK(r, callout_take(r->d, id, &k, &r->err));
	as(r, "wangfang");
	k = 2;
	OK(r, callout_take(r->d, id, &k, &r->err));
	room_verify(r);
}

static void
a_hold_lapses(void **state)
{
	struct room *r = *state;
	int64_t id = start(r, 0);
	int k = 1;

	assert_int_equal(take(r, id), 1);
	as(r, "liqiang");
	room_pass(r, CALLOUT_HOLD_MS - 1);
	REFUSED(r, ERR_CONFLICT, callout_take(r->d, id, &k, &r->err));
	room_pass(r, 1);
	OK(r, callout_take(r->d, id, &k, &r->err));
	OK(r, callout_free(r->d, id, 1, &r->err));
	as(r, "wangfang");
	OK(r, callout_take(r->d, id, &k, &r->err));
}

/* A long conversation: who has somebody on the line can keep him. */
static void
taking_what_is_mine_holds_it_anew(void **state)
{
	struct room *r = *state;
	int64_t id = start(r, 0);
	int k = take(r, id);

	room_pass(r, CALLOUT_HOLD_MS - 1);
	OK(r, callout_take(r->d, id, &k, &r->err));
	assert_int_equal(k, 1);
	room_pass(r, CALLOUT_HOLD_MS - 1);
	as(r, "liqiang");
	REFUSED(r, ERR_CONFLICT, callout_take(r->d, id, &k, &r->err));
	room_pass(r, 1);
	OK(r, callout_take(r->d, id, &k, &r->err));
	room_verify(r);
}

/* The only one left is in my hands: who else should be offered? */
static void
what_i_hold_is_offered_when_it_is_the_last(void **state)
{
	struct room *r = *state;
	int64_t id = start(r, 0);

	assert_int_equal(take(r, id), 1);
	assert_int_equal(take(r, id), 2); /* others go before it */
	as(r, "liqiang");
	assert_int_equal(take(r, id), 1);
	assert_int_equal(take(r, id), 3);
	as(r, "wangfang");
	attempt(r, id, 1, CALLOUT_ANSWERED);
	room_pass(r, CALLOUT_HOLD_MS - 1);
	assert_int_equal(take(r, id), 2);
	room_pass(r, 2); /* held anew: it has not lapsed */
	as(r, "liqiang");
	assert_int_equal(take(r, id), 3);
	attempt(r, id, 3, CALLOUT_ANSWERED);
	assert_int_equal(take(r, id), 0); /* what another holds is not */
	room_verify(r);
}

static void
a_door_is_no_number(void **state)
{
	struct room *r = *state;
	int64_t id = start(r, 0);
	struct callout_attempt gong = { .k = 1,
		                        .how = CALLOUT_GONG,
		                        .result = CALLOUT_SENT };
	struct callout_attempt door = { .k = 1,
		                        .how = CALLOUT_DOOR,
		                        .by = "村支书老王",
		                        .words = "马上转移" };
	struct callout_target t;

	OK(r, callout_try(r->d, id, &gong, NULL, &r->err));
	t = target(r, id, 1);
	assert_int_equal(t.next, 0);
	assert_int_equal(t.round, 0);
	assert_int_equal(t.tries, 1);
	callout_target_release(&t);
	OK(r, callout_try(r->d, id, &door, NULL, &r->err));
	t = target(r, id, 1);
	assert_string_equal(t.answered_by, "村支书老王");
	assert_string_equal(t.words, "马上转移");
	callout_target_release(&t);
	room_verify(r);
}

/* 戊 is the secretary of both towns. */
static int64_t
start_twice(struct room *r)
{
	static const char *const lines[] = {
		"{'do':'contact.save','name':'戊','posts':[{'unit':'西镇',"
		"'title':'书记','order':1},{'unit':'东镇','title':'书记',"
		"'order':1}],'phones':['13800000008']}",
		"{'do':'group.save','name':'一','members':['西镇/书记']}",
		("{'do':'group.save','name':'二','members':['东镇/书记',"
		 "'东镇/镇长']}"),
	};
	struct callout_new in = { .title = "x", .groups_count = 2 };
	int64_t groups[2], id;

	start(r, 0);
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		room_do(r, lines[i]);
	groups[0] = group_of(r, "一");
	groups[1] = group_of(r, "二");
	in.groups = groups;
	OK(r, callout_start(r->d, &in, &id, &r->err));
	return id;
}

static int
targets_of(struct room *r, int64_t id)
{
	struct callout c;
	int n;

	OK(r, callout_get(r->d, id, &c, &r->err));
	n = c.targets;
	callout_release(&c);
	return n;
}

static void
two_posts_of_one_person_are_one_target(void **state)
{
	struct room *r = *state;
	int64_t id = start_twice(r);
	struct buf text = BUF_INIT, json = BUF_INIT;
	struct callout_target t;

	assert_int_equal(targets_of(r, id), 2);
	t = target(r, id, 1);
	assert_string_equal(t.name, "西镇/书记");
	assert_string_equal(t.person, "戊");
	assert_string_equal(t.also, "东镇/书记");
	assert_int_equal(t.same, 0);
	callout_target_release(&t);
	attempt(r, id, 1, CALLOUT_ANSWERED);
	assert_int_equal(targets_of(r, id), 2); /* it goes for both */
	OK(r, callout_text(r->d, id, &text, &r->err));
	assert_non_null(strstr(text.s, "1. 西镇/书记，兼 东镇/书记\n"));
	OK(r, callout_json(r->d, id, &json, &r->err));
	assert_non_null(strstr(json.s, "\"also\":\"东镇/书记\""));
	buf_release(&text);
	buf_release(&json);
	room_verify(r);
}

/* Nobody was told for the other post. */
static void
another_answers_for_one_post_alone(void **state)
{
	struct room *r = *state;
	int64_t id = start_twice(r);
	struct callout_attempt door = { .k = 1,
		                        .how = CALLOUT_DOOR,
		                        .by = "办公室小李" };
	struct callout_target t;

	OK(r, callout_try(r->d, id, &door, NULL, &r->err));
	assert_int_equal(targets_of(r, id), 3);
	t = target(r, id, 1);
	assert_string_equal(t.also, "");
	callout_target_release(&t);
	t = target(r, id, 3);
	assert_string_equal(t.name, "东镇/书记");
	assert_int_equal(t.answered_ms, 0);
	callout_target_release(&t);
	room_verify(r);
}

static void
a_line_tried_in_vain_parts_the_posts(void **state)
{
	struct room *r = *state;
	int64_t id = start_twice(r);
	struct callout_target t;

	t = target(r, id, 1);
	assert_int_equal(t.line_count, 2);
	callout_target_release(&t);
	attempt(r, id, 1, CALLOUT_NO_ANSWER);
	assert_int_equal(targets_of(r, id), 2);
	attempt(r, id, 1, CALLOUT_NO_ANSWER);
	assert_int_equal(targets_of(r, id), 3);
	t = target(r, id, 3);
	assert_int_equal(t.same, 1); /* and it is said */
	assert_string_equal(t.line[t.line_count - 1].number, "0358-7620002");
	callout_target_release(&t);
	attempt(r, id, 3, CALLOUT_NO_ANSWER);
	attempt(r, id, 3, CALLOUT_NO_ANSWER);
	assert_int_equal(targets_of(r, id), 3);
	room_verify(r);
}

static void
a_post_that_joins_goes_to_its_holder(void **state)
{
	struct room *r = *state;
	struct callout_new in = { .title = "x", .groups_count = 1 };
	int64_t one, two, id;
	struct callout_target t;

	start_twice(r);
	one = group_of(r, "一");
	two = group_of(r, "二");
	in.groups = &one;
	OK(r, callout_start(r->d, &in, &id, &r->err));
	OK(r, callout_join(r->d, id, two, &r->err));
	assert_int_equal(targets_of(r, id), 2);
	t = target(r, id, 1);
	assert_string_equal(t.also, "东镇/书记");
	callout_target_release(&t);
	REFUSED(r, ERR_REFUSED, callout_join(r->d, id, two, &r->err));
	/* With one that was not reached, a post is on its own. */
	OK(r, callout_start(r->d, &in, &id, &r->err));
	attempt(r, id, 1, CALLOUT_NO_ANSWER);
	attempt(r, id, 1, CALLOUT_NO_ANSWER);
	OK(r, callout_join(r->d, id, two, &r->err));
	assert_int_equal(targets_of(r, id), 3);
	room_verify(r);
}

/* Two of one household, and a unit's number at the end of two lines. */
static void
one_number_of_two_is_said(void **state)
{
	static const char *const lines[] = {
		"{'do':'contact.save','name':'丁','posts':[{'unit':'西镇',"
		"'title':'网格员'}],'phones':['13800000004']}",
		"{'do':'group.save','name':'家','members':['西镇/镇长',"
		"'东镇/镇长','西镇/网格员']}",
		"{'do':'callout.start','title':'x','lists':['家']}",
	};
	struct room *r = *state;
	struct buf text = BUF_INIT;
	struct callout_target t;
	int64_t id;

	start(r, 0);
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		room_do(r, lines[i]);
	id = room_head(r);
	t = target(r, id, 1);
	assert_int_equal(t.same, 0);
	callout_target_release(&t);
	t = target(r, id, 3);
	assert_int_equal(t.same, 2);
	assert_int_equal(t.same_ms, 0);
	callout_target_release(&t);
	attempt(r, id, 2, CALLOUT_NO_ANSWER);
	t = target(r, id, 3);
	assert_int_equal(t.same, 2);
	assert_int_equal(t.same_ms, desk_now(r->d));
	callout_target_release(&t);
	OK(r, callout_text(r->d, id, &text, &r->err));
	assert_non_null(
		strstr(text.s, "未呼叫（同号：13800000004 也是 2 号的）"));
	buf_release(&text);
	/* At the end of the line: the town's own, as it is of the first. */
	attempt(r, id, 3, CALLOUT_NO_ANSWER);
	t = target(r, id, 3);
	assert_string_equal(t.line[t.next].number, "0358-7620001");
	assert_int_equal(t.same, 0);
	callout_target_release(&t);
	for (int i = 0; i < 4; i++)
		attempt(r, id, 1, CALLOUT_NO_ANSWER);
	t = target(r, id, 3);
	assert_int_equal(t.same, 1);
	callout_target_release(&t);
	attempt(r, id, 3, CALLOUT_ANSWERED);
	t = target(r, id, 3);
	assert_int_equal(t.same, 0);
	callout_target_release(&t);
	room_verify(r);
}

/* The colleague is still on the telephone when the other ends it. */
static void
an_answer_after_the_end_is_marked(void **state)
{
	struct room *r = *state;
	int64_t id = start(r, 0), ended;
	struct callout_attempt no = { .k = 2, .result = CALLOUT_NO_ANSWER };
	struct callout_attempt yes = { .k = 3,
		                       .by = "值班员老王",
		                       .words = "马上转移" };
	struct buf text = BUF_INIT, json = BUF_INIT;
	struct callout_try *tries;
	struct callout_target t;
	struct callout c;
	size_t n;

	assert_int_equal(take(r, id), 1);
	attempt(r, id, 1, CALLOUT_ANSWERED);
	assert_int_equal(take(r, id), 2);
	as(r, "liqiang");
	OK(r, callout_end(r->d, id, "降级", NULL, &r->err));
	ended = desk_now(r->d);
	room_pass(r, 2 * CIVIL_MINUTE);
	/* Nobody is called any more but who is in hand ... */
	no.k = 3;
	REFUSED(r, ERR_REFUSED, callout_try(r->d, id, &no, NULL, &r->err));
	as(r, "wangfang");
	no.k = 2;
	OK(r, callout_try(r->d, id, &no, NULL, &r->err));
	t = target(r, id, 2);
	assert_string_equal(t.held_by, ""); /* and is not held on */
	assert_false(t.after);
	callout_target_release(&t);
	REFUSED(r, ERR_REFUSED, callout_try(r->d, id, &no, NULL, &r->err));
	/* ... but whoever answers, answers. */
	OK(r, callout_try(r->d, id, &yes, NULL, &r->err));
	t = target(r, id, 3);
	assert_true(t.after);
	callout_target_release(&t);

	OK(r, callout_get(r->d, id, &c, &r->err));
	assert_int_equal(c.ended_ms, ended);
	assert_string_equal(c.ended_words, "降级");
	assert_int_equal(c.answered, 2);
	assert_int_equal(c.after, 1);
	callout_release(&c);
	OK(r, callout_tries(r->d, id, 0, &tries, &n, &r->err));
	assert_int_equal(n, 3);
	assert_false(tries[0].after);
	assert_true(tries[1].after && tries[2].after);
	callout_tries_free(tries, n);
	OK(r, callout_text(r->d, id, &text, &r->err));
	assert_non_null(strstr(text.s, "本人应答 2（结束后 1）"));
	assert_non_null(strstr(text.s, "无人接（wangfang，结束后补记）"));
	assert_non_null(
		strstr(text.s, "复述：马上转移（wangfang，结束后补记）"));
	assert_non_null(strstr(text.s, "  结束后应答 "));
	OK(r, callout_json(r->d, id, &json, &r->err));
	assert_non_null(strstr(json.s, "\"after_end\":true"));
	buf_release(&text);
	buf_release(&json);
	room_verify(r);
}

/* Only a telephone rings where the line says who picks it up. */
static void
who_answered_is_known_by_the_number_alone(void **state)
{
	static const struct {
		enum callout_how how;
		const char *number, *by, *is; /* is NULL: refused */
	} cases[] = {
		{ CALLOUT_PHONE, NULL, NULL, "甲" },
		{ CALLOUT_PHONE, "13800000003", NULL, "乙" },
		{ CALLOUT_PHONE, "13899999999", NULL, NULL },
		{ CALLOUT_PHONE, "13899999999", "甲的邻居", "甲的邻居" },
		{ CALLOUT_GONG, NULL, NULL, NULL },
		{ CALLOUT_GONG, NULL, "", NULL },
		{ CALLOUT_GONG, NULL, "护林员", "护林员" },
		{ CALLOUT_DOOR, NULL, NULL, NULL },
		{ CALLOUT_RADIO, NULL, NULL, NULL },
		{ CALLOUT_MESSAGE, "13800000003", NULL, NULL },
	};
	struct room *r = *state;
	int64_t id = start(r, 0);

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct callout_attempt a = { .k = 1,
			                     .how = cases[i].how,
			                     .number = cases[i].number,
			                     .by = cases[i].by };
		struct callout_try *tries;
		size_t n;

		if (!cases[i].is) {
			REFUSED(r, ERR_INPUT,
			        callout_try(r->d, id, &a, NULL, &r->err));
			continue;
		}
		OK(r, callout_try(r->d, id, &a, NULL, &r->err));
		OK(r, callout_tries(r->d, id, 1, &tries, &n, &r->err));
		assert_string_equal(tries[n - 1].by, cases[i].is);
		callout_tries_free(tries, n);
	}
	room_verify(r);
}

static void
acted_and_ended(void **state)
{
	struct room *r = *state;
	int64_t id = start(r, 0);
	struct callout c;
	int k = 2;

	attempt(r, id, 2, CALLOUT_ANSWERED);
	REFUSED(r, ERR_REFUSED, callout_take(r->d, id, &k, &r->err));
	REFUSED(r, ERR_INPUT, callout_acted(r->d, id, 2, "", NULL, &r->err));
	OK(r, callout_acted(r->d, id, 2, "已转移 30 人", NULL, &r->err));
	REFUSED(r, ERR_INPUT, callout_end(r->d, id, NULL, NULL, &r->err));
	OK(r, callout_end(r->d, id, "降级，停止叫应", NULL, &r->err));
	REFUSED(r, ERR_REFUSED, callout_take(r->d, id, &k, &r->err));
	OK(r, callout_get(r->d, id, &c, &r->err));
	assert_int_equal(c.called, 1);
	assert_int_equal(c.answered, 1);
	assert_int_equal(c.acted, 1);
	assert_true(c.ended_ms > 0);
	callout_release(&c);
	room_verify(r);
}

/* Both or neither: the warning would rise to the leader while it is called. */
static void
a_warning_is_handled_by_its_call_out(void **state)
{
	static const struct feed_format format = { "nmc", "nmc", true, NULL,
		                                   false };
	struct room *r = *state;
	struct feed nmc = kit_feed("nmc", &format);
	struct warning_misses m = WARNING_MISSES_INIT;
	struct callout_new in = { .title = "x", .why = CALLOUT_WARNING };
	int64_t group, id, head;
	struct warning w;
	char of[32];

	start(r, 0);
	group = group_of(r, "乡镇");
	in.groups = &group;
	in.groups_count = 1;
	POLL(r, &nmc, &m, { .id = "a", .adcode = "141181", .level = 1 });
	warning_misses_release(&m);
	head = room_head(r);
	in.of = "warning:9999";
	REFUSED(r, ERR_NOT_FOUND, callout_start(r->d, &in, &id, &r->err));
	assert_int_equal(room_head(r), head);
	snprintf(of, sizeof(of), "warning:%lld", (long long)head);
	in.of = of;
	OK(r, callout_start(r->d, &in, &id, &r->err));
	OK(r, warning_get(r->d, head, &w, &r->err));
	assert_int_equal(w.act, WARNING_CALLOUT);
	warning_release(&w);
	room_verify(r);
}

static void
one_more_list_joins(void **state)
{
	struct room *r = *state;
	int64_t id = start(r, 0), more;
	struct callout_target t;

	room_do(r, "{'do':'group.save','name':'村','members':['西镇','东镇/"
	           "镇长']}");
	more = group_of(r, "村");
	OK(r, callout_join(r->d, id, more, &r->err));
	t = target(r, id, 4);
	assert_string_equal(t.name, "西镇");
	callout_target_release(&t);
	REFUSED(r, ERR_REFUSED, callout_join(r->d, id, more, &r->err));
	room_verify(r);
}

static void
the_record_has_every_attempt(void **state)
{
	struct room *r = *state;
	int64_t id = start(r, 0);
	struct buf text = BUF_INIT;

	attempt(r, id, 1, CALLOUT_NO_ANSWER);
	room_pass(r, 5 * CIVIL_MINUTE);
	attempt(r, id, 1, CALLOUT_ANSWERED); /* just within five minutes */
	attempt(r, id, 2, CALLOUT_NO_ANSWER);
	room_pass(r, 5 * CIVIL_MINUTE + 1);
	attempt(r, id, 2, CALLOUT_ANSWERED);
	OK(r, callout_text(r->d, id, &text, &r->err));
	assert_non_null(strstr(text.s, "16:00:00 电话 13800000001 无人接"));
	assert_non_null(
		strstr(text.s, "16:05:00 电话 13800000002 本人应答：甲"));
	assert_non_null(strstr(text.s, "应叫 3 人，已拨 2，本人应答 2"));
	assert_non_null(strstr(text.s, "3. 东镇/书记（职务空缺）\n  未呼叫"));
	/* The second alone was woken too late. */
	assert_non_null(strstr(text.s, "超过叫醒时限"));
	assert_null(strstr(strstr(text.s, "超过叫醒时限") + 1, "超过叫醒时限"));
	assert_null(strstr(text.s, "超过叫到时限"));
	buf_release(&text);
}

static void
a_warning_asks_for_lists(void **state)
{
	struct room *r = *state;
	char *towns[] = { "乡镇" }, *both[] = { "乡镇", "书记", "没有的" };
	struct callout_rule rules[] = {
		{ "暴雨", 2, towns, 1 },
		{ "", 1, both, 3 },
	};
	int64_t *groups;
	size_t n;

	for (size_t i = 0; i < sizeof(roster) / sizeof(roster[0]); i++)
		room_do(r, roster[i]);
	OK(r, callout_rules_save(r->d, rules, 2, NULL, &r->err));
	OK(r, callout_propose(r->d, "暴雨", 1, &groups, &n, &r->err));
	assert_int_equal(n, 2);
	free(groups);
	OK(r, callout_propose(r->d, "暴雨", 2, &groups, &n, &r->err));
	assert_int_equal(n, 1);
	free(groups);
	OK(r, callout_propose(r->d, "暴雨", 3, &groups, &n, &r->err));
	assert_int_equal(n, 0);
	free(groups);
	OK(r, callout_propose(r->d, "大风", 1, &groups, &n, &r->err));
	assert_int_equal(n, 2);
	free(groups);
	room_verify(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ROOM_TEST(lists_become_lines_of_numbers),
		ROOM_TEST(a_lot_is_drawn),
		ROOM_TEST(no_answer_goes_to_the_next_number),
		ROOM_TEST(two_officers_never_call_the_same),
		ROOM_TEST(a_hold_lapses),
		ROOM_TEST(taking_what_is_mine_holds_it_anew),
		ROOM_TEST(what_i_hold_is_offered_when_it_is_the_last),
		ROOM_TEST(a_door_is_no_number),
		ROOM_TEST(who_answered_is_known_by_the_number_alone),
		ROOM_TEST(an_answer_after_the_end_is_marked),
		ROOM_TEST(two_posts_of_one_person_are_one_target),
		ROOM_TEST(another_answers_for_one_post_alone),
		ROOM_TEST(a_line_tried_in_vain_parts_the_posts),
		ROOM_TEST(a_post_that_joins_goes_to_its_holder),
		ROOM_TEST(one_number_of_two_is_said),
		ROOM_TEST(acted_and_ended),
		ROOM_TEST(a_warning_is_handled_by_its_call_out),
		ROOM_TEST(one_more_list_joins),
		ROOM_TEST(the_record_has_every_attempt),
		ROOM_TEST(a_warning_asks_for_lists),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
