/*
 * Warnings (预警): what the feeds say about this county, the most severe that
 * run first; the selected one in words below the list.
 *
 * Of a long list a window around the selection is held, and read anew when
 * one goes beyond it: a key costs the same in ten rows and in ten thousand.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/tr.h"
#include "desk/warning_answer.h"
#include "screens/kit/list.h"
#include "screens/kit/pager.h"
#include "screens/screen.h"
#include "screens/warning_acts.h"
#include "screens/warning_row.h"

#define WINDOW 400
#define HEAD_ROWS 2 /* how many, the columns */
#define DETAIL_ROWS 4

enum { NEED_UNCLOSED = 1 << 3, NEED_NO_INCIDENT = 1 << 4 };

struct warnings {
	struct list list; /* all of the set */
	struct warning *rows;
	size_t first, count; /* the window: where it begins */
	size_t total;
	enum warning_set set;
	struct geo seat;
	struct pager detail;
	char number[INCIDENT_NUMBER]; /* of the selected one's incident */
	int64_t now_ms;               /* of the picture being drawn */
};

/* Row i of the set; NULL: not in the window. */
static const struct warning *
row_at(const struct warnings *st, size_t i)
{
	return i >= st->first && i - st->first < st->count
	               ? &st->rows[i - st->first]
	               : NULL;
}

static const struct warning *
warnings_selected(const struct warnings *st)
{
	return row_at(st, st->list.sel);
}

static unsigned
warnings_have(const void *state)
{
	const struct warning *w = warnings_selected(state);

	if (!w)
		return 0;
	return NEED_ROW | (w->state != WARNING_CLOSED ? NEED_UNCLOSED : 0) |
	       (warning_can_open(w) ? NEED_NO_INCIDENT : 0);
}

static const char *
warnings_incident(const void *state)
{
	const struct warnings *st = state;

	return *st->number ? st->number : NULL;
}

/* ---- reading ---- */

static void
add_handling(struct pager *p, const struct warning *w)
{
	struct buf done = BUF_INIT;
	char at[CIVIL_TEXT];
	enum role role;

	if (w->state != WARNING_ACTIVE)
		pager_fmt(p, ROLE_DIM, 0, "%s  %s", warning_state_word(w),
		          civil_local(at, w->ended_ms));
	role = warning_handling(&done, w);
	pager_add(p, role, 0, done.s);
	buf_release(&done);
}

static void
detail_fill(struct warnings *st, int64_t now)
{
	const struct warning *w = warnings_selected(st);
	struct pager *p = &st->detail;
	char at[CIVIL_TEXT], age[WARNING_AGE];
	struct buf near = BUF_INIT;
	int64_t sent;

	pager_clear(p);
	p->top = p->top_row = 0;
	*st->number = '\0';
	if (!w)
		return;
	warning_incident(w, st->number);
	sent = w->sent_ms ? w->sent_ms : w->received_ms;
	warning_near_words(&near, w, st->seat);
	pager_fmt(p, ROLE_TITLE, 0, "%s", w->headline);
	pager_fmt(p, ROLE_TEXT, 0, "%s  %s（%s）  %s", near.s,
	          civil_local(at, sent), warning_age(age, sent, now),
	          w->sources);
	add_handling(p, w);
	buf_release(&near);
}

static void
row_name(const void *data, size_t i, struct buf *out)
{
	const struct warning *w = row_at(data, i);

	if (w)
		buf_fmt(out, "%lld", (long long)w->id);
}

/* Are the rows on both sides of the selection in the window? */
static bool
window_holds(const struct warnings *st, int rows)
{
	size_t near = (size_t)rows, sel = st->list.sel;

	return st->first <= (sel > near ? sel - near : 0) &&
	       (st->first + st->count == st->total ||
	        st->first + st->count > sel + near);
}

static int
window_read(struct ui *ui, struct warnings *st, struct err *err)
{
	struct warnings new = *st;

	new.first = st->list.sel > WINDOW / 2 ? st->list.sel - WINDOW / 2 : 0;
	if (warning_page(ui_desk(ui), st->set, new.first, WINDOW, &new.rows,
	                 &new.count, &new.total, err))
		return -1;
	/* A row that was never read has nothing to be followed by. */
	if (warnings_selected(st))
		list_follow(&new.list, st, &new, new.total, row_name);
	else
		list_set_count(&new.list, new.total);
	warnings_free(st->rows, st->count);
	*st = new;
	return 0;
}

static int
warnings_refresh(struct ui *ui, void *state, struct err *err)
{
	struct warnings *st = state;

	/* Again when its row has gone beyond the window, or the list has
	 * become so short that the window lies behind its end. */
	if (window_read(ui, st, err) ||
	    (!window_holds(st, ui_rows(ui)) && window_read(ui, st, err)))
		return -1;
	st->seat = warning_seat(ui_desk(ui));
	detail_fill(st, ui_now(ui));
	return 0;
}

