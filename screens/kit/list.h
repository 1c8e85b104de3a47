/*
 * The cursor and scroll of a list; the rows themselves are the screen's.
 * Pure state: list_key() moves, list_draw() calls back for each row in sight.
 */
#ifndef KIT_LIST_H
#define KIT_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "screens/kit/canvas.h"
#include "screens/kit/keys.h"

struct list {
	size_t count, sel, top;
};

extern const struct key_verb list_keys[];

/* The rows were filled anew: keeps the selection in range. */
void list_set_count(struct list *l, size_t count);
void list_select(struct list *l, size_t sel);
/*
 * The rows were filled anew and others may stand where they stood: keep the
 * selection on the same row, so that a key acts on what was read.  name()
 * appends what tells row i of the screen's data, before or after, from the
 * others.  A row that is gone leaves the selection in its place.
 */
typedef void list_name_fn(const void *data, size_t i, struct buf *out);
void list_follow(struct list *l, const void *before, const void *after,
		 size_t count, list_name_fn *name);
static inline bool
list_has_row(const struct list *l)
{
	return l->sel < l->count;
}

/* rows: height of the list on screen, for paging.  True: taken. */
bool list_key(struct list *l, const struct key_event *e, int rows);

/*
 * Draw row i of the screen's data (arg) into r, which is one row high.  Draw
 * with ordinary roles: the selection bar is laid over it.
 */
typedef void list_row_fn(const void *arg, size_t i, const struct region *r);
/* First row in sight for this height. */
size_t list_top(const struct list *l, int rows);
void list_draw(const struct list *l, const struct region *r, bool focused,
	       list_row_fn *fn, const void *arg);

#endif
