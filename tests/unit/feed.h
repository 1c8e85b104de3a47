/* Keys by name, for tests: "张三<Enter>mk<Tab>". */
#ifndef UNIT_FEED_H
#define UNIT_FEED_H

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "screens/kit/keys.h"

typedef unsigned feed_fn(void *arg, const struct key_event *e);

/* Each key of `keys` to fn; returns all its answers, or-ed. */
static inline unsigned
feed_keys(const char *keys, feed_fn *fn, void *arg)
{
	struct key_event e = { 0 };
	const char *end;
	unsigned all = 0;
	char name[16];
	size_t len;

	for (; *keys; keys += len) {
		len = utf8_decode(keys, strlen(keys), &e.key);
		end = *keys == '<' ? strchr(keys, '>') : NULL;
		if (end) {
			len = (size_t)(end - keys) + 1;
			if (len >= sizeof(name))
				abort();
			memcpy(name, keys, len);
			name[len] = '\0';
			if (!key_parse(name, &e.key))
				abort();
		}
		all |= fn(arg, &e);
	}
	return all;
}

#endif
