/*
 * Warning (预警): what a feed says about this county, one item a condition:
 * upgrades, updates and cancels are its messages, and two sources of one
 * warning, or of one earthquake, are one item with both.
 *
 * Entries, subject "warning:ID", ID being the seq of the first of them
 *   warning.received  {feed, format, id, condition, kind, level, house?,
 *                     severity?, change, drill?, sent?, effective?, expires?,
 *                     occurred?, headline?, text?, sender?, link?, areas?,
 *                     adcodes?, geocodes?, references?, also?, lat?, lon?,
 *                     magnitude?, depth?, near, metres?, rank, payload}: it is
 *                     new or says something new.  lat and lon are millionths
 *                     of a degree, magnitude hundredths, depth metres; house:
 *                     the level is the house's, by quake_level(); payload is
 *                     the SHA-256 of the answer it came in (desk/payload.h)
 *   warning.lost      {feed}: that source does not list it any more, another
 *                     one does, or gave an end that lies ahead
 *   warning.ended     {how: expired|vanished, feed?}: nobody lists it
 *   warning.handled   {how: incident|callout|plan|dismissed, note}
 *   warning.closed    {why}
 * The feed's officer is the watch; the last two are people's.  A feed can mark
 * an item lifted; only a person closes it.  Texts, offices and times are the
 * source's, unaltered (气象灾害预警信号发布与传播办法).
 *
 * The newest message, by the time at which it was sent, gives the item its
 * level and words; older ones that come later are history, and so is the cancel
 * of a milder level that does not name it.  Of an earthquake the better source
 * gives them (desk/quake.h).
 *
 * A list that lacks its newer row and has an older one still lowers nothing:
 * a level is lowered by a message, never by an absence.
 *
 * What was cancelled runs again when a message says so that was sent later.
 *
 * What a person did holds for the level that it had then, or was lowered to
 * since.  A message that makes it worse than that is a new matter: the item is
 * unhandled again, and runs again if it was closed.
 */
#ifndef DESK_WARNING_H
#define DESK_WARNING_H

#include "desk/desk.h"
#include "desk/feed.h"
#include "desk/relevance.h"
#include "feeds/feed.h"

enum warning_state {
	WARNING_ACTIVE,
	WARNING_ENDED,		/* the feeds say so */
	WARNING_CLOSED,		/* a person said so */
	WARNING_STATES
};

enum warning_end {
	WARNING_RUNS,
	WARNING_CANCELLED,	/* 解除、撤销: a message said so */
	WARNING_EXPIRED,
	WARNING_VANISHED,	/* two complete answers lacked it */
	WARNING_ENDS
};

enum warning_act {
	WARNING_UNHANDLED,
	WARNING_INCIDENT,	/* an incident was opened for it */
	WARNING_CALLOUT,
	WARNING_PLAN,
	WARNING_DISMISSED,	/* with a reason */
	WARNING_ACTS
};
const char *warning_act_code(enum warning_act a);	/* "incident" */
const char *warning_act_label(enum warning_act a);	/* N_("已立事件") */
int warning_act_find(const char *code);			/* -1: none */
const char *warning_end_label(enum warning_end e);	/* N_("已解除") */
/* 红 橙 黄 蓝; "待判" for 0.  N_() */
const char *warning_level_label(int level);

#define WARNING_NOWHERE INT64_MIN	/* lat, lon, magnitude, depth unknown */

struct warning {
	int64_t id, last_seq;
	char *condition, *kind, *headline, *sender;	/* "" not given */
	char *sources;			/* feeds that gave it, "nmc cenc" */
	int level, worst;		/* now; the most severe it ever was */
	int64_t level_ms;		/* since when it has this level */
	bool drill;
	enum warning_near near;
	int64_t metres;			/* from the desk; -1 unknown */
	int64_t sent_ms, expires_ms, occurred_ms;	/* 0: not given */
	int64_t received_ms;		/* the first message, counted */
	int64_t changed_ms;		/* the newest */
	int64_t lat, lon, magnitude, depth;
	int messages;
	enum warning_state state;
	enum warning_end end;
	int64_t ended_ms;		/* 0: it runs */
	enum warning_act act;
	enum warning_act past_act;	/* until it got worse; act is none */
	int64_t acted_ms;		/* these three: of act or past_act */
	char *acted_by, *act_note;	/* the reason, or the incident */
	int64_t worse_seq;		/* the message that last made it worse,
					 * or its first */
};
void warning_release(struct warning *w);
void warnings_free(struct warning *rows, size_t count);

enum warning_set {
	WARNINGS_OPEN,			/* active, and ended ones not closed */
	WARNINGS_UNHANDLED,		/* active and unhandled */
	WARNINGS_ALL
};

/*
 * Active ones first, by level (red first, 0 after blue), newest first within;
 * then those that ended.  At most max (0: all); total (may be NULL) counts
 * them all.
 */
