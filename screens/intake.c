#include "screens/intake.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/mem.h"
#include "base/tr.h"
#include "desk/call.h"

#define PANEL_ROWS 7  /* below the form */
#define WIDE_COLS 132 /* from here on the panel stands beside it */
#define FORM_COLS 80

enum { NEED_PICK = 1 << 3, NEED_FILL = 1 << 4, NEED_SIMILAR = 1 << 5 };

/* ---- judging while typing ---- */

static void
judge_again(struct ui *ui, struct intake *st)
{
	const struct form *f = &st->drafted.form;
	struct err err = ERR_INIT;
	struct incident_new in;
	const char *bad;

	if (intake_read(f, &in, &bad, &err))
		judgement_none(&st->judgement,
		               N_("有一栏读不懂，改对后再判定"));
	else if (!in.kind)
		judgement_none(&st->judgement,
		               N_("选了类别，就给出等级和应报时限"));
	else
		judgement_of(&st->judgement, ui_desk(ui), &in);
}

static void
similar_drop(struct intake *st)
{
	incident_list_free(st->similar, st->similar_count);
	st->similar = NULL;
	st->similar_count = 0;
}

/* Incidents that may be the same one: by kind, hour and place or unit. */
static void
look_for_similar(struct ui *ui, struct intake *st)
{
	const struct form *f = &st->drafted.form;
	const char *kind = form_text(f, "kind");
	struct err err = ERR_INIT;
	int64_t at = ui_now(ui);

	similar_drop(st);
	if (!*kind || (form_empty(f, "place") && form_empty(f, "unit")))
		return;
	if (!form_time(f, "occurred", &at))
		form_time(f, "received", &at);
	if (incident_similar(ui_desk(ui), kind, form_text(f, "place"),
	                     form_text(f, "unit"), at, &st->similar,
	                     &st->similar_count, &err))
		ui_fail(ui, &err);
}

