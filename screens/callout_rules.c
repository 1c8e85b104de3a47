/*
 * Which lists a warning asks for (叫应规定): rows of kind, level and lists,
 * added, changed and taken away here.  A rule fits warnings of its level and
 * more severe ones.
 *
 * All rules are one entry of the journal: a change is made to the rules as
 * they stand when it is saved, and refused when that row is not there then.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tr.h"
#include "desk/callout.h"
#include "desk/group.h"
#include "desk/warning.h"
#include "screens/kit/list.h"
#include "screens/screen.h"
#include "screens/several.h"

enum { HEAD_ROWS = 2, KIND_CELLS = 20, LEVEL_CELLS = 16, RULES_MAX = 100 };

struct rule_set {
	struct callout_rule *rows;
	size_t count;
	bool *missing; /* a list of that row is not there */
};

struct callout_rules {
	struct rule_set set;
	struct list list;
	struct buf acting; /* the row that a form or question is about */
};

/* "暴雨|2|乡镇、水利局": what tells one rule from another. */
static void
rule_words(struct buf *out, const struct callout_rule *r)
{
	struct buf lists = BUF_INIT;

	for (size_t i = 0; i < r->lists_count; i++)
		several_add(&lists, r->lists[i]);
	buf_fmt(out, "%s|%d|%s", r->kind, r->level, lists.s);
	buf_release(&lists);
}

static const struct callout_rule *
rules_selected(const struct callout_rules *st)
{
	return list_has_row(&st->list) ? &st->set.rows[st->list.sel] : NULL;
}

/* ---- reading ---- */

static void
set_release(struct rule_set *set)
{
	callout_rules_free(set->rows, set->count);
	free(set->missing);
	memset(set, 0, sizeof(*set));
}

static int
find_missing(struct desk *d, const struct callout_rule *r, bool *missing,
             struct err *err)
{
	int64_t id;

	for (size_t i = 0; i < r->lists_count; i++) {
		if (callout_list_find(d, r->lists[i], &id, err))
			return -1;
		*missing |= !id;
	}
	return 0;
}

static void
row_name(const void *data, size_t i, struct buf *out)
{
	rule_words(out, &((const struct rule_set *)data)->rows[i]);
}

static int
rules_refresh(struct ui *ui, void *state, struct err *err)
{
	struct callout_rules *st = state;
	struct rule_set set = { 0 };

	if (callout_rules(ui_desk(ui), &set.rows, &set.count, err))
		return -1;
	set.missing = mem_alloc((set.count + 1) * sizeof(*set.missing));
	for (size_t i = 0; i < set.count; i++)
		if (find_missing(ui_desk(ui), &set.rows[i], &set.missing[i],
		                 err)) {
			set_release(&set);
			return -1;
		}
	list_follow(&st->list, &st->set, &set, set.count, row_name);
	set_release(&st->set);
	st->set = set;
	return 0;
}

static int
rules_open(struct ui *ui, void *state, const char *arg, struct err *err)
{
	struct callout_rules *st = state;

	(void)ui;
	(void)arg;
	(void)err;
	buf_init(&st->acting);
	return 0;
}

static void
rules_close(struct ui *ui, void *state)
{
	struct callout_rules *st = state;

	(void)ui;
	set_release(&st->set);
	buf_release(&st->acting);
}

/* ---- drawing ---- */

static void
draw_row(const void *arg, size_t i, const struct region *r)
{
	const struct rule_set *set = arg;
	const struct callout_rule *rule = &set->rows[i];
	int col = KIND_CELLS + LEVEL_CELLS + 3;

	canvas_put(r, 0, 1, KIND_CELLS, ROLE_TEXT,
	           *rule->kind ? rule->kind : tr("任何灾种"));
	if (rule->level == 1)
		canvas_put(r, 0, KIND_CELLS + 2, LEVEL_CELLS, ROLE_TEXT,
		           tr("只限红色"));
	else
		canvas_fmt(r, 0, KIND_CELLS + 2, LEVEL_CELLS, ROLE_TEXT,
		           tr("%s及以上"),
		           tr(warning_level_label(rule->level)));
	if (set->missing[i])
		col += canvas_text(r, 0, col, ROLE_LATE, tr("! 缺名单")) + 1;
	for (size_t k = 0; k < rule->lists_count; k++) {
		if (k)
			col += canvas_text(r, 0, col, ROLE_TEXT,
			                   SEVERAL_BETWEEN);
		col += canvas_text(r, 0, col, ROLE_TEXT, rule->lists[k]);
	}
}

