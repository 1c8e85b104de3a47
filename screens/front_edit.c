#include "screens/front_edit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tr.h"

#define HEAD_ROWS 2
#define DETAIL_ROWS 5 /* with the line above */
#define BOTH_ROWS 10  /* that, with what another officer saved */

const struct front_row *
front_selected(const struct front_edit *st)
{
	return list_has_row(&st->list) ? &st->rows.rows[st->list.sel] : NULL;
}

/* ---- what is shown ---- */

static void
detail_fill(struct ui *ui, struct front_edit *st)
{
	const struct front_row *row = front_selected(st);

	pager_clear(&st->detail);
	st->detail.top = st->detail.top_row = 0;
	if (st->filling && st->filling->reading)
		st->filling->reading(ui_desk(ui), &st->drafted.form,
		                     &st->detail);
	else if (!st->filling && row)
		front_row_detail(row, &st->mine, &st->theirs, &st->detail);
	ui_dirty(ui);
}

static int
rows_read(struct ui *ui, struct front_edit *st, struct err *err)
{
	struct front_rows new = { 0 };

	if (front_rows_read(ui_desk(ui), &st->mine, &st->theirs, &new, err)) {
		front_rows_release(&new);
		return -1;
	}
	front_rows_release(&st->rows);
	st->rows = new;
	list_set_count(&st->list, new.count);
	detail_fill(ui, st);
	return 0;
}

void
front_changed(struct ui *ui, struct front_edit *st, enum plan_part part,
              size_t at)
{
	struct err err = ERR_INIT;
	struct buf text = BUF_INIT;

	plan_front_text(&st->mine.front, &text);
	st->changed = strcmp(text.s, st->saved) != 0;
	drafted_put(&st->drafted, "front", text.s);
	buf_release(&text);
	st->drafted.unsaved = true;
	drafted_keep(ui, &st->drafted);
	if (rows_read(ui, st, &err)) {
		ui_fail(ui, &err);
		return;
	}
	list_select(&st->list, front_rows_find(&st->rows, part, at));
	detail_fill(ui, st);
}

/* ---- one part as a form ---- */

static void
fill_begin(struct ui *ui, struct front_edit *st, enum plan_part part, size_t at)
{
	char which[32];

	st->filling = &front_forms[part];
	st->part = part;
	st->at = at;
	st->touched = false;
	snprintf(which, sizeof(which), "%s %zu", st->filling->word, at);
	drafted_put(&st->drafted, "part", which);
	drafted_form(&st->drafted, st->filling->fields);
	detail_fill(ui, st);
}

void
front_fill(struct ui *ui, struct front_edit *st, enum plan_part part, size_t at)
{
	struct form *f = &st->drafted.form;

	fill_begin(ui, st, part, at);
	if (at < plan_edit_count(&st->mine, part))
		st->filling->load(&st->mine, at, f);
	form_go(f, st->filling->fields->key);
	detail_fill(ui, st);
}

static void
fill_end(struct ui *ui, struct front_edit *st)
{
	st->filling = NULL;
	drafted_form(&st->drafted, NULL);
	drafted_put(&st->drafted, "part", NULL);
	if (st->touched)
		front_changed(ui, st, st->part, st->at);
	detail_fill(ui, st);
}

static void
fill_take(struct ui *ui, struct front_edit *st)
{
	struct form *f = &st->drafted.form;
	struct err err = ERR_INIT;
	json_t *o = st->filling->take(&st->mine, st->at, f, &err);
	const char *field;

	if (o && plan_edit_put(&st->mine, st->part, st->at, o, &err) == 0) {
		st->touched = true;
		fill_end(ui, st);
		return;
	}
	field = front_form_field(st->filling, err.text);
	form_go(f, field);
	form_error(f, field, err.text);
}

static void
give_up_yes(struct ui *ui, void *state)
{
	fill_end(ui, state);
}

