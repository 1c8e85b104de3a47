/*
 * One plan (预案) to read: its newest version, or an older one, with its
 * contents, chapter by chapter, and words found in it.
 *
 * arg: "ID", or "ID/PARA": at that paragraph.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tr.h"
#include "screens/kit/list.h"
#include "screens/plan_text.h"
#include "screens/screen.h"

#define HEAD_ROWS 2 /* the title, where in it one is */
#define MARK_CELLS 18

enum {
	NEED_READING = 1 << 3,
	NEED_CONTENTS = 1 << 4,
	NEED_HEADINGS = 1 << 5,
	NEED_OLDER = 1 << 9,
	NEED_HITS = 1 << 10,
	NEED_VALID = 1 << 11 /* the plan is not withdrawn */
};

struct plan_page {
	struct plan_text text;
	int64_t id;
	int version; /* 0: the newest */
	struct list contents;
	bool choosing; /* a chapter, from the contents */
	size_t hits;
	char **versions; /* labels of the choice, newest first */
	int versions_count;
};

static void
versions_drop(struct plan_page *st)
{
	for (int i = 0; i < st->versions_count; i++)
		free(st->versions[i]);
	free(st->versions);
	st->versions = NULL;
	st->versions_count = 0;
}

static int
plan_page_read(struct ui *ui, struct plan_page *st, int version,
               struct err *err)
{
	if (plan_text_read(ui_desk(ui), st->id, version, &st->text, err))
		return -1;
	st->version = version;
	st->hits = pager_hits(&st->text.pager);
	list_set_count(&st->contents, st->text.headings_count);
	return 0;
}

static int
plan_refresh(struct ui *ui, void *state, struct err *err)
{
	struct plan_page *st = state;

	return plan_page_read(ui, st, st->version, err);
}

static int
plan_open(struct ui *ui, void *state, const char *arg, struct err *err)
{
	struct plan_page *st = state;
	char *end = NULL;
	long para;

	plan_text_init(&st->text);
	st->id = arg ? strtoll(arg, &end, 10) : 0;
	if (!arg || end == arg || (*end && *end != '/'))
		return err_set(err, ERR_INPUT, "%s", tr("要看哪部预案？"));
	if (plan_page_read(ui, st, 0, err))
		return -1;
	para = *end ? strtol(end + 1, NULL, 10) : 0;
	if (*end && !plan_text_para(&st->text, para))
		ui_say(ui, ROLE_NOTICE, tr("现行版没有第 %ld 段，从头看"),
		       para);
	return 0;
}

static void
plan_close(struct ui *ui, void *state)
{
	struct plan_page *st = state;

	(void)ui;
	versions_drop(st);
	plan_text_release(&st->text);
}

/* ---- drawing ---- */

static void
draw_heading(const void *arg, size_t i, const struct region *r)
{
	const struct plan_heading *h =
		&((const struct plan_text *)arg)->headings[i];

	canvas_put(r, 0, 1 + 2 * (h->level - 1), -1,
	           h->level == 1 ? ROLE_TITLE : ROLE_TEXT, h->text);
}

static void
draw_place(const struct plan_page *st, const struct region *a)
{
	const struct plan_heading *here = plan_text_here(&st->text);
	int half = a->cols / 2;

	canvas_put(a, 1, 0, half, ROLE_DIM, here ? here->text : "");
	if (st->hits)
		canvas_fmt(a, 1, half + 1, -1, ROLE_NOTICE,
		           tr("“%s” %zu 处；> 下一处，< 上一处"),
		           st->text.pager.find.s, st->hits);
}

/* That it is not what holds now must not scroll away. */
static void
draw_title(const struct plan_page *st, const struct region *a)
{
	const struct plan *p = &st->text.plan;
	char mark[64] = "";

	if (p->removed)
		snprintf(mark, sizeof(mark), "%s", tr("✗ 已废止"));
	else if (st->text.version != p->version)
		snprintf(mark, sizeof(mark), tr("✗ 旧版，第 %d 版"),
		         st->text.version);
	canvas_put(a, 0, 0, *mark ? a->cols - MARK_CELLS - 1 : -1, ROLE_TITLE,
	           p->title ? p->title : "");
	if (*mark)
		canvas_put_right(a, 0, a->cols - MARK_CELLS, MARK_CELLS,
		                 ROLE_WARN, mark);
}

static void
plan_draw(const void *state, const struct view *v)
{
	const struct plan_page *st = state;
	const struct region *a = &v->area;
	struct region body =
		region_part(a, HEAD_ROWS, 0, a->rows - HEAD_ROWS, a->cols);

	draw_title(st, a);
	if (st->choosing) {
		canvas_put(a, 1, 0, -1, ROLE_HEAD, tr("目录"));
		list_draw(&st->contents, &body, v->focused, draw_heading,
		          &st->text);
		return;
	}
	draw_place(st, a);
	pager_draw(&st->text.pager, &body);
}

/* ---- keys ---- */

static bool
plan_key(struct ui *ui, void *state, const struct key_event *e)
{
	struct plan_page *st = state;
	int rows = ui_rows(ui) - HEAD_ROWS;

	if (st->choosing)
		return list_key(&st->contents, e, rows);
	return pager_key(&st->text.pager, e, rows, ui_cols(ui));
}

static unsigned
plan_have(const void *state)
{
	const struct plan_page *st = state;
	unsigned have = st->choosing ? NEED_CONTENTS : NEED_READING;

	if (st->text.headings_count)
		have |= NEED_HEADINGS;
	if (!st->text.plan.removed)
		have |= NEED_VALID;
	if (st->text.plan.version > 1)
		have |= NEED_OLDER;
	return have | (st->hits ? NEED_HITS : 0);
}

