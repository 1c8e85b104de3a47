/*
 * The docket of an incident: what the views know of it that the judge needs,
 * and what the judge said.  For the nouns of desk/ only.
 */
#ifndef DESK_DOCKET_H
#define DESK_DOCKET_H

#include "desk/card.h"
#include "desk/incident.h"
#include "law/judge.h"
#include "store/journal.h"

struct docket {
	int64_t id, rulebook, counted_ms, next_ms;	/* next: 0 none */
	enum incident_state state;
	enum law_class class;
	char kind[32];
};

#define PARTY_MAX 47		/* characters: structs keep 48 bytes */
#define DOCKET_OURS "county.emergency"	/* the party that sits at this desk */

/* "2026-0012" to the incident's id: 0 and *id; ERR_NOT_FOUND. */
int docket_find(struct db *db, const char *number, int64_t *id,
		struct err *err);
/* ERR_NOT_FOUND when there is none of that id. */
int docket_get(struct db *db, int64_t id, struct docket *out, struct err *err);
/* Year and number to "2026-0012". */
char *docket_number(char out[INCIDENT_NUMBER], int64_t year, int64_t n);
char *docket_subject(char out[32], const char *number);

/*
 * What was known at as_of, for the judge.  out is initialised here and is to
 * be released, also on failure.
 */
int docket_chronicle(struct db *db, const struct docket *k, int64_t as_of,
		     struct chronicle *out, struct err *err);
/* That, judged by the rules of its day; out is to be released on success. */
int docket_verdict(struct fold *f, const struct docket *k, int64_t as_of,
		   struct verdict *out, struct err *err);
/* For who judges a chronicle of his own and releases it. */
void docket_keep_parties(struct verdict *v, const struct rulebook *rules);
/* Judge as of the card's last entry; bring its row and duties up to date. */
int docket_judge(struct fold *f, const struct card *card, struct err *err);

/* ---- for commands, inside a write ---- */

/* The incident, in one of `states` (bits 1 << state); else ERR_REFUSED. */
int docket_enter(struct desk *d, const char *number, unsigned states,
		 struct docket *k, struct err *err);
/* A claimed time: not more than two minutes ahead of now. */
int docket_check_time(struct desk *d, int64_t ms, struct err *err);

/* ---- for reducers ---- */

struct docket_event {
	int k;				/* which of its entry's: 0, 1, 2 ... */
	enum event_what what;
	int64_t at_ms;
	const char *by, *to, *from, *name, *ground, *person, *source, *facts;
	enum rule_via via;
};

int docket_put_event(struct fold *f, int64_t id, const struct journal_entry *e,
		     const struct docket_event *v, struct err *err);
/*
 * The incident of the entry's subject ("incident:2026-0012") has this entry
 * now, and is to be judged again.  Its id, or ERR_NOT_FOUND.
 */
int docket_touch(struct fold *f, const struct journal_entry *e, int64_t *id,
		 struct err *err);
/* The same, for who needs its card. */
int docket_card(struct fold *f, const struct journal_entry *e,
		struct card **out, struct err *err);
/* When it happened as claimed, else the time it was entered. */
int64_t docket_happened(const struct journal_entry *e);

/* The duties of this party are the desk's own. */
bool docket_ours(const char *by);

/* The id of an adopted pack's rule in the view `rule`. */
#define DOCKET_RULES 4096		/* of one pack, at most */
int64_t docket_rule_id(const struct rule *rule);
/* A recipient's place in its rule. */
int docket_target(const struct rule *rule, const char *to);

/* Facts as a JSON object of what `set` names; and back, set: what was there. */
json_t *facts_object(const struct facts *f, unsigned set);
int facts_read(const json_t *o, struct facts *f, unsigned *set,
	       const struct jpath *at, struct err *err);
/* The bits of what is known. */
unsigned facts_known(const struct facts *f);
/* What a view keeps as text.  ERR_CORRUPT when it is none. */
int facts_from_text(struct facts *f, unsigned *set, const char *s,
		    struct err *err);

#endif
