/*
 * Starting a call-out (开始叫应): what for, and which lists.  Lists that a
 * warning of this kind and level asks for are chosen beforehand.
 *
 * arg: "warning:ID", "incident:NUMBER", "spot" (查岗点名: any number of them
 * drawn by lot), or nothing: by hand.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tr.h"
#include "desk/callout.h"
#include "desk/group.h"
#include "desk/incident.h"
#include "desk/warning.h"
#include "screens/callout.h"
#include "screens/kit/list.h"
#include "screens/screen.h"

enum {
	HEAD_ROWS = 4, /* title of the page, what for, how many, columns */
	NEED_SPOT = 1 << 3,
	NAME_COL = 12,
	PEOPLE_CELLS = 16
};

struct start_row {
	struct group group;
	struct called *members;
	size_t count, vacant;
	bool asked, chosen; /* asked: by the rules for this warning */
};

struct callout_start {
	enum callout_why why;
	char of[CALLOUT_OF];
	int64_t warning, seen; /* it is of: its id, as read; 0 */
	char *title;
	int draw; /* 0: all */
	struct list list;
	struct start_row *rows;
	size_t count;
	size_t lists, people, vacant; /* of what is chosen */
};

static struct start_row *
start_selected(const struct callout_start *st)
{
	return list_has_row(&st->list) ? &st->rows[st->list.sel] : NULL;
}

/* ---- reading ---- */

static void
rows_free(struct start_row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		called_free(rows[i].members, rows[i].count);
		group_release(&rows[i].group);
	}
	free(rows);
}

/* Is this member of row i in an earlier one that is chosen, too? */
static bool
is_counted(const struct callout_start *st, size_t i, const char *member)
{
	for (size_t r = 0; r < i; r++)
		for (size_t k = 0; st->rows[r].chosen && k < st->rows[r].count;
		     k++)
			if (strcmp(st->rows[r].members[k].member, member) == 0)
				return true;
	return false;
}

/* Who is in two lists is called once. */
static void
count_chosen(struct callout_start *st)
{
	st->lists = st->people = st->vacant = 0;
	for (size_t i = 0; i < st->count; i++) {
		const struct start_row *row = &st->rows[i];

		st->lists += row->chosen;
		for (size_t k = 0; row->chosen && k < row->count; k++) {
			const struct called *m = &row->members[k];

			if (is_counted(st, i, m->member))
				continue;
			st->people++;
			st->vacant += m->vacant;
		}
	}
}

static int
row_read(struct ui *ui, struct start_row *row, struct err *err)
{
	if (group_resolve(ui_desk(ui), row->group.id, &row->members,
	                  &row->count, err))
		return -1;
	for (size_t i = 0; i < row->count; i++)
		row->vacant += row->members[i].vacant;
	return 0;
}

/* What was chosen stays chosen when the lists are read anew. */
static void
keep_choice(const struct callout_start *st, struct start_row *row)
{
	for (size_t i = 0; i < st->count; i++)
		if (st->rows[i].group.id == row->group.id) {
			row->chosen = st->rows[i].chosen;
			row->asked = st->rows[i].asked;
		}
}

static int
start_refresh(struct ui *ui, void *state, struct err *err)
{
	struct callout_start *st = state;
	struct start_row *rows;
	struct group *groups;
	size_t n;
	int rc = 0;

	if (group_list(ui_desk(ui), &groups, &n, err))
		return -1;
	rows = mem_alloc((n + 1) * sizeof(*rows));
	for (size_t i = 0; i < n; i++) {
		rows[i].group = groups[i];
		keep_choice(st, &rows[i]);
		if (!rc)
			rc = row_read(ui, &rows[i], err);
	}
	free(groups);
	if (rc) {
		rows_free(rows, n);
		return -1;
	}
	rows_free(st->rows, st->count);
	st->rows = rows;
	st->count = n;
	list_set_count(&st->list, n);
	count_chosen(st);
	return 0;
}

/* ---- what for ---- */

static int
for_warning(struct ui *ui, struct callout_start *st, int64_t id,
            struct err *err)
{
	struct warning w;
	struct buf title = BUF_INIT;
	int64_t *groups = NULL;
	size_t n = 0;
	int rc;

	if (warning_get(ui_desk(ui), id, &w, err))
		return -1;
	st->why = CALLOUT_WARNING;
	snprintf(st->of, sizeof(st->of), "warning:%lld", (long long)id);
	st->warning = id;
	st->seen = w.last_seq;
	if (*w.headline)
		buf_str(&title, w.headline);
	else
		buf_fmt(&title, tr("%s%s预警"), w.kind,
		        tr(warning_level_label(w.level)));
	free(st->title);
	st->title = mem_str(title.s);
	buf_release(&title);
	rc = callout_propose(ui_desk(ui), w.kind, w.level, &groups, &n, err);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < st->count; k++)
			if (st->rows[k].group.id == groups[i])
				st->rows[k].asked = st->rows[k].chosen = true;
	free(groups);
	warning_release(&w);
	return rc;
}

