/*
 * Fetching on a loop, from the server of tests/server: turns, ends, letters,
 * and a look-up of a name that hangs.  What single answers come to is told by
 * tests/cli/fetch.test.
 */
#include "server_kit.h"

#include <dlfcn.h>
#include <netdb.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/loop.h"
#include "watch/failure.h"
#include "watch/fetch.h"

#define FETCHES 8

struct fixture;

/* One fetch, and what came of it. */
struct slot {
	struct fixture *f;
	struct fetch *x;
	int done;
	long status;
	int refused;
	bool final;
	char body[64];
	struct err err;
	struct slot *starts, *stops; /* from its callback */
	const char *url;
};

struct fixture {
	struct loop *l;
	struct fetcher *fetcher;
	struct slot slots[FETCHES];
	char dir[64], log[80], sink[80];
	struct server_kit server;
	int ticks;
	struct err err;
};

/* A name that nobody answers for until the test is through with it. */
static int hang_pipe[2] = { -1, -1 };

int
getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
            struct addrinfo **result)
{
	int (*real)(const char *, const char *, const struct addrinfo *,
	            struct addrinfo **);
	char c;

	*(void **)&real = dlsym(RTLD_NEXT, "getaddrinfo");
	if (node && strcmp(node, "hang.example") == 0)
		return read(hang_pipe[0], &c, 1) ? EAI_FAIL : EAI_NONAME;
	return real(node, service, hints, result);
}

static int
start_server(struct fixture *f)
{
	char *args[] = { (char *)"--log", f->log, (char *)"--sink", f->sink,
		         NULL };

	return server_kit_start(&f->server, args);
}

static int
setup(void **state)
{
	static const struct fetch_setup plain = { .contact = "duty@example" };
	struct fixture *f = calloc(1, sizeof(*f));

	*state = f;
	snprintf(f->dir, sizeof(f->dir), "/tmp/fetch_test.XXXXXX");
	if (!mkdtemp(f->dir))
		return -1;
	snprintf(f->log, sizeof(f->log), "%s/log", f->dir);
	snprintf(f->sink, sizeof(f->sink), "%s/sink", f->dir);
	f->l = loop_new(&f->err);
	f->fetcher = fetcher_new(f->l, &plain, &f->err);
	for (int i = 0; i < FETCHES; i++)
		f->slots[i].f = f;
	return f->fetcher ? start_server(f) : -1;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	fetcher_free(f->fetcher);
	loop_free(f->l);
	server_kit_stop(&f->server);
	unlink(f->log);
	unlink(f->sink);
	rmdir(f->dir);
	free(f);
	return 0;
}

static void start(struct slot *s, const char *host, const char *path);

static void
on_done(void *arg, struct fetch_answer *a, const struct err *err)
{
	struct slot *s = arg;

	s->x = NULL;
	s->done++;
	s->status = a->status;
	s->final = a->final;
	s->refused = a->refused;
	s->err = *err;
	snprintf(s->body, sizeof(s->body), "%s", a->body.s);
	if (s->starts)
		start(s->starts, "127.0.0.1", "/echo");
	if (s->stops) {
		fetch_stop(s->stops->x);
		s->stops->x = NULL;
	}
}

static void
start_url(struct slot *s, const char *url, struct fetch_limits limits)
{
	struct fetch_request r = { .url = url,
		                   .flags = FETCH_PLAIN | FETCH_LOCAL,
		                   .limits = limits };

	s->x = fetch_start(s->f->fetcher, &r, on_done, s, &s->f->err);
	if (!s->x)
		fail_msg("%s", s->f->err.text);
	assert_int_equal(s->done, 0);
}

static void
start(struct slot *s, const char *host, const char *path)
{
	char url[200];

	snprintf(url, sizeof(url), "http://%s:%d%s", host, s->f->server.http,
	         path);
	start_url(s, url, (struct fetch_limits){ 0 });
}

static void
turn(struct fixture *f)
{
	assert_int_equal(loop_once(f->l, 1000, &f->err), 0);
}

