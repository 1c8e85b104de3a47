/*
 * A session is one program on one pseudo-terminal, with a terminal emulator
 * (libvterm) that shows what it draws.  The tool keeps the terminal's other
 * end open too, so that its modes can be read after the program has ended.
 *
 * Nothing here waits for output: session_read() takes what is there.  Callers
 * poll `master` and `pidfd`.
 */
#ifndef TESTS_TTY_SESSION_H
#define TESTS_TTY_SESSION_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <termios.h>
#include <vterm.h>

#include "base/buf.h"
#include "base/err.h"

struct session {
	char *name;
	char *term; /* TERM of the program; NULL before a run */
	int rows, cols;
	pid_t pid;
	int master, slave, pidfd; /* -1: closed */
	bool running;
	int status; /* after the end: 0-255, or 128 + signal */

	VTerm *vt;
	VTermScreen *screen;
	VTerm *ruler;          /* a spare terminal to measure characters on */
	struct buf raw;        /* every byte the program wrote */
	size_t shown;          /* bytes of raw that the terminal has */
	struct buf reply;      /* bytes the terminal has to send */
	struct termios before; /* modes at the start */
	int64_t heard_ms;      /* clock_mono_ms() of the latest output */
	bool alt_screen;
	int mouse; /* VTERM_PROP_MOUSE_... */
};

void session_init(struct session *s, const char *name);
/* Ends the program: by hanging up, then with SIGKILL. */
void session_release(struct session *s);

/*
 * Start `command` (a shell command line, exec'ed) with TERM=term and the
 * caller's other environment.  A program that still runs in s is ended.
 */
int session_start(struct session *s, const char *command, const char *term,
                  int rows, int cols, struct err *err);

/* Read and show what the program wrote; notice its end. */
void session_read(struct session *s);
void session_send(struct session *s, const char *bytes, size_t len);
/* Send text as a paste, bracketed when the program asked for that. */
void session_paste(struct session *s, const char *text);
void session_resize(struct session *s, int rows, int cols);
/* Close the line, as a dropped connection does. */
void session_hangup(struct session *s);

#endif
