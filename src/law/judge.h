/*
 * The judge: chronicle and rules in, class, duties and findings out.  A pure
 * function: the same inputs give the same bytes in any zone and language.
 *
 * How it counts
 *  - Only events known at or before as_of exist (law/chronicle.h).
 *  - The class is computed afresh after each event that changes facts, by the
 *    classifiers in force when the accident occurred (or, that unknown, when
 *    it was first received).
 *  - A rule raises a duty for each of its recipients when its clock has
 *    started, its predicate is true and it is in force on the day of the
 *    start.  The start is the later of the clock's event and the moment from
 *    which the facts that make the predicate true are said to be known (`at`
 *    of their entry, so that writing them down late gains no time).  Limits
 *    of days, months and years run from the clock's event alone: 60 days are
 *    counted from the accident, whenever its class became known.
 *  - clock `received`: the earliest receipt of the party in `by` (a receipt
 *    event, or a report to it).  clocks `occurred` and `unit_head_told`: the
 *    newest claim; while nobody has said when it occurred, the first that
 *    anybody was told of it stands in.  Other clocks: the first entry of
 *    their kind that names no party or one of the same level as `by`.
 *  - clock `changed`: each change of deaths, missing or serious injuries
 *    after the first figures that `by` knew of; changes not yet reported fold
 *    into one duty; a report after it meets it.  A figure given for the first
 *    time is a change when other figures were there before it and it is not
 *    zero.
 *  - A word without a number (立即, 及时) cannot start before the party in
 *    `by` knows; its due time is the house's, and says so.
 *  - What the scene owes `unit.head` is raised once it is known when the head
 *    was told, not before: a desk hears of neither until then.
 *  - A duty is met by the first matching report (by, to, channel) that
 *    happened at or after its start; what the recipient received `from` the
 *    one in `by` is such a report too, and so, from the scene, is what the
 *    unit's head was told.  The due second itself is on time.  One that
 *    claims to be in time but was recorded after the due time is `claimed`,
 *    until the receiver's own receipt confirms it; when a late report had
 *    been recorded before, it stays late.
 *  - A revised occurrence or receipt moves a deadline only while the duty is
 *    neither met nor missed; afterwards it stays, and both claims show.
 *  - Facts that lower the class void duties that are not yet due, with the
 *    reason; a duty that was met, late or overdue stays, marked.  When the
 *    predicate holds again before anything was due or done, the duty starts
 *    anew.  Facts that raise the class void no report that is running, only
 *    limits of days or more, which are those of the class.
 *  - phone_then_written gives two duties of one rule: leg phone, leg written.
 *  - Repeated duties: every instance up to the next one due; instances missed
 *    in a row fold into one with `missed` counting them, late once a report
 *    follows.  None is raised that would be due after handling has ended.
 *  - A decision not to report voids what it names, as far as it was raised by
 *    then and is not met; if it was overdue then, that stays a finding.
 *  - Late minutes are rounded up: one second late is one minute.
 *  - Local days, for windows and daily reports, are those of +08:00.
 */
#ifndef LAW_JUDGE_H
#define LAW_JUDGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "law/chronicle.h"
#include "law/facts.h"
#include "law/pack.h"

enum duty_state {
	DUTY_OPEN, DUTY_MET, DUTY_CLAIMED, DUTY_LATE, DUTY_OVERDUE, DUTY_VOID,
	DUTY_STATE_COUNT
};

enum duty_leg { LEG_WHOLE, LEG_PHONE, LEG_WRITTEN };

struct duty {
	const struct rule *rule;
	const char *to;			/* borrowed from the rule */
	enum duty_leg leg;
	int instance;		/* 0; repeats and changes: 1, 2, 3 ... */
	int missed;			/* repeats folded into this one */
	int64_t start, due;		/* UTC ms */
	int offset;			/* zone that start came in */
	bool house_due;		/* due comes from the house, not the law */
	enum duty_state state;
	int64_t done;			/* met, claimed, late; else 0 */
	int64_t done_recorded;
	int64_t done_seq;		/* journal entry that did it, or 0 */
	int done_offset;		/* zone that done came in */
	int64_t late_minutes;		/* LATE; VOID: overdue when declined */
	char because[160];		/* VOID, CLAIMED, or kept though facts
					 * fell; "" */
	size_t order;			/* as raised: rules in pack order */
};

enum finding_code {
	FINDING_LATE, FINDING_OVERDUE, FINDING_UNIT_LATE,
	FINDING_COUNT_CHANGED, FINDING_OCCURRENCE_REVISED,
	FINDING_RECEIPT_DISPUTED, FINDING_CODE_COUNT
};

struct finding {
	enum finding_code code;
	int duty;			/* index into duties, or -1 */
	int64_t minutes;		/* LATE, UNIT_LATE, OVERDUE */
	int fact;			/* COUNT_CHANGED: enum fact, else -1 */
	int64_t from, to;	/* counts, or instants for the revised */
	int64_t at;			/* of the change; when the claim became
					 * known; as_of of what is overdue */
	int offset, from_offset;	/* zones of at and to, and of from */
	const char *party;		/* RECEIPT_DISPUTED, or NULL */
};

struct class_change {
	int64_t at;			/* recorded time of the event */
	int64_t seq;
	enum law_class class;
	char because[160];		/* "trapped 22 >= 3" */
	const char *cite;		/* of the classifier, or "" */
};

struct verdict {
	enum law_class class;
	char because[160];
	const char *cite;
	enum standing standing;
	struct facts facts;		/* as known at as_of */
	struct class_change *classes;	/* rising in time; the last is `class`;
					 * none before the first facts */
	size_t classes_count;
	struct duty *duties;	/* by due, then rule order in the packs */
	size_t duties_count;
	struct finding *findings;
	size_t findings_count;
	int64_t next;		/* earliest instant after as_of at which a
					 * new repeat comes into being though
					 * nothing more is recorded; 0: none */
};

void verdict_release(struct verdict *v);

/* Never fails: a chronicle that was parsed can be judged. */
void judge(const struct rulebook *rb, const struct chronicle *c,
	   struct verdict *out);

/* The answer of `zhiban judge`, pretty-printed, with a last newline. */
void verdict_json(struct buf *out, const struct verdict *v,
		  const struct chronicle *c);

const char *duty_state_code(enum duty_state s);
const char *finding_code_name(enum finding_code c);

/*
 * The state that a stored duty has at `now`: open turns overdue one
 * millisecond after due.
 */
enum duty_state duty_state_at(enum duty_state stored, int64_t due,
			      int64_t now);

#endif
