/*
 * Board (态势): what needs an act now, then the open incidents.
 *
 * Alarms stand above the incidents in one list, so that the arrow keys reach
 * everything and Enter leads from an alarm to its incident, its warning, its
 * call-out.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/tr.h"
#include "desk/alarm.h"
#include "desk/duty.h"
#include "desk/incident.h"
#include "desk/warning.h"
#include "screens/kit/list.h"
#include "screens/reporting.h"
#include "screens/rows.h"
#include "screens/screen.h"

#define BOARD_INCIDENTS 50 /* the newest; the incidents screen has all */
#define BOARD_DUTIES 64    /* as many as alarms are raised for */

struct board {
	struct list list; /* alarms, then incidents */
	struct alarm *alarms;
	size_t alarms_count;
	struct incident *incidents;
	size_t incidents_count, incidents_total;
	struct duty_row *duties; /* those that alarms may be about */
	size_t duties_count;
	size_t warnings;          /* that run and nobody has handled */
	char shelving[ALARM_KEY]; /* the alarm that `z` asks about */
	int64_t now_ms;
};

static const struct alarm *
board_alarm(const struct board *st)
{
	return st->list.sel < st->alarms_count ? &st->alarms[st->list.sel]
	                                       : NULL;
}

static const char *
board_incident(const void *state)
{
	const struct board *st = state;
	const struct alarm *a = board_alarm(st);

	if (a)
		return *a->number ? a->number : NULL;
	if (!list_has_row(&st->list))
		return NULL;
	return st->incidents[st->list.sel - st->alarms_count].number;
}

/* The duty that the alarm in focus is about, or NULL. */
static const struct duty_row *
board_duty(const void *state)
{
	const struct board *st = state;
	const struct alarm *a = board_alarm(st);

	for (size_t i = 0; a && i < st->duties_count; i++)
		if (alarm_is_of(a, &st->duties[i]))
			return &st->duties[i];
	return NULL;
}

#define NEED_ALARM (1 << 3)
#define NEED_PLACE (1 << 4) /* there is something that Enter opens */

/* Where an alarm that is about no incident is dealt with, by how its key
 * begins; the first that fits. */
struct board_way {
	const char *key, *screen, *arg;
	bool of_one; /* arg is the number that follows in the key */
};

static const struct board_way *
board_place(const struct board *st)
{
	static const struct board_way places[] = {
		{ "feed:", "feeds", NULL, false },
		{ "watch:", "feeds", NULL, false },
		{ "notice:", "outbox", NULL, false },
		{ "warning:mild", "warnings", "unhandled", false },
		{ "warning:flood", "warnings", "unhandled", false },
		{ "warning:", "warning", NULL, true },
		{ "callout:", "callout", NULL, true },
	};
	const struct alarm *a = board_alarm(st);

	for (size_t i = 0; a && i < sizeof(places) / sizeof(*places); i++)
		if (strncmp(a->key, places[i].key, strlen(places[i].key)) == 0)
			return &places[i];
	return NULL;
}

static unsigned
board_have(const void *state)
{
	const struct board *st = state;

	return (list_has_row(&st->list) ? NEED_ROW : 0) |
	       (board_incident(st) ? NEED_INCIDENT | NEED_PLACE : 0) |
	       (board_place(st) ? NEED_PLACE : 0) |
	       (board_alarm(st) ? NEED_ALARM : 0) |
	       (board_duty(st) ? NEED_DUTY : 0);
}

static void
board_drop(struct board *st)
{
	alarms_free(st->alarms, st->alarms_count);
	incident_list_free(st->incidents, st->incidents_count);
	duty_rows_free(st->duties, st->duties_count);
}

/* What stands in row i: an alarm by its key, an incident by its number. */
static void
row_name(const void *data, size_t i, struct buf *out)
{
	const struct board *st = data;

	buf_str(out, i < st->alarms_count
	                     ? st->alarms[i].key
	                     : st->incidents[i - st->alarms_count].number);
}

static int
board_refresh(struct ui *ui, void *state, struct err *err)
{
	struct board *st = state, new = { .list = st->list };
	struct warning *worst;
	size_t n;

	if (warning_list(ui_desk(ui), WARNINGS_UNHANDLED, 1, &worst, &n,
	                 &new.warnings, err))
		return -1;
	warnings_free(worst, n);
	if (alarm_list(ui_desk(ui), &new.alarms, &new.alarms_count, err) ||
	    incident_list(ui_desk(ui), INCIDENTS_OPEN, NULL, BOARD_INCIDENTS,
	                  &new.incidents, &new.incidents_count,
	                  &new.incidents_total, err) ||
	    (new.alarms_count &&duty_list(ui_desk(ui), DUTIES_PENDING, NULL,
	                                  true, BOARD_DUTIES, &new.duties,
	                                  &new.duties_count, NULL, err))) {
		board_drop(&new);
		return -1;
	}
	list_follow(&new.list, st, &new, new.alarms_count + new.incidents_count,
	            row_name);
	board_drop(st);
	*st = new;
	return 0;
}

