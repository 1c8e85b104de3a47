/*
 * Form fields that name units of the roster: completed by the name's
 * characters or their pinyin, in full once chosen.
 */
#ifndef SCREENS_UNIT_FIELD_H
#define SCREENS_UNIT_FIELD_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "desk/unit_names.h"
#include "screens/kit/form.h"

/* For fields of forms whose arg is the struct ui. */
form_complete_fn unit_field_complete;		/* the last of several, too */
form_check_fn unit_field_check;			/* one unit */
form_check_fn unit_field_check_several;

/* The same for a form that holds the names: it reads nothing at a key. */
void unit_field_offer(const struct unit_names *names, const char *text,
		      struct form_list *out);

/* One unit by its name or short name; "" gives 0. */
int unit_field_read(struct desk *d, const char *text, int64_t *id,
		    struct err *err);
/* Several; more than max fails. */
int unit_field_read_several(struct desk *d, const char *text, int64_t *ids,
			    size_t max, size_t *count, struct err *err);
/* The name of a unit; nothing for 0. */
int unit_field_name(struct desk *d, int64_t id, struct buf *out,
		    struct err *err);

#endif
