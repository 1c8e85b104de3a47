/*
 * Call-out (叫应、点名): who must be called, until a person answers.  A warning
 * is not handled when it is shown but when each responsible person has
 * answered (JY-1 to JY-5 of the rules); a spot check (查岗点名) of lower duty
 * rooms is the same thing.
 *
 * Whom: call lists (group.h), resolved from posts at that moment.  A target
 * is one member of a list; its line is whom to try for it, in order: the
 * holder's numbers, the deputies', the unit's own, its parent's.  Of each
 * target three facts: called, answered by a person (who, and what was read
 * back), acted (what was done).
 *
 * Entries, subject "callout:ID", ID being the seq of the first of them
 *   callout.started  {title, why, of?, lists: [...], wake, reach, drawn?,
 *                    targets: [{name, vacant?, contact?, person?, also?:
 *                    [names], line: [{who, post?, number, label?,
 *                    deputy?}]}]}: minutes to wake one and to reach all;
 *                    drawn: of how many these were drawn by lot
 *   callout.joined   {list, targets, also?: [{k, name}]}: more of them, and
 *                    more posts of those there are; {of, targets}: the other
 *                    posts of target `of` are targets of their own from now on
 *   callout.held     {k}: an officer takes this one up; it lapses
 *   callout.freed    {k}: and lays it down again
 *   callout.tried    {k, how, number?, result, by?, words?, after?}
 *   callout.acted    {k, words}
 *   callout.ended    {words}
 * Who was still on the telephone when another ended it loses nothing: what came
 * of that call is recorded as after the end, which stays as it is.
 *
 * Who holds several of the posts called is one target: the others stand in
 * also.  It goes for them as long as that person can be reached.  When another
 * answers, or the line has been tried in vain, they become targets of their own
 * in the same write.
 *
 * A target is held by who tries it, so that two officers on one list do not
 * call the same person; a hold lapses CALLOUT_HOLD_MS after the last act.
 */
#ifndef DESK_CALLOUT_H
#define DESK_CALLOUT_H

#include "desk/desk.h"

enum {
	CALLOUT_TARGETS = 500,
	CALLOUT_LINE = 24,		/* numbers of one target */
	CALLOUT_HOLD_MS = 3 * 60 * 1000
};

enum callout_why {
	CALLOUT_BY_HAND,
	CALLOUT_WARNING,
	CALLOUT_INCIDENT,
	CALLOUT_SPOT,			/* 查岗点名 */
	CALLOUT_WHYS
};
const char *callout_why_code(enum callout_why w);	/* "warning" */
const char *callout_why_label(enum callout_why w);	/* N_("预警叫应") */
int callout_why_find(const char *code);			/* -1: none */

enum callout_how {
	CALLOUT_PHONE,
	CALLOUT_RADIO,
	CALLOUT_MESSAGE,		/* delivered is no answer */
	CALLOUT_DOOR,			/* 上门 */
	CALLOUT_GONG,			/* 鸣锣、广播 */
	CALLOUT_HOWS
};
const char *callout_how_code(enum callout_how h);
const char *callout_how_label(enum callout_how h);
int callout_how_find(const char *code);

enum callout_result {
	CALLOUT_ANSWERED,		/* by a person */
	CALLOUT_NO_ANSWER,
	CALLOUT_BUSY,
	CALLOUT_OFF,			/* 关机、停机、不在服务区 */
	CALLOUT_WRONG,			/* another person's number */
	CALLOUT_SENT,			/* a message, a gong: no answer yet */
	CALLOUT_RESULTS
};
const char *callout_result_code(enum callout_result r);
const char *callout_result_label(enum callout_result r);
int callout_result_find(const char *code);

