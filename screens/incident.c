#include "screens/incident.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/mem.h"
#include "base/tr.h"
#include "law/because.h"
#include "screens/rows.h"

#define HEAD_ROWS 4 /* number and class, title, place, panes */

static void
page_drop(struct incident_page *st)
{
	incident_release(&st->in);
	verdict_release(&st->then);
	duty_rows_free(st->duties, st->duties_count);
	claims_free(st->claims, st->claims_count);
	timeline_free(st->events, st->events_count);
	free(st->moments);
	reports_free(st->reports, st->reports_count);
	briefs_free(st->briefs, st->briefs_count);
	instructions_free(st->orders, st->orders_count);
	tell_release(&st->tell);
}

/* The moments to step between: when each entry was recorded. */
static int
read_moments(struct desk *d, struct incident_page *st, struct err *err)
{
	struct timeline_row *rows;
	size_t count;

	if (timeline_list(d, st->number, 0, &rows, &count, err))
		return -1;
	st->moments = mem_array(NULL, count + 1, sizeof(*st->moments));
	for (size_t i = 0; i < count; i++)
		st->moments[i] = rows[i].recorded_ms;
	st->moments_count = count;
	timeline_free(rows, count);
	return 0;
}

/*
 * Keep the rows recorded up to the moment, in order, and put the others into
 * later, which has room for all.  at: where the recorded time stands in a row.
 * Returns how many are kept.
 */
static size_t
known_then(void *rows, size_t count, size_t size, size_t at, int64_t as_of,
           void *later)
{
	char *kept = rows, *row = rows, *gone = later;
	int64_t recorded;

	for (size_t i = 0; i < count; i++, row += size) {
		memcpy(&recorded, row + at, sizeof(recorded));
		if (recorded <= as_of) {
			memmove(kept, row, size);
			kept += size;
		} else {
			memcpy(gone, row, size);
			gone += size;
		}
	}
	return (size_t)(kept - (char *)rows) / size;
}

/* What became of a row after the moment was not known then either. */
static void
forget_outcomes(struct incident_page *st)
{
	for (size_t i = 0; i < st->reports_count; i++)
		if (st->reports[i].confirmed_ms > st->as_of)
			st->reports[i].confirmed_ms = 0;
	for (size_t i = 0; i < st->orders_count; i++) {
		if (st->orders[i].received_ms > st->as_of)
			st->orders[i].received_ms = 0;
		if (st->orders[i].feedback_ms > st->as_of)
			st->orders[i].feedback_ms = 0;
	}
}

/* The same for one list of the page; what came later is freed. */
#define FORGET_LATER(st, rows, rows_free)                                      \
	do {                                                                   \
		size_t all = (st)->rows##_count;                               \
		void *later = mem_array(NULL, all + 1, sizeof(*(st)->rows));   \
                                                                               \
		(st)->rows##_count = known_then(                               \
			(st)->rows, all, sizeof(*(st)->rows),                  \
			offsetof(__typeof__(*(st)->rows), recorded_ms),        \
			(st)->as_of, later);                                   \
		rows_free(later, all - (st)->rows##_count);                    \
	} while (0)

/* Looking back, the page holds what the desk knew at that moment. */
static void
forget_later(struct incident_page *st)
{
	if (!st->as_of)
		return;
	FORGET_LATER(st, claims, claims_free);
	FORGET_LATER(st, reports, reports_free);
	FORGET_LATER(st, briefs, briefs_free);
	FORGET_LATER(st, orders, instructions_free);
	forget_outcomes(st);
}

