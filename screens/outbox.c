/*
 * Outbox (对外通知): what went out to people who are not at the desk, newest
 * first, and what came back; the one in focus whole below, or with Enter on
 * the whole screen, attempt by attempt.  Above them the house rule.
 *
 * arg: the id of one to stand on.
 */
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/tr.h"
#include "desk/notice.h"
#include "desk/spool_bad.h"
#include "screens/kit/list.h"
#include "screens/kit/pager.h"
#include "screens/screen.h"

#define SHOWN 200 /* the newest */
#define HEAD_ROWS 2
#define DETAIL_ROWS 6
#define NEED_LISTING (1 << 3)
#define NEED_OPEN (1 << 4) /* nobody has answered it yet */

struct outbox {
	struct notice *rows;
	size_t count;
	struct buf rule; /* the house rule on one line */
	int bad;         /* answers of gates that were not taken */
	struct list list;
	struct pager detail;
	bool whole;
	int64_t wanted; /* to stand on; 0: none */
	int64_t acting; /* what a form is about */
};

/* clang-format off */
static const struct {
	const char *glyph;
	enum role role;
} marks[NOTICE_STATES] = {
	[NOTICE_WAITING] =	{ "…", ROLE_NOTICE },
	[NOTICE_SENT] =		{ "→", ROLE_WARN },
	[NOTICE_FAILED] =	{ "✗", ROLE_ERROR },
	[NOTICE_DRILL] =	{ "-", ROLE_DIM },
	[NOTICE_ANSWERED] =	{ "✓", ROLE_OK },
	[NOTICE_OVER] =		{ "-", ROLE_DIM },
};
/* clang-format on */

static const struct notice *
outbox_selected(const struct outbox *st)
{
	return list_has_row(&st->list) ? &st->rows[st->list.sel] : NULL;
}

/* ---- reading ---- */

static void
row_name(const void *data, size_t i, struct buf *out)
{
	const struct notice *rows = data;

	buf_fmt(out, "%lld", (long long)rows[i].id);
}

/* "5 分钟 应急局/带班领导（hook） → 15 分钟 ..." */
static int
read_rule(struct desk *d, struct buf *out, struct err *err)
{
	struct escalation_step *steps;
	size_t count;

	if (escalation_get(d, &steps, &count, err))
		return -1;
	for (size_t i = 0; i < count; i++) {
		buf_fmt(out, tr("%s%d 分钟 %s（"), i ? " → " : "",
		        steps[i].after, steps[i].post);
		for (size_t k = 0; k < steps[i].channels_count; k++)
			buf_fmt(out, "%s%s", k ? tr("、") : "",
			        steps[i].channels[k]);
		buf_str(out, tr("）"));
	}
	escalation_free(steps, count);
	return 0;
}

static void
add_text(struct pager *p, const char *label, const char *text)
{
	if (*text)
		pager_fmt(p, ROLE_TEXT, 0, tr("%s：%s"), label, text);
}

static void
say_notice(const struct notice *n, struct pager *p)
{
	char at[CIVIL_TEXT];

	pager_fmt(p, marks[n->state].role, 0, "%s %s  %s",
	          marks[n->state].glyph, tr(notice_state_label(n->state)),
	          n->title);
	pager_fmt(p, ROLE_TEXT, 0, tr("%s 第 %lld 号，报%s %s %s，经 %s"),
	          civil_local(at, n->raised_ms), (long long)n->id, n->post,
	          n->to, n->phone, n->channel);
	if (n->state == NOTICE_ANSWERED)
		pager_fmt(p, ROLE_OK, 0, tr("%s %s 回复：%s"),
		          civil_local(at, n->answered_ms), n->answered_by,
		          n->words);
	else
		add_text(p, tr("对方答复"), n->words);
	if (n->state == NOTICE_WAITING)
		pager_fmt(p, ROLE_NOTICE, 0, tr("发过 %d 次，%s 再发"),
		          n->attempts, civil_local(at, n->next_ms));
	add_text(p, tr("内容"), n->text);
}

static int
detail_fill(struct ui *ui, struct outbox *st, struct err *err)
{
	const struct notice *n = outbox_selected(st);
	struct notice_event *events;
	char at[CIVIL_TEXT];
	size_t count;

	pager_clear(&st->detail);
	if (!n)
		return 0;
	say_notice(n, &st->detail);
	if (notice_story(ui_desk(ui), n->id, &events, &count, err))
		return -1;
	for (size_t i = 0; i < count; i++)
		pager_fmt(&st->detail, ROLE_DIM, 0,
		          tr("%s %s（日志第 %lld 条）"),
		          civil_local(at, events[i].at_ms), events[i].text,
		          (long long)events[i].seq);
	notice_story_free(events, count);
	return 0;
}

