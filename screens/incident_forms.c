#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/tr.h"
#include "screens/incident.h"
#include "screens/unit_field.h"

/* ---- events and corrections ---- */

/* clang-format off */
static const struct form_choice notes[] = {
	{ "unit_head_told", N_("单位负责人接到报告"), "fzr head" },
	{ "verified", N_("查证核实完毕"), "hs verified" },
	{ "ordered", N_("上级要求核实"), "sj ordered" },
	{ "received", N_("更早的接报"), "jb received" },
	{ "occurred", N_("更正发生时间"), "fs occurred" },
	{ "handling_ended", N_("处置结束"), "js ended" },
	{ "document", N_("收到文书"), "ws document" },
	{ NULL, NULL, NULL },
};

static const struct form_choice documents[] = {
	{ "investigation_report", N_("事故调查报告"), "dc" },
	{ "approval", N_("事故调查批复"), "pf" },
	{ NULL, NULL, NULL },
};

static const struct form_field note_fields[] = {
	{ .key = "what", .label = N_("什么"), .kind = FORM_CHOICE,
	  .flags = FORM_REQUIRED, .choices = notes },
	{ .key = "at", .label = N_("何时"), .kind = FORM_TIME,
	  .flags = FORM_REQUIRED, .width = 22,
	  .hint = N_("14:05、-15（十五分钟前）、刚才") },
	{ .key = "name", .label = N_("文书"), .kind = FORM_CHOICE,
	  .choices = documents,
	  .hint = N_("只在“收到文书”时填") },
	{ .key = "from", .label = N_("从谁处得知"), .max_chars = 60,
	  .hint = N_("更早的接报：当时报来的人或单位") },
	{ .key = "source", .label = N_("来源"), .max_chars = SOURCE_MAX,
	  .hint = N_("谁说的、哪份记录；回车记录") },
	{ .key = NULL },
};
/* clang-format on */

static int
note_save(struct ui *ui, void *state, const struct form *f, struct err *err)
{
	const struct incident_page *st = state;
	struct incident_event e = { 0 };
	const char *source = form_text(f, "source");
	int64_t seq;

	e.what = (enum event_what)event_find(form_text(f, "what"));
	form_time(f, "at", &e.at_ms);
	e.source = *source ? source : NULL;
	if (e.what == EVENT_RECEIVED) {
		e.by = "county.emergency";
		e.from = "caller";
	}
	if (e.what == EVENT_DOCUMENT) {
		if (form_empty(f, "name"))
			return err_set(err, ERR_INPUT, "%s",
			               tr("收到的是哪份文书？"));
		e.name = form_text(f, "name");
	}
	if (incident_note(ui_desk(ui), st->number, &e, &seq, err))
		return -1;
	ui_say(ui, ROLE_OK, tr("已记入，日志第 %lld 条"), (long long)seq);
	ui_reload(ui);
	return 0;
}

void
incident_ask_note(struct ui *ui, void *state)
{
	(void)state;
	ui_form(ui, tr("记一件事"), note_fields, note_save);
}

/* clang-format off */
static const struct form_field revise_fields[] = {
	{ .key = "title", .label = N_("标题"),
	  .max_chars = INCIDENT_TITLE_MAX },
	{ .key = "place", .label = N_("地点"),
	  .max_chars = INCIDENT_PLACE_MAX },
	{ .key = "unit", .label = N_("单位"), .max_chars = INCIDENT_PLACE_MAX,
	  .complete = unit_field_complete,
	  .hint = N_("汉字或拼音首字母找通讯录，↓ 选用；也可以写别的") },
	{ .key = "words", .label = N_("情况"), .kind = FORM_LINES, .rows = 5,
	  .max_chars = INCIDENT_WORDS_MAX,
	  .hint = N_("回车保存；原文仍留在日志里") },
	{ .key = NULL },
};
/* clang-format on */

/* The text of a field that was changed in the form; NULL: as it was. */
static const char *
changed(const struct form *f, const char *key, const char *was)
{
	const char *now = form_text(f, key);

	return strcmp(now, was ? was : "") == 0 ? NULL : now;
}

