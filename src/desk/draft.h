/*
 * Draft (草稿): what an officer has typed and not yet saved, kept in the
 * journal at every field, so a dropped line loses at most the field in hand
 * and the next officer is offered it.
 *
 * Entries
 *   draft.saved    {form, target?, fields: {name: text}}
 *   draft.dropped  {why}
 * Subject "draft:SEQ" where SEQ is the first save's entry.  What a draft became
 * consumes it: the reducer of that entry calls draft_consume().
 */
#ifndef DESK_DRAFT_H
#define DESK_DRAFT_H

#include "desk/desk.h"

struct draft {
	int64_t id;			/* seq of its first save */
	char form[32];			/* "intake", "facts", "call" ... */
	char target[32];		/* incident number, "warning.17.21"
					 * (an intake from it) or "" */
	json_t *fields;			/* owned: name -> text */
	char officer[64], seat[64];
	int64_t saved_ms;
};

/*
 * id 0 makes one and sets *id.  Saving what is already saved appends nothing.
 * ERR_CONFLICT when the draft is gone: consumed or dropped by someone else.
 */
int draft_save(struct desk *d, int64_t *id, const char *form,
	       const char *target, const json_t *fields, struct err *err);
int draft_drop(struct desk *d, int64_t id, const char *why, struct err *err);
/* form NULL: all.  Last saved first. */
int draft_list(struct desk *d, const char *form, struct draft **rows,
	       size_t *count, struct err *err);
void drafts_free(struct draft *rows, size_t count);
int draft_get(struct desk *d, int64_t id, struct draft *out,
	      struct err *err);
void draft_release(struct draft *dr);

/* ---- its entries, for desk/kinds.c ---- */

/* Delete the row of a draft that became an entry; for reducers.  id 0 or a
 * draft that is gone: nothing happens. */
int draft_consume(struct fold *f, int64_t id, struct err *err);

int draft_saved_check(const json_t *body, struct err *err);
int draft_saved_reduce(struct fold *f, const struct journal_entry *e,
		       const json_t *body, struct err *err);
int draft_dropped_check(const json_t *body, struct err *err);
int draft_dropped_reduce(struct fold *f, const struct journal_entry *e,
			 const json_t *body, struct err *err);

#endif
