/*
 * Steps (预案步骤): one plan running on an incident, step by step.
 * arg: the activation's id.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/tr.h"
#include "screens/kit/list.h"
#include "screens/settling.h"
#include "screens/step_lines.h"

enum { NEED_RUNNING = 1 << 3, NEED_STEP_OPEN = 1 << 4 };

struct steps {
	int64_t id;
	struct list list;
	struct activation act;
	struct step_lines lines;
	int64_t now_ms; /* for the row callback */
};

static const struct form_field level_fields[] = {
	{ .key = "level",
	  .label = N_("响应级别"),
	  .kind = FORM_CHOICE,
	  .flags = FORM_REQUIRED,
	  .width = 8,
	  .choices = response_levels },
	{ .key = "why",
	  .label = N_("理由"),
	  .flags = FORM_REQUIRED,
	  .max_chars = 500 },
	DECIDED_BY(N_("回车记录")),
	{ .key = NULL },
};

static const struct form_field end_fields[] = {
	{ .key = "words",
	  .label = N_("终止说明"),
	  .flags = FORM_REQUIRED,
	  .max_chars = 500 },
	DECIDED_BY(N_("回车记录")),
	{ .key = NULL },
};

static const struct step_line *
steps_selected(const struct steps *st)
{
	return list_has_row(&st->list) ? &st->lines.lines[st->list.sel] : NULL;
}

static int
steps_open(struct ui *ui, void *state, const char *arg, struct err *err)
{
	struct steps *st = state;

	(void)ui;
	st->id = arg ? strtoll(arg, NULL, 10) : 0;
	if (st->id > 0)
		return 0;
	return err_set(err, ERR_INPUT, "%s", tr("要哪一次响应的编号"));
}

static int
steps_refresh(struct ui *ui, void *state, struct err *err)
{
	struct steps *st = state;
	struct step_lines lines = { 0 };
	struct activation act = { 0 };

	if (activation_get(ui_desk(ui), st->id, &act, err))
		return -1;
	if (step_lines_read(ui_desk(ui), st->id, 0, &lines, err)) {
		activation_release(&act);
		step_lines_release(&lines);
		return -1;
	}
	activation_release(&st->act);
	step_lines_release(&st->lines);
	st->act = act;
	st->lines = lines;
	list_set_count(&st->list, lines.count);
	return 0;
}

static void
draw_row(const void *arg, size_t i, const struct region *r)
{
	const struct steps *st = arg;

	step_line_draw(&st->lines.lines[i], r, st->now_ms, false);
}

static void
steps_draw(const void *state, const struct view *v)
{
	struct steps st = *(const struct steps *)state;
	struct region body =
		region_part(&v->area, 2, 0, v->area.rows - 2, v->area.cols);
	char when[CIVIL_TEXT];

	if (!st.act.title)
		return; /* nothing has been read */
	st.now_ms = v->now_ms;
	canvas_fmt(&v->area, 0, 0, -1, ROLE_HEAD, "%s  %s  %s", st.act.number,
	           st.act.title, tr(plan_level_label(st.act.level)));
	if (st.act.ended_ms)
		canvas_fmt(&v->area, 1, 0, -1, ROLE_DIM, tr("%s 终止响应"),
		           civil_short(when, st.act.ended_ms));
	else
		canvas_fmt(&v->area, 1, 0, -1, ROLE_DIM,
		           tr("%s 由 %s 启动  待办 %zu  超时 %zu  "
		              "预案规定，不是法定时限"),
		           civil_short(when, st.act.at_ms),
		           st.act.by ? st.act.by : "", st.act.open,
		           st.act.late);
	list_draw(&st.list, &body, v->focused, draw_row, &st);
	if (!st.lines.count)
		canvas_put(&body, 0, 1, -1, ROLE_DIM, tr("这一级没有步骤"));
}

static unsigned
steps_have(const void *state)
{
	const struct steps *st = state;
	const struct step_line *line = steps_selected(st);
	unsigned have = st->act.ended_ms ? 0 : NEED_RUNNING;

	if (line)
		have |= NEED_ROW | NEED_INCIDENT;
	if (line && line->step->state == STEP_OPEN)
		have |= NEED_STEP_OPEN;
	return have;
}

