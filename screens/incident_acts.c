#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/tr.h"
#include "screens/facts_form.h"
#include "screens/incident.h"
#include "screens/reporting.h"

/* After a command: say what happened, or why not. */
static void
done(struct ui *ui, int rc, const struct err *err, const char *said)
{
	if (rc)
		ui_fail(ui, err);
	else
		ui_say(ui, ROLE_OK, "%s", said);
	ui_reload(ui);
}

static size_t
selected(const struct incident_page *st)
{
	return st->lists[st->pane].sel;
}

/* Of the past nothing can be reported. */
const struct duty_row *
incident_duty(const void *state)
{
	const struct incident_page *st = state;

	if (st->as_of || st->pane != PANE_DUTIES ||
	    !list_has_row(&st->lists[PANE_DUTIES]))
		return NULL;
	return &st->duties[selected(st)];
}

/* ---- panes ---- */

static void
act_next_pane(struct ui *ui, void *state)
{
	struct incident_page *st = state;

	st->pane = (enum pane)((st->pane + 1) % PANE_COUNT);
	ui_dirty(ui);
}

static void
act_previous_pane(struct ui *ui, void *state)
{
	struct incident_page *st = state;

	st->pane = (enum pane)((st->pane + PANE_COUNT - 1) % PANE_COUNT);
	ui_dirty(ui);
}

/* Open what the row stands for: a rule, a text. */
static void
act_open(struct ui *ui, void *state)
{
	const struct incident_page *st = state;
	size_t i = selected(st);
	char arg[80];

	if (st->pane == PANE_DUTIES) {
		ui_open(ui, "rules", st->duties[i].rule);
	} else if (st->pane == PANE_TIMELINE) {
		snprintf(arg, sizeof(arg), "%s entry %lld", st->number,
		         (long long)st->events[i].seq);
		ui_open(ui, "text", arg);
	} else if (st->pane == PANE_REPORTS && i >= st->reports_count) {
		snprintf(arg, sizeof(arg), "%s brief %lld", st->number,
		         (long long)st->briefs[i - st->reports_count].seq);
		ui_open(ui, "text", arg);
	} else if (st->pane == PANE_REPORTS) {
		snprintf(arg, sizeof(arg), "%s entry %lld", st->number,
		         (long long)st->reports[i].seq);
		ui_open(ui, "text", arg);
	} else if (st->pane == PANE_INSTRUCTIONS) {
		snprintf(arg, sizeof(arg), "%s entry %lld", st->number,
		         (long long)st->orders[i].seq);
		ui_open(ui, "text", arg);
	} else {
		snprintf(arg, sizeof(arg), "%s entry %lld", st->number,
		         (long long)st->claims[i].seq);
		ui_open(ui, "text", arg);
	}
}

/* ---- looking back ---- */

void
incident_look(struct ui *ui, struct incident_page *st, int64_t ms)
{
	st->as_of = ms;
	ui_reload(ui);
}

static void
act_earlier(struct ui *ui, void *state)
{
	struct incident_page *st = state;
	int64_t from = st->as_of ? st->as_of : INT64_MAX;

	for (size_t i = st->moments_count; i-- > 0;)
		if (st->moments[i] < from) {
			incident_look(ui, st, st->moments[i]);
			return;
		}
	ui_say(ui, ROLE_NOTICE, tr("已到最早的一条"));
}

static void
act_later(struct ui *ui, void *state)
{
	struct incident_page *st = state;

	for (size_t i = 0; i < st->moments_count; i++)
		if (st->moments[i] > st->as_of) {
			incident_look(ui, st, st->moments[i]);
			return;
		}
	incident_look(ui, st, 0);
}

static void
act_now(struct ui *ui, void *state)
{
	incident_look(ui, state, 0);
}

static void
look_at(struct ui *ui, void *state, const char *text)
{
	struct err err = ERR_INIT;
	int64_t ms;

	if (civil_parse_human(text, ui_now(ui), &ms, &err))
		ui_fail(ui, &err);
	else
		incident_look(ui, state, ms);
}

static void
act_look(struct ui *ui, void *state)
{
	(void)state;
	ui_ask(ui, tr("回看到："), "", look_at);
}

/* ---- whom to tell ---- */

static void
act_tell(struct ui *ui, void *state)
{
	const struct incident_page *st = state;
	char words[32];

	snprintf(words, sizeof(words), "incident %s", st->number);
	ui_open(ui, "voices", words);
}

/* ---- facts ---- */

static void
act_facts(struct ui *ui, void *state)
{
	const struct incident_page *st = state;

	facts_form_open(ui, &st->in);
}

/* ---- reports and briefs ---- */

static void
act_decline(struct ui *ui, void *state)
{
	reporting_decline(ui, incident_duty(state));
}

/* ---- instructions ---- */

static void
order_received(struct ui *ui, void *state, const char *text)
{
	const struct incident_page *st = state;
	struct err err = ERR_INIT;
	int64_t seq;
	int rc = instruction_received(ui_desk(ui), st->orders[selected(st)].seq,
	                              text, &seq, &err);

	done(ui, rc, &err, tr("已记录接收"));
}

