#include "screens/strip.h"

#include <stdio.h>
#include <string.h>

#include "base/civil.h"
#include "base/tr.h"
#include "desk/alarm.h"
#include "desk/desk.h"
#include "desk/duty.h"
#include "desk/setting.h"
#include "screens/kit/countdown.h"

#define STRIP_ROWS 64
#define SLOT_CELLS 38

void
strip_release(struct strip *s)
{
	duty_rows_free(s->rows, s->count);
	memset(s, 0, sizeof(*s));
}

static void
read_settings(struct strip *s, struct desk *d)
{
	s->limits_ms[0] =
		setting_int(d, "alarm.minutes_important") * CIVIL_MINUTE;
	s->limits_ms[1] = setting_int(d, "alarm.minutes_urgent") * CIVIL_MINUTE;
}

void
strip_refresh(struct strip *s, struct desk *d)
{
	struct strip new = { .asked_ms = desk_now(d) };
	struct err err = ERR_INIT;

	if (duty_list(d, DUTIES_PENDING, NULL, true, STRIP_ROWS, &new.rows,
	              &new.count, &new.total, &err) == 0 &&
	    alarm_mark_duties(d, new.rows, new.count, new.asked_ms, &err) ==
	            0) {
		strip_release(s);
		read_settings(&new, d);
		*s = new;
		return;
	}
	duty_rows_free(new.rows, new.count);
	snprintf(s->trouble, sizeof(s->trouble), "%s", err.text);
}

bool
strip_crossed(const struct strip *s, int64_t now_ms)
{
	int64_t before, now;
	size_t i, n;

	for (i = 0; i < s->count; i++) {
		before = s->rows[i].due - s->asked_ms;
		now = s->rows[i].due - now_ms;
		if (urgency_of(before) != urgency_of(now))
			return true;
		for (n = 0; n < 2; n++)
			if ((before < s->limits_ms[n]) !=
			    (now < s->limits_ms[n]))
				return true;
	}
	return false;
}

static size_t
overdue_count(const struct strip *s, int64_t now_ms)
{
	size_t n = 0;

	while (n < s->count && s->rows[n].due < now_ms)
		n++;
	return n;
}

/* "✗ +00:03:12 超时 0012→市应急管理局 电话快报" */
static void
draw_slot(const struct duty_row *row, const struct region *r, int64_t now_ms)
{
	enum urgency u = urgency_of(row->due - now_ms);
	const char *dash = strchr(row->number, '-');
	char left[COUNTDOWN_TEXT];
	int col = 2;

	canvas_put(r, 0, 0, 1, urgency_role(u), urgency_glyph(u));
	if (row->alarm_unacked)
		canvas_blink(r, 0, 0, 1);
	col += canvas_text(r, 0, col, ROLE_TEXT,
	                   countdown_seconds(left, row->due - now_ms));
	col++;
	if (u != URGENCY_CALM)
		col += 1 + canvas_text(r, 0, col, urgency_role(u),
		                       tr(urgency_word(u)));
	canvas_fmt(r, 0, col, -1, ROLE_TEXT, "%s→%s %s",
	           dash ? dash + 1 : row->number, tr(party_name(row->to)),
	           row->title);
}

/*
 * The longest overdue come first, but what is still to be kept has a place
 * always: the last one.
 */
static const struct duty_row *
slot_row(const struct strip *s, int slot, int slots, size_t overdue)
{
	if (slot == slots - 1 && overdue >= (size_t)slots && overdue < s->count)
		return &s->rows[overdue];
	return (size_t)slot < s->count ? &s->rows[slot] : NULL;
}

int
strip_draw_total(const struct strip *s, const struct region *r, int64_t now_ms)
{
	size_t overdue = overdue_count(s, now_ms);
	char text[80];

	if (s->total == 0)
		return 0;
	snprintf(text, sizeof(text), tr("待报 %zu  超时 %zu"), s->total,
	         overdue);
	return canvas_put_right(r, 0, 0, r->cols - 1,
	                        overdue ? ROLE_WARN : ROLE_DIM, text) +
	       1;
}

void
strip_draw(const struct strip *s, const struct region *r, int64_t now_ms)
{
	size_t overdue = overdue_count(s, now_ms);
	int slots = r->cols / SLOT_CELLS, i, width;
	struct region body = region_part(r, 0, 1, 1, r->cols - 1);
	struct region slot;
	const struct duty_row *row;

	if (s->trouble[0]) {
		canvas_fmt(&body, 0, 0, -1, ROLE_ERROR, tr("时限未能更新：%s"),
		           s->trouble);
		return;
	}
	if (s->count == 0) {
		canvas_put(&body, 0, 0, -1, ROLE_DIM, tr("没有待报时限"));
		return;
	}
	if (slots < 1)
		slots = 1;
	width = body.cols / slots;
	for (i = 0; i < slots; i++) {
		row = slot_row(s, i, slots, overdue);
		slot = region_part(&body, 0, i * width, 1,
		                   width - (i + 1 < slots ? 2 : 0));
		if (row)
			draw_slot(row, &slot, now_ms);
		if (row && i > 0)
			canvas_vline(&body, 0, i * width - 2, 1);
	}
}
