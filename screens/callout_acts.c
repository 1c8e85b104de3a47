/* The keys of a call-out: one records one call. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tr.h"
#include "base/utf8.h"
#include "desk/desk.h"
#include "desk/group.h"
#include "screens/callout.h"

/* After a command: why not, or nothing to say; and all is read anew. */
static bool
done(struct ui *ui, int rc, const struct err *err)
{
	if (rc)
		ui_fail(ui, err);
	ui_reload(ui);
	return !rc;
}

/* ---- who is in hand ---- */

void
callout_page_take(struct ui *ui, struct callout_page *st, int k)
{
	struct err err = ERR_INIT;

	if (!done(ui, callout_take(ui_desk(ui), st->id, &k, &err), &err))
		return;
	st->k = k;
	callout_page_focus(st, k);
	if (!k)
		ui_say(ui, ROLE_NOTICE, "%s",
		       tr("没有可叫的人：都已应答，或别人正在叫"));
}

static void
act_next(struct ui *ui, void *state)
{
	callout_page_take(ui, state, 0);
}

/* The one in focus, or the next when that one has answered. */
static void
act_take(struct ui *ui, void *state)
{
	const struct callout_target *t = callout_selected(state);

	callout_page_take(ui, state, t->answered_ms ? 0 : t->k);
}

static void
act_drop(struct ui *ui, void *state)
{
	struct callout_page *st = state;
	struct err err = ERR_INIT;

	if (done(ui, callout_free(ui_desk(ui), st->id, st->k, &err), &err))
		st->k = 0;
}

/* ---- one call, one key ---- */

/* The same person's next number, or the next person. */
static void
go_on(struct ui *ui, struct callout_page *st)
{
	struct err err = ERR_INIT;

	st->k = 0;
	if (!done(ui, callout_page_read(ui, st, &err), &err))
		return;
	if (st->k)
		callout_page_focus(st, st->k);
	else if (!st->c.ended_ms)
		callout_page_take(ui, st, 0);
}

static int
record(struct ui *ui, struct callout_page *st, const struct callout_attempt *a,
       struct err *err)
{
	const struct callout_target *t = &st->targets[a->k - 1];

	if (callout_try(ui_desk(ui), st->id, a, NULL, err)) {
		ui_fail(ui, err);
		ui_reload(ui);
		return -1;
	}
	ui_say(ui, ROLE_OK, tr("已记 %d 号 %s %s"), a->k, t->name,
	       tr(callout_result_label(a->result)));
	go_on(ui, st);
	return 0;
}

/* True: the one in focus has still to answer. */
static bool
may_call(struct ui *ui, const struct callout_target *t)
{
	if (!t->answered_ms)
		return true;
	ui_say(ui, ROLE_NOTICE, "%s", tr("这一位已应答"));
	return false;
}

static void
log_call(struct ui *ui, struct callout_page *st, enum callout_how how,
         enum callout_result result)
{
	const struct callout_target *t = callout_selected(st);
	struct callout_attempt a = { .how = how, .result = result };
	struct err err = ERR_INIT;

	if (!may_call(ui, t))
		return;
	a.k = t->k;
	/* A message goes to a number, and the next one is dialled after. */
	if (how == CALLOUT_MESSAGE && t->line_count)
		a.number = t->line[t->next].number;
	record(ui, st, &a, &err);
}

static void
act_no_answer(struct ui *ui, void *state)
{
	log_call(ui, state, CALLOUT_PHONE, CALLOUT_NO_ANSWER);
}

static void
act_busy(struct ui *ui, void *state)
{
	log_call(ui, state, CALLOUT_PHONE, CALLOUT_BUSY);
}

static void
act_off(struct ui *ui, void *state)
{
	log_call(ui, state, CALLOUT_PHONE, CALLOUT_OFF);
}

static void
act_wrong(struct ui *ui, void *state)
{
	log_call(ui, state, CALLOUT_PHONE, CALLOUT_WRONG);
}

static void
act_message(struct ui *ui, void *state)
{
	log_call(ui, state, CALLOUT_MESSAGE, CALLOUT_SENT);
}

