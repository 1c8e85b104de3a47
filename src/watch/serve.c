#include "watch/serve.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/loop.h"
#include "base/mem.h"
#include "base/tr.h"

#define VERSION "HTTP/1."

struct client {
	struct serve *s;
	struct client *next; /* the one that came after it */
	int fd, timer;
	struct buf head; /* of the request; then of the answer */
	struct buf body; /* of the answer */
	size_t sent;     /* of both */
};

struct serve {
	struct loop *l;
	struct serve_options o;
	int fd, port;
	struct client *oldest;
	size_t count;
};

/* ---- a request ---- */

static const struct {
	int status;
	const char *name;
} statuses[] = {
	{ 200, "OK" },
	{ 400, "Bad Request" },
	{ 404, "Not Found" },
	{ 405, "Method Not Allowed" },
	{ 414, "URI Too Long" },
	{ 431, "Request Header Fields Too Large" },
	{ 500, "Internal Server Error" },
	{ 505, "HTTP Version Not Supported" },
};

static const char *
status_name(int status)
{
	size_t i = 0;

	while (i < sizeof(statuses) / sizeof(*statuses) - 1 &&
	       statuses[i].status != status)
		i++;
	return statuses[i].name;
}

/* A word of a line of plain characters, up to a blank; *at goes behind it. */
static size_t
word(const char *line, size_t len, size_t *at)
{
	size_t from = *at, n = 0;

	while (from + n < len && isgraph((unsigned char)line[from + n]))
		n++;
	*at = from + n;
	if (*at < len && line[*at] == ' ')
		(*at)++;
	return n;
}

/* "GET /path?query HTTP/1.1", its end cut off. */
static int
line_read(struct serve_request *out, const char *line, size_t len)
{
	size_t at = 0, path;
	size_t method_len = word(line, len, &at);
	const char *target = line + at;
	size_t target_len = word(line, len, &at);
	const char *version = line + at;
	size_t version_len = word(line, len, &at);

	if (!method_len || !target_len || *target != '/' ||
	    version + version_len != line + len ||
	    version_len != strlen(VERSION) + 1 ||
	    strncmp(version, "HTTP/", 5) != 0)
		return 400;
	if (strncmp(version, VERSION, strlen(VERSION)) != 0)
		return 505;
	if (method_len != 3 || memcmp(line, "GET", 3) != 0)
		return 405;
	if (target_len > SERVE_PATH_MAX)
		return 414;
	memset(out, 0, sizeof(*out));
	for (path = 0; path < target_len && target[path] != '?'; path++)
		;
	memcpy(out->path, target, path);
	if (path < target_len)
		memcpy(out->query, target + path + 1, target_len - path - 1);
	return 200;
}

/* Is there the empty line that ends a head?  Lines may end without CR. */
static bool
is_whole(const char *bytes, size_t len)
{
	return memmem(bytes, len, "\n\r\n", 3) || memmem(bytes, len, "\n\n", 2);
}

int
serve_request_read(struct serve_request *out, const char *bytes, size_t len)
{
	const char *end = memchr(bytes, '\n', len);
	int status = 200;
	size_t line;

	if (end) {
		line = (size_t)(end - bytes);
		if (line && bytes[line - 1] == '\r')
			line--;
		status = line_read(out, bytes, line);
	}
	if (status != 200 || (end && is_whole(bytes, len)))
		return status;
	return len < SERVE_HEAD_MAX ? 0 : 431;
}

/* ---- a client ---- */

static void
client_drop(struct client *c)
{
	struct client **at = &c->s->oldest;

	while (*at != c)
		at = &(*at)->next;
	*at = c->next;
	c->s->count--;
	loop_unwatch(c->s->l, c->fd);
	loop_cancel(c->s->l, c->timer);
	close(c->fd);
	buf_release(&c->head);
	buf_release(&c->body);
	free(c);
}

static void
client_late(void *arg)
{
	client_drop(arg);
}

/* What is left of a part that begins at `from` of the answer: 1 all is sent,
 * 0 not yet, -1 the client is gone. */
static int
part_send(struct client *c, const struct buf *part, size_t from)
{
	ssize_t n;

	while (c->sent < from + part->len) {
		n = send(c->fd, part->s + (c->sent - from),
		         from + part->len - c->sent, MSG_NOSIGNAL);
		if (n < 0)
			return errno == EAGAIN || errno == EINTR ? 0 : -1;
		c->sent += (size_t)n;
	}
	return 1;
}

