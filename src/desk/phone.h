/*
 * Telephone numbers of units and contacts, in the order to be tried, and when
 * each was last known to be right.
 *
 * In a record: "phones"?: [{"number", "label"?, "confirmed"?: TIME} ...].  In
 * the view `phone` the owner is the id of a unit or a contact: both are seqs
 * of the journal, so the two never meet.
 */
#ifndef DESK_PHONE_H
#define DESK_PHONE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

struct db;
struct fold;
struct journal_entry;

enum {
	PHONES_MAX = 8,
	PHONE_TEXT = 41,	/* bytes of a number, with its NUL */
	PHONE_LABEL = 64,	/* bytes, with the NUL */
	PHONE_STALE_DAYS = 180	/* not confirmed for so long: marked */
};

/* A number and when it was last known to be right (0: never confirmed). */
struct phone {
	char number[PHONE_TEXT];
	char label[PHONE_LABEL];	/* "值班", "手机", "" */
	int64_t confirmed_ms;
};

/* Digits, blanks, + - ( ) and an extension after # or 转; 3 digits at least,
 * 40 bytes at most. */
bool phone_valid(const char *number);
/* Confirmed longer ago than PHONE_STALE_DAYS, never, or (a slip of whoever
 * typed the date) at a time that is still to come. */
bool phone_stale(const struct phone *p, int64_t now_ms);

/* ---- for the nouns of desk/ only ---- */

/* "phones" of a body: written (with `confirmed` where it is later than in
 * known), checked, folded, read. */
int phones_put(json_t *o, const struct phone *phones, size_t count,
	       const struct phone *known, size_t known_count,
	       struct err *err);
int phones_check(const json_t *body, struct err *err);
/* ERR_NOT_FOUND unless the number (NULL: any at all) is among them. */
int phones_need(const struct phone *phones, size_t count, const char *number,
		struct err *err);
/* Replaces those of the owner; a number that stays keeps its confirmation.
 * first: the owner is new and has none. */
int phones_fold(struct fold *f, int64_t owner, bool first,
		const json_t *body, struct err *err);
/* X.confirmed {number?}: of all of the owner's numbers, or that one. */
int phones_confirmed_check(const json_t *body, struct err *err);
int phones_confirmed_fold(struct fold *f, int64_t owner,
			  const struct journal_entry *e, const json_t *body,
			  struct err *err);
int phones_read(struct db *db, int64_t owner, struct phone *phones,
		size_t *count, struct err *err);
/* The numbers alone, "0358-… 0358-…". */
void phones_text(struct buf *out, const json_t *phones);

#endif
