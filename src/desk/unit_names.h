/*
 * The names of all units, held in memory while one of them is being typed:
 * read once, when a form opens, and matched at every key (base/pinyin.h).
 */
#ifndef DESK_UNIT_NAMES_H
#define DESK_UNIT_NAMES_H

#include "desk/desk.h"

enum { UNIT_NAMES_FOUND = 50 };

struct unit_name {
	char *name, *short_name;	/* "" none */
};

struct unit_names {
	struct unit_name *rows;		/* in the order of unit_list() */
	size_t count;
};

/* None of what was removed.  out may be released after a failure, too. */
int unit_names_read(struct desk *d, struct unit_names *out, struct err *err);
/* A zeroed one may be released. */
void unit_names_release(struct unit_names *n);

/*
 * Those that `words` find by the name or the short name, best first: whole
 * names, beginnings, the rest; among equals in the order of the rows.
 * Borrowed from n.  Returns how many; no words give the first ones.
 */
size_t unit_names_find(const struct unit_names *n, const char *words,
		       const char *found[UNIT_NAMES_FOUND]);

#endif