static void
act_door(struct ui *ui, void *state)
{
	log_call(ui, state, CALLOUT_DOOR, CALLOUT_SENT);
}

static void
act_gong(struct ui *ui, void *state)
{
	log_call(ui, state, CALLOUT_GONG, CALLOUT_SENT);
}

static void
act_radio(struct ui *ui, void *state)
{
	log_call(ui, state, CALLOUT_RADIO, CALLOUT_SENT);
}

/* ---- a person answered ---- */

/* Where who ends and what was read back begins: "王五：马上转移".  A colon
 * between digits is a time of day. */
static const char *
colon(const char *text, size_t *len)
{
	static const char wide[] = "：";

	for (const char *s = text; *s; s++) {
		*len = strncmp(s, wide, sizeof(wide) - 1) ? 1
		                                          : sizeof(wide) - 1;
		if (*len > 1 ||
		    (*s == ':' && (s == text || s[-1] < '0' || s[-1] > '9')))
			return s;
	}
	return NULL;
}

static void answer_said(struct ui *ui, void *state, const char *text);

/* What was typed is not lost with a refusal; the prompt hides the message and
 * so says why. */
static void
ask_again(struct ui *ui, const char *text, const struct err *err)
{
	struct buf label = BUF_INIT;

	buf_fmt(&label, "✗ %s ", err->text);
	ui_ask(ui, label.s, text, answer_said);
	buf_release(&label);
}

static void
answer_said(struct ui *ui, void *state, const char *text)
{
	struct callout_page *st = state;
	struct callout_attempt a = { .k = st->about,
		                     .how = st->how,
		                     .result = CALLOUT_ANSWERED,
		                     .words = text };
	struct err err = ERR_INIT;
	size_t len;
	const char *at = colon(text, &len);
	char *by = NULL;

	if (at) {
		by = mem_strn(text, (size_t)(at - text));
		a.by = by;
		a.words = at + len;
	}
	if (record(ui, st, &a, &err) && *text)
		ask_again(ui, text, &err);
	free(by);
}

/* A number says whose it is; a door and the radio do not. */
static void
ask_answer(struct ui *ui, enum callout_how how)
{
	ui_ask(ui,
	       how == CALLOUT_PHONE ? tr("谁应答：复述了什么（空着即本人）：")
	                            : tr("谁应答：复述了什么（要写姓名）："),
	       "", answer_said);
}

static void
answered_by(struct ui *ui, struct callout_page *st, enum callout_how how)
{
	const struct callout_target *t = callout_selected(st);

	if (!may_call(ui, t))
		return;
	st->about = t->k;
	st->how = how;
	ask_answer(ui, how);
}

static void
act_answered(struct ui *ui, void *state)
{
	answered_by(ui, state, CALLOUT_PHONE);
}

static void
act_answered_door(struct ui *ui, void *state)
{
	answered_by(ui, state, CALLOUT_DOOR);
}

static void
act_answered_radio(struct ui *ui, void *state)
{
	answered_by(ui, state, CALLOUT_RADIO);
}

/* ---- what they did ---- */

static void
acted_said(struct ui *ui, void *state, const char *text)
{
	const struct callout_page *st = state;
	struct err err = ERR_INIT;

	if (done(ui,
	         callout_acted(ui_desk(ui), st->id, st->about, text, NULL,
	                       &err),
	         &err))
		ui_say(ui, ROLE_OK, tr("已记 %d 号的行动"), st->about);
}

static void
act_acted(struct ui *ui, void *state)
{
	struct callout_page *st = state;

	st->about = callout_selected(st)->k;
	ui_ask(ui, tr("做了什么："), "", acted_said);
}

/* ---- the whole call-out ---- */

static void
join_chosen(struct ui *ui, void *state, int choice)
{
	const struct callout_page *st = state;
	struct err err = ERR_INIT;

	if (done(ui,
	         callout_join(ui_desk(ui), st->id, st->groups[choice], &err),
	         &err))
		ui_say(ui, ROLE_OK, tr("已加入名单“%s”"), st->labels[choice]);
}

