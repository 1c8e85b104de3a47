#include "screens/rows.h"

#include <stdio.h>
#include <string.h>

#include "base/civil.h"
#include "base/tr.h"
#include "law/cite.h"
#include "screens/kit/countdown.h"

#define LEFT_CELLS 10  /* time left, right-aligned */
#define NUMBER_CELLS 5 /* "0012 " */
#define PARTY_CELLS 18
#define ARTICLE_CELLS 26 /* beside a text that is cut */
#define WHOLE_CELLS 72   /* for a text and its whole citation */
#define CLASS_CELLS 14

/* "0012" of "2026-0012": the year is today's unless it is not. */
static const char *
number_short(const char *number)
{
	const char *dash = strchr(number, '-');

	return dash ? dash + 1 : number;
}

bool
duty_row_same(const struct duty_row *a, const struct duty_row *b)
{
	return strcmp(a->number, b->number) == 0 &&
	       strcmp(a->rule, b->rule) == 0 && strcmp(a->to, b->to) == 0 &&
	       a->leg == b->leg && a->instance == b->instance;
}

const char *
duty_channel_label(const struct duty_row *d)
{
	if (d->leg == LEG_PHONE || d->via == VIA_PHONE)
		return tr("电话");
	if (d->leg == LEG_WRITTEN || d->via == VIA_WRITTEN)
		return tr("书面");
	if (d->via == VIA_SYSTEM)
		return tr("系统");
	if (d->via == VIA_IN_PERSON)
		return tr("到场");
	return "";
}

const char *
phone_age(char out[PHONE_AGE], const struct phone *p, int64_t now)
{
	long long days = (now - p->confirmed_ms) / CIVIL_DAY;

	if (!p->confirmed_ms)
		snprintf(out, PHONE_AGE, "%s", tr("!从未核实"));
	else if (phone_stale(p, now))
		snprintf(out, PHONE_AGE, tr("!%lld天未核实"), days);
	else
		snprintf(out, PHONE_AGE, tr("%lld天前核实"), days);
	return out;
}

const char *
standing_label(enum standing s)
{
	static const char *const labels[] = {
		[STANDING_TEXT] = "",
		[STANDING_QUOTED] = N_("转引"),
		[STANDING_UNCONFIRMED] = N_("未确认"),
		[STANDING_HOUSE] = N_("内部规定"),
	};

	return *labels[s] ? tr(labels[s]) : "";
}

const char *
duty_state_label(enum duty_state s)
{
	static const char *const labels[] = {
		[DUTY_OPEN] = N_("待报"),      [DUTY_MET] = N_("已报"),
		[DUTY_CLAIMED] = N_("称已报"), [DUTY_LATE] = N_("迟报"),
		[DUTY_OVERDUE] = N_("逾期"),   [DUTY_VOID] = N_("免报"),
	};

	return tr(labels[s]);
}

void
class_label(struct buf *out, enum law_class c, const char *kind)
{
	struct buf name = BUF_INIT;

	class_name(&name, c, kind);
	if (tr_current() == TR_ZH)
		buf_str(out, name.s);
	else
		buf_str(out, class_code(c));
	buf_release(&name);
}

void
duty_text_draw(const struct region *r, int row, int col, enum role role,
               const char *text, enum standing s, const char *cite)
{
	const char *standing = standing_label(s);
	struct buf article = BUF_INIT;
	int width;

	if (r->cols - col >= WHOLE_CELLS) {
		canvas_fmt(r, row, col, -1, role, "%s%s%s  %s", text,
		           *standing ? " " : "", standing, cite);
		return;
	}
	buf_fmt(&article, "%s%s", standing, *standing ? " " : "");
	cite_short(&article, cite);
	width = canvas_width(r->cv, article.s);
	if (width > ARTICLE_CELLS)
		width = ARTICLE_CELLS;
	canvas_put(r, row, col, r->cols - width - col - 1, role, text);
	canvas_put(r, row, r->cols - width, width, role, article.s);
	buf_release(&article);
}

