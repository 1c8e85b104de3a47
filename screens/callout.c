#include "screens/callout.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/tr.h"
#include "desk/desk.h"

/* ---- reading ---- */

const struct callout_target *
callout_selected(const struct callout_page *st)
{
	return list_has_row(&st->list) ? &st->targets[st->list.sel] : NULL;
}

void
callout_page_focus(struct callout_page *st, int k)
{
	if (k > 0)
		list_select(&st->list, (size_t)k - 1);
}

static bool
is_ours(const struct callout_page *st, const struct callout_target *t)
{
	return strcmp(t->held_by, st->self.officer) == 0 &&
	       strcmp(t->held_seat, st->self.seat) == 0;
}

/*
 * Who is in hand: whom the desk says.  One whose hold has lapsed stays in hand
 * until another takes that one up or an answer came: the call may still run.
 */
static int
in_hand(const struct callout_page *st)
{
	const struct callout_target *t;

	for (size_t i = 0; i < st->count; i++)
		if (is_ours(st, &st->targets[i]) && !st->targets[i].answered_ms)
			return st->targets[i].k;
	if (st->c.ended_ms || !st->k || (size_t)st->k > st->count)
		return 0;
	t = &st->targets[st->k - 1];
	return t->answered_ms || *t->held_by ? 0 : st->k;
}

int
callout_page_read(struct ui *ui, struct callout_page *st, struct err *err)
{
	struct callout_target *rows;
	struct callout c;
	size_t n;

	if (callout_get(ui_desk(ui), st->id, &c, err))
		return -1;
	if (callout_targets(ui_desk(ui), st->id, &rows, &n, err)) {
		callout_release(&c);
		return -1;
	}
	callout_release(&st->c);
	callout_targets_free(st->targets, st->count);
	st->c = c;
	st->targets = rows;
	st->count = n;
	st->vacant = 0;
	for (size_t i = 0; i < n; i++)
		st->vacant += rows[i].vacant;
	st->k = in_hand(st);
	list_set_count(&st->list, n);
	return 0;
}

static int
callout_refresh(struct ui *ui, void *state, struct err *err)
{
	return callout_page_read(ui, state, err);
}

/* On whoever has to be called. */
static void
focus_first(struct callout_page *st)
{
	for (size_t i = 0; i < st->count; i++)
		if (!st->targets[i].answered_ms) {
			list_select(&st->list, i);
			return;
		}
}

static int
callout_open(struct ui *ui, void *state, const char *arg, struct err *err)
{
	struct callout_page *st = state;
	long long id = 0;
	char word[8] = "";

	if (!arg || sscanf(arg, "%lld %7s", &id, word) < 1 || id <= 0)
		return err_set(err, ERR_INPUT, "%s", tr("要打开哪一次叫应？"));
	st->id = id;
	st->self = *desk_identity(ui_desk(ui));
	if (callout_page_read(ui, st, err))
		return -1;
	if (st->k)
		callout_page_focus(st, st->k);
	else
		focus_first(st);
	if (!st->k && strcmp(word, "take") == 0)
		callout_page_take(ui, st, 0);
	return 0;
}

/* Whom nobody calls any more is free at once for the others. */
static void
callout_close(struct ui *ui, void *state)
{
	struct callout_page *st = state;
	struct err err = ERR_INIT;

	if (st->k)
		callout_free(ui_desk(ui), st->id, st->k, &err);
	callout_release(&st->c);
	callout_targets_free(st->targets, st->count);
	for (size_t i = 0; i < st->groups_count; i++)
		free(st->labels[i]);
	free(st->labels);
	free(st->groups);
	free(st->export);
}

/* ---- keys ---- */

static unsigned
callout_have(const void *state)
{
	const struct callout_page *st = state;
	bool runs = st->c.title && !st->c.ended_ms;

	return (callout_selected(st) ? NEED_ROW : 0) |
	       (runs ? NEED_RUNNING : 0) |
	       (runs || st->c.answered < st->c.targets ? NEED_OPEN : 0) |
	       (st->k ? NEED_HELD : 0);
}

static bool
callout_key(struct ui *ui, void *state, const struct key_event *e)
{
	struct callout_page *st = state;

	/* The gong has a key that lists take for their first row. */
	if (e->key == 'g')
		return false;
	return list_key(&st->list, e, callout_list_rows(ui_rows(ui)));
}

static void
callout_draw(const void *state, const struct view *v)
{
	struct callout_page st = *(const struct callout_page *)state;

	if (!st.c.title)
		return; /* nothing has been read */
	st.have = callout_have(&st);
	callout_page_draw(&st, v);
}

const struct screen_ops callout_screen = {
	.name = "callout",
	.title = N_("叫应"),
	.keys = callout_page_keys,
	.uses = USES_LIST,
	.state_size = sizeof(struct callout_page),
	.open = callout_open,
	.refresh = callout_refresh,
	.draw = callout_draw,
	.have = callout_have,
	.key = callout_key,
	.close = callout_close,
};
