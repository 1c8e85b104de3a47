/* The names that desk/find.c looks through, read from the desk. */
#ifndef DESK_FIND_LOAD_H
#define DESK_FIND_LOAD_H

#include "base/pinyin_index.h"
#include "desk/find.h"

struct name {
	enum find_kind kind;
	int64_t id;
	const char *key;		/* "" none; all of them in the pools */
	const char *title, *spelling;	/* spelling NULL: none */
	const char *text;		/* unit, post, numbers; NULL */
	struct pinyin_prepared prepared;
};

struct pool {
	char **blocks;
	size_t count, cap, used;
};

struct names {
	struct name *rows;
	size_t count, cap;
	struct pool looked_at;		/* at a keystroke: close together */
	struct pool shown;
	struct pinyin_index index;
};

void names_init(struct names *n);
/* People, units, groups, plans, the newest incidents, the worst warnings that
 * are not closed and the newest of all, all rules. */
int names_load(struct names *n, struct desk *d, struct err *err);
/* The texts are copied; NULL as in struct name, key NULL as "". */
void names_add(struct names *n, enum find_kind kind, int64_t id,
	       const char *key, const char *title, const char *spelling,
	       const char *text);
void names_release(struct names *n);

#endif