static void
rules_draw(const void *state, const struct view *v)
{
	const struct callout_rules *st = state;
	const struct region *a = &v->area;
	struct region body =
		region_part(a, HEAD_ROWS, 0, a->rows - HEAD_ROWS, a->cols);

	canvas_fmt(a, 0, 0, -1, ROLE_HEAD,
	           tr("叫应规定 %zu 条：哪类哪级预警叫应哪些名单"),
	           st->set.count);
	canvas_put(a, 1, 1, KIND_CELLS, ROLE_LABEL, tr("灾种"));
	canvas_put(a, 1, KIND_CELLS + 2, LEVEL_CELLS, ROLE_LABEL, tr("级别"));
	canvas_put(a, 1, KIND_CELLS + LEVEL_CELLS + 3, -1, ROLE_LABEL,
	           tr("名单"));
	list_draw(&st->list, &body, v->focused, draw_row, &st->set);
	if (!st->set.count)
		canvas_put(&body, 0, 1, -1, ROLE_DIM,
		           tr("还没有规定：a 增加一条"));
}

static unsigned
rules_have(const void *state)
{
	return rules_selected(state) ? NEED_ROW : 0;
}

static bool
rules_key(struct ui *ui, void *state, const struct key_event *e)
{
	struct callout_rules *st = state;

	return list_key(&st->list, e, ui_rows(ui) - HEAD_ROWS);
}

/* ---- the fields of a rule ---- */

/* Kinds as the feeds name them, those that are called out for. */
static const struct pinyin_row kinds[] = {
	{ .name = "暴雨" },     /* stored */
	{ .name = "台风" },     /* stored */
	{ .name = "强对流" },   /* stored */
	{ .name = "雷雨大风" }, /* stored */
	{ .name = "大风" },     /* stored */
	{ .name = "冰雹" },     /* stored */
	{ .name = "暴雪" },     /* stored */
	{ .name = "寒潮" },     /* stored */
	{ .name = "高温" },     /* stored */
	{ .name = "大雾" },     /* stored */
	{ .name = "道路结冰" }, /* stored */
	{ .name = "沙尘暴" },   /* stored */
	{ .name = "地质灾害" }, /* stored */
	{ .name = "山洪" },     /* stored */
	{ .name = "洪水" },     /* stored */
	{ .name = "森林火险" }, /* stored */
	{ .name = "干旱" },     /* stored */
	{ .name = "地震" },     /* stored */
	{ .name = "火点" },     /* stored */
};

static void
kind_complete(void *arg, const struct form_field *field, const char *text,
              struct form_list *out)
{
	(void)arg;
	(void)field;
	several_offer(text, kinds, sizeof(kinds) / sizeof(*kinds), out);
}

/* Lists that cannot be read offer nothing: a name can still be typed. */
static void
lists_complete(void *arg, const struct form_field *field, const char *text,
               struct form_list *out)
{
	struct err err = ERR_INIT;
	struct pinyin_row *rows;
	struct group *groups;
	size_t n;

	(void)field;
	if (group_list(ui_desk(arg), &groups, &n, &err))
		return;
	rows = mem_alloc((n + 1) * sizeof(*rows));
	for (size_t i = 0; i < n; i++)
		rows[i].name = groups[i].name;
	several_offer(text, rows, n, out);
	free(rows);
	groups_free(groups, n);
}

static int
list_is_there(void *arg, const char *name, struct err *err)
{
	int64_t id;

	if (callout_list_find(ui_desk(arg), name, &id, err))
		return -1;
	return id ? 0
	          : err_set(err, ERR_NOT_FOUND, tr("没有名为“%s”的名单"), name);
}

static int
lists_check(void *arg, const struct form_field *field, const char *value,
            struct err *err)
{
	(void)field;
	return several_each(value, list_is_there, arg, err);
}

/* clang-format off */
static const struct form_choice levels[] = {
	{ "1", N_("红色"), "hs red" },
	{ "2", N_("橙色"), "cs orange" },
	{ "3", N_("黄色"), "hs yellow" },
	{ "4", N_("蓝色"), "ls blue" },
	{ NULL, NULL, NULL },
};

static const struct form_field rule_fields[] = {
	{ .key = "kind", .label = N_("灾种"), .max_chars = 30,
	  .complete = kind_complete,
	  .hint = N_("预警怎样称呼就怎样写；空着是任何灾种") },
	{ .key = "level", .label = N_("级别"), .kind = FORM_CHOICE,
	  .flags = FORM_REQUIRED, .width = 10, .choices = levels,
	  .hint = N_("这一级和更重的") },
	{ .key = "lists", .label = N_("名单"), .flags = FORM_REQUIRED,
	  .max_chars = 400, .complete = lists_complete, .check = lists_check,
	  .hint = N_("汉字或拼音，↓ 选；几份用、隔开；回车保存") },
	{ .key = NULL },
};
/* clang-format on */

static int
take_list(void *arg, const char *name, struct err *err)
{
	struct callout_rule *r = arg;

	(void)err;
	r->lists = mem_array(r->lists, r->lists_count + 1, sizeof(*r->lists));
	r->lists[r->lists_count++] = mem_str(name);
	return 0;
}

static void
rule_clear(struct callout_rule *r)
{
	for (size_t i = 0; i < r->lists_count; i++)
		free(r->lists[i]);
	free(r->lists);
	free(r->kind);
	memset(r, 0, sizeof(*r));
}

