/* Commands on warnings, call-outs, feeds, channels and notices, for the table
 * in command_table.c. */
#ifndef DESK_COMMAND_WATCH_H
#define DESK_COMMAND_WATCH_H

#include "desk/command_roster.h"

command_run_fn run_warning_handle, run_warning_close, run_callout_start,
	run_callout_join, run_callout_try, run_callout_acted, run_callout_end,
	run_callout_rules, run_feed_save, run_channel_save,
	run_escalation_save, run_notice_answer;

#endif
