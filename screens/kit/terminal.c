#include "screens/kit/terminal.h"

#include <curses.h>
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

#include "base/mem.h"
#include "screens/kit/reader.h"
#include "screens/kit/theme.h"

#define FALLBACK_TERM "xterm-256color"
#define MODEST_TERM "vt100"
#define PASTE_ON "\033[?2004h"
#define PASTE_OFF "\033[?2004l"
#define READ_MAX 4096
#define TERM_NAME_MAX 64

/*
 * Save the cursor, draw U+00B7 at the third row's start, ask for the cursor,
 * wipe, restore: curses never notices.
 */
#define WIDTH_PROBE "\0337\033[3;1H\xC2\xB7\033[6n\r  \0338"
#define NARROW_REPORT 2 /* the column after one cell */

struct terminal {
	SCREEN *screen;
	struct reader reader;
	struct canvas shown; /* what the terminal has */
	cchar_t *row;
	attr_t attrs[ROLE_COUNT];
	short pairs[ROLE_COUNT];
	struct termios before;
	enum terminal_width width;
	bool probed, fresh, blink, chinese, ascii_lines;
	int cursor;      /* 1 shown, 0 hidden, -1 not yet known */
	int typed_ahead; /* bytes of it not yet read */
};

/*
 * For a handler of fatal signals, which can reach nothing else: what to write
 * and what to set.  Filled while a terminal is open.
 */
static struct {
	volatile sig_atomic_t armed;
	char text[256];
	size_t len;
	struct termios modes;
} rescue;

