/*
 * Roster (通讯录): units, people, call lists, and which unit each party of the
 * rules is, in four panes that Tab goes through; `/` narrows the one in front
 * by characters or pinyin.
 *
 * arg: NULL, or "bind PARTY": the parties, on that one.
 *
 * screens/roster.c is the screen, roster_panes.c reads, narrows and draws the
 * panes, roster_acts.c holds the keys, roster_files.c those of files.
 */
#ifndef SCREENS_ROSTER_H
#define SCREENS_ROSTER_H

#include "desk/contact.h"
#include "desk/group.h"
#include "desk/unit.h"
#include "screens/kit/edit.h"
#include "screens/kit/list.h"
#include "screens/screen.h"

enum roster_pane { PANE_UNITS, PANE_PEOPLE, PANE_LISTS, PANE_PARTIES,
		   ROSTER_PANES };

/* One row of a pane: what it is found by, and what stands beside its name. */
struct roster_line {
	char *beside;		/* posts of a person; "" */
	char *find;		/* units, posts, numbers: what `/` looks in */
	size_t people;		/* of a unit */
};

struct roster_data {
	struct unit *units;
	size_t units_count;
	struct contact *people;
	size_t people_count;
	struct group *groups;
	size_t groups_count;
	struct binding *parties;
	size_t parties_count, parties_missing;
	struct roster_line *rows[ROSTER_PANES];	/* as many as there are */
	size_t *shown[ROSTER_PANES];		/* which of them are in sight */
	size_t shown_count[ROSTER_PANES];
};

struct roster_page {
	struct roster_data data;
	enum roster_pane pane;
	struct list lists[ROSTER_PANES];
	struct edit words;	/* narrows the pane in front */
	bool finding;		/* keys go to words */
	int64_t acting;		/* the unit, person, list a question is about */
	const char *party;	/* that `b` asks about */
	char *export;		/* the file that `E` asks about */
};

/* roster_panes.c */
int roster_read(struct desk *d, struct roster_data *out, struct err *err);
void roster_release(struct roster_data *data);
void roster_narrow(struct roster_data *data, enum roster_pane pane,
		   const char *words);
size_t roster_total(const struct roster_data *data, enum roster_pane pane);
/* What tells the row from others of its pane, for list_follow(). */
void roster_row_name(const struct roster_data *data, enum roster_pane pane,
		     size_t shown, struct buf *out);
void roster_pane_draw(const struct roster_page *st, const struct view *v,
		      const struct region *r);

int64_t roster_row_id(const struct roster_data *data, enum roster_pane pane,
		      size_t i);

/* The row in focus: its index in the pane's data, or -1. */
long roster_at(const struct roster_page *st);
/* The id of the unit, person or list in focus, or 0. */
int64_t roster_id(const struct roster_page *st);
/* What that is: "unit", "contact", "group". */
const char *roster_noun(const struct roster_page *st);

/* roster_acts.c */
enum { NEED_LISTING = 1 << 3, NEED_PHONES = 1 << 4, NEED_PARTY = 1 << 5,
       NEED_RECORD = 1 << 9, NEED_ADD = 1 << 10 };
extern const struct key_binding roster_keys[];

/* roster_files.c */
void roster_import(struct ui *ui, void *state);
void roster_export_shown(struct ui *ui, void *state);

#endif
