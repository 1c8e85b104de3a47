/*
 * Incidents (事件): all of them, newest first, a page at a time.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tr.h"
#include "desk/incident.h"
#include "screens/kit/list.h"
#include "screens/rows.h"
#include "screens/screen.h"

#define PAGE 200 /* rows fetched at a time */

struct incidents {
	struct list list;
	struct incident *rows;
	size_t count, cap, total;
	enum incident_filter filter;
	int64_t now_ms;
};

static const char *
incidents_number(const void *state)
{
	const struct incidents *st = state;

	return list_has_row(&st->list) ? st->rows[st->list.sel].number : NULL;
}

static unsigned
incidents_have(const void *state)
{
	return incidents_number(state) ? NEED_ROW | NEED_INCIDENT : 0;
}

/* Fetch the page after the rows held. */
static int
incidents_more(struct ui *ui, struct incidents *st, struct err *err)
{
	struct incident *page;
	size_t n;

	if (incident_list(ui_desk(ui), st->filter,
	                  st->count ? st->rows[st->count - 1].number : NULL,
	                  PAGE, &page, &n, &st->total, err))
		return -1;
	st->rows = mem_array(st->rows, st->count + n + 1, sizeof(*page));
	if (n)
		memcpy(st->rows + st->count, page, n * sizeof(*page));
	st->count += n;
	free(page); /* the rows themselves have moved */
	list_set_count(&st->list, st->count);
	return 0;
}

static void
incidents_drop(struct incidents *st)
{
	incident_list_free(st->rows, st->count);
	st->rows = NULL;
	st->count = 0;
}

static int
incidents_refresh(struct ui *ui, void *state, struct err *err)
{
	struct incidents *st = state, old = *st;

	/* As many as were there, so that the selection stays in place. */
	st->rows = NULL;
	st->count = 0;
	do {
		size_t before = st->count;

		if (incidents_more(ui, st, err)) {
			incidents_drop(st);
			*st = old;
			return -1;
		}
		if (st->count == before)
			break;
	} while (st->count < old.count);
	list_select(&st->list, old.list.sel);
	for (size_t i = 0; old.list.sel < old.count && i < st->count; i++)
		if (strcmp(st->rows[i].number, old.rows[old.list.sel].number) ==
		    0)
			list_select(&st->list, i);
	incident_list_free(old.rows, old.count);
	return 0;
}

static void
draw_row(const void *arg, size_t i, const struct region *r)
{
	const struct incidents *st = arg;

	incident_row_draw(&st->rows[i], r, st->now_ms);
}

static void
incidents_draw(const void *state, const struct view *v)
{
	struct incidents st = *(const struct incidents *)state;
	struct region body =
		region_part(&v->area, 1, 0, v->area.rows - 1, v->area.cols);

	canvas_fmt(&v->area, 0, 0, -1, ROLE_HEAD,
	           st.filter == INCIDENTS_OPEN  ? tr("在办事件 %zu 起")
	           : st.filter == INCIDENTS_ALL ? tr("全部事件 %zu 起")
	                                        : tr("已结事件 %zu 起"),
	           st.total);
	st.now_ms = v->now_ms;
	list_draw(&st.list, &body, v->focused, draw_row, &st);
	if (!st.count)
		canvas_put(&body, 1, 2, -1, ROLE_DIM, tr("没有事件。n 新接报"));
}

static bool
incidents_key(struct ui *ui, void *state, const struct key_event *e)
{
	struct incidents *st = state;
	int rows = ui_rows(ui) - 1;
	struct err err = ERR_INIT;

	if (!list_key(&st->list, e, rows))
		return false;
	if (st->count < st->total && st->list.sel + (size_t)rows >= st->count &&
	    incidents_more(ui, st, &err))
		ui_fail(ui, &err);
	return true;
}

static void
incidents_close(struct ui *ui, void *state)
{
	(void)ui;
	incidents_drop(state);
}

static void
act_open(struct ui *ui, void *state)
{
	ui_open(ui, "incident", incidents_number(state));
}

static void
act_filter(struct ui *ui, void *state)
{
	struct incidents *st = state;

	st->filter = (enum incident_filter)((st->filter + 1) % 3);
	incidents_drop(st);
	list_select(&st->list, 0);
	ui_reload(ui);
}

/* clang-format off */
static const struct key_binding incidents_keys[] = {
	{ "<Enter>", "incidents.open", N_("打开"), NEED_ROW, act_open },
	{ "v", "incidents.filter", N_("在办/全部/已结"), 0, act_filter },
	{ NULL, NULL, NULL, 0, NULL },
};
/* clang-format on */

const struct screen_ops incidents_screen = {
	.name = "incidents",
	.title = N_("事件"),
	.keys = incidents_keys,
	.uses = USES_LIST | SCREEN_TAB,
	.state_size = sizeof(struct incidents),
	.refresh = incidents_refresh,
	.draw = incidents_draw,
	.have = incidents_have,
	.key = incidents_key,
	.incident = incidents_number,
	.close = incidents_close,
};