static void
client_write(void *arg, int fd, short revents)
{
	struct client *c = arg;
	int rc;

	(void)fd;
	(void)revents;
	rc = part_send(c, &c->head, 0);
	if (rc == 1)
		rc = part_send(c, &c->body, c->head.len);
	if (rc)
		client_drop(c);
}

static void
client_answer(struct client *c, int status, const struct serve_request *r)
{
	struct err none = ERR_INIT;

	if (status == 200)
		status = c->s->o.answer(c->s->o.arg, r, &c->body);
	if (status != 200 && !c->body.len)
		buf_fmt(&c->body, "%d %s\n", status, status_name(status));
	buf_clear(&c->head);
	buf_fmt(&c->head,
	        "HTTP/1.1 %d %s\r\n"
	        "Content-Type: text/plain; charset=utf-8\r\n"
	        "Content-Length: %zu\r\n"
	        "Cache-Control: no-store\r\n"
	        "Connection: close\r\n",
	        status, status_name(status), c->body.len);
	if (status == 405)
		buf_str(&c->head, "Allow: GET\r\n");
	buf_str(&c->head, "\r\n");
	if (loop_watch(c->s->l, c->fd, POLLOUT, client_write, c, &none))
		client_drop(c);
}

static void
client_read(void *arg, int fd, short revents)
{
	struct client *c = arg;
	struct serve_request r;
	char bytes[SERVE_HEAD_MAX];
	ssize_t n = recv(fd, bytes, sizeof(bytes) - c->head.len, 0);
	int status;

	(void)revents;
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0) {
		client_drop(c);
		return;
	}
	buf_add(&c->head, bytes, (size_t)n);
	status = serve_request_read(&r, c->head.s, c->head.len);
	if (status)
		client_answer(c, status, &r);
}

/* ---- the server ---- */

static void
client_add(struct serve *s, int fd)
{
	struct err none = ERR_INIT;
	struct client *c = mem_alloc(sizeof(*c)), **end = &s->oldest;

	if (s->count == SERVE_CLIENTS)
		client_drop(s->oldest);
	while (*end)
		end = &(*end)->next;
	*end = c;
	s->count++;
	c->s = s;
	c->fd = fd;
	buf_init(&c->head);
	buf_init(&c->body);
	c->timer = loop_after(s->l, s->o.patience_ms, client_late, c);
	if (loop_watch(s->l, fd, POLLIN, client_read, c, &none))
		client_drop(c);
}

/* One a round, so that a crowd at the door does not keep those inside. */
static void
on_client(void *arg, int fd, short revents)
{
	struct serve *s = arg;
	int client = accept4(fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

	(void)revents;
	if (client >= 0)
		client_add(s, client);
	else if ((errno == EMFILE || errno == ENFILE) && s->oldest)
		client_drop(s->oldest);
}

static int
serve_listen(struct serve *s, struct err *err)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
		                  .sin_port = htons((uint16_t)s->o.port),
		                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(at);
	int yes = 1;

	s->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (s->fd < 0 ||
	    setsockopt(s->fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes)) ||
	    bind(s->fd, (struct sockaddr *)&at, len) ||
	    listen(s->fd, SERVE_CLIENTS) ||
	    getsockname(s->fd, (struct sockaddr *)&at, &len))
		return errno == EADDRINUSE
		               ? err_set(err, ERR_BUSY,
		                         tr("端口 %d 已被占用，换一个"),
		                         s->o.port)
		               : err_set(err, ERR_IO, "127.0.0.1:%d: %s",
		                         s->o.port, strerror(errno));
	s->port = ntohs(at.sin_port);
	return loop_watch(s->l, s->fd, POLLIN, on_client, s, err);
}

struct serve *
serve_new(struct loop *l, const struct serve_options *o, struct err *err)
{
	struct serve *s = mem_alloc(sizeof(*s));

	s->l = l;
	s->o = *o;
	if (!s->o.patience_ms)
		s->o.patience_ms = SERVE_PATIENCE_MS;
	if (serve_listen(s, err) == 0)
		return s;
	serve_free(s);
	return NULL;
}

void
serve_free(struct serve *s)
{
	if (!s)
		return;
	while (s->oldest)
		client_drop(s->oldest);
	if (s->fd >= 0) {
		loop_unwatch(s->l, s->fd);
		close(s->fd);
	}
	free(s);
}

int
serve_port(const struct serve *s)
{
	return s->port;
}

size_t
serve_clients(const struct serve *s)
{
	return s->count;
}
