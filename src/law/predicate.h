/*
 * The closed predicate language of rule packs and plans.
 *
 *   true
 *   {"all": [P ...]}  {"any": [P ...]}  {"not": P}
 *   {"fact": "deaths", "at_least": 3}          also at_most, above, below,
 *                                              equals (number, bool, name);
 *                                              names compare in rising order
 *   {"sum": ["deaths", "missing"], "at_least": 10}   unknown if any is, unless
 *                                              the known ones already suffice
 *   {"known": "deaths"}                        true or false, never unknown
 *   {"kind": ["accident.coal", "accident.mine"]}     prefix match
 *   {"class_at_least": "large"}  {"class_at_most": "general"}
 *   {"class_in": ["danger", "general"]}
 *   {"maybe": P}                               true unless P is known false
 *
 * Three-valued (Kleene): an unknown fact makes a comparison unknown, and a
 * rule or class row holds only when its predicate is true.  A NULL predicate
 * is always true.  Amounts in
 * "direct_loss_yuan" are yuan; "hectares" may have three decimals.
 */
#ifndef LAW_PREDICATE_H
#define LAW_PREDICATE_H

#include <jansson.h>
#include <stdbool.h>

#include "base/buf.h"
#include "base/json.h"
#include "law/facts.h"

enum truth { TRUTH_FALSE, TRUTH_UNKNOWN, TRUTH_TRUE };

struct predicate;

struct circumstances {
	const char *kind;
	const struct facts *facts;
	enum law_class class;
};

/* Borrows nothing from value.  NULL with err set. */
struct predicate *predicate_load(const json_t *value, const struct jpath *at,
				 struct err *err);
void predicate_free(struct predicate *p);
enum truth predicate_eval(const struct predicate *p,
			  const struct circumstances *c);

/* Can it hold for some facts and class of an incident of that kind? */
bool predicate_possible(const struct predicate *p, const char *kind);
/* What its truth depends on: bits 1 << enum fact, and the class. */
#define PREDICATE_CLASS (1u << 31)
unsigned predicate_facts(const struct predicate *p);

/*
 * The first comparison that makes p true, as "trapped 22 >= 3"; for false or
 * unknown p, the first that keeps it from being true ("deaths unknown").
 */
void predicate_because(struct buf *out, const struct predicate *p,
		       const struct circumstances *c);
/* The whole predicate for people: "死亡 ≥ 3 或 重伤 ≥ 10 …" (tr()ed labels). */
void predicate_text(struct buf *out, const struct predicate *p);

#endif