void
duty_row_draw(const struct duty_row *d, const struct region *r, int64_t now)
{
	int64_t left = d->due - now;
	enum urgency u = urgency_of(left);
	char countdown[COUNTDOWN_TEXT];
	struct buf text = BUF_INIT;
	int col = 0;

	canvas_put(r, 0, col, 1, urgency_role(u), urgency_glyph(u));
	canvas_put_right(r, 0, col + 2, LEFT_CELLS, ROLE_TEXT,
	                 countdown_minutes(countdown, left));
	col += 2 + LEFT_CELLS + 1;
	canvas_put(r, 0, col, NUMBER_CELLS, ROLE_TEXT, number_short(d->number));
	col += NUMBER_CELLS;
	canvas_fmt(r, 0, col, PARTY_CELLS, ROLE_TEXT, "%s→%s",
	           duty_channel_label(d), tr(party_name(d->to)));
	col += PARTY_CELLS + 1;
	buf_fmt(&text, "%s%s%s", d->immediate ? tr("立即") : "",
	        d->immediate ? " " : "", d->title);
	duty_text_draw(r, 0, col, ROLE_TEXT, text.s, d->standing, d->cite);
	buf_release(&text);
}

static const char *
incident_state_label(enum incident_state s)
{
	static const char *const labels[] = {
		[INCIDENT_OPEN] = "",
		[INCIDENT_CLOSED] = N_("已结"),
		[INCIDENT_MERGED] = N_("已并"),
	};

	return *labels[s] ? tr(labels[s]) : "";
}

void
incident_row_draw(const struct incident *in, const struct region *r,
                  int64_t now)
{
	struct buf name = BUF_INIT;
	char text[COUNTDOWN_TEXT], when[CIVIL_TEXT];
	int col = 0;

	if (in->state == INCIDENT_OPEN && in->next_due) {
		int64_t left = in->next_due - now;
		enum urgency u = urgency_of(left);

		canvas_put(r, 0, col, 1, urgency_role(u), urgency_glyph(u));
		canvas_put_right(r, 0, col + 2, LEFT_CELLS, ROLE_TEXT,
		                 countdown_minutes(text, left));
	} else {
		canvas_put_right(r, 0, col + 2, LEFT_CELLS, ROLE_DIM,
		                 incident_state_label(in->state));
	}
	col += 2 + LEFT_CELLS + 1;
	canvas_put(r, 0, col, 9, ROLE_TEXT, in->number);
	col += 10;
	class_label(&name, in->class, in->kind);
	canvas_put(r, 0, col, CLASS_CELLS, ROLE_TEXT, name.s);
	col += CLASS_CELLS + 1;
	canvas_put(r, 0, col, 11, ROLE_TEXT,
	           civil_short(when, in->received_ms));
	col += 12;
	canvas_put(r, 0, col, -1, ROLE_TEXT, in->title);
	buf_release(&name);
}

void
alarm_mark_draw(const struct alarm *a, const struct region *r, int col)
{
	static const char *const glyphs[] = { "", "‼", "!", "·" };
	static const enum role roles[] = { ROLE_TEXT, ROLE_LATE, ROLE_WARN,
		                           ROLE_NOTICE };

	canvas_put(r, 0, col, 1, roles[a->priority], glyphs[a->priority]);
	if (!a->acked && !a->shelved)
		canvas_blink(r, 0, col, 1);
}

void
alarm_row_draw(const struct alarm *a, const struct region *r, int64_t now)
{
	char text[COUNTDOWN_TEXT];

	alarm_mark_draw(a, r, 0);
	canvas_put_right(r, 0, 2, LEFT_CELLS, ROLE_TEXT,
	                 a->due_ms ? countdown_minutes(text, a->due_ms - now)
	                           : "");
	canvas_fmt(r, 0, LEFT_CELLS + 3, -1, ROLE_TEXT, "%s%s%s",
	           a->shelved ? tr("[搁置] ") : "",
	           a->acked ? tr("[已确认] ") : "", a->text);
}
