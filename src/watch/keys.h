/*
 * The keys file, DATA/keys: what services gave the desk to be known by.  The
 * only place for such values; settings, templates and feeds name them.
 *
 *	# a comment
 *	firms = 0123456789abcdef
 *	mail.password = two words
 *
 * A name is 1 to 40 of a-z, A-Z, 0-9, "_", "-" and "."; a value is the rest of
 * the line without the blanks around it, 1 to 1000 bytes of UTF-8 without
 * control characters.  The file must be a plain one, ours, and readable by
 * nobody else (0600 or 0400): else it is refused.  None at all is no keys.
 *
 * No error quotes a line: which part of a bad line is the secret, nobody can
 * tell.  The memory is wiped when they are freed.
 */
#ifndef WATCH_KEYS_H
#define WATCH_KEYS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

#define KEYS_BYTES_MAX 65536
#define KEYS_COUNT_MAX 200
#define KEYS_NAME_MAX 40
#define KEYS_VALUE_MAX 1000

struct keys;

/*
 * ERR_REFUSED: others can read it, it is a link, no file, or another's.
 * ERR_INPUT: malformed.  ERR_IO.  The caller frees.
 */
int keys_load(struct keys **out, const char *path, struct err *err);
void keys_free(struct keys *k);			/* NULL is nothing */

/*
 * Read them again, into the same k, if the file is another than was read last:
 * by its times, size and inode.  What was borrowed ends then.  When it cannot
 * be read, which is an error once for each state of the file, k stays.
 */
int keys_refresh(struct keys *k, const char *path, bool *fresh,
		 struct err *err);

/* The value, borrowed; NULL when there is none of that name. */
const char *keys_find(const struct keys *k, const char *name, size_t len);

/* Every value, NULL at the end: what must be hidden wherever an address or an
 * answer is shown.  Borrowed. */
const char *const *keys_values(const struct keys *k);

#endif