/* Only these can change what is similar. */
static bool
tells_similar(const char *key)
{
	static const char *const keys[] = { "kind", "place", "unit", "occurred",
		                            "received" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (strcmp(keys[i], key) == 0)
			return true;
	return false;
}

/* After another value: what follows from the unit that was chosen, the
 * judgement, and what may be the same incident. */
static void
changed(struct ui *ui, struct intake *st, bool left)
{
	const struct form *f = &st->drafted.form;
	const char *key = left ? form_left(f) : form_focus(f);

	if (left && strcmp(key, "unit") == 0)
		intake_unit_chosen(ui, st);
	judge_again(ui, st);
	if (tells_similar(key))
		look_for_similar(ui, st);
}

/* ---- opening ---- */

static void
fill_from_call(struct intake *st, const struct call *c)
{
	struct form *f = &st->drafted.form;
	char at[CIVIL_TEXT];

	form_set(f, "caller", c->caller ? c->caller : "");
	form_set(f, "phone", c->phone ? c->phone : "");
	form_set(f, "unit", c->unit ? c->unit : "");
	form_set(f, "words", c->words ? c->words : "");
	form_set(f, "told", c->told ? c->told : "");
	form_set(f, "received", civil_local(at, c->at_ms));
	form_go(f, "kind");
	st->call = c->seq;
	st->drafted.unsaved = true;
}

static int
begin_from_call(struct ui *ui, struct intake *st, int64_t seq, struct err *err)
{
	struct call *rows;
	size_t count;
	int rc = -1;

	if (call_list(ui_desk(ui), NULL, seq + 1, 1, &rows, &count, NULL, err))
		return -1;
	if (count == 1 && rows[0].seq == seq) {
		fill_from_call(st, &rows[0]);
		rc = 0;
	} else {
		err_set(err, ERR_NOT_FOUND, tr("没有第 %lld 号电话"),
		        (long long)seq);
	}
	calls_free(rows, count);
	return rc;
}

static void
resume(struct ui *ui, struct intake *st, const struct draft *dr)
{
	const char *seat = draft_open_elsewhere(ui, dr);

	st->mode = INTAKE_FILL;
	memcpy(st->drafted.target, dr->target, sizeof(dr->target));
	if (seat)
		ui_say(ui, ROLE_WARN, tr("%s 在 %s 也开着这份草稿"),
		       dr->officer, seat);
	drafted_resume(ui, &st->drafted, dr);
	judge_again(ui, st);
	look_for_similar(ui, st);
}

static int
resume_id(struct ui *ui, struct intake *st, int64_t id, struct err *err)
{
	struct draft dr;

	if (draft_get(ui_desk(ui), id, &dr, err))
		return -1;
	resume(ui, st, &dr);
	draft_release(&dr);
	return 0;
}

static int
begin_from_warning(struct ui *ui, struct intake *st, int64_t id,
                   struct err *err)
{
	int64_t draft;

	if (intake_warning_draft(ui, id, &draft, err))
		return -1;
	if (draft)
		return resume_id(ui, st, draft, err);
	if (intake_warning_fill(ui, st, id, err))
		return -1;
	judge_again(ui, st);
	look_for_similar(ui, st);
	return 0;
}

/* arg: NULL, "draft:17", "call:17" or "warning:17". */
static int
intake_open(struct ui *ui, void *state, const char *arg, struct err *err)
{
	struct intake *st = state;
	char now[CIVIL_TEXT];

	intake_fields_init(st, ui_desk(ui));
	drafted_init(&st->drafted, INTAKE_FORM, "", st->fields, st, ui_now(ui));
	/* The call came when `n` was pressed, however long the typing takes. */
	form_set(&st->drafted.form, "received", civil_local(now, ui_now(ui)));
	drafted_begin(&st->drafted);
	st->mode = INTAKE_FILL;
	judge_again(ui, st);
	if (arg && strncmp(arg, "call:", 5) == 0)
		return begin_from_call(ui, st, strtoll(arg + 5, NULL, 10), err);
	if (arg && strncmp(arg, "warning:", 8) == 0)
		return begin_from_warning(ui, st, strtoll(arg + 8, NULL, 10),
		                          err);
	if (arg && strncmp(arg, "draft:", 6) == 0)
		return resume_id(ui, st, strtoll(arg + 6, NULL, 10), err);
	if (intake_drafts_read(ui, st, err))
		return -1;
	if (st->drafts_count)
		st->mode = INTAKE_PICK;
	return 0;
}

static int
intake_refresh(struct ui *ui, void *state, struct err *err)
{
	struct intake *st = state;

	if (st->mode == INTAKE_PICK)
		return intake_drafts_read(ui, st, err);
	drafted_watch(ui, &st->drafted);
	judge_again(ui, st);
	look_for_similar(ui, st);
	return 0;
}

static void
intake_close(struct ui *ui, void *state)
{
	struct intake *st = state;

	if (st->mode == INTAKE_FILL)
		drafted_close(ui, &st->drafted);
	drafted_release(&st->drafted);
	intake_fields_release(st);
	judgement_release(&st->judgement);
	similar_drop(st);
	drafts_free(st->drafts, st->drafts_count);
	for (size_t i = 0; st->acts[i]; i++)
		free(st->acts[i]);
}

/* ---- drawing ---- */

static void
draw_notice(const struct intake *st, const struct region *r, int row)
{
	const struct incident *in = st->similar;
	char when[CIVIL_TEXT];

	if (st->similar_count)
		canvas_fmt(r, row, 1, -1, ROLE_WARN,
		           tr("! 可能是同一起（^O 并过去）：%s %s %s%s"),
		           in->number, civil_short(when, in->received_ms),
		           in->title, st->similar_count > 1 ? " …" : "");
	else if (*st->drafted.notice)
		canvas_fmt(r, row, 1, -1, ROLE_WARN, "! %s",
		           st->drafted.notice);
}

static bool
has_notice(const struct intake *st)
{
	return st->similar_count || *st->drafted.notice;
}

static void
draw_panel(const struct intake *st, const struct region *r, int64_t now)
{
	int rows = r->rows - (has_notice(st) ? 1 : 0);
	struct region judged = region_part(r, 0, 0, rows, r->cols);

	judgement_draw(&st->judgement, &judged, now);
	if (has_notice(st))
		draw_notice(st, r, rows);
}

static void
draw_form(const struct intake *st, const struct view *v)
{
	const struct region *a = &v->area;
	struct region form, panel;

	if (a->cols >= WIDE_COLS) {
		form = region_part(a, 0, 0, a->rows, FORM_COLS);
		panel = region_part(a, 0, FORM_COLS + 2, a->rows,
		                    a->cols - FORM_COLS - 2);
		canvas_vline(a, 0, FORM_COLS, a->rows);
	} else {
		form = region_part(a, 0, 0, a->rows - PANEL_ROWS, a->cols);
		panel = region_part(a, a->rows - PANEL_ROWS, 0, PANEL_ROWS,
		                    a->cols);
	}
	form_draw(&st->drafted.form, &form, v->focused);
	draw_panel(st, &panel, v->now_ms);
}

static void
intake_draw(const void *state, const struct view *v)
{
	const struct intake *st = state;

	if (st->mode == INTAKE_PICK)
		intake_drafts_draw(st, v);
	else
		draw_form(st, v);
}

/* ---- saving ---- */

/* A call that became this incident is linked to it; failing that is said. */
static void
link_call(struct ui *ui, int64_t call, const char *number)
{
	struct err err = ERR_INIT;
	int64_t seq;

	if (call && call_link(ui_desk(ui), call, number, &seq, &err))
		ui_fail(ui, &err);
}

static void
intake_save(struct ui *ui, struct intake *st)
{
	struct form *f = &st->drafted.form;
	char number[INCIDENT_NUMBER];
	struct err err = ERR_INIT;
	struct incident_new in;
	int64_t seq, call = st->call;
	const char *bad;

	if (intake_read(f, &in, &bad, &err)) {
		form_error(f, bad, err.text);
		form_go(f, bad);
		return;
	}
	in.draft = st->drafted.id;
	in.warning =
		intake_target_warning(st->drafted.target, &in.warning_seen);
	if (incident_open(ui_desk(ui), &in, number, &seq, &err)) {
		if (in.warning && err.code == ERR_CONFLICT)
			intake_warning_conflict(ui, st, &err);
		else
			ui_fail(ui, &err);
		return;
	}
	drafted_used(&st->drafted);
	ui_back(ui);
	ui_open(ui, "incident", number);
	ui_say(ui, ROLE_OK, tr("已保存为事件 %s，日志第 %lld 条"), number,
	       (long long)seq);
	link_call(ui, call, number);
}

/* Esc: nothing becomes an incident, nothing is lost. */
static void
leave(struct ui *ui, const struct intake *st)
{
	ui_back(ui);
	if (st->drafted.id || st->drafted.unsaved)
		ui_say(ui, ROLE_NOTICE, "%s",
		       tr("没有保存为事件；草稿留着，按 n 接着填"));
}

static bool
intake_key(struct ui *ui, void *state, const struct key_event *e)
{
	struct intake *st = state;
	unsigned ev;

	if (st->mode == INTAKE_PICK)
		return list_key(&st->list, e, ui_rows(ui) - 2);
	ev = drafted_key(ui, &st->drafted, e);
	if (ev & FORM_CHANGED)
		changed(ui, st, ev & FORM_LEFT);
	if (ev & FORM_CANCEL)
		leave(ui, st);
	else if (ev & FORM_SUBMIT)
		intake_save(ui, st);
	return ev & FORM_TAKEN;
}

static unsigned
intake_have(const void *state)
{
	const struct intake *st = state;

	if (st->mode == INTAKE_PICK)
		return NEED_PICK | (intake_draft(st) ? NEED_ROW : 0);
	return NEED_FILL | IN_FORM | (st->similar_count ? NEED_SIMILAR : 0);
}

/* ---- keys ---- */

static void
act_resume(struct ui *ui, void *state)
{
	struct intake *st = state;

	resume(ui, st, intake_draft(st));
}

static void
act_new(struct ui *ui, void *state)
{
	struct intake *st = state;

	(void)ui;
	st->mode = INTAKE_FILL;
}

static void
drop_yes(struct ui *ui, void *state)
{
	const struct intake *st = state;
	struct err err = ERR_INIT;

	if (draft_drop(ui_desk(ui), st->dropping, "discarded", &err))
		ui_fail(ui, &err);
	else
		ui_say(ui, ROLE_NOTICE, "%s",
		       tr("草稿已丢弃；内容仍留在日志里"));
	ui_reload(ui);
}

static void
act_drop(struct ui *ui, void *state)
{
	struct intake *st = state;

	st->dropping = intake_draft(st)->id;
	ui_confirm(ui, tr("丢弃这份草稿？"), 'y', drop_yes);
}

static void
discard_yes(struct ui *ui, void *state)
{
	struct intake *st = state;
	struct err err = ERR_INIT;

	if (drafted_discard(ui, &st->drafted, &err)) {
		ui_fail(ui, &err);
		return;
	}
	ui_back(ui);
	ui_say(ui, ROLE_NOTICE, "%s", tr("草稿已丢弃；内容仍留在日志里"));
}

static void
act_discard(struct ui *ui, void *state)
{
	(void)state;
	ui_confirm(ui, tr("不要这次填的内容了？"), 'y', discard_yes);
}

/* Even choices add to an incident, odd ones open it. */
static void
similar_chosen(struct ui *ui, void *state, int choice)
{
	struct intake *st = state;
	const char *number = st->act_numbers[choice / 2];
	char arg[INCIDENT_NUMBER + 32];

	if (choice % 2) {
		ui_open(ui, "incident", number);
		return;
	}
	st->drafted.unsaved = true;
	drafted_keep(ui, &st->drafted);
	snprintf(arg, sizeof(arg), "%s draft:%lld", number,
	         (long long)st->drafted.id);
	ui_back(ui);
	ui_open(ui, "facts", arg);
}

static void
act_similar(struct ui *ui, void *state)
{
	struct intake *st = state;
	struct buf text = BUF_INIT;
	size_t n = 0;

	for (size_t i = 0; st->acts[i]; i++)
		free(st->acts[i]);
	for (size_t i = 0; i < st->similar_count && i < INTAKE_SIMILAR; i++) {
		const struct incident *in = &st->similar[i];

		memcpy(st->act_numbers[i], in->number, sizeof(in->number));
		buf_fmt(&text, tr("补到 %s：来电和数字记入那一起  %s"),
		        in->number, in->title);
		st->acts[n++] = buf_take(&text);
		buf_fmt(&text, tr("打开 %s 看看，草稿留着"), in->number);
		st->acts[n++] = buf_take(&text);
	}
	st->acts[n] = NULL;
	ui_choose(ui, tr("可能是同一起"), (const char *const *)st->acts,
	          similar_chosen);
}

/* clang-format off */
static const struct key_binding intake_keys[] = {
	{ "<Enter>", "intake.resume", N_("接着填"), NEED_PICK | NEED_ROW,
	  act_resume },
	{ "<Tab>", "intake.new", N_("另起一份"), NEED_PICK, act_new },
	{ "n", "intake.new", N_("另起一份"), NEED_PICK | KEY_QUIET, act_new },
	{ "d", "intake.drop", N_("丢弃草稿"), NEED_PICK | NEED_ROW,
	  act_drop },
	{ "<C-o>", "intake.similar", N_("并到相近事件"), NEED_SIMILAR,
	  act_similar },
	{ "<C-x>", "intake.discard", N_("不要了"), NEED_FILL, act_discard },
	{ NULL, NULL, NULL, 0, NULL },
};
/* clang-format on */

const struct screen_ops intake_screen = {
	.name = "intake",
	.title = N_("接报"),
	.keys = intake_keys,
	.uses = USES_LIST | USES_FORM | SCREEN_TAB,
	.state_size = sizeof(struct intake),
	.open = intake_open,
	.refresh = intake_refresh,
	.draw = intake_draw,
	.have = intake_have,
	.key = intake_key,
	.close = intake_close,
};
