/*
 * Voices (拨号): whom to call and on which numbers, in the order in which to
 * try them; opened with `p` from whatever is in focus.  Officers dial by hand:
 * Enter on a number and one key for the result records the call.
 *
 * What is called is named by words, so that `:screen voices unit 12` can, too:
 *   duty NUMBER RULE TO LEG INSTANCE	the party that a duty is owed to
 *   incident NUMBER		the unit, its town and regulators, the parties
 *				of what is pending, who called about it
 *   unit ID, contact ID, group ID, call SEQ, party CODE, post WORDS
 * They are resolved anew on every refresh.
 *
 * screens/voices.c is the screen, voices_rows.c finds whom.
 */
#ifndef SCREENS_VOICES_H
#define SCREENS_VOICES_H

#include "desk/call.h"
#include "desk/contact.h"
#include "desk/duty.h"
#include "screens/screen.h"

/* What `p` does: the screen's own `whom`, else the duty in focus, else the
 * incident, else the duty that is due first. */
void voices_dial(struct ui *ui, const struct screen_ops *ops,
		 const void *state);

enum voice_kind {
	VOICE_NUMBER,		/* can be dialled */
	VOICE_SILENT,		/* a person or unit without a number */
	VOICE_HEAD,		/* whose numbers follow */
	VOICE_VACANT,		/* nobody holds that post */
	VOICE_MISSING		/* a party or unit the roster does not know */
};

struct voice_row {
	enum voice_kind kind;
	bool again;		/* a further number of the one above */
	bool deputy;
	int64_t contact, unit;	/* 0: none */
	char *who;		/* or what the head or the lack says */
	char *post;
	struct phone phone;
	const char *party;	/* MISSING: `b` binds it; NULL: `a` adds the
				 * unit, whose name post has */
	/* The last call to that number, among the latest; 0: none. */
	int64_t called_ms;
	char *result;
};

struct voice_rows {
	struct voice_row *rows;
	size_t count, cap;
	char *title;		/* who is called, and for what */
	char number[INCIDENT_NUMBER];	/* "" none in focus */
	struct duty_row *duties;	/* of that incident */
	size_t duties_count;
	const struct duty_row *duty;	/* among them, or NULL */
};

/* out: zeroed; to be released, after a failure too. */
int voice_rows_find(struct desk *d, const char *words, struct voice_rows *out,
		    struct err *err);
void voice_rows_release(struct voice_rows *v);

#endif
