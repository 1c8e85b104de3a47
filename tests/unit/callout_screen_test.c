/* A call-out on screen: many calls in ten minutes, and nobody called twice. */
#include "callout_kit.h"

enum { PEOPLE = 40 };

/* Towns with a head of two numbers and a deputy: lines of four. */
/* The newest call-out. */
static int64_t
begin(struct kit *k, int towns)
{
	towns_fill(k, towns);
	room_do(k->room, "{'do':'callout.start','title':'红色暴雨',"
	                 "'lists':['乡镇']}");
	return newest(k);
}

static void
page_open(struct seat *s, int64_t id, const char *word)
{
	char line[64];

	snprintf(line, sizeof(line), ":screen callout %lld%s<Enter>",
	         (long long)id, word);
	keys(s, line);
	assert_string_equal(screen_name(s), "callout");
}

/* A key of one officer; the other console hears the bell. */
static void
both(struct kit *k, struct seat *s, const char *text)
{
	keys(s, text);
	ui_changed(s == &k->a ? k->b.ui : k->a.ui);
}

/* Time passes on the desk; the first console hears of it when it writes. */
static void
pass(struct kit *k, int64_t ms)
{
	room_pass(k->room, ms);
	keys(&k->a, "<Space>u");
}

static size_t
pressed(const struct seat *s)
{
	return s->content + s->moves + s->others;
}

/* ---- one officer, forty people ---- */

/* How many numbers of theirs person i has to be called on. */
static int
tries_of(int i)
{
	return i % 4 + 1;
}

static void
forty_people_cost_two_keys_a_call(void **state)
{
	static const char *const fails[] = { "n", "b", "o", "w" };
	struct kit *k = *state;
	int64_t id = begin(k, PEOPLE);
	struct callout_try *tries;
	size_t before, calls = 0, text = 0, n;
	struct callout c;

	page_open(&k->a, id, " take");
	before = pressed(&k->a);
	for (int i = 1; i <= PEOPLE; i++) {
		for (int t = 1; t < tries_of(i); t++, calls++) {
			held_by(k, id, i, "li");
			keys(&k->a, fails[(i + t) % 4]);
			room_pass(k->room, 1000);
		}
		keys(&k->a, i % 5 ? "a<Enter>" : "a马上转移<Enter>");
		text += i % 5 ? 0 : 4;
		calls++;
		room_pass(k->room, 1000);
	}
	n = pressed(&k->a) - before - text;
	if (n > 2 * calls)
		fail_msg("%zu keys for %zu calls", n, calls);
	/* Half of the calls, those without an answer, cost one. */
	assert_int_equal(n, calls + PEOPLE);
	see(&k->a, "全部已应答");

	OK(k->room, callout_get(k->room->d, id, &c, &k->room->err));
	assert_int_equal(c.answered, PEOPLE);
	callout_release(&c);
	OK(k->room,
	   callout_tries(k->room->d, id, 0, &tries, &n, &k->room->err));
	assert_int_equal(n, calls);
	for (size_t i = 0; i < n; i++) {
		assert_true(tries[i].at_ms >= ROOM_NOW);
		assert_true(i == 0 || tries[i].at_ms > tries[i - 1].at_ms);
		assert_string_equal(tries[i].officer, "li");
		assert_true(*tries[i].number);
	}
	callout_tries_free(tries, n);
	room_verify(k->room);
}

static void
the_record_has_every_number_and_time(void **state)
{
	struct kit *k = *state;
	int64_t id = begin(k, 2);
	struct buf text = BUF_INIT;

	page_open(&k->a, id, " take");
	keys(&k->a, "n");
	room_pass(k->room, 61000);
	keys(&k->a, "a值班员老王：马上转移<Enter>n");
	OK(k->room, callout_text(k->room->d, id, &text, &k->room->err));
	assert_non_null(strstr(text.s, "16:00:00 电话 13800000101 无人接"));
	assert_non_null(strstr(text.s, "16:01:01 电话 13800000201 本人应答："
	                               "值班员老王，复述：马上转移（li）"));
	assert_non_null(strstr(text.s, "16:01:01 电话 13800000102 无人接"));
	buf_release(&text);
	keys(&k->a, "P");
	assert_string_equal(screen_name(&k->a), "text");
	see(&k->a, "叫应记录");
}

/* ---- one call ---- */

