#include <string.h>

#include "base/civil.h"
#include "base/tr.h"
#include "law/because.h"
#include "law/facts.h"
#include "screens/incident.h"
#include "screens/kit/countdown.h"
#include "screens/rows.h"

#define PARTY_CELLS 18
#define DELAY_SHOWN (10 * CIVIL_MINUTE) /* shorter delays are not marked */

/* ---- duties ---- */

static enum role
state_role(enum duty_state s)
{
	static const enum role roles[] = {
		[DUTY_OPEN] = ROLE_TEXT,    [DUTY_MET] = ROLE_OK,
		[DUTY_CLAIMED] = ROLE_WARN, [DUTY_LATE] = ROLE_LATE,
		[DUTY_OVERDUE] = ROLE_LATE, [DUTY_VOID] = ROLE_DIM,
	};

	return roles[s];
}

static void
draw_duty(const struct incident_page *st, size_t i, const struct region *r)
{
	const struct duty_row *d = &st->duties[i];
	bool pending = d->state == DUTY_OPEN || d->state == DUTY_OVERDUE;
	char text[CIVIL_TEXT], left[COUNTDOWN_TEXT];
	struct buf because = BUF_INIT, what = BUF_INIT;

	because_text(&because, d->because ? d->because : "");
	canvas_put(r, 0, 0, 6, state_role(d->state),
	           duty_state_label(d->state));
	if (pending)
		canvas_put_right(r, 0, 7, 10, ROLE_TEXT,
		                 countdown_minutes(left, d->due - st->now_ms));
	else
		canvas_put_right(r, 0, 7, 11, ROLE_DIM,
		                 d->done ? civil_short(text, d->done) : "");
	canvas_fmt(r, 0, 19, PARTY_CELLS, ROLE_TEXT, "%s→%s",
	           duty_channel_label(d), tr(party_name(d->to)));
	if (!d->ours)
		buf_fmt(&what, "%s：", tr(party_name(d->by)));
	buf_fmt(&what, "%s%s%s%s", d->title,
	        d->missed > 1 ? tr("（连续未报）") : "",
	        because.len > 0 ? "  " : "", because.s);
	duty_text_draw(r, 0, 19 + PARTY_CELLS + 1,
	               d->ours ? ROLE_TEXT : ROLE_DIM, what.s, d->standing,
	               d->cite);
	buf_release(&what);
	buf_release(&because);
}

/* ---- facts ---- */

static void
draw_claim(const struct incident_page *st, size_t i, const struct region *r)
{
	const struct claim *c = &st->claims[i];
	const struct fact_info *info = fact_info(c->fact);
	struct buf value = BUF_INIT;
	char at[CIVIL_TEXT];
	bool current = true;

	for (size_t k = i + 1; k < st->claims_count; k++)
		current = current && st->claims[k].fact != c->fact;
	fact_text(&value, c->fact, c->value);
	canvas_put(r, 0, 0, 2, ROLE_OK, current ? "●" : "");
	canvas_put(r, 0, 3, 22, current ? ROLE_LABEL : ROLE_DIM,
	           tr(info->label));
	canvas_put(r, 0, 26, 14, current ? ROLE_TEXT : ROLE_DIM, value.s);
	canvas_put(r, 0, 41, 11, ROLE_DIM, civil_short(at, c->at_ms));
	canvas_fmt(r, 0, 54, -1, ROLE_DIM, "%s  %s", c->source ? c->source : "",
	           c->officer);
	buf_release(&value);
}

/* ---- timeline ---- */

static void
draw_event(const struct incident_page *st, size_t i, const struct region *r)
{
	const struct timeline_row *e = &st->events[i];
	char recorded[CIVIL_TEXT], at[CIVIL_TEXT];
	int col = 12;

	canvas_put(r, 0, 0, 11, ROLE_TEXT,
	           civil_short(recorded, e->recorded_ms));
	if (e->late_entry)
		col += canvas_fmt(r, 0, col, 24, ROLE_WARN,
		                  tr("补录（%s 发生）"),
		                  civil_short(at, e->at_ms)) +
		       1;
	canvas_fmt(r, 0, col, -1, ROLE_TEXT, "%s  [%s #%lld]", e->text,
	           e->officer, (long long)e->seq);
}

/* ---- reports and briefs: briefs below the reports ---- */

