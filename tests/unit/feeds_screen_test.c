/* The feeds: their health, turned on and off, changed and added. */
#include "headless.h"

#include "desk/feed.h"
#include "desk/sentry.h"

#define LONG_LABEL                                                             \
	"吕梁市孝义市梧桐镇东风街道办事处应急管理与安全生产监督管理站点"

static void
tell(struct seat *s, const char *name, enum feed_state state, const char *words)
{
	OK(s->room,
	   feed_tell(s->room->d, name, state, words, NULL, &s->room->err));
	ui_changed(s->ui);
}

/* To be released. */
static struct feed
feed(struct seat *s, const char *name)
{
	struct feed f;

	OK(s->room, feed_get(s->room->d, name, &f, &s->room->err));
	return f;
}

static bool
is_on(struct seat *s, const char *name)
{
	struct feed f = feed(s, name);
	bool on = f.on;

	feed_release(&f);
	return on;
}

static int
feeds_setup(void **state)
{
	int rc = seat_setup(state);

	seat_keys(*state, ":feeds<Enter>");
	assert_seen((struct seat *)*state, "预警源");
	return rc;
}

#define FEEDS_TEST(f)                                                          \
	cmocka_unit_test_setup_teardown(f, feeds_setup, seat_teardown)

static const char *const standard[] = { "nmc", "cn-cma", "cenc", "usgs" };

static void
each_feed_is_a_row_with_its_state(void **state)
{
	struct seat *s = *state;

	/* Nobody has read one yet: none is well. */
	assert_seen(s, "源 0/4 正常，共 13 个");
	assert_non_null(strstr(seat_row(s, 4), "? 尚未读到"));
	assert_seen(s, "尚未读到");
	for (size_t i = 0; i < sizeof(standard) / sizeof(*standard); i++)
		tell(s, standard[i], FEED_OK, "");
	assert_seen(s, "源 4/4 正常，共 13 个");
	assert_non_null(strstr(seat_row(s, 4), "● 正常"));
	tell(s, "usgs", FEED_FAILING, "连接超时");
	tell(s, "nmc", FEED_STOPPED, "403");
	assert_seen(s, "源 2/4 正常，共 13 个");
	assert_non_null(strstr(seat_row(s, 4), "✗ 已停止"));
	assert_non_null(strstr(seat_row(s, 4), "11-23 16:00"));
	assert_non_null(strstr(seat_row(s, 7), "! 读取失败"));
	assert_non_null(strstr(seat_row(s, 8), "- 不读取"));
	/* Of one that is off nothing is counted. */
	tell(s, "firms", FEED_FAILING, "429");
	assert_seen(s, "源 2/4 正常");
	seat_keys(s, "jjj");
	assert_seen(s, "读取失败，自 2026-11-23 16:00:00：连接超时");
	assert_true(seat_whole(s));
}

/* What stands there is of now only while somebody watches. */
static void
without_a_watch_it_says_so(void **state)
{
	struct seat *s = *state;
	struct clock_reading now;
	int fd;

	assert_seen(s, "✗ 哨兵没有在看");
	clock_read(&clock_system, &now);
	OK(s->room, sentry_take(s->room->dir, 0, &fd, &s->room->err));
	OK(s->room, sentry_beat(fd, now.boot_ms, 4, 4, &s->room->err));
	seat_pass(s, 1000);
	assert_unseen(s, "哨兵没有在看");
	close(fd);
}

static void
enter_shows_the_whole_of_one(void **state)
{
	struct seat *s = *state;

	seat_keys(s, "G<Enter>");
	assert_seen(s, "/csv/{key:firms}");
	assert_seen(s, "30 公里内的点");
	assert_seen(s, "随程序提供，没有改过");
	assert_unseen(s, "源 0/4");
	seat_keys(s, "q");
	assert_seen(s, "源 0/4");
	assert_string_equal(ui_top(s->ui)->ops->name, "feeds");
}

static void
space_turns_it_on_and_off_by_another_key(void **state)
{
	struct seat *s = *state;

	seat_keys(s, "<Space>");
	assert_seen(s, "不再读取“中央气象台预警”？");
	seat_keys(s, "<Space>");
	assert_true(is_on(s, "nmc"));
	seat_keys(s, "<Space>y");
	assert_false(is_on(s, "nmc"));
	assert_seen(s, "已关闭 nmc");
	assert_seen(s, "源 0/3 正常");
	seat_keys(s, "<Space>y");
	assert_true(is_on(s, "nmc"));
	room_verify(s->room);
}

