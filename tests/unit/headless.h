/*
 * The console on a drill desk, without a terminal: keys in by name, the
 * picture out as text, the clock stepped.  In a test:
 *
 *	struct seat *s = *state;
 *
 *	seat_keys(s, "n<Tab>3<Enter>");
 *	seat_pass(s, 31 * CIVIL_MINUTE);
 *	assert_seen(s, "超时");
 */
#ifndef UNIT_HEADLESS_H
#define UNIT_HEADLESS_H

#include "room.h"

#include "feed.h"
#include "screens/ui.h"

struct seat {
	struct room *room;
	struct ui *ui;
	struct buf picture;
};

static inline struct seat *
seat_make(const struct screen_ops *const *screens)
{
	struct seat *s = calloc(1, sizeof(*s));

	s->room = room_make();
	s->ui = ui_new(s->room->d, screens, 24, 80);
	buf_init(&s->picture);
	return s;
}

static inline void
seat_free(struct seat *s)
{
	ui_free(s->ui);
	room_free(s->room);
	buf_release(&s->picture);
	free(s);
}

static inline int
seat_setup(void **state)
{
	*state = seat_make(screen_registry);
	return 0;
}

static inline int
seat_teardown(void **state)
{
	seat_free(*state);
	return 0;
}

#define SEAT_TEST(f)                                                           \
	cmocka_unit_test_setup_teardown(f, seat_setup, seat_teardown)

static inline unsigned
seat_key(void *arg, const struct key_event *e)
{
	ui_key(arg, e);
	return 0;
}

static inline void
seat_keys(struct seat *s, const char *keys)
{
	feed_keys(keys, seat_key, s->ui);
}

static inline void
seat_pass(struct seat *s, int64_t ms)
{
	room_pass(s->room, ms);
	ui_tick(s->ui);
}

static inline const char *
seat_picture(struct seat *s)
{
	ui_draw(s->ui);
	buf_clear(&s->picture);
	canvas_dump(&s->ui->canvas, &s->picture);
	return s->picture.s;
}

/* Row n of the picture (0 is the top), borrowed until the next call. */
static inline const char *
seat_row(struct seat *s, int n)
{
	char *row = (char *)seat_picture(s), *end;

	while (n-- > 0)
		row = strchr(row, '\n') + 1;
	end = strchr(row, '\n');
	*end = '\0';
	return row;
}

static inline bool
seat_shows(struct seat *s, const char *text)
{
	return strstr(seat_picture(s), text) != NULL;
}

#define assert_seen(s, text)                                                   \
	do {                                                                   \
		if (!seat_shows(s, text))                                      \
			fail_msg("not seen: %s in\n%s", text,                  \
			         seat_picture(s));                             \
	} while (0)

#define assert_unseen(s, text)                                                 \
	do {                                                                   \
		if (seat_shows(s, text))                                       \
			fail_msg("seen: %s in\n%s", text, seat_picture(s));    \
	} while (0)

/* No torn wide character anywhere in the picture. */
static inline bool
seat_whole(struct seat *s)
{
	const struct cell *c;
	int row, col;

	ui_draw(s->ui);
	c = s->ui->canvas.cells;
	for (row = 0; row < s->ui->canvas.rows; row++)
		for (col = 0; col < s->ui->canvas.cols; col++, c++) {
			if (c->width == 2 &&
			    (col + 1 == s->ui->canvas.cols || c[1].width != 0))
				return false;
			if (c->width == 0 && (col == 0 || c[-1].width != 2))
				return false;
		}
	return true;
}

#endif
