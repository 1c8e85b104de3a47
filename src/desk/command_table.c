#include "desk/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/tr.h"
#include "desk/alarm.h"
#include "desk/call.h"
#include "desk/command_plan.h"
#include "desk/command_roster.h"
#include "desk/command_watch.h"
#include "desk/draft.h"
#include "desk/duty.h"
#include "desk/instruction.h"
#include "desk/report.h"
#include "desk/setting.h"

/* Incidents. */

static int
run_open(struct command_session *s, const json_t *line,
         struct command_result *res, struct err *err)
{
	struct incident_new in = {
		.kind = command_text(line, "kind"),
		.title = command_text(line, "title"),
		.place = command_text(line, "place"),
		.unit = command_text(line, "unit"),
		.words = command_text(line, "words"),
		.occurred_ms = command_time(line, "occurred", JOURNAL_NO_TIME),
		.occurred_source = command_text(line, "occurred_source"),
		.received_ms = command_time(line, "at", 0),
		.from = command_text(line, "from"),
		.phone = command_text(line, "phone"),
		.told = command_text(line, "told"),
		.unit_head_told_ms =
			command_time(line, "unit_head_told", JOURNAL_NO_TIME),
		.source = command_text(line, "source"),
		.draft = command_int(line, "draft", 0),
		.warning = command_int(line, "warning", 0),
	};

	if (command_facts(line, "facts", &in.facts, &in.asked, err))
		return -1;
	return incident_open(s->desk, &in, res->number, &res->seq, err);
}

/* A conflict is told as an error: a stream has nobody to ask. */
static int
tell_conflict(struct conflict *c, int rc)
{
	conflict_release(c);
	return rc;
}

static int
run_revise(struct command_session *s, const json_t *line,
           struct command_result *res, struct err *err)
{
	struct incident_change ch = {
		.kind = command_text(line, "kind"),
		.title = command_text(line, "title"),
		.place = command_text(line, "place"),
		.unit = command_text(line, "unit"),
		.words = command_text(line, "words"),
		.base = command_int(line, "base", INT64_MAX),
	};
	struct conflict c = { .theirs = NULL };

	if (command_number(s, line, "number", res->number, err))
		return -1;
	return tell_conflict(&c, incident_revise(s->desk, res->number, &ch, &c,
	                                         &res->seq, err));
}

static int
run_facts(struct command_session *s, const json_t *line,
          struct command_result *res, struct err *err)
{
	struct conflict c = { .theirs = NULL };
	struct facts facts;
	unsigned set;

	if (command_number(s, line, "number", res->number, err) ||
	    command_facts(line, "facts", &facts, &set, err))
		return -1;
	return tell_conflict(
		&c, incident_claim(s->desk, res->number, set, &facts,
	                           command_text(line, "source"),
	                           command_time(line, "at", 0),
	                           command_int(line, "base", INT64_MAX), &c,
	                           &res->seq, err));
}

static int
run_note(struct command_session *s, const json_t *line,
         struct command_result *res, struct err *err)
{
	struct incident_event e = {
		.what = (enum event_what)event_find(command_text(line, "what")),
		.at_ms = command_time(line, "at", 0),
		.by = command_text(line, "by"),
		.from = command_text(line, "from"),
		.name = command_text(line, "name"),
		.source = command_text(line, "source"),
	};

	if (command_number(s, line, "number", res->number, err))
		return -1;
	return incident_note(s->desk, res->number, &e, &res->seq, err);
}

static int
run_link(struct command_session *s, const json_t *line,
         struct command_result *res, struct err *err)
{
	char to[INCIDENT_NUMBER];

	if (command_number(s, line, "number", res->number, err) ||
	    command_number(s, line, "to", to, err))
		return -1;
	return incident_link(s->desk, res->number, to,
	                     command_text(line, "why"), &res->seq, err);
}

static int
run_merge(struct command_session *s, const json_t *line,
          struct command_result *res, struct err *err)
{
	char into[INCIDENT_NUMBER];