static void
draw_row(const void *arg, size_t i, const struct region *r)
{
	const struct board *st = arg;

	if (i < st->alarms_count)
		alarm_row_draw(&st->alarms[i], r, st->now_ms);
	else
		incident_row_draw(&st->incidents[i - st->alarms_count], r,
		                  st->now_ms);
}

/* How many of each, and where the others are. */
static void
draw_head(const struct board *st, const struct region *r)
{
	int col = canvas_fmt(r, 0, 0, -1, ROLE_HEAD,
	                     tr("待处理 %zu 项 · 在办事件 %zu 起"),
	                     st->alarms_count, st->incidents_total);

	if (st->warnings)
		col += canvas_fmt(r, 0, col, -1, ROLE_WARN,
		                  tr(" · 预警未处置 %zu 条（5）"),
		                  st->warnings);
	if (st->incidents_count < st->incidents_total)
		canvas_fmt(r, 0, col, -1, ROLE_HEAD,
		           tr(" · 列出最新 %zu 起，其余按 3"),
		           st->incidents_count);
}

static void
board_draw(const void *state, const struct view *v)
{
	struct board st = *(const struct board *)state;
	struct region body =
		region_part(&v->area, 1, 0, v->area.rows - 1, v->area.cols);

	draw_head(&st, &v->area);
	st.now_ms = v->now_ms;
	list_draw(&st.list, &body, v->focused, draw_row, &st);
	if (!st.list.count)
		canvas_put(&body, 1, 2, -1, ROLE_DIM,
		           tr("没有在办事件，没有待处理事项。n 新接报"));
}

static bool
board_key(struct ui *ui, void *state, const struct key_event *e)
{
	struct board *st = state;

	return list_key(&st->list, e, ui_rows(ui) - 1);
}

static void
board_close(struct ui *ui, void *state)
{
	(void)ui;
	board_drop(state);
}

static void
act_open(struct ui *ui, void *state)
{
	const struct board_way *place = board_place(state);
	const char *key;
	char arg[24];

	if (!place) {
		ui_open(ui, "incident", board_incident(state));
		return;
	}
	key = board_alarm(state)->key + strlen(place->key);
	snprintf(arg, sizeof(arg), "%lld", strtoll(key, NULL, 10));
	ui_open(ui, place->screen, place->of_one ? arg : place->arg);
}

static void
act_rule(struct ui *ui, void *state)
{
	ui_open(ui, "rules", board_duty(state)->rule);
}

static void
act_ack(struct ui *ui, void *state)
{
	const struct alarm *a = board_alarm(state);
	struct err err = ERR_INIT;

	if (alarm_ack(ui_desk(ui), a->key, a->threshold, &err))
		ui_fail(ui, &err);
	else
		ui_say(ui, ROLE_OK, tr("已确认；到下一道时限会再提醒"));
	ui_reload(ui);
}

static void
shelve(struct ui *ui, void *state, const char *reason)
{
	const struct board *st = state;
	struct err err = ERR_INIT;

	if (alarm_shelve(ui_desk(ui), st->shelving, ui_now(ui) + CIVIL_HOUR,
	                 reason, &err))
		ui_fail(ui, &err);
	ui_reload(ui);
}

static void
act_shelve(struct ui *ui, void *state)
{
	struct board *st = state;
	const struct alarm *a = board_alarm(st);

	if (a->legal) {
		ui_say(ui, ROLE_ERROR, tr("法定时限不能搁置"));
		return;
	}
	memcpy(st->shelving, a->key, sizeof(st->shelving));
	ui_ask(ui, tr("搁置一小时，理由："), "", shelve);
}

/* clang-format off */
static const struct key_binding board_keys[] = {
	{ "<Enter>", "board.open", N_("打开"), NEED_PLACE, act_open },
	{ "o", "board.rule", N_("看法条"), NEED_DUTY, act_rule },
	{ "a", "board.ack", N_("确认"), NEED_ALARM, act_ack },
	{ "z", "board.shelve", N_("搁置"), NEED_ALARM, act_shelve },
	{ NULL, NULL, NULL, 0, NULL },
};
/* clang-format on */

const struct screen_ops board_screen = {
	.name = "board",
	.title = N_("态势"),
	.keys = board_keys,
	.uses = USES_LIST | SCREEN_TAB,
	.state_size = sizeof(struct board),
	.refresh = board_refresh,
	.draw = board_draw,
	.have = board_have,
	.key = board_key,
	.duty = board_duty,
	.incident = board_incident,
	.close = board_close,
};
