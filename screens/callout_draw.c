/* The picture of a call-out. */
#include <stdio.h>
#include <string.h>

#include "base/civil.h"
#include "base/tr.h"
#include "desk/desk.h"
#include "screens/callout.h"
#include "screens/kit/countdown.h"

enum {
	HEAD_ROWS = 3,
	DETAIL_ROWS = 7, /* rule, name, number, who, two more numbers, keys */
	NAME_COL = 7,
	NAME_CELLS = 31,
	VACANT_CELLS = 5,
	NUMBER_CELLS = 17,
	LABEL_CELLS = 8
};

int
callout_list_rows(int rows)
{
	return rows - HEAD_ROWS - DETAIL_ROWS;
}

char *
callout_of_text(char out[CALLOUT_OF], const char *of)
{
	static const char warning[] = "warning:";
	size_t len = sizeof(warning) - 1;

	if (strncmp(of, warning, len) == 0)
		snprintf(out, CALLOUT_OF, tr("预警第 %s 号"), of + len);
	else
		snprintf(out, CALLOUT_OF, "%s", of);
	return out;
}

/* ---- how far it has come ---- */

/* "18:32", and with hours "1:18:32"; as the strip counts. */
static const char *
clock_text(char out[COUNTDOWN_TEXT], int64_t left)
{
	const char *text = countdown_seconds(out, left < 0 ? -left : left);

	while (strncmp(text, "00:", 3) == 0 && strlen(text) > 5)
		text += 3;
	return text + (*text == '+');
}

/* What is left of the time in which all are to be reached. */
static int
draw_reach(const struct callout *c, const struct region *r, int row, int col,
           int64_t now)
{
	int64_t left = c->at_ms + c->reach * CIVIL_MINUTE - now;
	char text[COUNTDOWN_TEXT], words[96];
	enum role role = left < 0 ? ROLE_LATE : urgency_role(urgency_of(left));

	if (c->ended_ms) {
		snprintf(words, sizeof(words), "%s", tr("已结束"));
		role = ROLE_DIM;
	} else if (c->answered >= c->targets) {
		snprintf(words, sizeof(words), "%s", tr("全部已应答"));
		role = ROLE_OK;
	} else {
		snprintf(words, sizeof(words),
		         left < 0 ? tr("叫到超时 %s") : tr("叫到剩余 %s"),
		         clock_text(text, left));
	}
	return canvas_text(r, row, col, role, words);
}

void
callout_progress(const struct callout *c, const struct region *r, int row,
                 int col, int64_t now)
{
	char text[160];

	snprintf(text, sizeof(text),
	         tr("应叫 %d · 已拨 %d · 已应答 %d · 已行动 %d"), c->targets,
	         c->called, c->answered, c->acted);
	col += canvas_text(r, row, col, ROLE_HEAD, text);
	col += canvas_text(r, row, col, ROLE_DIM, " · ");
	col += draw_reach(c, r, row, col, now);
	if (!c->ended_ms)
		canvas_fmt(r, row, col, -1, ROLE_DIM, tr(" · 每人 %d 分钟叫醒"),
		           c->wake);
}

static void
draw_head(const struct callout_page *st, const struct region *r, int64_t now)
{
	const struct callout *c = &st->c;
	char of[CALLOUT_OF], at[CIVIL_TEXT];
	int col = 0;

	canvas_put(r, 0, 0, -1, ROLE_TITLE, c->title);
	callout_progress(c, r, 1, 0, now);
	if (st->vacant) {
		char text[64];

		snprintf(text, sizeof(text), tr("! 职务空缺 %zu "), st->vacant);
		col += canvas_text(r, 2, 0, ROLE_LATE, text) + 1;
	}
	if (c->ended_ms) {
		canvas_fmt(r, 2, col, -1, ROLE_NOTICE, tr("%s 结束：%s"),
		           civil_short(at, c->ended_ms), c->ended_words);
		return;
	}
	col += canvas_text(r, 2, col, ROLE_DIM, tr(callout_why_label(c->why))) +
	       1;
	if (*c->of)
		col += canvas_text(r, 2, col, ROLE_DIM,
		                   callout_of_text(of, c->of)) +
		       1;
	if (c->drawn)
		canvas_fmt(r, 2, col, -1, ROLE_DIM,
		           tr("由 %d 人抽取 %d 人：%s"), c->drawn, c->targets,
		           c->lists);
	else
		canvas_fmt(r, 2, col, -1, ROLE_DIM, tr("名单：%s"), c->lists);
}

/* ---- one row ---- */

struct row_view {
	const struct callout_page *st;
	int64_t now;
};

static bool
is_held(const struct callout_target *t, int64_t now)
{
	return *t->held_by && now < t->held_ms + CALLOUT_HOLD_MS;
}

