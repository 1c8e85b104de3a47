/*
 * What the parts of the doctor share: findings of one line each, with what
 * mends them.
 */
#ifndef CLI_DOCTOR_H
#define CLI_DOCTOR_H

#include "base/buf.h"

struct cli;

struct patient {
	const char *dir;
	struct buf *out;
	int faults;
};

/* One finding: what is wrong, and what mends it. */
void doctor_fault(struct patient *p, const char *what, const char *mend);
void doctor_good(struct patient *p, const char *what);
/* Neither good nor bad: something to know. */
void doctor_note(struct patient *p, const char *what, const char *mend);

/* The watch, the feeds, the keys and the ways out (doctor_watch.c). */
void doctor_watch(struct cli *cli, struct patient *p);

#endif
