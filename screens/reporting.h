/*
 * Recording that a report was made: one box, opened with `r` from a duty on
 * any screen.  Recipient, channel and time are filled in; what is asked is who
 * took it.  r, the name, Enter.
 */
#ifndef SCREENS_REPORTING_H
#define SCREENS_REPORTING_H

#include "screens/screen.h"

/*
 * number: the incident.  duty NULL: a report to anyone, without a duty in
 * hand; then the recipient is asked first.  Returns the form, as ui_form().
 */
struct form *reporting_open(struct ui *ui, const char *number,
			    const struct duty_row *duty);

/*
 * What `r` does: the duty in focus when it is pending, else the first pending
 * one of the incident in focus, else the first of all, which is the first of
 * the strip.  An incident that owes nothing is reported to anyone.  duty and
 * number may be NULL.
 */
void reporting_next(struct ui *ui, const struct duty_row *duty,
		    const char *number);

/* The same, when the duty's party was reached by phone: taker answered, NULL
 * nobody yet. */
void reporting_taken(struct ui *ui, const struct duty_row *duty,
		     const char *taker);

/* "Decided not to report" (决定不报): asks for ground and name. */
void reporting_decline(struct ui *ui, const struct duty_row *duty);

#endif