static void
the_next_number_is_shown(void **state)
{
	struct kit *k = *state;
	int64_t id = begin(k, 3);

	page_open(&k->a, id, "");
	see(&k->a, "红色暴雨");
	see(&k->a, "应叫 3 · 已拨 0 · 已应答 0 · 已行动 0 · 叫到剩余 30:00");
	see(&k->a, "每人 5 分钟叫醒");
	/* Looking takes nobody up. */
	held_by(k, id, 1, "");
	see(&k->a, "> 13800000101");
	keys(&k->a, "<Space>");
	held_by(k, id, 1, "li");
	see(&k->a, "在我手里");
	keys(&k->a, "n");
	see(&k->a, "> 13800000201");
	see(&k->a, "第 2 个号码，共 4 个");
	keys(&k->a, "b");
	see(&k->a, "> 13800000301");
	see(&k->a, "副职 副镇长01");
	keys(&k->a, "o");
	see(&k->a, "> 0358-7620001");
	/* The line is at its end: the next person, this one later. */
	keys(&k->a, "w");
	held_by(k, id, 1, "");
	held_by(k, id, 2, "li");
	see(&k->a, "> 13800000102");
	see(&k->a, "号码不对，共 4 次");
}

static void
nobody_at_the_phone(void **state)
{
	static const struct {
		const char *key;
		enum callout_how how;
		size_t next; /* number after it */
	} cases[] = {
		{ "m", CALLOUT_MESSAGE, 1 },
		{ "d", CALLOUT_DOOR, 0 },
		{ "g", CALLOUT_GONG, 0 },
		{ "t", CALLOUT_RADIO, 0 },
	};
	struct kit *k = *state;
	int64_t id = begin(k, 4);

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct callout_try *tries;
		struct callout_target t;
		size_t n;

		page_open(&k->a, id, " take");
		keys(&k->a, "<Home>");
		for (size_t down = 0; down < i; down++)
			keys(&k->a, "j");
		keys(&k->a, cases[i].key);
		OK(k->room, callout_tries(k->room->d, id, (int)i + 1, &tries,
		                          &n, &k->room->err));
		assert_int_equal(n, 1);
		assert_int_equal(tries[0].how, cases[i].how);
		assert_int_equal(tries[0].result, CALLOUT_SENT);
		callout_tries_free(tries, n);
		t = target(k, id, (int)i + 1);
		assert_int_equal(t.next, cases[i].next);
		assert_int_equal(t.answered_ms, 0);
		callout_target_release(&t);
		keys(&k->a, "q");
	}
}

static void
a_gong_does_not_hold_the_others_up(void **state)
{
	struct kit *k = *state;
	int64_t id = begin(k, 3);

	page_open(&k->a, id, " take");
	keys(&k->a, "g");
	held_by(k, id, 2, "li");
	keys(&k->a, "a<Enter>");
	/* The third has not been tried at all; the first only by gong. */
	held_by(k, id, 3, "li");
	keys(&k->a, "a<Enter>");
	held_by(k, id, 1, "li");
	keys(&k->a, "D护林员：已出门<Enter>");
	see(&k->a, "全部已应答");
	see(&k->a, "已应答 11-23 16:00 护林员");
}

static void
answers_are_read_as_typed(void **state)
{
	static const struct {
		const char *typed, *by, *words;
	} cases[] = {
		{ "", "镇长01", "" },
		{ "马上转移", "镇长02", "马上转移" },
		{ "老王：马上转移", "老王", "马上转移" },
		{ "老王：", "老王", "" },
		{ "Wang: moving", "Wang", " moving" },
		{ "20:30 前转移完", "镇长06", "20:30 前转移完" },
		{ "：收到", "镇长07", "收到" },
	};
	struct kit *k = *state;
	size_t n = sizeof(cases) / sizeof(*cases);
	int64_t id = begin(k, (int)n);

	page_open(&k->a, id, " take");
	for (size_t i = 0; i < n; i++) {
		struct callout_target t;

		keys(&k->a, "a");
		keys(&k->a, cases[i].typed);
		keys(&k->a, "<Enter>");
		t = target(k, id, (int)i + 1);
		assert_string_equal(t.answered_by, cases[i].by);
		assert_string_equal(t.words, cases[i].words);
		callout_target_release(&t);
	}
}

