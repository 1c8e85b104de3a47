/*
 * Settling a step of a plan that runs: one box, opened from the step on any
 * screen, done or not applicable.  The box names the step it was opened for:
 * the rows below may move while it is filled in.
 */
#ifndef SCREENS_SETTLING_H
#define SCREENS_SETTLING_H

#include "desk/activation.h"
#include "screens/screen.h"

/* The last field of a form that decides something about a response. */
#define DECIDED_BY(words)                                                \
	{ .key = "by", .label = N_("决定人"), .flags = FORM_REQUIRED,    \
	  .max_chars = 60, .hint = words }

/* Of a step that is settled already they only say so. */
void settling_done(struct ui *ui, const struct step_row *step);
void settling_na(struct ui *ui, const struct step_row *step);

#endif