static void
draw_report(const struct incident_page *st, size_t i, const struct region *r)
{
	static const char *const channels[] = {
		[VIA_ANY] = "",
		[VIA_PHONE] = N_("电话"),
		[VIA_WRITTEN] = N_("书面"),
		[VIA_PHONE_THEN_WRITTEN] = "",
		[VIA_SYSTEM] = N_("系统"),
		[VIA_IN_PERSON] = N_("当面"),
	};
	const struct report *p = &st->reports[i];
	int channel = tr_current() == TR_ZH ? 4 : 9;
	int parties = r->cols >= 110 ? 40 : 26;
	char at[CIVIL_TEXT];

	canvas_put(r, 0, 0, 11, ROLE_TEXT, civil_short(at, p->at_ms));
	canvas_put(r, 0, 12, channel, ROLE_LABEL,
	           *channels[p->via] ? tr(channels[p->via]) : "");
	canvas_fmt(r, 0, 13 + channel, parties, ROLE_TEXT, "%s→%s",
	           tr(party_name(p->by)), tr(party_name(p->to)));
	canvas_fmt(r, 0, 14 + channel + parties, -1, ROLE_DIM,
	           tr("接报人 %s %s %s"),
	           p->taker && *p->taker ? p->taker : "-",
	           p->confirmed_ms ? tr("对方已确认") : "",
	           p->words ? p->words : "");
}

static void
draw_brief(const struct incident_page *st, size_t i, const struct region *r)
{
	const struct brief *b = &st->briefs[i];
	struct buf name = BUF_INIT, change = BUF_INIT;
	char at[CIVIL_TEXT];

	brief_name(&name, b->kind, b->n);
	if (i)
		brief_difference(&change, &st->briefs[i - 1], b);
	canvas_put(r, 0, 0, 11, ROLE_TEXT, civil_short(at, b->recorded_ms));
	canvas_put(r, 0, 12, 8, ROLE_HEAD, name.s);
	canvas_put(r, 0, 21, -1, ROLE_TEXT, i ? change.s : b->text);
	buf_release(&change);
	buf_release(&name);
}

static void
draw_report_or_brief(const struct incident_page *st, size_t i,
                     const struct region *r)
{
	if (i < st->reports_count)
		draw_report(st, i, r);
	else
		draw_brief(st, i - st->reports_count, r);
}

/* ---- instructions ---- */

static void
draw_order(const struct incident_page *st, size_t i, const struct region *r)
{
	const struct instruction *o = &st->orders[i];
	char at[CIVIL_TEXT];

	canvas_put(r, 0, 0, 11, ROLE_TEXT, civil_short(at, o->at_ms));
	canvas_put(r, 0, 12, 8, o->feedback_ms ? ROLE_OK : ROLE_WARN,
	           o->feedback_ms   ? tr("已反馈")
	           : o->received_ms ? tr("已接收")
	                            : tr("待接收"));
	canvas_fmt(r, 0, 21, -1, ROLE_TEXT, "%s → %s：%s", o->leader, o->to,
	           o->words);
}

/* ---- the table of panes ---- */

typedef void
pane_row_fn(const struct incident_page *st, size_t i, const struct region *r);

static pane_row_fn *const draws[] = {
	[PANE_DUTIES] = draw_duty,        [PANE_FACTS] = draw_claim,
	[PANE_TIMELINE] = draw_event,     [PANE_REPORTS] = draw_report_or_brief,
	[PANE_INSTRUCTIONS] = draw_order,
};

size_t
incident_pane_rows(const struct incident_page *st, enum pane pane)
{
	const size_t rows[] = {
		[PANE_DUTIES] = st->duties_count,
		[PANE_FACTS] = st->claims_count,
		[PANE_TIMELINE] = st->events_count,
		[PANE_REPORTS] = st->reports_count + st->briefs_count,
		[PANE_INSTRUCTIONS] = st->orders_count,
	};

	return rows[pane];
}

static void
draw_row(const void *arg, size_t i, const struct region *r)
{
	const struct incident_page *st = arg;

	draws[st->pane](st, i, r);
}

void
incident_pane_draw(const struct incident_page *st, const struct region *r,
                   bool focused)
{
	static const char *const empty[] = {
		[PANE_DUTIES] = N_("没有报告事项"),
		[PANE_FACTS] = N_("还没有事实；f 录入"),
		[PANE_TIMELINE] = N_("这一刻之前没有记录"),
		[PANE_REPORTS] = N_("还没有报告；r 记录已报，b 拟首报"),
		[PANE_INSTRUCTIONS] = N_("没有批示；i 登记"),
	};

	list_draw(&st->lists[st->pane], r, focused, draw_row, st);
	if (!incident_pane_rows(st, st->pane))
		canvas_put(r, 0, 2, -1, ROLE_DIM, tr(empty[st->pane]));
}
