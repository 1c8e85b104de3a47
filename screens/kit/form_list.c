#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tr.h"
#include "screens/kit/form_state.h"

#define OFFERS_MAX 50

static void
list_clear(struct form_list *l)
{
	size_t i;

	for (i = 0; i < l->count; i++)
		free(l->lines[i]);
	l->count = 0;
	l->sel = FORM_NO_ROW;
	l->open = false;
}

static void
list_add(struct form_list *l, const char *text, int choice)
{
	if (l->count == OFFERS_MAX)
		return;
	l->choice = mem_grow(l->choice, l->count, &l->choice_cap,
	                     sizeof(*l->choice));
	l->lines = mem_grow(l->lines, l->count, &l->cap, sizeof(*l->lines));
	l->choice[l->count] = choice;
	l->lines[l->count++] = mem_str(text);
}

void
form_offer(struct form_list *out, const char *text)
{
	for (size_t i = 0; i < out->count; i++)
		if (strcmp(out->lines[i], text) == 0)
			return;
	list_add(out, text, FORM_NO_ROW);
}

/* Words found by the beginning of one of them; labels by any part. */
static bool
words_match(const char *words, const char *typed)
{
	size_t len = strlen(typed);

	while (words && *words) {
		if (strncasecmp(words, typed, len) == 0)
			return true;
		words = strchr(words, ' ');
		if (words)
			words++;
	}
	return false;
}

static bool
choice_match(const struct form_choice *c, const char *typed)
{
	const char *tail = strrchr(c->code, '.');

	return *typed == '\0' || strstr(c->label, typed) ||
	       strcasestr(tr(c->label), typed) ||
	       strncasecmp(c->code, typed, strlen(typed)) == 0 ||
	       (tail && strncasecmp(tail + 1, typed, strlen(typed)) == 0) ||
	       words_match(c->match, typed);
}

static void
fill_choices(struct form *f, struct form_list *l)
{
	const struct form_choice *c = f->fields[f->focus].choices;
	const struct form_input *in = &f->inputs[f->focus];
	int i;

	for (i = 0; c[i].code; i++) {
		if (!choice_match(&c[i], in->edit.text.s))
			continue;
		if (i == in->choice)
			l->sel = (int)l->count;
		list_add(l, tr(c[i].label), i);
	}
	if (l->count > 0 && l->sel == FORM_NO_ROW && in->edit.text.len > 0)
		l->sel = 0;
}

void
form_list_fill(struct form *f)
{
	const struct form_field *field = &f->fields[f->focus];
	const struct form_input *in = &f->inputs[f->focus];
	struct form_list *l = f->list;

	list_clear(l);
	if (form_is_choice(f, f->focus))
		fill_choices(f, l);
	else if (field->complete && in->edit.text.len > 0)
		field->complete(f->arg, field, in->edit.text.s, l);
	/* What is already there in full is no offer. */
	if (!form_is_choice(f, f->focus) && l->count == 1 &&
	    strcmp(l->lines[0], in->edit.text.s) == 0)
		list_clear(l);
	l->open = l->count > 0;
}

void
form_list_close(struct form *f)
{
	list_clear(f->list);
}

void
form_list_free(struct form_list *l)
{
	if (!l)
		return;
	list_clear(l);
	free(l->lines);
	free(l->choice);
	free(l);
}
