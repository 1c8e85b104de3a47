/*
 * A form whose content is kept as a draft (desk/draft.h): saved when a field
 * is left and when the screen closes, the field in hand included, so that a
 * dropped line loses nothing and the next officer is offered it.
 *
 * A draft also says at which seat it is open, in a field "seat.open" of its
 * own; a second seat that takes it up is told, and so is the first.
 *
 * What is filled in part by part has one form after another, and keeps beside
 * it what the parts make so far: texts of its own, kept in the same draft.
 */
#ifndef SCREENS_DRAFTED_H
#define SCREENS_DRAFTED_H

#include "desk/draft.h"
#include "screens/screen.h"

struct drafted {
	struct form form;
	const char *name;	/* the draft's form: "intake" */
	char target[32];	/* incident number or "" */
	json_t *beside;		/* kept with the form: name -> text */
	json_t *blank;		/* what was there before anyone typed */
	int64_t id;		/* 0: nothing worth keeping yet */
	bool unsaved;
	char notice[200];	/* who else has it open; "" */
};

/* A zeroed one may be released.  fields (NULL: as yet no form) and name are
 * borrowed; name NULL: it is a form like any other, and nothing of it is
 * kept. */
void drafted_init(struct drafted *d, const char *name, const char *target,
		  const struct form_field *fields, void *arg, int64_t now_ms);
void drafted_release(struct drafted *d);
/* What is in the form now was put there by us: no draft for that alone. */
void drafted_begin(struct drafted *d);
/* A text beside the form, kept with what is typed next; NULL, it is gone.  No
 * name of a form's field. */
void drafted_put(struct drafted *d, const char *name, const char *text);
/* Borrowed; NULL: none. */
const char *drafted_get(const struct drafted *d, const char *name);
/*
 * Another form from here on (fields NULL: none), with what a draft that was
 * taken up holds for it; what was in the form before is gone.
 */
void drafted_form(struct drafted *d, const struct form_field *fields);
/* Take a draft up: fill the form from it and mark it open here. */
void drafted_resume(struct ui *ui, struct drafted *d, const struct draft *dr);

/* Take up the newest that was left half typed for this form and target, unless
 * another seat has it open; says so. */
int drafted_take_up(struct ui *ui, struct drafted *d, struct err *err);

/* form_key(); keeps the draft when a field was left. */
unsigned drafted_key(struct ui *ui, struct drafted *d,
		     const struct key_event *e);
/* Keep what is typed now; a failure is shown, and tried again later. */
void drafted_keep(struct ui *ui, struct drafted *d);
/* On leaving the screen: keep it, or drop it when it has become empty. */
void drafted_close(struct ui *ui, struct drafted *d);
/* It became an entry, which consumed it. */
void drafted_used(struct drafted *d);
/*
 * Make it entries by fn, in one transaction with the end of the draft, which
 * says why ("became a call").  0: it is used; -1: all is as it was.
 */
int drafted_save(struct ui *ui, struct drafted *d, ui_form_fn *fn, void *arg,
		 const char *why, struct err *err);
/* Throw it away.  0, or -1 with err set. */
int drafted_discard(struct ui *ui, struct drafted *d, struct err *err);
/* On refresh: has another seat taken the draft up, saved or dropped it? */
void drafted_watch(struct ui *ui, struct drafted *d);

/* The seat at which a draft is open, when that is not ours; else NULL. */
const char *draft_open_elsewhere(struct ui *ui, const struct draft *dr);

#endif
