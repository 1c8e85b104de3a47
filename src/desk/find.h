/*
 * Find (查找一切): one box for people, posts, units, call lists, plans,
 * incidents, warnings and rules, by Han substrings, pinyin in any mix, and
 * parts of numbers (base/pinyin.h); the text of incidents, plans and calls
 * besides.
 *
 * The names are held in memory, read by finder_new() and anew by
 * finder_reload() when something was written; a keystroke touches no database
 * but for the full-text part, which is bounded.
 */
#ifndef DESK_FIND_H
#define DESK_FIND_H

#include "desk/desk.h"

enum find_kind { FIND_CONTACT, FIND_UNIT, FIND_GROUP, FIND_PLAN,
		 FIND_INCIDENT, FIND_WARNING, FIND_RULE, FIND_TEXT,
		 FIND_CALL, FIND_COMMAND, FIND_KINDS };
const char *find_kind_code(enum find_kind k);
const char *find_kind_label(enum find_kind k);	/* N_() */

struct found {
	enum find_kind kind;
	int64_t id;		/* contact, unit, group, plan (a text's, too),
				 * warning */
	char key[64];		/* incident number, rule id, paragraph of the
				 * plan, seq of a call, command; else "" */
	char *title;		/* "赵建国" */
	char *beside;		/* "应急管理局 局长  0358-…", "" none */
};
void found_free(struct found *rows, size_t count);

/* Something that only the caller knows and that is found too: commands of the
 * console. */
struct find_extra {
	const char *key, *title;
};

struct finder;
int finder_new(struct finder **out, struct desk *d,
	       const struct find_extra *extra, size_t extra_count,
	       struct err *err);
void finder_free(struct finder *f);
/* The desk has changed: read the names anew. */
int finder_reload(struct finder *f, struct err *err);

/*
 * Best first: whole names, beginnings, the rest; among equals people, units,
 * call lists, plans, incidents, warnings, rules and commands, then full text.
 * kinds: bits 1 << enum find_kind, 0 for all.  Words without a match give no
 * row and no error.
 */
int finder_find(struct finder *f, const char *words, unsigned kinds,
		size_t max, struct found **rows, size_t *count,
		struct err *err);

#endif
