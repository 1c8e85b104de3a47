/*
 * A feed's polls, from the server of tests/server: what the desk is told of a
 * server that fails, and answers of several pages.  That a bad answer ends
 * nothing, and holds nobody up, tests/cli/watch_bad.test shows of the worker.
 */
#include "room.h"
#include "server_kit.h"

#include <sys/syscall.h>
#include <time.h>

#include "base/loop.h"
#include "desk/feed.h"
#include "desk/warning.h"
#include "watch/poller.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define SILENT_S (10 * 60)

/* The wall clock goes ahead of the machine's by so much. */
static int64_t ahead_s;

int
clock_gettime(clockid_t id, struct timespec *t)
{
	int rc = (int)syscall(SYS_clock_gettime, id, t);

	if (id == CLOCK_REALTIME)
		t->tv_sec += ahead_s;
	return rc;
}

struct fixture {
	struct room *room;
	struct loop *l;
	struct keys *keys;
	struct poller_room shared;
	struct poller *p; /* NULL: none */
	struct server_kit server;
	char dir[64];
	struct err err;
};

static int
setup(void **state)
{
	static const struct fetch_setup plain = { .contact = "duty@example" };
	struct fixture *f = calloc(1, sizeof(*f));
	char *args[] = { (char *)"--root", f->dir, NULL };

	*state = f;
	ahead_s = 0;
	f->room = room_make();
	snprintf(f->dir, sizeof(f->dir), "/tmp/poller_test.XXXXXX");
	if (!mkdtemp(f->dir))
		return -1;
	f->l = loop_new(&f->err);
	f->shared.desk = f->room->d;
	f->shared.fetcher = fetcher_new(f->l, &plain, &f->err);
	if (keys_load(&f->keys, "/nonexistent/keys", &f->err))
		return -1;
	f->shared.keys = f->keys;
	return server_kit_start(&f->server, args);
}