static bool
fill_key(struct ui *ui, struct front_edit *st, const struct key_event *e)
{
	unsigned ev = drafted_key(ui, &st->drafted, e);

	if (ev & FORM_CHANGED) {
		st->touched = true;
		detail_fill(ui, st);
	}
	if (ev & FORM_CANCEL && st->touched)
		ui_confirm(ui, tr("这一项填的不要了？按 y 不要，别的键接着填"),
		           'y', give_up_yes);
	else if (ev & FORM_CANCEL)
		fill_end(ui, st);
	else if (ev & FORM_SUBMIT)
		fill_take(ui, st);
	return ev & FORM_TAKEN;
}

/* ---- opening ---- */

void
front_base(struct front_edit *st, int64_t seq)
{
	char text[24];

	snprintf(text, sizeof(text), "%lld", (long long)seq);
	drafted_put(&st->drafted, "base", text);
}

int
front_read(struct desk *d, int64_t id, struct buf *text, int64_t *seq,
           struct err *err)
{
	struct plan_front front;
	struct plan p;

	if (plan_get(d, id, &p, err))
		return -1;
	*seq = p.front_seq;
	plan_release(&p);
	if (plan_front(d, id, &front, err))
		return -1;
	plan_front_text(&front, text);
	plan_front_release(&front);
	return 0;
}

/* What a draft holds: what was done so far, and the form that was open. */
static void
draft_open(struct ui *ui, struct front_edit *st)
{
	const char *text = drafted_get(&st->drafted, "front");
	const char *which = drafted_get(&st->drafted, "part");
	struct err err = ERR_INIT;
	struct plan_edit e;
	char word[16];
	size_t at;

	if (text && plan_edit_open(&e, text, &err) == 0) {
		plan_edit_release(&st->mine);
		st->mine = e;
		st->changed = strcmp(text, st->saved) != 0;
	}
	if (!which || sscanf(which, "%15s %zu", word, &at) != 2)
		return;
	for (enum plan_part part = PLAN_HEAD; part <= PLAN_STEP; part++)
		if (strcmp(front_forms[part].word, word) == 0) {
			fill_begin(ui, st, part, at);
			st->touched = true;
		}
}

static int
front_begin(struct ui *ui, struct front_edit *st, struct err *err)
{
	struct buf text = BUF_INIT;
	char target[24];
	int64_t seq;
	int rc;

	if (front_read(ui_desk(ui), st->id, &text, &seq, err)) {
		buf_release(&text);
		return -1;
	}
	st->saved = buf_take(&text);
	snprintf(target, sizeof(target), "%lld", (long long)st->id);
	drafted_init(&st->drafted, "plan_front", target, NULL, ui, ui_now(ui));
	drafted_put(&st->drafted, "front", st->saved);
	front_base(st, seq);
	drafted_begin(&st->drafted);
	rc = plan_edit_open(&st->mine, st->saved, err);
	if (!rc)
		rc = drafted_take_up(ui, &st->drafted, err);
	if (!rc && st->drafted.id)
		draft_open(ui, st);
	return rc;
}

static int
front_open(struct ui *ui, void *state, const char *arg, struct err *err)
{
	struct front_edit *st = state;
	struct plan p;

	pager_init(&st->detail);
	st->id = arg ? strtoll(arg, NULL, 10) : 0;
	if (plan_get(ui_desk(ui), st->id, &p, err))
		return -1;
	st->title = mem_str(p.title);
	if (p.removed)
		err_set(err, ERR_REFUSED, tr("预案《%s》已废止"), p.title);
	plan_release(&p);
	return err->code ? -1 : front_begin(ui, st, err);
}

static int
front_refresh(struct ui *ui, void *state, struct err *err)
{
	struct front_edit *st = state;

	drafted_watch(ui, &st->drafted);
	return rows_read(ui, st, err);
}

