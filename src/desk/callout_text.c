/* The record of a call-out as evidence. */
#include <string.h>

#include "base/civil.h"
#include "base/tr.h"
#include "base/utf8.h"
#include "desk/callout.h"

static void
safe(struct buf *out, const char *s)
{
	text_safe(out, s, strlen(s), TEXT_LINE);
}

static void
head(struct buf *out, struct desk *d, const struct callout *c)
{
	char at[CIVIL_TEXT];

	if (desk_is_drill(d))
		buf_fmt(out, "%s\n", tr("【演练】"));
	safe(out, desk_name(d));
	buf_fmt(out, " %s\n", tr("叫应记录"));
	buf_fmt(out, tr("第 %lld 号 %s："), (long long)c->id,
	        tr(callout_why_label(c->why)));
	safe(out, c->title);
	if (*c->of) {
		buf_str(out, tr("（依据 "));
		safe(out, c->of);
		buf_str(out, tr("）"));
	}
	buf_fmt(out, tr("\n名单："));
	safe(out, c->lists);
	if (c->drawn)
		buf_fmt(out, tr("（由 %d 人中抽取 %d 人）"), c->drawn,
		        c->targets);
	buf_fmt(out, tr("\n开始：%s，"), civil_local(at, c->at_ms));
	safe(out, c->officer);
	if (c->ended_ms) {
		buf_fmt(out, tr("\n结束：%s，"), civil_local(at, c->ended_ms));
		safe(out, c->ended_words);
	} else {
		buf_str(out, tr("\n尚未结束"));
	}
	buf_fmt(out, tr("\n应叫 %d 人，已拨 %d，本人应答 %d"), c->targets,
	        c->called, c->answered);
	if (c->after)
		buf_fmt(out, tr("（结束后 %d）"), c->after);
	buf_fmt(out, tr("，已反馈行动 %d\n"), c->acted);
	buf_fmt(out, tr("时限：每人 %d 分钟叫醒，全部 %d 分钟叫到\n"), c->wake,
	        c->reach);
}

static void
one_try(struct buf *out, const struct callout_try *t)
{
	char at[CIVIL_TEXT];

	buf_fmt(out, "    #%lld %s %s", (long long)t->seq,
	        civil_local(at, t->at_ms), tr(callout_how_label(t->how)));
	if (*t->number) {
		buf_byte(out, ' ');
		safe(out, t->number);
	}
	buf_fmt(out, " %s", tr(callout_result_label(t->result)));
	if (*t->by) {
		buf_str(out, tr("："));
		safe(out, t->by);
	}
	if (*t->words) {
		buf_str(out, tr("，复述："));
		safe(out, t->words);
	}
	buf_str(out, tr("（"));
	safe(out, t->officer);
	buf_str(out, t->after ? tr("，结束后补记）\n") : tr("）\n"));
}

/* What came of one: answered in how long, within the limits or not. */
static void
outcome(struct buf *out, const struct callout *c,
        const struct callout_target *t)
{
	char at[CIVIL_TEXT], took[CIVIL_TEXT];
	int64_t wake_from = t->called_ms, span;

	if (!t->answered_ms) {
		buf_fmt(out, "  %s", t->tries ? tr("未应答") : tr("未呼叫"));
		if (t->same)
			buf_fmt(out, tr("（同号：%s 也是 %d 号的）"),
			        t->line[t->next].number, t->same);
		buf_byte(out, '\n');
		return;
	}
	span = t->answered_ms - c->at_ms;
	buf_fmt(out,
	        t->after ? tr("  结束后应答 %s，开始后 %s")
	                 : tr("  应答 %s，开始后 %s"),
	        civil_local(at, t->answered_ms), civil_span(took, span));
	if (t->answered_ms - wake_from > c->wake * CIVIL_MINUTE)
		buf_fmt(out, tr("，超过叫醒时限 %d 分钟"), c->wake);
	if (span > c->reach * CIVIL_MINUTE)
		buf_fmt(out, tr("，超过叫到时限 %d 分钟"), c->reach);
	if (t->acted_ms) {
		buf_fmt(out, tr("\n  行动 %s："), civil_local(at, t->acted_ms));
		safe(out, t->acted);
	}
	buf_byte(out, '\n');
}

int
callout_text(struct desk *d, int64_t id, struct buf *out, struct err *err)
{
	struct callout_target *targets = NULL;
	struct callout_try *tries = NULL;
	size_t n = 0, tries_n = 0;
	struct callout c;
	int rc;

	if (callout_get(d, id, &c, err))
		return -1;
	rc = callout_targets(d, id, &targets, &n, err) ||
	     callout_tries(d, id, 0, &tries, &tries_n, err);
	if (!rc)
		head(out, d, &c);
	for (size_t i = 0; !rc && i < n; i++) {
		buf_fmt(out, "\n%d. ", targets[i].k);
		safe(out, targets[i].name);
		if (*targets[i].also) {
			buf_str(out, tr("，兼 "));
			safe(out, targets[i].also);
		}
		buf_fmt(out, "%s\n",
		        targets[i].vacant ? tr("（职务空缺）") : "");
		for (size_t k = 0; k < tries_n; k++)
			if (tries[k].k == targets[i].k)
				one_try(out, &tries[k]);
		outcome(out, &c, &targets[i]);
	}
	callout_release(&c);
	callout_targets_free(targets, n);
	callout_tries_free(tries, tries_n);
	return rc ? -1 : 0;
}
