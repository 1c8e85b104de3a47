#include "desk/brief_text.h"

#include <string.h>

#include "base/civil.h"
#include "desk/docket.h"
#include "desk/duty.h"

#define UNKNOWN "待核"

/* Casualties first, in the order in which they are asked for. */
static const enum fact casualty_facts[] = {
	FACT_DEATHS,           FACT_MISSING,        FACT_TRAPPED,
	FACT_SERIOUS_INJURIES, FACT_MINOR_INJURIES, FACT_AT_RISK,
	FACT_EVACUATED,
};
/* These are always named in a first report, known or not. */
#define CASUALTIES_NAMED 5

static const char *
or_unknown(const char *s)
{
	return s && *s ? s : UNKNOWN;
}

/* "2021年1月11日20时05分", the 24-hour clock. */
static void
put_time(struct buf *out, int64_t ms)
{
	struct civil c;

	if (ms == JOURNAL_NO_TIME || ms == 0) {
		buf_str(out, UNKNOWN);
		return;
	}
	civil_from_ms(&c, ms, CIVIL_SHANGHAI);
	buf_fmt(out, "%d年%d月%d日%02d时%02d分", c.year, c.month, c.day, c.hour,
	        c.minute);
}

static void
put_line(struct buf *out, const char *label, const char *text)
{
	buf_fmt(out, "%s：%s\n", label, or_unknown(text));
}

static void
put_fact(struct buf *out, enum fact id, int64_t value)
{
	buf_str(out, fact_info(id)->label);
	buf_byte(out, ' ');
	if (value == FACT_UNKNOWN)
		buf_str(out, UNKNOWN);
	else
		fact_text(out, id, value);
}

static void
put_casualties(struct buf *out, const struct facts *f, bool named)
{
	size_t count = sizeof(casualty_facts) / sizeof(casualty_facts[0]);
	const char *between = "";

	buf_str(out, "伤亡情况：");
	for (size_t i = 0; i < count; i++) {
		int64_t value = f->v[casualty_facts[i]];

		if (value == FACT_UNKNOWN && (!named || i >= CASUALTIES_NAMED))
			continue;
		buf_str(out, between);
		put_fact(out, casualty_facts[i], value);
		between = "，";
	}
	buf_str(out, *between ? "\n" : UNKNOWN "\n");
}

/* What else is known: everything that is neither casualty nor loss. */
static void
put_others(struct buf *out, const struct facts *f)
{
	const char *between = "其他情况：";

	for (unsigned i = 0; i < FACT_COUNT; i++) {
		bool said = i == FACT_DIRECT_LOSS_YUAN;

		for (size_t k = 0;
		     k < sizeof(casualty_facts) / sizeof(casualty_facts[0]);
		     k++)
			said = said || casualty_facts[k] == i;
		if (said || f->v[i] == FACT_UNKNOWN)
			continue;
		buf_str(out, between);
		put_fact(out, (enum fact)i, f->v[i]);
		between = "，";
	}
	if (strcmp(between, "，") == 0)
		buf_str(out, "\n");
}

static void
put_loss(struct buf *out, const struct facts *f)
{
	buf_str(out, "初步估计直接经济损失：");
	if (f->v[FACT_DIRECT_LOSS_YUAN] == FACT_UNKNOWN)
		buf_str(out, UNKNOWN);
	else
		fact_text(out, FACT_DIRECT_LOSS_YUAN,
		          f->v[FACT_DIRECT_LOSS_YUAN]);
	buf_str(out, "\n");
}

static void
put_class(struct buf *out, const struct incident *in)
{
	buf_str(out, "初判等级：");
	class_name(out, in->class, in->kind);
	if (*in->cite)
		buf_fmt(out, "（%s）", in->cite);
	buf_str(out, "\n");
}

static const char *
via_words(enum rule_via via)
{
	switch (via) {
	case VIA_PHONE:
		return "电话";
	case VIA_WRITTEN:
		return "书面";
	case VIA_SYSTEM:
		return "系统";
	default:
		return "当面";
	}
}

