/*
 * The page of one record of the roster: rows of a label and a text, some of
 * which open another page; the one in focus whole below.  For unit.c and
 * contact.c.
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

struct page {
	struct list list;
	struct page_rows rows;
	struct pager detail;
	char *title, *about;	/* the two lines above the rows */
};

enum { NEED_OPENS = 1 << 3 };	/* the row opens something */

void page_init(struct page *p);
void page_release(struct page *p);

/* Text "" adds nothing and returns NULL. */
struct page_row *page_add(struct page_rows *to, const char *label,
			  const char *text);
void page_add_phones(struct page_rows *to, const struct phone *phones,
		     size_t count, int64_t now);
void page_rows_release(struct page_rows *rows);
/* The page was read anew: takes the rows and both texts. */
void page_set(struct page *p, struct page_rows *rows, char *title,
	      char *about);

const struct page_row *page_row(const struct page *p);
unsigned page_have(const struct page *p);
bool page_key(struct ui *ui, struct page *p, const struct key_event *e);
void page_draw(const struct page *p, const struct view *v);
void page_open_row(struct ui *ui, const struct page *p);
/* "unit 12" to a screen of that name. */
void page_go(struct ui *ui, const char *screen, const char *word, int64_t id);

#endif
