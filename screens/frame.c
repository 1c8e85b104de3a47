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
#define NAME_CELLS 8  /* of the desk's name, at least */
#define TAB_CELLS 4   /* of a title that is cut */
#define PATH_CELLS 14 /* "> 2026-0012" behind the tabs */
#define BAR_KEYS 64   /* that one screen may have */

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

/* Whose desk: cut where who is on duty would have no room. */
static int
draw_name(struct ui *ui, const struct region *left, int col)
{
	const char *name = desk_name(ui->desk);
	const char *officer = desk_identity(ui->desk)->officer;
	int room = left->cols - col - canvas_width(left->cv, tr("值班")) -
	           canvas_width(left->cv, officer) - 3;
	int width = canvas_width(left->cv, name);

	if (room < NAME_CELLS)
		room = NAME_CELLS;
	return canvas_put(left, 0, col, width < room ? width : room, ROLE_TITLE,
	                  name);
}

static void
draw_top(struct ui *ui, const struct region *r, int64_t now_ms)
{
	struct region left = region_part(r, 0, 1, 1, r->cols - CLOCK_CELLS - 2);
	int col = 0;

	left.cols -= lookout_draw(&ui->lookout, &left) + 2;

	if (desk_is_drill(ui->desk)) {
		col += canvas_fmt(&left, 0, 0, 10, ROLE_DRILL, " %s ",
		                  tr("演练"));
		canvas_put(&left, 0, col, -1, ROLE_TEXT, "");
		col += 1;
	}
	col += draw_name(ui, &left, col);
	col += canvas_text(&left, 0, col + 2, ROLE_LABEL, tr("值班"));
	canvas_put(&left, 0, col + 3, -1, ROLE_TEXT,
	           desk_identity(ui->desk)->officer);
	draw_clock(r, now_ms);
}

/*
 * How many bytes of what a screen was opened with are its number: "2026-0012"
 * of "2026-0012 entry 31", "12" of a warning; none of a rule's "493-10".
 */
static size_t
path_digits(const struct level *l)
{
	const char *arg = l->arg ? l->arg : "";
	size_t digits = strspn(arg, "0123456789-"), year = strcspn(arg, "-");

	if ((arg[digits] && !strchr(" /", arg[digits])) ||
	    (year < digits && year != 4))
		return 0;
	return digits;
}

/*
 * Behind the tabs: where one is when it is not a tab, with its number ("0012
 * entry 31": the first word); without its name when that is all there is room
 * for.
 */
static void
draw_path(struct ui *ui, const struct region *r)
{
	const struct level *l = ui_top(ui);
	const char *arg = l->arg ? l->arg : "";
	const char *title = tr(l->ops->title);
	size_t digits = path_digits(l);
	char number[32];
	int col = 0, width;

	if (l->ops->uses & SCREEN_TAB)
		return;
	snprintf(number, sizeof(number), "%.*s", (int)digits, arg);
	width = 2 + (digits ? canvas_width(r->cv, number) : 0);
	if (width + canvas_width(r->cv, title) + (digits > 0) > r->cols)
		title = digits && width <= r->cols ? "" : NULL;
	if (!title)
		return;
	col += canvas_text(r, 0, col, ROLE_DIM, "> ");
	col += canvas_text(r, 0, col, ROLE_TITLE, title);
	canvas_text(r, 0, col + (*title ? 1 : 0), ROLE_TITLE, number);
}

/*
 * Cells of the least that says where one is, "> 2021-0003" or "> 帮助", and
 * the blank before; 0 on a tab.
 */
static int
place_cells(struct ui *ui, const struct region *r)
{
	const struct level *l = ui_top(ui);
	int digits = (int)path_digits(l);

	if (l->ops->uses & SCREEN_TAB)
		return 0;
	return 3 + (digits ? digits : canvas_width(r->cv, tr(l->ops->title)));
}

/* Cells of "> 事件页 2021-0003" whole, and the blank before. */
static int
path_cells(struct ui *ui, const struct region *r)
{
	const struct level *l = ui_top(ui);
	int cells = canvas_width(r->cv, tr(l->ops->title)) +
	            (int)path_digits(l) + 4;

	return cells > PATH_CELLS ? cells : PATH_CELLS;
}

/* How long a tab's title may be: that of the tab in hand, and the others. */
struct cut {
	int hand, most;
};

static int
tab_cells(struct ui *ui, const struct region *r, const struct screen_ops *ops,
          struct cut cut)
{
	int cells = canvas_width(r->cv, tr(ops->title));
	int most = ui->levels[0].ops == ops ? cut.hand : cut.most;

