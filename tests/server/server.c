/*
 * server [OPTION...]: a web server that misbehaves on purpose, a sink for what
 * is posted or mailed, and a folder of files served well.  For tests of the
 * worker; it answers this machine only and ends with its parent.
 *
 *	--root DIR		files below DIR, under their own paths; one
 *				named "x?a=b" answers that query alone, and a
 *				line in "x.as" says as what else x is answered
 *	--log FILE		a line a request: "http GET /path?query"
 *	--sink FILE		what /sink and the mail port took, as it came
 *	--cert PEM --key PEM	and speak TLS on a second port
 *	--port N		of plain HTTP; else any that is free
 *
 * Prints the ports, "HTTP HTTPS SMTP", when it listens (HTTPS 0: no TLS).
 * The paths it knows are in the table at the end, the recipients of mail that
 * it refuses in one of their own.  A process a connection: one
 * that hangs, as it should, is in nobody's way.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>
#include <zlib.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define HEAD_MAX 65536
#define BODY_MAX (4 << 20)
#define BOMB_BYTES (210 << 20)
#define PACE_MS 1000

struct server {
	const char *root, *log, *sink, *cert, *key;
	int port;
	SSL_CTX *tls;
	int *posts; /* shared by all processes */
};

struct peer {
	const struct server *s;
	int fd;
	SSL *ssl;
	char head[HEAD_MAX + 1]; /* request line and headers */
	char method[16], path[4096];
	const char *query; /* "" when there is none */
	char *body;
	size_t body_len;
};

static void
die(const char *what)
{
	fprintf(stderr, "server: %s: %s\n", what, strerror(errno));
	exit(1);
}

/* Talking. */

static ssize_t
take(struct peer *p, void *to, size_t max)
{
	return p->ssl ? SSL_read(p->ssl, to, (int)max) : read(p->fd, to, max);
}

/* False when the other side is gone. */
static bool
give(struct peer *p, const void *from, size_t len)
{
	const char *at = from;
	ssize_t n;

	for (; len; at += n, len -= (size_t)n) {
		n = p->ssl ? SSL_write(p->ssl, at, (int)len)
		           : write(p->fd, at, len);
		if (n <= 0)
			return false;
	}
	return true;
}

static bool
say(struct peer *p, const char *text)
{
	return give(p, text, strlen(text));
}

/* Let a second pass, unless the other side goes before: false then. */
static bool
pace(struct peer *p)
{
	struct pollfd fd = { .fd = p->fd, .events = POLLRDHUP };

	return poll(&fd, 1, PACE_MS) == 0;
}

/* text a byte a second, then for ever the last one */
static void
trickle(struct peer *p, const char *text)
{
	while (give(p, text, 1) && pace(p))
		if (text[1])
			text++;
}

static void
hang(struct peer *p)
{
	while (pace(p))
		;
}

/* A whole answer that is well-formed. */
static void
answer(struct peer *p, const char *status, const char *headers,
       const char *body, size_t len)
{
	char head[4096];

	snprintf(head, sizeof(head),
	         "HTTP/1.1 %s\r\nConnection: close\r\n%s"
	         "Content-Length: %zu\r\n\r\n",
	         status, headers, len);
	if (say(p, head) && strcmp(p->method, "HEAD") != 0)
		give(p, body, len);
}

static void
answer_text(struct peer *p, const char *status, const char *headers,
            const char *body)
{
	answer(p, status, headers, body, strlen(body));
}

/* The value of a request header, cut into value; false: it is not there. */
static bool
header(const struct peer *p, const char *name, char *value, size_t size)
{
	const char *line = p->head, *end;
	size_t len = strlen(name);

	while ((line = strstr(line, "\r\n"))) {
		line += 2;
		if (strncasecmp(line, name, len) != 0 || line[len] != ':')
			continue;
		line += len + 1 + strspn(line + len + 1, " ");
		end = strstr(line, "\r\n");
		snprintf(value, size, "%.*s", end ? (int)(end - line) : 0,
		         line);
		return true;
	}
	return false;
}

/* A whole record in one write: several processes append to one file. */
static void
append(const char *path, const char *a, size_t a_len, const char *b,
       size_t b_len)
{
	struct iovec parts[] = { { (void *)a, a_len }, { (void *)b, b_len } };
	int fd;

	if (!path)
		return;
	fd = open(path, O_WRONLY | O_APPEND | O_CREAT, 0600);
	if (fd == -1 || writev(fd, parts, 2) != (ssize_t)(a_len + b_len))
		die(path);
	close(fd);
}