int warning_list(struct desk *d, enum warning_set set, size_t max,
		 struct warning **rows, size_t *count, size_t *total,
		 struct err *err);
/* The same from the row of that index (0 first) on: a window on a long list. */
int warning_page(struct desk *d, enum warning_set set, size_t from,
		 size_t max, struct warning **rows, size_t *count,
		 size_t *total, struct err *err);
int warning_get(struct desk *d, int64_t id, struct warning *out,
		struct err *err);

/* One message of an item, as its source wrote it; newest entry first. */
struct warning_message {
	int64_t seq, recorded_ms;
	char *feed, *format, *id, *condition, *headline, *text, *sender;
	char *severity, *link;
	char *areas;			/* one line */
	struct feed_strings also;	/* further ids */
	char payload[65];
	int level, rank;
	bool house;			/* the level is not the source's */
	enum feed_change change;
	int64_t sent_ms, effective_ms, expires_ms, occurred_ms;	/* 0 none */
	int64_t lat, lon, magnitude, depth;
};
int warning_messages(struct desk *d, int64_t id, struct warning_message **rows,
		     size_t *count, struct err *err);
void warning_messages_free(struct warning_message *rows, size_t count);

/*
 * What a person does about it.  note: the incident's number, the call-out's or
 * the activation's id, or (dismissed) the reason, which must be given.  seen:
 * last_seq of the warning that the person had before them, 0: none was.
 * ERR_CONFLICT when it has got worse since; ERR_REFUSED when it is closed;
 * handling twice is told, not refused.
 */
int warning_handle(struct desk *d, int64_t id, int64_t seen,
		   enum warning_act act, const char *note, int64_t *seq,
		   struct err *err);
int warning_close(struct desk *d, int64_t id, int64_t seen, const char *why,
		  int64_t *seq, struct err *err);
/* As warning_handle(), inside the write of another noun's command. */
int warning_handle_within(struct desk *d, int64_t id, int64_t seen,
			  enum warning_act act, const char *note,
			  struct err *err);

/* ---- for the watch ---- */

/*
 * Items that complete answers of a feed have lacked, and how often in a row:
 * an item ends at the second.  It lives in the worker; a worker that starts
 * anew counts anew.
 */
struct warning_misses {
	struct warning_miss {
		int64_t warning;
		char feed[FEED_NAME];
		int count;
	} *rows;
	size_t count, cap;
};
#define WARNING_MISSES_INIT { NULL, 0, 0 }
void warning_misses_release(struct warning_misses *m);

struct warning_polled {
	size_t relevant, added, changed, ended;
};

/*
 * A whole answer of a feed (all pages of it), in one transaction: what
 * concerns this desk, or an item that it has, and says something new becomes
 * entries; what a vanishing feed lacks for the second time in a row ends.  The
 * same answer twice adds nothing; but what ended here and is on a list of what
 * runs, runs again.  A failed poll does not come here.  payload: 64 hex digits.
 */
int warning_poll(struct desk *d, const struct feed *feed,
		 const struct feed_answer *answer, const char *payload,
		 struct warning_misses *misses, struct warning_polled *out,
		 struct err *err);
/*
 * What decides, beside the feed's own settings, which rows are taken: as a
 * line, to be compared.  Another one, and an answer must be read again.
 */
#define WARNING_SCOPE 160
char *warning_scope(struct desk *d, char out[WARNING_SCOPE]);
/* Does it concern this desk, and has this feed not told it yet?  For a feed
 * whose words must be fetched apart (feed_format.follows). */
int warning_wanted(struct desk *d, const struct feed *feed,
		   const struct feed_warning *w, bool *wanted,
		   struct err *err);
/*
 * End what has expired by now; *count of them.  Nothing to do is cheap.  Of
 * several ends the last counts, and none while a list of what runs has it that
 * gives no end itself and is polled.
 */
int warning_expire(struct desk *d, size_t *count, struct err *err);

/* ---- its entries, for desk/kinds.c ---- */

int warning_received_check(const json_t *body, struct err *err);
int warning_received_reduce(struct fold *f, const struct journal_entry *e,
			    const json_t *body, struct err *err);
int warning_lost_check(const json_t *body, struct err *err);
int warning_lost_reduce(struct fold *f, const struct journal_entry *e,
			const json_t *body, struct err *err);
int warning_ended_check(const json_t *body, struct err *err);
int warning_ended_reduce(struct fold *f, const struct journal_entry *e,
			 const json_t *body, struct err *err);
int warning_handled_check(const json_t *body, struct err *err);
int warning_handled_reduce(struct fold *f, const struct journal_entry *e,
			   const json_t *body, struct err *err);
int warning_closed_check(const json_t *body, struct err *err);
int warning_closed_reduce(struct fold *f, const struct journal_entry *e,
			  const json_t *body, struct err *err);

#endif
