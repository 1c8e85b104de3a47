/*
 * Errors: a code for callers that branch, one line of text for people.
 *
 * A function that can fail returns 0 or -1 and takes a struct err last.  The
 * first error wins: once a code is set, err_set() leaves it alone, so cleaning
 * up after a failure cannot hide its cause.  The text says what, where and
 * what to do, in English; it is for stderr and for logs.  Screens show the
 * code's sentence in the officer's language and the text below it.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

enum err_code {
	ERR_NONE = 0,
	ERR_INPUT,		/* usage or bad input: exit 2 */
	ERR_NOT_FOUND,		/* exit 2 */
	ERR_REFUSED,		/* refused by state or role: exit 3 */
	ERR_CONFLICT,		/* changed by someone else meanwhile: exit 3 */
	ERR_BUSY,		/* a lock was not to be had in time: exit 4 */
	ERR_CORRUPT,		/* the store contradicts itself: exit 4 */
	ERR_FULL,		/* no space left: exit 4 */
	ERR_IO			/* exit 4 */
};

struct err {
	enum err_code code;
	char text[512];
};

#define ERR_INIT { ERR_NONE, "" }

/* Set code and text unless an error is already there.  Always returns -1. */
int err_set(struct err *err, enum err_code code, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/*
 * Put "prefix: " before the text of an error that is set ("line 12", a file
 * name, a JSON pointer).  Always returns -1.
 */
int err_prefix(struct err *err, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

void err_clear(struct err *err);

/* The exit status of the program for a code: 0, 2, 3 or 4; see zhiban(1). */
int err_exit_status(enum err_code code);

#endif
