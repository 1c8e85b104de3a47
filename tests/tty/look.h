/*
 * What can be seen on a session's screen.  Rows and columns count from 1, as
 * people count them; row -1 is the last.  A wide character is one character
 * of a row's text; trailing blanks are cut.
 */
#ifndef TESTS_TTY_LOOK_H
#define TESTS_TTY_LOOK_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "tests/tty/session.h"

/* Append the text of a row, without a newline. */
void look_row(const struct session *s, int row, struct buf *out);
bool look_row_has(const struct session *s, int row, const char *text);
bool look_has(const struct session *s, const char *text);
/* The whole screen with a frame, for people. */
void look_picture(const struct session *s, struct buf *out);

/*
 * Rows first..last against lines; a line "*" fits any row, and rows past the
 * last line must be blank.
 */
bool
look_equals(const struct session *s, int first, int last, const char *lines);

/*
 * Does every cell fit its neighbours: no half of a wide character alone, and
 * was every byte so far part of a whole UTF-8 character?
 */
int look_intact(struct session *s, struct err *err);

/*
 * Does TEXT (NULL: any cell) wear `attr`: bold, underline, blink, reverse or
 * colour?  Returns 1 or 0, or -1 when there is no such attribute.
 */
int look_attr(const struct session *s, const char *attr, const char *text);

/* Are the terminal's modes those of before the program started? */
int look_termios(const struct session *s, struct err *err);
/* As above, and: normal screen, cursor shown, mouse off. */
int look_restored(const struct session *s, struct err *err);

#endif