/* Paths. */

#define JSON "Content-Type: application/json\r\n"
#define OK_BODY "{\"ok\": true, \"words\": \"\xe5\x80\xbc\xe7\x8f\xad\"}\n"

static void
serve_ok(struct peer *p)
{
	static const char marks[] =
		JSON "ETag: \"v1\"\r\n"
		     "Last-Modified: Tue, 01 Sep 2026 00:00:00 GMT\r\n";
	char have[200];

	if ((header(p, "If-None-Match", have, sizeof(have)) &&
	     strcmp(have, "\"v1\"") == 0) ||
	    header(p, "If-Modified-Since", have, sizeof(have)))
		say(p, "HTTP/1.1 304 Not Modified\r\nConnection: close\r\n"
		       "ETag: \"v1\"\r\n\r\n");
	else
		answer_text(p, "200 OK", marks, OK_BODY);
}

/* The request itself, as it came. */
static void
serve_echo(struct peer *p)
{
	answer_text(p, "200 OK", "Content-Type: text/plain\r\n", p->head);
}

static void
serve_unasked(struct peer *p)
{
	say(p, "HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n");
}

static void
serve_slow_head(struct peer *p)
{
	trickle(p, "HTTP/1.1 200 OK\r\nX-Slow: yyyyyyyyyyyyyyyyyyy");
}

static void
serve_slow_body(struct peer *p)
{
	if (say(p, "HTTP/1.1 200 OK\r\n" JSON "\r\n"))
		trickle(p, "[ ");
}

static void
serve_endless(struct peer *p)
{
	static char chunk[16384 + 8];
	size_t n = (size_t)snprintf(chunk, sizeof(chunk), "4000\r\n");

	memset(chunk + n, ' ', 16384);
	memcpy(chunk + n + 16384, "\r\n", 2);
	if (say(p, "HTTP/1.1 200 OK\r\n" JSON
	           "Transfer-Encoding: chunked\r\n\r\n"))
		while (give(p, chunk, sizeof(chunk)))
			;
}

static void
serve_announced(struct peer *p)
{
	say(p, "HTTP/1.1 200 OK\r\n" JSON "Content-Length: 104857600\r\n\r\n");
	hang(p);
}

/* Exactly as many bytes as the query says, without telling before. */
static void
serve_bytes(struct peer *p)
{
	int n = atoi(p->query);

	say(p, "HTTP/1.1 200 OK\r\n" JSON "\r\n");
	while (n-- > 0 && say(p, "7"))
		;
}

static void
serve_short(struct peer *p)
{
	say(p, "HTTP/1.1 200 OK\r\n" JSON "Content-Length: 100\r\n\r\n[1, 2");
}

static void
serve_long(struct peer *p)
{
	say(p, "HTTP/1.1 200 OK\r\n" JSON
	       "Content-Length: 2\r\n\r\n[] and more than was said");
}

/* Whole in itself, but a second chunk whose length is no number. */
static void
serve_bad_chunks(struct peer *p)
{
	say(p, "HTTP/1.1 200 OK\r\n" JSON "Transfer-Encoding: chunked\r\n\r\n"
	       "3\r\n[1,\r\nzz\r\n 2]\n\r\n0\r\n\r\n");
}

/* No length was told, so that the end alone does not show that it is cut. */
static void
serve_cut(struct peer *p)
{
	say(p, "HTTP/1.1 200 OK\r\n" JSON "\r\n"
	       "{\"msg\": \"success\", \"code\": 0, \"data\": {\"page\": {"
	       "\"pageNo\": 1, \"pageSize\": 300, \"count\": 0, \"list\": [");
}

/* Nearly 8 MB that are JSON, and as objects a hundred times as large. */
static void
serve_many(struct peer *p)
{
	static char some[3 * 4096];

	for (size_t i = 0; i < sizeof(some); i += 3)
		memcpy(some + i, "{},", 3);
	say(p, "HTTP/1.1 200 OK\r\n" JSON "\r\n[");
	for (size_t i = 0; i < (8u << 20) / sizeof(some) - 1; i++)
		if (!give(p, some, sizeof(some)))
			return;
	say(p, "{}]\n");
}