static int
page_read(struct desk *d, struct incident_page *st, struct err *err)
{
	int64_t as_of = st->as_of ? st->as_of : desk_now(d);
	const char *n = st->number;

	if (incident_get(d, n, &st->in, err) ||
	    incident_verdict(d, n, as_of, &st->then, err) ||
	    duty_list_at(d, n, as_of, &st->duties, &st->duties_count, err) ||
	    incident_claims(d, n, &st->claims, &st->claims_count, err) ||
	    timeline_list(d, n, st->as_of, &st->events, &st->events_count,
	                  err) ||
	    read_moments(d, st, err) ||
	    report_list(d, n, &st->reports, &st->reports_count, err) ||
	    brief_list(d, n, &st->briefs, &st->briefs_count, err) ||
	    instruction_list(d, n, false, &st->orders, &st->orders_count, err))
		return -1;
	forget_later(st);
	if (st->as_of || st->in.state != INCIDENT_OPEN)
		return 0;
	return tell_read(d, &st->in, &st->tell, err);
}

static int
incident_refresh(struct ui *ui, void *state, struct err *err)
{
	struct incident_page *st = state, new = { 0 };

	memcpy(new.number, st->number, sizeof(new.number));
	memcpy(new.lists, st->lists, sizeof(new.lists));
	new.as_of = st->as_of;
	new.base = st->base;
	new.pane = st->pane;
	if (page_read(ui_desk(ui), &new, err)) {
		page_drop(&new);
		return -1;
	}
	page_drop(st);
	*st = new;
	for (int p = 0; p < PANE_COUNT; p++)
		list_set_count(&st->lists[p],
		               incident_pane_rows(st, (enum pane)p));
	return 0;
}

/* Where the eye should be: what we still have to do. */
static void
select_pending(struct incident_page *st)
{
	for (size_t i = 0; i < st->duties_count; i++)
		if (st->duties[i].ours &&
		    (st->duties[i].state == DUTY_OPEN ||
		     st->duties[i].state == DUTY_OVERDUE)) {
			list_select(&st->lists[PANE_DUTIES], i);
			return;
		}
}

static int
incident_screen_open(struct ui *ui, void *state, const char *arg,
                     struct err *err)
{
	struct incident_page *st = state;

	if (!arg)
		return err_set(err, ERR_INPUT, "%s", tr("要打开哪一起事件？"));
	if (incident_number(ui_desk(ui), arg, st->number, err))
		return -1;
	if (incident_refresh(ui, st, err))
		return -1;
	select_pending(st);
	return 0;
}

static void
draw_times(const struct incident_page *st, const struct region *r, int row)
{
	const struct incident *in = &st->in;
	char occurred[CIVIL_TEXT], received[CIVIL_TEXT];

	if (st->as_of) {
		canvas_fmt(r, row, 0, -1, ROLE_WARN,
		           tr("回看 %s：以下是当时所知（. 回到现在）"),
		           civil_local(occurred, st->as_of));
		return;
	}

	canvas_fmt(r, row, 0, -1, ROLE_DIM, tr("发生 %s  接报 %s  %s%s%s"),
	           in->occurred_ms == JOURNAL_NO_TIME
	                   ? tr("待核")
	                   : civil_short(occurred, in->occurred_ms),
	           civil_short(received, in->received_ms),
	           in->place ? in->place : "",
	           in->unit && *in->unit ? " · " : "",
	           in->unit ? in->unit : "");
}

static void
draw_class(const struct incident_page *st, const struct region *r)
{
	static const char *const states[] = {
		[INCIDENT_OPEN] = "",
		[INCIDENT_CLOSED] = N_("已结"),
		[INCIDENT_MERGED] = N_("已并入"),
	};
	const struct incident *in = &st->in;
	struct buf name = BUF_INIT, because = BUF_INIT;
	int col = 0;

	class_label(&name, st->then.class, in->kind);
	col += canvas_text(r, 0, col, ROLE_TITLE, in->number) + 2;
	col += canvas_text(r, 0, col, ROLE_HEAD, name.s) + 2;
	if (in->state != INCIDENT_OPEN) {
		col += canvas_text(r, 0, col, ROLE_WARN,
		                   tr(states[in->state])) +
		       1;
		col += canvas_text(r, 0, col, ROLE_WARN, in->merged_into) + 1;
	}
	because_text(&because, st->then.because);
	canvas_fmt(r, 0, col, -1, ROLE_DIM, "%s  %s", because.s,
	           st->then.cite ? st->then.cite : "");
	buf_release(&because);
	buf_release(&name);
}