static int
for_incident(struct ui *ui, struct callout_start *st, const char *typed,
             struct err *err)
{
	char number[INCIDENT_NUMBER];
	struct incident in;

	if (incident_number(ui_desk(ui), typed, number, err) ||
	    incident_get(ui_desk(ui), number, &in, err))
		return -1;
	st->why = CALLOUT_INCIDENT;
	snprintf(st->of, sizeof(st->of), "%s", number);
	st->title = mem_str(in.title);
	incident_release(&in);
	return 0;
}

static int
start_open(struct ui *ui, void *state, const char *arg, struct err *err)
{
	static const char warning[] = "warning:", incident[] = "incident:";
	struct callout_start *st = state;

	if (start_refresh(ui, st, err))
		return -1;
	if (arg && strncmp(arg, warning, sizeof(warning) - 1) == 0) {
		if (for_warning(ui, st,
		                strtoll(arg + sizeof(warning) - 1, NULL, 10),
		                err))
			return -1;
	} else if (arg && strncmp(arg, incident, sizeof(incident) - 1) == 0) {
		if (for_incident(ui, st, arg + sizeof(incident) - 1, err))
			return -1;
	} else if (arg && strcmp(arg, "spot") == 0) {
		st->why = CALLOUT_SPOT;
		st->title = mem_str(tr("查岗点名"));
	} else if (arg && *arg) {
		return err_set(err, ERR_INPUT, tr("不知道为何叫应：%s"), arg);
	} else {
		st->title = mem_str("");
	}
	count_chosen(st);
	return 0;
}

static void
start_close(struct ui *ui, void *state)
{
	struct callout_start *st = state;

	(void)ui;
	rows_free(st->rows, st->count);
	free(st->title);
}

/* ---- drawing ---- */

static void
draw_row(const void *arg, size_t i, const struct region *r)
{
	const struct callout_start *st = arg;
	const struct start_row *row = &st->rows[i];
	int name = 32 + (r->cols - 80) / 2, col = NAME_COL + name + 1;
	char text[64];

	canvas_put(r, 0, 1, 3, row->chosen ? ROLE_OK : ROLE_DIM,
	           row->chosen ? "[x]" : "[ ]");
	canvas_put(r, 0, 5, 6, ROLE_WARN, row->asked ? tr("按规定") : "");
	canvas_put(r, 0, NAME_COL, name, ROLE_TEXT, row->group.name);
	snprintf(text, sizeof(text), tr("%zu 人"), row->count);
	col += canvas_text(r, 0, col, ROLE_TEXT, text) + 1;
	if (row->vacant) {
		snprintf(text, sizeof(text), tr("空缺 %zu"), row->vacant);
		canvas_text(r, 0, col, ROLE_LATE, text);
	}
	canvas_put(r, 0, NAME_COL + name + 1 + PEOPLE_CELLS, -1, ROLE_DIM,
	           row->group.note);
}

static void
draw_chosen(const struct callout_start *st, const struct region *r)
{
	char text[96];
	int col = 0;

	snprintf(text, sizeof(text), tr("已选 %zu 份名单，%zu 人"), st->lists,
	         st->people);
	col += canvas_text(r, 2, 0, st->lists ? ROLE_HEAD : ROLE_WARN, text);
	if (st->vacant) {
		snprintf(text, sizeof(text), tr("，! 职务空缺 %zu"),
		         st->vacant);
		col += canvas_text(r, 2, col, ROLE_LATE, text);
	}
	if (st->why != CALLOUT_SPOT)
		return;
	if (st->draw > 0 && (size_t)st->draw < st->people)
		snprintf(text, sizeof(text), tr("，抽签叫 %d 人"), st->draw);
	else
		snprintf(text, sizeof(text), "%s", tr("，全部都叫"));
	canvas_text(r, 2, col, ROLE_NOTICE, text);
}

static void
start_draw(const void *state, const struct view *v)
{
	const struct callout_start *st = state;
	const struct region *a = &v->area;
	struct region body =
		region_part(a, HEAD_ROWS, 0, a->rows - HEAD_ROWS, a->cols);
	char of[CALLOUT_OF];

	canvas_fmt(a, 0, 0, -1, ROLE_HEAD, tr("开始%s  %s"),
	           tr(callout_why_label(st->why)), callout_of_text(of, st->of));
	canvas_put(a, 1, 0, 6, ROLE_LABEL, tr("事由"));
	canvas_put(a, 1, 7, -1, *st->title ? ROLE_TITLE : ROLE_WARN,
	           *st->title ? st->title : tr("还没有写：t 写事由"));
	draw_chosen(st, a);
	list_draw(&st->list, &body, v->focused, draw_row, st);
	if (!st->count)
		canvas_put(&body, 0, 1, -1, ROLE_WARN,
		           tr("还没有呼叫名单：在通讯录的名单栏登记"));
}