/* 210 MB of zeros, packed; a Content-Encoding twice is a bomb in a bomb. */
static void
serve_bomb(struct peer *p)
{
	static unsigned char zeros[65536], packed[65536];
	z_stream z = { .next_in = zeros };
	size_t left = BOMB_BYTES;
	int rc;

	if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY))
		die("zlib");
	say(p, "HTTP/1.1 200 OK\r\n" JSON "Content-Encoding: gzip\r\n\r\n");
	do {
		if (z.avail_in == 0) {
			z.next_in = zeros;
			z.avail_in = left < sizeof(zeros) ? (unsigned)left
			                                  : sizeof(zeros);
			left -= z.avail_in;
		}
		z.next_out = packed;
		z.avail_out = sizeof(packed);
		rc = deflate(&z, left ? Z_NO_FLUSH : Z_FINISH);
	} while (give(p, packed, sizeof(packed) - z.avail_out) && rc == Z_OK);
	deflateEnd(&z);
}

static void
serve_packed(struct peer *p)
{
	static unsigned char packed[4096];
	z_stream z = { .next_in = (unsigned char *)OK_BODY,
		       .avail_in = sizeof(OK_BODY) - 1,
		       .next_out = packed,
		       .avail_out = sizeof(packed) };

	if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) ||
	    deflate(&z, Z_FINISH) != Z_STREAM_END)
		die("zlib");
	answer(p, "200 OK", JSON "Content-Encoding: gzip\r\n", (char *)packed,
	       sizeof(packed) - z.avail_out);
	deflateEnd(&z);
}

static void
serve_bad_packed(struct peer *p)
{
	answer_text(p, "200 OK", JSON "Content-Encoding: gzip\r\n",
	            "this is no gzip");
}

static void
serve_html(struct peer *p)
{
	answer_text(p, "200 OK", JSON,
	            "\xef\xbb\xbf\n<!DOCTYPE html><html><body>login</body>");
}

static void
serve_empty(struct peer *p)
{
	answer_text(p, "200 OK", JSON, "");
}

/* /status/429 and the like; Retry-After is the query. */
static void
serve_status(struct peer *p)
{
	char status[64], retry[300] = "";

	snprintf(status, sizeof(status), "%.3s Said so",
	         p->path + strlen("/status/"));
	if (*p->query)
		snprintf(retry, sizeof(retry), "Retry-After: %.200s\r\n",
		         p->query);
	for (char *c = retry; *c; c++)
		if (*c == '+')
			*c = ' ';
	answer_text(p, status, retry, "no");
}

static void
go_to(struct peer *p, const char *place)
{
	char location[5000];

	snprintf(location, sizeof(location), "Location: %.4000s\r\n", place);
	answer_text(p, "302 Found", location, "");
}

/* /to?ADDRESS */
static void
serve_to(struct peer *p)
{
	go_to(p, p->query);
}

static void
serve_circle(struct peer *p)
{
	go_to(p, "/circle");
}

/* /hops/3 leads over 2 and 1 to /echo */
static void
serve_hops(struct peer *p)
{
	int left = atoi(p->path + strlen("/hops/"));
	char next[32];

	snprintf(next, sizeof(next), "/hops/%d", left - 1);
	go_to(p, left > 1 ? next : "/echo");
}

