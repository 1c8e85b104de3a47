/*
 * The player of a script: its terminals, its settings, and waiting.  Commands
 * are rows of two tables, one of what acts and one of what checks.
 */
#ifndef TESTS_TTY_PLAYER_H
#define TESTS_TTY_PLAYER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "tests/tty/session.h"

enum { SESSIONS = 8 };

struct player {
	struct session sessions[SESSIONS];
	int nsessions;
	struct session *now; /* the session that commands are about */
	char *term;          /* for the next run, as rows and cols are */
	int rows, cols;
	int limit_ms; /* how long a check may wait */

	int in; /* the script */
	const char *name;
	struct buf pending; /* read from it, not yet taken */
	bool eof;
	int line;
};

enum need {
	NEED_ARG = 1 << 0,
	NEED_RUN = 1 << 1 /* a program has been run in this session */
};

/* arg is the rest of the line, never NULL, and may be cut up. */
struct command {
	const char *name; /* NULL ends a table */
	int (*run)(struct player *p, char *arg, struct err *err);
	unsigned needs;
};

extern const struct command act_commands[];
extern const struct command check_commands[];

void player_init(struct player *p, int in, const char *name);
/* Ends every program. */
void player_release(struct player *p);

/* Go on with the session of that name, made when new. */
int player_session(struct player *p, const char *name, struct err *err);

/*
 * Wait for output, the end of a program or, when fd is not -1, something to
 * read there; read what the programs wrote.  Returns true when fd is ready.
 */
bool player_attend(struct player *p, int fd, int64_t until);

/*
 * A condition to wait for, with what it is about: row and col are a place,
 * or the first and last row.
 */
struct want {
	bool (*holds)(const struct session *s, const struct want *w);
	const char *text;
	const char *attr;
	size_t len;
	int row, col;
};

/* Wait until it holds, until the limit. */
int player_wait(struct player *p, const struct want *w, struct err *err);
/* Wait until the program has been quiet for a while. */
int player_settle(struct player *p, struct err *err);

/* The next line, without its newline; false at the end. */
bool player_line(struct player *p, struct buf *line);

#endif