static void
act_go(struct ui *ui, void *state)
{
	struct plan_page *st = state;

	plan_text_heading(&st->text, st->contents.sel);
	st->choosing = false;
	ui_dirty(ui);
}

/* The contents begin at the chapter one is in. */
static void
act_contents(struct ui *ui, void *state)
{
	struct plan_page *st = state;
	const struct plan_heading *here = plan_text_here(&st->text);

	st->choosing = true;
	list_select(&st->contents,
	            here ? (size_t)(here - st->text.headings) : 0);
	ui_dirty(ui);
}

static void
act_text(struct ui *ui, void *state)
{
	struct plan_page *st = state;

	st->choosing = false;
	ui_dirty(ui);
}

static void
step_chapter(struct ui *ui, struct plan_page *st, int step)
{
	if (!plan_text_step(&st->text, step))
		ui_say(ui, ROLE_NOTICE, "%s",
		       step > 0 ? tr("已是最后一章") : tr("已是第一章"));
	ui_dirty(ui);
}

static void
act_next_chapter(struct ui *ui, void *state)
{
	step_chapter(ui, state, 1);
}

static void
act_previous_chapter(struct ui *ui, void *state)
{
	step_chapter(ui, state, -1);
}

static void
plan_find_words(struct ui *ui, void *state, const char *text)
{
	struct plan_page *st = state;

	if (!pager_seek(&st->text.pager, text, 0, ui_cols(ui)) && *text)
		ui_say(ui, ROLE_NOTICE, tr("没有找到：%s"), text);
	st->hits = pager_hits(&st->text.pager);
	ui_dirty(ui);
}

static void
act_find(struct ui *ui, void *state)
{
	struct plan_page *st = state;

	ui_ask(ui, tr("本预案中查找："), st->text.pager.find.s,
	       plan_find_words);
}

static void
act_next_hit(struct ui *ui, void *state)
{
	struct plan_page *st = state;

	pager_seek(&st->text.pager, NULL, 1, ui_cols(ui));
	ui_dirty(ui);
}

static void
act_previous_hit(struct ui *ui, void *state)
{
	struct plan_page *st = state;

	pager_seek(&st->text.pager, NULL, -1, ui_cols(ui));
	ui_dirty(ui);
}

static void
version_chosen(struct ui *ui, void *state, int choice)
{
	struct plan_page *st = state;
	struct err err = ERR_INIT;

	/* The first is the newest, also of those still to come. */
	if (plan_page_read(ui, st, choice ? st->versions_count - choice : 0,
	                   &err))
		ui_fail(ui, &err);
	ui_dirty(ui);
}

static void
act_version(struct ui *ui, void *state)
{
	struct plan_page *st = state;
	int count = st->text.plan.version;

	versions_drop(st);
	st->versions = mem_array(NULL, (size_t)count + 1, sizeof(char *));
	for (int i = 0; i < count; i++) {
		struct buf label = BUF_INIT;

		buf_fmt(&label, i ? tr("第 %d 版") : tr("第 %d 版（现行）"),
		        count - i);
		st->versions[i] = buf_take(&label);
	}
	st->versions[count] = NULL;
	st->versions_count = count;
	ui_choose(ui, tr("看哪一版"), (const char *const *)st->versions,
	          version_chosen);
}

static void
act_front(struct ui *ui, void *state)
{
	const struct plan_page *st = state;
	char id[24];

	snprintf(id, sizeof(id), "%lld", (long long)st->id);
	ui_open(ui, "front", id);
}

/* clang-format off */
static const struct key_binding plan_keys[] = {
	{ "<Enter>", "plan.go", N_("到这一章"), NEED_CONTENTS | NEED_HEADINGS,
	  act_go },
	{ "t", "plan.contents", N_("目录"), NEED_READING | NEED_HEADINGS,
	  act_contents },
	{ "t", "plan.text", N_("回到正文"), NEED_CONTENTS, act_text },
	{ "<Esc>", "plan.text", N_("回到正文"), NEED_CONTENTS | KEY_QUIET,
	  act_text },
	{ "]", "plan.next", N_("下一章"), NEED_READING | NEED_HEADINGS,
	  act_next_chapter },
	{ "[", "plan.previous", N_("上一章"), NEED_READING | NEED_HEADINGS,
	  act_previous_chapter },
	{ "f", "plan.find", N_("本预案中查找"), NEED_READING, act_find },
	{ ">", "plan.next_hit", N_("下一处"), NEED_READING | NEED_HITS,
	  act_next_hit },
	{ "<lt>", "plan.previous_hit", N_("上一处"), NEED_READING | NEED_HITS,
	  act_previous_hit },
	{ "e", "plan.front", N_("编辑响应"), NEED_READING | NEED_VALID,
	  act_front },
	{ "V", "plan.version", N_("旧版"), NEED_READING | NEED_OLDER,
	  act_version },
	{ NULL, NULL, NULL, 0, NULL },
};
/* clang-format on */

const struct screen_ops plan_screen = {
	.name = "plan",
	.title = N_("预案正文"),
	.keys = plan_keys,
	.uses = USES_PAGER | USES_LIST,
	.state_size = sizeof(struct plan_page),
	.open = plan_open,
	.refresh = plan_refresh,
	.draw = plan_draw,
	.have = plan_have,
	.key = plan_key,
	.close = plan_close,
};
