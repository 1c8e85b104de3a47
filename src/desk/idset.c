#include "desk/idset.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define START 64 /* slots; a power of two */

/* Where id is, or where it belongs. */
static size_t
idset_place(const struct idset *s, int64_t id)
{
	size_t mask = s->slots_count - 1;
	size_t i = (size_t)((uint64_t)id * 0x9E3779B97F4A7C15ull >> 20) & mask;

	while (s->slots[i] && s->slots[i] != id)
		i = (i + 1) & mask;
	return i;
}

static void
idset_grow(struct idset *s)
{
	struct idset old = *s;

	s->slots_count = old.slots_count ? old.slots_count * 2 : START;
	s->slots = mem_alloc(s->slots_count * sizeof(*s->slots));
	for (size_t i = 0; i < old.slots_count; i++)
		if (old.slots[i])
			s->slots[idset_place(s, old.slots[i])] = old.slots[i];
	free(old.slots);
}

void
idset_release(struct idset *s)
{
	free(s->slots);
	memset(s, 0, sizeof(*s));
}

void
idset_clear(struct idset *s)
{
	if (s->used)
		memset(s->slots, 0, s->slots_count * sizeof(*s->slots));
	s->used = 0;
}

bool
idset_add(struct idset *s, int64_t id)
{
	size_t i;

	if (s->used * 2 >= s->slots_count)
		idset_grow(s);
	i = idset_place(s, id);
	if (s->slots[i])
		return false;
	s->slots[i] = id;
	s->used++;
	return true;
}

bool
idset_has(const struct idset *s, int64_t id)
{
	return s->used && s->slots[idset_place(s, id)];
}
