#include "tests/tty/look.h"

#include <string.h>
#include <termios.h>

#include "base/utf8.h"

#define RIGHT_HALF ((uint32_t)-1) /* libvterm: second cell of two */

static bool
cell_at(const struct session *s, int row, int col, VTermScreenCell *cell)
{
	VTermPos pos = { .row = row, .col = col };

	memset(cell, 0, sizeof *cell);
	return vterm_screen_get_cell(s->screen, pos, cell);
}

static int
row_index(const struct session *s, int row)
{
	return row < 0 ? s->rows + row : row - 1;
}

/* Text of cells [from, cols), and where the blanks at its end begin. */
static void
row_text(const struct session *s, int row, int from, struct buf *out)
{
	VTermScreenCell cell;
	size_t keep = out->len;
	char utf8[4];

	for (int col = from; col < s->cols; col++) {
		if (!cell_at(s, row, col, &cell) || cell.chars[0] == RIGHT_HALF)
			continue;
		if (cell.chars[0] == 0 || cell.chars[0] == ' ') {
			buf_byte(out, ' ');
			continue;
		}
		for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i];
		     i++)
			buf_add(out, utf8, utf8_encode(cell.chars[i], utf8));
		keep = out->len;
	}
	buf_cut(out, keep);
}

void
look_row(const struct session *s, int row, struct buf *out)
{
	row_text(s, row_index(s, row), 0, out);
}

bool
look_row_has(const struct session *s, int row, const char *text)
{
	struct buf b = BUF_INIT;
	bool found;

	look_row(s, row, &b);
	found = strstr(b.s, text) != NULL;
	buf_release(&b);
	return found;
}

bool
look_has(const struct session *s, const char *text)
{
	for (int row = 1; row <= s->rows; row++)
		if (look_row_has(s, row, text))
			return true;
	return false;
}

void
look_picture(const struct session *s, struct buf *out)
{
	buf_fmt(out, "--- session %s: %dx%d, TERM=%s, ", s->name, s->cols,
	        s->rows, s->term ? s->term : "?");
	if (s->running)
		buf_str(out, "running\n");
	else
		buf_fmt(out, "ended with %d\n", s->status);
	for (int row = 1; row <= s->rows; row++) {
		buf_fmt(out, "%3d|", row);
		look_row(s, row, out);
		buf_byte(out, '\n');
	}
	buf_str(out, "---\n");
}

bool
look_equals(const struct session *s, int first, int last, const char *lines)
{
	struct buf got = BUF_INIT;
	bool same = true;

	for (int row = first; same && row <= last; row++) {
		size_t len = strcspn(lines, "\n");
		size_t cut = len;

		while (cut > 0 && lines[cut - 1] == ' ')
			cut--;
		buf_clear(&got);
		look_row(s, row, &got);
		same = (cut == 1 && *lines == '*') ||
		       (got.len == cut && memcmp(got.s, lines, cut) == 0);
		lines += len + (lines[len] == '\n');
	}
	if (*lines)
		same = false; /* more lines than rows */
	buf_release(&got);
	return same;
}

/* How many cells the terminal itself gives a character. */
static int
cell_width(struct session *s, uint32_t c)
{
	VTermState *state = vterm_obtain_state(s->ruler);
	VTermPos pos;
	char text[8] = "\r";

	if (c < 0x80)
		return 1;
	vterm_input_write(s->ruler, text, 1 + utf8_encode(c, text + 1));
	vterm_state_get_cursorpos(state, &pos);
	return pos.col;
}

static int
row_intact(struct session *s, int row, struct err *err)
{
	VTermScreenCell cell;
	bool half_due = false;

	for (int col = 0; col < s->cols; col++) {
		cell_at(s, row, col, &cell);
		if (half_due != (cell.chars[0] == RIGHT_HALF))
			return err_set(err, ERR_CORRUPT,
			               "row %d, column %d: %s half of a wide "
			               "character is gone",
			               row + 1, col + 1,
			               half_due ? "the right" : "the left");
		half_due = cell.chars[0] != RIGHT_HALF &&
		           cell_width(s, cell.chars[0]) == 2;
	}
	if (half_due)
		return err_set(err, ERR_CORRUPT,
		               "row %d: a wide character in the last column",
		               row + 1);
	return 0;
}