static void
run_until_done(struct slot *s)
{
	while (!s->done)
		turn(s->f);
	assert_int_equal(s->done, 1);
}

/* Lines of the server's log, or of what it took. */
static size_t
lines(const char *path)
{
	struct buf b = BUF_INIT;
	struct err err = ERR_INIT;
	size_t n = 0;

	buf_read_file(&b, path, 1 << 20, &err);
	for (size_t i = 0; i < b.len; i++)
		n += b.s[i] == '\n';
	buf_release(&b);
	return n;
}

static void
test_one_a_host(void **state)
{
	struct fixture *f = *state;
	struct slot *s = f->slots;

	start(&s[0], "127.0.0.1", "/silent");
	start(&s[1], "127.0.0.1", "/ok");
	start(&s[2], "127.0.0.2", "/ok");
	run_until_done(&s[2]);
	assert_int_equal(s[2].status, 200);
	assert_int_equal(s[1].done, 0);
	fetch_stop(s[0].x);
	run_until_done(&s[1]);
	assert_int_equal(s[1].status, 200);
	assert_int_equal(s[0].done, 0);
}

static void
test_four_at_once(void **state)
{
	static const char *const hosts[] = { "127.0.0.1", "127.0.0.2",
		                             "127.0.0.3", "127.0.0.4" };
	struct fixture *f = *state;
	struct slot *s = f->slots;

	for (int i = 0; i < 4; i++)
		start(&s[i], hosts[i], "/silent");
	start(&s[4], "127.0.0.5", "/ok");
	start(&s[5], "127.0.0.6", "/ok");
	while (lines(f->log) < 4)
		assert_int_equal(loop_once(f->l, 10, &f->err), 0);
	assert_int_equal(s[4].done, 0);
	assert_int_equal(lines(f->log), 4);
	/* the place of one goes to the one that waits the longest */
	fetch_stop(s[2].x);
	run_until_done(&s[4]);
	run_until_done(&s[5]);
	assert_int_equal(s[0].done + s[1].done + s[2].done + s[3].done, 0);
}

/* One that fails in its time has not held up the others. */
static void
test_slow_delays_nobody(void **state)
{
	struct fixture *f = *state;
	struct slot *s = f->slots;
	char url[100];

	snprintf(url, sizeof(url), "http://127.0.0.9:%d/slow-body",
	         f->server.http);
	start_url(&s[0], url, (struct fetch_limits){ .total_ms = 500 });
	start(&s[1], "127.0.0.1", "/ok");
	start(&s[2], "127.0.0.2", "/endless");
	start(&s[3], "127.0.0.3", "/drop");
	for (int i = 1; i < 4; i++)
		run_until_done(&s[i]);
	run_until_done(&s[0]);
	assert_int_equal(s[0].err.code, ERR_IO);
	assert_int_equal(s[1].err.code, ERR_NONE);
	assert_int_equal(s[2].err.code, ERR_INPUT);
	assert_string_equal(s[2].body, "");
	assert_int_equal(s[3].err.code, ERR_IO);
}

static void
test_callback_starts_and_stops(void **state)
{
	struct fixture *f = *state;
	struct slot *s = f->slots;

	s[0].starts = &s[1];
	s[0].stops = &s[2];
	s[1].stops = &s[3];
	start(&s[0], "127.0.0.1", "/ok");
	start(&s[2], "127.0.0.2", "/silent"); /* it runs */
	start(&s[3], "127.0.0.2", "/ok");     /* it waits, or is under way */
	run_until_done(&s[1]);
	assert_int_equal(s[0].done, 1);
	assert_int_equal(s[2].done, 0);
	assert_null(s[2].x);
	assert_null(s[3].x);
	assert_non_null(strstr(s[1].body, "GET /echo"));
}

