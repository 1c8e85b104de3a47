/*
 * Plan (应急预案): a document with chapters, and what an incident can run from
 * it: the kinds it is for, response levels with their conditions, a checklist.
 *
 * Entries, subject "plan:ID", ID being the seq of the first version
 *   plan.saved    {title, category, issued?, revise_by?, drill_months?, source?
 *                 (file name), sha256?, front?: FRONT,
 *                 paras: [[level, text] ...]}
 *                 a whole version; a later one supersedes it and both stay
 *                 readable.  paras as of doc/doc.h: level 0 text, 1..9 heading
 *   plan.front    {front: FRONT}: levels and steps written in the console;
 *                 what FRONT says of title, category and dates goes over what
 *                 was there
 *   plan.drilled  {at, words}: a drill was held
 *   plan.removed  {why}: withdrawn (废止); still readable, no longer found
 *
 * An entry says all that holds from then on: a version that names no category,
 * date or front (a .docx cannot) is recorded with those that the plan had, so
 * that a checklist written here is not lost to a new text.
 *
 * FRONT, also the front part of an md file between two lines of ---:
 *  { "title": "...", "category": "special", "issued": "2024-03-01",
 *    "revise_by": "2027-03-01",    absent: issued and three years
 *    "drill_months": 12,           a drill is due so long after the last
 *    "kinds": ["accident.coal"],
 *    "levels": [ {"level": 3, "title": "Ⅲ级响应", "lead": "...",
 *                 "when": PREDICATE} ... ],       law/predicate.h
 *    "steps": [ {"id": "s1", "levels": [1, 2, 3], "text": "...",
 *                "post": "county.emergency/值班长", "minutes": 10} ... ] }
 * level 1 is Ⅰ, the highest.  A post is words of contact.h (voices_of_post).
 * minutes run from the activation at a level that has the step.  Checked
 * whole; errors say file and JSON pointer.
 *
 * Members may be left out, but not a level's level and a step's id, levels,
 * text and minutes.  Days: a revision or a drill is due by the end of its day,
 * a drill drill_months after the last one; a plan never drilled counts from
 * its issue, else from when it came here.
 */
#ifndef DESK_PLAN_H
#define DESK_PLAN_H

#include "desk/desk.h"
#include "doc/doc.h"
#include "law/predicate.h"

enum plan_category {
	PLAN_OVERALL,		/* 总体 */
	PLAN_SPECIAL,		/* 专项 */
	PLAN_DEPARTMENT,	/* 部门 */
	PLAN_SITE,		/* 现场处置 */
	PLAN_OTHER,
	PLAN_CATEGORIES
};
const char *plan_category_code(enum plan_category c);
const char *plan_category_label(enum plan_category c);	/* N_() */
int plan_category_find(const char *code);

const char *plan_level_label(int level);	/* N_("Ⅲ级响应"); 1 .. 4 */

enum {
	PLAN_LEVELS = 4, PLAN_STEPS = 200, PLAN_KINDS = 16,
	PLAN_REVISE_YEARS = 3,
	PLAN_TITLE_MAX = 300,		/* characters; so any doc.h title */
	PLAN_STEP_MAX = 500,		/* characters of a step */
	PLAN_POST_MAX = 200,		/* of a post, of a lead */
	PLAN_ID_MAX = 31,		/* bytes of a step's id */
	PLAN_DRILL_MONTHS = 120,	/* at most */
	PLAN_MINUTES = 30 * 24 * 60,	/* of a step, at most; at least 1 */
	PLAN_BYTES_MAX = 3 << 20	/* of text and FRONT as recorded */
};

struct plan_level {
	int level;			/* 1 .. 4 */
	char *title, *lead;		/* absent: its label, "" */
	struct predicate *when;		/* NULL: never proposed by itself */
	char *when_json;		/* as it was read; "" none */
};

struct plan_step {
	char id[32];			/* a-z A-Z 0-9 . _ - */
	unsigned levels;		/* bits 1 << level */
	char *text, *post;		/* post "" : whoever is on duty */
	int minutes;
};

struct plan_front {
	char *title;			/* NULL: none given */
	int category;			/* -1: none given */
	int64_t issued_ms, revise_ms;	/* 0: none given */
	int drill_months;		/* 0 */
	char kinds[PLAN_KINDS][32];
	size_t kinds_count;
	struct plan_level levels[PLAN_LEVELS];
	size_t levels_count;
	struct plan_step *steps;
	size_t steps_count;
};
/*
 * name is for errors: "mine.md".  Everything of out is owned by it.  On
 * failure it is empty, as after a release.
 */
int plan_front_parse(struct plan_front *out, const char *text, size_t len,
		     const char *name, struct err *err);
void plan_front_release(struct plan_front *f);
/* FRONT again, a level and a step on a line each, for the console's editor
 * and export. */
void plan_front_text(const struct plan_front *f, struct buf *out);
/* The level of that number; NULL: the plan has none. */
const struct plan_level *plan_front_level(const struct plan_front *f,
					  int level);

struct plan {
	int64_t id, version_seq;	/* the entry of the newest version */
	int64_t front_seq;		/* that changed its front last */
	int version;			/* 1, 2 ... */
	char *title, *source;
	enum plan_category category;
	int64_t issued_ms, revise_ms, drilled_ms, drill_due_ms;	/* 0: none */
	size_t paras, steps;
	bool removed;
	char officer[64];		/* who saved the version */
	int64_t saved_ms;
};
/* The day, on which something is due, is over; 0: there is none. */
bool plan_day_over(int64_t day_ms, int64_t now_ms);
/* A revision or a drill is overdue. */
bool plan_overdue(const struct plan *p, int64_t now_ms);
void plan_release(struct plan *p);
void plans_free(struct plan *rows, size_t count);

