/* Every screen, in the order of the tabs; those without one come after. */
#include <string.h>

#include "screens/screen.h"

extern const struct screen_ops board_screen, intake_screen, incidents_screen,
	deadlines_screen, warnings_screen, callouts_screen, roster_screen,
	plans_screen, calls_screen, rules_screen, settings_screen,
	incident_screen, text_screen, facts_screen, call_screen, find_screen,
	help_screen, voices_screen, unit_screen, contact_screen, nearest_screen,
	unit_edit_screen, contact_edit_screen, group_edit_screen,
	response_screen, steps_screen, plan_screen, import_screen,
	plan_import_screen, front_screen, warning_screen, callout_screen,
	callout_start_screen, callout_rules_screen, feeds_screen, outbox_screen,
	escalation_screen, channels_screen;

/* clang-format off */
const struct screen_ops *const screen_registry[] = {
	&board_screen,
	&intake_screen,
	&incidents_screen,
	&deadlines_screen,
	&warnings_screen,
	&callouts_screen,
	&roster_screen,
	&plans_screen,
	&calls_screen,
	&rules_screen,
	&settings_screen,
	&incident_screen,
	&text_screen,
	&facts_screen,
	&call_screen,
	&find_screen,
	&help_screen,
	&voices_screen,
	&unit_screen,
	&contact_screen,
	&nearest_screen,
	&unit_edit_screen,
	&contact_edit_screen,
	&group_edit_screen,
	&response_screen,
	&steps_screen,
	&plan_screen,
	&import_screen,
	&plan_import_screen,
	&front_screen,
	&warning_screen,
	&callout_screen,
	&callout_start_screen,
	&callout_rules_screen,
	&feeds_screen,
	&outbox_screen,
	&escalation_screen,
	&channels_screen,
	NULL,
};
/* clang-format on */

const struct screen_ops *
screen_find(const char *name)
{
	size_t i;

	for (i = 0; screen_registry[i]; i++)
		if (strcmp(screen_registry[i]->name, name) == 0)
			return screen_registry[i];
	return NULL;
}