static void
front_close(struct ui *ui, void *state)
{
	struct front_edit *st = state;

	drafted_close(ui, &st->drafted);
	drafted_release(&st->drafted);
	plan_edit_release(&st->mine);
	plan_edit_release(&st->theirs);
	front_rows_release(&st->rows);
	pager_release(&st->detail);
	free(st->saved);
	free(st->title);
}

/* ---- drawing ---- */

static void
draw_row(const void *arg, size_t i, const struct region *r)
{
	const struct front_edit *st = arg;

	front_row_draw(&st->rows.rows[i], r);
}

static void
draw_state(const struct front_edit *st, const struct region *a)
{
	if (*st->drafted.notice)
		canvas_put(a, 1, 0, -1, ROLE_WARN, st->drafted.notice);
	else if (st->filling)
		canvas_fmt(a, 1, 0, -1, ROLE_DIM,
		           tr("%s：填完收下，回到清单再按 ^S 才存入日志"),
		           tr(st->filling->head));
	else if (st->theirs.doc)
		canvas_put(a, 1, 0, -1, ROLE_WARN,
		           tr("≠ 与他存的不同，+ 只有他有；t 取他的，"
		              "再按 ^S 以这里为准"));
	else if (st->changed)
		canvas_put(a, 1, 0, -1, ROLE_NOTICE,
		           tr("改了还没有存入日志：^S 存，^X 不要了"));
	else
		canvas_put(a, 1, 0, -1, ROLE_DIM, tr("预案规定，不是法定时限"));
}

static int
list_rows(const struct front_edit *st, int rows)
{
	bool both = st->theirs.doc && !st->filling;

	return rows - HEAD_ROWS - (both ? BOTH_ROWS : DETAIL_ROWS);
}

static void
front_draw(const void *state, const struct view *v)
{
	const struct front_edit *st = state;
	const struct region *a = &v->area;
	int rows = list_rows(st, a->rows);
	struct region body = region_part(a, HEAD_ROWS, 0, rows, a->cols);
	struct region detail =
		region_part(a, HEAD_ROWS + rows + 1, 0,
	                    a->rows - HEAD_ROWS - rows - 1, a->cols);

	canvas_fmt(a, 0, 0, -1, ROLE_HEAD, tr("编辑响应：%s"), st->title);
	draw_state(st, a);
	if (st->filling)
		form_draw(&st->drafted.form, &body, v->focused);
	else
		list_draw(&st->list, &body, v->focused, draw_row, st);
	canvas_hline(a, HEAD_ROWS + rows, 0, a->cols);
	pager_draw(&st->detail, &detail);
}

/* ---- keys ---- */

static bool
front_key(struct ui *ui, void *state, const struct key_event *e)
{
	struct front_edit *st = state;

	if (st->filling)
		return fill_key(ui, st, e);
	if (!list_key(&st->list, e, list_rows(st, ui_rows(ui))))
		return false;
	detail_fill(ui, st);
	return true;
}

static unsigned
front_have(const void *state)
{
	const struct front_edit *st = state;
	const struct front_row *row = front_selected(st);
	unsigned have = NEED_LIST;

	if (st->filling)
		return IN_FORM;
	if (st->mine.front.levels_count)
		have |= NEED_LEVELS;
	if (st->mine.front.levels_count < PLAN_LEVELS)
		have |= NEED_SPARE;
	if (row && row->mine)
		have |= NEED_ROW | (row->part != PLAN_HEAD ? NEED_PART : 0);
	if (row && row->differs && st->theirs.doc &&
	    row->theirs < plan_edit_count(&st->theirs, row->part))
		have |= NEED_OTHER;
	return have;
}

const struct screen_ops front_screen = {
	.name = "front",
	.title = N_("编辑响应"),
	.keys = front_keys,
	.uses = USES_LIST | USES_FORM,
	.state_size = sizeof(struct front_edit),
	.open = front_open,
	.refresh = front_refresh,
	.draw = front_draw,
	.have = front_have,
	.key = front_key,
	.close = front_close,
};
