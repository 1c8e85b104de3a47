/*
 * Notice (通知): what goes out to people who are not at the desk, because
 * nobody at it has acted.  Escalation is a house rule: an alarm that nobody
 * has acknowledged for so many minutes goes to this post by these channels,
 * later to the next.
 *
 * Entries
 *   escalation.saved  {steps: [{after, post, channels: [names]}]}: minutes
 *                     since the alarm rose, the post by words (contact.h);
 *                     subject "escalation"
 *   notice.raised     {key, step, channel, post, to?, phone?, level, title,
 *                     text, drill?}: ID is this entry's seq; subject
 *                     "notice:ID", as those below; step 0: a test
 *   notice.begun      {n}: attempt n is about to be made
 *   notice.attempted  {n, ok, status?, words, final?, wait?}: final: given up;
 *                     wait: seconds that the gate asks for
 *   notice.dropped    {why, over?}: given up; over: there is no more need of it
 *   notice.answered   {by, words?, how: person|gateway}
 * A key ("ALARM/ACTED/POST/CHANNEL") is raised once: ACTED is the moment of the
 * last act on the alarm (0: none), so that an alarm which stands open again is
 * told again; the second time that a rule tells a post by a channel has "/2"
 * behind it.  Before, keys were "ALARM/step/channel"; what was told under one
 * is not told again.  An attempt that was begun and
 * never ended (the worker was killed) is made again with the same id, so that
 * the receiver can tell it from a new one; at the NOTICE_BEGUNth it is given
 * up: it may be what kills.  Delivered is not answered.
 */
#ifndef DESK_NOTICE_H
#define DESK_NOTICE_H

#include "desk/alarm.h"
#include "desk/body.h"
#include "desk/channel.h"
#include "desk/desk.h"

enum {
	ESCALATION_STEPS = 8,
	NOTICE_ATTEMPTS = 8,
	NOTICE_BEGUN = 30,	/* as often, if the worker dies in each */
	NOTICE_POST = 2 * BODY_NAME_MAX,	/* characters */
	NOTICE_KEY = ALARM_KEY + 4 * NOTICE_POST + CHANNEL_NAME + 32
};

struct escalation_step {
	int after;			/* minutes */
	char *post;
	char **channels;
	size_t channels_count;
};
void escalation_free(struct escalation_step *steps, size_t count);
/* Does it tell this post by this channel? */
bool escalation_goes(const struct escalation_step *s, const char *post,
		     const char *channel);
/* As saved, by `after`; none saved: no step. */
int escalation_get(struct desk *d, struct escalation_step **steps,
		   size_t *count, struct err *err);
/*
 * The whole rule.  ERR_INPUT: a post or a channel whose name no notice can
 * have.  ERR_REFUSED: a step that is new goes by a channel that needs a number
 * (channel_needs_phone()), to a post that has none now.
 */
int escalation_save(struct desk *d, const struct escalation_step *steps,
		    size_t count, int64_t *seq, struct err *err);

/* The steps of an entry, sorted by `after`. */
int escalation_from_json(const json_t *list, const struct jpath *at,
			 struct escalation_step **steps, size_t *count,
			 struct err *err);

enum notice_state {
	NOTICE_WAITING,			/* to be sent, or sent again */
	NOTICE_SENT,			/* the gate took it */
	NOTICE_FAILED,			/* given up */
	NOTICE_DRILL,			/* a drill desk sends nothing */
	NOTICE_ANSWERED,
	NOTICE_OVER,			/* no more need of it: not sent */
	NOTICE_STATES
};
const char *notice_state_label(enum notice_state s);	/* N_("已送达") */

struct notice {
	int64_t id, last_seq;
	char key[NOTICE_KEY];
	char *channel, *post, *to, *phone, *title, *text;
	int step, level, attempts;
	enum notice_state state;
	int64_t raised_ms, next_ms, sent_ms, answered_ms;	/* 0: not */
	char *words;			/* of the last attempt, or answer */
	char *answered_by;
};
void notice_release(struct notice *n);
void notices_free(struct notice *rows, size_t count);

/*
 * Raise what is due by the house rule; nothing to raise is cheap and writes
 * nothing.  *count of those raised, also on failure: one that no entry can hold
 * (ERR_INPUT) does not keep the others back.
 */
int notice_escalate(struct desk *d, size_t *count, struct err *err);

