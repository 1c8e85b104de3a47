/*
 * Escalation (逐级报告规定): after how many minutes without an acknowledgement
 * an alarm goes to which post, by which channels.  Each change is an entry with
 * the whole rule; below the steps, who holds the post in focus now.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tr.h"
#include "desk/notice.h"
#include "screens/kit/list.h"
#include "screens/post_field.h"
#include "screens/screen.h"
#include "screens/several.h"

#define HEAD_ROWS 2
#define NEED_LISTING (1 << 3)

enum { AFTER_MAX = 1440, NEW = -1 };

struct ladder {
	struct escalation_step *steps;
	size_t count;
};

struct escalation {
	struct ladder rule;
	struct list list;
	struct buf voice; /* who holds the post in focus */
	bool vacant;
	int acting;         /* the step a form is about, or NEW */
	struct ladder base; /* the rule that it was filled from */
};

static const struct escalation_step *
selected(const struct escalation *st)
{
	return list_has_row(&st->list) ? &st->rule.steps[st->list.sel] : NULL;
}

/* ---- rules ---- */

static void
rule_release(struct ladder *r)
{
	escalation_free(r->steps, r->count);
	*r = (struct ladder){ NULL, 0 };
}

static void
step_release(struct escalation_step *s)
{
	for (size_t i = 0; i < s->channels_count; i++)
		free(s->channels[i]);
	free(s->channels);
	free(s->post);
	memset(s, 0, sizeof(*s));
}

static bool
step_same(const struct escalation_step *a, const struct escalation_step *b)
{
	if (a->after != b->after || strcmp(a->post, b->post) != 0 ||
	    a->channels_count != b->channels_count)
		return false;
	for (size_t i = 0; i < a->channels_count; i++)
		if (strcmp(a->channels[i], b->channels[i]) != 0)
			return false;
	return true;
}

static bool
rule_same(const struct ladder *a, const struct ladder *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (!step_same(&a->steps[i], &b->steps[i]))
			return false;
	return true;
}

static int
rule_read(struct desk *d, struct ladder *out, struct err *err)
{
	return escalation_get(d, &out->steps, &out->count, err);
}

static void
channels_text(struct buf *out, const struct escalation_step *s)
{
	for (size_t i = 0; i < s->channels_count; i++)
		buf_fmt(out, "%s%s", i ? SEVERAL_BETWEEN : "", s->channels[i]);
}

/* ---- reading ---- */

static int
voice_fill(struct ui *ui, struct escalation *st, struct err *err)
{
	const struct escalation_step *s = selected(st);

	buf_clear(&st->voice);
	st->vacant = false;
	if (!s)
		return 0;
	return post_voice(ui_desk(ui), s->post, &st->vacant, &st->voice, err);
}

/* A post whose unit is gone is said in its place. */
static void
voice_refresh(struct ui *ui, struct escalation *st)
{
	struct err err = ERR_INIT;

	if (voice_fill(ui, st, &err)) {
		st->vacant = true;
		buf_clear(&st->voice);
		buf_str(&st->voice, err.text);
	}
}

static int
escalation_refresh(struct ui *ui, void *state, struct err *err)
{
	struct escalation *st = state;
	struct ladder rule;

	if (rule_read(ui_desk(ui), &rule, err))
		return -1;
	rule_release(&st->rule);
	st->rule = rule;
	list_set_count(&st->list, rule.count);
	voice_refresh(ui, st);
	return 0;
}

static int
escalation_open(struct ui *ui, void *state, const char *arg, struct err *err)
{
	struct escalation *st = state;

	(void)ui;
	(void)arg;
	(void)err;
	buf_init(&st->voice);
	return 0;
}

static void
escalation_close(struct ui *ui, void *state)
{
	struct escalation *st = state;

	(void)ui;
	rule_release(&st->rule);
	rule_release(&st->base);
	buf_release(&st->voice);
}

/* ---- drawing ---- */

static void
draw_row(const void *arg, size_t i, const struct region *r)
{
	const struct escalation *st = arg;
	const struct escalation_step *s = &st->rule.steps[i];
	struct region channels = region_part(r, 0, 62, 1, r->cols - 62);
	int col = 0;

	canvas_fmt(r, 0, 1, 4, ROLE_LABEL, tr("%zu级"), i + 1);
	canvas_fmt(r, 0, 6, 13, ROLE_TEXT, tr("%d 分钟后"), s->after);
	canvas_put(r, 0, 20, 41, ROLE_TEXT, s->post);
	for (size_t k = 0; k < s->channels_count; k++)
		col += canvas_put(&channels, 0, col, -1, ROLE_DIM,
		                  s->channels[k]) +
		       1;
	if (!s->channels_count)
		canvas_put(&channels, 0, 0, -1, ROLE_WARN, tr("! 没有通道"));
}