/* A reset in the middle. */
static void
serve_drop(struct peer *p)
{
	struct linger now = { .l_onoff = 1 };

	say(p, "HTTP/1.1 200 OK\r\n" JSON
	       "Transfer-Encoding: chunked\r\n\r\n4\r\n[1, \r\n");
	setsockopt(p->fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
}

static void
serve_close(struct peer *p)
{
	(void)p;
}

static void
serve_big_head(struct peer *p)
{
	char line[64];

	say(p, "HTTP/1.1 200 OK\r\n");
	for (int i = 0; i < 4000; i++) {
		snprintf(line, sizeof(line), "X-Header-%04d: %030d\r\n", i, i);
		if (!say(p, line))
			return;
	}
	say(p, "Content-Length: 2\r\n\r\n[]");
}

/* A byte a packet. */
static void
serve_bits(struct peer *p)
{
	static const char all[] =
		"HTTP/1.1 200 OK\r\n" JSON "Transfer-Encoding: chunked\r\n\r\n"
		"3\r\n[1,\r\n4\r\n 2]\n\r\n0\r\n\r\n";

	for (const char *c = all; *c && give(p, c, 1); c++)
		;
}

static void
serve_no_http(struct peer *p)
{
	say(p, "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n");
}

/* The request and its body, recorded; the first "fail" many get 500. */
static void
serve_sink(struct peer *p)
{
	int n = __atomic_add_fetch(p->s->posts, 1, __ATOMIC_SEQ_CST);

	append(p->s->sink, p->head, strlen(p->head), p->body, p->body_len);
	if (strcmp(p->query, "slow") == 0)
		hang(p);
	else if (strncmp(p->query, "fail=", 5) == 0 && n <= atoi(p->query + 5))
		answer_text(p, "500 Down", JSON, "{\"error\": \"down\"}");
	else
		answer_text(p, "200 OK", JSON, "{\"errcode\": 0}");
}

static const struct path {
	const char *path; /* with "/" at the end: all below */
	void (*serve)(struct peer *p);
} paths[] = {
	{ "/ok", serve_ok },
	{ "/echo", serve_echo },
	{ "/unasked", serve_unasked },
	{ "/silent", hang },
	{ "/slow-head", serve_slow_head },
	{ "/slow-body", serve_slow_body },
	{ "/endless", serve_endless },
	{ "/announced", serve_announced },
	{ "/bytes", serve_bytes },
	{ "/short", serve_short },
	{ "/long", serve_long },
	{ "/cut", serve_cut },
	{ "/many", serve_many },
	{ "/bomb", serve_bomb },
	{ "/packed", serve_packed },
	{ "/bad-packed", serve_bad_packed },
	{ "/html", serve_html },
	{ "/empty", serve_empty },
	{ "/status/", serve_status },
	{ "/to", serve_to },
	{ "/circle", serve_circle },
	{ "/hops/", serve_hops },
	{ "/drop", serve_drop },
	{ "/close", serve_close },
	{ "/big-head", serve_big_head },
	{ "/bits", serve_bits },
	{ "/bad-chunks", serve_bad_chunks },
	{ "/no-http", serve_no_http },
	{ "/sink", serve_sink },
};

/* Files. */

static const char *
file_type(const char *path)
{
	static const char *const types[][2] = {
		{ ".json", JSON },
		{ ".xml", "Content-Type: application/xml\r\n" },
		{ ".html", "Content-Type: text/html; charset=utf-8\r\n" },
		{ ".csv", "Content-Type: text/csv\r\n" },
	};
	const char *dot = strrchr(path, '.');

	for (size_t i = 0; dot && i < COUNT(types); i++)
		if (strcmp(dot, types[i][0]) == 0)
			return types[i][1];
	return "Content-Type: text/plain\r\n";
}

/* The file of the path and what is put behind it, or -1. */
static int
open_file(const struct peer *p, const char *mark, const char *behind)
{
	char path[PATH_MAX];

	if (!p->s->root || strstr(p->path, "..") || strstr(behind, ".."))
		return -1;
	snprintf(path, sizeof(path), "%.1000s%.1000s%s%.1000s", p->s->root,
	         p->path, mark, behind);
	return open(path, O_RDONLY | O_CLOEXEC);
}

/* Answer as another path from here on, where a file says so. */
static void
detour(struct peer *p)
{
	int fd = open_file(p, ".as", "");
	ssize_t n = fd == -1 ? 0 : read(fd, p->path, sizeof(p->path) - 1);
	char *query;

	close(fd);
	if (n <= 0)
		return;
	p->path[n] = '\0';
	p->path[strcspn(p->path, "\n")] = '\0';
	query = strchr(p->path, '?');
	p->query = query ? query + 1 : "";
	if (query)
		*query = '\0';
}

static bool
serve_file(struct peer *p)
{
	char marks[512], tag[100], have[200];
	struct stat st;
	void *bytes;
	int fd = *p->query ? open_file(p, "?", p->query) : -1;

	if (fd == -1)
		fd = open_file(p, "", "");
	if (fd == -1 || fstat(fd, &st) || !S_ISREG(st.st_mode))
		return false;
	snprintf(tag, sizeof(tag), "\"%llx-%llx\"",
	         (unsigned long long)st.st_size,
	         (unsigned long long)st.st_mtime);
	snprintf(marks, sizeof(marks), "%sETag: %s\r\n", file_type(p->path),
	         tag);
	bytes = st.st_size ? mmap(NULL, (size_t)st.st_size, PROT_READ,
	                          MAP_PRIVATE, fd, 0)
	                   : "";
	if (bytes == MAP_FAILED)
		die(p->path);
	if (header(p, "If-None-Match", have, sizeof(have)) &&
	    strcmp(have, tag) == 0)
		say(p,
		    "HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n");
	else
		answer(p, "200 OK", marks, bytes, (size_t)st.st_size);
	return true;
}

/* Requests. */

static bool
read_request(struct peer *p)
{
	char length[32], *end = NULL, *query;
	size_t len = 0, want = 0;
	ssize_t n;

	while (!end && len < HEAD_MAX) {
		n = take(p, p->head + len, HEAD_MAX - len);
		if (n <= 0)
			return false;
		len += (size_t)n;
		p->head[len] = '\0';
		end = strstr(p->head, "\r\n\r\n");
	}
	if (!end || sscanf(p->head, "%15s %4095s", p->method, p->path) != 2)
		return false;
	end += 4;
	if (header(p, "Content-Length", length, sizeof(length)))
		want = strtoul(length, NULL, 10);
	if (want > BODY_MAX)
		return false;
	p->body = calloc(1, want + 1);
	p->body_len = len - (size_t)(end - p->head);
	if (p->body_len > want)
		return false;
	memcpy(p->body, end, p->body_len);
	*end = '\0';
	while (p->body_len < want) {
		n = take(p, p->body + p->body_len, want - p->body_len);
		if (n <= 0)
			return false;
		p->body_len += (size_t)n;
	}
	/* Asked as a proxy: the host is left out, all are ours. */
	query = strstr(p->path, "://");
	query = query ? strchr(query + 3, '/') : NULL;
	if (query && strncmp(p->path, "http://", 7) == 0)
		memmove(p->path, query, strlen(query) + 1);
	query = strchr(p->path, '?');
	p->query = query ? query + 1 : "";
	return true;
}

static void
serve_web(struct peer *p)
{
	char line[5000];
	char *query;
	int n;

	if (!read_request(p))
		return;
	n = snprintf(line, sizeof(line), "%s %s %s\n",
	             p->ssl ? "https" : "http", p->method, p->path);
	append(p->s->log, line, (size_t)n, "", 0);
	query = strchr(p->path, '?');
	if (query)
		*query = '\0';
	detour(p);
	for (size_t i = 0; i < COUNT(paths); i++) {
		size_t len = strlen(paths[i].path);

		if (strcmp(p->path, paths[i].path) == 0 ||
		    (paths[i].path[len - 1] == '/' &&
		     strncmp(p->path, paths[i].path, len) == 0)) {
			paths[i].serve(p);
			return;
		}
	}
	if (!serve_file(p))
		answer_text(p, "404 Not Found", "", "not here");
}

/* Recipients that are not taken, at once or after the whole letter. */
static const struct {
	const char *name, *at_once, *after;
} recipients[] = {
	{ "refused@", "550 nobody of that name\r\n", NULL },
	{ "later@", "451 come back\r\n", NULL },
	{ "spam@", NULL, "554 not such a letter\r\n" },
	{ "full@", NULL, "452 no room just now\r\n" },
};

/* What is answered to a line; *after: to the letter, when it is whole. */
static const char *
mail_answer(const char *line, const char **after)
{
	for (size_t i = 0; i < COUNT(recipients); i++) {
		if (!strstr(line, recipients[i].name))
			continue;
		if (recipients[i].at_once)
			return recipients[i].at_once;
		*after = recipients[i].after;
	}
	return "250 well\r\n";
}

/* As much of SMTP as a sender needs. */
static void
serve_mail(struct peer *p)
{
	FILE *in = fdopen(dup(p->fd), "r");
	const char *after = "250 taken\r\n";
	char line[2000];
	bool data = false;

	if (!in)
		return;
	say(p, "220 test ESMTP\r\n");
	while (fgets(line, sizeof(line), in)) {
		append(p->s->sink, line, strlen(line), "", 0);
		if (data) {
			data = strcmp(line, ".\r\n") != 0;
			if (!data)
				say(p, after);
		} else if (strncmp(line, "DATA", 4) == 0) {
			data = true;
			say(p, "354 go on\r\n");
		} else if (strncmp(line, "QUIT", 4) == 0) {
			say(p, "221 bye\r\n");
			break;
		} else {
			say(p, mail_answer(line, &after));
		}
	}
	fclose(in);
}

/* Connections. */

struct door {
	int fd, port;
	bool tls;
	void (*serve)(struct peer *p);
};

/* Every loopback address is ours, so that a test has as many hosts. */
static void
door_open(struct door *d, int port)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
		                  .sin_port = htons((uint16_t)port) };
	socklen_t len = sizeof(at);
	int on = 1;

	d->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (d->fd == -1)
		die("socket");
	setsockopt(d->fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(d->fd, (struct sockaddr *)&at, sizeof(at)) ||
	    listen(d->fd, 64) ||
	    getsockname(d->fd, (struct sockaddr *)&at, &len))
		die("listen");
	d->port = ntohs(at.sin_port);
}

