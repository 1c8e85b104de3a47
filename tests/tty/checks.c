/* Commands that check what a program shows, wrote or left behind. */
#include "tests/tty/player.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/tty/keys.h"
#include "tests/tty/look.h"

/* "N TEXT" */
static int
parse_row(const struct player *p, const char *arg, int *row, const char **text,
          struct err *err)
{
	char *end;

	*row = (int)strtol(arg, &end, 10);
	if (end == arg || *end != ' ' || *row == 0 || abs(*row) > p->now->rows)
		return err_set(err, ERR_INPUT, "no row and text: %s", arg);
	*text = end + 1;
	return 0;
}

/* Checking. */

static bool
holds_text(const struct session *s, const struct want *w)
{
	return look_has(s, w->text);
}

static bool
holds_row(const struct session *s, const struct want *w)
{
	return look_row_has(s, w->row, w->text);
}

static bool
holds_attr(const struct session *s, const struct want *w)
{
	return look_attr(s, w->attr, w->text) == 1;
}

static bool
holds_picture(const struct session *s, const struct want *w)
{
	return look_equals(s, w->row, w->col, w->text);
}

static bool
holds_cursor(const struct session *s, const struct want *w)
{
	VTermPos pos;

	vterm_state_get_cursorpos(vterm_obtain_state(s->vt), &pos);
	return pos.row + 1 == w->row && pos.col + 1 == w->col;
}

static bool
holds_raw(const struct session *s, const struct want *w)
{
	return memmem(s->raw.s, s->raw.len, w->text, w->len) != NULL;
}

static bool
holds_end(const struct session *s, const struct want *w)
{
	(void)w;
	return !s->running;
}

/* poll() first lets the bytes through that are still on their way to the
 * terminal; FIONREAD would not see them. */
static bool
holds_taken(const struct session *s, const struct want *w)
{
	struct pollfd p = { .fd = s->slave, .events = POLLIN };

	(void)w;
	return poll(&p, 1, 0) == 0;
}

static int
do_expect(struct player *p, char *arg, struct err *err)
{
	struct want w = { .holds = holds_text, .text = arg };

	return player_wait(p, &w, err);
}

static int
do_expect_line(struct player *p, char *arg, struct err *err)
{
	struct want w = { .holds = holds_row };

	if (parse_row(p, arg, &w.row, &w.text, err))
		return -1;
	return player_wait(p, &w, err);
}

/* Split "ATTR [TEXT]". */
static int
parse_attr(struct player *p, char *arg, struct want *w, struct err *err)
{
	char *blank = strchr(arg, ' ');

	if (blank)
		*blank = '\0';
	w->attr = arg;
	w->text = blank ? blank + 1 : NULL;
	if (look_attr(p->now, w->attr, w->text) == -1)
		return err_set(err, ERR_INPUT, "no such attribute: %s", arg);
	return 0;
}

static int
do_expect_attr(struct player *p, char *arg, struct err *err)
{
	struct want w = { .holds = holds_attr };

	if (parse_attr(p, arg, &w, err))
		return -1;
	return player_wait(p, &w, err);
}

static int
do_reject_attr(struct player *p, char *arg, struct err *err)
{
	struct want w = { .holds = holds_attr };

	if (parse_attr(p, arg, &w, err) || player_settle(p, err))
		return -1;
	if (w.holds(p->now, &w))
		return err_set(err, ERR_NOT_FOUND, "it does");
	return 0;
}

static void
show_wanted(const char *lines, int first, struct buf *out)
{
	buf_str(out, "--- expected\n");
	while (*lines) {
		size_t len = strcspn(lines, "\n");

		buf_fmt(out, "%3d|%.*s\n", first++, (int)len, lines);
		lines += len + (lines[len] == '\n');
	}
}

static int
do_snapshot(struct player *p, char *arg, struct err *err)
{
	struct buf lines = BUF_INIT, line = BUF_INIT, wanted = BUF_INIT;
	struct want w = { .holds = holds_picture };
	int rc;

	w.row = 1;
	w.col = p->now->rows;
	if (*arg && sscanf(arg, "%d %d", &w.row, &w.col) != 2)
		return err_set(err, ERR_INPUT, "snapshot [FIRST LAST]");
	while (player_line(p, &line) && strcmp(line.s, "END") != 0) {
		buf_add(&lines, line.s, line.len);
		buf_byte(&lines, '\n');
	}
	w.text = lines.s;
	rc = player_wait(p, &w, err);
	if (rc) {
		show_wanted(lines.s, w.row, &wanted);
		fputs(wanted.s, stderr);
	}
	buf_release(&wanted);
	buf_release(&lines);
	buf_release(&line);
	return rc;
}

static int
do_cursor(struct player *p, char *arg, struct err *err)
{
	struct want w = { .holds = holds_cursor };

	if (sscanf(arg, "%d %d", &w.row, &w.col) != 2)
		return err_set(err, ERR_INPUT, "cursor ROW COL");
	return player_wait(p, &w, err);
}