static const int fatal_signals[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };
static const int ignored_signals[] = { SIGINT,  SIGQUIT, SIGTSTP,
	                               SIGTTIN, SIGTTOU, SIGPIPE };

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void
write_all(const char *s, size_t len)
{
	ssize_t n;

	while (len > 0) {
		n = write(STDOUT_FILENO, s, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return;
		s += n;
		len -= (size_t)n;
	}
}

static void
on_fatal(int signo)
{
	if (rescue.armed) {
		rescue.armed = 0;
		write_all(rescue.text, rescue.len);
		tcsetattr(STDIN_FILENO, TCSANOW, &rescue.modes);
	}
	signal(signo, SIG_DFL);
	raise(signo);
}

/* A capability without its padding ("$<2>"). */
static void
rescue_add(const char *capability)
{
	const char *s = capability;

	if (!s || s == (const char *)-1)
		return;
	while (*s && rescue.len < sizeof(rescue.text)) {
		if (s[0] == '$' && s[1] == '<') {
			s = strchr(s, '>');
			if (!s)
				return;
			s++;
			continue;
		}
		rescue.text[rescue.len++] = *s++;
	}
}

static void
rescue_arm(const struct termios *modes)
{
	struct sigaction sa = { .sa_handler = on_fatal,
		                .sa_flags = (int)SA_RESETHAND };
	size_t i;

	rescue.len = 0;
	rescue_add(PASTE_OFF);
	rescue_add(tigetstr("sgr0"));
	rescue_add(tigetstr("cnorm"));
	rescue_add(tigetstr("rmkx"));
	rescue_add(tigetstr("rmcup"));
	rescue_add("\r\n");
	rescue.modes = *modes;
	rescue.armed = 1;
	for (i = 0; i < COUNT(fatal_signals); i++)
		sigaction(fatal_signals[i], &sa, NULL);
}

/* Start-up. */

static void
clean_environment(void)
{
	static const char *const names[] = {
		"TERMINFO",
		"TERMINFO_DIRS",
		"TERMCAP",
		"TERMPATH",
		"LINES",
		"COLUMNS",
		"NCURSES_ASSUMED_COLORS",
		"NCURSES_CONSOLE2",
		"NCURSES_GPM_TERMS",
		"NCURSES_NO_HARD_TABS",
		"NCURSES_NO_MAGIC_COOKIE",
		"NCURSES_NO_PADDING",
		"NCURSES_NO_SETBUF",
		"NCURSES_TRACE",
		"BAUDRATE",
	};
	size_t i;

	for (i = 0; i < COUNT(names); i++)
		unsetenv(names[i]);
	/* Lines are drawn as Unicode, not with the terminal's second set. */
	setenv("NCURSES_NO_UTF8_ACS", "1", 1);
}

/* Characters only: everything else of the locale stays "C". */
static void
choose_locale(void)
{
	if (setlocale(LC_CTYPE, "") &&
	    strcmp(nl_langinfo(CODESET), "UTF-8") == 0)
		return;
	setlocale(LC_CTYPE, "C.UTF-8");
}

/* A name of a terminal, and not a path, a command or a flood. */
static bool
plausible_term(const char *name)
{
	size_t len = name ? strlen(name) : 0;
	static const char ok[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"0123456789-+_.";

	return len > 0 && len <= TERM_NAME_MAX && name[0] != '.' &&
	       name[0] != '-' && strspn(name, ok) == len;
}

/* newterm() leaks when it fails, so what it would find is asked before. */
static bool
known_term(const char *name)
{
	int found;

	if (setupterm(name, STDOUT_FILENO, &found) == ERR)
		return false;
	del_curterm(cur_term);
	return true;
}

static void
set_modes(struct terminal *t)
{
	raw();
	noecho();
	nonl();
	keypad(stdscr, TRUE); /* application keys; the reader knows both */
	idlok(stdscr, TRUE);
	leaveok(stdscr, TRUE);
	/* Inserting or deleting cells tears a wide character in two. */
	idcok(stdscr, FALSE);
	scrollok(stdscr, FALSE);
	t->cursor = -1;
	ioctl(STDIN_FILENO, FIONREAD, &t->typed_ahead);
}

static void
set_styles(struct terminal *t)
{
	enum theme_depth depth;
	struct style style;
	short pair = 1;
	int i;

	if (has_colors()) {
		start_color();
		use_default_colors();
	}
	depth = theme_depth(has_colors() ? COLORS : 0, getenv("NO_COLOR"));
	for (i = 0; i < ROLE_COUNT; i++) {
		style = theme_style(depth, (enum role)i);
		t->attrs[i] = (style.bold ? A_BOLD : 0) |
		              (style.dim ? A_DIM : 0) |
		              (style.underline ? A_UNDERLINE : 0) |
		              (style.reverse ? A_REVERSE : 0);
		if (style.fg < 0 && style.bg < 0)
			continue;
		init_pair(pair, style.fg, style.bg);
		t->pairs[i] = pair++;
	}
}

static void
ignore_signals(void)
{
	size_t i;

	for (i = 0; i < COUNT(ignored_signals); i++)
		signal(ignored_signals[i], SIG_IGN);
}

static bool
can_place_cursor(void)
{
	const char *cup = tigetstr("cup");

	return cup && cup != (const char *)-1;
}

struct terminal *
terminal_open(enum terminal_width width, struct err *err)
{
	struct terminal *t;
	const char *name = getenv("TERM");
	struct termios before;
	SCREEN *screen;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) ||
	    tcgetattr(STDIN_FILENO, &before)) {
		err_set(err, ERR_INPUT,
		        "the console needs a terminal on stdin and stdout");
		return NULL;
	}
	choose_locale();
	clean_environment();
	if (!plausible_term(name))
		name = MODEST_TERM;
	else if (!known_term(name))
		name = FALLBACK_TERM;
	ignore_signals();
	screen = newterm(name, stdout, stdin);
	if (!screen || !can_place_cursor()) {
		if (screen) {
			endwin();
			delscreen(screen);
		}
		err_set(err, ERR_INPUT,
		        "TERM=%s cannot place the cursor; set TERM, for "
		        "example to xterm-256color",
		        name);
		return NULL;
	}
	t = mem_alloc(sizeof(*t));
	t->screen = screen;
	t->before = before;
	t->width = width;
	t->fresh = true;
	t->blink = !getenv("NO_BLINK");
	t->chinese = strcmp(name, "linux") != 0;
	t->ascii_lines = strncmp(name, "vt", 2) == 0 || !t->chinese;
	reader_init(&t->reader);
	canvas_init(&t->shown);
	rescue_arm(&before);
	set_modes(t);
	set_styles(t);
	return t;
}

/* SIGHUP is also sent to processes whose terminal is still there. */
static bool
line_alive(void)
{
	struct pollfd p = { .fd = STDIN_FILENO, .events = POLLIN };
	struct termios modes;

	return poll(&p, 1, 0) >= 0 && !(p.revents & (POLLHUP | POLLERR)) &&
	       tcgetattr(STDIN_FILENO, &modes) == 0;
}

void
terminal_close(struct terminal *t)
{
	if (!t)
		return;
	rescue.armed = 0;
	if (line_alive()) {
		curs_set(1);
		endwin();
		write_all(PASTE_OFF, strlen(PASTE_OFF));
		/* An answer still on its way is not for the shell. */
		tcsetattr(STDIN_FILENO,
		          t->reader.report_col ? TCSADRAIN : TCSAFLUSH,
		          &t->before);
	}
	delscreen(t->screen);
	reader_release(&t->reader);
	canvas_release(&t->shown);
	free(t->row);
	free(t);
}

/* Facts. */

int
terminal_fd(const struct terminal *t)
{
	(void)t;
	return STDIN_FILENO;
}

bool
terminal_shows_chinese(const struct terminal *t)
{
	return t->chinese;
}

