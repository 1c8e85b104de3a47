#include "screens/plan_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/mem.h"
#include "base/tr.h"
#include "screens/front_text.h"

#define INDENT 2 /* cells a level of headings */
#define INDENT_MAX 6

void
plan_text_init(struct plan_text *t)
{
	memset(t, 0, sizeof(*t));
	pager_init(&t->pager);
}

static void
headings_drop(struct plan_text *t)
{
	for (size_t i = 0; i < t->headings_count; i++)
		free(t->headings[i].text);
	t->headings_count = 0;
}

void
plan_text_release(struct plan_text *t)
{
	headings_drop(t);
	free(t->headings);
	plan_release(&t->plan);
	pager_release(&t->pager);
	memset(t, 0, sizeof(*t));
}

/* ---- filling ---- */

static int
indent_of(int level)
{
	int cells = (level - 1) * INDENT;

	return cells < INDENT_MAX ? cells : INDENT_MAX;
}

static void
add_heading(struct plan_text *t, int level, const char *text)
{
	t->headings = mem_grow(t->headings, t->headings_count, &t->headings_cap,
	                       sizeof(*t->headings));
	t->headings[t->headings_count++] = (struct plan_heading){
		.line = t->pager.count,
		.level = level,
		.text = mem_str(text),
	};
	pager_add(&t->pager, ROLE_TITLE, indent_of(level), text);
}

static void
add_about(struct plan_text *t)
{
	const struct plan *p = &t->plan;
	char at[CIVIL_TEXT];

	if (p->removed)
		pager_add(&t->pager, ROLE_WARN, 0, tr("✗ 本预案已废止"));
	if (t->version != p->version)
		pager_fmt(&t->pager, ROLE_WARN, 0,
		          tr("✗ 这是旧版：第 %d 版；现行的是第 %d 版"),
		          t->version, p->version);
	else
		pager_fmt(&t->pager, ROLE_DIM, 0,
		          tr("%s  第 %d 版，%s 由 %s 存入"),
		          tr(plan_category_label(p->category)), p->version,
		          civil_local(at, p->saved_ms), p->officer);
	if (p->issued_ms)
		pager_fmt(&t->pager, ROLE_DIM, 0, tr("%s 印发"),
		          civil_date(at, p->issued_ms, CIVIL_SHANGHAI));
}

static void
add_front(struct plan_text *t, const struct plan_front *f)
{
	struct buf kinds = BUF_INIT;

	if (!f->levels_count && !f->steps_count)
		return;
	add_heading(t, 1, tr("响应级别与任务"));
	pager_add(&t->pager, ROLE_NOTICE, 0, tr("预案规定，不是法定时限"));
	kinds_to_text(&kinds, f);
	if (kinds.len)
		pager_fmt(&t->pager, ROLE_TEXT, INDENT, tr("适用事件：%s"),
		          kinds.s);
	buf_release(&kinds);
	for (size_t i = 0; i < f->levels_count; i++)
		level_to_pager(&t->pager, INDENT, &f->levels[i]);
	for (size_t i = 0; i < f->steps_count; i++)
		step_to_pager(&t->pager, INDENT, &f->steps[i]);
}

static void
add_paras(struct plan_text *t, const struct plan_para *rows, size_t count)
{
	int indent = 0;

	t->body = t->pager.count;
	t->paras = count;
	for (size_t i = 0; i < count; i++) {
		if (rows[i].level) {
			add_heading(t, rows[i].level, rows[i].text);
			indent = indent_of(rows[i].level + 1);
		} else {
			pager_add(&t->pager, ROLE_TEXT, indent, rows[i].text);
		}
	}
}

/*
 * Chapters are the highest headings of which the document has two: one alone
 * is its title.
 */
static int
chapter_level(const struct plan_text *t)
{
	size_t seen[DOC_LEVELS + 1] = { 0 };

	for (size_t i = 0; i < t->headings_count; i++)
		if (t->headings[i].line >= t->body)
			seen[t->headings[i].level]++;
	for (int level = 1; level <= DOC_LEVELS; level++)
		if (seen[level] > 1)
			return level;
	return DOC_LEVELS;
}

/* ---- reading ---- */

struct source {
	struct plan plan;
	struct plan_front front;
	struct plan_para *paras;
	size_t count;
	int version;
};

static int
source_read(struct desk *d, int64_t id, int version, struct source *out,
            struct err *err)
{
	if (plan_get(d, id, &out->plan, err))
		return -1;
	out->version = version ? version : out->plan.version;
	if (plan_paras(d, id, out->version, &out->paras, &out->count, err)) {
		plan_release(&out->plan);
		return -1;
	}
	if (plan_front(d, id, &out->front, err)) {
		plan_paras_free(out->paras, out->count);
		plan_release(&out->plan);
		return -1;
	}
	return 0;
}

int
plan_text_read(struct desk *d, int64_t id, int version, struct plan_text *t,
               struct err *err)
{
	size_t top = t->pager.top, body = t->body;
	struct source s = { 0 };

	if (source_read(d, id, version, &s, err))
		return -1;
	plan_release(&t->plan);
	t->plan = s.plan;
	t->version = s.version;
	headings_drop(t);
	pager_clear(&t->pager);
	add_about(t);
	/* The front is of today: it says nothing of an older version. */
	if (t->version == t->plan.version)
		add_front(t, &s.front);
	add_paras(t, s.paras, s.count);
	t->chapter = chapter_level(t);
	if (top >= body)
		t->pager.top = body ? t->body + (top - body) : top;
	else if (top > t->body)
		t->pager.top = t->body;
	plan_front_release(&s.front);
	plan_paras_free(s.paras, s.count);
	return 0;
}

/* ---- places ---- */

static void
go_line(struct plan_text *t, size_t line)
{
	t->pager.top = line;
	t->pager.top_row = 0;
}

bool
plan_text_para(struct plan_text *t, long n)
{
	if (n < 1 || (size_t)n > t->paras)
		return false;
	go_line(t, t->body + (size_t)n - 1);
	return true;
}

bool
plan_text_heading(struct plan_text *t, size_t i)
{
	if (i >= t->headings_count)
		return false;
	go_line(t, t->headings[i].line);
	return true;
}

bool
plan_text_step(struct plan_text *t, int step)
{
	size_t top = t->pager.top, found = t->headings_count;

	for (size_t i = 0; i < t->headings_count; i++) {
		const struct plan_heading *h = &t->headings[i];
		bool before = h->line < top ||
		              (h->line == top && t->pager.top_row > 0);

		if (h->level > t->chapter)
			continue;
		if (step < 0 && before)
			found = i;
		if (step > 0 && h->line > top && found == t->headings_count)
			found = i;
	}
	return plan_text_heading(t, found);
}

const struct plan_heading *
plan_text_here(const struct plan_text *t)
{
	const struct plan_heading *here = NULL;

	for (size_t i = 0; i < t->headings_count; i++)
		if (t->headings[i].line <= t->pager.top)
			here = &t->headings[i];
	return here;
}
