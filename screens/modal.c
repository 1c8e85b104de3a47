/*
 * What stands over the screens: a line to type, a yes by its own key, a small
 * form in a box, a choice.  One at a time; it takes every key.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "base/tr.h"
#include "base/utf8.h"
#include "screens/ui.h"

#define BOX_COLS 72

enum choice_verb { VERB_TAKE, VERB_NUMBER, VERB_CANCEL };

/* clang-format off */
const struct key_verb choice_keys[] = {
	{ "<Enter>", "choice.take",   N_("选定"), 0, VERB_TAKE },
	{ "1",	     "choice.number", N_("按号选定"), 0, VERB_NUMBER },
	{ "2",	     "choice.number", N_("按号选定"), KEY_QUIET, VERB_NUMBER },
	{ "3",	     "choice.number", N_("按号选定"), KEY_QUIET, VERB_NUMBER },
	{ "4",	     "choice.number", N_("按号选定"), KEY_QUIET, VERB_NUMBER },
	{ "5",	     "choice.number", N_("按号选定"), KEY_QUIET, VERB_NUMBER },
	{ "6",	     "choice.number", N_("按号选定"), KEY_QUIET, VERB_NUMBER },
	{ "7",	     "choice.number", N_("按号选定"), KEY_QUIET, VERB_NUMBER },
	{ "8",	     "choice.number", N_("按号选定"), KEY_QUIET, VERB_NUMBER },
	{ "9",	     "choice.number", N_("按号选定"), KEY_QUIET, VERB_NUMBER },
	{ "<Esc>",   "choice.cancel", N_("取消"), 0, VERB_CANCEL },
	{ "q",	     "choice.cancel", N_("取消"), KEY_QUIET, VERB_CANCEL },
	{ NULL, NULL, NULL, 0, 0 },
};
/* clang-format on */

/* clang-format off */
const struct key_verb kept_keys[] = {
	{ "<C-x>", "form.discard", N_("不要了"), 0, 0 },
	{ NULL, NULL, NULL, 0, 0 },
};
/* clang-format on */

static void
modal_release(struct modal *m)
{
	prompt_release(&m->prompt);
	drafted_release(&m->drafted);
	free(m->title);
	memset(m, 0, sizeof(*m));
}

/* What is kept of a box is kept first; true: there is something. */
static bool
modal_leave(struct ui *ui)
{
	bool kept;

	drafted_close(ui, &ui->modal.drafted);
	kept = ui->modal.drafted.id;
	modal_release(&ui->modal);
	return kept;
}

void
modal_close(struct ui *ui)
{
	modal_leave(ui);
}

static struct modal *
modal_open(struct ui *ui, enum modal_kind kind)
{
	modal_close(ui);
	ui->modal.kind = kind;
	ui->modal.state = ui_top(ui)->state;
	ui->dirty = true;
	return &ui->modal;
}

void
ui_ask(struct ui *ui, const char *label, const char *initial, ui_line_fn *fn)
{
	struct modal *m = modal_open(ui, MODAL_LINE);

	prompt_line(&m->prompt, label, initial);
	m->line = fn;
}

static const char *
offer_path(void *arg, const char *text, size_t i)
{
	struct ui *ui = arg;

	return path_complete(&ui->offered, text, i) ? ui->offered.s : NULL;
}

void
ui_ask_path(struct ui *ui, const char *label, const char *initial,
            ui_line_fn *fn)
{
	struct modal *m;

	ui_ask(ui, label, initial, fn);
	m = &ui->modal;
	m->path = true;
	m->prompt.complete = offer_path;
	m->prompt.arg = ui;
}

void
ui_confirm(struct ui *ui, const char *question, uint32_t yes_key, ui_yes_fn *fn)
{
	struct modal *m = modal_open(ui, MODAL_CONFIRM);

	prompt_question(&m->prompt, question, yes_key);
	m->yes = fn;
}

struct form *
ui_form(struct ui *ui, const char *title, const struct form_field *fields,
        ui_form_fn *fn)
{
	struct modal *m = modal_open(ui, MODAL_FORM);

	m->title = mem_str(title);
	m->save = fn;
	drafted_init(&m->drafted, NULL, "", fields, ui, ui_now(ui));
	return &m->drafted.form;
}

void
ui_form_keep(struct ui *ui, const char *name, const char *target)
{
	struct drafted *d = &ui->modal.drafted;
	struct err err = ERR_INIT;

	d->name = name;
	snprintf(d->target, sizeof(d->target), "%s", target);
	drafted_begin(d);
	if (drafted_take_up(ui, d, &err))
		ui_fail(ui, &err);
}

void
ui_choose(struct ui *ui, const char *title, const char *const *labels,
          ui_choice_fn *fn)
{
	struct modal *m = modal_open(ui, MODAL_CHOICE);
	size_t n = 0;

	while (labels[n])
		n++;
	m->title = mem_str(title);
	m->labels = labels;
	m->choose = fn;
	list_set_count(&m->list, n);
}

/*
 * The callback may ask the next question, so the one it answers is taken
 * away first.
 */
static struct modal
modal_take(struct ui *ui)
{
	struct modal m = ui->modal;

	memset(&ui->modal, 0, sizeof(ui->modal));
	return m;
}

