/*
 * The demo desk: a night of the public chronicles, replayed through the same
 * commands as everything else (desk/command.h) on a drill desk's own clock.
 * The script is db/demo/night.jsonl, built into the program; its last line
 * leaves the clock running in the middle of the night.
 */
#ifndef DESK_DEMO_H
#define DESK_DEMO_H

#include "desk/desk.h"

/* What desk_create() is to be asked for: a drill desk, its clock at the first
 * minute of the script, frozen. */
int demo_options(struct desk_options *o, struct err *err);

/* Replay into the freshly made drill desk in dir. */
int demo_replay(const char *dir, const struct identity *who,
		struct err *err);

#endif
