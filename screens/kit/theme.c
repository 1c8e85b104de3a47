#include "screens/kit/theme.h"

#include <stddef.h>

#define OWN -1 /* the terminal's own colour */

/* clang-format off */
static const struct style mono[ROLE_COUNT] = {
	[ROLE_TEXT]	= { OWN, OWN, 0, 0, 0, 0 },
	[ROLE_DIM]	= { OWN, OWN, 0, 1, 0, 0 },
	[ROLE_TITLE]	= { OWN, OWN, 1, 0, 0, 0 },
	[ROLE_HEAD]	= { OWN, OWN, 0, 0, 1, 0 },
	[ROLE_LABEL]	= { OWN, OWN, 0, 0, 0, 0 },
	[ROLE_KEY]	= { OWN, OWN, 1, 0, 0, 0 },
	[ROLE_SELECTED]	= { OWN, OWN, 0, 0, 0, 1 },
	[ROLE_INPUT]	= { OWN, OWN, 0, 0, 1, 0 },
	[ROLE_HIT]	= { OWN, OWN, 1, 0, 1, 0 },
	[ROLE_OK]	= { OWN, OWN, 0, 0, 0, 0 },
	[ROLE_NOTICE]	= { OWN, OWN, 0, 0, 0, 0 },
	[ROLE_WARN]	= { OWN, OWN, 1, 0, 0, 0 },
	[ROLE_LATE]	= { OWN, OWN, 1, 0, 0, 1 },
	[ROLE_DRILL]	= { OWN, OWN, 1, 0, 0, 1 },
	[ROLE_BORDER]	= { OWN, OWN, 0, 0, 0, 0 },
	[ROLE_ERROR]	= { OWN, OWN, 1, 0, 0, 0 },
};

/* The palette is the terminal's: dark text on a light ground stays legible. */
static const struct style ansi[ROLE_COUNT] = {
	[ROLE_TEXT]	= { OWN, OWN, 0, 0, 0, 0 },
	[ROLE_DIM]	= { OWN, OWN, 0, 1, 0, 0 },
	[ROLE_TITLE]	= { OWN, OWN, 1, 0, 0, 0 },
	[ROLE_HEAD]	= { OWN, OWN, 0, 0, 1, 0 },
	[ROLE_LABEL]	= { 6, OWN, 0, 0, 0, 0 },
	[ROLE_KEY]	= { OWN, OWN, 1, 0, 0, 0 },
	[ROLE_SELECTED]	= { OWN, OWN, 0, 0, 0, 1 },
	[ROLE_INPUT]	= { OWN, OWN, 0, 0, 1, 0 },
	[ROLE_HIT]	= { 0, 6, 0, 0, 0, 0 },
	[ROLE_OK]	= { 2, OWN, 0, 0, 0, 0 },
	[ROLE_NOTICE]	= { 6, OWN, 0, 0, 0, 0 },
	[ROLE_WARN]	= { 3, OWN, 1, 0, 0, 0 },
	[ROLE_LATE]	= { 7, 1, 1, 0, 0, 0 },
	[ROLE_DRILL]	= { 0, 3, 0, 0, 0, 0 },
	[ROLE_BORDER]	= { OWN, OWN, 0, 1, 0, 0 },
	[ROLE_ERROR]	= { 1, OWN, 1, 0, 0, 0 },
};

static const struct style many[ROLE_COUNT] = {
	[ROLE_TEXT]	= { OWN, OWN, 0, 0, 0, 0 },
	[ROLE_DIM]	= { 246, OWN, 0, 0, 0, 0 },
	[ROLE_TITLE]	= { OWN, OWN, 1, 0, 0, 0 },
	[ROLE_HEAD]	= { OWN, OWN, 0, 0, 1, 0 },
	[ROLE_LABEL]	= { 109, OWN, 0, 0, 0, 0 },
	[ROLE_KEY]	= { OWN, OWN, 1, 0, 0, 0 },
	[ROLE_SELECTED]	= { OWN, OWN, 0, 0, 0, 1 },
	[ROLE_INPUT]	= { 255, 237, 0, 0, 0, 0 },
	[ROLE_HIT]	= { 16, 116, 0, 0, 0, 0 },
	[ROLE_OK]	= { 114, OWN, 0, 0, 0, 0 },
	[ROLE_NOTICE]	= { 116, OWN, 0, 0, 0, 0 },
	[ROLE_WARN]	= { 221, OWN, 0, 0, 0, 0 },
	[ROLE_LATE]	= { 15, 1, 0, 0, 0, 0 }, /* a third of the bytes */
	[ROLE_DRILL]	= { 16, 214, 0, 0, 0, 0 },
	[ROLE_BORDER]	= { 244, OWN, 0, 0, 0, 0 },
	[ROLE_ERROR]	= { 210, OWN, 1, 0, 0, 0 },
};
/* clang-format on */

static const struct style *const tables[] = {
	[THEME_MONO] = mono,
	[THEME_16] = ansi,
	[THEME_256] = many,
};

enum theme_depth
theme_depth(int colors, const char *no_color)
{
	if (colors < 8 || (no_color && *no_color))
		return THEME_MONO;
	return colors < 256 ? THEME_16 : THEME_256;
}

struct style
theme_style(enum theme_depth depth, enum role role)
{
	return tables[depth][role];
}
