/*
 * The terminal: the only user of curses.  The canvas goes out row by row,
 * only what differs from the picture before; bytes come in through
 * kit/reader.h, not through curses, so that one poll() serves all.
 *
 * Start-up: clean the environment, a UTF-8 locale, TERM from what is
 * plausible, newterm() with a fallback, raw mode, then paste brackets.  The
 * question for the width of ambiguous characters (draw one, ask where the
 * cursor is) goes out in the third row before the first picture, and nobody
 * waits for the answer: a report from that row cannot be mistaken for a key,
 * comes whenever the line lets it, and a terminal that never answers costs
 * nothing.  Until then they are narrow.
 *
 * Whatever way out, the terminal is left as it was found: terminal_close(), and
 * for fatal signals a handler that writes what was prepared.
 */
#ifndef KIT_TERMINAL_H
#define KIT_TERMINAL_H

#include <stdbool.h>

#include "base/err.h"
#include "screens/kit/canvas.h"
#include "screens/kit/keys.h"

#define TERMINAL_ESC_DELAY_MS 50

struct terminal;

/* How wide ambiguous characters are: ask the terminal, or a setting says. */
enum terminal_width { TERMINAL_ASK, TERMINAL_NARROW, TERMINAL_WIDE };

/* ERR_INPUT: no terminal, or one that cannot place its cursor: exit 2. */
struct terminal *terminal_open(enum terminal_width width, struct err *err);
/* Restores it, when the line is still there. */
void terminal_close(struct terminal *t);

int terminal_fd(const struct terminal *t);
/* The Linux console does not. */
bool terminal_shows_chinese(const struct terminal *t);
bool terminal_wide_ambiguous(const struct terminal *t);	/* as answered so far */
bool terminal_ascii_lines(const struct terminal *t);

void terminal_size(const struct terminal *t, int *rows, int *cols);
/* After SIGWINCH: take the new size; the next flush draws all. */
void terminal_resized(struct terminal *t);
void terminal_redraw(struct terminal *t);	/* the next flush draws all */

/*
 * Read what is there when terminal_fd() is readable; -1: the line is gone.
 * Then take keys until false.
 */
int terminal_read(struct terminal *t);
bool terminal_key(struct terminal *t, struct key_event *e);
/* Half an escape sequence is held: call terminal_expire() after the delay. */
bool terminal_waiting(const struct terminal *t);
void terminal_expire(struct terminal *t);

void terminal_flush(struct terminal *t, const struct canvas *cv);
void terminal_bell(struct terminal *t);

#endif
