#include "screens/voices.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/mem.h"
#include "base/tr.h"
#include "screens/kit/list.h"
#include "screens/reporting.h"
#include "screens/rows.h"
#include "screens/ui.h"

#define DETAIL_ROWS 3
#define ANSWERED_FORM "answered" /* the name of its drafts */
#define DRAFT_TARGET 32
#define NEED_PHONE (1 << 3)   /* the row can be dialled */
#define NEED_UNBOUND (1 << 4) /* the row is a party without a unit */
#define NEED_OWED (1 << 10)   /* it is a duty that is called for */
#define NEED_UNKNOWN (1 << 9) /* the row is a unit the roster lacks */
#define NEED_RECORD (1 << 5)  /* the row is of a unit or a contact */
#define NEED_GROUP (1 << 11)  /* a call list is called */

static const char group_words[] = "group ";

struct voices {
	struct list list;
	struct voice_rows v;
	char *words;          /* whom: screens/voices.h */
	char *taker;          /* who answered last; NULL: nobody yet */
	struct voice_row now; /* dialled: who, post, unit, phone of it */
};

static const struct voice_row *
voices_row(const struct voices *st)
{
	return list_has_row(&st->list) ? &st->v.rows[st->list.sel] : NULL;
}

static unsigned
voices_have(const void *state)
{
	const struct voices *st = state;
	const struct voice_row *row = voices_row(st);
	unsigned have = st->v.duty ? NEED_OWED : 0;

	if (*st->v.number)
		have |= NEED_INCIDENT;
	if (strncmp(st->words, group_words, strlen(group_words)) == 0)
		have |= NEED_GROUP;
	if (!row)
		return have;
	have |= NEED_ROW;
	if (row->kind == VOICE_NUMBER)
		have |= NEED_PHONE;
	if (row->kind == VOICE_MISSING && row->party)
		have |= NEED_UNBOUND;
	if (row->kind == VOICE_MISSING && !row->party)
		have |= NEED_UNKNOWN;
	if (row->contact || row->unit)
		have |= NEED_RECORD;
	return have;
}

static const struct duty_row *
voices_duty(const void *state)
{
	return ((const struct voices *)state)->v.duty;
}

static const char *
voices_incident(const void *state)
{
	const struct voices *st = state;

	return *st->v.number ? st->v.number : NULL;
}

/* ---- reading ---- */

static void
row_name(const void *data, size_t i, struct buf *out)
{
	const struct voice_row *row =
		&((const struct voice_rows *)data)->rows[i];

	buf_fmt(out, "%d %lld %lld %s %s", (int)row->kind,
	        (long long)row->contact, (long long)row->unit,
	        row->phone.number, row->who);
}

static int
voices_refresh(struct ui *ui, void *state, struct err *err)
{
	struct voices *st = state;
	struct voice_rows new = { 0 };

	if (voice_rows_find(ui_desk(ui), st->words, &new, err)) {
		voice_rows_release(&new);
		return -1;
	}
	list_follow(&st->list, &st->v, &new, new.count, row_name);
	voice_rows_release(&st->v);
	st->v = new;
	return 0;
}

/* On the next number below, if there is one. */
static void
select_number(struct voices *st, size_t from)
{
	for (size_t i = from; i < st->v.count; i++)
		if (st->v.rows[i].kind == VOICE_NUMBER) {
			list_select(&st->list, i);
			return;
		}
}

static int
voices_open(struct ui *ui, void *state, const char *arg, struct err *err)
{
	struct voices *st = state;

	st->words = mem_str(arg ? arg : "");
	if (voices_refresh(ui, st, err))
		return -1;
	select_number(st, 0);
	return 0;
}

static void
dialled_release(struct voices *st)
{
	free(st->now.who);
	free(st->now.post);
	memset(&st->now, 0, sizeof(st->now));
}

static void
voices_close(struct ui *ui, void *state)
{
	struct voices *st = state;

	(void)ui;
	voice_rows_release(&st->v);
	dialled_release(st);
	free(st->words);
	free(st->taker);
}

/* ---- drawing ---- */

struct row_view {
	const struct voices *st;
	int64_t now;
};