	if (command_number(s, line, "number", res->number, err) ||
	    command_number(s, line, "into", into, err))
		return -1;
	return incident_merge(s->desk, res->number, into,
	                      command_text(line, "why"), &res->seq, err);
}

static int
run_close(struct command_session *s, const json_t *line,
          struct command_result *res, struct err *err)
{
	if (command_number(s, line, "number", res->number, err))
		return -1;
	return incident_close(s->desk, res->number, command_text(line, "words"),
	                      &res->seq, err);
}

static int
run_reopen(struct command_session *s, const json_t *line,
           struct command_result *res, struct err *err)
{
	if (command_number(s, line, "number", res->number, err))
		return -1;
	return incident_reopen(s->desk, res->number, command_text(line, "why"),
	                       &res->seq, err);
}

/* Reports, briefs and what is not reported. */

static int
run_report(struct command_session *s, const json_t *line,
           struct command_result *res, struct err *err)
{
	struct report_new r = {
		.by = command_text(line, "by"),
		.to = command_text(line, "to"),
		.via = (enum rule_via)via_find(command_text(line, "via")),
		.at_ms = command_time(line, "at", 0),
		.taker = command_text(line, "taker"),
		.reference = command_text(line, "reference"),
		.words = command_text(line, "words"),
		.rule = command_text(line, "rule"),
	};

	if (command_number(s, line, "number", res->number, err))
		return -1;
	return report_make(s->desk, res->number, &r, &res->seq, err);
}

static int
run_confirm(struct command_session *s, const json_t *line,
            struct command_result *res, struct err *err)
{
	int64_t report;

	if (command_number(s, line, "number", res->number, err) ||
	    command_entry(s, line, "seq", &report, err))
		return -1;
	return report_confirm(s->desk, res->number, report,
	                      command_time(line, "at", 0),
	                      command_text(line, "name"),
	                      command_text(line, "reference"), &res->seq, err);
}

static int
run_decline(struct command_session *s, const json_t *line,
            struct command_result *res, struct err *err)
{
	if (command_number(s, line, "number", res->number, err))
		return -1;
	return duty_decline(s->desk, res->number, command_text(line, "rule"),
	                    command_text(line, "to"),
	                    command_text(line, "ground"),
	                    command_text(line, "name"), &res->seq, err);
}

/* Words of brief.freeze; index is enum brief_kind. */
static const char *const brief_words[] = { "first", "follow", "final", NULL };

static int
run_freeze(struct command_session *s, const json_t *line,
           struct command_result *res, struct err *err)
{
	const char *word = command_text(line, "kind");
	const char *text = command_text(line, "text");
	struct buf composed = BUF_INIT;
	enum brief_kind kind;
	int n, k, rc = -1;

	if (command_number(s, line, "number", res->number, err))
		return -1;
	if ((!word || !text) &&
	    brief_compose(s->desk, res->number, &composed, &kind, &n, err))
		goto out;
	for (k = 0; word && brief_words[k]; k++)
		if (!strcmp(word, brief_words[k]))
			kind = (enum brief_kind)k;
	rc = brief_freeze(s->desk, res->number, kind, text ? text : composed.s,
	                  &res->seq, err);
out:
	buf_release(&composed);
	return rc;
}

/* Calls and instructions. */

static const char *const direction_words[] = { "in", "out", NULL };

static int
run_call(struct command_session *s, const json_t *line,
         struct command_result *res, struct err *err)
{
	struct call_new c = {
		.direction = strcmp(command_text(line, "direction"), "out") != 0
		                     ? CALL_IN
		                     : CALL_OUT,
		.at_ms = command_time(line, "at", 0),
		.caller = command_text(line, "caller"),
		.unit = command_text(line, "unit"),
		.phone = command_text(line, "phone"),
		.words = command_text(line, "words"),
		.told = command_text(line, "told"),
		.result = command_text(line, "result"),
	};

	if (command_number(s, line, "number", res->number, err))
		return -1;
	c.incident = res->number;
	return call_log(s->desk, &c, &res->seq, err);
}

static int
run_call_link(struct command_session *s, const json_t *line,
              struct command_result *res, struct err *err)
{
	int64_t call;

