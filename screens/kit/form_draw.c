#include <string.h>

#include "base/civil.h"
#include "base/tr.h"
#include "base/utf8.h"
#include "screens/kit/form_state.h"

#define LIST_ROWS 8
#define LINES_ROWS 3

/* Where a field stands, counted from the form's first row. */
struct place {
	int row, rows;
	int label_col, label_width;
	int col, width; /* of the value */
};

struct layout {
	const struct form *f;
	int cols;
	int labels; /* cells of their column */
	size_t next;
	int row, end; /* of the field before: its row, the column after it */
	int rows;     /* rows of the present line of fields */
};

static int
cells(const char *s)
{
	return s ? utf8_width(tr(s), strlen(tr(s))) : 0;
}

static int
value_rows(const struct form_field *field)
{
	if (field->kind != FORM_LINES)
		return 1;
	return field->rows ? field->rows : LINES_ROWS;
}

/* The labels that begin a row stand in one column, in any language. */
static struct layout
layout_begin(const struct form *f, int cols)
{
	struct layout l = { .f = f, .cols = cols };
	const struct form_field *field;
	int width;

	for (field = f->fields; field->key; field++) {
		if (field->flags & FORM_BESIDE || field->kind == FORM_SAVE)
			continue;
		width = cells(field->label);
		if (width > l.labels)
			l.labels = width;
	}
	return l;
}

static bool
layout_next(struct layout *l, struct place *p)
{
	const struct form_field *field = &l->f->fields[l->next];
	bool save = field->kind == FORM_SAVE;
	int label = save ? 0 : cells(field->label), unit, room;

	if (l->next == l->f->count)
		return false;
	unit = field->unit ? cells(field->unit) + 1 : 0;
	p->rows = value_rows(field);
	p->label_col = 0;
	p->label_width = l->labels;
	room = l->cols - l->end - 2 - label - 2 - unit;
	if ((field->flags & FORM_BESIDE) && l->next > 0 &&
	    room >= (field->width ? field->width : 8)) {
		p->label_col = l->end + 2;
		p->label_width = label;
	} else {
		l->row += l->rows;
		l->row += field->flags & FORM_GAP ? 1 : 0;
		l->rows = 0;
	}
	p->row = l->row;
	p->col = p->label_col + p->label_width + 2;
	room = l->cols - p->col - unit;
	p->width = field->width && field->width < room ? field->width : room;
	if (save)
		p->width = cells(field->label) + (int)strlen("[  ]");
	if (p->width < 1)
		p->width = 1;
	l->end = p->col + p->width + unit;
	if (p->rows > l->rows)
		l->rows = p->rows;
	l->next++;
	return true;
}

int
form_rows(const struct form *f, int cols)
{
	struct layout l = layout_begin(f, cols);
	struct place p;

	while (layout_next(&l, &p))
		;
	return l.row + l.rows + 1;
}

static struct place
focus_place(const struct form *f, int cols)
{
	struct layout l = layout_begin(f, cols);
	struct place p = { 0 };

	while (l.next <= f->focus && layout_next(&l, &p))
		;
	return p;
}

/* What a choice shows: what is typed to narrow it, else its label. */
static void
draw_choice(const struct form *f, size_t i, const struct region *r, int row,
            const struct place *p, enum role role, bool focused)
{
	const struct form_input *in = &f->inputs[i];
	const char *text = "";

	if (focused && in->edit.text.len > 0) {
		edit_draw(&in->edit, r, row, p->col, 1, p->width, role, true);
		return;
	}
	if (in->choice != FORM_NO_ROW)
		text = tr(f->fields[i].choices[in->choice].label);
	canvas_put(r, row, p->col, p->width, role, text);
	if (focused)
		canvas_cursor(r, row, p->col);
}

