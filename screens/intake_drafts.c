#include <string.h>

#include "base/civil.h"
#include "base/tr.h"
#include "screens/intake.h"

int
intake_drafts_read(struct ui *ui, struct intake *st, struct err *err)
{
	struct draft *rows;
	size_t count;

	if (draft_list(ui_desk(ui), INTAKE_FORM, &rows, &count, err))
		return -1;
	drafts_free(st->drafts, st->drafts_count);
	st->drafts = rows;
	st->drafts_count = count;
	list_set_count(&st->list, count);
	return 0;
}

const struct draft *
intake_draft(const struct intake *st)
{
	return list_has_row(&st->list) ? &st->drafts[st->list.sel] : NULL;
}

static const char *
draft_text(const struct draft *dr, const char *key)
{
	const char *s = json_string_value(json_object_get(dr->fields, key));

	return s ? s : "";
}

/* When, who, where it is open, and the first words. */
static void
draw_row(const void *arg, size_t i, const struct region *r)
{
	const struct intake *st = arg;
	const struct draft *dr = &st->drafts[i];
	const char *place = draft_text(dr, "place");
	const char *words = draft_text(dr, "words");
	const char *caller = draft_text(dr, "caller");
	const char *seat = draft_text(dr, "seat.open");
	char when[CIVIL_TEXT];
	int col;

	canvas_put(r, 0, 1, 11, ROLE_TEXT, civil_short(when, dr->saved_ms));
	canvas_put(r, 0, 13, 10, ROLE_LABEL, dr->officer);
	col = 24;
	if (*seat)
		col += canvas_fmt(r, 0, col, 24, ROLE_WARN, tr("%s 填写中"),
		                  seat) +
		       1;
	canvas_fmt(r, 0, col, -1, ROLE_TEXT, "%s%s%s%s%s", caller,
	           *caller ? "  " : "", place, *place ? "  " : "", words);
}

void
intake_drafts_draw(const struct intake *st, const struct view *v)
{
	struct region body =
		region_part(&v->area, 2, 0, v->area.rows - 2, v->area.cols);

	canvas_fmt(&v->area, 0, 0, -1, ROLE_HEAD,
	           tr("有 %zu 份接报草稿没有保存：回车接着填，Tab 另起一份"),
	           st->drafts_count);
	list_draw(&st->list, &body, v->focused, draw_row, st);
	if (!st->drafts_count)
		canvas_put(&body, 0, 1, -1, ROLE_DIM,
		           tr("草稿都处理完了。n 新接报"));
}
