#include "desk/entry.h"

#include <string.h>

#include "base/civil.h"
#include "base/mem.h"
#include "base/tr.h"
#include "desk/activation.h"
#include "desk/body.h"
#include "desk/duty.h"
#include "desk/report.h"
#include "law/chronicle.h"
#include "law/facts.h"
#include "law/pack.h"

typedef void entry_say_fn(struct buf *out, const json_t *body);

/* "\n地点：..." when the member is there. */
static void
entry_line(struct buf *out, const char *label, const json_t *body,
           const char *key)
{
	const char *s = body_get_text(body, key);

	if (s)
		buf_fmt(out, tr("\n%s：%s"), tr(label), s);
}

static void
entry_time_line(struct buf *out, const char *label, const json_t *body,
                const char *key)
{
	int64_t ms = body_get_time(body, key, -1);
	char text[CIVIL_TEXT];

	if (ms >= 0)
		buf_fmt(out, tr("\n%s：%s"), tr(label), civil_local(text, ms));
}

/* "死亡 3，被困 22"; a fact taken back is 未知. */
static void
entry_facts(struct buf *out, const json_t *facts)
{
	struct jpath at = { .key = "body" };
	struct err err = ERR_INIT;
	const struct fact_info *info;
	const char *key;
	json_t *value;
	int64_t v;
	int id, n = 0;

	json_object_foreach((json_t *)facts, key, value)
	{
		id = fact_find(key);
		if (id < 0 ||
		    fact_from_json((enum fact)id, value, &v, &at, &err))
			continue;
		info = fact_info((enum fact)id);
		if (n++)
			buf_str(out, tr("，"));
		buf_fmt(out, "%s ", tr(info->label));
		if (v == FACT_UNKNOWN)
			buf_str(out, tr("未知"));
		else
			fact_text(out, (enum fact)id, v);
	}
}

static const char *
entry_party(const json_t *body, const char *key)
{
	const char *code = body_get_text(body, key);

	return code ? tr(party_name(code)) : tr("本室");
}

static const char *
entry_via(const json_t *body)
{
	/* Index is enum rule_via. */
	static const char *const names[] = {
		N_("任意方式"),   N_("电话"), N_("书面"),
		N_("电话后书面"), N_("系统"), N_("当面"),
	};
	int via = via_find(body_words(body, "via"));

	return via < 0 ? "" : tr(names[via]);
}

static void
say_opened(struct buf *out, const json_t *body)
{
	const struct kind_info *kind = kind_find(body_words(body, "kind"));
	const json_t *facts = json_object_get(body, "facts");

	buf_fmt(out, tr("接报登记（%s）：%s"),
	        kind ? tr(kind->label) : body_words(body, "kind"),
	        body_words(body, "title"));
	entry_line(out, N_("地点"), body, "place");
	entry_line(out, N_("单位"), body, "unit");
	entry_time_line(out, N_("发生时间"), body, "occurred");
	entry_line(out, N_("发生时间来源"), body, "occurred_source");
	entry_time_line(out, N_("接报时间"), body, "received");
	entry_line(out, N_("报告人"), body, "from");
	entry_line(out, N_("电话"), body, "phone");
	entry_line(out, N_("已告知"), body, "told");
	if (json_object_size(facts)) {
		buf_str(out, tr("\n情况："));
		entry_facts(out, facts);
	}
	entry_line(out, N_("来源"), body, "source");
	entry_line(out, N_("原话"), body, "words");
}

static void
say_revised(struct buf *out, const json_t *body)
{
	const char *code = body_get_text(body, "kind");
	const struct kind_info *kind = code ? kind_find(code) : NULL;

	buf_str(out, tr("更正登记"));
	if (kind)
		buf_fmt(out, tr("\n%s：%s"), tr(N_("类别")), tr(kind->label));
	entry_line(out, N_("标题"), body, "title");
	entry_line(out, N_("地点"), body, "place");
	entry_line(out, N_("单位"), body, "unit");
	entry_line(out, N_("原话"), body, "words");
}