static int
warnings_open(struct ui *ui, void *state, const char *arg, struct err *err)
{
	struct warnings *st = state;

	(void)ui;
	(void)err;
	pager_init(&st->detail);
	if (arg && strcmp(arg, "unhandled") == 0)
		st->set = WARNINGS_UNHANDLED;
	return 0;
}

static void
warnings_close(struct ui *ui, void *state)
{
	struct warnings *st = state;

	(void)ui;
	warnings_free(st->rows, st->count);
	pager_release(&st->detail);
}

/* ---- drawing ---- */

static int
list_rows(int rows)
{
	return rows - HEAD_ROWS - 1 - DETAIL_ROWS;
}

static void
draw_row(const void *arg, size_t i, const struct region *r)
{
	const struct warnings *st = arg;
	const struct warning *w = row_at(st, i);

	if (w)
		warning_row_draw(w, r, st->seat, st->now_ms);
}

static void
warnings_draw(const void *state, const struct view *v)
{
	static const struct {
		const char *title, *none;
	} sets[] = {
		[WARNINGS_OPEN] = { N_("未关闭的预警"), N_("没有预警") },
		[WARNINGS_UNHANDLED] = { N_("未处置的预警"),
		                         N_("没有未处置的预警") },
		[WARNINGS_ALL] = { N_("全部预警"), N_("还没有收到过预警") },
	};
	struct warnings st = *(const struct warnings *)state;
	const struct region *a = &v->area;
	int rows = list_rows(a->rows);
	struct region columns = region_part(a, 1, 0, 1, a->cols);
	struct region body = region_part(a, HEAD_ROWS, 0, rows, a->cols);
	struct region detail =
		region_part(a, HEAD_ROWS + rows + 1, 0, DETAIL_ROWS, a->cols);

	st.now_ms = v->now_ms;
	canvas_fmt(a, 0, 0, -1, ROLE_HEAD, tr("%s，共 %zu 条"),
	           tr(sets[st.set].title), st.total);
	warning_row_heads(&columns);
	list_draw(&st.list, &body, v->focused, draw_row, &st);
	if (!st.total)
		canvas_put(&body, 0, 2, -1, ROLE_DIM, tr(sets[st.set].none));
	canvas_hline(a, HEAD_ROWS + rows, 0, a->cols);
	pager_draw(&st.detail, &detail);
}

/* ---- keys ---- */

static bool
warnings_key(struct ui *ui, void *state, const struct key_event *e)
{
	struct warnings *st = state;
	struct err err = ERR_INIT;

	if (!list_key(&st->list, e, list_rows(ui_rows(ui))))
		return false;
	if (!window_holds(st, ui_rows(ui)) && window_read(ui, st, &err))
		ui_fail(ui, &err);
	detail_fill(st, ui_now(ui));
	return true;
}

static void
act_set(struct ui *ui, void *state)
{
	struct warnings *st = state;

	st->set = (enum warning_set)((st->set + 1) % (WARNINGS_ALL + 1));
	list_select(&st->list, 0);
	ui_reload(ui);
}

static void
act_feeds(struct ui *ui, void *state)
{
	(void)state;
	ui_open(ui, "feeds", NULL);
}

static void
act_open(struct ui *ui, void *state)
{
	char arg[24];

	snprintf(arg, sizeof(arg), "%lld",
	         (long long)warnings_selected(state)->id);
	ui_open(ui, "warning", arg);
}

static void
act_incident(struct ui *ui, void *state)
{
	warning_act_open(ui, warnings_selected(state));
}

static void
act_callout(struct ui *ui, void *state)
{
	warning_act_callout(ui, warnings_selected(state));
}

static void
act_plan(struct ui *ui, void *state)
{
	warning_act_plan(ui, warnings_selected(state));
}

/* clang-format off */
static const struct key_binding warnings_keys[] = {
	{ "<Enter>", "warnings.open", N_("打开"), NEED_ROW, act_open },
	{ "e", "warnings.incident", N_("立事件"), NEED_NO_INCIDENT,
	  act_incident },
	{ "c", "warnings.callout", N_("叫应"), NEED_UNCLOSED, act_callout },
	{ "a", "warnings.plan", N_("预案响应"), NEED_UNCLOSED, act_plan },
	{ "v", "warnings.set", N_("未关闭/未处置/全部"), 0, act_set },
	{ "f", "warnings.feeds", N_("预警源"), 0, act_feeds },
	{ NULL, NULL, NULL, 0, NULL },
};
/* clang-format on */

const struct screen_ops warnings_screen = {
	.name = "warnings",
	.title = N_("预警"),
	.keys = warnings_keys,
	.uses = USES_LIST | SCREEN_TAB,
	.state_size = sizeof(struct warnings),
	.open = warnings_open,
	.refresh = warnings_refresh,
	.draw = warnings_draw,
	.have = warnings_have,
	.key = warnings_key,
	.incident = warnings_incident,
	.close = warnings_close,
};
