/*
 * The command line: one table of subcommands (src/main.c), one file each.
 *
 * Options stand in a table beside their subcommand; parsing, --help, the man
 * page test and the bash completion all read it.  The global options --data,
 * --as and --lang may stand anywhere.
 *
 * Exit: 0 done, 1 found wanting, 2 usage or bad input, 3 refused by state or
 * role, 4 storage.  Errors are one line on stderr.
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

struct desk;
struct identity;

#define CLI_OPTIONS 12		/* of one subcommand, at most */

enum { EXIT_DONE = 0, EXIT_WANTING = 1, EXIT_BAD_INPUT = 2 };

struct cli_option {
	const char *name;		/* "--at" */
	const char *arg;		/* "TIME"; NULL: a flag */
	const char *help;		/* N_() */
};

struct cli;

struct subcommand {
	const char *name;
	const char *args;		/* "FILE|-", "" */
	const char *help;		/* N_() */
	const struct cli_option *options; /* ends with name NULL; or NULL */
	int min_args, max_args;		/* max -1: any */
	int (*run)(struct cli *cli);	/* the exit status */
};

struct cli {
	const struct subcommand *table;	/* all of them, ends with name NULL */
	const struct subcommand *sub;
	const char *data, *as, *lang;	/* NULL: not given */
	const char *values[CLI_OPTIONS];/* "" for a flag that is given */
	const char **args;		/* words that are no options */
	int args_count;
};

extern const struct cli_option cli_globals[];

/* The value of an option of this subcommand; NULL when it is not given. */
const char *cli_value(const struct cli *cli, const char *name);
bool cli_has(const struct cli *cli, const char *name);
/* An option that is a number or a time ("--at"): 0, or -1 with err set. */
int cli_int(const struct cli *cli, const char *name, int64_t min, int64_t max,
	    int64_t *out, struct err *err);
int cli_time(const struct cli *cli, const char *name, int64_t now_ms,
	     int64_t *out, struct err *err);

/* --data, else desk_default_dir(). */
int cli_data_dir(const struct cli *cli, struct buf *out, struct err *err);
int cli_open_desk(const struct cli *cli, struct desk **out, struct err *err);

/* "zhiban judge: text" on stderr, one line; returns the exit status. */
int cli_fail(const struct cli *cli, const struct err *err);
/* All of out to stdout, flushed; status when that worked, else 4. */
int cli_out(const struct cli *cli, const struct buf *out, int status);

int cli_main(const struct subcommand *table, int argc, char **argv);

int cli_callout(struct cli *cli);
int cli_checkpoint(struct cli *cli);
int cli_clock(struct cli *cli);
int cli_completion(struct cli *cli);
int cli_console(struct cli *cli);
int cli_deadlines(struct cli *cli);
int cli_doctor(struct cli *cli);
int cli_feed(struct cli *cli);
int cli_feeds(struct cli *cli);
int cli_find(struct cli *cli);
int cli_help(struct cli *cli);
int cli_incidents(struct cli *cli);
int cli_init(struct cli *cli);
int cli_judge(struct cli *cli);
int cli_notices(struct cli *cli);
int cli_plans(struct cli *cli);
int cli_rebuild(struct cli *cli);
int cli_record(struct cli *cli);
int cli_roster(struct cli *cli);
int cli_rules(struct cli *cli);
int cli_timeline(struct cli *cli);
int cli_verify(struct cli *cli);
int cli_version(struct cli *cli);
int cli_worker(struct cli *cli);

extern const struct cli_option init_options[], judge_options[],
	record_options[], deadlines_options[], incidents_options[],
	timeline_options[], verify_options[], clock_options[],
	worker_options[],
	rules_options[], roster_options[], find_options[], plans_options[],
	callout_options[], feeds_options[], notices_options[];

#endif
