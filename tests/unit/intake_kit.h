/*
 * Two consoles on one desk, fed with keys and read as text; room.h is the
 * desk, and its own handle sees what another process would.
 */
#ifndef INTAKE_KIT_H
#define INTAKE_KIT_H

#include "room.h"

#include "base/buf.h"
#include "desk/call.h"
#include "desk/draft.h"
#include "desk/incident.h"
#include "feed.h"
#include "screens/screen.h"
#include "screens/ui.h"

struct seat {
	struct identity who;
	struct desk *desk;
	struct ui *ui;
	struct buf picture;
	size_t content, moves, others; /* keys fed: text, Tab/Enter, the rest */
};

struct kit {
	struct room *room;
	struct seat a, b;
};

static inline void
seat_open(struct kit *k, struct seat *s, const char *officer, const char *tty)
{
	struct err err = ERR_INIT;

	snprintf(s->who.officer, sizeof(s->who.officer), "%s", officer);
	snprintf(s->who.seat, sizeof(s->who.seat), "%s", tty);
	buf_init(&s->picture);
	if (desk_open(&s->desk, k->room->dir, &s->who, NULL, &err))
		fail_msg("%s", err.text);
	s->ui = ui_new(s->desk, screen_registry, 24, 80);
}

/* As when the line drops: every screen is closed. */
static inline void
seat_close(struct seat *s)
{
	if (!s->desk)
		return;
	ui_free(s->ui);
	desk_close(s->desk);
	buf_release(&s->picture);
	s->desk = NULL;
}

static inline int
kit_setup(void **state)
{
	struct kit *k = calloc(1, sizeof(*k));

	k->room = room_make();
	seat_open(k, &k->a, "li", "tty1");
	seat_open(k, &k->b, "wang", "tty2");
	*state = k;
	return 0;
}

static inline int
kit_teardown(void **state)
{
	struct kit *k = *state;

	seat_close(&k->a);
	seat_close(&k->b);
	room_free(k->room);
	free(k);
	return 0;
}

static inline unsigned
press(void *arg, const struct key_event *e)
{
	struct seat *s = arg;

	if (key_printable(e->key))
		s->content++;
	else if (e->key == UIKEY_ENTER || e->key == UIKEY_TAB)
		s->moves++;
	else
		s->others++;
	ui_key(s->ui, e);
	return 0;
}

/* Text, with keys in angle brackets: "张三<Enter>139<Tab>". */
static inline void
keys(struct seat *s, const char *text)
{
	feed_keys(text, press, s);
}

static inline void
paste(struct seat *s, const char *text)
{
	struct key_event e = { UIKEY_PASTE, text, strlen(text) };

	ui_key(s->ui, &e);
}

static inline const char *
look(struct seat *s)
{
	ui_draw(s->ui);
	buf_clear(&s->picture);
	canvas_dump(&s->ui->canvas, &s->picture);
	return s->picture.s;
}

static inline void
see_at(struct seat *s, const char *text, const char *file, int line)
{
	if (!strstr(look(s), text)) {
		print_error("%s:%d: '%s' is not on the screen:\n%s\n", file,
		            line, text, s->picture.s);
		fail();
	}
}
#define see(s, text) see_at((s), (text), __FILE__, __LINE__)

static inline void
see_not_at(struct seat *s, const char *text, const char *file, int line)
{
	if (strstr(look(s), text)) {
		print_error("%s:%d: '%s' is on the screen:\n%s\n", file, line,
		            text, s->picture.s);
		fail();
	}
}
#define see_not(s, text) see_not_at((s), (text), __FILE__, __LINE__)

static inline const char *
screen_name(const struct seat *s)
{
	return s->ui->levels[s->ui->depth - 1].ops->name;
}

/* ---- what the desk holds, as another process sees it ---- */

static inline size_t
draft_count(struct kit *k, const char *form)
{
	struct err err = ERR_INIT;
	struct draft *rows;
	size_t count;

	assert_int_equal(draft_list(k->room->d, form, &rows, &count, &err), 0);
	drafts_free(rows, count);
	return count;
}

/* The text of a field of the newest draft, "" when it has none. */
static inline char *
draft_says(struct kit *k, const char *form, const char *key, char out[512])
{
	struct err err = ERR_INIT;
	const char *text = NULL;
	struct draft *rows;
	size_t count;

	assert_int_equal(draft_list(k->room->d, form, &rows, &count, &err), 0);
	if (count)
		text = json_string_value(json_object_get(rows[0].fields, key));
	snprintf(out, 512, "%s", text ? text : "");
	drafts_free(rows, count);
	return out;
}

static inline size_t
incident_count(struct kit *k)
{
	struct err err = ERR_INIT;
	struct incident *rows;
	size_t count, total;

	assert_int_equal(incident_list(k->room->d, INCIDENTS_ALL, NULL, 50,
	                               &rows, &count, &total, &err),
	                 0);
	incident_list_free(rows, count);
	return total;
}

#endif
