#include "screens/kit/prompt.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tr.h"

#define LINE_MAX_CHARS 500
#define HISTORY_MAX 200

enum prompt_verb {
	VERB_DONE,
	VERB_CANCEL,
	VERB_OLDER,
	VERB_NEWER,
	VERB_COMPLETE
};

/* clang-format off */
const struct key_verb prompt_keys[] = {
	{ "<Enter>", "prompt.done",	N_("执行"),   0, VERB_DONE },
	{ "<Esc>",   "prompt.cancel",	N_("取消"),   0, VERB_CANCEL },
	{ "<Tab>",   "prompt.complete", N_("补全"),   0, VERB_COMPLETE },
	{ "<Up>",    "prompt.older",	N_("上一条"), 0, VERB_OLDER },
	{ "<Down>",  "prompt.newer",	N_("下一条"), 0, VERB_NEWER },
	{ NULL, NULL, NULL, 0, 0 },
};
/* clang-format on */

void
history_add(struct history *h, const char *line)
{
	size_t i;

	for (i = 0; i < h->count; i++)
		if (strcmp(h->lines[i], line) == 0)
			break;
	if (i == h->count && h->count < HISTORY_MAX) {
		h->lines = mem_grow(h->lines, h->count, &h->cap,
		                    sizeof(*h->lines));
		h->lines[h->count++] = mem_str(line);
		return;
	}
	/* Said before, or full: what it replaces makes room at the end. */
	if (i == h->count)
		i = 0;
	free(h->lines[i]);
	memmove(&h->lines[i], &h->lines[i + 1],
	        (h->count - i - 1) * sizeof(*h->lines));
	h->lines[h->count - 1] = mem_str(line);
}

void
history_release(struct history *h)
{
	size_t i;

	for (i = 0; i < h->count; i++)
		free(h->lines[i]);
	free(h->lines);
	memset(h, 0, sizeof(*h));
}

void
prompt_line(struct prompt *p, const char *label, const char *initial)
{
	memset(p, 0, sizeof(*p));
	p->label = mem_str(label);
	edit_init(&p->edit, LINE_MAX_CHARS, false);
	if (initial)
		edit_set(&p->edit, initial);
}

void
prompt_question(struct prompt *p, const char *question, uint32_t yes_key)
{
	prompt_line(p, question, NULL);
	p->yes_key = yes_key;
}

void
prompt_release(struct prompt *p)
{
	edit_release(&p->edit);
	free(p->label);
	free(p->stem);
	memset(p, 0, sizeof(*p));
}

const char *
prompt_text(const struct prompt *p)
{
	return p->edit.text.s;
}

/* `at` counts back from the line being typed. */
static void
prompt_recall(struct prompt *p, bool older)
{
	const struct history *h = p->history;

	if (!h || (older ? p->at >= h->count : p->at == 0))
		return;
	p->at = older ? p->at + 1 : p->at - 1;
	edit_set(&p->edit, p->at == 0 ? "" : h->lines[h->count - p->at]);
}

/* Tab again shows the next one; after the last comes the first. */
static void
prompt_complete(struct prompt *p)
{
	const char *line;

	if (!p->complete)
		return;
	if (!p->stem) {
		p->stem = mem_str(prompt_text(p));
		p->tried = 0;
	}
	line = p->complete(p->arg, p->stem, p->tried);
	if (!line && p->tried > 0) {
		p->tried = 0;
		line = p->complete(p->arg, p->stem, 0);
	}
	if (!line)
		return;
	p->tried++;
	edit_set(&p->edit, line);
}

static void
prompt_forget_stem(struct prompt *p)
{
	free(p->stem);
	p->stem = NULL;
}

enum prompt_result
prompt_key(struct prompt *p, const struct key_event *e)
{
	int verb;

	if (p->yes_key)
		return e->key == p->yes_key ? PROMPT_DONE : PROMPT_CANCEL;
	verb = key_verb(prompt_keys, e->key);
	if (verb != VERB_COMPLETE)
		prompt_forget_stem(p);
	switch (verb) {
	case VERB_DONE:
		return PROMPT_DONE;
	case VERB_CANCEL:
		return PROMPT_CANCEL;
	case VERB_OLDER:
	case VERB_NEWER:
		prompt_recall(p, verb == VERB_OLDER);
		break;
	case VERB_COMPLETE:
		prompt_complete(p);
		break;
	default:
		/* Emptied and backed out of: as with every `:` line. */
		if (e->key == UIKEY_BACKSPACE && p->edit.text.len == 0)
			return PROMPT_CANCEL;
		edit_key(&p->edit, e);
	}
	return PROMPT_GOES_ON;
}

void
prompt_draw(const struct prompt *p, const struct region *r, int row)
{
	char label[KEY_NAME_MAX];
	int col;

	if (p->yes_key) {
		canvas_fmt(r, row, 0, -1, ROLE_WARN,
		           tr("%s  按 %s 确认，其他键取消"), p->label,
		           key_label(label, p->yes_key));
		return;
	}
	canvas_put(r, row, 0, -1, ROLE_TEXT, "");
	col = canvas_text(r, row, 0, ROLE_TITLE, p->label);
	edit_draw(&p->edit, r, row, col, 1, -1, ROLE_TEXT, true);
}
