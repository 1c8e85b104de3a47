/*
 * A form field that names a post of the roster, "公安局/值班员" or "公安局"
 * alone: completed from the units and what is held there; what it comes to.
 */
#ifndef SCREENS_POST_FIELD_H
#define SCREENS_POST_FIELD_H

#include "base/buf.h"
#include "base/err.h"
#include "screens/kit/form.h"

struct desk;

/* For fields of forms whose arg is the struct ui. */
form_complete_fn post_field_complete;

/*
 * Whom it falls to at this moment: "单小平 0130…  能源局/局长", or that nobody
 * holds it (*vacant) and the unit's own number.  A long name is cut: the number
 * is what is dialled.  "" is who is on duty.
 */
int post_voice(struct desk *d, const char *post, bool *vacant,
	       struct buf *out, struct err *err);

#endif