/* Glyph, role and word of what became of one. */
static void
draw_state(const struct row_view *rv, const struct callout_target *t,
           const struct region *r, int col)
{
	const struct callout_page *st = rv->st;
	bool late = t->called_ms && !t->answered_ms && !st->c.ended_ms &&
	            rv->now - t->called_ms > st->c.wake * CIVIL_MINUTE;
	char at[CIVIL_TEXT], text[96] = "";

	if (t->acted_ms) {
		canvas_put(r, 0, 0, 2, ROLE_OK, "✓✓");
		canvas_fmt(r, 0, col, -1, ROLE_OK, tr("已行动 %s %s"),
		           civil_short(at, t->acted_ms), t->acted);
		return;
	}
	if (t->answered_ms) {
		canvas_put(r, 0, 0, 2, ROLE_OK, "✓");
		canvas_fmt(r, 0, col, -1, ROLE_OK,
		           t->after ? tr("结束后应答 %s %s")
		                    : tr("已应答 %s %s"),
		           civil_short(at, t->answered_ms), t->answered_by);
		return;
	}
	if (t->tries)
		snprintf(text, sizeof(text), tr("%s，共 %d 次"),
		         tr(callout_result_label(t->last)), t->tries);
	if (t->k == st->k) {
		canvas_put(r, 0, 0, 2, ROLE_KEY, ">");
		canvas_fmt(r, 0, col, -1, ROLE_KEY, tr("在我手里 %s"), text);
	} else if (is_held(t, rv->now)) {
		canvas_put(r, 0, 0, 2, ROLE_NOTICE, "*");
		canvas_fmt(r, 0, col, -1, ROLE_NOTICE, tr("%s 正在叫 %s"),
		           t->held_by, text);
	} else if (t->tries) {
		canvas_put(r, 0, 0, 2, late ? ROLE_LATE : ROLE_WARN, "!");
		canvas_fmt(r, 0, col, -1, late ? ROLE_LATE : ROLE_WARN, "%s%s",
		           late ? tr("叫醒超时 ") : "", text);
	} else {
		canvas_put(r, 0, 0, 2, ROLE_DIM, "-");
		canvas_put(r, 0, col, -1, ROLE_DIM, tr("未拨"));
	}
}

static void
draw_row(const void *arg, size_t i, const struct region *r)
{
	const struct row_view *rv = arg;
	const struct callout_target *t = &rv->st->targets[i];
	int name = NAME_CELLS + (r->cols - 80) / 2;
	char k[16];

	snprintf(k, sizeof(k), "%d", t->k);
	canvas_put_right(r, 0, 2, 4, ROLE_DIM, k);
	if (*t->also)
		canvas_fmt(r, 0, NAME_COL, name, ROLE_TEXT, tr("%s 兼 %s"),
		           t->name, t->also);
	else
		canvas_put(r, 0, NAME_COL, name, ROLE_TEXT, t->name);
	if (t->vacant)
		canvas_put(r, 0, NAME_COL + name + 1, VACANT_CELLS, ROLE_LATE,
		           tr("空缺"));
	else if (t->same)
		canvas_put(r, 0, NAME_COL + name + 1, VACANT_CELLS, ROLE_WARN,
		           tr("同号"));
	draw_state(rv, t, r, NAME_COL + name + VACANT_CELLS + 2);
}

/* ---- the one in focus ---- */

static void
draw_name(const struct callout_page *st, const struct callout_target *t,
          const struct region *r, int64_t now)
{
	bool ours = t->k == st->k;
	int64_t left = t->held_ms + CALLOUT_HOLD_MS - now;
	char text[COUNTDOWN_TEXT];
	int col = 0;

	if (ours)
		col += canvas_text(r, 0, 0, ROLE_KEY, tr("在手 ")) + 1;
	if (t->vacant)
		col += canvas_text(r, 0, col, ROLE_LATE, tr("! 空缺")) + 1;
	col += canvas_text(r, 0, col, ROLE_TITLE, t->name) + 2;
	if (!ours)
		return;
	if (is_held(t, now))
		canvas_fmt(r, 0, col, -1, ROLE_DIM, tr("%s 后放开"),
		           clock_text(text, left));
	else
		canvas_put(r, 0, col, -1, ROLE_WARN, tr("久未登记，别人可叫"));
}

static void
draw_done(const struct callout_target *t, const struct region *r)
{
	char at[CIVIL_TEXT];

	canvas_fmt(r, 1, 1, -1, ROLE_OK,
	           t->after ? tr("%s 结束后应答：%s") : tr("%s 应答：%s"),
	           civil_short(at, t->answered_ms), t->answered_by);
	if (*t->words)
		canvas_fmt(r, 2, 1, -1, ROLE_TEXT, tr("复述：%s"), t->words);
	if (t->acted_ms)
		canvas_fmt(r, 3, 1, -1, ROLE_OK, tr("%s 行动：%s"),
		           civil_short(at, t->acted_ms), t->acted);
}