bool
terminal_wide_ambiguous(const struct terminal *t)
{
	if (t->width != TERMINAL_ASK)
		return t->width == TERMINAL_WIDE;
	return t->reader.report_col > NARROW_REPORT;
}

bool
terminal_ascii_lines(const struct terminal *t)
{
	return t->ascii_lines;
}

void
terminal_size(const struct terminal *t, int *rows, int *cols)
{
	(void)t;
	getmaxyx(stdscr, *rows, *cols);
}

void
terminal_resized(struct terminal *t)
{
	struct winsize ws;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) || ws.ws_row == 0 ||
	    ws.ws_col == 0)
		return;
	resizeterm(ws.ws_row, ws.ws_col);
	terminal_redraw(t);
}

void
terminal_redraw(struct terminal *t)
{
	t->fresh = true;
}

/* Input. */

/*
 * What was typed before the terminal was ours came through its line editing,
 * which had made a line feed of Enter.
 */
static void
give_back_enter(struct terminal *t, char *bytes, size_t n)
{
	for (size_t i = 0; i < n && t->typed_ahead > 0; i++, t->typed_ahead--)
		if (bytes[i] == '\n')
			bytes[i] = '\r';
}

int
terminal_read(struct terminal *t)
{
	char bytes[READ_MAX];
	ssize_t n = read(STDIN_FILENO, bytes, sizeof(bytes));

	if (n > 0) {
		give_back_enter(t, bytes, (size_t)n);
		reader_feed(&t->reader, bytes, (size_t)n);
		return 0;
	}
	return n < 0 && (errno == EINTR || errno == EAGAIN) ? 0 : -1;
}

bool
terminal_key(struct terminal *t, struct key_event *e)
{
	return reader_next(&t->reader, e);
}

bool
terminal_waiting(const struct terminal *t)
{
	return reader_waiting(&t->reader);
}

void
terminal_expire(struct terminal *t)
{
	reader_expire(&t->reader);
}

/* Output. */

/* The row's cells as curses wants them: one cchar_t a character. */
static int
fill_row(struct terminal *t, const struct cell *cells, int cols)
{
	wchar_t text[4];
	attr_t attrs;
	int col, i, n = 0;

	for (col = 0; col < cols; col++) {
		const struct cell *c = &cells[col];

		if (c->width == 0)
			continue;
		for (i = 0; i < 3 && c->ch[i]; i++)
			text[i] = (wchar_t)c->ch[i];
		text[i] = L'\0';
		attrs = t->attrs[c->role];
		if (c->blink && t->blink)
			attrs |= A_BLINK;
		setcchar(&t->row[n++], text, attrs, t->pairs[c->role], NULL);
	}
	return n;
}

static void
put_row(struct terminal *t, const struct canvas *cv, int row)
{
	size_t cols = (size_t)cv->cols, at = (size_t)row * cols;
	const struct cell *now = &cv->cells[at];
	struct cell *shown = &t->shown.cells[at];

	if (memcmp(now, shown, cols * sizeof(*now)) == 0)
		return;
	memcpy(shown, now, cols * sizeof(*now));
	mvadd_wchnstr(row, 0, t->row, fill_row(t, now, cv->cols));
}

/* Once, before the first picture: paste brackets on, and the question. */
static void
probe(struct terminal *t)
{
	t->probed = true;
	refresh(); /* the other screen of the terminal, cleared */
	write_all(PASTE_ON, strlen(PASTE_ON));
	if (t->width == TERMINAL_ASK)
		write_all(WIDTH_PROBE, strlen(WIDTH_PROBE));
}

static void
begin_picture(struct terminal *t, const struct canvas *cv)
{
	canvas_resize(&t->shown, cv->rows, cv->cols);
	t->row = mem_array(t->row, (size_t)cv->cols + 1, sizeof(*t->row));
	erase();
	if (!t->probed)
		probe(t);
	else
		clearok(curscr, TRUE);
	t->fresh = false;
}

static void
put_cursor(struct terminal *t, const struct canvas *cv)
{
	bool shown = cv->cursor_row >= 0;

	if (t->cursor != shown) {
		curs_set(shown);
		leaveok(stdscr, !shown);
		t->cursor = shown;
	}
	if (shown)
		move(cv->cursor_row, cv->cursor_col);
}

void
terminal_flush(struct terminal *t, const struct canvas *cv)
{
	int rows, cols, row;

	terminal_size(t, &rows, &cols);
	if (cv->rows != rows || cv->cols != cols)
		return; /* between a resize and its picture */
	if (t->fresh)
		begin_picture(t, cv);
	for (row = 0; row < rows; row++)
		put_row(t, cv, row);
	put_cursor(t, cv);
	refresh();
}

void
terminal_bell(struct terminal *t)
{
	(void)t;
	beep();
}