static int
read_groups(struct ui *ui, struct callout_page *st, struct err *err)
{
	struct group *rows;
	size_t n;

	if (group_list(ui_desk(ui), &rows, &n, err))
		return -1;
	for (size_t i = 0; i < st->groups_count; i++)
		free(st->labels[i]);
	st->labels = mem_array(st->labels, n + 1, sizeof(*st->labels));
	st->groups = mem_array(st->groups, n + 1, sizeof(*st->groups));
	for (size_t i = 0; i < n; i++) {
		st->labels[i] = mem_str(rows[i].name);
		st->groups[i] = rows[i].id;
	}
	st->labels[n] = NULL;
	st->groups_count = n;
	groups_free(rows, n);
	return 0;
}

static void
act_join(struct ui *ui, void *state)
{
	struct callout_page *st = state;
	struct err err = ERR_INIT;

	if (read_groups(ui, st, &err))
		ui_fail(ui, &err);
	else if (!st->groups_count)
		ui_say(ui, ROLE_NOTICE, "%s", tr("还没有呼叫名单"));
	else
		ui_choose(ui, tr("再加一份名单"),
		          (const char *const *)st->labels, join_chosen);
}

static void
end_said(struct ui *ui, void *state, const char *text)
{
	const struct callout_page *st = state;
	struct err err = ERR_INIT;

	if (done(ui, callout_end(ui_desk(ui), st->id, text, NULL, &err), &err))
		ui_say(ui, ROLE_OK, "%s", tr("叫应已结束，记录可看可导出"));
}

static void
end_yes(struct ui *ui, void *state)
{
	(void)state;
	ui_ask(ui, tr("怎样结束的："), "", end_said);
}

static void
act_end(struct ui *ui, void *state)
{
	const struct callout_page *st = state;
	struct buf question = BUF_INIT;

	buf_fmt(&question,
	        tr("还有 %d 人未应答。结束叫应？按 y 继续，别的键取消"),
	        st->c.targets - st->c.answered);
	ui_confirm(ui, question.s, 'y', end_yes);
	buf_release(&question);
}

/* The results stand in the key bar, the others above it on the page itself. */
enum {
	RESULT = NEED_OPEN | NEED_ROW,
	OTHER = NEED_RUNNING | KEY_QUIET,
};

/* clang-format off */
const struct key_binding callout_page_keys[] = {
	{ "a", "callout.answered", N_("应答"), RESULT, act_answered },
	{ "n", "callout.no_answer", N_("无人"), RESULT, act_no_answer },
	{ "b", "callout.busy", N_("占线"), RESULT, act_busy },
	{ "o", "callout.off", N_("关机"), RESULT, act_off },
	{ "w", "callout.wrong", N_("错号"), RESULT, act_wrong },
	{ "m", "callout.message", N_("短信"), RESULT, act_message },
	{ "d", "callout.door", N_("上门"), RESULT, act_door },
	{ "g", "callout.gong", N_("鸣锣"), RESULT, act_gong },
	{ "t", "callout.radio", N_("电台"), RESULT | KEY_QUIET, act_radio },
	{ "f", "callout.acted", N_("行动"), NEED_ROW | KEY_QUIET, act_acted },
	{ "<Space>", "callout.next", N_("下一位"), OTHER, act_next },
	{ "<Enter>", "callout.take", N_("叫这位"), OTHER | NEED_ROW, act_take },
	{ "u", "callout.drop", N_("放下"), NEED_HELD | KEY_QUIET, act_drop },
	{ "+", "callout.join", N_("加名单"), OTHER, act_join },
	{ "e", "callout.end", N_("结束"), OTHER, act_end },
	{ "P", "callout.record", N_("记录"), KEY_QUIET, callout_read_record },
	{ "E", "callout.export", N_("导出"), KEY_QUIET, callout_export_record },
	{ "D", "callout.answered_door", N_("上门应答"), RESULT | KEY_QUIET,
	  act_answered_door },
	{ "T", "callout.answered_radio", N_("电台应答"), RESULT | KEY_QUIET,
	  act_answered_radio },
	{ "<Esc>", "callout.drop", N_("放下"), NEED_HELD | KEY_QUIET,
	  act_drop },
	{ NULL, NULL, NULL, 0, NULL },
};
/* clang-format on */