/* Only what was typed is another; headers and the like stay. */
static void
e_changes_it(void **state)
{
	struct seat *s = *state;
	struct feed f;

	seat_keys(s, "jjjjjjj<Enter>");
	assert_seen(s, "X-QW-Api-Key: {key:qweather}");
	seat_keys(s, "qe<Tab><Tab><Tab>900<C-s>");
	assert_seen(s, "已保存，日志第");
	f = feed(s, "qweather");
	assert_int_equal(f.interval, 900);
	assert_int_equal(f.floor, 300);
	assert_int_equal(f.timeout, 30);
	assert_false(f.on);
	assert_int_equal(json_object_size(f.headers), 1);
	assert_string_equal(f.officer, "wangfang");
	feed_release(&f);
	/* More often than the source allows is not to be had. */
	seat_keys(s, "e<Tab><Tab><Tab>10<C-s>");
	f = feed(s, "qweather");
	assert_int_equal(f.interval, 300);
	feed_release(&f);
	seat_keys(s, "e<C-s>");
	assert_seen(s, "没有改动");
	room_verify(s->room);
}

static void
what_is_wrong_is_said_in_its_place(void **state)
{
	struct seat *s = *state;
	int64_t head = room_head(s->room);

	seat_keys(s, "e<Tab><C-u>ftp://a<C-s>");
	assert_seen(s, "网址以 https:// 或 http:// 开头");
	seat_keys(s, "<C-u>https://a/?id=3&app-key=abc<C-s>");
	assert_seen(s, "密钥不写在这里");
	seat_keys(s, "<C-u>https://a/?app-key={key:a}<Tab><Tab>1.5<C-s>");
	assert_unseen(s, "密钥不写在这里");
	assert_seen(s, "请写 1 到 86400 的整数");
	seat_keys(s, "<C-u>86401<C-s>");
	assert_seen(s, "请写 1 到 86400 的整数");
	seat_keys(s, "<C-u>86400<Tab>");
	assert_unseen(s, "请写 1 到 86400 的整数");
	/* Drafts of it, but no feed. */
	assert_true(is_on(s, "nmc"));
	assert_true(room_head(s->room) > head);
	seat_keys(s, "<C-x>");
	assert_seen(s, "草稿已丢弃");
}

static void
n_adds_one(void **state)
{
	struct seat *s = *state;
	struct feed f;

	seat_keys(s, "nNew<C-s>");
	assert_seen(s, "请用小写字母");
	seat_keys(s, "<C-u>nmc<Tab>cap<Tab>" LONG_LABEL
	             "<Tab>https://example.invalid/a<C-s>");
	assert_seen(s, "已有预警源 nmc");
	assert_true(seat_whole(s));
	seat_keys(s, "<Up><Up><Up><C-u>ours<C-s>");
	assert_seen(s, "已保存，日志第");
	f = feed(s, "ours");
	assert_string_equal(f.format->code, "cap");
	assert_string_equal(f.label, LONG_LABEL);
	assert_int_equal(f.interval, 300);
	assert_int_equal(f.want.radius_percent, 100);
	assert_int_equal(f.bytes, FEED_BYTES_MAX);
	assert_true(f.on);
	feed_release(&f);
	seat_keys(s, "G");
	assert_seen(s, "源 0/5 正常，共 14 个");
	assert_true(seat_whole(s));
	room_verify(s->room);
}

/* Somebody else has saved it since the form was filled. */
static void
a_change_of_others_is_told_once(void **state)
{
	struct seat *s = *state;
	struct feed f;

	seat_keys(s, "e<C-u>甲");
	f = feed(s, "nmc");
	f.interval = 600;
	OK(s->room, feed_save(s->room->d, &f, NULL, &s->room->err));
	feed_release(&f);
	seat_keys(s, "<C-s>");
	assert_seen(s, "再存一次则记在其后");
	f = feed(s, "nmc");
	assert_string_equal(f.label, "中央气象台预警");
	feed_release(&f);
	seat_keys(s, "<C-s>");
	assert_seen(s, "已保存，日志第");
	f = feed(s, "nmc");
	assert_string_equal(f.label, "甲");
	feed_release(&f);
}

