/*
 * Key names to the bytes a terminal sends for them.  Text stands for itself;
 * names are <Enter> <Tab> <S-Tab> <Esc> <Space> <lt> <BS> <Del> <Ins> <Up>
 * <Down> <Left> <Right> <Home> <End> <PgUp> <PgDn> <F1>..<F12>, <C-x> for
 * control and <M-x> for Escape before a key.  <Down>*3 sends it three times
 * (*n counts only after a name).  Newlines and tabs in the string are
 * layout and send nothing.
 *
 * Keys that differ between terminals come from TERM's terminfo entry, as the
 * program has been told to expect them; an unknown TERM sends xterm's.
 */
#ifndef TESTS_TTY_KEYS_H
#define TESTS_TTY_KEYS_H

#include "base/buf.h"
#include "base/err.h"

/*
 * Decode one key (or one character of text) at *at, append its bytes and
 * move *at behind it.  Appends nothing for layout.
 */
int
keys_next(const char **at, const char *term, struct buf *out, struct err *err);

/* Bytes written as text with \a \e \n \r \t \\ and \xNN. */
int keys_bytes(const char *text, struct buf *out, struct err *err);

#endif