	return cells < most ? cells : most;
}

/* Cells of all tabs, each behind a blank and its digit. */
static int
tabs_width(struct ui *ui, const struct region *r, struct cut cut)
{
	const struct screen_ops *ops;
	int width = 0;

	for (size_t i = 0; (ops = ui_tab(ui, i)) != NULL; i++)
		width += 2 + tab_cells(ui, r, ops, cut);
	return width;
}

/*
 * Long titles are cut where the whole ones would hide where one is; only the
 * digits stay where that would hide which incident one is in, and the tab in
 * hand is cut too where it would hide the screen that is open over it.
 */
static struct cut
tabs_cut(struct ui *ui, const struct region *r)
{
	struct cut cut = { r->cols, r->cols };
	int room = r->cols - place_cells(ui, r);

	while (cut.most > TAB_CELLS && tabs_width(ui, r, cut) > room)
		cut.most--;
	if (room == r->cols || tabs_width(ui, r, cut) <= room)
		return cut;
	if (path_digits(ui_top(ui)))
		cut.most = 0;
	else
		cut.hand = TAB_CELLS;
	if (tabs_width(ui, r, cut) > room)
		cut.most = 0;
	return cut;
}

/* The tabs stand two blanks apart, or one where a path behind them would have
 * no room. */
static int
draw_tabs(struct ui *ui, const struct region *r)
{
	const struct screen_ops *ops;
	struct cut whole = { r->cols, r->cols }, cut = tabs_cut(ui, r);
	int col = 0, spread = tabs_width(ui, r, whole);
	char digit[24];
	size_t i;

	for (i = 0; ui_tab(ui, i); i++)
		spread++;
	for (i = 0; (ops = ui_tab(ui, i)) != NULL; i++) {
		bool here = ui->levels[0].ops == ops;
		enum role role = here ? ROLE_SELECTED : ROLE_TEXT;

		snprintf(digit, sizeof(digit), " %zu", i + 1);
		col += canvas_text(r, 0, col, role, digit);
		col += canvas_put(r, 0, col, tab_cells(ui, r, ops, cut), role,
		                  tr(ops->title));
		if (spread + path_cells(ui, r) <= r->cols)
			col += canvas_text(r, 0, col, role, " ");
	}
	return col;
}

/* What is due and late is never cut: the rest has what that leaves. */
static void
draw_places(struct ui *ui, const struct region *r, int64_t now_ms)
{
	int total = strip_draw_total(&ui->strip, r, now_ms);
	struct region left = region_part(r, 0, 0, 1, r->cols - total - 1);
	int col = draw_tabs(ui, &left) + 1;

	left = region_part(&left, 0, col, 1, left.cols - col);
	draw_path(ui, &left);
}

/* The bar of keys: each stands there once, whole, while there is room. */
struct bar {
	struct region r;
	int col;
	bool full;
	uint32_t taken[BAR_KEYS];
	size_t count;
};

static bool
bar_takes(struct bar *b, uint32_t key)
{
	for (size_t i = 0; i < b->count; i++)
		if (b->taken[i] == key)
			return false;
	if (b->count == BAR_KEYS)
		return false;
	b->taken[b->count++] = key;
	return true;
}

/* Cells of "Enter 打开". */
static int
hint_width(const struct region *r, uint32_t key, const char *help)
{
	char label[KEY_NAME_MAX];

	return canvas_width(r->cv, key_label(label, key)) + 1 +
	       canvas_width(r->cv, tr(help));
}

static void
draw_hint(const struct region *r, int *col, uint32_t key, const char *help)
{
	char label[KEY_NAME_MAX];

	*col += canvas_text(r, 0, *col, ROLE_KEY, key_label(label, key)) + 1;
	*col += canvas_text(r, 0, *col, ROLE_TEXT, tr(help)) + 2;
}

static void
bar_put(struct bar *b, const char *name, const char *help)
{
	uint32_t key;

	if (!key_parse(name, &key) || !bar_takes(b, key))
		return;
	if (b->col + hint_width(&b->r, key, help) > b->r.cols)
		b->full = true;
	if (!b->full)
		draw_hint(&b->r, &b->col, key, help);
}

static void
bar_table(struct bar *b, const struct key_binding *row, unsigned have)
{
	const unsigned conditions = ~(unsigned)KEY_QUIET;

	for (; row && row->key; row++)
		if (!(row->needs & KEY_QUIET) &&
		    !(row->needs & conditions & ~have))
			bar_put(b, row->key, row->help);
}

