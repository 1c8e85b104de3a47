/*
 * Facts in forms: the one table of their fields, which intake and the claims
 * form (`f` on an incident) are made of, and how its texts are read.
 *
 * An empty field is unknown, nothing was said about it.  "?" is unknown too,
 * but it was asked: that is a claim.  0 is a number.
 */
#ifndef SCREENS_FACTS_FORM_H
#define SCREENS_FACTS_FORM_H

#include "desk/incident.h"
#include "screens/screen.h"

/* The facts a caller is asked for, and the rest; each ends with key NULL. */
extern const struct form_field facts_main_fields[];
extern const struct form_field facts_rare_fields[];

/* Room for both and the fields of a screen's own. */
#define FACTS_FIELDS_MAX 40

/*
 * Append the table `from` to `to`, which has room for FACTS_FIELDS_MAX, and
 * end it.
 */
void facts_fields_add(struct form_field *to, const struct form_field *from);

/*
 * Read every fact of the form.  set has the bits (1 << enum fact) of those
 * that were filled in, "?" included.  On failure *bad is the field that
 * cannot be read.
 */
int facts_form_read(const struct form *f, struct facts *out, unsigned *set,
		    const char **bad, struct err *err);

/*
 * Ask for new claims on an incident.  Fields begin empty; what is filled in
 * is claimed, "?" is claimed unknown.  When somebody else has changed one of
 * them since the form was opened, both values are shown and saving again goes
 * on top.
 */
void facts_form_open(struct ui *ui, const struct incident *in);

#endif