static void
draw_field(const struct form *f, size_t i, const struct region *r, int top,
           const struct place *p, bool focused)
{
	const struct form_field *field = &f->fields[i];
	const struct form_input *in = &f->inputs[i];
	bool here = focused && i == f->focus;
	enum role role = field->flags & FORM_READONLY ? ROLE_DIM : ROLE_INPUT;
	int row = p->row - top;

	if (field->kind == FORM_SAVE) {
		canvas_fmt(r, row, p->col, p->width,
		           here ? ROLE_SELECTED : ROLE_KEY, "[ %s ]",
		           tr(field->label));
		if (here)
			canvas_cursor(r, row, p->col);
		return;
	}
	canvas_put(r, row, p->label_col, p->label_width,
	           here ? ROLE_KEY : ROLE_LABEL, tr(field->label));
	if (in->error)
		canvas_text(r, row, p->label_col + p->label_width, ROLE_ERROR,
		            "✗");
	else if (field->flags & FORM_REQUIRED)
		canvas_text(r, row, p->label_col + p->label_width, ROLE_DIM,
		            "*");
	if (field->kind == FORM_CHOICE)
		draw_choice(f, i, r, row, p, role, here);
	else
		edit_draw(&in->edit, r, row, p->col, p->rows, p->width, role,
		          here);
	if (field->unit)
		canvas_text(r, row, p->col + p->width + 1, ROLE_TEXT,
		            tr(field->unit));
}

/* The last row: what is wrong with the field, what it was read as, a hint. */
static void
draw_hint(const struct form *f, const struct region *r)
{
	const struct form_field *field = &f->fields[f->focus];
	const struct form_input *in = &f->inputs[f->focus];
	char text[CIVIL_TEXT];
	int row = r->rows - 1;
	int64_t ms;

	if (in->error)
		canvas_fmt(r, row, 0, -1, ROLE_ERROR, "✗ %s", in->error);
	else if (field->kind == FORM_TIME && form_time(f, field->key, &ms))
		canvas_fmt(r, row, 0, -1, ROLE_NOTICE, "= %s",
		           civil_local(text, ms));
	else if (field->hint)
		canvas_put(r, row, 0, -1, ROLE_DIM, tr(field->hint));
	else
		canvas_put(r, row, 0, -1, ROLE_TEXT, "");
}

static int
list_width(const struct form_list *l, int room)
{
	int width = 0, w;
	size_t i;

	for (i = 0; i < l->count; i++) {
		w = utf8_width(l->lines[i], strlen(l->lines[i]));
		if (w > width)
			width = w;
	}
	width += 2;
	return width < room ? width : room;
}

/* Below the field, or above it where there is more room. */
static void
draw_list(const struct form *f, const struct region *r, int top,
          const struct place *p)
{
	const struct form_list *l = f->list;
	int below = p->row - top + p->rows, above = p->row - top;
	int rows = l->count < LIST_ROWS ? (int)l->count : LIST_ROWS;
	int room = r->rows - below, first = 0, n;
	struct region box;

	if (rows > room && above > room) {
		rows = rows < above ? rows : above;
		below = above - rows;
	} else if (rows > room) {
		rows = room;
	}
	if (l->sel >= rows)
		first = l->sel - rows + 1;
	box = region_part(r, below, p->col, rows,
	                  list_width(l, r->cols - p->col));
	for (n = 0; n < box.rows; n++)
		canvas_fmt(&box, n, 0, -1,
		           first + n == l->sel ? ROLE_SELECTED : ROLE_INPUT,
		           " %s", l->lines[first + n]);
}

void
form_draw(const struct form *f, const struct region *r, bool focused)
{
	struct layout l = layout_begin(f, r->cols);
	struct place p, focus = focus_place(f, r->cols);
	struct region body = region_part(r, 0, 0, r->rows - 1, r->cols);
	int total = form_rows(f, r->cols) - 1, top;
	size_t i;

	if (f->count == 0 || r->rows < 2)
		return;
	top = focus.row + focus.rows + 1 - body.rows;
	if (top > total - body.rows)
		top = total - body.rows;
	if (top > focus.row)
		top = focus.row;
	if (top < 0)
		top = 0;
	for (i = 0; layout_next(&l, &p); i++)
		draw_field(f, i, &body, top, &p, focused);
	draw_hint(f, r);
	if (focused && f->list->open)
		draw_list(f, r, top, &focus);
}