struct plan_new {
	int64_t id;			/* 0: another plan */
	/* What is not given here is the front's, else (title) the doc's or
	 * the file's name, else what the plan has. */
	const char *title;		/* NULL: not given */
	int category;			/* -1: not given, else PLAN_OTHER */
	int64_t issued_ms;		/* 0: not given */
	const char *source;		/* file name, or NULL */
	const char *sha256;		/* hex of the file, or NULL */
	const struct doc *doc;		/* doc->front, if any, is parsed */
};
/*
 * A new plan, or a new version of one: that of id, else the plan of the same
 * title that is not withdrawn.  The same document again appends nothing
 * (*seq 0), also when its front was changed here since.  ERR_REFUSED: of id,
 * and withdrawn, or another has that title.  id and seq may be NULL.
 */
int plan_save(struct desk *d, const struct plan_new *p, int64_t *id,
	      int64_t *seq, struct err *err);
/*
 * What plan_save() would do now; nothing is written.  -1: it would fail, and
 * why.  Release out in either case.
 */
struct plan_outcome {
	int64_t id;			/* of the plan there is; 0: a new one */
	int version;			/* that it would be, or still is */
	bool same;			/* nothing would be appended */
	enum plan_category category;
	char *title;
};
int plan_would(struct desk *d, const struct plan_new *p,
	       struct plan_outcome *out, struct err *err);
void plan_outcome_release(struct plan_outcome *out);
/*
 * Replace levels and steps; text is FRONT.  The same: nothing (*seq 0).  base:
 * the front_seq of what was changed; ERR_CONFLICT, with who and when, if
 * somebody saved another front since.  0: over whatever is there.
 */
int plan_set_front(struct desk *d, int64_t id, int64_t base, const char *text,
		   int64_t *seq, struct err *err);
int plan_drilled(struct desk *d, int64_t id, int64_t at_ms, const char *words,
		 int64_t *seq, struct err *err);
int plan_remove(struct desk *d, int64_t id, const char *why, int64_t *seq,
		struct err *err);

/* ERR_NOT_FOUND.  A withdrawn one is there, too. */
int plan_get(struct desk *d, int64_t id, struct plan *out, struct err *err);
/* By its title, exactly, or by an entry that saved a version of it (title
 * NULL); withdrawn ones have no title.  ERR_NOT_FOUND. */
int plan_named(struct desk *d, const char *title, int64_t seq, int64_t *id,
	       struct err *err);
/* By category, then title, withdrawn ones last.  due_only: a revision or a
 * drill is overdue, and it is not withdrawn. */
int plan_list(struct desk *d, bool due_only, struct plan **rows,
	      size_t *count, struct err *err);
/* Its front in force; all empty when it has none. */
int plan_front(struct desk *d, int64_t id, struct plan_front *out,
	       struct err *err);

struct plan_para {
	int n;				/* 1, 2 ... in the version */
	int level;
	char *text;
};
/* version 0: the newest.  Read from the journal: ERR_NOT_FOUND when there is
 * no such version, or it was withheld. */
int plan_paras(struct desk *d, int64_t id, int version,
	       struct plan_para **rows, size_t *count, struct err *err);
void plan_paras_free(struct plan_para *rows, size_t count);

/*
 * Newest versions of plans not withdrawn; by category first, then newest, then
 * in the plan's order.  Blanks between words mean AND; Han words are found as
 * substrings, but not across punctuation (store/search.h).
 */
struct plan_hit {
	int64_t plan;
	int para;
	char *title, *text;		/* of the plan, of the paragraph */
	char *chapter;			/* the heading above, or "" */
};
int plan_find(struct desk *d, const char *words, size_t max,
	      struct plan_hit **rows, size_t *count, struct err *err);
void plan_hits_free(struct plan_hit *rows, size_t count);

/*
 * Plans whose kinds cover the incident's, and the highest level whose
 * condition holds; when none does, the highest that may hold (maybe: facts
 * are unknown), else 0.  Those that hold first, then those that may, then the
 * rest; of each the highest level first.
 */
struct proposal {
	int64_t plan;
	char *title;
	int level;
	bool maybe;
	char *because;			/* "被困 22人 ≥ 3人", tr()ed; "" */
};
int plan_propose(struct desk *d, const char *number, struct proposal **rows,
		 size_t *count, struct err *err);
/* The same for what is no incident yet.  colour: the level of a warning (1
 * red), which asks for a level of the plan, too; 0 none. */
int plan_propose_for(struct desk *d, const struct circumstances *c,
		     int colour, struct proposal **rows, size_t *count,
		     struct err *err);
void proposals_free(struct proposal *rows, size_t count);

/* ---- for the other nouns of desk/ ---- */

/* FRONT from JSON; as plan_front_parse(). */
int plan_front_read(struct plan_front *out, const json_t *o,
		    const struct jpath *at, struct err *err);
void plan_front_init(struct plan_front *f);
/* FRONT as JSON; a new reference. */
json_t *plan_front_json(const struct plan_front *f);

/* ---- its entries, for desk/kinds.c ---- */

int plan_saved_check(const json_t *body, struct err *err);
int plan_saved_reduce(struct fold *f, const struct journal_entry *e,
		      const json_t *body, struct err *err);
int plan_front_check(const json_t *body, struct err *err);
int plan_front_reduce(struct fold *f, const struct journal_entry *e,
		      const json_t *body, struct err *err);
int plan_drilled_check(const json_t *body, struct err *err);
int plan_drilled_reduce(struct fold *f, const struct journal_entry *e,
			const json_t *body, struct err *err);
int plan_removed_check(const json_t *body, struct err *err);
int plan_removed_reduce(struct fold *f, const struct journal_entry *e,
			const json_t *body, struct err *err);

#endif
