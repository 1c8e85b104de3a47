/* What went out, by which house rule, by which channels. */
#include "headless.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "desk/channel.h"
#include "desk/notice.h"

#define LONG_POST                                                              \
	"吕梁市孝义市梧桐镇东风街道办事处应急管理与安全生产监督管理/值班"

static const char *const room_lines[] = {
	"{'do':'unit.save','name':'应急局','kind':'agency',"
	"'phones':['0358-7620001']}",
	"{'do':'contact.save','name':'赵局','posts':[{'unit':'应急局',"
	"'title':'带班领导','order':1}],'phones':['13800000001']}",
};

static int
outbox_setup(void **state)
{
	int rc = seat_setup(state);
	struct seat *s = *state;

	for (size_t i = 0; i < sizeof(room_lines) / sizeof(*room_lines); i++)
		room_do(s->room, room_lines[i]);
	ui_changed(s->ui);
	return rc;
}

#define OUTBOX_TEST(f)                                                         \
	cmocka_unit_test_setup_teardown(f, outbox_setup, seat_teardown)

static void
hook(struct seat *s, const char *name)
{
	struct channel c = { .type = CHANNEL_WEBHOOK, .on = true };
	char label[] = "值班群", address[] = "https://example.invalid/{key:a}";
	char body[] = "{\"text\":\"{title}\"}", none[] = "";

	snprintf(c.name, sizeof(c.name), "%s", name);
	c.label = label;
	c.address = address;
	c.body = body;
	c.secret = c.from = c.user = c.password = none;
	OK(s->room, channel_save(s->room->d, &c, NULL, &s->room->err));
	ui_changed(s->ui);
}

static void
rule(struct seat *s, const char *post)
{
	struct escalation_step step = { .after = 5, .post = (char *)post };
	char *channels[] = { "hook" };

	step.channels = channels;
	step.channels_count = 1;
	OK(s->room, escalation_save(s->room->d, &step, 1, NULL, &s->room->err));
	ui_changed(s->ui);
}

static int
raise_write(struct desk *d, void *arg, struct err *err)
{
	char subject[48];
	int64_t seq = desk_head(d) + 1;

	snprintf(subject, sizeof(subject), "notice:%lld", (long long)seq);
	return desk_append(d, "notice.raised", subject, JOURNAL_NO_TIME,
	                   json_pack("{s:s, s:i, s:s, s:s, s:s, s:s, s:i, s:s,"
	                             " s:s}",
	                             "key", (char *)arg, "step", 1, "channel",
	                             "hook", "post", "应急局/带班领导", "to",
	                             "赵局", "phone", "13800000001", "level", 1,
	                             "title", "暴雨红色预警未处置", "text",
	                             "孝义市暴雨红色预警"),
	                   NULL, err);
}

/* A notice to the leader; its id. */
static int64_t
notice(struct seat *s, const char *key)
{
	OK(s->room,
	   desk_write(s->room->d, raise_write, (void *)key, &s->room->err));
	ui_changed(s->ui);
	return room_head(s->room);
}

static void
attempt(struct seat *s, int64_t id, bool ok, int status, const char *words)
{
	OK(s->room, notice_begin(s->room->d, id, &s->room->err));
	OK(s->room, notice_attempted(s->room->d, id,
	                             &(struct notice_attempt){ .ok = ok,
	                                                       .status = status,
	                                                       .words = words },
	                             &s->room->err));
	ui_changed(s->ui);
}

/* ---- the outbox ---- */

