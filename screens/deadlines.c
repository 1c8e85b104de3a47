/*
 * Deadlines (时限): every duty that is pending, soonest first.
 */
#include "base/tr.h"
#include "desk/duty.h"
#include "screens/kit/list.h"
#include "screens/reporting.h"
#include "screens/rows.h"
#include "screens/screen.h"

struct deadlines {
	struct list list;
	struct duty_row *rows;
	size_t count;
	bool all;       /* also what units and upper levels owe */
	int64_t now_ms; /* for the row callback */
};

static const struct duty_row *
deadlines_duty(const void *state)
{
	const struct deadlines *st = state;

	return list_has_row(&st->list) ? &st->rows[st->list.sel] : NULL;
}

static const char *
deadlines_incident(const void *state)
{
	const struct duty_row *d = deadlines_duty(state);

	return d ? d->number : NULL;
}

static unsigned
deadlines_have(const void *state)
{
	return deadlines_duty(state) ? NEED_ROW | NEED_DUTY | NEED_INCIDENT : 0;
}

/* The focus stays on its row, wherever that has gone. */
static void
follow(struct deadlines *st, const struct duty_row *rows, size_t count)
{
	const struct duty_row *focus = deadlines_duty(st);

	for (size_t i = 0; focus && i < count; i++)
		if (duty_row_same(&rows[i], focus)) {
			st->list.count = count;
			list_select(&st->list, i);
			return;
		}
}

static int
deadlines_refresh(struct ui *ui, void *state, struct err *err)
{
	struct deadlines *st = state;
	struct duty_row *rows;
	size_t count;

	if (duty_list(ui_desk(ui), DUTIES_PENDING, NULL, !st->all, 0, &rows,
	              &count, NULL, err))
		return -1;
	follow(st, rows, count);
	duty_rows_free(st->rows, st->count);
	st->rows = rows;
	st->count = count;
	list_set_count(&st->list, count);
	return 0;
}

static void
draw_row(const void *arg, size_t i, const struct region *r)
{
	const struct deadlines *st = arg;

	duty_row_draw(&st->rows[i], r, st->now_ms);
}

static void
deadlines_draw(const void *state, const struct view *v)
{
	struct deadlines st = *(const struct deadlines *)state;
	struct region body =
		region_part(&v->area, 1, 0, v->area.rows - 1, v->area.cols);

	canvas_fmt(&v->area, 0, 0, -1, ROLE_HEAD,
	           st.all ? tr("待办时限 %zu 项（含单位和上级应做的）")
	                  : tr("待办时限 %zu 项（本级应做的）"),
	           st.count);
	st.now_ms = v->now_ms;
	list_draw(&st.list, &body, v->focused, draw_row, &st);
	if (!st.count)
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
	struct deadlines *st = state;

	(void)ui;
	duty_rows_free(st->rows, st->count);
}

static void
act_open(struct ui *ui, void *state)
{
	ui_open(ui, "incident", deadlines_incident(state));
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
	.close = deadlines_close,
};
