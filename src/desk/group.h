/*
 * Group (呼叫名单): whom to call together, by post and unit, not by person:
 * who they are is found when the list is called.
 *
 * Entries, subject "group:ID"
 *   group.saved    {name, note?, members: ["公安局/值班员", "county.police",
 *                  ...]}: posts by words (contact.h, voices_of_post)
 *   group.removed  {why}
 */
#ifndef DESK_GROUP_H
#define DESK_GROUP_H

#include "desk/contact.h"
#include "desk/desk.h"

enum { GROUP_MEMBERS = 100 };

struct group {
	int64_t id, last_seq, saved_ms;
	char *name, *note;
	char **members;
	size_t members_count;
	bool removed;
	char officer[64];
};

void group_release(struct group *g);
void groups_free(struct group *rows, size_t count);

/* Add (id 0; set) or save, as unit_save(). */
int group_save(struct desk *d, struct group *g, int64_t base, int64_t *seq,
	       struct err *err);
int group_remove(struct desk *d, int64_t id, const char *why, int64_t *seq,
		 struct err *err);
int group_get(struct desk *d, int64_t id, struct group *out, struct err *err);
int group_list(struct desk *d, struct group **rows, size_t *count,
	       struct err *err);

/* What each entry about a list changed, newest first, as unit_changes(). */
int group_changes(struct desk *d, int64_t id, struct change **rows,
		  size_t *count, struct err *err);

/* Its members as they are now: one row a member, vacant ones too. */
struct called {
	char *member;			/* as written in the list */
	bool vacant;			/* nobody holds that post */
	struct voice *voices;
	size_t count;
};
int group_resolve(struct desk *d, int64_t id, struct called **rows,
		  size_t *count, struct err *err);
void called_free(struct called *rows, size_t count);

/* ---- its entries, for desk/kinds.c ---- */

int group_saved_check(const json_t *body, struct err *err);
int group_saved_reduce(struct fold *f, const struct journal_entry *e,
		       const json_t *body, struct err *err);
int group_removed_check(const json_t *body, struct err *err);
int group_removed_reduce(struct fold *f, const struct journal_entry *e,
			 const json_t *body, struct err *err);

#endif