	if (command_number(s, line, "number", res->number, err) ||
	    command_entry(s, line, "seq", &call, err))
		return -1;
	return call_link(s->desk, call, res->number, &res->seq, err);
}

static int
run_give(struct command_session *s, const json_t *line,
         struct command_result *res, struct err *err)
{
	struct instruction_new in = {
		.leader = command_text(line, "leader"),
		.to = command_text(line, "to"),
		.words = command_text(line, "words"),
		.at_ms = command_time(line, "at", 0),
		.due_ms = command_time(line, "due", 0),
	};

	if (command_number(s, line, "number", res->number, err))
		return -1;
	in.incident = res->number;
	return instruction_give(s->desk, &in, &res->seq, err);
}

static int
run_received(struct command_session *s, const json_t *line,
             struct command_result *res, struct err *err)
{
	int64_t of;

	if (command_entry(s, line, "seq", &of, err))
		return -1;
	return instruction_received(s->desk, of, command_text(line, "by"),
	                            &res->seq, err);
}

static int
run_feedback(struct command_session *s, const json_t *line,
             struct command_result *res, struct err *err)
{
	int64_t of;

	if (command_entry(s, line, "seq", &of, err))
		return -1;
	return instruction_feedback(s->desk, of, command_text(line, "words"),
	                            &res->seq, err);
}

/* The desk's own. */

static int
run_setting(struct command_session *s, const json_t *line,
            struct command_result *res, struct err *err)
{
	return setting_set(s->desk, command_text(line, "name"),
	                   command_text(line, "value"), &res->seq, err);
}

static int
run_draft(struct command_session *s, const json_t *line,
          struct command_result *res, struct err *err)
{
	char target[INCIDENT_NUMBER];

	if (command_number(s, line, "number", target, err))
		return -1;
	res->draft = command_int(line, "draft", 0);
	return draft_save(s->desk, &res->draft, command_text(line, "form"),
	                  target, json_object_get(line, "fields"), err);
}

static int
run_drop(struct command_session *s, const json_t *line,
         struct command_result *res, struct err *err)
{
	(void)res;
	return draft_drop(s->desk, command_int(line, "draft", 0),
	                  command_text(line, "why"), err);
}

static int
run_ack(struct command_session *s, const json_t *line,
        struct command_result *res, struct err *err)
{
	(void)res;
	return alarm_ack(s->desk, command_text(line, "key"),
	                 (int)command_int(line, "threshold", 0), err);
}

static int
run_shelve(struct command_session *s, const json_t *line,
           struct command_result *res, struct err *err)
{
	(void)res;
	return alarm_shelve(s->desk, command_text(line, "key"),
	                    command_time(line, "until", 0),
	                    command_text(line, "reason"), err);
}

static int
run_clock(struct command_session *s, const json_t *line,
          struct command_result *res, struct err *err)
{
	(void)res;
	return desk_set_clock(
		s->desk, command_time(line, "to", 0),
		command_int(line, "rate", desk_clock_rate(s->desk)), err);
}

/* The rows. */

/* clang-format off */
#define END { NULL, ARG_TEXT, ARG_MAY, NULL }
#define NUMBER { "number", ARG_INCIDENT, ARG_NEED, NULL }
#define OF_INCIDENT { "number", ARG_INCIDENT, ARG_MAY, NULL }
#define NEED(name, type) { name, type, ARG_NEED, NULL }
#define MAY(name, type) { name, type, ARG_MAY, NULL }
#define CLEAR(name, type) { name, type, ARG_CLEAR, NULL }