static bool
steps_key(struct ui *ui, void *state, const struct key_event *e)
{
	struct steps *st = state;

	return list_key(&st->list, e, ui_rows(ui) - 2);
}

static const char *
steps_incident(const void *state)
{
	const struct steps *st = state;

	return st->act.title ? st->act.number : NULL;
}

static void
steps_whom(const void *state, struct buf *out)
{
	const struct step_line *line = steps_selected(state);

	if (line)
		step_line_whom(line, out);
}

static void
steps_close(struct ui *ui, void *state)
{
	struct steps *st = state;

	(void)ui;
	activation_release(&st->act);
	step_lines_release(&st->lines);
}

/* ---- acts ---- */

static void
act_done(struct ui *ui, void *state)
{
	settling_done(ui, steps_selected(state)->step);
}

static void
act_na(struct ui *ui, void *state)
{
	settling_na(ui, steps_selected(state)->step);
}

/* Of a response that has ended, too: never the next duty's report. */
static void
act_record(struct ui *ui, void *state)
{
	const struct steps *st = state;

	if (st->act.ended_ms)
		ui_say(ui, ROLE_NOTICE, "%s", tr("响应已终止"));
	else
		act_done(ui, state);
}

static int
save_level(struct ui *ui, void *state, const struct form *f, struct err *err)
{
	const struct steps *st = state;
	int level = (int)strtol(form_text(f, "level"), NULL, 10);
	int64_t seq;

	if (activation_level(ui_desk(ui), st->id, level, form_text(f, "by"),
	                     form_text(f, "why"), &seq, err))
		return -1;
	ui_reload(ui);
	return 0;
}

static void
act_level(struct ui *ui, void *state)
{
	(void)state;
	ui_form(ui, tr("改变响应级别"), level_fields, save_level);
}

static int
save_end(struct ui *ui, void *state, const struct form *f, struct err *err)
{
	const struct steps *st = state;
	int64_t seq;

	if (activation_end(ui_desk(ui), st->id, form_text(f, "by"),
	                   form_text(f, "words"), &seq, err))
		return -1;
	ui_say(ui, ROLE_OK, "%s", tr("响应已终止"));
	ui_reload(ui);
	return 0;
}

static void
end_yes(struct ui *ui, void *state)
{
	(void)state;
	ui_form(ui, tr("终止响应"), end_fields, save_end);
}

static void
act_end(struct ui *ui, void *state)
{
	(void)state;
	ui_confirm(ui, tr("终止这次响应？按 y 继续，别的键取消"), 'y', end_yes);
}

static void
act_incident(struct ui *ui, void *state)
{
	ui_open(ui, "incident", steps_incident(state));
}

/* clang-format off */
static const struct key_binding steps_keys[] = {
	{ "d", "steps.done", N_("已办"), NEED_RUNNING | NEED_STEP_OPEN,
	  act_done },
	{ "r", "steps.record", N_("已办"), NEED_ROW | KEY_QUIET, act_record },
	{ "x", "steps.na", N_("不适用"), NEED_RUNNING | NEED_STEP_OPEN,
	  act_na },
	{ "l", "steps.level", N_("改级别"), NEED_RUNNING, act_level },
	{ "E", "steps.end", N_("终止响应"), NEED_RUNNING, act_end },
	{ "<Enter>", "steps.incident", N_("事件"), NEED_INCIDENT,
	  act_incident },
	{ NULL, NULL, NULL, 0, NULL },
};
/* clang-format on */

const struct screen_ops steps_screen = {
	.name = "steps",
	.title = N_("预案步骤"),
	.keys = steps_keys,
	.uses = USES_LIST,
	.state_size = sizeof(struct steps),
	.open = steps_open,
	.refresh = steps_refresh,
	.draw = steps_draw,
	.have = steps_have,
	.key = steps_key,
	.incident = steps_incident,
	.whom = steps_whom,
	.close = steps_close,
};
