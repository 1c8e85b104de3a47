/*
 * Lists of a record as lines of a form, and back: what is written reads as
 * the same; a line each.
 *   numbers	0358-7620005 调度	number, label
 *   posts	东风煤矿/矿长，1，副	unit/title, order, 副 deputy
 *   stock	水泵，12台，未就绪，王五	item, quantity, ready, keeper
 *   place	37.123456, 111.700000		latitude, longitude
 * Commas may be full-width or not.  Errors are sentences for people.
 */
#ifndef SCREENS_ROSTER_TEXT_H
#define SCREENS_ROSTER_TEXT_H

#include "base/buf.h"
#include "desk/contact.h"
#include "desk/group.h"
#include "desk/unit.h"

void phones_to_text(struct buf *out, const struct phone *phones, size_t count);
int phones_from_text(const char *text, struct phone phones[PHONES_MAX],
		     size_t *count, struct err *err);

int posts_to_text(struct desk *d, struct buf *out, const struct contact *c,
		  struct err *err);
/* Replaces those of c. */
int posts_from_text(struct desk *d, const char *text, struct contact *c,
		    struct err *err);

void stock_to_text(struct buf *out, const struct unit *u);
/* Replaces that of u, which keeps what it had when this fails. */
int stock_from_text(const char *text, struct unit *u, struct err *err);

void place_to_text(struct buf *out, int64_t lat, int64_t lon);
int place_from_text(const char *text, int64_t *lat, int64_t *lon,
		    struct err *err);		/* "": UNIT_NOWHERE */

void members_to_text(struct buf *out, const struct group *g);
/* Replaces those of g. */
int members_from_text(const char *text, struct group *g, struct err *err);

#endif
