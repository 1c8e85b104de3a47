#include "tests/tty/session.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utmp.h>

#include "base/clock.h"
#include "base/mem.h"

enum {
	READ_BYTES = 16384, /* libvterm keeps a run of text on the stack */
	READS = 64,         /* bounds one look at an endless writer */
	STUCK_MS = 10000,   /* a program that reads nothing for so long */
	HANGUP_MS = 2000    /* to end by itself after the line dropped */
};

static void
on_output(const char *s, size_t len, void *user)
{
	struct session *session = user;

	buf_add(&session->reply, s, len);
}

static int
on_property(VTermProp prop, VTermValue *value, void *user)
{
	struct session *s = user;

	if (prop == VTERM_PROP_ALTSCREEN)
		s->alt_screen = value->boolean;
	else if (prop == VTERM_PROP_MOUSE)
		s->mouse = value->number;
	return 1;
}

static const VTermScreenCallbacks screen_callbacks = {
	.settermprop = on_property,
};

static VTerm *
terminal_new(int rows, int cols)
{
	VTerm *vt = vterm_new(rows, cols);

	vterm_set_utf8(vt, 1);
	vterm_screen_reset(vterm_obtain_screen(vt), 1);
	return vt;
}

static void
terminal_start(struct session *s)
{
	s->alt_screen = false;
	s->mouse = VTERM_PROP_MOUSE_NONE;
	s->vt = terminal_new(s->rows, s->cols);
	s->screen = vterm_obtain_screen(s->vt);
	vterm_output_set_callback(s->vt, on_output, s);
	vterm_screen_set_callbacks(s->screen, &screen_callbacks, s);
	vterm_screen_enable_altscreen(s->screen, 1);
}

static void
close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* Wait for the end; true when the program has ended in time. */
static bool
reap(struct session *s, int timeout_ms)
{
	struct pollfd p = { .fd = s->pidfd, .events = POLLIN };
	int status;

	if (!s->running)
		return true;
	if (poll(&p, 1, timeout_ms) != 1)
		return false;
	if (waitpid(s->pid, &status, 0) != s->pid)
		return false;
	s->status = WIFSIGNALED(status) ? 128 + WTERMSIG(status)
	                                : WEXITSTATUS(status);
	s->running = false;
	close_fd(&s->pidfd);
	return true;
}

static void
session_end(struct session *s)
{
	session_hangup(s);
	if (!reap(s, HANGUP_MS)) {
		kill(-s->pid, SIGKILL);
		reap(s, STUCK_MS);
	}
	if (s->vt)
		vterm_free(s->vt);
	s->vt = NULL;
}

void
session_init(struct session *s, const char *name)
{
	*s = (struct session){
		.name = mem_str(name),
		.master = -1,
		.slave = -1,
		.pidfd = -1,
		.ruler = terminal_new(1, 8),
		.raw = BUF_INIT,
		.reply = BUF_INIT,
	};
}

void
session_release(struct session *s)
{
	session_end(s);
	vterm_free(s->ruler);
	buf_release(&s->raw);
	buf_release(&s->reply);
	free(s->name);
	free(s->term);
}

static void
child(int slave, const char *command, const char *term)
{
	struct buf line = BUF_INIT;
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	setenv("TERM", term, 1);
	unsetenv("LINES");
	unsetenv("COLUMNS");
	buf_fmt(&line, "exec %s", command);
	if (login_tty(slave) == 0)
		execl("/bin/sh", "sh", "-c", line.s, (char *)NULL);
	_exit(127);
}

