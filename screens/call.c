/*
 * One call to be registered (登记来电去电); the register is calls.c.
 *
 * arg: NULL, or the number of the incident it belongs to.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/tr.h"
#include "desk/call.h"
#include "screens/drafted.h"
#include "screens/screen.h"
#include "screens/unit_field.h"

#define CALL_FORM "call"
#define NEED_FILL (1 << 3)

struct call_page {
	struct drafted drafted;
	struct desk *desk;
	struct unit_names names; /* of the roster */
};

static void complete_unit(void *arg, const struct form_field *field,
                          const char *text, struct form_list *out);
static int check_incident(void *arg, const struct form_field *field,
                          const char *value, struct err *err);

static const struct form_choice directions[] = {
	{ "in", N_("来电"), "ld in" },
	{ "out", N_("去电"), "qd out" },
	{ NULL, NULL, NULL },
};

static const struct form_field call_fields[] = {
	{ .key = "caller",
	  .label = N_("对方"),
	  .flags = FORM_REQUIRED,
	  .width = 24,
	  .max_chars = 120,
	  .hint = N_("姓名、职务；匿名就写匿名") },
	{ .key = "phone",
	  .label = N_("电话"),
	  .flags = FORM_BESIDE,
	  .width = 16,
	  .max_chars = 40 },
	{ .key = "direction",
	  .label = N_("方向"),
	  .kind = FORM_CHOICE,
	  .flags = FORM_BESIDE,
	  .width = 8,
	  .choices = directions,
	  .initial = "in" },
	{ .key = "unit",
	  .label = N_("单位"),
	  .width = 24,
	  .max_chars = 120,
	  .complete = complete_unit,
	  .hint = N_("汉字或拼音首字母找通讯录，↓ 选用；也可以写别的") },
	{ .key = "at",
	  .label = N_("时间"),
	  .kind = FORM_TIME,
	  .flags = FORM_BESIDE,
	  .width = 19,
	  .max_chars = 40,
	  .hint = N_("14:05、-15（十五分钟前）；空着是现在") },
	{ .key = "words",
	  .label = N_("内容"),
	  .kind = FORM_LINES,
	  .rows = 5,
	  .max_chars = 4000,
	  .hint = N_("说了什么；^J 换行") },
	{ .key = "told",
	  .label = N_("已告知"),
	  .max_chars = 500,
	  .hint = N_("来电人已经报告了谁、何时") },
	{ .key = "result",
	  .label = N_("结果"),
	  .width = 24,
	  .max_chars = 200,
	  .hint = N_("去电：接通、无人接听……；来电：转办、无须处理……") },
	{ .key = "incident",
	  .label = N_("属于事件"),
	  .flags = FORM_BESIDE,
	  .width = 12,
	  .max_chars = 12,
	  .check = check_incident,
	  .hint = N_("如 12 或 2026-0012；还不知道就空着；回车登记") },
	{ .key = NULL },
};

static void
complete_unit(void *arg, const struct form_field *field, const char *text,
              struct form_list *out)
{
	(void)field;
	unit_field_offer(&((const struct call_page *)arg)->names, text, out);
}

static int
check_incident(void *arg, const struct form_field *field, const char *value,
               struct err *err)
{
	char number[INCIDENT_NUMBER];
	struct err why = ERR_INIT;

	(void)field;
	if (incident_number(((const struct call_page *)arg)->desk, value,
	                    number, &why) == 0)
		return 0;
	return err_set(err, ERR_NOT_FOUND, "%s", tr("没有这个编号的事件"));
}

static int
call_open(struct ui *ui, void *state, const char *arg, struct err *err)
{
	struct call_page *st = state;
	char now[CIVIL_TEXT], number[INCIDENT_NUMBER] = "";

	if (arg && incident_number(ui_desk(ui), arg, number, err))
		return -1;
	st->desk = ui_desk(ui);
	if (unit_names_read(st->desk, &st->names, err))
		return -1;
	drafted_init(&st->drafted, CALL_FORM, number, call_fields, st,
	             ui_now(ui));
	form_set(&st->drafted.form, "at", civil_local(now, ui_now(ui)));
	form_set(&st->drafted.form, "incident", number);
	drafted_begin(&st->drafted);
	return drafted_take_up(ui, &st->drafted, err);
}