/* "! 同号：11-23 16:00 已为 3 号拨过": who else has the next number. */
static int
draw_same(const struct callout_target *t, const struct region *r, int col)
{
	char text[96], at[CIVIL_TEXT];

	if (!t->same)
		return 0;
	if (t->same_ms)
		snprintf(text, sizeof(text), tr("! 同号：%s 已为 %d 号拨过"),
		         civil_short(at, t->same_ms), t->same);
	else
		snprintf(text, sizeof(text), tr("! 同号：也是 %d 号的"),
		         t->same);
	return canvas_text(r, 1, col, ROLE_LATE, text) + 1;
}

/* The number to dial, alone on its row, and below it whose it is, whole. */
static void
draw_next(const struct callout_target *t, const struct region *r)
{
	const struct callout_number *n = &t->line[t->next];
	int col = 1 + NUMBER_CELLS + 3;

	canvas_fmt(r, 1, 1, NUMBER_CELLS + 2, ROLE_SELECTED, "> %s", n->number);
	col += draw_same(t, r, col);
	col += canvas_text(r, 1, col, ROLE_DIM, n->label) + 1;
	canvas_fmt(r, 1, col, -1, ROLE_DIM, tr("第 %zu 个号码，共 %zu 个"),
	           t->next + 1, t->line_count);
	col = 3;
	if (n->deputy)
		col += canvas_text(r, 2, col, ROLE_WARN, tr("副职 "));
	canvas_fmt(r, 2, col, -1, ROLE_HEAD, "%s  %s", n->who, n->post);
}

/* Two more numbers; one, and the other posts of the person. */
static void
draw_following(const struct callout_target *t, const struct region *r)
{
	size_t rows = *t->also ? 1 : 2;

	if (*t->also)
		canvas_fmt(r, 4, 3, -1, ROLE_NOTICE, tr("兼 %s"), t->also);
	for (size_t i = 1; i <= rows && t->next + i < t->line_count; i++) {
		const struct callout_number *n = &t->line[t->next + i];

		canvas_fmt(r, 2 + (int)i, 3, NUMBER_CELLS, ROLE_DIM, "%s",
		           n->number);
		canvas_put(r, 2 + (int)i, 4 + NUMBER_CELLS, LABEL_CELLS,
		           ROLE_DIM, n->label);
		canvas_fmt(r, 2 + (int)i, 5 + NUMBER_CELLS + LABEL_CELLS, -1,
		           ROLE_DIM, "%s%s  %s", n->deputy ? tr("副职 ") : "",
		           n->who, n->post);
	}
}

/* The keys that the bar below has no room for, from the same table. */
static void
draw_more_keys(const struct callout_page *st, const struct region *r, int row)
{
	const unsigned conditions = ~(unsigned)KEY_QUIET;
	char label[KEY_NAME_MAX];
	int col = 1;

	for (const struct key_binding *b = callout_page_keys; b->key; b++) {
		uint32_t key;

		if (!(b->needs & KEY_QUIET) ||
		    b->needs & conditions & ~st->have ||
		    !key_parse(b->key, &key))
			continue;
		col += canvas_text(r, row, col, ROLE_KEY,
		                   key_label(label, key)) +
		       1;
		col += canvas_text(r, row, col, ROLE_TEXT, tr(b->help)) + 2;
	}
}

static void
draw_detail(const struct callout_page *st, const struct region *r, int64_t now)
{
	const struct callout_target *t = callout_selected(st);
	struct region in = region_part(r, 1, 0, r->rows - 1, r->cols);

	canvas_hline(r, 0, 0, r->cols);
	draw_more_keys(st, &in, in.rows - 1);
	if (!t)
		return;
	draw_name(st, t, &in, now);
	if (t->answered_ms) {
		draw_done(t, &in);
	} else if (t->line_count) {
		draw_next(t, &in);
		draw_following(t, &in);
	} else {
		canvas_put(&in, 1, 1, -1, ROLE_LATE,
		           tr("! 没有号码：改用上门、鸣锣或电台"));
	}
}

void
callout_page_draw(const struct callout_page *st, const struct view *v)
{
	const struct region *a = &v->area;
	int rows = callout_list_rows(a->rows);
	struct region body = region_part(a, HEAD_ROWS, 0, rows, a->cols);
	struct region detail =
		region_part(a, a->rows - DETAIL_ROWS, 0, DETAIL_ROWS, a->cols);
	struct row_view rv = { st, v->now_ms };

	draw_head(st, a, v->now_ms);
	list_draw(&st->list, &body, v->focused, draw_row, &rv);
	draw_detail(st, &detail, v->now_ms);
}