static void
escalation_draw(const void *state, const struct view *v)
{
	const struct escalation *st = state;
	const struct region *a = &v->area;
	struct region body =
		region_part(a, HEAD_ROWS, 0, a->rows - HEAD_ROWS - 2, a->cols);

	canvas_put(
		a, 0, 0, -1, ROLE_HEAD,
		tr("逐级报告：应上报的告警几分钟内无人确认，报谁，走哪些通道"));
	canvas_put(a, 1, 20, -1, ROLE_LABEL, tr("职务"));
	canvas_put(a, 1, 62, -1, ROLE_LABEL, tr("通道"));
	list_draw(&st->list, &body, v->focused, draw_row, st);
	if (!st->rule.count)
		canvas_put(&body, 0, 1, -1, ROLE_WARN,
		           tr("! 没有规定：无人确认也不报任何人。n 添一级"));
	if (st->voice.len)
		canvas_fmt(a, a->rows - 1, 1, -1,
		           st->vacant ? ROLE_WARN : ROLE_NOTICE,
		           tr("现在是：%s"), st->voice.s);
}

/* ---- the form of a step ---- */

static int
check_after(void *arg, const struct form_field *field, const char *value,
            struct err *err)
{
	char *end;
	long v = strtol(value, &end, 10);

	(void)arg;
	(void)field;
	if (end != value && !*end && v >= 0 && v <= AFTER_MAX)
		return 0;
	return err_set(err, ERR_INPUT, tr("请写 %ld 到 %ld 的整数"), 0L,
	               (long)AFTER_MAX);
}

static int
channel_known(void *arg, const char *name, struct err *err)
{
	struct channel c;

	if (channel_get(ui_desk(arg), name, &c, err))
		return -1;
	channel_release(&c);
	return 0;
}

static int
check_channels(void *arg, const struct form_field *field, const char *value,
               struct err *err)
{
	(void)field;
	return several_each(value, channel_known, arg, err);
}

static void
complete_channels(void *arg, const struct form_field *field, const char *text,
                  struct form_list *out)
{
	struct err err = ERR_INIT;
	struct pinyin_row *found;
	struct channel *rows;
	size_t count;

	(void)field;
	if (channel_list(ui_desk(arg), &rows, &count, &err))
		return;
	found = mem_alloc((count + 1) * sizeof(*found));
	for (size_t i = 0; i < count; i++)
		found[i] = (struct pinyin_row){ .name = rows[i].name,
			                        .text = rows[i].label };
	several_offer(text, found, count, out);
	free(found);
	channels_free(rows, count);
}

/* clang-format off */
static const struct form_field step_fields[] = {
	{ .key = "after", .label = N_("几分钟后"), .kind = FORM_NUMBER,
	  .flags = FORM_REQUIRED, .width = 6, .unit = N_("分钟"),
	  .check = check_after,
	  .hint = N_("自告警起，无人确认；0 是一告警就报") },
	{ .key = "post", .label = N_("报谁"), .flags = FORM_REQUIRED,
	  .max_chars = 120, .complete = post_field_complete,
	  .hint = N_("单位/职务：发时才找现在任职的人") },
	{ .key = "channels", .label = N_("通道"), .flags = FORM_REQUIRED,
	  .max_chars = 300, .complete = complete_channels,
	  .check = check_channels,
	  .hint = N_("几个之间用顿号；回车保存") },
	{ .key = NULL },
};
/* clang-format on */

static int
add_channel(void *arg, const char *name, struct err *err)
{
	struct escalation_step *s = arg;

	(void)err;
	s->channels = mem_array(s->channels, s->channels_count + 1,
	                        sizeof(*s->channels));
	s->channels[s->channels_count++] = mem_str(name);
	return 0;
}

static int
step_take(const struct form *f, struct escalation_step *s, struct err *err)
{
	memset(s, 0, sizeof(*s));
	s->after = (int)strtol(form_text(f, "after"), NULL, 10);
	s->post = mem_str(form_text(f, "post"));
	return several_each(form_text(f, "channels"), add_channel, s, err);
}

/*
 * What is in force now is what the act was begun on: else somebody else has
 * changed it.
 */
static int
rule_for_act(struct ui *ui, struct escalation *st, struct ladder *out,
             struct err *err)
{
	if (rule_read(ui_desk(ui), out, err))
		return -1;
	if (rule_same(out, &st->base))
		return 0;
	rule_release(&st->base);
	st->base = *out;
	*out = (struct ladder){ NULL, 0 };
	ui_reload(ui);
	return err_set(err, ERR_CONFLICT, "%s",
	               tr("别人刚改过这份规定；看过再做一次"));
}

static int
rule_save(struct ui *ui, const struct ladder *rule, struct err *err)
{
	int64_t seq;

	if (escalation_save(ui_desk(ui), rule->steps, rule->count, &seq, err))
		return -1;
	ui_say(ui, ROLE_OK, tr("规定已保存，日志第 %lld 条"), (long long)seq);
	ui_reload(ui);
	return 0;
}