static int
call_refresh(struct ui *ui, void *state, struct err *err)
{
	struct call_page *st = state;

	(void)err;
	drafted_watch(ui, &st->drafted);
	return 0;
}

static void
call_close(struct ui *ui, void *state)
{
	struct call_page *st = state;

	drafted_close(ui, &st->drafted);
	drafted_release(&st->drafted);
	unit_names_release(&st->names);
}

static void
call_draw(const void *state, const struct view *v)
{
	const struct call_page *st = state;
	struct region form =
		region_part(&v->area, 2, 0, v->area.rows - 2, v->area.cols);

	canvas_put(&v->area, 0, 0, -1, ROLE_HEAD,
	           tr("登记一次通话：没有结果的也登记"));
	if (*st->drafted.notice)
		canvas_put(&v->area, 1, 0, -1, ROLE_WARN, st->drafted.notice);
	form_draw(&st->drafted.form, &form, v->focused);
}

static const char *
given(const struct form *f, const char *key)
{
	return form_empty(f, key) ? NULL : form_text(f, key);
}

static int
save(struct ui *ui, void *state, const struct form *f, struct err *err)
{
	struct call_new c = { 0 };
	char number[INCIDENT_NUMBER];
	int64_t seq;

	(void)state;
	c.direction = strcmp(form_text(f, "direction"), "out") == 0 ? CALL_OUT
	                                                            : CALL_IN;
	form_time(f, "at", &c.at_ms);
	c.caller = given(f, "caller");
	c.unit = given(f, "unit");
	c.phone = given(f, "phone");
	c.words = given(f, "words");
	c.told = given(f, "told");
	c.result = given(f, "result");
	c.incident = given(f, "incident");
	if (c.incident) {
		if (incident_number(ui_desk(ui), c.incident, number, err))
			return -1;
		c.incident = number;
	}
	return call_log(ui_desk(ui), &c, &seq, err);
}

static void
call_save(struct ui *ui, struct call_page *st)
{
	struct err err = ERR_INIT;

	if (drafted_save(ui, &st->drafted, save, st, "became a call", &err)) {
		ui_fail(ui, &err);
		return;
	}
	ui_back(ui);
	ui_say(ui, ROLE_OK, "%s", tr("通话已登记"));
}

static bool
call_key(struct ui *ui, void *state, const struct key_event *e)
{
	struct call_page *st = state;
	unsigned ev = drafted_key(ui, &st->drafted, e);

	if (ev & FORM_CANCEL)
		ui_back(ui);
	else if (ev & FORM_SUBMIT)
		call_save(ui, st);
	return ev & FORM_TAKEN;
}

static unsigned
call_have(const void *state)
{
	(void)state;
	return NEED_FILL | IN_FORM;
}

static void
discard_yes(struct ui *ui, void *state)
{
	struct call_page *st = state;
	struct err err = ERR_INIT;

	if (drafted_discard(ui, &st->drafted, &err))
		ui_fail(ui, &err);
	else
		ui_back(ui);
}

static void
act_discard(struct ui *ui, void *state)
{
	(void)state;
	ui_confirm(ui, tr("不要这次填的内容了？"), 'y', discard_yes);
}

/* clang-format off */
static const struct key_binding call_keys[] = {
	{ "<C-x>", "call.discard", N_("不要了"), NEED_FILL, act_discard },
	{ NULL, NULL, NULL, 0, NULL },
};
/* clang-format on */

const struct screen_ops call_screen = {
	.name = "call",
	.title = N_("登记通话"),
	.keys = call_keys,
	.uses = USES_FORM,
	.state_size = sizeof(struct call_page),
	.open = call_open,
	.refresh = call_refresh,
	.draw = call_draw,
	.have = call_have,
	.key = call_key,
	.close = call_close,
};
