/*
 * The three forms of a plan's front: its head, a level, a step; how each is
 * filled from what is there, and what it makes.  For front_edit.c.
 */
#ifndef SCREENS_FRONT_FORMS_H
#define SCREENS_FRONT_FORMS_H

#include "desk/plan_edit.h"
#include "screens/kit/form.h"
#include "screens/kit/pager.h"

struct desk;

struct front_form {
	const char *word;	/* in drafts: "step" */
	const char *head;	/* N_() */
	const struct form_field *fields;
	/* Fill it from part i. */
	void (*load)(const struct plan_edit *e, size_t i, struct form *f);
	/* What it makes of part i, for plan_edit_put(); NULL with err set. */
	json_t *(*take)(const struct plan_edit *e, size_t i,
			const struct form *f, struct err *err);
	/* What is typed comes to, below the form; may be NULL. */
	void (*reading)(struct desk *d, const struct form *f, struct pager *p);
};

extern const struct front_form front_forms[];	/* by enum plan_part */

/*
 * The field that an error's JSON pointer goes through ("/levels/0/when/any":
 * "when"); the first, when it goes through none.
 */
const char *front_form_field(const struct front_form *kind,
			     const char *pointer);

#endif