static void
test_free_ends_all(void **state)
{
	struct fixture *f = *state;
	struct slot *s = f->slots;

	start(&s[0], "127.0.0.1", "/silent");
	start(&s[1], "127.0.0.1", "/ok");
	while (lines(f->log) < 1)
		assert_int_equal(loop_once(f->l, 10, &f->err), 0);
	fetcher_free(f->fetcher);
	f->fetcher = NULL;
	assert_int_equal(loop_once(f->l, 0, &f->err), 0);
	assert_int_equal(s[0].done + s[1].done, 0);
	fetch_stop(NULL);
}

static void
test_redirect_to_a_busy_host(void **state)
{
	struct fixture *f = *state;
	struct slot *s = f->slots;
	char path[100];

	start(&s[0], "127.0.0.1", "/silent");
	snprintf(path, sizeof(path), "/to?http://127.0.0.1:%d/ok",
	         f->server.http);
	start(&s[1], "127.0.0.2", path);
	start(&s[2], "127.0.0.2", "/ok");
	/* it waits in its new host's turn, and leaves the old one to others */
	run_until_done(&s[2]);
	assert_int_equal(s[1].done, 0);
	fetch_stop(s[0].x);
	run_until_done(&s[1]);
	assert_int_equal(s[1].status, 200);
}

static void
on_tick(void *arg)
{
	struct fixture *f = arg;

	f->ticks++;
	loop_after(f->l, 10, on_tick, f);
}

/* The look-up of the name hangs: neither the loop nor the end waits for it. */
static void
test_name_that_hangs(void **state)
{
	struct fixture *f = *state;
	struct slot *s = f->slots;

	assert_int_equal(pipe(hang_pipe), 0);
	on_tick(f);
	start_url(&s[0], "http://hang.example/",
	          (struct fetch_limits){ .connect_ms = 300 });
	start(&s[1], "127.0.0.1", "/ok");
	run_until_done(&s[1]);
	assert_int_equal(s[0].done, 0);
	run_until_done(&s[0]);
	assert_non_null(strstr(s[0].err.text, "1 秒没有连上"));
	assert_true(f->ticks > 5);
	/* one that is ended while it hangs */
	start_url(&s[2], "http://hang.example/", (struct fetch_limits){ 0 });
	turn(f);
	fetch_stop(s[2].x);
	fetcher_free(f->fetcher);
	f->fetcher = NULL;
	close(hang_pipe[1]);
}

/* Letters. */

static struct fetch *
send_letter_to(struct fixture *f, const char *to, const char *second,
               unsigned flags)
{
	static const char letter[] = "From: duty@example\r\nSubject: =?UTF-8?B?"
				     "5YC854+t?=\r\n\r\n.hidden dot\r\nend\r\n";
	const char *const all[] = { to, second, NULL };
	const struct fetch_mail mail = { .from = "duty@example", .to = all };
	char url[64];
	struct fetch_request r = { .url = url,
		                   .mail = &mail,
		                   .body = letter,
		                   .body_len = strlen(letter),
		                   .flags = flags | FETCH_LOCAL };

	snprintf(url, sizeof(url), "smtp://127.0.0.1:%d", f->server.smtp);
	f->slots[0].done = 0;
	return fetch_start(f->fetcher, &r, on_done, &f->slots[0], &f->err);
}

static struct fetch *
send_letter(struct fixture *f, const char *to, unsigned flags)
{
	return send_letter_to(f, to, "second@example", flags);
}

static bool
sink_has(const struct fixture *f, const char *text)
{
	struct buf b = BUF_INIT;
	struct err err = ERR_INIT;
	bool has;

	buf_read_file(&b, f->sink, 1 << 20, &err);
	has = strstr(b.s, text) != NULL;
	buf_release(&b);
	return has;
}

