/* The small web server of a replay: watch/serve.h. */
#include "cm.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/loop.h"
#include "base/mem.h"
#include "base/tr.h"
#include "watch/serve.h"

#define ROUNDS 3000     /* of the loop, before a test gives up */
#define BIG (16u << 20) /* more than the kernel keeps for us */
#define HEAD "GET / HTTP/1.1\r\n"

/* ---- a request ---- */

static void
test_request(void **state)
{
	static const struct {
		const char *bytes;
		int status;
		const char *path, *query;
	} cases[] = {
		{ HEAD "\r\n", 200, "/", "" },
		{ "GET /a/b HTTP/1.0\r\n\r\n", 200, "/a/b", "" },
		{ "GET /a?page=2&x=? HTTP/1.1\r\nHost: x\r\n\r\n", 200, "/a",
		  "page=2&x=?" },
		{ "GET /a? HTTP/1.1\n\n", 200, "/a", "" },
		{ HEAD "\r\nGET /next HTTP/1.1\r\n", 200, "/", "" },
		{ "", 0, NULL, NULL },
		{ "GET / HTTP/1.1", 0, NULL, NULL },
		{ HEAD, 0, NULL, NULL },
		{ HEAD "Host: x\r\n", 0, NULL, NULL },
		{ HEAD "Host: x\r\n\r", 0, NULL, NULL },
		{ "\r\n", 400, NULL, NULL },
		{ "GET\r\n", 400, NULL, NULL },
		{ "GET /\r\n", 400, NULL, NULL },
		{ "GET  / HTTP/1.1\r\n", 400, NULL, NULL },
		{ "GET / HTTP/1.1 \r\n", 400, NULL, NULL },
		{ "GET / HTTP/1.1 x\r\n", 400, NULL, NULL },
		{ "GET / FTP/1.1\r\n", 400, NULL, NULL },
		{ "GET / HTTP/1.\r\n", 400, NULL, NULL },
		{ "GET a HTTP/1.1\r\n", 400, NULL, NULL },
		{ "GET http://a/ HTTP/1.1\r\n", 400, NULL, NULL },
		{ "GET /\x01 HTTP/1.1\r\n", 400, NULL, NULL },
		{ "GET /\xe9 HTTP/1.1\r\n", 400, NULL, NULL },
		{ "\x16\x03\x01\x02\n", 400, NULL, NULL },
		{ "POST / HTTP/1.1\r\n", 405, NULL, NULL },
		{ "GETS / HTTP/1.1\r\n", 405, NULL, NULL },
		{ "GET / HTTP/2.0\r\n", 505, NULL, NULL },
	};
	struct serve_request r;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		int got = serve_request_read(&r, cases[i].bytes,
		                             strlen(cases[i].bytes));

		if (got != cases[i].status)
			fail_msg("%zu: %d", i, got);
		if (got == 200) {
			assert_string_equal(r.path, cases[i].path);
			assert_string_equal(r.query, cases[i].query);
		}
	}
}

/* NUL in a line is no end of it. */
static void
test_nul(void **state)
{
	static const char bytes[] = "GET /\0 HTTP/1.1\r\n\r\n";
	struct serve_request r;

	(void)state;
	assert_int_equal(serve_request_read(&r, bytes, sizeof(bytes) - 1), 400);
}

/* Both edges of the path's length and of the head's. */
static void
test_limits(void **state)
{
	struct buf b = BUF_INIT;
	struct serve_request r;

	(void)state;
	for (size_t extra = 0; extra < 2; extra++) {
		buf_clear(&b);
		buf_fmt(&b, "GET /%0*d HTTP/1.1\r\n\r\n",
		        (int)(SERVE_PATH_MAX - 1 + extra), 0);
		assert_int_equal(serve_request_read(&r, b.s, b.len),
		                 extra ? 414 : 200);
	}
	assert_int_equal(strlen(r.path), SERVE_PATH_MAX);
	buf_clear(&b);
	buf_str(&b, HEAD);
	while (b.len < SERVE_HEAD_MAX)
		buf_byte(&b, 'x');
	assert_int_equal(serve_request_read(&r, b.s, b.len - 1), 0);
	assert_int_equal(serve_request_read(&r, b.s, b.len), 431);
	memcpy(b.s + b.len - 4, "\r\n\r\n", 4);
	assert_int_equal(serve_request_read(&r, b.s, b.len), 200);
	memset(b.s, 'x', b.len);
	assert_int_equal(serve_request_read(&r, b.s, b.len), 431);
	buf_release(&b);
}