/* In the process of the connection. */
static void
door_serve(const struct door *d, const struct server *s, int fd)
{
	struct peer p = { .s = s, .fd = fd, .query = "" };

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (d->tls) {
		p.ssl = SSL_new(s->tls);
		SSL_set_fd(p.ssl, fd);
		if (SSL_accept(p.ssl) != 1)
			_exit(0);
	}
	d->serve(&p);
	if (p.ssl)
		SSL_shutdown(p.ssl);
	_exit(0);
}

static void
door_answer(const struct door *d, const struct server *s)
{
	struct sockaddr_in from;
	socklen_t len = sizeof(from);
	int fd = accept(d->fd, (struct sockaddr *)&from, &len);

	if (fd == -1)
		return;
	if (ntohl(from.sin_addr.s_addr) >> 24 == IN_LOOPBACKNET && fork() == 0)
		door_serve(d, s, fd);
	close(fd);
}

static void
parse(struct server *s, int argc, char **argv)
{
	const struct {
		const char *name;
		const char **value;
	} options[] = {
		{ "--root", &s->root }, { "--log", &s->log },
		{ "--sink", &s->sink }, { "--cert", &s->cert },
		{ "--key", &s->key },
	};

	for (int i = 1; i + 1 < argc; i += 2) {
		if (strcmp(argv[i], "--port") == 0)
			s->port = atoi(argv[i + 1]);
		for (size_t o = 0; o < COUNT(options); o++)
			if (strcmp(argv[i], options[o].name) == 0)
				*options[o].value = argv[i + 1];
	}
}