/* At a door or on the radio nobody is assumed; what was typed stays. */
static void
a_door_needs_a_name(void **state)
{
	static const char *const ways[] = { "D", "T" };
	struct kit *k = *state;
	int64_t id = begin(k, 2);

	for (int i = 0; i < 2; i++) {
		struct callout_target t;
		int one = i + 1;

		page_open(&k->a, id, " take");
		keys(&k->a, ways[i]);
		see(&k->a, "谁应答：复述了什么（要写姓名）");
		keys(&k->a, "<Enter>");
		see(&k->a, "要写明是谁应答的，如“王五：马上转移”");
		keys(&k->a, "<Esc>");
		keys(&k->a, ways[i]);
		keys(&k->a, "马上转移<Enter>");
		see(&k->a, "要写明是谁应答的，如“王五：马上转移”");
		t = target(k, id, one);
		assert_int_equal(t.answered_ms, 0);
		callout_target_release(&t);
		keys(&k->a, "<Home>护林员：<Enter>");
		t = target(k, id, one);
		assert_string_equal(t.answered_by, "护林员");
		assert_string_equal(t.words, "马上转移");
		callout_target_release(&t);
		keys(&k->a, "q");
	}
}

static void
who_has_answered_is_not_called_again(void **state)
{
	struct kit *k = *state;
	int64_t id = begin(k, 1);
	struct callout_try *tries;
	size_t n;

	page_open(&k->a, id, " take");
	keys(&k->a, "a<Enter>");
	/* n on this page is never a new incident. */
	keys(&k->a, "nb");
	assert_string_equal(screen_name(&k->a), "callout");
	see(&k->a, "这一位已应答");
	keys(&k->a, "<Enter>");
	see(&k->a, "没有可叫的人");
	OK(k->room,
	   callout_tries(k->room->d, id, 0, &tries, &n, &k->room->err));
	assert_int_equal(n, 1);
	callout_tries_free(tries, n);
}

static void
what_they_did_is_recorded(void **state)
{
	struct kit *k = *state;
	int64_t id = begin(k, 2);

	page_open(&k->a, id, " take");
	keys(&k->a, "a<Enter><Home>f已转移 30 人<Enter>");
	see(&k->a, "已应答 1 · 已行动 1");
	see(&k->a, "✓✓");
	see(&k->a, "已转移 30 人");
	keys(&k->a, "jf<Enter>");
	see(&k->a, "要写明做了什么");
}

static void
laid_down(void **state)
{
	struct kit *k = *state;
	int64_t id = begin(k, 2);

	page_open(&k->a, id, " take");
	held_by(k, id, 1, "li");
	keys(&k->a, "u");
	held_by(k, id, 1, "");
	see_not(&k->a, "在我手里");
	keys(&k->a, "<Space><Esc>");
	held_by(k, id, 1, "");
	/* Leaving the page does it, too. */
	keys(&k->a, "<Space>");
	held_by(k, id, 1, "li");
	keys(&k->a, "q");
	held_by(k, id, 1, "");
}

static void
space_keeps_the_last_one(void **state)
{
	struct kit *k = *state;
	int64_t id = begin(k, 1);

	page_open(&k->a, id, " take");
	keys(&k->a, "<Space>");
	held_by(k, id, 1, "li");
	see(&k->a, "在我手里");
	see_not(&k->a, "没有可叫的人");
}

static void
a_long_call_keeps_its_person(void **state)
{
	struct kit *k = *state;
	int64_t id = begin(k, 2);
	struct callout_target t;

	page_open(&k->a, id, " take");
	see(&k->a, "03:00 后放开");
	room_pass(k->room, CALLOUT_HOLD_MS);
	assert_true(desk_changed(k->a.desk));
	ui_changed(k->a.ui);
	see(&k->a, "久未登记，别人可叫");
	keys(&k->a, "a<Enter>");
	t = target(k, id, 1);
	assert_int_not_equal(t.answered_ms, 0);
	callout_target_release(&t);
}

static void
a_number_of_two_is_shown(void **state)
{
	struct kit *k = *state;
	int64_t id;

	towns_fill(k, 1);
	room_do(k->room, "{'do':'contact.save','name':'丁','posts':[{'unit':"
	                 "'01镇','title':'网格员'}],'phones':[{'number':"
	                 "'13800000101','label':'家里和值班室'}]}");
	room_do(k->room, "{'do':'group.save','name':'家','members':["
	                 "'01镇/镇长','01镇/网格员']}");
	room_do(k->room, "{'do':'callout.start','title':'x','lists':['家']}");
	id = newest(k);
	page_open(&k->a, id, " take");
	see(&k->a, "01镇/镇长                       同号  在我手里");
	see(&k->a, "! 同号：也是 2 号的");
	keys(&k->a, "na<Enter>");
	see(&k->a, "! 同号：11-23 16:00 已为 1 号拨过");
	assert_true(seat_is_whole(&k->a));
}