static void
stand_on(struct outbox *st, int64_t id)
{
	for (size_t i = 0; i < st->count; i++)
		if (st->rows[i].id == id)
			list_select(&st->list, i);
}

static int
outbox_refresh(struct ui *ui, void *state, struct err *err)
{
	struct outbox *st = state;
	struct buf rule = BUF_INIT;
	struct notice *rows;
	size_t count;

	if (read_rule(ui_desk(ui), &rule, err) ||
	    notice_list(ui_desk(ui), SHOWN, &rows, &count, err)) {
		buf_release(&rule);
		return -1;
	}
	/* On the first row stay there: new ones come in above. */
	if (st->list.sel)
		list_follow(&st->list, st->rows, rows, count, row_name);
	else
		list_set_count(&st->list, count);
	notices_free(st->rows, st->count);
	buf_release(&st->rule);
	st->rows = rows;
	st->count = count;
	st->rule = rule;
	st->bad = spool_bad_count(desk_dir(ui_desk(ui)));
	if (st->wanted)
		stand_on(st, st->wanted);
	st->wanted = 0;
	return detail_fill(ui, st, err);
}

static int
outbox_open(struct ui *ui, void *state, const char *arg, struct err *err)
{
	struct outbox *st = state;

	(void)ui;
	(void)err;
	buf_init(&st->rule);
	pager_init(&st->detail);
	if (arg)
		st->wanted = strtoll(arg, NULL, 10);
	return 0;
}

static void
outbox_close(struct ui *ui, void *state)
{
	struct outbox *st = state;

	(void)ui;
	notices_free(st->rows, st->count);
	buf_release(&st->rule);
	pager_release(&st->detail);
}

/* ---- drawing ---- */

static int
list_rows(int rows)
{
	return rows - HEAD_ROWS - DETAIL_ROWS - 1;
}

static void
draw_row(const void *arg, size_t i, const struct region *r)
{
	const struct outbox *st = arg;
	const struct notice *n = &st->rows[i];
	enum role role = marks[n->state].role;
	char at[CIVIL_TEXT];

	canvas_put(r, 0, 1, 1, role, marks[n->state].glyph);
	canvas_put(r, 0, 3, 14, role, tr(notice_state_label(n->state)));
	canvas_fmt(r, 0, 18, 4, ROLE_DIM, tr("%d次"), n->attempts);
	canvas_put(r, 0, 23, 11, ROLE_TEXT, civil_short(at, n->raised_ms));
	if (n->step)
		canvas_fmt(r, 0, 35, 4, ROLE_LABEL, tr("%d级"), n->step);
	else
		canvas_put(r, 0, 35, 4, ROLE_LABEL, tr("试发"));
	canvas_fmt(r, 0, 40, 18, ROLE_TEXT, "%s%s%s", n->to, *n->to ? " " : "",
	           n->post);
	canvas_put(r, 0, 59, 8, ROLE_DIM, n->channel);
	canvas_put(r, 0, 68, -1, ROLE_TEXT, n->title);
}

static void
draw_rule(const struct outbox *st, const struct region *a)
{
	if (st->rule.len)
		canvas_fmt(a, 1, 0, -1, ROLE_DIM, tr("无人确认则报：%s"),
		           st->rule.s);
	else
		canvas_put(
			a, 1, 0, -1, ROLE_WARN,
			tr("! 没有逐级报告规定：无人确认也不报任何人。w 订立"));
}

static void
outbox_draw(const void *state, const struct view *v)
{
	const struct outbox *st = state;
	const struct region *a = &v->area;
	int rows = list_rows(a->rows);
	struct region body = region_part(a, HEAD_ROWS, 0, rows, a->cols);
	struct region detail = region_part(a, HEAD_ROWS + rows + 1, 1,
	                                   DETAIL_ROWS, a->cols - 2);
	int col;

	if (st->whole) {
		detail = region_part(a, 0, 1, a->rows, a->cols - 2);
		pager_draw(&st->detail, &detail);
		return;
	}
	col = canvas_fmt(a, 0, 0, -1, ROLE_HEAD, tr("对外通知 %zu 条"),
	                 st->count);
	if (st->bad)
		canvas_fmt(a, 0, col + 2, -1, ROLE_WARN,
		           tr("! 未收的回复 %d 份，见 spool/*.bad"), st->bad);
	draw_rule(st, a);
	list_draw(&st->list, &body, v->focused, draw_row, st);
	if (!st->count)
		canvas_put(&body, 0, 1, -1, ROLE_DIM, tr("没有发过通知"));
	canvas_hline(a, HEAD_ROWS + rows, 0, a->cols);
	pager_draw(&st->detail, &detail);
}

