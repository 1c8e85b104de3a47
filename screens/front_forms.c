#include "screens/front_forms.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/json.h"
#include "base/tr.h"
#include "screens/front_text.h"
#include "screens/post_field.h"
#include "screens/step_lines.h"

static form_check_fn check_kinds, check_date, check_months, check_when,
	check_levels, check_minutes;

/* clang-format off */
static const struct form_choice category_choices[] = {
	{ "overall", N_("总体预案"), "zt" },
	{ "special", N_("专项预案"), "zx" },
	{ "department", N_("部门预案"), "bm" },
	{ "site", N_("现场处置方案"), "xc" },
	{ "other", N_("其他方案"), "qt" },
	{ NULL, NULL, NULL },
};

static const struct form_field head_fields[] = {
	{ .key = "title", .label = N_("名称"), .max_chars = PLAN_TITLE_MAX,
	  .hint = N_("空着：照正文的名称") },
	{ .key = "category", .label = N_("类别"), .kind = FORM_CHOICE,
	  .width = 14, .choices = category_choices,
	  .hint = N_("空着：照现在的类别") },
	{ .key = "kinds", .label = N_("适用事件"), .kind = FORM_LINES,
	  .rows = 3, .max_chars = 600, .complete = kinds_complete,
	  .check = check_kinds,
	  .hint = N_("汉字或拼音；几类之间用顿号；也可写一大类：自然灾害") },
	{ .key = "issued", .label = N_("印发日期"), .width = 12,
	  .max_chars = 10, .check = check_date,
	  .hint = N_("如 2026-03-01；空着：照现在的") },
	{ .key = "revise_by", .label = N_("修订期限"), .flags = FORM_BESIDE,
	  .width = 12, .max_chars = 10, .check = check_date,
	  .hint = N_("空着：印发后三年") },
	{ .key = "drill_months", .label = N_("演练间隔"), .kind = FORM_NUMBER,
	  .width = 5, .max_chars = 3, .unit = N_("个月"),
	  .check = check_months, .hint = N_("空着：不定期；回车收下") },
	{ .key = NULL },
};

static const struct form_field level_fields[] = {
	{ .key = "level", .label = N_("响应级别"), .kind = FORM_CHOICE,
	  .flags = FORM_REQUIRED, .width = 8, .choices = response_levels,
	  .hint = N_("Ⅰ级最高") },
	{ .key = "title", .label = N_("名称"), .max_chars = PLAN_TITLE_MAX,
	  .hint = N_("空着：Ⅲ级响应一类的名称") },
	{ .key = "lead", .label = N_("指挥"), .max_chars = PLAN_POST_MAX,
	  .hint = N_("谁任总指挥，如 分管副市长") },
	{ .key = "when", .label = N_("条件"), .kind = FORM_LINES, .rows = 5,
	  .max_chars = 4000, .check = check_when,
	  .hint = N_("如 {\"fact\":\"trapped\",\"at_least\":3}；"
		     "空着：由指挥部决定；回车收下") },
	{ .key = NULL },
};

static const struct form_field step_fields[] = {
	{ .key = "levels", .label = N_("级别"), .kind = FORM_NUMBER,
	  .flags = FORM_REQUIRED, .width = 9, .max_chars = 12,
	  .check = check_levels,
	  .hint = N_("哪几级要办：34 是Ⅲ级和Ⅳ级") },
	{ .key = "minutes", .label = N_("启动后"), .kind = FORM_NUMBER,
	  .flags = FORM_REQUIRED | FORM_BESIDE, .width = 7, .max_chars = 5,
	  .unit = N_("分钟内"), .check = check_minutes,
	  .hint = N_("从启动这一级起算") },
	{ .key = "post", .label = N_("职务"), .max_chars = PLAN_POST_MAX,
	  .complete = post_field_complete,
	  .hint = N_("单位/职务，汉字或拼音；空着是当班人员") },
	{ .key = "text", .label = N_("任务"), .kind = FORM_LINES, .rows = 4,
	  .flags = FORM_REQUIRED, .max_chars = PLAN_STEP_MAX,
	  .hint = N_("回车收下") },
	{ .key = NULL },
};
/* clang-format on */

/* ---- checks ---- */

static int
check_kinds(void *arg, const struct form_field *field, const char *value,
            struct err *err)
{
	json_t *list = kinds_from_text(value, err);

	(void)arg;
	(void)field;
	json_decref(list);
	return list ? 0 : -1;
}

static int
check_date(void *arg, const struct form_field *field, const char *value,
           struct err *err)
{
	struct err why = ERR_INIT;
	int64_t ms;

