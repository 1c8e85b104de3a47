/*
 * Commands as JSON lines: what `zhiban record` reads (zhiban-record(5)), the
 * demo desk is replayed from, and tests are written in.
 *
 *   {"do": "incident.open", "ref": "mine", "kind": "accident.coal",
 *    "place": "...", "facts": {"trapped": 22}}
 *   {"do": "report.make", "number": "@mine", "to": "city.emergency",
 *    "via": "phone", "taker": "..."}
 *
 * One table says what each command takes; checking, help and the manual page
 * are made from it or compared with it.  A command calls the same function of
 * desk/ that the console calls, so it is checked in the same way, and it is
 * done whole or not at all.
 *
 * Every line may also have
 *   ref     a name for what it makes; later lines say "@name".  "@last" is
 *           the incident opened last, and nothing when opening it failed.
 *   clock   a moment that a drill desk's clock is set to first
 *   as      on a drill desk, the officer who does it
 */
#ifndef DESK_COMMAND_H
#define DESK_COMMAND_H

#include <jansson.h>

#include "desk/desk.h"
#include "desk/incident.h"

enum command_type {
	ARG_TEXT,		/* a string that is not empty */
	ARG_TIME,		/* RFC 3339 */
	ARG_INT,
	ARG_INCIDENT,		/* "2026-0012", "12", "@name" */
	ARG_ENTRY,		/* the seq of an entry, or "@name" */
	ARG_KIND,		/* of an incident */
	ARG_PARTY,
	ARG_VIA,		/* phone, written, system, in_person, any */
	ARG_WHAT,		/* an event of the chronicle that is noted */
	ARG_WORD,		/* one of words[] */
	ARG_LIST,		/* [...]: what of is the command's to check */
	ARG_OBJECT,		/* {...}: likewise */
	ARG_DATE,		/* "2024-03-01" */
	ARG_PLAN,		/* its id, its title, or "@name" */
	ARG_FACTS,		/* {"deaths": 3, "missing": null} */
	ARG_FIELDS		/* {"place": "..."}: text of a form */
};

enum command_presence {
	ARG_MAY,		/* left out: as it was, or none */
	ARG_NEED,
	ARG_CLEAR		/* as ARG_MAY; null: none from now on */
};

struct command_arg {
	const char *name;
	enum command_type type;
	enum command_presence presence;
	const char *const *words;	/* ARG_WORD: NULL-ended */
};

struct command_session;

struct command_result {
	int64_t seq;			/* 0: nothing needed to be appended */
	int64_t draft;			/* draft.save: its id; else 0 */
	int64_t plan;			/* plan.save: its id; else 0 */
	char number[INCIDENT_NUMBER];	/* "" when it is about none */
};

struct command {
	const char *name;		/* "incident.open" */
	const char *help;		/* N_() */
	const struct command_arg *args;	/* ends with name NULL */
	int (*run)(struct command_session *s, const json_t *line,
		   struct command_result *res, struct err *err);
};

extern const struct command command_table[];	/* ends with name NULL */

/* Names of command_type for help: "text", "time" ... */
const char *command_type_name(enum command_type type);

/* What lines share: the desk and the names given so far. */
struct command_session {
	struct desk *desk;
	json_t *refs;		/* name -> {"number"?, "plan"?, "seq"} */
	json_t *fresh;			/* names given since the last mark */
	char last[INCIDENT_NUMBER], marked_last[INCIDENT_NUMBER];
};

void command_session_init(struct command_session *s, struct desk *d);
void command_session_release(struct command_session *s);

/*
 * Run one line.  name is for errors ("line 12").  On failure nothing but a
 * change of the drill's clock has been appended.
 */
int command_run(struct command_session *s, const json_t *line,
		const char *name, struct command_result *res,
		struct err *err);
/* The same from text. */
int command_run_text(struct command_session *s, const char *text, size_t len,
		     const char *name, struct command_result *res,
		     struct err *err);

/*
 * For a batch: mark when it begins; when it is rolled back, forget brings the
 * names back to the mark, so that none means an incident that is not there.
 */
void command_mark(struct command_session *s);
void command_forget(struct command_session *s);

/* ---- for the rows of the table ---- */

/* Arguments of a checked line; absent: NULL, or the value given. */
const char *command_text(const json_t *line, const char *key);
int64_t command_time(const json_t *line, const char *key, int64_t absent);
int64_t command_date(const json_t *line, const char *key, int64_t absent);
int64_t command_int(const json_t *line, const char *key, int64_t absent);
/* Resolved; absent gives "". */
int command_number(struct command_session *s, const json_t *line,
		   const char *key, char out[INCIDENT_NUMBER],
		   struct err *err);
int command_entry(struct command_session *s, const json_t *line,
		  const char *key, int64_t *seq, struct err *err);
/* A plan's id; absent gives 0. */
int command_plan(struct command_session *s, const json_t *line,
		 const char *key, int64_t *id, struct err *err);
/* All unknown when absent; *set has a bit 1 << fact for each given. */
int command_facts(const json_t *line, const char *key, struct facts *facts,
		  unsigned *set, struct err *err);

#endif