static int
do_raw_expect(struct player *p, char *arg, struct err *err)
{
	struct buf bytes = BUF_INIT;
	struct want w = { .holds = holds_raw };
	int rc = keys_bytes(arg, &bytes, err);

	w.text = bytes.s;
	w.len = bytes.len;
	if (rc == 0)
		rc = player_wait(p, &w, err);
	buf_release(&bytes);
	return rc;
}

static int
do_raw_reject(struct player *p, char *arg, struct err *err)
{
	struct buf bytes = BUF_INIT;
	struct want w = { 0 };
	int rc = keys_bytes(arg, &bytes, err);

	if (rc == 0)
		rc = player_settle(p, err);
	w.text = bytes.s;
	w.len = bytes.len;
	if (rc == 0 && holds_raw(p->now, &w))
		rc = err_set(err, ERR_NOT_FOUND, "it did write them");
	buf_release(&bytes);
	return rc;
}

static int
do_exit(struct player *p, char *arg, struct err *err)
{
	struct want w = { .holds = holds_end };

	if (player_wait(p, &w, err))
		return -1;
	if (p->now->status != atoi(arg))
		return err_set(err, ERR_NOT_FOUND, "it ended with %d",
		               p->now->status);
	return 0;
}

static int
do_alive(struct player *p, char *arg, struct err *err)
{
	(void)arg;
	if (player_settle(p, err))
		return -1;
	if (!p->now->running)
		return err_set(err, ERR_NOT_FOUND, "it ended with %d",
		               p->now->status);
	return 0;
}

static int
do_taken(struct player *p, char *arg, struct err *err)
{
	struct want w = { .holds = holds_taken };

	(void)arg;
	return player_wait(p, &w, err);
}

static int
do_settle(struct player *p, char *arg, struct err *err)
{
	(void)arg;
	return player_settle(p, err);
}

static int
do_reject(struct player *p, char *arg, struct err *err)
{
	if (player_settle(p, err))
		return -1;
	if (look_has(p->now, arg))
		return err_set(err, ERR_NOT_FOUND, "it is there");
	return 0;
}

static int
do_reject_line(struct player *p, char *arg, struct err *err)
{
	const char *text;
	int row;

	if (parse_row(p, arg, &row, &text, err) || player_settle(p, err))
		return -1;
	if (look_row_has(p->now, row, text))
		return err_set(err, ERR_NOT_FOUND, "it is there");
	return 0;
}

static int
do_intact(struct player *p, char *arg, struct err *err)
{
	(void)arg;
	if (player_settle(p, err))
		return -1;
	return look_intact(p->now, err);
}

static int
do_termios_sane(struct player *p, char *arg, struct err *err)
{
	(void)arg;
	if (player_settle(p, err))
		return -1;
	return look_termios(p->now, err);
}

static int
do_restored(struct player *p, char *arg, struct err *err)
{
	(void)arg;
	if (player_settle(p, err))
		return -1;
	return look_restored(p->now, err);
}

static int
do_save(struct player *p, char *arg, struct err *err)
{
	struct buf text = BUF_INIT;
	FILE *f;

	if (player_settle(p, err))
		return -1;
	for (int row = 1; row <= p->now->rows; row++) {
		look_row(p->now, row, &text);
		buf_byte(&text, '\n');
	}
	f = fopen(arg, "w");
	if (f) {
		fputs(text.s, f);
		fclose(f);
	}
	buf_release(&text);
	return f ? 0 : err_set(err, ERR_IO, "%s: %s", arg, strerror(errno));
}

/* clang-format off */
const struct command check_commands[] = {
	{ "expect",       do_expect,       NEED_ARG | NEED_RUN },
	{ "expect-line",  do_expect_line,  NEED_ARG | NEED_RUN },
	{ "expect-attr",  do_expect_attr,  NEED_ARG | NEED_RUN },
	{ "snapshot",     do_snapshot,     NEED_RUN },
	{ "cursor",       do_cursor,       NEED_ARG | NEED_RUN },
	{ "raw-expect",   do_raw_expect,   NEED_ARG | NEED_RUN },
	{ "exit",         do_exit,         NEED_ARG | NEED_RUN },
	{ "alive",        do_alive,        NEED_RUN },
	{ "taken",        do_taken,        NEED_RUN },
	{ "settle",       do_settle,       NEED_RUN },
	{ "reject",       do_reject,       NEED_ARG | NEED_RUN },
	{ "reject-line",  do_reject_line,  NEED_ARG | NEED_RUN },
	{ "reject-attr",  do_reject_attr,  NEED_ARG | NEED_RUN },
	{ "raw-reject",   do_raw_reject,   NEED_ARG | NEED_RUN },
	{ "intact",       do_intact,       NEED_RUN },
	{ "termios-sane", do_termios_sane, NEED_RUN },
	{ "restored",     do_restored,     NEED_RUN },
	{ "save",         do_save,         NEED_ARG | NEED_RUN },
	{ NULL, NULL, 0 },
};
/* clang-format on */