static void
other_posts_are_shown(void **state)
{
	struct kit *k = *state;
	int64_t id;

	towns_fill(k, 2);
	room_do(k->room, "{'do':'contact.save','name':'戊','posts':[{'unit':"
	                 "'01镇','title':'书记'},{'unit':'02镇','title':"
	                 "'书记'}],'phones':['13800000008','13800000009']}");
	room_do(k->room, "{'do':'group.save','name':'书记','members':["
	                 "'01镇/书记','02镇/书记']}");
	room_do(k->room, "{'do':'callout.start','title':'x','lists':['书记']}");
	id = newest(k);
	page_open(&k->a, id, " take");
	see(&k->a, "应叫 1 ");
	see(&k->a, "01镇/书记 兼 02镇/书记");
	see(&k->a, "   兼 02镇/书记");
	see(&k->a, "13800000009");
	assert_true(seat_is_whole(&k->a));
	/* Another answers: the other post is called on its own, next. */
	keys(&k->a, "D小李：<Enter>");
	see(&k->a, "应叫 2 ");
	held_by(k, id, 2, "li");
	see_not(&k->a, "兼");
}

/* ---- two officers ---- */

static void
two_officers_see_each_other(void **state)
{
	struct kit *k = *state;
	int64_t id = begin(k, 4);

	page_open(&k->a, id, " take");
	page_open(&k->b, id, " take");
	ui_changed(k->a.ui);
	held_by(k, id, 1, "li");
	held_by(k, id, 2, "wang");
	see(&k->a, "wang 正在叫");
	see(&k->b, "li 正在叫");
	/* Chosen by hand: told who has it, and nothing is recorded. */
	both(k, &k->b, "<Home><Enter>");
	see(&k->b, "li 正在叫这一位");
	held_by(k, id, 2, "wang");
	both(k, &k->b, "n");
	see(&k->b, "li 正在叫这一位");
	both(k, &k->a, "a<Enter>");
	see(&k->b, "已应答 1");
	held_by(k, id, 3, "li");
	both(k, &k->b, "<Space>");
	held_by(k, id, 4, "wang");
}

/* Each does what comes next; at no moment is one in two hands. */
static void
two_officers_never_hold_the_same(void **state)
{
	static const char *const script[] = { "n", "a<Enter>", "b",
		                              "o", "<Space>",  "a收到<Enter>" };
	struct kit *k = *state;
	int64_t id = begin(k, 12);
	struct callout_try *tries;
	struct callout c;
	size_t n, answers = 0;

	page_open(&k->a, id, " take");
	page_open(&k->b, id, " take");
	for (int turn = 0; turn < 200; turn++) {
		struct seat *s = turn % 2 ? &k->a : &k->b;
		struct callout_target *rows;
		int a = 0, b = 0;

		both(k, s, script[(turn * 5 + turn / 7) % 6]);
		room_pass(k->room, 2000);
		OK(k->room,
		   callout_targets(k->room->d, id, &rows, &n, &k->room->err));
		for (size_t i = 0; i < n; i++) {
			a += strcmp(rows[i].held_by, "li") == 0;
			b += strcmp(rows[i].held_by, "wang") == 0;
		}
		callout_targets_free(rows, n);
		assert_in_range(a, 0, 1);
		assert_in_range(b, 0, 1);
	}
	OK(k->room, callout_get(k->room->d, id, &c, &k->room->err));
	assert_int_equal(c.answered, 12);
	callout_release(&c);
	OK(k->room,
	   callout_tries(k->room->d, id, 0, &tries, &n, &k->room->err));
	for (size_t i = 0; i < n; i++)
		answers += tries[i].result == CALLOUT_ANSWERED;
	callout_tries_free(tries, n);
	assert_int_equal(answers, 12); /* nobody answered two officers */
	room_verify(k->room);
}

/* ---- the whole call-out ---- */