static const char *const pane_labels[] = {
	[PANE_DUTIES] = N_("时限"),       [PANE_FACTS] = N_("事实"),
	[PANE_TIMELINE] = N_("经过"),     [PANE_REPORTS] = N_("报告"),
	[PANE_INSTRUCTIONS] = N_("批示"),
};

/* The pane labels, the one in front marked by brackets as well as colour. */
static void
draw_panes(const struct incident_page *st, const struct region *r, int row)
{
	int col = 0;

	for (int p = 0; p < PANE_COUNT; p++) {
		bool front = p == (int)st->pane;
		struct buf text = BUF_INIT;

		buf_fmt(&text, "%s%s %zu%s", front ? "[" : " ",
		        tr(pane_labels[p]),
		        incident_pane_rows(st, (enum pane)p),
		        front ? "]" : " ");
		col += canvas_text(r, row, col, front ? ROLE_HEAD : ROLE_LABEL,
		                   text.s) +
		       1;
		buf_release(&text);
	}
}

/* Rows that are not the pane's. */
static int
frame_rows(const struct incident_page *st)
{
	return HEAD_ROWS + (st->tell.count ? 1 : 0);
}

static void
incident_draw(const void *state, const struct view *v)
{
	struct incident_page st = *(const struct incident_page *)state;
	const struct region *r = &v->area;
	struct region body = region_part(r, HEAD_ROWS, 0,
	                                 r->rows - frame_rows(&st), r->cols);

	st.now_ms = st.as_of ? st.as_of : v->now_ms;
	draw_class(&st, r);
	canvas_put(r, 1, 0, -1, ROLE_TEXT, st.in.title);
	draw_times(&st, r, 2);
	draw_panes(&st, r, 3);
	incident_pane_draw(&st, &body, v->focused);
	if (st.tell.count)
		tell_draw(&st.tell, r, r->rows - 1);
}

static bool
incident_key(struct ui *ui, void *state, const struct key_event *e)
{
	struct incident_page *st = state;

	return list_key(&st->lists[st->pane], e, ui_rows(ui) - frame_rows(st));
}

static unsigned
incident_have(const void *state)
{
	const struct incident_page *st = state;
	const struct list *list = &st->lists[st->pane];
	unsigned have = NEED_INCIDENT;

	if (list_has_row(list))
		have |= NEED_ROW;
	if (incident_duty(st))
		have |= NEED_DUTY;
	if (list_has_row(list) && st->pane == PANE_REPORTS &&
	    list->sel < st->reports_count)
		have |= NEED_REPORT;
	if (list_has_row(list) && st->pane == PANE_INSTRUCTIONS)
		have |= NEED_ORDER;
	have |= st->as_of ? NEED_PAST : NEED_NOW;
	have |= st->in.state == INCIDENT_OPEN ? NEED_OPEN : NEED_CLOSED;
	return have;
}

static const char *
incident_of(const void *state)
{
	const struct incident_page *st = state;

	return st->number;
}

static void
incident_screen_close(struct ui *ui, void *state)
{
	(void)ui;
	page_drop(state);
}

const struct screen_ops incident_screen = {
	.name = "incident",
	.title = N_("事件页"),
	.keys = incident_keys,
	.uses = USES_LIST,
	.state_size = sizeof(struct incident_page),
	.open = incident_screen_open,
	.refresh = incident_refresh,
	.draw = incident_draw,
	.have = incident_have,
	.key = incident_key,
	.duty = incident_duty,
	.incident = incident_of,
	.close = incident_screen_close,
};
