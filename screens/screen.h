/*
 * A screen: one file, one struct screen_ops, one line in screens/registry.c.
 *
 * refresh asks desk/ and fills the state; draw puts the state on the canvas.
 * draw runs no query, allocates nothing and gives the same picture twice.
 * Handlers change data only by a command of desk/.  A prompt, a form and a
 * question are states fed one key at a time, never a loop of their own.
 */
#ifndef SCREENS_SCREEN_H
#define SCREENS_SCREEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "screens/kit/canvas.h"
#include "screens/kit/form.h"
#include "screens/kit/keys.h"

struct desk;
struct duty_row;
struct loop;
struct ui;

/* What a screen may know while it draws. */
struct view {
	struct region area;		/* between tab line and strip */
	int64_t now_ms;			/* the desk's clock */
	bool focused;
};

enum screen_use {
	USES_LIST = 1 << 0,		/* kit/list.h */
	USES_PAGER = 1 << 1,		/* kit/pager.h */
	USES_FORM = 1 << 2,		/* kit/form.h and kit/edit.h */
	SCREEN_TAB = 1 << 8,		/* has a tab and a digit of its own */
	SCREEN_PLACE = 1 << 9		/* has none; found by its title */
};

struct screen_ops {
	const char *name;		/* "board": `:screen board`, tests */
	const char *title;		/* N_("态势") */
	const struct key_binding *keys;	/* ends with key NULL */
	unsigned uses;			/* enum screen_use: help lists their
					 * keys with the screen's own */
	size_t state_size;		/* zeroed before open */

	/* arg: what the opener names ("2026-0012"), or NULL. */
	int (*open)(struct ui *ui, void *state, const char *arg,
		    struct err *err);
	int (*refresh)(struct ui *ui, void *state, struct err *err);
	void (*draw)(const void *state, const struct view *v);
	/* The key table's needs, for the selected row. */
	unsigned (*have)(const void *state);
	/*
	 * Text entry and lists see a key before the table does; true: taken.
	 * NULL when the screen has none.
	 */
	bool (*key)(struct ui *ui, void *state, const struct key_event *e);
	/*
	 * The duty and the incident number the selection stands for, or NULL:
	 * what the `r` key reports, what intake and `:` commands start from.
	 * NULL when the screen has neither.
	 */
	const struct duty_row *(*duty)(const void *state);
	const char *(*incident)(const void *state);
	/*
	 * Whom `p` calls when that is more than the duty or the incident: a
	 * unit, a contact ..., in the words of screens/voices.h.  Appends
	 * nothing when the selection stands for none; NULL likewise.
	 */
	void (*whom)(const void *state, struct buf *out);
	/*
	 * Leave: save what must not be lost (drafts).  Never fails.  Also
	 * called when open failed: release what a zeroed state may hold.
	 */
	void (*close)(struct ui *ui, void *state);
};

/* The registry, in tab order; ends with NULL. */
extern const struct screen_ops *const screen_registry[];
const struct screen_ops *screen_find(const char *name);

/*
 * ---- what a screen may ask of the console (screens/ui.c) ----
 *
 * Opening, going back and reloading are noted and carried out when the
 * handler has returned: a screen never vanishes under its own feet.
 */

struct desk *ui_desk(struct ui *ui);
int64_t ui_now(struct ui *ui);			/* desk_now() */
/* The console's poll loop, for what runs while keys go on. */
struct loop *ui_loop(struct ui *ui);
/* Rows and columns of the screen's area: what lists and pagers page by. */
int ui_rows(const struct ui *ui);
int ui_cols(const struct ui *ui);
/* Open a screen on top (q comes back); replaces nothing. */
void ui_open(struct ui *ui, const char *screen, const char *arg);
void ui_back(struct ui *ui);			/* one level */
void ui_dirty(struct ui *ui);			/* draw again */
void ui_reload(struct ui *ui);			/* refresh, then draw */
/* One line above the key bar until the next key. */
void ui_say(struct ui *ui, enum role role, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void ui_fail(struct ui *ui, const struct err *err); /* in place, ROLE_ERROR */

/*
 * Ask for a line of text / for a yes.  The callback gets the state pointer of
 * the screen that asked.  confirm: `key` is the key that says yes, and it is
 * another than the one that asked; anything else is no.
 */
typedef void ui_line_fn(struct ui *ui, void *state, const char *text);
typedef void ui_yes_fn(struct ui *ui, void *state);
void ui_ask(struct ui *ui, const char *label, const char *initial,
	    ui_line_fn *fn);
/* The same for the name of a file: Tab completes, and fn gets it with "~"
 * expanded; never with nothing. */
void ui_ask_path(struct ui *ui, const char *label, const char *initial,
		 ui_line_fn *fn);
void ui_confirm(struct ui *ui, const char *question, uint32_t yes_key,
		ui_yes_fn *fn);
/*
 * A small form in a box over the screen (report taken by, reference ...).
 * fn acts on the values; when it fails the box stays open and says why.  The
 * form and everything typed are gone when fn returns 0 or Esc gives it up,
 * unless it is kept.
 */
typedef int ui_form_fn(struct ui *ui, void *state, const struct form *form,
		       struct err *err);
/*
 * Returns the form, to set first values in; valid until the next key.  Its
 * complete and check functions get the struct ui as their arg.
 */
struct form *ui_form(struct ui *ui, const char *title,
		     const struct form_field *fields, ui_form_fn *fn);
/*
 * What is typed into that form from now on is a draft (screens/drafted.h) of
 * this name and target: kept when Esc or a dropped line ends the box, taken up
 * when it is opened for the same again, thrown away by ^X, and gone when fn
 * returns 0.  Call it once the first values are set.
 */
void ui_form_keep(struct ui *ui, const char *name, const char *target);
/* Choose one of the NULL-ended labels, by its number or from the list; fn
 * gets its index. */
typedef void ui_choice_fn(struct ui *ui, void *state, int choice);
void ui_choose(struct ui *ui, const char *title, const char *const *labels,
	       ui_choice_fn *fn);

#endif