static const struct command_arg open_args[] = {
	NEED("kind", ARG_KIND), MAY("title", ARG_TEXT),
	MAY("place", ARG_TEXT), MAY("unit", ARG_TEXT), MAY("words", ARG_TEXT),
	MAY("occurred", ARG_TIME), MAY("occurred_source", ARG_TEXT),
	MAY("at", ARG_TIME), MAY("from", ARG_TEXT), MAY("phone", ARG_TEXT),
	MAY("told", ARG_TEXT), MAY("unit_head_told", ARG_TIME),
	MAY("facts", ARG_FACTS), MAY("source", ARG_TEXT),
	MAY("draft", ARG_INT), MAY("warning", ARG_INT), END
};
static const struct command_arg revise_args[] = {
	NUMBER, MAY("kind", ARG_KIND), MAY("title", ARG_TEXT),
	MAY("place", ARG_TEXT), MAY("unit", ARG_TEXT), MAY("words", ARG_TEXT),
	MAY("base", ARG_INT), END
};
static const struct command_arg facts_args[] = {
	NUMBER, NEED("facts", ARG_FACTS), MAY("source", ARG_TEXT),
	MAY("at", ARG_TIME), MAY("base", ARG_INT), END
};
static const struct command_arg note_args[] = {
	NUMBER, NEED("what", ARG_WHAT), MAY("at", ARG_TIME),
	MAY("by", ARG_PARTY), MAY("from", ARG_PARTY), MAY("name", ARG_TEXT),
	MAY("source", ARG_TEXT), END
};
static const struct command_arg link_args[] = {
	NUMBER, NEED("to", ARG_INCIDENT), NEED("why", ARG_TEXT), END
};
static const struct command_arg merge_args[] = {
	NUMBER, NEED("into", ARG_INCIDENT), NEED("why", ARG_TEXT), END
};
static const struct command_arg close_args[] = {
	NUMBER, NEED("words", ARG_TEXT), END
};
static const struct command_arg reopen_args[] = {
	NUMBER, NEED("why", ARG_TEXT), END
};
static const struct command_arg report_args[] = {
	NUMBER, NEED("to", ARG_PARTY), NEED("via", ARG_VIA),
	MAY("by", ARG_PARTY), MAY("at", ARG_TIME), MAY("taker", ARG_TEXT),
	MAY("reference", ARG_TEXT), MAY("words", ARG_TEXT),
	MAY("rule", ARG_TEXT), END
};
static const struct command_arg confirm_args[] = {
	NUMBER, NEED("seq", ARG_ENTRY), NEED("name", ARG_TEXT),
	MAY("at", ARG_TIME), MAY("reference", ARG_TEXT), END
};
static const struct command_arg decline_args[] = {
	NUMBER, NEED("rule", ARG_TEXT), NEED("to", ARG_PARTY),
	NEED("ground", ARG_TEXT), NEED("name", ARG_TEXT), END
};
static const struct command_arg freeze_args[] = {
	NUMBER, { "kind", ARG_WORD, ARG_MAY, brief_words },
	MAY("text", ARG_TEXT), END
};
static const struct command_arg call_args[] = {
	{ "direction", ARG_WORD, ARG_NEED, direction_words },
	NEED("caller", ARG_TEXT), MAY("unit", ARG_TEXT),
	MAY("phone", ARG_TEXT), MAY("words", ARG_TEXT), MAY("told", ARG_TEXT),
	MAY("result", ARG_TEXT), OF_INCIDENT, MAY("at", ARG_TIME), END
};
static const struct command_arg call_link_args[] = {
	NEED("seq", ARG_ENTRY), NUMBER, END
};
static const struct command_arg give_args[] = {
	NEED("leader", ARG_TEXT), NEED("to", ARG_TEXT),
	NEED("words", ARG_TEXT), MAY("at", ARG_TIME), MAY("due", ARG_TIME),
	OF_INCIDENT, END
};
static const struct command_arg received_args[] = {
	NEED("seq", ARG_ENTRY), NEED("by", ARG_TEXT), END
};
static const struct command_arg feedback_args[] = {
	NEED("seq", ARG_ENTRY), NEED("words", ARG_TEXT), END
};
static const struct command_arg setting_args[] = {
	NEED("name", ARG_TEXT), NEED("value", ARG_TEXT), END
};
static const struct command_arg draft_args[] = {
	NEED("form", ARG_TEXT), NEED("fields", ARG_FIELDS), OF_INCIDENT,
	MAY("draft", ARG_INT), END
};
static const struct command_arg drop_args[] = {
	NEED("draft", ARG_INT), NEED("why", ARG_TEXT), END
};
static const struct command_arg ack_args[] = {
	NEED("key", ARG_TEXT), NEED("threshold", ARG_INT), END
};
static const struct command_arg shelve_args[] = {
	NEED("key", ARG_TEXT), NEED("until", ARG_TIME),
	NEED("reason", ARG_TEXT), END
};
static const char *const unit_words[] = {
	"agency", "town", "village", "firm", "mine", "chemical", "hospital",
	"rescue", "store", "shelter", "other", NULL
};
static const struct command_arg unit_args[] = {
	MAY("unit", ARG_TEXT), MAY("name", ARG_TEXT), CLEAR("short", ARG_TEXT),
	{ "kind", ARG_WORD, ARG_MAY, unit_words }, CLEAR("parent", ARG_TEXT),
	CLEAR("town", ARG_TEXT), CLEAR("place", ARG_TEXT),
	CLEAR("lat", ARG_INT), CLEAR("lon", ARG_INT),
	MAY("regulators", ARG_LIST), MAY("phones", ARG_LIST),
	CLEAR("licence", ARG_TEXT), CLEAR("capacity", ARG_TEXT),
	CLEAR("hazards", ARG_TEXT), MAY("stock", ARG_LIST),
	CLEAR("note", ARG_TEXT), END
};
static const struct command_arg unit_confirm_args[] = {
	NEED("unit", ARG_TEXT), MAY("number", ARG_TEXT), END
};
static const struct command_arg unit_remove_args[] = {
	NEED("unit", ARG_TEXT), NEED("why", ARG_TEXT), END
};
static const struct command_arg bind_args[] = {
	NEED("party", ARG_PARTY), MAY("unit", ARG_TEXT), END
};
static const struct command_arg contact_args[] = {
	MAY("contact", ARG_ENTRY), MAY("name", ARG_TEXT),
	CLEAR("spelling", ARG_TEXT), MAY("posts", ARG_LIST),
	MAY("phones", ARG_LIST), CLEAR("note", ARG_TEXT), END
};
static const struct command_arg contact_confirm_args[] = {
	NEED("contact", ARG_ENTRY), MAY("number", ARG_TEXT), END
};
static const struct command_arg contact_remove_args[] = {
	NEED("contact", ARG_ENTRY), NEED("why", ARG_TEXT), END
};
static const struct command_arg group_args[] = {
	MAY("group", ARG_ENTRY), MAY("name", ARG_TEXT),
	MAY("members", ARG_LIST), CLEAR("note", ARG_TEXT), END
};
static const struct command_arg group_remove_args[] = {
	NEED("group", ARG_ENTRY), NEED("why", ARG_TEXT), END
};
static const struct command_arg clock_args[] = {
	MAY("to", ARG_TIME), MAY("rate", ARG_INT), END
};
static const char *const category_words[] = {
	"overall", "special", "department", "site", "other", NULL
};
static const char *const state_words[] = { "done", "na", "open", NULL };
static const struct command_arg plan_save_args[] = {
	MAY("plan", ARG_PLAN), MAY("title", ARG_TEXT),
	{ "category", ARG_WORD, ARG_MAY, category_words },
	MAY("issued", ARG_DATE), NEED("paras", ARG_LIST),
	MAY("front", ARG_OBJECT), END
};
static const struct command_arg plan_front_args[] = {
	NEED("plan", ARG_PLAN), NEED("front", ARG_OBJECT), END
};
static const struct command_arg plan_drill_args[] = {
	NEED("plan", ARG_PLAN), NEED("words", ARG_TEXT), MAY("at", ARG_TIME),
	END
};
static const struct command_arg plan_remove_args[] = {
	NEED("plan", ARG_PLAN), NEED("why", ARG_TEXT), END
};
static const struct command_arg activate_args[] = {
	NUMBER, NEED("plan", ARG_PLAN), NEED("level", ARG_INT),
	NEED("by", ARG_TEXT), MAY("word", ARG_TEXT), END
};
static const struct command_arg level_args[] = {
	NEED("activation", ARG_ENTRY), NEED("level", ARG_INT),
	NEED("by", ARG_TEXT), NEED("why", ARG_TEXT), END
};
static const struct command_arg step_args[] = {
	NEED("activation", ARG_ENTRY), NEED("step", ARG_TEXT),
	{ "state", ARG_WORD, ARG_NEED, state_words }, MAY("by", ARG_TEXT),
	MAY("words", ARG_TEXT), END
};
static const struct command_arg end_args[] = {
	NEED("activation", ARG_ENTRY), NEED("by", ARG_TEXT),
	NEED("words", ARG_TEXT), END
};
static const char *const act_words[] = {
	"incident", "callout", "plan", "dismissed", NULL
};
static const struct command_arg warning_handle_args[] = {
	NEED("warning", ARG_ENTRY), { "how", ARG_WORD, true, act_words },
	NEED("note", ARG_TEXT), END
};
static const struct command_arg warning_close_args[] = {
	NEED("warning", ARG_ENTRY), NEED("why", ARG_TEXT), END
};
static const char *const callout_words[] = {
	"hand", "warning", "incident", "spot", NULL
};
static const char *const how_words[] = {
	"phone", "radio", "message", "door", "gong", NULL
};
static const char *const result_words[] = {
	"answered", "noanswer", "busy", "off", "wrong", "sent", NULL
};
static const struct command_arg callout_start_args[] = {
	NEED("title", ARG_TEXT), { "why", ARG_WORD, false, callout_words },
	MAY("of", ARG_TEXT), NEED("lists", ARG_LIST), MAY("draw", ARG_INT), END
};
static const struct command_arg callout_join_args[] = {
	NEED("callout", ARG_ENTRY), NEED("list", ARG_TEXT), END
};
static const struct command_arg callout_try_args[] = {
	NEED("callout", ARG_ENTRY), NEED("k", ARG_INT),
	{ "result", ARG_WORD, true, result_words },
	{ "how", ARG_WORD, false, how_words }, MAY("number", ARG_TEXT),
	MAY("by", ARG_TEXT), MAY("words", ARG_TEXT), END
};
static const struct command_arg callout_acted_args[] = {
	NEED("callout", ARG_ENTRY), NEED("k", ARG_INT),
	NEED("words", ARG_TEXT), END
};
static const struct command_arg callout_end_args[] = {
	NEED("callout", ARG_ENTRY), NEED("words", ARG_TEXT), END
};
static const struct command_arg callout_rules_args[] = {
	NEED("rules", ARG_LIST), END
};
static const struct command_arg feed_args[] = {
	NEED("feed", ARG_OBJECT), END
};
static const struct command_arg channel_args[] = {
	NEED("channel", ARG_OBJECT), END
};
static const struct command_arg escalation_args[] = {
	NEED("steps", ARG_LIST), END
};
static const struct command_arg notice_args[] = {
	NEED("notice", ARG_ENTRY), NEED("by", ARG_TEXT),
	MAY("words", ARG_TEXT), END
};

