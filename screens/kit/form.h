/*
 * A form: labelled fields, filled with the keyboard alone.
 *
 * Tab and Enter go to the next field, Shift-Tab to the one before, Up and
 * Down likewise unless the field's list is open.  Enter in the last field, or
 * ^S anywhere, submits; Esc first closes an open list, then cancels.  A
 * choice shows its list while it has the focus; typing narrows it.  Text past
 * a field's limit is not taken, and the field says what the limit is.  The
 * first character typed into a time or number that stands there replaces it;
 * to mend one, move the cursor first.  Pure
 * state: form_key() says what happened, the screen acts on it:
 *
 *	unsigned ev = form_key(&st->form, e);
 *
 *	if (ev & FORM_CHANGED)
 *		intake_judge(st);		class while typing
 *	if (ev & FORM_LEFT)
 *		intake_save_draft(ui, st);	at every field
 *	if (ev & FORM_SUBMIT) ...
 *	return ev & FORM_TAKEN;
 *
 * Fields are declared in a constant table; their values live in the form.
 */
#ifndef KIT_FORM_H
#define KIT_FORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "screens/kit/canvas.h"
#include "screens/kit/edit.h"
#include "screens/kit/keys.h"

enum form_kind {
	FORM_TEXT,	/* a line */
	FORM_LINES,	/* several rows on screen; ^J is a newline */
	FORM_TIME,	/* civil_parse_human(); shows what it was read as */
	FORM_NUMBER,	/* "3", "1.5", "1200万", "1.2亿" */
	FORM_FACT,	/* that, or "?": asked, and not known; with a check of
			 * the field's own anything the check takes */
	FORM_CHOICE,	/* one of choices; the value is its code */
	FORM_SAVE	/* a stop without a value: Enter there submits */
};

enum form_flag {
	FORM_REQUIRED = 1 << 0,	/* submit stops at it when empty */
	FORM_BESIDE = 1 << 1,	/* on the same row as the field before */
	FORM_READONLY = 1 << 2,	/* shown, never focused */
	FORM_GAP = 1 << 3	/* an empty row above */
};

struct form_choice {
	const char *code;	/* the value; NULL ends the list */
	const char *label;	/* N_() */
	const char *match;	/* more words that find it, or NULL */
};

/*
 * Completion of a text field: add the lines that fit `text`, best first; one
 * that is there already is not added again.  Called after a key changed the
 * field, never while drawing.
 */
struct form_field;
struct form_list;
typedef void form_complete_fn(void *arg, const struct form_field *field,
			      const char *text, struct form_list *out);
void form_offer(struct form_list *out, const char *text);

/*
 * Is this value acceptable?  Called when the field is left and on submit, for
 * a value that is not empty and right for its kind.  The error's text is
 * shown as it is: make it a tr()ed sentence.
 */
typedef int form_check_fn(void *arg, const struct form_field *field,
			  const char *value, struct err *err);

struct form_field {
	const char *key;	/* stable: "deaths"; NULL ends the table */
	const char *label;	/* N_("死亡") */
	enum form_kind kind;
	unsigned flags;
	int width;		/* cells of the value; 0: to the edge */
	int rows;		/* FORM_LINES: rows shown, 0: 3 */
	int max_chars;		/* 0: 200 */
	const char *unit;	/* N_("人") behind the value, or NULL */
	const char *hint;	/* N_(): shown while focused, or NULL */
	const char *initial;	/* value at first, or NULL */
	const struct form_choice *choices;
	form_complete_fn *complete;
	form_check_fn *check;
};

struct form_input;

struct form {
	const struct form_field *fields;	/* borrowed */
	struct form_input *inputs;
	struct form_list *list;	/* what the focused field offers */
	size_t count, focus, left;
	int64_t now_ms;		/* for FORM_TIME; set before form_key() */
	bool over;		/* the next character replaces the value */
	void *arg;		/* for complete and check */
};

extern const struct key_verb form_keys[];

/* A zeroed form may be released. */
void form_init(struct form *f, const struct form_field *fields, void *arg);
void form_release(struct form *f);

enum form_event {
	FORM_TAKEN = 1 << 0,	/* the key was the form's */
	FORM_CHANGED = 1 << 1,	/* the focused field has another value */
	FORM_LEFT = 1 << 2,	/* a field was left: form_left(); with
				 * FORM_CHANGED: a line of its list was taken */
	FORM_SUBMIT = 1 << 3,	/* every field is acceptable */
	FORM_CANCEL = 1 << 4
};

unsigned form_key(struct form *f, const struct key_event *e);
const char *form_left(const struct form *f);	/* key of the field just left */
const char *form_focus(const struct form *f);	/* key of the present field */
void form_go(struct form *f, const char *key);	/* focus it */

/* Values; key must be in the table.  Texts are borrowed until a change. */
const char *form_text(const struct form *f, const char *key);
bool form_empty(const struct form *f, const char *key);
void form_set(struct form *f, const char *key, const char *value);
/* False when empty or unreadable. */
bool form_time(const struct form *f, const char *key, int64_t *ms);
/* Put an error under a field (a command's refusal); "" clears. */
void form_error(struct form *f, const char *key, const char *text);
/* Check every field; focuses the first bad one.  True: submit. */
bool form_ready(struct form *f);

/* Rows it takes at this width, errors and hint line included. */
int form_rows(const struct form *f, int cols);
/* Scrolls to keep the focus in sight.  Same picture twice. */
void form_draw(const struct form *f, const struct region *r, bool focused);

#endif