static void
draw_number(const struct row_view *rv, const struct voice_row *row,
            const struct region *r)
{
	bool stale = phone_stale(&row->phone, rv->now);
	enum role name = row->again ? ROLE_DIM : ROLE_TEXT;
	int extra = r->cols > 80 ? (r->cols - 80) / 2 : 0, col = 1;
	char age[PHONE_AGE];

	if (*row->post || row->deputy) {
		canvas_put(r, 0, col, 16 + extra, name, row->who);
		canvas_put(r, 0, col + 17 + extra, 2, ROLE_WARN,
		           row->deputy ? tr("副") : "");
		canvas_put(r, 0, col + 20 + extra, 18 + extra, name, row->post);
	} else {
		canvas_put(r, 0, col, 38 + 2 * extra, name, row->who);
	}
	col += 39 + 2 * extra;
	if (row->kind == VOICE_SILENT) {
		canvas_put(r, 0, col, -1, ROLE_WARN, tr("没有登记号码"));
		return;
	}
	canvas_put(r, 0, col, 17, ROLE_HEAD, row->phone.number);
	canvas_put(r, 0, col + 18, 8, ROLE_DIM, row->phone.label);
	canvas_put(r, 0, col + 27, -1, stale ? ROLE_WARN : ROLE_DIM,
	           phone_age(age, &row->phone, rv->now));
}

static void
draw_row(const void *arg, size_t i, const struct region *r)
{
	static const enum role roles[] = { [VOICE_HEAD] = ROLE_LABEL,
		                           [VOICE_VACANT] = ROLE_WARN,
		                           [VOICE_MISSING] = ROLE_LATE };
	const struct row_view *rv = arg;
	const struct voice_row *row = &rv->st->v.rows[i];

	if (row->kind == VOICE_NUMBER || row->kind == VOICE_SILENT)
		draw_number(rv, row, r);
	else
		canvas_fmt(r, 0, row->kind == VOICE_HEAD ? 0 : 1, -1,
		           roles[row->kind], "%s%s",
		           row->kind == VOICE_MISSING ? "✗ " : "", row->who);
}

/* The row in focus whole, and what became of the last call to it. */
static void
draw_detail(const struct voices *st, const struct region *r)
{
	const struct voice_row *row = voices_row(st);
	char at[CIVIL_TEXT];

	canvas_hline(r, 0, 0, r->cols);
	if (!row)
		return;
	canvas_fmt(r, 1, 1, -1, ROLE_TEXT, "%s  %s", row->who,
	           row->kind == VOICE_MISSING ? "" : row->post);
	if (row->kind != VOICE_NUMBER)
		return;
	if (row->called_ms)
		canvas_fmt(r, 2, 1, -1, ROLE_NOTICE,
		           tr("%s %s  上次去电 %s %s"), row->phone.number,
		           row->phone.label, civil_short(at, row->called_ms),
		           row->result ? row->result : "");
	else
		canvas_fmt(r, 2, 1, -1, ROLE_TEXT, "%s %s", row->phone.number,
		           row->phone.label);
}

static void
voices_draw(const void *state, const struct view *v)
{
	const struct voices *st = state;
	const struct region *a = &v->area;
	struct region body =
		region_part(a, 1, 0, a->rows - 1 - DETAIL_ROWS, a->cols);
	struct region detail =
		region_part(a, a->rows - DETAIL_ROWS, 0, DETAIL_ROWS, a->cols);
	struct row_view rv = { st, v->now_ms };

	canvas_put(a, 0, 0, -1, ROLE_HEAD, st->v.title ? st->v.title : "");
	list_draw(&st->list, &body, v->focused, draw_row, &rv);
	if (!st->v.count)
		canvas_put(&body, 0, 1, -1, ROLE_DIM,
		           tr("没有可拨的号码，也没有待报的单位"));
	draw_detail(st, &detail);
}

static bool
voices_key(struct ui *ui, void *state, const struct key_event *e)
{
	struct voices *st = state;

	return list_key(&st->list, e, ui_rows(ui) - 1 - DETAIL_ROWS);
}

/* ---- dialling ---- */

/* clang-format off */
static const char *const results[] = {
	N_("接通"), N_("无人接听"), N_("占线"), N_("关机"), N_("空号"),
	N_("停机"), N_("拒接"), NULL,
};

static const struct form_field answered_fields[] = {
	{ .key = "phone", .label = N_("号码"), .flags = FORM_READONLY },
	{ .key = "taker", .label = N_("接话人"), .flags = FORM_REQUIRED,
	  .max_chars = 60, .hint = N_("对方姓名、职务") },
	{ .key = "words", .label = N_("说了什么"), .kind = FORM_LINES,
	  .rows = 3, .max_chars = 2000,
	  .hint = N_("^J 换行；回车登记；可以空着") },
	{ .key = NULL },
};
/* clang-format on */

