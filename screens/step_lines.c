#include "screens/step_lines.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tr.h"
#include "screens/kit/countdown.h"
#include "screens/post_field.h"

enum { LEFT_CELLS = 10, NUMBER_CELLS = 5, TEXT_CELLS = 30, WIDE = 100 };

const struct form_choice response_levels[] = {
	{ "1", N_("Ⅰ级"), "1" }, { "2", N_("Ⅱ级"), "2" },
	{ "3", N_("Ⅲ级"), "3" }, { "4", N_("Ⅳ级"), "4" },
	{ NULL, NULL, NULL },
};

/* The first who can be called, or that nobody can. */
static int
voice_read(struct desk *d, struct step_line *line, struct err *err)
{
	struct buf text = BUF_INIT;

	if (post_voice(d, line->step->post, &line->vacant, &text, err)) {
		buf_release(&text);
		return -1;
	}
	line->voice = buf_take(&text);
	return 0;
}

int
step_lines_read(struct desk *d, int64_t id, size_t max, struct step_lines *out,
                struct err *err)
{
	if (step_list(d, id, max, &out->rows, &out->count, NULL, err))
		return -1;
	out->lines = mem_alloc((out->count + 1) * sizeof(*out->lines));
	for (size_t i = 0; i < out->count; i++) {
		out->lines[i].step = &out->rows[i];
		if (voice_read(d, &out->lines[i], err))
			return -1;
	}
	return 0;
}

void
step_lines_release(struct step_lines *s)
{
	for (size_t i = 0; s->lines && i < s->count; i++)
		free(s->lines[i].voice);
	free(s->lines);
	step_rows_free(s->rows, s->count);
	memset(s, 0, sizeof(*s));
}

/* An open step counts down; one that is settled says how. */
static void
draw_state(const struct step_row *step, const struct region *r, int64_t now_ms)
{
	int64_t left = step->due - now_ms;
	char text[COUNTDOWN_TEXT];

	if (step->state == STEP_OPEN) {
		canvas_put(r, 0, 0, 1, urgency_role(urgency_of(left)),
		           urgency_glyph(urgency_of(left)));
		canvas_put_right(r, 0, 2, LEFT_CELLS, ROLE_TEXT,
		                 countdown_minutes(text, left));
		return;
	}
	canvas_fmt(r, 0, 2, LEFT_CELLS, ROLE_DIM, "%s%s",
	           tr(step_state_label(step->state)),
	           step->late ? tr("（迟）") : "");
}

void
step_line_draw(const struct step_line *line, const struct region *r,
               int64_t now_ms, bool numbered)
{
	const struct step_row *step = line->step;
	const char *dash = strchr(step->number, '-');
	int text = r->cols > WIDE ? TEXT_CELLS + 20 : TEXT_CELLS;
	int col = LEFT_CELLS + 3;

	draw_state(step, r, now_ms);
	if (numbered) {
		canvas_put(r, 0, col, NUMBER_CELLS, ROLE_TEXT,
		           dash ? dash + 1 : step->number);
		col += NUMBER_CELLS;
	}
	col += canvas_text(r, 0, col, ROLE_DIM, tr("预案")) + 1;
	canvas_put(r, 0, col, text - (numbered ? NUMBER_CELLS : 0),
	           step->state == STEP_OPEN ? ROLE_TEXT : ROLE_DIM, step->text);
	col += text - (numbered ? NUMBER_CELLS : 0) + 1;
	canvas_put(r, 0, col, -1, line->vacant ? ROLE_WARN : ROLE_DIM,
	           line->voice);
}

void
step_line_whom(const struct step_line *line, struct buf *out)
{
	if (*line->step->post)
		buf_fmt(out, "post %s", line->step->post);
	else
		buf_fmt(out, "incident %s", line->step->number);
}
