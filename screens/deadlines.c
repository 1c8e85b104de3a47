/*
 * Deadlines (时限): every duty that is pending, and the open steps of plans
 * that run, soonest first.  A step says that it is the plan's and not law.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tr.h"
#include "desk/duty.h"
#include "screens/kit/list.h"
#include "screens/reporting.h"
#include "screens/rows.h"
#include "screens/settling.h"
#include "screens/step_lines.h"

#define NEED_STEP (1 << 3) /* the row is a step */

/* A row: one of the two. */
struct due {
	const struct duty_row *duty;
	const struct step_line *step;
};

struct deadlines {
	struct list list;
	struct duty_row *rows;
	size_t count;
	struct step_lines steps;
	struct due *dues;
	size_t dues_count;
	bool all;       /* also what units and upper levels owe */
	int64_t now_ms; /* for the row callback */
};

static const struct due *
deadlines_row(const struct deadlines *st)
{
	return list_has_row(&st->list) ? &st->dues[st->list.sel] : NULL;
}

static const struct duty_row *
deadlines_duty(const void *state)
{
	const struct due *row = deadlines_row(state);

	return row ? row->duty : NULL;
}

static const char *
deadlines_incident(const void *state)
{
	const struct due *row = deadlines_row(state);

	if (!row)
		return NULL;
	return row->duty ? row->duty->number : row->step->step->number;
}

static unsigned
deadlines_have(const void *state)
{
	const struct due *row = deadlines_row(state);

	if (!row)
		return 0;
	return NEED_ROW | NEED_INCIDENT | (row->duty ? NEED_DUTY : NEED_STEP);
}

static void
deadlines_whom(const void *state, struct buf *out)
{
	const struct due *row = deadlines_row(state);

	if (row && row->step)
		step_line_whom(row->step, out);
}

static void
row_name(const void *data, size_t i, struct buf *out)
{
	const struct due *row = &((const struct deadlines *)data)->dues[i];

	if (row->duty)
		buf_fmt(out, "%s %s %s %d %d", row->duty->number,
		        row->duty->rule, row->duty->to, (int)row->duty->leg,
		        row->duty->instance);
	else
		buf_fmt(out, "%lld %s", (long long)row->step->step->activation,
		        row->step->step->id);
}

static int64_t
due_ms(const struct due *row)
{
	return row->duty ? row->duty->due : row->step->step->due;
}

/* Both lists are in order: the law's first when they fall due together. */
static void
merge(struct deadlines *st)
{
	size_t i = 0, k = 0;

	st->dues_count = st->count + st->steps.count;
	st->dues = mem_alloc((st->dues_count + 1) * sizeof(*st->dues));
	while (i < st->count || k < st->steps.count) {
		struct due duty = { i < st->count ? &st->rows[i] : NULL, NULL };
		struct due step = { NULL, k < st->steps.count
			                          ? &st->steps.lines[k]
			                          : NULL };
		bool law = duty.duty &&
		           (!step.step || due_ms(&duty) <= due_ms(&step));

		st->dues[i + k] = law ? duty : step;
		i += law;
		k += !law;
	}
}

static void
deadlines_drop(struct deadlines *st)
{
	duty_rows_free(st->rows, st->count);
	step_lines_release(&st->steps);
	free(st->dues);
}

static int
deadlines_refresh(struct ui *ui, void *state, struct err *err)
{
	struct deadlines *st = state;
	struct deadlines new = { .list = st->list, .all = st->all };

	if (duty_list(ui_desk(ui), DUTIES_PENDING, NULL, !st->all, 0, &new.rows,
	              &new.count, NULL, err) ||
	    step_lines_read(ui_desk(ui), 0, 0, &new.steps, err)) {
		deadlines_drop(&new);
		return -1;
	}
	merge(&new);
	list_follow(&new.list, st, &new, new.dues_count, row_name);
	deadlines_drop(st);
	*st = new;
	return 0;
}