/* "赵建国 应急管理局 局长" */
static void
voice_text(struct buf *out, const struct voice_row *row)
{
	buf_fmt(out, "%s%s%s", row->who, *row->post ? " " : "", row->post);
}

static int
log_call(struct ui *ui, struct voices *st, const char *caller,
         const char *result, const char *words, struct err *err)
{
	struct call_new c = { .direction = CALL_OUT };
	struct unit u = { 0 };
	int64_t seq;
	int rc;

	if (st->now.unit && unit_get(ui_desk(ui), st->now.unit, &u, err))
		return -1;
	c.caller = caller;
	c.unit = u.name;
	c.phone = st->now.phone.number;
	c.words = words && *words ? words : NULL;
	c.result = result;
	c.incident = *st->v.number ? st->v.number : NULL;
	rc = call_log(ui_desk(ui), &c, &seq, err);
	unit_release(&u);
	if (!rc)
		ui_reload(ui);
	return rc;
}

static int
answered(struct ui *ui, void *state, const struct form *f, struct err *err)
{
	struct voices *st = state;
	const char *taker = form_text(f, "taker");

	if (log_call(ui, st, taker, CALL_ANSWERED, form_text(f, "words"), err))
		return -1;
	free(st->taker);
	st->taker = mem_str(taker);
	if (st->v.duty)
		ui_say(ui, ROLE_OK, tr("已登记去电 %s；r 记录已报"),
		       st->now.phone.number);
	else
		ui_say(ui, ROLE_OK, tr("已登记去电 %s"), st->now.phone.number);
	return 0;
}

/* A draft of the words is one of that number, for that incident. */
static void
draft_target(const struct voices *st, char target[DRAFT_TARGET])
{
	char digits[16];
	size_t n = 0;

	for (const char *s = st->now.phone.number; *s; s++)
		if (*s >= '0' && *s <= '9' && n + 1 < sizeof(digits))
			digits[n++] = *s;
	digits[n] = '\0';
	snprintf(target, DRAFT_TARGET, "%s.%s",
	         *st->v.number ? st->v.number : "none", digits);
}

/* Of a person the name is known; at a unit's number anyone may answer. */
static void
ask_words(struct ui *ui, struct voices *st)
{
	struct form *f = ui_form(ui, tr("接通"), answered_fields, answered);
	char target[DRAFT_TARGET];
	struct buf who = BUF_INIT;

	form_set(f, "phone", st->now.phone.number);
	voice_text(&who, &st->now);
	if (st->now.contact)
		form_set(f, "taker", who.s);
	form_go(f, st->now.contact ? "words" : "taker");
	draft_target(st, target);
	ui_form_keep(ui, ANSWERED_FORM, target);
	buf_release(&who);
}

/* Nobody there: recorded at once, and the next number is in focus. */
static void
result_chosen(struct ui *ui, void *state, int choice)
{
	struct voices *st = state;
	struct buf who = BUF_INIT;
	struct err err = ERR_INIT;

	if (choice == 0) {
		ask_words(ui, st);
		return;
	}
	voice_text(&who, &st->now);
	if (log_call(ui, st, who.s, results[choice], NULL, &err)) {
		ui_fail(ui, &err);
	} else {
		ui_say(ui, ROLE_OK, tr("已登记去电 %s：%s"),
		       st->now.phone.number, tr(results[choice]));
		select_number(st, st->list.sel + 1);
	}
	buf_release(&who);
}

/* What was dialled stays what it was while the roster changes around it. */
static void
act_dial(struct ui *ui, void *state)
{
	struct voices *st = state;
	const struct voice_row *row = voices_row(st);
	struct buf title = BUF_INIT;

	dialled_release(st);
	st->now.who = mem_str(row->who);
	st->now.post = mem_str(row->post);
	st->now.contact = row->contact;
	st->now.unit = row->unit;
	st->now.phone = row->phone;
	buf_fmt(&title, "%s %s", row->phone.number, row->who);
	ui_choose(ui, title.s, results, result_chosen);
	buf_release(&title);
}

static void
act_report(struct ui *ui, void *state)
{
	const struct voices *st = state;

	reporting_taken(ui, st->v.duty, st->taker);
}

/* ---- the roster's side ---- */