/* Reports of ours since `after` (an entry's seq). */
static void
put_reports(struct buf *out, const struct brief_source *s, int64_t after)
{
	bool any = false;

	for (size_t i = 0; i < s->reports_count; i++) {
		const struct report *r = &s->reports[i];

		if (r->seq <= after || !docket_ours(r->by))
			continue;
		if (!any)
			buf_str(out, "已报告情况：\n");
		any = true;
		buf_str(out, "　　");
		put_time(out, r->at_ms);
		buf_fmt(out, " %s报告%s", via_words(r->via), party_name(r->to));
		if (*r->taker)
			buf_fmt(out, "，接报人 %s", r->taker);
		buf_str(out, "\n");
	}
	if (!any && after == 0)
		buf_str(out, "已报告情况：无\n");
}

static void
write_first(struct buf *out, const struct brief_source *s)
{
	const struct incident *in = s->incident;

	buf_str(out, "接报时间：");
	put_time(out, in->received_ms);
	buf_str(out, "\n信息来源：");
	buf_str(out, or_unknown(in->from));
	if (*in->phone)
		buf_fmt(out, "（电话 %s）", in->phone);
	buf_str(out, "\n");
	put_line(out, "事发单位", in->unit);
	buf_str(out, "发生时间：");
	put_time(out, in->occurred_ms);
	if (in->occurred_ms != JOURNAL_NO_TIME && *s->occurred_source)
		buf_fmt(out, "（%s称）", s->occurred_source);
	buf_str(out, "\n");
	put_line(out, "发生地点", in->place);
	put_line(out, "事件类别",
	         kind_find(in->kind) ? kind_find(in->kind)->label : NULL);
	put_class(out, in);
	put_line(out, "简要经过和现场情况", in->words);
	put_casualties(out, &in->facts, true);
	put_loss(out, &in->facts);
	put_others(out, &in->facts);
	put_line(out, "来电人已告知", in->told);
	put_line(out, "已采取的措施", NULL);
	put_line(out, "现场负责人及职务、电话", NULL);
	put_line(out, "发展趋势", NULL);
	put_reports(out, s, 0);
	put_line(out, "建议或请求", NULL);
}

static void
write_follow(struct buf *out, const struct brief_source *s)
{
	const struct incident *in = s->incident;
	struct brief now = { .facts = in->facts, .class = in->class };
	struct buf changes = BUF_INIT;

	buf_str(out, "现将有关情况续报如下。\n");
	brief_difference(&changes, s->last, &now);
	if (changes.len)
		buf_fmt(out, "较上一报的变化：\n%s", changes.s);
	else
		buf_str(out, "较上一报的变化：无\n");
	buf_release(&changes);
	put_class(out, in);
	put_casualties(out, &in->facts, false);
	put_loss(out, &in->facts);
	put_reports(out, s, s->last->seq);
	put_line(out, "处置进展", NULL);
	put_line(out, "下一步工作", NULL);
}

static void
write_final(struct buf *out, const struct brief_source *s)
{
	const struct incident *in = s->incident;

	buf_str(out, "事件概况：");
	put_time(out, in->occurred_ms);
	buf_fmt(out, "，%s%s发生%s。", in->place, in->unit,
	        kind_find(in->kind) ? kind_find(in->kind)->label : "事件");
	buf_str(out, "\n");
	put_class(out, in);
	put_casualties(out, &in->facts, true);
	put_loss(out, &in->facts);
	put_others(out, &in->facts);
	buf_str(out, "处置结束时间：");
	put_time(out, s->ended_ms);
	buf_str(out, "\n");
	put_reports(out, s, 0);
	put_line(out, "处置情况", NULL);
	put_line(out, "目前状态", NULL);
	put_line(out, "下一步工作（善后、评估）", NULL);
}

static void
write_head(struct buf *out, const struct brief_source *s)
{
	if (s->drill)
		buf_str(out, "【演练】\n");
	buf_fmt(out, "%s值班信息（", s->desk_name);
	brief_name(out, s->kind, s->n);
	buf_fmt(out, "）\n%s\n事件编号：%s\n\n", s->incident->title,
	        s->incident->number);
}

static void
write_foot(struct buf *out, const struct brief_source *s)
{
	buf_fmt(out, "\n报告单位：%s\n报告时间：", s->desk_name);
	put_time(out, s->now);
	buf_str(out, "\n签发人：\n");
	buf_fmt(out, "校验码：%lld %s\n", (long long)s->head_seq, s->spoken);
}

void
brief_write(struct buf *out, const struct brief_source *s)
{
	write_head(out, s);
	if (s->kind == BRIEF_FIRST)
		write_first(out, s);
	else if (s->kind == BRIEF_FOLLOW)
		write_follow(out, s);
	else
		write_final(out, s);
	write_foot(out, s);
}