static int
revise_save(struct ui *ui, void *state, const struct form *f, struct err *err)
{
	struct incident_page *st = state;
	struct incident_change ch = { .base = st->base };
	struct conflict c = { 0 };
	struct buf theirs = BUF_INIT;
	char when[CIVIL_TEXT];
	int64_t seq;
	int rc;

	ch.title = changed(f, "title", st->in.title);
	ch.place = changed(f, "place", st->in.place);
	ch.unit = changed(f, "unit", st->in.unit);
	ch.words = changed(f, "words", st->in.words);
	if (!ch.title && !ch.place && !ch.unit && !ch.words)
		return 0;
	rc = incident_revise(ui_desk(ui), st->number, &ch, &c, &seq, err);
	if (rc && err->code == ERR_CONFLICT) {
		/* Their text beside mine; a second save goes on top. */
		st->base = c.seq;
		buf_fmt(&theirs,
		        tr("%s %s 已改为“%s”，你的是“%s”；"
		           "再存一次则记在其后"),
		        c.officer, civil_short(when, c.recorded_ms),
		        c.theirs ? c.theirs : "", c.mine ? c.mine : "");
		err_clear(err);
		err_set(err, ERR_CONFLICT, "%s", theirs.s);
	} else if (!rc) {
		ui_say(ui, ROLE_OK, "%s", tr("已改，原文仍在日志里"));
		ui_reload(ui);
	}
	buf_release(&theirs);
	conflict_release(&c);
	return rc;
}

void
incident_ask_revise(struct ui *ui, void *state)
{
	struct incident_page *st = state;
	struct form *f =
		ui_form(ui, tr("更正事件"), revise_fields, revise_save);

	st->base = st->in.last_seq;
	form_set(f, "title", st->in.title ? st->in.title : "");
	form_set(f, "place", st->in.place ? st->in.place : "");
	form_set(f, "unit", st->in.unit ? st->in.unit : "");
	form_set(f, "words", st->in.words ? st->in.words : "");
}

/* ---- reports and briefs ---- */

/* clang-format off */
static const struct form_field confirm_fields[] = {
	{ .key = "at", .label = N_("对方收到时间"), .kind = FORM_TIME,
	  .flags = FORM_REQUIRED, .width = 22 },
	{ .key = "reference", .label = N_("对方编号"), .max_chars = 80 },
	{ .key = "name", .label = N_("确认人"), .flags = FORM_REQUIRED,
	  .max_chars = 60,
	  .hint = N_("对方姓名、职务；回车记录") },
	{ .key = NULL },
};
/* clang-format on */

static int
confirm_save(struct ui *ui, void *state, const struct form *f, struct err *err)
{
	const struct incident_page *st = state;
	size_t i = st->lists[PANE_REPORTS].sel;
	int64_t at = 0, seq;

	if (i >= st->reports_count)
		return 0;
	form_time(f, "at", &at);
	if (report_confirm(ui_desk(ui), st->number, st->reports[i].seq, at,
	                   form_text(f, "name"), form_text(f, "reference"),
	                   &seq, err))
		return -1;
	ui_say(ui, ROLE_OK, "%s", tr("已记录对方确认"));
	ui_reload(ui);
	return 0;
}

void
incident_ask_confirm(struct ui *ui, void *state)
{
	(void)state;
	ui_form(ui, tr("对方确认收到"), confirm_fields, confirm_save);
}

/* clang-format off */
static const struct form_field brief_fields[] = {
	{ .key = "name", .label = N_("报告"), .flags = FORM_READONLY },
	{ .key = "text", .label = N_("正文"), .kind = FORM_LINES, .rows = 10,
	  .flags = FORM_REQUIRED, .max_chars = 4000,
	  .hint = N_("^J 换行；回车定稿：此版从此不变") },
	{ .key = NULL },
};
/* clang-format on */

static int
brief_save(struct ui *ui, void *state, const struct form *f, struct err *err)
{
	const struct incident_page *st = state;
	struct buf text = BUF_INIT;
	enum brief_kind kind;
	int64_t seq;
	int n, rc;

	rc = brief_compose(ui_desk(ui), st->number, &text, &kind, &n, err);
	if (!rc)
		rc = brief_freeze(ui_desk(ui), st->number, kind,
		                  form_text(f, "text"), &seq, err);
	if (!rc) {
		ui_say(ui, ROLE_OK, tr("已定稿，日志第 %lld 条"),
		       (long long)seq);
		ui_reload(ui);
	}
	buf_release(&text);
	return rc;
}

void
incident_ask_brief(struct ui *ui, void *state)
{
	const struct incident_page *st = state;
	struct buf text = BUF_INIT, name = BUF_INIT;
	struct err err = ERR_INIT;
	enum brief_kind kind;
	struct form *f;
	int n;

	if (brief_compose(ui_desk(ui), st->number, &text, &kind, &n, &err)) {
		ui_fail(ui, &err);
	} else {
		brief_name(&name, kind, n);
		f = ui_form(ui, tr("拟稿"), brief_fields, brief_save);
		form_set(f, "name", name.s);
		form_set(f, "text", text.s);
		form_go(f, "text");
	}
	buf_release(&name);
	buf_release(&text);
}

