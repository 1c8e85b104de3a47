#include "base/strmap.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct strmap_slot {
	char *key; /* NULL: free */
	size_t value;
};

enum { CAP_FIRST = 64 };

/* FNV-1a. */
static uint64_t
hash(const char *s)
{
	uint64_t h = 0xCBF29CE484222325u;

	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 0x100000001B3u;
	return h ^ h >> 32;
}

/* The key's slot, or the free one where it belongs; there is one. */
static struct strmap_slot *
find(const struct strmap *m, const char *key)
{
	size_t i = hash(key) & (m->cap - 1);

	while (m->slots[i].key && strcmp(m->slots[i].key, key) != 0)
		i = (i + 1) & (m->cap - 1);
	return &m->slots[i];
}

static void
grow(struct strmap *m)
{
	struct strmap old = *m;

	m->cap = old.cap ? old.cap * 2 : CAP_FIRST;
	m->slots = mem_alloc(m->cap * sizeof(*m->slots));
	for (size_t i = 0; i < old.cap; i++)
		if (old.slots[i].key)
			*find(m, old.slots[i].key) = old.slots[i];
	free(old.slots);
}

size_t *
strmap_at(struct strmap *m, const char *key)
{
	struct strmap_slot *slot;

	if ((m->count + 1) * 3 > m->cap * 2)
		grow(m);
	slot = find(m, key);
	if (!slot->key) {
		slot->key = mem_str(key);
		m->count++;
	}
	return &slot->value;
}

size_t
strmap_get(const struct strmap *m, const char *key)
{
	return m->count ? find(m, key)->value : 0;
}

void
strmap_release(struct strmap *m)
{
	for (size_t i = 0; i < m->cap; i++)
		free(m->slots[i].key);
	free(m->slots);
	*m = (struct strmap){ NULL, 0, 0 };
}
