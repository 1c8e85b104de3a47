#include "screens/front_edit.h"

#include <stdlib.h>

#include "base/tr.h"
#include "screens/front_text.h"

/* ---- saving ---- */

static int
save(struct ui *ui, void *arg, const struct form *f, struct err *err)
{
	const struct front_edit *st = arg;
	int64_t base = strtoll(drafted_get(&st->drafted, "base"), NULL, 10);

	(void)f;
	return plan_set_front(ui_desk(ui), st->id, base,
	                      drafted_get(&st->drafted, "front"), NULL, err);
}

/* Theirs is shown beside mine; a second save goes on top. */
static void
tell_conflict(struct ui *ui, struct front_edit *st, const struct err *why)
{
	struct err err = ERR_INIT;
	struct buf text = BUF_INIT;
	int64_t seq;

	plan_edit_release(&st->theirs);
	if (front_read(ui_desk(ui), st->id, &text, &seq, &err) ||
	    plan_edit_open(&st->theirs, text.s, &err)) {
		ui_fail(ui, &err);
	} else {
		front_base(st, seq);
		st->drafted.unsaved = true;
		drafted_keep(ui, &st->drafted);
		ui_say(ui, ROLE_ERROR, "✗ %s", why->text);
		ui_reload(ui);
	}
	buf_release(&text);
}

static void
act_save(struct ui *ui, void *state)
{
	struct front_edit *st = state;
	struct err err = ERR_INIT;

	if (!st->changed && !st->theirs.doc) {
		ui_say(ui, ROLE_NOTICE, "%s", tr("没有改动，不用存"));
		return;
	}
	if (drafted_save(ui, &st->drafted, save, st, "became a front", &err) ==
	    0) {
		ui_back(ui);
		ui_say(ui, ROLE_OK, "%s", tr("已保存，记入日志"));
	} else if (err.code == ERR_CONFLICT) {
		tell_conflict(ui, st, &err);
	} else {
		ui_fail(ui, &err);
	}
}

/* ---- parts ---- */

static void
act_change(struct ui *ui, void *state)
{
	struct front_edit *st = state;
	const struct front_row row = *front_selected(st);

	front_fill(ui, st, row.part, row.at);
}

static void
act_level(struct ui *ui, void *state)
{
	struct front_edit *st = state;

	front_fill(ui, st, PLAN_LEVEL, st->mine.front.levels_count);
}

/* A new step is of the levels that the row in focus is of, else of all. */
static void
act_step(struct ui *ui, void *state)
{
	struct front_edit *st = state;
	const struct plan_front *f = &st->mine.front;
	const struct front_row *row = front_selected(st);
	struct buf text = BUF_INIT;
	unsigned levels = 0;

	if (row && row->mine && row->part == PLAN_STEP)
		levels = f->steps[row->at].levels;
	else if (row && row->mine && row->part == PLAN_LEVEL)
		levels = 1u << f->levels[row->at].level;
	for (size_t i = 0; !levels && i < f->levels_count; i++)
		levels = 1u << f->levels[i].level;
	levels_to_text(&text, levels);
	front_fill(ui, st, PLAN_STEP, f->steps_count);
	form_set(&st->drafted.form, "levels", text.s);
	form_go(&st->drafted.form, "minutes");
	buf_release(&text);
}

static void
drop_yes(struct ui *ui, void *state)
{
	struct front_edit *st = state;
	struct err err = ERR_INIT;

	if (plan_edit_drop(&st->mine, st->part, st->at, &err))
		ui_fail(ui, &err);
	else
		front_changed(ui, st, st->part, st->at);
}

static void
act_drop(struct ui *ui, void *state)
{
	struct front_edit *st = state;
	const struct front_row *row = front_selected(st);
	struct buf question = BUF_INIT;
	size_t only = 0;

	st->part = row->part;
	st->at = row->at;
	if (row->part == PLAN_LEVEL)
		only = plan_edit_steps_only(
			&st->mine, st->mine.front.levels[row->at].level);
	if (only)
		buf_fmt(&question,
		        tr("删去%s和只属于它的 %zu 个步骤？按 y 删去"),
		        row->label, only);
	else
		buf_fmt(&question, tr("删去%s？按 y 删去"), row->label);
	ui_confirm(ui, question.s, 'y', drop_yes);
	buf_release(&question);
}

static void
move(struct ui *ui, struct front_edit *st, int step)
{
	const struct front_row row = *front_selected(st);

	if (plan_edit_move(&st->mine, row.part, row.at, step))
		front_changed(ui, st, row.part, row.at + (size_t)step);
	else
		ui_say(ui, ROLE_NOTICE, "%s",
		       step < 0 ? tr("已在最前") : tr("已在最后"));
}

static void
act_up(struct ui *ui, void *state)
{
	move(ui, state, -1);
}

static void
act_down(struct ui *ui, void *state)
{
	move(ui, state, 1);
}

static void
act_theirs(struct ui *ui, void *state)
{
	struct front_edit *st = state;
	const struct front_row row = *front_selected(st);
	struct err err = ERR_INIT;
	json_t *o = json_deep_copy(
		plan_edit_part(&st->theirs, row.part, row.theirs));

	if (plan_edit_put(&st->mine, row.part, row.at, o, &err))
		ui_fail(ui, &err);
	else
		front_changed(ui, st, row.part, row.at);
}

static void
discard_yes(struct ui *ui, void *state)
{
	struct front_edit *st = state;
	struct err err = ERR_INIT;

	if (drafted_discard(ui, &st->drafted, &err))
		ui_fail(ui, &err);
	else
		ui_back(ui);
}

static void
act_discard(struct ui *ui, void *state)
{
	(void)state;
	ui_confirm(ui, tr("不要这次填的内容了？"), 'y', discard_yes);
}

/* clang-format off */
const struct key_binding front_keys[] = {
	{ "<Enter>", "front.change", N_("改"), NEED_LIST | NEED_ROW,
	  act_change },
	{ "l", "front.level", N_("加级别"), NEED_LIST | NEED_SPARE, act_level },
	{ "a", "front.step", N_("加步骤"), NEED_LIST | NEED_LEVELS, act_step },
	{ "x", "front.drop", N_("删去"), NEED_PART, act_drop },
	{ "K", "front.up", N_("上移"), NEED_PART, act_up },
	{ "J", "front.down", N_("下移"), NEED_PART, act_down },
	{ "t", "front.theirs", N_("取他的"), NEED_OTHER, act_theirs },
	{ "<C-s>", "front.save", N_("存入日志"), NEED_LIST, act_save },
	{ "<C-x>", "front.discard", N_("不要了"), NEED_LIST, act_discard },
	{ NULL, NULL, NULL, 0, NULL },
};
/* clang-format on */