static void
act_confirm(struct ui *ui, void *state)
{
	const struct voice_row *row = voices_row(state);
	struct desk *d = ui_desk(ui);
	struct err err = ERR_INIT;
	int64_t seq;
	int rc;

	if (row->contact)
		rc = contact_confirm(d, row->contact, row->phone.number, &seq,
		                     &err);
	else if (row->unit)
		rc = unit_confirm(d, row->unit, row->phone.number, &seq, &err);
	else
		rc = err_set(&err, ERR_REFUSED, "%s",
		             tr("这个号码不在通讯录里"));
	if (rc)
		ui_fail(ui, &err);
	else
		ui_say(ui, ROLE_OK, tr("%s 今日核实无误"), row->phone.number);
	ui_reload(ui);
}

static void
act_record(struct ui *ui, void *state)
{
	const struct voice_row *row = voices_row(state);
	char id[24];

	snprintf(id, sizeof(id), "%lld",
	         (long long)(row->contact ? row->contact : row->unit));
	ui_open(ui, row->contact ? "contact" : "unit", id);
}

static void
act_history(struct ui *ui, void *state)
{
	const struct voices *st = state;
	struct buf arg = BUF_INIT;

	buf_fmt(&arg, "group changes %s", st->words + strlen(group_words));
	ui_open(ui, "text", arg.s);
	buf_release(&arg);
}

static void
act_bind(struct ui *ui, void *state)
{
	char arg[64];

	snprintf(arg, sizeof(arg), "bind %s", voices_row(state)->party);
	ui_open(ui, "roster", arg);
}

static void
act_add(struct ui *ui, void *state)
{
	const struct voice_row *row = voices_row(state);
	struct buf arg = BUF_INIT;

	if (*row->post)
		buf_fmt(&arg, "new name %s", row->post);
	ui_open(ui, "unit_edit", arg.len ? arg.s : NULL);
	buf_release(&arg);
}

void
voices_dial(struct ui *ui, const struct screen_ops *ops, const void *state)
{
	const struct duty_row *duty = ops->duty ? ops->duty(state) : NULL;
	const char *number = ops->incident ? ops->incident(state) : NULL;
	struct buf words = BUF_INIT;
	struct err err = ERR_INIT;
	struct duty_row *first = NULL;
	size_t count = 0;

	if (ops->whom)
		ops->whom(state, &words);
	if (!words.len && !duty && !number) {
		if (duty_list(ui_desk(ui), DUTIES_PENDING, NULL, true, 1,
		              &first, &count, NULL, &err))
			ui_fail(ui, &err);
		duty = count ? first : NULL;
	}
	if (words.len)
		; /* the screen has said whom */
	else if (duty)
		buf_fmt(&words, "duty %s %s %s %d %d", duty->number, duty->rule,
		        duty->to, (int)duty->leg, duty->instance);
	else if (number)
		buf_fmt(&words, "incident %s", number);
	if (words.len)
		ui_open(ui, "voices", words.s);
	else if (!err.code)
		ui_say(ui, ROLE_NOTICE,
		       tr("没有待报时限，也没有选中单位、人员或事件"));
	duty_rows_free(first, count);
	buf_release(&words);
}

/* clang-format off */
static const struct key_binding voices_keys[] = {
	{ "<Enter>", "voices.dial", N_("已拨，记结果"), NEED_PHONE, act_dial },
	{ "r", "voices.report", N_("记录已报"), NEED_OWED, act_report },
	{ "c", "voices.confirm", N_("今日核实"), NEED_PHONE, act_confirm },
	{ "b", "voices.bind", N_("绑定单位"), NEED_UNBOUND, act_bind },
	{ "a", "voices.add", N_("登记单位"), NEED_UNKNOWN, act_add },
	{ "o", "voices.record", N_("看资料"), NEED_RECORD, act_record },
	{ "h", "voices.history", N_("更改经过"), NEED_GROUP, act_history },
	{ NULL, NULL, NULL, 0, NULL },
};
/* clang-format on */

const struct screen_ops voices_screen = {
	.name = "voices",
	.title = N_("拨号"),
	.keys = voices_keys,
	.uses = USES_LIST,
	.state_size = sizeof(struct voices),
	.open = voices_open,
	.refresh = voices_refresh,
	.draw = voices_draw,
	.have = voices_have,
	.key = voices_key,
	.duty = voices_duty,
	.incident = voices_incident,
	.close = voices_close,
};