static void
say_facts(struct buf *out, const json_t *body)
{
	buf_str(out, tr("情况更新："));
	entry_facts(out, json_object_get(body, "facts"));
	entry_line(out, N_("来源"), body, "source");
}

static void
say_event(struct buf *out, const json_t *body)
{
	const char *from = body_get_text(body, "from");

	switch (event_find(body_words(body, "what"))) {
	case EVENT_OCCURRED:
		buf_str(out, tr("事故发生"));
		break;
	case EVENT_UNIT_HEAD_TOLD:
		buf_str(out, tr("单位负责人接到报告"));
		break;
	case EVENT_RECEIVED:
		if (from)
			buf_fmt(out, tr("%s接到%s的报告"),
			        entry_party(body, "by"),
			        entry_party(body, "from"));
		else
			buf_fmt(out, tr("%s得知"), entry_party(body, "by"));
		break;
	case EVENT_VERIFIED:
		buf_str(out, tr("查证核实"));
		break;
	case EVENT_ORDERED:
		buf_fmt(out, tr("%s要求核实"),
		        entry_party(body, from ? "from" : "by"));
		break;
	case EVENT_TIPPED:
		buf_fmt(out, tr("%s收到举报"), entry_party(body, "by"));
		break;
	case EVENT_HANDLING_ENDED:
		buf_str(out, tr("处置结束"));
		break;
	case EVENT_DOCUMENT:
		buf_fmt(out, tr("收到文件：%s"), body_words(body, "name"));
		break;
	default:
		buf_str(out, body_words(body, "what"));
	}
	entry_line(out, N_("来源"), body, "source");
}

static void
say_linked(struct buf *out, const json_t *body)
{
	buf_fmt(out, tr("与事件 %s 关联"), body_words(body, "to"));
	entry_line(out, N_("理由"), body, "why");
}

static void
say_merged(struct buf *out, const json_t *body)
{
	buf_fmt(out, tr("并入事件 %s"), body_words(body, "into"));
	entry_line(out, N_("理由"), body, "why");
}

static void
say_closed(struct buf *out, const json_t *body)
{
	buf_str(out, tr("办结"));
	entry_line(out, N_("内容"), body, "words");
}

static void
say_reopened(struct buf *out, const json_t *body)
{
	buf_fmt(out, tr("重新办理：%s"), body_words(body, "why"));
}

static void
say_report(struct buf *out, const json_t *body)
{
	/* Going to the scene is met like a report, but is none. */
	if (!strcmp(body_words(body, "to"), "scene"))
		buf_fmt(out, tr("%s到达现场"), entry_party(body, "by"));
	else
		buf_fmt(out, tr("%s向%s报告（%s）"), entry_party(body, "by"),
		        entry_party(body, "to"), entry_via(body));
	entry_line(out, N_("接收人"), body, "taker");
	entry_line(out, N_("文号"), body, "reference");
	entry_line(out, N_("规则"), body, "rule");
	entry_line(out, N_("内容"), body, "words");
}

static void
say_confirmed(struct buf *out, const json_t *body)
{
	buf_fmt(out, tr("接收方确认收到第 %lld 条所记报告：%s"),
	        (long long)body_get_int(body, "seq", 0),
	        body_words(body, "name"));
	entry_line(out, N_("文号"), body, "reference");
}

static void
say_brief(struct buf *out, const json_t *body)
{
	const char *kind = body_words(body, "kind");
	struct buf name = BUF_INIT;

	brief_name(&name,
	           !strcmp(kind, "first")   ? BRIEF_FIRST
	           : !strcmp(kind, "final") ? BRIEF_FINAL
	                                    : BRIEF_FOLLOW,
	           (int)body_get_int(body, "n", 0));
	buf_fmt(out, tr("%s定稿"), tr(name.s));
	buf_release(&name);
}

static void
say_declined(struct buf *out, const json_t *body)
{
	buf_fmt(out, tr("决定不向%s报告（规则 %s）：%s；决定人 %s"),
	        entry_party(body, "to"), body_words(body, "rule"),
	        body_words(body, "ground"), body_words(body, "name"));
}

