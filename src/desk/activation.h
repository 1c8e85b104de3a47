/*
 * Activation (启动响应): a plan running on an incident, with its steps.  Steps
 * stand beside legal duties and are never taken for law: a step is the plan's
 * word, its post and its minutes.
 *
 * Entries, subject "incident:NUMBER" (the incident's timeline shows them)
 *   plan.activated    {plan, version, title, level, levels, by, word?, steps:
 *                     [{id, levels, text, post?, minutes}]}: by whom, on whose
 *                     word; levels and steps as the plan had them, so that a
 *                     later version does not change what runs.  ID is this
 *                     entry's seq
 *   activation.level  {activation, title, level, by, why}
 *   activation.step   {activation, title, step, text, state: done|na|open,
 *                     by?, words?}; na (不适用) needs words
 *   activation.ended  {activation, title, by, words}: stood down
 * title and text are the plan's and the step's, for who reads the journal.
 *
 * A step of the level in force runs from the moment when a level that has it
 * was first taken; time is the counted one.  A level that no longer has a
 * step takes it off the list unless it was done.  Exactly on the due moment is
 * on time, as for duties.
 *
 * An incident is not closed or merged while a plan runs on it.
 */
#ifndef DESK_ACTIVATION_H
#define DESK_ACTIVATION_H

#include "desk/desk.h"
#include "desk/incident.h"
#include "desk/plan.h"

enum step_state { STEP_OPEN, STEP_DONE, STEP_NA, STEP_STATES };
const char *step_state_code(enum step_state s);		/* "done" */
const char *step_state_label(enum step_state s);	/* N_("已办") */
int step_state_find(const char *code);			/* -1: none */

/* Done after it was due (done), or not done and past due. */
bool step_late(enum step_state state, int64_t due, int64_t done, int64_t now);

struct activation {
	int64_t id, plan;
	int version, level;
	char number[INCIDENT_NUMBER];
	char *title;			/* of the plan */
	int64_t at_ms, ended_ms;	/* 0: it runs */
	char *by, *word;
	/* On its list, now or at its end; late: of the open ones. */
	size_t steps, open, late;
};
void activations_free(struct activation *rows, size_t count);

struct step_row {
	int64_t activation;
	char number[INCIDENT_NUMBER];
	char id[32];
	char *incident_title, *plan_title, *text, *post;
	int level;
	enum step_state state;
	int64_t start, due, done;	/* done 0: not */
	bool late;			/* step_late() */
	char *by, *words;		/* of the last change; "" none yet */
};
void step_rows_free(struct step_row *rows, size_t count);

struct activation_new {
	const char *number;
	int64_t plan;
	int level;
	const char *by;			/* who decided */
	const char *word;		/* on whose word; NULL */
};
/* ERR_REFUSED: it already runs on that incident, the incident is not open,
 * the plan is withdrawn or has no such level. */
int activation_start(struct desk *d, const struct activation_new *a,
		     int64_t *id, int64_t *seq, struct err *err);
/* Of these ERR_REFUSED: it was stood down; it is so already (who did it is in
 * the text); no such level; the step is not on the list. */
int activation_level(struct desk *d, int64_t id, int level, const char *by,
		     const char *why, int64_t *seq, struct err *err);
int activation_step(struct desk *d, int64_t id, const char *step,
		    enum step_state state, const char *by, const char *words,
		    int64_t *seq, struct err *err);
int activation_end(struct desk *d, int64_t id, const char *by,
		   const char *words, int64_t *seq, struct err *err);

/* number NULL: all that run.  Else all of that incident, newest first. */
int activation_list(struct desk *d, const char *number,
		    struct activation **rows, size_t *count, struct err *err);
/* One; ERR_NOT_FOUND. */
int activation_get(struct desk *d, int64_t id, struct activation *out,
		   struct err *err);
void activation_release(struct activation *a);
/*
 * The steps on the list of one activation in the plan's order (id), or (0) the
 * open steps of all that run, soonest due first; at most max (0: all).  total,
 * may be NULL, counts them all.
 */
int step_list(struct desk *d, int64_t id, size_t max, struct step_row **rows,
	      size_t *count, size_t *total, struct err *err);

/* For commands that end an incident: ERR_REFUSED while a plan runs on it. */
int activation_none_runs(struct desk *d, const char *number, struct err *err);

/* ---- its entries, for desk/kinds.c ---- */

int plan_activated_check(const json_t *body, struct err *err);
int plan_activated_reduce(struct fold *f, const struct journal_entry *e,
			  const json_t *body, struct err *err);
int activation_level_check(const json_t *body, struct err *err);
int activation_level_reduce(struct fold *f, const struct journal_entry *e,
			    const json_t *body, struct err *err);
int activation_step_check(const json_t *body, struct err *err);
int activation_step_reduce(struct fold *f, const struct journal_entry *e,
			   const json_t *body, struct err *err);
int activation_ended_check(const json_t *body, struct err *err);
int activation_ended_reduce(struct fold *f, const struct journal_entry *e,
			    const json_t *body, struct err *err);

#endif
