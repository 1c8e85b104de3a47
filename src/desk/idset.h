/* A set of entry numbers (1 and up).  For the nouns of desk/ only. */
#ifndef DESK_IDSET_H
#define DESK_IDSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct idset {
	int64_t *slots;			/* open addressing; 0 is empty */
	size_t slots_count, used;
};

#define IDSET_INIT { NULL, 0, 0 }

void idset_release(struct idset *s);
void idset_clear(struct idset *s);	/* keeps the memory */
/* Was it not there yet? */
bool idset_add(struct idset *s, int64_t id);
bool idset_has(const struct idset *s, int64_t id);

#endif
