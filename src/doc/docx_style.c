#include "doc/docx_style.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "doc/doc.h"
#include "doc/opc.h"

#define BASED_ON_MAX 32 /* longer chains are a circle */

int
docx_outline_level(const char *val)
{
	if (val && val[0] >= '0' && val[0] <= '8' && val[1] == '\0')
		return val[0] - '0' + 1;
	return 0;
}

/* 1 to 9 for "heading 1" to "Heading 9", else 0. */
static int
heading_name_level(const char *name)
{
	if (strncasecmp(name, "heading ", 8) != 0 || name[8] < '1' ||
	    name[8] > '9' || name[9] != '\0')
		return 0;
	return name[8] - '0';
}

struct reading {
	struct docx_styles *styles;
	struct docx_style *now; /* NULL: not within a paragraph style */
	bool named;             /* its name gave the level */
	bool changed;           /* within what its properties were before */
};

static void
style_begin(struct reading *r, const char *const *attrs)
{
	struct docx_styles *s = r->styles;
	const char *type = xml_attr(attrs, "w:type");
	const char *id = xml_attr(attrs, "w:styleId");

	r->now = NULL;
	r->named = false;
	if (!id || (type && strcmp(type, "paragraph") != 0))
		return;
	s->rows = mem_grow(s->rows, s->n, &s->cap, sizeof(*s->rows));
	r->now = &s->rows[s->n++];
	*r->now = (struct docx_style){ .id = mem_str(id) };
}

static void
style_set_level(struct reading *r, int level)
{
	r->now->level = level;
	r->now->leveled = true;
}

static void
style_name(struct reading *r, const char *name)
{
	int level = heading_name_level(name);

	r->now->title = strcasecmp(name, "title") == 0;
	if (level == 0)
		return;
	r->named = true;
	style_set_level(r, level);
}

static int
reading_start(void *arg, const char *name, const char *const *attrs)
{
	struct reading *r = arg;
	const char *val;

	if (strcmp(name, "w:style") == 0)
		style_begin(r, attrs);
	if (strcmp(name, "w:pPrChange") == 0)
		r->changed = true;
	if (!r->now || r->changed)
		return 0;
	val = xml_attr(attrs, "w:val");
	if (!val)
		return 0;
	if (strcmp(name, "w:name") == 0)
		style_name(r, val);
	else if (strcmp(name, "w:outlineLvl") == 0 && !r->named)
		style_set_level(r, docx_outline_level(val));
	else if (strcmp(name, "w:basedOn") == 0 && !r->now->based_on)
		r->now->based_on = mem_str(val);
	return 0;
}

static int
reading_end(void *arg, const char *name)
{
	struct reading *r = arg;

	if (strcmp(name, "w:style") == 0)
		r->now = NULL;
	if (strcmp(name, "w:pPrChange") == 0)
		r->changed = false;
	return 0;
}

static const struct xml_handler reading_handler = {
	.start = reading_start,
	.end = reading_end,
};

static int
style_by_id(const void *a, const void *b)
{
	const struct docx_style *x = a, *y = b;

	return strcmp(x->id, y->id);
}

static void
style_inherit(const struct docx_styles *s, struct docx_style *style)
{
	const struct docx_style *from = style;
	int i;

	for (i = 0; from && !from->leveled && i < BASED_ON_MAX; i++)
		from = from->based_on ? docx_style_find(s, from->based_on)
		                      : NULL;
	if (from && from->leveled)
		style->level = from->level;
}

int
docx_styles_read(struct docx_styles *s, struct zip *z, const char *part,
                 struct err *err)
{
	struct reading r = { .styles = s };
	size_t i;

	if (*part == '\0' || !zip_has(z, part))
		return 0;
	if (opc_walk(z, part, &reading_handler, &r, err))
		return -1;
	if (s->n > 0)
		qsort(s->rows, s->n, sizeof(*s->rows), style_by_id);
	for (i = 0; i < s->n; i++)
		style_inherit(s, &s->rows[i]);
	return 0;
}

void
docx_styles_release(struct docx_styles *s)
{
	size_t i;

	for (i = 0; i < s->n; i++) {
		free(s->rows[i].id);
		free(s->rows[i].based_on);
	}
	free(s->rows);
	*s = (struct docx_styles)DOCX_STYLES_INIT;
}

const struct docx_style *
docx_style_find(const struct docx_styles *s, const char *id)
{
	struct docx_style key = { .id = (char *)id }; /* only compared */

	if (s->n == 0)
		return NULL;
	return bsearch(&key, s->rows, s->n, sizeof(key), style_by_id);
}