static void
addresses_keep_secrets_to_themselves(void **state)
{
	static const char *const shown[][2] = {
		{ "https://a/?key=1&b=2", "https://a/?key=***&b=2" },
		{ "https://a/?b=2&Access_Token=x#f", "https://a/?b=2&"
		                                     "Access_Token=***#f" },
		{ "https://a/?key={key:a}", "https://a/?key={key:a}" },
		{ "https://a/?key=", "https://a/?key=" },
		{ "https://a/?signallevel=1", "https://a/?signallevel=1" },
		{ "https://a/key=1", "https://a/key=1" },
		{ "https://a/?sign=1&sign=2", "https://a/?sign=***&sign=***" },
		/* before the host */
		{ "smtps://duty:p@ss@h/x", "smtps://***@h/x" },
		{ "https://u@h:443/?key=1", "https://***@h:443/?key=***" },
		{ "https://h/a@b", "https://h/a@b" },
		{ "https://h?a@b", "https://h?a@b" },
		/* a part of the path: 20 long, 2 digits, no word */
		{ "https://h/hook/0f7e4c9a-12ab-4e5f-8899-aabbccddeeff",
		  "https://h/hook/***" },
		{ "https://h/abcdefghijklmnopqr12/s?key=1",
		  "https://h/***/s?key=***" },
		{ "https://h/abcdefghijklmnopq12/s",
		  "https://h/abcdefghijklmnopq12/s" },
		{ "https://h/abcdefghijklmnopqrs1/s",
		  "https://h/abcdefghijklmnopqrs1/s" },
		{ "https://h/feeds/meteoalarm-legacy-atom-germany.json",
		  "https://h/feeds/meteoalarm-legacy-atom-germany.json" },
		{ "https://h/hook/{key:feishu-hook-of-2026-11}",
		  "https://h/hook/{key:feishu-hook-of-2026-11}" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(shown) / sizeof(*shown); i++) {
		struct buf out = BUF_INIT;

		feed_address_text(&out, shown[i][0]);
		assert_string_equal(out.s, shown[i][1]);
		assert_int_equal(feed_address_tells(shown[i][0]),
		                 strcmp(shown[i][0], shown[i][1]) != 0);
		buf_release(&out);
	}
}

/* What stands in db/feeds.json, and what a line of `record` may not save. */
static void
commands_refuse_secrets_in_addresses(void **state)
{
	static const char *const lines[] = {
		"{'do':'feed.save','feed':{'name':'x','label':'x','format':"
		"'cap','address':'https://a/?key=4711','on':true}}",
		"{'do':'channel.save','channel':{'name':'x','label':'x',"
		"'type':'mail','on':true,'address':'smtps://duty:4711@a',"
		"'from':'a@b.invalid','to':['c@d.invalid']}}",
	};
	struct seat *s = *state;
	int64_t head = room_head(s->room);
	struct feed *rows;
	size_t n;

	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		assert_int_equal(room_try(s->room, lines[i]), -1);
		assert_int_equal(s->room->err.code, ERR_INPUT);
		assert_non_null(strstr(s->room->err.text, "{key:名称}"));
		assert_null(strstr(s->room->err.text, "4711"));
	}
	assert_true(room_head(s->room) == head);
	OK(s->room, feed_list(s->room->d, &rows, &n, &s->room->err));
	for (size_t i = 0; i < n; i++)
		assert_false(feed_address_tells(rows[i].address));
	feeds_free(rows, n);
}

/* By its title, and by the key on the settings. */
static void
it_is_found_from_anywhere(void **state)
{
	struct seat *s = *state;

	seat_keys(s, "q<C-p>预警源<Enter>");
	assert_string_equal(ui_top(s->ui)->ops->name, "feeds");
	seat_keys(s, "q:screen settings<Enter>f");
	assert_string_equal(ui_top(s->ui)->ops->name, "feeds");
	tell(s, "nmc", FEED_STOPPED, "403");
	seat_keys(s, "qqqg<Enter>");
	assert_string_equal(ui_top(s->ui)->ops->name, "feeds");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		FEEDS_TEST(each_feed_is_a_row_with_its_state),
		FEEDS_TEST(without_a_watch_it_says_so),
		FEEDS_TEST(enter_shows_the_whole_of_one),
		FEEDS_TEST(space_turns_it_on_and_off_by_another_key),
		FEEDS_TEST(e_changes_it),
		FEEDS_TEST(what_is_wrong_is_said_in_its_place),
		FEEDS_TEST(n_adds_one),
		FEEDS_TEST(a_change_of_others_is_told_once),
		cmocka_unit_test(addresses_keep_secrets_to_themselves),
		FEEDS_TEST(commands_refuse_secrets_in_addresses),
		FEEDS_TEST(it_is_found_from_anywhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