/* ---- the server ---- */

struct shop {
	struct loop *l;
	struct serve *s;
	struct err err;
	int asked;
};

static int
answer(void *arg, const struct serve_request *r, struct buf *body)
{
	struct shop *shop = arg;

	shop->asked++;
	if (strcmp(r->path, "/big") == 0)
		while (body->len < BIG)
			buf_str(body, "0123456789abcdef");
	else if (strcmp(r->path, "/empty") == 0)
		return 200;
	else if (strcmp(r->path, "/bad") == 0)
		buf_str(body, "why\n");
	else if (strcmp(r->path, "/hello") != 0)
		return 404;
	else
		buf_fmt(body, "hello %s\n", r->query);
	return strcmp(r->path, "/bad") == 0 ? 500 : 200;
}

static struct shop *
shop_open(int64_t patience_ms)
{
	struct shop *shop = mem_alloc(sizeof(*shop));
	struct serve_options o = { .patience_ms = patience_ms,
		                   .answer = answer,
		                   .arg = shop };

	shop->l = loop_new(&shop->err);
	assert_non_null(shop->l);
	shop->s = serve_new(shop->l, &o, &shop->err);
	assert_non_null(shop->s);
	assert_true(serve_port(shop->s) > 0);
	return shop;
}

static void
shop_close(struct shop *shop)
{
	serve_free(shop->s);
	loop_free(shop->l);
	free(shop);
}

static int
come(const struct shop *shop)
{
	struct sockaddr_in at = {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)serve_port(shop->s)),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	assert_true(fd >= 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof(at)), 0);
	return fd;
}

static void
say(int fd, const char *text)
{
	assert_int_equal(send(fd, text, strlen(text), MSG_NOSIGNAL),
	                 (ssize_t)strlen(text));
}

/* Serve until that many clients are inside. */
static void
until(struct shop *shop, size_t clients)
{
	for (int i = 0; serve_clients(shop->s) != clients; i++) {
		assert_true(i < ROUNDS);
		assert_int_equal(loop_once(shop->l, 100, &shop->err), 0);
	}
}

/* Everything up to the end, while the server is served; closes fd. */
static void
hear(struct shop *shop, int fd, struct buf *out)
{
	char bytes[65536];
	ssize_t n;

	buf_clear(out);
	for (int i = 0; i < ROUNDS; i++) {
		n = recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT);
		if (n > 0)
			buf_add(out, bytes, (size_t)n);
		else if (n == 0 || errno != EAGAIN)
			break;
		else
			assert_int_equal(loop_once(shop->l, 100, &shop->err),
			                 0);
		assert_true(i + 1 < ROUNDS);
	}
	close(fd);
}

static void
asked(struct shop *shop, const char *request, const char *first,
      const char *body)
{
	struct buf got = BUF_INIT;
	int fd = come(shop);

	say(fd, request);
	hear(shop, fd, &got);
	if (strncmp(got.s, first, strlen(first)) != 0)
		fail_msg("%s: %s", request, got.s);
	assert_non_null(strstr(got.s, "\r\n\r\n"));
	assert_string_equal(strstr(got.s, "\r\n\r\n") + 4, body);
	buf_release(&got);
}

static void
test_answers(void **state)
{
	struct shop *shop = shop_open(0);

	(void)state;
	asked(shop, "GET /hello?x HTTP/1.1\r\nHost: a\r\n\r\n",
	      "HTTP/1.1 200 OK\r\n", "hello x\n");
	asked(shop, "GET /empty HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\n", "");
	asked(shop, "GET /none HTTP/1.1\r\n\r\n", "HTTP/1.1 404 Not Found\r\n",
	      "404 Not Found\n");
	asked(shop, "GET /bad HTTP/1.1\r\n\r\n",
	      "HTTP/1.1 500 Internal Server Error\r\n", "why\n");
	assert_int_equal(shop->asked, 4);
	asked(shop, "POST /hello HTTP/1.1\r\n\r\n",
	      "HTTP/1.1 405 Method Not Allowed\r\n",
	      "405 Method Not Allowed\n");
	asked(shop, "nonsense\n", "HTTP/1.1 400 Bad Request\r\n",
	      "400 Bad Request\n");
	assert_int_equal(shop->asked, 4);
	until(shop, 0);
	shop_close(shop);
}

