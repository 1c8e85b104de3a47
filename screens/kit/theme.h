/*
 * What roles look like, by what the terminal can do.  Rules:
 * text never blinks, only a small mark; colour is never the only sign; text
 * has a contrast of 4.5 at least on black, and blue is never text on black.
 */
#ifndef KIT_THEME_H
#define KIT_THEME_H

#include <stdbool.h>

#include "screens/kit/canvas.h"

enum theme_depth { THEME_MONO, THEME_16, THEME_256 };

struct style {
	short fg, bg;			/* -1: the terminal's own */
	bool bold, dim, underline, reverse;
};

/* NO_COLOR (any value but "") or few colours make it mono. */
enum theme_depth theme_depth(int colors, const char *no_color);
struct style theme_style(enum theme_depth depth, enum role role);

#endif