static void
it_is_late_and_it_ends(void **state)
{
	struct kit *k = *state;
	int64_t id = begin(k, 2);

	page_open(&k->a, id, " take");
	keys(&k->a, "n");
	pass(k, 5 * CIVIL_MINUTE);
	see_not(&k->a, "叫醒超时");
	pass(k, 1000);
	keys(&k->a, "u");
	see(&k->a, "叫醒超时");
	pass(k, 25 * CIVIL_MINUTE - 1000);
	see(&k->a, "叫到剩余 00:00");
	pass(k, 62000);
	see(&k->a, "叫到超时 01:02");
	/* Another key says yes, and words are needed. */
	keys(&k->a, "e");
	see(&k->a, "还有 2 人未应答");
	keys(&k->a, "e");
	see_not(&k->a, "怎样结束的");
	keys(&k->a, "ey<Enter>");
	see(&k->a, "要写明叫应怎样结束");
	keys(&k->a, "ey降级，停止<Enter>");
	see(&k->a, "结束：降级，停止");
	see(&k->a, "P 记录");
}

/* One is on the telephone when the other ends it. */
static void
who_is_on_the_line_when_it_ends(void **state)
{
	struct kit *k = *state;
	int64_t id = begin(k, 3);
	struct callout c;

	page_open(&k->b, id, " take");
	page_open(&k->a, id, " take");
	both(k, &k->a, "ey降级<Enter>");
	see(&k->b, "结束：降级");
	see(&k->b, "在我手里");
	see(&k->b, "a 应答");
	both(k, &k->b, "a马上转移<Enter>");
	see(&k->b, "结束后应答 11-23 16:00 镇长01");
	see_not(&k->b, "在我手里");
	OK(k->room, callout_get(k->room->d, id, &c, &k->room->err));
	assert_int_equal(c.after, 1);
	assert_true(c.ended_ms > 0);
	callout_release(&c);
	/* What came of the call to whom he had in hand, and that was all. */
	both(k, &k->a, "n");
	see_not(&k->a, "在我手里");
	see(&k->a, "无人接，共 1 次");
	both(k, &k->a, "n");
	see(&k->a, "叫应已结束，只能补记谁应答了");
	/* One who calls back: an answer, and nothing else. */
	both(k, &k->a, "<End>n");
	both(k, &k->a, "a<Enter>");
	see(&k->a, "已应答 2");
	OK(k->room, callout_get(k->room->d, id, &c, &k->room->err));
	assert_int_equal(c.after, 2);
	assert_int_equal(c.called, 3);
	callout_release(&c);
}

static void
one_more_list(void **state)
{
	struct kit *k = *state;
	int64_t id = begin(k, 2);

	page_open(&k->a, id, "");
	keys(&k->a, "+");
	see(&k->a, "再加一份名单");
	see(&k->a, "乡镇");
	see(&k->a, "矿难");
	keys(&k->a, strstr(look(&k->a), "1 乡镇") ? "2" : "1");
	see(&k->a, "已加入名单“矿难”");
	see(&k->a, "应叫 5");
	/* A post that nobody holds is loud. */
	see(&k->a, "! 职务空缺 1");
	see(&k->a, "空缺");
}

static void
the_record_goes_into_a_file(void **state)
{
	static const struct {
		const char *ending, *has;
	} cases[] = {
		{ "txt", "叫应记录" },
		{ "html", "<!DOCTYPE html>" },
		{ "json", "\"tries\":[{" },
	};
	struct kit *k = *state;
	int64_t id = begin(k, 1);

	page_open(&k->a, id, " take");
	keys(&k->a, "a<lt>b&c<Enter>");
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct buf line = BUF_INIT, path = BUF_INIT, file = BUF_INIT;
		struct err err = ERR_INIT;

		buf_fmt(&path, "%s/r.%s", k->room->dir, cases[i].ending);
		buf_fmt(&line, "E<C-u>%s<Enter>", path.s);
		keys(&k->a, line.s);
		see(&k->a, "已导出，只有本账号能读");
		assert_int_equal(buf_read_file(&file, path.s, 1 << 20, &err),
		                 0);
		assert_non_null(strstr(file.s, cases[i].has));
		if (i == 1)
			assert_non_null(strstr(file.s, "&lt;b&amp;c"));
		/* There it is already. */
		keys(&k->a, line.s);
		see(&k->a, "覆盖？");
		keys(&k->a, "<Esc>");
		buf_release(&line);
		buf_release(&path);
		buf_release(&file);
	}
	keys(&k->a, "E<C-u>/tmp/desk.db<Enter>");
	see(&k->a, "文件名要以 .txt、.html 或 .json 结尾");
}

