/*
 * A chronicle: what happened to one incident and what was done, in the order
 * in which the desk came to know it.  The judge's only input besides the
 * rules.  `zhiban judge` reads it from JSON (zhiban(1)); desk/ fills
 * it from the journal's views.
 *
 *   occurred            the accident happened at `at`; a later one revises it
 *   unit_head_told      the unit's head heard of it (接到报告); revised alike
 *   received            `by` learned of it by any channel, `from` someone; a
 *                       second one of the same two is another claim of it
 *   facts               values known from `at` on; null: unknown again
 *   reported            `by` told `to`, `via` a channel; also to's receipt
 *   verified            the first verification is done (查证核实), `by`
 *   ordered             a superior, `by`, ordered verification, of `to`
 *   tipped              a tip-off reached `by` (举报)
 *   handling_ended      rescue and handling are over: daily reports end
 *   document            the document `name` was received
 *   declined            `by` decided not to report to `to` under `rule`, on a
 *                       ground, by a named person: the duty is void, shown
 *
 * Each has `at` (claimed) and may have `recorded_at`; without it the entry
 * was recorded when it happened.  Only recorded time can meet a deadline.
 * Any entry may also have `note` and `source`, which the judge does not read.
 *
 * Knowledge: an entry is known from `recorded` on.  The array is in order of
 * knowledge, so a second claim (of the occurrence, of what the unit's head
 * was told, of one party's receipt) that says of itself only when it happened
 * is known no earlier than the entries before it.
 */
#ifndef LAW_CHRONICLE_H
#define LAW_CHRONICLE_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/json.h"
#include "law/facts.h"
#include "law/pack.h"

enum event_what {
	EVENT_OCCURRED, EVENT_UNIT_HEAD_TOLD, EVENT_RECEIVED, EVENT_FACTS,
	EVENT_REPORTED, EVENT_VERIFIED, EVENT_ORDERED, EVENT_TIPPED,
	EVENT_HANDLING_ENDED, EVENT_DOCUMENT, EVENT_DECLINED, EVENT_WHAT_COUNT
};

struct event {
	enum event_what what;
	int64_t at;			/* claimed, UTC ms */
	int64_t recorded;		/* = at when not given */
	int offset;			/* zone that `at` came in, minutes */
	int64_t seq;		/* journal entry, 0 at the command line */
	const char *by, *to, *from;	/* parties; NULL when absent */
	enum rule_via via;
	const char *name;		/* DOCUMENT: which */
	const char *rule, *ground, *person;	/* DECLINED; rule may be NULL */
	unsigned set;			/* FACTS: bit 1 << enum fact: given */
	struct facts facts;		/* FACTS */
};

struct chronicle {
	const char *desk;	/* "county": by whose side duties are ours */
	const char *kind;
	int64_t as_of;
	int as_of_offset;
	struct event *events;
	size_t count, cap;
	json_t *json, *kept;		/* own the strings; NULL until needed */
};

void chronicle_init(struct chronicle *c);
void chronicle_release(struct chronicle *c);
/*
 * Appends an event filled with defaults (recorded at `at`, zone +08:00, facts
 * unknown) and returns it; it moves with the next one that is added.
 */
struct event *chronicle_add(struct chronicle *c, enum event_what what,
			    int64_t at);
/* A copy of s that lives as long as the chronicle; NULL gives NULL. */
const char *chronicle_keep(struct chronicle *c, const char *s);

/*
 * Read the JSON of zhiban(1) into an initialised chronicle.
 * Refuses: unknown members, kinds and entries, members that an entry cannot
 * have or lacks, parties that are no name (party_valid()), an `at` later than
 * its `recorded_at` by more than two minutes, a missing as_of, facts out of
 * range.  On failure the chronicle is still to be released.
 */
int chronicle_parse(struct chronicle *c, const char *s, size_t len,
		    const char *name, struct err *err);

const char *event_code(enum event_what what);
int event_find(const char *code);

#endif