static int
save_step(struct ui *ui, void *state, const struct form *f, struct err *err)
{
	struct escalation *st = state;
	struct escalation_step step;
	struct ladder rule;
	int rc;

	if (rule_for_act(ui, st, &rule, err))
		return -1;
	rc = step_take(f, &step, err);
	if (!rc && st->acting == NEW) {
		rule.steps = mem_array(rule.steps, rule.count + 1,
		                       sizeof(*rule.steps));
		rule.steps[rule.count++] = step;
	} else if (!rc) {
		step_release(&rule.steps[st->acting]);
		rule.steps[st->acting] = step;
	} else {
		step_release(&step);
	}
	if (!rc)
		rc = rule_save(ui, &rule, err);
	rule_release(&rule);
	return rc;
}

/* The rows may move while it is asked: it is about the rule as it is now. */
static bool
begin(struct ui *ui, struct escalation *st, int step)
{
	struct err err = ERR_INIT;

	rule_release(&st->base);
	st->acting = step;
	if (rule_read(ui_desk(ui), &st->base, &err)) {
		ui_fail(ui, &err);
		return false;
	}
	return true;
}

static void
act_new(struct ui *ui, void *state)
{
	if (begin(ui, state, NEW))
		ui_form(ui, tr("添一级"), step_fields, save_step);
}

static void
act_edit(struct ui *ui, void *state)
{
	struct escalation *st = state;
	const struct escalation_step *s = selected(st);
	struct buf channels = BUF_INIT;
	char after[16];
	struct form *f;

	if (!begin(ui, st, (int)st->list.sel))
		return;
	f = ui_form(ui, tr("更改这一级"), step_fields, save_step);
	snprintf(after, sizeof(after), "%d", s->after);
	channels_text(&channels, s);
	form_set(f, "after", after);
	form_set(f, "post", s->post);
	form_set(f, "channels", channels.s);
	form_go(f, "after");
	buf_release(&channels);
}

static void
remove_yes(struct ui *ui, void *state)
{
	struct escalation *st = state;
	struct err err = ERR_INIT;
	struct ladder rule = { NULL, 0 };
	size_t at = (size_t)st->acting;
	int rc = rule_for_act(ui, st, &rule, &err);

	if (!rc) {
		step_release(&rule.steps[at]);
		rule.count--;
		for (size_t i = at; i < rule.count; i++)
			rule.steps[i] = rule.steps[i + 1];
		rc = rule_save(ui, &rule, &err);
	}
	if (rc)
		ui_fail(ui, &err);
	rule_release(&rule);
}

static void
act_remove(struct ui *ui, void *state)
{
	struct escalation *st = state;
	struct buf question = BUF_INIT;

	if (!begin(ui, st, (int)st->list.sel))
		return;
	buf_fmt(&question, tr("不再报“%s”？按 y 删去，别的键取消"),
	        selected(st)->post);
	ui_confirm(ui, question.s, 'y', remove_yes);
	buf_release(&question);
}

static void
act_channels(struct ui *ui, void *state)
{
	(void)state;
	ui_open(ui, "channels", NULL);
}

/* ---- keys ---- */

static bool
escalation_key(struct ui *ui, void *state, const struct key_event *e)
{
	struct escalation *st = state;

	if (!list_key(&st->list, e, ui_rows(ui) - HEAD_ROWS - 2))
		return false;
	voice_refresh(ui, st);
	return true;
}

static unsigned
escalation_have(const void *state)
{
	return NEED_LISTING | (selected(state) ? NEED_ROW : 0);
}

static void
escalation_whom(const void *state, struct buf *out)
{
	const struct escalation_step *s = selected(state);

	if (s)
		buf_fmt(out, "post %s", s->post);
}

/* clang-format off */
static const struct key_binding escalation_keys[] = {
	{ "<Enter>", "escalation.edit", N_("更改"), NEED_ROW, act_edit },
	{ "e", "escalation.edit", N_("更改"), NEED_ROW | KEY_QUIET, act_edit },
	{ "n", "escalation.new", N_("添一级"), NEED_LISTING, act_new },
	{ "x", "escalation.remove", N_("删去"), NEED_ROW, act_remove },
	{ "c", "escalation.channels", N_("通知通道"), NEED_LISTING,
	  act_channels },
	{ NULL, NULL, NULL, 0, NULL },
};
/* clang-format on */

const struct screen_ops escalation_screen = {
	.name = "escalation",
	.title = N_("逐级报告"),
	.keys = escalation_keys,
	.uses = USES_LIST | USES_FORM | SCREEN_PLACE,
	.state_size = sizeof(struct escalation),
	.open = escalation_open,
	.refresh = escalation_refresh,
	.draw = escalation_draw,
	.have = escalation_have,
	.key = escalation_key,
	.whom = escalation_whom,
	.close = escalation_close,
};