static void
bar_verbs(struct bar *b, const struct key_verb *v)
{
	for (; v->key; v++)
		if (!(v->needs & KEY_QUIET))
			bar_put(b, v->key, v->help);
}

/*
 * A screen's keys: first those that record the duty in focus and call whom it
 * is owed to; last, however many there are, the one that tells of them all.
 */
static void
bar_screen(struct ui *ui, struct bar *b)
{
	unsigned have = ui_have(ui);
	bool typing = have & (IN_FORM | IN_TEXT);
	uint32_t tells = typing ? UIKEY_F1 : '?';
	const struct key_binding *help = key_find(ui_keys, tells, 0);
	const struct key_binding *report = key_find(ui_keys, 'r', 0);
	const struct key_binding *dial = key_find(ui_keys, 'p', 0);

	b->r.cols -= hint_width(&b->r, tells, help->help) + 2;
	bar_takes(b, tells);
	if (have & NEED_DUTY && !typing) {
		bar_put(b, report->key, report->help);
		bar_put(b, dial->key, dial->help);
	}
	bar_table(b, ui_top(ui)->ops->keys, have);
	if (have & IN_FORM)
		bar_verbs(b, form_keys);
	if (!typing)
		bar_table(b, ui_keys, have);
	b->r.cols += hint_width(&b->r, tells, help->help) + 2;
	draw_hint(&b->r, &b->col, tells, help->help);
}

static void
draw_keys(struct ui *ui, const struct region *r)
{
	struct bar bar = { .r = *r, .col = 1 };

	/*
	 * Where a terminal cannot turn its margin off, curses changes the last
	 * cell of the screen by inserting the one before it, which would cut
	 * a wide character: these two stay blank.
	 */
	bar.r.cols -= 2;

	switch (ui->modal.kind) {
	case MODAL_NONE:
		bar_screen(ui, &bar);
		break;
	case MODAL_FORM:
		if (ui->modal.drafted.name)
			bar_verbs(&bar, kept_keys);
		bar_verbs(&bar, form_keys);
		break;
	case MODAL_CHOICE:
		bar_verbs(&bar, choice_keys);
		break;
	case MODAL_LINE:
		bar_verbs(&bar, prompt_keys);
		break;
	default:
		break; /* the question names its key */
	}
}

/* What is said in text: the message, or why all is old. */
static enum role
message_text(struct ui *ui, char *text, size_t max)
{
	const struct level *l = ui_top(ui);

	*text = '\0';
	if (ui->message[0])
		snprintf(text, max, "%s", ui->message);
	else if (l->trouble)
		snprintf(text, max, tr("✗ 未能更新，所见为旧：%s"), l->trouble);
	return ui->message[0] ? ui->message_role : ROLE_ERROR;
}

/* Is `1` a key, that leads to another screen than this? */
static bool
leads_to_board(struct ui *ui)
{
	return ui->modal.kind == MODAL_NONE &&
	       !(ui_have(ui) & (IN_FORM | IN_TEXT)) &&
	       ui_top(ui)->ops != ui->screens[0];
}

/*
 * The message and, at its right, what nobody has acknowledged: a long message
 * is cut for what is urgent, and hides what is not.  A question has the whole
 * line; one that is typed scrolls in what is left.  Returns those cells.
 */
static int
draw_message(struct ui *ui, const struct region *r)
{
	char text[UI_MESSAGE];
	enum role role = message_text(ui, text, sizeof(text));
	int taken = *text ? canvas_width(r->cv, text) + 1 : 0;

	if (ui->modal.kind == MODAL_LINE)
		taken = r->cols;
	if (ui->modal.kind != MODAL_CONFIRM)
		taken = siren_draw(&ui->siren, r, taken, leads_to_board(ui));
	else
		taken = 0;
	if (*text)
		canvas_put(r, 0, 1, r->cols - 1 - taken, role, text);
	return r->cols - taken;
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
	struct region row[2 + UI_BOTTOM_ROWS], line;
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
	draw_places(ui, &row[1], view.now_ms);
	ui_top(ui)->ops->draw(ui_top(ui)->state, &view);
	line = region_part(&row[2], 0, 0, 1, draw_message(ui, &row[2]));
	strip_draw(&ui->strip, &row[3], view.now_ms);
	draw_keys(ui, &row[4]);
	modal_draw(ui, &view.area, &line);
}
