/*
 * Inside of the judge: a chronicle laid out in the order in which it became
 * known, and what every rule is asked of it.  Private to src/law.
 */
#ifndef LAW_COURT_H
#define LAW_COURT_H

#include "law/judge.h"

/* An entry as the desk saw it.  Parties are numbers of the rulebook, or -1. */
struct seen {
	const struct event *e;
	int64_t known;
	size_t index;			/* in the chronicle */
	int by, to, from;
};

/* A stretch of knowledge with the same facts and class; the first has none. */
struct step {
	int64_t at;		/* facts hold from then on; never falls */
	int64_t known;
	int64_t index;			/* of the entry in seen; -1: none */
	int offset;
	unsigned changed;		/* facts, PREDICATE_CLASS */
	struct facts facts;
	enum law_class class;
	const struct classifier *classifier;	/* that gave it, or NULL */
	const struct class_row *row;
};

/* A count that is not what it was. */
struct change {
	int64_t at, known;
	size_t index;
	int offset;
	enum fact fact;
	int64_t from, to;		/* from may be FACT_UNKNOWN */
};

/* A moment claimed as the start of a clock, by the entry `index`. */
struct claim {
	int64_t at, known;
	int64_t index;
	int offset;
};

/* Steps in [on, off) for which a predicate is true; off may be steps_count. */
struct span {
	size_t on, off;
};

/* What a rule asks of one recipient. */
struct charge {
	const struct rule_slot *slot;
	const struct rule *rule;
	const char *to;
	int by_id, to_id;
	enum duty_leg leg;
	enum rule_via via;		/* of this leg */
	bool to_head;			/* the scene's, to the unit's head */
};

struct outcome {
	enum duty_state state;
	int64_t done, recorded, seq;
	int offset;
	int64_t late_minutes;
};

struct court {
	const struct rulebook *rb;
	const struct chronicle *c;
	struct verdict *out;
	unsigned kind;			/* kind_bit() */
	struct seen *seen;
	size_t seen_count;
	struct step *steps;
	size_t steps_count;
	struct change *changes;
	size_t changes_count, changes_cap;
	int64_t day;			/* an instant of the accident's day */
	int64_t ended;			/* handling_ended, or INT64_MAX */
	int unit, unit_head, scene;	/* numbers of these parties, or -1 */
	struct claim *claims;		/* work space for one rule */
	size_t claims_count;
	struct span *spans;
	size_t spans_count;
	size_t duties_cap, findings_cap, classes_cap;
};

/* timeline.c */
void court_open(struct court *ct, const struct rulebook *rb,
		const struct chronicle *c, struct verdict *out);
void court_close(struct court *ct);
struct circumstances court_circumstances(const struct court *ct,
					 const struct step *s);

/* grade.c */
/* The class of a step, by the classifiers in force at `day`. */
void court_grade(const struct court *ct, struct step *s, int64_t day);
/* Why a step has its class, or what is not known. */
void court_grade_because(const struct court *ct, const struct step *s,
			 int64_t day, char out[160]);
/* At most 159 bytes of text, whole characters. */
void because_set(char out[160], const char *text);

/* starts.c */
/* Fills ct->claims for a rule; the last claim not yet overtaken counts. */
void court_claims(struct court *ct, const struct rule_slot *slot);
/* When the party first knew of the accident; false: it never did. */
bool court_knows(const struct court *ct, int by, int64_t *at);
/* Fills ct->spans for a rule. */
void court_spans(struct court *ct, const struct rule_slot *slot);
int64_t within_due(const struct court *ct, const struct within *w,
		   int64_t start, bool *house);
/* The first due time of a rule that starts then. */
int64_t rule_due(const struct court *ct, const struct rule *r, int64_t start,
		 bool *house);
/* When the duty of a span starts; false: it does not. */
bool court_start(const struct court *ct, const struct charge *ch,
		 const struct span *sp, struct claim *out);

/* meet.c */
bool report_meets(const struct seen *s, const struct charge *ch);
/* How a duty with that start and due time stands at as_of. */
void court_meet(const struct court *ct, const struct charge *ch,
		int64_t start, int64_t due, struct outcome *out);
/* Is it met or missed by what was known before the entry `index`? */
bool court_settled(const struct court *ct, const struct charge *ch,
		   int64_t start, int64_t due, const struct claim *next);
/* The last decision not to report of a duty raised by then, or NULL. */
const struct seen *court_declined(const struct court *ct,
				  const struct charge *ch, int64_t raised);
/* Void by that decision; late_minutes says how long it was overdue by then. */
void duty_void_declined(struct duty *d, const struct seen *decline);

/* duties.c */
/* Everything that one rule asks. */
void court_rule(struct court *ct, const struct rule_slot *slot);
struct duty *court_add_duty(struct court *ct, const struct charge *ch,
			    const struct claim *start, int64_t due, bool house,
			    const struct outcome *o);
/*
 * A graver class takes no running report off the desk: what was owed for the
 * lesser one stays beside what the graver one adds.  Limits of days or more
 * are those of the class and change with it.
 */
bool court_outgrown(const struct court *ct, const struct rule *r,
		    const struct span *sp, int64_t start);
/*
 * What became of a duty once its predicate stopped holding: void when it was
 * not due by then, else kept and marked.
 */
void court_fall(const struct court *ct, const struct charge *ch,
		const struct span *sp, struct duty *d);

/* repeats.c */
void court_repeat(struct court *ct, const struct charge *ch);

/* changes.c */
void court_changes(struct court *ct, const struct charge *ch);

/* findings.c */
void court_find(struct court *ct);

int64_t minutes_up(int64_t ms);

#endif
