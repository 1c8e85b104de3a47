#include "screens/page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tr.h"
#include "screens/rows.h"

#define HEAD_ROWS 2
#define DETAIL_ROWS 4 /* with the line above */
#define LABEL_CELLS 12

void
page_init(struct page *p)
{
	memset(p, 0, sizeof(*p));
	pager_init(&p->detail);
}

void
page_rows_release(struct page_rows *r)
{
	for (size_t i = 0; i < r->count; i++)
		free(r->rows[i].text);
	free(r->rows);
	memset(r, 0, sizeof(*r));
}

void
page_release(struct page *p)
{
	page_rows_release(&p->rows);
	pager_release(&p->detail);
	free(p->title);
	free(p->about);
	memset(p, 0, sizeof(*p));
}

struct page_row *
page_add(struct page_rows *to, const char *label, const char *text)
{
	struct page_row *row;

	if (!*text)
		return NULL;
	to->rows = mem_grow(to->rows, to->count, &to->cap, sizeof(*row));
	row = &to->rows[to->count++];
	memset(row, 0, sizeof(*row));
	row->label = label;
	row->text = mem_str(text);
	row->role = ROLE_TEXT;
	return row;
}

void
page_add_phones(struct page_rows *to, const struct phone *phones, size_t count,
                int64_t now)
{
	char age[PHONE_AGE];

	for (size_t i = 0; i < count; i++) {
		struct buf text = BUF_INIT;
		struct page_row *row;

		buf_fmt(&text, "%-18s %s%s%s", phones[i].number,
		        phones[i].label, *phones[i].label ? "  " : "",
		        phone_age(age, &phones[i], now));
		row = page_add(to, tr("电话"), text.s);
		row->phone = phones[i];
		if (phone_stale(&phones[i], now))
			row->role = ROLE_WARN;
		buf_release(&text);
	}
}

static void
detail_fill(struct page *p)
{
	const struct page_row *row = page_row(p);

	pager_clear(&p->detail);
	p->detail.top = p->detail.top_row = 0;
	if (row)
		pager_fmt(&p->detail, ROLE_TEXT, 0, "%s  %s", row->label,
		          row->text);
}

static void
row_name(const void *data, size_t i, struct buf *out)
{
	const struct page_row *row = &((const struct page_rows *)data)->rows[i];

	buf_fmt(out, "%s %lld %s", row->label, (long long)row->id,
	        *row->phone.number ? row->phone.number : row->text);
}

void
page_set(struct page *p, struct page_rows *rows, char *title, char *about)
{
	list_follow(&p->list, &p->rows, rows, rows->count, row_name);
	page_rows_release(&p->rows);
	p->rows = *rows;
	free(p->title);
	free(p->about);
	p->title = title;
	p->about = about;
	detail_fill(p);
}

const struct page_row *
page_row(const struct page *p)
{
	return list_has_row(&p->list) ? &p->rows.rows[p->list.sel] : NULL;
}

unsigned
page_have(const struct page *p)
{
	const struct page_row *row = page_row(p);

	if (!row)
		return 0;
	return NEED_ROW | (row->screen ? NEED_OPENS : 0);
}

static int
list_rows(int rows)
{
	return rows - HEAD_ROWS - DETAIL_ROWS;
}

bool
page_key(struct ui *ui, struct page *p, const struct key_event *e)
{
	if (!list_key(&p->list, e, list_rows(ui_rows(ui))))
		return false;
	detail_fill(p);
	return true;
}

static void
draw_row(const void *arg, size_t i, const struct region *r)
{
	const struct page_rows *rows = arg;
	const struct page_row *row = &rows->rows[i];
	bool again = i > 0 && strcmp(rows->rows[i - 1].label, row->label) == 0;

	canvas_put(r, 0, 1, LABEL_CELLS, ROLE_LABEL, again ? "" : row->label);
	canvas_put(r, 0, LABEL_CELLS + 2, r->cols - LABEL_CELLS - 4, row->role,
	           row->text);
	canvas_put(r, 0, r->cols - 1, 1, ROLE_DIM, row->screen ? ">" : "");
}

void
page_draw(const struct page *p, const struct view *v)
{
	const struct region *a = &v->area;
	int rows = list_rows(a->rows);
	struct region body = region_part(a, HEAD_ROWS, 0, rows, a->cols);
	struct region detail = region_part(a, HEAD_ROWS + rows + 1, 1,
	                                   DETAIL_ROWS - 1, a->cols - 2);

	canvas_put(a, 0, 0, -1, ROLE_TITLE, p->title ? p->title : "");
	canvas_put(a, 1, 0, -1, ROLE_DIM, p->about ? p->about : "");
	list_draw(&p->list, &body, v->focused, draw_row, &p->rows);
	canvas_hline(a, HEAD_ROWS + rows, 0, a->cols);
	pager_draw(&p->detail, &detail);
}

void
page_go(struct ui *ui, const char *screen, const char *word, int64_t id)
{
	char arg[64];

	snprintf(arg, sizeof(arg), "%s%s%lld", word, *word ? " " : "",
	         (long long)id);
	ui_open(ui, screen, arg);
}

void
page_open_row(struct ui *ui, const struct page *p)
{
	page_go(ui, page_row(p)->screen, "", page_row(p)->id);
}