static unsigned
start_have(const void *state)
{
	const struct callout_start *st = state;

	return (start_selected(st) ? NEED_ROW : 0) |
	       (st->why == CALLOUT_SPOT ? NEED_SPOT : 0);
}

static bool
start_key(struct ui *ui, void *state, const struct key_event *e)
{
	struct callout_start *st = state;

	return list_key(&st->list, e, ui_rows(ui) - HEAD_ROWS);
}

/* ---- acts ---- */

static void
act_choose(struct ui *ui, void *state)
{
	struct callout_start *st = state;
	struct start_row *row = start_selected(st);

	row->chosen = !row->chosen;
	count_chosen(st);
	ui_dirty(ui);
}

/* It has begun: the page takes this one's place. */
static void
go_to_page(struct ui *ui, int64_t id)
{
	char arg[32];

	snprintf(arg, sizeof(arg), "%lld take", (long long)id);
	ui_back(ui);
	ui_open(ui, "callout", arg);
}

/* The warning's words and level are other ones by now, and more lists may be
 * asked for: they are shown, and starting is for the next key. */
static void
got_worse(struct ui *ui, struct callout_start *st)
{
	struct err none = ERR_INIT;

	if (st->warning)
		for_warning(ui, st, st->warning, &none);
	ui_dirty(ui);
}

static void
start(struct ui *ui, struct callout_start *st)
{
	struct callout_new in = { .title = st->title,
		                  .why = st->why,
		                  .of = *st->of ? st->of : NULL,
		                  .draw = st->draw,
		                  .seen = st->seen };
	int64_t *groups = mem_array(NULL, st->count + 1, sizeof(*groups)), id;
	struct err err = ERR_INIT;

	for (size_t i = 0; i < st->count; i++)
		if (st->rows[i].chosen)
			groups[in.groups_count++] = st->rows[i].group.id;
	in.groups = groups;
	if (callout_start(ui_desk(ui), &in, &id, &err)) {
		if (err.code == ERR_CONFLICT)
			got_worse(ui, st);
		ui_fail(ui, &err);
	} else {
		go_to_page(ui, id);
	}
	free(groups);
}

static void
title_set(struct callout_start *st, const char *text)
{
	free(st->title);
	st->title = mem_str(text);
}

static void
title_said(struct ui *ui, void *state, const char *text)
{
	title_set(state, text);
	ui_dirty(ui);
}

static void
title_then_start(struct ui *ui, void *state, const char *text)
{
	title_set(state, text);
	start(ui, state);
}

static void
act_title(struct ui *ui, void *state)
{
	const struct callout_start *st = state;

	ui_ask(ui, tr("事由："), st->title, title_said);
}

static void
act_start(struct ui *ui, void *state)
{
	struct callout_start *st = state;

	if (*st->title)
		start(ui, st);
	else
		ui_ask(ui, tr("事由："), "", title_then_start);
}

static void
draw_said(struct ui *ui, void *state, const char *text)
{
	struct callout_start *st = state;
	char *end;
	long n = strtol(text, &end, 10);

	if (*end || n < 0 || n > CALLOUT_TARGETS)
		ui_say(ui, ROLE_ERROR, "✗ %s", tr("要写抽几人，空着是全部"));
	else
		st->draw = (int)n;
}

static void
act_draw(struct ui *ui, void *state)
{
	(void)state;
	ui_ask(ui, tr("抽签叫几人（空着是全部）："), "", draw_said);
}

/* clang-format off */
static const struct key_binding start_keys[] = {
	{ "<Enter>", "callout_start.start", N_("开始叫应"), NEED_ROW,
	  act_start },
	{ "<Space>", "callout_start.choose", N_("选 / 不选"), NEED_ROW,
	  act_choose },
	{ "t", "callout_start.title", N_("改事由"), 0, act_title },
	{ "c", "callout_start.draw", N_("抽几人"), NEED_SPOT, act_draw },
	{ NULL, NULL, NULL, 0, NULL },
};
/* clang-format on */

const struct screen_ops callout_start_screen = {
	.name = "callout_start",
	.title = N_("开始叫应"),
	.keys = start_keys,
	.uses = USES_LIST,
	.state_size = sizeof(struct callout_start),
	.open = start_open,
	.refresh = start_refresh,
	.draw = start_draw,
	.have = start_have,
	.key = start_key,
	.close = start_close,
};
