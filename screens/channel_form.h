/*
 * The forms of channels, one for each type.  Secrets are named in them, never
 * typed: the keys file has the values.
 */
#ifndef SCREENS_CHANNEL_FORM_H
#define SCREENS_CHANNEL_FORM_H

#include "desk/channel.h"
#include "screens/kit/form.h"

/* fresh: of one that is not there yet. */
const struct form_field *channel_form_fields(enum channel_type t, bool fresh);
void channel_form_fill(struct form *form, const struct channel *c);
/* Into *c, which is zeroed or as it is saved; of type t. */
int channel_form_take(const struct form *form, enum channel_type t,
		      struct channel *c, struct err *err);

/* Several addresses or channels as one line: "a@b、c@d". */
void channel_to_text(struct buf *out, const struct channel *c);

#endif
