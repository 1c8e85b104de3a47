#include "tests/tty/player.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"

enum {
	PAUSE_MS = 50, /* this long without output is a pause */
	LIMIT_MS = 10000,
	LINE_MAX_BYTES = 1 << 20
};

void
player_init(struct player *p, int in, const char *name)
{
	struct err err = ERR_INIT;

	*p = (struct player){
		.term = mem_str("xterm-256color"),
		.rows = 24,
		.cols = 80,
		.limit_ms = LIMIT_MS,
		.in = in,
		.name = name,
		.pending = BUF_INIT,
	};
	player_session(p, "main", &err);
}

void
player_release(struct player *p)
{
	for (int i = 0; i < p->nsessions; i++)
		session_release(&p->sessions[i]);
	buf_release(&p->pending);
	free(p->term);
}

int
player_session(struct player *p, const char *name, struct err *err)
{
	for (int i = 0; i < p->nsessions; i++)
		if (strcmp(p->sessions[i].name, name) == 0) {
			p->now = &p->sessions[i];
			return 0;
		}
	if (p->nsessions == SESSIONS)
		return err_set(err, ERR_INPUT, "at most %d sessions", SESSIONS);
	p->now = &p->sessions[p->nsessions++];
	session_init(p->now, name);
	return 0;
}

bool
player_attend(struct player *p, int fd, int64_t until)
{
	struct pollfd fds[2 * SESSIONS + 1];
	nfds_t n = 0;
	int64_t left = until - clock_mono_ms();
	bool ready;

	fds[n++] = (struct pollfd){ .fd = fd, .events = POLLIN };
	for (int i = 0; i < p->nsessions; i++) {
		fds[n++] = (struct pollfd){ .fd = p->sessions[i].master,
			                    .events = POLLIN };
		fds[n++] = (struct pollfd){ .fd = p->sessions[i].pidfd,
			                    .events = POLLIN };
	}
	poll(fds, n, left < 0 ? 0 : (int)left);
	ready = fd >= 0 && fds[0].revents != 0;
	for (int i = 0; i < p->nsessions; i++)
		if (p->sessions[i].vt)
			session_read(&p->sessions[i]);
	return ready;
}

int
player_wait(struct player *p, const struct want *w, struct err *err)
{
	struct session *s = p->now;
	int64_t until = clock_mono_ms() + p->limit_ms;

	for (;;) {
		bool ended = !s->running;

		if (w->holds(s, w))
			return 0;
		if (ended)
			return err_set(err, ERR_NOT_FOUND,
			               "not so, and the program has ended");
		if (clock_mono_ms() >= until)
			return err_set(err, ERR_NOT_FOUND,
			               "not so within %d ms", p->limit_ms);
		player_attend(p, -1, until);
	}
}

int
player_settle(struct player *p, struct err *err)
{
	struct session *s = p->now;
	int64_t began = clock_mono_ms();
	int64_t from;

	for (;;) {
		from = s->heard_ms > began ? s->heard_ms : began;
		if (clock_mono_ms() - from >= PAUSE_MS || !s->running)
			return 0;
		if (clock_mono_ms() - began >= p->limit_ms)
			return err_set(err, ERR_NOT_FOUND,
			               "output never pauses");
		player_attend(p, -1, from + PAUSE_MS);
	}
}

bool
player_line(struct player *p, struct buf *line)
{
	char bytes[4096];
	char *end;
	ssize_t n;
	size_t len;

	for (;;) {
		end = memchr(p->pending.s, '\n', p->pending.len);
		if (end || p->eof)
			break;
		if (!player_attend(p, p->in, INT64_MAX / 2))
			continue;
		n = read(p->in, bytes, sizeof bytes);
		p->eof = n <= 0 || p->pending.len > LINE_MAX_BYTES;
		if (n > 0)
			buf_add(&p->pending, bytes, (size_t)n);
	}
	if (p->pending.len == 0)
		return false;
	len = end ? (size_t)(end - p->pending.s) : p->pending.len;
	buf_clear(line);
	buf_add(line, p->pending.s, len);
	len += end != NULL;
	memmove(p->pending.s, p->pending.s + len, p->pending.len - len);
	buf_cut(&p->pending, p->pending.len - len);
	p->line++;
	return true;
}
