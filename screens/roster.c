#include "screens/roster.h"

#include <stdlib.h>
#include <string.h>

#include "base/tr.h"
#include "desk/duty.h"

#define HEAD_ROWS 2 /* panes, what narrows them */

struct pane_of {
	const struct roster_data *data;
	enum roster_pane pane;
};

static void
row_name(const void *data, size_t i, struct buf *out)
{
	const struct pane_of *of = data;

	roster_row_name(of->data, of->pane, i, out);
}

/* The words narrow the pane in front; the others show all. */
static void
narrow_all(struct roster_page *st, struct roster_data *d)
{
	for (int p = 0; p < ROSTER_PANES; p++)
		roster_narrow(d, (enum roster_pane)p,
		              p == (int)st->pane ? st->words.text.s : "");
}

static int
roster_refresh(struct ui *ui, void *state, struct err *err)
{
	struct roster_page *st = state;
	struct roster_data new;

	if (roster_read(ui_desk(ui), &new, err))
		return -1;
	narrow_all(st, &new);
	for (int p = 0; p < ROSTER_PANES; p++) {
		struct pane_of before = { &st->data, (enum roster_pane)p };
		struct pane_of after = { &new, (enum roster_pane)p };

		list_follow(&st->lists[p], &before, &after, new.shown_count[p],
		            row_name);
	}
	roster_release(&st->data);
	st->data = new;
	return 0;
}

static void
stand_on_party(struct roster_page *st, const char *party)
{
	st->pane = PANE_PARTIES;
	for (size_t i = 0; i < st->data.parties_count; i++)
		if (strcmp(st->data.parties[i].party, party) == 0)
			list_select(&st->lists[PANE_PARTIES], i);
}

static int
roster_open(struct ui *ui, void *state, const char *arg, struct err *err)
{
	struct roster_page *st = state;

	edit_init(&st->words, 40, false);
	if (roster_refresh(ui, st, err))
		return -1;
	if (arg && strncmp(arg, "bind ", 5) == 0)
		stand_on_party(st, arg + 5);
	return 0;
}

static void
roster_close(struct ui *ui, void *state)
{
	struct roster_page *st = state;

	(void)ui;
	roster_release(&st->data);
	edit_release(&st->words);
	free(st->export);
}

/* ---- drawing ---- */

static void
draw_panes(const struct roster_page *st, const struct region *r)
{
	static const char *const labels[] = {
		[PANE_UNITS] = N_("单位"),
		[PANE_PEOPLE] = N_("人员"),
		[PANE_LISTS] = N_("名单"),
		[PANE_PARTIES] = N_("绑定"),
	};
	int col = 0;

	for (int p = 0; p < ROSTER_PANES; p++) {
		bool front = p == (int)st->pane;
		struct buf text = BUF_INIT;

		buf_fmt(&text, "%s%s %zu%s", front ? "[" : " ", tr(labels[p]),
		        st->data.shown_count[p], front ? "]" : " ");
		col += canvas_text(r, 0, col, front ? ROLE_HEAD : ROLE_LABEL,
		                   text.s) +
		       1;
		buf_release(&text);
	}
	if (st->data.parties_missing)
		canvas_fmt(r, 0, col + 1, -1, ROLE_LATE,
		           tr("✗ %zu 个机构未绑定"), st->data.parties_missing);
}

static void
roster_draw(const void *state, const struct view *v)
{
	const struct roster_page *st = state;
	const struct region *a = &v->area;
	struct region body =
		region_part(a, HEAD_ROWS, 0, a->rows - HEAD_ROWS, a->cols);

	draw_panes(st, a);
	if (st->finding || st->words.text.len) {
		canvas_put(a, 1, 1, 6, ROLE_LABEL, tr("查找"));
		edit_draw(&st->words, a, 1, 8, 1, 30, ROLE_INPUT,
		          v->focused && st->finding);
		canvas_put(a, 1, 40, -1, ROLE_DIM,
		           st->finding
		                   ? tr("汉字或拼音；Enter 到列表，Esc 取消")
		                   : tr("/ 改，Esc 取消"));
	}
	roster_pane_draw(st, v, &body);
}

/* ---- keys ---- */

static void
words_changed(struct roster_page *st)
{
	struct list *l = &st->lists[st->pane];

	roster_narrow(&st->data, st->pane, st->words.text.s);
	*l = (struct list){ .count = st->data.shown_count[st->pane] };
}

static bool
finding_key(struct roster_page *st, const struct key_event *e, int rows)
{
	switch (edit_key(&st->words, e)) {
	case EDIT_CHANGED:
		words_changed(st);
		return true;
	case EDIT_MOVED:
	case EDIT_FULL:
		return true;
	default:
		break;
	}
	if (e->key == UIKEY_ENTER || e->key == UIKEY_TAB) {
		st->finding = false;
		return true;
	}
	return !key_printable(e->key) &&
	       list_key(&st->lists[st->pane], e, rows);
}

static bool
roster_key(struct ui *ui, void *state, const struct key_event *e)
{
	struct roster_page *st = state;
	int rows = ui_rows(ui) - HEAD_ROWS;

	if (e->key == UIKEY_ESC && (st->finding || st->words.text.len)) {
		st->finding = false;
		edit_set(&st->words, "");
		words_changed(st);
		return true;
	}
	return st->finding ? finding_key(st, e, rows)
	                   : list_key(&st->lists[st->pane], e, rows);
}

static unsigned
roster_have(const void *state)
{
	const struct roster_page *st = state;

	const bool row = roster_at(st) >= 0;

	if (st->finding)
		return IN_TEXT;
	return NEED_LISTING | (row ? NEED_ROW : 0) |
	       (st->pane != PANE_PARTIES ? NEED_ADD : 0) |
	       (row && st->pane != PANE_PARTIES ? NEED_RECORD : 0) |
	       (row && st->pane == PANE_PARTIES ? NEED_PARTY : 0) |
	       (row && (st->pane == PANE_UNITS || st->pane == PANE_PEOPLE)
	                ? NEED_PHONES
	                : 0);
}

const char *
roster_noun(const struct roster_page *st)
{
	static const char *const nouns[] = { [PANE_UNITS] = "unit",
		                             [PANE_PEOPLE] = "contact",
		                             [PANE_LISTS] = "group",
		                             [PANE_PARTIES] = "unit" };

	return nouns[st->pane];
}

static void
roster_whom(const void *state, struct buf *out)
{
	const struct roster_page *st = state;
	long i = roster_at(st);

	if (i < 0)
		return;
	if (st->pane == PANE_PARTIES)
		buf_fmt(out, "party %s", st->data.parties[i].party);
	else
		buf_fmt(out, "%s %lld", roster_noun(st),
		        (long long)roster_id(st));
}

const struct screen_ops roster_screen = {
	.name = "roster",
	.title = N_("通讯录"),
	.keys = roster_keys,
	.uses = USES_LIST | USES_FORM | SCREEN_TAB,
	.state_size = sizeof(struct roster_page),
	.open = roster_open,
	.refresh = roster_refresh,
	.draw = roster_draw,
	.have = roster_have,
	.key = roster_key,
	.whom = roster_whom,
	.close = roster_close,
};
