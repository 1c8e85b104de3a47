/*
 * Response (预案响应): the plans that run on an incident, and those that fit
 * its kind and facts.  arg: the incident's number, or "warning:ID": the plans
 * that fit the warning, too, by its kind and colour; starting one handles it,
 * and opens its incident first where it has none.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/tr.h"
#include "desk/activation.h"
#include "desk/warning_answer.h"
#include "screens/kit/list.h"
#include "screens/settling.h"
#include "screens/step_lines.h"
#include "screens/warning_row.h"

enum { NEED_PROPOSED = 1 << 3, LEVEL_CELLS = 16, TITLE_CELLS = 34 };

struct response {
	char number[INCIDENT_NUMBER]; /* "" the warning has none yet */
	int64_t warning;              /* 0 */
	int64_t seen;                 /* its last_seq as the form opened */
	struct warning w;             /* of that, as read last */
	struct list list;             /* what runs or ran, then what fits */
	struct activation *acts;
	size_t acts_count;
	struct proposal *plans;
	size_t plans_count;
};

static const struct form_field start_fields[] = {
	{ .key = "level",
	  .label = N_("响应级别"),
	  .kind = FORM_CHOICE,
	  .flags = FORM_REQUIRED,
	  .width = 8,
	  .choices = response_levels },
	{ .key = "word",
	  .label = N_("依据谁的指示"),
	  .max_chars = 120,
	  .hint = N_("没有就空着") },
	DECIDED_BY(N_("姓名、职务；回车启动")),
	{ .key = NULL },
};

static const struct activation *
selected_act(const struct response *st)
{
	return list_has_row(&st->list) && st->list.sel < st->acts_count
	               ? &st->acts[st->list.sel]
	               : NULL;
}

static const struct proposal *
selected_plan(const struct response *st)
{
	return list_has_row(&st->list) && st->list.sel >= st->acts_count
	               ? &st->plans[st->list.sel - st->acts_count]
	               : NULL;
}

static int
response_open(struct ui *ui, void *state, const char *arg, struct err *err)
{
	static const char warning[] = "warning:";
	struct response *st = state;

	if (!arg)
		return err_set(err, ERR_INPUT, "%s", tr("要事件的编号"));
	if (strncmp(arg, warning, sizeof(warning) - 1) == 0) {
		st->warning = strtoll(arg + sizeof(warning) - 1, NULL, 10);
		return 0;
	}
	return incident_number(ui_desk(ui), arg, st->number, err);
}

static void
response_drop(struct response *st)
{
	warning_release(&st->w);
	activations_free(st->acts, st->acts_count);
	proposals_free(st->plans, st->plans_count);
}

static int
read_warning(struct desk *d, struct response *st, struct err *err)
{
	if (warning_get(d, st->warning, &st->w, err))
		return -1;
	warning_incident(&st->w, st->number);
	return 0;
}

static int
response_read(struct desk *d, struct response *st, struct err *err)
{
	if (st->warning && read_warning(d, st, err))
		return -1;
	if (*st->number &&
	    activation_list(d, st->number, &st->acts, &st->acts_count, err))
		return -1;
	return st->warning ? warning_plans(d, &st->w, &st->plans,
	                                   &st->plans_count, err)
	                   : plan_propose(d, st->number, &st->plans,
	                                  &st->plans_count, err);
}

static int
response_refresh(struct ui *ui, void *state, struct err *err)
{
	struct response *st = state;
	struct response new = { .warning = st->warning,
		                .seen = st->seen,
		                .list = st->list };

	memcpy(new.number, st->number, sizeof(new.number));
	if (response_read(ui_desk(ui), &new, err)) {
		response_drop(&new);
		return -1;
	}
	response_drop(st);
	*st = new;
	list_set_count(&st->list, st->acts_count + st->plans_count);
	return 0;
}

static void
draw_act(const struct activation *a, const struct region *r)
{
	char when[CIVIL_TEXT];

	canvas_put(r, 0, 1, LEVEL_CELLS, a->ended_ms ? ROLE_DIM : ROLE_OK,
	           a->ended_ms ? tr("已终止") : tr(plan_level_label(a->level)));
	canvas_put(r, 0, LEVEL_CELLS + 2, TITLE_CELLS, ROLE_TEXT, a->title);
	canvas_fmt(r, 0, LEVEL_CELLS + TITLE_CELLS + 3, -1,
	           a->late ? ROLE_WARN : ROLE_DIM, tr("%s  待办 %zu  超时 %zu"),
	           civil_short(when, a->at_ms), a->open, a->late);
}

static void
draw_plan(const struct proposal *p, const struct region *r)
{
	if (p->level)
		canvas_fmt(r, 0, 1, LEVEL_CELLS, ROLE_WARN,
		           p->maybe ? tr("或%s") : tr("宜%s"),
		           tr(plan_level_label(p->level)));
	else
		canvas_put(r, 0, 1, LEVEL_CELLS, ROLE_DIM, tr("可启动"));
	canvas_put(r, 0, LEVEL_CELLS + 2, TITLE_CELLS, ROLE_TEXT, p->title);
	canvas_put(r, 0, LEVEL_CELLS + TITLE_CELLS + 3, -1, ROLE_DIM,
	           p->because ? p->because : "");
}

static void
draw_row(const void *arg, size_t i, const struct region *r)
{
	const struct response *st = arg;

	if (i < st->acts_count)
		draw_act(&st->acts[i], r);
	else
		draw_plan(&st->plans[i - st->acts_count], r);
}