/* ---- keys ---- */

static void
show_whole(struct outbox *st, bool whole)
{
	st->whole = whole;
	st->detail.top = st->detail.top_row = 0;
}

static bool
outbox_key(struct ui *ui, void *state, const struct key_event *e)
{
	struct outbox *st = state;
	struct err err = ERR_INIT;

	if (st->whole) {
		if (e->key != 'q' && e->key != UIKEY_ESC &&
		    e->key != UIKEY_ENTER)
			return pager_key(&st->detail, e, ui_rows(ui),
			                 ui_cols(ui) - 2);
		show_whole(st, false);
		return true;
	}
	if (!list_key(&st->list, e, list_rows(ui_rows(ui))))
		return false;
	if (detail_fill(ui, st, &err))
		ui_fail(ui, &err);
	show_whole(st, false);
	return true;
}

static unsigned
outbox_have(const void *state)
{
	const struct outbox *st = state;
	const struct notice *n = outbox_selected(st);
	unsigned have = st->whole ? 0 : NEED_LISTING;

	if (!n)
		return have;
	return have | NEED_ROW | (n->state == NOTICE_ANSWERED ? 0 : NEED_OPEN);
}

/* Whoever holds the post now. */
static void
outbox_whom(const void *state, struct buf *out)
{
	const struct notice *n = outbox_selected(state);

	if (n && n->step)
		buf_fmt(out, "post %s", n->post);
}

static void
act_whole(struct ui *ui, void *state)
{
	show_whole(state, true);
	ui_dirty(ui);
}

/* clang-format off */
static const struct form_field answer_fields[] = {
	{ .key = "title", .label = N_("通知"), .flags = FORM_READONLY },
	{ .key = "by", .label = N_("谁回复的"), .flags = FORM_REQUIRED,
	  .max_chars = 60 },
	{ .key = "words", .label = N_("怎么说"), .kind = FORM_LINES, .rows = 3,
	  .max_chars = 500 },
	{ .key = NULL },
};
/* clang-format on */

static int
save_answer(struct ui *ui, void *state, const struct form *f, struct err *err)
{
	const struct outbox *st = state;
	int64_t seq;

	if (notice_answer(ui_desk(ui), st->acting, form_text(f, "by"),
	                  form_text(f, "words"), false, &seq, err))
		return -1;
	ui_say(ui, ROLE_OK, tr("回复已记录，日志第 %lld 条"), (long long)seq);
	ui_reload(ui);
	return 0;
}

static void
act_answer(struct ui *ui, void *state)
{
	struct outbox *st = state;
	const struct notice *n = outbox_selected(st);
	struct form *f =
		ui_form(ui, tr("记录回复"), answer_fields, save_answer);
	char target[24];

	st->acting = n->id;
	snprintf(target, sizeof(target), "%lld", (long long)n->id);
	form_set(f, "title", n->title);
	form_set(f, "by", n->to);
	form_go(f, "by");
	ui_form_keep(ui, "notice", target);
}

static void
act_rule(struct ui *ui, void *state)
{
	(void)state;
	ui_open(ui, "escalation", NULL);
}

static void
act_channels(struct ui *ui, void *state)
{
	(void)state;
	ui_open(ui, "channels", NULL);
}

/* clang-format off */
static const struct key_binding outbox_keys[] = {
	{ "<Enter>", "outbox.whole", N_("全部内容"), NEED_LISTING | NEED_ROW,
	  act_whole },
	{ "a", "outbox.answer", N_("记录回复"), NEED_OPEN, act_answer },
	{ "w", "outbox.rule", N_("逐级报告规定"), NEED_LISTING, act_rule },
	{ "c", "outbox.channels", N_("通知通道"), NEED_LISTING, act_channels },
	{ NULL, NULL, NULL, 0, NULL },
};
/* clang-format on */

const struct screen_ops outbox_screen = {
	.name = "outbox",
	.title = N_("对外通知"),
	.keys = outbox_keys,
	.uses = USES_LIST | USES_PAGER | USES_FORM | SCREEN_PLACE,
	.state_size = sizeof(struct outbox),
	.open = outbox_open,
	.refresh = outbox_refresh,
	.draw = outbox_draw,
	.have = outbox_have,
	.key = outbox_key,
	.whom = outbox_whom,
	.close = outbox_close,
};
