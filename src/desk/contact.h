/*
 * Contact (联系人): a person, the posts they hold, their numbers.
 *
 * A post (职务) is a title at a unit, "局长" at 应急管理局; it has no record of
 * its own.  It is there because somebody holds it, a call list names it or a
 * plan's step falls to it, and it stays in those when nobody holds it: then
 * it is shown as vacant.  Several may hold one post, in an order, the holder
 * first and the deputies (副职、代理) behind.
 *
 * Entries, subject "contact:ID", ID being the seq of the first of them
 *   contact.saved      the whole record, as below
 *   contact.confirmed  {number?}: that number, or all, tried and right today
 *   contact.removed    {why}
 *
 * The record
 *   { "name": "...", "spelling"?: "zhao jianguo",
 *     "posts"?: [{"unit": ID, "title": "...", "order": 1, "deputy"?: true}],
 *     "phones"?: [{"number", "label"?, "confirmed"?: TIME}],  "note"? }
 */
#ifndef DESK_CONTACT_H
#define DESK_CONTACT_H

#include "desk/desk.h"
#include "desk/unit.h"

enum {
	POSTS_MAX = 8,
	POST_TITLE = 361,	/* bytes of a title, with the NUL */
	POST_ORDER_MAX = 999
};

struct post {
	int64_t unit;
	char *title;		/* "" none */
	int order;		/* 1 first: among all people of that unit */
	bool deputy;
};

struct contact {
	int64_t id, last_seq, saved_ms;
	char *name, *spelling, *note;	/* "" none */
	struct post posts[POSTS_MAX];
	size_t posts_count;
	struct phone phones[PHONES_MAX];
	size_t phones_count;
	bool removed;
	char officer[64];
};

void contact_init(struct contact *c);
void contact_release(struct contact *c);
void contacts_free(struct contact *rows, size_t count);
/* One more post, the first in order, with a copy of the title.  NULL: there
 * are POSTS_MAX. */
struct post *contact_add_post(struct contact *c, int64_t unit,
			      const char *title);
void contact_clear_posts(struct contact *c);

/* As unit_save(), unit_confirm(), unit_remove(); who is removed holds no posts
 * any more.  Two people may share a name, but not a name and a post; and
 * nobody holds one post twice. */
int contact_save(struct desk *d, struct contact *c, int64_t base,
		 int64_t *seq, struct err *err);
int contact_confirm(struct desk *d, int64_t id, const char *number,
		    int64_t *seq, struct err *err);
int contact_remove(struct desk *d, int64_t id, const char *why, int64_t *seq,
		   struct err *err);

int contact_get(struct desk *d, int64_t id, struct contact *out,
		struct err *err);
/* Those of one unit by order, or (unit 0) all by the pinyin of their names
 * (base/pinyin.h), surname reading first. */
int contact_list(struct desk *d, int64_t unit, struct contact **rows,
		 size_t *count, struct err *err);
int contact_changes(struct desk *d, int64_t id, struct change **rows,
		    size_t *count, struct err *err);

/* ---- whom to call ---- */

/*
 * One voice to be reached: a person in a post, or (contact 0) a unit's own
 * numbers.  What a duty, a unit, a call list or a step resolves to, at that
 * moment, in the order in which to try.
 */
struct voice {
	int64_t contact, unit;
	char *who;			/* "赵建国", or the unit's name */
	char *post;			/* "应急管理局 局长"; "" */
	bool deputy;
	struct phone phones[PHONES_MAX];
	size_t phones_count;		/* 0: a person without a number */
};
void voices_free(struct voice *rows, size_t count);

/* The unit's own numbers, then its people by order. */
int voices_of_unit(struct desk *d, int64_t unit, struct voice **rows,
		   size_t *count, struct err *err);
int voices_of_contact(struct desk *d, int64_t contact, struct voice **rows,
		      size_t *count, struct err *err);
/*
 * A party of the judge: of the unit bound to it.  *unit 0: none is bound, which
 * a screen says loudly.  "unit" and "unit.head" are the incident's unit (its
 * text is looked up as a name; number may be NULL).
 */
int voices_of_party(struct desk *d, const char *party, const char *number,
		    int64_t *unit, struct voice **rows, size_t *count,
		    struct err *err);
/*
 * A post by words: "公安局/值班员", "county.police/值班员" (the unit bound to
 * the party), "公安局" alone for the unit's own numbers and its people.  Titles
 * and units may have slashes: the unit is the shortest beginning that is one.
 * The holders by order, deputies after.  Nobody: *vacant true, and the unit's
 * own numbers when it has any (who = the unit).
 */
int voices_of_post(struct desk *d, const char *post, bool *vacant,
		   struct voice **rows, size_t *count, struct err *err);

/* Whom an incident at this unit touches: it, its parent, its town, its
 * regulators; ids without repeats, none of what was removed. */
int unit_concerned(struct desk *d, int64_t unit, int64_t ids[16],
		   size_t *count, struct err *err);

/* ---- its entries, for desk/kinds.c ---- */

int contact_saved_check(const json_t *body, struct err *err);
int contact_saved_reduce(struct fold *f, const struct journal_entry *e,
			 const json_t *body, struct err *err);
int contact_confirmed_check(const json_t *body, struct err *err);
int contact_confirmed_reduce(struct fold *f, const struct journal_entry *e,
			     const json_t *body, struct err *err);
int contact_removed_check(const json_t *body, struct err *err);
int contact_removed_reduce(struct fold *f, const struct journal_entry *e,
			   const json_t *body, struct err *err);

#endif
