#include "base/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* No stdio: it may want memory itself. */
static _Noreturn void
mem_die(void)
{
	static const char line[] = "zhiban: out of memory\n";
	ssize_t n;

	n = write(STDERR_FILENO, line, sizeof(line) - 1);
	(void)n;
	abort();
}

void *
mem_alloc(size_t len)
{
	void *p = calloc(1, len ? len : 1);

	if (!p)
		mem_die();
	return p;
}

void *
mem_resize(void *p, size_t len)
{
	p = realloc(p, len ? len : 1);
	if (!p)
		mem_die();
	return p;
}

void *
mem_array(void *p, size_t n, size_t size)
{
	size_t len;

	if (__builtin_mul_overflow(n, size, &len))
		mem_die();
	return mem_resize(p, len);
}

char *
mem_strn(const char *s, size_t len)
{
	char *copy;

	if (len == SIZE_MAX)
		mem_die();
	copy = mem_resize(NULL, len + 1);
	if (len > 0)
		memcpy(copy, s, len);
	copy[len] = '\0';
	return copy;
}

char *
mem_str(const char *s)
{
	return s ? mem_strn(s, strlen(s)) : NULL;
}

void *
mem_grow(void *p, size_t n, size_t *cap, size_t size)
{
	if (n < *cap)
		return p;
	if (*cap > SIZE_MAX / 2)
		mem_die();
	*cap = *cap ? *cap * 2 : 8;
	return mem_array(p, *cap, size);
}
