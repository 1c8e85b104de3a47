/*
 * Rule packs: the law as data.
 *
 * A pack is one JSON file (db/rules/NAME.json).  It is checked whole on load;
 * an error says file and JSON pointer.  Nothing in a pack is code: predicates
 * come from a closed vocabulary (law/predicate.h).
 *
 *  { "id": "national", "title": "...", "en": "...", "version": 3,
 *    "level": "national",           national | province | local | house | field
 *    "effective_from": "2007-06-01", "effective_until": null,
 *    "house": {"immediately_minutes": 10, ...}     only in level house
 *    "classifiers": [ CLASSIFIER ... ], "rules": [ RULE ... ] }
 *
 *  CLASSIFIER
 *  { "id": "493-3", "kinds": ["accident"], "except": ["accident.equipment"],
 *    "law": "国务院令第493号", "article": "第三条", "standing": "text",
 *    "effective_from": "2007-06-01", "effective_until": null, "source": "L1",
 *    "rows": [ {"class": "extra", "when": PREDICATE}, ... ] }
 *
 *  A class is the highest row that holds in any classifier in force on the
 *  day of the accident whose kinds cover it; `because` is built from the
 *  comparison that held ("trapped 22 >= 3").
 *
 *  RULE
 *  { "id": "493-9b", "title": "...", "asks": "what the article asks, in our
 *    words", "en": {"title": "...", "asks": "..."},
 *    "law": "...", "article": "第九条", "standing": "text", "source": "L1",
 *    "by": "unit", "to": ["county.emergency"], "via": "any",
 *    "clock": "unit_head_told", "within": {"hours": 1},
 *    "when": PREDICATE, "content": ["..."], "repeat": REPEAT,
 *    "window": {"days": 30}, "effective_from": "2007-06-01",
 *    "effective_until": null, "note": "..." }
 *
 *  standing  text: seen in the statute; quoted; unconfirmed; house.
 *  by, to    parties: lower-case words joined by dots, county.emergency.
 *  via       any, phone, written, phone_then_written, system, in_person.
 *            What meets it: any and system take every channel ("system; else
 *            phone, fax"); phone takes phone and in_person; written takes
 *            written and system; in_person only itself.
 *  clock     occurred, unit_head_told, received, verified, changed, ordered,
 *            tipped, handling_ended, document:NAME  (NAME names the document
 *            event, e.g. document:investigation_report).  received means: by
 *            the party in `by`.
 *  within    {"minutes": n} | {"hours": n} | {"days": n} | {"months": n} |
 *            {"years": n} | "immediately" (立即) | "promptly" (及时) |
 *            "same_day" (当日) | "none" (a standing duty: shown in the rule
 *            list, never a deadline).  Days, months and years end at the end
 *            (24:00) of that local day, the day of the start not counted
 *            (Civil Code art 201).  Local means +08:00.
 *  repeat    {"times": ["24:00"], "until": "handling_ended"}: one instance at
 *            each time of each local day after the day of the start, for what
 *            was reported since the time before.  "24:00" is the midnight that
 *            ends the day.  A repeated rule has no within.
 *  window    with clock changed: only changes known within this many days of
 *            the accident count.
 *  written_within   only for phone_then_written, as within, from the same
 *            start; absent: "text after", the house's written_minutes after
 *            the phone report.
 *  effective_from, effective_until   of a rule or classifier; absent: its
 *            pack's.  `until` is the first day no longer in force.
 *  Absent: article "", when true, content [], en the Chinese text, note "".
 *  phone_then_written stands neither with repeat nor with clock changed.
 *
 *  Words without a number get an alarm time from the house pack, marked
 *  "basis": "house" in the answer: immediately_minutes (10), promptly_minutes
 *  (60), written_minutes (60).
 *
 * Each rule's `source` names where its text was seen.
 */
#ifndef LAW_PACK_H
#define LAW_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "law/facts.h"
#include "law/predicate.h"

enum pack_level { LEVEL_NATIONAL, LEVEL_PROVINCE, LEVEL_LOCAL, LEVEL_FIELD,
		  LEVEL_HOUSE };
enum standing { STANDING_TEXT, STANDING_QUOTED, STANDING_UNCONFIRMED,
		STANDING_HOUSE };
enum rule_via { VIA_ANY, VIA_PHONE, VIA_WRITTEN, VIA_PHONE_THEN_WRITTEN,
		VIA_SYSTEM, VIA_IN_PERSON };
enum rule_clock { CLOCK_OCCURRED, CLOCK_UNIT_HEAD_TOLD, CLOCK_RECEIVED,
		  CLOCK_VERIFIED, CLOCK_CHANGED, CLOCK_ORDERED, CLOCK_TIPPED,
		  CLOCK_HANDLING_ENDED, CLOCK_DOCUMENT };