struct callout {
	int64_t id, last_seq;
	char *title, *of;		/* "warning:12", "2026-0012"; "" */
	char *lists;			/* names, one line */
	enum callout_why why;
	int wake, reach;		/* minutes */
	int drawn;			/* of so many; 0: not by lot */
	int64_t at_ms, ended_ms;	/* counted; 0: it runs */
	char *ended_words, *officer;
	int targets, called, answered, acted;
	int after;			/* answered after the end */
};
void callout_release(struct callout *c);
void callouts_free(struct callout *rows, size_t count);

struct callout_number {
	char *who, *post, *number, *label;
	bool deputy;
};

struct callout_target {
	int k;				/* 1, 2, 3 ... */
	char *name;			/* the list's member */
	bool vacant;			/* nobody held the post */
	int64_t contact;		/* its holder; 0: none or not known */
	char *person, *also;	/* the holder's name and other posts; "" */
	struct callout_number *line;
	size_t line_count;
	size_t next;			/* of the line: to be tried next */
	int round;			/* times the whole line was tried */
	int same;	/* k of another that has the next number, too (同号);
			 * 0: nobody, or it has answered */
	int64_t same_ms;		/* dialled for that one; 0: not yet */
	int tries;
	int64_t called_ms, answered_ms, acted_ms;	/* first; 0: not yet */
	bool after;			/* answered after the end */
	char *answered_by, *words, *acted;		/* "" */
	char held_by[64], held_seat[64];	/* "" nobody, or lapsed */
	int64_t held_ms;
	enum callout_result last;	/* of the last try */
};
void callout_target_release(struct callout_target *t);
void callout_targets_free(struct callout_target *rows, size_t count);

struct callout_try {
	int64_t seq, at_ms;
	int k;
	enum callout_how how;
	enum callout_result result;
	bool after;			/* the end */
	char *number, *by, *words, *officer;
};
void callout_tries_free(struct callout_try *rows, size_t count);

struct callout_new {
	const char *title;
	enum callout_why why;
	const char *of;			/* NULL: nothing */
	const int64_t *groups;		/* call lists */
	size_t groups_count;
	int draw;			/* by lot, so many of them; 0: all */
	int64_t seen;			/* of a warning: as warning_handle() */
};

/*
 * Start: the lists as they are now, one target a member, members of two lists
 * and posts of one person once.  A warning that it is of ("warning:12") is
 * handled by it, in the same write; its errors are those of warning_handle().
 * ERR_INPUT: no title, no list, or nobody in them.
 */
int callout_start(struct desk *d, const struct callout_new *in, int64_t *id,
		  struct err *err);
/* Members of one more list, those who are not there yet. */
int callout_join(struct desk *d, int64_t id, int64_t group, struct err *err);

/*
 * Take up: the next that has not answered and that nobody holds (untried
 * first, then in rounds; with none such the one that this officer holds), or
 * (k > 0) that one; one that this officer holds already is held anew.  What
 * else the officer holds here is laid down.  *k 0: there is none left.
 * ERR_CONFLICT: another holds it, who is in the text; ERR_REFUSED: ended, or
 * it has answered.
 */
int callout_take(struct desk *d, int64_t id, int *k, struct err *err);
int callout_free(struct desk *d, int64_t id, int k, struct err *err);

struct callout_attempt {
	int k;
	enum callout_how how;
	enum callout_result result;
	const char *number;		/* NULL: the next of the line */
	const char *by;	/* answered: who; NULL: whom the line has for the number
			 * that was dialled, by phone only */
	const char *words;		/* read back, or said; NULL */
};
/*
 * Record one try.  It is the officer's from then on if there is another
 * number to try at once, else laid down.  ERR_CONFLICT when another officer
 * holds the target; nobody need hold it.  ERR_INPUT: an answer that nobody
 * gave, a phone call without a number.  After the end an answer, or what came
 * of a call to whom this officer holds, is marked so; ERR_REFUSED: other tries.
 */
int callout_try(struct desk *d, int64_t id, const struct callout_attempt *a,
		int64_t *seq, struct err *err);
int callout_acted(struct desk *d, int64_t id, int k, const char *words,
		  int64_t *seq, struct err *err);