/*
 * Whom a post is now: the first of its holders who has a number, else the first
 * of them and phone NULL.  Nobody holds it, or its unit is gone: both NULL; its
 * unit's own number is none of its.  The caller frees both.
 */
void notice_recipient(struct desk *d, const char *post, char **to,
		      char **phone);

/* Waiting, due by now, oldest first; and when the next will be (0: none). */
int notice_due(struct desk *d, size_t max, struct notice **rows,
	       size_t *count, int64_t *next_ms, struct err *err);

/*
 * One attempt: begun before anything is sent, attempted after it.  Not ok:
 * again after 30 s, 1, 2, 4 ... minutes, or as long as the gate asks for when
 * that is longer, at most NOTICE_ATTEMPTS times; final: not again.
 */
struct notice_attempt {
	bool ok;			/* the gate took it */
	bool final;			/* it never will */
	int status;			/* 0: none came */
	int64_t wait_ms;		/* as the gate asks; 0, up to a day */
	const char *words;		/* one line without secrets */
};
int notice_begin(struct desk *d, int64_t id, struct err *err);
int notice_attempted(struct desk *d, int64_t id,
		     const struct notice_attempt *a, struct err *err);
int notice_drop(struct desk *d, int64_t id, const char *why,
		struct err *err);
/*
 * Is there still need of it?  Not when somebody has acknowledged or shelved its
 * alarm since it was raised, nor when that alarm is gone and nothing of its
 * kind (the word before ":") is open and rises: an alarm may go on under
 * another key, and then it is better to tell than to be silent.  A test is
 * always wanted.
 */
int notice_wanted(struct desk *d, const struct notice *n, bool *wanted,
		  struct err *err);
/* As notice_drop(), without its being a failure: NOTICE_OVER. */
int notice_over(struct desk *d, int64_t id, const char *why,
		struct err *err);
/* By a person at the desk, or (gateway) by a signed callback.  Twice is
 * refused. */
int notice_answer(struct desk *d, int64_t id, const char *by,
		  const char *words, bool gateway, int64_t *seq,
		  struct err *err);

/*
 * A test of a channel: a notice like any other, to whoever is at the desk, at
 * once; step 0, key "test:SEQ/0/CHANNEL".  A drill desk sends nothing
 * (NOTICE_DRILL).  ERR_REFUSED: the channel is off.
 */
int notice_test(struct desk *d, const char *channel, int64_t *id,
		struct err *err);

/* Newest first, at most max (0: all). */
int notice_list(struct desk *d, size_t max, struct notice **rows,
		size_t *count, struct err *err);
int notice_get(struct desk *d, int64_t id, struct notice *out,
	       struct err *err);
/*
 * What does not get out: given up and not answered, of those raised since
 * `since`, and waiting to be sent after a second attempt was begun.
 */
struct notice_failures {
	int given_up, waiting;
	int64_t newest_given_up, newest;	/* ids; 0: none */
	int64_t raised_ms;			/* of the newest */
};
int notice_failures(struct desk *d, int64_t since,
		    struct notice_failures *out, struct err *err);

/* What was done about it, entry by entry, oldest first. */
struct notice_event {
	int64_t seq, at_ms;
	char officer[64];
	char *text;			/* one line, tr()ed, unsafe */
};
int notice_story(struct desk *d, int64_t id, struct notice_event **rows,
		 size_t *count, struct err *err);
void notice_story_free(struct notice_event *rows, size_t count);

/* ---- its entries, for desk/kinds.c ---- */

int escalation_saved_check(const json_t *body, struct err *err);
int escalation_saved_reduce(struct fold *f, const struct journal_entry *e,
			    const json_t *body, struct err *err);
int notice_raised_check(const json_t *body, struct err *err);
int notice_raised_reduce(struct fold *f, const struct journal_entry *e,
			 const json_t *body, struct err *err);
int notice_begun_check(const json_t *body, struct err *err);
int notice_begun_reduce(struct fold *f, const struct journal_entry *e,
			const json_t *body, struct err *err);
int notice_attempted_check(const json_t *body, struct err *err);
int notice_attempted_reduce(struct fold *f, const struct journal_entry *e,
			    const json_t *body, struct err *err);
int notice_dropped_check(const json_t *body, struct err *err);
int notice_dropped_reduce(struct fold *f, const struct journal_entry *e,
			  const json_t *body, struct err *err);
int notice_answered_check(const json_t *body, struct err *err);
int notice_answered_reduce(struct fold *f, const struct journal_entry *e,
			   const json_t *body, struct err *err);

#endif