static void
draw_row(const void *arg, size_t i, const struct region *r)
{
	const struct deadlines *st = arg;

	if (st->dues[i].duty)
		duty_row_draw(st->dues[i].duty, r, st->now_ms);
	else
		step_line_draw(st->dues[i].step, r, st->now_ms, true);
}

static void
deadlines_draw(const void *state, const struct view *v)
{
	struct deadlines st = *(const struct deadlines *)state;
	struct region body =
		region_part(&v->area, 1, 0, v->area.rows - 1, v->area.cols);
	char head[160];
	int col;

	snprintf(head, sizeof(head),
	         st.all ? tr("待办时限 %zu 项（含单位和上级应做的）")
	                : tr("待办时限 %zu 项（本级应做的）"),
	         st.count);
	col = canvas_text(&v->area, 0, 0, ROLE_HEAD, head);
	if (st.steps.count)
		canvas_fmt(&v->area, 0, col + 2, -1, ROLE_DIM,
		           tr("另有预案步骤 %zu 项"), st.steps.count);
	st.now_ms = v->now_ms;
	list_draw(&st.list, &body, v->focused, draw_row, &st);
	if (!st.dues_count)
		canvas_put(&body, 1, 2, -1, ROLE_DIM,
		           tr("没有待办的报告事项。n 新接报"));
}

static bool
deadlines_key(struct ui *ui, void *state, const struct key_event *e)
{
	struct deadlines *st = state;

	return list_key(&st->list, e, ui_rows(ui) - 1);
}

static void
deadlines_close(struct ui *ui, void *state)
{
	(void)ui;
	deadlines_drop(state);
}

/* A duty leads to its incident, a step to the other steps. */
static void
act_open(struct ui *ui, void *state)
{
	const struct due *row = deadlines_row(state);
	char id[24];

	if (row->duty) {
		ui_open(ui, "incident", row->duty->number);
		return;
	}
	snprintf(id, sizeof(id), "%lld",
	         (long long)row->step->step->activation);
	ui_open(ui, "steps", id);
}

static void
act_done(struct ui *ui, void *state)
{
	settling_done(ui, deadlines_row(state)->step->step);
}

static void
act_na(struct ui *ui, void *state)
{
	settling_na(ui, deadlines_row(state)->step->step);
}

static void
act_decline(struct ui *ui, void *state)
{
	reporting_decline(ui, deadlines_duty(state));
}

static void
act_rule(struct ui *ui, void *state)
{
	ui_open(ui, "rules", deadlines_duty(state)->rule);
}

static void
act_all(struct ui *ui, void *state)
{
	struct deadlines *st = state;

	st->all = !st->all;
	ui_reload(ui);
}

/* clang-format off */
static const struct key_binding deadlines_keys[] = {
	{ "<Enter>", "deadlines.open", N_("打开"), NEED_ROW, act_open },
	{ "o", "deadlines.rule", N_("看法条"), NEED_DUTY, act_rule },
	{ "x", "deadlines.decline", N_("决定不报"), NEED_DUTY, act_decline },
	{ "r", "deadlines.done", N_("已办"), NEED_STEP, act_done },
	{ "d", "deadlines.done", N_("已办"), NEED_STEP | KEY_QUIET, act_done },
	{ "x", "deadlines.na", N_("不适用"), NEED_STEP, act_na },
	{ "v", "deadlines.all", N_("本级/全部"), 0, act_all },
	{ NULL, NULL, NULL, 0, NULL },
};
/* clang-format on */

const struct screen_ops deadlines_screen = {
	.name = "deadlines",
	.title = N_("时限"),
	.keys = deadlines_keys,
	.uses = USES_LIST | SCREEN_TAB,
	.state_size = sizeof(struct deadlines),
	.refresh = deadlines_refresh,
	.draw = deadlines_draw,
	.have = deadlines_have,
	.key = deadlines_key,
	.duty = deadlines_duty,
	.incident = deadlines_incident,
	.whom = deadlines_whom,
	.close = deadlines_close,
};
