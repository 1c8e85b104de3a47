/*
 * The form of a feed: what an officer changes of it.  Its headers and the least
 * interval its source asks for are not in it and stay as they are.
 */
#ifndef SCREENS_FEED_FORM_H
#define SCREENS_FEED_FORM_H

#include "desk/feed.h"
#include "screens/kit/form.h"

extern const struct form_field feed_fields[];	/* of one that is there */
extern const struct form_field feed_new_fields[];

/* Standard values, and nothing else: for a new one.  feed_release() it. */
int feed_form_blank(struct feed *f, struct err *err);
void feed_form_fill(struct form *form, const struct feed *f);
/* Into *f, which is blank or as it is saved. */
int feed_form_take(const struct form *form, struct feed *f, struct err *err);

#endif
