/*
 * Calls (电话): the register of every call, newest first, a page at a time;
 * the selected one whole below the list.  arg: the entry of one to stand on.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/mem.h"
#include "base/tr.h"
#include "desk/call.h"
#include "screens/kit/list.h"
#include "screens/kit/pager.h"
#include "screens/screen.h"

#define PAGE 200
#define DETAIL_ROWS 7
#define NEED_LOOSE (1 << 3) /* the call belongs to no incident */

struct calls {
	struct list list;
	struct call *rows;
	size_t count, total;
	int64_t wanted; /* entry to stand on, 0: none */
	struct pager detail;
	int64_t shown;   /* entry the detail holds */
	int64_t linking; /* entry that `l` asks about */
};

static const struct call *
calls_selected(const struct calls *st)
{
	return list_has_row(&st->list) ? &st->rows[st->list.sel] : NULL;
}

static const char *
calls_incident(const void *state)
{
	const struct call *c = calls_selected(state);

	return c && *c->incident ? c->incident : NULL;
}

/* Calling back. */
static void
calls_whom(const void *state, struct buf *out)
{
	const struct call *c = calls_selected(state);

	if (c)
		buf_fmt(out, "call %lld", (long long)c->seq);
}

static unsigned
calls_have(const void *state)
{
	if (!calls_selected(state))
		return 0;
	return NEED_ROW | (calls_incident(state) ? NEED_INCIDENT : NEED_LOOSE);
}

/* ---- reading ---- */

static int
calls_more(struct ui *ui, struct calls *st, struct err *err)
{
	struct call *page;
	size_t n;

	if (call_list(ui_desk(ui), NULL,
	              st->count ? st->rows[st->count - 1].seq : 0, PAGE, &page,
	              &n, &st->total, err))
		return -1;
	st->rows = mem_array(st->rows, st->count + n + 1, sizeof(*page));
	if (n)
		memcpy(st->rows + st->count, page, n * sizeof(*page));
	st->count += n;
	free(page); /* the rows themselves have moved */
	list_set_count(&st->list, st->count);
	return 0;
}

static void
add_text(struct pager *p, const char *label, const char *text)
{
	if (text && *text)
		pager_fmt(p, ROLE_TEXT, 0, tr("%s：%s"), label, text);
}

static void
detail_fill(struct calls *st)
{
	const struct call *c = calls_selected(st);
	struct pager *p = &st->detail;
	char at[CIVIL_TEXT], recorded[CIVIL_TEXT];

	if (c ? c->seq == st->shown : !st->shown)
		return;
	pager_clear(p);
	p->top = p->top_row = 0;
	st->shown = c ? c->seq : 0;
	if (!c)
		return;
	pager_fmt(p, ROLE_HEAD, 0, "%s %s  %s  %s",
	          c->direction == CALL_OUT ? tr("去电") : tr("来电"),
	          civil_local(at, c->at_ms), c->caller ? c->caller : "",
	          c->phone ? c->phone : "");
	add_text(p, tr("单位"), c->unit);
	add_text(p, tr("内容"), c->words);
	add_text(p, tr("已告知"), c->told);
	add_text(p, tr("结果"), c->result);
	pager_fmt(p, ROLE_DIM, 0, tr("%s 由 %s 登记，日志第 %lld 条"),
	          civil_local(recorded, c->recorded_ms), c->officer,
	          (long long)c->seq);
}

/* Stand on the entry: where it was before, or the one asked for. */
static int
stand_on(struct ui *ui, struct calls *st, int64_t seq, struct err *err)
{
	size_t i = 0;

	for (;;) {
		for (; i < st->count; i++)
			if (st->rows[i].seq <= seq) {
				list_select(&st->list, i);
				return 0;
			}
		if (st->count >= st->total)
			return 0;
		if (calls_more(ui, st, err))
			return -1;
		if (i == st->count)
			return 0;
	}
}

static int
calls_refresh(struct ui *ui, void *state, struct err *err)
{
	struct calls *st = state, old = *st;
	const struct call *c = calls_selected(st);
	int64_t seq = st->wanted ? st->wanted : c ? c->seq : 0;

	/* On the first row stay there: new calls come in above. */
	if (!st->wanted && st->list.sel == 0)
		seq = 0;
	st->rows = NULL;
	st->count = 0;
	if (calls_more(ui, st, err) || (seq && stand_on(ui, st, seq, err))) {
		calls_free(st->rows, st->count);
		*st = old;
		return -1;
	}
	calls_free(old.rows, old.count);
	st->wanted = 0;
	st->shown = -1;
	detail_fill(st);
	return 0;
}

static int
calls_open(struct ui *ui, void *state, const char *arg, struct err *err)
{
	struct calls *st = state;

	(void)ui;
	(void)err;
	pager_init(&st->detail);
	if (arg)
		st->wanted = strtoll(arg, NULL, 10);
	return 0;
}

