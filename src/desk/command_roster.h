/* Commands on units, contacts and call lists, for the table in
 * command_table.c. */
#ifndef DESK_COMMAND_ROSTER_H
#define DESK_COMMAND_ROSTER_H

#include "desk/command.h"

typedef int command_run_fn(struct command_session *s, const json_t *line,
			   struct command_result *res, struct err *err);

command_run_fn run_unit_save, run_unit_confirm, run_unit_remove, run_party_bind,
	run_contact_save, run_contact_confirm, run_contact_remove,
	run_group_save, run_group_remove;

#endif
