#include "screens/warning_acts.h"

#include <stdio.h>

#include "desk/warning_answer.h"

bool
warning_can_open(const struct warning *w)
{
	char number[INCIDENT_NUMBER];

	return w->state != WARNING_CLOSED && !*warning_incident(w, number);
}

static void
open_for(struct ui *ui, const char *screen, const struct warning *w)
{
	char arg[32];

	snprintf(arg, sizeof(arg), "warning:%lld", (long long)w->id);
	ui_open(ui, screen, arg);
}

void
warning_act_open(struct ui *ui, const struct warning *w)
{
	open_for(ui, "intake", w);
}

void
warning_act_plan(struct ui *ui, const struct warning *w)
{
	open_for(ui, "response", w);
}

void
warning_act_callout(struct ui *ui, const struct warning *w)
{
	open_for(ui, "callout_start", w);
}
