#include "screens/reporting.h"

#include <string.h>

#include "base/civil.h"
#include "base/tr.h"
#include "desk/desk.h"
#include "desk/duty.h"
#include "desk/report.h"

/* clang-format off */
static const struct form_choice channels[] = {
	{ "phone", N_("电话"), "dh phone" },
	{ "written", N_("书面"), "sm fax" },
	{ "system", N_("系统"), "xt system" },
	{ "in_person", N_("当面"), "dm person" },
	{ NULL, NULL, NULL },
};

static form_complete_fn complete_party;
static form_check_fn check_party;

/* Who took it stands last: Enter there saves, and all above is filled in. */
static const struct form_field report_fields[] = {
	{ .key = "number", .label = N_("事件"), .flags = FORM_READONLY,
	  .width = 12 },
	{ .key = "rule", .label = N_("规则"),
	  .flags = FORM_READONLY | FORM_BESIDE, .width = 16 },
	{ .key = "by", .label = N_("由谁报"), .flags = FORM_READONLY },
	{ .key = "to", .label = N_("报给"), .flags = FORM_REQUIRED,
	  .complete = complete_party, .check = check_party },
	{ .key = "via", .label = N_("方式"), .kind = FORM_CHOICE,
	  .flags = FORM_REQUIRED,
	  .width = 12, .choices = channels, .initial = "phone" },
	{ .key = "at", .label = N_("时间"), .kind = FORM_TIME, .width = 20,
	  .hint = N_("空着是现在；14:05、-15（十五分钟前）") },
	{ .key = "reference", .label = N_("文号"), .width = 24,
	  .max_chars = 80 },
	{ .key = "words", .label = N_("报了什么"), .kind = FORM_LINES,
	  .rows = 2, .max_chars = 2000 },
	{ .key = "taker", .label = N_("接报人"), .max_chars = 60,
	  .hint = N_("对方姓名、职务；电话报告必填；回车记录") },
	{ .key = NULL },
};

static const struct form_field decline_fields[] = {
	{ .key = "number", .label = N_("事件"), .flags = FORM_READONLY,
	  .width = 12 },
	{ .key = "rule", .label = N_("规则"),
	  .flags = FORM_READONLY | FORM_BESIDE, .width = 16 },
	{ .key = "to", .label = N_("应报给"), .flags = FORM_READONLY },
	{ .key = "ground", .label = N_("不报的依据"), .kind = FORM_LINES,
	  .rows = 3,
	  .flags = FORM_REQUIRED, .max_chars = 500 },
	{ .key = "name", .label = N_("决定人"), .flags = FORM_REQUIRED,
	  .max_chars = 60,
	  .hint = N_("姓名、职务；此条永久留在日志里") },
	{ .key = NULL },
};
/* clang-format on */

/* A recipient is typed or chosen as "市应急管理局 city.emergency". */
static void
party_text(struct buf *out, const char *code)
{
	buf_fmt(out, "%s %s", tr(party_name(code)), code);
}

static void
complete_party(void *arg, const struct form_field *field, const char *text,
               struct form_list *out)
{
	const char *const *code = party_codes();
	struct buf line = BUF_INIT;

	(void)arg;
	(void)field;
	for (; *code; code++) {
		buf_clear(&line);
		party_text(&line, *code);
		if (strstr(line.s, text))
			form_offer(out, line.s);
	}
	buf_release(&line);
}

/* The code in "name code". */
static const char *
party_named(const char *text)
{
	return strrchr(text, ' ') + 1;
}

/* The code in "name code", or of a name typed alone; NULL: none. */
static const char *
party_read(const char *text)
{
	const char *const *code = party_codes();
	const char *last = strrchr(text, ' ');

	last = last ? last + 1 : text;
	for (; *code; code++)
		if (strcmp(*code, last) == 0 ||
		    strcmp(tr(party_name(*code)), text) == 0)
			return *code;
	return NULL;
}

static int
check_party(void *arg, const struct form_field *field, const char *value,
            struct err *err)
{
	(void)arg;
	(void)field;
	if (!party_read(value))
		return err_set(err, ERR_INPUT, "%s",
		               tr("没有这个单位；从列表里选一个"));
	return 0;
}

