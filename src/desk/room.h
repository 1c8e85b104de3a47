/* Inside of struct desk: for desk.c, create.c and write.c only. */
#ifndef DESK_ROOM_H
#define DESK_ROOM_H

#include "desk/desk.h"

struct desk {
	char *dir;
	struct identity who, opener;
	bool batch, batch_failed;
	struct journal *journal;
	int64_t appended;		/* the last entry of ours; 0: none */
	int bell;			/* -1: not open */
	bool known;			/* desk.created has been read */
	char *name, *code;
	bool drill;
	/* The drill's clock, as its last clock.set says; seq 0: real time. */
	int64_t clock_seq, clock_ms, clock_real_ms, clock_rate;
	struct clock clock;
};

/* A desk in memory, its journal opened; the desk's own row is not read. */
int desk_open_journal(struct desk **out, const char *dir,
		      const struct identity *who, struct err *err);

/*
 * Read the desk's row again.  *moved (may be NULL) tells whether another
 * clock.set than ours is in force now.
 */
int desk_reload(struct desk *d, bool *moved, struct err *err);

#endif
