/*
 * Search (查找): one box over incidents and calls by what was said;
 * results follow every key.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tr.h"
#include "desk/desk.h"
#include "screens/kit/edit.h"
#include "screens/kit/list.h"
#include "screens/screen.h"
#include "store/search.h"

#define HITS 100

struct search {
	struct list list;
	struct edit words;
	struct search_hit *hits;
	size_t count;
};

static const struct search_kind {
	const char *kind, *label, *screen;
} kinds[] = {
	{ "incident", N_("事件"), "incident" },
	{ "call", N_("电话"), "calls" },
};

static const struct search_kind *
kind_of(const struct search_hit *hit)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strcmp(kinds[i].kind, hit->kind) == 0)
			return &kinds[i];
	return NULL;
}

static const struct search_hit *
search_selected(const struct search *st)
{
	return list_has_row(&st->list) ? &st->hits[st->list.sel] : NULL;
}

static int
search_open(struct ui *ui, void *state, const char *arg, struct err *err)
{
	struct search *st = state;

	(void)ui;
	(void)err;
	edit_init(&st->words, 80, false);
	if (arg)
		edit_set(&st->words, arg);
	return 0;
}

static int
search_refresh(struct ui *ui, void *state, struct err *err)
{
	struct search *st = state;
	struct search_hit *hits = NULL;
	size_t count = 0;

	if (search_find(desk_db(ui_desk(ui)), NULL, st->words.text.s, HITS,
	                &hits, &count, err))
		return -1;
	search_hits_free(st->hits, st->count);
	st->hits = hits;
	st->count = count;
	list_set_count(&st->list, count);
	return 0;
}

static void
draw_row(const void *arg, size_t i, const struct region *r)
{
	const struct search *st = arg;
	const struct search_hit *hit = &st->hits[i];
	const struct search_kind *kind = kind_of(hit);

	canvas_put(r, 0, 1, 6, ROLE_DIM, kind ? tr(kind->label) : hit->kind);
	canvas_put(r, 0, 8, 10, ROLE_TEXT, hit->key);
	canvas_put(r, 0, 19, -1, ROLE_TEXT, hit->title);
}

static void
search_draw(const void *state, const struct view *v)
{
	const struct search *st = state;
	struct region body =
		region_part(&v->area, 2, 0, v->area.rows - 2, v->area.cols);

	canvas_put(&v->area, 0, 0, 6, ROLE_LABEL, tr("查找"));
	edit_draw(&st->words, &v->area, 0, 7, 1, v->area.cols - 7, ROLE_INPUT,
	          v->focused);
	list_draw(&st->list, &body, v->focused, draw_row, st);
	if (!st->count)
		canvas_put(&body, 0, 1, -1, ROLE_DIM,
		           st->words.text.len
		                   ? tr("没有找到")
		                   : tr("输入地点、单位、来电内容的几个字"));
}

/* Up, Down and paging move in the hits; everything else is typing. */
static bool
search_key(struct ui *ui, void *state, const struct key_event *e)
{
	struct search *st = state;

	switch (edit_key(&st->words, e)) {
	case EDIT_CHANGED:
		list_select(&st->list, 0);
		ui_reload(ui);
		return true;
	case EDIT_MOVED:
	case EDIT_FULL:
		return true;
	default:
		return !key_printable(e->key) &&
		       list_key(&st->list, e, ui_rows(ui) - 2);
	}
}

static unsigned
search_have(const void *state)
{
	return search_selected(state) ? IN_TEXT | NEED_ROW : IN_TEXT;
}

static void
search_close(struct ui *ui, void *state)
{
	struct search *st = state;

	(void)ui;
	edit_release(&st->words);
	search_hits_free(st->hits, st->count);
}

static void
act_open(struct ui *ui, void *state)
{
	const struct search_hit *hit = search_selected(state);
	const struct search_kind *kind = kind_of(hit);

	if (kind)
		ui_open(ui, kind->screen, hit->key);
}

static void
act_back(struct ui *ui, void *state)
{
	(void)state;
	ui_back(ui);
}

/* clang-format off */
static const struct key_binding search_keys[] = {
	{ "<Enter>", "search.open", N_("打开"), NEED_ROW, act_open },
	{ "<Esc>", "search.back", N_("返回"), 0, act_back },
	{ NULL, NULL, NULL, 0, NULL },
};
/* clang-format on */

const struct screen_ops search_screen = {
	.name = "search",
	.title = N_("查找"),
	.keys = search_keys,
	.uses = USES_LIST | USES_FORM,
	.state_size = sizeof(struct search),
	.open = search_open,
	.refresh = search_refresh,
	.draw = search_draw,
	.have = search_have,
	.key = search_key,
	.close = search_close,
};