const struct command command_table[] = {
	{ "incident.open", N_("登记一起事件"), open_args, run_open },
	{ "incident.facts", N_("记下一项或几项情况"), facts_args, run_facts },
	{ "incident.note", N_("记下一个时刻：发生、得知、核实、处置结束等"),
	  note_args, run_note },
	{ "incident.revise", N_("更正类别、标题、地点、单位或原话"),
	  revise_args, run_revise },
	{ "incident.link", N_("关联另一事件"), link_args, run_link },
	{ "incident.merge", N_("并入另一事件"), merge_args, run_merge },
	{ "incident.close", N_("办结"), close_args, run_close },
	{ "incident.reopen", N_("重新办理"), reopen_args, run_reopen },
	{ "report.make", N_("记下一次报告"), report_args, run_report },
	{ "report.confirm", N_("记下接收方的确认"), confirm_args, run_confirm },
	{ "duty.decline", N_("决定不报，附依据和决定人"), decline_args,
	  run_decline },
	{ "brief.freeze", N_("定稿首报、续报或终报"), freeze_args, run_freeze },
	{ "call.log", N_("登记来电或去电"), call_args, run_call },
	{ "call.link", N_("把一次通话归入事件"), call_link_args,
	  run_call_link },
	{ "instruction.give", N_("登记领导批示"), give_args, run_give },
	{ "instruction.received", N_("批示签收"), received_args, run_received },
	{ "instruction.feedback", N_("批示反馈"), feedback_args, run_feedback },
	{ "setting.set", N_("更改设置"), setting_args, run_setting },
	{ "draft.save", N_("保存草稿"), draft_args, run_draft },
	{ "draft.drop", N_("丢弃草稿"), drop_args, run_drop },
	{ "plan.save", N_("登记预案或它的新版"), plan_save_args,
	  run_plan_save },
	{ "plan.front", N_("写预案的响应级别和步骤"), plan_front_args,
	  run_plan_front },
	{ "plan.drill", N_("记下一次预案演练"), plan_drill_args,
	  run_plan_drill },
	{ "plan.remove", N_("废止预案"), plan_remove_args, run_plan_remove },
	{ "plan.activate", N_("在事件上启动预案"), activate_args,
	  run_plan_activate },
	{ "activation.level", N_("调整响应级别"), level_args,
	  run_activation_level },
	{ "activation.step", N_("记下预案步骤已办、不适用或重新待办"),
	  step_args, run_activation_step },
	{ "activation.end", N_("终止响应"), end_args, run_activation_end },
	{ "alarm.ack", N_("确认一条提醒"), ack_args, run_ack },
	{ "alarm.shelve", N_("搁置一条提醒"), shelve_args, run_shelve },
	{ "unit.save", N_("登记或更改单位"), unit_args, run_unit_save },
	{ "unit.confirm", N_("核实单位的电话"), unit_confirm_args,
	  run_unit_confirm },
	{ "unit.remove", N_("移除单位"), unit_remove_args, run_unit_remove },
	{ "party.bind", N_("机构代码指向哪个单位"), bind_args, run_party_bind },
	{ "contact.save", N_("登记或更改联系人"), contact_args,
	  run_contact_save },
	{ "contact.confirm", N_("核实联系人的电话"), contact_confirm_args,
	  run_contact_confirm },
	{ "contact.remove", N_("移除联系人"), contact_remove_args,
	  run_contact_remove },
	{ "group.save", N_("登记或更改呼叫名单"), group_args, run_group_save },
	{ "group.remove", N_("移除呼叫名单"), group_remove_args,
	  run_group_remove },
	{ "warning.handle", N_("记下预警怎样处置"), warning_handle_args,
	  run_warning_handle },
	{ "warning.close", N_("预警销号"), warning_close_args,
	  run_warning_close },
	{ "callout.start", N_("按名单开始叫应或点名"), callout_start_args,
	  run_callout_start },
	{ "callout.join", N_("叫应中加一份名单"), callout_join_args,
	  run_callout_join },
	{ "callout.try", N_("记下一次呼叫和结果"), callout_try_args,
	  run_callout_try },
	{ "callout.acted", N_("记下被叫应者的行动反馈"), callout_acted_args,
	  run_callout_acted },
	{ "callout.end", N_("结束叫应"), callout_end_args, run_callout_end },
	{ "callout.rules", N_("哪类哪级预警叫应哪些名单"), callout_rules_args,
	  run_callout_rules },
	{ "feed.save", N_("设置一个预警源"), feed_args, run_feed_save },
	{ "channel.save", N_("设置一条通知通道"), channel_args,
	  run_channel_save },
	{ "escalation.save", N_("设置逐级报告的规定"), escalation_args,
	  run_escalation_save },
	{ "notice.answer", N_("记下对外通知的回复"), notice_args,
	  run_notice_answer },
	{ "clock.set", N_("拨演练钟"), clock_args, run_clock },
	{ NULL, NULL, NULL, NULL },
};
/* clang-format on */