/* A folder with nothing but files and folders of files in it. */
static void
sweep(const char *dir)
{
	char path[600];
	struct dirent *e;
	DIR *d = opendir(dir);

	while (d && (e = readdir(d))) {
		if (e->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
		if (unlink(path))
			sweep(path);
	}
	if (d)
		closedir(d);
	rmdir(dir);
}

static int
teardown(void **state)
{
	struct fixture *f = *state;
	char payloads[100];

	server_kit_stop(&f->server);
	poller_free(f->p);
	fetcher_free(f->shared.fetcher);
	warning_misses_release(&f->shared.misses);
	keys_free(f->keys);
	loop_free(f->l);
	snprintf(payloads, sizeof(payloads), "%s/payloads", f->room->dir);
	sweep(payloads);
	sweep(f->dir);
	room_free(f->room);
	free(f);
	return 0;
}

/* ---- what the server says ---- */

/* text NULL: nothing of that name any more. */
static void
put(struct fixture *f, const char *name, const char *text)
{
	char path[200], fresh[208];
	FILE *to;

	snprintf(path, sizeof(path), "%s/%s", f->dir, name);
	snprintf(fresh, sizeof(fresh), "%s.new", path);
	if (!text) {
		unlink(path);
		return;
	}
	to = fopen(fresh, "we");
	assert_non_null(to);
	fputs(text, to);
	assert_int_equal(fclose(to), 0);
	assert_int_equal(rename(fresh, path), 0);
}

/* A page of `of`, with a row of this county for each letter of kinds. */
static void
put_page(struct fixture *f, const char *name, int page, int of,
         const char *kinds)
{
	static const char *const named[] = { "暴雨", "大雾", "雷电", "冰雹" };
	struct buf text = BUF_INIT;

	buf_fmt(&text,
	        "{\"code\":0,\"data\":{\"page\":{\"pageNo\":%d,\"pageSize\":2,"
	        "\"count\":%d,\"totalPage\":%d,\"list\":[",
	        page, *kinds ? 2 * of : 0, of);
	for (const char *k = kinds; *k; k++)
		buf_fmt(&text,
		        "%s{\"alertid\":\"14118141600000_2026112315%02d00\","
		        "\"title\":\"孝义市发布%s黄色预警信号\"}",
		        k > kinds ? "," : "", *k - 'a', named[*k - 'a']);
	buf_str(&text, "]},\"provinceAlarms\":[]}}");
	put(f, name, text.s);
	buf_release(&text);
}

/* ---- polls ---- */

/* A poller of a feed at this path, not yet polled; with {page} for pages. */
static void
start(struct fixture *f, const char *path)
{
	struct err err = ERR_INIT;
	struct feed feed;
	char line[400];

	snprintf(line, sizeof(line),
	         "{'do':'feed.save','feed':{'name':'nmc','label':'x',"
	         "'format':'nmc','local':true,'on':true,'interval':1,"
	         "'floor':1,'timeout':1,'address':'http://127.0.0.1:%d%s'}}",
	         f->server.http, path);
	room_do(f->room, line);
	OK(f->room, feed_get(f->room->d, "nmc", &feed, &err));
	f->p = poller_new(&f->shared, &feed, 0);
}

static void
once(struct fixture *f)
{
	int before = poller_polls(f->p);

	poller_tick(f->p, SCHEDULE_NEVER - 1);
	while (poller_busy(f->p))
		assert_int_equal(loop_once(f->l, 1000, &f->err), 0);
	assert_int_equal(poller_polls(f->p), before + 1);
}

/* The feed is in this state, and the words of why have `words` in them. */
static void
told(struct fixture *f, const char *what, enum feed_state state,
     const char *words)
{
	struct feed feed;

	OK(f->room, feed_get(f->room->d, "nmc", &feed, &f->room->err));
	if (feed.state != state || !strstr(feed.words, words))
		fail_msg("%s: %s, %s", what, feed_state_code(feed.state),
		         feed.words);
	feed_release(&feed);
}

/* How many run, and how many are marked. */
static void
expect(struct fixture *f, size_t active, size_t ended)
{
	size_t got[WARNING_STATES] = { 0 }, n;
	struct warning *rows;

	OK(f->room, warning_list(f->room->d, WARNINGS_ALL, 0, &rows, &n, NULL,
	                         &f->room->err));
	for (size_t i = 0; i < n; i++)
		got[rows[i].state]++;
	warnings_free(rows, n);
	assert_int_equal(got[WARNING_ACTIVE], active);
	assert_int_equal(got[WARNING_ENDED], ended);
}

/* ---- a server that fails ---- */

/* All that tests/cli/watch_bad.test has: what the desk is told of it. */
static const struct bad {
	const char *as;
	enum feed_state state;
	const char *words;
} bads[] = {
	{ "/slow-head", FEED_FAILING, "已断开" },
	{ "/slow-body", FEED_FAILING, "已断开" },
	{ "/silent", FEED_FAILING, "已断开" },
	{ "/endless", FEED_FAILING, "答复超过 8192 KB" },
	{ "/announced", FEED_FAILING, "答复超过 8192 KB" },
	{ "/bomb", FEED_FAILING, "答复超过 8192 KB" },
	{ "/many", FEED_FAILING, "值过多" },
	{ "/short", FEED_FAILING, "没有收完就断了" },
	{ "/drop", FEED_FAILING, "没有收完就断了" },
	{ "/close", FEED_FAILING, "没有答复就断开" },
	{ "/long", FEED_FAILING, "expected an object" },
	{ "/cut", FEED_FAILING, "line 1" },
	{ "/bad-packed", FEED_FAILING, "压缩的答复解不开" },
	{ "/bad-chunks", FEED_FAILING, "没有收完就断了" },
	{ "/big-head", FEED_FAILING, "答复的头部超过 64 KB" },
	{ "/no-http", FEED_FAILING, "不合协议" },
	{ "/html", FEED_FAILING, "来的是网页" },
	{ "/empty", FEED_FAILING, "答复是空的" },
	{ "/ok", FEED_FAILING, "missing" },
	{ "/status/204", FEED_FAILING, "对方答 204" },
	{ "/status/301", FEED_FAILING, "对方答 301" },
	{ "/status/418", FEED_FAILING, "对方答 418" },
	{ "/status/429?1", FEED_FAILING, "对方嫌请求过密（429）" },
	{ "/status/503", FEED_FAILING, "对方出错（503）" },
	{ "/circle", FEED_FAILING, "转址超过 3 次" },
	{ "/to?file:///etc/passwd", FEED_FAILING, "没有跟去" },
	{ "/to?ftp://127.0.0.1/a", FEED_FAILING, "没有跟去" },
	{ "/status/401", FEED_STOPPED, "（401）" },
	{ "/status/403", FEED_STOPPED, "（403）" },
	{ "/status/404", FEED_STOPPED, "（404）" },
	/* Asked whether it has changed, it says no: all is well. */
	{ "/unasked", FEED_OK, "" },
};

static void
a_server_that_fails_is_told_and_ends_nothing(void **state)
{
	struct fixture *f = *state;
	struct feed feed;
	int64_t head;

	put_page(f, "nmc.json", 1, 1, "ab");
	start(f, "/nmc.json");
	once(f);
	expect(f, 2, 0);
	for (size_t i = 0; i < COUNT(bads); i++) {
		put(f, "nmc.json.as", bads[i].as);
		if (bads[i].state == FEED_FAILING) {
			once(f);
			told(f, bads[i].as, FEED_OK, "");
			ahead_s += SILENT_S + 1;
		}
		once(f);
		told(f, bads[i].as, bads[i].state, bads[i].words);
		head = room_head(f->room);
		poller_tick(f->p, SCHEDULE_NEVER - 1);
		assert_true(poller_busy(f->p) ==
		            (bads[i].state != FEED_STOPPED));
		/* Somebody looks after it. */
		put(f, "nmc.json.as", NULL);
		OK(f->room, feed_get(f->room->d, "nmc", &feed, &f->err));
		feed.last_seq += (int64_t)i + 1;
		poller_change(f->p, &feed, 0);
		once(f);
		told(f, bads[i].as, FEED_OK, "");
		assert_true(room_head(f->room) ==
		            head + (bads[i].state != FEED_OK));
		expect(f, 2, 0);
	}
	/* Two good answers without them are another thing. */
	put_page(f, "nmc.json", 1, 1, "");
	once(f);
	expect(f, 2, 0);
	once(f);
	expect(f, 0, 2);
	room_verify(f->room);
}

/* ---- the same answer ---- */

/* What concerned nobody does, once the desk knows where it is. */
static void
it_is_read_again_when_the_desk_has_moved(void **state)
{
	static const char *const lines[] = {
		"{'do':'unit.save','name':'孝义市应急管理局','kind':'agency',"
		"'lat':37144000,'lon':111779000}",
		"{'do':'party.bind','party':'county.emergency',"
		"'unit':'孝义市应急管理局'}",
	};
	struct fixture *f = *state;
	struct feed feed;
	char line[400];

	put(f, "cenc.json",
	    "{\"No1\":{\"type\":\"reviewed\",\"EventID\":\"CD.1\","
	    "\"time\":\"2026-11-23 15:00:00\",\"ReportTime\":"
	    "\"2026-11-23 15:05:00\",\"location\":\"山西孝义市\","
	    "\"magnitude\":\"4.4\",\"depth\":\"10\",\"latitude\":"
	    "\"37.2\",\"longitude\":\"111.8\",\"intensity\":\"5\"},"
	    "\"md5\":\"x\"}");
	snprintf(line, sizeof(line),
	         "{'do':'feed.save','feed':{'name':'cenc','label':'x',"
	         "'format':'cenc','local':true,'on':true,'interval':1,"
	         "'floor':1,'timeout':1,"
	         "'address':'http://127.0.0.1:%d/cenc.json'}}",
	         f->server.http);
	room_do(f->room, line);
	OK(f->room, feed_get(f->room->d, "cenc", &feed, &f->err));
	f->p = poller_new(&f->shared, &feed, 0);
	once(f);
	expect(f, 0, 0);
	once(f);
	expect(f, 0, 0);
	for (size_t i = 0; i < COUNT(lines); i++)
		room_do(f->room, lines[i]);
	once(f);
	expect(f, 1, 0);
	room_verify(f->room);
}

/* ---- pages ---- */

static void
a_page_that_fails_fails_all(void **state)
{
	struct fixture *f = *state;

	put_page(f, "1.json", 1, 2, "ab");
	put_page(f, "2.json", 2, 2, "cd");
	start(f, "/{page}.json");
	once(f);
	expect(f, 4, 0);
	/* Page 1 without its first row, and page 2 of every bad kind. */
	put_page(f, "1.json", 1, 2, "b");
	for (size_t i = 0; i < COUNT(bads); i++) {
		if (bads[i].state == FEED_STOPPED || i < 3)
			continue;
		put(f, "2.json.as", bads[i].as);
		once(f);
		expect(f, 4, 0);
	}
	put(f, "2.json.as", NULL);
	once(f);
	expect(f, 4, 0);
	once(f);
	expect(f, 3, 1);
	room_verify(f->room);
}

/* A cache that does not look at the number gives the first page for all. */
static void
a_page_of_another_number_fails_all(void **state)
{
	struct fixture *f = *state;

	put_page(f, "1.json", 1, 2, "ab");
	put_page(f, "2.json", 2, 2, "cd");
	start(f, "/{page}.json");
	once(f);
	expect(f, 4, 0);
	put(f, "2.json.as", "/1.json");
	once(f);
	ahead_s += SILENT_S + 1;
	once(f);
	expect(f, 4, 0);
	told(f, "page 1 twice", FEED_FAILING, "要的是第 2 页，来的是第 1 页");
	put(f, "2.json.as", NULL);
	once(f);
	told(f, "page 2", FEED_OK, "");
	expect(f, 4, 0);
}

/* The server's mark is of page 1 alone: with more pages it says nothing. */
static void
unchanged_means_the_last_answer(void **state)
{
	struct fixture *f = *state;

	put_page(f, "1.json", 1, 1, "ab");
	put_page(f, "2.json", 2, 2, "cd");
	start(f, "/{page}.json");
	once(f);
	expect(f, 2, 0);
	put(f, "1.json.as", "/long-1.json");
	put_page(f, "long-1.json", 1, 2, "abc");
	once(f);
	expect(f, 4, 0);
	/* As it was at first, and with the same mark. */
	put(f, "1.json.as", NULL);
	once(f);
	once(f);
	expect(f, 2, 2);
}

/* A whole answer may not take more than one page may. */
static void
pages_have_one_limit_in_all(void **state)
{
	struct fixture *f = *state;
	struct buf big = BUF_INIT;

	buf_fmt(&big, "{\"code\":0,\"data\":{\"page\":{\"pageNo\":1,"
	              "\"count\":0,\"totalPage\":2,\"list\":[]},\"pad\":\"");
	while (big.len < FEED_BYTES_MAX / 2)
		buf_str(&big, "0123456789abcdef0123456789abcdef");
	buf_str(&big, "\"}}");
	put(f, "1.json", big.s);
	big.s[strcspn(big.s, "1")] = '2';
	put(f, "2.json", big.s);
	start(f, "/{page}.json");
	once(f);
	ahead_s += SILENT_S + 1;
	once(f);
	told(f, "pages", FEED_FAILING, "超过 8388608 字节");
	buf_release(&big);
}

#define POLLER_TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		POLLER_TEST(a_server_that_fails_is_told_and_ends_nothing),
		POLLER_TEST(it_is_read_again_when_the_desk_has_moved),
		POLLER_TEST(a_page_that_fails_fails_all),
		POLLER_TEST(a_page_of_another_number_fails_all),
		POLLER_TEST(unchanged_means_the_last_answer),
		POLLER_TEST(pages_have_one_limit_in_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
