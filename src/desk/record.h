/*
 * Records of the roster: entries that carry a whole record each time ("save"),
 * so that the newest is all there is to know, and what a save did is the
 * difference to the one before.  For the nouns of desk/ only.
 */
#ifndef DESK_RECORD_H
#define DESK_RECORD_H

#include "desk/desk.h"
#include "desk/unit.h"

/* "unit:12" to 12; ERR_INPUT when the subject is no such. */
int record_id(const struct journal_entry *e, const char *noun, int64_t *id,
	      struct err *err);

/* What is known of a record before it is saved. */
struct record {
	const char *noun;	/* "unit" */
	int64_t id;		/* 0: it is new */
	int64_t base;		/* the last_seq it was changed on; 0: any */
	int64_t last_seq, saved_ms;	/* as the desk has it now */
	const char *officer;
};
/* ERR_CONFLICT with who and when, if somebody saved since the base. */
int record_conflict(const struct record *r, struct err *err);
/*
 * Append NOUN.saved unless body and old (NULL: it is new) are the same bytes;
 * both are taken.  *id is set for a new one, *seq is 0 when nothing was new.
 */
int record_save(struct desk *d, const struct record *r, json_t *old,
		json_t *body, int64_t *id, int64_t *seq, struct err *err);
/*
 * The commands NOUN.confirmed {number?} and NOUN.removed {why}: appended if
 * `may` lets them, inside the transaction.  text: the number, or why, which
 * cannot be left out.
 */
typedef int record_may_fn(struct desk *d, int64_t id, const char *text,
			  struct err *err);
int record_confirm(struct desk *d, const char *noun, int64_t id,
		   const char *number, record_may_fn *may, int64_t *seq,
		   struct err *err);
int record_remove(struct desk *d, const char *noun, int64_t id,
		  const char *why, record_may_fn *may, int64_t *seq,
		  struct err *err);

/* {why}: the body of NOUN.removed. */
int record_removed_check(const json_t *body, struct err *err);

/* How a member of a record is told in words. */
struct record_member {
	const char *key, *label;	/* N_() */
	void (*text)(struct desk *d, struct buf *out, const json_t *value);
	bool each;	/* of a long list: text tells one element, and only
			 * what came and what went is told */
};
/* Newest first; members ends with key NULL. */
int record_changes(struct desk *d, const char *noun, int64_t id,
		   const struct record_member *members, struct change **rows,
		   size_t *count, struct err *err);
void record_text(struct desk *d, struct buf *out, const json_t *value);
void record_unit(struct desk *d, struct buf *out, const json_t *value);
void record_phones(struct desk *d, struct buf *out, const json_t *value);

#endif