static void
start_tls(struct server *s)
{
	s->tls = SSL_CTX_new(TLS_server_method());
	if (!s->tls ||
	    SSL_CTX_use_certificate_chain_file(s->tls, s->cert) != 1 ||
	    SSL_CTX_use_PrivateKey_file(s->tls, s->key, SSL_FILETYPE_PEM) != 1)
		die(s->cert);
}

int
main(int argc, char **argv)
{
	struct server s = { 0 };
	struct door doors[3] = { { .serve = serve_web },
		                 { .serve = serve_mail },
		                 { .serve = serve_web, .tls = true } };
	struct pollfd fds[3];
	nfds_t n, i;

	prctl(PR_SET_PDEATHSIG, SIGTERM);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGCHLD, SIG_IGN);
	parse(&s, argc, argv);
	s.posts = mmap(NULL, sizeof(*s.posts), PROT_READ | PROT_WRITE,
	               MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (s.posts == MAP_FAILED)
		die("mmap");
	if (s.cert)
		start_tls(&s);
	n = s.cert ? 3 : 2;
	for (i = 0; i < n; i++) {
		door_open(&doors[i], i == 0 ? s.port : 0);
		fds[i] = (struct pollfd){ .fd = doors[i].fd, .events = POLLIN };
	}
	printf("%d %d %d\n", doors[0].port, doors[2].port, doors[1].port);
	fflush(stdout);
	for (;;) {
		if (poll(fds, n, -1) == -1 && errno != EINTR)
			die("poll");
		for (i = 0; i < n; i++)
			if (fds[i].revents)
				door_answer(&doors[i], &s);
	}
}