static void
say_call(struct buf *out, const json_t *body)
{
	if (strcmp(body_words(body, "direction"), "out") != 0)
		buf_fmt(out, tr("来电：%s"), body_words(body, "caller"));
	else
		buf_fmt(out, tr("去电：%s"), body_words(body, "caller"));
	entry_line(out, N_("单位"), body, "unit");
	entry_line(out, N_("电话"), body, "phone");
	entry_line(out, N_("内容"), body, "words");
	entry_line(out, N_("已告知"), body, "told");
	entry_line(out, N_("结果"), body, "result");
}

static void
say_call_linked(struct buf *out, const json_t *body)
{
	buf_fmt(out, tr("第 %lld 号电话归入事件 %s"),
	        (long long)body_get_int(body, "seq", 0),
	        body_words(body, "incident"));
}

static void
say_instruction(struct buf *out, const json_t *body)
{
	buf_fmt(out, tr("%s批示：%s"), body_words(body, "leader"),
	        body_words(body, "words"));
	entry_line(out, N_("承办"), body, "to");
	entry_time_line(out, N_("时限"), body, "due");
}

static void
say_received(struct buf *out, const json_t *body)
{
	buf_fmt(out, tr("批示由%s签收"), body_words(body, "by"));
}

static void
say_fedback(struct buf *out, const json_t *body)
{
	buf_fmt(out, tr("批示反馈：%s"), body_words(body, "words"));
}

static const char *
entry_level(const json_t *body)
{
	return tr(plan_level_label((int)body_get_int(body, "level", 1)));
}

static void
say_activated(struct buf *out, const json_t *body)
{
	buf_fmt(out, tr("启动预案《%s》%s，决定人 %s"),
	        body_words(body, "title"), entry_level(body),
	        body_words(body, "by"));
	entry_line(out, N_("依据"), body, "word");
}

static void
say_level(struct buf *out, const json_t *body)
{
	buf_fmt(out, tr("预案《%s》调整为%s，决定人 %s"),
	        body_words(body, "title"), entry_level(body),
	        body_words(body, "by"));
	entry_line(out, N_("理由"), body, "why");
}

static void
say_step(struct buf *out, const json_t *body)
{
	int state = step_state_find(body_words(body, "state"));

	buf_fmt(out, tr("预案步骤“%s”：%s"), body_words(body, "text"),
	        state < 0 ? "" : tr(step_state_label((enum step_state)state)));
	entry_line(out, N_("办理人"), body, "by");
	entry_line(out, N_("内容"), body, "words");
}

static void
say_ended(struct buf *out, const json_t *body)
{
	buf_fmt(out, tr("终止预案《%s》的响应，决定人 %s"),
	        body_words(body, "title"), body_words(body, "by"));
	entry_line(out, N_("理由"), body, "words");
}

static const struct {
	const char *kind;
	entry_say_fn *say;
} entry_sayings[] = {
	{ "incident.opened", say_opened },
	{ "incident.revised", say_revised },
	{ "incident.facts", say_facts },
	{ "incident.event", say_event },
	{ "incident.linked", say_linked },
	{ "incident.merged", say_merged },
	{ "incident.closed", say_closed },
	{ "incident.reopened", say_reopened },
	{ "report.made", say_report },
	{ "report.confirmed", say_confirmed },
	{ "brief.frozen", say_brief },
	{ "duty.declined", say_declined },
	{ "call.logged", say_call },
	{ "call.linked", say_call_linked },
	{ "instruction.given", say_instruction },
	{ "instruction.received", say_received },
	{ "instruction.fedback", say_fedback },
	{ "plan.activated", say_activated },
	{ "activation.level", say_level },
	{ "activation.step", say_step },
	{ "activation.ended", say_ended },
};

void
entry_text(struct buf *out, const char *kind, const json_t *body)
{
	size_t i;

	if (!body) {
		buf_fmt(out, tr("（内容已依法撤下）%s"), kind);
		return;
	}
	for (i = 0; i < sizeof(entry_sayings) / sizeof(entry_sayings[0]); i++)
		if (!strcmp(entry_sayings[i].kind, kind)) {
			entry_sayings[i].say(out, body);
			return;
		}
	buf_str(out, kind);
}
