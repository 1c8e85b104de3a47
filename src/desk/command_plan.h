/* Commands on plans and their activations, for the table in
 * command_table.c. */
#ifndef DESK_COMMAND_PLAN_H
#define DESK_COMMAND_PLAN_H

#include "desk/command.h"

int run_plan_save(struct command_session *s, const json_t *line,
		  struct command_result *res, struct err *err);
int run_plan_front(struct command_session *s, const json_t *line,
		   struct command_result *res, struct err *err);
int run_plan_drill(struct command_session *s, const json_t *line,
		   struct command_result *res, struct err *err);
int run_plan_remove(struct command_session *s, const json_t *line,
		    struct command_result *res, struct err *err);
int run_plan_activate(struct command_session *s, const json_t *line,
		      struct command_result *res, struct err *err);
int run_activation_level(struct command_session *s, const json_t *line,
			 struct command_result *res, struct err *err);
int run_activation_step(struct command_session *s, const json_t *line,
			struct command_result *res, struct err *err);
int run_activation_end(struct command_session *s, const json_t *line,
		       struct command_result *res, struct err *err);

#endif
