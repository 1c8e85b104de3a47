/*
 * Instruction (领导批示): words, leader, to whom; passed on, followed up and
 * fed back.
 *
 * Entries
 *   instruction.given     {leader, to, words, due?, incident?}; its
 *                         happened_at is when the leader gave it
 *   instruction.received  {seq, by}: who took it; once
 *   instruction.fedback   {seq, words}: the last one stands, all are kept
 * Subject "instruction:SEQ", SEQ being the entry that gave it.
 */
#ifndef DESK_INSTRUCTION_H
#define DESK_INSTRUCTION_H

#include "desk/desk.h"
#include "desk/incident.h"

struct instruction_new {
	const char *leader, *to, *words;
	int64_t at_ms;			/* 0: now */
	int64_t due_ms;			/* 0: none */
	const char *incident;		/* NULL: none */
};

struct instruction {
	int64_t seq, at_ms, recorded_ms, due_ms;
	char *leader, *to, *words, *received_by, *feedback;
	int64_t received_ms, feedback_ms;	/* 0: not yet */
	char incident[INCIDENT_NUMBER];
	char officer[64];
};

int instruction_give(struct desk *d, const struct instruction_new *in,
		     int64_t *seq, struct err *err);
int instruction_received(struct desk *d, int64_t of, const char *by,
			 int64_t *seq, struct err *err);
int instruction_feedback(struct desk *d, int64_t of, const char *words,
			 int64_t *seq, struct err *err);
/* incident NULL: all; open_only: without feedback.  Due soonest first. */
int instruction_list(struct desk *d, const char *incident, bool open_only,
		     struct instruction **rows, size_t *count,
		     struct err *err);
void instructions_free(struct instruction *rows, size_t count);

/* ---- its entries, for desk/kinds.c ---- */

int instruction_given_check(const json_t *body, struct err *err);
int instruction_given_reduce(struct fold *f, const struct journal_entry *e,
			     const json_t *body, struct err *err);
int instruction_received_check(const json_t *body, struct err *err);
int instruction_received_reduce(struct fold *f, const struct journal_entry *e,
				const json_t *body, struct err *err);
int instruction_fedback_check(const json_t *body, struct err *err);
int instruction_fedback_reduce(struct fold *f, const struct journal_entry *e,
			       const json_t *body, struct err *err);

#endif
