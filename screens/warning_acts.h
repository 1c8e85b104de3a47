/*
 * What is begun from a warning, alike on its page and on the list: an incident
 * (the intake, filled in from it) and a plan.
 */
#ifndef SCREENS_WARNING_ACTS_H
#define SCREENS_WARNING_ACTS_H

#include "desk/warning.h"
#include "screens/screen.h"

/* Is there an incident to be made of it: it is not closed, and has none? */
bool warning_can_open(const struct warning *w);
void warning_act_open(struct ui *ui, const struct warning *w);
void warning_act_plan(struct ui *ui, const struct warning *w);
void warning_act_callout(struct ui *ui, const struct warning *w);

#endif
