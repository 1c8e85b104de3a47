#include "screens/settling.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/tr.h"

/* clang-format off */
#define WHICH_STEP                                                       \
	{ .key = "number", .label = N_("事件"), .flags = FORM_READONLY,  \
	  .width = 12 },                                                 \
	{ .key = "activation", .label = N_("响应"),                      \
	  .flags = FORM_READONLY | FORM_BESIDE, .width = 8 },            \
	{ .key = "step", .label = N_("步骤"),                            \
	  .flags = FORM_READONLY | FORM_BESIDE, .width = 16 },           \
	{ .key = "text", .label = N_("任务"), .kind = FORM_LINES,        \
	  .flags = FORM_READONLY, .rows = 2, .max_chars = PLAN_STEP_MAX }

static const struct form_field done_fields[] = {
	WHICH_STEP,
	{ .key = "words", .label = N_("办理情况"), .max_chars = 500,
	  .hint = N_("可以空着") },
	{ .key = "by", .label = N_("经办人"), .flags = FORM_REQUIRED,
	  .max_chars = 60, .hint = N_("谁办的；回车记录") },
	{ .key = NULL },
};

static const struct form_field na_fields[] = {
	WHICH_STEP,
	{ .key = "words", .label = N_("为何不适用"), .flags = FORM_REQUIRED,
	  .max_chars = 500 },
	DECIDED_BY(N_("回车记录")),
	{ .key = NULL },
};
/* clang-format on */

static int
settle(struct ui *ui, enum step_state state, const struct form *f,
       struct err *err)
{
	int64_t id = strtoll(form_text(f, "activation"), NULL, 10), seq;

	if (activation_step(ui_desk(ui), id, form_text(f, "step"), state,
	                    form_text(f, "by"), form_text(f, "words"), &seq,
	                    err))
		return -1;
	ui_say(ui, ROLE_OK, "%s", tr("已记录"));
	ui_reload(ui);
	return 0;
}

static int
save_done(struct ui *ui, void *state, const struct form *f, struct err *err)
{
	(void)state;
	return settle(ui, STEP_DONE, f, err);
}

static int
save_na(struct ui *ui, void *state, const struct form *f, struct err *err)
{
	(void)state;
	return settle(ui, STEP_NA, f, err);
}

static void
ask(struct ui *ui, const struct step_row *step, const char *title,
    const struct form_field *fields, ui_form_fn *fn, const char *first)
{
	struct form *f;
	char id[24];

	if (step->state != STEP_OPEN) {
		ui_say(ui, ROLE_NOTICE, tr("这一步%s，不用再记"),
		       tr(step_state_label(step->state)));
		return;
	}
	snprintf(id, sizeof(id), "%lld", (long long)step->activation);
	f = ui_form(ui, title, fields, fn);
	form_set(f, "number", step->number);
	form_set(f, "activation", id);
	form_set(f, "step", step->id);
	form_set(f, "text", step->text);
	form_go(f, first);
}

void
settling_done(struct ui *ui, const struct step_row *step)
{
	ask(ui, step, tr("这一步已办"), done_fields, save_done, "by");
}

void
settling_na(struct ui *ui, const struct step_row *step)
{
	ask(ui, step, tr("这一步不适用"), na_fields, save_na, "words");
}
