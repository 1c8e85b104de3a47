/*
 * The judgement of what is being typed: class, why, and the first duties of
 * this desk, as a panel beside or below a form.  Read again on each change;
 * nothing is written.
 */
#ifndef SCREENS_JUDGEMENT_H
#define SCREENS_JUDGEMENT_H

#include <stdbool.h>

#include "base/buf.h"
#include "desk/incident.h"
#include "screens/kit/canvas.h"

#define JUDGEMENT_DUTIES 24

struct judgement {
	struct buf class;		/* "较大涉险事故"; "" not judged */
	struct buf because;		/* "被困 22人 ≥ 3人" */
	struct buf cite;
	const char *why_not;		/* N_(): why there is none; or NULL */
	struct judged_duty {
		int64_t due;
		char *text;		/* "立即 电话→市应急管理局等4家 ..." */
		char *cite;
		enum standing standing;
	} duties[JUDGEMENT_DUTIES];	/* soonest first */
	size_t count, total;		/* shown at most, and in all */
};

/* A zeroed one is empty and may be released. */
void judgement_release(struct judgement *j);
/* Judge in; on failure the panel says why there is no judgement. */
void judgement_of(struct judgement *j, struct desk *d,
		  const struct incident_new *in);
/* Judge an incident that is there, with these claims besides. */
void judgement_of_claim(struct judgement *j, struct desk *d,
			const struct incident *in, unsigned set,
			const struct facts *facts, int64_t at_ms);
/* There is nothing to judge: `why` is an N_() sentence. */
void judgement_none(struct judgement *j, const char *why);
/* Title line, class line, then duties as there is room. */
void judgement_draw(const struct judgement *j, const struct region *r,
		    int64_t now);

#endif
