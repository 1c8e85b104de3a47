/*
 * Allocation that does not fail: out of memory writes one line and aborts,
 * because a duty console that goes on without memory would lie.  free() is
 * the C library's.
 */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

void *mem_alloc(size_t len);			/* zeroed */
void *mem_resize(void *p, size_t len);
void *mem_array(void *p, size_t n, size_t size);/* overflow-checked resize */
char *mem_str(const char *s);			/* NULL gives NULL */
char *mem_strn(const char *s, size_t len);

/*
 * Make room for one more element in an array of *cap elements holding n.
 * Returns the array, perhaps moved; *cap is updated.
 */
void *mem_grow(void *p, size_t n, size_t *cap, size_t size);

#endif