static void
answers_that_were_not_taken_are_counted(void **state)
{
	struct seat *s = *state;
	char folder[80], bad[100];

	snprintf(folder, sizeof(folder), "%s/spool", s->room->dir);
	snprintf(bad, sizeof(bad), "%s/a.json.bad", folder);
	seat_keys(s, ":outbox<Enter>");
	assert_unseen(s, "未收的回复");
	assert_int_equal(mkdir(folder, 0700), 0);
	close(open(bad, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
	ui_changed(s->ui);
	assert_seen(s, "对外通知 0 条  ! 未收的回复 1 份，见 spool/*.bad");
	unlink(bad);
	rmdir(folder);
}

static void
the_newest_comes_first_with_what_came_back(void **state)
{
	struct seat *s = *state;
	int64_t first, second;

	seat_keys(s, ":outbox<Enter>");
	assert_seen(s, "没有发过通知");
	assert_seen(s, "! 没有逐级报告规定");
	rule(s, "应急局/带班领导");
	assert_seen(s, "无人确认则报：5 分钟 应急局/带班领导（hook）");
	first = notice(s, "a/1/hook");
	second = notice(s, "b/1/hook");
	attempt(s, first, false, 500, "内部错误");
	attempt(s, second, true, 200, "ok");
	assert_seen(s, "对外通知 2 条");
	assert_non_null(strstr(seat_row(s, 4), "→ 已送达，未回复 1次"));
	assert_non_null(strstr(seat_row(s, 5), "… 待发           1次"));
	assert_non_null(strstr(seat_row(s, 5), "1级"));
	assert_non_null(strstr(seat_row(s, 5), "赵局 应急局/带班"));
	seat_keys(s, "j<Enter>");
	assert_seen(s, "对方答复：内部错误");
	assert_seen(s, "发过 1 次，2026-11-23 16:00:30 再发");
	assert_seen(s, "第 1 次失败 500：内部错误");
	assert_seen(s, "提出，报应急局/带班领导");
	assert_seen(s, "13800000001");
	seat_keys(s, "q");
	assert_seen(s, "对外通知 2 条");
	assert_true(seat_whole(s));
}

static void
an_answer_is_recorded_with_who_gave_it(void **state)
{
	struct seat *s = *state;
	struct notice n;
	int64_t id;

	seat_keys(s, ":outbox<Enter>");
	id = notice(s, "a/1/hook");
	attempt(s, id, true, 200, "ok");
	seat_keys(s, "a");
	assert_seen(s, "谁回复的");
	seat_keys(s, "<C-u><C-s>");
	assert_seen(s, "谁回复的"); /* it must be said */
	seat_keys(s, "赵局<Tab>马上到<C-s>");
	assert_seen(s, "回复已记录");
	assert_seen(s, "✓ 已回复");
	OK(s->room, notice_get(s->room->d, id, &n, &s->room->err));
	assert_string_equal(n.answered_by, "赵局");
	assert_string_equal(n.words, "马上到");
	notice_release(&n);
	seat_keys(s, "a");
	assert_unseen(s, "谁回复的");
	room_verify(s->room);
}

static void
one_can_call_them_and_come_from_the_alarm(void **state)
{
	struct seat *s = *state;
	int64_t id = notice(s, "a/1/hook");

	OK(s->room, notice_drop(s->room->d, id, "通道已删", &s->room->err));
	ui_changed(s->ui);
	assert_seen(s, "1 条对外通知发送失败");
	seat_keys(s, "g<Enter>");
	assert_string_equal(ui_top(s->ui)->ops->name, "outbox");
	assert_seen(s, "✗ 发送失败");
	assert_seen(s, "通道已删");
	seat_keys(s, "p");
	assert_string_equal(ui_top(s->ui)->ops->name, "voices");
	assert_seen(s, "13800000001");
	seat_keys(s, "qw");
	assert_string_equal(ui_top(s->ui)->ops->name, "escalation");
	seat_keys(s, "c");
	assert_string_equal(ui_top(s->ui)->ops->name, "channels");
	seat_keys(s, "o");
	assert_string_equal(ui_top(s->ui)->ops->name, "outbox");
}

/* ---- the house rule ---- */

static void
check_rule(struct seat *s, size_t want, int after, const char *post)
{
	struct escalation_step *steps;
	size_t n;

	OK(s->room, escalation_get(s->room->d, &steps, &n, &s->room->err));
	assert_int_equal(n, want);
	if (n) {
		assert_int_equal(steps[0].after, after);
		assert_string_equal(steps[0].post, post);
	}
	escalation_free(steps, n);
}

static void
steps_are_added_changed_and_removed(void **state)
{
	struct seat *s = *state;

	hook(s, "hook");
	hook(s, "mail");
	seat_keys(s, ":escalation<Enter>");
	assert_seen(s, "! 没有规定");
	seat_keys(s, "n15<Tab>应急局/带班领导<Tab>hook<C-s>");
	assert_seen(s, "规定已保存，日志第");
	check_rule(s, 1, 15, "应急局/带班领导");
	assert_seen(s, "现在是：赵局 13800000001");
	seat_keys(s, "n5<Tab>应急局<Esc><Tab>hook、mail<C-s>");
	check_rule(s, 2, 5, "应急局");
	assert_seen(s, "5 分钟后");
	seat_keys(s, "g<Enter>7<C-s>");
	check_rule(s, 2, 7, "应急局");
	seat_keys(s, "xx");
	check_rule(s, 2, 7, "应急局");
	seat_keys(s, "xy");
	check_rule(s, 1, 15, "应急局/带班领导");
	seat_keys(s, "xy");
	check_rule(s, 0, 0, NULL);
	room_verify(s->room);
}

static void
a_step_names_minutes_and_channels_that_are_there(void **state)
{
	struct seat *s = *state;

	hook(s, "hook");
	seat_keys(s, ":escalation<Enter>n1441<C-s>");
	assert_seen(s, "请写 0 到 1440 的整数");
	seat_keys(s, "<C-u>1440<Tab>应急局<Esc><Tab>nowhere<C-s>");
	assert_seen(s, "没有通知通道 nowhere");
	seat_keys(s, "<C-u>hook<C-s>");
	check_rule(s, 1, 1440, "应急局");
}

static void
what_others_changed_meanwhile_is_not_overwritten(void **state)
{
	struct seat *s = *state;

	hook(s, "hook");
	seat_keys(s, ":escalation<Enter>n15<Tab>应急局<Esc><Tab>hook");
	rule(s, LONG_POST);
	seat_keys(s, "<C-s>");
	assert_seen(s, "别人刚改过这份规定");
	check_rule(s, 1, 5, LONG_POST);
	seat_keys(s, "<C-s>");
	check_rule(s, 2, 5, LONG_POST);
	assert_true(seat_whole(s));
}

/* ---- channels ---- */

static void
a_webhook_is_made(void **state)
{
	struct seat *s = *state;
	struct channel c;

	seat_keys(s, ":channels<Enter>n1group<Tab><Tab>值班群<Tab>"
	             "https://example.invalid/?token=abc<C-s>");
	assert_seen(s, "密钥不写在这里");
	seat_keys(s, "<C-u>https://example.invalid/?token={key:t}<Tab>"
	             "{\"t\":\"{title}\"}<Tab><Tab>k y<C-s>");
	assert_seen(s, "写 keys 文件里的名称");
	seat_keys(s, "<C-u>robot<C-s>");
	assert_seen(s, "已保存，日志第");
	OK(s->room, channel_get(s->room->d, "group", &c, &s->room->err));
	assert_int_equal(c.type, CHANNEL_WEBHOOK);
	assert_string_equal(c.label, "值班群");
	assert_string_equal(c.body, "{\"t\":\"{title}\"}");
	assert_string_equal(c.secret, "robot");
	assert_true(c.on);
	assert_false(c.local);
	channel_release(&c);
	assert_seen(s, "● 使用   group");
	assert_seen(s, "签名密钥名：robot");
	seat_keys(s, "n1group<Tab><Tab>x<Tab>https://a<Tab>{}<C-s>");
	assert_seen(s, "已有通道 group");
	seat_keys(s, "<C-x>");
	room_verify(s->room);
}

static void
a_mail_channel_is_made_and_changed(void **state)
{
	struct seat *s = *state;
	struct channel c;

	seat_keys(s, ":channels<Enter>n2post<Tab><Tab>值班邮箱<Tab>"
	             "mail.example.invalid<C-s>");
	assert_seen(s, "邮件服务器写 smtps://主机");
	seat_keys(s, "<C-u>smtps://mail.example.invalid<Tab>a@example.invalid"
	             "<Tab>b@example.invalid、c<C-s>");
	assert_seen(s, "“c”不是邮箱地址");
	seat_keys(s, "@example.invalid<Tab>duty<Tab>mail.password<C-s>");
	assert_seen(s, "已保存，日志第");
	seat_keys(s, "<Enter><C-u>局邮箱<C-s>");
	OK(s->room, channel_get(s->room->d, "post", &c, &s->room->err));
	assert_int_equal(c.type, CHANNEL_MAIL);
	assert_string_equal(c.label, "局邮箱");
	assert_int_equal(c.to_count, 2);
	assert_string_equal(c.to[1], "c@example.invalid");
	assert_string_equal(c.password, "mail.password");
	channel_release(&c);
	assert_seen(s, "密码键名：mail.password");
	seat_keys(s, "e<C-s>");
	assert_seen(s, "没有改动");
	room_verify(s->room);
}

/* On a drill desk it is noted, and said, that nothing is sent. */
static void
a_test_is_a_notice_like_any_other(void **state)
{
	struct seat *s = *state;
	struct notice *rows;
	struct channel c;
	char key[64];
	size_t n;

	hook(s, "hook");
	seat_keys(s, ":channels<Enter>T");
	assert_seen(s, "试发一条通知？");
	seat_keys(s, "T");
	OK(s->room, notice_list(s->room->d, 0, &rows, &n, &s->room->err));
	assert_int_equal(n, 0);
	notices_free(rows, n);
	seat_keys(s, "Ty");
	assert_seen(s, "演练席不外发");
	OK(s->room, notice_list(s->room->d, 0, &rows, &n, &s->room->err));
	assert_int_equal(n, 1);
	assert_int_equal(rows[0].state, NOTICE_DRILL);
	assert_int_equal(rows[0].step, 0);
	assert_string_equal(rows[0].to, "wangfang");
	snprintf(key, sizeof(key), "test:%lld/0/hook", (long long)rows[0].id);
	assert_string_equal(rows[0].key, key);
	notices_free(rows, n);
	seat_keys(s, "o");
	assert_seen(s, "试发");
	/* Once more is another one; of a channel that is off there is none. */
	seat_keys(s, "qTy");
	OK(s->room, channel_get(s->room->d, "hook", &c, &s->room->err));
	c.on = false;
	OK(s->room, channel_save(s->room->d, &c, NULL, &s->room->err));
	channel_release(&c);
	ui_changed(s->ui);
	seat_keys(s, "Ty");
	assert_seen(s, "通道 hook 已关，不能试发");
	OK(s->room, notice_list(s->room->d, 0, &rows, &n, &s->room->err));
	assert_int_equal(n, 2);
	notices_free(rows, n);
	room_verify(s->room);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		OUTBOX_TEST(answers_that_were_not_taken_are_counted),
		OUTBOX_TEST(the_newest_comes_first_with_what_came_back),
		OUTBOX_TEST(an_answer_is_recorded_with_who_gave_it),
		OUTBOX_TEST(one_can_call_them_and_come_from_the_alarm),
		OUTBOX_TEST(steps_are_added_changed_and_removed),
		OUTBOX_TEST(a_step_names_minutes_and_channels_that_are_there),
		OUTBOX_TEST(what_others_changed_meanwhile_is_not_overwritten),
		OUTBOX_TEST(a_webhook_is_made),
		OUTBOX_TEST(a_mail_channel_is_made_and_changed),
		OUTBOX_TEST(a_test_is_a_notice_like_any_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
