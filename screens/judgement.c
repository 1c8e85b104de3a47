#include "screens/judgement.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/mem.h"
#include "base/tr.h"
#include "desk/duty.h"
#include "law/because.h"
#include "screens/kit/countdown.h"
#include "screens/rows.h"

#define OURS "county" /* duties are ours by this side */
#define LEFT_CELLS 10

/* The duties. */

static void
judgement_clear(struct judgement *j)
{
	if (!j->class.s) {
		buf_init(&j->class);
		buf_init(&j->because);
		buf_init(&j->cite);
	}
	for (size_t i = 0; i < j->count; i++) {
		free(j->duties[i].text);
		free(j->duties[i].cite);
	}
	j->count = j->total = 0;
	buf_clear(&j->class);
	buf_clear(&j->because);
	buf_clear(&j->cite);
	j->why_not = NULL;
}

void
judgement_release(struct judgement *j)
{
	judgement_clear(j);
	buf_release(&j->class);
	buf_release(&j->because);
	buf_release(&j->cite);
}

static bool
duty_counts(const struct duty *d)
{
	return (d->state == DUTY_OPEN || d->state == DUTY_OVERDUE) &&
	       kind_under(d->rule->by, OURS);
}

/* One act: the same rule, leg and due time, whoever it goes to. */
static bool
same_act(const struct duty *a, const struct duty *b)
{
	return a->rule == b->rule && a->leg == b->leg && a->due == b->due;
}

static bool
first_of_act(const struct verdict *v, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (duty_counts(&v->duties[k]) &&
		    same_act(&v->duties[k], &v->duties[i]))
			return false;
	return true;
}

static char *
duty_text(const struct verdict *v, size_t i)
{
	const struct duty *d = &v->duties[i];
	const struct rule *r = d->rule;
	struct duty_row row = { .via = r->via, .leg = d->leg };
	struct buf text = BUF_INIT;
	int parties = 0;

	for (size_t k = i; k < v->duties_count; k++)
		if (duty_counts(&v->duties[k]) && same_act(&v->duties[k], d))
			parties++;
	if (r->within.unit == WITHIN_IMMEDIATELY)
		buf_fmt(&text, "%s ", tr("立即"));
	buf_fmt(&text, "%s→%s", duty_channel_label(&row),
	        tr(party_name(d->to)));
	if (parties > 1)
		buf_fmt(&text, tr("等%d家"), parties);
	buf_fmt(&text, "  %s", duty_title(r));
	return buf_take(&text);
}

void
judgement_none(struct judgement *j, const char *why)
{
	judgement_clear(j);
	j->why_not = why;
}

static void
judgement_fill(struct judgement *j, const struct verdict *v, const char *kind)
{
	class_label(&j->class, v->class, kind);
	because_text(&j->because, v->because);
	buf_str(&j->cite, v->cite ? v->cite : "");
	for (size_t i = 0; i < v->duties_count; i++) {
		if (!duty_counts(&v->duties[i]) || !first_of_act(v, i))
			continue;
		if (j->count < JUDGEMENT_DUTIES)
			j->duties[j->count++] = (struct judged_duty){
				.due = v->duties[i].due,
				.text = duty_text(v, i),
				.cite = mem_str(v->duties[i].rule->cite),
				.standing = v->duties[i].rule->standing,
			};
		j->total++;
	}
}

void
judgement_of(struct judgement *j, struct desk *d, const struct incident_new *in)
{
	struct err err = ERR_INIT;
	struct verdict v = { 0 };

	judgement_clear(j);
	if (incident_preview(d, in, &v, &err))
		j->why_not = N_("还不能判定");
	else
		judgement_fill(j, &v, in->kind);
	verdict_release(&v);
}

void
judgement_of_claim(struct judgement *j, struct desk *d,
                   const struct incident *in, unsigned set,
                   const struct facts *facts, int64_t at_ms)
{
	struct err err = ERR_INIT;
	struct verdict v = { 0 };

	judgement_clear(j);
	if (incident_preview_claim(d, in->number, set, facts, at_ms, &v, &err))
		j->why_not = N_("还不能判定");
	else
		judgement_fill(j, &v, in->kind);
	verdict_release(&v);
}

/* The picture. */

static void
draw_title(const struct judgement *j, const struct region *r)
{
	char title[64];

	canvas_hline(r, 0, 0, r->cols);
	if (j->total)
		snprintf(title, sizeof(title), tr(" 判定 · 应报 %zu 项 "),
		         j->total);
	else
		snprintf(title, sizeof(title), " %s ", tr("判定"));
	canvas_text(r, 0, 2, ROLE_TITLE, title);
}

static void
draw_duty(const struct judged_duty *d, const struct region *r, int row,
          int64_t now)
{
	enum urgency u = urgency_of(d->due - now);
	bool today = civil_day_start(now, CIVIL_SHANGHAI, 0) ==
	             civil_day_start(d->due, CIVIL_SHANGHAI, 0);
	char left[COUNTDOWN_TEXT], text[CIVIL_TEXT];
	const char *due = civil_short(text, d->due);
	struct buf what = BUF_INIT;

	canvas_put(r, row, 1, 1, urgency_role(u), urgency_glyph(u));
	canvas_put_right(r, row, 3, LEFT_CELLS, ROLE_TEXT,
	                 countdown_minutes(left, d->due - now));
	buf_fmt(&what, tr("%s前 %s"), today ? due + strlen("11-23 ") : due,
	        d->text);
	duty_text_draw(r, row, LEFT_CELLS + 4, ROLE_TEXT, what.s, d->standing,
	               d->cite);
	buf_release(&what);
}

void
judgement_draw(const struct judgement *j, const struct region *r, int64_t now)
{
	int col;

	draw_title(j, r);
	if (j->why_not) {
		canvas_put(r, 1, 1, -1, ROLE_DIM, tr(j->why_not));
		return;
	}
	if (!j->class.s)
		return;
	col = 1 + canvas_text(r, 1, 1, ROLE_HEAD, j->class.s) + 2;
	canvas_fmt(r, 1, col, -1, ROLE_TEXT, "%s  %s", j->because.s, j->cite.s);
	for (size_t i = 0; i < j->count && (int)i + 2 < r->rows; i++)
		draw_duty(&j->duties[i], r, (int)i + 2, now);
}
