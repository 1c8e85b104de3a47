/*
 * The console without a terminal: a stack of screens, what stands over them,
 * the frame around them, drawn on a canvas and fed with keys.  console.c
 * gives it a terminal and a loop; tests feed it and read the canvas.
 *
 * Handlers never see their screen vanish: ui_open(), ui_back() and
 * ui_reload() are noted and carried out when the handler has returned.
 */
#ifndef SCREENS_UI_H
#define SCREENS_UI_H

#include <stdbool.h>
#include <stdint.h>

#include "screens/drafted.h"
#include "screens/kit/canvas.h"
#include "screens/kit/list.h"
#include "screens/kit/prompt.h"
#include "screens/lookout.h"
#include "screens/screen.h"
#include "screens/siren.h"
#include "screens/strip.h"

/* The frame: top line, tabs, the screen, message, strip, key bar. */
enum { UI_MIN_ROWS = 24, UI_MIN_COLS = 80,
       UI_TOP_ROWS = 2, UI_BOTTOM_ROWS = 3 };

#define UI_DEPTH 16		/* levels of screens */
#define UI_MESSAGE 512

struct level {
	const struct screen_ops *ops;
	void *state;
	char *arg;		/* what it was opened with, or NULL */
	char *trouble;		/* why its data are old, or NULL */
};

enum modal_kind { MODAL_NONE, MODAL_LINE, MODAL_CONFIRM, MODAL_FORM,
		  MODAL_CHOICE };

/* What stands over the screens and takes every key. */
struct modal {
	enum modal_kind kind;
	void *state;			/* of the screen that asked */
	struct prompt prompt;		/* LINE, CONFIRM */
	bool path;			/* LINE: it is a file's name */
	char *title;			/* FORM, CHOICE */
	struct drafted drafted;		/* FORM */
	const char *const *labels;	/* CHOICE */
	struct list list;
	ui_line_fn *line;
	ui_yes_fn *yes;
	ui_form_fn *save;
	ui_choice_fn *choose;
};

enum act { ACT_OPEN, ACT_JUMP, ACT_BACK };

struct pending {
	enum act act;
	const struct screen_ops *ops;
	char *arg;
};

struct ui {
	struct desk *desk;
	struct loop *loop;		/* borrowed; set once it is there */
	const struct screen_ops *const *screens;
	struct canvas canvas;
	struct level levels[UI_DEPTH];
	size_t depth;
	struct modal modal;
	struct strip strip;
	struct siren siren;
	struct lookout lookout;
	struct pending pending[UI_DEPTH];
	size_t pending_count;
	struct history commands;
	char completion[96];		/* of the `:` line, as last offered */
	struct buf offered;		/* a file's name, likewise */
	char message[UI_MESSAGE];
	enum role message_role;
	uint32_t key;			/* the key being handled */
	int64_t minute;			/* of the last refresh by time */
	bool dirty, reload, redraw, leaving;
	bool ring;			/* the bell, with the next picture */
};

/* Opens the first screen of the NULL-ended list. */
struct ui *ui_new(struct desk *desk,
		  const struct screen_ops *const *screens, int rows, int cols);
void ui_free(struct ui *ui);		/* closes every screen: drafts kept */

void ui_resize(struct ui *ui, int rows, int cols);
void ui_key(struct ui *ui, const struct key_event *e);
void ui_tick(struct ui *ui);	/* the desk's clock shows a new second */
void ui_changed(struct ui *ui);		/* another process wrote */
void ui_draw(struct ui *ui);		/* the whole picture, on ui->canvas */

/* ---- shared by ui.c, modal.c, frame.c, command.c and help.c ---- */

extern const struct key_binding ui_keys[];	/* live on every screen */

struct level *ui_top(struct ui *ui);
bool ui_too_small(const struct ui *ui);
const struct screen_ops *ui_find_screen(const struct ui *ui,
					const char *name);
/* The n-th screen that has a tab (0 first), or NULL. */
const struct screen_ops *ui_tab(const struct ui *ui, size_t n);
void ui_jump(struct ui *ui, const struct screen_ops *ops, const char *arg);
/* Run a row of a table with the state of the top screen. */
void ui_run(struct ui *ui, const struct key_binding *b);
unsigned ui_have(struct ui *ui);

extern const struct key_verb choice_keys[];
extern const struct key_verb kept_keys[];	/* of a box kept as a draft */
bool modal_key(struct ui *ui, const struct key_event *e);
void modal_draw(struct ui *ui, const struct region *screen,
		const struct region *line);
void modal_close(struct ui *ui);

void frame_draw(struct ui *ui);
void frame_area(const struct ui *ui, struct region *area);

/* The `:` line. */
void command_ask(struct ui *ui);
/* Run a line as if it had been typed there. */
void command_do(struct ui *ui, const char *text);
struct command_line {
	const char *name, *help;	/* "screen", N_("打开页面") */
	void (*run)(struct ui *ui, const char *arg);
};
extern const struct command_line command_lines[];	/* ends with NULL */

/* The sentence for a code, in the officer's language. */
const char *ui_error_words(enum err_code code);

#endif
