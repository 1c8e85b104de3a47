#include "screens/kit/list.h"

#include <string.h>

#include "base/tr.h"

enum list_verb {
	VERB_DOWN,
	VERB_UP,
	VERB_PAGE_DOWN,
	VERB_PAGE_UP,
	VERB_FIRST,
	VERB_LAST
};

/* clang-format off */
const struct key_verb list_keys[] = {
	{ "j",	    "list.down",      N_("下一行"), KEY_QUIET, VERB_DOWN },
	{ "<Down>", "list.down",      N_("下一行"), KEY_QUIET, VERB_DOWN },
	{ "k",	    "list.up",	      N_("上一行"), KEY_QUIET, VERB_UP },
	{ "<Up>",   "list.up",	      N_("上一行"), KEY_QUIET, VERB_UP },
	{ "<PgDn>", "list.page-down", N_("下一页"), KEY_QUIET, VERB_PAGE_DOWN },
	{ "<C-f>",  "list.page-down", N_("下一页"), KEY_QUIET, VERB_PAGE_DOWN },
	{ "<PgUp>", "list.page-up",   N_("上一页"), KEY_QUIET, VERB_PAGE_UP },
	{ "<C-b>",  "list.page-up",   N_("上一页"), KEY_QUIET, VERB_PAGE_UP },
	{ "g",	    "list.first",     N_("到开头"), KEY_QUIET, VERB_FIRST },
	{ "<Home>", "list.first",     N_("到开头"), KEY_QUIET, VERB_FIRST },
	{ "G",	    "list.last",      N_("到末尾"), KEY_QUIET, VERB_LAST },
	{ "<End>",  "list.last",      N_("到末尾"), KEY_QUIET, VERB_LAST },
	{ NULL, NULL, NULL, 0, 0 },
};
/* clang-format on */

void
list_set_count(struct list *l, size_t count)
{
	l->count = count;
	if (l->sel >= count)
		l->sel = count > 0 ? count - 1 : 0;
	if (l->top > l->sel)
		l->top = l->sel;
}

void
list_select(struct list *l, size_t sel)
{
	l->sel = sel;
	list_set_count(l, l->count);
}

/* Which row of data, looked for from the selection on, has that name? */
static size_t
row_named(const struct list *l, const void *data, size_t count,
          list_name_fn *name, const char *want)
{
	struct buf text = BUF_INIT;
	size_t n, i, found = count;

	for (n = 0; n < count && found == count; n++) {
		i = (l->sel + n) % count;
		buf_clear(&text);
		name(data, i, &text);
		if (strcmp(text.s, want) == 0)
			found = i;
	}
	buf_release(&text);
	return found;
}

void
list_follow(struct list *l, const void *before, const void *after, size_t count,
            list_name_fn *name)
{
	struct buf want = BUF_INIT;
	size_t now = count;

	if (list_has_row(l)) {
		name(before, l->sel, &want);
		now = row_named(l, after, count, name, want.s);
	}
	buf_release(&want);
	if (now < count) {
		/* At the head of the list, what comes in above is seen. */
		if (l->top > 0 && l->top + now >= l->sel)
			l->top = l->top + now - l->sel;
		l->sel = now;
	}
	list_set_count(l, count);
}

/* Rows by which a page moves: one stays in sight. */
static size_t
page_step(int rows)
{
	return rows > 2 ? (size_t)rows - 1 : 1;
}

static size_t
list_target(const struct list *l, int verb, int rows)
{
	size_t page = page_step(rows);

	switch (verb) {
	case VERB_DOWN:
		return l->sel + 1;
	case VERB_UP:
		return l->sel > 0 ? l->sel - 1 : 0;
	case VERB_PAGE_DOWN:
		return l->sel + page;
	case VERB_PAGE_UP:
		return l->sel > page ? l->sel - page : 0;
	case VERB_FIRST:
		return 0;
	default:
		return l->count;
	}
}

bool
list_key(struct list *l, const struct key_event *e, int rows)
{
	int verb = key_verb(list_keys, e->key);

	if (verb < 0)
		return false;
	l->top = list_top(l, rows);
	list_select(l, list_target(l, verb, rows));
	l->top = list_top(l, rows);
	return true;
}

size_t
list_top(const struct list *l, int rows)
{
	size_t height = rows > 0 ? (size_t)rows : 1, top = l->top;

	if (top > l->sel)
		top = l->sel;
	if (l->sel >= height && top < l->sel - height + 1)
		top = l->sel - height + 1;
	/* No blank rows below while there are rows above. */
	if (top + height > l->count)
		top = l->count > height ? l->count - height : 0;
	return top;
}

void
list_draw(const struct list *l, const struct region *r, bool focused,
          list_row_fn *fn, const void *arg)
{
	size_t i, top = list_top(l, r->rows);
	struct region row;
	int n;

	for (n = 0; n < r->rows; n++) {
		i = top + (size_t)n;
		if (i >= l->count)
			break;
		row = region_part(r, n, 0, 1, r->cols);
		fn(arg, i, &row);
		if (i == l->sel && focused)
			canvas_mark(&row, 0, 0, -1, ROLE_SELECTED);
	}
}
