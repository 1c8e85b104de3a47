/*
 * The frame around every screen: who and when above, the tabs, and below the
 * message line, the deadline strip and the keys of what has the focus.
 */
#include <stdio.h>
#include <string.h>

#include "base/civil.h"
#include "base/tr.h"
#include "desk/desk.h"
#include "screens/ui.h"

#define CLOCK_CELLS 25

void
frame_area(const struct ui *ui, struct region *area)
{
	struct canvas *cv = (struct canvas *)&ui->canvas;
	struct region all = canvas_region(cv);

	*area = region_part(&all, UI_TOP_ROWS, 0,
	                    cv->rows - UI_TOP_ROWS - UI_BOTTOM_ROWS, cv->cols);
}

/*
 * The seconds stand last and in the plain attribute: one moved digit is all
 * that a second costs on the line.
 */
static void
draw_clock(const struct region *top, int64_t now_ms)
{
	static const char *const days[] = {
		N_("周日"), N_("周一"), N_("周二"), N_("周三"),
		N_("周四"), N_("周五"), N_("周六"),
	};
	int col = top->cols - CLOCK_CELLS;
	struct civil c;

	civil_from_ms(&c, now_ms, CIVIL_SHANGHAI);
	canvas_fmt(top, 0, col, 15, ROLE_TEXT, "%04d-%02d-%02d %s", c.year,
	           c.month, c.day, tr(days[c.weekday]));
	canvas_fmt(top, 0, col + 16, 8, ROLE_TEXT, "%02d:%02d:%02d", c.hour,
	           c.minute, c.second);
}

static void
draw_top(struct ui *ui, const struct region *r, int64_t now_ms)
{
	struct region left = region_part(r, 0, 1, 1, r->cols - CLOCK_CELLS - 2);
	int col = 0;

	if (desk_is_drill(ui->desk)) {
		col += canvas_fmt(&left, 0, 0, 10, ROLE_DRILL, " %s ",
		                  tr("演练"));
		canvas_put(&left, 0, col, -1, ROLE_TEXT, "");
		col += 1;
	}
	col += canvas_text(&left, 0, col, ROLE_TITLE, desk_name(ui->desk));
	col += canvas_text(&left, 0, col + 2, ROLE_LABEL, tr("值班"));
	canvas_put(&left, 0, col + 3, -1, ROLE_TEXT,
	           desk_identity(ui->desk)->officer);
	draw_clock(r, now_ms);
}

/* Behind the tabs: where one is when it is not a tab, with its number. */
static int
draw_path(struct ui *ui, const struct region *r, int col)
{
	const struct level *l = ui_top(ui);

	if (l->ops->uses & SCREEN_TAB)
		return col;
	col += canvas_text(r, 0, col, ROLE_DIM, "> ");
	col += canvas_text(r, 0, col, ROLE_TITLE, tr(l->ops->title));
	if (l->arg && l->arg[0] >= '0' && l->arg[0] <= '9')
		col += canvas_text(r, 0, col + 1, ROLE_TITLE, l->arg) + 1;
	return col;
}

static void
draw_tabs(struct ui *ui, const struct region *r, int64_t now_ms)
{
	const struct screen_ops *ops;
	struct region right;
	int col = 0;
	size_t i;

	for (i = 0; (ops = ui_tab(ui, i)) != NULL; i++) {
		char text[64];
		bool here = ui->levels[0].ops == ops;

		snprintf(text, sizeof(text), " %zu%s ", i + 1, tr(ops->title));
		col += canvas_text(r, 0, col, here ? ROLE_SELECTED : ROLE_TEXT,
		                   text);
	}
	col = draw_path(ui, r, col + 1);
	right = region_part(r, 0, col + 1, 1, r->cols - col - 2);
	strip_draw_total(&ui->strip, &right, now_ms);
}