enum within_unit { WITHIN_NONE, WITHIN_MINUTES, WITHIN_DAYS, WITHIN_MONTHS,
		   WITHIN_IMMEDIATELY, WITHIN_PROMPTLY, WITHIN_SAME_DAY };

struct within {
	enum within_unit unit;
	int64_t n;			/* minutes, days or months */
};

#define RULE_PARTIES 8			/* recipients of one rule, at most */
#define RULE_TIMES 4			/* instances a day, at most */

struct rule {
	const char *id, *title, *asks, *title_en, *asks_en;
	const char *law, *article, *cite;	/* cite: "law article" */
	const char *source, *note;		/* "" when there is none */
	const char *by;
	const char *to[RULE_PARTIES];
	size_t to_count;
	const char *const *content;		/* NULL-ended */
	enum rule_via via;
	enum rule_clock clock;
	const char *document;			/* CLOCK_DOCUMENT: its name */
	struct within within, written_within;
	struct predicate *when;			/* NULL: always */
	int times[RULE_TIMES];			/* minutes of the day, 1..1440,
						 * rising */
	size_t times_count;			/* 0: does not repeat */
	int64_t window_days;			/* 0: none */
	enum standing standing;
	int64_t from_ms, until_ms;		/* in force in [from, until) */
	const struct pack *pack;
};

struct class_row {
	enum law_class class;
	struct predicate *when;
};

struct classifier {
	const char *id, *law, *article, *cite, *source;
	enum standing standing;
	const char *const *kinds, *const *except;	/* NULL-ended */
	unsigned covers;			/* kinds: 1 << kind_table row */
	struct class_row *rows;
	size_t rows_count;
	int64_t from_ms, until_ms;
};

struct house {
	int64_t immediately_minutes, promptly_minutes, written_minutes;
};

struct pack {
	const char *id, *title, *title_en;
	int64_t version;
	enum pack_level level;
	int64_t from_ms, until_ms;
	struct rule *rules;
	size_t rules_count;
	struct classifier *classifiers;
	size_t classifiers_count;
	bool has_house;
	struct house house;
	json_t *json;				/* owns the strings above */
	char **owned;				/* but these, made from them */
	size_t owned_count, owned_cap;
	char *bytes;			/* the exact text, for adoption */
	size_t bytes_len;
	int64_t adopted;		/* by a desk: seq of the entry, or 0 */
};

/* A rule as the judge goes through them: what can be known beforehand. */
struct rule_slot {
	const struct rule *rule;
	int by, to[RULE_PARTIES];		/* indices into parties */
	unsigned kinds;			/* may apply: 1 << kind_table row */
	unsigned uses;			/* predicate_facts(rule->when) */
};

struct rule_party {
	const char *name;
	int id;
};

/* Packs that judge together; the later house pack wins. */
struct rulebook {
	struct pack **packs;
	size_t count, cap;
	struct house house;
	struct rule_slot *slots;		/* every rule, in pack order */
	size_t slots_count, slots_cap;
	struct rule_party *parties;	/* all that rules name, sorted */
	size_t parties_count, parties_cap;
};

/* Parse and check one pack.  The bytes are copied.  NULL with err set. */
struct pack *pack_load(const char *name, const char *s, size_t len,
		       struct err *err);
void pack_free(struct pack *p);

void rulebook_init(struct rulebook *rb);	/* empty; house defaults */
void rulebook_release(struct rulebook *rb);	/* frees the packs */
/* Takes the pack, also on failure (same id twice, same rule id twice). */
int rulebook_add(struct rulebook *rb, struct pack *p, struct err *err);
/*
 * The packs built into the program, or every *.json of a folder, by name; a
 * folder without one fails.
 */
int rulebook_builtin(struct rulebook *rb, struct err *err);
int rulebook_folder(struct rulebook *rb, const char *dir, struct err *err);
/* The first rule of that id, NULL when there is none. */
const struct rule *rulebook_rule(const struct rulebook *rb, const char *id);

/* A party's number in this rulebook, -1 for one that no rule names. */
int rulebook_party(const struct rulebook *rb, const char *name);

/* Is it lower-case words joined by dots: "unit", "county.emergency"? */
bool party_valid(const char *name);

const char *standing_code(enum standing s);	/* "text" */
const char *via_code(enum rule_via v);		/* "phone_then_written" */
int via_find(const char *code);
/* "unit_head_told", "document:investigation_report" */
void clock_code(struct buf *out, const struct rule *r);
/* "1 小时", "立即", "当日", "60 日": Chinese, untranslated law text. */
void within_text(struct buf *out, const struct within *w);

#endif
