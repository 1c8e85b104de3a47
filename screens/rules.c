/*
 * Rules (规则): every rule in force at this desk, what its article asks in our
 * words, where it stands and how sure we are of it.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/civil.h"
#include "base/mem.h"
#include "base/tr.h"
#include "desk/desk.h"
#include "desk/duty.h"
#include "law/pack.h"
#include "screens/kit/list.h"
#include "screens/kit/pager.h"
#include "screens/rows.h"
#include "screens/screen.h"

struct rules {
	struct list list;
	struct pager detail;
	const struct rule **rows; /* borrowed from the rulebook */
	size_t count;
	char *words;              /* what is looked for; NULL: all */
	const struct rule *shown; /* what the detail holds */
};

static const char *
in_language(const char *zh, const char *en)
{
	return tr_current() == TR_EN && en && *en ? en : zh;
}

/* Does every blank-separated word stand somewhere in the rule? */
static bool
rule_matches(const struct rule *r, const char *words)
{
	const char *const where[] = { r->id,       r->title,   r->asks,
		                      r->title_en, r->asks_en, r->cite,
		                      r->note };
	char *copy = mem_str(words ? words : ""), *save = NULL;
	bool all = true;

	for (char *w = strtok_r(copy, " ", &save); w && all;
	     w = strtok_r(NULL, " ", &save)) {
		bool found = false;

		for (size_t i = 0; i < sizeof(where) / sizeof(*where); i++)
			found = found || (where[i] && strcasestr(where[i], w));
		all = found;
	}
	free(copy);
	return all;
}

static const struct rule *
rules_selected(const struct rules *st)
{
	return list_has_row(&st->list) ? st->rows[st->list.sel] : NULL;
}

static const char *
standing_words(enum standing s)
{
	static const char *const words[] = {
		[STANDING_TEXT] = N_("条文原文已见"),
		[STANDING_QUOTED] = N_("转引：见于引文，未见全文"),
		[STANDING_UNCONFIRMED] =
			N_("未确认：只见转述或凭记忆，用前须核"),
		[STANDING_HOUSE] = N_("内部规定，非法定"),
	};

	return tr(words[s]);
}

static void
detail_parties(struct pager *p, const struct rule *r)
{
	struct buf line = BUF_INIT, within = BUF_INIT;

	buf_fmt(&line, "%s → ", tr(party_name(r->by)));
	for (size_t i = 0; i < r->to_count; i++)
		buf_fmt(&line, "%s%s", i ? "、" : "", tr(party_name(r->to[i])));
	pager_add(p, ROLE_TEXT, 0, line.s);
	within_text(&within, &r->within);
	pager_fmt(p, ROLE_TEXT, 0, tr("时限：%s"), within.s);
	buf_release(&within);
	buf_release(&line);
}

static void
detail_condition(struct pager *p, const struct rule *r)
{
	struct buf text = BUF_INIT;

	if (r->when) {
		predicate_text(&text, r->when);
		pager_fmt(p, ROLE_TEXT, 0, tr("适用：%s"), text.s);
	}
	if (r->content && r->content[0]) {
		buf_clear(&text);
		for (const char *const *c = r->content; *c; c++)
			buf_fmt(&text, "%s%s", c == r->content ? "" : "；", *c);
		pager_fmt(p, ROLE_TEXT, 0, tr("应含：%s"), text.s);
	}
	buf_release(&text);
}

/* The selected rule as text to read. */
static void
rules_detail(struct rules *st)
{
	const struct rule *r = rules_selected(st);
	struct pager *p = &st->detail;
	char from[CIVIL_TEXT];

	if (r == st->shown)
		return;
	pager_clear(p);
	p->top = p->top_row = 0;
	st->shown = r;
	if (!r)
		return;
	pager_add(p, ROLE_TITLE, 0, in_language(r->title, r->title_en));
	pager_fmt(p, ROLE_HEAD, 0, "%s   %s", r->cite, r->id);
	pager_fmt(p, r->standing == STANDING_TEXT ? ROLE_OK : ROLE_WARN, 0,
	          "%s", standing_words(r->standing));
	pager_add(p, ROLE_TEXT, 0, in_language(r->asks, r->asks_en));
	detail_parties(p, r);
	detail_condition(p, r);
	if (*r->note)
		pager_fmt(p, ROLE_NOTICE, 0, tr("注意：%s"), r->note);
	pager_fmt(p, ROLE_DIM, 0,
	          tr("%s 起施行；来源 %s；规则包 %s 第 %lld 版"),
	          civil_date(from, r->from_ms, CIVIL_SHANGHAI),
	          *r->source ? r->source : "-", r->pack->id,
	          (long long)r->pack->version);
}

static int
rules_refresh(struct ui *ui, void *state, struct err *err)
{
	struct rules *st = state;
	const struct rulebook *rb = desk_rulebook(ui_desk(ui));
	size_t cap = 0;

	(void)err;
	st->count = 0;
	free(st->rows);
	st->rows = NULL;
	for (size_t p = 0; p < rb->count; p++)
		for (size_t i = 0; i < rb->packs[p]->rules_count; i++) {
			const struct rule *r = &rb->packs[p]->rules[i];

			if (!rule_matches(r, st->words))
				continue;
			st->rows = mem_grow(st->rows, st->count, &cap,
			                    sizeof(*st->rows));
			st->rows[st->count++] = r;
		}
	list_set_count(&st->list, st->count);
	st->shown = NULL;
	rules_detail(st);
	return 0;
}