static void
act_order_received(struct ui *ui, void *state)
{
	(void)state;
	ui_ask(ui, tr("接收人："), "", order_received);
}

static void
order_feedback(struct ui *ui, void *state, const char *text)
{
	const struct incident_page *st = state;
	struct err err = ERR_INIT;
	int64_t seq;
	int rc = instruction_feedback(ui_desk(ui), st->orders[selected(st)].seq,
	                              text, &seq, &err);

	done(ui, rc, &err, tr("已记录反馈"));
}

static void
act_order_feedback(struct ui *ui, void *state)
{
	(void)state;
	ui_ask(ui, tr("反馈内容："), "", order_feedback);
}

/* ---- the life of an incident ---- */

static void
close_words(struct ui *ui, void *state, const char *text)
{
	const struct incident_page *st = state;
	struct err err = ERR_INIT;
	int64_t seq;
	int rc = incident_close(ui_desk(ui), st->number, text, &seq, &err);

	done(ui, rc, &err, tr("已结案"));
}

static void
close_yes(struct ui *ui, void *state)
{
	(void)state;
	ui_ask(ui, tr("结案说明："), "", close_words);
}

static void
act_close(struct ui *ui, void *state)
{
	(void)state;
	ui_confirm(ui, tr("结案？按 y 继续，别的键取消"), 'y', close_yes);
}

static void
reopen_why(struct ui *ui, void *state, const char *text)
{
	const struct incident_page *st = state;
	struct err err = ERR_INIT;
	int64_t seq;
	int rc = incident_reopen(ui_desk(ui), st->number, text, &seq, &err);

	done(ui, rc, &err, tr("已重新打开"));
}

static void
act_reopen(struct ui *ui, void *state)
{
	(void)state;
	ui_ask(ui, tr("重开理由："), "", reopen_why);
}

static void
act_response(struct ui *ui, void *state)
{
	const struct incident_page *st = state;

	ui_open(ui, "response", st->number);
}

static void
act_callout(struct ui *ui, void *state)
{
	const struct incident_page *st = state;
	char arg[48];

	snprintf(arg, sizeof(arg), "incident:%s", st->number);
	ui_open(ui, "callout_start", arg);
}

static void
act_merge(struct ui *ui, void *state)
{
	(void)state;
	ui_confirm(ui, tr("把本事件并入另一起？按 y 继续，别的键取消"), 'y',
	           incident_ask_merge);
}

/* clang-format off */
const struct key_binding incident_keys[] = {
	{ "<Tab>", "incident.pane", N_("换栏"), 0, act_next_pane },
	{ "<S-Tab>", "incident.pane_back", N_("换回上一栏"), KEY_QUIET,
	  act_previous_pane },
	{ "<Enter>", "incident.read", N_("细看"), NEED_ROW, act_open },
	{ "f", "incident.facts", N_("录事实"), NEED_NOW | NEED_OPEN,
	  act_facts },
	{ "e", "incident.note", N_("记一件事"), NEED_NOW | NEED_OPEN,
	  incident_ask_note },
	{ "b", "incident.brief", N_("拟报告"), NEED_NOW | NEED_OPEN,
	  incident_ask_brief },
	{ "i", "incident.order", N_("登批示"), NEED_NOW, incident_ask_order },
	{ "x", "incident.decline", N_("决定不报"), NEED_DUTY | NEED_NOW,
	  act_decline },
	{ "c", "incident.confirm", N_("对方确认"), NEED_REPORT | NEED_NOW,
	  incident_ask_confirm },
	{ "y", "incident.received", N_("批示已接收"), NEED_ORDER | NEED_NOW,
	  act_order_received },
	{ "w", "incident.feedback", N_("批示反馈"), NEED_ORDER | NEED_NOW,
	  act_order_feedback },
	{ "a", "incident.response", N_("预案响应"), 0, act_response },
	{ "t", "incident.callout", N_("叫应"), NEED_NOW | NEED_OPEN,
	  act_callout },
	{ "P", "incident.tell", N_("该通知谁"), 0, act_tell },
	{ "[", "incident.earlier", N_("回看前一刻"), 0, act_earlier },
	{ "]", "incident.later", N_("往后一刻"), NEED_PAST, act_later },
	{ "\\", "incident.look", N_("回看到某时"), KEY_QUIET, act_look },
	{ ".", "incident.now", N_("回到现在"), NEED_PAST, act_now },
	{ "E", "incident.revise", N_("更正"), NEED_NOW | NEED_OPEN | KEY_QUIET,
	  incident_ask_revise },
	{ "C", "incident.close", N_("结案"), NEED_NOW | NEED_OPEN | KEY_QUIET,
	  act_close },
	{ "O", "incident.reopen", N_("重开"),
	  NEED_NOW | NEED_CLOSED | KEY_QUIET, act_reopen },
	{ "K", "incident.link", N_("关联"), NEED_NOW | KEY_QUIET,
	  incident_ask_link },
	{ "M", "incident.merge", N_("并入"), NEED_NOW | NEED_OPEN | KEY_QUIET,
	  act_merge },
	{ NULL, NULL, NULL, 0, NULL },
};
/* clang-format on */
