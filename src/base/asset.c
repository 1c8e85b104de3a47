#include "base/asset.h"

#include <string.h>

const struct asset *
asset_find(const char *name)
{
	size_t low = 0, high = asset_count, mid;
	int cmp;

	while (low < high) {
		mid = low + (high - low) / 2;
		cmp = strcmp(name, asset_table[mid].name);
		if (cmp == 0)
			return &asset_table[mid];
		if (cmp < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return NULL;
}

const struct asset *
asset_next(const char *prefix, size_t *i)
{
	size_t len = strlen(prefix);

	for (; *i < asset_count; ++*i)
		if (strncmp(asset_table[*i].name, prefix, len) == 0)
			return &asset_table[(*i)++];
	return NULL;
}