static void
calls_close(struct ui *ui, void *state)
{
	struct calls *st = state;

	(void)ui;
	calls_free(st->rows, st->count);
	pager_release(&st->detail);
}

/* ---- drawing ---- */

static void
draw_row(const void *arg, size_t i, const struct region *r)
{
	const struct calls *st = arg;
	const struct call *c = &st->rows[i];
	char at[CIVIL_TEXT];

	canvas_put(r, 0, 1, 4, c->direction == CALL_OUT ? ROLE_DIM : ROLE_TEXT,
	           c->direction == CALL_OUT ? tr("去电") : tr("来电"));
	canvas_put(r, 0, 6, 11, ROLE_TEXT, civil_short(at, c->at_ms));
	canvas_put(r, 0, 18, 9, ROLE_LABEL, *c->incident ? c->incident : "");
	canvas_put(r, 0, 28, 16, ROLE_TEXT, c->caller ? c->caller : "");
	canvas_fmt(r, 0, 45, -1, ROLE_TEXT, "%s%s%s", c->words ? c->words : "",
	           c->words && c->result ? "  " : "",
	           c->result ? c->result : "");
}

static int
list_rows(int rows)
{
	return rows - 1 - DETAIL_ROWS;
}

static void
calls_draw(const void *state, const struct view *v)
{
	const struct calls *st = state;
	const struct region *a = &v->area;
	struct region body = region_part(a, 1, 0, list_rows(a->rows), a->cols);
	struct region detail = region_part(a, 1 + list_rows(a->rows) + 1, 0,
	                                   DETAIL_ROWS - 1, a->cols);

	canvas_fmt(a, 0, 0, -1, ROLE_HEAD, tr("来电去电 %zu 次"), st->total);
	list_draw(&st->list, &body, v->focused, draw_row, st);
	if (!st->count)
		canvas_put(&body, 0, 1, -1, ROLE_DIM,
		           tr("还没有登记过电话。c 登记"));
	canvas_hline(a, 1 + list_rows(a->rows), 0, a->cols);
	pager_draw(&st->detail, &detail);
}

static bool
calls_key(struct ui *ui, void *state, const struct key_event *e)
{
	struct calls *st = state;
	int rows = list_rows(ui_rows(ui));
	struct err err = ERR_INIT;

	if (!list_key(&st->list, e, rows))
		return false;
	if (st->count < st->total && st->list.sel + (size_t)rows >= st->count &&
	    calls_more(ui, st, &err))
		ui_fail(ui, &err);
	detail_fill(st);
	return true;
}

/* ---- keys ---- */

static void
act_open(struct ui *ui, void *state)
{
	ui_open(ui, "incident", calls_incident(state));
}

static void
act_new(struct ui *ui, void *state)
{
	(void)state;
	ui_open(ui, "call", NULL);
}

/* The rows may have moved since it was asked; the call is the same. */
static void
link_to(struct ui *ui, void *state, const char *text)
{
	const struct calls *st = state;
	char number[INCIDENT_NUMBER];
	struct err err = ERR_INIT;
	int64_t seq;

	if (incident_number(ui_desk(ui), text, number, &err) ||
	    call_link(ui_desk(ui), st->linking, number, &seq, &err))
		ui_fail(ui, &err);
	else
		ui_say(ui, ROLE_OK, tr("已归入事件 %s"), number);
	ui_reload(ui);
}

static void
act_link(struct ui *ui, void *state)
{
	struct calls *st = state;

	st->linking = calls_selected(st)->seq;
	ui_ask(ui, tr("归入哪一起事件（如 12）："), "", link_to);
}

static void
act_incident(struct ui *ui, void *state)
{
	char arg[32];

	snprintf(arg, sizeof(arg), "call:%lld",
	         (long long)calls_selected(state)->seq);
	ui_open(ui, "intake", arg);
}

/* clang-format off */
static const struct key_binding calls_keys[] = {
	{ "<Enter>", "calls.open", N_("打开事件"), NEED_INCIDENT, act_open },
	{ "c", "calls.new", N_("登记通话"), 0, act_new },
	{ "l", "calls.link", N_("归入事件"), NEED_LOOSE, act_link },
	{ "i", "calls.incident", N_("据此接报"), NEED_LOOSE, act_incident },
	{ NULL, NULL, NULL, 0, NULL },
};
/* clang-format on */

const struct screen_ops calls_screen = {
	.name = "calls",
	.title = N_("电话"),
	.keys = calls_keys,
	.uses = USES_LIST | SCREEN_TAB,
	.state_size = sizeof(struct calls),
	.open = calls_open,
	.refresh = calls_refresh,
	.draw = calls_draw,
	.have = calls_have,
	.key = calls_key,
	.incident = calls_incident,
	.whom = calls_whom,
	.close = calls_close,
};