	(void)arg;
	(void)field;
	if (civil_parse_date(value, &ms, &why) == 0)
		return 0;
	return err_set(err, ERR_INPUT, "%s", tr("日期请写 2026-03-01"));
}

/* A whole number from 1 to max. */
static int
check_whole(const char *value, long max, struct err *err)
{
	char *end;
	long n = strtol(value, &end, 10);

	if (*end || n < 1 || n > max)
		return err_set(err, ERR_INPUT, tr("请写 1 到 %ld 的整数"), max);
	return 0;
}

static int
check_months(void *arg, const struct form_field *field, const char *value,
             struct err *err)
{
	(void)arg;
	(void)field;
	return check_whole(value, PLAN_DRILL_MONTHS, err);
}

static int
check_minutes(void *arg, const struct form_field *field, const char *value,
              struct err *err)
{
	(void)arg;
	(void)field;
	return check_whole(value, PLAN_MINUTES, err);
}

static int
check_levels(void *arg, const struct form_field *field, const char *value,
             struct err *err)
{
	unsigned levels;

	(void)arg;
	(void)field;
	return levels_from_text(value, &levels, err);
}

/* The condition as JSON, and read as *p, to be freed; NULL with err set. */
static json_t *
when_read(const char *text, struct predicate **p, struct err *err)
{
	const struct jpath root = { .key = "when" };
	json_t *when = json_parse(text, strlen(text), "when", err);

	*p = when ? predicate_load(when, &root, err) : NULL;
	if (*p)
		return when;
	json_decref(when);
	return NULL;
}

static json_t *
when_from_text(const char *text, struct err *err)
{
	struct predicate *p;
	json_t *when = when_read(text, &p, err);

	predicate_free(p);
	return when;
}

static int
check_when(void *arg, const struct form_field *field, const char *value,
           struct err *err)
{
	json_t *when = when_from_text(value, err);

	(void)arg;
	(void)field;
	json_decref(when);
	return when ? 0 : -1;
}

/* ---- there and back ---- */

static void
put_text(json_t *o, const struct form *f, const char *key)
{
	if (!form_empty(f, key))
		json_object_set_new(o, key, json_string(form_text(f, key)));
}

static void
put_number(json_t *o, const struct form *f, const char *key)
{
	if (!form_empty(f, key))
		json_object_set_new(
			o, key,
			json_integer(strtol(form_text(f, key), NULL, 10)));
}

static void
set_number(struct form *f, const char *key, int n)
{
	char text[16];

	snprintf(text, sizeof(text), "%d", n);
	form_set(f, key, n ? text : "");
}

static void
set_date(struct form *f, const char *key, int64_t ms)
{
	char text[CIVIL_TEXT];

	form_set(f, key, ms ? civil_date(text, ms, CIVIL_SHANGHAI) : "");
}

static void
head_load(const struct plan_edit *e, size_t i, struct form *f)
{
	const struct plan_front *p = &e->front;
	struct buf kinds = BUF_INIT;

	(void)i;
	kinds_to_text(&kinds, p);
	form_set(f, "title", p->title ? p->title : "");
	form_set(f, "category",
	         p->category < 0
	                 ? ""
	                 : plan_category_code((enum plan_category)p->category));
	form_set(f, "kinds", kinds.s);
	set_date(f, "issued", p->issued_ms);
	set_date(f, "revise_by", p->revise_ms);
	set_number(f, "drill_months", p->drill_months);
	buf_release(&kinds);
}

static json_t *
head_take(const struct plan_edit *e, size_t i, const struct form *f,
          struct err *err)
{
	json_t *kinds = kinds_from_text(form_text(f, "kinds"), err), *o;

	(void)e;
	(void)i;
	if (!kinds)
		return NULL;
	o = json_object();
	put_text(o, f, "title");
	put_text(o, f, "category");
	put_text(o, f, "issued");
	put_text(o, f, "revise_by");
	put_number(o, f, "drill_months");
	json_object_set_new(o, "kinds", kinds);
	return o;
}

static void
level_load(const struct plan_edit *e, size_t i, struct form *f)
{
	const struct plan_level *l = &e->front.levels[i];

	set_number(f, "level", l->level);
	/* Its own label goes with the number. */
	form_set(f, "title",
	         strcmp(l->title, plan_level_label(l->level)) ? l->title : "");
	form_set(f, "lead", l->lead);
	form_set(f, "when", l->when_json);
}

