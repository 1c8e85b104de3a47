/*
 * The form for claims of facts, over an incident (`f`).  Intake uses the same
 * field table.
 */
#ifndef SCREENS_FACTS_FORM_H
#define SCREENS_FACTS_FORM_H

#include "desk/incident.h"
#include "screens/screen.h"

/*
 * Ask for new claims.  Fields begin empty; what is filled in is claimed, "?"
 * is claimed unknown.  When somebody else has changed one of them since
 * in->last_seq, both values are shown and saving again goes on top.
 */
void facts_form_open(struct ui *ui, const struct incident *in);

#endif
