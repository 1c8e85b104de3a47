/*
 * Feed (预警源): what the watch polls, and how it does.  A set of feeds is
 * built in (db/feeds.json); an entry replaces one whole or adds one.
 *
 * Entries
 *   feed.saved  {name, label, format, address, on, interval, ...}: the record
 *               as in db/feeds.json, subject "feed:NAME"
 *   feed.state  {feed, state: ok|failing|stopped|stale, words}: only when it
 *               changes, by the watch, subject "feed:NAME"
 *
 * A record
 *   name        "nmc": letters, digits and hyphens
 *   label       "中央气象台"
 *   format      of feeds/feed.h
 *   address     http or https; {key:NAME} stands for a line of the keys file
 *               (watch/keys.h), {lat} {lon} {code} {year} for the desk's own
 *   headers     {"Referer": "...", "X-QW-Api-Key": "{key:qweather}"}
 *   on          polled?
 *   interval    seconds; not under what the source asks for (floor)
 *   level, magnitude (tenths), radius (percent), km, neighbours
 *               what is wanted of it (desk/relevance.h)
 *   timeout     seconds for a whole answer
 *   bytes       most of one answer, unpacked
 *   stale       minutes without anything new in it: an alarm; 0 never
 *   window      minutes that a list surely looks back, some less than it says
 *               for clocks that differ: what is older leaves it without a
 *               meaning.  0: of a list of what runs, as long as it does; of
 *               one of what happened lately (FEED_RECENT), not known: nothing
 *               ends by leaving it
 *   local       an address inside (loopback, private) is allowed
 */
#ifndef DESK_FEED_H
#define DESK_FEED_H

#include "base/json.h"
#include "desk/desk.h"
#include "desk/relevance.h"
#include "feeds/feed.h"

#define FEED_NAME 32			/* bytes, with the NUL */
#define FEED_SUBJECT (FEED_NAME + 8)

enum feed_state {
	FEED_OK,
	FEED_FAILING,		/* it is tried again, less and less often */
	FEED_STOPPED,		/* 401, 403, 404: until somebody acts */
	FEED_STALE,		/* answers, with nothing new for too long */
	FEED_UNREAD,		/* nothing said of it yet; in no entry */
	FEED_STATES
};
const char *feed_state_code(enum feed_state s);
const char *feed_state_label(enum feed_state s);	/* N_("正常") */
int feed_state_find(const char *code);		/* -1: none that is told */

struct feed {
	char name[FEED_NAME];
	char *label, *address;
	const struct feed_format *format;
	json_t *headers;		/* an object of strings; NULL none */
	bool on, local;
	int interval, floor;		/* seconds */
	int timeout, bytes, stale, window;
	struct relevance want;
	/* As the watch last said; since 0: FEED_UNREAD. */
	enum feed_state state;
	int64_t since_ms;
	char *words;
	int64_t last_seq;		/* of feed.saved; 0: built in */
	char officer[64];
};
void feed_release(struct feed *f);
void feeds_free(struct feed *rows, size_t count);

/* In the order of db/feeds.json, then those that were added. */
int feed_list(struct desk *d, struct feed **rows, size_t *count,
	      struct err *err);
int feed_get(struct desk *d, const char *name, struct feed *out,
	     struct err *err);
/* As it is built in, whatever was saved since; ERR_NOT_FOUND: it is not. */
int feed_built_in(const char *name, struct feed *out, struct err *err);
/* Is there any that was told and is not FEED_OK?  Cheaper than the list. */
bool feed_any_unwell(struct desk *d);

/*
 * Save one; what is unchanged appends nothing (seq 0).  ERR_INPUT names the
 * member; an interval under the source's floor is raised to it.
 */
int feed_save(struct desk *d, const struct feed *f, int64_t *seq,
	      struct err *err);
/* A record as in db/feeds.json; *f is to be released, also on failure. */
int feed_from_json(struct feed *f, const json_t *record,
		   const struct jpath *at, struct err *err);
/* The watch: only a change is an entry. */
int feed_tell(struct desk *d, const char *name, enum feed_state state,
	      const char *words, int64_t *seq, struct err *err);

/*
 * An address for people: a user and password before the host, of the path a
 * long part that is no word (a hook's token), and of a query what names itself
 * a key, a token or a password are ***; {key:NAME} stands for one and is shown
 * as it is.
 */
void feed_address_text(struct buf *out, const char *address);
/* Is there such a value in it, which belongs in the keys file? */
bool feed_address_tells(const char *address);
/* ERR_INPUT if so, without the value: for the commands that save one.  What an
 * older entry holds is hidden, not refused. */
int feed_address_check(const char *address, struct err *err);

/* Where the desk is: its code, and the settings place.*. */
void feed_place(struct desk *d, struct place *out);

/* "feed:NAME", of its entries.  Returns out. */
char *feed_subject(char out[FEED_SUBJECT], const char *name);

/* ---- its entries, for desk/kinds.c ---- */

int feed_saved_check(const json_t *body, struct err *err);
int feed_saved_reduce(struct fold *f, const struct journal_entry *e,
		      const json_t *body, struct err *err);
int feed_state_check(const json_t *body, struct err *err);
int feed_state_reduce(struct fold *f, const struct journal_entry *e,
		      const json_t *body, struct err *err);

#endif