static json_t *
level_take(const struct plan_edit *e, size_t i, const struct form *f,
           struct err *err)
{
	int number = (int)strtol(form_text(f, "level"), NULL, 10);
	const struct plan_level *other = plan_front_level(&e->front, number);
	json_t *when = NULL, *o;

	if (other && other != &e->front.levels[i]) {
		err_set(err, ERR_INPUT, "%s", tr("这一级已经有了"));
		return NULL;
	}
	if (!form_empty(f, "when")) {
		when = when_from_text(form_text(f, "when"), err);
		if (!when)
			return NULL;
	}
	o = json_object();
	put_number(o, f, "level");
	put_text(o, f, "title");
	put_text(o, f, "lead");
	if (when)
		json_object_set_new(o, "when", when);
	return o;
}

static void
step_load(const struct plan_edit *e, size_t i, struct form *f)
{
	const struct plan_step *s = &e->front.steps[i];
	struct buf levels = BUF_INIT;

	levels_to_text(&levels, s->levels);
	form_set(f, "levels", levels.s);
	set_number(f, "minutes", s->minutes);
	form_set(f, "post", s->post);
	form_set(f, "text", s->text);
	buf_release(&levels);
}

/* The levels of a step, all of them the plan's; NULL with err set. */
static json_t *
step_levels(const struct plan_edit *e, const struct form *f, struct err *err)
{
	json_t *list;
	unsigned levels;

	if (levels_from_text(form_text(f, "levels"), &levels, err))
		return NULL;
	list = json_array();
	for (int l = 1; l <= PLAN_LEVELS; l++) {
		if (!(levels & 1u << l))
			continue;
		if (plan_front_level(&e->front, l)) {
			json_array_append_new(list, json_integer(l));
			continue;
		}
		err_set(err, ERR_INPUT, tr("这部预案没有%s"),
		        tr(plan_level_label(l)));
		json_decref(list);
		return NULL;
	}
	return list;
}

static json_t *
step_take(const struct plan_edit *e, size_t i, const struct form *f,
          struct err *err)
{
	const json_t *old = plan_edit_part(e, PLAN_STEP, i);
	json_t *o, *list = step_levels(e, f, err);

	if (!list)
		return NULL;
	o = json_object();
	if (old)
		json_object_set(o, "id", json_object_get(old, "id"));
	json_object_set_new(o, "levels", list);
	put_number(o, f, "minutes");
	put_text(o, f, "post");
	put_text(o, f, "text");
	return o;
}

/* ---- readings ---- */

static void
level_reading(struct desk *d, const struct form *f, struct pager *p)
{
	const char *text = form_text(f, "when");
	struct predicate *when = NULL;
	struct err err = ERR_INIT;
	struct buf words = BUF_INIT;
	json_t *o = NULL;

	(void)d;
	if (*text)
		o = when_read(text, &when, &err);
	if (o)
		predicate_text(&words, when);
	if (*text && !o)
		pager_fmt(p, ROLE_ERROR, 0, tr("✗ 条件还读不懂：%s"), err.text);
	else
		pager_fmt(p, ROLE_NOTICE, 0, tr("条件：%s"),
		          o ? words.s : tr("未写明，由指挥部决定"));
	buf_release(&words);
	predicate_free(when);
	json_decref(o);
}

static void
step_reading(struct desk *d, const struct form *f, struct pager *p)
{
	struct buf voice = BUF_INIT;
	struct err err = ERR_INIT;
	bool vacant;

	if (post_voice(d, form_text(f, "post"), &vacant, &voice, &err))
		pager_add(p, ROLE_ERROR, 0, err.text);
	else
		pager_fmt(p, vacant ? ROLE_WARN : ROLE_NOTICE, 0, "%s%s",
		          vacant ? "✗ " : "", voice.s);
	buf_release(&voice);
}

const struct front_form front_forms[] = {
	[PLAN_HEAD] = { "head", N_("概要"), head_fields, head_load, head_take,
	                NULL },
	[PLAN_LEVEL] = { "level", N_("响应级别"), level_fields, level_load,
	                 level_take, level_reading },
	[PLAN_STEP] = { "step", N_("步骤"), step_fields, step_load, step_take,
	                step_reading },
};

const char *
front_form_field(const struct front_form *kind, const char *pointer)
{
	char part[32];
	int len;

	while ((pointer = strchr(pointer, '/')) != NULL) {
		pointer++;
		len = (int)strcspn(pointer, "/:");
		snprintf(part, sizeof(part), "%.*s", len, pointer);
		for (const struct form_field *f = kind->fields; f->key; f++)
			if (strcmp(f->key, part) == 0)
				return f->key;
	}
	return kind->fields->key;
}