/* Of a warning: what it is, and what becomes of it. */
static void
draw_warning(const struct response *st, const struct region *r)
{
	const char *kind = warning_incident_kind(st->w.kind);
	int col;

	col = canvas_fmt(r, 0, 0, -1, warning_level_role(st->w.level),
	                 "%s %s  ", warning_level_glyph(st->w.level),
	                 tr(warning_level_label(st->w.level)));
	canvas_put(r, 0, col, -1, ROLE_TITLE, st->w.headline);
	if (*st->number)
		canvas_fmt(r, 1, 0, -1, ROLE_HEAD,
		           tr("%s 预案响应：已启动 %zu，适用 %zu"), st->number,
		           st->acts_count, st->plans_count);
	else if (kind)
		canvas_fmt(r, 1, 0, -1, ROLE_NOTICE,
		           tr("还没有事件：启动预案就同时立为%s；适用 %zu"),
		           tr(kind_find(kind)->label), st->plans_count);
	else
		canvas_fmt(r, 1, 0, -1, ROLE_WARN,
		           tr("“%s”看不出是哪类事件：q 返回，先按 e 立事件"),
		           st->w.kind);
}

static int
head_rows(const struct response *st)
{
	return st->warning ? 2 : 1;
}

static void
response_draw(const void *state, const struct view *v)
{
	const struct response *st = state;
	const struct region *a = &v->area;
	int head = head_rows(st);
	struct region body = region_part(a, head, 0, a->rows - head, a->cols);

	if (st->warning)
		draw_warning(st, a);
	else
		canvas_fmt(a, 0, 0, -1, ROLE_HEAD,
		           tr("%s 预案响应：已启动 %zu，适用 %zu"), st->number,
		           st->acts_count, st->plans_count);
	list_draw(&st->list, &body, v->focused, draw_row, st);
	if (!st->list.count)
		canvas_put(&body, 0, 1, -1, ROLE_WARN,
		           tr("没有适用这类事件的预案：8 预案库里写适用类别"));
}

static unsigned
response_have(const void *state)
{
	const struct response *st = state;

	return (list_has_row(&st->list) ? NEED_ROW : 0) |
	       (*st->number ? NEED_INCIDENT : 0) |
	       (selected_plan(st) ? NEED_PROPOSED : 0);
}

static bool
response_key(struct ui *ui, void *state, const struct key_event *e)
{
	struct response *st = state;

	return list_key(&st->list, e, ui_rows(ui) - head_rows(st));
}

static const char *
response_incident(const void *state)
{
	const struct response *st = state;

	return *st->number ? st->number : NULL;
}

static void
response_close(struct ui *ui, void *state)
{
	(void)ui;
	response_drop(state);
}

/* ---- acts ---- */

static void
open_steps(struct ui *ui, int64_t id)
{
	char arg[24];

	snprintf(arg, sizeof(arg), "%lld", (long long)id);
	ui_open(ui, "steps", arg);
}

static int
save_start(struct ui *ui, void *state, const struct form *f, struct err *err)
{
	const struct response *st = state;
	const struct proposal *p = selected_plan(st);
	struct activation_new a = { .number = st->number };
	char number[INCIDENT_NUMBER];
	int64_t id;

	if (!p)
		return 0;
	a.plan = p->plan;
	a.level = (int)strtol(form_text(f, "level"), NULL, 10);
	a.by = form_text(f, "by");
	a.word = form_text(f, "word");
	if (st->warning ? warning_respond(ui_desk(ui), st->warning, st->seen,
	                                  &a, number, &id, err)
	                : activation_start(ui_desk(ui), &a, &id, NULL, err))
		return -1;
	ui_reload(ui);
	open_steps(ui, id);
	if (st->warning)
		ui_say(ui, ROLE_OK, tr("事件 %s 已启动预案，预警记为已处置"),
		       number);
	return 0;
}

static void
act_start(struct ui *ui, void *state)
{
	struct response *st = state;
	const struct proposal *p = selected_plan(st);
	struct buf title = BUF_INIT;
	char level[8];
	struct form *f;

	buf_fmt(&title, tr("启动 %s"), p->title);
	st->seen = st->w.last_seq;
	f = ui_form(ui, title.s, start_fields, save_start);
	buf_release(&title);
	if (p->level) {
		snprintf(level, sizeof(level), "%d", p->level);
		form_set(f, "level", level);
		form_go(f, "by");
	}
}

static void
act_open(struct ui *ui, void *state)
{
	const struct activation *a = selected_act(state);

	if (a)
		open_steps(ui, a->id);
	else
		act_start(ui, state);
}

static void
act_callout(struct ui *ui, void *state)
{
	const struct response *st = state;
	char arg[48];

	snprintf(arg, sizeof(arg), "incident:%s", st->number);
	ui_open(ui, "callout_start", arg);
}

/* clang-format off */
static const struct key_binding response_keys[] = {
	{ "<Enter>", "response.open", N_("步骤/启动"), NEED_ROW, act_open },
	{ "a", "response.start", N_("启动"), NEED_PROPOSED, act_start },
	{ "t", "response.callout", N_("叫应"), NEED_INCIDENT, act_callout },
	{ NULL, NULL, NULL, 0, NULL },
};
/* clang-format on */

const struct screen_ops response_screen = {
	.name = "response",
	.title = N_("预案响应"),
	.keys = response_keys,
	.uses = USES_LIST,
	.state_size = sizeof(struct response),
	.open = response_open,
	.refresh = response_refresh,
	.draw = response_draw,
	.have = response_have,
	.key = response_key,
	.incident = response_incident,
	.close = response_close,
};
