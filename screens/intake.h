/*
 * Intake (接报): what an officer types while the telephone is at the ear.
 *
 * `n` from anywhere.  With drafts left behind it first offers them; then the
 * form, its fields in the order of a call.  Class and first duties appear
 * while typing, and incidents that may be the same one.
 *
 * The unit is completed from the roster.  One that was chosen there fills the
 * place, and the kind it suggests, where nothing was typed; whatever is typed
 * stands, and a name that the roster does not know is as good.
 *
 * From a warning the form comes filled in with what its source says; saving it
 * makes the incident and marks the warning handled, in one write.  The target
 * of its draft is "warning.ID.SEEN": left and taken up again, it still knows
 * the warning, and a warning has one draft at a time.
 *
 * screens/intake.c has the screen and its keys; intake_fields.c the fields,
 * their completions and how they become an incident; intake_unit.c the unit;
 * intake_drafts.c the list of drafts; intake_warning.c the form filled in from
 * a warning.
 */
#ifndef SCREENS_INTAKE_H
#define SCREENS_INTAKE_H

#include "desk/draft.h"
#include "desk/incident.h"
#include "desk/unit_names.h"
#include "screens/drafted.h"
#include "screens/facts_form.h"
#include "screens/judgement.h"
#include "screens/kit/list.h"
#include "screens/screen.h"

#define INTAKE_FORM "intake"	/* the name of its drafts */
#define INTAKE_KINDS 40
#define INTAKE_SIMILAR 3	/* likely duplicates shown */

/* Texts said before, offered again: no repeats, newest first. */
struct said {
	char **texts;
	size_t count, cap;
};

enum intake_mode { INTAKE_PICK, INTAKE_FILL };

struct intake {
	enum intake_mode mode;
	/* INTAKE_PICK */
	struct list list;
	struct draft *drafts;
	size_t drafts_count;
	int64_t dropping;		/* the draft that `d` asks about */
	/* INTAKE_FILL */
	struct drafted drafted;
	struct form_field fields[FACTS_FIELDS_MAX];
	struct form_choice kinds[INTAKE_KINDS];
	struct said places, units;
	struct unit_names names;	/* of the roster */
	char *filled_place;		/* put there by the unit chosen last, */
	const char *filled_kind;	/* not typed; or NULL */
	struct judgement judgement;
	struct incident *similar;
	size_t similar_count;
	/* What ^O offers, as it was when it was pressed. */
	char *acts[2 * INTAKE_SIMILAR + 1];
	char act_numbers[INTAKE_SIMILAR][INCIDENT_NUMBER];
	int64_t call;			/* the call it began with, or 0 */
};

/* ---- intake_fields.c ---- */

/* Fill st->fields, kinds and completions; before the form is made. */
void intake_fields_init(struct intake *st, struct desk *d);
void intake_fields_release(struct intake *st);
/* Offer those that contain the text. */
void said_offer(const struct said *s, const char *text, struct form_list *out);
/*
 * The form as a new incident.  Texts are borrowed from the form.  On failure
 * *bad is the field.
 */
int intake_read(const struct form *f, struct incident_new *in,
		const char **bad, struct err *err);

/* ---- intake_unit.c ---- */

void intake_unit_init(struct intake *st, struct desk *d);
void intake_unit_release(struct intake *st);
form_complete_fn intake_unit_complete;
/* A line was taken into the unit's field: fill what follows from it. */
void intake_unit_chosen(struct ui *ui, struct intake *st);

/* ---- intake_warning.c ---- */

/* The warning that a draft of intake is about, 0: none; *seen: as it was when
 * it filled the form (warning_handle()). */
int64_t intake_target_warning(const char *target, int64_t *seen);
/* The draft about that warning; *draft 0: there is none. */
int intake_warning_draft(struct ui *ui, int64_t id, int64_t *draft,
			 struct err *err);
/* Fill the form, and make the draft's target that warning. */
int intake_warning_fill(struct ui *ui, struct intake *st, int64_t id,
			struct err *err);
/*
 * It was not saved (ERR_CONFLICT).  Somebody made another incident of it, or
 * closed it: what is typed here is no longer about it.  Or it got worse: it is,
 * and was seen.  Say so.
 */
void intake_warning_conflict(struct ui *ui, struct intake *st,
			     const struct err *why);

/* ---- intake_drafts.c ---- */

int intake_drafts_read(struct ui *ui, struct intake *st, struct err *err);
const struct draft *intake_draft(const struct intake *st);	/* or NULL */
void intake_drafts_draw(const struct intake *st, const struct view *v);

#endif