int callout_end(struct desk *d, int64_t id, const char *words, int64_t *seq,
		struct err *err);

/* Running ones first, newest first; then those that ended.  At most max. */
int callout_list(struct desk *d, size_t max, struct callout **rows,
		 size_t *count, struct err *err);
int callout_get(struct desk *d, int64_t id, struct callout *out,
		struct err *err);
/* In the order of the list. */
int callout_targets(struct desk *d, int64_t id, struct callout_target **rows,
		    size_t *count, struct err *err);
/* Every try, oldest first; k 0: of all. */
int callout_tries(struct desk *d, int64_t id, int k, struct callout_try **rows,
		  size_t *count, struct err *err);

/*
 * The record as evidence, plain text: each attempt with its time and officer,
 * who has not answered, the limits and whether they were kept.
 */
int callout_text(struct desk *d, int64_t id, struct buf *out,
		 struct err *err);
/* The same as a page to print, and as JSON (zhiban(1), JSON OUTPUT). */
int callout_html(struct desk *d, int64_t id, struct buf *out,
		 struct err *err);
int callout_json(struct desk *d, int64_t id, struct buf *out,
		 struct err *err);
/* What callout_list() knows of one; the caller's. */
json_t *callout_to_json(const struct callout *c);

/*
 * Which lists a warning asks for (settings as entries): rules, kept whole in
 * one entry callout.rules {rules: [{kind?, level, lists: [names]}]}, subject
 * "callout.rules"; kind absent: any.  Those of its kind and of its level or a
 * milder one are proposed, each list once.
 */
struct callout_rule {
	char *kind;			/* "" any */
	int level;			/* 1 .. 4 and more severe ones */
	char **lists;
	size_t lists_count;
};
void callout_rules_free(struct callout_rule *rows, size_t count);
int callout_rules(struct desk *d, struct callout_rule **rows, size_t *count,
		  struct err *err);
int callout_rules_save(struct desk *d, const struct callout_rule *rows,
		       size_t count, int64_t *seq, struct err *err);
/* The rules of an entry, which has been checked. */
void callout_rules_from_json(const json_t *list, struct callout_rule **rows,
			     size_t *count);
/* A call list by its name; *group 0: none. */
int callout_list_find(struct desk *d, const char *name, int64_t *group,
		      struct err *err);
/* Ids of lists that exist; *groups is the caller's to free. */
int callout_propose(struct desk *d, const char *kind, int level,
		    int64_t **groups, size_t *count, struct err *err);

/* ---- its entries, for desk/kinds.c ---- */

int callout_started_check(const json_t *body, struct err *err);
int callout_started_reduce(struct fold *f, const struct journal_entry *e,
			   const json_t *body, struct err *err);
int callout_joined_check(const json_t *body, struct err *err);
int callout_joined_reduce(struct fold *f, const struct journal_entry *e,
			  const json_t *body, struct err *err);
int callout_held_check(const json_t *body, struct err *err);
int callout_held_reduce(struct fold *f, const struct journal_entry *e,
			const json_t *body, struct err *err);
int callout_freed_check(const json_t *body, struct err *err);
int callout_freed_reduce(struct fold *f, const struct journal_entry *e,
			 const json_t *body, struct err *err);
int callout_tried_check(const json_t *body, struct err *err);
int callout_tried_reduce(struct fold *f, const struct journal_entry *e,
			 const json_t *body, struct err *err);
int callout_acted_check(const json_t *body, struct err *err);
int callout_acted_reduce(struct fold *f, const struct journal_entry *e,
			 const json_t *body, struct err *err);
int callout_ended_check(const json_t *body, struct err *err);
int callout_ended_reduce(struct fold *f, const struct journal_entry *e,
			 const json_t *body, struct err *err);
int callout_rules_check(const json_t *body, struct err *err);
int callout_rules_reduce(struct fold *f, const struct journal_entry *e,
			 const json_t *body, struct err *err);

#endif