static void
test_letter(void **state)
{
	struct fixture *f = *state;

	assert_non_null(send_letter(f, "first@example", FETCH_PLAIN));
	run_until_done(&f->slots[0]);
	if (f->slots[0].err.code)
		fail_msg("%s", f->slots[0].err.text);
	assert_int_equal(f->slots[0].status, 250);
	assert_true(sink_has(f, "MAIL FROM:<duty@example>"));
	assert_true(sink_has(f, "RCPT TO:<first@example>"));
	assert_true(sink_has(f, "RCPT TO:<second@example>"));
	assert_true(sink_has(f, "\r\n..hidden dot\r\nend\r\n.\r\n"));
	assert_int_equal(f->slots[0].refused, 0);
}

static void
test_letter_reaches_the_others(void **state)
{
	struct fixture *f = *state;
	struct slot *s = &f->slots[0];
	static const char *const gone[] = { "refused@example",
		                            "later@example" };

	for (size_t i = 0; i < sizeof(gone) / sizeof(*gone); i++) {
		unlink(f->sink);
		assert_non_null(send_letter(f, gone[i], FETCH_PLAIN));
		run_until_done(s);
		assert_int_equal(s->err.code, 0);
		assert_int_equal(s->refused, 1);
		assert_true(sink_has(f, "end\r\n"));
		unlink(f->sink);
		assert_non_null(send_letter_to(f, "second@example", gone[i],
		                               FETCH_PLAIN));
		run_until_done(s);
		assert_int_equal(s->err.code, 0);
		assert_int_equal(s->refused, 1);
		assert_true(sink_has(f, "end\r\n"));
	}
}

static void
test_letter_refused(void **state)
{
	struct fixture *f = *state;

	static const struct {
		const char *to;
		long status;
		bool final, whole;
		const char *why;
	} cases[] = {
		{ "refused@example", 550, true, false, "拒收（550）" },
		{ "later@example", 451, false, false, "暂不收（451）" },
		{ "spam@example", 554, true, true, "拒收（554）" },
		{ "full@example", 452, false, true, "暂不收（452）" },
	};
	struct slot *s = &f->slots[0];

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		unlink(f->sink);
		assert_non_null(send_letter_to(
			f, cases[i].to,
			cases[i].whole ? "second@example" : NULL, FETCH_PLAIN));
		run_until_done(s);
		assert_int_equal(s->err.code,
		                 cases[i].final ? ERR_REFUSED : ERR_IO);
		assert_non_null(strstr(s->err.text, cases[i].why));
		assert_int_equal(s->status, cases[i].status);
		assert_int_equal(s->final, cases[i].final);
		assert_int_equal(sink_has(f, "end\r\n"), cases[i].whole);
		memset(&s->err, 0, sizeof(s->err));
	}
}

/* What is posted: refused for good, or to be tried again. */
static void
test_post_refused(void **state)
{
	struct fixture *f = *state;
	static const struct {
		int status;
		bool final;
	} cases[] = {
		{ 400, true },  { 401, true },  { 403, true },  { 404, true },
		{ 410, true },  { 413, true },  { 422, true },  { 499, true },
		{ 408, false }, { 425, false }, { 429, false }, { 500, false },
		{ 501, false }, { 503, false }, { 399, false }, { 200, false },
	};
	struct slot *s = &f->slots[0];
	char url[80];

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct fetch_request r = { .url = url,
			                   .body = "{}",
			                   .body_len = 2,
			                   .flags = FETCH_PLAIN | FETCH_LOCAL };

		snprintf(url, sizeof(url), "http://127.0.0.1:%d/status/%d",
		         f->server.http, cases[i].status);
		s->done = 0;
		memset(&s->err, 0, sizeof(s->err));
		assert_non_null(
			fetch_start(f->fetcher, &r, on_done, s, &f->err));
		run_until_done(s);
		assert_int_equal(s->status, cases[i].status);
		assert_int_equal(s->final, cases[i].final);
		assert_int_equal(!s->err.code, cases[i].status == 200);
	}
}

