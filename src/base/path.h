/*
 * Files that an officer names: read, written and completed.  He may be one
 * who has no shell here, so a name leads to nothing but regular files that
 * this process may read, and what is written never goes through a link that
 * somebody laid there.
 *
 * Errors are one line in the officer's language.  A file that is not there is
 * ERR_NOT_FOUND, another that is named wrongly ERR_INPUT.
 */
#ifndef BASE_PATH_H
#define BASE_PATH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

/* Append what was typed: no blanks around it, "~" and "~/" as $HOME. */
void path_expand(struct buf *out, const char *typed);

/* What stands behind the last "/". */
const char *path_name(const char *path);

/*
 * Append a whole file to out, whose maximum is the file's (set it: at least
 * 1 MB).  Never waits: devices, pipes and folders are refused unread, and so
 * is a symbolic link.  The error does not repeat the path.
 */
int path_read(struct buf *out, const char *path, struct err *err);

/* Is there anything of that name, be it a link to nowhere? */
bool path_taken(const char *path);

/*
 * Write a file of mode 0600, all of it or nothing: beside it first, then
 * renamed.  What is there stays, ERR_REFUSED, unless replace; and what is no
 * regular file is never replaced.
 */
int path_write(const char *path, const void *bytes, size_t len, bool replace,
	       struct err *err);

/*
 * The i-th name that begins with what was typed, folders with a "/" at the
 * end, in order; when it can only be one folder, what is in it follows.
 * Hidden ones only when the dot was typed.  False: no more; out is then "".
 */
bool path_complete(struct buf *out, const char *typed, size_t i);

#endif
