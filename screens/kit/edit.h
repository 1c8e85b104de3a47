/*
 * A line of text being edited: what a form's fields and the prompt are made
 * of.  Pure state: keys in, text out.  The text is kept as typed; only
 * drawing makes it harmless.  The cursor stands between characters, and a
 * combining mark belongs to the character before it.
 */
#ifndef KIT_EDIT_H
#define KIT_EDIT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "screens/kit/canvas.h"
#include "screens/kit/keys.h"

struct edit {
	struct buf text;
	size_t cursor;		/* byte offset, on a character's edge */
	size_t max_chars;	/* 0: none; what would pass it is not taken,
				 * a paste as a whole */
	bool lines;		/* may hold newlines (^J, and pasted ones) */
};

extern const struct key_verb edit_keys[];

void edit_init(struct edit *e, size_t max_chars, bool lines);
void edit_release(struct edit *e);
void edit_set(struct edit *e, const char *text);	/* cursor at the end */

/* EDIT_PASS: the key is not for text.  EDIT_FULL: refused for the limit. */
enum edit_result { EDIT_PASS, EDIT_MOVED, EDIT_CHANGED, EDIT_FULL };

enum edit_result edit_key(struct edit *e, const struct key_event *k);

/*
 * Draw in `rows` rows from (row, col), width cells each: one row scrolls
 * sideways to keep the cursor in sight, several wrap and scroll down.
 * focused puts the terminal's cursor there.
 */
void edit_draw(const struct edit *e, const struct region *r, int row, int col,
	       int rows, int width, enum role role, bool focused);

#endif