/* A reply of 5xx that the letter went on after is not what ended it. */
static void
test_an_old_reply_ends_nothing(void **state)
{
	static const struct fetch_limits limits = { .total_ms = 1000 };
	struct failure f = { .limits = &limits, .mail_status = 502 };
	struct err err = ERR_INIT;

	(void)state;
	f.code = CURLE_OPERATION_TIMEDOUT;
	assert_false(failure_mail_final(&f));
	failure_tell(&f, &err);
	assert_int_equal(err.code, ERR_IO);
	err_clear(&err);
	f.code = CURLE_LOGIN_DENIED;
	f.mail_status = 535;
	assert_true(failure_mail_final(&f));
	failure_tell(&f, &err);
	assert_non_null(strstr(err.text, "密码"));
	err_clear(&err);
	f.mail_status = 454;
	assert_false(failure_mail_final(&f));
	failure_tell(&f, &err);
	assert_non_null(strstr(err.text, "454"));
}

/* A server without TLS gets no word of it, unless it may. */
static void
test_letter_not_in_the_clear(void **state)
{
	struct fixture *f = *state;

	assert_non_null(send_letter(f, "first@example", 0));
	run_until_done(&f->slots[0]);
	assert_int_equal(f->slots[0].err.code, ERR_REFUSED);
	assert_false(sink_has(f, "first@example"));
}

/* Addresses as they are shown. */
static void
test_shown(void **state)
{
	static const char *const secrets[] = { "K3y", "K3y/long+", "", "值",
		                               NULL };
	static const struct {
		const char *url, *want;
	} cases[] = {
		{ "https://a.example/b/c", "https://a.example/b/c" },
		{ "https://a.example:8443/b", "https://a.example:8443/b" },
		{ "https://a.example", "https://a.example/" },
		{ "https://u:p@a.example/b?q=1#f", "https://a.example/b" },
		{ "https://u@a.example/b?x@y", "https://a.example/b" },
		{ "https://a.example/K3y/b", "https://a.example/***/b" },
		{ "https://a.example/xK3yz", "https://a.example/x***z" },
		{ "https://a.example/%4b3y/b", "https://a.example/***/b" },
		{ "https://a.example/%4B%33%79", "https://a.example/***" },
		{ "https://a.example/K3y%2Flong%2b/",
		  "https://a.example/***/" },
		{ "https://a.example/K3y/long+/", "https://a.example/***/" },
		{ "https://a.example/%E5%80%BC", "https://a.example/***" },
		{ "https://K3y.example/", "https://***.example/" },
		{ "https://a.example/%4", "https://a.example/%4" },
		{ "smtps://u:p@mail.example:465", "smtps://mail.example:465/" },
		{ "nonsense", "***" },
		{ "", "***" },
	};
	struct buf out = BUF_INIT, url = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		buf_clear(&out);
		fetch_shown(&out, cases[i].url, secrets);
		assert_string_equal(out.s, cases[i].want);
	}
	buf_clear(&out);
	fetch_shown(&out, "https://a.example/K3y", NULL);
	assert_string_equal(out.s, "https://a.example/K3y");

	buf_str(&url, "https://a.example/");
	while (url.len < FETCH_SHOWN_MAX)
		buf_byte(&url, 'x');
	buf_clear(&out);
	fetch_shown(&out, url.s, NULL);
	assert_string_equal(out.s, url.s);
	buf_byte(&url, 'x');
	buf_clear(&out);
	fetch_shown(&out, url.s, NULL);
	assert_int_equal(out.len, FETCH_SHOWN_MAX);
	assert_string_equal(out.s + FETCH_SHOWN_MAX - 4, "x...");
	buf_release(&out);
	buf_release(&url);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(test_one_a_host),
		T(test_four_at_once),
		T(test_slow_delays_nobody),
		T(test_callback_starts_and_stops),
		T(test_free_ends_all),
		T(test_redirect_to_a_busy_host),
		T(test_name_that_hangs),
		T(test_letter),
		T(test_letter_reaches_the_others),
		T(test_letter_refused),
		T(test_post_refused),
		T(test_an_old_reply_ends_nothing),
		T(test_letter_not_in_the_clear),
		cmocka_unit_test(test_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
