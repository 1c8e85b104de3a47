/*
 * The page of one record of the roster: rows of a label and a text, some of
 * which open another page; the one in focus whole below.  unit.c and contact.c
 * say what is on it; the screen itself, but for opening it and for keys of
 * their own, is here.  arg: the id of the record.
 */
#ifndef SCREENS_PAGE_H
#define SCREENS_PAGE_H

#include "desk/phone.h"
#include "screens/kit/list.h"
#include "screens/kit/pager.h"
#include "screens/screen.h"

struct page_row {
	const char *label;	/* tr()ed, borrowed */
	char *text;
	enum role role;
	const char *screen;	/* that Enter opens with id, or NULL */
	int64_t id;
	struct phone phone;	/* number "": the row is none */
};

struct page_rows {
	struct page_row *rows;
	size_t count, cap;
};

/* A noun of the roster that has such pages. */
struct page_noun {
	const char *name;	/* "unit": of its screens, and in words */
	const char *which;	/* N_(): asks for an id */
	/* Adds the rows and both lines above them. */
	int (*read)(struct desk *d, int64_t id, struct page_rows *to,
		    struct buf *title, struct buf *about, struct err *err);
	int (*confirm)(struct desk *d, int64_t id, const char *number,
		       int64_t *seq, struct err *err);
};

/* The state of the screen. */
struct page {
	const struct page_noun *noun;
	int64_t id;
	struct list list;
	struct page_rows rows;
	struct pager detail;
	char *title, *about;	/* the two lines above the rows */
};

enum { NEED_OPENS = 1 << 3 };	/* the row opens something */

/* Text "" adds nothing and returns NULL. */
struct page_row *page_add(struct page_rows *to, const char *label,
			  const char *text);
/* Loud when there is none. */
void page_add_phones(struct page_rows *to, const struct phone *phones,
		     size_t count, int64_t now);
/* Opens the screen with "12", or "new 12" where word is "new". */
void page_go(struct ui *ui, const char *screen, const char *word, int64_t id);

/* ---- the screen's operations ---- */

/* For an open of the noun's own. */
int page_open(struct ui *ui, void *state, const struct page_noun *noun,
	      const char *arg, struct err *err);
int page_refresh(struct ui *ui, void *state, struct err *err);
void page_draw(const void *state, const struct view *v);
unsigned page_have(const void *state);
bool page_key(struct ui *ui, void *state, const struct key_event *e);
void page_whom(const void *state, struct buf *out);
void page_close(struct ui *ui, void *state);

/* Keys. */
void page_open_row(struct ui *ui, void *state);	/* needs NEED_OPENS */
void page_confirm(struct ui *ui, void *state);	/* the number in focus, or
						 * all of them */
void page_edit(struct ui *ui, void *state);
void page_history(struct ui *ui, void *state);

#endif
