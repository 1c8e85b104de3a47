/*
 * Numbers by text: a hash table that only grows.  Keys are copied; a number
 * that nobody has set is 0, so callers count from 1.
 *
 *	struct strmap m = { 0 };
 *	*strmap_at(&m, "a") = 1;
 *	strmap_release(&m);
 */
#ifndef BASE_STRMAP_H
#define BASE_STRMAP_H

#include <stddef.h>

struct strmap_slot;

struct strmap {
	struct strmap_slot *slots;	/* a power of two, at most 2/3 full */
	size_t count, cap;
};

/* The key's number, to read and set; valid until the next call of this. */
size_t *strmap_at(struct strmap *m, const char *key);
/* The same without adding: 0 when the key is not there. */
size_t strmap_get(const struct strmap *m, const char *key);
void strmap_release(struct strmap *m);		/* leaves it empty */

#endif