/* ---- instructions ---- */

/* clang-format off */
static const struct form_field order_fields[] = {
	{ .key = "leader", .label = N_("批示领导"), .flags = FORM_REQUIRED,
	  .max_chars = 60 },
	{ .key = "to", .label = N_("批给"), .flags = FORM_REQUIRED,
	  .max_chars = 120, .complete = unit_field_complete,
	  .hint = N_("汉字或拼音首字母找通讯录，↓ 选用；也可以写别的") },
	{ .key = "due", .label = N_("反馈期限"), .kind = FORM_TEXT, .width = 22,
	  .hint = N_("如 2h（两小时内）、18:00；空着不限") },
	{ .key = "words", .label = N_("批示内容"), .kind = FORM_LINES,
	  .rows = 3,
	  .flags = FORM_REQUIRED, .max_chars = 2000, .hint = N_("回车登记") },
	{ .key = NULL },
};
/* clang-format on */

/* "2h" or "30m" from now, else a time of day that is still to come. */
static int
due_read(const char *text, int64_t now, int64_t *due, struct err *err)
{
	char *end;
	long n = strtol(text, &end, 10);

	*due = 0;
	if (!*text)
		return 0;
	if (n > 0 && (strcmp(end, "h") == 0 || strcmp(end, "m") == 0)) {
		*due = now + n * (*end == 'h' ? CIVIL_HOUR : CIVIL_MINUTE);
		return 0;
	}
	if (civil_parse_human(text, now, due, err))
		return -1;
	if (*due <= now)
		*due += CIVIL_DAY;
	return 0;
}

static int
order_save(struct ui *ui, void *state, const struct form *f, struct err *err)
{
	const struct incident_page *st = state;
	struct instruction_new in = { .incident = st->number };
	int64_t seq;

	in.leader = form_text(f, "leader");
	in.to = form_text(f, "to");
	in.words = form_text(f, "words");
	if (due_read(form_text(f, "due"), ui_now(ui), &in.due_ms, err) ||
	    instruction_give(ui_desk(ui), &in, &seq, err))
		return -1;
	ui_say(ui, ROLE_OK, tr("批示已登记，日志第 %lld 条"), (long long)seq);
	ui_reload(ui);
	return 0;
}

void
incident_ask_order(struct ui *ui, void *state)
{
	(void)state;
	ui_form(ui, tr("领导批示"), order_fields, order_save);
}

/* ---- another incident ---- */

/* clang-format off */
static const struct form_field other_fields[] = {
	{ .key = "number", .label = N_("另一事件编号"), .flags = FORM_REQUIRED,
	  .width = 12,
	  .hint = N_("如 12 或 2026-0012") },
	{ .key = "why", .label = N_("理由"), .flags = FORM_REQUIRED,
	  .max_chars = 200,
	  .hint = N_("回车记录") },
	{ .key = NULL },
};
/* clang-format on */

typedef int other_fn(struct desk *d, const char *number, const char *other,
                     const char *why, int64_t *seq, struct err *err);

static int
other_save(struct ui *ui, struct incident_page *st, const struct form *f,
           other_fn *command, struct err *err)
{
	char other[INCIDENT_NUMBER];
	int64_t seq;

	if (incident_number(ui_desk(ui), form_text(f, "number"), other, err) ||
	    command(ui_desk(ui), st->number, other, form_text(f, "why"), &seq,
	            err))
		return -1;
	ui_say(ui, ROLE_OK, tr("已记入，日志第 %lld 条"), (long long)seq);
	ui_reload(ui);
	return 0;
}

static int
link_save(struct ui *ui, void *state, const struct form *f, struct err *err)
{
	return other_save(ui, state, f, incident_link, err);
}

static int
merge_save(struct ui *ui, void *state, const struct form *f, struct err *err)
{
	return other_save(ui, state, f, incident_merge, err);
}

void
incident_ask_link(struct ui *ui, void *state)
{
	(void)state;
	ui_form(ui, tr("关联另一事件"), other_fields, link_save);
}

void
incident_ask_merge(struct ui *ui, void *state)
{
	(void)state;
	ui_form(ui, tr("并入另一事件"), other_fields, merge_save);
}
