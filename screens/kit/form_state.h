/*
 * What a form's parts share: its state (form.c), the list a field offers
 * (form_list.c) and its picture (form_draw.c).  For those three only.
 */
#ifndef KIT_FORM_STATE_H
#define KIT_FORM_STATE_H

#include "screens/kit/form.h"

#define FORM_NO_ROW (-1)

struct form_input {
	struct edit edit;	/* a choice: what narrows the list */
	int choice;		/* index in choices; FORM_NO_ROW */
	char *error;		/* or NULL */
};

struct form_list {
	char **lines;		/* as shown */
	int *choice;		/* of a choice: index of each line */
	size_t count, cap, choice_cap;
	int sel;		/* FORM_NO_ROW: none */
	bool open;
};

/* Fill the list for the focused field; open when there is anything. */
void form_list_fill(struct form *f);
void form_list_close(struct form *f);
void form_list_free(struct form_list *l);

static inline bool
form_is_choice(const struct form *f, size_t i)
{
	return f->fields[i].kind == FORM_CHOICE;
}

#endif