static void
rule_from_form(struct callout_rule *r, const struct form *f)
{
	struct err err = ERR_INIT;

	memset(r, 0, sizeof(*r));
	r->kind = mem_str(form_text(f, "kind"));
	r->level = (int)strtol(form_text(f, "level"), NULL, 10);
	several_each(form_text(f, "lists"), take_list, r, &err);
}

/* ---- changing them ---- */

/* The row of that name in the rules as they stand now; count: none. */
static size_t
rule_find(const struct callout_rule *rows, size_t count, const char *words)
{
	struct buf have = BUF_INIT;
	size_t i;

	for (i = 0; i < count; i++) {
		buf_clear(&have);
		rule_words(&have, &rows[i]);
		if (strcmp(have.s, words) == 0)
			break;
	}
	buf_release(&have);
	return i;
}

/*
 * Put `with` (taken; NULL: nothing) in place of the row `words` ("": behind
 * all of them), and save.
 */
static int
change(struct ui *ui, const char *words, struct callout_rule *with,
       struct err *err)
{
	struct callout_rule *rows;
	size_t n, i;
	int rc;

	if (callout_rules(ui_desk(ui), &rows, &n, err))
		return -1;
	i = *words ? rule_find(rows, n, words) : n;
	if (*words && i == n) {
		callout_rules_free(rows, n);
		return err_set(err, ERR_CONFLICT, "%s",
		               tr("这一条已被别人改动"));
	}
	if (i < n)
		rule_clear(&rows[i]);
	if (with) {
		rows = mem_array(rows, n + 1, sizeof(*rows));
		rows[i] = *with;
		memset(with, 0, sizeof(*with));
		n += i == n;
	} else {
		memmove(&rows[i], &rows[i + 1], (n - i - 1) * sizeof(*rows));
		n--;
	}
	rc = n > RULES_MAX
	             ? err_set(err, ERR_INPUT, tr("最多 %d 条规定"), RULES_MAX)
	             : callout_rules_save(ui_desk(ui), rows, n, NULL, err);
	callout_rules_free(rows, n);
	return rc;
}

static int
rule_save(struct ui *ui, void *state, const struct form *f, struct err *err)
{
	const struct callout_rules *st = state;
	struct callout_rule rule;
	int rc;

	rule_from_form(&rule, f);
	rc = change(ui, st->acting.s, &rule, err);
	rule_clear(&rule);
	if (rc)
		return -1;
	ui_say(ui, ROLE_OK, "%s", tr("已保存，记入日志"));
	ui_reload(ui);
	return 0;
}

static void
act_add(struct ui *ui, void *state)
{
	struct callout_rules *st = state;

	buf_clear(&st->acting);
	ui_form(ui, tr("增加叫应规定"), rule_fields, rule_save);
}

static void
act_edit(struct ui *ui, void *state)
{
	struct callout_rules *st = state;
	const struct callout_rule *r = rules_selected(st);
	char level[2] = { (char)('0' + r->level), '\0' };
	struct buf lists = BUF_INIT;
	struct form *f =
		ui_form(ui, tr("更改叫应规定"), rule_fields, rule_save);

	buf_clear(&st->acting);
	rule_words(&st->acting, r);
	for (size_t i = 0; i < r->lists_count; i++)
		several_add(&lists, r->lists[i]);
	form_set(f, "kind", r->kind);
	form_set(f, "level", level);
	form_set(f, "lists", lists.s);
	buf_release(&lists);
}

static void
remove_yes(struct ui *ui, void *state)
{
	const struct callout_rules *st = state;
	struct err err = ERR_INIT;

	if (change(ui, st->acting.s, NULL, &err))
		ui_fail(ui, &err);
	else
		ui_say(ui, ROLE_OK, "%s", tr("已移除，记录仍在日志里"));
	ui_reload(ui);
}

/* The rows may move while it is asked; what goes stays the same. */
static void
act_remove(struct ui *ui, void *state)
{
	struct callout_rules *st = state;

	buf_clear(&st->acting);
	rule_words(&st->acting, rules_selected(st));
	ui_confirm(ui, tr("移除这条叫应规定？按 y 继续，别的键取消"), 'y',
	           remove_yes);
}

/* clang-format off */
static const struct key_binding rules_keys[] = {
	{ "<Enter>", "callout_rules.edit", N_("更改"), NEED_ROW, act_edit },
	{ "e", "callout_rules.edit", N_("更改"), NEED_ROW | KEY_QUIET,
	  act_edit },
	{ "a", "callout_rules.add", N_("增加"), 0, act_add },
	{ "x", "callout_rules.remove", N_("移除"), NEED_ROW, act_remove },
	{ NULL, NULL, NULL, 0, NULL },
};
/* clang-format on */

const struct screen_ops callout_rules_screen = {
	.name = "callout_rules",
	.title = N_("叫应规定"),
	.keys = rules_keys,
	.uses = USES_LIST,
	.state_size = sizeof(struct callout_rules),
	.open = rules_open,
	.refresh = rules_refresh,
	.draw = rules_draw,
	.have = rules_have,
	.key = rules_key,
	.close = rules_close,
};