/* Byte by byte, and one that takes a large answer in its own time. */
static void
test_pieces(void **state)
{
	static const char request[] = "GET /hello?y HTTP/1.1\r\n\r\n";
	struct shop *shop = shop_open(0);
	struct buf got = BUF_INIT;
	int slow = come(shop), big = come(shop);

	(void)state;
	say(big, "GET /big HTTP/1.1\r\n\r\n");
	for (const char *c = request; *c; c++) {
		say(slow, (char[]){ *c, '\0' });
		assert_int_equal(loop_once(shop->l, 0, &shop->err), 0);
	}
	hear(shop, slow, &got);
	assert_non_null(strstr(got.s, "hello y"));
	hear(shop, big, &got);
	assert_int_equal(
		got.len - (size_t)(strstr(got.s, "\r\n\r\n") + 4 - got.s), BIG);
	buf_release(&got);
	shop_close(shop);
}

/* While one sends a header without an end, which is refused, one says nothing
 * and one does not take its answer, others are served. */
static void
test_hostile(void **state)
{
	struct shop *shop = shop_open(0);
	struct buf junk = BUF_INIT;
	int silent = come(shop), deaf = come(shop), endless = come(shop);

	(void)state;
	while (junk.len < 2 * SERVE_HEAD_MAX)
		buf_str(&junk, "X: y\r\n");
	until(shop, 3);
	say(endless, HEAD);
	say(endless, junk.s);
	say(deaf, "GET /big HTTP/1.1\r\n\r\n");
	asked(shop, "GET /hello?z HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\n",
	      "hello z\n");
	until(shop, 2);
	close(endless);
	close(silent);
	close(deaf);
	until(shop, 0);
	buf_release(&junk);
	shop_close(shop);
}

/* Who does not come to an end in time is dropped: silent, or deaf. */
static void
test_slow(void **state)
{
	struct shop *shop = shop_open(20);
	struct buf got = BUF_INIT;
	int fd = come(shop);

	(void)state;
	hear(shop, fd, &got);
	assert_int_equal(got.len, 0);
	fd = come(shop);
	say(fd, "GET /big HTTP/1.1\r\n\r\n");
	until(shop, 1);
	until(shop, 0);
	hear(shop, fd, &got);
	assert_true(got.len < BIG);
	buf_release(&got);
	shop_close(shop);
}

/* One more than there is room for: the first has to go. */
static void
test_crowd(void **state)
{
	struct shop *shop = shop_open(0);
	int fd[SERVE_CLIENTS];
	struct buf got = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < SERVE_CLIENTS; i++) {
		fd[i] = come(shop);
		until(shop, i + 1);
	}
	asked(shop, "GET /hello?q HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\n",
	      "hello q\n");
	until(shop, SERVE_CLIENTS - 1);
	hear(shop, fd[0], &got);
	assert_int_equal(got.len, 0);
	say(fd[1], "GET /hello?1 HTTP/1.1\r\n\r\n");
	hear(shop, fd[1], &got);
	assert_non_null(strstr(got.s, "hello 1"));
	for (size_t i = 2; i < SERVE_CLIENTS; i++)
		close(fd[i]);
	until(shop, 0);
	buf_release(&got);
	shop_close(shop);
}

static void
test_port_taken(void **state)
{
	struct shop *shop = shop_open(0);
	struct serve_options o = { .port = serve_port(shop->s),
		                   .answer = answer,
		                   .arg = shop };

	(void)state;
	assert_null(serve_new(shop->l, &o, &shop->err));
	assert_int_equal(shop->err.code, ERR_BUSY);
	shop_close(shop);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_request),
		cmocka_unit_test(test_nul),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_answers),
		cmocka_unit_test(test_pieces),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_slow),
		cmocka_unit_test(test_crowd),
		cmocka_unit_test(test_port_taken),
	};

	tr_use(TR_ZH);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