/* ---- the picture ---- */

static void
long_names_tear_nothing(void **state)
{
	struct kit *k = *state;
	int64_t id;

	room_do(k->room, "{'do':'unit.save','name':'" LONG_UNIT "',"
	                 "'kind':'town','phones':['0358-7629999']}");
	room_do(k->room, "{'do':'contact.save','name':'" LONG_NAME "',"
	                 "'posts':[{'unit':'" LONG_UNIT "','title':'站长'}],"
	                 "'phones':[{'number':'13800000030',"
	                 "'label':'手机'}]}");
	room_do(k->room, "{'do':'group.save','name':'" LONG_UNIT "',"
	                 "'members':['" LONG_UNIT "/站长','" LONG_UNIT "',"
	                 "'" LONG_UNIT "/空着的']}");
	keys(&k->a, ":screen callout_start spot<Enter>");
	assert_true(seat_is_whole(&k->a));
	room_do(k->room, "{'do':'callout.start','title':'" LONG_UNIT "',"
	                 "'lists':['" LONG_UNIT "']}");
	id = newest(k);
	page_open(&k->a, id, " take");
	assert_true(seat_is_whole(&k->a));
	/* Whom to dial is read whole. */
	see(&k->a, LONG_NAME);
	see(&k->a, LONG_UNIT "/站长");
	see(&k->a, "> 13800000030");
	keys(&k->a, "nnj");
	assert_true(seat_is_whole(&k->a));
	room_do(k->room,
	        "{'do':'callout.rules','rules':["
	        "{'kind':'暴雨','level':1,'lists':['" LONG_UNIT "']}]}");
	keys(&k->a, "6e");
	assert_true(seat_is_whole(&k->a));
	ui_resize(k->a.ui, 50, 160);
	assert_true(seat_is_whole(&k->a));
}

/* What an officer may press stands on the page, in either language. */
static void
every_key_is_shown(void **state)
{
	static const char *const zh[] = {
		"a 应答",       "n 无人",       "b 占线", "o 关机",   "w 错号",
		"m 短信",       "d 上门",       "g 鸣锣", "t 电台",   "f 行动",
		"Space 下一位", "Enter 叫这位", "u 放下", "+ 加名单", "e 结束"
	};
	static const char *const en[] = {
		"n none",     "b Busy",     "o Switched off", "w wrong",
		"m sent",     "d door",     "t radio",        "f acted",
		"Space next", "Enter this", "u drop",         "+ list",
		"e end"
	};
	struct kit *k = *state;
	int64_t id = begin(k, 2);

	page_open(&k->a, id, " take");
	for (size_t i = 0; i < sizeof(zh) / sizeof(*zh); i++)
		see(&k->a, zh[i]);
	tr_use(TR_EN);
	keys(&k->a, "R");
	for (size_t i = 0; i < sizeof(en) / sizeof(*en); i++)
		see(&k->a, en[i]);
	tr_use(TR_ZH);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ROSTER_TEST(forty_people_cost_two_keys_a_call),
		ROSTER_TEST(the_record_has_every_number_and_time),
		ROSTER_TEST(the_next_number_is_shown),
		ROSTER_TEST(nobody_at_the_phone),
		ROSTER_TEST(a_gong_does_not_hold_the_others_up),
		ROSTER_TEST(answers_are_read_as_typed),
		ROSTER_TEST(a_door_needs_a_name),
		ROSTER_TEST(who_has_answered_is_not_called_again),
		ROSTER_TEST(what_they_did_is_recorded),
		ROSTER_TEST(laid_down),
		ROSTER_TEST(space_keeps_the_last_one),
		ROSTER_TEST(a_long_call_keeps_its_person),
		ROSTER_TEST(a_number_of_two_is_shown),
		ROSTER_TEST(other_posts_are_shown),
		ROSTER_TEST(two_officers_see_each_other),
		ROSTER_TEST(two_officers_never_hold_the_same),
		ROSTER_TEST(it_is_late_and_it_ends),
		ROSTER_TEST(who_is_on_the_line_when_it_ends),
		ROSTER_TEST(one_more_list),
		ROSTER_TEST(the_record_goes_into_a_file),
		ROSTER_TEST(long_names_tear_nothing),
		ROSTER_TEST(every_key_is_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