/* arg: a rule's id ("from a duty"), or NULL. */
static int
rules_open(struct ui *ui, void *state, const char *arg, struct err *err)
{
	struct rules *st = state;

	pager_init(&st->detail);
	if (rules_refresh(ui, st, err))
		return -1;
	for (size_t i = 0; arg && i < st->count; i++)
		if (strcmp(st->rows[i]->id, arg) == 0) {
			list_select(&st->list, i);
			break;
		}
	rules_detail(st);
	return 0;
}

static void
draw_row(const void *arg, size_t i, const struct region *r)
{
	const struct rules *st = arg;
	const struct rule *rule = st->rows[i];

	canvas_put(r, 0, 1, 10, ROLE_DIM, rule->id);
	canvas_put(r, 0, 12, 8,
	           rule->standing == STANDING_TEXT ? ROLE_TEXT : ROLE_WARN,
	           standing_label(rule->standing));
	canvas_fmt(r, 0, 21, -1, ROLE_TEXT, "%s  %s",
	           in_language(rule->title, rule->title_en), rule->cite);
}

/* Wide screens: beside each other; else the list above. */
static void
rules_split(const struct region *area, struct region *list,
            struct region *detail)
{
	int rows = area->rows - 1, half = area->cols / 2;

	if (area->cols >= 120) {
		*list = region_part(area, 1, 0, rows, half);
		*detail = region_part(area, 1, half + 1, rows,
		                      area->cols - half - 1);
	} else {
		*list = region_part(area, 1, 0, rows / 2, area->cols);
		*detail = region_part(area, rows / 2 + 2, 0,
		                      rows - rows / 2 - 1, area->cols);
	}
}

static void
rules_draw(const void *state, const struct view *v)
{
	const struct rules *st = state;
	struct region list, detail;

	rules_split(&v->area, &list, &detail);
	if (st->words)
		canvas_fmt(&v->area, 0, 0, -1, ROLE_HEAD,
		           tr("规则 %zu 条，含“%s”"), st->count, st->words);
	else
		canvas_fmt(&v->area, 0, 0, -1, ROLE_HEAD, tr("规则 %zu 条"),
		           st->count);
	list_draw(&st->list, &list, v->focused, draw_row, st);
	if (v->area.cols >= 120)
		canvas_vline(&v->area, 1, v->area.cols / 2, v->area.rows - 1);
	else
		canvas_hline(&v->area, list.rows + 1, 0, v->area.cols);
	pager_draw(&st->detail, &detail);
}

static bool
rules_key(struct ui *ui, void *state, const struct key_event *e)
{
	struct rules *st = state;
	int rows = ui_rows(ui) - 1;
	bool wide = ui_cols(ui) >= 120;

	if (!list_key(&st->list, e, wide ? rows : rows / 2))
		return false;
	rules_detail(st);
	return true;
}

static void
rules_find(struct ui *ui, void *state, const char *text)
{
	struct rules *st = state;

	free(st->words);
	st->words = *text ? mem_str(text) : NULL;
	list_select(&st->list, 0);
	ui_reload(ui);
}

static void
act_find(struct ui *ui, void *state)
{
	struct rules *st = state;

	ui_ask(ui, tr("规则中查找："), st->words ? st->words : "", rules_find);
}

static void
act_down(struct ui *ui, void *state)
{
	struct rules *st = state;
	const struct key_event page = { .key = UIKEY_PGDN };

	pager_key(&st->detail, &page, 6, ui_cols(ui));
	ui_dirty(ui);
}

static void
act_up(struct ui *ui, void *state)
{
	struct rules *st = state;
	const struct key_event page = { .key = UIKEY_PGUP };

	pager_key(&st->detail, &page, 6, ui_cols(ui));
	ui_dirty(ui);
}

static unsigned
rules_have(const void *state)
{
	return rules_selected(state) ? NEED_ROW : 0;
}

static void
rules_close(struct ui *ui, void *state)
{
	struct rules *st = state;

	(void)ui;
	pager_release(&st->detail);
	free(st->rows);
	free(st->words);
}

/* clang-format off */
static const struct key_binding rules_keys[] = {
	{ "/", "rules.find", N_("查规则"), 0, act_find },
	{ "]", "rules.down", N_("释文下翻"), NEED_ROW, act_down },
	{ "[", "rules.up", N_("释文上翻"), NEED_ROW, act_up },
	{ NULL, NULL, NULL, 0, NULL },
};
/* clang-format on */

const struct screen_ops rules_screen = {
	.name = "rules",
	.title = N_("规则"),
	.keys = rules_keys,
	.uses = USES_LIST | SCREEN_PLACE,
	.state_size = sizeof(struct rules),
	.open = rules_open,
	.refresh = rules_refresh,
	.draw = rules_draw,
	.have = rules_have,
	.key = rules_key,
	.close = rules_close,
};
