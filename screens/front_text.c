#include "screens/front_text.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tr.h"
#include "base/utf8.h"
#include "desk/duty.h"
#include "law/facts.h"
#include "screens/several.h"

static const char *const numerals[PLAN_LEVELS + 1] = { "", "Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ" };

/* ---- levels ---- */

void
levels_to_text(struct buf *out, unsigned levels)
{
	for (int l = 1; l <= PLAN_LEVELS; l++)
		if (levels & 1u << l)
			buf_str(out, numerals[l]);
}

/* The level that the text begins with, and its bytes; 0: none. */
static int
level_at(const char *text, size_t *len)
{
	for (int l = 1; l <= PLAN_LEVELS; l++) {
		*len = strlen(numerals[l]);
		if (strncmp(text, numerals[l], *len) == 0)
			return l;
		*len = 1;
		if (*text == '0' + l)
			return l;
	}
	return 0;
}

static size_t
separator_at(const char *text)
{
	static const char *const between[] = { "、", "，", ",", " ", "级" };

	for (size_t i = 0; i < sizeof(between) / sizeof(*between); i++)
		if (strncmp(text, between[i], strlen(between[i])) == 0)
			return strlen(between[i]);
	return 0;
}

int
levels_from_text(const char *text, unsigned *levels, struct err *err)
{
	size_t len;
	int level;

	*levels = 0;
	while (*text) {
		level = level_at(text, &len);
		if (!level)
			len = separator_at(text);
		if (!len)
			break;
		*levels |= level ? 1u << level : 0;
		text += len;
	}
	return *text || !*levels ? err_set(err, ERR_INPUT, "%s",
	                                   tr("级别写 1 到 4，几级连写，如 34"))
	                         : 0;
}

/* ---- kinds ---- */

void
kinds_to_text(struct buf *out, const struct plan_front *f)
{
	for (size_t i = 0; i < f->kinds_count; i++) {
		const struct kind_info *k = kind_find(f->kinds[i]);
		const char *label = k ? k->label : f->kinds[i];

		for (const struct kind_group *g = kind_groups; g->prefix; g++)
			if (strcmp(g->prefix, f->kinds[i]) == 0)
				label = g->label;
		several_add(out, tr(label));
	}
}

static bool
is_named(const char *name, const char *code, const char *label)
{
	return !strcmp(name, tr(label)) || !strcmp(name, label) ||
	       !strcmp(name, code);
}

static const char *
kind_named(const char *name)
{
	for (const struct kind_group *g = kind_groups; g->prefix; g++)
		if (is_named(name, g->prefix, g->label))
			return g->prefix;
	for (const struct kind_info *k = kind_table; k->code; k++)
		if (is_named(name, k->code, k->label))
			return k->code;
	return NULL;
}

static int
take_kind(void *arg, const char *name, struct err *err)
{
	const char *code = kind_named(name);
	json_t *list = arg, *other;
	size_t i;

	if (!code)
		return err_set(err, ERR_INPUT, tr("没有这类事件：%s"), name);
	json_array_foreach(list, i, other)
	{
		if (strcmp(json_string_value(other), code) == 0)
			return err_set(err, ERR_INPUT, tr("“%s”写了两次"),
			               name);
	}
	json_array_append_new(list, json_string(code));
	return 0;
}

json_t *
kinds_from_text(const char *text, struct err *err)
{
	json_t *list = json_array();

	if (several_each(text, take_kind, list, err) == 0)
		return list;
	json_decref(list);
	return NULL;
}

void
kinds_complete(void *arg, const struct form_field *field, const char *text,
               struct form_list *out)
{
	struct pinyin_row *rows = NULL;
	size_t count = 0, cap = 0;

	(void)arg;
	(void)field;
	for (const struct kind_group *g = kind_groups; g->prefix; g++) {
		rows = mem_grow(rows, count, &cap, sizeof(*rows));
		rows[count++] = (struct pinyin_row){ .name = tr(g->label),
			                             .text = g->label };
	}
	for (const struct kind_info *k = kind_table; k->code; k++) {
		rows = mem_grow(rows, count, &cap, sizeof(*rows));
		rows[count++] = (struct pinyin_row){ .name = tr(k->label),
			                             .spelling = k->label,
			                             .text = k->words };
	}
	several_offer(text, rows, count, out);
	free(rows);
}

/* ---- posts, levels, steps ---- */

void
post_words(struct buf *out, const char *post)
{
	const char *slash = strchr(post, '/');
	char *party =
		slash ? mem_strn(post, (size_t)(slash - post)) : mem_str(post);

	if (!*post)
		buf_str(out, tr("当班人员"));
	else
		buf_fmt(out, "%s%s", tr(party_name(party)), slash ? slash : "");
	free(party);
}

void
level_to_pager(struct pager *p, int indent, const struct plan_level *l)
{
	struct buf when = BUF_INIT, line = BUF_INIT;

	if (*l->lead)
		pager_fmt(p, ROLE_HEAD, indent, tr("%s  指挥：%s"), l->title,
		          l->lead);
	else
		pager_add(p, ROLE_HEAD, indent, l->title);
	if (l->when)
		predicate_text(&when, l->when);
	buf_fmt(&line, tr("条件：%s"),
	        l->when ? when.s : tr("未写明，由指挥部决定"));
	pager_add(p, ROLE_TEXT, 2 * indent, line.s);
	buf_release(&line);
	buf_release(&when);
}

void
step_to_pager(struct pager *p, int indent, const struct plan_step *s)
{
	struct buf levels = BUF_INIT, post = BUF_INIT;

	levels_to_text(&levels, s->levels);
	post_words(&post, s->post);
	pager_fmt(p, ROLE_TEXT, indent, tr("%d 分钟内  %s：%s（%s 级）"),
	          s->minutes, post.s, s->text, levels.s);
	buf_release(&post);
	buf_release(&levels);
}