static void
line_answer(struct ui *ui, const struct modal *m)
{
	struct buf path = BUF_INIT;

	if (m->path)
		path_expand(&path, prompt_text(&m->prompt));
	if (!m->path)
		m->line(ui, m->state, prompt_text(&m->prompt));
	else if (path.len)
		m->line(ui, m->state, path.s);
	buf_release(&path);
}

static void
prompt_answer(struct ui *ui, const struct key_event *e)
{
	enum prompt_result r = prompt_key(&ui->modal.prompt, e);
	struct modal m;

	if (r == PROMPT_GOES_ON)
		return;
	m = modal_take(ui);
	ui->message[0] = '\0';
	if (r == PROMPT_DONE && m.kind == MODAL_LINE)
		line_answer(ui, &m);
	else if (r == PROMPT_DONE)
		m.yes(ui, m.state);
	modal_release(&m);
}

/* All of it goes into the journal, and out of the way. */
static void
form_discard(struct ui *ui)
{
	struct drafted *d = &ui->modal.drafted;
	struct err err = ERR_INIT;

	drafted_keep(ui, d);
	if (drafted_discard(ui, d, &err)) {
		ui_fail(ui, &err);
		return;
	}
	modal_close(ui);
	ui_say(ui, ROLE_NOTICE, "%s", tr("草稿已丢弃；内容仍留在日志里"));
}

static void
form_submit(struct ui *ui)
{
	struct err err = ERR_INIT;
	struct modal m = modal_take(ui);
	int rc = m.drafted.name ? drafted_save(ui, &m.drafted, m.save, m.state,
	                                       "became an entry", &err)
	                        : m.save(ui, m.state, &m.drafted.form, &err);

	if (rc == 0) {
		modal_release(&m);
		return;
	}
	/* Not done: the box stays, with everything typed. */
	modal_close(ui);
	ui->modal = m;
	ui_fail(ui, &err);
}

static void
form_answer(struct ui *ui, const struct key_event *e)
{
	struct drafted *d = &ui->modal.drafted;
	unsigned ev;

	ui->message[0] = '\0';
	if (d->name && key_verb(kept_keys, e->key) >= 0) {
		form_discard(ui);
		return;
	}
	ev = drafted_key(ui, d, e);
	if (ev & FORM_CANCEL && modal_leave(ui))
		ui_say(ui, ROLE_NOTICE, "%s",
		       tr("没有登记；草稿留着，再到这里接着填"));
	else if (ev & FORM_SUBMIT)
		form_submit(ui);
}

static void
choice_answer(struct ui *ui, const struct key_event *e)
{
	int verb = key_verb(choice_keys, e->key);
	struct modal m;

	if (list_key(&ui->modal.list, e, ui_rows(ui)))
		return;
	if (verb == VERB_CANCEL)
		modal_close(ui);
	if (verb == VERB_NUMBER && e->key - '1' < ui->modal.list.count)
		list_select(&ui->modal.list, e->key - '1');
	else if (verb != VERB_TAKE)
		return;
	m = modal_take(ui);
	if (list_has_row(&m.list))
		m.choose(ui, m.state, (int)m.list.sel);
	modal_release(&m);
}

bool
modal_key(struct ui *ui, const struct key_event *e)
{
	switch (ui->modal.kind) {
	case MODAL_NONE:
		return false;
	case MODAL_FORM:
		form_answer(ui, e);
		break;
	case MODAL_CHOICE:
		choice_answer(ui, e);
		break;
	default:
		prompt_answer(ui, e);
	}
	return true;
}

/* Drawing. */

/* A box of that many rows inside, in the middle; returns its inside. */
static struct region
draw_box(const struct region *screen, const char *title, int rows, int cols)
{
	struct region box;
	int row, col;

	if (rows > screen->rows - 2)
		rows = screen->rows - 2;
	if (cols > screen->cols - 4)
		cols = screen->cols - 4;
	row = (screen->rows - rows - 2) / 2;
	col = (screen->cols - cols - 4) / 2;
	box = region_part(screen, row, col, rows + 2, cols + 4);
	canvas_box(&box, title);
	return region_part(&box, 1, 2, rows, cols);
}

static void
draw_label(const void *arg, size_t i, const struct region *r)
{
	const char *const *labels = arg;

	if (i < 9)
		canvas_fmt(r, 0, 1, 1, ROLE_KEY, "%zu", i + 1);
	canvas_put(r, 0, 3, -1, ROLE_TEXT, tr(labels[i]));
}

static int
choice_cols(const struct modal *m)
{
	int cols = utf8_width(m->title, strlen(m->title)) + 2, w;
	const char *const *l;

	for (l = m->labels; *l; l++) {
		w = utf8_width(tr(*l), strlen(tr(*l))) + 4;
		if (w > cols)
			cols = w;
	}
	return cols;
}

void
modal_draw(struct ui *ui, const struct region *screen,
           const struct region *line)
{
	const struct modal *m = &ui->modal;
	struct region inside;

	switch (m->kind) {
	case MODAL_NONE:
		break;
	case MODAL_FORM:
		inside = draw_box(screen, m->title,
		                  form_rows(&m->drafted.form, BOX_COLS),
		                  BOX_COLS);
		form_draw(&m->drafted.form, &inside, true);
		break;
	case MODAL_CHOICE:
		inside = draw_box(screen, m->title, (int)m->list.count,
		                  choice_cols(m));
		list_draw(&m->list, &inside, true, draw_label, m->labels);
		break;
	default:
		prompt_draw(&m->prompt, line, 0);
	}
}
