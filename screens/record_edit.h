/*
 * Adding and changing units, people and call lists (登记、更改): three screens
 * that differ in the table of their form and in how a record fills it.  What
 * is typed is kept as a draft at every field.
 *
 * arg: the id of the record; NULL, a new one; "new KEY TEXT", a new one with
 * that field filled in.
 *
 * screens/record_edit.c has the screens, record_forms.c the three kinds.
 */
#ifndef SCREENS_RECORD_EDIT_H
#define SCREENS_RECORD_EDIT_H

#include "desk/unit.h"
#include "screens/kit/form.h"

/* One kind of record. */
struct record_form {
	const char *name;	/* of the draft's form: "unit" */
	const char *head;	/* N_() */
	const struct form_field *fields;
	/* Fills the form, its field "base" with the record's last entry. */
	int (*load)(struct desk *d, int64_t id, struct form *f,
		    struct err *err);
	/* id 0: a new one; base: the entry that the form was filled from. */
	int (*save)(struct desk *d, int64_t id, int64_t base,
		    const struct form *f, struct err *err);
	/* What others changed. */
	int (*changes)(struct desk *d, int64_t id, struct change **rows,
		       size_t *count, struct err *err);
};

extern const struct record_form record_form_unit, record_form_contact,
	record_form_group;

/* The form is now one on that entry. */
void record_set_base(struct form *f, int64_t seq);

#endif