static int
report_save(struct ui *ui, void *state, const struct form *f, struct err *err)
{
	struct report_new r = { 0 };
	const char *rule = form_text(f, "rule");
	int64_t seq;

	(void)state;
	r.by = party_named(form_text(f, "by"));
	r.to = party_read(form_text(f, "to"));
	r.via = (enum rule_via)via_find(form_text(f, "via"));
	form_time(f, "at", &r.at_ms);
	r.taker = form_text(f, "taker");
	r.reference = form_text(f, "reference");
	r.words = form_text(f, "words");
	r.rule = *rule ? rule : NULL;
	if (report_make(ui_desk(ui), form_text(f, "number"), &r, &seq, err))
		return -1;
	ui_say(ui, ROLE_OK, tr("已记录：%s 已报 %s，接报人 %s"),
	       form_text(f, "number"), tr(party_name(r.to)),
	       *r.taker ? r.taker : "-");
	ui_reload(ui);
	return 0;
}

/* The channel of the act that is due. */
static const char *
duty_channel(const struct duty_row *duty)
{
	if (duty->leg == LEG_WRITTEN || duty->via == VIA_WRITTEN)
		return "written";
	if (duty->via == VIA_SYSTEM)
		return "system";
	if (duty->via == VIA_IN_PERSON)
		return "in_person";
	return "phone";
}

struct form *
reporting_open(struct ui *ui, const char *number, const struct duty_row *duty)
{
	struct buf by = BUF_INIT, to = BUF_INIT, title = BUF_INIT;
	struct form *f;

	buf_str(&title, tr("记录已报"));
	if (duty)
		buf_fmt(&title, " · %s", duty->title);
	f = ui_form(ui, title.s, report_fields, report_save);
	buf_release(&title);
	form_set(f, "number", number);
	party_text(&by, duty ? duty->by : "county.emergency");
	form_set(f, "by", by.s);
	buf_release(&by);
	if (!duty) {
		form_go(f, "to");
		return f;
	}
	party_text(&to, duty->to);
	form_set(f, "rule", duty->rule);
	form_set(f, "to", to.s);
	form_set(f, "via", duty_channel(duty));
	form_go(f, "taker");
	buf_release(&to);
	return f;
}

static bool
is_pending(const struct duty_row *duty)
{
	return duty->state == DUTY_OPEN || duty->state == DUTY_OVERDUE;
}

void
reporting_next(struct ui *ui, const struct duty_row *duty, const char *number)
{
	struct err err = ERR_INIT;
	struct duty_row *rows;
	size_t count;

	if (duty && is_pending(duty)) {
		reporting_open(ui, duty->number, duty);
		return;
	}
	if (duty_list(ui_desk(ui), DUTIES_PENDING, number, true, 1, &rows,
	              &count, NULL, &err)) {
		ui_fail(ui, &err);
		return;
	}
	if (count)
		reporting_open(ui, rows->number, rows);
	else if (number)
		reporting_open(ui, number, NULL);
	else
		ui_say(ui, ROLE_NOTICE, tr("没有待报时限，也没有选中事件"));
	duty_rows_free(rows, count);
}

static int
decline_save(struct ui *ui, void *state, const struct form *f, struct err *err)
{
	int64_t seq;

	(void)state;
	if (duty_decline(ui_desk(ui), form_text(f, "number"),
	                 form_text(f, "rule"), party_read(form_text(f, "to")),
	                 form_text(f, "ground"), form_text(f, "name"), &seq,
	                 err))
		return -1;
	ui_say(ui, ROLE_NOTICE, tr("已记录决定不报，日志第 %lld 条"),
	       (long long)seq);
	ui_reload(ui);
	return 0;
}

void
reporting_taken(struct ui *ui, const struct duty_row *duty, const char *taker)
{
	if (!taker || !is_pending(duty)) {
		reporting_next(ui, duty, duty->number);
		return;
	}
	form_set(reporting_open(ui, duty->number, duty), "taker", taker);
}

void
reporting_decline(struct ui *ui, const struct duty_row *duty)
{
	struct form *f =
		ui_form(ui, tr("决定不报"), decline_fields, decline_save);
	struct buf to = BUF_INIT;

	party_text(&to, duty->to);
	form_set(f, "number", duty->number);
	form_set(f, "rule", duty->rule);
	form_set(f, "to", to.s);
	form_go(f, "ground");
	buf_release(&to);
}