int
session_start(struct session *s, const char *command, const char *term,
              int rows, int cols, struct err *err)
{
	struct winsize size = { .ws_row = (unsigned short)rows,
		                .ws_col = (unsigned short)cols };

	session_end(s);
	buf_clear(&s->raw);
	s->shown = 0;
	buf_clear(&s->reply);
	free(s->term);
	s->term = mem_str(term);
	s->rows = rows;
	s->cols = cols;
	terminal_start(s);
	if (openpty(&s->master, &s->slave, NULL, NULL, &size) == -1)
		return err_set(err, ERR_IO, "openpty: %s", strerror(errno));
	fcntl(s->master, F_SETFD, FD_CLOEXEC);
	fcntl(s->slave, F_SETFD, FD_CLOEXEC);
	fcntl(s->master, F_SETFL, O_NONBLOCK);
	tcgetattr(s->slave, &s->before);
	s->pid = fork();
	if (s->pid == -1)
		return err_set(err, ERR_IO, "fork: %s", strerror(errno));
	if (s->pid == 0)
		child(s->slave, command, term);
	s->running = true;
	s->heard_ms = clock_mono_ms();
	s->pidfd = pidfd_open(s->pid, 0);
	if (s->pidfd == -1)
		return err_set(err, ERR_IO, "pidfd: %s", strerror(errno));
	return 0;
}

/* Bytes of a character that has begun and not ended yet, at the end of s. */
static size_t
begun(const char *s, size_t len)
{
	size_t back, need;
	unsigned char c;

	for (back = 1; back <= 3 && back <= len; back++) {
		c = (unsigned char)s[len - back];
		if (c < 0x80)
			return 0;
		if (c < 0xC0)
			continue;
		need = c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
		return need > back ? back : 0;
	}
	return 0;
}

/*
 * libvterm takes a wide character that comes in two pieces, the first behind
 * ASCII, for two errors: it gets whole characters only.
 */
static void
show(struct session *s, const char *bytes, size_t len)
{
	const char *next;
	size_t whole;

	buf_add(&s->raw, bytes, len);
	next = s->raw.s + s->shown;
	whole = s->raw.len - s->shown;
	whole -= begun(next, whole);
	vterm_input_write(s->vt, next, whole);
	s->shown += whole;
	vterm_screen_flush_damage(s->screen);
	s->heard_ms = clock_mono_ms();
}

static void
take_output(struct session *s)
{
	char bytes[READ_BYTES];
	ssize_t n;

	for (int i = 0; i < READS && s->master >= 0; i++) {
		n = read(s->master, bytes, sizeof bytes);
		if (n <= 0)
			break;
		show(s, bytes, (size_t)n);
	}
}

/* Write all of the reply buffer, reading meanwhile so that nobody blocks. */
static void
flush_reply(struct session *s)
{
	int64_t until = clock_mono_ms() + STUCK_MS;
	struct pollfd p = { .fd = s->master, .events = POLLIN | POLLOUT };
	size_t sent = 0;
	ssize_t n;

	while (sent < s->reply.len && s->master >= 0 &&
	       clock_mono_ms() < until) {
		n = write(s->master, s->reply.s + sent, s->reply.len - sent);
		if (n > 0) {
			sent += (size_t)n;
			continue;
		}
		if (n == -1 && errno != EAGAIN && errno != EINTR)
			break;
		poll(&p, 1, 100);
		take_output(s);
	}
	buf_clear(&s->reply);
}

void
session_read(struct session *s)
{
	/* What a program wrote before its end is there before the end is. */
	bool ended = reap(s, 0);

	take_output(s);
	if (ended)
		buf_clear(&s->reply);
	else
		flush_reply(s);
}

void
session_send(struct session *s, const char *bytes, size_t len)
{
	buf_add(&s->reply, bytes, len);
	flush_reply(s);
}

void
session_paste(struct session *s, const char *text)
{
	vterm_keyboard_start_paste(s->vt);
	buf_str(&s->reply, text);
	vterm_keyboard_end_paste(s->vt);
	flush_reply(s);
}

void
session_resize(struct session *s, int rows, int cols)
{
	struct winsize size = { .ws_row = (unsigned short)rows,
		                .ws_col = (unsigned short)cols };

	s->rows = rows;
	s->cols = cols;
	vterm_set_size(s->vt, rows, cols);
	if (s->master >= 0)
		ioctl(s->master, TIOCSWINSZ, &size);
}

void
session_hangup(struct session *s)
{
	close_fd(&s->slave);
	close_fd(&s->master);
}
