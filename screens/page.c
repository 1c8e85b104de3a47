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

static void
page_rows_release(struct page_rows *r)
{
	for (size_t i = 0; i < r->count; i++)
		free(r->rows[i].text);
	free(r->rows);
	memset(r, 0, sizeof(*r));
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
	if (!count)
		page_add(to, tr("电话"), tr("没有登记号码"))->role = ROLE_WARN;
}

static const struct page_row *
page_row(const struct page *p)
{
	return list_has_row(&p->list) ? &p->rows.rows[p->list.sel] : NULL;
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

int
page_refresh(struct ui *ui, void *state, struct err *err)
{
	struct buf title = BUF_INIT, about = BUF_INIT;
	struct page_rows rows = { 0 };
	struct page *p = state;
	int rc = p->noun->read(ui_desk(ui), p->id, &rows, &title, &about, err);

	if (rc) {
		page_rows_release(&rows);
		buf_release(&title);
		buf_release(&about);
		return -1;
	}
	list_follow(&p->list, &p->rows, &rows, rows.count, row_name);
	page_rows_release(&p->rows);
	p->rows = rows;
	free(p->title);
	free(p->about);
	p->title = buf_take(&title);
	p->about = buf_take(&about);
	detail_fill(p);
	return 0;
}

int
page_open(struct ui *ui, void *state, const struct page_noun *noun,
          const char *arg, struct err *err)
{
	struct page *p = state;

	p->noun = noun;
	pager_init(&p->detail);
	if (!arg)
		return err_set(err, ERR_INPUT, "%s", tr(noun->which));
	p->id = strtoll(arg, NULL, 10);
	return page_refresh(ui, p, err);
}

void
page_close(struct ui *ui, void *state)
{
	struct page *p = state;

	(void)ui;
	page_rows_release(&p->rows);
	pager_release(&p->detail);
	free(p->title);
	free(p->about);
}

unsigned
page_have(const void *state)
{
	const struct page_row *row = page_row(state);

	if (!row)
		return 0;
	return NEED_ROW | (row->screen ? NEED_OPENS : 0);
}

void
page_whom(const void *state, struct buf *out)
{
	const struct page *p = state;

	buf_fmt(out, "%s %lld", p->noun->name, (long long)p->id);
}

static int
list_rows(int rows)
{
	return rows - HEAD_ROWS - DETAIL_ROWS;
}

bool
page_key(struct ui *ui, void *state, const struct key_event *e)
{
	struct page *p = state;

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
page_draw(const void *state, const struct view *v)
{
	const struct page *p = state;
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
page_open_row(struct ui *ui, void *state)
{
	const struct page_row *row = page_row(state);

	page_go(ui, row->screen, "", row->id);
}

void
page_confirm(struct ui *ui, void *state)
{
	const struct page *p = state;
	const struct page_row *row = page_row(p);
	const char *number =
		row && *row->phone.number ? row->phone.number : NULL;
	struct err err = ERR_INIT;
	int64_t seq;

	if (p->noun->confirm(ui_desk(ui), p->id, number, &seq, &err))
		ui_fail(ui, &err);
	else
		ui_say(ui, ROLE_OK, "%s", tr("号码今日核实无误"));
	ui_reload(ui);
}

void
page_edit(struct ui *ui, void *state)
{
	const struct page *p = state;
	char screen[32];

	snprintf(screen, sizeof(screen), "%s_edit", p->noun->name);
	page_go(ui, screen, "", p->id);
}

void
page_history(struct ui *ui, void *state)
{
	const struct page *p = state;
	char words[32];

	snprintf(words, sizeof(words), "%s changes", p->noun->name);
	page_go(ui, "text", words, p->id);
}
