/*
 * The fold's own state: the cards of the incidents that have changed since
 * they were last judged, and the rulebooks in use.  For the nouns of desk/
 * only.
 *
 * A reducer that changes what an incident's judgement depends on takes the
 * incident's card (docket_touch()); before the commit (and now and then on a
 * rebuild) each such incident is judged as of its own last entry, and its row
 * and duties are brought up to date.  The result depends on that incident's
 * entries alone, so it does not matter how often that is done.
 */
#ifndef DESK_SETTLE_H
#define DESK_SETTLE_H

#include <stdint.h>

#include "desk/card.h"
#include "law/pack.h"
#include "store/journal.h"

void *settle_open(void);
void settle_close(void *state);
void settle_reset(void *state);
int settle_all(struct fold *f, struct err *err);

/*
 * The card of an incident, which is settled then.  It holds until the next
 * call.  ERR_NOT_FOUND.
 */
int settle_card(struct fold *f, int64_t year, int64_t n, struct card **out,
		struct err *err);
/* A new card, of an incident that is being opened. */
struct card *settle_opened(struct fold *f, int64_t year, int64_t n);

/*
 * The rulebook of id (the seq of the last pack.adopted or house time it takes
 * in).  Read once, kept until the journal is closed; NULL with err set.
 */
const struct rulebook *settle_rulebook(struct fold *f, int64_t id,
				       struct err *err);
/* Rules are being folded: for the reducer of pack.adopted. */
void settle_adopted(struct fold *f, int64_t seq);
/* The id in force now; 0 before the first pack. */
int64_t settle_rulebook_id(struct fold *f, struct err *err);

/*
 * A house time changed (for the reducer of setting.changed): name is one of
 * "immediately_minutes", "promptly_minutes", "written_minutes".  Incidents
 * opened later are judged with it.
 */
int settle_house(struct fold *f, int64_t seq, const char *name,
		 int64_t minutes, struct err *err);

#endif
