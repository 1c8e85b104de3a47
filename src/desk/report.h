/*
 * Report (报告): the act of reporting, to whom, by what channel, who took it.
 *
 * Entries
 *   report.made       {by, to, via, taker, reference?, words?, rule?}; its
 *                     happened_at is when it was made.  Phone first, then
 *                     written: two entries, two stamped acts of one report.
 *   report.confirmed  {seq, by, name, reference?}: the receiver's own word
 *                     that it came, and when (happened_at); settles `claimed`.
 *
 * Brief (首报, 续报一 ... 终报): a frozen version of the text.
 *   brief.frozen      {kind: first|follow|final, n, text, facts, class}
 *   Its difference from the one before is derived from the two fact sets.
 */
#ifndef DESK_REPORT_H
#define DESK_REPORT_H

#include "desk/desk.h"
#include "desk/incident.h"

struct report_new {
	const char *by;			/* NULL: county.emergency */
	const char *to;
	enum rule_via via;		/* PHONE, WRITTEN, SYSTEM, IN_PERSON */
	int64_t at_ms;			/* 0: now */
	const char *taker;		/* who took it; required for phone */
	const char *reference, *words;
	const char *rule;		/* the duty it was made for, or NULL */
};

int report_make(struct desk *d, const char *number,
		const struct report_new *r, int64_t *seq, struct err *err);
int report_confirm(struct desk *d, const char *number, int64_t report_seq,
		   int64_t at_ms, const char *name, const char *reference,
		   int64_t *seq, struct err *err);

struct report {
	int64_t seq, at_ms, recorded_ms, confirmed_ms;
	char by[48], to[48];
	enum rule_via via;
	char *taker, *reference, *words, *confirmed_by;
	char officer[64];
};
int report_list(struct desk *d, const char *number, struct report **rows,
		size_t *count, struct err *err);
void reports_free(struct report *rows, size_t count);

enum brief_kind { BRIEF_FIRST, BRIEF_FOLLOW, BRIEF_FINAL };

struct brief {
	int64_t seq, recorded_ms;
	enum brief_kind kind;
	int n;				/* 续报 n */
	char *text;
	struct facts facts;
	enum law_class class;
	char officer[64];
};
/* "首报", "续报一" ... "续报十二", "终报" (untranslated). */
void brief_name(struct buf *out, enum brief_kind kind, int n);
/*
 * The text as it would be frozen now (the fields of a first report, the
 * unknown named as 待核), with what changed since the last one; and freeze
 * it, perhaps edited.  A final brief needs handling_ended.
 */
int brief_compose(struct desk *d, const char *number, struct buf *text,
		  enum brief_kind *kind, int *n, struct err *err);
int brief_freeze(struct desk *d, const char *number, enum brief_kind kind,
		 const char *text, int64_t *seq, struct err *err);
int brief_list(struct desk *d, const char *number, struct brief **rows,
	       size_t *count, struct err *err);
void briefs_free(struct brief *rows, size_t count);
/* One line a fact that differs: "死亡 1 → 3". */
void brief_difference(struct buf *out, const struct brief *before,
		      const struct brief *after);

#endif