int
look_intact(struct session *s, struct err *err)
{
	uint32_t c;

	for (int row = 0; row < s->rows; row++)
		if (row_intact(s, row, err))
			return -1;
	for (size_t at = 0; at < s->raw.len;) {
		size_t n = utf8_decode(s->raw.s + at, s->raw.len - at, &c);

		if (c == UTF8_BAD)
			return err_set(err, ERR_CORRUPT,
			               "output byte %zu (0x%02x) is no UTF-8",
			               at + 1, (unsigned char)s->raw.s[at]);
		at += n;
	}
	return 0;
}

static bool
wears_bold(const VTermScreenCell *c)
{
	return c->attrs.bold;
}

static bool
wears_underline(const VTermScreenCell *c)
{
	return c->attrs.underline != 0;
}

static bool
wears_blink(const VTermScreenCell *c)
{
	return c->attrs.blink;
}

static bool
wears_reverse(const VTermScreenCell *c)
{
	return c->attrs.reverse;
}

static bool
wears_colour(const VTermScreenCell *c)
{
	return !VTERM_COLOR_IS_DEFAULT_FG(&c->fg) ||
	       !VTERM_COLOR_IS_DEFAULT_BG(&c->bg);
}

static const struct {
	const char *name;
	bool (*wears)(const VTermScreenCell *c);
} attrs[] = {
	{ "bold", wears_bold },     { "underline", wears_underline },
	{ "blink", wears_blink },   { "reverse", wears_reverse },
	{ "colour", wears_colour },
};

int
look_attr(const struct session *s, const char *attr, const char *text)
{
	bool (*wears)(const VTermScreenCell *c) = NULL;
	struct buf rest = BUF_INIT;
	VTermScreenCell cell;
	int found = 0;

	for (size_t i = 0; i < sizeof attrs / sizeof attrs[0]; i++)
		if (strcmp(attrs[i].name, attr) == 0)
			wears = attrs[i].wears;
	if (!wears)
		return -1;
	for (int row = 0; row < s->rows; row++)
		for (int col = 0; col < s->cols; col++) {
			if (found || !cell_at(s, row, col, &cell) ||
			    cell.chars[0] == RIGHT_HALF || !wears(&cell))
				continue;
			buf_clear(&rest);
			row_text(s, row, col, &rest);
			found = !text ||
			        strncmp(rest.s, text, strlen(text)) == 0;
		}
	buf_release(&rest);
	return found;
}

int
look_termios(const struct session *s, struct err *err)
{
	struct termios now;

	if (s->slave < 0 || tcgetattr(s->slave, &now) == -1)
		return err_set(err, ERR_IO, "the terminal is closed");
	if (now.c_iflag != s->before.c_iflag ||
	    now.c_oflag != s->before.c_oflag ||
	    now.c_cflag != s->before.c_cflag ||
	    now.c_lflag != s->before.c_lflag ||
	    memcmp(now.c_cc, s->before.c_cc, sizeof now.c_cc) != 0)
		return err_set(err, ERR_CORRUPT,
		               "terminal modes changed: i %o->%o o %o->%o "
		               "c %o->%o l %o->%o",
		               s->before.c_iflag, now.c_iflag,
		               s->before.c_oflag, now.c_oflag,
		               s->before.c_cflag, now.c_cflag,
		               s->before.c_lflag, now.c_lflag);
	return 0;
}

/*
 * As the program said last.  libvterm takes the cursor's visibility for a part
 * of what DECSC saves and DECRC (or leaving the alternate screen) restores;
 * terminals do not.
 */
static bool
cursor_shown(const struct session *s)
{
	static const char set[] = "\033[?25";
	const size_t len = sizeof(set) - 1;

	for (size_t i = s->raw.len; i > len; i--)
		if (memcmp(s->raw.s + i - len - 1, set, len) == 0)
			return s->raw.s[i - 1] == 'h';
	return true;
}

int
look_restored(const struct session *s, struct err *err)
{
	if (look_termios(s, err))
		return -1;
	if (s->alt_screen)
		return err_set(err, ERR_CORRUPT, "still the alternate screen");
	if (!cursor_shown(s))
		return err_set(err, ERR_CORRUPT, "the cursor is hidden");
	if (s->mouse != VTERM_PROP_MOUSE_NONE)
		return err_set(err, ERR_CORRUPT, "the mouse is still on");
	return 0;
}