/* "Enter 打开"; false when there is no room for it whole. */
static bool
draw_hint(const struct region *r, int *col, const char *key, const char *help)
{
	char label[KEY_NAME_MAX];
	uint32_t parsed;
	int width;

	if (!key_parse(key, &parsed))
		return true;
	key_label(label, parsed);
	width = canvas_width(r->cv, label) + 1 + canvas_width(r->cv, tr(help));
	if (*col + width > r->cols)
		return false;
	*col += canvas_text(r, 0, *col, ROLE_KEY, label) + 1;
	*col += canvas_text(r, 0, *col, ROLE_TEXT, tr(help)) + 2;
	return true;
}

/* hidden: a table whose keys come first, or NULL. */
static void
draw_table(const struct region *r, int *col, const struct key_binding *b,
           unsigned have, const struct key_binding *hidden)
{
	const unsigned conditions = ~(unsigned)KEY_QUIET;
	uint32_t key;

	for (; b && b->key; b++) {
		if (b->needs & KEY_QUIET || (b->needs & conditions & ~have))
			continue;
		if (key_parse(b->key, &key) && key_find(hidden, key, have))
			continue;
		if (!draw_hint(r, col, b->key, b->help))
			return;
	}
}

static void
draw_verbs(const struct region *r, int *col, const struct key_verb *v)
{
	for (; v->key; v++)
		if (!(v->needs & KEY_QUIET) &&
		    !draw_hint(r, col, v->key, v->help))
			return;
}

static void
draw_keys(struct ui *ui, const struct region *r)
{
	const struct key_binding *own = ui_top(ui)->ops->keys;
	unsigned have = ui_have(ui);
	int col = 1;

	switch (ui->modal.kind) {
	case MODAL_NONE:
		draw_table(r, &col, own, have, NULL);
		if (have & IN_FORM)
			draw_verbs(r, &col, form_keys);
		else if (!(have & IN_TEXT))
			draw_table(r, &col, ui_keys, have, own);
		break;
	case MODAL_FORM:
		draw_verbs(r, &col, form_keys);
		break;
	case MODAL_CHOICE:
		draw_verbs(r, &col, choice_keys);
		break;
	case MODAL_LINE:
		draw_verbs(r, &col, prompt_keys);
		break;
	default:
		break; /* the question names its key */
	}
}

static void
draw_message(struct ui *ui, const struct region *r)
{
	const struct level *l = ui_top(ui);

	if (ui->message[0])
		canvas_put(r, 0, 1, -1, ui->message_role, ui->message);
	else if (l->trouble)
		canvas_fmt(r, 0, 1, -1, ROLE_ERROR,
		           tr("✗ 未能更新，所见为旧：%s"), l->trouble);
}

static void
draw_too_small(struct ui *ui)
{
	struct region r = canvas_region(&ui->canvas);
	char text[160];
	int width;

	snprintf(text, sizeof(text), tr("窗口 %dx%d 太小，请放大到 %dx%d"),
	         r.cols, r.rows, UI_MIN_COLS, UI_MIN_ROWS);
	width = canvas_width(&ui->canvas, text);
	canvas_put(&r, r.rows / 2, width < r.cols ? (r.cols - width) / 2 : 0,
	           -1, ROLE_WARN, text);
}

void
frame_draw(struct ui *ui)
{
	struct region all = canvas_region(&ui->canvas);
	struct view view = { .now_ms = ui_now(ui) };
	struct region row[2 + UI_BOTTOM_ROWS];
	int i;

	if (ui_too_small(ui)) {
		draw_too_small(ui);
		return;
	}
	frame_area(ui, &view.area);
	view.focused = ui->modal.kind == MODAL_NONE;
	for (i = 0; i < UI_TOP_ROWS; i++)
		row[i] = region_part(&all, i, 0, 1, all.cols);
	for (i = 0; i < UI_BOTTOM_ROWS; i++)
		row[UI_TOP_ROWS + i] = region_part(
			&all, all.rows - UI_BOTTOM_ROWS + i, 0, 1, all.cols);
	draw_top(ui, &row[0], view.now_ms);
	draw_tabs(ui, &row[1], view.now_ms);
	ui_top(ui)->ops->draw(ui_top(ui)->state, &view);
	draw_message(ui, &row[2]);
	strip_draw(&ui->strip, &row[3], view.now_ms);
	draw_keys(ui, &row[4]);
	modal_draw(ui, &view.area, &row[2]);
}
